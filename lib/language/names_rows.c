/* Rows of name bases: words, facts, losses, and rows in memory. */
#include "language/names_rows.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/sax.h"
#include "core/str.h"
#include "core/table.h"
#include "core/unicode.h"

/* Words ------------------------------------------------------------------------------------------------- */

static const char *const statuses[] = { "preferred", "admitted", "deprecated", "report" };
static const char *const matches[] = { "fold", "exact", "report" };

struct tp_name_row tp_name_row_empty(size_t line)
{
	struct tp_str none = TP_S("");

	return (struct tp_name_row){ none, none, none, none, TP_NAME_PREFERRED, TP_MATCH_FOLD, none, none, none, line };
}

int tp_name_status_of(struct tp_str word)
{
	for (int i = 0; i < 4; i++)
		if (tp_str_is(word, statuses[i]))
			return i;
	return -1;
}

int tp_name_match_of(struct tp_str word)
{
	for (int i = 0; i < 3; i++)
		if (tp_str_is(word, matches[i]))
			return i;
	return -1;
}

const char *tp_name_status_word(enum tp_name_status status)
{
	return statuses[status];
}

const char *tp_name_match_word(enum tp_name_match match)
{
	return matches[match];
}

enum tp_name_match tp_name_guess_match(struct tp_str form, enum tp_name_status status)
{
	size_t capitals = 0;

	for (size_t at = 0; at < form.n;) {
		uint32_t cp = tp_utf8_next(form, &at);
		if (tp_is_upper(cp))
			capitals++;
		else if (tp_is_letter(cp))
			return TP_MATCH_FOLD;
	}
	if (capitals < 2)
		return TP_MATCH_FOLD;
	return capitals == 2 && status == TP_NAME_DEPRECATED ? TP_MATCH_REPORT : TP_MATCH_EXACT;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

struct tp_str tp_name_field(struct tp_arena *arena, struct tp_str text)
{
	struct tp_str rest = tp_str_trim(text);
	struct tp_buf field = TP_BUF_INIT;

	for (size_t i = 0, to; i < rest.n; i = to) {
		bool breaks = false;

		for (to = i; to < rest.n && is_blank(rest.p[to]); to++)
			breaks |= rest.p[to] != ' ';
		if (breaks)
			tp_buf_add_char(&field, ' ');
		else
			tp_buf_add(&field, rest.p + i, to - i);
		for (i = to; to < rest.n && !is_blank(rest.p[to]); to++)
			;
		tp_buf_add(&field, rest.p + i, to - i);
	}
	struct tp_str result = tp_arena_str(arena, tp_buf_str(&field));
	tp_buf_release(&field);
	return result;
}

struct tp_str tp_name_lang(struct tp_arena *arena, struct tp_str text)
{
	struct tp_str lang = tp_name_field(arena, text);

	return tp_str_eq_ascii(lang, TP_S("mul")) ? TP_S("") : lang;
}

void tp_name_row_key(struct tp_str concept, struct tp_str language, struct tp_str form, struct tp_buf *key)
{
	if (tp_str_eq_ascii(language, TP_S("mul")))
		language = TP_S("");
	tp_buf_clear(key);
	tp_buf_format(key, "%.*s\t%.*s\t%.*s", (int)concept.n, concept.p, (int)language.n, language.p, (int)form.n,
		      form.p);
}

/* Facts ------------------------------------------------------------------------------------------------- */

static const char *const fact_names[] = { "concept", "kind",  "lang",   "form", "status",
					  "match",   "first", "unless", "only" };

enum { N_FACTS = sizeof fact_names / sizeof *fact_names };

static struct tp_str *fact_text(struct tp_name_row *row, unsigned fact)
{
	switch (fact) {
	case TP_FACT_CONCEPT:
		return &row->concept
		;
	case TP_FACT_KIND:
		return &row->kind;
	case TP_FACT_LANG:
		return &row->lang;
	case TP_FACT_FORM:
		return &row->form;
	case TP_FACT_FIRST:
		return &row->first;
	case TP_FACT_UNLESS:
		return &row->unless;
	case TP_FACT_ONLY:
		return &row->only;
	default:
		return NULL;
	}
}

static struct tp_str fact_value(const struct tp_name_row *row, unsigned fact)
{
	struct tp_name_row copy = *row;

