#include "core/unicode.h"

#include <libintl.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/uscript.h>

#include "core/error.h"
#include "core/icu.h"
#include "core/str.h"

/* Properties of a code point ------------------------------------------------------------------ */

static bool has_category(uint32_t cp, uint32_t mask)
{
	return (U_GET_GC_MASK((UChar32)cp) & mask) != 0;
}

bool tp_is_other_letter(uint32_t cp)
{
	return has_category(cp, U_GC_L_MASK);
}

bool tp_is_other_digit(uint32_t cp)
{
	return has_category(cp, U_GC_ND_MASK);
}

bool tp_is_other_space(uint32_t cp)
{
	switch (cp) {
	case 0x2028: /* line separator */
	case 0x2029: /* paragraph separator */
	case 0x202f: /* narrow no-break */
	case 0x205f: /* mathematical */
	case 0x3000: /* ideographic */
	case 0x1680: /* of Ogham */
		return true;
	default:
		return cp >= 0x2000 && cp <= 0x200a; /* from en quad to hair space */
	}
}

bool tp_is_other_upper(uint32_t cp)
{
	return u_isUUppercase((UChar32)cp) || has_category(cp, U_GC_LT_MASK);
}

bool tp_is_other_lower(uint32_t cp)
{
	return u_isULowercase((UChar32)cp);
}

bool tp_is_other_word(uint32_t cp)
{
	return has_category(cp, U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK);
}

bool tp_is_mark(uint32_t cp)
{
	return cp >= 0x300 && has_category(cp, U_GC_M_MASK);
}

bool tp_is_punctuation(uint32_t cp)
{
	return has_category(cp, U_GC_P_MASK);
}

unsigned tp_unicode_age(uint32_t cp)
{
	UVersionInfo version;

	u_charAge((UChar32)cp, version);
	return version[0];
}

bool tp_is_other_apostrophe(uint32_t cp)
{
	switch (cp) {
	case 0x00b4: /* acute accent */
	case 0x02b9: /* modifier letters, which stand for the ayn and the hamza: prime, */
	case 0x02bb: /* turned comma, */
	case 0x02bc: /* apostrophe, */
	case 0x02bd: /* reversed comma, */
	case 0x02be: /* half rings */
	case 0x02bf:
	case 0x2018: /* quotation marks */
	case 0x2019:
	case 0x201b:
	case 0x2032: /* prime */
	case 0xff07: /* fullwidth */
		return true;
	default:
		return false;
	}
}

bool tp_is_other_hyphen(uint32_t cp)
{
	return cp == 0x2010 || cp == 0x2011 || cp == 0xfe63 || cp == 0xff0d;
}

bool tp_is_invisible(uint32_t cp)
{
	return cp >= 0x80 && u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

uint32_t tp_unicode_version(void)
{
	UVersionInfo unicode, icu;

	u_getUnicodeVersion(unicode);
	u_getVersion(icu);
	return (uint32_t)unicode[0] << 24 | (uint32_t)unicode[1] << 16 | (uint32_t)icu[0] << 8 | icu[1];
}

static UScriptCode script_of(uint32_t cp)
{
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script = uscript_getScript((UChar32)cp, &status);

	return U_SUCCESS(status) ? script : USCRIPT_UNKNOWN;
}

bool tp_is_ideographic(uint32_t cp)
{
	if (cp < 0xe00)
		return false;
	switch (script_of(cp)) {
	case USCRIPT_HAN:
	case USCRIPT_HIRAGANA:
	case USCRIPT_KATAKANA:
	case USCRIPT_BOPOMOFO:
	case USCRIPT_THAI:
	case USCRIPT_LAO:
	case USCRIPT_KHMER:
	case USCRIPT_MYANMAR:
		return true;
	case USCRIPT_COMMON: /* the long vowel mark and repetition marks of the Kana */
		return ((cp >= 0x3000 && cp <= 0x30ff) || cp == 0xff70) && tp_is_letter(cp);
	default:
		return false;
	}
}

bool tp_is_unspaced(uint32_t cp)
{
	return tp_is_ideographic(cp) || (tp_is_punctuation(cp) && tp_width(cp) == 2);
}

const char *tp_script(uint32_t cp)
{
	return uscript_getShortName(script_of(cp));
}

int tp_width(uint32_t cp)
{
	if (cp >= 0x20 && cp < 0x7f)
		return 1;
	if (cp == 0xad)
		return 1;
	if (has_category(cp, U_GC_CC_MASK | U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK) || tp_is_invisible(cp))
		return 0;
	if (cp >= 0x1160 && cp <= 0x11ff) /* vowels and finals that join a Hangul syllable */
		return 0;
	switch (u_getIntPropertyValue((UChar32)cp, UCHAR_EAST_ASIAN_WIDTH)) {
	case U_EA_FULLWIDTH:
	case U_EA_WIDE:
		return 2;
	default:
		return 1;
	}
}

uint32_t tp_to_lower(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z' ? cp | 0x20 : cp;
	return (uint32_t)u_tolower((UChar32)cp);
}

uint32_t tp_to_upper(uint32_t cp)
{
	return (uint32_t)u_toupper((UChar32)cp);
}

/* Languages ------------------------------------------------------------------------------------ */

/* The ICU locale of a tag; false if the tag is not well-formed. */
static bool locale_of(const char *tag, char *locale, int32_t room)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t parsed = 0;

	uloc_forLanguageTag(tag, locale, room, &parsed, &status);
	return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING && parsed > 0 &&
	       (size_t)parsed == strlen(tag);
}

