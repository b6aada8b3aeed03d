/* tprep formats, checks, languages and styles: what there is. */
#include "tool.h"

static const struct tool_option *const no_options[] = { NULL };

/* "ID  TITLE", or "ID  TITLE  (DETAIL)". */
static void print_row(const char *id, const char *title, const char *detail)
{
	tool_print(*detail ? "%-26s  %s  (%s)\n" : "%-26s  %s\n", id, title, detail);
}

static enum tool_status list_formats(struct tool *tool)
{
	struct tp_entry entry;

	(void)tool;
	for (size_t i = 0; tp_format_entry(i, &entry); i++)
		print_row(entry.id, entry.title, entry.detail);
	return TOOL_OK;
}

static enum tool_status list_checks(struct tool *tool)
{
	struct tp_entry entry;

	(void)tool;
	for (size_t i = 0; tp_check_entry(i, &entry); i++)
		print_row(entry.id, entry.title, entry.detail);
	return TOOL_OK;
}

/* Rows that the data folder has. */
static void list_data(const struct tool *tool,
		      bool (*row)(const char *data, size_t i, struct tp_buf *id, struct tp_buf *title))
{
	bool more = true;

	for (size_t i = 0; more; i++) {
		struct tp_buf id = TP_BUF_INIT, title = TP_BUF_INIT;
		more = row(tool->kit.data, i, &id, &title);
		if (more)
			print_row(tp_buf_str(&id).p, tp_buf_str(&title).p, "");
		tp_buf_release(&id);
		tp_buf_release(&title);
	}
}

static enum tool_status list_languages(struct tool *tool)
{
	list_data(tool, tp_language_entry);
	return TOOL_OK;
}

static enum tool_status list_styles(struct tool *tool)
{
	list_data(tool, tp_style_entry);
	return TOOL_OK;
}

const struct tool_command tool_command_formats = {
	.name = "formats",
	.summary = N_("Lists the formats of documents."),
	.arguments = "",
	.options = no_options,
	.run = list_formats,
};

const struct tool_command tool_command_checks = {
	.name = "checks",
	.summary = N_("Lists the kinds of findings, with their families."),
	.arguments = "",
	.options = no_options,
	.run = list_checks,
};

const struct tool_command tool_command_languages = {
	.name = "languages",
	.summary = N_("Lists the languages that there are rules or names for."),
	.arguments = "",
	.options = no_options,
	.run = list_languages,
};

const struct tool_command tool_command_styles = {
	.name = "styles",
	.summary = N_("Lists the house styles of names."),
	.arguments = "",
	.options = no_options,
	.run = list_styles,
};
