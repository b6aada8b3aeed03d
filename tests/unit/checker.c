/* The checker: a re-check after an edit equals a fresh one, and fixing twice changes no more than
 * fixing once. */
#include "checks/check.h"

#include "unit/test.h"

static char english[] = "en";
static const struct tp_kit no_kit = { .language = english };

/* Pieces of copy that bear upon one another: forms of one abbreviation, slips, and what looks like them. */
static const char *const pieces[] = {
	"U.S.",  "U.S", "US",    "U.N.",         "UN",           "e.g.",     "e.g",     "the",  "The",      "and",
	" ",     "  ",  ", ",    ". ",           "\xe2\x80\x8b", "\xc2\xad", "[other]", "[1]",  "\xd0\xb0", "a",
	"talks", "NOW", "after", "\xe2\x80\xae", "\xe2\x80\xac", "\x01",     "\n",      "\xff", "of",       "that",
};

/* Names that the style of tests/files/checks/rivals.tsv mixes, writes out when they come first, or rewrites. */
static const char *const names[] = {
	"Varna",      "Warna",  "Warna's",     "Varna (Warna)",
	"Tarn",       "Tarren", "River Board", "Board of Rivers",
	"RB",         "ULC",    " ",           ", ",
	". ",         " ",      "bin Selim ",  "Oldham",
	"\"Tarren\"", " ",
};

/* Spellings of two countries, and unknown words that count as what the document mostly has. */
static const char *const words[] = {
	"colour ",    "color ",     "organise ",    "organize ", "centre ",   "the Center ",
	"behaviour ", "theatre ",   "grey ",        "Zorvathi ", "zorvathi ", "Zorvati ",
	"goverment ", "Goverment ", "KRG (Kurds) ", "KRG ",      ". ",        "The ",
};

/* Texts are made of some pieces or others. */
static const char *const *made_of;
static size_t n_made_of;

static void make_text(struct tp_buf *out)
{
	tp_buf_clear(out);
	for (int i = rand() % 12; i >= 0; i--)
		tp_buf_add_z(out, made_of[(size_t)rand() % n_made_of]);
}

static bool same_finding(const struct tp_finding *a, const struct tp_finding *b)
{
	if (strcmp(a->id, b->id) != 0 || a->unit != b->unit || a->at.from != b->at.from || a->at.to != b->at.to ||
	    a->sure != b->sure || a->n_fixes != b->n_fixes || !tp_str_eq(a->message, b->message))
		return false;
	for (size_t i = 0; i < a->n_fixes; i++)
		if (!tp_str_eq(a->fixes[i].with, b->fixes[i].with))
			return false;
	return true;
}

static void expect_same(const struct tp_findings *a, const struct tp_findings *b)
{
	EQ(a->n, b->n);
	for (size_t i = 0; i < a->n; i++)
		EXPECT(same_finding(&a->p[i], &b->p[i]));
}

enum { UNITS = 12 };

static void set_unit(struct tp_checker *checker, size_t unit, const struct tp_buf *text, struct tp_text *set)
{
	static const struct tp_ignored ignored[] = {
		{ { 4, 12 }, { "", 0 }, { "", 0 } },
		{ { 0, TP_NOT_FOUND }, { "abbreviations,doubled-word", 26 }, { "", 0 } },
	};

	*set = (struct tp_text){ .text = tp_buf_str(text), .ignored = ignored };
	set->n_ignored = rand() % 4 ? 0 : (size_t)rand() % 3;
	tp_checker_set(checker, unit, set);
}

static void check_fresh(const struct tp_kit *kit, const struct tp_text *texts, struct tp_findings *out)
{
	struct tp_unit units[UNITS] = { 0 };

	for (size_t i = 0; i < UNITS; i++)
		units[i].text = texts[i];
	tp_findings_release(out);
	tp_check_units(kit, NULL, NULL, units, UNITS, tp_findings_gather, out, NULL);
}

