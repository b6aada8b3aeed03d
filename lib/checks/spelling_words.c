/* Unknown words in their context: which words of a text are not known, and what stands around them. */
#include <stdlib.h>

#include "checks/spelling.h"
#include "core/str.h"
#include "core/unicode.h"
#include "doc/remarks.h"
#include "language/word_list.h"
#include "language/words.h"

enum {
	CARELESS_LEAST = 3, /* words of a unit that is careless about capitals */
	FOREIGN_LEAST = 5, /* different unknown words of a unit in another language */
	SYLLABLE_LETTERS = 6, /* of the second half of a given name, */
	INITIAL_LETTERS = 2, /* and of a first half that is no mark of anything else */
	ORDINAL_LETTERS = 3, /* of an abbreviation that ends like an ordinal number */
	LONGEST_ELISION = 8, /* bytes that are looked at */
	SHORTENED_LEAST = 3, /* bytes before the short end of a compound */
};

struct walk {
	const struct tp_checking *in;
	struct tp_str text;
	struct tp_spans words;
	struct tp_hashes hashes; /* of the words */
	struct tp_indexes doubts; /* of the words that no dictionary knows and that were not found to be fine so far */
};

static struct tp_str word_at(const struct walk *walk, size_t i)
{
	return tp_str_at(walk->text, walk->words.p[i]);
}

/* Its first letter is a capital. */
static bool is_title(struct tp_str word)
{
	for (size_t at = 0; at < word.n;) {
		uint32_t cp = tp_utf8_next(word, &at);

		if (tp_is_upper(cp))
			return true;
		if (tp_is_letter(cp))
			break;
	}
	return false;
}

/* What stands between word i and the next: one hyphen, apostrophe or space. */
static bool is_joint_after(const struct walk *walk, size_t i)
{
	size_t at = walk->words.p[i].to;
	uint32_t cp = tp_utf8_next(walk->text, &at);

	return at == walk->words.p[i + 1].from && (tp_is_hyphen(cp) || tp_is_apostrophe(cp) || tp_is_space(cp));
}

static bool is_capital_after(const struct walk *walk, size_t i)
{
	return i + 1 < walk->words.n && is_joint_after(walk, i) && is_title(word_at(walk, i + 1));
}

static bool is_capital_before(const struct walk *walk, size_t i)
{
	return i > 0 && is_joint_after(walk, i - 1) && is_title(word_at(walk, i - 1));
}

/* But not after a word of every day of the language, as "von" and "les" are. */
static bool is_after_particle(const struct walk *walk, size_t i)
{
	return i > 0 && is_joint_after(walk, i - 1) && tp_word_is_particle(word_at(walk, i - 1)) &&
	       !tp_spelling_knows(walk->in->kit->spelling, word_at(walk, i - 1));
}

static bool is_in_known_compound(const struct walk *walk, struct tp_span at)
{
	struct tp_span whole = tp_word_compound(walk->text, at);

	return whole.to - whole.from > at.to - at.from &&
	       (tp_spelling_knows(walk->in->kit->spelling, tp_str_at(walk->text, whole)) ||
		tp_spelling_is_usual(walk->in->kit->spelling, tp_str_at(walk->text, whole)));
}

/* A word in small letters is no name by itself: "te" and "al" are but parts of some. */
static bool is_small(struct tp_str word)
{
	size_t at = 0;

	return tp_is_lower(tp_utf8_next(word, &at)) && !tp_shape_of(word).capitals;
}

static bool is_name_known(const struct walk *walk, struct tp_str word)
{
	const struct tp_kit *kit = walk->in->kit;
	enum tp_word_verdict verdict = kit->names ? tp_spelling_recall(kit->spelling, "names", word) : TP_UNKNOWN;

	if (verdict != TP_NOT_ASKED)
		return verdict == TP_KNOWN;
	bool known = tp_names_knows(kit->names, word);
	tp_spelling_keep(kit->spelling, "names", word, known);
	return known;
}

