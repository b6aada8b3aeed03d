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
#define WINDOW      512 /* bytes that ICU sees on each side */

/* A pattern that has to match on a side of the place, or must not. */
struct condition {
	bool left, negated;
	uint32_t pattern;
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
	struct tp_machine *left, *right;
	uint32_t round;
	uint32_t *left_seen, *right_seen; /* == round: the pattern matches */
	uint32_t *found; /* the patterns that match at the left */
	size_t n_found;
};

struct tp_segmenter {
	struct tp_classes classes;
	struct tp_automaton *left, *right;
	struct {
		struct rule *p;
		size_t n, cap;
	} rules;
	size_t n_left, n_right; /* patterns */
	struct rule_list *by_left; /* the rules that ask for a pattern first, in order */
	struct rule_list always; /* the rules that ask for none at the left */
	uint64_t pairs[256][4]; /* [byte before][byte after]: a break rule may match between the two */
	pthread_mutex_t lock; /* of `idle` and of the rules' regex */
	struct worker *idle;
};

/* Rules into conditions ---------------------------------------------------------------------------------- */

struct builder {
	struct tp_segmenter *out;
	struct tp_sets sets;
	struct tp_table known[2]; /* by left: from a pattern's source to its number */
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

static bool add_condition(struct builder *b, struct rule *rule, const struct tp_node *node, bool left, bool negated)
{
	uint32_t pattern;

	if (has_look(node))
		return false;
	pattern = tp_automaton_add(left ? b->out->left : b->out->right, node);
	if (pattern == TP_FOREVER)
		return false;
	*tp_push(rule) = (struct condition){ left, negated, pattern };
	return true;
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
	return add_condition(b, rule, node, left, false);
}

static bool add_side(struct builder *b, struct rule *rule, struct tp_str source, bool left)
{
	uintptr_t *known = tp_table_get(&b->known[left], source);
	size_t before = rule->n;
	struct tp_node *node;

	if (known) {
		*tp_push(rule) = (struct condition){ left, false, (uint32_t)*known };
		return true;
	}
	node = tp_pattern_parse(source, &b->sets);
	if (!node || !add_pattern(b, rule, node, left))
		return false;
	if (rule->n == before + 1)
		*tp_table_put(&b->known[left], tp_arena_str(b->sets.arena, source)) = rule->p[before].pattern;
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

static void index_rules(struct tp_segmenter *out)
{
	out->by_left = tp_alloc_zero(out->n_left + 1, sizeof *out->by_left);
	for (uint32_t i = 0; i < out->rules.n; i++) {
		const struct rule *rule = &out->rules.p[i];
		struct rule_list *list = &out->always;

		for (size_t k = rule->n; k-- > 0;)
			if (rule->p[k].left && !rule->p[k].negated)
				list = &out->by_left[rule->p[k].pattern];
		*tp_push(list) = i;
	}
}

/* The bytes that can stand at the left and at the right of a place where the rule matches. */
static void rule_bytes(const struct tp_segmenter *out, const struct rule *rule, uint64_t sides[2][4])
{
	memset(sides, 0xff, 2 * sizeof *sides);
	for (size_t i = 0; i < rule->n; i++) {
		const struct condition *condition = &rule->p[i];
		const struct tp_automaton *automaton = condition->left ? out->left : out->right;
		uint64_t bytes[4] = { 0 };

		if (condition->negated || !tp_automaton_bytes(automaton, &out->classes, condition->pattern, bytes))
			continue;
		for (size_t k = 0; k < 4; k++)
			sides[condition->left][k] &= bytes[k];
	}
}

static void fill_pairs(struct tp_segmenter *out)
{
	for (size_t i = 0; i < out->rules.n; i++) {
		uint64_t sides[2][4];

		if (!out->rules.p[i].breaks)
			continue;
		rule_bytes(out, &out->rules.p[i], sides);
		for (unsigned c = 0; c < 256; c++)
			for (unsigned k = 0; k < 4 && sides[1][c / 64] >> c % 64 & 1; k++)
				out->pairs[c][k] |= sides[0][k];
	}
}

static bool complete(struct builder *b, struct tp_error *err)
{
	struct tp_segmenter *out = b->out;

	if (!tp_classes_init(&out->classes, &b->sets))
		return tp_fail(err, TP_E_LIMIT, 0, _("The rules tell too many kinds of characters apart."));
	out->n_left = tp_automaton_size(out->left);
	out->n_right = tp_automaton_size(out->right);
	index_rules(out);
	fill_pairs(out);
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

	segmenter->left = tp_automaton_new(true);
	segmenter->right = tp_automaton_new(false);
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
	tp_machine_free(worker->left);
	tp_machine_free(worker->right);
	free(worker->left_seen);
	free(worker->right_seen);
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
		free(segmenter->rules.p[i].p);
		tp_regex_free(segmenter->rules.p[i].regex);
	}
	for (size_t i = 0; i < segmenter->n_left; i++)
		free(segmenter->by_left[i].p);
	free(segmenter->by_left);
	free(segmenter->always.p);
	free(segmenter->rules.p);
	tp_classes_release(&segmenter->classes);
	tp_automaton_free(segmenter->left);
	tp_automaton_free(segmenter->right);
	pthread_mutex_destroy(&segmenter->lock);
	free(segmenter);
}

/* Deciding --------------------------------------------------------------------------------------------------- */

static struct worker *new_worker(const struct tp_segmenter *segmenter)
{
	struct worker *worker = tp_alloc_zero(1, sizeof *worker);

