/* The steps of an automaton, and where a run of them stands: what automata that are made while they run are made of. */
#ifndef TPREP_LANGUAGE_AUTOMATON_FRONT_H
#define TPREP_LANGUAGE_AUTOMATON_FRONT_H

#include "language/automaton.h"

/* A step of the non-deterministic automaton. "Read" is the neighbour on the side we come from, "ahead" the one that
 * is read next. */
enum tp_step_kind {
	TP_STEP_MATCH, /* the pattern has matched */
	TP_STEP_READ, /* reads one code point of `set`, goes on at a */
	TP_STEP_FORK, /* goes on at a and at b */
	TP_STEP_IF_READ, /* goes on at a if the neighbour read is in `set`, or missing and `edge` */
	TP_STEP_IF_AHEAD, /* the same for the one ahead */
};

struct tp_step {
	uint32_t kind; /* enum tp_step_kind */
	uint32_t a, b;
	uint32_t set;
	uint32_t pattern;
	uint32_t edge; /* a bool: there are no gaps, for steps are written as they stand */
};

/* A pattern's steps follow one another. */
struct tp_step_pattern {
	uint32_t first; /* of its steps */
	uint32_t start; /* where it is entered */
};

struct tp_automaton {
	bool left;
	struct {
		struct tp_step *p;
		size_t n, cap;
	} steps; /* here and there, cap is 0 if they are borrowed */
	struct {
		struct tp_step_pattern *p;
		size_t n, cap;
	} patterns;
	uint32_t match; /* the last step of the pattern that is being added */
};

/* A list of numbers, each in it once. */
struct tp_step_list {
	uint32_t *p;
	size_t n;
	uint32_t *seen; /* of x - least; == round: x is in the list */
	uint32_t round;
	uint32_t least;
	size_t cap;
};

/* For n numbers from the least one on. */
void tp_step_list_init(struct tp_step_list *list, uint32_t least, size_t n);
void tp_step_list_release(struct tp_step_list *list);
void tp_step_list_clear(struct tp_step_list *list);
void tp_step_list_sort(struct tp_step_list *list);

static inline bool tp_step_list_has(const struct tp_step_list *list, uint32_t x)
{
	return list->seen[x - list->least] == list->round;
}

static inline void tp_step_list_add(struct tp_step_list *list, uint32_t x)
{
	if (tp_step_list_has(list, x))
		return;
	list->seen[x - list->least] = list->round;
	list->p[list->n++] = x;
}

/* How far a run is: the steps that wait for the code point ahead, and the patterns that have matched. */
struct tp_front {
	const struct tp_automaton *automaton;
	const struct tp_classes *classes;
	struct tp_step_list waiting, matched;
	struct tp_step_list steps; /* that are being followed */
};

void tp_front_init(struct tp_front *front, const struct tp_automaton *automaton, const struct tp_classes *classes);
void tp_front_release(struct tp_front *front);
void tp_front_clear(struct tp_front *front);

/* Enters the patterns whose first steps are in `steps`, beside a neighbour of a class that is not read. */
void tp_front_start(struct tp_front *front, uint32_t beside);

/* Reads a code point of a class, or meets the edge of the text. `read` is the class that was read, or met, before. */
void tp_front_advance(struct tp_front *front, uint32_t read, uint32_t class);

/* Leaves out the steps that wait for a pattern that has matched. Returns whether one asks what was read. */
bool tp_front_tidy(struct tp_front *front);

/* The same, and leaves out what is of other patterns than these. */
bool tp_front_keep(struct tp_front *front, const struct tp_step_list *patterns);

#endif
