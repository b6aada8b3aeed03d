#include "language/spelling_index.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/spelling_affixes.h"
#include "language/spelling_forms.h"

enum {
	MOST_WORDS = 1 << 20,
	MOST_FORMS = 1 << 18,
	CODES = 64,
	COUNTED = 4096, /* code points whose letters are counted in a table */
	SMALL = 12, /* words that are sorted one by one */
	MOST_RARE = 99, /* a rarity is this less a frequency */
	INFLECTED = 4, /* how much rarer a form is than its word */
	SELDOM = 8, /* so much rarer than the rarest of the frequent words is what is none of them */
};

struct entry {
	uint32_t at; /* its codes */
	uint8_t n;
	uint8_t rarity;
	bool lower, title, part;
	bool usual; /* of the list of usual words: it does not tell how the language spells */
	uint32_t odd; /* where the text of an odd word stands, plus one, */
	uint32_t n_odd; /* and its bytes */
};

struct building {
	struct tp_index *index;
	const struct tp_frequencies *frequencies;
	struct tp_buf codes, text;
	struct {
		struct entry *p;
		size_t n, cap;
	} entries;
	struct {
		struct tp_index_odd *p;
		size_t n, cap;
	} odd;
	struct {
		struct range {
			uint32_t from, to; /* entries */
			uint32_t node;
		} * p;
		size_t n, cap;
	} ranges;
	struct {
		struct tp_index_node *p;
		size_t n, cap;
	} nodes;
	uint8_t code_of[COUNTED];
};

/* Letters ---------------------------------------------------------------------------------------- */

static uint32_t fold(bool dotless, uint32_t cp)
{
	if (dotless && cp == 'I')
		return 0x131;
	if (cp == 0x130)
		return 'i';
	return tp_is_apostrophe(cp) ? '\'' : tp_to_lower(cp);
}

static bool is_part(uint32_t cp)
{
	return tp_is_letter(cp) || tp_is_mark(cp) || cp == '\'' || cp == '-';
}

/* The next word of a .dic: what stands before the flags, or before what is said about it. */
static bool next_word(struct tp_str *dic, struct tp_str *word, struct tp_str *flags)
{
	while (tp_str_line(dic, word)) {
		size_t n = 0, end;

		while (n < word->n && word->p[n] != '/' && word->p[n] != '\t' && word->p[n] != ' ')
			n++;
		for (end = n; end < word->n && word->p[end] != '\t' && word->p[end] != ' '; end++)
			;
		*flags = n < end ? tp_str_at(*word, (struct tp_span){ n + 1, end }) : (struct tp_str){ "", 0 };
		word->n = n;
		if (n)
			return true;
	}
	return false;
}

struct letter_count {
	uint32_t cp;
	uint32_t n;
};

static int by_count(const void *a, const void *b)
{
	const struct letter_count *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return x->cp < y->cp ? -1 : x->cp > y->cp;
}

static void count_letters(struct tp_str word, struct letter_count *counts)
{
	for (size_t at = 0; at < word.n;) {
		uint32_t cp = tp_utf8_next(word, &at);

		if (cp < COUNTED)
			counts[cp].n++;
	}
}

/* The most frequent letters of the words get codes. */
static void make_letters(struct building *building, struct tp_str dic)
{
	struct tp_index *index = building->index;
	struct letter_count *counts = tp_alloc_zero(COUNTED, sizeof *counts), *folded;
	struct tp_str word, flags;
	unsigned frequency;

	folded = tp_alloc_zero(COUNTED, sizeof *folded);
	while (next_word(&dic, &word, &flags))
		count_letters(word, counts);
	for (size_t at = 0;
	     building->frequencies && tp_frequencies_next(building->frequencies, &at, &word, &frequency);)
		count_letters(word, counts);
	for (uint32_t cp = 0; cp < COUNTED; cp++) {
		uint32_t to = fold(index->dotless, cp);

		folded[cp].cp = cp;
		if (counts[cp].n && to < COUNTED && is_part(to))
			folded[to].n += counts[cp].n;
	}
	qsort(folded, COUNTED, sizeof *folded, by_count);
	index->n_letters = 1;
	while (index->n_letters <= TP_INDEX_LETTERS && folded[index->n_letters - 1].n) {
		index->letters[index->n_letters] = folded[index->n_letters - 1].cp;
		building->code_of[index->letters[index->n_letters]] = (uint8_t)index->n_letters;
		index->n_letters++;
	}
	for (uint32_t cp = 0; cp < COUNTED; cp++) {
		uint32_t to = fold(index->dotless, cp);

		if (to < COUNTED)
			building->code_of[cp] = building->code_of[to];
	}
	free(counts);
	free(folded);
}

