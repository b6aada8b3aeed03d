/* Strings looked for together are found wherever they stand, and not much else is. */
#include "core/needles.h"

#include "core/str.h"
#include "unit/test.h"

static const char *const strings[] = { "a", "bc", "def", "(", "\u201c", "é", "ghijk", "гд", "\u3001x" };

enum { STRINGS = sizeof strings / sizeof *strings };

static struct tp_needles make(void)
{
	struct tp_needles needles = { 0 };

	for (unsigned i = 0; i < STRINGS; i++)
		tp_needles_add(&needles, tp_str_of(strings[i]), i);
	return needles;
}

static bool begins(struct tp_str text, size_t at)
{
	for (unsigned i = 0; i < STRINGS; i++)
		if (tp_str_starts(tp_str_from(text, at), tp_str_of(strings[i])))
			return true;
	return false;
}

static void strings_are_found_at_every_place(void)
{
	static const char *const pieces[] = { "a",     "bc", "def",     "(", "\u201c", "é",
					      "ghijk", "гд", "\u3001x", " ", "b",      "de" };
	const struct tp_needles needles = make();
	struct tp_buf text = TP_BUF_INIT;
	unsigned random = 1;

	for (unsigned n = 0; n < 3000; n++) {
		struct tp_hits hits;

		tp_buf_clear(&text);
		for (unsigned i = 0; i < n % 150; i++) {
			random = random * 1103515245 + 12345;
			tp_buf_add_z(&text,
				     random >> 29 ? "xyz" : pieces[(random >> 16) % (sizeof pieces / sizeof *pieces)]);
		}
		struct tp_str all = tp_buf_str(&text);
		tp_hits_start(&hits, &needles, all);
		for (size_t at = 0, next; at <= all.n; at = next + 1) {
			next = tp_hits_next(&hits);
			EXPECT(next >= at && next <= all.n);
			for (; at < next; at++)
				EXPECT(!begins(all, at));
		}
	}
	tp_buf_release(&text);
}

static bool is_behind_letter(struct tp_str text, size_t at)
{
	return at > 0 && (unsigned)(text.p[at - 1] | 0x20) - 'a' < 26;
}

/* All of them, and those alone, that are not behind a letter. */
static void words_are_found_at_their_start(void)
{
	struct tp_needles needles = { .words = true };
	struct tp_buf text = TP_BUF_INIT;
	unsigned random = 1, wrong = 0;

	tp_needles_add(&needles, TP_S("ab"), 0);
	for (unsigned n = 0; n < 3000; n++) {
		struct tp_hits hits;

		tp_buf_clear(&text);
		for (unsigned i = 0; i < n % 200; i++) {
			random = random * 1103515245 + 12345;
			tp_buf_add_char(&text, "ab a.Zb1@[`{"[(random >> 16) % 12]);
		}
		tp_buf_add_z(&text, " -");
		struct tp_str all = tp_buf_str(&text);
		tp_hits_start(&hits, &needles, all);
		for (size_t at = 0, next = tp_hits_next(&hits); at < all.n; at++) {
			bool wanted = tp_str_starts(tp_str_from(all, at), TP_S("ab")) && !is_behind_letter(all, at);

			wrong += wanted != (next == at);
			next = next == at ? tp_hits_next(&hits) : next;
		}
	}
	EQ(wrong, 0);
	tp_buf_release(&text);
}

/* Bytes that no string has in their place are passed over. */
static void other_bytes_are_no_hits(void)
{
	const struct tp_needles needles = make();
	struct tp_buf text = TP_BUF_INIT;
	struct tp_hits hits;

	for (unsigned n = 0; n < 200; n++) {
		tp_hits_start(&hits, &needles, tp_buf_str(&text));
		EQ(tp_hits_next(&hits), text.n);
		tp_buf_add_char(&text, "xyz \x80"[n % 5]);
	}
	tp_buf_release(&text);
}

static void no_string_is_found_nowhere(void)
{
	const struct tp_needles needles = { 0 };
	struct tp_hits hits;

	tp_hits_start(&hits, &needles, TP_S("a text of more than thirty-two bytes, and one more"));
	EQ(tp_hits_next(&hits), hits.text.n);
	EQ(tp_hits_next(&hits), hits.text.n);
}

TESTS(TEST(words_are_found_at_their_start), TEST(strings_are_found_at_every_place), TEST(other_bytes_are_no_hits),
      TEST(no_string_is_found_nowhere))
