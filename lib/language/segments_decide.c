#include <stdlib.h>

#include "core/str.h"
#include "core/unicode.h"
#include "language/segments_course.h"
#include "language/segments_rules.h"
#include "language/segments_verdict.h"

#define WINDOW      512 /* bytes that ICU sees on each side */
#define MOST_MEMORY ((size_t)64 << 20) /* for passes through texts */

/* Places of a text, as bits of its bytes and its end. */
struct marks {
	uint64_t *bits;
	size_t cap;
	size_t text; /* the number of the text that they are of */
};

static size_t marks_size(const struct marks *marks)
{
	return marks->cap * sizeof *marks->bits;
}

/* The passes of a rule through texts. */
struct followed {
	struct tp_course *course; /* NULL: there were none yet, or they were forgotten */
	size_t size; /* of the course, and of the matches when it last ran */
	size_t text; /* the number of the last text */
	struct marks matches; /* where the rule matches there, if that is told */
};

/* The verdicts on places that follow one another. */
struct told {
	size_t from, to; /* what there is from one place to the other is known: */
	uint64_t bits; /* the places from + i on which there is a verdict */
	struct tp_verdict *verdicts[64]; /* by i */
};

/* What a thread needs to decide; one is made for each thread at a time. */
struct tp_worker {
	struct tp_worker *next;
	struct tp_verdicts *verdicts[2]; /* by whether all are asked for; NULL: they were not yet */
	struct tp_far_worker *far;
	size_t *silent; /* for each rule: before this place it does not match, for what it needs is missing */
	struct tp_places places;
	struct told told;
	size_t n_texts; /* so far */
	size_t before; /* where this text begins, as if all that there were followed one another: so `silent` counts */
	struct followed *followed; /* by rule */
	size_t size; /* of all courses and their matches */
	struct marks ends; /* of matches in a text, of all rules that were asked for */
};

/* Workers ---------------------------------------------------------------------------------------------------- */

static struct tp_worker *new_worker(const struct tp_segmenter *segmenter)
{
	struct tp_worker *worker = tp_alloc_zero(1, sizeof *worker);

	worker->far = tp_far_worker_new(&segmenter->far, &segmenter->classes);
	worker->followed = tp_alloc_zero(segmenter->rules.n + 1, sizeof *worker->followed);
	worker->silent = tp_alloc_zero(segmenter->rules.n + 1, sizeof *worker->silent);
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

/* Frees the courses, which are made again when they are needed, and the matches in other texts than this one. */
static void forget_courses(const struct tp_segmenter *segmenter, struct tp_worker *worker)
{
	worker->size = 0;
	for (size_t i = 0; i < segmenter->rules.n; i++) {
		struct followed *followed = &worker->followed[i];

		tp_course_free(followed->course);
		followed->course = NULL;
		if (followed->text != worker->n_texts) {
			free(followed->matches.bits);
			followed->matches = (struct marks){ NULL, 0, 0 };
		}
		followed->size = marks_size(&followed->matches);
		worker->size += followed->size;
	}
}

void tp_workers_free(struct tp_segmenter *segmenter)
{
	while (segmenter->idle) {
		struct tp_worker *worker = segmenter->idle;

		segmenter->idle = worker->next;
		tp_verdicts_free(worker->verdicts[false]);
		tp_verdicts_free(worker->verdicts[true]);
		tp_far_worker_free(worker->far);
		forget_courses(segmenter, worker);
		for (size_t i = 0; i < segmenter->rules.n; i++)
			free(worker->followed[i].matches.bits);
		free(worker->followed);
		free(worker->ends.bits);
		free(worker->silent);
		free(worker);
	}
}

/* Doubtful rules --------------------------------------------------------------------------------------------- */

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

static bool regex_matches(const struct tp_candidates *walk, struct tp_regex *regex, bool ends)
{
	struct tp_str text = walk->text;
	size_t at = walk->at;
	size_t from = at > WINDOW ? tp_utf8_border(text, at - WINDOW) : 0;
	size_t to = text.n - at > WINDOW ? tp_utf8_border(text, at + WINDOW) : text.n;
	bool found;

	pthread_mutex_lock(&walk->segmenter->lock);
	found = window_matches(regex, tp_str_at(text, (struct tp_span){ from, to }), at - from, ends);
	pthread_mutex_unlock(&walk->segmenter->lock);
	return found;
}

/* Gets ready for the marks of a text, if they are of another one. */
static void start_marks(struct marks *marks, const struct tp_candidates *walk)
{
	size_t words = walk->text.n / 64 + 1;

	if (marks->text == walk->worker->n_texts)
		return;
	if (words > marks->cap) {
		marks->bits = tp_realloc(marks->bits, words, sizeof *marks->bits);
		marks->cap = words;
	}
	memset(marks->bits, 0, words * sizeof *marks->bits);
	marks->text = walk->worker->n_texts;
}

static bool is_marked(const struct marks *marks, size_t at)
{
	return marks->bits[at / 64] >> at % 64 & 1;
}

/* Follows the patterns of a rule through the text, if that was not done yet. */
static struct followed *follow(const struct tp_candidates *walk, const struct tp_compiled_rule *rule)
{
	struct tp_worker *worker = walk->worker;
	struct followed *followed = &worker->followed[rule - walk->segmenter->rules.p];

