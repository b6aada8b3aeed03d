/* Word lists for other checkers: what is deprecated in one language and what to write instead. Only written. */
#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"
#include "core/table.h"
#include "core/unicode.h"
#include "core/utf8.h"
#include "language/names_base.h"
#include "language/names_rows.h"

/* A form to be replaced, under the key that it has in the list. */
struct entry {
	struct tp_str key, instead;
	const struct tp_name_row *row;
};

/* What a list makes of a form. */
struct list {
	/* Adds the key; false if the list cannot hold the form, after telling the loss. */
	bool (*key)(struct tp_rows *rows, const struct tp_name_row *row, struct tp_str instead, struct tp_buf *out);
	void (*write)(struct tp_rows *rows, const struct entry *entry, struct tp_buf *out);
};

struct entries {
	struct entry *p;
	size_t n, cap;
	struct tp_table last; /* the number of the last entry with a key */
};

static const char *language_of(const struct tp_exchange *how)
{
	return how->source ? how->source : "en";
}

static bool is_of(const struct tp_name_row *row, const char *language)
{
	return !row->lang.n || tp_language_within(row->lang, language);
}

static void add_entry(struct tp_rows *rows, const struct tp_name_row *row, struct tp_str instead,
		      const struct list *list, struct entries *entries)
{
	struct tp_buf key = TP_BUF_INIT;

	if (list->key(rows, row, instead, &key)) {
		struct tp_str kept = tp_arena_str(rows->arena, tp_buf_str(&key));
		*tp_push(entries) = (struct entry){ kept, instead, row };
		*tp_table_put(&entries->last, kept) = entries->n;
	}
	tp_buf_release(&key);
}

static void add_row(struct tp_rows *rows, const struct tp_name_row *row, const struct tp_name_row *preferred,
		    const char *language, const struct list *list, struct entries *entries)
{
	if (row == preferred)
		return;
	if (!is_of(row, language))
		tp_names_lose(&rows->losses, TP_LOSS_LANGUAGE, row->lang);
	else if (row->status != TP_NAME_DEPRECATED || row->match == TP_MATCH_REPORT)
		tp_names_lose(&rows->losses, TP_LOSS_FORM, TP_S(TP_FORM_FINE));
	else if (!preferred)
		tp_names_lose(&rows->losses, TP_LOSS_FORM, TP_S(TP_FORM_ALONE));
	else
		add_entry(rows, row, preferred->form, list, entries);
}

/* A list has a key once. */
static void write_list(struct tp_rows *rows, const struct tp_exchange *how, const struct list *list, struct tp_buf *out)
{
	const char *language = language_of(how);
	struct entries entries = { .n = 0 };

	for (size_t from = 0, to; from < rows->n; from = to) {
		const struct tp_name_row *preferred = NULL;

		to = tp_rows_concept_end(rows, from);
		for (size_t i = from; i < to && !preferred; i++)
			if (rows->p[i].status == TP_NAME_PREFERRED && is_of(&rows->p[i], language))
				preferred = &rows->p[i];
		for (size_t i = from; i < to; i++)
			add_row(rows, &rows->p[i], preferred, language, list, &entries);
	}
	for (size_t i = 0; i < entries.n; i++)
		if (*tp_table_get(&entries.last, entries.p[i].key) == i + 1)
			list->write(rows, &entries.p[i], out);
		else
			tp_names_lose(&rows->losses, TP_LOSS_FORM, TP_S(TP_FORM_TWICE));
	tp_table_release(&entries.last);
	free(entries.p);
}

/* Vale --------------------------------------------------------------------------------------------------- */

/* YAML can hold the character as it is. */
static bool is_printed(uint32_t cp)
{
	return !(cp >= 0x7f && cp <= 0x9f) && cp != 0x2028 && cp != 0x2029 && cp != 0xfeff;
}

/* As YAML in double quotes, where everything can be escaped. */
static void add_escaped(struct tp_buf *out, struct tp_str text)
{
	tp_buf_add_char(out, '"');
	for (size_t at = 0, from = 0; at < text.n; from = at) {
		uint32_t cp = tp_utf8_next(text, &at);
		if (!is_printed(cp)) {
			tp_buf_format(out, "\\u%04x", (unsigned)cp);
			continue;
		}
		if (cp == '"' || cp == '\\')
			tp_buf_add_char(out, '\\');
		tp_buf_add(out, text.p + from, at - from);
	}
	tp_buf_add_char(out, '"');
}

/* As YAML, in single quotes where these can hold it. */
static void add_quoted(struct tp_buf *out, struct tp_str text)
{
	for (size_t at = 0; at < text.n;)
		if (!is_printed(tp_utf8_next(text, &at))) {
			add_escaped(out, text);
			return;
		}
	tp_buf_add_char(out, '\'');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\'')
			tp_buf_add_char(out, '\'');
		tp_buf_add_char(out, text.p[i]);
	}
	tp_buf_add_char(out, '\'');
}

/* Words end at "\b". The rule says "nonword", as Vale's own "\b" around all forms never finds "U.S." or Chinese. */
static void add_border(struct tp_buf *out, uint32_t cp)
{
	if ((tp_is_letter(cp) || tp_is_digit(cp)) && !tp_is_ideographic(cp))
		tp_buf_add_z(out, "\\b");
}

