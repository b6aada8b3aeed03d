/* How a name reads in house style. */
#include "language/names_rewrite.h"

#include "core/str.h"
#include "core/unicode.h"
#include "language/names_decline.h"
#include "language/names_grammar.h"

static struct tp_str found(const struct tp_name_rewriting *in)
{
	return tp_str_at(in->context.text, in->hit->at);
}

static struct tp_str keep(struct tp_arena *arena, struct tp_buf *buf)
{
	struct tp_str kept = tp_arena_str(arena, tp_buf_str(buf));

	tp_buf_release(buf);
	return kept;
}

/* Endings ---------------------------------------------------------------------------------------------- */

/* A hit in a case. */
struct standing {
	uint64_t cases; /* by its endings; 0: it has none */
	bool declined; /* it is not in the first one */
};

/* The name as found; "للحوثيين" with the first letter of the form in place of that which stands before it. */
static struct tp_str without_letter(const struct tp_name_rewriting *in)
{
	struct tp_str name = found(in), form = in->hit->form;
	size_t ours = 0, theirs = 0;

	if (!in->hit->letter.n || !name.n || !form.n)
		return name;
	tp_utf8_next(name, &ours);
	tp_utf8_next(form, &theirs);
	return tp_arena_format(in->arena, "%.*s%.*s", (int)theirs, form.p, (int)(name.n - ours), name.p + ours);
}

/* The cases of the hit by its endings. A form that is folded may be found where a letter at the end differs by a mark,
 * which is the ending of another case: Polish "Angorą" is no "Angora". */
static struct standing standing_of(const struct tp_name_rewriting *in)
{
	const struct tp_name_inflection *how = &in->hit->inflection;
	struct tp_name_reading reading = { .cases = 0 };
	struct standing standing = { tp_name_first_cases(how), in->hit->declined };

	if (how->n && !tp_str_eq(found(in), in->hit->form) &&
	    tp_name_read(in->context.folder, without_letter(in), in->hit->form, how, &reading))
		standing = (struct standing){ reading.cases, in->hit->declined || !(reading.cases & 1) };
	tp_buf_release(&reading.found);
	tp_buf_release(&reading.form);
	return standing;
}

/* The preferred form in these cases. All that it has must give the same. False: they do not, or it is not known what
 * it is in them. */
static bool decline(const struct tp_name_rewriting *in, uint64_t cases, struct tp_str *name)
{
	const struct tp_name_inflection *how = &in->hit->preferred_inflection;
	const struct tp_name_model model = { in->context.folder, found(in), in->hit->form, &in->hit->inflection };
	struct tp_buf one = TP_BUF_INIT, other = TP_BUF_INIT;
	bool sure = true, any = false;

	for (size_t i = 0; sure && cases; i++, cases >>= 1) {
		tp_buf_clear(&other);
		enum tp_name_sure how_sure =
		    cases & 1 ? tp_name_decline(&model, in->hit->preferred, how, i, &other) : TP_NAME_NO_SUCH;
		if (how_sure == TP_NAME_NO_SUCH)
			continue;
		sure = how_sure == TP_NAME_SURE && (!any || tp_str_eq(tp_buf_str(&one), tp_buf_str(&other)));
		if (!any)
			tp_buf_add_str(&one, tp_buf_str(&other));
		any = true;
	}
	tp_buf_release(&other);
	*name = keep(in->arena, &one);
	return sure && any;
}

/* The cases of a name differ. Where the language of the text is not known, they all have to be known. */
static bool has_cases(const struct tp_name_rewriting *in, const struct tp_name_inflection *how)
{
	bool differ = false;

	for (size_t k = 0; k < how->n; k++)
		for (size_t i = 0; i < how->parts[k].paradigm->n; i++) {
			struct tp_str ending = tp_name_ending(how->parts[k].paradigm, i);
			if (tp_str_is(ending, "-"))
				continue;
			if (!tp_str_is(ending, "?"))
				differ |= !tp_str_eq(ending, tp_name_ending(how->parts[k].paradigm, 0));
			else if (!in->names->language)
				return false;
		}
	return differ;
}

/* It is known which words of a name are declined. */
static bool knows_words(const struct tp_name_neighbours *around, const struct tp_name_inflection *how,
			struct tp_str name)
{
	return (how->n && how->parts[0].word != TP_NAME_LAST) || !tp_name_agrees(around, name);
}

/* The preferred form for one that stands as in the base: in the first case, or in one that looks alike. Where the
 * preferred form tells them apart, as Slovak "Angola" and "Angolu" for "Egypt", the word before the name may tell which
 * is meant, and so it does where a name that has cases is not declined, or none are known of it. Where the old form has
 * none, it is in the first one if there is no such word. A genitive alone that looks alike (Swedish) is rare. */
