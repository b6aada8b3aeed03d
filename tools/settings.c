/* Settings: what the files ".tprep.ini" of projects and those of the user say where options do not. */
#define _XOPEN_SOURCE 700 /* realpath */

#include "tool.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_KITS = 4 };

/* The settings in force below the nearest file. */
struct found {
	char path[PATH_MAX]; /* of that file, or "" */
	struct tp_settings *settings; /* NULL: they are wrong, which was told */
	struct found *next;
};

/* Names of files, with NULL behind them. */
struct lists {
	const char **p;
	size_t n;
};

struct kept_kit {
	char *key; /* what it was made of */
	struct tp_kit *kit;
};

struct tool_settings {
	struct found *found;
	const char *path; /* of the file that is settled for */
	struct lists words, errors; /* that are in force */
	char personal_words[PATH_MAX], personal_errors[PATH_MAX];
	struct kept_kit kits[MOST_KITS]; /* the newest first */
};

/* Options that settings stand for; those of some commands have other names. */
static const struct tool_option *const settable[] = {
	&tool_option_lang,
	&tool_option_dict,
	&tool_option_style,
	&tool_option_srx,
	&tool_option_only,
	&tool_option_skip,
	&tool_option_input,
	&tool_option_lines,
	&tool_option_encoding,
	&tool_option_fail_on,
	NULL,
};

/* Places ------------------------------------------------------------------------------------------ */

bool tool_personal_path(const char *name, char path[PATH_MAX])
{
	const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	int n = 0;

	if (folder && folder[0] == '/')
		n = snprintf(path, PATH_MAX, "%s/tprep/%s", folder, name);
	else if (home && home[0] == '/')
		n = snprintf(path, PATH_MAX, "%s/.config/tprep/%s", home, name);
	if (n > 0 && n < PATH_MAX)
		return true;
	path[0] = '\0';
	return false;
}

/* The path with all links of its folder followed, so that patterns can be told apart from where a project stands. */
static void make_absolute(const char *path, char absolute[PATH_MAX])
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	char folder[PATH_MAX], real[PATH_MAX];
	size_t n = slash ? (size_t)(slash - path) : 0;

	absolute[0] = '\0';
	if (n >= sizeof folder)
		return;
	memcpy(folder, path, n);
	folder[n] = '\0';
	if (realpath(slash ? (n ? folder : "/") : ".", real)) {
		n = (size_t)snprintf(absolute, PATH_MAX, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
	} else if (path[0] == '/') {
		n = (size_t)snprintf(absolute, PATH_MAX, "%s", path);
	} else if (getcwd(real, sizeof real)) {
		n = (size_t)snprintf(absolute, PATH_MAX, "%s/%s", real, path);
	}
	if (n >= PATH_MAX)
		absolute[0] = '\0';
}

/* ".tprep.ini" in the folder of the file, or in the nearest one above. */
static bool find_nearest(const char *file, char path[PATH_MAX])
{
	char folder[PATH_MAX];

	snprintf(folder, sizeof folder, "%s", file);
	for (char *slash; (slash = strrchr(folder, '/'));) {
		*slash = '\0';
		int n = snprintf(path, PATH_MAX, "%s/.tprep.ini", folder);
		if (n > 0 && n < PATH_MAX && access(path, F_OK) == 0)
			return true;
	}
	path[0] = '\0';
	return false;
}

/* Reading ------------------------------------------------------------------------------------------- */

static bool add_file(struct tool *tool, struct tp_settings *settings, const char *path, const char *root)
{
	struct tp_error err;

	return tp_settings_open(settings, path, root, &err) || tool_error(tool, &err);
}

/* A file that was named stands for one in the working folder. */
static bool add_named(struct tool *tool, struct tp_settings *settings, const char *path)
{
	char folder[PATH_MAX];

	if (!*path || !getcwd(folder, sizeof folder))
		return tool_error_text(tool, _("%s: The file cannot be read: %s."), tool->config,
				       strerror(*path ? errno : ENAMETOOLONG));
	return add_file(tool, settings, path, folder);
}

static struct tp_settings *read_settings(struct tool *tool, const char *nearest)
{
	struct tp_settings *settings = tp_settings_new();
	char personal[PATH_MAX];
	bool ok = true;

