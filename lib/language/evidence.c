#include "language/evidence.h"

#include <stdlib.h>

#include "core/eight.h"
#include "core/error.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

enum {
	MOST_LETTERS = 5,
	ENOUGH = 10, /* the weight that overrules a rule; tools/learn/evidence.py counts with it */
	HEAVIEST = 200,
};

/* The pieces, in the order of their bits. */
enum piece {
	/* the word before the full stop */
	SHORT_WORD, /* there is one: what the rule says */
	NO_VOWEL,
	TWO_LETTERS,
	THREE_LETTERS,
	FOUR_LETTERS,
	FIVE_LETTERS,
	CAPITALS,
	CAPITALIZED,
	AFTER_NUMBER,
	AFTER_NAME, /* a capitalized word stands before it */
	/* the word after it */
	NEXT_CAPITALS,
	NEXT_STOPPED, /* is short, and has a full stop itself */
	/* what the document says */
	SEEN_STOPPED, /* elsewhere the word has a full stop within a sentence */
	SEEN_BARE, /* elsewhere the word has none */
	SEEN_NEXT, /* elsewhere the next word has a small letter */
	PIECES
};

static const char *const names[PIECES] = {
	[SHORT_WORD] = "short-word",       [NO_VOWEL] = "no-vowel",           [TWO_LETTERS] = "two-letters",
	[THREE_LETTERS] = "three-letters", [FOUR_LETTERS] = "four-letters",   [FIVE_LETTERS] = "five-letters",
	[CAPITALS] = "capitals",           [CAPITALIZED] = "capitalized",     [AFTER_NUMBER] = "after-number",
	[AFTER_NAME] = "after-name",       [NEXT_CAPITALS] = "next-capitals", [NEXT_STOPPED] = "next-stopped",
	[SEEN_STOPPED] = "seen-stopped",   [SEEN_BARE] = "seen-bare",         [SEEN_NEXT] = "seen-next",
};

const char *tp_evidence_name(unsigned piece)
{
	return piece < PIECES ? names[piece] : NULL;
}

/* Weights ------------------------------------------------------------------------------------------------ */

struct tp_evidence {
	int weights[PIECES];
	int against[PIECES]; /* what all that speak against an end weigh together, from each piece on */
	int sums[2][256]; /* of the weights of the first eight pieces, and of the others, by their bits */
};

static bool read_number(struct tp_str s, int *number)
{
	bool negative = s.n && s.p[0] == '-';

	*number = 0;
	if (s.n == negative || s.n > 4)
		return false;
	for (size_t i = negative; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*number = 10 * *number + (s.p[i] - '0');
	}
	*number = negative ? -*number : *number;
	return *number >= -HEAVIEST && *number <= HEAVIEST;
}

static bool read_line(struct tp_evidence *evidence, struct tp_str line)
{
	struct tp_str name;

	if (!line.n || line.p[0] == '#')
		return true;
	tp_str_cut(&line, '\t', &name);
	for (enum piece piece = 0; piece < PIECES; piece++)
		if (tp_str_is(name, names[piece]))
			return read_number(line, &evidence->weights[piece]);
	return false;
}

static bool read_lines(struct tp_evidence *evidence, struct tp_str bytes, struct tp_error *err)
{
	struct tp_str line;

	for (size_t n = 1; tp_str_line(&bytes, &line); n++)
		if (!read_line(evidence, line))
			return tp_fail(err, TP_E_SYNTAX, n,
				       _("Expected a kind of evidence, a tab and a number from %d to %d."), -HEAVIEST,
				       HEAVIEST);
	return true;
}

/* Adds weights up. */
static void add_up(struct tp_evidence *evidence)
{
	for (int piece = PIECES - 1, against = 0; piece >= 0; piece--) {
		against += evidence->weights[piece] < 0 ? evidence->weights[piece] : 0;
		evidence->against[piece] = against;
	}
	for (unsigned there = 1; there < 256; there++)
		for (unsigned half = 0; half < 2; half++) {
			unsigned piece = 8 * half + (unsigned)__builtin_ctz(there);

			evidence->sums[half][there] =
			    evidence->sums[half][there & (there - 1)] + (piece < PIECES ? evidence->weights[piece] : 0);
		}
}

