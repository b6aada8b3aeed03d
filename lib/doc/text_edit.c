/* From edits of a unit's text to edits of the document's bytes. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "doc/text_write.h"

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
		if (!tp_piece_is_text(piece)) {
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
	bool text_left = last > 0 && tp_piece_is_text(&text->pieces[last - 1]);
	bool text_right = next < text->n_pieces && tp_piece_is_text(&text->pieces[next]);
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

static void change_part(const struct tp_text *text, struct tp_edit edit, struct changes *changes)
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

static size_t count_spaces(struct tp_str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == ' ';
	return n;
}

/* Cuts off a word, and so many more. */
static struct tp_str cut_words(struct tp_str *rest, size_t more)
{
	struct tp_str words = *rest, word;

	for (tp_str_cut(rest, ' ', &word); more > 0; more--)
		tp_str_cut(rest, ' ', &word);
	words.n = (size_t)(word.p + word.n - words.p);
	return words;
}

/* Each word is changed by itself: the line break or code between them stays. Where there are fewer than before, the
 * first one stands for more, and where there are more, they stand for the last one. */
static void change_by(const struct tp_text *text, struct tp_edit edit, struct changes *changes)
{
	struct tp_edit trimmed = tp_edit_trim(edit, text->text);
	struct tp_str old = tp_str_at(text->text, trimmed.at), new = trimmed.with, was, is;
	size_t at = trimmed.at.from, before = count_spaces(old), after = count_spaces(new);

	if (!before || !after) {
		change_part(text, edit, changes);
		return;
	}
	for (size_t i = 0, n = before < after ? before : after; i <= n; i++) {
		was = cut_words(&old, i == 0 && before > after ? before - after : 0);
		is = cut_words(&new, i == n && after > before ? after - before : 0);
		if (!tp_str_eq(was, is))
			change_part(text, (struct tp_edit){ { at, at + was.n }, is }, changes);
		at += was.n + 1;
	}
}

/* What stands beside new text may need another spelling than it had, so a word of it is spelled again, too; but not
 * beside letters that stand where letters stood. */
enum { WIDEST = 64 };

static bool continues_character(struct tp_str document, size_t at)
{
	return at < document.n && ((unsigned char)document.p[at] & 0xc0) == 0x80;
}

static size_t widened_left(const struct tp_writing *w, size_t start, size_t least)
{
	const struct tp_piece *piece = tp_text_piece_of_byte(w->text, start - 1);
	size_t at = start;
	bool word = false;

	if (!piece || piece->kind != TP_PIECE_VERBATIM)
		return start;
	if (least < piece->source.from)
		least = piece->source.from;
	while (at > least && start - at < WIDEST && !(word && w->document.p[at - 1] == ' '))
		word |= w->document.p[--at] != ' ';
	while (at < start && continues_character(w->document, at))
		at++;
	return at;
}

static size_t widened_right(const struct tp_writing *w, size_t start, size_t most)
{
	const struct tp_piece *piece = tp_text_piece_of_byte(w->text, start);
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

static bool is_letter(uint32_t cp)
{
	return tp_is_word(cp) && !(cp >= '0' && cp <= '9');
}

/* Nothing in it is a mark of any format where letters are around it. */
static bool is_prose(struct tp_str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = tp_utf8_next(s, &at);
		bool joins = cp == ' ' || cp == '.' || cp == ',' || cp == '-' || cp == '\'' || cp == 0x2019;
		if (!joins && !tp_is_word(cp))
			return false;
	}
	return true;
}

static uint32_t first_of(struct tp_str s, struct tp_str after)
{
	size_t at = 0;

	return s.n ? tp_utf8_next(s, &at) : after.n ? tp_utf8_next(after, &at) : 0;
}

static uint32_t last_of(struct tp_str before, struct tp_str s)
{
	return s.n ? tp_utf8_prev(s, &(size_t){ s.n }) : before.n ? tp_utf8_prev(before, &(size_t){ before.n }) : 0;
}

