#include "language/segments_far.h"

#include <stdlib.h>

#include "core/eight.h"
#include "core/memory.h"
#include "core/needles.h"
#include "core/str.h"

#define MOST_MEMORY ((size_t)256 << 20)

/* What patterns need: a character, and for an item what stands behind it. */
struct need {
	struct tp_str character;
	const struct tp_far_beside *item; /* NULL: it is a special character */
	uint64_t bytes; /* of the character */
	size_t next; /* 1 + the number of another one of its slot */
};

/* What is needed, met in the text. */
struct met {
	size_t at, need;
};

/* What a need is to a pattern, as bits: it is its own one; or nothing that stands between that and the place. */
enum { OWN = 1, BAR = 2 };

/* A pattern at work in a text. */
struct asking {
	struct tp_machine *machine; /* NULL: it was not asked yet, as most are not in most texts */
	struct tp_trail *trail;
	size_t size; /* of both */
	uint64_t own_needs; /* tp_far_needs() */
	uint64_t useful, own_kinds; /* the needs that are of use to it, and its own: as kind_of() has them */
	size_t text; /* the number of the text that the trail is about, and what follows */
	size_t at; /* the last place that was asked for */
	size_t k; /* of what was met, all before it is done with: it stands before that place, or tells nothing */
	size_t own; /* 1 + where the last own need stands before the place with nothing in between; at the right: 1 +
		     * the number of the first one behind it, if that is known */
};

struct tp_far_worker {
	const struct tp_fars *fars;
	const struct tp_classes *classes;
	struct asking *asking; /* one for each pattern */
	size_t size; /* of what was made for them */
	struct {
		struct need *p;
		size_t n, cap;
	} needs;
	size_t first[256]; /* 1 + the number of a need of this slot: see slot_of() */
	uint8_t *uses; /* [pattern * needs.n + need]: what it is to the pattern */
	struct tp_str text;
	size_t n_texts; /* so far */
	bool is_read; /* the text was: what follows is about it */
	struct {
		struct met *p;
		size_t n, cap;
	} met; /* what patterns need in this text, in order, */
	uint64_t met_needs; /* and all of that as bits */
	struct tp_needles needles; /* what is needed */
};

static uint64_t bit_of(struct tp_str character)
{
	return UINT64_C(1) << (tp_eight_of(character.p, character.n) * 0x9e3779b97f4a7c15 >> 58);
}

uint64_t tp_far_needs(const struct tp_far *far)
{
	uint64_t needs = far->n_needs ? 0 : UINT64_MAX;

	for (unsigned k = 0; k < far->n_needs; k++)
		needs |= bit_of(tp_str_of(far->needs[k]));
	return needs;
}

/* Items are one group, and so are characters that begin alike. */
static unsigned group_of(unsigned char start, bool is_item)
{
	if (is_item)
		return 0;
	return start < 0x80 ? 1 + (start >> 4) % 3u : 4 + ((start ^ start >> 4) & 3u);
}

/* Lets the needles have the ASCII characters of a set at place k, and what begins any other one. */
static void allow_set(struct tp_far_worker *worker, unsigned group, size_t k, uint32_t set)
{
	const struct tp_classes *classes = worker->classes;

	for (unsigned c = 0; c < 128; c++)
		if (tp_class_inside(classes, set, classes->ascii[c]))
			tp_needles_allow(&worker->needles, group, k, (unsigned char)c, (unsigned char)c);
	tp_needles_allow(&worker->needles, group, k, 0x80, 0xff);
}

static bool is_need(const struct need *need, struct tp_str character, const struct tp_far_beside *item)
{
	return tp_str_eq(need->character, character) && !need->item == !item &&
	       (!item || memcmp(need->item, item, sizeof *item) == 0);
}

/* Where needs are found by the bytes at a place: few are of one slot. */
static inline size_t slot_of(uint64_t bytes)
{
	uint64_t lead = bytes & 0xff;

	return (lead < 0x80 ? lead : lead < 0xe0 ? bytes ^ bytes >> 8 : bytes ^ bytes >> 8 ^ bytes >> 16) & 0xff;
}

/* Looks out for what is needed; item is NULL for a special character. */
static void expect(struct tp_far_worker *worker, struct tp_str character, const struct tp_far_beside *item)
{
	unsigned char first = (unsigned char)character.p[0];
	unsigned group = group_of(first, item);
	uint64_t bytes = tp_eight_of(character.p, character.n);
	size_t *slot = &worker->first[slot_of(bytes)];

	for (size_t i = *slot; i; i = worker->needs.p[i - 1].next)
		if (is_need(&worker->needs.p[i - 1], character, item))
			return;
	*tp_push(&worker->needs) = (struct need){ character, item, bytes, *slot };
	*slot = worker->needs.n;
	if (!item) {
		tp_needles_add(&worker->needles, character, group);
		return;
	}
	tp_needles_allow(&worker->needles, group, 0, first, first);
	allow_set(worker, group, 1, item->sets[0]);
	allow_set(worker, group, 2, item->sets[1]);
}

