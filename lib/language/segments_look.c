#include "language/segments_look.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

enum { MOST_WORK = TP_LARGEST_TREE }; /* nodes that are followed until a match is given up */
enum { WINDOW = 512, WORDS = (2 * WINDOW + 1) / 64 + 1 };

/* Places in a window of the text, as bits. */
struct places {
	uint64_t bits[WORDS];
};

/* What is known of a look-around: where it was asked, and where of these its pattern was found. */
struct answers {
	struct places asked, found;
};

struct matching {
	const struct tp_classes *classes;
	struct tp_str text;
	size_t from, to; /* the window */
	struct places all; /* borders of code points in the window */
	struct answers *answers; /* by the number of the look-around */
	uint32_t work; /* nodes that were followed */
};

/* Sets of places -------------------------------------------------------------------------------------------------- */

static void add(const struct matching *in, struct places *places, size_t at)
{
	if (at >= in->from && at <= in->to)
		places->bits[(at - in->from) / 64] |= (uint64_t)1 << (at - in->from) % 64;
}

static bool has(const struct matching *in, const struct places *places, size_t at)
{
	return places->bits[(at - in->from) / 64] >> (at - in->from) % 64 & 1;
}

static bool is_empty(const struct places *places)
{
	for (size_t i = 0; i < WORDS; i++)
		if (places->bits[i])
			return false;
	return true;
}

static void unite(struct places *places, const struct places *more)
{
	for (size_t i = 0; i < WORDS; i++)
		places->bits[i] |= more->bits[i];
}

