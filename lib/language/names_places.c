/* Where forms of a base stand. */
#include "language/names_places.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/table.h"
#include "language/names_base.h"
#include "language/names_rows.h"

struct place {
	const char *file;
	size_t line;
};

struct tp_name_places {
	struct tp_arena *arena;
	struct tp_table rows; /* concept, language and form -> address of a place */
	const char *file; /* the one that is read */
};

static bool take_row(void *arg, const struct tp_name_row *row, struct tp_error *err)
{
	struct tp_name_places *places = arg;
	struct tp_buf key = TP_BUF_INIT;
	struct place *place = tp_arena_alloc(places->arena, sizeof *place);

	(void)err;
	*place = (struct place){ places->file, row->line };
	tp_name_row_key(row->concept, row->lang, row->form, &key);
	*tp_table_put(&places->rows, tp_arena_str(places->arena, tp_buf_str(&key))) = (uintptr_t)place;
	tp_buf_release(&key);
	return true;
}

static bool take_file(void *arg, const char *path, bool over, struct tp_error *err)
{
	struct tp_name_places *places = arg;

	(void)over;
	places->file = tp_arena_str(places->arena, tp_str_of(path)).p;
	return tp_name_rows_read(path, take_row, places, NULL, err);
}

struct tp_name_places *tp_name_places_new(const struct tp_names *names)
{
	struct tp_name_places *places = tp_alloc_zero(1, sizeof *places);

	places->arena = tp_arena_new();
	tp_names_files(names->data, names->style, take_file, places, NULL);
	return places;
}

void tp_name_places_free(struct tp_name_places *places)
{
	tp_table_release(&places->rows);
	tp_arena_free(places->arena);
	free(places);
}

const char *tp_name_place(const struct tp_name_places *places, const struct tp_base_form *form, size_t *line)
{
	struct tp_buf key = TP_BUF_INIT;

	tp_name_row_key(form->concept, form->language, form->form, &key);
	const uintptr_t *found = tp_table_get(&places->rows, tp_buf_str(&key));
	tp_buf_release(&key);
	if (!found)
		return NULL;
	const struct place *place = (const struct place *)*found;
	*line = place->line;
	return place->file;
}
