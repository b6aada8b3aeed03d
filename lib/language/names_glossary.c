/* Glossaries of two languages: a form, the preferred form of the other language, and a comment, which holds the
 * facts of the form. OmegaT has them as tab-separated text (or CSV), Weblate as CSV with named columns. */
#include "core/error.h"
#include "core/str.h"
#include "core/table.h"
#include "core/unicode.h"
#include "language/names_base.h"
#include "language/names_table.h"

static const char *source_of(const struct tp_exchange *how)
{
	return how->source ? how->source : "en";
}

static bool has_languages(const struct tp_exchange *how, struct tp_error *err)
{
	return how->target ||
	       tp_fail(err, TP_E_USAGE, 0, _("A glossary of two languages does not say which: the target is needed."));
}

/* Reading ------------------------------------------------------------------------------------------------ */

struct reading {
	const struct tp_name_sink *sink;
	const struct tp_exchange *how;
	struct tp_arena *arena;
	struct tp_table seen; /* forms, and languages of concepts that have a preferred form */
};

/* A pair as the file has it. */
struct pair {
	struct tp_str source, target, comment, concept;
	size_t line;
};

/* False the first time. */
static bool seen(struct reading *in, struct tp_str concept, const char *language, struct tp_str form)
{
	struct tp_buf key = TP_BUF_INIT;

	tp_buf_add_str(&key, concept);
	tp_buf_format(&key, "\t%s\t", language);
	tp_buf_add_str(&key, form);
	uintptr_t *known = tp_table_get(&in->seen, tp_buf_str(&key));
	if (!known)
		*tp_table_put(&in->seen, tp_arena_str(in->arena, tp_buf_str(&key))) = 1;
	tp_buf_release(&key);
	return known;
}

/* A concept without an id is called as its form: "New York" is "new-york". */
static struct tp_str concept_of(struct reading *in, struct tp_str form)
{
	struct tp_buf id = TP_BUF_INIT;

	tp_lower(form, NULL, &id);
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] == ' ')
			id.p[i] = '-';
	struct tp_str concept = tp_arena_str(in->arena, tp_buf_str(&id));
	tp_buf_release(&id);
	return concept;
}

static bool give(struct reading *in, struct tp_name_row *row, unsigned facts, struct tp_error *err)
{
	bool preferred = seen(in, row->concept, row->lang.p, TP_S(""));

	if (!(facts & TP_FACT_STATUS))
		row->status = preferred ? TP_NAME_ADMITTED : TP_NAME_PREFERRED;
	if (!(facts & TP_FACT_MATCH))
		row->match = tp_name_guess_match(row->form, row->status);
	return tp_name_give(in->sink, row, err);
}

static bool take_pair(struct reading *in, const struct pair *pair, struct tp_error *err)
{
	struct tp_name_row row = tp_name_row_empty(pair->line), other = row;

	row.lang = tp_arena_str(in->arena, tp_str_of(source_of(in->how)));
	row.concept = tp_name_field(in->arena, pair->concept);
	unsigned facts = tp_name_facts_read(pair->comment, in->arena, &row);

	row.form = tp_name_field(in->arena, pair->source);
	if (pair->comment.n && !facts)
		tp_names_lose(in->sink->losses, TP_LOSS_PART, TP_S("comment"));
	if (!row.form.n) {
		tp_names_lose(in->sink->losses, TP_LOSS_FORM, TP_S(TP_FORM_EMPTY));
		return true;
	}
	struct tp_str concept = row.concept.n ? row.concept : concept_of(in, row.form);
	row.concept = concept;
	if (!seen(in, row.concept, source_of(in->how), row.form) && !give(in, &row, facts, err))
		return false;

	other.concept = row.concept;
	other.kind = row.kind;
	other.lang = tp_arena_str(in->arena, tp_str_of(in->how->target));
	other.form = tp_name_field(in->arena, pair->target);
	return !other.form.n || seen(in, other.concept, in->how->target, other.form) || give(in, &other, 0, err);
}

static bool start_reading(struct reading *in, const struct tp_exchange *how, const struct tp_name_sink *sink,
			  struct tp_error *err)
{
	*in = (struct reading){ .sink = sink, .how = how };
	if (!has_languages(how, err))
		return false;
	in->arena = tp_arena_new();
	return true;
}

static void end_reading(struct reading *in)
{
	tp_arena_free(in->arena);
	tp_table_release(&in->seen);
}

/* Writing ------------------------------------------------------------------------------------------------ */

typedef void (*pair_writer)(struct tp_buf *out, const struct pair *pair);

/* The form of a concept that the other language is to have. */
static const struct tp_name_row *preferred_of(const struct tp_name_row *rows, size_t n, const char *language)
{
	const struct tp_name_row *near = NULL;

	for (size_t i = 0; i < n; i++) {
		if (rows[i].status != TP_NAME_PREFERRED || !tp_language_within(rows[i].lang, language))
			continue;
		if (rows[i].lang.n == strlen(language))
			return &rows[i];
		near = near ? near : &rows[i];
	}
	return near;
}

