#include "core/unicode.h"

#include <libintl.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/uregex.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/str.h"

/* Properties of a code point ------------------------------------------------------------------ */

static bool has_category(uint32_t cp, uint32_t mask)
{
	return (U_GET_GC_MASK((UChar32)cp) & mask) != 0;
}

bool tp_is_letter(uint32_t cp)
{
	return has_category(cp, U_GC_L_MASK);
}

bool tp_is_mark(uint32_t cp)
{
	return has_category(cp, U_GC_M_MASK);
}

bool tp_is_digit(uint32_t cp)
{
	return has_category(cp, U_GC_ND_MASK);
}

bool tp_is_space(uint32_t cp)
{
	return u_isUWhiteSpace((UChar32)cp);
}

bool tp_is_upper(uint32_t cp)
{
	return u_isUUppercase((UChar32)cp) || has_category(cp, U_GC_LT_MASK);
}

bool tp_is_lower(uint32_t cp)
{
	return u_isULowercase((UChar32)cp);
}

bool tp_is_punctuation(uint32_t cp)
{
	return has_category(cp, U_GC_P_MASK);
}

bool tp_is_word(uint32_t cp)
{
	return has_category(cp, U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK);
}

bool tp_is_apostrophe(uint32_t cp)
{
	switch (cp) {
	case '\'':
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

bool tp_is_hyphen(uint32_t cp)
{
	return cp == '-' || cp == 0x2010 || cp == 0x2011 || cp == 0xfe63 || cp == 0xff0d;
}

bool tp_is_invisible(uint32_t cp)
{
	return cp >= 0x80 && u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
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
	return (uint32_t)u_tolower((UChar32)cp);
}

uint32_t tp_to_upper(uint32_t cp)
{
	return (uint32_t)u_toupper((UChar32)cp);
}

/* Strings -------------------------------------------------------------------------------------- */

/* ICU counts in int32_t and wants room in UTF-16, so long text goes to it in pieces. */
enum { LARGEST_PIECE = 1 << 20 };

/* Takes a piece off *rest: up to white space, before which nothing of what ICU does looks back. */
static struct tp_str cut_piece(struct tp_str *rest)
{
	size_t n = rest->n;

	if (n > LARGEST_PIECE) {
		for (n = LARGEST_PIECE; n && rest->p[n] != ' ' && rest->p[n] != '\n'; n--)
			;
		if (!n)
			n = tp_utf8_border(*rest, LARGEST_PIECE);
	}
	struct tp_str piece = { rest->p, n };
	*rest = tp_str_from(*rest, n);
	return piece;
}

/* s if it is well-formed, else a copy in `copy` that is. */
static struct tp_str well_formed(struct tp_str s, struct tp_buf *copy)
{
	if (tp_utf8_invalid(s, 0) == s.n)
		return s;
	tp_utf8_clean(s, copy);
	return tp_buf_str(copy);
}

static bool is_ascii(struct tp_str s)
{
	return tp_utf8_skip_ascii(s, 0) == s.n;
}

/* Languages that have an i without a dot. */
static bool is_turkic(const char *language)
{
	return language && (strncmp(language, "tr", 2) == 0 || strncmp(language, "az", 2) == 0) &&
	       !(language[2] >= 'a' && language[2] <= 'z');
}

static void add_ascii_lower(struct tp_str s, struct tp_buf *out)
{
	char *to = tp_buf_room(out, s.n);

	for (size_t i = 0; i < s.n; i++)
		to[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] | 0x20 : s.p[i]);
	to[s.n] = 0;
	out->n += s.n;
}

static void add_ascii_upper(struct tp_str s, struct tp_buf *out)
{
	char *to = tp_buf_room(out, s.n);

	for (size_t i = 0; i < s.n; i++)
		to[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] & ~0x20 : s.p[i]);
	to[s.n] = 0;
	out->n += s.n;
}

typedef int32_t U_CALLCONV map_case_fn(const UCaseMap *map, char *to, int32_t room, const char *from, int32_t n,
				       UErrorCode *status);

