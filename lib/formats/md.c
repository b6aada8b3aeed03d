/* Markdown, as GitHub reads it. The door to md4c. */
#include "formats/md.h"

#include <md4c.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/str.h"
#include "doc/remarks.h"

struct reader {
	struct tp_doc *doc;
	struct {
		struct md_event *p;
		size_t n, cap;
	} events;
	enum tp_unit_kind kind;
	struct tp_span html; /* that stands together, up to now: a comment may have several lines */
	size_t lists; /* so many list items are open */
	size_t done; /* no unit starts before this */
	bool literal; /* in a block of code or HTML */
	bool code; /* in a code span */
	size_t spans; /* so many emphases and links are open */
	struct tp_str parsed; /* the text of the document that is parsed, or a copy of it */
	size_t start; /* of that text in the document */
	struct md_copy copy;
};

/* Units ----------------------------------------------------------------------------------------- */

static void end_html(struct reader *in)
{
	tp_remarks_find(in->doc, in->html);
	in->html = (struct tp_span){ 0, 0 };
}

static void end_unit(struct reader *in)
{
	struct tp_text text = tp_md_text(in->doc->text, in->done, in->events.p, in->events.n, in->doc->arena);

	end_html(in);
	if (text.n_pieces) {
		tp_doc_add_unit(in->doc, in->kind, text);
		in->done = tp_text_source(&text).to;
	}
	in->events.n = 0;
	in->kind = in->lists ? TP_UNIT_ITEM : TP_UNIT_PARAGRAPH;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct reader *in = arg;

	(void)detail;
	end_unit(in);
	if (type == MD_BLOCK_LI)
		in->lists++;
	in->literal = type == MD_BLOCK_CODE || type == MD_BLOCK_HTML;
	in->kind = type == MD_BLOCK_H                           ? TP_UNIT_HEADING
		   : type == MD_BLOCK_TH || type == MD_BLOCK_TD ? TP_UNIT_CELL
		   : in->lists                                  ? TP_UNIT_ITEM
								: TP_UNIT_PARAGRAPH;
	return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct reader *in = arg;

	(void)detail;
	if (type == MD_BLOCK_LI)
		in->lists--;
	in->literal = false;
	end_unit(in);
	return 0;
}

/* Spans ----------------------------------------------------------------------------------------- */

static const char *type_of(MD_SPANTYPE type)
{
	switch (type) {
	case MD_SPAN_EM:
		return "italic";
	case MD_SPAN_STRONG:
		return "bold";
	case MD_SPAN_DEL:
		return "struck";
	case MD_SPAN_IMG:
		return "image";
	default:
		return "link";
	}
}

static struct md_event *add(struct reader *in, enum md_event_kind kind)
{
	struct md_event *event = tp_push(&in->events);

	event->kind = kind;
	return event;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct reader *in = arg;

	(void)detail;
	end_html(in);
	if (type == MD_SPAN_CODE) {
		add(in, MD_EVENT_CODE);
		in->code = true;
	} else {
		add(in, MD_EVENT_OPEN)->type = type_of(type);
		in->spans++;
	}
	return 0;
}

/* A link that is nothing but an address in angle brackets is one event. */
static bool join_autolink(struct reader *in)
{
	struct tp_str text = in->doc->text;
	struct md_event *events = in->events.p;
	size_t n = in->events.n, first = n;

	while (first > 0 && events[first - 1].kind <= MD_EVENT_ENTITY)
		first--;
	if (first == 0 || first == n || events[first - 1].kind != MD_EVENT_OPEN)
		return false;
	struct tp_span at = { events[first].at.from, events[n - 1].at.to };
	bool follows_text = first > 1 && events[first - 2].at.to == at.from;
	if (follows_text || at.from == 0 || text.p[at.from - 1] != '<' || at.to == text.n || text.p[at.to] != '>')
		return false;
	events[first - 1] = (struct md_event){ MD_EVENT_AUTOLINK, "link", { at.from - 1, at.to + 1 } };
	in->events.n = first;
	return true;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct reader *in = arg;

	(void)detail;
	end_html(in);
	in->spans -= type != MD_SPAN_CODE;
	if (type == MD_SPAN_CODE)
		in->code = false;
	else if (type != MD_SPAN_A || !join_autolink(in))
		add(in, MD_EVENT_CLOSE)->type = type_of(type);
	return 0;
}

