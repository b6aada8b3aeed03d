/* Finds the places in a text where a break rule may match, by the bytes around them. */
#ifndef TPREP_LANGUAGE_SEGMENTS_SCAN_H
#define TPREP_LANGUAGE_SEGMENTS_SCAN_H

#include "language/segments_sieve.h"

enum { TP_SCAN_BITS = 64 };

/* Which bytes can stand around a place, ... before[1] before[0] | after[0] after[1] ..., as two tables: an exact one,
 * and a coarse one that is looked up for many places at once. All zero is empty: no place. */
struct tp_scan {
	/* For the bytes around a place: what can match, as bits. */
	uint64_t before[TP_NEAR][256], after[TP_NEAR][256];
	tp_sieve_tables sieve;
	uint32_t has_sieve; /* a bool: there are no gaps, for a scan is written as it stands */
	uint32_t spare;
};

/* A scan that is being made. All zero is empty. */
struct tp_scan_maker {
	/* What each bit stands for, as sets of bytes; and for how many kinds of place there are bits. */
	struct tp_bytes sets[TP_SCAN_BITS][2 * TP_NEAR];
	unsigned n;
	struct tp_sieve sieve; /* what is put there is to be added, too */
};

/* Adds the bytes that can stand before and after a place. Returns the bit that stands for them, among others. */
unsigned tp_scan_add(struct tp_scan *scan, struct tp_scan_maker *maker, const struct tp_bytes before[TP_NEAR],
		     const struct tp_bytes after[TP_NEAR]);

/* To be called when all have been added, to the sieve too. Releases what the maker holds. */
void tp_scan_complete(struct tp_scan *scan, struct tp_scan_maker *maker);

/* A search for the places of a text. */
struct tp_places {
	const struct tp_scan *scan;
	bool sieves;
	struct tp_str text;
	size_t from, to; /* what there is from one place to the other is known: */
	uint64_t bits; /* the places from + i */
};

void tp_places_start(struct tp_places *places, const struct tp_scan *scan, struct tp_str text);

/* The sieve can be used, by this processor. */
bool tp_scan_can_sieve(void);

/* The first place from `at` on, beyond those that are known. */
size_t tp_places_look_on(struct tp_places *places, size_t at);

/* The first place from `at` on, not at the end of the text, that may be one of those; else the end. `at` (> 0) never
 * falls. */
static inline size_t tp_places_next(struct tp_places *places, size_t at)
{
	uint64_t bits = at < places->to ? places->bits & UINT64_MAX << (at - places->from) : 0;

	return bits ? places->from + (size_t)__builtin_ctzll(bits) : tp_places_look_on(places, at);
}

#endif
