#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "core/memory.h"
#include "core/unicode.h"
#include "unit/test.h"

static void ill_formed_bytes_are_maximal_subparts(void)
{
	/* Unicode 15, tables 3-8 to 3-11: bytes, and the U+FFFD they count as */
	static const struct {
		struct tp_str bytes;
		size_t n;
	} rows[] = {
		{ TP_S("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82"), 8 },
		{ TP_S("\xed\xa0\x80\xed\xbf\xbf\xed\xaf"), 8 },
		{ TP_S("\xf4\x91\x92\x93\xff\x80\xbf"), 7 },
		{ TP_S("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf"), 4 },
		{ TP_S("\xf5\xfe\xc1"), 3 },
		{ TP_S("\xf0\x9f\x98"), 1 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tp_str s = rows[i].bytes;
		size_t n = 0;

		EQ(tp_utf8_count(s), rows[i].n);
		EQ(tp_utf8_invalid(s, 0), 0);
		for (size_t at = 0; at < s.n; n++) {
			EQ(tp_utf8_invalid(s, at), at);
			EQ(tp_utf8_next(s, &at), TP_REPLACEMENT);
		}
		EQ(n, rows[i].n);
	}
	EQ(tp_utf8_invalid(TP_S("\xef\xbf\xbd"), 0), 3);
}

static void code_points_go_in_and_out(void)
{
	struct tp_buf buf = TP_BUF_INIT;

	for (uint32_t cp = 1; cp <= 0x10ffff; cp++) {
		size_t length;

		if (cp == 0xd800)
			cp = 0xe000;
		tp_buf_clear(&buf);
		tp_buf_add_cp(&buf, cp);
		EQ(tp_utf8_at(tp_buf_str(&buf), 0, &length), cp);
		EQ(length, buf.n);
		EQ(tp_utf8_invalid(tp_buf_str(&buf), 0), buf.n);
		EQ(tp_utf8_utf16(tp_buf_str(&buf)), cp > 0xffff ? 2 : 1);
	}
	tp_buf_clear(&buf);
	tp_buf_add_cp(&buf, 0xd800);
	tp_buf_add_cp(&buf, 0x110000);
	STR(tp_buf_str(&buf), "\xef\xbf\xbd\xef\xbf\xbd");
	tp_buf_release(&buf);
}

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t n)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % n;
}

/* Bytes of which many are well-formed and many nearly so. */
static struct tp_str random_bytes(struct tp_buf *buf, size_t n)
{
	static const char *const pieces[] = { "a",        "\xc3\xa9", "\xe2\x80\x99", "\xf0\x9f\x98\x80",
					      "\xf0\x9f", "\xe2",     "\x80",         "\xed\xa0",
					      "\xf4\x90", "\xff",     "\xc2",         " " };

	tp_buf_clear(buf);
	for (size_t i = 0; i < n; i++)
		tp_buf_add_z(buf, pieces[random_below(sizeof pieces / sizeof *pieces)]);
	return tp_buf_str(buf);
}

static void borders_are_the_same_both_ways(void)
{
	struct tp_buf buf = TP_BUF_INIT, clean = TP_BUF_INIT;

	for (int round = 0; round < 20000; round++) {
		struct tp_str s = random_bytes(&buf, random_below(12) + 1);
		size_t from = 0, at, back;
		uint32_t cp, before;

		for (at = 0; at < s.n; from = at) {
			cp = tp_utf8_next(s, &at);
			back = at;
			before = tp_utf8_prev(s, &back);
			EQ(back, from);
			EQ(before, cp);
			for (size_t i = from; i < at; i++)
				EQ(tp_utf8_border(s, i), from);
		}
		EQ(tp_utf8_border(s, s.n), s.n);
		EQ(tp_utf8_border(s, s.n + 5), s.n);
		tp_buf_clear(&clean);
		tp_utf8_clean(s, &clean);
		EQ(tp_utf8_invalid(tp_buf_str(&clean), 0), clean.n);
		EQ(tp_utf8_count(tp_buf_str(&clean)), tp_utf8_count(s));
	}
	tp_buf_release(&buf);
	tp_buf_release(&clean);
}

