/* How names are declined. */
#include "language/names_decline.h"

#include "core/str.h"
#include "core/unicode.h"
#include "language/names_base.h"

static size_t cut_of(const struct tp_name_inflection *how, const struct tp_name_part *part)
{
	return part->word == TP_NAME_LAST ? how->cut : part->cut;
}

/* The part that word k is, of which there may be more behind it; NULL if it has no endings. */
static const struct tp_name_part *part_at(const struct tp_name_inflection *how, size_t k, bool more)
{
	for (size_t i = 0; i < how->n; i++)
		if (how->parts[i].word == k || (how->parts[i].word == TP_NAME_LAST && !more))
			return &how->parts[i];
	return NULL;
}

uint64_t tp_name_first_cases(const struct tp_name_inflection *how)
{
	uint64_t cases = how->n ? UINT64_MAX : 0;

	for (size_t i = 0; i < how->n; i++)
		cases &= tp_name_cases(how->parts[i].paradigm, tp_name_ending(how->parts[i].paradigm, 0));
	return cases;
}

size_t tp_name_case_count(const struct tp_name_inflection *how)
{
	return how->n ? how->parts[0].paradigm->n : 0;
}

/* Words side by side ----------------------------------------------------------------------------------- */

/* Two rows of words that are read together. */
struct pair {
	struct tp_folder *folder;
	struct tp_str found, form;
	size_t found_at, form_at; /* how far they are read */
	size_t found_end, form_end; /* behind the word before */
	struct tp_token ours, theirs; /* the words that were read */
	bool more; /* the form has words behind this one */
	size_t k; /* which word it is */
};

/* Goes to the next two words; false if one of them has none. */
static bool next_words(struct pair *in)
{
	struct tp_token after;
	bool first = in->form_at == 0;

	in->found_end = first ? 0 : in->ours.at.to;
	in->form_end = first ? 0 : in->theirs.at.to;
	if (!tp_token_next(in->folder, in->found, &in->found_at, &in->ours) ||
	    !tp_token_next(in->folder, in->form, &in->form_at, &in->theirs))
		return false;
	size_t at = in->form_at;
	in->more = tp_token_next(in->folder, in->form, &at, &after);
	in->k = first ? 0 : in->k + 1;
	return true;
}

static bool are_read(const struct pair *in)
{
	struct tp_token rest;
	size_t at = in->found_at;

	return !in->more && !tp_token_next(in->folder, in->found, &at, &rest);
}

/* The cases of a word by its ending, which starts at *stem; 0 if it is no such word. */
static uint64_t cases_of(struct pair *in, const struct tp_name_part *part, size_t cut, size_t *stem)
{
	struct tp_prefix prefixes[TP_PREFIXES];
	size_t n = tp_token_prefixes(in->folder, in->found, &in->ours, prefixes), at = in->theirs.at.from;
	struct tp_token word;
	struct tp_buf ending = TP_BUF_INIT;
	uint64_t cases = 0;

	if (in->theirs.at.to - at <= cut ||
	    !tp_token_next(in->folder, (struct tp_str){ in->form.p, in->theirs.at.to - cut }, &at, &word))
		return 0;
	for (size_t i = 0; i < n && !cases; i++) {
		if (prefixes[i].hash != word.hash)
			continue;
		tp_buf_clear(&ending);
		tp_lower(tp_str_at(in->found, (struct tp_span){ prefixes[i].to, in->ours.at.to }), NULL, &ending);
		cases = tp_name_cases(part->paradigm, tp_buf_str(&ending));
		*stem = prefixes[i].to;
	}
	tp_buf_release(&ending);
	return cases;
}

/* The cases in which words stand that agree. Of loose ones, some may be as they always are. */
struct agreement {
	uint64_t all, declined;
};

static void agree(struct agreement *words, uint64_t cases)
{
	words->all &= cases;
	if (!(cases & 1))
		words->declined &= cases;
}

