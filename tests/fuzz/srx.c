/* Any bytes as two patterns of a rule, and what follows them as a text: refused, or the segments tile the text. */
#include "fuzz/segments.h"

#include <string.h>

#include "core/sax.h"
#include "core/str.h"
#include "core/utf8.h"

/* The line up to its end as XML content; what XML cannot hold is left out. */
static void add_pattern(struct tp_buf *out, struct tp_str line)
{
	struct tp_buf clean = TP_BUF_INIT;

	for (size_t at = 0; at < line.n;) {
		uint32_t cp = tp_utf8_next(line, &at);

		if (tp_xml_allows(cp))
			tp_buf_add_cp(&clean, cp);
	}
	tp_xml_add_text(out, tp_buf_str(&clean));
	tp_buf_release(&clean);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tp_str rest = { (const char *)data, n }, before = { "", 0 }, after = { "", 0 };
	struct tp_buf xml = TP_BUF_INIT;
	struct tp_segmenter *segmenter;

	tp_str_line(&rest, &before);
	tp_str_line(&rest, &after);
	tp_buf_add_z(&xml,
		     "<srx version='2.0'><header cascade='no'/><body><languagerules><languagerule languagerulename='a'>"
		     "<rule break='yes'><beforebreak>");
	add_pattern(&xml, before);
	tp_buf_add_z(&xml, "</beforebreak><afterbreak>");
	add_pattern(&xml, after);
	tp_buf_add_z(&xml, "</afterbreak></rule></languagerule></languagerules><maprules>"
			   "<languagemap languagepattern='.*' languagerulename='a'/></maprules></body></srx>");
	segmenter = tp_segmenter_read(tp_buf_str(&xml), "en", NULL);
	if (segmenter)
		require_segments(segmenter, rest.p ? rest : TP_S(""));
	tp_segmenter_free(segmenter);
	tp_buf_release(&xml);
	return 0;
}
