/* The automaton that tells what near patterns say about a place: what it forgets, and where it gives up. */
#include "language/segments_verdict.h"

#include "core/str.h"
#include "core/utf8.h"
#include "unit/test.h"

/* Rules that break, compiled. */
struct setup {
	struct tp_buf srx;
	struct tp_segmenter *segmenter;
	struct tp_verdicts *verdicts;
};

static void begin(struct setup *in)
{
	*in = (struct setup){ .srx = TP_BUF_INIT };
	tp_buf_add_z(&in->srx, "<srx version='2.0'><header cascade='no'/><body><languagerules><languagerule "
			       "languagerulename='a'>");
}

static void add_rule(struct setup *in, const char *before, const char *after)
{
	tp_buf_format(&in->srx, "<rule><beforebreak>%s</beforebreak><afterbreak>%s</afterbreak></rule>", before, after);
}

static void add_exception(struct setup *in, const char *before, const char *after)
{
	tp_buf_format(&in->srx, "<rule break='no'><beforebreak>%s</beforebreak><afterbreak>%s</afterbreak></rule>",
		      before, after);
}

static void complete(struct setup *in)
{
	struct tp_error err = { 0 };

	tp_buf_add_z(&in->srx, "</languagerule></languagerules><maprules><languagemap languagepattern='.*' "
			       "languagerulename='a'/></maprules></body></srx>");
	in->segmenter = tp_segmenter_read(tp_buf_str(&in->srx), "en", &err);
	OK(in->segmenter, err);
	in->verdicts = tp_verdicts_new(in->segmenter, true);
}

static void end(struct setup *in)
{
	tp_verdicts_free(in->verdicts);
	tp_segmenter_free(in->segmenter);
	tp_buf_release(&in->srx);
}

/* The first rule that matches for certain where "|" stands; NONE if none does. */
enum { NONE = 99 };

/* The verdict on one place alone. */
static struct tp_verdict *verdict_at(struct tp_verdicts *verdicts, struct tp_str text, size_t at)
{
	struct tp_verdict *told[64];
	uint64_t places = 1;

	return tp_verdicts_on(verdicts, text, at, &places, told) ? told[0] : NULL;
}

static uint32_t rule_at(struct setup *in, struct tp_str marked)
{
	struct tp_buf text = TP_BUF_INIT;
	size_t at = tp_str_find_char(marked, '|', 0);
	const struct tp_verdict *verdict;

	tp_buf_add_str(&text, tp_str_at(marked, (struct tp_span){ 0, at }));
	tp_buf_add_str(&text, tp_str_from(marked, at + 1));
	verdict = verdict_at(in->verdicts, tp_buf_str(&text), at);
	tp_buf_release(&text);
	return verdict && verdict->rule < in->segmenter->rules.n ? verdict->rule : NONE;
}

/* "x" so many times, between two characters. */
static void add_run(struct tp_buf *out, const char *first, unsigned n, const char *last)
{
	tp_buf_add_z(out, first);
	for (unsigned i = 0; i < n; i++)
		tp_buf_add_char(out, 'x');
	tp_buf_add_z(out, last);
}

enum { LEFT_BITS = 7, RIGHT_BITS = 8, LEFT = 0x4e00, RIGHT = 0x5e00 };

/* The characters from the first one on whose number has a bit, as a set. */
static void add_set(struct tp_buf *out, uint32_t first, unsigned bits, unsigned bit)
{
	tp_buf_add_char(out, '[');
	for (uint32_t i = 0; i < 1u << bits; i++)
		if (i >> bit & 1)
			tp_buf_add_cp(out, first + i);
	tp_buf_add_z(out, "]");
}

