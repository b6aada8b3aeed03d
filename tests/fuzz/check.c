/* Any bytes can be checked: findings lie in the text, and fixing twice changes no more than once. */
#include <stdint.h>
#include <stdlib.h>

#include "checks/check.h"
#include "core/str.h"

static char language[] = "en";
static const struct tp_kit kit = { .language = language };

static void must(bool condition)
{
	if (!condition)
		abort();
}

/* Adds the text with its sure fixes made. Returns how many. */
static size_t fix(struct tp_str text, struct tp_buf *out)
{
	const struct tp_unit unit = { .text.text = text };
	struct tp_findings findings = { NULL, 0, 0, NULL };
	struct tp_edits edits = { NULL, 0, 0 };
	size_t n;

	tp_check_units(&kit, NULL, NULL, &unit, 1, tp_findings_gather, &findings, NULL);
	for (size_t i = 0; i < findings.n; i++)
		must(findings.p[i].at.from < findings.p[i].at.to && findings.p[i].at.to <= text.n);
	n = tp_findings_edits(&findings, 0, TP_FAMILY_COPY, &edits);
	must(tp_edits_sort(&edits, text.n));
	tp_edits_apply(&edits, text, out);
	tp_edits_release(&edits);
	tp_findings_release(&findings);
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tp_buf once = TP_BUF_INIT, twice = TP_BUF_INIT;

	fix((struct tp_str){ (const char *)data, size }, &once);
	must(fix(tp_buf_str(&once), &twice) == 0);
	tp_buf_release(&once);
	tp_buf_release(&twice);
	return 0;
}
