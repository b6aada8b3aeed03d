#include "xliff/fit.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "xliff/marks.h"

/* Items [from, to) of a content. */
struct items {
	const struct tp_xliff_content *of;
	size_t from, to;
};

/* What a target has for a segment. */
struct part {
	struct items items;
	bool there;
	bool translated;
};

/* A unit being fitted. */
struct fitting {
	struct tp_fit *fit;
	const struct tp_text *text;
	struct tp_spans segments; /* in the original text */
	struct {
		size_t *p;
		size_t n, cap;
	} inks; /* of the prepared segments, where our context has them */
	struct tp_marks marks;
	size_t *mark_of_piece; /* of pieces that are codes or FIXED */
	struct part *parts; /* one for each segment */
	bool whole; /* the target is one translation of the unit, whatever segments it has */
	bool *used; /* one for each mark: the translation has it */

	size_t piece, offset; /* of the text: how far add_original() has come */
};

static void problem(struct fitting *f, const char *id, struct tp_span at, size_t line, const char *message, ...)
    __attribute__((format(printf, 5, 6)));

static void problem(struct fitting *f, const char *id, struct tp_span at, size_t line, const char *message, ...)
{
	char text[512];
	va_list args;

	va_start(args, message);
	vsnprintf(text, sizeof text, message, args);
	va_end(args);
	*tp_push(&f->fit->problems) = (struct tp_problem){
		.id = id, .at = at, .line = line, .message = tp_arena_str(f->fit->arena, tp_str_of(text))
	};
}

static struct tp_span everything(const struct fitting *f)
{
	return (struct tp_span){ 0, f->text->text.n };
}

static bool is_blank(struct tp_str text)
{
	for (size_t at = 0; at < text.n;)
		if (!tp_is_space(tp_utf8_next(text, &at)))
			return false;
	return true;
}

bool tp_fit_needs(const struct tp_text *text)
{
	return !is_blank(text->text);
}

static struct items all_of(const struct tp_xliff_content *content)
{
	return (struct items){ content, 0, content->n };
}

/* A number without sign at the start of *s, which it is taken off; TP_NOT_FOUND if there is none. */
static size_t cut_number(struct tp_str *s)
{
	size_t number = 0, n = 0;

	for (; n < s->n && n < 18 && s->p[n] >= '0' && s->p[n] <= '9'; n++)
		number = number * 10 + (size_t)(s->p[n] - '0');
	*s = tp_str_from(*s, n);
	return n ? number : TP_NOT_FOUND;
}

/* The mark that a code of the XLIFF stands for, or TP_NOT_FOUND. Tools write the end of a pair with its
 * own id or with that of the start, and may write any code as a placeholder. */
static size_t mark_of(const struct tp_marks *marks, const struct tp_xliff_item *item)
{
	struct tp_str id = item->text;
	size_t i = cut_number(&id) - 1;

	if (id.n || i >= marks->n)
		return TP_NOT_FOUND;
	if (item->kind == TP_XLIFF_CLOSE && marks->p[i].kind == TP_CODE_OPEN)
		i = marks->p[i].partner;
	if (item->kind == TP_XLIFF_ALONE)
		return i;
	return marks->p[i].kind == (item->kind == TP_XLIFF_OPEN ? TP_CODE_OPEN : TP_CODE_CLOSE) ? i : TP_NOT_FOUND;
}

static bool is_code(const struct tp_xliff_item *item)
{
	return item->kind == TP_XLIFF_OPEN || item->kind == TP_XLIFF_CLOSE || item->kind == TP_XLIFF_ALONE;
}

/* Text with its codes in one string, to be compared: a code is U+0001, which XML cannot hold, and its mark. */
static void add_plain_mark(struct tp_buf *out, size_t mark)
{
	tp_buf_format(out, "\x01%zu;", mark);
}

static void add_plain(const struct fitting *f, struct items items, struct tp_buf *out)
{
	for (size_t i = items.from; i < items.to; i++) {
		const struct tp_xliff_item *item = &items.of->p[i];

		if (item->kind == TP_XLIFF_TEXT)
			tp_buf_add_str(out, item->text);
		else if (is_code(item))
			add_plain_mark(out, mark_of(&f->marks, item));
	}
}