static void add_rule_of_bit(struct setup *in, unsigned bit)
{
	struct tp_buf before = TP_BUF_INIT, after = TP_BUF_INIT;

	if (bit < LEFT_BITS)
		add_set(&before, LEFT, LEFT_BITS, bit);
	else
		tp_buf_add_z(&before, "[\\u4e00-\\u4e7f]");
	tp_buf_add_z(&before, "[\\u5e00-\\u5eff]?");
	if (bit < LEFT_BITS)
		tp_buf_add_z(&after, "[\\u5e00-\\u5eff]");
	else
		add_set(&after, RIGHT, RIGHT_BITS, bit - LEFT_BITS);
	add_rule(in, before.p, after.p);
	tp_buf_release(&before);
	tp_buf_release(&after);
}

/* The rules in doubt between two characters are those of the bits of a number. */
static bool is_verdict_of(const struct tp_verdict *verdict, uint32_t bits)
{
	uint32_t found = 0;

	for (size_t i = 0; verdict && i < verdict->n; i++)
		found |= 1u << verdict->doubtful[i];
	return found == bits;
}

/* More verdicts than have numbers, each of other rules: some are forgotten, and found again. */
static void verdicts_are_not_taken_for_others(void)
{
	struct setup in;
	struct tp_buf text = TP_BUF_INIT;
	unsigned wrong = 0;

	begin(&in);
	for (unsigned bit = 0; bit < LEFT_BITS + RIGHT_BITS; bit++)
		add_rule_of_bit(&in, bit);
	complete(&in);
	for (uint32_t i = 0; i < 2u << (LEFT_BITS + RIGHT_BITS); i++) {
		uint32_t bits = i & ((1u << (LEFT_BITS + RIGHT_BITS)) - 1);
		size_t at;

		tp_buf_clear(&text);
		tp_buf_add_cp(&text, LEFT + (bits & ((1u << LEFT_BITS) - 1)));
		at = text.n;
		tp_buf_add_cp(&text, RIGHT + (bits >> LEFT_BITS));
		wrong += !is_verdict_of(verdict_at(in.verdicts, tp_buf_str(&text), at), bits);
	}
	EQ(wrong, 0);
	tp_buf_release(&text);
	end(&in);
}

/* One walk whose states take more memory than there is: what was known is forgotten on the way, and it comes to the
 * same. */
static void memory_is_bounded_on_the_way(void)
{
	enum { KINDS = 6000, FAR = 500, MOST = 9 << 20 };
	struct setup in;
	struct tp_buf kinds = TP_BUF_INIT, text = TP_BUF_INIT;

	for (uint32_t i = 0; i < KINDS; i++) {
		tp_buf_add_cp(&kinds, LEFT + i);
		tp_buf_add_z(&kinds, i + 1 < KINDS ? "|" : "");
	}
	begin(&in);
	add_rule(&in, "yx{500}", "x");
	add_rule(&in, "x", "x{500}y");
	add_rule(&in, "b", kinds.p);
	complete(&in);
	for (int round = 0; round < 3; round++) {
		tp_buf_clear(&text);
		add_run(&text, round == 1 ? "y" : "z", FAR, "|");
		add_run(&text, "", FAR, round == 2 ? "z" : "y");
		EQ(rule_at(&in, tp_buf_str(&text)), round == 0 ? 1 : round == 1 ? 0 : NONE);
		EXPECT(tp_verdicts_size(in.verdicts) < MOST);
	}
	tp_buf_release(&kinds);
	tp_buf_release(&text);
	end(&in);
}

/* What two sides are together is nothing new, but for many sides it takes more memory than there is. */
static void memory_is_bounded_for_all_sides(void)
{
	enum { SIDES = 2500, MOST = 8 << 20 };
	struct setup in;
	struct tp_buf before = TP_BUF_INIT, after = TP_BUF_INIT;

	begin(&in);
	for (uint32_t i = 0; i < SIDES; i++) {
		tp_buf_clear(&before);
		tp_buf_clear(&after);
		tp_buf_add_cp(&before, LEFT + i);
		tp_buf_add_cp(&after, RIGHT + i);
		add_rule(&in, before.p, after.p);
	}
	complete(&in);
	for (uint32_t i = 0; i < 2 * SIDES; i++) {
		uint32_t left = i < SIDES ? i : SIDES - 1, right = i < SIDES ? 0 : i - SIDES;

		tp_buf_clear(&before);
		tp_buf_add_cp(&before, LEFT + left);
		tp_buf_add_char(&before, '|');
		tp_buf_add_cp(&before, RIGHT + right);
		EQ(rule_at(&in, tp_buf_str(&before)), left == right ? left : NONE);
		EXPECT(tp_verdicts_size(in.verdicts) < MOST);
	}
	tp_buf_release(&before);
	tp_buf_release(&after);
	end(&in);
}

