#include "language/segments_verdict.h"

#include <stdlib.h>

#include "core/str.h"
#include "language/automaton_front.h"
#include "language/kinds.h"

#define MOST_MEMORY ((size_t)8 << 20)
#define NO_RULE     UINT32_MAX

/* How far a walk has come. At first the neighbour on the left is looked at, for patterns at the right may ask for it;
 * then one code point is read at the right, one at the left, and one more at the right, for most places show there what
 * they are; then all it takes at the left, and what is left to read at the right. */
enum phase { BESIDE, RIGHT, LEFT, SECOND_RIGHT, REST, DECIDED };

/* A state is what is known, as a row of numbers: this head, and then lists, in its order. By left. */
struct head {
	uint32_t phase;
	uint32_t read[2]; /* the class read last, where a step may ask for it; else 0 */
	uint32_t waiting[2], matched[2]; /* steps, and patterns that have matched and are asked for by open rules */
	uint32_t settled, open; /* rules of which it is known that their near patterns match, or not known yet */
};

/* Where a walk goes on, as a number: a state and the side that is read there, or a verdict. 0 is not known yet. */
enum { AT_LEFT = 1, ENDS = 2, SHIFT = 2 };

/* There are no more states, and no more verdicts, than have a number. */
enum { MOST_NUMBERS = (UINT16_MAX >> SHIFT) + 1 };

struct rule_list {
	uint32_t *p;
	size_t n;
};

struct tp_verdicts {
	const struct tp_segmenter *segmenter;
	struct tp_kinds kinds;
	struct {
		uint16_t *p;
		size_t n, cap;
	} next; /* where each state goes on for each kind */
	struct {
		struct tp_str *p;
		size_t n, cap;
	} states; /* what is known there */
	struct {
		const struct tp_verdict **p;
		size_t n, cap;
	} verdicts;
	struct {
		struct tp_str *p;
		size_t n, cap;
	} decided; /* what is known at each verdict */
	struct tp_table
	    known; /* from the hash of what is known to where a walk goes on, and so to what is known there */
	struct tp_arena *arena;
	uint16_t starts[2]; /* by whether special rules may match */
	bool asks_beside; /* patterns at the right ask what is on the left */

	/* While a state is made: */
	enum phase phase;
	uint32_t read[2];
	struct tp_front fronts[2];
	struct tp_step_list awaited[2], asked[2]; /* patterns that may still match, and that open rules ask for */
	struct rule_list settled, open;
	struct rule_list room; /* for all rules */
	struct tp_buf key;
};

/* Rules ------------------------------------------------------------------------------------------------------ */

/* Nothing was read at that side. */
static bool is_untouched(const struct tp_verdicts *in, bool left)
{
	return in->phase == BESIDE || (left && in->phase == RIGHT);
}

enum answer { NO, YES, OPEN };

/* The near conditions of a rule hold. */
static enum answer answer_of(const struct tp_verdicts *in, const struct tp_compiled_rule *rule)
{
	enum answer answer = YES;

	for (size_t i = 0; i < rule->n; i++) {
		const struct tp_condition *condition = &rule->p[i];
		bool left = condition->left;

		if (condition->far)
			continue;
		if (tp_step_list_has(&in->fronts[left].matched, condition->pattern)) {
			if (condition->negated)
				return NO;
		} else if (is_untouched(in, left) || tp_step_list_has(&in->awaited[left], condition->pattern)) {
			answer = OPEN;
		} else if (!condition->negated) {
			return NO;
		}
	}
	return answer;
}

/* Finds out about open rules, and drops those that do not match, or would change nothing. Returns whether a rule that
 * breaks may match. */
