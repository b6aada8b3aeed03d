/* The skip map: one pass over the text, which looks at each byte a bounded number of times. A search for
 * an end mark that fails is remembered, so that many beginnings without an end cost one search. */
#include "language/words.h"

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

enum { LONGEST_CODE_MARK = 8, LONGEST_SCHEME = 32, LONGEST_ENTITY = 32 };

struct scanner {
	struct tp_str text;
	size_t at;
	bool in_word; /* the character before `at` belongs to a word */
	size_t no_tick[LONGEST_CODE_MARK + 1]; /* no run of so many backticks closes before this place */
	bool no_comment_end; /* no "-->" follows */
	struct tp_spans *out;
};

/* Bytes ---------------------------------------------------------------------------------------- */

static char byte_at(struct tp_str text, size_t at)
{
	return at < text.n ? text.p[at] : '\0';
}

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_number(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
	return is_alpha(c) || is_number(c) || c == '_';
}

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool starts_at(struct tp_str text, size_t at, struct tp_str with)
{
	return at <= text.n && tp_str_starts(tp_str_from(text, at), with);
}

/* The bytes of the word character at `at`, or 0 if there is none. */
static size_t word_char(struct tp_str text, size_t at)
{
	size_t end = at;
	uint32_t cp = tp_utf8_next(text, &end);

	if (cp < 0x80)
		return is_alpha((char)cp) || is_number((char)cp) ? 1 : 0;
	return tp_is_word(cp) ? end - at : 0;
}

static size_t skip_name(struct tp_str text, size_t at)
{
	while (is_name(byte_at(text, at)))
		at++;
	return at;
}

/* A list is words with spaces between them. */
static bool is_listed(struct tp_str word, const char *list)
{
	struct tp_str rest = tp_str_of(list), item;

	while (tp_str_cut(&rest, ' ', &item))
		if (tp_str_eq_ascii(word, item))
			return true;
	return false;
}

static void mark(struct scanner *in, size_t from, size_t to)
{
	struct tp_spans *out = in->out;

	if (out->n && out->p[out->n - 1].to >= from)
		out->p[out->n - 1].to = to;
	else
		*tp_push(out) = (struct tp_span){ from, to };
	in->at = to;
	in->in_word = false;
}

/* Code: `x`, ``x``, and fences over lines --------------------------------------------------------- */

static size_t run_of(struct tp_str text, size_t at, char c)
{
	size_t n = 0;

	while (byte_at(text, at + n) == c)
		n++;
	return n;
}

/* The end of the code that starts with n backticks before `at`, or TP_NOT_FOUND. A paragraph's end ends the search. */
static size_t find_tick(struct scanner *in, size_t at, size_t n)
{
	for (; at < in->text.n; at++) {
		if (in->text.p[at] == '`') {
			size_t found = run_of(in->text, at, '`');

			if (found == n)
				return at + n;
			at += found - 1;
		} else if (starts_at(in->text, at, TP_S("\n\n"))) {
			break;
		}
	}
	in->no_tick[n] = at;
	return TP_NOT_FOUND;
}

