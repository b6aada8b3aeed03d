/* Markdown: what the reader, the parts of it, and the speller share. */
#ifndef TPREP_FORMATS_MD_H
#define TPREP_FORMATS_MD_H

#include "formats/format.h"

/* What a Markdown parser tells about a paragraph, in order. It says where text stands, but not where the
 * marks between are. */
enum md_event_kind {
	MD_EVENT_TEXT, /* at: text that stands for itself */
	MD_EVENT_ENTITY, /* at: a character reference */
	MD_EVENT_HTML, /* at: raw HTML, or a piece of it */
	MD_EVENT_AUTOLINK, /* at: <https://example.org> */
	MD_EVENT_NUL,
	MD_EVENT_SOFT_BREAK,
	MD_EVENT_HARD_BREAK,
	MD_EVENT_CODE, /* a whole code span */
	MD_EVENT_OPEN, /* the start and end of what `type` says */
	MD_EVENT_CLOSE,
};

struct md_event {
	enum md_event_kind kind;
	const char *type; /* as in tp_code; OPEN and CLOSE */
	struct tp_span at; /* in the document, for the kinds that say so; else empty */
};

/* Where an event stands. */
struct md_mark {
	struct tp_span at; /* empty: not found */
	struct tp_span lost; /* before it: bytes that do not fit the events there */
	size_t partner; /* of OPEN and CLOSE, or TP_NOT_FOUND */
	bool escaped; /* TEXT behind a backslash */
	bool inside; /* HTML that belongs to the tag before it */
};

/* Finds all events in the bytes: fills in `marks`, which are n and all zero; false if there is nothing to start
 * from. The unit starts at `least` at the earliest. */
bool tp_md_place(struct tp_str document, size_t least, const struct md_event *events, size_t n, struct md_mark *marks);

/* The end of the tag, comment, declaration, instruction or CDATA section that starts at `at`, or TP_NOT_FOUND. */
size_t tp_md_html_end(struct tp_str document, size_t at, size_t limit);

/* The end of the footnote's mark "[^1]" that `text` starts with, or TP_NOT_FOUND. GitHub reads footnotes, the parser
 * does not: to it they are text. */
size_t tp_md_footnote_end(struct tp_str text);

/* The length of the "[^1]: " that `text` starts with, where a footnote is defined, or 0: a unit starts behind it. */
size_t tp_md_definition_length(struct tp_str text);

/* Makes the text of a unit from its events. Stretches of
 * which the bytes do not fit the events become codes as a whole. Returns a text without pieces if there
 * is nothing to translate. */
struct tp_text tp_md_text(struct tp_str document, size_t least, const struct md_event *events, size_t n,
			  struct tp_arena *arena);

struct md_stretch {
	size_t end; /* in the copy */
	size_t added; /* up to there */
};

/* A copy of a document in which delimiter rows of tables have as many dashes as the parser asks for. All zero: none. */
struct md_copy {
	struct tp_buf text;
	size_t added; /* bytes */
	struct {
		struct md_stretch *p;
		size_t n, cap;
	} stretches;
};

/* Copies a text if that is needed, else returns false. */
bool tp_md_stretch(struct tp_str text, struct md_copy *copy);
void tp_md_copy_release(struct md_copy *copy);

/* Where a place of the copy is in the text. */
size_t tp_md_unstretch(const struct md_copy *copy, size_t at);

/* Writes text so that it reads back as it is, with no more escapes than its place needs. */
bool tp_md_spell(struct tp_str text, const struct tp_speller_place *place, struct tp_buf *out, struct tp_error *err);

#endif
