/* XLIFF out and back, on documents of a small markup of our own, so that each kind of piece can be had:
 * a line is a unit; <b> </b> <br/> are codes, "&amp;" spells "&", "^" is a line break that only its byte can spell. */
#include "unit/test.h"

#include "core/error.h"
#include "core/memory.h"
#include "core/utf8.h"
#include "doc/doc.h"
#include "doc/finding.h"
#include "formats/format.h"
#include "xliff/marks.h"
#include "xliff/xliff.h"

static void read_code(struct tp_text_maker *maker, struct tp_str document, struct tp_span at)
{
	struct tp_str tag = tp_str_at(document, at);
	bool close = tag.p[1] == '/', alone = tag.p[tag.n - 2] == '/';
	const char *type = alone ? "code" : tag.p[1 + close] == 'b' ? "bold" : "link";

	tp_text_add_code(maker,
			 close   ? TP_CODE_CLOSE
			 : alone ? TP_CODE_ALONE
				 : TP_CODE_OPEN,
			 type, alone ? tag : TP_S(""), at);
}

static struct tp_text read_line(struct tp_doc *doc, size_t from, size_t to)
{
	struct tp_text_maker maker = { .arena = doc->arena };
	struct tp_str s = doc->text;

	for (size_t at = from, end; at < to; at = end) {
		end = at + 1;
		if (s.p[at] == '<') {
			end = tp_str_find_char(s, '>', at) + 1;
			read_code(&maker, s, (struct tp_span){ at, end });
		} else if (s.p[at] == '&') {
			end = at + 5;
			tp_text_add_spelled(&maker, TP_S("&"), (struct tp_span){ at, end });
		} else if (s.p[at] == '^') {
			tp_text_add_fixed(&maker, TP_S("\n"), (struct tp_span){ at, end });
		} else {
			while (end < to && !strchr("<&^", s.p[end]))
				end++;
			tp_text_add(&maker, s, (struct tp_span){ at, end });
		}
	}
	struct tp_text text = tp_text_finish(&maker);
	tp_text_maker_release(&maker);
	return text;
}

static bool spell(struct tp_str text, const struct tp_speller_place *place, struct tp_buf *out, struct tp_error *err)
{
	(void)place;
	(void)err;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '&')
			tp_buf_add_z(out, "&amp;");
		else
			tp_buf_add_char(out, text.p[i]);
	return true;
}

static struct tp_doc *make_doc(const char *source)
{
	struct tp_error err;
	struct tp_buf copy = TP_BUF_INIT;

	tp_buf_add_z(&copy, source);
	struct tp_file file = { .bytes = tp_buf_str(&copy) };
	struct tp_doc *doc = tp_doc_begin("sample.test", &file, &(struct tp_reading){ 0 }, &err);

	EXPECT(doc);
	doc->spell = spell;
	for (size_t at = 0; at < doc->text.n;) {
		size_t end = tp_str_find_char(doc->text, '\n', at);
		end = end == TP_NOT_FOUND ? doc->text.n : end;
		struct tp_text text = read_line(doc, at, end);
		tp_doc_add_unit(doc, TP_UNIT_PARAGRAPH, text);
		at = end + 1;
	}
	return doc;
}

/* A segment ends after the white space that follows a full stop. */
static void split(struct tp_str text, struct tp_spans *out)
{
	size_t from = 0;

	for (size_t i = 0; i < text.n; i++) {
		bool ends = text.p[i] == '.';

		while (ends && i + 1 < text.n && (text.p[i + 1] == ' ' || text.p[i + 1] == '\n'))
			i++;
		if (ends || i + 1 == text.n) {
			*tp_push(out) = (struct tp_span){ from, i + 1 };
			from = i + 1;
		}
	}
}

struct exporting {
	struct tp_edits edits; /* of the first unit */
	struct tp_findings findings;
	bool omegat36;
	size_t files;
};

static struct tp_findings findings_of(const struct tp_findings *all, size_t unit)
{
	struct tp_findings findings = { NULL, 0, 0, NULL };

	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].unit == unit)
			tp_findings_copy(&findings, &all->p[i]);
	return findings;
}

static void write_doc(const struct tp_doc *doc, struct exporting *how, struct tp_buf *out)
{
	struct tp_xliff_writer writer = {
		.out = out, .source = "en", .target = "fr", .omegat36 = how->omegat36, .files = how->files
	};

	tp_xliff_begin(&writer);
	tp_xliff_begin_file(&writer, "sample.test", "x-test", NULL);
	for (size_t i = 0; i < doc->n_units; i++) {
		struct tp_findings findings = findings_of(&how->findings, i);
		struct tp_xliff_unit unit = { .doc = doc, .unit = i, .findings = &findings, .codes = TP_BREAK_CODES };
		struct tp_buf text = TP_BUF_INIT;

		if (i == 0)
			unit.prepared = how->edits;
		tp_edits_apply(&unit.prepared, doc->units[i].text.text, &text);
		unit.text = tp_buf_str(&text);
		split(unit.text, &unit.segments);
		tp_xliff_add_unit(&writer, &unit);
		tp_spans_release(&unit.segments);
		tp_findings_release(&findings);
		tp_buf_release(&text);
	}
	tp_xliff_end_file(&writer);
	tp_xliff_end(&writer);
}