/* A thousand random edits. Returns how many findings there were. */
static size_t edit_and_check(const struct tp_kit *kit)
{
	struct tp_buf texts[UNITS] = { TP_BUF_INIT };
	struct tp_text set[UNITS];
	struct tp_checker *checker = tp_checker_new(kit, NULL, NULL);
	struct tp_findings again = { NULL, 0, 0, NULL }, fresh = { NULL, 0, 0, NULL };
	size_t seen = 0;

	srand(3);
	for (size_t i = 0; i < UNITS; i++) {
		make_text(&texts[i]);
		set_unit(checker, i, &texts[i], &set[i]);
	}
	for (int edit = 0; edit < 1000; edit++) {
		for (int i = rand() % 3; i >= 0; i--) {
			size_t unit = (size_t)rand() % UNITS;

			make_text(&texts[unit]);
			set_unit(checker, unit, &texts[unit], &set[unit]);
		}
		tp_checker_findings(checker, &again);
		check_fresh(kit, set, &fresh);
		expect_same(&again, &fresh);
		seen += fresh.n;
	}
	for (size_t i = 0; i < UNITS; i++)
		tp_buf_release(&texts[i]);
	tp_findings_release(&again);
	tp_findings_release(&fresh);
	tp_checker_free(checker);
	return seen;
}

static void a_check_after_an_edit_equals_a_fresh_one(void)
{
	made_of = pieces;
	n_made_of = sizeof pieces / sizeof *pieces;
	EXPECT(edit_and_check(&no_kit) > 1000);
}

static void so_it_does_with_names_and_first_mentions(void)
{
	struct tp_options options = { .data = "dictionaries", .style = "tests/files/checks/rivals.tsv" };

	made_of = names;
	n_made_of = sizeof names / sizeof *names;
	for (int first = 0; first < 2; first++) {
		struct tp_error err;

		options.first_mention = first;
		struct tp_kit *kit = tp_kit_new(&options, TP_NEED_NAMES, &err);
		OK(kit, err);
		EXPECT(edit_and_check(kit) > 1000);
		tp_kit_free(kit);
	}
}

static void so_it_does_with_spelling(void)
{
	struct tp_options options = { .data = "dictionaries" };
	struct tp_error err;
	struct tp_kit *kit = tp_kit_new(&options, TP_NEED_SPELLING, &err);

	OK(kit, err);
	made_of = words;
	n_made_of = sizeof words / sizeof *words;
	EXPECT(edit_and_check(kit) > 1000);
	tp_kit_free(kit);
}

/* Makes the sure fixes of all texts; returns how many. */
static size_t fix_all(struct tp_buf *texts)
{
	struct tp_findings findings = { NULL, 0, 0, NULL };
	struct tp_edits edits = { NULL, 0, 0 };
	struct tp_text plain[UNITS] = { 0 };
	size_t made = 0;

	for (size_t i = 0; i < UNITS; i++)
		plain[i].text = tp_buf_str(&texts[i]);
	check_fresh(&no_kit, plain, &findings);
	for (size_t i = 0; i < UNITS; i++) {
		struct tp_buf fixed = TP_BUF_INIT;

		made += tp_findings_edits(&findings, i, TP_FAMILY_COPY, &edits);
		tp_edits_apply(&edits, tp_buf_str(&texts[i]), &fixed);
		tp_buf_release(&texts[i]);
		texts[i] = fixed;
	}
	tp_edits_release(&edits);
	tp_findings_release(&findings);
	return made;
}

static void fixing_twice_changes_no_more_than_once(void)
{
	struct tp_buf texts[UNITS] = { TP_BUF_INIT };
	size_t made = 0;

	made_of = pieces;
	n_made_of = sizeof pieces / sizeof *pieces;
	srand(4);
	for (int round = 0; round < 1000; round++) {
		for (size_t i = 0; i < UNITS; i++)
			make_text(&texts[i]);
		made += fix_all(texts);
		EQ(fix_all(texts), 0);
	}
	EXPECT(made > 1000);
	for (size_t i = 0; i < UNITS; i++)
		tp_buf_release(&texts[i]);
}

