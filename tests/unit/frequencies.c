#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "language/frequencies.h"
#include "unit/test.h"

static char folder[] = "/tmp/tprep-frequencies-XXXXXX";

static void put(const char *language, const char *bytes)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", folder, language);
	EXPECT(mkdir(path, 0700) == 0);
	snprintf(path, sizeof path, "%s/%s/frequencies", folder, language);
	FILE *file = fopen(path, "wb");
	EXPECT(file && fputs(bytes, file) >= 0 && fclose(file) == 0);
}

static void make_folder(void)
{
	EXPECT(mkdtemp(folder));
	put("en", "# Two\n# lines\na\t70\nabc\t42\nc'est\t31\ncafé\t30\nz\t5\n");
	put("no", "og\t74\n");
	put("ru", "# none\n");
	put("de", "\n\t\na\nb\tx\nc\t123456789012345678901234567890\nd\t7\r\ne\t9");
	put("tr", "ılık\t33\n");
}

static void remove_folder(void)
{
	static const char *const languages[] = { "en", "no", "ru", "de", "tr" };
	char path[128];

	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		snprintf(path, sizeof path, "%s/%s/frequencies", folder, languages[i]);
		unlink(path);
		snprintf(path, sizeof path, "%s/%s", folder, languages[i]);
		EXPECT(rmdir(path) == 0);
	}
	EXPECT(rmdir(folder) == 0);
}

static unsigned look(const char *language, const char *word)
{
	struct tp_frequencies *frequencies = tp_frequencies_new(folder, tp_str_of(language));
	unsigned frequency = tp_frequencies_of(frequencies, tp_str_of(word));

	EXPECT(frequencies);
	tp_frequencies_free(frequencies);
	return frequency;
}

static void finds_words(void)
{
	EQ(look("en", "a"), 70);
	EQ(look("en", "abc"), 42);
	EQ(look("en", "z"), 5);
	EQ(look("en", "Abc"), 42);
	EQ(look("en", "C’EST"), 31);
	EQ(look("en", "cafe\u0301"), 30);
	EQ(look("en", "ca\u00adfé"), 30);
	EQ(look("en", "ab"), 0);
	EQ(look("en", "zz"), 0);
	EQ(look("en", ""), 0);
	EQ(look("en", "#"), 0);
	EQ(look("ru", "а"), 0);
	EQ(look("tr", "ILIK"), 33);
}

static void finds_the_language(void)
{
	EQ(look("en_US", "abc"), 42);
	EQ(look("en-GB", "abc"), 42);
	EQ(look("nb_NO", "og"), 74);
	EQ(look("nn", "og"), 74);
	EXPECT(!tp_frequencies_new(folder, TP_S("xx")) && !tp_frequencies_new(folder, TP_S("")));
	EQ(tp_frequencies_of(NULL, TP_S("abc")), 0);
}

static void bears_damaged_tables(void)
{
	EQ(look("de", "a"), 0);
	EQ(look("de", "b"), 0);
	EQ(look("de", "c"), 0);
	EQ(look("de", "d"), 7);
	EQ(look("de", "e"), 9);
}

static void gives_all_words(void)
{
	struct tp_frequencies *frequencies = tp_frequencies_new(folder, TP_S("de"));
	struct tp_str word;
	unsigned frequency;
	size_t at = 0;

	EXPECT(tp_frequencies_next(frequencies, &at, &word, &frequency));
	STR(word, "d");
	EQ(frequency, 7);
	EXPECT(tp_frequencies_next(frequencies, &at, &word, &frequency));
	STR(word, "e");
	EXPECT(!tp_frequencies_next(frequencies, &at, &word, &frequency));
	tp_frequencies_free(frequencies);
}

TESTS(TEST(make_folder), TEST(finds_words), TEST(finds_the_language), TEST(bears_damaged_tables), TEST(gives_all_words),
      TEST(remove_folder))
