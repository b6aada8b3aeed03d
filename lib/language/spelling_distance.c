/* How far a correction is from a word: the cheapest way from one to the other by edits as people make them, in
 * hundredths of a plain edit. */
#include "language/spelling.h"

#include "core/str.h"
#include "core/unicode.h"

enum {
	LONGEST = 100, /* code points that are compared; what is beyond counts by its length */
	MISSING = 85, /* a letter is missing, */
	EXTRA = 95, /* is one too many, */
	WRONG = 110, /* stands for another */
	SWAP = 60, /* two neighbours change places */
	DOUBLE = 45, /* ll for l, l for ll; */
	DOUBLE_VOWEL = 60, /* ee for e, e for ee */
	GROUP = 70, /* a group of two or three letters is written twice, or once only */
	VOWEL = 75, /* a vowel for another, */
	VOWEL_MORE = 80, /* one too many or missing */
	KEY = 95, /* a key beside the right one */
	SOUND = 85, /* letters that may sound alike: c and k, s and z */
	MARK = 20, /* the same letter with another accent */
	CASE = 40,
	APOSTROPHE = 45,
	JOINT = 200, /* a word in two, with a space or a hyphen */
	JOINED = 60, /* two words in one */
	POSSESSIVE = 100, /* an apostrophe before the last s */
	FIRST = 45, /* more where the first letter is concerned, */
	LAST = 15, /* or where the last one is taken away */
	LONGEST_GROUP = 3,
};

struct letters {
	uint32_t cp[LONGEST]; /* lower case */
	uint32_t base[LONGEST]; /* without accents */
	bool upper[LONGEST];
	size_t n, more;
};

static void add_letter(struct letters *letters, uint32_t cp)
{
	if (letters->n == LONGEST) {
		letters->more++;
		return;
	}
	size_t i = letters->n++;
	letters->cp[i] = tp_is_apostrophe(cp) ? '\'' : tp_to_lower(cp);
	letters->upper[i] = tp_is_upper(cp);
	letters->base[i] = tp_base_letter(letters->cp[i]);
}

/* Two letters for one, which another orthography writes: "daß", "dass". */
static void add_letters(struct letters *letters, uint32_t cp)
{
	static const struct {
		uint32_t cp;
		char pair[3];
	} pairs[] = { { 0xdf, "ss" }, { 0xe6, "ae" }, { 0x153, "oe" } };

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		if (pairs[i].cp == cp) {
			add_letter(letters, (unsigned char)pairs[i].pair[0]);
			add_letter(letters, (unsigned char)pairs[i].pair[1]);
			return;
		}
	}
	if (!tp_is_invisible(cp))
		add_letter(letters, cp);
}

static void split(struct tp_str word, struct letters *letters)
{
	struct tp_buf text = TP_BUF_INIT;

	letters->n = letters->more = 0;
	tp_nfc(word, &text);
	for (size_t at = 0; at < text.n;)
		add_letters(letters, tp_utf8_next(tp_buf_str(&text), &at));
	tp_buf_release(&text);
}

static bool is_one_of(uint32_t cp, const char *set)
{
	return cp > 0 && cp < 0x80 && strchr(set, (int)cp);
}

static bool is_vowel(uint32_t base)
{
	return is_one_of(base, "aeiouy");
}

/* Neighbours in a row of a keyboard, or one row apart. */
static bool is_near_key(uint32_t a, uint32_t b)
{
	static const char rows[3][11] = { "qwertyuiop", "asdfghjkl;", "zxcvbnm,./" };
	int row[2] = { -1, -1 }, column[2] = { 0, 0 };

	for (int i = 0; i < 3; i++) {
		for (int k = 0; k < 10; k++) {
			uint32_t key = (unsigned char)rows[i][k];

			if (key == a)
				row[0] = i, column[0] = k;
			if (key == b)
				row[1] = i, column[1] = k;
		}
	}
	if (row[0] < 0 || row[1] < 0)
		return false;
	int down = row[1] - row[0], right = column[1] - column[0];
	return down == 0 ? right * right == 1
			 : (down == 1 && (right == 0 || right == -1)) || (down == -1 && (right == 0 || right == 1));
}

static bool sounds_alike(uint32_t a, uint32_t b)
{
	static const char *const groups[] = { "ckqs", "sz", "gj", "iy", "fv", "dt", "bp", "mn", "wv" };

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (is_one_of(a, groups[i]) && is_one_of(b, groups[i]))
			return true;
	return false;
}

static unsigned first(size_t i)
{
	return i == 0 ? FIRST : 0;
}

