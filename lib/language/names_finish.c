/* Builds name bases: makes the image. */
#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "language/names_build.h"
#include "language/names_building.h"
#include "language/names_context.h"
#include "language/names_phrase.h"

enum {
	LANGUAGES_OF_SET = 64, /* more are taken for all, */
	MOST_OF_SETS = 1 << 27, /* and so are those of more sets: places have 29 bits, of which forms may need more */
};

/* Of a node, beside the set of its languages: it is that of a first token; others follow it in some forms. */
#define FIRST   0x80000000u
#define GOES_ON 0x40000000u
#define SET     0x3fffffffu

#define DECLINES 0x80000000u /* of last letters, beside the bytes of the ending: some case has one */

/* The sections in the making. */
struct finishing {
	struct tp_name_builder *in;
	struct tp_name_endings endings;
	struct tp_map known_endings; /* language and last letters -> paradigm + 1, bytes of the ending */
	uint32_t *used_paradigms; /* index + 1 in the image */
	struct tp_map nodes, stem_nodes; /* -> head of a chain + 1, SET | FIRST | GOES_ON */
	struct tp_map regions; /* what they prefer -> form */
	struct tp_map unions; /* set and language -> set */
	uint32_t *next, *next_stem; /* of each form, in the chain of its node, or of its stem's: index + 1 */
	uint32_t *pattern_of; /* of each form: number + 1, or 0 */
	size_t n_first, n_going_on;
	struct {
		struct tp_image_form *p;
		size_t n, cap;
	} forms;
	struct {
		struct tp_image_extra *p;
		size_t n, cap;
	} extras;
	struct {
		uint32_t *p;
		size_t n, cap;
	} languages, strings, before, lists;
	uint32_t all; /* the set of all languages, in lists */
	struct {
		struct tp_image_paradigm *p;
		size_t n, cap;
	} paradigms;
	struct tp_name_words_known known_words;
	struct tp_map known_patterns; /* hash -> index + 1 */
	struct {
		struct tp_image_pattern *p;
		size_t n, cap;
	} patterns;
	struct {
		struct tp_image_part *p;
		size_t n, cap;
	} parts;
	struct {
		struct tp_image_slot *p;
		size_t n, cap;
	} slots;
	struct filter {
		uint64_t *p;
		size_t n;
	} filter, stems, going_on;
};

/* Preferred forms --------------------------------------------------------------------------------- */

/* "pt" is the parent of "pt-BR" if there are forms in it, else "" is. */
static void find_parents(struct tp_name_builder *in)
{
	for (uint32_t i = 0; i < in->languages.n; i++) {
		struct tp_str tag = in->languages.p[i].tag;
		uintptr_t *parent = NULL;
		while (!parent && tag.n) {
			while (tag.n && tag.p[--tag.n] != '-')
				;
			parent = tp_table_get(&in->known_tags, tag);
		}
		in->languages.p[i].parent = parent ? (uint32_t)*parent : i;
	}
}

static uint64_t preferred_key(uint32_t concept, uint32_t language)
{
	return (uint64_t) concept << 16 | language;
}

/* The preferred form of each concept in each language; that of the last layer wins, then the first. */
static void collect_preferred(const struct tp_name_builder *in, struct tp_map *preferred)
{
	for (uint32_t i = 0; i < in->forms.n; i++) {
		const struct tp_built_form *form = &in->forms.p[i];
		if ((form->flags & TP_IMAGE_STATUS) != TP_NAME_PREFERRED)
			continue;
		struct tp_map_entry *known = tp_map_put(preferred, preferred_key(form->concept, form->language) + 1);
		if (!known->value || in->forms.p[known->value - 1].layer < form->layer)
			known->value = i + 1;
	}
}

/* In the form's language, else in the language without its region, else for all languages. */
static uint32_t find_preferred(const struct tp_name_builder *in, const struct tp_map *preferred,
			       const struct tp_built_form *form)
{
	uint32_t language = form->language, parent;

	for (;; language = parent) {
		const struct tp_map_entry *known = tp_map_slot(preferred, preferred_key(form->concept, language) + 1);
		if (known->key)
			return known->value - 1;
		parent = in->languages.p[language].parent;
		if (parent == language)
			return TP_NAME_NONE;
	}
}

