#include "core/seen.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/unicode.h"

/* More words than that are not remembered. */
enum { MOST_WORDS = 1 << 19 };

/* Hashes, none of them 0. Two words of one hash are one: of a million pairs that is one in four thousand. */
struct tp_seen_words {
	uint32_t *slots; /* 0: free */
	size_t n, cap; /* cap is a power of two, more than n */
};

enum { START = 0x811c9dc5, STOPPED = '.' };

static uint32_t add_byte(uint32_t hash, char c)
{
	return (hash ^ (unsigned char)c) * 0x01000193u;
}

static uint32_t finish(uint32_t hash)
{
	hash = (hash ^ hash >> 15) * 0x2c1b3c6du;
	hash ^= hash >> 13;
	return hash ? hash : 1;
}

static uint32_t hash_of(struct tp_str word)
{
	uint32_t hash = START;

	for (size_t i = 0; i < word.n; i++)
		hash = add_byte(hash, word.p[i]);
	return hash;
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

static void add(struct tp_seen_words *words, uint32_t hash)
{
	uint32_t *slot = slot_of(words, hash);

	if (*slot || words->n == MOST_WORDS)
		return;
	*slot = hash;
	if (++words->n > words->cap / 2)
		grow(words);
}

/* The bytes of a code point that is no part of a word; 0: it is part of one. What is ASCII and no letter or digit is
 * none, and, to need no tables, all of U+0080 to U+00BF and U+2000 to U+2FFF. */
static size_t separator_length(struct tp_str text, size_t at)
{
	unsigned char c = (unsigned char)text.p[at];

	if (c < 0x80)
		return !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9');
	if (c == 0xc2)
		return text.n - at < 2 ? 1 : 2;
	if (c == 0xe2)
		return text.n - at < 3 ? text.n - at : 3;
	return 0;
}

/* A full stop stands at `at`, and behind it a space and a letter in lower case. */
static bool is_stopped(struct tp_str text, size_t at)
{
	size_t next = at + 1;

	return at < text.n && text.p[at] == '.' && next < text.n && tp_is_space(tp_utf8_next(text, &next)) &&
	       tp_is_lower(tp_utf8_next(text, &next));
}

static struct tp_seen_words *make(struct tp_str text)
{
	struct tp_seen_words *words = tp_alloc_zero(1, sizeof *words);

	words->cap = 256;
	words->slots = tp_alloc_zero(words->cap, sizeof *words->slots);
	for (size_t at = 0; at < text.n;) {
		uint32_t hash = START;
		size_t from = at, skip = 0;

		while (at < text.n && (skip = separator_length(text, at)) == 0)
			hash = add_byte(hash, text.p[at++]);
		if (at > from && (at == text.n || text.p[at] != '.'))
			add(words, finish(hash));
		else if (at > from && is_stopped(text, at))
			add(words, finish(add_byte(hash, STOPPED)));
		at += skip;
	}
	return words;
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
	return *slot_of(words_of(seen), finish(hash_of(word))) != 0;
}

bool tp_seen_stopped(struct tp_seen *seen, struct tp_str word)
{
	return *slot_of(words_of(seen), finish(add_byte(hash_of(word), STOPPED))) != 0;
}
