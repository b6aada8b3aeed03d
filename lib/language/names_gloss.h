/* Glosses: where a text says what a name was called, or is called elsewhere. With one form for both there would be
 * nothing left to say. */
#ifndef TPREP_LANGUAGE_NAMES_GLOSS_H
#define TPREP_LANGUAGE_NAMES_GLOSS_H

#include "language/names.h"

/* The text around two forms of one name, which are in the language, says that one is another name of the other:
 * "Kyiv, formerly Kiev", "Kyiv (Kiev in Russian)", "Formerly Kiev, Kyiv". */
bool tp_name_is_alias(const struct tp_names *names, const char *language, struct tp_str text, struct tp_span first,
		      struct tp_span second);

/* The text around a name says that it was called so once: "then known as Bombay". */
bool tp_name_is_former(const struct tp_names *names, const char *language, struct tp_str text, struct tp_span at);

#endif
