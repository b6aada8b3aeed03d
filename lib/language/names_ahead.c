/* Tokens ahead. */
#include "language/names_ahead.h"

#include "core/str.h"
#include "core/utf8.h"
#include "language/names_reader.h"

/* Looking up ------------------------------------------------------------------------------------------ */

/* A function that does nothing but fetch has no effect in the eyes of gcc 12, which leaves out calls of it. */
#define INLINE static inline __attribute__((always_inline))

/* Fetches an element of a section, if there is such a one. */
INLINE void fetch(const struct tp_names *names, enum tp_image_section section, size_t i)
{
	if (i < names->sections[section].n)
		__builtin_prefetch(names->sections[section].p + i * tp_image_element(section));
}

/* Fetches what a search for a key reads first: a line of slots, which may be full, and the next one. */
INLINE void fetch_slots(const struct tp_names *names, uint64_t key)
{
	size_t n_lines = names->sections[TP_IMAGE_SLOTS].n / TP_IMAGE_LINE, line = tp_image_line(key, n_lines);

	fetch(names, TP_IMAGE_SLOTS, line * TP_IMAGE_LINE);
	fetch(names, TP_IMAGE_SLOTS, (line + 1) * TP_IMAGE_LINE);
}

/* Fetches what is read first of the forms of a row: the form, or the list of them. */
INLINE void fetch_forms(const struct tp_names *names, uint32_t row)
{
	uint32_t node = tp_names_row_node(row);

	if ((node & TP_IMAGE_KIND) == TP_IMAGE_ONE)
		fetch(names, TP_IMAGE_FORMS, node);
	else if ((node & TP_IMAGE_KIND) == TP_IMAGE_LIST)
		fetch(names, TP_IMAGE_LISTS, node & ~TP_IMAGE_KIND);
}

/* Fetches what is read then. */
INLINE void fetch_text(const struct tp_names *names, uint32_t row)
{
	const struct tp_image_form *forms = (const void *)names->sections[TP_IMAGE_FORMS].p;
	const uint32_t *lists = (const void *)names->sections[TP_IMAGE_LISTS].p;
	uint32_t node = tp_names_row_node(row);
	size_t at = node & ~TP_IMAGE_KIND;

	if ((node & TP_IMAGE_KIND) == TP_IMAGE_ONE && at < names->sections[TP_IMAGE_FORMS].n)
		fetch(names, TP_IMAGE_STRINGS, forms[at].text);
	else if ((node & TP_IMAGE_KIND) == TP_IMAGE_LIST && at + 1 < names->sections[TP_IMAGE_LISTS].n)
		fetch(names, TP_IMAGE_FORMS, lists[at + 1]);
}

uint16_t tp_name_stems(const struct tp_names *names, const struct tp_token *token, const struct tp_folding *letters,
		       uint64_t key)
{
	unsigned lengths = tp_name_endings_lengths(&names->endings, token, letters), stems = 0;
	uint64_t hash;

	if (!tp_fold_is_even(letters))
		return (uint16_t)(lengths | lengths << TP_PREFIXES);
	for (; lengths; lengths &= lengths - 1) {
		unsigned n = (unsigned)__builtin_ctz(lengths);
		if (!tp_fold_prefix(letters, n, &hash)) {
			stems |= (1u | 1u << TP_PREFIXES) << n;
		} else if (tp_names_may_be_stem(names, tp_token_chain(key, hash))) {
			bool goes_on = tp_names_may_go_on(names, tp_token_chain(key, hash));
			fetch_slots(names, tp_names_stem_key(tp_token_chain(key, hash)));
			stems |= (1u | (unsigned)goes_on << TP_PREFIXES) << n;
		}
	}
	return (uint16_t)stems;
}

/* The start of a name may have changed behind the letter that a word starts with. */
static bool may_be_melted(const struct tp_names *names, struct tp_str word)
{
	const struct tp_name_before_rows *rows = &names->before.of[TP_BEFORE_MELTED];
	struct tp_str start;

	for (size_t i = 0; i < rows->n; i++)
		if (tp_name_before_unmelts(&rows->p[i], word, &start))
			return true;
	return false;
}

