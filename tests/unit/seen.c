/* Words of a text: seen, seen with a full stop, and not seen. */
#include "core/seen.h"

#include "unit/test.h"

static void words_are_seen_as_they_are_written(void)
{
	struct tp_seen seen = { .text = TP_S("The brg. was “late”, É\u00a0z.\nNo. Yes... x9 mgmt.") };

	EXPECT(tp_seen_word(&seen, TP_S("The")) && tp_seen_word(&seen, TP_S("late")));
	EXPECT(tp_seen_word(&seen, TP_S("É")) && tp_seen_word(&seen, TP_S("x9")));
	EXPECT(!tp_seen_word(&seen, TP_S("the")) && !tp_seen_word(&seen, TP_S("lat")) &&
	       !tp_seen_word(&seen, TP_S("")));
	tp_seen_release(&seen);
}

static void a_full_stop_within_a_sentence_is_seen(void)
{
	struct tp_seen seen = { .text = TP_S("The brg. was. No. Yes, z.\nб. я mgmt.") };

	EXPECT(tp_seen_stopped(&seen, TP_S("brg")) && tp_seen_stopped(&seen, TP_S("б")));
	EXPECT(tp_seen_stopped(&seen, TP_S("z")));
	EXPECT(!tp_seen_stopped(&seen, TP_S("was")) && !tp_seen_stopped(&seen, TP_S("No")));
	EXPECT(!tp_seen_stopped(&seen, TP_S("mgmt")) && !tp_seen_word(&seen, TP_S("brg")));
	tp_seen_release(&seen);
	seen.text = TP_S("ab.\u202fcd. “ef.” gh.\u00a0é ij.");
	EXPECT(tp_seen_stopped(&seen, TP_S("ab")) && tp_seen_stopped(&seen, TP_S("gh")));
	EXPECT(!tp_seen_stopped(&seen, TP_S("cd")) && !tp_seen_stopped(&seen, TP_S("ef")) &&
	       !tp_seen_stopped(&seen, TP_S("ij")));
	tp_seen_release(&seen);
}

static void expect_some(const void *arg, struct tp_seen *seen, struct tp_expected *words)
{
	(void)arg;
	(void)seen;
	tp_expect(words, 0, TP_S("brg"));
	tp_expect(words, 0, TP_S("was"));
	tp_expect(words, 0, TP_S("z"));
	tp_expect(words, 0, TP_S("longer12"));
	tp_expect(words, 0, TP_S(""));
}

/* What is expected is answered as if all words were known, and so is what is not, however often it is asked. */
static void words_that_are_expected_are_looked_for_together(void)
{
	struct tp_seen seen = { .text = TP_S("The brg. was, longer12 a z") };

	for (int i = 0; i < 3; i++) {
		EXPECT(tp_seen_expected(&seen, TP_S("was"), expect_some, NULL));
		EXPECT(tp_seen_expected(&seen, TP_S("longer12"), expect_some, NULL));
		EXPECT(tp_seen_expected(&seen, TP_S("z"), expect_some, NULL));
		EXPECT(!tp_seen_expected(&seen, TP_S("brg"), expect_some, NULL));
		EXPECT(tp_seen_expected(&seen, TP_S("The"), expect_some, NULL));
		EXPECT(!tp_seen_expected(&seen, TP_S("the"), expect_some, NULL));
	}
	tp_seen_release(&seen);
}

/* Every word is expected, and often: that is too much to look for one by one. */
static void expect_all(const void *arg, struct tp_seen *seen, struct tp_expected *words)
{
	unsigned told = 0;

	(void)seen;
	while (tp_expect(words, 0, TP_S("brg")))
		told++;
	*(unsigned *)(uintptr_t)arg = told;
}

static void where_too_many_words_are_expected_all_are_read(void)
{
	struct tp_seen seen = { .text = TP_S("The brg. was, longer12 a z") };
	unsigned told = 0;

	EXPECT(!tp_seen_has_all(&seen));
	for (int i = 0; i < 6; i++) {
		EXPECT(tp_seen_expected(&seen, TP_S("was"), expect_all, &told));
		EXPECT(!tp_seen_expected(&seen, TP_S("brg"), expect_all, &told));
	}
	EXPECT(told > 0 && tp_seen_has_all(&seen));
	tp_seen_release(&seen);
}

static void notes_are_of_a_word_and_a_side(void)
{
	struct tp_str text = TP_S("Dr. Dr longer");
	struct tp_span doctor = { 0, 2 }, again = { 4, 6 }, longer = { 7, 13 }, more = { 4, 13 };
	struct tp_seen seen = { .text = text };
	uint16_t number;

	EXPECT(!tp_seen_noted(&seen, TP_SEEN_BEFORE, text, doctor, &number));
	tp_seen_note(&seen, TP_SEEN_BEFORE, text, doctor, 7);
	tp_seen_note(&seen, TP_SEEN_BEFORE, text, more, 8);
	tp_seen_note(&seen, TP_SEEN_BEHIND, text, longer, UINT16_MAX);
	EXPECT(tp_seen_noted(&seen, TP_SEEN_BEFORE, text, again, &number) && number == 7);
	EXPECT(tp_seen_noted(&seen, TP_SEEN_BEHIND, text, longer, &number) && number == UINT16_MAX);
	EXPECT(!tp_seen_noted(&seen, TP_SEEN_BEHIND, text, again, &number));
	EXPECT(!tp_seen_noted(&seen, TP_SEEN_BEFORE, text, longer, &number));
	EXPECT(!tp_seen_noted(&seen, TP_SEEN_BEFORE, text, more, &number));
	tp_seen_release(&seen);
}

