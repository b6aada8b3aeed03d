#include "language/segments_ends.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

/* A pass with more steps would take too long to follow at every place of a text. */
enum { MOST_STEPS = 8000, MOST_PASSES = 16, MOST_COMPARED = 40 };

#define NONE SIZE_MAX
#define EVER UINT32_MAX /* the length of what can have several */

/* A way through a pattern is made of steps. In a pass that is ready, those that can be reached from a step without
 * reading have lower numbers, so that the steps at a place are done in their order. */
enum step_kind {
	STEP_END, /* the match is complete */
	STEP_READ, /* reads one code point of `set`, goes on at a */
	STEP_FORK, /* goes on at a; if that leads to nothing, at b */
	STEP_BESIDE, /* goes on at a if the neighbour on a side is in `set`, or missing and `edge` */
	STEP_LOOK, /* goes on at a if the pattern of a pass (`set`) is there; or is not, if `negated` */
};

struct step {
	enum step_kind kind;
	uint32_t a, b, set;
	bool left, edge, negated;
};

/* A pattern, and the side of a place on which it has to be. */
struct pass {
	bool left;
	struct step *p;
	size_t n, cap;
	uint32_t start;
	uint32_t loops, nodes; /* added so far; a node more than once where there are several ways to it */
};

/* The look-arounds have a pass each, then the second pattern, then the first one. */
struct tp_ends {
	struct pass *passes;
	size_t n_passes;
};

/* Patterns into steps --------------------------------------------------------------------------------------------- */

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

bool tp_ends_are_plain(const struct tp_node *before)
{
	return length_of(before) != EVER;
}

static bool may_be_empty(const struct tp_node *node)
{
	bool any = false, all = true;

	for (const struct tp_node *child = node->first; child; child = child->next) {
		bool empty = may_be_empty(child);

		any |= empty;
		all &= empty;
	}
	switch (node->kind) {
	case TP_NODE_SET:
		return false;
	case TP_NODE_ANY:
		return any;
	case TP_NODE_REPEAT:
		return node->min == 0 || all;
	case TP_NODE_ALL:
		return all;
	default:
		return true;
	}
}

/* Where to go on behind a part of a pattern: once something was read since the innermost repetition began anew, and
 * before. A repetition that read nothing is the last one, as engines have it. */
struct then {
	uint32_t read, empty;
};

/* It has come to more than it may; nothing more is added. */
static bool is_full(const struct pass *pass)
{
	return pass->n >= MOST_STEPS || pass->nodes > MOST_STEPS;
}

static uint32_t add_step(struct pass *pass, struct step step)
{
	if (!is_full(pass))
		*tp_push(pass) = step;
	return (uint32_t)pass->n - 1;
}

/* A fork that tries `more` before `enough`; the other way round where it is lazy. */
static uint32_t add_fork(struct pass *pass, bool lazy, uint32_t more, uint32_t enough)
{
	return add_step(pass, (struct step){ .kind = STEP_FORK, .a = lazy ? enough : more, .b = lazy ? more : enough });
}

static uint32_t add_node(struct pass *pass, const struct tp_node *node, struct then then);

/* Puts a part before what follows it. */
static struct then put_before(struct pass *pass, const struct tp_node *node, struct then then)
{
	struct then start = { .read = add_node(pass, node, (struct then){ then.read, then.read }) };

	start.empty = then.read == then.empty || !may_be_empty(node) ? start.read : add_node(pass, node, then);
	return start;
}

static uint32_t add_all(struct pass *pass, const struct tp_node *node, struct then then)
{
	if (pass->left)
		for (const struct tp_node *child = node->first; child; child = child->next)
			then = put_before(pass, child, then);
	else
		for (const struct tp_node *child = node->last; child; child = child->previous)
			then = put_before(pass, child, then);
	return then.empty;
}

static uint32_t add_any(struct pass *pass, const struct tp_node *node, struct then then)
{
	uint32_t start = add_node(pass, node->last, then);

	for (const struct tp_node *child = node->last->previous; child; child = child->previous)
		start = add_fork(pass, false, add_node(pass, child, then), start);
	return start;
}

/* Once more, or enough of it: `again` is where to go on after a repetition that has read something. */
static uint32_t add_times(struct pass *pass, const struct tp_node *node, uint32_t again, uint32_t enough)
{
	uint32_t more = add_node(pass, node->first, (struct then){ again, enough });

	return add_fork(pass, node->lazy, more, enough);
}

