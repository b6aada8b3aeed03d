/* A sieve for the bytes around a place, in tables so small that many places are looked up at once. It lets through what
 * it is made for, and some more. */
#ifndef TPREP_LANGUAGE_SEGMENTS_SIEVE_H
#define TPREP_LANGUAGE_SEGMENTS_SIEVE_H

#include "language/automaton.h"

enum { TP_SIEVE_BITS = 24 };

/* For the bytes before a place (from 0 on, the nearest first), and after it (from TP_NEAR on), and for their low halves
 * [0] and their high halves [1]: the kinds of place that can have them, as bits. A place is let through where all of
 * these have a bit in common. */
typedef uint8_t tp_sieve_tables[TP_SIEVE_BITS / 8][2 * TP_NEAR][2][16];

/* What a sieve is made from: bytes before and after a place, which are best put one by one where there is a choice. All
 * zero is empty. */
struct tp_sieve {
	struct tp_sieve_term *p;
	size_t n, cap;
};

void tp_sieve_add(struct tp_sieve *sieve, const struct tp_bytes before[TP_NEAR], const struct tp_bytes after[TP_NEAR]);

/* It can be made. */
bool tp_sieve_has_room(const struct tp_sieve *sieve);

/* Makes the tables, which were all zero. */
void tp_sieve_make(struct tp_sieve *sieve, tp_sieve_tables tables);
void tp_sieve_release(struct tp_sieve *sieve);

#endif
