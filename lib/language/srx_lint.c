/* What is wrong with segmentation rules. */
#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "language/kit.h"
#include "language/segments_rules.h"

#define MOST_SRX    ((size_t)64 << 20)
#define MOST_STATES 4000u /* with more, the rules are too many to be compared, */
#define MOST_RULES  10000u /* and so they are here */

/* The rules that are compared: those whose patterns are regular, without long look-around. */
struct judging {
	const struct tp_segment_rule *rules; /* in the order in which they are tried */
	size_t n;
	bool alone; /* no rules of other lists come after them */
	bool all_ends; /* each place counts where a match of a rule that breaks can end */
	size_t words; /* of a set of rules */
	uint64_t *sides[2][2]; /* by left, by enum what: a set of rules for each rule */
	bool compared[2]; /* by left: all texts were looked at */
	bool *skipped; /* a rule that is not compared */
};

/* What is known of the rules that match together with one: those that always do, those that may. */
enum what { ALWAYS, EVER };

static uint64_t *set_of(const struct judging *in, bool left, enum what what, size_t rule)
{
	return in->sides[left][what] + rule * in->words;
}

static bool has(const uint64_t *set, size_t rule)
{
	return set[rule / 64] >> rule % 64 & 1;
}

/* Tells a flaw, which is put as an error. */
static void tell(struct tp_error *flaw, struct tp_str file, tp_flaw_fn found, void *arg)
{
	struct tp_buf text = TP_BUF_INIT;

	tp_error_in_file(flaw, file.p);
	tp_error_text(flaw, &text);
	found(arg, tp_buf_str(&text));
	tp_buf_release(&text);
}

/* Comparing ---------------------------------------------------------------------------------------------------- */

static bool has_look(const struct tp_node *node)
{
	bool found = node->kind == TP_NODE_LOOK;

	for (const struct tp_node *child = node->first; child && !found; child = child->next)
		found = has_look(child);
	return found;
}

/* A side of all rules, as one automaton: pattern i is that of rule i. */
static struct tp_automaton *make_side(struct judging *in, struct tp_sets *sets, bool left)
{
	static const struct tp_node nothing = { .kind = TP_NODE_ALL };
	struct tp_automaton *automaton = tp_automaton_new(left);

	for (size_t i = 0; i < in->n; i++) {
		const struct tp_segment_rule *rule = &in->rules[i];
		const struct tp_node *node = tp_pattern_parse(left ? rule->before : rule->after, sets);

		if (!node || has_look(node) || tp_automaton_add(automaton, node) == TP_FOREVER) {
			in->skipped[i] = true;
			tp_automaton_add(automaton, &nothing);
		}
	}
	return automaton;
}

struct gathering {
	struct judging *in;
	bool left;
	uint64_t *together;
};

/* These rules match on a side, at a place in some text, and no others do. */
static void gather(void *arg, const struct tp_matches *matches)
{
	struct gathering *to = arg;
	struct judging *in = to->in;

	memset(to->together, 0, in->words * sizeof *to->together);
	for (uint32_t i = 0; i < matches->n; i++)
		to->together[matches->p[i] / 64] |= (uint64_t)1 << matches->p[i] % 64;
	for (uint32_t i = 0; i < matches->n; i++) {
		uint64_t *always = set_of(in, to->left, ALWAYS, matches->p[i]);
		uint64_t *ever = set_of(in, to->left, EVER, matches->p[i]);

		for (size_t k = 0; k < in->words; k++) {
			always[k] &= to->together[k];
			ever[k] |= to->together[k];
		}
	}
}

static void compare_side(struct judging *in, const struct tp_automaton *automaton, const struct tp_classes *classes,
			 bool left)
{
	struct tp_machine *machine = tp_machine_new(automaton, classes);
	struct gathering to = { in, left, tp_alloc_zero(in->words, sizeof(uint64_t)) };
	size_t n = in->n * in->words;

	for (enum what what = ALWAYS; what <= EVER; what++)
		in->sides[left][what] = tp_alloc_zero(n + 1, sizeof(uint64_t));
	memset(in->sides[left][ALWAYS], 0xff, n * sizeof(uint64_t));
	in->compared[left] = tp_machine_explore(machine, MOST_STATES, gather, &to);
	free(to.together);
	tp_machine_free(machine);
}

static void compare(struct judging *in)
{
	struct tp_automaton *automata[2];
	struct tp_classes classes;
	struct tp_sets sets;

	tp_sets_init(&sets);
	for (unsigned left = 0; left < 2; left++)
		automata[left] = make_side(in, &sets, left);
	if (tp_classes_init(&classes, &sets))
		for (unsigned left = 0; left < 2; left++)
			compare_side(in, automata[left], &classes, left);
	tp_classes_release(&classes);
	for (unsigned left = 0; left < 2; left++)
		tp_automaton_free(automata[left]);
	tp_sets_release(&sets);
}

