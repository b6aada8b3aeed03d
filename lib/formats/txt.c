/* Plain text: an empty line ends a paragraph, and within a block of lines the line rule decides. It has no comments; a
 * line that is a remark to us, as it is written in Markdown, is no text. */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "core/vector.h"
#include "doc/remarks.h"
#include "formats/format.h"

/* A block whose longest line has more columns than this is not wrapped text. */
enum { WIDEST = 120, TAB = 8, MANY = 256 /* lines */ };

/* A line that is not empty. */
struct line {
	struct tp_span at; /* without the white space at its ends */
	size_t body; /* where the text begins: after the "> " of quoted mail */
	size_t start; /* where its indentation begins */
	size_t width; /* in columns, with its indentation; measured only where it matters */
	size_t first_word; /* width of the first word of the body */
	bool one_word;
	bool item; /* begins a list item */
	bool alone; /* joins no other: a rule, a code fence that nobody closes */
};

/* The line that opens a code fence, or may close it. */
struct fence {
	char mark; /* ` or ~ */
	size_t n; /* marks */
};

struct reader {
	struct tp_doc *doc;
	struct tp_text_maker maker;
	struct {
		struct line *p;
		size_t n, cap;
	} block;
	struct fence unclosed[2]; /* fences of each mark with so many marks or more are not closed from here on */
	size_t measured, width; /* how many lines of the block were, and what they keep to so far */
	size_t joined; /* lines of the block before this one belong to one unit with it */
	size_t angle; /* the first "<" from the last line on that was asked for */
};

/* Lines ---------------------------------------------------------------------------------------- */

static tp_vector breaks_in(tp_vector v)
{
	return (tp_vector)(v == '\n') | (tp_vector)(v == '\r');
}

static tp_vector not_printable_in(tp_vector v)
{
	return ~(tp_vector)(v - ' ' <= '~' - ' ');
}

static tp_vector angles_in(tp_vector v)
{
	return (tp_vector)(v == '<');
}

static bool next_line(struct tp_str text, size_t *at, struct tp_span *line)
{
	size_t end;

	if (*at == text.n)
		return false;
	end = tp_find_answer(text, *at, breaks_in);
	*line = (struct tp_span){ *at, end };
	if (end < text.n)
		end += text.p[end] == '\r' && end + 1 < text.n && text.p[end + 1] == '\n' ? 2 : 1;
	*at = end;
	return true;
}

static struct tp_span without_blanks(struct tp_str text, struct tp_span line)
{
	struct tp_str s = { text.p, line.to };

	for (size_t at = line.from; at < line.to && tp_is_space(tp_utf8_next(s, &at));)
		line.from = at;
	for (size_t at = line.to; at > line.from && tp_is_space(tp_utf8_prev(s, &at));)
		line.to = at;
	return line;
}

static size_t after_quote_marks(struct tp_str text, struct tp_span line)
{
	size_t body = line.from;

	for (size_t at = body; at < line.to && (text.p[at] == '>' || text.p[at] == ' '); at++)
		if (text.p[at] == '>')
			body = at + 1;
	while (body > line.from && body < line.to && text.p[body] == ' ')
		body++;
	return body;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* How long the mark of a list item is that the text starts with: "-", "*", "+", "•", "12.", "12)", "a)"; all but the
 * bullet have a blank behind them. 0 where there is none. */
static size_t item_mark(struct tp_str s)
{
	size_t n = 0;

	if (tp_str_starts(s, TP_S("•")))
		return strlen("•");
	if (s.n >= 2 && (s.p[0] == '-' || s.p[0] == '*' || s.p[0] == '+'))
		return tp_is_blank(s.p[1]);
	while (n < s.n && n < 4 && is_digit(s.p[n]))
		n++;
	bool number = n > 0;
	if (!number && s.n && is_alpha(s.p[0]))
		n++;
	bool is_mark =
	    n > 0 && n < 4 && n + 1 < s.n && tp_is_blank(s.p[n + 1]) && (s.p[n] == ')' || (number && s.p[n] == '.'));
	return is_mark ? n + 1 : 0;
}

static size_t advance(size_t column, uint32_t cp)
{
	if (cp == '\t')
		return column + TAB - column % TAB;
	if (cp < 0x7f)
		return column + (cp >= ' ');
	return column + (size_t)tp_width(cp);
}

static bool has_letter(struct tp_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_alpha(s.p[i]) || is_digit(s.p[i]))
			return true;
	return false;
}

