/* Errors and messages. */
#ifndef TPREP_CORE_ERROR_H
#define TPREP_CORE_ERROR_H

#include <libintl.h>

#include "tprep.h"

/* A message in the user's language, and one that is translated later, where it is shown. */
#define _(message)              dgettext("tprep", message)
#define N_(message)             message
#define tp_plural(one, many, n) dngettext("tprep", one, many, n)

/* Fills in *err (which may be NULL) with a whole sentence, and returns false. `line` counts from 1;
 * 0 is not known. The one who knows the file adds it: tp_error_in_file(). */
bool tp_fail(struct tp_error *err, enum tp_error_code code, size_t line, const char *message, ...)
    __attribute__((format(printf, 4, 5)));

/* For "%s failed: reason" of the system: errno as text, for use in a message. */
const char *tp_errno_text(void);

/* Says in which file or unit, if that is not yet said. Both return false, so they can stand in a
 * return. */
bool tp_error_in_file(struct tp_error *err, const char *file);
bool tp_error_in_unit(struct tp_error *err, struct tp_str unit);

#endif
