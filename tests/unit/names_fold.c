/* Folding: words of plain letters are read fast, and what is made of them is what is made of any word. */
#include "language/names_reader.h"

#include <stddef.h>
#include <stdlib.h>

#include "core/memory.h"
#include "unit/test.h"

static const char *const letters[] = {
	"a",    "Z",  "q",  "7",          "_",      "é",        "ñ",
	"ß",    "æ",  "đ",  "İ",          "ı",      "ж",        "Й",
	"ё",    "ї",  "λ",  "Ώ",          "ς",      "ش",        "ة",
	"ى",    "ـ",  "क",  "ि",          "़",       "ქ",        "ả",
	"ế",    "한", "ア", "中",         "\u0301", "\u00ad",   "'",
	"’",    "\"", "ש",  "\U0001d400", "\xc3",   "\xc1\xa1", "\xe0\x81\xa1",
	"\xf0", " ",  "-",  "–",          ", ",
};

enum { LETTERS = sizeof letters / sizeof *letters, WORDS = 40000 };

static uint32_t draw(uint32_t *state, uint32_t n)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 8) % n;
}

/* Letters by chance, most of them of one kind. */
static void add_word(struct tp_buf *text, uint32_t *state)
{
	uint32_t usual = draw(state, LETTERS);

	for (uint32_t n = draw(state, 20); n > 0; n--)
		tp_buf_add_z(text, letters[draw(state, 4) ? usual : draw(state, LETTERS)]);
}

static size_t longest_prefixes(struct tp_folder *folder, struct tp_str text, const struct tp_token *token,
			       const struct tp_folding *folding)
{
	struct tp_prefix prefixes[TP_PREFIXES];
	size_t n = tp_token_prefixes(folder, text, token, prefixes), known = 0;
	uint64_t hash;

	if (!n)
		return 0;
	EXPECT(prefixes[n - 1].to <= token->at.to);
	EXPECT(prefixes[n - 1].hash == token->hash);
	for (unsigned i = 0; tp_fold_is_even(folding) && i < n; i++)
		if (tp_fold_prefix(folding, i, &hash)) {
			EXPECT(hash == prefixes[n - 1 - i].hash);
			known++;
		}
	return known;
}

/* A word that is read fast has the hash of the same word read letter by letter, and so have its starts. */
static void words_hash_alike_however_they_are_read(void)
{
	struct tp_folder folder;
	struct tp_folding folding;
	struct tp_token token;
	uint32_t state = 1;
	size_t known = 0;

	tp_folder_init(&folder);
	for (size_t i = 0; i < WORDS; i++) {
		struct tp_buf text = TP_BUF_INIT;
		size_t at = 0;
		add_word(&text, &state);
		while (tp_token_read(&folder, tp_buf_str(&text), &at, &token, &folding))
			known += longest_prefixes(&folder, tp_buf_str(&text), &token, &folding);
		tp_buf_release(&text);
	}
	EXPECT(known > WORDS / 4);
	tp_folder_release(&folder);
}

/* Copies the text, so that nothing behind it may be read, and reads it in both ways, the fast one resumed at times. */
static void read_both_ways(struct tp_folder *folder, struct tp_str text)
{
	char *bytes = memcpy(tp_alloc(text.n), text.p, text.n);
	struct tp_token_reader reader = tp_tokens_of(folder, (struct tp_str){ bytes, text.n }, 0);
	struct tp_token token, other;
	struct tp_folding folding, same;
	size_t at = 0, n = 0;

	text.p = bytes;
	while (tp_token_read(folder, text, &at, &token, &folding)) {
		EXPECT(tp_tokens_next(&reader, &other, &same));
		EXPECT(memcmp(&other, &token, offsetof(struct tp_token, cluster)) == 0);
		EXPECT(memcmp(&same, &folding, sizeof same) == 0);
		if (++n % 3 == 0)
			reader = tp_tokens_of(folder, text, tp_tokens_at(&reader));
	}
	EXPECT(!tp_tokens_next(&reader, &other, &same));
	EXPECT(!tp_tokens_next(&reader, &other, &same));
	free(bytes);
}

