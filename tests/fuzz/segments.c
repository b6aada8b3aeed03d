/* Our rules on any bytes: the segments tile the text. */
#include "fuzz/segments.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct tp_segmenter *english, *japanese;

	if (!english) {
		english = tp_segmenter_new("dictionaries", "en", NULL, NULL);
		japanese = tp_segmenter_new("dictionaries", "ja", NULL, NULL);
	}
	if (!english || !japanese)
		abort();
	require_segments(english, (struct tp_str){ (const char *)data, n });
	require_segments(japanese, (struct tp_str){ (const char *)data, n });
	return 0;
}
