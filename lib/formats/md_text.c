/* Markdown's codes: from the events of a paragraph and where they stand to a text. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "formats/entity.h"
#include "formats/md.h"

/* Among how many open tags the one is looked for that a tag closes. */
enum { DEEPEST = 64 };

static bool is_empty(struct tp_span span)
{
	return span.from == span.to;
}

/* An OPEN that waits for its CLOSE. HTML tags become pairs where they nest with all other marks. */
struct tag {
	struct tp_str name; /* empty: a mark of Markdown */
	size_t code;
};

struct writer {
	struct tp_str document;
	const struct md_event *events;
	const struct md_mark *marks;
	size_t n; /* events */
	struct tp_text_maker maker;
	struct {
		struct tag *p;
		size_t n, cap;
	} open;
	bool has_text;
};

static struct tp_str tag_name(struct tp_str html, bool *closes)
{
	size_t from = 1, to;

	*closes = html.n > 1 && html.p[1] == '/';
	from += *closes;
	for (to = from; to < html.n && !strchr(" \t\r\n/>", html.p[to]); to++)
		;
	return tp_str_at(html, (struct tp_span){ from, to });
}

static bool stands_alone(struct tp_str html, struct tp_str name)
{
	static const char empty[] = "area,base,br,col,embed,hr,img,input,link,meta,param,source,track,wbr";
	struct tp_str rest = tp_str_of(empty), piece;

	if (name.n == 0 || name.p[0] == '!' || name.p[0] == '?' || tp_str_ends(html, TP_S("/>")))
		return true;
	while (tp_str_cut(&rest, ',', &piece))
		if (tp_str_eq_ascii(piece, name))
			return true;
	return false;
}

static void open_code(struct writer *out, struct tp_str name, const char *type, struct tp_span at)
{
	*tp_push(&out->open) = (struct tag){ name, out->maker.codes.n };
	tp_text_add_code(&out->maker, TP_CODE_OPEN, type, TP_S(""), at);
}

static void leave_alone(struct writer *out, size_t tags)
{
	while (out->open.n > tags)
		out->maker.codes.p[out->open.p[--out->open.n].code].kind = TP_CODE_ALONE;
}

/* Closes the tag of this name that is open within the innermost mark of Markdown. */
static void close_tag(struct writer *out, struct tp_str name, struct tp_span at)
{
	size_t least = out->open.n > DEEPEST ? out->open.n - DEEPEST : 0;
	enum tp_code_kind kind = TP_CODE_ALONE;

	for (size_t i = out->open.n; i > least && out->open.p[i - 1].name.n; i--)
		if (tp_str_eq_ascii(out->open.p[i - 1].name, name)) {
			leave_alone(out, i);
			out->open.n--;
			kind = TP_CODE_CLOSE;
			break;
		}
	tp_text_add_code(&out->maker, kind, "html", TP_S(""), at);
}

static void write_html(struct writer *out, struct tp_span at)
{
	struct tp_str document = out->document;

	while (at.from < at.to) {
		size_t end = tp_md_html_end(document, at.from, at.to);
		struct tp_span one = { at.from, end == TP_NOT_FOUND ? at.to : end };
		struct tp_str html = tp_str_at(document, one);
		bool closes;
		struct tp_str name = tag_name(html, &closes);
		if (tp_str_eq_ascii(name, TP_S("br")))
			tp_text_add_fixed(&out->maker, TP_S("\n"), one);
		else if (closes)
			close_tag(out, name, one);
		else if (stands_alone(html, name))
			tp_text_add_code(&out->maker, TP_CODE_ALONE, "html", TP_S(""), one);
		else
			open_code(out, name, "html", one);
		at.from = one.to;
	}
}

/* An OPEN whose CLOSE was not found, or the other way round, stands alone. */
static void write_close(struct writer *out, size_t i)
{
	size_t open = out->marks[i].partner, k = out->open.n;
	bool found = !is_empty(out->marks[i].at), paired = open != TP_NOT_FOUND && !is_empty(out->marks[open].at);

	if (paired) {
		while (k > 0 && out->open.p[k - 1].name.n)
			k--;
		leave_alone(out, k);
		if (found)
			out->open.n--;
		else
			leave_alone(out, k - 1);
	}
	if (found)
		tp_text_add_code(&out->maker, paired ? TP_CODE_CLOSE : TP_CODE_ALONE, out->events[i].type, TP_S(""),
				 out->marks[i].at);
}

static void write_alone(struct writer *out, const char *type, struct tp_span at, size_t marks)
{
	struct tp_str shown = tp_str_at(out->document, (struct tp_span){ at.from + marks, at.to - marks });

	tp_text_add_code(&out->maker, TP_CODE_ALONE, type, shown, at);
}

/* A reference to a footnote in the text is a code. */
static void write_plain(struct writer *out, struct tp_span at)
{
	struct tp_str document = { out->document.p, at.to };

	for (size_t i = at.from; (i = tp_str_find(document, TP_S("[^"), i)) != TP_NOT_FOUND;) {
		size_t n = tp_md_footnote_end(tp_str_from(document, i));
		if (n == TP_NOT_FOUND) {
			i++;
			continue;
		}
		tp_text_add(&out->maker, document, (struct tp_span){ at.from, i });
		at.from = i += n;
		write_alone(out, "link", (struct tp_span){ i - n, i }, 0);
	}
	tp_text_add(&out->maker, document, at);
}

