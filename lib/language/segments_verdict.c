#include "language/segments_verdict.h"

#include <stdlib.h>

#include "core/str.h"
#include "language/automaton_front.h"
#include "language/kinds.h"
#include "language/segments_memo.h"

/* So that there is a copy for each side. */
#define INLINE static inline __attribute__((always_inline))

/* Of the states; and of the questions, and for each rule, since some questions are about all of them. */
#define MOST_STATES    ((size_t)6 << 20)
#define MOST_QUESTIONS ((size_t)2 << 20)
#define MOST_FOR_RULE  ((size_t)1 << 10)

/* The rules that may match at a place, in their order: what a side is asked. Each side is asked about all rules. While
 * it is read, the question gets smaller: rules that do not match are left out, and so are those that could change
 * nothing. At the left no more is read than a word; then both sides are taken together, and where rules are open that
 * are left at the right, too, it is read on for their sake. The rules that are left in the end make the verdict. */
struct question {
	uint32_t n;
	uint32_t rules[]; /* each with a bit: the side that is read has told that its near conditions hold there */
};

enum { TOLD = 1, RULE = 1 /* the number of a rule stands above that bit */ };

/* Where a walk has stopped. */
struct stop {
	uint32_t question; /* that is left */
	uint16_t state; /* where it could go on; 0: nothing is open */
	struct tp_verdict *verdict; /* if the other side changes nothing, else `not_told` */
	struct {
		uint16_t *p;
		size_t n, cap;
	} together; /* at the right: where to go on at the left, by where the walk stopped there */
};

/* A state is how far the patterns of one side are, as a row of numbers: this head, then the steps that wait, and then
 * the patterns that have matched. */
struct head {
	uint32_t left;
	uint32_t question;
	uint32_t begun; /* the neighbour on the other side is known */
	uint32_t read; /* the class read last, where a step may ask for it; else 0 */
	uint32_t waiting, matched;
};

/* Where a walk goes on, as a number: a state, or, where nothing is left to ask at this side, the stop. 0 is not known
 * yet. */
enum { ENDS = 1, SHIFT = 1, MOST_NUMBERS = (UINT16_MAX >> SHIFT) + 1 };

/* A walk from beginning to end, as a number: the stop, and above that bit how many bytes were read. */
enum { READ = 16 };

/* Then the questions and stops that one place may add have numbers, too: a few, and at most one for each code point
 * that is read. */
enum { ENOUGH = MOST_NUMBERS - 2 * TP_AUTOMATON_REACH - 32 };

struct state {
	struct tp_str known;
	uint16_t stop; /* of walks that stop there; 0: none do */
};

struct side {
	struct tp_front front;
	bool asks_beside; /* patterns ask what is on the other side of the place */
	bool *alone; /* for each rule: nobody else is asked about it */
	struct tp_step_list awaited, needed; /* patterns, for a moment */
	struct tp_side_memo memo;
	uint32_t all_rules; /* the question about them */
	uint16_t start; /* where walks start; 0 is not known yet */
	struct {
		struct stop *p;
		size_t n, cap;
	} stops; /* the first is none */
	struct {
		uint16_t *p;
		size_t n, cap;
	} stop_of; /* each question of which nothing is open; 0: there is none */
};

struct tp_verdicts {
	const struct tp_segmenter *segmenter;
	bool all; /* verdicts are on all places where a rule breaks, and not on those alone where the first may */
	struct tp_kinds kinds;
	struct side sides[2]; /* by left */

	struct {
		uint16_t *p;
		size_t n, cap;
	} next; /* where each state goes on for each kind */
	struct {
		struct state *p;
		size_t n, cap;
	} states; /* the first is none */
	struct tp_table known; /* from the hash of what is known to the state */
	struct tp_arena *arena; /* of that */

