#include "language/segments.h"

#include <pthread.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/automaton.h"
#include "language/srx.h"

#define MOST_SRX    ((size_t)64 << 20)
#define LOOK_BEHIND 100 /* endless repetitions in ICU's look-behind are cut at so many */
#define NEAR_REPEAT 16 /* more repetitions than that make a pattern a far one */
#define WINDOW      512 /* bytes that ICU sees on each side */

/* The automata. Patterns that may run far ("^.*") have automata of their own, which are asked last, and seldom. */
enum side { NEAR_RIGHT, NEAR_LEFT, FAR_RIGHT, FAR_LEFT, SIDES };

/* A pattern that has to match on a side of the place, or must not. */
struct condition {
	enum side side;
	bool negated;
	uint32_t pattern;
	uint8_t *beside; /* of a far pattern: [class]: it can match beside a code point of the class; NULL: any */
};

struct rule {
	bool breaks;
	size_t line;
	struct condition *p;
	size_t n, cap;
	struct tp_regex *regex; /* instead of conditions: matches at the place, */
	bool ends; /* or ends there */
};

struct rule_list {
	uint32_t *p;
	size_t n, cap;
};

/* What a thread needs to decide; one is made for each thread at a time. */
struct worker {
	struct worker *next;
	struct tp_machine *machines[SIDES];
	uint32_t beside[2]; /* by left: the class of the code point beside the place */
	uint32_t round;
	uint32_t *seen[SIDES]; /* == round: the pattern matches */
	uint32_t far_round[SIDES]; /* == round: the far side was looked at */
	uint32_t *found; /* the near patterns that match */
	size_t n_found;
};

struct tp_segmenter {
	struct tp_classes classes;
	struct tp_automaton *automata[SIDES];
	struct {
		struct rule *p;
		size_t n, cap;
	} rules;
	struct rule_list *by_near; /* the rules that ask for a near pattern first, in order */
	struct rule_list by_far; /* the rules that ask for a far one */
	struct rule_list always; /* the rules that ask for none at the left */
	/* For the bytes ... before[1] before[0] | after[0] after[1] ... around a place: the break rules
	 * (modulo 64, as bits) that can match there. */
	uint64_t before[TP_NEAR][256], after[TP_NEAR][256];
	uint64_t *beside[2]; /* by left, by the class of the code point beside a place: the same rules */
	pthread_mutex_t lock; /* of `idle` and of the rules' regex */
	struct worker *idle;
};

/* Rules into conditions ---------------------------------------------------------------------------------- */

struct builder {
	struct tp_segmenter *out;
	struct tp_sets sets;
	struct tp_table known[2]; /* by left: from a pattern's source to its number and side */
};

static bool has_look(const struct tp_node *node)
{
	if (node->kind == TP_NODE_LOOK)
		return true;
	for (const struct tp_node *child = node->first; child; child = child->next)
		if (has_look(child))
			return true;
	return false;
}

/* Reads characters of which a text has many in a row; spaces and digits are none. */
static bool reads_common(const struct tp_sets *sets, const struct tp_node *node)
{
	size_t n = 0;

	for (size_t i = 0; node->kind == TP_NODE_SET && i < sets->p[node->set].n; i++)
		n += sets->p[node->set].p[i].last - sets->p[node->set].p[i].first + 1;
	if (n > 1000)
		return true;
	for (const struct tp_node *child = node->first; child; child = child->next)
		if (reads_common(sets, child))
			return true;
	return false;
}

/* The pattern may read many code points before it is decided. What is read last (`ends`), need not be read
 * to the end. */
static bool runs_far(const struct tp_sets *sets, const struct tp_node *node, bool left, bool ends)
{
	if (node->kind == TP_NODE_REPEAT && (ends ? node->min : node->max) > NEAR_REPEAT && reads_common(sets, node))
		return true;
	for (const struct tp_node *child = node->first; child; child = child->next) {
		bool is_last = child == (left ? node->first : node->last) || node->kind == TP_NODE_ANY;

		if (runs_far(sets, child, left, ends && is_last && (node->kind != TP_NODE_REPEAT || node->max == 1)))
			return true;
	}
	return false;
}