/* What a region prefers is found by its concept, unless it is older than what its language prefers. */
static void add_region(struct finishing *to, const struct tp_map *preferred, uint32_t index)
{
	const struct tp_name_builder *in = to->in;
	struct tp_built_form form = in->forms.p[index];
	uint32_t parent = in->languages.p[form.language].parent;

	if (form.preferred != index || parent == form.language || !in->languages.p[parent].tag.n)
		return;
	uint64_t key = tp_names_region_key(form.concept, form.language);
	form.language = (uint16_t)parent;
	uint32_t other = find_preferred(in, preferred, &form);
	if (other == TP_NAME_NONE || in->forms.p[other].layer <= form.layer)
		tp_map_put(&to->regions, key)->value = index;
}

static void settle_preferred(struct finishing *to)
{
	struct tp_name_builder *in = to->in;
	struct tp_map preferred = { NULL, 0, 0 };

	find_parents(in);
	tp_map_reserve(&preferred, 1);
	collect_preferred(in, &preferred);
	for (uint32_t i = 0; i < in->forms.n; i++) {
		struct tp_built_form *form = &in->forms.p[i];
		form->preferred = find_preferred(in, &preferred, form);
		if (form->preferred != TP_NAME_NONE && (form->flags & TP_IMAGE_STATUS) == TP_NAME_PREFERRED &&
		    in->forms.p[form->preferred].layer > form->layer)
			form->flags = (uint8_t)((form->flags & ~TP_IMAGE_STATUS) | TP_NAME_DEPRECATED);
		add_region(to, &preferred, i);
	}
	tp_map_release(&preferred);
}

/* Languages of nodes ------------------------------------------------------------------------------ */

static bool set_has(const struct finishing *to, uint32_t set, uint32_t language)
{
	const uint32_t *list = to->lists.p + set;

	if (*list == TP_IMAGE_ALL)
		return true;
	for (uint32_t i = 1; i <= *list; i++)
		if (list[i] == language)
			return true;
	return false;
}

/* The set with one language more. */
static uint32_t set_with(struct finishing *to, uint32_t set, uint32_t language)
{
	if (set_has(to, set, language))
		return set;
	struct tp_map_entry *known = tp_map_put(&to->unions, ((uint64_t)set << 16 | language) + 1);
	if (known->value)
		return known->value;
	uint32_t n = to->lists.p[set];
	if (n == LANGUAGES_OF_SET || to->lists.n > MOST_OF_SETS)
		return known->value = to->all;
	known->value = (uint32_t)to->lists.n;
	*tp_push(&to->lists) = n + 1;
	for (uint32_t i = 1; i <= n; i++) {
		uint32_t member = to->lists.p[set + i];
		*tp_push(&to->lists) = member;
	}
	*tp_push(&to->lists) = language;
	return known->value;
}

/* Nodes ------------------------------------------------------------------------------------------- */

/* The node of a row of tokens in forms of a language, with FIRST and GOES_ON. */
static struct tp_map_entry *add_node(struct finishing *to, uint64_t key, uint32_t language, uint32_t flags)
{
	struct tp_map_entry *node = tp_map_put(&to->nodes, key);
	uint32_t set = set_with(to, node->more & SET, language);

	to->n_first += (flags & ~node->more & FIRST) != 0;
	node->more = set | (node->more & ~SET) | flags;
	return node;
}

static bool is_person(const struct finishing *to, uint32_t index)
{
	const struct tp_image_concept *concept = &to->in->concepts.p[to->in->forms.p[index].concept];

	return tp_str_is(tp_built_string(to->in, concept->kind), "person");
}

/* Words as they are spelled; a form of one word has it for a node already. */
static void add_word(struct finishing *to, uint32_t language, struct tp_str word, bool surname)
{
	struct tp_buf spelled = TP_BUF_INIT;

	tp_fold_kinds(&to->in->folder, word, &spelled);
	add_node(to, tp_names_word_key(tp_buf_str(&spelled)), language, 0);
	if (surname)
		add_node(to, tp_names_surname_key(tp_buf_str(&spelled)), language, 0);
	tp_buf_release(&spelled);
}

