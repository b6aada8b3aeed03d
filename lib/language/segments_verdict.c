#include "language/segments_verdict.h"

#include <stdlib.h>

#include "core/str.h"
#include "language/automaton_front.h"
#include "language/kinds.h"
#include "language/segments_memo.h"

/* Of the states; and of what is found. */
#define MOST_STATES ((size_t)6 << 20)
#define MOST_FOUND  ((size_t)2 << 20)

/* Glances at the nearest code points are made at one place of SOME where less than ENOUGH of MANY told enough. */
enum { SOME = 16, ENOUGH = 48, MANY = 256 };

/* A state is how far the patterns of one side are, as a row of numbers: this head, then the steps that wait, and then
 * the patterns that have matched. */
struct head {
	uint32_t left;
	uint32_t begun; /* the neighbour on the other side is known */
	uint32_t read; /* the class read last, where a step may ask for it; else 0 */
	uint32_t waiting, matched;
};

/* Where a walk goes on, as a number: a state, or, where no step waits, the set of the patterns that match. 0 is not
 * known yet. */
enum { ENDS = 1, SHIFT = 1, MOST_NUMBERS = (UINT16_MAX >> SHIFT) + 1 };

/* Patterns that match on one side, and then those that may once more is read, both in rising order. */
struct set {
	uint32_t matched, awaited;
	uint32_t p[];
};

struct side {
	struct tp_front front;
	bool asks_beside; /* patterns ask what is on the other side of the place */
	uint16_t start; /* of every walk */
	struct tp_memo *memo;
	struct tp_step_list awaited; /* for a moment */
	uint16_t *firsts; /* 1 + the number of the set that one code point of each kind tells, or 0 */
	struct {
		const struct set **p;
		size_t n, cap;
	} sets;
	struct tp_table numbers; /* of sets */
};

struct tp_verdicts {
	const struct tp_segmenter *segmenter;
	struct tp_kinds kinds;
	struct side sides[2]; /* by left */
	bool may_glance; /* no side asks for the other, so one code point alone tells something */
	unsigned useful, asked; /* how many of the last glances told enough, of MANY; and places that there were */

	struct {
		uint16_t *p;
		size_t n, cap;
	} next; /* where each state goes on for each kind */
	struct {
		struct tp_str *p;
		size_t n, cap;
	} states; /* what is known there; the first is none */
	struct tp_table known; /* from the hash of what is known to the state */
	struct tp_arena *arena; /* of that */

	struct {
		uint16_t *p; /* the number of the verdict on two sets, or 0: see pair_of() */
		size_t rows, columns;
	} pairs;
	struct {
		const struct tp_verdict **p;
		size_t n, cap;
	} verdicts; /* the first is none */
	struct tp_arena *found; /* where sets and verdicts are */

	struct tp_buf key; /* for a moment */
	uint32_t *doubtful;
};

/* Sets and verdicts ------------------------------------------------------------------------------------------ */

/* The number of the set of patterns that have matched on a side, or are awaited. */
static uint32_t find_set(struct tp_verdicts *in, bool left)
{
	struct side *side = &in->sides[left];
	struct tp_step_list *matched = &side->front.matched, *awaited = &side->awaited;
	struct set head = { (uint32_t)matched->n, (uint32_t)awaited->n };
	uintptr_t *number;
	char *set;

	tp_step_list_sort(matched);
	tp_step_list_sort(awaited);
	tp_buf_clear(&in->key);
	tp_buf_add(&in->key, (const char *)&head, sizeof head);
	tp_buf_add(&in->key, (const char *)matched->p, matched->n * sizeof *matched->p);
	tp_buf_add(&in->key, (const char *)awaited->p, awaited->n * sizeof *awaited->p);
	number = tp_table_get(&side->numbers, tp_buf_str(&in->key));
	if (number)
		return (uint32_t)*number;
	set = tp_arena_alloc(in->found, in->key.n); /* aligned, as a string need not be */
	memcpy(set, in->key.p, in->key.n);
	*tp_table_put(&side->numbers, (struct tp_str){ set, in->key.n }) = side->sets.n;
	*tp_push(&side->sets) = (const struct set *)(const void *)set;
	return (uint32_t)side->sets.n - 1;
}

/* The same where no more is read. */
static uint32_t find_last_set(struct tp_verdicts *in, bool left)
{
	tp_step_list_clear(&in->sides[left].awaited);
	return find_set(in, left);
}