static bool is_left(enum side side)
{
	return side == NEAR_LEFT || side == FAR_LEFT;
}

static bool is_far(enum side side)
{
	return side == FAR_LEFT || side == FAR_RIGHT;
}

static enum side side_of(bool left, bool far)
{
	if (far)
		return left ? FAR_LEFT : FAR_RIGHT;
	return left ? NEAR_LEFT : NEAR_RIGHT;
}

static bool add_condition(struct builder *b, struct rule *rule, const struct tp_node *node, bool left, bool negated)
{
	enum side side = side_of(left, runs_far(&b->sets, node, left, true));
	uint32_t pattern;

	if (has_look(node))
		return false;
	pattern = tp_automaton_add(b->out->automata[side], node);
	if (pattern == TP_FOREVER)
		return false;
	*tp_push(rule) = (struct condition){ .side = side, .negated = negated, .pattern = pattern };
	return true;
}

/* The part of a far pattern next to the place, up to where it runs far; NULL if there is none. */
static struct tp_node *near_part(struct builder *b, const struct tp_node *node, bool left)
{
	struct tp_node *part = tp_arena_alloc(b->sets.arena, sizeof *part);

	if (node->kind != TP_NODE_ALL)
		return NULL;
	part->kind = TP_NODE_ALL;
	for (const struct tp_node *child = left ? node->last : node->first;
	     child && !runs_far(&b->sets, child, left, false); child = left ? child->previous : child->next) {
		struct tp_node *copy = tp_arena_alloc(b->sets.arena, sizeof *copy),
			       **end = left ? &part->first : &part->last;

		*copy = *child;
		copy->next = left ? *end : NULL;
		copy->previous = left ? NULL : *end;
		if (*end)
			*(left ? &(*end)->previous : &(*end)->next) = copy;
		else
			*(left ? &part->last : &part->first) = copy;
		*end = copy;
	}
	return part->first ? part : NULL;
}

static void remove_child(struct tp_node *node, struct tp_node *child)
{
	*(child->previous ? &child->previous->next : &node->first) = child->next;
	*(child->next ? &child->next->previous : &node->last) = child->previous;
}

/* Look-around at the far end of a pattern is a part of it. */
static void absorb_looks(struct tp_node *node, bool left)
{
	if (node->kind == TP_NODE_LOOK && node->left == left && !node->negated)
		node->kind = TP_NODE_ALL;
	else if (node->kind == TP_NODE_ALL && node->first)
		absorb_looks(left ? node->first : node->last, left);
	else if (node->kind == TP_NODE_ANY)
		for (struct tp_node *child = node->first; child; child = child->next)
			absorb_looks(child, left);
}

/* Look-around next to the place is a condition of its own. */
static bool add_pattern(struct builder *b, struct rule *rule, struct tp_node *node, bool left)
{
	struct tp_node *look;

	absorb_looks(node, left);
	while (node->kind == TP_NODE_ALL && (look = left ? node->last : node->first) && look->kind == TP_NODE_LOOK) {
		if (!add_condition(b, rule, look->first, look->left, look->negated))
			return false;
		remove_child(node, look);
	}
	struct tp_node *part = runs_far(&b->sets, node, left, true) ? near_part(b, node, left) : NULL;
	return (!part || add_condition(b, rule, part, left, false)) && add_condition(b, rule, node, left, false);
}

static bool add_side(struct builder *b, struct rule *rule, struct tp_str source, bool left)
{
	uintptr_t *known = tp_table_get(&b->known[left], source);
	size_t before = rule->n;
	struct tp_node *node;

	if (known) {
		*tp_push(rule) =
		    (struct condition){ .side = (enum side)(*known % SIDES), .pattern = (uint32_t)(*known / SIDES) };
		return true;
	}
	node = tp_pattern_parse(source, &b->sets);
	if (!node || !add_pattern(b, rule, node, left))
		return false;
	if (rule->n == before + 1)
		*tp_table_put(&b->known[left], tp_arena_str(b->sets.arena, source)) =
		    (uintptr_t)rule->p[before].pattern * SIDES + rule->p[before].side;
	return true;
}

