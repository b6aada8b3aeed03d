/* tprep names: copy in, copy with its names in house style out. */
#include "tool.h"

#include <stddef.h>

/* Names are found in each paragraph by itself: less text at a time stays closer to the processor. */
enum { WINDOW = 1 << 18 };

static bool rewrite(struct tool *tool, const struct tp_doc *doc, size_t part, void *arg)
{
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;
	bool ok = tp_doc_names(doc, arg, &out, &err);

	(void)part;
	if (ok)
		tool_write(tp_buf_str(&out));
	else
		tool_error(tool, &err);
	tp_buf_release(&out);
	return ok;
}

static void warn_of_language(const struct tool *tool, const struct tp_kit *kit)
{
	struct tp_buf text = TP_BUF_INIT, there = TP_BUF_INIT;
	const char *language = tool->kit.language ? tool->kit.language : "en";

	tp_base_languages(kit, &there);
	if (there.n)
		tool_add_format(&text, _("The house style has no names in the language \"%s\", but in %s."), language,
				there.p);
	else
		tool_add_format(&text, _("The house style has no names in the language \"%s\"."), language);
	tool_warn(text.p);
	tp_buf_release(&text);
	tp_buf_release(&there);
}

static enum tool_status run(struct tool *tool)
{
	struct tp_kit *kit = tool_settle(tool, tool->files[0]) ? tool_kit_for(tool, TP_NEED_NAMES, false) : NULL;

	if (!kit)
		return TOOL_TROUBLE;
	if (!tp_base_speaks(kit))
		warn_of_language(tool, kit);
	tool_each_text(tool, tool->files[0], WINDOW, rewrite, kit);
	return TOOL_OK;
}

static const struct tool_option first = {
	.name = "first",
	.kind = TOOL_CHOICE,
	.argument = "off|on",
	.help = N_("whether the first mention of a name is written in full"),
	.setting = offsetof(struct tool, first),
};

static const struct tool_option *const options[] = {
	&tool_option_style, &tool_option_lang,  &tool_option_quotes, &first, &tool_option_encoding,
	&tool_option_lines, &tool_option_input, &tool_option_config, NULL,
};

const struct tool_command tool_command_names = {
	.name = "names",
	.summary = N_("Writes the names of a text in house style."),
	.arguments = "[FILE]",
	.text = N_(
	    "All but the names, and an article or a preposition that changes with one, stays as it is, byte for byte. "
	    "With -l mul, names of every language are found."),
	.most_files = 1,
	.filter = true,
	.options = options,
	.run = run,
};
