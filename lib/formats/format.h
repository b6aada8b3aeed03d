/* A format: how text is found in the bytes of a file (reader), and how text is spelled at a place of
 * it (speller). There are no writers: see doc/text.h. The table of formats is made by the Makefile: each
 * formats/NAME.c defines `const struct tp_format tp_format_NAME`. */
#ifndef TPREP_FORMATS_FORMAT_H
#define TPREP_FORMATS_FORMAT_H

#include "doc/doc.h"

struct tp_format {
	const char *name; /* "md" */
	const char *title; /* N_("Markdown") */
	const char *extensions; /* "md,markdown" */
	const char *datatype; /* XLIFF 1.2's datatype: "plaintext", "x-markdown" */
	/* How sure the content looks like this format, 0 (no) to 100; NULL: only by name. */
	int (*probe)(struct tp_str text);
	/* Adds the units of doc->text to the document. */
	bool (*read)(struct tp_doc *doc, struct tp_error *err);
	tp_spell_fn spell;
};

extern const struct tp_format *const tp_formats[]; /* made by the Makefile; ends with NULL */

/* The format by name, else by the extension of a file name, else by content, else "txt". NULL with
 * TP_E_USAGE only if `name` is given and unknown. */
const struct tp_format *tp_format_for(const char *name, const char *path, struct tp_str text, struct tp_error *err);

/* What a line break within a paragraph stands for between two characters: a space, or nothing where their script is
 * written without. */
struct tp_str tp_line_joint(uint32_t before, uint32_t after);

/* Plain text is spelled as it is. */
bool tp_spell_plain(struct tp_str text, const struct tp_speller_place *place, struct tp_buf *out, struct tp_error *err);

#endif
