/* Patterns that may read many code points ("^.*"): each has an automaton of its own, which is asked last. */
#ifndef TPREP_LANGUAGE_SEGMENTS_FAR_H
#define TPREP_LANGUAGE_SEGMENTS_FAR_H

#include "language/automaton.h"

enum { TP_MOST_NEEDS = 8 };

struct tp_far {
	bool left;
	struct tp_automaton *automaton;
	/* It matches only where one of these characters is on its side of the place; none: anywhere. */
	char needs[TP_MOST_NEEDS][5];
	unsigned n_needs;
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

/* The places of the text at whose side pattern i may match, for what it needs is there. */
struct tp_span tp_far_worker_places(const struct tp_far_worker *worker, size_t i);

static inline bool tp_far_worker_may_find(const struct tp_far_worker *worker, size_t i, size_t at)
{
	struct tp_span places = tp_far_worker_places(worker, i);

	return places.from <= at && at < places.to;
}

/* It does match at its side of a place. */
bool tp_far_worker_finds(struct tp_far_worker *worker, size_t i, size_t at);

#endif