/* What stands between two tags in the XLIFF. */
static struct tp_str between(const struct tp_buf *xliff, const char *from, const char *to)
{
	struct tp_str s = tp_buf_str(xliff);
	size_t start = tp_str_find(s, tp_str_of(from), 0);

	EXPECT(start != TP_NOT_FOUND);
	start += strlen(from);
	size_t end = tp_str_find(s, tp_str_of(to), start);
	EXPECT(end != TP_NOT_FOUND);
	return tp_str_at(s, (struct tp_span){ start, end });
}

/* Everything of a round trip, so that each test is a line. */
struct trip {
	struct tp_doc *doc;
	struct exporting how;
	struct tp_merging merging;
	struct tp_buf xliff, merged;
	struct tp_findings findings;
	struct tp_error err;
};

static void leave(struct trip *trip)
{
	tp_doc_free(trip->doc);
	tp_edits_release(&trip->how.edits);
	tp_findings_release(&trip->how.findings);
	tp_findings_release(&trip->findings);
	tp_buf_release(&trip->xliff);
	tp_buf_release(&trip->merged);
}

static void begin(struct trip *trip, const char *source)
{
	tp_buf_clear(&trip->xliff);
	tp_doc_free(trip->doc);
	trip->doc = make_doc(source);
	write_doc(trip->doc, &trip->how, &trip->xliff);
}

static void replace(struct tp_buf *xliff, const char *what, const char *with)
{
	struct tp_str s = tp_buf_str(xliff);
	size_t at = tp_str_find(s, tp_str_of(what), 0);
	struct tp_buf out = TP_BUF_INIT;

	EXPECT(at != TP_NOT_FOUND);
	tp_buf_add(&out, s.p, at);
	tp_buf_add_z(&out, with);
	tp_buf_add_str(&out, tp_str_from(s, at + strlen(what)));
	tp_buf_release(xliff);
	*xliff = out;
}

/* Puts a target behind the first seg-source that has none. */
static void translate(struct trip *trip, const char *target)
{
	struct tp_buf with = TP_BUF_INIT;

	tp_buf_format(&with, "</seg-source>\n<target>%s</target>\n<", target);
	replace(&trip->xliff, "</seg-source>\n<context", tp_buf_str(&with).p);
	replace(&trip->xliff, "</target>\n<-group", "</target>\n<context-group");
	tp_buf_release(&with);
}

static bool merge(struct trip *trip)
{
	tp_buf_clear(&trip->merged);
	struct tp_xliff *xliff = tp_xliff_read(tp_buf_str(&trip->xliff), "sample.xlf", &trip->err);
	if (!xliff)
		return false;
	bool ok = tp_merge(trip->doc, xliff, 0, &trip->merging, &trip->merged, &trip->findings, &trip->err);
	tp_xliff_free(xliff);
	return ok;
}

/* The document with the target, in the markup of the test. */
static void merges(const char *source, const char *target, const char *expected)
{
	struct trip trip = { 0 };

	begin(&trip, source);
	translate(&trip, target);
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), expected);
	leave(&trip);
}

/* The merge refuses for this reason, and says this first. */
static void refuses(const char *source, const char *target, const char *id, const char *message)
{
	struct trip trip = { 0 };

	begin(&trip, source);
	translate(&trip, target);
	EXPECT(!merge(&trip));
	EQ(trip.merged.n, 0);
	EQ(trip.err.code, TP_E_MISMATCH);
	STR(tp_str_of(trip.err.file), "sample.xlf");
	STR(tp_str_of(trip.err.unit), "1");
	EXPECT(trip.err.line > 0);
	STR(tp_str_of(trip.err.message), message);
	EXPECT(trip.findings.n > 0);
	STR(tp_str_of(trip.findings.p[0].id), id);
	leave(&trip);
}

static void seg_source_is(const char *source, const char *expected)
{
	struct trip trip = { 0 };

	begin(&trip, source);
	STR(between(&trip.xliff, "<seg-source>", "</seg-source>"), expected);
	leave(&trip);
}

#define S1    "<mrk mtype=\"seg\" mid=\"1\">"
#define S2    "<mrk mtype=\"seg\" mid=\"2\">"
#define S3    "<mrk mtype=\"seg\" mid=\"3\">"
#define E     "</mrk>"
#define B(id) "<g id=\"" id "\" ctype=\"bold\">"

/* Writing ----------------------------------------------------------------------------------------- */

static void writes_the_whole(void)
{
	struct trip trip = { 0 };
	char hash[17];

	begin(&trip, "One <b>two</b> &amp; <br/>. Three.\n \n");
	tp_unit_hash(trip.doc, &trip.doc->units[0], hash);
	replace(&trip.xliff, hash, "HASH");
	STR(tp_buf_str(&trip.xliff),
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n"
	    "<file original=\"sample.test\" source-language=\"en\" target-language=\"fr\" datatype=\"x-test\""
	    " tool-id=\"tprep\">\n"
	    "<header>\n<tool tool-id=\"tprep\" tool-name=\"tprep\" tool-version=\"" TP_VERSION "\"/>\n</header>\n"
	    "<body>\n"
	    "<trans-unit id=\"1\" xml:space=\"preserve\">\n"
	    "<source>One " B(
		"1") "two</g> &amp; <x id=\"3\" ctype=\"x-code\" equiv-text=\"&lt;br/&gt;\"/>. Three.</source>\n"
		     "<seg-source>" S1
		     "One " B("1") "two</g> &amp; <x id=\"3\" ctype=\"x-code\" equiv-text=\"&lt;br/&gt;\"/>." E " " S2
				   "Three." E "</seg-source>\n"
				   "<context-group purpose=\"information\">\n"
				   "<context context-type=\"x-tprep-hash\">HASH</context>\n"
				   "<context context-type=\"x-tprep-segments\">0-11:8 12-18:6</context>\n"
				   "</context-group>\n"
				   "</trans-unit>\n"
				   "</body>\n</file>\n</xliff>\n");
	leave(&trip);
}

