#include "doc/facts.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/table.h"

/* A set of indexes, in rising order. */
struct set {
	size_t *p;
	size_t n, cap;
};

/* How often a unit has a key. */
struct use {
	size_t unit, count;
};

/* What it takes to take a fact back, and to know who asked for it. */
struct history {
	struct {
		struct use *p;
		size_t n, cap;
	} uses; /* by unit, in rising order */
	struct set askers;
	size_t told_count, told_first; /* the answers when tp_facts_stale() was last called */
	bool rounded; /* asked about by tp_facts_about() */
	bool touched; /* is in the list of keys to look at then */
};

/* Keys are known by 1 + their index: 0 is none. A document may have millions. */
struct key {
	struct tp_str name;
	size_t count, first;
	size_t voted; /* the key under which this one is a value */
	size_t next; /* another value of that key */
	size_t values; /* of those that were voted for under this one, the first, */
	size_t winner; /* and the one with the most votes */
	struct history *history; /* NULL where nothing changes */
};

struct unit {
	struct set added, asked; /* keys */
};

struct tp_facts {
	bool change;
	struct tp_arena *arena; /* for the names and histories of keys */
	struct tp_table index; /* from a name to its key */
	struct {
		struct key *p;
		size_t n, cap;
	} keys;
	struct {
		struct unit *p;
		size_t n, cap;
	} units;
	struct {
		size_t *p;
		size_t n, cap;
	} touched;
	struct set stale;
};

struct tp_facts *tp_facts_new(bool change)
{
	struct tp_facts *facts = tp_alloc_zero(1, sizeof *facts);

	facts->change = change;
	facts->arena = tp_arena_new();
	return facts;
}

void tp_facts_free(struct tp_facts *facts)
{
	if (!facts)
		return;
	for (size_t i = 0; facts->change && i < facts->keys.n; i++) {
		free(facts->keys.p[i].history->uses.p);
		free(facts->keys.p[i].history->askers.p);
	}
	for (size_t i = 0; i < facts->units.n; i++) {
		free(facts->units.p[i].added.p);
		free(facts->units.p[i].asked.p);
	}
	free(facts->keys.p);
	free(facts->units.p);
	free(facts->touched.p);
	free(facts->stale.p);
	tp_table_release(&facts->index);
	tp_arena_free(facts->arena);
	free(facts);
}

size_t tp_facts_size(const struct tp_facts *facts)
{
	return facts->keys.cap * sizeof *facts->keys.p + facts->index.cap * sizeof *facts->index.slots +
	       tp_arena_size(facts->arena);
}

