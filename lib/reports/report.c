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

static struct tp_report *fail_name(const char *name, struct tp_error *err)
{
	struct tp_buf names = TP_BUF_INIT;

	for (const struct tp_report_format *const *format = tp_report_formats; *format; format++)
		tp_buf_format(&names, "%s%s", names.n ? ", " : "", (*format)->name);
	tp_fail(err, TP_E_USAGE, 0, _("There is no report \"%s\", but there are: %s."), name, names.p);
	tp_buf_release(&names);
	return NULL;
}

struct tp_report *tp_report_new(const char *name, const struct tp_reporting *how, struct tp_buf *out,
				struct tp_error *err)
{
	const struct tp_report_format *const *format = tp_report_formats;

	while (*format && strcmp((*format)->name, name) != 0)
		format++;
	if (!*format)
		return fail_name(name, err);
	struct tp_report *report = tp_alloc(sizeof *report);
	*report = (struct tp_report){ .format = *format, .how = *how, .out = out };
	if ((*format)->begin)
		(*format)->begin(report);
	return report;
}

/* Moves a place over a text: the line breaks are those of tp_place_at(). */
static void move(struct tp_place *place, struct tp_str text)
{
	size_t line_start = TP_NOT_FOUND;

	for (size_t i = 0; i < text.n; i++) {
		bool last_cr = text.p[i] == '\r' && (i + 1 == text.n || text.p[i + 1] != '\n');
		if (text.p[i] != '\n' && !last_cr)
			continue;
		place->line++;
		line_start = i + 1;
	}
	place->byte += text.n;
	if (line_start != TP_NOT_FOUND) {
		place->column_byte = place->column_char = place->column_utf16 = place->column_display = 1;
		text = tp_str_from(text, line_start);
	}
	place->column_byte += text.n;
	place->column_char += tp_utf8_count(text);
	place->column_utf16 += tp_utf8_utf16(text);
	for (size_t at = 0; at < text.n;)
		place->column_display += (size_t)tp_width(tp_utf8_next(text, &at));
}

/* What is added from now on is about `doc`, which starts at report->next. */
static void turn_to(struct tp_report *report, const struct tp_doc *doc)
{
	report->doc = doc;
	report->unit = report->unit_byte = report->unit_char = 0;
	report->start = report->next;
	report->units = report->next_units;
	move(&report->next, doc->text);
	report->next.byte += tp_doc_lead(doc);
	report->next_units += doc->n_units;
}

void tp_report_document(struct tp_report *report, const struct tp_doc *doc)
{
	report->next = (struct tp_place){ 1, 0, 1, 1, 1, 1 };
	report->next_units = 0;
	report->findings = 0;
	turn_to(report, doc);
	if (report->format->document)
		report->format->document(report);
	report->documents++;
}

void tp_report_window(struct tp_report *report, const struct tp_doc *window)
{
	turn_to(report, window);
}

void tp_report_add(struct tp_report *report, const struct tp_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		report->format->finding(report, &findings->p[i]);
		report->findings++;
	}
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

struct tp_place tp_report_place(const struct tp_report *report, size_t unit, size_t offset)
{
	struct tp_place place = tp_place_at(report->doc, unit, offset);
	const struct tp_place *start = &report->start;

	if (place.line == 1) {
		place.column_byte += start->column_byte - 1;
		place.column_char += start->column_char - 1;
		place.column_utf16 += start->column_utf16 - 1;
		place.column_display += start->column_display - 1;
	}
	place.line += start->line - 1;
	place.byte += start->byte;
	return place;
}

size_t tp_report_chars(struct tp_report *report, const struct tp_finding *finding)
{
	struct tp_str text = tp_unit_text(report->doc, finding->unit);

	if (report->unit != finding->unit || report->unit_byte > finding->at.from) {
		report->unit = finding->unit;
		report->unit_byte = report->unit_char = 0;
	}
	report->unit_char += tp_utf8_count(tp_str_at(text, (struct tp_span){ report->unit_byte, finding->at.from }));
	report->unit_byte = finding->at.from;
	return report->unit_char;
}
