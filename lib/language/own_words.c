#include "language/own_words.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/spelling.h"
#include "language/spelling_files.h"

enum {
	MOST_BYTES = 64 << 20,
	NEAR_LETTER = 25, /* a word is near up to this distance for each letter, */
	NEAR_MOST = 120, /* and no more than this */
	NEAR_BYTES = 3, /* that it is longer or shorter at most */
	MOST_SEEN = 20000, /* words that are looked at, */
	MOST_COMPARED = 200, /* and those of them whose distance is found */
};

/* Takes a line that says something. */
typedef bool (*line_fn)(struct tp_own_words *own, struct tp_str line, size_t number, struct tp_error *err);

static bool is_one_word(struct tp_str s)
{
	for (size_t at = 0; at < s.n;)
		if (tp_is_space(tp_utf8_next(s, &at)))
			return false;
	return s.n > 0;
}

bool tp_word_can_be_listed(struct tp_str word)
{
	return is_one_word(word) && word.p[0] != '#' && tp_str_find_char(word, '/', 0) == TP_NOT_FOUND &&
	       !tp_str_starts(word, TP_S("\uFEFF"));
}

/* "word" or "word/model" */
static bool read_word(struct tp_own_words *own, struct tp_str line, size_t number, struct tp_error *err)
{
	struct tp_str word;

	if (!tp_str_cut(&line, '/', &word) || !is_one_word(word) ||
	    (line.p && (!is_one_word(line) || tp_str_find_char(line, '/', 0) != TP_NOT_FOUND)))
		return tp_fail(err, TP_E_SYNTAX, number, _("Expected one word, or WORD/MODEL."));
	tp_word_list_add(own->words, word, TP_S(""));
	*tp_push(&own->all) = tp_arena_str(own->arena, word);
	if (line.p)
		*tp_push(&own->models) =
		    (struct tp_model_word){ tp_arena_str(own->arena, word), tp_arena_str(own->arena, line) };
	return true;
}

/* Takes the next word off *rest; false when there is none. */
static bool cut_word(struct tp_str *rest, struct tp_str *word)
{
	size_t from = 0, to = 0;

	for (size_t at = 0; at < rest->n; to = at) {
		bool space = tp_is_space(tp_utf8_next(*rest, &at));

		if (space && to > from)
			break;
		if (space)
			from = at;
	}
	*word = tp_str_at(*rest, (struct tp_span){ from, to });
	*rest = tp_str_from(*rest, to);
	return word->n > 0;
}

/* "error → correction", or with "->" */
static bool read_error(struct tp_own_words *own, struct tp_str line, size_t number, struct tp_error *err)
{
	static const char *const arrows[] = { "→", "->" };
	size_t at = TP_NOT_FOUND;
	struct tp_str arrow = { "", 0 };

	for (size_t i = 0; at == TP_NOT_FOUND && i < sizeof arrows / sizeof *arrows; i++) {
		arrow = tp_str_of(arrows[i]);
		at = tp_str_find(line, arrow, 0);
	}
	if (at == TP_NOT_FOUND)
		return tp_fail(err, TP_E_SYNTAX, number, _("Expected ERROR -> CORRECTION."));
	struct tp_str wrong = tp_str_trim((struct tp_str){ line.p, at }), right, word;
	right = tp_str_trim(tp_str_from(line, at + arrow.n));
	if (!is_one_word(wrong) || !right.n)
		return tp_fail(err, TP_E_SYNTAX, number, _("Expected one word and what is meant by it."));
	tp_word_list_add(own->errors, wrong, right);
	while (cut_word(&right, &word))
		tp_word_list_add(own->words, word, TP_S(""));
	return true;
}

static bool read_lines(struct tp_own_words *own, struct tp_str text, line_fn read, struct tp_error *err)
{
	struct tp_str line;

	if (tp_str_starts(text, TP_S("\uFEFF")))
		text = tp_str_from(text, TP_S("\uFEFF").n);
	for (size_t number = 1; tp_str_line(&text, &line); number++) {
		if (tp_utf8_invalid(line, 0) < line.n)
			return tp_fail(err, TP_E_ENCODING, number, _("The line is not UTF-8."));
		line = tp_str_trim(line);
		if (line.n && line.p[0] != '#' && !read(own, line, number, err))
			return false;
	}
	return true;
}

