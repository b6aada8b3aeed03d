/* tprep srx dump, export and compile: the rules in force. */
#include "tool.h"

/* No argument is left. */
static bool names_nothing(struct tool *tool, char **files)
{
	return !*files || tool_error_text(tool, _("There is one argument too many: \"%s\"."), *files);
}

/* A pattern in one line. */
static void add_pattern(struct tp_buf *out, struct tp_str pattern)
{
	for (size_t i = 0; i < pattern.n; i++) {
		bool is_control = pattern.p[i] >= '\0' && pattern.p[i] < ' ';
		tp_buf_add(out, is_control ? " " : pattern.p + i, 1);
	}
}

static enum tool_status dump(struct tool *tool, char **files)
{
	struct tp_kit *kit = names_nothing(tool, files) ? tool_kit(tool, TP_NEED_SEGMENTS, false) : NULL;
	const struct tp_segment_rule *rule;
	struct tp_buf out = TP_BUF_INIT;

	if (!kit)
		return TOOL_TROUBLE;
	for (size_t i = 0; (rule = tp_rule_at(kit, i)); i++) {
		tool_add_format(&out, "%.*s:%zu\t%s\t", (int)rule->file.n, rule->file.p, rule->line,
				rule->breaks ? "break" : "no-break");
		add_pattern(&out, rule->before);
		tool_add(&out, "\t");
		add_pattern(&out, rule->after);
		tool_add(&out, "\n");
	}
	tool_write_file(tool, tool->output, tp_buf_str(&out));
	tp_buf_release(&out);
	tool_kit_free(kit);
	return TOOL_OK;
}

static enum tool_status export_rules(struct tool *tool, char **files)
{
	struct tp_kit *kit = !*files || names_nothing(tool, files + 1) ? tool_kit(tool, TP_NEED_SEGMENTS, false) : NULL;
	struct tp_doc *doc = kit && *files ? tool_open(tool, *files, *files) : NULL;
	struct tp_buf out = TP_BUF_INIT;

	if (kit && !tool->trouble) {
		tp_rules_write(kit, doc, &out);
		tool_write_file(tool, tool->output, tp_buf_str(&out));
	}
	tp_buf_release(&out);
	tp_doc_free(doc);
	tool_kit_free(kit);
	return tool->trouble ? TOOL_TROUBLE : TOOL_OK;
}

static enum tool_status compile(struct tool *tool, char **files)
{
	struct tp_kit *kit = names_nothing(tool, files) ? tool_kit(tool, TP_NEED_SEGMENTS, false) : NULL;
	struct tp_buf out = TP_BUF_INIT;

	if (!kit)
		return TOOL_TROUBLE;
	tp_rules_compile(kit, &out);
	tool_write_file(tool, tool->output, tp_buf_str(&out));
	tp_buf_release(&out);
	tool_kit_free(kit);
	return TOOL_OK;
}

const struct tool_verb srx_verb_dump = { "dump", dump };
const struct tool_verb srx_verb_export = { "export", export_rules };
const struct tool_verb srx_verb_compile = { "compile", compile };
