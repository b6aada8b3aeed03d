/* The door to expat: XML events with the bytes they stand at. */
#ifndef TPREP_CORE_SAX_H
#define TPREP_CORE_SAX_H

#include "tprep.h"

/* What a handler is told. Names are "namespace|local" with the namespace's URI, or "local" where
 * there is none; values are UTF-8 and live for the call. `at` is the event's bytes in the document as it
 * was given, whatever its encoding; where an entity of its own is expanded, that of the reference. An
 * empty-element tag is opened by its bytes and closed by the empty span after them. */
struct tp_sax_attribute {
	struct tp_str name, value;
};

struct tp_sax {
	void *arg;
	/* false stops the parser: the handler has filled in *err */
	bool (*open)(void *arg, struct tp_str name, const struct tp_sax_attribute *attributes, size_t n,
		     struct tp_span at, struct tp_error *err);
	bool (*close)(void *arg, struct tp_str name, struct tp_span at, struct tp_error *err);
	/* a text may come in several calls */
	bool (*text)(void *arg, struct tp_str text, struct tp_span at, struct tp_error *err);
	/* <?target data?>; NULL where nobody asks for it, as for any of these */
	bool (*instruction)(void *arg, struct tp_str target, struct tp_str data, struct tp_error *err);
};

/* Parses a document in UTF-8, or in another encoding that expat knows. No entity of the document's
 * own is expanded beyond expat's bounds, and nothing outside it is read: a reference to an entity there
 * is an error. Errors are TP_E_SYNTAX with the line; nesting deeper than 256 is TP_E_LIMIT. Where a
 * handler stops the parser without a line, the line is filled in. */
bool tp_sax_parse(struct tp_str bytes, const struct tp_sax *handlers, struct tp_error *err);

/* Adds text spelled as XML content, or as an attribute value in double quotes. Characters that XML
 * cannot hold must not be in it (see tp_xml_allows). A carriage return becomes "&#13;". */
void tp_xml_add_text(struct tp_buf *out, struct tp_str text);
void tp_xml_add_attribute(struct tp_buf *out, const char *name, struct tp_str value); /* ' name="value"' */

/* XML 1.0 can hold the character. */
bool tp_xml_allows(unsigned cp);

#endif
