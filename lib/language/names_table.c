/* Name bases in named columns, and delimited text. */
#include "language/names_table.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "core/utf8.h"

/* Columns ----------------------------------------------------------------------------------------------- */

const char *const tp_name_columns[TP_COLUMNS] = { "concept", "kind",  "lang",   "form", "status",
						  "match",   "first", "unless", "only" };
static const bool column_needed[TP_COLUMNS] = {
	[TP_COLUMN_CONCEPT] = true,
	[TP_COLUMN_LANG] = true,
	[TP_COLUMN_FORM] = true,
	[TP_COLUMN_STATUS] = true,
};

bool tp_name_header_read(struct tp_name_header *header, const struct tp_str *cells, size_t n, size_t line,
			 struct tp_error *err)
{
	bool has[TP_COLUMNS + 1] = { false };

	if (n > TP_COLUMNS_MOST)
		return tp_fail(err, TP_E_LIMIT, line, _("A name base has at most %d columns."), TP_COLUMNS_MOST);
	for (header->n = 0; header->n < n; header->n++) {
		unsigned char c = 0;
		while (c < TP_COLUMNS && !tp_str_is(cells[header->n], tp_name_columns[c]))
			c++;
		header->columns[header->n] = c;
		has[c] = true;
	}
	for (size_t c = 0; c < TP_COLUMNS; c++)
		if (column_needed[c] && !has[c])
			return tp_fail(err, TP_E_SYNTAX, line, _("The header line lacks the column \"%s\"."),
				       tp_name_columns[c]);
	return true;
}

static bool read_words(const struct tp_str *fields, struct tp_name_row *row, struct tp_error *err)
{
	struct tp_str word = fields[TP_COLUMN_STATUS], match = fields[TP_COLUMN_MATCH];
	int status = tp_name_status_of(word), how = match.n ? tp_name_match_of(match) : TP_MATCH_FOLD;

	if (status < 0)
		return tp_fail(err, TP_E_SYNTAX, row->line,
			       _("\"%.*s\" is no status: preferred, admitted, deprecated or report is."), (int)word.n,
			       word.p);
	if (how < 0)
		return tp_fail(err, TP_E_SYNTAX, row->line, _("\"%.*s\" is no way to match: fold, exact or report is."),
			       (int)match.n, match.p);
	row->status = (enum tp_name_status)status;
	row->match = (enum tp_name_match)how;
	return true;
}

bool tp_name_header_row(const struct tp_name_header *header, const struct tp_str *cells, size_t n, size_t line,
			struct tp_name_row *row, struct tp_error *err)
{
	struct tp_str fields[TP_COLUMNS + 1];

	for (size_t c = 0; c <= TP_COLUMNS; c++)
		fields[c] = TP_S("");
	if (n > header->n)
		return tp_fail(err, TP_E_SYNTAX, line, _("The row has more fields than the header line."));
	for (size_t i = 0; i < n; i++)
		fields[header->columns[i]] = tp_str_trim(cells[i]);
	for (size_t c = 0; c < TP_COLUMNS; c++)
		if (column_needed[c] && c != TP_COLUMN_LANG && fields[c].n == 0)
			return tp_fail(err, TP_E_SYNTAX, line, _("The field \"%s\" is empty."), tp_name_columns[c]);
	*row = (struct tp_name_row){
		.concept = fields[TP_COLUMN_CONCEPT],
		.kind = fields[TP_COLUMN_KIND],
		.lang = tp_str_eq_ascii(fields[TP_COLUMN_LANG], TP_S("mul")) ? TP_S("") : fields[TP_COLUMN_LANG],
		.form = fields[TP_COLUMN_FORM],
		.first = fields[TP_COLUMN_FIRST],
		.unless = fields[TP_COLUMN_UNLESS],
		.only = fields[TP_COLUMN_ONLY],
		.line = line,
	};
	return read_words(fields, row, err);
}

void tp_name_columns_of(const struct tp_name_row *row, struct tp_str fields[TP_COLUMNS])
{
	fields[TP_COLUMN_CONCEPT] = row->concept;
	fields[TP_COLUMN_KIND] = row->kind;
	fields[TP_COLUMN_LANG] = row->lang.n ? row->lang : TP_S("mul");
	fields[TP_COLUMN_FORM] = row->form;
	fields[TP_COLUMN_STATUS] = tp_str_of(tp_name_status_word(row->status));
	fields[TP_COLUMN_MATCH] = tp_str_of(tp_name_match_word(row->match));
	fields[TP_COLUMN_FIRST] = row->first;
	fields[TP_COLUMN_UNLESS] = row->unless;
	fields[TP_COLUMN_ONLY] = row->only;
}

bool tp_name_header_probe(struct tp_str start, char separator)
{
	struct tp_str line, cell;
	bool concept = false, form = false;

	do {
		if (!tp_str_line(&start, &line))
			return false;
	} while (!tp_str_trim(line).n || line.p[0] == '#');
	while (tp_str_cut(&line, separator, &cell)) {
		concept |= tp_str_is(cell, "concept");
		form |= tp_str_is(cell, "form");
	}
	return concept && form;
}

