#include "language/segments_passes.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/table.h"

enum { MOST_COMPARED = 40, MOST_PARTS = 10 * TP_MOST_PASS_STEPS };

#define EVER UINT32_MAX /* the length of what can have several */

/* Patterns into steps -------------------------------------------------------------------------------------------- */

/* The code points that every match of a pattern reads; EVER if they are not always as many. */
static uint32_t length_of(const struct tp_node *node)
{
	uint64_t length = node->kind == TP_NODE_SET;

	if (node->kind == TP_NODE_LOOK)
		return 0;
	for (const struct tp_node *child = node->first; child; child = child->next) {
		uint32_t n = length_of(child);

		if (n == EVER || (node->kind == TP_NODE_ANY && child != node->first && n != length))
			return EVER;
		length = node->kind == TP_NODE_ANY ? n : length + n;
	}
	if (node->kind == TP_NODE_REPEAT && length) {
		if (node->min != node->max)
			return EVER;
		length *= node->min;
	}
	return length < EVER ? (uint32_t)length : EVER;
}

bool tp_ends_may_differ(const struct tp_node *before)
{
	return length_of(before) == EVER;
}

/* A pass that is being made. Equal steps are one; `read` of a step is a step as long as there are no entries. */
struct making {
	bool left;
	size_t most; /* steps */
	struct {
		struct tp_pass_step *p;
		size_t n, cap;
	} steps;
	struct tp_table numbers; /* from a step to its number + 1 */
	struct tp_table starts; /* from a part of a pattern and what follows it (struct part) to where it starts, + 1 */
	struct tp_arena *arena; /* for keys */
};

/* Where to go on behind a part of a pattern: once something was read since the innermost repetition began anew, and
 * before. A repetition that read nothing is the last one, as engines have it. */
struct then {
	uint32_t read, empty;
};

struct part {
	const struct tp_node *node;
	struct then then;
};

/* It has come to more than it may; nothing more is added. */
static bool is_full(const struct making *in)
{
	return in->steps.n >= in->most || in->starts.n >= MOST_PARTS;
}

/* The value that is kept for the bytes of a thing; 0 at first. */
static uintptr_t *value_of(struct making *in, struct tp_table *table, const void *p, size_t n)
{
	struct tp_str key = { p, n };
	uintptr_t *value = tp_table_get(table, key);

	return value ? value : tp_table_put(table, tp_arena_str(in->arena, key));
}

static uint32_t push_step(struct making *in, struct tp_pass_step step)
{
	if (!is_full(in))
		*tp_push(&in->steps) = step;
	return (uint32_t)in->steps.n - 1;
}

static uint32_t add_step(struct making *in, struct tp_pass_step step)
{
	uintptr_t *number = value_of(in, &in->numbers, &step, sizeof step);

	if (!*number)
		*number = push_step(in, step) + 1;
	return (uint32_t)*number - 1;
}

/* A fork that tries `more` before `enough`; the other way round where it is lazy. */
static struct tp_pass_step fork_to(bool lazy, uint32_t more, uint32_t enough)
{
	return (struct tp_pass_step){ .kind = TP_PASS_FORK, .a = lazy ? enough : more, .b = lazy ? more : enough };
}

static uint32_t add_node(struct making *in, const struct tp_node *node, struct then then);

/* Puts a part before what follows it. */
static struct then put_before(struct making *in, const struct tp_node *node, struct then then)
{
	struct then start = { .read = add_node(in, node, (struct then){ then.read, then.read }) };

	start.empty = then.read == then.empty ? start.read : add_node(in, node, then);
	return start;
}

static uint32_t add_all(struct making *in, const struct tp_node *node, struct then then)
{
	if (in->left)
		for (const struct tp_node *child = node->first; child; child = child->next)
			then = put_before(in, child, then);
	else
		for (const struct tp_node *child = node->last; child; child = child->previous)
			then = put_before(in, child, then);
	return then.empty;
}

static uint32_t add_any(struct making *in, const struct tp_node *node, struct then then)
{
	uint32_t start = add_node(in, node->last, then);

	for (const struct tp_node *child = node->last->previous; child; child = child->previous)
		start = add_step(in, fork_to(false, add_node(in, child, then), start));
	return start;
}

