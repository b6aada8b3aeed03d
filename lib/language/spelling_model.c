/* A line of a table is a word and what follows it, by tabs: a cost by its name ("swap	500"), letters that stand for
 * one another ("alike	400	sz"), rows of keys ("keys	qwertyuiop	asdfghjkl"), letters typed for others
 * ("edit	ie	ei	250", with ^ and $ where the word starts or ends), or all letters that spell a
 * sound, each for any other ("sound	400	f	ff	ph"), letters that are vowels ("vowels	aeiou"), the
 * weight of a mark ("weight	first	160"). What comes later wins. */
#include "language/spelling_model.h"

#include <stddef.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

enum {
	CODES = 64,
	DEAREST = 9999,
	REP = 350, /* what the .aff says people confuse, */
	MAP = 300, /* and which letters are related */
	FIELDS = 16,
	MOST_RULES = 1 << 14, /* more than any language has: what a table or an .aff has beyond is left out, */
	MOST_ALIKE = 256, /* as are more groups of letters */
};

struct reading {
	struct tp_model *model;
	const struct tp_index *index;
	struct {
		struct tp_rule *p;
		size_t n, cap;
	} rules;
	struct {
		struct group {
			uint8_t codes[CODES];
			size_t n;
			unsigned cost;
		} * p;
		size_t n, cap;
	} alike;
};

static const struct {
	const char *name;
	size_t at;
} costs[] = {
	{ "swap", offsetof(struct tp_costs, swap) },
	{ "missing", offsetof(struct tp_costs, missing) },
	{ "missing-double", offsetof(struct tp_costs, missing_double) },
	{ "extra", offsetof(struct tp_costs, extra) },
	{ "extra-double", offsetof(struct tp_costs, extra_double) },
	{ "extra-key", offsetof(struct tp_costs, extra_key) },
	{ "wrong", offsetof(struct tp_costs, wrong) },
	{ "wrong-key", offsetof(struct tp_costs, wrong_key) },
	{ "wrong-mark", offsetof(struct tp_costs, wrong_mark) },
	{ "missing-mark", offsetof(struct tp_costs, missing_mark) },
	{ "first", offsetof(struct tp_costs, first) },
	{ "joint", offsetof(struct tp_costs, joint) },
	{ "split", offsetof(struct tp_costs, split) },
	{ "join", offsetof(struct tp_costs, join) },
	{ "title", offsetof(struct tp_costs, title) },
	{ "frequency", offsetof(struct tp_costs, frequency) },
	{ "near", offsetof(struct tp_costs, near) },
};

static const char *const marks[TP_MARKS] = {
	[TP_MARK_EDITS] = "edits",
	[TP_MARK_EDITS_SHORT] = "edits-short",
	[TP_MARK_RARITY] = "rarity",
	[TP_MARK_RARITY_SHORT] = "rarity-short",
	[TP_MARK_ODD] = "odd",
	[TP_MARK_CONSONANTS] = "consonants",
	[TP_MARK_VOWELS] = "vowels",
	[TP_MARK_FIRST] = "first",
	[TP_MARK_LAST] = "last",
	[TP_MARK_LETTERS] = "letters",
	[TP_MARK_START] = "start",
	[TP_MARK_BEHIND_HEAD] = "behind-head",
	[TP_MARK_BEFORE_TAIL] = "before-tail",
	[TP_MARK_SHORTER] = "shorter",
	[TP_MARK_SPLIT] = "split",
	[TP_MARK_POSSESSIVE] = "possessive",
};

static unsigned number_of(struct tp_str digits)
{
	unsigned number = 0;

	for (size_t i = 0; i < digits.n && digits.p[i] >= '0' && digits.p[i] <= '9' && number < DEAREST; i++)
		number = 10 * number + (unsigned)(digits.p[i] - '0');
	return number < DEAREST ? number : DEAREST;
}

/* Edits ------------------------------------------------------------------------------------------- */

/* The codes of one side; false if the index lacks a letter, or there are too many. */
static bool read_side(const struct tp_index *index, struct tp_str text, uint8_t *codes, uint8_t *n)
{
	uint8_t all[TP_INDEX_LONGEST];
	size_t length = 0;

	if (text.n && (!tp_index_read(index, text, all, &length) || length > TP_RULE_LONGEST))
		return false;
	for (size_t i = 0; i < length; i++) {
		codes[i] = all[i];
		if (!all[i])
			return false;
	}
	*n = (uint8_t)length;
	return true;
}

