/* Rules with look-around that no automaton can follow: of several characters, in the middle of a pattern. */
#ifndef TPREP_LANGUAGE_SEGMENTS_LOOK_H
#define TPREP_LANGUAGE_SEGMENTS_LOOK_H

#include "language/classes.h"

struct tp_look {
	struct tp_node *before, *after; /* patterns */
	uint32_t n_looks; /* in them; each has its number as its `set` */
};

/* Copies the patterns of a rule into an arena. NULL if matching them could take too long. */
struct tp_look *tp_look_new(const struct tp_node *before, const struct tp_node *after, struct tp_arena *arena);

/* Writes a rule's patterns, and opens them where they were written. They may ask for so many sets; NULL if they are
 * damaged, or as above. */
void tp_look_write(const struct tp_look *look, struct tp_buf *out);
struct tp_look *tp_look_open(struct tp_flat *in, size_t n_sets, struct tp_arena *arena);

/* The rule matches at a place. Its patterns see 512 bytes on each side; it does not match if to know takes too long. */
bool tp_look_matches(const struct tp_look *look, const struct tp_classes *classes, struct tp_str text, size_t at);

#endif
