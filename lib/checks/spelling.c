/* Spelling: words that no dictionary and no name base knows, told apart by what they look like and how the document
 * uses them: a typo has a correction near by, a name has a capital where none need be. */
#include "checks/spelling.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "doc/remarks.h"
#include "language/shape.h"
#include "language/variants.h"
#include "language/word_list.h"
#include "language/words.h"

enum {
	MOST_FIXES = 5,
	/* Distances of tp_spelling_distance() up to which a correction is near: so much for each letter, and no more
	 * than so much. */
	NEAR_LETTER = 25,
	NEAR_MOST = 220,
	NEAR_MOST_OF_NAME = 120, /* of a word with a capital: one slip, where two make another name */
	/* How much likelier than that the word is one of its own it must be that it is meant for another one, in
	 * hundredths of nats: */
	ODDS_CAPITAL = 50, /* where any word has a capital, */
	ODDS_FIRST_NAME = 300, /* there and before a name, */
	ODDS_NAME = 200, /* where names have one, and it is meant for a name, */
	ODDS_COMMON = 400, /* or there for a common word, */
	ODDS_ACCENT = -300, /* if it lacks but its accents, */
	ODDS_ACCENT_UNUSED = -550, /* and nobody writes it so, */
	ODDS_LETTER = 100, /* and so much less for each letter */
	ODDS_LETTERS_FROM = 4, /* beyond so many, */
	ODDS_LETTERS_TO = 11, /* up to so many: long words have few neighbours */
	CROWDED_LEAST = 2048, /* unknown words of a document that is no text in the language, */
	CROWDED_SHARE = 16, /* and what part of its words they are */
	RARE_LETTERS = 8, /* of a word that may be misspelt for a rare one, where all nouns have a capital, */
	TELLING_LETTERS = 5, /* of a word that is hardly another one's neighbour by chance, */
	FREQUENCY_LEAD = 12, /* what is in use is misspelt if a word near by is so much more frequent, */
	FREQUENCY_LEAD_OF_SHORT = 18, /* and if it has few letters, so much: */
	SHORT_LETTERS = 5, /* less than so many */
	LIGHT_MOST = 60, /* distance of what is but an accent or an apostrophe */
	OFTEN = 4, /* a word used so often is meant as it is, unless it is */
	OFTEN_NEAR = 85, /* as near as this to another */
	NAME_LEAD = 2, /* a name is another one written so many times as often, and once more */
	COMPOUND_PART = 4, /* bytes */
	CUT_FREQUENCY = 50, /* of each word that a hyphen may be left out between */
	PREFIXED_LETTERS = 5, /* of a word behind a prefix, at least, */
	PREFIX_FREQUENCY = 60, /* which is less frequent by itself */
	ACRONYM_LETTERS = 5, /* capitals up to so many are an abbreviation */
};

/* Facts ----------------------------------------------------------------------------------------- */

static void make_key(struct tp_buf *key, const char *kind, struct tp_str word)
{
	tp_buf_add_z(key, "spelling:");
	tp_buf_add_z(key, kind);
	tp_buf_add_char(key, ':');
	tp_buf_add_str(key, word);
}

static void add_fact(const struct tp_checking *in, const char *kind, struct tp_str word)
{
	struct tp_buf key = TP_BUF_INIT;

	make_key(&key, kind, word);
	tp_facts_add(in->facts, in->unit, tp_buf_str(&key));
	tp_buf_release(&key);
}

static size_t count_fact(const struct tp_checking *in, const char *kind, struct tp_str word)
{
	struct tp_buf key = TP_BUF_INIT;

	make_key(&key, kind, word);
	size_t n = tp_facts_count(in->facts, in->unit, tp_buf_str(&key));
	tp_buf_release(&key);
	return n;
}

/* Collecting: what the document does with its unknown words --------------------------------------------- */

/* "Kurdistan Regional Government (KRG)", and "KRG (Kurdistan ...)": brackets stand around the word or after it. */
static bool is_introduced(const struct unknown *unknown)
{
	struct tp_str text = unknown->in->text->text;
	size_t before = unknown->at.from, after = unknown->at.to;
	uint32_t open = tp_utf8_prev(text, &before), close = tp_utf8_next(text, &after);

	if (open == '(' && (close == ')' || close == ',' || close == ';'))
		return true;
	return close == ' ' && tp_utf8_next(text, &after) == '(' && tp_is_upper(tp_utf8_next(text, &after));
}

