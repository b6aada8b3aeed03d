#include "core/memory.h"
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
	struct tp_str text = tp_str_of(z);

	tp_skip_map(text, &skip);
	tp_words(text, language, &skip, &words);
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
	STR(skipped("end.The and ..com and a_b+c.com"), "end.The and ..com and [a_b]+c.com");
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
	STR(skipped("a ` alone, and `two\nlines`"), "a [` alone, and `]two\nlines`");
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

static void takes_any_bytes(void)
{
	STR(words_of("en", "a\xff"
			   "b \xe2\x82 ok"),
	    "[a]\xff"
	    "[b] \xe2\x82 [ok]");
	STR(skipped("\xff@\xff http://\xff"), "\xff@\xff http://\xff");
}

static void scans_in_linear_time(void)
{
	static const char *const pieces[] = { "`",  "``a ", "<a ",    "<!--", "{{", "{a", "%(a", "http://", "a@",
					      "./", "/a",   "a.com/", "_a",   "((", "$(", "a\\", "&a",      "C:/" };

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
      TEST(keeps_invisible_characters_in_words), TEST(takes_any_bytes), TEST(scans_in_linear_time))
