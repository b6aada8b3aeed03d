/* Completion for shells, from the tables of commands and options. */
#include "tool.h"

#include <string.h>

static bool is_choice(const struct tool_option *option)
{
	return option->kind == TOOL_CHOICE;
}

/* The words of a choice, with a space between. */
static void print_words(const char *words)
{
	for (; *words; words++)
		tool_print("%c", *words == '|' ? ' ' : *words);
}

static void print_commands(void)
{
	for (const struct tool_command *const *c = tool_commands; *c; c++)
		tool_print(c == tool_commands ? "%s" : " %s", (*c)->name);
}

/* Prints text for a shell's single quotes; what would end them, or mean something there, is left out. */
static void print_quoted(const char *text)
{
	for (; *text; text++)
		if (!strchr("'[]:\\", *text))
			tool_print("%c", *text);
}

static void bash_command(const struct tool_command *command)
{
	tool_print("\t%s)\n\t\tcase $previous in\n", command->name);
	for (const struct tool_option *const *o = command->options; *o; o++) {
		if (!is_choice(*o))
			continue;
		tool_print("\t\t--%s) words='", (*o)->name);
		print_words((*o)->argument);
		tool_print("' ;;\n");
	}
	tool_print("\t\t*) [[ $word == -* ]] && words='--help");
	for (const struct tool_option *const *o = command->options; *o; o++)
		tool_print(" --%s", (*o)->name);
	tool_print("' ;;\n\t\tesac ;;\n");
}

static void bash(void)
{
	tool_print("_tprep()\n{\n\tlocal word previous words=\n"
		   "\tword=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
		   "\tif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
		   "\tif [[ $word == = ]]; then word=; fi\n"
		   "\tif ((COMP_CWORD == 1)); then\n\t\twords='");
	print_commands();
	tool_print("'\n\telse\n\tcase ${COMP_WORDS[1]} in\n");
	for (const struct tool_command *const *c = tool_commands; *c; c++)
		bash_command(*c);
	tool_print("\tesac\n\tfi\n"
		   "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
		   "}\n"
		   "complete -o default -F _tprep tprep\n");
}

static void zsh_option(const struct tool_option *option)
{
	tool_print(" \\\n\t\t\t'--%s%s[", option->name, option->argument ? "=" : "");
	print_quoted(_(option->help));
	tool_print("]");
	if (option->argument) {
		tool_print(":%s:", is_choice(option) ? option->name : option->argument);
		if (is_choice(option)) {
			tool_print("(");
			print_words(option->argument);
			tool_print(")");
		} else {
			tool_print("_files");
		}
	}
	tool_print("'");
}

static void zsh(void)
{
	tool_print("#compdef tprep\n_tprep()\n{\n\tif ((CURRENT == 2)); then\n\t\tlocal -a commands=(\n");
	for (const struct tool_command *const *c = tool_commands; *c; c++) {
		tool_print("\t\t\t'%s:", (*c)->name);
		print_quoted(_((*c)->summary));
		tool_print("'\n");
	}
	tool_print("\t\t)\n\t\t_describe command commands\n\t\treturn\n\tfi\n"
		   "\tlocal command=$words[2]\n\tshift words\n\t((CURRENT--))\n\tcase $command in\n");
	for (const struct tool_command *const *c = tool_commands; *c; c++) {
		tool_print("\t%s)\n\t\t_arguments", (*c)->name);
		for (const struct tool_option *const *o = (*c)->options; *o; o++)
			zsh_option(*o);
		tool_print(" \\\n\t\t\t'*:file:_files' ;;\n");
	}
	tool_print("\tesac\n}\n_tprep \"$@\"\n");
}

static void fish_option(const struct tool_command *command, const struct tool_option *option)
{
	tool_print("complete -c tprep -n '__fish_seen_subcommand_from %s' -l %s", command->name, option->name);
	if (option->letter)
		tool_print(" -s %c", option->letter);
	if (is_choice(option)) {
		tool_print(" -x -a '");
		print_words(option->argument);
		tool_print("'");
	} else if (option->argument) {
		tool_print(" -r");
	}
	tool_print(" -d '");
	print_quoted(_(option->help));
	tool_print("'\n");
}

static void fish(void)
{
	for (const struct tool_command *const *c = tool_commands; *c; c++) {
		tool_print("complete -c tprep -n __fish_use_subcommand -a %s -d '", (*c)->name);
		print_quoted(_((*c)->summary));
		tool_print("'\n");
		for (const struct tool_option *const *o = (*c)->options; *o; o++)
			fish_option(*c, *o);
	}
}

void tool_completion(int shell)
{
	static void (*const shells[])(void) = { bash, zsh, fish }; /* as in TOOL_SHELLS */

	shells[shell]();
}
