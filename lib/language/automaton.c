#include "language/automaton.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "language/automaton_front.h"
#include "language/kinds.h"

#define MOST_STEPS 1000000u
#define MOST_CACHE ((size_t)8 << 20)
#define MOST_DEPTH 64 /* of what alternatives read together */

/* Patterns into steps -------------------------------------------------------------------------------- */

struct tp_automaton *tp_automaton_new(bool left)
{
	struct tp_automaton *automaton = tp_alloc_zero(1, sizeof *automaton);

	automaton->left = left;
	return automaton;
}

void tp_automaton_free(struct tp_automaton *automaton)
{
	if (!automaton)
		return;
	if (automaton->steps.cap)
		free(automaton->steps.p);
	if (automaton->patterns.cap)
		free(automaton->patterns.p);
	free(automaton);
}

static uint32_t add_step(struct tp_automaton *automaton, struct tp_step step)
{
	step.pattern = (uint32_t)automaton->patterns.n;
	if (automaton->steps.n < MOST_STEPS)
		*tp_push(&automaton->steps) = step;
	return (uint32_t)automaton->steps.n - 1;
}

static uint32_t add_fork(struct tp_automaton *automaton, uint32_t a, uint32_t b)
{
	return add_step(automaton, (struct tp_step){ .kind = TP_STEP_FORK, .a = a, .b = b });
}

static uint32_t add_node(struct tp_automaton *automaton, const struct tp_node *node, uint32_t then);

/* The children in the order of reading, so from the last one read. */
static uint32_t add_all(struct tp_automaton *automaton, const struct tp_node *node, uint32_t then)
{
	if (automaton->left) {
		for (const struct tp_node *child = node->first; child; child = child->next)
			then = add_node(automaton, child, then);
	} else {
		for (const struct tp_node *child = node->last; child; child = child->previous)
			then = add_node(automaton, child, then);
	}
	return then;
}

/* Alternatives are sequences of nodes. What is read next of one, and the node whose children follow on that. */
struct alternative {
	const struct tp_node *next; /* NULL: nothing */
	const struct tp_node *all; /* NULL: nothing follows */
};

static struct alternative alternative_of(const struct tp_automaton *automaton, const struct tp_node *node)
{
	if (node->kind != TP_NODE_ALL)
		return (struct alternative){ node, NULL };
	return (struct alternative){ automaton->left ? node->last : node->first, node };
}

static struct alternative behind(const struct tp_automaton *automaton, struct alternative alternative)
{
	if (!alternative.all)
		return (struct alternative){ NULL, NULL };
	alternative.next = automaton->left ? alternative.next->previous : alternative.next->next;
	return alternative;
}

/* The rest of a sequence; the last one read is added first. */
static uint32_t add_rest(struct tp_automaton *automaton, struct alternative alternative, uint32_t then)
{
	const struct tp_node *child = alternative.next;

	if (!child)
		return then;
	if (alternative.all)
		child = automaton->left ? alternative.all->first : alternative.all->last;
	for (; child != alternative.next; child = automaton->left ? child->next : child->previous)
		then = add_node(automaton, child, then);
	return add_node(automaton, child, then);
}

static bool reads_set(struct alternative alternative)
{
	return alternative.next && alternative.next->kind == TP_NODE_SET;
}

/* By the sets that are read next; the others come first. */
static int by_set(const void *pa, const void *pb)
{
	const struct alternative *a = pa, *b = pb;
	uint64_t set_a = reads_set(*a) ? (uint64_t)a->next->set + 1 : 0;
	uint64_t set_b = reads_set(*b) ? (uint64_t)b->next->set + 1 : 0;

	return (set_a > set_b) - (set_a < set_b);
}

/* Adds sequences that all go on at the same step. Those that read the same next read it together, so that long lists of
 * words wait for few code points at a time. `depth` such steps were added before. */
static uint32_t add_sequences(struct tp_automaton *automaton, struct alternative *p, size_t n, uint32_t then,
			      unsigned depth)
{
	uint32_t start = TP_FOREVER;

	qsort(p, n, sizeof *p, by_set);
	for (size_t i = 0, end; i < n; i = end) {
		uint32_t set = reads_set(p[i]) ? p[i].next->set : 0, other;

		for (end = i + 1; reads_set(p[i]) && end < n && p[end].next->set == set;)
			end++;
		if (end - i == 1 || depth == MOST_DEPTH) {
			end = i + 1;
			other = add_rest(automaton, p[i], then);
		} else {
			for (size_t k = i; k < end; k++)
				p[k] = behind(automaton, p[k]);
			other = add_sequences(automaton, p + i, end - i, then, depth + 1);
			other = add_step(automaton, (struct tp_step){ .kind = TP_STEP_READ, .a = other, .set = set });
		}
		start = start == TP_FOREVER ? other : add_fork(automaton, other, start);
	}
	return start;
}