/* What stands farther away than any pattern may look is not found. */
static void walks_end(void)
{
	struct setup in;
	struct tp_buf text = TP_BUF_INIT;

	begin(&in);
	add_rule(&in, "yx*", "b");
	add_rule(&in, "a", "x*z");
	complete(&in);
	for (unsigned n = 0; n < 700; n += 50) {
		tp_buf_clear(&text);
		add_run(&text, "y", n, "|b");
		EQ(rule_at(&in, tp_buf_str(&text)), n <= TP_AUTOMATON_REACH ? 0 : NONE);
		tp_buf_clear(&text);
		add_run(&text, "a|", n, "z");
		EQ(rule_at(&in, tp_buf_str(&text)), n <= TP_AUTOMATON_REACH ? 1 : NONE);
	}
	tp_buf_release(&text);
	end(&in);
}

/* A text of words, spaces, marks and bytes that are ill-formed, or become so. */
static void make_text(struct tp_buf *text, uint32_t *random)
{
	static const char *const pieces[] = {
		".",    " ",    "a",    "Mr",       "J.",   " A", "\"",   "\xe2\x80\x9c", "\xc3\xa9",
		"\xc3", "\xa9", "\x80", "\xe2\x80", "\xf0", "\0", "U.S.", "Dept",         "\xd0\xb3."
	};

	tp_buf_clear(text);
	for (unsigned n = 0; n < 24; n++) {
		*random = *random * 1664525 + 1013904223;
		const char *piece = pieces[(*random >> 16) % (sizeof pieces / sizeof *pieces)];
		tp_buf_add(text, piece, piece[0] ? strlen(piece) : 1);
	}
}

static bool is_same(const struct tp_verdict *a, const struct tp_verdict *b)
{
	return a == b || (a && b && a->rule == b->rule && a->breaks == b->breaks && a->n == b->n &&
			  memcmp(a->doubtful, b->doubtful, a->n * sizeof *a->doubtful) == 0);
}

/* What is remembered of other places, and of other texts, is what would be found: near the edges of a text, and between
 * bytes that are no characters, too. */
static void what_is_remembered_is_true(void)
{
	struct setup in;
	struct tp_buf text = TP_BUF_INIT;
	uint32_t random = 1;
	unsigned wrong = 0;

	begin(&in);
	add_rule(&in, "(?:^|\\s)(?:Mr|Dept|U\\.S)\\.", "\\s");
	add_rule(&in, "[\\ufffd\\u0433é]\\.", "\\s?(?:$|[A\\ufffd])");
	add_rule(&in, "“[^”]*\\.", "\\s");
	add_rule(&in, "(?:\\p{L}\\.){2}", "\\s+\\p{L}+\\.");
	add_rule(&in, "\\.[\"“]?", "\\s");
	add_rule(&in, "a", "\\ufffd");
	complete(&in);
	for (unsigned round = 0; round < 400; round++) {
		make_text(&text, &random);
		for (size_t at = 1; at < text.n; at++) {
			if (tp_utf8_border(tp_buf_str(&text), at) != at)
				continue;
			struct tp_verdicts *others = tp_verdicts_new(in.segmenter, true);
			const struct tp_verdict *fresh = verdict_at(others, tp_buf_str(&text), at);
			const struct tp_verdict *old = verdict_at(in.verdicts, tp_buf_str(&text), at);

			wrong += !is_same(fresh, old);
			tp_verdicts_free(others);
		}
	}
	EQ(wrong, 0);
	tp_buf_release(&text);
	end(&in);
}

