/* What the files of `tprep spell` share. */
#ifndef TPREP_TOOLS_SPELL_H
#define TPREP_TOOLS_SPELL_H

#include "tool.h"

/* Answers standard input as ispell -a does. */
enum tool_status spell_pipe(struct tool *tool, struct tp_kit *kit);

/* Accepts the words of the file that --personal names, and adds them to a list, a line each. False after a message. */
bool spell_personal(struct tool *tool, const struct tp_kit *kit, struct tp_buf *list);

/* What editors mark: with `names`, unknown ones, too. */
bool spell_is_wrong(const struct tp_finding *finding, bool names);

/* Prints the version as ispell -v does, */
void spell_version(void);

/* and as hunspell -D does, the dictionaries there are, and those that would be in use. */
void spell_dictionaries(const struct tool *tool);

#endif
