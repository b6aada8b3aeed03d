/* A hash table from strings to one pointer-sized value. */
#ifndef TPREP_CORE_TABLE_H
#define TPREP_CORE_TABLE_H

#include <stdint.h>

#include "tprep.h"

/* All zero is empty. Keys are borrowed: they live as long as the table. */
struct tp_table {
	struct tp_table_slot *slots;
	size_t n, cap; /* cap is 0 or a power of two */
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
