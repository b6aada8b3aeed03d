/* Spelling text for Markdown: it reads back as what it was, with as few escapes as its place allows. */
#include <string.h>

#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "doc/text_write.h"
#include "formats/md.h"

/* How far back is looked for a bracket that new text could close; what is farther is taken for one. And how far into
 * the original unit for brackets. */
enum { NEAR = 4096, LARGEST_UNIT = 1 << 16, LONGEST_ENTITY = 64, LONGEST_NUMBER = 9 };

struct spelling {
	struct tp_str text;
	const struct tp_speller_place *place;
	struct tp_buf *out;
	bool line_start, line_end; /* the text stands at the start, the end of a line of the unit */
	bool blocks; /* a line that starts here may be taken for another block */
	bool cell, heading; /* in a table; in a heading that starts with "#" */
	size_t second, last; /* where the second and the last character start, */
	bool refer_first, refer_last; /* and whether the first and the last become references */
};

/* What is around the text --------------------------------------------------------------------------- */

/* The byte at i of the text and what follows it; 0 at the end of the line. */
static char at(const struct spelling *s, size_t i)
{
	struct tp_str after = s->place->after;
	char c = i < s->text.n ? s->text.p[i] : i - s->text.n < after.n ? after.p[i - s->text.n] : 0;

	return c == '\n' || c == '\r' ? 0 : c;
}

static uint32_t cp_at(const struct spelling *s, size_t i)
{
	size_t length;

	if (i < s->text.n)
		return tp_utf8_at(s->text, i, &length);
	i -= s->text.n;
	return i < s->place->after.n ? tp_utf8_at(s->place->after, i, &length) : 0;
}

