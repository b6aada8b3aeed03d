#include <stdlib.h>

#include "core/str.h"
#include "core/unicode.h"
#include "language/segments_rules.h"

#define WINDOW 512 /* bytes that ICU sees on each side */

/* What a thread needs to decide; one is made for each thread at a time. */
struct tp_worker {
	struct tp_worker *next;
	struct tp_machine *machines[TP_SIDES];
	uint32_t beside[2]; /* by left: the class of the code point beside the place */
	uint32_t round;
	uint32_t *seen[TP_SIDES]; /* == round: the pattern matches */
	uint32_t far_round[TP_SIDES]; /* == round: the far side was looked at */
	uint32_t *found; /* the near patterns that match */
	size_t n_found;
};

/* Workers ---------------------------------------------------------------------------------------------------- */

static struct tp_worker *new_worker(const struct tp_segmenter *segmenter)
{
	struct tp_worker *worker = tp_alloc_zero(1, sizeof *worker);

	for (enum tp_side side = 0; side < TP_SIDES; side++) {
		worker->machines[side] = tp_machine_new(segmenter->automata[side], &segmenter->classes);
		worker->seen[side] = tp_alloc_zero(tp_automaton_size(segmenter->automata[side]) + 1, sizeof(uint32_t));
	}
	worker->found = tp_alloc_zero(tp_automaton_size(segmenter->automata[TP_NEAR_LEFT]) + 1, sizeof *worker->found);
	return worker;
}

/* An idle worker, or a new one. The segmenter changes in nothing that its users could see. */
static struct tp_worker *hire(struct tp_segmenter *segmenter)
{
	struct tp_worker *worker;

	pthread_mutex_lock(&segmenter->lock);
	worker = segmenter->idle;
	if (worker)
		segmenter->idle = worker->next;
	pthread_mutex_unlock(&segmenter->lock);
	return worker ? worker : new_worker(segmenter);
}

static void dismiss(struct tp_segmenter *segmenter, struct tp_worker *worker)
{
	pthread_mutex_lock(&segmenter->lock);
	worker->next = segmenter->idle;
	segmenter->idle = worker;
	pthread_mutex_unlock(&segmenter->lock);
}

static void free_worker(struct tp_worker *worker)
{
	for (enum tp_side side = 0; side < TP_SIDES; side++) {
		tp_machine_free(worker->machines[side]);
		free(worker->seen[side]);
	}
	free(worker->found);
	free(worker);
}

void tp_workers_free(struct tp_segmenter *segmenter)
{
	while (segmenter->idle) {
		struct tp_worker *next = segmenter->idle->next;

		free_worker(segmenter->idle);
		segmenter->idle = next;
	}
}

/* Rules at a place ------------------------------------------------------------------------------------------- */

/* The place that rules are tried at. */
struct place {
	struct tp_segmenter *segmenter;
	struct tp_worker *worker;
	struct tp_str text;
	size_t at;
	bool breaks; /* only rules that break count */
};

static void found_near_right(void *arg, uint32_t pattern)
{
	struct tp_worker *worker = arg;

	worker->seen[TP_NEAR_RIGHT][pattern] = worker->round;
}

static void found_near_left(void *arg, uint32_t pattern)
{
	struct tp_worker *worker = arg;

	worker->seen[TP_NEAR_LEFT][pattern] = worker->round;
	worker->found[worker->n_found++] = pattern;
}

static void found_far_right(void *arg, uint32_t pattern)
{
	struct tp_worker *worker = arg;

	worker->seen[TP_FAR_RIGHT][pattern] = worker->round;
}

static void found_far_left(void *arg, uint32_t pattern)
{
	struct tp_worker *worker = arg;

	worker->seen[TP_FAR_LEFT][pattern] = worker->round;
}

/* The regular expression matches at `at`, or else a match of it ends there. */
static bool window_matches(const struct tp_rule *rule, struct tp_str window, size_t at)
{
	struct tp_span match;
	size_t from = rule->ends ? 0 : at;

	while (from <= at && tp_regex_find(rule->regex, window, from, &match)) {
		if (!rule->ends || match.from > at || match.to == at)
			return match.to == at;
		from = match.from;
		tp_utf8_next(window, &from);
	}
	return false;
}

