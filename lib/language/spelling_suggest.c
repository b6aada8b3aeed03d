/* Suggestions: what a word may be meant for is searched in the index of its dictionaries; a dictionary must accept
 * each, in the case of the word or its own. The work depends on the length of the word alone. */
#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/shape.h"
#include "language/spelling.h"
#include "language/spelling_forms.h"
#include "language/spelling_rank.h"

enum {
	MOST_CANDIDATES = 32, /* of one dictionary, */
	MOST_FOUND = 64, /* and of all */
	MOST_FORMS = 8,
	MOST_ASKED = 24, /* forms that a dictionary is asked about */
	ENOUGH = 2, /* words that are likelier than a form */
	SURE = 9999, /* the odds of the only correction, and of a known one */
	MOST_RARE = 99, /* a rarity is this less a frequency */
	MOST_KEPT = 5,
	MOST_OWN = 2, /* words of the user's lists */
	MARGIN = 1200, /* a score so much higher than the first one is given up */
	NEAR = 500, /* a word whose edits cost no more is no compound */
	NEAR_DISTANCE = 100, /* of a word that is likelier than a name, */
	NEAR_LETTERS = 5, /* which has so many letters */
	LONGEST_ELISION = 6, /* bytes */
	ELIDED_FREQUENCY = 50, /* of a word that an apostrophe is left out before, */
	ELIDED_LEAD = 20, /* and so much more frequent than the two in one */
};

struct suggesting {
	const struct tp_spelling *spelling;
	struct tp_str word;
	uint32_t apostrophe; /* as the word writes it */
	bool title, upper; /* the case of the word: first letter, or all */
	bool may_be_known; /* the word, in other case */
	bool only_own; /* what is looked at can only be one of the user's words */
	struct tp_arena *arena;
	size_t asked;
	struct tp_str refused; /* the last text that no dictionary accepts */
	struct {
		struct tp_candidate candidate;
		struct tp_corrector corrector;
		bool own; /* it can only be one of the user's words */
	} found[MOST_FOUND];
	size_t n_found;
	struct tp_str kept[MOST_KEPT];
	int scores[MOST_KEPT]; /* how unlikely each is */
	size_t n_kept;
	int score; /* of the candidate that is looked at, */
	int odds_of_it;
	int odds; /* of the first one that was kept: how much likelier than that the word is one of its own */
	unsigned frequency; /* of the word */
};

/* Forms ------------------------------------------------------------------------------------------- */

static bool has_kept(const struct suggesting *suggesting, struct tp_str text)
{
	for (size_t i = 0; i < suggesting->n_kept; i++)
		if (tp_str_eq(suggesting->kept[i], text))
			return true;
	return false;
}

static bool is_word(const struct suggesting *suggesting, struct tp_str word)
{
	return tp_spelling_accepts(suggesting->spelling, word) || tp_spelling_is_usual(suggesting->spelling, word);
}

/* The dictionary accepts the text, or all of its words; or it is usual. */
static bool is_accepted(struct suggesting *suggesting, struct tp_str text)
{
	struct tp_str rest = text, word;

	if (suggesting->only_own)
		return tp_spelling_accepts_own(suggesting->spelling, text);
	suggesting->asked++;
	if (tp_str_find_char(text, ' ', 0) == TP_NOT_FOUND)
		return is_word(suggesting, text);
	while (tp_str_cut(&rest, ' ', &word))
		if (!is_word(suggesting, word))
			return false;
	return true;
}

/* "-mail", "hotel-": dictionaries list parts of compounds so. */
static bool is_affix(struct tp_str text)
{
	return tp_str_starts(text, TP_S("-")) || tp_str_ends(text, TP_S("-"));
}

/* A text that may be kept, if a dictionary accepts it. What was just refused is not asked about again: capitals make no
 * other word of it in scripts that have none. */
