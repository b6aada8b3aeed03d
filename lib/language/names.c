/* The name base: loading, and what it knows. */
#include "language/names.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/names_base.h"
#include "language/names_build.h"
#include "language/names_tags.h"

bool tp_language_matches(struct tp_str language, const char *tag)
{
	struct tp_str t = tp_str_of(tag);

	return t.n >= language.n && tp_str_eq_ascii((struct tp_str){ t.p, language.n }, language) &&
	       (t.n == language.n || t.p[language.n] == '-');
}

/* Loading -------------------------------------------------------------------------------------------- */

/* The .tsv files of a folder, one after the other. */
struct folder_reading {
	const char *folder;
	tp_name_file_fn *take;
	void *arg;
	struct tp_error *err;
	bool ok;
};

static void take_file_of_folder(void *arg, const char *name)
{
	struct folder_reading *in = arg;
	struct tp_buf path = TP_BUF_INIT;

	if (!in->ok || !tp_str_ends(tp_str_of(name), TP_S(".tsv")))
		return;
	tp_buf_format(&path, "%s/%s", in->folder, name);
	in->ok = in->take(in->arg, path.p, false, in->err);
	tp_buf_release(&path);
}

static bool take_folder(const char *folder, tp_name_file_fn *take, void *arg, struct tp_error *err)
{
	struct folder_reading in = { folder, take, arg, err, true };

	if (!tp_folder_list(folder, take_file_of_folder, &in))
		return tp_fail(err, TP_E_IO, 0, _("The folder of name bases \"%s\" cannot be read: %s."), folder,
			       tp_errno_text());
	return in.ok;
}

static bool is_path(const char *style)
{
	return tp_str_ends(tp_str_of(style), TP_S(".tsv")) || tp_str_ends(tp_str_of(style), TP_S(".tbx"));
}

static bool no_style(const char *style, const char *folder, struct tp_error *err)
{
	if (tp_file_exists(style))
		return tp_fail(err, TP_E_USAGE, 0,
			       _("\"%s\" is no name base: neither compiled nor a \".tsv\" or \".tbx\" file."), style);
	if (!tp_file_exists(folder))
		return tp_fail(err, TP_E_IO, 0, _("The folder of name bases \"%s\" cannot be read: %s."), folder,
			       tp_errno_text());
	return tp_fail(err, TP_E_USAGE, 0, _("There is no house style \"%s\" in \"%s\"."), style, folder);
}

bool tp_names_files(const char *data, const char *style, tp_name_file_fn *take, void *arg, struct tp_error *err)
{
	struct tp_buf folder = TP_BUF_INIT, path = TP_BUF_INIT;
	bool ok;

	if (is_path(style))
		return take(arg, style, false, err);
	tp_buf_format(&folder, "%s/names", data);
	tp_buf_format(&path, "%s/styles/%s.tsv", folder.p, style);
	ok = tp_file_exists(path.p) ? take_folder(folder.p, take, arg, err) && take(arg, path.p, true, err)
				    : no_style(style, folder.p, err);
	tp_buf_release(&folder);
	tp_buf_release(&path);
	return ok;
}

static bool read_file(void *builder, const char *path, bool over, struct tp_error *err)
{
	if (over)
		tp_name_builder_next_layer(builder);
	return tp_name_rows_read(path, tp_name_builder_take, builder, NULL, err);
}

/* A style that is read for its rows that are none. */
struct review {
	struct tp_name_builder *builder;
	const char *path;
	void (*bad)(void *arg, const struct tp_error *err);
	void *arg;
};

static void tell_file(void *arg, const struct tp_error *err)
{
	const struct review *in = arg;
	struct tp_error whole = *err;

	tp_error_in_file(&whole, in->path);
	in->bad(in->arg, &whole);
}

static bool review_file(void *arg, const char *path, bool over, struct tp_error *err)
{
	struct review *in = arg;
	const struct tp_name_critic critic = { tell_file, in };

	(void)over;
	in->path = path;
	return tp_name_rows_read(path, tp_name_builder_take, in->builder, &critic, err);
}

bool tp_names_review(const char *data, const char *style, void (*bad)(void *arg, const struct tp_error *err), void *arg,
		     struct tp_error *err)
{
	struct review in = { .builder = tp_name_builder_new(NULL), .bad = bad, .arg = arg };
	bool compiled = !is_path(style) && tp_file_exists(style);
	bool ok = compiled || tp_names_files(data, style, review_file, &in, err);

	tp_name_builder_free(in.builder);
	return ok;
}

bool tp_names_compile(const char *data, const char *const *styles, size_t n, const char *language, struct tp_buf *out,
		      struct tp_error *err)
{
	struct tp_name_builder *builder = tp_name_builder_new(language);
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		if (i > 0)
			tp_name_builder_next_layer(builder);
		ok = tp_names_files(data, styles[i], read_file, builder, err);
	}
	ok = ok && tp_name_builder_finish(builder, data, out, err);
	tp_name_builder_free(builder);
	return ok;
}

