/* Reads the TSV files of name bases. */
#include "language/names_rows.h"

#include <stddef.h>

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "core/utf8.h"

static const struct column {
	const char *name;
	size_t field; /* offset in a row */
	bool needed; /* in the header */
	bool filled; /* in each row */
} columns[] = {
	{ "concept", offsetof(struct tp_name_row, concept), true, true },
	{ "kind", offsetof(struct tp_name_row, kind), false, false },
	{ "lang", offsetof(struct tp_name_row, lang), true, false },
	{ "form", offsetof(struct tp_name_row, form), true, true },
	{ "status", offsetof(struct tp_name_row, status), true, true },
	{ "match", offsetof(struct tp_name_row, match), false, false },
	{ "first", offsetof(struct tp_name_row, first), false, false },
	{ "unless", offsetof(struct tp_name_row, unless), false, false },
	{ "only", offsetof(struct tp_name_row, only), false, false },
};

enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* A file on its way. */
struct reading {
	size_t line;
	bool has_header;
	unsigned char columns[32]; /* index of each field's column; N_COLUMNS: not for us */
	size_t n_columns;
	tp_name_row_fn *take;
	void *arg;
};

static struct tp_str *field_of(struct tp_name_row *row, size_t column)
{
	return (struct tp_str *)((char *)row + columns[column].field);
}

static bool read_header(struct reading *in, struct tp_str line, struct tp_error *err)
{
	bool has[N_COLUMNS + 1] = { false };
	struct tp_str name;

	while (tp_str_cut(&line, '\t', &name)) {
		unsigned char c = 0;
		while (c < N_COLUMNS && !tp_str_is(name, columns[c].name))
			c++;
		if (in->n_columns == sizeof in->columns)
			return tp_fail(err, TP_E_LIMIT, in->line, _("A name base has at most %zu columns."),
				       sizeof in->columns);
		in->columns[in->n_columns++] = c;
		has[c] = true;
	}
	for (size_t c = 0; c < N_COLUMNS; c++)
		if (columns[c].needed && !has[c])
			return tp_fail(err, TP_E_SYNTAX, in->line, _("The header line lacks the column \"%s\"."),
				       columns[c].name);
	in->has_header = true;
	return true;
}

static bool read_row(struct reading *in, struct tp_str line, struct tp_error *err)
{
	struct tp_name_row row;
	struct tp_str field;
	size_t n = 0;

	for (size_t c = 0; c < N_COLUMNS; c++)
		*field_of(&row, c) = TP_S("");
	while (tp_str_cut(&line, '\t', &field)) {
		if (n == in->n_columns)
			return tp_fail(err, TP_E_SYNTAX, in->line, _("The row has more fields than the header line."));
		unsigned char c = in->columns[n++];
		if (c < N_COLUMNS)
			*field_of(&row, c) = tp_str_trim(field);
	}
	for (size_t c = 0; c < N_COLUMNS; c++)
		if (columns[c].filled && field_of(&row, c)->n == 0)
			return tp_fail(err, TP_E_SYNTAX, in->line, _("The field \"%s\" is empty."), columns[c].name);
	if (in->take(in->arg, &row, err))
		return true;
	if (err && !err->line)
		err->line = in->line;
	return false;
}

static bool read_line(struct reading *in, struct tp_str line, struct tp_error *err)
{
	in->line++;
	if (tp_utf8_invalid(line, 0) < line.n)
		return tp_fail(err, TP_E_ENCODING, in->line, _("The line is not UTF-8."));
	if (tp_str_trim(line).n == 0 || line.p[0] == '#')
		return true;
	return in->has_header ? read_row(in, line, err) : read_header(in, line, err);
}

bool tp_name_rows_read(const char *path, tp_name_row_fn *take, void *arg, struct tp_error *err)
{
	struct reading in = { .take = take, .arg = arg };
	struct tp_file file;
	struct tp_str line;
	bool ok = true;

	if (!tp_file_read(&file, path, 0, err))
		return false;
	struct tp_str rest = file.bytes;
	if (tp_str_starts(rest, TP_S("\xef\xbb\xbf")))
		rest = tp_str_from(rest, 3);
	while (ok && tp_str_line(&rest, &line))
		ok = read_line(&in, line, err);
	if (ok && !in.has_header)
		ok = tp_fail(err, TP_E_SYNTAX, 1, _("The name base has no header line."));
	tp_file_release(&file);
	return ok || tp_error_in_file(err, path);
}
