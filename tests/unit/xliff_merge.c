/* Translations merged back: see unit/xliff.h for the documents. */
#include "unit/xliff.h"

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

TESTS(TEST(nothing_translated_changes_nothing), TEST(all_translated), TEST(some_translated), TEST(codes_move),
      TEST(damaged_codes_are_refused), TEST(long_ids_are_cut_in_messages), TEST(damaged_segments_are_refused),
      TEST(a_changed_source_is_refused), TEST(units_are_found_wherever_they_stand),
      TEST(a_source_that_was_prepared_likewise_fits), TEST(sentences_without_spaces), TEST(units_come_and_go),
      TEST(missing_segments_as_asked), TEST(copies_of_the_source_are_no_translations), TEST(clients_drop_things),
      TEST(segmented_anew), TEST(any_text_goes_out_and_back))