static bool settle_as_is(const struct tp_name_rewriting *in, const struct tp_name_neighbours *around, uint64_t cases,
			 struct tp_str *name)
{
	enum { FEW_CASES = 2 };
	const struct tp_name_inflection *ours = &in->hit->inflection, *theirs = &in->hit->preferred_inflection;
	struct tp_str with;
	uint64_t by_kind;

	if (!theirs->n || ours->parts == theirs->parts || tp_name_case_count(theirs) <= FEW_CASES ||
	    tp_name_is_in_capitals(*name))
		return true;
	uint64_t governed = tp_name_governed(around, in->hit->at, &by_kind);
	bool acronym = tp_name_is_in_capitals(in->hit->form);
	if (!governed && (acronym || !ours->n))
		return !acronym || !has_cases(in, theirs) || tp_name_starts_sentence(&in->context);
	if (acronym || !ours->n)
		cases = governed;
	if (governed)
		cases = cases & governed ? cases & governed : governed;
	if (cases & by_kind)
		cases &= by_kind;
	if (!decline(in, cases, &with))
		return !governed && !has_cases(in, ours);
	if (tp_str_eq(with, *name))
		return true;
	*name = with;
	return knows_words(around, theirs, in->hit->preferred);
}

/* The preferred form in the case of the hit. */
static bool inflect(const struct tp_name_rewriting *in, const struct tp_name_neighbours *around, uint64_t cases,
		    struct tp_str *name)
{
	const struct tp_name_inflection *theirs = &in->hit->preferred_inflection;
	uint64_t by_kind;

	if (!in->hit->inflection.n || !theirs->n || !knows_words(around, theirs, *name) ||
	    (tp_name_is_in_capitals(*name) && has_cases(in, theirs) && !tp_name_is_in_capitals(in->hit->form)))
		return false;
	uint64_t governed = tp_name_governed(around, in->hit->at, &by_kind);
	if (cases & governed)
		cases &= governed;
	if (cases & by_kind)
		cases &= by_kind;
	return decline(in, cases, name);
}

/* The cases of an ending of the last word; 0 if there is none. */
static uint64_t cases_of_ending(const struct tp_name_inflection *how, struct tp_str ending)
{
	bool plain = how->n == 1 && how->parts[0].word == TP_NAME_LAST;

	return plain && ending.n ? tp_name_cases(how->parts[0].paradigm, ending) : 0;
}

/* "ISIS-a": an acronym has its ending behind a hyphen, and a name that is none has it at once. The cases of that
 * ending; 0 if there is none. *to becomes the end of it. */
static uint64_t parted_cases(const struct tp_name_rewriting *in, size_t *to)
{
	struct tp_str text = in->context.text;
	size_t from = in->hit->at.to;

	if (!tp_name_is_in_capitals(in->hit->form) || tp_name_is_in_capitals(in->hit->preferred) || from >= text.n ||
	    !tp_is_hyphen(tp_utf8_next(text, &from)))
		return 0;
	size_t end = from;
	for (size_t next = from; next < text.n && tp_is_letter(tp_utf8_next(text, &next));)
		end = next;
	struct tp_str ending = tp_str_at(text, (struct tp_span){ from, end });
	uint64_t cases = cases_of_ending(&in->hit->inflection, ending);
	if (!cases)
		cases = cases_of_ending(&in->hit->preferred_inflection, ending);
	*to = cases ? end : *to;
	return cases;
}

/* Case ------------------------------------------------------------------------------------------------- */

enum shape { SHAPE_AS_IS, SHAPE_FIRST, SHAPE_CAPITALS };

static enum shape shape_of(const struct tp_name_rewriting *in, struct tp_str name)
{
	struct tp_name_case ours = tp_name_case_of(found(in)), form;

	if (!ours.upper || (ours.lower && tp_name_case_of(name).upper))
		return SHAPE_AS_IS;
	form = tp_name_case_of(in->hit->form);
	if (ours.upper > 1 && !ours.lower)
		return form.lower || tp_name_in_capitals(&in->context) ? SHAPE_CAPITALS : SHAPE_AS_IS;
	if (tp_name_case_of(name).upper)
		return SHAPE_AS_IS;
	return !form.upper || tp_name_starts_sentence(&in->context) ? SHAPE_FIRST : SHAPE_AS_IS;
}

struct tp_str tp_name_in_case(const struct tp_name_rewriting *in, struct tp_str form)
{
	struct tp_buf out = TP_BUF_INIT;

	switch (shape_of(in, form)) {
	case SHAPE_CAPITALS:
		tp_upper(form, in->hit->language, &out);
		return keep(in->arena, &out);
	case SHAPE_FIRST:
		tp_title(form, in->hit->language, &out);
		return keep(in->arena, &out);
	default:
		return form;
	}
}

/* Apostrophes and line breaks -------------------------------------------------------------------------- */