static void lose_fields(struct tp_rows *rows, const struct tp_name_row *row)
{
	if (row->match != tp_name_guess_match(row->form, row->status))
		tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("match"));
	if (row->first.n)
		tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("first"));
	if (row->unless.n)
		tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("unless"));
	if (row->only.n)
		tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("only"));
}

/* A form of "en" in a glossary of "en-GB" is one of "en-GB" from then on. */
static void lose_language(struct tp_rows *rows, const struct tp_name_row *row, const char *language)
{
	if (!tp_str_is(row->lang, language))
		tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("lang"));
}

static void write_row(struct tp_buf *out, const struct tp_name_row *row, const struct tp_name_row *other,
		      pair_writer write)
{
	struct tp_buf comment = TP_BUF_INIT;
	unsigned facts = TP_FACT_CONCEPT | TP_FACT_KIND | TP_FACT_STATUS | TP_FACT_CONDITIONS;

	if (row->match != tp_name_guess_match(row->form, row->status))
		facts |= TP_FACT_MATCH;
	tp_name_facts_add(&comment, row, facts);
	struct pair pair = { row->form, other->form, tp_buf_str(&comment), row->concept, 0 };
	write(out, &pair);
	tp_buf_release(&comment);
}

/* The forms of a concept in the one language, each with the preferred form of the other. */
static void write_concept(struct tp_rows *rows, size_t from, size_t to, const struct tp_exchange *how,
			  struct tp_buf *out, pair_writer write)
{
	const struct tp_name_row *other = preferred_of(rows->p + from, to - from, how->target);
	bool any = false;

	for (size_t i = from; i < to; i++) {
		const struct tp_name_row *row = &rows->p[i];
		struct tp_str language = row->lang.n ? row->lang : TP_S("mul");

		if (row == other)
			continue;
		if (!row->lang.n || !tp_language_within(row->lang, source_of(how))) {
			tp_names_lose(&rows->losses, TP_LOSS_LANGUAGE, language);
		} else if (!other) {
			tp_names_lose(&rows->losses, TP_LOSS_FORM, TP_S(TP_FORM_ALONE));
		} else {
			write_row(out, row, other, write);
			lose_language(rows, row, source_of(how));
			any = true;
		}
	}
	if (other && any) {
		lose_fields(rows, other);
		lose_language(rows, other, how->target);
	} else if (other) {
		tp_names_lose(&rows->losses, TP_LOSS_FORM, TP_S(TP_FORM_ALONE));
	}
}

static bool write_pairs(struct tp_rows *rows, const struct tp_exchange *how, struct tp_buf *out, pair_writer write,
			struct tp_error *err)
{
	if (!has_languages(how, err))
		return false;
	for (size_t from = 0, to; from < rows->n; from = to) {
		to = tp_rows_concept_end(rows, from);
		write_concept(rows, from, to, how, out, write);
	}
	return true;
}

/* OmegaT ------------------------------------------------------------------------------------------------- */

static struct tp_str first_line(struct tp_str start)
{
	struct tp_str line = TP_S("");

	while (tp_str_line(&start, &line) && (!tp_str_trim(line).n || line.p[0] == '#'))
		;
	return line;
}

static bool omegat_probe(struct tp_str start)
{
	struct tp_str line = first_line(start);

	return tp_str_find_char(line, '\t', 0) != TP_NOT_FOUND && line.p[0] != '<' &&
	       !tp_name_header_probe(start, '\t');
}

/* Quotes mean nothing where tabs separate. */
static bool read_tabs(struct reading *in, struct tp_str bytes, struct tp_error *err)
{
	struct tp_str line, rest;

	for (size_t number = 1; tp_str_line(&bytes, &line); number++) {
		struct pair pair = { .source = TP_S(""), .target = TP_S(""), .comment = TP_S(""), .line = number };
		rest = line;
		if (tp_utf8_invalid(line, 0) < line.n)
			return tp_fail(err, TP_E_ENCODING, number, _("The line is not UTF-8."));
		if (!tp_str_trim(line).n || line.p[0] == '#')
			continue;
		if (tp_str_cut(&rest, '\t', &pair.source) && tp_str_cut(&rest, '\t', &pair.target))
			tp_str_cut(&rest, '\t', &pair.comment);
		if (!take_pair(in, &pair, err))
			return false;
	}
	return true;
}

static bool read_commas(struct reading *in, struct tp_str bytes, struct tp_error *err)
{
	struct tp_cells cells;
	bool ok, more = true;

	tp_cells_init(&cells, bytes);
	while ((ok = tp_cells_next(&cells, &more, err)) && more) {
		struct tp_str cell[3] = { TP_S(""), TP_S(""), TP_S("") };
		for (size_t i = 0; i < 3 && i < cells.row.n; i++)
			cell[i] = cells.row.p[i];
		struct pair pair = { cell[0], cell[1], cell[2], TP_S(""), cells.line };
		if (!(ok = take_pair(in, &pair, err)))
			break;
	}
	tp_cells_release(&cells);
	return ok;
}

