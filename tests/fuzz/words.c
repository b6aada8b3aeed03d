/* The skip map and the words of any bytes: spans in order, inside the text. */
#include <stdint.h>
#include <stdlib.h>

#include "core/unicode.h"
#include "language/words.h"

static void check(const struct tp_spans *spans, size_t n)
{
	size_t last = 0;

	for (size_t i = 0; i < spans->n; i++) {
		if (spans->p[i].from < last || spans->p[i].to <= spans->p[i].from || spans->p[i].to > n)
			abort();
		last = spans->p[i].to;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tp_str text = { (const char *)data, n };
	struct tp_spans skip = { NULL, 0, 0 }, words = { NULL, 0, 0 };
	struct tp_word_rules *rules = tp_word_rules_new();

	tp_skip_map(text, &skip);
	check(&skip, n);
	tp_words(text, rules, "en", &skip, &words);
	check(&words, n);
	tp_spans_release(&skip);
	tp_spans_release(&words);
	tp_word_rules_free(rules);
	return 0;
}
