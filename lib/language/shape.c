#include "language/shape.h"

#include "core/str.h"
#include "core/unicode.h"

enum {
	LONGEST_LISTED = 32, /* bytes */
	LONGEST_ELISION = 7, /* bytes of "lorsqu" and the apostrophe's first */
	LONGEST_COMPOUND = 80, /* bytes on each side of a word */
	LONGEST_LOOK = 16, /* characters before a word */
	LONGEST_INITIAL = 2, /* letters before a period after another one: "U.S." */
	SHIFTED_LETTERS = 4, /* of a word whose second capital is one too many */
	LONGEST_ABBREVIATION = 4, /* letters before a period: "Gen.", "Lt.", "Capt." has no need of it */
};

static const char elisions[] =
    "l d j m t s n c qu lorsqu puisqu quoiqu jusqu presqu quelqu dell all nell sull dall un gl";

static const char prefixes[] =
    "non anti semi auto pro ex re co pre pos post sub ultra vice quasi pseudo neo inter intra multi mini micro macro "
    "mega super trans extra infra bi tri uni poly cyber eco electro euro afro franco anglo sino indo israelo greco "
    "russo turco socio geo hydro bio nano photo radio thermo tele techno agro counter cross mid over under self "
    "pan proto meta ante contra hyper hypo iso mono omni para retro un de dis";

static const char particles[] =
    "al el ad ag an ar as ash at aš az adh ath ed en er es ibn bin bint ben abu abou abdul abdel umm bani beni banu "
    "van von der den ter ten zu zur zum vom de di da do dos das del della dello degli du des la le lo les o mac mc "
    "fitz st san santa sankt ap af av dal e y i ul ud";

bool tp_word_is_listed(struct tp_str word, const char *list)
{
	char lower[LONGEST_LISTED + 1] = { 0 };

	if (!word.n || word.n > LONGEST_LISTED)
		return false;
	for (size_t i = 0; i < word.n; i++) {
		lower[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] | 0x20 : word.p[i]);
		if (lower[i] == ' ' || !lower[i])
			return false;
	}
	for (const char *at = list; (at = strstr(at, lower)); at++)
		if ((at == list || at[-1] == ' ') && (at[word.n] == ' ' || !at[word.n]))
			return true;
	return false;
}

static bool is_upper_at(struct tp_str text, size_t at)
{
	return tp_is_upper(tp_utf8_next(text, &at));
}

struct tp_shape tp_shape_of(struct tp_str word)
{
	struct tp_shape shape = { 0, 0, false, false, false, false };

	for (size_t at = 0; at < word.n;) {
		uint32_t cp = tp_utf8_next(word, &at);

		if (cp >= 'a' && cp <= 'z') {
			shape.letters++;
			continue;
		}
		if (tp_is_upper(cp)) {
			shape.title |= shape.letters == 0;
			shape.inner |= shape.letters > 0;
			shape.capitals++;
		}
		shape.letters += tp_is_letter(cp);
		shape.digits |= tp_is_digit(cp);
		shape.periods |= cp == '.';
	}
	if (shape.capitals == shape.letters)
		shape.inner = false;
	return shape;
}

bool tp_shape_is_shifted(struct tp_str word)
{
	struct tp_shape shape = tp_shape_of(word);
	size_t second = 0;

	if (word.n)
		tp_utf8_next(word, &second);
	if (shape.title)
		return shape.capitals == 2 && shape.letters >= SHIFTED_LETTERS && is_upper_at(word, second);
	return shape.capitals == 1 && !is_upper_at(word, second);
}

bool tp_shape_is_acronym(struct tp_str word)
{
	struct tp_shape shape = tp_shape_of(word);

	return shape.capitals >= 2 && (shape.capitals == shape.letters ||
				       (shape.capitals + 1 == shape.letters && tp_str_ends(word, TP_S("s"))));
}

/* The apostrophe that starts before the last n bytes of the word, or TP_NOT_FOUND. */
static size_t apostrophe_before(struct tp_str text, struct tp_span word, size_t end)
{
	struct tp_str part = { text.p + word.from, end - word.from };
	size_t at = part.n;

	return tp_is_apostrophe(tp_utf8_prev(part, &at)) && at > 0 ? word.from + at : TP_NOT_FOUND;
}

struct tp_span tp_word_without_possessive(struct tp_str text, struct tp_span word)
{
	struct tp_str s = tp_str_at(text, word);

	if (!tp_str_ends(s, TP_S("s")) && !tp_str_ends(s, TP_S("S")))
		return word;
	size_t end = apostrophe_before(text, word, word.to - 1);
	return end == TP_NOT_FOUND ? word : (struct tp_span){ word.from, end };
}

bool tp_word_is_elision(struct tp_str letters)
{
	return tp_word_is_listed(letters, elisions);
}

struct tp_span tp_word_without_elision(struct tp_str text, struct tp_span word)
{
	struct tp_str s = tp_str_at(text, word);

