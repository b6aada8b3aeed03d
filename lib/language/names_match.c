/* The matcher: which forms stand in a text. */
#include <stddef.h>
#include <stdlib.h>

#include "core/str.h"
#include "core/unicode.h"
#include "language/names_context.h"
#include "language/names_work.h"
#include "language/words.h"

/* How the first word starts. */
enum start {
	START_PLAIN,
	START_ELIDED, /* after an elided article: l'Isis */
	START_JOINED, /* after letters that are words of their own, as in Arabic */
};

struct matcher {
	const struct tp_names *names;
	struct tp_str text;
	const struct tp_spans *skip; /* NULL: not known yet */
	size_t skip_hint;
	struct tp_names_work *work;
	struct tp_folder *folder; /* that of `work`, */
	struct tp_name_ahead *ahead; /* and its tokens */
	enum start start;
	const struct tp_name_before *joined; /* which letters */
	struct tp_str letter; /* that the first letters of the name are changed behind, and written with */
	size_t n; /* candidates */
};

/* Languages ------------------------------------------------------------------------------------------- */

/* The language of a form; that of the base for a form of all languages. */
static const char *language_of(const struct matcher *in, const struct tp_name_form *form)
{
	struct tp_str language = tp_names_language(in->names, form);

	return language.n ? language.p : in->names->language ? in->names->language : "";
}

static bool start_fits(const struct matcher *in, const struct tp_name_form *form)
{
	switch (in->start) {
	case START_ELIDED:
		return tp_name_before_elides(&in->names->before, language_of(in, form));
	case START_JOINED:
		return tp_language_within(in->joined->language, language_of(in, form));
	default:
		return true;
	}
}

/* What stands after the apostrophe can be an ending in the form's language. */
static bool apostrophe_fits(struct matcher *in, const struct tp_name_candidate *c, const struct tp_name_form *form)
{
	const char *language = language_of(in, form);
	struct tp_token token;
	size_t at = c->at.to;

	tp_fold_class_next(in->folder, in->text, &at);
	if (!tp_token_next(in->folder, in->text, &at, &token))
		return false;
	struct tp_str ending = tp_str_at(in->text, token.at);
	if (tp_str_eq_ascii(ending, TP_S("s")))
		return true;
	if (tp_language_is_one_of(tp_str_of(language), "tr az tk crh uz"))
		return ending.n <= 16;
	if (tp_language_is_one_of(tp_str_of(language), "pl fi et"))
		return ending.n <= 8;
	return tp_language_is_one_of(tp_str_of(language), "en") &&
	       (tp_str_eq_ascii(ending, TP_S("ll")) || tp_str_eq_ascii(ending, TP_S("d")));
}

/* Confirmation ---------------------------------------------------------------------------------------- */

typedef void spelling(struct tp_folder *folder, struct tp_str text, struct tp_buf *out);

static bool same(struct matcher *in, struct tp_str a, struct tp_str b, spelling *spell)
{
	struct tp_buf *ours = &in->work->ours, *theirs = &in->work->theirs;

	tp_buf_clear(ours);
	tp_buf_clear(theirs);
	spell(in->folder, a, ours);
	spell(in->folder, b, theirs);
	return tp_str_eq(tp_buf_str(ours), tp_buf_str(theirs));
}

/* One of the forms that a candidate may be. */
struct fit {
	uint32_t index; /* TP_NAME_NONE: none */
	struct tp_name_form form;
	struct tp_str found, core; /* what the candidate has to show of it, and what it does */
	unsigned distance;
};

/* "Huthi's", but not "Huthis". */
static bool is_possessive(struct tp_str name)
{
	size_t at = name.n ? name.n - 1 : 0;

	return at > 0 && (name.p[at] | 0x20) == 's' && tp_is_apostrophe(tp_utf8_prev(name, &at));
}

static bool confirms(struct matcher *in, const struct tp_name_candidate *c, const struct fit *fit)
{
	const struct tp_name_form *form = &fit->form;

	if (!start_fits(in, form) || (c->how == TP_NAME_APOSTROPHE && !apostrophe_fits(in, c, form)))
		return false;
	if (!tp_str_eq(fit->found, fit->core) &&
	    (tp_fold_differs(in->folder, fit->found, fit->core, form->exact) ||
	     is_possessive(fit->found) != is_possessive(fit->core) ||
	     !same(in, fit->found, fit->core, form->exact ? tp_fold_kinds : tp_fold_text)))
		return false;
	struct tp_str tail = tp_str_from(form->text, form->text.n - form->tail);
	return !tail.n || (c->how == TP_NAME_PLAIN && tp_str_starts(tp_str_from(in->text, c->at.to), tail));
}

