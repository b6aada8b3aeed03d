#include "core/seen.h"

#include <stdlib.h>

#include "core/eight.h"
#include "core/memory.h"
#include "core/needles.h"
#include "core/str.h"
#include "core/table.h"
#include "core/unicode.h"
#include "core/vector.h"

/* Hashes, none of them 0. Two words of one hash are one: among a million, there are two such in one of forty million
 * texts. */
struct tp_seen_words {
	uint64_t *slots; /* 0: free */
	size_t n, cap; /* cap is a power of two, more than n */
	struct tp_spread spread;
};

/* A word that is looked for: its hash, and its first bytes. */
struct wanted {
	uint64_t hash;
	unsigned char n;
	char start[TP_NEEDLE];
};

/* Words that are looked for together, and those of them that stand in the text. */
struct tp_expected {
	struct tp_seen_words words, seen;
	struct {
		struct wanted *p;
		size_t n, cap;
	} wanted; /* those that were not seen yet */
	size_t told; /* how often words were */
	bool many; /* too often */
};

enum { NOTES = 512, NOTE_SIDES = 2, NOTED = 6 /* bytes of a word */ };

/* Each is a word, and its number in the lowest 16 bits; 0: free. */
struct tp_seen_notes {
	_Atomic uint64_t slots[NOTE_SIDES][NOTES];
};

enum { FIRST_CAP = 64, WORD = 8 };

/* For words with full stops a text is read part by part, until the one that is asked for is found. Each part has twice
 * the bytes of the one before, and the last one all that is left. */
enum { FIRST_PART = 1 << 14 };

/* One word in so many bytes are few, and so are those in the first bytes, however close. */
enum { FEW = 256, FIRST_BYTES = 1 << 14 };

static size_t first_of(uint64_t bits)
{
	return (size_t)__builtin_ctzll(bits);
}

static size_t last_of(uint64_t bits)
{
	return 63 - (size_t)__builtin_clzll(bits);
}

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
		hash = mix(hash, tp_eight_of(word.p + at, 8));
	if (room - at >= WORD)
		rest = tp_eight_of(word.p + at, 8) & UINT64_MAX >> 8 * (WORD - (word.n - at));
	else
		for (size_t i = 0; at + i < word.n; i++)
			rest |= (uint64_t)(unsigned char)word.p[at + i] << 8 * i;
	hash = mix(mix(hash, rest), 0x9e3779b97f4a7c15);
	return hash ? hash : 1;
}

static inline uint64_t hash_at(struct tp_str text, size_t from, size_t to)
{
	return hash_of(tp_str_at(text, (struct tp_span){ from, to }), text.n - from);
}

/* The slot of a hash, or the free one where it belongs. */
static uint64_t *slot_of(const struct tp_seen_words *words, uint64_t hash)
{
	size_t i = tp_spread_slot(&words->spread, hash);

	while (words->slots[i] && words->slots[i] != hash)
		i = (i + 1) & (words->cap - 1);
	return &words->slots[i];
}

static void set_cap(struct tp_seen_words *words, size_t cap)
{
	struct tp_seen_words old = *words;

	words->cap = cap;
	words->slots = tp_alloc_zero(words->cap, sizeof *words->slots);
	words->spread = tp_spread_over(words->slots, words->cap);
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i])
			*slot_of(words, old.slots[i]) = old.slots[i];
	free(old.slots);
}

static inline void add(struct tp_seen_words *words, uint64_t hash)
{
	uint64_t *slot = slot_of(words, hash);

	if (*slot)
		return;
	*slot = hash;
	if (++words->n > words->cap / 2)
		set_cap(words, words->cap * 2);
}

static bool has(const struct tp_seen_words *words, struct tp_str word)
{
	return *slot_of(words, hash_of(word, word.n));
}

/* Reading words --------------------------------------------------------------------------------------------- */

static tp_vector is_in_word(tp_vector v)
{
	return tp_vector_letters(v) | (tp_vector)(v - '0' < 10) | (tp_vector)(v >= 0x80);
}

static tp_vector is_lead_of_two(tp_vector v)
{
	return (tp_vector)(v == 0xc2);
}

static tp_vector is_lead_of_three(tp_vector v)
{
	return (tp_vector)(v == 0xe2);
}

static tp_vector is_stop(tp_vector v)
{
	return (tp_vector)(v == '.');
}

