/* Compiled rules: what is opened is what was written, and what is damaged is refused or does no harm. */
#include "language/segments_image.h"

#include "core/flat.h"
#include "core/memory.h"
#include "core/str.h"
#include "language/pattern.h"
#include "language/segments_scan.h"
#include "unit/test.h"

static const char srx[] =
    "<srx version='2.0'><header cascade='no'/><body><languagerules><languagerule languagerulename='a'>"
    "<rule break='no'><beforebreak>\\bDr\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "<rule break='no'><beforebreak>(?:^|\\[)[^\\]]*\\.</beforebreak><afterbreak>\\s[^\\[]*\\]</afterbreak></rule>"
    "<rule break='no'><beforebreak>(\\w)\\1\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "<rule break='no'><beforebreak>x(?:(?&lt;!ax)|y{2,3})\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "<rule><beforebreak>\\d[.]+?-?</beforebreak></rule>"
    "<rule><beforebreak>(\\d)\\1*,</beforebreak></rule>"
    "<rule><beforebreak>[.!?。]</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "</languagerule></languagerules><maprules><languagemap languagepattern='.*' languagerulename='a'/></maprules>"
    "</body></srx>";
static const char text[] = "Dr. A. Abb. Ccc. ax. bx. xyy. [a. b] c. d 5..6.-7 8,99,";

static void show(const struct tp_segmenter *segmenter, struct tp_buf *out)
{
	struct tp_spans spans = { 0 };

	tp_buf_clear(out);
	tp_segmenter_split(segmenter, tp_str_of(text), &(struct tp_judge){ 0 }, &spans);
	for (size_t i = 0; i < spans.n; i++) {
		if (i)
			tp_buf_add_char(out, '|');
		tp_buf_add_str(out, tp_str_at(tp_str_of(text), spans.p[i]));
	}
	tp_spans_release(&spans);
}

/* Opens a copy of an image. */
static struct tp_segmenter *open_copy(const struct tp_buf *image, const char *language)
{
	char *copy = image->n ? tp_alloc(image->n) : NULL;
	struct tp_file file = { { copy, image->n }, NULL };

	if (copy)
		memcpy(copy, image->p, image->n);
	return tp_segments_open(&file, language, NULL, 0);
}

static struct tp_segmenter *compile(const char *rules, struct tp_buf *image)
{
	struct tp_error err = { 0 };
	struct tp_segmenter *segmenter = tp_segmenter_read(tp_str_of(rules), "en", &err);

	OK(segmenter, err);
	tp_segments_write(segmenter, "en", image);
	return segmenter;
}

static void opens_what_was_written(void)
{
	struct tp_buf image = TP_BUF_INIT, got = TP_BUF_INIT;
	struct tp_segmenter *segmenter = compile(srx, &image), *opened = open_copy(&image, "en-GB");

	EXPECT(opened);
	show(segmenter, &got);
	STR(tp_buf_str(&got), "Dr. A. |Abb. Ccc. ax. |bx. xyy. [a. b] c. |d 5.|.6.-|7 8,|99,");
	show(opened, &got);
	STR(tp_buf_str(&got), "Dr. A. |Abb. Ccc. ax. |bx. xyy. [a. b] c. |d 5.|.6.-|7 8,|99,");
	for (size_t i = 0; tp_segmenter_rule(segmenter, i); i++) {
		const struct tp_segment_rule *a = tp_segmenter_rule(segmenter, i), *b = tp_segmenter_rule(opened, i);

		EXPECT(b && a->breaks == b->breaks && a->line == b->line && tp_str_eq(a->before, b->before) &&
		       tp_str_eq(a->after, b->after) && tp_str_eq(a->file, b->file));
	}
	tp_segmenter_free(opened);
	tp_segmenter_free(segmenter);
	tp_buf_release(&image);
	tp_buf_release(&got);
}

/* Opens rules that were compiled for English for another language. */
static bool serves(const char *maps, const char *language)
{
	struct tp_buf rules = TP_BUF_INIT, image = TP_BUF_INIT;
	struct tp_segmenter *opened;

	tp_buf_format(&rules,
		      "<srx version='2.0'><header cascade='no'/><body><languagerules><languagerule "
		      "languagerulename='a'><rule><beforebreak>x</beforebreak></rule></languagerule><languagerule "
		      "languagerulename='b'/></languagerules><maprules>%s</maprules></body></srx>",
		      maps);
	tp_segmenter_free(compile(rules.p, &image));
	opened = open_copy(&image, language);
	tp_segmenter_free(opened);
	tp_buf_release(&rules);
	tp_buf_release(&image);
	return opened;
}