/* Measures a line as measure() does, if it is one of printable ASCII that is no wider than
 * `most`: most lines are. */
static bool measure_plain(struct tp_str text, struct line *line, size_t most)
{
	struct tp_str bounded = { text.p, line->at.to };

	if (bounded.n - line->start > most || tp_find_answer(bounded, line->start, not_printable_in) < bounded.n)
		return false;
	struct tp_str body = tp_str_at(text, (struct tp_span){ line->body, line->at.to });
	size_t space = tp_str_find_char(body, ' ', 0);
	line->width = line->at.to - line->start;
	line->one_word = space == TP_NOT_FOUND;
	line->first_word = line->one_word ? body.n : space;
	line->alone |= body.n > 2 && !has_letter(body);
	return true;
}

/* Measures the body: its width, its first word, whether there are more words. A line of several words that is wider
 * than `most` is left at that. */
static void measure(struct tp_str text, struct line *line, size_t most)
{
	struct tp_str s = { text.p, line->at.to };
	size_t column = 0;
	bool first = true, letters = false;

	for (size_t at = line->start; at < line->body;)
		column = advance(column, tp_utf8_next(s, &at));
	size_t body_column = column;
	for (size_t at = line->body; at < s.n && (first || column <= most);) {
		uint32_t cp = tp_utf8_next(s, &at);
		if (cp > ' ' && cp < 0x7f) {
			column++;
			letters = letters || is_alpha((char)cp) || is_digit((char)cp);
			continue;
		}
		column = advance(column, cp);
		bool ends = tp_is_space(cp) || tp_is_ideographic(cp);
		if (first && ends)
			line->first_word = (tp_is_space(cp) ? column - 1 : column) - body_column;
		first = first && !ends;
		letters = letters || tp_is_word(cp);
	}
	line->width = column;
	line->one_word = first;
	if (first)
		line->first_word = column - body_column;
	if (!letters && line->at.to - line->body > 2)
		line->alone = true;
}

/* Units ---------------------------------------------------------------------------------------- */

/* Adds lines that were not measured yet to the width that the lines of the block keep to. The rest is not looked at
 * once it is clear that they keep to none. */
static void measure_block(struct reader *in)
{
	size_t most = in->doc->lines == TP_LINES_AUTO ? WIDEST : TP_NOT_FOUND;

	if (in->doc->lines == TP_LINES_HARD)
		return;
	for (; in->measured < in->block.n && in->width <= most; in->measured++) {
		struct line *line = &in->block.p[in->measured];
		if (!measure_plain(in->doc->text, line, most))
			measure(in->doc->text, line, most);
		if (!line->one_word && line->width > in->width)
			in->width = line->width;
	}
}

static bool is_quoted(const struct line *line)
{
	return line->body > line->at.from;
}

/* The blank before the break was left there by a program that folds ("format=flowed"): the sentence goes on. */
static bool is_flowed(struct tp_str text, const struct line *line, const struct line *next)
{
	size_t at = next->body;

	return line->at.to < text.n && text.p[line->at.to] == ' ' && tp_is_lower(tp_utf8_next(text, &at));
}

