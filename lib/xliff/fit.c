#include "xliff/fit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "xliff/fitting.h"

void tp_fitting_problem(struct tp_fitting *f, const char *id, struct tp_span at, size_t line, const char *message, ...)
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

struct tp_span tp_fitting_span(const struct tp_fitting *f)
{
	return (struct tp_span){ 0, f->text->text.n };
}

size_t tp_fitting_cut_number(struct tp_str *s)
{
	size_t number = 0, n = 0;

	for (; n < s->n && n < 18 && s->p[n] >= '0' && s->p[n] <= '9'; n++)
		number = number * 10 + (size_t)(s->p[n] - '0');
	*s = tp_str_from(*s, n);
	return n ? number : TP_NOT_FOUND;
}

size_t tp_fitting_mark(const struct tp_fitting *f, const struct tp_xliff_item *item)
{
	struct tp_str id = item->text;
	const struct tp_marks *marks = &f->marks;
	size_t i = tp_fitting_cut_number(&id) - 1;

	if (id.n || i >= marks->n)
		return TP_NOT_FOUND;
	if (item->kind == TP_XLIFF_CLOSE && marks->p[i].kind == TP_CODE_OPEN)
		i = marks->p[i].partner;
	if (item->kind == TP_XLIFF_ALONE)
		return i;
	return marks->p[i].kind == (item->kind == TP_XLIFF_OPEN ? TP_CODE_OPEN : TP_CODE_CLOSE) ? i : TP_NOT_FOUND;
}

void tp_fitting_add_mark(struct tp_buf *out, size_t mark)
{
	tp_buf_format(out, "\x01%zu;", mark);
}

void tp_fitting_add_plain(const struct tp_fitting *f, struct tp_items items, struct tp_buf *out)
{
	for (size_t i = items.from; i < items.to; i++) {
		const struct tp_xliff_item *item = &items.of->p[i];

		if (item->kind == TP_XLIFF_TEXT)
			tp_buf_add_str(out, item->text);
		else if (tp_item_is_code(item))
			tp_fitting_add_mark(out, tp_fitting_mark(f, item));
	}
}

/* The codes of the items are marks of the source, each once. */
static void use_codes(struct tp_fitting *f, struct tp_items items)
{
	for (size_t i = items.from; i < items.to; i++) {
		const struct tp_xliff_item *item = &items.of->p[i];
		struct tp_str id = tp_marks_in_short(item->text);
		struct tp_buf shown = TP_BUF_INIT;

		if (!tp_item_is_code(item))
			continue;
		size_t mark = tp_fitting_mark(f, item);
		if (mark == TP_NOT_FOUND) {
			tp_fitting_problem(f, "code-unknown", tp_fitting_span(f), item->line,
					   _("The source has no such code with the id “%.*s”."), (int)id.n, id.p);
			continue;
		}
		tp_mark_show(&f->marks, mark, &shown);
		if (f->used[mark])
			tp_fitting_problem(f, "code-doubled", f->marks.p[mark].at, item->line,
					   _("The code %s is there twice."), shown.p);
		f->used[mark] = true;
		tp_buf_release(&shown);
	}
}

/* The mark's place keeps its original text. */
static bool stays(const struct tp_fitting *f, const struct tp_mark *mark)
{
	if (f->whole)
		return tp_mark_is_lead(mark);
	return mark->place % 2 == 0 || !f->parts[mark->place / 2].translated;
}

static bool is_lost(const struct tp_fitting *f, size_t mark)
{
	return !stays(f, &f->marks.p[mark]) && !f->used[mark] && f->marks.p[mark].piece != TP_NOT_FOUND;
}

/* Each mark is in the translation, or stays in original text; not both, but that the codes between segments
 * may have been taken into them. A character that XML cannot hold may be left out. An element that is lost
 * is told once. */
static void check_codes(struct tp_fitting *f)
{
	for (size_t i = 0; i < f->marks.n; i++) {
		const struct tp_mark *mark = &f->marks.p[i];
		bool told = mark->element && mark->kind == TP_CODE_CLOSE && is_lost(f, mark->partner);
		struct tp_buf shown = TP_BUF_INIT;

		tp_mark_show(&f->marks, i, &shown);
		if (stays(f, mark) && mark->place % 2 && f->used[i])
			tp_fitting_problem(f, "code-doubled", mark->at, f->fit->entry->line,
					   _("The code %s is in another segment, too, which is not translated."),
					   shown.p);
		else if (is_lost(f, i) && !told)
			tp_fitting_problem(f, "code-lost", mark->at, f->fit->entry->line, _("The code %s is lost."),
					   shown.p);
		tp_buf_release(&shown);
	}
}

static void fit_codes(struct tp_fitting *f)
{
	if (f->whole)
		use_codes(f, tp_items_of(&f->fit->entry->target));
	for (size_t k = 0; !f->whole && k < f->segments.n; k++)
		if (f->parts[k].translated)
			use_codes(f, f->parts[k].items);
	check_codes(f);
}

/* Pairs of the target are nested. */
static void check_nesting(struct tp_fitting *f)
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
			tp_fitting_problem(f, "code-crossed", m->at, f->fit->entry->line,
					   _("The code %s does not close the one that was opened last."), shown.p);
			tp_buf_release(&shown);
			break;
		}
	}
	free(open);
}

static void list_missing(struct tp_fitting *f)
{
	for (size_t k = 0; !f->whole && k < f->segments.n; k++)
		if (!f->parts[k].translated)
			*tp_push(&f->fit->missing) = f->segments.p[k];
}

static void fit_target(struct tp_fitting *f)
{
	struct tp_fit *fit = f->fit;

	f->parts = tp_alloc_zero(f->segments.n, sizeof *f->parts);
	f->used = tp_alloc_zero(f->marks.n, sizeof *f->used);
	f->mark_of_piece = tp_alloc_zero(f->text->n_pieces, sizeof *f->mark_of_piece);
	for (size_t i = 0; i < f->marks.n; i++)
		if (f->marks.p[i].piece != TP_NOT_FOUND)
			f->mark_of_piece[f->marks.p[i].piece] = i;
	tp_fitting_judge(f);
	list_missing(f);
	if (fit->translated && !fit->problems.n)
		fit_codes(f);
	if (fit->translated && !fit->problems.n) {
		tp_fitting_make_target(f);
		check_nesting(f);
	}
	free(f->parts);
	free(f->used);
	free(f->mark_of_piece);
}

void tp_fit_unit(struct tp_fit *fit)
{
	struct tp_fitting f = { .fit = fit, .text = &fit->doc->units[fit->unit].text, .codes = TP_BREAK_CODES };

	if (tp_fitting_find_segments(&f)) {
		tp_marks_find(&f.marks, f.text, &f.segments, f.codes);
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
