#include "xliff/marks.h"

#include <stdlib.h>

#include "core/sax.h"
#include "core/str.h"
#include "core/unicode.h"

enum { DEEPEST_ELEMENT = 64 }; /* codes nested deeper than this are written as bx and ex */

/* The next character at or after *at that XML cannot hold; false if there is none. */
static bool next_unholdable(struct tp_str text, size_t *at, size_t *length)
{
	for (size_t i = *at; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c >= ' ' && c != 0xef) /* below: controls; the other non-characters start with 0xef */
			continue;
		if (!tp_xml_allows(tp_utf8_at(text, i, length))) {
			*at = i;
			return true;
		}
	}
	return false;
}

static void add_unholdable(struct tp_marks *marks, struct tp_str text, struct tp_span span)
{
	size_t at = span.from, length;

	text.n = span.to;
	for (; next_unholdable(text, &at, &length); at += length) {
		size_t self = marks->n;

		*tp_push(marks) = (struct tp_mark){
			.kind = TP_CODE_ALONE,
			.at = { at, at + length },
			.piece = TP_NOT_FOUND,
			.partner = self,
			.type = "char",
		};
	}
}

/* Of what only the same bytes can stand for. */
static const char *type_of(struct tp_str fixed)
{
	if (tp_str_is(fixed, "\n"))
		return "lb";
	return tp_str_is(fixed, "\uFFFD") ? "byte" : TP_MARK_LEAD;
}

static void add_marks(struct tp_marks *marks, const struct tp_text *text)
{
	for (size_t i = 0; i < text->n_pieces; i++) {
		const struct tp_piece *piece = &text->pieces[i];
		const struct tp_code *code = piece->kind == TP_PIECE_CODE ? &text->codes[piece->code] : NULL;

		if (!code && piece->kind != TP_PIECE_FIXED) {
			add_unholdable(marks, text->text, piece->text);
			continue;
		}
		size_t self = marks->n;
		*tp_push(marks) = (struct tp_mark){
			.kind = code ? code->kind : TP_CODE_ALONE,
			.at = piece->text,
			.piece = i,
			.partner = self,
			.code = code,
			.type = code ? code->type : type_of(tp_str_at(text->text, piece->text)),
		};
	}
}

/* Codes know their partners by the index of the code; marks by that of the mark. */
static void pair_marks(struct tp_marks *marks, const struct tp_text *text)
{
	size_t *mark_of_code = tp_alloc_zero(text->n_codes, sizeof *mark_of_code);

	for (size_t i = 0; i < marks->n; i++)
		if (marks->p[i].code)
			mark_of_code[marks->p[i].code - text->codes] = i;
	for (size_t i = 0; i < marks->n; i++)
		if (marks->p[i].code && marks->p[i].kind != TP_CODE_ALONE)
			marks->p[i].partner = mark_of_code[marks->p[i].code->partner];
	free(mark_of_code);
}

static bool stays(const struct tp_mark *mark, struct tp_break_codes codes)
{
	return mark->kind == TP_CODE_OPEN ? codes.start : mark->kind == TP_CODE_CLOSE ? codes.end : codes.isolated;
}

/* At the end of a segment the codes that stay belong to it, up to the first one that does not; at the start of one
 * what opens belongs to it, and all after that. `turned` remembers, for a place in the text, that the first
 * code of the second kind has been seen. */
static size_t place_code(const struct tp_mark *mark, const struct tp_spans *segments, size_t k,
			 struct tp_break_codes codes, bool *turned)
{
	struct tp_span segment = segments->p[k];
	size_t at = mark->at.from;
	bool last = k + 1 == segments->n;

	if (at == segment.to) {
		*turned = *turned || !stays(mark, codes);
		if (!*turned || last)
			return 2 * k + 1;
		return segments->p[k + 1].from == at ? 2 * k + 3 : 2 * k + 2;
	}
	if (at == segment.from) {
		*turned = *turned || mark->kind != TP_CODE_CLOSE;
		return *turned ? 2 * k + 1 : 2 * k;
	}
	return at > segment.from ? 2 * k + 1 : 2 * k;
}

