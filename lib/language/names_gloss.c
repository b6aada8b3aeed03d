/* Glosses. */
#include "language/names_gloss.h"

#include "core/str.h"
#include "core/unicode.h"
#include "language/names_base.h"

enum { MOST = 40 }; /* bytes that a gloss takes beside a name */

static bool starts_character(struct tp_str text, size_t at)
{
	return at == text.n || ((unsigned char)text.p[at] & 0xc0) != 0x80;
}

/* The last characters before `at`, and the first ones behind it: as many as a gloss takes. */
static struct tp_str text_before(struct tp_str text, size_t at)
{
	size_t from = at > MOST ? at - MOST : 0;

	while (from < at && !starts_character(text, from))
		from++;
	return tp_str_at(text, (struct tp_span){ from, at });
}

static struct tp_str text_behind(struct tp_str text, size_t at)
{
	size_t to = text.n - at > MOST ? at + MOST : text.n;

	while (to > at && !starts_character(text, to))
		to--;
	return tp_str_at(text, (struct tp_span){ at, to });
}

/* What may stand between a name and the words that speak of it: spaces, quotes and colons. */
static bool is_between(uint32_t cp)
{
	return tp_is_space(cp) || cp == '"' || cp == '\'' || cp == ':' || cp == 0xff1a || cp == 0xab || cp == 0xbb ||
	       (cp >= 0x2018 && cp <= 0x201f) || (cp >= 0x300a && cp <= 0x300f);
}

static struct tp_str without_end(struct tp_str s)
{
	for (size_t at = s.n; at > 0 && is_between(tp_utf8_prev(s, &at));)
		s.n = at;
	return s;
}

static struct tp_str without_start(struct tp_str s)
{
	size_t from = 0;

	for (size_t at = 0; at < s.n && is_between(tp_utf8_next(s, &at));)
		from = at;
	return tp_str_from(s, from);
}

static struct tp_str without_between(struct tp_str s)
{
	return without_start(without_end(s));
}

/* The words may be in capitals. */
static bool tells_alias(const struct tp_name_tongue *tongue, struct tp_str left, struct tp_str right)
{
	struct tp_buf before = TP_BUF_INIT, behind = TP_BUF_INIT;

	tp_lower(without_between(left), tongue->language, &before);
	tp_lower(without_between(right), tongue->language, &behind);
	bool tells = tp_name_before_tells(tongue, TP_BEFORE_ALIAS, tp_buf_str(&before), tp_buf_str(&behind));
	tp_buf_release(&before);
	tp_buf_release(&behind);
	return tells;
}

static bool has_letters(struct tp_str s)
{
	for (size_t at = 0; at < s.n;)
		if (tp_is_letter(tp_utf8_next(s, &at)))
			return true;
	return false;
}

/* A comma, and an article at most. */
static bool is_comma(struct tp_str s)
{
	enum { COMMA_MOST = 7 };
	size_t at = 0;
	uint32_t cp = s.n && s.n <= COMMA_MOST ? tp_utf8_next(s, &at) : 0;

	return cp == ',' || cp == 0x60c || cp == 0x3001 || cp == 0xff0c;
}

/* The second name is not alone in a bracket. */
static bool is_in_bracket(struct tp_str between, struct tp_str right)
{
	static const struct tp_str ends = { ",;/)(", 5 };

	if ((!tp_str_starts(between, TP_S("(")) || tp_str_find_char(between, ')', 0) != TP_NOT_FOUND) &&
	    (!tp_str_starts(between, TP_S("\xef\xbc\x88")) ||
	     tp_str_find(between, TP_S("\xef\xbc\x89"), 0) != TP_NOT_FOUND))
		return false;
	return has_letters(between) || (tp_str_starts(right, TP_S(" ")) &&
					has_letters((struct tp_str){ right.p, tp_str_find_any(right, ends, 0) }));
}

bool tp_name_is_alias(const struct tp_names *names, const char *language, struct tp_str text, struct tp_span first,
		      struct tp_span second)
{
	struct tp_name_tongue tongue = { &names->before, language, names->language != NULL };
	struct tp_str between = tp_str_trim(tp_str_at(text, (struct tp_span){ first.to, second.from })),
		      right = text_behind(text, second.to);

	if (between.n > MOST || tp_str_find(between, TP_S(". "), 0) != TP_NOT_FOUND)
		return false;
	return tells_alias(&tongue, between, has_letters(between) ? TP_S("") : right) ||
	       is_in_bracket(between, right) ||
	       (is_comma(between) && tells_alias(&tongue, text_before(text, first.from), TP_S("")));
}

bool tp_name_is_former(const struct tp_names *names, const char *language, struct tp_str text, struct tp_span at)
{
	struct tp_name_tongue tongue = { &names->before, language, names->language != NULL };

	return tp_name_before_tells(&tongue, TP_BEFORE_ONCE, without_end(text_before(text, at.from)),
				    without_start(text_behind(text, at.to)));
}
