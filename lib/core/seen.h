/* The words of a text, as a set: does this one stand in it? */
#ifndef TPREP_CORE_SEEN_H
#define TPREP_CORE_SEEN_H

#include <stdatomic.h>

#include "tprep.h"

/* The set is made when it is first asked, in linear time; threads may share it. All zero is the set of no text. */
struct tp_seen {
	struct tp_str text; /* borrowed */
	_Atomic(struct tp_seen_words *) words;
};

void tp_seen_release(struct tp_seen *seen);

/* The word stands in the text in these very bytes, without a full stop behind it. A word is letters and digits. */
bool tp_seen_word(struct tp_seen *seen, struct tp_str word);

/* It stands there with a full stop, and then a word in lower case. */
bool tp_seen_stopped(struct tp_seen *seen, struct tp_str word);

#endif
