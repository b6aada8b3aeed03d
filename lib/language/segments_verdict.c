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

/* The rules that may match at a place, in their order: what a side is asked. The right side is asked about all rules,
 * and what it leaves of them the left side is asked. While a side is read, the question gets smaller: rules that do not
 * match are left out, and so are those that could change nothing. What both sides have answered is a verdict. */
struct question {
	uint32_t n;
	uint32_t rules[]; /* each with a bit: the side that is read has told that its near conditions hold there */
};

enum { TOLD = 1, RULE = 1 /* the number of a rule stands above that bit */ };

/* A state is how far the patterns of one side are, as a row of numbers: this head, then the steps that wait, and then
 * the patterns that have matched. */
struct head {
	uint32_t left;
	uint32_t question;
	uint32_t begun; /* the neighbour on the other side is known */
	uint32_t read; /* the class read last, where a step may ask for it; else 0 */
	uint32_t waiting, matched;
};

/* Where a walk goes on, as a number: a state, or, where nothing is left to ask at this side, the question that is left.
 * 0 is not known yet. */
enum { ENDS = 1, SHIFT = 1, MOST_NUMBERS = (UINT16_MAX >> SHIFT) + 1 };

/* Then those that one place may add have numbers, too: a few, and at most one for each code point that is read. */
enum { ENOUGH_QUESTIONS = MOST_NUMBERS - 2 * TP_AUTOMATON_REACH - 16 };

