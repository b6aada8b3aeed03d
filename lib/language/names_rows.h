/* Rows of a name base: what the readers of all its formats give, and what a base is built from. */
#ifndef TPREP_LANGUAGE_NAMES_ROWS_H
#define TPREP_LANGUAGE_NAMES_ROWS_H

#include "tprep.h"

/* One form of a concept, in the words of the TSV columns; what is empty was not said. */
struct tp_name_row {
	struct tp_str concept, kind, lang, form, status, match, first, unless, only;
};

/* Takes a row, whose strings live until it returns. What is wrong with it is filled in without a line: the
 * reader knows that. */
typedef bool tp_name_row_fn(void *arg, const struct tp_name_row *row, struct tp_error *err);

/* Gives the rows of a TSV file in order. Stops where `take` fails; errors name file and line. */
bool tp_name_rows_read(const char *path, tp_name_row_fn *take, void *arg, struct tp_error *err);

#endif