/* The same for either way to go on. */
static struct then add_both_times(struct pass *pass, const struct tp_node *node, uint32_t again, struct then enough)
{
	struct then start;
	uint32_t more;

	start.read = start.empty = add_times(pass, node, again, enough.read);
	if (enough.read == enough.empty)
		return start;
	more = node->lazy ? pass->p[start.read].b : pass->p[start.read].a;
	start.empty = may_be_empty(node->first) ? add_times(pass, node, again, enough.empty)
						: add_fork(pass, node->lazy, more, enough.empty);
	return start;
}

/* A repetition without a limit goes on at itself, which has no number yet while what it repeats is added. */
static uint32_t add_loop(struct pass *pass, const struct tp_node *node, uint32_t enough)
{
	size_t from = pass->n;
	uint32_t itself = UINT32_MAX - pass->loops++, loop = add_times(pass, node, itself, enough);

	for (size_t i = from; i < pass->n; i++) {
		pass->p[i].a = pass->p[i].a == itself ? loop : pass->p[i].a;
		pass->p[i].b = pass->p[i].b == itself ? loop : pass->p[i].b;
	}
	return loop;
}

static uint32_t add_repeat(struct pass *pass, const struct tp_node *node, struct then then)
{
	struct then start = then;

	if (node->max == TP_FOREVER) {
		start.read = add_loop(pass, node, then.read);
		start.empty = then.read == then.empty ? start.read : add_times(pass, node, start.read, then.empty);
	}
	for (uint32_t i = node->min; node->max != TP_FOREVER && i < node->max && !is_full(pass); i++)
		start = add_both_times(pass, node, start.read, then);
	for (uint32_t i = 0; i < node->min && !is_full(pass); i++)
		start = put_before(pass, node->first, start);
	return start.empty;
}

static uint32_t add_node(struct pass *pass, const struct tp_node *node, struct then then)
{
	pass->nodes++;
	if (is_full(pass))
		return then.empty;
	switch (node->kind) {
	case TP_NODE_SET:
		return add_step(pass, (struct step){ .kind = STEP_READ, .a = then.read, .set = node->set });
	case TP_NODE_BESIDE:
		return add_step(pass, (struct step){ .kind = STEP_BESIDE,
						     .a = then.empty,
						     .set = node->set,
						     .left = node->left,
						     .edge = node->edge });
	case TP_NODE_LOOK:
		return add_step(
		    pass,
		    (struct step){ .kind = STEP_LOOK, .a = then.empty, .set = node->set, .negated = node->negated });
	case TP_NODE_ANY:
		return add_any(pass, node, then);
	case TP_NODE_REPEAT:
		return add_repeat(pass, node, then);
	default:
		return add_all(pass, node, then);
	}
}

static bool goes_on(const struct step *step)
{
	return step->kind != STEP_END && step->kind != STEP_READ;
}

/* Steps that are put in order. */
struct ordering {
	const struct pass *from;
	struct pass to;
	uint32_t *numbers; /* in `to`, + 1; 0: not there yet */
	struct tp_indexes waiting;
};

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
		const struct step *step = &in->from->p[last];

		wait_for(in, goes_on(step), step->a);
		wait_for(in, step->kind == STEP_FORK, step->b);
		if (in->waiting.n > n)
			continue;
		in->waiting.n--;
		if (in->numbers[last])
			continue;
		*tp_push(&in->to) = *step;
		in->numbers[last] = (uint32_t)in->to.n;
	}
}

static void order(struct pass *pass)
{
	struct ordering in = { .from = pass, .to = { .left = pass->left } };

	in.numbers = tp_alloc_zero(pass->n, sizeof *in.numbers);
	for (uint32_t i = 0; i < pass->n; i++)
		put_in_order(&in, i);
	for (size_t i = 0; i < in.to.n; i++) {
		in.to.p[i].a = in.numbers[in.to.p[i].a] - 1;
		in.to.p[i].b = in.numbers[in.to.p[i].b] - 1;
	}
	in.to.start = in.numbers[pass->start] - 1;
	free(in.waiting.p);
	free(in.numbers);
	free(pass->p);
	*pass = in.to;
}