/* Once more, or enough of it: `again` is where to go on after a repetition that has read something. */
static uint32_t add_once(struct making *in, const struct tp_node *node, uint32_t again, uint32_t enough)
{
	return add_step(in, fork_to(node->lazy, add_node(in, node->first, (struct then){ again, enough }), enough));
}

/* A repetition without a limit goes on at itself. */
static uint32_t add_loop(struct making *in, const struct tp_node *node, uint32_t enough)
{
	uint32_t loop = push_step(in, fork_to(node->lazy, enough, enough));

	uint32_t more = add_node(in, node->first, (struct then){ loop, enough });

	in->steps.p[loop] = fork_to(node->lazy, more, enough);
	return loop;
}

/* The same loop for all that come to it. */
static uint32_t find_loop(struct making *in, const struct tp_node *node, uint32_t enough)
{
	const struct part loop = { node, { enough, EVER } };
	uintptr_t *known = value_of(in, &in->starts, &loop, sizeof loop);
	uint32_t start;

	if (*known)
		return (uint32_t)*known - 1;
	start = add_loop(in, node, enough);
	*value_of(in, &in->starts, &loop, sizeof loop) = start + 1;
	return start;
}

/* As often as may be, but need not. */
static struct then add_more(struct making *in, const struct tp_node *node, struct then then)
{
	uint32_t again = EVER, start = then.read;

	if (node->min == node->max)
		return then;
	if (node->max == TP_FOREVER)
		again = start = find_loop(in, node, then.read);
	for (uint32_t i = node->min; i < node->max && start != again; i++) {
		again = start;
		start = add_once(in, node, again, then.read);
	}
	return (struct then){ start, then.read == then.empty ? start : add_once(in, node, again, then.empty) };
}

static uint32_t add_repeat(struct making *in, const struct tp_node *node, struct then then)
{
	struct then start = add_more(in, node, then), last = { EVER, EVER };

	for (uint32_t i = 0; i < node->min && (start.read != last.read || start.empty != last.empty); i++) {
		last = start;
		start = put_before(in, node->first, start);
	}
	return start.empty;
}

static uint32_t add_kind(struct making *in, const struct tp_node *node, struct then then)
{
	switch (node->kind) {
	case TP_NODE_SET:
		return add_step(in, (struct tp_pass_step){ .kind = TP_PASS_READ, .a = then.read, .set = node->set });
	case TP_NODE_BESIDE:
		return add_step(in, (struct tp_pass_step){ .kind = TP_PASS_BESIDE,
							   .a = then.empty,
							   .set = node->set,
							   .left = node->left,
							   .edge = node->edge });
	case TP_NODE_LOOK:
		return add_step(
		    in, (struct tp_pass_step){
			    .kind = TP_PASS_LOOK, .a = then.empty, .set = node->set, .negated = node->negated });
	case TP_NODE_ANY:
		return add_any(in, node, then);
	case TP_NODE_REPEAT:
		return add_repeat(in, node, then);
	default:
		return add_all(in, node, then);
	}
}

/* Adds a part of a pattern, if it was not yet added before the same, and returns its start. */
static uint32_t add_node(struct making *in, const struct tp_node *node, struct then then)
{
	struct part part = { node, then };
	uint32_t start;

	if (is_full(in))
		return then.empty;
	if (node->first) {
		const uintptr_t *known = tp_table_get(&in->starts, (struct tp_str){ (char *)&part, sizeof part });

		if (known)
			return (uint32_t)*known - 1;
	}
	start = add_kind(in, node, then);
	if (node->first)
		*value_of(in, &in->starts, &part, sizeof part) = start + 1;
	return start;
}

/* Steps that are put in order. */
struct ordering {
	const struct tp_pass_step *from;
	struct tp_pass *to;
	uint32_t *numbers; /* in `to`, + 1; 0: not there yet */
	uint32_t *entries; /* by number: which entry it is, + 1 */
	struct tp_indexes waiting;
};

static bool goes_on(const struct tp_pass_step *step)
{
	return step->kind != TP_PASS_END && step->kind != TP_PASS_READ;
}

static void wait_for(struct ordering *in, bool needed, uint32_t step)
{
	if (needed && !in->numbers[step])
		*tp_push(&in->waiting) = step;
}

