#include "core/seen.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "core/vector.h"

/* More words than that are not remembered. */
enum { MOST_WORDS = 1 << 19 };

/* Hashes, none of them 0. Two words of one hash are one: of a million pairs that is one in four thousand. */
struct tp_seen_words {
	uint32_t *slots; /* 0: free */
	size_t n, cap; /* cap is a power of two, more than n */
};

enum { BLOCK = 64, WORD = 8 };

/* What has a full stop behind it has another hash. */
static const uint64_t stopped = 0x9e3779b97f4a7c15;

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9fb21c651e98df25;
	return hash ^ hash >> 32;
}

/* The hash of a word, eight bytes at a time; `room` bytes can be read. */
static inline uint64_t hash_of(struct tp_str word, size_t room)
{
	uint64_t hash = word.n, rest = 0;
	size_t at = 0;

	for (; word.n - at > WORD; at += WORD)
		hash = mix(hash, tp_eight_bytes(word.p + at));
	if (room - at >= WORD)
		return mix(hash, tp_eight_bytes(word.p + at) & UINT64_MAX >> 8 * (WORD - (word.n - at)));
	for (size_t i = 0; at + i < word.n; i++)
		rest |= (uint64_t)(unsigned char)word.p[at + i] << 8 * i;
	return mix(hash, rest);
}

static uint32_t finish(uint64_t hash)
{
	uint32_t short_hash = (uint32_t)(mix(hash, stopped) >> 7);

	return short_hash ? short_hash : 1;
}

/* The slot of a hash, or the free one where it belongs. */
static uint32_t *slot_of(const struct tp_seen_words *words, uint32_t hash)
{
	size_t i = hash & (words->cap - 1);

	while (words->slots[i] && words->slots[i] != hash)
		i = (i + 1) & (words->cap - 1);
	return &words->slots[i];
}

static void grow(struct tp_seen_words *words)
{
	struct tp_seen_words old = *words;

	words->cap = old.cap * 2;
	words->slots = tp_alloc_zero(words->cap, sizeof *words->slots);
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i])
			*slot_of(words, old.slots[i]) = old.slots[i];
	free(old.slots);
}

static inline void add(struct tp_seen_words *words, uint32_t hash)
{
	uint32_t *slot = slot_of(words, hash);

	if (*slot || words->n == MOST_WORDS)
		return;
	*slot = hash;
	if (++words->n > words->cap / 2)
		grow(words);
}

/* A full stop stands at `at`, and behind it a space and a letter in lower case. */
static bool is_stopped(struct tp_str text, size_t at)
{
	size_t next = at + 1;

	return at < text.n && text.p[at] == '.' && next < text.n && tp_is_space(tp_utf8_next(text, &next)) &&
	       tp_is_lower(tp_utf8_next(text, &next));
}

/* Which bytes of a block are no part of a word, as bits. What is ASCII and no letter or digit is none, and, to need no
 * tables, all of U+0080 to U+00BF and U+2000 to U+2FFF. *carry gets the bits of the next block that are known. */
static uint64_t find_separators(const char *p, uint64_t *carry)
{
	uint64_t found = *carry, two = 0, three = 0;

	for (unsigned i = 0; i < BLOCK / sizeof(tp_vector); i++) {
		tp_vector here = tp_vector_load(p + i * sizeof here);
		tp_vector letter = (tp_vector)((tp_vector)((here | 0x20) - 'a') < 26);
		tp_vector digit = (tp_vector)((tp_vector)(here - '0') < 10);
		tp_vector high = (tp_vector)(here >= 0x80);
		unsigned shift = i * (unsigned)sizeof here;

		found |= (uint64_t)tp_vector_bits(~(letter | digit | high)) << shift;
		if (!tp_vector_any(high))
			continue;
		two |= (uint64_t)tp_vector_bits((tp_vector)(here == 0xc2)) << shift;
		three |= (uint64_t)tp_vector_bits((tp_vector)(here == 0xe2)) << shift;
	}
	*carry = two >> 63 | three >> 63 | three >> 62;
	return found | two | two << 1 | three | three << 1 | three << 2;
}

/* Adds the word between two places, of which the second is the end of the text, or no part of a word. */
static void add_word(struct tp_seen_words *words, struct tp_str text, size_t from, size_t to)
{
	uint64_t hash = hash_of(tp_str_at(text, (struct tp_span){ from, to }), text.n - from);

	if (to == text.n || text.p[to] != '.')
		add(words, finish(hash));
	else if (is_stopped(text, to))
		add(words, finish(hash ^ stopped));
}

/* A walk through a text, block by block. */
struct reading {
	struct tp_seen_words *words;
	struct tp_str text;
	size_t from; /* where the word begins that goes on in the next block, if */
	bool inside; /* one does */
	uint64_t carry;
};

/* Adds the words that end in a block at `at`, whose bytes are at p. */
static void read_block(struct reading *in, const char *p, size_t at)
{
	uint64_t word = ~find_separators(p, &in->carry), before = word << 1 | in->inside;
	uint64_t starts = word & ~before, ends = ~word & before;

	if (in->inside && ends) {
		add_word(in->words, in->text, in->from, at + (size_t)__builtin_ctzll(ends));
		ends &= ends - 1;
		in->inside = false;
	}
	for (; ends; ends &= ends - 1, starts &= starts - 1)
		add_word(in->words, in->text, at + (size_t)__builtin_ctzll(starts), at + (size_t)__builtin_ctzll(ends));
	if (starts)
		in->from = at + (size_t)__builtin_ctzll(starts);
	in->inside = word >> (BLOCK - 1);
}

static struct tp_seen_words *make(struct tp_str text)
{
	struct reading in = { .words = tp_alloc_zero(1, sizeof *in.words), .text = text };
	char last[BLOCK] = { 0 };
	size_t at = 0;

	in.words->cap = 256;
	in.words->slots = tp_alloc_zero(in.words->cap, sizeof *in.words->slots);
	for (; text.n - at >= BLOCK; at += BLOCK)
		read_block(&in, text.p + at, at);
	if (text.n > at)
		memcpy(last, text.p + at, text.n - at);
	read_block(&in, last, at);
	return in.words;
}

static void free_words(struct tp_seen_words *words)
{
	if (words)
		free(words->slots);
	free(words);
}

static const struct tp_seen_words *words_of(struct tp_seen *seen)
{
	struct tp_seen_words *words = atomic_load(&seen->words), *made;

	if (words)
		return words;
	made = make(seen->text);
	if (atomic_compare_exchange_strong(&seen->words, &words, made))
		return made;
	free_words(made);
	return words;
}

void tp_seen_release(struct tp_seen *seen)
{
	free_words(atomic_exchange(&seen->words, NULL));
}

bool tp_seen_word(struct tp_seen *seen, struct tp_str word)
{
	return *slot_of(words_of(seen), finish(hash_of(word, word.n))) != 0;
}

bool tp_seen_stopped(struct tp_seen *seen, struct tp_str word)
{
	return *slot_of(words_of(seen), finish(hash_of(word, word.n) ^ stopped)) != 0;
}
