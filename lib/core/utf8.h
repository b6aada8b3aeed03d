/* UTF-8, any bytes of it. This is the one place where ill-formed bytes are dealt with: the maximal
 * ill-formed subpart (Unicode 3.9, table 3-8) counts as one U+FFFD. */
#ifndef TPREP_CORE_UTF8_H
#define TPREP_CORE_UTF8_H

#include <stdint.h>

#include "tprep.h"

#define TP_REPLACEMENT 0xfffdu

/* The code point at `at` (< s.n). *length gets its bytes, at least 1. Ill-formed: TP_REPLACEMENT. */
uint32_t tp_utf8_at(struct tp_str s, size_t at, size_t *length);

/* The code point of two or three well-formed bytes at p, with `left` bytes there, or 0: then ask tp_utf8_at(). */
static inline uint32_t tp_utf8_short(const char *p, size_t left, size_t *length)
{
	const unsigned char *c = (const unsigned char *)p;

	if (left > 1 && c[0] >= 0xc2 && c[0] < 0xe0 && (c[1] & 0xc0) == 0x80) {
		*length = 2;
		return (c[0] & 0x1fu) << 6 | (c[1] & 0x3fu);
	}
	if (left > 2 && c[0] > 0xe0 && c[0] < 0xf0 && c[0] != 0xed && (c[1] & 0xc0) == 0x80 && (c[2] & 0xc0) == 0x80) {
		*length = 3;
		return (c[0] & 0xfu) << 12 | (c[1] & 0x3fu) << 6 | (c[2] & 0x3fu);
	}
	if (left > 2 && c[0] == 0xe0 && c[1] >= 0xa0 && c[1] < 0xc0 && (c[2] & 0xc0) == 0x80) {
		*length = 3;
		return (c[1] & 0x3fu) << 6 | (c[2] & 0x3fu);
	}
	return 0;
}

/* The code point at *at, which moves on; 0 at the end of the text, where *at stays. */
static inline uint32_t tp_utf8_next(struct tp_str s, size_t *at)
{
	if (*at >= s.n)
		return 0;
	unsigned char c = (unsigned char)s.p[*at];
	if (c < 0x80) {
		++*at;
		return c;
	}
	size_t length;
	uint32_t cp = tp_utf8_short(s.p + *at, s.n - *at, &length);
	if (!cp)
		cp = tp_utf8_at(s, *at, &length);
	*at += length;
	return cp;
}

/* tp_utf8_prev() for more than ASCII. */
uint32_t tp_utf8_before(struct tp_str s, size_t *at);

/* The code point before *at, which moves back; 0 at the start. Finds the same borders as going
 * forward from the start of the text. */
static inline uint32_t tp_utf8_prev(struct tp_str s, size_t *at)
{
	if (*at > 0 && (unsigned char)s.p[*at - 1] < 0x80)
		return (unsigned char)s.p[--*at];
	return tp_utf8_before(s, at);
}

/* The first ill-formed byte at or after `from`, or s.n. Fast over ASCII. */
size_t tp_utf8_invalid(struct tp_str s, size_t from);

/* The first byte at or after `from` that is not ASCII, or s.n. */
size_t tp_utf8_skip_ascii(struct tp_str s, size_t from);

/* tp_utf8_border() where a byte stands that does not start a code point. */
size_t tp_utf8_border_before(struct tp_str s, size_t at);

/* `at` moved back to the border of a code point, so that cutting there harms none. */
static inline size_t tp_utf8_border(struct tp_str s, size_t at)
{
	if (at >= s.n)
		return s.n;
	return ((unsigned char)s.p[at] & 0xc0) == 0x80 ? tp_utf8_border_before(s, at) : at;
}

size_t tp_utf8_count(struct tp_str s); /* code points */
size_t tp_utf8_utf16(struct tp_str s); /* UTF-16 code units */

void tp_buf_add_cp(struct tp_buf *buf, uint32_t cp);

/* Adds the text with each ill-formed sequence as U+FFFD. */
void tp_utf8_clean(struct tp_str s, struct tp_buf *out);

#endif
