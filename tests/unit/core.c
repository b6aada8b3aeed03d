#include <stdint.h>

#include "core/lines.h"
#include "core/edit.h"
#include "core/eight.h"
#include "core/error.h"
#include "core/json.h"
#include "core/memory.h"
#include "core/table.h"
#include "core/vector.h"
#include "unit/test.h"

static struct tp_span span(size_t from, size_t to)
{
	return (struct tp_span){ from, to };
}

static void slices_are_found_and_cut(void)
{
	struct tp_str rest = TP_S("a,,b"), piece;

	EQ(tp_str_find(TP_S("abcabc"), TP_S("ca"), 0), 2);
	EQ(tp_str_find(TP_S("abcabc"), TP_S("a"), 1), 3);
	EQ(tp_str_find(TP_S("abc"), TP_S("a"), 4), TP_NOT_FOUND);
	EQ(tp_str_find(TP_S("abc"), TP_S("x"), 0), TP_NOT_FOUND);
	EQ(tp_str_find_char(TP_S("a\0b"), 'b', 0), 2);
	EQ(tp_str_find_char(TP_S("abc"), 'a', 3), TP_NOT_FOUND);
	EQ(tp_str_find_last(TP_S("abab"), 'a'), 2);
	EQ(tp_str_find_last(TP_S("abab"), 'c'), TP_NOT_FOUND);
	EQ(tp_str_find_last(TP_S(""), 'a'), TP_NOT_FOUND);
	EQ(tp_str_find_any(TP_S("ab"), TP_S("xb"), 0), 1);
	EQ(tp_str_find_any(TP_S("0123456789abcdef0123456789abcdef-"), TP_S("-f"), 16), 31);
	EQ(tp_str_find_any(TP_S("0123456789abcdef0123456789abcdef-"), TP_S("f-"), 32), 32);
	EQ(tp_str_find_any(TP_S("0123456789abcdef01"), TP_S("xyz"), 0), 18);
	EXPECT(tp_str_cut(&rest, ',', &piece) && tp_str_is(piece, "a"));
	EXPECT(tp_str_cut(&rest, ',', &piece) && tp_str_is(piece, ""));
	EXPECT(tp_str_cut(&rest, ',', &piece) && tp_str_is(piece, "b"));
	EXPECT(!tp_str_cut(&rest, ',', &piece));
	rest = TP_S("one\r\n\ntwo");
	EXPECT(tp_str_line(&rest, &piece) && tp_str_is(piece, "one"));
	EXPECT(tp_str_line(&rest, &piece) && tp_str_is(piece, ""));
	EXPECT(tp_str_line(&rest, &piece) && tp_str_is(piece, "two"));
	EXPECT(!tp_str_line(&rest, &piece));
	STR(tp_str_trim(TP_S(" \t a b\r\n")), "a b");
	STR(tp_str_trim(TP_S(" \v ")), "");
}

static void slices_are_compared(void)
{
	EXPECT(tp_str_compare(TP_S("a"), TP_S("b")) < 0);
	EXPECT(tp_str_compare(TP_S("a"), TP_S("ab")) < 0);
	EXPECT(tp_str_compare(TP_S("ab"), TP_S("a")) > 0);
	EQ(tp_str_compare(tp_str_of(NULL), TP_S("")), 0);
	EXPECT(tp_str_compare(TP_S("\xff"), TP_S("a")) > 0);
	EXPECT(tp_str_eq_ascii(TP_S("Windows-1252"), TP_S("WINDOWS-1252")));
	EXPECT(!tp_str_eq_ascii(TP_S("a["), TP_S("a{")));
	EXPECT(!tp_str_eq_ascii(TP_S("a"), TP_S("ab")));
	EXPECT(tp_str_starts(TP_S("abc"), TP_S("ab")) && !tp_str_starts(TP_S("a"), TP_S("ab")));
	EXPECT(tp_str_ends(TP_S("abc"), TP_S("bc")) && !tp_str_ends(TP_S("c"), TP_S("bc")));
	EXPECT(tp_str_hash(TP_S("")) == UINT64_C(0xcbf29ce484222325));
	EXPECT(tp_str_hash(TP_S("a")) == UINT64_C(0xaf63dc4c8601ec8c));
}

