#include "language/verdicts.h"

#include <stdlib.h>

#include "core/memory.h"

enum { LEAST_SLOTS = 1 << 10 };

void tp_verdicts_release(struct tp_verdicts *verdicts)
{
	free(verdicts->slots);
	*verdicts = (struct tp_verdicts){ NULL, 0, 0 };
}

/* Puts a slot where it belongs. There is a free one. */
static void place(struct tp_verdicts *verdicts, uint64_t slot)
{
	size_t i = (size_t)(slot >> 1) & (verdicts->cap - 1);

	while (verdicts->slots[i])
		i = (i + 1) & (verdicts->cap - 1);
	verdicts->slots[i] = slot;
	verdicts->n++;
}

static void grow(struct tp_verdicts *verdicts)
{
	struct tp_verdicts old = *verdicts;

	verdicts->cap = old.cap ? old.cap * 2 : LEAST_SLOTS;
	verdicts->slots = tp_alloc_zero(verdicts->cap, sizeof *verdicts->slots);
	verdicts->n = 0;
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i])
			place(verdicts, old.slots[i]);
	free(old.slots);
}

void tp_verdicts_put(struct tp_verdicts *verdicts, uint64_t hash, bool known)
{
	uint64_t word = hash >> 1 << 1 ? hash >> 1 << 1 : 2;

	if (verdicts->n == TP_MOST_VERDICTS || tp_verdicts_get(verdicts, hash) != TP_NOT_ASKED)
		return;
	if (verdicts->n >= verdicts->cap / 2)
		grow(verdicts);
	place(verdicts, word | known);
}
