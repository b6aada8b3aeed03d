#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/error.h"
#include "core/memory.h"
#include "language/spelling_forms.h"
#include "language/spelling_search.h"
#include "unit/test.h"

enum { MOST = 8 };

static const char dic[] = "9\nhouse/SM\nhouses\nmouse\nThe\ncafé po:noun\nMcDonald\nco-op\nit's\nhorse\nа\n";

struct finder {
	struct tp_index *index;
	struct tp_model *model;
};

static struct finder make(const char *words, const char *aff, const char *language)
{
	struct tp_index *index = tp_index_new(tp_str_of(words), tp_str_of(aff), TP_S(""), NULL, tp_str_of(language));

	return (struct finder){ index, tp_model_new(index, tp_str_of(aff), "dictionaries", tp_str_of(language)) };
}

static void release(struct finder *finder)
{
	tp_model_free(finder->model);
	tp_index_free(finder->index);
}

static size_t search(const struct finder *finder, const char *word, struct tp_candidate *p, size_t *n)
{
	struct tp_candidate other[MOST];
	struct tp_candidates words = { p, 0, MOST }, forms = { other, 0, MOST };
	uint8_t letters[TP_INDEX_LONGEST];
	size_t length;

	EXPECT(tp_index_read(finder->index, tp_str_of(word), letters, &length));
	size_t steps = tp_search(finder->index, finder->model, letters, length, &words, &forms, &forms);
	*n = words.n;
	return steps;
}

/* The likeliest word is this one. */
static void means(const struct finder *finder, const char *word, const char *meant)
{
	struct tp_candidate p[MOST];
	struct tp_buf text = TP_BUF_INIT;
	size_t n;

	search(finder, word, p, &n);
	EXPECT(n > 0);
	tp_index_spell(finder->index, p[0].letters, p[0].split ? p[0].split : p[0].n, &text);
	if (p[0].split) {
		tp_buf_add_char(&text, ' ');
		tp_index_spell(finder->index, p[0].letters + p[0].split, (size_t)p[0].n - p[0].split, &text);
	}
	STR(tp_buf_str(&text), meant);
	for (size_t i = 1; i < n; i++)
		EXPECT(p[i - 1].total <= p[i].total);
	tp_buf_release(&text);
}

static uint32_t node_of(const struct tp_index *index, const char *word)
{
	uint8_t letters[TP_INDEX_LONGEST];
	uint32_t node = 0;
	size_t n;

	EXPECT(tp_index_read(index, tp_str_of(word), letters, &n));
	for (size_t i = 0; i < n; i++) {
		node = tp_index_child(index, node, letters[i]);
		if (!node)
			return 0;
	}
	return index->nodes[node].rarity == TP_INDEX_NO_WORD ? 0 : node;
}

static void indexes_words(void)
{
	struct finder finder = make(dic, "", "en");
	const struct tp_index *index = finder.index;
	uint8_t letters[TP_INDEX_LONGEST];
	size_t n;

	EXPECT(node_of(index, "house") && node_of(index, "HOUSES") && node_of(index, "it’s") && node_of(index, "café"));
	EXPECT(!node_of(index, "hous") && !node_of(index, "9") && !node_of(index, "housesm"));
	EXPECT(index->nodes[node_of(index, "mouse")].is_lower && !index->nodes[node_of(index, "mouse")].is_title);
	EXPECT(!index->nodes[node_of(index, "the")].is_lower && index->nodes[node_of(index, "the")].is_title);
	STR(tp_index_odd(index, node_of(index, "mcdonald")), "McDonald");
	STR(tp_index_odd(index, node_of(index, "mouse")), "");
	n = tp_index_path(index, node_of(index, "horse"), letters);
	struct tp_buf text = TP_BUF_INIT;
	tp_index_spell(index, letters, n, &text);
	STR(tp_buf_str(&text), "horse");
	tp_buf_release(&text);
	EXPECT(!tp_index_read(index, TP_S(""), letters, &n));
	EXPECT(!tp_index_read(index, TP_S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), letters, &n));
	EXPECT(tp_index_read(index, TP_S("h\u00ado\u00e7"), letters, &n));
	EQ(n, 3);
	EXPECT(letters[0] && letters[1] && !letters[2]);
	release(&finder);
}

/* How unlikely the letters are one after the other. */
static unsigned oddness(const struct tp_index *index, const uint8_t *codes, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i <= n; i++)
		sum += tp_index_after(index, i > 1 ? codes[i - 2] : 0, i > 0 ? codes[i - 1] : 0, i < n ? codes[i] : 0);
	return sum;
}

