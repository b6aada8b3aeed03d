#include "language/segments_course.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/table.h"
#include "language/kinds.h"

enum { MOST_MEMORY = 4 << 20, MOST_STATES = UINT16_MAX, FIRST_MOVES = 64 };

/* A pass goes through a text against the direction in which its pattern reads. What is known at a place is for each
 * entry where the match ends that goes on there; entries whose matches end alike are of one group, so there are few
 * states: which group an entry is in. Where the groups end is kept apart. */
struct state {
	uint32_t number;
	uint32_t n_groups;
	uint32_t group[]; /* by entry: 1, 2 ... as they are met; 0: no match goes on there */
};

/* What comes of a state at the next place: another state, each of whose groups was one before, or is the one of matches
 * that end here (n_groups + 1). */
struct move {
	struct state *to;
	uint32_t start; /* the group of a match that starts here; 0: there is none */
	uint32_t from[]; /* by group */
};

/* What a move hangs on. */
struct key {
	uint64_t state; /* and the kinds of both neighbours */
	unsigned looks; /* the passes whose patterns are at the place, as bits */
};

struct known_move {
	struct key key;
	const struct move *move; /* NULL: the slot is free */
};

/* A pass as a deterministic automaton, which is made while it runs. */
struct machine {
	const struct tp_pass *pass;
	bool told; /* groups are told apart: it is asked where matches end */
	struct tp_kinds kinds;
	struct tp_arena *arena;
	struct tp_table states;
	struct {
		struct known_move *p;
		size_t n, cap; /* cap is a power of two, more than n */
		struct tp_spread spread;
	} moves;
	uint32_t *values; /* by step: the group of the match that goes on there */
	uint32_t *group, *from; /* of the state that is being made */
	uint32_t *numbers; /* by group before: the one it becomes */
	size_t *ends, *next; /* by group, of this place and of the next one */
};

struct tp_course {
	const struct tp_passes *passes;
	struct machine machines[TP_MOST_PASSES];
	uint64_t *bits[TP_MOST_PASSES]; /* of the passes that are done: where their patterns are */
};

/* A machine ------------------------------------------------------------------------------------------------------ */

static void find_kinds(struct machine *machine, const struct tp_classes *classes)
{
	bool *asked = tp_alloc_zero(classes->n_sets + 1, sizeof *asked);

	for (uint32_t i = 0; i < machine->pass->n_steps; i++) {
		const struct tp_pass_step *step = &machine->pass->steps[i];

		if (step->kind == TP_PASS_READ || step->kind == TP_PASS_BESIDE)
			asked[step->set] = true;
	}
	tp_kinds_init_sets(&machine->kinds, classes, asked);
	free(asked);
}

static void set_moves(struct machine *machine, size_t cap)
{
	machine->moves.cap = cap;
	machine->moves.p = tp_alloc_zero(cap, sizeof *machine->moves.p);
	machine->moves.spread = tp_spread_over(machine->moves.p, cap);
}

static void begin(struct machine *machine)
{
	machine->arena = tp_arena_new();
	machine->moves.n = 0;
	set_moves(machine, FIRST_MOVES);
}

static void forget(struct machine *machine)
{
	tp_table_release(&machine->states);
	tp_arena_free(machine->arena);
	free(machine->moves.p);
}

static void start_machine(struct machine *machine, const struct tp_pass *pass, bool told,
			  const struct tp_classes *classes)
{
	size_t n = pass->n_entries + (size_t)2;

	machine->pass = pass;
	machine->told = told;
	find_kinds(machine, classes);
	machine->values = tp_alloc_zero(pass->n_steps, sizeof *machine->values);
	machine->group = tp_alloc_zero(n, sizeof *machine->group);
	machine->from = tp_alloc_zero(n, sizeof *machine->from);
	machine->numbers = tp_alloc_zero(n, sizeof *machine->numbers);
	machine->ends = tp_alloc_zero(n, sizeof *machine->ends);
	machine->next = tp_alloc_zero(n, sizeof *machine->next);
	begin(machine);
}

static void end_machine(struct machine *machine)
{
	forget(machine);
	tp_kinds_release(&machine->kinds);
	free(machine->values);
	free(machine->group);
	free(machine->from);
	free(machine->numbers);
	free(machine->ends);
	free(machine->next);
}

static size_t size_of(const struct machine *machine)
{
	return tp_arena_size(machine->arena) + machine->moves.cap * sizeof *machine->moves.p +
	       machine->pass->n_steps * sizeof *machine->values +
	       machine->pass->n_entries * (3 * sizeof *machine->group + 2 * sizeof *machine->ends);
}

