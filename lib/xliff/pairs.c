#include "xliff/pairs.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "xliff/marks.h"

struct pairing {
	const struct tp_doc *doc;
	const struct tp_xliff_file *file;
	char (*hashes)[TP_HASH_SIZE]; /* of the units */
	size_t *entries; /* of the units */
	bool *taken; /* the entries */
};

static void pair(struct pairing *p, size_t unit, size_t entry)
{
	p->entries[unit] = entry;
	p->taken[entry] = true;
}

static bool is_open(const struct pairing *p, size_t unit)
{
	return p->entries[unit] == TP_NOT_FOUND && !tp_marks_is_blank(p->doc->units[unit].text.text);
}

/* What a client left without a hash is known by its id. */
static void pair_by_id(struct pairing *p)
{
	for (size_t unit = 0; unit < p->doc->n_units; unit++) {
		const uintptr_t *entry = tp_table_get(&p->file->by_id, p->doc->units[unit].id);

		if (entry && !tp_xliff_has_hash(&p->file->entries.p[*entry]))
			pair(p, unit, *entry);
	}
}

static struct tp_str original_hash(const struct tp_xliff_entry *entry)
{
	return entry->hash;
}

static struct tp_str prepared_hash(const struct tp_xliff_entry *entry)
{
	return entry->prepared;
}

/* The first entry that is left of those with the unit's hash, which `first` and `next` chain; they count from 1. */
static size_t first_left(const struct pairing *p, const struct tp_table *first, const size_t *next, size_t unit)
{
	uintptr_t *head = tp_table_get(first, tp_str_of(p->hashes[unit]));

	while (head && *head && p->taken[*head - 1])
		*head = next[*head - 1];
	return head && *head ? *head - 1 : TP_NOT_FOUND;
}

/* A unit goes on where the one before it ends, if it can, and else has the first entry of its hash. */
static void pair_by_hash(struct pairing *p, struct tp_str (*hash_of)(const struct tp_xliff_entry *entry))
{
	size_t n = p->file->entries.n, *next = tp_alloc_zero(n, sizeof *next), following = 0;
	struct tp_table first = { 0 };

	for (size_t i = n; i-- > 0;) {
		struct tp_str hash = hash_of(&p->file->entries.p[i]);

		if (hash.n && !p->taken[i]) {
			uintptr_t *head = tp_table_put(&first, hash);

			next[i] = *head;
			*head = i + 1;
		}
	}
	for (size_t unit = 0; unit < p->doc->n_units; unit++) {
		if (is_open(p, unit)) {
			bool goes_on = following < n && !p->taken[following] &&
				       tp_str_is(hash_of(&p->file->entries.p[following]), p->hashes[unit]);
			size_t entry = goes_on ? following : first_left(p, &first, next, unit);

			if (entry != TP_NOT_FOUND)
				pair(p, unit, entry);
		}
		if (p->entries[unit] != TP_NOT_FOUND)
			following = p->entries[unit] + 1;
	}
	tp_table_release(&first);
	free(next);
}

/* What has changed stands where it stood. */
static void pair_by_place(struct pairing *p)
{
	size_t following = 0;

	for (size_t unit = 0; unit < p->doc->n_units; unit++) {
		if (is_open(p, unit) && following < p->file->entries.n && !p->taken[following])
			pair(p, unit, following);
		if (p->entries[unit] != TP_NOT_FOUND)
			following = p->entries[unit] + 1;
	}
}

size_t *tp_pairs_find(const struct tp_doc *doc, const struct tp_xliff_file *file)
{
	struct pairing p = { .doc = doc, .file = file };

	p.hashes = tp_alloc_zero(doc->n_units, sizeof *p.hashes);
	p.entries = tp_alloc_zero(doc->n_units, sizeof *p.entries);
	p.taken = tp_alloc_zero(file->entries.n, sizeof *p.taken);
	for (size_t unit = 0; unit < doc->n_units; unit++) {
		tp_unit_hash(doc, &doc->units[unit], p.hashes[unit]);
		p.entries[unit] = TP_NOT_FOUND;
	}
	pair_by_id(&p);
	pair_by_hash(&p, original_hash);
	pair_by_hash(&p, prepared_hash);
	pair_by_place(&p);
	free(p.hashes);
	free(p.taken);
	return p.entries;
}