/* Which bytes of a block are part of a word, as bits. What is ASCII and no letter or digit is none, nor, to need no
 * tables, is any of U+0080 to U+00BF and U+2000 to U+2FFF. *others are bits of the block that are known to be none, and
 * gets those of the next one. */
static uint64_t find_words(const struct tp_block *block, uint64_t *others)
{
	uint64_t two = tp_block_bits(block, is_lead_of_two), three = tp_block_bits(block, is_lead_of_three);
	uint64_t here = *others | two | two << 1 | three | three << 1 | three << 2;

	*others = two >> 63 | three >> 63 | three >> 62;
	return tp_block_bits(block, is_in_word) & ~here;
}

/* Reads the words of a text that have no full stop, block by block. */
static void read_words(struct tp_str text, struct tp_seen_words *words)
{
	uint64_t others = 0, inside = 0; /* a word goes on from the block before, which begins at `from` */
	size_t from = 0;

	set_cap(words, FIRST_CAP);
	for (size_t at = 0; at <= text.n; at += TP_BLOCK) {
		struct tp_block block = tp_block_at(text, at);
		uint64_t word = find_words(&block, &others), before = word << 1 | inside, starts = word & ~before;
		uint64_t ends = ~word & before & ~tp_block_bits(&block, is_stop);

		for (; ends; ends &= ends - 1) {
			uint64_t started = starts & ((ends & -ends) - 1);

			add(words, hash_at(text, started ? at + last_of(started) : from, at + first_of(ends)));
		}
		from = starts ? at + last_of(starts) : from;
		inside = word >> 63;
	}
}

/* Reading what is looked for ---------------------------------------------------------------------------------- */

/* The byte at `at` is no part of a word, as find_words() has it. */
static bool separates(struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p + at;
	bool plain = (unsigned)(p[0] | 0x20) - 'a' < 26 || (unsigned)p[0] - '0' < 10;

	return (p[0] < 0x80 && !plain) || p[0] == 0xc2 || p[0] == 0xe2 ||
	       (at > 0 && (p[-1] == 0xc2 || p[-1] == 0xe2)) || (at > 1 && p[-2] == 0xe2);
}

static int by_start(const void *pa, const void *pb)
{
	const struct wanted *a = pa, *b = pb;

	return memcmp(a->start, b->start, sizeof a->start);
}

/* Leaves out what was seen, and makes the needles for the rest: neighbours in order are one group. */
static void make_needles(struct tp_expected *expected, struct tp_needles *needles)
{
	struct wanted *wanted = expected->wanted.p;
	size_t n = 0;

	for (size_t i = 0; i < expected->wanted.n; i++)
		if (!*slot_of(&expected->seen, wanted[i].hash))
			wanted[n++] = wanted[i];
	expected->wanted.n = n;
	*needles = (struct tp_needles){ .words = true };
	for (size_t i = 0; i < n; i++)
		tp_needles_add(needles, (struct tp_str){ wanted[i].start, wanted[i].n }, (unsigned)(8 * i / n));
}

/* The end of the word at `at`; `at`: there is none. */
static size_t word_end(struct tp_str text, size_t at)
{
	if (at > 0 && !separates(text, at - 1))
		return at;
	while (at < text.n && !separates(text, at))
		at++;
	return at;
}

/* Reads the words that are expected. Those that are frequent are soon seen, and no longer looked for. */
static void read_expected(struct tp_str text, struct tp_expected *expected)
{
	struct tp_needles needles;
	struct tp_hits hits;
	size_t seen = 0; /* since the needles were made */

	set_cap(&expected->seen, FIRST_CAP);
	if (expected->wanted.n)
		qsort(expected->wanted.p, expected->wanted.n, sizeof *expected->wanted.p, by_start);
	make_needles(expected, &needles);
	tp_hits_start(&hits, &needles, text);
	for (size_t from; expected->wanted.n && (from = tp_hits_next(&hits)) < text.n;) {
		size_t to = word_end(text, from);

		if (from == to || (to < text.n && text.p[to] == '.'))
			continue;
		uint64_t hash = hash_at(text, from, to);
		if (!*slot_of(&expected->words, hash) || *slot_of(&expected->seen, hash))
			continue;
		add(&expected->seen, hash);
		if (++seen > expected->wanted.n / 8) {
			make_needles(expected, &needles);
			seen = 0;
		}
	}
}

