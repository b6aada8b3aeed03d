#include "language/spelling_memo.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

enum { SLOTS = 1 << 15 };

/* The word and then the strings of its list, each with a NUL after it. */
struct slot {
	struct tp_buf text;
	size_t n;
	struct tp_odds odds;
};

struct tp_memo {
	pthread_mutex_t lock;
	struct tp_indexes used; /* slots */
	struct slot slots[SLOTS];
};

struct tp_memo *tp_memo_new(void)
{
	struct tp_memo *memo = tp_alloc_zero(1, sizeof *memo);

	pthread_mutex_init(&memo->lock, NULL);
	return memo;
}

void tp_memo_free(struct tp_memo *memo)
{
	for (size_t i = 0; i < memo->used.n; i++)
		tp_buf_release(&memo->slots[memo->used.p[i]].text);
	free(memo->used.p);
	pthread_mutex_destroy(&memo->lock);
	free(memo);
}

static struct slot *slot_of(struct tp_memo *memo, struct tp_str word)
{
	return &memo->slots[tp_str_hash(word) % SLOTS];
}

/* The same to be filled: it is empty then. */
static struct slot *take_slot(struct tp_memo *memo, struct tp_str word)
{
	struct slot *slot = slot_of(memo, word);

	if (!slot->text.p)
		*tp_push(&memo->used) = (size_t)(slot - memo->slots);
	tp_buf_clear(&slot->text);
	return slot;
}

static struct tp_str *read_slot(const struct slot *slot, struct tp_str word, struct tp_arena *arena, size_t *n,
				struct tp_odds *odds)
{
	struct tp_str rest = tp_buf_str(&slot->text), item;

	if (!rest.n || !tp_str_cut(&rest, '\0', &item) || !tp_str_eq(item, word))
		return NULL;
	struct tp_str *list = tp_arena_alloc(arena, (slot->n + 1) * sizeof *list);
	for (size_t i = 0; i < slot->n && tp_str_cut(&rest, '\0', &item); i++)
		list[i] = tp_arena_str(arena, item);
	*n = slot->n;
	*odds = slot->odds;
	return list;
}

struct tp_str *tp_memo_get(struct tp_memo *memo, struct tp_str word, struct tp_arena *arena, size_t *n,
			   struct tp_odds *odds)
{
	pthread_mutex_lock(&memo->lock);
	struct tp_str *list = read_slot(slot_of(memo, word), word, arena, n, odds);
	pthread_mutex_unlock(&memo->lock);
	return list;
}

void tp_memo_put(struct tp_memo *memo, struct tp_str word, const struct tp_str *list, size_t n, struct tp_odds odds)
{
	pthread_mutex_lock(&memo->lock);
	struct slot *slot = take_slot(memo, word);
	tp_buf_add(&slot->text, word.p, word.n);
	tp_buf_add_char(&slot->text, '\0');
	for (size_t i = 0; i < n; i++) {
		tp_buf_add_str(&slot->text, list[i]);
		tp_buf_add_char(&slot->text, '\0');
	}
	slot->n = n;
	slot->odds = odds;
	pthread_mutex_unlock(&memo->lock);
}

void tp_memo_clear(struct tp_memo *memo)
{
	pthread_mutex_lock(&memo->lock);
	for (size_t i = 0; i < memo->used.n; i++)
		tp_buf_clear(&memo->slots[memo->used.p[i]].text);
	pthread_mutex_unlock(&memo->lock);
}

/* A list is its number of bytes and of strings and its odds, and then the word and the strings, each with a NUL. */
struct kept {
	uint32_t bytes, n;
	struct tp_odds odds;
};

void tp_memo_write(struct tp_memo *memo, struct tp_buf *out)
{
	pthread_mutex_lock(&memo->lock);
	for (size_t i = 0; i < memo->used.n; i++) {
		const struct slot *slot = &memo->slots[memo->used.p[i]];
		struct kept kept = { (uint32_t)slot->text.n, (uint32_t)slot->n, slot->odds };

		if (!slot->text.n)
			continue;
		tp_buf_add(out, (const char *)&kept, sizeof kept);
		tp_buf_add_str(out, tp_buf_str(&slot->text));
	}
	pthread_mutex_unlock(&memo->lock);
}

/* The NULs are as many as there are strings, and one is the last byte. */
static bool is_sound(struct tp_str text, size_t n)
{
	size_t ends = 0;

	for (size_t i = 0; i < text.n; i++)
		ends += text.p[i] == '\0';
	return text.n && text.p[text.n - 1] == '\0' && ends == n + 1;
}

void tp_memo_read(struct tp_memo *memo, struct tp_str bytes)
{
	struct kept kept;

	while (bytes.n >= sizeof kept) {
		memcpy(&kept, bytes.p, sizeof kept);
		bytes = tp_str_from(bytes, sizeof kept);
		if (kept.bytes > bytes.n || !is_sound((struct tp_str){ bytes.p, kept.bytes }, kept.n))
			return;
		struct slot *slot = take_slot(memo, tp_str_of(bytes.p));
		tp_buf_add(&slot->text, bytes.p, kept.bytes);
		slot->n = kept.n;
		slot->odds = kept.odds;
		bytes = tp_str_from(bytes, kept.bytes);
	}
}
