/* Names as they stand in texts, brought back to the forms that they are declined from: "Ашуровым" to "Ашуров". */
#ifndef TPREP_LANGUAGE_NAMES_OBLIQUE_H
#define TPREP_LANGUAGE_NAMES_OBLIQUE_H

#include "tprep.h"

struct tp_name_obliques;

/* For a language, with the endings of DATA/names/endings.txt; there may be none. */
struct tp_name_obliques *tp_name_obliques_new(const char *data, const char *language);
void tp_name_obliques_free(struct tp_name_obliques *obliques);

/* Takes note of a word of a text, in lower case; it is borrowed. All are added before the first one is asked for. */
void tp_name_obliques_add(struct tp_name_obliques *obliques, struct tp_str word);

/* Another word that was added, and which this one is declined from, if that is none of a third one; else empty. */
struct tp_str tp_name_oblique_root(struct tp_name_obliques *obliques, struct tp_str word);

#endif