/* Judging ------------------------------------------------------------------------------------------------------ */

/* The rule is not too large to tell where it matches, and where its matches end. */
static bool is_small(const struct tp_compiled_rule *rule, struct tp_error *flaw)
{
	if (rule->any_end)
		return tp_fail(
		    flaw, TP_E_LIMIT, rule->source.line,
		    _("The rule is too large: each place counts where its first pattern can end, not only the one "
		      "that a back-tracking search finds."));
	if (rule->trees && !rule->passes)
		return tp_fail(
		    flaw, TP_E_LIMIT, rule->source.line,
		    _("The rule is too large: it is searched for in a few hundred bytes around a place, and where that "
		      "takes too many steps, it is not found."));
	return true;
}

static bool can_compile(const struct tp_segment_rule *rule, bool all_ends, struct tp_error *flaw)
{
	const struct tp_srx_rule alone = { rule->breaks, rule->before, rule->after, rule->line };
	struct tp_rules_builder b;
	bool ok;

	tp_rules_start(&b);
	b.out->all_ends = all_ends;
	ok = tp_rules_add(&b, &alone, rule->file, flaw) && is_small(&b.out->rules.p[0], flaw);
	tp_rules_end(&b);
	tp_segmenter_free(b.out);
	return ok;
}

/* On a side, rule a matches wherever rule b does. */
static bool covers(const struct judging *in, bool left, size_t a, size_t b)
{
	struct tp_str one = left ? in->rules[a].before : in->rules[a].after;
	struct tp_str other = left ? in->rules[b].before : in->rules[b].after;

	if (tp_str_eq(one, other))
		return true;
	return in->compared[left] && !in->skipped[a] && !in->skipped[b] && has(set_of(in, left, ALWAYS, b), a);
}

/* Both rules can match at one place. */
static bool can_meet(const struct judging *in, size_t a, size_t b)
{
	for (unsigned left = 0; left < 2; left++)
		if (in->compared[left] && !in->skipped[a] && !in->skipped[b] && !has(set_of(in, left, EVER, a), b))
			return false;
	return true;
}

static bool has_something_to_forbid(const struct judging *in, size_t rule)
{
	for (size_t i = rule + 1; i < in->n; i++)
		if (in->rules[i].breaks && can_meet(in, rule, i))
			return true;
	return false;
}

/* The first rule that matches wherever this one does; the rule itself if there is none. */
static size_t covering_rule(const struct judging *in, size_t rule)
{
	size_t i = 0;

	while (i < rule && !(covers(in, true, i, rule) && covers(in, false, i, rule)))
		i++;
	return i;
}

/* The rule is as it should be. */
static bool is_sound(const struct judging *in, size_t rule, struct tp_error *flaw)
{
	const struct tp_segment_rule *source = &in->rules[rule];
	size_t covering;

	if (!can_compile(source, in->all_ends, flaw))
		return false;
	if (in->n > MOST_RULES)
		return true;
	if (!can_meet(in, rule, rule))
		return tp_fail(flaw, TP_E_SYNTAX, source->line, _("The rule never matches: there is no such text."));
	covering = covering_rule(in, rule);
	if (covering < rule)
		return tp_fail(flaw, TP_E_SYNTAX, source->line,
			       _("The rule never decides: the one in %.*s:%zu matches wherever it does."),
			       (int)in->rules[covering].file.n, in->rules[covering].file.p, in->rules[covering].line);
	if (in->alone && !source->breaks && !has_something_to_forbid(in, rule))
		return tp_fail(flaw, TP_E_SYNTAX, source->line,
			       _("The rule has no effect: no later rule breaks where it matches."));
	return true;
}

static void judge_rules(struct judging *in, tp_flaw_fn found, void *arg)
{
	in->words = in->n / 64 + 1;
	in->skipped = tp_alloc_zero(in->n + 1, sizeof *in->skipped);
	if (in->n <= MOST_RULES)
		compare(in);
	for (size_t i = 0; i < in->n; i++) {
		struct tp_error flaw;

		if (!is_sound(in, i, &flaw))
			tell(&flaw, in->rules[i].file, found, arg);
	}
	for (unsigned left = 0; left < 2; left++) {
		free(in->sides[left][ALWAYS]);
		free(in->sides[left][EVER]);
	}
	free(in->skipped);
}

