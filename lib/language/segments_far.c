#include "language/segments_far.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/vector.h"

enum { MOST_STARTS = 12, BLOCK = sizeof(tp_vector) };

#define MOST_MEMORY ((size_t)256 << 20)

/* A character that patterns need, and where in the text it stands first and last; first > last: nowhere. */
struct need {
	struct tp_str character;
	size_t first, last;
};

/* A pattern at work in a text. */
struct asking {
	struct tp_machine *machine; /* NULL: it was not asked yet, as most are not in most texts */
	struct tp_trail *trail;
	size_t size; /* of both */
	size_t text; /* the number of the text that the trail is about */
	size_t needs[TP_MOST_NEEDS];
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
	bool looked; /* for what the patterns need */
	tp_vector starts
	    [MOST_STARTS]; /* the first bytes of characters that are needed, each as often as a vector has bytes */
	size_t n_starts; /* > MOST_STARTS: they are too many */
	bool starts_need[256], ends_need[256]; /* by the first byte of a character, and by its last: it may be needed */
};

/* The number of a character that is needed. */
static size_t expect(struct tp_far_worker *worker, struct tp_str character)
{
	unsigned char start = (unsigned char)character.p[0];

	for (size_t i = 0; i < worker->needs.n; i++)
		if (tp_str_eq(worker->needs.p[i].character, character))
			return i;
	if (!worker->starts_need[start] && worker->n_starts++ < MOST_STARTS)
		memset(&worker->starts[worker->n_starts - 1], start, BLOCK);
	worker->starts_need[start] = true;
	worker->ends_need[(unsigned char)character.p[character.n - 1]] = true;
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
	free(worker);
}

void tp_far_worker_start(struct tp_far_worker *worker, struct tp_str text)
{
	worker->text = text;
	worker->n_texts++;
	worker->looked = false;
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
		return;
	}
}

/* The last byte of the character at a place, if all its bytes are there. */
static size_t last_byte(struct tp_str text, size_t at)
{
	unsigned char c = (unsigned char)text.p[at];
	size_t more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;

	return at + more < text.n ? at + more : at;
}

/* What may start there is noted, if it does. */
static void look_at(struct tp_far_worker *worker, size_t at)
{
	if (worker->ends_need[(unsigned char)worker->text.p[last_byte(worker->text, at)]])
		note_need(worker, at);
}

/* Looks at the bytes of a vector. */
static inline void look_at_vector(struct tp_far_worker *worker, size_t at)
{
	tp_vector here = tp_vector_load(worker->text.p + at), found = { 0 };

	for (size_t i = 0; i < worker->n_starts; i++)
		found |= (tp_vector)(here == worker->starts[i]);
	if (!tp_vector_any(found))
		return;
	for (unsigned bits = tp_vector_bits(found); bits; bits &= bits - 1)
		look_at(worker, at + (size_t)__builtin_ctz(bits));
}

/* Looks through the text for what is needed by any pattern. */
static void look(struct tp_far_worker *worker)
{
	size_t at = 0, n = worker->text.n;

	for (size_t i = 0; i < worker->needs.n; i++) {
		worker->needs.p[i].first = n;
		worker->needs.p[i].last = 0;
	}
	for (; worker->n_starts <= MOST_STARTS && n - at >= BLOCK; at += BLOCK)
		look_at_vector(worker, at);
	for (; at < n; at++)
		if (worker->starts_need[(unsigned char)worker->text.p[at]])
			look_at(worker, at);
	worker->looked = true;
}

bool tp_far_worker_may_find(struct tp_far_worker *worker, size_t i, size_t at)
{
	const struct tp_far *far = &worker->fars->p[i];

	if (far->n_needs && !worker->looked)
		look(worker);
	for (unsigned k = 0; k < far->n_needs; k++) {
		const struct need *need = &worker->needs.p[worker->asking[i].needs[k]];

		if (need->first <= need->last && (far->left ? need->first < at : need->last >= at))
			return true;
	}
	return !far->n_needs;
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
	if (asking->text != worker->n_texts) {
		asking->text = worker->n_texts;
		tp_trail_clear(asking->trail);
	}
	if (tp_machine_tidy(asking->machine))
		tp_trail_clear(asking->trail);
	found = tp_machine_finds(asking->machine, asking->trail, worker->text, at);
	note_size(worker, asking);
	return found;
}
