/* How a name is declined: those of its words that have endings have those of one case, all of them. */
#ifndef TPREP_LANGUAGE_NAMES_DECLINE_H
#define TPREP_LANGUAGE_NAMES_DECLINE_H

#include "language/names.h"
#include "language/names_endings.h"

#define TP_NAME_LAST 255 /* the last word, however many there are */

/* A word of a name that has other endings in other cases. */
struct tp_name_part {
	const struct tp_name_paradigm *paradigm;
	unsigned char word; /* from 0 on, or TP_NAME_LAST: then it is the only part */
	unsigned char cut; /* bytes that it lacks before it gets another ending */
};

/* A name found in a text, beside the form that it is. */
struct tp_name_reading {
	uint64_t cases; /* that it may be in, as bits: see tp_name_cases() */
	struct tp_buf found, form; /* both without the endings */
};

/* Reads a name in which each word is that of the form or has another ending; false if it is another name, or its words
 * do not agree in case. How their letters are written is still to be compared. */
bool tp_name_read(struct tp_folder *folder, struct tp_str found, struct tp_str form,
		  const struct tp_name_inflection *how, struct tp_name_reading *out);

/* The cases in which a form looks as it does in the first one; 0 if it has none. */
uint64_t tp_name_first_cases(const struct tp_name_inflection *how);

/* How many cases a form has. */
size_t tp_name_case_count(const struct tp_name_inflection *how);

enum tp_name_sure {
	TP_NAME_SURE,
	TP_NAME_NO_SUCH, /* there is no such case */
	TP_NAME_UNSURE, /* it is not known how it is declined */
};

/* A form that becomes another name, as far as that tells how it is declined. */
struct tp_name_model {
	struct tp_folder *folder;
	struct tp_str found, form;
	const struct tp_name_inflection *how;
};

/* Adds a form as it is in case i. Where its words may stay as they are, those of the model tell which do. */
enum tp_name_sure tp_name_decline(const struct tp_name_model *model, struct tp_str form,
				  const struct tp_name_inflection *how, size_t i, struct tp_buf *out);

#endif