static void pairs_that_leave_a_segment_are_bx_and_ex(void)
{
	seg_source_is("<a>One. Two</a> x.",
		      S1 "<bx id=\"1\" rid=\"1\" ctype=\"link\"/>One." E " " S2 "Two<ex id=\"2\" rid=\"1\"/> x." E);
}

static void codes_at_the_border_of_segments(void)
{
	seg_source_is("<b>One.</b> <b>Two.</b>", S1 B("1") "One.</g>" E " " S2 B("3") "Two.</g>" E);
	seg_source_is("One.<b>Two.</b>", S1 "One." E S2 B("1") "Two.</g>" E);
	seg_source_is("<b>One. </b>Two.",
		      S1 "<bx id=\"1\" rid=\"1\" ctype=\"bold\"/>One." E " <ex id=\"2\" rid=\"1\"/>" S2 "Two." E);
	seg_source_is("One.<b> Two.</b>",
		      S1 "One." E "<bx id=\"1\" rid=\"1\" ctype=\"bold\"/> " S2 "Two.<ex id=\"2\" rid=\"1\"/>" E);
	seg_source_is("One.^Two.", S1 "One." E "<x id=\"1\" ctype=\"lb\"/>" S2 "Two." E);
	seg_source_is("One^two.", S1 "One<x id=\"1\" ctype=\"lb\"/>two." E);
}

/* Exports with one edit and gives the seg-source and the segments' spans. */
static void prepares(const char *source, struct tp_span at, const char *with, const char *expected, const char *spans)
{
	struct trip trip = { 0 };

	tp_edits_add(&trip.how.edits, at, tp_str_of(with));
	begin(&trip, source);
	STR(between(&trip.xliff, "<seg-source>", "</seg-source>"), expected);
	STR(between(&trip.xliff, "x-tprep-segments\">", "<"), spans);
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), source);
	leave(&trip);
}

static void codes_alone_are_words(void)
{
	seg_source_is("One. <br/> two.",
		      S1 "One." E " " S2 "<x id=\"1\" ctype=\"x-code\" equiv-text=\"&lt;br/&gt;\"/> two." E);
	seg_source_is("<br/> one. Two <br/>",
		      S1 "<x id=\"1\" ctype=\"x-code\" equiv-text=\"&lt;br/&gt;\"/> one." E " " S2
			 "Two <x id=\"2\" ctype=\"x-code\" equiv-text=\"&lt;br/&gt;\"/>" E);
	merges("One. <a><br/></a> two.", S2 "<g id=\"1\"><x id=\"2\"/></g> deux." E, "One. <a><br/></a> deux.");
	prepares("One. <br/> two.", (struct tp_span){ 4, 6 }, " ",
		 S1 "One." E S2 "<x id=\"1\" ctype=\"x-code\" equiv-text=\"&lt;br/&gt;\"/> two." E, "0-4:4 4-10:4");
}

static void deep_pairs_are_not_elements(void)
{
	struct tp_buf source = TP_BUF_INIT;
	struct trip trip = { 0 };

	for (int i = 0; i < 100; i++)
		tp_buf_add_z(&source, "<b>");
	tp_buf_add_z(&source, "x");
	for (int i = 0; i < 100; i++)
		tp_buf_add_z(&source, "</b>");
	begin(&trip, tp_buf_str(&source).p);
	EXPECT(tp_str_find(tp_buf_str(&trip.xliff), TP_S("<g id=\"64\""), 0) != TP_NOT_FOUND);
	EXPECT(tp_str_find(tp_buf_str(&trip.xliff), TP_S("<bx id=\"65\""), 0) != TP_NOT_FOUND);
	OK(merge(&trip), trip.err);
	tp_buf_release(&source);
	leave(&trip);
}

static void characters_that_xml_cannot_hold(void)
{
	seg_source_is("a\x01"
		      "b\xef\xbf\xbf"
		      "c\xef\xbf\xbd",
		      S1 "a<x id=\"1\" ctype=\"x-char\"/>b<x id=\"2\" ctype=\"x-char\"/>"
			 "c\xef\xbf\xbd" E);
	seg_source_is("a\xff"
		      "b",
		      S1 "a<x id=\"1\" ctype=\"x-byte\"/>b" E);
	merges("a\x01"
	       "b\xff.",
	       S1 "B<x id=\"1\"/>A<x id=\"2\"/>" E,
	       "B\x01"
	       "A\xff");
	merges("a\x01"
	       "b.",
	       S1 "BA" E, "BA");
}

static void prepared_text_travels(void)
{
	struct trip trip = { 0 };

	tp_edits_add(&trip.how.edits, (struct tp_span){ 3, 8 }, TP_S("Erbil"));
	begin(&trip, "In <b>Ir<br/>bil</b>. New.");
	STR(between(&trip.xliff, "<seg-source>", "</seg-source>"),
	    S1 "In " B("1") "<x id=\"2\" ctype=\"x-code\" equiv-text=\"&lt;br/&gt;\"/>Erbil</g>." E " " S2 "New." E);
	STR(between(&trip.xliff, "x-tprep-segments\">", "<"), "0-9:8 10-14:4");
	translate(&trip, S2 "Neuf." E);
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "In <b>Ir<br/>bil</b>. Neuf.");
	leave(&trip);
}