/* A word that may start with letters that are words of their own may have a form behind them. */
static bool may_join(const struct tp_names *names, struct tp_str word, const struct tp_folding *letters)
{
	enum { MOST = 3 };
	uint64_t hash;
	size_t at;

	for (unsigned n = 1; n <= MOST; n++) {
		if (may_be_melted(names, word) || !tp_fold_rest(letters, n, &hash) || tp_names_may_start(names, hash))
			return true;
		at = 0;
		tp_utf8_next(word, &at);
		word = tp_str_from(word, at);
		if (!tp_name_before_leads(&names->before, word))
			return false;
	}
	return true;
}

/* A form may start inside of a token, of which it is known whether it may have an ending. */
static inline bool may_start_inside(const struct tp_names *names, struct tp_str text, const struct tp_token *token,
				    const struct tp_folding *letters, bool ends)
{
	struct tp_str word = tp_str_at(text, token->at);

	return token->apostrophe || (tp_name_before_leads(&names->before, word) &&
				     (ends || !tp_fold_is_even(letters) || may_join(names, word, letters)));
}

static uint64_t pair_key(const struct tp_name_ahead *ahead, size_t i)
{
	return tp_token_chain(ahead->starts[i].key, ahead->tokens[i + 1].hash);
}

/* Puts the tokens from `from` on that may start a form into a list, returns how many there are, and notes which ones
 * are to be looked at whether they do or not. */
static size_t list_starts(struct tp_name_ahead *ahead, size_t from, unsigned *list)
{
	size_t n = 0;

	for (size_t i = from; i < ahead->n;) {
		uint64_t bits = 0, *word = &ahead->is_start[i / 64], before = (UINT64_C(1) << i % 64) - 1;
		do {
			struct tp_name_start *start = &ahead->starts[i];
			start->row = start->pair = TP_NAME_NONE;
			bool may = tp_names_passes(ahead->names, TP_IMAGE_FILTER, start->key);
			bits |= (uint64_t)(start->inside | (start->stems != 0)) << i % 64;
			list[n] = (unsigned)i;
			n += may;
		} while (++i < ahead->n && i % 64);
		*word = (*word & before) | bits;
	}
	return n;
}

/* Looks up tokens from `from` on, of which the hashes are there, and the pairs of tokens that one of them is the second
 * of: side by side, in steps, each of which fetches what the next one needs. */
static void look_up(struct tp_name_ahead *ahead, size_t from)
{
	const struct tp_names *names = ahead->names;
	struct tp_name_start *starts = ahead->starts;
	unsigned firsts[TP_NAME_AHEAD + 1], pairs[TP_NAME_AHEAD];
	size_t n_firsts = 0, n_pairs = 0;

	if (from > 0 && tp_names_row_goes_on(starts[from - 1].row))
		firsts[n_firsts++] = (unsigned)from - 1;
	n_firsts += list_starts(ahead, from, firsts + n_firsts);
	for (size_t k = 0; k < n_firsts; k++)
		fetch_slots(names, starts[firsts[k]].key);
	for (size_t k = 0; k < n_firsts; k++) {
		unsigned i = firsts[k];
		starts[i].row = tp_names_row(names, starts[i].key);
		if (starts[i].row == TP_NAME_NONE)
			continue;
		tp_name_ahead_mark(ahead, i, true);
		fetch_forms(names, starts[i].row);
		if (!tp_names_row_goes_on(starts[i].row) || i + 1 == ahead->n || starts[i + 1].text != starts[i].text)
			continue;
		fetch_slots(names, pair_key(ahead, i));
		pairs[n_pairs++] = i;
	}
	for (size_t k = 0; k < n_firsts; k++)
		fetch_text(names, starts[firsts[k]].row);
	for (size_t k = 0; k < n_pairs; k++) {
		struct tp_name_start *start = &starts[pairs[k]];
		start->pair = tp_names_row(names, pair_key(ahead, pairs[k]));
		fetch_forms(names, start->pair);
	}
	for (size_t k = 0; k < n_pairs; k++)
		fetch_text(names, starts[pairs[k]].pair);
}

struct tp_name_start tp_name_ahead_start(const struct tp_name_ahead *ahead, const struct tp_token *token,
					 const struct tp_folding *letters, size_t next)
{
	struct tp_name_start start = {
		.key = tp_token_chain(0, token->hash),
		.text = (uint32_t)ahead->text,
		.row = TP_NAME_NONE,
		.pair = TP_NAME_NONE,
		.stems = tp_name_stems(ahead->names, token, letters, 0),
		.ends = tp_name_endings_lengths(&ahead->names->endings, token, letters) != 0,
	};

	start.inside = may_start_inside(ahead->names, ahead->texts[ahead->text], token, letters, start.ends);
	if (tp_names_passes(ahead->names, TP_IMAGE_FILTER, start.key))
		start.row = tp_names_row(ahead->names, start.key);
	if (tp_names_row_goes_on(start.row) && tp_name_ahead_has(ahead, next))
		start.pair = tp_names_row(ahead->names, tp_token_chain(start.key, ahead->tokens[next].hash));
	return start;
}

