#include "language/names_tags.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/table.h"
#include "language/names_base.h"
#include "language/names_rows.h"

struct tags {
	struct tp_arena *arena;
	struct tp_table known;
	struct {
		struct tp_str *p;
		size_t n, cap;
	} list;
};

static bool take_row(void *arg, const struct tp_name_row *row, struct tp_error *err)
{
	struct tags *tags = arg;

	(void)err;
	if (!row->lang.n || tp_table_get(&tags->known, row->lang))
		return true;
	*tp_push(&tags->list) = tp_arena_str(tags->arena, row->lang);
	tp_table_put(&tags->known, tags->list.p[tags->list.n - 1]);
	return true;
}

static bool take_file(void *arg, const char *path, bool over, struct tp_error *err)
{
	(void)over;
	return tp_name_rows_read(path, take_row, arg, NULL, err);
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct tp_str *)a)->p, ((const struct tp_str *)b)->p);
}

static void find(struct tags *tags, const char *data, const char *style)
{
	tags->arena = tp_arena_new();
	tp_names_files(data, style, take_file, tags, NULL);
	if (tags->list.n)
		qsort(tags->list.p, tags->list.n, sizeof *tags->list.p, compare);
}

static void release(struct tags *tags)
{
	free(tags->list.p);
	tp_table_release(&tags->known);
	tp_arena_free(tags->arena);
}

void tp_name_tags_add(const char *data, const char *style, struct tp_buf *out)
{
	struct tags tags = { .arena = NULL };

	find(&tags, data, style);
	for (size_t i = 0; i < tags.list.n; i++)
		tp_buf_format(out, "%s%s", i ? ", " : "", tags.list.p[i].p);
	release(&tags);
}

bool tp_name_tags_variant(const char *data, const char *style, const char *language, struct tp_buf *out)
{
	struct tags tags = { .arena = NULL };
	const char *variant = NULL;
	size_t n = 0;

	find(&tags, data, style);
	for (size_t i = 0; i < tags.list.n; i++) {
		if (!tp_language_within(tp_str_of(language), tags.list.p[i].p))
			continue;
		variant = tags.list.p[i].p;
		n += tags.list.p[i].n == strlen(language) ? 2 : 1;
	}
	if (n == 1)
		tp_buf_add_z(out, variant);
	release(&tags);
	return n == 1;
}