static bool take_start(struct tp_str *text, const char *mark)
{
	bool there = tp_str_starts(*text, tp_str_of(mark));

	if (there)
		*text = tp_str_from(*text, 1);
	return there;
}

static bool take_end(struct tp_str *text, const char *mark)
{
	bool there = tp_str_ends(*text, tp_str_of(mark));

	text->n -= there;
	return there;
}

static void add_rule(struct reading *in, struct tp_str right, struct tp_str typed, unsigned cost)
{
	struct tp_rule rule = { .cost = cost };
	bool initial = take_start(&right, "^"), final = take_end(&right, "$");

	rule.initial = take_start(&typed, "^") || initial;
	rule.final = take_end(&typed, "$") || final;
	if (in->rules.n < MOST_RULES && read_side(in->index, right, rule.right, &rule.n_right) &&
	    read_side(in->index, typed, rule.typed, &rule.n_typed))
		*tp_push(&in->rules) = rule;
}

/* Letters that stand for one another ---------------------------------------------------------------- */

static void add_alike(struct reading *in, struct tp_str letters, unsigned cost)
{
	struct group *group;

	if (in->alike.n == MOST_ALIKE)
		return;
	group = tp_push(&in->alike);
	group->cost = cost;
	if (!tp_index_read(in->index, letters, group->codes, &group->n))
		group->n = 0;
}

static void add_keys(struct reading *in, struct tp_str row)
{
	uint8_t codes[TP_INDEX_LONGEST];
	size_t n;

	if (!tp_index_read(in->index, row, codes, &n))
		return;
	for (size_t i = 1; i < n; i++)
		if (codes[i - 1] && codes[i])
			in->model->keys[codes[i - 1]][codes[i]] = in->model->keys[codes[i]][codes[i - 1]] = true;
}

static void add_vowels(struct reading *in, struct tp_str vowels)
{
	uint8_t codes[TP_INDEX_LONGEST];
	size_t n;

	if (!tp_index_read(in->index, vowels, codes, &n))
		return;
	for (size_t i = 0; i < n; i++)
		in->model->vowel[codes[i]] = true;
}

/* TP_MARKS if there is none of the name. */
static size_t mark_of(struct tp_str name)
{
	size_t i = 0;

	while (i < TP_MARKS && !tp_str_is(name, marks[i]))
		i++;
	return i;
}

static void weigh(struct reading *in, struct tp_str name, unsigned weight)
{
	size_t mark = mark_of(name);

	if (mark < TP_MARKS)
		in->model->weights[mark] = (int)weight;
}

/* Tables -------------------------------------------------------------------------------------------- */

static void add_sound(struct reading *in, const struct tp_str *spelled, size_t n, unsigned cost)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			if (i != k)
				add_rule(in, spelled[i], spelled[k], cost);
}

static void read_line(struct reading *in, struct tp_str line)
{
	struct tp_str fields[FIELDS], field;
	size_t n = 0;

	while (n < FIELDS && tp_str_cut(&line, '\t', &field))
		fields[n++] = field;
	if (n < 2)
		return;
	if (tp_str_is(fields[0], "edit") && n == 4) {
		add_rule(in, fields[1], fields[2], number_of(fields[3]));
	} else if (tp_str_is(fields[0], "alike") && n == 3) {
		add_alike(in, fields[2], number_of(fields[1]));
	} else if (tp_str_is(fields[0], "sound")) {
		add_sound(in, fields + 2, n - 2, number_of(fields[1]));
	} else if (tp_str_is(fields[0], "vowels")) {
		for (size_t i = 1; i < n; i++)
			add_vowels(in, fields[i]);
	} else if (tp_str_is(fields[0], "weight") && n == 3) {
		weigh(in, fields[1], number_of(fields[2]));
	} else if (tp_str_is(fields[0], "keys")) {
		for (size_t i = 1; i < n; i++)
			add_keys(in, fields[i]);
	} else {
		for (size_t i = 0; i < sizeof costs / sizeof *costs; i++)
			if (tp_str_is(fields[0], costs[i].name))
				*(unsigned *)((char *)&in->model->costs + costs[i].at) = number_of(fields[1]);
	}
}

