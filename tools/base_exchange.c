/* tprep base import, export and formats: name bases in other formats. */
#include "tool.h"

#include <string.h>
#include <unistd.h>

/* Each line is a warning. */
static void warn_of_losses(const struct tp_rows *rows)
{
	struct tp_buf losses = TP_BUF_INIT;
	char *line, *end;

	tp_rows_losses(rows, &losses);
	for (line = losses.p; line && (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		tool_warn(line);
	}
	tp_buf_release(&losses);
}

/* What is neither standard input nor a file, and has no extension or folder. */
static bool is_style(const char *argument)
{
	return !strpbrk(argument, "./") && strcmp(argument, "-") != 0 && access(argument, F_OK) != 0;
}

static bool read_files(struct tool *tool, char **files, const struct tp_exchange *how, bool styles,
		       struct tp_rows *rows)
{
	static char dash[] = "-", *standard_input[] = { dash, NULL };
	struct tp_error err;

	for (files = *files ? files : standard_input; *files; files++)
		if (!(styles && is_style(*files) ? tp_rows_open_style(rows, tool->kit.data, *files, &err)
						 : tp_rows_open(rows, *files, how, &err)))
			return tool_error(tool, &err);
	return true;
}

/* Files in, one file out; also house styles, by their names. */
static enum tool_status exchange(struct tool *tool, char **files, bool styles, const char *to)
{
	const char *source = tool->exporting.source ? tool->exporting.source : tool->kit.language;
	struct tp_exchange how = { tool->from, source, tool->exporting.target };
	struct tp_rows *rows = tp_rows_new();
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;

	if (read_files(tool, files, &how, styles, rows)) {
		how.format = to;
		if (tp_rows_write(rows, &how, &out, &err)) {
			tool_write_file(tool, tool->output, tp_buf_str(&out));
			warn_of_losses(rows);
		} else {
			tool_error(tool, &err);
		}
	}
	tp_buf_release(&out);
	tp_rows_free(rows);
	return TOOL_OK;
}

static enum tool_status import_base(struct tool *tool, char **files)
{
	return exchange(tool, files, false, tool->to ? tool->to : "tsv");
}

/* The format that has a file's extension, or NULL. */
static const char *format_of(const char *path)
{
	const char *dot = path ? strrchr(path, '.') : NULL;
	struct tp_entry entry;

	for (size_t i = 0; dot && tp_base_format_entry(i, &entry); i++)
		if (*entry.detail && tool_choice(entry.detail, dot + 1) >= 0)
			return entry.id;
	return NULL;
}

/* A name without an extension, or no file at all, says nothing of the format. */
static bool has_extension(const char *path)
{
	const char *dot = path ? strrchr(path, '.') : NULL;

	return dot && !strchr(dot, '/');
}

static enum tool_status export_base(struct tool *tool, char **files)
{
	const char *to = tool->to ? tool->to : format_of(tool->output);

	if (!to && has_extension(tool->output)) {
		tool_error_text(tool, _("%s: No format of name bases has this extension: name one by --to."),
				tool->output);
		return TOOL_TROUBLE;
	}
	return exchange(tool, files, true, to ? to : "tbx");
}

static enum tool_status formats(struct tool *tool, char **files)
{
	struct tp_entry entry;

	(void)tool, (void)files;
	for (size_t i = 0; tp_base_format_entry(i, &entry); i++)
		tool_print("%-14s  %s\n", entry.id, entry.title);
	return TOOL_OK;
}

const struct tool_verb base_verb_import = { "import", import_base };
const struct tool_verb base_verb_export = { "export", export_base };
const struct tool_verb base_verb_formats = { "formats", formats };
