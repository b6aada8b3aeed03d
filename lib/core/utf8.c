#include "core/utf8.h"

#include <string.h>

#include "core/str.h"
#include "core/vector.h"

static const uint32_t ill_formed = UINT32_MAX;

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The code point at `at`, or ill_formed. After a lead byte that allows fewer second bytes than all,
 * those are told apart at once: so what counts as one U+FFFD is the maximal subpart. */
static uint32_t decode(struct tp_str s, size_t at, size_t *length)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	size_t left = s.n - at;
	unsigned char low = 0x80, high = 0xbf;
	size_t tails;

	*length = 1;
	if (p[0] < 0x80)
		return p[0];
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return ill_formed;
	tails = p[0] < 0xe0 ? 1 : p[0] < 0xf0 ? 2 : 3;
	switch (p[0]) {
	case 0xe0: /* else it would be overlong */
		low = 0xa0;
		break;
	case 0xed: /* a surrogate */
		high = 0x9f;
		break;
	case 0xf0: /* overlong */
		low = 0x90;
		break;
	case 0xf4: /* above U+10FFFF */
		high = 0x8f;
		break;
	}
	uint32_t cp = p[0] & (0x3fu >> tails);
	for (; *length <= tails; ++*length) {
		if (*length >= left || p[*length] < low || p[*length] > high)
			return ill_formed;
		cp = cp << 6 | (p[*length] & 0x3f);
		low = 0x80;
		high = 0xbf;
	}
	return cp;
}

uint32_t tp_utf8_at(struct tp_str s, size_t at, size_t *length)
{
	uint32_t cp = decode(s, at, length);

	return cp == ill_formed ? TP_REPLACEMENT : cp;
}

size_t tp_utf8_border_before(struct tp_str s, size_t at)
{
	/* Only a lead byte can reach over `at`, and it stands at most three bytes before. */
	for (size_t back = 1; back <= 3 && back <= at; back++) {
		size_t length;

		if (is_tail(s.p[at - back]))
			continue;
		decode(s, at - back, &length);
		return length > back ? at - back : at;
	}
	return at;
}

uint32_t tp_utf8_before(struct tp_str s, size_t *at)
{
	size_t length;

	if (*at == 0)
		return 0;
	for (size_t n = 2; n <= 3 && n <= *at; n++) {
		uint32_t cp = tp_utf8_short(s.p + *at - n, n, &length);
		if (cp && length == n) {
			*at -= n;
			return cp;
		}
	}
	*at = tp_utf8_border(s, *at - 1);
	return tp_utf8_at(s, *at, &length);
}

size_t tp_utf8_skip_ascii(struct tp_str s, size_t from)
{
	uint64_t word;

	for (; from + sizeof word <= s.n; from += sizeof word) {
		memcpy(&word, s.p + from, sizeof word);
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (from < s.n && !((unsigned char)s.p[from] & 0x80))
		from++;
	return from;
}

/* The bytes at p are as the three before them, which are there, and they themselves demand. */
static inline bool is_well_formed(const char *p)
{
	tp_vector here = tp_vector_load(p), back3 = tp_vector_load(p - 3);
	if (!tp_vector_any((tp_vector)((here | back3) >= 0x80)))
		return true;
	tp_vector back1 = tp_vector_load(p - 1), tail = (tp_vector)((here & 0xc0) == 0x80);
	if (!tp_vector_any((tp_vector)((here & 0xe0) == 0xe0) | (tp_vector)((back3 & 0xe0) == 0xe0)))
		return !tp_vector_any((tail ^ (tp_vector)(back1 >= 0xc0)) | (tp_vector)((here & 0xfe) == 0xc0));
	tp_vector back2 = tp_vector_load(p - 2);
	tp_vector wanted = (tp_vector)(back1 >= 0xc0) | (tp_vector)(back2 >= 0xe0) | (tp_vector)(back3 >= 0xf0);
	tp_vector low = ((tp_vector)(back1 == 0xe0) & (tp_vector)(here < 0xa0)) |
			((tp_vector)(back1 == 0xf0) & (tp_vector)(here < 0x90)) | (tp_vector)((here & 0xfe) == 0xc0);
	tp_vector high = ((tp_vector)(back1 == 0xed) & (tp_vector)(here > 0x9f)) |
			 ((tp_vector)(back1 == 0xf4) & (tp_vector)(here > 0x8f)) | (tp_vector)(here > 0xf4);

	return !tp_vector_any((tail ^ wanted) | low | high);
}

/* As above, at the start of a code point: the bytes before p, if there are any, demand nothing. */
static bool starts_well_formed(const char *p)
{
	char block[3 + sizeof(tp_vector)] = { 0 };

	memcpy(block + 3, p, sizeof(tp_vector));
	return is_well_formed(block + 3);
}

/* Moves over blocks in which nothing is ill-formed, to the start of a code point, which may be the last one of them. */
static size_t skip_well_formed(struct tp_str s, size_t from)
{
	size_t at = from;

	if (s.n - at < sizeof(tp_vector) || !starts_well_formed(s.p + at))
		return at;
	do {
		at += sizeof(tp_vector);
	} while (s.n - at >= sizeof(tp_vector) && is_well_formed(s.p + at));
	for (size_t back = 1; back <= 3 && back <= at - from; back++)
		if (!is_tail(s.p[at - back]))
			return (unsigned char)s.p[at - back] < 0x80 ? at : at - back;
	return at;
}

size_t tp_utf8_invalid(struct tp_str s, size_t from)
{
	size_t length;

	while (from < s.n) {
		from = skip_well_formed(s, from);
		for (size_t end = from + 2 * sizeof(tp_vector); from < s.n && from < end; from += length)
			if (!tp_utf8_short(s.p + from, s.n - from, &length) && decode(s, from, &length) == ill_formed)
				return from;
	}
	return from;
}

size_t tp_utf8_count(struct tp_str s)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n; n++)
		tp_utf8_next(s, &at);
	return n;
}

size_t tp_utf8_utf16(struct tp_str s)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n;)
		n += tp_utf8_next(s, &at) > 0xffff ? 2 : 1;
	return n;
}

void tp_buf_add_cp(struct tp_buf *buf, uint32_t cp)
{
	char *p = tp_buf_room(buf, 4);

	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = TP_REPLACEMENT;
	if (cp < 0x80) {
		p[0] = (char)cp;
		buf->n += 1;
	} else if (cp < 0x800) {
		p[0] = (char)(0xc0 | cp >> 6);
		p[1] = (char)(0x80 | (cp & 0x3f));
		buf->n += 2;
	} else if (cp < 0x10000) {
		p[0] = (char)(0xe0 | cp >> 12);
		p[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		p[2] = (char)(0x80 | (cp & 0x3f));
		buf->n += 3;
	} else {
		p[0] = (char)(0xf0 | cp >> 18);
		p[1] = (char)(0x80 | (cp >> 12 & 0x3f));
		p[2] = (char)(0x80 | (cp >> 6 & 0x3f));
		p[3] = (char)(0x80 | (cp & 0x3f));
		buf->n += 4;
	}
	buf->p[buf->n] = 0;
}

void tp_utf8_clean(struct tp_str s, struct tp_buf *out)
{
	for (size_t at = 0, bad; at < s.n;) {
		bad = tp_utf8_invalid(s, at);
		tp_buf_add(out, s.p + at, bad - at);
		at = bad;
		if (at < s.n)
			tp_buf_add_cp(out, tp_utf8_next(s, &at));
	}
}