static bool is_known(const struct walk *walk, struct tp_str word)
{
	return tp_spelling_knows(walk->in->kit->spelling, word) || is_name_known(walk, word);
}

bool tp_checking_is_in(const struct tp_checking *in, const char *language)
{
	size_t n = strlen(language);
	char next = strncmp(in->kit->language, language, n) == 0 ? in->kit->language[n] : '?';

	return next == '\0' || next == '-' || next == '_';
}

bool tp_checking_has_capital_nouns(const struct tp_checking *in)
{
	return tp_checking_is_in(in, "de") || tp_checking_is_in(in, "lb");
}

/* "café": English keeps the accents of loan words or drops them, and its dictionaries have them without. */
static bool is_known_without_accents(const struct walk *walk, struct tp_str word)
{
	struct tp_buf plain = TP_BUF_INIT;

	if (!tp_checking_is_in(walk->in, "en"))
		return false;
	tp_strip_marks(word, &plain);
	bool known = plain.n < word.n && tp_spelling_knows(walk->in->kit->spelling, tp_buf_str(&plain));
	tp_buf_release(&plain);
	return known;
}

/* "getElementById": a word of a program that is made of known ones. */
static bool is_known_by_parts(const struct walk *walk, struct tp_str word)
{
	struct tp_str part;

	while (tp_word_cut_hump(&word, &part))
		if (tp_shape_of(part).letters < 2 || !is_known(walk, part))
			return false;
	return true;
}

/* "Nº", "Mª" */
static bool has_ordinal_mark(struct tp_str word)
{
	return tp_utf8_count(word) <= ORDINAL_LETTERS && (tp_str_ends(word, TP_S("º")) || tp_str_ends(word, TP_S("ª")));
}

/* What the ordinal "22th" should end with; NULL: it is none, or right. */
static const char *right_ending(const struct walk *walk, struct tp_str word)
{
	return tp_checking_is_in(walk->in, "en") ? tp_word_right_ending(word) : NULL;
}

/* Not a word to check: one letter, "5th", "U.S", another script; or it is fine as it stands. */
static bool find_fine(const struct walk *walk, struct tp_str word)
{
	struct tp_shape shape = tp_shape_of(word);

	if (tp_spelling_is_error(walk->in->kit->spelling, word) || right_ending(walk, word))
		return false;
	return shape.letters < 2 || shape.digits || shape.periods || has_ordinal_mark(word) ||
	       tp_spelling_is_usual(walk->in->kit->spelling, word) ||
	       !tp_spelling_judges(walk->in->kit->spelling, word) ||
	       (is_small(word) ? tp_spelling_knows(walk->in->kit->spelling, word) : is_known(walk, word)) ||
	       is_known_without_accents(walk, word) || (shape.inner && is_known_by_parts(walk, word));
}

static bool is_listed_at(const struct walk *walk, struct tp_span at)
{
	struct tp_str word = tp_str_at(walk->text, at);

	return tp_spelling_knows(walk->in->kit->spelling, word) || tp_spelling_is_usual(walk->in->kit->spelling, word);
}

/* "Hauptstr.": its end is listed as "-str.". */
static bool has_short_end(const struct walk *walk, struct tp_str word)
{
	struct tp_buf end = TP_BUF_INIT;
	bool found = false;

	for (size_t at = 0; !found && at < word.n; tp_utf8_next(word, &at)) {
		if (at < SHORTENED_LEAST)
			continue;
		tp_buf_clear(&end);
		tp_buf_format(&end, "-%.*s.", (int)(word.n - at), word.p + at);
		found = tp_spelling_is_usual(walk->in->kit->spelling, tp_buf_str(&end));
	}
	tp_buf_release(&end);
	return found;
}

/* "etc.", "sig.ra": a list has it with the period behind it, or with what is before its period. */
static bool is_abbreviation(const struct walk *walk, size_t i, struct tp_span at)
{
	if (at.to < walk->text.n && walk->text.p[at.to] == '.')
		return is_listed_at(walk, (struct tp_span){ at.from, at.to + 1 }) ||
		       has_short_end(walk, tp_str_at(walk->text, at));
	return i > 0 && at.from == walk->words.p[i - 1].to + 1 && walk->text.p[at.from - 1] == '.' &&
	       is_listed_at(walk, (struct tp_span){ walk->words.p[i - 1].from, at.to });
}