static bool sift_rules(struct tp_verdicts *in)
{
	struct rule_list settled = { in->room.p, 0 }, open = { in->open.p, 0 };
	uint32_t first = NO_RULE;
	bool breaks = false, may_break = false;

	for (size_t s = 0, o = 0; (s < in->settled.n || o < in->open.n) && !(first != NO_RULE && breaks);) {
		bool is_open = s == in->settled.n || (o < in->open.n && in->open.p[o] < in->settled.p[s]);
		uint32_t i = is_open ? in->open.p[o++] : in->settled.p[s++];
		const struct tp_compiled_rule *rule = &in->segmenter->rules.p[i];
		enum answer answer = is_open ? answer_of(in, rule) : YES;

		if (answer == NO || (first != NO_RULE && !rule->source.breaks))
			continue;
		may_break |= rule->source.breaks;
		if (answer == OPEN) {
			open.p[open.n++] = i;
			continue;
		}
		settled.p[settled.n++] = i;
		if (!tp_rule_is_doubtful(rule)) {
			first = i < first ? i : first;
			breaks |= rule->source.breaks;
		}
	}
	in->room = in->settled;
	in->settled = settled;
	in->open = open;
	return may_break;
}

/* Lists the patterns for which steps wait. */
static void list_waiting(struct tp_verdicts *in)
{
	for (unsigned left = 0; left < 2; left++) {
		const struct tp_front *front = &in->fronts[left];

		tp_step_list_clear(&in->awaited[left]);
		for (size_t i = 0; i < front->waiting.n; i++)
			tp_step_list_add(&in->awaited[left], front->automaton->steps.p[front->waiting.p[i]].pattern);
	}
}

/* Lists the patterns that open rules ask for. */
static void list_asked(struct tp_verdicts *in)
{
	tp_step_list_clear(&in->asked[0]);
	tp_step_list_clear(&in->asked[1]);
	for (size_t i = 0; i < in->open.n; i++) {
		const struct tp_compiled_rule *rule = &in->segmenter->rules.p[in->open.p[i]];

		for (size_t k = 0; k < rule->n; k++)
			if (!rule->p[k].far)
				tp_step_list_add(&in->asked[rule->p[k].left], rule->p[k].pattern);
	}
}

/* Leaves out what no open rule asks for. */
static void sift_front(struct tp_front *front, const struct tp_step_list *asked)
{
	struct tp_step_list *waiting = &front->waiting, *matched = &front->matched;
	size_t n = 0;

	for (size_t i = 0; i < waiting->n; i++)
		if (tp_step_list_has(asked, front->automaton->steps.p[waiting->p[i]].pattern))
			waiting->p[n++] = waiting->p[i];
	waiting->n = n;
	n = 0;
	for (size_t i = 0; i < matched->n; i++)
		if (tp_step_list_has(asked, matched->p[i]))
			matched->p[n++] = matched->p[i];
	matched->n = n;
}

/* States ----------------------------------------------------------------------------------------------------- */

static void add_numbers(struct tp_buf *key, const uint32_t *p, size_t n)
{
	tp_buf_add(key, (const char *)p, n * sizeof *p);
}

/* What is known now, in in->key. */
static void make_key(struct tp_verdicts *in)
{
	struct head head = { .phase = in->phase, .settled = (uint32_t)in->settled.n, .open = (uint32_t)in->open.n };

	for (unsigned left = 0; left < 2; left++) {
		struct tp_front *front = &in->fronts[left];

		head.read[left] = in->read[left];
		head.waiting[left] = (uint32_t)front->waiting.n;
		head.matched[left] = (uint32_t)front->matched.n;
		tp_step_list_sort(&front->waiting);
		tp_step_list_sort(&front->matched);
	}
	tp_buf_clear(&in->key);
	tp_buf_add(&in->key, (const char *)&head, sizeof head);
	for (unsigned left = 0; left < 2; left++) {
		add_numbers(&in->key, in->fronts[left].waiting.p, in->fronts[left].waiting.n);
		add_numbers(&in->key, in->fronts[left].matched.p, in->fronts[left].matched.n);
	}
	add_numbers(&in->key, in->settled.p, in->settled.n);
	add_numbers(&in->key, in->open.p, in->open.n);
}

static const uint32_t *take_numbers(struct tp_step_list *list, const uint32_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tp_step_list_add(list, p[i]);
	return p + n;
}

static const uint32_t *take_rules(struct rule_list *list, const uint32_t *p, size_t n)
{
	if (n)
		memcpy(list->p, p, n * sizeof *p);
	list->n = n;
	return p + n;
}

