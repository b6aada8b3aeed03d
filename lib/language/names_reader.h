/* The tokens of a text one after the other, read fast: where words start and end is told of many bytes at once, and
 * most words are folded at once. */
#ifndef TPREP_LANGUAGE_NAMES_READER_H
#define TPREP_LANGUAGE_NAMES_READER_H

#include "core/vector.h"
#include "language/names_fold.h"

struct tp_token_reader {
	struct tp_folder *folder;
	struct tp_str text;
	size_t base; /* the place of the bytes that `words` tells about */
	uint64_t words; /* bits: those of words that are not read yet */
};

/* Bytes of words, as far as a byte tells: ASCII's letters, digits, "_", and all that are not ASCII. */
static inline tp_vector tp_word_bytes(tp_vector v)
{
	return tp_vector_letters(v) | (tp_vector)(v - '0' <= '9' - '0') | (tp_vector)(v == '_') |
	       (tp_vector)(v >= 0x80);
}

/* Reads on at a place. */
static inline void tp_tokens_seek(struct tp_token_reader *in, size_t at)
{
	in->base = at;
	in->words = at < in->text.n ? tp_bits_at(in->text, at, tp_word_bytes) : 0;
}

/* The place from which on nothing is read yet, but for what is no word. */
static inline size_t tp_tokens_at(const struct tp_token_reader *in)
{
	size_t at = in->base + (in->words ? (size_t)__builtin_ctzll(in->words) : (size_t)TP_BLOCK);

	return at < in->text.n ? at : in->text.n;
}

static inline struct tp_token_reader tp_tokens_of(struct tp_folder *folder, struct tp_str text, size_t at)
{
	struct tp_token_reader in = { .folder = folder, .text = text };

	tp_tokens_seek(&in, at);
	return in;
}

/* The first n (less than sixteen) bytes; the others are 0. */
static inline tp_vector tp_word_cut(tp_vector bytes, unsigned n)
{
	static const unsigned char ones[2 * sizeof(tp_vector)] = { [0 ... sizeof(tp_vector) - 1] = 0xff };

	return bytes & tp_vector_load((const char *)ones + sizeof(tp_vector) - n);
}

/* A token whose letters, all of this width, take n bytes (1 to 15), behind which there are zeros. */
static inline void tp_token_set(struct tp_token *token, struct tp_folding *letters, struct tp_span at, tp_vector folded,
				unsigned n, unsigned width)
{
	uint64_t first = tp_eight_of((const char *)&folded, 8), second = tp_eight_of((const char *)&folded + 8, 8);
	uint64_t full = -(uint64_t)(n / 8), more = -(uint64_t)(n > 8), hash = tp_fold_block(0, first);

	*letters = (struct tp_folding){
		.hash = hash & full,
		.last_block = first & full,
		.block = (first & ~full) | second,
		.bits = 8 * n % 64,
		.widths = width,
	};
	*token = (struct tp_token){ .at = at, .hash = (hash & ~more) | (tp_fold_block(hash, second) & more) };
}

/* What n bytes that are not ASCII, behind which there are zeros, are folded to, if they are letters of two bytes each,
 * and so when they are folded. */
static inline bool tp_fold_pairs(const struct tp_fold_letters *known, tp_vector bytes, unsigned n, tp_vector *folded)
{
	typedef uint16_t pairs __attribute__((vector_size(16)));
	unsigned all = (1u << n) - 1;
	pairs here = (pairs)bytes, to;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	here = here << 8 | here >> 8; /* the first byte is the high one, */
#endif
	pairs odd = (here ^ 0xc080) & 0xe0c0;
	here &= TP_FOLD_PAIRS - 1;
#pragma GCC unroll 8
	for (unsigned i = 0; i < 8; i++)
		to[i] = known->by_pair[here[i]];
	bool are_letters = (tp_vector_bits((tp_vector)(odd == 0) & (tp_vector)(to >= 0x100)) & all) == all;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	to = to << 8 | to >> 8; /* and that of a letter the low one */
#endif
	*folded = (tp_vector)to;
	return are_letters;
}

/* Reads bytes of words, behind which no word goes on; false if there is more to it. */
static inline bool tp_token_easy(const struct tp_token_reader *in, struct tp_span at, struct tp_token *token,
				 struct tp_folding *letters)
{
	unsigned n = (unsigned)(at.to - at.from);

	if (n >= sizeof(tp_vector))
		return tp_token_of_run(in->folder, in->text, at, token, letters);
	tp_vector here = tp_word_cut(tp_vector_at(in->text, at.from), n), folded;
	unsigned wide = tp_vector_bits((tp_vector)(here >= 0x80));
	if (!wide) {
		folded = here | ((tp_vector)(here - 'A' <= 'Z' - 'A') & 0x20);
		tp_token_set(token, letters, at, folded, n, 1);
		return true;
	}
	if (wide != (1u << n) - 1 || n % 2 || here[0] >= 0xe0 || !tp_fold_pairs(in->folder->letters, here, n, &folded))
		return tp_token_of_run(in->folder, in->text, at, token, letters);
	tp_token_set(token, letters, at, folded, n, 2);
	return true;
}

/* How many bits are set from the first one on. */
static inline unsigned tp_run_of(uint64_t bits)
{
	uint64_t others = ~(bits >> __builtin_ctzll(bits));

	return others ? (unsigned)__builtin_ctzll(others) : TP_BLOCK;
}

/* The next token, with the letters that its hash is of; false at the end of the text. */
static inline bool tp_tokens_next(struct tp_token_reader *in, struct tp_token *token, struct tp_folding *letters)
{
	while (!in->words) {
		if (in->text.n - in->base <= TP_BLOCK)
			return false;
		tp_tokens_seek(in, in->base + TP_BLOCK);
	}
	unsigned start = (unsigned)__builtin_ctzll(in->words), n = tp_run_of(in->words);
	size_t from = in->base + start, to = from + n;
	if (start + n == TP_BLOCK && start) { /* it goes on behind them */
		tp_tokens_seek(in, from);
		n = tp_run_of(in->words);
		to = from + n;
	}
	if (n < TP_BLOCK &&
	    (to == in->text.n || in->folder->bytes[(unsigned char)in->text.p[to]] < TP_FOLD_QUOTATION) &&
	    tp_token_easy(in, (struct tp_span){ from, to }, token, letters)) {
		in->words &= in->words + (in->words & -in->words);
		return true;
	}
	if (!tp_token_read(in->folder, in->text, &from, token, letters)) {
		in->base = in->text.n;
		in->words = 0;
		return false;
	}
	if (from - in->base < TP_BLOCK)
		in->words &= UINT64_MAX << (from - in->base);
	else
		tp_tokens_seek(in, from);
	return true;
}

#endif
