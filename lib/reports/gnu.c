/* One line a finding, as compilers write them: FILE:LINE:COLUMN: SEVERITY: MESSAGE [ID]
 * The words for severity are those that editors look for, so they are not translated. */
#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "reports/report.h"

#define MOST_FIXES 3

static const char *severity_word(enum tp_severity severity)
{
	static const char *const words[] = { "note", "warning", "error" };

	return words[severity];
}

static const char *severity_color(enum tp_severity severity)
{
	static const char *const colors[] = { "\033[36m", "\033[35m", "\033[31m" };

	return colors[severity];
}

/* Text as it may stand in a line on a terminal: what would move the cursor or turn the line is shown by its number. */
static void add_visible(struct tp_buf *out, struct tp_str text)
{
	for (size_t at = 0; at < text.n;) {
		size_t start = at;
		uint32_t cp = tp_utf8_next(text, &at);
		bool control = cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (tp_is_invisible(cp) && cp != 0xad);
		if (control)
			tp_buf_format(out, "\\u{%02X}", (unsigned)cp);
		else
			tp_buf_add(out, text.p + start, at - start);
	}
}

/* A sure correction, or those to choose from; but not where it leaves nothing to be seen or where the message has said
 * it. */
static void add_suggestion(struct tp_buf *out, struct tp_str text, const struct tp_finding *finding)
{
	struct tp_buf fixes = TP_BUF_INIT, fixed = TP_BUF_INIT, shown = TP_BUF_INIT;
	size_t most = finding->sure ? 1 : MOST_FIXES;
	size_t n = finding->n_fixes < most ? finding->n_fixes : most;

	for (size_t i = 0; i < n; i++) {
		tp_buf_clear(&fixed);
		tp_buf_clear(&shown);
		tp_report_fixed(text, finding->at, &finding->fixes[i], &fixed);
		add_visible(&shown, tp_buf_str(&fixed));
		tp_buf_add_z(&fixes, i ? ", " : "");
		/* TRANSLATORS: a correction, in the quotation marks of your language */
		tp_buf_format(&fixes, _("\"%s\""), tp_buf_str(&shown).p);
	}
	bool said = n == 1 && tp_str_find(finding->message, tp_buf_str(&fixes), 0) != TP_NOT_FOUND;
	if (tp_str_trim(tp_buf_str(&fixed)).n && !said) {
		tp_buf_add_char(out, ' ');
		/* TRANSLATORS: %s is one correction in quotes, or several with commas between. */
		tp_buf_format(out, finding->sure ? _("Write %s.") : _("Did you mean %s?"), fixes.p);
	}
	tp_buf_release(&shown);
	tp_buf_release(&fixed);
	tp_buf_release(&fixes);
}

static void add_finding(struct tp_report *report, const struct tp_finding *finding)
{
	struct tp_buf *out = report->out;
	struct tp_place place = tp_report_place(report, finding->unit, finding->at.from);
	bool color = report->how.color;

	tp_buf_add_z(out, color ? "\033[1m" : "");
	add_visible(out, report->doc->name);
	tp_buf_format(out, ":%zu:%zu:%s ", place.line, tp_report_column(report, &place), color ? "\033[0m" : "");
	tp_buf_format(out, "%s%s:%s ", color ? severity_color(finding->severity) : "", severity_word(finding->severity),
		      color ? "\033[0m" : "");
	add_visible(out, finding->message);
	add_suggestion(out, tp_unit_text(report->doc, finding->unit), finding);
	tp_buf_format(out, " [%s]\n", finding->id);
}

const struct tp_report_format tp_report_gnu = {
	.name = "gnu",
	.title = N_("One line a finding, as compilers write them."),
	.finding = add_finding,
};
