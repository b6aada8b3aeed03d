/* Corrections that are sure enough to be made without asking: of a word that can be meant for nothing else, where
 * nothing beside it speaks for a name, a word of a program or of another language, or a part of something longer. */
#include "checks/spelling.h"

#include "core/str.h"
#include "core/unicode.h"
#include "language/shape.h"

enum {
	SURE_MOST = 100, /* distance up to which a fix is sure, */
	SURE_NEAR = 60, /* and up to this where something speaks for the word, */
	SURE_LEAD = 400, /* if it is so much likelier than the next one, in hundredths of nats, */
	SURE_LETTERS = 5, /* in a word of so many letters, */
	SURE_FREQUENCY = 36, /* and so frequent; */
	SURE_LEAD_OF_USED = 20, /* where the word is in use, so much more frequent than that, */
	SURE_LEAD_OF_ACCENTS = 10, /* or where it lacks accents or an apostrophe alone, so much; */
	SURE_SWAPPED_LETTERS = 3, /* and in shorter words from so many letters, if two are swapped */
	SURE_SWAPPED_FREQUENCY = 65, /* of a fix so frequent, */
	SURE_SWAPPED_LEAD = 40, /* and so much more frequent than the word */
	SURE_TIMES = 3, /* a word that the document has more often is one of its own, */
	LONGEST_QUOTE = 200, /* bytes that are looked through for the start of a quotation, */
	LONGEST_GAP = 4, /* characters between two words */
	VERB_LETTERS = 4, /* of a verb behind a prefix, */
	STEM_LETTERS = 6, /* of a word before an ending, */
	ENDING_LETTERS = 3, /* and of that */
};

static unsigned frequency_of(const struct unknown *unknown, struct tp_str word)
{
	return tp_spelling_frequency(unknown->in->kit->spelling, word);
}

/* That of a correction, or of what is behind its apostrophe: "c'est" is as frequent as "est". */
unsigned tp_fix_frequency(const struct unknown *unknown, struct tp_str fix)
{
	struct tp_span rest = tp_word_without_elision(fix, (struct tp_span){ 0, fix.n });
	unsigned whole = frequency_of(unknown, fix);

	return whole || !rest.from ? whole : frequency_of(unknown, tp_str_at(fix, rest));
}

/* Of two words of the same letters, the same have an accent, whichever. */
static bool has_accents_as(struct tp_str word, struct tp_str fix)
{
	for (size_t at = 0, in_fix = 0; at < word.n && in_fix < fix.n;) {
		uint32_t one = tp_utf8_next(word, &at), other = tp_utf8_next(fix, &in_fix);

		if ((one == tp_base_letter(one)) != (other == tp_base_letter(other)))
			return false;
	}
	return true;
}

/* "despues" is "después" in a hurry, however many write so, and "perchè" is "perché"; but "entrainé" is another way to
 * write "entraîné". */
bool tp_fix_is_of_accents(struct tp_str word, struct tp_str fix)
{
	struct tp_buf plain = TP_BUF_INIT, plain_fix = TP_BUF_INIT;

	tp_strip_marks(word, &plain);
	tp_strip_marks(fix, &plain_fix);
	bool same = tp_str_eq(tp_buf_str(&plain), tp_buf_str(&plain_fix)) && plain_fix.n < fix.n;
	bool none = plain.n == word.n, others = same && !tp_str_eq(word, fix) && has_accents_as(word, fix);
	tp_buf_release(&plain);
	tp_buf_release(&plain_fix);
	return same && (none || others);
}

/* What stands beside the word ------------------------------------------------------------------------- */

/* The characters around the word, and those around them; a space where the text ends. */
struct beside {
	uint32_t last, next, after_next;
};

static struct beside look_beside(const struct unknown *unknown)
{
	struct tp_str text = unknown->in->text->text;
	size_t before = unknown->at.from, after = unknown->at.to;
	struct beside beside = { ' ', ' ', ' ' };

	if (before)
		beside.last = tp_utf8_prev(text, &before);
	if (after < text.n)
		beside.next = tp_utf8_next(text, &after);
	if (after < text.n)
		beside.after_next = tp_utf8_next(text, &after);
	return beside;
}

static bool is_single_quote(uint32_t cp)
{
	return tp_is_apostrophe(cp) || cp == 0x201a;
}