static void edits_at_the_border_of_segments(void)
{
	prepares("Two. Three", (struct tp_span){ 10, 10 }, ".", S1 "Two." E " " S2 "Three." E, "0-4:4 5-10:6");
	prepares("U.S. Three", (struct tp_span){ 3, 4 }, "",
		 S1 "U." E S2 "S"
		    " "
		    "Three" E,
		 "0-2:2 2-10:6");
	prepares("One Two.", (struct tp_span){ 3, 3 }, ".", S1 "One." E " " S2 "Two." E, "0-3:4 4-8:4");
	prepares("One!x Two.", (struct tp_span){ 3, 5 }, ".", S1 "One." E " " S2 "Two." E, "0-5:4 6-10:4");
	prepares("One.  Two.", (struct tp_span){ 5, 6 }, "", S1 "One." E " " S2 "Two." E, "0-4:4 6-10:4");
	prepares("One.x Two.", (struct tp_span){ 4, 5 }, "", S1 "One." E " " S2 "Two." E, "0-5:4 6-10:4");
	prepares("One. xTwo.", (struct tp_span){ 5, 6 }, "", S1 "One." E " " S2 "Two." E, "0-4:4 5-10:4");
	prepares("The IS is.", (struct tp_span){ 4, 6 }, "I. S", S1 "The I. S is." E, "0-10:9");
	prepares("<b>IS</b> is.", (struct tp_span){ 0, 2 }, "SI", S1 B("1") "SI</g> is." E, "0-6:5");
	prepares("<b>I</b>S is.", (struct tp_span){ 0, 2 }, "SI", S1 B("1") "</g>SI is." E, "0-6:5");
}

static void notes_carry_findings(void)
{
	struct trip trip = { 0 };
	struct tp_finding *finding;

	finding = tp_findings_add(&trip.how.findings, "name-variant", 0, (struct tp_span){ 3, 8 });
	finding->sure = true;
	tp_finding_add_fix(&trip.how.findings, finding, (struct tp_span){ 3, 8 }, TP_S("Erbil"));
	for (int i = 0; i < 2; i++) {
		finding = tp_findings_add(&trip.how.findings, "unknown-word", 0, (struct tp_span){ 9, 11 + (size_t)i });
		finding->message = TP_S("No dictionary knows “\x01”.");
	}
	finding = tp_findings_add(&trip.how.findings, "doubled-word", 1, (struct tp_span){ 0, 1 });
	finding->message = TP_S("Twice.");
	tp_edits_add(&trip.how.edits, (struct tp_span){ 3, 4 }, TP_S("Er"));
	begin(&trip, "In Irbil zzzz.\nX x.");
	STR(between(&trip.xliff, "</context-group>\n", "</trans-unit>"),
	    "<note from=\"tprep\" annotates=\"source\" priority=\"4\">Changed before translation: “Irbil” → "
	    "“Erbil”.</note>\n"
	    "<note from=\"tprep\" annotates=\"source\" priority=\"2\">No dictionary knows “\xef\xbf\xbd”.</note>\n");
	EXPECT(tp_str_find(tp_buf_str(&trip.xliff), TP_S(">Twice.</note>"), 0) != TP_NOT_FOUND);
	leave(&trip);
}

/* Merging ----------------------------------------------------------------------------------------- */

static void nothing_translated_changes_nothing(void)
{
	static const char source[] = "One <b>two</b> &amp; <br/>. Three.\n\n <a>x. y</a>";
	struct trip trip = { 0 };

	begin(&trip, source);
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), source);
	EQ(trip.findings.n, 4);
	STR(trip.findings.p[0].message, "This segment has no translation.");
	EQ(trip.findings.p[1].at.from, 12);
	leave(&trip);
	merges(source, "", source);
	merges(source, S1 E " " S2 "\n " E, source);
}

static void all_translated(void)
{
	merges("One. Two.", S1 "Un." E " " S2 "Deux &amp; &#x44;<![CDATA[<]]>." E, "Un. Deux &amp; D<.");
	merges("One. Two.", S2 "Deux." E S1 "Un." E, "Un. Deux.");
	merges("One.  Two.", S2 "Deux." E "\n   " S1 "\n  Un\n  un.\n  " E, "Un un.  Deux.");
	merges("One. Two.", "Un. Deux.", "Un. Deux.");
	merges("One. Two.", "\n  Un. Deux.\n", "Un. Deux.");
	merges("One. Two.", "Oh " S1 "Un." E " " S2 "Deux." E, "Oh Un. Deux.");
}

static void some_translated(void)
{
	merges("&amp;One <b>x</b>. Two^. Three.", S2 "Deux<x id=\"3\"/>." E, "&amp;One <b>x</b>. Deux^. Three.");
	merges("One. Tw&amp;<br/>o. Three.", S1 "Un." E S3 "Trois." E, "Un. Tw&amp;<br/>o. Trois.");
}