static bool are_equal(const struct fitting *f, struct items a, struct items b)
{
	struct tp_buf plain_a = TP_BUF_INIT, plain_b = TP_BUF_INIT;

	add_plain(f, a, &plain_a);
	add_plain(f, b, &plain_b);
	bool equal = tp_str_eq(tp_buf_str(&plain_a), tp_buf_str(&plain_b));
	tp_buf_release(&plain_a);
	tp_buf_release(&plain_b);
	return equal;
}

/* The source is the one that was exported ---------------------------------------------------------- */

/* The segments as our context has them. */
static bool read_segments(struct fitting *f, struct tp_str context)
{
	size_t last = 0;

	while (context.n) {
		struct tp_span at = { cut_number(&context), 0 };

		if (!context.n || context.p[0] != '-')
			return false;
		context = tp_str_from(context, 1);
		at.to = cut_number(&context);
		if (!context.n || context.p[0] != ':')
			return false;
		context = tp_str_from(context, 1);
		*tp_push(&f->inks) = cut_number(&context);
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
static bool has_original_source(const struct fitting *f, const struct tp_xliff_content *source)
{
	struct tp_buf theirs = TP_BUF_INIT, ours = TP_BUF_INIT;
	size_t at = 0;

	for (size_t i = 0; i < f->marks.n; i++) {
		struct tp_span mark = f->marks.p[i].at;

		tp_buf_add_str(&ours, tp_str_at(f->text->text, (struct tp_span){ at, mark.from }));
		add_plain_mark(&ours, i);
		at = mark.to;
	}
	tp_buf_add_str(&ours, tp_str_from(f->text->text, at));
	add_plain(f, all_of(source), &theirs);
	bool equal = tp_str_eq(tp_buf_str(&theirs), tp_buf_str(&ours));
	tp_buf_release(&theirs);
	tp_buf_release(&ours);
	return equal;
}

/* The segments as the seg-source has them, which is known to be the document's text. */
static void measure_segments(struct fitting *f, const struct tp_xliff_content *content)
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
		else if (is_code(item))
			at += f->marks.p[mark_of(&f->marks, item)].at.to - f->marks.p[mark_of(&f->marks, item)].at.from;
	}
	if (!f->segments.n)
		*tp_push(&f->segments) = everything(f);
}

/* Without our contexts, the source must be the document's text as it stands. */
static bool find_by_source(struct fitting *f)
{
	const struct tp_xliff_entry *entry = f->fit->entry;
	const struct tp_xliff_content *segmented = &entry->segmented;

	f->segments.n = f->inks.n = 0;
	tp_marks_find(&f->marks, f->text, &f->segments);
	bool is_same = has_original_source(f, entry->source.n ? &entry->source : segmented) &&
		       (!segmented->n || has_original_source(f, segmented));
	if (is_same)
		measure_segments(f, segmented);
	tp_marks_release(&f->marks);
	if (!is_same)
		problem(f, "source-changed", everything(f), entry->line,
			_("The source cannot be checked: the hash of this unit is gone, and its text is not the "
			  "document's."));
	return is_same;
}

static bool find_segments(struct fitting *f)
{
	const struct tp_xliff_entry *entry = f->fit->entry;
	char hash[17];

	tp_unit_hash(f->fit->doc, &f->fit->doc->units[f->fit->unit], hash);
	if (entry->hash.n == 16 && !tp_str_is(entry->hash, hash)) {
		problem(f, "source-changed", everything(f), entry->line, _("The source has changed since the export."));
		return false;
	}
	return (entry->hash.n == 16 && read_segments(f, entry->segments)) || find_by_source(f);
}

/* What is translated ------------------------------------------------------------------------------- */

/* Puts the segments of a content where they belong. */
static void find_parts(struct fitting *f, const struct tp_xliff_content *content, const struct tp_table *mids,
		       struct part *parts)
{
	for (size_t i = 0; i < content->n; i++) {
		const struct tp_xliff_item *item = &content->p[i];

		if (item->kind != TP_XLIFF_SEGMENT)
			continue;
		size_t from = i + 1;
		while (content->p[i].kind != TP_XLIFF_SEGMENT_END)
			i++;
		const uintptr_t *k = tp_table_get(mids, item->text);
		if (!k)
			problem(f, "code-unknown", everything(f), item->line, _("The source has no segment “%.*s”."),
				(int)item->text.n, item->text.p);
		else if (parts[*k].there)
			problem(f, "code-doubled", f->segments.p[*k], item->line,
				_("The segment “%.*s” is there twice."), (int)item->text.n, item->text.p);
		else
			parts[*k] = (struct part){ .items = { content, from, i }, .there = true };
	}
}

