/* The calls of tprep.h that join the layers. */
#include "tprep.h"

#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"

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
	struct tp_checker *checker = tp_checker_new(kit, family, NULL);
	const struct tp_text unit = { .text = text };

	tp_checker_set(checker, 0, &unit);
	tp_checker_finish(checker, out);
}

void tp_names_in(const struct tp_kit *kit, struct tp_str text, struct tp_findings *out)
{
	check_text(kit, text, tp_family_name(TP_FAMILY_NAMES), out);
}

void tp_words_in(const struct tp_kit *kit, struct tp_str text, struct tp_findings *out)
{
	check_text(kit, text, tp_family_name(TP_FAMILY_SPELLING), out);
}

void tp_segments_in(const struct tp_kit *kit, struct tp_str text, struct tp_spans *out)
{
	tp_segmenter_split(kit->segmenter, text, out);
}

bool tp_doc_check(const struct tp_doc *doc, const struct tp_kit *kit, const char *only, const char *skip,
		  struct tp_findings *out, struct tp_error *err)
{
	struct tp_checker *checker;

	if (!tp_selection_valid(only, err) || !tp_selection_valid(skip, err))
		return false;
	checker = tp_checker_new(kit, only, skip);
	for (size_t i = 0; i < doc->n_units; i++)
		tp_checker_set(checker, i, &doc->units[i].text);
	tp_checker_finish(checker, out);
	return true;
}

bool tp_doc_fix(const struct tp_doc *doc, const struct tp_findings *findings, struct tp_buf *out, size_t *made,
		struct tp_error *err)
{
	struct tp_edits chosen = { NULL, 0, 0 }, edits = { NULL, 0, 0 };
	struct tp_arena *arena = tp_arena_new();
	size_t n = 0;
	bool ok = true;

	for (size_t i = 0; ok && i < doc->n_units; i++) {
		const struct tp_unit *unit = &doc->units[i];

		n += tp_findings_edits(findings, i, TP_FAMILY_COPY, &chosen);
		ok = chosen.n == 0 ||
		     tp_text_edit(&unit->text, unit, doc->text, &chosen, doc->spell, arena, &edits, err) ||
		     tp_error_in_unit(err, unit->id);
	}
	ok = ok && tp_doc_write(doc, &edits, out, err);
	if (made)
		*made = n;
	tp_edits_release(&chosen);
	tp_edits_release(&edits);
	tp_arena_free(arena);
	return ok || tp_error_in_file(err, doc->name.p);
}

void tp_doc_segments(const struct tp_doc *doc, const struct tp_kit *kit, size_t unit, struct tp_spans *out)
{
	tp_segmenter_split(kit->segmenter, doc->units[unit].text.text, out);
}
