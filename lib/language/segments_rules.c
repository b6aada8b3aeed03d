#include "language/segments_rules.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/segments_windows.h"

#define LOOK_BEHIND 100 /* endless repetitions in ICU's look-behind are cut at so many */
#define MOST_WAYS   16 /* in which a pattern can begin to match, looked for one by one */
#define MOST_LEADS  8 /* first bytes of three that are looked for one by one */
#define NEAR_REPEAT 16 /* more repetitions than that make a pattern a far one */

/* Rules into conditions ---------------------------------------------------------------------------------- */

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

static uint32_t add_far(struct tp_rules_builder *b, const struct tp_node *node, bool left)
{
	struct tp_far *far = tp_push(&b->out->far);

	*far = (struct tp_far){ .left = left, .automaton = tp_automaton_new(left) };
	*tp_push(&b->needs) = tp_far_need_find(node, left, NEAR_REPEAT, &b->sets);
	return tp_automaton_add(far->automaton, node) == TP_FOREVER ? TP_FOREVER : (uint32_t)(b->out->far.n - 1);
}

static bool add_condition(struct tp_rules_builder *b, struct tp_compiled_rule *rule, const struct tp_node *node,
			  bool left, bool negated)
{
	bool far = runs_far(&b->sets, node, left, true);
	uint32_t pattern;

	if (has_look(node))
		return false;
	pattern = far ? add_far(b, node, left) : tp_automaton_add(b->out->near[left], node);
	if (pattern == TP_FOREVER)
		return false;
	*tp_push(rule) = (struct tp_condition){ left, far, negated, pattern };
	return true;
}

static struct tp_node *new_node(struct tp_rules_builder *b, enum tp_node_kind kind)
{
	struct tp_node *node = tp_arena_alloc(b->sets.arena, sizeof *node);

	node->kind = kind;
	return node;
}

/* What a pattern asks of the text next to the place: all up to where it runs far, but for look-around. */
static struct tp_node *near_part(struct tp_rules_builder *b, const struct tp_node *node, bool left)
{
	struct tp_node *copy = new_node(b, node->kind), *all;

	if (node->kind == TP_NODE_LOOK)
		return new_node(b, TP_NODE_ALL);
	*copy = *node;
	copy->first = copy->last = NULL;
	for (const struct tp_node *child = node->first; child; child = child->next)
		tp_node_adopt(copy, near_part(b, child, left));
	if (node->kind != TP_NODE_REPEAT || node->max <= NEAR_REPEAT || !reads_common(&b->sets, node))
		return copy;
	copy->min = copy->max = node->min < NEAR_REPEAT ? node->min : NEAR_REPEAT;
	all = new_node(b, TP_NODE_ALL);
	if (left)
		tp_node_adopt(all, new_node(b, TP_NODE_STOP));
	tp_node_adopt(all, copy);
	if (!left)
		tp_node_adopt(all, new_node(b, TP_NODE_STOP));
	return all;
}

static void remove_child(struct tp_node *node, struct tp_node *child)
{
	*(child->previous ? &child->previous->next : &node->first) = child->next;
	*(child->next ? &child->next->previous : &node->last) = child->previous;
}

/* Of what asks for the text beyond the far end of a sequence without reading it, brings a look-around to the end. */
static struct tp_node *find_end(struct tp_node *all, bool left)
{
	struct tp_node *end = left ? all->first : all->last, *node = end;

	while (node && node->kind == TP_NODE_BESIDE)
		node = left ? node->next : node->previous;
	if (!node || node == end || node->kind != TP_NODE_LOOK)
		return end;
	remove_child(all, node);
	node->next = left ? end : NULL;
	node->previous = left ? NULL : end;
	*(left ? &end->previous : &end->next) = node;
	*(left ? &all->first : &all->last) = node;
	return node;
}

/* Look-around at the far end of a pattern is a part of it. */
static void absorb_looks(struct tp_node *node, bool left)
{
	if (node->kind == TP_NODE_LOOK && node->left == left && !node->negated)
		node->kind = TP_NODE_ALL;
	else if (node->kind == TP_NODE_ALL && node->first)
		absorb_looks(find_end(node, left), left);
	else if (node->kind == TP_NODE_ANY)
		for (struct tp_node *child = node->first; child; child = child->next)
			absorb_looks(child, left);
}