/* "EE. UU.", "JJ. OO.": Spanish doubles the initials of what is several. */
static bool is_doubled_initial(const struct walk *walk, struct tp_span at)
{
	struct tp_str word = tp_str_at(walk->text, at);

	return word.n == 2 && word.p[0] == word.p[1] && word.p[0] >= 'A' && word.p[0] <= 'Z' && at.to < walk->text.n &&
	       walk->text.p[at.to] == '.';
}

/* "’tis": a word that lacks its beginning, which the apostrophe stands for. */
static bool is_known_with_apostrophe(const struct walk *walk, struct tp_span at)
{
	size_t before = at.from;
	struct tp_buf word = TP_BUF_INIT;

	if (!at.from || !tp_is_apostrophe(tp_utf8_prev(walk->text, &before)))
		return false;
	tp_buf_add_char(&word, '\'');
	tp_buf_add_str(&word, tp_str_at(walk->text, at));
	bool known = tp_spelling_is_usual(walk->in->kit->spelling, tp_buf_str(&word));
	tp_buf_release(&word);
	return known;
}

static bool is_fine(const struct walk *walk, struct tp_str word)
{
	const struct tp_kit *kit = walk->in->kit;
	enum tp_word_verdict verdict = tp_spelling_recall(kit->spelling, kit->language, word);

	if (verdict != TP_NOT_ASKED)
		return verdict == TP_KNOWN;
	bool fine = find_fine(walk, word);
	tp_spelling_keep(kit->spelling, kit->language, word, fine);
	return fine;
}

static bool is_name_after(const struct walk *walk, size_t i)
{
	return is_capital_after(walk, i) && !is_known(walk, word_at(walk, i + 1));
}

/* "al-", "van": a particle before what is a name by its capital, or where nouns have one, by not being known. */
static bool is_particle_of_name(const struct walk *walk, size_t i, struct tp_str word)
{
	return tp_word_is_particle(word) && (!tp_checking_has_capital_nouns(walk->in) || is_name_after(walk, i));
}

/* "Gen. Comitee", "J. Peopel": the word before is short for a title or a name, and ends no sentence. */
static bool is_after_initial(const struct walk *walk, size_t i)
{
	static const struct tp_str joint = { ". ", 2 };

	return i > 0 && is_title(word_at(walk, i - 1)) && !tp_word_starts_sentence(walk->text, walk->words.p[i].from) &&
	       tp_str_eq(tp_str_at(walk->text, (struct tp_span){ walk->words.p[i - 1].to, walk->words.p[i].from }),
			 joint);
}

/* A part of a compound or of a name that is fine where it stands. */
static bool is_fine_part(const struct walk *walk, size_t i, struct tp_span at)
{
	struct tp_str word = tp_str_at(walk->text, at);
	bool after = is_capital_after(walk, i);

	return (tp_word_joined_after(walk->text, at) && tp_word_is_prefix(word)) ||
	       (after && is_particle_of_name(walk, i, word)) ||
	       ((after || is_capital_before(walk, i)) && is_small(word) && is_known(walk, word)) ||
	       is_in_known_compound(walk, at) || is_abbreviation(walk, i, at) || is_doubled_initial(walk, at) ||
	       is_known_with_apostrophe(walk, at);
}

bool tp_checking_knows_lower(const struct tp_checking *in, struct tp_str word)
{
	struct tp_buf lower = TP_BUF_INIT;

	tp_lower(word, in->kit->language, &lower);
	bool known = tp_spelling_knows(in->kit->spelling, tp_buf_str(&lower));
	tp_buf_release(&lower);
	return known;
}

