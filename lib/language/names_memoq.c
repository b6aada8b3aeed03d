/* Term bases of memoQ as CSV: an entry a row; columns of the entry, then for each term of each language a column
 * with the language's English name and those of what is said of the term. memoQ knows forbidden terms; the other
 * facts stand in the columns for people: Entry_Note and Term_Example. */
#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "core/table.h"
#include "core/unicode.h"
#include "language/names_table.h"

#define MOST_CELLS ((size_t)1 << 28) /* in all rows */

/* Names of languages -------------------------------------------------------------------------------------- */

/* All names, as memoQ and as others spell them: small ASCII letters only, to tags. */
struct languages {
	struct tp_arena *arena; /* NULL: not filled yet */
	struct tp_table tags; /* index + 1 in list */
	struct {
		struct tp_str *p;
		size_t n, cap;
	} list;
};

static struct tp_str name_key(struct tp_arena *arena, struct tp_str name)
{
	struct tp_buf key = TP_BUF_INIT;

	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c & 0x80))
			tp_buf_add_char(&key, c);
	}
	struct tp_str result = tp_arena_str(arena, tp_buf_str(&key));
	tp_buf_release(&key);
	return result;
}

/* Takes milliseconds, so not before a name is asked for. */
static void fill_languages(struct languages *languages)
{
	struct tp_buf tag = TP_BUF_INIT, name = TP_BUF_INIT;

	languages->arena = tp_arena_new();
	for (size_t i = 0; tp_language_known(i, &tag); i++, tag.n = name.n = 0) {
		tp_language_english(tag.p, &name);
		uintptr_t *known = tp_table_put(&languages->tags, name_key(languages->arena, tp_buf_str(&name)));
		if (*known)
			continue;
		*tp_push(&languages->list) = tp_arena_str(languages->arena, tp_buf_str(&tag));
		*known = languages->list.n;
	}
	tp_buf_release(&tag);
	tp_buf_release(&name);
}

static void languages_release(struct languages *languages)
{
	free(languages->list.p);
	tp_table_release(&languages->tags);
	tp_arena_free(languages->arena);
}

static bool is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

/* The tag of a name ("Ga"), or of a tag ("ga"); .p is NULL if it is neither. */
static struct tp_str tag_of(struct languages *languages, struct tp_str name)
{
	if (!languages->arena)
		fill_languages(languages);
	uintptr_t *known = tp_table_get(&languages->tags, name_key(languages->arena, name));
	struct tp_str tag = tp_arena_str(languages->arena, name);
	bool is_name = name.n > 1 && !is_small(name.p[0]) && is_small(name.p[1]);

	if (known && (is_name || !tp_language_valid(tag.p)))
		return languages->list.p[*known - 1];
	return tp_language_valid(tag.p) ? tag : (struct tp_str){ NULL, 0 };
}

/* The English name with "_" for all but letters; the tag, if the name does not lead back to it. */
static struct tp_str name_of(struct languages *languages, struct tp_str tag)
{
	struct tp_buf name = TP_BUF_INIT;
	size_t n = 0;

	if (!languages->arena)
		fill_languages(languages);
	tp_language_english(tag.p, &name);
	for (size_t i = 0; i < name.n; i++) {
		bool letter = name.p[i] > '@' || (name.p[i] & 0x80);
		if (letter || (n && name.p[n - 1] != '_'))
			name.p[n++] = letter ? name.p[i] : '_';
	}
	while (n && name.p[n - 1] == '_')
		n--;
	struct tp_str result = tp_arena_str(languages->arena, (struct tp_str){ tp_buf_str(&name).p, n });
	tp_buf_release(&name);
	return tp_str_eq(tag_of(languages, result), tag) ? result : tag;
}

/* Reading ------------------------------------------------------------------------------------------------ */

enum use { USE_NONE, USE_ID, USE_KIND, USE_NOTE, USE_FORM, USE_INFO, USE_EXAMPLE };

