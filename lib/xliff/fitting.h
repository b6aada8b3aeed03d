/* Inside fit: a unit being fitted, and the steps. */
#ifndef TPREP_XLIFF_FITTING_H
#define TPREP_XLIFF_FITTING_H

#include "xliff/fit.h"
#include "xliff/marks.h"

/* Items [from, to) of a content. */
struct tp_items {
	const struct tp_xliff_content *of;
	size_t from, to;
};

static inline struct tp_items tp_items_of(const struct tp_xliff_content *content)
{
	return (struct tp_items){ content, 0, content->n };
}

static inline bool tp_item_is_code(const struct tp_xliff_item *item)
{
	return item->kind == TP_XLIFF_OPEN || item->kind == TP_XLIFF_CLOSE || item->kind == TP_XLIFF_ALONE;
}

/* What a target has for a segment. */
struct tp_part {
	struct tp_items items;
	bool there;
	bool translated;
};

struct tp_fitting {
	struct tp_fit *fit;
	const struct tp_text *text;
	struct tp_spans segments; /* in the original text */
	struct tp_break_codes codes; /* which stay with the segment before a break */
	struct {
		size_t *p;
		size_t n, cap;
	} inks; /* of the prepared segments, where our context has them */
	struct tp_marks marks;
	size_t *mark_of_piece; /* of pieces that are codes or FIXED */
	struct tp_part *parts; /* one for each segment */
	bool whole; /* the target is one translation of the unit, whatever segments it has */
	bool *used; /* one for each mark: the translation has it */
	size_t piece, offset; /* of the text: how far the target has been made from it */
};

/* The steps: the source is the one that was exported, and where its segments are; what of them is
 * translated; and, when nothing speaks against it, the target. */
bool tp_fitting_find_segments(struct tp_fitting *f);
void tp_fitting_judge(struct tp_fitting *f);
void tp_fitting_make_target(struct tp_fitting *f);

/* What they share: ------------------------------------------------------------------------------ */

void tp_fitting_problem(struct tp_fitting *f, const char *id, struct tp_span at, size_t line, const char *message, ...)
    __attribute__((format(printf, 5, 6)));

/* The whole text, for problems that have no better place. */
struct tp_span tp_fitting_span(const struct tp_fitting *f);

/* A number without sign at the start of *s, which it is taken off; TP_NOT_FOUND if there is none. */
size_t tp_fitting_cut_number(struct tp_str *s);

/* The mark that a code of the XLIFF stands for, or TP_NOT_FOUND. Tools write the end of a pair with its
 * own id or with that of the start, and may write any code as a placeholder. */
size_t tp_fitting_mark(const struct tp_fitting *f, const struct tp_xliff_item *item);

/* Adds text with its codes as one string, to be compared: a code is U+0001, which XML cannot hold, and its
 * mark. */
void tp_fitting_add_plain(const struct tp_fitting *f, struct tp_items items, struct tp_buf *out);
void tp_fitting_add_mark(struct tp_buf *out, size_t mark);

#endif
