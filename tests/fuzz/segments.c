/* Our rules on any bytes: the segments tile the text. */
#include <stdint.h>
#include <stdlib.h>

#include "language/segments.h"

static void check(const struct tp_segmenter *segmenter, struct tp_str text)
{
	struct tp_spans spans = { NULL, 0, 0 };
	size_t at = 0;

	tp_segmenter_split(segmenter, text, NULL, NULL, &spans);
	for (size_t i = 0; i < spans.n; i++) {
		if (spans.p[i].from != at || spans.p[i].to <= at)
			abort();
		at = spans.p[i].to;
	}
	if (at != text.n)
		abort();
	tp_spans_release(&spans);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct tp_segmenter *english, *japanese;

	if (!english) {
		english = tp_segmenter_new("dictionaries", "en", NULL, NULL);
		japanese = tp_segmenter_new("dictionaries", "ja", NULL, NULL);
	}
	if (!english || !japanese)
		abort();
	check(english, (struct tp_str){ (const char *)data, n });
	check(japanese, (struct tp_str){ (const char *)data, n });
	return 0;
}
