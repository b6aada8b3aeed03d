/* The engine below the rules: patterns of every kind, any bytes, many threads, large texts. */
#include "language/segments.h"

#include <malloc.h>
#include <pthread.h>

#include "core/sax.h"
#include "language/ranges.h"
#include "language/segments_rules.h"
#include "unit/test.h"

static struct tp_segmenter *of_rules(const char *rules, struct tp_error *err)
{
	struct tp_buf xml = TP_BUF_INIT;
	struct tp_segmenter *segmenter;

	tp_buf_add_z(
	    &xml,
	    "<srx version='2.0'><header cascade='no'/><body><languagerules><languagerule languagerulename='a'>\n");
	tp_buf_add_z(&xml, rules);
	tp_buf_add_z(&xml,
		     "</languagerule></languagerules><maprules><languagemap languagepattern='.*' languagerulename='a'/>"
		     "</maprules></body></srx>");
	segmenter = tp_segmenter_read(tp_buf_str(&xml), "en", err);
	tp_buf_release(&xml);
	return segmenter;
}

static struct tp_segmenter *of_pattern(const char *before, const char *after, struct tp_error *err)
{
	struct tp_buf rule = TP_BUF_INIT;
	struct tp_segmenter *segmenter;

	tp_buf_add_z(&rule, "<rule><beforebreak>");
	tp_xml_add_text(&rule, tp_str_of(before));
	tp_buf_add_z(&rule, "</beforebreak><afterbreak>");
	tp_xml_add_text(&rule, tp_str_of(after));
	tp_buf_add_z(&rule, "</afterbreak></rule>");
	segmenter = of_rules(rule.p, err);
	tp_buf_release(&rule);
	return segmenter;
}

/* The text with "|" between its segments. */
static void show(const struct tp_segmenter *segmenter, struct tp_str text, struct tp_buf *out)
{
	struct tp_spans spans = { 0 };
	size_t at = 0;

	tp_buf_clear(out);
	tp_segmenter_split(segmenter, text, &(struct tp_judge){ 0 }, &spans);
	for (size_t i = 0; i < spans.n; i++) {
		EQ(spans.p[i].from, at);
		EXPECT(spans.p[i].to > at);
		if (i)
			tp_buf_add_char(out, '|');
		tp_buf_add_str(out, tp_str_at(text, spans.p[i]));
		at = spans.p[i].to;
	}
	EQ(at, text.n);
	tp_spans_release(&spans);
}

static void breaks(const char *before, const char *after, const char *want)
{
	struct tp_error err = { 0 };
	struct tp_buf text = TP_BUF_INIT, got = TP_BUF_INIT;
	struct tp_segmenter *segmenter = of_pattern(before, after, &err);

	OK(segmenter, err);
	for (const char *p = want; *p; p++)
		if (*p != '|')
			tp_buf_add_char(&text, *p);
	show(segmenter, tp_buf_str(&text), &got);
	STR(tp_buf_str(&got), want);
	tp_buf_release(&text);
	tp_buf_release(&got);
	tp_segmenter_free(segmenter);
}

static void quantifiers(void)
{
	breaks("ab?c", "", "ac|abc|abbc");
	breaks("ab*c", "", "ac|abc|abbc|x");
	breaks("ab+?c", "", "acabc|abbc|x");
	breaks("ab{2}c", "", "abcabbc|abbbc");
	breaks("ab{2,}c", "", "abcabbc|abbbc|x");
	breaks("ab{1,2}?c", "", "abc|abbc|abbbc");
	breaks("a(?:b|cd){0,1}e", "", "ae|abe|acde|abbe");
	breaks("x", "(?:ab){2}", "xabyx|abab");
	breaks("(?:a*)*b", "", "b|aab|x");
}

static void characters(void)
{
	breaks("\\x41|\\x{1F600}|\\u00e9|\\U0000FF01|\\t|\\.|\\cA|\\060", "",
	       "A|\xf0\x9f\x98\x80|\xc3\xa9|\xef\xbc\x81\t|.|\001|"
	       "0|x");
	breaks("\\Q.*\\E", "", ".*|ab");
	breaks("\\Q[", "", "[|x");
	breaks("a.b", "", "axb|a\nbx");
	breaks("(?s)a.b", "", "a\nb|x");
	breaks("\\R", "x", "a\r\n|x\n|x");
	breaks("}]", "", "}]|x");
}

