/* Which dictionaries a text is for. Words that only another dictionary knows may be errors, if there are few of them;
 * if there are more, the text is in both languages. */
#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/kit.h"
#include "language/spelling_files.h"
#include "language/words.h"

enum {
	GROUPS = 16, /* sets of dictionaries that are for one script */
	FEW_WORDS = 5, /* a text with less tells too little to choose by */
	LEAST_OTHERS = 2, /* so many words in another language, */
	OTHERS_SHARE = 20, /* and such a part of all, make a text one in both */
};

/* A word of the text: the dictionaries that are for it, and those that know it, as bits. */
struct asked {
	uint64_t by, known;
};

struct router {
	const struct tp_spelling *spelling;
	size_t dictionaries;
	struct asked *words;
	size_t n;
};

static uint64_t bit(size_t i)
{
	return (uint64_t)1 << i;
}

static bool has_choice(uint64_t dictionaries)
{
	return dictionaries & (dictionaries - 1);
}

static struct asked ask_each(const struct router *router, struct tp_str word)
{
	struct asked asked = { 0, 0 };

	for (size_t i = 0; i < router->dictionaries; i++) {
		if (!tp_spelling_is_for(router->spelling, i, word))
			continue;
		asked.by |= bit(i);
		if (tp_spelling_knows(tp_spelling_part(router->spelling, bit(i)), word))
			asked.known |= bit(i);
	}
	return asked;
}

/* The words of a group that one dictionary knows, and none of `without`. */
static size_t count_known(const struct router *router, uint64_t group, size_t dictionary, uint64_t without)
{
	size_t n = 0;

	for (size_t i = 0; i < router->n; i++)
		n += (router->words[i].by & group) && (router->words[i].known & bit(dictionary)) &&
		     !(router->words[i].known & without);
	return n;
}

static size_t best_of(const struct router *router, uint64_t group)
{
	size_t best = 0, most = 0;
	bool found = false;

	for (size_t i = 0; i < router->dictionaries; i++) {
		size_t known = group & bit(i) ? count_known(router, group, i, 0) : 0;

		if ((group & bit(i)) && (!found || known > most)) {
			best = i;
			most = known;
			found = true;
		}
	}
	return best;
}

/* The dictionaries of a group that the text is for. */
static uint64_t choose(const struct router *router, uint64_t group)
{
	uint64_t chosen = bit(best_of(router, group));
	size_t words = 0;

	for (size_t i = 0; i < router->n; i++)
		words += router->words[i].by == group;
	for (size_t i = 0; i < router->dictionaries; i++) {
		if (!(group & ~chosen & bit(i)))
			continue;
		size_t others = count_known(router, group, i, chosen);
		if (words < FEW_WORDS || (others >= LEAST_OTHERS && others * OTHERS_SHARE >= words))
			chosen |= bit(i);
	}
	return chosen;
}

static uint64_t choose_all(const struct router *router)
{
	uint64_t groups[GROUPS], chosen = TP_ALL_DICTIONARIES;
	size_t n = 0;

	for (size_t i = 0; i < router->n; i++) {
		uint64_t group = router->words[i].by;
		size_t known = 0;

		while (known < n && groups[known] != group)
			known++;
		if (!has_choice(group) || known < n || n == GROUPS)
			continue;
		groups[n++] = group;
		chosen &= ~group | choose(router, group);
	}
	return chosen;
}

static bool is_in_language(const struct tp_kit *kit, const char *tag)
{
	return tp_str_eq(tp_language_folder(tp_str_of(kit->language)), tp_language_folder(tp_str_of(tag)));
}

static void route(struct router *router, struct tp_str text, const struct tp_spans *words, struct tp_kit *kit,
		  struct tp_buf *language)
{
	router->n = words->n;
	router->words = tp_alloc_zero(words->n, sizeof *router->words);
	for (size_t i = 0; i < words->n; i++)
		router->words[i] = ask_each(router, tp_str_at(text, words->p[i]));
	kit->spelling = (struct tp_spelling *)(uintptr_t)tp_spelling_part(router->spelling, choose_all(router));
	const char *best = tp_spelling_path(router->spelling, best_of(router, TP_ALL_DICTIONARIES));
	tp_language_tag(tp_dictionary_name(best).p, language);
	if (tp_language_valid(language->p) && !is_in_language(kit, language->p))
		kit->language = language->p;
	free(router->words);
}

void tp_spelling_route(const struct tp_kit *kit, struct tp_str text, const struct tp_spans *skip, struct tp_kit *routed,
		       struct tp_buf *language)
{
	struct router router = { .spelling = kit->spelling };
	struct tp_spans words = { NULL, 0, 0 };

	*routed = *kit;
	while (tp_spelling_path(router.spelling, router.dictionaries))
		router.dictionaries++;
	if (router.dictionaries < 2 || router.dictionaries > TP_MOST_ROUTED)
		return;
	tp_words(text, kit->words, kit->language, skip, &words);
	route(&router, text, &words, routed, language);
	tp_spans_release(&words);
}
