/* Settings of projects: files of sections and keys. A pattern of a section becomes a regular expression. */
#include <stdlib.h>
#include <strings.h>

#include "checks/check.h"
#include "core/error.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "formats/format.h"

/* Bounds of a file, so that one of a stranger costs no more than a moment. */
enum { MOST_BYTES = 1 << 16, MOST_LISTS = 100 };

/* What a value must be. */
enum kind { LANGUAGE, CHECKS, FORMAT, ENCODING, LINES, DICTIONARIES, STYLE, RULES, LISTS, SEVERITY };

static const struct key {
	const char *name;
	enum kind kind;
} keys[] = {
	{ "lang", LANGUAGE }, { "dict", DICTIONARIES }, { "style", STYLE },       { "srx", RULES },
	{ "only", CHECKS },   { "skip", CHECKS },       { "words", LISTS },       { "errors", LISTS },
	{ "input", FORMAT },  { "lines", LINES },       { "encoding", ENCODING }, { "fail-on", SEVERITY },
};

enum { KEYS = sizeof keys / sizeof *keys };

struct row {
	struct tp_setting setting;
	const struct key *key;
	struct tp_str root; /* the folder that the pattern is for, without "/" at its end */
	struct tp_str pattern; /* a regular expression; empty: all files */
};

struct tp_settings {
	struct tp_arena *arena;
	struct {
		struct row *p;
		size_t n, cap;
	} rows;
};

struct tp_settings *tp_settings_new(void)
{
	struct tp_settings *settings = tp_alloc_zero(1, sizeof *settings);

	settings->arena = tp_arena_new();
	return settings;
}

void tp_settings_free(struct tp_settings *settings)
{
	if (!settings)
		return;
	free(settings->rows.p);
	tp_arena_free(settings->arena);
	free(settings);
}

/* Patterns ---------------------------------------------------------------------------------------- */

