/* Spellings that are right in one country or were right once: "colour" and "color", "daß" and "dass". */
#ifndef TPREP_LANGUAGE_VARIANTS_H
#define TPREP_LANGUAGE_VARIANTS_H

#include "tprep.h"

struct tp_spelling;

enum tp_variant {
	TP_NO_VARIANT,
	TP_VARIANT,
	TP_VARIANT_SHARED, /* one of the countries writes the other spelling as well: "organize" */
};

/* The word that a dictionary knows where the text has another spelling of it, added to `out`.
 * What tells misspelt words as often as spellings of a country counts for words in use only, unless `rare`. */
enum tp_variant tp_variant_find(const struct tp_spelling *spelling, const char *language, struct tp_str word, bool rare,
				struct tp_buf *out);

/* The spellings of the language that are told apart are those of countries. */
bool tp_variant_tells_country(const char *language);

/* The same the other way round: the spelling that another country has for a word that a dictionary knows. */
enum tp_variant tp_variant_elsewhere(const struct tp_spelling *spelling, const char *language, struct tp_str word,
				     struct tp_buf *out);

/* Adds to `out` the word that is another spelling of the fix, in no dictionary, and nearer than `far` to the word, by
 * tp_spelling_distance(). */
enum tp_variant tp_variant_nearer(const struct tp_spelling *spelling, const char *language, struct tp_str word,
				  struct tp_str fix, unsigned far, struct tp_buf *out);

#endif
