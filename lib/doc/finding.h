/* Findings: kinds, lists, and which fixes are made together. */
#ifndef TPREP_DOC_FINDING_H
#define TPREP_DOC_FINDING_H

#include "core/edit.h"
#include "core/memory.h"
#include "tprep.h"

/* Families in the order in which their fixes win where edits overlap. */
enum tp_family { TP_FAMILY_NAMES, TP_FAMILY_SPELLING, TP_FAMILY_ABBREVIATIONS, TP_FAMILY_COPY, TP_FAMILY_MERGE };

/* A kind of finding: a row of the list in `tprep checks`. */
struct tp_finding_kind {
	const char *id; /* "typo" */
	enum tp_family family;
	enum tp_severity severity;
	const char *title; /* N_("a misspelt word, with a sure correction") */
};

const char *tp_family_name(enum tp_family family); /* "spelling", "names", "abbreviations", "copy", "merge" */

/* All kinds there are, each row of checks' and merge's; ends with id NULL. (One list, in finding.c.) */
extern const struct tp_finding_kind tp_finding_kinds[];
const struct tp_finding_kind *tp_finding_kind(const char *id);

/* The id or the family that is called so; NULL if there is none. */
const char *tp_finding_name(struct tp_str name);

/* Adds a finding; the caller fills in the rest, with strings made in findings->arena (which is made
 * when it is NULL). */
struct tp_finding *tp_findings_add(struct tp_findings *findings, const char *id, size_t unit, struct tp_span at);

/* Adds a fix behind those there are; `with` is copied. Fixes are added to the newest finding only. */
void tp_finding_add_fix(struct tp_findings *findings, struct tp_finding *finding, struct tp_span at,
			struct tp_str with);

/* Adds a copy of a finding, which may be of another list. */
void tp_findings_copy(struct tp_findings *to, const struct tp_finding *finding);

/* A tp_findings_fn that adds copies to `list`, a struct tp_findings. */
void tp_findings_gather(void *list, struct tp_findings *findings);

/* Sorts by unit, place and family; drops what is there twice (same id and span). */
void tp_findings_sort(struct tp_findings *findings);

/* The edits of one unit: of its sure findings (in families up to `last`), the first fix of each that no
 * better one overlaps. The rule: family, then leftmost, then longest. The result is sorted. The findings are sorted.
 * Returns how many. */
size_t tp_findings_edits(const struct tp_findings *findings, size_t unit, enum tp_family last, struct tp_edits *out);

#endif