	if (fact == TP_FACT_STATUS)
		return tp_str_of(tp_name_status_word(row->status));
	if (fact == TP_FACT_MATCH)
		return tp_str_of(tp_name_match_word(row->match));
	return *fact_text(&copy, fact);
}

void tp_name_facts_add(struct tp_buf *out, const struct tp_name_row *row, unsigned facts)
{
	bool first = true;

	for (unsigned i = 0; i < N_FACTS; i++) {
		struct tp_str value = facts >> i & 1 ? fact_value(row, 1u << i) : TP_S("");
		if (!value.n)
			continue;
		tp_buf_format(out, "%s%s: ", first ? "" : "; ", fact_names[i]);
		for (size_t k = 0; k < value.n; k++) {
			if (value.p[k] == ';' || value.p[k] == '\\')
				tp_buf_add_char(out, '\\');
			tp_buf_add_char(out, value.p[k]);
		}
		first = false;
	}
}

/* Takes a fact, "NAME: VALUE", off *rest; `value` gets it without its backslashes. Returns its bit, or 0. */
static unsigned cut_fact(struct tp_str *rest, struct tp_buf *value)
{
	size_t colon = tp_str_find_char(*rest, ':', 0), at;
	unsigned i = 0;

	if (colon == TP_NOT_FOUND)
		return 0;
	struct tp_str name = tp_str_trim((struct tp_str){ rest->p, colon });
	while (i < N_FACTS && !tp_str_is(name, fact_names[i]))
		i++;
	tp_buf_clear(value);
	for (at = colon + 1; at < rest->n && rest->p[at] != ';'; at++) {
		at += rest->p[at] == '\\' && at + 1 < rest->n;
		tp_buf_add_char(value, rest->p[at]);
	}
	*rest = tp_str_from(*rest, at < rest->n ? at + 1 : at);
	return i < N_FACTS ? 1u << i : 0;
}

static bool take_fact(struct tp_name_row *row, unsigned fact, struct tp_str value, struct tp_arena *arena)
{
	int status = tp_name_status_of(value), match = tp_name_match_of(value);

	if (fact == TP_FACT_STATUS && status >= 0)
		row->status = (enum tp_name_status)status;
	else if (fact == TP_FACT_MATCH && match >= 0)
		row->match = (enum tp_name_match)match;
	else if (fact && fact_text(row, fact))
		*fact_text(row, fact) = tp_name_field(arena, value);
	else
		return false;
	return true;
}

unsigned tp_name_facts_read(struct tp_str text, struct tp_arena *arena, struct tp_name_row *row)
{
	struct tp_name_row read = *row;
	struct tp_buf value = TP_BUF_INIT;
	unsigned facts = 0;
	bool ok = true;

	while (ok && tp_str_trim(text).n) {
		unsigned fact = cut_fact(&text, &value);
		ok = take_fact(&read, fact, tp_str_trim(tp_buf_str(&value)), arena);
		facts |= fact;
	}
	tp_buf_release(&value);
	if (!ok || !facts)
		return 0;
	*row = read;
	return facts;
}

/* Losses ------------------------------------------------------------------------------------------------- */

void tp_names_lose(struct tp_name_losses *losses, enum tp_name_loss kind, struct tp_str what)
{
	size_t i = 0, most = sizeof losses->p / sizeof *losses->p;

	if (!losses)
		return;
	if (what.n >= sizeof losses->p->what)
		what.n = tp_utf8_border(what, sizeof losses->p->what - 1);
	while (i < losses->n && (losses->p[i].kind != kind || !tp_str_is(what, losses->p[i].what)))
		i++;
	if (i == most) {
		i = most - 1;
		losses->p[i].kind = TP_LOSS_PART;
		memcpy(losses->p[i].what, "...", 4);
	} else if (i == losses->n) {
		losses->n++;
		losses->p[i].kind = kind;
		losses->p[i].n = 0;
		memcpy(losses->p[i].what, what.p, what.n);
		losses->p[i].what[what.n] = '\0';
	}
	losses->p[i].n++;
}

static void add_form_loss(struct tp_buf *out, const char *why, size_t n)
{
	unsigned long count = (unsigned long)n;
	const char *message;

	if (strcmp(why, TP_FORM_ALONE) == 0)
		message = tp_plural("%zu form was left out: there is no preferred form to go with it.",
				    "%zu forms were left out: there is no preferred form to go with them.", count);
	else if (strcmp(why, TP_FORM_TWICE) == 0)
		message = tp_plural("%zu row was left out: another row for the same form follows it.",
				    "%zu rows were left out: other rows for the same forms follow them.", count);
	else if (strcmp(why, TP_FORM_WORDS) == 0)
		message = tp_plural("%zu form was left out: the format has single words only.",
				    "%zu forms were left out: the format has single words only.", count);
	else if (strcmp(why, TP_FORM_XML) == 0)
		message = tp_plural("%zu form was left out: it has a character that XML cannot hold.",
				    "%zu forms were left out: they have characters that XML cannot hold.", count);
	else if (strcmp(why, TP_FORM_FINE) == 0)
		message = tp_plural("%zu form was left out: it is not to be replaced.",
				    "%zu forms were left out: they are not to be replaced.", count);
	else if (strcmp(why, TP_FORM_CASE) == 0)
		message =
		    tp_plural("%zu form was left out: the format does not tell small letters from capitals.",
			      "%zu forms were left out: the format does not tell small letters from capitals.", count);
	else
		message =
		    tp_plural("%zu form was left out: it is empty.", "%zu forms were left out: they are empty.", count);
	tp_buf_format(out, message, n);
}

/* All languages in one sentence. */
static void add_languages_lost(const struct tp_name_losses *losses, struct tp_buf *out)
{
	struct tp_buf list = TP_BUF_INIT;
	size_t n = 0;

	for (size_t i = 0; i < losses->n; i++) {
		if (losses->p[i].kind != TP_LOSS_LANGUAGE)
			continue;
		tp_buf_format(&list, "%s%s (%zu)", n ? ", " : "", losses->p[i].what, losses->p[i].n);
		n += losses->p[i].n;
	}
	if (n) {
		tp_buf_format(out,
			      tp_plural("%zu form was left out for its language: %s.",
					"%zu forms were left out for their languages: %s.", (unsigned long)n),
			      n, list.p);
		tp_buf_add_char(out, '\n');
	}
	tp_buf_release(&list);
}

void tp_names_losses_text(const struct tp_name_losses *losses, struct tp_buf *out)
{
	for (size_t i = 0; i < losses->n; i++) {
		const char *what = losses->p[i].what;
		size_t n = losses->p[i].n;
		unsigned long count = (unsigned long)n;

		if (losses->p[i].kind == TP_LOSS_PART)
			tp_buf_format(out,
				      tp_plural("A name base has no place for \"%s\": %zu was left out.",
						"A name base has no place for \"%s\": %zu were left out.", count),
				      what, n);
		else if (losses->p[i].kind == TP_LOSS_FIELD)
			tp_buf_format(out,
				      tp_plural("The format has no place for \"%s\": %zu row lost it.",
						"The format has no place for \"%s\": %zu rows lost it.", count),
				      what, n);
		else if (losses->p[i].kind == TP_LOSS_STATUS)
			tp_buf_format(
			    out,
			    tp_plural("A name base has no status \"%s\": the nearest was taken for %zu form.",
				      "A name base has no status \"%s\": the nearest was taken for %zu forms.", count),
			    what, n);
		else if (losses->p[i].kind == TP_LOSS_FORM)
			add_form_loss(out, what, n);
		else
			continue;
		tp_buf_add_char(out, '\n');
	}
	add_languages_lost(losses, out);
}

/* Reading ------------------------------------------------------------------------------------------------ */

bool tp_name_give(const struct tp_name_sink *sink, const struct tp_name_row *row, struct tp_error *err)
{
	if (sink->row(sink->arg, row, err))
		return true;
	if (err && !err->line)
		err->line = row->line;
	return false;
}

bool tp_name_bears(const struct tp_name_sink *sink, const struct tp_error *err)
{
	if (sink->critic)
		sink->critic->bad(sink->critic->arg, err);
	return sink->critic;
}

bool tp_name_rows_read(const char *path, tp_name_row_fn *take, void *arg, const struct tp_name_critic *critic,
		       struct tp_error *err)
{
	const struct tp_exchange how = { .format = tp_str_ends(tp_str_of(path), TP_S(".tbx")) ? "tbx" : "tsv" };
	const struct tp_name_sink sink = { .row = take, .arg = arg, .critic = critic };
	struct tp_file file;