struct tp_evidence *tp_evidence_new(const char *data, struct tp_error *err)
{
	struct tp_evidence *evidence = tp_alloc_zero(1, sizeof *evidence);
	struct tp_buf path = TP_BUF_INIT;
	struct tp_file file = { 0 };

	tp_buf_format(&path, "%s/mul/evidence", data);
	if (!tp_file_read(&file, path.p, 0, err) || !read_lines(evidence, file.bytes, err)) {
		tp_error_in_file(err, path.p);
		tp_evidence_free(evidence);
		evidence = NULL;
	}
	if (evidence)
		add_up(evidence);
	tp_file_release(&file);
	tp_buf_release(&path);
	return evidence;
}

void tp_evidence_free(struct tp_evidence *evidence)
{
	free(evidence);
}

int tp_evidence_weigh(const struct tp_evidence *evidence, unsigned there)
{
	return evidence->sums[0][there & 255] + evidence->sums[1][there >> 8];
}

/* Together with all pieces from `piece` on that speak against an end they could overrule the rule. */
static bool is_open(const struct tp_evidence *evidence, unsigned there, enum piece piece)
{
	return tp_evidence_weigh(evidence, there) + evidence->against[piece] <= -ENOUGH;
}

bool tp_evidence_is_poor(const struct tp_evidence *evidence, unsigned there)
{
	int weight = tp_evidence_weigh(evidence, there);

	return there && weight > -ENOUGH && weight < ENOUGH;
}

bool tp_evidence_overrules(const struct tp_evidence *evidence, unsigned there)
{
	return tp_evidence_weigh(evidence, there) <= -ENOUGH;
}

/* Looking ---------------------------------------------------------------------------------------------------- */

/* The places around a full stop. */
struct place {
	struct tp_span word; /* before it, its letters */
	size_t letters;
	bool capital, capitals; /* the first letter is one, all are */
	struct tp_span next; /* the word after it */
};

/* Vowels of the Latin, Greek and Cyrillic letters, in lower case and without accents. */
static bool is_vowel(uint32_t cp)
{
	const uint32_t in_ascii = 1u << ('a' - 'a') | 1u << ('e' - 'a') | 1u << ('i' - 'a') | 1u << ('o' - 'a') |
				  1u << ('u' - 'a') | 1u << ('y' - 'a');
	static const uint16_t vowels[] = {
		0xe6,  0xf8,  0x131, 0x153, 0x3b1, 0x3b5, 0x3b7, 0x3b9, 0x3bf, 0x3c5, 0x3c9, 0x430, 0x435, 0x438,
		0x43e, 0x443, 0x44b, 0x44d, 0x44e, 0x44f, 0x451, 0x454, 0x456, 0x457, 0x4d9, 0x4af, 0x4b1, 0x4e9,
	};

	if (cp < 0x80)
		return cp >= 'a' && cp <= 'z' && in_ascii >> (cp - 'a') & 1;
	for (size_t i = 0; i < sizeof vowels / sizeof *vowels; i++)
		if (cp == vowels[i])
			return true;
	return false;
}

/* Letters of another script are taken for vowels, for what is known of those says nothing of them. */
static bool is_strange(uint32_t cp)
{
	return tp_is_letter(cp) && cp >= 0x530 && !(cp >= 0x1e00 && cp < 0x2000);
}

static bool has_plain_vowel(struct tp_str word)
{
	for (size_t at = 0; at < word.n;) {
		uint32_t cp = tp_utf8_next(word, &at);

		if (is_vowel(tp_to_lower(cp)) || is_strange(cp))
			return true;
	}
	return false;
}

static bool has_vowel(struct tp_str word)
{
	struct tp_buf plain = TP_BUF_INIT;
	bool found = has_plain_vowel(word);

	if (!found && tp_utf8_skip_ascii(word, 0) < word.n) {
		tp_nfd(word, &plain);
		found = has_plain_vowel(tp_buf_str(&plain));
		tp_buf_release(&plain);
	}
	return found;
}

