#include "language/segments_scan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { SIDES = 2 * TP_NEAR };

/* The exact table ---------------------------------------------------------------------------------------------- */

static void fill_side(const struct tp_bytes near[TP_NEAR], uint64_t bit, uint64_t side[TP_NEAR][256])
{
	for (unsigned k = 0; k < TP_NEAR; k++)
		for (unsigned c = 0; c < 256; c++)
			if (near[k].bits[c / 64] >> c % 64 & 1)
				side[k][c] |= bit;
}

/* The share of places that a bit lets through, as if all bytes were equally frequent; together with more bytes. */
static double share(const struct tp_bytes sets[SIDES], const struct tp_bytes *const more[SIDES])
{
	double product = 1;

	for (unsigned k = 0; k < SIDES; k++) {
		int n = 0;

		for (unsigned i = 0; i < 4; i++)
			n += __builtin_popcountll(sets[k].bits[i] | (more ? more[k]->bits[i] : 0));
		product *= n / 256.0;
	}
	return product;
}

/* A bit of its own; when they are used up, the one that comes to let through the least more. */
static unsigned choose_bit(struct tp_scan_maker *maker, const struct tp_bytes *const added[SIDES])
{
	double least = 2;
	unsigned best = 0;

	if (maker->n < TP_SCAN_BITS)
		return maker->n++;
	for (unsigned bit = 0; bit < TP_SCAN_BITS; bit++) {
		double harm = share(maker->sets[bit], added) - share(maker->sets[bit], NULL);

		if (harm < least) {
			least = harm;
			best = bit;
		}
	}
	return best;
}

unsigned tp_scan_add(struct tp_scan *scan, struct tp_scan_maker *maker, const struct tp_bytes before[TP_NEAR],
		     const struct tp_bytes after[TP_NEAR])
{
	const struct tp_bytes *added[SIDES];
	unsigned bit;

	for (unsigned k = 0; k < TP_NEAR; k++) {
		added[k] = &before[k];
		added[TP_NEAR + k] = &after[k];
	}
	bit = choose_bit(maker, added);
	for (unsigned k = 0; k < SIDES; k++)
		for (unsigned i = 0; i < 4; i++)
			maker->sets[bit][k].bits[i] |= added[k]->bits[i];
	fill_side(before, (uint64_t)1 << bit, scan->before);
	fill_side(after, (uint64_t)1 << bit, scan->after);
	return bit;
}

void tp_scan_complete(struct tp_scan *scan, struct tp_scan_maker *maker)
{
	scan->has_sieve = tp_sieve_has_room(&maker->sieve);
	if (scan->has_sieve)
		tp_sieve_make(&maker->sieve, scan->sieve);
	tp_sieve_release(&maker->sieve);
}

bool tp_scan_can_sieve(void)
{
#if defined(__x86_64__)
	return __builtin_cpu_supports("avx2");
#else
	return false;
#endif
}

/* Looking ------------------------------------------------------------------------------------------------------ */

/* Something can match at a place by the bytes on both sides, which are all there. */
static inline bool matches(const struct tp_scan *scan, struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p + at;

	return scan->before[0][p[-1]] & scan->after[0][p[0]] & scan->before[1][p[-2]] & scan->before[2][p[-3]] &
	       scan->after[1][p[1]] & scan->after[2][p[2]];
}

/* The same at a place that may be near the edge of the text. */
static inline bool can_match(const struct tp_scan *scan, struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p;
	uint64_t can = UINT64_MAX;

	if (at >= TP_NEAR && text.n - at >= TP_NEAR)
		return matches(scan, text, at);
	for (size_t k = 0; can && k < TP_NEAR; k++) {
		can &= at > k ? scan->before[k][p[at - 1 - k]] : can;
		can &= at + k < text.n ? scan->after[k][p[at + k]] : can;
	}
	return can;
}

/* The first place before `end` where something can match by two bytes before and three after it, which are there. */
static size_t skip(const struct tp_scan *scan, const unsigned char *p, size_t at, size_t end)
{
	while (at < end && !(scan->before[1][p[at - 2]] & scan->before[0][p[at - 1]] & scan->after[0][p[at]] &
			     scan->after[1][p[at + 1]] & scan->after[2][p[at + 2]]))
		at++;
	return at;
}

/* The first place from `at` on by the exact table, or the end. */
static size_t find_place(const struct tp_scan *scan, struct tp_str text, size_t at, size_t end)
{
	for (; at < end; at++) {
		if (at >= 2 && text.n > 2)
			at = skip(scan, (const unsigned char *)text.p, at, text.n - 2 < end ? text.n - 2 : end);
		if (at < end && can_match(scan, text, at))
			return at;
	}
	return end;
}

#if defined(__x86_64__)

enum { BLOCK = 32 };

__attribute__((target("avx2"))) static inline __m256i look_up_32(const uint8_t table[16], __m256i halves)
{
	const __m128i *at = (const __m128i *)(const void *)table;

	return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128(at)), halves);
}

__attribute__((target("avx512bw"))) static inline __m512i look_up_64(const uint8_t table[16], __m512i halves)
{
	const __m128i *at = (const __m128i *)(const void *)table;

	return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(_mm_loadu_si128(at)), halves);
}