static void classes(void)
{
	breaks("\\d\\D\\w\\W", "", "1a_-|1ab-|x");
	breaks("\\S\\h", "\\V", "a\t|b");
	breaks("\\v", "\\H", "a\v|b");
	breaks("\\p{Lu}\\P{Lu}", "\\pN", "Aa|1");
	breaks("\\p{IsGreek}|\\p{InCyrillic}|\\p{javaUpperCase}|[[:digit:]]|[[:^ascii:]]", "x",
	       "\xce\xb1|x\xd0\xb1|xA|x1|x\xe2\x82\xac|xb");
	breaks("[^a-c\\]]", "x", "ax]xd|xb");
	breaks("[]-]", "x", "]|x-|xa");
	breaks("[a-z&&[^aeiou]]", "1", "a1b|1e1f|1");
	breaks("[a-z--[aeiou]]", "1", "a1b|1e1f|1");
	breaks("[\\Qa]\\E\\n\\d[xy]]", "-", "a|-]|-1|-x|-z-");
}

static void cases(void)
{
	breaks("(?i)stra\xc3\x9f"
	       "e\xc3\xa4",
	       "",
	       "STRA\xc3\x9f"
	       "E\xc3\x84|stra\xc3\x9f"
	       "e\xc3\xa4|x");
	breaks("(?i:k)s", "", "Ks|ks|kS\xe2\x84\xaas|x");
	breaks("a(?i)b|c", "", "aB|C|ab|Abx");
	breaks("(?i)[a-c]x(?-i)y", "", "BXy|bxYx");
	breaks("(?x) a b # c\n \\ d", "", "ab d|x");
	breaks("(?U)\\w(?#note)x", "", "ax|x");
}

static void borders(void)
{
	breaks("\\bab", "", "ab|xab ab|x");
	breaks("\\Bab", "", "abxab|x");
	breaks("ab\\b", " ", "ab |abx");
	breaks("^a", "", "a|aa");
	breaks("(?m)^a", "", "a|aa\na|a");
	breaks("\\Aa", "b", "a|bab");
	breaks("a", "b$", "abab a|b");
	breaks("a", "b\\z", "aba|b");
	breaks("a", "b\\Z", "aba|b\n");
	breaks("a", "(?m)b$", "a|b\nabx");
	breaks("a\\b$", "", "a a");
}

static void look_around(void)
{
	breaks("(?<!x)a", "", "a|bxabx");
	breaks("(?<=x)a", "", "abxa|b");
	breaks("a(?!b)", ".", "aba|c");
	breaks("a(?=bc)", "", "abba|bc");
	breaks("a(?!bc)", "", "a|bbabc");
	breaks("(?<=xy|z)a", "", "axya|za|b");
	breaks("(?<!xy)a", "", "a|xyaya|b");
	breaks("a", "(?<=ba)c", "acba|c");
	breaks("a", "(?<!ba)c", "a|cbac");
	breaks("a", "(?=b)(?!bd)", "a|babd");
	breaks("a", "b(?=cd)", "abca|bcd");
	breaks("a", "(?:b(?:c|(?=de)))", "a|bca|bdeabd");
	breaks("a(?=b.)b", "a", "ab|abb");
	breaks("(?<!x)(?<!pq)a", "", "a|bxabpqabqa|b");
	breaks("(?<!x)(?<!pq)a", "", "qa|b");
	breaks("(?<!pq)(?<=b)(?<!xyb)a", "", "xybaba|b");
	breaks("a", "b(?!e)(?!cd)", "a|babea|bcabcda|b");
}

