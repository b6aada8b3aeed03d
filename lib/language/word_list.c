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

static void put(struct tp_word_list *list, struct tp_table *table, struct tp_str key, const struct tp_str *value)
{
	if (!tp_table_get(table, key))
		*tp_table_put(table, tp_arena_str(list->arena, key)) = (uintptr_t)value;
}

void tp_word_list_add(struct tp_word_list *list, struct tp_str word, struct tp_str value)
{
	struct tp_buf key = TP_BUF_INIT, capitals = TP_BUF_INIT;

	make_key(word, &key);
	if (key.n) {
		struct tp_str *kept = tp_arena_alloc(list->arena, sizeof *kept);

		*kept = tp_arena_str(list->arena, value);
		tp_upper(tp_buf_str(&key), NULL, &capitals);
		put(list, &list->words, tp_buf_str(&key), kept);
		put(list, &list->capitals, tp_buf_str(&capitals), kept);
	}
	tp_buf_release(&key);
	tp_buf_release(&capitals);
}

static const uintptr_t *get_lower(const struct tp_word_list *list, struct tp_str key)
{
	struct tp_buf lower = TP_BUF_INIT;

	tp_lower(key, NULL, &lower);
	const uintptr_t *found = tp_table_get(&list->words, tp_buf_str(&lower));
	tp_buf_release(&lower);
	return found;
}

bool tp_word_list_has(const struct tp_word_list *list, struct tp_str word, struct tp_str *value)
{
	struct tp_buf key = TP_BUF_INIT;

	if (!list->words.n)
		return false;
	make_key(word, &key);
	struct tp_shape shape = tp_shape_of(tp_buf_str(&key));
	const uintptr_t *found = tp_table_get(&list->words, tp_buf_str(&key));
	if (!found && shape.capitals > 1 && shape.capitals == shape.letters)
		found = tp_table_get(&list->capitals, tp_buf_str(&key));
	if (!found && shape.title && shape.capitals == 1)
		found = get_lower(list, tp_buf_str(&key));
	if (found && value)
		*value = *(const struct tp_str *)*found;
	tp_buf_release(&key);
	return found != NULL;
}
