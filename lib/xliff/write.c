#include <stdlib.h>

#include "core/error.h"
#include "core/sax.h"
#include "core/str.h"
#include "core/unicode.h"
#include "xliff/marks.h"
#include "xliff/xliff.h"

size_t tp_xliff_ink(struct tp_str text)
{
	size_t ink = 0;

	for (size_t i = 0; i < text.n; i++)
		ink += !(text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\n' || text.p[i] == '\r');
	return ink;
}

/* Text on its way into XML: ill-formed bytes and characters that XML cannot hold become U+FFFD. What
 * must come back travels as a mark instead; this is for names, notes and what edits add. */
static struct tp_str holdable(struct tp_str text, struct tp_buf *copy)
{
	for (size_t at = 0; at < text.n;) {
		uint32_t cp = tp_utf8_next(text, &at);

		tp_buf_add_cp(copy, tp_xml_allows(cp) ? cp : TP_REPLACEMENT);
	}
	return tp_buf_str(copy);
}

static void add_note_text(struct tp_buf *out, struct tp_str text)
{
	struct tp_buf copy = TP_BUF_INIT;

	tp_xml_add_text(out, holdable(text, &copy));
	tp_buf_release(&copy);
}

static void add_attribute(struct tp_buf *out, const char *name, struct tp_str value)
{
	struct tp_buf copy = TP_BUF_INIT;

	tp_xml_add_attribute(out, name, holdable(value, &copy));
	tp_buf_release(&copy);
}

void tp_xliff_begin(struct tp_xliff_writer *writer)
{
	tp_buf_add_z(writer->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				  "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n");
}

void tp_xliff_begin_file(struct tp_xliff_writer *writer, const char *original, const char *datatype,
			 const char *encoding)
{
	struct tp_buf *out = writer->out;

	tp_buf_add_z(out, "<file");
	add_attribute(out, "original", tp_str_of(original));
	add_attribute(out, "source-language", tp_str_of(writer->source));
	add_attribute(out, "target-language", tp_str_of(writer->target));
	add_attribute(out, "datatype", tp_str_of(datatype));
	tp_buf_add_z(out, " tool-id=\"tprep\">\n<header>\n"
			  "<tool tool-id=\"tprep\" tool-name=\"tprep\" tool-version=\"" TP_VERSION "\"/>\n");
	if (encoding) {
		tp_buf_add_z(out, "<note from=\"" TP_XLIFF_ENCODING "\">");
		add_note_text(out, tp_str_of(encoding));
		tp_buf_add_z(out, "</note>\n");
	}
	tp_buf_add_z(out, "</header>\n<body>\n");
	writer->files++;
}

void tp_xliff_end_file(struct tp_xliff_writer *writer)
{
	tp_buf_add_z(writer->out, "</body>\n</file>\n");
}

void tp_xliff_end(struct tp_xliff_writer *writer)
{
	tp_buf_add_z(writer->out, "</xliff>\n");
}

/* Content ----------------------------------------------------------------------------------------- */

/* A unit being written: the marks and edits that are not yet out. */
struct flow {
	struct tp_buf *out;
	const struct tp_xliff_unit *unit;
	const struct tp_text *text;
	const struct tp_spans *segments; /* in the original text */
	const struct tp_marks *marks;
	size_t mark, edit;
	size_t ink; /* of the segment so far */
	struct tp_buf context; /* TP_XLIFF_SEGMENTS */
	struct tp_buf plain; /* the text and its codes, as tp_hash_make() has them */
};

static void add_text(struct flow *flow, struct tp_str text)
{
	struct tp_buf copy = TP_BUF_INIT;

	tp_buf_add_str(&flow->plain, text);
	text = holdable(text, &copy);
	flow->ink += tp_xliff_ink(text);
	tp_xml_add_text(flow->out, text);
	tp_buf_release(&copy);
}

/* The schema has a few words for a code's type; other types are "x-" and a name. */
static void add_type(struct tp_buf *out, const struct tp_mark *mark)
{
	const char *known = mark->kind == TP_CODE_ALONE ? "image,pb,lb" : "bold,italic,underlined,link";

	tp_buf_format(out, " ctype=\"%s%s\"", tp_list_has(known, mark->type) ? "" : "x-", mark->type);
}

static struct tp_str shown_of(const struct flow *flow, const struct tp_mark *mark)
{
	if (mark->code)
		return mark->code->shown;
	return strcmp(mark->type, TP_MARK_LEAD) == 0 ? tp_str_at(flow->text->text, mark->at) : TP_S("");
}

static void add_mark(struct flow *flow)
{
	size_t i = flow->mark++;
	const struct tp_mark *mark = &flow->marks->p[i];

	if (mark->code)
		tp_hash_add_code(&flow->plain, flow->unit->doc, flow->text, mark->code);
	else
		tp_buf_add_str(&flow->plain, tp_str_at(flow->text->text, mark->at));
	if (mark->element && mark->kind == TP_CODE_CLOSE) {
		tp_buf_add_z(flow->out, "</g>");
		return;
	}
	static const char *const names[] = { "bx", "ex", "x" };
	tp_buf_format(flow->out, "<%s id=\"%zu\"", mark->element ? "g" : names[mark->kind], i + 1);
	if (!mark->element && mark->kind != TP_CODE_ALONE)
		tp_buf_format(flow->out, " rid=\"%zu\"", (mark->kind == TP_CODE_OPEN ? i : mark->partner) + 1);
	if (mark->kind != TP_CODE_CLOSE)
		add_type(flow->out, mark);
	struct tp_str shown = shown_of(flow, mark);
	if (shown.n)
		add_attribute(flow->out, "equiv-text", shown);
	tp_buf_add_z(flow->out, mark->element ? ">" : "/>");
}

/* The next mark, if it is at `place`. */
static const struct tp_mark *next_mark(const struct flow *flow, size_t place)
{
	bool is_here = flow->mark < flow->marks->n && flow->marks->p[flow->mark].place == place;

	return is_here ? &flow->marks->p[flow->mark] : NULL;
}

/* The next edit, if it is at `place`: what is added between a segment and white space is the segment's. */
static const struct tp_edit *next_edit(const struct flow *flow, size_t place, size_t end)
{
	const struct tp_edits *edits = &flow->unit->prepared;
	bool owns_end = place % 2 || place == 2 * flow->segments->n;

	if (flow->edit == edits->n)
		return NULL;
	const struct tp_edit *edit = &edits->p[flow->edit];
	return edit->at.from < end || (owns_end && edit->at.to == end) ? edit : NULL;
}

/* Codes in a replaced span stand before the new text if they stood in its first half. A character that XML
 * cannot hold has been replaced with the rest. */
static void add_edit(struct flow *flow, const struct tp_edit *edit, size_t place)
{
	const struct tp_mark *mark;
	bool is_added = false;

	while ((mark = next_mark(flow, place)) && mark->at.from < edit->at.to) {
		if (!is_added && 2 * mark->at.from > edit->at.from + edit->at.to) {
			add_text(flow, edit->with);
			is_added = true;
		}
		if (mark->at.from < mark->at.to)
			flow->mark++;
		else
			add_mark(flow);
	}
	if (!is_added)
		add_text(flow, edit->with);
	flow->edit++;
}

/* Adds what stands at `place`: prepared text with its codes. */
static void add_place(struct flow *flow, size_t place)
{
	struct tp_span at = tp_marks_range(flow->segments, place, flow->text->text.n);

	for (;;) {
		const struct tp_mark *mark = next_mark(flow, place);
		const struct tp_edit *edit = next_edit(flow, place, at.to);
		bool is_code = mark && mark->at.from == mark->at.to;
		bool replaces = edit && edit->at.from < edit->at.to;

		if (mark && (!edit || mark->at.from < edit->at.from ||
			     (mark->at.from == edit->at.from && is_code && replaces))) {
			add_text(flow, tp_str_at(flow->text->text, (struct tp_span){ at.from, mark->at.from }));
			at.from = mark->at.to;
			add_mark(flow);
		} else if (edit) {
			add_text(flow, tp_str_at(flow->text->text, (struct tp_span){ at.from, edit->at.from }));
			at.from = edit->at.to;
			add_edit(flow, edit, place);
		} else {
			break;
		}
	}
	add_text(flow, tp_str_at(flow->text->text, at));
}

/* Adds segment k, and to the context what a merge must know of it. */
static void add_segment(struct flow *flow, size_t k)
{
	struct tp_span at = flow->segments->p[k];

	flow->ink = 0;
	tp_buf_format(flow->out, "<mrk mtype=\"seg\" mid=\"%zu\">", k + 1);
	add_place(flow, 2 * k + 1);
	tp_buf_add_z(flow->out, "</mrk>");
	tp_buf_format(&flow->context, "%s%zu-%zu:%zu", k ? " " : "", at.from, at.to, flow->ink);
}

/* ... but for those that stay by our own rules. */
static void add_break_codes(struct tp_buf *context, struct tp_break_codes codes)
{
	if (codes.start == TP_BREAK_CODES.start && codes.end == TP_BREAK_CODES.end &&
	    codes.isolated == TP_BREAK_CODES.isolated)
		return;
	tp_buf_format(context, " codes%s%s%s", codes.start ? " start" : "", codes.end ? " end" : "",
		      codes.isolated ? " isolated" : "");
}

static void start_again(struct flow *flow)
{
	flow->mark = flow->edit = 0;
	tp_buf_clear(&flow->plain);
}

static void add_source(struct flow *flow)
{
	start_again(flow);
	for (size_t place = 0; place <= 2 * flow->segments->n; place++)
		add_place(flow, place);
}

static void add_segments(struct flow *flow)
{
	start_again(flow);
	tp_buf_clear(&flow->context);
	add_place(flow, 0);
	for (size_t k = 0; k < flow->segments->n; k++) {
		add_segment(flow, k);
		add_place(flow, 2 * k + 2);
	}
	add_break_codes(&flow->context, flow->unit->codes);
}

/* What goes with it ------------------------------------------------------------------------------- */

static void add_contexts(struct flow *flow)
{
	const struct tp_doc *doc = flow->unit->doc;
	char hash[TP_HASH_SIZE];

	tp_unit_hash(doc, &doc->units[flow->unit->unit], hash);
	tp_buf_format(flow->out,
		      "<context-group purpose=\"information\">\n"
		      "<context context-type=\"" TP_XLIFF_HASH "\">%s</context>\n",
		      hash);
	if (flow->unit->prepared.n) {
		tp_hash_make(&flow->plain, hash);
		tp_buf_format(flow->out, "<context context-type=\"" TP_XLIFF_PREPARED "\">%s</context>\n", hash);
	}
	tp_buf_format(flow->out,
		      "<context context-type=\"" TP_XLIFF_SEGMENTS "\">%s</context>\n"
		      "</context-group>\n",
		      flow->context.p);
}

/* The finding's first fix is among the edits. */
static bool is_made(const struct tp_finding *finding, const struct tp_edits *edits)
{
	if (!finding->sure || !finding->n_fixes)
		return false;
	const struct tp_edit *fix = &finding->fixes[0];
	size_t from = 0, to = edits->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (edits->p[middle].at.to < fix->at.from)
			from = middle + 1;
		else
			to = middle;
	}
	return from < edits->n && edits->p[from].at.from >= fix->at.from && edits->p[from].at.to <= fix->at.to;
}

