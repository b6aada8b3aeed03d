/* The latest suggestions, so that a word that a document repeats is worked on once. Threads may use it at once. */
#ifndef TPREP_LANGUAGE_SPELLING_MEMO_H
#define TPREP_LANGUAGE_SPELLING_MEMO_H

#include <stdint.h>

#include "tprep.h"

struct tp_arena;
struct tp_memo;

/* How sure the first correction of a word is, in hundredths of nats. */
struct tp_odds {
	int32_t next; /* how much likelier it is than the second one, */
	int32_t word; /* and than that the word is one of its own */
};

struct tp_memo *tp_memo_new(void);
void tp_memo_free(struct tp_memo *memo);

/* The list that was kept for a word, and the odds of its first one: strings in the arena; NULL if there is none (any
 * more). */
struct tp_str *tp_memo_get(struct tp_memo *memo, struct tp_str word, struct tp_arena *arena, size_t *n,
			   struct tp_odds *odds);

/* Keeps a list of strings without NUL, in the place of another word's if need be. */
void tp_memo_put(struct tp_memo *memo, struct tp_str word, const struct tp_str *list, size_t n, struct tp_odds odds);

/* Forgets all lists. */
void tp_memo_clear(struct tp_memo *memo);

/* Adds all that is kept, and takes it in again. What is damaged is left out. */
void tp_memo_write(struct tp_memo *memo, struct tp_buf *out);
void tp_memo_read(struct tp_memo *memo, struct tp_str bytes);

#endif
