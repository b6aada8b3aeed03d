/* tprep srx: segmentation rules. Its verbs are in srx_*.c. */
#include "srx.h"

#include <stddef.h>
#include <string.h>

static enum tool_status run(struct tool *tool)
{
	const char *name = tool->files[0];

	if (!name) {
		tool_error_text(tool, _("What is to be done with the rules? Try \"tprep srx --help\"."));
		return TOOL_TROUBLE;
	}
	for (const struct srx_verb *const *verb = srx_verbs; *verb; verb++)
		if (strcmp((*verb)->name, name) == 0)
			return (*verb)->run(tool, tool->files + 1);
	tool_error_text(tool, _("There is no \"tprep srx %s\". Try \"tprep srx --help\"."), name);
	return TOOL_TROUBLE;
}

static const struct tool_option *const options[] = { &tool_option_lang, &tool_option_srx, &tool_option_output, NULL };

const struct tool_command tool_command_srx = {
	.name = "srx",
	.summary = N_("Checks, lists and exports segmentation rules."),
	.arguments = "VERB [ARGUMENT]...",
	.text = N_(
	    "\"lint [FILE]...\" tells what is wrong with SRX files, or with the rules in force for a language: rules "
	    "that cannot be compiled, match nothing, or never decide, because others always come first; language "
	    "rules that no language map leads to.\n\n\"dump\" prints the rules in force for a language, in the "
	    "order in which they are tried, with tabs between: file and line, \"break\" or \"no-break\", and the "
	    "patterns before and after the place.\n\n\"export\" writes these rules as a file in SRX 2.0, for OmegaT, "
	    "Okapi and other programs."),
	.most_files = TOOL_ANY_FILES,
	.options = options,
	.run = run,
};
