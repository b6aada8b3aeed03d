/* The inflected forms of a dictionary's words, by the rules of its .aff: one prefix and one suffix at most. */
#ifndef TPREP_LANGUAGE_SPELLING_AFFIXES_H
#define TPREP_LANGUAGE_SPELLING_AFFIXES_H

#include "tprep.h"

struct tp_affixes;

/* `aff` is the .aff in UTF-8, and is borrowed. */
struct tp_affixes *tp_affixes_new(struct tp_str aff);
void tp_affixes_free(struct tp_affixes *affixes);

/* How many forms a word with these flags may have, at most. */
size_t tp_affixes_count(const struct tp_affixes *affixes, struct tp_str flags);

/* Calls `each` with the forms of a word: those with an apostrophe are left out. */
void tp_affixes_each(const struct tp_affixes *affixes, struct tp_str word, struct tp_str flags,
		     void (*each)(void *arg, struct tp_str form), void *arg);

/* A word with these flags may be part of a compound. */
bool tp_affixes_compound(const struct tp_affixes *affixes, struct tp_str flags);

/* Calls `each` with what each rule strips off a word and what it adds. */
void tp_affixes_each_rule(const struct tp_affixes *affixes,
			  void (*each)(void *arg, bool is_suffix, struct tp_str stripped, struct tp_str added),
			  void *arg);

#endif
