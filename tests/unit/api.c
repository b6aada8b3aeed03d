/* The library as its users see it: the calls of tprep.h that join the layers. */
#include "tprep.h"

#include "unit/test.h"

static struct tp_kit *make_kit(int needs)
{
	static const struct tp_options options = { .data = "dictionaries", .spelling = "en_US" };
	struct tp_error err;
	struct tp_kit *kit = tp_kit_new(&options, needs, &err);

	OK(kit, err);
	return kit;
}

static struct tp_doc *make_doc(const char *text, const char *format)
{
	struct tp_reading how = { .format = format };
	struct tp_error err;
	struct tp_doc *doc = tp_doc_read(tp_str_of(text), "test", &how, &err);

	OK(doc, err);
	return doc;
}

static void the_version_is_told(void)
{
	STR(tp_str_of(tp_version()), TP_VERSION);
}

static void the_lists_end(void)
{
	struct tp_entry entry;
	size_t formats = 0, checks = 0, reports = 0;

	while (tp_format_entry(formats, &entry) && entry.id && entry.title[0] && entry.detail)
		formats++;
	while (tp_check_entry(checks, &entry) && entry.id && entry.title[0] && entry.detail)
		checks++;
	while (tp_report_entry(reports, &entry) && entry.id && entry.title[0] && entry.detail)
		reports++;
	EXPECT(formats >= 2 && checks >= 16 && reports >= 2);
	EXPECT(!tp_format_entry(1000, &entry) && !tp_check_entry(1000, &entry) && !tp_report_entry(1000, &entry));
}

static void languages_and_styles_are_listed(void)
{
	struct tp_buf id = TP_BUF_INIT, title = TP_BUF_INIT;
	bool english = false, intl = false;

	for (size_t i = 0; tp_language_entry("dictionaries", i, &id, &title); i++) {
		english = english || (tp_str_is(tp_buf_str(&id), "en") && tp_str_is(tp_buf_str(&title), "English"));
		EXPECT(!tp_str_is(tp_buf_str(&id), "names"));
		tp_buf_clear(&id);
		tp_buf_clear(&title);
	}
	for (size_t i = 0; tp_style_entry("dictionaries", i, &id, &title); i++) {
		intl = intl || tp_str_is(tp_buf_str(&id), "intl");
		tp_buf_clear(&id);
		tp_buf_clear(&title);
	}
	EXPECT(english && intl);
	EXPECT(!tp_language_entry("no/such/folder", 0, &id, &title));
	EXPECT(!tp_style_entry("no/such/folder", 0, &id, &title));
	tp_buf_release(&id);
	tp_buf_release(&title);
}

static void a_kit_that_cannot_be_made_says_why(void)
{
	static const struct tp_options options[] = {
		{ .data = "dictionaries", .language = "not a language" },
		{ .data = "dictionaries", .style = "no-such-style" },
		{ .data = "dictionaries", .spelling = "xx_XX" },
		{ .data = "dictionaries", .srx = "no/such/file.srx" },
	};
	struct tp_error err;

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		err = (struct tp_error){ .code = TP_E_NONE };
		EXPECT(!tp_kit_new(&options[i], TP_NEED_ALL, &err));
		EXPECT(err.code != TP_E_NONE && err.message[0]);
	}
	tp_kit_free(NULL);
}

static void names_are_found_in_a_string(void)
{
	struct tp_kit *kit = make_kit(TP_NEED_NAMES);
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_str text = TP_S("The road to Irbil is is open.");

	tp_names_in(kit, text, &found);
	EQ(found.n, 1);
	STR(tp_str_of(found.p[0].id), "name-variant");
	STR(tp_str_at(text, found.p[0].at), "Irbil");
	STR(found.p[0].fixes[0].with, "Erbil");
	EXPECT(found.p[0].sure && found.p[0].concept.n && strcmp(found.p[0].status, "deprecated") == 0);
	tp_findings_release(&found);
	tp_kit_free(kit);
}