/* What a note says, and how urgent it is: 1 to 4. */
static int note_of(const struct tp_xliff_unit *unit, const struct tp_finding *finding, struct tp_buf *note)
{
	static const int priorities[] = { [TP_NOTE] = 3, [TP_WARNING] = 2, [TP_ERROR] = 1 };
	struct tp_str text = unit->doc->units[unit->unit].text.text;

	if (!is_made(finding, &unit->prepared)) {
		tp_buf_add_str(note, finding->message);
		return priorities[finding->severity];
	}
	const struct tp_edit *fix = &finding->fixes[0];
	struct tp_str was = tp_str_at(text, fix->at);
	/* TRANSLATORS: a note to the translator of a text: what the house style or spelling has changed in it */
	tp_buf_format(note, _("Changed before translation: “%.*s” → “%.*s”."), (int)was.n, was.p, (int)fix->with.n,
		      fix->with.p);
	return 4;
}

/* The notes of a unit, each of which is added once. */
struct notes {
	struct tp_buf *out;
	struct tp_arena *arena;
	struct tp_table said;
	struct tp_buf note;
};

static void add_note(struct notes *notes, int priority)
{
	struct tp_str note = tp_buf_str(&notes->note);

	if (!tp_table_get(&notes->said, note)) {
		tp_table_put(&notes->said, tp_arena_str(notes->arena, note));
		tp_buf_format(notes->out, "<note from=\"tprep\" annotates=\"source\" priority=\"%d\">", priority);
		add_note_text(notes->out, note);
		tp_buf_add_z(notes->out, "</note>\n");
	}
	tp_buf_clear(&notes->note);
}