static void codes_move(void)
{
	merges("<b>One</b> <a>two</a>.", S1 "<g id=\"3\">Deux</g> <g id=\"1\">un</g>." E, "<a>Deux</a> <b>un</b>.");
	merges("One<br/>. Two.", S1 "Un." E " " S2 "<x id=\"1\"/>Deux." E, "Un. <br/>Deux.");
	merges("<a>One. Two</a>.", S1 "<bx id=\"1\" rid=\"1\"/>Un." E " " S2 "Deux<ex id=\"2\" rid=\"1\"/>." E,
	       "<a>Un. Deux</a>.");
	merges("<b>One. </b>Two.", S1 "<bx id=\"1\"/>Un.<ex id=\"2\"/>" E " " S2 "Deux." E, "<b>Un.</b> Deux.");
	merges("<b>One. </b>Two.", S1 "<bx id=\"1\"/>Un." E "<ex id=\"2\"/>" S2 "Deux." E, "<b>Un. </b>Deux.");
	merges("<b>One</b> <br/>.",
	       S1 "<bpt id=\"1\">&lt;b></bpt>Un<ept id=\"1\">&lt;/b></ept> <ph id=\"3\">br</ph>." E,
	       "<b>Un</b> <br/>.");
	merges("<b>One</b>.", S1 "<it id=\"1\" pos=\"open\"/>Un<it id=\"1\" pos=\"close\"/>." E, "<b>Un</b>.");
	merges("<b>One</b>.", S1 "<x id=\"1\"/>Un<x id=\"2\"/>." E, "<b>Un</b>.");
	merges("<b>One</b>.", S1 "<mrk mtype=\"term\"><g id=\"1\">Un</g></mrk>." E, "<b>Un</b>.");
}

static void damaged_codes_are_refused(void)
{
	refuses("One <b>x</b>.", S1 "Un." E, "code-lost", "The code <g id=\"1\"> (bold) is lost.");
	refuses("One <br/>.", S1 "Un." E, "code-lost", "The code <x id=\"1\"/> (<br/>) is lost.");
	refuses("One^x.", "Un.", "code-lost", "The code <x id=\"1\"/> (lb) is lost.");
	refuses("One <br/>.", S1 "<x id=\"1\"/><x id=\"1\"/>" E, "code-doubled",
		"The code <x id=\"1\"/> (<br/>) is there twice.");
	refuses("One <br/>. Two.", S2 "Deux <x id=\"1\"/>." E, "code-doubled",
		"The code <x id=\"1\"/> (<br/>) is in another segment, too, which is not translated.");
	refuses("One.", S1 "Un <x id=\"1\"/>." E, "code-unknown", "The source has no such code with the id “1”.");
	refuses("One <br/>.", S1 "<g id=\"1\">Un</g>." E, "code-unknown",
		"The source has no such code with the id “1”. (2 more problems were found.)");
	refuses("<b>One</b>.", S1 "<g id=\"2\">Un</g>." E, "code-unknown",
		"The source has no such code with the id “2”. (1 more problem was found.)");
	refuses("<a>One</a> <b>two</b>.", S1 "<g id=\"1\">Un<bx id=\"3\"/></g><ex id=\"4\"/>." E, "code-crossed",
		"The code </g id=\"1\"> (link) does not close the one that was opened last.");
	refuses("<a>One. Two</a>.", S1 "Un<ex id=\"2\"/>." E S2 "Deux<bx id=\"1\"/>." E, "code-crossed",
		"The code <ex id=\"2\"/> (link) does not close the one that was opened last.");
}

static void long_ids_are_cut_in_messages(void)
{
	refuses(
	    "One.", S1 "<x id=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaé and more\"/>" E,
	    "code-unknown",
	    "The source has no such code with the id “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa”.");
}

static void damaged_segments_are_refused(void)
{
	refuses("One. Two.", S1 "Un." E S1 "Un." E, "code-doubled", "The segment “1” is there twice.");
	refuses("One. Two.", S3 "Un." E, "code-unknown", "The source has no segment “3”.");
	refuses("One. Two.", S1 "Un." E " Deux.", "code-lost",
		"There is text outside the segments of the target, and not all are translated.");
	refuses("One. <br/>x. Two.", S1 "Un." E "<x id=\"1\"/>", "code-lost",
		"There is text outside the segments of the target, and not all are translated.");
}

static void a_changed_source_is_refused(void)
{
	struct trip trip = { 0 };
	struct tp_doc *changed = make_doc("One!\nTwo.");

	begin(&trip, "One.\nTwo.");
	translate(&trip, S1 "Un." E);
	translate(&trip, S1 "Deux." E);
	tp_doc_free(trip.doc);
	trip.doc = changed;
	EXPECT(!merge(&trip));
	STR(tp_str_of(trip.err.message), "The source has changed since the export. 1 other paragraph fits, and can be "
					 "merged alone.");
	STR(tp_str_of(trip.findings.p[0].id), "source-changed");
	trip.merging.force = true;
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "One!\nDeux.");
	leave(&trip);
}

/* Each unit of `before` is translated by its text and number, "One." by "One.1"; what is merged into `after`? */
static void moved(const char *before, const char *after, const char *expected)
{
	struct trip trip = { 0 };
	struct tp_doc *changed = make_doc(after);

	begin(&trip, before);
	for (size_t i = 0; i < trip.doc->n_units; i++) {
		struct tp_str text = trip.doc->units[i].text.text;
		char target[128];

		snprintf(target, sizeof target, S1 "%.*s%zu" E, (int)text.n, text.p, i + 1);
		translate(&trip, target);
	}
	tp_doc_free(trip.doc);
	trip.doc = changed;
	trip.merging.force = true;
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), expected);
	leave(&trip);
}

