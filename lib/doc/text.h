/* A unit's text with its inline codes, and the way back to the bytes it was read from.
 *
 * A reader walks over the source bytes of a unit and adds pieces in order; they tile the unit's
 * bytes without a gap:
 *
 *     source    Forces <b>left</b>  Caf&eacute; Irbil.
 *     pieces    [Forces ][<b>][left][</b>][  Caf][&eacute;][ Irbil.]
 *     text      "Forces left  Café Irbil.", codes at 7 and 11
 *
 * Edits of the text become edits of the bytes, and so does a translation; all else stays. */
#ifndef TPREP_DOC_TEXT_H
#define TPREP_DOC_TEXT_H

#include "core/edit.h"
#include "core/memory.h"
#include "tprep.h"

enum tp_piece_kind {
	TP_PIECE_VERBATIM, /* text and bytes are the same */
	TP_PIECE_SPELLED, /* the bytes spell the text in another way: an entity, a folded line break */
	TP_PIECE_FIXED, /* only these bytes can stand for this character: a hard line break ("\n" in the
			    * text), an ill-formed byte (U+FFFD). Edits go around it; it travels as a code */
	TP_PIECE_CODE, /* an inline code: no text */
};

struct tp_piece {
	enum tp_piece_kind kind;
	struct tp_span text; /* in the unit's text; empty for a code */
	struct tp_span source; /* in the bytes of the document */
	size_t code; /* index of the code */
};

enum tp_code_kind { TP_CODE_OPEN, TP_CODE_CLOSE, TP_CODE_ALONE };

/* An inline code: markup inside a unit, such as emphasis, a link or a code span. */
struct tp_code {
	enum tp_code_kind kind;
	size_t at; /* where in the text it stands */
	size_t piece; /* its piece */
	size_t partner; /* index of the other one of a pair; its own where alone */
	const char *type; /* "bold", "italic", "link", "code", "image", "lb", "struck", "html": static */
	struct tp_str shown; /* what a translator sees of a code that holds text of its own, such as `make`;
				 * a name, address or word in it is not checked; may be empty */
};

/* Findings that the document does not want reported: see doc/remarks.h. */
struct tp_ignored {
	struct tp_span at; /* in the text; `to` may lie behind its end */
	struct tp_str ids; /* a comma list of ids and families, with a NUL behind it; empty: all */
	struct tp_str except; /* likewise, but for these; empty: none */
};

struct tp_text {
	struct tp_str text; /* valid UTF-8 */
	const struct tp_piece *pieces;
	size_t n_pieces;
	const struct tp_code *codes; /* in order */
	size_t n_codes;
	const struct tp_ignored *ignored;
	size_t n_ignored;
	struct tp_str words; /* a comma list of words that it declares right */
	bool title; /* of a heading, or of a cell of a table: no running text */
};

/* A text in the making, and then the next one. All zero is empty, but for `arena`, where finished texts live. */
struct tp_text_maker {
	struct tp_arena *arena;
	bool well_formed; /* the document is known to be so */
	struct tp_buf text;
	struct {
		struct tp_piece *p;
		size_t n, cap;
	} pieces;
	struct {
		struct tp_code *p;
		size_t n, cap;
	} codes;
};

/* Adds bytes of the document that stand for themselves. Ill-formed bytes among them become FIXED pieces. */
void tp_text_add(struct tp_text_maker *maker, struct tp_str document, struct tp_span source);

/* Adds text that the bytes spell in another way. It may be empty, for a line break that stands for no space. */
void tp_text_add_spelled(struct tp_text_maker *maker, struct tp_str text, struct tp_span source);

/* Adds one character that only these bytes can spell. */
void tp_text_add_fixed(struct tp_text_maker *maker, struct tp_str text, struct tp_span source);

/* Adds a code; `type` is static. A CLOSE is paired with the nearest OPEN that has no partner yet; codes
 * that remain without one when the text is finished become ALONE. */
void tp_text_add_code(struct tp_text_maker *maker, enum tp_code_kind kind, const char *type, struct tp_str shown,
		      struct tp_span source);

/* The finished text of bytes that all stand for themselves; it shares them with the document if none is ill-formed, as
 * may be known of all of it. */
struct tp_text tp_text_plain(struct tp_arena *arena, struct tp_str document, bool well_formed, struct tp_span source);

/* The finished text, in the arena; the maker is empty again, and keeps its room for the next text until it is
 * released. */
struct tp_text tp_text_finish(struct tp_text_maker *maker);
void tp_text_maker_release(struct tp_text_maker *maker);

/* The bytes of the document that the text was read from: from its first piece to its last. */
struct tp_span tp_text_source(const struct tp_text *text);

/* The index of the piece that holds the character at `offset`, or n_pieces at the end of the text. */
size_t tp_text_piece_at(const struct tp_text *text, size_t offset);

/* Where the character at `offset` of the text stands in the document. */
size_t tp_text_source_at(const struct tp_text *text, size_t offset);

/* The index of the first code at or after `offset`, or n_codes. */
size_t tp_text_code_from(const struct tp_text *text, size_t offset);

/* Adds a sentence of the text as it reads: see tp_unit_reading(). */
bool tp_text_read(const struct tp_text *text, struct tp_span at, struct tp_buf *out);

/* Spells text of a unit as bytes of the format. `before` are the bytes of the document, as they will
 * be, from the start of the unit's first line up to the place, `after` those that follow it up to the end
 * of the unit's last line (of what lies outside the unit, 1 KiB at most; new text in `after` is not spelled yet). */
struct tp_speller_place {
	const void *unit; /* struct tp_unit, for formats */
	struct tp_str document;
	struct tp_str before, after;
	size_t lead; /* so many bytes of `before` lie before the unit */
	const struct tp_code *code_before, *code_after; /* right beside the place, or NULL */
	struct tp_buf *instead; /* bytes for code_after, where it cannot stay as it is; empty: it stays */
};

/* Adds the spelled text to `out`. It is also asked with an empty text before each code that closes. */
typedef bool (*tp_spell_fn)(struct tp_str text, const struct tp_speller_place *place, struct tp_buf *out,
			    struct tp_error *err);

/* Turns sorted edits of the text into edits of the document, added to *out; what they replace by lives in
 * `arena`. Each edit is first trimmed (tp_edit_trim). Codes and FIXED characters inside an edited span
 * stay, in their order; the new text is shared out among the pieces of text between them in proportion
 * to their lengths, none left empty while there are characters to give. */
bool tp_text_edit(const struct tp_text *text, const void *unit, struct tp_str document, const struct tp_edits *edits,
		  tp_spell_fn spell, struct tp_arena *arena, struct tp_edits *out, struct tp_error *err);

/* A translation of a text: pieces of new text, and codes and FIXED pieces of the original in any order. */
struct tp_target_piece {
	struct tp_str text; /* new text where `piece` is TP_NOT_FOUND */
	size_t piece; /* else the index of a piece of the original (CODE, FIXED or SPELLED) */
};

struct tp_target {
	struct tp_target_piece *p;
	size_t n, cap;
};

/* The edits of the document that put a translation in the place of the text: one edit of the unit's
 * bytes, trimmed. */
bool tp_text_translate(const struct tp_text *text, const void *unit, struct tp_str document,
		       const struct tp_target *target, tp_spell_fn spell, struct tp_arena *arena, struct tp_edits *out,
		       struct tp_error *err);

#endif