/* Of several ends of a match, the one that engines find that back-track. */
static void ends(void)
{
	breaks("[.]+", "", "a...|b.|c");
	breaks("[.]+?", "", "a.|.|.|b.|c");
	breaks("\\.+", "\\.?", "a...|b");
	breaks("x\\.{1,2}", "", "x..|.x..|a");
	breaks("x\\.{1,2}?", "", "x.|..x.|a");
	breaks("a(?:|b)", "", "a|ba|c");
	breaks("a(?:b|)", "", "ab|a|c");
	breaks("(?:|x)*y?", "z", "xy|z");
	breaks(".*\\.", "\\s", "a. b. c. |d");
	breaks(".*?\\.", "\\s", "a. |b. |c. |d");
	breaks("\\.(?: a)?(?=.*x)", " ", "b. a |b. a |x. a");
	breaks("(?<=a*)b+", "(?<!a)c?", "bbb|c");
	breaks("(\\w)\\1+", "-?", "aaa|-ab-bb|-");
}

static void not_regular(void)
{
	breaks("(\\w)\\1", "-", "aa|-ab-bb|-");
	breaks("(?<n>\\w)\\k<n>", "-", "aa|-ab-bb|-");
	breaks("(?>a|ab)c", "", "ac|abcx");
	breaks("x*+y", "", "xxy|z");
	breaks("(?<!(?<=p)q)a", "", "a|pqaqa|b");
}

static void hostile_patterns(void)
{
	static const char *const wrong[] = { "(",    ")",    "[",      "[a",      "a**",         "*",
					     "(?<",  "(?#",  "\\",     "[b-a]",   "\\x{110000}", "\\p{Nonsense}",
					     "\\p{", "(?q)", "a{2,1}", "[[:x:]]", "[a&&",        "(?<n" };
	struct tp_buf deep = TP_BUF_INIT;
	struct tp_error err;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		memset(&err, 0, sizeof err);
		struct tp_segmenter *segmenter = of_pattern(wrong[i], "x", &err);

		if (segmenter)
			printf("# \"%s\" was accepted\n", wrong[i]);
		EXPECT(!segmenter);
		EQ(err.code, TP_E_SYNTAX);
		EQ(err.line, 2);
	}
	EXPECT(!of_pattern("(a", "b)", &err)); /* whose halves would make one pattern */
	for (size_t i = 0; i < 100000; i++)
		tp_buf_add_char(&deep, i < 50000 ? '(' : ')');
	tp_segmenter_free(of_pattern(deep.p, "x", &err));
	tp_buf_clear(&deep);
	tp_buf_add_z(&deep, "(?:(?:(?:(?:a{99}){99}){99}){99}){99}");
	tp_segmenter_free(of_pattern(deep.p, "x", &err));
	tp_buf_release(&deep);
	breaks("(?:(?:(?:a{0}){10000}){10000}){10000}x", "", "ax|b");
	breaks("(?:(?:(?:){10000}){10000}){10000}x", "(?:(?:b{0}){10000}){10000}b", "ax|b");
}

static void add_times(struct tp_buf *out, const char *what, size_t n)
{
	while (n--)
		tp_buf_add_z(out, what);
}

/* Look-around in repetitions of repetitions: what it says does not hang on the length of the text. */
static void hostile_look_around(void)
{
	struct tp_buf want = TP_BUF_INIT;

	for (int i = 0; i < 5000; i++)
		tp_buf_add_z(&want, "A xaa. |C xxaab. D xay. ");
	tp_buf_add_z(&want, "E");
	breaks("x(?!ab)(?:(?:a|(?!bc)){40}){40}\\.", "", want.p);
	tp_buf_clear(&want);
	add_times(&want, "a", 1000);
	tp_buf_add_z(&want, ". aaa. B");
	breaks("(?:a(?!(?:.|..){5}c))+\\.", "\\sB", "aaa. |B");
	tp_buf_clear(&want);
	add_times(&want, "a", 1000);
	tp_buf_add_z(&want, ". |aaa. |B");
	breaks("(?:a(?!(?:.|..){300}c))+\\.", "\\s", want.p);
	tp_buf_clear(&want);
	tp_buf_add_z(&want, "a");
	add_times(&want, "(?!xy)", 25);
	tp_buf_add_z(&want, ".{1,2}b");
	breaks(want.p, "", "a.b|-axyb");
	breaks("a(?=.{0,60000}c)b", "", "ab|ab|-c");
	tp_buf_clear(&want);
	tp_buf_add_z(&want, "ab|-c");
	add_times(&want, "-", 20000);
	breaks("a(?=.{0,60000}c)b", "", want.p);
	tp_buf_release(&want);
}