static void add_literal(struct tp_buf *out, char c)
{
	if (c > ' ' && c < 0x7f && !((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')))
		tp_buf_add_char(out, '\\');
	tp_buf_add_char(out, c);
}

/* Adds what the stars at the start of `rest` stand for, and returns how many bytes they take. */
static size_t add_stars(struct tp_buf *out, struct tp_str rest)
{
	if (tp_str_starts(rest, TP_S("**/"))) {
		tp_buf_add_z(out, "(?:.*/)?");
		return 3;
	}
	bool deep = tp_str_starts(rest, TP_S("**"));
	tp_buf_add_z(out, deep ? ".*" : "[^/]*");
	return deep ? 2 : 1;
}

/* Adds the set at the start of `rest`, and returns how many bytes it takes; 0 if it has no end. */
static size_t add_set(struct tp_buf *out, struct tp_str rest)
{
	size_t end = tp_str_find_char(rest, ']', 1), first = tp_str_starts(rest, TP_S("[!")) ? 2 : 1;

	if (end == TP_NOT_FOUND)
		return 0;
	tp_buf_add_z(out, first == 2 ? "(?!/)[^" : "(?!/)[");
	for (size_t i = first; i < end; i++)
		if (rest.p[i] == '-' && i > first && i + 1 < end)
			tp_buf_add_char(out, '-');
		else
			add_literal(out, rest.p[i]);
	tp_buf_add_char(out, ']');
	return end + 1;
}

/* Adds what one character stands for; `depth` counts the braces that are open. */
static void add_character(struct tp_buf *out, char c, size_t *depth)
{
	bool closes = c == '}' && *depth, opens = c == '{';

	if (c == '?')
		tp_buf_add_z(out, "[^/]");
	else if (opens)
		tp_buf_add_z(out, "(?:");
	else if (closes || (c == ',' && *depth))
		tp_buf_add_char(out, closes ? ')' : '|');
	else
		add_literal(out, c);
	*depth += opens;
	*depth -= closes;
}

/* "{1..3}" */
static bool has_range(struct tp_str pattern)
{
	struct tp_str rest = pattern, choice;

	tp_str_cut(&rest, '{', &choice);
	while (tp_str_cut(&rest, '{', &choice)) {
		size_t end = tp_str_find_char(choice, '}', 0);

		if (end != TP_NOT_FOUND && tp_str_find(choice, TP_S(".."), 0) < end)
			return true;
	}
	return false;
}

/* "*.md" is for files in all folders, "docs/x.md" and "/x.md" for one; stars, "?" and sets stay in a folder, "**" does
 * not; "{a,b}" is one of them. What stands behind a backslash is meant as it is. */
static bool add_regex(struct tp_buf *out, struct tp_str pattern, size_t line, struct tp_error *err)
{
	bool rooted = tp_str_find_char(pattern, '/', 0) != TP_NOT_FOUND;
	size_t depth = 0, taken = 1;

	if (has_range(pattern))
		return tp_fail(err, TP_E_SYNTAX, line, _("A pattern cannot have a range of numbers."));
	if (tp_str_starts(pattern, TP_S("/")))
		pattern = tp_str_from(pattern, 1);
	tp_buf_add_z(out, rooted ? "\\A" : "\\A(?:.*/)?");
	for (size_t i = 0; i < pattern.n; i += taken) {
		char c = pattern.p[i];

		taken = 1;
		if (c == '*') {
			taken = add_stars(out, tp_str_from(pattern, i));
		} else if (c == '\\' && i + 1 < pattern.n) {
			add_literal(out, pattern.p[i + 1]);
			taken = 2;
		} else if (c != '[') {
			add_character(out, c, &depth);
		} else if (!(taken = add_set(out, tp_str_from(pattern, i)))) {
			break;
		}
	}
	tp_buf_add_z(out, "\\z");
	return (taken && !depth) || tp_fail(err, TP_E_SYNTAX, line, _("A bracket or brace of the pattern has no end."));
}

/* The path below the folder; false if it is not there. */
static bool is_below(struct tp_str folder, struct tp_str *path)
{
	if (!tp_str_starts(*path, folder) || path->n <= folder.n || path->p[folder.n] != '/')
		return false;
	*path = tp_str_from(*path, folder.n + 1);
	return true;
}

static bool is_for(const struct row *row, const char *path)
{
	struct tp_str below = tp_str_of(path);
	struct tp_span match;

	if (!row->pattern.n)
		return true;
	if (!path || !is_below(row->root, &below))
		return false;
	struct tp_regex *regex = tp_regex_new(row->pattern, NULL);
	bool found = regex && tp_regex_find(regex, below, 0, &match);
	tp_regex_free(regex);
	return found;
}

/* Values ------------------------------------------------------------------------------------------ */

static bool is_format(struct tp_str value)
{
	for (const struct tp_format *const *format = tp_formats; *format; format++)
		if (tp_str_is(value, (*format)->name))
			return true;
	return false;
}

static bool is_absolute(struct tp_str path)
{
	return path.n && path.p[0] == '/';
}

static bool is_path(struct tp_str value)
{
	return tp_str_find_char(value, '/', 0) != TP_NOT_FOUND || tp_str_ends(value, TP_S(".tsv")) ||
	       tp_str_ends(value, TP_S(".tbx")) || tp_str_ends(value, TP_S(".base"));
}

static struct tp_str in_folder(struct tp_settings *settings, struct tp_str folder, struct tp_str path)
{
	if (is_absolute(path))
		return tp_arena_str(settings->arena, path);
	return tp_arena_format(settings->arena, "%.*s/%.*s", (int)folder.n, folder.p, (int)path.n, path.p);
}

/* A name in a folder is that of a list, or of its part for a language. */
struct looking {
	struct tp_str name;
	bool found;
};

static void look_at(void *arg, const char *name)
{
	struct looking *looking = arg;
	struct tp_str s = tp_str_of(name);

	looking->found |= tp_str_starts(s, looking->name) && (s.n == looking->name.n || s.p[looking->name.n] == '.');
}

static bool list_exists(struct tp_str path)
{
	const char *slash = strrchr(path.p, '/');
	struct looking looking = { tp_str_of(slash + 1), false };
	struct tp_buf folder = TP_BUF_INIT;

	tp_buf_add(&folder, path.p, (size_t)(slash - path.p) + (slash == path.p));
	tp_folder_list(folder.p, look_at, &looking);
	tp_buf_release(&folder);
	return looking.found && looking.name.n;
}

static bool file_is_there(struct tp_str path, bool list, size_t line, struct tp_error *err)
{
	if (list ? list_exists(path) : tp_file_exists(path.p))
		return true;
	return tp_fail(err, TP_E_IO, line, _("There is no file \"%s\"."), path.p);
}

static bool is_valid(const struct key *key, const char *value, size_t line, struct tp_error *err)
{
	bool ok = true;

	switch (key->kind) {
	case LANGUAGE: {
		struct tp_buf tag = TP_BUF_INIT;
		tp_language_tag(value, &tag);
		ok = tp_language_valid(tag.p);
		tp_buf_release(&tag);
		break;
	}
	case CHECKS:
		ok = tp_selection_valid(value, err);
		if (!ok && err)
			err->line = line;
		return ok;
	case FORMAT:
		ok = is_format(tp_str_of(value));
		break;
	case ENCODING:
		ok = tp_encoding_known(value);
		break;
	case SEVERITY:
		ok = tp_list_has("note,warning,error", value);
		break;
	case LINES:
		ok = tp_list_has("auto,hard,soft,keep", value);
		break;
	default:
		return true;
	}
	return ok || tp_fail(err, TP_E_SYNTAX, line, _("\"%s\" is no value for \"%s\"."), value, key->name);
}

/* Reading ------------------------------------------------------------------------------------------- */

struct reader {
	struct tp_settings *settings;
	struct tp_str file, folder, root, pattern;
	size_t line;
	size_t lists; /* that were named so far */
};

static void add_row(struct reader *in, const struct key *key, struct tp_str value)
{
	*tp_push(&in->settings->rows) = (struct row){
		.setting = { key->name, value.p, in->file.p, in->line },
		.key = key,
		.root = in->root,
		.pattern = in->pattern,
	};
}

/* Each item is a setting of its own. */
static bool add_lists(struct reader *in, const struct key *key, struct tp_str value, struct tp_error *err)
{
	struct tp_str item;

	while (tp_str_cut(&value, ',', &item)) {
		item = tp_str_trim(item);
		if (!item.n)
			continue;
		if (++in->lists > MOST_LISTS)
			return tp_fail(err, TP_E_LIMIT, in->line, _("There are more than %d lists."), MOST_LISTS);
		struct tp_str path = in_folder(in->settings, in->folder, item);
		if (!file_is_there(path, true, in->line, err))
			return false;
		add_row(in, key, path);
	}
	return true;
}

/* A comma list in which what has a "/" is a path. */
static struct tp_str with_paths(struct reader *in, struct tp_str value)
{
	struct tp_buf list = TP_BUF_INIT;
	struct tp_str item;

	while (tp_str_cut(&value, ',', &item)) {
		item = tp_str_trim(item);
		if (tp_str_find_char(item, '/', 0) != TP_NOT_FOUND)
			item = in_folder(in->settings, in->folder, item);
		tp_buf_add_z(&list, list.n ? "," : "");
		tp_buf_add_str(&list, item);
	}
	struct tp_str all = tp_arena_str(in->settings->arena, tp_buf_str(&list));
	tp_buf_release(&list);
	return all;
}

static bool add_setting(struct reader *in, const struct key *key, struct tp_str value, struct tp_error *err)
{
	bool file = key->kind == RULES || (key->kind == STYLE && is_path(value));

	if (key->kind == LISTS)
		return add_lists(in, key, value, err);
	if (file && value.n)
		value = in_folder(in->settings, in->folder, value);
	else if (key->kind == DICTIONARIES)
		value = with_paths(in, value);
	else
		value = tp_arena_str(in->settings->arena, value);
	if (value.n &&
	    !(is_valid(key, value.p, in->line, err) && (!file || file_is_there(value, false, in->line, err))))
		return false;
	add_row(in, key, value);
	return true;
}

static const struct key *key_named(struct tp_str name)
{
	for (size_t i = 0; i < KEYS; i++)
		if (tp_str_is(name, keys[i].name))
			return &keys[i];
	return NULL;
}

static bool read_section(struct reader *in, struct tp_str line, struct tp_error *err)
{
	struct tp_buf regex = TP_BUF_INIT;
	struct tp_str pattern = { line.p + 1, line.n > 2 ? line.n - 2 : 0 };

	pattern = tp_str_trim(pattern);
	if (!pattern.n || !tp_str_ends(line, TP_S("]")))
		return tp_fail(err, TP_E_SYNTAX, in->line, _("Expected a pattern of file names in brackets."));
	bool right = add_regex(&regex, pattern, in->line, err);
	in->pattern = tp_arena_str(in->settings->arena, tp_buf_str(&regex));
	tp_buf_release(&regex);
	if (!right)
		return false;
	struct tp_regex *compiled = tp_regex_new(in->pattern, NULL);
	bool ok = compiled != NULL;
	tp_regex_free(compiled);
	return ok || tp_fail(err, TP_E_SYNTAX, in->line, _("Expected a pattern of file names in brackets."));
}

static bool read_line(struct reader *in, struct tp_str line, struct tp_error *err)
{
	struct tp_str name;

	if (!line.n || line.p[0] == '#' || line.p[0] == ';')
		return true;
	if (line.p[0] == '[')
		return read_section(in, line, err);
	tp_str_cut(&line, '=', &name);
	name = tp_str_trim(name);
	const struct key *key = key_named(name);
	if (!line.p || memchr(line.p, '\0', line.n))
		return tp_fail(err, TP_E_SYNTAX, in->line, _("Expected KEY = VALUE."));
	if (!key)
		return tp_fail(err, TP_E_SYNTAX, in->line, _("There is no setting \"%.*s\"."), (int)name.n, name.p);
	return add_setting(in, key, tp_str_trim(line), err);
}

bool tp_settings_read(struct tp_settings *settings, struct tp_str bytes, const char *path, const char *root,
		      struct tp_error *err)
{
	struct reader in = { .settings = settings, .file = tp_arena_str(settings->arena, tp_str_of(path)) };
	const char *slash = strrchr(in.file.p, '/');
	struct tp_str line;

	in.folder = slash ? tp_str_between(in.file.p, slash) : TP_S(".");
	in.root = root ? tp_arena_str(settings->arena, tp_str_of(root)) : in.folder;
	if (tp_str_ends(in.root, TP_S("/")))
		in.root.n--;
	if (tp_str_starts(bytes, TP_S("\uFEFF")))
		bytes = tp_str_from(bytes, TP_S("\uFEFF").n);
	for (in.line = 1; tp_str_line(&bytes, &line); in.line++)
		if (!read_line(&in, tp_str_trim(line), err))
			return tp_error_in_file(err, path);
	return true;
}

bool tp_settings_open(struct tp_settings *settings, const char *path, const char *root, struct tp_error *err)
{
	struct tp_file file;

	if (!tp_file_read(&file, path, MOST_BYTES, err))
		return tp_error_in_file(err, path);
	bool ok = tp_settings_read(settings, file.bytes, path, root, err);
	tp_file_release(&file);
	return ok;
}

void tp_settings_each(const struct tp_settings *settings, const char *path, tp_setting_fn each, void *arg)
{
	size_t last[KEYS] = { 0 }; /* the row that counts of each key, and 1 */
	bool *in_force = tp_alloc_zero(settings->rows.n, sizeof *in_force);

	for (size_t i = 0; i < settings->rows.n; i++) {
		in_force[i] = is_for(&settings->rows.p[i], path);
		if (in_force[i])
			last[settings->rows.p[i].key - keys] = i + 1;
	}
	for (size_t i = 0; i < settings->rows.n; i++) {
		const struct row *row = &settings->rows.p[i];

		if (in_force[i] && row->setting.value[0] && (row->key->kind == LISTS || last[row->key - keys] == i + 1))
			each(arg, &row->setting);
	}
	free(in_force);
}
