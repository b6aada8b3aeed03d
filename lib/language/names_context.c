/* What stands around a name. */
#include "language/names_context.h"

#include "core/str.h"
#include "core/unicode.h"

#define NEAR_WORDS 8
#define NEAR_BYTES 240 /* how far back to look for words; enough for eight long ones */

/* Where the paragraph (or, if `lines`, the line) starts, or a word not too far back. */
static size_t back(struct tp_str text, size_t from, bool lines)
{
	size_t at = from;

	while (at > 0 && from - at < NEAR_BYTES) {
		if (text.p[at - 1] == '\n' && (lines || (at > 1 && text.p[at - 2] == '\n')))
			return at;
		at--;
	}
	while (at > 0 && at < from && text.p[at - 1] != ' ')
		at++;
	return at;
}

/* A span has the end of a paragraph (or, if `lines`, of a line) in it. */
static bool has_break(struct tp_str text, size_t from, size_t to, bool lines)
{
	struct tp_str s = tp_str_at(text, (struct tp_span){ from, to });

	if (lines)
		return tp_str_find_char(s, '\n', 0) != TP_NOT_FOUND;
	return tp_str_find(s, TP_S("\n\n"), 0) != TP_NOT_FOUND || tp_str_find(s, TP_S("\n\r\n"), 0) != TP_NOT_FOUND;
}

struct around {
	struct tp_token p[2 * NEAR_WORDS];
	size_t n;
};

/* The words before and behind a name. */
static void look_around(const struct tp_name_context *context, bool lines, struct around *around)
{
	struct tp_str text = context->text;
	struct tp_token token;
	size_t at = back(text, context->at.from, lines), end = context->at.to;

	around->n = 0;
	while (tp_token_next(context->folder, text, &at, &token) && token.at.from < context->at.from) {
		if (token.at.to > context->at.from) /* an elided article, or a proclitic */
			token.at.to = context->at.from;
		if (around->n == NEAR_WORDS)
			memmove(around->p, around->p + 1, --around->n * sizeof *around->p);
		around->p[around->n++] = token;
	}
	at = context->at.to;
	for (size_t i = 0; i < NEAR_WORDS && tp_token_next(context->folder, text, &at, &token); i++) {
		if (has_break(text, end, token.at.from, lines))
			return;
		around->p[around->n++] = token;
		end = token.at.to;
	}
}

bool tp_name_words_near(const struct tp_name_context *context, struct tp_name_words words)
{
	struct around around;

	if (!words.n)
		return false;
	look_around(context, false, &around);
	for (size_t i = 0; i < around.n; i++) {
		struct tp_token *token = &around.p[i];
		if (token->last_apostrophe) { /* Thanksgiving's */
			struct tp_str cut = { context->text.p, token->last_apostrophe };
			size_t at = token->at.from;
			tp_token_next(context->folder, cut, &at, token);
		}
		for (size_t k = 0; k < words.n; k++)
			if (words.p[k] == token->hash)
				return true;
	}
	return false;
}

/* In a script without capitals: from Hebrew to Burmese, and from kana to Yi. */
static bool has_no_case(uint32_t cp)
{
	return (cp >= 0x590 && cp < 0x10a0) || (cp >= 0x3000 && cp < 0xa4d0);
}

struct tp_name_case tp_name_case_of(struct tp_str text)
{
	struct tp_name_case found = { 0, false };
	size_t at = 0;

	while (at < text.n && !found.lower) {
		uint32_t cp = tp_utf8_next(text, &at);
		if (cp < 0x80 ? cp >= 'A' && cp <= 'Z' : !has_no_case(cp) && tp_is_upper(cp))
			found.upper++;
		else
			found.lower = cp < 0x80 ? cp >= 'a' && cp <= 'z'
						: !has_no_case(cp) && tp_is_letter(cp) && tp_is_lower(cp);
	}
	return found;
}

bool tp_name_is_in_capitals(struct tp_str form)
{
	struct tp_name_case letters = tp_name_case_of(form);

	return letters.upper > 1 && !letters.lower;
}

#define CAPITALS_NEAR 5 /* letters in capitals that make a headline; an acronym has fewer */

bool tp_name_in_capitals(const struct tp_name_context *context)
{
	struct around around;
	size_t upper = 0;

	struct tp_name_case name = tp_name_case_of(tp_str_at(context->text, context->at));
	if (!name.upper || name.lower)
		return false;
	look_around(context, true, &around);
	for (size_t i = 0; i < around.n; i++) {
		struct tp_name_case word = tp_name_case_of(tp_str_at(context->text, around.p[i].at));
		if (word.lower)
			return false;
		upper += word.upper;
	}
	return upper >= CAPITALS_NEAR;
}

bool tp_name_in_title(const struct tp_name_context *context)
{
	enum { LONG_WORD = 4, LEAST_WORDS = 3 };
	struct around around;
	size_t n = 0;

	look_around(context, true, &around);
	for (size_t i = 0; i < around.n; i++) {
		struct tp_str word = tp_str_at(context->text, around.p[i].at);
		size_t at = 0;
		if (tp_utf8_count(word) < LONG_WORD)
			continue;
		if (!tp_is_upper(tp_utf8_next(word, &at)))
			return false;
		n++;
	}
	return n >= LEAST_WORDS;
}

bool tp_name_starts_sentence(const struct tp_name_context *context)
{
	struct tp_str text = context->text;
	size_t at = context->at.from;
	bool space = false;

	while (at > 0) {
		uint32_t cp = tp_utf8_prev(text, &at);
		if (cp == '\n' && at > 0 && text.p[at - 1] == '\n')
			return true;
		if (tp_is_space(cp))
			space = true;
		else if (cp == '.' || cp == '!' || cp == '?' || cp == 0x2026)
			return space;
		else if (tp_is_word(cp) || !tp_is_punctuation(cp) || cp == ',' || cp == ';' || cp == '-')
			return false;
	}
	return true;
}
