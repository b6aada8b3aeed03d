/* Input: the kit, documents, and text of any length. */
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* The bound of a document, as the library has it. */
#define LIMIT ((size_t)256 << 20)

static bool is_stdin(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* The part of a name that is two capitals or three digits: "GB" of "en-GB" or "en_GB"; empty if there is none. */
static struct tp_str country_of(const char *name)
{
	for (const char *part = strpbrk(name, "-_"); part; part = strpbrk(part, "-_")) {
		size_t n = strcspn(++part, "-_");

		if ((n == 2 && strspn(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") >= n) ||
		    (n == 3 && strspn(part, "0123456789") >= n))
			return (struct tp_str){ part, n };
	}
	return (struct tp_str){ "", 0 };
}

/* Says, once, that the dictionary of another country is taken. */
static void tell_country(struct tool *tool, const struct tp_kit *kit)
{
	const char *path = tp_kit_dictionary(kit, 0), *name = path ? strrchr(path, '/') : NULL;
	struct tp_buf text = TP_BUF_INIT;

	if (tool->kit.spelling || !tool->kit.language || !name || tool->told_country)
		return;
	struct tp_str wanted = country_of(tool->kit.language), found = country_of(name);
	if (!wanted.n || !found.n || (wanted.n == found.n && memcmp(wanted.p, found.p, wanted.n) == 0))
		return;
	tool_add_format(&text, _("There is no spelling dictionary for \"%s\"; \"%s\" is taken."), tool->kit.language,
			name + 1);
	tool_warn(text.p);
	tool->told_country = true;
	tp_buf_release(&text);
}

/* Says, once, that words of a list get no endings. */
static void tell_model(struct tool *tool, const struct tp_kit *kit)
{
	struct tp_buf text = TP_BUF_INIT;
	struct tp_str model = tool->told_model ? (struct tp_str){ "", 0 } : tp_kit_unknown_model(kit);

	if (!model.n)
		return;
	tool_add_format(&text, _("No dictionary has \"%.*s\": words of your lists get no endings by it."), (int)model.n,
			model.p);
	tool_warn(text.p);
	tool->told_model = true;
	tp_buf_release(&text);
}

struct tp_kit *tool_kit(struct tool *tool, int needs, bool spare)
{
	struct tp_error err, second;
	struct tp_kit *kit = tp_kit_new(&tool->kit, needs, &err);

	if (kit) {
		if (needs & TP_NEED_SPELLING) {
			tell_country(tool, kit);
			tell_model(tool, kit);
		}
		return kit;
	}
	if (spare && err.code == TP_E_USAGE && (needs & TP_NEED_SPELLING) && !tool->kit.spelling &&
	    (kit = tp_kit_new(&tool->kit, needs & ~TP_NEED_SPELLING, &second))) {
		tool_warn(err.message);
		return kit;
	}
	tool_error(tool, &err);
	return NULL;
}

void tool_kit_free(struct tp_kit *kit)
{
	if (kit)
		tp_kit_save(kit, NULL);
	tp_kit_free(kit);
}

static bool cannot_read(struct tool *tool, const char *path)
{
	return tool_error_text(tool, _("%s: The file cannot be read: %s."), path, strerror(errno));
}

/* All there is to read, or a little more than the bound of a document. */
static bool read_all(int fd, struct tp_buf *bytes)
{
	char block[1 << 16];
	ssize_t n;

	while (bytes->n <= LIMIT) {
		n = read(fd, block, sizeof block);
		if (n > 0)
			tp_buf_add(bytes, block, (size_t)n);
		else if (n == 0)
			return true;
		else if (errno != EINTR)
			return false;
	}
	return true;
}

bool tool_read(struct tool *tool, const char *path, struct tp_buf *bytes)
{
	int fd = is_stdin(path) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && read_all(fd, bytes);

	tool->told_encoding = false;
	if (!ok)
		cannot_read(tool, path);
	else if (bytes->n > LIMIT)
		ok = tool_error_text(tool, _("%s: The file is larger than %zu bytes."), path, LIMIT);
	if (fd > STDIN_FILENO)
		close(fd);
	return ok;
}

static void warn_of_error(const struct tp_error *err)
{
	struct tp_buf text = TP_BUF_INIT;

	tp_error_text(err, &text);
	tool_warn(tp_buf_str(&text).p);
	tp_buf_release(&text);
}

void tool_warn_of(struct tool *tool, const struct tp_doc *doc, const char *name, size_t lines)
{
	struct tp_error warning;

	for (size_t i = 0; tp_doc_warning(doc, i, &warning); i++) {
		bool encoding = warning.code == TP_E_ENCODING;

		if (encoding && tool->told_encoding)
			continue;
		tool->told_encoding |= encoding;
		warning.line += lines;
		if (name)
			snprintf(warning.file, sizeof warning.file, "%s", name);
		warn_of_error(&warning);
	}
}

/* The document, after a warning of what is wrong in it; NULL if it is no text that can be worked on. */
static struct tp_doc *welcome(struct tool *tool, struct tp_doc *doc, size_t lines)
{
	struct tp_error err;

	if (!tool->needs_text || tp_doc_is_text(doc, &err)) {
		tool_warn_of(tool, doc, NULL, lines);
		return doc;
	}
	err.line += lines;
	warn_of_error(&err);
	tp_doc_free(doc);
	return NULL;
}

struct tp_doc *tool_read_doc(struct tool *tool, struct tp_str bytes, const char *name, size_t lines)
{
	struct tp_error err;
	struct tp_doc *doc = tp_doc_read(bytes, name, &tool->reading, &err);

	if (doc)
		return welcome(tool, doc, lines);
	tool_error(tool, &err);
	return NULL;
}

struct tp_doc *tool_open(struct tool *tool, const char *path, const char *name)
{
	bool has_name = is_stdin(path) && tool->stdin_name;
	struct tp_reading how = tool->reading;
	struct tp_doc *doc;
	struct tp_error err;

	tool->told_encoding = false;
	how.name = has_name ? tool->stdin_name : name;
	doc = tp_doc_open(path, &how, &err);
	if (doc)
		return welcome(tool, doc, 0);
	if (has_name)
		snprintf(err.file, sizeof err.file, "%s", tool->stdin_name);
	tool_error(tool, &err);
	return NULL;
}

static void free_doc(void *arg, void *doc)
{
	(void)arg;
	tp_doc_free(doc);
}

void tool_doc_free(struct tp_doc *doc)
{
	if (doc)
		tool_in_turn(free_doc, NULL, doc, 0);
}

static bool ends_with_extension(const char *path, const char *extensions)
{
	const char *dot = strrchr(path, '.');

	if (!dot || strchr(dot, '/'))
		return false;
	for (size_t n; *extensions; extensions += n + (extensions[n] == ',')) {
		n = strcspn(extensions, ",");
		if (strlen(dot + 1) == n && strncasecmp(dot + 1, extensions, n) == 0)
			return true;
	}
	return false;
}

/* The file is taken as plain text in UTF-8: it is called so, or by no name that a format has. */
static bool is_plain(const struct tool *tool, const char *path)
{
	const struct tp_reading *how = &tool->reading;
	struct tp_entry entry;

	if (how->encoding && strcasecmp(how->encoding, "UTF-8") != 0 && strcasecmp(how->encoding, "UTF8") != 0)
		return false;
	if (how->format)
		return strcmp(how->format, "txt") == 0;
	for (size_t i = 0; tp_format_entry(i, &entry); i++)
		if (strcmp(entry.id, "txt") != 0 && ends_with_extension(path, entry.detail))
			return false;
	return true;
}

static bool has_utf16_mark(struct tp_str text)
{
	return text.n >= 2 && (memcmp(text.p, "\xff\xfe", 2) == 0 || memcmp(text.p, "\xfe\xff", 2) == 0);
}

size_t tool_count_lines(struct tp_str text)
{
	enum { BLOCK = 128 }; /* of which a compiler counts many bytes at once */
	size_t n = 0, at = 0;

	for (; text.n - at >= BLOCK; at += BLOCK) {
		unsigned char in_block = 0;
		for (size_t i = 0; i < BLOCK; i++)
			in_block = (unsigned char)(in_block + (text.p[at + i] == '\n'));
		n += in_block;
	}
	for (; at < text.n; at++)
		n += text.p[at] == '\n';
	return n;
}

static bool each_doc(struct tool *tool, struct tp_doc *doc, size_t part, tool_text_fn each, void *arg)
{
	bool ok = doc && each(tool, doc, part, arg);

	tool_doc_free(doc);
	return ok;
}

bool tool_each_window(struct tool *tool, const char *path, size_t size, tool_window_fn each, void *arg)
{
	int fd = is_stdin(path) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cannot_read(tool, path);

	const char *name = is_stdin(path) && tool->stdin_name ? tool->stdin_name : path;
	struct tp_stream *stream = tp_stream_new(fd, name, size);
	struct tp_str window;
	struct tp_error err;
	size_t done = 0;
	bool ok;
	tool->told_encoding = false;
	do {
		ok = tp_stream_next(stream, &window, &err) || tool_error(tool, &err);
		ok = ok && (window.n == 0 || each(tool, window, arg));
		if (done)
			tool_progress(name, done + window.n);
		done += window.n;
	} while (ok && window.n);
	tool_progress(name, 0);
	tp_stream_free(stream);
	if (fd != STDIN_FILENO)
		close(fd);
	return ok;
}

/* Windows on their way to become documents. */
struct windows {
	const char *name;
	tool_text_fn each;
	void *arg;
	size_t part;
	size_t lines; /* of the windows before */
	struct tp_doc *before; /* the last window */
	struct tp_buf utf16; /* what cannot be cut into windows is gathered */
};

static bool read_window(struct tool *tool, struct tp_str window, void *arg)
{
	struct windows *windows = arg;

	if (windows->utf16.n || (windows->part == 0 && has_utf16_mark(window))) {
		if (windows->utf16.n <= LIMIT)
			tp_buf_add(&windows->utf16, window.p, window.n);
		return true;
	}
	if (windows->part > 0)
		tool->reading.encoding = "UTF-8"; /* a byte order mark is one at the start only */
	struct tp_doc *doc = tool_read_doc(tool, window, windows->name, windows->lines);
	if (doc && windows->before)
		tp_doc_continue(doc, windows->before);
	tool_doc_free(windows->before);
	windows->before = doc;
	windows->lines += tool_count_lines(window);
	return doc && windows->each(tool, doc, windows->part++, windows->arg);
}

bool tool_each_text(struct tool *tool, const char *path, size_t window, tool_text_fn each, void *arg)
{
	const char *name = is_stdin(path) && tool->stdin_name ? tool->stdin_name : path;
	struct windows windows = { .name = name, .each = each, .arg = arg };
	struct tp_reading before = tool->reading;
	bool ok;

	if (!is_plain(tool, name))
		return each_doc(tool, tool_open(tool, path, NULL), 0, each, arg);

	tool->reading.format = "txt";
	ok = tool_each_window(tool, path, window, read_window, &windows);
	if (ok && (windows.utf16.n || windows.part == 0))
		ok = each_doc(tool, tool_read_doc(tool, tp_buf_str(&windows.utf16), name, 0), 0, each, arg);
	tool->reading = before;
	tool_doc_free(windows.before);
	tp_buf_release(&windows.utf16);
	return ok;
}

static bool is_item(const char *z, const char *item, size_t length)
{
	return strlen(z) == length && memcmp(z, item, length) == 0;
}

/* The item of a list names the family of spelling, or a finding of it. */
static bool is_spelling(const char *item, size_t length)
{
	struct tp_entry entry;

	for (size_t i = 0; tp_check_entry(i, &entry); i++)
		if (strcmp(entry.detail, "spelling") == 0 &&
		    (is_item(entry.id, item, length) || is_item(entry.detail, item, length)))
			return true;
	return false;
}

int tool_needs(const struct tool *tool)
{
	const char *list = tool->only;
	bool spelling = !list || !*list;

	for (size_t n; list && *list; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		spelling = spelling || is_spelling(list, n);
	}
	return TP_NEED_NAMES | (spelling ? TP_NEED_SPELLING : 0) | (tool->kit.srx ? TP_NEED_SEGMENTS : 0);
}
