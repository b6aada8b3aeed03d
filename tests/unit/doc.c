#include "unit/test.h"

#include "formats/format.h"

static struct tp_error err;

static struct tp_doc *read_as(struct tp_str bytes, const char *name, const char *encoding)
{
	struct tp_reading how = { .encoding = encoding };
	struct tp_doc *doc = tp_doc_read(bytes, name, &how, &err);

	OK(doc, err);
	return doc;
}

/* Puts `new` in the place of `old`, which the document has once, and writes it. */
static bool replaced(const struct tp_doc *doc, const char *old, const char *new, struct tp_buf *out)
{
	struct tp_edits edits = { NULL, 0, 0 };
	size_t at = tp_str_find(doc->text, tp_str_of(old), 0);

	EXPECT(at != TP_NOT_FOUND);
	tp_edits_add(&edits, (struct tp_span){ at, at + strlen(old) }, tp_str_of(new));
	bool ok = tp_doc_write(doc, &edits, out, &err);
	tp_edits_release(&edits);
	return ok;
}

static void expect_replaced(struct tp_str bytes, const char *encoding, const char *old, const char *new,
			    struct tp_str want)
{
	struct tp_doc *doc = read_as(bytes, "a.txt", encoding);
	struct tp_buf out = TP_BUF_INIT;

	OK(replaced(doc, old, new, &out), err);
	EXPECT(tp_str_eq(tp_buf_str(&out), want));
	tp_buf_release(&out);
	tp_doc_free(doc);
}

static void other_bytes_stay(void)
{
	expect_replaced(TP_S("a \xff Irbil\r\n"), NULL, "Irbil", "Erbil", TP_S("a \xff Erbil\r\n"));
	expect_replaced(TP_S("\xef\xbb\xbfIrbil"), NULL, "I", "E",
			TP_S("\xef\xbb\xbf"
			     "Erbil"));
	expect_replaced(TP_S("\xff\xfeI\0r\0\r\0\n\0"), NULL, "I", "É", TP_S("\xff\xfe\xc9\0r\0\r\0\n\0"));
	expect_replaced(TP_S("\xfe\xff\0I\0r"), NULL, "r", "𝄞", TP_S("\xfe\xff\0I\xd8\x34\xdd\x1e"));
	expect_replaced(TP_S("caf\xe9 \x81 5 \x80"), "windows-1252", "5", "6 €", TP_S("caf\xe9 \x81 6 \x80 \x80"));
	expect_replaced(TP_S("a \xef\xbb\xbf"), "utf8", "a", "b", TP_S("b \xef\xbb\xbf"));
}

static void a_character_that_the_encoding_lacks_is_an_error(void)
{
	struct tp_doc *doc = read_as(TP_S("caf\xe9"), "menu.txt", "windows-1252");
	struct tp_buf out = TP_BUF_INIT;

	EXPECT(!replaced(doc, "c", "ж", &out));
	EQ(err.code, TP_E_ENCODING);
	STR(tp_str_of(err.file), "menu.txt");
	EQ(out.n, 0);
	tp_buf_release(&out);
	tp_doc_free(doc);
}

static void overlapping_edits_are_an_error(void)
{
	struct tp_doc *doc = read_as(TP_S("abc"), "a.txt", NULL);
	struct tp_edits edits = { NULL, 0, 0 };
	struct tp_buf out = TP_BUF_INIT;

	tp_edits_add(&edits, (struct tp_span){ 0, 2 }, TP_S("x"));
	tp_edits_add(&edits, (struct tp_span){ 1, 3 }, TP_S("y"));
	EXPECT(!tp_doc_write(doc, &edits, &out, &err));
	EQ(err.code, TP_E_MISMATCH);
	EQ(out.n, 0);
	tp_edits_release(&edits);
	tp_doc_free(doc);
}

static bool is_too_fine(const char *line, size_t n)
{
	struct tp_buf text = TP_BUF_INIT;

	for (size_t i = 0; i < n; i++)
		tp_buf_add_z(&text, line);
	struct tp_doc *doc = tp_doc_read(tp_buf_str(&text), "a.txt", NULL, &err);
	tp_doc_free(doc);
	tp_buf_release(&text);
	return !doc && err.code == TP_E_LIMIT;
}

/* What would take far more memory than its text is refused before it does. */
static void too_many_lines_or_ill_formed_bytes(void)
{
	EXPECT(is_too_fine("a\n", 1200000));
	EXPECT(strstr(err.message, "short lines"));
	EXPECT(is_too_fine("\xff", 4800000));
	EXPECT(strstr(err.message, "ill-formed"));
	EXPECT(!is_too_fine("\xff and the other words of a line that is long enough\n\n", 100000));
}

static void what_cannot_be_read(void)
{
	struct tp_reading small = { .limit = 3 }, strange = { .encoding = "no-such" }, odd = { .format = "odd" };

	EXPECT(!tp_doc_read(TP_S("four"), "a.txt", &small, &err));
	EQ(err.code, TP_E_LIMIT);
	STR(tp_str_of(err.file), "a.txt");
	EXPECT(!tp_doc_read(TP_S("four"), "a.txt", &strange, &err));
	EQ(err.code, TP_E_ENCODING);
	EXPECT(!tp_doc_read(TP_S("four"), "a.txt", &odd, &err));
	EQ(err.code, TP_E_USAGE);
	EXPECT(!tp_doc_open("tests/files/no-such.txt", NULL, &err));
	EQ(err.code, TP_E_IO);
}

