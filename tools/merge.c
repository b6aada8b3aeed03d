/* tprep merge: a translation, back in the documents' own format. */
#define _XOPEN_SOURCE 700 /* realpath */

#include "tool.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The folder part of a path, with its slash. */
static void add_folder(struct tp_buf *out, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash)
		tp_buf_add(out, path, (size_t)(slash - path) + 1);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_folder(const char *path)
{
	struct stat info;

	return path && *path && (path[strlen(path) - 1] == '/' || (stat(path, &info) == 0 && S_ISDIR(info.st_mode)));
}

static size_t count_documents(const struct tp_xliff *xliff)
{
	size_t n = 0;

	while (tp_xliff_original(xliff, n))
		n++;
	return n;
}

static bool is_below(const char *folder, const char *path)
{
	size_t n = strlen(folder);

	return strncmp(folder, path, n) == 0 && (n == 1 || path[n] == '/' || path[n] == '\0');
}

/* A name in a file that was somewhere else must not lead to just any file. */
static bool is_near(struct tool *tool, const char *path)
{
	char folder[PATH_MAX], near[PATH_MAX];

	if (tool->source_file || strcmp(path, "-") == 0 || !tool_folder_of(path, folder))
		return true;
	if ((tool_folder_of(tool->files[0], near) && is_below(near, folder)) ||
	    (tool_folder_of(".", near) && is_below(near, folder)))
		return true;
	return tool_error_text(
	    tool,
	    _("%s: The document is neither below the folder of the translation nor below the working folder: --source "
	      "names it, or the folder of all documents."),
	    path);
}

/* A name below a folder: the parts of it, but for those that lead up. */
static void add_below(struct tp_buf *path, const char *folder, const char *name)
{
	tool_add(path, folder);
	for (size_t n; *name; name += n + (name[n] == '/')) {
		n = strcspn(name, "/");
		if (n == 0 || (n == 1 && name[0] == '.') || (n == 2 && name[0] == '.' && name[1] == '.'))
			continue;
		if (path->p[path->n - 1] != '/')
			tool_add(path, "/");
		tp_buf_add(path, name, n);
	}
}

/* A document below a folder, which may be any of those that its name has: as much of the name as leads to a file, or
 * all of it where nothing does. */
static void add_found(struct tp_buf *path, const char *folder, const char *name)
{
	struct stat info;

	for (const char *rest = name; rest; rest = strchr(rest, '/')) {
		rest += *rest == '/';
		path->n = 0;
		add_below(path, folder, rest);
		if (stat(path->p, &info) == 0 && !S_ISDIR(info.st_mode))
			return;
	}
	path->n = 0;
	add_below(path, folder, name);
}

/* Where a document is: --source, or below that folder, or what the XLIFF file calls it, seen from its folder. */
static void add_source(struct tp_buf *path, const struct tool *tool, const char *original)
{
	if (is_folder(tool->source_file)) {
		add_found(path, tool->source_file, original);
		return;
	}
	if (tool->source_file) {
		tool_add(path, tool->source_file);
		return;
	}
	if (*original != '/' && strcmp(original, "-") != 0 && strcmp(tool->files[0], "-") != 0)
		add_folder(path, tool->files[0]);
	tool_add(path, original);
}

/* Where the translation of a document goes: --output, or below that folder under the name that the XLIFF file has for
 * it, whatever else that holds. */
static void add_output(struct tp_buf *path, const struct tool *tool, const char *original)
{
	if (is_folder(tool->output))
		add_below(path, tool->output, original);
	else
		tool_add(path, tool->output && *tool->output ? tool->output : "-");
}

/* Takes the segments without translation, of which there may be many, out of the findings; returns their number. */
static size_t take_missing(struct tp_findings *findings)
{
	size_t kept = 0, all = findings->n;

	for (size_t i = 0; i < all; i++)
		if (strcmp(findings->p[i].id, "target-missing") != 0)
			findings->p[kept++] = findings->p[i];
	findings->n = kept;
	return all - kept;
}

static bool has_changed(const struct tp_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++)
		if (strcmp(findings->p[i].id, "source-changed") == 0)
			return true;
	return false;
}