struct column {
	enum use use;
	struct tp_str lang; /* of a form */
	size_t like; /* the first column of the language */
	size_t last_line; /* of the last entry with a form there, in the first column */
	const char *name; /* of what is left out; NULL if nobody misses it */
};

struct reading {
	const struct tp_name_sink *sink;
	struct languages languages;
	struct {
		struct column *p;
		size_t n, cap;
	} columns;
	struct tp_arena *arena; /* of the row */
	size_t form_column; /* of the last form */
	struct {
		struct tp_name_row *p;
		size_t n, cap;
	} rows; /* of the entry */
};

static bool read_column(struct reading *in, struct tp_str name, size_t line, struct tp_error *err)
{
	static const struct {
		const char *name;
		enum use use;
		bool missed;
	} known[] = {
		{ "Entry_ID", USE_ID, false },          { "Entry_Subject", USE_KIND, false },
		{ "Entry_Note", USE_NOTE, false },      { "Term_Info", USE_INFO, false },
		{ "Term_Example", USE_EXAMPLE, false }, { "Entry_Domain", USE_NONE, true },
		{ "Entry_ClientID", USE_NONE, true },   { "Entry_ProjectID", USE_NONE, true },
	};
	struct column *column = tp_push(&in->columns);

	column->lang = TP_S("");
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (tp_str_is(name, known[i].name)) {
			column->use = known[i].use;
			column->name = known[i].missed ? known[i].name : NULL;
			return true;
		}
	if (!name.n || tp_str_starts(name, TP_S("Entry_")))
		return true;
	if (tp_str_ends(name, TP_S("_Def"))) {
		column->name = "definition";
		return true;
	}
	column->use = USE_FORM;
	column->lang = tag_of(&in->languages, name);
	if (!column->lang.p)
		return tp_fail(err, TP_E_SYNTAX, line, _("The column \"%.*s\" is no language."), (int)name.n, name.p);
	if (tp_str_is(column->lang, "mul"))
		column->lang = TP_S("");
	const struct column *like = in->columns.p;
	while (like->use != USE_FORM || !tp_str_eq(like->lang, column->lang))
		like++;
	column->like = (size_t)(like - in->columns.p);
	return true;
}

static bool read_header(struct reading *in, const struct tp_cells *cells, struct tp_error *err)
{
	for (size_t i = 0; i < cells->row.n; i++)
		if (!read_column(in, cells->row.p[i], cells->line, err))
			return false;
	return true;
}

static bool has_word(struct tp_str text, const char *word)
{
	struct tp_str w = tp_str_of(word);

	for (size_t i = 0; i + w.n <= text.n; i++)
		if (tp_str_eq_ascii((struct tp_str){ text.p + i, w.n }, w))
			return true;
	return false;
}

/* The first form of a language is preferred, unless something else is said. */
static void add_form(struct reading *in, size_t column, const struct tp_name_row *head, struct tp_str form)
{
	struct tp_name_row *row = tp_push(&in->rows);
	struct column *first = &in->columns.p[in->columns.p[column].like];

	*row = *head;
	row->lang = in->columns.p[column].lang;
	row->form = tp_name_field(in->arena, form);
	row->status = first->last_line == head->line ? TP_NAME_ADMITTED : TP_NAME_PREFERRED;
	row->match = tp_name_guess_match(row->form, row->status);
	first->last_line = head->line;
	in->form_column = column;
}

/* Where the first form is forbidden, the next one is preferred. */
static void take_info(struct reading *in, struct tp_name_row *row, struct tp_str info)
{
	if (has_word(info, "forbidden")) {
		if (row->status == TP_NAME_PREFERRED)
			in->columns.p[in->columns.p[in->form_column].like].last_line = 0;
		row->status = TP_NAME_DEPRECATED;
		row->match = tp_name_guess_match(row->form, row->status);
	}
	if (has_word(info, "casesense"))
		row->match = TP_MATCH_EXACT;
}

