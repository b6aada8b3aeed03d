#include "language/spelling_forms.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

enum {
	PART = 4, /* letters of a word that is part of a compound, at least */
	LONGEST_AFFIX = 23, /* letters; longer ones are left out */
};

/* Reading: the affixes are sorted by what they add, and become a tree level by level ----------------------- */

struct affix {
	uint8_t added[LONGEST_AFFIX], n; /* in the order of the walk; 0 behind them */
	struct tp_affix_rule rule;
};

struct reading {
	struct tp_index *index;
	struct affixes {
		struct affix *p;
		size_t n, cap;
	} prefixes, suffixes;
};

struct growing {
	struct {
		struct tp_affix_node *p;
		size_t n, cap;
	} nodes;
	struct {
		struct range {
			uint32_t from, to; /* affixes of a node */
			uint8_t depth;
		} * p;
		size_t n, cap;
	} ranges;
};

/* The codes of what an affix adds or takes away; false if the index lacks a letter. Nothing are no letters. */
static bool read_letters(const struct tp_index *index, struct tp_str text, uint8_t *letters, size_t *n)
{
	*n = 0;
	return !text.n || (tp_index_read(index, text, letters, n) && !memchr(letters, 0, *n));
}

static void add_affix(void *arg, bool is_suffix, struct tp_str stripped, struct tp_str added)
{
	struct reading *in = arg;
	struct affixes *affixes = is_suffix ? &in->suffixes : &in->prefixes;
	struct affix affix = { .n = 0 };
	uint8_t letters[TP_INDEX_LONGEST];
	size_t n;

	if (!read_letters(in->index, stripped, letters, &n) || n > sizeof affix.rule.stripped)
		return;
	memcpy(affix.rule.stripped, letters, n);
	affix.rule.n = (uint8_t)n;
	if (!read_letters(in->index, added, letters, &n) || n > LONGEST_AFFIX)
		return;
	if (n && n == affix.rule.n && memcmp(letters, affix.rule.stripped, n) == 0)
		return; /* that changes the case alone */
	affix.n = (uint8_t)n;
	for (size_t i = 0; i < n; i++)
		affix.added[i] = letters[is_suffix ? n - 1 - i : i];
	if (!affixes->n || memcmp(&affix, &affixes->p[affixes->n - 1], sizeof affix) != 0)
		*tp_push(affixes) = affix;
}

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct affix));
}

/* Leaves one of each. */
static void sort(struct affixes *affixes)
{
	size_t n = 0;

	if (affixes->n)
		qsort(affixes->p, affixes->n, sizeof *affixes->p, compare);
	for (size_t i = 0; i < affixes->n; i++)
		if (!n || compare(&affixes->p[n - 1], &affixes->p[i]) != 0)
			affixes->p[n++] = affixes->p[i];
	affixes->n = n;
}

static void grow_node(struct growing *growing, const struct affixes *affixes, size_t node)
{
	struct range range = growing->ranges.p[node];
	struct tp_affix_node *new = &growing->nodes.p[node];

	new->rules = range.from;
	while (range.from < range.to && affixes->p[range.from].n == range.depth)
		range.from++;
	new->end = range.from;
	new->children = (uint32_t)growing->nodes.n;
	while (range.from < range.to) {
		uint8_t letter = affixes->p[range.from].added[range.depth];
		struct range child = { range.from, range.from, (uint8_t)(range.depth + 1) };

		while (child.to < range.to && affixes->p[child.to].added[range.depth] == letter)
			child.to++;
		growing->nodes.p[node].leads |= (uint64_t)1 << letter;
		tp_push(&growing->nodes);
		*tp_push(&growing->ranges) = child;
		range.from = child.to;
	}
}

static void make_tree(struct affixes *affixes, struct tp_affix_tree *tree)
{
	struct growing growing = { .nodes = { NULL, 0, 0 } };

	sort(affixes);
	tp_push(&growing.nodes);
	*tp_push(&growing.ranges) = (struct range){ 0, (uint32_t)affixes->n, 0 };
	for (size_t i = 0; i < growing.nodes.n; i++)
		grow_node(&growing, affixes, i);
	tree->nodes = growing.nodes.p;
	tree->n_nodes = growing.nodes.n;
	tree->n_rules = affixes->n;
	tree->rules = tp_alloc_zero(affixes->n + 1, sizeof *tree->rules);
	for (size_t i = 0; i < affixes->n; i++)
		tree->rules[i] = affixes->p[i].rule;
	free(growing.ranges.p);
	free(affixes->p);
}

void tp_forms_read(struct tp_index *index, const struct tp_affixes *affixes)
{
	struct reading in = { .index = index };

	for (size_t i = 1; i < index->n_letters; i++)
		if (index->letters[i] == '\'' || index->letters[i] == '-')
			index->joints |= (uint64_t)1 << i;
	tp_affixes_each_rule(affixes, add_affix, &in);
	make_tree(&in.prefixes, &index->prefixes);
	make_tree(&in.suffixes, &index->suffixes);
}

/* Asking -------------------------------------------------------------------------------------------- */

