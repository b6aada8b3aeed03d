/* What was found on one side of places in texts, remembered by the bytes that were read for that. */
#ifndef TPREP_LANGUAGE_SEGMENTS_MEMO_H
#define TPREP_LANGUAGE_SEGMENTS_MEMO_H

#include "core/eight.h"

enum { TP_MEMO_BYTES = 8, TP_MEMO_BITS = 10 };

/* The bytes on one side of a place. */
struct tp_beside_bytes {
	uint64_t bytes; /* the nearest one highest; beyond the edge of the text they are 0 */
	unsigned edge; /* how far away that is, if it is near; never 0 */
};

struct tp_remembered {
	uint64_t bytes;
	uint32_t found;
	uint8_t edge; /* 0: nothing is remembered */
	uint8_t others; /* bits of bytes that were not read */
};

/* A table in which what is new drives out what is old. All zero is empty. */
struct tp_memo {
	struct tp_remembered sets[1 << TP_MEMO_BITS][2];
};

/* What stands beside a place between two bytes of the text. */
static inline struct tp_beside_bytes tp_bytes_beside(struct tp_str text, size_t at, bool left)
{
	size_t edge = left ? at : text.n - at;
	uint64_t bytes;

	if (!left)
		bytes = __builtin_bswap64(tp_eight_at(text, at));
	else if (at >= TP_MEMO_BYTES)
		bytes = tp_eight_at(text, at - TP_MEMO_BYTES);
	else
		bytes = tp_eight_at((struct tp_str){ text.p, at }, 0) << 8 * (TP_MEMO_BYTES - at);
	return (struct tp_beside_bytes){ bytes, (unsigned)(edge <= TP_MEMO_BYTES ? edge : TP_MEMO_BYTES + 1) };
}

/* Places beside one word are of one set: bytes up to a space, but for the nearest one. */
static inline struct tp_remembered *tp_memo_set(struct tp_memo *memo, uint64_t bytes)
{
	uint64_t spaces = (tp_eight_equal(bytes, ' ') & UINT64_MAX >> 8) | 0x80;
	uint64_t word = bytes & ~(UINT64_MAX >> __builtin_clzll(spaces) >> 8);

	return memo->sets[word * 0x9e3779b97f4a7c15 >> (64 - TP_MEMO_BITS)];
}

/* Not 0 where something else is remembered. */
static inline uint64_t tp_memo_differs(const struct tp_remembered *known, const struct tp_beside_bytes *beside)
{
	return (known->bytes ^ beside->bytes) >> known->others | (known->edge ^ beside->edge);
}

/* What was found beside such bytes. NULL: that is not known. Which one of a set it is, no processor can foresee: so
 * there is no branch. */
static inline const struct tp_remembered *tp_memo_find(struct tp_memo *memo, const struct tp_beside_bytes *beside)
{
	const struct tp_remembered *set = tp_memo_set(memo, beside->bytes);
	uint64_t is_second = tp_memo_differs(&set[0], beside) != 0;
	uint64_t differs = tp_memo_differs(&set[1], beside) & -is_second;

	return differs ? NULL : &set[is_second];
}

/* Remembers what was found when n bytes had been read, unless these are too many, or none. */
static inline void tp_memo_add(struct tp_memo *memo, const struct tp_beside_bytes *beside, size_t n, uint32_t found)
{
	struct tp_remembered *set = tp_memo_set(memo, beside->bytes);

	if (!n || n > TP_MEMO_BYTES)
		return;
	set[1] = set[0];
	set[0] =
	    (struct tp_remembered){ beside->bytes, found, (uint8_t)beside->edge, (uint8_t)(8 * (TP_MEMO_BYTES - n)) };
}

#endif
