/* The forms in which a word of a text is put to a dictionary, which has one spelling of it. */
#ifndef TPREP_LANGUAGE_SPELLING_FORM_H
#define TPREP_LANGUAGE_SPELLING_FORM_H

#include "tprep.h"

/* Form i of a word, from 0, composed; false when there are no more. Each has one kind of apostrophe, ligatures as
 * letters, and no invisible characters, but for joiners, which count in some dictionaries; then come the forms without
 * marks that help to read and are no part of the spelling: stress, tashkil, niqqud. A Turkish word in capitals has its
 * small letters, too. `language` is a tag or the name of a dictionary. `out` is emptied first. */
bool tp_spelling_form(struct tp_str word, struct tp_str language, size_t i, struct tp_buf *out);

#endif
