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
}

static void no_text_has_no_words(void)
{
	struct tp_seen seen = { .text = { NULL, 0 } };

	EXPECT(!tp_seen_word(&seen, TP_S("a")) && !tp_seen_stopped(&seen, TP_S("a")));
	tp_seen_release(&seen);
}

static void a_million_words_are_enough(void)
{
	struct tp_buf text = TP_BUF_INIT;

	for (int i = 0; i < 700000; i++)
		tp_buf_format(&text, "w%dw ", i);
	struct tp_seen seen = { .text = tp_buf_str(&text) };
	EXPECT(tp_seen_word(&seen, TP_S("w0w")) && tp_seen_word(&seen, TP_S("w99999w")));
	EXPECT(!tp_seen_word(&seen, TP_S("w699999w")));
	tp_seen_release(&seen);
	tp_buf_release(&text);
}

TESTS(TEST(words_are_seen_as_they_are_written), TEST(a_full_stop_within_a_sentence_is_seen), TEST(no_text_has_no_words),
      TEST(a_million_words_are_enough))
