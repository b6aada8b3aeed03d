#include "checks/check.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "language/words.h"

/* An item of a list names a kind of finding or a family. */
static bool item_known(struct tp_str item)
{
	for (const struct tp_finding_kind *kind = tp_finding_kinds; kind->id; kind++)
		if (tp_str_is(item, kind->id) || tp_str_is(item, tp_family_name(kind->family)))
			return true;
	return false;
}

bool tp_selection_valid(const char *list, struct tp_error *err)
{
	struct tp_str rest = tp_str_of(list), item;

	while (tp_str_cut(&rest, ',', &item)) {
		item = tp_str_trim(item);
		if (item.n && !item_known(item))
			return tp_fail(err, TP_E_USAGE, 0, _("There is no check \"%.*s\"."), (int)item.n, item.p);
	}
	return true;
}

static bool list_names(const char *list, const char *id)
{
	const struct tp_finding_kind *kind = tp_finding_kind(id);

	return tp_list_has(list, id) || (kind && tp_list_has(list, tp_family_name(kind->family)));
}

bool tp_selection_has(const char *only, const char *skip, const char *id)
{
	return (!only || list_names(only, id)) && !(skip && list_names(skip, id));
}

struct checked {
	const struct tp_text *text;
	bool due; /* to be judged */
};

struct tp_checker {
	const struct tp_kit *kit;
	char *only, *skip;
	struct tp_facts *facts;
	struct {
		struct checked *p;
		size_t n, cap;
	} units;
	struct tp_findings found;
};

static char *copy_list(const char *list)
{
	size_t n = list ? strlen(list) + 1 : 0;

	return list ? memcpy(tp_alloc(n), list, n) : NULL;
}

struct tp_checker *tp_checker_new(const struct tp_kit *kit, const char *only, const char *skip)
{
	struct tp_checker *checker = tp_alloc_zero(1, sizeof *checker);

	checker->kit = kit;
	checker->only = copy_list(only);
	checker->skip = copy_list(skip);
	checker->facts = tp_facts_new();
	return checker;
}

void tp_checker_free(struct tp_checker *checker)
{
	if (!checker)
		return;
	tp_facts_free(checker->facts);
	tp_findings_release(&checker->found);
	free(checker->units.p);
	free(checker->only);
	free(checker->skip);
	free(checker);
}

/* The check can run, and some finding of its family is wanted. */
static bool check_runs(const struct tp_checker *checker, const struct tp_check *check)
{
	if ((checker->kit->has & check->needs) != check->needs)
		return false;
	for (const struct tp_finding_kind *kind = tp_finding_kinds; kind->id; kind++)
		if (strcmp(tp_family_name(kind->family), check->name) == 0 &&
		    tp_selection_has(checker->only, checker->skip, kind->id))
			return true;
	return false;
}

static void run_checks(struct tp_checker *checker, size_t unit, struct tp_findings *out)
{
	struct tp_spans skip = { NULL, 0, 0 };
	const struct tp_checking checking = {
		.kit = checker->kit,
		.facts = checker->facts,
		.text = checker->units.p[unit].text,
		.unit = unit,
		.skip = &skip,
		.out = out,
	};

	tp_skip_map(checking.text->text, &skip);
	for (const struct tp_check *const *check = tp_checks; *check; check++) {
		void (*step)(const struct tp_checking *) = out ? (*check)->judge : (*check)->collect;

		if (step && check_runs(checker, *check))
			step(&checking);
	}
	tp_spans_release(&skip);
}

void tp_checker_set(struct tp_checker *checker, size_t unit, const struct tp_text *text)
{
	while (checker->units.n <= unit)
		tp_push(&checker->units);
	checker->units.p[unit] = (struct checked){ text, true };
	tp_facts_forget(checker->facts, unit);
	run_checks(checker, unit, NULL);
}

/* The units whose findings may be others now. */
static void mark_stale(struct tp_checker *checker)
{
	size_t n;
	const size_t *stale = tp_facts_stale(checker->facts, &n);

	for (size_t i = 0; i < n; i++)
		checker->units.p[stale[i]].due = true;
}

/* The findings that stand, copied, so that the memory of those that have gone is given back. */
static void drop_due(struct tp_checker *checker)
{
	struct tp_findings kept = { NULL, 0, 0, NULL };

	for (size_t i = 0; i < checker->found.n; i++)
		if (!checker->units.p[checker->found.p[i].unit].due)
			tp_findings_copy(&kept, &checker->found.p[i]);
	tp_findings_release(&checker->found);
	checker->found = kept;
}

/* Takes the findings from `from` on that nobody asked for off the list. */
static void drop_unwanted(struct tp_checker *checker, size_t from)
{
	struct tp_findings *found = &checker->found;
	size_t n = from;

	for (size_t i = from; i < found->n; i++)
		if (tp_selection_has(checker->only, checker->skip, found->p[i].id))
			found->p[n++] = found->p[i];
	found->n = n;
}

static void judge(struct tp_checker *checker)
{
	mark_stale(checker);
	if (checker->found.n)
		drop_due(checker);
	for (size_t unit = 0; unit < checker->units.n; unit++) {
		size_t before = checker->found.n;

		if (!checker->units.p[unit].due)
			continue;
		run_checks(checker, unit, &checker->found);
		drop_unwanted(checker, before);
		checker->units.p[unit].due = false;
	}
	tp_findings_sort(&checker->found);
}

void tp_checker_findings(struct tp_checker *checker, struct tp_findings *out)
{
	judge(checker);
	tp_findings_release(out);
	for (size_t i = 0; i < checker->found.n; i++)
		tp_findings_copy(out, &checker->found.p[i]);
}

void tp_checker_finish(struct tp_checker *checker, struct tp_findings *out)
{
	judge(checker);
	tp_findings_release(out);
	*out = checker->found;
	checker->found = (struct tp_findings){ NULL, 0, 0, NULL };
	tp_checker_free(checker);
}
