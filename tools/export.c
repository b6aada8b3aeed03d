/* tprep export: documents, prepared and segmented, as XLIFF for translators. */
#include "tool.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* How a file is called from a folder: "../news/a.txt". */
static void add_relative(struct tp_buf *out, const char *folder, const char *path)
{
	size_t common = 0, i = 0;

	for (; folder[i] && folder[i] == path[i]; i++)
		if (folder[i] == '/')
			common = i + 1;
	if (!folder[i] && path[i] == '/')
		common = i + 1;
	for (const char *rest = folder + (common <= i ? common : i); *rest;) {
		tool_add(out, "../");
		rest += strcspn(rest, "/");
		rest += *rest == '/';
	}
	tool_add(out, path + common);
}

/* What the XLIFF file calls a document: its path from where the XLIFF file stands. */
static void add_name(struct tp_buf *name, const char *path, const char *output)
{
	char folder[PATH_MAX], from[PATH_MAX];

	if (!output || strcmp(output, "-") == 0 || strcmp(path, "-") == 0 || !tool_folder_of(path, folder) ||
	    !tool_folder_of(output, from)) {
		tool_add(name, path);
		return;
	}
	struct tp_buf whole = TP_BUF_INIT;
	const char *slash = strrchr(path, '/');
	tool_add_format(&whole, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, slash ? slash + 1 : path);
	add_relative(name, strcmp(from, "/") == 0 ? "" : from, whole.p);
	tp_buf_release(&whole);
}

/* All documents of an XLIFF file are prepared alike. */
static bool settle_alike(struct tool *tool, const struct tp_kit *kit, const char *path)
{
	return tool_settle(tool, path) &&
	       (tool_kit_for(tool, TP_NEED_ALL, true) == kit ||
		tool_error_text(tool,
				_("%s: The settings of the project are not those of \"%s\": export each by itself."),
				path, tool->files[0]));
}

static struct tp_doc *open_doc(struct tool *tool, const struct tp_kit *kit, const char *path)
{
	struct tp_buf name = TP_BUF_INIT;
	struct tp_doc *doc;

	if (!settle_alike(tool, kit, path))
		return NULL;
	add_name(&name, path, tool->output);
	doc = tool_open(tool, path, strcmp(path, "-") == 0 ? NULL : name.p);
	tp_buf_release(&name);
	return doc;
}

static bool write_out(void *arg, struct tp_str bytes, struct tp_error *err)
{
	(void)arg;
	(void)err;
	tool_write(bytes);
	return true;
}

static bool export_file(struct tool *tool, const struct tp_kit *kit, const struct tp_doc *const *docs,
			struct tp_error *err)
{
	if (!tool->output || strcmp(tool->output, "-") == 0)
		return tp_export(docs, tool->n_files, kit, &tool->exporting, write_out, NULL, err);
	struct tp_output *output = tp_output_new(tool->output, err);
	if (!output)
		return false;
	bool ok = tp_export(docs, tool->n_files, kit, &tool->exporting, tp_output_write, output, err);
	return tp_output_end(output, ok, err) && ok;
}

static void export_docs(struct tool *tool, const struct tp_kit *kit, const char *language, struct tp_doc **docs)
{
	static const enum tp_prepare prepare[] = { TP_PREPARE_NAMES, TP_PREPARE_FIXES, TP_PREPARE_NONE };
	struct tp_error err;

	tool->exporting.source = language;
	tool->exporting.prepare = prepare[tool->prepare];
	tool->exporting.omegat36 = tool->client == 1;
	tool->exporting.version = "1.2";
	if (!export_file(tool, kit, (const struct tp_doc *const *)docs, &err))
		tool_error(tool, &err);
}

static enum tool_status run(struct tool *tool)
{
	struct tp_doc **docs;
	struct tp_kit *kit;

	if (!tool->exporting.target) {
		tool_error_text(tool, _("The language to translate into is missing: give it by --target."));
		return TOOL_TROUBLE;
	}
	tool->kit.target = tool->exporting.target;
	docs = tool_alloc(tool->n_files, sizeof *docs);
	kit = tool_settle(tool, tool->files[0]) ? tool_kit_for(tool, TP_NEED_ALL, true) : NULL;
	const char *language = tool->kit.language ? tool->kit.language : "en";
	for (size_t i = 0; kit && !tool->trouble && i < tool->n_files; i++)
		docs[i] = open_doc(tool, kit, tool->files[i]);
	if (kit && !tool->trouble)
		export_docs(tool, kit, language, docs);
	for (size_t i = 0; docs && i < tool->n_files; i++)
		tp_doc_free(docs[i]);
	free(docs);
	return TOOL_OK;
}

static const struct tool_option source = {
	.name = "source",
	.letter = 's',
	.kind = TOOL_TEXT,
	.argument = "LANG",
	.help = N_("language of the documents; default: en"),
	.setting = offsetof(struct tool, kit.language),
};

static const struct tool_option target = {
	.name = "target",
	.letter = 't',
	.kind = TOOL_TEXT,
	.argument = "LANG",
	.help = N_("language to translate into"),
	.setting = offsetof(struct tool, exporting.target),
};

static const struct tool_option xliff = {
	.name = "xliff",
	.kind = TOOL_CHOICE,
	.argument = "1.2",
	.help = N_("version of XLIFF"),
	.setting = offsetof(struct tool, xliff),
};

static const struct tool_option client = {
	.name = "for",
	.kind = TOOL_CHOICE,
	.argument = "any|omegat36",
	.help = N_("program to translate with: OmegaT 3.6 needs targets that copy the source"),
	.setting = offsetof(struct tool, client),
};

static const struct tool_option prepare = {
	.name = "prepare",
	.kind = TOOL_CHOICE,
	.argument = "names|fixes|none",
	.help = N_("what is corrected first: names, all that is sure, or nothing"),
	.setting = offsetof(struct tool, prepare),
};

static const struct tool_option *const options[] = {
	&source, &target, &tool_option_output, &prepare, &client, &xliff, TOOL_CHECKING_OPTIONS, NULL,
};

const struct tool_command tool_command_export = {
	.name = "export",
	.summary = N_("Writes XLIFF for translators."),
	.arguments = "FILE...",
	.text = N_("The names of the documents stand in the XLIFF file as seen from its folder, so that \"tprep "
		   "merge\" finds them "
		   "again. What the checks found goes along as notes."),
	.most_files = TOOL_ANY_FILES,
	.filter = true,
	.options = options,
	.run = run,
};
