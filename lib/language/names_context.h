/* What stands around a name. */
#ifndef TPREP_LANGUAGE_NAMES_CONTEXT_H
#define TPREP_LANGUAGE_NAMES_CONTEXT_H

#include "language/names_base.h"

struct tp_name_context {
	struct tp_str text;
	struct tp_span at; /* the name */
	struct tp_folder *folder;
};

/* One of the words stands within a few words before or behind, in the same paragraph. */
bool tp_name_words_near(const struct tp_name_context *context, struct tp_name_words words);

/* The words around, on the same line, are in capitals: a headline. */
bool tp_name_in_capitals(const struct tp_name_context *context);

/* The long words around, on the same line, have capitals: a title. */
bool tp_name_in_title(const struct tp_name_context *context);

/* The name is the first thing in a sentence. */
bool tp_name_starts_sentence(const struct tp_name_context *context);

/* The cased letters of a text, up to the first small one. */
struct tp_name_case {
	size_t upper; /* capitals */
	bool lower; /* there is a small one */
};

struct tp_name_case tp_name_case_of(struct tp_str text);

/* As acronyms are, or words in a headline. */
bool tp_name_is_in_capitals(struct tp_str form);

#endif
