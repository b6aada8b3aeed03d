/* Two searches. The first tries each single edit of the word, and keeps the words, and of the others those whose
 * letters stand together in words of the language: inflected forms and compounds, which no list has. The second walks
 * the tree of the index from letter to letter of the word, and keeps at each letter the likeliest nodes: a word may
 * have any number of edits. */
#include "language/spelling_search.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

enum {
	CODES = 64,
	RING = 8, /* positions that states are kept for: more than a rule reaches */
	STATES = 1024, /* of one position, */
	FEW = 16, /* of which so many are followed at first, */
	MANY = 60, /* and so many if that finds no word that is near: */
	NEAR = 500, /* its edits cost no more than this */
	BUCKETS = 256, /* for telling the likeliest ones, */
	BUCKET = 32, /* so wide each */
	WIDTH = 1000, /* a state so much dearer than the best of its position is given up, */
	FARTHEST = 600, /* what no edits of a word cost more than, */
	FARTHEST_LETTER = 150, /* and for each letter */
	ASTRAY = 150, /* so is less likely a state that the next letter does not lead on from, */
	MOST_MISSING = 2, /* letters missing in one place */
	MOST_RULES = 160, /* that begin with one letter of the word */
	SLOTS = 4096, /* for finding the state of a node */
	UNSEEN = 100, /* what a form costs that the index lacks, beside its letters, */
	USUAL = 230, /* whose oddness is as usual up to this for each, */
	ODDNESS = 60, /* and counts so much beyond, in percent */
	DEAREST = 1 << 24, /* more than any cost */
	COMMON = 37, /* the rarity of a word of one letter that may be joined with another */
};

struct state {
	uint32_t node;
	unsigned cost, total;
	uint8_t missing; /* letters since the last one typed */
};

struct states {
	struct state p[STATES];
	size_t n;
	unsigned best;
};

struct slot {
	uint32_t node;
	uint16_t at, position; /* position + 1; 0: free */
};

struct search {
	const struct tp_index *index;
	const struct tp_model *model;
	const uint8_t *letters;
	size_t n;
	struct tp_candidates *out, *forms;
	uint32_t path[TP_INDEX_LONGEST + 1]; /* the nodes that the letters of the word lead to, the root first */
	size_t n_path;
	unsigned best; /* the least total of a word that is surely one; 0: none was found */
	unsigned nearest; /* the cost of its edits */
	size_t kept; /* FEW or MANY */
	unsigned farthest; /* the most that edits may cost */
	size_t steps;
	struct states ring[RING];
	size_t position; /* that is walked from */
	struct slot slots[SLOTS];
	const struct tp_rule *rules[MOST_RULES]; /* of the current position */
	uint64_t rule_leads[MOST_RULES]; /* the bit of the first right letter */
	unsigned rule_costs[MOST_RULES];
	size_t n_rules;
};

static unsigned rarity_cost(const struct search *search, unsigned rarity)
{
	return rarity * TP_RARITY * search->model->costs.frequency / 100;
}

/* Candidates --------------------------------------------------------------------------------------- */

/* The dearest that is still wanted in a list. */
static unsigned limit_of(const struct search *search, const struct tp_candidates *out)
{
	unsigned most = search->best ? search->best + TP_MARGIN : (unsigned)-1;

	if (!out->most)
		return 0;
	return out->n == out->most && out->p[out->n - 1].total < most ? out->p[out->n - 1].total : most;
}

static unsigned limit(const struct search *search)
{
	return limit_of(search, search->out);
}

static bool is_same(const struct tp_candidate *a, const struct tp_candidate *b)
{
	return a->n == b->n && a->split == b->split && memcmp(a->letters, b->letters, a->n) == 0;
}