static uint8_t code_of(const struct tp_index *index, uint32_t cp)
{
	size_t i = 1;

	while (i < index->n_letters && index->letters[i] != cp)
		i++;
	return (uint8_t)(i < index->n_letters ? i : 0);
}

/* A letter with another mark than this one has, else without one. */
static uint8_t code_near(const struct tp_index *index, uint32_t cp)
{
	uint32_t base = tp_base_letter(cp);

	for (size_t i = 1; base != cp && i < index->n_letters; i++)
		if (index->letters[i] != base && tp_base_letter(index->letters[i]) == base)
			return (uint8_t)i;
	return base != cp ? code_of(index, base) : 0;
}

bool tp_index_read(const struct tp_index *index, struct tp_str word, uint8_t *codes, size_t *n)
{
	*n = 0;
	for (size_t at = 0; at < word.n;) {
		uint32_t cp = fold(index->dotless, tp_utf8_next(word, &at));

		if (tp_is_invisible(cp))
			continue;
		if (*n == TP_INDEX_LONGEST)
			return false;
		codes[(*n)++] = code_of(index, cp);
	}
	return *n > 0;
}

void tp_index_guess(const struct tp_index *index, struct tp_str word, uint8_t *codes)
{
	for (size_t at = 0, i = 0; at < word.n;) {
		uint32_t cp = fold(index->dotless, tp_utf8_next(word, &at));

		if (tp_is_invisible(cp))
			continue;
		codes[i] = codes[i] ? codes[i] : code_near(index, cp);
		i++;
	}
}

void tp_index_spell(const struct tp_index *index, const uint8_t *codes, size_t n, struct tp_buf *out)
{
	for (size_t i = 0; i < n; i++)
		tp_buf_add_cp(out, index->letters[codes[i]]);
}

/* Words ---------------------------------------------------------------------------------------------- */

/* The shape of a word, told from its letters. */
static void read_shape(struct tp_str word, struct entry *entry)
{
	bool first = false, inner = false;

	for (size_t at = 0; at < word.n;) {
		bool is_first = at == 0;
		uint32_t cp = tp_utf8_next(word, &at);
		bool upper = cp < 0x80 ? cp >= 'A' && cp <= 'Z' : tp_is_upper(cp);

		first |= is_first && upper;
		inner |= !is_first && upper;
	}
	entry->lower = !first && !inner;
	entry->title = first && !inner;
}

/* Adds the codes of a word; false if it has a letter without one, or too many. */
static bool add_codes(struct building *building, struct tp_str word, struct entry *entry)
{
	struct tp_buf *codes = &building->codes;

	entry->at = (uint32_t)codes->n;
	for (size_t at = 0; at < word.n;) {
		uint32_t cp = tp_utf8_next(word, &at);
		uint8_t code = cp < COUNTED ? building->code_of[cp] : 0;

		if (!code || codes->n - entry->at == TP_INDEX_LONGEST) {
			codes->n = entry->at;
			return false;
		}
		tp_buf_add_char(codes, (char)code);
	}
	entry->n = (uint8_t)(codes->n - entry->at);
	return entry->n > 0;
}

/* False if the index cannot hold the word. */
static bool add_word(struct building *building, struct tp_str word, unsigned rarity)
{
	struct entry entry = { .rarity = (uint8_t)rarity };

	if (!add_codes(building, word, &entry))
		return false;
	read_shape(word, &entry);
	if (!entry.lower && !entry.title) {
		entry.odd = (uint32_t)building->text.n + 1;
		entry.n_odd = (uint32_t)word.n;
		tp_buf_add_str(&building->text, word);
	}
	*tp_push(&building->entries) = entry;
	return true;
}