static void take_note(struct reading *in, struct tp_str note, struct tp_name_row *row)
{
	if (note.n && !tp_name_facts_read(note, in->arena, row))
		tp_names_lose(in->sink->losses, TP_LOSS_PART, TP_S("note"));
}

static void take_id(struct reading *in, struct tp_str id, struct tp_name_row *head)
{
	head->concept = tp_arena_format(in->arena, "entry-%.*s", (int)id.n, id.p);
}

static void take_cell(struct reading *in, size_t index, struct tp_str cell, struct tp_name_row *head)
{
	const struct column *column = &in->columns.p[index];
	struct tp_name_row *last = in->rows.n ? &in->rows.p[in->rows.n - 1] : NULL;

	if (!cell.n)
		return;
	if (column->use == USE_FORM)
		add_form(in, index, head, cell);
	else if (column->use == USE_INFO && last)
		take_info(in, last, cell);
	else if (column->use == USE_EXAMPLE && last)
		take_note(in, cell, last);
	else if (column->use == USE_NOTE)
		take_note(in, cell, head);
	else if (column->use == USE_KIND)
		head->kind = tp_name_field(in->arena, cell);
	else if (column->use == USE_ID)
		take_id(in, cell, head);
	else if (column->name)
		tp_names_lose(in->sink->losses, TP_LOSS_PART, tp_str_of(column->name));
}

static bool take_entry(struct reading *in, const struct tp_cells *cells, struct tp_error *err)
{
	struct tp_name_row head = tp_name_row_empty(cells->line);
	bool ok = true;

	if (cells->row.n > in->columns.n)
		return tp_fail(err, TP_E_SYNTAX, cells->line, _("The row has more fields than the header line."));
	in->rows.n = 0;
	in->arena = tp_arena_new();
	head.concept = tp_arena_format(in->arena, "entry-line-%zu", cells->line);
	for (size_t i = 0; i < cells->row.n; i++)
		take_cell(in, i, cells->row.p[i], &head);
	for (size_t i = 0; ok && i < in->rows.n; i++) {
		in->rows.p[i].concept = head.concept;
		in->rows.p[i].kind = head.kind;
		ok = tp_name_give(in->sink, &in->rows.p[i], err);
	}
	tp_arena_free(in->arena);
	return ok;
}

static bool memoq_probe(struct tp_str start)
{
	struct tp_str line = TP_S("");

	tp_str_line(&start, &line);
	return tp_str_find(line, TP_S("Entry_ID"), 0) != TP_NOT_FOUND;
}

static bool memoq_read(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
		       struct tp_error *err)
{
	struct reading in = { .sink = sink };
	struct tp_cells cells;
	bool more = true;

	(void)how;
	tp_cells_init(&cells, bytes);
	bool ok = tp_cells_header(&cells, err) && read_header(&in, &cells, err);
	while (ok && (ok = tp_cells_next(&cells, &more, err)) && more)
		ok = take_entry(&in, &cells, err);
	tp_cells_release(&cells);
	languages_release(&in.languages);
	free(in.columns.p);
	free(in.rows.p);
	return ok;
}

/* Writing ------------------------------------------------------------------------------------------------ */

/* The languages of the rows, and how many forms a concept has of each at most. */
struct layout {
	struct {
		struct {
			struct tp_str lang;
			size_t most;
		} * p;
		size_t n, cap;
	} languages;
	size_t columns;
};

static void lay_out(const struct tp_rows *rows, struct layout *layout)
{
	struct tp_table known = { 0 };

	for (size_t from = 0, to; from < rows->n; from = to) {
		to = tp_rows_language_end(rows, from);
		uintptr_t *index = tp_table_put(&known, rows->p[from].lang);
		if (!*index) {
			tp_push(&layout->languages)->lang = rows->p[from].lang;
			*index = layout->languages.n;
		}
		size_t *most = &layout->languages.p[*index - 1].most;
		*most = to - from > *most ? to - from : *most;
	}
	for (size_t i = 0; i < layout->languages.n; i++)
		layout->columns += 3 * layout->languages.p[i].most;
	tp_table_release(&known);
}