/* A form as a pattern. Vale counts the parentheses of a key, and takes none that are but characters. */
static bool vale_key(struct tp_rows *rows, const struct tp_name_row *row, struct tp_str instead, struct tp_buf *out)
{
	size_t at = 0, last = row->form.n;

	(void)rows, (void)instead;
	if (row->match == TP_MATCH_FOLD)
		tp_buf_add_z(out, "(?i)");
	add_border(out, tp_utf8_next(row->form, &at));
	for (size_t i = 0; i < row->form.n; i++) {
		char c = row->form.p[i];
		if (c == '(' || c == ')') {
			tp_buf_format(out, "\\x%x", (unsigned)c);
			continue;
		}
		if (strchr("\\.+*?|[]{}^$", c))
			tp_buf_add_char(out, '\\');
		tp_buf_add_char(out, c);
	}
	add_border(out, tp_utf8_prev(row->form, &last));
	return true;
}

static void write_vale_entry(struct tp_rows *rows, const struct entry *entry, struct tp_buf *out)
{
	if (entry->row->unless.n)
		tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("unless"));
	if (entry->row->only.n)
		tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("only"));
	tp_buf_add_z(out, "  ");
	add_quoted(out, entry->key);
	tp_buf_add_z(out, ": ");
	add_quoted(out, entry->instead);
	tp_buf_add_char(out, '\n');
}

static bool vale_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
		       struct tp_buf *out, struct tp_error *err)
{
	static const struct list vale = { vale_key, write_vale_entry };

	(void)format, (void)err;
	tp_rows_fit_xml(rows);
	tp_buf_add_z(out, "extends: substitution\n"
			  "message: \"Write '%s' instead of '%s'.\"\n"
			  "level: error\n"
			  "ignorecase: false\n"
			  "nonword: true\n"
			  "swap:\n");
	write_list(rows, how, &vale, out);
	return true;
}

const struct tp_names_format tp_names_format_vale = {
	.name = "vale",
	.title = N_("rule of Vale, one language; only written"),
	.extensions = "yml|yaml",
	.write = vale_write,
};

/* codespell ---------------------------------------------------------------------------------------------- */

/* A line of its own, in which neither a comma nor an arrow stands. */
static bool is_plain(struct tp_str text)
{
	for (size_t at = 0; at < text.n;) {
		uint32_t cp = tp_utf8_next(text, &at);
		if (cp < ' ' || cp == ',' || cp == '>' || cp == 0x85 || cp == 0x2028 || cp == 0x2029)
			return false;
	}
	return true;
}

static bool is_codespell_word(struct tp_str form)
{
	for (size_t at = 0; at < form.n;) {
		uint32_t cp = tp_utf8_next(form, &at);
		if (!tp_is_word(cp) && cp != '_' && cp != '-' && cp != '\'' && cp != 0x2019)
			return false;
	}
	return true;
}

static bool codespell_key(struct tp_rows *rows, const struct tp_name_row *row, struct tp_str instead,
			  struct tp_buf *out)
{
	bool word = is_codespell_word(row->form) && is_plain(instead);

	if (word && row->match == TP_MATCH_FOLD) {
		tp_lower(row->form, NULL, out);
		return true;
	}
	tp_names_lose(&rows->losses, TP_LOSS_FORM, word ? TP_S(TP_FORM_CASE) : TP_S(TP_FORM_WORDS));
	return false;
}

/* Small letters but for the first one, which is all that codespell keeps of a name. */
static bool has_plain_case(struct tp_str form)
{
	struct tp_buf small = TP_BUF_INIT, plain = TP_BUF_INIT;

	tp_lower(form, NULL, &small);
	tp_title(tp_buf_str(&small), NULL, &plain);
	bool same = tp_str_eq(tp_buf_str(&plain), form);
	tp_buf_release(&small);
	tp_buf_release(&plain);
	return same;
}

/* What has a comma is not replaced unasked; what follows the comma is the reason. */
static void write_codespell_entry(struct tp_rows *rows, const struct entry *entry, struct tp_buf *out)
{
	const struct tp_name_row *row = entry->row;
	bool is_sure = !row->unless.n && !row->only.n, plain_case = has_plain_case(entry->instead);
	struct tp_buf reason = TP_BUF_INIT;

	tp_name_facts_add(&reason, row, TP_FACT_UNLESS | TP_FACT_ONLY);
	tp_buf_add_str(out, entry->key);
	tp_buf_add_z(out, "->");
	tp_buf_add_str(out, entry->instead);
	if (!is_sure || !plain_case)
		tp_buf_add_char(out, ',');
	if (!is_sure && is_plain(tp_buf_str(&reason))) {
		tp_buf_add_char(out, ' ');
		tp_buf_add_str(out, tp_buf_str(&reason));
	}
	if (!plain_case)
		tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("capitals"));
	tp_buf_add_char(out, '\n');
	tp_buf_release(&reason);
}

static bool codespell_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
			    struct tp_buf *out, struct tp_error *err)
{
	static const struct list codespell = { codespell_key, write_codespell_entry };

	(void)format, (void)err;
	write_list(rows, how, &codespell, out);
	return true;
}

const struct tp_names_format tp_names_format_codespell = {
	.name = "codespell",
	.title = N_("word list of codespell, one language; only written"),
	.extensions = "",
	.write = codespell_write,
};
