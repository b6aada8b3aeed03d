/* Which words of a name are declined. The noun that it is about is, with the adjectives beside it, and so are the words
 * that "and" joins; what belongs to that noun stays as it is: "Организация Объединённых Наций". Names of persons are
 * declined word by word in languages that decline both words beside an "and", else only the last one is. Where no word
 * tells, only the last one is declined, too, as far as is known. */
#ifndef TPREP_LANGUAGE_NAMES_PHRASE_H
#define TPREP_LANGUAGE_NAMES_PHRASE_H

#include "language/names_building.h"

enum { TP_NAME_PARTS = 8 }; /* more are not declined */

struct tp_name_phrase {
	struct tp_image_part parts[TP_NAME_PARTS]; /* the paradigms are those of `endings` */
	size_t n; /* 0: only the last word may be declined */
	bool loose; /* see struct tp_image_pattern */
};

/* What was found out about words before: all zero is nothing. */
struct tp_name_words_known {
	struct tp_map adjectives; /* language and last letters -> 1: is none, 2: is one */
};

void tp_name_words_known_release(struct tp_name_words_known *known);

void tp_name_phrase_of(const struct tp_name_endings *endings, struct tp_name_words_known *known,
		       struct tp_folder *folder, struct tp_str name, struct tp_str language, bool person,
		       struct tp_name_phrase *out);

#endif
