#include <stdlib.h>

#include "core/str.h"
#include "core/unicode.h"
#include "language/segments_rules.h"

#define WINDOW 512 /* bytes that ICU sees on each side */

/* What the near patterns that match at a place tell about it. */
struct verdict {
	uint32_t left, right; /* ids of the sets that match on its sides */
	uint32_t rule; /* the first rule that matches for certain; the number of rules: none */
	bool breaks; /* a rule that matches for certain breaks */
	uint32_t n;
	uint32_t doubtful[]; /* rules with more to ask for that could change this, in order */
};

/* What a thread needs to decide; one is made for each thread at a time. */
struct tp_worker {
	struct tp_worker *next;
	struct tp_machine *near[2]; /* by left */
	struct tp_far_worker *far;
	struct tp_places places;
	size_t n_texts; /* so far */
	struct {
		uint64_t *bits; /* ends of matches in the text with this number, of rules that were asked for */
		size_t cap, text;
		size_t *asked; /* by rule: the last text that it was asked for */
	} ends;
	struct tp_arena *arena; /* of the verdicts */
	struct verdict **verdicts; /* a hash table, at most half full */
	size_t n, cap;
};

/* Workers ---------------------------------------------------------------------------------------------------- */

static void forget_verdicts(struct tp_worker *worker)
{
	enum { FIRST = 256 };

	tp_arena_free(worker->arena);
	free(worker->verdicts);
	worker->arena = tp_arena_new();
	worker->verdicts = tp_alloc_zero(FIRST, sizeof(struct verdict *));
	worker->cap = FIRST;
	worker->n = 0;
}

static struct tp_worker *new_worker(const struct tp_segmenter *segmenter)
{
	struct tp_worker *worker = tp_alloc_zero(1, sizeof *worker);

	for (unsigned left = 0; left < 2; left++)
		worker->near[left] = tp_machine_new(segmenter->near[left], &segmenter->classes);
	worker->far = tp_far_worker_new(&segmenter->far, &segmenter->classes);
	worker->ends.asked = tp_alloc_zero(segmenter->rules.n + 1, sizeof *worker->ends.asked);
	forget_verdicts(worker);
	return worker;
}

/* An idle worker, or a new one. */
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

void tp_workers_free(struct tp_segmenter *segmenter)
{
	while (segmenter->idle) {
		struct tp_worker *worker = segmenter->idle;

		segmenter->idle = worker->next;
		for (unsigned left = 0; left < 2; left++)
			tp_machine_free(worker->near[left]);
		tp_far_worker_free(worker->far);
		free(worker->ends.bits);
		free(worker->ends.asked);
		tp_arena_free(worker->arena);
		free(worker->verdicts);
		free(worker);
	}
}

/* Verdicts --------------------------------------------------------------------------------------------------- */

/* Where the verdict on two sets is, or belongs. */
static struct verdict **find_verdict(const struct tp_worker *worker, uint32_t left, uint32_t right)
{
	uint64_t hash = ((uint64_t)left << 32 | right) * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(hash >> 32) & (worker->cap - 1);

	while (worker->verdicts[i] && !(worker->verdicts[i]->left == left && worker->verdicts[i]->right == right))
		i = (i + 1) & (worker->cap - 1);
	return &worker->verdicts[i];
}

static void grow(struct tp_worker *worker)
{
	struct verdict **old = worker->verdicts;
	size_t cap = worker->cap;

	worker->cap = 2 * cap;
	worker->verdicts = tp_alloc_zero(worker->cap, sizeof *old);
	for (size_t i = 0; i < cap; i++)
		if (old[i])
			*find_verdict(worker, old[i]->left, old[i]->right) = old[i];
	free(old);
}

/* The near conditions of a rule hold. */
static bool holds_near(const struct tp_compiled_rule *rule, const struct tp_matches *const matches[2])
{
	for (size_t i = 0; i < rule->n; i++) {
		const struct tp_condition *condition = &rule->p[i];

		if (!condition->far &&
		    tp_matches_has(matches[condition->left], condition->pattern) == condition->negated)
			return false;
	}
	return true;
}

