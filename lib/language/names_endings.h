/* Endings: how names are inflected, as data. A paradigm is a row of endings in the order of the cases;
 * a form found in some case becomes the preferred form in the same case. */
#ifndef TPREP_LANGUAGE_NAMES_ENDINGS_H
#define TPREP_LANGUAGE_NAMES_ENDINGS_H

#include <stdint.h>

#include "language/names_fold.h"

struct tp_arena;

/* What a word can be among the words of a name. */
enum tp_name_role {
	TP_NAME_NOUN,
	TP_NAME_HEAD, /* a noun that others belong to, which stay as they are: "party of ..." */
	TP_NAME_ADJECTIVE, /* declined with the noun that it stands beside */
	TP_NAME_OF, /* a noun that belongs to the one behind it, and stays as it is */
	TP_NAME_AND, /* what it joins is declined, both */
	TP_NAME_ACRONYM, /* a whole name in capitals */
};

/* Names in `language` that end as `pattern` says lose that end, and get one of the endings. */
struct tp_name_paradigm {
	struct tp_str language;
	struct tp_regex *pattern;
	enum tp_name_role role;
	unsigned genders; /* and numbers: bits, as only words of the same one stand together */
	struct tp_str *endings; /* "ban/ben": see tp_name_ending() */
	size_t n;
	unsigned reach; /* letters at the end that the pattern sees */
	uint64_t ends; /* the letters that they may end in: a bit for the low six of each */
};

enum { TP_NAME_LETTERS = 1024 }; /* a power of two, in which few letters of different scripts are the same */

struct tp_name_endings {
	struct tp_name_paradigm *p;
	size_t n, cap;
	unsigned char last[TP_NAME_LETTERS]; /* by the last letter, folded: how many letters endings have, as bits */
};

/* Reads a file of paradigms: language, pattern, endings and, if there is one, the role, separated by tabs; the endings
 * by spaces, "0" for none. Takes those of `language`, all if it is NULL. A file that is not there is empty. */
bool tp_name_endings_read(struct tp_name_endings *endings, struct tp_arena *arena, const char *path,
			  const char *language, struct tp_error *err);
void tp_name_endings_release(struct tp_name_endings *endings);

/* Takes note of what the endings of a paradigm end in, and of the last letters of stems that stand alone. */
void tp_name_endings_add_letters(struct tp_name_endings *endings, const struct tp_name_paradigm *paradigm,
				 uint32_t bare, struct tp_folder *folder);

/* The bit for the last letter of a stem that stands alone in some case: "Wysp" of "Wyspy"; 0 if it does in none. */
uint32_t tp_name_bare_letter(const struct tp_name_paradigm *paradigm, struct tp_str stem, struct tp_folder *folder);

/* How many letters an ending of a word may have: bits from 0 to TP_PREFIXES - 1. There may be bits too many, but never
 * too few. */
static inline unsigned tp_name_endings_lengths(const struct tp_name_endings *endings, const struct tp_token *token,
					       const struct tp_folding *letters)
{
	if (tp_fold_is_even(letters))
		return endings->last[tp_fold_last(letters) % TP_NAME_LETTERS];
	return endings->n && !token->cluster ? (1u << TP_PREFIXES) - 1 : 0;
}

/* The last letters of a form that the patterns of a language see; 0 if it has none. */
unsigned tp_name_endings_reach(const struct tp_name_endings *endings, struct tp_str language);

/* Adds the last letters of a form, in lower case; false if they have another length then. */
bool tp_name_last_letters(struct tp_str form, unsigned reach, struct tp_buf *out);

/* The paradigm of a form with these last letters, which is a noun, and how many bytes of them the stem lacks; false if
 * there is none.
 * `more`: the form has other letters before them. */
bool tp_name_endings_of(const struct tp_name_endings *endings, struct tp_str last, bool more, struct tp_str language,
			uint32_t *paradigm, size_t *n);

/* The same for a word that may be part of a name, of the paradigms with this role and one of these genders. */
bool tp_name_endings_in_role(const struct tp_name_endings *endings, struct tp_str last, bool more,
			     struct tp_str language, enum tp_name_role role, unsigned genders, uint32_t *paradigm,
			     size_t *n);

/* The ending in case i: the first one where there are more, all of which are read. */
struct tp_str tp_name_ending(const struct tp_name_paradigm *paradigm, size_t i);

enum { TP_NAME_CASES = 64 }; /* more are not looked at */

/* Some case has an ending: not so of names that have none in any case, which stand as they are. */
bool tp_name_paradigm_declines(const struct tp_name_paradigm *paradigm);

/* There is a paradigm of this role in the language. */
bool tp_name_endings_have_role(const struct tp_name_endings *endings, struct tp_str language, enum tp_name_role role);

/* The cases in which `ending` (lower case) stands, as bits. */
uint64_t tp_name_cases(const struct tp_name_paradigm *paradigm, struct tp_str ending);

#endif
