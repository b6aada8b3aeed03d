#include "core/edit.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/utf8.h"

void tp_edits_add(struct tp_edits *edits, struct tp_span at, struct tp_str with)
{
	*tp_push(edits) = (struct tp_edit){ at, with };
}

void tp_edits_release(struct tp_edits *edits)
{
	free(edits->p);
	*edits = (struct tp_edits){ NULL, 0, 0 };
}

bool tp_span_overlaps(struct tp_span a, struct tp_span b)
{
	if (a.from == a.to && b.from == b.to)
		return a.from == b.from;
	return a.from < b.to && b.from < a.to;
}

static int by_place(const void *a, const void *b)
{
	const struct tp_span *s = &((const struct tp_edit *)a)->at, *t = &((const struct tp_edit *)b)->at;

	if (s->from != t->from)
		return s->from < t->from ? -1 : 1;
	return (s->to > t->to) - (s->to < t->to);
}

static bool is_sorted(const struct tp_edits *edits)
{
	for (size_t i = 1; i < edits->n; i++)
		if (by_place(&edits->p[i - 1], &edits->p[i]) > 0)
			return false;
	return true;
}

bool tp_edits_sort(struct tp_edits *edits, size_t n)
{
	if (!is_sorted(edits))
		qsort(edits->p, edits->n, sizeof *edits->p, by_place);
	for (size_t i = 0; i < edits->n; i++) {
		struct tp_span at = edits->p[i].at;

		if (at.from > at.to || at.to > n)
			return false;
		if (i && tp_span_overlaps(edits->p[i - 1].at, at))
			return false;
	}
	return true;
}

void tp_edits_apply(const struct tp_edits *edits, struct tp_str text, struct tp_buf *out)
{
	size_t done = 0;

	for (size_t i = 0; i < edits->n; i++) {
		const struct tp_edit *edit = &edits->p[i];

		tp_buf_add(out, text.p + done, edit->at.from - done);
		tp_buf_add_str(out, edit->with);
		done = edit->at.to;
	}
	tp_buf_add_str(out, tp_str_from(text, done));
}

size_t tp_edits_back(const struct tp_edits *edits, size_t offset, bool end)
{
	size_t old = 0, new = 0; /* the same border, in the original and in the edited text */

	for (size_t i = 0; i < edits->n; i++) {
		const struct tp_edit *edit = &edits->p[i];
		size_t start = new + (edit->at.from - old), stop = start + edit->with.n;

		if (offset < start)
			break;
		if (offset == start && (start < stop || !end))
			return edit->at.from;
		if (offset < stop)
			return end ? edit->at.to : edit->at.from;
		old = edit->at.to;
		new = stop;
	}
	return old + (offset - new);
}

static size_t common_start(struct tp_str a, struct tp_str b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	while (tp_utf8_border(a, n) != n || tp_utf8_border(b, n) != n)
		n--;
	return n;
}

static size_t common_end(struct tp_str a, struct tp_str b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[a.n - 1 - n] == b.p[b.n - 1 - n])
		n++;
	while (tp_utf8_border(a, a.n - n) != a.n - n || tp_utf8_border(b, b.n - n) != b.n - n)
		n--;
	return n;
}

struct tp_edit tp_edit_trim(struct tp_edit edit, struct tp_str text)
{
	struct tp_str old = tp_str_at(text, edit.at);
	size_t start = common_start(old, edit.with);
	size_t end = common_end(tp_str_from(old, start), tp_str_from(edit.with, start));

	edit.at.from += start;
	edit.at.to -= end;
	edit.with = (struct tp_str){ edit.with.p + start, edit.with.n - start - end };
	return edit;
}
