/* Sentences of random texts, with every option: build/tests/unit/sentences [TEXTS]. */
#include "tprep.h"

#include "unit/test.h"

static unsigned long n_texts = 20000;
static uint64_t seed;

/* Numbers that are random enough, and the same everywhere (xorshift). */
static size_t below(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed >> 11) % n;
}

static struct tp_kit *make_kit(const char *language, bool whole_quotes, size_t longest)
{
	const struct tp_options options = {
		.data = "dictionaries", .language = language, .whole_quotes = whole_quotes, .longest_segment = longest
	};
	struct tp_error err;
	struct tp_kit *kit = tp_kit_new(&options, TP_NEED_SEGMENTS, &err);

	OK(kit, err);
	return kit;
}

/* What sentences end with and begin with, and bytes that are no text. */
static void make_text(struct tp_buf *out)
{
	static const char *const pieces[] = { ".",    "!",   "?",       "...",    " ",      "  ", "\n",  "a",    "Foo",
					      "bar",  "Mr.", "U.S.",    "p.m.",   "e.g.",   "1",  "12.", "\"",   "'",
					      "“",    "”",   "«",       "»",      "(",      ")",  "。",  "「",   "」",
					      "！",   "他",  "؟",       "।",      "է։",     "Д",  "я",   "\xff", "\xe2",
					      "\x80", "é",   "e\u0301", "\u200b", "\u00a0", "😀",  "-",   "–",    "a)",
					      "[1]",  ";",   ",",       "и т.д.", "z.B." };

	tp_buf_clear(out);
	for (size_t n = below(40); n; n--)
		tp_buf_add_z(out, pieces[below(sizeof pieces / sizeof *pieces)]);
	if (below(10) == 0)
		tp_buf_add_char(out, '\0');
}

static size_t expect_tiles(const struct tp_spans *spans, size_t length)
{
	size_t at = 0;

	for (size_t i = 0; i < spans->n; at = spans->p[i++].to)
		EXPECT(spans->p[i].from == at && spans->p[i].to > at);
	EQ(at, length);
	return spans->n;
}

static void sentences_tile_any_text(void)
{
	struct tp_kit *kits[] = { make_kit("en", false, 0), make_kit("ru", true, 0), make_kit("zh", false, 12),
				  make_kit("mul", true, 1) };
	struct tp_buf text = TP_BUF_INIT;
	struct tp_spans spans = { 0 };
	size_t sentences = 0;

	seed = 1;
	for (unsigned long i = 0; i < n_texts; i++) {
		make_text(&text);
		spans.n = 0;
		tp_segments_in(kits[i % 4], tp_buf_str(&text), &spans);
		sentences += expect_tiles(&spans, text.n);
	}
	EXPECT(sentences > n_texts);
	tp_spans_release(&spans);
	tp_buf_release(&text);
	for (size_t i = 0; i < 4; i++)
		tp_kit_free(kits[i]);
}

struct reasons {
	const struct tp_spans *spans;
	size_t explained; /* starts of sentences */
	size_t at; /* of the last decision */
};

static void explain(void *arg, const struct tp_decision *decision)
{
	struct reasons *reasons = arg;
	const struct tp_spans *spans = reasons->spans;

	EXPECT(decision->at > reasons->at && decision->line > 0 && decision->file.n > 0);
	EXPECT(!decision->against || !decision->breaks);
	reasons->at = decision->at;
	if (decision->breaks && reasons->explained < spans->n && decision->at <= spans->p[reasons->explained].from)
		reasons->explained++;
}

static void each_sentence_has_its_reason(void)
{
	struct tp_kit *kits[] = { make_kit("en", false, 0), make_kit("de", true, 0) };
	struct tp_buf text = TP_BUF_INIT;
	struct tp_spans spans = { 0 };

	seed = 2;
	for (unsigned long i = 0; i < n_texts / 4; i++) {
		const struct tp_reading how = { .format = "txt", .lines = TP_LINES_SOFT };
		struct tp_doc *doc;
		struct tp_error err;

		make_text(&text);
		doc = tp_doc_read(tp_buf_str(&text), "test", &how, &err);
		OK(doc, err);
		for (size_t unit = 0; unit < tp_doc_units(doc); unit++) {
			struct reasons reasons = { .spans = &spans, .explained = 1 };

			spans.n = 0;
			tp_doc_segments(doc, kits[i % 2], unit, &spans);
			tp_doc_decisions(doc, kits[i % 2], unit, explain, &reasons);
			EXPECT(!spans.n || reasons.explained == spans.n);
		}
		tp_doc_free(doc);
	}
	tp_spans_release(&spans);
	tp_buf_release(&text);
	tp_kit_free(kits[0]);
	tp_kit_free(kits[1]);
}

int main(int argc, char **argv)
{
	static const struct test tests[] = { TEST(sentences_tile_any_text), TEST(each_sentence_has_its_reason) };

	if (argc > 1)
		n_texts = strtoul(argv[1], NULL, 10);
	return test_all(tests, sizeof tests / sizeof *tests);
}
