/* Words of the user, beside those of the dictionaries. */
#ifndef TPREP_LANGUAGE_WORD_LIST_H
#define TPREP_LANGUAGE_WORD_LIST_H

#include "tprep.h"

struct tp_word_list;

struct tp_word_list *tp_word_list_new(void);
void tp_word_list_free(struct tp_word_list *list);

/* Adds a word, with what is to be known about it, which may be empty; of two for one word the first counts. */
void tp_word_list_add(struct tp_word_list *list, struct tp_str word, struct tp_str value);

/* The list has the word, or has it with small letters where the word has capitals: "word" is "Word" and "WORD" too,
 * "GitHub" is "GITHUB" too, but "Word" is not "word". Its value is put in *value, if that is not NULL. */
bool tp_word_list_has(const struct tp_word_list *list, struct tp_str word, struct tp_str *value);

#endif
