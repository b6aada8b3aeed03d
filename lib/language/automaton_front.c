#include "language/automaton_front.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

#define NOT_KNOWN UINT32_MAX

enum { SHORT = 32 };

void tp_step_list_init(struct tp_step_list *list, uint32_t least, size_t n)
{
	list->least = least;
	list->cap = n + 1;
	list->p = tp_alloc_zero(list->cap, sizeof *list->p);
	list->seen = tp_alloc_zero(list->cap, sizeof *list->seen);
	list->n = 0;
	list->round = 1;
}

void tp_step_list_release(struct tp_step_list *list)
{
	free(list->p);
	free(list->seen);
}

void tp_step_list_clear(struct tp_step_list *list)
{
	list->n = 0;
	if (++list->round == 0) {
		memset(list->seen, 0, list->cap * sizeof *list->seen);
		list->round = 1;
	}
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Most lists are short, and nearly in order. */
static void sort_short(uint32_t *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint32_t x = p[i];
		size_t k = i;

		for (; k > 0 && p[k - 1] > x; k--)
			p[k] = p[k - 1];
		p[k] = x;
	}
}

void tp_step_list_sort(struct tp_step_list *list)
{
	if (list->n <= SHORT)
		sort_short(list->p, list->n);
	else
		qsort(list->p, list->n, sizeof *list->p, by_number);
}

void tp_front_init(struct tp_front *front, const struct tp_automaton *automaton, const struct tp_classes *classes)
{
	front->automaton = automaton;
	front->classes = classes;
	tp_step_list_init(&front->steps, 0, automaton->steps.n);
	tp_step_list_init(&front->waiting, 0, automaton->steps.n);
	tp_step_list_init(&front->matched, 0, automaton->patterns.n);
}

void tp_front_release(struct tp_front *front)
{
	tp_step_list_release(&front->steps);
	tp_step_list_release(&front->waiting);
	tp_step_list_release(&front->matched);
}

void tp_front_clear(struct tp_front *front)
{
	tp_step_list_clear(&front->steps);
	tp_step_list_clear(&front->waiting);
	tp_step_list_clear(&front->matched);
}

static bool allows(const struct tp_front *front, const struct tp_step *step, uint32_t class)
{
	if (class == front->classes->n)
		return step->edge;
	return tp_class_inside(front->classes, step->set, class);
}

/* Follows front->steps as far as no code point is read. `ahead` is the class ahead, or NOT_KNOWN: then
 * steps that ask for it wait. */
static void follow(struct tp_front *front, uint32_t read, uint32_t ahead)
{
	struct tp_step_list *steps = &front->steps;

	for (size_t i = 0; i < steps->n; i++) {
		const struct tp_step *step = &front->automaton->steps.p[steps->p[i]];

		switch (step->kind) {
		case TP_STEP_MATCH:
			tp_step_list_add(&front->matched, step->pattern);
			break;
		case TP_STEP_READ:
			tp_step_list_add(&front->waiting, steps->p[i]);
			break;
		case TP_STEP_FORK:
			tp_step_list_add(steps, step->a);
			tp_step_list_add(steps, step->b);
			break;
		case TP_STEP_IF_READ:
			if (allows(front, step, read))
				tp_step_list_add(steps, step->a);
			break;
		case TP_STEP_IF_AHEAD:
			if (ahead == NOT_KNOWN)
				tp_step_list_add(&front->waiting, steps->p[i]);
			else if (allows(front, step, ahead))
				tp_step_list_add(steps, step->a);
			break;
		}
	}
}

void tp_front_start(struct tp_front *front, uint32_t beside)
{
	follow(front, beside, NOT_KNOWN);
}

void tp_front_advance(struct tp_front *front, uint32_t read, uint32_t class)
{
	struct tp_step_list *steps = &front->steps, *waiting = &front->waiting;

	tp_step_list_clear(steps);
	for (size_t i = 0; i < waiting->n; i++)
		tp_step_list_add(steps, waiting->p[i]);
	tp_step_list_clear(waiting);
	follow(front, read, class);
	tp_step_list_clear(steps);
	for (size_t i = 0; i < waiting->n && class < front->classes->n; i++) {
		const struct tp_step *step = &front->automaton->steps.p[waiting->p[i]];

		if (!tp_step_list_has(&front->matched, step->pattern) &&
		    tp_class_inside(front->classes, step->set, class))
			tp_step_list_add(steps, step->a);
	}
	tp_step_list_clear(waiting);
	follow(front, class, NOT_KNOWN);
}

/* Patterns: NULL are all. */
static bool tidy(struct tp_front *front, const struct tp_step_list *patterns)
{
	struct tp_step_list *waiting = &front->waiting;
	size_t n = waiting->n;
	bool asks = false;

	tp_step_list_clear(waiting);
	for (size_t i = 0; i < n; i++) {
		const struct tp_step *step = &front->automaton->steps.p[waiting->p[i]];

		if (tp_step_list_has(&front->matched, step->pattern) ||
		    (patterns && !tp_step_list_has(patterns, step->pattern)))
			continue;
		tp_step_list_add(waiting, waiting->p[i]);
		asks |= step->kind == TP_STEP_IF_AHEAD;
	}
	return asks;
}

bool tp_front_tidy(struct tp_front *front)
{
	return tidy(front, NULL);
}

bool tp_front_keep(struct tp_front *front, const struct tp_step_list *patterns)
{
	struct tp_step_list *matched = &front->matched;
	bool asks = tidy(front, patterns);
	size_t n = matched->n;

	tp_step_list_clear(matched);
	for (size_t i = 0; i < n; i++)
		if (tp_step_list_has(patterns, matched->p[i]))
			tp_step_list_add(matched, matched->p[i]);
	return asks;
}