/* Where nouns have capitals, a word that has one but as the first of a sentence tells nothing: "Das Haus". */
static bool is_beside_capital(const struct walk *walk, size_t i)
{
	bool nouns = tp_checking_has_capital_nouns(walk->in);

	return (is_capital_before(walk, i) && !(nouns && tp_checking_knows_lower(walk->in, word_at(walk, i - 1)))) ||
	       (is_capital_after(walk, i) && !(nouns && tp_checking_knows_lower(walk->in, word_at(walk, i + 1))));
}

/* "Jae-myung", and beside another capital "Won-sik" and "Bi-khim", whose first halves are words as well; but not
 * "Iran-backd", whose first half is a name of its own. */
static bool is_syllable(const struct walk *walk, size_t i, struct tp_span at)
{
	if (i == 0 || !tp_word_joined_before(walk->text, at) || !is_joint_after(walk, i - 1))
		return false;
	struct tp_str first = word_at(walk, i - 1), second = tp_str_at(walk->text, at);
	struct tp_shape shape = tp_shape_of(second);

	if (shape.capitals || shape.letters > SYLLABLE_LETTERS || !is_title(first) || tp_shape_is_acronym(first))
		return false;
	if (!is_known(walk, first))
		return true;
	return (tp_shape_of(first).letters <= INITIAL_LETTERS || tp_checking_knows_lower(walk->in, first)) &&
	       (is_capital_before(walk, i - 1) || is_capital_after(walk, i));
}

/* Of a doubtful word, what is not known, without possessive and elision; false if the word is fine where it stands. */
static bool find_unknown(const struct walk *walk, size_t i, struct tp_span *at)
{
	struct tp_span whole = walk->words.p[i];

	if (is_fine(walk, tp_str_at(walk->text, whole)))
		return false;
	*at = tp_word_without_elision(walk->text, tp_word_without_possessive(walk->text, whole));
	if (at->to - at->from < whole.to - whole.from && is_fine(walk, tp_str_at(walk->text, *at)))
		return false;
	return !is_fine_part(walk, i, *at);
}

/* Behind one of these stands no pronoun, nor another article: "le jai alai". */
static bool is_article(struct tp_str word)
{
	static const char articles[] =
	    "le la les un une des du au aux il lo i gli uno una del dello della dei degli delle al allo alla ai agli "
	    "alle dal dallo dalla nel nello nella sul sullo sulla el els";

	return tp_word_is_listed(word, articles);
}

/* "lhomme": a known word behind an article or the like. */
static bool is_known_behind_elision(const struct walk *walk, struct tp_str word)
{
	bool known = false;

	for (size_t at = 1; !known && at < word.n && at < LONGEST_ELISION; at++)
		known = tp_word_is_elision((struct tp_str){ word.p, at }) &&
			tp_spelling_knows(walk->in->kit->spelling, tp_str_from(word, at));
	return known;
}

/* "Dun & Bradstreet", "lun-utils": part of what is longer, or with a period, an abbreviation. */
static bool is_bound(struct tp_str text, struct tp_span at)
{
	static const char marks[] = ".&/+_@";
	size_t before = at.from, after = at.to;
	uint32_t last = tp_utf8_prev(text, &before), next = tp_utf8_next(text, &after);

	if (at.from && (tp_is_hyphen(last) || (last < 0x80 && last != '.' && strchr(marks, (int)last))))
		return true;
	if (at.to < text.n && (tp_is_hyphen(next) || (next < 0x80 && strchr(marks, (int)next))))
		return true;
	return (last == ' ' && before && text.p[before - 1] == '&') ||
	       (next == ' ' && after < text.n && text.p[after] == '&');
}

/* A list has the word with a period: "lun". */
static bool is_short_form(const struct walk *walk, struct tp_str word)
{
	struct tp_buf shortened = TP_BUF_INIT;

	tp_buf_format(&shortened, "%.*s.", (int)word.n, word.p);
	bool found = tp_spelling_is_usual(walk->in->kit->spelling, tp_buf_str(&shortened));
	tp_buf_release(&shortened);
	return found;
}

/* A word of a sentence: no part, no short form, not after an article, and not beside a word that may be of another
 * language, as "alai" is; with a capital only before a small word. */
