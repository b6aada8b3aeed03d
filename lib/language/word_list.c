#include "language/word_list.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/table.h"
#include "core/unicode.h"
#include "language/shape.h"

struct tp_word_list {
	struct tp_table words;
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
	tp_table_release(&list->words);
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

void tp_word_list_add(struct tp_word_list *list, struct tp_str word)
{
	struct tp_buf key = TP_BUF_INIT;

	make_key(word, &key);
	if (key.n && !tp_table_get(&list->words, tp_buf_str(&key)))
		*tp_table_put(&list->words, tp_arena_str(list->arena, tp_buf_str(&key))) = 1;
	tp_buf_release(&key);
}

/* Asks with the small letters of the key; with `title`, all but the first are made small. */
static bool has_smaller(const struct tp_word_list *list, struct tp_str key, bool title)
{
	struct tp_buf lower = TP_BUF_INIT, cased = TP_BUF_INIT;

	tp_lower(key, NULL, &lower);
	if (title)
		tp_title(tp_buf_str(&lower), NULL, &cased);
	bool found = tp_table_get(&list->words, tp_buf_str(title ? &cased : &lower)) != NULL;
	tp_buf_release(&lower);
	tp_buf_release(&cased);
	return found;
}

bool tp_word_list_has(const struct tp_word_list *list, struct tp_str word)
{
	struct tp_buf key = TP_BUF_INIT;

	if (!list->words.n)
		return false;
	make_key(word, &key);
	struct tp_shape shape = tp_shape_of(tp_buf_str(&key));
	bool capitals = shape.capitals > 1 && shape.capitals == shape.letters;
	bool found =
	    tp_table_get(&list->words, tp_buf_str(&key)) ||
	    ((capitals || (shape.title && shape.capitals == 1)) && has_smaller(list, tp_buf_str(&key), false)) ||
	    (capitals && has_smaller(list, tp_buf_str(&key), true));
	tp_buf_release(&key);
	return found;
}
