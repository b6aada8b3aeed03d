/* Plain text: the rule for lines, and how translations are folded. */
#include "unit/test.h"

#include "core/utf8.h"
#include "formats/format.h"
#include "unit/mock.h"

static struct tp_error err;
static const char *new_text;

static void put(struct tp_str text, struct tp_buf *out)
{
	(void)text;
	tp_buf_add_z(out, new_text);
}

static void becomes(const char *document, const char *text, const char *want)
{
	struct tp_reading how = { .format = "txt" };
	struct tp_doc *doc = tp_doc_read(tp_str_of(document), "a", &how, &err);
	struct tp_buf out = TP_BUF_INIT;

	OK(doc, err);
	new_text = text;
	OK(mock_translate(doc, put, &out, &err), err);
	STR(tp_buf_str(&out), want);
	tp_buf_release(&out);
	tp_doc_free(doc);
}

static void translations_are_folded_as_their_original_was(void)
{
	becomes("one two three\nfour\n", "Eins, zwei, drei und vier", "Eins, zwei,\ndrei und vier\n");
	becomes("  one two three\r\n  four\r\n", "Eins, zwei, drei und vier", "  Eins, zwei,\r\n  drei und vier\r\n");
	becomes("> one two three\n> four\n", "Eins, zwei, drei und vier", "> Eins, zwei,\n> drei und vier\n");
	becomes("one two three\nfour\n", "Eins, zwei,  drei und vier", "Eins, zwei,  drei\nund vier\n");
	becomes("one two three\nfour\n", "Donaudampfschiff fahren ", "Donaudampfschiff\nfahren \n");
	becomes("one two three\nfour\n", "Kurz", "Kurz\n");
	becomes("港の事務所は月曜日に\n移転しました。\n", "港の事務所は月曜日に移転しました。",
		"港の事務所は月曜日に\n移転しました。\n");
	becomes("港の事務所は月曜日に\n移転しました。\n", "新しい事務所は月曜日に移転しました。",
		"新しい事務所は月曜日\nに移転しました。\n");
}

static void a_line_of_its_own_is_not_folded(void)
{
	becomes("One two.\n\nThree.\n", "This has become much longer",
		"This has become much longer\n\nThis has become much longer\n");
}

static void has_units(const char *document, enum tp_lines lines, const char *want)
{
	struct tp_reading how = { .format = "txt", .lines = lines };
	struct tp_doc *doc = tp_doc_read(tp_str_of(document), "a", &how, &err);
	struct tp_buf out = TP_BUF_INIT;

	OK(doc, err);
	for (size_t i = 0; i < doc->n_units; i++) {
		tp_buf_add_str(&out, tp_unit_text(doc, i));
		tp_buf_add_char(&out, '|');
	}
	STR(tp_buf_str(&out), want);
	tp_buf_release(&out);
	tp_doc_free(doc);
}

static void lines_hard_or_soft(void)
{
	const char *text = "one two three\nfour five\nsix\n\nseven\n";

	has_units(text, TP_LINES_AUTO, "one two three four five|six|seven|");
	has_units(text, TP_LINES_HARD, "one two three|four five|six|seven|");
	has_units(text, TP_LINES_SOFT, "one two three four five six|seven|");
	has_units(text, TP_LINES_KEEP, "one two three\nfour five\nsix|seven|");
	has_units("> one\n > two \r\n\tthree\n", TP_LINES_KEEP, "> one\n > two \r\n\tthree|");
}

static void tabs_and_wide_characters_have_their_width(void)
{
	has_units("a\tbb cc dd\nee ff gg hh\nii\n", TP_LINES_AUTO, "a\tbb cc dd ee ff gg hh|ii|");
	has_units("中文 abcde\nabc def\nhi\n", TP_LINES_AUTO, "中文 abcde abc def|hi|");
}

static void marks_of_items(void)
{
	has_units("aaa bbb ccc\na) bbb\nz.b ccc\n1234. ddd\n-x\n", TP_LINES_AUTO,
		  "aaa bbb ccc|a) bbb|z.b ccc 1234. ddd -x|");
	has_units("aaaa bbbb\n- cc\n+\tdd\n99. e\n", TP_LINES_AUTO, "aaaa bbbb|- cc|+\tdd|99. e|");
}

static void fences(void)
{
	has_units("```\naaa bbb\nccc ddd\n~~~\n```\neee fff\nggg hhh\n", TP_LINES_AUTO,
		  "```\naaa bbb\nccc ddd\n~~~\n```|eee fff ggg hhh|");
	has_units("```\naaa bbb\n", TP_LINES_HARD, "```|aaa bbb|");
	has_units("aaa bbb\n``\n", TP_LINES_AUTO, "aaa bbb ``|");
}