static void rules_serve_the_languages_that_they_are_for(void)
{
	static const char *const all = "<languagemap languagepattern='.*' languagerulename='a'/>";
	static const char *const english = "<languagemap languagepattern='en.*' languagerulename='a'/>"
					   "<languagemap languagepattern='.*' languagerulename='b'/>";

	EXPECT(serves(all, "en") && serves(all, "fr") && serves(all, "pt-BR"));
	EXPECT(serves(english, "en") && !serves(english, "fr"));
}

static void damage_is_found(void)
{
	struct tp_buf image = TP_BUF_INIT;
	size_t n;

	tp_segmenter_free(compile(srx, &image));
	n = image.n;
	for (size_t at = 0; at < n; at += at < 400 ? 1 : 97) {
		image.p[at] ^= 4;
		EXPECT(!open_copy(&image, "en"));
		image.p[at] ^= 4;
		image.n = at;
		EXPECT(!open_copy(&image, "en"));
		image.n = n;
	}
	tp_buf_release(&image);
}

/* The sum of another version of tprep, over bytes that are the same. */
static void other_versions_are_refused(void)
{
	enum { SUM_AT = 48 };
	struct tp_buf image = TP_BUF_INIT;
	uint64_t sum;

	tp_segmenter_free(compile(srx, &image));
	memcpy(&sum, image.p + SUM_AT, sizeof sum);
	sum ^= tp_flat_hash(tp_str_from(tp_buf_str(&image), SUM_AT + sizeof sum));
	sum ^= tp_flat_hash((struct tp_str){ image.p, SUM_AT });
	EQ(sum, tp_flat_hash(TP_S(TP_VERSION)));
	sum = tp_flat_hash(tp_str_from(tp_buf_str(&image), SUM_AT + sizeof sum)) ^
	      tp_flat_hash((struct tp_str){ image.p, SUM_AT }) ^ tp_flat_hash(TP_S("0.1"));
	memcpy(image.p + SUM_AT, &sum, sizeof sum);
	EXPECT(!open_copy(&image, "en"));
	tp_buf_release(&image);
}

struct tried {
	struct tp_buf image, got;
	unsigned random, opened, refused;
};

static unsigned random_of(struct tried *tried)
{
	tried->random = tried->random * 1103515245 + 12345;
	return tried->random >> 4;
}

/* Writes a field of an image over, opens it, and leaves it as it was. */
static void try_field(struct tried *tried, size_t at, uint32_t value, size_t size)
{
	char was[sizeof value];
	struct tp_segmenter *opened;

	memcpy(was, tried->image.p + at, size);
	memcpy(tried->image.p + at, &value, size);
	tp_segments_seal(&tried->image);
	opened = open_copy(&tried->image, "en");
	if (opened)
		show(opened, &tried->got);
	tried->opened += opened != NULL;
	tried->refused += !opened;
	tp_segmenter_free(opened);
	memcpy(tried->image.p + at, was, size);
}

static void what_is_wrong_does_no_harm(void)
{
	struct tried tried = { TP_BUF_INIT, TP_BUF_INIT, 1, 0, 0 };

	tp_segmenter_free(compile(srx, &tried.image));
	for (int i = 0; i < 3000; i++) {
		size_t at = 24 + random_of(&tried) % (tried.image.n - 24);

		try_field(&tried, at, random_of(&tried) >> 8, 1);
	}
	EXPECT(tried.opened > 0 && tried.refused > 0);
	tp_buf_release(&tried.image);
	tp_buf_release(&tried.got);
}

/* Where bytes stand in an image from a place on; its end if nowhere. */
static size_t find(const struct tp_buf *image, size_t at, const void *bytes, size_t n)
{
	while (at + n <= image->n && memcmp(image->p + at, bytes, n) != 0)
		at++;
	return at + n <= image->n ? at : image->n;
}

/* Where the text of the rules begins; the names of files, rules, conditions and nodes stand behind that. */
static size_t find_rules(const struct tp_buf *image)
{
	return find(image, 0, "\\bDr", 4) & ~(size_t)3;
}

static void wrong_fields_do_no_harm(void)
{
	static const uint32_t values[] = { 0, 1, 2, 5, 77, 9999, UINT16_MAX, INT32_MAX, UINT32_MAX - 1, UINT32_MAX };
	struct tried tried = { TP_BUF_INIT, TP_BUF_INIT, 1, 0, 0 };
	size_t at;

	tp_segmenter_free(compile(srx, &tried.image));
	at = find_rules(&tried.image);
	EXPECT(at < tried.image.n - 1000);
	for (at -= 8; at < tried.image.n - sizeof(struct tp_scan); at += sizeof *values)
		for (size_t i = 0; i < sizeof values / sizeof *values; i++)
			try_field(&tried, at, values[i], sizeof *values);
	EXPECT(tried.opened > 0 && tried.refused > 0);
	tp_buf_release(&tried.image);
	tp_buf_release(&tried.got);
}

