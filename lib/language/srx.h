/* SRX files (1.0 and 2.0). */
#ifndef TPREP_LANGUAGE_SRX_H
#define TPREP_LANGUAGE_SRX_H

#include "core/table.h"
#include "language/segments.h"

struct tp_kit;
struct tp_lessons;

struct tp_srx_rule {
	bool breaks;
	struct tp_str before, after; /* regular expressions */
	size_t line;
};

/* <languagerule>: rules [from, to) of the file. */
struct tp_srx_group {
	struct tp_str name;
	size_t line, from, to;
	bool mapped; /* a map leads to it */
};

/* <languagemap>: codes that fit the pattern lead to a group. */
struct tp_srx_map {
	struct tp_str pattern, group;
	size_t line;
};

/* A file, held by the caller. Strings live until it is released. */
struct tp_srx {
	bool cascade;
	struct tp_break_codes codes;
	bool whole_flows; /* text inside of inline codes is not cut: no format has any here, so it is only kept */
	bool all_ends; /* <?tprep ends="all"?>: of all places where a match can end, each counts */
	bool weak; /* it says of itself that its rules find no more than some ends of sentences */
	struct {
		struct tp_srx_rule *p;
		size_t n, cap;
	} rules;
	struct {
		struct tp_srx_group *p;
		size_t n, cap;
	} groups;
	struct tp_table names; /* of groups -> 1 + the index */
	struct {
		struct tp_srx_map *p;
		size_t n, cap;
	} maps;
	struct tp_arena *arena;
};

/* Reads a file. Each map leads to a group that is there, or it is TP_E_SYNTAX. */
bool tp_srx_read(struct tp_srx *srx, struct tp_str bytes, struct tp_error *err);
void tp_srx_release(struct tp_srx *srx);

/* A map's pattern is the whole of a language code, whatever its case. One that is no pattern is TP_E_SYNTAX. */
bool tp_srx_map_fits(const struct tp_srx_map *map, struct tp_str code, bool *fits, struct tp_error *err);

/* Every language gets the same rules. */
bool tp_srx_is_for_all(const struct tp_srx *srx);

/* Calls each() for the groups of a language, in order. The maps are asked for the language as it stands ("pt-BR"),
 * then for its primary subtag; files that tell modes apart by "_two" (a blank line ends a paragraph) are asked for that
 * first. Without cascade the first map that fits gives the rules, else all that fit do. No map that fits is
 * TP_E_USAGE. Ends with false as soon as each() does. */
typedef bool (*tp_srx_group_fn)(void *arg, const struct tp_srx_group *group, struct tp_error *err);
bool tp_srx_select(const struct tp_srx *srx, const char *language, tp_srx_group_fn each, void *arg,
		   struct tp_error *err);

/* Writes the rules in force as an SRX 2.0 file, with those that a document taught where evidence would be heard: before
 * the rules for any language. */
void tp_srx_write(const struct tp_kit *kit, const struct tp_lessons *lessons, struct tp_buf *out);

#endif
