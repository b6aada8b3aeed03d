/* Sorted lines of a key, a tab and a value, searched as they stand: a look-up halves the bytes, not the lines. */
#ifndef TPREP_CORE_LINES_H
#define TPREP_CORE_LINES_H

#include "tprep.h"

/* The lines of a file below its head, whose lines start with "#". */
struct tp_str tp_lines_without_head(struct tp_str bytes);

/* The value of a key in lines that are sorted by the bytes of their keys; false if it has none. */
bool tp_lines_find(struct tp_str lines, struct tp_str key, struct tp_str *value);

#endif