static void take_set(struct tp_verdicts *in, bool left, uint32_t number)
{
	struct side *side = &in->sides[left];
	const struct set *set = side->sets.p[number];

	tp_step_list_clear(&side->front.matched);
	tp_step_list_clear(&side->awaited);
	for (uint32_t i = 0; i < set->matched + set->awaited; i++)
		tp_step_list_add(i < set->matched ? &side->front.matched : &side->awaited, set->p[i]);
}

enum answer { NO, YES, OPEN };

/* Whether the near conditions of a rule hold, with the sets that were taken. */
static enum answer answer_of(const struct tp_verdicts *in, const struct tp_compiled_rule *rule)
{
	enum answer answer = YES;

	for (size_t i = 0; i < rule->n; i++) {
		const struct tp_condition *condition = &rule->p[i];
		const struct side *side = &in->sides[condition->left];

		if (condition->far)
			continue;
		if (tp_step_list_has(&side->front.matched, condition->pattern)) {
			if (condition->negated)
				return NO;
		} else if (tp_step_list_has(&side->awaited, condition->pattern)) {
			answer = OPEN;
		} else if (!condition->negated) {
			return NO;
		}
	}
	return answer;
}

/* Stands for any verdict: what was read does not tell. */
static const struct tp_verdict untold = { .n = 0 };

/* What a doubtful rule needs in the text: what one of its far patterns does. */
static uint64_t needs_of(const struct tp_segmenter *segmenter, const struct tp_compiled_rule *rule)
{
	uint64_t needs = UINT64_MAX;

	for (size_t i = 0; i < rule->n && needs == UINT64_MAX; i++)
		if (rule->p[i].far && !rule->p[i].negated)
			needs = tp_far_needs(&segmenter->far.p[rule->p[i].pattern]);
	return needs;
}

/* What the rules say to two sets: those that match, as far as they could change anything. */
static const struct tp_verdict *new_verdict(struct tp_verdicts *in, uint32_t left, uint32_t right)
{
	const struct tp_segmenter *segmenter = in->segmenter;
	uint32_t none = (uint32_t)segmenter->rules.n, n = 0;
	struct tp_verdict verdict = { .rule = none }, *kept;
	bool may_break = false, is_told = true;

	take_set(in, true, left);
	take_set(in, false, right);
	for (uint32_t i = 0; i < none && !(verdict.rule < none && verdict.breaks); i++) {
		const struct tp_compiled_rule *rule = &segmenter->rules.p[i];
		enum answer answer;

		if (verdict.rule < none && !rule->source.breaks)
			continue;
		answer = answer_of(in, rule);
		if (answer == NO)
			continue;
		may_break |= rule->source.breaks;
		if (answer == OPEN) {
			is_told = false;
			continue;
		}
		verdict.may_end |= verdict.rule == none && rule->source.breaks;
		if (tp_rule_is_doubtful(rule)) {
			verdict.needs |= needs_of(segmenter, rule);
			in->doubtful[n++] = i;
			continue;
		}
		verdict.rule = i < verdict.rule ? i : verdict.rule;
		verdict.breaks |= rule->source.breaks;
	}
	if (!may_break)
		return NULL;
	if (!is_told)
		return &untold;
	verdict.n = n;
	kept = tp_arena_alloc(in->found, sizeof verdict + n * sizeof *kept->doubtful);
	*kept = verdict;
	if (n)
		memcpy(kept->doubtful, in->doubtful, n * sizeof *kept->doubtful);
	return kept;
}

/* The place of a pair of sets in the table: a row for each set at the left, and a column for each at the right. */
static inline size_t pair_of(const struct tp_verdicts *in, uint32_t left, uint32_t right)
{
	return left * in->pairs.columns + right;
}

/* Makes room for all pairs that there are, and for as many again. */
static void grow_pairs(struct tp_verdicts *in)
{
	size_t rows = in->pairs.rows, columns = in->pairs.columns;
	uint16_t *old = in->pairs.p;

	in->pairs.rows = 2 * in->sides[true].sets.n + 16;
	in->pairs.columns = 2 * in->sides[false].sets.n + 16;
	in->pairs.p = tp_alloc_zero(in->pairs.rows * in->pairs.columns, sizeof *old);
	for (size_t i = 0; i < rows; i++)
		memcpy(in->pairs.p + i * in->pairs.columns, old + i * columns, columns * sizeof *old);
	free(old);
}

