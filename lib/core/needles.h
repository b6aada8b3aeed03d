/* Many strings looked for at once, by the bytes that they begin with. */
#ifndef TPREP_CORE_NEEDLES_H
#define TPREP_CORE_NEEDLES_H

#include <stdint.h>

#include "tprep.h"

enum { TP_NEEDLE = 3 };

/* By each of the first three bytes, and in `halves` by the low and the high half of it, the groups of strings that can
 * have it, as bits. All zero is empty: nothing is found. */
struct tp_needles {
	uint8_t bytes[TP_NEEDLE][256], halves[TP_NEEDLE][2][16];
	bool words; /* they are words: an ASCII letter stands before none of them */
};

/* Adds a string, which is not empty, to group % 8. Strings of one group are best alike. */
void tp_needles_add(struct tp_needles *needles, struct tp_str s, unsigned group);

/* Lets strings of a group have a byte from first to last at place k. */
void tp_needles_allow(struct tp_needles *needles, unsigned group, size_t k, unsigned char first, unsigned char last);

/* A look through a text for what is in it. */
struct tp_hits {
	const struct tp_needles *needles;
	struct tp_str text;
	size_t at, to; /* up to here it is known: */
	uint64_t bits; /* the places at + i, with TP_NEEDLE bytes, and where no word goes on, if words are looked for */
};

void tp_hits_start(struct tp_hits *hits, const struct tp_needles *needles, struct tp_str text);

/* Takes the first of the places that are known. */
static inline bool tp_hits_take(struct tp_hits *hits, size_t *at)
{
	const struct tp_needles *needles = hits->needles;

	while (hits->bits) {
		*at = hits->at + (size_t)__builtin_ctzll(hits->bits);
		hits->bits &= hits->bits - 1;
		const unsigned char *p = (const unsigned char *)hits->text.p + *at;
		if (needles->bytes[0][p[0]] & needles->bytes[1][p[1]] & needles->bytes[2][p[2]])
			return true;
	}
	return false;
}

/* The next place beyond those that are known. */
size_t tp_hits_look_on(struct tp_hits *hits);

/* The next place where one of the strings may begin, or the end of the text. */
static inline size_t tp_hits_next(struct tp_hits *hits)
{
	size_t at;

	return tp_hits_take(hits, &at) ? at : tp_hits_look_on(hits);
}

#endif
