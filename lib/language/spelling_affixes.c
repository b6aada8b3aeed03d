#include "language/spelling_affixes.h"

#include <stdint.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

enum {
	FLAGS = 1 << 16,
	MOST_FLAGS = 64, /* of a word */
	MOST_COMPOUNDING = 8,
	FIELDS = 5,
	LONGEST = 256, /* bytes of a rule; longer ones are left out */
};

enum flag_kind { FLAG_CHARACTER, FLAG_LONG, FLAG_NUMBER };

struct affix {
	uint16_t flag;
	bool suffix, cross; /* goes with one of the other kind */
	struct tp_str strip, add, condition;
};

struct tp_affixes {
	struct affix *p; /* sorted by flag, prefixes first */
	size_t n, cap;
	uint32_t *starts; /* by kind: its first affix; 2 * FLAGS + 1 of them */
	enum flag_kind kind;
	uint16_t compounding[MOST_COMPOUNDING]; /* flags of words that are parts of compounds */
	size_t n_compounding;
	struct {
		struct tp_str *p;
		size_t n, cap;
	} aliases; /* lists of flags that are known by their number; what is first is how many there are */
};

/* Flags ------------------------------------------------------------------------------------------- */

static bool next_flag(enum flag_kind kind, struct tp_str *flags, uint16_t *flag)
{
	size_t at = 0;
	uint32_t number = 0;

	if (!flags->n)
		return false;
	switch (kind) {
	case FLAG_NUMBER:
		while (at < flags->n && flags->p[at] >= '0' && flags->p[at] <= '9')
			number = number * 10 + (uint32_t)(flags->p[at++] - '0');
		at += at < flags->n;
		break;
	case FLAG_LONG:
		number = tp_utf8_next(*flags, &at) << 8;
		if (at < flags->n)
			number |= tp_utf8_next(*flags, &at);
		break;
	case FLAG_CHARACTER:
		number = tp_utf8_next(*flags, &at);
		break;
	}
	*flags = tp_str_from(*flags, at);
	*flag = (uint16_t)number;
	return true;
}

static size_t number_of(struct tp_str digits)
{
	size_t number = 0;

	for (size_t i = 0; i < digits.n && digits.p[i] >= '0' && digits.p[i] <= '9' && number < FLAGS; i++)
		number = number * 10 + (size_t)(digits.p[i] - '0');
	return number;
}

/* The flags of a word, without alias. */
static struct tp_str real_flags(const struct tp_affixes *affixes, struct tp_str flags)
{
	if (!affixes->aliases.n)
		return flags;
	size_t number = number_of(flags);

	return number && number < affixes->aliases.n ? affixes->aliases.p[number] : (struct tp_str){ "", 0 };
}

/* Reading -------------------------------------------------------------------------------------------- */

static size_t split(struct tp_str line, struct tp_str *fields)
{
	size_t n = 0;

	for (size_t at = 0; n < FIELDS;) {
		size_t start;

		while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t'))
			at++;
		if (at == line.n)
			break;
		for (start = at; at < line.n && line.p[at] != ' ' && line.p[at] != '\t'; at++)
			;
		fields[n++] = tp_str_at(line, (struct tp_span){ start, at });
	}
	return n;
}

static struct tp_str or_none(struct tp_str field)
{
	return tp_str_is(field, "0") ? (struct tp_str){ "", 0 } : field;
}

/* "SFX S Y 9" starts a group, "SFX S y ies [^aeiou]y" is one of its rules. */
static void read_affix(struct tp_affixes *affixes, const struct tp_str *fields, size_t n, bool *cross)
{
	struct tp_str flags = fields[1], add;
	uint16_t flag;

	if (n < 4 || !next_flag(affixes->kind, &flags, &flag))
		return;
	if (n == 4 && (tp_str_is(fields[2], "Y") || tp_str_is(fields[2], "N")) && number_of(fields[3])) {
		*cross = tp_str_is(fields[2], "Y");
		return;
	}
	add = fields[3];
	add.n = tp_str_find_char(add, '/', 0) == TP_NOT_FOUND ? add.n : tp_str_find_char(add, '/', 0);
	if (fields[n - 1].p + fields[n - 1].n - fields[0].p > LONGEST || tp_str_find_char(add, '\'', 0) != TP_NOT_FOUND)
		return;
	*tp_push(affixes) = (struct affix){ flag,         tp_str_is(fields[0], "SFX"),  *cross, or_none(fields[2]),
					    or_none(add), n > 4 ? fields[4] : TP_S(".") };
}