	if (!tp_file_read(&file, path, 0, err))
		return false;
	bool ok = tp_names_read_rows(file.bytes, &how, &sink, err);
	tp_file_release(&file);
	return ok || tp_error_in_file(err, path);
}

/* Rows in memory ------------------------------------------------------------------------------------------ */

static bool keep_row(void *arg, const struct tp_name_row *row, struct tp_error *err)
{
	struct tp_rows *rows = arg;
	struct tp_name_row *kept = tp_push(rows);

	(void)err;
	*kept = *row;
	for (unsigned fact = TP_FACT_CONCEPT; fact <= TP_FACT_ONLY; fact <<= 1)
		if (fact_text(kept, fact))
			*fact_text(kept, fact) = tp_name_field(rows->arena, *fact_text(kept, fact));
	return true;
}

struct tp_name_sink tp_rows_sink(struct tp_rows *rows)
{
	return (struct tp_name_sink){ .row = keep_row, .arg = rows, .losses = &rows->losses };
}

/* A row and where it goes: by first sight of its concept, of its language there, and of its form there. */
struct place {
	uintptr_t concept, language, form;
	size_t row;
};

static uintptr_t place_of(struct tp_rows *rows, struct tp_table *places, const struct tp_name_row *row, int parts)
{
	struct tp_str part[] = { row->concept, row->lang, row->form };
	struct tp_buf key = TP_BUF_INIT;

	for (int i = 0; i < parts; i++) {
		tp_buf_add_char(&key, '\t');
		tp_buf_add_str(&key, part[i]);
	}
	uintptr_t *place = tp_table_get(places, tp_buf_str(&key));
	if (!place)
		*(place = tp_table_put(places, tp_arena_str(rows->arena, tp_buf_str(&key)))) = places->n;
	tp_buf_release(&key);
	return *place;
}

static int compare_places(const void *x, const void *y)
{
	const struct place *a = x, *b = y;

	if (a->concept != b->concept)
	return a->concept < b->concept ? -1 : 1;
	if (a->language != b->language)
		return a->language < b->language ? -1 : 1;
	if (a->form != b->form)
		return a->form < b->form ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

size_t tp_rows_concept_end(const struct tp_rows *rows, size_t from)
{
	size_t to = from;

	while (to < rows->n && tp_str_eq(rows->p[to].concept, rows->p[from].concept))
		to++;
	return to;
}

/* A row without a kind has that of the first row of its concept which has one. */
static void fill_kinds(struct tp_rows *rows)
{
	for (size_t from = 0, to; from < rows->n; from = to) {
		struct tp_str kind = TP_S("");

		to = tp_rows_concept_end(rows, from);
		for (size_t i = from; i < to && !kind.n; i++)
			kind = rows->p[i].kind;
		for (size_t i = from; i < to; i++)
			if (!rows->p[i].kind.n)
				rows->p[i].kind = kind;
	}
}

void tp_rows_sort(struct tp_rows *rows)
{
	struct place *places = tp_alloc_zero(rows->n + 1, sizeof *places);
	struct tp_name_row *sorted = tp_alloc_zero(rows->n + 1, sizeof *sorted);
	struct tp_table seen = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++) {
		const struct tp_name_row *row = &rows->p[i];
		places[i].concept = place_of(rows, &seen, row, 1);
		places[i].language = place_of(rows, &seen, row, 2);
		places[i].form = place_of(rows, &seen, row, 3);
		places[i].row = i;
	}
	qsort(places, rows->n, sizeof *places, compare_places);
	for (size_t i = 0; i < rows->n; i++) {
		if (i + 1 < rows->n && places[i].form == places[i + 1].form)
			tp_names_lose(&rows->losses, TP_LOSS_FORM, TP_S(TP_FORM_TWICE));
		else
			sorted[n++] = rows->p[places[i].row];
	}
	tp_table_release(&seen);
	free(places);
	free(rows->p);
	rows->p = sorted;
	rows->cap = rows->n + 1;
	rows->n = n;
	fill_kinds(rows);
}

size_t tp_rows_language_end(const struct tp_rows *rows, size_t from)
{
	size_t to = from;

	while (to < rows->n && tp_str_eq(rows->p[to].concept, rows->p[from].concept) &&
	       tp_str_eq(rows->p[to].lang, rows->p[from].lang))
		to++;
	return to;
}

static bool xml_holds(struct tp_str text)
{
	for (size_t at = 0; at < text.n;)
		if (!tp_xml_allows(tp_utf8_next(text, &at)))
			return false;
	return true;
}

void tp_rows_fit_xml(struct tp_rows *rows)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++) {
		struct tp_name_row *row = &rows->p[i];
		bool ok = true;

		for (unsigned fact = TP_FACT_CONCEPT; fact <= TP_FACT_ONLY; fact <<= 1)
			ok = ok && xml_holds(fact_value(row, fact));
		if (!ok)
			tp_names_lose(&rows->losses, TP_LOSS_FORM, TP_S(TP_FORM_XML));
		else if (row->lang.n && !tp_language_valid(row->lang.p))
			tp_names_lose(&rows->losses, TP_LOSS_LANGUAGE, row->lang);
		else
			rows->p[n++] = *row;
	}
	rows->n = n;
}

void tp_rows_lose_kinds(struct tp_rows *rows, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!tp_str_eq(rows->p[i].kind, rows->p[from].kind))
			tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("kind"));
}
