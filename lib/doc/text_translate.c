/* From a translation of a unit to an edit of the document's bytes. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/str.h"
#include "doc/text_write.h"

/* A place in a translation: so many bytes into the text of a piece. */
struct place {
	size_t piece, offset;
};

/* How far original and translation are the same, from one end. The border lies beside a SPELLED or FIXED
 * piece, so that text next to a code is always spelled with both its neighbours known. */
struct border {
	size_t piece;
	struct place place;
};

static bool is_code(const struct tp_text *text, const struct tp_target_piece *piece)
{
	return piece->piece != TP_NOT_FOUND && !tp_piece_is_text(&text->pieces[piece->piece]);
}

static struct tp_str target_text(const struct tp_text *text, const struct tp_target_piece *piece)
{
	return piece->piece == TP_NOT_FOUND ? piece->text : tp_str_at(text->text, text->pieces[piece->piece].text);
}

/* Moves over text that the original has, too; false if the translation has something else. */
static bool match_forward(const struct tp_text *text, const struct tp_target *target, struct tp_str want,
			  struct place *at)
{
	while (want.n && at->piece < target->n && !is_code(text, &target->p[at->piece])) {
		struct tp_str have = tp_str_from(target_text(text, &target->p[at->piece]), at->offset);
		size_t n = have.n < want.n ? have.n : want.n;
		if (n && memcmp(have.p, want.p, n) != 0)
			return false;
		want = tp_str_from(want, n);
		at->offset += n;
		if (n == have.n)
			*at = (struct place){ at->piece + 1, 0 };
	}
	return want.n == 0;
}

static bool match_backward(const struct tp_text *text, const struct tp_target *target, struct tp_str want,
			   struct place least, struct place *at)
{
	while (want.n && (at->offset || at->piece > least.piece)) {
		if (at->offset == 0) {
			if (is_code(text, &target->p[at->piece - 1]))
				return false;
			at->piece--;
			at->offset = target_text(text, &target->p[at->piece]).n;
		}
		size_t from = at->piece == least.piece ? least.offset : 0;
		size_t have = at->offset - from, n = have < want.n ? have : want.n;
		struct tp_str s = target_text(text, &target->p[at->piece]);
		if (n && memcmp(s.p + at->offset - n, want.p + want.n - n, n) != 0)
			return false;
		want.n -= n;
		at->offset -= n;
		if (n == 0 && at->piece == least.piece)
			break;
	}
	return want.n == 0;
}

static void skip_empty(const struct tp_text *text, const struct tp_target *target, struct place *at)
{
	while (at->piece < target->n && !is_code(text, &target->p[at->piece]) &&
	       target_text(text, &target->p[at->piece]).n == at->offset)
		*at = (struct place){ at->piece + 1, 0 };
}

static struct border same_start(const struct tp_text *text, const struct tp_target *target)
{
	struct border border = { 0, { 0, 0 } };
	struct place at = { 0, 0 };

	for (size_t i = 0; i < text->n_pieces; i++) {
		const struct tp_piece *piece = &text->pieces[i];
		if (tp_piece_is_text(piece)) {
			if (!match_forward(text, target, tp_str_at(text->text, piece->text), &at))
				return border;
		} else {
			skip_empty(text, target, &at);
			if (at.piece == target->n || target->p[at.piece].piece != i)
				return border;
			at = (struct place){ at.piece + 1, 0 };
		}
		if (piece->kind == TP_PIECE_FIXED || (piece->kind == TP_PIECE_SPELLED && !tp_piece_is_joint(piece)))
			border = (struct border){ i + 1, at };
	}
	skip_empty(text, target, &at);
	return at.piece == target->n ? (struct border){ text->n_pieces, at } : border;
}

static struct border same_end(const struct tp_text *text, const struct tp_target *target, const struct border *start)
{
	struct border border = { text->n_pieces, { target->n, 0 } };
	struct place at = border.place;