	for (size_t at = 0; at < s.n && at < LONGEST_ELISION;) {
		size_t end = at;

		if (tp_is_apostrophe(tp_utf8_next(s, &at)))
			return at < s.n && tp_word_is_elision((struct tp_str){ s.p, end })
				   ? (struct tp_span){ word.from + at, word.to }
				   : word;
	}
	return word;
}

bool tp_word_joined_before(struct tp_str text, struct tp_span word)
{
	size_t at = word.from;

	return tp_is_hyphen(tp_utf8_prev(text, &at)) && tp_is_word(tp_utf8_prev(text, &at));
}

bool tp_word_joined_after(struct tp_str text, struct tp_span word)
{
	size_t at = word.to;

	return tp_is_hyphen(tp_utf8_next(text, &at)) && tp_is_word(tp_utf8_next(text, &at));
}

static bool is_compound_char(uint32_t cp)
{
	return tp_is_word(cp) || tp_is_hyphen(cp) || tp_is_apostrophe(cp);
}

struct tp_span tp_word_compound(struct tp_str text, struct tp_span word)
{
	struct tp_span whole = word;
	size_t next = word.to, before = word.from;

	while (next < text.n && is_compound_char(tp_utf8_next(text, &next))) {
		whole.to = next;
		if (whole.to - word.to > LONGEST_COMPOUND)
			return word;
	}
	while (before > 0 && is_compound_char(tp_utf8_prev(text, &before))) {
		whole.from = before;
		if (word.from - whole.from > LONGEST_COMPOUND)
			return word;
	}
	return whole;
}

bool tp_word_is_prefix(struct tp_str word)
{
	return tp_word_is_listed(word, prefixes);
}

bool tp_word_is_particle(struct tp_str word)
{
	return tp_word_is_listed(word, particles);
}

static bool is_sentence_mark(uint32_t cp)
{
	static const uint32_t marks[] = { '!', '?', ':', 0x2026, 0x203d, 0x61f, 0x6d4, 0x964, 0x3002, 0xff01, 0xff1f };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (marks[i] == cp)
			return true;
	return false;
}

/* Between a sentence's end and its first word there may be these. */
static bool is_opening(uint32_t cp)
{
	return cp == '"' || cp == '\'' || cp == '(' || cp == '[' || cp == '*' || cp == '_' || cp == 0xbf ||
	       cp == 0xa1 || (cp >= 0x2018 && cp <= 0x201f) || cp == 0xab || cp == 0xbb || cp == 0x2039 || cp == 0x203a;
}

/* The period at `at` belongs to a short word with a capital, or ends "U.S." */
static bool is_abbreviation(struct tp_str text, size_t at)
{
	size_t letters = 0, from = at;
	uint32_t cp = tp_utf8_prev(text, &from);

	for (; tp_is_letter(cp) && letters <= LONGEST_ABBREVIATION; cp = tp_utf8_prev(text, &from)) {
		letters++;
		at = from;
	}
	return letters > 0 && letters <= LONGEST_ABBREVIATION &&
	       (cp == '.' ? letters <= LONGEST_INITIAL : is_upper_at(text, at));
}

bool tp_word_starts_sentence(struct tp_str text, size_t at)
{
	bool opened = false, spaced = false;

	for (int i = 0; i < LONGEST_LOOK && at > 0; i++) {
		uint32_t cp = tp_utf8_prev(text, &at);

		if (cp == '\n' || is_sentence_mark(cp))
			return true;
		if (cp == '.')
			return !is_abbreviation(text, at);
		if (tp_is_word(cp))
			return opened;
		opened |= !spaced && is_opening(cp);
		spaced |= !is_opening(cp);
	}
	return true;
}

const char *tp_word_right_ending(struct tp_str word)
{
	static const char *const endings[] = { "th", "st", "nd", "rd" };
	size_t digits = 0;

	while (digits < word.n && word.p[digits] >= '0' && word.p[digits] <= '9')
		digits++;
	if (!digits || digits + 2 != word.n || tp_str_ends(word, TP_S("st")))
		return NULL;
	char last = word.p[digits - 1];
	bool teen = digits > 1 && word.p[digits - 2] == '1';
	const char *right = endings[teen || last > '3' ? 0 : last - '0'];
	struct tp_str ending = tp_str_from(word, digits);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (tp_str_is(ending, endings[i]))
			return endings[i] == right ? NULL : right;
	return NULL;
}

bool tp_word_cut_hump(struct tp_str *rest, struct tp_str *part)
{
	bool small = false; /* the character before is no capital */
	size_t end = 0;

	for (size_t at = 0; at < rest->n; end = at) {
		bool capital = is_upper_at(*rest, at);

		tp_utf8_next(*rest, &at);
		bool starts = capital && (small || (end > 0 && at < rest->n && !is_upper_at(*rest, at)));
		if (starts)
			break;
		small = !capital;
	}
	*part = (struct tp_str){ rest->p, end };
	*rest = tp_str_from(*rest, end);
	return end > 0;
}
