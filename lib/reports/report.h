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
	size_t documents, findings; /* so far */
};

struct tp_report_format {
	const char *name;	/* "gnu" */
	const char *title;	/* N_("one line for each finding, as compilers write them") */
	void (*begin)(struct tp_report *report); /* may be NULL */
	void (*document)(struct tp_report *report, const struct tp_doc *doc, const struct tp_findings *findings);
	void (*end)(struct tp_report *report);	 /* may be NULL */
};

extern const struct tp_report_format *const tp_report_formats[]; /* made by the Makefile; ends with NULL */

/* The column of a place in the unit asked for. */
size_t tp_report_column(const struct tp_report *report, const struct tp_place *place);

#endif
