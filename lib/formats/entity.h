/* Character references of HTML ("&eacute;", "&#233;"), which Markdown has, too. */
#ifndef TPREP_FORMATS_ENTITY_H
#define TPREP_FORMATS_ENTITY_H

#include <stdint.h>

#include "tprep.h"

/* The code point of a whole reference, from "&" to ";", or 0 if it is a name that we do not know. */
uint32_t tp_entity(struct tp_str reference);

#endif