static void keep(struct tp_candidates *out, const struct tp_candidate *candidate)
{
	size_t at = 0, end = out->n;

	while (at < out->n && out->p[at].total <= candidate->total)
		if (is_same(&out->p[at++], candidate))
			return;
	for (size_t i = at; i < out->n; i++)
		if (is_same(&out->p[i], candidate))
			end = i;
	if (at == out->most)
		return;
	if (end == out->n) {
		out->n += out->n < out->most;
		end = out->n - 1;
	}
	memmove(&out->p[at + 1], &out->p[at], (end - at) * sizeof *out->p);
	out->p[at] = *candidate;
}

static void keep_word(struct search *search, uint32_t node, unsigned cost)
{
	const struct tp_index_node *word = &search->index->nodes[node];
	struct tp_candidate candidate = { .node = node, .edits = cost };

	if (word->rarity == TP_INDEX_NO_WORD)
		return;
	candidate.total = cost + rarity_cost(search, word->rarity);
	if (!word->is_lower && word->is_title)
		candidate.total += search->model->costs.title;
	if (candidate.total > limit(search))
		return;
	candidate.n = (uint8_t)tp_index_path(search->index, node, candidate.letters);
	if (candidate.n == search->n && memcmp(candidate.letters, search->letters, search->n) == 0 && !word->is_title &&
	    !word->is_lower)
		return;
	keep(search->out, &candidate);
	if ((word->is_lower || word->is_title) && (!search->best || candidate.total < search->best)) {
		search->best = candidate.total;
		search->nearest = candidate.edits;
	}
}

/* The walk --------------------------------------------------------------------------------------------- */

