/* tprep srx: each of its verbs is a struct in a file of its own (srx_*.c); the Makefile makes the table. */
#ifndef TPREP_TOOLS_SRX_H
#define TPREP_TOOLS_SRX_H

#include "tool.h"

struct srx_verb {
	const char *name; /* "lint" */
	enum tool_status (*run)(struct tool *tool, char **files); /* without the verb; ends with NULL */
};

extern const struct srx_verb *const srx_verbs[]; /* ends with NULL */

#endif