static bool is_plain(const struct walk *walk, size_t i, struct tp_span at)
{
	struct tp_str word = tp_str_at(walk->text, at);
	bool followed = i + 1 < walk->words.n && is_joint_after(walk, i);
	struct tp_str next = followed ? word_at(walk, i + 1) : TP_S("");

	if (is_bound(walk->text, at) || is_short_form(walk, word) ||
	    (i > 0 && is_joint_after(walk, i - 1) && is_article(word_at(walk, i - 1))))
		return false;
	if (!followed || !is_small(next))
		return is_small(word);
	return tp_spelling_knows(walk->in->kit->spelling, next) || is_known_behind_elision(walk, next);
}

/* "Jai est parti", "un cheval dun.": no verb stands behind "J'ai", nor an end behind "d'un". */
static bool ends_elision(const struct walk *walk, size_t i, struct tp_str word)
{
	bool followed = i + 1 < walk->words.n && is_joint_after(walk, i);

	if (!followed)
		return tp_word_is_listed(word, "dun dune");
	return is_title(word) && tp_word_is_listed(word, "jai dun dune tas") &&
	       tp_word_is_listed(word_at(walk, i + 1), "est a sont ont était avait fut sera va");
}

static bool is_small_and_unknown(const struct walk *walk, size_t i)
{
	return is_small(word_at(walk, i)) && !tp_spelling_knows(walk->in->kit->spelling, word_at(walk, i));
}

/* "pick up": the dictionary has neither this word nor the one before or after, but both with a hyphen between. */
static struct tp_span find_hyphenated(const struct walk *walk, size_t i)
{
	struct tp_buf joined = TP_BUF_INIT;
	struct tp_span found = { 0, 0 };

	for (size_t first = i ? i - 1 : i; first <= i && first + 1 < walk->words.n && !found.to; first++) {
		struct tp_span one = walk->words.p[first], two = walk->words.p[first + 1];

		if (!tp_str_is(tp_str_at(walk->text, (struct tp_span){ one.to, two.from }), " ") ||
		    !is_small_and_unknown(walk, first) || !is_small_and_unknown(walk, first + 1))
			continue;
		tp_buf_clear(&joined);
		tp_buf_add_str(&joined, tp_str_at(walk->text, one));
		tp_buf_add_char(&joined, '-');
		tp_buf_add_str(&joined, tp_str_at(walk->text, two));
		if (tp_spelling_knows(walk->in->kit->spelling, tp_buf_str(&joined)))
			found = (struct tp_span){ one.from, two.to };
	}
	tp_buf_release(&joined);
	return found;
}

static bool is_unknown(const struct walk *walk, size_t i, struct unknown *unknown)
{
	struct tp_str text = walk->text;
	struct tp_span at = walk->words.p[i];

	if (!find_unknown(walk, i, &at))
		return false;
	*unknown = (struct unknown){
		.in = walk->in,
		.at = at,
		.word = tp_str_at(text, at),
		.shape = tp_shape_of(tp_str_at(text, at)),
		.initial = tp_word_starts_sentence(text, at.from),
		.joined = is_after_particle(walk, i) || is_after_initial(walk, i) || tp_word_joined_before(text, at),
		.beside_capital = is_beside_capital(walk, i),
		.before_name = is_name_after(walk, i),
		.plain = is_plain(walk, i, at) && !ends_elision(walk, i, tp_str_at(text, at)),
		.hyphenated = find_hyphenated(walk, i),
		.syllable = is_syllable(walk, i, at),
		.ending = right_ending(walk, tp_str_at(text, at)),
	};
	return true;
}

/* Of words in small letters, each counted once, there are as many as a foreign text has at least. */
static bool has_different_words(const struct unknowns *unknowns)
{
	struct tp_str seen[FOREIGN_LEAST];
	size_t n = 0;

	for (size_t i = 0; i < unknowns->n && n < FOREIGN_LEAST; i++) {
		bool again = unknowns->p[i].shape.title;

		for (size_t k = 0; k < n; k++)
			again |= tp_str_eq(seen[k], unknowns->p[i].word);
		if (!again)
			seen[n++] = unknowns->p[i].word;
	}
	return n == FOREIGN_LEAST;
}