/* The names of a document that may be spellings of one, or its words in small letters. */
static void make_near_key(struct tp_buf *key, const struct unknown *unknown)
{
	tp_buf_add_z(key, unknown->shape.title ? "spelling:near:" : "spelling:near-word:");
	tp_name_skeleton(unknown->word, key);
}

static void vote_for(const struct unknown *unknown)
{
	struct tp_buf key = TP_BUF_INIT;

	make_near_key(&key, unknown);
	tp_facts_vote(unknown->in->facts, unknown->in->unit, tp_buf_str(&key), unknown->word);
	tp_buf_release(&key);
}

static void collect_unknown(const struct unknown *unknown)
{
	if (unknown->syllable || unknown->ending)
		return;
	if (tp_shape_is_acronym(unknown->word)) {
		if (is_introduced(unknown))
			add_fact(unknown->in, "acronym", unknown->word);
	} else if (unknown->shape.title && !unknown->initial) {
		add_fact(unknown->in, "name", unknown->word);
		vote_for(unknown);
	} else if (!unknown->shape.title) {
		add_fact(unknown->in, "word", unknown->word);
		vote_for(unknown);
	}
}

/* It may take a search for a correction. */
static bool is_doubtful(const struct unknown *unknown)
{
	return !tp_shape_is_acronym(unknown->word) && (unknown->initial || !unknown->shape.title);
}

static bool add_declared(void *in, struct tp_str key, bool capitals)
{
	add_fact(in, capitals ? "declared-capitals" : "declared", key);
	return true;
}

/* The words that the document declares right. */
static void collect_declared(const struct tp_checking *in)
{
	struct tp_str rest = in->text->words, word;

	while (rest.n && tp_str_cut(&rest, ',', &word))
		tp_word_put_keys(word, add_declared, (void *)(uintptr_t)in);
}

static void collect_unknowns(const struct tp_checking *in)
{
	struct unknowns unknowns = tp_unknowns_find(in);
	size_t doubtful = 0;

	collect_declared(in);
	for (size_t i = 0; i < unknowns.n; i++) {
		collect_unknown(&unknowns.p[i]);
		doubtful += !unknowns.foreign && is_doubtful(&unknowns.p[i]);
	}
	tp_spellings_collect(in, &unknowns);
	tp_facts_add_many(in->facts, in->unit, TP_S("spelling:words"), unknowns.words);
	tp_facts_add_many(in->facts, in->unit, TP_S("spelling:doubtful"), doubtful);
	tp_unknowns_release(&unknowns);
}

/* A step with the dictionaries that are for the unit. */
static void with_route(const struct tp_checking *in, void (*step)(const struct tp_checking *in))
{
	struct tp_checking routed = *in;
	struct tp_buf language = TP_BUF_INIT;
	struct tp_kit kit;

	tp_spelling_route(in->kit, in->text->text, in->skip, &kit, &language);
	routed.kit = &kit;
	step(&routed);
	tp_buf_release(&language);
}

static void collect(const struct tp_checking *in)
{
	with_route(in, collect_unknowns);
}

/* Judging ------------------------------------------------------------------------------------------------- */

static size_t count_lower(const struct unknown *unknown)
{
	struct tp_buf lower = TP_BUF_INIT;

	tp_lower(unknown->word, unknown->in->kit->language, &lower);
	size_t n = count_fact(unknown->in, "word", tp_buf_str(&lower));
	tp_buf_release(&lower);
	return n;
}

/* Where all nouns have a capital, it tells a name beside another one, and of what is a word in English: "Bursa". */
static bool has_telling_capital(const struct unknown *unknown)
{
	return !tp_checking_has_capital_nouns(unknown->in) || unknown->beside_capital ||
	       tp_spelling_english_frequency(unknown->in->kit->spelling, unknown->word) > 0;
}

/* The capital tells a name: in mid-sentence, or the document has the word there elsewhere; but not if the document
 * also writes it without. */
static bool is_name(const struct unknown *unknown)
{
	if (tp_shape_is_acronym(unknown->word))
		return unknown->shape.letters <= ACRONYM_LETTERS;
	if (unknown->syllable || unknown->shape.inner || (unknown->shape.title && unknown->joined))
		return true;
	if (!unknown->shape.title || count_lower(unknown) || !has_telling_capital(unknown))
		return false;
	return !unknown->initial || count_fact(unknown->in, "name", unknown->word) > 0;
}