/* The ids of the segments: those of the seg-source, in its order; if it is gone, "1", "2" ... Returns false if
 * the seg-source has other segments than those that were exported. */
static bool name_segments(struct fitting *f, struct tp_table *mids)
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

static bool has_content(struct items items)
{
	for (size_t i = items.from; i < items.to; i++)
		if (is_code(&items.of->p[i]) ||
		    (items.of->p[i].kind == TP_XLIFF_TEXT && !is_blank(items.of->p[i].text)))
			return true;
	return false;
}

/* The first item of the target outside its segments that is more than what stands between them in the
 * source, or NULL. */
static const struct tp_xliff_item *find_outside(const struct fitting *f)
{
	const struct tp_xliff_content *target = &f->fit->entry->target;
	bool inside = false;

	for (size_t i = 0; i < target->n; i++) {
		const struct tp_xliff_item *item = &target->p[i];

		if (item->kind == TP_XLIFF_SEGMENT || item->kind == TP_XLIFF_SEGMENT_END)
			inside = item->kind == TP_XLIFF_SEGMENT;
		if (inside)
			continue;
		if (item->kind == TP_XLIFF_TEXT && !is_blank(item->text))
			return item;
		size_t mark = is_code(item) ? mark_of(&f->marks, item) : TP_NOT_FOUND;
		if (is_code(item) && (mark == TP_NOT_FOUND || f->marks.p[mark].place % 2))
			return item;
	}
	return NULL;
}

/* A target that still is what we or a tool put there before the translator came. */
static bool is_untouched(const struct fitting *f, struct items target, struct items source)
{
	struct tp_str state = f->fit->entry->state;

	return (tp_str_is(state, "new") || tp_str_is(state, "needs-translation")) && are_equal(f, target, source);
}

static void judge_whole(struct fitting *f)
{
	const struct tp_xliff_entry *entry = f->fit->entry;
	struct items target = all_of(&entry->target);

	f->whole = has_content(target) && !is_untouched(f, target, all_of(&entry->source));
	f->fit->translated = f->whole ? f->segments.n : 0;
}

static void judge_parts(struct fitting *f, const struct tp_table *mids)
{
	struct part *sources = tp_alloc_zero(f->segments.n, sizeof *sources);

	find_parts(f, &f->fit->entry->segmented, mids, sources);
	for (size_t k = 0; k < f->segments.n; k++) {
		struct part *part = &f->parts[k];

		part->translated = part->there && has_content(part->items) &&
				   !(sources[k].there && is_untouched(f, part->items, sources[k].items));
		f->fit->translated += part->translated;
	}
	free(sources);
}

/* All segments of a seg-source that a client has made anew are translated. */
static bool are_all_translated(const struct fitting *f)
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
		if (has_content((struct items){ target, from, i }))
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
static void judge_others(struct fitting *f, bool all, const char *id, size_t line, const char *message)
{
	if (all)
		judge_whole(f);
	else
		problem(f, id, everything(f), line, "%s", message);
}