static void scan_tick(struct scanner *in)
{
	size_t n = run_of(in->text, in->at, '`');
	size_t start = in->at;
	size_t end = TP_NOT_FOUND;

	in->at += n;
	in->in_word = false;
	if (n <= LONGEST_CODE_MARK && in->no_tick[n] <= start)
		end = find_tick(in, in->at, n);
	if (end != TP_NOT_FOUND)
		mark(in, start, end);
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
static bool scan_fence(struct scanner *in)
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
	mark(in, start, end);
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

static void scan_angle(struct scanner *in)
{
	size_t end = TP_NOT_FOUND;

	if (starts_at(in->text, in->at, TP_S("<!--"))) {
		if (!in->no_comment_end)
			end = tp_str_find(in->text, TP_S("-->"), in->at + 4);
		in->no_comment_end = end == TP_NOT_FOUND;
		end += end == TP_NOT_FOUND ? 0 : 3;
	} else {
		end = find_tag_end(in->text, in->at);
	}
	if (end != TP_NOT_FOUND)
		mark(in, in->at, end);
	else
		in->at++;
	in->in_word = false;
}

/* Placeholders: each of these gives the end of what starts at `at`, or 0 ---------------------------------- */

/* %s %1$s %-5.2f %@ %(name)s %{name}; "50% off" is none, nor is "5%of". */
static size_t percent_end(struct tp_str text, size_t at)
{
	size_t i = at + 1;

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
	if (!is_one_of(byte_at(text, i), "diouxXeEfFgGaAcspn@") || word_char(text, i + 1))
		return 0;
	return i + 1;
}

static bool is_field(char c)
{
	return is_name(c) || is_one_of(c, ".-:$#@[]+,%!?|");
}

/* {name} {0:N2} {} {{ name }} {% tag %}; "{one file}" is none. */
static size_t brace_end(struct tp_str text, size_t at)
{
	size_t i = at + 1;
	char inner = byte_at(text, i);

	if (inner != '{' && inner != '%') {
		while (is_field(byte_at(text, i)))
			i++;
		return byte_at(text, i) == '}' ? i + 1 : 0;
	}
	for (i++; i < text.n && !is_one_of(text.p[i], "{}\n"); i++)
		if (inner == '%' && text.p[i] == '%' && byte_at(text, i + 1) == '}')
			return i + 2;
	return inner == '{' && starts_at(text, i, TP_S("}}")) ? i + 2 : 0;
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
		size_t n = text.p[i] == '_' ? 1 : word_char(text, i);

		if (n)
			end = i += n;
		else if (end > at + 1 && i == end && is_one_of(text.p[i], ".-"))
			i++;
		else
			break;
	}
	return end > at + 1 ? end : 0;
}

static size_t placeholder_end(const struct scanner *in)
{
	switch (in->text.p[in->at]) {
	case '%':
		return percent_end(in->text, in->at);
	case '{':
		return brace_end(in->text, in->at);
	case '$':
		return dollar_end(in->text, in->at);
	case '&':
		return entity_end(in->text, in->at);
	case '@':
	case '#':
		return in->in_word ? 0 : handle_end(in->text, in->at);
	default:
		return 0;
	}
}

/* Addresses ------------------------------------------------------------------------------------------------ */

/* Moves the end back over what rather belongs to the sentence: "(see https://a.b/c)." */
static size_t without_tail(struct tp_str text, size_t from, size_t to)
{
	while (to > from && is_one_of(text.p[to - 1], ".,;:!?'*_~"))
		to--;
	return to;
}

/* The end of an address that starts at `from` and has come to `at`: ASCII but for a few delimiters, and letters of any
 * script. A bracket that closes what was open before the address ends it. */
static size_t address_end(struct tp_str text, size_t from, size_t at)
{
	int round = 0, square = 0;

	for (size_t n; at < text.n; at += n) {
		char c = text.p[at];

		n = 1;
		if (c <= ' ' || is_one_of(c, "<>\"`{}|\\^\177"))
			n = word_char(text, at);
		round += (c == '(') - (c == ')');
		square += (c == '[') - (c == ']');
		if (!n || round < 0 || square < 0)
			break;
	}
	return without_tail(text, from, at);
}

static const char schemes[] = "mailto tel sms doi urn news data magnet xmpp sip isbn about geo javascript";

static const char domains[] =
    "com org net edu gov mil int info biz eu io app dev uk fr ru jp cn br pl nl ch ca kr mx cz hu dk "
    "tr ua iq ir sa ae il qa kw eg sy lb jo tv au nz za gr pt ro bg rs fi news";

/* Top-level domains that are also words: "was.in" is rather a missing space, unless there is more of an address. */
static const char word_domains[] = "de es it in is at be us se no to so me co am as by do id la my ar lt lv ie";

static const char extensions[] =
    "doc docx xls xlsx ppt pptx odt ods odp rtf pdf txt md csv tsv xml xlf xliff tmx tbx po pot mo "
    "srx srt vtt html htm css js mjs ts jsx tsx json yaml yml toml ini cfg conf log sql c h cc cpp "
    "hpp java py rb php rs sh bat exe dll zip tar gz bz2 xz rar 7z png jpg jpeg gif svg webp bmp "
    "tiff psd ico mp3 mp4 wav avi mov mkv epub tex bib lua swift vue properties strings aff dic";