/* Whether an image opens in which one of the fields of a record is another one. */
static bool opens_with(struct tried *tried, const uint32_t *record, size_t n, size_t field, uint32_t value)
{
	size_t at = find(&tried->image, find_rules(&tried->image), record, n * sizeof *record);

	EXPECT(at < tried->image.n);
	tried->opened = 0;
	try_field(tried, at + field * sizeof *record, value, sizeof value);
	return tried->opened;
}

/* A condition says by a number of its own which automaton its pattern is in. */
static void conditions_are_what_they_are_checked_for(void)
{
	static const uint32_t condition[] = { 1, 1, 0, 0 }; /* left, far, negated, pattern */
	struct tried tried = { TP_BUF_INIT, TP_BUF_INIT, 1, 0, 0 };

	tp_segmenter_free(compile(srx, &tried.image));
	EXPECT(opens_with(&tried, condition, 4, 1, 1));
	for (size_t field = 0; field < 3; field++)
		EXPECT(!opens_with(&tried, condition, 4, field, 2));
	EXPECT(!opens_with(&tried, condition, 4, 3, 2));
	tp_buf_release(&tried.image);
	tp_buf_release(&tried.got);
}

/* Nodes without the children that they are read by, with some where nobody reads them, and out of order. */
static void nodes_are_what_a_parser_makes(void)
{
	enum { KIND, SET, MIN, MAX, CHILDREN, FLAGS, CHILD };
	static const uint32_t repeat[] = { TP_NODE_REPEAT, 0, 2, 3, 1 }; /* of a set */
	struct tried tried = { TP_BUF_INIT, TP_BUF_INIT, 1, 0, 0 };

	tp_segmenter_free(compile(srx, &tried.image));
	EXPECT(opens_with(&tried, repeat, 5, KIND, TP_NODE_ANY) && opens_with(&tried, repeat, 5, KIND, TP_NODE_ALL));
	EXPECT(!opens_with(&tried, repeat, 5, KIND, TP_NODE_STOP) && !opens_with(&tried, repeat, 5, KIND, TP_NODE_SET));
	EXPECT(opens_with(&tried, repeat, 5, CHILD + KIND, TP_NODE_ALL));
	EXPECT(!opens_with(&tried, repeat, 5, CHILD + KIND, TP_NODE_ANY));
	for (uint32_t children = 0; children < 4; children++)
		EXPECT(opens_with(&tried, repeat, 5, CHILDREN, children) == (children == 1));
	EXPECT(!opens_with(&tried, repeat, 5, MIN, 4) && opens_with(&tried, repeat, 5, MAX, TP_FOREVER));
	tp_buf_release(&tried.image);
	tp_buf_release(&tried.got);
}

/* Repetitions in one another that would take too long to match. */
static void too_much_work_is_refused(void)
{
	static const char rules[] =
	    "<srx version='2.0'><header cascade='no'/><body><languagerules><languagerule languagerulename='a'>"
	    "<rule break='no'><beforebreak>x(?!ab)(?:(?:a|(?!bc)){21}){21}\\.</beforebreak></rule>"
	    "<rule><beforebreak>\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
	    "</languagerule></languagerules><maprules><languagemap languagepattern='.*' "
	    "languagerulename='a'/></maprules>"
	    "</body></srx>";
	static const uint32_t times[2][2] = { { 21, 21 }, { 9999, 9999 } };
	struct tp_buf image = TP_BUF_INIT;
	struct tp_segmenter *opened;
	unsigned found = 0;

	tp_segmenter_free(compile(rules, &image));
	opened = open_copy(&image, "en");
	EXPECT(opened);
	tp_segmenter_free(opened);
	for (size_t at = 0; (at = find(&image, at, times[0], sizeof *times)) < image.n; found++)
		memcpy(image.p + at, times[1], sizeof *times);
	EXPECT(found == 2);
	tp_segments_seal(&image);
	EXPECT(!open_copy(&image, "en"));
	tp_buf_release(&image);
}

TESTS(TEST(opens_what_was_written), TEST(rules_serve_the_languages_that_they_are_for), TEST(damage_is_found),
      TEST(other_versions_are_refused), TEST(what_is_wrong_does_no_harm), TEST(wrong_fields_do_no_harm),
      TEST(conditions_are_what_they_are_checked_for), TEST(nodes_are_what_a_parser_makes),
      TEST(too_much_work_is_refused))