/* A name in some case has its capital: "holandskom" is an adjective, "Holandskom" the name of a land. */
static bool starts_small(const struct matcher *in, const struct tp_name_candidate *c, const struct tp_name_form *form)
{
	size_t at = c->at.from, first = 0;

	return tp_is_lower(tp_utf8_next(in->text, &at)) && !tp_is_lower(tp_utf8_next(form->text, &first));
}

/* The ending of the last word is one of the form's. */
static bool ending_fits(const struct matcher *in, const struct tp_name_candidate *c,
			const struct tp_name_paradigm *paradigm)
{
	struct tp_str ending = tp_str_at(in->text, (struct tp_span){ c->stem, c->at.to });
	struct tp_buf lower = TP_BUF_INIT;
	size_t at = 0;

	bool is_lower = true;
	while (is_lower && at < ending.n)
		is_lower = tp_fold(in->folder, tp_utf8_next(ending, &at))->lower;
	if (is_lower)
		return tp_name_cases(paradigm, ending) != 0;
	tp_lower(ending, NULL, &lower);
	bool fits = tp_name_cases(paradigm, tp_buf_str(&lower)) != 0;
	tp_buf_release(&lower);
	return fits;
}

/* The words of a candidate have endings of the form, and agree; what they have to show is the rest of them. */
static bool endings_fit(struct matcher *in, const struct tp_name_candidate *c, struct fit *fit)
{
	const struct tp_name_inflection *how = &fit->form.inflection;
	struct tp_name_reading *reading = &in->work->reading;

	if (how->n && how->parts[0].word == TP_NAME_LAST) {
		fit->core.n = fit->form.text.n - how->cut;
		return ending_fits(in, c, how->parts[0].paradigm);
	}
	tp_buf_clear(&reading->found);
	tp_buf_clear(&reading->form);
	if (!how->n || !tp_name_read(in->folder, tp_str_at(in->text, c->at), fit->core, how, reading))
		return false;
	fit->found = tp_buf_str(&reading->found);
	fit->core = tp_buf_str(&reading->form);
	return true;
}

/* Reads form `index` of a candidate; false if it is not what stands there. */
static bool read_fit(struct matcher *in, const struct tp_name_candidate *c, uint32_t index, struct fit *fit)
{
	const struct tp_names *names = in->names;

	fit->index = index;
	fit->form = tp_names_form(names, index);
	const struct tp_name_form *form = &fit->form;
	if (!form->text.n || form->language >= names->n_languages || !names->speaks[form->language])
		return false;
	fit->found = tp_str_at(in->text, (struct tp_span){ c->at.from, c->stem });
	fit->core = (struct tp_str){ form->text.p, form->text.n - form->tail };
	if (c->how == TP_NAME_INFLECTED && (starts_small(in, c, form) || !endings_fit(in, c, fit)))
		return false;
	return confirms(in, c, fit);
}

/* Which of two forms protects more where the text fits both: it decides when they are equally near. */
static bool is_safer(const struct tp_name_form *a, const struct tp_name_form *b)
{
	static const int order[] = {
		[TP_NAME_PREFERRED] = 0, [TP_NAME_ADMITTED] = 1, [TP_NAME_REPORT] = 2, [TP_NAME_DEPRECATED] = 3
	};

	return order[a->status] < order[b->status];
}

/* Where the text fits two forms alike, what a region says of its concept counts, else the safer one. */
static bool is_stronger(const struct tp_names *names, const struct tp_name_form *a, const struct tp_name_form *b)
{
	size_t n = tp_names_language(names, a).n, other = tp_names_language(names, b).n;

	return names->n_regions && a->concept == b->concept && n != other ? n > other : is_safer(a, b);
}

/* The form that the text means: the one whose spelling is nearest. False if none is confirmed. */
static bool find_nearest(struct matcher *in, const struct tp_name_candidate *c, struct fit *best)
{
	size_t n;
	const uint32_t *ids = tp_names_ids(in->names, &c->node, &n);
	struct fit fit;

	if (n == 1)
		return read_fit(in, c, ids[0], best);
	best->index = TP_NAME_NONE;
	for (size_t i = 0; i < n; i++) {
		if (!read_fit(in, c, ids[i], &fit))
			continue;
		bool alike = tp_str_eq(fit.found, fit.core);
		fit.distance = alike ? 0 : tp_fold_distance(in->folder, fit.found, fit.core);
		if (best->index == TP_NAME_NONE || fit.distance < best->distance ||
		    (fit.distance == best->distance && is_stronger(in->names, &fit.form, &best->form)))
			*best = fit;
	}
	return best->index != TP_NAME_NONE;
}