/* A single quotation mark before the word, and none of its own line, has no letter before it. */
static bool may_be_quoted(const struct unknown *unknown)
{
	struct tp_str text = unknown->in->text->text;

	for (size_t at = unknown->at.from; at > 0 && unknown->at.from - at < LONGEST_QUOTE;) {
		uint32_t cp = tp_utf8_prev(text, &at);
		size_t before = at;

		if (is_single_quote(cp) && (!at || !tp_is_letter(tp_utf8_prev(text, &before))))
			return true;
	}
	return false;
}

/* The fix has an accent on its last letter. */
static bool ends_with_accent(struct tp_str fix)
{
	size_t at = fix.n;
	uint32_t cp = at ? tp_utf8_prev(fix, &at) : 0;

	return cp && tp_base_letter(cp) != cp;
}

struct tp_span tp_fix_place(const struct unknown *unknown, struct tp_str fix)
{
	struct beside beside = look_beside(unknown);
	struct tp_span at = unknown->at;

	if (tp_is_apostrophe(beside.next) && !tp_is_letter(beside.after_next) && ends_with_accent(fix) &&
	    tp_fix_is_of_accents(unknown->word, fix) && tp_checking_is_in(unknown->in, "it") && !may_be_quoted(unknown))
		tp_utf8_next(unknown->in->text->text, &at.to);
	return at;
}

/* "workin'" is a word cut short; but "'legnth'" is quoted, and "saleman's" has an ending behind its apostrophe. */
static bool is_cut_short(const struct unknown *unknown, struct tp_str fix)
{
	struct beside beside = look_beside(unknown);
	struct tp_str after = tp_str_from(unknown->in->text->text, unknown->at.to);

	if (tp_is_apostrophe(beside.next))
		return tp_fix_place(unknown, fix).to == unknown->at.to && !is_single_quote(beside.last) &&
		       (unknown->shape.title || !tp_is_letter(beside.after_next));
	return (beside.next == 0x2026 || tp_str_starts(after, TP_S(".."))) && tp_str_starts(fix, unknown->word);
}

static bool is_mark(uint32_t cp)
{
	static const char marks[] = "_/\\@#$%=<>~^|*+{}&";

	return cp && cp < 0x80 && strchr(marks, (int)cp);
}

/* "[:alnum:]", "ddate(1)", "tragi-comedy": a word of a program, or one of which a hyphen makes a part. */
static bool is_part(const struct unknown *unknown)
{
	struct beside beside = look_beside(unknown);

	if (beside.next == '(' && (tp_is_digit(beside.after_next) || beside.after_next == ')'))
		return true;
	return beside.last == ':' || is_mark(beside.last) || is_mark(beside.next) || tp_is_hyphen(beside.last) ||
	       tp_is_hyphen(beside.next);
}

/* "Collis P. Huntingdon": an initial is after it. */
static bool is_before_initial(const struct unknown *unknown)
{
	struct tp_str text = unknown->in->text->text;
	size_t at = unknown->at.to;

	return unknown->shape.title && at < text.n && tp_utf8_next(text, &at) == ' ' && at < text.n &&
	       tp_is_upper(tp_utf8_next(text, &at)) && at < text.n && tp_utf8_next(text, &at) == '.';
}

/* "the HOSTFILE is": capitals among small letters are a name in a program. */
static bool is_lone_upper(const struct unknown *unknown)
{
	struct tp_str text = unknown->in->text->text;
	size_t before = unknown->at.from, after = unknown->at.to;
	uint32_t last = ' ', next = ' ';

	if (unknown->shape.capitals < unknown->shape.letters)
		return false;
	for (size_t i = 0; i < LONGEST_GAP && before && !tp_is_letter(last); i++)
		last = tp_utf8_prev(text, &before);
	for (size_t i = 0; i < LONGEST_GAP && after < text.n && !tp_is_letter(next); i++)
		next = tp_utf8_next(text, &after);
	if (tp_is_letter(next) && after < text.n)
		next = tp_utf8_next(text, &after);
	return tp_is_lower(last) || tp_is_lower(next);
}

/* What the word is ---------------------------------------------------------------------------------------- */

/* A capital may be that of a name, but for the one that starts a sentence, and for capitals alone; and there only of a
 * word that is no name in small letters. */
static bool may_be_name(const struct unknown *unknown, struct tp_str fix)
{
	bool upper = unknown->shape.capitals == unknown->shape.letters;

	if (!unknown->shape.title && !unknown->shape.inner)
		return false;
	return tp_checking_has_capital_nouns(unknown->in) || unknown->before_name || !(upper || unknown->initial) ||
	       !tp_checking_knows_lower(unknown->in, fix);
}

