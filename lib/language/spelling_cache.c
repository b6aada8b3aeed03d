#include "language/spelling_cache.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"

enum { MOST_BYTES = 64 << 20 };

struct header {
	char magic[8];
	uint64_t key;
	uint64_t sum; /* of all that follows */
	uint64_t facts, slots, kept, memo; /* bytes, number, number, bytes */
	uint64_t kept_by, salt;
};

static const char magic[8] = "tpspell5";

static struct tp_str bytes_of(const struct tp_word_verdict_table *table)
{
	return (struct tp_str){ (const char *)table->slots, table->cap * sizeof *table->slots };
}

static uint64_t sum_parts(const struct header *header, const struct tp_cache *cache)
{
	struct tp_str counts = { (const char *)&header->facts, sizeof *header - offsetof(struct header, facts) };

	uint64_t sum = tp_str_sum(cache->facts, tp_str_sum(counts, header->key));
	return tp_str_sum(cache->memo, tp_str_sum(bytes_of(&cache->kept), tp_str_sum(bytes_of(&cache->verdicts), sum)));
}

/* Takes a table off *rest. */
static bool take_slots(struct tp_str *rest, uint64_t n, struct tp_word_verdict_table *table)
{
	if (n > rest->n / sizeof n || (n & (n - 1)))
		return false;
	table->slots = (uint64_t *)(uintptr_t)rest->p;
	table->cap = n;
	*rest = tp_str_from(*rest, n * sizeof n);
	return true;
}

static bool read_parts(struct tp_cache *cache, const struct header *header)
{
	struct tp_str rest = tp_str_from(cache->file.bytes, sizeof *header);

	if (header->facts % 8 || header->facts > rest.n)
		return false;
	cache->facts = (struct tp_str){ rest.p, header->facts };
	rest = tp_str_from(rest, header->facts);
	if (!take_slots(&rest, header->slots, &cache->verdicts) || !take_slots(&rest, header->kept, &cache->kept))
		return false;
	cache->kept_by = header->kept_by;
	cache->salt = header->salt;
	cache->memo = rest;
	return header->memo == rest.n;
}

/* A table that is full would be searched for ever. */
static bool has_room(struct tp_word_verdict_table *table)
{
	table->n = 0;
	for (size_t i = 0; i < table->cap; i++)
		table->n += table->slots[i] != 0;
	return table->n <= table->cap / 2;
}

bool tp_cache_open(struct tp_cache *cache, const char *path, uint64_t key)
{
	struct header header;

	*cache = (struct tp_cache){ .file = { { "", 0 }, NULL } };
	if (!tp_file_is_own(path) || !tp_file_read(&cache->file, path, MOST_BYTES, NULL))
		return false;
	if (cache->file.bytes.n >= sizeof header) {
		memcpy(&header, cache->file.bytes.p, sizeof header);
		if (memcmp(header.magic, magic, sizeof magic) == 0 && header.key == key && read_parts(cache, &header) &&
		    sum_parts(&header, cache) == header.sum && has_room(&cache->verdicts) && has_room(&cache->kept))
			return true;
	}
	tp_cache_close(cache);
	return false;
}

void tp_cache_close(struct tp_cache *cache)
{
	tp_file_release(&cache->file);
	*cache = (struct tp_cache){ .file = { { "", 0 }, NULL } };
}

bool tp_cache_save(const struct tp_cache *cache, const char *path, uint64_t key, struct tp_error *err)
{
	struct header header = { .key = key,
				 .facts = cache->facts.n,
				 .slots = cache->verdicts.cap,
				 .kept = cache->kept.cap,
				 .memo = cache->memo.n,
				 .kept_by = cache->kept_by,
				 .salt = cache->salt };
	struct tp_buf out = TP_BUF_INIT;

	memcpy(header.magic, magic, sizeof magic);
	header.sum = sum_parts(&header, cache);
	tp_buf_add(&out, (const char *)&header, sizeof header);
	tp_buf_add_str(&out, cache->facts);
	tp_buf_add_str(&out, bytes_of(&cache->verdicts));
	tp_buf_add_str(&out, bytes_of(&cache->kept));
	tp_buf_add_str(&out, cache->memo);
	bool ok = tp_file_replace_own(path, tp_buf_str(&out), err);
	tp_buf_release(&out);
	return ok;
}
