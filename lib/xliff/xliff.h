/* The interchange model: what travels to translators and back, as XLIFF 1.2. */
#ifndef TPREP_XLIFF_XLIFF_H
#define TPREP_XLIFF_XLIFF_H

#include "core/table.h"
#include "doc/doc.h"
#include "doc/finding.h"
#include "language/segments.h"

#define TP_XLIFF_HASH     "x-tprep-hash" /* context-type: tp_unit_hash() of the unit */
#define TP_XLIFF_PREPARED "x-tprep-prepared-hash" /* context-type: what that is of the unit as it was prepared */
#define TP_XLIFF_SEGMENTS                                                                                              \
	"x-tprep-segments" /* context-type: "0-57:48 58-80:20 codes end", spans in the original text, and how
					      * many bytes of the prepared text are not white space; then, unless
					      * they are TP_BREAK_CODES, the codes that stay before a break */

#define TP_XLIFF_ENCODING "x-tprep-encoding" /* from: a note that names the encoding of the document */

/* What `:48` counts: the bytes of a text that are not white space of XML. */
size_t tp_xliff_ink(struct tp_str text);

/* Writing --------------------------------------------------------------------------------------- */

/* A name, and what it is called in the target language. */
struct tp_xliff_term {
	struct tp_str source, target;
};

/* A unit on its way out. */
struct tp_xliff_unit {
	const struct tp_doc *doc;
	size_t unit;
	struct tp_edits prepared; /* edits of the unit's text made before export; sorted, FIXED left alone */
	struct tp_str text; /* the text with these edits made */
	struct tp_spans segments; /* of the prepared text; they tile it */
	struct tp_break_codes codes; /* which stay with the segment before a break */
	const struct tp_findings *findings; /* of the unit, on its original text; sorted */
	struct {
		struct tp_xliff_term *p;
		size_t n, cap;
	} terms; /* of the names in the prepared text */
};

/* Writing: begin, each file, end. */
struct tp_xliff_writer {
	struct tp_buf *out;
	const char *source, *target; /* languages */
	bool omegat36; /* targets copy the source */
	size_t files; /* so far: ids of units are unique in the whole XLIFF file */
};

void tp_xliff_begin(struct tp_xliff_writer *writer);
/* `encoding` is NULL for a document in UTF-8. */
void tp_xliff_begin_file(struct tp_xliff_writer *writer, const char *original, const char *datatype,
			 const char *encoding);

/* Units in the order of the document. One that has nothing to translate is left out. */
void tp_xliff_add_unit(struct tp_xliff_writer *writer, const struct tp_xliff_unit *unit);
void tp_xliff_end_file(struct tp_xliff_writer *writer);
void tp_xliff_end(struct tp_xliff_writer *writer);

/* Reading --------------------------------------------------------------------------------------- */

enum tp_xliff_kind {
	TP_XLIFF_TEXT,
	TP_XLIFF_OPEN, /* <g>, <bx/>, <bpt>, <it pos="open"> */
	TP_XLIFF_CLOSE, /* </g>, <ex/>, <ept>, <it pos="close"> */
	TP_XLIFF_ALONE, /* <x/>, <ph> */
	TP_XLIFF_SEGMENT,
	TP_XLIFF_SEGMENT_END,
};

/* A piece of the content of source, seg-source or target. */
struct tp_xliff_item {
	enum tp_xliff_kind kind;
	struct tp_str text; /* the text, the id of a code, the mid of a segment */
	size_t line; /* in the XLIFF file */
};

struct tp_xliff_content {
	struct tp_xliff_item *p; /* NULL: not there, or empty */
	size_t n, cap;
};

/* A trans-unit. What a client dropped is empty. */
struct tp_xliff_entry {
	struct tp_str id; /* of the document's unit: the mark of the file before it is taken off */
	size_t line;
	struct tp_xliff_content source, segmented, target;
	struct tp_str state; /* of the target */
	struct tp_str hash, prepared, segments; /* contexts of ours */
};

static inline bool tp_xliff_has_hash(const struct tp_xliff_entry *entry)
{
	return entry->hash.n == TP_HASH_SIZE - 1;
}

struct tp_xliff_file {
	struct tp_str original; /* with a NUL after it */
	struct tp_str encoding; /* likewise; empty: none is named */
	struct tp_str target; /* language, likewise */
	struct {
		struct tp_xliff_entry *p;
		size_t n, cap;
	} entries;
	struct tp_table by_id; /* index of the entry */
};

struct tp_xliff {
	struct tp_arena *arena;
	struct tp_str name; /* for messages; with a NUL after it */
	struct {
		struct tp_xliff_file *p;
		size_t n, cap;
	} files;
};

#endif
