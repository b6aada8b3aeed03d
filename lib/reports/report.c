#include "reports/report.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"

bool tp_report_entry(size_t i, struct tp_entry *entry)
{
	const struct tp_report_format *const *format = tp_report_formats;

	while (*format && i--)
		format++;
	if (!*format)
		return false;
	*entry = (struct tp_entry){ (*format)->name, _((*format)->title), "" };
	return true;
}

struct tp_report *tp_report_new(const char *name, const struct tp_reporting *how, struct tp_buf *out,
				struct tp_error *err)
{
	const struct tp_report_format *const *format = tp_report_formats;

	while (*format && strcmp((*format)->name, name) != 0)
		format++;
	if (!*format) {
		tp_fail(err, TP_E_USAGE, 0, _("There is no report \"%s\"."), name);
		return NULL;
	}
	struct tp_report *report = tp_alloc(sizeof *report);
	*report = (struct tp_report){ .format = *format, .how = *how, .out = out };
	if ((*format)->begin)
		(*format)->begin(report);
	return report;
}

/* The line, from 0, that an offset of the document is in. */
static size_t line_of(const struct tp_doc *doc, size_t offset)
{
	size_t from = 0, to = doc->n_lines;

	while (to - from > 1) {
		size_t middle = from + (to - from) / 2;
		if (doc->line_starts[middle] <= offset)
			from = middle;
		else
			to = middle;
	}
	return from;
}

/* Moves the cursor to an offset of the document: on from where it is, or from the start of the offset's line. */
static void move(const struct tp_report *report, const struct tp_doc *doc, size_t offset,
		 struct tp_report_cursor *cursor)
{
	struct tp_place *place = &cursor->place;
	size_t line = line_of(doc, offset), line_start = line ? doc->line_starts[line] : 0;

	if (offset < cursor->offset || line_start > cursor->offset) {
		*place = line ? (struct tp_place){ 0, 0, 1, 1, 1, 1 } : report->start;
		cursor->offset = line_start;
	}
	struct tp_str passed = tp_str_at(doc->text, (struct tp_span){ cursor->offset, offset });
	place->line = report->start.line + line;
	place->byte = report->start.byte + offset;
	place->column_byte += passed.n;
	place->column_char += tp_utf8_count(passed);
	place->column_utf16 += tp_utf8_utf16(passed);
	for (size_t at = 0; at < passed.n;)
		place->column_display += (size_t)tp_width(tp_utf8_next(passed, &at));
	cursor->offset = offset;
}

static void add_document(struct tp_report *report, const struct tp_doc *doc, const struct tp_findings *findings)
{
	report->cursor = (struct tp_report_cursor){ .place = report->start };
	report->format->document(report, doc, findings);
	report->findings += findings->n;
	move(report, doc, doc->text.n, &report->cursor);
	report->start = report->cursor.place;
	report->units += doc->n_units;
}

void tp_report_add(struct tp_report *report, const struct tp_doc *doc, const struct tp_findings *findings)
{
	report->continued = false;
	report->start = (struct tp_place){ 1, 0, 1, 1, 1, 1 };
	report->units = 0;
	report->findings = 0;
	add_document(report, doc, findings);
	report->documents++;
}

void tp_report_continue(struct tp_report *report, const struct tp_doc *window, const struct tp_findings *findings)
{
	report->continued = true;
	add_document(report, window, findings);
}

void tp_report_free(struct tp_report *report)
{
	if (!report)
		return;
	if (report->format->end)
		report->format->end(report);
	free(report);
}

size_t tp_report_column(const struct tp_report *report, const struct tp_place *place)
{
	switch (report->how.columns) {
	case TP_COLUMNS_BYTE:
		return place->column_byte;
	case TP_COLUMNS_DISPLAY:
		return place->column_display;
	case TP_COLUMNS_UTF16:
		return place->column_utf16;
	case TP_COLUMNS_CHAR:
		break;
	}
	return place->column_char;
}

void tp_report_fixed(struct tp_str text, struct tp_span at, const struct tp_edit *fix, struct tp_buf *out)
{
	if (at.from < fix->at.from)
		tp_buf_add_str(out, tp_str_at(text, (struct tp_span){ at.from, fix->at.from }));
	tp_buf_add_str(out, fix->with);
	if (fix->at.to < at.to)
		tp_buf_add_str(out, tp_str_at(text, (struct tp_span){ fix->at.to, at.to }));
}

void tp_report_places(struct tp_report *report, const struct tp_doc *doc, const struct tp_finding *finding,
		      struct tp_place *start, struct tp_place *end)
{
	const struct tp_text *text = &doc->units[finding->unit].text;
	struct tp_report_cursor ahead;

	move(report, doc, tp_text_source_at(text, finding->at.from), &report->cursor);
	*start = report->cursor.place;
	ahead = report->cursor;
	move(report, doc, tp_text_source_at(text, finding->at.to), &ahead);
	*end = ahead.place;
}

size_t tp_report_chars(struct tp_report *report, const struct tp_doc *doc, const struct tp_finding *finding)
{
	struct tp_report_cursor *cursor = &report->cursor;

	if (cursor->unit != finding->unit || cursor->unit_byte > finding->at.from) {
		cursor->unit = finding->unit;
		cursor->unit_byte = cursor->unit_char = 0;
	}
	cursor->unit_char += tp_utf8_count(
	    tp_str_at(tp_unit_text(doc, finding->unit), (struct tp_span){ cursor->unit_byte, finding->at.from }));
	cursor->unit_byte = finding->at.from;
	return cursor->unit_char;
}