static void add_form(void *arg, struct tp_str form)
{
	struct building *building = arg;

	add_word(building, form, building->index->seldom + INFLECTED);
}

/* The words of a .dic, and their forms, unless these are very many: then the frequent ones must do. */
static void add_dic(struct building *building, struct tp_str dic, const struct tp_affixes *affixes)
{
	struct tp_str rest = dic, word, flags;
	size_t forms = 0;

	while (next_word(&rest, &word, &flags))
		forms += tp_affixes_count(affixes, flags);
	building->index->has_forms = forms <= MOST_FORMS;
	while (building->entries.n < MOST_WORDS && next_word(&dic, &word, &flags)) {
		if (!add_word(building, word, building->index->seldom))
			continue;
		building->entries.p[building->entries.n - 1].part = tp_affixes_compound(affixes, flags);
		if (building->index->has_forms)
			tp_affixes_each(affixes, word, flags, add_form, building);
	}
}

static void add_usual(struct building *building, struct tp_str usual)
{
	struct tp_str word;

	while (tp_str_line(&usual, &word))
		if (add_word(building, word, building->index->seldom))
			building->entries.p[building->entries.n - 1].usual = true;
}

static void add_frequent(struct building *building)
{
	struct tp_str word;
	unsigned frequency;

	for (size_t at = 0; tp_frequencies_next(building->frequencies, &at, &word, &frequency);) {
		struct entry entry = { .rarity = (uint8_t)(MOST_RARE - frequency) };

		if (add_codes(building, word, &entry))
			*tp_push(&building->entries) = entry;
	}
}

static void find_seldom(struct building *building)
{
	struct tp_str word;
	unsigned frequency, least = MOST_RARE;

	for (size_t at = 0;
	     building->frequencies && tp_frequencies_next(building->frequencies, &at, &word, &frequency);)
		least = frequency < least ? frequency : least;
	least = least == MOST_RARE ? SELDOM : least;
	building->index->seldom = MOST_RARE - (least > SELDOM ? least - SELDOM : 0);
}

/* Sorting: quicksort by one letter after the other ------------------------------------------------------ */

static int letter_at(const struct building *building, const struct entry *entry, size_t depth)
{
	return depth < entry->n ? (unsigned char)building->codes.p[entry->at + depth] : 0;
}

static int compare_from(const struct building *building, const struct entry *a, const struct entry *b, size_t depth)
{
	size_t least = a->n < b->n ? a->n : b->n;
	int order = 0;

	if (depth < least)
		order = memcmp(building->codes.p + a->at + depth, building->codes.p + b->at + depth, least - depth);
	return order ? order : (a->n > b->n) - (a->n < b->n);
}

static void sort_small(struct building *building, struct entry *p, size_t n, size_t depth)
{
	for (size_t i = 1; i < n; i++) {
		struct entry entry = p[i];
		size_t k = i;

		while (k > 0 && compare_from(building, &p[k - 1], &entry, depth) > 0) {
			p[k] = p[k - 1];
			k--;
		}
		p[k] = entry;
	}
}

static void swap(struct entry *a, struct entry *b)
{
	struct entry c = *a;

	*a = *b;
	*b = c;
}

static void sort(struct building *building, struct entry *p, size_t n, size_t depth)
{
	while (n > SMALL) {
		size_t less = 0, i = 0, more = n;
		int pivot = letter_at(building, &p[n / 2], depth);

		while (i < more) {
			int letter = letter_at(building, &p[i], depth);

			if (letter < pivot)
				swap(&p[less++], &p[i++]);
			else if (letter > pivot)
				swap(&p[i], &p[--more]);
			else
				i++;
		}
		sort(building, p, less, depth);
		if (pivot)
			sort(building, p + less, more - less, depth + 1);
		p += more;
		n -= more;
	}
	sort_small(building, p, n, depth);
}

