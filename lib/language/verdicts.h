/* Verdicts about words, by their hash: 63 bits of it tell words apart, one bit is the verdict. That holds as long as
 * nobody knows the salt of the hashes: who does can write words that are taken for others, or that all come to one
 * slot. So each table begins with a salt of its own; tables that are asked with the same hashes share it. */
#ifndef TPREP_LANGUAGE_VERDICTS_H
#define TPREP_LANGUAGE_VERDICTS_H

#include <stdatomic.h>
#include <stdint.h>

#include "core/eight.h"
#include "core/str.h"
#include "tprep.h"

/* All zero is empty. */
struct tp_word_verdict_table {
	uint64_t *slots; /* 0 is free */
	size_t n, cap; /* cap is 0 or a power of two */
	struct tp_word_verdict_table *older; /* which this one has grown from, and which threads may still ask */
};

/* Verdicts that one thread at a time adds to while others ask, without a lock: what is added meanwhile they find, or do
 * not. All zero is empty. */
struct tp_word_verdicts {
	_Atomic(struct tp_word_verdict_table *) newest;
};

enum tp_word_verdict { TP_NOT_ASKED, TP_UNKNOWN, TP_KNOWN };

enum { TP_MOST_VERDICTS = 1 << 18 };

void tp_word_verdicts_release(struct tp_word_verdicts *verdicts);

/* Of more than TP_MOST_VERDICTS words, the later ones are not kept. */
void tp_word_verdicts_put(struct tp_word_verdicts *verdicts, uint64_t hash, bool known);

/* Forgets all. Threads may ask meanwhile. */
void tp_word_verdicts_clear(struct tp_word_verdicts *verdicts);

/* The table to ask, which lives as long as the verdicts. */
static inline const struct tp_word_verdict_table *tp_word_verdicts_table(const struct tp_word_verdicts *verdicts)
{
	static const struct tp_word_verdict_table empty = { .cap = 0 };
	const struct tp_word_verdict_table *newest = atomic_load_explicit(&verdicts->newest, memory_order_acquire);

	return newest ? newest : &empty;
}

/* Bytes are mixed into a hash. What differs in the highest bits alone does so in all of them afterwards. */
static inline uint64_t tp_word_hash_mix(uint64_t hash, uint64_t bytes, uint64_t salt)
{
	hash = (hash ^ bytes) * salt;
	return (hash ^ hash >> 32) * UINT64_C(0x9e3779b97f4a7c15);
}

/* The hash of a word in a text, with a salt that is odd: of eight bytes at once, for it is made of every word that is
 * checked. Most words have no more than that, and few more than twice as many, which may overlap. */
static inline uint64_t tp_word_hash_at(struct tp_str text, struct tp_span at, uint64_t salt)
{
	size_t n = at.to - at.from;
	uint64_t hash = n * salt, last = tp_eight_cut(tp_eight_at(text, at.from), n < 8 ? n : 8);

	for (; at.to - at.from > 8; at.from += 8) {
		hash = tp_word_hash_mix(hash, last, salt);
		last = tp_eight_of(text.p + (at.to - at.from > 16 ? at.from + 8 : at.to - 8), 8);
	}
	hash = tp_word_hash_mix(hash, last, salt);
	return hash ^ hash >> 32;
}

/* Gets what tp_word_verdicts_get() will need from memory. */
static inline void tp_word_verdicts_prefetch(const struct tp_word_verdict_table *table, uint64_t hash)
{
	if (table->cap)
		__builtin_prefetch(&table->slots[(size_t)(hash >> 1) & (table->cap - 1)]);
}

static inline enum tp_word_verdict tp_word_verdicts_get(const struct tp_word_verdict_table *table, uint64_t hash)
{
	uint64_t word = hash >> 1 << 1 ? hash >> 1 << 1 : 2;

	if (!table->cap)
		return TP_NOT_ASKED;
	for (size_t i = (size_t)(word >> 1) & (table->cap - 1);; i = (i + 1) & (table->cap - 1)) {
		uint64_t slot = __atomic_load_n(&table->slots[i], __ATOMIC_RELAXED);

		if ((slot >> 1 << 1) == word)
			return slot & 1 ? TP_KNOWN : TP_UNKNOWN;
		if (!slot)
			return TP_NOT_ASKED;
	}
}

#endif