/* Takes up what is known at a state. */
static void take_up(struct tp_verdicts *in, const char *state)
{
	const struct head *head = (const struct head *)(const void *)state;
	const uint32_t *p = (const uint32_t *)(head + 1);

	in->phase = head->phase;
	for (unsigned left = 0; left < 2; left++) {
		tp_front_clear(&in->fronts[left]);
		in->read[left] = head->read[left];
		p = take_numbers(&in->fronts[left].waiting, p, head->waiting[left]);
		p = take_numbers(&in->fronts[left].matched, p, head->matched[left]);
	}
	p = take_rules(&in->settled, p, head->settled);
	take_rules(&in->open, p, head->open);
}

static uint16_t new_verdict(struct tp_verdicts *in)
{
	const struct tp_segmenter *segmenter = in->segmenter;
	struct tp_verdict *verdict =
	    tp_arena_alloc(in->arena, sizeof *verdict + in->settled.n * sizeof *verdict->doubtful);

	verdict->rule = (uint32_t)segmenter->rules.n;
	for (size_t i = 0; i < in->settled.n; i++) {
		uint32_t rule = in->settled.p[i];

		if (tp_rule_is_doubtful(&segmenter->rules.p[rule])) {
			verdict->doubtful[verdict->n++] = rule;
			continue;
		}
		verdict->rule = rule < verdict->rule ? rule : verdict->rule;
		verdict->breaks |= segmenter->rules.p[rule].source.breaks;
	}
	*tp_push(&in->verdicts) = verdict;
	return (uint16_t)((in->verdicts.n - 1) << SHIFT | ENDS);
}

static uint16_t new_state(struct tp_verdicts *in, struct tp_str key)
{
	bool left = in->phase == LEFT || (in->phase == REST && in->fronts[true].waiting.n);
	size_t n = in->next.n + in->kinds.n;

	*tp_push(&in->states) = key;
	if (n > in->next.cap) {
		in->next.cap = n + n / 2;
		in->next.p = tp_realloc(in->next.p, in->next.cap, sizeof *in->next.p);
	}
	memset(in->next.p + in->next.n, 0, in->kinds.n * sizeof *in->next.p);
	in->next.n = n;
	return (uint16_t)((in->states.n - 1) << SHIFT | (left ? AT_LEFT : 0u));
}

static struct tp_str known_at(const struct tp_verdicts *in, uintptr_t place)
{
	return place & ENDS ? in->decided.p[place >> SHIFT] : in->states.p[place >> SHIFT];
}

/* Where to go on from what is known now, which may be a verdict. */
static uint16_t find(struct tp_verdicts *in)
{
	uint64_t hash;
	struct tp_str name = { (const char *)&hash, sizeof hash }, key;
	uintptr_t *known;
	uint16_t place;
	char *kept;

	make_key(in);
	hash = tp_flat_hash(tp_buf_str(&in->key));
	known = tp_table_get(&in->known, name);
	if (known && tp_str_eq(known_at(in, *known), tp_buf_str(&in->key)))
		return (uint16_t)*known;
	kept = tp_arena_alloc(in->arena, in->key.n);
	memcpy(kept, in->key.p, in->key.n);
	key = (struct tp_str){ kept, in->key.n };
	if (in->phase == DECIDED)
		*tp_push(&in->decided) = key;
	place = in->phase == DECIDED ? new_verdict(in) : new_state(in, key);
	if (!known)
		*tp_table_put(&in->known, tp_arena_str(in->arena, name)) = place;
	return place;
}

/* Draws the conclusions from what was read: returns whether a rule that breaks may match. */
static bool conclude(struct tp_verdicts *in)
{
	bool may_break;

	for (unsigned left = 0; left < 2; left++)
		if (!tp_front_tidy(&in->fronts[left]))
			in->read[left] = 0;
	list_waiting(in);
	may_break = sift_rules(in);
	list_asked(in);
	for (unsigned left = 0; left < 2; left++)
		sift_front(&in->fronts[left], &in->asked[left]);
	return may_break;
}

/* Enters the patterns that open rules ask for. */
static void enter(struct tp_verdicts *in, bool left, uint32_t beside)
{
	struct tp_front *front = &in->fronts[left];

	tp_front_clear(front);
	for (size_t i = 0; i < in->asked[left].n; i++)
		tp_step_list_add(&front->steps, front->automaton->patterns.p[in->asked[left].p[i]].start);
	tp_front_start(front, beside);
	in->read[left] = beside;
}