/* Reading --------------------------------------------------------------------------------------------- */

void tp_name_ahead_expect(struct tp_name_ahead *ahead, const struct tp_names *names, const struct tp_str *texts,
			  size_t n)
{
	ahead->names = names;
	ahead->texts = texts;
	ahead->n_texts = n;
	ahead->text = ahead->reading = ahead->at = 0;
	ahead->token = ahead->n = 0;
}

bool tp_name_ahead_expects(const struct tp_name_ahead *ahead, const struct tp_names *names, struct tp_str text)
{
	return ahead->text < ahead->n_texts && ahead->names == names && ahead->texts[ahead->text].p == text.p &&
	       ahead->texts[ahead->text].n == text.n;
}

/* Reads tokens of the next text, from number n on; returns how many there are then. */
static size_t read_text(struct tp_name_ahead *ahead, struct tp_folder *folder, size_t n)
{
	const struct tp_names *names = ahead->names;
	struct tp_str text = ahead->texts[ahead->reading];
	struct tp_token_reader reader = tp_tokens_of(folder, text, ahead->at);
	struct tp_folding letters;

	for (; n < TP_NAME_AHEAD; n++) {
		struct tp_token *token = &ahead->tokens[n];
		struct tp_name_start *start = &ahead->starts[n];
		if (!tp_tokens_next(&reader, token, &letters)) {
			ahead->reading++;
			ahead->at = 0;
			return n;
		}
		start->key = tp_token_chain(0, token->hash);
		fetch(names, TP_IMAGE_FILTER, tp_filter_word(start->key, names->sections[TP_IMAGE_FILTER].n));
		start->text = (uint32_t)ahead->reading;
		start->stems = 0;
		start->ends = tp_name_endings_lengths(&names->endings, token, &letters) != 0;
		if (start->ends)
			start->stems = tp_name_stems(names, token, &letters, 0);
		start->inside = may_start_inside(names, text, token, &letters, start->ends);
	}
	ahead->at = tp_tokens_at(&reader);
	return n;
}

static bool may_start(const struct tp_name_ahead *ahead, size_t i)
{
	return ahead->is_start[i / 64] >> i % 64 & 1;
}

static void read_on(struct tp_name_ahead *ahead, struct tp_folder *folder)
{
	size_t kept = ahead->n - ahead->token, n = kept;

	memmove(ahead->tokens, ahead->tokens + ahead->token, kept * sizeof *ahead->tokens);
	memmove(ahead->starts, ahead->starts + ahead->token, kept * sizeof *ahead->starts);
	for (size_t i = 0; i < kept; i++)
		tp_name_ahead_mark(ahead, i, may_start(ahead, ahead->token + i));
	while (n < TP_NAME_AHEAD && ahead->reading < ahead->n_texts)
		n = read_text(ahead, folder, n);
	ahead->token = 0;
	ahead->n = n;
	look_up(ahead, kept);
}

/* Moves over tokens with which no form starts, nor inside of them. */
static void skip_others(struct tp_name_ahead *ahead)
{
	size_t i = ahead->token;

	while (i < ahead->n) {
		uint64_t bits = ahead->is_start[i / 64] >> i % 64;
		if (bits) {
			i += (size_t)__builtin_ctzll(bits);
			break;
		}
		i = (i / 64 + 1) * 64;
	}
	ahead->token = i < ahead->n ? i : ahead->n;
}

bool tp_name_ahead_next(struct tp_name_ahead *ahead, struct tp_folder *folder)
{
	for (;;) {
		skip_others(ahead);
		bool more = ahead->n - ahead->token <= TP_NAME_TOKENS && ahead->reading < ahead->n_texts;
		if (ahead->token < ahead->n && (!more || ahead->starts[ahead->token].text != ahead->text))
			return tp_name_ahead_has(ahead, ahead->token);
		if (!more)
			return false;
		read_on(ahead, folder);
	}
}
