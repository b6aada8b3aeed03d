#include "language/segments_scan.h"

static void fill_side(const struct tp_bytes near[TP_NEAR], uint64_t bit, uint64_t side[TP_NEAR][256])
{
	for (unsigned k = 0; k < TP_NEAR; k++)
		for (unsigned c = 0; c < 256; c++)
			if (near[k].bits[c / 64] >> c % 64 & 1)
				side[k][c] |= bit;
}

/* The share of places that a bit lets through, as if all bytes were equally frequent; together with more bytes. */
static double share(const struct tp_bytes sets[2 * TP_NEAR], const struct tp_bytes *const more[2 * TP_NEAR])
{
	double product = 1;

	for (unsigned k = 0; k < 2 * TP_NEAR; k++) {
		int n = 0;

		for (unsigned i = 0; i < 4; i++)
			n += __builtin_popcountll(sets[k].bits[i] | (more ? more[k]->bits[i] : 0));
		product *= n / 256.0;
	}
	return product;
}

/* A bit of its own; when they are used up, the one that comes to let through the least more. */
static unsigned choose_bit(struct tp_scan *scan, const struct tp_bytes *const added[2 * TP_NEAR])
{
	double least = 2;
	unsigned best = 0;

	if (scan->n < TP_SCAN_BITS)
		return scan->n++;
	for (unsigned bit = 0; bit < TP_SCAN_BITS; bit++) {
		double harm = share(scan->sets[bit], added) - share(scan->sets[bit], NULL);

		if (harm < least) {
			least = harm;
			best = bit;
		}
	}
	return best;
}

void tp_scan_add(struct tp_scan *scan, const struct tp_bytes before[TP_NEAR], const struct tp_bytes after[TP_NEAR])
{
	const struct tp_bytes *added[2 * TP_NEAR];
	unsigned bit;

	for (unsigned k = 0; k < TP_NEAR; k++) {
		added[k] = &before[k];
		added[TP_NEAR + k] = &after[k];
	}
	bit = choose_bit(scan, added);
	for (unsigned k = 0; k < 2 * TP_NEAR; k++)
		for (unsigned i = 0; i < 4; i++)
			scan->sets[bit][k].bits[i] |= added[k]->bits[i];
	fill_side(before, (uint64_t)1 << bit, scan->before);
	fill_side(after, (uint64_t)1 << bit, scan->after);
}

/* Something can match at a place that may be near the edge of the text. */
static bool can_match(const struct tp_scan *scan, struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p;
	uint64_t can = scan->before[0][p[at - 1]] & scan->after[0][p[at]];

	for (size_t k = 1; can && k < TP_NEAR; k++) {
		can &= at > k ? scan->before[k][p[at - 1 - k]] : can;
		can &= at + k < text.n ? scan->after[k][p[at + k]] : can;
	}
	return can;
}

/* The first place before `end` where something can match by two bytes before and three after it, which are there. */
static size_t skip(const struct tp_scan *scan, const unsigned char *p, size_t at, size_t end)
{
	while (at < end && !(scan->before[1][p[at - 2]] & scan->before[0][p[at - 1]] & scan->after[0][p[at]] &
			     scan->after[1][p[at + 1]] & scan->after[2][p[at + 2]]))
		at++;
	return at;
}

size_t tp_scan_next(const struct tp_scan *scan, struct tp_str text, size_t at)
{
	for (; at < text.n; at++) {
		if (at >= 2 && text.n > 2)
			at = skip(scan, (const unsigned char *)text.p, at, text.n - 2);
		if (can_match(scan, text, at))
			return at;
	}
	return text.n;
}
