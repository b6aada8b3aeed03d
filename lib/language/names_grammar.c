/* What a new name asks of the words beside it. */
#include "language/names_grammar.h"

#include "core/str.h"
#include "core/unicode.h"
#include "language/names_base.h"

static bool speaks(const struct tp_name_neighbours *around, const char *language)
{
	return tp_language_within(tp_str_of(language), around->language);
}

static struct tp_str joined(struct tp_arena *arena, struct tp_str a, struct tp_str b)
{
	return tp_arena_format(arena, "%.*s%.*s", (int)a.n, a.p, (int)b.n, b.p);
}

/* The bytes that two texts start with. */
static size_t common_start(struct tp_str a, struct tp_str b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return tp_utf8_border(a, n);
}

/* Letters ---------------------------------------------------------------------------------------------- */

/* The first letters of a word in lower case, without diacritics: ASCII's only, others are '?'. */
#define LETTERS 8

static size_t letters_of(struct tp_str s, char *letters)
{
	struct tp_buf apart = TP_BUF_INIT;
	size_t n = 0, at = 0;

	if (s.n > 64)
		s.n = tp_utf8_border(s, 64);
	tp_nfd(s, &apart);
	s = tp_buf_str(&apart);
	while (at < s.n && n < LETTERS) {
		uint32_t cp = tp_to_lower(tp_utf8_next(s, &at));
		if (tp_is_mark(cp))
			continue;
		if (!tp_is_letter(cp) && n)
			break;
		if (tp_is_letter(cp))
			letters[n++] = cp >= 'a' && cp <= 'z' ? (char)cp : '?';
	}
	tp_buf_release(&apart);
	letters[n] = '\0';
	return n;
}

static bool is_vowel(char c)
{
	return c && strchr("aeiou", c) != NULL;
}

static bool starts(const char *word, const char *list)
{
	struct tp_str rest = tp_str_of(list), piece;

	while (tp_str_cut(&rest, ' ', &piece))
		if (tp_str_starts(tp_str_of(word), piece))
			return true;
	return false;
}

/* English: a and an -------------------------------------------------------------------------------------- */

/* In capitals and said letter by letter: too short for a word, or without a vowel inside. */
static bool is_spelled_out(struct tp_str name)
{
	size_t n = 0, vowels = 0, at = 0;

	while (at < name.n) {
		uint32_t cp = tp_utf8_next(name, &at);
		if (!tp_is_letter(cp))
			break;
		if (!tp_is_upper(cp))
			return false;
		vowels += cp < 128 && is_vowel((char)(cp | 0x20));
		n++;
	}
	return n <= 3 || vowels == 0;
}

bool tp_takes_an(struct tp_str name)
{
	char w[LETTERS + 1];
	size_t n = letters_of(name, w);

	if (n == 0)
		return false;
	if (is_spelled_out(name))
		return strchr("aefhilmnorsx", w[0]) != NULL;
	if (w[0] == 'h')
		return starts(w, "hour heir honest honor honour");
	if (w[0] == 'y')
		return n > 1 && !is_vowel(w[1]) && w[1] != '?';
	if (w[0] == 'u') /* "you": Uganda, Ukraine, university; not: Uzbek, umbrella, unless */
		return !(starts(w, "uni uy") ||
			 (n > 2 && w[1] != 'm' && w[1] != 'n' && !is_vowel(w[1]) && (is_vowel(w[2]) || w[2] == 'r')));
	return is_vowel(w[0]) && !starts(w, "eu ewe one once oua");
}

/* Cases -------------------------------------------------------------------------------------------------- */

static struct tp_name_tongue tongue_of(const struct tp_name_neighbours *around)
{
	return (struct tp_name_tongue){ &around->names->before, around->language, around->names->language != NULL };
}

bool tp_name_agrees(const struct tp_name_neighbours *around, struct tp_str name)
{
	struct tp_name_tongue tongue = tongue_of(around);
	struct tp_str word;

	if (tp_str_find_char(name, ' ', 0) == TP_NOT_FOUND || !tp_name_before_has(&tongue, TP_BEFORE_AGREE))
		return false;
	while (tp_str_cut(&name, ' ', &word)) {
		size_t at = 0;
		if (name.p && word.n && !tp_is_lower(tp_utf8_next(word, &at)))
			return true;
	}
	return false;
}

