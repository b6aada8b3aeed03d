/* SKOS thesauri in RDF/XML: concepts with a preferred label in each language, alternative labels (admitted), and
 * hidden ones (deprecated). What SKOS has no word for is an editorial note: "form: ISIS; match: exact". */
#include <stdlib.h>

#include "core/error.h"
#include "core/sax.h"
#include "core/str.h"
#include "core/utf8.h"
#include "language/names_rows.h"

#define SKOS   "http://www.w3.org/2004/02/skos/core#"
#define RDF    "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define PREFIX "urn:tprep:name:"

#define MOST_COMPARED 1000 /* labels before a note that it may be of */

/* Reading ------------------------------------------------------------------------------------------------ */

/* An element that says something of a concept; they may stand in one another. */
struct subject {
	struct tp_name_row row; /* what its rows have in common */
	size_t first; /* of its rows */
	bool is_scheme;
};

struct reader {
	const struct tp_name_sink *sink;
	struct tp_arena *arena;
	struct tp_str bytes;
	size_t at, line;
	bool is_rdf;
	size_t concepts;
	bool has_match;
	enum tp_name_match match;

	struct {
		struct subject *p;
		size_t n, cap;
	} subjects; /* open, outermost first */
	struct {
		struct tp_name_row *p;
		size_t n, cap;
	} rows;

	struct tp_str property; /* whose text is read, or "" */
	struct tp_str lang;
	size_t nested;
	struct tp_buf text;
};

static size_t line_at(struct reader *in, size_t offset)
{
	for (; in->at < offset && in->at < in->bytes.n; in->at++)
		in->line += in->bytes.p[in->at] == '\n';
	return in->line;
}

/* The name behind a namespace, or "". */
static struct tp_str within(struct tp_str name, struct tp_str namespace)
{
	return tp_str_starts(name, namespace) && name.n > namespace.n && name.p[namespace.n] == '|'
		   ? tp_str_from(name, namespace.n + 1)
		   : TP_S("");
}