static void words_are_checked_in_a_string(void)
{
	struct tp_kit *kit = make_kit(TP_NEED_SPELLING | TP_NEED_NAMES);
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_str text = TP_S("The goverment of Irbil.");

	tp_words_in(kit, text, &found);
	EQ(found.n, 1);
	STR(tp_str_at(text, found.p[0].at), "goverment");
	STR(found.p[0].fixes[0].with, "government");
	tp_findings_release(&found);
	tp_kit_free(kit);
}

static void add_word(void *out, struct tp_str word)
{
	tp_buf_add(out, word.p, word.n);
	tp_buf_add(out, "|", 1);
}

/* Each word stands for itself, so what the document explains or uses often is there, too. */
static void unknown_words_are_listed(void)
{
	struct tp_kit *kit = make_kit(TP_NEED_SPELLING | TP_NEED_NAMES);
	struct tp_str text =
	    TP_S("They recieve the mail of Zorvath's\nQrx (QRX) 22th recieve, al-Qorvath etc. in Irbil "
		 "`cod` caf\u00e9\n\nQRX\n");
	struct tp_reading how = { .format = "txt" };
	struct tp_buf words = TP_BUF_INIT;
	struct tp_error err;
	struct tp_doc *doc = tp_doc_read(text, "x", &how, &err);

	OK(doc, err);
	EXPECT(tp_doc_unknown_words(doc, kit, add_word, &words, &err));
	STR(tp_buf_str(&words), "recieve|Zorvath|Qrx|QRX|22th|recieve|Qorvath|QRX|");
	tp_buf_release(&words);
	tp_doc_free(doc);
	tp_kit_free(kit);
}

static size_t count_fixes(const struct tp_kit *kit, struct tp_str text)
{
	struct tp_findings found = { NULL, 0, 0, NULL };
	size_t n = 0;

	tp_words_in(kit, text, &found);
	for (size_t i = 0; i < found.n; i++)
		n += found.p[i].n_fixes > 0;
	tp_findings_release(&found);
	return n;
}

/* Where one word of eight is unknown, and they are thousands, nothing is suggested. */
static void a_crowd_of_unknown_words_gets_no_corrections(void)
{
	struct tp_kit *kit = make_kit(TP_NEED_SPELLING);
	struct tp_buf text = TP_BUF_INIT;

	for (int i = 0; i < 2000; i++)
		tp_buf_add_z(&text, "they recieve all of the mail that came\n");
	EQ(count_fixes(kit, tp_buf_str(&text)), 2000);
	for (int i = 0; i < 2200; i++)
		tp_buf_add_z(&text, "they recieve all of the mail that came\n");
	EQ(count_fixes(kit, tp_buf_str(&text)), 0);
	for (int i = 0; i < 40000; i++)
		tp_buf_add_z(&text, "and it was all of the mail that came\n");
	EQ(count_fixes(kit, tp_buf_str(&text)), 4200);
	tp_buf_release(&text);
	tp_kit_free(kit);
}

static void any_bytes_may_be_checked(void)
{
	static const char bytes[] = "\xff\xfe Irbil\0 \xe2\x80 the the \xed\xa0\x80";
	struct tp_str text = { bytes, sizeof bytes - 1 };
	struct tp_kit *kit = make_kit(TP_NEED_ALL);
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_spans spans = { NULL, 0, 0 };

	tp_names_in(kit, text, &found);
	EQ(found.n, 1);
	EQ(found.p[0].at.from, 3);
	tp_words_in(kit, text, &found);
	tp_segments_in(kit, text, &spans);
	EXPECT(spans.n && spans.p[spans.n - 1].to == text.n);
	tp_spans_release(&spans);
	tp_findings_release(&found);
	tp_kit_free(kit);
}

static void sentences_tile_a_string_and_a_unit(void)
{
	struct tp_kit *kit = make_kit(TP_NEED_SEGMENTS);
	struct tp_doc *doc = make_doc("One here. Two here.\n", "txt");
	struct tp_spans spans = { NULL, 0, 0 };

	tp_segments_in(kit, TP_S("One here. Two here."), &spans);
	EQ(spans.n, 2);
	EQ(spans.p[0].to, 10);
	spans.n = 0;
	tp_doc_segments(doc, kit, 0, &spans);
	EQ(spans.n, 2);
	EQ(spans.p[1].to, 19);
	tp_spans_release(&spans);
	tp_doc_free(doc);
	tp_kit_free(kit);
}