static struct tp_regex *compile(const char *open, struct tp_str before, struct tp_str after, struct tp_error *err)
{
	struct tp_buf pattern = TP_BUF_INIT;
	struct tp_regex *regex;

	tp_buf_add_z(&pattern, open);
	tp_buf_add_str(&pattern, before);
	tp_buf_add_z(&pattern, ")(?=");
	tp_buf_add_str(&pattern, after);
	tp_buf_add_z(&pattern, ")");
	regex = tp_regex_new(tp_buf_str(&pattern), err);
	tp_buf_release(&pattern);
	return regex;
}

/* A rule that is not regular, as one regular expression for ICU: with look-behind, or else (there may be no
 * back-references in that) as one that has to end at the place. */
static bool add_regex(struct rule *rule, const struct tp_srx_rule *source, struct tp_error *err)
{
	struct tp_buf before = TP_BUF_INIT;

	tp_pattern_bound(source->before, LOOK_BEHIND, &before);
	rule->n = 0;
	rule->regex = compile("(?<=", tp_buf_str(&before), source->after, NULL);
	tp_buf_release(&before);
	if (rule->regex)
		return true;
	rule->ends = true;
	rule->regex = compile("(?:", source->before, source->after, err);
	return rule->regex || tp_fail(err, TP_E_SYNTAX, source->line,
				      _("The rule cannot be compiled: \"%.*s\" before the break, \"%.*s\" after it."),
				      (int)source->before.n, source->before.p, (int)source->after.n, source->after.p);
}

static bool add_rules(struct builder *b, const struct tp_srx *srx, struct tp_error *err)
{
	for (size_t i = 0; i < srx->n; i++) {
		const struct tp_srx_rule *source = &srx->p[i];
		struct rule *rule = tp_push(&b->out->rules);

		rule->breaks = source->breaks;
		rule->line = source->line;
		if (!(add_side(b, rule, source->before, true) && add_side(b, rule, source->after, false)) &&
		    !add_regex(rule, source, err))
			return false;
	}
	return true;
}

/* What is asked first ------------------------------------------------------------------------------------- */

static struct rule_list *list_for(struct tp_segmenter *out, const struct rule *rule)
{
	struct rule_list *list = &out->always;

	for (size_t i = 0; i < rule->n; i++) {
		if (is_far(rule->p[i].side))
			return &out->by_far;
		if (rule->p[i].side == NEAR_LEFT && !rule->p[i].negated)
			list = &out->by_near[rule->p[i].pattern];
	}
	return list;
}

static void index_rules(struct tp_segmenter *out)
{
	out->by_near = tp_alloc_zero(tp_automaton_size(out->automata[NEAR_LEFT]) + 1, sizeof *out->by_near);
	for (uint32_t i = 0; i < out->rules.n; i++)
		*tp_push(list_for(out, &out->rules.p[i])) = i;
}

/* The bytes that can stand on a side of a place where the rule matches. */
static void rule_bytes(const struct tp_segmenter *out, const struct rule *rule, bool left,
		       struct tp_bytes near[TP_NEAR])
{
	memset(near, 0xff, TP_NEAR * sizeof *near);
	for (size_t i = 0; i < rule->n; i++) {
		const struct condition *condition = &rule->p[i];
		struct tp_bytes bytes[TP_NEAR];

		if (condition->negated || is_left(condition->side) != left)
			continue;
		tp_automaton_bytes(out->automata[condition->side], &out->classes, condition->pattern, bytes);
		for (unsigned k = 0; k < 4 * TP_NEAR; k++)
			near[k / 4].bits[k % 4] &= bytes[k / 4].bits[k % 4];
	}
}