static void add_tokens(struct finishing *to, uint32_t index, struct tp_str text)
{
	uint32_t language = to->in->forms.p[index].language;
	struct tp_map_entry *node = NULL;
	struct tp_token token, next;
	uint64_t key = 0;
	size_t at = 0;
	bool more = tp_token_next(&to->in->folder, text, &at, &next);

	for (uint32_t first = FIRST; more; first = 0) {
		token = next;
		more = tp_token_next(&to->in->folder, text, &at, &next);
		if (token.at.from > 0 || token.at.to < text.n)
			add_word(to, language, tp_str_at(text, token.at), !more && is_person(to, index));
		key = tp_token_chain(key, token.hash);
		node = add_node(to, key, language, first | (more ? GOES_ON : 0));
	}
	to->next[index] = node->value;
	node->value = index + 1;
}

/* The tokens of a form up to its stem are nodes, too. */
static void add_stem(struct finishing *to, uint32_t index, struct tp_str stem)
{
	uint32_t language = to->in->forms.p[index].language;
	struct tp_token token, next;
	uint64_t key = 0;
	size_t at = 0;
	uint32_t first = FIRST;

	if (!tp_token_next(&to->in->folder, stem, &at, &token))
		return;
	for (; tp_token_next(&to->in->folder, stem, &at, &next); token = next, first = 0) {
		key = tp_token_chain(key, token.hash);
		add_node(to, key, language, first | GOES_ON);
	}
	struct tp_map_entry *node = tp_map_put(&to->stem_nodes, tp_token_chain(key, token.hash));
	to->next_stem[index] = node->value;
	node->value = index + 1;
}

/* Paradigms --------------------------------------------------------------------------------------- */

/* The number in the image of a paradigm, which is added if it is new. */
static uint32_t use_paradigm(struct finishing *to, uint32_t index, uint32_t language)
{
	const struct tp_name_paradigm *paradigm = &to->endings.p[index];

	if (!to->used_paradigms[index]) {
		*tp_push(&to->paradigms) =
		    (struct tp_image_paradigm){ (uint32_t)to->strings.n, (uint32_t)paradigm->n, language, 0 };
		for (size_t i = 0; i < paradigm->n; i++) {
			*tp_push(&to->strings) = (uint32_t)to->in->strings.n;
			tp_image_add_string(&to->in->strings, paradigm->endings[i]);
		}
		to->used_paradigms[index] = (uint32_t)to->paradigms.n;
	}
	return to->used_paradigms[index] - 1;
}

/* A stem of a used paradigm, which may stand alone. */
static void note_bare(struct finishing *to, uint32_t index, struct tp_str stem)
{
	to->paradigms.p[to->used_paradigms[index] - 1].bare |=
	    tp_name_bare_letter(&to->endings.p[index], stem, &to->in->folder);
}

/* The paradigm of a form with these last letters, *n bytes of which are its ending. */
static bool find_paradigm(const struct finishing *to, struct tp_str last, struct tp_str text, struct tp_str language,
			  uint32_t *paradigm, size_t *n)
{
	bool more = last.n < text.n;

	if (!tp_name_is_in_capitals(text) ||
	    !tp_name_endings_in_role(&to->endings, last, more, language, TP_NAME_ACRONYM, UINT32_MAX, paradigm, n))
		return tp_name_endings_of(&to->endings, last, more, language, paradigm, n);
	*n = 0;
	return true;
}

/* Most forms end as some form did before. */
static void inflect(struct finishing *to, uint32_t index, struct tp_str text)
{
	uint32_t language = to->in->forms.p[index].language;
	unsigned reach = to->in->languages.p[language].reach;
	struct tp_buf *last = &to->in->word;

	tp_buf_clear(last);
	if (!reach || !tp_name_last_letters(text, reach, last))
		return;
	unsigned shape = (last->n == text.n) | tp_name_is_in_capitals(text) * 2u;
	uint64_t key = tp_token_chain(language << 2 | shape, tp_str_hash(tp_buf_str(last)));
	struct tp_map_entry *known = tp_map_put(&to->known_endings, key);
	if (!known->value) {
		uint32_t paradigm;
		size_t n;
		known->value = UINT32_MAX;
		if (find_paradigm(to, tp_buf_str(last), text, to->in->languages.p[language].tag, &paradigm, &n)) {
			*known = (struct tp_map_entry){
				key, use_paradigm(to, paradigm, language) + 1,
				(uint32_t)n | (tp_name_paradigm_declines(&to->endings.p[paradigm]) ? DECLINES : 0)
			};
			note_bare(to, paradigm, (struct tp_str){ text.p, text.n - n });
		}
	}
	size_t class = to->in->languages.n + known->value - 1, ending = known->more & ~DECLINES;
	if (known->value == UINT32_MAX || ending > UINT8_MAX || class > UINT16_MAX)
		return;
	to->forms.p[index].class = (uint16_t) class;
	to->forms.p[index].ending = (uint8_t)ending;
	if (known->more & DECLINES)
		add_stem(to, index, (struct tp_str){ text.p, text.n - to->forms.p[index].ending });
}

