#include "checks/check.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "doc/remarks.h"
#include "language/words.h"

bool tp_selection_valid(const char *list, struct tp_error *err)
{
	struct tp_str rest = tp_str_of(list), item;

	while (tp_str_cut(&rest, ',', &item)) {
		item = tp_str_trim(item);
		if (item.n && !tp_finding_name(item))
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
	return (!only || !*only || list_names(only, id)) && !(skip && list_names(skip, id));
}

bool tp_checking_has_code(const struct tp_checking *checking, size_t from, size_t to)
{
	const struct tp_text *text = checking->text;

	for (size_t i = tp_text_code_from(text, from); i < text->n_codes && text->codes[i].at <= to; i++)
		if (text->codes[i].kind == TP_CODE_ALONE)
			return true;
	return false;
}

struct checked {
	const struct tp_text *text;
	bool due; /* to be judged */
};

struct tp_checker {
	const struct tp_kit *kit;
	char *only, *skip;
	struct {
		const struct tp_check **p;
		size_t n, cap;
	} checks; /* that run */
	struct tp_facts *facts;
	struct tp_names_work *work;
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

/* The kit has what the check needs, and some finding of its family is wanted. */
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

static struct tp_checker *new_checker(const struct tp_kit *kit, const char *only, const char *skip, bool change)
{
	struct tp_checker *checker = tp_alloc_zero(1, sizeof *checker);

	checker->kit = kit;
	checker->only = copy_list(only);
	checker->skip = copy_list(skip);
	checker->facts = tp_facts_new(change);
	checker->work = tp_names_work_new();
	for (const struct tp_check *const *check = tp_checks; *check; check++)
		if (check_runs(checker, *check))
			*tp_push(&checker->checks) = *check;
	return checker;
}

struct tp_checker *tp_checker_new(const struct tp_kit *kit, const char *only, const char *skip)
{
	return new_checker(kit, only, skip, true);
}

void tp_checker_free(struct tp_checker *checker)
{
	if (!checker)
		return;
	tp_facts_free(checker->facts);
	tp_names_work_free(checker->work);
	tp_findings_release(&checker->found);
	free(checker->checks.p);
	free(checker->units.p);
	free(checker->only);
	free(checker->skip);
	free(checker);
}

/* Collects facts where `out` is NULL, else judges. */
static void run_checks(struct tp_checker *checker, size_t unit, const struct tp_text *text, struct tp_findings *out)
{
	struct tp_spans skip = { NULL, 0, 0 };
	const struct tp_checking checking = {
		.kit = checker->kit,
		.facts = checker->facts,
		.text = text,
		.unit = unit,
		.skip = &skip,
		.work = checker->work,
		.out = out,
	};

	tp_skip_map(text->text, &skip);
	for (size_t i = 0; i < checker->checks.n; i++) {
		void (*step)(const struct tp_checking *) =
		    out ? checker->checks.p[i]->judge : checker->checks.p[i]->collect;

		if (step)
			step(&checking);
	}
	tp_spans_release(&skip);
}

static void add_unit(struct tp_checker *checker, size_t unit, const struct tp_text *text)
{
	while (checker->units.n <= unit)
		tp_push(&checker->units);
	checker->units.p[unit] = (struct checked){ text, true };
	run_checks(checker, unit, text, NULL);
}

void tp_checker_set(struct tp_checker *checker, size_t unit, const struct tp_text *text)
{
	tp_facts_forget(checker->facts, unit);
	add_unit(checker, unit, text);
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

/* Both are about one word, of which the second one says that its letters are of two scripts. */
static bool is_told_by(const struct tp_finding *spelling, const struct tp_finding *scripts)
{
	return strcmp(scripts->id, "mixed-script") == 0 &&
	       tp_finding_kind(spelling->id)->family == TP_FAMILY_SPELLING && spelling->at.from == scripts->at.from &&
	       spelling->at.to == scripts->at.to;
}

/* A word that no dictionary knows because of letters of another script is told once; with other letters it may still be
 * none, and be corrected further. */
static void tell_scripts_once(struct tp_findings *out)
{
	size_t n = 0;

	for (size_t i = 0; i < out->n; i++) {
		struct tp_finding finding = out->p[i];

		if (n && is_told_by(&out->p[n - 1], &finding)) {
			n--;
			if (!finding.sure && out->p[n].n_fixes) {
				finding.fixes = out->p[n].fixes;
				finding.n_fixes = out->p[n].n_fixes;
			}
		}
		out->p[n++] = finding;
	}
	out->n = n;
}

/* Judges a text of a unit: what was asked for, sorted. Strings live in the arena of `out`. */
static void judge_text(struct tp_checker *checker, size_t unit, const struct tp_text *text, struct tp_findings *out)
{
	size_t n = 0;

	run_checks(checker, unit, text, out);
	for (size_t i = 0; i < out->n; i++)
		if (tp_selection_has(checker->only, checker->skip, out->p[i].id) &&
		    !tp_text_ignores(text, out->p[i].id, out->p[i].at))
			out->p[n++] = out->p[i];
	out->n = n;
	tp_findings_sort(out);
	tell_scripts_once(out);
}

/* The findings of a unit while their fixes are tried. */
struct trial {
	struct tp_findings findings;
	bool *doubted; /* beside each finding: it was sure at first */
};

/* A code stands between two characters of `at`. */
static bool has_code_inside(const struct tp_text *text, struct tp_span at)
{
	size_t code = tp_text_code_from(text, at.from + 1);

	return code < text->n_codes && text->codes[code].at < at.to;
}

/* Markup may need the characters beside it: where it would lose them, a fix of copy is not sure. */
static void doubt_fixes_around_codes(const struct tp_text *text, struct trial *trial)
{
	for (size_t i = 0; i < trial->findings.n; i++) {
		struct tp_finding *finding = &trial->findings.p[i];

		trial->doubted[i] = finding->sure && finding->n_fixes &&
				    tp_finding_kind(finding->id)->family == TP_FAMILY_COPY &&
				    has_code_inside(text, finding->fixes[0].at);
		finding->sure = finding->sure && !trial->doubted[i];
	}
}

/* A sure fix of another family than names, whose fixes are right by themselves. */
static bool may_mislead(const struct tp_finding *finding)
{
	return finding->sure && finding->n_fixes && tp_finding_kind(finding->id)->family != TP_FAMILY_NAMES;
}

static bool has_misleading(const struct tp_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++)
		if (may_mislead(&findings->p[i]))
			return true;
	return false;
}

/* The fixes that touch `at` are sure no more; false if there are none. */
static bool doubt(struct trial *trial, struct tp_span at)
{
	bool found = false;

	for (size_t i = 0; i < trial->findings.n; i++) {
		struct tp_finding *finding = &trial->findings.p[i];

		if (!may_mislead(finding) || finding->fixes[0].at.from > at.to || finding->fixes[0].at.to < at.from)
			continue;
		finding->sure = false;
		trial->doubted[i] = true;
		found = true;
	}
	return found;
}

/* A kind of finding at a place is one that is in doubt. Asked in order of place; *next starts as 0. */
static bool is_doubted(const struct trial *trial, const char *id, struct tp_span at, size_t *next)
{
	const struct tp_findings *findings = &trial->findings;

	while (*next < findings->n && findings->p[*next].at.from < at.from)
		++*next;
	for (size_t i = *next; i < findings->n && findings->p[i].at.from == at.from; i++)
		if (trial->doubted[i] && findings->p[i].at.to == at.to && strcmp(findings->p[i].id, id) == 0)
			return true;
	return false;
}

/* The place in the unfixed text of one in the fixed. */
static struct tp_span place_before(const struct tp_edits *edits, struct tp_span at)
{
	return (struct tp_span){ tp_edits_back(edits, at.from, false), tp_edits_back(edits, at.to, true) };
}

/* Doubts the fixes that gave rise to sure findings `again` in the fixed text; true if there are none. Where
 * there are many, all fixes are in doubt, so that the time it takes is bounded. */
static bool doubt_what_led_to(struct trial *trial, const struct tp_findings *again, const struct tp_edits *edits)
{
	enum { MOST_LOOKED_AT = 1000, MOST_NEW = 16 };
	const struct tp_span everything = { 0, TP_NOT_FOUND };
	size_t next = 0, looked_at = 0, new = 0;

	for (size_t i = 0; i < again->n; i++) {
		const struct tp_finding *finding = &again->p[i];
		struct tp_span at, fix;

		if (!finding->sure || !finding->n_fixes)
			continue;
		if (++looked_at > MOST_LOOKED_AT || new == MOST_NEW) {
			doubt(trial, everything);
			return false;
		}
		at = place_before(edits, finding->at);
		if (is_doubted(trial, finding->id, at, &next))
			continue;
		new ++;
		fix = place_before(edits, finding->fixes[0].at);
		at.from = fix.from < at.from ? fix.from : at.from;
		at.to = fix.to > at.to ? fix.to : at.to;
		if (!doubt(trial, at))
			doubt(trial, everything);
	}
	return new == 0;
}

/* Where places of a text are when its edits are made. Asked in rising order, it starts with the edits alone. */
struct shift {
	const struct tp_edits *edits;
	size_t edit, added, removed;
};

static size_t shifted(struct shift *shift, size_t at)
{
	const struct tp_edits *edits = shift->edits;

	for (; shift->edit < edits->n && edits->p[shift->edit].at.to <= at; shift->edit++) {
		shift->added += edits->p[shift->edit].with.n;
		shift->removed += edits->p[shift->edit].at.to - edits->p[shift->edit].at.from;
	}
	if (shift->edit < edits->n && edits->p[shift->edit].at.from < at)
		at = edits->p[shift->edit].at.from;
	return at + shift->added - shift->removed;
}

static struct tp_ignored shifted_ignored(const struct tp_ignored *ignored, const struct tp_edits *edits)
{
	struct shift from = { .edits = edits }, to = { .edits = edits };
	struct tp_ignored moved = *ignored;

	moved.at.from = shifted(&from, moved.at.from);
	if (moved.at.to != TP_NOT_FOUND)
		moved.at.to = shifted(&to, moved.at.to);
	return moved;
}

/* The text with the edits made, and its codes and what it ignores where they are then. */
static struct tp_text edited_text(const struct tp_text *text, const struct tp_edits *edits, struct tp_arena *arena)
{
	struct tp_buf fixed = TP_BUF_INIT;
	struct tp_code *codes = tp_arena_alloc(arena, text->n_codes * sizeof *codes);
	struct tp_ignored *ignored = tp_arena_alloc(arena, text->n_ignored * sizeof *ignored);
	struct tp_text edited = *text;
	struct shift shift = { .edits = edits };

	tp_edits_apply(edits, text->text, &fixed);
	edited.text = tp_arena_str(arena, tp_buf_str(&fixed));
	edited.pieces = NULL;
	edited.n_pieces = 0;
	edited.codes = codes;
	edited.ignored = ignored;
	for (size_t i = 0; i < text->n_codes; i++) {
		codes[i] = text->codes[i];
		codes[i].at = shifted(&shift, codes[i].at);
	}
	for (size_t i = 0; i < text->n_ignored; i++)
		ignored[i] = shifted_ignored(&text->ignored[i], edits);
	tp_buf_release(&fixed);
	return edited;
}

/* Looks at the unit as its sure fixes leave it. Where these give rise to others, they are not sure, so
 * that fixing twice changes no more than fixing once. Returns whether all is well. */
static bool fixes_settle(struct tp_checker *checker, size_t unit, struct trial *trial)
{
	struct tp_findings again = { NULL, 0, 0, NULL };
	struct tp_edits edits = { NULL, 0, 0 };
	struct tp_arena *arena = tp_arena_new();
	struct tp_text fixed;
	bool settled;

	tp_findings_edits(&trial->findings, unit, TP_FAMILY_COPY, &edits);
	fixed = edited_text(checker->units.p[unit].text, &edits, arena);
	judge_text(checker, unit, &fixed, &again);
	settled = doubt_what_led_to(trial, &again, &edits);
	tp_findings_release(&again);
	tp_edits_release(&edits);
	tp_arena_free(arena);
	return settled;
}

/* Adds the findings of a unit, sorted. */
static void judge_unit(struct tp_checker *checker, size_t unit, struct tp_findings *found)
{
	enum { MOST_ROUNDS = 3 };
	const struct tp_text *text = checker->units.p[unit].text;
	struct trial trial = { .findings.arena = found->arena };

	judge_text(checker, unit, text, &trial.findings);
	trial.doubted = tp_alloc_zero(trial.findings.n, sizeof *trial.doubted);
	doubt_fixes_around_codes(text, &trial);
	for (int round = 0; has_misleading(&trial.findings); round++) {
		if (round == MOST_ROUNDS)
			doubt(&trial, (struct tp_span){ 0, TP_NOT_FOUND });
		else if (fixes_settle(checker, unit, &trial))
			break;
	}
	for (size_t i = 0; i < trial.findings.n; i++)
		*tp_push(found) = trial.findings.p[i];
	found->arena = trial.findings.arena;
	free(trial.findings.p);
	free(trial.doubted);
	checker->units.p[unit].due = false;
}

static void judge(struct tp_checker *checker)
{
	mark_stale(checker);
	if (checker->found.n)
		drop_due(checker);
	for (size_t unit = 0; unit < checker->units.n; unit++)
		if (checker->units.p[unit].due)
			judge_unit(checker, unit, &checker->found);
	tp_findings_sort(&checker->found);
}

void tp_checker_findings(struct tp_checker *checker, struct tp_findings *out)
{
	judge(checker);
	tp_findings_release(out);
	for (size_t i = 0; i < checker->found.n; i++)
		tp_findings_copy(out, &checker->found.p[i]);
}

/* Collects the facts of all units, as far as there is room for them. */
static bool add_units(struct tp_checker *checker, const struct tp_unit *units, size_t n, struct tp_error *err)
{
	size_t room = TP_DOC_ROOM;

	for (size_t i = 0; i < n; i++)
		room += 2 * units[i].text.text.n;
	for (size_t i = 0; i < n; i++) {
		if (tp_facts_size(checker->facts) > room) {
			tp_fail(err, TP_E_LIMIT, 0,
				_("There are more names and unknown words up to here than can be held at once."));
			return tp_error_in_unit(err, units[i].id);
		}
		add_unit(checker, i, &units[i].text);
	}
	return true;
}

bool tp_check_units(const struct tp_kit *kit, const char *only, const char *skip, const struct tp_unit *units, size_t n,
		    tp_findings_fn each, void *arg, struct tp_error *err)
{
	struct tp_checker *checker = new_checker(kit, only, skip, false);
	bool ok = add_units(checker, units, n, err);

	for (size_t i = 0; ok && i < n; i++) {
		struct tp_findings found = { NULL, 0, 0, NULL };

		judge_unit(checker, i, &found);
		if (found.n)
			each(arg, &found);
		tp_findings_release(&found);
	}
	tp_checker_free(checker);
	return ok;
}