static void write_header(const struct layout *layout, struct tp_buf *out)
{
	struct languages languages = { .arena = NULL };

	tp_buf_add_z(out, "Entry_ID,Entry_Subject,Entry_Note");
	for (size_t i = 0; i < layout->languages.n; i++) {
		struct tp_str lang = layout->languages.p[i].lang;
		struct tp_str name = lang.n ? name_of(&languages, lang) : TP_S("mul");
		for (size_t k = 0; k < layout->languages.p[i].most; k++) {
			tp_buf_add_char(out, ',');
			tp_cell_add(out, name, ',');
			tp_buf_add_z(out, ",Term_Info,Term_Example");
		}
	}
	tp_buf_add_z(out, "\r\n");
	languages_release(&languages);
}

static void add_facts(struct tp_buf *out, const struct tp_name_row *row, unsigned facts)
{
	struct tp_buf note = TP_BUF_INIT;

	tp_name_facts_add(&note, row, facts);
	tp_cell_add(out, tp_buf_str(&note), ',');
	tp_buf_release(&note);
}

static void write_form(struct tp_buf *out, const struct tp_name_row *row)
{
	unsigned facts = TP_FACT_STATUS | TP_FACT_CONDITIONS;

	if (row->match != tp_name_guess_match(row->form, row->status))
		facts |= TP_FACT_MATCH;
	tp_buf_add_char(out, ',');
	tp_cell_add(out, row->form, ',');
	tp_buf_add_z(out, row->status == TP_NAME_DEPRECATED ? ",Forbidden," : ",,");
	add_facts(out, row, facts);
}

static void write_entry(const struct layout *layout, const struct tp_rows *rows, size_t from, size_t to, size_t number,
			struct tp_buf *out)
{
	const struct tp_name_row *head = &rows->p[from];

	tp_buf_format(out, "%zu,", number);
	tp_cell_add(out, head->kind, ',');
	tp_buf_add_char(out, ',');
	add_facts(out, head, TP_FACT_CONCEPT);
	for (size_t i = 0; i < layout->languages.n; i++) {
		size_t n = 0;
		for (size_t k = from; k < to; k++)
			if (tp_str_eq(rows->p[k].lang, layout->languages.p[i].lang))
				write_form(out, &rows->p[k]), n++;
		for (; n < layout->languages.p[i].most; n++)
			tp_buf_add_z(out, ",,,");
	}
	tp_buf_add_z(out, "\r\n");
}

static bool memoq_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
			struct tp_buf *out, struct tp_error *err)
{
	struct layout layout = { .columns = 3 };
	bool ok = true;

	(void)format, (void)how;
	tp_rows_fit_xml(rows); /* its languages have tags, too */
	lay_out(rows, &layout);
	if (layout.columns > TP_CELLS_MOST || layout.columns * rows->n > MOST_CELLS)
		ok = tp_fail(err, TP_E_LIMIT, 0,
			     _("The name base has too many forms for a table with a column for each."));
	else
		write_header(&layout, out);
	for (size_t from = 0, to, number = 1; ok && from < rows->n; from = to, number++) {
		to = tp_rows_concept_end(rows, from);
		tp_rows_lose_kinds(rows, from, to);
		write_entry(&layout, rows, from, to, number, out);
	}
	free(layout.languages.p);
	return ok;
}

const struct tp_names_format tp_names_format_memoq = {
	.name = "memoq",
	.title = N_("term base of memoQ (CSV)"),
	.extensions = "",
	.probe = memoq_probe,
	.read = memoq_read,
	.write = memoq_write,
};
