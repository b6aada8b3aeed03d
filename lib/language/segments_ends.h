/* Where the first pattern of a rule ends. One such as "[.]+" can end at several places; engines that back-track try the
 * ways of matching from a place in an order, and the first one that leads to a match tells the end. */
#ifndef TPREP_LANGUAGE_SEGMENTS_ENDS_H
#define TPREP_LANGUAGE_SEGMENTS_ENDS_H

#include "language/classes.h"
#include "language/segments_trees.h"

/* Every match of a pattern reads as many code points: it has one end, and nothing more has to be asked. */
bool tp_ends_are_plain(const struct tp_node *before);

struct tp_ends;

/* NULL if no match has several ends, or if the patterns are too large to tell: then each end counts. */
struct tp_ends *tp_ends_new(const struct tp_trees *trees, const struct tp_classes *classes);
void tp_ends_free(struct tp_ends *ends);

/* Adds the ends of the matches from all places of a text, as bits of its bytes and its end. Takes linear time. */
void tp_ends_mark(const struct tp_ends *ends, const struct tp_classes *classes, struct tp_str text, uint64_t *bits);

#endif
