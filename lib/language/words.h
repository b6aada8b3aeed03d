/* The words of a text, and the places where there are none to check. */
#ifndef TPREP_LANGUAGE_WORDS_H
#define TPREP_LANGUAGE_WORDS_H

#include "tprep.h"

struct tp_word_rules;

/* The skip map: URLs, e-mail addresses, file paths, code (`x`, fences), placeholders (%s, {name}, ${x},
 * %(name)s), tags (<b>), @mentions and #hashtags. Spans in order, not overlapping, found in one pass. */
void tp_skip_map(struct tp_str text, struct tp_spans *out);

/* A span touches the map. Spans asked for in rising order cost O(1) each: *hint starts as 0. */
bool tp_skip_has(const struct tp_spans *skip, struct tp_span at, size_t *hint);

/* Puts in *out, which is emptied first, the words to check in a text: UAX 29 words with a letter, outside the skip map.
 * Apostrophes inside (don't, o’clock) belong to the word; a hyphen joins nothing. */
void tp_words(struct tp_str text, const struct tp_word_rules *rules, const char *language, const struct tp_spans *skip,
	      struct tp_spans *out);

/* The text inside direct quotes, by the quotation marks of the language (and the quoted lines of a
 * plain text, "> "): spans between the marks, in order. A quote that is never closed is none. */
void tp_quotes_map(struct tp_str text, const char *language, struct tp_spans *out);

#endif