	for (size_t i = text->n_pieces; i > start->piece; i--) {
		const struct tp_piece *piece = &text->pieces[i - 1];
		if (tp_piece_is_text(piece)) {
			struct tp_str want = tp_str_at(text->text, piece->text);
			if (!match_backward(text, target, want, start->place, &at))
				return border;
		} else {
			while (at.offset == 0 && at.piece > start->place.piece &&
			       !is_code(text, &target->p[at.piece - 1]) &&
			       target_text(text, &target->p[at.piece - 1]).n == 0)
				at.piece--;
			if (at.offset || at.piece == start->place.piece || target->p[at.piece - 1].piece != i - 1)
				return border;
			at.piece--;
		}
		bool seam =
		    piece->kind == TP_PIECE_FIXED || (piece->kind == TP_PIECE_SPELLED && !tp_piece_is_joint(piece));
		if (seam || (tp_piece_is_joint(piece) && border.piece == i))
			border = (struct border){ i - 1, at };
	}
	return border;
}

/* What stands between two places of the translation, as stretches. */
static void add_target(struct tp_writing *w, const struct tp_target *target, struct place from, struct place to)
{
	for (; from.piece < to.piece || from.offset < to.offset; from = (struct place){ from.piece + 1, 0 }) {
		const struct tp_target_piece *piece = &target->p[from.piece];
		const struct tp_piece *original = piece->piece == TP_NOT_FOUND ? NULL : &w->text->pieces[piece->piece];
		struct tp_str s = target_text(w->text, piece);
		bool whole = from.offset == 0 && from.piece < to.piece;
		if (original && tp_piece_is_joint(original))
			continue;
		if (original && original->kind != TP_PIECE_VERBATIM && whole) {
			tp_writing_keep(w, original->source);
			continue;
		}
		size_t end = from.piece < to.piece ? s.n : to.offset;
		if (end > from.offset)
			tp_writing_add(w, tp_str_at(s, (struct tp_span){ from.offset, end }));
		if (from.piece == to.piece)
			break;
	}
}

static void find_codes(struct tp_writing *w)
{
	for (size_t i = 1; i + 1 < w->stretches.n; i++) {
		struct tp_stretch *stretch = &w->stretches.p[i];
		if (!stretch->is_new)
			continue;
		if (!stretch[-1].is_new && stretch[-1].s.n)
			stretch->code_before =
			    tp_text_code_of(w->text, tp_text_piece_of_byte(w->text, stretch[-1].source.to - 1));
		if (!stretch[1].is_new && stretch[1].s.n)
			stretch->code_after =
			    tp_text_code_of(w->text, tp_text_piece_of_byte(w->text, stretch[1].source.from));
	}
}

bool tp_text_translate(const struct tp_text *text, const void *unit, struct tp_str document,
		       const struct tp_target *target, tp_spell_fn spell, struct tp_arena *arena, struct tp_edits *out,
		       struct tp_error *err)
{
	struct tp_writing w = { .text = text, .unit = unit, .document = document, .spell = spell };
	struct tp_span source = tp_text_source(text);
	struct border start = same_start(text, target);

	if (start.piece == text->n_pieces && start.place.piece == target->n)
		return true;
	struct border end = same_end(text, target, &start);
	size_t from = start.piece ? text->pieces[start.piece - 1].source.to : source.from;
	size_t to = end.piece < text->n_pieces ? text->pieces[end.piece].source.from : source.to;
	tp_writing_keep(&w, (struct tp_span){ source.from, from });
	add_target(&w, target, start.place, end.place);
	tp_writing_keep(&w, (struct tp_span){ to, source.to });
	find_codes(&w);
	bool ok = tp_writing_spell(&w, err);
	if (ok) {
		tp_writing_emit(&w, source, (struct tp_span){ w.lead, w.made.n }, arena, out);
	}
	tp_writing_release(&w);
	return ok;
}
