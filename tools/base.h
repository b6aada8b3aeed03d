/* tprep base: each of its verbs is a struct in a file of its own (base_*.c); the Makefile makes the table. */
#ifndef TPREP_TOOLS_BASE_H
#define TPREP_TOOLS_BASE_H

#include "tool.h"

struct base_verb {
	const char *name; /* "import" */
	enum tool_status (*run)(struct tool *tool, char **files); /* without the verb; ends with NULL */
};

extern const struct base_verb *const base_verbs[]; /* ends with NULL */

#endif