/* The ASCII letters that end at a place, as far as they are among the last seven bytes, and before them another ASCII
 * byte. */
struct tail {
	uint64_t bytes, letters; /* which of them are letters: 0x80 each */
	size_t n; /* letters at their end */
};

static bool read_tail(struct tp_str text, size_t end, struct tail *tail)
{
	uint64_t others;

	if (end < sizeof tail->bytes)
		return false;
	tail->bytes = tp_eight_at(text, end - sizeof tail->bytes);
	tail->letters = tp_eight_letters(tail->bytes);
	others = tail->letters ^ TP_EIGHT(0x80);
	tail->n = (size_t)__builtin_clzll(others | 0x80) / 8;
	return !(tail->bytes << 8 * tail->n >> 63);
}

/* The byte before the letters has been found among those of its kind. */
static bool is_before(const struct tail *tail, uint64_t found)
{
	return found << 8 * tail->n >> 63;
}

static bool is_capitalized(const struct tail *tail)
{
	return tail->n && !(tail->bytes << 2 >> 8 * (8 - tail->n) & 0x80);
}

/* One letter is an initial, and letters behind a full stop are those of an acronym: they are left to the rules. */
static bool look_left_in_ascii(const struct tail *tail, size_t end, struct place *place)
{
	uint64_t word = tail->letters & ~(UINT64_MAX >> 8 * tail->n);

	place->letters = tail->n;
	place->capitals = !(tail->bytes << 2 & word);
	place->capital = is_capitalized(tail);
	place->word = (struct tp_span){ end - tail->n, end };
	return tail->n - 2 <= MOST_LETTERS - 2 &&
	       !is_before(tail, tp_eight_equal(tail->bytes, '.') | tp_eight_digits(tail->bytes));
}

/* The same of any letters, of which at most one more than count is read. */
static bool look_left_at_all(struct tp_str text, size_t end, struct place *place)
{
	size_t at = end;

	place->capitals = true;
	while (at > 0 && place->letters <= MOST_LETTERS) {
		size_t before = at;
		uint32_t cp = tp_utf8_prev(text, &before);

		if (!tp_is_letter(cp) && !tp_is_mark(cp))
			break;
		place->letters += tp_is_letter(cp);
		place->capital = tp_is_upper(cp);
		place->capitals = place->capitals && place->capital;
		at = before;
	}
	place->word = (struct tp_span){ at, end };
	if (place->letters < 2 || place->letters > MOST_LETTERS || (at > 0 && text.p[at - 1] == '.'))
		return false;
	return at == 0 || !tp_is_word(tp_utf8_prev(text, &at));
}

static bool look_left(struct tp_str text, size_t end, struct place *place)
{
	struct tail tail;

	return read_tail(text, end, &tail) ? look_left_in_ascii(&tail, end, place) : look_left_at_all(text, end, place);
}

static bool is_opening(uint32_t cp)
{
	switch (cp) {
	case '"':
	case '\'':
	case '(':
	case '[':
	case 0xa1: /* ¡ */
	case 0xab: /* « */
	case 0xbf: /* ¿ */
	case 0x2018: /* ‘ */
	case 0x201c: /* “ */
	case 0x201e: /* „ */
	case 0x2039: /* ‹ */
		return true;
	default:
		return false;
	}
}

static size_t word_end(struct tp_str text, size_t at)
{
	uint64_t bytes = tp_eight_at(text, at);
	size_t end = at + tp_eight_count(tp_eight_letters(bytes) | tp_eight_digits(bytes));

	if (end < at + sizeof bytes && end < text.n && (unsigned char)text.p[end] < 0x80)
		return end;
	for (size_t next = end; next < text.n && tp_is_word(tp_utf8_next(text, &next));)
		end = next;
	return end;
}

