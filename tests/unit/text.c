#include "unit/test.h"

#include "core/memory.h"
#include "core/utf8.h"
#include "doc/text.h"

/* A small language with all kinds of pieces: "<...>" opens, "</...>" closes, "<.../>" stands alone, "&a;"
 * is "ä", "\x" is "x", "~" with hyphens after it is a fold (" "), "$" is fixed ("\n"). */
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
			tp_text_add_spelled(&maker, tp_str_at(document, (struct tp_span){ end, end + 1 }),
					    (struct tp_span){ i, end + 1 });
			end++;
		} else if (c == '~') {
			while (end < at.to && document.p[end] == '-')
				end++;
			tp_text_add_spelled(&maker, TP_S(" "), (struct tp_span){ i, end });
		} else if (c == '$') {
			tp_text_add_fixed(&maker, TP_S("\n"), (struct tp_span){ i, end });
		} else {
			while (end < at.to && !strchr("<&\\~$", document.p[end]))
				end++;
			tp_text_add(&maker, document, (struct tp_span){ i, end });
		}
		i = end;
	}
	struct tp_text text = tp_text_finish(&maker);
	tp_text_maker_release(&maker);
	return text;
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
	STR(edited("one~---two", 3, 7, " 3"), "one~---3");
	STR(edited("one~---two", 0, 7, "x<y"), "x\\<y");
	STR(edited("one\\<two", 3, 4, "&"), "one\\&two");
	STR(edited("one$two", 0, 7, "AB"), "A$B");
	STR(edited("one$two", 3, 4, ""), "one$two");
	STR(edited("one$two", 3, 4, "!"), "one!$two");
}

static void edits_within_one_spelling(void)
{
	struct tp_str doc = TP_S("a~-b&a;c");
	struct tp_text_maker maker = { .arena = arena };
	struct tp_edits edits = { NULL, 0, 0 }, out = { NULL, 0, 0 };
	struct tp_buf made = TP_BUF_INIT;
	struct tp_error err;

	tp_text_add_spelled(&maker, TP_S("xyz"), (struct tp_span){ 0, 5 });
	tp_text_add(&maker, doc, (struct tp_span){ 5, 6 });
	struct tp_text text = tp_text_finish(&maker);
	tp_text_maker_release(&maker);
	tp_edits_add(&edits, (struct tp_span){ 0, 1 }, TP_S("1"));
	tp_edits_add(&edits, (struct tp_span){ 2, 2 }, TP_S("2"));
	OK(tp_text_edit(&text, NULL, doc, &edits, spell, arena, &out, &err), err);
	tp_edits_apply(&out, doc, &made);
	STR(tp_buf_str(&made), "1y2za;c");
	tp_edits_release(&edits);
	tp_edits_release(&out);
	tp_buf_release(&made);
}

/* Translations: a target is written as a document of its own, whose codes and fixed characters stand for those
 * of the source with the same bytes. */
static struct tp_str translated(const char *document, const char *translation)
{
	struct tp_str doc = tp_str_of(document), new = tp_str_of(translation);
	struct tp_text text = read_text(arena, doc, (struct tp_span){ 0, doc.n });
	struct tp_text want = read_text(arena, new, (struct tp_span){ 0, new.n });
	struct tp_target target = { NULL, 0, 0 };
	struct tp_edits out = { NULL, 0, 0 };
	struct tp_error err;

	for (size_t i = 0; i < want.n_pieces; i++) {
		const struct tp_piece *piece = &want.pieces[i];
		struct tp_target_piece *next = tp_push(&target);
		*next = (struct tp_target_piece){ tp_str_at(want.text, piece->text), TP_NOT_FOUND };
		for (size_t k = 0; k < text.n_pieces && piece->kind >= TP_PIECE_FIXED; k++)
			if (tp_str_eq(tp_str_at(doc, text.pieces[k].source), tp_str_at(new, piece->source)))
				next->piece = k;
	}
	OK(tp_text_translate(&text, NULL, doc, &target, spell, arena, &out, &err), err);
	tp_buf_clear(&changed);
	tp_buf_format(&changed, "%zu: ", out.n);
	EXPECT(tp_edits_sort(&out, doc.n));
	tp_edits_apply(&out, doc, &changed);
	tp_edits_release(&out);
	free(target.p);
	return tp_buf_str(&changed);
}