/* Whole blocks are looked at at once, wherever in them something is wrong, and from wherever one starts. */
static void finds_what_is_ill_formed(void)
{
	struct tp_buf buf = TP_BUF_INIT;

	for (int round = 0; round < 20000; round++) {
		size_t good = random_below(60), from = 0, want, length;
		tp_buf_clear(&buf);
		for (size_t i = 0; i < good; i++)
			tp_buf_add_z(&buf, (const char *const[]){ "a", "б", "გ", "😀" }[random_below(4)]);
		for (uint32_t n = random_below(8); n; n--)
			tp_buf_add_char(&buf, (char)random_below(256));
		for (uint32_t n = random_below(20); n; n--)
			tp_buf_add_z(&buf, "z");
		struct tp_str s = tp_buf_str(&buf);
		for (uint32_t skipped = random_below(20); skipped && from < s.n; skipped--)
			tp_utf8_next(s, &from);
		for (want = from; want < s.n && tp_utf8_at(s, want, &length) != TP_REPLACEMENT; want += length)
			continue;
		EQ(tp_utf8_invalid(s, from), want);
	}
	tp_buf_release(&buf);
}

static void ends_of_text_are_quiet(void)
{
	size_t at = 0;

	EQ(tp_utf8_next(TP_S(""), &at), 0);
	EQ(tp_utf8_prev(TP_S("a"), &at), 0);
	EQ(at, 0);
	EQ(tp_utf8_invalid(TP_S("abcdefghijklmnop\xff"), 0), 16);
	EQ(tp_utf8_invalid(TP_S("\xff\xc3\xa9"), 1), 3);
	EQ(tp_utf8_skip_ascii(TP_S("abcdefghijk"), 3), 11);
}

static void spaces_are_those_of_unicode(void)
{
	struct tp_error err = { 0 };
	uint32_t *spaces;
	size_t n, wrong = 0;

	spaces = tp_set_ranges(TP_S("[:White_Space:]"), &n, &err);
	OK(spaces, err);
	for (uint32_t cp = 0, i = 0; cp < 0x110000; cp++) {
		i += i < n && cp > spaces[2 * i + 1];
		wrong += tp_is_space(cp) != (i < n && cp >= spaces[2 * i]);
	}
	EQ(wrong, 0);
	free(spaces);
}

static void characters_have_properties(void)
{
	EXPECT(tp_is_letter('a') && tp_is_letter(0x5d0) && !tp_is_letter('1') && !tp_is_letter(0x301));
	EXPECT(tp_is_mark(0x301) && !tp_is_mark('a'));
	EXPECT(tp_is_digit('0') && tp_is_digit(0x663) && !tp_is_digit(0xbd));
	EXPECT(tp_is_space(' ') && tp_is_space(0xa0) && tp_is_space(0x3000) && !tp_is_space(0x200b));
	EXPECT(tp_is_upper('A') && tp_is_upper(0x1c5) && !tp_is_upper('a') && !tp_is_upper(0x4e00));
	EXPECT(tp_is_lower('a') && !tp_is_lower('A') && !tp_is_lower('1'));
	EQ(tp_unicode_age('a'), 1);
	EQ(tp_unicode_age(0x61d), 14);
	EXPECT(tp_is_punctuation('.') && tp_is_punctuation(0x2019) && !tp_is_punctuation('+'));
	EXPECT(tp_is_word('a') && tp_is_word('1') && tp_is_word(0x301) && !tp_is_word('-'));
	EXPECT(tp_is_apostrophe('\'') && tp_is_apostrophe(0x2019) && tp_is_apostrophe(0x2bf) && !tp_is_apostrophe('`'));
	EXPECT(tp_is_hyphen('-') && tp_is_hyphen(0x2011) && !tp_is_hyphen(0xad) && !tp_is_hyphen(0x2013));
	EXPECT(tp_is_invisible(0x200b) && tp_is_invisible(0xad) && tp_is_invisible(0xfeff) && !tp_is_invisible(' '));
	EXPECT(tp_is_ideographic(0x4e00) && tp_is_ideographic(0x30fc) && tp_is_ideographic(0xe01));
	EXPECT(!tp_is_ideographic('a') && !tp_is_ideographic(0xac00) && !tp_is_ideographic(0x3001));
	STR(tp_str_of(tp_script('a')), "Latn");
	STR(tp_str_of(tp_script('1')), "Zyyy");
	STR(tp_str_of(tp_script(0x301)), "Zinh");
	STR(tp_str_of(tp_script(0x430)), "Cyrl");
	EQ(tp_to_lower(0xc9), 0xe9);
	EQ(tp_to_upper(0xe9), 0xc9);
}