/* What a state may cost to be among the likeliest of its position. */
static unsigned threshold(const struct states *states, size_t kept)
{
	unsigned counts[BUCKETS] = { 0 }, sum = 0;
	size_t i;

	if (states->n <= kept)
		return (unsigned)-1;
	for (i = 0; i < states->n; i++) {
		unsigned bucket = (states->p[i].total - states->best) / BUCKET;

		counts[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
	}
	for (i = 0; i < BUCKETS && sum + counts[i] <= kept; i++)
		sum += counts[i];
	return states->best + (unsigned)(i ? i : 1) * BUCKET;
}

/* Leaves the likeliest states. */
static void thin(struct states *states, size_t kept)
{
	unsigned dearest = threshold(states, kept);
	size_t n = 0;

	for (size_t i = 0; i < states->n; i++)
		if (states->p[i].total < dearest)
			states->p[n++] = states->p[i];
	states->n = n;
}

static void empty(struct states *states)
{
	states->n = 0;
	states->best = DEAREST;
}

static void push(struct search *search, size_t position, uint32_t node, unsigned cost, uint8_t missing)
{
	unsigned total = cost + rarity_cost(search, search->index->nodes[node].best);
	struct slot *slot = &search->slots[(node * 2654435761u >> 16 ^ position * 509u) % SLOTS];
	struct states *states = &search->ring[position % RING];

	search->steps++;
	if (cost > search->farthest || total > limit(search))
		return;
	if (position < search->n && !(search->index->leads[node] >> search->letters[position] & 1))
		total += ASTRAY;
	if (total > states->best + WIDTH)
		return;
	struct state state = { node, cost, total, missing };
	if (slot->position == position + 1 && slot->node == node && slot->at < states->n &&
	    states->p[slot->at].node == node) {
		if (states->p[slot->at].cost <= cost)
			return;
		states->p[slot->at] = state;
	} else {
		if (states->n == STATES && position > search->position)
			thin(states, search->kept);
		if (states->n == STATES)
			return;
		*slot = (struct slot){ node, (uint16_t)states->n, (uint16_t)(position + 1) };
		states->p[states->n++] = state;
	}
	if (total < states->best)
		states->best = total;
}

static unsigned first(const struct search *search, size_t position)
{
	return position == 0 ? search->model->costs.first : 0;
}

static bool is_repeated(const struct search *search, size_t i)
{
	const uint8_t *letters = search->letters;

	return (i > 0 && letters[i - 1] == letters[i]) || (i + 1 < search->n && letters[i + 1] == letters[i]);
}

/* Letter i of the word is too much. */
static unsigned extra_cost(const struct search *search, size_t i)
{
	const struct tp_costs *costs = &search->model->costs;
	const uint8_t *letters = search->letters;
	unsigned cost = search->model->extra[letters[i]];

	if (is_repeated(search, i))
		return costs->extra_double;
	if (((i > 0 && search->model->keys[letters[i - 1]][letters[i]]) ||
	     (i + 1 < search->n && search->model->keys[letters[i + 1]][letters[i]])) &&
	    costs->extra_key < cost)
		cost = costs->extra_key;
	return cost + first(search, i);
}

static unsigned missing_cost(const struct search *search, const struct state *state, size_t position, uint8_t letter)
{
	if ((state->node && search->index->nodes[state->node].letter == letter) ||
	    (position < search->n && search->letters[position] == letter))
		return search->model->costs.missing_double;
	return search->model->missing[letter] + first(search, position);
}

static void follow_rule(struct search *search, const struct state *state, size_t position, const struct tp_rule *rule)
{
	uint32_t node = state->node;

	for (size_t i = 0; i < rule->n_right; i++) {
		node = tp_index_child(search->index, node, rule->right[i]);
		if (!node)
			return;
	}
	if (rule->final)
		keep_word(search, node, state->cost + rule->cost);
	else
		push(search, position + rule->n_typed, node, state->cost + rule->cost, 0);
}

static void find_rules(struct search *search, size_t position)
{
	const struct tp_model *model = search->model;
	uint8_t letter = search->letters[position];

	search->n_rules = 0;
	for (size_t i = model->rules_of[letter]; i < model->rules_of[letter + 1]; i++) {
		const struct tp_rule *rule = &model->rules[i];
		size_t end = position + rule->n_typed;

		if (end > search->n || memcmp(rule->typed, search->letters + position, rule->n_typed) != 0 ||
		    (rule->initial && position) || (rule->final && end != search->n))
			continue;
		if (search->n_rules < MOST_RULES) {
			search->rule_leads[search->n_rules] =
			    rule->n_right ? (uint64_t)1 << rule->right[0] : ~(uint64_t)0;
			search->rule_costs[search->n_rules] = rule->cost;
			search->rules[search->n_rules++] = rule;
		}
	}
}

/* Letters missing before the one at this position. */
static void follow_missing(struct search *search, const struct state *state, size_t position)
{
	uint32_t first_child = search->index->nodes[state->node].children;
	uint32_t end = first_child + tp_index_children(search->index, state->node);

	for (uint32_t i = first_child; i < end; i++)
		push(search, position, i,
		     state->cost + missing_cost(search, state, position, search->index->nodes[i].letter),
		     (uint8_t)(state->missing + 1));
}

/* The letters that lead on from a state, right or wrong ones. */
static void follow_letters(struct search *search, const struct state *state, size_t position)
{
	const struct tp_index *index = search->index;
	uint32_t first_child = index->nodes[state->node].children;
	uint32_t end = first_child + tp_index_children(index, state->node);
	uint8_t typed = search->letters[position];

	for (uint32_t i = first_child; i < end; i++) {
		uint8_t letter = index->nodes[i].letter;
		uint32_t next;

		if (letter == typed) {
			push(search, position + 1, i, state->cost, 0);
			continue;
		}
		push(search, position + 1, i,
		     state->cost + search->model->wrong[letter][typed] + first(search, position), 0);
		if (position + 1 == search->n || search->letters[position + 1] != letter)
			continue;
		next = tp_index_child(index, i, typed);
		if (next)
			push(search, position + 2, next, state->cost + search->model->costs.swap, 0);
	}
}

static void follow_rules(struct search *search, const struct state *state, size_t position)
{
	uint64_t leads = search->index->leads[state->node];
	unsigned most = limit(search), near = search->ring[(position + 1) % RING].best + WIDTH;

	most = near < most ? near : most;
	for (size_t i = 0; i < search->n_rules; i++) {
		if (state->total + search->rule_costs[i] > most)
			return;
		if (leads & search->rule_leads[i])
			follow_rule(search, state, position, search->rules[i]);
	}
}

static void walk_position(struct search *search, size_t position)
{
	struct states *states = &search->ring[position % RING];

	search->position = position;
	thin(states, search->kept);
	for (size_t i = 0; i < states->n; i++)
		if (states->p[i].missing < MOST_MISSING)
			follow_missing(search, &states->p[i], position);
	thin(states, search->kept);
	if (position == search->n) {
		for (size_t i = 0; i < states->n; i++)
			keep_word(search, states->p[i].node, states->p[i].cost);
		return;
	}
	find_rules(search, position);
	for (size_t i = 0; i < states->n; i++) {
		struct state state = states->p[i];

		follow_letters(search, &state, position);
		push(search, position + 1, state.node, state.cost + extra_cost(search, position), 0);
		follow_rules(search, &state, position);
	}
	empty(states);
}

static void walk(struct search *search, size_t kept)
{
	search->kept = kept;
	for (size_t i = 0; i < RING; i++)
		empty(&search->ring[i]);
	push(search, 0, 0, 0, 0);
	for (size_t position = 0; position <= search->n; position++)
		walk_position(search, position);
}

/* Single edits --------------------------------------------------------------------------------------------- */

/* The node that letters lead to from another one; 0 if there is none. */
static uint32_t find(const struct tp_index *index, uint32_t node, const uint8_t *letters, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		node = tp_index_child(index, node, letters[i]);
		if (!node)
			return 0;
	}
	return node;
}