static unsigned frequency_of(const struct unknown *unknown, struct tp_str word)
{
	return tp_spelling_frequency(unknown->in->kit->spelling, word);
}

/* Of a word in use the other one is so much more frequent that it is rather meant: short words have more neighbours
 * than long ones. What is not in use can be no word but the other one. */
static bool is_outdone(const struct unknown *unknown, struct tp_str fix)
{
	unsigned own = frequency_of(unknown, unknown->word);
	bool far = unknown->shape.letters < SHORT_LETTERS && tp_spelling_distance(unknown->word, fix) > LIGHT_MOST;
	unsigned lead = far ? FREQUENCY_LEAD_OF_SHORT : FREQUENCY_LEAD;

	return !own || tp_fix_frequency(unknown, fix) >= (tp_fix_is_of_accents(unknown->word, fix) ? own : own + lead);
}

/* "record keeping": two long words in one are rather a compound that the dictionary lacks. */
static bool is_compound(struct tp_str fix)
{
	size_t space = tp_str_find_char(fix, ' ', 0);

	return space != TP_NOT_FOUND && space >= COMPOUND_PART && fix.n - space > COMPOUND_PART;
}

/* "codebase" is no "co debase" where "code base" is likelier. */
static bool is_other_cut(const struct tp_str *fixes, size_t i)
{
	return i > 0 && tp_str_find_char(fixes[0], ' ', 0) != TP_NOT_FOUND &&
	       tp_str_find_char(fixes[i], ' ', 0) != TP_NOT_FOUND;
}

static bool is_near(const struct unknown *unknown, struct tp_str fix)
{
	unsigned distance = tp_spelling_distance(unknown->word, fix);
	unsigned most = unknown->shape.title ? NEAR_MOST_OF_NAME : NEAR_MOST;

	return distance <= NEAR_LETTER * unknown->shape.letters && distance <= most && !is_compound(fix);
}

/* The document uses the word often, and the fix is not very near. */
static bool is_meant(const struct unknown *unknown, struct tp_str fix)
{
	return tp_spelling_distance(unknown->word, fix) > OFTEN_NEAR &&
	       count_fact(unknown->in, "word", unknown->word) >= OFTEN;
}

/* What must speak for it that a word with a capital is meant for the fix. */
static int needed_odds(const struct unknown *unknown, struct tp_str fix)
{
	if (is_name(unknown) && !unknown->shape.inner)
		return tp_checking_knows_lower(unknown->in, fix) ? ODDS_COMMON : ODDS_NAME;
	return unknown->initial && unknown->before_name ? ODDS_FIRST_NAME : ODDS_CAPITAL;
}

/* The word in the spelling of another country or time is known: added to `other`. */
static enum tp_variant find_variant(const struct unknown *unknown, bool rare, struct tp_buf *other)
{
	const struct tp_kit *kit = unknown->in->kit;

	return tp_variant_find(kit->spelling, kit->language, unknown->word, rare, other);
}

static bool is_variant(const struct unknown *unknown, bool rare)
{
	struct tp_buf other = TP_BUF_INIT;
	bool found = find_variant(unknown, rare, &other);

	tp_buf_release(&other);
	return found;
}

/* A word with a capital is rather meant for the fix than one of its own; but not if it has two of the three marks of a
 * name: it is short, a capital tells names there, and a name is after it. */
static bool is_slip(const struct unknown *unknown, struct tp_str fix, int odds)
{
	size_t letters = unknown->shape.letters < ODDS_LETTERS_TO ? unknown->shape.letters : ODDS_LETTERS_TO;

	if (tp_fix_is_of_accents(unknown->word, fix) && tp_checking_knows_lower(unknown->in, fix) &&
	    !is_variant(unknown, true))
		return odds > (frequency_of(unknown, unknown->word) ? ODDS_ACCENT : ODDS_ACCENT_UNUSED);
	if ((letters < TELLING_LETTERS) + is_name(unknown) + unknown->before_name >= 2)
		return false;
	return odds > needed_odds(unknown, fix) - ODDS_LETTER * ((int)letters - ODDS_LETTERS_FROM);
}

/* "Giorgia Meloni": at the start of a sentence and before a name, what is near is another name. */
static bool is_first_name(const struct unknown *unknown, struct tp_str fix)
{
	return unknown->initial && unknown->before_name && !tp_checking_has_capital_nouns(unknown->in) &&
	       !tp_checking_knows_lower(unknown->in, fix);
}

