#include "core/memory.h"
#include "core/sax.h"
#include "unit/test.h"

/* What the handlers are told, a line an event: what it is, and the bytes it stands at. */
struct log {
	struct tp_str document;
	struct tp_buf out;
	size_t stop_at; /* the number of the event that stops the parser */
};

static bool add_event(struct log *log, struct tp_span at)
{
	struct tp_str source = tp_str_at(log->document, at);

	tp_buf_format(&log->out, " @%.*s\n", (int)source.n, source.p);
	return !log->stop_at || --log->stop_at;
}

static bool on_open(void *arg, struct tp_str name, const struct tp_sax_attribute *attributes, size_t n,
		    struct tp_span at, struct tp_error *err)
{
	struct log *log = arg;

	tp_buf_format(&log->out, "<%.*s", (int)name.n, name.p);
	for (size_t i = 0; i < n; i++)
		tp_buf_format(&log->out, " %.*s=%.*s", (int)attributes[i].name.n, attributes[i].name.p,
			      (int)attributes[i].value.n, attributes[i].value.p);
	*err = (struct tp_error){ .code = TP_E_MISMATCH };
	return add_event(log, at);
}

static bool on_close(void *arg, struct tp_str name, struct tp_span at, struct tp_error *err)
{
	struct log *log = arg;

	tp_buf_format(&log->out, ">%.*s", (int)name.n, name.p);
	*err = (struct tp_error){ .code = TP_E_MISMATCH, .line = 99 };
	return add_event(log, at);
}

static bool on_text(void *arg, struct tp_str text, struct tp_span at, struct tp_error *err)
{
	struct log *log = arg;

	tp_buf_format(&log->out, "[%.*s]", (int)text.n, text.p);
	*err = (struct tp_error){ .code = TP_E_MISMATCH };
	return add_event(log, at);
}

static bool on_instruction(void *arg, struct tp_str target, struct tp_str data, struct tp_error *err)
{
	struct log *log = arg;

	tp_buf_format(&log->out, "?%.*s %.*s", (int)target.n, target.p, (int)data.n, data.p);
	*err = (struct tp_error){ .code = TP_E_MISMATCH };
	return add_event(log, (struct tp_span){ 0, 0 });
}

static bool parse(struct log *log, struct tp_error *err)
{
	struct tp_sax handlers = { log, on_open, on_close, on_text, on_instruction };

	*err = (struct tp_error){ .code = TP_E_NONE };
	return tp_sax_parse(log->document, &handlers, err);
}

static void expect_events(struct tp_str document, const char *events)
{
	struct log log = { .document = document };
	struct tp_error err;

	OK(parse(&log, &err), err);
	STR(tp_buf_str(&log.out), events);
	tp_buf_release(&log.out);
}

static void expect_error(struct tp_str document, enum tp_error_code code, size_t line, const char *message)
{
	struct log log = { .document = document };
	struct tp_error err;

	EXPECT(!parse(&log, &err));
	STR(tp_str_of(err.message), message);
	EQ(err.code, code);
	EQ(err.line, line);
	tp_buf_release(&log.out);
}

static void events_stand_at_their_bytes(void)
{
	expect_events(TP_S("\xef\xbb\xbf<?xml version='1.0'?><a x='1&lt;'>b&amp;<c/><![CDATA[<d>]]>\xc3\xa9</a >"),
		      "<a x=1< @<a x='1&lt;'>\n[b] @b\n[&] @&amp;\n<c @<c/>\n>c @\n[<d>] @<d>\n[\xc3\xa9] @\xc3\xa9\n"
		      ">a @</a >\n");
	expect_events(TP_S("<?b c=\"d\" ?><a/>"), "?b c=\"d\"  @\n<a @<a/>\n>a @\n");
}

static void names_have_namespaces(void)
{
	expect_events(TP_S("<a xmlns='urn:x' xmlns:y='urn:y' y:z='1' w='2' xml:space='preserve'/>"),
		      "<urn:x|a urn:y|z=1 w=2 http://www.w3.org/XML/1998/namespace|space=preserve "
		      "@<a xmlns='urn:x' xmlns:y='urn:y' y:z='1' w='2' xml:space='preserve'/>\n>urn:x|a @\n");
}

static void entities_of_the_document_are_expanded(void)
{
	expect_events(TP_S("<!DOCTYPE a [<!ENTITY e 'text'>]><a>&e;</a>"), "<a @<a>\n[text] @&e;\n>a @</a>\n");
}

static void other_encodings_are_read(void)
{
	expect_events(TP_S("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"),
		      "<a @<a>\n[\xc3\xa9] @\xe9\n>a @</a>\n");
	struct log log = { .document = TP_S("\xff\xfe<\0a\0>\0x\0<\0/\0a\0>\0") };
	struct tp_error err;

	OK(parse(&log, &err), err);
	tp_buf_release(&log.out);
}

static void handlers_may_be_missing(void)
{
	struct tp_sax none = { NULL, NULL, NULL, NULL, NULL };
	struct tp_error err;

	OK(tp_sax_parse(TP_S("<a>x</a>"), &none, &err), err);
}

static void a_handler_stops_the_parser(void)
{
	for (size_t stop_at = 1; stop_at <= 5; stop_at++) {
		struct log log = { .document = TP_S("<a>\n<b/>x</a>"), .stop_at = stop_at };
		struct tp_error err;
		size_t events = 0;

		EXPECT(!parse(&log, &err));
		EQ(err.code, TP_E_MISMATCH);
		EQ(err.line, stop_at == 4 ? 99 : stop_at <= 2 ? 1 : 2);
		for (size_t i = 0; i < log.out.n; i++)
			events += log.out.p[i] == '@';
		EQ(events, stop_at);
		tp_buf_release(&log.out);
	}
}