static void characters_have_widths(void)
{
	EQ(tp_width('a'), 1);
	EQ(tp_width(0xe9), 1);
	EQ(tp_width(0x4e00), 2);
	EQ(tp_width(0x1f600), 2);
	EQ(tp_width(0x301), 0);
	EQ(tp_width(0x200b), 0);
	EQ(tp_width(0), 0);
	EQ(tp_width(0x1160), 0);
	EQ(tp_width(0xad), 1);
	EQ(tp_width(0xff21), 2);
}

static void expect_string(struct tp_buf *out, const char *want)
{
	STR(tp_buf_str(out), want);
	tp_buf_clear(out);
}

static void case_is_changed(void)
{
	struct tp_buf out = TP_BUF_INIT;

	tp_fold_case(TP_S("Stra\xc3\x9f"
			  "E I"),
		     NULL, &out);
	expect_string(&out, "strasse i");
	tp_fold_case(TP_S("AZ[I"), "en", &out);
	expect_string(&out, "az[i");
	tp_fold_case(TP_S("I"), "tr-TR", &out);
	expect_string(&out, "\xc4\xb1");
	tp_fold_case(TP_S("I"), "trv", &out);
	expect_string(&out, "i");
	tp_lower(TP_S("I \xce\xa3\xce\xa3"), "tr", &out);
	expect_string(&out, "\xc4\xb1 \xcf\x83\xcf\x82");
	tp_lower(TP_S("AZ"), NULL, &out);
	expect_string(&out, "az");
	tp_upper(TP_S("az{\xc3\x9f"), "de", &out);
	expect_string(&out, "AZ{SS");
	tp_upper(TP_S("az{"), "de", &out);
	expect_string(&out, "AZ{");
	char no_tag[300];
	memset(no_tag, 'x', sizeof no_tag - 1);
	no_tag[sizeof no_tag - 1] = '\0';
	tp_upper(TP_S("\xc3\xa9"), no_tag, &out);
	expect_string(&out, "\xc3\x89");
	tp_upper(TP_S("i"), "az", &out);
	expect_string(&out, "\xc4\xb0");
	tp_title(TP_S("\"o'neill McX"), "en", &out);
	expect_string(&out, "\"O'neill McX");
	tp_title(TP_S("ijs"), "nl", &out);
	expect_string(&out, "IJs");
	tp_title(TP_S("..."), NULL, &out);
	expect_string(&out, "...");
	tp_title(TP_S("\xff\0x\xff"), NULL, &out);
	EXPECT(tp_str_eq(tp_buf_str(&out), TP_S("\xef\xbf\xbd\0X\xef\xbf\xbd")));
	tp_buf_clear(&out);
	tp_fold_case(TP_S("\xffX\xe2\x80"), NULL, &out);
	expect_string(&out, "\xef\xbf\xbdx\xef\xbf\xbd");
	tp_upper(TP_S(""), NULL, &out);
	expect_string(&out, "");
	/* one letter of two bytes becomes three of six */
	for (int i = 0; i < 100; i++)
		tp_buf_add_z(&out, "\xce\x90");
	struct tp_buf upper = TP_BUF_INIT;
	tp_upper(tp_buf_str(&out), NULL, &upper);
	EQ(upper.n, 600);
	tp_buf_release(&upper);
	tp_buf_release(&out);
}

static void letters_have_a_base(void)
{
	EQ(tp_base_letter('e'), 'e');
	EQ(tp_base_letter(0xe9), 'e');
	EQ(tp_base_letter(0x1ec7), 'e');
	EQ(tp_base_letter(0x439), 0x438);
	EQ(tp_base_letter(0xdf), 0xdf);
}

