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

/* The rule of the two above, for words that are kept elsewhere: gives the keys that a word is kept by, and asks for
 * those that it is looked up by, until there is one. Keys in capitals are apart from the others. */
typedef bool (*tp_word_key_fn)(void *arg, struct tp_str key, bool capitals);
void tp_word_put_keys(struct tp_str word, tp_word_key_fn put, void *arg);
bool tp_word_has_key(struct tp_str word, tp_word_key_fn has, void *arg);

#endif
