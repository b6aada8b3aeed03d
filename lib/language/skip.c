/* The skip map: one pass over the text, which looks at each byte a bounded number of times. A search for
 * an end mark that fails is remembered, so that many beginnings without an end cost one search. */
#include "language/skip.h"

#include "core/memory.h"
#include "core/unicode.h"
#include "core/vector.h"
#include "language/words.h"

enum { LONGEST_ENTITY = 32 };

size_t tp_skip_word_char(struct tp_str text, size_t at)
{
	size_t end = at;
	uint32_t cp = tp_utf8_next(text, &end);

	if (cp < 0x80)
		return is_alpha((char)cp) || is_number((char)cp) ? 1 : 0;
	return tp_is_word(cp) ? end - at : 0;
}

void tp_skip_mark(struct tp_scanner *in, size_t from, size_t to)
{
	struct tp_spans *out = in->out;

	if (out->n && out->p[out->n - 1].to >= from)
		out->p[out->n - 1].to = to;
	else
		*tp_push(out) = (struct tp_span){ from, to };
	in->at = to;
	in->in_word = false;
}

static bool is_name(char c)
{
	return is_alpha(c) || is_number(c) || c == '_';
}

static size_t skip_name(struct tp_str text, size_t at)
{
	while (is_name(byte_at(text, at)))
		at++;
	return at;
}

/* Code: `x`, ``x``, and fences over lines --------------------------------------------------------- */

static size_t run_of(struct tp_str text, size_t at, char c)
{
	size_t n = 0;

	while (byte_at(text, at + n) == c)
		n++;
	return n;
}

/* "``So he said,'' and": a quotation of TeX ends here, behind a word or its punctuation, and before no other. */
static bool is_quotation_end(struct tp_str text, size_t at)
{
	return starts_at(text, at, TP_S("''")) && at > 0 && !strchr(" \t\n`'\"([{=,", text.p[at - 1]) &&
	       strchr(" \t\n.,;:!?)-", byte_at(text, at + 2));
}

/* Backticks from `at` to `end` begin something: "a ``word". */
static bool is_opening(struct tp_str text, size_t at, size_t end)
{
	return at > 0 && strchr(" \t\n", text.p[at - 1]) && (is_name(byte_at(text, end)) || byte_at(text, end) & 0x80);
}

/* The end of the code that starts with n backticks before `at`, or TP_NOT_FOUND. A paragraph's end ends the search. */
static size_t find_tick(struct tp_scanner *in, size_t at, size_t n)
{
	for (; at < in->text.n; at++) {
		if (in->text.p[at] == '`') {
			size_t found = run_of(in->text, at, '`');

			if (found == n)
				return is_opening(in->text, at, at + n) ? TP_NOT_FOUND : at + n;
			at += found - 1;
		} else if (n == 2 && is_quotation_end(in->text, at)) {
			return TP_NOT_FOUND;
		} else if (starts_at(in->text, at, TP_S("\n\n"))) {
			break;
		}
	}
	in->no_tick[n] = at;
	return TP_NOT_FOUND;
}

static void scan_tick(struct tp_scanner *in)
{
	size_t n = run_of(in->text, in->at, '`');
	size_t start = in->at;
	size_t end = TP_NOT_FOUND;

	in->at += n;
	in->in_word = false;
	if (n <= TP_LONGEST_CODE_MARK && in->no_tick[n] <= start)
		end = find_tick(in, in->at, n);
	if (end != TP_NOT_FOUND)
		tp_skip_mark(in, start, end);
}

/* The fence (``` or ~~~, at most three spaces before it) that a line starts with: its length, and its character. */
static size_t fence_at(struct tp_str text, size_t line, char *c, size_t *after)
{
	size_t at = line;

	while (at < line + 3 && byte_at(text, at) == ' ')
		at++;
	*c = byte_at(text, at);
	if (*c != '`' && *c != '~')
		return 0;
	size_t n = run_of(text, at, *c);
	*after = at + n;
	return n >= 3 ? n : 0;
}

