/* The calls of tprep.h that join the layers. */
#include "tprep.h"

#include <stdlib.h>

#include "checks/spelling.h"
#include "core/error.h"
#include "core/str.h"
#include "doc/remarks.h"
#include "language/lessons.h"
#include "language/segments_image.h"
#include "language/sentences.h"
#include "language/srx.h"
#include "language/words.h"

const char *tp_version(void)
{
	return TP_VERSION;
}

bool tp_check_entry(size_t i, struct tp_entry *entry)
{
	const struct tp_finding_kind *kind = tp_finding_kinds;

	while (kind->id && i--)
		kind++;
	if (!kind->id)
		return false;
	*entry = (struct tp_entry){ kind->id, _(kind->title), tp_family_name(kind->family) };
	return true;
}

/* Findings in a text of its own: a document of one unit. */
static void check_text(const struct tp_kit *kit, struct tp_str text, const char *family, struct tp_findings *out)
{
	const struct tp_unit unit = { .text.text = text };

	tp_findings_release(out);
	tp_check_units(kit, family, NULL, &unit, 1, tp_findings_gather, out, NULL);
}

void tp_names_in(const struct tp_kit *kit, struct tp_str text, struct tp_findings *out)
{
	check_text(kit, text, tp_family_name(TP_FAMILY_NAMES), out);
}

void tp_words_in(const struct tp_kit *kit, struct tp_str text, struct tp_findings *out)
{
	check_text(kit, text, tp_family_name(TP_FAMILY_SPELLING), out);
}

void tp_word_spans_in(const struct tp_kit *kit, struct tp_str text, struct tp_spans *out)
{
	struct tp_spans skip = { NULL, 0, 0 };

	tp_skip_map(text, &skip);
	tp_words(text, kit->words, kit->language, &skip, out);
	tp_spans_release(&skip);
}

void tp_segments_in(const struct tp_kit *kit, struct tp_str text, struct tp_spans *out)
{
	struct tp_seen seen = { .text = text };

	tp_sentences_find(kit, text, &seen, NULL, NULL, out);
	tp_seen_release(&seen);
}

static bool names_are_sound(const struct tp_kit *kit, struct tp_error *err)
{
	return !kit->names || tp_names_is_sound(kit->names, err);
}

bool tp_doc_check_units(const struct tp_doc *doc, const struct tp_kit *kit, const char *only, const char *skip,
			tp_findings_fn each, void *arg, struct tp_error *err)
{
	if (!tp_selection_valid(only, err) || !tp_selection_valid(skip, err))
		return false;
	return (tp_check_units(kit, only, skip, doc->units, doc->n_units, each, arg, err) &&
		names_are_sound(kit, err)) ||
	       tp_error_in_file(err, doc->name.p);
}

bool tp_doc_check(const struct tp_doc *doc, const struct tp_kit *kit, const char *only, const char *skip,
		  struct tp_findings *out, struct tp_error *err)
{
	tp_findings_release(out);
	return tp_doc_check_units(doc, kit, only, skip, tp_findings_gather, out, err);
}

bool tp_doc_unknown_words(const struct tp_doc *doc, const struct tp_kit *kit, tp_word_fn each, void *arg,
			  struct tp_error *err)
{
	tp_spelling_list(kit, doc->units, doc->n_units, each, arg);
	return names_are_sound(kit, err) || tp_error_in_file(err, doc->name.p);
}

static bool fix(const struct tp_doc *doc, const struct tp_findings *findings, struct tp_buf *out, size_t *made,
		struct tp_error *err)
{
	struct tp_edits chosen = { NULL, 0, 0 }, edits = { NULL, 0, 0 };
	struct tp_arena *arena = tp_arena_new();
	size_t n = 0;
	bool ok = true;

	for (size_t i = 0; ok && i < doc->n_units; i++) {
		const struct tp_unit *unit = &doc->units[i];

		n += tp_findings_edits(findings, i, TP_FAMILY_COPY, &chosen);
		ok = chosen.n == 0 || tp_unit_edit(doc, unit, &chosen, arena, &edits, err);
	}
	ok = ok && tp_doc_write(doc, &edits, out, err);
	if (made)
		*made = n;
	tp_edits_release(&chosen);
	tp_edits_release(&edits);
	tp_arena_free(arena);
	return ok || tp_error_in_file(err, doc->name.p);
}

bool tp_doc_fix(const struct tp_doc *doc, const struct tp_findings *findings, struct tp_buf *out, size_t *made,
		struct tp_error *err)
{
	return tp_doc_is_text(doc, err) && fix(doc, findings, out, made, err);
}

/* Where first mentions count, units depend on one another. */
static bool write_first_mentions(const struct tp_doc *doc, const struct tp_kit *kit, struct tp_buf *out,
				 struct tp_error *err)
{
	struct tp_findings findings = { NULL, 0, 0, NULL };
	bool ok = tp_doc_check(doc, kit, "name-variant", NULL, &findings, err) && fix(doc, &findings, out, NULL, err);

	tp_findings_release(&findings);
	return ok;
}

/* What names need from unit to unit. */
struct naming {
	struct tp_naming how;
	struct tp_name_changes changes;
	struct tp_edits chosen, edits; /* of the unit, and of the document */
	struct tp_arena *arena;
};

