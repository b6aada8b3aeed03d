/* Names: what the house style writes otherwise. */
#include <stdlib.h>

#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"

static void find_changes(const struct tp_checking *checking, bool first_mention, struct tp_arena *arena,
			 struct tp_name_changes *out)
{
	const struct tp_naming naming = { .quotes = checking->kit->quotes, .first_mention = first_mention };

	tp_names_changes(checking->kit->names, checking->text->text, checking->skip, &naming, arena, out);
}

static struct tp_str mention_key(const struct tp_name_change *change, struct tp_buf *key)
{
	tp_buf_clear(key);
	tp_buf_add_z(key, "name:");
	tp_buf_add_str(key, change->hit.concept);
	return tp_buf_str(key);
}

/* Where concepts are mentioned, if the first mention matters. A quote that is kept is nobody's mention. */
static void collect(const struct tp_checking *checking)
{
	struct tp_name_changes changes = { NULL, 0, 0 };
	struct tp_buf key = TP_BUF_INIT;
	struct tp_arena *arena;

	if (!checking->kit->first_mention)
		return;
	arena = tp_arena_new();
	find_changes(checking, false, arena, &changes);
	for (size_t i = 0; i < changes.n; i++)
		if (changes.p[i].fate != TP_NAME_QUOTED)
			tp_facts_add(checking->facts, checking->unit, mention_key(&changes.p[i], &key));
	free(changes.p);
	tp_buf_release(&key);
	tp_arena_free(arena);
}

/* The changes with first mentions written out where no unit before has one. */
static void find_first_mentions(const struct tp_checking *checking, struct tp_arena *arena,
				struct tp_name_changes *changes)
{
	struct tp_name_changes first = { NULL, 0, 0 };
	struct tp_buf key = TP_BUF_INIT;

	find_changes(checking, true, arena, &first);
	for (size_t i = 0; i < changes->n && i < first.n; i++)
		if (tp_facts_first(checking->facts, checking->unit, mention_key(&changes->p[i], &key)) >=
		    checking->unit)
			changes->p[i] = first.p[i];
	free(first.p);
	tp_buf_release(&key);
}

static void add_finding(const struct tp_checking *checking, const struct tp_name_change *change)
{
	struct tp_findings *out = checking->out;
	const struct tp_name_hit *hit = &change->hit;
	struct tp_str form = tp_str_at(checking->text->text, hit->at);
	struct tp_finding *finding = tp_findings_add(out, "name-variant", checking->unit, hit->at);

	finding->concept = tp_arena_str(out->arena, hit->concept);
	finding->rule = change->rule;
	if (change->fate == TP_NAME_CHANGED) {
		struct tp_edit edit = tp_name_whole_edit(change, checking->text->text, out->arena);

		finding->sure = true;
		tp_finding_add_fix(out, finding, edit.at, edit.with);
		finding->message =
		    tp_arena_format(out->arena, _("\"%.*s\" is not in house style."), (int)form.n, form.p);
	} else if (change->fate == TP_NAME_QUOTED && hit->preferred.n) {
		finding->severity = TP_NOTE;
		tp_finding_add_fix(out, finding, hit->at, hit->preferred);
		finding->message =
		    tp_arena_format(out->arena, _("\"%.*s\" is not in house style, but stands in a direct quote."),
				    (int)form.n, form.p);
	} else {
		finding->severity = TP_NOTE;
		finding->message =
		    tp_arena_format(out->arena, _("The house style leaves it to the editor what becomes of \"%.*s\"."),
				    (int)form.n, form.p);
	}
}

static void judge(const struct tp_checking *checking)
{
	struct tp_name_changes changes = { NULL, 0, 0 };

	if (!checking->out->arena)
		checking->out->arena = tp_arena_new();
	find_changes(checking, false, checking->out->arena, &changes);
	if (checking->kit->first_mention)
		find_first_mentions(checking, checking->out->arena, &changes);
	for (size_t i = 0; i < changes.n; i++)
		if (changes.p[i].fate != TP_NAME_RIGHT && changes.p[i].fate != TP_NAME_COVERED)
			add_finding(checking, &changes.p[i]);
	free(changes.p);
}

const struct tp_check tp_check_names = {
	.name = "names",
	.needs = TP_NEED_NAMES,
	.collect = collect,
	.judge = judge,
};