static size_t line_end(struct tp_str text, size_t at)
{
	size_t end = tp_str_find_char(text, '\n', at);

	return end == TP_NOT_FOUND ? text.n : end;
}

/* At the start of a line. A fence that nobody closes reaches to the end of the text. */
static bool scan_fence(struct tp_scanner *in)
{
	char c, closing;
	size_t after;
	size_t start = in->at;
	size_t n = fence_at(in->text, start, &c, &after);
	size_t end = n ? line_end(in->text, after) : 0;

	if (!n ||
	    (c == '`' && tp_str_find_char(tp_str_at(in->text, (struct tp_span){ after, end }), '`', 0) != TP_NOT_FOUND))
		return false;
	while (end < in->text.n) {
		size_t line = end + 1;

		end = line_end(in->text, line);
		if (fence_at(in->text, line, &closing, &after) >= n && closing == c &&
		    tp_str_trim(tp_str_at(in->text, (struct tp_span){ after, end })).n == 0)
			break;
	}
	tp_skip_mark(in, start, end);
	return true;
}

/* Tags and comments ---------------------------------------------------------------------------------- */

/* The end of the tag at '<', or TP_NOT_FOUND. Another '<' ends the search, even in a quoted value. */
static size_t find_tag_end(struct tp_str text, size_t at)
{
	char quote = '\0';
	size_t name = at + 1 + (byte_at(text, at + 1) == '/');
	size_t i = name;

	if (!is_alpha(byte_at(text, i)))
		return TP_NOT_FOUND;
	while (is_name(byte_at(text, i)) || is_one_of(byte_at(text, i), "-:"))
		i++;
	if (!is_one_of(byte_at(text, i), " \t\r\n/>"))
		return TP_NOT_FOUND;
	for (; i < text.n && text.p[i] != '<'; i++) {
		char c = text.p[i];

		if (quote) {
			quote = c == quote ? '\0' : quote;
		} else if (c == '>') {
			return i + 1;
		} else if (is_one_of(c, "\"'")) {
			if (byte_at(text, i - 1) != '=')
				return TP_NOT_FOUND;
			quote = c;
		}
	}
	return TP_NOT_FOUND;
}

/* What stands between such marks is no text: comments, and code in templates. */
static const struct {
	struct tp_str open, close;
} enclosures[TP_ENCLOSURES] = {
	{ { "<!--", 4 }, { "-->", 3 } },
	{ { "<%", 2 }, { "%>", 2 } },
	{ { "<?", 2 }, { "?>", 2 } },
};

/* The end of what starts with the mark, or TP_NOT_FOUND. */
static size_t enclosure_end(struct tp_scanner *in, size_t kind)
{
	size_t end = TP_NOT_FOUND;

	if (!in->endless[kind])
		end = tp_str_find(in->text, enclosures[kind].close, in->at + enclosures[kind].open.n);
	in->endless[kind] = end == TP_NOT_FOUND;
	return end == TP_NOT_FOUND ? end : end + enclosures[kind].close.n;
}

static void scan_angle(struct tp_scanner *in)
{
	size_t kind = 0;

	while (kind < TP_ENCLOSURES && !starts_at(in->text, in->at, enclosures[kind].open))
		kind++;
	size_t end = kind < TP_ENCLOSURES ? enclosure_end(in, kind) : find_tag_end(in->text, in->at);
	if (end != TP_NOT_FOUND)
		tp_skip_mark(in, in->at, end);
	else
		in->at++;
	in->in_word = false;
}

/* Damage ------------------------------------------------------------------------------------------- */

static bool is_damage(struct tp_str text, size_t at)
{
	return starts_at(text, at, TP_S("\uFFFD"));
}

