/* tprep config: what settings are in force, and from where. */
#include "tool.h"

#include <stddef.h>

/* "FILE:LINE: KEY = VALUE" */
static void print(void *arg, const struct tp_setting *setting)
{
	bool *found = arg;

	*found = true;
	tool_print("%s:%zu: %s = %s\n", setting->file, setting->line, setting->key, setting->value);
}

static void show(struct tool *tool, const char *path)
{
	bool found = false;

	if (tool->n_files > 1)
		tool_print("# %s\n", path);
	if (tool_each_setting(tool, path, print, &found) && !found)
		fprintf(stderr, _("tprep: No settings are in force for \"%s\".\n"), path);
}

static enum tool_status run(struct tool *tool)
{
	if (!tool->show)
		tool_error_text(tool, _("What is to be done with the settings? Try --show."));
	for (char **file = tool->files; tool->show && *file; file++)
		show(tool, *file);
	return TOOL_OK;
}

static const struct tool_option show_option = {
	.name = "show",
	.kind = TOOL_FLAG,
	.help = N_("print the settings in force for a file, each with the place where it stands"),
	.setting = offsetof(struct tool, show),
};

static const struct tool_option *const options[] = {
	&show_option,
	&tool_option_stdin_filename,
	&tool_option_config,
	NULL,
};

const struct tool_command tool_command_config = {
	.name = "config",
	.summary = N_("Shows the settings of a project."),
	.arguments = "[FILE]...",
	.text =
	    N_("Settings are in the nearest .tprep.ini, in the folder of a file or above it, and those of the user in "
	       "tprep/tprep.ini in XDG_CONFIG_HOME or ~/.config; options go before both. They are lines KEY = VALUE, "
	       "for all files or, below a line [PATTERN] such as [*.md] or [docs/**], for those that match. The keys "
	       "lang, dict, style, srx, only, skip, input, lines and encoding are called as the options are. A pattern "
	       "has *, **, ?, [a-z], [!a-z] and {a,b}; it is for files below the folder of its .tprep.ini or, with "
	       "--config, below the working folder, and those of the user are for all files.\n\n"
	       "The keys words and errors name lists of your own, separated by commas. A list of words has a word a "
	       "line, also with a model that has the same endings: Kubernetes/Paris. A list of errors has lines "
	       "teh -> the. A list NAME is the file NAME for all languages and NAME.LANG, such as words.de, for one. "
	       "Your own lists tprep/words and tprep/errors beside tprep/tprep.ini are always in force."),
	.most_files = TOOL_ANY_FILES,
	.filter = true,
	.options = options,
	.run = run,
};
