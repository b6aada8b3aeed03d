/* Lists of the user's own: words that are right, and errors with what is meant. */
#ifndef TPREP_LANGUAGE_OWN_WORDS_H
#define TPREP_LANGUAGE_OWN_WORDS_H

#include <stdint.h>

#include "language/word_list.h"
#include "tprep.h"

/* "Kubernetes/Paris": has the endings that the dictionary gives the model. */
struct tp_model_word {
	struct tp_str word, model;
};

struct tp_own_words {
	struct tp_word_list *words;
	struct tp_word_list *errors; /* with their corrections, whose words are right */
	struct {
		struct tp_model_word *p;
		size_t n, cap;
	} models;
	struct {
		struct tp_str *p;
		size_t n, cap;
	} all; /* the words, in order */
	struct tp_arena *arena;
	uint64_t name; /* tells the files that they are from, */
	uint64_t stamp; /* and their state */
};

/* Reads the lists: each is the file of that name, and for each of the `languages` (a comma list of tags or names of
 * dictionaries) those with the language and with its tag after the name, as far as they are there. `words` and `errors`
 * end with NULL, or are NULL. */
struct tp_own_words *tp_own_words_new(const char *const *words, const char *const *errors, const char *languages,
				      struct tp_error *err);
/* The words that another one may be meant for, nearest first, at most `most`. Returns how many. */
size_t tp_own_words_near(const struct tp_own_words *own, struct tp_str word, struct tp_str *near, size_t most);

void tp_own_words_free(struct tp_own_words *own);

#endif