static void text_is_normalized(void)
{
	struct tp_buf out = TP_BUF_INIT;

	tp_nfc(TP_S("e\xcc\x81"), &out);
	expect_string(&out, "\xc3\xa9");
	tp_nfd(TP_S("\xc3\xa9"), &out);
	expect_string(&out, "e\xcc\x81");
	tp_nfc(TP_S("abc"), &out);
	tp_nfd(TP_S("abc"), &out);
	expect_string(&out, "abcabc");
	tp_nfkc_fold(TP_S("\xef\xac\x81Re\xc2\xad \xef\xb7\xba"), &out);
	expect_string(&out,
		      "fire \xd8\xb5\xd9\x84\xd9\x89 \xd8\xa7\xd9\x84\xd9\x84\xd9\x87 \xd8\xb9\xd9\x84\xd9\x8a\xd9\x87 "
		      "\xd9\x88\xd8\xb3\xd9\x84\xd9\x85");
	tp_nfkc_fold(TP_S("AbC"), &out);
	expect_string(&out, "abc");
	tp_nfc(TP_S("\xff\xc3\xa9"), &out);
	expect_string(&out, "\xef\xbf\xbd\xc3\xa9");
	tp_buf_release(&out);
}

/* Long text goes to ICU in pieces; nobody sees the seams. */
static void long_text_has_no_seams(void)
{
	struct tp_buf text = TP_BUF_INIT, out = TP_BUF_INIT;

	while (text.n < 3u << 20)
		tp_buf_add_z(&text, "caf\x65\xcc\x81 ");
	tp_nfc(tp_buf_str(&text), &out);
	EQ(out.n, text.n / 7 * 6);
	EQ(tp_str_find(tp_buf_str(&out), TP_S("\xcc\x81"), 0), TP_NOT_FOUND);
	tp_buf_clear(&out);
	tp_upper(tp_buf_str(&text), "fr", &out);
	EQ(out.n, text.n);
	tp_buf_clear(&text);
	while (text.n < 3u << 20)
		tp_buf_add_z(&text, "\xe4\xb8\x80");
	tp_buf_clear(&out);
	tp_nfd(tp_buf_str(&text), &out);
	EXPECT(tp_str_eq(tp_buf_str(&out), tp_buf_str(&text)));
	tp_buf_release(&text);
	tp_buf_release(&out);
}

static void expect_words(struct tp_str s, const char *language, const char *want)
{
	struct tp_word_rules *rules = tp_word_rules_new();
	struct tp_spans words = { NULL, 0, 0 };
	struct tp_buf out = TP_BUF_INIT;

	tp_word_borders(rules, s, language, &words, NULL, NULL);
	tp_word_rules_free(rules);
	for (size_t i = 0; i < words.n; i++) {
		tp_buf_add_str(&out, tp_str_at(s, words.p[i]));
		tp_buf_add_char(&out, '|');
	}
	expect_string(&out, want);
	tp_buf_release(&out);
	tp_spans_release(&words);
}

static void words_are_found(void)
{
	expect_words(TP_S("Don't \xe2\x80\x9cquote\xe2\x80\x9d o\xe2\x80\x99"
			  "clock, 3.14 U.S. x_y __ 1,000a"),
		     "en",
		     "Don't|quote|o\xe2\x80\x99"
		     "clock|3.14|U.S|x_y|1,000a|");
	expect_words(TP_S("k:a a:b"), "sv", "k:a|a:b|");
	expect_words(TP_S("k:a a:b"), "en", "k|a|a|b|");
	expect_words(TP_S("e\xcc\x81t\xc3\xa9 \xff x\xc2\xady"), NULL, "e\xcc\x81t\xc3\xa9|x\xc2\xady|");
	expect_words(
	    TP_S("\xe0\xb8\xaa\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\xaa\xe0\xb8\x94\xe0\xb8\xb5\xe0\xb9\x82\xe0\xb8\xa5\xe0"
		 "\xb8\x81 ok"),
	    "th",
	    "\xe0\xb8\xaa\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\xaa\xe0\xb8\x94\xe0\xb8\xb5|\xe0\xb9\x82\xe0\xb8\xa5\xe0\xb8"
	    "\x81|ok|");
	expect_words(TP_S(""), "en", "");
	expect_words(TP_S("... --- !"), "en", "");
}

