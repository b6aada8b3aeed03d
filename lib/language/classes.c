#include "language/classes.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

#define PAGES        ((TP_LAST_CP >> 8) + 1)
#define MOST_CLASSES 65000u

/* The borders of all sets, as a table of 256 code points a page. A set that begins, or ends, before a code
 * point puts its mark there; the exclusive or of the marks up to a code point tells which sets it is in,
 * and so its class. */
struct borders {
	uint64_t *pages[PAGES + 1];
};

struct interval {
	uint32_t first, last, class;
};

struct intervals {
	struct interval *p;
	size_t n, cap;
};

static void add_border(struct borders *borders, uint32_t cp, uint64_t mark)
{
	uint64_t **page = &borders->pages[cp >> 8];

	if (!*page)
		*page = tp_alloc_zero(256, sizeof **page);
	(*page)[cp & 255] ^= mark;
}

static struct borders *find_borders(const struct tp_sets *sets)
{
	struct borders *borders = tp_alloc_zero(1, sizeof *borders);

	for (size_t i = 0; i < sets->n; i++)
		for (size_t k = 0; k < sets->p[i].n; k++) {
			add_border(borders, sets->p[i].p[k].first, tp_class_mark(i));
			add_border(borders, sets->p[i].p[k].last + 1, tp_class_mark(i));
		}
	return borders;
}

static void free_borders(struct borders *borders)
{
	for (size_t page = 0; page <= PAGES; page++)
		free(borders->pages[page]);
	free(borders);
}

/* The class for a mark, which is new if no interval had it before. */
static uint32_t class_for(struct tp_classes *classes, struct tp_table *known, struct tp_arena *arena, uint64_t mark)
{
	struct tp_str key = { (const char *)&mark, sizeof mark };
	uintptr_t *class = tp_table_get(known, key);

	if (!class) {
		class = tp_table_put(known, tp_arena_str(arena, key));
		*class = classes->n++;
	}
	return (uint32_t) * class;
}

static struct intervals find_intervals(struct tp_classes *classes, const struct borders *borders)
{
	struct intervals out = { 0 };
	struct tp_table known = { 0 };
	struct tp_arena *arena = tp_arena_new();
	uint64_t mark = 0;
	uint32_t from = 0;

	for (uint32_t page = 0; page < PAGES; page++)
		for (uint32_t i = 0; borders->pages[page] && i < 256; i++) {
			uint32_t cp = page << 8 | i;

			if (!borders->pages[page][i])
				continue;
			if (cp > from)
				*tp_push(&out) =
				    (struct interval){ from, cp - 1, class_for(classes, &known, arena, mark) };
			from = cp;
			mark ^= borders->pages[page][i];
		}
	*tp_push(&out) = (struct interval){ from, TP_LAST_CP, class_for(classes, &known, arena, mark) };
	tp_table_release(&known);
	tp_arena_free(arena);
	return out;
}

static void fill_page(uint16_t *page, const struct intervals *intervals, size_t *at, uint32_t from)
{
	for (uint32_t cp = from; cp < from + 256; cp++) {
		while (intervals->p[*at].last < cp)
			++*at;
		page[cp - from] = (uint16_t)intervals->p[*at].class;
	}
}

/* Pages of one class, which most are, are made once for each class. */
static void make_pages(struct tp_classes *classes, const struct intervals *intervals)
{
	uint16_t *plain = tp_alloc_zero(classes->n, sizeof *plain); /* page + 1 */
	size_t n = 0, cap = 0, at = 0;

	classes->pages = tp_alloc_zero(PAGES, sizeof *classes->pages);
	for (uint32_t page = 0; page < PAGES; page++) {
		uint32_t from = page << 8;

		while (intervals->p[at].last < from)
			at++;
		bool whole = intervals->p[at].last >= from + 255;
		uint32_t class = intervals->p[at].class;
		if (whole && plain[class]) {
			classes->pages[page] = (uint16_t)(plain[class] - 1);
			continue;
		}
		if (n == cap) {
			cap = cap ? cap * 2 : 64;
			classes->table = tp_realloc(classes->table, cap * 256, sizeof *classes->table);
		}
		fill_page(classes->table + n * 256, intervals, &at, from);
		classes->pages[page] = (uint16_t)n++;
		if (whole)
			plain[class] = (uint16_t)n;
	}
	for (uint32_t cp = 0; cp < 128; cp++)
		classes->ascii[cp] = classes->table[classes->pages[0] * 256 + cp];
	free(plain);
}

