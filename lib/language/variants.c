#include "language/variants.h"

#include "core/str.h"
#include "core/unicode.h"
#include "language/spelling.h"

/* What stands for what, and beside what; "$" after it is the end of the word, and vowels are any of them. A rare pair
 * is one that misspelt words have as well: it counts for words in use only. */
struct pair {
	const char *language, *before, *one, *other, *after;
	bool rare;
};

static const struct pair pairs[] = {
	{ "en", "i", "s", "z", "e", false },      { "en", "i", "s", "z", "a", false },
	{ "en", "i", "s", "z", "i", false },      { "en", "y", "s", "z", "e", false },
	{ "en", "y", "s", "z", "i", false },      { "en", "o", "u", "", "r", true },
	{ "en", "o", "u", "", "l", true },        { "en", "l", "l", "", "e", true },
	{ "en", "l", "l", "", "i", true },        { "en", "en", "c", "s", "e", true },
	{ "en", "", "re", "er", "$", true },      { "en", "m", "me", "", "$", true },
	{ "en", "g", "ue", "", "$", true },       { "en", "", "a", "", "e", true },
	{ "en", "", "o", "", "e", true },         { "en", "gr", "e", "a", "y", false },
	{ "en", "t", "y", "i", "re", false },     { "en", "che", "que", "ck", "", true },
	{ "en", "jewel", "le", "", "ry", false }, { "en", "p", "y", "a", "jama", false },
	{ "en", "s", "c", "k", "ep", true },      { "de", "", "ß", "ss", "", false },
	{ "pt", "", "c", "", "t", true },         { "pt", "", "c", "", "ç", true },
	{ "pt", "", "p", "", "t", true },         { "pt", "", "p", "", "ç", true },
	{ "pt", "", "ó", "ô", "", true },         { "pt", "", "é", "ê", "", true },
	{ "pt", "", "ü", "u", "", true },         { "pt", "", "é", "e", "i", true },
	{ "pt", "", "ô", "o", "o", true },        { "ru", "", "ё", "е", "", false },
};

enum {
	PAIRS = sizeof pairs / sizeof *pairs,
	RARE_BYTES = 5, /* of a word that a rare pair counts for: "aer" is no way to spell "are" */
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

bool tp_variant_find(const struct tp_spelling *spelling, const char *language, struct tp_str word, bool rare,
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
				return true;
	}
	return false;
}

bool tp_variant_nearer(const struct tp_spelling *spelling, const char *language, struct tp_str word, struct tp_str fix,
		       unsigned far, struct tp_buf *out)
{
	size_t n = out->n;

	for (const struct pair *pair = pairs; pair < pairs + PAIRS; pair++) {
		for (size_t at = 1; is_of_language(pair, language) && at <= fix.n; at++) {
			if (replace_at(pair, fix, at, pair->one, pair->other, out) ||
			    replace_at(pair, fix, at, pair->other, pair->one, out)) {
				struct tp_str variant = tp_str_from(tp_buf_str(out), n);

				if (tp_spelling_frequency(spelling, variant) &&
				    tp_spelling_distance(word, variant) < far)
					return true;
				out->n = n;
			}
		}
	}
	return false;
}