static bool regex_matches(const struct place *place, const struct tp_rule *rule)
{
	struct tp_str text = place->text;
	size_t at = place->at;
	size_t from = at > WINDOW ? tp_utf8_border(text, at - WINDOW) : 0;
	size_t to = text.n - at > WINDOW ? tp_utf8_border(text, at + WINDOW) : text.n;
	bool found;

	pthread_mutex_lock(&place->segmenter->lock);
	found = window_matches(rule, tp_str_at(text, (struct tp_span){ from, to }), at - from);
	pthread_mutex_unlock(&place->segmenter->lock);
	return found;
}

static bool holds(const struct tp_worker *worker, const struct tp_condition *condition)
{
	return (worker->seen[condition->side][condition->pattern] == worker->round) != condition->negated;
}

static bool conditions_hold(const struct tp_worker *worker, const struct tp_rule *rule)
{
	for (size_t i = 0; i < rule->n; i++)
		if (!holds(worker, &rule->p[i]))
			return false;
	return true;
}

/* The near conditions of a rule hold, and the far ones can. */
static bool may_match(const struct tp_worker *worker, const struct tp_rule *rule)
{
	for (size_t i = 0; i < rule->n; i++) {
		const struct tp_condition *condition = &rule->p[i];
		uint32_t beside = worker->beside[tp_side_is_left(condition->side)];

		if (tp_side_is_far(condition->side) ? condition->beside && !condition->beside[beside]
						    : !holds(worker, condition))
			return false;
	}
	return true;
}

static bool counts(const struct place *place, uint32_t rule)
{
	return !place->breaks || place->segmenter->rules.p[rule].source.breaks;
}

static bool rule_matches(const struct place *place, const struct tp_rule *rule)
{
	return conditions_hold(place->worker, rule) && (!rule->regex || regex_matches(place, rule));
}

/* The first rule of a list that matches, if it comes before `best`. */
static uint32_t first_of(const struct place *place, const struct tp_rule_list *list, uint32_t best)
{
	for (size_t i = 0; i < list->n && list->p[i] < best; i++)
		if (counts(place, list->p[i]) && rule_matches(place, &place->segmenter->rules.p[list->p[i]]))
			return list->p[i];
	return best;
}

/* Looks for the patterns of a far side, once a round. */
static void run_far(struct tp_worker *worker, enum tp_side side, struct tp_str text, size_t at)
{
	if (worker->far_round[side] == worker->round)
		return;
	worker->far_round[side] = worker->round;
	tp_machine_run(worker->machines[side], text, at, side == TP_FAR_LEFT ? found_far_left : found_far_right,
		       worker);
}

static bool far_conditions_hold(const struct place *place, const struct tp_rule *rule)
{
	for (size_t i = 0; i < rule->n; i++)
		if (tp_side_is_far(rule->p[i].side)) {
			run_far(place->worker, rule->p[i].side, place->text, place->at);
			if (!holds(place->worker, &rule->p[i]))
				return false;
		}
	return true;
}

/* The same for the rules with far patterns, which are looked for only if the rest of such a rule holds. */
static uint32_t first_far(const struct place *place, uint32_t best)
{
	const struct tp_rule_list *list = &place->segmenter->by_far;

	for (size_t i = 0; i < list->n && list->p[i] < best; i++) {
		const struct tp_rule *rule = &place->segmenter->rules.p[list->p[i]];

		if (counts(place, list->p[i]) && may_match(place->worker, rule) && far_conditions_hold(place, rule))
			return list->p[i];
	}
	return best;
}

