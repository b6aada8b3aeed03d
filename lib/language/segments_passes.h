/* Patterns as steps that are followed through a whole text, for what automata do not tell: whether a rule matches that
 * has look-around in the middle of a pattern, and where matches of its first pattern end. One such as "[.]+" can end at
 * several places; engines that back-track try the ways of matching from a place in an order, and the first one that
 * leads to a match tells the end. */
#ifndef TPREP_LANGUAGE_SEGMENTS_PASSES_H
#define TPREP_LANGUAGE_SEGMENTS_PASSES_H

#include "language/classes.h"
#include "language/segments_trees.h"

/* The passes of a rule have no more steps together: so it takes linear time to follow them through any text. */
#define TP_MOST_PASS_STEPS 20000

/* A rule has no more passes than that: an unsigned has bits for them. */
#define TP_MOST_PASSES 32

enum tp_pass_step_kind {
	TP_PASS_END, /* the match is complete */
	TP_PASS_READ, /* reads one code point of `set`, goes on at entry a */
	TP_PASS_FORK, /* goes on at step a; if that leads to nothing, at b */
	TP_PASS_BESIDE, /* goes on at a if the neighbour on a side is in `set`, or missing and `edge` */
	TP_PASS_LOOK, /* goes on at a if the pattern of pass `set` is there; or is not, if `negated` */
};

struct tp_pass_step {
	uint32_t kind; /* enum tp_pass_step_kind */
	uint32_t a, b, set;
	uint32_t left, edge, negated; /* bools: there are no gaps, for equal steps are one */
};

/* A pattern, and the side of a place on which it has to be. Steps that are reached from another one without reading
 * have lower numbers. */
struct tp_pass {
	bool left;
	struct tp_pass_step *steps;
	uint32_t n_steps, start;
	uint32_t *entries; /* the steps at which a match goes on when it has read something */
	uint32_t n_entries;
	unsigned looks; /* the passes that it asks, as bits */
	bool asks_behind; /* it asks for the neighbour on its other side */
};

/* The look-arounds of a rule, in their order, its second pattern, and the first one: at the left of a place
 * (`matches`), then at the right of one, for where it ends (`ends`). */
struct tp_passes {
	struct tp_pass *p;
	size_t n, n_steps;
	bool matches, ends;
};

/* NULL if the patterns are too large. */
struct tp_passes *tp_passes_new(const struct tp_trees *trees, bool matches, bool ends);
void tp_passes_free(struct tp_passes *passes);

/* Matches of a pattern may have several ends from one place: they do not always read as many code points. */
bool tp_ends_may_differ(const struct tp_node *before);

/* The same, as far as a longer look tells. */
bool tp_passes_may_differ(const struct tp_passes *passes, const struct tp_classes *classes);

#endif
