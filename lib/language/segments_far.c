#include "language/segments_far.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

#define MOST_MEMORY ((size_t)256 << 20)

/* Something that patterns need, as bits, may stand at a place of the text. */
struct met {
	size_t at;
	uint64_t needs;
};

/* A pattern at work in a text. */
struct asking {
	struct tp_machine *machine; /* NULL: it was not asked yet, as most are not in most texts */
	struct tp_trail *trail;
	size_t size; /* of both */
	size_t text; /* the number of the text that the trail is about, and what follows */
	size_t at; /* the last place that was asked for */
	size_t k; /* of what was met, all before it is done with: it stands before that place, or is not needed */
	size_t own; /* at the left: 1 + where its need stands last before that place, with nothing in between that it
		     * cannot read; at the right: 1 + the number of the first one behind it. 0: nowhere */
	size_t to; /* from that on it can read up to here */
};

struct tp_far_worker {
	const struct tp_fars *fars;
	const struct tp_classes *classes;
	struct asking *asking; /* one for each pattern */
	size_t size; /* of what was made for them */
	struct tp_str text;
	size_t n_texts; /* so far */
	bool is_read; /* the text was: what follows is about it */
	struct {
		struct met *p;
		size_t n, cap;
	} met; /* in order, */
	uint64_t needs; /* and all of that together */
};

struct tp_far_worker *tp_far_worker_new(const struct tp_fars *fars, const struct tp_classes *classes)
{
	struct tp_far_worker *worker = tp_alloc_zero(1, sizeof *worker);

	worker->fars = fars;
	worker->classes = classes;
	worker->asking = tp_alloc_zero(fars->n + 1, sizeof *worker->asking);
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
	free(worker->met.p);
	free(worker);
}

void tp_far_worker_start(struct tp_far_worker *worker, struct tp_str text)
{
	worker->text = text;
	worker->n_texts++;
	worker->is_read = false;
}

/* What is needed and may stand behind a place, near the start or the end of the text, too: at the start that before
 * which anything may stand. */
static uint64_t needs_at_edge(const struct tp_scan *scan, struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p + at;
	uint64_t needs = UINT64_MAX;

	for (size_t k = 0; k < TP_NEAR; k++) {
		needs &= at > k ? scan->before[k][*(p - 1 - k)] : UINT64_MAX;
		needs &= at + k < text.n ? scan->after[k][p[k]] : UINT64_MAX;
	}
	for (unsigned c = 0; needs && at == 0 && c < 256; c++)
		needs &= scan->before[0][c];
	return needs;
}

static inline uint64_t needs_at(const struct tp_scan *scan, struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p + at;

	if (at < TP_NEAR || text.n - at < TP_NEAR)
		return needs_at_edge(scan, text, at);
	if (!(scan->before[0][p[-1]] & scan->after[0][p[0]]))
		return 0;
	return scan->before[0][p[-1]] & scan->after[0][p[0]] & scan->before[1][p[-2]] & scan->after[1][p[1]] &
	       scan->before[2][p[-3]] & scan->after[2][p[2]];
}

static void note_needs(struct tp_far_worker *worker, size_t at)
{
	uint64_t needs = needs_at(&worker->fars->needs, worker->text, at);

	if (needs)
		*tp_push(&worker->met) = (struct met){ at, needs };
	worker->needs |= needs;
}

/* Looks for what is needed in the text. In most texts nobody asks. */
static void read_text(struct tp_far_worker *worker)
{
	struct tp_hits hits;
	size_t place = 0;

	worker->is_read = true;
	worker->met.n = 0;
	worker->needs = 0;
	tp_hits_start(&hits, &worker->fars->windows, worker->text);
	for (size_t at = 0; at < worker->text.n; at = tp_hits_next(&hits))
		for (place = place > at ? place : at; place < at + TP_NEEDLE && place < worker->text.n; place++)
			note_needs(worker, place);
}

uint64_t tp_far_worker_met(struct tp_far_worker *worker)
{
	if (!worker->is_read)
		read_text(worker);
	return worker->needs;
}

/* No more bytes than these, of code points of four at most, stand between what a pattern needs and a place. */
static size_t reach_of(const struct tp_far *far)
{
	return 4 * ((size_t)far->reach + 1);
}

/* Reads on from *to, where a pattern has read since it met its need, up to a place. False if it cannot. */
static bool reads_to(const struct tp_far_worker *worker, const struct tp_far *far, size_t *to, size_t at)
{
	while (*to < at)
		if (!tp_class_inside(worker->classes, far->reads, tp_class_next(worker->classes, worker->text, to)))
			return false;
	return true;
}

/* Where a pattern at the left reads on from its need and what it has beside it. */
static size_t behind_need(const struct tp_far_worker *worker, const struct tp_far *far, size_t at)
{
	for (uint32_t i = 0; i <= far->skips; i++)
		tp_class_next(worker->classes, worker->text, &at);
	return at;
}

static size_t next_at_left(struct tp_far_worker *worker, size_t i, size_t at)
{
	const struct tp_far *far = &worker->fars->p[i];
	struct asking *asking = &worker->asking[i];
	const struct met *met = worker->met.p;

	for (; asking->k < worker->met.n && met[asking->k].at < at; asking->k++)
		if (met[asking->k].needs & far->needs) {
			asking->own = met[asking->k].at + 1;
			asking->to = behind_need(worker, far, met[asking->k].at);
		}
	if (asking->own && at - asking->own < reach_of(far) && reads_to(worker, far, &asking->to, at))
		return at;
	asking->own = 0;
	while (asking->k < worker->met.n && !(met[asking->k].needs & far->needs))
		asking->k++;
	return asking->k < worker->met.n ? met[asking->k].at + 1 : worker->text.n + 1;
}

/* How far back before its need a pattern at the right may begin to match, but not before `at`. */
static size_t before_need(const struct tp_far_worker *worker, const struct tp_far *far, size_t need, size_t at)
{
	size_t from = need, next = need;

	if (need - at > reach_of(far))
		at = need - reach_of(far);
	for (uint32_t i = 0; from > at; i++) {
		uint32_t class = tp_class_prev(worker->classes, worker->text, &next);

		if (i >= far->skips && !tp_class_inside(worker->classes, far->reads, class))
			return from;
		from = next;
	}
	return at;
}

static size_t next_at_right(struct tp_far_worker *worker, size_t i, size_t at)
{
	const struct tp_far *far = &worker->fars->p[i];
	struct asking *asking = &worker->asking[i];
	const struct met *met = worker->met.p;

	while (asking->k < worker->met.n && (met[asking->k].at < at || !(met[asking->k].needs & far->needs)))
		asking->k++;
	if (asking->k == worker->met.n)
		return worker->text.n + 1;
	if (asking->own != asking->k + 1) {
		asking->own = asking->k + 1;
		asking->to = before_need(worker, far, met[asking->k].at, at);
	}
	return asking->to > at ? asking->to : at;
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

	if (far->needs && !(far->needs & tp_far_worker_met(worker)))
		return worker->text.n + 1;
	turn_to(worker, &worker->asking[i], at);
	if (!far->needs)
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
