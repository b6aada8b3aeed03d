/* What a document teaches about abbreviations: rules that forbid what evidence overruled. */
#ifndef TPREP_LANGUAGE_LESSONS_H
#define TPREP_LANGUAGE_LESSONS_H

#include "core/table.h"
#include "tprep.h"

struct tp_lesson;

struct tp_lessons {
	struct tp_arena *arena;
	struct {
		struct tp_lesson *p;
		size_t n, cap;
	} heard; /* the candidates where evidence was heard */
	struct tp_table known; /* from words to what was decided about them, as bits */
	struct {
		struct tp_segment_rule *p;
		size_t n, cap;
	} rules; /* made by tp_lessons_finish(), without a file */
};

void tp_lessons_init(struct tp_lessons *lessons);
void tp_lessons_release(struct tp_lessons *lessons);

/* Takes in what was decided about a place in a text. */
void tp_lessons_add(struct tp_lessons *lessons, struct tp_str text, const struct tp_decision *decision);

/* Makes the rules: tried before the rules for any language, they do what evidence did in these texts. A word whose full
 * stop ended nothing is an abbreviation; where it did end something elsewhere, the words beside it tell. */
void tp_lessons_finish(struct tp_lessons *lessons);

#endif
