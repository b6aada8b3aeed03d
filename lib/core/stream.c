#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "core/vector.h"

/* A window is cut when one read more than a window is there, or the end is. So what it holds is
 * the same for every size of reads. */
enum {
	USUAL_WINDOW = 1 << 20,
	READ_SIZE = 1 << 16,
	NEAR = 1 << 16, /* a sentence is looked for in so many bytes */
	WORD = 4, /* letters of a word that is no abbreviation */
};

struct tp_stream {
	int fd;
	char *name;
	bool ended;
	size_t used; /* bytes at the start of `bytes` that the last window had */
	size_t n;
	size_t window; /* the most that one holds */
	char bytes[]; /* READ_SIZE more */
};

struct tp_stream *tp_stream_new(int fd, const char *name, size_t window)
{
	window = !window ? USUAL_WINDOW : window < NEAR ? NEAR : window;
	struct tp_stream *stream = tp_alloc(sizeof *stream + window + READ_SIZE);
	size_t n = strlen(name) + 1;

	stream->fd = fd;
	stream->name = memcpy(tp_alloc(n), name, n);
	stream->ended = false;
	stream->used = stream->n = 0;
	stream->window = window;
	return stream;
}

void tp_stream_free(struct tp_stream *stream)
{
	if (!stream)
		return;
	free(stream->name);
	free(stream);
}

static bool fill(struct tp_stream *stream, struct tp_error *err)
{
	while (!stream->ended && stream->n <= stream->window) {
		size_t room = stream->window + READ_SIZE - stream->n;
		ssize_t got = read(stream->fd, stream->bytes + stream->n, room);

		if (got == 0) {
			stream->ended = true;
		} else if (got > 0) {
			stream->n += (size_t)got;
		} else if (errno != EINTR) {
			tp_fail(err, TP_E_IO, 0, _("The file cannot be read: %s."), tp_errno_text());
			return tp_error_in_file(err, stream->name);
		}
	}
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static tp_vector line_ends_in(tp_vector v)
{
	return (tp_vector)(v == '\n');
}

static tp_vector blanks_in(tp_vector v)
{
	return (tp_vector)(v == '\n') | (tp_vector)(v == ' ') | (tp_vector)(v == '\t') | (tp_vector)(v == '\r');
}

/* The line that ends at `end` is empty, or has nothing but blanks. */
static bool is_empty_line(struct tp_str s, size_t end)
{
	while (end && is_blank(s.p[end - 1]))
		end--;
	return !end || s.p[end - 1] == '\n';
}

/* After the last empty line within the first n bytes, or 0. Most lines end with what is no blank. */
static size_t after_empty_line(struct tp_str s, size_t n)
{
	s.n = n;
	for (size_t to = n, from; to; to = from) {
		from = to > TP_BLOCK ? to - TP_BLOCK : 0;
		uint64_t ends = tp_bits_at(s, from, line_ends_in);
		if (ends)
			ends &= tp_bits_at(s, from, blanks_in) << 1 | 1;
		while (ends) {
			size_t i = 63 - (size_t)__builtin_clzll(ends);
			if (from + i < to && is_empty_line(s, from + i))
				return from + i + 1;
			ends ^= UINT64_C(1) << i;
		}
	}
	return 0;
}

static size_t after_line(struct tp_str s, size_t n)
{
	while (n && s.p[n - 1] != '\n')
		n--;
	return n;
}

/* After white space, but never inside of "\r\n"; s goes on after n. */
static size_t after_space(struct tp_str s, size_t n)
{
	for (size_t end = tp_utf8_border(s, n), at = end; at; end = at) {
		uint32_t cp = tp_utf8_prev(s, &at);

		if (tp_is_space(cp) && !(cp == '\r' && s.p[end] == '\n'))
			return end;
	}
	return 0;
}

static bool is_full_stop(uint32_t cp) /* of texts without spaces, behind which one sentence ends surely */
{
	return cp == 0x3002 || cp == 0xff01 || cp == 0xff1f;
}

/* The word before `at` has more letters than an abbreviation mostly has. */
static bool is_after_word(struct tp_str s, size_t at)
{
	for (int i = 0; i < WORD; i++)
		if (!at || !tp_is_word(tp_utf8_prev(s, &at)))
			return false;
	return true;
}

/* A sentence ends before `at`, as sure as that can be told without rules of a language: behind a word and its full
 * stop, and before what is not in lower case. */
static bool ends_sentence(struct tp_str s, size_t at)
{
	size_t next = at;
	uint32_t behind = tp_utf8_next(s, &next), cp = tp_utf8_prev(s, &at);

	if (is_full_stop(cp))
		return !tp_is_punctuation(behind);
	if (!tp_is_space(cp) || tp_is_space(behind) || tp_is_lower(behind))
		return false;
	while (at && tp_is_space(cp))
		cp = tp_utf8_prev(s, &at);
	return (cp == '.' || cp == '!' || cp == '?') && is_after_word(s, at);
}

/* After a sentence not far before n, at the end of a line or anywhere; s goes on after n. */
static size_t after_sentence(struct tp_str s, size_t n, bool of_line)
{
	size_t least = n - NEAR;

	for (size_t at = tp_utf8_border(s, n); at > least; tp_utf8_prev(s, &at))
		if ((!of_line || s.p[at - 1] == '\n') && ends_sentence(s, at))
			return at;
	return 0;
}

/* Between what is no part of a word and a word. */
static size_t before_word(struct tp_str s, size_t n)
{
	size_t end = tp_utf8_border(s, n), next = end;
	bool word = tp_is_word(tp_utf8_next(s, &next));

	for (size_t at = end; at; end = at) {
		bool before = tp_is_word(tp_utf8_prev(s, &at));

		if (word && !before)
			return end;
		word = before;
	}
	return 0;
}

/* Where least is torn apart: no paragraph, or if that is longer than a window, no sentence, line, or word. */
static size_t cut(struct tp_str s, size_t window)
{
	size_t n = after_empty_line(s, window);

	n = n ? n : after_sentence(s, window, true);
	n = n ? n : after_line(s, window);
	n = n ? n : after_sentence(s, window, false);
	n = n ? n : after_space(s, window);
	n = n ? n : before_word(s, window);
	return n ? n : tp_utf8_border(s, window);
}

bool tp_stream_next(struct tp_stream *stream, struct tp_str *window, struct tp_error *err)
{
	stream->n -= stream->used;
	memmove(stream->bytes, stream->bytes + stream->used, stream->n);
	stream->used = 0;
	*window = (struct tp_str){ stream->bytes, 0 };
	if (!fill(stream, err))
		return false;
	struct tp_str rest = { stream->bytes, stream->n };
	stream->used = rest.n <= stream->window ? rest.n : cut(rest, stream->window);
	window->n = stream->used;
	return true;
}