static struct verdict *new_verdict(const struct tp_segmenter *segmenter, struct tp_worker *worker,
				   const struct tp_matches *const matches[2])
{
	uint32_t none = (uint32_t)segmenter->rules.n;
	struct verdict verdict = { matches[true]->id, matches[false]->id, none, false, 0 }, *kept;
	struct {
		uint32_t *p;
		size_t n, cap;
	} doubtful = { 0 };

	for (uint32_t i = 0; i < none && !(verdict.rule < none && verdict.breaks); i++) {
		const struct tp_compiled_rule *rule = &segmenter->rules.p[i];

		if ((verdict.rule < none && !rule->source.breaks) || !holds_near(rule, matches))
			continue;
		if (tp_rule_is_doubtful(rule)) {
			*tp_push(&doubtful) = i;
			continue;
		}
		verdict.rule = verdict.rule < i ? verdict.rule : i;
		verdict.breaks |= rule->source.breaks;
	}
	verdict.n = (uint32_t)doubtful.n;
	kept = tp_arena_alloc(worker->arena, sizeof verdict + doubtful.n * sizeof *doubtful.p);
	*kept = verdict;
	if (doubtful.n)
		memcpy(kept->doubtful, doubtful.p, doubtful.n * sizeof *doubtful.p);
	free(doubtful.p);
	return kept;
}

/* The verdict on a place, old or new. */
static const struct verdict *verdict_at(const struct tp_segmenter *segmenter, struct tp_worker *worker,
					struct tp_str text, size_t at)
{
	struct tp_machine *right = worker->near[false], *left = worker->near[true];
	bool forgot_right = tp_machine_tidy(right), forgot_left = tp_machine_tidy(left);
	const struct tp_matches *matches[2];
	struct verdict **found;

	if (forgot_right || forgot_left)
		forget_verdicts(worker);
	matches[false] = tp_machine_run(right, text, at);
	matches[true] = tp_machine_run(left, text, at);
	found = find_verdict(worker, matches[true]->id, matches[false]->id);
	if (!*found) {
		if (2 * ++worker->n > worker->cap) {
			grow(worker);
			found = find_verdict(worker, matches[true]->id, matches[false]->id);
		}
		*found = new_verdict(segmenter, worker, matches);
	}
	return *found;
}

/* Doubtful rules --------------------------------------------------------------------------------------------- */

/* The place that rules are tried at. */
struct place {
	struct tp_segmenter *segmenter;
	struct tp_worker *worker;
	struct tp_str text;
	size_t at;
};

/* The regular expression matches at `at`, or (`ends`) a match of it ends there. */
static bool window_matches(struct tp_regex *regex, struct tp_str window, size_t at, bool ends)
{
	struct tp_span match;
	size_t from = ends ? 0 : at;

	while (from <= at && tp_regex_find(regex, window, from, &match)) {
		if (!ends || match.from > at || match.to == at)
			return match.to == at;
		from = match.from;
		tp_utf8_next(window, &from);
	}
	return false;
}

static bool regex_matches(const struct place *place, struct tp_regex *regex, bool ends)
{
	struct tp_str text = place->text;
	size_t at = place->at;
	size_t from = at > WINDOW ? tp_utf8_border(text, at - WINDOW) : 0;
	size_t to = text.n - at > WINDOW ? tp_utf8_border(text, at + WINDOW) : text.n;
	bool found;

	pthread_mutex_lock(&place->segmenter->lock);
	found = window_matches(regex, tp_str_at(text, (struct tp_span){ from, to }), at - from, ends);
	pthread_mutex_unlock(&place->segmenter->lock);
	return found;
}

/* A rule whose near conditions hold matches. */
static bool matches_far(const struct place *place, const struct tp_compiled_rule *rule)
{
	for (size_t i = 0; i < rule->n; i++)
		if (rule->p[i].far && !rule->p[i].negated &&
		    !tp_far_worker_may_find(place->worker->far, rule->p[i].pattern, place->at))
			return false;
	for (size_t i = 0; i < rule->n; i++)
		if (rule->p[i].far &&
		    tp_far_worker_finds(place->worker->far, rule->p[i].pattern, place->at) == rule->p[i].negated)
			return false;
	if (rule->looks && !tp_look_matches(rule->trees, &place->segmenter->classes, place->text, place->at))
		return false;
	if (rule->regex)
		return regex_matches(place, rule->regex, false);
	return !rule->finder || regex_matches(place, rule->finder, true);
}

