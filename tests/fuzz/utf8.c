/* Any bytes: borders are the same both ways, words lie in order, and what comes out of the door to ICU is
 * well-formed. */
#include <stdint.h>
#include <stdlib.h>

#include "core/str.h"
#include "core/unicode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_borders(struct tp_str s)
{
	size_t count = 0;

	for (size_t at = 0, from = 0; at < s.n; from = at, count++) {
		uint32_t cp = tp_utf8_next(s, &at);
		size_t back = at;

		require(at > from && tp_utf8_prev(s, &back) == cp && back == from);
		require(tp_utf8_border(s, at - 1) == from);
	}
	require(tp_utf8_count(s) == count);
}

static void check_well_formed(struct tp_buf *out)
{
	require(tp_utf8_invalid(tp_buf_str(out), 0) == out->n);
	tp_buf_clear(out);
}

static void check_strings(struct tp_str s)
{
	struct tp_buf out = TP_BUF_INIT, clean = TP_BUF_INIT;

	tp_utf8_clean(s, &clean);
	tp_decode(s, "UTF-8", &out, NULL);
	require(tp_str_eq(tp_buf_str(&out), tp_buf_str(&clean)));
	check_well_formed(&clean);
	check_well_formed(&out);
	tp_fold_case(s, "tr", &out);
	check_well_formed(&out);
	tp_title(s, "nl", &out);
	check_well_formed(&out);
	tp_nfkc_fold(s, &out);
	check_well_formed(&out);
	tp_nfc(s, &out);
	tp_nfc(tp_buf_str(&out), &clean);
	require(tp_str_eq(tp_buf_str(&out), tp_buf_str(&clean)));
	check_well_formed(&clean);
	check_well_formed(&out);
	tp_decode(s, "Shift_JIS", &out, NULL);
	check_well_formed(&out);
	tp_decode(s, "UTF-16LE", &out, NULL);
	check_well_formed(&out);
	tp_buf_release(&out);
	tp_buf_release(&clean);
}

static void check_words(struct tp_str s)
{
	struct tp_word_rules *rules = tp_word_rules_new();
	struct tp_spans words = { NULL, 0, 0 };
	size_t end = 0;

	tp_word_borders(rules, s, "sv", &words, NULL, NULL);
	for (size_t i = 0; i < words.n; i++) {
		require(words.p[i].from >= end && words.p[i].to > words.p[i].from && words.p[i].to <= s.n);
		require(tp_utf8_border(s, words.p[i].from) == words.p[i].from);
		end = words.p[i].to;
	}
	tp_spans_release(&words);
	tp_word_rules_free(rules);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tp_str s = { n ? (const char *)data : "", n };

	check_borders(s);
	check_strings(s);
	check_words(s);
	return 0;
}