/* Words of every length, before all that may stand behind them, and at the end of a text. */
static void words_of_every_length_are_read_fast(void)
{
	static const char *const words[] = { "A", "z", "7", "_", "ж", "ش", "é", "ქ", "ế", "aé", "кa", "iжქ" };
	struct tp_folder folder;

	tp_folder_init(&folder);
	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		for (size_t n = 0; n < 70; n++)
			for (size_t i = 0; i < 2 * LETTERS; i++) {
				struct tp_buf text = TP_BUF_INIT;
				for (size_t k = 0; k < n; k++)
					tp_buf_add_z(&text, words[w]);
				tp_buf_add_z(&text, letters[i / 2]);
				tp_buf_add_z(&text, i % 2 ? " and what follows it" : "");
				read_both_ways(&folder, tp_buf_str(&text));
				tp_buf_release(&text);
			}
	tp_folder_release(&folder);
}

/* Texts of many words, wherever they come to lie in a block. */
static void texts_are_read_fast(void)
{
	uint32_t state = 4;
	struct tp_folder folder;

	tp_folder_init(&folder);
	for (size_t i = 0; i < WORDS / 10; i++) {
		struct tp_buf text = TP_BUF_INIT;
		for (uint32_t n = draw(&state, 40); n > 0; n--) {
			add_word(&text, &state);
			tp_buf_add_z(&text, draw(&state, 8) ? " " : letters[draw(&state, LETTERS)]);
		}
		read_both_ways(&folder, tp_buf_str(&text));
		tp_buf_release(&text);
	}
	tp_folder_release(&folder);
}

/* A folder that knows the letters reads them fast; one that does not finds the same words. */
static void words_do_not_depend_on_what_was_read_before(void)
{
	uint32_t state = 2;

	for (size_t i = 0; i < 2000; i++) {
		struct tp_folder folder, fresh;
		struct tp_buf text = TP_BUF_INIT;
		struct tp_token token, other;
		size_t at = 0;
		tp_folder_init(&folder);
		add_word(&text, &state);
		while (tp_token_next(&folder, tp_buf_str(&text), &at, &token)) /* letters are known then */
			;
		at = 0;
		while (tp_token_next(&folder, tp_buf_str(&text), &at, &token)) {
			size_t start = token.at.from;
			tp_folder_init(&fresh);
			EXPECT(tp_token_next(&fresh, tp_buf_str(&text), &start, &other));
			EXPECT(other.hash == token.hash);
			EQ(other.at.from, token.at.from);
			EQ(other.at.to, token.at.to);
			EQ(other.apostrophe, token.apostrophe);
			EQ(other.last_apostrophe, token.last_apostrophe);
			tp_folder_release(&fresh);
		}
		tp_buf_release(&text);
		tp_folder_release(&folder);
	}
}

typedef void spelling(struct tp_folder *folder, struct tp_str text, struct tp_buf *out);

static bool equal(struct tp_folder *folder, struct tp_str a, struct tp_str b, spelling *spell)
{
	struct tp_buf ours = TP_BUF_INIT, theirs = TP_BUF_INIT;

	spell(folder, a, &ours);
	spell(folder, b, &theirs);
	bool is = tp_str_eq(tp_buf_str(&ours), tp_buf_str(&theirs));
	tp_buf_release(&ours);
	tp_buf_release(&theirs);
	return is;
}

/* What is found to differ at the first letters that are not the same is spelled in two ways indeed. */
static void spellings_that_differ_are_not_equal(void)
{
	struct tp_folder folder;
	uint32_t state = 3;
	size_t found = 0;

	tp_folder_init(&folder);
	for (size_t i = 0; i < WORDS; i++) {
		struct tp_buf a = TP_BUF_INIT, b = TP_BUF_INIT;
		add_word(&a, &state);
		tp_buf_add_str(&b, tp_buf_str(&a));
		for (size_t k = 0; k < 2; k++)
			tp_buf_add_z(k ? &a : &b, letters[draw(&state, LETTERS)]);
		add_word(&a, &state);
		for (int kinds = 0; kinds < 2; kinds++)
			if (tp_fold_differs(&folder, tp_buf_str(&a), tp_buf_str(&b), kinds)) {
				EXPECT(!equal(&folder, tp_buf_str(&a), tp_buf_str(&b),
					      kinds ? tp_fold_kinds : tp_fold_text));
				found++;
			}
		tp_buf_release(&a);
		tp_buf_release(&b);
	}
	EXPECT(found > WORDS / 4);
	tp_folder_release(&folder);
}

TESTS(TEST(words_hash_alike_however_they_are_read), TEST(words_of_every_length_are_read_fast),
      TEST(texts_are_read_fast), TEST(words_do_not_depend_on_what_was_read_before),
      TEST(spellings_that_differ_are_not_equal))
