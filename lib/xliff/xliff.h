/* The interchange model: what travels to translators and back, as XLIFF 1.2. */
#ifndef TPREP_XLIFF_XLIFF_H
#define TPREP_XLIFF_XLIFF_H

#include "doc/doc.h"
#include "doc/finding.h"

/* A unit on its way out. */
struct tp_xliff_unit {
	const struct tp_doc *doc;
	size_t unit;
	struct tp_edits prepared;	/* edits of the unit's text made before export; sorted */
	struct tp_spans segments;	/* of the prepared text; they tile it */
	const struct tp_findings *findings; /* of the document, on its original text; sorted */
};

/* Writing: begin, each file, end. */
struct tp_xliff_writer {
	struct tp_buf *out;
	const char *source, *target;	/* languages */
	bool omegat36;
	size_t next_id;			/* unit ids are unique in the whole XLIFF file */
};

void tp_xliff_begin(struct tp_xliff_writer *writer);
void tp_xliff_begin_file(struct tp_xliff_writer *writer, const struct tp_doc *doc);
void tp_xliff_add_unit(struct tp_xliff_writer *writer, const struct tp_xliff_unit *unit);
void tp_xliff_end_file(struct tp_xliff_writer *writer);
void tp_xliff_end(struct tp_xliff_writer *writer);

#endif