/* Makes the steps of a pattern, which `end` is behind; false if they are too many. */
static bool fill_pass(struct pass *pass, const struct tp_node *node, bool left, uint32_t end)
{
	pass->left = left;
	if (tp_tree_size(node) > MOST_STEPS)
		return false;
	pass->start = add_node(pass, node, (struct then){ end, end });
	if (is_full(pass))
		return false;
	order(pass);
	return true;
}

/* Makes the passes of the look-arounds in a pattern. */
static bool fill_looks(struct tp_ends *ends, const struct tp_node *node)
{
	for (const struct tp_node *child = node->first; child; child = child->next)
		if (!fill_looks(ends, child))
			return false;
	if (node->kind != TP_NODE_LOOK)
		return true;
	struct pass *pass = &ends->passes[node->set];
	return fill_pass(pass, node->first, node->left, add_step(pass, (struct step){ .kind = STEP_END }));
}

static bool fill(struct tp_ends *ends, const struct tp_trees *trees)
{
	struct pass *after = &ends->passes[trees->n_looks], *before = after + 1;
	uint32_t end;

	if (!fill_looks(ends, trees->before) || !fill_looks(ends, trees->after))
		return false;
	end = add_step(after, (struct step){ .kind = STEP_END });
	if (!fill_pass(after, trees->after, false, end))
		return false;
	end = add_step(before, (struct step){ .kind = STEP_END });
	end = add_step(before, (struct step){ .kind = STEP_LOOK, .a = end, .set = trees->n_looks });
	return fill_pass(before, trees->before, false, end);
}

/* Whether matches can have several ends ---------------------------------------------------------------------------- */

/* Pairs of steps that wait for one code point, in two matches from one place. */
struct pairs {
	const struct pass *pass;
	const struct tp_classes *classes;
	bool met[MOST_COMPARED][MOST_COMPARED];
	uint32_t waiting[MOST_COMPARED * MOST_COMPARED][2];
	size_t n;
};

/* Marks what can be reached from a step without reading, were all true that is asked on the way. */
static void reach(const struct pass *pass, uint32_t step, bool *reached)
{
	while (!reached[step]) {
		reached[step] = true;
		if (pass->p[step].kind == STEP_FORK)
			reach(pass, pass->p[step].b, reached);
		if (goes_on(&pass->p[step]))
			step = pass->p[step].a;
	}
}

