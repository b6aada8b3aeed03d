#include "language/verdicts.h"

#include <stdlib.h>

#include "core/memory.h"

enum { LEAST_SLOTS = 1 << 10 };

void tp_word_verdicts_release(struct tp_word_verdicts *verdicts)
{
	struct tp_word_verdict_table *table = atomic_exchange(&verdicts->newest, NULL);

	while (table) {
		struct tp_word_verdict_table *older = table->older;

		free(table->slots);
		free(table);
		table = older;
	}
}

static void set_slot(struct tp_word_verdict_table *table, size_t i, uint64_t slot)
{
	__atomic_store_n(&table->slots[i], slot, __ATOMIC_RELAXED);
}

/* Puts a slot where it belongs. There is a free one. */
static void place(struct tp_word_verdict_table *table, uint64_t slot)
{
	size_t i = (size_t)(slot >> 1) & (table->cap - 1);

	while (table->slots[i])
		i = (i + 1) & (table->cap - 1);
	set_slot(table, i, slot);
	table->n++;
}

/* A table of twice the size, which takes the place of the older one when it has all of it. */
static struct tp_word_verdict_table *grow(struct tp_word_verdicts *verdicts, struct tp_word_verdict_table *older)
{
	struct tp_word_verdict_table *table = tp_alloc_zero(1, sizeof *table);

	table->cap = older ? older->cap * 2 : LEAST_SLOTS;
	table->slots = tp_alloc_zero(table->cap, sizeof *table->slots);
	table->older = older;
	for (size_t i = 0; older && i < older->cap; i++)
		if (older->slots[i])
			place(table, older->slots[i]);
	atomic_store_explicit(&verdicts->newest, table, memory_order_release);
	return table;
}

void tp_word_verdicts_put(struct tp_word_verdicts *verdicts, uint64_t hash, bool known)
{
	struct tp_word_verdict_table *table = atomic_load_explicit(&verdicts->newest, memory_order_relaxed);
	uint64_t word = hash >> 1 << 1 ? hash >> 1 << 1 : 2;

	if (table && (table->n == TP_MOST_VERDICTS || tp_word_verdicts_get(table, hash) != TP_NOT_ASKED))
		return;
	if (!table || table->n >= table->cap / 2)
		table = grow(verdicts, table);
	place(table, word | known);
}

void tp_word_verdicts_clear(struct tp_word_verdicts *verdicts)
{
	struct tp_word_verdict_table *table = atomic_load_explicit(&verdicts->newest, memory_order_relaxed);

	for (size_t i = 0; table && i < table->cap; i++)
		set_slot(table, i, 0);
	if (table)
		table->n = 0;
}