/* Where it would take too long to tell which end counts, each does. */
static void hostile_ends(void)
{
	struct tp_error err = { 0 };
	struct tp_segmenter *segmenter = of_pattern("(?:(?:(?:a|b)*)*)*(?:.{0,20}c)?\\.*", "(?=.*d)", &err);
	struct tp_buf text = TP_BUF_INIT, got = TP_BUF_INIT, deep = TP_BUF_INIT;

	OK(segmenter, err);
	show(segmenter, TP_S("abcb..d-ab.d"), &got);
	STR(tp_buf_str(&got), "abc|b..|d|-ab.|d");
	while (text.n < 1000000)
		tp_buf_add_z(&text, "abaacbb. ab c. d");
	show(segmenter, tp_buf_str(&text), &got);
	breaks("x(?:(?:(?:(?:|\\.){20}){20}){20}){20}", "", "x|.|.|.|a");
	breaks("(?:(?:(?:(?:|\\b){9999}){9999}){9999}){9999}x\\.{1,2}", "", "x...a");
	add_times(&deep, "(?:", 40);
	add_times(&deep, ")*", 40);
	tp_buf_add_z(&deep, "x[.]{1,2}");
	breaks(deep.p, "", "x..|a");
	breaks("x[.]{0,500}", "", "x..|a");
	breaks("x[.]{0,9000}", "", "x..|a");
	breaks("x(?:(?:(?:[.]{0,9}){0,9}y?){0,9}z?){0,9}", "", "x..y.z..|a");
	tp_buf_clear(&deep);
	tp_buf_add_z(&deep, "x|.|.|-");
	add_times(&deep, "-", 20000);
	breaks("x[.]{0,60000}", "", deep.p);
	tp_buf_release(&text);
	tp_buf_release(&got);
	tp_buf_release(&deep);
	tp_segmenter_free(segmenter);
}

static void any_bytes(void)
{
	static const char bytes[] = "A. \xff\x80. B\x00. C\xe2\x82. \xf0\x9f. ";
	struct tp_error err = { 0 };
	struct tp_segmenter *segmenter = tp_segmenter_new("dictionaries", "en", NULL, &err);
	struct tp_buf got = TP_BUF_INIT;
	unsigned random = 1;
	char text[64];

	OK(segmenter, err);
	show(segmenter, (struct tp_str){ bytes, sizeof bytes - 1 }, &got);
	for (int i = 0; i < 20000; i++) {
		for (size_t k = 0; k < sizeof text; k++) {
			random = random * 1103515245 + 12345;
			text[k] = "AbI .!?\"')\xe3\x80\x82\xff\n\0"
				  "1"[random >> 16 & 15];
		}
		show(segmenter, (struct tp_str){ text, random >> 8 & 63 }, &got);
	}
	show(segmenter, TP_S(""), &got);
	STR(tp_buf_str(&got), "");
	show(segmenter, TP_S(" \n "), &got);
	STR(tp_buf_str(&got), " \n ");
	show(segmenter, TP_S("  . A"), &got);
	tp_buf_release(&got);
	tp_segmenter_free(segmenter);
}

static void ill_formed_bytes_match_as_one_character(void)
{
	breaks("\\x{FFFD}", "x", "a\xff|x\xe2\x82|xb");
	breaks("a", "\\x{FFFD}",
	       "a|\xff"
	       "ax");
}

static void first_rule_wins(void)
{
	struct tp_error err = { 0 };
	struct tp_segmenter *segmenter = of_rules(
	    "<rule "
	    "break='no'><beforebreak>[ab]\\.</beforebreak></rule><rule><beforebreak>b\\.|c\\.</beforebreak></rule>"
	    "<rule break='no'><afterbreak>!</afterbreak></rule><rule><afterbreak>\\W</afterbreak></rule>",
	    &err);
	struct tp_buf got = TP_BUF_INIT;

	OK(segmenter, err);
	show(segmenter, TP_S("a.b.c.d!-!"), &got);
	STR(tp_buf_str(&got), "a|.b|.c|.|d!|-!");
	tp_buf_release(&got);
	tp_segmenter_free(segmenter);
}

