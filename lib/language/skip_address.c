/* The skip map's addresses, paths and identifiers. */
#include "language/shape.h"
#include "language/skip.h"

enum { LONGEST_SCHEME = 32 };

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
			n = tp_skip_word_char(text, at);
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
    "etc usr var tmp home opt bin sbin dev proc sys mnt root lib users applications library srv run";

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
	return labels > 1 &&
	       (tp_word_is_listed(last, domains) || ((more || labels > 2) && tp_word_is_listed(last, word_domains)));
}

/* "report.docx", "main.c": the stem has at least two bytes. */
static bool is_file(struct tp_str text, size_t from, size_t to)
{
	size_t dot = after_last(text, from, to, '.');

	return dot >= from + 3 && tp_word_is_listed(tp_str_at(text, (struct tp_span){ dot, to }), extensions);
}

/* A chunk: word characters and what joins them in addresses and paths ------------------------------------- */

static size_t chunk_end(struct tp_str text, size_t at)
{
	while (at < text.n) {
		size_t n = is_one_of(text.p[at], "._-+/\\@~") ? 1 : tp_skip_word_char(text, at);

		if (!n)
			break;
		at += n;
	}
	return at;
}

/* A chunk that a colon ends: "https://", "mailto:x", "C:\x". */
static bool scan_colon(struct tp_scanner *in, size_t end)
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
		tp_skip_mark(in, from, without_tail(text, from, chunk_end(text, next)));
	else if (scheme.n > 1 && starts_at(text, next, TP_S("//")) &&
		 (tp_skip_word_char(text, next + 2) || is_one_of(byte_at(text, next + 2), "/[")))
		tp_skip_mark(in, from, address_end(text, from, next + 2));
	else if (tp_word_is_listed(scheme, schemes) && tp_skip_word_char(text, next))
		tp_skip_mark(in, from, address_end(text, from, next));
	else
		return false;
	return true;
}