/* The definition of a footnote starts a unit, also within a paragraph. */
static void start_footnote(struct reader *in, struct tp_str text)
{
	size_t n = in->events.n;

	if (!tp_md_definition_length(text) || in->spans)
		return;
	if (n && in->events.p[n - 1].kind == MD_EVENT_SOFT_BREAK) {
		in->events.n--;
		end_unit(in);
	}
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *arg)
{
	static const enum md_event_kind kinds[] = {
		[MD_TEXT_NORMAL] = MD_EVENT_TEXT,    [MD_TEXT_NULLCHAR] = MD_EVENT_NUL,
		[MD_TEXT_BR] = MD_EVENT_HARD_BREAK,  [MD_TEXT_SOFTBR] = MD_EVENT_SOFT_BREAK,
		[MD_TEXT_ENTITY] = MD_EVENT_ENTITY,  [MD_TEXT_HTML] = MD_EVENT_HTML,
		[MD_TEXT_LATEXMATH] = MD_EVENT_TEXT,
	};
	struct reader *in = arg;
	struct md_event event = { .kind = kinds[type] };

	if (event.kind <= MD_EVENT_HTML) {
		uintptr_t from = (uintptr_t)p, start = (uintptr_t)in->parsed.p;
		if (from < start || from + n > start + in->parsed.n)
			return 0;
		event.at = (struct tp_span){ in->start + tp_md_unstretch(&in->copy, from - start),
					     in->start + tp_md_unstretch(&in->copy, from - start + n) };
	}
	if (type != MD_TEXT_HTML)
		end_html(in);
	else
		in->html = (struct tp_span){ in->html.to ? in->html.from : event.at.from, event.at.to };
	if (in->literal || in->code)
		return 0;
	if (type == MD_TEXT_NORMAL)
		start_footnote(in, (struct tp_str){ p, n });
	*tp_push(&in->events) = event;
	return 0;
}

/* The document ------------------------------------------------------------------------------------ */

static bool is_line(struct tp_str text, size_t at, size_t *next, const char *want)
{
	struct tp_str rest = tp_str_from(text, at), line;

	if (!tp_str_line(&rest, &line))
		return false;
	*next = text.n - rest.n;
	while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t'))
		line.n--;
	return want == NULL || tp_str_is(line, want);
}

/* Where the text starts behind YAML between "---" lines or TOML between "+++" lines. */
static size_t after_front_matter(struct tp_str text)
{
	size_t at = 0, next = 0;
	bool yaml = is_line(text, 0, &at, "---");

	if (!yaml && !is_line(text, 0, &at, "+++"))
		return 0;
	for (; is_line(text, at, &next, NULL); at = next)
		if (is_line(text, at, &next, yaml ? "---" : "+++") || (yaml && is_line(text, at, &next, "...")))
			return next;
	return 0;
}

static bool md_read(struct tp_doc *doc, struct tp_error *err)
{
	/* Bare addresses are text like any other, so they need not be found here. */
	static const MD_PARSER parser = { .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS,
					  .enter_block = enter_block,
					  .leave_block = leave_block,
					  .enter_span = enter_span,
					  .leave_span = leave_span,
					  .text = add_text };
	struct reader in = { .doc = doc, .start = after_front_matter(doc->text) };
	int failed;

	in.done = in.start;
	in.parsed = tp_str_from(doc->text, in.start);
	if (tp_md_stretch(in.parsed, &in.copy))
		in.parsed = tp_buf_str(&in.copy.text);
	failed = md_parse(in.parsed.p, (MD_SIZE)in.parsed.n, &parser, &in);
	free(in.events.p);
	tp_md_copy_release(&in.copy);
	return failed == 0 || tp_fail(err, TP_E_LIMIT, 0, _("The Markdown is too large or too deep to be read."));
}

const struct tp_format tp_format_md = {
	.name = "md",
	.title = N_("Markdown"),
	.extensions = "md,markdown,mdown,mkd",
	.datatype = "x-markdown",
	.read = md_read,
	.spell = tp_md_spell,
};
