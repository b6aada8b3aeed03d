/* Findings: their order, their fixes, and which fixes are made together. */
#include "doc/finding.h"

#include "unit/test.h"

static struct tp_finding *add(struct tp_findings *findings, const char *id, size_t unit, size_t from, size_t to)
{
	return tp_findings_add(findings, id, unit, (struct tp_span){ from, to });
}

static void add_sure(struct tp_findings *findings, const char *id, size_t from, size_t to, const char *with)
{
	struct tp_finding *finding = add(findings, id, 0, from, to);

	finding->sure = true;
	tp_finding_add_fix(findings, finding, finding->at, tp_str_of(with));
}

/* The text with the chosen edits, in families up to `last`. */
static void expect_fixed(const struct tp_findings *findings, enum tp_family last, const char *text, const char *fixed)
{
	struct tp_edits edits = { NULL, 0, 0 };
	struct tp_buf out = TP_BUF_INIT;

	tp_findings_edits(findings, 0, last, &edits);
	EXPECT(tp_edits_sort(&edits, strlen(text)));
	tp_edits_apply(&edits, tp_str_of(text), &out);
	STR(tp_buf_str(&out), fixed);
	tp_edits_release(&edits);
	tp_buf_release(&out);
}

static void kinds_are_known_by_id(void)
{
	const struct tp_finding_kind *kind = tp_finding_kind("typo");

	EXPECT(kind && kind->family == TP_FAMILY_SPELLING && kind->severity == TP_ERROR);
	EXPECT(!tp_finding_kind("no-such-kind"));
	for (kind = tp_finding_kinds; kind->id; kind++) {
		EXPECT(tp_finding_kind(kind->id) == kind);
		EXPECT(kind->title && tp_family_name(kind->family));
	}
}

static void fixes_stay_in_order(void)
{
	struct tp_findings findings = { NULL, 0, 0, NULL };
	struct tp_finding *finding = add(&findings, "typo", 0, 0, 3);
	char with[] = "a";

	for (; with[0] <= 'k'; with[0]++)
		tp_finding_add_fix(&findings, finding, finding->at, tp_str_of(with));
	EQ(finding->n_fixes, 11);
	for (size_t i = 0; i < finding->n_fixes; i++)
		EQ(finding->fixes[i].with.p[0], 'a' + (int)i);
	EQ(finding->severity, TP_ERROR);
	STR(finding->message, "");
	tp_findings_release(&findings);
	EXPECT(!findings.p && !findings.n);
}

static void findings_are_sorted_by_unit_place_and_family(void)
{
	static const char *const order[] = { "name-variant", "typo", "double-space", "typo", "unknown-word" };
	struct tp_findings findings = { NULL, 0, 0, NULL };

	add(&findings, "unknown-word", 1, 0, 1);
	add(&findings, "double-space", 0, 2, 4);
	add(&findings, "typo", 0, 2, 4);
	add(&findings, "typo", 0, 5, 6);
	add(&findings, "name-variant", 0, 1, 9);
	tp_findings_sort(&findings);
	EQ(findings.n, 5);
	for (size_t i = 0; i < findings.n; i++)
		STR(tp_str_of(findings.p[i].id), order[i]);
	tp_findings_release(&findings);
}

static void what_is_there_twice_is_dropped(void)
{
	struct tp_findings findings = { NULL, 0, 0, NULL };

	tp_findings_sort(&findings);
	for (int i = 0; i < 3; i++) {
		add(&findings, "typo", 0, 2, 4);
		add(&findings, "typo", 1, 2, 4);
		add(&findings, "typo", 0, 2, 5);
		add(&findings, "typo", 0, 1, 4);
		add(&findings, "double-space", 0, 2, 4);
	}
	tp_findings_sort(&findings);
	EQ(findings.n, 5);
	tp_findings_release(&findings);
}

static void a_copy_stands_alone(void)
{
	struct tp_findings from = { NULL, 0, 0, NULL }, to = { NULL, 0, 0, NULL };

	add_sure(&from, "name-variant", 0, 5, "Erbil");
	from.p[0].severity = TP_NOTE;
	from.p[0].message = tp_arena_str(from.arena, TP_S("A message."));
	from.p[0].concept = tp_arena_str(from.arena, TP_S("erbil"));
	from.p[0].rule = tp_arena_str(from.arena, TP_S("folded case"));
	tp_findings_copy(&to, &from.p[0]);
	tp_findings_release(&from);
	EQ(to.n, 1);
	EXPECT(to.p[0].sure && to.p[0].severity == TP_NOTE && to.p[0].n_fixes == 1);
	STR(to.p[0].fixes[0].with, "Erbil");
	STR(to.p[0].message, "A message.");
	STR(to.p[0].concept, "erbil");
	STR(to.p[0].rule, "folded case");
	tp_findings_release(&to);
}