/* The state whose groups are machine->group, old or new. */
static struct state *find_state(struct machine *machine, uint32_t n_groups)
{
	size_t size = machine->pass->n_entries * sizeof *machine->group;
	uintptr_t *known = tp_table_get(&machine->states, (struct tp_str){ (char *)machine->group, size });
	struct state *state;

	if (known)
		return (struct state *)*known;
	state = tp_arena_alloc(machine->arena, sizeof *state + size);
	state->number = (uint32_t)machine->states.n;
	state->n_groups = n_groups;
	memcpy(state->group, machine->group, size);
	*tp_table_put(&machine->states, (struct tp_str){ (char *)state->group, size }) = (uintptr_t)state;
	return state;
}

/* What a place is like, as far as moves hang on it. */
struct place {
	uint32_t kinds[2]; /* of the neighbours, by left */
	unsigned looks; /* the passes whose patterns are there, as bits */
};

/* The group of the match that goes on at a step; 0 if there is none. */
static uint32_t follow(const struct machine *machine, const struct state *state, const struct tp_pass_step *step,
		       const struct place *place)
{
	const struct tp_kinds *kinds = &machine->kinds;
	uint32_t kind = place->kinds[step->kind == TP_PASS_READ ? machine->pass->left : step->left];
	const uint32_t *values = machine->values;
	bool inside;

	switch (step->kind) {
	case TP_PASS_END:
		return machine->told ? state->n_groups + 1 : 1;
	case TP_PASS_FORK:
		return values[step->a] ? values[step->a] : values[step->b];
	case TP_PASS_LOOK:
		return (place->looks >> step->set & 1) != step->negated ? values[step->a] : 0;
	default:
		inside =
		    kind == kinds->n - 1 ? step->edge : tp_class_inside(kinds->classes, step->set, kinds->sample[kind]);
		return inside ? (step->kind == TP_PASS_READ ? state->group : values)[step->a] : 0;
	}
}

static struct move *make_move(struct machine *machine, const struct state *state, const struct place *place)
{
	const struct tp_pass *pass = machine->pass;
	uint32_t n = 0;
	struct move *move;

	for (uint32_t i = 0; i < pass->n_steps; i++)
		machine->values[i] = follow(machine, state, &pass->steps[i], place);
	memset(machine->numbers, 0, (state->n_groups + (size_t)2) * sizeof *machine->numbers);
	for (uint32_t i = 0; i < pass->n_entries; i++) {
		uint32_t value = machine->values[pass->entries[i]];

		if (value && !machine->numbers[value]) {
			machine->numbers[value] = ++n;
			machine->from[n] = value;
		}
		machine->group[i] = machine->numbers[value];
	}
	move = tp_arena_alloc(machine->arena, sizeof *move + (n + (size_t)1) * sizeof *move->from);
	move->to = find_state(machine, n);
	move->start = machine->values[pass->start];
	memcpy(move->from, machine->from, (n + (size_t)1) * sizeof *move->from);
	return move;
}

/* The slot of a move, or the free one where it belongs. */
static inline struct known_move *slot_of(const struct machine *machine, struct key key)
{
	const struct known_move *known = machine->moves.p;
	size_t i = tp_spread_slot(&machine->moves.spread, key.state + key.looks * 0x9e3779b97f4a7c15u);

	while (known[i].move && (known[i].key.state != key.state || known[i].key.looks != key.looks))
		i = (i + 1) & (machine->moves.cap - 1);
	return &machine->moves.p[i];
}

static void keep_move(struct machine *machine, struct key key, const struct move *move)
{
	struct known_move *old = machine->moves.p;
	size_t cap = machine->moves.cap;

	*slot_of(machine, key) = (struct known_move){ key, move };
	if (++machine->moves.n <= cap / 2)
		return;
	set_moves(machine, 2 * cap);
	for (size_t i = 0; i < cap; i++)
		if (old[i].move)
			*slot_of(machine, old[i].key) = old[i];
	free(old);
}

static inline struct key key_of(const struct state *state, const struct place *place)
{
	return (struct key){ (uint64_t)state->number << 32 | place->kinds[0] << 16 | place->kinds[1], place->looks };
}

static struct state *nothing(struct machine *machine)
{
	memset(machine->group, 0, machine->pass->n_entries * sizeof *machine->group);
	return find_state(machine, 0);
}

