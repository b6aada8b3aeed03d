#include "core/memory.h"
#include "core/unicode.h"
#include "language/words.h"
#include "unit/test.h"

static struct tp_buf shown;

/* The text with its spans in brackets. */
static struct tp_str show(struct tp_str text, const struct tp_spans *spans)
{
	size_t at = 0;

	tp_buf_clear(&shown);
	for (size_t i = 0; i < spans->n; i++) {
		tp_buf_add(&shown, text.p + at, spans->p[i].from - at);
		tp_buf_add_char(&shown, '[');
		tp_buf_add_str(&shown, tp_str_at(text, spans->p[i]));
		tp_buf_add_char(&shown, ']');
		at = spans->p[i].to;
	}
	tp_buf_add_str(&shown, tp_str_from(text, at));
	return tp_buf_str(&shown);
}

static struct tp_str skipped(const char *z)
{
	struct tp_spans skip = { NULL, 0, 0 };
	struct tp_str text = tp_str_of(z);

	tp_skip_map(text, &skip);
	struct tp_str result = show(text, &skip);
	tp_spans_release(&skip);
	return result;
}

static struct tp_str words_of(const char *language, const char *z)
{
	struct tp_spans skip = { NULL, 0, 0 }, words = { NULL, 0, 0 };
	struct tp_word_rules *rules = tp_word_rules_new();
	struct tp_str text = tp_str_of(z);

	tp_skip_map(text, &skip);
	tp_words(text, rules, language, &skip, &words);
	tp_word_rules_free(rules);
	struct tp_str result = show(text, &words);
	tp_spans_release(&skip);
	tp_spans_release(&words);
	return result;
}

static void skips_urls(void)
{
	STR(skipped("See https://example.com/a_b?c=d#e."), "See [https://example.com/a_b?c=d#e].");
	STR(skipped("(see http://a.example/b_(c))"), "(see [http://a.example/b_(c)])");
	STR(skipped("[x](https://a.example/y)"), "[x]([https://a.example/y])");
	STR(skipped("a[https://a.example/y]b"), "a[[https://a.example/y]]b");
	STR(skipped("„https://a.example/straße“, sagt er"), "„[https://a.example/straße]“, sagt er");
	STR(skipped("请看https://a.example/b。好"), "请看[https://a.example/b]。好");
	STR(skipped("end.https://a.example"), "end.[https://a.example]");
	STR(skipped("git+ssh://host/x ftp://h/y!"), "[git+ssh://host/x] [ftp://h/y]!");
	STR(skipped("mailto:a@b.example or doi:10.1/x"), "[mailto:a@b.example] or [doi:10.1/x]");
	STR(skipped("news: nothing"), "news: nothing");
	STR(skipped("http:// is a scheme"), "http:// is a scheme");
	STR(skipped("either://"), "either://");
}

static void skips_bare_domains(void)
{
	STR(skipped("on www.example.org, or bbc.co.uk/news."), "on [www.example.org], or [bbc.co.uk/news].");
	STR(skipped("example.com:8080/x and Amazon.com's"), "[example.com:8080/x] and [Amazon.com]'s");
	STR(skipped("example.de/x but founded.in 1990"), "[example.de/x] but founded.in 1990");
	STR(skipped("example.com?q=1"), "[example.com?q=1]");
	STR(skipped("end.The and ..com and a_b+c.com"), "end.The and ..com and [a_b]+[c.com]");
	STR(skipped("U.S. and e.g. 3.5"), "U.S. and e.g. 3.5");
}

static void skips_mail_and_handles(void)
{
	STR(skipped("write to jane.doe+x@mail.example.org."), "write to [jane.doe+x@mail.example.org].");
	STR(skipped("root@server, @Reuters and #Irbil_news"), "[root@server], [@Reuters] and [#Irbil_news]");
	STR(skipped("# Irbil news"), "# Irbil news");
	STR(skipped("C# is 5 @ 3, x @"), "C# is 5 @ 3, x @");
	STR(skipped("@a.b. #one-two"), "[@a.b]. [#one-two]");
}