static const char roots[] =
    "etc usr var tmp home opt bin sbin dev proc sys mnt root lib Users Applications Library srv run";

/* Where the piece after the last `c` in [from, to) starts, or `from`. */
static size_t after_last(struct tp_str text, size_t from, size_t to, char c)
{
	for (size_t i = to; i > from; i--)
		if (text.p[i - 1] == c)
			return i;
	return from;
}

/* "bbc.co.uk" in [from, to): labels of word characters and hyphens, the last a top-level domain. */
static bool is_domain(struct tp_str text, size_t from, size_t to, bool more)
{
	size_t labels = 1, label = from;

	for (size_t i = from; i < to; i++) {
		if (text.p[i] == '.') {
			if (i == label)
				return false;
			label = i + 1;
			labels++;
		} else if (is_one_of(text.p[i], "_+~\\@")) {
			return false;
		}
	}
	struct tp_str last = tp_str_at(text, (struct tp_span){ label, to });
	return labels > 1 && (is_listed(last, domains) || ((more || labels > 2) && is_listed(last, word_domains)));
}

/* "report.docx", "main.c": the stem has at least two bytes. */
static bool is_file(struct tp_str text, size_t from, size_t to)
{
	size_t dot = after_last(text, from, to, '.');

	return dot >= from + 3 && is_listed(tp_str_at(text, (struct tp_span){ dot, to }), extensions);
}

/* A chunk: word characters and what joins them in addresses and paths ------------------------------------- */

static size_t chunk_end(struct tp_str text, size_t at)
{
	while (at < text.n) {
		size_t n = is_one_of(text.p[at], "._-+/\\@~") ? 1 : word_char(text, at);

		if (!n)
			break;
		at += n;
	}
	return at;
}

/* A chunk that a colon ends: "https://", "mailto:x", "C:\x". */
static bool scan_colon(struct scanner *in, size_t end)
{
	struct tp_str text = in->text;
	size_t from = end;

	while (from > in->at && end - from < LONGEST_SCHEME &&
	       (is_alpha(text.p[from - 1]) || is_number(text.p[from - 1]) || is_one_of(text.p[from - 1], "+-")))
		from--;
	struct tp_str scheme = tp_str_at(text, (struct tp_span){ from, end });
	size_t next = end + 1;

	if (scheme.n == 1 && is_alpha(scheme.p[0]) && is_one_of(byte_at(text, next), "\\/") &&
	    !starts_at(text, next, TP_S("//")))
		mark(in, from, without_tail(text, from, chunk_end(text, next)));
	else if (scheme.n > 1 && starts_at(text, next, TP_S("//")) &&
		 (word_char(text, next + 2) || is_one_of(byte_at(text, next + 2), "/[")))
		mark(in, from, address_end(text, from, next + 2));
	else if (is_listed(scheme, schemes) && word_char(text, next))
		mark(in, from, address_end(text, from, next));
	else
		return false;
	return true;
}

static bool scan_at_sign(struct scanner *in, size_t end)
{
	struct tp_str chunk = tp_str_at(in->text, (struct tp_span){ in->at, end });
	size_t sign = tp_str_find_char(chunk, '@', 0);

	if (sign == TP_NOT_FOUND || sign == 0 || !word_char(chunk, sign + 1))
		return false;
	size_t from = after_last(in->text, in->at, in->at + sign, '/');
	mark(in, from, without_tail(in->text, from, end));
	return true;
}

static size_t count_char(struct tp_str s, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == c;
	return n;
}

/* A domain with or without port and path, or false. */
static bool scan_domain(struct scanner *in, size_t end)
{
	struct tp_str text = in->text;
	struct tp_str chunk = tp_str_at(text, (struct tp_span){ in->at, end });
	size_t slash = tp_str_find_char(chunk, '/', 0);
	size_t host = slash == TP_NOT_FOUND ? without_tail(text, in->at, end) : in->at + slash;
	bool port = host == end && byte_at(text, end) == ':' && is_number(byte_at(text, end + 1));
	bool query = host == end && byte_at(text, end) == '?' && word_char(text, end + 1);
	bool www = chunk.n > 4 && tp_str_eq_ascii((struct tp_str){ chunk.p, 4 }, TP_S("www."));

	if (!www && !is_domain(text, in->at, host, slash != TP_NOT_FOUND || port || query))
		return false;
	mark(in, in->at, slash != TP_NOT_FOUND || port || query ? address_end(text, in->at, end) : host);
	return true;
}

