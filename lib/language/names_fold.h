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
	TP_FOLD_QUOTATION, /* ASCII's mark, which serves Hebrew as gershayim */
	TP_FOLD_APOSTROPHE,
	TP_FOLD_LETTER, /* of a word: letters, digits, "_", and bytes that are no UTF-8 */
	TP_FOLD_CLUSTER, /* a token by itself */
	TP_FOLD_MARK, /* a diacritic or a mark that belongs to the letter before it */
	TP_FOLD_IGNORED, /* invisible */
	TP_FOLD_LONG, /* of a byte: it is not ASCII, so it tells nothing by itself */
};

#define TP_FOLD_MOST 4

/* A code point, folded: 0 to TP_FOLD_MOST code points. */
struct tp_folded {
	uint32_t cp;
	uint32_t to[TP_FOLD_MOST];
	unsigned char n;
	unsigned char class; /* enum tp_fold_class */
	bool katakana;
	bool lower; /* it has no other form in lower case */
	bool whole; /* Unicode does not take it apart, nor is it put behind another */
};

enum {
	TP_FOLD_PAGE = 64, /* code points */
	TP_FOLD_PAGES = 0x10000 / TP_FOLD_PAGE,
	TP_FOLD_LETTERS = 0x3100, /* where the scripts that are alphabets end */
	TP_FOLD_SLOTS = 512, /* for what lies behind */
	TP_FOLD_PAIR = 0xc000, /* the first of the two bytes of a character, as a number, */
	TP_FOLD_PAIRS = 0x2000, /* and how many there may be */
};

/* What letters are folded to, if that is one code point, and was asked for. */
struct tp_fold_letters {
	uint16_t by_point[TP_FOLD_LETTERS];
	uint16_t by_pair[TP_FOLD_PAIRS]; /* of bytes: those below U+0800 */
};

/* Folds, and remembers what it folded. For one thread, for a while. */
struct tp_folder {
	unsigned char bytes[256]; /* enum tp_fold_class */
	struct tp_fold_letters *letters;
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
	const struct tp_folded *page = cp / TP_FOLD_PAGE < TP_FOLD_PAGES ? folder->pages[cp / TP_FOLD_PAGE] : NULL;

	if (page && page[cp % TP_FOLD_PAGE].cp == cp && cp)
		return &page[cp % TP_FOLD_PAGE];
	return tp_fold_anew(folder, cp);
}

/* The class of the code point at *at (< text.n), which moves on. */
enum tp_fold_class tp_fold_class_next(struct tp_folder *folder, struct tp_str text, size_t *at);

/* What the letters of a word are folded to, hashed in blocks of eight bytes, in which those below U+0100 take one byte
 * and others two: so a block can be taken from ASCII text at once. */
struct tp_folding {
	uint64_t hash; /* of the blocks that are full */
	uint64_t block; /* the letters behind them */
	uint64_t last_hash, last_block; /* the last block that is full, and the hash of those before it */
	unsigned bits; /* of `block`, that are used */
	unsigned
	    widths; /* bytes of letters: 1, 2, or 3 for both; TP_FOLD_UNEVEN and more: letters and characters of the
			  * text do not match one by one */
};

enum { TP_FOLD_UNEVEN = 4 };

static inline uint64_t tp_fold_block(uint64_t hash, uint64_t block)
{
	uint64_t h = (hash ^ block) * 0x9ddfea08eb382d69u;

	return h ^ h >> 32;
}

static inline uint64_t tp_fold_hash(const struct tp_folding *folding)
{
	return folding->bits ? tp_fold_block(folding->hash, folding->block) : folding->hash;
}

/* The word consists of letters of one width, each of which is a character of the text. */
static inline bool tp_fold_is_even(const struct tp_folding *folding)
{
	return folding->widths == 1 || folding->widths == 2;
}

/* The last letter of an even word. */
static inline unsigned tp_fold_last(const struct tp_folding *folding)
{
	unsigned bits = folding->bits ? folding->bits : 64;

	return (unsigned)((folding->bits ? folding->block : folding->last_block) >> (bits - 8u * folding->widths));
}

/* The hash of an even word without its last n letters; false if that is not known. (Without all of them, it is that of
 * no word.) */
static inline bool tp_fold_prefix(const struct tp_folding *folding, unsigned n, uint64_t *hash)
{
	uint64_t before = folding->hash, block = folding->block;
	unsigned bits = folding->bits, cut = 8u * folding->widths * n;

	if (cut > bits) {
		before = folding->last_hash;
		block = folding->last_block;
		bits += 64;
	}
	if (cut > bits)
		return false;
	bits -= cut;
	*hash = bits ? tp_fold_block(before, bits < 64 ? block & ((UINT64_C(1) << bits) - 1) : block) : before;
	return true;
}

/* The hash of an even word without its first n (1 to 3) letters; false if that is not known. */
static inline bool tp_fold_rest(const struct tp_folding *folding, unsigned n, uint64_t *hash)
{
	bool full = folding->hash != 0;
	uint64_t first = full ? folding->last_block : folding->block, second = full ? folding->block : 0;
	unsigned cut = 8u * folding->widths * n, bits = folding->bits + (full ? 64 : 0);

	if (folding->last_hash || bits <= cut)
		return false;
	*hash = tp_fold_block(0, first >> cut | second << (64 - cut));
	if (bits - cut > 64)
		*hash = tp_fold_block(*hash, second >> cut);
	return true;
}

struct tp_token {
	struct tp_span at;
	uint64_t hash;
	size_t apostrophe; /* offset behind the first apostrophe inside; 0: none */
	size_t last_apostrophe; /* offset of the last one */
	bool cluster;
};

/* The token at or after *at, which moves behind it; false at the end of the text. */
bool tp_token_next(struct tp_folder *folder, struct tp_str text, size_t *at, struct tp_token *token);

/* The same, with the letters that its hash is of. */
bool tp_token_read(struct tp_folder *folder, struct tp_str text, size_t *at, struct tp_token *token,
		   struct tp_folding *letters);

/* The token that bytes of words (ASCII's letters and digits, "_", and what is not ASCII), behind which no word goes on,
 * are, if each character is a letter, and was asked for before; else false. */
bool tp_token_of_run(const struct tp_folder *folder, struct tp_str text, struct tp_span at, struct tp_token *token,
		     struct tp_folding *letters);

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
static inline uint64_t tp_token_chain(uint64_t before, uint64_t hash)
{
	uint64_t h = (before + 0x9e3779b97f4a7c15u) ^ hash;

	h = (h ^ h >> 32) * 0xd6e8feb86659fd93u;
	return h ^ h >> 32;
}

/* The text folded, token after token: between two tokens stands nothing where they touch, a space for
 * spaces and hyphens, and other characters as they are. Equal strings are equal names. */
void tp_fold_text(struct tp_folder *folder, struct tp_str text, struct tp_buf *out);

/* The text with one kind of apostrophe, hyphen and space, decomposed and without invisible characters:
 * equal strings are spelled alike. Case stays, and so does what stands between the tokens. */
void tp_fold_kinds(struct tp_folder *folder, struct tp_str text, struct tp_buf *out);

/* Two spellings differ where they have the first letters that are not the same; at times it does not say so. `kinds`:
 * as tp_fold_kinds() spells them, else as tp_fold_text() does. */
bool tp_fold_differs(struct tp_folder *folder, struct tp_str a, struct tp_str b, bool kinds);

/* How far two spellings of one name are apart: 0 if they are spelled alike. */
unsigned tp_fold_distance(struct tp_folder *folder, struct tp_str a, struct tp_str b);

#endif
