/* Compiled rules: what is opened is what was written, and what is damaged is refused or does no harm. */
#include "language/segments_image.h"

#include "core/memory.h"
#include "unit/test.h"

static const char srx[] =
    "<srx version='2.0'><header cascade='no'/><body><languagerules><languagerule languagerulename='a'>"
    "<rule break='no'><beforebreak>\\bDr\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "<rule break='no'><beforebreak>(?:^|\\[)[^\\]]*\\.</beforebreak><afterbreak>\\s[^\\[]*\\]</afterbreak></rule>"
    "<rule break='no'><beforebreak>(\\w)\\1\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "<rule break='no'><beforebreak>x(?:(?&lt;!ax)|y{2,3})\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "<rule><beforebreak>[.!?。]</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "</languagerule></languagerules><maprules><languagemap languagepattern='.*' languagerulename='a'/></maprules>"
    "</body></srx>";
static const char text[] = "Dr. A. Abb. Ccc. ax. bx. xyy. [a. b] c. d";

static void show(const struct tp_segmenter *segmenter, struct tp_buf *out)
{
	struct tp_spans spans = { 0 };

	tp_buf_clear(out);
	tp_segmenter_split(segmenter, tp_str_of(text), NULL, NULL, &spans);
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

static struct tp_segmenter *compile(struct tp_buf *image)
{
	struct tp_error err = { 0 };
	struct tp_segmenter *segmenter = tp_segmenter_read(tp_str_of(srx), "en", &err);

	OK(segmenter, err);
	tp_segments_write(segmenter, "en", image);
	return segmenter;
}

static void opens_what_was_written(void)
{
	struct tp_buf image = TP_BUF_INIT, got = TP_BUF_INIT;
	struct tp_segmenter *segmenter = compile(&image), *opened = open_copy(&image, "fr");

	EXPECT(opened);
	show(segmenter, &got);
	STR(tp_buf_str(&got), "Dr. A. |Abb. Ccc. ax. |bx. xyy. [a. b] c. |d");
	show(opened, &got);
	STR(tp_buf_str(&got), "Dr. A. |Abb. Ccc. ax. |bx. xyy. [a. b] c. |d");
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

static void damage_is_found(void)
{
	struct tp_buf image = TP_BUF_INIT;
	size_t n;

	tp_segmenter_free(compile(&image));
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

static void what_is_wrong_does_no_harm(void)
{
	struct tp_buf image = TP_BUF_INIT, got = TP_BUF_INIT;
	unsigned random = 1;

	tp_segmenter_free(compile(&image));
	for (int i = 0; i < 3000; i++) {
		random = random * 1103515245 + 12345;
		size_t at = 24 + (random >> 4) % (image.n - 24);
		char was = image.p[at];

		image.p[at] = (char)(random >> 24);
		tp_segments_seal(&image);
		struct tp_segmenter *opened = open_copy(&image, "en");
		if (opened)
			show(opened, &got);
		tp_segmenter_free(opened);
		image.p[at] = was;
	}
	tp_buf_release(&image);
	tp_buf_release(&got);
}

TESTS(TEST(opens_what_was_written), TEST(damage_is_found), TEST(what_is_wrong_does_no_harm))
