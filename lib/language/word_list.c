#include "language/word_list.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/table.h"
#include "core/unicode.h"
#include "language/shape.h"

struct tp_word_list {
	struct tp_table words, capitals; /* as they were added, and all in capitals: addresses of values */
	struct tp_arena *arena;
};

struct tp_word_list *tp_word_list_new(void)
{
	struct tp_word_list *list = tp_alloc_zero(1, sizeof *list);

	list->arena = tp_arena_new();
	return list;
}

void tp_word_list_free(struct tp_word_list *list)
{
	if (!list)
		return;
	tp_table_release(&list->words);
	tp_table_release(&list->capitals);
	tp_arena_free(list->arena);
	free(list);
}

/* Composed, and with the plain apostrophe. */
static void make_key(struct tp_str word, struct tp_buf *key)
{
	struct tp_buf plain = TP_BUF_INIT;

	for (size_t at = 0; at < word.n;) {
		uint32_t cp = tp_utf8_next(word, &at);

		if (!tp_is_invisible(cp))
			tp_buf_add_cp(&plain, tp_is_apostrophe(cp) ? '\'' : cp);
	}
	tp_nfc(tp_buf_str(&plain), key);
	tp_buf_release(&plain);
}

void tp_word_put_keys(struct tp_str word, tp_word_key_fn put, void *arg)
{
	struct tp_buf key = TP_BUF_INIT, capitals = TP_BUF_INIT;

	make_key(word, &key);
	if (key.n) {
		tp_upper(tp_buf_str(&key), NULL, &capitals);
		put(arg, tp_buf_str(&key), false);
		put(arg, tp_buf_str(&capitals), true);
	}
	tp_buf_release(&key);
	tp_buf_release(&capitals);
}

static bool has_lower(struct tp_str key, tp_word_key_fn has, void *arg)
{
	struct tp_buf lower = TP_BUF_INIT;

	tp_lower(key, NULL, &lower);
	bool found = has(arg, tp_buf_str(&lower), false);
	tp_buf_release(&lower);
	return found;
}

bool tp_word_has_key(struct tp_str word, tp_word_key_fn has, void *arg)
{
	struct tp_buf key = TP_BUF_INIT;

	make_key(word, &key);
	struct tp_shape shape = tp_shape_of(tp_buf_str(&key));
	bool found = has(arg, tp_buf_str(&key), false) ||
		     (shape.capitals > 1 && shape.capitals == shape.letters && has(arg, tp_buf_str(&key), true)) ||
		     (shape.title && shape.capitals == 1 && has_lower(tp_buf_str(&key), has, arg));
	tp_buf_release(&key);
	return found;
}

struct adding {
	struct tp_word_list *list;
	const struct tp_str *value;
};

static bool put(void *arg, struct tp_str key, bool capitals)
{
	const struct adding *adding = arg;
	struct tp_word_list *list = adding->list;
	struct tp_table *table = capitals ? &list->capitals : &list->words;

	if (!tp_table_get(table, key))
		*tp_table_put(table, tp_arena_str(list->arena, key)) = (uintptr_t)adding->value;
	return true;
}

void tp_word_list_add(struct tp_word_list *list, struct tp_str word, struct tp_str value)
{
	struct tp_str *kept = tp_arena_alloc(list->arena, sizeof *kept);
	struct adding adding = { list, kept };

	*kept = tp_arena_str(list->arena, value);
	tp_word_put_keys(word, put, &adding);
}

struct looking {
	const struct tp_word_list *list;
	const uintptr_t *found;
};

static bool look_up(void *arg, struct tp_str key, bool capitals)
{
	struct looking *looking = arg;

	looking->found = tp_table_get(capitals ? &looking->list->capitals : &looking->list->words, key);
	return looking->found != NULL;
}

bool tp_word_list_has(const struct tp_word_list *list, struct tp_str word, struct tp_str *value)
{
	struct looking looking = { list, NULL };

	if (!list->words.n || !tp_word_has_key(word, look_up, &looking))
		return false;
	if (value)
		*value = *(const struct tp_str *)*looking.found;
	return true;
}