/* Judgment -------------------------------------------------------------------------------------------- */

/* In capitals, the forms that differ in case alone cannot be told apart, so the words of each of them count. */
static bool has_blocking_twin(struct matcher *in, const struct tp_name_candidate *c,
			      const struct tp_name_context *context)
{
	size_t n;
	const uint32_t *ids = tp_names_ids(in->names, &c->node, &n);

	for (size_t i = 0; i < n; i++) {
		struct tp_name_form form = tp_names_form(in->names, ids[i]);
		if (form.language < in->names->n_languages && in->names->speaks[form.language] &&
		    tp_name_words_near(context, form.unless))
			return true;
	}
	return false;
}

/* Words near the candidate say that it means something else. */
static bool is_blocked(struct matcher *in, const struct tp_name_candidate *c, const struct tp_name_form *form)
{
	struct tp_name_context context = { in->text, c->at, in->folder };
	bool acronym = form->status == TP_NAME_REPORT && form->exact;

	if (tp_name_words_near(&context, form->unless) || (form->only.n && !tp_name_words_near(&context, form->only)))
		return true;
	if ((!acronym && (c->node & TP_IMAGE_KIND) == TP_IMAGE_ONE) || !tp_name_in_capitals(&context))
		return false;
	return acronym || has_blocking_twin(in, c, &context);
}

/* A word in katakana goes on over the border of the candidate. */
static bool cuts_katakana(struct matcher *in, struct tp_span at)
{
	size_t before = at.from, first = at.from, last = at.to, after = at.to;

	if (before > 0 && tp_fold(in->folder, tp_utf8_prev(in->text, &before))->katakana &&
	    tp_fold(in->folder, tp_utf8_next(in->text, &first))->katakana)
		return true;
	return after < in->text.n && tp_fold(in->folder, tp_utf8_next(in->text, &after))->katakana &&
	       tp_fold(in->folder, tp_utf8_prev(in->text, &last))->katakana;
}

/* The candidate touches what is no text. */
static bool is_skipped(struct matcher *in, const struct tp_name_candidate *c)
{
	if (!in->skip) {
		in->work->skip.n = 0;
		tp_skip_map(in->text, &in->work->skip);
		in->skip = &in->work->skip;
	}
	return tp_skip_has(in->skip, c->at, &in->skip_hint);
}

static void prefer(struct tp_name_hit *hit, const struct tp_name_form *form)
{
	hit->preferred = form->text;
	hit->first = form->first;
	hit->preferred_inflection = form->inflection;
}

static bool take(struct matcher *in, const struct tp_name_candidate *c, struct tp_name_hits *out)
{
	struct fit fit;

	if (!find_nearest(in, c, &fit) || is_skipped(in, c) || cuts_katakana(in, c->at) || is_blocked(in, c, &fit.form))
		return false;
	struct tp_name_hit *hit = tp_push_unset(out);
	*hit = (struct tp_name_hit){
		.at = { c->at.from, c->at.to + fit.form.tail },
		.status = fit.form.status,
		.concept = fit.form.concept,
		.form = fit.form.text,
		.language = language_of(in, &fit.form),
		.preferred = TP_S(""),
		.first = TP_S(""),
		.index = fit.index,
		.preferred_index = fit.form.preferred,
		.declined = c->how == TP_NAME_INFLECTED,
		.inflection = fit.form.inflection,
		.preferred_inflection = { NULL, 0, 0, false },
		.letter = in->letter,
	};
	if (fit.form.preferred == fit.index) {
		prefer(hit, &fit.form);
	} else if (fit.form.preferred != TP_NAME_NONE) {
		struct tp_name_form best = tp_names_form(in->names, fit.form.preferred);
		prefer(hit, &best);
	}
	return true;
}

/* The walk -------------------------------------------------------------------------------------------- */

static void add_candidate(struct matcher *in, uint32_t form, struct tp_span at, size_t stem, enum tp_name_how how)
{
	if (form != TP_NAME_NONE && in->n < TP_NAME_CANDIDATES)
		in->work->candidates[in->n++] = (struct tp_name_candidate){ at, stem, form, how, NULL, 0, 0 };
}

