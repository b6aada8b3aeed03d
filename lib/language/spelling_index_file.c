/* A file that keeps an index, so that it is made once: its tables stand in the file as they do in memory, and are used
 * where they are. It belongs to one state of the dictionary and of the library, told by a key. */
#include <stddef.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "language/spelling_index.h"

/* Numbers that are the same for all tables. */
struct header {
	char magic[8];
	uint64_t key;
	uint64_t sum; /* of all that follows */
	uint64_t nodes, odd, text; /* how many */
	uint64_t prefixes, prefix_rules, suffixes, suffix_rules;
	uint64_t joints;
	uint32_t letters[TP_INDEX_LETTERS + 1], n_letters;
	uint32_t seldom, dotless, has_forms, has_parts;
};

static const char magic[8] = "tpindex1";

/* Writing --------------------------------------------------------------------------------------- */

/* Tables start at a multiple of 8 bytes. */
static void add_table(struct tp_buf *out, const void *table, size_t n, size_t size)
{
	tp_buf_add(out, table, n * size);
	while (out->n % sizeof(uint64_t))
		tp_buf_add_char(out, '\0');
}

static void add_tables(const struct tp_index *index, struct tp_buf *out)
{
	add_table(out, index->nodes, index->n_nodes, sizeof *index->nodes);
	add_table(out, index->leads, index->n_nodes, sizeof *index->leads);
	add_table(out, index->after, TP_INDEX_TRIPLES, sizeof *index->after);
	add_table(out, index->prefixes.nodes, index->prefixes.n_nodes, sizeof *index->prefixes.nodes);
	add_table(out, index->prefixes.rules, index->prefixes.n_rules, sizeof *index->prefixes.rules);
	add_table(out, index->suffixes.nodes, index->suffixes.n_nodes, sizeof *index->suffixes.nodes);
	add_table(out, index->suffixes.rules, index->suffixes.n_rules, sizeof *index->suffixes.rules);
	add_table(out, index->odd, index->n_odd, sizeof *index->odd);
	add_table(out, index->text, index->n_text, sizeof *index->text);
}

static struct tp_str after_sum(struct tp_str file)
{
	return tp_str_from(file, offsetof(struct header, nodes));
}

bool tp_index_save(const struct tp_index *index, const char *path, uint64_t key, struct tp_error *err)
{
	struct header header;
	struct tp_buf out = TP_BUF_INIT;

	memset(&header, 0, sizeof header); /* what is between its members, too */
	memcpy(header.magic, magic, sizeof magic);
	memcpy(header.letters, index->letters, sizeof header.letters);
	header.key = key;
	header.nodes = index->n_nodes;
	header.odd = index->n_odd;
	header.text = index->n_text;
	header.prefixes = index->prefixes.n_nodes;
	header.prefix_rules = index->prefixes.n_rules;
	header.suffixes = index->suffixes.n_nodes;
	header.suffix_rules = index->suffixes.n_rules;
	header.joints = index->joints;
	header.n_letters = (uint32_t)index->n_letters;
	header.seldom = index->seldom;
	header.dotless = index->dotless;
	header.has_forms = index->has_forms;
	header.has_parts = index->has_parts;
	add_table(&out, &header, 1, sizeof header);
	add_tables(index, &out);
	header.sum = tp_str_sum(after_sum(tp_buf_str(&out)), key);
	memcpy(out.p, &header, sizeof header);
	bool ok = tp_file_replace_own(path, tp_buf_str(&out), err);
	tp_buf_release(&out);
	return ok;
}

/* Reading ----------------------------------------------------------------------------------------- */

struct reading {
	struct tp_str rest;
	bool ok; /* the file has had room for all that was taken */
};

/* The next table of the file. */
static void *take(struct reading *in, uint64_t n, size_t size)
{
	const char *table = in->rest.p;

	in->ok = in->ok && n <= in->rest.n / size;
	if (!in->ok)
		return NULL;
	size_t bytes = (n * size + 7) / 8 * 8;
	in->ok = bytes <= in->rest.n;
	in->rest = tp_str_from(in->rest, in->ok ? bytes : in->rest.n);
	return (void *)(uintptr_t)table; /* nobody writes to it */
}

static void take_tree(struct reading *in, uint64_t nodes, uint64_t rules, struct tp_affix_tree *tree)
{
	tree->nodes = take(in, nodes, sizeof *tree->nodes);
	tree->rules = take(in, rules, sizeof *tree->rules);
	tree->n_nodes = nodes;
	tree->n_rules = rules;
}

static bool read_tables(struct tp_index *index, const struct header *header)
{
	struct reading in = { tp_str_from(index->file.bytes, sizeof *header), true };

	index->nodes = take(&in, header->nodes, sizeof *index->nodes);
	index->leads = take(&in, header->nodes, sizeof *index->leads);
	index->after = take(&in, TP_INDEX_TRIPLES, sizeof *index->after);
	take_tree(&in, header->prefixes, header->prefix_rules, &index->prefixes);
	take_tree(&in, header->suffixes, header->suffix_rules, &index->suffixes);
	index->odd = take(&in, header->odd, sizeof *index->odd);
	index->text = take(&in, header->text, sizeof *index->text);
	index->n_nodes = header->nodes;
	index->n_odd = header->odd;
	index->n_text = header->text;
	index->joints = header->joints;
	memcpy(index->letters, header->letters, sizeof index->letters);
	index->n_letters = header->n_letters;
	index->seldom = header->seldom;
	index->dotless = header->dotless;
	index->has_forms = header->has_forms;
	index->has_parts = header->has_parts;
	return in.ok && !in.rest.n;
}

struct tp_index *tp_index_open(const char *path, uint64_t key)
{
	struct tp_index *index = tp_alloc_zero(1, sizeof *index);
	struct header header;

	if (!tp_file_is_own(path) || !tp_file_map(&index->file, path, NULL)) {
		free(index);
		return NULL;
	}
	if (index->file.bytes.n >= sizeof header) {
		memcpy(&header, index->file.bytes.p, sizeof header);
		if (memcmp(header.magic, magic, sizeof magic) == 0 && header.key == key &&
		    tp_str_sum(after_sum(index->file.bytes), key) == header.sum && read_tables(index, &header))
			return index;
	}
	tp_index_free(index);
	return NULL;
}
