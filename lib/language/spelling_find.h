/* Where the dictionaries of Hunspell are. */
#ifndef TPREP_LANGUAGE_SPELLING_FIND_H
#define TPREP_LANGUAGE_SPELLING_FIND_H

#include "tprep.h"

/* The path, without ".aff" and ".dic", of a dictionary by its name ("en_US", or a path with a "/"). Looks in `folders`
 * (separated by ':', may be NULL), then in the usual ones. *bare is true if it has no .aff anywhere: its words are to
 * be added to another one. Fails with TP_E_USAGE. `path` is cleared first. */
bool tp_dictionary_find(struct tp_str name, const char *folders, struct tp_buf *path, bool *bare, struct tp_error *err);

/* The same for a language (BCP 47; NULL is English): "pt-BR" is pt_BR, else pt_PT, pt, or the first pt_*. */
bool tp_dictionary_find_language(const char *language, const char *folders, struct tp_buf *path, struct tp_error *err);

#endif