static bool may_be_kept(const struct suggesting *suggesting, struct tp_str text)
{
	return text.n && !is_affix(text) && suggesting->n_kept < MOST_KEPT && !has_kept(suggesting, text) &&
	       !tp_str_eq(suggesting->word, text) && !tp_str_eq(suggesting->refused, text);
}

/* Keeps a form that is accepted; false if it is not. */
static bool keep(struct suggesting *suggesting, struct tp_str text)
{
	struct tp_buf styled = TP_BUF_INIT;
	bool accepted = false;

	for (size_t at = 0; at < text.n;) {
		uint32_t cp = tp_utf8_next(text, &at);

		tp_buf_add_cp(&styled, cp == '\'' ? suggesting->apostrophe : cp);
	}
	if (may_be_kept(suggesting, tp_buf_str(&styled))) {
		struct tp_str form = tp_arena_str(suggesting->arena, tp_buf_str(&styled));

		accepted = is_accepted(suggesting, form);
		if (!accepted) {
			suggesting->refused = suggesting->only_own ? suggesting->refused : form;
		} else {
			if (!suggesting->n_kept)
				suggesting->odds = suggesting->odds_of_it;
			suggesting->scores[suggesting->n_kept] = suggesting->score;
			suggesting->kept[suggesting->n_kept++] = form;
		}
	}
	tp_buf_release(&styled);
	return accepted;
}

/* With the capitals of a language, or of any where that is NULL. */
static bool keep_title(struct suggesting *suggesting, struct tp_str lower, const char *language)
{
	struct tp_buf title = TP_BUF_INIT;

	tp_title(lower, language, &title);
	bool kept = keep(suggesting, tp_buf_str(&title));
	tp_buf_release(&title);
	return kept;
}

static bool keep_upper(struct suggesting *suggesting, struct tp_str lower, const char *language)
{
	struct tp_buf upper = TP_BUF_INIT;

	tp_upper(lower, language, &upper);
	bool kept = keep(suggesting, tp_buf_str(&upper));
	tp_buf_release(&upper);
	return kept;
}

/* In the case of the word, if the dictionary takes it so; else in its own. */
static void keep_cased(struct suggesting *suggesting, const struct tp_index *index, uint32_t node, struct tp_str lower)
{
	struct tp_str odd = tp_index_odd(index, node);
	const char *language = index->dotless ? "tr" : NULL;
	bool small = !suggesting->upper && !suggesting->title;
	bool done = suggesting->upper   ? keep_upper(suggesting, lower, language)
		    : suggesting->title ? keep_title(suggesting, lower, language)
					: keep(suggesting, lower);

	if (done || !node || has_kept(suggesting, lower))
		return;
	bool only_title = !index->nodes[node].is_lower && index->nodes[node].is_title;
	if (!small && !only_title && keep(suggesting, lower))
		return;
	if (odd.n)
		keep(suggesting, odd);
	else
		keep_title(suggesting, lower, language);
}

