/* The door to jansson: JSON that we write. */
#ifndef TPREP_CORE_JSON_H
#define TPREP_CORE_JSON_H

#include "tprep.h"

/* Adds a string as JSON, with its quotes; ill-formed bytes become U+FFFD. */
void tp_json_add_str(struct tp_buf *out, struct tp_str s);

#endif