static void fill_side(const struct tp_bytes near[TP_NEAR], uint64_t rule, uint64_t side[TP_NEAR][256])
{
	for (unsigned k = 0; k < TP_NEAR; k++)
		for (unsigned c = 0; c < 256; c++)
			if (near[k].bits[c / 64] >> c % 64 & 1)
				side[k][c] |= rule;
}

static void fill_filter(struct tp_segmenter *out)
{
	struct tp_bytes near[TP_NEAR];
	unsigned n = 0;

	for (size_t i = 0; i < out->rules.n; i++)
		if (out->rules.p[i].breaks) {
			uint64_t rule = (uint64_t)1 << n++ % 64;

			rule_bytes(out, &out->rules.p[i], true, near);
			fill_side(near, rule, out->before);
			rule_bytes(out, &out->rules.p[i], false, near);
			fill_side(near, rule, out->after);
		}
}

/* The code points beside which a rule can match: notes the bit `rule` for them, and keeps what far patterns ask. */
static void rule_beside(struct tp_segmenter *out, struct rule *rule, uint64_t bit)
{
	size_t n = out->classes.n + 1;
	uint8_t *can[2] = { tp_alloc(n), tp_alloc(n) };

	memset(can[0], 1, n);
	memset(can[1], 1, n);
	for (size_t i = 0; i < rule->n; i++) {
		struct condition *condition = &rule->p[i];
		uint8_t *beside;

		if (condition->negated)
			continue;
		beside = tp_automaton_beside(out->automata[condition->side], &out->classes, condition->pattern);
		for (size_t class = 0; class < n; class ++)
			can[is_left(condition->side)][class] &= beside[class];
		if (is_far(condition->side))
			condition->beside = beside;
		else
			free(beside);
	}
	for (unsigned left = 0; left < 2; left++) {
		for (size_t class = 0; class < n; class ++)
			out->beside[left][class] |= can[left][class] ? bit : 0;
		free(can[left]);
	}
}

/* For most places, the code point beside them tells that a far pattern cannot match, or a break rule. */
static void find_beside(struct tp_segmenter *out)
{
	size_t n = out->classes.n + 1;
	unsigned bit = 0;

	for (unsigned left = 0; left < 2; left++)
		out->beside[left] = tp_alloc_zero(n, sizeof **out->beside);
	for (size_t i = 0; i < out->rules.n; i++) {
		uint64_t rule = out->rules.p[i].breaks ? (uint64_t)1 << bit++ % 64 : 0;

		rule_beside(out, &out->rules.p[i], rule);
	}
}

static bool complete(struct builder *b, struct tp_error *err)
{
	struct tp_segmenter *out = b->out;

	if (!tp_classes_init(&out->classes, &b->sets))
		return tp_fail(err, TP_E_LIMIT, 0, _("The rules tell too many kinds of characters apart."));
	index_rules(out);
	fill_filter(out);
	find_beside(out);
	return true;
}

/* Loading -------------------------------------------------------------------------------------------------- */

static bool load_bytes(struct builder *b, struct tp_str bytes, const char *language, struct tp_error *err)
{
	struct tp_srx srx;
	bool ok;

	if (!tp_srx_read(&srx, bytes, language, err))
		return false;
	ok = add_rules(b, &srx, err);
	tp_srx_release(&srx);
	return ok;
}

static bool load(struct builder *b, const char *path, const char *language, struct tp_error *err)
{
	struct tp_file file;
	bool ok;

	if (!tp_file_read(&file, path, MOST_SRX, err))
		return tp_error_in_file(err, path);
	ok = load_bytes(b, file.bytes, language, err);
	tp_file_release(&file);
	return ok || tp_error_in_file(err, path);
}

/* Our own rules: those of the language, if there are any, and then those of all languages. */
static bool load_own(struct builder *b, const char *data, const char *language, struct tp_error *err)
{
	struct tp_str primary = { language, strspn(language, "abcdefghijklmnopqrstuvwxyz") };
	struct tp_buf path = TP_BUF_INIT;
	bool ok = true;

	tp_buf_format(&path, "%s/%.*s/segments.srx", data, (int)primary.n, primary.p);
	if (primary.n && !tp_str_is(primary, "mul") && tp_file_exists(path.p))
		ok = load(b, path.p, language, err);
	if (ok) {
		tp_buf_clear(&path);
		tp_buf_format(&path, "%s/mul/segments.srx", data);
		ok = load(b, path.p, language, err);
	}
	tp_buf_release(&path);
	return ok;
}