/* A style is a path of a compiled base if there is a file that starts as one. */
static bool is_compiled(const char *style, struct tp_file *file)
{
	if (is_path(style) || !tp_file_exists(style) || !tp_file_read(file, style, 0, NULL))
		return false;
	if (tp_str_starts(file->bytes, TP_S(TP_IMAGE_MAGIC)))
		return true;
	tp_file_release(file);
	return false;
}

/* Norwegian is written in two ways, and "no" means the one that most write. */
static struct tp_names *start(const char *data, const char *style, const char *language)
{
	struct tp_names *names = tp_alloc_zero(1, sizeof *names);

	names->arena = tp_arena_new();
	names->path = "";
	names->data = tp_arena_str(names->arena, tp_str_of(data)).p;
	names->style = tp_arena_str(names->arena, tp_str_of(style)).p;
	if (tp_language_within(TP_S("no"), language))
		language = "nb";
	if (!tp_str_is(tp_str_of(language), "mul"))
		names->language = tp_arena_str(names->arena, tp_str_of(language)).p;
	return names;
}

/* The base if all went well, or NULL. */
static struct tp_names *finish(struct tp_names *names, bool ok)
{
	if (ok)
		return names;
	tp_names_free(names);
	return NULL;
}

struct tp_names *tp_names_of_image(struct tp_buf *image, const char *language, struct tp_error *err)
{
	struct tp_names *names = start("", "", language);

	names->built = *image;
	*image = (struct tp_buf)TP_BUF_INIT;
	return finish(names, tp_names_open(names, err));
}

/* What a compiled style must not be older than. */
struct age {
	const char *folder, *image;
	bool is_old;
};

static void compare_age(void *arg, const char *name)
{
	struct age *age = arg;
	struct tp_buf path = TP_BUF_INIT;

	if (!tp_str_ends(tp_str_of(name), TP_S(".tsv")) && !tp_str_ends(tp_str_of(name), TP_S(".txt")))
		return;
	tp_buf_format(&path, "%s/%s", age->folder, name);
	age->is_old |= tp_file_is_newer(path.p, age->image);
	tp_buf_release(&path);
}

/* No file that the style is made of was changed since it was compiled. */
static bool is_up_to_date(const char *folder, const char *style, const char *image)
{
	struct tp_buf path = TP_BUF_INIT;
	struct age age = { folder, image, false };

	tp_buf_format(&path, "%s/styles/%s.tsv", folder, style);
	bool is = tp_file_exists(image) && !tp_file_is_newer(path.p, image) &&
		  tp_folder_list(folder, compare_age, &age) && !age.is_old;
	tp_buf_release(&path);
	return is;
}

/* A style by name, as it was compiled when the data was made; NULL if that is not there, too old, or no good. */
static struct tp_names *open_style(const char *data, const char *style, const char *language)
{
	struct tp_buf folder = TP_BUF_INIT, image = TP_BUF_INIT;
	struct tp_names *names = NULL;

	tp_buf_format(&folder, "%s/names", data);
	tp_buf_format(&image, "%s/styles/%s.base", folder.p, style);
	if (is_up_to_date(folder.p, style, image.p)) {
		names = start(data, style, language);
		names->path = tp_arena_str(names->arena, tp_buf_str(&image)).p;
		names = finish(names, tp_file_map(&names->file, image.p, NULL) && tp_names_open(names, NULL));
	}
	tp_buf_release(&folder);
	tp_buf_release(&image);
	return names;
}

/* A base of the user's own. */
static struct tp_names *open_own(const char *data, const char *style, const char *language, struct tp_error *err)
{
	struct tp_names *names = start(data, style, language);

	if (is_compiled(style, &names->file))
		names->path = tp_arena_str(names->arena, tp_str_of(style)).p;
	else if (!tp_names_compile(data, &style, 1, names->language, &names->built, err))
		return finish(names, false);
	return finish(names, tp_names_open(names, err));
}

static bool has_language(const struct tp_names *names)
{
	for (size_t i = 0; i < names->n_languages; i++)
		if (names->languages[i].n)
			return true;
	return !names->language;
}

/* A base that has nothing in "en" but names in "en-US" serves with these. */
struct tp_names *tp_names_new(const char *data, const char *style, const char *language, struct tp_error *err)
{
	struct tp_names *names = is_path(style) ? NULL : open_style(data, style, language);
	struct tp_buf variant = TP_BUF_INIT;

	if (!names)
		names = open_own(data, style, language, err);
	if (names && !has_language(names) && tp_name_tags_variant(data, style, names->language, &variant)) {
		tp_names_free(names);
		names = open_own(data, style, variant.p, err);
	}
	tp_buf_release(&variant);
	return names;
}

void tp_names_free(struct tp_names *names)
{
	if (!names)
		return;
	tp_name_endings_release(&names->endings);
	tp_name_before_release(&names->before);
	free(names->pages);
	tp_file_release(&names->file);
	tp_buf_release(&names->built);
	tp_arena_free(names->arena);
	free(names);
}

/* Known words ------------------------------------------------------------------------------------------ */

uint64_t tp_names_word_key(struct tp_str spelled)
{
	return tp_token_chain(1, tp_str_hash(spelled));
}

