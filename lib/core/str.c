#define _GNU_SOURCE
#include "core/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/vector.h"

size_t tp_str_find(struct tp_str s, struct tp_str what, size_t from)
{
	if (from > s.n)
		return TP_NOT_FOUND;
	const char *p = memmem(s.p + from, s.n - from, what.p, what.n);
	return p ? (size_t)(p - s.p) : TP_NOT_FOUND;
}

size_t tp_str_find_char(struct tp_str s, char c, size_t from)
{
	const char *p = from < s.n ? memchr(s.p + from, c, s.n - from) : NULL;

	return p ? (size_t)(p - s.p) : TP_NOT_FOUND;
}

size_t tp_str_find_last(struct tp_str s, char c)
{
	const char *p = s.n ? memrchr(s.p, c, s.n) : NULL;

	return p ? (size_t)(p - s.p) : TP_NOT_FOUND;
}

size_t tp_str_find_any(struct tp_str s, struct tp_str set, size_t from)
{
	tp_vector wanted[8];

	for (size_t i = 0; i < set.n; i++)
		wanted[i] = (tp_vector){ 0 } + (unsigned char)set.p[i];
	for (; from + sizeof(tp_vector) <= s.n; from += sizeof(tp_vector)) {
		tp_vector here = tp_vector_load(s.p + from), found = { 0 };
		for (size_t i = 0; i < set.n; i++)
			found |= (tp_vector)(here == wanted[i]);
		if (tp_vector_any(found))
			break;
	}
	while (from < s.n && !memchr(set.p, s.p[from], set.n))
		from++;
	return from;
}

int tp_str_compare(struct tp_str a, struct tp_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n ? memcmp(a.p, b.p, n) : 0;

	return d ? d : (a.n > b.n) - (a.n < b.n);
}

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool tp_str_eq_ascii(struct tp_str a, struct tp_str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct tp_str tp_str_trim(struct tp_str s)
{
	while (s.n && is_space(s.p[0]))
		s = tp_str_from(s, 1);
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool tp_str_cut(struct tp_str *rest, char separator, struct tp_str *piece)
{
	if (!rest->p)
		return false;
	size_t at = tp_str_find_char(*rest, separator, 0);
	if (at == TP_NOT_FOUND) {
		*piece = *rest;
		*rest = (struct tp_str){ NULL, 0 };
	} else {
		*piece = (struct tp_str){ rest->p, at };
		*rest = tp_str_from(*rest, at + 1);
	}
	return true;
}

bool tp_str_line(struct tp_str *rest, struct tp_str *line)
{
	if (!rest->n)
		return false;
	tp_str_cut(rest, '\n', line);
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

bool tp_list_has(const char *list, const char *item)
{
	struct tp_str rest = tp_str_of(list), piece;

	while (tp_str_cut(&rest, ',', &piece))
		if (piece.n && tp_str_is(tp_str_trim(piece), item))
			return true;
	return false;
}

uint64_t tp_str_hash(struct tp_str s)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h;
}

static uint64_t add_to_sum(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * 0x9e3779b97f4a7c15u;
	return sum ^ sum >> 29;
}

/* Words of 8 bytes in four lanes, which a processor works on at once; then the few that are left. */
uint64_t tp_str_sum(struct tp_str s, uint64_t sum)
{
	uint64_t lanes[4] = { sum, ~sum, sum + 1, sum - 1 }, words[4], word = s.n;

	for (; s.n >= sizeof words; s = tp_str_from(s, sizeof words)) {
		memcpy(words, s.p, sizeof words);
		for (size_t i = 0; i < 4; i++)
			lanes[i] = add_to_sum(lanes[i], words[i]);
	}
	for (size_t i = 0; i < s.n; i++) {
		word = word << 8 | (unsigned char)s.p[i];
		lanes[i % 4] = add_to_sum(lanes[i % 4], word);
	}
	for (size_t i = 1; i < 4; i++)
		lanes[0] = add_to_sum(lanes[0], lanes[i]);
	return add_to_sum(lanes[0], word);
}

char *tp_buf_room(struct tp_buf *buf, size_t n)
{
	if (buf->cap - buf->n <= n) {
		size_t cap = buf->n + n + 1;

		buf->cap = cap < buf->cap + buf->cap / 2 ? buf->cap + buf->cap / 2 : cap < 64 ? 64 : cap;
		buf->p = tp_realloc(buf->p, buf->cap, 1);
	}
	return buf->p + buf->n;
}

void tp_buf_add(struct tp_buf *buf, const char *p, size_t n)
{
	char *to = tp_buf_room(buf, n);

	if (n)
		memcpy(to, p, n);
	buf->n += n;
	buf->p[buf->n] = 0;
}

bool tp_buf_write(void *buf, struct tp_str bytes, struct tp_error *err)
{
	(void)err;
	tp_buf_add(buf, bytes.p, bytes.n);
	return true;
}

void tp_buf_release(struct tp_buf *buf)
{
	free(buf->p);
	*buf = (struct tp_buf)TP_BUF_INIT;
}

void tp_buf_add_str(struct tp_buf *buf, struct tp_str s)
{
	tp_buf_add(buf, s.p, s.n);
}

void tp_buf_add_z(struct tp_buf *buf, const char *z)
{
	tp_buf_add(buf, z, strlen(z));
}

void tp_buf_add_char(struct tp_buf *buf, char c)
{
	tp_buf_add(buf, &c, 1);
}

void tp_buf_format(struct tp_buf *buf, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	size_t n = (size_t)vsnprintf(NULL, 0, format, args);
	vsnprintf(tp_buf_room(buf, n), n + 1, format, again);
	buf->n += n;
	va_end(again);
	va_end(args);
}

void tp_spans_release(struct tp_spans *spans)
{
	free(spans->p);
	*spans = (struct tp_spans){ NULL, 0, 0 };
}
