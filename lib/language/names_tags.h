/* The languages that the files of a name base have names in. */
#ifndef TPREP_LANGUAGE_NAMES_TAGS_H
#define TPREP_LANGUAGE_NAMES_TAGS_H

#include "language/names.h"

/* Adds the tags as they stand there, "de-DE, en"; none for a base whose files cannot be read as rows. */
void tp_name_tags_add(const char *data, const char *style, struct tp_buf *out);

/* Adds the tag of the only variant of a language that there is, "en-US" for "en"; false if the base has names in the
 * language itself, or in no variant or several. */
bool tp_name_tags_variant(const char *data, const char *style, const char *language, struct tp_buf *out);

#endif
