#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "core/eight.h"
#include "core/icu.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "core/vector.h"

/* Word borders of UAX 29, decided here for most text, which is several times faster than ICU, and left to
 * ICU where it takes a dictionary or one of the rarer rules. A test with random text holds both together.
 * ICU has rules of their own for two languages only. Since its version 72 it counts "@" as a letter, which
 * the standard does not, and we do not. */

/* What a character is to the rules. */
enum kind {
	OTHER, /* between words */
	LETTER, /* these three make words */
	DIGIT,
	LOW_LINE,
	MID_BOTH, /* between two letters or two digits, as "'" */
	MID_LETTERS,
	MID_DIGITS,
	COLON, /* between two letters of Swedish and Finnish: "k:a" */
	EXTEND, /* belongs to what is before it */
	RARE, /* for ICU: Han, Kana, Thai and the like, Hebrew, the zero width joiner */
};

enum { LOW = 0x800 }; /* code points below this are looked up once */

struct tp_word_rules {
	unsigned char kinds[LOW];
};

struct scan {
	const struct tp_word_rules *rules;
	bool colons; /* are in words */
	struct tp_str s;
	UBreakIterator *icu; /* NULL until needed */
	struct tp_spans *out;
	tp_odd_word_fn odd; /* or NULL */
	void *arg;
};

static bool takes_dictionary(uint32_t cp)
{
	if (cp < 0xe00)
		return false;
	return u_getIntPropertyValue((UChar32)cp, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT || tp_is_ideographic(cp);
}

static bool is_hangul_syllable(uint32_t cp)
{
	return cp >= 0xac00 && cp <= 0xd7a3;
}

static bool is_letter_or_digit(uint32_t cp)
{
	return (U_GET_GC_MASK((UChar32)cp) & (U_GC_L_MASK | U_GC_ND_MASK)) != 0;
}

static bool is_colon(uint32_t cp)
{
	return cp == ':' || cp == 0xfe55 || cp == 0xff1a;
}

static enum kind look_up(uint32_t cp)
{
	switch (u_getIntPropertyValue((UChar32)cp, UCHAR_WORD_BREAK)) {
	case U_WB_ALETTER:
		return is_hangul_syllable(cp) ? RARE : LETTER;
	case U_WB_NUMERIC:
		return DIGIT;
	case U_WB_EXTENDNUMLET: /* among them a space, which French has before its punctuation */
		return tp_is_space(cp) ? OTHER : LOW_LINE;
	case U_WB_MIDNUMLET:
	case U_WB_SINGLE_QUOTE:
		return MID_BOTH;
	case U_WB_MIDLETTER:
		return is_colon(cp) ? COLON : MID_LETTERS;
	case U_WB_MIDNUM:
		return MID_DIGITS;
	case U_WB_EXTEND:
	case U_WB_FORMAT:
		return takes_dictionary(cp) || is_letter_or_digit(cp) ? RARE : EXTEND;
	case U_WB_HEBREW_LETTER:
	case U_WB_KATAKANA:
	case U_WB_ZWJ:
		return RARE;
	default:
		return takes_dictionary(cp) || is_letter_or_digit(cp) ? RARE : OTHER;
	}
}

static enum kind kind_of(const struct scan *scan, uint32_t cp)
{
	enum kind kind = cp < LOW ? scan->rules->kinds[cp] : look_up(cp);

	return kind != COLON ? kind : scan->colons ? MID_LETTERS : OTHER;
}

/* The kind of the character at *at, which moves on; OTHER at the end, where it stays. */
static enum kind next_kind(const struct scan *scan, size_t *at)
{
	return *at < scan->s.n ? kind_of(scan, tp_utf8_next(scan->s, at)) : OTHER;
}

/* The same, with all that extends the character. */
static enum kind next_whole(const struct scan *scan, size_t *at)
{
	enum kind kind = next_kind(scan, at);

	for (size_t next = *at; next < scan->s.n && (unsigned char)scan->s.p[next] >= 0x80; *at = next) {
		enum kind extend = next_kind(scan, &next);

		if (extend == RARE)
			return RARE;
		if (extend != EXTEND)
			break;
	}
	return kind;
}

static bool is_part(enum kind kind)
{
	return kind == LETTER || kind == DIGIT || kind == LOW_LINE;
}

static bool may_join(enum kind left, enum kind mid)
{
	return (left == LETTER && (mid == MID_BOTH || mid == MID_LETTERS)) ||
	       (left == DIGIT && (mid == MID_BOTH || mid == MID_DIGITS));
}

/* Moves *end, the end of a word's first character, of kind `last`, to the end of the word. False if the
 * word is for ICU. */
static bool end_word(const struct scan *scan, enum kind last, size_t *end)
{
	size_t at = *end;

	for (;;) {
		enum kind kind = next_whole(scan, &at);

		if (may_join(last, kind)) {
			enum kind right = next_whole(scan, &at);

			if (right == RARE)
				return false;
			kind = right == last ? right : OTHER;
		}
		if (!is_part(kind))
			return kind != RARE;
		*end = at;
		last = kind;
	}
}

/* Adds bytes of the text as a word if they hold a letter or digit. */
static void add_odd_word(struct scan *scan, struct tp_span at)
{
	for (size_t i = at.from; i < at.to;)
		if (is_letter_or_digit(tp_utf8_next(scan->s, &i))) {
			if (scan->odd)
				scan->odd(scan->arg, at);
			else
				*tp_push(scan->out) = at;
			break;
		}
}

static void add_words_of_icu(struct scan *scan, struct tp_str piece)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;
	size_t offset = (size_t)(piece.p - scan->s.p);

	if (!scan->icu)
		scan->icu = ubrk_open(UBRK_WORD, scan->colons ? "sv" : "root", NULL, 0, &status);
	utext_openUTF8(&text, piece.p, (int64_t)piece.n, &status);
	ubrk_setUText(scan->icu, &text, &status);
	if (U_FAILURE(status))
		return;
	for (int32_t from = 0, to; (to = ubrk_next(scan->icu)) != UBRK_DONE; from = to)
		add_odd_word(scan, (struct tp_span){ offset + (size_t)from, offset + (size_t)to });
	utext_close(&text);
}

