/* Doubled words: "the the". The second one is in small letters: "Duran Duran" is a name. */
#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/words.h"

/* Words of several languages that only a slip doubles. */
static const char *const never_doubled[] = { "the", "and", "of",  "with", "und",   "oder", "et", "les",
					     "des", "los", "och", "gli",  "della", "pela", NULL };

/* Words of several languages that follow themselves in good sentences ("He had had enough.", "Nous nous
 * voyons.", "dass sie sie sieht"), or are doubled for emphasis. */
static const char *const often_doubled[] = {
	"had",  "that", "is",    "do",  "so",   "very",   "no",   "bye", "ha",     "blah", "knock", "win",  "far",
	"many", "long", "more",  "on",  "in",   "really", "you",  "her", "ho",     "tut",  "now",   "der",  "die",
	"das",  "den",  "dem",   "sie", "ist",  "war",    "zu",   "mit", "sehr",   "ganz", "ja",    "was",  "es",
	"ihr",  "nous", "vous",  "si",  "non",  "oui",    "tout", "la",  "que",    "qui",  "de",    "bien", "muy",
	"poco", "casi", "dat",   "het", "ze",   "heel",   "det",  "som", "att",    "se",   "muito", "logo", "piano",
	"via",  "man",  "quasi", "ben", "pian", "vi",     "ci",   "tak", "bardzo", "jak",  NULL,
};

/* Languages that double words as a part of their grammar. */
static const char *const reduplicating[] = { "fil", "id", "jv", "mi", "ms", "haw", "su", "tl", "tr", "vi", NULL };

static bool is_one_of(struct tp_str word, const char *const *list)
{
	for (; *list; list++)
		if (tp_str_is(word, *list))
			return true;
	return false;
}

static bool is_reduplicating(const char *language)
{
	return is_one_of((struct tp_str){ language, strcspn(language, "-") }, reduplicating);
}

static bool is_joiner(uint32_t cp)
{
	return tp_is_apostrophe(cp) || tp_is_hyphen(cp) || cp == '_';
}

/* The next word at or after `at`; "don't" and "in-house" are one. */
static bool next_word(struct tp_str text, size_t at, struct tp_span *word)
{
	uint32_t cp = 0;
	size_t end = at;

	while (end < text.n && !tp_is_word(cp = tp_utf8_next(text, &end)))
		at = end;
	if (!tp_is_word(cp))
		return false;
	*word = (struct tp_span){ at, end };
	for (bool joined = false; end < text.n; joined = is_joiner(cp)) {
		cp = tp_utf8_next(text, &end);
		if (tp_is_word(cp))
			word->to = end;
		else if (joined || !is_joiner(cp))
			break;
	}
	return true;
}

/* White space, and what cannot be seen in it. */
static bool is_blank(struct tp_str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = tp_utf8_next(s, &at);

		if (!tp_is_space(cp) && !tp_is_invisible(cp))
			return false;
	}
	return true;
}

/* `second` is in small letters, and `first` is the same word. */
static bool is_same_word(struct tp_str first, struct tp_str second)
{
	size_t i = 0, j = 0;

	while (i < first.n && j < second.n) {
		uint32_t a = tp_utf8_next(first, &i), b = tp_utf8_next(second, &j);

		if (!(tp_is_lower(b) || tp_is_mark(b) || is_joiner(b)) || tp_to_lower(a) != b)
			return false;
	}
	return i == first.n && j == second.n;
}

static void add_finding(const struct tp_checking *checking, struct tp_span first, struct tp_span second)
{
	struct tp_str word = tp_str_at(checking->text->text, second);
	bool never = is_one_of(word, never_doubled);
	struct tp_finding *finding;

	if (!never && (is_one_of(word, often_doubled) || is_reduplicating(checking->kit->language)))
		return;
	finding =
	    tp_findings_add(checking->out, "doubled-word", checking->unit, (struct tp_span){ first.from, second.to });
	finding->sure = never;
	finding->message =
	    tp_arena_format(checking->out->arena, _("The word \"%.*s\" is there twice."), (int)word.n, word.p);
	tp_finding_add_fix(checking->out, finding, (struct tp_span){ first.to, second.to }, TP_S(""));
}

static void judge(const struct tp_checking *checking)
{
	struct tp_str text = checking->text->text;
	struct tp_span first = { 0, 0 }, second;
	size_t hint = 0;

	for (; next_word(text, first.to, &second); first = second) {
		struct tp_span both = { first.from, second.to };

		if (first.to > first.from && is_blank(tp_str_at(text, (struct tp_span){ first.to, second.from })) &&
		    is_same_word(tp_str_at(text, first), tp_str_at(text, second)) &&
		    !tp_checking_has_code(checking, first.to, second.from) && !tp_skip_has(checking->skip, both, &hint))
			add_finding(checking, first, second);
	}
}

const struct tp_check tp_check_doubled = {
	.name = "copy",
	.judge = judge,
};
