#include "doc/finding.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"

const struct tp_finding_kind tp_finding_kinds[] = {
	{ "name-variant", TP_FAMILY_NAMES, TP_WARNING, N_("A name that the house style writes otherwise.") },
	{ "name-inconsistent", TP_FAMILY_NAMES, TP_WARNING,
	  N_("A name that the document writes in more than one way.") },
	{ "typo", TP_FAMILY_SPELLING, TP_ERROR, N_("A misspelt word.") },
	{ "unknown-word", TP_FAMILY_SPELLING, TP_WARNING, N_("A word that no dictionary knows.") },
	{ "spelling-variant", TP_FAMILY_SPELLING, TP_NOTE,
	  N_("A word in the spelling of another country or time than that of the dictionary.") },
	{ "unknown-name", TP_FAMILY_SPELLING, TP_NOTE, N_("A capitalised word that no dictionary knows.") },
	{ "abbreviation-period", TP_FAMILY_ABBREVIATIONS, TP_WARNING,
	  N_("An abbreviation without its last period, which it has elsewhere in the document.") },
	{ "abbreviation-inconsistent", TP_FAMILY_ABBREVIATIONS, TP_WARNING,
	  N_("An abbreviation that the document writes with and without periods.") },
	{ "editorial-insertion", TP_FAMILY_COPY, TP_NOTE, N_("A word that an editor put in square brackets.") },
	{ "doubled-word", TP_FAMILY_COPY, TP_WARNING, N_("A word that is there twice.") },
	{ "double-space", TP_FAMILY_COPY, TP_NOTE, N_("More than one space between words.") },
	{ "invisible-character", TP_FAMILY_COPY, TP_WARNING, N_("An invisible or control character.") },
	{ "mixed-script", TP_FAMILY_COPY, TP_WARNING, N_("A word with letters of two scripts that look alike.") },
	{ "bidi-control", TP_FAMILY_COPY, TP_WARNING, N_("A control of writing direction without its partner.") },
	{ "code-lost", TP_FAMILY_MERGE, TP_ERROR, N_("An inline code that the translation lacks.") },
	{ "code-doubled", TP_FAMILY_MERGE, TP_ERROR, N_("An inline code that the translation has twice.") },
	{ "code-unknown", TP_FAMILY_MERGE, TP_ERROR, N_("An inline code that the source does not have.") },
	{ "code-crossed", TP_FAMILY_MERGE, TP_ERROR, N_("Inline codes of the translation that are not nested.") },
	{ "source-changed", TP_FAMILY_MERGE, TP_ERROR, N_("A unit that has changed since the export.") },
	{ "target-missing", TP_FAMILY_MERGE, TP_NOTE, N_("A segment without translation.") },
	{ NULL, TP_FAMILY_MERGE, TP_NOTE, NULL },
};

const char *tp_family_name(enum tp_family family)
{
	static const char *const names[] = { "names", "spelling", "abbreviations", "copy", "merge" };

	return names[family];
}

const struct tp_finding_kind *tp_finding_kind(const char *id)
{
	for (const struct tp_finding_kind *kind = tp_finding_kinds; kind->id; kind++)
		if (strcmp(kind->id, id) == 0)
			return kind;
	return NULL;
}

const char *tp_finding_name(struct tp_str name)
{
	for (const struct tp_finding_kind *kind = tp_finding_kinds; kind->id; kind++)
		if (tp_str_is(name, kind->id))
			return kind->id;
		else if (tp_str_is(name, tp_family_name(kind->family)))
			return tp_family_name(kind->family);
	return NULL;
}

struct tp_finding *tp_findings_add(struct tp_findings *findings, const char *id, size_t unit, struct tp_span at)
{
	const struct tp_finding_kind *kind = tp_finding_kind(id);
	struct tp_finding *finding = tp_push(findings);

	if (!findings->arena)
		findings->arena = tp_arena_new();
	*finding = (struct tp_finding){
		.id = kind ? kind->id : id,
		.severity = kind ? kind->severity : TP_WARNING,
		.unit = unit,
		.at = at,
		.message = TP_S(""),
		.concept = TP_S(""),
		.status = "",
		.rule = TP_S(""),
	};
	return finding;
}

void tp_finding_add_fix(struct tp_findings *findings, struct tp_finding *finding, struct tp_span at, struct tp_str with)
{
	size_t n = finding->n_fixes;
	bool full = (n & (n - 1)) == 0; /* the room grows when it holds 0, 1, 2, 4, 8 ... fixes */
	struct tp_edit *fixes = (struct tp_edit *)finding->fixes;

	if (full) {
		fixes = tp_arena_alloc(findings->arena, (n ? 2 * n : 1) * sizeof *fixes);
		if (n)
			memcpy(fixes, finding->fixes, n * sizeof *fixes);
		finding->fixes = fixes;
	}
	fixes[finding->n_fixes++] = (struct tp_edit){ at, tp_arena_str(findings->arena, with) };
}