/* Patterns ---------------------------------------------------------------------------------------- */

/* The tokens of a form, those that are declined up to their stems, are nodes, too, from the first of these on. */
static void add_stems(struct finishing *to, uint32_t index, struct tp_str text, const struct tp_name_phrase *phrase)
{
	uint32_t language = to->in->forms.p[index].language;
	struct tp_map_entry *node = NULL;
	struct tp_token token;
	uint64_t key = 0;
	size_t at = 0, k = 0, part = 0;

	for (; tp_token_next(&to->in->folder, text, &at, &token); k++) {
		bool declined = part < phrase->n && phrase->parts[part].word == k;
		if (declined) {
			struct tp_str stem = { text.p, token.at.to - phrase->parts[part].ending };
			size_t from = token.at.from;
			use_paradigm(to, phrase->parts[part].paradigm, language);
			note_bare(to, phrase->parts[part++].paradigm, stem);
			tp_token_next(&to->in->folder, stem, &from, &token);
		}
		if (node) {
			to->n_going_on += !(node->more & GOES_ON);
			node->more |= GOES_ON;
		}
		key = tp_token_chain(key, token.hash);
		if (part == 0)
			add_node(to, key, language, (k == 0 ? FIRST : 0) | GOES_ON);
		else
			node = tp_map_put(&to->stem_nodes, key);
	}
	if (node) {
		to->next_stem[index] = node->value;
		node->value = index + 1;
	}
}

/* The number in the image of a pattern, which is added if it is new. */
static uint32_t use_pattern(struct finishing *to, struct tp_name_phrase *phrase, uint32_t language)
{
	uint64_t key = tp_token_chain(language, phrase->loose);

	for (size_t i = 0; i < phrase->n; i++) {
		struct tp_image_part *part = &phrase->parts[i];
		part->paradigm = (uint16_t)use_paradigm(to, part->paradigm, language);
		key = tp_token_chain(key, (uint64_t)part->paradigm << 16 | (uint64_t)part->word << 8 | part->ending);
	}
	struct tp_map_entry *known = tp_map_put(&to->known_patterns, key);
	if (!known->value) {
		*tp_push(&to->patterns) =
		    (struct tp_image_pattern){ (uint32_t)to->parts.n, (uint32_t)phrase->n, language, phrase->loose };
		for (size_t i = 0; i < phrase->n; i++)
			*tp_push(&to->parts) = phrase->parts[i];
		known->value = (uint32_t)to->patterns.n;
	}
	return known->value - 1;
}

/* The form is declined by a pattern, whose number is settled when all paradigms are known. */
static bool inflect_words(struct finishing *to, uint32_t index, struct tp_str text)
{
	const struct tp_built_form *form = &to->in->forms.p[index];
	const struct tp_built_language *language = &to->in->languages.p[form->language];
	struct tp_name_phrase phrase;

	if (!language->has_roles)
		return false;
	tp_name_phrase_of(&to->endings, &to->known_words, &to->in->folder, text, language->tag, is_person(to, index),
			  &phrase);
	if (!phrase.n)
		return false;
	add_stems(to, index, text, &phrase);
	to->pattern_of[index] = use_pattern(to, &phrase, form->language) + 1;
	return true;
}

/* The classes of patterns are behind those of paradigms. */
static void settle_patterns(struct finishing *to)
{
	for (uint32_t i = 0; i < to->forms.n; i++) {
		size_t class = to->in->languages.n + to->paradigms.n + to->pattern_of[i] - 1;
		if (to->pattern_of[i] && class <= UINT16_MAX)
			to->forms.p[i].class = (uint16_t) class;
	}
}

/* Forms ------------------------------------------------------------------------------------------- */