static void knows_which_letters_stand_together(void)
{
	struct finder finder = make(dic, "", "en");
	uint8_t usual[TP_INDEX_LONGEST], odd[TP_INDEX_LONGEST];
	size_t n;

	EXPECT(tp_index_read(finder.index, TP_S("mouses"), usual, &n) &&
	       tp_index_read(finder.index, TP_S("osmues"), odd, &n));
	EXPECT(oddness(finder.index, usual, n) < oddness(finder.index, odd, n));
	release(&finder);
}

static void finds_what_was_meant(void)
{
	struct finder finder = make(dic, "", "xx");

	means(&finder, "huose", "house");
	means(&finder, "hosue", "house");
	means(&finder, "mous", "mouse");
	means(&finder, "horsse", "horse");
	means(&finder, "hhouse", "house");
	means(&finder, "cafe", "café");
	means(&finder, "coop", "co-op");
	means(&finder, "its", "it's");
	means(&finder, "teh", "the");
	means(&finder, "themouse", "the mouse");
	means(&finder, "hhuose", "house");
	release(&finder);
}

/* The form is among what the word may be meant for. */
static bool may_be(const struct finder *finder, const char *word, const char *form)
{
	struct tp_candidate p[MOST], other[MOST];
	struct tp_candidates words = { p, 0, MOST }, forms = { other, 0, MOST };
	struct tp_buf text = TP_BUF_INIT;
	uint8_t letters[TP_INDEX_LONGEST];
	size_t length;

	EXPECT(tp_index_read(finder->index, tp_str_of(word), letters, &length));
	tp_search(finder->index, finder->model, letters, length, &words, &forms, &forms);
	bool found = false;
	for (size_t i = 0; i < forms.n; i++) {
		tp_buf_clear(&text);
		tp_index_spell(finder->index, forms.p[i].letters, forms.p[i].n, &text);
		found |= tp_str_is(tp_buf_str(&text), form);
	}
	tp_buf_release(&text);
	return found;
}

static void joins_what_can_be_joined(void)
{
	struct finder finder = make(dic, "", "en");

	EXPECT(may_be(&finder, "housemouse", "house-mouse"));
	EXPECT(!may_be(&finder, "housemouss", "house-mouss"));
	EXPECT(may_be(&finder, "ithouse", "it'house") && may_be(&finder, "mouseme", "mouse'me"));
	EXPECT(!may_be(&finder, "mousehous", "mouse'hous"));
	release(&finder);
}

static void reads_the_aff(void)
{
	struct finder finder = make("2\nphone\nbone\nkone\nof\n", "SET UTF-8\nREP 1\nREP f ph\n", "xx");

	means(&finder, "fone", "phone");
	release(&finder);
	finder = make("3\nbad\nbid\niraq\n", "MAP 1\nMAP qi\n", "xx");
	means(&finder, "bqd", "bid");
	release(&finder);
	finder = make("3\nbad\nbid\niraq\n", "KEY qi|xy\n", "xx");
	means(&finder, "bqd", "bid");
	release(&finder);
	finder = make("3\nbad\nbid\niraq\n", "KEY\nMAP\nREP x\nREP  a  b \n\nKEY |||\nMAP (a)(b\n", "xx");
	means(&finder, "bod", "bad");
	release(&finder);
}

/* However many rules an .aff has, few are tried. */
static void bounds_its_rules(void)
{
	struct tp_buf aff = TP_BUF_INIT;

	for (unsigned i = 0; i < 100000; i++)
		tp_buf_add_z(&aff, "REP u ou\nMAP uo\n");
	struct finder finder = make(dic, aff.p, "xx");
	EXPECT(finder.model->n_rules <= 1 << 14);
	means(&finder, "huse", "house");
	release(&finder);
	tp_buf_release(&aff);
}

static bool may_have(const struct finder *finder, const char *word)
{
	uint8_t letters[TP_INDEX_LONGEST];
	size_t n;

	EXPECT(tp_index_read(finder->index, tp_str_of(word), letters, &n));
	return tp_forms_may_have(finder->index, letters, n);
}

/* Forms with affixes are in the tree where they are not very many, compounds never are. */
static void tells_what_may_be_a_form(void)
{
	static const char aff[] = "FLAG long\nCOMPOUNDBEGIN Bb\nCOMPOUNDEND Ee\nSFX Ss Y 1\nSFX Ss y ies y\n";
	struct finder finder = make("6\nhouse/Bb\nboat/BbEe\nlong\nferry/EeSs\nco-op\nit's\n", aff, "xx");

	EXPECT(may_have(&finder, "house") && may_have(&finder, "ferries") && !may_have(&finder, "boaties"));
	EXPECT(may_have(&finder, "houseboat") && may_have(&finder, "houseboatferry") &&
	       !may_have(&finder, "longboat") && !may_have(&finder, "houselong") && !may_have(&finder, "houseboats"));
	EXPECT(may_have(&finder, "house's") && may_have(&finder, "l'house") && !may_have(&finder, "hou'se"));
	release(&finder);
}

