/* tprep base lookup: what the base says of names. */
#include <string.h>

#include "tool.h"

static void print(const struct tp_base_form *form)
{
	tool_print("%.*s\t%.*s\t%s\t%.*s\t%.*s\n", (int)form->form.n, form->form.p, (int)form->language.n,
		   form->language.p, form->status, (int)form->concept.n, form->concept.p, (int)form->preferred.n,
		   form->preferred.p);
}

static enum tool_status lookup(struct tool *tool, char **names)
{
	struct tp_kit *kit = tool_kit(tool, TP_NEED_NAMES, false);
	enum tool_status status = TOOL_OK;
	struct tp_base_form form;

	if (!kit)
		return TOOL_TROUBLE;
	for (; *names; names++) {
		struct tp_str name = { *names, strlen(*names) };
		size_t i = 0;
		for (; tp_base_lookup(kit, name, i, &form); i++)
			print(&form);
		if (i == 0)
			status = TOOL_FOUND;
	}
	tool_kit_free(kit);
	return status;
}

const struct tool_verb base_verb_lookup = { "lookup", lookup };
