/* One JSON document: {"version": 1, "files": [{"file", "format", "findings": [...]}]}. Lines and columns count from
 * 1, offsets from 0; `start` and `end` are in the text of the unit, `byte_start` and `byte_end` in the file. */
#include "core/error.h"
#include "core/json.h"
#include "core/str.h"
#include "core/utf8.h"
#include "reports/report.h"

static void add_member(struct tp_buf *out, const char *name, struct tp_str value)
{
	tp_buf_format(out, ",\"%s\":", name);
	tp_json_add_str(out, value);
}

static void add_number(struct tp_buf *out, const char *name, size_t value)
{
	tp_buf_format(out, ",\"%s\":%zu", name, value);
}

static void add_columns(struct tp_buf *out, const char *name, const struct tp_place *place)
{
	tp_buf_format(out, ",\"%s\":{\"byte\":%zu,\"char\":%zu,\"utf16\":%zu,\"display\":%zu}", name,
		      place->column_byte, place->column_char, place->column_utf16, place->column_display);
}

static void add_places(struct tp_report *report, const struct tp_finding *finding)
{
	struct tp_place start = tp_report_place(report, finding->unit, finding->at.from);
	struct tp_place end = tp_report_place(report, finding->unit, finding->at.to);
	struct tp_buf *out = report->out;

	add_number(out, "line", start.line);
	add_number(out, "column", tp_report_column(report, &start));
	add_number(out, "end_line", end.line);
	add_number(out, "end_column", tp_report_column(report, &end));
	add_columns(out, "columns", &start);
	add_columns(out, "end_columns", &end);
	add_number(out, "byte_start", start.byte);
	add_number(out, "byte_end", end.byte);
}

static void add_span(struct tp_report *report, const struct tp_finding *finding)
{
	size_t start = tp_report_chars(report, finding);
	struct tp_buf *out = report->out;

	add_number(out, "start", finding->at.from);
	add_number(out, "end", finding->at.to);
	add_number(out, "start_char", start);
	add_number(out, "end_char",
		   start + tp_utf8_count(tp_str_at(tp_unit_text(report->doc, finding->unit), finding->at)));
}

/* A fix: the edit of the unit's text, and what the finding then reads. */
static void add_fix(struct tp_buf *out, struct tp_str text, struct tp_span at, const struct tp_edit *fix)
{
	struct tp_buf fixed = TP_BUF_INIT;

	tp_report_fixed(text, at, fix, &fixed);
	tp_buf_add_z(out, "{\"text\":");
	tp_json_add_str(out, tp_buf_str(&fixed));
	add_number(out, "start", fix->at.from);
	add_number(out, "end", fix->at.to);
	add_member(out, "with", fix->with);
	tp_buf_add_char(out, '}');
	tp_buf_release(&fixed);
}

static void add_finding(struct tp_report *report, const struct tp_finding *finding)
{
	static const char *const severities[] = { "note", "warning", "error" };
	struct tp_str text = tp_unit_text(report->doc, finding->unit);
	const struct tp_finding_kind *kind = tp_finding_kind(finding->id);
	struct tp_buf *out = report->out;

	tp_buf_add_z(out, report->findings ? ",\n" : "\n");
	tp_buf_add_z(out, "{\"id\":");
	tp_json_add_str(out, tp_str_of(finding->id));
	add_member(out, "family", tp_str_of(kind ? tp_family_name(kind->family) : ""));
	add_member(out, "severity", tp_str_of(severities[finding->severity]));
	add_number(out, "unit", report->units + finding->unit + 1);
	add_places(report, finding);
	add_span(report, finding);
	add_member(out, "text", tp_str_at(text, finding->at));
	add_member(out, "message", finding->message);
	tp_buf_add_z(out, ",\"fixes\":[");
	for (size_t i = 0; i < finding->n_fixes; i++) {
		tp_buf_add_z(out, i ? "," : "");
		add_fix(out, text, finding->at, &finding->fixes[i]);
	}
	tp_buf_format(out, "],\"sure\":%s", finding->sure ? "true" : "false");
	add_member(out, "concept", finding->concept);
	add_member(out, "status", tp_str_of(finding->status));
	add_member(out, "rule", finding->rule);
	tp_buf_add_char(out, '}');
}

static void begin(struct tp_report *report)
{
	tp_buf_add_z(report->out, "{\"version\":1,\"files\":[");
}

static void document(struct tp_report *report)
{
	struct tp_buf *out = report->out;

	tp_buf_add_z(out, report->documents ? "]},\n{\"file\":" : "\n{\"file\":");
	tp_json_add_str(out, report->doc->name);
	add_member(out, "format", tp_str_of(tp_doc_format(report->doc)));
	tp_buf_add_z(out, ",\"findings\":[");
}

static void end(struct tp_report *report)
{
	tp_buf_add_z(report->out, report->documents ? "]}\n]}\n" : "]}\n");
}

const struct tp_report_format tp_report_json = {
	.name = "json",
	.title = N_("One JSON document with all there is to know."),
	.begin = begin,
	.document = document,
	.finding = add_finding,
	.end = end,
};
