/* How often words are used in a language: the table dictionaries/LANG/frequencies, mapped and searched as it stands. */
#ifndef TPREP_LANGUAGE_FREQUENCIES_H
#define TPREP_LANGUAGE_FREQUENCIES_H

#include "tprep.h"

struct tp_frequencies;

/* The table of a language in a data folder: NULL if there is none. */
struct tp_frequencies *tp_frequencies_new(const char *data, struct tp_str language);
void tp_frequencies_free(struct tp_frequencies *frequencies); /* NULL is fine */

/* The logarithm (base 10) of how often the word stands in a billion words, in tenths: 77 for "the", 30 for one in a
 * million. Case, the kind of apostrophe and the normalization form do not matter. 0: the word is none of the frequent
 * ones (or there is no table). */
unsigned tp_frequencies_of(const struct tp_frequencies *frequencies, struct tp_str word);

/* The words one by one, sorted by their bytes and in small letters; *at starts as 0. False when there are no more. */
bool tp_frequencies_next(const struct tp_frequencies *frequencies, size_t *at, struct tp_str *word,
			 unsigned *frequency);

#endif