/* The fix is the word with other capitals. */
static bool is_case_only(const struct unknown *unknown, struct tp_str fix)
{
	struct tp_buf one = TP_BUF_INIT, other = TP_BUF_INIT;

	tp_fold_case(unknown->word, NULL, &one);
	tp_fold_case(fix, NULL, &other);
	bool same = tp_str_eq(tp_buf_str(&one), tp_buf_str(&other));
	tp_buf_release(&one);
	tp_buf_release(&other);
	return same;
}

/* A name near by that the document has far more often, or a word in small letters; empty if there is none. */
static struct tp_str near_in_document(const struct unknown *unknown)
{
	const struct tp_checking *in = unknown->in;
	struct tp_buf key = TP_BUF_INIT;
	struct tp_str name;

	make_near_key(&key, unknown);
	name = tp_facts_winner(in->facts, in->unit, tp_buf_str(&key));
	unsigned far = name.n ? tp_spelling_distance(unknown->word, name) : 0;
	if (far > NEAR_MOST || far > NEAR_LETTER * unknown->shape.letters ||
	    tp_facts_votes(in->facts, in->unit, tp_buf_str(&key), name) <=
		NAME_LEAD * tp_facts_votes(in->facts, in->unit, tp_buf_str(&key), unknown->word))
		name.n = 0;
	tp_buf_release(&key);
	return name;
}

/* The name is meant for the word of the base that is near. There are too many short names for that, most of all where
 * the base has the word in longer names alone ("Wallis and Futuna"), and some are names that people use ("King", not
 * "Kong"): of these, only those count beside which the rest of the name stands, as in "Christina Lagarde". */
static bool is_likely(const struct unknown *unknown, struct tp_str near)
{
	enum { ALONE_LETTERS = 5, PART_LETTERS = 6 };
	const struct tp_checking *in = unknown->in;
	enum tp_name_share share = tp_names_share(in->kit->names, in->text->text, unknown->at, near);

	if (share == TP_NAME_WITH_OTHERS)
		return true;
	return unknown->shape.letters >= (share == TP_NAME_NO_FORM ? PART_LETTERS : ALONE_LETTERS) &&
	       !frequency_of(unknown, unknown->word);
}

static size_t find_near_in_base(const struct unknown *unknown, struct tp_str *near, struct tp_arena *arena)
{
	size_t n = tp_names_near(unknown->in->kit->names, unknown->word, near, MOST_FIXES - 1, arena), kept = 0;

	for (size_t i = 0; i < n; i++)
		if (is_likely(unknown, near[i]))
			near[kept++] = near[i];
	return kept;
}

/* Names that this one may be meant for: of the user's lists or the base, and of the document. Returns how many. */
static size_t find_near_names(const struct unknown *unknown, struct tp_str *near, struct tp_arena *arena)
{
	size_t n = 0;

	if (tp_shape_is_acronym(unknown->word) || unknown->syllable)
		return 0;
	n = tp_spelling_near_own(unknown->in->kit->spelling, unknown->word, near, MOST_FIXES - 1);
	if (!n && unknown->in->kit->names)
		n = find_near_in_base(unknown, near, arena);
	near[n] = near_in_document(unknown);
	return n + (near[n].n > 0 && !(n && tp_str_eq(near[0], near[n])));
}

static void add_name(const struct unknown *unknown)
{
	struct tp_findings *out = unknown->in->out;
	struct tp_finding *finding = tp_findings_add(out, "unknown-name", unknown->in->unit, unknown->at);
	struct tp_str near[MOST_FIXES], word = unknown->word;
	size_t n = find_near_names(unknown, near, out->arena);

	if (n)
		finding->message =
		    tp_arena_format(out->arena, _("The name \"%.*s\" is in no dictionary; \"%.*s\" is near it."),
				    (int)word.n, word.p, (int)near[0].n, near[0].p);
	else
		finding->message =
		    tp_arena_format(out->arena, _("The name \"%.*s\" is in no dictionary."), (int)word.n, word.p);
	for (size_t i = 0; i < n; i++)
		tp_finding_add_fix(out, finding, unknown->at, near[i]);
}