/* "rüzgâra" for "rüzgara" */
static bool has_more_accents(struct tp_str word, struct tp_str fix)
{
	struct tp_buf plain = TP_BUF_INIT, plain_fix = TP_BUF_INIT;

	tp_strip_marks(word, &plain);
	tp_strip_marks(fix, &plain_fix);
	bool more = word.n > fix.n && tp_str_eq(tp_buf_str(&plain), tp_buf_str(&plain_fix));
	tp_buf_release(&plain);
	tp_buf_release(&plain_fix);
	return more;
}

/* "dont" */
static bool lacks_apostrophe(struct tp_str word, struct tp_str fix)
{
	struct tp_buf plain = TP_BUF_INIT;

	for (size_t at = 0; at < fix.n;) {
		uint32_t cp = tp_utf8_next(fix, &at);

		if (!tp_is_apostrophe(cp))
			tp_buf_add_cp(&plain, cp);
	}
	bool lacks = plain.n < fix.n && tp_str_eq(tp_buf_str(&plain), word);
	tp_buf_release(&plain);
	return lacks;
}

/* "teh": two letters that stand side by side are in each other's place. */
static bool is_swapped(struct tp_str word, struct tp_str fix)
{
	size_t at = 0, in_fix = 0;
	uint32_t one = 0, other = 0;

	while (one == other && at < word.n && in_fix < fix.n) {
		one = tp_utf8_next(word, &at);
		other = tp_utf8_next(fix, &in_fix);
	}
	return one != other && at < word.n && in_fix < fix.n && tp_utf8_next(word, &at) == other &&
	       tp_utf8_next(fix, &in_fix) == one && tp_str_eq(tp_str_from(word, at), tp_str_from(fix, in_fix));
}

/* A short word has many neighbours: what it is meant for is sure only if the letters of a word that is in every text
 * are swapped, or it lacks but an apostrophe or an accent that one stands for. */
static bool has_letters_to_be_sure(const struct unknown *unknown, struct tp_str fix)
{
	unsigned meant = tp_fix_frequency(unknown, fix);

	if (unknown->shape.letters >= SURE_LETTERS || tp_fix_place(unknown, fix).to > unknown->at.to)
		return true;
	if (lacks_apostrophe(unknown->word, fix) &&
	    (unknown->shape.letters == SURE_LETTERS - 1 || meant >= SURE_SWAPPED_FREQUENCY))
		return true;
	return unknown->shape.letters >= SURE_SWAPPED_LETTERS && meant >= SURE_SWAPPED_FREQUENCY &&
	       meant >= frequency_of(unknown, unknown->word) + SURE_SWAPPED_LEAD && is_swapped(unknown->word, fix);
}

/* The word is none, also in English, from which all languages borrow, and the fix is one of every day. Accents that
 * are lacking are added, but never taken away. */
static bool is_of_every_day(const struct unknown *unknown, struct tp_str fix)
{
	unsigned own = frequency_of(unknown, unknown->word), meant = tp_fix_frequency(unknown, fix);
	bool joined = lacks_apostrophe(unknown->word, fix), light = joined || tp_fix_is_of_accents(unknown->word, fix);
	unsigned ahead = light ? SURE_LEAD_OF_ACCENTS : SURE_LEAD_OF_USED;
	unsigned english = tp_spelling_english_frequency(unknown->in->kit->spelling, unknown->word);

	if (own && meant < own + ahead)
		return false;
	return meant >= SURE_FREQUENCY && !has_more_accents(unknown->word, fix) && english <= (joined ? own : 0);
}

/* "Cest vrai", but not "Lun. 5 mai", "Dun & Bradstreet" or "Jai Courtney": what may be a name, an abbreviation or a
 * part of something longer. With a capital, "Luomo" may be a name as well; "Jai" before a small word is none. */
static bool is_doubtful_elision(const struct unknown *unknown, struct tp_str fix)
{
	if (!lacks_apostrophe(unknown->word, fix) || !tp_word_without_elision(fix, (struct tp_span){ 0, fix.n }).from)
		return false;
	return !unknown->plain || (unknown->shape.title && tp_fix_frequency(unknown, fix) < SURE_SWAPPED_FREQUENCY);
}

/* "bei-" is in a list of usual words. */
static bool is_verb_prefix(const struct unknown *unknown, struct tp_str prefix)
{
	struct tp_buf listed = TP_BUF_INIT;

	tp_buf_add_str(&listed, prefix);
	tp_buf_add_char(&listed, '-');
	bool found = tp_spelling_is_usual(unknown->in->kit->spelling, tp_buf_str(&listed));
	tp_buf_release(&listed);
	return found;
}