static void *split_often(void *arg)
{
	const char *text = "Mr. Fox met the U.S. team at 5 p.m. They won. “Really?” she asked. Yes! 他来了。她走了。";
	struct tp_spans spans = { 0 };

	for (int i = 0; i < 500; i++) {
		spans.n = 0;
		tp_segmenter_split(arg, tp_str_of(text), &(struct tp_judge){ 0 }, &spans);
	}
	uintptr_t n = spans.n;
	tp_spans_release(&spans);
	return (void *)n;
}

static void threads_share_a_segmenter(void)
{
	struct tp_error err = { 0 };
	struct tp_segmenter *segmenter = tp_segmenter_new("dictionaries", "en-US", NULL, &err);
	pthread_t threads[4];
	void *n;

	OK(segmenter, err);
	for (int i = 0; i < 4; i++)
		EQ(pthread_create(&threads[i], NULL, split_often, segmenter), 0);
	for (int i = 0; i < 4; i++) {
		EQ(pthread_join(threads[i], &n), 0);
		EQ((uintptr_t)n, 6);
	}
	tp_segmenter_free(segmenter);
}

/* Text that asks as much as any: were the time not linear, this would not come to an end. */
static void large_texts(void)
{
	static const char *const pieces[] = {
		"Foo bar. ", ".",    ". ",   ".\") ",      "1) a ",      "A b. ",
		"A.",        "((((", "\xff", "......... ", "a. “B. (c ", "\"1. A?” [b. "
	};
	struct tp_error err = { 0 };
	struct tp_segmenter *segmenter = tp_segmenter_new("dictionaries", "en", NULL, &err);
	struct tp_buf text = TP_BUF_INIT;
	struct tp_spans spans = { 0 };

	OK(segmenter, err);
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		tp_buf_clear(&text);
		while (text.n < 2000000)
			tp_buf_add_z(&text, pieces[i]);
		spans.n = 0;
		tp_segmenter_split(segmenter, tp_buf_str(&text), &(struct tp_judge){ 0 }, &spans);
		EQ(spans.p[spans.n - 1].to, text.n);
	}
	tp_buf_release(&text);
	tp_spans_release(&spans);
	tp_segmenter_free(segmenter);
}

/* Text of what sentences end with in all scripts, and of ill-formed bytes. */
static void add_random_text(struct tp_buf *out, unsigned *random, size_t pieces)
{
	static const char *const all[] = { " ",        " ",    " ",    "\n",   ".",        ".",        "!",
					   "?",        "…",    "。",   "？",   "।",        "۔",        "؟",
					   "։",        "።",    "။",    "\"",   "’",        "”",        "»",
					   "」",       ")",    "(",    "[",    "]",        "（",       "）",
					   ":)",       "😀",    "❤",    "•",    "1",        "2",        "IV",
					   "a",        "b",    "Mr",   "é",    "A",        "Б",        "я",
					   "ا",        "क",    "国",   "ㄅ",   "5",        "٣",        "-",
					   "—",        "word", "Word", "\xff", "\xe3\x80", "\xc2\xa0", "\xe2\x80\x89",
					   "\xf0\x9f", ",,",   "№",    "@" };

	for (size_t i = 0; i < pieces; i++) {
		*random = *random * 1103515245 + 12345;
		tp_buf_add_z(out, all[(*random >> 16) % (sizeof all / sizeof *all)]);
	}
}

