#include "unit/test.h"

#include "core/memory.h"
#include "doc/text.h"

/* A small language with all kinds of pieces: "<...>" opens, "</...>" closes, "<.../>" stands alone, "&a;"
 * is "ä", "\x" is "x", "~" with blanks after it is a fold (" "), "$" is fixed ("\n"). */
static struct tp_text read_text(struct tp_arena *arena, struct tp_str document, struct tp_span at)
{
	struct tp_text_maker maker = { .arena = arena };

	for (size_t i = at.from; i < at.to;) {
		size_t end = i + 1;
		char c = document.p[i];
		if (c == '<') {
			while (document.p[end - 1] != '>')
				end++;
			enum tp_code_kind kind = document.p[i + 1] == '/'     ? TP_CODE_CLOSE
						 : document.p[end - 2] == '/' ? TP_CODE_ALONE
									      : TP_CODE_OPEN;
			tp_text_add_code(&maker, kind, "html", TP_S(""), (struct tp_span){ i, end });
		} else if (c == '&') {
			end = i + 3;
			tp_text_add_spelled(&maker, TP_S("ä"), (struct tp_span){ i, end });
		} else if (c == '\\') {
			tp_text_add_spelled(&maker, TP_S(""), (struct tp_span){ i, end });
			tp_text_add(&maker, document, (struct tp_span){ end, end + 1 });
			end++;
		} else if (c == '~') {
			while (end < at.to && document.p[end] == ' ')
				end++;
			tp_text_add_spelled(&maker, TP_S(" "), (struct tp_span){ i, end });
		} else if (c == '$') {
			tp_text_add_fixed(&maker, TP_S("\n"), (struct tp_span){ i, end });
		} else {
			tp_text_add(&maker, document, (struct tp_span){ i, end });
		}
		i = end;
	}
	return tp_text_finish(&maker);
}

static bool spell(struct tp_str text, const struct tp_speller_place *place, struct tp_buf *out, struct tp_error *err)
{
	(void)place;
	(void)err;
	for (size_t i = 0; i < text.n; i++) {
		if (strchr("<&\\~$", text.p[i]))
			tp_buf_add_char(out, '\\');
		tp_buf_add_char(out, text.p[i]);
	}
	return true;
}

static struct tp_arena *arena;
static struct tp_buf changed;

static struct tp_str edited(const char *document, size_t from, size_t to, const char *with)
{
	struct tp_str doc = tp_str_of(document);
	struct tp_text text = read_text(arena, doc, (struct tp_span){ 0, doc.n });
	struct tp_edit edit = { { from, to }, tp_str_of(with) };
	struct tp_edits edits = { &edit, 1, 1 }, out = { NULL, 0, 0 };
	struct tp_error err;

	OK(tp_text_edit(&text, NULL, doc, &edits, spell, arena, &out, &err), err);
	tp_buf_clear(&changed);
	EXPECT(tp_edits_sort(&out, doc.n));
	tp_edits_apply(&out, doc, &changed);
	tp_edits_release(&out);
	return tp_buf_str(&changed);
}

static void reads(void)
{
	struct tp_str doc = TP_S("Forces <b>left</b> Caf&a; \xff Irbil.");
	struct tp_text text = read_text(arena, doc, (struct tp_span){ 0, doc.n });

	STR(text.text, "Forces left Cafä \uFFFD Irbil.");
	EQ(text.n_codes, 2);
	EQ(text.codes[0].at, 7);
	EQ(text.codes[1].at, 11);
	EQ(text.codes[0].partner, 1);
	EQ(text.codes[1].kind, TP_CODE_CLOSE);
	EQ(tp_text_source_at(&text, 7), 10);
	EQ(tp_text_source_at(&text, 11), 18);
	EQ(tp_text_source_at(&text, text.text.n), doc.n);
}

static void edits_stay_beside_codes(void)
{
	STR(edited("<b>Irbil</b> fell", 0, 5, "Erbil"), "<b>Erbil</b> fell");
	STR(edited("<b>Daesh</b> fell", 0, 5, "ISIS"), "<b>ISIS</b> fell");
	STR(edited("The <b>US</b> fell", 5, 6, "S."), "The <b>US.</b> fell");
	STR(edited("x <b>Daesh</b>", 2, 7, "IS Daesh"), "x <b>IS Daesh</b>");
	STR(edited("Islamic <b>State</b> group", 0, 13, "ISIS"), "ISI<b>S</b> group");
	STR(edited("a<b/>b", 0, 2, "xyz"), "xy<b/>z");
	STR(edited("a<b/>b<c/>c", 0, 3, "x"), "x<b/><c/>");
	STR(edited("a<b/>b", 0, 2, ""), "<b/>");
	STR(edited("<b/>", 0, 0, "x"), "x<b/>");
}

static void edits_respell(void)
{
	STR(edited("Caf&a; Irbil", 6, 11, "Erbil"), "Caf&a; Erbil");
	STR(edited("Caf&a; Irbil", 0, 5, "Bar"), "Bar Irbil");
	STR(edited("one~   two", 3, 7, " 3"), "one~   3");
	STR(edited("one~   two", 0, 7, "x<y"), "x\\<y");
	STR(edited("one\\<two", 3, 4, "&"), "one\\&two");
	STR(edited("one$two", 0, 7, "AB"), "A$B");
	STR(edited("one$two", 3, 4, ""), "one$two");
	STR(edited("one$two", 3, 4, "!"), "one!$two");
}

static void init(void)
{
	arena = tp_arena_new();
}

static void done(void)
{
	tp_arena_free(arena);
	tp_buf_release(&changed);
}

TESTS(TEST(init), TEST(reads), TEST(edits_stay_beside_codes), TEST(edits_respell), TEST(done))
