#include "doc/text.h"

#include <stdlib.h>
#include <string.h>

#include "core/str.h"
#include "core/unicode.h"
#include "core/utf8.h"

/* Making ------------------------------------------------------------------------------------- */

static struct tp_piece *add_piece(struct tp_text_maker *maker, enum tp_piece_kind kind, struct tp_str text,
				  struct tp_span source)
{
	size_t from = maker->text.n;

	if (text.n)
		tp_buf_add_str(&maker->text, text);
	struct tp_piece *piece = tp_push(&maker->pieces);
	*piece = (struct tp_piece){ .kind = kind, .text = { from, maker->text.n }, .source = source };
	return piece;
}

static void add_verbatim(struct tp_text_maker *maker, struct tp_str document, struct tp_span source)
{
	struct tp_piece *last = maker->pieces.n ? &maker->pieces.p[maker->pieces.n - 1] : NULL;

	if (last && last->kind == TP_PIECE_VERBATIM && last->source.to == source.from) {
		tp_buf_add_str(&maker->text, tp_str_at(document, source));
		last->text.to = maker->text.n;
		last->source.to = source.to;
	} else {
		add_piece(maker, TP_PIECE_VERBATIM, tp_str_at(document, source), source);
	}
}

void tp_text_add(struct tp_text_maker *maker, struct tp_str document, struct tp_span source)
{
	struct tp_str bounded = { document.p, source.to };

	for (size_t at = source.from; at < source.to;) {
		size_t bad = maker->well_formed ? source.to : tp_utf8_invalid(bounded, at), length;
		if (bad > at)
			add_verbatim(maker, document, (struct tp_span){ at, bad });
		if (bad == source.to)
			break;
		tp_utf8_at(bounded, bad, &length);
		tp_text_add_fixed(maker, TP_S("\uFFFD"), (struct tp_span){ bad, bad + length });
		at = bad + length;
	}
}

void tp_text_add_spelled(struct tp_text_maker *maker, struct tp_str text, struct tp_span source)
{
	add_piece(maker, TP_PIECE_SPELLED, text, source);
}

void tp_text_add_fixed(struct tp_text_maker *maker, struct tp_str text, struct tp_span source)
{
	add_piece(maker, TP_PIECE_FIXED, text, source);
}

void tp_text_add_code(struct tp_text_maker *maker, enum tp_code_kind kind, const char *type, struct tp_str shown,
		      struct tp_span source)
{
	size_t index = maker->codes.n;

	add_piece(maker, TP_PIECE_CODE, (struct tp_str){ "", 0 }, source)->code = index;
	*tp_push(&maker->codes) = (struct tp_code){ .kind = kind,
						    .at = maker->text.n,
						    .piece = maker->pieces.n - 1,
						    .partner = index,
						    .type = type,
						    .shown = tp_arena_str(maker->arena, shown) };
}

static void pair_codes(struct tp_code *codes, size_t n)
{
	struct {
		size_t *p;
		size_t n, cap;
	} open = { NULL, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		if (codes[i].kind == TP_CODE_OPEN) {
			*tp_push(&open) = i;
		} else if (codes[i].kind == TP_CODE_CLOSE && open.n) {
			size_t partner = open.p[--open.n];
			codes[i].partner = partner;
			codes[partner].partner = i;
		}
	}
	free(open.p);
	for (size_t i = 0; i < n; i++)
		if (codes[i].partner == i)
			codes[i].kind = TP_CODE_ALONE;
}

static void *copied_to(struct tp_arena *arena, const void *p, size_t n)
{
	return n ? memcpy(tp_arena_alloc(arena, n), p, n) : NULL;
}

struct tp_text tp_text_finish(struct tp_text_maker *maker)
{
	struct tp_arena *arena = maker->arena;

	pair_codes(maker->codes.p, maker->codes.n);
	struct tp_text text = {
		.text = tp_arena_str(arena, tp_buf_str(&maker->text)),
		.n_pieces = maker->pieces.n,
		.n_codes = maker->codes.n,
		.pieces = copied_to(arena, maker->pieces.p, maker->pieces.n * sizeof *maker->pieces.p),
		.codes = copied_to(arena, maker->codes.p, maker->codes.n * sizeof *maker->codes.p),
	};
	tp_buf_clear(&maker->text);
	maker->pieces.n = maker->codes.n = 0;
	return text;
}

void tp_text_maker_release(struct tp_text_maker *maker)
{
	tp_buf_release(&maker->text);
	free(maker->pieces.p);
	free(maker->codes.p);
}

struct tp_text tp_text_plain(struct tp_arena *arena, struct tp_str document, bool well_formed, struct tp_span source)
{
	struct tp_text_maker maker = { .arena = arena };

	if (!well_formed && tp_utf8_invalid((struct tp_str){ document.p, source.to }, source.from) < source.to) {
		tp_text_add(&maker, document, source);
		struct tp_text text = tp_text_finish(&maker);
		tp_text_maker_release(&maker);
		return text;
	}
	struct tp_piece *piece = tp_arena_alloc(arena, sizeof *piece);
	*piece = (struct tp_piece){ .text = { 0, source.to - source.from }, .source = source };
	return (struct tp_text){ .text = tp_str_at(document, source), .pieces = piece, .n_pieces = 1 };
}

/* Finding ------------------------------------------------------------------------------------- */

struct tp_span tp_text_source(const struct tp_text *text)
{
	if (!text->n_pieces)
		return (struct tp_span){ 0, 0 };
	return (struct tp_span){ text->pieces[0].source.from, text->pieces[text->n_pieces - 1].source.to };
}

size_t tp_text_piece_at(const struct tp_text *text, size_t offset)
{
	size_t low = 0, high = text->n_pieces;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (text->pieces[middle].text.to <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool holds_text(const struct tp_piece *piece)
{
	return piece->text.from < piece->text.to;
}

size_t tp_text_source_at(const struct tp_text *text, size_t offset)
{
	size_t i = tp_text_piece_at(text, offset);

	if (i < text->n_pieces) {
		const struct tp_piece *piece = &text->pieces[i];
		bool verbatim = piece->kind == TP_PIECE_VERBATIM;
		return piece->source.from + (verbatim ? offset - piece->text.from : 0);
	}
	while (i > 0 && !holds_text(&text->pieces[i - 1]))
		i--;
	return i ? text->pieces[i - 1].source.to : tp_text_source(text).from;
}

size_t tp_text_code_from(const struct tp_text *text, size_t offset)
{
	size_t from = 0, to = text->n_codes;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (text->codes[middle].at < offset)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Where the white space before a place starts. */
static size_t space_before(struct tp_str text, size_t place)
{
	for (size_t at = place; at > 0 && tp_is_space(tp_utf8_prev(text, &at));)
		place = at;
	return place;
}

bool tp_text_read(const struct tp_text *text, struct tp_span at, struct tp_buf *out)
{
	size_t first = at.from ? tp_text_code_from(text, space_before(text->text, at.from) + 1) : 0;
	size_t end =
	    at.to < text->text.n ? tp_text_code_from(text, space_before(text->text, at.to) + 1) : text->n_codes;
	bool shows = false;

	for (size_t i = first; i < end; i++) {
		const struct tp_code *code = &text->codes[i];

		if (!code->shown.n)
			continue;
		if (at.from < code->at)
			tp_buf_add_str(out, tp_str_at(text->text, (struct tp_span){ at.from, code->at }));
		tp_buf_add_str(out, code->shown);
		at.from = code->at;
		shows = true;
	}
	tp_buf_add_str(out, tp_str_at(text->text, at));
	return shows;
}
