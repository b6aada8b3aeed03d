#include "language/segments_windows.h"

enum { WINDOWS = 8 /* groups of needles */ };

/* Sets of bytes in a row, as needles find them: by the low and the high half of each, as bits. */
struct window {
	uint16_t halves[TP_NEEDLE][2];
};

static struct window window_of(const struct tp_bytes bytes[TP_NEEDLE])
{
	struct window window = { 0 };

	for (unsigned k = 0; k < TP_NEEDLE; k++)
		for (unsigned c = 0; c < 256; c++)
			if (bytes[k].bits[c / 64] >> c % 64 & 1) {
				window.halves[k][0] |= (uint16_t)(1u << c % 16);
				window.halves[k][1] |= (uint16_t)(1u << c / 16);
			}
	return window;
}

static struct window join(struct window a, const struct window *b)
{
	for (unsigned k = 0; k < 2 * TP_NEEDLE; k++)
		a.halves[k / 2][k % 2] |= b->halves[k / 2][k % 2];
	return a;
}

/* The share of places that such bytes are at, as if all bytes were equally frequent. */
static double window_share(struct window window)
{
	double product = 1;

	for (unsigned k = 0; k < 2 * TP_NEEDLE; k++)
		product *= __builtin_popcount(window.halves[k / 2][k % 2]) / 16.0;
	return product;
}

/* A kind of place, and how needles find it. */
struct finding {
	struct tp_bytes row[2 * TP_NEAR]; /* the bytes around it, from the first to the last */
	unsigned from, group; /* three of these bytes, with that behind the place, and where they are best put */
	double harm; /* what they come to let through there */
};

/* Finds that for a kind of place, among windows that there are. */
static void find_window(struct finding *finding, const struct window windows[WINDOWS])
{
	finding->harm = 2;
	for (unsigned from = TP_NEAR - TP_NEEDLE + 1; from <= TP_NEAR; from++)
		for (unsigned group = 0; group < WINDOWS; group++) {
			struct window window = window_of(finding->row + from);
			double harm = window_share(join(window, &windows[group])) - window_share(windows[group]);

			if (harm < finding->harm) {
				finding->harm = harm;
				finding->from = from;
				finding->group = group;
			}
		}
}

static void add_window(const struct finding *finding, struct window windows[WINDOWS], struct tp_needles *needles)
{
	windows[finding->group] = join(window_of(finding->row + finding->from), &windows[finding->group]);
	for (unsigned k = 0; k < TP_NEEDLE; k++)
		for (unsigned c = 0; c < 256; c++)
			if (finding->row[finding->from + k].bits[c / 64] >> c % 64 & 1)
				tp_needles_allow(needles, finding->group, k, (unsigned char)c, (unsigned char)c);
}

/* Kinds that let through the most go first, for others are then found with them. */
void tp_windows_make(const struct tp_scan_maker *maker, struct tp_needles *needles)
{
	struct finding findings[TP_SCAN_BITS];
	struct window windows[WINDOWS] = { 0 };

	for (unsigned i = 0; i < maker->n; i++) {
		for (unsigned k = 0; k < 2 * TP_NEAR; k++)
			findings[i].row[k] = maker->sets[i][k < TP_NEAR ? TP_NEAR - 1 - k : k];
		find_window(&findings[i], windows);
	}
	for (unsigned n = maker->n; n > 0; n--) {
		unsigned best = 0;

		for (unsigned i = 1; i < n; i++)
			best = findings[i].harm > findings[best].harm ? i : best;
		find_window(&findings[best], windows);
		add_window(&findings[best], windows, needles);
		findings[best] = findings[n - 1];
	}
}
