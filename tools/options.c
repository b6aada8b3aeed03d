/* Options: those that several commands have, and how all are read. */
#include "tool.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

const struct tool_option tool_option_output = {
	.name = "output",
	.letter = 'o',
	.kind = TOOL_TEXT,
	.argument = "OUT",
	.help = N_("file to write; default: standard output"),
	.setting = offsetof(struct tool, output),
};

const struct tool_option tool_option_columns = {
	.name = "columns",
	.kind = TOOL_CHOICE,
	.argument = "char|byte|display|utf16",
	.help = N_("what a column counts: characters, bytes, cells of a terminal or UTF-16 units"),
	.setting = offsetof(struct tool, columns),
};

const struct tool_option tool_option_config = {
	.name = "config",
	.kind = TOOL_TEXT,
	.argument = "FILE",
	.help = N_("settings in the place of the nearest .tprep.ini; empty: none at all"),
	.setting = offsetof(struct tool, config),
	.may_be_empty = true,
};

const struct tool_option tool_option_dict = {
	.name = "dict",
	.letter = 'd',
	.kind = TOOL_TEXT,
	.argument = "DICTS",
	.help = N_("Hunspell dictionaries, such as en_US,de_DE; default: by language"),
	.setting = offsetof(struct tool, kit.spelling),
};

const struct tool_option tool_option_encoding = {
	.name = "encoding",
	.kind = TOOL_TEXT,
	.argument = "NAME",
	.help = N_("encoding of the text; default: by its byte order mark, else UTF-8"),
	.setting = offsetof(struct tool, reading.encoding),
};

const struct tool_option tool_option_fail_on = {
	.name = "fail-on",
	.kind = TOOL_CHOICE,
	.argument = "note|warning|error",
	.help = N_("the least severe finding that makes the status 1"),
	.setting = offsetof(struct tool, fail_on),
};

const struct tool_option tool_option_input = {
	.name = "input",
	.kind = TOOL_TEXT,
	.argument = "FORMAT",
	.help = N_("format of the document (see \"tprep formats\"); default: by its name, then by its content"),
	.setting = offsetof(struct tool, reading.format),
};

const struct tool_option tool_option_jobs = {
	.name = "jobs",
	.letter = 'j',
	.kind = TOOL_NUMBER,
	.argument = "N",
	.help = N_("files to work on at a time; default: as many as there are processors"),
	.setting = offsetof(struct tool, jobs),
};

const struct tool_option tool_option_json = {
	.name = "json",
	.kind = TOOL_FLAG,
	.help = N_("print JSON"),
	.setting = offsetof(struct tool, json),
};

const struct tool_option tool_option_lang = {
	.name = "lang",
	.letter = 'l',
	.kind = TOOL_TEXT,
	.argument = "LANG",
	.help = N_("language of the text, such as en or pt-BR; default: en"),
	.setting = offsetof(struct tool, kit.language),
};

const struct tool_option tool_option_lines = {
	.name = "lines",
	.kind = TOOL_CHOICE,
	.argument = "auto|hard|soft|keep",
	.help = N_("whether a line break in plain text ends a paragraph: where the line could have been longer, "
		   "always or never; \"keep\": never, and it stays a line break, which segmentation rules can ask for"),
	.setting = offsetof(struct tool, lines),
};

const struct tool_option tool_option_only = {
	.name = "only",
	.kind = TOOL_TEXT,
	.argument = "ID,...",
	.help = N_("only these findings or families of them (see \"tprep checks\")"),
	.setting = offsetof(struct tool, only),
};

const struct tool_option tool_option_quotes = {
	.name = "quotes",
	.kind = TOOL_CHOICE,
	.argument = "keep|rewrite",
	.help = N_("what becomes of names inside direct quotes"),
	.setting = offsetof(struct tool, quotes),
};

const struct tool_option tool_option_skip = {
	.name = "skip",
	.kind = TOOL_TEXT,
	.argument = "ID,...",
	.help = N_("all but these findings or families of them"),
	.setting = offsetof(struct tool, skip),
	.may_be_empty = true,
};

const struct tool_option tool_option_srx = {
	.name = "srx",
	.kind = TOOL_TEXT,
	.argument = "FILE",
	.help = N_("segmentation rules of your own, in SRX 2.0"),
	.setting = offsetof(struct tool, kit.srx),
};

const struct tool_option tool_option_stdin_filename = {
	.name = "stdin-filename",
	.kind = TOOL_TEXT,
	.argument = "NAME",
	.help = N_("name of what comes by standard input, for messages and the format"),
	.setting = offsetof(struct tool, stdin_name),
};

const struct tool_option tool_option_style = {
	.name = "style",
	.kind = TOOL_TEXT,
	.argument = "STYLE",
	.help = N_("house style of names: one of \"tprep styles\", a file .tsv or .tbx, or a compiled base; "
		   "default: intl"),
	.setting = offsetof(struct tool, kit.style),
};

int tool_choice(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (int i = 0;; i++) {
		size_t n = strcspn(words, "|");
		if (n == length && memcmp(words, word, n) == 0)
			return i;
		if (!words[n])
			return -1;
		words += n + 1;
	}
}

bool tool_hint(const struct tool *tool)
{
	fprintf(stderr, _("Try \"tprep %s --help\".\n"), tool->command->name);
	return false;
}

static bool read_number(const char *value, size_t *number)
{
	size_t digits = strspn(value, "0123456789");

	if (!digits || digits > 9 || value[digits])
		return false;
	*number = strtoul(value, NULL, 10);
	return *number > 0;
}

