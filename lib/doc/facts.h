/* Facts about a document, for checks in two steps: each unit adds its facts (collect); then each unit
 * is judged, given the facts of all. Facts are counts under string keys, so they can be taken back
 * when a unit changes, and the units that asked for a changed one can be judged anew. */
#ifndef TPREP_DOC_FACTS_H
#define TPREP_DOC_FACTS_H

#include "tprep.h"

struct tp_facts;

/* With `change`, units may be forgotten and the stale ones asked for; without, less is remembered. */
struct tp_facts *tp_facts_new(bool change);
void tp_facts_free(struct tp_facts *facts);

/* The bytes that they take, but for what is remembered about units. */
size_t tp_facts_size(const struct tp_facts *facts);

/* While a unit is collected: counts `key` ("abbreviation:U.S.") once more for it. The key is copied. */
void tp_facts_add(struct tp_facts *facts, size_t unit, struct tp_str key);

/* The same, n times. */
void tp_facts_add_many(struct tp_facts *facts, size_t unit, struct tp_str key, size_t n);

/* While a unit is judged: how often the document has the key; remembers that `unit` asked. */
size_t tp_facts_count(struct tp_facts *facts, size_t unit, struct tp_str key);

/* The same, rounded down to a power of two, so that the answer seldom changes. A key that is asked about so is not
 * asked about otherwise. */
size_t tp_facts_about(struct tp_facts *facts, size_t unit, struct tp_str key);

/* The first unit that has the key, or TP_NOT_FOUND; remembers that `unit` asked. */
size_t tp_facts_first(struct tp_facts *facts, size_t unit, struct tp_str key);

/* While a unit is collected: counts one more vote under `key` for `value` ("name:kyiv", "Kiev"). Both are copied. */
void tp_facts_vote(struct tp_facts *facts, size_t unit, struct tp_str key, struct tp_str value);

/* While a unit is judged: the votes for a value; the value that has most, the first in order of bytes if several have,
 * empty if there is none. They remember that `unit` asked. */
size_t tp_facts_votes(struct tp_facts *facts, size_t unit, struct tp_str key, struct tp_str value);
struct tp_str tp_facts_winner(struct tp_facts *facts, size_t unit, struct tp_str key);

/* Takes back all that a unit added and asked, because its text changed. */
void tp_facts_forget(struct tp_facts *facts, size_t unit);

/* The units that asked for a key whose answer has changed since the last call, in rising order;
 * *n gets their number. The list lives until the next call. */
const size_t *tp_facts_stale(struct tp_facts *facts, size_t *n);

#endif
