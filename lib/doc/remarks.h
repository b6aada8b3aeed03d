/* Remarks to us in the comments of a document:
 *
 *     tprep: off typo,names    these findings (without a list: none at all) are not reported from here on
 *     tprep: on typo           these are again (without a list: all)
 *     tprep: ignore typo       likewise in the unit that it stands in; between units, in the next one
 *     tprep: words Foo Bar     these words are right in the whole document
 *
 * A reader gives us the comments as it finds them; when it is done, each unit gets what they say about it, so that it
 * can be judged by itself. */
#ifndef TPREP_DOC_REMARKS_H
#define TPREP_DOC_REMARKS_H

#include "doc/doc.h"

/* Remembers the comments "<!-- tprep: ... -->" in these bytes of the document. */
void tp_remarks_find(struct tp_doc *doc, struct tp_span html);

/* Remembers such comments in these bytes as mistakes: they stand where they are text. */
void tp_remarks_misplaced(struct tp_doc *doc, struct tp_span text);

/* The bytes are such a comment, and nothing else. */
bool tp_remark_is(struct tp_str s);

/* Gives the units of a document that has been read what its remarks say. */
void tp_remarks_settle(struct tp_doc *doc);

/* A finding of this kind, there in the text, is not to be reported. */
bool tp_text_ignores(const struct tp_text *text, const char *id, struct tp_span at);

#endif
