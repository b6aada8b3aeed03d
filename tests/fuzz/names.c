/* Any bytes can be searched for names: hits lie in the text in order, and edits do not overlap; nor do they in what
 * comes of it. */
#include <stdint.h>
#include <stdlib.h>

#include "core/edit.h"
#include "core/memory.h"
#include "core/str.h"
#include "language/names.h"
#include "language/words.h"

static void must(bool condition)
{
	if (!condition)
		abort();
}

/* Adds the text in house style. */
static void rewrite(const struct tp_names *names, struct tp_str text, struct tp_buf *out)
{
	const struct tp_naming how = { .quotes = TP_QUOTES_REWRITE };
	struct tp_arena *arena = tp_arena_new();
	struct tp_name_changes changes = { NULL, 0, 0 };
	struct tp_edits edits = { NULL, 0, 0 };
	struct tp_spans skip = { NULL, 0, 0 }, quotes = { NULL, 0, 0 };
	size_t last = 0;

	tp_skip_map(text, &skip);
	tp_quotes_map(text, "en", &quotes);
	tp_names_changes(names, text, &skip, &how, arena, &changes);
	for (size_t i = 0; i < changes.n; i++) {
		struct tp_name_change *change = &changes.p[i];
		must(change->hit.at.from >= last && change->hit.at.from < change->hit.at.to &&
		     change->hit.at.to <= text.n);
		last = change->hit.at.to;
		if (change->fate != TP_NAME_CHANGED)
			continue;
		if (change->article.at.to)
			tp_edits_add(&edits, change->article.at, change->article.with);
		tp_edits_add(&edits, change->edit.at, change->edit.with);
	}
	must(tp_edits_sort(&edits, text.n));
	tp_edits_apply(&edits, text, out);
	free(changes.p);
	tp_edits_release(&edits);
	tp_spans_release(&skip);
	tp_spans_release(&quotes);
	tp_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tp_names *names;
	struct tp_buf once = TP_BUF_INIT, twice = TP_BUF_INIT;

	if (!names)
		names = tp_names_new("dictionaries", "tests/files/names/desk.tsv", "mul", NULL);
	must(names);
	rewrite(names, (struct tp_str){ (const char *)data, size }, &once);
	rewrite(names, tp_buf_str(&once), &twice);
	tp_buf_release(&once);
	tp_buf_release(&twice);
	return 0;
}