static void add_form(struct finishing *to, uint32_t index)
{
	const struct tp_built_form *form = &to->in->forms.p[index];
	struct tp_image_form *out = tp_push(&to->forms);

	*out = (struct tp_image_form){ form->text, form->concept, form->preferred, form->language, form->flags, 0 };
	if (form->extra) {
		struct tp_image_extra *extra = tp_push(&to->extras);
		*extra = to->in->extras.p[form->extra - 1];
		extra->form = index;
		out->flags |= TP_IMAGE_HAS_EXTRA;
	}
	add_tokens(to, index, tp_built_string(to->in, form->text));
	if (!(form->flags & TP_IMAGE_IS_FIRST) && to->endings.n) {
		struct tp_buf text = TP_BUF_INIT; /* strings are added on the way */
		tp_buf_add_str(&text, tp_built_string(to->in, form->text));
		if (!inflect_words(to, index, tp_buf_str(&text)))
			inflect(to, index, tp_buf_str(&text));
		tp_buf_release(&text);
	}
}

/* Filter ------------------------------------------------------------------------------------------ */

/* A filter of n nodes: those that `more` has one of these bits of, or all. */
static struct filter make_filter(const struct tp_map *nodes, size_t n, uint32_t more)
{
	enum { LEAST = 64, BITS = 10 };
	struct filter filter = { .n = LEAST };

	while (filter.n * 64 < n * BITS)
		filter.n *= 2;
	filter.p = tp_alloc_zero(filter.n, sizeof *filter.p);
	for (size_t i = 0; i < nodes->cap; i++)
		if (nodes->p[i].key && (!more || (nodes->p[i].more & more)))
			filter.p[tp_filter_word(nodes->p[i].key, filter.n)] |= tp_filter_bits(nodes->p[i].key);
	return filter;
}

/* Slots ------------------------------------------------------------------------------------------- */

/* Adds the forms of a slot to a list; returns how many. */
static uint32_t list_forms(struct finishing *to, uint32_t value)
{
	uint32_t at = value & ~(uint32_t)(TP_IMAGE_KIND | TP_IMAGE_LAST), n;

	switch (value & TP_IMAGE_KIND) {
	case TP_IMAGE_ONE:
		*tp_push(&to->lists) = at;
		return 1;
	case TP_IMAGE_LIST:
		n = to->lists.p[at];
		for (uint32_t i = 1; i <= n; i++) {
			uint32_t form = to->lists.p[at + i];
			*tp_push(&to->lists) = form;
		}
		return n;
	default:
		return 0;
	}
}

/* What a slot says of two rows whose tags are the same: it has the forms of both, for each that is found is compared
 * with the text. */
static uint32_t value_of_both(struct finishing *to, uint32_t one, uint32_t other)
{
	size_t at = to->lists.n;

	tp_push(&to->lists);
	uint32_t n = list_forms(to, one);
	to->lists.p[at] = n + list_forms(to, other);
	*tp_push(&to->lists) = to->all;
	return TP_IMAGE_LIST | (one & other & TP_IMAGE_LAST) | (uint32_t)at;
}

/* Puts a key into the table; false if that is too far from where it belongs. */
static bool put_slot(struct finishing *to, uint64_t key, uint32_t value)
{
	uint64_t n_lines = to->slots.n / TP_IMAGE_LINE;
	size_t line = tp_image_line(key, n_lines);
	uint32_t tag = tp_image_tag(key);

	for (size_t n = 0; n < TP_IMAGE_PROBES; n++) {
		struct tp_image_slot *slots = to->slots.p + line * TP_IMAGE_LINE;
		for (size_t i = 0; i < TP_IMAGE_LINE; i++) {
			if (slots[i].tag == tag) {
				slots[i].value = value_of_both(to, slots[i].value, value);
				return true;
			}
			if (!slots[i].tag) {
				slots[i] = (struct tp_image_slot){ tag, value };
				return true;
			}
		}
		line = line + 1 == n_lines ? 0 : line + 1;
	}
	return false;
}

static bool put_all(struct finishing *to, const struct tp_map *nodes, uint64_t flip)
{
	bool ok = true;

	for (size_t i = 0; i < nodes->cap; i++)
		if (nodes->p[i].key)
			ok &= put_slot(to, nodes->p[i].key ^ flip, nodes->p[i].value);
	return ok;
}

/* A table that is not too full; a little larger, if keys get in each other's way. False if they do in each that is
 * tried, as only keys that were made to can. */