static bool is_quote(uint32_t cp)
{
	return cp == '"' || cp == '\'' || cp == 0xab || cp == 0xbb || (cp >= 0x2018 && cp <= 0x201f);
}

/* Before the name ---------------------------------------------------------------------------------------- */

/* The word before `at`, with what stands between: one space, or what an apostrophe needs, nothing. */
static struct tp_span word_before(struct tp_str text, size_t at)
{
	struct tp_span word = { at, at };

	while (word.from > 0) {
		size_t next = word.from;
		if (!tp_is_letter(tp_utf8_prev(text, &next)))
			break;
		word.from = next;
	}
	if (word.from > 0) {
		size_t before = word.from;
		uint32_t cp = tp_utf8_prev(text, &before);
		if (tp_is_apostrophe(cp) || tp_is_hyphen(cp) || cp == '.' || tp_is_word(cp))
			word.from = word.to; /* part of something longer */
	}
	return word;
}

bool tp_name_elides(const struct tp_name_neighbours *around)
{
	return tp_name_before_elides(&around->names->before, around->language);
}

/* The word before the apostrophe at *at, which is moved to it; an empty one if there is none. */
static struct tp_span elided_before(const struct tp_name_neighbours *around, size_t *at)
{
	if (*at > 0 && tp_is_apostrophe(tp_utf8_prev(around->text, at)))
		return word_before(around->text, *at);
	return (struct tp_span){ *at, *at };
}

/* What is added to a word, or to its start, in the case of the word. A capital alone may be the first letter of a
 * sentence: then the name tells. */
static void add_in_case(const struct tp_name_neighbours *around, struct tp_str word, struct tp_str name,
			struct tp_str added, bool is_start, struct tp_buf *out)
{
	struct tp_name_case shape = tp_name_case_of(word);

	if (shape.upper && !shape.lower && (shape.upper > 1 || !tp_name_case_of(name).lower))
		tp_upper(added, around->language, out);
	else if (shape.upper && is_start)
		tp_title(added, around->language, out);
	else
		tp_buf_add_str(out, added);
}

/* The word before `at` and at most two spaces or line breaks; an empty one if there is none. */
static struct tp_span word_apart(struct tp_str text, size_t at)
{
	size_t to = at;

	while (to > 0 && (text.p[to - 1] == ' ' || text.p[to - 1] == '\n' || text.p[to - 1] == '\r'))
		to--;
	return to < at && at - to <= 2 ? word_before(text, to) : (struct tp_span){ at, at };
}

/* The name is that of a place: "Le Caire" and not "Le Pen". */
static bool is_place(const struct tp_name_neighbours *around)
{
	return tp_str_is(tp_names_kind(around->names, around->concept), "place");
}

/* A word before a place that has its article becomes one with that: "de" and "Le Caire" are "du Caire". False: it is
 * not known what the word has to be. */
static bool fuse(const struct tp_name_neighbours *around, struct tp_edit *edit)
{
	struct tp_name_tongue tongue = tongue_of(around);
	struct tp_str instead = TP_S("");
	struct tp_buf lower = TP_BUF_INIT, out = TP_BUF_INIT;

	if (!tp_name_before_has(&tongue, TP_BEFORE_FUSED))
		return true;
	struct tp_span word = word_apart(around->text, edit->at.from);
	struct tp_str text = tp_str_at(around->text, word);
	if (word.from == word.to)
		return true;
	tp_lower(text, around->language, &lower);
	struct tp_str sound = tp_name_before_instead(&tongue, tp_buf_str(&lower), around->old, edit->with);
	size_t article = tp_name_before_fused(&tongue, tp_buf_str(&lower), edit->with, &instead);
	bool unsure = tp_str_is(sound, TP_BEFORE_UNSURE);
	if (article && instead.n && is_place(around)) {
		unsure |= tp_str_is(instead, TP_BEFORE_UNSURE);
		struct tp_str name = tp_str_from(edit->with, article);
		add_in_case(around, text, name, instead, true, &out);
		tp_buf_add_str(&out, tp_str_at(around->text, (struct tp_span){ word.to, edit->at.from }));
		tp_buf_add_str(&out, name);
		*edit = (struct tp_edit){ { word.from, edit->at.to }, tp_arena_str(around->arena, tp_buf_str(&out)) };
	}
	tp_buf_release(&lower);
	tp_buf_release(&out);
	return !unsure;
}

