/* Tables: name bases with a row for each form, in named columns. */
#ifndef TPREP_LANGUAGE_NAMES_TABLE_H
#define TPREP_LANGUAGE_NAMES_TABLE_H

#include "language/names_rows.h"

enum tp_name_column {
	TP_COLUMN_CONCEPT,
	TP_COLUMN_KIND,
	TP_COLUMN_LANG,
	TP_COLUMN_FORM,
	TP_COLUMN_STATUS,
	TP_COLUMN_MATCH,
	TP_COLUMN_FIRST,
	TP_COLUMN_UNLESS,
	TP_COLUMN_ONLY,
	TP_COLUMNS,
};

#define TP_COLUMNS_MOST 32

extern const char *const tp_name_columns[TP_COLUMNS];

/* Which column each field of a row is; TP_COLUMNS: none of ours. */
struct tp_name_header {
	unsigned char columns[TP_COLUMNS_MOST];
	size_t n;
};

/* Reads the names of the columns; those needed must be there. */
bool tp_name_header_read(struct tp_name_header *header, const struct tp_str *cells, size_t n, size_t line,
			 struct tp_error *err);

/* The row of these fields, which it borrows. */
bool tp_name_header_row(const struct tp_name_header *header, const struct tp_str *cells, size_t n, size_t line,
			struct tp_name_row *row, struct tp_error *err);

/* The fields of a row by column, "mul" for all languages. */
void tp_name_columns_of(const struct tp_name_row *row, struct tp_str fields[TP_COLUMNS]);

/* The first line that says something is a header with the columns that are needed. */
bool tp_name_header_probe(struct tp_str start, char separator);

/* Delimited text ------------------------------------------------------------------------------------------ */

/* Text with a separator between its cells, as RFC 4180 has it: quoted cells may hold line breaks. */
struct tp_cells {
	struct tp_str rest;
	char separator;
	size_t line; /* of the row */
	size_t next_line;
	struct tp_buf text; /* of the cells of the row */
	struct {
		struct tp_str *p;
		size_t n, cap;
	} row;
	struct tp_spans spans;
};

#define TP_CELLS_MOST 8192

/* Starts; the separator is the one of "\t", ";" and "," that the first line has most of. */
void tp_cells_init(struct tp_cells *cells, struct tp_str text);
void tp_cells_release(struct tp_cells *cells);

/* The next row, which lives until the next call, goes to cells->row, without rows that are empty or a comment
 * ("# ..."); *more becomes false at the end. */
bool tp_cells_next(struct tp_cells *cells, bool *more, struct tp_error *err);

/* The first row, which must be there. */
bool tp_cells_header(struct tp_cells *cells, struct tp_error *err);

/* Adds a cell, in quotes if it needs them. */
void tp_cell_add(struct tp_buf *out, struct tp_str cell, char separator);

#endif
