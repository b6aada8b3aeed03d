/* Name bases of our own: a row a line, columns separated by tabs. And the same as CSV, for spreadsheets. */
#include "core/error.h"
#include "core/str.h"
#include "core/utf8.h"
#include "language/names_table.h"

/* A file in the reading. */
struct reading {
	const struct tp_name_sink *sink;
	struct tp_name_header header;
	size_t line;
	bool has_header;
};

static bool no_header(struct tp_error *err)
{
	return tp_fail(err, TP_E_SYNTAX, 1, _("The name base has no header line."));
}

/* Columns that a name base does not have may be of use to people. */
static void lose_columns(const struct reading *in, const struct tp_str *cells)
{
	for (size_t i = 0; i < in->header.n; i++)
		if (in->header.columns[i] == TP_COLUMNS && cells[i].n)
			tp_names_lose(in->sink->losses, TP_LOSS_PART, cells[i]);
}

static bool take_cells(struct reading *in, const struct tp_str *cells, size_t n, struct tp_error *err)
{
	struct tp_name_row row;

	if (in->has_header)
		return (tp_name_header_row(&in->header, cells, n, in->line, &row, err) &&
			tp_name_give(in->sink, &row, err)) ||
		       tp_name_bears(in->sink, err);
	in->has_header = true;
	if (!tp_name_header_read(&in->header, cells, n, in->line, err))
		return false;
	lose_columns(in, cells);
	return true;
}

/* TSV ---------------------------------------------------------------------------------------------------- */

static bool tsv_probe(struct tp_str start)
{
	return tp_name_header_probe(start, '\t');
}

static bool read_line(struct reading *in, struct tp_str line, struct tp_error *err)
{
	struct tp_str cells[TP_COLUMNS_MOST + 1];
	size_t n = 0;

	in->line++;
	if (tp_utf8_invalid(line, 0) < line.n)
		return tp_fail(err, TP_E_ENCODING, in->line, _("The line is not UTF-8.")) ||
		       tp_name_bears(in->sink, err);
	if (tp_str_trim(line).n == 0 || line.p[0] == '#')
		return true;
	while (n <= TP_COLUMNS_MOST && tp_str_cut(&line, '\t', &cells[n]))
		n++;
	return take_cells(in, cells, n, err);
}

static bool tsv_read(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
		     struct tp_error *err)
{
	struct reading in = { .sink = sink };
	struct tp_str line;

	(void)how;
	while (tp_str_line(&bytes, &line))
		if (!read_line(&in, line, err))
			return false;
	return in.has_header || no_header(err);
}

/* A row that starts with "#" would be a comment; the space before it does not count. */
static bool tsv_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
		      struct tp_buf *out, struct tp_error *err)
{
	struct tp_str fields[TP_COLUMNS];

	(void)format, (void)how, (void)err;
	for (size_t c = 0; c < TP_COLUMNS; c++)
		tp_buf_format(out, "%s%s", c ? "\t" : "", tp_name_columns[c]);
	tp_buf_add_char(out, '\n');
	for (size_t i = 0; i < rows->n; i++) {
		tp_name_columns_of(&rows->p[i], fields);
		if (tp_str_starts(fields[0], TP_S("#")))
			tp_buf_add_char(out, ' ');
		for (size_t c = 0; c < TP_COLUMNS; c++) {
			if (c)
				tp_buf_add_char(out, '\t');
			tp_buf_add_str(out, fields[c]);
		}
		tp_buf_add_char(out, '\n');
	}
	return true;
}

const struct tp_names_format tp_names_format_tsv = {
	.name = "tsv",
	.title = N_("name base of tprep"),
	.extensions = "tsv",
	.probe = tsv_probe,
	.read = tsv_read,
	.write = tsv_write,
};

/* CSV ---------------------------------------------------------------------------------------------------- */

static bool csv_probe(struct tp_str start)
{
	return tp_name_header_probe(start, ',') || tp_name_header_probe(start, ';');
}

static bool csv_read(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
		     struct tp_error *err)
{
	struct reading in = { .sink = sink };
	struct tp_cells cells;
	bool ok, more = true;

	(void)how;
	tp_cells_init(&cells, bytes);
	while ((ok = tp_cells_next(&cells, &more, err)) && more) {
		in.line = cells.line;
		if (!(ok = take_cells(&in, cells.row.p, cells.row.n, err)))
			break;
	}
	tp_cells_release(&cells);
	return ok && (in.has_header || no_header(err));
}

static bool csv_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
		      struct tp_buf *out, struct tp_error *err)
{
	struct tp_str fields[TP_COLUMNS];

	(void)format, (void)how, (void)err;
	for (size_t c = 0; c < TP_COLUMNS; c++)
		tp_buf_format(out, "%s%s", c ? "," : "", tp_name_columns[c]);
	tp_buf_add_z(out, "\r\n");
	for (size_t i = 0; i < rows->n; i++) {
		tp_name_columns_of(&rows->p[i], fields);
		for (size_t c = 0; c < TP_COLUMNS; c++) {
			if (c)
				tp_buf_add_char(out, ',');
			tp_cell_add(out, fields[c], ',');
		}
		tp_buf_add_z(out, "\r\n");
	}
	return true;
}

const struct tp_names_format tp_names_format_csv = {
	.name = "csv",
	.title = N_("name base of tprep as CSV, for spreadsheets"),
	.extensions = "csv",
	.probe = csv_probe,
	.read = csv_read,
	.write = csv_write,
};
