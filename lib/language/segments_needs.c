#include "language/segments_needs.h"

#include <string.h>

#include "core/unicode.h"
#include "language/automaton.h"

enum { MOST_CHARACTERS = 8, MOST_BESIDE = 3 };

/* A look at a pattern, from the place on. */
struct search {
	const struct tp_sets *sets;
	bool left;
	bool items; /* those are looked for, for nothing special is there */
	struct tp_far_need best;
};

/* A character that is met in most texts is not special, nor is one of two bytes from U+00C0 on, as the commas of some
 * scripts are. */
static bool is_special(uint32_t cp)
{
	bool rare = cp < 0xc0 ? cp && !(cp < 0x80 && strchr(".,!?'-", (int)cp))
			      : cp >= 0x800 && cp != 0x3002 && cp != 0xff0c && cp != 0x2019;

	return rare && !tp_is_word(cp) && !tp_is_space(cp);
}

static bool is_plain(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9');
}

static bool is_stop(uint32_t cp)
{
	return cp == '.' || cp == ')' || cp == ':';
}

/* There are few characters in the set, and all are such. */
static bool has_few(const struct tp_ranges *set, bool (*is)(uint32_t cp))
{
	size_t n = 0;

	for (size_t i = 0; i < set->n && n <= MOST_CHARACTERS; i++)
		n += (size_t)(set->p[i].last - set->p[i].first) + 1;
	if (!n || n > MOST_CHARACTERS)
		return false;
	for (size_t i = 0; i < set->n; i++)
		for (uint32_t cp = set->p[i].first; cp <= set->p[i].last; cp++)
			if (!is(cp))
				return false;
	return true;
}

/* The set of a character that is sure to be there; NULL: it is another node. */
static const struct tp_node *sure_set(const struct tp_node *node)
{
	if (node && node->kind == TP_NODE_REPEAT && node->min > 0)
		node = node->first;
	return node && node->kind == TP_NODE_SET ? node : NULL;
}

/* A full stop stands behind it, and then one more character. */
static bool is_item(const struct tp_sets *sets, const struct tp_node *node)
{
	const struct tp_node *stop = node->next;

	return stop && stop->kind == TP_NODE_SET && sure_set(stop->next) && has_few(&sets->p[node->set], is_plain) &&
	       has_few(&sets->p[stop->set], is_stop);
}

static uint32_t count_beside(const struct tp_node *node, bool left)
{
	uint32_t n = 0;

	do
		node = left ? node->previous : node->next;
	while (sure_set(node) && ++n < MOST_BESIDE && node->kind == TP_NODE_SET);
	return n;
}

/* The same of those that stand there once. */
static uint32_t count_plain(const struct tp_node *node, bool left)
{
	uint32_t n = 0;

	while ((node = left ? node->previous : node->next) && node->kind == TP_NODE_SET && n < MOST_BESIDE)
		n++;
	return n;
}

/* The most code points that are read by a node. */
static uint32_t longest(const struct tp_node *node)
{
	size_t sum = node->kind == TP_NODE_SET, most = 0;

	for (const struct tp_node *child = node->first; child; child = child->next) {
		size_t n = longest(child);

		most = n > most ? n : most;
		sum += n;
	}
	if (node->kind == TP_NODE_ANY)
		sum = most;
	if (node->kind == TP_NODE_REPEAT)
		sum *= node->max < TP_AUTOMATON_REACH ? node->max : TP_AUTOMATON_REACH;
	return sum < TP_AUTOMATON_REACH ? (uint32_t)sum : TP_AUTOMATON_REACH;
}

static void try_need(struct search *search, const struct tp_node *node, uint32_t reach)
{
	uint32_t rarity = 1 + count_beside(node, true) + count_beside(node, false);

	if (search->items ? !is_item(search->sets, node) : !has_few(&search->sets->p[node->set], is_special))
		return;
	if (rarity > search->best.rarity)
		search->best = (struct tp_far_need){ .node = node, .reach = reach, .rarity = rarity };
}

/* Looks at what has to be there, behind so many code points. */
static void look_at(struct search *search, const struct tp_node *node, uint32_t reach)
{
	if (node->kind == TP_NODE_SET)
		try_need(search, node, reach);
	if (node->kind == TP_NODE_REPEAT && node->max > 1)
		reach += longest(node);
	if (node->kind != TP_NODE_ALL && (node->kind != TP_NODE_REPEAT || node->min == 0))
		return;
	for (const struct tp_node *child = search->left ? node->last : node->first; child;
	     child = search->left ? child->previous : child->next) {
		reach = reach < TP_AUTOMATON_REACH ? reach : TP_AUTOMATON_REACH;
		look_at(search, child, reach);
		reach += longest(child);
	}
}

static void add_reads(const struct tp_sets *sets, const struct tp_node *node, struct tp_ranges *reads)
{
	if (node->kind == TP_NODE_SET)
		tp_ranges_add_all(reads, &sets->p[node->set]);
	for (const struct tp_node *child = node->first; child; child = child->next)
		add_reads(sets, child, reads);
}

/* Adds what may be read between what was found, if it is in a node, and that end of the node which is next to the
 * place. */
static bool add_between(const struct search *search, const struct tp_node *node, struct tp_ranges *reads)
{
	const struct tp_node *child = node->first;

	while (child && child != search->best.node && !add_between(search, child, reads))
		child = child->next;
	if (!child)
		return false;
	for (uint32_t i = child == search->best.node ? 0 : search->best.skips;
	     (child = search->left ? child->next : child->previous); i++)
		if (i >= search->best.skips)
			add_reads(search->sets, child, reads);
	if (node->kind == TP_NODE_REPEAT && node->max > 1)
		add_reads(search->sets, node, reads);
	return true;
}

struct tp_far_need tp_far_need_find(const struct tp_node *pattern, bool left, uint32_t near, struct tp_sets *sets)
{
	struct search search = { .sets = sets, .left = left };
	struct tp_ranges reads = { 0 };

	look_at(&search, pattern, 0);
	search.items = !search.best.node;
	if (search.items)
		look_at(&search, pattern, 0);
	if (search.best.reach <= near)
		return (struct tp_far_need){ .node = NULL };
	search.best.skips = count_plain(search.best.node, !left);
	add_between(&search, pattern, &reads);
	tp_ranges_tidy(&reads);
	search.best.reads = tp_sets_add(sets, &reads);
	return search.best;
}