/* The bytes of the mark that is_opening() knows at `at` (<= text.n), if it is one of the most frequent. */
static size_t opening_length(struct tp_str text, size_t at)
{
	uint64_t bytes = tp_eight_at(text, at), c = bytes & 0xff, third = bytes >> 16 & 0xff;
	bool one = (c == '"') | (c == '\'') | (c == '(') | (c == '[');
	bool three = ((bytes & 0xffff) == 0x80e2) & ((third == 0x98) | (third == 0x9c) | (third == 0x9e));

	return one + 3u * three;
}

/* A word with a capital letter stands at `at`, behind white space and what opens quotes and brackets. */
static bool look_right_at_all(struct tp_str text, size_t at, struct place *place)
{
	uint32_t cp = tp_utf8_next(text, &at);

	if (!tp_is_space(cp))
		return false;
	while (at < text.n && (tp_is_space(cp) || is_opening(cp))) {
		place->next.from = at;
		cp = tp_utf8_next(text, &at);
	}
	if (!tp_is_upper(cp))
		return false;
	place->next.to = word_end(text, at);
	return true;
}

/* The same where `at` is not the last place. */
static bool look_right(struct tp_str text, size_t at, struct place *place)
{
	size_t from = at + 1 + opening_length(text, at + 1);
	unsigned char first = from < text.n ? (unsigned char)text.p[from] : 0;

	if (text.p[at] != ' ' || first >= 0x80 || !tp_is_letter(first))
		return look_right_at_all(text, at, place);
	place->next = (struct tp_span){ from, word_end(text, from) };
	return tp_is_upper(first);
}

/* The byte may be one of a letter. */
static bool is_of_letter(unsigned char c)
{
	return (c >= 0x80) | ((unsigned)(c | 0x20) - 'a' < 26);
}

/* There may be two letters, a full stop, white space, and no small letter: told without a branch for each of them, for
 * what comes next in a text nobody can foresee. */
static bool is_worth_a_look(struct tp_str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p + at;

	if (at < 3 || text.n - at < 2)
		return false;
	bool first = is_of_letter(p[-3]), second = is_of_letter(p[-2]);
	return first & second & (p[-1] == '.') & ((p[0] <= ' ') | (p[0] >= 0x80)) & ((unsigned)p[1] - 'a' >= 26);
}

static bool look(struct tp_str text, size_t at, struct place *place)
{
	return is_worth_a_look(text, at) && look_left(text, at - 1, place) && look_right(text, at, place);
}

static unsigned piece_if(bool there, enum piece piece)
{
	return there ? 1u << piece : 0;
}

/* What the word before the full stop is like. */
static unsigned word_pieces(struct tp_str text, const struct place *place)
{
	return 1u << SHORT_WORD | 1u << (TWO_LETTERS + place->letters - 2) |
	       piece_if(!has_vowel(tp_str_at(text, place->word)), NO_VOWEL) | piece_if(place->capitals, CAPITALS) |
	       piece_if(place->capital && !place->capitals, CAPITALIZED);
}

/* What stands before the word. */
static unsigned pieces_before(struct tp_str text, size_t at)
{
	uint32_t cp = at > 0 ? tp_utf8_prev(text, &at) : 0;

	if (!tp_is_space(cp) || at == 0)
		return 0;
	struct tail tail;
	if (read_tail(text, at, &tail) && !is_before(&tail, tail.letters | tp_eight_digits(tail.bytes)))
		return piece_if(is_capitalized(&tail), AFTER_NAME);
	cp = tp_utf8_prev(text, &at);
	if (tp_is_digit(cp))
		return 1u << AFTER_NUMBER;
	for (size_t n = 0; n < 32 && at > 0 && tp_is_letter(cp); n++) {
		size_t before = at;
		uint32_t previous = tp_utf8_prev(text, &before);

		if (!tp_is_word(previous))
			break;
		cp = previous;
		at = before;
	}
	return piece_if(tp_is_upper(cp), AFTER_NAME);
}

