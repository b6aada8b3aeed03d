/* Doubled words: "the the". The second one is in small letters: "Duran Duran" is a name. */
#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/shape.h"
#include "language/words.h"

/* Words of a language, or of several ("*": of those without a line of their own): see tp_word_is_listed(). */
struct words {
	const char *languages, *words;
};

/* Words that only a slip doubles. */
static const char never_doubled[] = "the and of with und oder et les des los och gli della pela";

/* Words that follow themselves in good sentences ("He had had enough.", "Nous nous voyons.", "dass sie sie sieht"), or
 * are doubled for emphasis. */
static const struct words often_doubled[] = {
	{ "en", "had that do so very no bye ha blah knock win far many long more in on really you her ho tut now there "
		"etc" },
	{ "de", "der die das den dem sie zu mit so sehr ganz weit viel viele lang nein na ja was es ihr" },
	{ "fr", "nous vous si non oui tout la qui en faire bien très" },
	{ "ru uk be", "ха хе хи да нет ну ой ай очень дуже долго все всё" },
	{ "es", "muy poco casi no sí si ya bien la nos así" },
	{ "pt", "se muito logo quase sim não já bem mais pouco nos la" },
	{ "it", "piano pian mano man via quasi ben bene molto vi ci no sì tutto sempre la" },
	{ "nl", "dat die het ze zij om op in aan heel zo zeer veel nee ja was" },
	{ "sv da nb nn no", "om som det den der de så mycket meget mye länge lenge ja nej nei" },
	{ "pl", "tak bardzo jak coraz no" },
	{ "cs sk", "se si tak jak jo no moc velmi" },
	{ "hu", "az ez csak nagyon nem igen" },
	{ "*",
	  "had that is do so very no bye ha blah knock win far many long more on in really you her ho tut now der die "
	  "das den dem sie ist war zu mit sehr ganz ja was es ihr nous vous si non oui tout la que qui de bien om muy "
	  "poco casi dat het ze heel det som att se muito logo piano via man quasi ben pian vi ci tak bardzo jak" },
};

/* In scripts without capitals words are doubled for emphasis at will, and in some languages as a part of the grammar;
 * these are not. */
static const struct words never_doubled_there[] = {
	{ "ar", "في على إلى من عن إن أن التي الذي الذين ذلك تلك هذا هذه مع أو ثم قد لم لن كان كانت" },
	{ "fa", "از که را این برای است" },
	{ "he", "של על או כי הוא היא" },
	{ "hi mr", "में को ने है हैं और" },
	{ "ur", "میں کو نے ہے ہیں اور" },
	{ "tr", "ve ile için ama veya fakat" },
	{ "id ms jv su", "yang dan dari untuk dengan pada" },
	{ "fil tl", "ang ng sa" },
	{ "sw", "kwa ya katika" },
	{ "vi", "và của các những" },
};

/* English verbs that meet where a clause with such a word ends: "What it is is plain." */
static const char verbs[] = "is was are were";
static const char clause_words[] = "what who whom where when why how which that whatever whoever all";

/* English words that belong to the verb before and to what comes after: "came in in May". A sentence does not begin
 * with both. */
static const char particles[] = "in on";

/* Languages that double words as a part of their grammar. */
static const char reduplicating[] = "fil id jv mi ms haw su tl tr vi";

/* The words of a language among `n` lists, or NULL. */
static const char *words_of(const struct words *lists, size_t n, const char *language)
{
	for (size_t i = 0; i < n; i++)
		if (lists[i].languages[0] == '*' || tp_language_is_one_of(tp_str_of(language), lists[i].languages))
			return lists[i].words;
	return NULL;
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

/* `second` is in small letters, or has none, and `first` is the same word. */
static bool is_same_word(struct tp_str first, struct tp_str second)
{
	size_t i = 0, j = 0;

	while (i < first.n && j < second.n) {
		uint32_t a = tp_utf8_next(first, &i), b = tp_utf8_next(second, &j);

		if (tp_is_upper(b) || !(tp_is_letter(b) || tp_is_mark(b) || is_joiner(b)) || tp_to_lower(a) != b)
			return false;
	}
	return i == first.n && j == second.n;
}

/* A clause that asks or relates may end between the two: such a word stands before them in the sentence. */
static bool is_after_clause(struct tp_str text, size_t at)
{
	enum { FAR = 200 };
	struct tp_span word = { at > FAR ? tp_utf8_border(text, at - FAR) : 0, 0 };
	bool found = false;

	for (word.to = word.from; next_word(text, word.to, &word) && word.to <= at;) {
		found |= tp_word_is_listed(tp_str_at(text, word), clause_words);
		if (word.to < at && strchr(".!?", text.p[word.to]))
			found = false;
	}
	return found;
}

/* A good sentence may have the word twice here. */
static bool may_be_doubled(const struct tp_checking *checking, struct tp_span first, struct tp_str word)
{
	const char *language = checking->kit->language;
	struct tp_str text = checking->text->text;
	size_t at = 0;

	if (!tp_is_lower(tp_utf8_next(word, &at)) || tp_language_is_one_of(tp_str_of(language), reduplicating)) {
		const char *never =
		    words_of(never_doubled_there, sizeof never_doubled_there / sizeof *never_doubled_there, language);
		return !never || !tp_word_is_listed(word, never);
	}
	if (tp_word_is_listed(word, never_doubled))
		return false;
	if (tp_language_is_one_of(tp_str_of(language), "en")) {
		if (tp_word_is_listed(word, verbs))
			return is_after_clause(text, first.from);
		if (tp_word_is_listed(word, particles) && !tp_str_eq(tp_str_at(text, first), word))
			return false;
	}
	return tp_word_is_listed(word, words_of(often_doubled, sizeof often_doubled / sizeof *often_doubled, language));
}

static void add_finding(const struct tp_checking *checking, struct tp_span first, struct tp_span second)
{
	struct tp_str word = tp_str_at(checking->text->text, second);
	struct tp_finding *finding;

	if (may_be_doubled(checking, first, word))
		return;
	finding =
	    tp_findings_add(checking->out, "doubled-word", checking->unit, (struct tp_span){ first.from, second.to });
	finding->sure = tp_word_is_listed(word, never_doubled);
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
