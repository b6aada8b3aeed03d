#include "language/segments_sieve.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

enum { SIDES = 2 * TP_NEAR, MOST_TERMS = 512, MOST_GROUPS = 64 };

/* The sieve takes the halves of each byte apart: it lets through all bytes whose high half and whose low half are those
 * of some byte of a set. */
struct halves {
	uint16_t high, low;
};

/* The set of the bytes at a place: low[h], which low halves there are with the high half h. */
struct rows {
	uint16_t low[16];
};

struct tp_sieve_term {
	struct rows at[SIDES];
};

/* A bit of the sieve, while it is made. */
struct group {
	struct halves at[SIDES];
	double share;
};

static struct rows rows_of(const struct tp_bytes *bytes)
{
	struct rows rows;

	for (unsigned high = 0; high < 16; high++)
		rows.low[high] = (uint16_t)(bytes->bits[high / 4] >> 16 * (high % 4));
	return rows;
}

static struct halves halves_of(const struct rows *rows)
{
	struct halves halves = { 0, 0 };

	for (unsigned high = 0; high < 16; high++) {
		halves.high |= (uint16_t)((rows->low[high] != 0) << high);
		halves.low |= rows->low[high];
	}
	return halves;
}

/* How frequent bytes are in texts of many scripts, by their high halves; at the start of a word; of a character of
 * several bytes, the last one but one; and the first of three, by its low half. */
static const unsigned char any_byte[16] = { 1, 0, 20, 3, 3, 2, 35, 20, 40, 40, 40, 40, 2, 20, 0, 1 };
static const unsigned char of_word[16] = { 0, 0, 8, 3, 9, 6, 130, 90, 20, 20, 20, 20, 2, 20, 0, 1 };
static const unsigned char second_last[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 50, 50, 50, 50, 4, 40, 0, 0 };
static const unsigned char first_of_three[16] = { 80, 8, 8, 30, 14, 18, 14, 12, 12, 12, 5, 5, 5, 4, 1, 4 };

enum { SPACES = 45, FOUR_BYTES = 10, ALL_BYTES = 256 };

/* The sums of those numbers for each half of a set of halves, and the number of its elements. */
struct weights {
	uint16_t any[2][256], word[2][256], second_last[2][256], lead[2][256], ones[256];
};

static void add_weights(uint16_t sums[2][256], const unsigned char numbers[16])
{
	for (unsigned set = 1; set < 256; set++)
		for (unsigned half = 0; half < 2; half++)
			sums[half][set] =
			    (uint16_t)(sums[half][set & (set - 1)] + numbers[8 * half + (unsigned)__builtin_ctz(set)]);
}

static struct weights *new_weights(void)
{
	struct weights *weights = tp_alloc_zero(1, sizeof *weights);

	add_weights(weights->any, any_byte);
	add_weights(weights->word, of_word);
	add_weights(weights->second_last, second_last);
	add_weights(weights->lead, first_of_three);
	for (unsigned set = 1; set < 256; set++)
		weights->ones[set] = (uint16_t)(weights->ones[set & (set - 1)] + 1);
	return weights;
}

static double sum_of(const uint16_t sums[2][256], uint16_t halves)
{
	return sums[0][halves & 255] + sums[1][halves >> 8];
}

/* The share of bytes that have these halves, by the sums for their high halves. */
static double byte_share(const struct weights *weights, struct halves halves, const uint16_t sums[2][256])
{
	double low = (weights->ones[halves.low & 255] + weights->ones[halves.low >> 8]) / 16.0;
	double share = sum_of(sums, halves.high) * low;

	if (sums == weights->any && halves.high >> 2 & halves.low & 1)
		share += SPACES;
	if (sums != weights->second_last && halves.high >> 14 & 1)
		share += sum_of(weights->lead, halves.low) / 2;
	return share / ALL_BYTES;
}

/* The share of the first of several bytes. */
static double lead_share(const struct weights *weights, struct halves halves)
{
	double share = halves.high & 0xf00 ? FOUR_BYTES : 0;

	if (halves.high >> 14 & 1)
		share += sum_of(weights->lead, halves.low);
	return share / ALL_BYTES;
}

static bool is_tail(struct halves halves)
{
	return !(halves.high & ~0xf00u);
}

