/* From changes of a unit's text to edits of the document's bytes. */
#include <stdlib.h>
#include <string.h>

#include "core/str.h"
#include "core/utf8.h"
#include "doc/text.h"

/* Spelling ------------------------------------------------------------------------------------ */

/* How much of the lines around the unit a speller sees. */
enum { CONTEXT = 1024 };

/* A stretch of the unit as it will be: bytes that stay, or new text in the place of some. */
struct stretch {
	bool is_new;
	struct tp_str s;
	struct tp_span source; /* of the document; replaced where the text is new */
	const struct tp_code *code_before, *code_after;
	struct tp_span made; /* in `made` of the writing */
};

/* A unit being written anew. */
struct writing {
	const struct tp_text *text;
	const void *unit;
	struct tp_str document;
	tp_spell_fn spell;
	struct {
		struct stretch *p;
		size_t n, cap;
	} stretches;
	struct tp_buf texts; /* the new texts, one after another */
	struct tp_buf made; /* the first line up to the unit, and the stretches as they will be */
	size_t lead; /* length of the former */
};

static bool ends_line(char c)
{
	return c == '\n' || c == '\r';
}

static struct tp_str line_before(struct tp_str document, size_t at)
{
	size_t from = at;

	while (from > 0 && at - from < CONTEXT && !ends_line(document.p[from - 1]))
		from--;
	return tp_str_at(document, (struct tp_span){ from, at });
}

static struct tp_str line_after(struct tp_str document, size_t at)
{
	size_t to = at;

	while (to < document.n && to - at < CONTEXT && !ends_line(document.p[to]))
		to++;
	if (to < document.n)
		to++;
	return tp_str_at(document, (struct tp_span){ at, to });
}