static void map_piece(const UCaseMap *map, map_case_fn *map_case, struct tp_str s, struct tp_buf *out)
{
	/* Nearly always the length stays about the same; if not, ICU says what it needs. */
	int32_t room = (int32_t)s.n + (int32_t)s.n / 8 + 16;
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = map_case(map, tp_buf_room(out, (size_t)room), room, s.p, (int32_t)s.n, &status);

	if (status == U_BUFFER_OVERFLOW_ERROR) {
		status = U_ZERO_ERROR;
		map_case(map, tp_buf_room(out, (size_t)n), n + 1, s.p, (int32_t)s.n, &status);
	}
	if (U_SUCCESS(status))
		out->n += (size_t)n;
	out->p[out->n] = 0;
}

static void map_string(struct tp_str s, const char *language, uint32_t options, map_case_fn *map_case,
		       struct tp_buf *out)
{
	struct tp_buf copy = TP_BUF_INIT;
	UErrorCode status = U_ZERO_ERROR;
	UCaseMap *map = ucasemap_open(language ? language : "", options, &status);

	for (struct tp_str rest = well_formed(s, &copy); rest.n;)
		map_piece(map, map_case, cut_piece(&rest), out);
	ucasemap_close(map);
	tp_buf_release(&copy);
}

void tp_fold_case(struct tp_str s, const char *language, struct tp_buf *out)
{
	bool turkic = is_turkic(language);

	if (!turkic && is_ascii(s))
		add_ascii_lower(s, out);
	else
		map_string(s, NULL, turkic ? U_FOLD_CASE_EXCLUDE_SPECIAL_I : U_FOLD_CASE_DEFAULT, ucasemap_utf8FoldCase,
			   out);
}

void tp_upper(struct tp_str s, const char *language, struct tp_buf *out)
{
	if (!is_turkic(language) && is_ascii(s))
		add_ascii_upper(s, out);
	else
		map_string(s, language, 0, ucasemap_utf8ToUpper, out);
}

void tp_lower(struct tp_str s, const char *language, struct tp_buf *out)
{
	if (!is_turkic(language) && is_ascii(s))
		add_ascii_lower(s, out);
	else
		map_string(s, language, 0, ucasemap_utf8ToLower, out);
}

/* ICU changes the map while it works, but not for good. */
static int32_t U_CALLCONV to_title(const UCaseMap *map, char *to, int32_t room, const char *from, int32_t n,
				   UErrorCode *status)
{
	return ucasemap_utf8ToTitle((UCaseMap *)(uintptr_t)map, to, room, from, n, status);
}

void tp_title(struct tp_str s, const char *language, struct tp_buf *out)
{
	enum { CONTEXT = 64 }; /* more than the letters that one language or other takes as the first */
	size_t at = 0, next = 0;

	for (uint32_t cp; (cp = tp_utf8_next(s, &next)) && !tp_is_letter(cp);)
		at = next;
	tp_buf_add(out, s.p, at);
	size_t end = tp_utf8_border(s, at + CONTEXT);
	map_string(tp_str_at(s, (struct tp_span){ at, end }), language,
		   U_TITLECASE_WHOLE_STRING | U_TITLECASE_NO_LOWERCASE, to_title, out);
	tp_buf_add_str(out, tp_str_from(s, end));
}

/* A piece in UTF-16: free() the result. */
static UChar *to_utf16(struct tp_str s, int32_t *n)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar *p = tp_alloc((s.n + 1) * sizeof *p);

	u_strFromUTF8WithSub(p, (int32_t)s.n + 1, n, s.p, (int32_t)s.n, TP_REPLACEMENT, NULL, &status);
	return p;
}

static void add_utf16(struct tp_buf *out, const UChar *p, int32_t n)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t length = 0, room = n * 3 + 1;

	u_strToUTF8WithSub(tp_buf_room(out, (size_t)room), room, &length, p, n, TP_REPLACEMENT, NULL, &status);
	out->n += (size_t)length;
	out->p[out->n] = 0;
}

static void normalize_piece(const UNormalizer2 *form, struct tp_str s, struct tp_buf *out)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t n, room;
	UChar *from = to_utf16(s, &n), *to;

	room = n + n / 4 + 16;
	to = tp_alloc((size_t)room * sizeof *to);
	int32_t length = unorm2_normalize(form, from, n, to, room, &status);
	if (status == U_BUFFER_OVERFLOW_ERROR) {
		status = U_ZERO_ERROR;
		to = tp_realloc(to, (size_t)length, sizeof *to);
		length = unorm2_normalize(form, from, n, to, length, &status);
	}
	add_utf16(out, to, length);
	free(to);
	free(from);
}

static void normalize(const UNormalizer2 *form, struct tp_str s, struct tp_buf *out)
{
	while (s.n)
		normalize_piece(form, cut_piece(&s), out);
}

