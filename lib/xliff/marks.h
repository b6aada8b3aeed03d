/* What of a unit's text travels as an inline element, and where it stands among the segments.
 *
 * Export and merge number these marks alike, from the original text and the segments' spans in it, so
 * an id in a translation leads back to the bytes of its code. */
#ifndef TPREP_XLIFF_MARKS_H
#define TPREP_XLIFF_MARKS_H

#include <string.h>

#include "doc/text.h"
#include "language/segments.h"

/* A code, a FIXED character, or a character that XML cannot hold. Mark i has the id i + 1. */
struct tp_mark {
	enum tp_code_kind kind;
	struct tp_span at; /* in the original text; empty for a code */
	size_t piece; /* TP_NOT_FOUND: a character that XML cannot hold, which is plain text elsewhere */
	size_t partner; /* index of the other mark of a pair; its own where alone */
	const struct tp_code *code; /* NULL for a character */
	const char *type; /* of the code; "lb", "byte" or "char" for a character, "mark" for a list's or quote's */
	size_t place; /* 2k + 1: in segment k; 2k: before it */
	bool element; /* a pair that is written as an element around its content */
};

#define TP_MARK_LEAD "mark" /* the type of a lead, and of the like inside a text */

struct tp_marks {
	struct tp_mark *p;
	size_t n, cap;
};

/* Adds the marks of a text. `segments` are spans of the original text without the white space around
 * them, in order; `codes` are those that stay with the segment before a break. */
void tp_marks_find(struct tp_marks *marks, const struct tp_text *text, const struct tp_spans *segments,
		   struct tp_break_codes codes);
void tp_marks_release(struct tp_marks *marks);

/* The part of a text of n bytes that is at `place`. */
struct tp_span tp_marks_range(const struct tp_spans *segments, size_t place, size_t n);

/* The spans, in the original text, of segments that tile the text with `edits` made. No segment is empty or ends
 * inside an edit (those that would are joined), and none begins or ends with white space, unless a code stands
 * alone there. The mark of a list or quote at the start is of none. */
void tp_marks_segments(const struct tp_text *text, const struct tp_edits *edits, struct tp_str prepared,
		       const struct tp_spans *segments, struct tp_break_codes codes, struct tp_spans *out);

/* A text is nothing but white space. Units that are so are not sent. */
bool tp_marks_is_blank(struct tp_str text);

/* What fits into a message of a text from a file, which may be long. */
struct tp_str tp_marks_in_short(struct tp_str text);

/* The mark of a list or quote that the text starts with, which a translation need not have. */
static inline bool tp_mark_is_lead(const struct tp_mark *mark)
{
	return mark->place == 0 && mark->at.from == 0 && strcmp(mark->type, TP_MARK_LEAD) == 0;
}

/* Adds the mark as a translator sees it: `<g id="1"> (bold)`. */
void tp_mark_show(const struct tp_marks *marks, size_t mark, struct tp_buf *out);

#endif