static void start(struct builder *b)
{
	struct tp_segmenter *segmenter = tp_alloc_zero(1, sizeof *segmenter);

	for (enum side side = 0; side < SIDES; side++)
		segmenter->automata[side] = tp_automaton_new(is_left(side));
	pthread_mutex_init(&segmenter->lock, NULL);
	*b = (struct builder){ .out = segmenter };
	tp_sets_init(&b->sets);
}

/* The segmenter, once the rules have been loaded; NULL if they were not. */
static struct tp_segmenter *finish(struct builder *b, bool loaded, struct tp_error *err)
{
	bool ok = loaded && complete(b, err);

	tp_table_release(&b->known[0]);
	tp_table_release(&b->known[1]);
	tp_sets_release(&b->sets);
	if (ok)
		return b->out;
	tp_segmenter_free(b->out);
	return NULL;
}

struct tp_segmenter *tp_segmenter_new(const char *data, const char *language, const char *srx, struct tp_error *err)
{
	struct builder b;

	start(&b);
	return finish(&b, srx ? load(&b, srx, language, err) : load_own(&b, data, language, err), err);
}

struct tp_segmenter *tp_segmenter_read(struct tp_str srx, const char *language, struct tp_error *err)
{
	struct builder b;

	start(&b);
	return finish(&b, load_bytes(&b, srx, language, err), err);
}

static void free_worker(struct worker *worker)
{
	for (enum side side = 0; side < SIDES; side++) {
		tp_machine_free(worker->machines[side]);
		free(worker->seen[side]);
	}
	free(worker->found);
	free(worker);
}

void tp_segmenter_free(struct tp_segmenter *segmenter)
{
	if (!segmenter)
		return;
	while (segmenter->idle) {
		struct worker *next = segmenter->idle->next;

		free_worker(segmenter->idle);
		segmenter->idle = next;
	}
	for (size_t i = 0; i < segmenter->rules.n; i++) {
		for (size_t k = 0; k < segmenter->rules.p[i].n; k++)
			free(segmenter->rules.p[i].p[k].beside);
		free(segmenter->rules.p[i].p);
		tp_regex_free(segmenter->rules.p[i].regex);
	}
	for (size_t i = 0; segmenter->by_near && i < tp_automaton_size(segmenter->automata[NEAR_LEFT]); i++)
		free(segmenter->by_near[i].p);
	free(segmenter->by_near);
	free(segmenter->beside[0]);
	free(segmenter->beside[1]);
	free(segmenter->by_far.p);
	free(segmenter->always.p);
	free(segmenter->rules.p);
	tp_classes_release(&segmenter->classes);
	for (enum side side = 0; side < SIDES; side++)
		tp_automaton_free(segmenter->automata[side]);
	pthread_mutex_destroy(&segmenter->lock);
	free(segmenter);
}

/* Deciding --------------------------------------------------------------------------------------------------- */

static struct worker *new_worker(const struct tp_segmenter *segmenter)
{
	struct worker *worker = tp_alloc_zero(1, sizeof *worker);

	for (enum side side = 0; side < SIDES; side++) {
		worker->machines[side] = tp_machine_new(segmenter->automata[side], &segmenter->classes);
		worker->seen[side] = tp_alloc_zero(tp_automaton_size(segmenter->automata[side]) + 1, sizeof(uint32_t));
	}
	worker->found = tp_alloc_zero(tp_automaton_size(segmenter->automata[NEAR_LEFT]) + 1, sizeof *worker->found);
	return worker;
}

/* An idle worker, or a new one. The segmenter changes in nothing that its users could see. */
static struct worker *hire(struct tp_segmenter *segmenter)
{
	struct worker *worker;