static bool make_slots(struct finishing *to, struct tp_error *err)
{
	enum { ATTEMPTS = 8 };
	size_t n = to->nodes.n + to->stem_nodes.n + to->regions.n,
	       n_lines = n / 26 * 4 + 4; /* 26 slots of 32 are used */

	for (int i = 0; i < ATTEMPTS; i++, n_lines += n_lines / 64 + 1) {
		free(to->slots.p);
		to->slots.n = n_lines * TP_IMAGE_LINE;
		to->slots.p = tp_alloc_zero(to->slots.n, sizeof *to->slots.p);
		bool fit = put_all(to, &to->nodes, 0);
		fit &= put_all(to, &to->regions, 0);
		fit &= put_all(to, &to->stem_nodes, ~(uint64_t)0);
		if (fit)
			return true;
	}
	return tp_fail(err, TP_E_LIMIT, 0, _("Too many names of the base lie at the same place of its index."));
}

/* Turns the head of a chain into the value of a slot: see names_image.h. */
static uint32_t value_of(struct finishing *to, const struct tp_map_entry *node, const uint32_t *next)
{
	uint32_t set = node->more & SET, n = 0, last = node->more & GOES_ON ? 0 : TP_IMAGE_LAST;

	if (!node->value)
		return TP_IMAGE_SET | last | set;
	bool one = !next[node->value - 1];
	if (one &&
	    (!set || (to->lists.p[set] == 1 && to->lists.p[set + 1] == to->in->forms.p[node->value - 1].language)))
		return TP_IMAGE_ONE | last | (node->value - 1);
	uint32_t at = (uint32_t)to->lists.n;
	tp_push(&to->lists);
	for (uint32_t id = node->value; id; id = next[id - 1], n++)
		*tp_push(&to->lists) = id - 1;
	to->lists.p[at] = n;
	*tp_push(&to->lists) = set;
	return TP_IMAGE_LIST | last | at;
}

static void settle_values(struct finishing *to, struct tp_map *nodes, const uint32_t *next)
{
	for (size_t i = 0; i < nodes->cap; i++)
		if (nodes->p[i].key)
			nodes->p[i].value = value_of(to, &nodes->p[i], next);
}

/* The image --------------------------------------------------------------------------------------- */

static void write_image(struct finishing *to, struct tp_buf *out)
{
	struct tp_name_builder *in = to->in;
	struct tp_image_writer writer;

	tp_image_begin(&writer, out);
	tp_image_add(&writer, TP_IMAGE_FORMS, to->forms.p, to->forms.n);
	tp_image_add(&writer, TP_IMAGE_EXTRAS, to->extras.p, to->extras.n);
	tp_image_add(&writer, TP_IMAGE_CONCEPTS, in->concepts.p, in->concepts.n);
	tp_image_add(&writer, TP_IMAGE_LANGUAGES, to->languages.p, to->languages.n);
	tp_image_add(&writer, TP_IMAGE_PARADIGMS, to->paradigms.p, to->paradigms.n);
	tp_image_add(&writer, TP_IMAGE_ENDINGS, to->strings.p, to->strings.n);
	tp_image_add(&writer, TP_IMAGE_PATTERNS, to->patterns.p, to->patterns.n);
	tp_image_add(&writer, TP_IMAGE_PARTS, to->parts.p, to->parts.n);
	tp_image_add(&writer, TP_IMAGE_BEFORE, to->before.p, to->before.n);
	tp_image_add(&writer, TP_IMAGE_LISTS, to->lists.p, to->lists.n);
	tp_image_add(&writer, TP_IMAGE_SLOTS, to->slots.p, to->slots.n);
	tp_image_add(&writer, TP_IMAGE_FILTER, to->filter.p, to->filter.n);
	tp_image_add(&writer, TP_IMAGE_STEMS, to->stems.p, to->stems.n);
	tp_image_add(&writer, TP_IMAGE_GOING_ON, to->going_on.p, to->going_on.n);
	tp_image_add(&writer, TP_IMAGE_WORDS, in->words.p, in->words.n);
	tp_image_add(&writer, TP_IMAGE_STRINGS, in->strings.p, in->strings.n);
	tp_image_end(&writer);
}

