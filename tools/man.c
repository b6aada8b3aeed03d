/* The manual page, from the tables of commands and options. */
#include "tool.h"

/* Text for roff: hyphens that are typed are no dashes, and a line cannot start with a control character. */
static void add_roff(struct tp_buf *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		tool_add(out, "\\&");
	for (; *text; text++) {
		if (*text == '-')
			tool_add(out, "\\-");
		else if (*text == '\\')
			tool_add(out, "\\e");
		else
			tp_buf_add(out, text, 1);
	}
}

static void add_option(struct tp_buf *out, const struct tool_option *option)
{
	struct tp_buf text = TP_BUF_INIT;

	tool_add(out, ".TP\n");
	if (option->letter)
		tool_add_format(out, "\\fB\\-%c\\fR, ", option->letter);
	tool_add(out, "\\fB\\-\\-");
	add_roff(out, option->name);
	tool_add(out, "\\fR");
	if (option->argument) {
		tool_add(out, "=\\fI");
		add_roff(out, option->argument);
		tool_add(out, "\\fR");
	}
	tool_add(out, "\n");
	tool_option_text(option, &text);
	add_roff(out, text.p);
	tp_buf_release(&text);
	tool_add(out, "\n");
}

static void add_command(struct tp_buf *out, const struct tool_command *command)
{
	tool_add_format(out, ".SS \"tprep %s", command->name);
	tool_add(out, command->options[0] ? " [OPTION]... " : " ");
	add_roff(out, command->arguments);
	tool_add(out, "\"\n");
	add_roff(out, _(command->summary));
	tool_add(out, "\n");
	if (command->text) {
		tool_add(out, ".PP\n");
		add_roff(out, _(command->text));
		tool_add(out, "\n");
	}
	for (const struct tool_option *const *o = command->options; *o; o++)
		add_option(out, *o);
}

static void add_section(struct tp_buf *out, const char *title, const char *text)
{
	tool_add_format(out, ".SH %s\n", title);
	add_roff(out, text);
	tool_add(out, "\n");
}

static void add_variable(struct tp_buf *out, const char *name, const char *text)
{
	tool_add_format(out, ".TP\n\\fB%s\\fR\n", name);
	add_roff(out, text);
	tool_add(out, "\n");
}

void tool_man(void)
{
	struct tp_buf out = TP_BUF_INIT;

	tool_add_format(&out, ".TH TPREP 1 \"\" \"tprep %s\"\n", tp_version());
	add_section(&out, "NAME", "tprep - prepares copy for translation");
	tool_add(&out, ".SH SYNOPSIS\n\\fBtprep\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIFILE\\fR]...\n");
	add_section(&out, "DESCRIPTION", _(tool_purpose));
	tool_add(&out, ".PP\n");
	add_roff(&out, _("Without FILE, or where FILE is -, standard input is read. What follows -- is a file, "
			 "whatever its name."));
	tool_add(&out, "\n.SH COMMANDS\n");
	for (const struct tool_command *const *c = tool_commands; *c; c++)
		add_command(&out, *c);
	add_section(&out, "\"EXIT STATUS\"", _(tool_statuses));
	tool_add(&out, ".SH ENVIRONMENT\n");
	add_variable(&out, "TPREP_DATA", _("folder of the rules and names of tprep, in the place of its own"));
	add_variable(&out, "TPREP_LOCALE_DIR", _("folder of the translations of its messages"));
	add_variable(&out, "TPREP_CACHE",
		     _("folder to keep what dictionaries said, so that they need not be loaded again; empty: none. "
		       "Default: tprep in XDG_CACHE_HOME or ~/.cache"));
	add_variable(&out, "XDG_CONFIG_HOME", _("folder in which tprep/ has the user's settings; default: ~/.config"));
	add_variable(&out, "DICPATH", _("folders to look for Hunspell dictionaries in first, separated by colons"));
	add_variable(&out, "NO_COLOR", _("if set and not empty, nothing is written in color"));
	tool_write_buf(&out);
	tp_buf_release(&out);
}
