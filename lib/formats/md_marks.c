/* Markdown's marks: where the events of a paragraph stand in its bytes. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/str.h"
#include "formats/md.h"

/* How far before its first text a unit's first mark is looked for. */
enum { FARTHEST = 4096 };

struct parse {
	struct tp_str document;
	const struct md_event *events;
	struct md_mark *marks;
	size_t n;
	bool short_links; /* a link ends at its "]" */
};

static char char_at(const struct parse *in, size_t at, size_t limit)
{
	return at < limit ? in->document.p[at] : 0;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static size_t skip_blanks(const struct parse *in, size_t at, size_t limit)
{
	while (at < limit && tp_is_blank(in->document.p[at]))
		at++;
	return at;
}

static size_t skip_white(const struct parse *in, size_t at, size_t limit)
{
	while (at < limit && (tp_is_blank(in->document.p[at]) || is_line_end(in->document.p[at])))
		at++;
	return at;
}

/* Each of these takes a mark at `at` and gives its end, or TP_NOT_FOUND. ---------------------------- */

/* From an opening character to the closing one, over escaped characters. */
static size_t take_until(const struct parse *in, size_t at, size_t limit, char close)
{
	for (; at < limit; at++) {
		char c = in->document.p[at];
		if (c == '\\')
			at++;
		else if (c == close)
			return at + 1;
	}
	return TP_NOT_FOUND;
}

static size_t take_destination(const struct parse *in, size_t at, size_t limit)
{
	size_t depth = 0;

	if (char_at(in, at, limit) == '<')
		return take_until(in, at + 1, limit, '>');
	for (; at < limit; at++) {
		char c = in->document.p[at];
		if (tp_is_blank(c) || is_line_end(c) || (c == ')' && depth == 0))
			break;
		if (c == '\\' && at + 1 < limit)
			at++;
		else if (c == '(')
			depth++;
		else if (c == ')')
			depth--;
	}
	return at;
}

/* "(address "title")" */
static size_t take_address(const struct parse *in, size_t at, size_t limit)
{
	at = take_destination(in, skip_white(in, at + 1, limit), limit);
	if (at == TP_NOT_FOUND)
		return at;
	at = skip_white(in, at, limit);
	char quote = char_at(in, at, limit);
	if (quote == '"' || quote == '\'' || quote == '(') {
		at = take_until(in, at + 1, limit, quote == '(' ? ')' : quote);
		if (at == TP_NOT_FOUND)
			return at;
		at = skip_white(in, at, limit);
	}
	return char_at(in, at, limit) == ')' ? at + 1 : TP_NOT_FOUND;
}

/* "](address)", "][label]", "]" */
static size_t take_link_end(const struct parse *in, size_t at, size_t limit)
{
	if (char_at(in, at, limit) != ']')
		return TP_NOT_FOUND;
	size_t end = TP_NOT_FOUND;
	char next = char_at(in, at + 1, limit);
	if (!in->short_links && next == '(')
		end = take_address(in, at + 1, limit);
	if (!in->short_links && next == '[')
		end = take_until(in, at + 2, limit, ']');
	return end == TP_NOT_FOUND ? at + 1 : end;
}

static size_t take_run(const struct parse *in, size_t at, size_t limit, char c)
{
	while (at < limit && in->document.p[at] == c)
		at++;
	return at;
}

/* A code span: from its backticks to as many again. */
static size_t take_code(const struct parse *in, size_t at, size_t limit)
{
	size_t start = take_run(in, at, limit, '`'), n = start - at;

	if (n == 0)
		return TP_NOT_FOUND;
	for (at = start; at < limit;) {
		size_t end = take_run(in, at, limit, '`');
		if (end - at == n)
			return end;
		at = end > at ? end : end + 1;
	}
	return TP_NOT_FOUND;
}

size_t tp_md_html_end(struct tp_str document, size_t at, size_t limit)
{
	struct tp_str rest = tp_str_at(document, (struct tp_span){ at, limit });
	static const struct {
		struct tp_str start, end;
	} sections[] = {
		{ { "<!--", 4 }, { "-->", 3 } },
		{ { "<![CDATA[", 9 }, { "]]>", 3 } },
		{ { "<?", 2 }, { "?>", 2 } },
		{ { "<!", 2 }, { ">", 1 } },
	};

	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		if (tp_str_starts(rest, sections[i].start)) {
			size_t end = tp_str_find(rest, sections[i].end, sections[i].start.n);
			return end == TP_NOT_FOUND ? end : at + end + sections[i].end.n;
		}
	for (size_t i = 1; i < rest.n; i++) {
		if (rest.p[i] == '>')
			return at + i + 1;
		if (rest.p[i] == '"' || rest.p[i] == '\'') {
			size_t end = tp_str_find_char(rest, rest.p[i], i + 1);
			if (end == TP_NOT_FOUND)
				return end;
			i = end;
		}
	}
	return TP_NOT_FOUND;
}

size_t tp_md_footnote_end(struct tp_str text)
{
	enum { LONGEST_LABEL = 100 };

	if (!tp_str_starts(text, TP_S("[^")))
		return TP_NOT_FOUND;
	for (size_t i = 2; i < text.n && i <= LONGEST_LABEL && !strchr("[\\ \t\r\n", text.p[i]); i++)
		if (text.p[i] == ']')
			return i > 2 ? i + 1 : TP_NOT_FOUND;
	return TP_NOT_FOUND;
}

size_t tp_md_definition_length(struct tp_str text)
{
	size_t end = tp_md_footnote_end(text);

	if (end == TP_NOT_FOUND || end == text.n || text.p[end] != ':')
		return 0;
	do
		end++;
	while (end < text.n && tp_is_blank(text.p[end]));
	return end;
}

/* A line break with the blanks around it and the ">" of a quote. */
static size_t take_break(const struct parse *in, size_t at, size_t limit)
{
	at = skip_blanks(in, at, limit);
	if (char_at(in, at, limit) == '\\')
		at++;
	size_t line_end = at;
	if (char_at(in, at, limit) == '\r')
		at++;
	if (char_at(in, at, limit) == '\n')
		at++;
	if (at == line_end)
		return TP_NOT_FOUND;
	while (at < limit && (tp_is_blank(in->document.p[at]) || in->document.p[at] == '>'))
		at++;
	return at;
}

static size_t take_emphasis(const struct parse *in, size_t at, size_t limit, const char *type)
{
	char c = char_at(in, at, limit);

	if (strcmp(type, "struck") == 0)
		return c == '~' ? at + (char_at(in, at + 1, limit) == '~' ? 2 : 1) : TP_NOT_FOUND;
	if (c != '*' && c != '_')
		return TP_NOT_FOUND;
	if (strcmp(type, "italic") == 0)
		return at + 1;
	return char_at(in, at + 1, limit) == c ? at + 2 : TP_NOT_FOUND;
}

static size_t take_open(const struct parse *in, size_t at, size_t limit, const char *type)
{
	char c = char_at(in, at, limit);

	if (strcmp(type, "link") == 0)
		return c == '[' ? at + 1 : TP_NOT_FOUND;
	if (strcmp(type, "image") == 0)
		return c == '!' && char_at(in, at + 1, limit) == '[' ? at + 2 : TP_NOT_FOUND;
	return take_emphasis(in, at, limit, type);
}

static size_t take(const struct parse *in, size_t i, size_t at, size_t limit)
{
	const struct md_event *event = &in->events[i];

	switch (event->kind) {
	case MD_EVENT_NUL:
		return char_at(in, at, limit) == 0 && at < limit ? at + 1 : TP_NOT_FOUND;
	case MD_EVENT_SOFT_BREAK:
	case MD_EVENT_HARD_BREAK:
		return take_break(in, at, limit);
	case MD_EVENT_CODE:
		return take_code(in, at, limit);
	case MD_EVENT_OPEN:
		return take_open(in, at, limit, event->type);
	case MD_EVENT_CLOSE:
		if (strcmp(event->type, "link") != 0 && strcmp(event->type, "image") != 0)
			return take_emphasis(in, at, limit, event->type);
		return take_link_end(in, at, limit);
	default:
		return TP_NOT_FOUND;
	}
}

/* Finding the marks ------------------------------------------------------------------------------- */

/* The bytes of the events from `first` to before `last`, which stand at `at`. Gives their end, or
 * TP_NOT_FOUND. */
static size_t place_marks(struct parse *in, size_t first, size_t last, size_t at, size_t limit)
{
	for (size_t i = first; i < last; i++) {
		size_t end = take(in, i, at, limit);
		if (end == TP_NOT_FOUND)
			return end;
		in->marks[i].at = (struct tp_span){ at, end };
		at = end;
	}
	return at;
}

static bool is_punctuation(char c)
{
	return c > ' ' && c < 0x7f && !(c >= '0' && c <= '9') && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The events fill the gap before event `last` to the byte, but for a backslash that escapes its text. */
static bool fills(struct parse *in, size_t first, size_t last, size_t at)
{
	size_t limit = in->events[last].at.from, end = place_marks(in, first, last, at, limit);
	bool text = in->events[last].kind == MD_EVENT_TEXT;

	in->marks[last].escaped = text && end != TP_NOT_FOUND && end + 1 == limit && in->document.p[end] == '\\' &&
				  is_punctuation(in->document.p[limit]);
	return end == limit || in->marks[last].escaped;
}

static bool fill_gap(struct parse *in, size_t first, size_t last, size_t at)
{
	bool ok = fills(in, first, last, at);

	if (!ok) {
		in->short_links = true;
		ok = fills(in, first, last, at);
		in->short_links = false;
	}
	return ok;
}

static void lose_gap(struct parse *in, size_t first, size_t last, size_t at)
{
	for (size_t i = first; i < last; i++)
		in->marks[i].at = (struct tp_span){ at, at };
	in->marks[last].escaped = false;
	in->marks[last].lost = (struct tp_span){ at, in->events[last].at.from };
}

static bool is_anchor(const struct md_event *event)
{
	return event->kind <= MD_EVENT_AUTOLINK;
}

/* Marks before the first anchor: their start is unknown, so the nearest that fits is taken. A backslash there
 * always escapes. */
static void place_first_marks(struct parse *in, size_t anchor, size_t least)
{
	size_t limit = in->events[anchor].at.from, at = limit;

	if (at > least && in->document.p[at - 1] == '\\' && in->events[anchor].kind == MD_EVENT_TEXT)
		at--;
	if (limit - least > FARTHEST)
		least = limit - FARTHEST;
	for (;; at--) {
		if (fill_gap(in, 0, anchor, at))
			return;
		if (at == least)
			break;
	}
	lose_gap(in, 0, anchor, limit);
}

/* The next event after i whose place is known, or n. */
static size_t next_anchor(const struct parse *in, size_t i)
{
	do
		i++;
	while (i < in->n && !is_anchor(&in->events[i]));
	return i;
}

/* HTML comes in pieces, one a line: those of one tag are put together. Gives the last of them. */
static size_t place_html(struct parse *in, size_t i)
{
	size_t end = tp_md_html_end(in->document, in->events[i].at.from, in->document.n), last = i;

	if (end == TP_NOT_FOUND || end <= in->events[i].at.to)
		return i;
	for (size_t k = next_anchor(in, i); k < in->n && in->events[k].at.from < end; k = next_anchor(in, k)) {
		if (in->events[k].kind != MD_EVENT_HTML)
			return i;
		last = k;
	}
	for (size_t k = i + 1; k <= last; k++)
		in->marks[k].inside = true;
	in->marks[i].at.to = end;
	return last;
}

/* Marks behind the last anchor end where they end; if they do not fit, they stay outside. */
static void place_last_marks(struct parse *in, size_t first, size_t at)
{
	if (place_marks(in, first, in->n, at, in->document.n) == TP_NOT_FOUND)
		for (size_t i = first; i < in->n; i++)
			in->marks[i].at = (struct tp_span){ at, at };
}

static bool place_all(struct parse *in, size_t least)
{
	size_t i = next_anchor(in, TP_NOT_FOUND);

	if (i == in->n)
		return false;
	place_first_marks(in, i, least);
	for (size_t next; i < in->n; i = next) {
		size_t last = i;
		in->marks[i].at = in->events[i].at;
		if (in->events[i].kind == MD_EVENT_HTML)
			last = place_html(in, i);
		size_t end = in->marks[i].at.to;
		if (last > i && in->events[last].at.to > end)
			end = in->events[last].at.to;
		next = next_anchor(in, last);
		if (next == in->n)
			place_last_marks(in, last + 1, end);
		else if (!fill_gap(in, last + 1, next, end))
			lose_gap(in, last + 1, next, end);
	}
	return true;
}

static void pair_marks(struct parse *in)
{
	struct {
		size_t *p;
		size_t n, cap;
	} open = { NULL, 0, 0 };

	for (size_t i = 0; i < in->n; i++) {
		in->marks[i].partner = TP_NOT_FOUND;
		if (in->events[i].kind == MD_EVENT_OPEN) {
			*tp_push(&open) = i;
		} else if (in->events[i].kind == MD_EVENT_CLOSE && open.n) {
			size_t partner = open.p[--open.n];
			in->marks[i].partner = partner;
			in->marks[partner].partner = i;
		}
	}
	free(open.p);
}

bool tp_md_place(struct tp_str document, size_t least, const struct md_event *events, size_t n, struct md_mark *marks)
{
	struct parse in = { .document = document, .events = events, .marks = marks, .n = n };

	pair_marks(&in);
	return place_all(&in, least);
}