static uint32_t add_any(struct tp_automaton *automaton, const struct tp_node *node, uint32_t then)
{
	struct {
		struct alternative *p;
		size_t n, cap;
	} alternatives = { 0 };
	uint32_t start;

	for (const struct tp_node *child = node->first; child; child = child->next)
		*tp_push(&alternatives) = alternative_of(automaton, child);
	start = add_sequences(automaton, alternatives.p, alternatives.n, then, 0);
	free(alternatives.p);
	return start;
}

static uint32_t add_repeat(struct tp_automaton *automaton, const struct tp_node *node, uint32_t then)
{
	uint32_t start = then, last = TP_FOREVER;

	if (node->max == TP_FOREVER) {
		start = add_fork(automaton, then, then);
		uint32_t body = add_node(automaton, node->first, start);
		automaton->steps.p[start].a = body;
	} else {
		for (uint32_t i = node->min; i < node->max && automaton->steps.n < MOST_STEPS; i++)
			start = add_fork(automaton, add_node(automaton, node->first, start), then);
	}
	/* where nothing is read, once is enough: "(a{0}){10000}" */
	for (uint32_t i = 0; i < node->min && start != last && automaton->steps.n < MOST_STEPS; i++) {
		last = start;
		start = add_node(automaton, node->first, start);
	}
	return start;
}

static uint32_t add_node(struct tp_automaton *automaton, const struct tp_node *node, uint32_t then)
{
	switch (node->kind) {
	case TP_NODE_SET:
		return add_step(automaton, (struct tp_step){ .kind = TP_STEP_READ, .a = then, .set = node->set });
	case TP_NODE_BESIDE:
		return add_step(automaton, (struct tp_step){ .kind = node->left == automaton->left ? TP_STEP_IF_AHEAD
												   : TP_STEP_IF_READ,
							     .a = then,
							     .set = node->set,
							     .edge = node->edge });
	case TP_NODE_ANY:
		return add_any(automaton, node, then);
	case TP_NODE_REPEAT:
		return add_repeat(automaton, node, then);
	case TP_NODE_STOP:
		return automaton->match;
	default:
		return add_all(automaton, node, then);
	}
}

uint32_t tp_automaton_add(struct tp_automaton *automaton, const struct tp_node *pattern)
{
	size_t before = automaton->steps.n;
	uint32_t start;

	automaton->match = add_step(automaton, (struct tp_step){ .kind = TP_STEP_MATCH });
	start = add_node(automaton, pattern, automaton->match);
	if (automaton->steps.n >= MOST_STEPS) {
		automaton->steps.n = before;
		return TP_FOREVER;
	}
	*tp_push(&automaton->patterns) = (struct tp_step_pattern){ (uint32_t)before, start };
	return (uint32_t)automaton->patterns.n - 1;
}

size_t tp_automaton_size(const struct tp_automaton *automaton)
{
	return automaton->patterns.n;
}

/* Writing and opening ------------------------------------------------------------------------------------ */

void tp_automaton_write(const struct tp_automaton *automaton, struct tp_buf *out)
{
	tp_flat_add(out, automaton->steps.p, automaton->steps.n, sizeof *automaton->steps.p);
	tp_flat_add(out, automaton->patterns.p, automaton->patterns.n, sizeof *automaton->patterns.p);
}

/* All that is referred to is there. */
static bool is_sound(const struct tp_automaton *automaton, size_t n_sets)
{
	size_t n_steps = automaton->steps.n, n_patterns = automaton->patterns.n;
	bool sound = n_steps <= MOST_STEPS && n_patterns <= n_steps;

	for (size_t i = 0; i < n_steps && sound; i++) {
		const struct tp_step *step = &automaton->steps.p[i];

		sound = step->kind <= TP_STEP_IF_AHEAD && step->a < n_steps && step->b < n_steps &&
			step->pattern < n_patterns && (step->kind <= TP_STEP_FORK || step->set < n_sets) &&
			(step->kind != TP_STEP_READ || step->set < n_sets) && step->edge <= 1;
	}
	for (size_t i = 0; i < n_patterns && sound; i++) {
		const struct tp_step_pattern *pattern = &automaton->patterns.p[i];
		size_t end = i + 1 < n_patterns ? pattern[1].first : n_steps;

		sound = pattern->first <= pattern->start && pattern->start < end;
	}
	return sound;
}

