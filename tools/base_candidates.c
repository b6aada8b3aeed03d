/* tprep base candidates: names that the base lacks. */
#include "tool.h"

static void count(struct tool *tool, struct tp_harvest *harvest, const char *path)
{
	struct tp_doc *doc = tool_open(tool, path, NULL);
	struct tp_error err;

	if (doc && !tp_harvest_add(harvest, doc, &err))
		tool_error(tool, &err);
	tp_doc_free(doc);
}

static enum tool_status candidates(struct tool *tool, char **files)
{
	struct tp_kit *kit = tool_kit(tool, TP_NEED_NAMES | TP_NEED_SPELLING, false);
	struct tp_buf out = TP_BUF_INIT;

	if (!kit)
		return TOOL_TROUBLE;
	struct tp_harvest *harvest = tp_harvest_new(kit);
	if (!*files)
		count(tool, harvest, "-");
	for (; *files; files++)
		count(tool, harvest, *files);
	tp_harvest_write(harvest, &out);
	tool_write_file(tool, tool->output, tp_buf_str(&out));
	tp_buf_release(&out);
	tp_harvest_free(harvest);
	tool_kit_free(kit);
	return TOOL_OK;
}

const struct tool_verb base_verb_candidates = { "candidates", candidates };