static void read_table(struct reading *in, const char *data, struct tp_str language, const char *name)
{
	struct tp_buf path = TP_BUF_INIT;
	struct tp_file file;
	struct tp_str rest, line;

	tp_buf_format(&path, "%s/%.*s/%s", data, (int)language.n, language.p, name);
	if (tp_file_read(&file, path.p, 0, NULL)) {
		rest = file.bytes;
		while (tp_str_line(&rest, &line))
			if (!tp_str_starts(line, TP_S("#")))
				read_line(in, line);
		tp_file_release(&file);
	}
	tp_buf_release(&path);
}

static bool is_number(struct tp_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && number_of(s) < DEAREST;
}

static bool is_weight(struct tp_str line)
{
	struct tp_str word, name;

	return tp_str_cut(&line, '\t', &word) && tp_str_is(word, "weight") && tp_str_cut(&line, '\t', &name) &&
	       mark_of(name) < TP_MARKS && is_number(line);
}

bool tp_model_check_ranking(const char *data, struct tp_str folder, struct tp_error *err)
{
	struct tp_buf path = TP_BUF_INIT;
	struct tp_file file = { 0 };
	struct tp_str line;
	bool ok = true;

	tp_buf_format(&path, "%s/%.*s/ranking", data, (int)folder.n, folder.p);
	if (tp_file_read(&file, path.p, 0, NULL)) {
		struct tp_str rest = file.bytes;

		for (size_t n = 1; ok && tp_str_line(&rest, &line); n++)
			if (line.n && line.p[0] != '#' && !is_weight(line))
				ok =
				    tp_fail(err, TP_E_SYNTAX, n,
					    _("Expected \"weight\", what is weighed and a number, with tabs between."));
		tp_file_release(&file);
	}
	if (!ok)
		tp_error_in_file(err, path.p);
	tp_buf_release(&path);
	return ok;
}

/* The .aff -------------------------------------------------------------------------------------------- */

static bool next_field(struct tp_str *line, struct tp_str *field)
{
	*line = tp_str_trim(*line);
	size_t n = 0;

	while (n < line->n && line->p[n] != ' ' && line->p[n] != '\t')
		n++;
	*field = (struct tp_str){ line->p, n };
	*line = tp_str_from(*line, n);
	return n > 0;
}

/* What people confuse; letters without their marks are typed for them more often than that. */
static void add_confused(struct reading *in, struct tp_str right, struct tp_str typed)
{
	struct tp_buf plain = TP_BUF_INIT;

	tp_strip_marks(right, &plain);
	bool plainer = tp_str_eq(tp_buf_str(&plain), typed) && in->model->costs.missing_mark < REP;
	add_rule(in, right, typed, plainer ? in->model->costs.missing_mark : REP);
	tp_buf_release(&plain);
}

static void read_aff(struct reading *in, struct tp_str aff)
{
	struct tp_str line, name, one, two;

	while (tp_str_line(&aff, &line)) {
		if (!next_field(&line, &name) || !next_field(&line, &one))
			continue;
		if (tp_str_is(name, "REP") && next_field(&line, &two)) {
			add_confused(in, two, one);
		} else if (tp_str_is(name, "MAP")) {
			add_alike(in, one, MAP);
		} else if (tp_str_is(name, "KEY")) {
			while (tp_str_cut(&one, '|', &two))
				add_keys(in, two);
		}
	}
}

/* Making --------------------------------------------------------------------------------------------- */

static bool is_joint(uint32_t cp)
{
	return cp == '\'' || cp == '-';
}

/* Letter b typed for letter a; `base` has what letters are without their marks. */
static unsigned wrong_cost(const struct tp_model *model, const uint32_t *base, size_t b, size_t a)
{
	const struct tp_costs *c = &model->costs;

	if (base[a] && base[a] == base[b])
		return model->marked[b] >> a & 1 ? c->missing_mark : c->wrong_mark;
	return model->keys[a][b] ? c->wrong_key : c->wrong;
}

static void find_marked(const struct tp_index *index, const uint32_t *base, uint64_t *marked)
{
	for (size_t a = 1; a < index->n_letters; a++)
		for (size_t b = 1; b < index->n_letters; b++)
			if (base[a] == index->letters[b] && a != b)
				marked[b] |= (uint64_t)1 << a;
}

