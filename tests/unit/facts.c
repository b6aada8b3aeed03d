/* Facts: counted, taken back, and asked for. */
#include "doc/facts.h"

#include "unit/test.h"

static void add(struct tp_facts *facts, size_t unit, const char *key)
{
	tp_facts_add(facts, unit, tp_str_of(key));
}

static size_t count(struct tp_facts *facts, size_t unit, const char *key)
{
	return tp_facts_count(facts, unit, tp_str_of(key));
}

/* The stale units as text: "0 2 ". */
static void expect_stale(struct tp_facts *facts, const char *want)
{
	struct tp_buf got = TP_BUF_INIT;
	size_t n;
	const size_t *stale = tp_facts_stale(facts, &n);

	for (size_t i = 0; i < n; i++)
		tp_buf_format(&got, "%zu ", stale[i]);
	STR(tp_buf_str(&got), want);
	tp_buf_release(&got);
}

static void facts_are_counted_and_taken_back(void)
{
	struct tp_facts *facts = tp_facts_new(true);

	add(facts, 0, "US");
	add(facts, 2, "US");
	add(facts, 2, "US");
	add(facts, 2, "UN");
	EQ(count(facts, 0, "US"), 3);
	EQ(count(facts, 0, "EU"), 0);
	EQ(tp_facts_first(facts, 0, TP_S("UN")), 2);
	tp_facts_forget(facts, 2);
	EQ(count(facts, 0, "US"), 1);
	EQ(count(facts, 0, "UN"), 0);
	EXPECT(tp_facts_first(facts, 0, TP_S("UN")) == TP_NOT_FOUND);
	add(facts, 1, "US");
	EQ(tp_facts_first(facts, 5, TP_S("US")), 0);
	tp_facts_forget(facts, 0);
	EQ(tp_facts_first(facts, 5, TP_S("US")), 1);
	tp_facts_free(facts);
	tp_facts_free(NULL);
}

static void where_nothing_changes_the_answers_are_the_same(void)
{
	struct tp_facts *facts = tp_facts_new(false);

	add(facts, 2, "US");
	add(facts, 1, "US");
	add(facts, 3, "US");
	EQ(count(facts, 0, "US"), 3);
	EQ(tp_facts_first(facts, 9, TP_S("US")), 1);
	EQ(tp_facts_about(facts, 9, TP_S("US")), 2);
	EXPECT(tp_facts_first(facts, 9, TP_S("UN")) == TP_NOT_FOUND);
	tp_facts_free(facts);
}

static void a_vote_is_won_by_most(void)
{
	struct tp_facts *facts = tp_facts_new(true);
	const struct tp_str kyiv = TP_S("name:kyiv");

	STR(tp_facts_winner(facts, 3, kyiv), "");
	tp_facts_vote(facts, 0, kyiv, TP_S("Kyiv"));
	tp_facts_vote(facts, 1, kyiv, TP_S("Kiev"));
	expect_stale(facts, "3 ");
	STR(tp_facts_winner(facts, 3, kyiv), "Kiev");
	tp_facts_vote(facts, 2, kyiv, TP_S("Kyiv"));
	expect_stale(facts, "3 ");
	STR(tp_facts_winner(facts, 3, kyiv), "Kyiv");
	EQ(tp_facts_votes(facts, 4, kyiv, TP_S("Kyiv")), 2);
	EQ(tp_facts_votes(facts, 4, kyiv, TP_S("Kiev")), 1);
	EQ(tp_facts_votes(facts, 4, kyiv, TP_S("Kief")), 0);
	expect_stale(facts, "");
	tp_facts_forget(facts, 0);
	tp_facts_forget(facts, 2);
	expect_stale(facts, "3 4 ");
	STR(tp_facts_winner(facts, 3, kyiv), "Kiev");
	tp_facts_forget(facts, 1);
	STR(tp_facts_winner(facts, 3, kyiv), "");
	tp_facts_free(facts);
}

