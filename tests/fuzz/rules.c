/* Compiled rules with fields of any value, sealed anew: refused, or the segments tile a text. */
#include "fuzz/segments.h"

#include <string.h>

#include "core/str.h"
#include "language/segments_image.h"
#include "language/segments_scan.h"

static const char srx[] =
    "<srx version='2.0'><header cascade='no'/><body><languagerules><languagerule languagerulename='a'>"
    "<rule break='no'><beforebreak>(?:^|\\[)[^\\]]*\\.</beforebreak><afterbreak>\\s[^\\[]*\\]</afterbreak></rule>"
    "<rule break='no'><beforebreak>(\\w)\\1\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "<rule break='no'><beforebreak>x(?:(?&lt;!ax)|y{2,3})\\.</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "<rule><beforebreak>\\d[.]+?-?</beforebreak></rule>"
    "<rule><beforebreak>[.!?]</beforebreak><afterbreak>\\s</afterbreak></rule>"
    "</languagerule></languagerules><maprules><languagemap languagepattern='.*' languagerulename='a'/></maprules>"
    "</body></srx>";

/* A field to write over: with a number, with one that is a little more or less than its own, or with that of a
 * neighbour. Values that are like others are often let in, where any one is refused. */
struct change {
	uint16_t at; /* its number, back from the tables at the end, of which no value is wrong */
	uint8_t kind;
	int8_t by;
};

static void write_over(struct tp_buf *image, struct change change)
{
	size_t fields = (image->n - sizeof(struct tp_scan)) / sizeof(uint32_t);
	size_t field = fields - 1 - change.at % fields, from = field;
	uint32_t value = 0;

	if (change.kind % 3 == 2)
		from = (field + fields + (size_t)change.by) % fields;
	if (change.kind % 3)
		memcpy(&value, image->p + from * sizeof value, sizeof value);
	if (change.kind % 3 < 2)
		value = (uint32_t)((int64_t)value + change.by);
	memcpy(image->p + field * sizeof value, &value, sizeof value);
}

/* What the rules are written as, made once. */
static struct tp_str written(void)
{
	static struct tp_buf image = TP_BUF_INIT;

	if (!image.n) {
		struct tp_segmenter *segmenter = tp_segmenter_read(tp_str_of(srx), "en", NULL);

		tp_segments_write(segmenter, "en", &image);
		tp_segmenter_free(segmenter);
	}
	return tp_buf_str(&image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tp_buf image = TP_BUF_INIT;
	struct tp_segmenter *segmenter;
	struct tp_file file;
	struct change change;

	tp_buf_add_str(&image, written());
	for (size_t at = 0; at + sizeof change <= n && at < 8 * sizeof change; at += sizeof change) {
		memcpy(&change, data + at, sizeof change);
		write_over(&image, change);
	}
	tp_segments_seal(&image);
	file = (struct tp_file){ tp_buf_str(&image), NULL };
	segmenter = tp_segments_open(&file, "en", NULL, 0);
	if (segmenter)
		require_segments(segmenter, TP_S("Dr. A. Abb. Ccc. ax. bx. xyy. [a. b] c. d 5..6.-7 8,99,"));
	tp_segmenter_free(segmenter);
	return 0;
}
