/* Two searches. The first tries each single edit of the word, and keeps the words, and of the others those whose
 * letters stand together in words of the language: inflected forms and compounds, which no list has. The second walks
 * the tree of the index from letter to letter of the word, and keeps at each letter the likeliest nodes: a word may
 * have any number of edits. */
#include "language/spelling_search.h"

#include <stddef.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "language/spelling_forms.h"

enum {
	CODES = 64,
	RING = 8, /* positions that states are kept for: more than a rule reaches */
	STATES = 512, /* of one position, */
	CROWD = 32, /* after each so many, what may yet be among the likeliest is told anew, */
	FEW = 16, /* of which so many are followed at first, */
	MANY = 120, /* and so many if that finds no word that is near */
	FORM_MARGIN = 500, /* a form so much dearer than the best word is not asked about */
	BUCKETS = 256, /* for telling the likeliest ones, */
	BUCKET = 32, /* so wide each */
	WIDTH = 1000, /* a state so much dearer than the best of its position is given up, */
	FARTHEST = 600, /* what no edits of a word cost more than, */
	FARTHEST_LETTER = 150, /* and for each letter */
	ASTRAY = 150, /* so is less likely a state that the next letter does not lead on from, */
	MOST_MISSING = 2, /* letters missing in one place */
	MOST_RULES = 160, /* that begin with one letter of the word, */
	MOST_RULES_OF_ALL = 4096, /* and with all of them */
	SLOTS = 4096, /* for finding the state of a node */
	UNSEEN = 100, /* what a form costs that the index lacks, beside its letters, */
	USUAL = 230, /* whose oddness is as usual up to this for each, */
	ODDNESS = 60, /* and counts so much beyond, in percent */
	DEAREST = 1 << 24, /* more than any cost */
	ENDING = 3, /* letters behind an apostrophe, at most, of what has one before its ending */
	COMMON = 37, /* the rarity of a word of one letter that may be joined with another, */
	SHORT = 3, /* and of one that has up to so many, */
	COMMON_SHORT = 54, /* if it is known how often words are used: */
	MOST_RARE = 99, /* else all are as rare as this */
};

struct state {
	uint32_t node;
	unsigned cost, total;
	uint8_t missing; /* letters since the last one typed */
};

struct states {
	struct state p[STATES];
	size_t n;
	unsigned best, most; /* the least total; what a state may cost to be among the likeliest in the end */
};

struct slot {
	uint32_t node;
	uint16_t at, position; /* position + 1; 0: free */
};

/* A rule that applies, and what is asked first about it. */
struct applied {
	const struct tp_rule *rule;
	uint64_t leads; /* the bit of its first right letter; all bits if it has none */
	unsigned cost;
};

struct search {
	const struct tp_index *index;
	const struct tp_model *model;
	const uint8_t *letters;
	size_t n;
	struct tp_candidates *out, *forms, *others;
	uint32_t path[TP_INDEX_LONGEST + 1]; /* the nodes that the letters of the word lead to, the root first */
	size_t n_path;
	struct tp_span unknown; /* from the first letter that the index lacks to the last one */
	bool has_joint; /* an apostrophe or a hyphen */
	unsigned oddness[TP_INDEX_LONGEST + 2]; /* of the letters before a position; the border behind is one of them */
	unsigned rarities[2 * TP_INDEX_NO_WORD + 1]; /* what each costs, and that of two words */
	unsigned best; /* the least total of a word that is surely one; 0: none was found */
	unsigned nearest; /* the cost of its edits */
	unsigned limit; /* the dearest word that is still wanted */
	bool forms_only; /* edits are to make forms that the index lacks, */
	unsigned dearest; /* and may cost so much */
	size_t kept; /* FEW or MANY */
	unsigned farthest; /* the most that edits may cost */
	size_t steps;
	size_t position; /* that is walked from */
	size_t rules_of[TP_INDEX_LONGEST + 1]; /* by position: the first of the rules that apply there */
	struct states ring[RING];
	struct applied rules[MOST_RULES_OF_ALL];
	struct slot slots[SLOTS];
};

/* Candidates --------------------------------------------------------------------------------------- */

