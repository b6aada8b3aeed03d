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

TESTS(TEST(words_have_pieces_by_their_letters), TEST(words_behind_have_pieces), TEST(words_before_have_pieces))