static void units_are_found_wherever_they_stand(void)
{
	moved("A.\nB.\nC.", "New.\nA.\nB.\nC.", "New.\nA.1\nB.2\nC.3");
	moved("A.\nB.\nC.", "A.\nC.", "A.1\nC.3");
	moved("A.\nB.\nC.", "C.\nA.\nB!", "C.3\nA.1\nB!");
	moved("A.\nA.\nB.", "New.\nA.\n \nA.\nB.", "New.\nA.1\n \nA.2\nB.3");
	moved("A.\nB.\nA.\nC.", "B.\nA.\nC.", "B.2\nA.3\nC.4");
	moved("A.\nA.", "A.\nA.\nA.", "A.1\nA.2\nA.");
}

/* What the document has become is what translators saw, so it fits; but not with other codes, nor with a part of it. */
static void a_source_that_was_prepared_likewise_fits(void)
{
	struct trip trip = { 0 };

	tp_edits_add(&trip.how.edits, (struct tp_span){ 3, 8 }, TP_S("Erbil"));
	begin(&trip, "In Irbil. It <b>rains</b>.\nIn Irbil.");
	translate(&trip, S1 "À Erbil." E S2 "Il " B("1") "pleut</g>." E);
	translate(&trip, S1 "À Irbil." E);
	tp_doc_free(trip.doc);
	trip.doc = make_doc("In Erbil. It <b>rains</b>.\nIn Irbil.");
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "À Erbil. Il <b>pleut</b>.\nÀ Irbil.");
	tp_doc_free(trip.doc);
	trip.doc = make_doc("In Erbil. It <a>rains</a>.\nIn Irbil.");
	EXPECT(!merge(&trip));
	tp_doc_free(trip.doc);
	trip.doc = make_doc("In Erbil! It <b>rains</b>.\nIn Irbil.");
	EXPECT(!merge(&trip));
	leave(&trip);
}

/* Blanks between sentences go where the target language has none, if both sentences are translated. */
static void sentences_without_spaces(void)
{
	struct trip trip = { 0 };

	begin(&trip, "One. <br/>Two. Three.");
	translate(&trip, S1 "いち。" E " " S2 "<x id=\"1\"/>に。" E);
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "いち。 <br/>に。 Three.");
	replace(&trip.xliff, "target-language=\"fr\"", "target-language=\"JA-jp\"");
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "いち。<br/>に。 Three.");
	leave(&trip);
}

static void units_come_and_go(void)
{
	struct trip trip = { 0 };

	begin(&trip, "One.\nTwo.");
	tp_doc_free(trip.doc);
	trip.doc = make_doc("One.");
	EXPECT(!merge(&trip));
	STR(tp_str_of(trip.err.message), "The translation has this unit, but the document does not.");
	STR(tp_str_of(trip.err.unit), "2");
	tp_doc_free(trip.doc);
	trip.doc = make_doc("One.\nTwo.\n \nThree.");
	EXPECT(!merge(&trip));
	STR(tp_str_of(trip.err.message), "The document has this unit, but the translation does not.");
	STR(tp_str_of(trip.err.unit), "4");
	trip.merging.force = true;
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "One.\nTwo.\n \nThree.");
	leave(&trip);
}

static void missing_segments_as_asked(void)
{
	struct trip trip = { 0 };

	begin(&trip, "One. Two.\nThree.");
	translate(&trip, S1 "Un." E);
	trip.merging.missing = TP_MISSING_SKIP;
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "One. Two.\nThree.");
	trip.merging.missing = TP_MISSING_SOURCE;
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "Un. Two.\nThree.");
	trip.merging.missing = TP_MISSING_ERROR;
	EXPECT(!merge(&trip));
	STR(tp_str_of(trip.err.message), "This segment has no translation. (1 more problem was found.)");
	leave(&trip);
}

static void copies_of_the_source_are_no_translations(void)
{
	struct trip trip = { .how.omegat36 = true };

	begin(&trip, "One <b>x</b>. Two.");
	STR(between(&trip.xliff, "<target state=\"needs-translation\">", "</target>"),
	    S1 "One " B("1") "x</g>." E " " S2 "Two." E);
	OK(merge(&trip), trip.err);
	EQ(trip.findings.n, 2);
	replace(&trip.xliff, "mid=\"2\">Two.</mrk></target>", "mid=\"2\">Deux.</mrk></target>");
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "One <b>x</b>. Deux.");
	replace(&trip.xliff, " state=\"needs-translation\"", "");
	trip.merging.missing = TP_MISSING_ERROR;
	OK(merge(&trip), trip.err);
	replace(&trip.xliff, "</seg-source>\n<target>",
		"</seg-source>\n<target state=\"new\">One <g id=\"1\">x</g>. Two."
		"</target><target>");
	trip.merging.missing = TP_MISSING_SOURCE;
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "One <b>x</b>. Two.");
	leave(&trip);
}

