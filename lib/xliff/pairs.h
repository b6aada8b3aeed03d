/* Which unit of a document is which of a returned file, though paragraphs have come, gone and moved since. */
#ifndef TPREP_XLIFF_PAIRS_H
#define TPREP_XLIFF_PAIRS_H

#include "xliff/xliff.h"

/* The entry of each unit, in the order of the document, or TP_NOT_FOUND; no entry twice. A unit that is what was
 * exported, or what that was prepared to be, has its entry wherever both stand; units that are alike keep their order.
 * One that stands where an entry is left over has this. Free the result with free(). */
size_t *tp_pairs_find(const struct tp_doc *doc, const struct tp_xliff_file *file);

#endif