bool tp_name_read(struct tp_folder *folder, struct tp_str found, struct tp_str form,
		  const struct tp_name_inflection *how, struct tp_name_reading *out)
{
	struct pair in = { .folder = folder, .found = found, .form = form };
	struct agreement words = { UINT64_MAX, UINT64_MAX };

	while (next_words(&in)) {
		const struct tp_name_part *part = part_at(how, in.k, in.more);
		size_t cut = part ? cut_of(how, part) : 0, stem = in.ours.at.to;
		uint64_t cases = part ? cases_of(&in, part, cut, &stem) : UINT64_MAX;
		if (!cases)
			return false;
		agree(&words, cases);
		tp_buf_add_str(&out->found, tp_str_at(found, (struct tp_span){ in.found_end, stem }));
		tp_buf_add_str(&out->form, tp_str_at(form, (struct tp_span){ in.form_end, in.theirs.at.to - cut }));
	}
	out->cases = words.all || !how->loose ? words.all : words.declined;
	return are_read(&in) && out->cases;
}

/* Writing ---------------------------------------------------------------------------------------------- */

/* What becomes of a word of a loose name, by the word at its place in the model. */
enum fate { STAYS, IS_DECLINED, IS_COPIED, IS_NOT_KNOWN };

static enum fate fate_of(const struct tp_name_model *model, size_t k, struct tp_str word, struct tp_str *copy)
{
	struct pair in = { .folder = model->folder, .found = model->found, .form = model->form };
	size_t stem;

	while (next_words(&in)) {
		if (in.k != k)
			continue;
		*copy = tp_str_at(in.found, in.ours.at);
		if (tp_str_eq(tp_str_at(in.form, in.theirs.at), word))
			return IS_COPIED;
		const struct tp_name_part *part = part_at(model->how, k, in.more);
		uint64_t cases = part ? cases_of(&in, part, cut_of(model->how, part), &stem) : 0;
		return !part ? IS_NOT_KNOWN : cases & 1 ? STAYS : IS_DECLINED;
	}
	return IS_NOT_KNOWN;
}

static size_t count_words(struct tp_folder *folder, struct tp_str name)
{
	struct tp_token word;
	size_t n = 0;

	for (size_t at = 0; tp_token_next(folder, name, &at, &word); n++)
		;
	return n;
}

static enum tp_name_sure add_word(const struct tp_name_inflection *how, const struct tp_name_part *part,
				  struct tp_str word, size_t i, struct tp_buf *out)
{
	size_t cut = cut_of(how, part);
	struct tp_str ending = i < part->paradigm->n ? tp_name_ending(part->paradigm, i) : TP_S("?");

	if (tp_str_is(ending, "-"))
		return TP_NAME_NO_SUCH;
	if (tp_str_is(ending, "?") || cut > word.n)
		return TP_NAME_UNSURE;
	tp_buf_add(out, word.p, word.n - cut);
	tp_buf_add_str(out, ending);
	return TP_NAME_SURE;
}

enum tp_name_sure tp_name_decline(const struct tp_name_model *model, struct tp_str form,
				  const struct tp_name_inflection *how, size_t i, struct tp_buf *out)
{
	enum tp_name_sure sure = TP_NAME_SURE;
	struct tp_token token;
	struct tp_str copy;
	size_t end = 0, k = 0, n = count_words(model->folder, form);

	if (how->loose && i > 0 && n != count_words(model->folder, model->form))
		return TP_NAME_UNSURE;
	for (size_t at = 0; sure == TP_NAME_SURE && tp_token_next(model->folder, form, &at, &token); k++) {
		const struct tp_name_part *part = part_at(how, k, k + 1 < n);
		struct tp_str word = tp_str_at(form, token.at);
		enum fate fate = part ? IS_DECLINED : STAYS;
		if (how->loose && i > 0)
			fate = fate_of(model, k, word, &copy);
		tp_buf_add_str(out, tp_str_at(form, (struct tp_span){ end, token.at.from }));
		end = token.at.to;
		if (fate == IS_DECLINED && part)
			sure = add_word(how, part, word, i, out);
		else if (fate == IS_NOT_KNOWN && part)
			sure = TP_NAME_UNSURE;
		else
			tp_buf_add_str(out, fate == IS_COPIED ? copy : word);
	}
	tp_buf_add_str(out, tp_str_from(form, end));
	return sure;
}