	if (tool_personal_path("tprep.ini", personal) && access(personal, F_OK) == 0)
		ok = add_file(tool, settings, personal, "/");
	if (ok && tool->config)
		ok = add_named(tool, settings, nearest);
	else if (ok && *nearest)
		ok = add_file(tool, settings, nearest, NULL);
	if (ok)
		return settings;
	tp_settings_free(settings);
	return NULL;
}

static struct tool_settings *all_settings(struct tool *tool)
{
	if (!tool->settings)
		tool->settings = tool_alloc(1, sizeof *tool->settings);
	return tool->settings;
}

/* The settings for a file, read once for each nearest file. */
static const struct found *settings_for(struct tool *tool, const char *file)
{
	struct tool_settings *all = all_settings(tool);
	char nearest[PATH_MAX];
	struct found *found;

	if (tool->config)
		make_absolute(tool->config, nearest);
	else
		find_nearest(file, nearest);
	for (found = all->found; found; found = found->next)
		if (strcmp(found->path, nearest) == 0)
			return found;
	found = tool_alloc(1, sizeof *found);
	strcpy(found->path, nearest);
	found->settings = read_settings(tool, nearest);
	found->next = all->found;
	all->found = found;
	return found;
}

bool tool_each_setting(struct tool *tool, const char *path, tp_setting_fn each, void *arg)
{
	const char *name = strcmp(path, "-") == 0 ? tool->stdin_name : path;
	char absolute[PATH_MAX];

	if (tool->config && !*tool->config)
		return true;
	make_absolute(name ? name : "-", absolute);
	const struct found *found = settings_for(tool, absolute);
	if (found->settings)
		tp_settings_each(found->settings, name ? absolute : NULL, each, arg);
	return found->settings != NULL;
}

/* Applying ------------------------------------------------------------------------------------------ */

static bool has_option(const struct tool *tool, const struct tool_option *option)
{
	for (const struct tool_option *const *own = tool->command->options; *own; own++)
		if ((*own)->setting == option->setting)
			return true;
	return false;
}

/* Language and dictionaries go together: where an option gives one, the other is not a setting's. */
static bool is_free(const struct tool *tool, const struct tool_option *option)
{
	bool pair = option == &tool_option_lang || option == &tool_option_dict;

	return has_option(tool, option) && !tool_was_given(tool, option) &&
	       !(pair && (tool_was_given(tool, &tool_option_lang) || tool_was_given(tool, &tool_option_dict)));
}

static void set_lists(struct lists *lists, size_t n)
{
	lists->p = realloc(lists->p, (n + 1) * sizeof *lists->p);
	if (!lists->p)
		abort();
	lists->p[n] = NULL;
	lists->n = n;
}

static void add_list(struct lists *lists, const char *list)
{
	set_lists(lists, lists->n + 1);
	lists->p[lists->n - 1] = list;
}

static void apply(void *arg, const struct tp_setting *setting)
{
	struct tool *tool = arg;

	if (strcmp(setting->key, "words") == 0)
		add_list(&tool->settings->words, setting->value);
	if (strcmp(setting->key, "errors") == 0)
		add_list(&tool->settings->errors, setting->value);
	for (const struct tool_option *const *option = settable; *option; option++)
		if (strcmp((*option)->name, setting->key) == 0 && is_free(tool, *option))
			tool_set(tool, *option, setting->value);
}

/* What was set for the file before is not for this one. */
static void forget(struct tool *tool)
{
	struct tool_settings *settings = tool->settings;

	for (const struct tool_option *const *option = settable; *option; option++)
		if (is_free(tool, *option))
			tool_unset(tool, *option);
	set_lists(&settings->words, 0);
	set_lists(&settings->errors, 0);
}

bool tool_settle(struct tool *tool, const char *path)
{
	struct tool_settings *settings = all_settings(tool);

	settings->path = path;
	forget(tool);
	if (!(tool->config && !*tool->config)) {
		if (tool_personal_path("words", settings->personal_words))
			add_list(&settings->words, settings->personal_words);
		if (tool_personal_path("errors", settings->personal_errors))
			add_list(&settings->errors, settings->personal_errors);
	}
	bool ok = tool_each_setting(tool, path, apply, tool);
	tool->kit.words = settings->words.p;
	tool->kit.errors = settings->errors.p;
	tool_use_choices(tool);
	return ok;
}