/* Delimited text ------------------------------------------------------------------------------------------ */

void tp_cells_init(struct tp_cells *cells, struct tp_str text)
{
	struct tp_str rest = text, line = TP_S("");
	size_t most = 0;

	*cells = (struct tp_cells){ .rest = text, .separator = ',', .next_line = 1 };
	while (tp_str_line(&rest, &line) && (!tp_str_trim(line).n || line.p[0] == '#'))
		;
	for (const char *c = ",;\t"; *c; c++) {
		size_t n = 0;
		for (size_t at = 0; (at = tp_str_find_char(line, *c, at)) != TP_NOT_FOUND; at++)
			n++;
		if (n > most) {
			most = n;
			cells->separator = *c;
		}
	}
}

void tp_cells_release(struct tp_cells *cells)
{
	tp_buf_release(&cells->text);
	tp_spans_release(&cells->spans);
	free(cells->row.p);
}

/* Adds the quoted text whose quote was just read. */
static bool read_quoted(struct tp_cells *cells, size_t *at, struct tp_error *err)
{
	struct tp_str rest = cells->rest;

	for (; *at < rest.n; ++*at) {
		char c = rest.p[*at];
		cells->next_line += c == '\n';
		if (c == '"') {
			if (*at + 1 == rest.n || rest.p[*at + 1] != '"') {
				++*at;
				return true;
			}
			++*at;
		}
		tp_buf_add_char(&cells->text, c);
	}
	return tp_fail(err, TP_E_SYNTAX, cells->line, _("A quoted field has no end."));
}

/* Reads a cell; *at is left at what ended it. */
static bool read_cell(struct tp_cells *cells, size_t *at, struct tp_error *err)
{
	struct tp_str rest = cells->rest;
	size_t from = cells->text.n;

	if (cells->spans.n == TP_CELLS_MOST)
		return tp_fail(err, TP_E_LIMIT, cells->line, _("A row has at most %d fields."), TP_CELLS_MOST);
	if (*at < rest.n && rest.p[*at] == '"') {
		++*at;
		if (!read_quoted(cells, at, err))
			return false;
	}
	for (; *at < rest.n && rest.p[*at] != cells->separator && rest.p[*at] != '\n'; ++*at)
		tp_buf_add_char(&cells->text, rest.p[*at]);
	if (cells->text.n > from && cells->text.p[cells->text.n - 1] == '\r')
		cells->text.n--;
	*tp_push(&cells->spans) = (struct tp_span){ from, cells->text.n };
	return true;
}

static bool read_cells(struct tp_cells *cells, struct tp_error *err)
{
	size_t at = 0;
	char end;

	cells->line = cells->next_line;
	cells->spans.n = cells->row.n = 0;
	tp_buf_clear(&cells->text);
	do {
		if (!read_cell(cells, &at, err))
			return false;
		end = at < cells->rest.n ? cells->rest.p[at++] : '\n';
	} while (end != '\n');
	cells->next_line++;
	cells->rest = tp_str_from(cells->rest, at);
	struct tp_str text = tp_buf_str(&cells->text);
	for (size_t i = 0; i < cells->spans.n; i++)
		*tp_push(&cells->row) = tp_str_trim(tp_str_at(text, cells->spans.p[i]));
	return tp_utf8_invalid(text, 0) == text.n ||
	       tp_fail(err, TP_E_ENCODING, cells->line, _("The line is not UTF-8."));
}

bool tp_cells_next(struct tp_cells *cells, bool *more, struct tp_error *err)
{
	struct tp_str comment;

	while (cells->rest.n) {
		if (cells->rest.p[0] == '#') {
			tp_str_line(&cells->rest, &comment);
			cells->next_line++;
			continue;
		}
		if (!read_cells(cells, err))
			return false;
		if (cells->text.n) {
			*more = true;
			return true;
		}
	}
	*more = false;
	return true;
}

bool tp_cells_header(struct tp_cells *cells, struct tp_error *err)
{
	bool more;

	if (!tp_cells_next(cells, &more, err))
		return false;
	return more || tp_fail(err, TP_E_SYNTAX, 1, _("The name base has no header line."));
}

void tp_cell_add(struct tp_buf *out, struct tp_str cell, char separator)
{
	bool quoted = cell.n && (cell.p[0] == '#' || cell.p[0] == ' ' || cell.p[cell.n - 1] == ' ');

	for (size_t i = 0; i < cell.n && !quoted; i++)
		quoted = cell.p[i] == separator || cell.p[i] == '"' || cell.p[i] == '\n' || cell.p[i] == '\r' ||
			 cell.p[i] == ';' || cell.p[i] == '\t';
	if (!quoted) {
		tp_buf_add_str(out, cell);
		return;
	}
	tp_buf_add_char(out, '"');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			tp_buf_add_char(out, '"');
		tp_buf_add_char(out, cell.p[i]);
	}
	tp_buf_add_char(out, '"');
}