static void skips_paths(void)
{
	STR(skipped("in /usr/bin, ~/x and ./a or ../b/c."), "in [/usr/bin], [~/x] and [./a] or [../b/c].");
	STR(skipped("C:\\Users\\x and D:/data"), "[C:\\Users\\x] and [D:/data]");
	STR(skipped("\\\\server\\share and ..\\x and .\\y"), "[\\\\server\\share] and [..\\x] and [.\\y]");
	STR(skipped("/etc but /violets"), "[/etc] but /violets");
	STR(skipped("and/or 1/2 km/h he/she"), "and/or 1/2 km/h he/she");
	STR(skipped("report.docx, lib/core/str.h and Node.js!"), "[report.docx], [lib/core/str.h] and [Node.js]!");
	STR(skipped("a\\b\\c but and\\or"), "[a\\b\\c] but and\\or");
	STR(skipped("x.c ./. / ~ \\"), "x.c [./]. / ~ \\");
}

static void skips_code(void)
{
	STR(skipped("run `make all` or ``a`b``."), "run [`make all`] or [``a`b``].");
	STR(skipped("a ` alone, and `two\nlines`"), "a ` alone, and [`two\nlines`]");
	STR(skipped("``One,'' he said, ``two'' and ``three``."), "``One,'' he said, ``two'' and [``three``].");
	STR(skipped("set ``x = ''`` and ``f('')``."), "set [``x = ''``] and [``f('')``].");
	STR(skipped("one `open\n\nand` closed"), "one `open\n\nand` closed");
	STR(skipped("`````````` none `"), "`````````` none `");
	STR(skipped("max_length, len() and os.path() and x->y"), "[max_length], [len()] and [os.path()] and x->y");
	STR(skipped("_Irbil_ and a-b_c"), "_Irbil_ and a-[b_c]");
}

static void skips_fences(void)
{
	STR(skipped("a\n```c\nint x;\n```\nb"), "a\n[```c\nint x;\n```]\nb");
	STR(skipped("~~~\nx\n```\n~~~~\nb"), "[~~~\nx\n```\n~~~~]\nb");
	STR(skipped("  ````\nx\n```\ny"), "[  ````\nx\n```\ny]");
	STR(skipped("``` a ``` b"), "[``` a ```] b");
	STR(skipped("~~~"), "[~~~]");
	STR(skipped("```\nx\n``` no\ny"), "[```\nx\n``` no\ny]");
}

static void skips_placeholders(void)
{
	STR(skipped("%s of %1$s, %(name)s, %-5.2f%% and %@"), "[%s] of [%1$s], [%(name)s], [%-5.2f]%% and [%@]");
	STR(skipped("50% discount, 5%of, 100 %"), "50% discount, 5%of, 100 %");
	STR(skipped("%(no) %{name} %() %lld"), "%(no) [%{name}] %() [%lld]");
	STR(skipped("{name} {0:N2} {{ x y }} {% if a %} {}"), "[{name}] [{0:N2}] [{{ x y }}] [{% if a %}] [{}]");
	STR(skipped("{one file} {{ x\ny }} {% a } {{a}"), "{one file} {{ x\ny }} {% a } {[{a}]");
	STR(skipped("${x} $(y) $name costs $5, ${a b}"), "[${x}] [$(y)] [$name] costs $5, ${a b}");
	STR(skipped("a&nbsp;b &#160; &#xA0; AT&T &; R & D"), "a[&nbsp;]b [&#160;] [&#xA0;] AT&T &; R & D");
}

static void skips_tags(void)
{
	STR(skipped("<b>Irbil</b> <br/>"), "[<b>]Irbil[</b>] [<br/>]");
	STR(skipped("<a href=\"x>y\" title='z'>q</a>"), "[<a href=\"x>y\" title='z'>]q[</a>]");
	STR(skipped("x <!-- no\nthing --> y"), "x [<!-- no\nthing -->] y");
	STR(skipped("a < b > c, <b <i>"), "a < b > c, <b [<i>]");
	STR(skipped("<!-- open <!-- again"), "<!-- open <!-- again");
	STR(skipped("<x;y> <don't do it>"), "<x;y> <don't do it>");
	STR(skipped("<https://a.example/x>"), "[<https://a.example/x>]");
}