static bool are_same(const struct places *a, const struct places *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

static void take_away(struct places *places, const struct places *less)
{
	for (size_t i = 0; i < WORDS; i++)
		places->bits[i] &= ~less->bits[i];
}

/* The first place from `at` on; behind the window if there is none. */
static size_t next_place(const struct matching *in, const struct places *places, size_t at)
{
	while (at <= in->to && !has(in, places, at))
		at++;
	return at;
}

/* Matching ------------------------------------------------------------------------------------------------------ */

static struct places follow(struct matching *in, const struct tp_node *node, const struct places *starts);

static struct places follow_set(struct matching *in, const struct tp_node *node, const struct places *starts)
{
	struct places ends = { { 0 } };

	for (size_t at = next_place(in, starts, in->from); at < in->to; at = next_place(in, starts, at + 1)) {
		size_t end = at;
		uint32_t class = tp_class_next(in->classes, in->text, &end);

		if (tp_class_inside(in->classes, node->set, class))
			add(in, &ends, end);
	}
	return ends;
}

static struct places follow_all(struct matching *in, const struct tp_node *node, const struct places *starts)
{
	struct places ends = *starts;

	for (const struct tp_node *child = node->first; child && !is_empty(&ends); child = child->next)
		ends = follow(in, child, &ends);
	return ends;
}

static struct places follow_any(struct matching *in, const struct tp_node *node, const struct places *starts)
{
	struct places ends = { { 0 } };

	for (const struct tp_node *child = node->first; child; child = child->next) {
		struct places more = follow(in, child, starts);

		unite(&ends, &more);
	}
	return ends;
}

/* What leads to the places it started from does so however often it is followed. It comes to that soon: what reads
 * nothing stays at its place, and what reads goes on and out of the window. */
static struct places follow_times(struct matching *in, const struct tp_node *node, const struct places *starts)
{
	struct places ends = *starts, before;

	for (uint32_t n = 0; n < node->min; n++) {
		before = ends;
		ends = follow(in, node->first, &before);
		if (are_same(&ends, &before))
			break;
	}
	return ends;
}

static struct places follow_repeat(struct matching *in, const struct tp_node *node, const struct places *starts)
{
	struct places ends = follow_times(in, node, starts), fresh = ends;

	for (uint32_t n = node->min; n < node->max && !is_empty(&fresh); n++) {
		fresh = follow(in, node->first, &fresh);
		take_away(&fresh, &ends);
		unite(&ends, &fresh);
	}
	return ends;
}

/* The places where a condition holds. */
static bool is_beside(const struct matching *in, const struct tp_node *node, size_t at)
{
	uint32_t class =
	    node->left ? tp_class_prev(in->classes, in->text, &at) : tp_class_next(in->classes, in->text, &at);

	return class == in->classes->n ? node->edge : tp_class_inside(in->classes, node->set, class);
}

static struct places follow_beside(struct matching *in, const struct tp_node *node, const struct places *starts)
{
	struct places ends = { { 0 } };

	for (size_t at = next_place(in, starts, in->from); at <= in->to; at = next_place(in, starts, at + 1))
		if (is_beside(in, node, at))
			add(in, &ends, at);
	return ends;
}

/* Finds out whether the pattern of a look-around is on its side of a place; at the left, of all places at once. */
static void ask(struct matching *in, const struct tp_node *node, size_t at)
{
	struct answers *answers = &in->answers[node->set];
	struct places here = { { 0 } }, ends;

	if (node->left) {
		answers->found = follow(in, node->first, &in->all);
		answers->asked = in->all;
		return;
	}
	add(in, &here, at);
	ends = follow(in, node->first, &here);
	if (!is_empty(&ends))
		add(in, &answers->found, at);
	add(in, &answers->asked, at);
}

static struct places follow_look(struct matching *in, const struct tp_node *node, const struct places *starts)
{
	const struct answers *answers = &in->answers[node->set];
	struct places ends = { { 0 } };

	for (size_t at = next_place(in, starts, in->from); at <= in->to; at = next_place(in, starts, at + 1)) {
		if (!has(in, &answers->asked, at))
			ask(in, node, at);
		if (has(in, &answers->found, at) != node->negated)
			add(in, &ends, at);
	}
	return ends;
}

/* Where a pattern can end that begins at one of the places; nowhere once this takes too long. */
static struct places follow(struct matching *in, const struct tp_node *node, const struct places *starts)
{
	if (in->work >= MOST_WORK)
		return (struct places){ { 0 } };
	in->work++;
	switch (node->kind) {
	case TP_NODE_SET:
		return follow_set(in, node, starts);
	case TP_NODE_ANY:
		return follow_any(in, node, starts);
	case TP_NODE_REPEAT:
		return follow_repeat(in, node, starts);
	case TP_NODE_BESIDE:
		return follow_beside(in, node, starts);
	case TP_NODE_LOOK:
		return follow_look(in, node, starts);
	default:
		return follow_all(in, node, starts);
	}
}

static bool matches_in(struct matching *in, const struct tp_trees *trees, size_t at)
{
	struct places here = { { 0 } }, ends;

	for (size_t place = in->from; place < in->to; tp_utf8_next(in->text, &place))
		add(in, &in->all, place);
	add(in, &in->all, in->to);
	ends = follow(in, trees->before, &in->all);
	if (!has(in, &ends, at))
		return false;
	add(in, &here, at);
	ends = follow(in, trees->after, &here);
	return !is_empty(&ends);
}

bool tp_look_fits(const struct tp_trees *trees)
{
	return tp_tree_size(trees->before) + tp_tree_size(trees->after) <= MOST_WORK;
}

bool tp_look_matches(const struct tp_trees *trees, const struct tp_classes *classes, struct tp_str text, size_t at)
{
	struct matching in = { classes, text, .from = at > WINDOW ? tp_utf8_border(text, at - WINDOW + 3) : 0,
			       .to = text.n - at > WINDOW ? tp_utf8_border(text, at + WINDOW) : text.n };
	bool matches;

	in.answers = tp_alloc_zero(trees->n_looks, sizeof *in.answers);
	matches = matches_in(&in, trees, at) && in.work < MOST_WORK;
	free(in.answers);
	return matches;
}