/* Which of the 32 places from p on the sieve lets through. */
__attribute__((target("avx2"))) static uint64_t sift_32(const struct tp_scan *scan, const char *p)
{
	const __m256i half = _mm256_set1_epi8(15);
	__m256i can[TP_SIEVE_BITS / 8], any = _mm256_setzero_si256();

	for (unsigned i = 0; i < TP_SIEVE_BITS / 8; i++)
		can[i] = _mm256_set1_epi8(-1);
#pragma GCC unroll 6
	for (unsigned k = 0; k < SIDES; k++) {
		const char *from = k < TP_NEAR ? p - 1 - k : p + (k - TP_NEAR);
		__m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)from);
		__m256i low = _mm256_and_si256(bytes, half), high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);

#pragma GCC unroll 4
		for (unsigned i = 0; i < TP_SIEVE_BITS / 8; i++)
			can[i] = _mm256_and_si256(can[i], _mm256_and_si256(look_up_32(scan->sieve[i][k][0], low),
									   look_up_32(scan->sieve[i][k][1], high)));
	}
	for (unsigned i = 0; i < TP_SIEVE_BITS / 8; i++)
		any = _mm256_or_si256(any, can[i]);
	return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(any, _mm256_setzero_si256()));
}

/* The same of 64. */
__attribute__((target("avx512bw"))) static uint64_t sift_64(const struct tp_scan *scan, const char *p)
{
	const __m512i half = _mm512_set1_epi8(15);
	__m512i can[TP_SIEVE_BITS / 8], any = _mm512_setzero_si512();

	for (unsigned i = 0; i < TP_SIEVE_BITS / 8; i++)
		can[i] = _mm512_set1_epi8(-1);
#pragma GCC unroll 6
	for (unsigned k = 0; k < SIDES; k++) {
		__m512i bytes = _mm512_loadu_si512(k < TP_NEAR ? p - 1 - k : p + (k - TP_NEAR));
		__m512i low = _mm512_and_si512(bytes, half), high = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), half);

#pragma GCC unroll 4
		for (unsigned i = 0; i < TP_SIEVE_BITS / 8; i++)
			can[i] = _mm512_and_si512(can[i], _mm512_and_si512(look_up_64(scan->sieve[i][k][0], low),
									   look_up_64(scan->sieve[i][k][1], high)));
	}
	for (unsigned i = 0; i < TP_SIEVE_BITS / 8; i++)
		any = _mm512_or_si512(any, can[i]);
	return _mm512_test_epi8_mask(any, any);
}

/* Leaves of what the sieve lets through what can match. All of a block is told at once, without a branch for each place
 * that nobody could foresee. */
static void tell_places(struct tp_places *places)
{
	uint64_t bits = 0;

	for (uint64_t rest = places->bits; rest; rest &= rest - 1) {
		unsigned i = (unsigned)__builtin_ctzll(rest);

		bits |= (uint64_t)matches(places->scan, places->text, places->from + i) << i;
	}
	places->bits = bits;
}

/* Goes on from `at` to the next block with a place where something can match, or to `end`; the last block reaches back
 * to what is known. The bytes around all these places are there. */
static void find_block(struct tp_places *places, size_t at, size_t end)
{
	bool wide = end >= TP_NEAR + 2 * BLOCK && __builtin_cpu_supports("avx512bw");
	size_t size = wide ? 2 * BLOCK : BLOCK;

	for (places->bits = 0; !places->bits && at < end; at = places->to) {
		places->from = at + size <= end ? at : end - size;
		places->to = places->from + size;
		places->bits = (wide ? sift_64 : sift_32)(places->scan, places->text.p + places->from);
		places->bits &= UINT64_MAX << (at - places->from);
		tell_places(places);
	}
}

#else

static void find_block(struct tp_places *places, size_t at, size_t end)
{
	(void)places;
	(void)at;
	(void)end;
}

#endif

/* The sieve can look at a block that begins, or at least ends, at `at` or behind it. */
static bool can_find_block(const struct tp_places *places, size_t at)
{
#if defined(__x86_64__)
	return places->sieves && at >= TP_NEAR && places->text.n >= 2 * TP_NEAR + BLOCK &&
	       at < places->text.n - TP_NEAR;
#else
	(void)places;
	(void)at;
	return false;
#endif
}

void tp_places_start(struct tp_places *places, const struct tp_scan *scan, struct tp_str text)
{
	*places = (struct tp_places){ scan, scan->has_sieve && tp_scan_can_sieve(), text, 0, 0, 0 };
}

size_t tp_places_look_on(struct tp_places *places, size_t at)
{
	struct tp_str text = places->text;
	size_t place;

	for (at = at < places->to ? places->to : at; at < text.n; at = places->to) {
		if (can_find_block(places, at)) {
			find_block(places, at, text.n - TP_NEAR);
			if (places->bits)
				return places->from + (size_t)__builtin_ctzll(places->bits);
			continue;
		}
		places->to = places->sieves && at < TP_NEAR && text.n > TP_NEAR ? TP_NEAR : text.n;
		place = find_place(places->scan, text, at, places->to);
		if (place < places->to) {
			places->from = place;
			places->to = place + 1;
			places->bits = 1;
			return place;
		}
	}
	return text.n;
}
