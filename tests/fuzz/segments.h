/* What the fuzzers of segmentation ask of any rules and any text. */
#ifndef TESTS_FUZZ_SEGMENTS_H
#define TESTS_FUZZ_SEGMENTS_H

#include <stdint.h>
#include <stdlib.h>

#include "language/segments.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The segments tile the text. */
static inline void require_segments(const struct tp_segmenter *segmenter, struct tp_str text)
{
	struct tp_spans spans = { NULL, 0, 0 };
	size_t at = 0;

	tp_segmenter_split(segmenter, text, &(struct tp_judge){ 0 }, &spans);
	for (size_t i = 0; i < spans.n; at = spans.p[i++].to)
		if (spans.p[i].from != at || spans.p[i].to <= at)
			abort();
	if (at != text.n)
		abort();
	tp_spans_release(&spans);
}

#endif
