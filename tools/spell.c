/* tprep spell: the words that no dictionary knows. */
#include "tool.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct spelling {
	const struct tp_kit *kit;
	struct tp_report *report; /* NULL for a list of words */
	struct tp_buf out;
};

static void list_words(const struct tp_doc *doc, const struct tp_findings *findings, struct tp_buf *out)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct tp_finding *finding = &findings->p[i];
		struct tp_str text = tp_unit_text(doc, finding->unit);
		tp_buf_add(out, text.p + finding->at.from, finding->at.to - finding->at.from);
		tool_add(out, "\n");
	}
}

static void report(struct tp_report *report, const struct tp_doc *doc, size_t part, const struct tp_findings *findings)
{
	if (part == 0)
		tp_report_document(report, doc);
	else
		tp_report_window(report, doc);
	tp_report_add(report, findings);
}

static bool spell_doc(struct tool *tool, const struct tp_doc *doc, size_t part, void *arg)
{
	struct spelling *state = arg;
	struct tp_findings findings = { .p = NULL };
	struct tp_error err;

	if (!tp_doc_check(doc, state->kit, "spelling", NULL, &findings, &err))
		return tool_error(tool, &err);
	if (!state->report)
		list_words(doc, &findings, &state->out);
	else
		report(state->report, doc, part, &findings);
	tool->found |= findings.n > 0;
	tool_write_buf(&state->out);
	tp_findings_release(&findings);
	return true;
}

/* The language of the first dictionary: "de_DE,en_US" is German. NULL if its name does not start with one. */
static const char *language_of(const char *dictionaries, char language[4])
{
	size_t n = dictionaries ? strspn(dictionaries, "abcdefghijklmnopqrstuvwxyz") : 0;

	if (n < 2 || n > 3 || (dictionaries[n] && !strchr("_-,", dictionaries[n])))
		return NULL;
	memcpy(language, dictionaries, n);
	language[n] = '\0';
	return language;
}

static enum tool_status run(struct tool *tool)
{
	struct spelling state = { .kit = NULL };
	char language[4];
	struct tp_error err;
	struct tp_kit *kit;

	if (!tool->kit.language)
		tool->kit.language = language_of(tool->kit.spelling, language);
	tool->kit.bare_words = tool->list;
	kit = tool_kit(tool, TP_NEED_SPELLING | TP_NEED_NAMES, false);
	if (!kit)
		return TOOL_TROUBLE;
	state.kit = kit;
	tool->reporting.color = tool_use_color();
	if (!tool->list)
		state.report = tp_report_new(tool->json ? "json" : "gnu", &tool->reporting, &state.out, &err);
	for (char **file = tool->files; *file; file++)
		tool_each_text(tool, *file, spell_doc, &state);
	tp_report_free(state.report);
	tool_write_buf(&state.out);
	tp_buf_release(&state.out);
	tp_kit_free(kit);
	return tool->found && !tool->list ? TOOL_FOUND : TOOL_OK;
}

static const struct tool_option list = {
	.name = "list",
	.letter = 'l',
	.kind = TOOL_FLAG,
	.help = N_("print the words alone, one a line; the status is 0 then"),
	.setting = offsetof(struct tool, list),
};

static const struct tool_option lang = {
	.name = "lang",
	.kind = TOOL_TEXT,
	.argument = "LANG",
	.help = N_("language of the text; default: that of the first dictionary, else en"),
	.setting = offsetof(struct tool, kit.language),
};

static const struct tool_option *const options[] = {
	&tool_option_dict,
	&lang,
	&list,
	&tool_option_json,
	&tool_option_style,
	&tool_option_lines,
	&tool_option_encoding,
	&tool_option_columns,
	&tool_option_input,
	&tool_option_stdin_filename,
	NULL,
};

const struct tool_command tool_command_spell = {
	.name = "spell",
	.summary = N_("Finds misspelt and unknown words."),
	.arguments = "[FILE]...",
	.text = N_("Names of the house style, acronyms that the text explains, numbers, addresses and code are no "
		   "mistakes. The "
		   "status is 1 if anything was found."),
	.most_files = TOOL_ANY_FILES,
	.filter = true,
	.options = options,
	.run = run,
};