void tp_rules_lint(const struct tp_kit *kit, tp_flaw_fn found, void *arg)
{
	struct {
		struct tp_segment_rule *p;
		size_t n, cap;
	} rules = { 0 };
	struct judging in = { .alone = true, .all_ends = tp_segmenter_has_all_ends(kit->segmenter) };

	for (size_t i = 0; tp_segmenter_rule(kit->segmenter, i); i++)
		*tp_push(&rules) = *tp_segmenter_rule(kit->segmenter, i);
	in.rules = rules.p;
	in.n = rules.n;
	judge_rules(&in, found, arg);
	free(rules.p);
}

/* Files -------------------------------------------------------------------------------------------------------- */

struct linting {
	const struct tp_srx *srx;
	struct tp_str file;
	tp_flaw_fn found;
	void *arg;
};

static void judge_group(const struct linting *in, const struct tp_srx_group *group)
{
	size_t n = group->to - group->from;
	struct tp_segment_rule *rules = tp_alloc_zero(n + 1, sizeof *rules);
	struct judging judging = { .rules = rules, .n = n, .alone = !in->srx->cascade, .all_ends = in->srx->all_ends };

	for (size_t i = 0; i < n; i++) {
		const struct tp_srx_rule *rule = &in->srx->rules.p[group->from + i];

		rules[i] = (struct tp_segment_rule){ rule->breaks, rule->before, rule->after, in->file, rule->line };
	}
	judge_rules(&judging, in->found, in->arg);
	free(rules);
}

/* A pattern without regard to the case of ASCII, in an arena. */
static struct tp_str lower_pattern(struct tp_arena *arena, struct tp_str pattern)
{
	struct tp_buf lower = TP_BUF_INIT;
	struct tp_str kept;

	for (size_t i = 0; i < pattern.n; i++)
		tp_buf_add_char(&lower,
				pattern.p[i] >= 'A' && pattern.p[i] <= 'Z' ? pattern.p[i] | 0x20 : pattern.p[i]);
	kept = tp_arena_str(arena, tp_buf_str(&lower));
	tp_buf_release(&lower);
	return kept;
}

/* A map that fits all languages, or the same ones, makes the later ones useless, unless the maps add up. */
static void judge_each_map(const struct linting *in)
{
	const struct tp_srx *srx = in->srx;
	struct tp_arena *arena = tp_arena_new();
	struct tp_table lines = { 0 }; /* from a pattern to the line of its first map */
	size_t hiding = 0; /* the line of the map for all */

	for (size_t i = 0; i < srx->maps.n; i++) {
		const struct tp_srx_map *map = &srx->maps.p[i];
		uintptr_t *line = tp_table_put(&lines, lower_pattern(arena, map->pattern));
		size_t first = *line && (!hiding || *line < hiding) ? *line : hiding;
		struct tp_error flaw;
		bool fits;

		if (!tp_srx_map_fits(map, TP_S("en"), &fits, &flaw)) {
			tell(&flaw, in->file, in->found, in->arg);
		} else if (first && !srx->cascade) {
			tp_fail(&flaw, TP_E_SYNTAX, map->line,
				_("The language map is never asked: the one in line %zu comes first."), first);
			tell(&flaw, in->file, in->found, in->arg);
		}
		*line = *line ? *line : map->line;
		if (!hiding && tp_str_is(map->pattern, ".*"))
			hiding = map->line;
	}
	tp_table_release(&lines);
	tp_arena_free(arena);
}

static void judge_maps(const struct linting *in)
{
	const struct tp_srx *srx = in->srx;
	struct tp_error flaw;

	for (size_t i = 0; i < srx->groups.n; i++)
		if (!srx->groups.p[i].mapped) {
			tp_fail(&flaw, TP_E_SYNTAX, srx->groups.p[i].line,
				_("No language map leads to the language rule \"%.*s\"."), (int)srx->groups.p[i].name.n,
				srx->groups.p[i].name.p);
			tell(&flaw, in->file, in->found, in->arg);
		}
	judge_each_map(in);
}

bool tp_srx_lint(const char *path, tp_flaw_fn found, void *arg, struct tp_error *err)
{
	struct tp_file file;
	struct tp_srx srx;
	struct linting in = { &srx, tp_str_of(path), found, arg };

	if (!tp_file_read(&file, path, MOST_SRX, err))
		return tp_error_in_file(err, path);
	if (!tp_srx_read(&srx, file.bytes, err)) {
		tp_file_release(&file);
		return tp_error_in_file(err, path);
	}
	for (size_t i = 0; i < srx.groups.n; i++)
		judge_group(&in, &srx.groups.p[i]);
	judge_maps(&in);
	tp_srx_release(&srx);
	tp_file_release(&file);
	return true;
}