/* White space that no word reaches over. */
static bool is_gap(char c)
{
	return c == ' ' || c == '\n';
}

/* Leaves the text from `from` on to ICU: enough of it to be worth its while. Returns where that ends. */
static size_t leave_to_icu(struct scan *scan, size_t from)
{
	enum { WORTHWHILE = 1 << 10 };
	size_t end = scan->s.n - from < WORTHWHILE ? scan->s.n : from + WORTHWHILE;

	while (end < scan->s.n && !is_gap(scan->s.p[end]))
		end++;
	struct tp_str rest = tp_str_at(scan->s, (struct tp_span){ from, end }), part;
	while (tp_str_cut(&rest, '@', &part))
		while (part.n)
			add_words_of_icu(scan, tp_icu_piece(&part));
	return end;
}

/* The kind of an ASCII character; RARE for any other byte. */
static enum kind kind_of_byte(const struct scan *scan, size_t at)
{
	unsigned char c = at < scan->s.n ? (unsigned char)scan->s.p[at] : ' ';

	return c < 0x80 ? kind_of(scan, c) : RARE;
}

static inline size_t after_letters(struct tp_str s, size_t at)
{
	size_t n;

	do
		at += n = tp_eight_count(tp_eight_letters(tp_eight_at(s, at)));
	while (n == 8);
	return at;
}

/* The end of a word of ASCII letters, with single apostrophes between them, that starts at `from`: most words of
 * English. `from` if there is none, or more to it, or it stands beside what is not ASCII. */
static size_t end_plain_word(const struct scan *scan, size_t from)
{
	size_t at = after_letters(scan->s, from);

	if (from > 0 && kind_of_byte(scan, from - 1) == RARE)
		return from;
	while (at > from) {
		enum kind kind = kind_of_byte(scan, at);

		if (kind == OTHER || kind == MID_DIGITS)
			return at;
		enum kind right = may_join(LETTER, kind) ? kind_of_byte(scan, at + 1) : RARE;
		if (right == RARE || (right == LETTER && scan->s.p[at] != '\''))
			break;
		if (right != LETTER)
			return at;
		at = after_letters(scan->s, at + 1);
	}
	return from;
}

/* Adds the words from `from` on, up to a gap at or after `to`, which is returned, or to the end. */
static size_t add_any_words(struct scan *scan, size_t from, size_t to)
{
	size_t at = from, gap = from, known = scan->out->n; /* the last gap, and the words before it */

	while (at < scan->s.n) {
		if (is_gap(scan->s.p[at])) {
			if (at >= to)
				return at;
			gap = at++;
			known = scan->out->n;
			continue;
		}
		size_t start = at;

		at = end_plain_word(scan, start);
		if (at > start) {
			*tp_push(scan->out) = (struct tp_span){ start, at };
			continue;
		}
		enum kind kind = next_whole(scan, &at);

		if (kind == RARE || (is_part(kind) && !end_word(scan, kind, &at))) {
			scan->out->n = known;
			gap = at = leave_to_icu(scan, gap);
			known = scan->out->n;
		} else if (is_part(kind)) {
			add_odd_word(scan, (struct tp_span){ start, at });
		}
	}
	return at;
}