	worker->left = tp_machine_new(segmenter->left, &segmenter->classes);
	worker->right = tp_machine_new(segmenter->right, &segmenter->classes);
	worker->left_seen = tp_alloc_zero(segmenter->n_left + 1, sizeof *worker->left_seen);
	worker->right_seen = tp_alloc_zero(segmenter->n_right + 1, sizeof *worker->right_seen);
	worker->found = tp_alloc_zero(segmenter->n_left + 1, sizeof *worker->found);
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

static void found_left(void *arg, uint32_t pattern)
{
	struct worker *worker = arg;

	worker->left_seen[pattern] = worker->round;
	worker->found[worker->n_found++] = pattern;
}

static void found_right(void *arg, uint32_t pattern)
{
	struct worker *worker = arg;

	worker->right_seen[pattern] = worker->round;
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

static bool rule_matches(struct tp_segmenter *segmenter, const struct worker *worker, const struct rule *rule,
			 struct tp_str text, size_t at)
{
	for (size_t i = 0; i < rule->n; i++) {
		const uint32_t *seen = rule->p[i].left ? worker->left_seen : worker->right_seen;

		if ((seen[rule->p[i].pattern] == worker->round) == rule->p[i].negated)
			return false;
	}
	return !rule->regex || regex_matches(segmenter, rule, text, at);
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

/* The first rule that matches at a place decides. */
static bool is_break(struct tp_segmenter *segmenter, struct worker *worker, struct tp_str text, size_t at)
{
	uint32_t none = (uint32_t)segmenter->rules.n, best;

	if (++worker->round == 0) {
		memset(worker->left_seen, 0, segmenter->n_left * sizeof *worker->left_seen);
		memset(worker->right_seen, 0, segmenter->n_right * sizeof *worker->right_seen);
		worker->round = 1;
	}
	worker->n_found = 0;
	tp_machine_run(worker->right, text, at, found_right, worker);
	tp_machine_run(worker->left, text, at, found_left, worker);
	best = first_rule(segmenter, worker, &segmenter->always, none, text, at);
	for (size_t i = 0; i < worker->n_found; i++)
		best = first_rule(segmenter, worker, &segmenter->by_left[worker->found[i]], best, text, at);
	return best < none && segmenter->rules.p[best].breaks;
}

/* The next place after `at` between two bytes that a break rule accepts, or the end of the text. */
static size_t next_candidate(const struct tp_segmenter *segmenter, struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p;

	for (at++; at < text.n; at++)
		if (segmenter->pairs[p[at - 1]][p[at] / 64] >> p[at] % 64 & 1 &&
		    ((p[at] & 0xc0) != 0x80 || tp_utf8_border(text, at) == at))
			return at;
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
