/* Double spaces between words. */
#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"
#include "language/words.h"

enum { MOST_SPACES = 3 }; /* more of them are alignment */

/* Spaces at the ends of lines and beside tabs are layout. */
static bool is_layout(struct tp_str text, struct tp_span at)
{
	static const char edges[] = "\n\r\t";

	return at.from == 0 || at.to == text.n || at.to - at.from > MOST_SPACES ||
	       memchr(edges, text.p[at.from - 1], sizeof edges) || memchr(edges, text.p[at.to], sizeof edges);
}

/* Two spaces are a slip, unless more stand elsewhere: then they may be columns. */
static bool is_slip(struct tp_str text, struct tp_span at)
{
	return at.to - at.from == 2 && tp_str_find(text, TP_S("   "), 0) == TP_NOT_FOUND;
}

static void add_finding(const struct tp_checking *checking, struct tp_span at)
{
	struct tp_finding *finding = tp_findings_add(checking->out, "double-space", checking->unit, at);

	finding->sure = is_slip(checking->text->text, at);
	finding->message = tp_arena_str(checking->out->arena, tp_str_of(_("One space is enough here.")));
	tp_finding_add_fix(checking->out, finding, at, TP_S(" "));
}

static void judge(const struct tp_checking *checking)
{
	struct tp_str text = checking->text->text;
	struct tp_span at = { 0, 0 };
	size_t hint = 0;

	for (; (at.from = tp_str_find(text, TP_S("  "), at.to)) != TP_NOT_FOUND;) {
		at.to = at.from + 2;
		while (at.to < text.n && text.p[at.to] == ' ')
			at.to++;
		if (!is_layout(text, at) && !tp_checking_has_code(checking, at.from + 1, at.to - 1) &&
		    !tp_skip_has(checking->skip, at, &hint))
			add_finding(checking, at);
	}
}

const struct tp_check tp_check_spaces = {
	.name = "copy",
	.judge = judge,
};
