/* A report: findings as text for people or programs. Each reports/NAME.c defines
 * `const struct tp_report_format tp_report_NAME`; the table is made by the Makefile. */
#ifndef TPREP_REPORTS_REPORT_H
#define TPREP_REPORTS_REPORT_H

#include "doc/doc.h"
#include "doc/finding.h"

struct tp_report {
	const struct tp_report_format *format;
	struct tp_reporting how;
	struct tp_buf *out;
	const struct tp_doc *doc;
	size_t documents; /* begun so far; the windows of a text are one */
	size_t findings; /* so far in this document */
	size_t units, next_units; /* in the windows before it, and with it */
	struct tp_place start, next; /* where it starts, and where the next one does */
	size_t unit, unit_byte, unit_char; /* of tp_report_chars() */
};

struct tp_report_format {
	const char *name; /* "gnu" */
	const char *title; /* N_("one line for each finding, as compilers write them") */
	void (*begin)(struct tp_report *report); /* may be NULL */
	void (*document)(struct tp_report *report); /* begins one; may be NULL */
	void (*finding)(struct tp_report *report, const struct tp_finding *finding);
	void (*end)(struct tp_report *report); /* may be NULL */
};

extern const struct tp_report_format *const tp_report_formats[]; /* made by the Makefile; ends with NULL */

/* Where a place in a unit stands, counted from the start of the text that the document is a window of. */
struct tp_place tp_report_place(const struct tp_report *report, size_t unit, size_t offset);

/* The characters in the unit's text before a finding; findings are asked for in their order. */
size_t tp_report_chars(struct tp_report *report, const struct tp_finding *finding);

/* The column of a place in the unit asked for. */
size_t tp_report_column(const struct tp_report *report, const struct tp_place *place);

/* What stands in the place of a finding when this fix is made. */
void tp_report_fixed(struct tp_str text, struct tp_span at, const struct tp_edit *fix, struct tp_buf *out);

#endif
