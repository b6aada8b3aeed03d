/* Text eight bytes at a time: what is asked of each byte is answered in its highest bit. The first byte is the lowest
 * one. */
#ifndef TPREP_CORE_EIGHT_H
#define TPREP_CORE_EIGHT_H

#include <stdint.h>
#include <string.h>

#include "tprep.h"

/* A byte in every place. */
#define TP_EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Up to eight bytes; those that lack are 0. */
static inline uint64_t tp_eight_of(const char *p, size_t n)
{
	uint64_t bytes = 0;

	memcpy(&bytes, p, n);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	bytes = __builtin_bswap64(bytes);
#endif
	return bytes;
}

/* The bytes from `from` (<= s.n) on; beyond the end of the text they are 0. Eight bytes are read at once, if there are
 * so many before the end, too. */
static inline uint64_t tp_eight_at(struct tp_str s, size_t from)
{
	size_t n = s.n - from;

	if (n >= 8)
		return tp_eight_of(s.p + from, 8);
	if (!n)
		return 0;
	return s.n < 8 ? tp_eight_of(s.p + from, n) : tp_eight_of(s.p + s.n - 8, 8) >> 8 * (8 - n);
}

/* The first n (0 to 8) of them; the others are 0. Without a branch, as n is often the length of a word. */
static inline uint64_t tp_eight_cut(uint64_t bytes, size_t n)
{
	return bytes & ((UINT64_C(1) << 4 * n << 4 * n) - 1);
}

/* Those that are ASCII letters. */
static inline uint64_t tp_eight_letters(uint64_t bytes)
{
	uint64_t low = (bytes | TP_EIGHT(0x20)) & TP_EIGHT(0x7f);

	return (low + TP_EIGHT(0x80 - 'a')) & ~(low + TP_EIGHT(0x80 - 'z' - 1)) & ~bytes & TP_EIGHT(0x80);
}

/* Those that are ASCII digits. */
static inline uint64_t tp_eight_digits(uint64_t bytes)
{
	uint64_t low = bytes & TP_EIGHT(0x7f);

	return (low + TP_EIGHT(0x80 - '0')) & ~(low + TP_EIGHT(0x80 - '9' - 1)) & ~bytes & TP_EIGHT(0x80);
}

/* Those that are this ASCII character. */
static inline uint64_t tp_eight_equal(uint64_t bytes, char c)
{
	return (TP_EIGHT(0x80) - ((bytes & TP_EIGHT(0x7f)) ^ TP_EIGHT((uint64_t)c))) & ~bytes & TP_EIGHT(0x80);
}

/* How many bytes at the start got the answer yes. */
static inline size_t tp_eight_count(uint64_t answers)
{
	uint64_t no = answers ^ TP_EIGHT(0x80);

	return no ? (size_t)__builtin_ctzll(no) / 8 : sizeof no;
}

#endif