/* In lower case, with straight apostrophes and one space between words. */
static struct tp_str plain(const struct tp_name_neighbours *around, struct tp_str text, struct tp_buf *out)
{
	struct tp_buf lower = TP_BUF_INIT;
	size_t at = 0;

	tp_lower(text, around->language, &lower);
	while (at < lower.n) {
		uint32_t cp = tp_utf8_next(tp_buf_str(&lower), &at);
		bool space = cp == ' ' || cp == '\n' || cp == '\r';
		if (!space)
			tp_buf_add_cp(out, tp_is_apostrophe(cp) ? '\'' : cp);
		else if (out->n && out->p[out->n - 1] != ' ')
			tp_buf_add_char(out, ' ');
	}
	tp_buf_release(&lower);
	return tp_buf_str(out);
}

static struct tp_str class_of(const struct tp_name_neighbours *around, struct tp_str name)
{
	struct tp_name_tongue tongue = tongue_of(around);
	struct tp_buf buf = TP_BUF_INIT;
	struct tp_str class = tp_name_before_class(&tongue, plain(around, name, &buf));

	tp_buf_release(&buf);
	return class;
}

/* The edit takes the place of the words before the name, too. */
static void put_before(const struct tp_name_neighbours *around, struct tp_span words, struct tp_str instead, bool curly,
		       struct tp_edit *edit)
{
	struct tp_str text = tp_str_at(around->text, words);
	struct tp_str gap = tp_str_at(around->text, (struct tp_span){ words.to, edit->at.from });
	bool nothing = tp_str_is(instead, "-"), together = tp_str_ends(instead, TP_S("'"));
	struct tp_buf out = TP_BUF_INIT;

	instead.n -= together;
	if (!nothing)
		add_in_case(around, text, edit->with, instead, true, &out);
	if (together)
		tp_buf_add_z(&out, curly ? "\xe2\x80\x99" : "'");
	else if (!nothing)
		tp_buf_add_str(&out, gap.n ? gap : TP_S(" "));
	if (nothing && tp_name_case_of(text).upper)
		tp_title(edit->with, around->language, &out);
	else
		tp_buf_add_str(&out, edit->with);
	*edit = (struct tp_edit){ { words.from, edit->at.to }, tp_arena_str(around->arena, tp_buf_str(&out)) };
	tp_buf_release(&out);
}

/* What the words before a name become where it is of another class now, as tp_name_before_recast() tells. */
static struct tp_str recast_of(const struct tp_name_neighbours *around, struct tp_span words, struct tp_str old,
			       struct tp_str name)
{
	struct tp_name_tongue tongue = tongue_of(around);
	struct tp_buf buf = TP_BUF_INIT;
	struct tp_str text = plain(around, tp_str_at(around->text, words), &buf);
	struct tp_str instead = tp_name_before_recast(&tongue, text, old, name);
	bool same = instead.n && tp_str_eq(instead, text);

	tp_buf_release(&buf);
	return same ? TP_S("=") : instead;
}

/* A hyphen stands beside the name: what is before that belongs to another word. */
static bool is_in_compound(const struct tp_name_neighbours *around, struct tp_span at)
{
	return (at.from > 0 && tp_is_hyphen(tp_utf8_prev(around->text, &at.from))) ||
	       (at.to < around->text.n && tp_is_hyphen(tp_utf8_next(around->text, &at.to)));
}

/* The words before a name, and what they become; "=" if they stay, nothing if they tell nothing. */
struct recast {
	struct tp_span words;
	struct tp_str instead;
};

