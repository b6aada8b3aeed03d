/* Direct quotes. */
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "core/vector.h"
#include "language/words.h"

#define GERSHAYIM 0x5f4

/* Marks that open a quote, with those that close it. */
static const struct kind {
	uint32_t open;
	uint32_t close[3];
} kinds[] = {
	{ '"', { '"', 0x201d, 0 } },          { 0x201c, { 0x201d, 0, 0 } },    { 0x201e, { 0x201c, 0x201d, '"' } },
	{ 0x201d, { 0x201d, 0, 0 } },         { 0xab, { 0xbb, 0, 0 } },        { 0xbb, { 0xab, 0xbb, 0 } },
	{ '\'', { '\'', 0x2019, 0 } },        { 0x2018, { 0x2019, '\'', 0 } }, { 0x201a, { 0x2018, 0x2019, 0 } },
	{ 0x2039, { 0x203a, 0, 0 } },         { 0x203a, { 0x2039, 0, 0 } },    { 0x300c, { 0x300d, 0, 0 } },
	{ 0x300e, { 0x300f, 0, 0 } },         { 0xff02, { 0xff02, 0, 0 } },    { 0x301d, { 0x301e, 0x301f, 0 } },
	{ GERSHAYIM, { GERSHAYIM, '"', 0 } },
};

#define N_KINDS (sizeof kinds / sizeof *kinds)

/* A quote that is open. */
struct open {
	const struct kind *kind;
	size_t at; /* behind the mark */
	size_t depth; /* of quotes of the same kind inside */
	size_t doubtful; /* an apostrophe that may be the end: behind a plural's s; 0: none */
};

struct quoting {
	struct tp_str text, language;
	size_t end; /* of the paragraph */
	bool dead[N_KINDS]; /* no further quote of this kind is closed in the paragraph */
	bool unsure[N_KINDS]; /* none is closed beyond doubt */
	struct tp_spans *out;
};

static uint32_t before(struct tp_str text, size_t at)
{
	return at > 0 ? tp_utf8_prev(text, &at) : ' ';
}

static uint32_t behind(struct tp_str text, size_t at)
{
	return at < text.n ? tp_utf8_next(text, &at) : ' ';
}

/* A mark after this can open a quote: there is no word, nor the end of one, before it. */
static bool can_precede(uint32_t cp)
{
	return tp_is_space(cp) || cp == '(' || cp == '[' || cp == '{' || cp == 0x2014 || cp == 0x2013 || cp == '-' ||
	       cp == '/' || cp == '*' || cp == '>' || cp == 0xbf || cp == 0xa1 || cp == 0x201c || cp == 0x2018 ||
	       cp == '"' || cp == '\'' || cp == 0xab || tp_is_invisible(cp);
}

static bool is_single(const struct kind *kind)
{
	return kind->open == '\'' || kind->open == 0x2018 || kind->open == 0x201a;
}

/* Some languages have one mark for both ends, or the marks of others turned round. */
static bool has_kind(const struct quoting *in, uint32_t open)
{
	if (open == 0x201d)
		return tp_language_is_one_of(in->language, "sv fi da nb nn no");
	if (open == GERSHAYIM)
		return tp_language_is_one_of(in->language, "he yi");
	if (open == 0xbb || open == 0x203a)
		return tp_language_is_one_of(in->language, "de da sv fi hu pl cs sk sl hr bs sr et");
	return true;
}

/* The kind of quote that the mark cp, which ends at `at`, opens there. NULL: none. */
static const struct kind *opens(const struct quoting *in, uint32_t cp, size_t from, size_t at)
{
	struct tp_str text = in->text;

	for (size_t i = 0; i < N_KINDS; i++) {
		if (kinds[i].open != cp || !has_kind(in, cp))
			continue;
		bool always = cp == 0x201c || cp == 0x201e || cp == 0xab || cp == 0x300c || cp == 0x300e;
		if (always || (can_precede(before(text, from)) && !tp_is_space(behind(text, at))))
			return &kinds[i];
	}
	return NULL;
}

static bool closes(const struct quoting *in, struct open *open, uint32_t cp, size_t from, size_t at)
{
	const uint32_t *close = open->kind->close;
	struct tp_str text = in->text;

	if (cp != close[0] && (!close[1] || cp != close[1]) && (!close[2] || cp != close[2]))
		return false;
	if (!is_single(open->kind)) /* Hebrew has such a mark in abbreviations, too */
		return !has_kind(in, GERSHAYIM) || !tp_is_word(behind(text, at));
	if (tp_is_word(behind(text, at)) || tp_is_space(before(text, from)))
		return false; /* don't */
	uint32_t last = before(text, from);
	if ((last == 's' || last == 'S') && tp_is_space(behind(text, at))) {
		if (!open->doubtful)
			open->doubtful = from; /* the Houthis' leader: the quote ends here only if it does not later */
		return false;
	}
	return true;
}