static void a_key_is_copied(void)
{
	struct tp_facts *facts = tp_facts_new(true);
	char key[] = "key";

	add(facts, 0, key);
	key[0] = 'x';
	EQ(count(facts, 0, "key"), 1);
	tp_facts_free(facts);
}

static void who_asked_for_a_changed_fact_is_stale(void)
{
	struct tp_facts *facts = tp_facts_new(true);

	add(facts, 0, "US");
	expect_stale(facts, "");
	count(facts, 3, "US");
	count(facts, 1, "US");
	count(facts, 1, "US");
	count(facts, 2, "EU");
	expect_stale(facts, "");
	add(facts, 4, "US");
	expect_stale(facts, "1 3 ");
	expect_stale(facts, "");
	add(facts, 4, "EU");
	add(facts, 4, "US");
	expect_stale(facts, "1 2 3 ");
	tp_facts_forget(facts, 1);
	tp_facts_forget(facts, 4);
	expect_stale(facts, "2 3 ");
	tp_facts_free(facts);
}

static void what_is_put_back_is_not_stale(void)
{
	struct tp_facts *facts = tp_facts_new(true);

	add(facts, 0, "US");
	add(facts, 1, "US");
	count(facts, 2, "US");
	expect_stale(facts, "2 ");
	tp_facts_forget(facts, 0);
	add(facts, 0, "US");
	expect_stale(facts, "");
	tp_facts_forget(facts, 0); /* as many, but another one is first */
	add(facts, 3, "US");
	expect_stale(facts, "2 ");
	tp_facts_free(facts);
}

static size_t about(struct tp_facts *facts, size_t unit, const char *key)
{
	return tp_facts_about(facts, unit, tp_str_of(key));
}

static void a_rounded_fact_seldom_changes(void)
{
	struct tp_facts *facts = tp_facts_new(true);

	EQ(about(facts, 7, "words"), 0);
	tp_facts_add_many(facts, 0, TP_S("words"), 5);
	EQ(about(facts, 7, "words"), 4);
	expect_stale(facts, "7 ");
	tp_facts_add_many(facts, 1, TP_S("words"), 2);
	EQ(about(facts, 7, "words"), 4);
	expect_stale(facts, "");
	add(facts, 2, "words");
	EQ(about(facts, 7, "words"), 8);
	expect_stale(facts, "7 ");
	tp_facts_forget(facts, 0);
	EQ(about(facts, 7, "words"), 2);
	expect_stale(facts, "7 ");
	tp_facts_forget(facts, 2); /* as many, rounded, and another first unit */
	expect_stale(facts, "");
	tp_facts_free(facts);
}

/* Random steps beside a plain table of counts. */
static void random_steps_keep_the_counts(void)
{
	static const char *const keys[] = { "a", "b", "c", "d", "e" };
	size_t counts[8][5] = { { 0 } };
	struct tp_facts *facts = tp_facts_new(true);

	srand(2);
	for (int step = 0; step < 20000; step++) {
		size_t unit = (size_t)rand() % 8, key = (size_t)rand() % 5, sum = 0, first = TP_NOT_FOUND;

		if (rand() % 6 == 0) {
			tp_facts_forget(facts, unit);
			memset(counts[unit], 0, sizeof counts[unit]);
		} else {
			add(facts, unit, keys[key]);
			counts[unit][key]++;
		}
		for (size_t i = 8; i-- > 0;) {
			sum += counts[i][key];
			first = counts[i][key] ? i : first;
		}
		EQ(count(facts, unit, keys[key]), sum);
		EXPECT(tp_facts_first(facts, unit, tp_str_of(keys[key])) == first);
	}
	tp_facts_free(facts);
}

TESTS(TEST(facts_are_counted_and_taken_back), TEST(where_nothing_changes_the_answers_are_the_same),
      TEST(a_vote_is_won_by_most), TEST(a_key_is_copied), TEST(who_asked_for_a_changed_fact_is_stale),
      TEST(what_is_put_back_is_not_stale), TEST(a_rounded_fact_seldom_changes), TEST(random_steps_keep_the_counts))