/* Prepositions and articles go with the gender and number of countries: "en Birmanie" is "au Myanmar". */
static struct recast recast(const struct tp_name_neighbours *around, struct tp_span at)
{
	struct tp_name_tongue tongue = tongue_of(around);
	struct tp_span none = { at.from, at.from }, one, two;
	struct tp_str name, old;
	struct recast cast = { none, TP_S("") };
	size_t apostrophe = at.from;

	if (!tp_name_before_has(&tongue, TP_BEFORE_CLASS) || !is_place(around) ||
	    !(name = class_of(around, around->form)).n || is_in_compound(around, at))
		return cast;
	old = class_of(around, around->was);
	if (tp_str_eq(old, name))
		return cast;
	one = word_apart(around->text, none.from);
	if (one.from == one.to)
		one = (struct tp_span){ elided_before(around, &apostrophe).from, none.to };
	if (one.from < one.to && (two = word_apart(around->text, one.from), two.from < two.to))
		two.to = one.to;
	else
		two = one;
	struct tp_span tries[] = { two, one, none };
	for (size_t i = 0; i < 3 && !cast.instead.n; i++)
		cast = (struct recast){ tries[i], recast_of(around, tries[i], old, name) };
	return cast;
}

static enum tp_name_fit fit_words(const struct tp_name_neighbours *around, bool curly, struct tp_edit *edit)
{
	struct recast cast = recast(around, edit->at);

	if (!cast.instead.n || tp_str_is(cast.instead, "="))
		return TP_NAME_FITS;
	if (tp_str_is(cast.instead, TP_BEFORE_UNSURE))
		return TP_NAME_FITS_UNSURE;
	put_before(around, cast.words, cast.instead, curly, edit);
	return TP_NAME_FITS_INSTEAD;
}

/* The word that will stand before the name at a place, in lower case. */
static void add_governor(const struct tp_name_neighbours *around, struct tp_span at, struct tp_buf *out)
{
	struct recast cast = recast(around, at);
	struct tp_str rest = cast.instead, word;
	size_t end = at.from;

	while (end > 0 && (around->text.p[end - 1] == ' ' || around->text.p[end - 1] == '\n'))
		end--;
	if (cast.instead.n && !tp_str_is(cast.instead, "=") && !tp_str_is(cast.instead, TP_BEFORE_UNSURE)) {
		while (tp_str_cut(&rest, ' ', &word))
			;
		tp_buf_add_str(out, word);
	} else if (end < at.from) {
		tp_lower(tp_str_at(around->text, word_before(around->text, end)), NULL, out);
	}
}

uint64_t tp_name_governed(const struct tp_name_neighbours *around, struct tp_span at, uint64_t *by_kind)
{
	struct tp_name_tongue tongue = tongue_of(around);
	struct tp_buf word = TP_BUF_INIT;

	add_governor(around, at, &word);
	uint64_t cases = word.n ? tp_name_before_cases(&tongue, tp_buf_str(&word)) : 0;
	*by_kind = tp_name_before_kind_cases(&tongue, tp_names_kind(around->names, around->concept), tp_buf_str(&word));
	tp_buf_release(&word);
	return cases;
}

/* The start of a name changes behind a letter that is written together with it. */
static void melt(const struct tp_name_neighbours *around, struct tp_edit *edit)
{
	struct tp_name_tongue tongue = tongue_of(around);
	size_t from = edit->at.from;
	struct tp_str instead = TP_S(""), letter = around->letter;

	if (!letter.n && from > 0 && tp_is_letter(tp_utf8_prev(around->text, &from)))
		letter = tp_str_at(around->text, (struct tp_span){ from, edit->at.from });
	size_t start = letter.n ? tp_name_before_melted(&tongue, letter, edit->with, &instead) : 0;
	if (start)
		edit->with = joined(around->arena, instead, tp_str_from(edit->with, start));
	if (around->letter.n)
		edit->with = joined(around->arena, around->letter, edit->with);
}

