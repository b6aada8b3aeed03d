/* A hash table from 64-bit keys that are hashes, or nearly, to two numbers. */
#ifndef TPREP_LANGUAGE_NAMES_MAP_H
#define TPREP_LANGUAGE_NAMES_MAP_H

#include <stdint.h>
#include <stdlib.h>

#include "core/memory.h"
#include "tprep.h"

struct tp_map_entry {
	uint64_t key; /* 0: free */
	uint32_t value, more;
};

/* All zero is empty. */
struct tp_map {
	struct tp_map_entry *p;
	size_t n, cap; /* cap is 0 or a power of two */
};

static inline void tp_map_release(struct tp_map *map)
{
	free(map->p);
	*map = (struct tp_map){ NULL, 0, 0 };
}

static inline struct tp_map_entry *tp_map_slot(const struct tp_map *map, uint64_t key)
{
	size_t i = (size_t)(key * 0x9e3779b97f4a7c15u >> 20) & (map->cap - 1);

	while (map->p[i].key && map->p[i].key != key)
		i = (i + 1) & (map->cap - 1);
	return &map->p[i];
}

/* Makes room for n keys. */
static inline void tp_map_reserve(struct tp_map *map, size_t n)
{
	struct tp_map old = *map;

	if (map->cap && n <= map->cap / 4 * 3)
		return;
	for (map->cap = map->cap ? map->cap : 16; n > map->cap / 4 * 3;)
		map->cap *= 2;
	map->p = tp_alloc_zero(map->cap, sizeof *map->p);
	for (size_t i = 0; i < old.cap; i++)
		if (old.p[i].key)
			*tp_map_slot(map, old.p[i].key) = old.p[i];
	free(old.p);
}

/* The entry of a key, which is added with zeros if it is new. Its address is good until the next call. */
static inline struct tp_map_entry *tp_map_put(struct tp_map *map, uint64_t key)
{
	tp_map_reserve(map, map->n + 1);
	struct tp_map_entry *entry = tp_map_slot(map, key ? key : 1);
	if (!entry->key) {
		entry->key = key ? key : 1;
		map->n++;
	}
	return entry;
}

#endif