static unsigned wrong_cost(const struct letters *a, size_t i, const struct letters *b, size_t k)
{
	if (a->cp[i] == b->cp[k])
		return a->upper[i] == b->upper[k] ? 0 : CASE;
	if (a->base[i] == b->base[k])
		return MARK;
	if (is_vowel(a->base[i]) && is_vowel(b->base[k]))
		return VOWEL + first(i);
	if (sounds_alike(a->base[i], b->base[k]))
		return SOUND + first(i);
	return (is_near_key(a->base[i], b->base[k]) ? KEY : WRONG) + first(i);
}

static bool is_joint(uint32_t cp)
{
	return cp == ' ' || tp_is_hyphen(cp);
}

static bool is_doubled(const struct letters *a, size_t i)
{
	return (i > 0 && a->cp[i - 1] == a->cp[i]) || (i + 1 < a->n && a->cp[i + 1] == a->cp[i]);
}

static unsigned double_cost(const struct letters *a, size_t i)
{
	return is_vowel(a->base[i]) ? DOUBLE_VOWEL : DOUBLE;
}

/* Letter i of the word is not in the correction. */
static unsigned extra_cost(const struct letters *word, size_t i)
{
	uint32_t cp = word->cp[i];

	if (is_joint(cp))
		return JOINED;
	if (cp == '\'')
		return APOSTROPHE;
	if (is_doubled(word, i))
		return double_cost(word, i);
	unsigned cost = is_vowel(word->base[i]) ? VOWEL_MORE : EXTRA;
	return cost + first(i) + (i + 1 == word->n ? LAST : 0u);
}

/* Letter i of the correction is not in the word. */
static unsigned missing_cost(const struct letters *correction, size_t i)
{
	uint32_t cp = correction->cp[i];

	if (is_joint(cp))
		return JOINT;
	if (cp == '\'')
		return i + 2 == correction->n && correction->cp[i + 1] == 's' ? POSSESSIVE : APOSTROPHE;
	if (is_doubled(correction, i))
		return double_cost(correction, i);
	return (is_vowel(correction->base[i]) ? VOWEL_MORE : MISSING) + first(i);
}

/* The letters before `end` are a group of n that stands twice in a row. */
static bool is_repeated(const struct letters *a, size_t end, size_t n)
{
	return end >= 2 * n && memcmp(a->cp + end - n, a->cp + end - 2 * n, n * sizeof *a->cp) == 0;
}

static void lower_to(unsigned *cost, unsigned other)
{
	if (other < *cost)
		*cost = other;
}

/* The rows of the table that an edit can come from: the current one and LONGEST_GROUP above. */
struct rows {
	unsigned cost[LONGEST_GROUP + 1][LONGEST + 1];
};

static unsigned *row(struct rows *rows, size_t i)
{
	return rows->cost[i % (LONGEST_GROUP + 1)];
}

static unsigned cell(struct rows *rows, const struct letters *a, size_t i, const struct letters *b, size_t k)
{
	unsigned cost = (unsigned)-1;

	if (i == 0 && k == 0)
		return 0;
	if (i > 0 && k > 0)
		lower_to(&cost, row(rows, i - 1)[k - 1] + wrong_cost(a, i - 1, b, k - 1));
	if (i > 0)
		lower_to(&cost, row(rows, i - 1)[k] + extra_cost(a, i - 1));
	if (k > 0)
		lower_to(&cost, row(rows, i)[k - 1] + missing_cost(b, k - 1));
	if (i > 1 && k > 1 && a->cp[i - 1] == b->cp[k - 2] && a->cp[i - 2] == b->cp[k - 1])
		lower_to(&cost, row(rows, i - 2)[k - 2] + SWAP + first(i - 2) / 3);
	for (size_t n = 2; n <= LONGEST_GROUP; n++) {
		if (is_repeated(a, i, n))
			lower_to(&cost, row(rows, i - n)[k] + GROUP);
		if (is_repeated(b, k, n))
			lower_to(&cost, row(rows, i)[k - n] + GROUP);
	}
	return cost;
}

unsigned tp_spelling_distance(struct tp_str word, struct tp_str correction)
{
	struct letters a, b;
	struct rows rows;

	split(word, &a);
	split(correction, &b);
	for (size_t i = 0; i <= a.n; i++)
		for (size_t k = 0; k <= b.n; k++)
			row(&rows, i)[k] = cell(&rows, &a, i, &b, k);
	return row(&rows, a.n)[b.n] + WRONG * (unsigned)(a.more > b.more ? a.more - b.more : b.more - a.more);
}