/* Puts a step behind those that it goes on at. */
static void put_in_order(struct ordering *in, uint32_t at)
{
	wait_for(in, true, at);
	while (in->waiting.n) {
		size_t last = in->waiting.p[in->waiting.n - 1], n = in->waiting.n;
		const struct tp_pass_step *step = &in->from[last];

		wait_for(in, goes_on(step), step->a);
		wait_for(in, step->kind == TP_PASS_FORK, step->b);
		if (in->waiting.n > n)
			continue;
		in->waiting.n--;
		if (in->numbers[last])
			continue;
		in->to->steps[in->to->n_steps++] = *step;
		in->numbers[last] = in->to->n_steps;
	}
}

/* The number of the entry at a step. */
static uint32_t enter(struct ordering *in, uint32_t step)
{
	if (!in->entries[step]) {
		in->to->entries[in->to->n_entries++] = step;
		in->entries[step] = in->to->n_entries;
	}
	return in->entries[step] - 1;
}

/* Gives a step, which is in its place, the numbers that others have there. */
static void renumber(struct ordering *in, struct tp_pass_step *step)
{
	struct tp_pass *pass = in->to;

	if (step->kind == TP_PASS_READ) {
		step->a = enter(in, in->numbers[step->a] - 1);
	} else if (step->kind != TP_PASS_END) {
		step->a = in->numbers[step->a] - 1;
		step->b = step->kind == TP_PASS_FORK ? in->numbers[step->b] - 1 : 0;
	}
	if (step->kind == TP_PASS_LOOK)
		pass->looks |= 1u << step->set;
	pass->asks_behind |= step->kind == TP_PASS_BESIDE && step->left != pass->left;
}

/* Puts the steps in order that are reached from a start. */
static void order(const struct making *from, uint32_t start, struct tp_pass *pass)
{
	struct ordering in = { .from = from->steps.p, .to = pass };
	size_t n = from->steps.n;

	pass->left = from->left;
	pass->steps = tp_alloc_zero(n, sizeof *pass->steps);
	pass->entries = tp_alloc_zero(n, sizeof *pass->entries);
	in.numbers = tp_alloc_zero(n, sizeof *in.numbers);
	in.entries = tp_alloc_zero(n, sizeof *in.entries);
	put_in_order(&in, start);
	for (uint32_t i = 0; i < pass->n_steps; i++)
		if (pass->steps[i].kind == TP_PASS_READ)
			put_in_order(&in, pass->steps[i].a);
	for (uint32_t i = 0; i < pass->n_steps; i++)
		renumber(&in, &pass->steps[i]);
	pass->start = in.numbers[start] - 1;
	free(in.waiting.p);
	free(in.numbers);
	free(in.entries);
}

/* Makes the next pass: of a pattern that is followed by what look-around `then` asks for, or by nothing (EVER). False
 * if it is too large. */
static bool add_pass(struct tp_passes *passes, const struct tp_node *node, bool left, uint32_t then)
{
	struct making in = { .left = left, .most = TP_MOST_PASS_STEPS - passes->n_steps, .arena = tp_arena_new() };
	uint32_t end = add_step(&in, (struct tp_pass_step){ .kind = TP_PASS_END }), start;
	bool fits;

	if (then != EVER)
		end = add_step(&in, (struct tp_pass_step){ .kind = TP_PASS_LOOK, .a = end, .set = then });
	start = add_node(&in, node, (struct then){ end, end });
	fits = !is_full(&in);
	if (fits) {
		order(&in, start, &passes->p[passes->n]);
		passes->n_steps += passes->p[passes->n++].n_steps;
	}
	free(in.steps.p);
	tp_table_release(&in.numbers);
	tp_table_release(&in.starts);
	tp_arena_free(in.arena);
	return fits;
}

/* Makes the passes of the look-arounds in a pattern, in the order of their numbers. */
static bool add_looks(struct tp_passes *passes, const struct tp_node *node)
{
	for (const struct tp_node *child = node->first; child; child = child->next)
		if (!add_looks(passes, child))
			return false;
	return node->kind != TP_NODE_LOOK || add_pass(passes, node->first, node->left, EVER);
}

static bool add_passes(struct tp_passes *passes, const struct tp_trees *trees)
{
	return add_looks(passes, trees->before) && add_looks(passes, trees->after) &&
	       add_pass(passes, trees->after, false, EVER) &&
	       (!passes->matches || add_pass(passes, trees->before, true, EVER)) &&
	       (!passes->ends || add_pass(passes, trees->before, false, trees->n_looks));
}