/* Sentences are the same for those who hear of all candidates, and of those alone that break. */
static void ends_hang_on_no_other_candidates(void)
{
	static const char *const languages[] = { "en", "fr", "de", "ja" };
	struct tp_buf text = TP_BUF_INIT;
	struct tp_spans all = { 0 }, some = { 0 };
	unsigned random = 1;

	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		struct tp_error err = { 0 };
		struct tp_segmenter *segmenter = tp_segmenter_new("dictionaries", languages[i], NULL, &err);

		OK(segmenter, err);
		for (unsigned round = 0; round < 200; round++) {
			tp_buf_clear(&text);
			add_random_text(&text, &random, 200);
			all.n = some.n = 0;
			tp_segmenter_split(segmenter, tp_buf_str(&text), &(struct tp_judge){ .hears_all = true }, &all);
			tp_segmenter_split(segmenter, tp_buf_str(&text), &(struct tp_judge){ 0 }, &some);
			EQ(some.n, all.n);
			EXPECT(some.n && memcmp(some.p, all.p, all.n * sizeof *all.p) == 0);
		}
		tp_segmenter_free(segmenter);
	}
	tp_buf_release(&text);
	tp_spans_release(&all);
	tp_spans_release(&some);
}

/* Without the sieve, which only some processors have, the sentences are the same. */
static void the_sieve_lets_every_place_through(void)
{
	static const char *const languages[] = { "en", "ru", "ar", "hi", "zh", "ja", "am", "mul" };
	struct tp_buf text = TP_BUF_INIT, with = TP_BUF_INIT, without = TP_BUF_INIT;
	unsigned random = 1;

	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		struct tp_error err = { 0 };
		struct tp_segmenter *segmenter = tp_segmenter_new("dictionaries", languages[i], NULL, &err);
		uint32_t has_sieve;

		OK(segmenter, err);
		has_sieve = segmenter->scan.has_sieve;
		for (size_t n = 0; n < 1000; n++) {
			tp_buf_clear(&text);
			add_random_text(&text, &random, n % 300);
			segmenter->scan.has_sieve = has_sieve;
			show(segmenter, tp_buf_str(&text), &with);
			segmenter->scan.has_sieve = false;
			show(segmenter, tp_buf_str(&text), &without);
			EXPECT(tp_str_eq(tp_buf_str(&with), tp_buf_str(&without)));
		}
		tp_segmenter_free(segmenter);
	}
	tp_buf_release(&text);
	tp_buf_release(&with);
	tp_buf_release(&without);
}

/* They are loaded in linear time. */
static void very_many_rules(void)
{
	struct tp_error err = { 0 };
	struct tp_buf rules = TP_BUF_INIT, got = TP_BUF_INIT;
	struct tp_segmenter *segmenter;

	for (unsigned i = 0; i < 100000; i++)
		tp_buf_format(&rules, "<rule><beforebreak>ab%ux\\.</beforebreak></rule>", i);
	segmenter = of_rules(rules.p, &err);
	OK(segmenter, err);
	show(segmenter, TP_S("ab7x.ab99999x.ab100000x.c"), &got);
	STR(tp_buf_str(&got), "ab7x.|ab99999x.|ab100000x.c");
	tp_buf_release(&got);
	tp_buf_release(&rules);
	tp_segmenter_free(segmenter);
}

/* Each tells other characters apart, and is asked where none of them matches. */
static void very_many_far_rules_take_bounded_memory(void)
{
	struct tp_buf rules = TP_BUF_INIT, got = TP_BUF_INIT;
	struct tp_error err = { 0 };
	struct tp_segmenter *segmenter;
	size_t before;

	for (uint32_t i = 0; i < 12000; i++) {
		tp_buf_add_z(&rules, "<rule break='no'><beforebreak>X[^)");
		tp_buf_add_cp(&rules, 0x4e00 + i);
		tp_buf_add_z(&rules, "]*\\.</beforebreak><afterbreak>\\s</afterbreak></rule>");
	}
	tp_buf_add_z(&rules, "<rule><beforebreak>\\.</beforebreak><afterbreak>\\s</afterbreak></rule>");
	segmenter = of_rules(rules.p, &err);
	OK(segmenter, err);
	before = mallinfo2().uordblks;
	show(segmenter, TP_S("A Xa) b. C d X. E Xa) f. G"), &got);
	STR(tp_buf_str(&got), "A Xa) b. |C d X. E Xa) f. |G");
	EXPECT(mallinfo2().uordblks - before < (size_t)300 << 20);
	tp_segmenter_free(segmenter);
	tp_buf_release(&rules);
	tp_buf_release(&got);
}

