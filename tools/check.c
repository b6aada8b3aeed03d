/* tprep check: all findings in files. */
#include "tool.h"

#include <stddef.h>

struct checking {
	struct tool *tool;
	struct tp_report *report;
	struct tp_buf out;
};

static void add(void *arg, const struct tp_findings *findings)
{
	struct checking *state = arg;

	tp_report_add(state->report, findings);
	tool_write_buf(&state->out);
	for (size_t i = 0; i < findings->n; i++)
		state->tool->found |= (int)findings->p[i].severity >= state->tool->fail_on;
}

static void check_file(struct tool *tool, const char *path, struct checking *state)
{
	struct tp_kit *kit = tool_settle(tool, path) ? tool_kit_for(tool, tool_needs(tool), true) : NULL;
	struct tp_doc *doc = kit ? tool_open(tool, path, NULL) : NULL;
	struct tp_error err;

	if (!doc)
		return;
	tp_report_document(state->report, doc);
	if (!tp_doc_check_units(doc, kit, tool->only, tool->skip, add, state, &err))
		tool_error(tool, &err);
	tp_doc_free(doc);
}

static enum tool_status run(struct tool *tool)
{
	struct checking state = { .tool = tool };
	struct tp_error err;

	tool->reporting.color = tool_use_color();
	state.report = tp_report_new(tool->report ? tool->report : "gnu", &tool->reporting, &state.out, &err);
	if (!state.report) {
		tool_error(tool, &err);
		return TOOL_TROUBLE;
	}
	for (char **file = tool->files; *file; file++)
		check_file(tool, *file, &state);
	tp_report_free(state.report);
	tool_write_buf(&state.out);
	tp_buf_release(&state.out);
	return tool->found ? TOOL_FOUND : TOOL_OK;
}

static const struct tool_option format = {
	.name = "format",
	.kind = TOOL_TEXT,
	.argument = "gnu|json",
	.help = N_("form of the report; default: gnu, a line for each finding"),
	.setting = offsetof(struct tool, report),
};

static const struct tool_option *const options[] = {
	&tool_option_lang,    &tool_option_only,    &tool_option_skip,     &format,
	&tool_option_fail_on, &tool_option_columns, TOOL_CHECKING_OPTIONS, NULL,
};

const struct tool_command tool_command_check = {
	.name = "check",
	.summary = N_("Finds what is to be corrected in files."),
	.arguments = "[FILE]...",
	.text =
	    N_("Prints names that the house style writes otherwise, misspelt and unknown words, inconsistent "
	       "abbreviations and flaws of the copy. The status is 1 if anything was found, or anything as severe as "
	       "--fail-on says.\n\n"
	       "What is not to be reported can be said in the document, in Markdown by a comment and in plain text "
	       "by such a line: <!-- tprep: words Foo Bar --> makes words right, <!-- tprep: ignore typo --> is "
	       "for the paragraph or the next one, <!-- tprep: off names --> for all up to <!-- tprep: on -->; "
	       "without a list, they are for all findings."),
	.most_files = TOOL_ANY_FILES,
	.filter = true,
	.options = options,
	.run = run,
};