void tp_findings_copy(struct tp_findings *to, const struct tp_finding *finding)
{
	struct tp_finding *copy = tp_findings_add(to, finding->id, finding->unit, finding->at);

	copy->severity = finding->severity;
	copy->sure = finding->sure;
	copy->message = tp_arena_str(to->arena, finding->message);
	copy->concept = tp_arena_str(to->arena, finding->concept);
	copy->status = finding->status;
	copy->rule = tp_arena_str(to->arena, finding->rule);
	for (size_t i = 0; i < finding->n_fixes; i++)
		tp_finding_add_fix(to, copy, finding->fixes[i].at, finding->fixes[i].with);
}

void tp_findings_gather(void *list, struct tp_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++)
		tp_findings_copy(list, &findings->p[i]);
}

static enum tp_family family_of(const struct tp_finding *finding)
{
	const struct tp_finding_kind *kind = tp_finding_kind(finding->id);

	return kind ? kind->family : TP_FAMILY_MERGE;
}

static int compare_sizes(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int compare_findings(const void *pa, const void *pb)
{
	const struct tp_finding *a = pa, *b = pb;
	int d = compare_sizes(a->unit, b->unit);

	d = d ? d : compare_sizes(a->at.from, b->at.from);
	d = d ? d : compare_sizes(a->at.to, b->at.to);
	d = d ? d : (int)family_of(a) - (int)family_of(b);
	d = d ? d : strcmp(a->id, b->id);
	return d ? d : tp_str_compare(a->message, b->message);
}

static bool is_repeat(const struct tp_finding *a, const struct tp_finding *b)
{
	return a->unit == b->unit && a->at.from == b->at.from && a->at.to == b->at.to && strcmp(a->id, b->id) == 0;
}

void tp_findings_sort(struct tp_findings *findings)
{
	size_t n = 0;

	if (!findings->n)
		return;
	qsort(findings->p, findings->n, sizeof *findings->p, compare_findings);
	for (size_t i = 1; i < findings->n; i++)
		if (!is_repeat(&findings->p[n], &findings->p[i]))
			findings->p[++n] = findings->p[i];
	findings->n = n + 1;
}

/* The first of the sorted findings that belongs to `unit` or a later one. */
static size_t first_of_unit(const struct tp_findings *findings, size_t unit)
{
	size_t from = 0, to = findings->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (findings->p[middle].unit < unit)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* By place, the longest first where several start at one. */
static int compare_candidates(const void *pa, const void *pb)
{
	const struct tp_edit *a = pa, *b = pb;
	int d = compare_sizes(a->at.from, b->at.from);

	d = d ? d : compare_sizes(b->at.to, a->at.to);
	return d ? d : tp_str_compare(a->with, b->with);
}

static void gather(const struct tp_findings *findings, size_t unit, enum tp_family family, struct tp_edits *out)
{
	out->n = 0;
	for (size_t i = first_of_unit(findings, unit); i < findings->n && findings->p[i].unit == unit; i++) {
		const struct tp_finding *finding = &findings->p[i];

		if (finding->sure && finding->n_fixes && family_of(finding) == family)
			tp_edits_add(out, finding->fixes[0].at, finding->fixes[0].with);
	}
	if (out->n)
		qsort(out->p, out->n, sizeof *out->p, compare_candidates);
}

/* Adds to `chosen`, which is sorted and stays so, the candidates that overlap nothing before them. Of
 * the candidates taken so far, the one that ends last and the last one tell all. */
static void choose(struct tp_edits *chosen, const struct tp_edits *candidates)
{
	struct tp_edits all = { NULL, 0, 0 };
	const struct tp_edit *furthest = NULL, *last = NULL;
	size_t next = 0; /* the chosen before it end before the candidate starts */

	for (size_t i = 0; i < candidates->n; i++) {
		const struct tp_edit *edit = &candidates->p[i];
		bool fits =
		    !last || (!tp_span_overlaps(furthest->at, edit->at) && !tp_span_overlaps(last->at, edit->at));

		while (next < chosen->n && chosen->p[next].at.to < edit->at.from)
			next++;
		for (size_t j = next; fits && j < chosen->n && chosen->p[j].at.from <= edit->at.to; j++)
			fits = !tp_span_overlaps(chosen->p[j].at, edit->at);
		if (!fits)
			continue;
		tp_edits_add(&all, edit->at, edit->with);
		last = edit;
		furthest = !furthest || edit->at.to > furthest->at.to ? edit : furthest;
	}
	for (size_t i = 0; i < all.n; i++)
		tp_edits_add(chosen, all.p[i].at, all.p[i].with);
	tp_edits_sort(chosen, TP_NOT_FOUND);
	tp_edits_release(&all);
}

size_t tp_findings_edits(const struct tp_findings *findings, size_t unit, enum tp_family last, struct tp_edits *out)
{
	struct tp_edits candidates = { NULL, 0, 0 };

	out->n = 0;
	for (unsigned family = TP_FAMILY_NAMES; family <= (unsigned)last; family++) {
		gather(findings, unit, (enum tp_family)family, &candidates);
		if (candidates.n)
			choose(out, &candidates);
	}
	tp_edits_release(&candidates);
	return out->n;
}

void tp_findings_release(struct tp_findings *findings)
{
	free(findings->p);
	tp_arena_free(findings->arena);
	*findings = (struct tp_findings){ NULL, 0, 0, NULL };
}
