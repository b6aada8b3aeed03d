#include "language/segments_scan.h"

static void fill_side(const struct tp_bytes near[TP_NEAR], uint64_t bit, uint64_t side[TP_NEAR][256])
{
	for (unsigned k = 0; k < TP_NEAR; k++)
		for (unsigned c = 0; c < 256; c++)
			if (near[k].bits[c / 64] >> c % 64 & 1)
				side[k][c] |= bit;
}

void tp_scan_add(struct tp_scan *scan, const struct tp_bytes before[TP_NEAR], const struct tp_bytes after[TP_NEAR])
{
	uint64_t bit = (uint64_t)1 << scan->n++ % 64;

	fill_side(before, bit, scan->before);
	fill_side(after, bit, scan->after);
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

/* The first place before `end` where something can match by two bytes on each side, which are there. */
static size_t skip(const struct tp_scan *scan, const unsigned char *p, size_t at, size_t end)
{
	while (at < end && !(scan->before[1][p[at - 2]] & scan->before[0][p[at - 1]] & scan->after[0][p[at]] &
			     scan->after[1][p[at + 1]]))
		at++;
	return at;
}

size_t tp_scan_next(const struct tp_scan *scan, struct tp_str text, size_t at)
{
	for (; at < text.n; at++) {
		if (at >= 2)
			at = skip(scan, (const unsigned char *)text.p, at, text.n - 1);
		if (can_match(scan, text, at))
			return at;
	}
	return text.n;
}