static const UNormalizer2 *normal_form(const UNormalizer2 *U_CALLCONV get(UErrorCode *status))
{
	UErrorCode status = U_ZERO_ERROR;

	return get(&status);
}

void tp_nfc(struct tp_str s, struct tp_buf *out)
{
	if (is_ascii(s))
		tp_buf_add_str(out, s);
	else
		normalize(normal_form(unorm2_getNFCInstance), s, out);
}

void tp_nfd(struct tp_str s, struct tp_buf *out)
{
	if (is_ascii(s))
		tp_buf_add_str(out, s);
	else
		normalize(normal_form(unorm2_getNFDInstance), s, out);
}

void tp_nfkc_fold(struct tp_str s, struct tp_buf *out)
{
	if (is_ascii(s))
		add_ascii_lower(s, out);
	else
		normalize(normal_form(unorm2_getNFKCCasefoldInstance), s, out);
}

static bool is_piece_nfc(struct tp_str s)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t n;
	UChar *p = to_utf16(s, &n);
	bool is = unorm2_isNormalized(normal_form(unorm2_getNFCInstance), p, n, &status);

	free(p);
	return is;
}

bool tp_is_nfc(struct tp_str s)
{
	bool plain = true; /* below U+0300 nothing combines */

	for (size_t at = 0; plain && at < s.n;)
		plain = tp_utf8_next(s, &at) < 0x300;
	while (!plain && s.n)
		if (!is_piece_nfc(cut_piece(&s)))
			return false;
	return true;
}

/* Words ---------------------------------------------------------------------------------------- */

static bool has_letter_or_digit(struct tp_str s)
{
	for (size_t at = 0; at < s.n;)
		if (has_category(tp_utf8_next(s, &at), U_GC_L_MASK | U_GC_ND_MASK))
			return true;
	return false;
}

static void add_words(UBreakIterator *words, struct tp_str s, size_t offset, struct tp_spans *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;

	utext_openUTF8(&text, s.p, (int64_t)s.n, &status);
	ubrk_setUText(words, &text, &status);
	for (int32_t from = 0, to; (to = ubrk_next(words)) != UBRK_DONE; from = to) {
		struct tp_span at = { (size_t)from, (size_t)to };

		if (has_letter_or_digit(tp_str_at(s, at)))
			*tp_push(out) = (struct tp_span){ offset + at.from, offset + at.to };
	}
	utext_close(&text);
}

