/* Folding: what two spellings of a name have in common, and the tokens that a text is made of.
 *
 * A token is a word without its case, diacritics, inner apostrophes, width, and invisible characters; in
 * scripts written without spaces (Han, Kana, Thai ...) each character with its marks is a token. */
#ifndef TPREP_LANGUAGE_NAMES_FOLD_H
#define TPREP_LANGUAGE_NAMES_FOLD_H

#include <stdint.h>

#include "tprep.h"

enum tp_fold_class {
	TP_FOLD_OTHER,
	TP_FOLD_SPACE,
	TP_FOLD_HYPHEN,
	TP_FOLD_APOSTROPHE,
	TP_FOLD_LETTER, /* of a word: letters, digits, "_", and bytes that are no UTF-8 */
	TP_FOLD_CLUSTER, /* a token by itself */
	TP_FOLD_MARK, /* a diacritic or a mark that belongs to the letter before it */
	TP_FOLD_IGNORED, /* invisible */
};

#define TP_FOLD_MOST 4

/* A code point, folded: 0 to TP_FOLD_MOST code points. */
struct tp_folded {
	uint32_t cp;
	uint32_t to[TP_FOLD_MOST];
	unsigned char n;
	unsigned char class; /* enum tp_fold_class */
	bool katakana;
	bool mark; /* by Unicode */
	unsigned char lower; /* the low byte of the lower case letter */
};

enum {
	TP_FOLD_PAGE = 64, /* code points */
	TP_FOLD_LETTERS = 0x3100, /* where the scripts that are alphabets end */
	TP_FOLD_PAGES = TP_FOLD_LETTERS / TP_FOLD_PAGE,
	TP_FOLD_SLOTS = 512, /* for what lies behind */
};

/* Folds, and remembers what it folded. For one thread, for a while. */
struct tp_folder {
	unsigned char ascii[128]; /* enum tp_fold_class */
	uint16_t *letters; /* TP_FOLD_LETTERS: what they are folded to, if that is one code point, and was asked for */
	struct tp_folded *pages[TP_FOLD_PAGES]; /* NULL: nothing there was asked for */
	struct tp_folded *slots;
	struct tp_buf compatible, marks;
};

void tp_folder_init(struct tp_folder *folder);
void tp_folder_release(struct tp_folder *folder);

/* Folds what is not remembered. */
const struct tp_folded *tp_fold_anew(struct tp_folder *folder, uint32_t cp);

/* The result is good until the next call. */
static inline const struct tp_folded *tp_fold(struct tp_folder *folder, uint32_t cp)
{
	const struct tp_folded *page = cp < TP_FOLD_LETTERS ? folder->pages[cp / TP_FOLD_PAGE] : NULL;

	if (page && page[cp % TP_FOLD_PAGE].cp == cp && cp)
		return &page[cp % TP_FOLD_PAGE];
	return tp_fold_anew(folder, cp);
}

/* The class of the code point at *at (< text.n), which moves on. */
enum tp_fold_class tp_fold_class_next(struct tp_folder *folder, struct tp_str text, size_t *at);

struct tp_token {
	struct tp_span at;
	uint64_t hash;
	bool cluster, katakana;
	size_t apostrophe; /* offset behind the first apostrophe inside; 0: none */
	size_t last_apostrophe; /* offset of the last one */
};

/* The token at or after *at, which moves behind it; false at the end of the text. */
bool tp_token_next(struct tp_folder *folder, struct tp_str text, size_t *at, struct tp_token *token);

/* A token up to some place inside it. */
struct tp_prefix {
	size_t to;
	uint64_t hash;
};

#define TP_PREFIXES 8

/* The last prefixes of a word, at most TP_PREFIXES, the whole word last; returns how many. None for a
 * token that is a character. */
size_t tp_token_prefixes(struct tp_folder *folder, struct tp_str text, const struct tp_token *token,
			 struct tp_prefix *prefixes);

/* The hash of tokens one after the other, and of the stem of a last one. Starts as 0. */
uint64_t tp_token_chain(uint64_t before, uint64_t hash);

/* The text folded, token after token: between two tokens stands nothing where they touch, a space for
 * spaces and hyphens, and other characters as they are. Equal strings are equal names. */
void tp_fold_text(struct tp_folder *folder, struct tp_str text, struct tp_buf *out);

/* The text with one kind of apostrophe, hyphen and space, decomposed and without invisible characters:
 * equal strings are spelled alike. Case stays, and so does what stands between the tokens. */
void tp_fold_kinds(struct tp_folder *folder, struct tp_str text, struct tp_buf *out);

/* How far two spellings of one name are apart: 0 if they are spelled alike. */
unsigned tp_fold_distance(struct tp_folder *folder, struct tp_str a, struct tp_str b);

#endif
