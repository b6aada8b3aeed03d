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

struct key {
	struct {
		struct use *p;
		size_t n, cap;
	} uses; /* by unit, in rising order; where nothing changes, the first alone */
	struct set askers;
	struct tp_str name;
	struct set values; /* the keys of those that were voted for under this one */
	size_t voted; /* 1 + the key under which this one is a value; 0: none */
	size_t count;
	size_t told_count, told_first; /* the answers when tp_facts_stale() was last called */
	bool rounded; /* asked about by tp_facts_about() */
	bool touched; /* is in the list of keys to look at then */
};

struct unit {
	struct set added, asked; /* keys */
};

struct tp_facts {
	bool change;
	struct tp_arena *arena; /* for the names of keys */
	struct tp_table index; /* from a name to 1 + the index of its key */
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
	for (size_t i = 0; i < facts->keys.n; i++) {
		free(facts->keys.p[i].uses.p);
		free(facts->keys.p[i].askers.p);
		free(facts->keys.p[i].values.p);
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

static size_t use_place(const struct key *key, size_t unit)
{
	size_t from = 0, to = key->uses.n;

	if (to && key->uses.p[to - 1].unit < unit)
		return to;
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (key->uses.p[middle].unit < unit)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static size_t first_unit(const struct key *key)
{
	return key->uses.n ? key->uses.p[0].unit : TP_NOT_FOUND;
}

static size_t key_of(struct tp_facts *facts, struct tp_str name)
{
	uintptr_t *known = tp_table_get(&facts->index, name);

	if (known)
		return (size_t)*known - 1;
	name = tp_arena_str(facts->arena, name);
	*tp_push(&facts->keys) = (struct key){ .name = name, .told_first = TP_NOT_FOUND };
	*tp_table_put(&facts->index, name) = (uintptr_t)facts->keys.n;
	return facts->keys.n - 1;
}

static struct unit *unit_of(struct tp_facts *facts, size_t unit)
{
	while (facts->units.n <= unit)
		tp_push(&facts->units);
	return &facts->units.p[unit];
}

/* A vote for a value touches what it was voted for under. */
static void touch(struct tp_facts *facts, size_t key)
{
	while (!facts->keys.p[key].touched) {
		facts->keys.p[key].touched = true;
		*tp_push(&facts->touched) = key;
		if (!facts->keys.p[key].voted)
			break;
		key = facts->keys.p[key].voted - 1;
	}
}

/* Remembers which units have a key, so that it can be taken back. */
static void add_use(struct tp_facts *facts, size_t unit, size_t index, size_t n)
{
	struct key *key = &facts->keys.p[index];
	size_t at = use_place(key, unit);

	if (at == key->uses.n || key->uses.p[at].unit != unit) {
		tp_push(&key->uses);
		memmove(&key->uses.p[at + 1], &key->uses.p[at], (key->uses.n - 1 - at) * sizeof *key->uses.p);
		key->uses.p[at] = (struct use){ unit, 0 };
		set_add(&unit_of(facts, unit)->added, index);
	}
	key->uses.p[at].count += n;
	touch(facts, index);
}

void tp_facts_add_many(struct tp_facts *facts, size_t unit, struct tp_str name, size_t n)
{
	size_t index = key_of(facts, name);
	struct key *key = &facts->keys.p[index];

	key->count += n;
	if (facts->change)
		add_use(facts, unit, index, n);
	else if (!key->uses.n)
		*tp_push(&key->uses) = (struct use){ unit, n };
	else if (key->uses.p[0].unit > unit)
		key->uses.p[0].unit = unit;
}

void tp_facts_add(struct tp_facts *facts, size_t unit, struct tp_str name)
{
	tp_facts_add_many(facts, unit, name, 1);
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
	if (!facts->keys.p[index].voted) {
		facts->keys.p[index].voted = under + 1;
		set_add(&facts->keys.p[under].values, index);
	}
	tp_facts_add(facts, unit, tp_buf_str(&name));
	tp_buf_release(&name);
}

static struct key *ask(struct tp_facts *facts, size_t unit, struct tp_str name)
{
	size_t index = key_of(facts, name);

	if (facts->change) {
		set_add(&unit_of(facts, unit)->asked, index);
		set_add(&facts->keys.p[index].askers, unit);
	}
	return &facts->keys.p[index];
}

size_t tp_facts_count(struct tp_facts *facts, size_t unit, struct tp_str key)
{
	return ask(facts, unit, key)->count;
}

static size_t round_down(size_t count)
{
	size_t power = 1;

	while (power <= count / 2)
		power *= 2;
	return count ? power : 0;
}

size_t tp_facts_about(struct tp_facts *facts, size_t unit, struct tp_str name)
{
	struct key *key = ask(facts, unit, name);

	if (!key->rounded) {
		key->rounded = true;
		key->told_count = round_down(key->told_count);
		key->told_first = TP_NOT_FOUND;
	}
	return round_down(key->count);
}

size_t tp_facts_first(struct tp_facts *facts, size_t unit, struct tp_str key)
{
	return first_unit(ask(facts, unit, key));
}

size_t tp_facts_votes(struct tp_facts *facts, size_t unit, struct tp_str key, struct tp_str value)
{
	struct tp_buf name = TP_BUF_INIT;

	make_value_key(&name, key, value);
	size_t votes = tp_facts_count(facts, unit, tp_buf_str(&name));
	tp_buf_release(&name);
	return votes;
}

struct tp_str tp_facts_winner(struct tp_facts *facts, size_t unit, struct tp_str name)
{
	const struct key *key = ask(facts, unit, name), *best = NULL;

	for (size_t i = 0; i < key->values.n; i++) {
		const struct key *value = &facts->keys.p[key->values.p[i]];

		if (value->count && (!best || value->count > best->count ||
				     (value->count == best->count && tp_str_compare(value->name, best->name) < 0)))
			best = value;
	}
	return best ? tp_str_from(best->name, name.n + 1) : TP_S("");
}

static void take_back(struct tp_facts *facts, size_t index, size_t unit)
{
	struct key *key = &facts->keys.p[index];
	size_t at = use_place(key, unit);

	key->count -= key->uses.p[at].count;
	key->uses.n--;
	memmove(&key->uses.p[at], &key->uses.p[at + 1], (key->uses.n - at) * sizeof *key->uses.p);
	touch(facts, index);
}

void tp_facts_forget(struct tp_facts *facts, size_t unit)
{
	struct unit *u = unit_of(facts, unit);

	for (size_t i = 0; i < u->added.n; i++)
		take_back(facts, u->added.p[i], unit);
	for (size_t i = 0; i < u->asked.n; i++)
		set_remove(&facts->keys.p[u->asked.p[i]].askers, unit);
	u->added.n = u->asked.n = 0;
}

static int compare_units(const void *pa, const void *pb)
{
	const size_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

/* The answers to a key are others than when they were last told; tells them. */
static bool tell(struct key *key)
{
	size_t count = key->rounded ? round_down(key->count) : key->count;
	size_t first = key->rounded ? TP_NOT_FOUND : first_unit(key);
	bool changed = count != key->told_count || first != key->told_first || key->values.n;

	key->told_count = count;
	key->told_first = first;
	key->touched = false;
	return changed;
}

const size_t *tp_facts_stale(struct tp_facts *facts, size_t *n)
{
	struct set *stale = &facts->stale;

	stale->n = 0;
	for (size_t i = 0; i < facts->touched.n; i++) {
		struct key *key = &facts->keys.p[facts->touched.p[i]];

		if (tell(key))
			for (size_t j = 0; j < key->askers.n; j++)
				*tp_push(stale) = key->askers.p[j];
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