static const struct tp_far_beside *item_of(const struct tp_far *far)
{
	return far->is_item ? &far->beside[false] : NULL;
}

/* What a need is to a pattern that has some. */
static unsigned use_of(const struct tp_far_worker *worker, const struct tp_far *far, const struct need *need)
{
	size_t at = 0;
	uint32_t class = tp_class_next(worker->classes, need->character, &at);
	unsigned use = tp_class_inside(worker->classes, far->reads, class) ? 0 : BAR;

	for (unsigned k = 0; k < far->n_needs; k++)
		if (is_need(need, tp_str_of(far->needs[k]), item_of(far)))
			use |= OWN;
	return use;
}

/* The bit of a need, by its number; others may have the same. */
static uint64_t kind_of(size_t need)
{
	return UINT64_C(1) << need % 64;
}

static void note_use(struct tp_far_worker *worker, size_t i, size_t need, unsigned use)
{
	worker->uses[i * worker->needs.n + need] = (uint8_t)use;
	worker->asking[i].useful |= use ? kind_of(need) : 0;
	worker->asking[i].own_kinds |= use & OWN ? kind_of(need) : 0;
}

struct tp_far_worker *tp_far_worker_new(const struct tp_fars *fars, const struct tp_classes *classes)
{
	struct tp_far_worker *worker = tp_alloc_zero(1, sizeof *worker);

	worker->fars = fars;
	worker->classes = classes;
	worker->asking = tp_alloc_zero(fars->n + 1, sizeof *worker->asking);
	for (size_t i = 0; i < fars->n; i++)
		worker->asking[i].own_needs = tp_far_needs(&fars->p[i]);
	for (size_t i = 0; i < fars->n; i++)
		for (unsigned k = 0; k < fars->p[i].n_needs; k++)
			expect(worker, tp_str_of(fars->p[i].needs[k]), item_of(&fars->p[i]));
	worker->uses = tp_alloc_zero(fars->n * worker->needs.n + 1, sizeof *worker->uses);
	for (size_t i = 0; i < fars->n; i++)
		for (size_t k = 0; fars->p[i].n_needs && k < worker->needs.n; k++)
			note_use(worker, i, k, use_of(worker, &fars->p[i], &worker->needs.p[k]));
	return worker;
}

/* Frees what patterns need to run: it is made again when they are asked again. */
static void forget(struct tp_far_worker *worker)
{
	for (size_t i = 0; i < worker->fars->n; i++) {
		struct asking *asking = &worker->asking[i];

		tp_machine_free(asking->machine);
		tp_trail_free(asking->trail);
		asking->machine = NULL;
		asking->trail = NULL;
		asking->size = 0;
	}
	worker->size = 0;
}

static void note_size(struct tp_far_worker *worker, struct asking *asking)
{
	size_t size = tp_machine_size(asking->machine);

	worker->size += size - asking->size;
	asking->size = size;
}

void tp_far_worker_free(struct tp_far_worker *worker)
{
	forget(worker);
	free(worker->asking);
	free(worker->needs.p);
	free(worker->uses);
	free(worker->met.p);
	free(worker);
}

static void note_needs(struct tp_far_worker *worker, size_t at)
{
	uint64_t bytes = tp_eight_at(worker->text, at);

	for (size_t i = worker->first[slot_of(bytes)]; i; i = worker->needs.p[i - 1].next) {
		const struct need *need = &worker->needs.p[i - 1];

		if (tp_eight_cut(bytes, need->character.n) != need->bytes)
			continue;
		*tp_push(&worker->met) = (struct met){ at, i - 1 };
		worker->met_needs |= bit_of(need->character);
	}
}

void tp_far_worker_start(struct tp_far_worker *worker, struct tp_str text)
{
	worker->text = text;
	worker->n_texts++;
	worker->is_read = false;
}

/* Looks for what is needed in the text. In most texts nobody asks. */
static void read_text(struct tp_far_worker *worker)
{
	struct tp_hits hits;

	worker->is_read = true;
	worker->met.n = 0;
	worker->met_needs = 0;
	tp_hits_start(&hits, &worker->needles, worker->text);
	for (size_t at; (at = tp_hits_next(&hits)) < worker->text.n;)
		note_needs(worker, at);
}

uint64_t tp_far_worker_met(struct tp_far_worker *worker)
{
	if (!worker->is_read)
		read_text(worker);
	return worker->met_needs;
}