static void expect_units(struct naming *in, const struct tp_doc *doc, const struct tp_kit *kit)
{
	struct tp_str *texts = tp_arena_alloc(in->arena, doc->n_units * sizeof *texts);

	for (size_t i = 0; i < doc->n_units; i++)
		texts[i] = doc->units[i].text.text;
	tp_names_expect(in->how.work, kit->names, texts, doc->n_units);
}

static bool name_unit(struct naming *in, const struct tp_doc *doc, const struct tp_kit *kit, const struct tp_unit *unit,
		      struct tp_error *err)
{
	struct tp_str text = unit->text.text;

	in->changes.n = in->chosen.n = 0;
	in->how.title = unit->text.title;
	tp_names_changes(kit->names, text, NULL, &in->how, in->arena, &in->changes);
	for (size_t i = 0; i < in->changes.n; i++)
		if (in->changes.p[i].fate == TP_NAME_CHANGED &&
		    !tp_text_ignores(&unit->text, "name-variant", in->changes.p[i].hit.at)) {
			struct tp_edit edit = tp_name_whole_edit(&in->changes.p[i], text, in->arena);
			tp_edits_add(&in->chosen, edit.at, edit.with);
		}
	return in->chosen.n == 0 || tp_unit_edit(doc, unit, &in->chosen, in->arena, &in->edits, err);
}

/* What finding names needs is kept from document to document, as a long text is many. */
static struct tp_names_work *take_work(const struct tp_kit *kit)
{
	struct tp_names_work *work = atomic_exchange(&((struct tp_kit *)(uintptr_t)kit)->work, NULL);

	return work ? work : tp_names_work_new();
}

static void give_work_back(const struct tp_kit *kit, struct tp_names_work *work)
{
	tp_names_work_free(atomic_exchange(&((struct tp_kit *)(uintptr_t)kit)->work, work));
}

bool tp_doc_names(const struct tp_doc *doc, const struct tp_kit *kit, struct tp_buf *out, struct tp_error *err)
{
	struct naming in = { .how = { .quotes = kit->quotes, .brief = true } };
	bool ok = true;

	if (kit->first_mention)
		return write_first_mentions(doc, kit, out, err);
	in.how.work = take_work(kit);
	in.arena = tp_arena_new();
	expect_units(&in, doc, kit);
	for (size_t i = 0; ok && i < doc->n_units; i++)
		ok = name_unit(&in, doc, kit, &doc->units[i], err);
	ok = ok && names_are_sound(kit, err) && tp_doc_write(doc, &in.edits, out, err);
	free(in.changes.p);
	tp_edits_release(&in.chosen);
	tp_edits_release(&in.edits);
	give_work_back(kit, in.how.work);
	tp_arena_free(in.arena);
	return ok || tp_error_in_file(err, doc->name.p);
}

void tp_doc_segments(const struct tp_doc *doc, const struct tp_kit *kit, size_t unit, struct tp_spans *out)
{
	tp_sentences_find(kit, doc->units[unit].text.text, tp_doc_seen(doc), NULL, NULL, out);
}

bool tp_unit_reading(const struct tp_doc *doc, size_t unit, struct tp_span sentence, struct tp_buf *out)
{
	return tp_text_read(&doc->units[unit].text, sentence, out);
}

const struct tp_segment_rule *tp_rule_at(const struct tp_kit *kit, size_t i)
{
	return tp_segmenter_rule(kit->segmenter, i);
}

void tp_rules_compile(const struct tp_kit *kit, struct tp_buf *out)
{
	tp_segments_write(kit->segmenter, kit->language, out);
}

bool tp_rules_are_general(const struct tp_kit *kit)
{
	return tp_segmenter_is_general(kit->segmenter);
}

/* A unit whose decisions are taken in. */
struct learning {
	struct tp_lessons lessons;
	struct tp_str text;
};

static void learn(void *arg, const struct tp_decision *decision)
{
	struct learning *in = arg;

	tp_lessons_add(&in->lessons, in->text, decision);
}

void tp_rules_write(const struct tp_kit *kit, const struct tp_doc *doc, struct tp_buf *out)
{
	struct learning in;
	struct tp_spans spans = { 0 };

	tp_lessons_init(&in.lessons);
	for (size_t unit = 0; doc && unit < doc->n_units; unit++, spans.n = 0) {
		in.text = doc->units[unit].text.text;
		tp_sentences_find(kit, in.text, tp_doc_seen(doc), learn, &in, &spans);
	}
	tp_lessons_finish(&in.lessons);
	tp_srx_write(kit, &in.lessons, out);
	tp_lessons_release(&in.lessons);
	tp_spans_release(&spans);
}

bool tp_rules_are_weak(const struct tp_kit *kit)
{
	return tp_segmenter_is_weak(kit->segmenter);
}

void tp_doc_decisions(const struct tp_doc *doc, const struct tp_kit *kit, size_t unit, tp_decision_fn each, void *arg)
{
	struct tp_spans spans = { 0 };

	tp_sentences_find(kit, doc->units[unit].text.text, tp_doc_seen(doc), each, arg, &spans);
	tp_spans_release(&spans);
}
