#include "language/variants.h"

#include "core/str.h"
#include "core/unicode.h"
#include "language/shape.h"
#include "language/spelling.h"

/* What stands for what, and beside what; "$" after it is the end of the word. A rare pair is one that misspelt words
 * have as well: it counts for words in use only. One country writes both of a shared pair. */
struct pair {
	const char *language, *before, *one, *other, *after;
	bool rare, shared;
};

static const struct pair pairs[] = {
	{ "en", "i", "s", "z", "e", false, true },       { "en", "i", "s", "z", "a", false, true },
	{ "en", "i", "s", "z", "i", false, true },       { "en", "y", "s", "z", "e", false, false },
	{ "en", "y", "s", "z", "i", false, false },      { "en", "o", "u", "", "r", true, false },
	{ "en", "o", "u", "", "l", true, false },        { "en", "l", "l", "", "e", true, false },
	{ "en", "l", "l", "", "i", true, false },        { "en", "en", "c", "s", "e", true, false },
	{ "en", "", "re", "er", "$", true, false },      { "en", "m", "me", "", "$", true, false },
	{ "en", "g", "ue", "", "$", true, false },       { "en", "", "a", "", "e", true, false },
	{ "en", "", "o", "", "e", true, false },         { "en", "gr", "e", "a", "y", false, false },
	{ "en", "t", "y", "i", "re", false, false },     { "en", "che", "que", "ck", "", true, false },
	{ "en", "jewel", "le", "", "ry", false, false }, { "en", "p", "y", "a", "jama", false, false },
	{ "en", "s", "c", "k", "ep", true, false },      { "de", "", "ß", "ss", "", false, false },
	{ "pt", "", "c", "", "t", true, false },         { "pt", "", "c", "", "ç", true, false },
	{ "pt", "", "p", "", "t", true, false },         { "pt", "", "p", "", "ç", true, false },
	{ "pt", "", "ó", "ô", "", true, false },         { "pt", "", "é", "ê", "", true, false },
	{ "pt", "", "ü", "u", "", true, false },         { "pt", "", "é", "e", "i", true, false },
	{ "pt", "", "ô", "o", "o", true, false },        { "ru", "", "ё", "е", "", false, false },
};

enum {
	PAIRS = sizeof pairs / sizeof *pairs,
	LONG_BYTES = 8, /* of a word that need not be in use to be one: "parallelise" */
	RARE_BYTES = 5, /* of a word that a rare pair counts for: "aer" is no way to spell "are" */
	AS_FREQUENT = 12, /* a spelling of another country is less frequent by no more than this */
};

static bool is_of_language(const struct pair *pair, const char *language)
{
	return tp_str_is((struct tp_str){ language, strcspn(language, "-_") }, pair->language);
}

static bool fits_between(const struct pair *pair, struct tp_str before, struct tp_str after)
{
	if (!tp_str_ends(before, tp_str_of(pair->before)))
		return false;
	return pair->after[0] == '$' ? after.n == 0 : tp_str_starts(after, tp_str_of(pair->after));
}

/* Adds the word with `from` at `at` replaced, if it stands there. */
static bool replace_at(const struct pair *pair, struct tp_str word, size_t at, const char *from, const char *to,
		       struct tp_buf *out)
{
	struct tp_str rest = tp_str_from(word, at), piece = tp_str_of(from);

	if (!tp_str_starts(rest, piece) ||
	    !fits_between(pair, (struct tp_str){ word.p, at }, tp_str_from(rest, piece.n)))
		return false;
	tp_buf_add(out, word.p, at);
	tp_buf_add_z(out, to);
	tp_buf_add_str(out, tp_str_from(rest, piece.n));
	return true;
}

/* The same; false if no dictionary knows the result. */
static bool try_at(const struct tp_spelling *spelling, const struct pair *pair, struct tp_str word, size_t at,
		   const char *from, const char *to, struct tp_buf *out)
{
	size_t n = out->n;

	if (!replace_at(pair, word, at, from, to, out))
		return false;
	if (tp_spelling_knows(spelling, tp_str_from(tp_buf_str(out), n)))
		return true;
	out->n = n;
	return false;
}

static enum tp_variant kind_of(const struct pair *pair)
{
	return pair->shared ? TP_VARIANT_SHARED : TP_VARIANT;
}

