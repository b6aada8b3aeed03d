/* tprep base: the name base. Its verbs are in base_*.c. */
#include "base.h"

#include <stddef.h>
#include <string.h>

static enum tool_status run(struct tool *tool)
{
	const char *name = tool->files[0];

	if (!name) {
		tool_error_text(tool, _("What is to be done with the name base? Try \"tprep base --help\"."));
		return TOOL_TROUBLE;
	}
	for (const struct base_verb *const *verb = base_verbs; *verb; verb++)
		if (strcmp((*verb)->name, name) == 0)
			return (*verb)->run(tool, tool->files + 1);
	tool_error_text(tool, _("There is no \"tprep base %s\". Try \"tprep base --help\"."), name);
	return TOOL_TROUBLE;
}

static const struct tool_option output = {
	.name = "output",
	.letter = 'o',
	.kind = TOOL_TEXT,
	.argument = "OUT",
	.help = N_("file to write; default: standard output"),
	.setting = offsetof(struct tool, output),
};

static const struct tool_option *const options[] = { &tool_option_style, &tool_option_lang, &output, NULL };

const struct tool_command tool_command_base = {
	.name = "base",
	.summary = N_("Compiles name bases, and looks into them."),
	.arguments = "VERB [ARGUMENT]...",
	.text = N_("\"compile STYLE...\" writes house styles or name bases, each over those before it, as one file for "
		   "--style that loads at once; \"lookup NAME...\" prints the forms that a name may be, with language, "
		   "status, concept and preferred form; \"lint [STYLE]...\" tells what is wrong with a base."),
	.most_files = TOOL_ANY_FILES,
	.options = options,
	.run = run,
};