static void fill_costs(struct reading *in)
{
	const struct tp_index *index = in->index;
	struct tp_model *model = in->model;
	const struct tp_costs *c = &model->costs;
	uint32_t base[CODES] = { 0 };

	for (size_t i = 1; i < index->n_letters; i++)
		base[i] = tp_base_letter(index->letters[i]);
	find_marked(index, base, model->marked);
	for (size_t a = 0; a < CODES; a++) {
		bool joint = a < index->n_letters && is_joint(index->letters[a]);

		model->missing[a] = joint ? c->joint : c->missing;
		model->extra[a] = joint ? c->joint : c->extra;
		for (size_t b = 0; b < CODES; b++)
			model->wrong[b][a] = wrong_cost(model, base, b, a);
	}
	for (size_t i = 0; i < in->alike.n; i++) {
		const struct group *group = &in->alike.p[i];

		for (size_t a = 0; a < group->n; a++)
			for (size_t b = 0; b < group->n; b++)
				if (group->codes[a] && group->codes[b] &&
				    group->cost < model->wrong[group->codes[a]][group->codes[b]])
					model->wrong[group->codes[a]][group->codes[b]] = group->cost;
	}
}

/* A vowel with a mark is one, too. */
static void find_consonants(struct tp_model *model, const struct tp_index *index)
{
	model->vowel[0] = false;
	for (size_t i = 1; i < index->n_letters; i++) {
		uint32_t base = tp_base_letter(index->letters[i]);

		for (size_t k = 1; k < index->n_letters; k++)
			model->vowel[i] |= model->vowel[k] && index->letters[k] == base;
		model->consonant[i] = !model->vowel[i] && !is_joint(index->letters[i]);
	}
}

/* Edits of single letters go into the tables of costs. */
static void take_single(struct tp_model *model, const struct tp_rule *rule)
{
	if (rule->initial || rule->final)
		return;
	if (rule->n_right == 1 && rule->n_typed == 1)
		model->wrong[rule->typed[0]][rule->right[0]] = rule->cost;
	else if (rule->n_right == 1 && !rule->n_typed)
		model->missing[rule->right[0]] = rule->cost;
	else if (!rule->n_right && rule->n_typed == 1)
		model->extra[rule->typed[0]] = rule->cost;
}

static void fill_within(const unsigned *of_letters, uint64_t *within)
{
	for (size_t letter = 0; letter < CODES; letter++)
		for (size_t i = 0; i < TP_WITHIN; i++)
			if (of_letters[letter] < (i + 1) * TP_WITHIN_STEP || i == TP_WITHIN - 1)
				within[i] |= (uint64_t)1 << letter;
}

static int by_first(const void *a, const void *b)
{
	const struct tp_rule *x = a, *y = b;

	if (x->typed[0] != y->typed[0])
		return x->typed[0] < y->typed[0] ? -1 : 1;
	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	return memcmp(x, y, offsetof(struct tp_rule, cost));
}

static void sort_rules(struct reading *in)
{
	struct tp_model *model = in->model;

	if (in->rules.n)
		qsort(in->rules.p, in->rules.n, sizeof *in->rules.p, by_first);
	model->rules = in->rules.p;
	model->n_rules = in->rules.n;
	for (size_t code = 0, i = 0; code <= CODES; code++) {
		while (i < model->n_rules && (!model->rules[i].n_typed || model->rules[i].typed[0] < code))
			i++;
		model->rules_of[code] = i;
	}
}

struct tp_model *tp_model_new(const struct tp_index *index, struct tp_str aff, const char *data, struct tp_str language)
{
	struct reading in = { .model = tp_alloc_zero(1, sizeof *in.model), .index = index };

	read_table(&in, data, TP_S("mul"), "edits");
	read_table(&in, data, TP_S("mul"), "ranking");
	read_aff(&in, aff);
	read_table(&in, data, language, "sounds");
	read_table(&in, data, language, "edits");
	read_table(&in, data, language, "ranking");
	fill_costs(&in);
	find_consonants(in.model, index);
	for (size_t i = 0; i < in.rules.n; i++)
		take_single(in.model, &in.rules.p[i]);
	for (size_t i = 0; i < CODES; i++)
		fill_within(in.model->wrong[i], in.model->wrong_within[i]);
	fill_within(in.model->missing, in.model->missing_within);
	sort_rules(&in);
	free(in.alike.p);
	return in.model;
}

void tp_model_free(struct tp_model *model)
{
	if (!model)
		return;
	free(model->rules);
	free(model);
}