static void advance(struct tp_verdicts *in, bool left, uint32_t class)
{
	tp_front_advance(&in->fronts[left], in->read[left], class);
	in->read[left] = class;
}

/* Where a walk goes on. */
static uint16_t go_on(struct tp_verdicts *in)
{
	if (!conclude(in))
		return ENDS;
	if (in->phase == LEFT && !in->fronts[true].waiting.n)
		in->phase = SECOND_RIGHT;
	if (in->phase == SECOND_RIGHT && !in->fronts[false].waiting.n)
		in->phase = REST;
	if (!in->open.n) {
		in->phase = DECIDED;
		in->read[false] = in->read[true] = 0;
	}
	return find(in);
}

/* Where a walk goes on from a state when a class is read there, or the edge is met. */
static uint16_t make_next(struct tp_verdicts *in, uint16_t from, uint32_t class)
{
	take_up(in, in->states.p[from >> SHIFT].p);
	switch (in->phase) {
	case BESIDE:
		list_asked(in);
		enter(in, false, class);
		in->phase = RIGHT;
		break;
	case RIGHT:
		advance(in, false, class);
		conclude(in);
		enter(in, true, class);
		in->phase = LEFT;
		break;
	default:
		advance(in, from & AT_LEFT, class);
		in->phase = in->phase == LEFT ? SECOND_RIGHT : REST;
	}
	return go_on(in);
}

/* The same when as much was read as any pattern may. */
static uint16_t give_up(struct tp_verdicts *in, uint16_t from)
{
	take_up(in, in->states.p[from >> SHIFT].p);
	tp_step_list_clear(&in->fronts[from & AT_LEFT].waiting);
	return go_on(in);
}

/* Beginning and end ------------------------------------------------------------------------------------------ */

/* A pattern at the right asks what stands on the left of the place. */
static bool asks_beside(struct tp_front *front)
{
	const struct tp_automaton *automaton = front->automaton;
	bool asks = false;

	tp_front_clear(front);
	for (size_t i = 0; i < automaton->patterns.n; i++)
		tp_step_list_add(&front->steps, automaton->patterns.p[i].start);
	for (size_t i = 0; i < front->steps.n; i++) {
		const struct tp_step *step = &automaton->steps.p[front->steps.p[i]];

		asks |= step->kind == TP_STEP_IF_READ;
		if (step->kind != TP_STEP_MATCH && step->kind != TP_STEP_READ)
			tp_step_list_add(&front->steps, step->a);
		if (step->kind == TP_STEP_FORK)
			tp_step_list_add(&front->steps, step->b);
	}
	return asks;
}

/* What every walk begins with. */
static uint16_t make_start(struct tp_verdicts *in, bool special)
{
	const struct tp_segmenter *segmenter = in->segmenter;
	uint16_t start;

	in->phase = BESIDE;
	for (unsigned left = 0; left < 2; left++) {
		tp_front_clear(&in->fronts[left]);
		in->read[left] = 0;
	}
	in->settled.n = in->open.n = 0;
	for (uint32_t i = 0; i < segmenter->rules.n; i++)
		if (special || !tp_rule_is_special(segmenter, &segmenter->rules.p[i]))
			in->open.p[in->open.n++] = i;
	start = find(in);
	return in->asks_beside ? start : make_next(in, start, 0);
}

static void begin(struct tp_verdicts *in)
{
	in->arena = tp_arena_new();
	*tp_push(&in->verdicts) = NULL;
	tp_push(&in->decided);
	in->starts[true] = make_start(in, true);
	in->starts[false] = make_start(in, false);
}

static void forget(struct tp_verdicts *in)
{
	tp_table_release(&in->known);
	tp_arena_free(in->arena);
	in->next.n = in->states.n = in->verdicts.n = in->decided.n = 0;
}

struct tp_verdicts *tp_verdicts_new(const struct tp_segmenter *segmenter)
{
	const struct tp_automaton *const automata[] = { segmenter->near[0], segmenter->near[1] };
	struct tp_verdicts *in = tp_alloc_zero(1, sizeof *in);
	size_t n = segmenter->rules.n;