/* The break between two lines is only there because the width was used up. */
static bool is_soft(const struct reader *in, const struct line *line, const struct line *next)
{
	if (in->doc->lines != TP_LINES_AUTO)
		return in->doc->lines != TP_LINES_HARD;
	if (line->alone || next->alone || next->item || is_quoted(line) != is_quoted(next))
		return false;
	if (is_flowed(in->doc->text, line, next))
		return true;
	return in->width <= WIDEST && line->width + 1 + next->first_word > in->width;
}

static struct tp_str joint(struct tp_str text, size_t end, size_t start)
{
	return tp_line_joint(tp_utf8_prev(text, &end), tp_utf8_next(text, &start));
}

/* The marks of quoted mail and of a list item at the start of a line, with the blank behind them, are nothing to
 * translate: where they end, if text follows. */
static size_t lead_end(struct tp_str text, const struct line *line)
{
	size_t end = line->body;

	if (line->item) {
		end += item_mark(tp_str_at(text, (struct tp_span){ line->body, line->at.to }));
		end += end < line->at.to && tp_is_blank(text.p[end]);
	}
	return end < line->at.to ? end : line->at.from;
}

/* Adds a line without its lead, which only the same bytes can stand for. */
static void add_first_line(struct reader *in, const struct line *line, size_t lead)
{
	struct tp_str text = in->doc->text;
	struct tp_span mark = { line->at.from, lead };

	if (mark.from < mark.to)
		tp_text_add_fixed(&in->maker, tp_str_at(text, mark), mark);
	tp_text_add(&in->maker, text, (struct tp_span){ lead, line->at.to });
}

static void add_unit(struct reader *in, size_t first, size_t last)
{
	struct tp_str text = in->doc->text;
	const struct line *lines = in->block.p;

	enum tp_unit_kind kind = lines[first].item ? TP_UNIT_ITEM : TP_UNIT_PARAGRAPH;
	size_t lead = lead_end(text, &lines[first]);
	if ((first == last && lead == lines[first].at.from) || in->doc->lines == TP_LINES_KEEP) {
		struct tp_span at = { lines[first].at.from, lines[last].at.to };
		struct tp_text plain = tp_text_plain(in->doc->arena, text, in->maker.well_formed, at);
		struct tp_unit *unit = tp_doc_add_unit(in->doc, kind, plain);
		unit->is_verbatim = unit->text.text.p == text.p + at.from;
		return;
	}
	add_first_line(in, &lines[first], lead);
	for (size_t i = first + 1; i <= last; i++) {
		size_t end = lines[i - 1].at.to, start = is_quoted(&lines[i - 1]) ? lines[i].body : lines[i].at.from;
		tp_text_add_spelled(&in->maker, joint(text, end, start), (struct tp_span){ end, start });
		tp_text_add(&in->maker, text, (struct tp_span){ start, lines[i].at.to });
	}
	tp_doc_add_unit(in->doc, kind, tp_text_finish(&in->maker))->columns = first < last ? in->width : 0;
}

/* Adds units of the lines of the block but for the last unit, which may go on; returns where that starts. */
static size_t add_units(struct reader *in)
{
	size_t first = 0;

	for (; in->joined + 1 < in->block.n; in->joined++)
		if (!is_soft(in, &in->block.p[in->joined], &in->block.p[in->joined + 1])) {
			add_unit(in, first, in->joined);
			first = in->joined + 1;
		}
	return first;
}

static void end_block(struct reader *in)
{
	if (in->block.n > 1)
		measure_block(in);
	if (in->block.n)
		add_unit(in, add_units(in), in->block.n - 1);
	in->block.n = in->measured = in->joined = in->width = 0;
}

/* Adds a line to the block. Where many lines have shown that they keep to no width, no more of them need to be held. */
static void add_line(struct reader *in, const struct line *line)
{
	*tp_push(&in->block) = *line;
	if (in->block.n % MANY || in->doc->lines != TP_LINES_AUTO)
		return;
	measure_block(in);
	if (in->width <= WIDEST)
		return;
	size_t first = add_units(in);
	in->block.n -= first;
	in->joined -= first;
	in->measured = in->block.n;
	memmove(in->block.p, in->block.p + first, in->block.n * sizeof *in->block.p);
}

