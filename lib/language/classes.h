/* Code points that no set of a list tells apart are one class: what automata run over. */
#ifndef TPREP_LANGUAGE_CLASSES_H
#define TPREP_LANGUAGE_CLASSES_H

#include "core/flat.h"
#include "core/utf8.h"
#include "language/pattern.h"

/* Code points by their length in UTF-8. Where U+FFFD is in a class, any byte can stand for it. */
enum tp_length { TP_ONE_BYTE, TP_TWO_BYTES, TP_THREE_BYTES, TP_FOUR_BYTES, TP_LENGTHS };

/* The bytes at the ends of code points, as bitmaps of 256: first[0] of them begin one, first[1] are second, last[0]
 * end it, last[1] are the last but one. There are no more than the code points have. */
struct tp_end_bytes {
	uint64_t first[3][4], last[3][4];
};

struct tp_classes {
	uint32_t n; /* classes; the number n itself stands for the edge of the text */
	size_t n_sets;
	uint16_t ascii[128];
	uint16_t *pages; /* from cp / 256 to a page of `table` */
	uint16_t *table; /* 256 classes a page */
	uint8_t *inside; /* [set * n + class]: the class is in the set */
	struct tp_end_bytes (*bytes)[TP_LENGTHS]; /* of each class; NULL, where the classes were opened */
	bool borrowed; /* the tables */
};

/* Returns false if there are more than 65,000 classes. */
bool tp_classes_init(struct tp_classes *classes, const struct tp_sets *sets);
void tp_classes_release(struct tp_classes *classes);

/* Writes classes, but for their bytes, and opens them where they were written, which they borrow; false if they are
 * damaged. */
void tp_classes_write(const struct tp_classes *classes, struct tp_buf *out);
bool tp_classes_open(struct tp_classes *classes, struct tp_flat *in);

/* A number for each set, well mixed (SplitMix64), so that sums of them stand for lists of sets. */
static inline uint64_t tp_class_mark(uint64_t set)
{
	uint64_t x = (set + 1) * 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static inline uint32_t tp_class_of(const struct tp_classes *classes, uint32_t cp)
{
	return cp < 128 ? classes->ascii[cp] : classes->table[classes->pages[cp >> 8] * 256u + (cp & 255)];
}

static inline bool tp_class_inside(const struct tp_classes *classes, uint32_t set, uint32_t class)
{
	return classes->inside[set * classes->n + class];
}

/* tp_class_prev() for more than ASCII. */
uint32_t tp_class_before(const struct tp_classes *classes, struct tp_str text, size_t *at);

/* The class of the code point at, or before, *at, which moves over it; the edge where there is none. */
static inline uint32_t tp_class_next(const struct tp_classes *classes, struct tp_str text, size_t *at)
{
	return *at < text.n ? tp_class_of(classes, tp_utf8_next(text, at)) : classes->n;
}

static inline uint32_t tp_class_prev(const struct tp_classes *classes, struct tp_str text, size_t *at)
{
	if (*at == 0)
		return classes->n;
	unsigned char c = (unsigned char)text.p[*at - 1];
	if (c < 0x80) {
		--*at;
		return classes->ascii[c];
	}
	return tp_class_before(classes, text, at);
}

#endif