static bool is_compounding(struct tp_str name)
{
	static const char *const names[] = { "COMPOUNDFLAG",   "COMPOUNDBEGIN", "COMPOUNDFIRST",
					     "COMPOUNDMIDDLE", "COMPOUNDEND",   "COMPOUNDLAST" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (tp_str_is(name, names[i]))
			return true;
	return false;
}

static void read_compounding(struct tp_affixes *affixes, struct tp_str flag)
{
	if (affixes->n_compounding < MOST_COMPOUNDING &&
	    next_flag(affixes->kind, &flag, &affixes->compounding[affixes->n_compounding]))
		affixes->n_compounding++;
}

static void read_line(struct tp_affixes *affixes, const struct tp_str *fields, size_t n, bool *cross)
{
	if (n < 2)
		return;
	if (tp_str_is(fields[0], "FLAG"))
		affixes->kind = tp_str_is(fields[1], "long")  ? FLAG_LONG
				: tp_str_is(fields[1], "num") ? FLAG_NUMBER
							      : FLAG_CHARACTER;
	else if (tp_str_is(fields[0], "AF"))
		*tp_push(&affixes->aliases) = fields[1];
	else if (tp_str_is(fields[0], "SFX") || tp_str_is(fields[0], "PFX"))
		read_affix(affixes, fields, n, cross);
	else if (is_compounding(fields[0]))
		read_compounding(affixes, fields[1]);
}

/* The prefixes of a flag are one kind, its suffixes the next. */
static size_t kind_of(uint16_t flag, bool suffix)
{
	return (size_t)flag * 2 + suffix;
}

static int by_kind(const void *a, const void *b)
{
	const struct affix *x = a, *y = b;
	size_t one = kind_of(x->flag, x->suffix), other = kind_of(y->flag, y->suffix);

	if (one != other)
		return one < other ? -1 : 1;
	return x->add.p < y->add.p ? -1 : x->add.p > y->add.p;
}

struct tp_affixes *tp_affixes_new(struct tp_str aff)
{
	struct tp_affixes *affixes = tp_alloc_zero(1, sizeof *affixes);
	struct tp_str line, fields[FIELDS];
	bool cross = false;

	while (tp_str_line(&aff, &line))
		read_line(affixes, fields, split(line, fields), &cross);
	if (affixes->n)
		qsort(affixes->p, affixes->n, sizeof *affixes->p, by_kind);
	affixes->starts = tp_alloc_zero(2 * FLAGS + 1, sizeof *affixes->starts);
	for (size_t kind = 0, i = 0; kind <= 2 * FLAGS; kind++) {
		while (i < affixes->n && kind_of(affixes->p[i].flag, affixes->p[i].suffix) < kind)
			i++;
		affixes->starts[kind] = (uint32_t)i;
	}
	return affixes;
}

void tp_affixes_free(struct tp_affixes *affixes)
{
	free(affixes->p);
	free(affixes->starts);
	free(affixes->aliases.p);
	free(affixes);
}

size_t tp_affixes_count(const struct tp_affixes *affixes, struct tp_str flags)
{
	struct tp_str rest = real_flags(affixes, flags);
	size_t prefixes = 0, suffixes = 0;
	uint16_t flag;

	while (next_flag(affixes->kind, &rest, &flag)) {
		const uint32_t *starts = affixes->starts + kind_of(flag, false);

		prefixes += starts[1] - starts[0];
		suffixes += starts[2] - starts[1];
	}
	return prefixes + suffixes + prefixes * suffixes;
}

/* Forms ------------------------------------------------------------------------------------------------ */

/* A part of a condition, a letter, "." or "[^abc]", is taken off it and holds for the letter. */
static bool holds(struct tp_str *condition, uint32_t letter)
{
	size_t at = 0;
	uint32_t cp = tp_utf8_next(*condition, &at);
	bool found = false, except = false;

	if (cp != '[') {
		*condition = tp_str_from(*condition, at);
		return cp == '.' || cp == letter;
	}
	if (at < condition->n && condition->p[at] == '^') {
		except = true;
		at++;
	}
	while (at < condition->n && (cp = tp_utf8_next(*condition, &at)) != ']')
		found |= cp == letter;
	*condition = tp_str_from(*condition, at);
	return found != except;
}

static size_t count_parts(struct tp_str condition)
{
	size_t n = 0;

	for (; condition.n; n++)
		holds(&condition, 0);
	return n;
}

static bool applies(const struct affix *affix, struct tp_str word)
{
	struct tp_str condition = affix->condition;
	size_t letters = tp_utf8_count(word), parts = count_parts(condition), at = 0;

	if (parts > letters || word.n <= affix->strip.n ||
	    !(affix->suffix ? tp_str_ends(word, affix->strip) : tp_str_starts(word, affix->strip)))
		return false;
	for (size_t i = letters - parts; affix->suffix && i > 0; i--)
		tp_utf8_next(word, &at);
	while (condition.n)
		if (!holds(&condition, tp_utf8_next(word, &at)))
			return false;
	return true;
}

struct forming {
	const struct tp_affixes *affixes;
	uint16_t flags[MOST_FLAGS];
	size_t n_flags;
	void (*each)(void *arg, struct tp_str form);
	void *arg;
};

static void put(const struct affix *affix, struct tp_str word, struct tp_buf *form)
{
	tp_buf_clear(form);
	if (affix->suffix) {
		tp_buf_add(form, word.p, word.n - affix->strip.n);
		tp_buf_add_str(form, affix->add);
	} else {
		tp_buf_add_str(form, affix->add);
		tp_buf_add_str(form, tp_str_from(word, affix->strip.n));
	}
}

/* The forms with each suffix of the word, or each prefix; those with a prefix get suffixes, too. */
static void add_forms(const struct forming *forming, struct tp_str word, bool suffix, bool crossing)
{
	struct tp_buf form = TP_BUF_INIT;

	for (size_t f = 0; f < forming->n_flags; f++) {
		const uint32_t *starts = forming->affixes->starts + kind_of(forming->flags[f], suffix);

		for (size_t i = starts[0]; i < starts[1]; i++) {
			const struct affix *affix = &forming->affixes->p[i];

			if ((crossing && !affix->cross) || !applies(affix, word))
				continue;
			put(affix, word, &form);
			forming->each(forming->arg, tp_buf_str(&form));
			if (!suffix && affix->cross)
				add_forms(forming, tp_buf_str(&form), true, true);
		}
	}
	tp_buf_release(&form);
}

void tp_affixes_each(const struct tp_affixes *affixes, struct tp_str word, struct tp_str flags,
		     void (*each)(void *arg, struct tp_str form), void *arg)
{
	struct forming forming = { .affixes = affixes, .each = each, .arg = arg };
	struct tp_str rest = real_flags(affixes, flags);

	while (forming.n_flags < MOST_FLAGS && next_flag(affixes->kind, &rest, &forming.flags[forming.n_flags]))
		forming.n_flags++;
	add_forms(&forming, word, true, false);
	add_forms(&forming, word, false, false);
}

bool tp_affixes_compound(const struct tp_affixes *affixes, struct tp_str flags)
{
	struct tp_str rest = affixes->n_compounding ? real_flags(affixes, flags) : TP_S("");
	uint16_t flag;

	while (next_flag(affixes->kind, &rest, &flag))
		for (size_t i = 0; i < affixes->n_compounding; i++)
			if (affixes->compounding[i] == flag)
				return true;
	return false;
}

void tp_affixes_each_rule(const struct tp_affixes *affixes,
			  void (*each)(void *arg, bool is_suffix, struct tp_str stripped, struct tp_str added),
			  void *arg)
{
	for (size_t i = 0; i < affixes->n; i++)
		each(arg, affixes->p[i].suffix, affixes->p[i].strip, affixes->p[i].add);
}
