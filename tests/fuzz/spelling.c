/* A word of any bytes: asked about, and corrected by words that are right. The dictionary is any that is there. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "language/shape.h"
#include "language/spelling.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct tp_spelling *spelling;

/* What the first corrections wait for, the index of the dictionary, is made here, so that no input is slow. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct tp_arena *arena = tp_arena_new();
	size_t found;

	(void)argc;
	(void)argv;
	spelling = tp_spelling_new("en_US", NULL, NULL, "dictionaries", true, NULL, NULL, NULL);
	if (!spelling)
		abort();
	tp_spelling_suggest(spelling, TP_S("speling"), 5, arena, &found, NULL);
	tp_arena_free(arena);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tp_str word = { (const char *)data, n };
	struct tp_span whole = { 0, n };
	struct tp_arena *arena = tp_arena_new();
	size_t found;

	tp_spelling_knows(spelling, word);
	struct tp_str *fixes = tp_spelling_suggest(spelling, word, 5, arena, &found, NULL);
	for (size_t i = 0; i < found; i++)
		if (memchr(fixes[i].p, ' ', fixes[i].n) ? fixes[i].n < 3 : !tp_spelling_knows(spelling, fixes[i]))
			abort();
	whole = tp_word_without_elision(word, tp_word_without_possessive(word, whole));
	if (whole.from > whole.to || tp_word_compound(word, whole).to > n)
		abort();
	tp_word_starts_sentence(word, n);
	tp_arena_free(arena);
	return 0;
}