	in->segmenter = segmenter;
	tp_kinds_init(&in->kinds, &segmenter->classes, automata, 2);
	for (unsigned left = 0; left < 2; left++) {
		tp_front_init(&in->fronts[left], automata[left], &segmenter->classes);
		tp_step_list_init(&in->awaited[left], 0, tp_automaton_size(automata[left]));
		tp_step_list_init(&in->asked[left], 0, tp_automaton_size(automata[left]));
	}
	in->settled.p = tp_alloc_zero(n + 1, sizeof *in->settled.p);
	in->open.p = tp_alloc_zero(n + 1, sizeof *in->open.p);
	in->room.p = tp_alloc_zero(n + 1, sizeof *in->room.p);
	in->asks_beside = asks_beside(&in->fronts[false]);
	begin(in);
	return in;
}

void tp_verdicts_free(struct tp_verdicts *in)
{
	if (!in)
		return;
	forget(in);
	for (unsigned left = 0; left < 2; left++) {
		tp_front_release(&in->fronts[left]);
		tp_step_list_release(&in->awaited[left]);
		tp_step_list_release(&in->asked[left]);
	}
	tp_kinds_release(&in->kinds);
	tp_buf_release(&in->key);
	free(in->settled.p);
	free(in->open.p);
	free(in->room.p);
	free(in->next.p);
	free(in->states.p);
	free(in->verdicts.p);
	free(in->decided.p);
	free(in);
}

/* Walking ---------------------------------------------------------------------------------------------------- */

size_t tp_verdicts_size(const struct tp_verdicts *in)
{
	return tp_arena_size(in->arena) + in->next.n * sizeof *in->next.p;
}

static bool is_full(const struct tp_verdicts *in)
{
	return in->states.n >= MOST_NUMBERS || in->verdicts.n >= MOST_NUMBERS || tp_verdicts_size(in) > MOST_MEMORY;
}

/* Forgets all but what is known at a state if there is no room for more. Returns where that state is then. */
static uint16_t make_room(struct tp_verdicts *in, uint16_t place)
{
	struct tp_buf state = TP_BUF_INIT;

	if (!is_full(in))
		return place;
	tp_buf_add_str(&state, in->states.p[place >> SHIFT]);
	forget(in);
	begin(in);
	take_up(in, state.p);
	tp_buf_release(&state);
	return find(in);
}

/* Finds out where a walk goes on from a state for a kind, and notes it. */
static uint16_t add_next(struct tp_verdicts *in, uint16_t from, uint32_t kind)
{
	uint16_t next;

	from = make_room(in, from);
	next = make_next(in, from, in->kinds.sample[kind]);
	in->next.p[(size_t)(from >> SHIFT) * in->kinds.n + kind] = next;
	return next;
}

static inline uint16_t next_of(struct tp_verdicts *in, uint16_t from, uint32_t kind)
{
	uint16_t next = in->next.p[(size_t)(from >> SHIFT) * in->kinds.n + kind];

	return next ? next : add_next(in, from, kind);
}

const struct tp_verdict *tp_verdicts_at(struct tp_verdicts *in, struct tp_str text, size_t at, bool special)
{
	size_t left = at, right = at, beside = at;
	uint16_t place = in->starts[special];

	if (in->asks_beside)
		place = next_of(in, place, tp_kind_prev(&in->kinds, text, &beside));
	for (unsigned n = 0, m = 0; !(place & ENDS);) {
		for (; !(place & (ENDS | AT_LEFT)) && n <= TP_AUTOMATON_REACH; n++)
			place = next_of(in, place, tp_kind_next(&in->kinds, text, &right));
		for (; (place & (ENDS | AT_LEFT)) == AT_LEFT && m <= TP_AUTOMATON_REACH; m++)
			place = next_of(in, place, tp_kind_prev(&in->kinds, text, &left));
		if (!(place & ENDS) && (place & AT_LEFT ? m : n) > TP_AUTOMATON_REACH)
			place = give_up(in, make_room(in, place));
	}
	return in->verdicts.p[place >> SHIFT];
}
