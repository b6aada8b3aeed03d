/* What was found on one side of places in texts, remembered by the bytes that were read for that. */
#ifndef TPREP_LANGUAGE_SEGMENTS_MEMO_H
#define TPREP_LANGUAGE_SEGMENTS_MEMO_H

#include "core/eight.h"

enum { TP_SIDE_MEMO_BYTES = 8 };

struct tp_remembered {
	uint64_t bytes; /* as they stand in the text */
	uint32_t found; /* not 0, unless nothing is remembered */
	uint8_t others; /* bits of bytes that were not read */
};

/* A table in which what is new drives out what is old. It is small at first, for a short text touches all of it, and
 * forgets what it has when it grows. */
struct tp_side_memo {
	struct tp_remembered *slots;
	unsigned shift; /* of a hash */
	size_t room; /* for so many more before it grows */
};

void tp_side_memo_init(struct tp_side_memo *memo);
void tp_side_memo_release(struct tp_side_memo *memo);
void tp_side_memo_grow(struct tp_side_memo *memo);

/* The text has enough bytes on a side of a place: one more, so that its edge is not met. */
static inline bool tp_side_memo_reaches(struct tp_str text, size_t at, bool left)
{
	return (left ? at : text.n - at) > TP_SIDE_MEMO_BYTES;
}

static inline uint64_t tp_side_memo_bytes(struct tp_str text, size_t at, bool left)
{
	return tp_eight_of(text.p + at - (left ? TP_SIDE_MEMO_BYTES : 0), TP_SIDE_MEMO_BYTES);
}

/* The bytes that are most often read: at the left those of a word with what stands behind it, from the space before it
 * on; at the right those up to the space behind a word. */
static inline uint64_t tp_side_memo_most_read(uint64_t bytes, bool left)
{
	uint64_t spaces = tp_eight_equal(bytes, ' ') & (left ? UINT64_MAX >> 8 : UINT64_MAX << 8);

	if (!left)
		return bytes & ((spaces & -spaces) - 1);
	return spaces ? bytes & UINT64_MAX << (56 - __builtin_clzll(spaces)) : bytes;
}

static inline struct tp_remembered *tp_side_memo_slot(const struct tp_side_memo *memo, bool left, uint64_t bytes)
{
	return &memo->slots[tp_side_memo_most_read(bytes, left) * 0x9e3779b97f4a7c15 >> memo->shift];
}

/* What was found beside such bytes. NULL: that is not known. */
static inline const struct tp_remembered *tp_side_memo_find(const struct tp_side_memo *memo, bool left, uint64_t bytes)
{
	const struct tp_remembered *known = tp_side_memo_slot(memo, left, bytes);
	uint64_t differs = known->bytes ^ bytes;

	differs = left ? differs >> known->others : differs << known->others;
	return differs || !known->found ? NULL : known;
}

/* Remembers what was found when n bytes had been read, unless these are too many, or none. */
static inline void tp_side_memo_add(struct tp_side_memo *memo, bool left, uint64_t bytes, size_t n, uint32_t found)
{
	if (!n || n > TP_SIDE_MEMO_BYTES)
		return;
	if (!memo->room--)
		tp_side_memo_grow(memo);
	*tp_side_memo_slot(memo, left, bytes) =
	    (struct tp_remembered){ bytes, found, (uint8_t)(8 * (TP_SIDE_MEMO_BYTES - n)) };
}

#endif