bool tp_name_fit_before(const struct tp_name_neighbours *around, bool curly, struct tp_edit *edit)
{
	struct tp_name_tongue tongue = tongue_of(around);
	enum tp_name_fit cast = fit_words(around, curly, edit);
	if (cast != TP_NAME_FITS)
		return cast == TP_NAME_FITS_INSTEAD;
	size_t apostrophe = edit->at.from;
	struct tp_span word = elided_before(around, &apostrophe);
	struct tp_str text = tp_str_at(around->text, word), instead = TP_S("");
	struct tp_buf elided = TP_BUF_INIT, added = TP_BUF_INIT;

	melt(around, edit);
	if (word.from == word.to)
		return fuse(around, edit);
	if (tp_name_before_fused(&tongue, text, edit->with, &instead) && is_place(around))
		return false;
	tp_lower(text, around->language, &elided);
	tp_buf_add_char(&elided, '\'');
	enum tp_name_fit fit = tp_name_before_elided(&tongue, tp_buf_str(&elided), around->old, edit->with, &instead);
	size_t keep = common_start(tp_buf_str(&elided), instead);
	if (fit == TP_NAME_FITS_INSTEAD) {
		add_in_case(around, text, edit->with, tp_str_from(instead, keep), keep == 0, &added);
		tp_buf_add_char(&added, ' ');
		edit->with = joined(around->arena, tp_buf_str(&added), edit->with);
		edit->at.from = word.from + keep;
	}
	tp_buf_release(&elided);
	tp_buf_release(&added);
	return fit != TP_NAME_FITS_UNSURE;
}

static bool fit_a(const struct tp_name_neighbours *around, const struct tp_name_context *context,
		  const struct tp_edit *name, struct tp_span word, struct tp_edit *article)
{
	static const char *const as[] = { "a", "an", "A", "An", "AN" };
	struct tp_str text = tp_str_at(around->text, word);
	struct tp_name_context before = { around->text, word, context->folder };

	if (!tp_str_eq_ascii(text, TP_S("a")) && !tp_str_eq_ascii(text, TP_S("an")))
		return false;
	bool an = tp_takes_an(name->with), upper = text.p[0] == 'A';
	if (an == (text.n == 2) || an == tp_takes_an(around->old))
		return false;
	bool capitals = upper && tp_name_in_capitals(context);
	if (upper && !capitals && !tp_name_starts_sentence(&before))
		return false; /* vitamin A, Plan A */
	*article = (struct tp_edit){ word, tp_str_of(as[capitals && an ? 4 : upper * 2 + an]) };
	return true;
}

/* The first word is in capitals, as that of "UN" is. */
static bool is_in_capitals(struct tp_str name)
{
	struct tp_str word = TP_S("");

	tp_str_cut(&name, ' ', &word);
	struct tp_name_case letters = tp_name_case_of(word);
	return letters.upper > 1 && !letters.lower;
}

/* The word as the new name asks for it; it may be written together with the name then. Whether the letters of a name in
 * capitals are said one by one is not known. */
static bool fit_sound(const struct tp_name_neighbours *around, const struct tp_edit *name, struct tp_span word,
		      bool curly, struct tp_edit *article)
{
	struct tp_name_tongue tongue = tongue_of(around);
	struct tp_str text = tp_str_at(around->text, word);
	struct tp_buf lower = TP_BUF_INIT, added = TP_BUF_INIT;

	if (is_in_capitals(around->form) && !tp_name_elides(around))
		return false;
	tp_lower(text, around->language, &lower);
	struct tp_str instead = tp_name_before_instead(&tongue, tp_buf_str(&lower), around->old, name->with);
	bool fits = lower.n == text.n && instead.n;
	if (fits) {
		size_t keep = common_start(tp_buf_str(&lower), instead);
		bool together = tp_str_ends(instead, TP_S("'"));
		instead.n -= together;
		add_in_case(around, text, name->with, tp_str_from(instead, keep), keep == 0, &added);
		if (together)
			tp_buf_add_z(&added, curly ? "\xe2\x80\x99" : "'");
		article->at = (struct tp_span){ word.from + keep, together ? name->at.from : word.to };
		article->with = tp_arena_str(around->arena, tp_buf_str(&added));
	}
	tp_buf_release(&lower);
	tp_buf_release(&added);
	return fits;
}

