#include "doc/text_write.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/str.h"

/* How much of the lines around the unit a speller sees. */
enum { CONTEXT = 1024 };

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

const struct tp_piece *tp_text_piece_of_byte(const struct tp_text *text, size_t at)
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

const struct tp_code *tp_text_code_of(const struct tp_text *text, const struct tp_piece *piece)
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

static void add_kept(struct tp_writing *w, struct tp_span source)
{
	*tp_push(&w->stretches) = (struct tp_stretch){ .s = tp_str_at(w->document, source), .source = source };
}

void tp_writing_keep(struct tp_writing *w, struct tp_span source)
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
			    (struct tp_stretch){ .is_new = true, .source = { at, at }, .code_after = &text->codes[i] };
		add_kept(w, (struct tp_span){ at, text->pieces[text->codes[i].piece].source.to });
		source.from = text->pieces[text->codes[i].piece].source.to;
		kept = true;
	}
	if (!kept || source.from < source.to)
		add_kept(w, source);
}

void tp_writing_add(struct tp_writing *w, struct tp_str s)
{
	if (!w->stretches.n || !w->stretches.p[w->stretches.n - 1].is_new)
		*tp_push(&w->stretches) = (struct tp_stretch){ .is_new = true };
	w->stretches.p[w->stretches.n - 1].s.n += s.n;
	tp_buf_add_str(&w->texts, s);
}

/* The buffer of the texts moves while it grows. */
static void point_to_texts(struct tp_writing *w)
{
	size_t at = 0;

	for (size_t i = 0; i < w->stretches.n; i++)
		if (w->stretches.p[i].is_new) {
			w->stretches.p[i].s.p = tp_buf_str(&w->texts).p + at;
			at += w->stretches.p[i].s.n;
		}
}

static bool spell_new(struct tp_writing *w, struct tp_stretch *stretch, struct tp_str after, struct tp_buf *instead,
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
static size_t take_code(const struct tp_writing *w, struct tp_stretch *stretch)
{
	struct tp_span code = w->text->pieces[stretch->code_after->piece].source;
	size_t n = code.to - code.from;

	stretch[0].source.to = code.to;
	stretch[1].source.from = code.to;
	stretch[1].s = tp_str_from(stretch[1].s, n);
	return n;
}

bool tp_writing_spell(struct tp_writing *w, struct tp_error *err)
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
		struct tp_stretch *stretch = &w->stretches.p[i];
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

void tp_writing_release(struct tp_writing *w)
{
	free(w->stretches.p);
	tp_buf_release(&w->texts);
	tp_buf_release(&w->made);
}

void tp_writing_emit(const struct tp_writing *w, struct tp_span source, struct tp_span made, struct tp_arena *arena,
		     struct tp_edits *out)
{
	struct tp_edit edit = { source, tp_str_at(tp_buf_str(&w->made), made) };

	edit = tp_edit_trim(edit, w->document);
	if (edit.with.n || edit.at.from < edit.at.to)
		tp_edits_add(out, edit.at, tp_arena_str(arena, edit.with));
}