/* Nor is what was found at the edge of a text found where the same bytes stand inside of one. */
static void edges_are_not_forgotten(void)
{
	struct setup in;

	begin(&in);
	add_rule(&in, "^x{8}", "a");
	add_rule(&in, "b", "x{8}$");
	complete(&in);
	for (unsigned round = 0; round < 2; round++) {
		EQ(rule_at(&in, TP_S("xxxxxxxx|a")), 0);
		EQ(rule_at(&in, TP_S("yxxxxxxxx|a")), NONE);
		EQ(rule_at(&in, TP_S("b|xxxxxxxx")), 1);
		EQ(rule_at(&in, TP_S("b|xxxxxxxxy")), NONE);
	}
	end(&in);
}

/* The nearest characters decide only where those beyond could not. */
static void what_is_near_does_not_tell_too_much(void)
{
	struct setup in;

	begin(&in);
	add_rule(&in, "ab", "cd");
	add_rule(&in, "b", "cd");
	add_rule(&in, "b", "c");
	complete(&in);
	EQ(rule_at(&in, TP_S("ab|cd")), 0);
	EQ(rule_at(&in, TP_S("xb|cd")), 1);
	EQ(rule_at(&in, TP_S("b|cd")), 1);
	EQ(rule_at(&in, TP_S("ab|cx")), 2);
	EQ(rule_at(&in, TP_S("b|c")), 2);
	EQ(rule_at(&in, TP_S("ab|d")), NONE);
	EQ(rule_at(&in, TP_S("ax|cd")), NONE);
	end(&in);
}

static bool has_verdict(struct setup *in, bool all, const char *text, size_t at)
{
	struct tp_verdicts *verdicts = tp_verdicts_new(in->segmenter, all);
	bool has = verdict_at(verdicts, tp_str_of(text), at);

	tp_verdicts_free(verdicts);
	return has;
}

/* Where the first rule that matches does not break, who does not ask for all hears nothing; but where it is not certain
 * that it matches, or comes first, all do. */
static void what_ends_nothing_is_left_out(void)
{
	struct setup in;

	begin(&in);
	add_rule(&in, "M.*!", " ");
	add_exception(&in, "Mr[.!]", " ");
	add_exception(&in, "x+[.]", " [a-z]");
	add_rule(&in, "[.!]", " ");
	add_exception(&in, "[.]", "");
	complete(&in);
	EXPECT(has_verdict(&in, true, "Mr. B", 3));
	EXPECT(!has_verdict(&in, false, "Mr. B", 3));
	EXPECT(has_verdict(&in, false, "Mr! B", 3));
	EXPECT(has_verdict(&in, true, "xx. b", 3));
	EXPECT(!has_verdict(&in, false, "xx. b", 3));
	EXPECT(has_verdict(&in, false, "xx. B", 3));
	EXPECT(!has_verdict(&in, true, "xx.B", 3));
	end(&in);
}

static void nothing_may_be_asked_of_a_side(void)
{
	struct setup in;

	begin(&in);
	add_rule(&in, "", "ab");
	complete(&in);
	EQ(rule_at(&in, TP_S("x|ab")), 0);
	EQ(rule_at(&in, TP_S("x|ac")), NONE);
	end(&in);
	begin(&in);
	add_rule(&in, "ab", "");
	complete(&in);
	EQ(rule_at(&in, TP_S("ab|x")), 0);
	EQ(rule_at(&in, TP_S("cb|x")), NONE);
	end(&in);
}

TESTS(TEST(what_ends_nothing_is_left_out), TEST(what_is_near_does_not_tell_too_much),
      TEST(nothing_may_be_asked_of_a_side), TEST(what_is_remembered_is_true), TEST(edges_are_not_forgotten),
      TEST(verdicts_are_not_taken_for_others), TEST(memory_is_bounded_on_the_way),
      TEST(memory_is_bounded_for_all_sides), TEST(walks_end))