static tp_vector gaps_in(tp_vector v)
{
	return (tp_vector)(v == ' ') | (tp_vector)(v == '\n');
}

static tp_vector apostrophes_in(tp_vector v)
{
	return (tp_vector)(v == '\'');
}

static tp_vector periods_in(tp_vector v)
{
	return (tp_vector)(v == '.');
}

static tp_vector colons_in(tp_vector v)
{
	return (tp_vector)(v == ':');
}

/* What may be part of a word, beside letters of ASCII. */
static tp_vector others_in(tp_vector v)
{
	return (tp_vector)(v >= 0x80) | (tp_vector)(v - '0' <= '9' - '0') | (tp_vector)(v == '_');
}

/* Adds the words whose characters are told by bits, for a text from `at` on. */
static void add_runs(struct scan *scan, uint64_t bits, size_t at)
{
	struct tp_spans *out = scan->out;
	uint64_t starts = bits & ~(bits << 1), ends = ~bits & bits << 1;

	while (out->cap - out->n < TP_BLOCK / 2)
		out->p = tp_grow(out->p, &out->cap, sizeof *out->p);
	for (; starts; starts &= starts - 1, ends &= ends - 1)
		out->p[out->n++] =
		    (struct tp_span){ at + (size_t)__builtin_ctzll(starts), at + (size_t)__builtin_ctzll(ends) };
}

/* Adds the words from `at`, where no word goes on, up to a gap or the end, which is returned: as long as there are but
 * letters of ASCII, with single apostrophes between them, and what stands between words. */
static size_t add_plain_words(struct scan *scan, size_t at)
{
	while (at < scan->s.n) {
		struct tp_block block = tp_block_at(scan->s, at);
		uint64_t letters = tp_block_bits(&block, tp_vector_letters), between = letters << 1 & letters >> 1;
		uint64_t other = tp_block_bits(&block, others_in) | (tp_block_bits(&block, periods_in) & between);
		uint64_t gaps = tp_block_bits(&block, gaps_in);

		if (scan->colons)
			other |= tp_block_bits(&block, colons_in);
		if (scan->s.n - at < TP_BLOCK) /* the end is a gap */
			gaps |= UINT64_MAX << (scan->s.n - at);
		if (other)
			gaps &= (other & -other) - 1;
		size_t last = gaps ? 63 - (size_t)__builtin_clzll(gaps) : 0;
		if (!last)
			break;
		letters |= tp_block_bits(&block, apostrophes_in) & between;
		add_runs(scan, letters & ((UINT64_C(1) << last) - 1), at);
		at += last;
		if (other)
			break;
	}
	return at < scan->s.n ? at : scan->s.n;
}

static void add_words(struct scan *scan)
{
	for (size_t at = 0, from = 0; at < scan->s.n; from = at) {
		at = add_plain_words(scan, at);
		at = add_any_words(scan, at, at > from ? at + 1 : at + TP_BLOCK);
	}
}

struct tp_word_rules *tp_word_rules_new(void)
{
	struct tp_word_rules *rules = tp_alloc_zero(1, sizeof *rules);

	for (uint32_t cp = 0; cp < LOW; cp++)
		rules->kinds[cp] = (unsigned char)look_up(cp);
	return rules;
}

void tp_word_rules_free(struct tp_word_rules *rules)
{
	free(rules);
}

static bool is_of_language(const char *tag, const char code[3])
{
	return (tag[0] | 0x20) == code[0] && (tag[1] | 0x20) == code[1] &&
	       (tag[2] == '\0' || tag[2] == '-' || tag[2] == '_');
}

bool tp_language_has_colons(const char *language)
{
	return language && (is_of_language(language, "sv") || is_of_language(language, "fi"));
}

void tp_word_borders(const struct tp_word_rules *rules, struct tp_str s, const char *language, struct tp_spans *out,
		     tp_odd_word_fn odd, void *arg)
{
	struct scan scan = {
		.rules = rules, .colons = tp_language_has_colons(language), .s = s, .out = out, .odd = odd, .arg = arg
	};

	add_words(&scan);
	ubrk_close(scan.icu);
}