/* Code fences ---------------------------------------------------------------------------------- */

/* The marks that a line starts with: three or more. */
static bool starts_fence(struct tp_str body, struct fence *fence)
{
	size_t n = 0;

	if (body.n == 0 || (body.p[0] != '`' && body.p[0] != '~'))
		return false;
	while (n < body.n && body.p[n] == body.p[0])
		n++;
	*fence = (struct fence){ body.p[0], n };
	return n >= 3;
}

static bool opens_fence(struct tp_str body, struct fence *fence)
{
	return starts_fence(body, fence) && tp_utf8_invalid(body, 0) == body.n &&
	       (fence->mark == '~' || tp_str_find_char(body, '`', fence->n) == TP_NOT_FOUND);
}

static bool closes_fence(struct tp_str body, const struct fence *open)
{
	struct fence close;

	return starts_fence(body, &close) && close.mark == open->mark && close.n == body.n && close.n >= open->n;
}

static struct line line_of(struct tp_str text, struct tp_span span)
{
	struct line line = { .at = without_blanks(text, span), .start = span.from };

	line.body = after_quote_marks(text, line.at);
	return line;
}

static struct tp_str body_of(struct tp_str text, const struct line *line)
{
	return tp_str_at(text, (struct tp_span){ line->body, line->at.to });
}

/* Finds the line that closes a fence, and moves *at behind it. */
static bool find_close(struct reader *in, const struct line *open, const struct fence *fence, size_t *at)
{
	struct fence *unclosed = &in->unclosed[fence->mark == '~'];
	size_t next = *at;
	struct tp_span span;

	if (unclosed->n && fence->n >= unclosed->n)
		return false;
	while (next_line(in->doc->text, &next, &span)) {
		struct line line = line_of(in->doc->text, span);
		if (is_quoted(open) && !is_quoted(&line))
			return false;
		if (closes_fence(body_of(in->doc->text, &line), fence)) {
			*at = next;
			return true;
		}
	}
	*unclosed = *fence;
	return false;
}

/* A code fence is one unit; its first and last line and its line breaks stay as they are. */
static bool read_fence(struct reader *in, const struct line *open, const struct fence *fence, size_t *at)
{
	struct tp_str text = in->doc->text;
	struct line line = *open;
	size_t next = *at;
	struct tp_span span;

	if (!find_close(in, open, fence, at))
		return false;
	end_block(in);
	tp_text_add_fixed(&in->maker, body_of(text, &line), (struct tp_span){ line.body, line.at.to });
	while (next < *at && next_line(text, &next, &span)) {
		size_t end = line.at.to;
		line = line_of(text, span);
		size_t start = next == *at || is_quoted(open) ? line.body : line.start;
		tp_text_add_fixed(&in->maker, TP_S("\n"), (struct tp_span){ end, start });
		if (next < *at)
			tp_text_add(&in->maker, text, (struct tp_span){ start, line.at.to });
	}
	tp_text_add_fixed(&in->maker, body_of(text, &line), (struct tp_span){ line.body, line.at.to });
	tp_doc_add_unit(in->doc, TP_UNIT_OTHER, tp_text_finish(&in->maker));
	return true;
}

/* Remarks that share the line with text. */
static void find_misplaced(struct reader *in, struct tp_span line)
{
	if (in->angle < line.from)
		in->angle = tp_find_answer(in->doc->text, line.from, angles_in);
	if (in->angle < line.to)
		tp_remarks_misplaced(in->doc, line);
}