/* What a client leaves of our contexts and segments. */
static void clients_drop_things(void)
{
	struct trip trip = { 0 };
	const char *hash = "<context context-type=\"x-tprep-hash\">";

	begin(&trip, "One <b>x</b>. Two<br/>.");
	translate(&trip, S2 "Deux<x id=\"3\"/>." E);
	replace(&trip.xliff, hash, "<context context-type=\"x-other\">");
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "One <b>x</b>. Deux<br/>.");
	replace(&trip.xliff, "<source>One", "<source>Only");
	EXPECT(!merge(&trip));
	STR(tp_str_of(trip.err.message),
	    "The source cannot be checked: the hash of this unit is gone, and its text is not the document's.");

	begin(&trip, "One. Two.");
	translate(&trip, S2 "Deux." E);
	replace(&trip.xliff, "0-4:4 5-9:4", "0-4 5");
	OK(merge(&trip), trip.err);
	replace(&trip.xliff, "0-4 5", "0-4:4 5-99:4");
	OK(merge(&trip), trip.err);
	replace(&trip.xliff, "<seg-source>" S1 "One." E " " S2 "Two." E "</seg-source>", "");
	EXPECT(!merge(&trip));
	replace(&trip.xliff, "0-4:4 5-99:4", "0-4:4 5-9:4");
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "One. Deux.");
	leave(&trip);
}

static void segmented_anew(void)
{
	struct trip trip = { 0 };

	begin(&trip, "One. Two. Three.");
	translate(&trip, S1 "Un. Deux." E " " S2 "Trois." E);
	replace(&trip.xliff, "<seg-source>" S1 "One." E " " S2 "Two." E " " S3 "Three." E,
		"<seg-source>" S1 "One. Two." E " " S2 "Three." E);
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), "Un. Deux. Trois.");
	replace(&trip.xliff, S2 "Trois." E, "");
	EXPECT(!merge(&trip));
	STR(tp_str_of(trip.err.message),
	    "The source has been segmented anew, and not all its segments are translated.");
	leave(&trip);
}

/* At random --------------------------------------------------------------------------------------- */

static unsigned random_below(unsigned *state, unsigned n)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 16) % n;
}

/* A unit of the test's markup, with its pairs closed. */
static void add_random_unit(unsigned *state, struct tp_buf *out)
{
	static const char *const parts[] = { "One", "two.",  " ",   " ",   ". ",  "é",   "&amp;",
					     "^",   "<br/>", "<b>", "<a>", "</>", "\x01" };
	const char *open[32];
	size_t depth = 0;

	for (unsigned n = 1 + random_below(state, 16); n; n--) {
		const char *part = parts[random_below(state, sizeof parts / sizeof *parts)];

		if (part[0] == '<' && part[1] == '/') {
			if (depth)
				tp_buf_format(out, "</%s", open[--depth] + 1);
			continue;
		}
		if (strcmp(part, "<b>") == 0 || strcmp(part, "<a>") == 0)
			open[depth++] = part;
		tp_buf_add_z(out, part);
	}
	while (depth)
		tp_buf_format(out, "</%s", open[--depth] + 1);
	if (!out->n)
		tp_buf_add_z(out, "x");
}

static void add_random_edits(unsigned *state, const struct tp_text *text, struct tp_edits *edits)
{
	static const char *const news[] = { "", "X", "Y. Z", " ", ". ", "é." };

	for (size_t at = random_below(state, 4); at <= text->text.n; at += 1 + random_below(state, 6)) {
		size_t from = tp_utf8_border(text->text, at),
		       to = tp_utf8_border(text->text, from + random_below(state, 4));
		bool is_free = to <= text->text.n && (!edits->n || edits->p[edits->n - 1].at.to < from);

		for (size_t i = 0; i < text->n_pieces; i++)
			is_free = is_free && (text->pieces[i].kind != TP_PIECE_FIXED ||
					      text->pieces[i].text.from >= to || text->pieces[i].text.to <= from);
		const char *with = news[random_below(state, sizeof news / sizeof *news)];
		if (is_free && (from < to || with[0]))
			tp_edits_add(edits, (struct tp_span){ from, to }, tp_str_of(with));
	}
}

/* What was sent, as its own translation, is a translation that fits. */
static void translate_by_source(struct trip *trip)
{
	struct tp_buf target = TP_BUF_INIT;

	tp_buf_add_str(&target, between(&trip->xliff, "<seg-source>", "</seg-source>"));
	translate(trip, tp_buf_str(&target).p);
	tp_buf_release(&target);
}

/* Nothing translated gives the document back; and the prepared text itself, as a translation, is merged. */
static void any_text_goes_out_and_back(void)
{
	unsigned state = 42;

	for (int round = 0; round < 3000; round++) {
		struct trip trip = { 0 };
		struct tp_buf source = TP_BUF_INIT;

		add_random_unit(&state, &source);
		struct tp_doc *doc = make_doc(tp_buf_str(&source).p);
		add_random_edits(&state, &doc->units[0].text, &trip.how.edits);
		tp_doc_free(doc);
		begin(&trip, tp_buf_str(&source).p);
		bool ok = merge(&trip) && tp_str_eq(tp_buf_str(&trip.merged), tp_buf_str(&source));
		if (ok && tp_str_find(tp_buf_str(&trip.xliff), TP_S("<seg-source>"), 0) != TP_NOT_FOUND) {
			translate_by_source(&trip);
			ok = merge(&trip);
		}
		if (!ok)
			printf("# round %d: %s\n# %s\n%s", round, source.p, trip.err.message, trip.xliff.p);
		EXPECT(ok);
		tp_buf_release(&source);
		leave(&trip);
	}
}

/* Reading ----------------------------------------------------------------------------------------- */