/* More unknown words in small letters than known ones are another language, or no language: nothing that we
 * can correct. But one word may be misspelt again and again. */
static bool is_foreign(const struct walk *walk, const struct unknowns *unknowns)
{
	size_t words = 0, lower = 0;

	if (!has_different_words(unknowns))
		return false;
	for (size_t i = 0; i < unknowns->n; i++)
		lower += !unknowns->p[i].shape.title;
	for (size_t i = 0; i < walk->words.n; i++)
		words += tp_shape_of(word_at(walk, i)).letters > 1;
	return unknowns->n + lower > words;
}

/* The first word is small, or the English "I" is: names are as likely to be. */
static bool is_careless(const struct walk *walk)
{
	if (walk->words.n < CARELESS_LEAST)
		return false;
	for (size_t i = 0; i < walk->words.n; i++)
		if (tp_str_is(word_at(walk, i), "i") && tp_checking_is_in(walk->in, "en"))
			return true;
	size_t at = walk->words.p[0].from;
	return tp_is_lower(tp_utf8_next(walk->text, &at));
}

/* A walk may go through one text after another. */
static void start_walk(struct walk *walk, const struct tp_checking *in)
{
	walk->in = in;
	walk->text = in->text->text;
	tp_words(walk->text, in->kit->words, in->kit->language, in->skip, &walk->words);
	tp_spelling_hash(in->kit->spelling, walk->text, &walk->words, &walk->hashes);
}

static void find_doubts(struct walk *walk)
{
	const struct tp_kit *kit = walk->in->kit;

	walk->doubts.n = 0;
	tp_spelling_doubts(kit->spelling, kit->language, walk->text, &walk->words, &walk->hashes, &walk->doubts);
}

static void end_walk(struct walk *walk)
{
	tp_spans_release(&walk->words);
	free(walk->hashes.p);
	free(walk->doubts.p);
}

static bool is_ours(const struct walk *walk, struct tp_str word)
{
	const struct tp_kit *kit = walk->in->kit;
	enum tp_word_verdict verdict = tp_spelling_recall(kit->spelling, "ours", word);

	if (verdict != TP_NOT_ASKED)
		return verdict == TP_KNOWN;
	struct tp_buf other = TP_BUF_INIT;
	bool ours =
	    tp_variant_elsewhere(kit->spelling, kit->language, word, &other) && tp_spelling_knows(kit->spelling, word);
	tp_buf_release(&other);
	tp_spelling_keep(kit->spelling, "ours", word, ours);
	return ours;
}

/* "Kennedy Center" */
static bool may_be_in_name(const struct walk *walk, size_t i)
{
	return is_title(word_at(walk, i)) && !tp_word_starts_sentence(walk->text, walk->words.p[i].from);
}

bool tp_checking_lacks_country(const struct tp_checking *in)
{
	return !in->kit->has_country && tp_variant_tells_country(in->kit->language);
}

static void find_ours(const struct walk *walk, struct tp_spans *ours)
{
	if (!tp_checking_lacks_country(walk->in))
		return;
	for (size_t i = 0; i < walk->words.n; i++)
		if (is_ours(walk, word_at(walk, i)) && !may_be_in_name(walk, i))
			*tp_push(ours) = walk->words.p[i];
}

/* "mixtura dementiae": nothing but a space is between two small words that are not known. */
static void mark_neighbours(struct tp_str text, struct unknowns *unknowns)
{
	for (size_t i = 1; i < unknowns->n; i++) {
		struct unknown *one = &unknowns->p[i - 1], *two = &unknowns->p[i];

		if (!one->shape.title && !two->shape.title &&
		    tp_str_is(tp_str_at(text, (struct tp_span){ one->at.to, two->at.from }), " "))
			one->beside_unknown = two->beside_unknown = true;
	}
}

