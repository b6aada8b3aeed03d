/* The search for what a misspelt word was meant to be: the words of the index, and forms that it lacks, by how likely
 * they are and how likely they were misspelt so. The work is counted: it depends on the length of the word alone. */
#ifndef TPREP_LANGUAGE_SPELLING_SEARCH_H
#define TPREP_LANGUAGE_SPELLING_SEARCH_H

#include "language/spelling_index.h"
#include "language/spelling_model.h"

enum {
	TP_CANDIDATE_LONGEST = TP_INDEX_LONGEST + 1,
	TP_MARGIN = 1100, /* a candidate that is so much dearer than the best one is given up */
	TP_RARITY = 23, /* a tenth of a logarithm, which rarities are in, in hundredths of nats */
};

struct tp_candidate {
	uint8_t letters[TP_CANDIDATE_LONGEST]; /* codes of the index */
	uint8_t n;
	uint8_t split; /* letters before a space; 0: one word */
	uint32_t node; /* of the word; 0: it is not in the index */
	unsigned edits; /* the cost of the misspelling, */
	unsigned total; /* and of the word: the least comes first */
	unsigned spared; /* as accents are left out: see spelling_rank.h */
	int score; /* by which corrections are put in order: see spelling_rank.h */
};

struct tp_candidates {
	struct tp_candidate *p; /* room for `most` */
	size_t n, most;
};

/* Adds to `words` those of the index that `letters` may be meant for, and two words in one; to `forms` what is one edit
 * away and may be a form of the dictionary's, and to `others` what is none. The likeliest come first; nothing says that
 * the dictionary accepts them. Returns how many steps the search took. */
size_t tp_search(const struct tp_index *index, const struct tp_model *model, const uint8_t *letters, size_t n,
		 struct tp_candidates *words, struct tp_candidates *forms, struct tp_candidates *others);

/* Adds to `forms` what a word that is made of two words may be meant for, if one of them is misspelt. */
void tp_search_compound(const struct tp_index *index, const struct tp_model *model, const uint8_t *letters, size_t n,
			struct tp_candidates *forms);

#endif
