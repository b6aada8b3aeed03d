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

/* Words that are looked for together: they, those of them that stand in the text, and, as bits, the two bytes that they
 * begin with (of one letter: that and any other one). */
struct tp_expected {
	struct tp_seen_words words, seen;
	uint64_t starts[(1 << 16) / 64];
};

enum { FIRST_CAP = 64, BLOCK = 64, WORD = 8 };

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
	uint32_t short_hash = (uint32_t)(mix(hash, 0x9e3779b97f4a7c15) >> 7);

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

static void set_cap(struct tp_seen_words *words, size_t cap)
{
	struct tp_seen_words old = *words;

	words->cap = cap;
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
		set_cap(words, words->cap * 2);
}

static bool has(const struct tp_seen_words *words, struct tp_str word)
{
	return *slot_of(words, finish(hash_of(word, word.n)));
}

/* Reading words --------------------------------------------------------------------------------------------- */

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

/* A walk through a text, block by block. */
struct reading {
	struct tp_str text;
	struct tp_seen_words *words; /* what is read comes here */
	const struct tp_expected *expected; /* NULL: all words */
	size_t from; /* where the word begins that goes on in the next block, if */
	bool inside; /* one does */
	uint64_t carry;
};

static unsigned first_two(const char *p)
{
	return (unsigned)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

/* Adds the word between two places, of which the second is the end of the text, or no part of a word. */
static void add_word(const struct reading *in, size_t from, size_t to)
{
	const struct tp_expected *expected = in->expected;
	struct tp_str text = in->text;

	if (expected && text.n - from > 1) {
		unsigned start = first_two(text.p + from);

		if (!(expected->starts[start / 64] >> start % 64 & 1))
			return;
	}
	if (to < text.n && text.p[to] == '.')
		return;
	uint32_t hash = finish(hash_of(tp_str_at(text, (struct tp_span){ from, to }), text.n - from));
	if (!expected || *slot_of(&expected->words, hash))
		add(in->words, hash);
}

/* Adds the words that end in a block at `at`, whose bytes are at p. */
static void read_block(struct reading *in, const char *p, size_t at)
{
	uint64_t word = ~find_separators(p, &in->carry), before = word << 1 | in->inside;
	uint64_t starts = word & ~before, ends = ~word & before;

	if (in->inside && ends) {
		add_word(in, in->from, at + (size_t)__builtin_ctzll(ends));
		ends &= ends - 1;
		in->inside = false;
	}
	for (; ends; ends &= ends - 1, starts &= starts - 1)
		add_word(in, at + (size_t)__builtin_ctzll(starts), at + (size_t)__builtin_ctzll(ends));
	if (starts)
		in->from = at + (size_t)__builtin_ctzll(starts);
	in->inside = word >> (BLOCK - 1);
}

/* Reads the words of a text, or those of them that are expected. */
static void read_words(struct tp_str text, const struct tp_expected *expected, struct tp_seen_words *words)
{
	struct reading in = { .text = text, .words = words, .expected = expected };
	char last[BLOCK] = { 0 };
	size_t at = 0;

	set_cap(words, FIRST_CAP);
	for (; text.n - at >= BLOCK; at += BLOCK)
		read_block(&in, text.p + at, at);
	if (text.n > at)
		memcpy(last, text.p + at, text.n - at);
	read_block(&in, last, at);
}

/* Reading full stops ---------------------------------------------------------------------------------------- */

/* The byte at `at` is no part of a word, as find_separators() has it. */
static bool separates(struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p + at;
	bool plain = (unsigned)(p[0] | 0x20) - 'a' < 26 || (unsigned)p[0] - '0' < 10;

	return (p[0] < 0x80 && !plain) || p[0] == 0xc2 || p[0] == 0xe2 ||
	       (at > 0 && (p[-1] == 0xc2 || p[-1] == 0xe2)) || (at > 1 && p[-2] == 0xe2);
}

/* A space stands at `at`, and behind it a letter in lower case. */
static bool goes_on(struct tp_str text, size_t at)
{
	return at < text.n && tp_is_space(tp_utf8_next(text, &at)) && tp_is_lower(tp_utf8_next(text, &at));
}

/* Reads the words with a full stop behind which a sentence goes on. */
static void read_stopped(struct tp_str text, struct tp_seen_words *words)
{
	set_cap(words, FIRST_CAP);
	for (size_t at = 0; (at = tp_str_find_char(text, '.', at)) != TP_NOT_FOUND; at++) {
		size_t from = at;

		if (!goes_on(text, at + 1))
			continue;
		while (from > 0 && !separates(text, from - 1))
			from--;
		if (from < at)
			add(words, finish(hash_of(tp_str_at(text, (struct tp_span){ from, at }), text.n - from)));
	}
}

/* Asking ---------------------------------------------------------------------------------------------------- */

static void free_words(struct tp_seen_words *words)
{
	if (words)
		free(words->slots);
	free(words);
}

/* The set kept at a place; made and kept, if it is not there yet. */
static const struct tp_seen_words *words_at(_Atomic(struct tp_seen_words *) *kept, struct tp_str text, bool stopped)
{
	struct tp_seen_words *words = atomic_load(kept), *made;

	if (words)
		return words;
	made = tp_alloc_zero(1, sizeof *made);
	if (stopped)
		read_stopped(text, made);
	else
		read_words(text, NULL, made);
	if (atomic_compare_exchange_strong(kept, &words, made))
		return made;
	free_words(made);
	return words;
}

static void free_expected(struct tp_expected *expected)
{
	if (!expected)
		return;
	free(expected->words.slots);
	free(expected->seen.slots);
	free(expected);
}

static const struct tp_expected *expected_of(struct tp_seen *seen, tp_expect_fn expect, const void *arg)
{
	struct tp_expected *expected = atomic_load(&seen->expected), *made;

	if (expected)
		return expected;
	made = tp_alloc_zero(1, sizeof *made);
	set_cap(&made->words, FIRST_CAP);
	expect(arg, seen, made);
	read_words(seen->text, made, &made->seen);
	if (atomic_compare_exchange_strong(&seen->expected, &expected, made))
		return made;
	free_expected(made);
	return expected;
}

void tp_seen_release(struct tp_seen *seen)
{
	free_words(atomic_exchange(&seen->words, NULL));
	free_words(atomic_exchange(&seen->stopped, NULL));
	free_expected(atomic_exchange(&seen->expected, NULL));
}

bool tp_seen_word(struct tp_seen *seen, struct tp_str word)
{
	return has(words_at(&seen->words, seen->text, false), word);
}

bool tp_seen_stopped(struct tp_seen *seen, struct tp_str word)
{
	return has(words_at(&seen->stopped, seen->text, true), word);
}

void tp_expect(struct tp_expected *words, struct tp_str word)
{
	if (!word.n || has(&words->words, word))
		return;
	for (unsigned i = 0; i < (word.n > 1 ? 1u : 256u); i++) {
		char pair[] = { word.p[0], word.n > 1 ? word.p[1] : (char)i };
		unsigned start = first_two(pair);

		words->starts[start / 64] |= (uint64_t)1 << start % 64;
	}
	add(&words->words, finish(hash_of(word, word.n)));
}

bool tp_seen_expected(struct tp_seen *seen, struct tp_str word, tp_expect_fn expect, const void *arg)
{
	const struct tp_expected *expected = expected_of(seen, expect, arg);

	return has(&expected->words, word) ? has(&expected->seen, word) : tp_seen_word(seen, word);
}