/* Finds the near patterns that match at a place. */
static void look_near(const struct place *place)
{
	struct tp_segmenter *segmenter = place->segmenter;
	struct tp_worker *worker = place->worker;
	size_t left = place->at, right = place->at;

	worker->beside[true] = tp_class_prev(&segmenter->classes, place->text, &left);
	worker->beside[false] = tp_class_next(&segmenter->classes, place->text, &right);
	if (++worker->round == 0) {
		for (enum tp_side side = 0; side < TP_SIDES; side++)
			memset(worker->seen[side], 0, tp_automaton_size(segmenter->automata[side]) * sizeof(uint32_t));
		memset(worker->far_round, 0, sizeof worker->far_round);
		worker->round = 1;
	}
	worker->n_found = 0;
	tp_machine_run(worker->machines[TP_NEAR_RIGHT], place->text, place->at, found_near_right, worker);
	tp_machine_run(worker->machines[TP_NEAR_LEFT], place->text, place->at, found_near_left, worker);
}

/* The first rule that matches at a place and counts there; the number of rules if there is none. */
static uint32_t first_rule(const struct place *place)
{
	struct tp_segmenter *segmenter = place->segmenter;
	uint32_t best = first_of(place, &segmenter->always, (uint32_t)segmenter->rules.n);

	for (size_t i = 0; i < place->worker->n_found; i++)
		best = first_of(place, &segmenter->by_near[place->worker->found[i]], best);
	return first_far(place, best);
}

/* Whether a place is a candidate, and what decides there. */
static bool decide(const struct place *place, struct tp_candidate *candidate)
{
	const struct tp_segmenter *segmenter = place->segmenter;
	struct place breaking = *place;

	look_near(place);
	candidate->at = place->at;
	candidate->rule = first_rule(place);
	if (candidate->rule == segmenter->rules.n)
		return false;
	candidate->breaks = segmenter->rules.p[candidate->rule].source.breaks;
	breaking.breaks = true;
	return candidate->breaks || first_rule(&breaking) < segmenter->rules.n;
}

/* The walk --------------------------------------------------------------------------------------------------- */

/* A break rule accepts the code points beside the place: one of `rules`, which accept the bytes there. */
static bool may_break(const struct tp_segmenter *segmenter, uint64_t rules, struct tp_str text, size_t at)
{
	size_t left = at, right = at;

	if (((unsigned char)text.p[at] & 0xc0) == 0x80 && tp_utf8_border(text, at) != at)
		return false;
	return rules & segmenter->beside[true][tp_class_prev(&segmenter->classes, text, &left)] &
	       segmenter->beside[false][tp_class_next(&segmenter->classes, text, &right)];
}

/* The next place after `at` where a break rule may match, or the end of the text. */
static size_t next_place(const struct tp_segmenter *segmenter, struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p;

	for (at++; at < text.n; at++) {
		uint64_t rules = segmenter->before[0][p[at - 1]] & segmenter->after[0][p[at]];

		for (size_t k = 1; rules && k < TP_NEAR; k++) {
			rules &= at > k ? segmenter->before[k][p[at - 1 - k]] : rules;
			rules &= at + k < text.n ? segmenter->after[k][p[at + k]] : rules;
		}
		if (rules && may_break(segmenter, rules, text, at))
			return at;
	}
	return text.n;
}

static size_t skip_space(struct tp_str text, size_t at)
{
	for (size_t next = at; next < text.n; at = next)
		if (!tp_is_space(tp_utf8_next(text, &next)))
			return at;
	return text.n;
}

void tp_candidates_start(struct tp_candidates *walk, const struct tp_segmenter *segmenter, struct tp_str text)
{
	/* The workers of a segmenter come and go, which none of its users can see. */
	struct tp_segmenter *own = (struct tp_segmenter *)(uintptr_t)segmenter;

	*walk = (struct tp_candidates){ own, hire(own), text, skip_space(text, 0) };
}

bool tp_candidates_next(struct tp_candidates *walk, struct tp_candidate *candidate)
{
	while ((walk->at = next_place(walk->segmenter, walk->text, walk->at)) < walk->text.n) {
		struct place place = { walk->segmenter, walk->worker, walk->text, walk->at, false };

		if (decide(&place, candidate))
			return true;
	}
	return false;
}

size_t tp_candidates_cross(struct tp_candidates *walk)
{
	walk->at = skip_space(walk->text, walk->at);
	return walk->at;
}

void tp_candidates_end(struct tp_candidates *walk)
{
	dismiss(walk->segmenter, walk->worker);
}
