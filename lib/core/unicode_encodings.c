#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf16.h>

#include "core/error.h"
#include "core/icu.h"
#include "core/str.h"
#include "core/unicode.h"

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
		struct tp_str piece = tp_icu_piece(&text);
		int32_t n;
		UChar *p = tp_icu_utf16(piece, &n);

		ok = encode_piece(converter, p, n, text.n == 0, out) || fail_encode(converter, encoding, err);
		free(p);
	}
	ucnv_close(converter);
	return ok;
}
