/* How new text is spelled in Markdown: each "T" of a document becomes that text, and so does a run of text with a
 * "Z" as a whole; and it reads back as it is. */
#include "unit/test.h"

#include "formats/format.h"
#include "unit/mock.h"

static struct tp_error err;
static const char *new_text;

static void put(struct tp_str text, struct tp_buf *out)
{
	if (tp_str_find_char(text, 'Z', 0) != TP_NOT_FOUND) {
		tp_buf_add_z(out, new_text);
		return;
	}
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == 'T')
			tp_buf_add_z(out, new_text);
		else
			tp_buf_add_char(out, text.p[i]);
}

static struct tp_doc *read_md(struct tp_str bytes)
{
	struct tp_reading how = { .format = "md" };
	struct tp_doc *doc = tp_doc_read(bytes, "a.md", &how, &err);

	OK(doc, err);
	return doc;
}

static void reads_back(const struct tp_doc *doc, struct tp_str bytes)
{
	struct tp_buf want = TP_BUF_INIT, have = TP_BUF_INIT;
	struct tp_doc *again = read_md(bytes);

	for (size_t i = 0; i < doc->n_units; i++)
		mock_show(&doc->units[i].text, put, &want);
	for (size_t i = 0; i < again->n_units; i++)
		mock_show(&again->units[i].text, NULL, &have);
	STR(tp_buf_str(&have), want.p);
	tp_buf_release(&want);
	tp_buf_release(&have);
	tp_doc_free(again);
}

static void is_spelled(const char *document, const char *text, const char *want)
{
	struct tp_doc *doc = read_md(tp_str_of(document));
	struct tp_buf out = TP_BUF_INIT;

	new_text = text;
	OK(mock_translate(doc, put, &out, &err), err);
	STR(tp_buf_str(&out), want);
	if (!strchr(text, '\n'))
		reads_back(doc, tp_buf_str(&out));
	tp_buf_release(&out);
	tp_doc_free(doc);
}

static void plain_text_stays_plain(void)
{
	static const char *plain[] = { "The U.S. (and its \"allies\") said: it's 5 * 3 - 2 = 13!",
				       "snake_case_name, e-mail@example.org, https://example.org/a_b?c=d&e=f",
				       "a & b; AT&T, a < b > c; 50 % + 3; C:\\temp; ~5 km; #tag; x|y",
				       "Käse, «naïve» – 5 € … 東京タワー",
				       "-5 degrees",
				       "1986 was good. 2.5 was better",
				       "+49 30 1234",
				       "#tag",
				       "=5",
				       ":-) no" };

	for (size_t i = 0; i + 1 < sizeof plain / sizeof *plain; i++)
		is_spelled("T", plain[i], plain[i]);
}

static void markup_in_a_line_is_escaped(void)
{
	is_spelled("T", "*a* _b_ **c** `d` ~~e~~", "\\*a\\* \\_b\\_ \\*\\*c\\*\\* \\`d\\` \\~\\~e\\~\\~");
	is_spelled("T", "[a](b) ![c](d) [e]", "\\[a](b) !\\[c](d) \\[e]");
	is_spelled("T", "<b> </b> <!-- x --> <?x?>", "\\<b> \\</b> \\<!-- x --> \\<?x?>");
	is_spelled("T", "x <>y:> z <.y@z> <(y) <(y> : w", "x \\<>y:> z \\<.y@z> <(y) <(y> : w");
	is_spelled("T", "&amp; &#38; &#x26; &x", "\\&amp; \\&#38; \\&#x26; &x");
	is_spelled("T", "a\\*b \\", "a\\\\\\*b \\\\");
	is_spelled("T", "a\nb\r\nc", "a b c");
}

static void starts_of_blocks_are_escaped(void)
{
	is_spelled("T", "# a", "\\# a");
	is_spelled("T", "- a", "\\- a");
	is_spelled("T", "+ a", "\\+ a");
	is_spelled("T", "* a", "\\* a");
	is_spelled("T", "> a", "\\> a");
	is_spelled("T", "1. a", "1\\. a");
	is_spelled("T", "12) a", "12\\) a");
	is_spelled("T", "---", "\\---");
	is_spelled("T", "===", "\\===");
	is_spelled("T", "| a |", "| a |");
	is_spelled("T", "| :-: |", "\\| :-: |");
	is_spelled("T", ":--", "\\:--");
	is_spelled("- T", "- a", "- \\- a");
	is_spelled("> T", "# a", "> \\# a");
	is_spelled("# T", "- a", "# - a");
	is_spelled("x&amp;\n> T", "# a", "x&amp;\n> \\# a");
}

static void blanks_at_the_ends_are_references(void)
{
	is_spelled("T", " a ", "&#32;a&#32;");
	is_spelled("T&amp;", "\ta", "&#9;a&amp;");
	is_spelled("a&amp;T  \nb", "c ", "a&amp;c&#32;  \nb");
	is_spelled("| T |\n|---|", " a ", "| &#32;a&#32; |\n|---|");
}

