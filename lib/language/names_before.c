/* What stands before names. */
#include "language/names_before.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/names_base.h"

/* Reading ------------------------------------------------------------------------------------------------ */

static bool read_kind(struct tp_str kind, enum tp_name_before_kind *out)
{
	static const char *const kinds[] = {
		[TP_BEFORE_CASE] = "case",         [TP_BEFORE_PLACE] = "place",   [TP_BEFORE_PERSON] = "person",
		[TP_BEFORE_SOUND] = "sound",       [TP_BEFORE_JOINED] = "joined", [TP_BEFORE_FUSED] = "fused",
		[TP_BEFORE_MELTED] = "melted",     [TP_BEFORE_AGREE] = "agree",   [TP_BEFORE_ALIAS] = "alias",
		[TP_BEFORE_ONCE] = "once",         [TP_BEFORE_CLASS] = "class",   [TP_BEFORE_WORDS] = "words",
		[TP_BEFORE_SENTENCE] = "sentence",
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (tp_str_is(kind, kinds[i])) {
			*out = (enum tp_name_before_kind)i;
			return true;
		}
	return false;
}

/* False if a bracket is not closed in what a name may start with. */
static bool read_pattern(struct tp_str *rest, struct tp_str *pattern)
{
	struct tp_str starts, one;

	tp_str_cut(rest, '\t', pattern);
	starts = *pattern;
	while (tp_str_cut(&starts, '|', &one))
		for (size_t at = 0; (at = tp_str_find_char(one, '[', at)) != TP_NOT_FOUND;)
			if ((at = tp_str_find_char(one, ']', at)) == TP_NOT_FOUND)
				return false;
	return pattern->n > 0;
}

/* Numbers, separated by commas. */
static bool read_cases(struct tp_str *rest, uint64_t *cases)
{
	struct tp_str list = TP_S(""), piece;

	tp_str_cut(rest, '\t', &list);
	while (tp_str_cut(&list, ',', &piece)) {
		uint32_t number = 0;
		for (size_t i = 0; i < piece.n; i++) {
			if (piece.p[i] < '0' || piece.p[i] > '9' || number >= TP_NAME_CASES)
				return false;
			number = number * 10 + (uint32_t)(piece.p[i] - '0');
		}
		if (!piece.n || number >= TP_NAME_CASES)
			return false;
		*cases |= 1ull << number;
	}
	return *cases != 0;
}

/* The first word of a pair ends at a space, the second one with the pair. */
static bool cut_pair(struct tp_str *rest, struct tp_str *first, struct tp_str *second)
{
	return tp_str_cut(rest, '\t', second) && tp_str_cut(second, ' ', first);
}

static bool read_pairs(struct tp_name_before *row)
{
	struct tp_str rest = row->words, first, second;

	while (cut_pair(&rest, &first, &second)) {
		if (!first.n || !second.n)
			return false;
		row->elides |= tp_str_ends(second, TP_S("'"));
	}
	return true;
}

static bool tells_cases(enum tp_name_before_kind kind)
{
	return kind == TP_BEFORE_CASE || kind == TP_BEFORE_PLACE || kind == TP_BEFORE_PERSON;
}

static bool has_pairs(enum tp_name_before_kind kind)
{
	return kind == TP_BEFORE_SOUND || kind == TP_BEFORE_FUSED || kind == TP_BEFORE_MELTED;
}

/* Each cell has a class. */
static bool has_classes(struct tp_str cells)
{
	struct tp_str cell;

	while (tp_str_cut(&cells, '\t', &cell)) {
		size_t at = tp_str_find_char(cell, ':', 0);
		if (at == 0 || at == TP_NOT_FOUND)
			return false;
	}
	return true;
}

static bool is_beside(enum tp_name_before_kind kind)
{
	return kind == TP_BEFORE_ALIAS || kind == TP_BEFORE_ONCE;
}

static const struct tp_str name_behind = { "* ", 2 }; /* what words start with that stand behind a name */

/* A hash of up to two bytes that are next to a name. */
static unsigned char next_of(struct tp_str two)
{
	unsigned one = two.n > 0 ? (unsigned char)two.p[0] : 0, other = two.n > 1 ? (unsigned char)two.p[1] : 0;

	return (unsigned char)((one * 31 + other) % (64 * TP_BEFORE_NEXT));
}

static struct tp_str first_two(struct tp_str s)
{
	return (struct tp_str){ s.p, s.n < 2 ? s.n : 2 };
}

static struct tp_str last_two(struct tp_str s)
{
	return tp_str_from(s, s.n < 2 ? 0 : s.n - 2);
}

static void add_beside(struct tp_name_before *row)
{
	struct tp_str rest = row->words, words;

	while (tp_str_cut(&rest, '\t', &words)) {
		bool behind = tp_str_starts(words, name_behind);
		words = tp_str_from(words, behind ? name_behind.n : 0);
		unsigned char next = next_of(behind ? first_two(words) : last_two(words));
		*tp_push(&row->beside) = (struct tp_name_beside){ words, behind, next };
		row->next[next / 64] |= (uint64_t)1 << next % 64;
		if (words.n < 2)
			memset(row->next, 0xff, sizeof row->next);
	}
}

static bool may_be_next(const struct tp_name_before *row, unsigned char next)
{
	return row->next[next / 64] >> next % 64 & 1;
}

static bool read_row(struct tp_str rest, struct tp_name_before *row, enum tp_name_before_kind *of)
{
	struct tp_str texts = TP_S(""), kind = TP_S("");

	tp_str_cut(&rest, '\t', &row->language);
	tp_str_cut(&rest, '\t', &texts);
	tp_str_cut(&rest, '\t', &kind);
	row->any = tp_str_is(texts, "any");
	if (!row->language.n || (!row->any && !tp_str_is(texts, "own")) || !read_kind(kind, of))
		return false;
	if (*of == TP_BEFORE_SOUND && (!read_pattern(&rest, &row->second) || !read_pattern(&rest, &row->first)))
		return false;
	if (tells_cases(*of) && !read_cases(&rest, &row->cases))
		return false;
	if (*of == TP_BEFORE_FUSED && (!tp_str_cut(&rest, '\t', &row->article) || !row->article.n))
		return false;
	if ((*of == TP_BEFORE_MELTED || *of == TP_BEFORE_CLASS) &&
	    (!tp_str_cut(&rest, '\t', &row->letter) || !row->letter.n))
		return false;
	row->words = rest;
	if (is_beside(*of))
		add_beside(row);
	if (*of == TP_BEFORE_WORDS && !has_classes(rest))
		return false;
	return rest.n && (!has_pairs(*of) || read_pairs(row));
}

struct tp_str tp_name_before_language(struct tp_str line)
{
	struct tp_str language = TP_S("");

	tp_str_cut(&line, '\t', &language);
	return language;
}

/* Takes note of the letters of a row. */
static void add_leads(struct tp_name_befores *rows, struct tp_str letters)
{
	for (size_t at = 0; at < letters.n;) {
		size_t from = at;
		uint32_t letter = tp_utf8_next(letters, &at), *lead = &rows->leads[letter & 255];
		if (letter == ' ')
			continue;
		*lead = !*lead || *lead == letter ? letter : TP_BEFORE_SEVERAL;
		rows->lead_bytes[(unsigned char)letters.p[from]] = true;
	}
}

static size_t count(const struct tp_name_befores *rows)
{
	size_t n = 0;

	for (size_t i = 0; i < TP_BEFORE_KINDS; i++)
		n += rows->of[i].n;
	return n;
}

bool tp_name_before_add(struct tp_name_befores *rows, struct tp_str line, size_t number, struct tp_error *err)
{
	struct tp_name_before row = { .any = false };
	enum tp_name_before_kind kind;

	if (count(rows) == TP_BEFORE_MOST)
		return tp_fail(err, TP_E_LIMIT, number, _("There are more than %d rows of what stands before names."),
			       TP_BEFORE_MOST);
	if (!read_row(line, &row, &kind))
		return tp_fail(err, TP_E_SYNTAX, number,
			       _("What stands before names has a language, \"any\" or \"own\", a kind, and words."));
	*tp_push(&rows->of[kind]) = row;
	if (kind == TP_BEFORE_JOINED)
		add_leads(rows, row.words);
	return true;
}

void tp_name_before_release(struct tp_name_befores *rows)
{
	for (size_t i = 0; i < TP_BEFORE_KINDS; i++) {
		for (size_t k = 0; k < rows->of[i].n; k++)
			free(rows->of[i].p[k].beside.p);
		free(rows->of[i].p);
	}
	memset(rows, 0, sizeof *rows);
}

/* Cases -------------------------------------------------------------------------------------------------- */

static bool is_for(const struct tp_name_before *row, const struct tp_name_tongue *in)
{
	return (row->any || in->known) && tp_language_within(row->language, in->language);
}

bool tp_name_before_has(const struct tp_name_tongue *in, enum tp_name_before_kind kind)
{
	const struct tp_name_before_rows *rows = &in->rows->of[kind];

	for (size_t i = 0; i < rows->n; i++)
		if (is_for(&rows->p[i], in))
			return true;
	return false;
}

static bool has_piece(struct tp_str words, struct tp_str word)
{
	struct tp_str piece;

	while (tp_str_cut(&words, ' ', &piece))
		if (tp_str_eq(piece, word))
			return true;
	return false;
}

static uint64_t cases_of(const struct tp_name_tongue *in, enum tp_name_before_kind kind, struct tp_str word)
{
	const struct tp_name_before_rows *rows = &in->rows->of[kind];

	for (size_t i = 0; i < rows->n; i++)
		if (is_for(&rows->p[i], in) && has_piece(rows->p[i].words, word))
			return rows->p[i].cases;
	return 0;
}

uint64_t tp_name_before_cases(const struct tp_name_tongue *in, struct tp_str word)
{
	return cases_of(in, TP_BEFORE_CASE, word);
}

uint64_t tp_name_before_kind_cases(const struct tp_name_tongue *in, struct tp_str kind, struct tp_str word)
{
	bool person = tp_str_is(kind, "person");

	if (!kind.n)
		return 0;
	enum tp_name_before_kind row = person ? TP_BEFORE_PERSON : TP_BEFORE_PLACE;
	uint64_t cases = cases_of(in, row, word);
	return cases ? cases : cases_of(in, row, TP_S("*"));
}

/* The text ends in the words, which may start with a capital there, and are no part of a longer one. */
static bool ends_in_words(struct tp_str text, struct tp_str words)
{
	size_t at = text.n, next = 0;

	if (!words.n)
		return false;
	uint32_t first = tp_utf8_next(words, &next);
	words = tp_str_from(words, next);
	if (!tp_str_ends(text, words) || words.n == text.n)
		return false;
	at -= words.n;
	return tp_to_lower(tp_utf8_prev(text, &at)) == tp_to_lower(first) &&
	       (at == 0 || !tp_is_letter(tp_utf8_prev(text, &at)));
}

/* From there on, no spaces part words, or what follows them: kana, Han, Hangul. */
#define FIRST_EAST_ASIAN 0x2e80

/* The text starts with the words, which are no part of a longer one. */
static bool starts_in_words(struct tp_str text, struct tp_str words)
{
	size_t at = words.n, last = words.n;

	return words.n && tp_str_starts(text, words) &&
	       (at == text.n || tp_utf8_prev(text, &last) >= FIRST_EAST_ASIAN ||
		!tp_is_letter(tp_utf8_next(text, &at)));
}

/* `last` and `first` are the hashes of what is next to the name. */
static bool stands_beside(const struct tp_name_beside *beside, struct tp_str before, unsigned char last,
			  struct tp_str behind, unsigned char first)
{
	if (beside->next != (beside->behind ? first : last) && beside->words.n >= 2)
		return false;
	return beside->behind ? starts_in_words(behind, beside->words) : ends_in_words(before, beside->words);
}

bool tp_name_before_tells(const struct tp_name_tongue *in, enum tp_name_before_kind kind, struct tp_str before,
			  struct tp_str behind)
{
	const struct tp_name_before_rows *rows = &in->rows->of[kind];
	unsigned char last = next_of(last_two(before)), first = next_of(first_two(behind));

	for (size_t i = 0; i < rows->n; i++) {
		const struct tp_name_before *row = &rows->p[i];

		if (!is_for(row, in) || (!may_be_next(row, last) && !may_be_next(row, first)))
			continue;
		for (size_t k = 0; k < row->beside.n; k++)
			if (stands_beside(&row->beside.p[k], before, last, behind, first))
				return true;
	}
	return false;
}

bool tp_name_before_starts_sentence(const struct tp_name_tongue *in, struct tp_str word)
{
	const struct tp_name_before_rows *rows = &in->rows->of[TP_BEFORE_SENTENCE];

	for (size_t i = 0; i < rows->n; i++)
		if (is_for(&rows->p[i], in) && has_piece(rows->p[i].words, word))
			return true;
	return false;
}

/* How names start ---------------------------------------------------------------------------------------- */

/* The first letters of a name, in lower case. */
static void start_of(struct tp_str name, struct tp_buf *out)
{
	enum { MOST = 32 };
	size_t at = 0, from = 0;

	while (from < name.n && !tp_is_letter(tp_utf8_next(name, &at)))
		from = at;
	name = tp_str_from(name, from);
	if (name.n > MOST)
		name.n = tp_utf8_border(name, MOST);
	tp_lower(name, NULL, out);
}

/* The letter is one that the next item of a pattern stands for: itself, "[abc]" or "[^abc]". */
static bool takes(struct tp_str pattern, size_t *at, uint32_t letter)
{
	uint32_t cp = tp_utf8_next(pattern, at);
	bool others = false, listed = false;

	if (cp != '[')
		return cp == letter;
	while ((cp = tp_utf8_next(pattern, at)) != ']') {
		others |= cp == '^';
		listed |= cp == letter;
	}
	return listed != others;
}

static bool starts_so(struct tp_str name, struct tp_str start)
{
	size_t letter = 0;

	for (size_t at = 0; at < start.n;)
		if (letter == name.n || !takes(start, &at, tp_utf8_next(name, &letter)))
			return false;
	return true;
}

static bool starts_as(struct tp_str name, struct tp_str pattern)
{
	struct tp_buf start = TP_BUF_INIT;
	struct tp_str one;
	bool does = false;

	start_of(name, &start);
	while (!does && tp_str_cut(&pattern, '|', &one))
		does = starts_so(tp_buf_str(&start), one);
	tp_buf_release(&start);
	return does;
}

/* Sounds ------------------------------------------------------------------------------------------------- */

static const struct tp_name_before *elision_of(const struct tp_name_befores *all, const char *language)
{
	const struct tp_name_before_rows *rows = &all->of[TP_BEFORE_SOUND];

	for (size_t i = 0; i < rows->n; i++)
		if (rows->p[i].elides && tp_language_within(rows->p[i].language, language))
			return &rows->p[i];
	return NULL;
}

bool tp_name_before_elides(const struct tp_name_befores *rows, const char *language)
{
	return elision_of(rows, language) != NULL;
}

/* The new name starts as the pattern says, and the old one does not. */
static bool comes_to(struct tp_str pattern, struct tp_str old, struct tp_str name)
{
	return starts_as(name, pattern) && !starts_as(old, pattern);
}

struct tp_str tp_name_before_instead(const struct tp_name_tongue *in, struct tp_str word, struct tp_str old,
				     struct tp_str name)
{
	const struct tp_name_before_rows *rows = &in->rows->of[TP_BEFORE_SOUND];

	for (size_t i = 0; i < rows->n; i++) {
		const struct tp_name_before *row = &rows->p[i];
		struct tp_str rest = row->words, first, second;
		while (is_for(row, in) && cut_pair(&rest, &first, &second)) {
			if (tp_str_eq(word, first) && comes_to(row->second, old, name))
				return second;
			if (tp_str_eq(word, second) && comes_to(row->first, old, name))
				return first;
		}
	}
	return TP_S("");
}

enum tp_name_fit tp_name_before_elided(const struct tp_name_tongue *in, struct tp_str elided, struct tp_str old,
				       struct tp_str name, struct tp_str *instead)
{
	const struct tp_name_before *row = elision_of(in->rows, in->language);
	struct tp_str rest, first, second;
	size_t n = 0;

	if (!row || starts_as(name, row->second) || !starts_as(old, row->second))
		return TP_NAME_FITS;
	rest = row->words;
	while (cut_pair(&rest, &first, &second))
		if (tp_str_eq(second, elided)) {
			*instead = first;
			n++;
		}
	return n == 1 && starts_as(name, row->first) ? TP_NAME_FITS_INSTEAD : TP_NAME_FITS_UNSURE;
}

/* Articles ----------------------------------------------------------------------------------------------- */

/* The word that stands in a pair with this one; empty if there is none. */
static struct tp_str paired(struct tp_str pairs, struct tp_str word)
{
	struct tp_str first, second;

	while (cut_pair(&pairs, &first, &second))
		if (tp_str_eq(first, word))
			return second;
	return TP_S("");
}

size_t tp_name_before_fused(const struct tp_name_tongue *in, struct tp_str word, struct tp_str name,
			    struct tp_str *instead)
{
	const struct tp_name_before_rows *rows = &in->rows->of[TP_BEFORE_FUSED];
	struct tp_str first = TP_S(""), rest = name;
	struct tp_buf lower = TP_BUF_INIT;
	size_t n = 0;

	if (tp_str_cut(&rest, ' ', &first) && rest.n)
		tp_lower(first, in->language, &lower);
	for (size_t i = 0; lower.n && !n && i < rows->n; i++) {
		const struct tp_name_before *row = &rows->p[i];
		if (!is_for(row, in) || !tp_str_eq(row->article, tp_buf_str(&lower)))
			continue;
		*instead = paired(row->words, word);
		n = first.n + 1;
	}
	tp_buf_release(&lower);
	return n;
}

/* Classes ------------------------------------------------------------------------------------------------ */

/* "republic *" is any name that starts so. */
static bool is_listed(struct tp_str list, struct tp_str name)
{
	struct tp_str one;

	while (tp_str_cut(&list, '\t', &one)) {
		bool any = tp_str_ends(one, TP_S("*"));
		one.n -= any;
		if (any ? tp_str_starts(name, one) : tp_str_eq(name, one))
			return true;
	}
	return false;
}

struct tp_str tp_name_before_class(const struct tp_name_tongue *in, struct tp_str name)
{
	const struct tp_name_before_rows *rows = &in->rows->of[TP_BEFORE_CLASS];

	for (size_t i = 0; i < rows->n; i++) {
		const struct tp_name_before *row = &rows->p[i];
		if (is_for(row, in) && is_listed(row->words, name))
			return row->letter;
	}
	return TP_S("");
}

/* The words of a class in "f:de la", "m:du" and so on. */
static bool words_of(struct tp_str cells, struct tp_str class, struct tp_str *words)
{
	struct tp_str cell, name;

	while (tp_str_cut(&cells, '\t', &cell)) {
		*words = cell;
		if (tp_str_cut(words, ':', &name) && words->p && tp_str_eq(name, class))
			return true;
	}
	return false;
}

/* Some class has these words. */
static bool has_words(struct tp_str cells, struct tp_str words)
{
	struct tp_str cell, name;

	while (tp_str_cut(&cells, '\t', &cell))
		if (tp_str_cut(&cell, ':', &name) && cell.p && tp_str_eq(cell, words))
			return true;
	return false;
}

struct tp_str tp_name_before_recast(const struct tp_name_tongue *in, struct tp_str words, struct tp_str old,
				    struct tp_str name)
{
	const struct tp_name_before_rows *rows = &in->rows->of[TP_BEFORE_WORDS];
	struct tp_str instead = TP_S(""), theirs, ours;

	for (size_t i = 0; i < rows->n; i++) {
		const struct tp_name_before *row = &rows->p[i];
		if (!is_for(row, in) || !words_of(row->words, name, &theirs))
			continue;
		if (old.n && words_of(row->words, old, &ours) && tp_str_eq(ours, words))
			return theirs;
		if (old.n || !words.n || !has_words(row->words, words))
			continue;
		if (instead.n && !tp_str_eq(instead, theirs))
			return TP_S(TP_BEFORE_UNSURE);
		instead = theirs;
	}
	return instead;
}

/* Letters ------------------------------------------------------------------------------------------------ */

size_t tp_name_before_place(const struct tp_name_before *row, uint32_t letter, size_t behind)
{
	size_t place = 1;

	for (size_t at = 0; at < row->words.n;) {
		uint32_t cp = tp_utf8_next(row->words, &at);
		if (cp == letter && place > behind)
			return place;
		place += cp == ' ';
	}
	return 0;
}

bool tp_name_before_unmelts(const struct tp_name_before *row, struct tp_str text, struct tp_str *start)
{
	struct tp_str rest = row->words, melted;

	if (!tp_str_starts(text, row->letter))
		return false;
	while (cut_pair(&rest, start, &melted))
		if (start->n == row->letter.n + melted.n && tp_str_starts(tp_str_from(text, row->letter.n), melted))
			return true;
	return false;
}

size_t tp_name_before_melted(const struct tp_name_tongue *in, struct tp_str letter, struct tp_str name,
			     struct tp_str *instead)
{
	const struct tp_name_before_rows *rows = &in->rows->of[TP_BEFORE_MELTED];

	for (size_t i = 0; i < rows->n; i++) {
		const struct tp_name_before *row = &rows->p[i];
		struct tp_str rest = row->words, start;
		if (!is_for(row, in) || !tp_str_eq(row->letter, letter))
			continue;
		while (cut_pair(&rest, &start, instead))
			if (tp_str_starts(name, start))
				return start.n;
	}
	return 0;
}
