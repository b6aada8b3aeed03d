#include "language/words.h"

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

enum {
	ABBREVIATION_PART = 2,
	LONGEST_CONTINUED = 1 << 10, /* bytes: longer than any word */
};

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool has_letter(struct tp_str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = tp_utf8_next(s, &at);

		if (cp < 0x80 ? is_ascii_letter((char)cp) : tp_is_letter(cp))
			return true;
	}
	return false;
}

/* "U.S", "e.g", "Ph.D": parts of one or two letters with periods between them. "end.The" is none. */
static bool is_dotted(struct tp_str word)
{
	struct tp_str part;

	if (tp_str_find_char(word, '.', 0) == TP_NOT_FOUND)
		return false;
	while (tp_str_cut(&word, '.', &part))
		if (tp_utf8_count(part) > ABBREVIATION_PART)
			return false;
	return true;
}

/* Only zero width spaces stand between the words, and their scripts are written with spaces: one word, if that is not
 * too long. */
static bool is_continued(struct tp_str text, struct tp_span a, struct tp_span b)
{
	if (b.from <= a.to || b.to - a.from > LONGEST_CONTINUED)
		return false;
	struct tp_str gap = { text.p + a.to, b.from - a.to };
	while (tp_str_starts(gap, TP_S("\u200b")))
		gap = tp_str_from(gap, 3);
	size_t last = a.to;
	return gap.n == 0 && !tp_is_ideographic(tp_utf8_prev(text, &last));
}

struct finder {
	struct tp_str text;
	bool colons; /* are part of words */
	struct tp_spans *out;
	struct tp_span last; /* odd word, */
	size_t before; /* and how many words there were before it */
};

/* Adds the words of a UAX 29 word: without the underscores, periods and colons that it takes in. */
static void add_odd(void *arg, struct tp_span whole)
{
	struct finder *in = arg;

	if (is_continued(in->text, in->last, whole)) {
		whole.from = in->last.from;
		in->out->n = in->before;
	}
	in->last = whole;
	in->before = in->out->n;
	bool dotted = is_dotted(tp_str_at(in->text, whole));
	size_t from = whole.from;
	for (size_t i = whole.from; i <= whole.to; i++) {
		char c = i < whole.to ? in->text.p[i] : '_';

		if (c != '_' && (c != '.' || dotted) && (c != ':' || in->colons))
			continue;
		struct tp_span word = { from, i };
		if (has_letter(tp_str_at(in->text, word)))
			*tp_push(in->out) = word;
		from = i + 1;
	}
}

static void drop_skipped(struct tp_spans *words, const struct tp_spans *skip)
{
	size_t hint = 0, n = 0;

	for (size_t i = 0; i < words->n; i++)
		if (!tp_skip_has(skip, words->p[i], &hint))
			words->p[n++] = words->p[i];
	words->n = n;
}

void tp_words(struct tp_str text, const struct tp_word_rules *rules, const char *language, const struct tp_spans *skip,
	      struct tp_spans *out)
{
	struct finder in = { .text = text, .colons = tp_language_has_colons(language), .out = out };

	out->n = 0;
	tp_word_borders(rules, text, language, out, add_odd, &in);
	if (skip->n)
		drop_skipped(out, skip);
}