static void a_paragraph_that_is_too_long_is_refused(void)
{
	struct tp_buf text = TP_BUF_INIT;
	struct tp_doc *doc;

	tp_buf_add_z(&text, "One.\n\n");
	while (text.n <= TP_UNIT_LIMIT)
		tp_buf_add_z(&text, "words ");
	doc = tp_doc_read(tp_buf_str(&text), "long.txt", NULL, &err);
	OK(doc, err);
	tp_doc_free(doc);
	tp_buf_add_z(&text, "and more");
	EXPECT(!tp_doc_read(tp_buf_str(&text), "long.txt", NULL, &err));
	EQ(err.code, TP_E_LIMIT);
	EQ(err.line, 3);
	STR(tp_str_of(err.unit), "2");
	STR(tp_str_of(err.file), "long.txt");
	tp_buf_clear(&text);
	while (text.n + strlen("caf\xe9\n") <= TP_UNIT_LIMIT)
		tp_buf_add_z(&text, "caf\xe9\n");
	doc = tp_doc_read(tp_buf_str(&text), "long.txt", NULL, &err);
	OK(doc, err);
	tp_doc_free(doc);
	tp_buf_release(&text);
}

/* A limit holds for the text, too, which may be longer than its file. */
static void a_limit_holds_for_decoded_text(void)
{
	struct tp_reading how = { .limit = 4, .encoding = "windows-1252" };

	EXPECT(!tp_doc_read(TP_S("\x80\x80"), "a.txt", &how, &err));
	EQ(err.code, TP_E_LIMIT);
}

static void format_by_name_and_extension(void)
{
	struct tp_entry entry;
	struct tp_doc *doc = read_as(TP_S("*a*"), "dir.md/a.Md", NULL);

	STR(tp_str_of(tp_doc_format(doc)), "md");
	STR(tp_unit_text(doc, 0), "a");
	STR(tp_unit_id(doc, 0), "1");
	STR(tp_str_of(tp_doc_name(doc)), "dir.md/a.Md");
	tp_doc_free(doc);
	doc = read_as(TP_S("*a*"), "dir.md/a", NULL);
	STR(tp_str_of(tp_doc_format(doc)), "txt");
	EQ(tp_doc_units(doc), 1);
	tp_doc_free(doc);
	tp_doc_free(NULL);

	size_t n = 0;
	while (tp_format_entry(n, &entry))
		n++;
	EXPECT(n >= 2);
	EXPECT(!tp_format_entry(n + 1, &entry));
}

static void places(void)
{
	struct tp_doc *doc = read_as(TP_S("\xef\xbb\xbfone\r\n\r\n\té𝄞漢 x\r\rend\n"), "a.txt", NULL);
	struct tp_place x = tp_place_at(doc, 1, strlen("é𝄞漢 "));

	EQ(x.line, 3);
	EQ(x.byte, 21);
	EQ(x.column_byte, 12);
	EQ(x.column_char, 6);
	EQ(x.column_utf16, 7);
	EQ(x.column_display, 14);
	EQ(tp_place_at(doc, 2, 0).line, 5);
	EQ(tp_place_at(doc, 2, 3).column_char, 4);
	tp_doc_free(doc);
}

static void places_far_away(void)
{
	struct tp_buf text = TP_BUF_INIT;

	for (int i = 0; i < 5000; i++)
		tp_buf_add_z(&text, "é x");
	struct tp_doc *doc = read_as(tp_buf_str(&text), "a.txt", NULL);
	struct tp_place place = tp_place_at(doc, 0, text.n - 4);
	EQ(place.line, 1);
	EQ(place.column_byte, text.n - 3);
	EQ(place.column_char, 5000 * 3 - 2);
	tp_doc_free(doc);
	tp_buf_release(&text);
}

/* Millions of comments that start, with none or one end for all. */
static void comments_without_end(void)
{
	for (int ends = 0; ends < 2; ends++) {
		struct tp_reading how = { .format = "md" };
		struct tp_buf text = TP_BUF_INIT;

		while (text.n < 2 << 20)
			tp_buf_add_z(&text, "<!-- ");
		tp_buf_add_z(&text, ends ? "-->\n\nText.\n" : "\n\nText.\n");
		struct tp_doc *doc = tp_doc_read(tp_buf_str(&text), "a.md", &how, &err);
		OK(doc, err);
		EQ(doc->n_units, ends);
		tp_doc_free(doc);
		tp_buf_release(&text);
	}
}

static void hash_of(const char *bytes, char hash[17])
{
	struct tp_doc *doc = read_as(tp_str_of(bytes), "a.md", NULL);

	tp_unit_hash(doc, &doc->units[0], hash);
	tp_doc_free(doc);
}

static void hashes(void)
{
	char a[17], b[17];

	hash_of("*a* b", a);
	STR(tp_str_of(a), "af4ab152d8150010");
	hash_of("- *a*\n  b\n", b);
	STR(tp_str_of(b), a);
	hash_of("**a** b", b);
	EXPECT(strcmp(a, b) != 0);
	hash_of("a* b*", b);
	EXPECT(strcmp(a, b) != 0);
}

TESTS(TEST(other_bytes_stay), TEST(comments_without_end), TEST(a_character_that_the_encoding_lacks_is_an_error),
      TEST(overlapping_edits_are_an_error), TEST(what_cannot_be_read), TEST(too_many_lines_or_ill_formed_bytes),
      TEST(a_paragraph_that_is_too_long_is_refused), TEST(a_limit_holds_for_decoded_text),
      TEST(format_by_name_and_extension), TEST(places), TEST(places_far_away), TEST(hashes))