	if (followed->text == worker->n_texts)
		return followed;
	followed->text = worker->n_texts;
	if (worker->size > MOST_MEMORY)
		forget_courses(walk->segmenter, worker);
	if (!followed->course)
		followed->course = tp_course_new(rule->passes, &walk->segmenter->classes);
	if (rule->passes->matches)
		start_marks(&followed->matches, walk);
	if (rule->passes->ends)
		start_marks(&worker->ends, walk);
	tp_course_run(followed->course, walk->text, followed->matches.bits, worker->ends.bits);
	worker->size -= followed->size;
	followed->size = tp_course_size(followed->course) + marks_size(&followed->matches);
	worker->size += followed->size;
	return followed;
}

/* The first place from this one on at which a rule may match, for what its far patterns need is there; or one before
 * that, if something is missing here. */
static size_t next_of(const struct tp_candidates *walk, const struct tp_compiled_rule *rule)
{
	size_t next = walk->at;

	for (size_t i = 0; i < rule->n && next == walk->at; i++)
		if (rule->p[i].far && !rule->p[i].negated)
			next = tp_far_worker_next(walk->worker->far, rule->p[i].pattern, walk->at);
	return next;
}

/* How long something is missing that a rule needs: the place behind that, `here` if nothing is. */
static size_t silence_of(const struct tp_candidates *walk, size_t rule, size_t here)
{
	size_t *silent = &walk->worker->silent[rule];

	if (*silent <= here)
		*silent = here - walk->at + next_of(walk, &walk->segmenter->rules.p[rule]);
	return *silent;
}

static inline bool is_silent(const struct tp_candidates *walk, size_t rule)
{
	size_t here = walk->worker->before + walk->at;

	return silence_of(walk, rule, here) > here;
}

/* The same for all doubtful rules of a verdict. */
static size_t silence_of_all(const struct tp_candidates *walk, const struct tp_verdict *verdict, size_t here)
{
	size_t silent = here - walk->at + walk->text.n + 1;

	if (verdict->needs != UINT64_MAX && !(verdict->needs & tp_far_worker_met(walk->worker->far)))
		return silent;
	for (uint32_t i = 0; i < verdict->n && silent > here; i++) {
		size_t other = silence_of(walk, verdict->doubtful[i], here);

		silent = other < silent ? other : silent;
	}
	return silent;
}

/* None of the doubtful rules matches, for something that it needs is missing. */
static inline bool is_clear(const struct tp_candidates *walk, struct tp_verdict *verdict)
{
	size_t here = walk->worker->before + walk->at;

	if (verdict->n && verdict->silent <= here)
		verdict->silent = silence_of_all(walk, verdict, here);
	return !verdict->n || verdict->silent > here;
}

/* A rule whose near conditions hold matches. */
static bool matches_far(const struct tp_candidates *walk, const struct tp_compiled_rule *rule)
{
	for (size_t i = 0; i < rule->n; i++)
		if (rule->p[i].far &&
		    tp_far_worker_finds(walk->worker->far, rule->p[i].pattern, walk->at) == rule->p[i].negated)
			return false;
	if (rule->passes && rule->passes->matches && !is_marked(&follow(walk, rule)->matches, walk->at))
		return false;
	if (rule->regex)
		return regex_matches(walk, rule->regex, false);
	return !rule->finder || regex_matches(walk, rule->finder, true);
}

/* A rule that matches at a place makes it a candidate: a match ends there. */
static bool ends_here(const struct tp_candidates *walk, const struct tp_compiled_rule *rule)
{
	if (!tp_rule_has_ends(rule))
		return true;
	if (!rule->passes)
		return regex_matches(walk, rule->finder, true);
	follow(walk, rule);
	return is_marked(&walk->worker->ends, walk->at);
}

/* Asks the doubtful rules of a verdict. Returns whether the place is a candidate. */
static bool ask_doubtful(const struct tp_candidates *walk, const struct tp_verdict *verdict,
			 struct tp_candidate *candidate)
{
	const struct tp_segmenter *segmenter = walk->segmenter;
	bool breaks = verdict->breaks;