static bool omegat_read(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
			struct tp_error *err)
{
	struct reading in;

	if (!start_reading(&in, how, sink, err))
		return false;
	bool tabs = tp_str_find_char(first_line(bytes), '\t', 0) != TP_NOT_FOUND;
	bool ok = tabs ? read_tabs(&in, bytes, err) : read_commas(&in, bytes, err);
	end_reading(&in);
	return ok;
}

/* A line that starts with "#" would be a comment; the space before it does not count. */
static void write_tabs(struct tp_buf *out, const struct pair *pair)
{
	if (tp_str_starts(pair->source, TP_S("#")))
		tp_buf_add_char(out, ' ');
	tp_buf_add_str(out, pair->source);
	tp_buf_add_char(out, '\t');
	tp_buf_add_str(out, pair->target);
	tp_buf_add_char(out, '\t');
	tp_buf_add_str(out, pair->comment);
	tp_buf_add_char(out, '\n');
}

static bool omegat_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
			 struct tp_buf *out, struct tp_error *err)
{
	(void)format;
	return write_pairs(rows, how, out, write_tabs, err);
}

const struct tp_names_format tp_names_format_omegat = {
	.name = "omegat",
	.title = N_("glossary of OmegaT, two languages"),
	.extensions = "txt|utf8|tab",
	.probe = omegat_probe,
	.read = omegat_read,
	.write = omegat_write,
};

/* Weblate ------------------------------------------------------------------------------------------------ */

enum weblate { W_SOURCE, W_TARGET, W_CONTEXT, W_COMMENT, W_COLUMNS };

static const char *const weblate_columns[] = { "source", "target", "context", "developer_comments" };

static bool weblate_probe(struct tp_str start)
{
	struct tp_str line = first_line(start), cell;
	bool source = false, target = false;

	while (tp_str_cut(&line, ',', &cell)) {
		while (cell.n && cell.p[0] == '"')
			cell = tp_str_from(cell, 1);
		while (cell.n && cell.p[cell.n - 1] == '"')
			cell.n--;
		source |= tp_str_is(cell, "source");
		target |= tp_str_is(cell, "target");
	}
	return source && target;
}

static bool read_header(const struct tp_cells *cells, size_t columns[W_COLUMNS], struct tp_error *err)
{
	for (size_t c = 0; c < W_COLUMNS; c++) {
		columns[c] = 0;
		while (columns[c] < cells->row.n && !tp_str_is(cells->row.p[columns[c]], weblate_columns[c]))
			columns[c]++;
		if (columns[c] == cells->row.n && c <= W_TARGET)
			return tp_fail(err, TP_E_SYNTAX, cells->line, _("The header line lacks the column \"%s\"."),
				       weblate_columns[c]);
	}
	return true;
}

static bool take_weblate(struct reading *in, const struct tp_cells *cells, const size_t columns[W_COLUMNS],
			 struct tp_error *err)
{
	struct tp_str cell[W_COLUMNS];

	for (size_t c = 0; c < W_COLUMNS; c++)
		cell[c] = columns[c] < cells->row.n ? cells->row.p[columns[c]] : TP_S("");
	struct pair pair = { cell[W_SOURCE], cell[W_TARGET], cell[W_COMMENT], cell[W_CONTEXT], cells->line };
	return take_pair(in, &pair, err);
}

static bool weblate_read(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
			 struct tp_error *err)
{
	struct reading in;
	struct tp_cells cells;
	size_t columns[W_COLUMNS];
	bool ok, more = true;

	if (!start_reading(&in, how, sink, err))
		return false;
	tp_cells_init(&cells, bytes);
	ok = tp_cells_header(&cells, err) && read_header(&cells, columns, err);
	while (ok && (ok = tp_cells_next(&cells, &more, err)) && more)
		ok = take_weblate(&in, &cells, columns, err);
	tp_cells_release(&cells);
	end_reading(&in);
	return ok;
}

static void write_weblate(struct tp_buf *out, const struct pair *pair)
{
	tp_buf_add_char(out, ',');
	tp_cell_add(out, pair->source, ',');
	tp_buf_add_char(out, ',');
	tp_cell_add(out, pair->target, ',');
	tp_buf_add_z(out, ",,,");
	tp_cell_add(out, pair->concept, ',');
	tp_buf_add_z(out, ",,");
	tp_cell_add(out, pair->comment, ',');
	tp_buf_add_z(out, "\r\n");
}

static bool weblate_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
			  struct tp_buf *out, struct tp_error *err)
{
	(void)format;
	tp_buf_add_z(out, "location,source,target,ID,fuzzy,context,translator_comments,developer_comments\r\n");
	return write_pairs(rows, how, out, write_weblate, err);
}

const struct tp_names_format tp_names_format_weblate = {
	.name = "weblate",
	.title = N_("glossary of Weblate (CSV), two languages"),
	.extensions = "",
	.probe = weblate_probe,
	.read = weblate_read,
	.write = weblate_write,
};