static void release(struct finishing *to)
{
	tp_name_endings_release(&to->endings);
	tp_map_release(&to->known_endings);
	tp_map_release(&to->known_patterns);
	tp_name_words_known_release(&to->known_words);
	tp_map_release(&to->nodes);
	tp_map_release(&to->stem_nodes);
	tp_map_release(&to->regions);
	tp_map_release(&to->unions);
	free(to->used_paradigms);
	free(to->next);
	free(to->next_stem);
	free(to->pattern_of);
	free(to->patterns.p);
	free(to->parts.p);
	free(to->forms.p);
	free(to->extras.p);
	free(to->languages.p);
	free(to->strings.p);
	free(to->before.p);
	free(to->lists.p);
	free(to->paradigms.p);
	free(to->slots.p);
	free(to->filter.p);
	free(to->stems.p);
	free(to->going_on.p);
}

static bool add_before(struct finishing *to, struct tp_name_befores *rows, struct tp_str line, size_t number,
		       struct tp_error *err)
{
	if (!line.n || line.p[0] == '#' ||
	    (to->in->language && !tp_language_within(tp_name_before_language(line), to->in->language)))
		return true;
	if (!tp_name_before_add(rows, line, number, err))
		return false;
	*tp_push(&to->before) = (uint32_t)to->in->strings.n;
	tp_image_add_string(&to->in->strings, line);
	return true;
}

static bool read_endings(struct finishing *to, const char *data, struct tp_error *err)
{
	struct tp_buf path = TP_BUF_INIT;

	tp_buf_format(&path, "%s/names/endings.txt", data);
	bool ok = tp_name_endings_read(&to->endings, to->in->arena, path.p, to->in->language, err);
	tp_buf_release(&path);
	return ok;
}

static bool read_before(struct finishing *to, const char *data, struct tp_error *err)
{
	struct tp_name_befores rows = { 0 };
	struct tp_buf path = TP_BUF_INIT;
	struct tp_file file;
	bool ok = true;

	tp_buf_format(&path, "%s/names/before.txt", data);
	if (tp_file_exists(path.p) && (ok = tp_file_read(&file, path.p, 0, err))) {
		struct tp_str rest = file.bytes, line;
		for (size_t number = 1; ok && tp_str_line(&rest, &line); number++)
			ok = add_before(to, &rows, line, number, err);
		ok = ok || tp_error_in_file(err, path.p);
		tp_file_release(&file);
	}
	tp_name_before_release(&rows);
	tp_buf_release(&path);
	return ok;
}

static void make_sections(struct finishing *to)
{
	struct tp_name_builder *in = to->in;

	to->used_paradigms = tp_alloc_zero(to->endings.n + 1, sizeof *to->used_paradigms);
	to->next = tp_alloc_zero(in->forms.n + 1, sizeof *to->next);
	to->next_stem = tp_alloc_zero(in->forms.n + 1, sizeof *to->next_stem);
	to->pattern_of = tp_alloc_zero(in->forms.n + 1, sizeof *to->pattern_of);
	tp_push(&to->lists); /* the empty set */
	to->all = (uint32_t)to->lists.n;
	*tp_push(&to->lists) = TP_IMAGE_ALL;
	tp_map_reserve(&to->nodes, in->forms.n);
	for (size_t i = 0; i < in->languages.n; i++) {
		*tp_push(&to->languages) = in->languages.p[i].string;
		in->languages.p[i].reach = tp_name_endings_reach(&to->endings, in->languages.p[i].tag);
		in->languages.p[i].has_roles =
		    tp_name_endings_have_role(&to->endings, in->languages.p[i].tag, TP_NAME_ADJECTIVE);
	}
	for (uint32_t i = 0; i < in->forms.n; i++)
		add_form(to, i);
	settle_patterns(to);
	settle_values(to, &to->nodes, to->next);
	settle_values(to, &to->stem_nodes, to->next_stem);
	to->filter = make_filter(&to->nodes, to->n_first, FIRST);
	to->stems = make_filter(&to->stem_nodes, to->stem_nodes.n, 0);
	to->going_on = make_filter(&to->stem_nodes, to->n_going_on, GOES_ON);
}

bool tp_name_builder_finish(struct tp_name_builder *in, const char *data, struct tp_buf *out, struct tp_error *err)
{
	struct finishing to = { .in = in };
	bool ok = read_endings(&to, data, err) && read_before(&to, data, err);

	tp_map_release(&in->known_forms);
	tp_map_release(&in->known_concepts);
	if (ok) {
		settle_preferred(&to);
		make_sections(&to);
		ok = make_slots(&to, err);
	}
	if (ok)
		write_image(&to, out);
	release(&to);
	return ok;
}