/* ICU's own words of a text that hold a letter or digit. */
static void words_of_icu(struct tp_str s, const char *language, struct tp_spans *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UText *text = utext_openUTF8(NULL, s.p, (int64_t)s.n, &status);
	UBreakIterator *words = ubrk_open(UBRK_WORD, language, NULL, 0, &status);

	ubrk_setUText(words, text, &status);
	EXPECT(U_SUCCESS(status));
	for (int32_t from = 0, to; (to = ubrk_next(words)) != UBRK_DONE; from = to)
		for (size_t at = (size_t)from; at < (size_t)to;) {
			uint32_t cp = tp_utf8_next(s, &at);

			if (tp_is_letter(cp) || tp_is_digit(cp)) {
				*tp_push(out) = (struct tp_span){ (size_t)from, (size_t)to };
				break;
			}
		}
	ubrk_close(words);
	utext_close(text);
}

static void expect_words_of_icu(struct tp_str s, const char *language, const char *locale)
{
	struct tp_word_rules *rules = tp_word_rules_new();
	struct tp_spans got = { NULL, 0, 0 }, want = { NULL, 0, 0 };
	struct tp_buf plain = TP_BUF_INIT;

	tp_word_borders(rules, s, language, &got, NULL, NULL);
	tp_word_rules_free(rules);
	/* some versions of ICU take "@" for a letter */
	tp_buf_add_str(&plain, s);
	for (size_t i = 0; i < plain.n; i++)
		if (plain.p[i] == '@')
			plain.p[i] = '#';
	words_of_icu(tp_buf_str(&plain), locale, &want);
	bool same = got.n == want.n && (got.n == 0 || memcmp(got.p, want.p, got.n * sizeof *got.p) == 0);
	if (!same)
		printf("# \"%.*s\" (%s)\n", (int)s.n, s.p, locale);
	EXPECT(same);
	tp_buf_release(&plain);
	tp_spans_release(&got);
	tp_spans_release(&want);
}

/* Those whose rules differ in ICU, some that it leaves to others, and none. */
static const struct {
	const char *ours, *icu;
} languages[] = { { "en", "en" },           { "sv", "sv" },   { "fi-FI", "fi_FI" }, { "de", "de" },  { "ja", "ja" },
		  { "zh-Hant", "zh_Hant" }, { "he", "root" }, { "th", "root" },     { NULL, "root" } };

static void expect_words_of_icu_in_some_language(struct tp_str s)
{
	uint32_t i = random_below(sizeof languages / sizeof *languages);

	expect_words_of_icu(s, languages[i].ours, languages[i].icu);
}

static void ascii_words_are_those_of_icu(void)
{
	static const char alphabet[] = "ab1.,':;_-\" \n\r\t@A9\v0/";
	struct tp_buf text = TP_BUF_INIT;

	for (int round = 0; round < 3000; round++) {
		tp_buf_clear(&text);
		for (uint32_t n = random_below(30); n; n--)
			tp_buf_add_char(&text, round % 2 ? alphabet[random_below(sizeof alphabet - 1)]
							 : (char)random_below(128));
		expect_words_of_icu_in_some_language(tp_buf_str(&text));
	}
	tp_buf_release(&text);
}

/* One of each kind that UAX 29 tells apart, and any other character. */
static uint32_t random_character(void)
{
	static const uint32_t kinds[] = { 'a',    'Z',     '1',    '_',     '.',     ',',    ':',    '\'',   '"',
					  ' ',    '\n',    0xe9,   0xb7,    0x2019,  0x2027, 0x37e,  0x301,  0xad,
					  0x200d, 0x200c,  0x5d0,  0x5f3,   0x5f4,   0x30ab, 0x3042, 0x4e00, 0xe01,
					  0xe33,  0xac00,  0x1100, 0x1f1e6, 0x1f468, 0x2764, 0xfe0f, 0x3000, 0x661,
					  0x66b,  0x2024,  0x85,   0x2028,  0x430,   0x3b1,  0xff10, 0xff21, 0xfe55,
					  0xff1a, 0x10400, 0xaa,   0x2070,  0x30fc };
	uint32_t cp;

	if (random_below(10))
		return kinds[random_below(sizeof kinds / sizeof *kinds)];
	do
		cp = random_below(random_below(2) ? 0x3000 : 0x20000);
	while (!u_isdefined((UChar32)cp) && random_below(8));
	return cp;
}

