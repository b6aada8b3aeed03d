#include "core/sax.h"

#include <expat.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/utf8.h"

enum { DEEPEST = 256, PIECE = 1 << 30 };

struct parse {
	XML_Parser parser;
	const struct tp_sax *handlers;
	struct tp_error *err;
	struct {
		struct tp_sax_attribute *p;
		size_t n, cap;
	} attributes;
	size_t depth;
	bool stopped;
};

static size_t line_now(const struct parse *parse)
{
	return (size_t)XML_GetCurrentLineNumber(parse->parser);
}

/* Expat may make calls even after it was told to stop: `stopped` keeps them from the handlers. */
static void stop_unless(struct parse *parse, bool ok)
{
	if (ok)
		return;
	parse->stopped = true;
	if (parse->err && !parse->err->line)
		parse->err->line = line_now(parse);
	XML_StopParser(parse->parser, XML_FALSE);
}

static struct tp_span place_now(const struct parse *parse)
{
	size_t from = (size_t)XML_GetCurrentByteIndex(parse->parser);

	return (struct tp_span){ from, from + (size_t)XML_GetCurrentByteCount(parse->parser) };
}

static void XMLCALL on_open(void *arg, const XML_Char *name, const XML_Char **attributes)
{
	struct parse *parse = arg;
	const struct tp_sax *handlers = parse->handlers;

	if (parse->stopped)
		return;
	if (++parse->depth > DEEPEST) {
		stop_unless(parse, tp_fail(parse->err, TP_E_LIMIT, 0,
					   _("The elements are nested deeper than %d levels."), DEEPEST));
		return;
	}
	if (!handlers->open)
		return;
	parse->attributes.n = 0;
	for (; *attributes; attributes += 2)
		*tp_push(&parse->attributes) =
		    (struct tp_sax_attribute){ tp_str_of(attributes[0]), tp_str_of(attributes[1]) };
	stop_unless(parse, handlers->open(handlers->arg, tp_str_of(name), parse->attributes.p, parse->attributes.n,
					  place_now(parse), parse->err));
}

static void XMLCALL on_close(void *arg, const XML_Char *name)
{
	struct parse *parse = arg;
	const struct tp_sax *handlers = parse->handlers;

	if (parse->stopped)
		return;
	parse->depth--;
	if (handlers->close)
		stop_unless(parse, handlers->close(handlers->arg, tp_str_of(name), place_now(parse), parse->err));
}

static void XMLCALL on_text(void *arg, const XML_Char *text, int n)
{
	struct parse *parse = arg;
	const struct tp_sax *handlers = parse->handlers;

	if (!parse->stopped && handlers->text)
		stop_unless(parse, handlers->text(handlers->arg, (struct tp_str){ text, (size_t)n }, place_now(parse),
						  parse->err));
}

static void XMLCALL on_instruction(void *arg, const XML_Char *target, const XML_Char *data)
{
	struct parse *parse = arg;
	const struct tp_sax *handlers = parse->handlers;

	if (!parse->stopped && handlers->instruction)
		stop_unless(parse,
			    handlers->instruction(handlers->arg, tp_str_of(target), tp_str_of(data), parse->err));
}

/* Text that stands outside the document must not be lost in silence. */
static int XMLCALL on_external(XML_Parser parser, const XML_Char *context, const XML_Char *base, const XML_Char *system,
			       const XML_Char *public)
{
	(void)parser, (void)context, (void)base, (void)system, (void)public;
	return XML_STATUS_ERROR;
}

static void XMLCALL on_skipped(void *arg, const XML_Char *name, int is_parameter)
{
	struct parse *parse = arg;

	if (!parse->stopped && !is_parameter)
		stop_unless(parse, tp_fail(parse->err, TP_E_SYNTAX, 0,
					   _("The entity \"%s\" is not defined in the document."), name));
}

