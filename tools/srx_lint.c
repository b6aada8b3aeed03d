/* tprep srx lint: what is wrong with rules. */
#include "tool.h"

static void print(void *arg, struct tp_str flaw)
{
	struct tool *tool = arg;

	tool->found = true;
	tool_print("%.*s\n", (int)flaw.n, flaw.p);
}

static bool lint_rules(struct tool *tool)
{
	struct tp_kit *kit = tool_kit(tool, TP_NEED_SEGMENTS, false);

	if (kit)
		tp_rules_lint(kit, print, tool);
	tool_kit_free(kit);
	return kit;
}

static enum tool_status lint(struct tool *tool, char **files)
{
	struct tp_error err;
	bool ok = true;

	if (!*files)
		ok = lint_rules(tool);
	for (; *files; files++)
		ok &= tp_srx_lint(*files, print, tool, &err) || tool_error(tool, &err);
	return !ok ? TOOL_TROUBLE : tool->found ? TOOL_FOUND : TOOL_OK;
}

const struct tool_verb srx_verb_lint = { "lint", lint };