/* The start of the word that ends at `end`. */
static size_t word_start(struct tp_str text, size_t end)
{
	size_t from = end;

	if (end >= WORD) {
		uint64_t bytes = tp_eight_of(text.p + end - WORD, WORD);
		uint64_t others = (tp_eight_letters(bytes) | tp_eight_digits(bytes)) ^ TP_EIGHT(0x80);
		size_t n = (size_t)__builtin_clzll(others | 0x80) / 8;

		if (others && !(bytes << 8 * n >> 63))
			return end - n;
	}
	while (from > 0 && !separates(text, from - 1))
		from--;
	return from;
}

/* White space stands at `at`, and behind it a letter in lower case. Beside most other full stops there is a space and
 * ASCII, or else a quotation mark, of U+2010 to U+2027. */
static bool goes_on(struct tp_str text, size_t at)
{
	uint64_t bytes = tp_eight_at(text, at);
	bool space = (bytes & 0xff) == ' ';

	bytes >>= space ? 8 : 0;
	if ((bytes & 0xffff) == 0x80e2 && (bytes >> 16 & 0xff) - 0x90 < 24)
		return false;
	if (space && (bytes & 0xff) < 0x80)
		return tp_is_lower(bytes & 0xff);
	return tp_is_space(tp_utf8_next(text, &at)) && tp_is_lower(tp_utf8_next(text, &at));
}

void tp_seen_stops(struct tp_needles *needles, bool goes_on)
{
	tp_needles_allow(needles, 0, 0, '.', '.');
	for (const char *space = " \t\n\v\f\r\xc2\xe1\xe2\xe3"; *space; space++)
		tp_needles_allow(needles, 0, 1, (unsigned char)*space, (unsigned char)*space);
	tp_needles_allow(needles, 0, 2, 0x80, 0xff);
	if (goes_on) {
		tp_needles_allow(needles, 0, 2, 'a', 'z');
	} else {
		tp_needles_allow(needles, 0, 2, 0, 'a' - 1);
		tp_needles_allow(needles, 0, 2, 'z' + 1, 0x7f);
	}
}

/* Reads the words with a full stop in a part of the text, behind which a sentence goes on. */
static void read_stopped(struct tp_str text, struct tp_span part, struct tp_seen_words *words)
{
	struct tp_needles needles = { 0 };
	struct tp_hits hits;

	set_cap(words, FIRST_CAP);
	tp_seen_stops(&needles, true);
	tp_hits_start(&hits, &needles, (struct tp_str){ text.p, part.to });
	hits.to = part.from;
	for (size_t at; (at = tp_hits_next(&hits)) < part.to;) {
		if (!goes_on(text, at + 1))
			continue;
		size_t from = word_start(text, at);
		if (from < at)
			add(words, hash_at(text, from, at));
	}
}

/* Asking ---------------------------------------------------------------------------------------------------- */

static void free_words(struct tp_seen_words *words)
{
	if (words)
		free(words->slots);
	free(words);
}

/* Keeps a set that was made, unless another thread has kept its own by now: returns the one that is kept. */
static const struct tp_seen_words *keep(_Atomic(struct tp_seen_words *) *kept, struct tp_seen_words *made)
{
	struct tp_seen_words *words = NULL;

	if (atomic_compare_exchange_strong(kept, &words, made))
		return made;
	free_words(made);
	return words;
}

static const struct tp_seen_words *all_words(struct tp_seen *seen)
{
	struct tp_seen_words *words = atomic_load(&seen->words);

	if (words)
		return words;
	words = tp_alloc_zero(1, sizeof *words);
	read_words(seen->text, words);
	return keep(&seen->words, words);
}

static const struct tp_seen_words *stopped_words(struct tp_seen *seen, size_t i, struct tp_span part)
{
	struct tp_seen_words *words = atomic_load(&seen->stopped[i]);

	if (words)
		return words;
	words = tp_alloc_zero(1, sizeof *words);
	read_stopped(seen->text, part, words);
	return keep(&seen->stopped[i], words);
}

static struct tp_expected *new_expected(void)
{
	struct tp_expected *expected = tp_alloc_zero(1, sizeof *expected);

	set_cap(&expected->words, FIRST_CAP);
	return expected;
}

static void free_expected(struct tp_expected *expected)
{
	if (!expected)
		return;
	free(expected->words.slots);
	free(expected->seen.slots);
	free(expected->wanted.p);
	free(expected);
}

