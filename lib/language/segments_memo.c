#include "language/segments_memo.h"

#include <stdlib.h>

#include "core/memory.h"

enum { FEWEST_BITS = 8, MOST_BITS = 14, BITS_MORE = 2 };

static void start(struct tp_side_memo *memo, unsigned bits)
{
	memo->slots = tp_alloc_zero((size_t)1 << bits, sizeof *memo->slots);
	memo->shift = 64 - bits;
	memo->room = bits < MOST_BITS ? (size_t)2 << bits : SIZE_MAX;
}

void tp_side_memo_init(struct tp_side_memo *memo)
{
	start(memo, FEWEST_BITS);
}

void tp_side_memo_release(struct tp_side_memo *memo)
{
	free(memo->slots);
}

void tp_side_memo_grow(struct tp_side_memo *memo)
{
	free(memo->slots);
	start(memo, 64 - memo->shift + BITS_MORE);
}
