/* The source of a returned unit is the one that was exported, and where its segments are. */
#include "core/error.h"
#include "core/str.h"
#include "core/utf8.h"
#include "xliff/fitting.h"

/* "start end": what stays with the segment before a break. */
static void read_break_codes(struct tp_fitting *f, struct tp_str codes)
{
	struct tp_str code;

	f->codes = (struct tp_break_codes){ 0 };
	while (tp_str_cut(&codes, ' ', &code)) {
		f->codes.start |= tp_str_is(code, "start");
		f->codes.end |= tp_str_is(code, "end");
		f->codes.isolated |= tp_str_is(code, "isolated");
	}
}

/* The segments as our context has them. */
static bool read_segments(struct tp_fitting *f, struct tp_str context)
{
	size_t last = 0;

	while (context.n) {
		if (f->segments.n && tp_str_starts(context, TP_S("codes"))) {
			read_break_codes(f, context);
			break;
		}
		struct tp_span at = { tp_fitting_cut_number(&context), 0 };

		if (!context.n || context.p[0] != '-')
			return false;
		context = tp_str_from(context, 1);
		at.to = tp_fitting_cut_number(&context);
		if (!context.n || context.p[0] != ':')
			return false;
		context = tp_str_from(context, 1);
		*tp_push(&f->inks) = tp_fitting_cut_number(&context);
		if (at.from < last || at.from >= at.to || at.to > f->text->text.n)
			return false;
		if (tp_utf8_border(f->text->text, at.from) != at.from || tp_utf8_border(f->text->text, at.to) != at.to)
			return false;
		last = at.to;
		*tp_push(&f->segments) = at;
		context = tp_str_trim(context);
	}
	return f->segments.n > 0;
}

/* The source in the XLIFF is the document's text, with nothing prepared. */
static bool has_original_source(const struct tp_fitting *f, const struct tp_xliff_content *source)
{
	struct tp_buf theirs = TP_BUF_INIT, ours = TP_BUF_INIT;
	size_t at = 0;

	for (size_t i = 0; i < f->marks.n; i++) {
		struct tp_span mark = f->marks.p[i].at;

		tp_buf_add_str(&ours, tp_str_at(f->text->text, (struct tp_span){ at, mark.from }));
		tp_fitting_add_mark(&ours, i);
		at = mark.to;
	}
	tp_buf_add_str(&ours, tp_str_from(f->text->text, at));
	tp_fitting_add_plain(f, tp_items_of(source), &theirs);
	bool equal = tp_str_eq(tp_buf_str(&theirs), tp_buf_str(&ours));
	tp_buf_release(&theirs);
	tp_buf_release(&ours);
	return equal;
}

/* The segments as the seg-source has them, which is known to be the document's text. */
static void measure_segments(struct tp_fitting *f, const struct tp_xliff_content *content)
{
	size_t at = 0, from = 0;

	for (size_t i = 0; i < content->n; i++) {
		const struct tp_xliff_item *item = &content->p[i];

		if (item->kind == TP_XLIFF_TEXT)
			at += item->text.n;
		else if (item->kind == TP_XLIFF_SEGMENT)
			from = at;
		else if (item->kind == TP_XLIFF_SEGMENT_END && from < at)
			*tp_push(&f->segments) = (struct tp_span){ from, at };
		else if (tp_item_is_code(item))
			at += f->marks.p[tp_fitting_mark(f, item)].at.to - f->marks.p[tp_fitting_mark(f, item)].at.from;
	}
	if (!f->segments.n)
		*tp_push(&f->segments) = tp_fitting_span(f);
}

/* Without our contexts, the source must be the document's text as it stands. */
static bool find_by_source(struct tp_fitting *f)
{
	const struct tp_xliff_entry *entry = f->fit->entry;
	const struct tp_xliff_content *segmented = &entry->segmented;

	f->segments.n = f->inks.n = 0;
	f->codes = TP_BREAK_CODES;
	tp_marks_find(&f->marks, f->text, &f->segments, f->codes);
	bool is_same = has_original_source(f, entry->source.n ? &entry->source : segmented) &&
		       (!segmented->n || has_original_source(f, segmented));
	if (is_same)
		measure_segments(f, segmented);
	tp_marks_release(&f->marks);
	if (!is_same)
		tp_fitting_problem(
		    f, "source-changed", tp_fitting_span(f), entry->line,
		    _("The source cannot be checked: the hash of this unit is gone, and its text is not the "
		      "document's."));
	return is_same;
}

bool tp_fitting_find_segments(struct tp_fitting *f)
{
	const struct tp_xliff_entry *entry = f->fit->entry;
	char hash[TP_HASH_SIZE];

	tp_unit_hash(f->fit->doc, &f->fit->doc->units[f->fit->unit], hash);
	bool is_original = tp_str_is(entry->hash, hash), is_prepared = tp_str_is(entry->prepared, hash);
	if (tp_xliff_has_hash(entry) && !is_original && !is_prepared) {
		tp_fitting_problem(f, "source-changed", tp_fitting_span(f), entry->line,
				   _("The source has changed since the export."));
		return false;
	}
	return (is_original && read_segments(f, entry->segments)) || find_by_source(f);
}
