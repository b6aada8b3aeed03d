/* Regular expressions of SRX files (the dialect that ICU and Java share), as far as they are regular: parsed into
 * a tree over sets of code points. */
#ifndef TPREP_LANGUAGE_PATTERN_H
#define TPREP_LANGUAGE_PATTERN_H

#include "core/memory.h"
#include "core/table.h"
#include "language/ranges.h"
#include "tprep.h"

/* The sets of all patterns that are run together, each once. */
struct tp_sets {
	struct tp_ranges *p;
	size_t n, cap;
	struct tp_table ids; /* from the bytes of a set to its index */
	struct tp_table named; /* from "[\\p{Lu}]", as ICU writes it, to its index */
	struct tp_table spelled; /* from a set as a pattern spelled it to its index */
	uint32_t literals[128]; /* of the sets of one ASCII character: index + 1; 0: not met yet */
	struct tp_arena *arena;
};

void tp_sets_init(struct tp_sets *sets);
void tp_sets_release(struct tp_sets *sets);

/* The index of a set, which is tidy, and taken over. */
uint32_t tp_sets_add(struct tp_sets *sets, struct tp_ranges *set);

enum tp_node_kind {
	TP_NODE_SET, /* one code point of `set` */
	TP_NODE_ALL, /* all children, one after the other; none: the empty string */
	TP_NODE_ANY, /* one of the children */
	TP_NODE_REPEAT, /* the child, min to max times */
	TP_NODE_BESIDE, /* the neighbour on a side is in `set`; or there is none, if `edge` */
	TP_NODE_STOP, /* whatever follows, it matches: no parser makes this */
	TP_NODE_LOOK, /* the child matches (or not, if `negated`) on a side of this place */
};

#define TP_FOREVER UINT32_MAX

/* A repetition asks for at most so many. */
#define TP_MOST_REPEAT 10000

struct tp_node {
	enum tp_node_kind kind;
	struct tp_node *first, *last; /* children */
	struct tp_node *next, *previous; /* siblings */
	uint32_t set;
	uint32_t min, max;
	bool left; /* BESIDE, LOOK: at the left of this place, else at its right */
	bool edge, negated;
	bool lazy; /* REPEAT: as few times as will do */
};

/* Adds a node to the children of another one. */
void tp_node_adopt(struct tp_node *parent, struct tp_node *child);

/* Parses a pattern; the tree lives as long as `sets`. NULL if the pattern is wrong or not regular (back-references,
 * possessive and atomic groups): then it is for ICU to say. LOOK stays only where a single neighbour does not
 * decide. */
struct tp_node *tp_pattern_parse(struct tp_str source, struct tp_sets *sets);

/* The pattern with every endless repetition cut at `most`, as ICU's look-behind needs it. */
void tp_pattern_bound(struct tp_str source, unsigned most, struct tp_buf *out);

#endif