static void meet(struct pairs *pairs, uint32_t a, uint32_t b)
{
	bool reached[2][MOST_COMPARED] = { { false } };

	reach(pairs->pass, a, reached[0]);
	reach(pairs->pass, b, reached[1]);
	for (uint32_t i = 0; i < pairs->pass->n; i++)
		for (uint32_t k = 0; reached[0][i] && k < pairs->pass->n; k++) {
			if (!reached[1][k] || pairs->met[i][k] || goes_on(&pairs->pass->p[i]) ||
			    goes_on(&pairs->pass->p[k]))
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
static bool may_begin(const struct pass *after, const struct tp_classes *classes, uint32_t set)
{
	bool reached[MOST_COMPARED] = { false };

	reach(after, after->start, reached);
	for (size_t i = 0; i < after->n; i++)
		if (reached[i] && (after->p[i].kind == STEP_END ||
				   (after->p[i].kind == STEP_READ && share(classes, after->p[i].set, set))))
			return true;
	return false;
}

/* A match can end where another one from the same place reads on. */
static bool can_differ(const struct tp_ends *ends, const struct tp_classes *classes)
{
	const struct pass *before = &ends->passes[ends->n_passes - 1], *after = before - 1;
	struct pairs pairs = { .pass = before, .classes = classes };

	if (before->n > MOST_COMPARED || after->n > MOST_COMPARED)
		return true;
	meet(&pairs, before->start, before->start);
	while (pairs.n) {
		const struct step *a = &before->p[pairs.waiting[--pairs.n][0]];
		const struct step *b = &before->p[pairs.waiting[pairs.n][1]];

		if (a->kind == STEP_END && b->kind == STEP_READ && may_begin(after, classes, b->set))
			return true;
		if (a->kind == STEP_READ && b->kind == STEP_READ && share(classes, a->set, b->set))
			meet(&pairs, a->a, b->a);
	}
	return false;
}

struct tp_ends *tp_ends_new(const struct tp_trees *trees, const struct tp_classes *classes)
{
	struct tp_ends *ends;

	if (trees->n_looks + 2 > MOST_PASSES)
		return NULL;
	ends = tp_alloc_zero(1, sizeof *ends);
	ends->n_passes = trees->n_looks + 2;
	ends->passes = tp_alloc_zero(ends->n_passes, sizeof *ends->passes);
	if (fill(ends, trees) && can_differ(ends, classes))
		return ends;
	tp_ends_free(ends);
	return NULL;
}

void tp_ends_free(struct tp_ends *ends)
{
	if (!ends)
		return;
	for (size_t i = 0; i < ends->n_passes; i++)
		free(ends->passes[i].p);
	free(ends->passes);
	free(ends);
}

/* Finding them ---------------------------------------------------------------------------------------------------- */

struct finding {
	const struct tp_classes *classes;
	struct tp_str text;
	uint64_t *bits[MOST_PASSES]; /* of the passes that are done: where their patterns are */
	size_t *here, *there; /* by step: the end of the match from this place, and from the one before or behind it */
};

static bool has(const uint64_t *bits, size_t at)
{
	return bits[at / 64] >> at % 64 & 1;
}

static void add(uint64_t *bits, size_t at)
{
	bits[at / 64] |= (uint64_t)1 << at % 64;
}

/* The end of the match from a step on; NONE if there is none. `sides` are the classes beside the place, by left. */
static inline size_t follow(const struct finding *in, const struct pass *pass, const struct step *step, size_t at,
			    const uint32_t sides[2])
{
	uint32_t class = sides[step->kind == STEP_READ ? pass->left : step->left];
	bool inside;

	switch (step->kind) {
	case STEP_END:
		return at;
	case STEP_FORK:
		return in->here[step->a] != NONE ? in->here[step->a] : in->here[step->b];
	case STEP_LOOK:
		return has(in->bits[step->set], at) != step->negated ? in->here[step->a] : NONE;
	default:
		inside = class == in->classes->n ? step->edge : tp_class_inside(in->classes, step->set, class);
		return inside ? (step->kind == STEP_READ ? in->there : in->here)[step->a] : NONE;
	}
}

/* Follows all steps of a pass at a place; false if none leads to a match. */
static bool follow_all(struct finding *in, const struct pass *pass, size_t at, const uint32_t sides[2])
{
	bool alive = false;

	for (size_t i = 0; i < pass->n; i++) {
		in->here[i] = follow(in, pass, &pass->p[i], at, sides);
		alive |= in->here[i] != NONE && pass->p[i].kind != STEP_END;
	}
	return alive;
}

/* Goes through the text against the reading direction; adds the ends of matches to `ends`, and their starts to
 * `starts`, where these are not NULL. Matches end only where there is a bit in `may_end`, if that is not NULL. */
static void run(struct finding *in, const struct pass *pass, const uint64_t *may_end, uint64_t *starts, uint64_t *ends)
{
	size_t at = pass->left ? 0 : in->text.n, next = at;
	uint32_t sides[2] = { in->classes->n, in->classes->n };
	bool alive = false;

	do {
		at = next;
		sides[!pass->left] = pass->left ? tp_class_next(in->classes, in->text, &next)
						: tp_class_prev(in->classes, in->text, &next);
		if (alive || !may_end || has(may_end, at)) {
			size_t *done = in->here;

			alive = follow_all(in, pass, at, sides);
			if (starts && done[pass->start] != NONE)
				add(starts, at);
			if (ends && done[pass->start] != NONE)
				add(ends, done[pass->start]);
			in->here = in->there;
			in->there = done;
		}
		sides[pass->left] = sides[!pass->left];
	} while (next != at);
}

void tp_ends_mark(const struct tp_ends *ends, const struct tp_classes *classes, struct tp_str text, uint64_t *bits)
{
	struct finding in = { .classes = classes, .text = text };
	size_t last = ends->n_passes - 1;

	for (size_t i = 0; i <= last; i++) {
		const struct pass *pass = &ends->passes[i];
		size_t *values = tp_alloc(2 * pass->n * sizeof *values);

		in.here = values;
		in.there = values + pass->n;
		memset(in.there, 0xff, pass->n * sizeof *values);
		if (i < last)
			in.bits[i] = tp_alloc_zero(text.n / 64 + 1, sizeof *bits);
		run(&in, pass, i == last ? in.bits[last - 1] : NULL, in.bits[i], i == last ? bits : NULL);
		free(values);
	}
	for (size_t i = 0; i < last; i++)
		free(in.bits[i]);
}