static void keep_candidate(struct suggesting *suggesting, const struct tp_candidate *candidate,
			   const struct tp_index *index)
{
	struct tp_buf lower = TP_BUF_INIT;

	tp_index_spell(index, candidate->letters, candidate->split ? candidate->split : candidate->n, &lower);
	if (candidate->split) {
		tp_buf_add_char(&lower, ' ');
		tp_index_spell(index, candidate->letters + candidate->split, (size_t)candidate->n - candidate->split,
			       &lower);
	}
	keep_cased(suggesting, index, candidate->node, tp_buf_str(&lower));
	tp_buf_release(&lower);
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

/* Puts what a dictionary has to say among what others had. */
static void merge(struct suggesting *suggesting, const struct tp_candidates *more, const struct tp_corrector *corrector,
		  bool own)
{
	for (size_t i = 0; i < more->n; i++) {
		size_t at = suggesting->n_found;

		while (at > 0 && suggesting->found[at - 1].candidate.score > more->p[i].score)
			at--;
		if (at == MOST_FOUND)
			continue;
		suggesting->n_found += suggesting->n_found < MOST_FOUND;
		memmove(&suggesting->found[at + 1], &suggesting->found[at],
			(suggesting->n_found - 1 - at) * sizeof *suggesting->found);
		suggesting->found[at].candidate = more->p[i];
		suggesting->found[at].corrector = *corrector;
		suggesting->found[at].own = own;
	}
}

/* "mirè", with a letter that Spanish has not, is "miré", if that is a word; with a capital it may be a name. */
static void keep_guess(struct suggesting *suggesting, const struct tp_index *index, struct tp_str word,
		       uint8_t *letters, size_t n)
{
	struct tp_buf lower = TP_BUF_INIT;

	tp_index_guess(index, word, letters);
	if (!memchr(letters, 0, n)) {
		tp_index_spell(index, letters, n, &lower);
		keep_cased(suggesting, index, 0, tp_buf_str(&lower));
	}
	tp_buf_release(&lower);
}

static void search(struct suggesting *suggesting)
{
	struct tp_candidate candidates[MOST_CANDIDATES], unlisted[MOST_FORMS], unknown[MOST_FORMS];
	size_t most_own = tp_spelling_has_own(suggesting->spelling) ? MOST_FORMS : 0;
	struct tp_corrector corrector;
	struct tp_buf composed = TP_BUF_INIT;
	uint8_t letters[TP_INDEX_LONGEST];
	size_t n;

	tp_nfc(suggesting->word, &composed);
	for (size_t i = 0; tp_spelling_corrector(suggesting->spelling, i, suggesting->word, &corrector); i++) {
		struct tp_candidates more = { candidates, 0, MOST_CANDIDATES }, forms = { unlisted, 0, MOST_FORMS };
		struct tp_candidates own = { unknown, 0, most_own };

		if (!corrector.index || !tp_index_read(corrector.index, tp_buf_str(&composed), letters, &n) || n < 2)
			continue;
		if (memchr(letters, 0, n) && !suggesting->title)
			keep_guess(suggesting, corrector.index, tp_buf_str(&composed), letters, n);
		suggesting->may_be_known |= tp_forms_may_have(corrector.index, letters, n);
		tp_search(corrector.index, corrector.model, letters, n, &more, &forms, &own);
		tp_rank(corrector.index, corrector.model, letters, n, &more);
		tp_rank(corrector.index, corrector.model, letters, n, &forms);
		tp_rank(corrector.index, corrector.model, letters, n, &own);
		merge(suggesting, &more, &corrector, false);
		merge(suggesting, &forms, &corrector, false);
		merge(suggesting, &own, &corrector, true);
		if ((more.n && candidates[0].edits <= NEAR) || tp_index_is_whole(corrector.index))
			continue;
		forms.n = 0;
		tp_search_compound(corrector.index, corrector.model, letters, n, &forms);
		tp_rank(corrector.index, corrector.model, letters, n, &forms);
		merge(suggesting, &forms, &corrector, false);
	}
	tp_buf_release(&composed);
}

/* What was kept at this place comes first, whatever its odds. */
static void lead_with(struct suggesting *suggesting, size_t at)
{
	struct tp_str text = suggesting->kept[at];

	memmove(suggesting->kept + 1, suggesting->kept, at * sizeof *suggesting->kept);
	memmove(suggesting->scores + 1, suggesting->scores, at * sizeof *suggesting->scores);
	suggesting->kept[0] = text;
	suggesting->scores[0] = 0;
	suggesting->odds = SURE;
}

static void lead_with_last(struct suggesting *suggesting)
{
	lead_with(suggesting, suggesting->n_kept - 1);
}

/* "americans": the word itself with a capital, if the search did not come upon it, is what was meant. */
static void keep_capital(struct suggesting *suggesting)
{
	size_t n = suggesting->n_kept;

	suggesting->n_kept -= n == MOST_KEPT;
	if (keep_title(suggesting, suggesting->word, NULL))
		lead_with_last(suggesting);
	else
		suggesting->n_kept = n;
}

/* "dificil", "pannekoek": that the word is a name, written without its capital, is less likely than that it is meant
 * for a word near by in small letters, if people write that more often. */
static void prefer_small(struct suggesting *suggesting)
{
	struct tp_buf one = TP_BUF_INIT, other = TP_BUF_INIT;

	tp_fold_case(suggesting->word, NULL, &one);
	tp_fold_case(suggesting->n_kept ? suggesting->kept[0] : TP_S(""), NULL, &other);
	bool is_capital =
	    tp_utf8_count(suggesting->word) >= NEAR_LETTERS && tp_str_eq(tp_buf_str(&one), tp_buf_str(&other));
	for (size_t i = 1; is_capital && i < suggesting->n_kept; i++) {
		struct tp_str small = suggesting->kept[i];

		if (!tp_shape_of(small).capitals && tp_spelling_distance(suggesting->word, small) <= NEAR_DISTANCE &&
		    tp_spelling_frequency(suggesting->spelling, small) > suggesting->frequency) {
			lead_with(suggesting, i);
			break;
		}
	}
	tp_buf_release(&one);
	tp_buf_release(&other);
}

/* Puts a text before what was kept, if it is accepted. */
static void keep_first(struct suggesting *suggesting, struct tp_str text)
{
	size_t n = suggesting->n_kept;

	for (size_t i = 0; i < n; i++) {
		if (tp_str_eq(suggesting->kept[i], text)) {
			lead_with(suggesting, i);
			return;
		}
	}
	suggesting->n_kept -= n == MOST_KEPT;
	if (keep(suggesting, text))
		lead_with_last(suggesting);
	else
		suggesting->n_kept = n;
}

/* An article is elided before a vowel: "ddate" is not "d'date". */
static bool starts_with_vowel(struct tp_str word)
{
	size_t at = 0;
	uint32_t base = tp_base_letter(tp_utf8_next(word, &at));

	return base == 0xe6 || base == 0x153 || (base < 0x80 && strchr("aeiouyh", (int)base));
}

/* "cest", "lhomme": an apostrophe is left out before a word of every day. */
static void keep_elided(struct suggesting *suggesting)
{
	struct tp_str word = suggesting->word;

	for (size_t at = 1; at <= LONGEST_ELISION && at < word.n; at++) {
		struct tp_str head = { word.p, at }, rest = tp_str_from(word, at);
		bool elided = tp_word_is_elision(head) && starts_with_vowel(rest);
		unsigned frequency = elided ? tp_spelling_frequency(suggesting->spelling, rest) : 0;
		struct tp_buf text = TP_BUF_INIT;

		if (frequency < ELIDED_FREQUENCY || frequency < suggesting->frequency + ELIDED_LEAD ||
		    tp_spelling_english_frequency(suggesting->spelling, word) > suggesting->frequency)
			continue;
		tp_buf_format(&text, "%.*s'%.*s", (int)head.n, head.p, (int)rest.n, rest.p);
		keep_first(suggesting, tp_buf_str(&text));
		tp_buf_release(&text);
	}
}

/* In the capitals of the word, else as it stands. */
static bool keep_styled(struct suggesting *suggesting, struct tp_str text)
{
	return (suggesting->upper && keep_upper(suggesting, text, NULL)) ||
	       (suggesting->title && keep_title(suggesting, text, NULL)) || keep(suggesting, text);
}

/* A word of the user's lists goes before words that are not nearer. */
static void keep_own(struct suggesting *suggesting)
{
	struct tp_str near[MOST_OWN];

	for (size_t i = tp_spelling_near_own(suggesting->spelling, suggesting->word, near, MOST_OWN); i-- > 0;) {
		size_t n = suggesting->n_kept;
		bool leads = !n || tp_spelling_distance(suggesting->word, near[i]) <=
				       tp_spelling_distance(suggesting->word, suggesting->kept[0]);

		suggesting->n_kept -= n == MOST_KEPT;
		if (!keep_styled(suggesting, near[i]))
			suggesting->n_kept = n;
		else if (leads)
			lead_with_last(suggesting);
	}
}

/* A form that no list has is a doubtful word: where two words are likelier, it is not asked about. */
static bool is_wanted(const struct suggesting *suggesting, const struct tp_candidate *candidate)
{
	return candidate->node || candidate->split || suggesting->n_kept < ENOUGH;
}

/* A frequent error is meant for one word, whatever is near. */
static void keep_known(struct suggesting *suggesting)
{
	keep_styled(suggesting, tp_spelling_known_error(suggesting->spelling, suggesting->word));
}

/* A slip for a word is as likely as the word and the slip are together. The word itself is as likely as it is used. */
static int odds_of(const struct suggesting *suggesting, const struct tp_candidate *candidate,
		   const struct tp_corrector *corrector)
{
	const struct tp_index *index = corrector->index;
	int own = (int)(suggesting->frequency ? MOST_RARE - suggesting->frequency : index->seldom);
	int rarity = (int)(candidate->node ? index->nodes[candidate->node].rarity : index->seldom);
	int edits = (int)candidate->total - rarity * TP_RARITY * (int)corrector->model->costs.frequency / 100;

	return (own - rarity) * TP_RARITY - edits - (int)candidate->spared;
}

static struct tp_str *find(struct suggesting *suggesting, size_t *n, struct tp_odds *odds)
{
	read_case(suggesting);
	suggesting->frequency = tp_spelling_frequency(suggesting->spelling, suggesting->word);
	suggesting->odds_of_it = SURE;
	keep_known(suggesting);
	search(suggesting);
	bool known = suggesting->n_kept > 0;
	for (size_t i = 0; i < suggesting->n_found && suggesting->asked < MOST_ASKED; i++) {
		const struct tp_candidate *candidate = &suggesting->found[i].candidate;

		if (!known && suggesting->n_kept && candidate->score > suggesting->scores[0] + MARGIN)
			break;
		suggesting->only_own = suggesting->found[i].own;
		suggesting->score = candidate->score + (int)candidate->spared;
		suggesting->odds_of_it = odds_of(suggesting, candidate, &suggesting->found[i].corrector);
		if (is_wanted(suggesting, candidate))
			keep_candidate(suggesting, candidate, suggesting->found[i].corrector.index);
	}
	suggesting->only_own = !suggesting->may_be_known;
	if (!suggesting->title && !known) {
		keep_capital(suggesting);
		prefer_small(suggesting);
	}
	suggesting->only_own = false;
	if (!known) {
		keep_elided(suggesting);
		keep_own(suggesting);
	}
	*n = suggesting->n_kept;
	if (*n)
		*odds = (struct tp_odds){ SURE, suggesting->odds };
	if (*n > 1 && !known)
		odds->next = suggesting->scores[1] - suggesting->scores[0];
	struct tp_str *list = tp_arena_alloc(suggesting->arena, (*n + 1) * sizeof *list);
	memcpy(list, suggesting->kept, *n * sizeof *list);
	return list;
}

struct tp_str *tp_spelling_suggest(const struct tp_spelling *spelling, struct tp_str word, size_t most,
				   struct tp_arena *arena, size_t *n, struct tp_odds *odds)
{
	struct suggesting suggesting = { .spelling = spelling, .word = word, .arena = arena };
	struct tp_str *list;
	struct tp_odds unused;

	odds = odds ? odds : &unused;
	*n = 0;
	*odds = (struct tp_odds){ 0, 0 };
	if (!tp_spelling_judges(spelling, word))
		return tp_arena_alloc(arena, sizeof *list);
	list = tp_memo_get(tp_spelling_memo(spelling), word, arena, n, odds);
	if (!list) {
		list = find(&suggesting, n, odds);
		tp_memo_put(tp_spelling_memo(spelling), word, list, *n, *odds);
	}
	*n = *n < most ? *n : most;
	return list;
}