/* A name that people use is no finding, but for what is near a name that we know. */
static void add_new_name(const struct unknown *unknown)
{
	struct tp_str near[MOST_FIXES];
	struct tp_arena *arena = tp_arena_new();

	if (!frequency_of(unknown, unknown->word) || find_near_names(unknown, near, arena))
		add_name(unknown);
	tp_arena_free(arena);
}

/* The language has a country, and no dictionary is for it: its spellings are not ours. */
static bool is_dictionary_of_another_country(const struct tp_checking *in)
{
	const char *country = strchr(in->kit->language, '-'), *path;

	for (size_t i = 0; country && (path = tp_spelling_path(in->kit->spelling, i)); i++)
		if (tp_str_ends(tp_str_of(path), tp_str_of(country + 1)))
			return false;
	return country != NULL;
}

static bool has_fix(const struct tp_finding *finding, struct tp_str fix)
{
	for (size_t i = 0; i < finding->n_fixes; i++)
		if (tp_str_eq(finding->fixes[i].with, fix))
			return true;
	return false;
}

/* Once. */
static void add_correction(const struct unknown *unknown, struct tp_finding *finding, struct tp_str fix)
{
	if (!has_fix(finding, fix))
		tp_finding_add_fix(unknown->in->out, finding, tp_fix_place(unknown, fix), fix);
}

/* The fix as another country writes it, added to `variant` where it is nearer than `far`. */
static enum tp_variant find_variant_of(const struct unknown *unknown, struct tp_str fix, unsigned far,
				       struct tp_buf *variant)
{
	const struct tp_kit *kit = unknown->in->kit;

	return tp_variant_nearer(kit->spelling, kit->language, unknown->word, fix, far, variant);
}

/* Adds a fix, and beside it the same word as another country writes it, where that is nearer: "appologised". That comes
 * first if it is as right, unless that country writes the fix as well ("organize"); and if the dictionary is of another
 * country than the text: then it may be farther, too. */
static void add_fix(const struct unknown *unknown, struct tp_finding *finding, struct tp_str fix)
{
	struct tp_buf variant = TP_BUF_INIT;
	bool ours = is_dictionary_of_another_country(unknown->in);
	unsigned far = ours ? (unsigned)-1 : tp_spelling_distance(unknown->word, fix);
	enum tp_variant kind = find_variant_of(unknown, fix, far, &variant);
	bool first = ours || (unknown->in->kit->any_country && kind != TP_VARIANT_SHARED);

	if (kind != TP_NO_VARIANT && first)
		add_correction(unknown, finding, tp_buf_str(&variant));
	add_correction(unknown, finding, fix);
	if (kind != TP_NO_VARIANT)
		add_correction(unknown, finding, tp_buf_str(&variant));
	tp_buf_release(&variant);
}

/* Adds the fix as another country writes it, however far that is. */
static void add_far_variant(const struct unknown *unknown, struct tp_finding *finding, struct tp_str fix)
{
	struct tp_buf variant = TP_BUF_INIT;

	if (find_variant_of(unknown, fix, (unsigned)-1, &variant) != TP_NO_VARIANT)
		add_correction(unknown, finding, tp_buf_str(&variant));
	tp_buf_release(&variant);
}

/* Adds the fixes and, for an unknown word, the one of the document's that it may be meant for: before them where they
 * are far. */
static void add_fixes(const struct unknown *unknown, struct tp_finding *finding, const struct tp_str *fixes, size_t n)
{
	bool wanted = fixes && !unknown->shape.title;
	struct tp_str near = wanted ? near_in_document(unknown) : TP_S("");
	bool first = near.n && strcmp(finding->id, "typo") != 0;

	if (first)
		add_correction(unknown, finding, near);
	for (size_t i = 0; i < n; i++)
		add_fix(unknown, finding, fixes[i]);
	if (near.n && !first)
		add_correction(unknown, finding, near);
	if (n && unknown->in->kit->any_country)
		add_far_variant(unknown, finding, fixes[0]);
}

static void add_word(const struct unknown *unknown, const char *id, const struct tp_str *fixes, size_t n)
{
	struct tp_findings *out = unknown->in->out;
	struct tp_finding *finding = tp_findings_add(out, id, unknown->in->unit, unknown->at);
	struct tp_str word = unknown->word;

	add_fixes(unknown, finding, fixes, n);
	if (finding->n_fixes)
		finding->message =
		    tp_arena_format(out->arena, _("The word \"%.*s\" is in no dictionary; \"%.*s\" is near it."),
				    (int)word.n, word.p, (int)finding->fixes[0].with.n, finding->fixes[0].with.p);
	else
		finding->message =
		    tp_arena_format(out->arena, _("The word \"%.*s\" is in no dictionary."), (int)word.n, word.p);
}