	struct {
		const struct question **p;
		size_t n, cap;
	} questions;
	struct {
		struct tp_verdict **p;
		size_t n, cap;
	} verdicts; /* if both sides leave the rules of a question of which nothing is open, by question */
	struct tp_verdict *not_told; /* stands for a verdict that one side does not tell */
	struct tp_table numbers; /* of questions */
	struct tp_arena *asked; /* where they and the verdicts are */
	size_t together; /* the size of where to go on from two stops */
	bool is_full; /* there is no room for what another place may add */

	struct tp_buf key; /* for a moment, */
	uint32_t *rules; /* as these are of the question that is left, */
	uint32_t n_rules;
};

/* Questions and verdicts ------------------------------------------------------------------------------------- */

static const struct tp_compiled_rule *rule_of(const struct tp_verdicts *in, uint32_t entry)
{
	return &in->segmenter->rules.p[entry >> RULE];
}

/* What a doubtful rule needs in the text: what that one of its far patterns does that needs one of the fewest. */
static uint64_t needs_of(const struct tp_segmenter *segmenter, const struct tp_compiled_rule *rule)
{
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < rule->n; i++) {
		uint64_t needs = UINT64_MAX;

		if (rule->p[i].far && !rule->p[i].negated)
			needs = tp_far_needs(&segmenter->far.p[rule->p[i].pattern]);
		if (__builtin_popcountll(needs) < __builtin_popcountll(least))
			least = needs;
	}
	return least;
}

static bool is_told(const struct tp_verdicts *in)
{
	for (uint32_t i = 0; i < in->n_rules; i++)
		if (!(in->rules[i] & TOLD))
			return false;
	return true;
}

/* What is left says when both sides have told all. */
static struct tp_verdict *new_verdict(const struct tp_verdicts *in)
{
	const struct tp_segmenter *segmenter = in->segmenter;
	struct tp_verdict *verdict;

	if (!in->n_rules)
		return NULL;
	verdict = tp_arena_alloc(in->asked, sizeof *verdict + in->n_rules * sizeof *verdict->doubtful);
	verdict->rule = (uint32_t)segmenter->rules.n;
	for (uint32_t i = 0; i < in->n_rules; i++) {
		const struct tp_compiled_rule *rule = rule_of(in, in->rules[i]);
		uint32_t number = in->rules[i] >> RULE;

		if (tp_rule_is_doubtful(rule)) {
			verdict->needs |= needs_of(segmenter, rule);
			verdict->doubtful[verdict->n++] = number;
			continue;
		}
		if (verdict->rule == segmenter->rules.n) {
			verdict->rule = number;
			verdict->ends = rule->source.breaks;
		}
		verdict->breaks |= rule->source.breaks;
	}
	return verdict;
}

static size_t asked_size(const struct tp_verdicts *in)
{
	return tp_arena_size(in->asked) + in->together;
}

/* To be called when something was added. */
static void check_room(struct tp_verdicts *in)
{
	in->is_full = in->questions.n > ENOUGH || in->sides[false].stops.n > ENOUGH ||
		      in->sides[true].stops.n > ENOUGH ||
		      asked_size(in) > MOST_QUESTIONS + in->segmenter->rules.n * MOST_FOR_RULE;
}

/* The number of the question that is left. */
static uint32_t find_question(struct tp_verdicts *in)
{
	struct tp_str key = { (const char *)in->rules, in->n_rules * sizeof *in->rules };
	uintptr_t *number = tp_table_get(&in->numbers, key);
	struct question *question;

	if (number)
		return (uint32_t)*number;
	question = tp_arena_alloc(in->asked, sizeof *question + key.n);
	question->n = in->n_rules;
	memcpy(question->rules, in->rules, key.n);
	*tp_table_put(&in->numbers, (struct tp_str){ (const char *)question->rules, key.n }) = in->questions.n;
	*tp_push(&in->questions) = question;
	*tp_push(&in->verdicts) = is_told(in) ? new_verdict(in) : NULL;
	check_room(in);
	return (uint32_t)in->questions.n - 1;
}

