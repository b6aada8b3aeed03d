/* A hash table from strings to one pointer-sized value. Each makes hashes of its own, so that nobody can write a text
 * whose words all have the same one, or come to one slot. */
#ifndef TPREP_CORE_TABLE_H
#define TPREP_CORE_TABLE_H

#include <stdint.h>

#include "tprep.h"

/* An odd number that nobody can know before the process runs: of something that it has in memory. */
uint64_t tp_salt_of(const void *address);

/* How hashes are spread over slots: for each table in a way of its own, so that nobody can write a text of words with
 * different hashes that all come to one slot. */
struct tp_spread {
	uint64_t factor;
	unsigned shift;
};

/* The way for the slots at an address, whose number is a power of two, and more than 1. */
struct tp_spread tp_spread_over(const void *slots, size_t n);

static inline size_t tp_spread_slot(const struct tp_spread *spread, uint64_t hash)
{
	return (size_t)(hash * spread->factor >> spread->shift);
}

/* All zero is empty. Keys are borrowed: they live as long as the table. */
struct tp_table {
	struct tp_table_slot *slots;
	size_t n, cap; /* cap is 0 or a power of two */
	uint64_t salt; /* of the hashes */
	struct tp_spread spread;
};

struct tp_table_slot {
	uint64_t hash;
	struct tp_str key; /* key.p == NULL: free */
	uintptr_t value;
};

/* The value of a key, or NULL. The address is good until the next tp_table_put(). */
uintptr_t *tp_table_get(const struct tp_table *table, struct tp_str key);

/* The value of a key, which is added with the value 0 if it is new. */
uintptr_t *tp_table_put(struct tp_table *table, struct tp_str key);

void tp_table_release(struct tp_table *table);

#endif
