/* A unit that came back, held against the document's own: what is translated, and whether it fits. */
#ifndef TPREP_XLIFF_FIT_H
#define TPREP_XLIFF_FIT_H

#include "xliff/xliff.h"

/* Why a translation does not fit. */
struct tp_problem {
	const char *id; /* of the finding: "code-lost" ... */
	struct tp_span at; /* in the unit's text */
	size_t line; /* in the XLIFF file */
	struct tp_str message;
};

/* Starts with doc, unit, entry, arena and unspaced; the rest all zero. */
struct tp_fit {
	const struct tp_doc *doc;
	size_t unit;
	const struct tp_xliff_entry *entry;
	struct tp_arena *arena; /* of messages and texts */
	bool unspaced; /* the target language writes no space between sentences */

	struct {
		struct tp_problem *p;
		size_t n, cap;
	} problems;
	size_t translated; /* how many segments have a translation */
	struct tp_spans missing; /* the others, in the original text */
	struct tp_target target; /* the unit's translation, with the original text of the missing segments */
};

/* Fills in the rest. The target is made only where there are no problems and something is translated. */
void tp_fit_unit(struct tp_fit *fit);
void tp_fit_release(struct tp_fit *fit);

#endif