/* What belongs beside a character, from the k-th on, stands there. */
static bool is_beside(const struct tp_far_worker *worker, const struct tp_far_beside *beside, bool left, size_t at,
		      uint32_t k)
{
	size_t next = at;
	uint32_t class;

	if (k == beside->n)
		return true;
	class = left ? tp_class_prev(worker->classes, worker->text, &next)
		     : tp_class_next(worker->classes, worker->text, &next);
	if (class < worker->classes->n && tp_class_inside(worker->classes, beside->sets[k], class) &&
	    is_beside(worker, beside, left, next, k + 1))
		return true;
	return beside->optional >> k & 1 && is_beside(worker, beside, left, at, k + 1);
}

/* What was met is a need of pattern i, with what belongs beside it. */
static bool is_own(const struct tp_far_worker *worker, size_t i, const struct met *met)
{
	const struct tp_far *far = &worker->fars->p[i];

	return worker->uses[i * worker->needs.n + met->need] & OWN &&
	       is_beside(worker, &far->beside[true], true, met->at, 0) &&
	       is_beside(worker, &far->beside[false], false, met->at + worker->needs.p[met->need].character.n, 0);
}

static bool is_bar(const struct tp_far_worker *worker, size_t i, const struct met *met)
{
	return worker->uses[i * worker->needs.n + met->need] & BAR;
}

/* No more bytes than these, of code points of four at most, stand between what a pattern needs and a place. */
static size_t reach_of(const struct tp_far *far)
{
	return 4 * ((size_t)far->reach + 1);
}

static size_t next_at_left(struct tp_far_worker *worker, size_t i, size_t at)
{
	struct asking *asking = &worker->asking[i];
	const struct met *met = worker->met.p;

	for (; asking->k < worker->met.n && met[asking->k].at < at; asking->k++) {
		if (!(asking->useful & kind_of(met[asking->k].need)))
			continue;
		if (is_own(worker, i, &met[asking->k]))
			asking->own = met[asking->k].at + 1;
		else if (is_bar(worker, i, &met[asking->k]))
			asking->own = 0;
	}
	if (asking->own && at - asking->own < reach_of(&worker->fars->p[i]))
		return at;
	while (asking->k < worker->met.n &&
	       !(asking->own_kinds & kind_of(met[asking->k].need) && is_own(worker, i, &met[asking->k])))
		asking->k++;
	return asking->k < worker->met.n ? met[asking->k].at + 1 : worker->text.n + 1;
}

static size_t next_at_right(struct tp_far_worker *worker, size_t i, size_t at)
{
	size_t reach = reach_of(&worker->fars->p[i]);
	struct asking *asking = &worker->asking[i];

	for (; asking->k < worker->met.n; asking->k++) {
		const struct met *met = &worker->met.p[asking->k];

		if (met->at < at || !(asking->useful & kind_of(met->need)))
			continue;
		if (asking->own == asking->k + 1 || is_own(worker, i, met)) {
			asking->own = asking->k + 1;
			return met->at - at > reach ? met->at - reach : at;
		}
		if (is_bar(worker, i, met))
			at = met->at + 1;
	}
	return worker->text.n + 1;
}

/* Gets ready for a question about a place. */
static void turn_to(struct tp_far_worker *worker, struct asking *asking, size_t at)
{
	if (asking->text != worker->n_texts && asking->trail)
		tp_trail_clear(asking->trail);
	if (asking->text != worker->n_texts || at < asking->at)
		asking->k = asking->own = 0;
	asking->text = worker->n_texts;
	asking->at = at;
}

size_t tp_far_worker_next(struct tp_far_worker *worker, size_t i, size_t at)
{
	const struct tp_far *far = &worker->fars->p[i];

	if (far->n_needs && !(worker->asking[i].own_needs & tp_far_worker_met(worker)))
		return worker->text.n + 1;
	turn_to(worker, &worker->asking[i], at);
	if (!far->n_needs)
		return at;
	return far->left ? next_at_left(worker, i, at) : next_at_right(worker, i, at);
}

bool tp_far_worker_finds(struct tp_far_worker *worker, size_t i, size_t at)
{
	struct asking *asking = &worker->asking[i];
	bool found;

	if (tp_far_worker_next(worker, i, at) > at)
		return false;
	if (worker->size > MOST_MEMORY)
		forget(worker);
	if (!asking->machine) {
		asking->machine = tp_machine_new(worker->fars->p[i].automaton, worker->classes);
		asking->trail = tp_trail_new();
	}
	if (tp_machine_tidy(asking->machine))
		tp_trail_clear(asking->trail);
	found = tp_machine_finds(asking->machine, asking->trail, worker->text, at);
	note_size(worker, asking);
	return found;
}