static void add_variant(const struct unknown *unknown, struct tp_str other)
{
	struct tp_findings *out = unknown->in->out;
	struct tp_finding *finding = tp_findings_add(out, "spelling-variant", unknown->in->unit, unknown->at);
	struct tp_str word = unknown->word;

	finding->message = tp_arena_format(
	    out->arena, _("\"%.*s\" is the spelling of another country or time; the dictionary has \"%.*s\"."),
	    (int)word.n, word.p, (int)other.n, other.p);
	tp_finding_add_fix(out, finding, unknown->at, other);
}

/* The first part of a compound is a word, with a letter or two that join it to the next. */
static bool is_joined(const struct tp_spelling *spelling, struct tp_str head)
{
	static const char *const joints[] = { "", "s", "n", "en", "es", "er", "e" };

	for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
		struct tp_str joint = tp_str_of(joints[i]);
		struct tp_str part = { head.p, head.n - joint.n };

		if (head.n >= COMPOUND_PART + joint.n && tp_str_ends(head, joint) &&
		    tp_spelling_accepts(spelling, part))
			return true;
	}
	return false;
}

/* "Rückfahrtkarte": two known words of some length, with or without what joins them. */
static bool is_new_compound(const struct unknown *unknown)
{
	const struct tp_spelling *spelling = unknown->in->kit->spelling;
	struct tp_str word = unknown->word;
	bool found = false;

	for (size_t at = 0; !found && at + COMPOUND_PART <= word.n; tp_utf8_next(word, &at)) {
		struct tp_str head = { word.p, at }, tail = tp_str_from(word, at);
		struct tp_buf capital = TP_BUF_INIT;

		if (at < COMPOUND_PART)
			continue;
		tp_title(tail, NULL, &capital);
		found = is_joined(spelling, head) &&
			(tp_spelling_accepts(spelling, tp_buf_str(&capital)) || tp_spelling_accepts(spelling, tail));
		tp_buf_release(&capital);
	}
	return found;
}

/* "exsecretario", "postpandemia": a known word behind what may stand before any, and is no word of every day itself.
 * No one word is likelier, nor another cut. */
static bool is_prefixed(const struct unknown *unknown, const struct tp_str *fixes, size_t n)
{
	struct tp_str word = unknown->word;
	size_t cut = n ? tp_str_find_char(fixes[0], ' ', 0) : TP_NOT_FOUND;

	if (n && cut == TP_NOT_FOUND && tp_str_find_char(fixes[0], '-', 0) == TP_NOT_FOUND)
		return false;
	for (size_t at = 0; at < word.n; tp_utf8_next(word, &at)) {
		struct tp_str head = { word.p, at }, rest = tp_str_from(word, at);

		if (tp_word_is_prefix(head) && tp_utf8_count(rest) >= PREFIXED_LETTERS &&
		    (cut == TP_NOT_FOUND || cut == at) && frequency_of(unknown, head) < PREFIX_FREQUENCY &&
		    tp_spelling_knows(unknown->in->kit->spelling, rest))
			return true;
	}
	return false;
}

/* "deme-sal" for "demersal": a word that the dictionary lacks is cut in two, of which one is no word of every day. */
static bool is_new_cut(const struct unknown *unknown, struct tp_str fix)
{
	size_t cut = tp_str_find_char(fix, '-', 0);

	if (cut == TP_NOT_FOUND || tp_str_find_char(unknown->word, '-', 0) != TP_NOT_FOUND)
		return false;
	return frequency_of(unknown, (struct tp_str){ fix.p, cut }) < CUT_FREQUENCY ||
	       frequency_of(unknown, tp_str_from(fix, cut + 1)) < CUT_FREQUENCY;
}

/* A word with a capital is a name, or meant for one. */
static bool may_be_own(const struct unknown *unknown, struct tp_str fix)
{
	if (is_name(unknown) || unknown->before_name || unknown->shape.letters < TELLING_LETTERS)
		return true;
	return !tp_checking_has_capital_nouns(unknown->in) && !tp_checking_knows_lower(unknown->in, fix);
}