struct asking {
	const struct tp_index *index;
	const uint8_t *letters;
	size_t n;
	const struct tp_affix_node
	    *ends[TP_INDEX_LONGEST + 2]; /* by position: the suffixes that add all letters from there */
	const struct tp_affix_node *starts[TP_INDEX_LONGEST + 2]; /* the prefixes that add all letters before it */
	bool joins[TP_INDEX_LONGEST + 2]; /* one more part of a compound may begin there */
};

static const struct tp_affix_node *child_of(const struct tp_affix_tree *tree, const struct tp_affix_node *node,
					    uint8_t letter)
{
	uint64_t bit = (uint64_t)1 << letter;

	return node->leads & bit ? &tree->nodes[node->children + tp_index_count(node->leads & (bit - 1))] : NULL;
}

static void find_ends(struct asking *asking)
{
	const struct tp_affix_tree *tree = &asking->index->suffixes;
	const struct tp_affix_node *node = tree->nodes;

	for (size_t i = asking->n; node; node = child_of(tree, node, asking->letters[--i])) {
		asking->ends[i] = node;
		if (i == 0)
			return;
	}
}

static void find_starts(struct asking *asking)
{
	const struct tp_affix_tree *tree = &asking->index->prefixes;
	const struct tp_affix_node *node = tree->nodes;

	for (size_t i = 0; i < asking->n && (node = child_of(tree, node, asking->letters[i])); i++)
		asking->starts[i + 1] = node;
}

static bool is_word(const struct tp_index *index, uint32_t node, bool part)
{
	return part ? index->nodes[node].is_part : index->nodes[node].rarity != TP_INDEX_NO_WORD;
}

/* Goes on from a node by what a rule strips off a word; false if that leads nowhere. */
static bool go(const struct tp_index *index, uint32_t *node, const struct tp_affix_rule *rule)
{
	for (size_t i = 0; i < rule->n; i++) {
		*node = tp_index_child(index, *node, rule->stripped[i]);
		if (!*node)
			return false;
	}
	return true;
}

/* The letters that lead to a node are a word without what one of the suffixes strips off it. */
static bool is_stem(const struct tp_index *index, uint32_t node, const struct tp_affix_node *suffixes, bool part)
{
	for (uint32_t i = suffixes->rules; i < suffixes->end; i++) {
		uint32_t word = node;

		if (go(index, &word, &index->suffixes.rules[i]) && is_word(index, word, part))
			return true;
	}
	return false;
}

/* From a start and a node on, the letters are a word, or one with a suffix, and may have to be a part of a compound.
 * One more part may begin where one ends. */
static bool is_form_from(struct asking *asking, size_t start, uint32_t node, bool part)
{
	const struct tp_index *index = asking->index;

	for (size_t i = start + 1; i <= asking->n; i++) {
		node = tp_index_child(index, node, asking->letters[i - 1]);
		if (!node)
			return false;
		if ((i == asking->n && is_word(index, node, part)) ||
		    (asking->ends[i] && is_stem(index, node, asking->ends[i], part)))
			return true;
		asking->joins[i] |= i >= start + PART && index->nodes[node].is_part;
	}
	return false;
}

/* The same behind a prefix. */
static bool is_form_behind(struct asking *asking, size_t start)
{
	const struct tp_affix_node *prefixes = asking->starts[start];

	for (uint32_t i = prefixes->rules; i < prefixes->end; i++) {
		uint32_t node = 0;

		if (go(asking->index, &node, &asking->index->prefixes.rules[i]) &&
		    is_form_from(asking, start, node, false))
			return true;
	}
	return false;
}

/* Apostrophes and hyphens join letters by rules of their own: the longest part is what counts. */
static struct tp_span longest_part(const struct tp_index *index, const uint8_t *letters, size_t n)
{
	struct tp_span longest = { 0, 0 };

	for (size_t i = 0, from = 0; i <= n; i++) {
		if (i < n && !(index->joints >> letters[i] & 1))
			continue;
		if (i - from > longest.to - longest.from)
			longest = (struct tp_span){ from, i };
		from = i + 1;
	}
	return longest;
}

static void start(struct asking *asking)
{
	size_t n = asking->n + 1;

	memset(asking->starts, 0, n * sizeof *asking->starts);
	memset(asking->joins, 0, n);
	memset(asking->ends, 0, n * sizeof *asking->ends);
	if (!asking->index->has_forms) {
		find_starts(asking);
		find_ends(asking);
	}
}

bool tp_forms_may_have(const struct tp_index *index, const uint8_t *letters, size_t n)
{
	struct tp_span part = longest_part(index, letters, n);
	struct asking asking; /* most of it is room */

	asking.index = index;
	asking.letters = letters + part.from;
	asking.n = part.to - part.from;
	start(&asking);
	bool found = is_form_from(&asking, 0, 0, false);
	for (size_t i = 1; i < asking.n && !found; i++)
		found = (asking.starts[i] && is_form_behind(&asking, i)) ||
			(asking.joins[i] && is_form_from(&asking, i, 0, true));
	return found;
}