static const struct tp_verdict *add_verdict(struct tp_verdicts *in, uint32_t left, uint32_t right)
{
	const struct tp_verdict *verdict = new_verdict(in, left, right);

	if (left >= in->pairs.rows || right >= in->pairs.columns)
		grow_pairs(in);
	in->pairs.p[pair_of(in, left, right)] = (uint16_t)in->verdicts.n;
	*tp_push(&in->verdicts) = verdict;
	return verdict;
}

static inline const struct tp_verdict *verdict_on(struct tp_verdicts *in, uint32_t left, uint32_t right)
{
	bool known = left < in->pairs.rows && right < in->pairs.columns;
	uint16_t number = known ? in->pairs.p[pair_of(in, left, right)] : 0;

	return number ? in->verdicts.p[number] : add_verdict(in, left, right);
}

/* States ----------------------------------------------------------------------------------------------------- */

/* Returns where they end. They may stand at any address. */
static const char *take_numbers(struct tp_step_list *list, const char *p, size_t n)
{
	uint32_t number;

	for (size_t i = 0; i < n; i++, p += sizeof number) {
		memcpy(&number, p, sizeof number);
		tp_step_list_add(list, number);
	}
	return p;
}

/* Takes up what is known at a state. */
static struct head take_up(struct tp_verdicts *in, const char *state)
{
	struct head head;

	memcpy(&head, state, sizeof head);
	struct tp_front *front = &in->sides[head.left].front;
	tp_front_clear(front);
	take_numbers(&front->matched, take_numbers(&front->waiting, state + sizeof head, head.waiting), head.matched);
	return head;
}

/* What is known now, in in->key. */
static void make_key(struct tp_verdicts *in, bool left, bool begun, uint32_t read)
{
	struct tp_front *front = &in->sides[left].front;
	struct tp_step_list *waiting = &front->waiting, *matched = &front->matched;
	struct head head = { left, begun, read, (uint32_t)waiting->n, (uint32_t)matched->n };

	tp_step_list_sort(waiting);
	tp_step_list_sort(matched);
	tp_buf_clear(&in->key);
	tp_buf_add(&in->key, (const char *)&head, sizeof head);
	tp_buf_add(&in->key, (const char *)waiting->p, waiting->n * sizeof *waiting->p);
	tp_buf_add(&in->key, (const char *)matched->p, matched->n * sizeof *matched->p);
}

static uint16_t new_state(struct tp_verdicts *in)
{
	size_t n = in->next.n + in->kinds.n;
	char *state = tp_arena_alloc(in->arena, in->key.n); /* aligned, as a string need not be */

	if (in->key.n)
		memcpy(state, in->key.p, in->key.n);
	*tp_push(&in->states) = (struct tp_str){ state, in->key.n };
	if (n > in->next.cap) {
		in->next.cap = n + n / 2;
		in->next.p = tp_realloc(in->next.p, in->next.cap, sizeof *in->next.p);
	}
	memset(in->next.p + in->next.n, 0, in->kinds.n * sizeof *in->next.p);
	in->next.n = n;
	return (uint16_t)((in->states.n - 1) << SHIFT);
}

/* Where to go on from what is known now at a side, where a class was read. */
static uint16_t find(struct tp_verdicts *in, bool left, bool begun, uint32_t read)
{
	struct tp_front *front = &in->sides[left].front;
	bool asks = tp_front_tidy(front);
	uint64_t hash;
	struct tp_str name = { (const char *)&hash, sizeof hash };
	uintptr_t *known;
	uint16_t place;

	if (begun && !front->waiting.n)
		return (uint16_t)(find_last_set(in, left) << SHIFT | ENDS);
	make_key(in, left, begun, asks ? read : 0);
	hash = tp_flat_hash(tp_buf_str(&in->key));
	known = tp_table_get(&in->known, name);
	if (known && tp_str_eq(in->states.p[*known >> SHIFT], tp_buf_str(&in->key)))
		return (uint16_t)*known;
	place = new_state(in);
	if (!known)
		*tp_table_put(&in->known, tp_arena_str(in->arena, name)) = place;
	return place;
}

/* Enters all patterns of a side, beside a neighbour of that class. */
static uint16_t enter(struct tp_verdicts *in, bool left, uint32_t beside)
{
	struct tp_front *front = &in->sides[left].front;

	tp_front_clear(front);
	for (size_t i = 0; i < front->automaton->patterns.n; i++)
		tp_step_list_add(&front->steps, front->automaton->patterns.p[i].start);
	tp_front_start(front, beside);
	return find(in, left, true, beside);
}