struct side {
	struct tp_front front;
	bool asks_beside; /* patterns ask what is on the other side of the place */
	struct tp_step_list awaited, needed; /* patterns, for a moment */
	struct tp_memo *memo;
	struct {
		uint16_t *p;
		size_t n, cap;
	} starts; /* where walks start, by question */
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
		struct tp_str *p;
		size_t n, cap;
	} states; /* what is known there; the first is none */
	struct tp_table known; /* from the hash of what is known to the state */
	struct tp_arena *arena; /* of that */

	struct {
		const struct question **p;
		size_t n, cap;
	} questions;
	struct {
		struct tp_verdict **p;
		size_t n, cap;
	} verdicts; /* by question */
	struct tp_verdict *not_told; /* stands for the verdict on what is still a question */
	struct tp_table numbers; /* of questions */
	bool is_full; /* there is no room for the questions that another place may add */
	uint32_t all_rules; /* the question about them */
	struct tp_arena *asked; /* where they and the verdicts are */

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
	*tp_push(&in->verdicts) = is_told(in) ? new_verdict(in) : in->not_told;
	in->is_full = in->questions.n > ENOUGH_QUESTIONS ||
		      tp_arena_size(in->asked) > MOST_QUESTIONS + in->segmenter->rules.n * MOST_FOR_RULE;
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
static void leave(struct tp_verdicts *in, bool left, uint32_t entry, struct certain *certain)
{
	const struct tp_compiled_rule *rule = rule_of(in, entry);
	bool is_certain = entry & TOLD && !tp_rule_is_doubtful(rule) && (left || !asks(rule, true));

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

/* Leaves of a question what the patterns of a side leave of it, as far as they are. */
static void narrow(struct tp_verdicts *in, bool left, const struct question *question)
{
	const struct side *side = &in->sides[left];
	struct certain certain = { false, false, false };

	in->n_rules = 0;
	for (uint32_t i = 0; i < question->n && !is_settled(in, &certain); i++) {
		uint32_t entry = question->rules[i];
		enum answer answer = entry & TOLD ? YES : answer_of(side, left, rule_of(in, entry));

		if (answer != NO)
			leave(in, left, entry | (answer == YES ? TOLD : 0), &certain);
	}
	while (in->n_rules && !rule_of(in, in->rules[in->n_rules - 1])->source.breaks)
		in->n_rules--;
}

/* Turns to the other side with what is left. */
static void turn(struct tp_verdicts *in)
{
	for (uint32_t i = 0; i < in->n_rules; i++)
		in->rules[i] = (in->rules[i] & ~(uint32_t)TOLD) | !asks(rule_of(in, in->rules[i]), true);
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
	*tp_push(&in->states) = (struct tp_str){ state, in->key.n };
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
	if (known && tp_str_eq(in->states.p[*known >> SHIFT], tp_buf_str(&in->key)))
		return (uint16_t)*known;
	place = new_state(in);
	if (!known)
		*tp_table_put(&in->known, tp_arena_str(in->arena, name)) = place;
	return place;
}

/* Where to go on from what is known now at a side, where head.read was read and head.question asked before. */
static uint16_t find(struct tp_verdicts *in, struct head head)
{
	struct side *side = &in->sides[head.left];
	struct tp_front *front = &side->front;

	tp_step_list_clear(&side->awaited);
	for (size_t i = 0; i < front->waiting.n; i++)
		tp_step_list_add(&side->awaited, front->automaton->steps.p[front->waiting.p[i]].pattern);
	narrow(in, head.left, in->questions.p[head.question]);
	if (!is_told(in)) {
		find_needed(in, head.left);
		head.read = tp_front_keep(front, &side->needed) ? head.read : 0;
		head.question = find_question(in);
		return find_state(in, head);
	}
	if (!head.left)
		turn(in);
	return (uint16_t)(find_question(in) << SHIFT | ENDS);
}

/* Enters the patterns of a side that a question asks for, beside a neighbour of that class. */
static uint16_t enter(struct tp_verdicts *in, bool left, uint32_t question, uint32_t beside)
{
	struct side *side = &in->sides[left];
	struct tp_front *front = &side->front;

	in->n_rules = in->questions.p[question]->n;
	memcpy(in->rules, in->questions.p[question]->rules, in->n_rules * sizeof *in->rules);
	find_needed(in, left);
	tp_front_clear(front);
	for (size_t i = 0; i < side->needed.n; i++)
		tp_step_list_add(&front->steps, front->automaton->patterns.p[side->needed.p[i]].start);
	tp_front_start(front, beside);
	return find(in, (struct head){ .left = left, .question = question, .begun = true, .read = beside });
}

/* Where a walk goes on from a state when a class is read there, or the edge is met. */
static uint16_t make_next(struct tp_verdicts *in, uint16_t from, uint32_t class)
{
	struct head head = take_up(in, in->states.p[from >> SHIFT].p);

	if (!head.begun)
		return enter(in, head.left, head.question, class);
	tp_front_advance(&in->sides[head.left].front, head.read, class);
	head.read = class;
	return find(in, head);
}

/* What is left to ask where no more is read. */
static uint32_t give_up(struct tp_verdicts *in, uint16_t from)
{
	struct head head = take_up(in, in->states.p[from >> SHIFT].p);

	tp_step_list_clear(&in->sides[head.left].front.waiting);
	return find(in, head) >> SHIFT;
}

/* Where walks at a side start that ask a question. */
static uint16_t make_start(struct tp_verdicts *in, bool left, uint32_t question)
{
	struct side *side = &in->sides[left];
	uint16_t start;

	if (side->asks_beside) {
		tp_front_clear(&side->front);
		start = find_state(in, (struct head){ .left = left, .question = question });
	} else {
		start = enter(in, left, question, 0);
	}
	while (side->starts.n <= question)
		tp_push(&side->starts);
	side->starts.p[question] = start;
	return start;
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

static void forget_states(struct tp_verdicts *in)
{
	tp_table_release(&in->known);
	tp_arena_free(in->arena);
	in->next.n = in->states.n = 0;
	for (unsigned left = 0; left < 2; left++)
		in->sides[left].starts.n = 0;
}

static void begin(struct tp_verdicts *in)
{
	in->asked = tp_arena_new();
	in->not_told = tp_arena_alloc(in->asked, sizeof *in->not_told);
	for (unsigned left = 0; left < 2; left++)
		in->sides[left].memo = tp_alloc_zero(1, sizeof *in->sides[left].memo);
	in->n_rules = 0;
	find_question(in);
	for (; in->n_rules < in->segmenter->rules.n; in->n_rules++)
		in->rules[in->n_rules] = in->n_rules << RULE;
	in->all_rules = find_question(in);
	begin_states(in);
}

static void forget(struct tp_verdicts *in)
{
	forget_states(in);
	for (unsigned left = 0; left < 2; left++)
		free(in->sides[left].memo);
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
		free(in->sides[left].starts.p);
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
	return states_size(in) + tp_arena_size(in->asked);
}

/* Forgets all states but one if there is no room for more. Returns where that one is then. */
static uint16_t make_room(struct tp_verdicts *in, uint16_t place)
{
	struct tp_buf state = TP_BUF_INIT;

	if (in->states.n < MOST_NUMBERS && states_size(in) <= MOST_STATES)
		return place;
	tp_buf_add_str(&state, in->states.p[place >> SHIFT]);
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

/* Reads a side of a place: what that leaves of a question. *n is how many bytes tell it. */
INLINE uint32_t walk(struct tp_verdicts *in, struct tp_str text, size_t at, bool left, uint32_t question, size_t *n)
{
	struct side *side = &in->sides[left];
	size_t end = at, other = at;
	uint16_t place = question < side->starts.n ? side->starts.p[question] : 0;

	place = place ? place : make_start(in, left, question);
	if (side->asks_beside)
		place = read_beside(in, place, text, &other, !left);
	for (unsigned i = 0; !(place & ENDS) && i <= TP_AUTOMATON_REACH; i++)
		place = read_beside(in, place, text, &end, left);
	*n = side->asks_beside || !(place & ENDS) ? SIZE_MAX : count_read(text, at, end, left);
	return place & ENDS ? place >> SHIFT : give_up(in, place);
}

/* The same, and remembers it where the bytes are all beside the place. */
INLINE uint32_t find_out(struct tp_verdicts *in, struct tp_str text, size_t at, bool left, uint32_t question)
{
	size_t n;
	uint32_t found = walk(in, text, at, left, question, &n);

	if (tp_memo_reaches(text, at, left))
		tp_memo_add(in->sides[left].memo, left, tp_memo_bytes(text, at, left), (uint16_t)question, n,
			    (uint16_t)found);
	return found;
}

static __attribute__((noinline)) uint32_t find_out_left(struct tp_verdicts *in, struct tp_str text, size_t at,
							uint32_t question)
{
	return find_out(in, text, at, true, question);
}

static __attribute__((noinline)) uint32_t find_out_right(struct tp_verdicts *in, struct tp_str text, size_t at,
							 uint32_t question)
{
	return find_out(in, text, at, false, question);
}

/* What a side of a place leaves of a question. */
INLINE uint32_t look(struct tp_verdicts *in, struct tp_str text, size_t at, bool left, uint32_t question)
{
	const struct tp_remembered *known = NULL;

	if (tp_memo_reaches(text, at, left))
		known = tp_memo_find(in->sides[left].memo, left, tp_memo_bytes(text, at, left), (uint16_t)question);
	if (known)
		return known->found;
	return left ? find_out_left(in, text, at, question) : find_out_right(in, text, at, question);
}

struct tp_verdict *tp_verdicts_at(struct tp_verdicts *in, struct tp_str text, size_t at)
{
	uint32_t question;

	if (in->is_full) {
		forget(in);
		begin(in);
	}
	question = in->all_rules;
	if (in->verdicts.p[question] == in->not_told)
		question = look(in, text, at, false, question);
	if (in->verdicts.p[question] == in->not_told)
		question = look(in, text, at, true, question);
	return in->verdicts.p[question];
}