/* The tree, level by level -------------------------------------------------------------------------------- */

/* The words that end at a node: the most frequent one counts, and what the dictionary says about its case. */
static void end_words(struct building *building, struct range *range, size_t depth)
{
	struct tp_index_node *node = &building->nodes.p[range->node];

	for (; range->from < range->to && building->entries.p[range->from].n == depth; range->from++) {
		const struct entry *entry = &building->entries.p[range->from];

		if (entry->rarity < node->rarity)
			node->rarity = entry->rarity & 127u;
		node->is_lower |= entry->lower;
		node->is_title |= entry->title;
		node->is_part |= entry->part;
		building->index->has_parts |= entry->part;
		if (entry->odd)
			*tp_push(&building->odd) = (struct tp_index_odd){ range->node, entry->odd - 1, entry->n_odd };
	}
}

static void add_children(struct building *building, struct range range, size_t depth)
{
	building->nodes.p[range.node].children = (uint32_t)building->nodes.n;
	while (range.from < range.to) {
		int letter = letter_at(building, &building->entries.p[range.from], depth);
		struct range child = { range.from, range.from, (uint32_t)building->nodes.n };

		while (child.to < range.to && letter_at(building, &building->entries.p[child.to], depth) == letter)
			child.to++;
		*tp_push(&building->nodes) = (struct tp_index_node){ .parent = range.node,
								     .letter = (uint8_t)letter,
								     .rarity = TP_INDEX_NO_WORD,
								     .best = TP_INDEX_NO_WORD };
		*tp_push(&building->ranges) = child;
		range.from = child.to;
	}
}

static void make_tree(struct building *building)
{
	size_t depth = 0, level = 1;

	*tp_push(&building->nodes) = (struct tp_index_node){ .rarity = TP_INDEX_NO_WORD, .best = TP_INDEX_NO_WORD };
	*tp_push(&building->ranges) = (struct range){ 0, (uint32_t)building->entries.n, 0 };
	for (size_t i = 0; i < building->ranges.n; i++) {
		if (i == level) {
			depth++;
			level = building->ranges.n;
		}
		struct range range = building->ranges.p[i];

		end_words(building, &range, depth);
		add_children(building, range, depth);
	}
	for (size_t i = building->nodes.n; i-- > 0;) {
		struct tp_index_node *node = &building->nodes.p[i], *parent = &building->nodes.p[node->parent];

		node->best = node->rarity < node->best ? node->rarity : node->best;
		parent->best = node->best < parent->best ? node->best : parent->best;
	}
}

/* Which letters stand together ------------------------------------------------------------------------------ */

/* The binary logarithm in 1/256, the same on every machine: between powers of two it is a line. */
static unsigned log_of(uint64_t x)
{
	unsigned power = 0;

	while (x >> (power + 1))
		power++;
	return power * 256 + (unsigned)(((x - ((uint64_t)1 << power)) << 8) >> power);
}

static size_t triple(unsigned a, unsigned b, unsigned c)
{
	return ((size_t)a * CODES + b) * CODES + c;
}

struct counts {
	uint32_t one[CODES], two[CODES][CODES], three[CODES * CODES * CODES];
};

static void count_triples(const struct building *building, struct counts *counts)
{
	for (size_t i = 0; i < building->entries.n; i++) {
		const struct entry *entry = &building->entries.p[i];
		unsigned a = 0, b = 0;

		for (size_t k = 0; !entry->usual && k <= entry->n; k++) {
			unsigned c = (unsigned)letter_at(building, entry, k);

			counts->one[c]++;
			counts->two[b][c]++;
			counts->three[triple(a, b, c)]++;
			a = b;
			b = c;
		}
	}
}

/* The share of c after a and b, smoothed by that after b, and that by c's share of all: in 1/2^20. */
static uint64_t share(uint64_t n, uint64_t all, uint64_t otherwise)
{
	return ((n << 20) + 2 * otherwise) / (all + 2);
}

