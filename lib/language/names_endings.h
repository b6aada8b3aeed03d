/* Endings: how names are inflected, as data. A paradigm is a row of endings in the order of the cases;
 * a form found in some case becomes the preferred form in the same case. */
#ifndef TPREP_LANGUAGE_NAMES_ENDINGS_H
#define TPREP_LANGUAGE_NAMES_ENDINGS_H

#include <stdint.h>

#include "language/names_fold.h"

struct tp_arena;

/* Names in `language` that end as `pattern` says lose that end, and get one of the endings. */
struct tp_name_paradigm {
	struct tp_str language;
	struct tp_regex *pattern;
	struct tp_str *endings; /* "ban/ben": see tp_name_ending() */
	size_t n;
	unsigned reach; /* letters at the end that the pattern sees */
};

struct tp_name_endings {
	struct tp_name_paradigm *p;
	size_t n, cap;
	unsigned char
	    last[256]; /* by the low byte of the last letter, folded: how many letters endings have, as bits */
};

/* Reads a file of paradigms: language, pattern and endings, separated by tabs; the endings by spaces,
 * "0" for none. Takes those of `language`, all if it is NULL. A file that is not there is empty. */
bool tp_name_endings_read(struct tp_name_endings *endings, struct tp_arena *arena, const char *path,
			  const char *language, struct tp_error *err);
void tp_name_endings_release(struct tp_name_endings *endings);

/* Takes note of what the endings of a paradigm end in. */
void tp_name_endings_add_letters(struct tp_name_endings *endings, const struct tp_name_paradigm *paradigm,
				 struct tp_folder *folder);

/* How many letters an ending of a word may have: bits from 0 to TP_PREFIXES - 1. There may be bits too many, but never
 * too few. */
static inline unsigned tp_name_endings_lengths(const struct tp_name_endings *endings, const struct tp_token *token,
					       const struct tp_folding *letters)
{
	if (tp_fold_is_even(letters))
		return endings->last[tp_fold_last(letters)];
	return endings->n && !token->cluster ? (1u << TP_PREFIXES) - 1 : 0;
}

/* The last letters of a form that the patterns of a language see; 0 if it has none. */
unsigned tp_name_endings_reach(const struct tp_name_endings *endings, struct tp_str language);

/* Adds the last letters of a form, in lower case; false if they have another length then. */
bool tp_name_last_letters(struct tp_str form, unsigned reach, struct tp_buf *out);

/* The paradigm of a form with these last letters, and how many bytes of them the stem lacks; false if there is none.
 * `more`: the form has other letters before them. */
bool tp_name_endings_of(const struct tp_name_endings *endings, struct tp_str last, bool more, struct tp_str language,
			uint32_t *paradigm, size_t *n);

/* The ending in case i: the first one where there are more, all of which are read. */
struct tp_str tp_name_ending(const struct tp_name_paradigm *paradigm, size_t i);

enum { TP_NAME_CASES = 32 }; /* more are not looked at */

/* The cases in which `ending` (lower case) stands, as bits. */
uint32_t tp_name_cases(const struct tp_name_paradigm *paradigm, struct tp_str ending);

#endif