static void add_apostrophe(struct matcher *in, size_t from, const struct tp_token *token, uint64_t key)
{
	struct tp_str cut = { in->text.p, token->last_apostrophe };
	struct tp_token rest;
	size_t at = token->at.from;

	if (at >= cut.n || !tp_token_next(in->folder, cut, &at, &rest))
		return;
	add_candidate(in, tp_names_node(in->names, tp_token_chain(key, rest.hash)),
		      (struct tp_span){ from, rest.at.to }, rest.at.to, TP_NAME_APOSTROPHE);
}

static void add_stems(struct matcher *in, size_t from, const struct tp_token *token, uint64_t key, unsigned stems)
{
	stems &= (1u << TP_PREFIXES) - 1;
	if (stems && in->n < TP_NAME_CANDIDATES)
		in->work->candidates[in->n++] = (struct tp_name_candidate){
			.at = { from, token->at.to },
			.how = TP_NAME_STEMS,
			.last = token,
			.key = key,
			.stems = stems,
		};
}

/* In place of a candidate, those that it may be. */
static void look_up_stems(struct matcher *in, struct tp_name_candidate c)
{
	struct tp_prefix prefixes[TP_PREFIXES];
	size_t n = tp_token_prefixes(in->folder, in->text, c.last, prefixes);

	for (size_t i = 0; i < n; i++) {
		uint64_t stem = tp_token_chain(c.key, prefixes[i].hash);
		if ((c.stems >> (n - 1 - i) & 1) && tp_names_may_be_stem(in->names, stem))
			add_candidate(in, tp_names_node(in->names, tp_names_stem_key(stem)), c.at, prefixes[i].to,
				      TP_NAME_INFLECTED);
	}
}

/* The rows of words so far one of which is a stem, and which go on. */
struct stem_rows {
	uint64_t keys[TP_NAME_ROWS];
	size_t n;
};

static void add_row(struct stem_rows *rows, uint64_t key)
{
	if (rows->n < TP_NAME_ROWS)
		rows->keys[rows->n++] = key;
}

/* Rows whose first stem is that of a word, of which as many letters as `stems` has bits of may be an ending. */
static void start_rows(struct matcher *in, const struct tp_token *token, uint64_t key, unsigned stems,
		       struct stem_rows *rows)
{
	struct tp_prefix prefixes[TP_PREFIXES];
	size_t n = tp_token_prefixes(in->folder, in->text, token, prefixes);

	for (size_t i = 0; i < n; i++) {
		uint64_t stem = tp_token_chain(key, prefixes[i].hash);
		if ((stems >> (n - 1 - i) & 1) && tp_names_may_go_on(in->names, stem) &&
		    tp_names_row_goes_on(tp_names_row(in->names, tp_names_stem_key(stem))))
			add_row(rows, stem);
	}
}

/* Goes on with a word in rows, each of which has it as it is, or its stem. */
static void go_on(struct matcher *in, size_t from, const struct tp_token *token, struct stem_rows *rows)
{
	struct tp_prefix prefixes[TP_PREFIXES];
	struct stem_rows before = *rows;
	size_t n = tp_token_prefixes(in->folder, in->text, token, prefixes);

	rows->n = 0;
	for (size_t i = 0; i < n * before.n; i++) {
		uint64_t key = tp_token_chain(before.keys[i / n], prefixes[i % n].hash);
		if (!tp_names_may_be_stem(in->names, key))
			continue;
		uint32_t row = tp_names_row(in->names, tp_names_stem_key(key));
		add_candidate(in, tp_names_row_node(row), (struct tp_span){ from, token->at.to }, prefixes[i % n].to,
			      TP_NAME_INFLECTED);
		if (tp_names_row_goes_on(row))
			add_row(rows, key);
	}
}

#define GAP_MOST 64

/* The words on both sides may belong to one name: spaces with at most one line break, or a hyphen, stand
 * between them, or a little punctuation. A spaced hyphen is a dash or starts a list item. */
static bool is_joined(struct matcher *in, struct tp_span gap)
{
	size_t at = gap.from, lines = 0, spaces = 0;
	bool tab = false;

	if (gap.to - gap.from > GAP_MOST)
		return false;
	while (at < gap.to) {
		char c = in->text.p[at];
		bool first = at == gap.from;
		enum tp_fold_class class = tp_fold_class_next(in->folder, in->text, &at);
		if (class == TP_FOLD_HYPHEN && !first)
			return false;
		lines += c == '\n';
		tab |= c == '\t';
		spaces += class == TP_FOLD_SPACE;
	}
	return lines < 2 && (lines || (!tab && spaces < 3));
}

