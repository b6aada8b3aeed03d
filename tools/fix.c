/* tprep fix: makes the corrections that are sure. */
#include "tool.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_stdin(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* A pipe or a device has no place where what is corrected could stand instead. */
static bool can_be_replaced(struct tool *tool, const char *path)
{
	struct stat st;

	if (tool->diff || is_stdin(path) || stat(path, &st) != 0 || S_ISREG(st.st_mode))
		return true;
	return tool_error_text(tool, _("%s: This is no regular file, so it cannot be corrected in place."), path);
}

static bool is_read_only(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && (!(st.st_mode & 0222) || access(path, W_OK) != 0);
}

/* A file that is corrected. */
struct fixed {
	struct tool *tool;
	const char *path;
	struct tp_buf bytes;
};

static void replace(void *arg, void *what)
{
	struct fixed *fixed = what;

	(void)arg;
	if (is_read_only(fixed->path))
		tool_error_text(fixed->tool, _("%s: The file is read-only, and stays as it is."), fixed->path);
	else
		tool_write_file(fixed->tool, fixed->path, tp_buf_str(&fixed->bytes));
	tp_buf_release(&fixed->bytes);
	free(fixed);
}

/* Puts the new bytes, which are taken, in the place of the file in its turn. */
static void replace_in_turn(struct tool *tool, const char *path, struct tp_buf *new)
{
	struct fixed *fixed = tool_alloc(1, sizeof *fixed);

	*fixed = (struct fixed){ tool, path, *new };
	*new = (struct tp_buf)TP_BUF_INIT;
	tool_in_turn(replace, NULL, fixed, fixed->bytes.n);
}

static void show_diff(struct tool *tool, const char *path, struct tp_str old, struct tp_str new)
{
	struct tp_buf diff = TP_BUF_INIT;

	tool_diff(is_stdin(path) && tool->stdin_name ? tool->stdin_name : path, old, new, &diff);
	tool->found |= diff.n > 0;
	tool_write_buf(&diff);
	tp_buf_release(&diff);
}

/* Shows what is different, or puts the corrected file in the place of the old one. */
static void deliver(struct tool *tool, const char *path, const struct tp_buf *old, struct tp_buf *new)
{
	struct tp_str before = tp_buf_str(old), after = tp_buf_str(new);

	if (tool->diff)
		show_diff(tool, path, before, after);
	else if (is_stdin(path))
		tool_write(after);
	else if (before.n != after.n || memcmp(before.p, after.p, before.n) != 0)
		replace_in_turn(tool, path, new);
}

static const struct tp_kit *kit_for(struct tool *tool, const char *path)
{
	bool ready = can_be_replaced(tool, path) && tool_settle(tool, path);

	return ready ? tool_kit_for(tool, tool_needs(tool), true) : NULL;
}

static void fix_file(struct tool *tool, const char *path, const struct tp_kit *kit, void *arg)
{
	const char *name = is_stdin(path) && tool->stdin_name ? tool->stdin_name : path;
	struct tp_buf bytes = TP_BUF_INIT, fixed = TP_BUF_INIT;
	struct tp_findings findings = { .p = NULL };
	struct tp_doc *doc = NULL;
	struct tp_error err;

	(void)arg;
	if (tool_read(tool, path, &bytes))
		doc = tool_read_doc(tool, tp_buf_str(&bytes), name, 0);
	if (!doc)
		goto out;
	if (tp_doc_check(doc, kit, tool->only, tool->skip, &findings, &err) &&
	    tp_doc_fix(doc, &findings, &fixed, NULL, &err))
		deliver(tool, path, &bytes, &fixed);
	else
		tool_error(tool, &err);
out:
	tp_findings_release(&findings);
	tp_doc_free(doc);
	tp_buf_release(&fixed);
	tp_buf_release(&bytes);
}

static enum tool_status run(struct tool *tool)
{
	tool_each_file(tool, kit_for, fix_file, NULL);
	return tool->found ? TOOL_FOUND : TOOL_OK;
}

static const struct tool_option diff = {
	.name = "diff",
	.kind = TOOL_FLAG,
	.help = N_("print the corrections for \"git apply\", and change no file"),
	.setting = offsetof(struct tool, diff),
};

static const struct tool_option *const options[] = {
	&diff, &tool_option_only, &tool_option_skip, &tool_option_lang, &tool_option_jobs, TOOL_CHECKING_OPTIONS, NULL,
};

const struct tool_command tool_command_fix = {
	.name = "fix",
	.summary = N_("Makes the corrections that are sure."),
	.arguments = "[FILE]...",
	.text = N_("Files are changed in place; standard input goes to standard output. Fixing twice changes nothing "
		   "more. With "
		   "--diff, the status is 1 if there is anything to correct."),
	.most_files = TOOL_ANY_FILES,
	.filter = true,
	.options = options,
	.run = run,
};