static struct tp_str attribute(const struct tp_sax_attribute *attributes, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (tp_str_is(attributes[i].name, name))
			return attributes[i].value;
	return TP_S("");
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte of "%20" at a place, or -1. */
static int coded_byte(struct tp_str s, size_t at)
{
	if (s.p[at] != '%' || at + 2 >= s.n || hex(s.p[at + 1]) < 0 || hex(s.p[at + 2]) < 0)
		return -1;
	return hex(s.p[at + 1]) * 16 + hex(s.p[at + 2]);
}

/* The id of a concept by its address: what is behind "#", the last "/" or our own prefix, without "%20". */
static struct tp_str id_of(struct reader *in, struct tp_str address)
{
	struct tp_buf id = TP_BUF_INIT;
	size_t from = 0;

	for (size_t i = 0; i + 1 < address.n; i++)
		if (address.p[i] == '#' || address.p[i] == '/')
			from = i + 1;
	if (tp_str_starts(address, TP_S(PREFIX)))
		from = strlen(PREFIX);
	for (size_t i = from; i < address.n; i++) {
		int c = coded_byte(address, i);
		tp_buf_add_char(&id, c >= ' ' ? (char)c : address.p[i]);
		i += c >= ' ' ? 2 : 0;
	}
	struct tp_buf clean = TP_BUF_INIT;
	tp_utf8_clean(tp_buf_str(&id), &clean);
	struct tp_str result = tp_name_field(in->arena, tp_buf_str(&clean));
	tp_buf_release(&id);
	tp_buf_release(&clean);
	return result.n ? result : tp_arena_format(in->arena, "concept-%zu", in->concepts);
}

static void open_subject(struct reader *in, const struct tp_sax_attribute *attributes, size_t n, bool is_scheme)
{
	struct tp_str about = attribute(attributes, n, RDF "|about");

	in->concepts++;
	if (!about.n)
		about = attribute(attributes, n, RDF "|ID");
	if (!about.n)
		about = attribute(attributes, n, RDF "|nodeID");
	struct subject *subject = tp_push(&in->subjects);
	subject->row = tp_name_row_empty(0);
	subject->row.concept = id_of(in, about);
	subject->first = in->rows.n;
	subject->is_scheme = is_scheme;
}

/* What makes the frame of RDF, and says nothing of names. */
static bool is_frame(struct tp_str skos, struct tp_str rdf)
{
	return tp_str_is(rdf, "RDF") || tp_str_is(rdf, "type") || tp_str_is(skos, "inScheme");
}

static void open_property(struct reader *in, struct tp_str name, struct tp_str lang)
{
	in->property = tp_arena_str(in->arena, name);
	in->lang = tp_name_lang(in->arena, lang);
	in->nested = 0;
	tp_buf_clear(&in->text);
}

static void lose_element(struct reader *in, struct tp_str name)
{
	size_t bar;

	while ((bar = tp_str_find_char(name, '|', 0)) != TP_NOT_FOUND)
		name = tp_str_from(name, bar + 1);
	tp_names_lose(in->sink->losses, TP_LOSS_PART, name);
}

/* The labels of a scheme are no names. */
static bool on_open(void *arg, struct tp_str name, const struct tp_sax_attribute *attributes, size_t n,
		    struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;
	struct tp_str skos = within(name, TP_S(SKOS)), rdf = within(name, TP_S(RDF));
	bool in_scheme = in->subjects.n && in->subjects.p[in->subjects.n - 1].is_scheme;
	bool is_label = tp_str_ends(skos, TP_S("Label")) && !in_scheme;
	size_t line = line_at(in, at.from);

	if (!in->is_rdf && !tp_str_is(rdf, "RDF"))
		return tp_fail(err, TP_E_SYNTAX, line, _("This is not RDF: its root is \"%.*s\"."), (int)name.n,
			       name.p);
	in->is_rdf = true;
	if (in->property.n)
		in->nested++;
	else if (tp_str_is(skos, "Concept") || tp_str_is(skos, "ConceptScheme") || tp_str_is(rdf, "Description"))
		open_subject(in, attributes, n, tp_str_is(skos, "ConceptScheme"));
	else if (in->subjects.n && (is_label || tp_str_is(skos, "editorialNote")))
		open_property(in, skos, attribute(attributes, n, "http://www.w3.org/XML/1998/namespace|lang"));
	else if (!is_frame(skos, rdf))
		lose_element(in, name);
	return true;
}

static bool on_text(void *arg, struct tp_str text, struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;

	(void)at, (void)err;
	if (in->property.n)
		tp_buf_add_str(&in->text, text);
	return true;
}

static void take_label(struct reader *in, const struct subject *subject, struct tp_str form)
{
	struct tp_name_row row = subject->row;

	row.lang = in->lang;
	row.form = form;
	row.line = in->line;
	row.status = tp_str_is(in->property, "prefLabel")  ? TP_NAME_PREFERRED
		     : tp_str_is(in->property, "altLabel") ? TP_NAME_ADMITTED
							   : TP_NAME_DEPRECATED;
	row.match = in->has_match ? in->match : tp_name_guess_match(form, row.status);
	if (form.n)
		*tp_push(&in->rows) = row;
	else
		tp_names_lose(in->sink->losses, TP_LOSS_FORM, TP_S(TP_FORM_EMPTY));
}

/* Facts of a form whose label came before, of the concept, or of the file. */
static void take_note(struct reader *in, struct subject *subject, struct tp_str note)
{
	struct tp_name_row row = subject->row;
	unsigned facts = tp_name_facts_read(note, in->arena, &row);

	if (!facts)
		tp_names_lose(in->sink->losses, TP_LOSS_PART, in->property);
	if (subject->is_scheme && facts == TP_FACT_MATCH) {
		in->has_match = true;
		in->match = row.match;
	}
	if (!(facts & TP_FACT_FORM)) {
		subject->row.kind = row.kind;
		return;
	}
	for (size_t i = in->rows.n, n = 0; i-- > subject->first && n < MOST_COMPARED; n++) {
		struct tp_name_row *known = &in->rows.p[i];
		if (tp_str_eq(known->form, row.form) && tp_str_eq(known->lang, in->lang)) {
			tp_name_facts_read(note, in->arena, known);
			return;
		}
	}
	tp_names_lose(in->sink->losses, TP_LOSS_PART, in->property);
}

static bool close_subject(struct reader *in, struct tp_error *err)
{
	struct subject subject = in->subjects.p[--in->subjects.n];
	bool ok = true;

	for (size_t i = subject.first; ok && i < in->rows.n; i++) {
		in->rows.p[i].kind = subject.row.kind;
		ok = tp_name_give(in->sink, &in->rows.p[i], err);
	}
	in->rows.n = subject.first;
	return ok;
}

static bool on_close(void *arg, struct tp_str name, struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;
	struct tp_str skos = within(name, TP_S(SKOS)), rdf = within(name, TP_S(RDF));

	(void)at;
	if (in->property.n && in->nested) {
		in->nested--;
	} else if (in->property.n) {
		struct subject *subject = &in->subjects.p[in->subjects.n - 1];
		struct tp_str text = tp_name_field(in->arena, tp_buf_str(&in->text));
		if (tp_str_is(in->property, "editorialNote"))
			take_note(in, subject, text);
		else
			take_label(in, subject, text);
		in->property = TP_S("");
	} else if (tp_str_is(skos, "Concept") || tp_str_is(skos, "ConceptScheme") || tp_str_is(rdf, "Description")) {
		return close_subject(in, err);
	}
	return true;
}

static bool skos_probe(struct tp_str start)
{
	return tp_str_find(start, TP_S(SKOS), 0) != TP_NOT_FOUND && tp_str_find(start, TP_S("RDF"), 0) != TP_NOT_FOUND;
}

static bool skos_read(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
		      struct tp_error *err)
{
	struct reader in = { .sink = sink, .arena = tp_arena_new(), .bytes = bytes, .line = 1, .property = TP_S("") };
	const struct tp_sax handlers = { &in, on_open, on_close, on_text, NULL };

	(void)how;
	bool ok = tp_sax_parse(bytes, &handlers, err);
	tp_arena_free(in.arena);
	free(in.subjects.p);
	free(in.rows.p);
	tp_buf_release(&in.text);
	return ok;
}

/* Writing ------------------------------------------------------------------------------------------------ */

static void add_address(struct tp_buf *out, struct tp_str id)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	struct tp_buf address = TP_BUF_INIT;

	tp_buf_add_z(&address, PREFIX);
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] && strchr(plain, id.p[i]))
			tp_buf_add_char(&address, id.p[i]);
		else
			tp_buf_format(&address, "%%%02X", (unsigned)(unsigned char)id.p[i]);
	tp_xml_add_attribute(out, "rdf:about", tp_buf_str(&address));
	tp_buf_release(&address);
}