/* Findings, and then names. */
static void add_notes(struct tp_xliff_writer *writer, const struct tp_xliff_unit *unit)
{
	struct notes notes = { .out = writer->out, .arena = tp_arena_new() };

	for (size_t i = 0; i < unit->findings->n; i++)
		add_note(&notes, note_of(unit, &unit->findings->p[i], &notes.note));
	for (size_t i = 0; i < unit->terms.n; i++) {
		const struct tp_xliff_term *term = &unit->terms.p[i];
		/* TRANSLATORS: a note to the translator of a text: a name of it, and its name in the target language */
		tp_buf_format(&notes.note, _("The house style translates “%.*s” as “%.*s”."), (int)term->source.n,
			      term->source.p, (int)term->target.n, term->target.p);
		add_note(&notes, 4);
	}
	tp_buf_release(&notes.note);
	tp_table_release(&notes.said);
	tp_arena_free(notes.arena);
}

static void add_id(struct tp_xliff_writer *writer, struct tp_str id)
{
	struct tp_buf unique = TP_BUF_INIT;

	if (writer->files > 1)
		tp_buf_format(&unique, "f%zu-", writer->files);
	tp_buf_add_str(&unique, id);
	add_attribute(writer->out, "id", tp_buf_str(&unique));
	tp_buf_release(&unique);
}