static void map_has_spans(void)
{
	struct tp_span spans[] = { { 5, 10 }, { 20, 30 } };
	struct tp_spans skip = { spans, 2, 2 };
	size_t hint = 0;

	EXPECT(!tp_skip_has(&skip, (struct tp_span){ 0, 5 }, &hint));
	EXPECT(tp_skip_has(&skip, (struct tp_span){ 4, 6 }, &hint));
	EXPECT(tp_skip_has(&skip, (struct tp_span){ 9, 12 }, &hint));
	EXPECT(!tp_skip_has(&skip, (struct tp_span){ 10, 20 }, &hint));
	EXPECT(tp_skip_has(&skip, (struct tp_span){ 15, 40 }, &hint));
	EXPECT(!tp_skip_has(&skip, (struct tp_span){ 30, 31 }, &hint));
}

static void finds_words(void)
{
	STR(words_of("en", "I don't, 2,500 5th o’clock!"), "[I] [don't], 2,500 [5th] [o’clock]!");
	STR(words_of("en", "al-Asad non-combat"), "[al]-[Asad] [non]-[combat]");
	STR(words_of("en", "The U.S. e.g. end.The Ph.D"), "[The] [U.S]. [e.g]. [end].[The] [Ph.D]");
	STR(words_of("en", "_Irbil_ a:b x_y"), "_[Irbil]_ [a]:[b] x_y");
	STR(words_of("en", "see `code` and <b>bold</b>"), "[see] `code` [and] <b>[bold]</b>");
	STR(words_of("en", ""), "");
}

static void keeps_invisible_characters_in_words(void)
{
	STR(words_of("en", "Ir\u00adbil Ir\u200bbil"), "[Ir\u00adbil] [Ir\u200bbil]");
	STR(words_of("fa", "می\u200cخواهم"), "[می\u200cخواهم]");
	STR(words_of("en", "cafe\u0301"), "[cafe\u0301]");
}

/* A text of random pieces, few or many, some of which are swapped for others: those are pairs. */
static void make_text(struct tp_buf *out, uint32_t seed, const char *const *pieces, uint32_t n,
		      const char *const *swaps)
{
	tp_buf_clear(out);
	for (int left = seed % 4 ? 24 : 150; left; left--) {
		seed = seed * 1664525 + 1013904223;
		const char *piece = pieces[(seed >> 8) % n];

		for (const char *const *swap = swaps; *swap; swap += 2)
			if (strcmp(piece, swap[0]) == 0)
				piece = swap[1];
		tp_buf_add_z(out, piece);
	}
}

/* Spaces part the pieces that are looked at, tabs do not: what is skipped is the same. */
static void skips_alike_in_pieces_and_at_once(void)
{
	static const char *const pieces[] = { "ab", "c",   "-",    ".",   "/",  "@", ":",  "_", "`", "<",
					      ">",  "%s",  "{a}",  "$x",  "\\", "#", "()", "~", "é", "'",
					      "9",  "com", "news", "\nx", ";",  "=", "::", "$", "%", "}" };
	static const char *const none[] = { NULL }, *const tabs[] = { " ", "\t", NULL };
	const char *all[sizeof pieces / sizeof *pieces + 8];
	uint32_t n = sizeof all / sizeof *all;
	struct tp_buf text = TP_BUF_INIT, other = TP_BUF_INIT;
	struct tp_spans one = { NULL, 0, 0 }, two = { NULL, 0, 0 };

	for (uint32_t i = 0; i < n; i++)
		all[i] = i < n - 8 ? pieces[i] : " ";
	for (uint32_t seed = 0; seed < 20000; seed++) {
		make_text(&text, seed, all, n, none);
		make_text(&other, seed, all, n, tabs);
		if (text.p[0] == ' ')
			continue; /* a fence may have spaces before it */
		one.n = two.n = 0;
		tp_skip_map(tp_buf_str(&text), &one);
		tp_skip_map(tp_buf_str(&other), &two);
		if (one.n != two.n || (one.n && memcmp(one.p, two.p, one.n * sizeof *one.p) != 0))
			STR(show(tp_buf_str(&text), &one), show(tp_buf_str(&text), &two).p);
	}
	tp_spans_release(&one);
	tp_spans_release(&two);
	tp_buf_release(&text);
	tp_buf_release(&other);
}