bool tp_name_fit_article(const struct tp_name_neighbours *around, const struct tp_name_context *context,
			 const struct tp_edit *name, bool curly, struct tp_edit *article)
{
	struct tp_name_tongue tongue = tongue_of(around);
	bool english = speaks(around, "en");

	if (!english && !tp_name_before_has(&tongue, TP_BEFORE_SOUND))
		return false;
	struct tp_span word = word_apart(around->text, name->at.from);
	if (word.from == word.to)
		return false;
	return english ? fit_a(around, context, name, word, article) : fit_sound(around, name, word, curly, article);
}

/* Behind the name ---------------------------------------------------------------------------------------- */

bool tp_name_ends_sentence(const struct tp_name_neighbours *around, size_t at)
{
	struct tp_name_tongue tongue = tongue_of(around);
	struct tp_str text = around->text;
	size_t lines = 0, next = at;

	while (next < text.n && is_quote(tp_utf8_next(text, &next)))
		at = next;
	size_t word = at;
	while (word < text.n && (text.p[word] == ' ' || text.p[word] == '\n' || text.p[word] == '\r'))
		lines += text.p[word++] == '\n';
	if (word == text.n || lines > 1)
		return true;
	size_t end = word;
	for (next = word; next < text.n && tp_is_letter(tp_utf8_next(text, &next));)
		end = next;
	return word > at && tp_name_before_starts_sentence(&tongue, tp_str_at(text, (struct tp_span){ word, end }));
}

/* The Turkish vowels, each with what 2-way and 4-way suffixes have after it. */
static const struct {
	uint32_t vowel, two, four;
} harmony[] = {
	{ 'a', 'a', 0x131 }, { 0x131, 'a', 0x131 }, { 'o', 'a', 'u' },   { 'u', 'a', 'u' },
	{ 'e', 'e', 'i' },   { 'i', 'e', 'i' },     { 0xf6, 'e', 0xfc }, { 0xfc, 'e', 0xfc },
};

#define N_VOWELS (sizeof harmony / sizeof *harmony)

static size_t vowel_index(uint32_t cp)
{
	size_t i = 0;

	while (i < N_VOWELS && harmony[i].vowel != cp)
		i++;
	return i;
}

/* How a name ends, for the ear. */
struct sound {
	size_t vowel; /* the last one; N_VOWELS if it has none */
	uint32_t last; /* letter */
	bool open; /* it ends in a vowel */
	bool owned; /* its last word may have an ending that says whose it is: Fildişi Sahili */
};

/* Letters have names that end in e, but that of k. */
static void spell_out(struct sound *sound)
{
	if (!sound->open)
		sound->vowel = vowel_index(sound->last == 'k' ? 'a' : 'e');
	else
		sound->vowel = vowel_index(sound->last);
	sound->open = true;
}

static struct sound sound_of(struct tp_str name)
{
	struct tp_buf lower = TP_BUF_INIT;
	struct sound sound = { .vowel = N_VOWELS };

	tp_lower(name, "tr", &lower);
	size_t at = lower.n;
	sound.last = tp_utf8_prev(tp_buf_str(&lower), &at);
	sound.open = vowel_index(sound.last) < N_VOWELS;
	for (at = lower.n; sound.vowel == N_VOWELS && at > 0;)
		sound.vowel = vowel_index(tp_utf8_prev(tp_buf_str(&lower), &at));
	if (is_spelled_out(name))
		spell_out(&sound);
	sound.owned =
	    sound.open && harmony[sound.vowel].four == sound.last && tp_str_find_char(name, ' ', 0) != TP_NOT_FOUND;
	tp_buf_release(&lower);
	return sound;
}

static bool is_voiceless(uint32_t cp)
{
	return cp == 0xe7 || cp == 0x15f || (cp < 128 && cp && strchr("fhkpst", (int)cp));
}

