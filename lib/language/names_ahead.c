/* Tokens ahead. */
#include "language/names_ahead.h"

#include "core/str.h"
#include "core/utf8.h"

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

/* Fetches what is read first of the forms of a node: the form, or the list of them. */
INLINE void fetch_forms(const struct tp_names *names, uint32_t node)
{
	if ((node & TP_IMAGE_KIND) == TP_IMAGE_ONE)
		fetch(names, TP_IMAGE_FORMS, node);
	else if ((node & TP_IMAGE_KIND) == TP_IMAGE_LIST)
		fetch(names, TP_IMAGE_LISTS, node & ~TP_IMAGE_KIND);
}

/* Fetches what is read then. */
INLINE void fetch_text(const struct tp_names *names, uint32_t node)
{
	const struct tp_image_form *forms = (const void *)names->sections[TP_IMAGE_FORMS].p;
	const uint32_t *lists = (const void *)names->sections[TP_IMAGE_LISTS].p;
	size_t at = node & ~TP_IMAGE_KIND;

	if ((node & TP_IMAGE_KIND) == TP_IMAGE_ONE && at < names->sections[TP_IMAGE_FORMS].n)
		fetch(names, TP_IMAGE_STRINGS, forms[at].text);
	else if ((node & TP_IMAGE_KIND) == TP_IMAGE_LIST && at + 1 < names->sections[TP_IMAGE_LISTS].n)
		fetch(names, TP_IMAGE_FORMS, lists[at + 1]);
}

unsigned char tp_name_stems(const struct tp_names *names, const struct tp_token *token, uint64_t key)
{
	unsigned lengths = tp_name_endings_lengths(&names->endings, token), stems = 0;
	uint64_t hash;

	if (!tp_fold_is_even(&token->folding))
		return (unsigned char)lengths;
	for (unsigned n = 0; lengths >> n; n++) {
		if (!(lengths >> n & 1))
			continue;
		if (!tp_fold_prefix(&token->folding, n, &hash)) {
			stems |= 1u << n;
		} else if (tp_names_may_be_stem(names, tp_token_chain(key, hash))) {
			fetch_slots(names, tp_names_stem_key(tp_token_chain(key, hash)));
			stems |= 1u << n;
		}
	}
	return (unsigned char)stems;
}

static bool may_start_inside(const struct tp_names *names, struct tp_str text, const struct tp_token *token)
{
	size_t at = token->at.from;

	return token->apostrophe || names->before.leads[tp_utf8_next(text, &at) & 255];
}

static uint64_t key_of(const struct tp_name_start *start)
{
	return tp_token_chain(0, start->hash);
}

static uint64_t pair_key(const struct tp_name_start *start)
{
	return tp_token_chain(key_of(start), start[1].hash);
}

/* Looks up tokens from `from` on, of which the hashes are there, and the pairs of tokens that one of them is the second
 * of: side by side, in steps, each of which fetches what the next one needs. */
static void look_up(struct tp_name_ahead *ahead, size_t from)
{
	const struct tp_names *names = ahead->names;
	struct tp_name_start *starts = ahead->starts, *firsts[TP_NAME_AHEAD], *pairs[TP_NAME_AHEAD];
	size_t n_firsts = 0, n_pairs = 0;

	if (from > 0 && starts[from - 1].node != TP_NAME_NONE)
		firsts[n_firsts++] = &starts[from - 1];
	for (size_t i = from; i < ahead->n; i++) {
		starts[i].node = starts[i].pair = TP_NAME_NONE;
		if (tp_names_may_start(names, starts[i].hash)) {
			fetch_slots(names, key_of(&starts[i]));
			firsts[n_firsts++] = &starts[i];
		}
	}
	for (size_t i = 0; i < n_firsts; i++) {
		struct tp_name_start *start = firsts[i];
		start->node = tp_names_node(names, key_of(start));
		fetch_forms(names, start->node);
		if (start->node == TP_NAME_NONE || start + 1 == starts + ahead->n || start[1].text != start->text)
			continue;
		fetch_slots(names, pair_key(start));
		pairs[n_pairs++] = start;
	}
	for (size_t i = 0; i < n_firsts; i++)
		fetch_text(names, firsts[i]->node);
	for (size_t i = 0; i < n_pairs; i++) {
		pairs[i]->pair = tp_names_node(names, pair_key(pairs[i]));
		fetch_forms(names, pairs[i]->pair);
	}
	for (size_t i = 0; i < n_pairs; i++)
		fetch_text(names, pairs[i]->pair);
}

struct tp_name_start tp_name_ahead_start(const struct tp_name_ahead *ahead, const struct tp_token *token, size_t next)
{
	struct tp_name_start start = {
		.hash = token->hash,
		.node = TP_NAME_NONE,
		.pair = TP_NAME_NONE,
		.stems = tp_name_stems(ahead->names, token, 0),
		.text = (uint32_t)ahead->text,
		.inside = may_start_inside(ahead->names, ahead->texts[ahead->text], token),
	};

	if (tp_names_may_start(ahead->names, start.hash))
		start.node = tp_names_node(ahead->names, key_of(&start));
	if (start.node != TP_NAME_NONE && tp_name_ahead_has(ahead, next))
		start.pair = tp_names_node(ahead->names, tp_token_chain(key_of(&start), ahead->starts[next].hash));
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

static void read_on(struct tp_name_ahead *ahead, struct tp_folder *folder)
{
	size_t kept = ahead->n - ahead->token, n = kept;

	memmove(ahead->tokens, ahead->tokens + ahead->token, kept * sizeof *ahead->tokens);
	memmove(ahead->starts, ahead->starts + ahead->token, kept * sizeof *ahead->starts);
	while (n < TP_NAME_AHEAD && ahead->reading < ahead->n_texts) {
		struct tp_str text = ahead->texts[ahead->reading];
		struct tp_token *token = &ahead->tokens[n];
		struct tp_name_start *start = &ahead->starts[n];
		if (!tp_token_next(folder, text, &ahead->at, token)) {
			ahead->reading++;
			ahead->at = 0;
			continue;
		}
		start->hash = token->hash;
		fetch(ahead->names, TP_IMAGE_FILTER,
		      tp_filter_word(key_of(start), ahead->names->sections[TP_IMAGE_FILTER].n));
		start->text = (uint32_t)ahead->reading;
		start->stems = 0;
		if (tp_name_endings_lengths(&ahead->names->endings, token))
			start->stems = tp_name_stems(ahead->names, token, 0);
		start->inside = may_start_inside(ahead->names, text, token);
		n++;
	}
	ahead->token = 0;
	ahead->n = n;
	look_up(ahead, kept);
}

/* No form starts with the token, or inside of it. */
static bool is_no_start(const struct tp_name_start *start)
{
	return start->node == TP_NAME_NONE && !start->stems && !start->inside;
}

bool tp_name_ahead_next(struct tp_name_ahead *ahead, struct tp_folder *folder)
{
	for (;;) {
		while (tp_name_ahead_has(ahead, ahead->token) && is_no_start(&ahead->starts[ahead->token]))
			ahead->token++;
		bool more = ahead->n - ahead->token <= TP_NAME_TOKENS && ahead->reading < ahead->n_texts;
		if (ahead->token < ahead->n && (!more || ahead->starts[ahead->token].text != ahead->text))
			return tp_name_ahead_has(ahead, ahead->token);
		if (!more)
			return false;
		read_on(ahead, folder);
	}
}
