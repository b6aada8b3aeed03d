/* Classes that some automata do not tell apart are one kind, for few kinds make small states. */
#ifndef TPREP_LANGUAGE_KINDS_H
#define TPREP_LANGUAGE_KINDS_H

#include "language/automaton.h"

struct tp_kinds {
	const struct tp_classes *classes;
	uint16_t *of; /* of each class, and of the edge */
	uint32_t *sample; /* a class of each kind */
	uint32_t n; /* the last kind is the edge of the text */
	uint16_t ascii[128];
};

/* The kinds for n automata, or for those who ask whether a class is in a set: these sets, by number. */
void tp_kinds_init(struct tp_kinds *kinds, const struct tp_classes *classes, const struct tp_automaton *const *automata,
		   size_t n);
void tp_kinds_init_sets(struct tp_kinds *kinds, const struct tp_classes *classes, const bool *asked);
void tp_kinds_release(struct tp_kinds *kinds);

/* The kind of the code point at, or before, *at, which moves over it. */
static inline uint32_t tp_kind_next(const struct tp_kinds *kinds, struct tp_str text, size_t *at)
{
	if (*at < text.n && (unsigned char)text.p[*at] < 0x80)
		return kinds->ascii[(unsigned char)text.p[(*at)++]];
	return kinds->of[tp_class_next(kinds->classes, text, at)];
}

static inline uint32_t tp_kind_prev(const struct tp_kinds *kinds, struct tp_str text, size_t *at)
{
	if (*at > 0 && (unsigned char)text.p[*at - 1] < 0x80)
		return kinds->ascii[(unsigned char)text.p[--*at]];
	return kinds->of[tp_class_prev(kinds->classes, text, at)];
}

#endif