static void find_path(struct search *search)
{
	uint32_t node = 0;

	search->path[0] = 0;
	for (search->n_path = 1; search->n_path <= search->n; search->n_path++) {
		node = tp_index_child(search->index, node, search->letters[search->n_path - 1]);
		if (!node)
			return;
		search->path[search->n_path] = node;
	}
}

/* Keeps a form that the index lacks: the odder its letters, the less likely it is. */
static void keep_form(struct search *search, struct tp_candidate *candidate)
{
	candidate->total = candidate->edits + rarity_cost(search, search->index->seldom) + UNSEEN;
	if (candidate->total > limit_of(search, search->forms))
		return;
	unsigned oddness = tp_index_oddness(search->index, candidate->letters, candidate->n);
	unsigned usual = (candidate->n + 1u) * USUAL;
	if (oddness > usual)
		candidate->total += (oddness - usual) * ODDNESS / 100;
	if (candidate->total <= limit_of(search, search->forms))
		keep(search->forms, candidate);
}

/* Keeps a word or a form whose letters before `at` are those of the word that is searched. */
static void keep_edited(struct search *search, struct tp_candidate *candidate, size_t at)
{
	uint32_t node = 0;

	search->steps++;
	if (candidate->n < 2 || memchr(candidate->letters, 0, candidate->n))
		return;
	if (at < search->n_path)
		node = find(search->index, search->path[at], candidate->letters + at, candidate->n - at);
	if (node && search->index->nodes[node].rarity != TP_INDEX_NO_WORD)
		keep_word(search, node, candidate->edits);
	else
		keep_form(search, candidate);
}

static struct tp_candidate start(const struct search *search)
{
	struct tp_candidate candidate = { .n = (uint8_t)search->n };

	memcpy(candidate.letters, search->letters, search->n);
	return candidate;
}

static void try_missing(struct search *search, size_t at, uint8_t letter)
{
	struct tp_candidate candidate = start(search);
	bool twice = (at > 0 && search->letters[at - 1] == letter) || (at < search->n && search->letters[at] == letter);

	if (candidate.n == TP_INDEX_LONGEST)
		return;
	memmove(candidate.letters + at + 1, candidate.letters + at, search->n - at);
	candidate.letters[at] = letter;
	candidate.n++;
	candidate.edits =
	    twice ? search->model->costs.missing_double : search->model->missing[letter] + first(search, at);
	keep_edited(search, &candidate, at);
}

