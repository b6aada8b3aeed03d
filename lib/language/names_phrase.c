/* Which words of a name are declined. */
#include "language/names_phrase.h"

#include "core/str.h"
#include "core/unicode.h"

#define ANY UINT32_MAX /* genders */

struct word {
	struct tp_str text;
	struct tp_buf last; /* its last letters, in lower case; empty if they are not known */
	unsigned char number;
	bool linked; /* a hyphen joins it to the word behind */
	bool small;
};

struct phrasing {
	const struct tp_name_endings *endings;
	struct tp_name_words_known *known;
	struct tp_str language;
	struct word words[TP_NAME_TOKENS];
	size_t n;
	struct tp_name_phrase *out;
};

void tp_name_words_known_release(struct tp_name_words_known *known)
{
	tp_map_release(&known->adjectives);
}

/* Words ------------------------------------------------------------------------------------------------ */

static void read_words(struct phrasing *in, struct tp_folder *folder, struct tp_str name)
{
	unsigned reach = tp_name_endings_reach(in->endings, in->language);
	struct tp_token token;
	size_t next, at = 0;

	while (in->n < TP_NAME_TOKENS && tp_token_next(folder, name, &at, &token)) {
		struct word *word = &in->words[in->n];
		*word = (struct word){ .text = tp_str_at(name, token.at), .number = (unsigned char)in->n };
		next = token.at.from;
		word->small = tp_is_lower(tp_utf8_next(name, &next));
		next = token.at.to;
		word->linked = next < name.n && tp_is_hyphen(tp_utf8_next(name, &next));
		if (!tp_name_last_letters(word->text, reach, &word->last))
			tp_buf_clear(&word->last);
		in->n++;
	}
}

/* A word as one with this role: *genders become those that fit. */
static bool fits(const struct phrasing *in, size_t k, enum tp_name_role role, unsigned *genders,
		 struct tp_image_part *part)
{
	const struct word *word = &in->words[k];
	uint32_t paradigm;
	size_t n;

	if (k >= in->n || word->linked || !word->last.n ||
	    !tp_name_endings_in_role(in->endings, tp_buf_str(&word->last), word->last.n < word->text.n, in->language,
				     role, *genders, &paradigm, &n) ||
	    paradigm > UINT16_MAX || n > UINT8_MAX)
		return false;
	*genders &= in->endings->p[paradigm].genders;
	*part = (struct tp_image_part){ (uint16_t)paradigm, word->number, (uint8_t)n };
	return true;
}

static bool is_and(const struct phrasing *in, size_t k)
{
	unsigned any = ANY;
	struct tp_image_part part;

	return fits(in, k, TP_NAME_AND, &any, &part);
}

static bool is_noun(const struct phrasing *in, size_t k, unsigned *genders, struct tp_image_part *part)
{
	return !is_and(in, k) && (fits(in, k, TP_NAME_HEAD, genders, part) || fits(in, k, TP_NAME_NOUN, genders, part));
}

/* Most words are no adjectives, and many end alike. */
static bool is_adjective(const struct phrasing *in, size_t k, unsigned genders, struct tp_image_part *part)
{
	if (k >= in->n || in->words[k].linked)
		return false;
	uint64_t key = tp_token_chain(tp_str_hash(in->language), tp_str_hash(tp_buf_str(&in->words[k].last)));
	struct tp_map_entry *known = tp_map_put(&in->known->adjectives, key);
	unsigned any = ANY;
	if (!known->value)
		known->value = fits(in, k, TP_NAME_ADJECTIVE, &any, part) ? 2 : 1;
	return known->value == 2 && fits(in, k, TP_NAME_ADJECTIVE, &genders, part);
}

/* Groups ----------------------------------------------------------------------------------------------- */

/* A word is declined, if its cases have other endings at all. */
static void add(struct phrasing *in, const struct tp_image_part *part)
{
	if (in->out->n < TP_NAME_PARTS && tp_name_paradigm_declines(&in->endings->p[part->paradigm]))
		in->out->parts[in->out->n++] = *part;
}

/* The words from k on are adjectives of the noun at `noun`, and all are of *gender. */
static bool are_adjectives_of(const struct phrasing *in, size_t k, size_t noun, unsigned *gender)
{
	enum { LAST_GENDER = 8 };
	struct tp_image_part part;
	unsigned genders = ANY;
	bool are = false;

	if (!is_noun(in, noun, &genders, &part))
		return false;
	for (unsigned one = 1; !are && one <= LAST_GENDER; one *= 2) {
		*gender = one;
		are = genders & one;
		for (size_t i = k; are && i < noun; i++)
			are = is_adjective(in, i, one, &part);
	}
	return are;
}

/* Adjectives from k on and the noun behind them; returns the word behind that, or k if there are none. */
static size_t add_adjectives(struct phrasing *in, size_t k, unsigned *genders)
{
	struct tp_image_part part;
	size_t noun = k;

	while (is_adjective(in, noun, ANY, &part))
		noun++;
	while (noun > k && !are_adjectives_of(in, k, noun, genders))
		noun--;
	if (noun == k)
		return k;
	for (size_t i = k; i < noun; i++)
		if (is_adjective(in, i, *genders, &part))
			add(in, &part);
	if (is_noun(in, noun, genders, &part))
		add(in, &part);
	return noun + 1;
}