static const char *reason(const struct parse *parse)
{
	switch (XML_GetErrorCode(parse->parser)) {
	case XML_ERROR_NO_ELEMENTS:
		if (!parse->depth)
			return N_("The XML document has no element.");
		return N_("The XML document ends too early.");
	case XML_ERROR_UNCLOSED_TOKEN:
	case XML_ERROR_UNCLOSED_CDATA_SECTION:
		return N_("The XML document ends too early.");
	case XML_ERROR_PARTIAL_CHAR:
	case XML_ERROR_INVALID_TOKEN:
		return N_("The XML is not well-formed: a character must not stand here.");
	case XML_ERROR_TAG_MISMATCH:
		return N_("The XML is not well-formed: an end tag does not match its start tag.");
	case XML_ERROR_DUPLICATE_ATTRIBUTE:
		return N_("The XML is not well-formed: an attribute stands twice.");
	case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
		return N_("The XML is not well-formed: something follows the end of the document.");
	case XML_ERROR_UNDEFINED_ENTITY:
		return N_("The XML is not well-formed: an entity is not defined.");
	case XML_ERROR_UNBOUND_PREFIX:
		return N_("The XML is not well-formed: a namespace prefix is not declared.");
	case XML_ERROR_UNKNOWN_ENCODING:
	case XML_ERROR_INCORRECT_ENCODING:
		return N_("The XML is in another encoding than it says, or in an unknown one.");
	case XML_ERROR_EXTERNAL_ENTITY_HANDLING:
		return N_("The XML has an external entity, which is never loaded.");
	case XML_ERROR_AMPLIFICATION_LIMIT_BREACH:
		return N_("The entities of the XML expand beyond all bounds.");
	default:
		return N_("The XML is not well-formed.");
	}
}

static bool feed(struct parse *parse, struct tp_str bytes)
{
	enum XML_Status status;

	do {
		size_t n = bytes.n < PIECE ? bytes.n : PIECE;

		status = XML_Parse(parse->parser, bytes.p, (int)n, n == bytes.n);
		bytes = tp_str_from(bytes, n);
	} while (status == XML_STATUS_OK && bytes.n);
	if (status == XML_STATUS_OK)
		return true;
	if (parse->stopped)
		return false;
	return tp_fail(parse->err, TP_E_SYNTAX, line_now(parse), "%s", _(reason(parse)));
}

static void *resize(void *p, size_t n)
{
	return tp_realloc(p, n, 1);
}

bool tp_sax_parse(struct tp_str bytes, const struct tp_sax *handlers, struct tp_error *err)
{
	static const XML_Memory_Handling_Suite memory = { tp_alloc, resize, free };
	struct parse parse = { .handlers = handlers, .err = err };
	XML_Parser parser = XML_ParserCreate_MM(NULL, &memory, "|");

	parse.parser = parser;
	XML_SetUserData(parser, &parse);
	XML_SetElementHandler(parser, on_open, on_close);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetProcessingInstructionHandler(parser, on_instruction);
	XML_SetExternalEntityRefHandler(parser, on_external);
	XML_SetSkippedEntityHandler(parser, on_skipped);
	bool ok = feed(&parse, bytes);
	free(parse.attributes.p);
	XML_ParserFree(parser);
	return ok;
}

static void add_escaped(struct tp_buf *buf, struct tp_str text, const char *special)
{
	size_t done = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!c || !strchr(special, c))
			continue;
		tp_buf_add(buf, text.p + done, i - done);
		done = i + 1;
		if (c == '&')
			tp_buf_add_z(buf, "&amp;");
		else if (c == '<')
			tp_buf_add_z(buf, "&lt;");
		else if (c == '>')
			tp_buf_add_z(buf, "&gt;");
		else if (c == '"')
			tp_buf_add_z(buf, "&quot;");
		else
			tp_buf_format(buf, "&#%d;", c);
	}
	tp_buf_add_str(buf, tp_str_from(text, done));
}

void tp_xml_add_text(struct tp_buf *buf, struct tp_str text)
{
	add_escaped(buf, text, "&<>\r");
}

void tp_xml_add_attribute(struct tp_buf *buf, const char *name, struct tp_str value)
{
	tp_buf_format(buf, " %s=\"", name);
	add_escaped(buf, value, "&<>\"\t\n\r");
	tp_buf_add_char(buf, '"');
}

bool tp_xml_allows(unsigned cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp <= 0xd7ff) ||
	       (cp >= 0xe000 && cp <= 0xfffd) || (cp >= 0x10000 && cp <= 0x10ffff);
}