enum tp_variant tp_variant_find(const struct tp_spelling *spelling, const char *language, struct tp_str word, bool rare,
				struct tp_buf *out)
{
	bool in_use = word.n >= RARE_BYTES && (rare || tp_spelling_frequency(spelling, word) > 0);

	for (const struct pair *pair = pairs; pair < pairs + PAIRS; pair++) {
		if (!is_of_language(pair, language) || (pair->rare && !in_use))
			continue;
		for (size_t at = 1; at <= word.n; at++)
			if (try_at(spelling, pair, word, at, pair->one, pair->other, out) ||
			    ((in_use || !*pair->after) &&
			     try_at(spelling, pair, word, at, pair->other, pair->one, out)))
				return kind_of(pair);
	}
	return TP_NO_VARIANT;
}

/* Two countries write it so, if not always, or it is another word. */
static bool is_everywhere(struct tp_str word)
{
	static const char words[] =
	    "amour archaeological archaeologist archaeologists archaeology cesar check checks chili coley dengue "
	    "encyclopedia fetal fetus freer goers gourd lemme liber license licenses medieval meter meters program "
	    "programs "
	    "rogue savory sayer segue sober squire tires tranquility vague vermilion vitae";

	return tp_word_is_listed(word, words);
}

/* The word with `from` at `at` replaced is about as frequent, and no dictionary has it. */
static bool is_elsewhere(const struct tp_spelling *spelling, const struct pair *pair, struct tp_str word, size_t at,
			 const char *from, const char *to, struct tp_buf *out)
{
	size_t n = out->n;

	if (!replace_at(pair, word, at, from, to, out))
		return false;
	struct tp_str other = tp_str_from(tp_buf_str(out), n);
	unsigned frequency = tp_spelling_frequency(spelling, other);

	if (frequency && frequency + AS_FREQUENT >= tp_spelling_frequency(spelling, word) &&
	    !tp_spelling_knows(spelling, other))
		return true;
	out->n = n;
	return false;
}

/* The same for a long word that is too rare for that, where the dictionary has the other spelling of a shared pair:
 * "parallelise". */
static bool is_shared(const struct tp_spelling *spelling, const struct pair *pair, struct tp_str word, size_t at,
		      struct tp_buf *out)
{
	size_t n = out->n;

	if (!pair->shared || word.n < LONG_BYTES || !replace_at(pair, word, at, pair->other, pair->one, out))
		return false;
	struct tp_str other = tp_str_from(tp_buf_str(out), n);

	if (!tp_spelling_frequency(spelling, other) && !tp_spelling_knows(spelling, other))
		return true;
	out->n = n;
	return false;
}

/* In others they are those of another time. */
bool tp_variant_tells_country(const char *language)
{
	return tp_word_is_listed((struct tp_str){ language, strcspn(language, "-_") }, "en pt");
}

enum tp_variant tp_variant_elsewhere(const struct tp_spelling *spelling, const char *language, struct tp_str word,
				     struct tp_buf *out)
{
	if (word.n < RARE_BYTES || is_everywhere(word))
		return TP_NO_VARIANT;
	for (const struct pair *pair = pairs; pair < pairs + PAIRS; pair++)
		for (size_t at = 1; is_of_language(pair, language) && at <= word.n; at++)
			if (is_elsewhere(spelling, pair, word, at, pair->one, pair->other, out) ||
			    is_elsewhere(spelling, pair, word, at, pair->other, pair->one, out))
				return kind_of(pair);
	return TP_NO_VARIANT;
}

enum tp_variant tp_variant_nearer(const struct tp_spelling *spelling, const char *language, struct tp_str word,
				  struct tp_str fix, unsigned far, struct tp_buf *out)
{
	size_t n = out->n;

	for (const struct pair *pair = pairs; pair < pairs + PAIRS; pair++) {
		for (size_t at = 1; is_of_language(pair, language) && at <= fix.n; at++) {
			if (!is_elsewhere(spelling, pair, fix, at, pair->one, pair->other, out) &&
			    !is_elsewhere(spelling, pair, fix, at, pair->other, pair->one, out) &&
			    !is_shared(spelling, pair, fix, at, out))
				continue;
			if (tp_spelling_distance(word, tp_str_from(tp_buf_str(out), n)) < far)
				return kind_of(pair);
			out->n = n;
		}
	}
	return TP_NO_VARIANT;
}
