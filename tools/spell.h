/* What the files of `tprep spell` share. */
#ifndef TPREP_TOOLS_SPELL_H
#define TPREP_TOOLS_SPELL_H

#include "tool.h"

/* Answers standard input as ispell -a does. */
enum tool_status spell_pipe(struct tool *tool, struct tp_kit *kit);

/* Prints the version as ispell -v does, */
void spell_version(void);

/* and as hunspell -D does, the dictionaries there are, and those that would be in use. */
void spell_dictionaries(const struct tool *tool);

#endif