/* Adjectives behind a noun, if they belong to no other one. */
static size_t add_behind(struct phrasing *in, size_t k, unsigned genders)
{
	struct tp_image_part part;
	size_t to = k;

	while (is_adjective(in, to, genders, &part))
		to++;
	unsigned other = genders;
	if (to < in->n && !in->words[to].small && !is_and(in, to) && is_noun(in, to, &other, &part))
		return k;
	for (size_t i = k; i < to; i++)
		if (is_adjective(in, i, genders, &part))
			add(in, &part);
	return to;
}

/* The group of words that is declined, if one starts at k: returns the word behind it, or k. `joined`: a noun alone is
 * one, too. */
static size_t add_group(struct phrasing *in, size_t k, bool joined)
{
	struct tp_image_part part, next;
	unsigned genders;
	size_t to = add_adjectives(in, k, &genders);

	if (to > k)
		return add_behind(in, to, genders);
	genders = ANY;
	bool head = fits(in, k, TP_NAME_HEAD, &genders, &part);
	bool alone = !joined && !is_adjective(in, k + 1, ANY, &next) && !(k + 2 < in->n && is_and(in, k + 1));
	if (!head && (alone || !fits(in, k, TP_NAME_NOUN, &genders, &part)))
		return k;
	size_t n = in->out->n;
	add(in, &part);
	to = add_behind(in, k + 1, genders);
	if (head || joined || to > k + 1 || is_and(in, to))
		return to;
	in->out->n = n;
	return k;
}

/* "Гвинея-Бисау": where the last word has no endings, the first one may. */
static void add_first_of_compound(struct phrasing *in)
{
	struct word *first = &in->words[0];
	struct tp_image_part part;
	unsigned any = ANY;

	first->linked = false;
	if (fits(in, 0, TP_NAME_HEAD, &any, &part))
		add(in, &part);
}

static bool last_declines(const struct phrasing *in)
{
	struct tp_image_part part;
	unsigned any = ANY;

	return is_noun(in, in->n - 1, &any, &part) && tp_name_paradigm_declines(&in->endings->p[part.paradigm]);
}

/* The last word alone is declined. */
static bool is_last_alone(const struct phrasing *in)
{
	return in->out->n == 1 && in->out->parts[0].word + 1u == in->n;
}

/* The words before the last one belong to it. */
static bool are_of_last(const struct phrasing *in)
{
	struct tp_image_part part;
	bool are = true;

	for (size_t k = 0; are && k + 1 < in->n; k++) {
		unsigned any = ANY;
		are = fits(in, k, TP_NAME_OF, &any, &part);
	}
	return are;
}

static void add_last(struct phrasing *in)
{
	struct tp_image_part part;
	unsigned any = ANY;

	if (is_noun(in, in->n - 1, &any, &part))
		add(in, &part);
}

static void find_groups(struct phrasing *in)
{
	size_t k = 0, to = 0;

	while (k < in->n && (to = add_group(in, k, false)) == k)
		k++;
	while (k < in->n && is_and(in, to) && to + 1 < in->n) {
		size_t next = add_group(in, to + 1, true);
		if (next == to + 1)
			break;
		to = next;
	}
	if (!in->out->n && in->words[0].linked && !last_declines(in))
		add_first_of_compound(in);
	if (in->out->n && !is_last_alone(in))
		return;
	in->out->n = 0;
	if (are_of_last(in))
		add_last(in);
}

/* Persons ---------------------------------------------------------------------------------------------- */

static void add_names(struct phrasing *in)
{
	uint32_t paradigm;
	size_t n;

	for (size_t k = 0; k < in->n; k++) {
		const struct word *word = &in->words[k];
		if (word->small || word->linked || !word->last.n ||
		    !tp_name_endings_of(in->endings, tp_buf_str(&word->last), word->last.n < word->text.n, in->language,
					&paradigm, &n) ||
		    paradigm > UINT16_MAX || n > UINT8_MAX)
			continue;
		add(in, &(struct tp_image_part){ (uint16_t)paradigm, word->number, (uint8_t)n });
	}
	in->out->loose = true;
}

/* ------------------------------------------------------------------------------------------------------ */

void tp_name_phrase_of(const struct tp_name_endings *endings, struct tp_name_words_known *known,
		       struct tp_folder *folder, struct tp_str name, struct tp_str language, bool person,
		       struct tp_name_phrase *out)
{
	struct phrasing in = { .endings = endings, .known = known, .language = language, .out = out };

	out->n = 0;
	out->loose = false;
	read_words(&in, folder, name);
	if (in.n > 1 && person && tp_name_endings_have_role(endings, language, TP_NAME_AND))
		add_names(&in);
	else if (in.n > 1 && person)
		add_last(&in);
	else if (in.n > 1)
		find_groups(&in);
	for (size_t k = 0; k < in.n; k++)
		tp_buf_release(&in.words[k].last);
}