/* The share of places of a text that have such bytes around them. */
static double share_of(const struct weights *weights, const struct halves at[SIDES])
{
	bool tail = is_tail(at[0]), tails = tail && is_tail(at[1]);
	bool space = !(at[0].high & ~0x5u), letter = space && !(at[TP_NEAR].high & ~0xf0u);
	double share = byte_share(weights, at[0], weights->any);

	share *= byte_share(weights, at[1], tail ? weights->second_last : weights->any);
	share *= tails ? lead_share(weights, at[2]) : byte_share(weights, at[2], weights->any);
	share *= byte_share(weights, at[TP_NEAR], space ? weights->word : weights->any);
	share *= byte_share(weights, at[TP_NEAR + 1], letter ? weights->word : weights->any);
	for (unsigned k = TP_NEAR + 2; k < SIDES; k++)
		share *= byte_share(weights, at[k], weights->any);
	return share;
}

static bool covers(const struct tp_sieve_term *term, const struct tp_sieve_term *other)
{
	for (unsigned k = 0; k < SIDES; k++)
		for (unsigned high = 0; high < 16; high++)
			if (other->at[k].low[high] & ~term->at[k].low[high])
				return false;
	return true;
}

/* Adds a term, unless it lets nothing through that others do not. */
static void add_term(struct tp_sieve *sieve, const struct tp_sieve_term *term)
{
	size_t kept = 0;

	for (size_t i = 0; i < sieve->n; i++)
		if (covers(&sieve->p[i], term))
			return;
	for (size_t i = 0; i < sieve->n; i++)
		if (!covers(term, &sieve->p[i]))
			sieve->p[kept++] = sieve->p[i];
	sieve->n = kept;
	*tp_push(sieve) = *term;
}

void tp_sieve_add(struct tp_sieve *sieve, const struct tp_bytes before[TP_NEAR], const struct tp_bytes after[TP_NEAR])
{
	struct tp_sieve_term term;
	bool possible = true;

	for (unsigned k = 0; k < SIDES; k++) {
		const struct tp_bytes *bytes = k < TP_NEAR ? &before[k] : &after[k - TP_NEAR];

		term.at[k] = rows_of(bytes);
		possible &= !tp_bytes_empty(bytes);
	}
	if (possible)
		add_term(sieve, &term);
}

bool tp_sieve_has_room(const struct tp_sieve *sieve)
{
	return sieve->n < MOST_TERMS;
}

static struct group group_of(const struct weights *weights, const struct tp_sieve_term *term)
{
	struct group group;

	for (unsigned k = 0; k < SIDES; k++)
		group.at[k] = halves_of(&term->at[k]);
	group.share = share_of(weights, group.at);
	return group;
}

/* The rows of a set whose halves are all in row `seed`, or the others. */
static struct rows take_rows(const struct rows *rows, unsigned seed, bool with)
{
	struct rows taken = { { 0 } };

	for (unsigned high = 0; high < 16; high++)
		if (!(rows->low[high] & ~rows->low[seed]) == with)
			taken.low[high] = rows->low[high];
	return taken;
}

/* What a group lets through with other bytes at a place. */
static double share_with(const struct weights *weights, struct group group, unsigned k, struct rows rows)
{
	group.at[k] = halves_of(&rows);
	return share_of(weights, group.at);
}

static bool is_first(const struct rows *rows, unsigned seed)
{
	for (unsigned high = 0; high < seed; high++)
		if (rows->low[high] == rows->low[seed])
			return false;
	return rows->low[seed];
}

/* Splits a term where two let the least through; false if that is not much less than the one does. */
static bool split(const struct weights *weights, struct tp_sieve_term *term, struct tp_sieve_term *other)
{
	struct group group = group_of(weights, term);
	double least = group.share * 0.8;
	unsigned best = SIDES, from = 0;

	for (unsigned k = 0; k < SIDES; k++)
		for (unsigned seed = 0; seed < 16; seed++) {
			if (!is_first(&term->at[k], seed))
				continue;
			double share = share_with(weights, group, k, take_rows(&term->at[k], seed, true)) +
				       share_with(weights, group, k, take_rows(&term->at[k], seed, false));
			if (share < least) {
				least = share;
				best = k;
				from = seed;
			}
		}
	if (best == SIDES)
		return false;
	*other = *term;
	term->at[best] = take_rows(&other->at[best], from, true);
	other->at[best] = take_rows(&other->at[best], from, false);
	return true;
}

