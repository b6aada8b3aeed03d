/* Output: data to standard output, everything else to standard error. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "tool.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void output_failed(void)
{
	int why = errno;

	if (why != EPIPE)
		fprintf(stderr, _("tprep: The output cannot be written: %s.\n"), strerror(why));
	_Exit(TOOL_TROUBLE); /* there may be other threads, which need what exit() would end */
}

static void write_text(FILE *stream, struct tp_str s)
{
	if (fwrite(s.p, 1, s.n, stream) != s.n && stream == stdout)
		output_failed();
}

static void write_held(void *stream, void *text)
{
	write_text(stream, tp_buf_str(text));
	tp_buf_release(text);
	free(text);
}

/* Writes a text in its turn. */
void *tool_alloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);

	if (!p)
		abort();
	return p;
}

static void put(FILE *stream, struct tp_str s)
{
	if (tool_is_at_turn()) {
		write_text(stream, s);
	} else {
		struct tp_buf *held = tool_alloc(1, sizeof *held);

		tp_buf_add(held, s.p, s.n);
		tool_in_turn(write_held, stream, held, s.n);
	}
}

void tool_write(struct tp_str s)
{
	if (s.n)
		put(stdout, s);
}

void tool_print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	int n = vprintf(format, args);
	va_end(args);
	if (n < 0)
		output_failed();
}

void tool_flush(void)
{
	if (fflush(stdout) != 0)
		output_failed();
}

void tool_close(void)
{
	if (fflush(stdout) != 0 || close(STDOUT_FILENO) != 0)
		output_failed();
}

void tool_write_buf(struct tp_buf *buf)
{
	tool_write(tp_buf_str(buf));
	buf->n = 0;
}

bool tool_spares(struct tool *tool, const char *path, const char *input)
{
	struct stat a, b;

	if (!path || !input || strcmp(path, "-") == 0 || strcmp(input, "-") == 0 || stat(path, &a) != 0 ||
	    stat(input, &b) != 0 || !S_ISREG(a.st_mode) || a.st_dev != b.st_dev || a.st_ino != b.st_ino)
		return true;
	return tool_error_text(tool, _("%s: The output would be written over what is read."), path);
}

bool tool_write_file(struct tool *tool, const char *path, struct tp_str bytes)
{
	struct tp_error err;

	if (!path || strcmp(path, "-") == 0) {
		tool_write(bytes);
		return true;
	}
	return tp_file_replace(path, bytes, &err) || tool_error(tool, &err);
}

/* Makes a folder where there is none. */
static bool make_folder(const char *path, mode_t mode)
{
	struct stat info;

	if (mkdir(path, mode) == 0)
		return true;
	int why = errno;
	bool there = stat(path, &info) == 0 && S_ISDIR(info.st_mode);
	errno = why;
	return there;
}

bool tool_make_folders(struct tool *tool, const char *path, mode_t mode)
{
	struct tp_buf folder = TP_BUF_INIT;
	bool ok = true;

	for (size_t n = 0; ok && path[n]; n++) {
		if (path[n] == '/' && n > 0)
			ok = make_folder(tp_buf_str(&folder).p, mode);
		if (ok)
			tp_buf_add(&folder, path + n, 1);
	}
	if (!ok && tool)
		tool_error_text(tool, _("%s: The folder cannot be made: %s."), tp_buf_str(&folder).p, strerror(errno));
	tp_buf_release(&folder);
	return ok;
}

bool tool_folder_of(const char *path, char folder[PATH_MAX])
{
	const char *slash = strrchr(path, '/');
	char name[PATH_MAX];
	size_t n = slash ? (size_t)(slash - path) : 0;

	if (n >= sizeof name)
		return false;
	memcpy(name, path, n);
	name[n] = '\0';
	return realpath(slash ? (n ? name : "/") : ".", folder);
}

static void add_arguments(struct tp_buf *buf, const char *format, va_list args)
{
	char *text = NULL;
	size_t n = 0;
	FILE *file = open_memstream(&text, &n);

	if (!file)
		abort();
	vfprintf(file, format, args);
	fclose(file);
	tp_buf_add(buf, text, n);
	free(text);
}

bool tool_error(struct tool *tool, const struct tp_error *err)
{
	struct tp_buf text = TP_BUF_INIT;

	tp_error_text(err, &text);
	tool_error_text(tool, "%s", tp_buf_str(&text).p);
	tp_buf_release(&text);
	return false;
}

bool tool_error_text(struct tool *tool, const char *format, ...)
{
	struct tp_buf text = TP_BUF_INIT;
	va_list args;

	tool->trouble = true;
	tool_progress(NULL, 0);
	tool_add(&text, "tprep: ");
	va_start(args, format);
	add_arguments(&text, format, args);
	va_end(args);
	tool_add(&text, "\n");
	put(stderr, tp_buf_str(&text));
	tp_buf_release(&text);
	return false;
}

void tool_warn(const char *warning)
{
	struct tp_buf text = TP_BUF_INIT;

	tool_progress(NULL, 0);
	tool_add_format(&text, _("tprep: Warning: %s\n"), warning);
	put(stderr, tp_buf_str(&text));
	tp_buf_release(&text);
}

bool tool_use_color(void)
{
	const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no_color && *no_color) && terminal && strcmp(terminal, "dumb") != 0;
}

void tool_progress(const char *file, size_t done)
{
	struct tp_buf text = TP_BUF_INIT;

	if (!isatty(STDERR_FILENO) || isatty(STDOUT_FILENO))
		return;
	tool_add(&text, "\r\033[K");
	if (done)
		tool_add_format(&text, _("%s: %zu MB"), file, done >> 20);
	put(stderr, tp_buf_str(&text));
	tp_buf_release(&text);
}

void tool_add(struct tp_buf *buf, const char *z)
{
	tp_buf_add(buf, z, strlen(z));
}

void tool_add_format(struct tp_buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_arguments(buf, format, args);
	va_end(args);
}

void tool_add_json(struct tp_buf *buf, struct tp_str s)
{
	size_t plain = 0;

	tool_add(buf, "\"");
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= ' ' && c != '"' && c != '\\' && c != 0x7f)
			continue;
		tp_buf_add(buf, s.p + plain, i - plain);
		plain = i + 1;
		if (c == '"' || c == '\\')
			tool_add_format(buf, "\\%c", c);
		else
			tool_add_format(buf, "\\u%04x", c);
	}
	tp_buf_add(buf, s.p + plain, s.n - plain);
	tool_add(buf, "\"");
}