static void add_affixes(struct tp_buf *aff, const char *kind, size_t n)
{
	tp_buf_format(aff, "%s A Y %zu\n", kind, n);
	for (size_t i = 0; i < n; i++)
		tp_buf_format(aff, "%s A 0 %c%c%c .\n", kind, (char)('a' + i % 26), (char)('a' + i / 26 % 26),
			      (char)('a' + i / 26 / 26 % 26));
}

/* Prefixes and suffixes of one flag, whose forms are their product; and a condition that would take long to test. */
static void bounds_the_forms(void)
{
	struct tp_buf aff = TP_BUF_INIT;

	add_affixes(&aff, "SFX", 600);
	add_affixes(&aff, "PFX", 600);
	struct finder finder = make("2\nhouse/A\nabc\n", aff.p, "xx");
	EXPECT(node_of(finder.index, "house") && !node_of(finder.index, "houseaaa"));
	EXPECT(may_have(&finder, "houseaaa") && may_have(&finder, "aaahouse") && may_have(&finder, "aaahousebba"));
	EXPECT(!may_have(&finder, "housaaa") && !may_have(&finder, "houseaa") && !may_have(&finder, "aahouse"));
	release(&finder);
	tp_buf_clear(&aff);
	tp_buf_add_z(&aff, "SFX A Y 2\nSFX A 0 s .\nSFX A 0 t [");
	for (size_t i = 0; i < 100000; i++)
		tp_buf_add_char(&aff, 'e');
	tp_buf_add_z(&aff, "]\n");
	finder = make("2\nhouse/A\nabc\n", aff.p, "xx");
	EXPECT(node_of(finder.index, "houses") && !node_of(finder.index, "houset"));
	release(&finder);
	tp_buf_release(&aff);
}

static void indexes_forms(void)
{
	static const char aff[] = "FLAG long\nPFX Un Y 1\nPFX Un 0 un .\nSFX Pl Y 2\nSFX Pl y ies [^aeiou]y\n"
				  "SFX Pl 0 s [aeiou]y\nSFX Ps N 1\nSFX Ps 0 's .\nSFX Ed Y 1\nSFX Ed 0 ed/Xx [^e]\n";
	struct finder finder = make("4\ndunes\ncity/PlPs\nboy/Pl\nlock/UnEd po:verb\nfry/Ed\n", aff, "xx");
	const struct tp_index *index = finder.index;

	EXPECT(node_of(index, "cities") && node_of(index, "boys") && node_of(index, "locked"));
	EXPECT(node_of(index, "unlock") && node_of(index, "unlocked") && node_of(index, "fryed"));
	EXPECT(!node_of(index, "citys") && !node_of(index, "boies") && !node_of(index, "city's") &&
	       !node_of(index, "unfry"));
	EXPECT(index->nodes[node_of(index, "city")].rarity < index->nodes[node_of(index, "cities")].rarity);
	release(&finder);
	finder = make("1\nses\ncity/1\nboy/2\nbed/9\n", "AF 1\nAF A\nAF 1\nSFX A Y 1\nSFX A y ies y\n", "xx");
	EXPECT(node_of(finder.index, "cities") && node_of(finder.index, "boy") && node_of(finder.index, "bed"));
	release(&finder);
	finder =
	    make("1\nses\ncity/12,3\n", "FLAG num\nSFX 12 Y 1\nSFX 12 y ies [y\nSFX 3 Y 1\nSFX 3 0 x ]]]\nSFX\n", "xx");
	EXPECT(node_of(finder.index, "cities") && !node_of(finder.index, "cityx"));
	release(&finder);
}

static void finds_the_same(const struct finder *finder, const struct finder *other, const char *word)
{
	struct tp_candidate p[MOST], q[MOST];
	size_t n, m;

	search(finder, word, p, &n);
	search(other, word, q, &m);
	EQ(n, m);
	for (size_t i = 0; i < n; i++)
		EXPECT(p[i].node == q[i].node && p[i].total == q[i].total && p[i].n == q[i].n &&
		       memcmp(p[i].letters, q[i].letters, p[i].n) == 0);
}