static const struct tp_expected *expected_of(struct tp_seen *seen, tp_expect_fn expect, const void *arg)
{
	struct tp_expected *expected = atomic_load(&seen->expected), *made;

	if (expected)
		return expected;
	made = new_expected();
	expect(arg, seen, made);
	if (made->many)
		all_words(seen);
	else
		read_expected(seen->text, made);
	if (atomic_compare_exchange_strong(&seen->expected, &expected, made))
		return made;
	free_expected(made);
	return expected;
}

void tp_seen_release(struct tp_seen *seen)
{
	free_words(atomic_exchange(&seen->words, NULL));
	for (size_t i = 0; i < TP_SEEN_PARTS; i++)
		free_words(atomic_exchange(&seen->stopped[i], NULL));
	free_expected(atomic_exchange(&seen->expected, NULL));
	free(atomic_exchange(&seen->notes, NULL));
}

bool tp_seen_word(struct tp_seen *seen, struct tp_str word)
{
	return has(all_words(seen), word);
}

bool tp_seen_stopped(struct tp_seen *seen, struct tp_str word)
{
	struct tp_span part = { 0, FIRST_PART };

	for (size_t i = 0;; i++, part = (struct tp_span){ part.to, 2 * part.to + FIRST_PART }) {
		if (part.to > seen->text.n || i + 1 == TP_SEEN_PARTS)
			part.to = seen->text.n;
		if (has(stopped_words(seen, i, part), word))
			return true;
		if (part.to == seen->text.n)
			return false;
	}
}

bool tp_seen_has_all(const struct tp_seen *seen)
{
	return atomic_load_explicit(&seen->words, memory_order_relaxed);
}

bool tp_expect(struct tp_expected *words, size_t at, struct tp_str word)
{
	struct wanted wanted = { .hash = hash_of(word, word.n) };

	words->many = ++words->told > (at + FIRST_BYTES) / FEW;
	if (words->many)
		return false;
	if (!word.n || *slot_of(&words->words, wanted.hash))
		return true;
	wanted.n = (unsigned char)(word.n < TP_NEEDLE ? word.n : TP_NEEDLE);
	memcpy(wanted.start, word.p, wanted.n);
	*tp_push(&words->wanted) = wanted;
	add(&words->words, wanted.hash);
	return true;
}

bool tp_seen_expected(struct tp_seen *seen, struct tp_str word, tp_expect_fn expect, const void *arg)
{
	const struct tp_expected *expected;

	if (tp_seen_has_all(seen))
		return tp_seen_word(seen, word);
	expected = expected_of(seen, expect, arg);
	return !tp_seen_has_all(seen) && has(&expected->words, word) ? has(&expected->seen, word)
								     : tp_seen_word(seen, word);
}

/* Notes ----------------------------------------------------------------------------------------------------- */

/* A word, and where notes on it are; 0: it is none to take notes on. */
static uint64_t note_key(struct tp_str text, struct tp_span word, size_t *slot)
{
	uint64_t key =
	    word.to - word.from <= NOTED ? tp_eight_cut(tp_eight_at(text, word.from), word.to - word.from) : 0;

	*slot = key * 0x9e3779b97f4a7c15 / (UINT64_MAX / NOTES + 1);
	return key << 16;
}

void tp_seen_note(struct tp_seen *seen, enum tp_seen_side side, struct tp_str text, struct tp_span word,
		  uint16_t number)
{
	struct tp_seen_notes *notes = atomic_load(&seen->notes), *made = NULL;
	size_t slot;
	uint64_t key = note_key(text, word, &slot);

	if (!notes) {
		made = tp_alloc_zero(1, sizeof *made);
		if (atomic_compare_exchange_strong(&seen->notes, &notes, made))
			notes = made;
		else
			free(made);
	}
	if (key)
		atomic_store_explicit(&notes->slots[side][slot], key | number, memory_order_relaxed);
}

bool tp_seen_noted(const struct tp_seen *seen, enum tp_seen_side side, struct tp_str text, struct tp_span word,
		   uint16_t *number)
{
	struct tp_seen_notes *notes = atomic_load_explicit(&seen->notes, memory_order_acquire);
	size_t slot;
	uint64_t key = note_key(text, word, &slot);
	uint64_t noted = notes ? atomic_load_explicit(&notes->slots[side][slot], memory_order_relaxed) : 0;

	*number = (uint16_t)noted;
	return key && (noted & ~UINT64_C(0xffff)) == key;
}
