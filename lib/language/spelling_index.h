/* The words of a dictionary as a tree of letters, each with how rare it is; and which letters stand together in them.
 * Made once, when a first word is to be corrected; then never changed, and kept in a file for the next time. */
#ifndef TPREP_LANGUAGE_SPELLING_INDEX_H
#define TPREP_LANGUAGE_SPELLING_INDEX_H

#include <stdint.h>

#include "core/file.h"
#include "language/frequencies.h"
#include "tprep.h"

enum {
	TP_INDEX_LONGEST = 40, /* letters of a word that is in the tree, or is corrected */
	TP_INDEX_LETTERS =
	    63, /* codes of letters go from 1 to this, the most frequent letter first; 0 is the word's border */
	TP_INDEX_TRIPLES = 64 * 64 * 64, /* of letters a, b and c: (a * 64 + b) * 64 + c */
	TP_INDEX_NO_WORD = 127,
	TP_INDEX_NATS = 100, /* hundredths */
};

struct tp_index_node {
	uint32_t children; /* the first one; the others follow, sorted by their letters */
	uint32_t parent;
	uint8_t letter;
	unsigned rarity : 7; /* of the word that ends here, in tenths of a logarithm; or TP_INDEX_NO_WORD */
	unsigned is_lower : 1; /* the dictionary has the word in small letters, */
	unsigned best : 7; /* the least rarity of the words that start so */
	unsigned is_title : 1; /* and with a capital; */
	unsigned is_part : 1; /* it may be part of a compound */
};

/* What affixes add to words, as trees of letters: that of suffixes goes from the last letter to the first. */
struct tp_affix_tree {
	struct tp_affix_node {
		uint64_t leads; /* as those of the index */
		uint32_t children;
		uint32_t rules, end; /* of the affixes that add the letters that lead here */
	} * nodes; /* the first one is the root */
	size_t n_nodes;
	struct tp_affix_rule {
		uint8_t stripped[7], n; /* what is taken off the word first */
	} * rules;
	size_t n_rules;
};

struct tp_index {
	struct tp_index_node *nodes; /* the first one is the root */
	uint64_t *leads; /* by node: bit c is set if the letter c leads on */
	size_t n_nodes;
	uint32_t letters[TP_INDEX_LETTERS + 1]; /* code points, lower case */
	size_t n_letters; /* with the border */
	uint8_t *after; /* how unlikely a letter is after two others, in 1/8 nats: TP_INDEX_TRIPLES */
	unsigned seldom; /* the rarity of words that are not among the frequent ones */
	bool dotless; /* I is the capital of ı */
	struct tp_affix_tree prefixes, suffixes;
	uint64_t joints; /* letters that are an apostrophe or a hyphen, as bits */
	bool has_forms; /* those with affixes are in the tree, */
	bool has_parts; /* and there are parts of compounds */
	struct tp_index_odd {
		uint32_t node, at, n; /* the word in `text` */
	} * odd; /* words with capitals inside: sorted by node */
	size_t n_odd;
	char *text;
	size_t n_text;
	struct tp_file file; /* that all of this is in; empty if it is in memory */
};

/* An index of a .dic and its .aff, both in UTF-8, of usual words, one a line, and of the frequent words of the
 * language, which may be NULL. */
struct tp_index *tp_index_new(struct tp_str dic, struct tp_str aff, struct tp_str usual,
			      const struct tp_frequencies *frequencies, struct tp_str language);
void tp_index_free(struct tp_index *index); /* NULL is fine */

/* All forms of the dictionary are in the tree, but for those with an apostrophe or a hyphen. */
static inline bool tp_index_is_whole(const struct tp_index *index)
{
	return index->has_forms && !index->has_parts;
}

/* Writes a file whole or not at all. */
bool tp_index_save(const struct tp_index *index, const char *path, uint64_t key, struct tp_error *err);

/* Opens a file of the user's own that nobody else may write to. NULL if there is none for the key, or it is damaged. */
struct tp_index *tp_index_open(const char *path, uint64_t key);

/* The codes of a word's letters without case, kinds of apostrophes and invisible characters: at most
 * TP_INDEX_LONGEST. A letter that the dictionary hardly has is 0. False if the word is longer, or empty. */
bool tp_index_read(const struct tp_index *index, struct tp_str word, uint8_t *codes, size_t *n);

/* Reads the letters of a word that were 0 as ones that have another mark, or none, where there are such. */
void tp_index_guess(const struct tp_index *index, struct tp_str word, uint8_t *codes);

/* The small letters of codes. */
void tp_index_spell(const struct tp_index *index, const uint8_t *codes, size_t n, struct tp_buf *out);

/* The letters that lead to a node: at most TP_INDEX_LONGEST. Returns how many. */
size_t tp_index_path(const struct tp_index *index, uint32_t node, uint8_t *codes);

/* The number of bits, counted in place: the compiler calls a function for it. */
static inline uint32_t tp_index_count(uint64_t bits)
{
	bits -= bits >> 1 & 0x5555555555555555;
	bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
	bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0f;
	return (uint32_t)(bits * 0x0101010101010101 >> 56);
}

/* The node that the letter leads to, or 0. */
static inline uint32_t tp_index_child(const struct tp_index *index, uint32_t node, uint8_t letter)
{
	uint64_t leads = index->leads[node], bit = (uint64_t)1 << letter;

	return leads & bit ? index->nodes[node].children + tp_index_count(leads & (bit - 1)) : 0;
}

/* The word as the dictionary writes it, where that is neither in small letters nor with one capital; else empty. */
struct tp_str tp_index_odd(const struct tp_index *index, uint32_t node);

/* How unlikely letter c is after a and b in a word of the language, in 1/8 nats. */
static inline unsigned tp_index_after(const struct tp_index *index, unsigned a, unsigned b, unsigned c)
{
	return index->after[(a * 64 + b) * 64 + c];
}

#endif
