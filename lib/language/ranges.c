#include "language/ranges.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

void tp_ranges_add(struct tp_ranges *set, uint32_t first, uint32_t last)
{
	*tp_push(set) = (struct tp_range){ first, last };
}

void tp_ranges_add_all(struct tp_ranges *set, const struct tp_ranges *other)
{
	for (size_t i = 0; i < other->n; i++)
		*tp_push(set) = other->p[i];
}

static int by_first(const void *a, const void *b)
{
	uint32_t x = ((const struct tp_range *)a)->first, y = ((const struct tp_range *)b)->first;

	return (x > y) - (x < y);
}

static bool is_sorted(const struct tp_ranges *set)
{
	for (size_t i = 1; i < set->n; i++)
		if (set->p[i].first < set->p[i - 1].first)
			return false;
	return true;
}

void tp_ranges_tidy(struct tp_ranges *set)
{
	size_t kept = 0;

	if (set->n == 0)
		return;
	if (!is_sorted(set))
		qsort(set->p, set->n, sizeof *set->p, by_first);
	for (size_t i = 1; i < set->n; i++) {
		struct tp_range *last = &set->p[kept];

		if (set->p[i].first > last->last + 1)
			set->p[++kept] = set->p[i];
		else if (set->p[i].last > last->last)
			last->last = set->p[i].last;
	}
	set->n = kept + 1;
}

bool tp_ranges_has(const struct tp_ranges *set, uint32_t cp)
{
	size_t low = 0, high = set->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (set->p[middle].last < cp)
			low = middle + 1;
		else
			high = middle;
	}
	return low < set->n && set->p[low].first <= cp;
}

static void replace(struct tp_ranges *set, struct tp_ranges with)
{
	tp_ranges_release(set);
	*set = with;
}

void tp_ranges_invert(struct tp_ranges *set)
{
	struct tp_ranges gaps = { 0 };
	uint32_t from = 0;

	for (size_t i = 0; i < set->n; i++) {
		if (set->p[i].first > from)
			tp_ranges_add(&gaps, from, set->p[i].first - 1);
		from = set->p[i].last + 1;
	}
	if (from <= TP_LAST_CP)
		tp_ranges_add(&gaps, from, TP_LAST_CP);
	replace(set, gaps);
}

void tp_ranges_intersect(struct tp_ranges *set, const struct tp_ranges *other)
{
	struct tp_ranges both = { 0 };

	for (size_t i = 0, k = 0; i < set->n && k < other->n;) {
		struct tp_range a = set->p[i], b = other->p[k];
		uint32_t first = a.first > b.first ? a.first : b.first, last = a.last < b.last ? a.last : b.last;

		if (first <= last)
			tp_ranges_add(&both, first, last);
		if (a.last < b.last)
			i++;
		else
			k++;
	}
	replace(set, both);
}

/* Letters with more than two forms, beyond what going to upper case and to lower case reaches. */
static const uint32_t odd_cases[][2] = {
	{ 'k', 0x212a },  { 's', 0x17f },    { 0xe5, 0x212b }, { 0x3c3, 0x3c2 },
	{ 0xdf, 0x1e9e }, { 0x3c9, 0x2126 }, { 0xb5, 0x3bc },
};

static void add_cases(struct tp_ranges *set, uint32_t cp)
{
	uint32_t lower = tp_to_lower(cp), upper = tp_to_upper(cp);

	if (lower != cp)
		tp_ranges_add(set, lower, lower);
	if (upper != cp)
		tp_ranges_add(set, upper, upper);
	for (size_t i = 0; i < sizeof odd_cases / sizeof *odd_cases; i++)
		if (odd_cases[i][0] == lower || odd_cases[i][1] == cp) {
			uint32_t capital = tp_to_upper(odd_cases[i][0]);

			tp_ranges_add(set, odd_cases[i][0], odd_cases[i][0]);
			tp_ranges_add(set, odd_cases[i][1], odd_cases[i][1]);
			tp_ranges_add(set, capital, capital);
		}
}

void tp_ranges_fold(struct tp_ranges *set)
{
	static const uint32_t last_with_case = 0x1e943;
	size_t n = set->n;

	for (size_t i = 0; i < n; i++) {
		uint32_t last = set->p[i].last < last_with_case ? set->p[i].last : last_with_case;

		for (uint32_t cp = set->p[i].first; cp <= last; cp++)
			add_cases(set, cp);
	}
	tp_ranges_tidy(set);
}

void tp_ranges_release(struct tp_ranges *set)
{
	free(set->p);
	*set = (struct tp_ranges){ 0 };
}
