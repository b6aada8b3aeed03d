/* Where forms of a base stand in the files that it was made of. */
#ifndef TPREP_LANGUAGE_NAMES_PLACES_H
#define TPREP_LANGUAGE_NAMES_PLACES_H

#include "language/names.h"

struct tp_name_places;

/* Reads the files of the base again; those that cannot be read, and those of a compiled base, give no places. */
struct tp_name_places *tp_name_places_new(const struct tp_names *names);
void tp_name_places_free(struct tp_name_places *places);

/* The last row for a form: its file, or NULL if it is not known, and line. */
const char *tp_name_place(const struct tp_name_places *places, const struct tp_base_form *form, size_t *line);

#endif