/* Tells what the merge found; how much is not translated is told where it was done. */
static void tell(const struct tp_doc *doc, struct tp_findings *findings, bool done)
{
	const struct tp_reporting how = { .columns = TP_COLUMNS_CHAR };
	size_t missing = take_missing(findings);
	struct tp_buf out = TP_BUF_INIT;
	struct tp_report *report = tp_report_new("gnu", &how, &out, NULL);

	tp_report_document(report, doc);
	tp_report_add(report, findings);
	tp_report_free(report);
	fwrite(tp_buf_str(&out).p, 1, out.n, stderr);
	out.n = 0;
	if (missing && done) {
		tool_add_format(
		    &out,
		    tp_plural("%s: %zu segment has no translation.", "%s: %zu segments have no translation.", missing),
		    tp_doc_name(doc), missing);
		tool_warn(tp_buf_str(&out).p);
	}
	tp_buf_release(&out);
}

/* The document as it was read for the export, unless options say otherwise. */
static struct tp_doc *open_document(struct tool *tool, const struct tp_xliff *xliff, size_t i, const char *path)
{
	const char *encoding = tool->reading.encoding;
	struct tp_doc *doc;

	if (!encoding)
		tool->reading.encoding = tp_xliff_encoding(xliff, i);
	doc = tool_open(tool, path, NULL);
	tool->reading.encoding = encoding;
	return doc;
}

/* A document, where its translation goes, and the translation. */
struct merged {
	struct tp_buf source, path, bytes;
};

static bool merge_document(struct tool *tool, const struct tp_xliff *xliff, size_t i, struct merged *merged)
{
	struct tp_findings findings = { .p = NULL };
	const char *path = merged->source.p;
	struct tp_doc *doc = NULL;
	struct tp_error err;
	bool ok = false;

	if (strcmp(path, "-") == 0 && strcmp(tool->files[0], "-") == 0)
		tool_error_text(tool, _("Standard input holds the translation: name the document by --source."));
	else if (is_near(tool, path) && tool_settle(tool, path))
		doc = open_document(tool, xliff, i, path);
	if (doc) {
		ok = tp_merge(doc, xliff, i, &tool->merging, &merged->bytes, &findings, &err);
		tell(doc, &findings, ok);
		if (!ok)
			tool_error(tool, &err);
		if (!ok && has_changed(&findings))
			tool_warn(
			    _("Export the document again, or merge what fits by --force. If it is as it was exported, "
			      "another version of tprep did that: merge by that version."));
		if (!ok && err.code == TP_E_ENCODING)
			tool_warn(_("The option --utf8 writes the translation in UTF-8."));
	}
	tp_findings_release(&findings);
	tp_doc_free(doc);
	return ok;
}

/* Names in the translation, with links in the folder asked for, must not lead to just any file. */
static bool is_inside(struct tool *tool, const char *path)
{
	char asked[PATH_MAX], folder[PATH_MAX], file[PATH_MAX];
	struct tp_buf output = TP_BUF_INIT;
	struct stat status;

	add_below(&output, tool->output, "-");
	bool ok = tool_folder_of(output.p, asked) && tool_folder_of(path, folder) && is_below(asked, folder);
	if (lstat(path, &status) == 0 && S_ISLNK(status.st_mode))
		ok = ok && realpath(path, file) && is_below(asked, file);
	tp_buf_release(&output);
	return ok || tool_error_text(tool, _("%s: A link leads out of the folder \"%s\"."), path, tool->output);
}

/* Makes the folders of all documents. */
static bool make_folders(struct tool *tool, const struct merged *merged, size_t n)
{
	bool ok = true;

	for (size_t i = 0; ok && is_folder(tool->output) && i < n; i++)
		ok = tool_make_folders(tool, merged[i].path.p, 0777) && is_inside(tool, merged[i].path.p);
	return ok;
}

/* Two documents of one name would overwrite each other. */
static bool names_differ(struct tool *tool, const struct merged *merged, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(merged[i].path.p, merged[j].path.p) == 0)
				return tool_error_text(tool, _("Two documents are called \"%s\"."),
						       base_name(merged[i].path.p));
	return true;
}

/* No translation goes where the XLIFF file or any of the documents is. */
static bool spares_all(struct tool *tool, const struct merged *merged, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!tool_spares(tool, merged[i].path.p, tool->files[0]))
			return false;
		for (size_t j = 0; j < n; j++)
			if (!tool_spares(tool, merged[i].path.p, merged[j].source.p))
				return false;
	}
	return true;
}