static void place_marks(struct tp_marks *marks, const struct tp_spans *segments, struct tp_break_codes codes)
{
	size_t k = 0, last_at = TP_NOT_FOUND;
	bool turned = false;

	for (size_t i = 0; i < marks->n; i++) {
		struct tp_mark *mark = &marks->p[i];
		bool is_text = mark->at.to > mark->at.from;

		if (mark->at.from != last_at)
			turned = false;
		last_at = mark->at.from;
		while (k < segments->n && segments->p[k].to < mark->at.from + is_text)
			k++;
		if (k == segments->n)
			mark->place = 2 * k;
		else if (is_text)
			mark->place = 2 * k + (mark->at.from >= segments->p[k].from);
		else
			mark->place = place_code(mark, segments, k, codes, &turned);
	}
}

/* Pairs of a text are nested, so a pair can be an element if it does not leave its segment. */
static void choose_elements(struct tp_marks *marks)
{
	size_t depth = 0;

	for (size_t i = 0; i < marks->n; i++) {
		struct tp_mark *mark = &marks->p[i], *partner = &marks->p[mark->partner];

		if (mark->kind == TP_CODE_OPEN && mark->place == partner->place && depth < DEEPEST_ELEMENT) {
			mark->element = partner->element = true;
			depth++;
		} else if (mark->kind == TP_CODE_CLOSE && mark->element) {
			depth--;
		}
	}
}

void tp_marks_find(struct tp_marks *marks, const struct tp_text *text, const struct tp_spans *segments,
		   struct tp_break_codes codes)
{
	add_marks(marks, text);
	pair_marks(marks, text);
	place_marks(marks, segments, codes);
	choose_elements(marks);
}

void tp_marks_release(struct tp_marks *marks)
{
	free(marks->p);
	*marks = (struct tp_marks){ NULL, 0, 0 };
}

struct tp_span tp_marks_range(const struct tp_spans *segments, size_t place, size_t n)
{
	size_t k = place / 2;

	if (place % 2)
		return segments->p[k];
	return (struct tp_span){ k ? segments->p[k - 1].to : 0, k < segments->n ? segments->p[k].from : n };
}

bool tp_marks_is_blank(struct tp_str text)
{
	for (size_t at = 0; at < text.n;)
		if (!tp_is_space(tp_utf8_next(text, &at)))
			return false;
	return true;
}

static struct tp_span without_blanks(struct tp_str text, struct tp_span span)
{
	for (size_t at = span.from; at < span.to && tp_is_space(tp_utf8_next(text, &at));)
		span.from = at;
	for (size_t at = span.to; at > span.from && tp_is_space(tp_utf8_prev(text, &at));)
		span.to = at;
	return span;
}

/* Goes along the edits: edit `i` stands in the edited text at `edited`. */
struct way_back {
	const struct tp_edits *edits;
	struct tp_str original;
	size_t i;
	struct tp_span edited;
};

static void start_edit(struct way_back *way, size_t original_end, size_t edited_end)
{
	if (way->i < way->edits->n) {
		const struct tp_edit *edit = &way->edits->p[way->i];
		size_t from = edited_end + (edit->at.from - original_end);

		way->edited = (struct tp_span){ from, from + edit->with.n };
	}
}

/* Where a segment of the original starts (or ends) that starts (or ends) at `offset` of the edited text.
 * Offsets asked for do not fall. What an edit took away belongs to the segment beside it, unless it was blank. */
static size_t go_back(struct way_back *way, size_t offset, bool end)
{
	for (; way->i < way->edits->n; way->i++, start_edit(way, way->edits->p[way->i - 1].at.to, way->edited.to)) {
		const struct tp_edit *edit = &way->edits->p[way->i];
		bool gone = edit->with.n == 0 && offset == way->edited.from;

		if (offset < way->edited.from || (offset == way->edited.from && !gone))
			return edit->at.from - (way->edited.from - offset);
		if (gone && end == tp_marks_is_blank(tp_str_at(way->original, edit->at)))
			return edit->at.from;
		if (offset < way->edited.to)
			return end ? edit->at.to : edit->at.from;
		if (offset == way->edited.to && (end || gone))
			return edit->at.to;
	}
	if (!way->edits->n)
		return offset;
	return way->edits->p[way->edits->n - 1].at.to + (offset - way->edited.to);
}

/* The start (or end) of the edit that `at` stands inside of, else `at`. Places asked for do not fall. */
static size_t out_of_edit(const struct tp_edits *edits, size_t at, bool end, size_t *i)
{
	while (*i < edits->n && edits->p[*i].at.to <= at)
		++*i;
	if (*i == edits->n || edits->p[*i].at.from >= at)
		return at;
	return end ? edits->p[*i].at.to : edits->p[*i].at.from;
}