static void translations(void)
{
	STR(translated("The <b>US</b> left~--Caf&a;.", "Les <b>USA</b> ont quitté Caf&a;."),
	    "1: Les <b>USA</b> ont quitté~--Caf&a;.");
	STR(translated("One <b>two</b>$three <x/>", "<x/><b>Deux</b>$un"), "1: <x/><b>Deux</b>$un");
	STR(translated("a b", "a\\<b"), "1: a\\<b");
}

static void nothing_new_is_no_edit(void)
{
	STR(translated("The <b>US</b>~--Caf&a; \\<$", "The <b>US</b>~--Caf&a; \\<$"), "0: The <b>US</b>~--Caf&a; \\<$");
	STR(translated("one~-two", "one two"), "0: one~-two");
	STR(translated("", ""), "0: ");
}

static void what_stays_at_the_ends_keeps_its_bytes(void)
{
	STR(translated("Caf&a;~--one. Two.&a;~--x", "Caf&a;~--eins. Two.&a;~--x"), "1: Caf&a;~--eins. Two.&a;~--x");
	STR(translated("&a;~--&a;", "&a;~--&a;~--&a;"), "1: &a;~--&a; ä");
}

/* Random ------------------------------------------------------------------------------------- */

static uint32_t state = 1;

static size_t random_below(size_t n)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % n;
}

static void random_document(struct tp_buf *out, size_t n)
{
	static const char *tokens[] = { "a",   "b c", "é",    " ",   "<b>", "</b>", "<x/>",
					"&a;", "\\<", "\\\\", "~--", "$",   "word " };

	while (n-- > 0)
		tp_buf_add_z(out, tokens[random_below(sizeof tokens / sizeof *tokens)]);
}

static size_t random_border(struct tp_str s, size_t least)
{
	return tp_utf8_border(s, least + random_below(s.n - least + 1));
}

/* Edits that leave fixed characters alone. */
static void random_edits(struct tp_str text, struct tp_edits *edits)
{
	static const char *news[] = { "", "X", "Ü", "new <text>", "~", "a b" };

	for (size_t at = 0, last = TP_NOT_FOUND; at <= text.n;) {
		size_t from = random_border(text, at), to = random_border(text, from);
		if (to > from + 6)
			to = tp_utf8_border(text, from + 6);
		size_t fixed = tp_str_find_char(text, '\n', from);
		if (fixed < to)
			to = fixed;
		if (from > at || last == TP_NOT_FOUND)
			tp_edits_add(edits, (struct tp_span){ from, to },
				     tp_str_of(news[random_below(sizeof news / sizeof *news)]));
		last = from;
		at = to + 1;
	}
}

/* The model: edit the text, then look what a reader makes of the edited bytes. */
static void random_edits_read_back(void)
{
	for (int round = 0; round < 20000; round++) {
		struct tp_buf document = TP_BUF_INIT, want = TP_BUF_INIT, made = TP_BUF_INIT;
		struct tp_edits edits = { NULL, 0, 0 }, out = { NULL, 0, 0 };
		struct tp_arena *own = tp_arena_new();
		struct tp_error err;

		random_document(&document, random_below(12));
		struct tp_str doc = tp_buf_str(&document);
		struct tp_text text = read_text(own, doc, (struct tp_span){ 0, doc.n });
		random_edits(text.text, &edits);
		EXPECT(tp_edits_sort(&edits, text.text.n));
		tp_edits_apply(&edits, text.text, &want);
		OK(tp_text_edit(&text, NULL, doc, &edits, spell, own, &out, &err), err);
		EXPECT(tp_edits_sort(&out, doc.n));
		tp_edits_apply(&out, doc, &made);
		struct tp_text again = read_text(own, tp_buf_str(&made), (struct tp_span){ 0, made.n });
		if (!tp_str_eq(again.text, tp_buf_str(&want)))
			printf("# round %d: %s became %s\n", round, doc.p, made.p);
		EXPECT(tp_str_eq(again.text, tp_buf_str(&want)));
		EQ(again.n_codes, text.n_codes);
		tp_edits_release(&edits);
		tp_edits_release(&out);
		tp_buf_release(&document);
		tp_buf_release(&want);
		tp_buf_release(&made);
		tp_arena_free(own);
	}
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

TESTS(TEST(init), TEST(reads), TEST(edits_stay_beside_codes), TEST(edits_respell), TEST(edits_within_one_spelling),
      TEST(translations), TEST(nothing_new_is_no_edit), TEST(what_stays_at_the_ends_keeps_its_bytes),
      TEST(random_edits_read_back), TEST(done))