/* All documents are merged before the first is written, so that trouble with one leaves all as they were. */
static void merge_documents(struct tool *tool, const struct tp_xliff *xliff)
{
	size_t n = count_documents(xliff);
	struct merged *merged;

	if (n > 1 && tool->source_file && !is_folder(tool->source_file)) {
		tool_error_text(tool, _("The translation has %zu documents: --source must name their folder."), n);
		return;
	}
	if (n > 1 && !is_folder(tool->output)) {
		tool_error_text(tool, _("The translation has %zu documents: --output must name a folder."), n);
		return;
	}
	merged = tool_alloc(n, sizeof *merged);
	for (size_t i = 0; i < n; i++) {
		add_source(&merged[i].source, tool, tp_xliff_original(xliff, i));
		add_output(&merged[i].path, tool, tp_xliff_original(xliff, i));
	}
	bool ok = names_differ(tool, merged, n) && spares_all(tool, merged, n), named = ok;
	for (size_t i = 0; named && i < n; i++)
		ok = merge_document(tool, xliff, i, &merged[i]) && ok;
	ok = ok && make_folders(tool, merged, n);
	for (size_t i = 0; i < n; i++) {
		ok = ok && tool_write_file(tool, merged[i].path.p, tp_buf_str(&merged[i].bytes));
		tp_buf_release(&merged[i].source);
		tp_buf_release(&merged[i].path);
		tp_buf_release(&merged[i].bytes);
	}
	free(merged);
}

static enum tool_status run(struct tool *tool)
{
	struct tp_buf bytes = TP_BUF_INIT;
	struct tp_xliff *xliff;
	struct tp_error err;

	tool->merging.missing = (enum tp_missing)tool->missing;
	if (!tool_read(tool, tool->files[0], &bytes))
		return TOOL_TROUBLE;
	xliff = tp_xliff_read(tp_buf_str(&bytes), tool->files[0], &err);
	tp_buf_release(&bytes);
	if (!xliff) {
		tool_error(tool, &err);
		return TOOL_TROUBLE;
	}
	merge_documents(tool, xliff);
	tp_xliff_free(xliff);
	return TOOL_OK;
}

static const struct tool_option source = {
	.name = "source",
	.kind = TOOL_TEXT,
	.argument = "FILE",
	.help =
	    N_("the document that was exported, or a folder that all are below; default: where the XLIFF file says, if "
	       "that is below its folder or the working folder"),
	.setting = offsetof(struct tool, source_file),
};

static const struct tool_option missing = {
	.name = "missing",
	.kind = TOOL_CHOICE,
	.argument = "source|skip|error",
	.help = N_("what stands for a segment without translation: its original text; the original of its whole "
		   "paragraph; or nothing is merged"),
	.setting = offsetof(struct tool, missing),
};

static const struct tool_option force = {
	.name = "force",
	.kind = TOOL_FLAG,
	.help = N_("merge what fits, even where other paragraphs have changed since the export"),
	.setting = offsetof(struct tool, merging.force),
};

static const struct tool_option utf8 = {
	.name = "utf8",
	.kind = TOOL_FLAG,
	.help = N_("write UTF-8, whatever the encoding of the document"),
	.setting = offsetof(struct tool, merging.utf8),
};

static const struct tool_option output = {
	.name = "output",
	.letter = 'o',
	.kind = TOOL_TEXT,
	.argument = "OUT",
	.help = N_("file to write, or a folder, below which documents go by the names, with their folders, that the "
		   "XLIFF file "
		   "has for them; default: standard output"),
	.setting = offsetof(struct tool, output),
};

static const struct tool_option *const options[] = {
	&output,
	&source,
	&missing,
	&force,
	&utf8,
	&tool_option_input,
	&tool_option_lines,
	&tool_option_encoding,
	&tool_option_config,
	NULL,
};

const struct tool_command tool_command_merge = {
	.name = "merge",
	.summary = N_("Puts a translation back into the documents' own format."),
	.arguments = "[FILE.xlf]",
	.text = N_("Only what was translated changes; nothing is written if a code is lost or a document has changed "
		   "since the "
		   "export. Options that say how to read the documents are given as they were for the export, but for "
		   "the encoding, which the XLIFF file names."),
	.most_files = 1,
	.filter = true,
	.options = options,
	.run = run,
};
