/* The patterns of a rule as trees that live as long as it does: for what asks more than whether they match. */
#ifndef TPREP_LANGUAGE_SEGMENTS_TREES_H
#define TPREP_LANGUAGE_SEGMENTS_TREES_H

#include "core/flat.h"
#include "language/pattern.h"

struct tp_trees {
	struct tp_node *before, *after;
	uint32_t n_looks; /* look-arounds in them; each has its number as its `set`, those inside of it lower ones */
};

/* Copies patterns into an arena. */
struct tp_trees *tp_trees_new(const struct tp_node *before, const struct tp_node *after, struct tp_arena *arena);

/* Writes patterns, and opens them where they were written. They may ask for so many sets; NULL if they are damaged. */
void tp_trees_write(const struct tp_trees *trees, struct tp_buf *out);
struct tp_trees *tp_trees_open(struct tp_flat *in, size_t n_sets, struct tp_arena *arena);

#endif