static size_t count_found(const char *only, const char *skip)
{
	static const struct tp_unit unit = { .text.text = { "The U.S  also saw the the U.S. plan.", 36 } };
	struct tp_findings found = { NULL, 0, 0, NULL };
	size_t n;

	tp_check_units(&no_kit, only, skip, &unit, 1, tp_findings_gather, &found, NULL);
	n = found.n;
	tp_findings_release(&found);
	return n;
}

static void findings_are_chosen_by_id_and_family(void)
{
	EQ(count_found(NULL, NULL), 3);
	EQ(count_found("copy", NULL), 2);
	EQ(count_found("abbreviations,double-space", NULL), 2);
	EQ(count_found(NULL, "doubled-word"), 2);
	EQ(count_found("copy", "double-space"), 1);
	EQ(count_found("names", NULL), 0);
}

static void an_unknown_id_is_an_error(void)
{
	struct tp_error err;

	EXPECT(tp_selection_valid(NULL, &err));
	EXPECT(tp_selection_valid("typo, copy,", &err));
	EXPECT(!tp_selection_valid("typo,tpyo", &err));
	EQ(err.code, TP_E_USAGE);
	EXPECT(strstr(err.message, "tpyo"));
}

/* The abbreviation number i, "A.B.C.D.E.". */
static void add_abbreviation(struct tp_buf *out, size_t i)
{
	for (int letters = 5; letters > 0; letters--, i /= 26)
		tp_buf_format(out, "%c.", (char)('A' + i % 26));
	tp_buf_add_char(out, ' ');
}

static void a_document_with_too_many_facts_is_refused(void)
{
	enum { EACH = 20000, MANY = 200 };
	struct tp_unit *units = tp_alloc_zero(MANY, sizeof *units);
	struct tp_arena *arena = tp_arena_new();
	struct tp_findings found = { NULL, 0, 0, NULL };
	struct tp_buf text = TP_BUF_INIT;
	struct tp_error err;

	for (size_t i = 0; i < MANY; i++) {
		tp_buf_clear(&text);
		for (size_t j = 0; j < EACH; j++)
			add_abbreviation(&text, i * EACH + j);
		units[i].text.text = tp_arena_str(arena, tp_buf_str(&text));
		units[i].id = tp_arena_format(arena, "%zu", i + 1);
	}
	OK(tp_check_units(&no_kit, NULL, NULL, units, 2, tp_findings_gather, &found, &err), err);
	EXPECT(!tp_check_units(&no_kit, NULL, NULL, units, MANY, tp_findings_gather, &found, &err));
	EQ(err.code, TP_E_LIMIT);
	EXPECT(err.unit[0] != '\0');
	tp_findings_release(&found);
	tp_buf_release(&text);
	tp_arena_free(arena);
	free(units);
}

/* A text of one slip over and over takes time in proportion to its length. */
static void many_findings_take_linear_time(void)
{
	static const char *const slips[] = { "the the ",
					     "U.S US ",
					     "a  b ",
					     "[x y",
					     "\xe2\x80\xaa",
					     "\xe2\x81\xa6\xe2\x80\xaa",
					     "t\xe2\x80\x8bhe the ",
					     "U.",
					     "A" };

	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
		struct tp_buf buf = TP_BUF_INIT;
		struct tp_findings found = { NULL, 0, 0, NULL };
		struct tp_unit unit = { 0 };

		while (buf.n < 300000)
			tp_buf_add_z(&buf, slips[i]);
		unit.text.text = tp_buf_str(&buf);
		tp_check_units(&no_kit, NULL, NULL, &unit, 1, tp_findings_gather, &found, NULL);
		tp_findings_release(&found);
		tp_buf_release(&buf);
	}
}

TESTS(TEST(a_check_after_an_edit_equals_a_fresh_one), TEST(so_it_does_with_names_and_first_mentions),
      TEST(so_it_does_with_spelling), TEST(fixing_twice_changes_no_more_than_once),
      TEST(findings_are_chosen_by_id_and_family), TEST(an_unknown_id_is_an_error), TEST(many_findings_take_linear_time),
      TEST(a_document_with_too_many_facts_is_refused))