struct tp_passes *tp_passes_new(const struct tp_trees *trees, bool matches, bool ends)
{
	struct tp_passes *passes;

	if (trees->n_looks + 3 > TP_MOST_PASSES)
		return NULL;
	passes = tp_alloc_zero(1, sizeof *passes);
	passes->p = tp_alloc_zero(trees->n_looks + 3, sizeof *passes->p);
	passes->matches = matches;
	passes->ends = ends;
	if (add_passes(passes, trees))
		return passes;
	tp_passes_free(passes);
	return NULL;
}

void tp_passes_free(struct tp_passes *passes)
{
	if (!passes)
		return;
	for (size_t i = 0; i < passes->n; i++) {
		free(passes->p[i].steps);
		free(passes->p[i].entries);
	}
	free(passes->p);
	free(passes);
}

/* Whether matches can have several ends -------------------------------------------------------------------------- */

/* Pairs of steps that wait for one code point, in two matches from one place. */
struct pairs {
	const struct tp_pass *pass;
	const struct tp_classes *classes;
	bool met[MOST_COMPARED][MOST_COMPARED];
	uint32_t waiting[MOST_COMPARED * MOST_COMPARED][2];
	size_t n;
};

/* Marks what can be reached from a step without reading, were all true that is asked on the way. */
static void reach(const struct tp_pass *pass, uint32_t step, bool *reached)
{
	while (!reached[step]) {
		reached[step] = true;
		if (pass->steps[step].kind == TP_PASS_FORK)
			reach(pass, pass->steps[step].b, reached);
		if (goes_on(&pass->steps[step]))
			step = pass->steps[step].a;
	}
}

static void meet(struct pairs *pairs, uint32_t a, uint32_t b)
{
	const struct tp_pass *pass = pairs->pass;
	bool reached[2][MOST_COMPARED] = { { false } };

	reach(pass, a, reached[0]);
	reach(pass, b, reached[1]);
	for (uint32_t i = 0; i < pass->n_steps; i++)
		for (uint32_t k = 0; reached[0][i] && k < pass->n_steps; k++) {
			if (!reached[1][k] || pairs->met[i][k] || goes_on(&pass->steps[i]) || goes_on(&pass->steps[k]))
				continue;
			pairs->met[i][k] = true;
			pairs->waiting[pairs->n][0] = i;
			pairs->waiting[pairs->n++][1] = k;
		}
}

/* A code point is in both sets. */
static bool share(const struct tp_classes *classes, uint32_t a, uint32_t b)
{
	for (uint32_t class = 0; class < classes->n; class ++)
		if (tp_class_inside(classes, a, class) && tp_class_inside(classes, b, class))
			return true;
	return false;
}

/* The second pattern may begin with a code point of a set. */
static bool may_begin(const struct tp_pass *after, const struct tp_classes *classes, uint32_t set)
{
	bool reached[MOST_COMPARED] = { false };

	reach(after, after->start, reached);
	for (uint32_t i = 0; i < after->n_steps; i++)
		if (reached[i] && (after->steps[i].kind == TP_PASS_END ||
				   (after->steps[i].kind == TP_PASS_READ && share(classes, after->steps[i].set, set))))
			return true;
	return false;
}

/* A match can end where another one from the same place reads on. */
bool tp_passes_may_differ(const struct tp_passes *passes, const struct tp_classes *classes)
{
	const struct tp_pass *before = &passes->p[passes->n - 1], *after = before - (passes->matches ? 2 : 1);
	struct pairs pairs = { .pass = before, .classes = classes };

	if (before->n_steps > MOST_COMPARED || after->n_steps > MOST_COMPARED)
		return true;
	meet(&pairs, before->start, before->start);
	while (pairs.n) {
		const struct tp_pass_step *a = &before->steps[pairs.waiting[--pairs.n][0]];
		const struct tp_pass_step *b = &before->steps[pairs.waiting[pairs.n][1]];

		if (a->kind == TP_PASS_END && b->kind == TP_PASS_READ && may_begin(after, classes, b->set))
			return true;
		if (a->kind == TP_PASS_READ && b->kind == TP_PASS_READ && share(classes, a->set, b->set))
			meet(&pairs, before->entries[a->a], before->entries[b->a]);
	}
	return false;
}