/* Words of ASCII letters are found in a shorter way than others; both ways lead to the same words,
 * but for what is code in ASCII alone: "a::b", "a.bc". */
static void finds_plain_and_other_words_alike(void)
{
	static const char *const pieces[] = { "A", "A", "A", "'", "'", ".",  "A:A",   "_",
					      "1", ",", "-", " ", " ", "\n", "\u200b" };
	static const char *const none[] = { NULL }, *const accents[] = { "A", "É", "A:A", "É:É", NULL };
	static const char *const languages[] = { "en", "sv" };
	struct tp_buf text = TP_BUF_INIT, other = TP_BUF_INIT, want = TP_BUF_INIT;

	for (uint32_t seed = 0; seed < 4000; seed++) {
		make_text(&text, seed, pieces, sizeof pieces / sizeof *pieces, none);
		make_text(&other, seed, pieces, sizeof pieces / sizeof *pieces, accents);
		struct tp_str plain = words_of(languages[seed % 2], text.p);
		tp_buf_clear(&want);
		for (size_t i = 0; i < plain.n; i++)
			if (plain.p[i] == 'A')
				tp_buf_add_z(&want, "É");
			else
				tp_buf_add_char(&want, plain.p[i]);
		STR(words_of(languages[seed % 2], other.p), want.p);
	}
	tp_buf_release(&text);
	tp_buf_release(&other);
	tp_buf_release(&want);
}

static void takes_any_bytes(void)
{
	STR(words_of("en", "a\xff"
			   "b \xe2\x82 ok"),
	    "[a]\xff"
	    "[b] \xe2\x82 [ok]");
	STR(skipped("\xff@\xff http://\xff"), "\xff@\xff http://\xff");
}

static void finds_words_in_linear_time(void)
{
	static const char *const pieces[] = { "a\u200b", "é\u200b", "a\u00ad", "a.", "a'", "a_", "ก", "漢", "@a" };

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct tp_word_rules *rules = tp_word_rules_new();
		struct tp_spans none = { NULL, 0, 0 }, words = { NULL, 0, 0 };
		struct tp_buf text = TP_BUF_INIT;

		while (text.n < 1000000)
			tp_buf_add_z(&text, pieces[i]);
		tp_words(tp_buf_str(&text), rules, "en", &none, &words);
		for (size_t k = 1; k < words.n; k++)
			EXPECT(words.p[k - 1].to <= words.p[k].from && words.p[k].from < words.p[k].to);
		tp_spans_release(&words);
		tp_word_rules_free(rules);
		tp_buf_release(&text);
	}
}

static void scans_in_linear_time(void)
{
	static const char *const pieces[] = { "`",    "``a ", "<a ",    "<!--",  "{{",   "{a", "%(a", "http://", "a@",
					      "./",   "/a",   "a.com/", "_a",    "((",   "$(", "a\\", "&a",      "C:/",
					      "$a\\", "$$=",  "{a=",    "{a=\"", "{#a ", "%a", "a=",  "a::" };

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct tp_buf text = TP_BUF_INIT;
		struct tp_spans skip = { NULL, 0, 0 };

		while (text.n < 1000000)
			tp_buf_add_z(&text, pieces[i]);
		tp_skip_map(tp_buf_str(&text), &skip);
		for (size_t k = 1; k < skip.n; k++)
			EXPECT(skip.p[k - 1].to < skip.p[k].from && skip.p[k].from < skip.p[k].to);
		tp_spans_release(&skip);
		tp_buf_release(&text);
	}
	tp_buf_release(&shown);
}

TESTS(TEST(skips_urls), TEST(skips_bare_domains), TEST(skips_mail_and_handles), TEST(skips_paths), TEST(skips_code),
      TEST(skips_fences), TEST(skips_placeholders), TEST(skips_tags), TEST(map_has_spans), TEST(finds_words),
      TEST(keeps_invisible_characters_in_words), TEST(skips_alike_in_pieces_and_at_once),
      TEST(finds_plain_and_other_words_alike), TEST(takes_any_bytes), TEST(finds_words_in_linear_time),
      TEST(scans_in_linear_time))