enum tp_apostrophe tp_apostrophe_of(struct tp_str text)
{
	for (size_t i = 1; i + 1 < text.n; i++) {
		unsigned char before = (unsigned char)text.p[i - 1];
		bool letter = before >= 0x80 || ((before | 0x20) >= 'a' && (before | 0x20) <= 'z');
		if (letter && text.p[i] == '\'')
			return TP_APOSTROPHE_STRAIGHT;
		if (letter && tp_str_starts(tp_str_from(text, i), TP_S("\xe2\x80\x99")))
			return TP_APOSTROPHE_CURLY;
	}
	return TP_APOSTROPHE_NONE;
}

static enum tp_apostrophe habit_of(const struct tp_name_rewriting *in)
{
	if (!in->habit->known)
		*in->habit = (struct tp_name_habit){ true, tp_apostrophe_of(in->context.text) };
	return in->habit->apostrophe;
}

static bool has_apostrophe(struct tp_str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '\'' ||
		    (name.p[i] == '\xe2' && tp_str_starts(tp_str_from(name, i), TP_S("\xe2\x80\x99"))))
			return true;
	return false;
}

static struct tp_str with_apostrophes(const struct tp_name_rewriting *in, struct tp_str name)
{
	static const struct tp_str kinds[] = { { "'", 1 }, { "\xe2\x80\x99", 3 } };
	enum tp_apostrophe ours;
	struct tp_buf out = TP_BUF_INIT;
	size_t at = 0;

	if (!has_apostrophe(name))
		return name;
	ours = tp_apostrophe_of(found(in));
	if (ours == TP_APOSTROPHE_NONE)
		ours = habit_of(in);
	if (ours == TP_APOSTROPHE_NONE)
		return name;
	while (at < name.n) {
		size_t from = at;
		uint32_t cp = tp_utf8_next(name, &at);
		if (cp == '\'' || cp == 0x2019)
			tp_buf_add_str(&out, kinds[ours == TP_APOSTROPHE_CURLY]);
		else
			tp_buf_add(&out, name.p + from, at - from);
	}
	return keep(in->arena, &out);
}

/* The k-th run of spaces (from 0) in a text, from the start; an empty one if there are fewer. */
static struct tp_str run_of_spaces(struct tp_str s, size_t k)
{
	size_t at = 0, n = 0;

	while (at < s.n) {
		size_t from = at;
		while (at < s.n && (s.p[at] == ' ' || (s.p[at] >= '\t' && s.p[at] <= '\r')))
			at++;
		if (at > from && n++ == k)
			return tp_str_at(s, (struct tp_span){ from, at });
		at += at == from;
	}
	return TP_S("");
}

/* A line break between words of the hit stays between words of the name, if there are any. */
static struct tp_str with_breaks(const struct tp_name_rewriting *in, struct tp_str name)
{
	struct tp_str ours = found(in);
	struct tp_buf out = TP_BUF_INIT;
	size_t k = 0;

	if (tp_str_find_char(ours, '\n', 0) == TP_NOT_FOUND || tp_str_find_char(name, ' ', 0) == TP_NOT_FOUND)
		return name;
	for (size_t i = 0; i < name.n; i++) {
		struct tp_str run = name.p[i] == ' ' ? run_of_spaces(ours, k++) : TP_S("");
		if (tp_str_find_char(run, '\n', 0) != TP_NOT_FOUND)
			tp_buf_add_str(&out, run);
		else
			tp_buf_add_char(&out, name.p[i]);
	}
	return keep(in->arena, &out);
}

static struct tp_name_neighbours neighbours(const struct tp_name_rewriting *in)
{
	return (struct tp_name_neighbours){
		.names = in->names,
		.concept = in->hit->concept,
		.text = in->context.text,
		.language = in->hit->language,
		.old = found(in),
		.was = in->hit->form,
		.form = in->hit->preferred,
		.letter = in->hit->letter,
		.arena = in->arena,
	};
}

/* The whole -------------------------------------------------------------------------------------------- */

/* The period of a name that has one at its end ends the sentence, too: it goes with a name that has one, and comes with
 * one that has none. */
static void fit_period(const struct tp_name_rewriting *in, const struct tp_name_neighbours *around,
		       struct tp_edit *edit)
{
	struct tp_str behind = tp_str_from(in->context.text, edit->at.to);
	bool had = tp_str_ends(found(in), TP_S(".")), has = tp_str_ends(edit->with, TP_S("."));

	if (has && tp_str_starts(behind, TP_S(".")) && !tp_str_starts(behind, TP_S("..")))
		edit->at.to++;
	else if (had && !has && tp_name_ends_sentence(around, edit->at.to) && !in->title &&
		 !tp_name_in_title(&in->context))
		edit->with = tp_arena_format(in->arena, "%.*s.", (int)edit->with.n, edit->with.p);
}