/* Rules are asked where the text has what they need: more kinds of that than are told apart, at its start and its end,
 * too, and with something that cannot stand between it and the place. */
static void far_rules_find_what_they_need(void)
{
	struct tp_buf rules = TP_BUF_INIT, got = TP_BUF_INIT;
	struct tp_error err = { 0 };
	struct tp_segmenter *segmenter;

	for (uint32_t i = 0; i < 100; i++) {
		tp_buf_add_z(&rules, "<rule break='no'><beforebreak>");
		tp_buf_add_cp(&rules, 0x2600 + i);
		tp_buf_add_z(&rules, "[^)]*\\.</beforebreak><afterbreak>\\s[^)]*\\)");
		tp_buf_add_cp(&rules, 0x2600 + i);
		tp_buf_add_z(&rules, "</afterbreak></rule>");
	}
	tp_buf_add_z(&rules,
		     "<rule break='no'><beforebreak>\\[a[^a]*\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
		     "<rule break='no'><beforebreak>a, \\([^()]*\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
		     "<rule><beforebreak>\\.</beforebreak><afterbreak>\\s</afterbreak></rule>");
	segmenter = of_rules(rules.p, &err);
	OK(segmenter, err);
	show(segmenter, TP_S("\u2600a. b. c)\u2600 d. \u2601e. f) g. \u2663h. i)\u2663"), &got);
	STR(tp_buf_str(&got), "\u2600a. b. c)\u2600 d. |\u2601e. |f) g. |\u2663h. i)\u2663");
	tp_buf_clear(&got);
	show(segmenter, TP_S("(a. b, (a. a, (a. a. a) a. a, ((a. (a, (a. a"), &got);
	STR(tp_buf_str(&got), "(a. |b, (a. |a, (a. a. a) a. |a, ((a. |(a, (a. a");
	tp_buf_clear(&got);
	show(segmenter, TP_S("[a b. c. a d. [b. e"), &got);
	STR(tp_buf_str(&got), "[a b. c. a d. |[b. |e");
	tp_segmenter_free(segmenter);
	tp_buf_release(&rules);
	tp_buf_release(&got);
}

static void languages_without_rules_get_the_general_ones(void)
{
	struct tp_error err = { 0 };
	static const char *const languages[] = { "xx", "mul", "", "../en" };

	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		struct tp_segmenter *segmenter = tp_segmenter_new("dictionaries", languages[i], NULL, &err);
		struct tp_buf got = TP_BUF_INIT;

		OK(segmenter, err);
		show(segmenter, TP_S("Aa. B. Ba. Ca."), &got);
		STR(tp_buf_str(&got), "Aa. |B. Ba. |Ca.");
		tp_buf_release(&got);
		tp_segmenter_free(segmenter);
	}
}

static void says_which_file(void)
{
	struct tp_error err = { 0 };

	EXPECT(!tp_segmenter_new("dictionaries", "en", "no-such-file.srx", &err));
	EXPECT(strstr(err.file, "no-such-file.srx"));
	memset(&err, 0, sizeof err);
	EXPECT(!tp_segmenter_new("dictionaries", "en", "tests/files/srx/damaged.srx", &err));
	EXPECT(strstr(err.file, "damaged.srx"));
	EQ(err.line, 3);
	EXPECT(!tp_segmenter_new("no-such-folder", "en", NULL, &err));
	tp_segmenter_free(NULL);
}

TESTS(TEST(quantifiers), TEST(characters), TEST(classes), TEST(cases), TEST(borders), TEST(look_around), TEST(ends),
      TEST(not_regular), TEST(hostile_patterns), TEST(hostile_look_around), TEST(hostile_ends), TEST(any_bytes),
      TEST(ill_formed_bytes_match_as_one_character), TEST(first_rule_wins), TEST(threads_share_a_segmenter),
      TEST(large_texts), TEST(ends_hang_on_no_other_candidates), TEST(the_sieve_lets_every_place_through),
      TEST(very_many_rules), TEST(very_many_far_rules_take_bounded_memory), TEST(far_rules_find_what_they_need),
      TEST(languages_without_rules_get_the_general_ones), TEST(says_which_file))