	pthread_mutex_lock(&segmenter->lock);
	worker = segmenter->idle;
	if (worker)
		segmenter->idle = worker->next;
	pthread_mutex_unlock(&segmenter->lock);
	return worker ? worker : new_worker(segmenter);
}

static void dismiss(struct tp_segmenter *segmenter, struct worker *worker)
{
	pthread_mutex_lock(&segmenter->lock);
	worker->next = segmenter->idle;
	segmenter->idle = worker;
	pthread_mutex_unlock(&segmenter->lock);
}

static void found_near_right(void *arg, uint32_t pattern)
{
	struct worker *worker = arg;

	worker->seen[NEAR_RIGHT][pattern] = worker->round;
}

static void found_near_left(void *arg, uint32_t pattern)
{
	struct worker *worker = arg;

	worker->seen[NEAR_LEFT][pattern] = worker->round;
	worker->found[worker->n_found++] = pattern;
}

static void found_far_right(void *arg, uint32_t pattern)
{
	struct worker *worker = arg;

	worker->seen[FAR_RIGHT][pattern] = worker->round;
}

static void found_far_left(void *arg, uint32_t pattern)
{
	struct worker *worker = arg;

	worker->seen[FAR_LEFT][pattern] = worker->round;
}

/* The regular expression matches at `at`, or else a match of it ends there. */
static bool window_matches(const struct rule *rule, struct tp_str window, size_t at)
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

static bool regex_matches(struct tp_segmenter *segmenter, const struct rule *rule, struct tp_str text, size_t at)
{
	size_t from = at > WINDOW ? tp_utf8_border(text, at - WINDOW) : 0;
	size_t to = text.n - at > WINDOW ? tp_utf8_border(text, at + WINDOW) : text.n;
	bool found;

	pthread_mutex_lock(&segmenter->lock);
	found = window_matches(rule, tp_str_at(text, (struct tp_span){ from, to }), at - from);
	pthread_mutex_unlock(&segmenter->lock);
	return found;
}

static bool holds(const struct worker *worker, const struct condition *condition)
{
	return (worker->seen[condition->side][condition->pattern] == worker->round) != condition->negated;
}

static bool conditions_hold(const struct worker *worker, const struct rule *rule)
{
	for (size_t i = 0; i < rule->n; i++)
		if (!holds(worker, &rule->p[i]))
			return false;
	return true;
}

/* The near conditions of a rule hold, and the far ones can. */
static bool may_match(const struct worker *worker, const struct rule *rule)
{
	for (size_t i = 0; i < rule->n; i++) {
		const struct condition *condition = &rule->p[i];
		uint32_t beside = worker->beside[is_left(condition->side)];

		if (is_far(condition->side) ? condition->beside && !condition->beside[beside]
					    : !holds(worker, condition))
			return false;
	}
	return true;
}

static bool rule_matches(struct tp_segmenter *segmenter, const struct worker *worker, const struct rule *rule,
			 struct tp_str text, size_t at)
{
	return conditions_hold(worker, rule) && (!rule->regex || regex_matches(segmenter, rule, text, at));
}

/* The first rule of a list that matches, if it comes before `best`. */
static uint32_t first_rule(struct tp_segmenter *segmenter, const struct worker *worker, const struct rule_list *list,
			   uint32_t best, struct tp_str text, size_t at)
{
	for (size_t i = 0; i < list->n && list->p[i] < best; i++)
		if (rule_matches(segmenter, worker, &segmenter->rules.p[list->p[i]], text, at))
			return list->p[i];
	return best;
}

/* Looks for the patterns of a far side, once a round. */
static void run_far(struct worker *worker, enum side side, struct tp_str text, size_t at)
{
	if (worker->far_round[side] == worker->round)
		return;
	worker->far_round[side] = worker->round;
	tp_machine_run(worker->machines[side], text, at, side == FAR_LEFT ? found_far_left : found_far_right, worker);
}

