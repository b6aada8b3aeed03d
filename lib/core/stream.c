#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

/* A window is cut when one read more than a window is there, or the end is. So what it holds is
 * the same for every size of reads. */
enum { WINDOW = 1 << 20, READ_SIZE = 1 << 16 };

struct tp_stream {
	int fd;
	char *name;
	bool ended;
	size_t used; /* bytes at the start of `bytes` that the last window had */
	size_t n;
	char bytes[WINDOW + READ_SIZE];
};

struct tp_stream *tp_stream_new(int fd, const char *name)
{
	struct tp_stream *stream = tp_alloc(sizeof *stream);
	size_t n = strlen(name) + 1;

	stream->fd = fd;
	stream->name = memcpy(tp_alloc(n), name, n);
	stream->ended = false;
	stream->used = stream->n = 0;
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
	while (!stream->ended && stream->n <= WINDOW) {
		ssize_t got = read(stream->fd, stream->bytes + stream->n, sizeof stream->bytes - stream->n);

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

/* After the last empty line (of nothing but blanks) within the first n bytes, or 0. */
static size_t after_empty_line(struct tp_str s, size_t n)
{
	struct tp_str line = { s.p, n };

	while ((line.n = tp_str_find_last(line, '\n')) != TP_NOT_FOUND) {
		size_t before = tp_str_find_last(line, '\n'), at = before == TP_NOT_FOUND ? 0 : before + 1;
		while (at < line.n && is_blank(s.p[at]))
			at++;
		if (at == line.n)
			return line.n + 1;
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

static size_t cut(struct tp_str s)
{
	size_t n = after_empty_line(s, WINDOW);

	n = n ? n : after_line(s, WINDOW);
	n = n ? n : after_space(s, WINDOW);
	return n ? n : tp_utf8_border(s, WINDOW);
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
	stream->used = rest.n <= WINDOW ? rest.n : cut(rest);
	window->n = stream->used;
	return true;
}
