/* Word lists for other checkers: what is deprecated in one language and what to write instead. Only written. */
#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/names_base.h"
#include "language/names_rows.h"

/* A form to be replaced. */
typedef void (*entry_writer)(struct tp_rows *rows, const struct tp_name_row *row, struct tp_str instead,
			     struct tp_buf *out);

static const char *language_of(const struct tp_exchange *how)
{
	return how->source ? how->source : "en";
}

static bool is_of(const struct tp_name_row *row, const char *language)
{
	return !row->lang.n || tp_language_within(row->lang, language);
}

static void write_row(struct tp_rows *rows, const struct tp_name_row *row, const struct tp_name_row *preferred,
		      const char *language, entry_writer write, struct tp_buf *out)
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
		write(rows, row, preferred->form, out);
}

static void write_entries(struct tp_rows *rows, const struct tp_exchange *how, entry_writer write, struct tp_buf *out)
{
	const char *language = language_of(how);

	for (size_t from = 0, to; from < rows->n; from = to) {
		const struct tp_name_row *preferred = NULL;

		to = tp_rows_concept_end(rows, from);
		for (size_t i = from; i < to && !preferred; i++)
			if (rows->p[i].status == TP_NAME_PREFERRED && is_of(&rows->p[i], language))
				preferred = &rows->p[i];
		for (size_t i = from; i < to; i++)
			write_row(rows, &rows->p[i], preferred, language, write, out);
	}
}

/* Vale --------------------------------------------------------------------------------------------------- */

/* As YAML in single quotes; where it is a pattern, without the meaning that its characters have there. */
static void add_quoted(struct tp_buf *out, const char *before, struct tp_str text, bool pattern)
{
	tp_buf_format(out, "'%s", before);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (pattern && strchr("\\.+*?()|[]{}^$", c))
			tp_buf_add_char(out, '\\');
		if (c == '\'')
			tp_buf_add_char(out, '\'');
		tp_buf_add_char(out, c);
	}
	tp_buf_add_char(out, '\'');
}

static void write_vale_entry(struct tp_rows *rows, const struct tp_name_row *row, struct tp_str instead,
			     struct tp_buf *out)
{
	if (row->unless.n)
		tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("unless"));
	if (row->only.n)
		tp_names_lose(&rows->losses, TP_LOSS_FIELD, TP_S("only"));
	tp_buf_add_z(out, "  ");
	add_quoted(out, row->match == TP_MATCH_FOLD ? "(?i)" : "", row->form, true);
	tp_buf_add_z(out, ": ");
	add_quoted(out, "", instead, false);
	tp_buf_add_char(out, '\n');
}

static bool vale_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
		       struct tp_buf *out, struct tp_error *err)
{
	(void)format, (void)err;
	tp_rows_fit_xml(rows);
	tp_buf_add_z(out, "extends: substitution\n"
			  "message: \"Write '%s' instead of '%s'.\"\n"
			  "level: error\n"
			  "ignorecase: false\n"
			  "swap:\n");
	write_entries(rows, how, write_vale_entry, out);
	return true;
}

const struct tp_names_format tp_names_format_vale = {
	.name = "vale",
	.title = N_("rule of Vale, one language; only written"),
	.extensions = "yml|yaml",
	.write = vale_write,
};

/* codespell ---------------------------------------------------------------------------------------------- */

static bool is_codespell_word(struct tp_str form)
{
	for (size_t at = 0; at < form.n;) {
		uint32_t cp = tp_utf8_next(form, &at);
		if (!tp_is_word(cp) && cp != '_' && cp != '-' && cp != '\'' && cp != 0x2019)
			return false;
	}
	return true;
}

/* What follows a comma is a reason why a person should look at it. */
static void write_codespell_entry(struct tp_rows *rows, const struct tp_name_row *row, struct tp_str instead,
				  struct tp_buf *out)
{
	if (!is_codespell_word(row->form) || tp_str_find_char(instead, ',', 0) != TP_NOT_FOUND) {
		tp_names_lose(&rows->losses, TP_LOSS_FORM, TP_S(TP_FORM_WORDS));
		return;
	}
	if (row->match != TP_MATCH_FOLD) {
		tp_names_lose(&rows->losses, TP_LOSS_FORM, TP_S(TP_FORM_CASE));
		return;
	}
	tp_lower(row->form, NULL, out);
	tp_buf_add_z(out, "->");
	tp_buf_add_str(out, instead);
	if (row->unless.n || row->only.n) {
		tp_buf_add_z(out, ", ");
		tp_name_facts_add(out, row, TP_FACT_UNLESS | TP_FACT_ONLY);
	}
	tp_buf_add_char(out, '\n');
}

static bool codespell_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
			    struct tp_buf *out, struct tp_error *err)
{
	(void)format, (void)err;
	write_entries(rows, how, write_codespell_entry, out);
	return true;
}

const struct tp_names_format tp_names_format_codespell = {
	.name = "codespell",
	.title = N_("word list of codespell, one language; only written"),
	.extensions = "",
	.write = codespell_write,
};
