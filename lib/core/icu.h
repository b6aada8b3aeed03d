/* What the files of the door to ICU share; for nobody else. */
#ifndef TPREP_CORE_ICU_H
#define TPREP_CORE_ICU_H

#include <unicode/utypes.h>

#include "tprep.h"

/* Takes a piece off *rest that ICU can take, which counts in int32_t and wants room in UTF-16: about 1 MiB,
 * up to white space, before which nothing of what ICU does looks back. */
struct tp_str tp_icu_piece(struct tp_str *rest);

/* A piece in UTF-16, ill-formed bytes as U+FFFD: free() the result. */
UChar *tp_icu_utf16(struct tp_str s, int32_t *n);

void tp_icu_add(struct tp_buf *out, const UChar *p, int32_t n);

#endif