static void make_after(struct building *building)
{
	struct tp_index *index = building->index;
	struct counts *counts = tp_alloc_zero(1, sizeof *counts);
	uint64_t total = 1;

	index->after = tp_alloc_zero(TP_INDEX_TRIPLES, sizeof *index->after);
	count_triples(building, counts);
	for (unsigned c = 0; c < index->n_letters; c++)
		total += counts->one[c];
	for (unsigned b = 0; b < index->n_letters; b++) {
		uint64_t after_b = 0, after[CODES];

		for (unsigned c = 0; c < index->n_letters; c++)
			after_b += counts->two[b][c];
		for (unsigned c = 0; c < index->n_letters; c++)
			after[c] = share(counts->two[b][c], after_b, share(counts->one[c], total, 1 << 14));
		for (unsigned a = 0; a < index->n_letters; a++) {
			uint64_t after_ab = 0;

			for (unsigned c = 0; c < index->n_letters; c++)
				after_ab += counts->three[triple(a, b, c)];
			for (unsigned c = 0; c < index->n_letters; c++) {
				uint64_t p = share(counts->three[triple(a, b, c)], after_ab, after[c]);
				unsigned bits = 20 * 256 - log_of(p ? p : 1);

				index->after[triple(a, b, c)] = (uint8_t)(bits * 8 / 369); /* 256 / ln 2 */
			}
		}
	}
	free(counts);
}

/* The whole ---------------------------------------------------------------------------------------------- */

struct tp_index *tp_index_new(struct tp_str dic, struct tp_str aff, struct tp_str usual,
			      const struct tp_frequencies *frequencies, struct tp_str language)
{
	struct building building = { .index = tp_alloc_zero(1, sizeof *building.index), .frequencies = frequencies };
	struct tp_index *index = building.index;

	index->dotless = tp_str_starts(language, TP_S("tr")) || tp_str_starts(language, TP_S("az"));
	make_letters(&building, dic);
	find_seldom(&building);
	struct tp_affixes *affixes = tp_affixes_new(aff);
	add_dic(&building, dic, affixes);
	tp_forms_read(index, affixes);
	tp_affixes_free(affixes);
	add_usual(&building, usual);
	if (frequencies)
		add_frequent(&building);
	sort(&building, building.entries.p, building.entries.n, 0);
	make_tree(&building);
	make_after(&building);
	index->nodes = building.nodes.p;
	index->n_nodes = building.nodes.n;
	index->leads = tp_alloc_zero(index->n_nodes, sizeof *index->leads);
	for (size_t i = 1; i < index->n_nodes; i++)
		index->leads[index->nodes[i].parent] |= (uint64_t)1 << index->nodes[i].letter;
	index->odd = building.odd.p;
	index->n_odd = building.odd.n;
	index->text = building.text.p;
	index->n_text = building.text.n;
	free(building.entries.p);
	free(building.ranges.p);
	tp_buf_release(&building.codes);
	return index;
}

void tp_index_free(struct tp_index *index)
{
	if (!index)
		return;
	if (index->file.bytes.n) {
		tp_file_release(&index->file);
		free(index);
		return;
	}
	free(index->nodes);
	free(index->leads);
	free(index->after);
	free(index->prefixes.nodes);
	free(index->prefixes.rules);
	free(index->suffixes.nodes);
	free(index->suffixes.rules);
	free(index->odd);
	free(index->text);
	free(index);
}

size_t tp_index_path(const struct tp_index *index, uint32_t node, uint8_t *codes)
{
	size_t n = 0;

	for (uint32_t at = node; at; at = index->nodes[at].parent)
		n++;
	for (size_t i = n; i-- > 0; node = index->nodes[node].parent)
		codes[i] = index->nodes[node].letter;
	return n;
}

struct tp_str tp_index_odd(const struct tp_index *index, uint32_t node)
{
	size_t from = 0, to = index->n_odd;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (index->odd[middle].node == node)
			return (struct tp_str){ index->text + index->odd[middle].at, index->odd[middle].n };
		if (index->odd[middle].node < node)
			from = middle + 1;
		else
			to = middle;
	}
	return (struct tp_str){ "", 0 };
}