/* "beistimmt": German dictionaries have not every verb with every prefix. */
static bool is_prefixed_verb(const struct unknown *unknown)
{
	struct tp_str word = unknown->word;

	for (size_t at = 0; at < word.n && !unknown->shape.capitals; tp_utf8_next(word, &at)) {
		struct tp_str prefix = { word.p, at }, rest = tp_str_from(word, at);

		if (at && is_verb_prefix(unknown, prefix) && tp_utf8_count(rest) >= VERB_LETTERS &&
		    tp_spelling_knows(unknown->in->kit->spelling, rest))
			return true;
	}
	return false;
}

/* "gesehn", "formulirt", "gethan": German verse leaves out an e before n and r, and old books have th for t. */
static bool may_be_old(const struct unknown *unknown, struct tp_str fix)
{
	struct tp_str word = unknown->word;
	size_t i = 0;

	while (i < word.n && i < fix.n && word.p[i] == fix.p[i])
		i++;
	struct tp_str rest = tp_str_from(word, i), rest_of_fix = tp_str_from(fix, i);
	if (!tp_checking_is_in(unknown->in, "de") || !i || !rest.n || !rest_of_fix.n)
		return false;
	if (rest_of_fix.p[0] == 'e' && (rest.p[0] == 'n' || rest.p[0] == 'r'))
		return tp_str_eq(rest, tp_str_from(rest_of_fix, 1));
	return rest.p[0] == 'h' && word.p[i - 1] == 't' && tp_str_eq(tp_str_from(rest, 1), rest_of_fix);
}

/* "radialmente": a known word with an ending, of which the fix changes more than the last letter; but not in German,
 * where a slip in a compound leaves other words. */
static bool may_be_derived(const struct unknown *unknown, struct tp_str fix)
{
	struct tp_str word = unknown->word;
	size_t letters = 0, before = 0;

	for (size_t at = 0; at < word.n && !tp_checking_has_capital_nouns(unknown->in); letters++) {
		struct tp_str stem = { word.p, at }, kept = { word.p, before };

		if (letters >= STEM_LETTERS && unknown->shape.letters >= letters + ENDING_LETTERS &&
		    !tp_str_starts(fix, kept) && tp_spelling_knows(unknown->in->kit->spelling, stem))
			return true;
		before = at;
		tp_utf8_next(word, &at);
	}
	return false;
}

static bool has_apostrophe(struct tp_str word)
{
	for (size_t at = 0; at < word.n;)
		if (tp_is_apostrophe(tp_utf8_next(word, &at)))
			return true;
	return false;
}

/* A word as somebody means it: used again and again, beside another that no dictionary has, in capitals, a verb behind
 * a prefix, of another time, made of another, short and with a capital, or with an apostrophe. */
static bool may_be_meant(const struct unknown *unknown, struct tp_str fix, size_t times)
{
	bool short_title = unknown->shape.title && unknown->shape.letters <= SURE_LETTERS;

	if (tp_spelling_distance(unknown->word, fix) > SURE_NEAR &&
	    (short_title || unknown->beside_unknown || may_be_derived(unknown, fix)))
		return true;
	return times > SURE_TIMES || is_lone_upper(unknown) || is_prefixed_verb(unknown) || may_be_old(unknown, fix) ||
	       (has_apostrophe(unknown->word) && !has_apostrophe(fix));
}

bool tp_fix_is_sure(const struct unknown *unknown, struct tp_str fix, int lead, size_t times)
{
	bool gains_capital = !unknown->shape.capitals && tp_shape_of(fix).capitals > 0 &&
			     !tp_checking_has_capital_nouns(unknown->in); /* "googlé" is not "Google" */
	bool light = tp_fix_is_of_accents(unknown->word, fix) || lacks_apostrophe(unknown->word, fix);

	if (may_be_name(unknown, fix) || gains_capital || is_doubtful_elision(unknown, fix) || is_part(unknown) ||
	    is_cut_short(unknown, fix) || is_before_initial(unknown) || (!light && may_be_meant(unknown, fix, times)))
		return false;
	return has_letters_to_be_sure(unknown, fix) && lead >= SURE_LEAD && is_of_every_day(unknown, fix) &&
	       tp_spelling_distance(unknown->word, fix) <= SURE_MOST && tp_str_find_char(fix, ' ', 0) == TP_NOT_FOUND;
}