/* How many letters of token i behind others with this key may be an ending. */
static unsigned stems_of(struct matcher *in, size_t i, uint64_t key)
{
	const struct tp_token *token = &in->ahead->tokens[i];
	struct tp_str text = { in->text.p, token->at.to };
	struct tp_folding letters;
	struct tp_token same;
	size_t at = token->at.from;

	if (!in->ahead->starts[i].ends || !tp_token_read(in->folder, text, &at, &same, &letters))
		return 0;
	return tp_name_stems(in->names, token, &letters, key);
}

/* Collects the forms that start with a token, which is the one that is looked at, or its end; shortest first. */
static void walk(struct matcher *in, const struct tp_token *token, const struct tp_name_start *first)
{
	struct stem_rows rows;
	size_t from = token->at.from;
	bool plain = true; /* the words themselves go on */
	uint64_t key = 0;

	in->n = rows.n = 0;
	for (size_t depth = 0; depth < TP_NAME_TOKENS; depth++) {
		if (rows.n)
			go_on(in, from, token, &rows);
		if (plain) {
			if (token->last_apostrophe)
				add_apostrophe(in, from, token, key);
			unsigned stems = depth == 0 ? first->stems : stems_of(in, in->ahead->token + depth, key);
			add_stems(in, from, token, key, stems);
			if (stems >> TP_PREFIXES)
				start_rows(in, token, key, stems >> TP_PREFIXES, &rows);
			uint32_t row = depth == 0   ? first->row
				       : depth == 1 ? first->pair
						    : tp_names_row(in->names, tp_token_chain(key, token->hash));
			add_candidate(in, tp_names_row_node(row), (struct tp_span){ from, token->at.to }, token->at.to,
				      TP_NAME_PLAIN);
			plain = tp_names_row_goes_on(row);
			key = tp_token_chain(key, token->hash);
		}
		if (!plain && !rows.n)
			return;
		size_t end = token->at.to, i = in->ahead->token + depth + 1;
		if (!tp_name_ahead_has(in->ahead, i))
			return;
		token = &in->ahead->tokens[i];
		if (!is_joined(in, (struct tp_span){ end, token->at.from }))
			return;
	}
}

/* The longest form that starts with the token. */
static bool match_at(struct matcher *in, const struct tp_token *token, const struct tp_name_start *first,
		     enum start start, struct tp_name_hits *out)
{
	if (first->row == TP_NAME_NONE && !token->last_apostrophe && !first->stems)
		return false;
	in->start = start;
	walk(in, token, first);
	while (in->n > 0) {
		const struct tp_name_candidate *c = &in->work->candidates[--in->n];
		if (c->how == TP_NAME_STEMS)
			look_up_stems(in, *c);
		else if (take(in, c, out))
			return true;
	}
	return false;
}

/* The longest form that starts inside of the token that is looked at. */
static bool match_inside(struct matcher *in, size_t at, enum start start, struct tp_name_hits *out)
{
	struct tp_folding letters;
	struct tp_token rest;

	if (!tp_token_read(in->folder, in->text, &at, &rest, &letters))
		return false;
	struct tp_name_start first = tp_name_ahead_start(in->ahead, &rest, &letters, in->ahead->token + 1);
	return match_at(in, &rest, &first, start, out);
}

/* A name that has changed behind the letter at `at`: Arabic "للشام". */
static bool match_melted(struct matcher *in, size_t at, struct tp_name_hits *out)
{
	const struct tp_name_before_rows *rows = &in->names->before.of[TP_BEFORE_MELTED];
	struct tp_buf *unmelted = &in->work->unmelted;
	struct tp_str text = in->text, start;
	bool found = false;

	for (size_t i = 0; !found && i < rows->n; i++) {
		const struct tp_name_before *row = &rows->p[i];
		if (!tp_str_eq(row->language, in->joined->language) ||
		    !tp_name_before_unmelts(row, tp_str_from(text, at), &start))
			continue;
		if (!unmelted->n)
			tp_buf_add_str(unmelted, text);
		memcpy(unmelted->p + at, start.p, start.n);
		in->text = tp_buf_str(unmelted);
		in->letter = row->letter;
		found = match_inside(in, at, START_JOINED, out);
		in->letter = TP_S("");
		in->text = text;
		memcpy(unmelted->p + at, text.p + at, start.n);
	}
	return found;
}

