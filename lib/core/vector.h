/* Sixteen bytes at a time, in what the compiler makes of the machine. A comparison gives 0xff where it holds. */
#ifndef TPREP_CORE_VECTOR_H
#define TPREP_CORE_VECTOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/eight.h"

typedef unsigned char tp_vector __attribute__((vector_size(16)));
typedef uint64_t tp_eights __attribute__((vector_size(16)));

static inline tp_vector tp_vector_load(const char *p)
{
	tp_vector v;

	memcpy(&v, p, sizeof v);
	return v;
}

/* A bit for each byte, the lowest for the first one; the bytes are 0 or 0xff. */
static inline unsigned tp_vector_bits(tp_vector v)
{
#if defined(__SSE2__)
	return (unsigned)_mm_movemask_epi8((__m128i)v);
#else
	const uint64_t one_each = 0x8040201008040201u, to_top = 0x0101010101010101u;
	char bytes[sizeof v];

	memcpy(bytes, &v, sizeof v);
	return (unsigned)((tp_eight_of(bytes, 8) & one_each) * to_top >> 56) |
	       (unsigned)((tp_eight_of(bytes + 8, 8) & one_each) * to_top >> 56) << 8;
#endif
}

/* Some of the bytes, which are 0 or 0xff, are not 0. */
static inline bool tp_vector_any(tp_vector v)
{
#if defined(__SSE2__)
	return tp_vector_bits(v);
#else
	uint64_t halves[2];

	memcpy(halves, &v, sizeof halves);
	return halves[0] | halves[1];
#endif
}

/* Those that are ASCII letters. */
static inline tp_vector tp_vector_letters(tp_vector v)
{
	return (tp_vector)((v | 0x20) - 'a' <= 'z' - 'a');
}

/* The bytes from `from` (<= s.n) on; beyond the end of the text they are 0. */
static inline tp_vector tp_vector_at(struct tp_str s, size_t from)
{
	if (s.n - from >= sizeof(tp_vector))
		return tp_vector_load(s.p + from);
	uint64_t first = tp_eight_at(s, from), second = tp_eight_at(s, s.n - from < 8 ? s.n : from + 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	first = __builtin_bswap64(first);
	second = __builtin_bswap64(second);
#endif
	return (tp_vector)(tp_eights){ first, second };
}

/* Sixty-four bytes: a question about each of them is answered by a bit, the lowest for the first one. */
struct tp_block {
	tp_vector v[4];
};

enum { TP_BLOCK = sizeof(struct tp_block) };

/* The bytes from `from` (<= s.n) on; beyond the end of the text they are 0. */
static inline struct tp_block tp_block_at(struct tp_str s, size_t from)
{
	struct tp_block block;

	if (s.n - from >= sizeof block)
		return *(struct tp_block *)memcpy(&block, s.p + from, sizeof block);
	for (size_t i = 0; i < 4; i++, from = s.n - from < sizeof(tp_vector) ? s.n : from + sizeof(tp_vector))
		block.v[i] = tp_vector_at(s, from);
	return block;
}

static inline uint64_t tp_block_bits(const struct tp_block *block, tp_vector (*answer)(tp_vector v))
{
	uint64_t bits = 0;

#pragma GCC unroll 4
	for (unsigned i = 0; i < 4; i++)
		bits |= (uint64_t)tp_vector_bits(answer(block->v[i])) << 16 * i;
	return bits;
}

/* The answers for the bytes from `from` (< s.n) on; those beyond the end of the text tell nothing. */
static inline uint64_t tp_bits_at(struct tp_str s, size_t from, tp_vector (*answer)(tp_vector v))
{
	struct tp_block block;
	size_t start = from;

	if (s.n < sizeof block) {
		block = tp_block_at(s, from);
	} else {
		start = s.n - from < sizeof block ? s.n - sizeof block : from;
		memcpy(&block, s.p + start, sizeof block);
	}
	return tp_block_bits(&block, answer) >> (from - start);
}

/* The first byte from `at` on for which the answer is yes, or s.n. */
static inline size_t tp_find_answer(struct tp_str s, size_t at, tp_vector (*answer)(tp_vector v))
{
	for (; at < s.n; at += TP_BLOCK) {
		uint64_t bits = tp_bits_at(s, at, answer);

		if (bits) {
			at += (size_t)__builtin_ctzll(bits);
			break;
		}
	}
	return at < s.n ? at : s.n;
}

#endif