static void lists_have_items(void)
{
	EXPECT(tp_list_has("typo, names", "names"));
	EXPECT(!tp_list_has("typo,names", "name"));
	EXPECT(!tp_list_has("", ""));
	EXPECT(!tp_list_has(NULL, "typo"));
	EXPECT(!tp_list_has("a,,b", ""));
}

static void buffers_grow(void)
{
	struct tp_buf buf = TP_BUF_INIT;

	STR(tp_buf_str(&buf), "");
	tp_buf_add(&buf, NULL, 0);
	STR(tp_buf_str(&buf), "");
	for (int i = 0; i < 1000; i++)
		tp_buf_format(&buf, "%03d", i);
	EQ(buf.n, 3000);
	EXPECT(memcmp(buf.p + 2997, "999", 4) == 0);
	tp_buf_clear(&buf);
	tp_buf_add_char(&buf, 'x');
	STR(tp_buf_str(&buf), "x");
	tp_buf_release(&buf);
	EXPECT(!buf.p && !buf.n && !buf.cap);
}

static void arenas_hold_all_sizes(void)
{
	struct tp_arena *arena = tp_arena_new();
	struct tp_str kept = tp_arena_str(arena, TP_S("kept"));

	for (size_t n = 0; n < 3000; n++) {
		char *p = tp_arena_alloc(arena, n);

		EQ((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			EXPECT(p[i] == 0);
		memset(p, 0xff, n);
	}
	EXPECT(tp_arena_alloc(arena, 1 << 20));
	STR(kept, "kept");
	EXPECT(kept.p[4] == 0);
	STR(tp_arena_format(arena, "%d-%s", 7, "x"), "7-x");
	STR(tp_arena_str(arena, (struct tp_str){ NULL, 0 }), "");
	tp_arena_free(arena);
	tp_arena_free(NULL);
}

static jmp_buf out_of_memory;

static void escape(size_t wanted)
{
	EXPECT(wanted == SIZE_MAX);
	longjmp(out_of_memory, 1);
}

static void memory_calls_the_hook(void)
{
	volatile int called = 0;

	tp_memory_hook(escape);
	if (setjmp(out_of_memory) == 0)
		tp_realloc(NULL, SIZE_MAX / 2, 4);
	else
		called = 1;
	tp_memory_hook(NULL);
	EQ(called, 1);
}

static void errors_say_where(void)
{
	struct tp_error err;
	struct tp_buf out = TP_BUF_INIT;

	EXPECT(!tp_fail(NULL, TP_E_IO, 0, "Nobody hears it."));
	EXPECT(!tp_fail(&err, TP_E_SYNTAX, 3, "%s is wrong.", "It"));
	tp_error_text(&err, &out);
	STR(tp_buf_str(&out), "It is wrong.");
	EXPECT(!tp_error_in_file(&err, "a.txt") && !tp_error_in_file(&err, "later"));
	tp_buf_clear(&out);
	tp_error_text(&err, &out);
	STR(tp_buf_str(&out), "a.txt:3: It is wrong.");
	err.line = 0;
	EXPECT(!tp_error_in_unit(&err, TP_S("12")) && !tp_error_in_unit(&err, TP_S("later")));
	tp_buf_clear(&out);
	tp_error_text(&err, &out);
	STR(tp_buf_str(&out), "a.txt: unit 12: It is wrong.");
	EXPECT(!tp_error_in_file(NULL, "a") && !tp_error_in_unit(NULL, TP_S("1")));
	tp_buf_release(&out);
}

static void spans_overlap(void)
{
	EXPECT(tp_span_overlaps(span(0, 2), span(1, 3)));
	EXPECT(!tp_span_overlaps(span(0, 2), span(2, 3)));
	EXPECT(tp_span_overlaps(span(0, 4), span(1, 2)));
	EXPECT(tp_span_overlaps(span(0, 2), span(1, 1)));
	EXPECT(!tp_span_overlaps(span(0, 2), span(0, 0)));
	EXPECT(!tp_span_overlaps(span(2, 2), span(0, 2)));
	EXPECT(tp_span_overlaps(span(2, 2), span(2, 2)));
	EXPECT(!tp_span_overlaps(span(2, 2), span(3, 3)));
}

static void edits_are_made(void)
{
	struct tp_edits edits = { NULL, 0, 0 };
	struct tp_buf out = TP_BUF_INIT;

	EXPECT(tp_edits_sort(&edits, 0));
	tp_edits_apply(&edits, TP_S(""), &out);
	tp_edits_add(&edits, span(4, 6), TP_S(""));
	tp_edits_add(&edits, span(1, 3), TP_S("XYZ"));
	tp_edits_add(&edits, span(6, 6), TP_S("end"));
	tp_edits_add(&edits, span(1, 1), TP_S("_"));
	EXPECT(tp_edits_sort(&edits, 6));
	tp_edits_apply(&edits, TP_S("abcdef"), &out);
	STR(tp_buf_str(&out), "a_XYZdend");
	tp_edits_release(&edits);
	tp_buf_release(&out);
}

static bool can_be_made(struct tp_span a, struct tp_span b, size_t n)
{
	struct tp_edits edits = { NULL, 0, 0 };

	tp_edits_add(&edits, a, TP_S("x"));
	tp_edits_add(&edits, b, TP_S("y"));
	bool can = tp_edits_sort(&edits, n);
	tp_edits_release(&edits);
	return can;
}

static void bad_edits_are_refused(void)
{
	EXPECT(can_be_made(span(0, 2), span(2, 4), 4));
	EXPECT(!can_be_made(span(0, 2), span(2, 4), 3));
	EXPECT(!can_be_made(span(0, 3), span(2, 4), 4));
	EXPECT(!can_be_made(span(2, 2), span(2, 2), 4));
	EXPECT(!can_be_made(span(0, 4), span(2, 2), 4));
	EXPECT(!can_be_made(span(3, 2), span(0, 1), 4));
}

/* For each offset of the edited text, where it stood: once as a start, once as an end. */
static void expect_back(const struct tp_edits *edits, const size_t *starts, const size_t *ends, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		EQ(tp_edits_back(edits, i, false), starts[i]);
		EQ(tp_edits_back(edits, i, true), ends[i]);
	}
}

static void offsets_go_back(void)
{
	struct tp_edits edits = { NULL, 0, 0 };

	/* "abcdef" becomes "aXYZdef": bc is replaced */
	tp_edits_add(&edits, span(1, 3), TP_S("XYZ"));
	expect_back(&edits, (size_t[]){ 0, 1, 1, 1, 3, 4, 5, 6 }, (size_t[]){ 0, 1, 3, 3, 3, 4, 5, 6 }, 8);
	/* "aXYZdf": e is gone, too; a start stands before it, an end after it */
	tp_edits_add(&edits, span(4, 5), TP_S(""));
	expect_back(&edits, (size_t[]){ 0, 1, 1, 1, 3, 4, 6 }, (size_t[]){ 0, 1, 3, 3, 3, 5, 6 }, 7);
	edits.n = 0;
	/* "a__bc": an insertion has no width in the original */
	tp_edits_add(&edits, span(1, 1), TP_S("__"));
	expect_back(&edits, (size_t[]){ 0, 1, 1, 1, 2, 3 }, (size_t[]){ 0, 1, 1, 1, 2, 3 }, 6);
	tp_edits_release(&edits);
}

static void expect_trim(struct tp_edit edit, struct tp_str text, size_t from, size_t to, const char *with)
{
	edit = tp_edit_trim(edit, text);
	EQ(edit.at.from, from);
	EQ(edit.at.to, to);
	STR(edit.with, with);
}

static void edits_are_trimmed(void)
{
	struct tp_str text = TP_S("the Daesh");

	expect_trim((struct tp_edit){ span(0, 9), TP_S("the ISIS") }, text, 4, 9, "ISIS");
	expect_trim((struct tp_edit){ span(0, 9), TP_S("the Daesh") }, text, 9, 9, "");
	expect_trim((struct tp_edit){ span(4, 4), TP_S("x") }, text, 4, 4, "x");
	expect_trim((struct tp_edit){ span(0, 3), TP_S("tthe") }, text, 1, 1, "t");
	expect_trim((struct tp_edit){ span(0, 9), TP_S("") }, text, 0, 9, "");
	/* é and è start with the same byte, é and ũ end with the same one */
	expect_trim((struct tp_edit){ span(0, 4), TP_S("a\xc3\xa8x") }, TP_S("a\xc3\xa9x"), 1, 3, "\xc3\xa8");
	expect_trim((struct tp_edit){ span(0, 4), TP_S("a\xc5\xa9x") }, TP_S("a\xc3\xa9x"), 1, 3, "\xc5\xa9");
}

static void tables_find_what_was_put(void)
{
	struct tp_table table = { 0 };
	struct tp_arena *arena = tp_arena_new();

	EXPECT(!tp_table_get(&table, TP_S("a")));
	*tp_table_put(&table, tp_str_of(NULL)) = 5;
	*tp_table_put(&table, (struct tp_str){ NULL, 0 }) += 1;
	EQ(*tp_table_get(&table, TP_S("")), 6);
	for (unsigned i = 0; i < 10000; i++)
		*tp_table_put(&table, tp_arena_format(arena, "%u", i)) = i;
	EQ(table.n, 10001);
	for (unsigned i = 0; i < 10000; i++)
		EQ(*tp_table_get(&table, tp_arena_format(arena, "%u", i)), i);
	EXPECT(!tp_table_get(&table, TP_S("10000")));
	EQ(*tp_table_put(&table, TP_S("new")), 0);
	tp_table_release(&table);
	EXPECT(!tp_table_get(&table, TP_S("1")));
	tp_arena_free(arena);
}

/* Hashes that differ in their first bits alone, as a hostile text can make them. */
static void hashes_are_spread(void)
{
	enum { SLOTS = 4096, HASHES = 1 << 14 };
	static unsigned full[SLOTS];
	struct tp_spread spread = tp_spread_over((void *)0x10000, SLOTS);
	struct tp_spread other = tp_spread_over((void *)0x20000, SLOTS);
	unsigned fullest = 0, apart = 0;

	for (uint64_t i = 0; i < HASHES; i++) {
		size_t slot = tp_spread_slot(&spread, i << 44);

		fullest = ++full[slot] > fullest ? full[slot] : fullest;
		apart += slot != tp_spread_slot(&other, i << 44);
	}
	EXPECT(fullest <= HASHES / 64);
	EXPECT(apart > HASHES / 2);
}

static void strings_become_json(void)
{
	struct tp_buf out = TP_BUF_INIT;

	tp_json_add_str(&out, TP_S("a\"\\\n\0\x01 \xc3\xa9 \xff</b>"));
	STR(tp_buf_str(&out), "\"a\\\"\\\\\\n\\u0000\\u0001 \xc3\xa9 \xef\xbf\xbd</b>\"");
	tp_buf_clear(&out);
	tp_json_add_str(&out, (struct tp_str){ NULL, 0 });
	STR(tp_buf_str(&out), "\"\"");
	tp_buf_release(&out);
}

static struct tp_str look(const char *lines, const char *key)
{
	struct tp_str value;

	return tp_lines_find(tp_lines_without_head(tp_str_of(lines)), tp_str_of(key), &value) ? value : TP_S("none");
}

static void finds_lines(void)
{
	static const char lines[] = "# a\t9\n#\na\t1\nab\tx y\r\nb\n\303\251\t";

	STR(look(lines, "a"), "1");
	STR(look(lines, "ab"), "x y");
	STR(look(lines, "b"), "none");
	STR(look(lines, "\303\251"), "");
	STR(look(lines, ""), "none");
	STR(look(lines, "# a"), "none");
	STR(look(lines, "zz"), "none");
	STR(look("", "a"), "none");
	STR(look("# a", "a"), "none");
	STR(look("\n\n\n", "a"), "none");
}

/* What is asked of eight bytes at once is what is asked of each. */
static void eight_bytes_are_asked_at_once(void)
{
	char bytes[8];
	uint32_t seed = 1;

	for (int round = 0; round < 10000; round++) {
		struct tp_str s = { bytes, sizeof bytes };
		size_t letters = 0;

		for (size_t i = 0; i < 8; i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (char)(seed >> (seed >> 31 ? 24 : 25));
		}
		while (letters < 8 && ((bytes[letters] >= 'a' && bytes[letters] <= 'z') ||
				       (bytes[letters] >= 'A' && bytes[letters] <= 'Z')))
			letters++;
		EQ(tp_eight_count(tp_eight_letters(tp_eight_at(s, 0))), letters);
		for (size_t i = 0; i < s.n; i++) {
			uint64_t answer = UINT64_C(0x80) << 8 * i, all = tp_eight_at(s, 0);
			EQ(tp_eight_digits(all) & answer, s.p[i] >= '0' && s.p[i] <= '9' ? answer : 0);
			EQ(tp_eight_equal(all, '_') & answer, s.p[i] == '_' ? answer : 0);
		}
		for (size_t from = 0; from <= s.n; from++)
			EXPECT(tp_eight_at(s, from) == (from < 8 ? tp_eight_at(s, 0) >> 8 * from : 0));
		s.n = seed % 9;
		EXPECT(tp_eight_at(s, 0) == tp_eight_cut(tp_eight_at((struct tp_str){ bytes, 8 }, 0), s.n));
	}
}

/* And so it is with blocks, from any place of a text on. */
static void blocks_are_asked_at_once(void)
{
	for (size_t n = 0; n < 3 * TP_BLOCK / 2; n++) {
		char *bytes = tp_alloc(n); /* nothing behind it may be read */
		struct tp_str s = { bytes, n };

		for (size_t i = 0; i < n; i++)
			bytes[i] = (char)(i * 37 + n * 11);
		for (size_t from = 0; from <= n; from++) {
			struct tp_block block = tp_block_at(s, from);
			uint64_t letters = tp_block_bits(&block, tp_vector_letters), want = 0;

			for (size_t i = from; i < n && i < from + TP_BLOCK; i++)
				want |= (uint64_t)((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z'))
					<< (i - from);
			EXPECT(letters == want);
			if (from == n)
				break;
			letters = tp_bits_at(s, from, tp_vector_letters);
			EXPECT((n - from < TP_BLOCK ? letters & ((UINT64_C(1) << (n - from)) - 1) : letters) == want);
			size_t first = from;
			while (first < n &&
			       !((s.p[first] >= 'a' && s.p[first] <= 'z') || (s.p[first] >= 'A' && s.p[first] <= 'Z')))
				first++;
			EQ(tp_find_answer(s, from, tp_vector_letters), first);
		}
		free(bytes);
	}
}

TESTS(TEST(finds_lines), TEST(slices_are_found_and_cut), TEST(slices_are_compared), TEST(lists_have_items),
      TEST(buffers_grow), TEST(arenas_hold_all_sizes), TEST(memory_calls_the_hook), TEST(errors_say_where),
      TEST(spans_overlap), TEST(edits_are_made), TEST(bad_edits_are_refused), TEST(offsets_go_back),
      TEST(edits_are_trimmed), TEST(tables_find_what_was_put), TEST(hashes_are_spread), TEST(strings_become_json),
      TEST(eight_bytes_are_asked_at_once), TEST(blocks_are_asked_at_once))
