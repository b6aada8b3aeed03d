/* What the near patterns of a segmenter's rules tell about a place in a text. */
#ifndef TPREP_LANGUAGE_SEGMENTS_VERDICT_H
#define TPREP_LANGUAGE_SEGMENTS_VERDICT_H

#include "language/segments_rules.h"

struct tp_verdict {
	uint32_t rule; /* the first rule that matches for certain; the number of rules: none */
	bool ends; /* it breaks */
	bool breaks; /* a rule that matches for certain breaks */
	uint64_t needs; /* where nothing of this is in the text, no doubtful rule matches: see tp_far_needs() */
	size_t silent; /* the caller's own note, 0 at first: how long none of them matches */
	uint32_t n;
	uint32_t doubtful[]; /* rules with more to ask for that could change this, in order */
};

/* A deterministic automaton for each side of a place, made while it runs, and what both say together. What was found is
 * remembered: for one thread at a time. Memory is bounded. */
struct tp_verdicts;

/* Unless verdicts on `all` places are asked for where a rule that breaks matches, there are some on those alone where
 * the first rule that matches may be one that breaks. */
struct tp_verdicts *tp_verdicts_new(const struct tp_segmenter *segmenter, bool all);
void tp_verdicts_free(struct tp_verdicts *verdicts);

/* About the bytes that it takes. */
size_t tp_verdicts_size(const struct tp_verdicts *verdicts);

/* The verdicts on places of a text (0 < at + i < text.n) for the bits i of *places, found without a branch for each
 * that nobody could foresee. Those that are too many for the memory are taken out; at least one stays. Returns the bits
 * of those on which there is one, as there is on few; they are good until the next call. */
uint64_t tp_verdicts_on(struct tp_verdicts *verdicts, struct tp_str text, size_t at, uint64_t *places,
			struct tp_verdict *told[64]);

#endif