/* Where a walk goes on from a state when a class is read there, or the edge is met. */
static uint16_t make_next(struct tp_verdicts *in, uint16_t from, uint32_t class)
{
	struct head head = take_up(in, in->states.p[from >> SHIFT].p);

	if (!head.begun)
		return enter(in, head.left, class);
	tp_front_advance(&in->sides[head.left].front, head.read, class);
	return find(in, head.left, true, class);
}

/* Beginning and end ------------------------------------------------------------------------------------------ */

/* A pattern asks what stands on the other side of the place. */
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

static void begin_states(struct tp_verdicts *in)
{
	in->arena = tp_arena_new();
	tp_buf_clear(&in->key);
	new_state(in);
	for (unsigned left = 0; left < 2; left++) {
		struct side *side = &in->sides[left];

		tp_front_clear(&side->front);
		side->start = side->asks_beside ? find(in, left, false, 0) : enter(in, left, 0);
	}
}

static void forget_states(struct tp_verdicts *in)
{
	tp_table_release(&in->known);
	tp_arena_free(in->arena);
	in->next.n = in->states.n = 0;
}

static void begin(struct tp_verdicts *in)
{
	in->found = tp_arena_new();
	for (unsigned left = 0; left < 2; left++) {
		in->sides[left].memo = tp_alloc_zero(1, sizeof *in->sides[left].memo);
		in->sides[left].firsts = tp_alloc_zero(in->kinds.n, sizeof *in->sides[left].firsts);
	}
	tp_push(&in->verdicts);
	begin_states(in);
}

static void forget(struct tp_verdicts *in)
{
	forget_states(in);
	for (unsigned left = 0; left < 2; left++) {
		tp_table_release(&in->sides[left].numbers);
		free(in->sides[left].memo);
		free(in->sides[left].firsts);
		in->sides[left].sets.n = 0;
	}
	tp_arena_free(in->found);
	free(in->pairs.p);
	in->pairs.p = NULL;
	in->pairs.rows = in->pairs.columns = in->verdicts.n = 0;
}

struct tp_verdicts *tp_verdicts_new(const struct tp_segmenter *segmenter)
{
	const struct tp_automaton *const automata[] = { segmenter->near[0], segmenter->near[1] };
	struct tp_verdicts *in = tp_alloc_zero(1, sizeof *in);

	in->segmenter = segmenter;
	tp_kinds_init(&in->kinds, &segmenter->classes, automata, 2);
	for (unsigned left = 0; left < 2; left++) {
		tp_front_init(&in->sides[left].front, automata[left], &segmenter->classes);
		tp_step_list_init(&in->sides[left].awaited, 0, tp_automaton_size(automata[left]));
		in->sides[left].asks_beside = asks_beside(&in->sides[left].front);
	}
	in->may_glance = !in->sides[false].asks_beside && !in->sides[true].asks_beside;
	in->useful = MANY;
	in->doubtful = tp_alloc_zero(segmenter->rules.n + 1, sizeof *in->doubtful);
	begin(in);
	return in;
}

void tp_verdicts_free(struct tp_verdicts *in)
{
	if (!in)
		return;
	forget(in);
	for (unsigned left = 0; left < 2; left++) {
		tp_front_release(&in->sides[left].front);
		tp_step_list_release(&in->sides[left].awaited);
		free(in->sides[left].sets.p);
	}
	tp_kinds_release(&in->kinds);
	tp_buf_release(&in->key);
	free(in->doubtful);
	free(in->next.p);
	free(in->states.p);
	free(in->verdicts.p);
	free(in);
}

/* Walking ---------------------------------------------------------------------------------------------------- */

static size_t states_size(const struct tp_verdicts *in)
{
	return tp_arena_size(in->arena) + in->next.n * sizeof *in->next.p;
}

static size_t found_size(const struct tp_verdicts *in)
{
	return tp_arena_size(in->found) + in->pairs.rows * in->pairs.columns * sizeof *in->pairs.p;
}

size_t tp_verdicts_size(const struct tp_verdicts *in)
{
	return states_size(in) + found_size(in);
}

