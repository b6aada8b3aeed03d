/* A table is lines of a word, a tab and a number, sorted by the bytes of the words, below lines that start with "#".
 * Nothing is parsed beforehand. */
#include "language/frequencies.h"

#include <stdlib.h>

#include "core/file.h"
#include "core/lines.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

enum { DIGITS = 2 }; /* of a number, at most */

struct tp_frequencies {
	struct tp_file file;
	struct tp_str lines; /* of the file, without its head */
	char *language;
};

struct tp_frequencies *tp_frequencies_new(const char *data, struct tp_str language)
{
	struct tp_frequencies *frequencies = tp_alloc_zero(1, sizeof *frequencies);
	struct tp_buf path = TP_BUF_INIT, tag = TP_BUF_INIT;

	language = tp_language_folder(language);
	tp_buf_format(&path, "%s/%.*s/frequencies", data, (int)language.n, language.p);
	bool found = tp_file_map(&frequencies->file, path.p, NULL);
	tp_buf_release(&path);
	if (!found) {
		free(frequencies);
		return NULL;
	}
	frequencies->lines = tp_lines_without_head(frequencies->file.bytes);
	tp_buf_add_str(&tag, language);
	frequencies->language = tag.p; /* which free() takes */
	return frequencies;
}

void tp_frequencies_free(struct tp_frequencies *frequencies)
{
	if (!frequencies)
		return;
	tp_file_release(&frequencies->file);
	free(frequencies->language);
	free(frequencies);
}

/* 0 if it is no number of a frequency. */
static unsigned number_of(struct tp_str digits)
{
	unsigned number = 0;

	if (digits.n > DIGITS)
		return 0;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return 0;
		number = 10 * number + (unsigned)(digits.p[i] - '0');
	}
	return number;
}

bool tp_frequencies_next(const struct tp_frequencies *frequencies, size_t *at, struct tp_str *word, unsigned *frequency)
{
	struct tp_str rest = tp_str_from(frequencies->lines, *at), line;

	while (rest.n && tp_str_line(&rest, &line)) {
		*at = rest.p ? (size_t)(rest.p - frequencies->lines.p) : frequencies->lines.n;
		if (!tp_str_cut(&line, '\t', word))
			continue;
		*frequency = number_of(line);
		if (*frequency)
			return true;
	}
	return false;
}

static unsigned find(struct tp_str lines, struct tp_str word)
{
	struct tp_str number;

	return tp_lines_find(lines, word, &number) ? number_of(number) : 0;
}

static bool is_plain(struct tp_str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] < 'a' || word.p[i] > 'z')
			return false;
	return true;
}

/* The word as the table has it. */
static void add_key(const struct tp_frequencies *frequencies, struct tp_str word, struct tp_buf *key)
{
	struct tp_buf lower = TP_BUF_INIT, composed = TP_BUF_INIT;

	tp_lower(word, frequencies->language, &lower);
	tp_nfc(tp_buf_str(&lower), &composed);
	for (size_t at = 0; at < composed.n;) {
		uint32_t cp = tp_utf8_next(tp_buf_str(&composed), &at);

		if (!tp_is_invisible(cp))
			tp_buf_add_cp(key, tp_is_apostrophe(cp) ? '\'' : cp);
	}
	tp_buf_release(&lower);
	tp_buf_release(&composed);
}

unsigned tp_frequencies_of(const struct tp_frequencies *frequencies, struct tp_str word)
{
	struct tp_buf key = TP_BUF_INIT;

	if (!frequencies)
		return 0;
	if (is_plain(word))
		return find(frequencies->lines, word);
	add_key(frequencies, word, &key);
	unsigned frequency = find(frequencies->lines, tp_buf_str(&key));
	tp_buf_release(&key);
	return frequency;
}
