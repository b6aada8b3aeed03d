/* tprep help, and --help of every command. */
#include "tool.h"

#include <stddef.h>
#include <string.h>

/* Lines are filled up to this width; the texts of options start at that column. */
#define WIDTH       80
#define TEXT_COLUMN 30

const char tool_purpose[] =
    N_("Prepares copy for translation: names in house style, spelling, sentences, and XLIFF out and "
       "back.");
const char tool_statuses[] =
    N_("The status is 0 if all went well, 1 if check, spell or fix --diff found something, and 2 "
       "if the usage or the input is wrong.");

/* Characters up to the next space, line break or the end. */
static size_t word_columns(const char *word)
{
	size_t columns = 0;

	for (; *word && *word != ' ' && *word != '\n'; word++)
		columns += ((unsigned char)*word & 0xc0) != 0x80;
	return columns;
}

/* Prints text from the column that is reached, filling lines that start at `indent`. Line breaks of the text stay. */
static void print_filled(const char *text, size_t column, size_t indent)
{
	for (bool first = true; *text; first = column == 0) {
		size_t columns = word_columns(text), n = strcspn(text, " \n");
		if (!first && column + 1 + columns >= WIDTH) {
			tool_print("\n%*s", (int)indent, "");
			column = indent;
		} else if (!first) {
			tool_print(" ");
			column++;
		}
		tool_print("%.*s", (int)n, text);
		column += columns;
		text += n + (text[n] == ' ');
		for (; *text == '\n'; text++, column = 0)
			tool_print("\n");
	}
	tool_print("\n");
}

static void print_row(const char *left, const char *text)
{
	if (strlen(left) + 2 > TEXT_COLUMN)
		tool_print("%s\n%*s", left, TEXT_COLUMN, "");
	else
		tool_print("%-*s", TEXT_COLUMN, left);
	print_filled(text, TEXT_COLUMN, TEXT_COLUMN);
}

void tool_option_text(const struct tool_option *option, struct tp_buf *out)
{
	const char *words = option->argument;

	if (option->kind == TOOL_CHOICE && !option->no_default)
		/* TRANSLATORS: what an option is for, and its value where it is not given */
		tool_add_format(out, _("%s; default: %.*s"), _(option->help), (int)strcspn(words, "|"), words);
	else
		tool_add(out, _(option->help));
}

static void print_option(const struct tool_option *option)
{
	struct tp_buf left = TP_BUF_INIT, text = TP_BUF_INIT;

	if (option->letter)
		tool_add_format(&left, "  -%c, --%s", option->letter, option->name);
	else
		tool_add_format(&left, "      --%s", option->name);
	if (option->argument)
		tool_add_format(&left, "=%s", option->argument);
	tool_option_text(option, &text);
	print_row(left.p, text.p);
	tp_buf_release(&text);
	tp_buf_release(&left);
}

void tool_help(const struct tool_command *command)
{
	bool options = command->options[0] != NULL;

	tool_print(_("Usage: tprep %s"), command->name);
	tool_print("%s%s%s\n", options ? " [OPTION]..." : "", *command->arguments ? " " : "", command->arguments);
	print_filled(_(command->summary), 0, 0);
	if (command->text) {
		tool_print("\n");
		print_filled(_(command->text), 0, 0);
	}
	tool_print("\n%s\n", _("Options:"));
	for (const struct tool_option *const *o = command->options; *o; o++)
		print_option(*o);
	print_row("  -h, --help", _("print this help"));
}

void tool_help_all(void)
{
	tool_print(_("Usage: tprep %s"), "COMMAND [OPTION]... [FILE]...\n");
	print_filled(_(tool_purpose), 0, 0);
	tool_print("\n%s\n", _("Commands:"));
	for (const struct tool_command *const *c = tool_commands; *c; c++) {
		tool_print("  %-12s", (*c)->name);
		print_filled(_((*c)->summary), 14, 14);
	}
	tool_print("\n");
	print_filled(_("\"tprep COMMAND --help\" tells more about a command, \"tprep --version\" the version."), 0, 0);
	print_filled(_(tool_statuses), 0, 0);
}

static enum tool_status run(struct tool *tool)
{
	const struct tool_command *command;

	if (tool->man)
		tool_man();
	else if (tool->shell >= 0)
		tool_completion(tool->shell);
	else if (!tool->n_files)
		tool_help_all();
	else if ((command = tool_command_for(tool->files[0])))
		tool_help(command);
	else
		tool_error_text(tool, _("There is no command \"%s\"."), tool->files[0]);
	return TOOL_OK;
}

static const struct tool_option man = {
	.name = "man",
	.kind = TOOL_FLAG,
	.help = N_("print the manual page, in roff"),
	.setting = offsetof(struct tool, man),
};

static const struct tool_option completion = {
	.name = "completion",
	.kind = TOOL_CHOICE,
	.argument = TOOL_SHELLS,
	.help = N_("print what makes a shell complete our commands and options"),
	.setting = offsetof(struct tool, shell),
	.no_default = true,
};

static const struct tool_option *const options[] = { &man, &completion, NULL };

const struct tool_command tool_command_help = {
	.name = "help",
	.summary = N_("Explains the commands."),
	.arguments = "[COMMAND]",
	.most_files = 1,
	.options = options,
	.run = run,
};
