/* Verdicts: those that are kept, and that they are libhunspell's own for every dictionary that is installed. */
#include <hunspell/hunspell.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "core/table.h"
#include "core/unicode.h"
#include "language/spelling.h"
#include "language/verdicts.h"
#include "unit/test.h"

static uint64_t hash_of(size_t i)
{
	return tp_str_hash((struct tp_str){ (const char *)&i, sizeof i });
}

static void keeps_verdicts(void)
{
	struct tp_word_verdicts verdicts = { NULL };
	size_t wrong = 0;

	EXPECT(tp_word_verdicts_get(tp_word_verdicts_table(&verdicts), 1) == TP_NOT_ASKED);
	for (size_t i = 0; i < 10000; i++)
		tp_word_verdicts_put(&verdicts, hash_of(i), i % 3 == 0);
	for (size_t i = 0; i < 10000; i++)
		wrong += tp_word_verdicts_get(tp_word_verdicts_table(&verdicts), hash_of(i)) !=
			 (i % 3 == 0 ? TP_KNOWN : TP_UNKNOWN);
	EXPECT(wrong == 0);
	EXPECT(tp_word_verdicts_get(tp_word_verdicts_table(&verdicts), hash_of(10001)) == TP_NOT_ASKED);
	tp_word_verdicts_put(&verdicts, hash_of(3), false);
	EXPECT(tp_word_verdicts_get(tp_word_verdicts_table(&verdicts), hash_of(3)) == TP_KNOWN);
	tp_word_verdicts_release(&verdicts);
}

static void keeps_no_more_than_the_bound(void)
{
	struct tp_word_verdicts verdicts = { NULL };

	for (size_t i = 0; i < TP_MOST_VERDICTS + 100; i++)
		tp_word_verdicts_put(&verdicts, hash_of(i), true);
	EXPECT(tp_word_verdicts_table(&verdicts)->n == TP_MOST_VERDICTS);
	EXPECT(tp_word_verdicts_get(tp_word_verdicts_table(&verdicts), hash_of(TP_MOST_VERDICTS + 99)) == TP_NOT_ASKED);
	tp_word_verdicts_release(&verdicts);
}

static void forgets_verdicts(void)
{
	struct tp_word_verdicts verdicts = { NULL };

	tp_word_verdicts_clear(&verdicts);
	for (size_t i = 0; i < 10000; i++)
		tp_word_verdicts_put(&verdicts, hash_of(i), true);
	tp_word_verdicts_clear(&verdicts);
	EXPECT(tp_word_verdicts_get(tp_word_verdicts_table(&verdicts), hash_of(7)) == TP_NOT_ASKED);
	tp_word_verdicts_put(&verdicts, hash_of(7), false);
	EXPECT(tp_word_verdicts_get(tp_word_verdicts_table(&verdicts), hash_of(7)) == TP_UNKNOWN);
	tp_word_verdicts_release(&verdicts);
}

enum { THREADS = 3, ROUNDS = 20000 };

/* Asks for what is put meanwhile; returns what was wrong. */
static void *ask_meanwhile(void *arg)
{
	const struct tp_word_verdicts *verdicts = arg;
	size_t wrong = 0;

	for (size_t i = 0; i < ROUNDS; i++) {
		enum tp_word_verdict verdict = tp_word_verdicts_get(tp_word_verdicts_table(verdicts), hash_of(i));

		wrong += verdict != TP_NOT_ASKED && verdict != (i % 3 == 0 ? TP_KNOWN : TP_UNKNOWN);
	}
	return (void *)(uintptr_t)wrong;
}

static void answers_while_it_grows(void)
{
	struct tp_word_verdicts verdicts = { NULL };
	pthread_t threads[THREADS];

	for (size_t t = 0; t < THREADS; t++)
		EXPECT(pthread_create(&threads[t], NULL, ask_meanwhile, &verdicts) == 0);
	for (size_t i = 0; i < ROUNDS; i++)
		tp_word_verdicts_put(&verdicts, hash_of(i), i % 3 == 0);
	tp_word_verdicts_clear(&verdicts);
	for (size_t t = 0; t < THREADS; t++) {
		void *wrong;

		pthread_join(threads[t], &wrong);
		EXPECT(!wrong);
	}
	tp_word_verdicts_release(&verdicts);
}

static void tells_words_with_odd_hashes_apart(void)
{
	struct tp_word_verdicts verdicts = { NULL };

	tp_word_verdicts_put(&verdicts, 0, true);
	EXPECT(tp_word_verdicts_get(tp_word_verdicts_table(&verdicts), 0) == TP_KNOWN);
	EXPECT(tp_word_verdicts_get(tp_word_verdicts_table(&verdicts), 4) == TP_NOT_ASKED);
	tp_word_verdicts_release(&verdicts);
}

static uint64_t word_hash(struct tp_str word, uint64_t salt)
{
	return tp_word_hash_at(word, (struct tp_span){ 0, word.n }, salt);
}

/* Words of letters that come to few slots with one salt do not with another one. */
static void words_are_spread_by_salt(void)
{
	enum { SLOTS = 1 << 12, FEW = 4, WORDS = 4096 };
	static const uint64_t salts[] = { 1, 0xd6e8feb86659fd93, 0x9e3779b97f4a7c15 };
	uint64_t other = tp_salt_of((void *)0x10000), random = 88172645463325252;
	static unsigned full[SLOTS];

	for (size_t n = 8; n <= 24; n += 8)
		for (size_t i = 0; i < sizeof salts / sizeof *salts; i++) {
			unsigned fullest = 0, words = 0;
			char word[24];

			memset(full, 0, sizeof full);
			while (words < WORDS) {
				for (size_t k = 0; k < n; k++) {
					random = random * 6364136223846793005 + 1442695040888963407;
					word[k] = (char)('a' + (random >> 33) % 26);
				}
				if ((word_hash((struct tp_str){ word, n }, salts[i]) >> 1 & (SLOTS - 1)) >= FEW)
					continue;
				size_t slot = word_hash((struct tp_str){ word, n }, other) >> 1 & (SLOTS - 1);
				fullest = ++full[slot] > fullest ? full[slot] : fullest;
				words++;
			}
			EXPECT(fullest <= 12);
		}
}

