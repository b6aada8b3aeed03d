/* The sentences of a text as a kit makes them: where the rules may break, judged. */
#ifndef TPREP_LANGUAGE_SENTENCES_H
#define TPREP_LANGUAGE_SENTENCES_H

#include "language/kit.h"

/* The spans tile the text; white space after a sentence belongs to it. `seen` is asked what its document says. Each
 * decision on the way is told to `each`, unless that is NULL. */
void tp_sentences_find(const struct tp_kit *kit, struct tp_str text, struct tp_seen *seen, tp_decision_fn each,
		       void *arg, struct tp_spans *out);

#endif