/* Look-around next to the place is a condition of its own. */
static bool add_pattern(struct tp_rules_builder *b, struct tp_compiled_rule *rule, struct tp_node *node, bool left)
{
	struct tp_node *look;

	absorb_looks(node, left);
	while (node->kind == TP_NODE_ALL && (look = left ? node->last : node->first) && look->kind == TP_NODE_LOOK) {
		if (!add_condition(b, rule, look->first, look->left, look->negated))
			return false;
		remove_child(node, look);
	}
	if (runs_far(&b->sets, node, left, true) && !add_condition(b, rule, near_part(b, node, left), left, false))
		return false;
	return add_condition(b, rule, node, left, false);
}

static bool add_side(struct tp_rules_builder *b, struct tp_compiled_rule *rule, struct tp_str source, bool left)
{
	uintptr_t *known = tp_table_get(&b->known[left], source);
	size_t before = rule->n;
	struct tp_node *node;

	if (known) {
		*tp_push(rule) = (struct tp_condition){ left, *known & 1, false, (uint32_t)(*known >> 1) };
		return true;
	}
	node = tp_pattern_parse(source, &b->sets);
	if (!node || !add_pattern(b, rule, node, left))
		return false;
	if (rule->n == before + 1)
		*tp_table_put(&b->known[left], tp_arena_str(b->sets.arena, source)) =
		    (uintptr_t)rule->p[before].pattern << 1 | rule->p[before].far;
	return true;
}

/* One place counts where a match of the rule from some place can end at several. */
static bool has_one_end(const struct tp_rules_builder *b, const struct tp_compiled_rule *rule)
{
	return !b->out->all_ends && rule->source.breaks;
}

/* Patterns that are followed through whole texts; false if they are too large. */
static bool add_passes(struct tp_rules_builder *b, struct tp_compiled_rule *rule, const struct tp_node *before,
		       const struct tp_node *after, bool matches)
{
	rule->trees = tp_trees_new(before, after, b->out->arena);
	rule->passes = tp_passes_new(rule->trees, matches, has_one_end(b, rule) && tp_ends_may_differ(before));
	return rule->passes;
}

