/* Building a name base: rows in, a compiled image out. */
#ifndef TPREP_LANGUAGE_NAMES_BUILD_H
#define TPREP_LANGUAGE_NAMES_BUILD_H

#include "language/names_rows.h"

struct tp_name_builder;

/* Rows of other languages than `language` are left out; NULL: all are taken. The string lives as long. */
struct tp_name_builder *tp_name_builder_new(const char *language);
void tp_name_builder_free(struct tp_name_builder *builder);

/* From here on, rows are of a layer above: a preferred form takes the place of those of the layers below. */
void tp_name_builder_next_layer(struct tp_name_builder *builder);

/* A tp_name_row_fn, whose `arg` is the builder. What a row says of a form that is there already replaces what was
 * said. */
bool tp_name_builder_take(void *builder, const struct tp_name_row *row, struct tp_error *err);

/* The image, in `out`. The paradigms are those of DATA/names/endings.txt, and what stands
 * before names is that of DATA/names/before.txt. The builder has done its work then. */
bool tp_name_builder_finish(struct tp_name_builder *builder, const char *data, struct tp_buf *out,
			    struct tp_error *err);

#endif
