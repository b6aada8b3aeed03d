#include "language/spelling_form.h"

#include "core/str.h"
#include "core/unicode.h"
#include "language/shape.h"

static const uint32_t apostrophes[] = { '\'', 0x2019, 0x2bc };

enum { APOSTROPHES = sizeof apostrophes / sizeof *apostrophes };

/* What there is more than one way to write in a word. */
struct variety {
	bool apostrophes, joiners, marks;
};

/* How a form writes it. */
struct style {
	uint32_t apostrophe;
	bool joiners, marks;
};

static bool is_joiner(uint32_t cp)
{
	return cp == 0x200c || cp == 0x200d;
}

/* What a composed word has that helps to read it: accents that no letter has taken in tell the stress. */
static bool is_reading_mark(uint32_t cp)
{
	return cp == 0x300 || cp == 0x301 || cp == 0x640 || (cp >= 0x64b && cp <= 0x652) || cp == 0x670 ||
	       (cp >= 0x591 && cp <= 0x5bd) || cp == 0x5bf || cp == 0x5c1 || cp == 0x5c2 || cp == 0x5c4 ||
	       cp == 0x5c5 || cp == 0x5c7;
}

static void add_char(struct tp_buf *out, uint32_t cp, const struct style *style)
{
	static const char *const ligatures[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" }; /* from U+FB00 */

	if (tp_is_apostrophe(cp))
		tp_buf_add_cp(out, style->apostrophe);
	else if (cp >= 0xfb00 && cp <= 0xfb06)
		tp_buf_add_z(out, ligatures[cp - 0xfb00]);
	else if (is_joiner(cp) ? style->joiners : !tp_is_invisible(cp) && (style->marks || !is_reading_mark(cp)))
		tp_buf_add_cp(out, cp);
}

static void make_form(struct tp_str composed, const struct style *style, struct tp_buf *out)
{
	struct tp_buf form = TP_BUF_INIT;

	for (size_t at = 0; at < composed.n;)
		add_char(&form, tp_utf8_next(composed, &at), style);
	tp_nfc(tp_buf_str(&form), out);
	tp_buf_release(&form);
}

static struct variety variety_of(struct tp_str composed)
{
	struct variety variety = { false, false, false };

	for (size_t at = 0; at < composed.n;) {
		uint32_t cp = tp_utf8_next(composed, &at);

		variety.apostrophes |= tp_is_apostrophe(cp);
		variety.joiners |= is_joiner(cp);
		variety.marks |= is_reading_mark(cp);
	}
	return variety;
}

static bool has_dotted_capitals(struct tp_str language)
{
	return tp_str_starts(language, TP_S("tr")) || tp_str_starts(language, TP_S("az"));
}

/* "İZMİR" is "İzmir": dictionaries look for "izmir" alone. */
static bool make_small_form(struct tp_str word, struct tp_str language, struct tp_buf *out)
{
	struct tp_shape shape = tp_shape_of(word);
	struct tp_buf lower = TP_BUF_INIT;

	if (!has_dotted_capitals(language) || shape.capitals < 2 || shape.capitals != shape.letters)
		return false;
	tp_lower(word, "tr", &lower);
	tp_title(tp_buf_str(&lower), "tr", out);
	tp_buf_release(&lower);
	return true;
}

/* There is one way to write it. */
static bool is_plain(struct tp_str word)
{
	for (size_t i = 0; i < word.n; i++)
		if ((unsigned char)word.p[i] >= 0x80 || word.p[i] == '\'')
			return false;
	return true;
}

static bool make_spelled_form(struct tp_str word, size_t *i, struct tp_buf *out)
{
	struct tp_buf composed = TP_BUF_INIT;

	tp_nfc(word, &composed);
	struct variety variety = variety_of(tp_buf_str(&composed));
	size_t joined = variety.joiners ? 2 : 1, marked = variety.marks ? 2 : 1;
	size_t n = (variety.apostrophes ? APOSTROPHES : 1) * joined * marked;
	if (*i < n) {
		struct style style = {
			.joiners = *i % joined == 0,
			.apostrophe = apostrophes[*i / joined % (n / joined / marked)],
			.marks = *i / (n / marked) == 0,
		};
		make_form(tp_buf_str(&composed), &style, out);
	} else {
		*i -= n;
	}
	tp_buf_release(&composed);
	return out->n > 0;
}

bool tp_spelling_form(struct tp_str word, struct tp_str language, size_t i, struct tp_buf *out)
{
	tp_buf_clear(out);
	if (!is_plain(word) && make_spelled_form(word, &i, out))
		return true;
	return i == 0 && make_small_form(word, language, out);
}
