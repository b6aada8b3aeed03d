/* tprep base: the name base. Its verbs are in base_*.c. */
#include "tool.h"

#include <stddef.h>

static const struct tool_option from = {
	.name = "from",
	.kind = TOOL_TEXT,
	.argument = "FORMAT",
	.help = N_("format of the files to import or export; default: by their content"),
	.setting = offsetof(struct tool, from),
};

static const struct tool_option to = {
	.name = "to",
	.kind = TOOL_TEXT,
	.argument = "FORMAT",
	.help = N_("format to export to; default: by the extension of the file to write; where it has none, tbx"),
	.setting = offsetof(struct tool, to),
};

static const struct tool_option source = {
	.name = "source",
	.letter = 's',
	.kind = TOOL_TEXT,
	.argument = "LANG",
	.help = N_("first language of a glossary of two languages, or that of a list; default: --lang, else en"),
	.setting = offsetof(struct tool, exporting.source),
};

static const struct tool_option target = {
	.name = "target",
	.letter = 't',
	.kind = TOOL_TEXT,
	.argument = "LANG",
	.help = N_("second language of a glossary of two languages"),
	.setting = offsetof(struct tool, exporting.target),
};

static const struct tool_option *const options[] = {
	&tool_option_style,
	&tool_option_lang,
	&tool_option_dict,
	&tool_option_input,
	&from,
	&to,
	&source,
	&target,
	&tool_option_output,
	NULL,
};

const struct tool_command tool_command_base = {
	.name = "base",
	.summary = N_("Compiles name bases, looks into them, and exchanges them with other programs."),
	.arguments = "VERB [ARGUMENT]...",
	.text = N_(
	    "\"compile STYLE...\" writes house styles or name bases, each over those before it, as one file for "
	    "--style that loads at once; \"lookup NAME...\" prints the forms that a name may be, with language, "
	    "status, concept and preferred form, and ends with status 1 if one of them is not there; \"lint "
	    "[STYLE]...\" tells what is wrong with a base.\n\n"
	    "\"candidates [FILE]...\" prints the names of documents that neither the base nor a dictionary knows, the "
	    "most frequent first, as rows of a name base. Comments tell how often each was found, and where.\n\n"
	    "\"import FILE...\" writes term bases and glossaries as a name base of tprep (TSV); \"export FILE...\" "
	    "writes name bases, and house styles by name, in another format; \"formats\" lists the formats. What a "
	    "format has no place for is told as a warning. Glossaries of two languages (OmegaT, Weblate) hold the "
	    "forms of the one, each with the preferred form of the other."),
	.most_files = TOOL_ANY_FILES,
	.options = options,
	.verbs = base_verbs,
};
