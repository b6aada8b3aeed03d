/* The kit: what is loaded once. Made in config.c. */
#ifndef TPREP_LANGUAGE_KIT_H
#define TPREP_LANGUAGE_KIT_H

#include <stdatomic.h>

#include "language/evidence.h"
#include "language/names.h"
#include "language/names_terms.h"
#include "language/segments.h"
#include "language/spelling.h"
#include "tprep.h"

struct tp_kit {
	char *language;
	bool has_country; /* the language is that of a country, or the dictionaries are named that tell one */
	bool any_country; /* but spellings of others are as right */
	struct tp_word_rules *words;
	int has; /* enum tp_need: what is loaded */
	struct tp_names *names;
	struct tp_name_terms *terms; /* in the language of a translation; NULL: none is to be offered */
	struct tp_spelling *spelling;
	struct tp_segmenter *segmenter;
	struct tp_evidence *evidence; /* NULL: the rules alone decide */
	size_t general_rule; /* the segmenter's rules from here on are those for any language */
	enum tp_quotes quotes;
	bool first_mention;
	bool whole_quotes;
	size_t longest_segment;
	_Atomic(struct tp_names_work *) work; /* to find names with, for the thread that takes it; NULL: none is free */
};

#endif
