/* What is in a base, and what is wrong with it. */
#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "language/names_rows.h"
#include "language/names_work.h"

bool tp_names_base_form(const struct tp_names *names, uint32_t index, struct tp_base_form *out)
{
	struct tp_name_form form = tp_names_form(names, index);
	struct tp_str language = tp_names_language(names, &form);

	*out = (struct tp_base_form){
		.concept = tp_names_concept(names, form.concept),
		.kind = tp_names_kind(names, form.concept),
		.language = language.n ? language : TP_S("mul"),
		.form = form.text,
		.status = tp_name_status_word(form.status),
		.exact = form.exact,
		.preferred = TP_S(""),
	};
	if (form.preferred != TP_NAME_NONE)
		out->preferred = tp_names_form(names, form.preferred).text;
	return form.text.n > 0;
}

/* The forms with just the tokens of a name. */
static const uint32_t *forms_of(const struct tp_names *names, struct tp_folder *folder, struct tp_str name,
				uint32_t *value, size_t *n)
{
	struct tp_token token;
	uint64_t key = 0;
	size_t at = 0;

	while (tp_token_next(folder, name, &at, &token))
		key = tp_token_chain(key, token.hash);
	*value = key ? tp_names_node(names, key) : TP_NAME_NONE;
	*n = 0;
	return *value == TP_NAME_NONE ? value : tp_names_ids(names, value, n);
}

static bool speaks(const struct tp_names *names, const struct tp_name_form *form)
{
	return form->language < names->n_languages && names->speaks[form->language];
}

static bool equal(struct tp_folder *folder, struct tp_str a, struct tp_str b,
		  void (*fold)(struct tp_folder *, struct tp_str, struct tp_buf *))
{
	struct tp_buf x = TP_BUF_INIT, y = TP_BUF_INIT;

	fold(folder, a, &x);
	fold(folder, b, &y);
	bool is = tp_str_eq(tp_buf_str(&x), tp_buf_str(&y));
	tp_buf_release(&x);
	tp_buf_release(&y);
	return is;
}

bool tp_names_lookup(const struct tp_names *names, struct tp_str name, size_t i, struct tp_base_form *out)
{
	struct tp_folder folder;
	uint32_t value;
	size_t n;
	bool found = false;

	tp_folder_init(&folder);
	const uint32_t *ids = forms_of(names, &folder, name, &value, &n);
	while (!found && n-- > 0) { /* the last one was first in its file */
		struct tp_name_form form = tp_names_form(names, ids[n]);
		found = speaks(names, &form) && !form.is_first && equal(&folder, name, form.text, tp_fold_text) &&
			i-- == 0 && tp_names_base_form(names, ids[n], out);
	}
	tp_folder_release(&folder);
	return found;
}

/* Flaws ------------------------------------------------------------------------------------------- */

struct linting {
	struct tp_names names; /* with the forms of one language after the other */
	uint32_t language;
	struct tp_names_work *work;
	tp_name_flaw_fn *each;
	void *arg;
	bool clashed; /* the form at hand is not alone */
};

static void tell(struct linting *in, enum tp_name_flaw flaw, uint32_t form, uint32_t other)
{
	struct tp_base_form a, b;

	if (tp_names_base_form(&in->names, form, &a) &&
	    (other == TP_NAME_NONE || tp_names_base_form(&in->names, other, &b)))
		in->each(in->arg, flaw, &a, other == TP_NAME_NONE ? NULL : &b);
}

/* Picks the forms that a text in the language is searched for. */
static void pick_language(struct linting *in, uint32_t language)
{
	if (in->language == language)
		return;
	in->language = language;
	tp_names_pick(&in->names, in->names.languages[language].p);
}

static bool is_status(const struct tp_name_form *a, enum tp_name_status status_a, const struct tp_name_form *b,
		      enum tp_name_status status_b)
{
	return a->status == status_a && b->status == status_b;
}

/* Two forms of the same tokens, which a text in the language of the first may mean. The later one tells of it. Other
 * diacritics or case make a form useful, too: its words are known ones. */
