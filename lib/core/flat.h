/* Arrays in a row of bytes that can be mapped: each is its number of elements, and then these, at a multiple of 8. */
#ifndef TPREP_CORE_FLAT_H
#define TPREP_CORE_FLAT_H

#include <stdint.h>

#include "tprep.h"

void tp_flat_add(struct tp_buf *out, const void *p, size_t n, size_t size);

/* A hash of bytes, for what is to be found as it was left. */
uint64_t tp_flat_hash(struct tp_str bytes);

/* What is still to be read; the bytes are aligned to 8. */
struct tp_flat {
	struct tp_str rest;
	bool damaged; /* an array that was asked for is not there */
};

/* The elements of the next array, borrowed, and how many there are. An empty one if it is damaged. */
const void *tp_flat_take(struct tp_flat *in, size_t size, size_t *n);

#endif
