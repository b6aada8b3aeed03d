#include "language/kinds.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/table.h"
#include "language/automaton_front.h"

static void mark_asked(const struct tp_automaton *automaton, bool *asked)
{
	for (size_t i = 0; i < automaton->steps.n; i++) {
		const struct tp_step *step = &automaton->steps.p[i];

		if (step->kind != TP_STEP_MATCH && step->kind != TP_STEP_FORK)
			asked[step->set] = true;
	}
}

/* Marks each class with the sets it is in, of those that are asked for: equal marks are one kind. */
static uint64_t *mark_classes(const struct tp_classes *classes, const bool *asked)
{
	uint64_t *marks = tp_alloc_zero(classes->n + 1, sizeof *marks);

	for (uint32_t set = 0; set < classes->n_sets; set++) {
		const uint8_t *inside = classes->inside + (size_t)set * classes->n, *end = inside + classes->n;

		for (const uint8_t *p = inside; asked[set] && (p = memchr(p, true, (size_t)(end - p))); p++)
			marks[p - inside] += tp_class_mark(set);
	}
	return marks;
}

void tp_kinds_init(struct tp_kinds *kinds, const struct tp_classes *classes, const struct tp_automaton *const *automata,
		   size_t n)
{
	bool *asked = tp_alloc_zero(classes->n_sets + 1, sizeof *asked);

	for (size_t i = 0; i < n; i++)
		mark_asked(automata[i], asked);
	tp_kinds_init_sets(kinds, classes, asked);
	free(asked);
}

void tp_kinds_init_sets(struct tp_kinds *kinds, const struct tp_classes *classes, const bool *asked)
{
	uint64_t *marks = mark_classes(classes, asked);
	struct tp_table known = { 0 };
	uintptr_t *kind = NULL;

	*kinds = (struct tp_kinds){ .classes = classes };
	kinds->of = tp_alloc_zero(classes->n + 1, sizeof *kinds->of);
	kinds->sample = tp_alloc_zero(classes->n + 1, sizeof *kinds->sample);
	for (uint32_t class = 0; class < classes->n; class ++) {
		if (class == 0 || marks[class] != marks[class - 1])
			kind = tp_table_put(&known, (struct tp_str){ (char *)&marks[class], sizeof *marks });
		if (!*kind) {
			kinds->sample[kinds->n++] = class;
			*kind = kinds->n;
		}
		kinds->of[class] = (uint16_t)(*kind - 1);
	}
	kinds->of[classes->n] = (uint16_t)kinds->n;
	kinds->sample[kinds->n++] = classes->n;
	kinds->sample = tp_realloc(kinds->sample, kinds->n, sizeof *kinds->sample);
	for (uint32_t cp = 0; cp < 128; cp++)
		kinds->ascii[cp] = kinds->of[classes->ascii[cp]];
	tp_table_release(&known);
	free(marks);
}

void tp_kinds_release(struct tp_kinds *kinds)
{
	free(kinds->of);
	free(kinds->sample);
}