/* An elided word gets a curly apostrophe. */
static bool is_curly(const struct tp_name_rewriting *in, const struct tp_name_neighbours *around)
{
	return tp_name_elides(around) && habit_of(in) == TP_APOSTROPHE_CURLY;
}

bool tp_name_rewrite(const struct tp_name_rewriting *in, struct tp_edit *edit)
{
	struct tp_str name = in->hit->preferred;
	struct tp_name_neighbours around = neighbours(in);

	struct standing standing = standing_of(in);
	struct tp_span at = in->hit->at;
	uint64_t parted = parted_cases(in, &at.to);

	if (parted ? !decline(in, parted, &name)
		   : !(standing.declined ? inflect : settle_as_is)(in, &around, standing.cases, &name))
		return false;
	name = with_breaks(in, with_apostrophes(in, tp_name_in_case(in, name)));
	*edit = (struct tp_edit){ at, name };
	if (!tp_name_fit_before(&around, is_curly(in, &around), edit) || !tp_name_fit_behind(&around, edit))
		return false;
	fit_period(in, &around, edit);
	return true;
}

bool tp_name_article(const struct tp_name_rewriting *in, const struct tp_edit *name, struct tp_edit *article)
{
	struct tp_name_neighbours around = neighbours(in);

	return name->at.from == in->hit->at.from &&
	       tp_name_fit_article(&around, &in->context, name, is_curly(in, &around), article);
}

bool tp_name_write_out(const struct tp_name_rewriting *in, struct tp_str first, struct tp_edit *edit)
{
	struct tp_name_neighbours around = neighbours(in);
	size_t from = in->hit->at.from;

	around.form = first;
	edit->with = with_apostrophes(in, tp_name_in_case(in, first));
	return edit->at.from == from && tp_name_fit_before(&around, is_curly(in, &around), edit) &&
	       edit->at.from == from;
}

/* The rule --------------------------------------------------------------------------------------------- */

static bool letter_at(const struct tp_name_rewriting *in, size_t at)
{
	return at < in->context.text.n &&
	       tp_fold_class_next(in->context.folder, in->context.text, &at) >= TP_FOLD_LETTER;
}

bool tp_name_has_suffix(const struct tp_name_rewriting *in)
{
	size_t at = in->hit->at.to;

	if (at >= in->context.text.n)
		return false;
	enum tp_fold_class class = tp_fold_class_next(in->context.folder, in->context.text, &at);
	return class == TP_FOLD_APOSTROPHE && letter_at(in, at);
}

bool tp_name_is_compound(const struct tp_name_rewriting *in)
{
	struct tp_str text = in->context.text;
	size_t before = in->hit->at.from, behind = in->hit->at.to;

	if (before > 0 && tp_is_hyphen(tp_utf8_prev(text, &before)) && before > 0 &&
	    tp_is_word(tp_utf8_prev(text, &before)))
		return true;
	return behind < text.n && tp_is_hyphen(tp_utf8_next(text, &behind)) && letter_at(in, behind);
}

static void add_rule(struct tp_buf *rule, const char *part)
{
	if (rule->n)
		tp_buf_add_z(rule, ", ");
	tp_buf_add_z(rule, part);
}

/* How the letters of the hit differ from those of the form. */
static const char *difference(const struct tp_name_rewriting *in)
{
	struct tp_str ours = found(in), form = in->hit->form;
	struct tp_buf a = TP_BUF_INIT, b = TP_BUF_INIT, lower_a = TP_BUF_INIT, lower_b = TP_BUF_INIT;
	const char *what = "folded letters";

	tp_fold_kinds(in->context.folder, ours, &a);
	tp_fold_kinds(in->context.folder, form, &b);
	tp_lower(tp_buf_str(&a), NULL, &lower_a);
	tp_lower(tp_buf_str(&b), NULL, &lower_b);
	if (tp_str_eq(tp_buf_str(&a), tp_buf_str(&b)))
		what = "folded punctuation";
	else if (tp_str_eq(tp_buf_str(&lower_a), tp_buf_str(&lower_b)))
		what = "folded case";
	tp_buf_release(&a);
	tp_buf_release(&b);
	tp_buf_release(&lower_a);
	tp_buf_release(&lower_b);
	return what;
}

struct tp_str tp_name_rule(const struct tp_name_rewriting *in)
{
	struct tp_buf rule = TP_BUF_INIT;

	if (standing_of(in).declined)
		add_rule(&rule, "case ending");
	else if (!tp_str_eq(found(in), in->hit->form))
		add_rule(&rule, difference(in));
	if (tp_name_has_suffix(in))
		add_rule(&rule, "possessive");
	if (tp_name_is_compound(in))
		add_rule(&rule, "compound");
	return keep(in->arena, &rule);
}
