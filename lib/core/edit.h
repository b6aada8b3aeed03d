/* Edits: the one way in which a text changes. */
#ifndef TPREP_CORE_EDIT_H
#define TPREP_CORE_EDIT_H

#include "tprep.h"

/* A list of edits, held by the caller; all zero is empty. What `with` points to is not owned. */
struct tp_edits {
	struct tp_edit *p;
	size_t n, cap;
};

void tp_edits_add(struct tp_edits *edits, struct tp_span at, struct tp_str with);
void tp_edits_release(struct tp_edits *edits);

/* Two spans cannot both be edited: they share a byte, or one is an insertion inside the other, or
 * both insert at one place. */
bool tp_span_overlaps(struct tp_span a, struct tp_span b);

/* Sorts by place. Returns false if two overlap, or one lies outside a text of n bytes. */
bool tp_edits_sort(struct tp_edits *edits, size_t n);

/* Adds `text` with sorted edits made to `out`. */
void tp_edits_apply(const struct tp_edits *edits, struct tp_str text, struct tp_buf *out);

/* Where an offset of the edited text stood in the original: inside a replacement, at the start of
 * what it replaced if `end` is false, else at its end. Edits are sorted. */
size_t tp_edits_back(const struct tp_edits *edits, size_t offset, bool end);

/* Takes what the old and the new text have in common at both ends off the edit (whole code points),
 * so that it is as short as it can be. */
struct tp_edit tp_edit_trim(struct tp_edit edit, struct tp_str text);

#endif
