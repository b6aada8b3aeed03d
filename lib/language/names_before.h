/* What stands before names, as data: words that ask for a case, words that change with the sound of the name, letters
 * that are written together with it, and the like. A row is a line of DATA/names/before.txt, which says what it is. */
#ifndef TPREP_LANGUAGE_NAMES_BEFORE_H
#define TPREP_LANGUAGE_NAMES_BEFORE_H

#include <stdint.h>

#include "core/str.h"
#include "core/utf8.h"

enum { TP_BEFORE_MOST = 1024 }; /* rows */

enum { TP_BEFORE_NEXT = 4 };

#define TP_BEFORE_SEVERAL UINT32_MAX /* letters */

enum tp_name_before_kind {
	TP_BEFORE_CASE,
	TP_BEFORE_PLACE,
	TP_BEFORE_PERSON,
	TP_BEFORE_SOUND,
	TP_BEFORE_JOINED,
	TP_BEFORE_FUSED,
	TP_BEFORE_MELTED,
	TP_BEFORE_AGREE,
	TP_BEFORE_ALIAS,
	TP_BEFORE_ONCE,
	TP_BEFORE_SENTENCE,
	TP_BEFORE_CLASS,
	TP_BEFORE_WORDS,
	TP_BEFORE_KINDS,
};

/* Words beside a name. */
struct tp_name_beside {
	struct tp_str words;
	bool behind; /* they stand behind it, and not before it */
	unsigned char next; /* a hash of their two bytes next to it, if there are so many */
};

struct tp_name_before {
	struct tp_str language;
	bool any; /* also where the language of the text is not known */
	bool elides; /* it has words that are written together with the name */
	struct tp_str second, first; /* patterns of names before which that word of a pair stands */
	struct tp_str article; /* that a name starts with, and which a word before it is fused with */
	struct tp_str letter; /* before a name whose start changes with it; or the class of names */
	struct tp_str words;
	uint64_t cases; /* bits */
	struct {
		struct tp_name_beside *p;
		size_t n, cap;
	} beside;
	/* The bits of such hashes; all bits if some words are shorter. */
	uint64_t next[TP_BEFORE_NEXT];
};

struct tp_name_befores {
	struct tp_name_before_rows {
		struct tp_name_before *p;
		size_t n, cap;
	} of[TP_BEFORE_KINDS];
	uint32_t leads[256]; /* letters that are written together with a name, by their low bytes; 0: none */
	bool lead_bytes[256]; /* the first bytes of such letters */
};

/* The language of a line. */
struct tp_str tp_name_before_language(struct tp_str line);

/* Adds a line, which is this one of a file (0: of none), as a row; it is borrowed. */
bool tp_name_before_add(struct tp_name_befores *rows, struct tp_str line, size_t number, struct tp_error *err);

void tp_name_before_release(struct tp_name_befores *rows);

/* A name in a text. */
struct tp_name_tongue {
	const struct tp_name_befores *rows;
	const char *language; /* of the name */
	bool known; /* it is that of the text, too */
};

/* There are rows of this kind for the name. */
bool tp_name_before_has(const struct tp_name_tongue *in, enum tp_name_before_kind kind);

/* The cases in which a name may be behind the word (in lower case), as bits; 0 if the word tells nothing. */
uint64_t tp_name_before_cases(const struct tp_name_tongue *in, struct tp_str word);

/* Those in which a name of this kind may be behind the word, which may be empty; 0 if that is not told. */
uint64_t tp_name_before_kind_cases(const struct tp_name_tongue *in, struct tp_str kind, struct tp_str word);

/* The text before a name, or behind it, has words beside it that are listed in rows of this kind: "formerly". */
bool tp_name_before_tells(const struct tp_name_tongue *in, enum tp_name_before_kind kind, struct tp_str before,
			  struct tp_str behind);

/* The word, as it is written, starts a sentence, and no name. */
bool tp_name_before_starts_sentence(const struct tp_name_tongue *in, struct tp_str word);

/* In the language, an article or the like is written together with a name that starts with a vowel. */
bool tp_name_before_elides(const struct tp_name_befores *rows, const char *language);

/* What has to stand in place of the word (in lower case) where the name `old` becomes `name`; empty if the word may
 * stay, TP_BEFORE_UNSURE if that is not known. */
#define TP_BEFORE_UNSURE "?"

struct tp_str tp_name_before_instead(const struct tp_name_tongue *in, struct tp_str word, struct tp_str old,
				     struct tp_str name);

enum tp_name_fit { TP_NAME_FITS, TP_NAME_FITS_INSTEAD, TP_NAME_FITS_UNSURE };

/* Whether a word such as "d'", which stands before the name `old`, may stand before `name`; or it is *instead that may,
 * a word of its own; or that is not sure. */
enum tp_name_fit tp_name_before_elided(const struct tp_name_tongue *in, struct tp_str elided, struct tp_str old,
				       struct tp_str name, struct tp_str *instead);

/* The bytes of the article, and the space behind it, that a name starts with where words before it may be fused with
 * that article; 0 if there is none. *instead is what the word (in lower case) becomes; empty if it stays,
 * TP_BEFORE_UNSURE if that is not known. */
size_t tp_name_before_fused(const struct tp_name_tongue *in, struct tp_str word, struct tp_str name,
			    struct tp_str *instead);

/* The class of a name (in lower case): its gender, its number, whether it has an article; empty if it is not known. */
struct tp_str tp_name_before_class(const struct tp_name_tongue *in, struct tp_str name);

/* What the words before a name (in lower case, with one space between them; none: empty) become where the name was of
 * one class, or of none that is known, and is of another one now: "-" if nothing is to stand there, TP_BEFORE_UNSURE if
 * that is not known, or depends on a class that is not; empty if no row has them. */
struct tp_str tp_name_before_recast(const struct tp_name_tongue *in, struct tp_str words, struct tp_str old,
				    struct tp_str name);

/* The bytes of the start of a name that change behind a letter, and what they become; 0 if none do. */
size_t tp_name_before_melted(const struct tp_name_tongue *in, struct tp_str letter, struct tp_str name,
			     struct tp_str *instead);

/* By a row of letters before which names change: a name whose start has changed stands at the start of the text, behind
 * its letter, and with *start in place of both, which is as long, it would read as usual: "للشام" is "الشام" behind a
 * lam. */
bool tp_name_before_unmelts(const struct tp_name_before *row, struct tp_str text, struct tp_str *start);

enum { TP_BEFORE_SHORTEST = 3 }; /* characters of a name behind letters; less is too easily another word */

/* The text has as many characters as a name behind letters. */
static inline bool tp_name_before_has_room(struct tp_str text)
{
	size_t at = 0;

	for (int i = 0; i < TP_BEFORE_SHORTEST; i++)
		if (!tp_utf8_next(text, &at))
			return false;
	return true;
}

/* A word may start with a letter of some row of letters, and a name behind it. */
static inline bool tp_name_before_leads(const struct tp_name_befores *rows, struct tp_str word)
{
	if (!rows->lead_bytes[(unsigned char)word.p[0]])
		return false;
	size_t at = 0;
	uint32_t letter = tp_utf8_next(word, &at), lead = rows->leads[letter & 255];
	return (lead == letter || lead == TP_BEFORE_SEVERAL) && tp_name_before_has_room(tp_str_from(word, at));
}

/* The first place behind that one, from 1, that a letter has in the order of a row of letters; 0 if there is none. */
size_t tp_name_before_place(const struct tp_name_before *row, uint32_t letter, size_t behind);

#endif
