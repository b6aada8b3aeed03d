/* Segmentation rules as an SRX 2.0 file, in words that ICU and Java take alike. */
#include <stdlib.h>

#include "core/memory.h"
#include "core/sax.h"
#include "core/str.h"
#include "core/unicode.h"
#include "core/utf8.h"
#include "language/kit.h"
#include "language/lessons.h"
#include "language/srx.h"

struct writing {
	struct tp_str in;
	size_t at;
	unsigned depth; /* of brackets: inside of them a set is a part of one */
	bool layout; /* (?x): white space and comments mean nothing */
	struct {
		bool *p;
		size_t n, cap;
	} layouts; /* those outside of the parentheses that are open, where they go on behind them */
	struct tp_buf *out;
};

static void add_set(struct writing *to, const char *items)
{
	if (!to->depth)
		tp_buf_add_char(to->out, '[');
	tp_buf_add_z(to->out, items);
	if (!to->depth)
		tp_buf_add_char(to->out, ']');
}

static bool is_set(const char *format, struct tp_str name)
{
	struct tp_buf set = TP_BUF_INIT;
	uint32_t *ranges;
	size_t n;

	tp_buf_format(&set, format, (int)name.n, name.p);
	ranges = tp_set_ranges(tp_buf_str(&set), &n, NULL);
	tp_buf_release(&set);
	free(ranges);
	return ranges;
}

/* The number of a code point, as most engines take it: those above U+FFFF have braces, which fewer do. */
static void add_code_point(struct tp_buf *out, uint32_t cp)
{
	tp_buf_format(out, cp < 0x10000 ? "\\u%04x" : "\\x{%x}", (unsigned)cp);
}

/* A property that Java may not know, as what has it. */
static void add_ranges(struct writing *to, struct tp_str name, bool negated)
{
	struct tp_buf set = TP_BUF_INIT, items = TP_BUF_INIT;
	uint32_t *ranges;
	size_t n = 0;

	tp_buf_format(&set, "[\\p{%.*s}]", (int)name.n, name.p);
	ranges = tp_set_ranges(tp_buf_str(&set), &n, NULL);
	for (size_t i = 0; i < n; i++) {
		add_code_point(&items, ranges[2 * i]);
		if (ranges[2 * i + 1] > ranges[2 * i]) {
			tp_buf_add_char(&items, '-');
			add_code_point(&items, ranges[2 * i + 1]);
		}
	}
	tp_buf_clear(&set);
	tp_buf_format(&set, negated ? "[^%s]" : "%s", items.n ? items.p : "");
	if (negated)
		tp_buf_add_str(to->out, tp_buf_str(&set));
	else
		add_set(to, set.p);
	free(ranges);
	tp_buf_release(&items);
	tp_buf_release(&set);
}

/* \p{...}, \P{...} or \pL, behind its letter. */
static void add_property(struct writing *to, char letter)
{
	struct tp_str name = { to->in.p + to->at, 1 };
	bool braced = to->at < to->in.n && to->in.p[to->at] == '{';

	if (braced) {
		size_t end = tp_str_find_char(to->in, '}', to->at);

		name = tp_str_at(to->in, (struct tp_span){ to->at + 1, end == TP_NOT_FOUND ? to->in.n : end });
		to->at++;
	}
	to->at += name.n + braced;
	if (tp_str_starts(name, TP_S("Is")) || tp_str_starts(name, TP_S("In")) ||
	    is_set("[\\p{general_category=%.*s}]", name))
		tp_buf_format(to->out, "\\%c{%.*s}", letter, (int)name.n, name.p);
	else if (is_set("[\\p{script=%.*s}]", name))
		tp_buf_format(to->out, "\\%c{Is%.*s}", letter, (int)name.n, name.p);
	else
		add_ranges(to, name, letter == 'P');
}

/* What stands behind a backslash. Java's plain classes know ASCII only. */
static void add_escape(struct writing *to)
{
	char c = to->at < to->in.n ? to->in.p[to->at] : '\\';
	size_t from = to->at++;

	switch (c) {
	case 'Q':
		to->at = tp_str_find(to->in, TP_S("\\E"), from);
		to->at = to->at == TP_NOT_FOUND ? to->in.n : to->at + 2;
		tp_buf_add_char(to->out, '\\');
		tp_buf_add_str(to->out, tp_str_at(to->in, (struct tp_span){ from, to->at }));
		break;
	case 'p':
	case 'P':
		add_property(to, c);
		break;
	case 'd':
		tp_buf_add_z(to->out, "\\p{Nd}");
		break;
	case 'D':
		tp_buf_add_z(to->out, "\\P{Nd}");
		break;
	case 's':
		add_set(to, "\\t-\\r\\u0085\\p{Z}");
		break;
	case 'S':
		tp_buf_add_z(to->out, "[^\\t-\\r\\u0085\\p{Z}]");
		break;
	case 'w':
		add_set(to, "\\p{IsAlphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d");
		break;
	case 'W':
		tp_buf_add_z(to->out, "[^\\p{IsAlphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]");
		break;
	default:
		tp_buf_format(to->out, "\\%c", c);
	}
}

