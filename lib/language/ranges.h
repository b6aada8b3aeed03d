/* Sets of code points. */
#ifndef TPREP_LANGUAGE_RANGES_H
#define TPREP_LANGUAGE_RANGES_H

#include <stdint.h>

#include "tprep.h"

#define TP_LAST_CP 0x10ffffu

struct tp_range {
	uint32_t first, last;
};

/* A set, held by the caller; all zero is empty. What is added comes in any order; tp_ranges_tidy() puts it
 * in order, which every other function asks for. */
struct tp_ranges {
	struct tp_range *p;
	size_t n, cap;
};

void tp_ranges_add(struct tp_ranges *set, uint32_t first, uint32_t last);
void tp_ranges_add_all(struct tp_ranges *set, const struct tp_ranges *other);
void tp_ranges_tidy(struct tp_ranges *set);

bool tp_ranges_has(const struct tp_ranges *set, uint32_t cp);

void tp_ranges_invert(struct tp_ranges *set);
void tp_ranges_intersect(struct tp_ranges *set, const struct tp_ranges *other);

/* Adds the other cases of what is in the set. */
void tp_ranges_fold(struct tp_ranges *set);

void tp_ranges_release(struct tp_ranges *set);

#endif