static void all_words_are_those_of_icu(void)
{
	struct tp_buf text = TP_BUF_INIT, bytes = TP_BUF_INIT;

	for (int round = 0; round < 20000; round++) {
		tp_buf_clear(&text);
		for (uint32_t n = random_below(20); n; n--)
			tp_buf_add_cp(&text, random_character());
		expect_words_of_icu_in_some_language(tp_buf_str(&text));
		expect_words_of_icu_in_some_language(random_bytes(&bytes, random_below(20)));
	}
	tp_buf_release(&text);
	tp_buf_release(&bytes);
}

/* Where most is plain, and which is not, stands anywhere. */
static void plain_words_are_those_of_icu(void)
{
	static const char plain[] = "abcdeXY    '.,\n";
	struct tp_buf text = TP_BUF_INIT;

	for (int round = 0; round < 3000; round++) {
		uint32_t often = 4 + random_below(200);

		tp_buf_clear(&text);
		for (uint32_t n = random_below(300); n; n--)
			if (random_below(often))
				tp_buf_add_char(&text, plain[random_below(sizeof plain - 1)]);
			else
				tp_buf_add_cp(&text, random_character());
		expect_words_of_icu_in_some_language(tp_buf_str(&text));
	}
	tp_buf_release(&text);
}

static void languages_are_known(void)
{
	struct tp_buf out = TP_BUF_INIT;

	EXPECT(tp_language_valid("en") && tp_language_valid("pt-BR") && tp_language_valid("zh-Hant-TW"));
	EXPECT(tp_language_valid("mul") && tp_language_valid("sr-Latn") && tp_language_valid("EN-us"));
	EXPECT(!tp_language_valid("") && !tp_language_valid("english language") && !tp_language_valid("e"));
	EXPECT(!tp_language_valid("en--US") && !tp_language_valid("en-") && !tp_language_valid("../x"));
	EXPECT(!tp_language_valid("en_US"));
	tp_language_tag("EN_us", &out);
	expect_string(&out, "en-US");
	tp_language_tag("zh-hANT-tw", &out);
	expect_string(&out, "zh-Hant-TW");
	tp_language_tag("sl-ROZAJ-1994", &out);
	expect_string(&out, "sl-rozaj-1994");
	tp_language_name("fr", &out);
	expect_string(&out, "French");
	tp_language_name("pt-BR", &out);
	expect_string(&out, "Portuguese (Brazil)");
	tp_language_name("not a tag", &out);
	expect_string(&out, "not a tag");
	tp_buf_release(&out);
}

static void marks_tell_encodings(void)
{
	size_t n;

	STR(tp_str_of(tp_encoding_of_bom(TP_S("\xef\xbb\xbfx"), &n)), "UTF-8");
	EQ(n, 3);
	STR(tp_str_of(tp_encoding_of_bom(TP_S("\xff\xfex\0"), &n)), "UTF-16LE");
	EQ(n, 2);
	STR(tp_str_of(tp_encoding_of_bom(TP_S("\xfe\xff\0x"), &n)), "UTF-16BE");
	STR(tp_str_of(tp_encoding_of_bom(TP_S("\xff\xfe\0\0"), &n)), "UTF-32LE");
	EQ(n, 4);
	STR(tp_str_of(tp_encoding_of_bom(TP_S("\0\0\xfe\xff"), &n)), "UTF-32BE");
	EXPECT(!tp_encoding_of_bom(TP_S("\xef\xbb"), &n) && n == 0);
	EXPECT(!tp_encoding_of_bom(TP_S(""), &n));
	EXPECT(tp_encoding_known("windows-1252") && tp_encoding_known("Shift_JIS") && tp_encoding_known("UTF-16LE"));
	EXPECT(!tp_encoding_known("klingon") && !tp_encoding_known(""));
}

static void expect_decoded(struct tp_str bytes, const char *encoding, const char *want)
{
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;

	OK(tp_decode(bytes, encoding, &out, &err), err);
	expect_string(&out, want);
	tp_buf_release(&out);
}