/* Makes the move from a state. Where there is no more room, all but that state is forgotten before. */
static const struct move *add_move(struct machine *machine, const struct state *state, const struct place *place)
{
	const struct move *move;

	if (machine->states.n >= MOST_STATES || tp_arena_size(machine->arena) > MOST_MEMORY) {
		uint32_t n_groups = state->n_groups;

		memcpy(machine->group, state->group, machine->pass->n_entries * sizeof *machine->group);
		forget(machine);
		begin(machine);
		state = find_state(machine, n_groups);
	}
	move = make_move(machine, state, place);
	keep_move(machine, key_of(state, place), move);
	return move;
}

/* Passes --------------------------------------------------------------------------------------------------------- */

static bool has(const uint64_t *bits, size_t at)
{
	return bits[at / 64] >> at % 64 & 1;
}

static void add(uint64_t *bits, size_t at)
{
	bits[at / 64] |= (uint64_t)1 << at % 64;
}

/* Which of the passes that a pass asks have their patterns at a place. */
static unsigned find_looks(const struct tp_course *course, unsigned asked, size_t at)
{
	unsigned found = 0;

	for (; asked; asked &= asked - 1) {
		unsigned i = (unsigned)__builtin_ctz(asked);

		found |= (unsigned)has(course->bits[i], at) << i;
	}
	return found;
}

/* Goes on to where the groups of the next place end. */
static inline void move_ends(struct machine *machine, const struct move *move)
{
	size_t *ends = machine->ends;

	for (uint32_t i = 1; i <= move->to->n_groups; i++)
		machine->next[i] = ends[move->from[i]];
	machine->ends = machine->next;
	machine->next = ends;
}

/* Goes through the text; adds the starts of matches to `starts`, and their ends to `ends`, where that is not NULL. */
static void run(const struct tp_course *course, struct machine *machine, struct tp_str text, uint64_t *starts,
		uint64_t *ends)
{
	const struct tp_pass *pass = machine->pass;
	const struct tp_kinds *kinds = &machine->kinds;
	struct place place = { { kinds->n - 1, kinds->n - 1 }, 0 };
	const struct state *state = nothing(machine);
	size_t at, next = pass->left ? 0 : text.n;
	uint32_t behind;

	do {
		at = next;
		behind = pass->left ? tp_kind_next(kinds, text, &next) : tp_kind_prev(kinds, text, &next);
		place.kinds[!pass->left] = pass->asks_behind ? behind : 0;
		place.looks = find_looks(course, pass->looks, at);
		machine->ends[state->n_groups + 1] = at;
		const struct move *move = slot_of(machine, key_of(state, &place))->move;
		if (!move)
			move = add_move(machine, state, &place);
		if (move->start)
			add(starts, at);
		if (ends) {
			if (move->start)
				add(ends, machine->ends[move->start]);
			move_ends(machine, move);
		}
		place.kinds[pass->left] = behind;
		state = move->to;
	} while (next != at);
}

/* A rule --------------------------------------------------------------------------------------------------------- */

static bool is_last(const struct tp_passes *passes, size_t i)
{
	return passes->ends && i + 1 == passes->n;
}

struct tp_course *tp_course_new(const struct tp_passes *passes, const struct tp_classes *classes)
{
	struct tp_course *course = tp_alloc_zero(1, sizeof *course);

	course->passes = passes;
	for (size_t i = 0; i < passes->n; i++)
		start_machine(&course->machines[i], &passes->p[i], is_last(passes, i), classes);
	return course;
}

void tp_course_free(struct tp_course *course)
{
	if (!course)
		return;
	for (size_t i = 0; i < course->passes->n; i++)
		end_machine(&course->machines[i]);
	free(course);
}

size_t tp_course_size(const struct tp_course *course)
{
	size_t size = sizeof *course;

	for (size_t i = 0; i < course->passes->n; i++)
		size += size_of(&course->machines[i]);
	return size;
}

void tp_course_run(struct tp_course *course, struct tp_str text, uint64_t *matches, uint64_t *ends)
{
	const struct tp_passes *passes = course->passes;
	size_t words = text.n / 64 + 1;

	for (size_t i = 0; i < passes->n; i++) {
		course->bits[i] = tp_alloc_zero(words, sizeof *course->bits[i]);
		run(course, &course->machines[i], text, course->bits[i], is_last(passes, i) ? ends : NULL);
	}
	for (size_t i = 0, left = passes->n - 1 - passes->ends; passes->matches && i < words; i++)
		matches[i] |= course->bits[left][i] & course->bits[left - 1][i];
	for (size_t i = 0; i < passes->n; i++)
		free(course->bits[i]);
}