struct tp_automaton *tp_automaton_open(struct tp_flat *in, bool left, size_t n_sets)
{
	struct tp_automaton *automaton = tp_automaton_new(left);

	automaton->steps.p =
	    (struct tp_step *)(uintptr_t)tp_flat_take(in, sizeof *automaton->steps.p, &automaton->steps.n);
	automaton->patterns.p = (struct tp_step_pattern *)(uintptr_t)tp_flat_take(in, sizeof *automaton->patterns.p,
										  &automaton->patterns.n);
	if (!in->damaged && is_sound(automaton, n_sets))
		return automaton;
	tp_automaton_free(automaton);
	return NULL;
}

/* Looking ahead ------------------------------------------------------------------------------------------ */

/* For the steps of a pattern. */
static void list_of_pattern(struct tp_step_list *list, const struct tp_automaton *automaton, uint32_t pattern)
{
	const struct tp_step_pattern *p = &automaton->patterns.p[pattern];
	size_t end = pattern + 1 < automaton->patterns.n ? p[1].first : automaton->steps.n;

	tp_step_list_init(list, p->first, end - p->first);
}

static void add_bits(uint64_t to[4], const uint64_t from[4])
{
	for (unsigned i = 0; i < 4; i++)
		to[i] |= from[i];
}

/* Adds what can be reached from the steps of a list without reading; false if a match is. */
static bool reach_reads(const struct tp_automaton *automaton, struct tp_step_list *reach)
{
	bool reads = true;

	for (size_t i = 0; i < reach->n; i++) {
		const struct tp_step *step = &automaton->steps.p[reach->p[i]];

		reads &= step->kind != TP_STEP_MATCH;
		if (step->kind != TP_STEP_MATCH && step->kind != TP_STEP_READ)
			tp_step_list_add(reach, step->a);
		if (step->kind == TP_STEP_FORK)
			tp_step_list_add(reach, step->b);
	}
	return reads;
}

static bool has_any(const uint64_t bits[4])
{
	return bits[0] | bits[1] | bits[2] | bits[3];
}

/* Adds the bytes of code points that stand at a distance from the place, and the step behind them to what is read
 * next. */
static void add_class(const struct tp_automaton *automaton, const struct tp_end_bytes *ends, enum tp_length length,
		      uint32_t then, size_t distance, struct tp_bytes near[TP_NEAR], struct tp_step_list next[TP_NEAR])
{
	const uint64_t(*bytes)[4] = automaton->left ? ends->last : ends->first;
	size_t behind = distance + length + 1;

	if (!has_any(bytes[0]))
		return;
	for (size_t i = 0; i <= (size_t)length && distance + i < TP_NEAR; i++)
		add_bits(near[distance + i].bits, bytes[i]);
	if (behind < TP_NEAR)
		tp_step_list_add(&next[behind], then);
}

/* Adds what the steps at a distance read; false if the pattern may have matched, so that any byte can follow. */
static bool add_reads(const struct tp_automaton *automaton, const struct tp_classes *classes, size_t distance,
		      struct tp_bytes near[TP_NEAR], struct tp_step_list next[TP_NEAR])
{
	const struct tp_step_list *reach = &next[distance];

	if (!reach_reads(automaton, &next[distance]))
		return false;
	for (size_t i = 0; i < reach->n; i++) {
		const struct tp_step *step = &automaton->steps.p[reach->p[i]];

		for (uint32_t class = 0; step->kind == TP_STEP_READ && class < classes->n; class ++)
			for (enum tp_length n = 0; tp_class_inside(classes, step->set, class) && n < TP_LENGTHS; n++)
				add_class(automaton, &classes->bytes[class][n], n, step->a, distance, near, next);
	}
	return true;
}

static void add_byte(struct tp_bytes *bytes, uint32_t byte)
{
	bytes->bits[byte / 64] |= (uint64_t)1 << byte % 64;
}

