/* The words of a text, as a set: does this one stand in it? */
#ifndef TPREP_CORE_SEEN_H
#define TPREP_CORE_SEEN_H

#include <stdatomic.h>

#include "core/needles.h"
#include "tprep.h"

enum { TP_SEEN_PARTS = 8 };

/* Sets are made when they are first asked, in linear time; threads may share them. All zero is the set of no text. */
struct tp_seen {
	struct tp_str text; /* borrowed */
	_Atomic(struct tp_seen_words *) words;
	_Atomic(struct tp_seen_words *) stopped[TP_SEEN_PARTS]; /* by part of the text */
	_Atomic(struct tp_expected *) expected;
	_Atomic(struct tp_seen_notes *) notes;
};

void tp_seen_release(struct tp_seen *seen);

/* The word stands in the text in these very bytes, without a full stop behind it. A word is letters and digits. */
bool tp_seen_word(struct tp_seen *seen, struct tp_str word);

/* The same, where few words of the text will be asked about: expect() tells them all to tp_expect(), and they are
 * looked for together; what it leaves out takes longer. */
typedef void (*tp_expect_fn)(const void *arg, struct tp_seen *seen, struct tp_expected *words);
bool tp_seen_expected(struct tp_seen *seen, struct tp_str word, tp_expect_fn expect, const void *arg);

/* `at` is how far in the text one is. False where they are not few: all words of the text are read then, and there is
 * no more to tell. */
bool tp_expect(struct tp_expected *words, size_t at, struct tp_str word);

/* All words were read. */
bool tp_seen_has_all(const struct tp_seen *seen);

/* Full stops with white space, and then what may be a small letter: the sentence goes on; or what is none in ASCII. */
void tp_seen_stops(struct tp_needles *needles, bool goes_on);

/* It stands there with a full stop, and then a word in lower case. */
bool tp_seen_stopped(struct tp_seen *seen, struct tp_str word);

/* Notes on short words, for those who find out more of them: a number on one side or the other. Old ones get lost. */
enum tp_seen_side { TP_SEEN_BEFORE, TP_SEEN_BEHIND };

void tp_seen_note(struct tp_seen *seen, enum tp_seen_side side, struct tp_str text, struct tp_span word,
		  uint16_t number);
bool tp_seen_noted(const struct tp_seen *seen, enum tp_seen_side side, struct tp_str text, struct tp_span word,
		   uint16_t *number);

#endif