static bool far_conditions_hold(struct worker *worker, const struct rule *rule, struct tp_str text, size_t at)
{
	for (size_t i = 0; i < rule->n; i++)
		if (is_far(rule->p[i].side)) {
			run_far(worker, rule->p[i].side, text, at);
			if (!holds(worker, &rule->p[i]))
				return false;
		}
	return true;
}

/* The same for the rules with far patterns, which are looked for only if the rest of such a rule holds. */
static uint32_t first_far_rule(struct tp_segmenter *segmenter, struct worker *worker, uint32_t best, struct tp_str text,
			       size_t at)
{
	const struct rule_list *list = &segmenter->by_far;

	for (size_t i = 0; i < list->n && list->p[i] < best; i++) {
		const struct rule *rule = &segmenter->rules.p[list->p[i]];

		if (may_match(worker, rule) && far_conditions_hold(worker, rule, text, at))
			return list->p[i];
	}
	return best;
}

/* The first rule that matches at a place decides. */
static bool is_break(struct tp_segmenter *segmenter, struct worker *worker, struct tp_str text, size_t at)
{
	uint32_t none = (uint32_t)segmenter->rules.n, best;
	size_t left = at, right = at;

	worker->beside[true] = tp_class_prev(&segmenter->classes, text, &left);
	worker->beside[false] = tp_class_next(&segmenter->classes, text, &right);
	if (++worker->round == 0) {
		for (enum side side = 0; side < SIDES; side++)
			memset(worker->seen[side], 0, tp_automaton_size(segmenter->automata[side]) * sizeof(uint32_t));
		memset(worker->far_round, 0, sizeof worker->far_round);
		worker->round = 1;
	}
	worker->n_found = 0;
	tp_machine_run(worker->machines[NEAR_RIGHT], text, at, found_near_right, worker);
	tp_machine_run(worker->machines[NEAR_LEFT], text, at, found_near_left, worker);
	best = first_rule(segmenter, worker, &segmenter->always, none, text, at);
	for (size_t i = 0; i < worker->n_found; i++)
		best = first_rule(segmenter, worker, &segmenter->by_near[worker->found[i]], best, text, at);
	best = first_far_rule(segmenter, worker, best, text, at);
	return best < none && segmenter->rules.p[best].breaks;
}

/* A break rule accepts the code points beside the place: one of `rules`, which accept the bytes there. */
static bool is_candidate(const struct tp_segmenter *segmenter, uint64_t rules, struct tp_str text, size_t at)
{
	size_t left = at, right = at;

	if (((unsigned char)text.p[at] & 0xc0) == 0x80 && tp_utf8_border(text, at) != at)
		return false;
	return rules & segmenter->beside[true][tp_class_prev(&segmenter->classes, text, &left)] &
	       segmenter->beside[false][tp_class_next(&segmenter->classes, text, &right)];
}

/* The next place after `at` where a break rule may match, or the end of the text. */
static size_t next_candidate(const struct tp_segmenter *segmenter, struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p;

	for (at++; at < text.n; at++) {
		uint64_t rules = segmenter->before[0][p[at - 1]] & segmenter->after[0][p[at]];

		for (size_t k = 1; rules && k < TP_NEAR; k++) {
			rules &= at > k ? segmenter->before[k][p[at - 1 - k]] : rules;
			rules &= at + k < text.n ? segmenter->after[k][p[at + k]] : rules;
		}
		if (rules && is_candidate(segmenter, rules, text, at))
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

void tp_segmenter_split(const struct tp_segmenter *segmenter, struct tp_str text, struct tp_spans *out)
{
	struct tp_segmenter *own = (struct tp_segmenter *)(uintptr_t)segmenter;
	struct worker *worker = hire(own);
	size_t from = 0, at = skip_space(text, 0);

	while ((at = next_candidate(own, text, at)) < text.n) {
		if (!is_break(own, worker, text, at))
			continue;
		at = skip_space(text, at);
		if (at == text.n)
			break;
		*tp_push(out) = (struct tp_span){ from, at };
		from = at;
	}
	if (from < text.n)
		*tp_push(out) = (struct tp_span){ from, text.n };
	dismiss(own, worker);
}
