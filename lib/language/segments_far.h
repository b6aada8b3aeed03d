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
	struct tp_far_beside beside[2]; /* by left */
};

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

/* Something that patterns need is in the text. */
bool tp_far_worker_has_needs(const struct tp_far_worker *worker);

/* The places of the text at whose side pattern i may match, for a character that it needs is there. */
struct tp_span tp_far_worker_places(const struct tp_far_worker *worker, size_t i);

/* Pattern i may match at its side of a place: what it needs is there, with what belongs beside that. */
bool tp_far_worker_may_find(struct tp_far_worker *worker, size_t i, size_t at);

/* It does match at its side of a place. */
bool tp_far_worker_finds(struct tp_far_worker *worker, size_t i, size_t at);

#endif
