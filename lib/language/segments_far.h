/* Patterns that may read many code points ("^.*"): each has an automaton of its own, which is asked last. */
#ifndef TPREP_LANGUAGE_SEGMENTS_FAR_H
#define TPREP_LANGUAGE_SEGMENTS_FAR_H

#include "core/needles.h"
#include "language/automaton.h"
#include "language/segments_scan.h"

struct tp_far {
	bool left;
	struct tp_automaton *automaton;
	/* It matches only where one of these needs is on its side of the place, as bits of the scan for them; 0:
	 * anywhere. */
	uint64_t needs;
	uint32_t reach; /* the most code points between that and the place: */
	uint32_t skips; /* as many of any kind, if there are so many, */
	uint32_t reads; /* and then those of a set, up to the place */
};

/* What a pattern needs, as bits; all are set where it needs nothing. */
static inline uint64_t tp_far_needs(const struct tp_far *far)
{
	return far->needs ? far->needs : UINT64_MAX;
}

/* All of a segmenter. */
struct tp_fars {
	struct tp_far *p;
	size_t n, cap;
	struct tp_scan needs; /* its places are before the characters that patterns need: */
	struct tp_needles windows; /* find them: see tp_windows_make() */
};

/* What one thread needs to ask about them, text after text. */
struct tp_far_worker;

struct tp_far_worker *tp_far_worker_new(const struct tp_fars *fars, const struct tp_classes *classes);
void tp_far_worker_free(struct tp_far_worker *worker);

void tp_far_worker_start(struct tp_far_worker *worker, struct tp_str text);

/* What is in the text of what patterns need. */
uint64_t tp_far_worker_met(struct tp_far_worker *worker);

/* The first place from `at` on at which pattern i may match, for what it needs is on its side; or one behind the
 * text. It takes least time where places are asked for in rising order. */
size_t tp_far_worker_next(struct tp_far_worker *worker, size_t i, size_t at);

/* It does match at its side of a place. */
bool tp_far_worker_finds(struct tp_far_worker *worker, size_t i, size_t at);

#endif