/* The dearest that is still wanted in a list. */
static unsigned limit_of(const struct search *search, const struct tp_candidates *out)
{
	unsigned most = search->best ? search->best + TP_MARGIN : (unsigned)-1;

	if (!out->most)
		return 0;
	return out->n == out->most && out->p[out->n - 1].total < most ? out->p[out->n - 1].total : most;
}

/* The same in a list of forms, which are doubtful: those that are far less likely than a word are not wanted. */
static unsigned limit_of_forms(const struct search *search, const struct tp_candidates *out)
{
	unsigned limit = limit_of(search, out), most = search->best ? search->best + FORM_MARGIN : (unsigned)-1;

	return limit < most ? limit : most;
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
	candidate.total = cost + search->rarities[word->rarity];
	if (!word->is_lower && word->is_title)
		candidate.total += search->model->costs.title;
	if (candidate.total > search->limit)
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
	search->limit = limit_of(search, search->out);
}

/* The walk --------------------------------------------------------------------------------------------- */

/* The most that a state may cost to be among the likeliest of its position. */
static unsigned threshold(const struct states *states, size_t kept)
{
	unsigned counts[BUCKETS] = { 0 }, sum = 0;
	size_t i;

	if (states->n <= kept)
		return DEAREST;
	for (i = 0; i < states->n; i++) {
		unsigned bucket = (states->p[i].total - states->best) / BUCKET;

		counts[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
	}
	for (i = 0; i < BUCKETS && sum + counts[i] <= kept; i++)
		sum += counts[i];
	return states->best + (unsigned)(i ? i : 1) * BUCKET - 1;
}

/* Leaves the likeliest states. */
static void thin(struct states *states, size_t kept)
{
	unsigned most = threshold(states, kept);
	size_t n = 0;

	for (size_t i = 0; i < states->n; i++)
		if (states->p[i].total <= most)
			states->p[n++] = states->p[i];
	states->n = n;
}

static void empty(struct states *states)
{
	states->n = 0;
	states->best = states->most = DEAREST;
}

/* When a crowd came, what is dearer than its likeliest ones is no longer wanted. More states may lower the threshold,
 * and move the bounds of the buckets; and what is astray may be led back by a missing letter. */
static void crowd(struct search *search, size_t position)
{
	struct states *states = &search->ring[position % RING];
	unsigned most = threshold(states, search->kept) + BUCKET + (position > search->position ? 0 : ASTRAY);

	states->most = most < states->most ? most : states->most;
}

static void add(struct search *search, size_t position, const struct state *state)
{
	struct states *states = &search->ring[position % RING];
	struct slot *slot = &search->slots[(state->node * 2654435761u >> 16 ^ position * 509u) % SLOTS];

	if (slot->position == position + 1 && slot->node == state->node && slot->at < states->n &&
	    states->p[slot->at].node == state->node) {
		if (states->p[slot->at].cost > state->cost)
			states->p[slot->at] = *state;
		return;
	}
	if (states->n == STATES)
		return;
	*slot = (struct slot){ state->node, (uint16_t)states->n, (uint16_t)(position + 1) };
	states->p[states->n++] = *state;
}

static void push(struct search *search, size_t position, uint32_t node, unsigned cost, uint8_t missing)
{
	unsigned total = cost + search->rarities[search->index->nodes[node].best];
	struct states *states = &search->ring[position % RING];

	search->steps++;
	if (cost > search->farthest || total > search->limit || total > states->most)
		return;
	if (position < search->n && !(search->index->leads[node] >> search->letters[position] & 1))
		total += ASTRAY;
	if (total > states->most)
		return;
	size_t n = states->n;
	add(search, position, &(struct state){ node, cost, total, missing });
	if (total < states->best) {
		states->best = total;
		states->most = total + WIDTH < states->most ? total + WIDTH : states->most;
	}
	if (states->n > n && states->n % CROWD == 0)
		crowd(search, position);
}

static uint64_t bit(uint8_t letter)
{
	return (uint64_t)1 << letter;
}

/* The letter of the lowest bit. */
static uint8_t lowest(uint64_t leads)
{
	return (uint8_t)__builtin_ctzll(leads);
}

/* Goes on from a node by letters; false if they lead nowhere. */
static bool go(const struct tp_index *index, uint32_t *node, const uint8_t *letters, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		*node = tp_index_child(index, *node, letters[i]);
		if (!*node)
			return false;
	}
	return true;
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

/* The first letter is that of the rule. */
static bool applies(const struct search *search, size_t position, const struct tp_rule *rule)
{
	const uint8_t *letters = search->letters + position;

	if ((rule->initial && position) ||
	    (rule->final ? position + rule->n_typed != search->n : position + rule->n_typed > search->n))
		return false;
	for (size_t i = 1; i < rule->n_typed; i++)
		if (rule->typed[i] != letters[i])
			return false;
	return true;
}

static void find_rules(struct search *search, size_t position)
{
	const struct tp_model *model = search->model;
	uint8_t letter = search->letters[position];
	size_t n = search->rules_of[position], most = n + MOST_RULES;

	most = most < MOST_RULES_OF_ALL ? most : MOST_RULES_OF_ALL;
	for (size_t i = model->rules_of[letter]; i < model->rules_of[letter + 1] && n < most; i++) {
		const struct tp_rule *rule = &model->rules[i];

		if (applies(search, position, rule))
			search->rules[n++] =
			    (struct applied){ rule, rule->n_right ? bit(rule->right[0]) : ~(uint64_t)0, rule->cost };
	}
	search->rules_of[position + 1] = n;
}

/* The most that an edit may cost that leads from a state to a position: no word there is likelier than the state. */
static unsigned dearest_edit(const struct search *search, const struct state *state, size_t position)
{
	unsigned near = search->ring[position % RING].most;
	unsigned most = near < search->limit ? near : search->limit;
	unsigned least = state->cost + search->rarities[search->index->nodes[state->node].best];

	return most > least ? most - least : 0;
}

/* Letters missing before the one at this position. */
static void follow_missing(struct search *search, const struct state *state, size_t position)
{
	const struct tp_index *index = search->index;
	uint64_t leads = index->leads[state->node], doubles = position < search->n ? bit(search->letters[position]) : 0;
	unsigned most = dearest_edit(search, state, position), twice = search->model->costs.missing_double;

	if (state->node)
		doubles |= bit(index->nodes[state->node].letter);
	leads &= tp_model_within(search->model->missing_within, most) | (twice <= most ? doubles : 0);
	for (; leads; leads &= leads - 1) {
		uint8_t letter = lowest(leads);
		unsigned cost =
		    doubles & bit(letter) ? twice : search->model->missing[letter] + first(search, position);

		push(search, position, tp_index_child(index, state->node, letter), state->cost + cost,
		     (uint8_t)(state->missing + 1));
	}
}

static void follow_right(struct search *search, const struct state *state, size_t position)
{
	uint32_t child = tp_index_child(search->index, state->node, search->letters[position]);

	if (child)
		push(search, position + 1, child, state->cost, 0);
}

static void follow_wrong(struct search *search, const struct state *state, size_t position)
{
	const struct tp_model *model = search->model;
	uint8_t typed = search->letters[position];
	unsigned most = dearest_edit(search, state, position + 1);
	uint64_t leads = search->index->leads[state->node] & tp_model_within(model->wrong_within[typed], most);

	for (leads &= ~bit(typed); leads; leads &= leads - 1) {
		uint8_t letter = lowest(leads);

		push(search, position + 1, tp_index_child(search->index, state->node, letter),
		     state->cost + model->wrong[typed][letter] + first(search, position), 0);
	}
}

static void follow_swap(struct search *search, const struct state *state, size_t position)
{
	const uint8_t *letters = search->letters + position;
	uint32_t node = state->node;

	if (position + 1 < search->n && letters[0] != letters[1] && go(search->index, &node, letters + 1, 1) &&
	    go(search->index, &node, letters, 1))
		push(search, position + 2, node, state->cost + search->model->costs.swap, 0);
}

static void follow_rules(struct search *search, const struct state *state, size_t position)
{
	uint64_t leads = search->index->leads[state->node];
	unsigned most = search->limit, near = search->ring[(position + 1) % RING].most;

	most = near < most ? near : most;
	for (size_t i = search->rules_of[position]; i < search->rules_of[position + 1]; i++) {
		const struct applied *applied = &search->rules[i];

		if (state->total + applied->cost > most)
			return;
		if (leads & applied->leads)
			follow_rule(search, state, position, applied->rule);
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
	for (size_t i = 0; i < states->n; i++)
		follow_right(search, &states->p[i], position);
	for (size_t i = 0; i < states->n; i++) {
		const struct state *state = &states->p[i];

		follow_wrong(search, state, position);
		follow_swap(search, state, position);
		push(search, position + 1, state->node, state->cost + extra_cost(search, position), 0);
		follow_rules(search, state, position);
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

/* What single edits leave of the word. */
static void read_word(struct search *search)
{
	unsigned a = 0, b = 0;
	uint32_t node = 0;

	search->unknown = (struct tp_span){ search->n, 0 };
	for (size_t i = 0; i <= search->n; i++) {
		unsigned c = i < search->n ? search->letters[i] : 0;

		search->oddness[i + 1] = search->oddness[i] + tp_index_after(search->index, a, b, c);
		a = b;
		b = c;
		search->has_joint |= search->index->joints >> c & 1;
		if (c || i == search->n)
			continue;
		search->unknown.from = search->unknown.to ? search->unknown.from : i;
		search->unknown.to = i + 1;
	}
	for (search->n_path = 1; search->n_path <= search->n; search->n_path++) {
		if (!go(search->index, &node, search->letters + search->n_path - 1, 1))
			return;
		search->path[search->n_path] = node;
	}
}

/* Letters of the word from `at` on, n of them, that were typed for others. */
struct edit {
	size_t at, n;
	const uint8_t *right;
	size_t n_right;
	unsigned cost;
};

static struct tp_candidate edited(const struct search *search, const struct edit *edit)
{
	struct tp_candidate candidate = { .edits = edit->cost };
	size_t after = edit->at + edit->n, rest = search->n - after;

	memcpy(candidate.letters, search->letters, edit->at);
	memcpy(candidate.letters + edit->at, edit->right, edit->n_right);
	memcpy(candidate.letters + edit->at + edit->n_right, search->letters + after, rest);
	candidate.n = (uint8_t)(edit->at + edit->n_right + rest);
	return candidate;
}

/* How odd the letters are then: two after the edit have others before them than they had. */
static unsigned edited_oddness(const struct search *search, const struct edit *edit)
{
	const uint8_t *letters = search->letters;
	unsigned a = edit->at > 1 ? letters[edit->at - 2] : 0, b = edit->at > 0 ? letters[edit->at - 1] : 0;
	unsigned sum = search->oddness[edit->at];
	size_t at = edit->at + edit->n;

	for (size_t i = 0; i < edit->n_right + 2 && at <= search->n; i++) {
		unsigned c = i < edit->n_right ? edit->right[i] : at < search->n ? letters[at] : 0;

		at += i >= edit->n_right;
		sum += tp_index_after(search->index, a, b, c);
		a = b;
		b = c;
	}
	return sum + search->oddness[search->n + 1] - search->oddness[at];
}

/* The tree has all forms of the dictionary but for those with a joint. */
static bool is_no_form(const struct search *search, const struct edit *edit)
{
	bool joint = search->has_joint;

	for (size_t i = 0; i < edit->n_right; i++)
		joint |= search->index->joints >> edit->right[i] & 1;
	return tp_index_is_whole(search->index) && !joint;
}

/* The word of these letters; 0 if there is none, or it is short and not one of the frequent words. */
static uint32_t find_part(const struct tp_index *index, const uint8_t *letters, size_t n)
{
	bool free = n > SHORT || (n > 1 && index->seldom == MOST_RARE);
	unsigned most = free ? TP_INDEX_NO_WORD - 1 : n > 1 ? COMMON_SHORT : COMMON;
	uint32_t node = 0;

	return go(index, &node, letters, n) && index->nodes[node].rarity <= most ? node : 0;
}

/* What joins, at i, stands where it can: a hyphen between two words, an apostrophe behind what words of the index
 * begin with, or before an ending. */
static bool may_join(const struct tp_index *index, const struct tp_candidate *candidate, size_t i)
{
	const uint8_t *letters = candidate->letters;
	size_t after = candidate->n - i - 1;
	uint32_t node = 0;

	if (index->letters[letters[i]] == '-')
		return find_part(index, letters, i) && find_part(index, letters + i + 1, after);
	return after <= ENDING || go(index, &node, letters, i + 1);
}

static bool has_joints_in_place(const struct search *search, const struct edit *edit,
				const struct tp_candidate *candidate)
{
	for (size_t i = edit->at; i < edit->at + edit->n_right; i++)
		if (search->index->joints >> candidate->letters[i] & 1 && !may_join(search->index, candidate, i))
			return false;
	return true;
}

/* Keeps a form that the index lacks: the odder its letters, the less likely it is. */
static void keep_form(struct search *search, const struct edit *edit, size_t n)
{
	unsigned total = edit->cost + search->rarities[search->index->seldom] + UNSEEN;
	unsigned most_form = is_no_form(search, edit) ? 0 : limit_of_forms(search, search->forms);
	unsigned most_other = limit_of_forms(search, search->others);
	unsigned most = most_form > most_other ? most_form : most_other, usual = ((unsigned)n + 1) * USUAL;

	if (total > most)
		return;
	unsigned oddness = edited_oddness(search, edit) * TP_INDEX_NATS / 8;
	if (oddness > usual)
		total += (oddness - usual) * ODDNESS / 100;
	if (total > most)
		return;
	struct tp_candidate candidate = edited(search, edit);
	if (!has_joints_in_place(search, edit, &candidate))
		return;
	candidate.total = total;
	bool is_form = total <= most_form && tp_forms_may_have(search->index, candidate.letters, candidate.n);
	if (is_form)
		keep(search->forms, &candidate);
	else if (total <= most_other)
		keep(search->others, &candidate);
}

/* The word of the index that an edit makes of the word; 0 if it is none. */
static uint32_t edited_word(const struct search *search, const struct edit *edit)
{
	size_t after = edit->at + edit->n;
	uint32_t node = edit->at < search->n_path ? search->path[edit->at] : 0;

	return edit->at < search->n_path && go(search->index, &node, edit->right, edit->n_right) &&
		       go(search->index, &node, search->letters + after, search->n - after) &&
		       search->index->nodes[node].rarity != TP_INDEX_NO_WORD
		   ? node
		   : 0;
}

/* Keeps what an edit makes of the word, if that is what is looked for and has no letter that the index lacks. */
static void try_edit(struct search *search, const struct edit *edit)
{
	size_t n = search->n - edit->n + edit->n_right;

	search->steps++;
	if (edit->cost > search->dearest || n < 2 || n > TP_INDEX_LONGEST || search->unknown.from < edit->at ||
	    search->unknown.to > edit->at + edit->n)
		return;
	uint32_t node = edited_word(search, edit);
	if (search->forms_only && !node)
		keep_form(search, edit, n);
	else if (!search->forms_only && node)
		keep_word(search, node, edit->cost);
}

static void try_missing(struct search *search, size_t at, uint64_t wanted)
{
	const uint8_t *letters = search->letters;
	uint64_t doubles = (at > 0 ? bit(letters[at - 1]) : 0) | (at < search->n ? bit(letters[at]) : 0);

	for (; wanted; wanted &= wanted - 1) {
		uint8_t letter = lowest(wanted);
		unsigned cost = doubles & bit(letter) ? search->model->costs.missing_double
						      : search->model->missing[letter] + first(search, at);

		try_edit(search, &(struct edit){ at, 0, &letter, 1, cost });
	}
}

static void try_wrong(struct search *search, size_t at, uint64_t wanted)
{
	for (wanted &= ~bit(search->letters[at]); wanted; wanted &= wanted - 1) {
		uint8_t letter = lowest(wanted);
		unsigned cost = search->model->wrong[search->letters[at]][letter] + first(search, at);

		try_edit(search, &(struct edit){ at, 1, &letter, 1, cost });
	}
}

static void try_swap(struct search *search, size_t at)
{
	uint8_t swapped[] = { search->letters[at + 1], search->letters[at] };

	try_edit(search, &(struct edit){ at, 2, swapped, 2, search->model->costs.swap });
}

/* The letters that may stand at a position after an edit: those that lead on from there in the tree or, for forms, any,
 * unless the tree has all forms but those with a joint. */
static uint64_t letters_wanted(const struct search *search, size_t at)
{
	const struct tp_index *index = search->index;

	if (!search->forms_only)
		return index->leads[search->path[at]];
	if (tp_index_is_whole(index) && !search->has_joint)
		return index->joints;
	return (bit((uint8_t)(index->n_letters - 1)) << 1) - 2;
}

/* The most that an edit may cost to be kept. */
static unsigned dearest(const struct search *search)
{
	unsigned least = search->rarities[search->index->seldom] + UNSEEN;
	unsigned form = limit_of_forms(search, search->forms), other = limit_of_forms(search, search->others);
	unsigned most = form > other ? form : other;

	if (!search->forms_only)
		return search->limit;
	return most > least ? most - least : 0;
}

/* Words that are one edit away or, with `forms_only`, forms that the index lacks. */
static void try_edits(struct search *search, bool forms_only)
{
	size_t last = forms_only ? search->n : search->n_path - 1;

	search->forms_only = forms_only;
	for (size_t at = 0; at <= last; at++) {
		uint64_t wanted = letters_wanted(search, at);

		search->dearest = dearest(search);
		try_missing(search, at, wanted);
		if (at == search->n)
			break;
		try_wrong(search, at, wanted);
		try_edit(search, &(struct edit){ at, 1, search->letters, 0, extra_cost(search, at) });
		if (at + 1 < search->n && search->letters[at] != search->letters[at + 1])
			try_swap(search, at);
		for (size_t i = search->rules_of[at]; i < search->rules_of[at + 1]; i++) {
			const struct tp_rule *rule = search->rules[i].rule;

			try_edit(search, &(struct edit){ at, rule->n_typed, rule->right, rule->n_right, rule->cost });
		}
	}
}

/* Two words in one ----------------------------------------------------------------------------------------- */

static void try_split(struct search *search, size_t at)
{
	const struct tp_index_node *nodes = search->index->nodes;
	uint32_t one = find_part(search->index, search->letters, at);
	uint32_t two = find_part(search->index, search->letters + at, search->n - at);

	if (!one || !two)
		return;
	struct tp_candidate candidate =
	    edited(search, &(struct edit){ .right = search->letters, .cost = search->model->costs.split });
	candidate.split = (uint8_t)at;
	candidate.total = candidate.edits + search->rarities[(unsigned)nodes[one].rarity + nodes[two].rarity];
	if (candidate.total <= search->limit)
		keep(search->out, &candidate);
	search->limit = limit_of(search, search->out);
}

size_t tp_search(const struct tp_index *index, const struct tp_model *model, const uint8_t *letters, size_t n,
		 struct tp_candidates *words, struct tp_candidates *forms, struct tp_candidates *others)
{
	struct search *search = tp_alloc(sizeof *search);

	memset(search, 0, offsetof(struct search, ring)); /* most of it is room */
	memset(search->slots, 0, sizeof search->slots);
	search->index = index;
	search->model = model;
	search->letters = letters;
	search->n = n;
	search->out = words;
	search->forms = forms;
	search->others = others;
	search->farthest = FARTHEST + FARTHEST_LETTER * (unsigned)n;
	search->limit = limit_of(search, words);
	for (unsigned i = 0; i <= 2 * TP_INDEX_NO_WORD; i++)
		search->rarities[i] = i * TP_RARITY * model->costs.frequency / 100;
	read_word(search);
	for (size_t at = 0; at < n; at++)
		find_rules(search, at);
	try_edits(search, false);
	for (size_t at = 1; at < n; at++)
		try_split(search, at);
	walk(search, FEW);
	if (!search->best || search->nearest > model->costs.near)
		walk(search, MANY);
	try_edits(search, true);
	size_t steps = search->steps;
	free(search);
	return steps;
}