/* The parts of a chunk between slashes that are identifiers: "max_length", "len()". */
static void scan_identifiers(struct scanner *in, size_t end)
{
	struct tp_str text = in->text;
	size_t from = in->at;
	bool joined = false;

	for (size_t i = from; i <= end; i++) {
		char c = i < end ? text.p[i] : '/';

		if (c == '_') {
			joined |= i > from && text.p[i - 1] != '_' && word_char(text, i + 1);
		} else if (is_one_of(c, "/\\@~+-")) {
			size_t to = without_tail(text, from, i);
			bool call = i == end && to == end && starts_at(text, end, TP_S("()"));

			if (joined || (call && from < end))
				mark(in, from, call ? end + 2 : to);
			from = i + 1;
			joined = false;
		}
	}
}

static void scan_chunk(struct scanner *in)
{
	struct tp_str text = in->text;
	size_t end = chunk_end(text, in->at);
	size_t to = without_tail(text, in->at, end);
	struct tp_str chunk = tp_str_at(text, (struct tp_span){ in->at, to });

	if (byte_at(text, end) == ':' && scan_colon(in, end))
		return;
	if (scan_at_sign(in, end) || scan_domain(in, end))
		return;
	if (is_file(text, after_last(text, after_last(text, in->at, to, '/'), to, '\\'), to) ||
	    count_char(chunk, '\\') > 1)
		mark(in, in->at, to);
	else
		scan_identifiers(in, end);
	in->in_word = in->at < end;
	in->at = in->at < end ? end : in->at;
}

/* Paths that start with their mark: /usr/bin ./a ../b ~/x \\server\share */
static bool scan_path(struct scanner *in)
{
	struct tp_str text = in->text;
	size_t from = in->at;
	size_t body = from;
	bool sure = true;

	if (in->in_word)
		return false;
	if (starts_at(text, from, TP_S("../")) || starts_at(text, from, TP_S("..\\")))
		body += 3;
	else if (starts_at(text, from, TP_S("./")) || starts_at(text, from, TP_S("~/")) ||
		 starts_at(text, from, TP_S(".\\")) || starts_at(text, from, TP_S("\\\\")))
		body += 2;
	else
		sure = false, body += 1;
	if (!word_char(text, body) && !is_one_of(byte_at(text, body), "._"))
		return false;
	if (!sure && text.p[from] != '/')
		return false;
	size_t end = without_tail(text, from, chunk_end(text, body));
	struct tp_str path = tp_str_at(text, (struct tp_span){ body, end });
	if (!sure && tp_str_find_char(path, '/', 0) == TP_NOT_FOUND && !is_listed(path, roots) &&
	    !is_file(text, body, end))
		return false;
	mark(in, from, end);
	return true;
}

static void scan(struct scanner *in)
{
	struct tp_str text = in->text;
	char c = text.p[in->at];
	size_t end = placeholder_end(in);

	if (end) {
		mark(in, in->at, end);
	} else if (c == '`') {
		scan_tick(in);
	} else if (c == '<') {
		scan_angle(in);
	} else if (is_one_of(c, "/.~\\") && scan_path(in)) {
		return;
	} else if (word_char(text, in->at)) {
		scan_chunk(in);
	} else {
		in->in_word = false;
		tp_utf8_next(text, &in->at);
	}
}

void tp_skip_map(struct tp_str text, struct tp_spans *out)
{
	struct scanner in = { .text = text, .out = out };

	while (in.at < text.n) {
		bool line_starts = in.at == 0 || text.p[in.at - 1] == '\n';

		if (!line_starts || !scan_fence(&in))
			scan(&in);
	}
}

bool tp_skip_has(const struct tp_spans *skip, struct tp_span at, size_t *hint)
{
	while (*hint < skip->n && skip->p[*hint].to <= at.from)
		++*hint;
	return *hint < skip->n && skip->p[*hint].from < at.to;
}
