/* Rules with look-around that no automaton can follow: of several characters, in the middle of a pattern. */
#ifndef TPREP_LANGUAGE_SEGMENTS_LOOK_H
#define TPREP_LANGUAGE_SEGMENTS_LOOK_H

#include "language/classes.h"
#include "language/segments_trees.h"

/* Matching the patterns of a rule cannot take too long. */
bool tp_look_fits(const struct tp_trees *trees);

/* The rule matches at a place. Its patterns see 512 bytes on each side; it does not match if to know takes too long. */
bool tp_look_matches(const struct tp_trees *trees, const struct tp_classes *classes, struct tp_str text, size_t at);

#endif