static uint32_t cp_before(const struct spelling *s, size_t i)
{
	struct tp_str before = s->place->before;

	return i ? tp_utf8_prev(s->text, &i) : tp_utf8_prev(before, &(size_t){ before.n });
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool ends_mark(char c)
{
	return c == 0 || is_blank(c);
}

static size_t run(const struct spelling *s, size_t i, char c)
{
	size_t n = 0;

	while (at(s, i + n) == c && c)
		n++;
	return n;
}

/* The unit has this byte before the text: a bracket there may wait to be closed. */
static bool has_before(const struct spelling *s, char c)
{
	struct tp_str unit = tp_str_from(s->place->before, s->place->lead);

	return unit.n > NEAR || tp_str_find_char(unit, c, 0) != TP_NOT_FOUND;
}

static bool starts_line(const struct tp_speller_place *place)
{
	struct tp_str before = place->before;
	size_t i = before.n;

	while (i > place->lead && (is_blank(before.p[i - 1]) || before.p[i - 1] == '>'))
		i--;
	return i == place->lead ? i == before.n : before.p[i - 1] == '\n' || before.p[i - 1] == '\r';
}

static bool ends_line(const struct tp_speller_place *place, bool cell)
{
	struct tp_str after = place->after;
	size_t i = 0;

	while (i < after.n && is_blank(after.p[i]))
		i++;
	return i == after.n || after.p[i] == '\n' || after.p[i] == '\r' || (cell && after.p[i] == '|');
}

/* Emphasis ------------------------------------------------------------------------------------------ */

/* Marks of emphasis count as such by the characters on both their sides: a letter must not stand between a mark
 * and punctuation, white space not inside. A character reference counts as punctuation and so helps. */

static bool is_emphasis(const struct tp_code *code, enum tp_code_kind kind)
{
	if (!code || code->kind != kind)
		return false;
	return strcmp(code->type, "bold") == 0 || strcmp(code->type, "italic") == 0 ||
	       strcmp(code->type, "struck") == 0;
}

static bool is_ascii_punctuation(uint32_t cp)
{
	return cp > ' ' && cp < 0x7f && !is_alnum((char)cp);
}

/* What parsers agree to be white space. */
static bool is_white(uint32_t cp)
{
	return tp_is_space(cp) && cp != '\v' && cp != 0x85 && cp != 0x2028 && cp != 0x2029;
}

/* What md4c's own tables, which are older than ICU's, may not take for punctuation. */
static bool may_be_word(uint32_t cp)
{
	enum { MD4C_UNICODE = 12 };

	return cp && !is_white(cp) && !is_ascii_punctuation(cp) &&
	       (cp < 0x80 || !tp_is_punctuation(cp) || tp_unicode_age(cp) > MD4C_UNICODE);
}

static bool may_be_punctuation(uint32_t cp)
{
	return cp && !is_white(cp) && !tp_is_word(cp);
}

static size_t length_of(const struct spelling *s, const struct tp_code *code)
{
	struct tp_span source = ((const struct tp_unit *)s->place->unit)->text.pieces[code->piece].source;

	return source.to - source.from;
}

static bool start_harms_emphasis(const struct spelling *s)
{
	struct tp_str before = s->place->before;
	uint32_t first = cp_at(s, 0);

	if (is_emphasis(s->place->code_before, TP_CODE_OPEN))
		return tp_is_space(first);
	if (!is_emphasis(s->place->code_before, TP_CODE_CLOSE) || !may_be_word(first))
		return false;
	bool intraword = before.p[before.n - 1] == '_';
	size_t i = before.n - length_of(s, s->place->code_before);
	return intraword || may_be_punctuation(tp_utf8_prev(before, &i));
}

static bool end_harms_emphasis(const struct spelling *s)
{
	uint32_t last = cp_before(s, s->text.n);

	if (is_emphasis(s->place->code_after, TP_CODE_CLOSE))
		return tp_is_space(last);
	if (!is_emphasis(s->place->code_after, TP_CODE_OPEN) || !may_be_word(last))
		return false;
	uint32_t next = cp_at(s, s->text.n + length_of(s, s->place->code_after));
	return at(s, s->text.n) == '_' || may_be_punctuation(next) || tp_is_space(next);
}

/* The marks around nothing would be text. */
static bool is_empty_emphasis(const struct tp_speller_place *place)
{
	const struct tp_unit *unit = place->unit;

	return is_emphasis(place->code_before, TP_CODE_OPEN) && is_emphasis(place->code_after, TP_CODE_CLOSE) &&
	       &unit->text.codes[place->code_before->partner] == place->code_after;
}

/* Characters ------------------------------------------------------------------------------------------ */

static void reference(struct spelling *s, uint32_t cp)
{
	tp_buf_format(s->out, "&#%u;", (unsigned)cp);
}

static bool is_entity(const struct spelling *s, size_t i)
{
	size_t end = i + 1;

	if (at(s, end) == '#')
		end++;
	while (end - i < LONGEST_ENTITY && is_alnum(at(s, end)))
		end++;
	return end > i + 1 && (at(s, end) == ';' || end - i == LONGEST_ENTITY);
}

/* The only "~" around: it strikes nothing out. */
static bool is_lone_tilde(const struct spelling *s)
{
	size_t first = tp_str_find_char(s->text, '~', 0);

	return tp_str_find_char(s->text, '~', first + 1) == TP_NOT_FOUND && !has_before(s, '~') &&
	       tp_str_find_char(s->place->after, '~', 0) == TP_NOT_FOUND;
}

/* What stands beside these bytes will not be the character that it is, but a reference. */
static bool touches_reference(const struct spelling *s, size_t from, size_t to)
{
	return (s->refer_first && from == s->second) || (s->refer_last && to == s->last);
}

/* A backslash escapes punctuation, the end of a line and what will be a character reference. */
static bool backslash_escapes(const struct spelling *s, size_t i)
{
	char next = at(s, i + 1);

	return i + 2 >= s->text.n || touches_reference(s, i, i + 1) ||
	       !(is_alnum(next) || is_blank(next) || (next & 0x80));
}

/* "<x:y>" and "<x@y>" are addresses; md4c takes any ASCII character for the first. */
static bool is_address(const struct spelling *s, size_t i)
{
	bool marked = false;

	for (i += 2; at(s, i) && !is_blank(at(s, i)) && at(s, i) != '<' && at(s, i) != '>'; i++)
		marked |= at(s, i) == ':' || at(s, i) == '@';
	return marked && at(s, i) == '>';
}

static size_t run_before(const struct spelling *s, size_t i, char c)
{
	size_t n = 0;

	while (n < i && s->text.p[i - 1 - n] == c)
		n++;
	return n;
}

static bool is_markup(const struct spelling *s, size_t i)
{
	char c = s->text.p[i], next = at(s, i + 1);
	size_t from, to;

	switch (c) {
	case '\\':
		return backslash_escapes(s, i);
	case '*':
		return (s->line_start && i == 0) || touches_reference(s, i, i + 1) || cp_before(s, i) != ' ' ||
		       next != ' ';
	case '_':
		from = i - run_before(s, i, '_');
		to = i + run(s, i, '_');
		if ((from == 0 && s->place->code_before) || (to >= s->text.n && s->place->code_after))
			return true;
		return touches_reference(s, from, to) || !tp_is_word(cp_before(s, from)) || !tp_is_word(cp_at(s, to));
	case '[':
		return true;
	case ']':
		return has_before(s, '[');
	case '^':
		return i == 0 && tp_str_ends(s->place->before, TP_S("["));
	case '<':
		return is_alnum(next) || next == '/' || next == '!' || next == '?' || is_address(s, i);
	case '>':
		return has_before(s, '<');
	case '&':
		return is_entity(s, i);
	case '(':
		return i == 0 && s->place->code_before && tp_str_ends(s->place->before, TP_S("]"));
	case '!':
		return next == '[' && i + 1 == s->text.n;
	case '~':
		return !is_lone_tilde(s);
	case '|':
		return s->cell;
	default:
		return false;
	}
}

/* The line that makes a table of those around it: "|---|:-:|". */
static bool starts_delimiter_row(const struct spelling *s)
{
	size_t i = 1;

	while (is_blank(at(s, i)))
		i++;
	return at(s, 0) == '|' && (at(s, i) == '-' || at(s, i) == ':');
}

/* Writes what a line must not start with; gives how many bytes of the text that were. */
static size_t spell_line_start(struct spelling *s)
{
	char c = at(s, 0), next = at(s, 1);
	size_t digits = 0;
	bool escape = false;

	while (digits <= LONGEST_NUMBER && at(s, digits) >= '0' && at(s, digits) <= '9')
		digits++;
	if (digits && digits < s->text.n && (at(s, digits) == '.' || at(s, digits) == ')') &&
	    ends_mark(at(s, digits + 1))) {
		tp_buf_add(s->out, s->text.p, digits);
		tp_buf_add_char(s->out, '\\');
		tp_buf_add_char(s->out, at(s, digits));
		return digits + 1;
	}
	if (c == '#')
		escape = ends_mark(at(s, run(s, 0, c)));
	else if (c == '=')
		escape = ends_mark(at(s, run(s, 0, c)));
	else if (c == '-')
		escape = ends_mark(next) || next == '-' || next == '|' || next == ':';
	else if (c == '+')
		escape = ends_mark(next);
	else if (c == ':')
		escape = next == '-';
	else
		escape = c == '>' || starts_delimiter_row(s);
	if (!escape)
		return 0;
	tp_buf_add_char(s->out, '\\');
	tp_buf_add_char(s->out, c);
	return 1;
}

/* "#"s at the end of a heading are taken for its closing mark: where they start, else the end of the text. */
static size_t closing_mark(const struct spelling *s)
{
	size_t i = s->text.n;

	if (!s->heading || !s->line_end)
		return i;
	while (i > 0 && s->text.p[i - 1] == '#')
		i--;
	return i;
}

/* The end of the "[label]" at i that has nothing in it to escape; else i. */
static size_t label_end(const struct spelling *s, size_t i)
{
	enum { LONGEST_LABEL = 100 };

	if (s->text.p[i] != '[')
		return i;
	for (size_t end = i + 1; end < s->text.n && end - i <= LONGEST_LABEL; end++) {
		char c = s->text.p[end];

		if (c == ']')
			return end > i + 1 ? end + 1 : i;
		if (strchr("[\\`*~<&|", c) || (c == '_' && !(is_alnum(at(s, end - 1)) && is_alnum(at(s, end + 1)))))
			break;
	}
	return i;
}

/* The end of the brackets at i that are the same in the original unit, where they are text, such as an insertion
 * "[other]" or the mark of a footnote; else i. What follows must not make a link of them, nor their place a
 * definition or a task. */
static size_t brackets(const struct spelling *s, size_t i)
{
	const struct tp_text *text = &((const struct tp_unit *)s->place->unit)->text;
	struct tp_span unit = tp_text_source(text);
	size_t end = label_end(s, i);
	struct tp_str label = tp_str_at(s->text, (struct tp_span){ i, end });

	if (end == i || at(s, end) == '(' || at(s, end) == '[')
		return i;
	if (tp_md_footnote_end(label) == TP_NOT_FOUND && i == 0 && s->line_start &&
	    (at(s, end) == ':' || !tp_str_starts(text->text, label)))
		return i;
	if (unit.to - unit.from > LARGEST_UNIT)
		unit.to = unit.from + LARGEST_UNIT;
	size_t found = tp_str_find(tp_str_at(s->place->document, unit), label, 0);
	if (found == TP_NOT_FOUND)
		return i;
	const struct tp_piece *piece = tp_text_piece_of_byte(text, unit.from + found);
	return piece->kind == TP_PIECE_VERBATIM && unit.from + found + label.n <= piece->source.to ? end : i;
}

static void find_references(struct spelling *s)
{
	s->last = s->text.n;
	uint32_t first = tp_utf8_next(s->text, &s->second), last = tp_utf8_prev(s->text, &s->last);

	s->refer_first = start_harms_emphasis(s) || (s->line_start && first < 0x80 && is_blank((char)first));
	s->refer_last = end_harms_emphasis(s) || (s->line_end && last < 0x80 && is_blank((char)last));
}

static void spell_all(struct spelling *s)
{
	size_t i = 0, hashes = closing_mark(s);

	find_references(s);
	if (s->refer_first)
		reference(s, tp_utf8_next(s->text, &i));
	else if (s->line_start && s->blocks)
		i = spell_line_start(s);
	while (i < s->text.n) {
		size_t start = i;
		if ((i = brackets(s, start)) > start) {
			tp_buf_add(s->out, s->text.p + start, i - start);
			continue;
		}
		uint32_t cp = tp_utf8_next(s->text, &i);
		/* A backslash does not keep a backtick from closing a code span. */
		if ((start == s->last && s->refer_last) || (cp == '`' && has_before(s, '`'))) {
			reference(s, cp);
			continue;
		}
		if (cp == '`' || start == hashes || is_markup(s, start))
			tp_buf_add_char(s->out, '\\');
		tp_buf_add(s->out, s->text.p + start, i - start);
	}
}

/* "[text]" and "[text][]" point to a target by their text: with a new one they become "[new][text]". */
static void keep_target(const struct spelling *s)
{
	const struct tp_code *close = s->place->code_after;
	const struct tp_text *text = &((const struct tp_unit *)s->place->unit)->text;
	struct tp_buf made = TP_BUF_INIT;

	if (!close || close->kind != TP_CODE_CLOSE)
		return;
	struct tp_span open = text->pieces[text->codes[close->partner].piece].source;
	struct tp_span end = text->pieces[close->piece].source;
	struct tp_str mark = tp_str_at(s->place->document, end);
	if (!tp_str_is(mark, "]") && !tp_str_is(mark, "][]"))
		return;
	struct tp_str old = tp_str_at(s->place->document, (struct tp_span){ open.from, end.from });
	size_t n = s->place->before.n < old.n ? s->place->before.n : old.n;
	tp_buf_add_str(&made, tp_str_from(s->place->before, s->place->before.n - n));
	tp_buf_add_str(&made, tp_buf_str(s->out));
	if (!tp_str_ends(tp_buf_str(&made), old)) {
		tp_buf_add_z(s->place->instead, "][");
		tp_buf_add_str(s->place->instead, tp_str_from(old, open.to - open.from));
		tp_buf_add_char(s->place->instead, ']');
	}
	tp_buf_release(&made);
}

/* A line break in new text is a space; NUL is not allowed. */
static void clean(struct tp_str text, struct tp_buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n')
			continue;
		if (text.p[i] == '\n' || text.p[i] == '\r')
			tp_buf_add_char(out, ' ');
		else if (text.p[i] == 0)
			tp_buf_add_cp(out, TP_REPLACEMENT);
		else
			tp_buf_add_char(out, text.p[i]);
	}
}

bool tp_md_spell(struct tp_str text, const struct tp_speller_place *place, struct tp_buf *out, struct tp_error *err)
{
	const struct tp_unit *unit = place->unit;
	struct tp_str lead = { place->before.p, place->lead };
	struct tp_buf cleaned = TP_BUF_INIT;
	bool first = place->before.n == place->lead, cell = unit->kind == TP_UNIT_CELL;

	if (!text.n && is_empty_emphasis(place))
		return tp_fail(err, TP_E_MISMATCH, 0, _("Emphasis with nothing in it cannot be written in Markdown."));
	clean(text, &cleaned);
	struct spelling s = { .text = tp_buf_str(&cleaned), .place = place, .out = out, .cell = cell };
	s.heading = unit->kind == TP_UNIT_HEADING && tp_str_find_char(lead, '#', 0) != TP_NOT_FOUND;
	s.line_start = starts_line(place);
	s.line_end = ends_line(place, cell);
	s.blocks = !(first && (s.heading || (cell && tp_str_trim(lead).n)));
	if (text.n)
		spell_all(&s);
	keep_target(&s);
	tp_buf_release(&cleaned);
	return true;
}
