/* tprep base lint: what is wrong with a base. */
#include "tool.h"

static void print(void *arg, struct tp_str flaw)
{
	struct tool *tool = arg;

	tool->found = true;
	tool_print("%.*s\n", (int)flaw.n, flaw.p);
}

/* Rows that are none: what is wrong with the base would not be the whole of it. */
struct bad_rows {
	struct tool *tool;
	size_t n;
};

static void print_row(void *arg, const struct tp_error *flaw)
{
	struct bad_rows *rows = arg;

	rows->n++;
	tool_error(rows->tool, flaw);
}

static bool lint_style(struct tool *tool)
{
	struct bad_rows rows = { tool, 0 };
	struct tp_error err;

	if (!tp_base_review(&tool->kit, print_row, &rows, &err))
		return tool_error(tool, &err);
	if (rows.n)
		return false;
	struct tp_kit *kit = tool_kit(tool, TP_NEED_NAMES, false);
	bool ok = kit && (tp_base_lint(kit, print, tool, &err) || tool_error(tool, &err));

	tool_kit_free(kit);
	return ok;
}

static enum tool_status lint(struct tool *tool, char **styles)
{
	bool ok = true;

	tool->kit.language = "mul";
	if (!*styles)
		ok = lint_style(tool);
	for (; *styles; styles++) {
		tool->kit.style = *styles;
		ok &= lint_style(tool);
	}
	return !ok ? TOOL_TROUBLE : tool->found ? TOOL_FOUND : TOOL_OK;
}

const struct tool_verb base_verb_lint = { "lint", lint };
