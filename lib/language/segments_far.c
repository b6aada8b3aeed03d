#include "language/segments_far.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/needles.h"
#include "core/str.h"

#define MOST_MEMORY ((size_t)256 << 20)

/* A character that patterns need, and where in the text it stands first and last; first > last: nowhere. */
struct need {
	struct tp_str character;
	size_t first, last;
};

/* A character that is needed, met in the text. */
struct met {
	size_t at, need;
};

/* A pattern at work in a text. */
struct asking {
	struct tp_machine *machine; /* NULL: it was not asked yet, as most are not in most texts */
	struct tp_trail *trail;
	size_t size; /* of both */
	size_t text; /* the number of the text that the trail is about */
	size_t needs[TP_MOST_NEEDS];
	struct tp_span places; /* of that text, at which what it needs is on its side, with what belongs beside it */
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
	struct tp_str text;
	size_t n_texts; /* so far */
	struct {
		struct met *p;
		size_t n, cap;
	} met; /* what patterns need in this text, in order */
	struct tp_needles needles; /* what is needed */
};

/* Characters that begin alike are of one group. */
static unsigned group_of(unsigned char start)
{
	return start < 0x80 ? start >> 4 & 3 : 4 + ((start ^ start >> 4) & 3u);
}

/* The number of a character that is needed. */
static size_t expect(struct tp_far_worker *worker, struct tp_str character)
{
	for (size_t i = 0; i < worker->needs.n; i++)
		if (tp_str_eq(worker->needs.p[i].character, character))
			return i;
	tp_needles_add(&worker->needles, character, group_of((unsigned char)character.p[0]));
	*tp_push(&worker->needs) = (struct need){ character, 0, 0 };
	return worker->needs.n - 1;
}

struct tp_far_worker *tp_far_worker_new(const struct tp_fars *fars, const struct tp_classes *classes)
{
	struct tp_far_worker *worker = tp_alloc_zero(1, sizeof *worker);

	worker->fars = fars;
	worker->classes = classes;
	worker->asking = tp_alloc_zero(fars->n + 1, sizeof *worker->asking);
	for (size_t i = 0; i < fars->n; i++)
		for (unsigned k = 0; k < fars->p[i].n_needs; k++)
			worker->asking[i].needs[k] = expect(worker, tp_str_of(fars->p[i].needs[k]));
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
	free(worker->met.p);
	free(worker);
}

static void note_need(struct tp_far_worker *worker, size_t at)
{
	struct tp_str rest = tp_str_from(worker->text, at);

	for (size_t i = 0; i < worker->needs.n; i++) {
		struct need *need = &worker->needs.p[i];

		if (rest.p[0] != need->character.p[0] || !tp_str_starts(rest, need->character))
			continue;
		if (need->first > need->last)
			need->first = at;
		need->last = at;
		*tp_push(&worker->met) = (struct met){ at, i };
		return;
	}
}

void tp_far_worker_start(struct tp_far_worker *worker, struct tp_str text)
{
	struct tp_hits hits;

	worker->text = text;
	worker->n_texts++;
	worker->met.n = 0;
	for (size_t i = 0; i < worker->needs.n; i++) {
		worker->needs.p[i].first = text.n;
		worker->needs.p[i].last = 0;
	}
	tp_hits_start(&hits, &worker->needles, text);
	for (size_t at; (at = tp_hits_next(&hits)) < text.n;)
		note_need(worker, at);
}

bool tp_far_worker_has_needs(const struct tp_far_worker *worker)
{
	return worker->met.n;
}

struct tp_span tp_far_worker_places(const struct tp_far_worker *worker, size_t i)
{
	const struct tp_far *far = &worker->fars->p[i];
	struct tp_span places = { 0, far->n_needs ? 0 : worker->text.n + 1 };

	for (unsigned k = 0; worker->met.n && k < far->n_needs; k++) {
		const struct need *need = &worker->needs.p[worker->asking[i].needs[k]];

		if (need->first > need->last)
			continue;
		if (!far->left)
			places.to = need->last >= places.to ? need->last + 1 : places.to;
		else if (!places.to || need->first < places.from)
			places = (struct tp_span){ need->first + 1, worker->text.n + 1 };
	}
	return places;
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

/* What was met is what pattern i needs. */
static bool is_met(const struct tp_far_worker *worker, size_t i, const struct met *met)
{
	const struct tp_far *far = &worker->fars->p[i];
	unsigned k = 0;

	while (k < far->n_needs && worker->asking[i].needs[k] != met->need)
		k++;
	return k < far->n_needs && is_beside(worker, &far->beside[true], true, met->at, 0) &&
	       is_beside(worker, &far->beside[false], false, met->at + worker->needs.p[met->need].character.n, 0);
}

/* The places at whose side is what pattern i needs. */
static struct tp_span find_places(const struct tp_far_worker *worker, size_t i)
{
	const struct tp_far *far = &worker->fars->p[i];
	size_t k = 0, n = worker->met.n;

	if (!far->n_needs)
		return (struct tp_span){ 0, worker->text.n + 1 };
	while (k < n && !is_met(worker, i, &worker->met.p[far->left ? k : n - 1 - k]))
		k++;
	if (k == n)
		return (struct tp_span){ 0, 0 };
	if (far->left)
		return (struct tp_span){ worker->met.p[k].at + 1, worker->text.n + 1 };
	return (struct tp_span){ 0, worker->met.p[n - 1 - k].at + 1 };
}

bool tp_far_worker_may_find(struct tp_far_worker *worker, size_t i, size_t at)
{
	struct asking *asking = &worker->asking[i];

	if (asking->text != worker->n_texts) {
		asking->text = worker->n_texts;
		asking->places = find_places(worker, i);
		if (asking->trail)
			tp_trail_clear(asking->trail);
	}
	return asking->places.from <= at && at < asking->places.to;
}

bool tp_far_worker_finds(struct tp_far_worker *worker, size_t i, size_t at)
{
	struct asking *asking = &worker->asking[i];
	bool found;

	if (!tp_far_worker_may_find(worker, i, at))
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
