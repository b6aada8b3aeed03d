/* The order of what the search found: how unlikely each word is to be meant, weighed from what is seen of it and of the
 * word that was typed. The weights are learned by tools/learn/ranking.py. */
#ifndef TPREP_LANGUAGE_SPELLING_RANK_H
#define TPREP_LANGUAGE_SPELLING_RANK_H

#include "language/spelling_search.h"

/* In hundredths: of nats, or of one letter; a thing that is so or not is 0 or 100. */
struct tp_marks {
	int of[TP_MARKS];
};

void tp_rank_look(const struct tp_index *index, const struct tp_model *model, const uint8_t *letters, size_t n,
		  const struct tp_candidate *candidate, struct tp_marks *marks);

/* Gives each candidate for these letters its score, by the weights of the model, and tells what is spared: who leaves
 * out accents does so often, but what has none may be a word of its own. Their order stays. */
void tp_rank(const struct tp_index *index, const struct tp_model *model, const uint8_t *letters, size_t n,
	     struct tp_candidates *candidates);

#endif
