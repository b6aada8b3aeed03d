/* Abbreviations of letters: a period missing at the end ("The U.S also"), and one abbreviation
 * written with and without periods ("US", "U.S.").
 *
 * A form with periods counts as such whether its last period is there or not, so fixing one does not
 * change how the document writes the others. Nor do invisible characters count, nor how many spaces there
 * are, so that taking them out does not, either. */
#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/words.h"

enum { MOST_LETTERS = 6, LONGEST_LETTER = 4, LONGEST_NEIGHBOUR = 64 };

/* An abbreviation as it stands in a text. */
struct form {
	struct tp_span at; /* with its periods */
	char letters[MOST_LETTERS * LONGEST_LETTER];
	size_t n; /* bytes of `letters` */
	size_t count; /* letters */
	bool upper; /* all of them are capitals */
	bool dotted; /* periods stand between the letters */
	bool closed; /* and after the last one */
};

static bool is_ignored(uint32_t cp)
{
	if (cp < 0x80)
		return (cp < ' ' && cp != '\t' && cp != '\n' && cp != '\r') || cp == 0x7f;
	return cp < 0xa0 || tp_is_invisible(cp);
}

/* Like tp_utf8_next() and tp_utf8_prev(), past what is ignored. */
static uint32_t step_on(struct tp_str text, size_t *at)
{
	while (*at < text.n) {
		uint32_t cp = tp_utf8_next(text, at);

		if (!is_ignored(cp))
			return cp;
	}
	return 0;
}

static uint32_t step_back(struct tp_str text, size_t *at)
{
	while (*at > 0) {
		uint32_t cp = tp_utf8_prev(text, at);

		if (!is_ignored(cp))
			return cp;
	}
	return 0;
}

static uint32_t char_after(struct tp_str text, size_t at)
{
	return step_on(text, &at);
}

static uint32_t char_before(struct tp_str text, size_t at)
{
	return step_back(text, &at);
}

/* Adds the letter at *at; false if there is none, or no room. */
static bool take_letter(struct tp_str text, size_t *at, struct form *form)
{
	size_t end = *at, start;
	uint32_t cp = step_on(text, &end);

	if (!tp_is_letter(cp) || form->count == MOST_LETTERS)
		return false;
	start = end;
	tp_utf8_prev(text, &start);
	memcpy(form->letters + form->n, text.p + start, end - start);
	form->n += end - start;
	form->count++;
	form->upper = form->upper && tp_is_upper(cp);
	*at = end;
	return true;
}

static bool take_period(struct tp_str text, size_t *at)
{
	size_t end = *at;

	if (step_on(text, &end) != '.')
		return false;
	*at = end;
	return true;
}

/* "U.S." or "U.S" at `at`, where a word starts. */
static bool read_dotted(struct tp_str text, size_t at, struct form *form)
{
	uint32_t after;

	*form = (struct form){ .at.from = at, .upper = true, .dotted = true };
	while (take_letter(text, &at, form)) {
		form->closed = take_period(text, &at);
		form->at.to = at;
		if (!form->closed)
			break;
	}
	after = char_after(text, form->at.to);
	return form->count >= 2 && !tp_is_word(after) && after != '.';
}

/* "US" at `at`, where a word starts. */
static bool read_plain(struct tp_str text, size_t at, struct form *form)
{
	*form = (struct form){ .at.from = at, .upper = true };
	while (take_letter(text, &at, form))
		;
	form->at.to = at;
	return form->count >= 2 && form->upper && !tp_is_word(char_after(text, at));
}

/* Beyond spaces or a hyphen, the next word in the direction of `step` is in capitals, and longer than a letter. */
static bool is_capitals(struct tp_str text, size_t at, uint32_t (*step)(struct tp_str, size_t *))
{
	size_t letters = 0, bytes = 0;
	uint32_t cp = step(text, &at);

	if (cp != ' ' && cp != '-')
		return false;
	while (cp == ' ' || cp == '-')
		cp = step(text, &at);
	for (; tp_is_word(cp) || cp == '.'; cp = step(text, &at)) {
		if (tp_is_lower(cp) || ++bytes > LONGEST_NEIGHBOUR)
			return false;
		letters += tp_is_letter(cp);
	}
	return letters >= 2;
}

/* Part of a price ("US$5") or a code ("en_US", "US-101"). */
static bool is_other(struct tp_str text, struct tp_span at)
{
	uint32_t before = char_before(text, at.from), after = step_on(text, &at.to);
	bool code = before == '_' || before == '.' || before == '/' || after == '_' || after == '/' ||
		    (after == '-' && tp_is_digit(char_after(text, at.to)));
	bool price = after == '$' || after == 0x20ac || after == 0xa3;

	return code || price;
}

/* Part of a headline or slogan in capitals ("JOIN US NOW"), so that it is not known what it stands for. */
static bool is_shouted(struct tp_str text, struct tp_span at)
{
	return is_capitals(text, at.from, step_back) || is_capitals(text, at.to, step_on);
}

static bool read_form(struct tp_str text, size_t at, struct form *form)
{
	if (read_dotted(text, at, form))
		return true;
	return read_plain(text, at, form) && !is_other(text, form->at) && !is_shouted(text, form->at);
}