/* "Rangun": where all nouns have a capital, a word that has one is rather a name than meant for a rare one. */
static bool is_rather_name(const struct unknown *unknown, struct tp_str fix)
{
	return unknown->shape.title && unknown->shape.letters < RARE_LETTERS && !tp_fix_frequency(unknown, fix) &&
	       tp_checking_has_capital_nouns(unknown->in) && !tp_fix_is_of_accents(unknown->word, fix);
}

static bool is_typo(const struct unknown *unknown, const struct tp_str *fixes, size_t n, int odds)
{
	if (!n || is_first_name(unknown, fixes[0]) || is_new_cut(unknown, fixes[0]) ||
	    is_rather_name(unknown, fixes[0]))
		return false;
	if (unknown->shape.title && (is_slip(unknown, fixes[0], odds) || may_be_own(unknown, fixes[0])))
		return is_slip(unknown, fixes[0], odds);
	if (odds > 0 && !is_compound(fixes[0]) && !is_meant(unknown, fixes[0]))
		return true;
	for (size_t i = 0; i < n; i++)
		if (!is_other_cut(fixes, i) && is_near(unknown, fixes[i]) && is_outdone(unknown, fixes[i]) &&
		    !is_meant(unknown, fixes[i]))
			return true;
	return false;
}

/* The document has it so often, but for the start of a sentence. */
static size_t count_uses(const struct unknown *unknown)
{
	return count_fact(unknown->in, "word", unknown->word) + count_fact(unknown->in, "name", unknown->word);
}

static void add_typo(const struct unknown *unknown, const struct tp_str *fixes, size_t n, int lead)
{
	add_word(unknown, "typo", fixes, n);
	unknown->in->out->p[unknown->in->out->n - 1].sure =
	    !is_name(unknown) && !is_case_only(unknown, fixes[0]) && !is_variant(unknown, true) &&
	    tp_fix_is_sure(unknown, fixes[0], lead, count_uses(unknown));
}

static void judge_word(const struct unknown *unknown, struct tp_arena *arena)
{
	size_t n;
	struct tp_odds odds;
	struct tp_str *fixes =
	    tp_spelling_suggest(unknown->in->kit->spelling, unknown->word, MOST_FIXES, arena, &n, &odds);
	bool capital = unknown->shape.title, nouns = tp_checking_has_capital_nouns(unknown->in);

	if (!capital && is_prefixed(unknown, fixes, n))
		return;
	if (n && is_case_only(unknown, fixes[0]) && !nouns) {
		if (unknown->careless)
			add_name(unknown);
		else
			add_typo(unknown, fixes, n, odds.next);
	} else if (is_typo(unknown, fixes, n, odds.word)) {
		add_typo(unknown, fixes, n, odds.next);
	} else if (capital && !(nouns && is_new_compound(unknown))) {
		add_new_name(unknown);
	} else if (!capital && !frequency_of(unknown, unknown->word)) {
		add_word(unknown, "unknown-word", fixes, n);
	}
}

static void judge_name(const struct unknown *unknown, struct tp_arena *arena)
{
	size_t n;
	struct tp_odds odds;
	struct tp_str *fixes;
	bool shifted = unknown->shape.inner && tp_shape_is_shifted(unknown->word);

	if ((unknown->shape.inner && !shifted) || unknown->syllable || unknown->joined ||
	    tp_shape_is_acronym(unknown->word)) {
		add_new_name(unknown);
		return;
	}
	fixes = tp_spelling_suggest(unknown->in->kit->spelling, unknown->word, MOST_FIXES, arena, &n, &odds);
	if (is_typo(unknown, fixes, n, odds.word) || (shifted && n && is_case_only(unknown, fixes[0])))
		add_typo(unknown, fixes, n, odds.next);
	else
		add_new_name(unknown);
}

/* Bytes that are no text, or lists of no words: to look for corrections of them all would take hours. */
static bool is_crowded(const struct tp_checking *in)
{
	size_t words = tp_facts_about(in->facts, in->unit, TP_S("spelling:words"));
	size_t doubtful = tp_facts_about(in->facts, in->unit, TP_S("spelling:doubtful"));

	return doubtful >= CROWDED_LEAST && doubtful >= words / CROWDED_SHARE;
}

/* "22th" */
static void judge_ordinal(const struct unknown *unknown, struct tp_arena *arena)
{
	struct tp_str fix =
	    tp_arena_format(arena, "%.*s%s", (int)unknown->word.n - 2, unknown->word.p, unknown->ending);

	add_word(unknown, "typo", &fix, 1);
	unknown->in->out->p[unknown->in->out->n - 1].sure = true;
}