/* Adds the bytes of the code points of a set that have three bytes, and begin with this one. */
static void add_led(const struct tp_automaton *automaton, const struct tp_classes *classes, uint32_t set,
		    unsigned char lead, struct tp_bytes near[TP_NEAR])
{
	uint32_t from = (lead & 15u) << 12;

	for (uint32_t cp = from < 0x800 ? 0x800 : from; cp < from + 0x1000; cp++)
		if (tp_class_inside(classes, set, tp_class_of(classes, cp))) {
			add_byte(&near[automaton->left ? 2 : 0], lead);
			add_byte(&near[1], 0x80 | (cp >> 6 & 63));
			add_byte(&near[automaton->left ? 0 : 2], 0x80 | (cp & 63));
		}
}

/* Adds what is read beside the place; false if there is no such way. *known: nothing matches before that is read. */
static bool add_beside(const struct tp_automaton *automaton, const struct tp_classes *classes, struct tp_beside beside,
		       struct tp_bytes near[TP_NEAR], struct tp_step_list next[TP_NEAR], bool *known)
{
	unsigned ways = 0;

	*known = reach_reads(automaton, &next[0]);
	for (size_t i = 0; *known && i < next[0].n; i++) {
		const struct tp_step *step = &automaton->steps.p[next[0].p[i]];

		if (step->kind != TP_STEP_READ || (ways++ != beside.way && beside.way != TP_ANY_WAY))
			continue;
		if (beside.lead) {
			add_led(automaton, classes, step->set, beside.lead, near);
			continue;
		}
		for (uint32_t class = 0; class < classes->n; class ++)
			for (enum tp_length n = 0; tp_class_inside(classes, step->set, class) && n < TP_LENGTHS; n++)
				if (beside.length == n || beside.length == TP_LENGTHS)
					add_class(automaton, &classes->bytes[class][n], n, step->a, 0, near, next);
	}
	return beside.way == TP_ANY_WAY || beside.way < (*known ? ways : 1);
}

bool tp_automaton_bytes(const struct tp_automaton *automaton, const struct tp_classes *classes, uint32_t pattern,
			struct tp_beside beside, struct tp_bytes near[TP_NEAR])
{
	struct tp_step_list next[TP_NEAR];
	size_t i = 0;
	bool known, found;

	memset(near, 0, TP_NEAR * sizeof *near);
	for (size_t k = 0; k < TP_NEAR; k++)
		list_of_pattern(&next[k], automaton, pattern);
	tp_step_list_add(&next[0], automaton->patterns.p[pattern].start);
	found = add_beside(automaton, classes, beside, near, next, &known);
	if (known)
		for (i = 1; i < TP_NEAR && add_reads(automaton, classes, i, near, next);)
			i++;
	for (; i < TP_NEAR; i++)
		memset(&near[i], 0xff, sizeof *near);
	for (size_t k = 0; k < TP_NEAR; k++)
		tp_step_list_release(&next[k]);
	return found;
}

/* The machine ------------------------------------------------------------------------------------------ */

/* A state: the steps that wait for the code point ahead, and the patterns that are known to match. They are found as
 * soon as a neighbour tells, and then no longer waited for. */
struct state {
	uint32_t n_steps; /* 0: it is decided, and there is no next state */
	uint32_t read; /* the class read, where a step may still ask for it; else 0 */
	const uint32_t *steps;
	const struct tp_matches *matches;
	bool explored;
	struct state *next[]; /* by the kind of the code point ahead */
};

struct tp_machine {
	const struct tp_automaton *automaton;
	const struct tp_classes *classes;
	struct tp_kinds kinds;
	struct tp_arena *arena;
	struct tp_table states, sets;
	size_t used; /* bytes of the arena */
	struct state **starts; /* by the kind of the neighbour on the other side */
	struct tp_front front;
	struct tp_buf key;
};

struct tp_machine *tp_machine_new(const struct tp_automaton *automaton, const struct tp_classes *classes)
{
	struct tp_machine *machine = tp_alloc_zero(1, sizeof *machine);

	machine->automaton = automaton;
	machine->classes = classes;
	machine->arena = tp_arena_new();
	tp_kinds_init(&machine->kinds, classes, &automaton, 1);
	machine->starts = tp_alloc_zero(machine->kinds.n, sizeof(struct state *));
	tp_front_init(&machine->front, automaton, classes);
	return machine;
}

void tp_machine_free(struct tp_machine *machine)
{
	if (!machine)
		return;
	tp_front_release(&machine->front);
	tp_table_release(&machine->states);
	tp_table_release(&machine->sets);
	tp_arena_free(machine->arena);
	tp_buf_release(&machine->key);
	free(machine->starts);
	tp_kinds_release(&machine->kinds);
	free(machine);
}

