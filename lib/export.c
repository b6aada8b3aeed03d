/* From documents to XLIFF: prepare, segment, write. */
#include <stdlib.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "doc/doc.h"
#include "doc/finding.h"
#include "formats/format.h"
#include "language/kit.h"
#include "language/sentences.h"
#include "xliff/xliff.h"

/* What the schema takes as a language, "en", "pt-BR", and is no name of one. */
static bool is_language(const char *code)
{
	struct tp_str rest = tp_str_of(code), part;
	bool is_first = true;

	while (tp_str_cut(&rest, '-', &part)) {
		if (part.n < 1 || part.n > (is_first ? 3 : 8))
			return false;
		for (size_t i = 0; i < part.n; i++) {
			char c = part.p[i];
			bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

			if (!is_letter && (is_first || c < '0' || c > '9'))
				return false;
		}
		is_first = false;
	}
	return true;
}

static bool is_fixed_in(const struct tp_text *text, struct tp_span at)
{
	for (size_t i = tp_text_piece_at(text, at.from); i < text->n_pieces && text->pieces[i].text.from < at.to; i++)
		if (text->pieces[i].kind == TP_PIECE_FIXED)
			return true;
	return false;
}

/* The edits made before export. One over a hard line break is left to the translator. */
static void choose_edits(struct tp_xliff_unit *unit, enum tp_prepare prepare)
{
	const struct tp_text *text = &unit->doc->units[unit->unit].text;
	struct tp_edits *edits = &unit->prepared;
	size_t n = 0;

	if (prepare == TP_PREPARE_NONE)
		return;
	tp_findings_edits(unit->findings, unit->unit, prepare == TP_PREPARE_NAMES ? TP_FAMILY_NAMES : TP_FAMILY_COPY,
			  edits);
	for (size_t i = 0; i < edits->n; i++) {
		struct tp_edit edit = tp_edit_trim(edits->p[i], text->text);

		if (!is_fixed_in(text, edit.at))
			edits->p[n++] = edit;
	}
	edits->n = n;
}

/* Documents on their way out. */
struct exporting {
	struct tp_xliff_writer writer;
	const struct tp_kit *kit;
	enum tp_prepare prepare;
	const struct tp_doc *doc;
	size_t next; /* unit */
	struct tp_buf made; /* what is not written yet */
	tp_write_fn write;
	void *arg;
	struct tp_error *err;
	bool failed; /* to write */
};

static void write_made(struct exporting *to)
{
	to->failed = to->failed || !to->write(to->arg, tp_buf_str(&to->made), to->err);
	tp_buf_clear(&to->made);
}

/* What the names of the prepared text are called in the target language, where that is something else. */
static void find_terms(const struct tp_kit *kit, struct tp_xliff_unit *unit)
{
	struct tp_name_hits hits = { NULL, 0, 0 };

	if (kit->terms)
		tp_names_find(kit->names, unit->text, NULL, &hits);
	for (size_t i = 0; i < hits.n; i++) {
		struct tp_str concept = tp_names_concept(kit->names, hits.p[i].concept);
		struct tp_str target = tp_name_terms_of(kit->terms, concept);
		struct tp_str source = tp_str_at(unit->text, hits.p[i].at);

		if (target.n && hits.p[i].status != TP_NAME_REPORT && !tp_str_eq(source, target))
			*tp_push(&unit->terms) = (struct tp_xliff_term){ source, target };
	}
	free(hits.p);
}

static void export_unit(struct exporting *to, const struct tp_findings *findings)
{
	enum { ENOUGH_TO_WRITE = 1 << 16 };
	struct tp_xliff_unit unit = {
		.doc = to->doc, .unit = to->next++, .findings = findings, .codes = TP_BREAK_CODES
	};
	struct tp_buf prepared = TP_BUF_INIT;

	choose_edits(&unit, to->prepare);
	tp_edits_apply(&unit.prepared, to->doc->units[unit.unit].text.text, &prepared);
	unit.text = tp_buf_str(&prepared);
	if (to->kit->segmenter) {
		unit.codes = tp_segmenter_codes(to->kit->segmenter);
		tp_sentences_find(to->kit, unit.text, tp_doc_seen(to->doc), NULL, NULL, &unit.segments);
	} else {
		*tp_push(&unit.segments) = (struct tp_span){ 0, unit.text.n };
	}
	find_terms(to->kit, &unit);
	tp_xliff_add_unit(&to->writer, &unit);
	free(unit.terms.p);
	tp_edits_release(&unit.prepared);
	tp_spans_release(&unit.segments);
	tp_buf_release(&prepared);
	if (to->made.n >= ENOUGH_TO_WRITE)
		write_made(to);
}

/* Exports the units before `end`, which have no findings. */
static void export_up_to(struct exporting *to, size_t end)
{
	static const struct tp_findings none = { NULL, 0, 0, NULL };

	while (to->next < end && !to->failed)
		export_unit(to, &none);
}

/* Exports the unit that has the findings. */
static void export_findings(void *arg, struct tp_findings *findings)
{
	struct exporting *to = arg;

	export_up_to(to, findings->p[0].unit);
	if (!to->failed)
		export_unit(to, findings);
}

static bool export_document(struct exporting *to, const struct tp_doc *doc)
{
	to->doc = doc;
	to->next = 0;
	tp_xliff_begin_file(&to->writer, doc->name.p, doc->format->datatype, doc->encoding);
	if (!tp_doc_check_units(doc, to->kit, NULL, NULL, export_findings, to, to->err))
		return false;
	export_up_to(to, doc->n_units);
	tp_xliff_end_file(&to->writer);
	return !to->failed;
}

static bool is_language_or_fail(const char *code, struct tp_error *err)
{
	return is_language(code) || tp_language_fail(code, err);
}

static bool export_all(struct exporting *to, const struct tp_doc *const *docs, size_t n)
{
	if (!is_language_or_fail(to->writer.source, to->err) || !is_language_or_fail(to->writer.target, to->err))
		return false;
	tp_xliff_begin(&to->writer);
	for (size_t i = 0; i < n; i++)
		if (!export_document(to, docs[i]))
			return false;
	tp_xliff_end(&to->writer);
	write_made(to);
	return !to->failed;
}

bool tp_export(const struct tp_doc *const *docs, size_t n, const struct tp_kit *kit, const struct tp_exporting *how,
	       tp_write_fn write, void *arg, struct tp_error *err)
{
	struct tp_buf source = TP_BUF_INIT, target = TP_BUF_INIT;
	struct exporting to = { .kit = kit, .prepare = how->prepare, .write = write, .arg = arg, .err = err };

	if (how->version && strcmp(how->version, "1.2") != 0)
		return tp_fail(err, TP_E_USAGE, 0, _("XLIFF %s cannot be written, only 1.2."), how->version);
	if (!how->target || !*how->target)
		return tp_fail(err, TP_E_USAGE, 0, _("The language to translate into is not given."));
	tp_language_tag(how->source && *how->source ? how->source : kit->language, &source);
	tp_language_tag(how->target, &target);
	to.writer = (struct tp_xliff_writer){
		.out = &to.made, .source = source.p, .target = target.p, .omegat36 = how->omegat36
	};
	bool ok = export_all(&to, docs, n);
	tp_buf_release(&to.made);
	tp_buf_release(&source);
	tp_buf_release(&target);
	return ok;
}