void tp_word_borders(struct tp_str s, const char *language, struct tp_spans *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UBreakIterator *words = ubrk_open(UBRK_WORD, language ? language : "", NULL, 0, &status);

	if (U_FAILURE(status))
		return;
	for (struct tp_str rest = s; rest.n;) {
		size_t offset = s.n - rest.n;

		add_words(words, cut_piece(&rest), offset, out);
	}
	ubrk_close(words);
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

bool tp_language_valid(const char *tag)
{
	char locale[ULOC_FULLNAME_CAPACITY];

	return locale_of(tag, locale, sizeof locale);
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

void tp_language_name(const char *tag, struct tp_buf *out)
{
	char locale[ULOC_FULLNAME_CAPACITY], shown_in[ULOC_FULLNAME_CAPACITY];
	UChar name[256];
	UErrorCode status = U_ZERO_ERROR;

	messages_language(shown_in, sizeof shown_in);
	if (!locale_of(tag, locale, sizeof locale)) {
		tp_buf_add_z(out, tag);
		return;
	}
	int32_t n = uloc_getDisplayName(locale, shown_in, name, sizeof name / sizeof *name, &status);
	if (U_SUCCESS(status))
		add_utf16(out, name, n);
	else
		tp_buf_add_z(out, tag);
}

/* Encodings ------------------------------------------------------------------------------------ */

const char *tp_encoding_of_bom(struct tp_str bytes, size_t *length)
{
	static const struct {
		struct tp_str mark;
		const char *encoding;
	} marks[] = {
		{ TP_S("\xef\xbb\xbf"), "UTF-8" },
		{ TP_S("\xff\xfe\0\0"), "UTF-32LE" }, /* before UTF-16LE, which starts alike */
		{ TP_S("\0\0\xfe\xff"), "UTF-32BE" },
		{ TP_S("\xff\xfe"), "UTF-16LE" },
		{ TP_S("\xfe\xff"), "UTF-16BE" },
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (tp_str_starts(bytes, marks[i].mark)) {
			*length = marks[i].mark.n;
			return marks[i].encoding;
		}
	*length = 0;
	return NULL;
}

static UConverter *open_converter(const char *encoding, struct tp_error *err)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = encoding[0] ? ucnv_open(encoding, &status) : NULL;

	if (!converter)
		tp_fail(err, TP_E_ENCODING, 0, _("The encoding \"%s\" is not known."), encoding);
	return converter;
}

bool tp_encoding_known(const char *encoding)
{
	UConverter *converter = open_converter(encoding, NULL);

	ucnv_close(converter);
	return converter != NULL;
}

static void U_CALLCONV replace_ill_formed(const void *context, UConverterToUnicodeArgs *args, const char *bytes,
					  int32_t n, UConverterCallbackReason reason, UErrorCode *status)
{
	static const UChar replacement = TP_REPLACEMENT;

	(void)context, (void)bytes, (void)n;
	if (reason > UCNV_IRREGULAR)
		return;
	*status = U_ZERO_ERROR;
	ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

/* Bytes on their way to code points. */
struct decoder {
	UConverter *converter;
	const char *at, *end;
};

static bool open_decoder(struct decoder *decoder, struct tp_str bytes, const char *encoding, struct tp_error *err)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = open_converter(encoding, err);

	if (!converter)
		return false;
	ucnv_setToUCallBack(converter, replace_ill_formed, NULL, NULL, NULL, &status);
	*decoder = (struct decoder){ converter, bytes.p, bytes.p + bytes.n };
	return true;
}

/* The next code point; false at the end. */
static bool decode_next(struct decoder *decoder, uint32_t *cp)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar32 c = ucnv_getNextUChar(decoder->converter, &decoder->at, decoder->end, &status);

	if (status == U_INDEX_OUTOFBOUNDS_ERROR)
		return false;
	*cp = U_FAILURE(status) || U_IS_SURROGATE((uint32_t)c) ? TP_REPLACEMENT : (uint32_t)c;
	return true;
}

bool tp_decode(struct tp_str bytes, const char *encoding, struct tp_buf *out, struct tp_error *err)
{
	struct decoder decoder;
	uint32_t cp;

	if (!open_decoder(&decoder, bytes, encoding, err))
		return false;
	tp_buf_room(out, bytes.n);
	while (decode_next(&decoder, &cp))
		tp_buf_add_cp(out, cp);
	ucnv_close(decoder.converter);
	return true;
}

static size_t utf8_length(uint32_t cp)
{
	return cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
}

bool tp_decode_offsets(struct tp_str bytes, const char *encoding, const size_t *decoded, size_t *undecoded, size_t n,
		       struct tp_error *err)
{
	struct decoder decoder;
	size_t i = 0, at = 0, start = 0; /* the same border, in the decoded text and in the bytes */
	uint32_t cp;

	if (!open_decoder(&decoder, bytes, encoding, err))
		return false;
	while (i < n && decode_next(&decoder, &cp)) {
		for (at += utf8_length(cp); i < n && decoded[i] < at; i++)
			undecoded[i] = start;
		start = (size_t)(decoder.at - bytes.p);
	}
	for (; i < n; i++)
		undecoded[i] = bytes.n;
	ucnv_close(decoder.converter);
	return true;
}

/* An encoder of parts of a text: without byte order mark, and one that stops at what it lacks. */
static UConverter *open_encoder(const char *encoding, struct tp_error *err)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = open_converter(encoding, err);
	const char *name = converter ? ucnv_getName(converter, &status) : "";

	if (strcmp(name, "UTF-16") == 0 || strcmp(name, "UTF-32") == 0) {
		bool wide = strcmp(name, "UTF-32") == 0;

		ucnv_close(converter);
		converter = open_converter(wide ? "UTF-32BE" : "UTF-16BE", err);
	}
	if (converter)
		ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	return converter;
}

static bool fail_encode(UConverter *converter, const char *encoding, struct tp_error *err)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar lacking[2] = { 0, 0 };
	int8_t n = 2;
	struct tp_buf shown = TP_BUF_INIT;

	ucnv_getInvalidUChars(converter, lacking, &n, &status);
	UChar32 cp = U16_IS_LEAD(lacking[0]) ? U16_GET_SUPPLEMENTARY(lacking[0], lacking[1]) : lacking[0];
	tp_buf_add_cp(&shown, (uint32_t)cp);
	tp_fail(err, TP_E_ENCODING, 0, _("The encoding %s has no character \"%s\" (U+%04X)."), encoding, shown.p,
		(unsigned)cp);
	tp_buf_release(&shown);
	return false;
}