static void no_text_has_no_words(void)
{
	struct tp_seen seen = { .text = { NULL, 0 } };

	EXPECT(!tp_seen_word(&seen, TP_S("a")) && !tp_seen_stopped(&seen, TP_S("a")));
	tp_seen_release(&seen);
}

static void name_word(struct tp_buf *word, const char *pattern, unsigned i)
{
	tp_buf_clear(word);
	tp_buf_format(word, pattern, i);
}

enum { MANY = 700000 };

/* All words of a large text are known, and those of no text are told from them. */
static void many_words_are_told_apart(void)
{
	struct tp_buf text = TP_BUF_INIT, word = TP_BUF_INIT;
	unsigned missing = 0, invented = 0;

	for (unsigned i = 0; i < MANY; i++)
		tp_buf_format(&text, "w%uw ", i);
	struct tp_seen seen = { .text = tp_buf_str(&text) };
	for (unsigned i = 0; i < MANY; i++) {
		name_word(&word, "w%uw", i);
		missing += !tp_seen_word(&seen, tp_buf_str(&word));
		name_word(&word, "x%ux", i);
		invented += tp_seen_word(&seen, tp_buf_str(&word));
	}
	EQ(missing, 0);
	EQ(invented, 0);
	tp_seen_release(&seen);
	tp_buf_release(&text);
	tp_buf_release(&word);
}

/* However far behind the start a word has its full stop, and wherever the parts end in which a text is read. */
static void a_full_stop_is_seen_anywhere_in_a_long_text(void)
{
	struct tp_buf text = TP_BUF_INIT, word = TP_BUF_INIT;
	unsigned missing = 0;

	for (unsigned i = 0; i < MANY / 4; i++)
		tp_buf_format(&text, "w%uw. so.%.*sYes ", i, (int)(1 + i % 7), "       ");
	struct tp_seen seen = { .text = tp_buf_str(&text) };
	for (unsigned i = MANY / 4; i-- > 0;) {
		name_word(&word, "w%uw", i);
		missing += !tp_seen_stopped(&seen, tp_buf_str(&word));
	}
	EQ(missing, 0);
	EXPECT(!tp_seen_stopped(&seen, TP_S("so")) && !tp_seen_stopped(&seen, TP_S("Yes")));
	tp_seen_release(&seen);
	tp_buf_release(&text);
	tp_buf_release(&word);
}

/* The bytes at a place that are no part of a word: 0, where one is. */
static size_t separator_length(struct tp_str text, size_t at)
{
	unsigned char c = (unsigned char)text.p[at];

	if (c < 0x80)
		return !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9');
	return c == 0xc2 ? 2 : c == 0xe2 ? 3 : 0;
}

/* Wherever words stand in a text, they are found, and nothing else is. */
static void words_are_found_at_every_place(void)
{
	static const char *const pieces[] = { "a",   "bc", "brg", "Ab",     "longest12words", "é",       "я",
					      "國",  " ",  "\n",  "\u00a0", "\u201c",         "\u2019 ", ". x",
					      ". X", ".",  ", ",  "-" };
	struct tp_buf text = TP_BUF_INIT;
	unsigned random = 1;

	for (int n = 0; n < 2000; n++) {
		tp_buf_clear(&text);
		for (int i = 0; i < n % 120; i++) {
			random = random * 1103515245 + 12345;
			tp_buf_add_z(&text, pieces[(random >> 16) % (sizeof pieces / sizeof *pieces)]);
		}
		struct tp_str all = tp_buf_str(&text);
		struct tp_seen seen = { .text = all };
		for (size_t at = 0, skip; at < all.n; at += skip) {
			size_t from = at;

			while (at < all.n && !separator_length(all, at))
				at++;
			skip = at < all.n ? separator_length(all, at) : 0;
			struct tp_str word = tp_str_at(all, (struct tp_span){ from, at });
			bool stop = at < all.n && all.p[at] == '.';
			if (word.n && !stop)
				EXPECT(tp_seen_word(&seen, word));
			if (word.n && stop && all.n - at > 2 && all.p[at + 1] == ' ' && all.p[at + 2] == 'x')
				EXPECT(tp_seen_stopped(&seen, word));
			if (word.n > 1)
				EXPECT(!tp_seen_word(&seen, TP_S("bcq")) && !tp_seen_stopped(&seen, TP_S("longest")));
		}
		tp_seen_release(&seen);
	}
	tp_buf_release(&text);
}

TESTS(TEST(where_too_many_words_are_expected_all_are_read), TEST(notes_are_of_a_word_and_a_side),
      TEST(words_are_seen_as_they_are_written), TEST(a_full_stop_within_a_sentence_is_seen),
      TEST(a_full_stop_is_seen_anywhere_in_a_long_text), TEST(words_that_are_expected_are_looked_for_together),
      TEST(no_text_has_no_words), TEST(many_words_are_told_apart), TEST(words_are_found_at_every_place))
