/* The name base: loading, and what it knows. */
#include "language/names.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "language/names_base.h"

bool tp_language_within(struct tp_str language, const char *tag)
{
	struct tp_str t = tp_str_of(tag);

	return t.n >= language.n && tp_str_eq_ascii((struct tp_str){ t.p, language.n }, language) &&
	       (t.n == language.n || t.p[language.n] == '-');
}

/* Loading -------------------------------------------------------------------------------------------- */

/* The .tsv files of a folder, one after the other. */
struct folder_reading {
	struct tp_names *names;
	struct tp_table *known;
	const char *folder;
	struct tp_error *err;
	bool ok;
};

static void read_file_of_folder(void *arg, const char *name)
{
	struct folder_reading *in = arg;
	struct tp_buf path = TP_BUF_INIT;

	if (!in->ok || !tp_str_ends(tp_str_of(name), TP_S(".tsv")))
		return;
	tp_buf_format(&path, "%s/%s", in->folder, name);
	in->ok = tp_names_read(in->names, in->known, path.p, 0, in->err);
	tp_buf_release(&path);
}

static bool read_folder(struct tp_names *names, struct tp_table *known, const char *folder, struct tp_error *err)
{
	struct folder_reading in = { names, known, folder, err, true };

	if (!tp_folder_list(folder, read_file_of_folder, &in))
		return tp_fail(err, TP_E_IO, 0, _("The folder of name bases \"%s\" cannot be read: %s."), folder,
			       tp_errno_text());
	return in.ok;
}

/* A style by name: its file over the base. */
static bool read_style(struct tp_names *names, struct tp_table *known, const char *data, const char *style,
		       struct tp_error *err)
{
	struct tp_buf folder = TP_BUF_INIT, path = TP_BUF_INIT;
	bool ok;

	tp_buf_format(&folder, "%s/names", data);
	tp_buf_format(&path, "%s/styles/%s.tsv", folder.p, style);
	if (!tp_file_exists(path.p))
		ok = tp_fail(err, TP_E_USAGE, 0, _("There is no house style \"%s\" in \"%s\"."), style, folder.p);
	else
		ok = read_folder(names, known, folder.p, err) && tp_names_read(names, known, path.p, 1, err);
	tp_buf_release(&folder);
	tp_buf_release(&path);
	return ok;
}

static bool read_endings(struct tp_names *names, const char *data, struct tp_error *err)
{
	struct tp_buf path = TP_BUF_INIT;

	tp_buf_format(&path, "%s/names/endings.txt", data);
	bool ok = tp_name_endings_read(&names->endings, names->arena, path.p, names->language, err);
	tp_buf_release(&path);
	return ok;
}

struct tp_names *tp_names_new(const char *data, const char *style, const char *language, struct tp_error *err)
{
	struct tp_names *names = tp_alloc_zero(1, sizeof *names);
	struct tp_table known = { 0 };
	bool ok;

	names->arena = tp_arena_new();
	if (!tp_str_is(tp_str_of(language), "mul"))
		names->language = tp_arena_str(names->arena, tp_str_of(language)).p;
	if (tp_str_ends(tp_str_of(style), TP_S(".tsv")))
		ok = tp_names_read(names, &known, style, 0, err);
	else
		ok = read_style(names, &known, data, style, err);
	ok = ok && read_endings(names, data, err);
	if (ok)
		tp_names_finish(names);
	tp_table_release(&known);
	if (ok)
		return names;
	tp_names_free(names);
	return NULL;
}

void tp_names_free(struct tp_names *names)
{
	if (!names)
		return;
	tp_name_endings_release(&names->endings);
	free(names->forms.p);
	free(names->concepts.p);
	free(names->languages.p);
	free(names->nodes);
	free(names->filter);
	tp_arena_free(names->arena);
	free(names);
}

/* Known words ------------------------------------------------------------------------------------------ */

static bool knows_token(const struct tp_names *names, struct tp_folder *folder, struct tp_str word,
			struct tp_token token)
{
	size_t at = token.at.from;

	if (tp_names_node(names, tp_names_word_key(token.hash)))
		return true;
	if (!token.apostrophe)
		return false;
	word.n = token.last_apostrophe;
	return tp_token_next(folder, word, &at, &token) && tp_names_node(names, tp_names_word_key(token.hash));
}

bool tp_names_knows(const struct tp_names *names, struct tp_str word)
{
	struct tp_folder folder;
	struct tp_token token;
	size_t n = 0, at = 0;
	bool known = true;

	tp_folder_init(&folder);
	for (; known && tp_token_next(&folder, word, &at, &token); n++)
		known = knows_token(names, &folder, word, token);
	tp_folder_release(&folder);
	return known && n > 0;
}