bool tp_machine_tidy(struct tp_machine *machine)
{
	if (machine->used <= MOST_CACHE)
		return false;
	tp_table_release(&machine->states);
	tp_table_release(&machine->sets);
	tp_arena_free(machine->arena);
	machine->arena = tp_arena_new();
	machine->used = 0;
	memset(machine->starts, 0, machine->kinds.n * sizeof(struct state *));
	return true;
}

/* machine->front.matched as a set, old or new. */
static const struct tp_matches *find_matches(struct tp_machine *machine)
{
	const struct tp_step_list *matched = &machine->front.matched;
	const struct tp_str key = { (const char *)matched->p, matched->n * sizeof *matched->p };
	uintptr_t *known = tp_table_get(&machine->sets, key);
	struct tp_matches *matches;

	if (known)
		return (const struct tp_matches *)*known;
	matches = tp_arena_alloc(machine->arena, sizeof *matches + key.n);
	matches->id = (uint32_t)machine->sets.n;
	matches->n = (uint32_t)matched->n;
	memcpy(matches->p, key.p, key.n);
	machine->used += sizeof *matches + key.n;
	*tp_table_put(&machine->sets, (struct tp_str){ (const char *)matches->p, key.n }) = (uintptr_t)matches;
	return matches;
}

/* The state of machine->front.waiting and machine->front.matched, old or new. */
static struct state *find_state(struct tp_machine *machine, uint32_t read)
{
	const struct tp_step_list *waiting = &machine->front.waiting;
	uint32_t head[2] = { 0, tp_front_tidy(&machine->front) ? read : 0 };
	size_t size = sizeof(struct state) + (waiting->n ? machine->kinds.n * sizeof(struct state *) : 0);
	const struct tp_matches *matches;
	struct state *state;
	struct tp_str key;
	uintptr_t *known;

	tp_step_list_sort(&machine->front.waiting);
	tp_step_list_sort(&machine->front.matched);
	matches = find_matches(machine);
	head[0] = matches->id;
	tp_buf_clear(&machine->key);
	tp_buf_add(&machine->key, (const char *)head, sizeof head);
	tp_buf_add(&machine->key, (const char *)waiting->p, waiting->n * sizeof *waiting->p);
	known = tp_table_get(&machine->states, tp_buf_str(&machine->key));
	if (known)
		return (struct state *)*known;
	key = tp_arena_str(machine->arena, tp_buf_str(&machine->key));
	state = tp_arena_alloc(machine->arena, size);
	state->steps = (const uint32_t *)(const void *)(key.p + sizeof head);
	state->n_steps = (uint32_t)waiting->n;
	state->read = head[1];
	state->matches = matches;
	machine->used += size + key.n;
	*tp_table_put(&machine->states, key) = (uintptr_t)state;
	return state;
}

static struct state *make_start(struct tp_machine *machine, uint32_t behind)
{
	const struct tp_automaton *automaton = machine->automaton;

	tp_front_clear(&machine->front);
	for (size_t i = 0; i < automaton->patterns.n; i++)
		tp_step_list_add(&machine->front.steps, automaton->patterns.p[i].start);
	tp_front_start(&machine->front, behind);
	return find_state(machine, behind);
}

/* The state after `state` when the class ahead is read (or is the edge). */
static struct state *make_next(struct tp_machine *machine, const struct state *state, uint32_t class)
{
	tp_front_clear(&machine->front);
	for (uint32_t i = 0; i < state->matches->n; i++)
		tp_step_list_add(&machine->front.matched, state->matches->p[i]);
	for (uint32_t i = 0; i < state->n_steps; i++)
		tp_step_list_add(&machine->front.waiting, state->steps[i]);
	tp_front_advance(&machine->front, state->read, class);
	return find_state(machine, class);
}

/* The state at a place, before anything is read. */
static inline struct state *start_at(struct tp_machine *machine, struct tp_str text, size_t at, bool left)
{
	uint32_t kind = left ? tp_kind_next(&machine->kinds, text, &at) : tp_kind_prev(&machine->kinds, text, &at);

	if (!machine->starts[kind])
		machine->starts[kind] = make_start(machine, machine->kinds.sample[kind]);
	return machine->starts[kind];
}

static inline struct state *step_on(struct tp_machine *machine, struct state *state, struct tp_str text, size_t *at,
				    bool left)
{
	uint32_t kind = left ? tp_kind_prev(&machine->kinds, text, at) : tp_kind_next(&machine->kinds, text, at);

	if (!state->next[kind])
		state->next[kind] = make_next(machine, state, machine->kinds.sample[kind]);
	return state->next[kind];
}