bool tool_set(struct tool *tool, const struct tool_option *option, const char *value)
{
	char *setting = (char *)tool + option->setting;

	switch (option->kind) {
	case TOOL_FLAG:
		*(bool *)setting = true;
		return true;
	case TOOL_TEXT:
		*(const char **)setting = value;
		return true;
	case TOOL_NUMBER:
		if (read_number(value, (size_t *)setting))
			return true;
		tool_error_text(tool, _("The option --%s takes a number of 1 or more, not \"%s\"."), option->name,
				value);
		return tool_hint(tool);
	case TOOL_CHOICE:
		*(int *)setting = tool_choice(option->argument, value);
		if (*(int *)setting >= 0)
			return true;
		tool_error_text(tool, _("The option --%s takes one of %s, not \"%s\"."), option->name, option->argument,
				value);
		return tool_hint(tool);
	}
	return false;
}

void tool_unset(struct tool *tool, const struct tool_option *option)
{
	char *setting = (char *)tool + option->setting;

	if (option->kind == TOOL_CHOICE)
		*(int *)setting = 0;
	else
		*(const char **)setting = NULL;
}

bool tool_was_given(const struct tool *tool, const struct tool_option *option)
{
	for (size_t i = 0; i < tool->n_given; i++)
		if (tool->given[i]->setting == option->setting)
			return true;
	return false;
}

void tool_use_choices(struct tool *tool)
{
	tool->kit.quotes = (enum tp_quotes)tool->quotes;
	tool->kit.whole_quotes = tool->quotations != 0;
	tool->kit.first_mention = tool->first != 0;
	tool->reading.lines = (enum tp_lines)tool->lines;
	tool->reporting.columns = (enum tp_columns)tool->columns;
}

static bool missing_value(struct tool *tool, const struct tool_option *option)
{
	tool_error_text(tool, _("The option --%s needs a value: %s."), option->name, option->argument);
	return tool_hint(tool);
}

/* Sets an option of the command line. */
static bool set(struct tool *tool, const struct tool_option *option, const char *value)
{
	if (value && !*value && !option->may_be_empty)
		return missing_value(tool, option);
	if (!tool_was_given(tool, option) && tool->n_given < sizeof tool->given / sizeof *tool->given)
		tool->given[tool->n_given++] = option;
	return tool_set(tool, option, value);
}

static const struct tool_option *option_named(const struct tool *tool, const char *name, size_t length)
{
	for (const struct tool_option *const *o = tool->command->options; *o; o++)
		if (strlen((*o)->name) == length && memcmp((*o)->name, name, length) == 0)
			return *o;
	return NULL;
}

static const struct tool_option *option_lettered(const struct tool *tool, char letter)
{
	for (const struct tool_option *const *o = tool->command->options; *o; o++)
		if ((*o)->letter == letter)
			return *o;
	return NULL;
}

/* "--name", "--name=value" or "--name value". *arguments is at it, and moves on to the value if that stands
 * by itself. */
static bool parse_long(struct tool *tool, char ***arguments)
{
	const char *name = **arguments + 2, *value = strchr(name, '=');
	size_t length = value ? (size_t)(value - name) : strlen(name);
	const struct tool_option *option = option_named(tool, name, length);

	if (!option) {
		tool_error_text(tool, _("There is no option \"--%.*s\"."), (int)length, name);
		return tool_hint(tool);
	}
	if (option->kind == TOOL_FLAG && value) {
		tool_error_text(tool, _("The option --%s takes no value."), option->name);
		return tool_hint(tool);
	}
	if (value)
		return set(tool, option, value + 1);
	if (option->kind != TOOL_FLAG && !(value = *++*arguments))
		return missing_value(tool, option);
	return set(tool, option, value);
}

/* "-x", "-xy", "-xVALUE" or "-x VALUE". */
static bool parse_letters(struct tool *tool, char ***arguments)
{
	for (const char *letter = **arguments + 1; *letter; letter++) {
		const struct tool_option *option = option_lettered(tool, *letter);
		if (!option) {
			tool_error_text(tool, _("There is no option \"-%c\"."), *letter);
			return tool_hint(tool);
		}
		if (option->kind != TOOL_FLAG) {
			const char *value = letter[1] ? letter + 1 : *++*arguments;
			return value ? set(tool, option, value) : missing_value(tool, option);
		}
		set(tool, option, NULL);
	}
	return true;
}

static bool check_files(struct tool *tool)
{
	static char dash[] = "-", *standard_input[] = { dash, NULL };

	if (tool->n_files > tool->command->most_files) {
		tool_error_text(tool, _("There is one argument too many: \"%s\"."),
				tool->files[tool->command->most_files]);
		return tool_hint(tool);
	}
	if (!tool->n_files && tool->command->filter) {
		tool->files = standard_input;
		tool->n_files = 1;
	}
	return true;
}

bool tool_parse(struct tool *tool, char **arguments)
{
	bool options = true;

	tool->files = arguments;
	for (char **file = arguments; *arguments; arguments++) {
		char *argument = *arguments;
		if (options && strcmp(argument, "--") == 0) {
			options = false;
		} else if (options && strncmp(argument, "--", 2) == 0) {
			if (!parse_long(tool, &arguments))
				return false;
		} else if (options && argument[0] == '-' && argument[1]) {
			if (!parse_letters(tool, &arguments))
				return false;
		} else {
			*file++ = argument;
			tool->n_files++;
		}
	}
	tool->files[tool->n_files] = NULL;
	return check_files(tool);
}
