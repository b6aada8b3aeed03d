/* Many bytes at a time. */
#ifndef TPREP_CORE_VECTOR_H
#define TPREP_CORE_VECTOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Eight bytes; the first is the lowest. */
static inline uint64_t tp_load64(const char *p)
{
	uint64_t bytes;

	memcpy(&bytes, p, sizeof bytes);
	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(bytes) : bytes;
}

/* Sixteen bytes, in what the compiler makes of the machine. A comparison gives 0xff where it holds. */
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

#endif
