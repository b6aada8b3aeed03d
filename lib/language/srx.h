/* SRX files (1.0 and 2.0): the rules for a language, in order. */
#ifndef TPREP_LANGUAGE_SRX_H
#define TPREP_LANGUAGE_SRX_H

#include "tprep.h"

struct tp_srx_rule {
	bool breaks;
	struct tp_str before, after; /* regular expressions */
	size_t line;
};

/* The rules of a language, held by the caller. Strings live until it is released. */
struct tp_srx {
	struct tp_srx_rule *p;
	size_t n, cap;
	struct tp_arena *arena;
};

/* Reads a file. The language maps are asked for the language as it stands ("pt-BR"), then for its primary
 * subtag; files that tell modes apart by "_two" (a blank line ends a paragraph) are asked for that first. Without
 * cascade the first map that fits gives the rules, else all that fit do. No map that fits is TP_E_USAGE. */
bool tp_srx_read(struct tp_srx *srx, struct tp_str bytes, const char *language, struct tp_error *err);
void tp_srx_release(struct tp_srx *srx);

#endif
