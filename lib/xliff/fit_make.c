/* The target of a returned unit: translated segments, and the original between and beside them. */
#include "core/str.h"
#include "xliff/fitting.h"

static void add_text(struct tp_fitting *f, struct tp_str text)
{
	if (text.n)
		*tp_push(&f->fit->target) = (struct tp_target_piece){ text, TP_NOT_FOUND };
}

static void add_mark(struct tp_fitting *f, size_t mark)
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
 * the white space around it, it is a space, or nothing at the edge of a segment or pair. */
static struct tp_str without_line_breaks(struct tp_fitting *f, struct tp_str text, bool first, bool last)
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

static void add_items(struct tp_fitting *f, struct tp_items items)
{
	for (size_t i = items.from; i < items.to; i++) {
		const struct tp_xliff_item *item = &items.of->p[i];

		bool first = i == items.from || item[-1].kind == TP_XLIFF_OPEN;
		bool last = i + 1 == items.to || item[1].kind == TP_XLIFF_CLOSE;

		if (item->kind == TP_XLIFF_TEXT)
			add_text(f, without_line_breaks(f, item->text, first, last));
		else if (tp_item_is_code(item))
			add_mark(f, tp_fitting_mark(f, item));
	}
}

/* The blanks between two translated sentences are none of the target language's. */
static bool is_joint(const struct tp_fitting *f, size_t place)
{
	return f->fit->unspaced && place % 2 == 0 && place > 0 && place < 2 * f->segments.n &&
	       f->parts[place / 2 - 1].translated && f->parts[place / 2].translated;
}

static bool is_blank(const struct tp_fitting *f, struct tp_span at)
{
	return at.from < at.to && tp_marks_is_blank(tp_str_at(f->text->text, at));
}

/* A piece of text, as far as it goes until `end`. */
static void add_text_piece(struct tp_fitting *f, size_t place, size_t end, bool wanted)
{
	const struct tp_piece *piece = &f->text->pieces[f->piece];
	struct tp_span at = { f->offset > piece->text.from ? f->offset : piece->text.from,
			      piece->text.to < end ? piece->text.to : end };
	bool is_whole = at.from == piece->text.from && at.to == piece->text.to;
	wanted = wanted && !(is_joint(f, place) && is_blank(f, at));

	if (wanted && is_whole)
		*tp_push(&f->fit->target) = (struct tp_target_piece){ TP_S(""), f->piece };
	else if (wanted)
		add_text(f, tp_str_at(f->text->text, at));
	f->offset = at.to;
	if (at.to == piece->text.to)
		f->piece++;
}

/* Goes over the original pieces that are at `place`, and adds them if `wanted`. */
static void add_original(struct tp_fitting *f, size_t place, bool wanted)
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
			add_text_piece(f, place, at.to, wanted);
			if (f->offset == at.to && f->piece < f->text->n_pieces &&
			    f->text->pieces[f->piece].text.from < at.to)
				break;
		} else {
			break;
		}
	}
}

void tp_fitting_make_target(struct tp_fitting *f)
{
	if (f->whole) {
		if (f->marks.n && tp_mark_is_lead(&f->marks.p[0]) && !f->used[0])
			add_mark(f, 0);
		add_items(f, tp_items_of(&f->fit->entry->target));
		return;
	}
	for (size_t place = 0; place <= 2 * f->segments.n; place++) {
		const struct tp_part *part = place % 2 ? &f->parts[place / 2] : NULL;
		bool is_translated = part && part->translated;

		add_original(f, place, !is_translated);
		if (is_translated)
			add_items(f, part->items);
	}
}