uint64_t tp_names_surname_key(struct tp_str spelled)
{
	return tp_token_chain(3, tp_str_hash(spelled));
}

/* A form of a picked language is the word alone, spelled so. */
static bool is_form(const struct tp_names *names, struct tp_folder *folder, struct tp_str word, struct tp_str spelled)
{
	struct tp_buf other = TP_BUF_INIT;
	struct tp_token token;
	bool is = false;
	size_t at = 0, n = 0;
	uint32_t node = TP_NAME_NONE;

	if (tp_token_next(folder, word, &at, &token) && tp_names_may_start(names, token.hash))
		node = tp_names_node(names, tp_token_chain(0, token.hash));
	const uint32_t *ids = node == TP_NAME_NONE ? NULL : tp_names_ids(names, &node, &n);
	for (size_t i = 0; !is && i < n; i++) {
		struct tp_name_form form = tp_names_form(names, ids[i]);
		tp_buf_clear(&other);
		tp_fold_kinds(folder, form.text, &other);
		is = form.language < names->n_languages && names->speaks[form.language] &&
		     tp_str_eq(tp_buf_str(&other), spelled);
	}
	tp_buf_release(&other);
	return is;
}

bool tp_names_has_word(const struct tp_names *names, struct tp_folder *folder, struct tp_str word)
{
	struct tp_buf spelled = TP_BUF_INIT;

	tp_fold_kinds(folder, word, &spelled);
	bool has = tp_names_node_speaks(names, tp_names_node(names, tp_names_word_key(tp_buf_str(&spelled)))) ||
		   is_form(names, folder, word, tp_buf_str(&spelled));
	tp_buf_release(&spelled);
	return has;
}

bool tp_names_has_surname(const struct tp_names *names, struct tp_str word)
{
	struct tp_buf spelled = TP_BUF_INIT;
	struct tp_folder folder;

	tp_folder_init(&folder);
	tp_fold_kinds(&folder, word, &spelled);
	bool has = tp_names_node_speaks(names, tp_names_node(names, tp_names_surname_key(tp_buf_str(&spelled))));
	tp_folder_release(&folder);
	tp_buf_release(&spelled);
	return has;
}

/* A word of a form, as it stands there, at the start of a sentence, or in capitals. */
static bool knows_word(const struct tp_names *names, struct tp_folder *folder, struct tp_str word)
{
	struct tp_buf lower = TP_BUF_INIT, title = TP_BUF_INIT, upper = TP_BUF_INIT;
	bool known = tp_names_has_word(names, folder, word);

	if (!known) {
		tp_lower(word, names->language, &lower);
		tp_title(tp_buf_str(&lower), names->language, &title);
		tp_upper(word, names->language, &upper);
		bool capitals = tp_str_eq(word, tp_buf_str(&upper)), titled = tp_str_eq(word, tp_buf_str(&title));
		known = ((titled || capitals) && tp_names_has_word(names, folder, tp_buf_str(&lower))) ||
			(capitals && tp_names_has_word(names, folder, tp_buf_str(&title)));
	}
	tp_buf_release(&lower);
	tp_buf_release(&title);
	tp_buf_release(&upper);
	return known;
}

/* The word with this ending is that of a form in its first case. */
static bool has_stem(const struct tp_names *names, struct tp_folder *folder, struct tp_str word, struct tp_str ending,
		     struct tp_str first)
{
	enum { FEWEST_LETTERS = 3 };
	struct tp_str stem = { word.p, word.n - ending.n };
	struct tp_buf form = TP_BUF_INIT;

	if (tp_utf8_count(stem) >= FEWEST_LETTERS) {
		tp_buf_add_str(&form, stem);
		tp_buf_add_str(&form, first);
	}
	bool has = form.n && tp_names_has_word(names, folder, tp_buf_str(&form));
	tp_buf_release(&form);
	return has;
}

/* A word of a form in another case: "Ассанжа", where the base has "Джулиан Ассанж". */
static bool knows_declined(const struct tp_names *names, struct tp_folder *folder, struct tp_str word)
{
	struct tp_str rest, ending;

	for (size_t i = 0; i < names->endings.n; i++) {
		const struct tp_name_paradigm *paradigm = &names->endings.p[i];
		for (size_t k = 1; k < paradigm->n; k++)
			for (rest = paradigm->endings[k]; tp_str_cut(&rest, '/', &ending);)
				if (ending.n && tp_str_ends(word, ending) &&
				    has_stem(names, folder, word, ending, tp_name_ending(paradigm, 0)))
					return true;
	}
	return false;
}

static bool knows_token(const struct tp_names *names, struct tp_folder *folder, struct tp_str word,
			struct tp_token token)
{
	struct tp_span stem = { token.at.from, token.last_apostrophe };
	struct tp_str whole = tp_str_at(word, token.at);

	return knows_word(names, folder, whole) ||
	       (token.apostrophe && knows_word(names, folder, tp_str_at(word, stem))) ||
	       knows_declined(names, folder, whole);
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

uint64_t tp_names_stamp(const struct tp_names *names)
{
	struct tp_image_header header;

	memcpy(&header, names->image.p, sizeof header);
	return header.self;
}
