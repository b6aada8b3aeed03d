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

#endif