static void judge_target(struct fitting *f)
{
	const struct tp_xliff_entry *entry = f->fit->entry;
	struct tp_table mids = { 0 };

	if (!has_content(all_of(&entry->target))) {
		f->fit->translated = 0;
	} else if (!has_segments(&entry->target)) {
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

/* Codes -------------------------------------------------------------------------------------------- */

/* The codes of the items are marks of the source, each once. */
static void use_codes(struct fitting *f, struct items items)
{
	for (size_t i = items.from; i < items.to; i++) {
		const struct tp_xliff_item *item = &items.of->p[i];
		struct tp_buf shown = TP_BUF_INIT;

		if (!is_code(item))
			continue;
		size_t mark = mark_of(&f->marks, item);
		if (mark == TP_NOT_FOUND) {
			problem(f, "code-unknown", everything(f), item->line,
				_("The source has no such code with the id “%.*s”."), (int)item->text.n, item->text.p);
			continue;
		}
		tp_mark_show(&f->marks, mark, &shown);
		if (f->used[mark])
			problem(f, "code-doubled", f->marks.p[mark].at, item->line, _("The code %s is there twice."),
				shown.p);
		f->used[mark] = true;
		tp_buf_release(&shown);
	}
}

/* The mark's place keeps its original text. */
static bool stays(const struct fitting *f, const struct tp_mark *mark)
{
	return !f->whole && (mark->place % 2 == 0 || !f->parts[mark->place / 2].translated);
}

/* Each mark is in the translation, or stays in original text; not both, but that the codes between segments
 * may have been taken into them. A character that XML cannot hold may be left out. */
static void check_codes(struct fitting *f)
{
	for (size_t i = 0; i < f->marks.n; i++) {
		const struct tp_mark *mark = &f->marks.p[i];
		struct tp_buf shown = TP_BUF_INIT;

		tp_mark_show(&f->marks, i, &shown);
		if (stays(f, mark) && mark->place % 2 && f->used[i])
			problem(f, "code-doubled", mark->at, f->fit->entry->line,
				_("The code %s is in another segment, too, which is not translated."), shown.p);
		else if (!stays(f, mark) && !f->used[i] && mark->piece != TP_NOT_FOUND)
			problem(f, "code-lost", mark->at, f->fit->entry->line, _("The code %s is lost."), shown.p);
		tp_buf_release(&shown);
	}
}

static void fit_codes(struct fitting *f)
{
	if (f->whole)
		use_codes(f, all_of(&f->fit->entry->target));
	for (size_t k = 0; !f->whole && k < f->segments.n; k++)
		if (f->parts[k].translated)
			use_codes(f, f->parts[k].items);
	check_codes(f);
}

/* The target --------------------------------------------------------------------------------------- */

static void add_text(struct fitting *f, struct tp_str text)
{
	if (text.n)
		*tp_push(&f->fit->target) = (struct tp_target_piece){ text, TP_NOT_FOUND };
}

static void add_mark(struct fitting *f, size_t mark)
{
	size_t piece = f->marks.p[mark].piece;

	if (piece == TP_NOT_FOUND)
		add_text(f, tp_str_at(f->text->text, f->marks.p[mark].at));
	else
		*tp_push(&f->fit->target) = (struct tp_target_piece){ TP_S(""), piece };
}

static bool is_xml_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A line break of the document travels as a code, so one in a target was made by whoever printed the file: with
 * the white space around it, it is a space, or nothing at the edge of a segment. */
static struct tp_str without_line_breaks(struct fitting *f, struct tp_str text, bool first, bool last)
{
	if (tp_str_find_char(text, '\n', 0) == TP_NOT_FOUND && tp_str_find_char(text, '\r', 0) == TP_NOT_FOUND)
		return text;
	char *to = tp_arena_alloc(f->fit->arena, text.n);
	struct tp_str clean = { to, 0 };
	for (size_t i = 0, end; i < text.n; i = end) {
		bool has_break = false;

		for (end = i; end < text.n && is_xml_space(text.p[end]); end++)
			has_break |= text.p[end] == '\n' || text.p[end] == '\r';
		if (!has_break) {
			end += end == i;
			memcpy(to + clean.n, text.p + i, end - i);
			clean.n += end - i;
		} else if (!(first && i == 0) && !(last && end == text.n)) {
			to[clean.n++] = ' ';
		}
	}
	return clean;
}

static void add_items(struct fitting *f, struct items items)
{
	for (size_t i = items.from; i < items.to; i++) {
		const struct tp_xliff_item *item = &items.of->p[i];

		if (item->kind == TP_XLIFF_TEXT)
			add_text(f, without_line_breaks(f, item->text, i == items.from, i + 1 == items.to));
		else if (is_code(item))
			add_mark(f, mark_of(&f->marks, item));
	}
}

/* A piece of text, as far as it goes until `end`. Bytes that belong to text which is cut go with it. */
static void add_text_piece(struct fitting *f, size_t end, bool wanted)
{
	const struct tp_piece *piece = &f->text->pieces[f->piece];
	struct tp_span at = { f->offset > piece->text.from ? f->offset : piece->text.from,
			      piece->text.to < end ? piece->text.to : end };
	bool is_whole = at.from == piece->text.from && at.to == piece->text.to;
	bool is_prefix = piece->text.from == piece->text.to;
	bool cut_next = is_prefix && f->piece + 1 < f->text->n_pieces && piece[1].text.to > end;

	if (wanted && is_whole && !cut_next)
		*tp_push(&f->fit->target) = (struct tp_target_piece){ TP_S(""), f->piece };
	else if (wanted)
		add_text(f, tp_str_at(f->text->text, at));
	f->offset = at.to;
	if (at.to == piece->text.to)
		f->piece++;
}

/* Goes over the original pieces that are at `place`, and adds them if `wanted`. */
static void add_original(struct fitting *f, size_t place, bool wanted)
{
	struct tp_span at = tp_marks_range(&f->segments, place, f->text->text.n);
	bool is_end = place == 2 * f->segments.n;

	while (f->piece < f->text->n_pieces) {
		const struct tp_piece *piece = &f->text->pieces[f->piece];

		if (piece->kind == TP_PIECE_CODE || piece->kind == TP_PIECE_FIXED) {
			size_t mark = f->mark_of_piece[f->piece];
			if (f->marks.p[mark].place != place)
				break;
			if (wanted && !f->used[mark])
				add_mark(f, mark);
			f->piece++;
		} else if (piece->text.from < at.to || is_end) {
			add_text_piece(f, at.to, wanted);
			if (f->offset == at.to && f->piece < f->text->n_pieces &&
			    f->text->pieces[f->piece].text.from < at.to)
				break;
		} else {
			break;
		}
	}
}

static void make_target(struct fitting *f)
{
	if (f->whole) {
		add_items(f, all_of(&f->fit->entry->target));
		return;
	}
	for (size_t place = 0; place <= 2 * f->segments.n; place++) {
		const struct part *part = place % 2 ? &f->parts[place / 2] : NULL;
		bool is_translated = part && part->translated;

		add_original(f, place, !is_translated);
		if (is_translated)
			add_items(f, part->items);
	}
}

/* Pairs of the target are nested. */
static void check_nesting(struct fitting *f)
{
	size_t depth = 0, *open = tp_alloc_zero(f->marks.n, sizeof *open);

	for (size_t i = 0; i < f->fit->target.n; i++) {
		size_t piece = f->fit->target.p[i].piece;

		if (piece == TP_NOT_FOUND || f->text->pieces[piece].kind != TP_PIECE_CODE)
			continue;
		size_t mark = f->mark_of_piece[piece];
		const struct tp_mark *m = &f->marks.p[mark];
		if (m->kind == TP_CODE_OPEN)
			open[depth++] = mark;
		else if (m->kind == TP_CODE_CLOSE && depth && open[depth - 1] == m->partner)
			depth--;
		else if (m->kind == TP_CODE_CLOSE) {
			struct tp_buf shown = TP_BUF_INIT;

			tp_mark_show(&f->marks, mark, &shown);
			problem(f, "code-crossed", m->at, f->fit->entry->line,
				_("The code %s does not close the one that was opened last."), shown.p);
			tp_buf_release(&shown);
			break;
		}
	}
	free(open);
}

static void list_missing(struct fitting *f)
{
	for (size_t k = 0; !f->whole && k < f->segments.n; k++)
		if (!f->parts[k].translated)
			*tp_push(&f->fit->missing) = f->segments.p[k];
}

static void fit_target(struct fitting *f)
{
	struct tp_fit *fit = f->fit;

	f->parts = tp_alloc_zero(f->segments.n, sizeof *f->parts);
	f->used = tp_alloc_zero(f->marks.n, sizeof *f->used);
	f->mark_of_piece = tp_alloc_zero(f->text->n_pieces, sizeof *f->mark_of_piece);
	for (size_t i = 0; i < f->marks.n; i++)
		if (f->marks.p[i].piece != TP_NOT_FOUND)
			f->mark_of_piece[f->marks.p[i].piece] = i;
	judge_target(f);
	list_missing(f);
	if (fit->translated && !fit->problems.n)
		fit_codes(f);
	if (fit->translated && !fit->problems.n) {
		make_target(f);
		check_nesting(f);
	}
	free(f->parts);
	free(f->used);
	free(f->mark_of_piece);
}

void tp_fit_unit(struct tp_fit *fit)
{
	struct fitting f = { .fit = fit, .text = &fit->doc->units[fit->unit].text };

	if (find_segments(&f)) {
		tp_marks_find(&f.marks, f.text, &f.segments);
		fit_target(&f);
	}
	tp_marks_release(&f.marks);
	tp_spans_release(&f.segments);
	free(f.inks.p);
}

void tp_fit_release(struct tp_fit *fit)
{
	free(fit->problems.p);
	tp_spans_release(&fit->missing);
	free(fit->target.p);
}
