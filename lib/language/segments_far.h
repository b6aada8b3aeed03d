/* Patterns that may read many code points ("^.*"): each has an automaton of its own, which is asked last. */
#ifndef TPREP_LANGUAGE_SEGMENTS_FAR_H
#define TPREP_LANGUAGE_SEGMENTS_FAR_H

#include "language/automaton.h"

enum { TP_MOST_NEEDS = 8, TP_MOST_BESIDE = 3 };

/* The sets of the characters that stand on one side of a character, from it on, as far as it is known. */
struct tp_far_beside {
	uint32_t n;
	uint32_t sets[TP_MOST_BESIDE];
	uint32_t optional; /* as bits: there may be none of this one */
};

struct tp_far {
	bool left;
	struct tp_automaton *automaton;
	/* It matches only where one of these characters is on its side of the place, with others beside it; none:
	 * anywhere. */
	char needs[TP_MOST_NEEDS][5];
	unsigned n_needs;
	bool is_item; /* they are common, but with the two behind them, which there are, they are rare */
	struct tp_far_beside beside[2]; /* by left */
	uint32_t reads; /* the set of what may stand between that character and the place, */
	uint32_t reach; /* and the most code points that there may be */
};

/* Finds what a pattern needs, for a far pattern that is all zero but for its side. */
void tp_far_find_needs(struct tp_far *far, const struct tp_node *pattern, struct tp_sets *sets);

/* What a pattern needs, as bits; others may have the same. All are set where it needs nothing. */
uint64_t tp_far_needs(const struct tp_far *far);

/* All of a segmenter. */
struct tp_fars {
	struct tp_far *p;
	size_t n, cap;
};

/* What one thread needs to ask about them, text after text. */
struct tp_far_worker;

struct tp_far_worker *tp_far_worker_new(const struct tp_fars *fars, const struct tp_classes *classes);
void tp_far_worker_free(struct tp_far_worker *worker);

void tp_far_worker_start(struct tp_far_worker *worker, struct tp_str text);

/* What is in the text of what patterns need, as those bits. */
uint64_t tp_far_worker_met(struct tp_far_worker *worker);

/* The first place from `at` on at which pattern i may match, for what it needs is on its side; or one behind the
 * text. It takes least time where places are asked for in rising order. */
size_t tp_far_worker_next(struct tp_far_worker *worker, size_t i, size_t at);

/* It does match at its side of a place. */
bool tp_far_worker_finds(struct tp_far_worker *worker, size_t i, size_t at);

#endif
