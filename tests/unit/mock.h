/* A translator for tests: gives each unit new text and keeps its codes. */
#ifndef TESTS_UNIT_MOCK_H
#define TESTS_UNIT_MOCK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/str.h"
#include "doc/doc.h"

/* What becomes of a run of text between codes. */
typedef void (*mock_fn)(struct tp_str text, struct tp_buf *out);

static inline void mock_upper(struct tp_str text, struct tp_buf *out)
{
	for (size_t i = 0; i < text.n; i++)
		tp_buf_add_char(out, text.p[i] >= 'a' && text.p[i] <= 'z' ? (char)(text.p[i] - 32) : text.p[i]);
}

/* Text that means something in most formats. */
static inline void mock_hostile(struct tp_str text, struct tp_buf *out)
{
	tp_buf_add_str(out, text);
	tp_buf_add_z(out, " <&>\"'*_[x]`\\#");
}

static inline bool mock_is_text(const struct tp_piece *piece)
{
	return piece->kind == TP_PIECE_VERBATIM || piece->kind == TP_PIECE_SPELLED;
}

/* The unit with its codes shown: {1> opens, <1} closes, {1/} stands alone; a fixed character is {n/}, too, but
 * for a line break, which is "⏎". With `mock`, its text is changed by it. */
static inline void mock_show(const struct tp_text *text, mock_fn mock, struct tp_buf *out)
{
	for (size_t i = 0; i < text->n_pieces; i++) {
		const struct tp_piece *piece = &text->pieces[i];
		if (piece->kind == TP_PIECE_CODE) {
			const struct tp_code *code = &text->codes[piece->code];
			size_t n = 1 + (code->kind == TP_CODE_CLOSE ? code->partner : piece->code);
			tp_buf_format(out,
				      code->kind == TP_CODE_OPEN    ? "{%zu>"
				      : code->kind == TP_CODE_CLOSE ? "<%zu}"
								    : "{%zu/}",
				      n);
		} else if (piece->kind == TP_PIECE_FIXED) {
			bool lb = tp_str_is(tp_str_at(text->text, piece->text), "\n");
			tp_buf_add_z(out, lb ? "⏎" : "{\uFFFD}");
		} else {
			size_t from = piece->text.from;
			while (i + 1 < text->n_pieces && mock_is_text(&text->pieces[i + 1]))
				i++;
			struct tp_str s = tp_str_at(text->text, (struct tp_span){ from, text->pieces[i].text.to });
			if (mock && s.n)
				mock(s, out);
			else
				tp_buf_add_str(out, s);
		}
	}
}

/* The document with each unit translated by `mock`. */
static inline bool mock_translate(const struct tp_doc *doc, mock_fn mock, struct tp_buf *out, struct tp_error *err)
{
	struct tp_arena *arena = tp_arena_new();
	struct tp_edits edits = { NULL, 0, 0 };
	bool ok = true;

	for (size_t u = 0; ok && u < doc->n_units; u++) {
		const struct tp_text *text = &doc->units[u].text;
		struct tp_target target = { NULL, 0, 0 };
		for (size_t i = 0; i < text->n_pieces; i++) {
			size_t from = text->pieces[i].text.from;
			if (!mock_is_text(&text->pieces[i])) {
				*tp_push(&target) = (struct tp_target_piece){ .piece = i };
				continue;
			}
			while (i + 1 < text->n_pieces && mock_is_text(&text->pieces[i + 1]))
				i++;
			struct tp_str s = tp_str_at(text->text, (struct tp_span){ from, text->pieces[i].text.to });
			struct tp_buf new = TP_BUF_INIT;
			if (s.n && mock)
				mock(s, &new);
			else
				tp_buf_add_str(&new, s);
			*tp_push(&target) = (struct tp_target_piece){ .text = tp_arena_str(arena, tp_buf_str(&new)),
								      .piece = TP_NOT_FOUND };
			tp_buf_release(&new);
		}
		ok = tp_text_translate(text, &doc->units[u], doc->text, &target, doc->spell, arena, &edits, err);
		free(target.p);
	}
	ok = ok && tp_doc_write(doc, &edits, out, err);
	tp_edits_release(&edits);
	tp_arena_free(arena);
	return ok;
}

#endif
