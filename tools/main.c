/* tprep: prepares copy for translation. Finds the command, its data and its messages. */
#include "tool.h"

#include <limits.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder that the command stands in, or "" if the system does not tell. */
static void own_folder(char folder[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", folder, PATH_MAX - 1);

	folder[n > 0 ? n : 0] = '\0';
	char *slash = strrchr(folder, '/');
	*(slash ? slash : folder) = '\0';
}

/* A folder of ours, where it may be, and what is in it and in no folder of others. */
struct place {
	const char *variable, *beside, *installed, *built_in, *holds;
};

/* The first that is there: what the environment names, a folder beside the command, as a build has it, or where an
 * installed one has it, and where it was to be installed. `path` holds the result. */
static const char *find_folder(const struct place *place, char path[PATH_MAX])
{
	const char *named = getenv(place->variable), *places[] = { place->beside, place->installed };
	char folder[PATH_MAX];

	if (named && *named)
		return named;
	own_folder(folder);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		int n = snprintf(path, PATH_MAX, "%s/%s/%s", folder, places[i], place->holds);
		if (!*folder || n <= 0 || n >= PATH_MAX || access(path, R_OK) != 0)
			continue;
		path[(size_t)n - strlen(place->holds) - 1] = '\0';
		return path;
	}
	return place->built_in;
}

/* The folder for what may be forgotten: what the environment names, where "" is none, else the user's. */
static const char *find_cache(char path[PATH_MAX])
{
	const char *named = getenv("TPREP_CACHE"), *caches = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	bool has_caches = caches && caches[0] == '/', has_home = home && home[0] == '/';
	int n = 0;

	if (named)
		n = snprintf(path, PATH_MAX, "%s", named);
	else if (has_caches || has_home)
		n = snprintf(path, PATH_MAX, "%s%s/tprep", has_caches ? caches : home, has_caches ? "" : "/.cache");
	if (n <= 0 || n >= PATH_MAX)
		return NULL;
	tool_make_folders(NULL, path, 0700);
	mkdir(path, 0700);
	return path;
}

static void set_language(void)
{
	static const struct place messages = { "TPREP_LOCALE_DIR", "locale", "../share/locale", TPREP_LOCALE, "." };
	char path[PATH_MAX];

	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	bindtextdomain("tprep", find_folder(&messages, path));
	bind_textdomain_codeset("tprep", "UTF-8");
}

static void out_of_memory(size_t wanted)
{
	fprintf(stderr, _("tprep: There is no memory for %zu bytes more.\n"), wanted);
	_Exit(TOOL_TROUBLE);
}

const struct tool_command *tool_command_for(const char *name)
{
	for (const struct tool_command *const *c = tool_commands; *c; c++)
		if (strcmp((*c)->name, name) == 0)
			return *c;
	return NULL;
}

static bool wants_help(char **arguments)
{
	for (; *arguments && strcmp(*arguments, "--") != 0; arguments++)
		if (strcmp(*arguments, "--help") == 0 || strcmp(*arguments, "-h") == 0)
			return true;
	return false;
}

static enum tool_status run_verb(struct tool *tool)
{
	const char *command = tool->command->name, *name = tool->files[0];

	if (!name) {
		tool_error_text(tool, _("What is \"tprep %s\" to do? Try \"tprep %s --help\"."), command, command);
		return TOOL_TROUBLE;
	}
	for (const struct tool_verb *const *verb = tool->command->verbs; *verb; verb++)
		if (strcmp((*verb)->name, name) == 0)
			return (*verb)->run(tool, tool->files + 1);
	tool_error_text(tool, _("There is no \"tprep %s %s\". Try \"tprep %s --help\"."), command, name, command);
	return TOOL_TROUBLE;
}

static enum tool_status run_command(const struct tool_command *command, char **arguments)
{
	static const struct place place = { "TPREP_DATA", "data", "../share/tprep", TPREP_DATA, "mul/segments.srx" };
	char data[PATH_MAX], cache[PATH_MAX];
	struct tool tool = { .command = command, .shell = -1 };

	if (wants_help(arguments)) {
		tool_help(command);
		return TOOL_OK;
	}
	if (!tool_parse(&tool, arguments))
		return TOOL_TROUBLE;
	tool.kit.data = find_folder(&place, data);
	tool.kit.spelling_path = getenv("DICPATH");
	tool.kit.cache = find_cache(cache);
	tool_use_choices(&tool);
	for (size_t i = 0; i < tool.n_files; i++)
		if (!tool_spares(&tool, tool.output, tool.files[i]))
			return TOOL_TROUBLE;

	enum tool_status status = command->verbs ? run_verb(&tool) : command->run(&tool);
	tool_settings_free(tool.settings);
	return tool.trouble ? TOOL_TROUBLE : status;
}

static enum tool_status run(char **arguments)
{
	const char *first = arguments[0];

	if (!first) {
		fputs(_("tprep: Which command? Try \"tprep help\".\n"), stderr);
		return TOOL_TROUBLE;
	}
	if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0) {
		tool_help_all();
		return TOOL_OK;
	}
	if (strcmp(first, "--version") == 0) {
		tool_print("tprep %s\n", tp_version());
		return TOOL_OK;
	}
	const struct tool_command *command = tool_command_for(first);
	if (!command) {
		fprintf(stderr, _("tprep: There is no command \"%s\". Try \"tprep help\".\n"), first);
		return TOOL_TROUBLE;
	}
	return run_command(command, arguments + 1);
}

/* A window of a stream needs as much memory as the one before: it is not given back and asked for again. */
static void keep_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 8 << 20);
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

int main(int argc, char **argv)
{
	keep_memory();
	set_language();
	tp_memory_hook(out_of_memory);
	enum tool_status status = run(argv + (argc > 0));
	tool_close();
	return (int)status;
}
