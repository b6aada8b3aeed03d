#include "language/names_terms.h"

#include <stdlib.h>

#include "core/str.h"
#include "core/table.h"
#include "language/names_base.h"

struct tp_name_terms {
	struct tp_names *names;
	struct tp_table forms; /* from a concept to 1 + the index of its form */
};

static bool is_closer(const struct tp_name_terms *terms, const struct tp_name_form *form, uint32_t known)
{
	struct tp_name_form other = tp_names_form(terms->names, known);

	return tp_names_language(terms->names, form).n > tp_names_language(terms->names, &other).n;
}

/* Of forms for "pt" and "pt-BR", the closer one counts. */
static void add_form(struct tp_name_terms *terms, uint32_t index)
{
	const struct tp_names *names = terms->names;
	struct tp_name_form form = tp_names_form(names, index);

	if (form.status != TP_NAME_PREFERRED || form.language >= names->n_languages || !names->speaks[form.language])
		return;
	uintptr_t *known = tp_table_put(&terms->forms, tp_names_concept(names, form.concept));
	if (!*known || is_closer(terms, &form, (uint32_t)*known - 1))
		*known = (uintptr_t)index + 1;
}

struct tp_name_terms *tp_name_terms_new(struct tp_names *names)
{
	struct tp_name_terms *terms = tp_alloc_zero(1, sizeof *terms);

	terms->names = names;
	for (uint32_t i = 0; i < names->sections[TP_IMAGE_FORMS].n; i++)
		add_form(terms, i);
	return terms;
}

void tp_name_terms_free(struct tp_name_terms *terms)
{
	if (!terms)
		return;
	tp_table_release(&terms->forms);
	tp_names_free(terms->names);
	free(terms);
}

struct tp_str tp_name_terms_of(const struct tp_name_terms *terms, struct tp_str concept)
{
	const uintptr_t *known = tp_table_get(&terms->forms, concept);

	return known ? tp_names_form(terms->names, (uint32_t)*known - 1).text : TP_S("");
}
