/* What of a returned unit is translated. */
#include <stdint.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "xliff/fitting.h"

static bool are_equal(const struct tp_fitting *f, struct tp_items a, struct tp_items b)
{
	struct tp_buf plain_a = TP_BUF_INIT, plain_b = TP_BUF_INIT;

	tp_fitting_add_plain(f, a, &plain_a);
	tp_fitting_add_plain(f, b, &plain_b);
	bool equal = tp_str_eq(tp_buf_str(&plain_a), tp_buf_str(&plain_b));
	tp_buf_release(&plain_a);
	tp_buf_release(&plain_b);
	return equal;
}

/* Puts the segments of a content where they belong. */
static void find_parts(struct tp_fitting *f, const struct tp_xliff_content *content, const struct tp_table *mids,
		       struct tp_part *parts)
{
	for (size_t i = 0; i < content->n; i++) {
		const struct tp_xliff_item *item = &content->p[i];

		if (item->kind != TP_XLIFF_SEGMENT)
			continue;
		size_t from = i + 1;
		while (content->p[i].kind != TP_XLIFF_SEGMENT_END)
			i++;
		const uintptr_t *k = tp_table_get(mids, item->text);
		struct tp_str id = tp_marks_in_short(item->text);
		if (!k)
			tp_fitting_problem(f, "code-unknown", tp_fitting_span(f), item->line,
					   _("The source has no segment “%.*s”."), (int)id.n, id.p);
		else if (parts[*k].there)
			tp_fitting_problem(f, "code-doubled", f->segments.p[*k], item->line,
					   _("The segment “%.*s” is there twice."), (int)id.n, id.p);
		else
			parts[*k] = (struct tp_part){ .items = { content, from, i }, .there = true };
	}
}

/* The ids of the segments: those of the seg-source, in its order; if it is gone, "1", "2" ... Returns false if
 * the seg-source has other segments than those that were exported. */
static bool name_segments(struct tp_fitting *f, struct tp_table *mids)
{
	const struct tp_xliff_content *segmented = &f->fit->entry->segmented;
	size_t n = 0, ink = 0;

	for (size_t i = 0; i < segmented->n; i++) {
		const struct tp_xliff_item *item = &segmented->p[i];

		if (item->kind == TP_XLIFF_SEGMENT) {
			*tp_table_put(mids, item->text) = n;
			ink = 0;
		} else if (item->kind == TP_XLIFF_TEXT) {
			ink += tp_xliff_ink(item->text);
		} else if (item->kind == TP_XLIFF_SEGMENT_END) {
			if (n >= f->segments.n || (n < f->inks.n && f->inks.p[n] != ink))
				return false;
			n++;
		}
	}
	for (size_t k = n; n == 0 && k < f->segments.n; k++)
		*tp_table_put(mids, tp_arena_format(f->fit->arena, "%zu", k + 1)) = k;
	return n == 0 || n == f->segments.n;
}

static bool has_content(struct tp_items items)
{
	for (size_t i = items.from; i < items.to; i++)
		if (tp_item_is_code(&items.of->p[i]) ||
		    (items.of->p[i].kind == TP_XLIFF_TEXT && !tp_marks_is_blank(items.of->p[i].text)))
			return true;
	return false;
}

/* The first item of the target outside its segments that is more than what stands between them in the
 * source, or NULL. */
static const struct tp_xliff_item *find_outside(const struct tp_fitting *f)
{
	const struct tp_xliff_content *target = &f->fit->entry->target;
	bool inside = false;

	for (size_t i = 0; i < target->n; i++) {
		const struct tp_xliff_item *item = &target->p[i];

		if (item->kind == TP_XLIFF_SEGMENT || item->kind == TP_XLIFF_SEGMENT_END)
			inside = item->kind == TP_XLIFF_SEGMENT;
		if (inside)
			continue;
		if (item->kind == TP_XLIFF_TEXT && !tp_marks_is_blank(item->text))
			return item;
		size_t mark = tp_item_is_code(item) ? tp_fitting_mark(f, item) : TP_NOT_FOUND;
		if (tp_item_is_code(item) && (mark == TP_NOT_FOUND || f->marks.p[mark].place % 2))
			return item;
	}
	return NULL;
}