static void compare(struct linting *in, uint32_t index, const struct tp_name_form *form, uint32_t other_index)
{
	struct tp_name_form other = tp_names_form(&in->names, other_index);
	bool exact = form->exact && other.exact;

	if (other.is_first || !speaks(&in->names, &other) || other.only.n || other.unless.n || form->unless.n ||
	    !equal(&in->work->folder, form->text, other.text, exact ? tp_fold_kinds : tp_fold_text))
		return;
	bool same = form->concept == other.concept;
	bool twin = same && form->status == other.status && form->exact == other.exact &&
		    form->language == other.language && equal(&in->work->folder, form->text, other.text, tp_fold_kinds);
	in->clashed |= !same || twin;
	if (other_index > index)
		return;
	if (twin)
		tell(in, TP_FLAW_TWIN, index, other_index);
	else if (!same && is_status(form, TP_NAME_PREFERRED, &other, TP_NAME_DEPRECATED))
		tell(in, TP_FLAW_OPPOSED, index, other_index);
	else if (!same && is_status(form, TP_NAME_DEPRECATED, &other, TP_NAME_PREFERRED))
		tell(in, TP_FLAW_OPPOSED, other_index, index);
	else if (!same)
		tell(in, TP_FLAW_CLASH, index, other_index);
}

/* Form `index` is found where it stands alone. */
static void look_for(struct linting *in, uint32_t index, const struct tp_name_form *form)
{
	struct tp_name_hits *hits = &in->work->hits;

	hits->n = 0;
	tp_names_find_with(in->work, &in->names, form->text, NULL, hits);
	for (size_t i = 0; i < hits->n; i++)
		if (hits->p[i].index == index || (tp_str_eq(hits->p[i].form, form->text) &&
						  tp_names_form(&in->names, hits->p[i].index).concept == form->concept))
			return;
	if (hits->n)
		tell(in, TP_FLAW_HIDDEN, index, hits->p[0].index);
	else
		tell(in, TP_FLAW_LOST, index, TP_NAME_NONE);
}

/* Another form of the concept is preferred in this language, and no words around tell which of them is meant. */
static bool is_rival(struct linting *in, const struct tp_name_form *form, uint32_t index)
{
	if (form->preferred == TP_NAME_NONE || form->preferred == index || form->unless.n || form->only.n)
		return false;
	struct tp_name_form other = tp_names_form(&in->names, form->preferred);
	return other.language == form->language && !equal(&in->work->folder, form->text, other.text, tp_fold_kinds);
}

static void lint_form(struct linting *in, uint32_t index)
{
	enum { MOST_COMPARED = 64 };
	struct tp_name_form form = tp_names_form(&in->names, index);
	uint32_t value;
	size_t n;

	if (!form.text.n || form.is_first || form.language >= in->names.n_languages)
		return;
	pick_language(in, form.language);
	if (form.status == TP_NAME_DEPRECATED && form.preferred == TP_NAME_NONE)
		tell(in, TP_FLAW_ALONE, index, TP_NAME_NONE);
	if (form.status == TP_NAME_PREFERRED && is_rival(in, &form, index))
		tell(in, TP_FLAW_RIVAL, index, form.preferred);
	if (form.only.n)
		return;
	in->clashed = false;
	const uint32_t *ids = forms_of(&in->names, &in->work->folder, form.text, &value, &n);
	for (size_t i = 0; i < n && i < MOST_COMPARED; i++)
		if (ids[i] != index)
			compare(in, index, &form, ids[i]);
	if (!in->clashed)
		look_for(in, index, &form);
}

bool tp_names_lint(const struct tp_names *names, tp_name_flaw_fn *each, void *arg, struct tp_error *err)
{
	struct linting in = {
		.names = *names,
		.language = TP_NAME_NONE,
		.work = tp_names_work_new(),
		.each = each,
		.arg = arg,
	};

	in.names.speaks = tp_alloc_zero(names->n_languages + 1, sizeof *in.names.speaks);
	if (tp_names_check(names))
		for (uint32_t i = 0; i < names->sections[TP_IMAGE_FORMS].n; i++)
			lint_form(&in, i);
	tp_names_work_free(in.work);
	free(in.names.speaks);
	return tp_names_is_sound(names, err);
}
