/* Slices of text, and the buffer that grows. */
#ifndef TPREP_CORE_STR_H
#define TPREP_CORE_STR_H

#include <stdint.h>
#include <string.h>

#include "tprep.h"

/* A slice of a string literal, and of a C string (NULL is empty). */
#define TP_S(literal) ((struct tp_str){ "" literal, sizeof(literal) - 1 })

static inline struct tp_str tp_str_of(const char *z)
{
	return (struct tp_str){ z ? z : "", z ? strlen(z) : 0 };
}

static inline struct tp_str tp_str_between(const char *from, const char *to)
{
	return (struct tp_str){ from, (size_t)(to - from) };
}

/* The bytes `at` of s. */
static inline struct tp_str tp_str_at(struct tp_str s, struct tp_span at)
{
	return (struct tp_str){ s.p + at.from, at.to - at.from };
}

static inline struct tp_str tp_str_from(struct tp_str s, size_t from)
{
	return (struct tp_str){ s.p + from, s.n - from };
}

static inline bool tp_str_eq(struct tp_str a, struct tp_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool tp_str_is(struct tp_str s, const char *z)
{
	return tp_str_eq(s, tp_str_of(z));
}

static inline bool tp_str_starts(struct tp_str s, struct tp_str with)
{
	return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

static inline bool tp_str_ends(struct tp_str s, struct tp_str with)
{
	return s.n >= with.n && memcmp(s.p + s.n - with.n, with.p, with.n) == 0;
}

static inline bool tp_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

#define TP_NOT_FOUND ((size_t)-1)

/* Where `what` (or the byte c) first stands in s at or after `from`, or TP_NOT_FOUND. */
size_t tp_str_find(struct tp_str s, struct tp_str what, size_t from);
size_t tp_str_find_char(struct tp_str s, char c, size_t from);

/* Where c last stands in s, or TP_NOT_FOUND. */
size_t tp_str_find_last(struct tp_str s, char c);

/* The first byte at or after `from` that is one of set's, which are at most 8, or s.n. */
size_t tp_str_find_any(struct tp_str s, struct tp_str set, size_t from);

/* By bytes, for sorting: <0, 0, >0. */
int tp_str_compare(struct tp_str a, struct tp_str b);

/* Equal but for the case of ASCII letters. */
bool tp_str_eq_ascii(struct tp_str a, struct tp_str b);

/* Without ASCII white space at both ends. */
struct tp_str tp_str_trim(struct tp_str s);

/* Takes the piece before the next `separator` off *rest; false when nothing is left. After the last
 * piece rest->p is NULL. "a,,b" has three pieces, "" has one. */
bool tp_str_cut(struct tp_str *rest, char separator, struct tp_str *piece);

/* Takes a line, without its "\n" or "\r\n", off *rest; false when nothing is left. */
bool tp_str_line(struct tp_str *rest, struct tp_str *line);

/* A comma list has this item; an empty or NULL list has none. */
bool tp_list_has(const char *list, const char *item);

/* A 64-bit hash (FNV-1a), the same on every machine. */
uint64_t tp_str_hash(struct tp_str s);

/* A sum that is another one if any byte is: to see whether a file is as it was written, on one kind of machine. */
uint64_t tp_str_sum(struct tp_str s, uint64_t sum);

void tp_buf_add_str(struct tp_buf *buf, struct tp_str s);
void tp_buf_add_z(struct tp_buf *buf, const char *z);
void tp_buf_add_char(struct tp_buf *buf, char c);
void tp_buf_format(struct tp_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));

/* Room for n more bytes, at the end; the caller then adds to buf->n what it wrote. */
char *tp_buf_room(struct tp_buf *buf, size_t n);

/* As good as new, with its memory kept. */
static inline void tp_buf_clear(struct tp_buf *buf)
{
	buf->n = 0;
}

#endif