struct unknowns tp_unknowns_find(const struct tp_checking *in)
{
	struct walk walk = { .in = NULL };
	struct unknowns unknowns = { .p = NULL };
	struct unknown unknown;

	start_walk(&walk, in);
	find_doubts(&walk);
	for (size_t i = 0; i < walk.doubts.n; i++)
		if (is_unknown(&walk, walk.doubts.p[i], &unknown))
			*tp_push(&unknowns) = unknown;
	mark_neighbours(walk.text, &unknowns);
	find_ours(&walk, &unknowns.ours);
	unknowns.words = walk.words.n;
	unknowns.foreign = is_foreign(&walk, &unknowns);
	if (unknowns.n && is_careless(&walk))
		for (size_t i = 0; i < unknowns.n; i++)
			unknowns.p[i].careless = true;
	end_walk(&walk);
	return unknowns;
}

void tp_unknowns_release(struct unknowns *unknowns)
{
	tp_spans_release(&unknowns->ours);
	free(unknowns->p);
}

/* The words that the document declares right; NULL if there are none. */
static struct tp_word_list *find_declared(const struct tp_unit *units, size_t n)
{
	struct tp_word_list *declared = NULL;
	struct tp_str word;

	for (size_t i = 0; i < n; i++) {
		struct tp_str rest = units[i].text.words;

		while (rest.n && tp_str_cut(&rest, ',', &word)) {
			declared = declared ? declared : tp_word_list_new();
			tp_word_list_add(declared, word, TP_S(""));
		}
	}
	return declared;
}

/* What is a typo and what another unknown word is not told apart here. */
static bool is_listed(const struct walk *walk, struct tp_span at, const struct tp_word_list *declared)
{
	const struct tp_text *text = walk->in->text;

	return !(declared && tp_word_list_has(declared, tp_str_at(walk->text, at), NULL)) &&
	       !tp_text_ignores(text, "typo", at) && !tp_text_ignores(text, "unknown-word", at);
}

/* A unit while it is listed. */
struct listing {
	struct tp_checking in;
	struct tp_kit kit; /* as it is right for the unit */
	struct tp_buf language;
	struct tp_spans skip;
	struct walk walk;
};

static void start_listing(struct listing *listing, const struct tp_kit *kit, const struct tp_unit *unit)
{
	listing->skip.n = listing->language.n = 0;
	tp_skip_map(unit->text.text, &listing->skip);
	tp_spelling_route(kit, unit->text.text, &listing->skip, &listing->kit, &listing->language);
	listing->in = (struct tp_checking){ .kit = &listing->kit, .text = &unit->text, .skip = &listing->skip };
	start_walk(&listing->walk, &listing->in);
}

static void list_unit(struct listing *listing, const struct tp_word_list *declared, tp_word_fn each, void *arg)
{
	struct walk *walk = &listing->walk;
	struct tp_span at;

	find_doubts(walk);
	for (size_t i = 0; i < walk->doubts.n; i++)
		if (find_unknown(walk, walk->doubts.p[i], &at) && is_listed(walk, at, declared))
			each(arg, tp_str_at(walk->text, at));
}

/* The next unit is begun before one is listed: meanwhile memory gives what is known of the words. */
void tp_spelling_list(const struct tp_kit *kit, const struct tp_unit *units, size_t n, tp_word_fn each, void *arg)
{
	struct listing two[2] = { { .kit = *kit }, { .kit = *kit } };
	struct tp_word_list *declared = find_declared(units, n);

	for (size_t i = 0; i < n; i++) {
		start_listing(&two[i % 2], kit, &units[i]);
		if (i > 0)
			list_unit(&two[(i - 1) % 2], declared, each, arg);
	}
	if (n > 0)
		list_unit(&two[(n - 1) % 2], declared, each, arg);
	for (size_t i = 0; i < 2; i++) {
		end_walk(&two[i].walk);
		tp_spans_release(&two[i].skip);
		tp_buf_release(&two[i].language);
	}
	tp_word_list_free(declared);
}