/* Splits terms where that helps, first those that let the most through. */
static void split_terms(const struct weights *weights, struct tp_sieve *sieve)
{
	double shares[MOST_GROUPS];

	for (size_t i = 0; i < sieve->n && i < MOST_GROUPS; i++)
		shares[i] = group_of(weights, &sieve->p[i]).share;
	while (sieve->n < MOST_GROUPS) {
		struct tp_sieve_term other;
		size_t most = 0;

		for (size_t i = 1; i < sieve->n; i++)
			most = shares[i] > shares[most] ? i : most;
		if (!sieve->n || shares[most] <= 0)
			return;
		if (!split(weights, &sieve->p[most], &other)) {
			shares[most] = 0; /* it stays whole */
			continue;
		}
		*tp_push(sieve) = other;
		shares[most] = group_of(weights, &sieve->p[most]).share;
		shares[sieve->n - 1] = group_of(weights, &other).share;
	}
}

static struct group join(const struct weights *weights, const struct group *a, const struct group *b)
{
	struct group both;

	for (unsigned k = 0; k < SIDES; k++) {
		both.at[k].high = a->at[k].high | b->at[k].high;
		both.at[k].low = a->at[k].low | b->at[k].low;
	}
	both.share = share_of(weights, both.at);
	return both;
}

static double harm_of(const struct weights *weights, const struct group *a, const struct group *b)
{
	return join(weights, a, b).share - a->share - b->share;
}

/* Groups, and what any two would let through together beyond what they do alone. */
struct grouping {
	const struct weights *weights;
	struct group groups[MOST_GROUPS];
	float harm[MOST_GROUPS][MOST_GROUPS]; /* [i][k], k < i */
	size_t partner[MOST_GROUPS]; /* where harm[i] is least */
	size_t n;
};

static void find_partner(struct grouping *in, size_t i)
{
	in->partner[i] = 0;
	for (size_t k = 1; k < i; k++)
		if (in->harm[i][k] < in->harm[i][in->partner[i]])
			in->partner[i] = k;
}

static void find_harm(struct grouping *in, size_t i, size_t k)
{
	size_t high = i > k ? i : k, low = i > k ? k : i;

	in->harm[high][low] = (float)harm_of(in->weights, &in->groups[i], &in->groups[k]);
}

/* Joins the two groups that let the least more through together. */
static void join_best(struct grouping *in)
{
	size_t a = 1, b, last = in->n - 1;

	for (size_t i = 2; i < in->n; i++)
		if (in->harm[i][in->partner[i]] < in->harm[a][in->partner[a]])
			a = i;
	b = in->partner[a];
	in->groups[b] = join(in->weights, &in->groups[a], &in->groups[b]);
	in->groups[a] = in->groups[last];
	memcpy(in->harm[a], in->harm[last], a * sizeof **in->harm);
	for (size_t i = a + 1; i < last; i++)
		in->harm[i][a] = in->harm[last][i];
	in->n--;
	for (size_t i = 0; i < in->n; i++)
		if (i != b)
			find_harm(in, i, b);
	for (size_t i = 1; i < in->n; i++) {
		size_t *partner = &in->partner[i];

		if (i == a || i == b || *partner == a || *partner == b || *partner == last) {
			find_partner(in, i);
			continue;
		}
		if (b < i && in->harm[i][b] < in->harm[i][*partner])
			*partner = b;
		if (a < i && in->harm[i][a] < in->harm[i][*partner])
			*partner = a;
	}
}

/* Makes groups of the terms, as many as the sieve has bits, or fewer. */
static void make_groups(struct grouping *in, const struct tp_sieve *sieve)
{
	for (size_t i = 0; i < sieve->n; i++) {
		if (in->n == MOST_GROUPS)
			join_best(in);
		in->groups[in->n] = group_of(in->weights, &sieve->p[i]);
		for (size_t k = 0; k < in->n; k++)
			find_harm(in, in->n, k);
		find_partner(in, in->n++);
	}
	while (in->n > TP_SIEVE_BITS)
		join_best(in);
}

void tp_sieve_make(struct tp_sieve *sieve, tp_sieve_tables tables)
{
	struct grouping *in = tp_alloc_zero(1, sizeof *in);
	struct weights *weights = new_weights();

	in->weights = weights;
	split_terms(weights, sieve);
	make_groups(in, sieve);
	for (size_t bit = 0; bit < in->n; bit++)
		for (unsigned k = 0; k < SIDES; k++)
			for (unsigned half = 0; half < 16; half++) {
				struct halves at = in->groups[bit].at[k];

				tables[bit / 8][k][0][half] |= (uint8_t)((at.low >> half & 1) << bit % 8);
				tables[bit / 8][k][1][half] |= (uint8_t)((at.high >> half & 1) << bit % 8);
			}
	free(weights);
	free(in);
}

void tp_sieve_release(struct tp_sieve *sieve)
{
	free(sieve->p);
	*sieve = (struct tp_sieve){ 0 };
}
