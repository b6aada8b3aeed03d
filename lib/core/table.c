#include "core/table.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

/* All bits of the address are mixed into all of the salt's (SplitMix64). */
uint64_t tp_salt_of(const void *address)
{
	uint64_t x = (uintptr_t)address;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return (x ^ (x >> 31)) | 1;
}

struct tp_spread tp_spread_over(const void *slots, size_t n)
{
	return (struct tp_spread){ tp_salt_of(slots), 64 - (unsigned)__builtin_ctzll(n) };
}

/* FNV-1a, from another start. */
static uint64_t hash_of(const struct tp_table *table, struct tp_str key)
{
	uint64_t h = table->salt;

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * 1099511628211u;
	return h;
}

/* The slot of a key, or the free one where it belongs. The table is not full. */
static struct tp_table_slot *find_slot(const struct tp_table *table, struct tp_str key, uint64_t hash)
{
	size_t i = tp_spread_slot(&table->spread, hash);

	while (table->slots[i].key.p && !(table->slots[i].hash == hash && tp_str_eq(table->slots[i].key, key)))
		i = (i + 1) & (table->cap - 1);
	return &table->slots[i];
}

uintptr_t *tp_table_get(const struct tp_table *table, struct tp_str key)
{
	if (!table->n)
		return NULL;
	struct tp_table_slot *slot = find_slot(table, key, hash_of(table, key));
	return slot->key.p ? &slot->value : NULL;
}

static void grow(struct tp_table *table)
{
	struct tp_table old = *table;

	table->cap = old.cap ? old.cap * 2 : 16;
	table->slots = tp_alloc_zero(table->cap, sizeof *table->slots);
	table->spread = tp_spread_over(table->slots, table->cap);
	table->salt = old.cap ? old.salt : tp_salt_of(table->slots);
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].key.p)
			*find_slot(table, old.slots[i].key, old.slots[i].hash) = old.slots[i];
	free(old.slots);
}

uintptr_t *tp_table_put(struct tp_table *table, struct tp_str key)
{
	if (table->n >= table->cap - table->cap / 4)
		grow(table);
	uint64_t hash = hash_of(table, key);
	struct tp_table_slot *slot = find_slot(table, key, hash);
	if (!slot->key.p) {
		*slot = (struct tp_table_slot){ .hash = hash, .key = { key.p ? key.p : "", key.n } };
		table->n++;
	}
	return &slot->value;
}

void tp_table_release(struct tp_table *table)
{
	free(table->slots);
	*table = (struct tp_table){ 0 };
}
