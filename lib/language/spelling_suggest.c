/* Suggestions: each change of one letter, two neighbours or a group of our own, and, where none of them is near,
 * what Hunspell suggests, whose work is a hundred times ours. A dictionary accepts each; the nearest comes first.
 * The work depends on the length of the word and the letters of the language alone. */
#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/spelling.h"
#include "language/spelling_memo.h"

enum {
	LONGEST_CHANGED = 40, /* code points of a word that is changed */
	LONGEST_GROUP = 3,
	LEAST_CAPITAL = 4,
	MOST_LETTERS = 96,
	MOST_KEPT = 16,
	NEAR = 105, /* the distance of a correction that needs no other opinion */
};

struct candidate {
	struct tp_str text;
	unsigned distance;
	size_t order;
};

struct suggesting {
	const struct tp_spelling *spelling;
	struct tp_str word;
	uint32_t apostrophe; /* as the word writes it */
	bool title, upper; /* the case of the word: first letter, or all */
	struct tp_arena *arena;
	struct candidate *p;
	size_t n, cap;
};

/* The word in lower case, as code points. */
struct letters {
	uint32_t cp[LONGEST_CHANGED + LONGEST_GROUP];
	size_t n;
};

/* Candidates ------------------------------------------------------------------------------------ */

static bool has_candidate(const struct suggesting *suggesting, struct tp_str text)
{
	for (size_t i = 0; i < suggesting->n; i++)
		if (tp_str_eq(suggesting->p[i].text, text))
			return true;
	return tp_str_eq(suggesting->word, text);
}

/* The dictionary accepts the text, or all of its words. */
static bool is_accepted(const struct suggesting *suggesting, struct tp_str text)
{
	struct tp_str rest = text, word;

	if (tp_spelling_accepts(suggesting->spelling, text))
		return true;
	if (tp_str_find_char(text, ' ', 0) == TP_NOT_FOUND)
		return false;
	while (tp_str_cut(&rest, ' ', &word))
		if (!tp_spelling_accepts(suggesting->spelling, word))
			return false;
	return true;
}

/* "-mail", "hotel-": dictionaries list parts of compounds so. */
static bool is_affix(struct tp_str text)
{
	return tp_str_starts(text, TP_S("-")) || tp_str_ends(text, TP_S("-"));
}

/* Adds what is accepted and not there yet. */
static void add_candidate(struct suggesting *suggesting, struct tp_str text)
{
	if (is_affix(text) || has_candidate(suggesting, text) || !is_accepted(suggesting, text))
		return;
	struct tp_str kept = tp_arena_str(suggesting->arena, text);
	size_t order = suggesting->n;

	*tp_push(suggesting) = (struct candidate){ kept, tp_spelling_distance(suggesting->word, kept), order };
}

static void add_apostrophes(const struct suggesting *suggesting, struct tp_str text, struct tp_buf *out)
{
	for (size_t at = 0; at < text.n;) {
		uint32_t cp = tp_utf8_next(text, &at);

		tp_buf_add_cp(out, tp_is_apostrophe(cp) ? suggesting->apostrophe : cp);
	}
}

static void add_suggested(struct suggesting *suggesting, struct tp_str text)
{
	struct tp_buf styled = TP_BUF_INIT;

	add_apostrophes(suggesting, text, &styled);
	if (styled.n)
		add_candidate(suggesting, tp_buf_str(&styled));
	tp_buf_release(&styled);
}

/* Changes of our own ------------------------------------------------------------------------------- */

/* Puts letters into the case of the word. */
static void add_changed(struct suggesting *suggesting, const struct letters *letters)
{
	struct tp_buf text = TP_BUF_INIT, cased = TP_BUF_INIT;

	for (size_t i = 0; i < letters->n; i++)
		tp_buf_add_cp(&text, letters->cp[i]);
	if (suggesting->upper)
		tp_upper(tp_buf_str(&text), NULL, &cased);
	else if (suggesting->title)
		tp_title(tp_buf_str(&text), NULL, &cased);
	else
		tp_buf_add_str(&cased, tp_buf_str(&text));
	add_suggested(suggesting, tp_buf_str(&cased));
	tp_buf_release(&text);
	tp_buf_release(&cased);
}

static void add_without(struct suggesting *suggesting, const struct letters *word, size_t at, size_t n)
{
	struct letters changed = *word;

	changed.n -= n;
	memmove(changed.cp + at, changed.cp + at + n, (changed.n - at) * sizeof *changed.cp);
	add_changed(suggesting, &changed);
}

static void add_with(struct suggesting *suggesting, const struct letters *word, size_t at, uint32_t cp)
{
	struct letters changed = *word;

	memmove(changed.cp + at + 1, changed.cp + at, (changed.n - at) * sizeof *changed.cp);
	changed.cp[at] = cp;
	changed.n++;
	add_changed(suggesting, &changed);
}

static void add_replaced(struct suggesting *suggesting, const struct letters *word, size_t at, uint32_t cp)
{
	struct letters changed = *word;

	changed.cp[at] = cp;
	add_changed(suggesting, &changed);
}

static void add_swapped(struct suggesting *suggesting, const struct letters *word, size_t at)
{
	struct letters changed = *word;

	changed.cp[at] = word->cp[at + 1];
	changed.cp[at + 1] = word->cp[at];
	add_changed(suggesting, &changed);
}

/* Two words, or two joined by a hyphen; of one letter only if that is all the dictionary has to say. */
static void add_split(struct suggesting *suggesting, const struct letters *word, size_t at)
{
	if (at < 2 || word->n - at < 2)
		return;
	add_with(suggesting, word, at, ' ');
	add_with(suggesting, word, at, '-');
}