static bool read_file(struct tp_own_words *own, const char *path, line_fn read, struct tp_error *err)
{
	struct tp_file file;

	own->name = own->name * 31 + tp_str_hash(tp_str_of(path));
	own->stamp = tp_file_stamp(path, own->stamp);
	if (!tp_file_exists(path))
		return true;
	if (!tp_file_read(&file, path, MOST_BYTES, err))
		return false;
	bool ok = read_lines(own, file.bytes, read, err) || tp_error_in_file(err, path);
	tp_file_release(&file);
	return ok;
}

static bool read_suffixed(struct tp_own_words *own, const char *list, struct tp_str suffix, line_fn read,
			  struct tp_error *err)
{
	struct tp_buf path = TP_BUF_INIT;

	tp_buf_format(&path, "%s.%.*s", list, (int)suffix.n, suffix.p);
	bool ok = read_file(own, path.p, read, err);
	tp_buf_release(&path);
	return ok;
}

/* "words", "words.de" and "words.de-CH" */
static bool read_list(struct tp_own_words *own, const char *list, const char *languages, line_fn read,
		      struct tp_error *err)
{
	struct tp_str rest = tp_str_of(languages), name;
	bool ok = read_file(own, list, read, err);

	while (ok && tp_str_cut(&rest, ',', &name)) {
		struct tp_buf dictionary = TP_BUF_INIT, tag = TP_BUF_INIT;

		tp_buf_add_str(&dictionary, tp_str_trim(name));
		tp_language_tag(tp_dictionary_name(tp_buf_str(&dictionary).p).p, &tag);
		struct tp_str whole = tp_buf_str(&tag), language = { whole.p, strcspn(whole.p, "-") };
		if (language.n)
			ok = read_suffixed(own, list, language, read, err);
		if (ok && whole.n > language.n)
			ok = read_suffixed(own, list, whole, read, err);
		tp_buf_release(&dictionary);
		tp_buf_release(&tag);
	}
	return ok;
}

static bool read_lists(struct tp_own_words *own, const char *const *lists, const char *languages, line_fn read,
		       struct tp_error *err)
{
	for (; lists && *lists; lists++)
		if (!read_list(own, *lists, languages, read, err))
			return false;
	return true;
}

struct tp_own_words *tp_own_words_new(const char *const *words, const char *const *errors, const char *languages,
				      struct tp_error *err)
{
	struct tp_own_words *own = tp_alloc_zero(1, sizeof *own);

	own->words = tp_word_list_new();
	own->errors = tp_word_list_new();
	own->arena = tp_arena_new();
	if (read_lists(own, words, languages, read_word, err) && read_lists(own, errors, languages, read_error, err))
		return own;
	tp_own_words_free(own);
	return NULL;
}

/* Most errors are not in the first letter. */
static bool may_be_near(struct tp_str word, struct tp_str other)
{
	size_t more = word.n > other.n ? word.n - other.n : other.n - word.n, a = 0, b = 0;

	return more <= NEAR_BYTES && tp_to_lower(tp_utf8_next(word, &a)) == tp_to_lower(tp_utf8_next(other, &b));
}

size_t tp_own_words_near(const struct tp_own_words *own, struct tp_str word, struct tp_str *near, size_t most)
{
	size_t letters = tp_utf8_count(word), n = 0, compared = 0;
	unsigned bound = letters * NEAR_LETTER < NEAR_MOST ? (unsigned)letters * NEAR_LETTER : NEAR_MOST;

	for (size_t i = 0; i < own->all.n && i < MOST_SEEN && compared < MOST_COMPARED; i++) {
		struct tp_str other = own->all.p[i];
		size_t at = n;

		if (!may_be_near(word, other))
			continue;
		compared++;
		unsigned distance = tp_spelling_distance(word, other);
		if (distance > bound)
			continue;
		while (at > 0 && tp_spelling_distance(word, near[at - 1]) > distance)
			at--;
		if (at == most)
			continue;
		n += n < most;
		memmove(near + at + 1, near + at, (n - 1 - at) * sizeof *near);
		near[at] = other;
	}
	return n;
}

void tp_own_words_free(struct tp_own_words *own)
{
	if (!own)
		return;
	tp_word_list_free(own->words);
	tp_word_list_free(own->errors);
	free(own->models.p);
	free(own->all.p);
	tp_arena_free(own->arena);
	free(own);
}