/* At U+FFFD, which stands for bytes that are no text: the word that it is in, or beside, is not what it looks like. */
static void scan_damage(struct tp_scanner *in)
{
	size_t from = in->at, to = in->at + strlen("\uFFFD"), n;

	for (size_t at = from; at > 0 && tp_is_word(tp_utf8_prev(in->text, &at));)
		from = at;
	while ((n = tp_skip_word_char(in->text, to)))
		to += n;
	tp_skip_mark(in, from, to);
}

/* Placeholders: each of these gives the end of what starts at `at`, or 0 ---------------------------------- */

/* %s %1$s %-5.2f %@ %(name)s %{name} %name%; "50% off" is none, nor is "5%of". */
static size_t percent_end(struct tp_str text, size_t at)
{
	size_t i = at + 1;
	size_t name = skip_name(text, i);

	if (name > i && byte_at(text, name) == '%')
		return name + 1;
	if (is_one_of(byte_at(text, i), "({")) {
		char close = text.p[i] == '(' ? ')' : '}';

		i = skip_name(text, i + 1);
		if (byte_at(text, i) != close || i == at + 2)
			return 0;
		i++;
		if (close == '}')
			return i;
	}
	while (is_number(byte_at(text, i)) || is_one_of(byte_at(text, i), "$-+#.*'"))
		i++;
	while (is_one_of(byte_at(text, i), "hlLqjzt"))
		i++;
	if (!is_one_of(byte_at(text, i), "diouxXeEfFgGaAcspn@") || tp_skip_word_char(text, i + 1))
		return 0;
	return i + 1;
}

static bool is_field(char c)
{
	return is_name(c) || is_one_of(c, ".-:$#@[]+,%!?|");
}

static size_t skip_field(struct tp_str text, size_t at)
{
	while (is_field(byte_at(text, at)))
		at++;
	return at;
}

/* {#id .class key=value key="a value"}: each but for "{:" starts with its mark or has a value. */
static size_t attributes_end(struct tp_str text, size_t at)
{
	size_t i = at + 1 + (byte_at(text, at + 1) == ':');

	while (byte_at(text, i) != '}') {
		while (byte_at(text, i) == ' ')
			i++;
		bool marked = is_one_of(byte_at(text, i), "#.");
		size_t start = i;

		i = skip_field(text, i);
		if (i == start)
			return 0;
		if (byte_at(text, i) == '=') {
			bool quoted = byte_at(text, ++i) == '"';

			for (i += quoted; quoted && i < text.n && !is_one_of(text.p[i], "{\"\n");)
				i++;
			if (quoted && byte_at(text, i) != '"')
				return 0;
			i = quoted ? i + 1 : skip_field(text, i);
		} else if (!marked) {
			return 0;
		}
	}
	return i + 1;
}

/* {name} {0:N2} {} {{ name }} {% tag %}, and attributes; "{one file}" is none. */
static size_t brace_end(struct tp_str text, size_t at)
{
	size_t i = at + 1;
	char inner = byte_at(text, i);

	if (inner != '{' && inner != '%') {
		i = skip_field(text, i);
		return byte_at(text, i) == '}' ? i + 1 : attributes_end(text, at);
	}
	for (i++; i < text.n && !is_one_of(text.p[i], "{}\n"); i++)
		if (inner == '%' && text.p[i] == '%' && byte_at(text, i + 1) == '}')
			return i + 2;
	return inner == '{' && starts_at(text, i, TP_S("}}")) ? i + 2 : 0;
}

static bool is_escaped(struct tp_str text, size_t at)
{
	return at > 0 && text.p[at - 1] == '\\';
}

/* TeX's $x^2$ and $$x^2$$: the next dollar ends them, and they have a sign of TeX in them, or no space. Prices are
 * none: "$5 = 4 euros, $6". */
