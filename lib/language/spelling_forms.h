/* Whether letters may be a form that a dictionary makes of its words: cheap to tell, so that it need not be asked about
 * what it cannot have. */
#ifndef TPREP_LANGUAGE_SPELLING_FORMS_H
#define TPREP_LANGUAGE_SPELLING_FORMS_H

#include "language/spelling_affixes.h"
#include "language/spelling_index.h"

/* Notes the affixes of a dictionary in its index. */
void tp_forms_read(struct tp_index *index, const struct tp_affixes *affixes);

/* The letters, as codes, are a word of the index, or one with a suffix, behind a prefix or not; or parts of a compound,
 * the last one with a suffix or not. Which affixes go with which word is not told. At most TP_INDEX_LONGEST + 1
 * letters. */
bool tp_forms_may_have(const struct tp_index *index, const uint8_t *letters, size_t n);

#endif
