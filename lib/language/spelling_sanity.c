/* libhunspell puts rules of conversion in order by moving those before, so that many of them take the square of the
 * time. Where a dictionary has a table of descriptions (AM), each word has the number of one, and one that is not there
 * is a null pointer. */
#include "language/spelling_sanity.h"

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"

enum { MOST_CONVERSIONS = 1 << 15 }; /* the largest dictionary of Debian has a third of that */

/* What the rules of a dictionary have to be checked for. */
struct rules {
	size_t conversions[2]; /* of input, of output */
	size_t descriptions; /* lines of the table and its head */
};

static bool is_rule(struct tp_str line, struct tp_str name)
{
	return tp_str_starts(line, name) && line.n > name.n && (line.p[name.n] == ' ' || line.p[name.n] == '\t');
}

static bool read_rules(const char *path, struct rules *rules, struct tp_error *err)
{
	struct tp_file file;
	struct tp_str rest, line;

	if (!tp_file_read(&file, path, 0, err))
		return false;
	for (rest = file.bytes; tp_str_line(&rest, &line);) {
		rules->conversions[0] += is_rule(line, TP_S("ICONV"));
		rules->conversions[1] += is_rule(line, TP_S("OCONV"));
		rules->descriptions += is_rule(line, TP_S("AM"));
	}
	tp_file_release(&file);
	for (int i = 0; i < 2; i++)
		if (rules->conversions[i] > MOST_CONVERSIONS)
			return tp_fail(err, TP_E_LIMIT, 0, _("The dictionary has more than %d rules of conversion."),
				       MOST_CONVERSIONS) ||
			       tp_error_in_file(err, path);
	return true;
}

/* The description in a line of words, as libhunspell finds it: behind a tab, or from "po:" and the like on. */
static struct tp_str description_in(struct tp_str line)
{
	size_t tab = tp_str_find_char(line, '\t', 0), colon = 0;

	while ((colon = tp_str_find_char(line, ':', colon)) != TP_NOT_FOUND) {
		if (colon > 3 && (line.p[colon - 3] == ' ' || line.p[colon - 3] == '\t'))
			return tp_str_from(line, tab < colon - 3 ? tab + 1 : colon - 2);
		colon++;
	}
	return tab == TP_NOT_FOUND ? TP_S("") : tp_str_from(line, tab + 1);
}

static size_t number_of(struct tp_str s)
{
	size_t number = 0;

	s = tp_str_trim(s);
	for (size_t i = 0; i < s.n && i < 9 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		number = number * 10 + (size_t)(s.p[i] - '0');
	return number;
}

static bool descriptions_are_there(const char *path, size_t n, struct tp_error *err)
{
	struct tp_file file;
	struct tp_str rest, line;
	size_t number = 0;
	bool ok = true;

	if (!tp_file_read(&file, path, 0, err))
		return false;
	for (rest = file.bytes; ok && tp_str_line(&rest, &line); number++) {
		struct tp_str description = description_in(line);
		size_t wanted = number_of(description);

		ok = !description.n || (wanted && wanted <= n);
	}
	tp_file_release(&file);
	return ok ||
	       tp_fail(err, TP_E_SYNTAX, number, _("The dictionary refers to a description that is not there.")) ||
	       tp_error_in_file(err, path);
}

bool tp_dictionary_is_sane(const char *aff, const char *dic, struct tp_error *err)
{
	struct rules rules = { { 0, 0 }, 0 };

	return read_rules(aff, &rules, err) &&
	       (!rules.descriptions || descriptions_are_there(dic, rules.descriptions - 1, err));
}