static void bytes_are_decoded(void)
{
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;

	expect_decoded(TP_S("caf\xe9 \x80"), "windows-1252", "caf\xc3\xa9 \xe2\x82\xac");
	expect_decoded(TP_S("\x3d\xd8\0\xde"), "UTF-16LE", "\xf0\x9f\x98\x80");
	expect_decoded(TP_S("\x3d\xd8x\0y\0"), "UTF-16LE", "\xef\xbf\xbdxy");
	expect_decoded(TP_S("x\0y"), "UTF-16LE", "x\xef\xbf\xbd");
	expect_decoded(TP_S("\x82\xa0\xff"), "Shift_JIS", "\xe3\x81\x82\xef\xbf\xbd");
	expect_decoded(TP_S("\xffx"), "UTF-8", "\xef\xbf\xbdx");
	expect_decoded(TP_S("\x80"), "US-ASCII", "\xef\xbf\xbd");
	expect_decoded(TP_S(""), "UTF-16BE", "");
	EXPECT(!tp_decode(TP_S("x"), "klingon", &out, &err));
	EQ(err.code, TP_E_ENCODING);
	STR(tp_str_of(err.message), "The encoding \"klingon\" is not known.");
	tp_buf_release(&out);
}

static void text_is_encoded(void)
{
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;

	OK(tp_encode(TP_S("caf\xc3\xa9 \xe2\x82\xac"), "windows-1252", &out, &err), err);
	expect_string(&out, "caf\xe9 \x80");
	OK(tp_encode(TP_S("\xf0\x9f\x98\x80"), "UTF-16LE", &out, &err), err);
	EXPECT(tp_str_eq(tp_buf_str(&out), TP_S("\x3d\xd8\0\xde")));
	tp_buf_clear(&out);
	OK(tp_encode(TP_S("x"), "UTF-16", &out, &err), err);
	EXPECT(tp_str_eq(tp_buf_str(&out), TP_S("\0x")));
	tp_buf_clear(&out);
	OK(tp_encode(TP_S("x"), "UTF-32", &out, &err), err);
	EXPECT(tp_str_eq(tp_buf_str(&out), TP_S("\0\0\0x")));
	tp_buf_clear(&out);
	EXPECT(!tp_encode(TP_S("ab\xe6\x96\x87"), "ISO-8859-1", &out, &err));
	EQ(err.code, TP_E_ENCODING);
	STR(tp_str_of(err.message), "The encoding ISO-8859-1 has no character \"\xe6\x96\x87\" (U+6587).");
	EXPECT(!tp_encode(TP_S("\xf0\x9f\x98\x80"), "windows-1252", &out, &err));
	STR(tp_str_of(err.message), "The encoding windows-1252 has no character \"\xf0\x9f\x98\x80\" (U+1F600).");
	EXPECT(!tp_encode(TP_S("x"), "klingon", &out, &err));
	EQ(err.code, TP_E_ENCODING);
	tp_buf_release(&out);
}

static void long_text_is_encoded(void)
{
	struct tp_buf text = TP_BUF_INIT, bytes = TP_BUF_INIT, back = TP_BUF_INIT;
	struct tp_error err;

	while (text.n < 3u << 20)
		tp_buf_add_z(&text, "\xe3\x81\x82 \xe6\x96\x87");
	OK(tp_encode(tp_buf_str(&text), "ISO-2022-JP", &bytes, &err), err);
	OK(tp_decode(tp_buf_str(&bytes), "ISO-2022-JP", &back, &err), err);
	EXPECT(tp_str_eq(tp_buf_str(&back), tp_buf_str(&text)));
	tp_buf_release(&text);
	tp_buf_release(&bytes);
	tp_buf_release(&back);
}

static void decoded_offsets_go_back(void)
{
	struct tp_error err;
	size_t at[7] = { 0, 1, 2, 3, 4, 5, 99 }, back[7];

	/* "aé€" is 1 + 2 + 3 bytes in UTF-8 */
	OK(tp_decode_offsets(TP_S("a\xe9\x80"), "windows-1252", at, back, 7, &err), err);
	for (size_t i = 0; i < 7; i++)
		EQ(back[i], ((const size_t[]){ 0, 1, 1, 2, 2, 2, 3 })[i]);
	OK(tp_decode_offsets(TP_S("a\0\x3d\xd8\0\xde"
				  "b\0"),
			     "UTF-16LE", (size_t[]){ 1, 5, 6 }, back, 3, &err),
	   err);
	EQ(back[0], 2);
	EQ(back[1], 6);
	EQ(back[2], 8);
	EXPECT(!tp_decode_offsets(TP_S("x"), "klingon", at, back, 1, &err));
}