static void add_text(struct tp_buf *out, const char *name, struct tp_str lang, struct tp_str text)
{
	tp_buf_format(out, "    <skos:%s", name);
	if (lang.n)
		tp_xml_add_attribute(out, "xml:lang", lang);
	tp_buf_add_char(out, '>');
	tp_xml_add_text(out, text);
	tp_buf_format(out, "</skos:%s>\n", name);
}

static void add_note(struct tp_buf *out, const struct tp_name_row *row, unsigned facts)
{
	struct tp_buf note = TP_BUF_INIT;

	tp_name_facts_add(&note, row, facts);
	if (note.n)
		add_text(out, "editorialNote", facts & TP_FACT_FORM ? row->lang : TP_S(""), tp_buf_str(&note));
	tp_buf_release(&note);
}

/* A language has one preferred label. */
static void add_label(struct tp_buf *out, const struct tp_name_row *row, bool *has_preferred)
{
	static const char *const labels[] = { "prefLabel", "altLabel", "hiddenLabel", "hiddenLabel" };
	bool again = row->status == TP_NAME_PREFERRED && *has_preferred;
	unsigned facts = 0;

	*has_preferred |= row->status == TP_NAME_PREFERRED;
	add_text(out, labels[again ? TP_NAME_ADMITTED : row->status], row->lang, row->form);
	if (again || row->status == TP_NAME_REPORT)
		facts |= TP_FACT_STATUS;
	if (row->match != TP_MATCH_FOLD)
		facts |= TP_FACT_MATCH;
	if (row->first.n || row->unless.n || row->only.n)
		facts |= TP_FACT_CONDITIONS;
	if (facts)
		add_note(out, row, facts | TP_FACT_FORM);
}

static void add_concept(struct tp_buf *out, const struct tp_rows *rows, size_t from, size_t to)
{
	bool has_preferred = false;

	tp_buf_add_z(out, "  <skos:Concept");
	add_address(out, rows->p[from].concept);
	tp_buf_add_z(out, ">\n    <skos:inScheme rdf:resource=\"urn:tprep:names\"/>\n");
	add_note(out, &rows->p[from], TP_FACT_KIND);
	for (size_t i = from; i < to; i++) {
		if (i > from && !tp_str_eq(rows->p[i].lang, rows->p[i - 1].lang))
			has_preferred = false;
		add_label(out, &rows->p[i], &has_preferred);
	}
	tp_buf_add_z(out, "  </skos:Concept>\n");
}

static bool skos_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
		       struct tp_buf *out, struct tp_error *err)
{
	(void)format, (void)how, (void)err;
	tp_rows_fit_xml(rows);
	tp_buf_add_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			  "<rdf:RDF xmlns:rdf=\"" RDF "\" xmlns:skos=\"" SKOS "\">\n"
			  "  <skos:ConceptScheme rdf:about=\"urn:tprep:names\">\n"
			  "    <skos:editorialNote>match: fold</skos:editorialNote>\n"
			  "  </skos:ConceptScheme>\n");
	for (size_t from = 0, to; from < rows->n; from = to) {
		to = tp_rows_concept_end(rows, from);
		tp_rows_lose_kinds(rows, from, to);
		add_concept(out, rows, from, to);
	}
	tp_buf_add_z(out, "</rdf:RDF>\n");
	return true;
}

const struct tp_names_format tp_names_format_skos = {
	.name = "skos",
	.title = N_("SKOS thesaurus in RDF/XML"),
	.extensions = "rdf|skos",
	.is_xml = true,
	.probe = skos_probe,
	.read = skos_read,
	.write = skos_write,
};
