/* Verdicts about words, by their hash: 63 bits of it tell words apart, one bit is the verdict. */
#ifndef TPREP_LANGUAGE_VERDICTS_H
#define TPREP_LANGUAGE_VERDICTS_H

#include <stdint.h>

#include "core/eight.h"
#include "core/str.h"
#include "tprep.h"

/* All zero is empty. */
struct tp_verdicts {
	uint64_t *slots; /* 0 is free */
	size_t n, cap; /* cap is 0 or a power of two */
};

enum tp_verdict { TP_NOT_ASKED, TP_UNKNOWN, TP_KNOWN };

enum { TP_MOST_VERDICTS = 1 << 18 };

void tp_verdicts_release(struct tp_verdicts *verdicts);

/* Of more than TP_MOST_VERDICTS words, the later ones are not kept. */
void tp_verdicts_put(struct tp_verdicts *verdicts, uint64_t hash, bool known);

/* The hash of a word in a text: of eight bytes at once, for it is made of every word that is checked. Most words have
 * no more than that, and few more than twice as many, which may overlap. */
static inline uint64_t tp_word_hash_at(struct tp_str text, struct tp_span at)
{
	const uint64_t a = 0xd6e8feb86659fd93, b = 0x9e3779b97f4a7c15;
	uint64_t hash = (at.to - at.from) * b, last = tp_eight_cut(tp_eight_at(text, at.from), at.to - at.from);

	for (; at.to - at.from > 8; at.from += 8) {
		hash = (hash ^ last) * a;
		hash ^= hash >> 32;
		last = tp_eight_of(text.p + (at.to - at.from > 16 ? at.from + 8 : at.to - 8), 8);
	}
	hash = (hash ^ last ^ last >> 32) * a;
	hash = (hash ^ hash >> 29) * b;
	return hash ^ hash >> 32;
}

/* Gets what tp_verdicts_get() will need from memory. */
static inline void tp_verdicts_prefetch(const struct tp_verdicts *verdicts, uint64_t hash)
{
	if (verdicts->cap)
		__builtin_prefetch(&verdicts->slots[(size_t)(hash >> 1) & (verdicts->cap - 1)]);
}

static inline enum tp_verdict tp_verdicts_get(const struct tp_verdicts *verdicts, uint64_t hash)
{
	uint64_t word = hash >> 1 << 1 ? hash >> 1 << 1 : 2;

	if (!verdicts->cap)
		return TP_NOT_ASKED;
	for (size_t i = (size_t)(word >> 1) & (verdicts->cap - 1);; i = (i + 1) & (verdicts->cap - 1)) {
		uint64_t slot = verdicts->slots[i];

		if ((slot >> 1 << 1) == word)
			return slot & 1 ? TP_KNOWN : TP_UNKNOWN;
		if (!slot)
			return TP_NOT_ASKED;
	}
}

#endif