static void expressions_match(void)
{
	struct tp_error err;
	struct tp_span at;
	struct tp_regex *regex = tp_regex_new(TP_S("(?<=\xc3\xa9)\\p{Lu}+"), &err);

	OK(regex, err);
	EXPECT(tp_regex_find(regex, TP_S("AB \xc3\xa9XYz"), 0, &at));
	EQ(at.from, 5);
	EQ(at.to, 7);
	EXPECT(tp_regex_find(regex, TP_S("AB \xc3\xa9XYz"), 5, &at));
	EXPECT(!tp_regex_find(regex, TP_S("AB \xc3\xa9XYz"), 6, &at));
	EXPECT(!tp_regex_find(regex, TP_S(""), 0, &at));
	EXPECT(!tp_regex_find(regex, TP_S("abc"), 99, &at));
	tp_regex_free(regex);
	regex = tp_regex_new(TP_S("(a+)+b|a+c"), &err);
	OK(regex, err);
	EXPECT(tp_regex_find(regex, TP_S("aaaaaac"), 0, &at));
	EXPECT(!tp_regex_find(regex, TP_S("aaaaaaaaaaaaaaaaaaac"), 0, &at)); /* it would take too long */
	tp_regex_free(regex);
	tp_regex_free(NULL);
	EXPECT(!tp_regex_new(TP_S("("), &err));
	EQ(err.code, TP_E_SYNTAX);
	STR(tp_str_of(err.message), "The regular expression \"(\" is not well-formed.");
}

static void expressions_have_bounds(void)
{
	static const char *const patterns[] = { "(a+)+b", "(a|aa)+$x", "a*a*a*a*b", "(?=(a+))\\1b", "(.*)*b" };
	struct tp_buf text = TP_BUF_INIT;
	struct tp_error err;
	struct tp_span at;

	for (int i = 0; i < 1 << 20; i++)
		tp_buf_add_char(&text, 'a');
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct tp_regex *regex = tp_regex_new(tp_str_of(patterns[i]), &err);

		OK(regex, err);
		EXPECT(!tp_regex_find(regex, tp_buf_str(&text), 0, &at));
		tp_regex_free(regex);
	}
	tp_buf_release(&text);
}

static void sets_have_ranges(void)
{
	struct tp_error err;
	size_t n;
	uint32_t *ranges = tp_set_ranges(TP_S("[a-cx\xc3\xa9{ab}]"), &n, &err);

	OK(ranges, err);
	EQ(n, 3);
	EQ(ranges[0], 'a');
	EQ(ranges[1], 'c');
	EQ(ranges[2], 'x');
	EQ(ranges[3], 'x');
	EQ(ranges[4], 0xe9);
	free(ranges);
	ranges = tp_set_ranges(TP_S("[[:Nd:] & [0-9]]"), &n, &err);
	OK(ranges, err);
	EQ(n, 1);
	free(ranges);
	ranges = tp_set_ranges(TP_S("[]"), &n, &err);
	OK(ranges, err);
	EQ(n, 0);
	free(ranges);
	EXPECT(!tp_set_ranges(TP_S("[a-"), &n, &err));
	EQ(err.code, TP_E_SYNTAX);
}

TESTS(TEST(ill_formed_bytes_are_maximal_subparts), TEST(code_points_go_in_and_out),
      TEST(borders_are_the_same_both_ways), TEST(finds_what_is_ill_formed), TEST(ends_of_text_are_quiet),
      TEST(spaces_are_those_of_unicode), TEST(characters_have_properties), TEST(characters_have_widths),
      TEST(case_is_changed), TEST(letters_have_a_base), TEST(text_is_normalized), TEST(long_text_has_no_seams),
      TEST(words_are_found), TEST(ascii_words_are_those_of_icu), TEST(all_words_are_those_of_icu),
      TEST(plain_words_are_those_of_icu), TEST(languages_are_known), TEST(marks_tell_encodings),
      TEST(bytes_are_decoded), TEST(text_is_encoded), TEST(long_text_is_encoded), TEST(decoded_offsets_go_back),
      TEST(expressions_match), TEST(expressions_have_bounds), TEST(sets_have_ranges))