/* Trails ----------------------------------------------------------------------------------------------- */

enum { MARKS = 256, MARK_BYTES = 8, RUNS = 64 };

/* A run has been here: in which state, and after how many code points. There is at most one mark for each row of so
 * many bytes, at the first code point that a run reads in it. */
struct mark {
	const struct state *state; /* NULL: none */
	size_t at, run, steps;
};

/* The last that is known of a run: it ended there, or nobody has gone on yet. */
struct run_end {
	struct state *state;
	size_t at, steps;
};

struct tp_trail {
	struct mark marks[MARKS];
	struct run_end runs[RUNS]; /* run i is at i % RUNS: older ones are forgotten */
	size_t n; /* runs so far */
	size_t first; /* those before it are forgotten, too */
};

struct tp_trail *tp_trail_new(void)
{
	return tp_alloc_zero(1, sizeof(struct tp_trail));
}

void tp_trail_free(struct tp_trail *trail)
{
	free(trail);
}

void tp_trail_clear(struct tp_trail *trail)
{
	trail->first = trail->n;
}

size_t tp_machine_size(const struct tp_machine *machine)
{
	return sizeof *machine + sizeof(struct tp_trail) + machine->used +
	       (machine->classes->n + (size_t)1) * sizeof *machine->kinds.of +
	       (machine->front.steps.cap + machine->front.waiting.cap) * 2 * sizeof *machine->front.steps.p;
}

/* What a mark tells of the end of a run that comes by; false: it came in another state. */
static bool follow_trail(const struct tp_trail *trail, const struct mark *mark, struct run_end *end)
{
	const struct run_end *known = &trail->runs[mark->run % RUNS];
	size_t age = trail->n - mark->run;

	if (mark->state != end->state || mark->at != end->at || age == 0 || age >= RUNS || mark->run < trail->first)
		return false;
	*end = (struct run_end){ known->state, known->at, end->steps + known->steps - mark->steps };
	return true;
}

static inline bool finds(struct tp_machine *machine, struct tp_trail *trail, struct tp_str text, size_t at, bool left)
{
	struct run_end end = { start_at(machine, text, at, left), at, 0 };
	size_t row = at / MARK_BYTES;

	while (end.steps <= TP_AUTOMATON_REACH && end.state->n_steps) {
		if (end.at / MARK_BYTES != row) {
			struct mark *mark = &trail->marks[(end.at / MARK_BYTES) % MARKS];

			row = end.at / MARK_BYTES;
			if (follow_trail(trail, mark, &end))
				continue;
			*mark = (struct mark){ end.state, end.at, trail->n, end.steps };
		}
		end.state = step_on(machine, end.state, text, &end.at, left);
		end.steps++;
	}
	trail->runs[trail->n++ % RUNS] = end;
	return end.steps <= TP_AUTOMATON_REACH + 1 && end.state->matches->n;
}

bool tp_machine_finds(struct tp_machine *machine, struct tp_trail *trail, struct tp_str text, size_t at)
{
	return machine->automaton->left ? finds(machine, trail, text, at, true)
					: finds(machine, trail, text, at, false);
}

/* Exploring -------------------------------------------------------------------------------------------- */

/* States that were met, and are explored one after the other. */
struct frontier {
	struct state **p;
	size_t n, cap;
};

static void meet(struct frontier *frontier, struct state *state)
{
	if (!state->explored)
		*tp_push(frontier) = state;
	state->explored = true;
}

bool tp_machine_explore(struct tp_machine *machine, size_t most_states,
			void (*each)(void *arg, const struct tp_matches *matches), void *arg)
{
	struct frontier frontier = { 0 };
	size_t done = 0, steps = 0;

	for (uint32_t kind = 0; kind < machine->kinds.n; kind++)
		meet(&frontier, make_start(machine, machine->kinds.sample[kind]));
	for (; done < frontier.n && frontier.n <= most_states && steps <= MOST_STEPS; done++) {
		struct state *state = frontier.p[done];

		steps += state->n_steps;
		for (uint32_t kind = 0; state->n_steps && kind < machine->kinds.n; kind++)
			meet(&frontier, make_next(machine, state, machine->kinds.sample[kind]));
		if (!state->n_steps)
			each(arg, state->matches);
	}
	free(frontier.p);
	return done == frontier.n;
}
