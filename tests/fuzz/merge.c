/* A returned XLIFF file of any bytes is merged, or refused with a reason; what nothing translates stays byte for byte.
 * The input is a line that says how, then the XLIFF; where it is no XLIFF of the sample, its bytes are put into a
 * target of one, so that codes and segments are reached soon. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/str.h"
#include "tprep.h"

#define SAMPLE "One *two* `three`. Four [five](x \"y\").  \nSix &amp; seven.\n\n- Eight **nine. Ten** <br> x.\n"

static const struct tp_reading reading = { .format = "md" };

static void merge(struct tp_str xliff_bytes, const struct tp_merging *how)
{
	struct tp_error err = { 0 };
	struct tp_buf out = TP_BUF_INIT;
	struct tp_findings findings = { 0 };
	struct tp_doc *doc = tp_doc_read(TP_S(SAMPLE), "sample.md", &reading, &err);
	struct tp_xliff *xliff = tp_xliff_read(xliff_bytes, "sample.xlf", &err);

	if (!doc || (!xliff && !err.message[0]))
		abort();
	if (xliff && !tp_merge(doc, xliff, 0, how, &out, &findings, &err) && (!err.message[0] || out.n))
		abort();
	tp_findings_release(&findings);
	tp_buf_release(&out);
	tp_xliff_free(xliff);
	tp_doc_free(doc);
}

/* The sample as XLIFF, which the fuzzer's process makes once. */
static struct tp_str exported_sample(void)
{
	static struct tp_buf exported;
	const struct tp_exporting exporting = { .source = "en", .target = "fr", .prepare = TP_PREPARE_NONE };
	struct tp_error err;

	if (exported.n)
		return tp_buf_str(&exported);
	struct tp_doc *doc = tp_doc_read(TP_S(SAMPLE), "sample.md", &reading, &err);
	const struct tp_doc *const docs[] = { doc };
	struct tp_kit *kit = tp_kit_new(&(struct tp_options){ .data = "dictionaries" }, TP_NEED_SEGMENTS, &err);
	if (!doc || !kit || !tp_export(docs, 1, kit, &exporting, tp_buf_write, &exported, &err))
		abort();
	tp_kit_free(kit);
	tp_doc_free(doc);
	return tp_buf_str(&exported);
}

/* The sample's own XLIFF with the bytes as the target of its first unit. */
static void wrap(struct tp_str bytes, struct tp_buf *out)
{
	struct tp_str all = exported_sample(), end = TP_S("</seg-source>\n");
	size_t at = tp_str_find(all, end, 0) + end.n;

	tp_buf_add(out, all.p, at);
	tp_buf_add_z(out, "<target>");
	tp_buf_add_str(out, bytes);
	tp_buf_add_z(out, "</target>");
	tp_buf_add_str(out, tp_str_from(all, at));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	const struct tp_merging how = { .missing = (enum tp_missing)(data[0] % 3), .force = data[0] & 4 };
	struct tp_str bytes = { (const char *)data + 1, size - 1 };
	struct tp_buf wrapped = TP_BUF_INIT;

	merge(bytes, &how);
	wrap(bytes, &wrapped);
	merge(tp_buf_str(&wrapped), &how);
	tp_buf_release(&wrapped);
	return 0;
}