static void try_extra(struct search *search, size_t at)
{
	struct tp_candidate candidate = start(search);

	memmove(candidate.letters + at, candidate.letters + at + 1, search->n - at - 1);
	candidate.n--;
	candidate.edits = extra_cost(search, at);
	keep_edited(search, &candidate, at);
}

static void try_wrong(struct search *search, size_t at, uint8_t letter)
{
	struct tp_candidate candidate = start(search);

	candidate.letters[at] = letter;
	candidate.edits = search->model->wrong[letter][search->letters[at]] + first(search, at);
	keep_edited(search, &candidate, at);
}

static void try_swap(struct search *search, size_t at)
{
	struct tp_candidate candidate = start(search);

	candidate.letters[at] = search->letters[at + 1];
	candidate.letters[at + 1] = search->letters[at];
	candidate.edits = search->model->costs.swap;
	keep_edited(search, &candidate, at);
}

static void try_rule(struct search *search, size_t at, const struct tp_rule *rule)
{
	struct tp_candidate candidate = start(search);
	size_t rest = search->n - at - rule->n_typed;

	if (at + rule->n_right + rest > TP_INDEX_LONGEST)
		return;
	memmove(candidate.letters + at + rule->n_right, search->letters + at + rule->n_typed, rest);
	memcpy(candidate.letters + at, rule->right, rule->n_right);
	candidate.n = (uint8_t)(at + rule->n_right + rest);
	candidate.edits = rule->cost;
	keep_edited(search, &candidate, at);
}

static void try_edits(struct search *search)
{
	for (size_t at = 0; at <= search->n; at++) {
		for (size_t letter = 1; letter < search->index->n_letters; letter++) {
			try_missing(search, at, (uint8_t)letter);
			if (at < search->n && search->letters[at] != letter)
				try_wrong(search, at, (uint8_t)letter);
		}
		if (at == search->n)
			break;
		try_extra(search, at);
		if (at + 1 < search->n && search->letters[at] != search->letters[at + 1])
			try_swap(search, at);
		find_rules(search, at);
		for (size_t i = 0; i < search->n_rules; i++)
			try_rule(search, at, search->rules[i]);
	}
}

/* Two words in one ----------------------------------------------------------------------------------------- */

/* The word of these letters; 0 if there is none, or it has one letter and is not one of the most frequent words. */
static uint32_t find_part(const struct search *search, size_t from, size_t n)
{
	uint32_t node = find(search->index, 0, search->letters + from, n);

	return node && search->index->nodes[node].rarity <= (n > 1 ? TP_INDEX_NO_WORD - 1 : COMMON) ? node : 0;
}

static void try_split(struct search *search, size_t at)
{
	const struct tp_index_node *nodes = search->index->nodes;
	uint32_t one = find_part(search, 0, at), two = find_part(search, at, search->n - at);
	struct tp_candidate candidate = start(search);

	if (!one || !two)
		return;
	candidate.split = (uint8_t)at;
	candidate.edits = search->model->costs.split;
	candidate.total = candidate.edits + rarity_cost(search, (unsigned)nodes[one].rarity + nodes[two].rarity);
	if (candidate.total <= limit(search))
		keep(search->out, &candidate);
}

size_t tp_search(const struct tp_index *index, const struct tp_model *model, const uint8_t *letters, size_t n,
		 struct tp_candidates *words, struct tp_candidates *forms)
{
	struct search *search = tp_alloc_zero(1, sizeof *search);

	search->index = index;
	search->model = model;
	search->letters = letters;
	search->n = n;
	search->out = words;
	search->farthest = FARTHEST + FARTHEST_LETTER * (unsigned)n;
	search->forms = forms;
	find_path(search);
	try_edits(search);
	for (size_t at = 1; at < n; at++)
		try_split(search, at);
	walk(search, FEW);
	if (!search->best || search->nearest > NEAR)
		walk(search, MANY);
	size_t steps = search->steps;
	free(search);
	return steps;
}
