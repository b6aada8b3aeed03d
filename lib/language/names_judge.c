/* What becomes of the names of a text. */
#include <stdlib.h>

#include "core/str.h"
#include "core/unicode.h"
#include "language/names_gloss.h"
#include "language/names_grammar.h"
#include "language/names_rewrite.h"
#include "language/names_work.h"
#include "language/words.h"

void tp_names_seen_release(struct tp_names_seen *seen)
{
	free(seen->p);
	*seen = (struct tp_names_seen){ NULL, 0, 0 };
}

/* Marks a concept as mentioned. */
static void see(struct tp_names_seen *seen, size_t concept)
{
	while (seen->n <= concept)
		*tp_push(seen) = 0;
	seen->p[concept] = 1;
}

static bool has_seen(const struct tp_names_seen *seen, size_t concept)
{
	return concept < seen->n && seen->p[concept];
}

struct judging {
	const struct tp_names *names;
	struct tp_str text;
	struct tp_names_work *work;
	struct tp_arena *arena;
	struct tp_name_habit habit;
	bool knows_quotes; /* they were looked for */
	bool keeps_quotes, brief, title;
	size_t quote; /* hint of tp_skip_has() */
	struct tp_names_seen *seen; /* NULL: first mentions stay as they are */
	struct tp_name_change *changes;
	size_t n;
	size_t settled; /* hits before this one say the same in rows in which nothing changes */
};

static struct tp_name_rewriting rewriting(struct judging *in, const struct tp_name_change *change)
{
	return (struct tp_name_rewriting){
		.names = in->names,
		.context = { in->text, change->hit.at, &in->work->folder },
		.title = in->title,
		.hit = &change->hit,
		.habit = &in->habit,
		.arena = in->arena,
	};
}

/* One hit by itself ------------------------------------------------------------------------------------ */

static void rewrite(struct judging *in, struct tp_name_change *change)
{
	struct tp_name_rewriting how = rewriting(in, change);
	struct tp_edit article;

	if (!in->brief)
		change->rule = tp_name_rule(&how);
	if (!tp_name_rewrite(&how, &change->edit)) {
		change->fate = TP_NAME_FOUND;
		change->is_unsure = true;
		return;
	}
	if (tp_str_eq(change->edit.with, tp_str_at(in->text, change->edit.at))) {
		change->fate = TP_NAME_RIGHT; /* the two forms differ in case alone, and this is a headline */
		return;
	}
	change->fate = TP_NAME_CHANGED;
	if (tp_name_article(&how, &change->edit, &article))
		change->article = article;
}

static bool is_quoted(struct judging *in, struct tp_span at)
{
	struct tp_spans *quotes = &in->work->quotes;

	if (!in->knows_quotes) {
		quotes->n = 0;
		if (in->keeps_quotes)
			tp_quotes_map(in->text, in->names->language ? in->names->language : "", quotes);
	}
	in->knows_quotes = true;
	return tp_skip_has(quotes, at, &in->quote);
}

/* "Isil Demir": what is an acronym in house style, written as a word before another with a capital in running text, is
 * somebody's name. */
static bool is_given_name(struct judging *in, const struct tp_name_change *change)
{
	const struct tp_name_hit *hit = &change->hit;
	struct tp_name_rewriting how = rewriting(in, change);
	size_t at = hit->at.to + 1;

	return at < in->text.n && in->text.p[at - 1] == ' ' && tp_is_upper(tp_utf8_next(in->text, &at)) &&
	       tp_name_is_in_capitals(hit->preferred) && tp_name_case_of(tp_str_at(in->text, hit->at)).lower &&
	       tp_str_find_char(hit->form, ' ', 0) == TP_NOT_FOUND && !tp_name_in_title(&how.context);
}

static void judge(struct judging *in, struct tp_name_change *change)
{
	const struct tp_name_hit *hit = &change->hit;

	if (hit->status == TP_NAME_PREFERRED || hit->status == TP_NAME_ADMITTED)
		change->fate = TP_NAME_RIGHT;
	else if (hit->status == TP_NAME_REPORT || !hit->preferred.n || is_given_name(in, change))
		change->fate = TP_NAME_FOUND;
	else if (is_quoted(in, hit->at))
		change->fate = TP_NAME_QUOTED;
	else
		rewrite(in, change);
}

/* What says the same once more ------------------------------------------------------------------------- */

