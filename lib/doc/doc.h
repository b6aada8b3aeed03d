/* A document: the bytes of a file, and the units of text found in them.
 *
 * A reader (formats/) is given `text`, the file decoded to UTF-8 without its byte order mark, and adds
 * units in the order of the file. Units do not overlap. */
#ifndef TPREP_DOC_DOC_H
#define TPREP_DOC_DOC_H

#include <stdatomic.h>

#include "core/file.h"
#include "core/seen.h"
#include "doc/text.h"
#include "tprep.h"

struct tp_format;

/* The bound on a file's size if tp_reading has none. */
enum { TP_DOC_LIMIT = 256 << 20 };

/* The bound on what the units of a document take beside four times its text. */
enum { TP_DOC_ROOM = 256 << 20 };

enum tp_unit_kind { TP_UNIT_PARAGRAPH, TP_UNIT_HEADING, TP_UNIT_ITEM, TP_UNIT_CELL, TP_UNIT_OTHER };

struct tp_unit {
	struct tp_str id; /* "1", "2" ... in the order of the document */
	enum tp_unit_kind kind;
	struct tp_text text;
	size_t columns; /* plain text: of the lines that it was folded into; 0: it stands on one line */
	bool is_verbatim; /* its bytes in the document are the text, and will be what it is changed to */
};

/* A comment to us: see doc/remarks.h. */
enum tp_remark_kind {
	TP_REMARK_OFF,
	TP_REMARK_ON,
	TP_REMARK_IGNORE,
	TP_REMARK_WORDS,
	TP_REMARK_UNKNOWN,
	TP_REMARK_MISPLACED
};

struct tp_remark {
	enum tp_remark_kind kind;
	size_t at; /* where the comment starts in the document */
	struct tp_str list; /* of ids, or of words */
};

struct tp_doc {
	struct tp_arena *arena;
	struct tp_str name; /* as given; for messages */
	const struct tp_format *format;
	tp_spell_fn spell;
	enum tp_lines lines;

	struct tp_file file; /* the original bytes */
	const char *encoding; /* of the original; NULL: UTF-8 */
	size_t bom; /* length of the mark at the start of the original */
	struct tp_str text; /* decoded; points into `file` where that is UTF-8, else into `decoded` */
	struct tp_buf decoded;
	size_t ill_formed; /* where the text is no UTF-8 first; its length: nowhere */

	struct tp_unit *units;
	size_t n_units, cap_units;
	struct {
		struct tp_remark *p;
		size_t n, cap;
	} remarks, mistakes, rest; /* in order; the list of a mistake is the word in it that we do not know; the rest is
				    * what holds behind the end */

	_Atomic(struct tp_marks *) marks; /* for tp_place_at(), which makes them when it is first asked */
	struct tp_seen seen; /* the words of `text` */
};

/* The bound on the text of a unit, what checks find in which is held at once; the window of a stream fits, also where
 * bytes of it become characters of three. */
enum { TP_UNIT_LIMIT = 1 << 20 };

/* Starts a document over bytes that are already in `file`, which it then owns (also when it fails). Does
 * not look for units. Fails with TP_E_ENCODING or TP_E_LIMIT. */
struct tp_doc *tp_doc_begin(const char *name, struct tp_file *file, const struct tp_reading *how, struct tp_error *err);

/* The edits of the document that make sorted edits of a unit's text, added to *out: see tp_text_edit(). In a text that
 * is not all UTF-8, and so may be in another encoding, what is ASCII stays so: other edits are left out. */
bool tp_unit_edit(const struct tp_doc *doc, const struct tp_unit *unit, const struct tp_edits *edits,
		  struct tp_arena *arena, struct tp_edits *out, struct tp_error *err);

/* Adds a unit, all zero but for its id. The address is good until the next call. */
struct tp_unit *tp_doc_add_unit(struct tp_doc *doc, enum tp_unit_kind kind, struct tp_text text);

/* The original file with edits of `doc->text` made: sorts them, encodes what they add, and adds the
 * result to `out`. Fails with TP_E_ENCODING where the file's encoding lacks a character. */
bool tp_doc_write(const struct tp_doc *doc, struct tp_edits *edits, struct tp_buf *out, struct tp_error *err);

/* The same, but the result is in UTF-8, without a byte order mark, whatever the file's encoding. */
bool tp_doc_write_utf8(const struct tp_doc *doc, struct tp_edits *edits, struct tp_buf *out, struct tp_error *err);

/* How many bytes stand before the text in a file in UTF-8: those of a byte order mark. */
static inline size_t tp_doc_lead(const struct tp_doc *doc)
{
	return doc->encoding ? 0 : doc->bom;
}

/* The words of the document, markup included. */
struct tp_seen *tp_doc_seen(const struct tp_doc *doc);

/* A stable hash of a unit's original text and codes, as 16 hex digits. */
enum { TP_HASH_SIZE = 17 }; /* with a NUL */
void tp_unit_hash(const struct tp_doc *doc, const struct tp_unit *unit, char hash[TP_HASH_SIZE]);

/* The same of a text that is put together from pieces of text and these codes. */
void tp_hash_add_code(struct tp_buf *all, const struct tp_doc *doc, const struct tp_text *text,
		      const struct tp_code *code);
void tp_hash_make(const struct tp_buf *all, char hash[TP_HASH_SIZE]);

#endif