/* Kits ---------------------------------------------------------------------------------------------- */

static void add_lists(struct tp_buf *key, const char *const *lists)
{
	for (; *lists; lists++)
		tool_add_format(key, "%s\n", *lists);
	tool_add(key, "\n");
}

/* What of a kit depends on settings. */
static char *make_key(const struct tool *tool, int needs)
{
	const char *parts[] = { tool->kit.language, tool->kit.spelling, tool->kit.style, tool->kit.srx };
	struct tp_buf key = TP_BUF_INIT;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		tool_add_format(&key, "%s\n", parts[i] ? parts[i] : "\t");
	add_lists(&key, tool->kit.words);
	add_lists(&key, tool->kit.errors);
	tool_add_format(&key, "%d", needs);
	return key.p; /* which free() takes */
}

static void free_kept(struct kept_kit *kept)
{
	tool_kit_free(kept->kit);
	free(kept->key);
}

/* A kit that could not be made. */
struct failure {
	struct tool *tool;
	int needs;
	struct tp_error err;
};

/* Without the setting, the kit would have failed in another way, or not at all. */
static bool is_cause(const struct failure *failure, const struct tool_option *option, const char *value)
{
	struct tool *tool = failure->tool;
	struct tp_error err = { .code = TP_E_NONE };
	struct tp_kit *kit;

	tool_unset(tool, option);
	kit = tp_kit_new(&tool->kit, failure->needs, &err);
	tool_set(tool, option, value);
	tp_kit_free(kit);
	return kit || strcmp(err.message, failure->err.message) != 0;
}

/* Where a setting stands that the kit has failed for. */
static void tell_place(void *arg, const struct tp_setting *setting)
{
	static const struct tool_option *const named[] = { &tool_option_lang, &tool_option_dict, &tool_option_style };
	const struct failure *failure = arg;
	struct tool *tool = failure->tool;

	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (strcmp(named[i]->name, setting->key) == 0 && is_free(tool, named[i]) &&
		    is_cause(failure, named[i], setting->value))
			tool_error_text(tool, "%s:%zu: %s = %s", setting->file, setting->line, setting->key,
					setting->value);
}

static struct tp_kit *new_kit(struct tool *tool, int needs, bool spare)
{
	struct failure failure = { .tool = tool, .needs = needs };
	struct tp_kit *kit = tool_kit(tool, needs, spare);

	if (kit)
		return kit;
	kit = tp_kit_new(&tool->kit, needs, &failure.err);
	if (!kit)
		tool_each_setting(tool, tool->settings->path, tell_place, &failure);
	tp_kit_free(kit); /* a file may have been mended meanwhile, but its flaw is told */
	return NULL;
}

struct tp_kit *tool_kit_for(struct tool *tool, int needs, bool spare)
{
	struct kept_kit *kits = tool->settings->kits, kept = { make_key(tool, needs), NULL };
	size_t i = 0;

	while (i < MOST_KITS - 1 && kits[i].key && strcmp(kits[i].key, kept.key) != 0)
		i++;
	if (kits[i].key && strcmp(kits[i].key, kept.key) == 0) {
		free(kept.key);
		kept = kits[i];
	} else {
		if (kits[i].kit)
			tool_finish_files(tool); /* which may use it */
		free_kept(&kits[i]);
		kept.kit = new_kit(tool, needs, spare);
	}
	memmove(kits + 1, kits, i * sizeof *kits);
	kits[0] = kept;
	return kept.kit;
}

void tool_settings_free(struct tool_settings *settings)
{
	if (!settings)
		return;
	for (size_t i = 0; i < MOST_KITS; i++)
		free_kept(&settings->kits[i]);
	while (settings->found) {
		struct found *next = settings->found->next;

		tp_settings_free(settings->found->settings);
		free(settings->found);
		settings->found = next;
	}
	free(settings->words.p);
	free(settings->errors.p);
	free(settings);
}