static void a_document_is_checked_and_fixed(void)
{
	struct tp_kit *kit = make_kit(TP_NEED_ALL);
	struct tp_doc *doc = make_doc("\xef\xbb\xbf"
				      "The U.S. road to Irbil.\r\n\r\nThe U.S also paid  for it",
				      "txt");
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;
	size_t made;

	OK(tp_doc_check(doc, kit, NULL, NULL, &found, &err), err);
	EQ(found.n, 3);
	STR(tp_str_of(found.p[0].id), "name-variant");
	STR(tp_str_of(found.p[1].id), "abbreviation-period");
	STR(tp_str_of(found.p[2].id), "double-space");
	EQ(found.p[2].unit, 1);
	OK(tp_doc_fix(doc, &found, &out, &made, &err), err);
	EQ(made, 3);
	STR(tp_buf_str(&out), "\xef\xbb\xbf"
			      "The U.S. road to Erbil.\r\n\r\nThe U.S. also paid for it");
	OK(tp_doc_check(doc, kit, "copy", NULL, &found, &err), err);
	EQ(found.n, 1);
	EXPECT(!tp_doc_check(doc, kit, "tpyo", NULL, &found, &err));
	EXPECT(!tp_doc_check(doc, kit, NULL, "tpyo", &found, &err));
	EQ(err.code, TP_E_USAGE);
	tp_buf_release(&out);
	tp_findings_release(&found);
	tp_doc_free(doc);
	tp_kit_free(kit);
}

static void a_fix_that_the_encoding_lacks_is_an_error(void)
{
	struct tp_options options = { .data = "dictionaries", .style = "tests/files/checks/lodz.tsv" };
	struct tp_reading how = { .format = "txt", .encoding = "windows-1252" };
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err = { .code = TP_E_NONE };
	struct tp_kit *kit;
	struct tp_doc *doc;

	OK(kit = tp_kit_new(&options, TP_NEED_NAMES, &err), err);
	OK(doc = tp_doc_read(TP_S("In Litzmannstadt."), "old.txt", &how, &err), err);
	OK(tp_doc_check(doc, kit, "names", NULL, &found, &err), err);
	EQ(found.n, 1);
	EXPECT(!tp_doc_fix(doc, &found, &out, NULL, &err));
	EQ(err.code, TP_E_ENCODING);
	STR(tp_str_of(err.file), "old.txt");
	tp_buf_release(&out);
	tp_findings_release(&found);
	tp_doc_free(doc);
	tp_kit_free(kit);
}

/* Quotes are kept unless the kit says otherwise. */
static void a_name_in_a_quote_is_not_sure(void)
{
	struct tp_options options = { .data = "dictionaries" };
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_error err;

	for (int rewrite = 0; rewrite <= 1; rewrite++) {
		options.quotes = rewrite ? TP_QUOTES_REWRITE : TP_QUOTES_KEEP;
		struct tp_kit *kit = tp_kit_new(&options, TP_NEED_NAMES, &err);

		OK(kit, err);
		tp_names_in(kit, TP_S("He said: \"We live in Irbil.\""), &found);
		EQ(found.n, 1);
		EQ(found.p[0].sure, rewrite);
		STR(found.p[0].fixes[0].with, "Erbil");
		tp_kit_free(kit);
	}
	tp_findings_release(&found);
}

/* A style with a first mention: it is written out in the first unit that has the name, and there alone. */
static void a_first_mention_is_the_documents(void)
{
	struct tp_options options = { .data = "dictionaries",
				      .style = "tests/files/checks/first.tsv",
				      .first_mention = true };
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;
	struct tp_kit *kit;
	struct tp_doc *doc = make_doc("No name here.\n\nIn Fooland it rains.\n\nFooland is wet.\n", "txt");

	OK(kit = tp_kit_new(&options, TP_NEED_NAMES, &err), err);
	OK(tp_doc_check(doc, kit, "names", NULL, &found, &err), err);
	OK(tp_doc_fix(doc, &found, &out, NULL, &err), err);
	STR(tp_buf_str(&out), "No name here.\n\nIn Barland (once Fooland) it rains.\n\nBarland is wet.\n");
	tp_buf_release(&out);
	tp_findings_release(&found);
	tp_doc_free(doc);
	tp_kit_free(kit);
}

