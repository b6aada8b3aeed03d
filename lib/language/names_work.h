/* What finding names needs for a while: kept from text to text by one thread, so that it is made once. */
#ifndef TPREP_LANGUAGE_NAMES_WORK_H
#define TPREP_LANGUAGE_NAMES_WORK_H

#include "language/names_ahead.h"

/* How the words of a candidate relate to those of a form. */
enum tp_name_how {
	TP_NAME_PLAIN,
	TP_NAME_APOSTROPHE, /* the last word goes on after an apostrophe: Irbil's, Irbil'de */
	TP_NAME_INFLECTED, /* the last word, or others, have another ending */
	TP_NAME_STEMS, /* the last word may have; that is not looked up yet */
};

struct tp_name_candidate {
	struct tp_span at;
	size_t stem; /* where the ending of the last word starts; at.to if there is none */
	uint32_t node; /* its forms */
	enum tp_name_how how;
	const struct tp_token *last; /* TP_NAME_STEMS: the last word, */
	uint64_t key; /* of the words before it, */
	unsigned stems; /* and see tp_name_stems() */
};

enum {
	TP_NAME_CANDIDATES = TP_NAME_TOKENS * (TP_PREFIXES + 2),
	TP_NAME_ROWS = 8, /* of words with a stem that are followed at once; more are not */
};

struct tp_names_work {
	struct tp_folder folder;
	struct tp_buf ours, theirs; /* a spelling of the text, and of a form */
	struct tp_name_reading reading;
	struct tp_buf unmelted; /* the text, or nothing yet: see tp_name_before_unmelts() */
	struct tp_spans skip, quotes; /* of the text, where they are made here */
	struct tp_name_hits hits;
	struct tp_name_ahead ahead;
	struct tp_name_candidate candidates[TP_NAME_CANDIDATES];
};

/* As tp_names_find(). The skip map is made when it is first needed if `skip` is NULL. */
void tp_names_find_with(struct tp_names_work *work, const struct tp_names *names, struct tp_str text,
			const struct tp_spans *skip, struct tp_name_hits *out);

#endif