/* (?flags) and (?flags: without x, which is carried out here. Returns false if the parenthesis is another one. */
static bool add_flags(struct writing *to)
{
	size_t end = to->at + 2;

	if (!tp_str_starts(tp_str_from(to->in, to->at), TP_S("(?")))
		return false;
	while (end < to->in.n && strchr("imsxuU", to->in.p[end]))
		end++;
	if (end == to->in.n || end == to->at + 2 || (to->in.p[end] != ')' && to->in.p[end] != ':'))
		return false;
	size_t from = to->out->n;
	if (to->in.p[end] == ':')
		*tp_push(&to->layouts) = to->layout;
	for (size_t i = to->at; i <= end; i++) {
		to->layout |= to->in.p[i] == 'x';
		if (to->in.p[i] != 'x')
			tp_buf_add_char(to->out, to->in.p[i]);
	}
	if (tp_str_is(tp_str_from(tp_buf_str(to->out), from), "(?)"))
		to->out->n = from;
	to->at = end + 1;
	return true;
}

static void skip_comment(struct writing *to)
{
	size_t end = tp_str_find_char(to->in, '\n', to->at);

	to->at = end == TP_NOT_FOUND ? to->in.n : end;
}

/* Flags hold up to the end of the parentheses that they stand in. */
static void follow_parentheses(struct writing *to, char c)
{
	if (c == '(')
		*tp_push(&to->layouts) = to->layout;
	else if (c == ')' && to->layouts.n)
		to->layout = to->layouts.p[--to->layouts.n];
}

static void add_character(struct writing *to, char c)
{
	if (c == '\n')
		tp_buf_add_z(to->out, "\\n");
	else
		tp_buf_add_char(to->out, c);
	if (!to->depth)
		follow_parentheses(to, c);
	to->depth += c == '[';
	to->depth -= c == ']' && to->depth;
}

static void add_pattern(struct tp_str pattern, struct tp_buf *out)
{
	struct writing to = { .in = pattern, .out = out };

	while (to.at < pattern.n) {
		char c = pattern.p[to.at];

		if (!to.depth && c == '(' && add_flags(&to))
			continue;
		to.at++;
		if (c == '\\')
			add_escape(&to);
		else if (to.layout && !to.depth && c == '#')
			skip_comment(&to);
		else if (!to.layout || to.depth || !strchr(" \t\n\r\f\v", c))
			add_character(&to, c);
	}
	free(to.layouts.p);
}

static void write_side(const char *name, struct tp_str pattern, struct tp_buf *out)
{
	struct tp_buf portable = TP_BUF_INIT;

	add_pattern(pattern, &portable);
	tp_buf_format(out, "<%s>", name);
	tp_xml_add_text(out, tp_buf_str(&portable));
	tp_buf_format(out, "</%s>\n", name);
	tp_buf_release(&portable);
}

/* "[Pp][Tt].*": the codes of a language, as CAT tools write them; for all languages ".*". */
static void write_language(const char *language, struct tp_buf *out)
{
	for (; strcmp(language, "mul") != 0 && *language && *language != '-'; language++)
		tp_buf_format(out, "[%c%c]", (char)tp_to_upper((unsigned char)*language), *language);
	tp_buf_add_z(out, ".*");
}

static const char *yes_or_no(bool yes)
{
	return yes ? "yes" : "no";
}

static void write_rule(const struct tp_segment_rule *rule, struct tp_buf *out)
{
	tp_buf_format(out, "<rule break=\"%s\">\n", yes_or_no(rule->breaks));
	write_side("beforebreak", rule->before, out);
	write_side("afterbreak", rule->after, out);
	tp_buf_add_z(out, "</rule>\n");
}

static void write_lessons(const struct tp_lessons *lessons, struct tp_buf *out)
{
	if (lessons->rules.n)
		tp_buf_add_z(out, "<!-- Abbreviations that a document taught -->\n");
	for (size_t i = 0; i < lessons->rules.n; i++)
		write_rule(&lessons->rules.p[i], out);
}

void tp_srx_write(const struct tp_kit *kit, const struct tp_lessons *lessons, struct tp_buf *out)
{
	const struct tp_segment_rule *rule;

	struct tp_break_codes codes = tp_segmenter_codes(kit->segmenter);

	tp_buf_add_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if (tp_segmenter_has_all_ends(kit->segmenter))
		tp_buf_add_z(out, "<?tprep ends=\"all\"?>\n");
	tp_buf_format(out,
		      "<srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\">\n"
		      "<header segmentsubflows=\"%s\" cascade=\"no\">\n"
		      "<formathandle type=\"start\" include=\"%s\"/>\n"
		      "<formathandle type=\"end\" include=\"%s\"/>\n"
		      "<formathandle type=\"isolated\" include=\"%s\"/>\n"
		      "</header>\n<body>\n<languagerules>\n<languagerule languagerulename=\"%s\">\n",
		      yes_or_no(!tp_segmenter_has_whole_flows(kit->segmenter)), yes_or_no(codes.start),
		      yes_or_no(codes.end), yes_or_no(codes.isolated), kit->language);
	for (size_t i = 0; (rule = tp_segmenter_rule(kit->segmenter, i)); i++) {
		if (i == kit->general_rule)
			write_lessons(lessons, out);
		write_rule(rule, out);
	}
	tp_buf_add_z(out, "</languagerule>\n</languagerules>\n<maprules>\n<languagemap languagepattern=\"");
	write_language(kit->language, out);
	tp_buf_format(out, "\" languagerulename=\"%s\"/>\n</maprules>\n</body>\n</srx>\n", kit->language);
}