/* The next abbreviation at or after *at, which moves behind it. */
static bool next_form(const struct tp_checking *checking, size_t *at, size_t *hint, struct form *form)
{
	struct tp_str text = checking->text->text;
	bool in_word = *at > 0; /* then behind a form, which no letter follows */

	while (*at < text.n) {
		size_t start = *at;
		uint32_t cp = tp_utf8_next(text, at);

		if (is_ignored(cp))
			continue;
		if (!in_word && tp_is_letter(cp) && read_form(text, start, form)) {
			*at = form->at.to;
			if (!tp_skip_has(checking->skip, form->at, hint))
				return true;
		}
		in_word = tp_is_word(cp) || cp == '.';
	}
	return false;
}

static struct tp_str key_of(struct tp_buf *key, const char *kind, const struct form *form)
{
	tp_buf_clear(key);
	tp_buf_add_z(key, kind);
	tp_buf_add(key, form->letters, form->n);
	return tp_buf_str(key);
}

static void collect(const struct tp_checking *checking)
{
	struct tp_buf key = TP_BUF_INIT;
	struct form form;
	size_t hint = 0;

	for (size_t at = 0; next_form(checking, &at, &hint, &form);) {
		tp_facts_add(checking->facts, checking->unit, key_of(&key, form.dotted ? "dotted:" : "plain:", &form));
		if (form.closed)
			tp_facts_add(checking->facts, checking->unit, key_of(&key, "closed:", &form));
	}
	tp_buf_release(&key);
}

static size_t count(const struct tp_checking *checking, struct tp_buf *key, const char *kind, const struct form *form)
{
	return tp_facts_count(checking->facts, checking->unit, key_of(key, kind, form));
}

/* "U.S." */
static void spell_dotted(const struct form *form, struct tp_buf *out)
{
	struct tp_str letters = { form->letters, form->n };

	for (size_t at = 0, from = 0; from < letters.n; from = at) {
		tp_utf8_next(letters, &at);
		tp_buf_add(out, letters.p + from, at - from);
		tp_buf_add_char(out, '.');
	}
}

static void add_period_finding(const struct tp_checking *checking, const struct form *form)
{
	struct tp_findings *out = checking->out;
	struct tp_str text = tp_str_at(checking->text->text, form->at);
	struct tp_finding *finding = tp_findings_add(out, "abbreviation-period", checking->unit, form->at);
	struct tp_buf with = TP_BUF_INIT;

	spell_dotted(form, &with);
	finding->sure = true;
	finding->message = tp_arena_format(out->arena, _("\"%.*s\" lacks its last period."), (int)text.n, text.p);
	tp_finding_add_fix(out, finding, form->at, tp_buf_str(&with));
	tp_buf_release(&with);
}

/* What follows an abbreviation shows that no sentence ends with it. */
static bool goes_on(struct tp_str text, size_t at)
{
	uint32_t cp = step_on(text, &at);

	if (cp != ' ')
		return cp == ',' || cp == ';' || cp == ':' || cp == ')' || cp == '-' || tp_is_apostrophe(cp);
	while (cp == ' ')
		cp = step_on(text, &at);
	return tp_is_lower(cp);
}

static void add_dotted_fix(const struct tp_checking *checking, const struct form *form, struct tp_finding *finding)
{
	struct tp_str text = checking->text->text;
	struct tp_span at = form->at;
	struct tp_buf with = TP_BUF_INIT;

	take_period(text, &at.to); /* that of the sentence serves for both */
	spell_dotted(form, &with);
	tp_finding_add_fix(checking->out, finding, at, tp_buf_str(&with));
	tp_buf_release(&with);
}

static void add_plain_fix(const struct tp_checking *checking, const struct form *form, struct tp_finding *finding)
{
	struct tp_buf with = TP_BUF_INIT;

	tp_buf_add(&with, form->letters, form->n);
	tp_finding_add_fix(checking->out, finding, form->at, tp_buf_str(&with));
	if (form->closed && !finding->sure) {
		tp_buf_add_char(&with, '.');
		tp_finding_add_fix(checking->out, finding, form->at, tp_buf_str(&with));
	}
	tp_buf_release(&with);
}

static void add_inconsistent_finding(const struct tp_checking *checking, const struct form *form, bool outnumbered)
{
	struct tp_findings *out = checking->out;
	struct tp_str text = tp_str_at(checking->text->text, form->at);
	struct tp_finding *finding = tp_findings_add(out, "abbreviation-inconsistent", checking->unit, form->at);

	finding->sure = outnumbered && goes_on(checking->text->text, form->at.to);
	if (form->dotted)
		add_plain_fix(checking, form, finding);
	else
		add_dotted_fix(checking, form, finding);
	finding->message =
	    tp_arena_format(out->arena, _("The document writes both \"%.*s\" and \"%.*s\"."), (int)text.n, text.p,
			    (int)finding->fixes[0].with.n, finding->fixes[0].with.p);
}

/* Of two ways the rarer one is wrong; where both are as frequent, the one without periods. */
static void judge(const struct tp_checking *checking)
{
	struct tp_buf key = TP_BUF_INIT;
	struct form form;
	size_t hint = 0;

	for (size_t at = 0; next_form(checking, &at, &hint, &form);) {
		size_t dotted = count(checking, &key, "dotted:", &form);
		size_t plain = count(checking, &key, "plain:", &form);

		if (form.dotted ? plain > dotted : dotted > 0 && dotted >= plain)
			add_inconsistent_finding(checking, &form, dotted != plain);
		else if (form.dotted && !form.closed && (plain || count(checking, &key, "closed:", &form)))
			add_period_finding(checking, &form);
	}
	tp_buf_release(&key);
}

const struct tp_check tp_check_abbreviations = {
	.name = "abbreviations",
	.collect = collect,
	.judge = judge,
};
