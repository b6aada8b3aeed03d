#include <stdlib.h>
#include <unicode/uregex.h>
#include <unicode/uset.h>
#include <unicode/utext.h>

#include "core/error.h"
#include "core/icu.h"
#include "core/memory.h"
#include "core/unicode.h"

/* What a match may cost: steps, in ICU's unit of about ten thousand, and bytes of its stack. */
enum { MOST_STEPS = 64, LARGEST_STACK = 1 << 23 };

struct tp_regex {
	URegularExpression *icu;
};

struct tp_regex *tp_regex_new(struct tp_str pattern, struct tp_error *err)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;

	utext_openUTF8(&text, pattern.p, (int64_t)pattern.n, &status);
	URegularExpression *icu = uregex_openUText(&text, 0, NULL, &status);
	utext_close(&text);
	uregex_setTimeLimit(icu, MOST_STEPS, &status);
	uregex_setStackLimit(icu, LARGEST_STACK, &status);
	if (U_FAILURE(status)) {
		uregex_close(icu);
		tp_fail(err, TP_E_SYNTAX, 0, _("The regular expression \"%.*s\" is not well-formed."), (int)pattern.n,
			pattern.p);
		return NULL;
	}
	struct tp_regex *regex = tp_alloc_zero(1, sizeof *regex);
	regex->icu = icu;
	return regex;
}

void tp_regex_free(struct tp_regex *regex)
{
	if (!regex)
		return;
	uregex_close(regex->icu);
	free(regex);
}

bool tp_regex_find(struct tp_regex *regex, struct tp_str s, size_t from, struct tp_span *match)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;

	utext_openUTF8(&text, s.p, (int64_t)s.n, &status);
	uregex_setUText(regex->icu, &text, &status);
	bool found = uregex_find64(regex->icu, (int64_t)from, &status) && U_SUCCESS(status);
	if (found) {
		match->from = (size_t)uregex_start64(regex->icu, 0, &status);
		match->to = (size_t)uregex_end64(regex->icu, 0, &status);
	}
	utext_close(&text);
	return found;
}

uint32_t *tp_set_ranges(struct tp_str set, size_t *n, struct tp_error *err)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t length;
	UChar *pattern = tp_icu_utf16(set, &length);
	USet *icu = uset_openPattern(pattern, length, &status);
	uint32_t *ranges = NULL;

	*n = 0;
	free(pattern);
	if (U_FAILURE(status)) {
		tp_fail(err, TP_E_SYNTAX, 0, _("The set of characters \"%.*s\" is not well-formed."), (int)set.n,
			set.p);
		return NULL;
	}
	int32_t count = uset_getRangeCount(icu);
	ranges = tp_alloc((size_t)count * 2 * sizeof *ranges);
	for (int32_t i = 0; i < count; i++) {
		UChar32 first, last;

		uset_getItem(icu, i, &first, &last, NULL, 0, &status);
		ranges[i * 2] = (uint32_t)first;
		ranges[i * 2 + 1] = (uint32_t)last;
	}
	*n = (size_t)count;
	uset_close(icu);
	return ranges;
}
