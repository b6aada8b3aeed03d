/* The skip map's scanner, shared by the files that scan: skip.c code, tags and placeholders,
 * skip_address.c the rest. */
#ifndef TPREP_LANGUAGE_SKIP_H
#define TPREP_LANGUAGE_SKIP_H

#include "core/str.h"
#include "tprep.h"

enum { TP_LONGEST_CODE_MARK = 8 };

enum { TP_ENCLOSURES = 3 }; /* kinds of comments and the like */

struct tp_scanner {
	struct tp_str text;
	size_t at;
	bool in_word; /* the character before `at` belongs to a word */
	size_t no_tick[TP_LONGEST_CODE_MARK + 1]; /* no run of so many backticks closes before this place */
	bool endless[TP_ENCLOSURES]; /* what ends such an enclosure, as "-->" does a comment, follows nowhere */
	struct tp_spans *out;
};

/* Adds a span to the map, and goes on after it. */
void tp_skip_mark(struct tp_scanner *in, size_t from, size_t to);

/* The bytes of the word character (letter, mark or digit) at `at`, or 0 if there is none. */
size_t tp_skip_word_char(struct tp_str text, size_t at);

/* At a character that may start a path (/usr/bin ./a ../b ~/x \\server\share); false if it does not. */
bool tp_skip_path(struct tp_scanner *in);

/* At a word character: goes on after the word and what is joined to it, which may be an address, a path or an
 * identifier. */
void tp_skip_chunk(struct tp_scanner *in);

static inline char byte_at(struct tp_str text, size_t at)
{
	return at < text.n ? text.p[at] : '\0';
}

static inline bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool is_number(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static inline bool starts_at(struct tp_str text, size_t at, struct tp_str with)
{
	return at <= text.n && tp_str_starts(tp_str_from(text, at), with);
}

#endif