/* Longer first subtags are well formed, but no language has one: "english" is a name. */
bool tp_language_valid(const char *tag)
{
	char locale[ULOC_FULLNAME_CAPACITY];

	return strcspn(tag, "-") <= 3 && locale_of(tag, locale, sizeof locale);
}

/* Languages that have the data of another one, in order. */
static const char shared[][2][4] = { { "bs", "hr" }, { "nb", "no" }, { "nn", "no" }, { "sh", "hr" } };

const char *tp_language_sharing(size_t i)
{
	return i < sizeof shared / sizeof *shared ? shared[i][0] : NULL;
}

struct tp_str tp_language_folder(struct tp_str tag)
{
	size_t n = 0;

	while (n < tag.n && tag.p[n] >= 'a' && tag.p[n] <= 'z')
		n++;
	tag.n = n;
	for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
		if (tp_str_is(tag, shared[i][0]))
			return tp_str_of(shared[i][1]);
	return tag;
}

bool tp_language_is_one_of(struct tp_str tag, const char *list)
{
	struct tp_str rest = tp_str_of(list), language;

	while (tp_str_cut(&rest, ' ', &language))
		if (tp_str_starts(tag, language) &&
		    (tag.n == language.n || tag.p[language.n] == '-' || tag.p[language.n] == '_'))
			return true;
	return false;
}

/* The language is in small letters, a region in capitals, a script starts with one. */
void tp_language_tag(const char *tag, struct tp_buf *out)
{
	struct tp_str rest = tp_str_of(tag);

	while (rest.n) {
		size_t n = strcspn(rest.p, "-_");
		bool first = rest.p == tag;

		for (size_t i = 0; i < n; i++) {
			char c = rest.p[i];
			bool upper = !first && (n == 2 || (n == 4 && i == 0));

			if (upper && c >= 'a' && c <= 'z')
				c = (char)(c - 'a' + 'A');
			else if (!upper && c >= 'A' && c <= 'Z')
				c = (char)(c - 'A' + 'a');
			tp_buf_add_char(out, c);
		}
		if (n < rest.n)
			tp_buf_add_char(out, '-');
		rest = tp_str_from(rest, n < rest.n ? n + 1 : n);
	}
}

/* The language of our messages: what the catalog in use says about itself. */
static void messages_language(char *language, size_t room)
{
	static const struct tp_str field = TP_S("\nLanguage: ");
	const char *header = "";
	struct tp_str rest, value;

	header = dgettext("tprep", header);
	rest = tp_str_of(header);
	size_t at = tp_str_find(rest, field, 0);
	value = TP_S("en");
	if (at != TP_NOT_FOUND) {
		rest = tp_str_from(rest, at + field.n);
		tp_str_line(&rest, &value);
	}
	if (value.n >= room)
		value.n = 0;
	memcpy(language, value.p, value.n);
	language[value.n] = 0;
}

static void add_language_name(const char *tag, const char *shown_in, struct tp_buf *out)
{
	char locale[ULOC_FULLNAME_CAPACITY];
	UChar name[256];
	UErrorCode status = U_ZERO_ERROR;

	if (!locale_of(tag, locale, sizeof locale)) {
		tp_buf_add_z(out, tag);
		return;
	}
	int32_t n = uloc_getDisplayName(locale, shown_in, name, sizeof name / sizeof *name, &status);
	if (U_SUCCESS(status))
		tp_icu_add(out, name, n);
	else
		tp_buf_add_z(out, tag);
}

/* The language is called so, in itself or in English. */
static bool is_called(const char *tag, const char *shown_in, struct tp_str name)
{
	struct tp_buf lower = TP_BUF_INIT, title = TP_BUF_INIT;

	add_language_name(tag, shown_in, &title);
	tp_lower(tp_buf_str(&title), tag, &lower);
	bool is = tp_str_eq(tp_buf_str(&lower), name);
	tp_buf_release(&title);
	tp_buf_release(&lower);
	return is;
}

bool tp_language_fail(const char *language, struct tp_error *err)
{
	struct tp_buf name = TP_BUF_INIT;
	const char *const *tag = uloc_getISOLanguages();

	tp_lower(tp_str_of(language), "en", &name);
	while (*tag && !is_called(*tag, "en", tp_buf_str(&name)) && !is_called(*tag, *tag, tp_buf_str(&name)))
		tag++;
	tp_buf_release(&name);
	if (*tag)
		return tp_fail(err, TP_E_USAGE, 0, _("\"%s\" is not a language tag: that of the language is \"%s\"."),
			       language, *tag);
	return tp_fail(err, TP_E_USAGE, 0, _("\"%s\" is not a language tag such as \"en\" or \"pt-BR\"."), language);
}

void tp_language_name(const char *tag, struct tp_buf *out)
{
	char shown_in[ULOC_FULLNAME_CAPACITY];

	messages_language(shown_in, sizeof shown_in);
	add_language_name(tag, shown_in, out);
}

void tp_language_english(const char *tag, struct tp_buf *out)
{
	add_language_name(tag, "en", out);
}

bool tp_language_known(size_t i, struct tp_buf *tag)
{
	const char *const *codes = uloc_getISOLanguages();
	char text[ULOC_FULLNAME_CAPACITY];
	UErrorCode status = U_ZERO_ERROR;

	for (; i && *codes; i--)
		codes++;
	if (*codes) {
		tp_buf_add_z(tag, *codes);
		return true;
	}
	if (i >= (size_t)uloc_countAvailable())
		return false;
	uloc_toLanguageTag(uloc_getAvailable((int32_t)i), text, sizeof text, false, &status);
	tp_buf_add_z(tag, U_SUCCESS(status) ? text : "und");
	return true;
}
