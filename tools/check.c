/* tprep check: all findings in files. */
#include "tool.h"

#include <stddef.h>

/* A file that is checked. */
struct checking {
	struct tool *tool;
	struct tool_report *to;
};

static void add(void *arg, struct tp_findings *findings)
{
	struct checking *in = arg;

	for (size_t i = 0; i < findings->n; i++)
		in->tool->found |= (int)findings->p[i].severity >= in->tool->fail_on;
	tool_report_findings(in->to, findings);
}

static const struct tp_kit *kit_for(struct tool *tool, const char *path)
{
	return tool_settle(tool, path) ? tool_kit_for(tool, tool_needs(tool), true) : NULL;
}

static void check_file(struct tool *tool, const char *path, const struct tp_kit *kit, void *arg)
{
	struct checking in = { tool, arg };
	struct tp_doc *doc = tool_open(tool, path, NULL);
	struct tp_error err;

	if (!doc)
		return;
	tool_report_doc(arg, doc, 0);
	if (!tp_doc_check_units(doc, kit, tool->only, tool->skip, add, &in, &err))
		tool_error(tool, &err);
	tool_doc_free(doc);
}

static enum tool_status run(struct tool *tool)
{
	struct tool_report to;

	if (!tool_report_begin(tool, &to, tool->report ? tool->report : "gnu"))
		return TOOL_TROUBLE;
	tool->needs_text = true;
	tool_each_file(tool, kit_for, check_file, &to);
	tool_report_end(&to);
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
	&tool_option_lang,    &tool_option_only, &tool_option_skip,     &format, &tool_option_fail_on,
	&tool_option_columns, &tool_option_jobs, TOOL_CHECKING_OPTIONS, NULL,
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