/* Will read as the preferred form. */
static bool is_preferred_then(const struct tp_name_change *change)
{
	return change->fate == TP_NAME_CHANGED ||
	       (change->fate == TP_NAME_RIGHT && change->hit.status == TP_NAME_PREFERRED);
}

static void skip_spaces(struct tp_str text, size_t *at)
{
	while (*at < text.n && (text.p[*at] == ' ' || text.p[*at] == '\n' || text.p[*at] == '\r'))
		++*at;
}

/* Moves *at over `what`, which may stand after spaces. */
static bool skip_token(struct tp_str text, size_t *at, struct tp_str what)
{
	size_t next = *at;

	skip_spaces(text, &next);
	if (next - *at > 2 || !tp_str_starts(tp_str_from(text, next), what))
		return false;
	*at = next + what.n;
	return true;
}

static bool skip_separator(struct tp_str text, size_t *at)
{
	static const struct tp_str separators[] = { { "/", 1 }, { ",", 1 }, { ";", 1 } };

	for (size_t i = 0; i < 3; i++)
		if (skip_token(text, at, separators[i])) {
			skip_spaces(text, at);
			return true;
		}
	return false;
}

/* The hit is at a place, and will read as another one does. */
static bool is_same_at(const struct judging *in, const struct tp_name_change *outer, size_t hit, size_t at)
{
	const struct tp_name_change *inner = &in->changes[hit];

	return hit < in->n && inner->hit.at.from == at && is_preferred_then(inner) &&
	       inner->hit.preferred_index == outer->hit.preferred_index;
}

/* Hits from `first` on stand alone in a bracket at *at, and will read as the outer one does. Returns how many, and
 * moves *at behind the bracket; 0 if there is no such bracket. */
static size_t bracket_at(const struct judging *in, const struct tp_name_change *outer, size_t first, size_t *at)
{
	size_t next = *at, n = 0;

	if (!skip_token(in->text, &next, TP_S("(")) && !skip_token(in->text, &next, TP_S("\xef\xbc\x88")))
		return 0;
	do {
		if (!is_same_at(in, outer, first + n, next))
			return 0;
		next = in->changes[first + n].hit.at.to;
		n++;
	} while (skip_separator(in->text, &next));
	if (!skip_token(in->text, &next, TP_S(")")) && !skip_token(in->text, &next, TP_S("\xef\xbc\x89")))
		return 0;
	*at = next;
	return n;
}

/* The same for hit `first` behind a slash. */
static size_t slash_at(const struct judging *in, const struct tp_name_change *outer, size_t first, size_t *at)
{
	size_t next = *at;

	if (!skip_token(in->text, &next, TP_S("/")))
		return 0;
	skip_spaces(in->text, &next);
	if (!is_same_at(in, outer, first, next) || in->changes[first].edit.at.to > in->changes[first].hit.at.to)
		return 0;
	*at = in->changes[first].hit.at.to;
	return 1;
}

/* "Kyiv (Kiev)" and "Kyiv/Kiev" are "Kyiv". Returns the number of hits that go with hit i. */
static size_t collapse(struct judging *in, size_t i)
{
	struct tp_name_change *outer = &in->changes[i];
	bool changes = outer->fate == TP_NAME_CHANGED;
	size_t end = outer->hit.at.to, n = 0, more;

	if (i + 1 == in->n || i < in->settled || !is_preferred_then(outer) || (changes && outer->edit.at.to != end))
		return 0;
	while ((more = bracket_at(in, outer, i + n + 1, &end)) > 0 || (more = slash_at(in, outer, i + n + 1, &end)) > 0)
		n += more;
	for (size_t k = i + 1; k <= i + n; k++)
		changes |= in->changes[k].fate == TP_NAME_CHANGED;
	if (n == 0 || !changes) {
		in->settled = i + n + 1;
		return 0;
	}
	for (size_t k = i + 1; k <= i + n; k++) {
		in->changes[k].fate = TP_NAME_COVERED;
		in->changes[k].article = (struct tp_edit){ { 0, 0 }, { NULL, 0 } };
	}
	if (outer->fate == TP_NAME_RIGHT)
		outer->edit = (struct tp_edit){ outer->hit.at, tp_str_at(in->text, outer->hit.at) };
	outer->fate = TP_NAME_CHANGED;
	outer->edit.at.to = end;
	return n;
}

/* Other names ------------------------------------------------------------------------------------------ */

/* Will read as a form that the style takes. */
static bool is_right_then(const struct tp_name_change *change)
{
	return change->fate == TP_NAME_CHANGED || change->fate == TP_NAME_RIGHT;
}

