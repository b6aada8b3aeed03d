/* What names are called in another language: the forms that a house style prefers there, by concept. */
#ifndef TPREP_LANGUAGE_NAMES_TERMS_H
#define TPREP_LANGUAGE_NAMES_TERMS_H

#include "language/names.h"

struct tp_name_terms;

/* Takes a base that was loaded for the language. Free with tp_name_terms_free(). */
struct tp_name_terms *tp_name_terms_new(struct tp_names *names);
void tp_name_terms_free(struct tp_name_terms *terms); /* NULL is fine */

/* The form of a concept, empty if there is none. It lives as long as the terms. */
struct tp_str tp_name_terms_of(const struct tp_name_terms *terms, struct tp_str concept);

#endif
