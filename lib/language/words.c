#include "language/words.h"

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

enum { ABBREVIATION_PART = 2 };

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

/* A colon belongs to Swedish and Finnish words ("EU:n"); to others only by UAX 29. */
static bool has_colons(const char *language)
{
	struct tp_str tag = tp_str_of(language);

	return tag.n >= 2 && (memcmp(tag.p, "sv", 2) == 0 || memcmp(tag.p, "fi", 2) == 0);
}

/* Adds the words of a UAX 29 word: without the underscores, periods and colons that it takes in. */
static void add_words(struct tp_str text, struct tp_span whole, bool colons, struct tp_spans *out)
{
	bool dotted = is_dotted(tp_str_at(text, whole));
	size_t from = whole.from;

	for (size_t i = whole.from; i <= whole.to; i++) {
		char c = i < whole.to ? text.p[i] : '_';

		if (c != '_' && (c != '.' || dotted) && (c != ':' || colons))
			continue;
		struct tp_span word = { from, i };
		if (has_letter(tp_str_at(text, word)))
			*tp_push(out) = word;
		from = i + 1;
	}
}

/* Only zero width spaces stand between the words, and their scripts are written with spaces: one word. */
static bool is_continued(struct tp_str text, struct tp_span a, struct tp_span b)
{
	struct tp_str gap = { text.p + a.to, b.from - a.to };
	size_t last = a.to;

	while (tp_str_starts(gap, TP_S("\u200b")))
		gap = tp_str_from(gap, 3);
	return gap.n == 0 && b.from > a.to && !tp_is_ideographic(tp_utf8_prev(text, &last));
}

void tp_words(struct tp_str text, const char *language, const struct tp_spans *skip, struct tp_spans *out)
{
	struct tp_spans borders = { 0 }, words = { 0 };
	bool colons = has_colons(language);
	size_t hint = 0;

	tp_word_borders(text, language, &borders);
	for (size_t i = 0; i < borders.n; i++) {
		struct tp_span whole = borders.p[i];

		while (i + 1 < borders.n && is_continued(text, whole, borders.p[i + 1]))
			whole.to = borders.p[++i].to;
		add_words(text, whole, colons, &words);
	}
	for (size_t i = 0; i < words.n; i++)
		if (!tp_skip_has(skip, words.p[i], &hint))
			*tp_push(out) = words.p[i];
	tp_spans_release(&words);
	tp_spans_release(&borders);
}