/* A rule has near conditions at a side. */
static bool asks(const struct tp_compiled_rule *rule, bool left)
{
	for (size_t i = 0; i < rule->n; i++)
		if (!rule->p[i].far && rule->p[i].left == left)
			return true;
	return false;
}

enum answer { NO, YES, OPEN };

/* Whether the near conditions of a rule hold at a side. */
static enum answer answer_of(const struct side *side, bool left, const struct tp_compiled_rule *rule)
{
	enum answer answer = YES;

	for (size_t i = 0; i < rule->n; i++) {
		const struct tp_condition *condition = &rule->p[i];

		if (condition->far || condition->left != left)
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

/* One of the rules before matches for certain; one does that breaks. A rule that breaks may match where none of its
 * matches ends, and still decides there if another one that breaks makes the place a candidate. */
struct certain {
	bool matches, breaks, needs_another;
};

/* Adds a rule to what is left, unless those before leave nothing to it. */
static void leave(struct tp_verdicts *in, uint32_t entry, bool is_certain, struct certain *certain)
{
	const struct tp_compiled_rule *rule = rule_of(in, entry);

	if (certain->matches && !rule->source.breaks)
		return;
	in->rules[in->n_rules++] = entry;
	certain->matches |= is_certain;
	certain->breaks |= is_certain && rule->source.breaks;
	certain->needs_another |= rule->source.breaks && tp_rule_has_ends(rule);
}

/* The rules behind those that were left change nothing. */
static bool is_settled(const struct tp_verdicts *in, const struct certain *certain)
{
	return in->all || certain->needs_another ? certain->breaks : certain->matches;
}

/* Rules that have nothing to be an exception to change nothing either. */
static void leave_out_last(struct tp_verdicts *in)
{
	while (in->n_rules && !rule_of(in, in->rules[in->n_rules - 1])->source.breaks)
		in->n_rules--;
}

/* Leaves of a question what the patterns of a side leave of it, as far as they are. */
static void narrow(struct tp_verdicts *in, bool left, const struct question *question)
{
	const struct side *side = &in->sides[left];
	struct certain certain = { false, false, false };

	in->n_rules = 0;
	for (uint32_t i = 0; i < question->n && !is_settled(in, &certain); i++) {
		uint32_t entry = question->rules[i];
		enum answer answer = entry & TOLD ? YES : answer_of(side, left, rule_of(in, entry));

		if (answer == YES)
			leave(in, entry | TOLD, side->alone[entry >> RULE], &certain);
		else if (answer == OPEN)
			leave(in, entry, false, &certain);
	}
	leave_out_last(in);
}

/* Leaves the rules that are left at both sides, those of the right of which nothing is open. */
static void intersect(struct tp_verdicts *in, const struct question *left, const struct question *right)
{
	struct certain certain = { false, false, false };

	in->n_rules = 0;
	for (uint32_t i = 0, k = 0; i < left->n && k < right->n && !is_settled(in, &certain);) {
		uint32_t entry = left->rules[i], other = right->rules[k];

		if ((entry | TOLD) == other)
			leave(in, entry, entry & TOLD && !tp_rule_is_doubtful(rule_of(in, entry)), &certain);
		i += (entry | TOLD) <= other;
		k += other <= (entry | TOLD);
	}
	leave_out_last(in);
}

/* Which patterns of a side the rules ask for that are left. */
static void find_needed(struct tp_verdicts *in, bool left)
{
	struct side *side = &in->sides[left];

	tp_step_list_clear(&side->needed);
	for (uint32_t i = 0; i < in->n_rules; i++) {
		const struct tp_compiled_rule *rule = rule_of(in, in->rules[i]);

		for (size_t k = 0; k < rule->n && !(in->rules[i] & TOLD); k++)
			if (!rule->p[k].far && rule->p[k].left == left)
				tp_step_list_add(&side->needed, rule->p[k].pattern);
	}
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
static void make_key(struct tp_verdicts *in, struct head head)
{
	struct tp_front *front = &in->sides[head.left].front;
	struct tp_step_list *waiting = &front->waiting, *matched = &front->matched;

	head.waiting = (uint32_t)waiting->n;
	head.matched = (uint32_t)matched->n;
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
	*tp_push(&in->states) = (struct state){ { state, in->key.n }, 0 };
	if (n > in->next.cap) {
		in->next.cap = n + n / 2;
		in->next.p = tp_realloc(in->next.p, in->next.cap, sizeof *in->next.p);
	}
	memset(in->next.p + in->next.n, 0, in->kinds.n * sizeof *in->next.p);
	in->next.n = n;
	return (uint16_t)((in->states.n - 1) << SHIFT);
}

/* The state of what is known now. */
static uint16_t find_state(struct tp_verdicts *in, struct head head)
{
	uint64_t hash;
	struct tp_str name = { (const char *)&hash, sizeof hash };
	uintptr_t *known;
	uint16_t place;

	make_key(in, head);
	hash = tp_flat_hash(tp_buf_str(&in->key));
	known = tp_table_get(&in->known, name);
	if (known && tp_str_eq(in->states.p[*known >> SHIFT].known, tp_buf_str(&in->key)))
		return (uint16_t)*known;
	place = new_state(in);
	if (!known)
		*tp_table_put(&in->known, tp_arena_str(in->arena, name)) = place;
	return place;
}

static uint16_t new_stop(struct tp_verdicts *in, bool left, struct stop stop)
{
	struct side *side = &in->sides[left];

	*tp_push(&side->stops) = stop;
	check_room(in);
	return (uint16_t)(side->stops.n - 1);
}

/* Where a walk stops when nothing is open of what is left at a side. */
static uint16_t find_stop(struct tp_verdicts *in, bool left)
{
	struct side *side = &in->sides[left];
	uint32_t question = find_question(in);
	struct stop stop = { .question = question, .verdict = in->verdicts.p[question] };

	while (side->stop_of.n <= question)
		*tp_push(&side->stop_of) = 0;
	for (uint32_t i = 0; i < in->n_rules && !left; i++)
		stop.verdict = asks(rule_of(in, in->rules[i]), true) ? in->not_told : stop.verdict;
	if (!side->stop_of.p[question])
		side->stop_of.p[question] = new_stop(in, left, stop);
	return side->stop_of.p[question];
}

/* Where a walk at the left stops at a state. */
static uint16_t stop_at(struct tp_verdicts *in, uint16_t place)
{
	struct state *state = &in->states.p[place >> SHIFT];
	struct head head;

	memcpy(&head, state->known.p, sizeof head);
	if (!state->stop)
		state->stop = new_stop(in, true, (struct stop){ .question = head.question, .state = place });
	return state->stop;
}

/* Where to go on from what is known now at a side, where head.read was read, for what is left to ask. */
static uint16_t go_on(struct tp_verdicts *in, struct head head)
{
	struct side *side = &in->sides[head.left];

	if (is_told(in))
		return (uint16_t)(find_stop(in, head.left) << SHIFT | ENDS);
	find_needed(in, head.left);
	head.read = tp_front_keep(&side->front, &side->needed) ? head.read : 0;
	head.question = find_question(in);
	return find_state(in, head);
}

/* The same where head.question was asked before. */
static uint16_t find(struct tp_verdicts *in, struct head head)
{
	struct side *side = &in->sides[head.left];
	struct tp_front *front = &side->front;

	tp_step_list_clear(&side->awaited);
	for (size_t i = 0; i < front->waiting.n; i++)
		tp_step_list_add(&side->awaited, front->automaton->steps.p[front->waiting.p[i]].pattern);
	narrow(in, head.left, in->questions.p[head.question]);
	return go_on(in, head);
}

/* Where to go on at the left from two stops. */
static uint16_t join(struct tp_verdicts *in, struct stop *right, uint32_t left)
{
	const struct stop *stop = &in->sides[true].stops.p[left];
	size_t cap = right->together.cap;
	struct head head = { .left = true };
	uint16_t place;

	if (stop->state)
		head = take_up(in, in->states.p[stop->state >> SHIFT].known.p);
	intersect(in, in->questions.p[stop->question], in->questions.p[right->question]);
	place = go_on(in, head);
	while (right->together.n <= left)
		*tp_push(&right->together) = 0;
	right->together.p[left] = place;
	in->together += (right->together.cap - cap) * sizeof *right->together.p;
	check_room(in);
	return place;
}

/* Enters the patterns of a side, beside a neighbour of that class. */
static uint16_t enter(struct tp_verdicts *in, bool left, uint32_t beside)
{
	struct side *side = &in->sides[left];
	struct tp_front *front = &side->front;

	tp_front_clear(front);
	for (size_t i = 0; i < front->automaton->patterns.n; i++)
		tp_step_list_add(&front->steps, front->automaton->patterns.p[i].start);
	tp_front_start(front, beside);
	return find(in, (struct head){ .left = left, .question = side->all_rules, .begun = true, .read = beside });
}

/* Where a walk goes on from a state when a class is read there, or the edge is met. */
static uint16_t make_next(struct tp_verdicts *in, uint16_t from, uint32_t class)
{
	struct head head = take_up(in, in->states.p[from >> SHIFT].known.p);

	if (!head.begun)
		return enter(in, head.left, class);
	tp_front_advance(&in->sides[head.left].front, head.read, class);
	head.read = class;
	return find(in, head);
}

/* Where a walk stops if no more is read. */
static uint32_t give_up(struct tp_verdicts *in, uint16_t from)
{
	struct head head = take_up(in, in->states.p[from >> SHIFT].known.p);

	tp_step_list_clear(&in->sides[head.left].front.waiting);
	return find(in, head) >> SHIFT;
}

/* Where walks at a side start. */
static uint16_t make_start(struct tp_verdicts *in, bool left)
{
	struct side *side = &in->sides[left];

	tp_front_clear(&side->front);
	side->start = side->asks_beside ? find_state(in, (struct head){ .left = left, .question = side->all_rules })
					: enter(in, left, 0);
	return side->start;
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
}

/* And the stops at the left, where some are at states. */
static void forget_states(struct tp_verdicts *in)
{
	struct side *right = &in->sides[false], *left = &in->sides[true];

	tp_table_release(&in->known);
	tp_arena_free(in->arena);
	in->next.n = in->states.n = 0;
	left->start = right->start = 0;
	left->stops.n = 1;
	left->stop_of.n = 0;
	tp_side_memo_release(&left->memo);
	tp_side_memo_init(&left->memo);
	for (size_t i = 0; i < right->stops.n; i++) {
		free(right->stops.p[i].together.p);
		memset(&right->stops.p[i].together, 0, sizeof right->stops.p[i].together);
	}
	in->together = 0;
}

/* About all rules. */
static uint32_t first_question(struct tp_verdicts *in, bool left)
{
	for (in->n_rules = 0; in->n_rules < in->segmenter->rules.n; in->n_rules++)
		in->rules[in->n_rules] =
		    in->n_rules << RULE | (asks(&in->segmenter->rules.p[in->n_rules], left) ? 0 : TOLD);
	return find_question(in);
}

static void begin(struct tp_verdicts *in)
{
	in->asked = tp_arena_new();
	in->not_told = tp_arena_alloc(in->asked, sizeof *in->not_told);
	*tp_push(&in->questions) = NULL; /* for 0 is none */
	*tp_push(&in->verdicts) = NULL;
	for (unsigned left = 0; left < 2; left++) {
		tp_side_memo_init(&in->sides[left].memo);
		in->sides[left].all_rules = first_question(in, left);
		tp_push(&in->sides[left].stops);
	}
	begin_states(in);
}

static void forget(struct tp_verdicts *in)
{
	forget_states(in);
	for (unsigned left = 0; left < 2; left++) {
		tp_side_memo_release(&in->sides[left].memo);
		in->sides[left].stops.n = in->sides[left].stop_of.n = 0;
	}
	tp_table_release(&in->numbers);
	tp_arena_free(in->asked);
	in->questions.n = in->verdicts.n = 0;
}

struct tp_verdicts *tp_verdicts_new(const struct tp_segmenter *segmenter, bool all)
{
	const struct tp_automaton *const automata[] = { segmenter->near[0], segmenter->near[1] };
	struct tp_verdicts *in = tp_alloc_zero(1, sizeof *in);

	in->segmenter = segmenter;
	in->all = all;
	tp_kinds_init(&in->kinds, &segmenter->classes, automata, 2);
	for (unsigned left = 0; left < 2; left++) {
		struct side *side = &in->sides[left];

		tp_front_init(&side->front, automata[left], &segmenter->classes);
		tp_step_list_init(&side->awaited, 0, tp_automaton_size(automata[left]));
		tp_step_list_init(&side->needed, 0, tp_automaton_size(automata[left]));
		side->asks_beside = asks_beside(&side->front);
		side->alone = tp_alloc_zero(segmenter->rules.n + 1, sizeof *side->alone);
		for (size_t i = 0; i < segmenter->rules.n; i++)
			side->alone[i] =
			    !asks(&segmenter->rules.p[i], !left) && !tp_rule_is_doubtful(&segmenter->rules.p[i]);
	}
	in->rules = tp_alloc_zero(segmenter->rules.n + 1, sizeof *in->rules);
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
		tp_step_list_release(&in->sides[left].needed);
		free(in->sides[left].stops.p);
		free(in->sides[left].stop_of.p);
		free(in->sides[left].alone);
	}
	tp_kinds_release(&in->kinds);
	tp_buf_release(&in->key);
	free(in->rules);
	free(in->next.p);
	free(in->states.p);
	free(in->questions.p);
	free(in->verdicts.p);
	free(in);
}

/* Walking ---------------------------------------------------------------------------------------------------- */

static size_t states_size(const struct tp_verdicts *in)
{
	return tp_arena_size(in->arena) + in->next.n * sizeof *in->next.p;
}

size_t tp_verdicts_size(const struct tp_verdicts *in)
{
	return states_size(in) + asked_size(in);
}

/* Forgets all states but one if there is no room for more. Returns where that one is then. */
static uint16_t make_room(struct tp_verdicts *in, uint16_t place)
{
	struct tp_buf state = TP_BUF_INIT;

	if (in->states.n < MOST_NUMBERS && states_size(in) <= MOST_STATES)
		return place;
	tp_buf_add_str(&state, in->states.p[place >> SHIFT].known);
	forget_states(in);
	begin_states(in);
	place = find_state(in, take_up(in, state.p));
	tp_buf_release(&state);
	return place;
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
INLINE uint16_t read_beside(struct tp_verdicts *in, uint16_t from, struct tp_str text, size_t *at, bool left)
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

/* A walk stops where the memo can remember no more. At the left it stops behind a word, too. */
INLINE bool is_enough(struct tp_str text, size_t at, size_t end, bool left)
{
	if (!left || at - end < 3)
		return false;
	return text.p[end] == ' ' || at - end == TP_SIDE_MEMO_BYTES ||
	       (at - end > TP_SIDE_MEMO_BYTES - 4 && end && (unsigned char)text.p[end - 1] >= 0x80);
}

/* Reads a side of a place. *n is how many bytes tell what comes of that. */
INLINE uint32_t walk(struct tp_verdicts *in, struct tp_str text, size_t at, bool left, size_t *n)
{
	struct side *side = &in->sides[left];
	uint16_t place = side->start ? side->start : make_start(in, left);
	size_t end = at, other = at;

	if (side->asks_beside)
		place = read_beside(in, place, text, &other, !left);
	for (unsigned i = 0; !(place & ENDS) && !is_enough(text, at, end, left) && i <= TP_AUTOMATON_REACH; i++)
		place = read_beside(in, place, text, &end, left);
	*n = side->asks_beside ? SIZE_MAX : count_read(text, at, end, left);
	uint32_t stop = place & ENDS ? place >> SHIFT : left ? stop_at(in, place) : give_up(in, place);
	return stop | (uint32_t)(left ? at - end : end - at) << READ;
}

/* The same, and remembers it where the bytes are all beside the place. */
INLINE uint32_t find_out(struct tp_verdicts *in, struct tp_str text, size_t at, bool left)
{
	size_t n;
	uint32_t found = walk(in, text, at, left, &n);

	if (tp_side_memo_reaches(text, at, left))
		tp_side_memo_add(&in->sides[left].memo, left, tp_side_memo_bytes(text, at, left), n, found);
	return found;
}

static __attribute__((noinline)) uint32_t find_out_left(struct tp_verdicts *in, struct tp_str text, size_t at)
{
	return find_out(in, text, at, true);
}

static __attribute__((noinline)) uint32_t find_out_right(struct tp_verdicts *in, struct tp_str text, size_t at)
{
	return find_out(in, text, at, false);
}

/* The walk at a side of a place. */
INLINE uint32_t look(struct tp_verdicts *in, struct tp_str text, size_t at, bool left)
{
	const struct tp_remembered *known = NULL;

	if (tp_side_memo_reaches(text, at, left))
		known = tp_side_memo_find(&in->sides[left].memo, left, tp_side_memo_bytes(text, at, left));
	if (known)
		return known->found;
	return left ? find_out_left(in, text, at) : find_out_right(in, text, at);
}

/* Reads on at the left: where that stops. */
static __attribute__((noinline)) uint32_t read_on(struct tp_verdicts *in, struct tp_str text, size_t end,
						  uint16_t place)
{
	for (unsigned i = 0; !(place & ENDS) && i <= TP_AUTOMATON_REACH; i++)
		place = read_beside(in, place, text, &end, true);
	return place & ENDS ? place >> SHIFT : give_up(in, place);
}

/* The verdict on one place. */
INLINE struct tp_verdict *verdict_at(struct tp_verdicts *in, struct tp_str text, size_t at)
{
	uint32_t walked = look(in, text, at, false), stop;
	struct stop *right = &in->sides[false].stops.p[(uint16_t)walked];
	uint16_t place;

	if (right->verdict != in->not_told)
		return right->verdict;
	walked = look(in, text, at, true);
	stop = (uint16_t)walked;
	place = stop < right->together.n ? right->together.p[stop] : 0;
	place = place ? place : join(in, right, stop);
	stop = place & ENDS ? place >> SHIFT : read_on(in, text, at - (walked >> READ), place);
	return in->sides[true].stops.p[stop].verdict;
}

uint64_t tp_verdicts_on(struct tp_verdicts *in, struct tp_str text, size_t at, uint64_t *places,
			struct tp_verdict *verdicts[64])
{
	uint64_t told = 0, rest;

	if (in->is_full) {
		forget(in);
		begin(in);
	}
	for (rest = *places; rest && !in->is_full; rest &= rest - 1) {
		unsigned i = (unsigned)__builtin_ctzll(rest);

		verdicts[i] = tp_utf8_border(text, at + i) == at + i ? verdict_at(in, text, at + i) : NULL;
		told |= (uint64_t)(verdicts[i] != NULL) << i;
	}
	*places &= ~rest;
	return told;
}
