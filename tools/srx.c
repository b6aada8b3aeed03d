/* tprep srx: segmentation rules. Its verbs are in srx_*.c. */
#include "tool.h"

static const struct tool_option *const options[] = {
	&tool_option_lang,
	&tool_option_srx,
	&tool_option_output,
	&tool_option_lines,
	&tool_option_encoding,
	&tool_option_input,
	NULL,
};

const struct tool_command tool_command_srx = {
	.name = "srx",
	.summary = N_("Checks, lists, exports and compiles segmentation rules."),
	.arguments = "VERB [ARGUMENT]...",
	.text = N_(
	    "\"lint [FILE]...\" tells what is wrong with SRX files, or with the rules in force for a language: rules "
	    "that cannot be compiled, match nothing, or never decide, because others always come first; language "
	    "rules that no language map leads to.\n\n\"dump\" prints the rules in force for a language, in the "
	    "order in which they are tried, with tabs between: file and line, \"break\" or \"no-break\", and the "
	    "patterns before and after the place.\n\n\"export [FILE]\" writes these rules as a file in SRX 2.0, for "
	    "OmegaT, Okapi and other programs. What evidence found in a document is written too, as rules for "
	    "abbreviations: "
	    "by the rules alone the document is then cut as it is with evidence.\n\n\"compile\" writes the rules "
	    "in force as a file that this version of tprep takes as SRX file of the language, and that takes no time "
	    "to load.\n\nWhere a pattern can end at several places, that which a back-tracking search finds counts, as "
	    "in "
	    "OmegaT; after the line <?tprep ends=\"all\"?> in a file each one does, as in the rules of tprep."),
	.most_files = TOOL_ANY_FILES,
	.options = options,
	.verbs = srx_verbs,
};
