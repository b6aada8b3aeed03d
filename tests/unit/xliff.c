/* XLIFF as it is written and read: see unit/xliff.h for the documents. */
#include "unit/xliff.h"

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
      TEST(reads_other_shapes), TEST(refuses_what_is_not_xliff), TEST(ids_are_unique_in_the_file))
