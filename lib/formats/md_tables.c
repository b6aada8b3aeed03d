/* Tables whose delimiter row has cells of one or two dashes. GitHub takes them, the parser does not: in the copy that
 * it gets these cells have three. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/str.h"
#include "formats/md.h"

enum { DASHES = 3 };

/* What stands before a row: marks of quotations, indentation, and the mark of a list item. */
static struct tp_str without_marks(struct tp_str line)
{
	size_t n = 0;

	while (line.n && (tp_is_blank(line.p[0]) || line.p[0] == '>'))
		line = tp_str_from(line, 1);
	while (n < line.n && line.p[n] >= '0' && line.p[n] <= '9')
		n++;
	if (n ? n + 1 < line.n && (line.p[n] == '.' || line.p[n] == ')') && tp_is_blank(line.p[n + 1])
	      : line.n > 1 && strchr("-*+", line.p[0]) && tp_is_blank(line.p[1]))
		line = tp_str_from(line, n + 2);
	return tp_str_trim(line);
}

/* The cells of a row. */
static size_t count_cells(struct tp_str row)
{
	size_t cells = 1;

	if (row.n && row.p[0] == '|')
		row = tp_str_from(row, 1);
	for (size_t i = 0; i + 1 < row.n; i++)
		if (row.p[i] == '\\')
			i++;
		else
			cells += row.p[i] == '|';
	return cells;
}

/* One cell of a delimiter row, at the start of a text: its dashes, with a colon at an end or at both. */
static bool take_cell(struct tp_str *row, size_t *dashes)
{
	struct tp_str s = tp_str_trim(*row);
	size_t n = 0;

	if (s.n && s.p[0] == ':')
		s = tp_str_from(s, 1);
	while (n < s.n && s.p[n] == '-')
		n++;
	*dashes = n;
	s = tp_str_from(s, n);
	if (s.n && s.p[0] == ':')
		s = tp_str_from(s, 1);
	while (s.n && tp_is_blank(s.p[0]))
		s = tp_str_from(s, 1);
	*row = s;
	return n > 0;
}

/* The line is a delimiter row, for a header of so many cells, and has a cell with too few dashes. */
static bool is_short_row(struct tp_str row, size_t cells)
{
	bool is_short = false, has_bar = tp_str_find_char(row, '|', 0) != TP_NOT_FOUND;
	size_t dashes, n = 0;

	if (row.n && row.p[0] == '|')
		row = tp_str_from(row, 1);
	do {
		if (!take_cell(&row, &dashes))
			return false;
		is_short |= dashes < DASHES;
		n++;
		if (row.n && row.p[0] != '|')
			return false;
		row = row.n ? tp_str_from(row, 1) : row;
	} while (row.n);
	return is_short && has_bar && n == cells;
}

/* Copies a delimiter row. */
static void stretch_row(struct tp_str row, struct md_copy *copy)
{
	for (size_t i = 0, dashes = 0; i < row.n; i++) {
		dashes = row.p[i] == '-' ? dashes + 1 : 0;
		tp_buf_add_char(&copy->text, row.p[i]);
		if (!dashes || dashes >= DASHES || (i + 1 < row.n && row.p[i + 1] == '-'))
			continue;
		copy->added += DASHES - dashes;
		tp_buf_add(&copy->text, "--", DASHES - dashes);
		*tp_push(&copy->stretches) = (struct md_stretch){ copy->text.n, copy->added };
	}
}

/* A line may be a delimiter row: there is nothing else in it. */
static bool looks_like_row(struct tp_str line)
{
	size_t i = 0;

	while (i < line.n && line.p[i] && strchr("|-: \t>\r", line.p[i]))
		i++;
	return i == line.n && tp_str_find_char(line, '-', 0) != TP_NOT_FOUND;
}

bool tp_md_stretch(struct tp_str text, struct md_copy *copy)
{
	struct tp_str rest = text, line, header = { "", 0 };
	size_t done = 0;

	while (tp_str_line(&rest, &line)) {
		if (looks_like_row(line)) {
			struct tp_str above = without_marks(header), row = without_marks(line);

			if (above.n && is_short_row(row, count_cells(above))) {
				size_t at = (size_t)(row.p - text.p);

				tp_buf_add(&copy->text, text.p + done, at - done);
				stretch_row(row, copy);
				done = at + row.n;
			}
		}
		header = line;
	}
	if (done)
		tp_buf_add_str(&copy->text, tp_str_from(text, done));
	return done;
}

size_t tp_md_unstretch(const struct md_copy *copy, size_t at)
{
	size_t low = 0, high = copy->stretches.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (copy->stretches.p[middle].end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? at - copy->stretches.p[low - 1].added : at;
}

void tp_md_copy_release(struct md_copy *copy)
{
	tp_buf_release(&copy->text);
	free(copy->stretches.p);
}
