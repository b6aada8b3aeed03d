#include <stdlib.h>
#include <unicode/ucasemap.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "core/icu.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

enum { LARGEST_PIECE = 1 << 20 };

struct tp_str tp_icu_piece(struct tp_str *rest)
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

	if (U_FAILURE(status)) { /* no tag of a language */
		status = U_ZERO_ERROR;
		map = ucasemap_open("", options, &status);
	}
	for (struct tp_str rest = well_formed(s, &copy); rest.n;)
		map_piece(map, map_case, tp_icu_piece(&rest), out);
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
	size_t at = 0, end;

	for (size_t next = 0; next < s.n && !tp_is_letter(tp_utf8_next(s, &next));)
		at = next;
	end = tp_utf8_border(s, at + CONTEXT);
	tp_utf8_clean(tp_str_at(s, (struct tp_span){ 0, at }), out);
	map_string(tp_str_at(s, (struct tp_span){ at, end }), language,
		   U_TITLECASE_WHOLE_STRING | U_TITLECASE_NO_LOWERCASE, to_title, out);
	tp_utf8_clean(tp_str_from(s, end), out);
}

UChar *tp_icu_utf16(struct tp_str s, int32_t *n)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar *p = tp_alloc((s.n + 1) * sizeof *p);

	u_strFromUTF8WithSub(p, (int32_t)s.n + 1, n, s.p, (int32_t)s.n, TP_REPLACEMENT, NULL, &status);
	return p;
}

void tp_icu_add(struct tp_buf *out, const UChar *p, int32_t n)
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
	UChar *from = tp_icu_utf16(s, &n), *to;

	room = n + n / 4 + 16;
	to = tp_alloc((size_t)room * sizeof *to);
	int32_t length = unorm2_normalize(form, from, n, to, room, &status);
	if (status == U_BUFFER_OVERFLOW_ERROR) {
		status = U_ZERO_ERROR;
		to = tp_realloc(to, (size_t)length, sizeof *to);
		length = unorm2_normalize(form, from, n, to, length, &status);
	}
	tp_icu_add(out, to, length);
	free(to);
	free(from);
}

static void normalize(const UNormalizer2 *form, struct tp_str s, struct tp_buf *out)
{
	while (s.n)
		normalize_piece(form, tp_icu_piece(&s), out);
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

void tp_strip_marks(struct tp_str s, struct tp_buf *out)
{
	struct tp_buf apart = TP_BUF_INIT;

	tp_nfd(s, &apart);
	for (size_t at = 0; at < apart.n;) {
		uint32_t cp = tp_utf8_next(tp_buf_str(&apart), &at);

		if (!tp_is_mark(cp))
			tp_buf_add_cp(out, cp);
	}
	tp_buf_release(&apart);
}

uint32_t tp_base_letter(uint32_t cp)
{
	struct tp_buf letter = TP_BUF_INIT, parts = TP_BUF_INIT;
	size_t at = 0;

	if (cp < 0x80)
		return cp;
	tp_buf_add_cp(&letter, cp);
	tp_nfd(tp_buf_str(&letter), &parts);
	uint32_t base = tp_utf8_next(tp_buf_str(&parts), &at);
	tp_buf_release(&letter);
	tp_buf_release(&parts);
	return base;
}
