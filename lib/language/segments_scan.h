/* Finds the places in a text where a break rule may match, by the bytes around them. */
#ifndef TPREP_LANGUAGE_SEGMENTS_SCAN_H
#define TPREP_LANGUAGE_SEGMENTS_SCAN_H

#include "language/automaton.h"

enum { TP_SCAN_BITS = 64 };

/* All zero is empty: no place. */
struct tp_scan {
	/* For the bytes ... before[1] before[0] | after[0] after[1] ... around a place: what can match, as bits. */
	uint64_t before[TP_NEAR][256], after[TP_NEAR][256];
	/* What each bit stands for, as sets of bytes; and for how many kinds of place there are bits. */
	struct tp_bytes sets[TP_SCAN_BITS][2 * TP_NEAR];
	unsigned n;
};

/* Adds the bytes that can stand before and after a place. */
void tp_scan_add(struct tp_scan *scan, const struct tp_bytes before[TP_NEAR], const struct tp_bytes after[TP_NEAR]);

/* The first place from `at` on, not at the end of the text, that may be one of those; else the end. */
size_t tp_scan_next(const struct tp_scan *scan, struct tp_str text, size_t at);

#endif