struct suffix {
	struct tp_str text; /* without the letter that links it to a vowel, */
	char link; /* which is this one; 0: it needs none */
	bool owned; /* it stands behind an owned name, with an n */
};

static struct suffix suffix_of(struct tp_str found)
{
	bool n = found.p[0] == 'n' && found.n > 1, y = found.p[0] == 'y' && found.n > 1;
	struct tp_str text = n || y ? tp_str_from(found, 1) : found;
	size_t at = 0;
	bool vowel = vowel_index(tp_utf8_next(text, &at)) < N_VOWELS;
	bool genitive = !y && vowel && at < text.n && text.p[at] == 'n';
	bool with = !n && (tp_str_is(text, "la") || tp_str_is(text, "le"));

	return (struct suffix){ text, genitive ? 'n' : y || vowel || with ? 'y' : 0, n && !genitive };
}

/* The suffix as it is behind a name of that sound: with its vowels in harmony, and a first d, t or c as the name's last
 * letter asks. */
static void harmonize(const struct suffix *suffix, const struct sound *name, struct tp_buf *out)
{
	size_t at = 0, vowel = name->vowel;

	if (suffix->link && name->open)
		tp_buf_add_char(out, suffix->link);
	while (at < suffix->text.n) {
		bool first = at == 0, hard = !name->open && is_voiceless(name->last);
		struct tp_str rest = tp_str_from(suffix->text, at);
		if (!first && tp_str_starts(rest, TP_S("ki")) && strchr("aen", rest.p[-1])) {
			tp_buf_add_str(out, rest); /* as it is: Kiev'deki */
			return;
		}
		uint32_t cp = tp_utf8_next(suffix->text, &at);
		size_t i = vowel_index(cp);
		if (i < N_VOWELS) {
			cp = cp == 'a' || cp == 'e' ? harmony[vowel].two : harmony[vowel].four;
			vowel = vowel_index(cp);
		} else if (first && (cp == 'd' || cp == 't')) {
			cp = hard ? 't' : 'd';
		} else if (first && (cp == 'c' || cp == 0xe7)) {
			cp = hard ? 0xe7 : 'c';
		}
		tp_buf_add_cp(out, cp);
	}
}

static bool fit_turkish(const struct tp_name_neighbours *around, struct tp_span at, struct tp_edit *edit)
{
	struct tp_buf lower = TP_BUF_INIT, out = TP_BUF_INIT;
	struct tp_str found = tp_str_at(around->text, at);
	struct sound name = sound_of(edit->with);

	tp_lower(found, "tr", &lower);
	struct suffix suffix = suffix_of(tp_buf_str(&lower));
	bool sure = name.vowel < N_VOWELS && (!name.owned || suffix.owned || suffix.link == 'n');
	if (name.owned && suffix.owned)
		suffix.link = 'n';
	if (sure)
		harmonize(&suffix, &name, &out);
	if (sure && !tp_str_eq(tp_buf_str(&out), tp_buf_str(&lower))) {
		struct tp_str between = tp_str_at(around->text, (struct tp_span){ edit->at.to, at.from });
		tp_buf_clear(&lower);
		if (tp_name_case_of(found).lower)
			tp_buf_add_str(&lower, tp_buf_str(&out));
		else
			tp_upper(tp_buf_str(&out), "tr", &lower);
		edit->with = joined(around->arena, joined(around->arena, edit->with, between), tp_buf_str(&lower));
		edit->at.to = at.to;
	}
	tp_buf_release(&lower);
	tp_buf_release(&out);
	return sure;
}

bool tp_name_fit_behind(const struct tp_name_neighbours *around, struct tp_edit *edit)
{
	struct tp_span suffix;
	size_t at = edit->at.to;

	if (!speaks(around, "tr") || at >= around->text.n || !tp_is_apostrophe(tp_utf8_next(around->text, &at)))
		return true;
	suffix = (struct tp_span){ at, at };
	while (at < around->text.n && tp_is_letter(tp_utf8_next(around->text, &at)))
		suffix.to = at;
	return suffix.to == suffix.from || fit_turkish(around, suffix, edit);
}