static bool txt_read(struct tp_doc *doc, struct tp_error *err)
{
	struct reader in = { .doc = doc, .maker.arena = doc->arena };
	struct tp_span span;
	struct fence fence;

	(void)err;
	in.maker.well_formed = doc->ill_formed == doc->text.n;
	for (size_t at = 0; next_line(doc->text, &at, &span);) {
		struct line line = line_of(doc->text, span);
		struct tp_str body = body_of(doc->text, &line);
		bool remark = tp_remark_is(body);
		if (remark)
			tp_remarks_find(doc, (struct tp_span){ line.body, line.at.to });
		if (remark || body.n == 0) {
			end_block(&in);
			continue;
		}
		line.alone = opens_fence(body, &fence);
		if (line.alone && read_fence(&in, &line, &fence, &at))
			continue;
		find_misplaced(&in, line.at);
		line.item = item_mark(body) > 0;
		add_line(&in, &line);
	}
	end_block(&in);
	tp_text_maker_release(&in.maker);
	free(in.block.p);
	return true;
}

/* Folding -------------------------------------------------------------------------------------- */

/* How the unit goes on in a new line: the line break with the indentation or quote marks after it. */
static struct tp_str fold_of(const struct tp_unit *unit, struct tp_str document)
{
	for (size_t i = 0; i < unit->text.n_pieces; i++) {
		const struct tp_piece *piece = &unit->text.pieces[i];
		struct tp_str s = tp_str_at(document, piece->source);
		while (s.n && s.p[0] != '\n' && s.p[0] != '\r')
			s = tp_str_from(s, 1);
		if (piece->kind == TP_PIECE_SPELLED && s.n)
			return s;
	}
	return (struct tp_str){ "", 0 };
}

static size_t width_of(struct tp_str s)
{
	size_t column = 0;

	for (size_t at = 0; at < s.n;)
		column = advance(column, tp_utf8_next(s, &at));
	return column;
}

static struct tp_str last_line(struct tp_str s)
{
	size_t at = s.n;

	while (at > 0 && s.p[at - 1] != '\n' && s.p[at - 1] != '\r')
		at--;
	return tp_str_from(s, at);
}

/* The next stretch of text that is not to be torn: a word, or a character of a script without spaces. */
static struct tp_str next_word(struct tp_str text)
{
	size_t at = 0;

	for (uint32_t last = 0; at < text.n;) {
		size_t next = at;
		uint32_t cp = tp_utf8_next(text, &next);
		if (at > 0 && (cp == ' ' || (tp_is_unspaced(last) && tp_is_unspaced(cp))))
			break;
		at = next;
		last = cp;
	}
	return (struct tp_str){ text.p, at };
}

/* Text that fills more than a line is folded as the unit was: in the place of a space that stands alone, or
 * between characters that need none. */
static bool txt_spell(struct tp_str text, const struct tp_speller_place *place, struct tp_buf *out,
		      struct tp_error *err)
{
	const struct tp_unit *unit = place->unit;
	struct tp_str fold = { "", 0 };

	if (unit->columns && width_of(text) > unit->columns)
		fold = fold_of(unit, place->document);
	if (!fold.n)
		return tp_spell_plain(text, place, out, err);
	size_t column = width_of(last_line(place->before)), indent = width_of(last_line(fold));
	for (size_t at = 0; at < text.n;) {
		struct tp_str word = next_word(tp_str_from(text, at));
		size_t width = width_of(word), spaces = word.p[0] == ' ';
		bool apart = at == 0 || (spaces && (word.n == 1 || text.p[at - 1] == ' '));
		if (column + width > unit->columns && !apart) {
			tp_buf_add_str(out, fold);
			tp_buf_add_str(out, tp_str_from(word, spaces));
			column = indent + width - spaces;
		} else {
			tp_buf_add_str(out, word);
			column += width;
		}
		at += word.n;
	}
	return true;
}

const struct tp_format tp_format_txt = {
	.name = "txt",
	.title = N_("plain text"),
	.extensions = "txt,text",
	.datatype = "plaintext",
	.read = txt_read,
	.spell = txt_spell,
};
