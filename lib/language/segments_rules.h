/* The rules of a segmenter, compiled: made in segments_rules.c, asked in segments_decide.c. */
#ifndef TPREP_LANGUAGE_SEGMENTS_RULES_H
#define TPREP_LANGUAGE_SEGMENTS_RULES_H

#include <pthread.h>

#include "core/file.h"
#include "core/memory.h"
#include "language/automaton.h"
#include "language/segments.h"
#include "language/segments_far.h"
#include "language/segments_needs.h"
#include "language/segments_passes.h"
#include "language/segments_scan.h"
#include "language/srx.h"

/* A pattern that has to match on a side of the place, or must not. */
struct tp_condition {
	bool left, far, negated;
	uint32_t pattern; /* number in the automaton of its side, or of the far pattern */
};

struct tp_compiled_rule {
	struct tp_segment_rule source;
	struct tp_condition *p;
	size_t n, cap; /* cap is 0 if they are the arena's */
	struct tp_trees *trees; /* what the passes are made from */
	struct tp_passes
	    *passes; /* beside the conditions: look-around in the middle of a pattern, or what matches end at */
	bool any_end; /* its patterns are too large for passes, so that each place counts where a match can end */
	struct tp_regex *regex; /* beside the conditions: matches at the place; NULL: has to end there, */
	struct tp_regex *finder; /* as matches of this one do */
};

/* Of the places where a rule matches, not all are ends of matches. */
static inline bool tp_rule_has_ends(const struct tp_compiled_rule *rule)
{
	return (rule->passes && rule->passes->ends) || (rule->regex && rule->finder);
}

/* Near patterns alone do not tell whether a rule matches, and whether a match ends there. */
static inline bool tp_rule_is_doubtful(const struct tp_compiled_rule *rule)
{
	for (size_t i = 0; i < rule->n; i++)
		if (rule->p[i].far)
			return true;
	return rule->passes || rule->regex || rule->finder;
}

struct tp_worker;

struct tp_segmenter {
	struct tp_arena *arena; /* of what the rules were made from */
	bool general; /* the rules are ours for any language, where there were none for this one */
	struct tp_break_codes codes; /* those of the last file */
	bool whole_flows; /* as the last file has it */
	uint64_t key; /* of the files that they are from */
	bool bound; /* not all languages get these rules of a file of theirs */
	bool several; /* a file of theirs has rules for several languages, so that they are those of one of them */
	struct tp_file image; /* where they were opened */
	bool all_ends; /* each place counts where a match of a rule that breaks can end */
	bool weak; /* a file of theirs says that they find no more than some ends of sentences */
	struct tp_classes classes;
	struct tp_automaton *near[2]; /* by left */
	struct tp_fars far;
	struct {
		struct tp_compiled_rule *p;
		size_t n, cap;
	} rules;
	struct tp_scan scan; /* for the rules that break */
	pthread_mutex_t lock; /* of `idle` and of the rules' regex */
	struct tp_worker *idle; /* what threads need to decide, left by those that are done */
};

/* A segmenter without anything in it; tp_segmenter_free() takes it. */
struct tp_segmenter *tp_rules_new(void);

/* Rules are added in their order, each with the file it is from (which is kept), and then completed. */
struct tp_rules_builder {
	struct tp_segmenter *out;
	struct tp_sets sets;
	struct {
		struct tp_far_need *p;
		size_t n, cap;
	} needs; /* of far patterns */
	struct tp_table known[2]; /* by left: from a pattern's source to its number, and whether it is far (0 or 1) */
};

void tp_rules_start(struct tp_rules_builder *b);
bool tp_rules_add(struct tp_rules_builder *b, const struct tp_srx_rule *source, struct tp_str file,
		  struct tp_error *err);
bool tp_rules_complete(struct tp_rules_builder *b, struct tp_error *err);
void tp_rules_end(struct tp_rules_builder *b); /* leaves b->out to the caller */

/* Compiles the regular expressions of a rule whose conditions do not tell all. */
bool tp_rule_compile_regex(struct tp_compiled_rule *rule, bool one_end, struct tp_error *err);

/* Frees the idle workers. */
void tp_workers_free(struct tp_segmenter *segmenter);

#endif
