/* The harness of the unit tests: a program of TEST functions and a main that lists them.
 *
 *     static void adds(void) { EQ(1 + 1, 2); STR(tp_str_trim(TP_S(" a ")), "a"); }
 *     TESTS(TEST(adds), TEST(cuts))
 *
 * Each function is a test; it fails at its first EXPECT that does not hold. Prints "ok NAME" or "not ok NAME". */
#ifndef TESTS_UNIT_TEST_H
#define TESTS_UNIT_TEST_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/str.h"

static jmp_buf test_failed __attribute__((unused));

#define EXPECT(condition)                                                                                              \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #condition);                                       \
			longjmp(test_failed, 1);                                                                       \
		}                                                                                                      \
	} while (0)

/* Two numbers are equal. */
#define EQ(got, want)                                                                                                  \
	do {                                                                                                           \
		intmax_t got_ = (intmax_t)(got), want_ = (intmax_t)(want);                                             \
		if (got_ != want_) {                                                                                   \
			printf("# %s:%d: %s is %jd, not %jd\n", __FILE__, __LINE__, #got, got_, want_);                \
			longjmp(test_failed, 1);                                                                       \
		}                                                                                                      \
	} while (0)

/* A slice is equal to a C string. */
#define STR(got, want)                                                                                                 \
	do {                                                                                                           \
		struct tp_str got_ = (got), want_ = tp_str_of(want);                                                   \
		if (!tp_str_eq(got_, want_)) {                                                                         \
			printf("# %s:%d: %s is \"%.*s\", not \"%s\"\n", __FILE__, __LINE__, #got, (int)got_.n, got_.p, \
			       want_.p);                                                                               \
			longjmp(test_failed, 1);                                                                       \
		}                                                                                                      \
	} while (0)

/* A call succeeded; its error is shown if not. */
#define OK(call, err)                                                                                                  \
	do {                                                                                                           \
		if (!(call)) {                                                                                         \
			printf("# %s:%d: %s: %s\n", __FILE__, __LINE__, #call, (err).message);                         \
			longjmp(test_failed, 1);                                                                       \
		}                                                                                                      \
	} while (0)

struct test {
	const char *name;
	void (*run)(void);
};

/* Apart from test_all(), whose variables a jump could spoil. */
static __attribute__((noinline)) bool test_passes(void (*run)(void))
{
	if (setjmp(test_failed) != 0)
		return false;
	run();
	return true;
}

static inline int test_all(const struct test *tests, size_t n)
{
	int failed = 0;

	for (size_t i = 0; i < n; i++) {
		bool passed = test_passes(tests[i].run);

		printf("%s %s\n", passed ? "ok" : "not ok", tests[i].name);
		failed += !passed;
		fflush(stdout);
	}
	return failed != 0;
}

/* clang-format off */
#define TEST(function) { #function, function }
/* clang-format on */
#define TESTS(...)                                                                                                     \
	int main(void)                                                                                                 \
	{                                                                                                              \
		static const struct test tests[] = { __VA_ARGS__ };                                                    \
		return test_all(tests, sizeof tests / sizeof *tests);                                                  \
	}

#endif