static void set_bits(uint64_t bits[4], uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i <= to; i++)
		bits[i / 64] |= (uint64_t)1 << i % 64;
}

/* The bytes after the first that hold the six bits above `shift` of code points from..to. */
static void set_tails(uint64_t bits[4], uint32_t from, uint32_t to, unsigned shift)
{
	uint32_t first = from >> shift, last = to >> shift;

	if (last - first >= 63)
		last = first + 63;
	for (uint32_t i = first; i <= last; i++)
		set_bits(bits, 0x80 | (i & 63), 0x80 | (i & 63));
}

/* The bytes at both ends of the code points from..to, which are all of `length` bytes. May add bytes too many, which
 * costs a look at a place that matches nothing. */
static void add_bytes(struct tp_end_bytes *out, uint32_t from, uint32_t to, unsigned length)
{
	static const unsigned leads[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (unsigned i = 0; i < length; i++) {
		unsigned behind = length - 1 - i, shift = 6 * behind;

		if (i == 0) {
			set_bits(out->first[0], leads[length] | from >> shift, leads[length] | to >> shift);
			if (behind < 3)
				set_bits(out->last[behind], leads[length] | from >> shift, leads[length] | to >> shift);
			continue;
		}
		if (i < 3)
			set_tails(out->first[i], from, to, shift);
		if (behind < 3)
			set_tails(out->last[behind], from, to, shift);
	}
}

static void add_interval(struct tp_end_bytes out[TP_LENGTHS], struct interval part)
{
	static const uint32_t most[] = { 0, 0x7f, 0x7ff, 0xffff, TP_LAST_CP };

	for (unsigned length = 1; length <= 4 && part.first <= part.last; length++) {
		uint32_t to = part.last < most[length] ? part.last : most[length];

		if (part.first > to)
			continue;
		add_bytes(&out[length - 1], part.first, to, length);
		part.first = to + 1;
	}
}

static void find_bytes(struct tp_classes *classes, const struct intervals *intervals)
{
	classes->bytes = tp_alloc_zero(classes->n, sizeof *classes->bytes);
	for (size_t i = 0; i < intervals->n; i++)
		add_interval(classes->bytes[intervals->p[i].class], intervals->p[i]);
	struct tp_end_bytes *ill_formed = classes->bytes[tp_class_of(classes, TP_REPLACEMENT)];
	for (enum tp_length length = 0; length < TP_LENGTHS; length++) {
		set_bits(ill_formed[length].first[0], 0x80, 0xff);
		set_bits(ill_formed[length].last[0], 0x80, 0xff);
		for (unsigned i = 1; i < 3; i++) {
			set_bits(ill_formed[length].first[i], 0, 0xff);
			set_bits(ill_formed[length].last[i], 0, 0xff);
		}
	}
}

static void find_inside(struct tp_classes *classes, const struct tp_sets *sets, const struct intervals *intervals)
{
	uint32_t *sample = tp_alloc_zero(classes->n, sizeof *sample);

	for (size_t i = 0; i < intervals->n; i++)
		sample[intervals->p[i].class] = intervals->p[i].first;
	classes->inside = tp_alloc_zero(sets->n * classes->n + 1, 1);
	for (size_t set = 0; set < sets->n; set++)
		for (uint32_t class = 0; class < classes->n; class ++)
			classes->inside[set * classes->n + class] = tp_ranges_has(&sets->p[set], sample[class]);
	free(sample);
}

bool tp_classes_init(struct tp_classes *classes, const struct tp_sets *sets)
{
	struct borders *borders = find_borders(sets);
	struct intervals intervals;
	bool ok;

	*classes = (struct tp_classes){ .n_sets = sets->n };
	intervals = find_intervals(classes, borders);
	ok = classes->n <= MOST_CLASSES;
	if (ok) {
		make_pages(classes, &intervals);
		find_bytes(classes, &intervals);
		find_inside(classes, sets, &intervals);
	}
	free(intervals.p);
	free_borders(borders);
	return ok;
}

uint32_t tp_class_before(const struct tp_classes *classes, struct tp_str text, size_t *at)
{
	const unsigned char *p = (const unsigned char *)text.p + *at;

	if (*at >= 2 && (p[-1] & 0xc0) == 0x80 && p[-2] >= 0xc2 && p[-2] < 0xe0) {
		*at -= 2;
		return tp_class_of(classes, (p[-2] & 0x1fu) << 6 | (p[-1] & 0x3fu));
	}
	if (*at >= 3 && (p[-1] & 0xc0) == 0x80 && (p[-2] & 0xc0) == 0x80 && p[-3] > 0xe0 && p[-3] < 0xf0 &&
	    p[-3] != 0xed) {
		*at -= 3;
		return tp_class_of(classes, (p[-3] & 0xfu) << 12 | (p[-2] & 0x3fu) << 6 | (p[-1] & 0x3fu));
	}
	return tp_class_of(classes, tp_utf8_prev(text, at));
}

void tp_classes_release(struct tp_classes *classes)
{
	if (!classes->borrowed) {
		free(classes->pages);
		free(classes->table);
		free(classes->inside);
		free(classes->bytes);
	}
	*classes = (struct tp_classes){ 0 };
}

/* The table has as many pages as are referred to. */
static size_t count_pages(const struct tp_classes *classes)
{
	size_t n = 0;

	for (size_t i = 0; i < PAGES; i++)
		n = classes->pages[i] >= n ? classes->pages[i] + 1u : n;
	return n;
}

void tp_classes_write(const struct tp_classes *classes, struct tp_buf *out)
{
	tp_flat_add(out, &classes->n, 1, sizeof classes->n);
	tp_flat_add(out, classes->pages, PAGES, sizeof *classes->pages);
	tp_flat_add(out, classes->table, count_pages(classes) * 256, sizeof *classes->table);
	tp_flat_add(out, classes->inside, classes->n_sets * classes->n, 1);
}

bool tp_classes_open(struct tp_classes *classes, struct tp_flat *in)
{
	size_t n, n_pages, n_table, n_inside;
	const uint32_t *number = tp_flat_take(in, sizeof *number, &n);
	bool sound = n == 1 && *number && *number <= MOST_CLASSES;

	*classes = (struct tp_classes){ .borrowed = true, .n = sound ? *number : 1 };
	classes->pages = (uint16_t *)(uintptr_t)tp_flat_take(in, sizeof *classes->pages, &n_pages);
	classes->table = (uint16_t *)(uintptr_t)tp_flat_take(in, sizeof *classes->table, &n_table);
	classes->inside = (uint8_t *)(uintptr_t)tp_flat_take(in, 1, &n_inside);
	sound = sound && !in->damaged && n_pages == PAGES && n_inside % classes->n == 0 &&
		n_table == count_pages(classes) * 256;
	for (size_t i = 0; sound && i < n_table; i++)
		sound = classes->table[i] < classes->n;
	for (uint32_t cp = 0; sound && cp < 128; cp++)
		classes->ascii[cp] = classes->table[classes->pages[0] * 256 + cp];
	classes->n_sets = n_inside / classes->n;
	return sound;
}