static void a_name_that_is_reported_has_no_fix(void)
{
	struct tp_options options = { .data = "dictionaries", .style = "tests/files/checks/first.tsv" };
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_error err;
	struct tp_kit *kit = tp_kit_new(&options, TP_NEED_NAMES, &err);

	OK(kit, err);
	tp_names_in(kit, TP_S("Near Openburg."), &found);
	EQ(found.n, 1);
	EXPECT(!found.p[0].sure && !found.p[0].n_fixes && found.p[0].severity == TP_NOTE);
	tp_findings_release(&found);
	tp_kit_free(kit);
}

/* An article before a name goes with its fix. */
static void an_article_is_fixed_with_its_name(void)
{
	struct tp_kit *kit = make_kit(TP_NEED_NAMES);
	struct tp_doc *doc = make_doc("He was a Daesh fighter.", "txt");
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;

	OK(tp_doc_check(doc, kit, NULL, NULL, &found, &err), err);
	EQ(found.n, 1);
	STR(found.p[0].fixes[0].with, "an ISIS");
	OK(tp_doc_fix(doc, &found, &out, NULL, &err), err);
	STR(tp_buf_str(&out), "He was an ISIS fighter.");
	tp_buf_release(&out);
	tp_findings_release(&found);
	tp_doc_free(doc);
	tp_kit_free(kit);
}

/* The text with its sure fixes made, read and checked as a document. */
static void fix_text(const struct tp_kit *kit, struct tp_str text, const char *format, struct tp_buf *out)
{
	struct tp_reading how = { .format = format };
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_error err;
	struct tp_doc *doc = tp_doc_read(text, "test", &how, &err);

	OK(doc, err);
	OK(tp_doc_check(doc, kit, NULL, NULL, &found, &err), err);
	tp_buf_clear(out);
	OK(tp_doc_fix(doc, &found, out, NULL, &err), err);
	tp_findings_release(&found);
	tp_doc_free(doc);
}