static void leave(struct tp_name_change *change)
{
	if (change->fate == TP_NAME_CHANGED) {
		change->fate = TP_NAME_FOUND;
		change->article = (struct tp_edit){ { 0, 0 }, { NULL, 0 } };
	}
}

/* "Kyiv, formerly Kiev": with one form for both there would be nothing left to say. */
static bool keep_alias(struct judging *in, struct tp_name_change *name, struct tp_name_change *alias)
{
	if (!is_right_then(name) || !is_right_then(alias) || name->hit.concept != alias->hit.concept ||
	    name->hit.preferred_index != alias->hit.preferred_index || tp_str_eq(name->hit.form, alias->hit.form) ||
	    !tp_name_is_alias(in->names, alias->hit.language, in->text, name->hit.at, alias->hit.at))
		return false;
	leave(alias->fate == TP_NAME_CHANGED ? alias : name);
	return true;
}

/* Between the two, the name of something else may stand: "Kyiv, called by Russia Kiev". */
static void keep_aliases(struct judging *in, size_t i)
{
	struct tp_name_change *alias = &in->changes[i];

	if (!keep_alias(in, alias - 1, alias) && i > 1 && alias[-1].hit.concept != alias->hit.concept)
		keep_alias(in, alias - 2, alias);
}

/* "The city, then known as Bombay" */
static void keep_former(struct judging *in, size_t i)
{
	const struct tp_name_hit *hit = &in->changes[i].hit;

	if (in->changes[i].fate == TP_NAME_CHANGED && tp_name_is_former(in->names, hit->language, in->text, hit->at))
		leave(&in->changes[i]);
}

/* First mentions --------------------------------------------------------------------------------------- */

/* The text ends as sentences do. */
static bool is_running(const struct judging *in)
{
	static const uint32_t ends[] = { '.', '!', '?', ':', 0x2026, 0x3002, 0xff01, 0xff1f, 0x61f, 0x6d4, 0x964 };
	size_t at = in->text.n;

	while (at > 0) {
		uint32_t cp = tp_utf8_prev(in->text, &at);
		for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
			if (cp == ends[i])
				return !in->title;
		if (!tp_is_space(cp) && !tp_is_punctuation(cp))
			return false;
	}
	return false;
}

/* A bracket that is not closed stands a little before. */
static bool is_in_bracket(struct tp_str text, size_t at)
{
	enum { FAR = 80 };

	for (size_t n = 0; at > 0 && n < FAR && text.p[at - 1] != ')'; at--, n++)
		if (text.p[at - 1] == '(')
			return true;
	return false;
}

/* A text says beside a name what it is: "the IAEA, or International Atomic Energy Agency", "the agency (IAEA)". */
static bool is_told(const struct judging *in, size_t i)
{
	enum { NEAR = 40 };
	const struct tp_name_change *change = &in->changes[i], *next = change + 1;
	size_t behind = change->hit.at.to;

	if (change->fate == TP_NAME_CHANGED && change->edit.at.to > behind)
		return false;
	if (i + 1 < in->n && next->hit.concept == change->hit.concept && next->hit.index != change->hit.index &&
	    next->fate == TP_NAME_RIGHT && next->hit.at.from - behind <= NEAR && in->text.p[behind] == ',')
		return true;
	skip_spaces(in->text, &behind);
	return tp_str_starts(tp_str_from(in->text, behind), TP_S("(")) || is_in_bracket(in->text, change->hit.at.from);
}

/* "منظمة أوبك": the word before the name is the first one of what it stands for. */
static bool repeats(const struct judging *in, const struct tp_name_change *change, struct tp_str first)
{
	struct tp_str before = tp_str_trim((struct tp_str){ in->text.p, change->hit.at.from }), word;

	return tp_str_cut(&first, ' ', &word) && before.n >= word.n &&
	       tp_str_eq_ascii(tp_str_from(before, before.n - word.n), word);
}

static bool is_beside_slash(const struct judging *in, struct tp_span at)
{
	return (at.from > 0 && in->text.p[at.from - 1] == '/') || (at.to < in->text.n && in->text.p[at.to] == '/');
}