static void reads_other_shapes(void)
{
	struct trip trip = { 0 };

	begin(&trip, "One.\nTwo.");
	tp_buf_clear(&trip.xliff);
	tp_buf_add_z(&trip.xliff,
		     "<y:xliff version=\"1.2\" xmlns:y=\"urn:oasis:names:tc:xliff:document:1.2\" xmlns:z=\"urn:z\">"
		     "<z:more><z:x>text</z:x></z:more>"
		     "<y:file datatype=\"x\" original=\"other.txt\" source-language=\"en\"><y:body/></y:file>"
		     "<y:file original=\"sample.test\"><y:header><y:phase-group><y:phase date=\"2026-01-31\"/>"
		     "</y:phase-group></y:header><y:body><y:group><y:context-group><y:context>g</y:context>"
		     "</y:context-group>"
		     "<y:trans-unit id=\"f2-2\"><y:target>Deux<z:tag>junk</z:tag>.</y:target><y:source>Two.</y:source>"
		     "<y:alt-trans><y:source>Zwo.</y:source><y:target>Zwei.</y:target></y:alt-trans></y:trans-unit>"
		     "<y:trans-unit id=\"1\"><y:source>One.</y:source></y:trans-unit>"
		     "</y:group></y:body></y:file></y:xliff>");
	struct tp_xliff *xliff = tp_xliff_read(tp_buf_str(&trip.xliff), "sample.xlf", &trip.err);
	EXPECT(xliff);
	STR(tp_str_of(tp_xliff_original(xliff, 0)), "other.txt");
	STR(tp_str_of(tp_xliff_original(xliff, 1)), "sample.test");
	EXPECT(!tp_xliff_original(xliff, 2));
	OK(tp_merge(trip.doc, xliff, 1, &trip.merging, &trip.merged, NULL, &trip.err), trip.err);
	STR(tp_buf_str(&trip.merged), "One.\nDeux.");
	EXPECT(!tp_merge(trip.doc, xliff, 0, &trip.merging, &trip.merged, NULL, NULL));
	EXPECT(!tp_merge(trip.doc, xliff, 2, &trip.merging, &trip.merged, NULL, &trip.err));
	tp_xliff_free(xliff);
	leave(&trip);
}

static void cannot_read(const char *bytes, size_t line, const char *message)
{
	struct tp_error err;

	EXPECT(!tp_xliff_read(tp_str_of(bytes), "sample.xlf", &err));
	EQ(err.code, TP_E_SYNTAX);
	EQ(err.line, line);
	STR(tp_str_of(err.file), "sample.xlf");
	if (message)
		STR(tp_str_of(err.message), message);
}

static void refuses_what_is_not_xliff(void)
{
	const char *start = "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">";
	char text[512];

	cannot_read("", 1, NULL);
	cannot_read("<xliff xmlns='urn:oasis:names:tc:xliff:document:1.2'>\n<b></a>", 2, NULL);
	cannot_read("\n<xliff/>", 2, "This is not a file in XLIFF 1.2.");
	cannot_read("<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"/>", 1, "This is not a file in XLIFF 1.2.");
	snprintf(text, sizeof text, "%s\n<trans-unit id='1'/></xliff>", start);
	cannot_read(text, 2, "A trans-unit stands outside a file.");
	snprintf(text, sizeof text,
		 "%s<file><body>\n<trans-unit id='f1-1'/>\n<trans-unit id='1'/></body></file></xliff>", start);
	cannot_read(text, 3, "The file has two trans-units with the id “1”.");
	snprintf(
	    text, sizeof text,
	    "%s<file><body>\n<trans-unit id='1'><target><mrk mtype='seg'><mrk mtype='seg'/></mrk></target></trans-unit>"
	    "</body></file></xliff>",
	    start);
	cannot_read(text, 2, "A segment stands inside another one.");
	tp_xliff_free(NULL);
}

static void ids_are_unique_in_the_file(void)
{
	struct trip trip = { .how.files = 1 };

	begin(&trip, "One.");
	EXPECT(tp_str_find(tp_buf_str(&trip.xliff), TP_S("<trans-unit id=\"f2-1\""), 0) != TP_NOT_FOUND);
	OK(merge(&trip), trip.err);
	leave(&trip);
}

TESTS(TEST(writes_the_whole), TEST(pairs_that_leave_a_segment_are_bx_and_ex), TEST(codes_at_the_border_of_segments),
      TEST(codes_alone_are_words), TEST(deep_pairs_are_not_elements), TEST(characters_that_xml_cannot_hold),
      TEST(prepared_text_travels), TEST(edits_at_the_border_of_segments), TEST(notes_carry_findings),
      TEST(nothing_translated_changes_nothing), TEST(all_translated), TEST(some_translated), TEST(codes_move),
      TEST(damaged_codes_are_refused), TEST(long_ids_are_cut_in_messages), TEST(damaged_segments_are_refused),
      TEST(a_changed_source_is_refused), TEST(units_are_found_wherever_they_stand),
      TEST(a_source_that_was_prepared_likewise_fits), TEST(sentences_without_spaces), TEST(units_come_and_go),
      TEST(missing_segments_as_asked), TEST(copies_of_the_source_are_no_translations), TEST(clients_drop_things),
      TEST(segmented_anew), TEST(any_text_goes_out_and_back), TEST(reads_other_shapes), TEST(refuses_what_is_not_xliff),
      TEST(ids_are_unique_in_the_file))
