/* tprep base compile: house styles in, one mapped file out. */
#include <stddef.h>

#include "tool.h"

static size_t count(char **files)
{
	size_t n = 0;

	while (files[n])
		n++;
	return n;
}

static enum tool_status compile(struct tool *tool, char **files)
{
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;

	if (!*files)
		tool_error_text(tool, _("There is no name base to compile."));
	else if (tp_base_compile(tool->kit.data, (const char *const *)files, count(files), &out, &err))
		tool_write_file(tool, tool->output, tp_buf_str(&out));
	else
		tool_error(tool, &err);
	tp_buf_release(&out);
	return TOOL_OK;
}

const struct tool_verb base_verb_compile = { "compile", compile };