static void headings(void)
{
	is_spelled("# T", "a #", "# a \\#");
	is_spelled("## T ##", "C #", "## C # ##");
	is_spelled("# T", "C#", "# C\\#");
	is_spelled("T\n===", "a #", "a #\n===");
}

static void cells(void)
{
	is_spelled("| T | b |\n|---|---|", "a|c", "| a\\|c | b |\n|---|---|");
	is_spelled("| b | T |\n|---|---|", "- c", "| b | - c |\n|---|---|");
	is_spelled("T | b\n---|---", "- c", "\\- c | b\n---|---");
}

static void beside_emphasis(void)
{
	is_spelled("a*T*b", "(c)", "&#97;*(c)*&#98;");
	is_spelled("a **T** b", "(c)", "a **(c)** b");
	is_spelled("a **T** b", " c ", "a **&#32;c&#32;** b");
	is_spelled("_a_ Z", "b", "_a_&#98;");
	is_spelled("Z _a_", "b", "&#98;_a_");
	is_spelled("Z _a_", "\xd8\x9d", "&#1565;_a_"); /* punctuation that md4c may not know yet */
	is_spelled("**(a)** Z", "b", "**(a)**&#98;");
	is_spelled("Z **(a)**", "b", "&#98;**(a)**");
	is_spelled("T**a**", "b*", "b\\***a**");
	is_spelled("~~T~~", "a~b", "~~a\\~b~~");
}

static void beside_links(void)
{
	is_spelled("[T](x)", "a]b", "[a\\]b](x)");
	is_spelled("T[a](x)", "b!", "b\\![a](x)");
	is_spelled("[a]T\n\n[a]: x", "(b)", "[a]\\(b)\n\n[a]: x");
	is_spelled("<i>a</i>T", "b>c", "<i>a</i>b\\>c");
	is_spelled("`a`T", "b`", "`a`b&#96;");
}

static void links_keep_their_target(void)
{
	is_spelled("[T]\n\n[T]: x", "a", "[a][T]\n\n[T]: x");
	is_spelled("[T](x) b", "^a", "[\\^a](x) b");
	is_spelled("[T][] b\n\n[T]: x", "a", "[a][T] b\n\n[T]: x");
	is_spelled("![T]\n\n[T]: x", "a", "![a][T]\n\n[T]: x");
	is_spelled("[*T* x]\n\n[*T* x]: x", "a", "[*a* x][*T* x]\n\n[*T* x]: x");
	is_spelled("[T][c] [c][] b\n\n[c]: x", "a", "[a][c] [c][] b\n\n[c]: x");
}

/* An edit of a word, as a check makes it. */
static void is_edited(const char *document, const char *old, const char *new, const char *want)
{
	struct tp_doc *doc = read_md(tp_str_of(document));
	struct tp_edits edits = { NULL, 0, 0 }, out = { NULL, 0, 0 };
	struct tp_buf made = TP_BUF_INIT;
	const struct tp_unit *unit = &doc->units[0];
	size_t at = tp_str_find(unit->text.text, tp_str_of(old), 0);

	EXPECT(at != TP_NOT_FOUND);
	tp_edits_add(&edits, (struct tp_span){ at, at + strlen(old) }, tp_str_of(new));
	OK(tp_text_edit(&unit->text, unit, doc->text, &edits, doc->spell, doc->arena, &out, &err), err);
	OK(tp_doc_write(doc, &out, &made, &err), err);
	STR(tp_buf_str(&made), want);
	tp_edits_release(&edits);
	tp_edits_release(&out);
	tp_buf_release(&made);
	tp_doc_free(doc);
}

static void edits_change_their_place_only(void)
{
	is_edited("5 * 3 [x] in Irbil, *Irbil* \\* `Irbil`", "Irbil,", "Erbil,",
		  "5 * 3 [x] in Erbil, *Irbil* \\* `Irbil`");
	is_edited("> in\n> **Daesh**\n> now", "Daesh now", "ISIS now", "> in\n> **ISIS**\n> now");
	is_edited("[Irbil city hall][] x\n\n[irbil city hall]: y", "Irbil", "Erbil",
		  "[Erbil city hall][Irbil city hall] x\n\n[irbil city hall]: y");
	is_edited("The\n1986 edition. It", "1986 edition.", "1. edition", "The\n1\\. edition It");
	is_edited("Old - new", "Old ", "", "\\- new");
}

TESTS(TEST(plain_text_stays_plain), TEST(markup_in_a_line_is_escaped), TEST(starts_of_blocks_are_escaped),
      TEST(blanks_at_the_ends_are_references), TEST(headings), TEST(cells), TEST(beside_emphasis), TEST(beside_links),
      TEST(links_keep_their_target), TEST(edits_change_their_place_only))
