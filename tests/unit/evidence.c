/* What stands beside a full stop, whatever letters it is of, and however many. */
#include "language/evidence.h"

#include "core/str.h"
#include "unit/test.h"

static unsigned bit_of(const char *name)
{
	unsigned piece = 0;

	while (strcmp(tp_evidence_name(piece), name) != 0)
		piece++;
	return 1u << piece;
}

/* The pieces at the last full stop of a text. */
static unsigned pieces(const char *before, const char *behind)
{
	struct tp_buf text = TP_BUF_INIT;
	struct tp_candidate candidate = { .breaks = true };
	unsigned there;

	tp_buf_format(&text, "%s.", before);
	candidate.at = text.n;
	tp_buf_add_z(&text, behind);
	there = tp_evidence_at(tp_buf_str(&text), &candidate);
	tp_buf_release(&text);
	return there;
}

/* The same with more text in front, so that more bytes can be read at once. */
static void check(const char *before, const char *behind, unsigned wanted)
{
	struct tp_buf longer = TP_BUF_INIT;

	EQ(pieces(before, behind), wanted);
	tp_buf_format(&longer, "This, by and by: %s", before);
	EQ(pieces(longer.p, behind), wanted);
	tp_buf_clear(&longer);
	tp_buf_format(&longer, "Дом «é %s", before);
	EQ(pieces(longer.p, behind), wanted);
	tp_buf_release(&longer);
}

static void words_have_pieces_by_their_letters(void)
{
	unsigned word = bit_of("short-word"), two = bit_of("two-letters"), four = bit_of("four-letters");

	check(" ab", " The", word | two);
	check(" bd", " The", word | two | bit_of("no-vowel"));
	check(" Ab", " The", word | two | bit_of("capitalized"));
	check(" AB", " The", word | two | bit_of("capitals"));
	check(" abCd", " The", word | four);
	check(" Étés", " The", word | four | bit_of("capitalized"));
	check(" дома", " Та", word | four);
	check(" abcde", " The", word | bit_of("five-letters"));
	check(" abcdef", " The", 0);
	check(" a", " The", 0);
	check(" 1ab", " The", 0);
	check(".ab", " The", 0);
	check(" ab", " the", 0);
	check(" ab", "The", 0);
	check(" ab", " “The", word | two);
}

static void words_behind_have_pieces(void)
{
	unsigned word = bit_of("short-word") | bit_of("two-letters");

	check(" ab", " UNO", word | bit_of("next-capitals"));
	check(" ab", " XIV", word);
	check(" ab", " Th.", word | bit_of("next-stopped"));
	check(" ab", " Theory.", word);
	check(" ab", " Übung.", word | bit_of("next-stopped"));
	check(" ab", " Theorem2b.", word);
}

/* Of however many letters the word before is, its first one tells. */
static void words_before_have_pieces(void)
{
	unsigned word = bit_of("short-word") | bit_of("two-letters");
	struct tp_buf text = TP_BUF_INIT;

	for (unsigned n = 1; n < 30; n++)
		for (unsigned capital = 0; capital < 2; capital++) {
			tp_buf_clear(&text);
			tp_buf_add_z(&text, " ");
			for (unsigned i = 0; i < n; i++)
				tp_buf_add_char(&text, i == 0 && capital ? 'X' : 'x');
			tp_buf_add_z(&text, " ab");
			check(text.p, " The", word | (capital ? bit_of("after-name") : 0));
		}
	check(" 7 ab", " The", word | bit_of("after-number"));
	check(" 7x ab", " The", word);
	check(" Ёлка ab", " The", word | bit_of("after-name"));
	tp_buf_release(&text);
}

/* Where words are asked for one by one, and where all were read, the same is overruled as by all the evidence that
 * there is. */
static void it_is_heard_alike_however_much_was_read(void)
{
	static const char *const pieces[] = { "Mr. ",  "brg. ", "St. ",         "Dept. ",  "mgmt. Ex. ",
					      "brg ",  "ex ",   "Q. ",          "XIV. ",   "12 ",
					      "Мал. ", "Крым ", "the St “The ", "Nx. Brg " };
	struct tp_error err = { 0 };
	struct tp_evidence *evidence = tp_evidence_new("dictionaries", &err);
	struct tp_buf text = TP_BUF_INIT;
	unsigned wrong = 0, overruled = 0;
	uint32_t random = 1;

	OK(evidence, err);
	for (unsigned n = 0; n < 600; n++) {
		random = random * 1664525 + 1013904223;
		tp_buf_add_z(&text, pieces[(random >> 16) % (sizeof pieces / sizeof *pieces)]);
	}
	struct tp_seen one = { .text = tp_buf_str(&text) }, all = one;
	EXPECT(tp_seen_word(&all, TP_S("brg")) && tp_seen_has_all(&all));
	for (size_t at = 1; at < text.n; at++) {
		const struct tp_candidate candidate = { at, 0, true };
		unsigned there = tp_evidence_at(one.text, &candidate);
		bool wanted =
		    there && tp_evidence_overrules(evidence, tp_evidence_in(one.text, &candidate, there, &all));
		struct tp_seen fresh = one;

		overruled += wanted;
		wrong += tp_evidence_overrules_in(evidence, one.text, at, &fresh) != wanted;
		wrong += tp_evidence_overrules_in(evidence, one.text, at, &all) != wanted;
		tp_seen_release(&fresh);
	}
	EXPECT(overruled > 20);
	EQ(wrong, 0);
	tp_seen_release(&all);
	tp_buf_release(&text);
	tp_evidence_free(evidence);
}

TESTS(TEST(it_is_heard_alike_however_much_was_read), TEST(words_have_pieces_by_their_letters),
      TEST(words_behind_have_pieces), TEST(words_before_have_pieces))