/* "capabibilities": a group that stands twice in a row, once only. */
static void add_without_groups(struct suggesting *suggesting, const struct letters *word, size_t at)
{
	for (size_t n = 2; n <= LONGEST_GROUP; n++)
		if (at + 2 * n <= word->n && memcmp(word->cp + at, word->cp + at + n, n * sizeof *word->cp) == 0)
			add_without(suggesting, word, at, n);
}

/* Each letter of the language in each place: before a letter, and instead of it. */
static void add_letters(struct suggesting *suggesting, const struct letters *word)
{
	uint32_t letter;

	for (size_t k = 0; k < MOST_LETTERS && tp_spelling_letter(suggesting->spelling, suggesting->word, k, &letter);
	     k++) {
		for (size_t i = 0; i <= word->n; i++) {
			add_with(suggesting, word, i, letter);
			if (i < word->n)
				add_replaced(suggesting, word, i, letter);
		}
	}
}

static void add_changes(struct suggesting *suggesting, const struct letters *word)
{
	for (size_t i = 0; i < word->n; i++) {
		add_without(suggesting, word, i, 1);
		add_without_groups(suggesting, word, i);
		add_split(suggesting, word, i);
		if (i + 1 < word->n && word->cp[i] != word->cp[i + 1])
			add_swapped(suggesting, word, i);
	}
	add_with(suggesting, word, word->n > 1 ? word->n - 1 : 0, '\'');
	add_letters(suggesting, word);
}

/* The whole ------------------------------------------------------------------------------------------ */

static void read_case(struct suggesting *suggesting)
{
	size_t at = 0;
	size_t letters = 0, capitals = 0;

	suggesting->apostrophe = '\'';
	while (at < suggesting->word.n) {
		bool first = at == 0;
		uint32_t cp = tp_utf8_next(suggesting->word, &at);

		if (tp_is_apostrophe(cp))
			suggesting->apostrophe = cp;
		letters += tp_is_letter(cp);
		capitals += tp_is_upper(cp);
		suggesting->title |= first && tp_is_upper(cp);
	}
	suggesting->upper = letters > 1 && letters == capitals;
}

/* False if the word is too long to be changed. */
static bool read_letters(struct tp_str word, struct letters *letters)
{
	struct tp_buf lower = TP_BUF_INIT, composed = TP_BUF_INIT;
	size_t at = 0;

	letters->n = 0;
	tp_lower(word, NULL, &lower);
	tp_nfc(tp_buf_str(&lower), &composed);
	while (at < composed.n && letters->n <= LONGEST_CHANGED) {
		uint32_t cp = tp_utf8_next(tp_buf_str(&composed), &at);

		if (!tp_is_invisible(cp))
			letters->cp[letters->n++] = cp;
	}
	tp_buf_release(&lower);
	tp_buf_release(&composed);
	return letters->n > 1 && letters->n <= LONGEST_CHANGED;
}

static bool has_near(const struct suggesting *suggesting)
{
	for (size_t i = 0; i < suggesting->n; i++)
		if (suggesting->p[i].distance <= NEAR)
			return true;
	return false;
}

static void add_asked(struct suggesting *suggesting)
{
	size_t n;
	const struct tp_str *list = tp_spelling_ask(suggesting->spelling, suggesting->word, suggesting->arena, &n);

	for (size_t i = 0; i < n; i++)
		add_suggested(suggesting, list[i]);
}

static int by_distance(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* "sunday": the word itself, with a capital. Short words are near to too many names. */
static void add_capital(struct suggesting *suggesting, const struct letters *word)
{
	bool title = suggesting->title;

	if (word->n < LEAST_CAPITAL)
		return;
	suggesting->title = true;
	add_changed(suggesting, word);
	suggesting->title = title;
}

/* From cheap to dear: changes, changes with a capital ("wedensday"), Hunspell. */
static void find(struct suggesting *suggesting)
{
	struct letters letters;

	read_case(suggesting);
	if (read_letters(suggesting->word, &letters)) {
		add_changed(suggesting, &letters);
		add_capital(suggesting, &letters);
		add_changes(suggesting, &letters);
		if (!has_near(suggesting) && !suggesting->title) {
			suggesting->title = true;
			add_changes(suggesting, &letters);
		}
	}
	if (!has_near(suggesting))
		add_asked(suggesting);
}

/* The best, sorted: strings in the arena. */
static struct tp_str *make_list(struct suggesting *suggesting, size_t *n)
{
	*n = suggesting->n < MOST_KEPT ? suggesting->n : MOST_KEPT;
	if (suggesting->n)
		qsort(suggesting->p, suggesting->n, sizeof *suggesting->p, by_distance);
	struct tp_str *list = tp_arena_alloc(suggesting->arena, (*n + 1) * sizeof *list);
	for (size_t i = 0; i < *n; i++)
		list[i] = suggesting->p[i].text;
	return list;
}

struct tp_str *tp_spelling_suggest(const struct tp_spelling *spelling, struct tp_str word, size_t most,
				   struct tp_arena *arena, size_t *n)
{
	struct suggesting suggesting = { .spelling = spelling, .word = word, .arena = arena };
	struct tp_str *list;

	*n = 0;
	if (!tp_spelling_judges(spelling, word))
		return tp_arena_alloc(arena, sizeof *list);
	list = tp_memo_get(tp_spelling_memo(spelling), word, arena, n);
	if (!list) {
		find(&suggesting);
		list = make_list(&suggesting, n);
		free(suggesting.p);
		tp_memo_put(tp_spelling_memo(spelling), word, list, *n);
	}
	*n = *n < most ? *n : most;
	return list;
}