static void only_sure_findings_are_fixed(void)
{
	struct tp_findings findings = { NULL, 0, 0, NULL };

	add_sure(&findings, "typo", 0, 2, "XX");
	add(&findings, "unknown-word", 0, 3, 5)->sure = true; /* without a fix */
	tp_finding_add_fix(&findings, add(&findings, "typo", 0, 6, 8), (struct tp_span){ 6, 8 }, TP_S("YY"));
	add(&findings, "typo", 1, 6, 8)->sure = true;
	tp_findings_sort(&findings);
	expect_fixed(&findings, TP_FAMILY_COPY, "aa bb cc", "XX bb cc");
	tp_findings_release(&findings);
}

static void the_better_family_wins(void)
{
	struct tp_findings findings = { NULL, 0, 0, NULL };

	add_sure(&findings, "double-space", 0, 8, "c");
	add_sure(&findings, "abbreviation-period", 1, 7, "b");
	add_sure(&findings, "typo", 2, 6, "s");
	add_sure(&findings, "name-variant", 3, 5, "n");
	add_sure(&findings, "typo", 8, 9, "S");
	tp_findings_sort(&findings);
	expect_fixed(&findings, TP_FAMILY_COPY, "0123456789", "012n567S9");
	expect_fixed(&findings, TP_FAMILY_NAMES, "0123456789", "012n56789");
	tp_findings_release(&findings);
}

static void in_a_family_the_leftmost_wins_then_the_longest(void)
{
	struct tp_findings findings = { NULL, 0, 0, NULL };

	add_sure(&findings, "double-space", 2, 4, "a");
	add_sure(&findings, "doubled-word", 2, 5, "b");
	add_sure(&findings, "mixed-script", 4, 9, "c");
	add_sure(&findings, "invisible-character", 5, 6, "d");
	tp_findings_sort(&findings);
	expect_fixed(&findings, TP_FAMILY_COPY, "0123456789", "01bd6789");
	tp_findings_release(&findings);
}

static void insertions_stand_beside_edits_but_not_in_them(void)
{
	struct tp_findings findings = { NULL, 0, 0, NULL };

	add_sure(&findings, "name-variant", 2, 4, "N");
	add_sure(&findings, "double-space", 3, 3, "inside");
	add_sure(&findings, "double-space", 4, 4, "<");
	add_sure(&findings, "mixed-script", 4, 4, ">");
	tp_findings_sort(&findings);
	expect_fixed(&findings, TP_FAMILY_COPY, "012345", "01N<45");
	tp_findings_release(&findings);
}

/* The rule, told the slow way. */
static size_t choose_slowly(const struct tp_findings *findings, struct tp_edits *out)
{
	bool taken[64] = { false };
	size_t n = 0;

	for (;;) {
		size_t best = TP_NOT_FOUND;

		for (size_t i = 0; i < findings->n; i++) {
			const struct tp_finding *a = &findings->p[i],
						*b = &findings->p[best == TP_NOT_FOUND ? i : best];
			int fa = (int)tp_finding_kind(a->id)->family, fb = (int)tp_finding_kind(b->id)->family;
			bool blocked = taken[i];

			for (size_t j = 0; j < out->n; j++)
				blocked = blocked || tp_span_overlaps(out->p[j].at, a->at);
			if (blocked)
				continue;
			if (best == TP_NOT_FOUND || fa < fb ||
			    (fa == fb &&
			     (a->at.from < b->at.from || (a->at.from == b->at.from && a->at.to > b->at.to))))
				best = i;
		}
		if (best == TP_NOT_FOUND)
			return n;
		taken[best] = true;
		tp_edits_add(out, findings->p[best].at, findings->p[best].fixes[0].with);
		n++;
	}
}

static void random_fixes_follow_the_rule(void)
{
	static const char *const ids[] = { "name-variant", "typo", "abbreviation-period", "double-space" };

	srand(1);
	for (int round = 0; round < 3000; round++) {
		struct tp_findings findings = { NULL, 0, 0, NULL };
		struct tp_edits fast = { NULL, 0, 0 }, slow = { NULL, 0, 0 };

		for (int i = rand() % 12; i >= 0; i--) {
			size_t from = (size_t)rand() % 20;

			add_sure(&findings, ids[rand() % 4], from, from + (size_t)rand() % 6, "x");
		}
		tp_findings_sort(&findings);
		EQ(tp_findings_edits(&findings, 0, TP_FAMILY_MERGE, &fast), choose_slowly(&findings, &slow));
		EXPECT(tp_edits_sort(&slow, 64));
		for (size_t i = 0; i < fast.n; i++)
			EXPECT(fast.p[i].at.from == slow.p[i].at.from && fast.p[i].at.to == slow.p[i].at.to);
		tp_edits_release(&fast);
		tp_edits_release(&slow);
		tp_findings_release(&findings);
	}
}

TESTS(TEST(kinds_are_known_by_id), TEST(fixes_stay_in_order), TEST(findings_are_sorted_by_unit_place_and_family),
      TEST(what_is_there_twice_is_dropped), TEST(a_copy_stands_alone), TEST(only_sure_findings_are_fixed),
      TEST(the_better_family_wins), TEST(in_a_family_the_leftmost_wins_then_the_longest),
      TEST(insertions_stand_beside_edits_but_not_in_them), TEST(random_fixes_follow_the_rule))