/* Forgets all states but one if there is no room for more. Returns where that one is then. */
static uint16_t make_room(struct tp_verdicts *in, uint16_t place)
{
	struct tp_buf state = TP_BUF_INIT;
	struct head head;

	if (in->states.n < MOST_NUMBERS && states_size(in) <= MOST_STATES)
		return place;
	tp_buf_add_str(&state, in->states.p[place >> SHIFT]);
	forget_states(in);
	begin_states(in);
	head = take_up(in, state.p);
	tp_buf_release(&state);
	return find(in, head.left, head.begun, head.read);
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

/* Reads the code point beside a place, or meets the edge. */
static inline uint16_t read_beside(struct tp_verdicts *in, uint16_t from, struct tp_str text, size_t *at, bool left)
{
	uint32_t kind = left ? tp_kind_prev(&in->kinds, text, at) : tp_kind_next(&in->kinds, text, at);
	uint16_t next = in->next.p[(size_t)(from >> SHIFT) * in->kinds.n + kind];

	return next ? next : add_next(in, from, kind);
}

/* How many bytes tell what was read from a place up to `end`. At the right, the next byte tells that what was read last
 * is ill-formed; at the left, bytes that are far away may. */
static size_t count_read(struct tp_str text, size_t at, size_t end, bool left)
{
	unsigned char last = (unsigned char)text.p[left ? end : end - 1];

	if (left)
		return (last & 0xc0) == 0x80 ? SIZE_MAX : at - end;
	return end - at + (last >= 0x80 && end < text.n);
}

/* Finds out which set of patterns matches on a side of a place, and remembers that. */
static uint32_t walk(struct tp_verdicts *in, struct tp_str text, size_t at, bool left,
		     const struct tp_beside_bytes *beside)
{
	struct side *side = &in->sides[left];
	size_t end = at, other = at;
	uint16_t place = side->start;

	if (side->asks_beside)
		place = read_beside(in, place, text, &other, !left);
	for (unsigned n = 0; !(place & ENDS) && n <= TP_AUTOMATON_REACH; n++)
		place = read_beside(in, place, text, &end, left);
	if (!(place & ENDS)) {
		take_up(in, in->states.p[place >> SHIFT].p);
		return find_last_set(in, left);
	}
	if (!side->asks_beside)
		tp_memo_add(side->memo, beside, count_read(text, at, end, left), place >> SHIFT);
	return place >> SHIFT;
}

/* Which set of patterns matches on a side of a place. */
static inline uint32_t look(struct tp_verdicts *in, struct tp_str text, size_t at, bool left)
{
	struct tp_beside_bytes beside = tp_bytes_beside(text, at, left);
	const struct tp_remembered *known = tp_memo_find(in->sides[left].memo, &beside);

	return known ? known->found : walk(in, text, at, left, &beside);
}

/* Finds out which set one code point tells, and notes it. */
static uint32_t add_first(struct tp_verdicts *in, bool left, uint32_t kind)
{
	struct side *side = &in->sides[left];
	uint16_t place = side->start & ENDS ? side->start : add_next(in, side->start, kind);
	uint32_t set = place >> SHIFT;

	if (!(place & ENDS)) {
		take_up(in, in->states.p[place >> SHIFT].p);
		tp_step_list_clear(&side->awaited);
		for (size_t i = 0; i < side->front.waiting.n; i++)
			tp_step_list_add(&side->awaited,
					 side->front.automaton->steps.p[side->front.waiting.p[i]].pattern);
		set = find_set(in, left);
	}
	side->firsts[kind] = (uint16_t)(set + 1);
	return set;
}

/* Which patterns match, or may match, on a side of a place, as far as the nearest code point tells. */
static inline uint32_t glance(struct tp_verdicts *in, struct tp_str text, size_t at, bool left)
{
	uint32_t kind = left ? tp_kind_prev(&in->kinds, text, &at) : tp_kind_next(&in->kinds, text, &at);
	uint16_t first = in->sides[left].firsts[kind];

	return first ? first - 1u : add_first(in, left, kind);
}

const struct tp_verdict *tp_verdicts_at(struct tp_verdicts *in, struct tp_str text, size_t at)
{
	uint32_t left, right;

	if (in->verdicts.n >= MOST_NUMBERS || found_size(in) > MOST_FOUND) {
		forget(in);
		begin(in);
	}
	if (in->may_glance && (in->useful >= ENOUGH || ++in->asked % SOME == 0)) {
		const struct tp_verdict *verdict =
		    verdict_on(in, glance(in, text, at, true), glance(in, text, at, false));

		in->useful -= in->useful / SOME;
		if (verdict != &untold) {
			in->useful += MANY / SOME;
			return verdict;
		}
	}
	right = look(in, text, at, false);
	left = look(in, text, at, true);
	return verdict_on(in, left, right);
}