/* A name behind letters of the row. */
static bool match_behind_letters(struct matcher *in, const struct tp_token *token, struct tp_name_hits *out)
{
	size_t at = token->at.from, place = 0, letter = at, next;

	while ((place = tp_name_before_place(in->joined, tp_utf8_next(in->text, &at), place)) > 0) {
		next = at;
		while (next < token->at.to && tp_fold_class_next(in->folder, in->text, &next) == TP_FOLD_MARK)
			at = next;
		if (!tp_name_before_has_room(tp_str_at(in->text, (struct tp_span){ at, token->at.to })))
			return false;
		if (match_inside(in, at, START_JOINED, out) || match_melted(in, letter, out))
			return true;
		letter = at;
	}
	return false;
}

/* Arabic, Hebrew and others write "and", "in", "to" and the like together with the word. */
static bool match_joined(struct matcher *in, const struct tp_token *token, struct tp_name_hits *out)
{
	const struct tp_name_before_rows *rows = &in->names->before.of[TP_BEFORE_JOINED];

	for (size_t i = 0; i < rows->n; i++) {
		in->joined = &rows->p[i];
		if (match_behind_letters(in, token, out))
			return true;
	}
	return false;
}

static bool match(struct matcher *in, struct tp_name_hits *out)
{
	const struct tp_token *token = &in->ahead->tokens[in->ahead->token];
	const struct tp_name_start *start = &in->ahead->starts[in->ahead->token];

	return match_at(in, token, start, START_PLAIN, out) ||
	       (token->apostrophe && match_inside(in, token->apostrophe, START_ELIDED, out)) ||
	       (start->inside && match_joined(in, token, out));
}

/* Goes on behind a hit. If it ends inside of a token, the rest of that is one: the "s" of "Irbil's". */
static void go_behind(struct matcher *in, size_t end)
{
	struct tp_name_ahead *ahead = in->ahead;
	size_t i = ahead->token;

	while (tp_name_ahead_has(ahead, i) && ahead->tokens[i].at.to <= end)
		i++;
	ahead->token = i;
	if (!tp_name_ahead_has(ahead, i) || ahead->tokens[i].at.from >= end)
		return;
	struct tp_str text = { in->text.p, ahead->tokens[i].at.to };
	struct tp_folding letters;
	if (!tp_token_read(in->folder, text, &end, &ahead->tokens[i], &letters)) {
		ahead->token++;
		return;
	}
	ahead->starts[i] = tp_name_ahead_start(ahead, &ahead->tokens[i], &letters, i + 1);
	tp_name_ahead_mark(ahead, i, true);
}

void tp_names_expect(struct tp_names_work *work, const struct tp_names *names, const struct tp_str *texts, size_t n)
{
	tp_name_ahead_expect(&work->ahead, names, texts, n);
}

void tp_names_find_with(struct tp_names_work *work, const struct tp_names *names, struct tp_str text,
			const struct tp_spans *skip, struct tp_name_hits *out)
{
	struct tp_name_ahead *ahead = &work->ahead;
	struct matcher in = {
		.names = names, .text = text, .skip = skip, .work = work, .folder = &work->folder, .ahead = ahead
	};

	tp_buf_clear(&work->unmelted);
	if (!tp_name_ahead_expects(ahead, names, text))
		tp_name_ahead_expect(ahead, names, &text, 1);
	while (tp_name_ahead_next(ahead, in.folder))
		if (match(&in, out))
			go_behind(&in, out->p[out->n - 1].at.to);
		else
			ahead->token++;
	ahead->text++;
}

void tp_names_find(const struct tp_names *names, struct tp_str text, const struct tp_spans *skip,
		   struct tp_name_hits *out)
{
	struct tp_names_work *work = tp_names_work_new();

	tp_names_find_with(work, names, text, skip, out);
	tp_names_work_free(work);
}

struct tp_names_work *tp_names_work_new(void)
{
	struct tp_names_work *work = tp_alloc(sizeof *work);

	memset(work, 0, offsetof(struct tp_names_work, candidates));
	tp_folder_init(&work->folder);
	return work;
}

void tp_names_work_free(struct tp_names_work *work)
{
	if (!work)
		return;
	tp_folder_release(&work->folder);
	tp_buf_release(&work->ours);
	tp_buf_release(&work->theirs);
	tp_buf_release(&work->reading.found);
	tp_buf_release(&work->reading.form);
	tp_buf_release(&work->unmelted);
	tp_spans_release(&work->skip);
	tp_spans_release(&work->quotes);
	free(work->hits.p);
	free(work);
}