/* A target that still is what we or a tool put there before the translator came. */
static bool is_untouched(const struct tp_fitting *f, struct tp_items target, struct tp_items source)
{
	struct tp_str state = f->fit->entry->state;

	return (tp_str_is(state, "new") || tp_str_is(state, "needs-translation")) && are_equal(f, target, source);
}

static void judge_whole(struct tp_fitting *f)
{
	const struct tp_xliff_entry *entry = f->fit->entry;
	struct tp_items target = tp_items_of(&entry->target);

	f->whole = has_content(target) && !is_untouched(f, target, tp_items_of(&entry->source));
	f->fit->translated = f->whole ? f->segments.n : 0;
}

static void judge_parts(struct tp_fitting *f, const struct tp_table *mids)
{
	struct tp_part *sources = tp_alloc_zero(f->segments.n, sizeof *sources);

	find_parts(f, &f->fit->entry->segmented, mids, sources);
	for (size_t k = 0; k < f->segments.n; k++) {
		struct tp_part *part = &f->parts[k];

		part->translated = part->there && has_content(part->items) &&
				   !(sources[k].there && is_untouched(f, part->items, sources[k].items));
		f->fit->translated += part->translated;
	}
	free(sources);
}

/* All segments of a seg-source that a client has made anew are translated. */
static bool are_all_translated(const struct tp_fitting *f)
{
	const struct tp_xliff_content *segmented = &f->fit->entry->segmented, *target = &f->fit->entry->target;
	struct tp_table done = { 0 };
	bool all = true;

	for (size_t i = 0; i < target->n; i++) {
		size_t from = i + 1;

		if (target->p[i].kind != TP_XLIFF_SEGMENT)
			continue;
		while (target->p[i].kind != TP_XLIFF_SEGMENT_END)
			i++;
		if (has_content((struct tp_items){ target, from, i }))
			tp_table_put(&done, target->p[i].text);
	}
	for (size_t i = 0; all && i < segmented->n; i++)
		all = segmented->p[i].kind != TP_XLIFF_SEGMENT || tp_table_get(&done, segmented->p[i].text);
	tp_table_release(&done);
	return all;
}

static bool has_segments(const struct tp_xliff_content *content)
{
	for (size_t i = 0; i < content->n; i++)
		if (content->p[i].kind == TP_XLIFF_SEGMENT)
			return true;
	return false;
}

/* The segments are not ours any more, or hold only part of the target: then it is one translation of the
 * whole unit, or there is no telling what is translated. */
static void judge_others(struct tp_fitting *f, bool all, const char *id, size_t line, const char *message)
{
	if (all)
		judge_whole(f);
	else
		tp_fitting_problem(f, id, tp_fitting_span(f), line, "%s", message);
}

void tp_fitting_judge(struct tp_fitting *f)
{
	const struct tp_xliff_entry *entry = f->fit->entry;
	struct tp_table mids = { 0 };

	if (!has_content(tp_items_of(&entry->target))) {
		f->fit->translated = 0;
	} else if (!has_segments(&entry->target)) {
		if (find_outside(f))
			judge_whole(f);
	} else if (!name_segments(f, &mids)) {
		judge_others(f, are_all_translated(f), "source-changed", entry->line,
			     _("The source has been segmented anew, and not all its segments are translated."));
	} else {
		find_parts(f, &entry->target, &mids, f->parts);
		if (!f->fit->problems.n)
			judge_parts(f, &mids);
		const struct tp_xliff_item *outside = find_outside(f);
		if (!f->fit->problems.n && outside)
			judge_others(
			    f, f->fit->translated == f->segments.n, "code-lost", outside->line,
			    _("There is text outside the segments of the target, and not all are translated."));
	}
	tp_table_release(&mids);
}