static bool scan_at_sign(struct tp_scanner *in, size_t end)
{
	struct tp_str chunk = tp_str_at(in->text, (struct tp_span){ in->at, end });
	size_t sign = tp_str_find_char(chunk, '@', 0);

	if (sign == TP_NOT_FOUND || sign == 0 || !tp_skip_word_char(chunk, sign + 1))
		return false;
	size_t from = after_last(in->text, in->at, in->at + sign, '/');
	tp_skip_mark(in, from, without_tail(in->text, from, end));
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
static bool scan_domain(struct tp_scanner *in, size_t end)
{
	struct tp_str text = in->text;
	struct tp_str chunk = tp_str_at(text, (struct tp_span){ in->at, end });
	size_t slash = tp_str_find_char(chunk, '/', 0);
	size_t host = slash == TP_NOT_FOUND ? without_tail(text, in->at, end) : in->at + slash;
	bool port = host == end && byte_at(text, end) == ':' && is_number(byte_at(text, end + 1));
	bool query = host == end && byte_at(text, end) == '?' && tp_skip_word_char(text, end + 1);
	bool www = chunk.n > 4 && tp_str_eq_ascii((struct tp_str){ chunk.p, 4 }, TP_S("www."));

	if (!www && !is_domain(text, in->at, host, slash != TP_NOT_FOUND || port || query))
		return false;
	tp_skip_mark(in, in->at, slash != TP_NOT_FOUND || port || query ? address_end(text, in->at, end) : host);
	return true;
}

/* "x.size", "list.size(x)", "list.first.size": names in small letters. Two words are rather sentences without a space
 * between them, and letters with periods an abbreviation. */
static bool is_member(struct tp_str text, size_t from, size_t to)
{
	size_t names = 0;
	bool letter = false;

	for (size_t start = from, i = from; i <= to; i++) {
		char c = i < to ? text.p[i] : '.';

		if (c == '.') {
			if (i < start + (names ? 2 : 1))
				return false;
			letter |= i == start + 1;
			names++;
			start = i + 1;
		} else if (!(c >= 'a' && c <= 'z') && !(is_number(c) && i > start)) {
			return false;
		}
	}
	char next = byte_at(text, to);
	return names > 2 || (names == 2 && (next == '(' || (letter && next != '.')));
}

/* The parts of a chunk between slashes that are identifiers: "max_length", "len()", "x.size". */
static void scan_identifiers(struct tp_scanner *in, size_t end)
{
	struct tp_str text = in->text;
	size_t from = in->at;
	bool joined = false;

	for (size_t i = from; i <= end; i++) {
		char c = i < end ? text.p[i] : '/';

		if (c == '_') {
			joined |= i > from && text.p[i - 1] != '_' && tp_skip_word_char(text, i + 1);
		} else if (is_one_of(c, "/\\@~+-")) {
			size_t to = without_tail(text, from, i);
			bool call = i == end && to == end && starts_at(text, end, TP_S("()"));

			if (joined || (call && from < end) || is_member(text, from, to))
				tp_skip_mark(in, from, call ? end + 2 : to);
			from = i + 1;
			joined = false;
		}
	}
}

/* The end of the ASCII chunk at `at`, or `at`. */
static size_t ascii_end(struct tp_str text, size_t at)
{
	size_t end = at;

	while (is_alpha(byte_at(text, end)) || is_number(byte_at(text, end)) || is_one_of(byte_at(text, end), "._-"))
		end++;
	return tp_skip_word_char(text, end) ? at : end;
}

/* The end of ASCII chunks from `at` on with "::" or "=" between them, or 0. */
static size_t joined_end(struct tp_str text, size_t at)
{
	size_t end = ascii_end(text, at);
	size_t joined = 0;

	for (;;) {
		size_t next = end + (starts_at(text, end, TP_S("::")) ? 2 : byte_at(text, end) == '=');
		size_t to = ascii_end(text, next);

		if (next == end || to == next)
			return joined;
		joined = end = to;
	}
}

void tp_skip_chunk(struct tp_scanner *in)
{
	struct tp_str text = in->text;
	size_t end = chunk_end(text, in->at);
	size_t to = without_tail(text, in->at, end);
	struct tp_str chunk = tp_str_at(text, (struct tp_span){ in->at, to });
	size_t joined = joined_end(text, in->at);

	if (joined > end) {
		tp_skip_mark(in, in->at, without_tail(text, in->at, joined));
		return;
	}
	if (byte_at(text, end) == ':' && scan_colon(in, end))
		return;
	if (scan_at_sign(in, end) || scan_domain(in, end))
		return;
	if (is_file(text, after_last(text, after_last(text, in->at, to, '/'), to, '\\'), to) ||
	    count_char(chunk, '\\') > 1)
		tp_skip_mark(in, in->at, to);
	else
		scan_identifiers(in, end);
	in->in_word = in->at < end;
	in->at = in->at < end ? end : in->at;
}

/* The bytes of what only a path starts with, or 0. */
static size_t path_mark(struct tp_str text, size_t at)
{
	static const char *const marks[] = { "../", "..\\", "./", ".\\", "~/", "\\\\" };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (starts_at(text, at, tp_str_of(marks[i])))
			return strlen(marks[i]);
	return 0;
}

/* "/etc", "/usr/bin", "/x.txt", but not "/or" */
static bool is_absolute(struct tp_str text, size_t from, size_t to)
{
	struct tp_str path = tp_str_at(text, (struct tp_span){ from, to });

	return tp_str_find_char(path, '/', 0) != TP_NOT_FOUND || tp_word_is_listed(path, roots) ||
	       is_file(text, from, to);
}

bool tp_skip_path(struct tp_scanner *in)
{
	struct tp_str text = in->text;
	size_t from = in->at;
	size_t marked = path_mark(text, from);
	size_t body = from + (marked ? marked : 1);

	if (in->in_word || (!marked && text.p[from] != '/'))
		return false;
	if (!tp_skip_word_char(text, body) && !is_one_of(byte_at(text, body), "._"))
		return false;
	size_t end = without_tail(text, from, chunk_end(text, body));
	if (!marked && (end < body || !is_absolute(text, body, end)))
		return false;
	tp_skip_mark(in, from, end);
	return true;
}
