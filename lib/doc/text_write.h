/* A unit being written anew, for text_edit.c and text_translate.c: stretches of its bytes that stay, and new
 * text between them, which the format spells in the light of what is around it. */
#ifndef TPREP_DOC_TEXT_WRITE_H
#define TPREP_DOC_TEXT_WRITE_H

#include "doc/text.h"

struct tp_stretch {
	bool is_new;
	struct tp_str s; /* bytes that stay, or the new text */
	struct tp_span source; /* of the document; replaced where the text is new */
	const struct tp_code *code_before, *code_after;
	struct tp_span made; /* in `made` of the writing */
};

/* The caller sets the first four. */
struct tp_writing {
	const struct tp_text *text;
	const void *unit;
	struct tp_str document;
	tp_spell_fn spell;
	struct {
		struct tp_stretch *p;
		size_t n, cap;
	} stretches;
	struct tp_buf texts; /* the new texts, one after another */
	struct tp_buf made; /* the first line up to the unit, and the stretches as they will be */
	size_t lead; /* length of the former */
};

void tp_writing_release(struct tp_writing *w);

/* Keeps these bytes; but the format is asked about each code that closes. */
void tp_writing_keep(struct tp_writing *w, struct tp_span source);

/* Adds to the new text at the end, or begins one. */
void tp_writing_add(struct tp_writing *w, struct tp_str s);

/* Spells all new text: fills in `made`. */
bool tp_writing_spell(struct tp_writing *w, struct tp_error *err);

/* Adds the edit of the document that puts a part of `made` at `source`, as short as it can be. It lives in
 * the arena. */
void tp_writing_emit(const struct tp_writing *w, struct tp_span source, struct tp_span made, struct tp_arena *arena,
		     struct tp_edits *out);

/* The piece with this byte of the document, or NULL; and its code, or NULL. */
const struct tp_piece *tp_text_piece_of_byte(const struct tp_text *text, size_t at);
const struct tp_code *tp_text_code_of(const struct tp_text *text, const struct tp_piece *piece);

static inline bool tp_piece_is_text(const struct tp_piece *piece)
{
	return piece->kind == TP_PIECE_VERBATIM || piece->kind == TP_PIECE_SPELLED;
}

/* A line break that stands for no space. New text is folded without it. */
static inline bool tp_piece_is_joint(const struct tp_piece *piece)
{
	return piece->kind == TP_PIECE_SPELLED && piece->text.from == piece->text.to;
}

#endif