/* Finds the ends of a rule's matches in the text. */
static void mark_ends(const struct place *place, const struct tp_compiled_rule *rule)
{
	struct tp_worker *worker = place->worker;
	size_t words = place->text.n / 64 + 1;

	if (worker->ends.text != worker->n_texts) {
		if (words > worker->ends.cap)
			worker->ends.bits = tp_realloc(worker->ends.bits, words, sizeof *worker->ends.bits);
		worker->ends.cap = words > worker->ends.cap ? words : worker->ends.cap;
		memset(worker->ends.bits, 0, words * sizeof *worker->ends.bits);
		worker->ends.text = worker->n_texts;
	}
	tp_ends_mark(rule->ends, &place->segmenter->classes, place->text, worker->ends.bits);
}

/* A rule that matches at a place makes it a candidate: a match ends there. */
static bool ends_here(const struct place *place, const struct tp_compiled_rule *rule)
{
	struct tp_worker *worker = place->worker;
	size_t *asked = &worker->ends.asked[rule - place->segmenter->rules.p];

	if (!tp_rule_has_ends(rule))
		return true;
	if (!rule->ends)
		return regex_matches(place, rule->finder, true);
	if (*asked != worker->n_texts)
		mark_ends(place, rule);
	*asked = worker->n_texts;
	return worker->ends.bits[place->at / 64] >> place->at % 64 & 1;
}

/* Whether a place is a candidate, and what decides there. */
static bool decide(const struct place *place, struct tp_candidate *candidate)
{
	const struct tp_segmenter *segmenter = place->segmenter;
	const struct verdict *verdict = verdict_at(segmenter, place->worker, place->text, place->at);
	bool breaks = verdict->breaks;

	candidate->at = place->at;
	candidate->rule = verdict->rule;
	for (uint32_t i = 0; i < verdict->n; i++) {
		uint32_t rule = verdict->doubtful[i];

		if (rule > candidate->rule && breaks)
			break;
		if (!matches_far(place, &segmenter->rules.p[rule]))
			continue;
		candidate->rule = rule < candidate->rule ? rule : candidate->rule;
		breaks |= segmenter->rules.p[rule].source.breaks && ends_here(place, &segmenter->rules.p[rule]);
	}
	candidate->breaks = breaks && segmenter->rules.p[candidate->rule].source.breaks;
	return breaks;
}

/* The walk --------------------------------------------------------------------------------------------------- */

/* A break rule accepts the code points beside a place. */
static bool may_break(const struct tp_segmenter *segmenter, struct tp_str text, size_t at)
{
	size_t left = at, right = at;

	if (((unsigned char)text.p[at] & 0xc0) == 0x80 && tp_utf8_border(text, at) != at)
		return false;
	return segmenter->beside[true][tp_class_prev(&segmenter->classes, text, &left)] &
	       segmenter->beside[false][tp_class_next(&segmenter->classes, text, &right)];
}

/* The next place after `at` where a break rule may match, or the end of the text. */
static size_t next_place(const struct tp_segmenter *segmenter, struct tp_places *places, struct tp_str text, size_t at)
{
	do
		at = tp_places_next(places, at + 1);
	while (at < text.n && !may_break(segmenter, text, at));
	return at;
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
	walk->worker->n_texts++;
	tp_far_worker_start(walk->worker->far, text);
	tp_places_start(&walk->worker->places, &own->scan, text);
}

bool tp_candidates_next(struct tp_candidates *walk, struct tp_candidate *candidate)
{
	while ((walk->at = next_place(walk->segmenter, &walk->worker->places, walk->text, walk->at)) < walk->text.n) {
		struct place place = { walk->segmenter, walk->worker, walk->text, walk->at };

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