/* Long words that differ where eight bytes end, in a bit or two: with any salt, none is taken for another. */
static void words_are_not_taken_for_others(void)
{
	unsigned wrong = 0;

	for (size_t salt = 1; salt < 2000; salt++)
		for (unsigned bits = 1; bits < 16; bits++) {
			char word[] = "responsibilities";
			uint64_t hash = word_hash(tp_str_of(word), tp_salt_of((void *)(salt << 4)));

			word[7] = (char)((unsigned char)word[7] ^ (bits & 3) << 5);
			word[15] = (char)((unsigned char)word[15] ^ (bits >> 2) << 5);
			wrong += hash >> 1 == word_hash(tp_str_of(word), tp_salt_of((void *)(salt << 4))) >> 1;
		}
	EQ(wrong, 0);
}

/* One dictionary, by libhunspell and by us. */
struct pair {
	Hunhandle *handle;
	struct tp_spelling *ours;
	const char *encoding;
	size_t asked, known, wrong;
};

static void compare(struct pair *pair, struct tp_str bytes)
{
	struct tp_buf text = TP_BUF_INIT, z = TP_BUF_INIT;

	tp_buf_add_str(&z, bytes);
	if (bytes.n && !memchr(bytes.p, '\0', bytes.n) && tp_decode(bytes, pair->encoding, &text, NULL)) {
		bool theirs = Hunspell_spell(pair->handle, z.p) != 0;

		if (theirs && !tp_spelling_knows(pair->ours, tp_buf_str(&text)) &&
		    tp_spelling_judges(pair->ours, tp_buf_str(&text))) {
			printf("# %s\n", text.p);
			pair->wrong++;
		}
		pair->asked++;
		pair->known += theirs;
	}
	tp_buf_release(&text);
	tp_buf_release(&z);
}

/* A word of the dictionary, and others made of it. */
static void compare_word(struct pair *pair, struct tp_str word)
{
	struct tp_buf made = TP_BUF_INIT;

	compare(pair, word);
	tp_buf_add_str(&made, word);
	tp_buf_add_z(&made, "s");
	compare(pair, tp_buf_str(&made));
	made.n--;
	if (made.n > 2 && (unsigned char)made.p[0] < 0x80 && (unsigned char)made.p[1] < 0x80) {
		char first = made.p[0];

		made.p[0] = made.p[1];
		made.p[1] = first;
		compare(pair, tp_buf_str(&made));
	}
	tp_buf_release(&made);
}

static void compare_dictionary(const char *path)
{
	enum { WORDS = 500 };
	struct tp_buf aff = TP_BUF_INIT, dic = TP_BUF_INIT;
	struct tp_error err;
	struct tp_file file;
	struct pair pair = { .ours = tp_spelling_new(path, NULL, NULL, "dictionaries", true, NULL, NULL, &err) };

	tp_buf_format(&aff, "%s.aff", path);
	tp_buf_format(&dic, "%s.dic", path);
	EXPECT(pair.ours != NULL);
	if (!pair.ours || !tp_file_read(&file, dic.p, 0, &err))
		return;
	pair.handle = Hunspell_create(aff.p, dic.p);
	pair.encoding = Hunspell_get_dic_encoding(pair.handle);
	if (strncmp(pair.encoding, "microsoft-", 10) == 0)
		pair.encoding += 10;
	for (size_t i = 0; i < WORDS; i++) {
		size_t start = tp_str_find_char(file.bytes, '\n', file.bytes.n / WORDS * i);
		struct tp_str rest = tp_str_from(file.bytes, start == TP_NOT_FOUND ? file.bytes.n : start + 1), line,
			      word;

		if (tp_str_line(&rest, &line) && tp_str_cut(&line, '/', &word))
			compare_word(&pair, tp_str_trim(word));
	}
	EXPECT(pair.wrong == 0 && pair.asked > 0);
	tp_file_release(&file);
	Hunspell_destroy(pair.handle);
	tp_spelling_free(pair.ours);
	tp_buf_release(&aff);
	tp_buf_release(&dic);
}

/* What libhunspell knows, we know: each dictionary once, where links give it several names. */
static void knows_what_libhunspell_knows(void)
{
	struct tp_buf path = TP_BUF_INIT;
	struct stat status;

	for (size_t i = 0; tp_dictionary_entry(NULL, i, &path); i++) {
		size_t n = path.n;

		tp_buf_add_z(&path, ".dic");
		bool is_link = lstat(path.p, &status) == 0 && S_ISLNK(status.st_mode);
		path.p[n] = '\0';
		if (!is_link)
			compare_dictionary(path.p);
		path.n = 0;
	}
	tp_buf_release(&path);
}

TESTS(TEST(keeps_verdicts), TEST(keeps_no_more_than_the_bound), TEST(forgets_verdicts), TEST(answers_while_it_grows),
      TEST(tells_words_with_odd_hashes_apart), TEST(words_are_spread_by_salt), TEST(words_are_not_taken_for_others),
      TEST(knows_what_libhunspell_knows))