/* Old and new bytes are such that whatever is beside them reads as it did. */
static bool keeps_neighbours(struct tp_str before, struct tp_str old, struct tp_str new, struct tp_str after)
{
	if (!is_prose(old) || !is_prose(new))
		return false;
	if (!is_letter(last_of(before, TP_S(""))) &&
	    !(is_letter(first_of(old, after)) && is_letter(first_of(new, after))))
		return false;
	return is_letter(first_of(after, TP_S(""))) ||
	       (is_letter(last_of(before, old)) && is_letter(last_of(before, new)));
}

/* Letters may make a tag or a character reference of what was none. */
static bool may_open(struct tp_str s)
{
	return tp_str_find_char(s, '<', 0) != TP_NOT_FOUND || tp_str_find_char(s, '&', 0) != TP_NOT_FOUND;
}

/* The bytes around a change that are spelled again, too: [least, most) at most. */
static struct tp_span widened(const struct tp_writing *w, struct tp_span source, struct tp_str new, size_t least,
			      size_t most)
{
	struct tp_span wide = { widened_left(w, source.from, least), widened_right(w, source.to, most) };
	struct tp_str before = { w->document.p, source.from }, after = tp_str_from(w->document, source.to);
	struct tp_str left = tp_str_at(w->document, (struct tp_span){ wide.from, source.from });
	struct tp_str right = tp_str_at(w->document, (struct tp_span){ source.to, wide.to });

	if (may_open(left) || may_open(right) || !keeps_neighbours(before, tp_str_at(w->document, source), new, after))
		return wide;
	return source;
}

/* The unit as stretches: changes with a word beside them, and what stays between. Changes that touch become one. */
static void stretch_out(struct tp_writing *w, const struct changes *changes)
{
	struct tp_span unit = tp_text_source(w->text);
	size_t done = unit.from;

	for (size_t i = 0; i < changes->n; i++) {
		struct tp_span source = changes->p[i].source;
		size_t least = i ? changes->p[i - 1].source.to : unit.from;
		size_t most = i + 1 < changes->n ? changes->p[i + 1].source.from : unit.to;
		struct tp_str text = tp_str_at(tp_buf_str(&changes->texts), changes->p[i].text);
		struct tp_span wide = widened(w, source, text, least, most);
		if (i == 0 || wide.from > done) {
			tp_writing_keep(w, (struct tp_span){ done, wide.from });
			done = wide.from;
		}
		tp_writing_add(w, tp_str_at(w->document, (struct tp_span){ done, source.from }));
		tp_writing_add(w, text);
		tp_writing_add(w, tp_str_at(w->document, (struct tp_span){ source.to, wide.to }));
		done = wide.to;
		struct tp_stretch *new = &w->stretches.p[w->stretches.n - 1];
		new->source = (struct tp_span){ new[-1].source.to, done };
		new->code_before = tp_text_code_of(w->text, tp_text_piece_of_byte(w->text, new->source.from - 1));
		new->code_after = tp_text_code_of(w->text, tp_text_piece_of_byte(w->text, done));
	}
	tp_writing_keep(w, (struct tp_span){ done, unit.to });
}

bool tp_text_edit(const struct tp_text *text, const void *unit, struct tp_str document, const struct tp_edits *edits,
		  tp_spell_fn spell, struct tp_arena *arena, struct tp_edits *out, struct tp_error *err)
{
	struct tp_writing w = { .text = text, .unit = unit, .document = document, .spell = spell };
	struct changes changes = { .p = NULL };
	bool ok = true;

	for (size_t i = 0; i < edits->n; i++)
		change_by(text, edits->p[i], &changes);
	if (changes.n) {
		stretch_out(&w, &changes);
		ok = tp_writing_spell(&w, err);
	}
	for (size_t i = 0; ok && i < w.stretches.n; i++)
		if (w.stretches.p[i].is_new)
			tp_writing_emit(&w, w.stretches.p[i].source, w.stretches.p[i].made, arena, out);
	tp_buf_release(&changes.texts);
	free(changes.p);
	tp_writing_release(&w);
	return ok;
}