static bool is_roman(struct tp_str word)
{
	const uint32_t figures = 1u << ('I' - 'A') | 1u << ('V' - 'A') | 1u << ('X' - 'A') | 1u << ('L' - 'A') |
				 1u << ('C' - 'A') | 1u << ('D' - 'A') | 1u << ('M' - 'A');

	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] < 'A' || word.p[i] > 'Z' || !(figures >> (word.p[i] - 'A') & 1))
			return false;
	return true;
}

static bool is_in_capitals(struct tp_str word)
{
	size_t at = 0, letters = 0;

	while (at < word.n) {
		if (!tp_is_upper(tp_utf8_next(word, &at)))
			return false;
		letters++;
	}
	return letters > 1;
}

static bool is_long(struct tp_str word)
{
	size_t at = 0, letters = 0;

	for (; at < word.n && letters <= MOST_LETTERS; letters++)
		tp_utf8_next(word, &at);
	return letters > MOST_LETTERS;
}

/* What the word behind the full stop is like, unless it is a number. */
static unsigned pieces_behind(struct tp_str text, struct tp_span next)
{
	struct tp_str word = tp_str_at(text, next);
	bool stopped = next.to < text.n && text.p[next.to] == '.';

	if (is_roman(word))
		return 0;
	return piece_if(is_in_capitals(word), NEXT_CAPITALS) | piece_if(stopped && !is_long(word), NEXT_STOPPED);
}

unsigned tp_evidence_at(struct tp_str text, const struct tp_candidate *candidate)
{
	struct place place = { 0 };

	if (!candidate->breaks || !look(text, candidate->at, &place))
		return 0;
	return word_pieces(text, &place) | pieces_before(text, place.word.from) | pieces_behind(text, place.next);
}

void tp_evidence_words(struct tp_str text, size_t at, struct tp_span *before, struct tp_span *behind)
{
	struct place place = { 0 };

	look(text, at, &place);
	*before = place.word;
	*behind = place.next;
}

/* The word, or the word in lower case, has a full stop elsewhere. */
static bool is_stopped(struct tp_str word, struct tp_seen *seen)
{
	struct tp_buf lower = TP_BUF_INIT;
	bool stopped = tp_seen_stopped(seen, word);

	if (!stopped) {
		tp_lower(word, NULL, &lower);
		stopped = tp_seen_stopped(seen, tp_buf_str(&lower));
		tp_buf_release(&lower);
	}
	return stopped;
}

unsigned tp_evidence_in(struct tp_str text, const struct tp_candidate *candidate, unsigned there, struct tp_seen *seen)
{
	struct tp_buf lower = TP_BUF_INIT;
	struct place place = { 0 };

	look(text, candidate->at, &place);
	struct tp_str word = tp_str_at(text, place.word);
	tp_lower(tp_str_at(text, place.next), NULL, &lower);
	there |= piece_if(tp_seen_word(seen, tp_buf_str(&lower)), SEEN_NEXT);
	there |= piece_if(tp_seen_word(seen, word), SEEN_BARE);
	there |= piece_if(is_stopped(word, seen), SEEN_STOPPED);
	tp_buf_release(&lower);
	return there;
}

/* Looks at a full stop, and asks the document about the word before it where that can turn the scale. True: it is to be
 * asked about the words without full stops, too. */
static bool asks_for_words(const struct tp_evidence *evidence, struct tp_str text, size_t at, struct tp_seen *seen,
			   struct place *place, unsigned *there)
{
	/* what stands before the word, and what the document says, may say against an end */
	int against =
	    evidence->against[AFTER_NUMBER] - evidence->against[NEXT_CAPITALS] + evidence->against[SEEN_STOPPED];

	if (!look(text, at, place))
		return false;
	*there = word_pieces(text, place) | pieces_behind(text, place->next);
	if (tp_evidence_weigh(evidence, *there) + against > -ENOUGH)
		return false;
	*there |= pieces_before(text, place->word.from);
	if (!is_open(evidence, *there, SEEN_STOPPED))
		return false;
	*there |= piece_if(is_stopped(tp_str_at(text, place->word), seen), SEEN_STOPPED);
	return is_open(evidence, *there, SEEN_BARE);
}

