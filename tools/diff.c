/* Differences of two texts, line by line, in the unified form. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

#define CONTEXT 3
/* How far to look for a place where both texts go on alike; beyond it, the rest of both differs. */
#define LOOK_AHEAD 200

/* Lines with their ends. */
struct lines {
	struct tp_str *p;
	size_t n;
};

/* Lines [old, old_end) become lines [new, new_end). */
struct change {
	size_t old, old_end, new, new_end;
};

struct changes {
	struct change *p;
	size_t n, cap;
};

static struct lines split(struct tp_str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n' || i + 1 == text.n;
	struct lines lines = { tool_alloc(n, sizeof *lines.p), 0 };
	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t length = end ? (size_t)(end - text.p) + 1 : text.n;
		lines.p[lines.n++] = (struct tp_str){ text.p, length };
		text.p += length;
		text.n -= length;
	}
	return lines;
}

static bool same(const struct lines *old, size_t i, const struct lines *new, size_t j)
{
	return i < old->n && j < new->n &&
	       old->p[i].n == new->p[j].n &&memcmp(old->p[i].p, new->p[j].p, old->p[i].n) == 0;
}

static bool try_end(const struct lines *old, const struct lines *new, struct change *change, size_t old_lines,
		    size_t new_lines)
{
	change->old_end = change->old + old_lines;
	change->new_end = change->new + new_lines;
	return same(old, change->old_end, new, change->new_end);
}

/* Moves the ends of a change to the nearest place where the texts go on alike. */
static void close_change(const struct lines *old, const struct lines *new, struct change *change)
{
	for (size_t distance = 1; distance <= LOOK_AHEAD; distance++) {
		/* A line for a line comes first: corrections seldom add or take lines. */
		if (distance % 2 == 0 && try_end(old, new, change, distance / 2, distance / 2))
			return;
		for (size_t i = 0; i <= distance; i++)
			if (try_end(old, new, change, i, distance - i))
				return;
	}
	change->old_end = old->n;
	change->new_end = new->n;
}

static void add_change(struct changes *changes, struct change change)
{
	if (changes->n == changes->cap) {
		changes->cap = changes->cap ? 2 * changes->cap : 16;
		changes->p = realloc(changes->p, changes->cap * sizeof *changes->p);
		if (!changes->p)
			abort();
	}
	changes->p[changes->n++] = change;
}

static void compare(const struct lines *old, const struct lines *new, struct changes *changes)
{
	for (size_t i = 0, j = 0; i < old->n || j < new->n;) {
		if (same(old, i, new, j)) {
			i++, j++;
			continue;
		}
		struct change change = { .old = i, .new = j };
		close_change(old, new, &change);
		add_change(changes, change);
		i = change.old_end;
		j = change.new_end;
	}
}

static void add_line(struct tp_buf *out, char sign, struct tp_str line)
{
	tp_buf_add(out, &sign, 1);
	tp_buf_add(out, line.p, line.n);
	if (!line.n || line.p[line.n - 1] != '\n')
		tool_add(out, "\n\\ No newline at end of file\n");
}

static void add_lines(struct tp_buf *out, char sign, const struct lines *lines, size_t from, size_t to)
{
	for (; from < to; from++)
		add_line(out, sign, lines->p[from]);
}

/* "12,3": the first line, from 1, and how many; an empty range is told by the line before it. */
static void add_range(struct tp_buf *out, char sign, size_t from, size_t to)
{
	tool_add_format(out, " %c%zu,%zu", sign, from + (to > from), to - from);
}

/* Changes [from, to) in one hunk, with the lines around them. */
static void add_hunk(struct tp_buf *out, const struct lines *old, const struct lines *new, const struct change *from,
		     const struct change *to)
{
	const struct change *last = to - 1;
	size_t before = from->old < CONTEXT ? from->old : CONTEXT;
	size_t rest = old->n - last->old_end, after = rest < CONTEXT ? rest : CONTEXT;

	tool_add(out, "@@");
	add_range(out, '-', from->old - before, last->old_end + after);
	add_range(out, '+', from->new - before, last->new_end + after);
	tool_add(out, " @@\n");
	for (size_t i = from->old - before; from < to; from++) {
		add_lines(out, ' ', old, i, from->old);
		add_lines(out, '-', old, from->old, from->old_end);
		add_lines(out, '+', new, from->new, from->new_end);
		i = from->old_end;
	}
	add_lines(out, ' ', old, last->old_end, last->old_end + after);
}

/* A path in a header, quoted where git quotes it; one with a space is followed by a tab, which ends it. */
static void add_path(struct tp_buf *out, const char *side, const char *path)
{
	bool quoted = false, spaced = strchr(path, ' ') != NULL;

	for (const char *c = path; *c; c++)
		quoted |= (unsigned char)*c < ' ' || *c == '"' || *c == '\\' || *c == 0x7f;
	tool_add_format(out, "%s %s%s", side[0] == 'a' ? "---" : "+++", quoted ? "\"" : "", side);
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;
		if (quoted && (c < ' ' || c == 0x7f))
			tool_add_format(out, "\\%03o", c);
		else if (quoted && (c == '"' || c == '\\'))
			tool_add_format(out, "\\%c", c);
		else
			tp_buf_add(out, path, 1);
	}
	tool_add(out, quoted ? "\"\n" : spaced ? "\t\n" : "\n");
}

/* The place in a path behind the folders that lead up, and what else patches do not take at the start. */
static const char *without_ups(const char *path)
{
	size_t n;

	while ((n = strspn(path, "./")) != 0 && (path[n - 1] == '/'))
		path += n;
	return path;
}

/* The path as patches take it: below the working folder, or else below another one, which is told. */
static void patch_path(const char *path, struct tp_buf *out)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *rest = without_ups(path);
	char here[PATH_MAX], there[PATH_MAX];
	bool known = tool_folder_of("-", here) && tool_folder_of(path, there);
	size_t n = known ? strlen(here) : 0, length = known ? strlen(there) : 0;
	size_t inner = name > rest ? (size_t)(name - rest) - 1 : 0;
	struct tp_buf text = TP_BUF_INIT;

	if (known && strncmp(here, there, n) == 0 && (here[n - 1] == '/' || !there[n] || there[n] == '/')) {
		const char *below = there + n + (there[n] == '/');

		tool_add_format(out, "%s%s%s", below, *below ? "/" : "", name);
		return;
	}
	tool_add(out, rest);
	if (!known || inner > length || strncmp(there + length - inner, rest, inner) != 0)
		return;
	tool_add_format(&text, _("%s: The patch is to be applied in the folder %.*s."), path, (int)(length - inner),
			there);
	tool_warn(tp_buf_str(&text).p);
	tp_buf_release(&text);
}

void tool_diff(const char *path, struct tp_str old_text, struct tp_str new_text, struct tp_buf *out)
{
	struct lines old = split(old_text), new = split(new_text);
	struct changes changes = { NULL, 0, 0 };

	compare(&old, &new, &changes);
	if (changes.n) {
		struct tp_buf shown = TP_BUF_INIT;

		patch_path(path, &shown);
		add_path(out, "a/", shown.p);
		add_path(out, "b/", shown.p);
		tp_buf_release(&shown);
	}
	for (size_t from = 0, to; from < changes.n; from = to) {
		for (to = from + 1; to < changes.n; to++)
			if (changes.p[to].old - changes.p[to - 1].old_end > 2 * CONTEXT)
				break;
		add_hunk(out, &old, &new, changes.p + from, changes.p + to);
	}
	free(changes.p);
	free(old.p);
	free(new.p);
}