static void write_text(struct writer *out, const struct md_mark *mark)
{
	struct tp_span at = mark->at;
	struct tp_str document = out->document;
	size_t before = out->maker.text.n;

	if (mark->escaped) {
		tp_text_add_spelled(&out->maker, tp_str_at(document, (struct tp_span){ at.from, at.from + 1 }),
				    (struct tp_span){ at.from - 1, at.from + 1 });
		at.from++;
	} else if (!out->maker.pieces.n) {
		at.from += tp_md_definition_length(tp_str_at(document, at));
	}
	write_plain(out, at);
	out->has_text |= tp_str_trim(tp_str_from(tp_buf_str(&out->maker.text), before)).n > 0;
}

static void write_entity(struct writer *out, struct tp_span at)
{
	uint32_t cp = tp_entity(tp_str_at(out->document, at));
	struct tp_buf text = TP_BUF_INIT;

	if (cp == 0) {
		write_alone(out, "html", at, 0);
		return;
	}
	tp_buf_add_cp(&text, cp);
	if (cp == '\n' || cp == '\r')
		tp_text_add_fixed(&out->maker, tp_buf_str(&text), at);
	else
		tp_text_add_spelled(&out->maker, tp_buf_str(&text), at);
	tp_buf_release(&text);
	out->has_text |= !tp_is_space(cp);
}

static size_t backticks(struct tp_str code)
{
	size_t n = 0;

	while (n < code.n && code.p[n] == '`')
		n++;
	return n;
}

/* The character that the text goes on with behind event i; 0 if there is something else. */
static uint32_t char_behind(const struct writer *out, size_t i)
{
	size_t length;

	do
		i++;
	while (i < out->n && (out->events[i].kind == MD_EVENT_OPEN || out->events[i].kind == MD_EVENT_CLOSE));
	if (i == out->n || out->events[i].kind != MD_EVENT_TEXT)
		return 0;
	return tp_utf8_at(out->document, out->marks[i].at.from, &length);
}

/* The character that the text ends with so far; 0 if there is a code that stands for itself. */
static uint32_t char_before(const struct writer *out)
{
	const struct tp_text_maker *maker = &out->maker;
	bool code = maker->codes.n && maker->codes.p[maker->codes.n - 1].kind == TP_CODE_ALONE &&
		    maker->codes.p[maker->codes.n - 1].at == maker->text.n;

	return code ? 0 : tp_utf8_prev(tp_buf_str(&maker->text), &(size_t){ maker->text.n });
}

static void write_mark(struct writer *out, size_t i)
{
	const struct md_event *event = &out->events[i];
	struct tp_span at = out->marks[i].at;

	if (event->kind == MD_EVENT_CLOSE) {
		write_close(out, i);
	} else if (is_empty(at)) {
		return;
	} else if (event->kind == MD_EVENT_OPEN) {
		open_code(out, (struct tp_str){ "", 0 }, event->type, at);
	} else if (event->kind == MD_EVENT_CODE) {
		write_alone(out, "code", at, backticks(tp_str_at(out->document, at)));
	} else if (event->kind == MD_EVENT_SOFT_BREAK) {
		tp_text_add_spelled(&out->maker, tp_line_joint(char_before(out), char_behind(out, i)), at);
	} else {
		bool nul = event->kind == MD_EVENT_NUL;
		tp_text_add_fixed(&out->maker, nul ? TP_S("\uFFFD") : TP_S("\n"), at);
	}
}

static void write_event(struct writer *out, size_t i)
{
	const struct md_mark *mark = &out->marks[i];

	if (!is_empty(mark->lost))
		write_alone(out, "html", mark->lost, 0);
	switch (out->events[i].kind) {
	case MD_EVENT_TEXT:
		write_text(out, mark);
		break;
	case MD_EVENT_ENTITY:
		write_entity(out, mark->at);
		break;
	case MD_EVENT_HTML:
		write_html(out, mark->at);
		break;
	case MD_EVENT_AUTOLINK:
		write_alone(out, "link", mark->at, 1);
		break;
	default:
		write_mark(out, i);
	}
}

struct tp_text tp_md_text(struct tp_str document, size_t least, const struct md_event *events, size_t n,
			  struct tp_arena *arena)
{
	struct md_mark *marks = tp_alloc_zero(n, sizeof *marks);
	struct writer out = { document, events, marks, n, .maker = { .arena = arena } };

	if (tp_md_place(document, least, events, n, marks))
		for (size_t i = 0; i < n; i++)
			if (!marks[i].inside)
				write_event(&out, i);
	leave_alone(&out, 0);
	struct tp_text text = tp_text_finish(&out.maker);
	tp_text_maker_release(&out.maker);
	free(marks);
	free(out.open.p);
	return out.has_text ? text : (struct tp_text){ .n_pieces = 0 };
}
