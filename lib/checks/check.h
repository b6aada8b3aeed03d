/* A check: one family of findings. Each checks/NAME.c defines `const struct tp_check tp_check_NAME`; the
 * table is made by the Makefile. */
#ifndef TPREP_CHECKS_CHECK_H
#define TPREP_CHECKS_CHECK_H

#include "doc/doc.h"
#include "doc/facts.h"
#include "doc/finding.h"
#include "language/kit.h"

/* A unit in the hands of a check. */
struct tp_checking {
	const struct tp_kit *kit;
	struct tp_facts *facts;
	const struct tp_text *text;
	size_t unit;
	const struct tp_spans *skip; /* URLs, e-mail, paths, code: see language/words.h */
	struct tp_names_work *work; /* to find names with */
	struct tp_findings *out; /* judge only */
};

/* An inline code that stands for something, and is no mark at the start or end of a pair, has its place in the
 * text at one of from, from + 1 ... to. */
bool tp_checking_has_code(const struct tp_checking *checking, size_t from, size_t to);

struct tp_check {
	const char *name; /* of the family of its findings: see tp_family_name() */
	int needs; /* enum tp_need: what the kit must have for the check to run */
	void (*collect)(const struct tp_checking *checking); /* adds facts; may be NULL */
	void (*judge)(const struct tp_checking *checking); /* adds findings; may use facts */
};

extern const struct tp_check *const tp_checks[]; /* made by the Makefile; ends with NULL */

/* Which findings are wanted: comma lists of ids and families, or NULL. Fails with TP_E_USAGE for an
 * item that is neither. */
bool tp_selection_valid(const char *list, struct tp_error *err);
bool tp_selection_has(const char *only, const char *skip, const char *id);

/* Runs the checks once over `n` units; `only` and `skip` are valid lists. Calls `each` with the findings of every unit
 * that has some, sorted, which are released after the call. Fails with TP_E_LIMIT where the facts about some of the
 * units take more than TP_DOC_ROOM and twice the text. */
bool tp_check_units(const struct tp_kit *kit, const char *only, const char *skip, const struct tp_unit *units, size_t n,
		    tp_findings_fn each, void *arg, struct tp_error *err);

/* Runs the checks over units, and again over what an edit changed. */
struct tp_checker;

/* `only` and `skip` are valid lists, which are copied. */
struct tp_checker *tp_checker_new(const struct tp_kit *kit, const char *only, const char *skip);
void tp_checker_free(struct tp_checker *checker);

/* Unit `unit` now has this text (which lives until it is set again): its old facts go, the new ones
 * come. Units are numbered from 0 without a gap. */
void tp_checker_set(struct tp_checker *checker, size_t unit, const struct tp_text *text);

/* Judges what was set, and what used a fact that changed; then *out, which is emptied first, has all
 * findings of all units, sorted, the same as tp_check_units() would give. */
void tp_checker_findings(struct tp_checker *checker, struct tp_findings *out);

#endif