/* Some bytes of the file changed, and some shorter files. */
static void is_refused_where_damaged(const char *path, uint64_t key)
{
	enum { STEP = 1009 };
	struct tp_file file;
	struct tp_error err;
	struct tp_buf damaged = TP_BUF_INIT;

	OK(tp_file_read(&file, path, 0, &err), err);
	for (size_t i = 0; i < file.bytes.n; i += i < 512 ? 1 : STEP) {
		tp_buf_clear(&damaged);
		tp_buf_add_str(&damaged, file.bytes);
		damaged.p[i] = (char)(damaged.p[i] ^ 0x40);
		OK(tp_file_replace_own(path, tp_buf_str(&damaged), &err), err);
		EXPECT(!tp_index_open(path, key));
		damaged.p[i] = file.bytes.p[i];
		damaged.n = i;
		OK(tp_file_replace_own(path, tp_buf_str(&damaged), &err), err);
		EXPECT(!tp_index_open(path, key));
	}
	tp_buf_release(&damaged);
	tp_file_release(&file);
}

static void is_kept_in_a_file(void)
{
	static const char aff[] = "PFX U Y 1\nPFX U 0 un .\nSFX P Y 1\nSFX P y ies y\nCOMPOUNDFLAG C\n";
	char folder[] = "/tmp/tprep-index-XXXXXX", path[64];
	struct finder finder = make(dic, aff, "tr");
	struct tp_error err;

	EXPECT(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/file", folder);
	EXPECT(!tp_index_open(path, 5));
	OK(tp_index_save(finder.index, path, 5, &err), err);
	EXPECT(!tp_index_open(path, 6));
	struct finder other = { tp_index_open(path, 5), finder.model };
	EXPECT(other.index);
	EXPECT(other.index->dotless && other.index->n_nodes == finder.index->n_nodes && may_have(&other, "houses"));
	STR(tp_index_odd(other.index, node_of(other.index, "mcdonald")), "McDonald");
	finds_the_same(&finder, &other, "huose");
	finds_the_same(&finder, &other, "mcdonlad");
	tp_index_free(other.index);
	is_refused_where_damaged(path, 5);
	unlink(path);
	rmdir(folder);
	release(&finder);
}

static void bears_odd_dictionaries(void)
{
	struct finder finder = make("", "", "xx");
	struct tp_candidate p[MOST];
	size_t n;

	search(&finder, "word", p, &n);
	EQ(n, 0);
	release(&finder);
	finder = make("/\n//\n\t\n \n/x\na\n-\n'\n--''\n\xff\xfe/\n", "", "xx");
	search(&finder, "word", p, &n);
	search(&finder, "a\xff", p, &n);
	release(&finder);
}

static void the_dotless_i_is_a_letter_of_turkish(void)
{
	struct finder finder = make("2\nısı\nisi\n", "", "tr");

	EXPECT(node_of(finder.index, "ISI") == node_of(finder.index, "ısı"));
	EXPECT(node_of(finder.index, "İSİ") == node_of(finder.index, "isi"));
	release(&finder);
}

/* However odd a word is, there is an end. */
static void bounds_its_work(void)
{
	static const char *const words[] = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
					     "eseseseseseseseseseseseseseseseseseseses",
					     "internationalizationinternationalization",
					     "qxzjqxzjqxzjqxzjqxzjqxzjqxzjqxzjqxzjqxzj" };
	struct tp_buf all = TP_BUF_INIT;
	struct tp_candidate p[MOST];
	size_t n;

	for (unsigned i = 0; i < 50000; i++) {
		for (unsigned k = i * 2654435761u, letters = 4 + i % 9; letters; letters--, k = k * 1103515245u + 12345)
			tp_buf_add_char(&all, "etaoinshrdlucmfwypvbgkqjxz"[k >> 27 < 26 ? k >> 27 : 0]);
		tp_buf_add_char(&all, '\n');
	}
	struct finder finder = make(all.p, "", "en");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		EXPECT(search(&finder, words[i], p, &n) < 40 * 1000);
	release(&finder);
	tp_buf_release(&all);
}

TESTS(TEST(indexes_words), TEST(knows_which_letters_stand_together), TEST(finds_what_was_meant),
      TEST(joins_what_can_be_joined), TEST(reads_the_aff), TEST(bounds_its_rules), TEST(tells_what_may_be_a_form),
      TEST(is_kept_in_a_file), TEST(bounds_the_forms), TEST(indexes_forms), TEST(bears_odd_dictionaries),
      TEST(the_dotless_i_is_a_letter_of_turkish), TEST(bounds_its_work))
