/* Editorial insertions: "[other]", "[sic]". */
#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/words.h"

enum { LONGEST_INSERTION = 120 };

/* A footnote "[1]", a task box "[x]" and an omission "[...]" are none. */
static bool is_insertion(struct tp_str inner)
{
	size_t letters = 0;

	if (inner.n == 0 || inner.p[0] == ' ' || inner.p[0] == '^' || inner.p[0] == '!')
		return false;
	for (size_t at = 0; at < inner.n;)
		letters += tp_is_letter(tp_utf8_next(inner, &at));
	return letters > 0 && !tp_str_is(inner, "x") && !tp_str_is(inner, "X");
}

/* Markup of a link or its definition, or an index in code, stands around the brackets. */
static bool is_markup(struct tp_str text, struct tp_span at)
{
	size_t place = at.from;
	uint32_t before = tp_utf8_prev(text, &place);
	char after = at.to < text.n ? text.p[at.to] : '\0';

	return tp_is_word(before) || before == ']' || before == '!' || before == '[' || after == '(' || after == '[' ||
	       after == ':' || after == ']';
}

static void add_finding(const struct tp_checking *checking, struct tp_span at)
{
	struct tp_str text = tp_str_at(checking->text->text, at);
	struct tp_finding *finding = tp_findings_add(checking->out, "editorial-insertion", checking->unit, at);

	finding->message =
	    tp_arena_format(checking->out->arena, _("An editor put \"%.*s\" into the text."), (int)text.n, text.p);
}

static void judge(const struct tp_checking *checking)
{
	struct tp_str text = checking->text->text;
	size_t hint = 0, from = tp_str_find_char(text, '[', 0);

	for (; from != TP_NOT_FOUND; from = tp_str_find_char(text, '[', from + 1)) {
		struct tp_str rest = tp_str_from(text, from + 1);
		size_t n = 0;

		rest.n = rest.n < LONGEST_INSERTION ? rest.n : LONGEST_INSERTION;
		while (n < rest.n && rest.p[n] != ']' && rest.p[n] != '[' && rest.p[n] != '\n')
			n++;
		struct tp_span at = { from, from + n + 2 };
		if (n < rest.n && rest.p[n] == ']' && is_insertion((struct tp_str){ rest.p, n }) &&
		    !is_markup(text, at) && !tp_skip_has(checking->skip, at, &hint))
			add_finding(checking, at);
	}
}

const struct tp_check tp_check_brackets = {
	.name = "copy",
	.judge = judge,
};