/* A code that stands alone, such as an image or a piece of code, is a word to the reader: one between two
 * segments begins the second, and one after the last ends it. One right at the end of a segment may belong to the
 * next one. */
static void take_in_codes(const struct tp_text *text, const struct tp_edits *edits, struct tp_break_codes codes,
			  struct tp_spans *segments)
{
	struct tp_span *last = segments->n ? &segments->p[segments->n - 1] : NULL;

	for (size_t i = 0, k = 0, edit = 0; last && i < text->n_codes; i++) {
		size_t at = text->codes[i].at;

		if (text->codes[i].kind != TP_CODE_ALONE)
			continue;
		while (k < segments->n && segments->p[k].to < at)
			k++;
		if (!codes.isolated && k + 1 < segments->n && segments->p[k].to == at)
			k++;
		if (k == segments->n)
			last->to = out_of_edit(edits, at, true, &edit);
		else if (at < segments->p[k].from)
			segments->p[k].from = out_of_edit(edits, at, false, &edit);
	}
}

/* What only the same bytes can stand for is not torn: the end of what `at` stands inside of, else `at`. */
static size_t out_of_fixed(const struct tp_text *text, size_t at)
{
	size_t i = tp_text_piece_at(text, at);

	return i < text->n_pieces && text->pieces[i].kind == TP_PIECE_FIXED && text->pieces[i].text.from < at
		   ? text->pieces[i].text.to
		   : at;
}

/* The mark of a list or quote that a text starts with is nothing to translate. */
static void leave_out_lead(const struct tp_text *text, struct tp_spans *segments)
{
	struct tp_span at = text->n_pieces ? text->pieces[0].text : (struct tp_span){ 0, 0 };
	size_t gone = 0;

	if (!text->n_pieces || text->pieces[0].kind != TP_PIECE_FIXED ||
	    strcmp(type_of(tp_str_at(text->text, at)), TP_MARK_LEAD) != 0)
		return;
	while (gone < segments->n && segments->p[gone].to <= at.to)
		gone++;
	if (gone == segments->n)
		return;
	segments->n -= gone;
	memmove(segments->p, segments->p + gone, segments->n * sizeof *segments->p);
	struct tp_span *first = &segments->p[0];
	struct tp_span rest = { first->from > at.to ? first->from : at.to, first->to };
	rest = without_blanks(text->text, rest);
	if (rest.from < rest.to)
		first->from = rest.from;
}

void tp_marks_segments(const struct tp_text *text, const struct tp_edits *edits, struct tp_str prepared,
		       const struct tp_spans *segments, struct tp_break_codes codes, struct tp_spans *out)
{
	struct way_back way = { .edits = edits, .original = text->text };

	start_edit(&way, 0, 0);
	for (size_t i = 0; i < segments->n; i++) {
		struct tp_span at = without_blanks(prepared, segments->p[i]);

		if (at.from == at.to)
			continue;
		at.from = out_of_fixed(text, go_back(&way, at.from, false));
		at.to = out_of_fixed(text, go_back(&way, at.to, true));
		if (out->n && at.from < out->p[out->n - 1].to)
			out->p[out->n - 1].to = at.to;
		else if (at.from < at.to)
			*tp_push(out) = at;
	}
	leave_out_lead(text, out);
	take_in_codes(text, edits, codes, out);
}

struct tp_str tp_marks_in_short(struct tp_str text)
{
	enum { MOST = 60 };

	return text.n <= MOST ? text : (struct tp_str){ text.p, tp_utf8_border(text, MOST) };
}

void tp_mark_show(const struct tp_marks *marks, size_t i, struct tp_buf *out)
{
	static const char *const elements[] = { "bx", "ex", "x" };
	const struct tp_mark *mark = &marks->p[i];
	bool close = mark->kind == TP_CODE_CLOSE;

	if (mark->element)
		tp_buf_format(out, "<%sg id=\"%zu\">", close ? "/" : "", (close ? mark->partner : i) + 1);
	else
		tp_buf_format(out, "<%s id=\"%zu\"/>", elements[mark->kind], i + 1);
	tp_buf_add_z(out, " (");
	tp_buf_add_str(out, mark->code && mark->code->shown.n ? tp_marks_in_short(mark->code->shown)
							      : tp_str_of(mark->type));
	tp_buf_add_z(out, ")");
}