static bool write_out(struct judging *in, struct tp_name_change *change, struct tp_str first)
{
	struct tp_name_rewriting how = rewriting(in, change);
	struct tp_edit edit = change->edit, article = { { 0, 0 }, { NULL, 0 } };

	if (change->hit.declined || change->hit.letter.n || tp_name_has_suffix(&how) || tp_name_is_compound(&how) ||
	    tp_name_in_capitals(&how.context) || tp_name_in_title(&how.context) || !is_running(in) ||
	    is_beside_slash(in, change->hit.at) || repeats(in, change, first))
		return false;
	if (change->fate == TP_NAME_RIGHT)
		edit.at = change->hit.at;
	if (!tp_name_write_out(&how, first, &edit))
		return false;
	tp_name_article(&how, &edit, &article);
	change->edit = edit;
	change->article = article;
	change->fate = TP_NAME_CHANGED;
	return true;
}

/* A name that stands for itself needs no first mention, and introduces others of its concept: what it is has a row of
 * its own ("IAEA"), or is that of the preferred one. */
static struct tp_str first_of(const struct tp_name_change *change, const struct tp_name_form *form)
{
	return change->fate == TP_NAME_RIGHT && change->hit.status == TP_NAME_ADMITTED ? form->first
										       : change->hit.first;
}

static void mention(struct judging *in, size_t i)
{
	struct tp_name_change *change = &in->changes[i];
	const struct tp_name_form form = tp_names_form(in->names, change->hit.index);

	if (!is_right_then(change) || is_quoted(in, change->hit.at))
		return;
	struct tp_str first = first_of(change, &form);
	if (form.is_first || !first.n || is_told(in, i))
		change->introduces = !in->title;
	else if (!has_seen(in->seen, form.concept))
		change->introduces = write_out(in, change, first);
	if (change->introduces)
		see(in->seen, form.concept);
}

static void judge_all(struct judging *in)
{
	for (size_t i = 0; i < in->n; i++)
		judge(in, &in->changes[i]);
	for (size_t i = 1; i < in->n; i++)
		keep_aliases(in, i);
	for (size_t i = 0; i < in->n; i++)
		keep_former(in, i);
	in->quote = 0;
	for (size_t i = 0; i < in->n; i++) {
		size_t covered = collapse(in, i);
		if (in->seen)
			mention(in, i);
		i += covered;
	}
}

/* The hits of `work` as changes. */
static void judge_hits(const struct tp_names *names, struct tp_str text, struct tp_names_work *work,
		       const struct tp_naming *how, struct tp_arena *arena, struct tp_name_changes *out)
{
	struct tp_names_seen seen = { NULL, 0, 0 };
	size_t from = out->n;

	for (size_t i = 0; i < work->hits.n; i++)
		*tp_push_unset(out) = (struct tp_name_change){
			.hit = work->hits.p[i],
			.fate = TP_NAME_FOUND,
			.edit = { { 0, 0 }, { NULL, 0 } },
			.article = { { 0, 0 }, { NULL, 0 } },
			.is_unsure = false,
			.introduces = false,
			.rule = { "", 0 },
		};
	struct judging in = {
		.names = names,
		.text = text,
		.work = work,
		.arena = arena,
		.keeps_quotes = how->quotes == TP_QUOTES_KEEP,
		.brief = how->brief,
		.title = how->title,
		.seen = !how->first_mention ? NULL
			: how->seen         ? how->seen
					    : &seen,
		.changes = out->p + from,
		.n = work->hits.n,
	};
	judge_all(&in);
	tp_names_seen_release(&seen);
}

struct tp_edit tp_name_whole_edit(const struct tp_name_change *change, struct tp_str text, struct tp_arena *arena)
{
	struct tp_edit name = change->edit, article = change->article;
	struct tp_str between;

	if (!article.at.to)
		return name;
	between = tp_str_at(text, (struct tp_span){ article.at.to, name.at.from });
	while (tp_str_starts(between, TP_S("  ")))
		between = tp_str_from(between, 1);
	return (struct tp_edit){
		.at = { article.at.from, name.at.to },
		.with = tp_arena_format(arena, "%.*s%.*s%.*s", (int)article.with.n, article.with.p, (int)between.n,
					between.p, (int)name.with.n, name.with.p),
	};
}

void tp_names_changes(const struct tp_names *names, struct tp_str text, const struct tp_spans *skip,
		      const struct tp_naming *how, struct tp_arena *arena, struct tp_name_changes *out)
{
	struct tp_names_work *work = how->work ? how->work : tp_names_work_new();

	work->hits.n = 0;
	tp_names_find_with(work, names, text, skip, &work->hits);
	if (work->hits.n)
		judge_hits(names, text, work, how, arena, out);
	if (!how->work)
		tp_names_work_free(work);
}
