/* Reports as the library gives them; what they look like is promised in tests/spec/reports.txt. */
#include "unit/test.h"

#include "reports/report.h"

static struct tp_doc *read(const char *text)
{
	const struct tp_reading how = { .format = "txt", .lines = TP_LINES_HARD };

	return tp_doc_read(tp_str_of(text), "a", &how, NULL);
}

/* Adds a document with a finding at `at` of its last unit. */
static void add(struct tp_report *report, const char *text, size_t at, bool continued)
{
	struct tp_findings findings = { 0 };
	struct tp_doc *doc = read(text);

	tp_findings_add(&findings, "typo", tp_doc_units(doc) - 1, (struct tp_span){ at, at + 1 });
	if (continued)
		tp_report_window(report, doc);
	else
		tp_report_document(report, doc);
	tp_report_add(report, &findings);
	tp_findings_release(&findings);
	tp_doc_free(doc);
}

static void lists_what_there_is(void)
{
	struct tp_entry entry;
	bool gnu = false, json = false;

	for (size_t i = 0; tp_report_entry(i, &entry); i++) {
		gnu |= strcmp(entry.id, "gnu") == 0;
		json |= strcmp(entry.id, "json") == 0;
		EXPECT(entry.title[0] && entry.detail);
	}
	EXPECT(gnu && json);
}

static void knows_no_other_report(void)
{
	const struct tp_reporting how = { 0 };
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;

	EXPECT(!tp_report_new("paper", &how, &out, &err));
	EQ(err.code, TP_E_USAGE);
	EXPECT(!tp_report_new("paper", &how, &out, NULL));
	tp_report_free(NULL);
	EXPECT(!out.p);
}

/* Where the finding in the last window stands, as the report says it. */
static void places(const char *const *windows, const size_t *at, enum tp_columns columns, const char *want)
{
	const struct tp_reporting how = { .columns = columns };
	struct tp_buf out = TP_BUF_INIT;
	struct tp_report *report = tp_report_new("gnu", &how, &out, NULL);

	for (size_t i = 0; windows[i]; i++) {
		tp_buf_clear(&out);
		add(report, windows[i], at[i], i > 0);
	}
	tp_report_free(report);
	struct tp_str got = tp_buf_str(&out);
	got.n = tp_str_find(got, TP_S(": "), 0);
	STR(got, want);
	tp_buf_release(&out);
}

static void counts_on_over_windows(void)
{
	static const char *const lines[] = { "one\ntwo\r\nthree\r", "four\nfive\n", "six\nx", NULL };
	static const char *const line[] = { "\xc3\xa9 \xf0\x9f\x98\x80\xe4\xb8\xad ", "b\xc3\xa9", "c", NULL };
	static const size_t at[] = { 0, 0, 0 };

	places(lines, at, TP_COLUMNS_CHAR, "a:7:1");
	places(line, at, TP_COLUMNS_CHAR, "a:1:8");
	places(line, at, TP_COLUMNS_BYTE, "a:1:15");
	places(line, at, TP_COLUMNS_UTF16, "a:1:9");
	places(line, at, TP_COLUMNS_DISPLAY, "a:1:10");
}

static void starts_anew_with_a_document(void)
{
	const struct tp_reporting how = { 0 };
	struct tp_buf out = TP_BUF_INIT;
	struct tp_report *report = tp_report_new("json", &how, &out, NULL);

	add(report, "one\ntwo\n", 0, false);
	add(report, "x", 0, true);
	tp_buf_clear(&out);
	add(report, "y", 0, false);
	EXPECT(tp_str_find(tp_buf_str(&out), TP_S("\"unit\":1,\"line\":1,\"column\":1,"), 0) != TP_NOT_FOUND);
	tp_report_free(report);
	tp_buf_release(&out);
}

static void shows_what_a_fix_makes_of_a_finding(void)
{
	const struct tp_edit shorter = { { 5, 6 }, TP_S("") }, wider = { { 2, 9 }, TP_S("new") };
	struct tp_buf out = TP_BUF_INIT;

	tp_report_fixed(TP_S("abcdefghij"), (struct tp_span){ 4, 8 }, &shorter, &out);
	STR(tp_buf_str(&out), "egh");
	tp_buf_clear(&out);
	tp_report_fixed(TP_S("abcdefghij"), (struct tp_span){ 4, 8 }, &wider, &out);
	STR(tp_buf_str(&out), "new");
	tp_buf_release(&out);
}

TESTS(TEST(lists_what_there_is), TEST(knows_no_other_report), TEST(counts_on_over_windows),
      TEST(starts_anew_with_a_document), TEST(shows_what_a_fix_makes_of_a_finding))
