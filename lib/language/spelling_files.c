#include "language/spelling_files.h"

#include <stdlib.h>

#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/spelling_sanity.h"

/* The caller frees it. */
static char *with_ending(const char *path, const char *ending)
{
	struct tp_buf whole = TP_BUF_INIT;

	tp_buf_format(&whole, "%s%s", path, ending);
	return whole.p;
}

void tp_dictionary_files_start(struct tp_dictionary_files *files, const char *path)
{
	files->path = with_ending(path, "");
	files->aff = with_ending(path, ".aff");
	files->dic = with_ending(path, ".dic");
}

void tp_dictionary_files_add(struct tp_dictionary_files *files, const char *path)
{
	*tp_push(&files->more) = with_ending(path, ".dic");
}

void tp_dictionary_files_release(struct tp_dictionary_files *files)
{
	free(files->path);
	free(files->aff);
	free(files->dic);
	for (size_t i = 0; i < files->more.n; i++)
		free(files->more.p[i]);
	free(files->more.p);
}

struct tp_str tp_dictionary_name(const char *path)
{
	const char *name = strrchr(path, '/');

	return tp_str_of(name ? name + 1 : path);
}

struct tp_str tp_dictionary_folder(const struct tp_dictionary_files *files)
{
	return tp_language_folder(tp_dictionary_name(files->path));
}

bool tp_dictionary_files_are_sound(const struct tp_dictionary_files *files, struct tp_error *err)
{
	bool ok = tp_dictionary_is_sane(files->aff, files->dic, err);

	for (size_t i = 0; ok && i < files->more.n; i++)
		ok = tp_dictionary_is_sane(files->aff, files->more.p[i], err);
	return ok;
}

uint64_t tp_dictionary_files_name(const struct tp_dictionary_files *files, uint64_t name)
{
	name = name * 31 + tp_str_hash(tp_str_of(files->path));
	for (size_t i = 0; i < files->more.n; i++)
		name = name * 31 + tp_str_hash(tp_str_of(files->more.p[i]));
	return name;
}

uint64_t tp_dictionary_files_stamp(const struct tp_dictionary_files *files, const char *data, uint64_t stamp)
{
	static const char *const ours[] = { "frequencies", "sounds", "edits", "ranking", "errors", "words" };
	struct tp_str language = tp_dictionary_folder(files);
	struct tp_buf path = TP_BUF_INIT;

	stamp = tp_file_stamp(files->aff, stamp);
	stamp = tp_file_stamp(files->dic, stamp);
	for (size_t i = 0; i < files->more.n; i++)
		stamp = tp_file_stamp(files->more.p[i], stamp);
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
		tp_buf_clear(&path);
		tp_buf_format(&path, "%s/%.*s/%s", data, (int)language.n, language.p, ours[i]);
		stamp = tp_file_stamp(path.p, stamp);
	}
	tp_buf_release(&path);
	return stamp;
}
