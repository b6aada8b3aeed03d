/* Text that comes line by line in another encoding than UTF-8, and answers in it. */
#ifndef TPREP_TOOLS_RECODE_H
#define TPREP_TOOLS_RECODE_H

#include "tool.h"

struct recoding;

/* The encoding that the options say; NULL for UTF-8. False after a message. */
bool recoding_open(struct tool *tool, struct recoding **recoding);
void recoding_close(struct recoding *recoding);

/* Add the text, from the encoding and to it; what it lacks, and bytes that are none, become question marks. */
void recode_in(struct recoding *recoding, struct tp_str text, struct tp_buf *out);
void recode_out(struct recoding *recoding, struct tp_str text, struct tp_buf *out);

#endif
