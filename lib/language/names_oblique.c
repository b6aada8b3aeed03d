/* Names in other cases than the first one. */
#include "language/names_oblique.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/table.h"
#include "language/names_endings.h"

struct tp_name_obliques {
	struct tp_arena *arena;
	struct tp_name_endings endings;
	struct tp_str language; /* without its country */
	struct {
		struct tp_str *p;
		size_t n, cap;
	} words;
	struct tp_table declined; /* word -> 1 + the index of the word that it is declined from */
	bool ready;
};

struct tp_name_obliques *tp_name_obliques_new(const char *data, const char *language)
{
	struct tp_name_obliques *obliques = tp_alloc_zero(1, sizeof *obliques);
	struct tp_str rest = tp_str_of(language), tag = TP_S("");
	struct tp_buf path = TP_BUF_INIT;

	tp_str_cut(&rest, '-', &tag);
	obliques->arena = tp_arena_new();
	obliques->language = tp_arena_str(obliques->arena, tag);
	tp_buf_format(&path, "%s/names/endings.txt", data);
	tp_name_endings_read(&obliques->endings, obliques->arena, path.p, obliques->language.p, NULL);
	tp_buf_release(&path);
	return obliques;
}

void tp_name_obliques_free(struct tp_name_obliques *obliques)
{
	tp_name_endings_release(&obliques->endings);
	tp_table_release(&obliques->declined);
	free(obliques->words.p);
	tp_arena_free(obliques->arena);
	free(obliques);
}

void tp_name_obliques_add(struct tp_name_obliques *obliques, struct tp_str word)
{
	*tp_push(&obliques->words) = word;
}

/* Notes the forms of a word in all cases, but those that look as it does. */
static void decline(struct tp_name_obliques *obliques, struct tp_table *declined, size_t index)
{
	struct tp_str word = obliques->words.p[index], rest, ending;
	unsigned reach = tp_name_endings_reach(&obliques->endings, obliques->language);
	struct tp_buf last = TP_BUF_INIT, form = TP_BUF_INIT;
	uint32_t number;
	size_t n;

	if (reach && tp_name_last_letters(word, reach, &last) &&
	    tp_name_endings_of(&obliques->endings, tp_buf_str(&last), last.n < word.n, obliques->language, &number,
			       &n)) {
		const struct tp_name_paradigm *paradigm = &obliques->endings.p[number];
		for (size_t i = 0; i < paradigm->n; i++)
			for (rest = paradigm->endings[i]; tp_str_cut(&rest, '/', &ending);) {
				if (tp_str_is(ending, "?") || tp_str_is(ending, "-"))
					continue;
				tp_buf_clear(&form);
				tp_buf_add(&form, word.p, word.n - n);
				tp_buf_add_str(&form, ending);
				if (tp_str_eq(tp_buf_str(&form), word))
					continue;
				uintptr_t *of =
				    tp_table_put(declined, tp_arena_str(obliques->arena, tp_buf_str(&form)));
				*of = *of ? *of : index + 1;
			}
	}
	tp_buf_release(&last);
	tp_buf_release(&form);
}

/* What is declined from another word is no root: "Ашурова", where there is "Ашуров", too. */
static void find_roots(struct tp_name_obliques *obliques)
{
	struct tp_table any = { 0 };

	for (size_t i = 0; i < obliques->words.n; i++)
		decline(obliques, &any, i);
	for (size_t i = 0; i < obliques->words.n; i++)
		if (!tp_table_get(&any, obliques->words.p[i]))
			decline(obliques, &obliques->declined, i);
	tp_table_release(&any);
	obliques->ready = true;
}

struct tp_str tp_name_oblique_root(struct tp_name_obliques *obliques, struct tp_str word)
{
	if (!obliques->ready)
		find_roots(obliques);
	const uintptr_t *of = tp_table_get(&obliques->declined, word);
	return of ? obliques->words.p[*of - 1] : TP_S("");
}
