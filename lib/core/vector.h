/* Sixteen bytes at a time, in what the compiler makes of the machine. A comparison gives 0xff where it holds. */
#ifndef TPREP_CORE_VECTOR_H
#define TPREP_CORE_VECTOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef unsigned char tp_vector __attribute__((vector_size(16)));

static inline tp_vector tp_vector_load(const char *p)
{
	tp_vector v;

	memcpy(&v, p, sizeof v);
	return v;
}

/* Not all bytes are 0. */
static inline bool tp_vector_any(tp_vector v)
{
	uint64_t halves[2];

	memcpy(halves, &v, sizeof halves);
	return halves[0] | halves[1];
}

/* Eight bytes as a number whose lowest byte is the first one. */
static inline uint64_t tp_eight_bytes(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* A bit for each byte, the lowest for the first one; the bytes are 0 or 0xff. */
static inline unsigned tp_vector_bits(tp_vector v)
{
	const uint64_t one_each = 0x8040201008040201u, to_top = 0x0101010101010101u;
	char bytes[sizeof v];

	memcpy(bytes, &v, sizeof v);
	return (unsigned)((tp_eight_bytes(bytes) & one_each) * to_top >> 56) |
	       (unsigned)((tp_eight_bytes(bytes + 8) & one_each) * to_top >> 56) << 8;
}

#endif
