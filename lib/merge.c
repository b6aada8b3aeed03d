/* From XLIFF back to a document: each unit is held against the document's own; what fits becomes edits of
 * the document's bytes. */
#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "doc/doc.h"
#include "doc/finding.h"
#include "xliff/fit.h"
#include "xliff/marks.h"
#include "xliff/pairs.h"
#include "xliff/xliff.h"

#include <stdio.h>
#include <stdlib.h>

struct merge {
	const struct tp_doc *doc;
	const struct tp_xliff *xliff;
	const struct tp_xliff_file *file;
	const struct tp_merging *how;
	struct tp_findings *findings;
	struct tp_arena *arena;
	bool unspaced; /* as tp_fit has it */
	struct tp_edits edits;
	size_t fits; /* units with a translation that can be merged */
	size_t problems;
	struct tp_error first; /* of the problems */
};

static void add_finding(struct merge *m, size_t unit, const char *id, struct tp_span at, struct tp_str message)
{
	struct tp_finding *finding = tp_findings_add(m->findings, id, unit, at);

	finding->message = tp_arena_str(m->findings->arena, message);
}

/* The translation does not fit: a finding, and the error of the whole if it is the first. */
static void add_problem(struct merge *m, size_t unit, struct tp_str unit_id, const struct tp_problem *problem)
{
	if (unit < m->doc->n_units)
		add_finding(m, unit, problem->id, problem->at, problem->message);
	if (m->problems++)
		return;
	tp_fail(&m->first, TP_E_MISMATCH, problem->line, "%.*s", (int)problem->message.n, problem->message.p);
	tp_error_in_file(&m->first, m->xliff->name.p);
	tp_error_in_unit(&m->first, unit_id);
}

/* Segments without translation. Returns whether the rest of the unit is merged. */
static bool accept_missing(struct merge *m, const struct tp_fit *fit)
{
	struct tp_str message = tp_str_of(_("This segment has no translation."));

	for (size_t i = 0; i < fit->missing.n; i++) {
		struct tp_problem problem = { "target-missing", fit->missing.p[i], fit->entry->line, message };

		if (m->how->missing == TP_MISSING_ERROR)
			add_problem(m, fit->unit, m->doc->units[fit->unit].id, &problem);
		else
			add_finding(m, fit->unit, problem.id, problem.at, message);
	}
	return fit->translated && (!fit->missing.n || m->how->missing == TP_MISSING_SOURCE);
}

/* A translation that the document's format cannot hold is a problem of its unit, too. */
static void put_target(struct merge *m, const struct tp_fit *fit)
{
	const struct tp_doc *doc = m->doc;
	const struct tp_unit *unit = &doc->units[fit->unit];
	struct tp_error err;

	if (!tp_text_translate(&unit->text, unit, doc->text, &fit->target, doc->spell, m->arena, &m->edits, &err))
		add_problem(m, fit->unit, unit->id,
			    &(struct tp_problem){
				"code-lost", { 0, unit->text.text.n }, fit->entry->line, tp_str_of(err.message) });
}

static void merge_entry(struct merge *m, size_t unit, const struct tp_xliff_entry *entry)
{
	struct tp_fit fit = { .doc = m->doc, .unit = unit, .entry = entry, .arena = m->arena, .unspaced = m->unspaced };

	tp_fit_unit(&fit);
	size_t before = m->problems;
	for (size_t i = 0; i < fit.problems.n; i++)
		add_problem(m, unit, m->doc->units[unit].id, &fit.problems.p[i]);
	if (!fit.problems.n && accept_missing(m, &fit))
		put_target(m, &fit);
	m->fits += fit.translated && m->problems == before;
	tp_fit_release(&fit);
}

static void merge_unit(struct merge *m, size_t unit, size_t entry)
{
	const struct tp_unit *of = &m->doc->units[unit];

	if (entry != TP_NOT_FOUND)
		merge_entry(m, unit, &m->file->entries.p[entry]);
	else if (!tp_marks_is_blank(of->text.text))
		add_problem(
		    m, unit, of->id,
		    &(struct tp_problem){ "source-changed",
					  { 0, of->text.text.n },
					  0,
					  tp_str_of(_("The document has this unit, but the translation does not.")) });
}

static void find_strangers(struct merge *m, const bool *known)
{
	for (size_t i = 0; i < m->file->entries.n; i++) {
		const struct tp_xliff_entry *entry = &m->file->entries.p[i];
		size_t last = m->doc->n_units ? m->doc->n_units - 1 : 0;

		if (!known[i])
			add_problem(m, last, entry->id,
				    &(struct tp_problem){
					"source-changed",
					{ 0, 0 },
					entry->line,
					tp_str_of(_("The translation has this unit, but the document does not.")) });
	}
}

static void merge_units(struct merge *m)
{
	bool *known = tp_alloc_zero(m->file->entries.n, sizeof *known);
	size_t *entries = tp_pairs_find(m->doc, m->file);

	for (size_t unit = 0; unit < m->doc->n_units; unit++) {
		if (entries[unit] != TP_NOT_FOUND)
			known[entries[unit]] = true;
		merge_unit(m, unit, entries[unit]);
	}
	find_strangers(m, known);
	free(entries);
	free(known);
}

/* The error of the whole: the first problem, how many more there are, and how much could be merged all the same. */
static bool refuse(const struct merge *m, struct tp_error *err)
{
	size_t more = m->problems - 1;
	struct tp_error first = m->first;

	if (!err)
		return false;
	if (more)
		snprintf(first.message, sizeof first.message,
			 /* TRANSLATORS: %s is a whole sentence that says what is wrong */
			 tp_plural("%s (%zu more problem was found.)", "%s (%zu more problems were found.)", more),
			 m->first.message, more);
	*err = first;
	if (m->fits)
		snprintf(err->message, sizeof err->message,
			 /* TRANSLATORS: %s is one or more whole sentences that say what is wrong */
			 tp_plural("%s %zu other paragraph fits, and can be merged alone.",
				   "%s %zu other paragraphs fit, and can be merged alone.", m->fits),
			 first.message, m->fits);
	return false;
}

static bool write(struct merge *m, struct tp_buf *out, struct tp_error *err)
{
	return m->how->utf8 ? tp_doc_write_utf8(m->doc, &m->edits, out, err)
			    : tp_doc_write(m->doc, &m->edits, out, err);
}

static bool writes_no_spaces(const char *language)
{
	struct tp_buf tag = TP_BUF_INIT;

	tp_language_tag(language, &tag);
	bool is = tp_language_is_one_of(tp_buf_str(&tag), "ja zh yue");
	tp_buf_release(&tag);
	return is;
}

bool tp_merge(const struct tp_doc *doc, const struct tp_xliff *xliff, size_t i, const struct tp_merging *how,
	      struct tp_buf *out, struct tp_findings *findings, struct tp_error *err)
{
	struct tp_findings unwanted = { 0 };
	struct merge m = { .doc = doc, .xliff = xliff, .how = how, .findings = findings ? findings : &unwanted };

	if (i >= xliff->files.n) {
		tp_fail(err, TP_E_MISMATCH, 0, _("The translation has no document."));
		return tp_error_in_file(err, xliff->name.p);
	}
	m.file = &xliff->files.p[i];
	m.arena = tp_arena_new();
	m.unspaced = writes_no_spaces(m.file->target.p);
	merge_units(&m);
	bool ok = m.problems && !how->force ? refuse(&m, err) : write(&m, out, err);
	tp_edits_release(&m.edits);
	tp_arena_free(m.arena);
	tp_findings_release(&unwanted);
	return ok;
}