static void lines_end_as_they_like(void)
{
	struct tp_reading how = { .format = "txt" };
	struct tp_buf text = TP_BUF_INIT;
	struct tp_doc *doc;

	has_units("one\rtwo\r\nthree\n\rfour", TP_LINES_HARD, "one|two|three|four|");
	for (size_t i = 0; i < 1000; i++)
		tp_buf_add_char(&text, 'a');
	tp_buf_add_z(&text, "\rb");
	for (size_t i = 0; i < 16000000; i++) /* in linear time */
		tp_buf_add_char(&text, '\r');
	tp_buf_add_z(&text, "c\nd");
	how.lines = TP_LINES_HARD;
	doc = tp_doc_read(tp_buf_str(&text), "a", &how, &err);
	OK(doc, err);
	EQ(tp_doc_units(doc), 4);
	EQ(tp_unit_text(doc, 0).n, 1000);
	STR(tp_unit_text(doc, 3), "d");
	tp_doc_free(doc);
	tp_buf_release(&text);
}

/* Of a block that keeps to no width, few lines are held: what belongs together is found all the same. */
static void long_blocks_are_read_in_parts(void)
{
	enum { BEFORE = 300, FLOWED = 700, BEHIND = 200 };
	struct tp_buf text = TP_BUF_INIT;
	struct tp_doc *doc;

	for (int i = 0; i < 130; i++)
		tp_buf_add_char(&text, i % 10 ? 'a' : ' ');
	for (int i = 0; i < BEFORE; i++)
		tp_buf_add_z(&text, "\nOne line");
	for (int i = 0; i < FLOWED; i++)
		tp_buf_add_z(&text, i ? " \ngoes on" : "\nAnother");
	for (int i = 0; i < BEHIND; i++)
		tp_buf_add_z(&text, "\nOne line");
	doc = tp_doc_read(tp_buf_str(&text), "a.txt", NULL, &err);
	OK(doc, err);
	EQ(tp_doc_units(doc), 1 + BEFORE + 1 + BEHIND);
	EQ(tp_unit_text(doc, 1 + BEFORE).n, strlen("Another") + (FLOWED - 1) * strlen(" goes on"));
	STR(tp_unit_text(doc, BEFORE), "One line");
	STR(tp_unit_text(doc, 1 + BEFORE + 1), "One line");
	tp_doc_free(doc);
	tp_buf_release(&text);
}

/* Plain lines are measured eight bytes at a time, others by their characters: both are cut into the same units. */
static void lines_are_measured_alike(void)
{
	static const char *const pieces[] = { "a",  "a",  "aaa", "aaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
					      " ",  " ",  "-",   "\t",
					      "\n", "\n", "> ",  "- ",
					      "." };
	struct tp_reading how = { .format = "txt" };
	struct tp_buf plain = TP_BUF_INIT, other = TP_BUF_INIT;
	uint32_t seed = 1;

	for (int round = 0; round < 3000; round++) {
		tp_buf_clear(&plain);
		tp_buf_clear(&other);
		for (int i = 0; i < 100; i++) {
			seed = seed * 1664525 + 1013904223;
			const char *piece = pieces[(seed >> 8) % (sizeof pieces / sizeof *pieces)];

			tp_buf_add_z(&plain, piece);
			for (const char *c = piece; *c; c++)
				tp_buf_add_cp(&other, *c == 'a' ? 0xe9 : (uint32_t)*c);
		}
		struct tp_doc *one = tp_doc_read(tp_buf_str(&plain), "a", &how, &err);
		struct tp_doc *two = tp_doc_read(tp_buf_str(&other), "a", &how, &err);
		EQ(one->n_units, two->n_units);
		for (size_t i = 0; i < one->n_units; i++) {
			EQ(one->units[i].columns, two->units[i].columns);
			EQ(tp_utf8_count(one->units[i].text.text), tp_utf8_count(two->units[i].text.text));
		}
		tp_doc_free(one);
		tp_doc_free(two);
	}
	tp_buf_release(&plain);
	tp_buf_release(&other);
}

TESTS(TEST(translations_are_folded_as_their_original_was), TEST(a_line_of_its_own_is_not_folded),
      TEST(lines_hard_or_soft), TEST(tabs_and_wide_characters_have_their_width), TEST(marks_of_items), TEST(fences),
      TEST(lines_end_as_they_like), TEST(long_blocks_are_read_in_parts), TEST(lines_are_measured_alike))
