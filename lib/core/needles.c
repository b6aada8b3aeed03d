#include "core/needles.h"

#include "core/vector.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 32 };

void tp_needles_allow(struct tp_needles *needles, unsigned group, size_t k, unsigned char first, unsigned char last)
{
	uint8_t bit = (uint8_t)(1u << group % 8);

	for (unsigned c = first; c <= last; c++)
		needles->bytes[k][c] |= bit;
	for (unsigned high = first >> 4; high <= last >> 4; high++)
		needles->halves[k][1][high] |= bit;
	for (unsigned low = first; low <= last && low < first + 16u; low++)
		needles->halves[k][0][low & 15] |= bit;
}

void tp_needles_add(struct tp_needles *needles, struct tp_str s, unsigned group)
{
	for (size_t k = 0; k < TP_NEEDLE; k++) {
		unsigned char c = k < s.n ? (unsigned char)s.p[k] : 0;

		tp_needles_allow(needles, group, k, c, k < s.n ? c : 255);
	}
}

void tp_hits_start(struct tp_hits *hits, const struct tp_needles *needles, struct tp_str text)
{
	*hits = (struct tp_hits){ needles, text, 0, 0, 0 };
}

/* An ASCII letter stands before a place, and words are looked for. */
static bool is_inside(const struct tp_hits *hits, size_t at)
{
	return hits->needles->words && at > 0 && (unsigned)(hits->text.p[at - 1] | 0x20) - 'a' < 26;
}

/* One may begin there, near the end of the text, too. */
static bool may_begin(const struct tp_hits *hits, size_t at)
{
	unsigned can = is_inside(hits, at) ? 0 : 255;

	for (size_t k = 0; k < TP_NEEDLE && at + k < hits->text.n; k++)
		can &= hits->needles->bytes[k][(unsigned char)hits->text.p[at + k]];
	return can;
}

#if defined(__x86_64__)

/* At which of the 32 places from p on one may begin. */
__attribute__((target("avx2"))) static uint64_t look_at_32(const struct tp_needles *needles, const char *p)
{
	const __m256i half = _mm256_set1_epi8(15);
	__m256i can = _mm256_set1_epi8(-1);

#pragma GCC unroll 3
	for (size_t k = 0; k < TP_NEEDLE; k++) {
		const __m128i *tables = (const __m128i *)(const void *)needles->halves[k];
		__m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128(tables));
		__m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128(tables + 1));
		__m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(p + k));

		low = _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half));
		high = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
		can = _mm256_and_si256(can, _mm256_and_si256(low, high));
	}
	return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(can, _mm256_setzero_si256()));
}

/* The same of 64. */
__attribute__((target("avx512bw"))) static uint64_t look_at_64(const struct tp_needles *needles, const char *p)
{
	const __m512i half = _mm512_set1_epi8(15);
	__m512i can = _mm512_set1_epi8(-1);

#pragma GCC unroll 3
	for (size_t k = 0; k < TP_NEEDLE; k++) {
		const __m128i *tables = (const __m128i *)(const void *)needles->halves[k];
		__m512i low = _mm512_broadcast_i32x4(_mm_loadu_si128(tables));
		__m512i high = _mm512_broadcast_i32x4(_mm_loadu_si128(tables + 1));
		__m512i bytes = _mm512_loadu_si512(p + k);

		low = _mm512_shuffle_epi8(low, _mm512_and_si512(bytes, half));
		high = _mm512_shuffle_epi8(high, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), half));
		can = _mm512_and_si512(can, _mm512_and_si512(low, high));
	}
	return _mm512_test_epi8_mask(can, can);
}

/* Which places of the block are behind an ASCII letter, as bits. */
static uint64_t find_inside(const struct tp_hits *hits)
{
	uint64_t letters = 0;

	for (size_t i = 0; i < hits->to - hits->at; i += sizeof(tp_vector)) {
		tp_vector bytes = tp_vector_load(hits->text.p + hits->at + i);

		letters |= (uint64_t)tp_vector_bits(tp_vector_letters(bytes)) << i;
	}
	return letters << 1 | is_inside(hits, hits->at);
}

/* Goes on to the next block of places at which one may begin, or to the last few places. The last block reaches back to
 * what is known. */
static void find_block(struct tp_hits *hits)
{
	size_t end = hits->text.n - (TP_NEEDLE - 1), at = hits->to;
	bool wide = end >= 2 * BLOCK && __builtin_cpu_supports("avx512bw");
	size_t size = wide ? 2 * BLOCK : BLOCK;

	for (hits->bits = 0; !hits->bits && at < end; at = hits->to) {
		hits->at = at + size <= end ? at : end - size;
		hits->to = hits->at + size;
		hits->bits = (wide ? look_at_64 : look_at_32)(hits->needles, hits->text.p + hits->at);
		hits->bits &= UINT64_MAX << (at - hits->at);
		if (hits->bits && hits->needles->words)
			hits->bits &= ~find_inside(hits);
	}
}

static bool can_find_block(const struct tp_hits *hits)
{
	return __builtin_cpu_supports("avx2") && hits->text.n >= BLOCK + TP_NEEDLE - 1 &&
	       hits->to < hits->text.n - (TP_NEEDLE - 1);
}

#else

static void find_block(struct tp_hits *hits)
{
	(void)hits;
}

static bool can_find_block(const struct tp_hits *hits)
{
	(void)hits;
	return false;
}

#endif

size_t tp_hits_look_on(struct tp_hits *hits)
{
	size_t at;

	while (can_find_block(hits)) {
		find_block(hits);
		if (tp_hits_take(hits, &at))
			return at;
	}
	while (hits->to < hits->text.n && !may_begin(hits, hits->to))
		hits->to++;
	return hits->to < hits->text.n ? hits->to++ : hits->text.n;
}