/* A rule with look-around in the middle of a pattern. */
static bool add_look(struct tp_rules_builder *b, struct tp_compiled_rule *rule, const struct tp_srx_rule *source)
{
	const struct tp_node *before = tp_pattern_parse(source->before, &b->sets);
	const struct tp_node *after = tp_pattern_parse(source->after, &b->sets);

	rule->n = 0;
	if (!before || !after || !add_condition(b, rule, near_part(b, before, true), true, false) ||
	    !add_condition(b, rule, near_part(b, after, false), false, false))
		return false;
	return add_passes(b, rule, before, after, true);
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

/* A pattern closes the groups that it opens, and no others. */
static bool is_whole(struct tp_str pattern)
{
	struct tp_regex *regex = pattern.n ? tp_regex_new(pattern, NULL) : NULL; /* ICU refuses the empty one */

	tp_regex_free(regex);
	return regex || !pattern.n;
}

/* A rule that is not regular, or too large, as regular expressions for ICU: with look-behind, and (where there may be
 * none, for there are back-references, or where one end counts) as one that has to end at the place. */
bool tp_rule_compile_regex(struct tp_compiled_rule *rule, bool one_end, struct tp_error *err)
{
	const struct tp_segment_rule *source = &rule->source;
	struct tp_buf before = TP_BUF_INIT;

	if (is_whole(source->before)) {
		tp_pattern_bound(source->before, LOOK_BEHIND, &before);
		rule->regex = compile("(?<=", tp_buf_str(&before), source->after, NULL);
		tp_buf_release(&before);
		if (rule->regex && !one_end)
			return true;
		rule->finder = compile("(?:", source->before, source->after, err);
	}
	return rule->finder || tp_fail(err, TP_E_SYNTAX, source->line,
				       _("The rule cannot be compiled: \"%.*s\" before the break, \"%.*s\" after it."),
				       (int)source->before.n, source->before.p, (int)source->after.n, source->after.p);
}

/* Of a rule that is made of conditions, the ends of matches, if they may have several: where that is too much, each
 * counts. */
static void add_ends(struct tp_rules_builder *b, struct tp_compiled_rule *rule, const struct tp_srx_rule *source)
{
	const struct tp_node *before = tp_pattern_parse(source->before, &b->sets);

	if (tp_ends_may_differ(before))
		rule->any_end = !add_passes(b, rule, before, tp_pattern_parse(source->after, &b->sets), false);
}

static uint32_t rarity_of(const struct tp_rules_builder *b, const struct tp_condition *condition)
{
	return condition->far && !condition->negated ? b->needs.p[condition->pattern].rarity : 0;
}

/* Brings the far pattern to the front that needs what is met most rarely, and asks for that. */
static void choose_need(struct tp_rules_builder *b, struct tp_compiled_rule *rule)
{
	struct tp_condition *best = rule->p;

	for (size_t i = 1; i < rule->n; i++)
		if (rarity_of(b, &rule->p[i]) > rarity_of(b, best))
			best = &rule->p[i];
	if (!rule->n || !rarity_of(b, best))
		return;
	struct tp_condition condition = *best;
	*best = rule->p[0];
	rule->p[0] = condition;
	b->needs.p[condition.pattern].is_asked = true;
}

bool tp_rules_add(struct tp_rules_builder *b, const struct tp_srx_rule *source, struct tp_str file,
		  struct tp_error *err)
{
	struct tp_arena *arena = b->out->arena;
	struct tp_compiled_rule *rule = tp_push(&b->out->rules);

	rule->source = (struct tp_segment_rule){ source->breaks, tp_arena_str(arena, source->before),
						 tp_arena_str(arena, source->after), file, source->line };
	if (!(add_side(b, rule, source->before, true) && add_side(b, rule, source->after, false)) &&
	    !add_look(b, rule, source))
		return tp_rule_compile_regex(rule, has_one_end(b, rule), err);
	if (!rule->passes && has_one_end(b, rule))
		add_ends(b, rule, source);
	choose_need(b, rule);
	return true;
}

/* Where to look for rules ----------------------------------------------------------------------------------- */

/* A look for the places where rules match, by the bytes around them. */
struct lookout {
	const struct tp_classes *classes;
	struct tp_automaton *const *near; /* of the rules' near patterns, by left */
	struct tp_scan *scan;
	struct tp_scan_maker maker;
};

/* Near patterns that have to match tell what stands on their side. */
static bool tells_bytes(const struct tp_condition *condition, bool left)
{
	return condition->left == left && !condition->negated && !condition->far;
}

/* The bytes that can stand on a side of a place where the rule matches. False if there is no such way; there are
 * several where one pattern alone decides. */
static bool rule_bytes(const struct lookout *out, const struct tp_compiled_rule *rule, bool left,
		       struct tp_beside beside, struct tp_bytes near[TP_NEAR])
{
	bool found = beside.way == 0 || beside.way == TP_ANY_WAY;
	unsigned n = 0;

	for (size_t i = 0; i < rule->n; i++)
		n += tells_bytes(&rule->p[i], left);
	if (n > 1)
		beside.way = TP_ANY_WAY;
	memset(near, 0xff, TP_NEAR * sizeof *near);
	for (size_t i = 0; i < rule->n; i++) {
		struct tp_bytes bytes[TP_NEAR];

		if (!tells_bytes(&rule->p[i], left))
			continue;
		bool is_way = tp_automaton_bytes(out->near[left], out->classes, rule->p[i].pattern, beside, bytes);
		found = n == 1 ? is_way : found;
		for (unsigned k = 0; k < 4 * TP_NEAR; k++)
			near[k / 4].bits[k % 4] &= bytes[k / 4].bits[k % 4];
	}
	return found;
}

/* Looks for a rule beside code points of one kind, in all the ways in which it can begin to match at the right. */
static void sift_out(struct lookout *out, const struct tp_compiled_rule *rule, struct tp_beside beside)
{
	struct tp_bytes before[TP_NEAR], after[TP_NEAR];

	rule_bytes(out, rule, true, beside, before);
	if (tp_bytes_empty(&before[0]))
		return;
	for (unsigned way = 0; way < MOST_WAYS; way++)
		if (rule_bytes(out, rule, false, (struct tp_beside){ TP_LENGTHS, 0, way }, after))
			tp_sieve_add(&out->maker.sieve, before, after);
		else
			return;
	rule_bytes(out, rule, false, (struct tp_beside){ TP_LENGTHS, 0, TP_ANY_WAY }, after);
	tp_sieve_add(&out->maker.sieve, before, after);
}

/* The first bytes, from 0xe0 on, of code points of three bytes before a place where the rule matches, as bits, if there
 * are few of them. */
static uint32_t find_leads(const struct lookout *out, const struct tp_compiled_rule *rule, struct tp_beside beside)
{
	struct tp_bytes before[TP_NEAR];
	uint32_t leads;

	rule_bytes(out, rule, true, beside, before);
	leads = before[2].bits[3] >> 32 & 0xffff;
	return __builtin_popcount(leads) <= MOST_LEADS ? leads : 0;
}

/* The same beside those of three bytes: apart by the first one, if there are few of them. */
static void sift_long(struct lookout *out, const struct tp_compiled_rule *rule, unsigned way)
{
	struct tp_beside beside = { TP_THREE_BYTES, 0, way };
	uint32_t leads = find_leads(out, rule, beside);

	if (!leads)
		sift_out(out, rule, beside);
	for (; leads; leads &= leads - 1) {
		beside.lead = (unsigned char)(0xe0 + __builtin_ctz(leads));
		sift_out(out, rule, beside);
	}
}

/* Adds a rule beside code points of one kind to the exact table, unless it was the same beside those before. Returns
 * its bit there, if it got one. */
static uint64_t scan_for(struct lookout *out, const struct tp_compiled_rule *rule, struct tp_beside beside,
			 struct tp_bytes last[TP_NEAR])
{
	struct tp_bytes before[TP_NEAR], after[TP_NEAR];

	rule_bytes(out, rule, true, beside, before);
	if (tp_bytes_empty(&before[0]) || memcmp(before, last, sizeof before) == 0)
		return 0;
	rule_bytes(out, rule, false, (struct tp_beside){ TP_LENGTHS, 0, TP_ANY_WAY }, after);
	memcpy(last, before, sizeof before);
	return UINT64_C(1) << tp_scan_add(out->scan, &out->maker, before, after);
}

/* Prepares the look for places where a rule matches: apart by the length of the code point before the place, for bytes
 * that follow one another in one script may not do so in another one. Returns what stands for it in the scan. */
static uint64_t look_out(struct lookout *out, const struct tp_compiled_rule *rule)
{
	struct tp_bytes last[TP_NEAR] = { 0 };
	uint64_t bits = 0;

	for (struct tp_beside beside = { 0, 0, TP_ANY_WAY }; beside.length < TP_LENGTHS; beside.length++) {
		uint32_t leads = beside.length == TP_THREE_BYTES ? find_leads(out, rule, beside) : 0;

		if (!leads)
			bits |= scan_for(out, rule, beside, last);
		for (; leads; leads &= leads - 1) {
			beside.lead = (unsigned char)(0xe0 + __builtin_ctz(leads));
			bits |= scan_for(out, rule, beside, last);
		}
		beside.lead = 0;
	}
	return bits;
}

/* The same for the sieve. */
static void sift(struct lookout *out, const struct tp_compiled_rule *rule)
{
	struct tp_bytes before[TP_NEAR];

	for (unsigned way = 0; tp_sieve_has_room(&out->maker.sieve); way++) {
		if (way == MOST_WAYS)
			way = TP_ANY_WAY;
		if (!rule_bytes(out, rule, true, (struct tp_beside){ TP_LENGTHS, 0, way }, before))
			return;
		for (enum tp_length length = 0; length < TP_LENGTHS; length++)
			if (length == TP_THREE_BYTES)
				sift_long(out, rule, way);
			else
				sift_out(out, rule, (struct tp_beside){ length, 0, way });
		if (way == TP_ANY_WAY)
			return;
	}
}

/* Where rules break. */
static void find_places(struct tp_segmenter *out)
{
	struct lookout lookout = { .classes = &out->classes, .near = out->near, .scan = &out->scan };

	for (size_t i = 0; i < out->rules.n; i++)
		if (out->rules.p[i].source.breaks) {
			look_out(&lookout, &out->rules.p[i]);
			sift(&lookout, &out->rules.p[i]);
		}
	tp_scan_complete(&out->scan, &lookout.maker);
}

/* What stands on a side of a need in its pattern; the need itself is at the right. */
static struct tp_node *beside_need(struct tp_rules_builder *b, const struct tp_node *need, bool left)
{
	struct tp_node *all = new_node(b, TP_NODE_ALL);
	const struct tp_node *node = need;

	for (unsigned i = 0; left && i < TP_NEAR && node->previous; i++)
		node = node->previous;
	for (; node && !(left && node == need); node = node->next)
		tp_node_adopt(all, near_part(b, node, left));
	return all;
}

/* Where what far patterns need stands, for those that are asked for it. */
static void find_needs(struct tp_rules_builder *b)
{
	struct tp_segmenter *out = b->out;
	struct tp_automaton *const near[] = { tp_automaton_new(false), tp_automaton_new(true) };
	struct lookout lookout = { .classes = &out->classes, .near = near, .scan = &out->far.needs };

	for (size_t i = 0; i < out->far.n; i++) {
		const struct tp_far_need *need = &b->needs.p[i];
		struct tp_condition sides[2];

		for (unsigned left = 0; need->is_asked && left < 2; left++)
			sides[left] = (struct tp_condition){
				.left = left, .pattern = tp_automaton_add(near[left], beside_need(b, need->node, left))
			};
		if (!need->is_asked || sides[0].pattern == TP_FOREVER || sides[1].pattern == TP_FOREVER)
			continue;
		out->far.p[i].reach = need->reach;
		out->far.p[i].skips = need->skips;
		out->far.p[i].reads = need->reads;
		out->far.p[i].needs = look_out(&lookout, &(struct tp_compiled_rule){ .p = sides, .n = 2 });
	}
	tp_windows_make(&lookout.maker, &out->far.windows);
	for (unsigned left = 0; left < 2; left++)
		tp_automaton_free(near[left]);
}

/* A builder ------------------------------------------------------------------------------------------------ */

struct tp_segmenter *tp_rules_new(void)
{
	struct tp_segmenter *segmenter = tp_alloc_zero(1, sizeof *segmenter);

	segmenter->arena = tp_arena_new();
	pthread_mutex_init(&segmenter->lock, NULL);
	return segmenter;
}

void tp_rules_start(struct tp_rules_builder *b)
{
	*b = (struct tp_rules_builder){ .out = tp_rules_new() };
	for (unsigned left = 0; left < 2; left++)
		b->out->near[left] = tp_automaton_new(left);
	tp_sets_init(&b->sets);
}

/* Leaves out the passes of rules whose matches have one end each, after all, as most have. */
static void find_ends(struct tp_segmenter *out)
{
	for (size_t i = 0; i < out->rules.n; i++) {
		struct tp_compiled_rule *rule = &out->rules.p[i];
		bool matches = rule->passes && rule->passes->matches;

		if (!rule->passes || !rule->passes->ends || tp_passes_may_differ(rule->passes, &out->classes))
			continue;
		tp_passes_free(rule->passes);
		rule->passes = matches ? tp_passes_new(rule->trees, true, false) : NULL;
	}
}

bool tp_rules_complete(struct tp_rules_builder *b, struct tp_error *err)
{
	struct tp_segmenter *out = b->out;

	if (!tp_classes_init(&out->classes, &b->sets))
		return tp_fail(err, TP_E_LIMIT, 0, _("The rules tell too many kinds of characters apart."));
	find_ends(out);
	find_places(out);
	find_needs(b);
	return true;
}

void tp_rules_end(struct tp_rules_builder *b)
{
	tp_table_release(&b->known[0]);
	tp_table_release(&b->known[1]);
	tp_sets_release(&b->sets);
	free(b->needs.p);
}