/* With names, spelling and markup, too. */
static void fixing_a_document_twice_changes_no_more_than_once(void)
{
	static const char *const pieces[] = {
		"Irbil",   "Daesh", "Keiv",    "Kiev",  "goverment", "the", "The",  "U.S.",         "U.S",
		"US",      " ",     " ",       " ",     "  ",        " (",  ") ",   ", ",           ". ",
		"a ",      "an ",   "\"",      "*",     "`x`",       "\n",  "\n\n", "\xe2\x80\x8b", "\xd0\xb0",
		"recieve", "and ",  "[other]", "&amp;", "<br>",      "-",
	};
	struct tp_kit *kit = make_kit(TP_NEED_NAMES | TP_NEED_SPELLING);
	struct tp_buf text = TP_BUF_INIT, once = TP_BUF_INIT, twice = TP_BUF_INIT;

	srand(5);
	for (int round = 0; round < 600; round++) {
		const char *format = round % 2 ? "txt" : "md";

		tp_buf_clear(&text);
		for (int i = rand() % 20; i >= 0; i--)
			tp_buf_add_z(&text, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
		fix_text(kit, tp_buf_str(&text), format, &once);
		fix_text(kit, tp_buf_str(&once), format, &twice);
		if (!tp_str_eq(tp_buf_str(&once), tp_buf_str(&twice)))
			printf("# %s: \"%s\"\n", format, text.p);
		STR(tp_buf_str(&twice), once.p ? once.p : "");
	}
	tp_buf_release(&text);
	tp_buf_release(&once);
	tp_buf_release(&twice);
	tp_kit_free(kit);
}

/* Counts parts, and takes no more than `most`. */
struct parts {
	size_t n, most, longest;
};

static bool count_part(void *arg, struct tp_str bytes, struct tp_error *err)
{
	struct parts *parts = arg;

	if (parts->n == parts->most) {
		*err = (struct tp_error){ .code = TP_E_IO, .message = "Enough." };
		return false;
	}
	parts->n++;
	parts->longest = bytes.n > parts->longest ? bytes.n : parts->longest;
	return true;
}

static void an_export_is_written_in_parts(void)
{
	const struct tp_exporting how = { .target = "fr" };
	struct tp_kit *kit = make_kit(TP_NEED_NAMES | TP_NEED_SEGMENTS);
	struct parts all = { .most = SIZE_MAX }, some = { .most = 2 };
	struct tp_buf text = TP_BUF_INIT;
	struct tp_error err;

	while (text.n < 1 << 20)
		tp_buf_add_z(&text, "A paragraph of some length. It names Irbil.\n\n");
	struct tp_doc *doc = tp_doc_read(tp_buf_str(&text), "a.txt", NULL, &err);
	const struct tp_doc *docs[] = { doc };
	OK(doc, err);
	OK(tp_export(docs, 1, kit, &how, count_part, &all, &err), err);
	EXPECT(all.n > 10);
	EXPECT(all.longest < 1 << 17);
	EXPECT(!tp_export(docs, 1, kit, &how, count_part, &some, &err));
	EQ(some.n, 2);
	STR(tp_str_of(err.message), "Enough.");
	tp_doc_free(doc);
	tp_buf_release(&text);
	tp_kit_free(kit);
}

/* "UNIT ID TEXT -> FIX" of each finding. */
static void describe(const struct tp_doc *doc, const struct tp_findings *found, struct tp_buf *out)
{
	for (size_t i = 0; i < found->n; i++) {
		const struct tp_finding *finding = &found->p[i];
		struct tp_str text = tp_str_at(tp_unit_text(doc, finding->unit), finding->at);

		if (strcmp(finding->id, "unknown-name") == 0)
			continue;
		tp_buf_format(out, "%zu %s %.*s", finding->unit + 1, finding->id, (int)text.n, text.p);
		if (finding->n_fixes)
			tp_buf_format(out, " -> %.*s", (int)finding->fixes[0].with.n, finding->fixes[0].with.p);
		tp_buf_add_char(out, '\n');
	}
}

static void the_sample_article_has_its_findings(void)
{
	struct tp_kit *kit = make_kit(TP_NEED_ALL);
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;
	struct tp_doc *doc = tp_doc_open("tests/files/sample/bridge.txt", NULL, &err);

	OK(doc, err);
	EQ(tp_doc_units(doc), 12);
	OK(tp_doc_check(doc, kit, NULL, NULL, &found, &err), err);
	describe(doc, &found, &out);
	STR(tp_buf_str(&out), "1 name-variant Daesh -> ISIS\n"
			      "2 name-variant Daesh -> ISIS\n"
			      "4 typo negotiatitions -> negotiations\n"
			      "4 editorial-insertion [other]\n"
			      "5 abbreviation-inconsistent US -> U.S.\n"
			      "8 name-variant Irbil -> Erbil\n"
			      "8 abbreviation-period U.S -> U.S.\n"
			      "9 name-variant Daesh -> ISIS\n"
			      "10 typo historial -> historical\n"
			      "11 name-variant Daesh -> ISIS\n");
	tp_buf_release(&out);
	tp_findings_release(&found);
	tp_doc_free(doc);
	tp_kit_free(kit);
}

TESTS(TEST(the_version_is_told), TEST(the_lists_end), TEST(languages_and_styles_are_listed),
      TEST(a_kit_that_cannot_be_made_says_why), TEST(names_are_found_in_a_string), TEST(words_are_checked_in_a_string),
      TEST(unknown_words_are_listed), TEST(a_crowd_of_unknown_words_gets_no_corrections),
      TEST(any_bytes_may_be_checked), TEST(sentences_tile_a_string_and_a_unit), TEST(a_document_is_checked_and_fixed),
      TEST(a_fix_that_the_encoding_lacks_is_an_error), TEST(a_name_in_a_quote_is_not_sure),
      TEST(a_first_mention_is_the_documents), TEST(a_name_that_is_reported_has_no_fix),
      TEST(an_article_is_fixed_with_its_name), TEST(an_export_is_written_in_parts),
      TEST(the_sample_article_has_its_findings), TEST(fixing_a_document_twice_changes_no_more_than_once))