/* Where `item` is in the set, or would be. Items mostly come in rising order. */
static size_t set_place(const struct set *set, size_t item)
{
	size_t from = 0, to = set->n;

	if (to && set->p[to - 1] < item)
		return to;
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (set->p[middle] < item)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void set_add(struct set *set, size_t item)
{
	size_t at = set_place(set, item);

	if (at < set->n && set->p[at] == item)
		return;
	tp_push(set);
	memmove(&set->p[at + 1], &set->p[at], (set->n - 1 - at) * sizeof *set->p);
	set->p[at] = item;
}

static void set_remove(struct set *set, size_t item)
{
	size_t at = set_place(set, item);

	if (at == set->n || set->p[at] != item)
		return;
	set->n--;
	memmove(&set->p[at], &set->p[at + 1], (set->n - at) * sizeof *set->p);
}

static size_t use_place(const struct history *history, size_t unit)
{
	size_t from = 0, to = history->uses.n;

	if (to && history->uses.p[to - 1].unit < unit)
		return to;
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (history->uses.p[middle].unit < unit)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static struct key *key_at(struct tp_facts *facts, size_t index)
{
	return &facts->keys.p[index - 1];
}

/* The key of a name, which is added if it is new. */
static size_t key_of(struct tp_facts *facts, struct tp_str name)
{
	uintptr_t *known = tp_table_get(&facts->index, name);

	if (known)
		return (size_t)*known;
	name = tp_arena_str(facts->arena, name);
	struct key *key = tp_push(&facts->keys);
	*key = (struct key){ .name = name, .first = TP_NOT_FOUND };
	if (facts->change) {
		key->history = tp_arena_alloc(facts->arena, sizeof *key->history);
		key->history->told_first = TP_NOT_FOUND;
	}
	*tp_table_put(&facts->index, name) = (uintptr_t)facts->keys.n;
	return facts->keys.n;
}

static struct unit *unit_of(struct tp_facts *facts, size_t unit)
{
	while (facts->units.n <= unit)
		tp_push(&facts->units);
	return &facts->units.p[unit];
}

/* A vote for a value touches what it was voted for under. */
static void touch(struct tp_facts *facts, size_t index)
{
	while (index && !key_at(facts, index)->history->touched) {
		key_at(facts, index)->history->touched = true;
		*tp_push(&facts->touched) = index;
		index = key_at(facts, index)->voted;
	}
}

/* Remembers which units have a key, so that it can be taken back. */
static void add_use(struct tp_facts *facts, size_t unit, size_t index, size_t n)
{
	struct history *history = key_at(facts, index)->history;
	size_t at = use_place(history, unit);

	if (at == history->uses.n || history->uses.p[at].unit != unit) {
		tp_push(&history->uses);
		memmove(&history->uses.p[at + 1], &history->uses.p[at],
			(history->uses.n - 1 - at) * sizeof *history->uses.p);
		history->uses.p[at] = (struct use){ unit, 0 };
		set_add(&unit_of(facts, unit)->added, index);
	}
	history->uses.p[at].count += n;
	touch(facts, index);
}

/* The value with more votes; of two with as many, the first in order of bytes. */
static size_t better_value(struct tp_facts *facts, size_t a, size_t b)
{
	const struct key *ka = a ? key_at(facts, a) : NULL, *kb = key_at(facts, b);

	if (!kb->count)
		return a;
	if (!ka || ka->count < kb->count)
		return b;
	return ka->count > kb->count || tp_str_compare(ka->name, kb->name) <= 0 ? a : b;
}

static void add(struct tp_facts *facts, size_t unit, size_t index, size_t n)
{
	struct key *key = key_at(facts, index);

	key->count += n;
	if (key->first == TP_NOT_FOUND || unit < key->first)
		key->first = unit;
	if (key->voted)
		key_at(facts, key->voted)->winner = better_value(facts, key_at(facts, key->voted)->winner, index);
	if (facts->change)
		add_use(facts, unit, index, n);
}

void tp_facts_add(struct tp_facts *facts, size_t unit, struct tp_str name)
{
	add(facts, unit, key_of(facts, name), 1);
}

void tp_facts_add_many(struct tp_facts *facts, size_t unit, struct tp_str name, size_t n)
{
	add(facts, unit, key_of(facts, name), n);
}

/* The key of a value. */
static void make_value_key(struct tp_buf *out, struct tp_str key, struct tp_str value)
{
	tp_buf_add_str(out, key);
	tp_buf_add_char(out, '\0');
	tp_buf_add_str(out, value);
}

void tp_facts_vote(struct tp_facts *facts, size_t unit, struct tp_str key, struct tp_str value)
{
	struct tp_buf name = TP_BUF_INIT;

	make_value_key(&name, key, value);
	size_t under = key_of(facts, key), index = key_of(facts, tp_buf_str(&name));
	if (!key_at(facts, index)->voted) {
		key_at(facts, index)->voted = under;
		key_at(facts, index)->next = key_at(facts, under)->values;
		key_at(facts, under)->values = index;
	}
	add(facts, unit, index, 1);
	tp_buf_release(&name);
}

/* The key, or one that nobody has. Only where there may be changes, one that nobody has yet is added. */
static struct key ask(struct tp_facts *facts, size_t unit, struct tp_str name, bool rounded)
{
	if (!facts->change) {
		const uintptr_t *known = tp_table_get(&facts->index, name);

		return known ? *key_at(facts, (size_t)*known) : (struct key){ .first = TP_NOT_FOUND };
	}
	size_t index = key_of(facts, name);
	struct history *history = key_at(facts, index)->history;

	set_add(&unit_of(facts, unit)->asked, index);
	set_add(&history->askers, unit);
	history->rounded |= rounded;
	return *key_at(facts, index);
}

size_t tp_facts_count(struct tp_facts *facts, size_t unit, struct tp_str key)
{
	return ask(facts, unit, key, false).count;
}

static size_t round_down(size_t count)
{
	size_t power = 1;

	while (power <= count / 2)
		power *= 2;
	return count ? power : 0;
}

size_t tp_facts_about(struct tp_facts *facts, size_t unit, struct tp_str key)
{
	return round_down(ask(facts, unit, key, true).count);
}

size_t tp_facts_first(struct tp_facts *facts, size_t unit, struct tp_str key)
{
	return ask(facts, unit, key, false).first;
}

size_t tp_facts_votes(struct tp_facts *facts, size_t unit, struct tp_str key, struct tp_str value)
{
	struct tp_buf name = TP_BUF_INIT;

	make_value_key(&name, key, value);
	size_t votes = tp_facts_count(facts, unit, tp_buf_str(&name));
	tp_buf_release(&name);
	return votes;
}

struct tp_str tp_facts_winner(struct tp_facts *facts, size_t unit, struct tp_str key)
{
	size_t winner = ask(facts, unit, key, false).winner;

	return winner ? tp_str_from(key_at(facts, winner)->name, key.n + 1) : TP_S("");
}

static void count_votes(struct tp_facts *facts, struct key *key)
{
	key->winner = 0;
	for (size_t value = key->values; value; value = key_at(facts, value)->next)
		key->winner = better_value(facts, key->winner, value);
}

static void take_back(struct tp_facts *facts, size_t index, size_t unit)
{
	struct key *key = key_at(facts, index);
	struct history *history = key->history;
	size_t at = use_place(history, unit);

	key->count -= history->uses.p[at].count;
	history->uses.n--;
	memmove(&history->uses.p[at], &history->uses.p[at + 1], (history->uses.n - at) * sizeof *history->uses.p);
	key->first = history->uses.n ? history->uses.p[0].unit : TP_NOT_FOUND;
	if (key->voted)
		count_votes(facts, key_at(facts, key->voted));
	touch(facts, index);
}

void tp_facts_forget(struct tp_facts *facts, size_t unit)
{
	struct unit *u = unit_of(facts, unit);

	for (size_t i = 0; i < u->added.n; i++)
		take_back(facts, u->added.p[i], unit);
	for (size_t i = 0; i < u->asked.n; i++)
		set_remove(&key_at(facts, u->asked.p[i])->history->askers, unit);
	u->added.n = u->asked.n = 0;
}

static int compare_units(const void *pa, const void *pb)
{
	const size_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

/* The answers to a key are others than when they were last told; tells them. */
static bool tell(const struct key *key)
{
	struct history *history = key->history;
	size_t count = history->rounded ? round_down(key->count) : key->count;
	size_t first = history->rounded ? TP_NOT_FOUND : key->first;
	bool changed = count != history->told_count || first != history->told_first || key->values;

	history->told_count = count;
	history->told_first = first;
	history->touched = false;
	return changed;
}

const size_t *tp_facts_stale(struct tp_facts *facts, size_t *n)
{
	struct set *stale = &facts->stale;

	stale->n = 0;
	for (size_t i = 0; i < facts->touched.n; i++) {
		const struct key *key = key_at(facts, facts->touched.p[i]);

		if (tell(key))
			for (size_t j = 0; j < key->history->askers.n; j++)
				*tp_push(stale) = key->history->askers.p[j];
	}
	facts->touched.n = 0;
	if (stale->n)
		qsort(stale->p, stale->n, sizeof *stale->p, compare_units);
	*n = 0;
	for (size_t i = 0; i < stale->n; i++)
		if (*n == 0 || stale->p[*n - 1] != stale->p[i])
			stale->p[(*n)++] = stale->p[i];
	return stale->p;
}
