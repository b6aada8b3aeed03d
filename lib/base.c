/* The calls of tprep.h for name bases. */
#include "core/error.h"
#include "core/str.h"
#include "language/kit.h"

bool tp_base_compile(const char *data, const char *const *styles, size_t n, struct tp_buf *out, struct tp_error *err)
{
	return tp_names_compile(data && *data ? data : TPREP_DATA, styles, n, NULL, out, err);
}

bool tp_base_lookup(const struct tp_kit *kit, struct tp_str name, size_t i, struct tp_base_form *form)
{
	return kit->names && tp_names_lookup(kit->names, name, i, form);
}

/* Flaws as sentences. */
struct telling {
	void (*each)(void *arg, struct tp_str flaw);
	void *arg;
};

/* Each has the language, the form and its concept, and may have the other form and its concept. */
static const char *sentence(enum tp_name_flaw flaw)
{
	switch (flaw) {
	case TP_FLAW_CLASH:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" may also be \"%4$s\" of \"%5$s\".");
	case TP_FLAW_OPPOSED:
		return _("%1$s: \"%2$s\" is preferred for the concept \"%3$s\", but \"%4$s\" is deprecated for "
			 "\"%5$s\".");
	case TP_FLAW_TWIN:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" does no more than \"%4$s\" does.");
	case TP_FLAW_HIDDEN:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" is never found: \"%4$s\" of \"%5$s\" is, in its "
			 "place.");
	case TP_FLAW_LOST:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" is never found.");
	case TP_FLAW_ALONE:
		return _("%1$s: \"%2$s\" of the concept \"%3$s\" is deprecated, but no form is preferred.");
	}
	return "";
}

static void tell(void *arg, enum tp_name_flaw flaw, const struct tp_base_form *form, const struct tp_base_form *other)
{
	const struct telling *telling = arg;
	struct tp_str of[] = { form->language, form->form, form->concept, other ? other->form : TP_S(""),
			       other ? other->concept : TP_S("") };
	struct tp_buf out = TP_BUF_INIT;

	for (const char *c = sentence(flaw); *c; c++) {
		if (c[0] == '%' && c[1] >= '1' && c[1] <= '5' && c[2] == '$' && c[3] == 's') {
			tp_buf_add_str(&out, of[c[1] - '1']);
			c += 3;
		} else {
			tp_buf_add_char(&out, *c);
		}
	}
	telling->each(telling->arg, tp_buf_str(&out));
	tp_buf_release(&out);
}

bool tp_base_lint(const struct tp_kit *kit, void (*each)(void *arg, struct tp_str flaw), void *arg,
		  struct tp_error *err)
{
	struct telling telling = { each, arg };

	return !kit->names || tp_names_lint(kit->names, tell, &telling, err);
}