static size_t maths_end(struct tp_str text, size_t at)
{
	size_t n = starts_at(text, at, TP_S("$$")) ? 2 : 1;
	size_t i = at + n;
	bool spaces = false, signs = false;

	for (; i < text.n && text.p[i] != '$' && !starts_at(text, i, TP_S("\n\n")); i++) {
		spaces |= is_one_of(text.p[i], " \t\n");
		signs |= is_one_of(text.p[i], "\\^_=");
	}
	if (i == at + n || run_of(text, i, '$') != n || (spaces && !signs) || tp_skip_word_char(text, i + n))
		return 0;
	bool inside = n == 2 || !(is_one_of(text.p[at + 1], " \t\n") || is_one_of(text.p[i - 1], " \t\n"));
	return inside && !is_escaped(text, at) && !is_escaped(text, i) ? i + n : 0;
}

/* $name ${name} $(name); "$5" is none. */
static size_t dollar_end(struct tp_str text, size_t at)
{
	char open = byte_at(text, at + 1);

	if (is_alpha(open) || open == '_')
		return skip_name(text, at + 1);
	if (open != '{' && open != '(')
		return 0;
	size_t end = skip_name(text, at + 2);
	return end > at + 2 && byte_at(text, end) == (open == '{' ? '}' : ')') ? end + 1 : 0;
}

/* &nbsp; &#160; */
static size_t entity_end(struct tp_str text, size_t at)
{
	size_t i = at + 1 + (byte_at(text, at + 1) == '#');
	size_t start = i;

	while (i < start + LONGEST_ENTITY && (is_alpha(byte_at(text, i)) || is_number(byte_at(text, i))))
		i++;
	return i > start && byte_at(text, i) == ';' ? i + 1 : 0;
}

/* @name #name: word characters, and . - between them. "# Heading" is none. */
static size_t handle_end(struct tp_str text, size_t at)
{
	size_t end = at + 1;
	size_t i = end;

	while (i < text.n) {
		size_t n = text.p[i] == '_' ? 1 : tp_skip_word_char(text, i);

		if (n)
			end = i += n;
		else if (end > at + 1 && i == end && is_one_of(text.p[i], ".-"))
			i++;
		else
			break;
	}
	return end > at + 1 ? end : 0;
}

static size_t placeholder_end(const struct tp_scanner *in)
{
	switch (in->text.p[in->at]) {
	case '%':
		return percent_end(in->text, in->at);
	case '{':
		return brace_end(in->text, in->at);
	case '$': {
		size_t maths = in->in_word ? 0 : maths_end(in->text, in->at);

		return maths ? maths : dollar_end(in->text, in->at);
	}
	case '&':
		return entity_end(in->text, in->at);
	case '@':
	case '#':
		return in->in_word ? 0 : handle_end(in->text, in->at);
	default:
		return 0;
	}
}

static void scan(struct tp_scanner *in)
{
	struct tp_str text = in->text;
	char c = text.p[in->at];
	size_t end = placeholder_end(in);

	if (end) {
		tp_skip_mark(in, in->at, end);
	} else if (c == '`') {
		scan_tick(in);
	} else if (c == '<') {
		scan_angle(in);
	} else if (is_one_of(c, "/.~\\") && tp_skip_path(in)) {
		return;
	} else if (is_damage(text, in->at)) {
		scan_damage(in);
	} else if (tp_skip_word_char(text, in->at)) {
		tp_skip_chunk(in);
	} else {
		in->in_word = false;
		tp_utf8_next(text, &in->at);
	}
}

/* Characters that something in the map may have in it: anywhere, or before one that goes on, or before ')'; and the
 * byte that damage starts with. */
enum { SIGN = 1, SIGN_BEFORE = 2, SIGN_CALL = 4, SIGN_DAMAGE = 8, GOES_ON = 16, DAMAGE = 0xef };

