/* The cache file of spelling: it comes back as it was written, and what is not so is refused. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "language/spelling_cache.h"
#include "unit/test.h"

static char folder[] = "/tmp/tprep-cache-XXXXXX", path[64];

static void make_folder(void)
{
	EXPECT(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/file", folder);
}

static void remove_folder(void)
{
	unlink(path);
	EXPECT(rmdir(folder) == 0);
}

static void save(uint64_t key)
{
	struct tp_cache cache = {
		.facts = TP_S("12345678"), .memo = TP_S("what was suggested"), .kept_by = 9, .salt = 11
	};
	struct tp_word_verdicts verdicts = { NULL }, kept = { NULL };
	struct tp_error err;

	for (uint64_t i = 1; i < 100; i++)
		tp_word_verdicts_put(&verdicts, i * 0x9e3779b97f4a7c15, i % 2 == 0);
	tp_word_verdicts_put(&kept, 55, true);
	cache.verdicts = *tp_word_verdicts_table(&verdicts);
	cache.kept = *tp_word_verdicts_table(&kept);
	unlink(path);
	OK(tp_cache_save(&cache, path, key, &err), err);
	tp_word_verdicts_release(&verdicts);
	tp_word_verdicts_release(&kept);
}

static bool opens(uint64_t key)
{
	struct tp_cache cache;
	bool ok = tp_cache_open(&cache, path, key);

	EXPECT(ok || (!cache.facts.n && !cache.verdicts.cap && !cache.kept.cap && !cache.memo.n));
	tp_cache_close(&cache);
	return ok;
}

static void comes_back(void)
{
	struct tp_cache cache;

	save(7);
	EXPECT(tp_cache_open(&cache, path, 7));
	STR(cache.facts, "12345678");
	STR(cache.memo, "what was suggested");
	for (uint64_t i = 1; i < 100; i++)
		EQ(tp_word_verdicts_get(&cache.verdicts, i * 0x9e3779b97f4a7c15), i % 2 == 0 ? TP_KNOWN : TP_UNKNOWN);
	EQ(tp_word_verdicts_get(&cache.verdicts, 12345), TP_NOT_ASKED);
	EQ(tp_word_verdicts_get(&cache.kept, 55), TP_KNOWN);
	EQ(cache.kept_by, 9);
	EQ(cache.salt, 11);
	tp_cache_close(&cache);
}

static void is_of_one_key(void)
{
	save(7);
	EXPECT(!opens(8));
	unlink(path);
	EXPECT(!opens(7));
}

/* Each byte of the file changed, and each shorter file. */
static void is_refused_where_damaged(void)
{
	char bytes[1 << 14];

	save(7);
	FILE *file = fopen(path, "rb");
	EXPECT(file);
	size_t n = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	for (size_t i = 0; i < n; i += i < 64 || i + 64 > n ? 1 : 61) {
		bytes[i] ^= 0x10;
		file = fopen(path, "wb");
		EXPECT(file && fwrite(bytes, 1, n, file) == n && fclose(file) == 0);
		EXPECT(!opens(7));
		bytes[i] ^= 0x10;
	}
	for (size_t i = 0; i < n; i += i < 64 || i + 64 > n ? 1 : 61) {
		EXPECT(truncate(path, 0) == 0);
		file = fopen(path, "wb");
		EXPECT(file && fwrite(bytes, 1, i, file) == i && fclose(file) == 0);
		EXPECT(!opens(7));
	}
}

/* A table without a free slot would be searched for ever. */
static void is_refused_where_full(void)
{
	uint64_t slots[] = { 2, 4, 6, 8 };
	struct tp_cache cache = { .facts = TP_S("12345678"), .verdicts = { .slots = slots, .n = 4, .cap = 4 } };
	struct tp_error err;

	unlink(path);
	OK(tp_cache_save(&cache, path, 7, &err), err);
	EXPECT(!opens(7));
}

static void is_the_users_own(void)
{
	char other[sizeof path + 8];

	snprintf(other, sizeof other, "%s-link", path);
	mode_t mask = umask(0002);
	save(7);
	umask(mask);
	EXPECT(opens(7));
	EXPECT(chmod(path, 0666) == 0);
	EXPECT(!opens(7));
	EXPECT(chmod(path, 0600) == 0 && opens(7));
	EXPECT(rename(path, other) == 0 && symlink(other, path) == 0);
	EXPECT(!opens(7));
	unlink(other);
}

/* Whoever puts a link there does not get a file of ours overwritten. */
static void does_not_follow_links(void)
{
	struct tp_cache cache = { .facts = TP_S("12345678") };
	char other[sizeof path + 8];
	struct tp_error err;
	struct stat status;

	snprintf(other, sizeof other, "%s-link", path);
	FILE *file = fopen(other, "wb");
	EXPECT(file && fclose(file) == 0);
	unlink(path);
	EXPECT(symlink(other, path) == 0);
	OK(tp_cache_save(&cache, path, 7, &err), err);
	EXPECT(opens(7));
	EXPECT(stat(other, &status) == 0 && status.st_size == 0);
	unlink(other);
}

TESTS(TEST(make_folder), TEST(comes_back), TEST(is_of_one_key), TEST(is_refused_where_damaged),
      TEST(is_refused_where_full), TEST(is_the_users_own), TEST(does_not_follow_links), TEST(remove_folder))
