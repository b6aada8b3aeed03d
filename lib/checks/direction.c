/* Controls of writing direction that lack their partner: the text after them may be shown in another
 * order than it is read. */
#include <stdlib.h>

#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"
#include "core/utf8.h"
#include "language/words.h"

enum { POP_EMBEDDING = 0x202c, POP_ISOLATE = 0x2069 };

/* The controls that are open at a place. */
struct opened {
	struct tp_span at;
	uint32_t cp;
};

struct stack {
	struct opened *p;
	size_t n, cap;
	size_t isolates;
};

static bool is_isolate(uint32_t cp)
{
	return cp >= 0x2066 && cp <= 0x2068;
}

static bool is_embedding(uint32_t cp)
{
	return cp == 0x202a || cp == 0x202b || cp == 0x202d || cp == 0x202e;
}

static void add_finding(const struct tp_checking *checking, struct opened control)
{
	struct tp_finding *finding = tp_findings_add(checking->out, "bidi-control", checking->unit, control.at);

	finding->message =
	    tp_arena_format(checking->out->arena, _("The control of writing direction U+%04X lacks its partner."),
			    (unsigned)control.cp);
	tp_finding_add_fix(checking->out, finding, control.at, TP_S(""));
}

/* The end of an isolate also ends the embeddings that were begun in it. */
static void close_isolate(const struct tp_checking *checking, struct stack *stack)
{
	while (!is_isolate(stack->p[stack->n - 1].cp))
		add_finding(checking, stack->p[--stack->n]);
	stack->n--;
	stack->isolates--;
}

static void take(const struct tp_checking *checking, struct stack *stack, struct opened control)
{
	if (is_isolate(control.cp) || is_embedding(control.cp)) {
		*tp_push(stack) = control;
		stack->isolates += is_isolate(control.cp);
	} else if (control.cp == POP_ISOLATE && stack->isolates) {
		close_isolate(checking, stack);
	} else if (control.cp == POP_EMBEDDING && stack->n && is_embedding(stack->p[stack->n - 1].cp)) {
		stack->n--;
	} else {
		add_finding(checking, control);
	}
}

static void judge(const struct tp_checking *checking)
{
	struct tp_str text = checking->text->text;
	struct stack stack = { NULL, 0, 0, 0 };

	for (size_t at = tp_str_find_char(text, '\xe2', 0); at != TP_NOT_FOUND;
	     at = tp_str_find_char(text, '\xe2', at + 1)) {
		size_t end = at;
		uint32_t cp = tp_utf8_next(text, &end);

		if (is_isolate(cp) || is_embedding(cp) || cp == POP_ISOLATE || cp == POP_EMBEDDING)
			take(checking, &stack, (struct opened){ { at, end }, cp });
	}
	while (stack.n)
		add_finding(checking, stack.p[--stack.n]);
	free(stack.p);
}

const struct tp_check tp_check_direction = {
	.name = "copy",
	.judge = judge,
};