/* Tells the words that may be asked for at the full stops of a document. */
static void expect(const void *arg, struct tp_seen *seen, struct tp_expected *words)
{
	struct tp_str text = seen->text;
	struct tp_buf lower = TP_BUF_INIT;
	struct tp_needles stops = { 0 };
	struct tp_hits hits;

	tp_seen_stops(&stops, false);
	tp_hits_start(&hits, &stops, text);
	for (size_t at; (at = tp_hits_next(&hits)) < text.n;) {
		struct place place = { 0 };
		unsigned there;

		if (!asks_for_words(arg, text, at + 1, seen, &place, &there))
			continue;
		tp_buf_clear(&lower);
		tp_lower(tp_str_at(text, place.next), NULL, &lower);
		if (!tp_expect(words, at, tp_str_at(text, place.word)) || !tp_expect(words, at, tp_buf_str(&lower)))
			break;
	}
	tp_buf_release(&lower);
}

/* All that the word before the full stop says. */
static unsigned about_word(struct tp_str text, const struct place *place, struct tp_seen *seen)
{
	struct tp_str word = tp_str_at(text, place->word);
	uint16_t there;

	if (tp_seen_noted(seen, TP_SEEN_BEFORE, text, place->word, &there))
		return there;
	there = (uint16_t)(word_pieces(text, place) | piece_if(tp_seen_word(seen, word), SEEN_BARE) |
			   piece_if(is_stopped(word, seen), SEEN_STOPPED));
	tp_seen_note(seen, TP_SEEN_BEFORE, text, place->word, there);
	return there;
}

/* All that the word behind it says. */
static unsigned about_next(struct tp_str text, struct tp_span next, struct tp_seen *seen)
{
	struct tp_span with_stop = { next.from, next.to + (next.to < text.n && text.p[next.to] == '.') };
	struct tp_buf lower = TP_BUF_INIT;
	uint16_t there;

	if (tp_seen_noted(seen, TP_SEEN_BEHIND, text, with_stop, &there))
		return there;
	tp_lower(tp_str_at(text, next), NULL, &lower);
	there = (uint16_t)(pieces_behind(text, next) | piece_if(tp_seen_word(seen, tp_buf_str(&lower)), SEEN_NEXT));
	tp_buf_release(&lower);
	tp_seen_note(seen, TP_SEEN_BEHIND, text, with_stop, there);
	return there;
}

/* The same where all words are known, so that one can as well ask for all that there is. */
static bool overrules_in_all(const struct tp_evidence *evidence, struct tp_str text, size_t at, struct tp_seen *seen)
{
	struct place place = { 0 };

	return look(text, at, &place) &&
	       tp_evidence_overrules(evidence, about_word(text, &place, seen) | pieces_before(text, place.word.from) |
						   about_next(text, place.next, seen));
}

/* The same where few words are known, and as few as it takes are asked for. */
static bool overrules_in_few(const struct tp_evidence *evidence, struct tp_str text, size_t at, struct tp_seen *seen)
{
	struct tp_buf lower = TP_BUF_INIT;
	struct place place = { 0 };
	unsigned there;

	if (!asks_for_words(evidence, text, at, seen, &place, &there))
		return false;
	there |= piece_if(tp_seen_expected(seen, tp_str_at(text, place.word), expect, evidence), SEEN_BARE);
	if (is_open(evidence, there, SEEN_NEXT)) {
		tp_lower(tp_str_at(text, place.next), NULL, &lower);
		there |= piece_if(tp_seen_expected(seen, tp_buf_str(&lower), expect, evidence), SEEN_NEXT);
		tp_buf_release(&lower);
	}
	return tp_evidence_overrules(evidence, there);
}

bool tp_evidence_overrules_in(const struct tp_evidence *evidence, struct tp_str text, size_t at, struct tp_seen *seen)
{
	return tp_seen_has_all(seen) ? overrules_in_all(evidence, text, at, seen)
				     : overrules_in_few(evidence, text, at, seen);
}