	for (uint32_t i = 0; i < verdict->n; i++) {
		uint32_t rule = verdict->doubtful[i];

		if (rule > candidate->rule && breaks)
			break;
		if (is_silent(walk, rule) || !matches_far(walk, &segmenter->rules.p[rule]))
			continue;
		candidate->rule = rule < candidate->rule ? rule : candidate->rule;
		breaks |= segmenter->rules.p[rule].source.breaks && ends_here(walk, &segmenter->rules.p[rule]);
	}
	candidate->breaks = breaks && segmenter->rules.p[candidate->rule].source.breaks;
	return breaks;
}

/* Whether a place on which there is a verdict is a candidate, and what decides there; unless `all` are asked for,
 * false, too, where no rule breaks. */
static inline bool decide(const struct tp_candidates *walk, struct tp_verdict *verdict, struct tp_candidate *candidate)
{
	*candidate = (struct tp_candidate){ walk->at, verdict->rule, verdict->ends };
	return is_clear(walk, verdict) ? verdict->breaks : ask_doubtful(walk, verdict, candidate);
}

/* The walk --------------------------------------------------------------------------------------------------- */

/* Gets the verdicts on the places that are known from this one on: on all of them at once, without a branch for each
 * that nobody could foresee. */
static void tell_verdicts(struct tp_candidates *walk, size_t at)
{
	const struct tp_places *places = &walk->worker->places;
	struct told *told = &walk->worker->told;
	uint64_t bits = places->bits >> (at - places->from), asked = bits;

	told->from = at;
	told->bits = tp_verdicts_on(walk->worker->verdicts[walk->all], walk->text, at, &asked, told->verdicts);
	told->to = asked == bits ? places->to : at + (size_t)__builtin_ctzll(bits & ~asked);
}

/* Goes on to the next place on which there is a verdict. NULL: there is none before the end of the text. */
static struct tp_verdict *next_verdict(struct tp_candidates *walk)
{
	const struct told *told = &walk->worker->told;

	for (walk->at++; walk->at < walk->text.n;) {
		uint64_t bits = walk->at < told->to ? told->bits & UINT64_MAX << (walk->at - told->from) : 0;

		if (bits) {
			unsigned i = (unsigned)__builtin_ctzll(bits);

			walk->at = told->from + i;
			return told->verdicts[i];
		}
		walk->at = tp_places_next(&walk->worker->places, walk->at > told->to ? walk->at : told->to);
		if (walk->at < walk->text.n)
			tell_verdicts(walk, walk->at);
	}
	return NULL;
}

static size_t skip_space(struct tp_str text, size_t at)
{
	at += at < text.n && text.p[at] == ' ';
	if (at < text.n && (unsigned char)text.p[at] > ' ' && (unsigned char)text.p[at] < 0x80)
		return at;
	for (size_t next = at; next < text.n; at = next)
		if (!tp_is_space(tp_utf8_next(text, &next)))
			return at;
	return text.n;
}

void tp_candidates_start(struct tp_candidates *walk, const struct tp_segmenter *segmenter, struct tp_str text, bool all)
{
	/* The workers of a segmenter come and go, which none of its users can see. */
	struct tp_segmenter *own = (struct tp_segmenter *)(uintptr_t)segmenter;

	*walk = (struct tp_candidates){ own, hire(own), text, all, skip_space(text, 0) };
	walk->worker->n_texts++;
	if (!walk->worker->verdicts[all])
		walk->worker->verdicts[all] = tp_verdicts_new(own, all);
	tp_far_worker_start(walk->worker->far, text);
	tp_places_start(&walk->worker->places, &own->scan, text);
	walk->worker->told.to = 0;
}

bool tp_candidates_next(struct tp_candidates *walk, struct tp_candidate *candidate)
{
	for (struct tp_verdict *verdict; (verdict = next_verdict(walk));)
		if (decide(walk, verdict, candidate))
			return true;
	return false;
}

size_t tp_candidates_cross(struct tp_candidates *walk)
{
	walk->at = skip_space(walk->text, walk->at);
	return walk->at;
}

void tp_candidates_end(struct tp_candidates *walk)
{
	walk->worker->before += walk->text.n + 1;
	dismiss(walk->segmenter, walk->worker);
}
