/* The calls of tprep.h for name bases. */
#include "core/error.h"
#include "core/str.h"
#include "core/table.h"
#include "language/kit.h"
#include "language/names_base.h"
#include "language/names_places.h"
#include "language/names_rows.h"
#include "language/names_tags.h"

bool tp_base_compile(const char *data, const char *const *styles, size_t n, struct tp_buf *out, struct tp_error *err)
{
	return tp_names_compile(data && *data ? data : TPREP_DATA, styles, n, NULL, out, err);
}

bool tp_base_speaks(const struct tp_kit *kit)
{
	bool speaks = !kit->names;

	for (size_t i = 0; !speaks && i < kit->names->n_languages; i++)
		speaks = kit->names->speaks[i];
	return speaks;
}

void tp_base_languages(const struct tp_kit *kit, struct tp_buf *out)
{
	size_t before = out->n;

	if (!kit->names)
		return;
	tp_name_tags_add(kit->names->data, kit->names->style, out);
	for (size_t i = 0; before == out->n && i < kit->names->n_languages; i++)
		if (kit->names->languages[i].n)
			tp_buf_format(out, "%s%s", i ? ", " : "", kit->names->languages[i].p);
}

bool tp_base_lookup(const struct tp_kit *kit, struct tp_str name, size_t i, struct tp_base_form *form)
{
	return kit->names && tp_names_lookup(kit->names, name, i, form);
}

/* A style that is read as rows: where those start that lie over the base. */
struct style_reading {
	struct tp_rows *rows;
	size_t over;
};

static bool read_style_file(void *arg, const char *path, bool over, struct tp_error *err)
{
	struct style_reading *in = arg;

	in->over = over ? in->rows->n : in->over;
	return tp_rows_open(in->rows, path, NULL, err);
}

/* A row is known by its form, or it is the one that is preferred. */
static struct tp_str key_of(const struct tp_name_row *row, struct tp_str form, struct tp_buf *key)
{
	tp_name_row_key(row->concept, row->lang, form, key);
	return tp_buf_str(key);
}

/* Lays the rows from `over` on over those from `from` on, which make way where it is the same form. What they prefer is
 * deprecated where the others prefer another form. Returns where those start now. */
static size_t lay_over(struct tp_rows *rows, size_t from, size_t over)
{
	struct tp_table styled = { 0 };
	struct tp_buf key = TP_BUF_INIT;
	size_t to = from, start = from;

	for (size_t i = over; i < rows->n; i++) {
		const struct tp_name_row *row = &rows->p[i];
		tp_table_put(&styled, tp_arena_str(rows->arena, key_of(row, row->form, &key)));
		if (row->status == TP_NAME_PREFERRED)
			tp_table_put(&styled, tp_arena_str(rows->arena, key_of(row, TP_S(""), &key)));
	}
	for (size_t i = from; i < rows->n; i++) {
		struct tp_name_row row = rows->p[i];
		if (i < over && tp_table_get(&styled, key_of(&row, row.form, &key)))
			continue;
		if (i < over && row.status == TP_NAME_PREFERRED && tp_table_get(&styled, key_of(&row, TP_S(""), &key)))
			row.status = TP_NAME_DEPRECATED;
		rows->p[to++] = row;
		start += i < over;
	}
	rows->n = to;
	tp_table_release(&styled);
	tp_buf_release(&key);
	return start;
}

bool tp_rows_open_style(struct tp_rows *rows, const char *data, const char *style, struct tp_error *err)
{
	size_t before = rows->n;
	struct style_reading in = { rows, before };

	if (!tp_names_files(data && *data ? data : TPREP_DATA, style, read_style_file, &in, err))
		return false;
	size_t from = lay_over(rows, 0, before);
	lay_over(rows, from, in.over - (before - from));
	return true;
}

bool tp_base_review(const struct tp_options *options, void (*each)(void *arg, const struct tp_error *flaw), void *arg,
		    struct tp_error *err)
{
	const char *data = options->data, *style = options->style;
	struct tp_error own;

	return tp_names_review(data && *data ? data : TPREP_DATA, style && *style ? style : TP_NAMES_STYLE, each, arg,
			       err ? err : &own);
}

/* Flaws as sentences. */
struct telling {
	const struct tp_name_places *places;
	void (*each)(void *arg, struct tp_str flaw);
	void *arg;
};

/* Each has the language, the form and its concept, and may have the other form and its concept. */
static const char *sentence(enum tp_name_flaw flaw)
{
	switch (flaw) {
	case TP_FLAW_CLASH:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" may also be \"%4$s\" of \"%5$s\".");
	case TP_FLAW_OPPOSED:
		return _("%1$s: \"%2$s\" is preferred for the concept \"%3$s\", but \"%4$s\" is deprecated for "
			 "\"%5$s\".");
	case TP_FLAW_TWIN:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" does no more than \"%4$s\" does.");
	case TP_FLAW_RIVAL:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" is preferred, but so is \"%4$s\".");
	case TP_FLAW_HIDDEN:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" is never found: \"%4$s\" of \"%5$s\" is, in its "
			 "place.");
	case TP_FLAW_LOST:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" is never found.");
	case TP_FLAW_ALONE:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" is deprecated, but no form is preferred.");
	}
	return "";
}

static void tell(void *arg, enum tp_name_flaw flaw, const struct tp_base_form *form, const struct tp_base_form *other)
{
	const struct telling *telling = arg;
	struct tp_str of[] = { form->language, form->form, form->concept, other ? other->form : TP_S(""),
			       other ? other->concept : TP_S("") };
	struct tp_buf out = TP_BUF_INIT;
	size_t line;
	const char *file = tp_name_place(telling->places, form, &line);

	if (file)
		tp_buf_format(&out, "%s:%zu: ", file, line);
	for (const char *c = sentence(flaw); *c; c++) {
		if (c[0] == '%' && c[1] >= '1' && c[1] <= '5' && c[2] == '$' && c[3] == 's') {
			tp_buf_add_str(&out, of[c[1] - '1']);
			c += 3;
		} else {
			tp_buf_add_char(&out, *c);
		}
	}
	telling->each(telling->arg, tp_buf_str(&out));
	tp_buf_release(&out);
}

bool tp_base_lint(const struct tp_kit *kit, void (*each)(void *arg, struct tp_str flaw), void *arg,
		  struct tp_error *err)
{
	if (!kit->names)
		return true;
	struct tp_name_places *places = tp_name_places_new(kit->names);
	struct telling telling = { places, each, arg };
	bool ok = tp_names_lint(kit->names, tell, &telling, err);
	tp_name_places_free(places);
	return ok;
}
