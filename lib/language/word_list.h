/* Words of the user, beside those of the dictionaries. */
#ifndef TPREP_LANGUAGE_WORD_LIST_H
#define TPREP_LANGUAGE_WORD_LIST_H

#include "tprep.h"

struct tp_word_list;

struct tp_word_list *tp_word_list_new(void);
void tp_word_list_free(struct tp_word_list *list);

void tp_word_list_add(struct tp_word_list *list, struct tp_str word);

/* The list has the word, or has it with small letters where the word has capitals: "word" is "Word" and "WORD" too,
 * but "Word" is not "word". */
bool tp_word_list_has(const struct tp_word_list *list, struct tp_str word);

#endif