static void damage_is_named(void)
{
	expect_error(TP_S(""), TP_E_SYNTAX, 1, "The XML document has no element.");
	expect_error(TP_S("<a>\n<b></a>"), TP_E_SYNTAX, 2,
		     "The XML is not well-formed: an end tag does not match its start tag.");
	expect_error(TP_S("<a>\n\n<"), TP_E_SYNTAX, 3, "The XML document ends too early.");
	expect_error(TP_S("<a x='1' x='2'/>"), TP_E_SYNTAX, 1,
		     "The XML is not well-formed: an attribute stands twice.");
	expect_error(TP_S("<a/>x"), TP_E_SYNTAX, 1,
		     "The XML is not well-formed: something follows the end of the document.");
	expect_error(TP_S("<a>&e;</a>"), TP_E_SYNTAX, 1, "The XML is not well-formed: an entity is not defined.");
	expect_error(TP_S("<a:b/>"), TP_E_SYNTAX, 1, "The XML is not well-formed: a namespace prefix is not declared.");
	expect_error(TP_S("<a>\xff</a>"), TP_E_SYNTAX, 1,
		     "The XML is not well-formed: a character must not stand here.");
	expect_error(TP_S("<a>\1</a>"), TP_E_SYNTAX, 1, "The XML is not well-formed: a character must not stand here.");
	expect_error(TP_S("<?xml version='1.0' encoding='klingon'?><a/>"), TP_E_SYNTAX, 1,
		     "The XML is in another encoding than it says, or in an unknown one.");
	expect_error(TP_S("<a xmlns:xml='x'/>"), TP_E_SYNTAX, 1, "The XML is not well-formed.");
}

static void nothing_outside_is_read(void)
{
	expect_error(TP_S("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>\n<a>&e;</a>"), TP_E_SYNTAX, 2,
		     "The XML has an external entity, which is never loaded.");
	expect_error(TP_S("<!DOCTYPE a SYSTEM 'a.dtd'>\n<a>&nbsp;</a>"), TP_E_SYNTAX, 2,
		     "The entity \"nbsp\" is not defined in the document.");
	expect_events(TP_S("<!DOCTYPE a SYSTEM 'a.dtd' [<!ENTITY % p SYSTEM 'p'> %p;]><a/>"), "<a @<a/>\n>a @\n");
}

static void entities_do_not_explode(void)
{
	struct tp_buf bomb = TP_BUF_INIT;

	tp_buf_add_z(&bomb, "<!DOCTYPE a [<!ENTITY e0 '0123456789'>");
	for (int i = 1; i < 10; i++)
		tp_buf_format(&bomb, "<!ENTITY e%d '&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;'>", i, i - 1,
			      i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
	tp_buf_add_z(&bomb, "]><a>&e9;</a>");
	expect_error(tp_buf_str(&bomb), TP_E_SYNTAX, 1, "The entities of the XML expand beyond all bounds.");
	tp_buf_release(&bomb);
}

static void depth_has_a_bound(void)
{
	struct tp_buf deep = TP_BUF_INIT;
	struct log log = { .document = TP_S("") };
	struct tp_error err;

	for (int i = 0; i < 256; i++)
		tp_buf_add_z(&deep, "<a>");
	for (int i = 0; i < 256; i++)
		tp_buf_add_z(&deep, "</a>");
	log.document = tp_buf_str(&deep);
	OK(parse(&log, &err), err);
	tp_buf_release(&log.out);
	tp_buf_clear(&deep);
	for (int i = 0; i < 100000; i++)
		tp_buf_add_z(&deep, "<a>");
	expect_error(tp_buf_str(&deep), TP_E_LIMIT, 1, "The elements are nested deeper than 256 levels.");
	tp_buf_release(&deep);
}

static void text_is_spelled_as_xml(void)
{
	struct tp_buf out = TP_BUF_INIT;

	tp_xml_add_text(&out, TP_S("a<b>&\"c\"\t\r\n]]>"));
	STR(tp_buf_str(&out), "a&lt;b&gt;&amp;\"c\"\t&#13;\n]]&gt;");
	tp_buf_clear(&out);
	tp_xml_add_attribute(&out, "x", TP_S("\"'<\t\n\r>&"));
	STR(tp_buf_str(&out), " x=\"&quot;'&lt;&#9;&#10;&#13;&gt;&amp;\"");
	tp_buf_release(&out);
	EXPECT(tp_xml_allows('\t') && tp_xml_allows(' ') && tp_xml_allows(0xfffd) && tp_xml_allows(0x10ffff));
	EXPECT(!tp_xml_allows(0) && !tp_xml_allows(0x1f) && !tp_xml_allows(0xd800) && !tp_xml_allows(0xffff));
	EXPECT(!tp_xml_allows(0x110000));
}

TESTS(TEST(events_stand_at_their_bytes), TEST(names_have_namespaces), TEST(entities_of_the_document_are_expanded),
      TEST(other_encodings_are_read), TEST(handlers_may_be_missing), TEST(a_handler_stops_the_parser),
      TEST(damage_is_named), TEST(nothing_outside_is_read), TEST(entities_do_not_explode), TEST(depth_has_a_bound),
      TEST(text_is_spelled_as_xml))