static void add_quote(struct quoting *in, size_t from, size_t to)
{
	if (from < to)
		*(tp_push(in->out)) = (struct tp_span){ from, to };
}

/* Reads a quote from behind its mark. Returns where to go on: behind it, or at its start again if it is
 * not closed. */
static size_t read_quote(struct quoting *in, struct open open)
{
	struct tp_str text = in->text;
	size_t at = open.at;

	while (at < in->end) {
		size_t from = at;
		uint32_t cp = tp_utf8_next(text, &at);
		if (closes(in, &open, cp, from, at)) {
			if (open.depth-- == 0) {
				add_quote(in, open.at, from);
				return at;
			}
		} else if (open.doubtful && in->unsure[open.kind - kinds]) {
			break;
		} else if (cp == open.kind->open && cp != open.kind->close[0] && !is_single(open.kind)) {
			open.depth++;
		}
	}
	if (open.doubtful) {
		in->unsure[open.kind - kinds] = true;
		add_quote(in, open.at, open.doubtful);
		return open.doubtful;
	}
	in->dead[open.kind - kinds] = true;
	return open.at;
}

/* The first mark of the paragraph, for a quote that goes on in the next one. */
static const struct kind *first_mark(const struct quoting *in, size_t at)
{
	while (at < in->text.n && tp_is_space(behind(in->text, at)))
		tp_utf8_next(in->text, &at);
	size_t from = at;
	if (at >= in->text.n)
		return NULL;
	uint32_t cp = tp_utf8_next(in->text, &at);
	return opens(in, cp, from, at);
}

/* A quote of several paragraphs has a mark at the start of each, and at its end only. */
static bool goes_on(const struct quoting *in, const struct kind *kind)
{
	return !is_single(kind) && first_mark(in, in->end) == kind;
}

/* The bytes that marks start with. */
static tp_vector leads_in(tp_vector v)
{
	return (tp_vector)(v == '"') | (tp_vector)(v == '\'') | (tp_vector)((v & 0xdf) == 0xc2) |
	       (tp_vector)(v == 0xe3) | (tp_vector)(v == 0xef);
}

static tp_vector leads_in_hebrew(tp_vector v)
{
	return leads_in(v) | (tp_vector)(v == 0xd7);
}

static void read_paragraph(struct quoting *in, size_t at)
{
	bool hebrew = has_kind(in, GERSHAYIM);
	struct tp_str paragraph = { in->text.p, in->end };

	memset(in->dead, 0, sizeof in->dead);
	memset(in->unsure, 0, sizeof in->unsure);
	while ((at = hebrew ? tp_find_answer(paragraph, at, leads_in_hebrew)
			    : tp_find_answer(paragraph, at, leads_in)) < in->end) {
		size_t from = at;
		uint32_t cp = tp_utf8_next(in->text, &at);
		const struct kind *kind = opens(in, cp, from, at);
		if (!kind || in->dead[kind - kinds])
			continue;
		size_t start = at;
		at = read_quote(in, (struct open){ .kind = kind, .at = at });
		if (in->dead[kind - kinds] && goes_on(in, kind)) {
			add_quote(in, start, in->end);
			return;
		}
	}
}

/* A quoted line: "> " at its start. *quote gets what stands behind the mark. */
static bool is_quoted_line(struct tp_str text, size_t from, struct tp_span *quote)
{
	size_t at = from;

	while (at < text.n && at < from + 3 && text.p[at] == ' ')
		at++;
	if (at == text.n || text.p[at] != '>')
		return false;
	size_t newline = tp_str_find_char(text, '\n', at);
	*quote = (struct tp_span){ at + 1, newline == TP_NOT_FOUND ? text.n : newline };
	return true;
}

/* The end of the paragraph: behind its last line, before an empty or a quoted one, or the end. */
static size_t paragraph_end(struct tp_str text, size_t at)
{
	while ((at = tp_str_find_char(text, '\n', at)) != TP_NOT_FOUND) {
		struct tp_span quote;
		size_t next = ++at;
		while (next < text.n && (text.p[next] == ' ' || text.p[next] == '\t' || text.p[next] == '\r'))
			next++;
		if ((next < text.n && text.p[next] == '\n') || is_quoted_line(text, at, &quote))
			return at;
	}
	return text.n;
}

void tp_quotes_map(struct tp_str text, const char *language, struct tp_spans *out)
{
	struct quoting in = { .text = text, .language = tp_str_of(language), .out = out };
	size_t at = 0;

	while (at < text.n) {
		struct tp_span quote;
		if (is_quoted_line(text, at, &quote)) {
			add_quote(&in, quote.from, quote.to);
			at = quote.to + 1;
			continue;
		}
		in.end = paragraph_end(text, at);
		read_paragraph(&in, at);
		at = in.end;
	}
}