/* What the user calls an error is one, with a correction that is sure. */
static void judge_error(const struct unknown *unknown, struct tp_arena *arena)
{
	size_t n;
	struct tp_findings *out = unknown->in->out;
	struct tp_finding *finding = tp_findings_add(out, "typo", unknown->in->unit, unknown->at);
	struct tp_str *fixes =
	    tp_spelling_suggest(unknown->in->kit->spelling, unknown->word, MOST_FIXES, arena, &n, NULL);
	struct tp_str word = unknown->word, meant = n ? fixes[0] : word;

	finding->message = tp_arena_format(out->arena, _("\"%.*s\" is on your list of errors. Write \"%.*s\"."),
					   (int)word.n, word.p, (int)meant.n, meant.p);
	finding->sure = n > 0;
	for (size_t i = 0; i < n; i++)
		tp_finding_add_fix(out, finding, unknown->at, fixes[i]);
}

/* "pick up" for "pick-up": the finding is of the word, and the fix of both. */
static void judge_hyphenated(const struct unknown *unknown)
{
	struct tp_findings *out = unknown->in->out;
	struct tp_finding *finding = tp_findings_add(out, "typo", unknown->in->unit, unknown->at);
	struct tp_str two = tp_str_at(unknown->in->text->text, unknown->hyphenated), word = unknown->word;
	int space = (int)tp_str_find_char(two, ' ', 0);
	struct tp_str fix =
	    tp_arena_format(out->arena, "%.*s-%.*s", space, two.p, (int)two.n - space - 1, two.p + space + 1);

	finding->message = tp_arena_format(out->arena, _("The word \"%.*s\" is in no dictionary; \"%.*s\" is near it."),
					   (int)word.n, word.p, (int)fix.n, fix.p);
	tp_finding_add_fix(out, finding, unknown->hyphenated, fix);
}

static bool has_declared(void *in, struct tp_str key, bool capitals)
{
	return count_fact(in, capitals ? "declared-capitals" : "declared", key) > 0;
}

static bool is_declared(const struct unknown *unknown)
{
	return tp_word_has_key(unknown->word, has_declared, (void *)(uintptr_t)unknown->in);
}

static void judge_unknown(const struct unknown *unknown, bool bare)
{
	bool error = tp_spelling_is_error(unknown->in->kit->spelling, unknown->word);

	if (is_declared(unknown))
		return;
	if (!error && tp_shape_is_acronym(unknown->word) && count_fact(unknown->in, "acronym", unknown->word))
		return;
	if (bare) {
		if (is_name(unknown))
			add_name(unknown);
		else if (!unknown->ending && !tp_text_ignores(unknown->in->text, "typo", unknown->at))
			add_word(unknown, "unknown-word", NULL, 0);
		return;
	}
	struct tp_arena *arena = tp_arena_new();
	struct tp_buf other = TP_BUF_INIT;
	enum tp_variant kind;
	if (error) {
		judge_error(unknown, arena);
	} else if (unknown->ending) {
		judge_ordinal(unknown, arena);
	} else if ((kind = find_variant(unknown, false, &other)) != TP_NO_VARIANT) {
		if (!unknown->in->kit->any_country && !is_dictionary_of_another_country(unknown->in) &&
		    !tp_spellings_are_of_another(unknown->in, kind))
			add_variant(unknown, tp_buf_str(&other));
	} else if (unknown->hyphenated.to) {
		judge_hyphenated(unknown);
	} else if (is_name(unknown)) {
		judge_name(unknown, arena);
	} else {
		judge_word(unknown, arena);
	}
	tp_buf_release(&other);
	tp_arena_free(arena);
}

static void judge_unknowns(const struct tp_checking *in)
{
	struct unknowns unknowns = tp_unknowns_find(in);
	bool bare = unknowns.foreign || (unknowns.n && is_crowded(in));

	for (size_t i = 0; i < unknowns.n; i++)
		judge_unknown(&unknowns.p[i], bare);
	tp_spellings_judge(in, &unknowns);
	tp_unknowns_release(&unknowns);
}

static void judge(const struct tp_checking *in)
{
	with_route(in, judge_unknowns);
}

const struct tp_check tp_check_spelling = {
	.name = "spelling",
	.needs = TP_NEED_SPELLING,
	.collect = collect,
	.judge = judge,
};
