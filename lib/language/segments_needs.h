/* What patterns that read far need in a text. */
#ifndef TPREP_LANGUAGE_SEGMENTS_NEEDS_H
#define TPREP_LANGUAGE_SEGMENTS_NEEDS_H

#include "language/pattern.h"

/* A character that has to be there, and that is met in few texts: a special one; or a letter or a digit with what comes
 * after it, as in "a. ". */
struct tp_far_need {
	const struct tp_node *node; /* in the pattern, with what stands beside it; NULL: there is none */
	uint32_t reach; /* the most code points that stand between it and the place: */
	uint32_t skips; /* some of the pattern's own beside it, */
	uint32_t reads; /* and behind those such of this set */
	uint32_t rarity; /* a guess: how many characters are sure to stand beside it, and one more */
	bool is_asked; /* the caller's own note */
};

/* Of what a pattern needs, farther from the place than `near` code points, the rarest. */
struct tp_far_need tp_far_need_find(const struct tp_node *pattern, bool left, uint32_t near, struct tp_sets *sets);

#endif