static const unsigned char signs[256] = {
	['%'] = SIGN,
	['{'] = SIGN,
	['$'] = SIGN,
	['&'] = SIGN,
	['#'] = SIGN,
	['`'] = SIGN,
	['<'] = SIGN,
	['@'] = SIGN | GOES_ON,
	['/'] = SIGN | GOES_ON,
	['~'] = SIGN | GOES_ON,
	['_'] = SIGN | GOES_ON,
	['\\'] = SIGN | GOES_ON,
	['.'] = SIGN_BEFORE | GOES_ON,
	[':'] = SIGN_BEFORE | GOES_ON,
	['='] = SIGN_BEFORE,
	['('] = SIGN_CALL,
	['+'] = GOES_ON,
	['-'] = GOES_ON,
	['0' ... '9'] = GOES_ON,
	['A' ... 'Z'] = GOES_ON,
	['a' ... 'z'] = GOES_ON,
	[0x80 ... DAMAGE - 1] = GOES_ON,
	[DAMAGE] = SIGN_DAMAGE | GOES_ON,
	[DAMAGE + 1 ... 0xff] = GOES_ON,
};

static unsigned sign_at(struct tp_str text, size_t at)
{
	return signs[(unsigned char)text.p[at]];
}

static bool is_sign(struct tp_str text, size_t at)
{
	unsigned sign = sign_at(text, at);

	return (sign & SIGN) || ((sign & SIGN_BEFORE) && at + 1 < text.n && (sign_at(text, at + 1) & GOES_ON)) ||
	       ((sign & SIGN_CALL) && byte_at(text, at + 1) == ')') || ((sign & SIGN_DAMAGE) && is_damage(text, at));
}

static inline tp_vector range_in(tp_vector v, unsigned char first, unsigned char last)
{
	return (tp_vector)(v - first <= (unsigned char)(last - first));
}

/* Signs, among them those that are some only before others; and a few more characters, which are seldom. */
static tp_vector signs_in(tp_vector v)
{
	tp_vector upper = v & (unsigned char)~0x20;
	tp_vector high = range_in(upper, '[', '_') | (tp_vector)(upper == '@');
	tp_vector low = range_in(v, '#', '&') | (tp_vector)(v == '(') | range_in(v, '.', '/');

	return high | low | range_in(v, ':', '=') | (tp_vector)(v == DAMAGE);
}

/* The first sign at or after `at`, or the end. */
static size_t find_sign(struct tp_str text, size_t at)
{
	for (; at < text.n; at += TP_BLOCK)
		for (uint64_t bits = tp_bits_at(text, at, signs_in); bits; bits &= bits - 1) {
			size_t sign = at + (size_t)__builtin_ctzll(bits);

			if (sign < text.n && is_sign(text, sign))
				return sign;
		}
	return text.n;
}

static bool is_line_start(struct tp_str text, size_t at)
{
	return at == 0 || text.p[at - 1] == '\n';
}

/* What is in the map begins at a sign or in the same piece of text between spaces: or with those before it, if it is a
 * fence. */
static bool is_piece_start(struct tp_str text, size_t at)
{
	return is_line_start(text, at) || text.p[at - 1] == ' ';
}

/* From the start of a piece to that of the next one with a sign: over most text. */
static size_t skip_clean_pieces(struct tp_str text, size_t from)
{
	size_t at = find_sign(text, from);

	if (at == text.n)
		return at;
	while (at > from && !is_piece_start(text, at))
		at--;
	size_t piece = at;
	while (at > from && text.p[at - 1] == ' ')
		at--;
	return is_line_start(text, at) ? at : piece;
}

void tp_skip_map(struct tp_str text, struct tp_spans *out)
{
	struct tp_scanner in = { .text = text, .out = out };

	while (in.at < text.n) {
		size_t clean = is_piece_start(text, in.at) ? skip_clean_pieces(text, in.at) : in.at;

		if (clean > in.at)
			in.at = clean;
		else if (!is_line_start(text, in.at) || !scan_fence(&in))
			scan(&in);
	}
}

bool tp_skip_has(const struct tp_spans *skip, struct tp_span at, size_t *hint)
{
	while (*hint < skip->n && skip->p[*hint].to <= at.from)
		++*hint;
	return *hint < skip->n && skip->p[*hint].from < at.to;
}
