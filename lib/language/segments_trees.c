#include "language/segments_trees.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

enum { MOST_DEPTH = 1000 };

/* Copying ------------------------------------------------------------------------------------------------------- */

static struct tp_node *copy(const struct tp_node *node, struct tp_arena *arena)
{
	struct tp_node *made = tp_arena_alloc(arena, sizeof *made);

	*made = *node;
	made->first = made->last = made->next = made->previous = NULL;
	for (const struct tp_node *child = node->first; child; child = child->next)
		tp_node_adopt(made, copy(child, arena));
	return made;
}

/* Gives each look-around its number. */
static void number_looks(struct tp_trees *trees, struct tp_node *node)
{
	for (struct tp_node *child = node->first; child; child = child->next)
		number_looks(trees, child);
	if (node->kind == TP_NODE_LOOK)
		node->set = trees->n_looks++;
}

static struct tp_trees *complete(struct tp_trees *trees)
{
	number_looks(trees, trees->before);
	number_looks(trees, trees->after);
	return trees;
}

struct tp_trees *tp_trees_new(const struct tp_node *before, const struct tp_node *after, struct tp_arena *arena)
{
	struct tp_trees *trees = tp_arena_alloc(arena, sizeof *trees);

	trees->before = copy(before, arena);
	trees->after = copy(after, arena);
	return complete(trees);
}

/* Writing and opening --------------------------------------------------------------------------------------------- */

/* A node, before its children. */
struct flat_node {
	uint32_t kind, set, min, max, children;
	uint32_t flags;
};

enum { LEFT = 1, EDGE = 2, NEGATED = 4, LAZY = 8 };

struct flat_nodes {
	struct flat_node *p;
	size_t n, cap;
};

static void add_nodes(struct flat_nodes *out, const struct tp_node *node)
{
	size_t at = out->n;

	*tp_push(out) = (struct flat_node){
		.kind = node->kind,
		.set = node->kind == TP_NODE_LOOK ? 0 : node->set,
		.min = node->min,
		.max = node->max,
		.flags = (node->left ? LEFT : 0) | (node->edge ? EDGE : 0) | (node->negated ? NEGATED : 0) |
			 (node->lazy ? LAZY : 0),
	};
	for (const struct tp_node *child = node->first; child; child = child->next) {
		out->p[at].children++;
		add_nodes(out, child);
	}
}

void tp_trees_write(const struct tp_trees *trees, struct tp_buf *out)
{
	struct flat_nodes nodes = { 0 };

	add_nodes(&nodes, trees->before);
	add_nodes(&nodes, trees->after);
	tp_flat_add(out, nodes.p, nodes.n, sizeof *nodes.p);
	free(nodes.p);
}

/* Nodes that are being opened. */
struct opening {
	const struct flat_node *p;
	size_t n, at, n_sets;
	unsigned depth;
	struct tp_arena *arena;
};

/* A parser makes nodes of this kind with so many children. */
static bool has_its_children(const struct flat_node *flat)
{
	switch (flat->kind) {
	case TP_NODE_SET:
	case TP_NODE_BESIDE:
		return flat->children == 0;
	case TP_NODE_ALL:
		return true;
	case TP_NODE_ANY:
		return flat->children > 0;
	case TP_NODE_REPEAT:
	case TP_NODE_LOOK:
		return flat->children == 1;
	default:
		return false;
	}
}

/* The next node with its children; NULL if they are not all there. */
static struct tp_node *open_node(struct opening *in)
{
	const struct flat_node *flat = &in->p[in->at];
	struct tp_node *node = tp_arena_alloc(in->arena, sizeof *node);

	if (in->at++ >= in->n || flat->set >= in->n_sets || !has_its_children(flat) || flat->min > TP_MOST_REPEAT ||
	    flat->min > flat->max || ++in->depth > MOST_DEPTH)
		return NULL;
	*node = (struct tp_node){ .kind = flat->kind,
				  .set = flat->set,
				  .min = flat->min,
				  .max = flat->max,
				  .left = flat->flags & LEFT,
				  .edge = flat->flags & EDGE,
				  .negated = flat->flags & NEGATED,
				  .lazy = flat->flags & LAZY };
	for (uint32_t i = 0; i < flat->children; i++) {
		struct tp_node *child = open_node(in);

		if (!child)
			return NULL;
		tp_node_adopt(node, child);
	}
	in->depth--;
	return node;
}

struct tp_trees *tp_trees_open(struct tp_flat *in, size_t n_sets, struct tp_arena *arena)
{
	struct tp_trees *trees = tp_arena_alloc(arena, sizeof *trees);
	struct opening nodes = { .n_sets = n_sets, .arena = arena };

	nodes.p = tp_flat_take(in, sizeof *nodes.p, &nodes.n);
	trees->before = open_node(&nodes);
	trees->after = trees->before ? open_node(&nodes) : NULL;
	return trees->after && nodes.at == nodes.n ? complete(trees) : NULL;
}
