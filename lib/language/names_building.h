/* A name base in the making, shared by the files that make it: names_build.c takes rows, names_finish.c makes the
 * image of them. */
#ifndef TPREP_LANGUAGE_NAMES_BUILDING_H
#define TPREP_LANGUAGE_NAMES_BUILDING_H

#include "core/table.h"
#include "language/names_base.h"
#include "language/names_map.h"

struct tp_built_form {
	uint32_t text;
	uint32_t concept;
	uint32_t extra; /* index + 1, or 0 */
	uint32_t preferred;
	uint16_t language;
	uint8_t flags;
	uint16_t layer; /* 0 the base, 1 the style */
};

struct tp_built_language {
	struct tp_str tag;
	uint32_t string;
	uint32_t parent; /* "pt" of "pt-BR", "" of "pt"; its own index for "" */
	unsigned reach; /* last letters that tell how a form is inflected */
	bool has_roles; /* words of names are looked at one by one: there are adjectives */
};

struct tp_name_builder {
	const char *language; /* NULL: all */
	uint16_t layer;
	struct tp_arena *arena;
	struct tp_folder folder;
	struct tp_buf word, strings; /* strings[0] is the empty one */
	struct tp_map known_forms, known_concepts; /* hash -> index + 1 */
	struct tp_table known_tags, known_kinds; /* -> index, string */
	uint32_t last_concept;
	struct {
		struct tp_built_form *p;
		size_t n, cap;
	} forms;
	struct {
		struct tp_image_extra *p;
		size_t n, cap;
	} extras;
	struct {
		struct tp_image_concept *p;
		size_t n, cap;
	} concepts;
	struct {
		struct tp_built_language *p;
		size_t n, cap;
	} languages;
	struct {
		uint64_t *p;
		size_t n, cap;
	} words;
};

struct tp_str tp_built_string(const struct tp_name_builder *builder, uint32_t at);

#endif