static bool encode_piece(UConverter *converter, const UChar *p, int32_t n, bool last, struct tp_buf *out)
{
	const UChar *end = p + n;
	UErrorCode status;

	do {
		size_t room = (size_t)UCNV_GET_MAX_BYTES_FOR_STRING(end - p, ucnv_getMaxCharSize(converter));
		char *to = tp_buf_room(out, room), *start = to;

		status = U_ZERO_ERROR;
		ucnv_fromUnicode(converter, &to, start + room, &p, end, NULL, last, &status);
		out->n += (size_t)(to - start);
		out->p[out->n] = 0;
	} while (status == U_BUFFER_OVERFLOW_ERROR);
	return U_SUCCESS(status);
}

bool tp_encode(struct tp_str text, const char *encoding, struct tp_buf *out, struct tp_error *err)
{
	UConverter *converter = open_encoder(encoding, err);
	bool ok = converter != NULL;

	while (ok && text.n) {
		struct tp_str piece = cut_piece(&text);
		int32_t n;
		UChar *p = to_utf16(piece, &n);

		ok = encode_piece(converter, p, n, text.n == 0, out) || fail_encode(converter, encoding, err);
		free(p);
	}
	ucnv_close(converter);
	return ok;
}

/* Regular expressions --------------------------------------------------------------------------- */

/* What a match may cost: steps, in ICU's unit of about ten thousand, and bytes of its stack. */
enum { MOST_STEPS = 500, LARGEST_STACK = 1 << 23 };

struct tp_regex {
	URegularExpression *icu;
};

struct tp_regex *tp_regex_new(struct tp_str pattern, struct tp_error *err)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;

	utext_openUTF8(&text, pattern.p, (int64_t)pattern.n, &status);
	URegularExpression *icu = uregex_openUText(&text, 0, NULL, &status);
	utext_close(&text);
	uregex_setTimeLimit(icu, MOST_STEPS, &status);
	uregex_setStackLimit(icu, LARGEST_STACK, &status);
	if (U_FAILURE(status)) {
		uregex_close(icu);
		tp_fail(err, TP_E_SYNTAX, 0, _("The regular expression \"%.*s\" is not well-formed."), (int)pattern.n,
			pattern.p);
		return NULL;
	}
	struct tp_regex *regex = tp_alloc_zero(1, sizeof *regex);
	regex->icu = icu;
	return regex;
}

void tp_regex_free(struct tp_regex *regex)
{
	if (!regex)
		return;
	uregex_close(regex->icu);
	free(regex);
}

bool tp_regex_find(struct tp_regex *regex, struct tp_str s, size_t from, struct tp_span *match)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;

	utext_openUTF8(&text, s.p, (int64_t)s.n, &status);
	uregex_setUText(regex->icu, &text, &status);
	bool found = uregex_find64(regex->icu, (int64_t)from, &status) && U_SUCCESS(status);
	if (found) {
		match->from = (size_t)uregex_start64(regex->icu, 0, &status);
		match->to = (size_t)uregex_end64(regex->icu, 0, &status);
	}
	utext_close(&text);
	return found;
}

uint32_t *tp_set_ranges(struct tp_str set, size_t *n, struct tp_error *err)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t length;
	UChar *pattern = to_utf16(set, &length);
	USet *icu = uset_openPattern(pattern, length, &status);
	uint32_t *ranges = NULL;

	*n = 0;
	free(pattern);
	if (U_FAILURE(status)) {
		tp_fail(err, TP_E_SYNTAX, 0, _("The set of characters \"%.*s\" is not well-formed."), (int)set.n,
			set.p);
		return NULL;
	}
	int32_t count = uset_getRangeCount(icu);
	ranges = tp_alloc((size_t)count * 2 * sizeof *ranges);
	for (int32_t i = 0; i < count; i++) {
		UChar32 first, last;

		uset_getItem(icu, i, &first, &last, NULL, 0, &status);
		ranges[i * 2] = (uint32_t)first;
		ranges[i * 2 + 1] = (uint32_t)last;
	}
	*n = (size_t)count;
	uset_close(icu);
	return ranges;
}