static void add_trans_unit(struct tp_xliff_writer *writer, const struct tp_xliff_unit *unit,
			   const struct tp_spans *segments)
{
	const struct tp_unit *of = &unit->doc->units[unit->unit];
	struct tp_marks marks = { 0 };
	struct flow flow = {
		.out = writer->out, .unit = unit, .text = &of->text, .segments = segments, .marks = &marks
	};

	tp_marks_find(&marks, &of->text, segments, unit->codes);
	tp_buf_add_z(writer->out, "<trans-unit");
	add_id(writer, of->id);
	tp_buf_add_z(writer->out, " xml:space=\"preserve\">\n<source>");
	add_source(&flow);
	tp_buf_add_z(writer->out, "</source>\n<seg-source>");
	add_segments(&flow);
	tp_buf_add_z(writer->out, "</seg-source>\n");
	if (writer->omegat36) {
		tp_buf_add_z(writer->out, "<target state=\"needs-translation\">");
		add_segments(&flow);
		tp_buf_add_z(writer->out, "</target>\n");
	}
	add_contexts(&flow);
	add_notes(writer, unit);
	tp_buf_add_z(writer->out, "</trans-unit>\n");
	tp_buf_release(&flow.context);
	tp_buf_release(&flow.plain);
	tp_marks_release(&marks);
}

void tp_xliff_add_unit(struct tp_xliff_writer *writer, const struct tp_xliff_unit *unit)
{
	const struct tp_text *text = &unit->doc->units[unit->unit].text;
	struct tp_xliff_unit original = *unit;
	struct tp_spans segments = { 0 };

	if (tp_marks_is_blank(text->text))
		return;
	tp_marks_segments(text, &unit->prepared, unit->text, &unit->segments, unit->codes, &segments);
	if (!segments.n) { /* the edits leave nothing: it travels as it is, and is not missed when it comes back */
		original.prepared.n = 0;
		*tp_push(&segments) = (struct tp_span){ 0, text->text.n };
	}
	add_trans_unit(writer, &original, &segments);
	tp_spans_release(&segments);
}
