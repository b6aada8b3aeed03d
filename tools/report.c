/* A report on several files: threads may add to it, each in the turn of its file. */
#include "tool.h"

#include <stdint.h>
#include <stdlib.h>

bool tool_report_begin(struct tool *tool, struct tool_report *to, const char *format)
{
	struct tp_error err;

	*to = (struct tool_report){ .report = NULL };
	tool->reporting.color = tool_use_color();
	to->report = tp_report_new(format, &tool->reporting, &to->out, &err);
	return to->report || tool_error(tool, &err);
}

void tool_report_end(struct tool_report *to)
{
	tp_report_free(to->report);
	tool_write_buf(&to->out);
	tp_buf_release(&to->out);
}

static void turn_to_document(void *arg, void *doc)
{
	struct tool_report *to = arg;

	tp_report_document(to->report, doc);
}

static void turn_to_window(void *arg, void *doc)
{
	struct tool_report *to = arg;

	tp_report_window(to->report, doc);
}

void tool_report_doc(struct tool_report *to, const struct tp_doc *doc, size_t part)
{
	tool_in_turn(part == 0 ? turn_to_document : turn_to_window, to, (void *)(uintptr_t)doc, 0);
}

static void add(void *arg, void *findings)
{
	struct tool_report *to = arg;

	tp_report_add(to->report, findings);
	tool_write_buf(&to->out);
	tp_findings_release(findings);
	free(findings);
}

void tool_report_findings(struct tool_report *to, struct tp_findings *findings)
{
	enum { ROOM = 1 << 12, OF_ONE = 1 << 9 }; /* what a list takes, and a finding with its texts, or so */
	struct tp_findings *taken = tool_alloc(1, sizeof *taken);

	*taken = *findings;
	*findings = (struct tp_findings){ .p = NULL };
	tool_in_turn(add, to, taken, ROOM + taken->n * OF_ONE);
}