/* The piece with this byte of the document, or NULL. */
static const struct tp_piece *piece_of_byte(const struct tp_text *text, size_t at)
{
	struct tp_span source = tp_text_source(text);
	size_t low = 0, high = text->n_pieces;

	if (at < source.from || at >= source.to)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (text->pieces[middle].source.to <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return &text->pieces[low];
}

static const struct tp_code *code_of(const struct tp_text *text, const struct tp_piece *piece)
{
	return piece && piece->kind == TP_PIECE_CODE ? &text->codes[piece->code] : NULL;
}

/* The first code at or after this byte of the document. */
static size_t code_from(const struct tp_text *text, size_t at)
{
	size_t low = 0, high = text->n_codes;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (text->pieces[text->codes[middle].piece].source.from < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add_kept(struct writing *w, struct tp_span source)
{
	*tp_push(&w->stretches) = (struct stretch){ .s = tp_str_at(w->document, source), .source = source };
}

/* Keeps these bytes; but the format is asked about each code that closes. */
static void keep(struct writing *w, struct tp_span source)
{
	const struct tp_text *text = w->text;
	bool kept = false;

	for (size_t i = code_from(text, source.from); i < text->n_codes; i++) {
		size_t at = text->pieces[text->codes[i].piece].source.from;
		if (at >= source.to)
			break;
		if (text->codes[i].kind != TP_CODE_CLOSE)
			continue;
		if (at > source.from)
			add_kept(w, (struct tp_span){ source.from, at });
		if (!w->stretches.n || !w->stretches.p[w->stretches.n - 1].is_new)
			*tp_push(&w->stretches) =
			    (struct stretch){ .is_new = true, .source = { at, at }, .code_after = &text->codes[i] };
		add_kept(w, (struct tp_span){ at, text->pieces[text->codes[i].piece].source.to });
		source.from = text->pieces[text->codes[i].piece].source.to;
		kept = true;
	}
	if (!kept || source.from < source.to)
		add_kept(w, source);
}

/* Adds to the new text at the end, or begins one. */
static void add_new(struct writing *w, struct tp_str s)
{
	if (!w->stretches.n || !w->stretches.p[w->stretches.n - 1].is_new)
		*tp_push(&w->stretches) = (struct stretch){ .is_new = true };
	w->stretches.p[w->stretches.n - 1].s.n += s.n;
	tp_buf_add_str(&w->texts, s);
}

/* The buffer of the texts moves while it grows. */
static void point_to_texts(struct writing *w)
{
	size_t at = 0;

	for (size_t i = 0; i < w->stretches.n; i++)
		if (w->stretches.p[i].is_new) {
			w->stretches.p[i].s.p = tp_buf_str(&w->texts).p + at;
			at += w->stretches.p[i].s.n;
		}
}

static bool spell_new(struct writing *w, struct stretch *stretch, struct tp_str after, struct tp_buf *instead,
		      struct tp_error *err)
{
	struct tp_buf spelled = TP_BUF_INIT;
	struct tp_speller_place place = { .unit = w->unit,
					  .document = w->document,
					  .before = tp_buf_str(&w->made),
					  .after = after,
					  .lead = w->lead,
					  .code_before = stretch->code_before,
					  .code_after = stretch->code_after,
					  .instead = instead };
	bool ok = w->spell(stretch->s, &place, &spelled, err);

	tp_buf_add_str(&w->made, tp_buf_str(&spelled));
	tp_buf_add_str(&w->made, tp_buf_str(instead));
	tp_buf_release(&spelled);
	return ok;
}

/* Lets a stretch have the code behind it, with which the next one begins. Gives the code's length. */
static size_t take_code(const struct writing *w, struct stretch *stretch)
{
	struct tp_span code = w->text->pieces[stretch->code_after->piece].source;
	size_t n = code.to - code.from;

	stretch[0].source.to = code.to;
	stretch[1].source.from = code.to;
	stretch[1].s = tp_str_from(stretch[1].s, n);
	return n;
}

static bool spell_all(struct writing *w, struct tp_error *err)
{
	struct tp_span source = tp_text_source(w->text);
	struct tp_str lead = line_before(w->document, source.from);
	struct tp_buf draft = TP_BUF_INIT, instead = TP_BUF_INIT;
	size_t drafted = 0;
	bool ok = true;

	point_to_texts(w);
	for (size_t i = 0; i < w->stretches.n; i++)
		tp_buf_add_str(&draft, w->stretches.p[i].s);
	tp_buf_add_str(&draft, line_after(w->document, source.to));
	tp_buf_add_str(&w->made, lead);
	w->lead = lead.n;
	for (size_t i = 0; ok && i < w->stretches.n; i++) {
		struct stretch *stretch = &w->stretches.p[i];
		drafted += stretch->s.n;
		stretch->made.from = w->made.n;
		tp_buf_clear(&instead);
		if (stretch->is_new)
			ok = spell_new(w, stretch, tp_str_from(tp_buf_str(&draft), drafted), &instead, err);
		else
			tp_buf_add_str(&w->made, stretch->s);
		stretch->made.to = w->made.n;
		if (instead.n)
			drafted += take_code(w, stretch);
	}
	tp_buf_release(&draft);
	tp_buf_release(&instead);
	return ok;
}

static void release(struct writing *w)
{
	free(w->stretches.p);
	tp_buf_release(&w->texts);
	tp_buf_release(&w->made);
}

/* Adds the edit of the document that puts `with` at `source`, as short as it can be. */
static void emit(const struct writing *w, struct tp_span source, struct tp_span made, struct tp_arena *arena,
		 struct tp_edits *out)
{
	struct tp_edit edit = { source, tp_str_at(tp_buf_str(&w->made), made) };

	edit = tp_edit_trim(edit, w->document);
	if (edit.with.n || edit.at.from < edit.at.to)
		tp_edits_add(out, edit.at, tp_arena_str(arena, edit.with));
}

static bool is_text(const struct tp_piece *piece)
{
	return piece->kind == TP_PIECE_VERBATIM || piece->kind == TP_PIECE_SPELLED;
}

/* Bytes that belong to the text after them, such as a backslash. */
static bool is_prefix(const struct tp_piece *piece)
{
	return piece->kind == TP_PIECE_SPELLED && piece->text.from == piece->text.to;
}

/* Edits --------------------------------------------------------------------------------------- */

/* Pieces of text without a code or FIXED piece between them, and the part of their text that changes. */
struct slot {
	size_t first, last;
	struct tp_span at;
};

/* New text for some bytes. */
struct change {
	size_t last; /* the piece where it ends */
	struct tp_span source;
	struct tp_span text; /* in `texts` of the changes */
	size_t to; /* where in the unit's text the edited part ends */
};

struct changes {
	struct change *p;
	size_t n, cap;
	struct tp_buf texts;
};

struct slots {
	struct slot *p;
	size_t n, cap;
};

static bool is_empty(struct tp_span span)
{
	return span.from == span.to;
}

static struct tp_str text_between(const struct tp_text *text, size_t from, size_t to)
{
	return tp_str_at(text->text, (struct tp_span){ from, to });
}

static void find_slots(const struct tp_text *text, struct tp_span at, struct slots *slots)
{
	bool broken = true;

	for (size_t i = tp_text_piece_at(text, at.from); i < text->n_pieces; i++) {
		const struct tp_piece *piece = &text->pieces[i];
		if (piece->text.from >= at.to)
			break;
		if (!is_text(piece)) {
			broken = true;
			continue;
		}
		size_t from = piece->text.from > at.from ? piece->text.from : at.from;
		size_t to = piece->text.to < at.to ? piece->text.to : at.to;
		if (broken)
			*tp_push(slots) = (struct slot){ i, i, { from, to } };
		slots->p[slots->n - 1].last = i;
		slots->p[slots->n - 1].at.to = to;
		broken = false;
	}
}

/* Part of a piece is replaced up to or from `offset`: SPELLED bytes go as a whole, so the rest of their
 * text is spelled again. */
static bool cuts(const struct tp_piece *piece, size_t offset)
{
	return piece->kind == TP_PIECE_SPELLED && piece->text.from < offset && offset < piece->text.to;
}

static size_t source_from(const struct tp_text *text, size_t first, size_t offset)
{
	const struct tp_piece *piece = &text->pieces[first];

	if (offset == piece->text.from) {
		while (first > 0 && is_prefix(&text->pieces[first - 1]))
			first--;
		return text->pieces[first].source.from;
	}
	return piece->source.from + (piece->kind == TP_PIECE_VERBATIM ? offset - piece->text.from : 0);
}

static size_t source_to(const struct tp_piece *piece, size_t offset)
{
	return piece->kind == TP_PIECE_VERBATIM ? piece->source.from + (offset - piece->text.from) : piece->source.to;
}

static void add_change(const struct tp_text *text, const struct slot *slot, struct tp_str with, struct changes *changes)
{
	const struct tp_piece *first = &text->pieces[slot->first], *last = &text->pieces[slot->last];
	struct tp_span source = { source_from(text, slot->first, slot->at.from), source_to(last, slot->at.to) };
	struct change *change = changes->n ? &changes->p[changes->n - 1] : NULL;

	if (change && source.from < change->source.to) {
		/* Both in one SPELLED piece: what followed the last edit there is spelled again from here. */
		changes->texts.n -= text->pieces[change->last].text.to - change->to;
		tp_buf_add_str(&changes->texts, text_between(text, change->to, slot->at.from));
		change->source.to = source.to;
	} else {
		size_t at = changes->texts.n;
		change = tp_push(changes);
		*change = (struct change){ .source = source, .text = { at, at } };
		if (cuts(first, slot->at.from))
			tp_buf_add_str(&changes->texts, text_between(text, first->text.from, slot->at.from));
	}
	tp_buf_add_str(&changes->texts, with);
	if (cuts(last, slot->at.to))
		tp_buf_add_str(&changes->texts, text_between(text, slot->at.to, last->text.to));
	change->last = slot->last;
	change->to = slot->at.to;
	change->text.to = changes->texts.n;
}

/* A place between pieces belongs to the text on its left, or on its right if that is wanted, or else to
 * what there is. */
static void add_insertion(const struct tp_text *text, size_t offset, bool right, struct tp_str with,
			  struct changes *changes)
{
	size_t next = tp_text_piece_at(text, offset), last = next, at, piece;

	while (last > 0 && is_empty(text->pieces[last - 1].text))
		last--;
	bool text_left = last > 0 && is_text(&text->pieces[last - 1]);
	bool text_right = next < text->n_pieces && is_text(&text->pieces[next]);
	if (text_right && (right || !text_left)) {
		piece = next;
		at = source_from(text, next, offset);
	} else {
		piece = last > 0 ? last - 1 : 0;
		at = last > 0 ? text->pieces[piece].source.to : tp_text_source(text).from;
	}
	size_t from = changes->texts.n;
	tp_buf_add_str(&changes->texts, with);
	*tp_push(changes) = (struct change){ piece, { at, at }, { from, changes->texts.n }, offset };
}

/* Where in a text of n characters the part of slot i ends, when `total` are shared out by length. */
static size_t share(const struct slots *slots, size_t i, size_t n, size_t length, size_t shared)
{
	if (i + 1 == slots->n)
		return n;
	if (n <= slots->n)
		return i + 1 < n ? i + 1 : n;
	size_t end = (size_t)((double)n * (double)shared / (double)length + 0.5);
	size_t least = i + 1, most = n - (slots->n - 1 - i);
	return end < least ? least : end > most ? most : end;
}

static void share_out(const struct tp_text *text, const struct slots *slots, struct tp_str with,
		      struct changes *changes)
{
	size_t n = tp_utf8_count(with), length = 0, shared = 0, given = 0, at = 0;

	for (size_t i = 0; i < slots->n; i++)
		length += tp_utf8_count(tp_str_at(text->text, slots->p[i].at));
	for (size_t i = 0; i < slots->n; i++) {
		size_t from = at;
		shared += tp_utf8_count(tp_str_at(text->text, slots->p[i].at));
		for (size_t end = share(slots, i, n, length, shared); given < end; given++)
			tp_utf8_next(with, &at);
		add_change(text, &slots->p[i], tp_str_at(with, (struct tp_span){ from, at }), changes);
	}
}

static void change_by(const struct tp_text *text, struct tp_edit edit, struct changes *changes)
{
	struct tp_edit trimmed = tp_edit_trim(edit, text->text);
	struct slots slots = { NULL, 0, 0 };
	size_t piece = tp_text_piece_at(text, trimmed.at.from);

	find_slots(text, trimmed.at, &slots);
	if (slots.n) {
		share_out(text, &slots, trimmed.with, changes);
	} else if (is_empty(trimmed.at) && piece < text->n_pieces && text->pieces[piece].text.from < trimmed.at.from) {
		struct slot inside = { piece, piece, trimmed.at };
		add_change(text, &inside, trimmed.with, changes);
	} else if (trimmed.with.n) {
		bool right = edit.at.from == trimmed.at.from && edit.at.to > trimmed.at.to;
		add_insertion(text, trimmed.at.from, right, trimmed.with, changes);
	}
	free(slots.p);
}

/* What stands beside new text may need another spelling than it had, so a word of it is spelled again, too. */
enum { WIDEST = 64 };

static bool continues_character(struct tp_str document, size_t at)
{
	return at < document.n && ((unsigned char)document.p[at] & 0xc0) == 0x80;
}

static size_t widened_left(const struct writing *w, size_t start, size_t least)
{
	const struct tp_piece *piece = piece_of_byte(w->text, start - 1);
	size_t at = start;
	bool word = false;

	if (!piece || piece->kind != TP_PIECE_VERBATIM)
		return start;
	size_t first = piece->source.from;
	if (piece > w->text->pieces && is_prefix(piece - 1))
		tp_utf8_next(w->document, &first);
	if (least < first)
		least = first;
	while (at > least && start - at < WIDEST && !(word && w->document.p[at - 1] == ' '))
		word |= w->document.p[--at] != ' ';
	while (at < start && continues_character(w->document, at))
		at++;
	return at;
}

static size_t widened_right(const struct writing *w, size_t start, size_t most)
{
	const struct tp_piece *piece = piece_of_byte(w->text, start);
	size_t at = start;
	bool word = false;

	if (!piece || piece->kind != TP_PIECE_VERBATIM)
		return start;
	if (most > piece->source.to)
		most = piece->source.to;
	while (at < most && at - start < WIDEST && !(word && w->document.p[at] == ' '))
		word |= w->document.p[at++] != ' ';
	while (at > start && continues_character(w->document, at))
		at--;
	return at;
}

/* The unit as stretches: changes with a word beside them, and what stays between. Changes that touch become one. */
static void stretch_out(struct writing *w, const struct changes *changes)
{
	struct tp_span unit = tp_text_source(w->text);
	size_t done = unit.from;

	for (size_t i = 0; i < changes->n; i++) {
		struct tp_span source = changes->p[i].source;
		size_t least = i ? changes->p[i - 1].source.to : unit.from;
		size_t most = i + 1 < changes->n ? changes->p[i + 1].source.from : unit.to;
		size_t from = widened_left(w, source.from, least), to = widened_right(w, source.to, most);
		if (i == 0 || from > done) {
			keep(w, (struct tp_span){ done, from });
			done = from;
		}
		add_new(w, tp_str_at(w->document, (struct tp_span){ done, source.from }));
		add_new(w, tp_str_at(tp_buf_str(&changes->texts), changes->p[i].text));
		add_new(w, tp_str_at(w->document, (struct tp_span){ source.to, to }));
		done = to;
		struct stretch *new = &w->stretches.p[w->stretches.n - 1];
		new->source = (struct tp_span){ new[-1].source.to, to };
		new->code_before = code_of(w->text, piece_of_byte(w->text, new->source.from - 1));
		new->code_after = code_of(w->text, piece_of_byte(w->text, to));
	}
	keep(w, (struct tp_span){ done, unit.to });
}

bool tp_text_edit(const struct tp_text *text, const void *unit, struct tp_str document, const struct tp_edits *edits,
		  tp_spell_fn spell, struct tp_arena *arena, struct tp_edits *out, struct tp_error *err)
{
	struct writing w = { .text = text, .unit = unit, .document = document, .spell = spell };
	struct changes changes = { .p = NULL };
	bool ok = true;

	for (size_t i = 0; i < edits->n; i++)
		change_by(text, edits->p[i], &changes);
	if (changes.n) {
		stretch_out(&w, &changes);
		ok = spell_all(&w, err);
	}
	for (size_t i = 0; ok && i < w.stretches.n; i++)
		if (w.stretches.p[i].is_new)
			emit(&w, w.stretches.p[i].source, w.stretches.p[i].made, arena, out);
	tp_buf_release(&changes.texts);
	free(changes.p);
	release(&w);
	return ok;
}

/* Translations -------------------------------------------------------------------------------- */

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
	return piece->piece != TP_NOT_FOUND && !is_text(&text->pieces[piece->piece]);
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
		if (is_text(piece)) {
			if (!match_forward(text, target, tp_str_at(text->text, piece->text), &at))
				return border;
		} else {
			skip_empty(text, target, &at);
			if (at.piece == target->n || target->p[at.piece].piece != i)
				return border;
			at = (struct place){ at.piece + 1, 0 };
		}
		if (piece->kind == TP_PIECE_FIXED || (piece->kind == TP_PIECE_SPELLED && !is_prefix(piece)))
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
		if (is_text(piece)) {
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
		bool seam = piece->kind == TP_PIECE_FIXED || (piece->kind == TP_PIECE_SPELLED && !is_prefix(piece));
		if (seam || (is_prefix(piece) && border.piece == i))
			border = (struct border){ i - 1, at };
	}
	return border;
}

/* What stands between two places of the translation, as stretches. */
static void add_target(struct writing *w, const struct tp_target *target, struct place from, struct place to)
{
	for (; from.piece < to.piece || from.offset < to.offset; from = (struct place){ from.piece + 1, 0 }) {
		const struct tp_target_piece *piece = &target->p[from.piece];
		const struct tp_piece *original = piece->piece == TP_NOT_FOUND ? NULL : &w->text->pieces[piece->piece];
		struct tp_str s = target_text(w->text, piece);
		bool whole = from.offset == 0 && from.piece < to.piece;
		if (original && is_prefix(original))
			continue;
		if (original && original->kind != TP_PIECE_VERBATIM && whole) {
			keep(w, original->source);
			continue;
		}
		size_t end = from.piece < to.piece ? s.n : to.offset;
		if (end > from.offset)
			add_new(w, tp_str_at(s, (struct tp_span){ from.offset, end }));
		if (from.piece == to.piece)
			break;
	}
}

static void find_codes(struct writing *w)
{
	for (size_t i = 1; i + 1 < w->stretches.n; i++) {
		struct stretch *stretch = &w->stretches.p[i];
		if (!stretch->is_new)
			continue;
		if (!stretch[-1].is_new && stretch[-1].s.n)
			stretch->code_before = code_of(w->text, piece_of_byte(w->text, stretch[-1].source.to - 1));
		if (!stretch[1].is_new && stretch[1].s.n)
			stretch->code_after = code_of(w->text, piece_of_byte(w->text, stretch[1].source.from));
	}
}

bool tp_text_translate(const struct tp_text *text, const void *unit, struct tp_str document,
		       const struct tp_target *target, tp_spell_fn spell, struct tp_arena *arena, struct tp_edits *out,
		       struct tp_error *err)
{
	struct writing w = { .text = text, .unit = unit, .document = document, .spell = spell };
	struct tp_span source = tp_text_source(text);
	struct border start = same_start(text, target);

	if (start.piece == text->n_pieces && start.place.piece == target->n)
		return true;
	struct border end = same_end(text, target, &start);
	size_t from = start.piece ? text->pieces[start.piece - 1].source.to : source.from;
	size_t to = end.piece < text->n_pieces ? text->pieces[end.piece].source.from : source.to;
	keep(&w, (struct tp_span){ source.from, from });
	add_target(&w, target, start.place, end.place);
	keep(&w, (struct tp_span){ to, source.to });
	find_codes(&w);
	bool ok = spell_all(&w, err);
	if (ok) {
		emit(&w, source, (struct tp_span){ w.lead, w.made.n }, arena, out);
	}
	release(&w);
	return ok;
}
