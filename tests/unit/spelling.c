#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/memory.h"
#include "language/shape.h"
#include "language/spelling.h"
#include "unit/test.h"

static char folder[] = "/tmp/tprep-spelling-XXXXXX";

static void write_file(const char *name, const char *bytes)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");
	EXPECT(file && fputs(bytes, file) >= 0 && fclose(file) == 0);
}

static void write_dictionary(const char *name, const char *aff, const char *dic)
{
	char file[64];

	snprintf(file, sizeof file, "%s.aff", name);
	write_file(file, aff);
	snprintf(file, sizeof file, "%s.dic", name);
	write_file(file, dic);
}

static void remove_dictionary(const char *name)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s.aff", folder, name);
	unlink(path);
	snprintf(path, sizeof path, "%s/%s.dic", folder, name);
	unlink(path);
}

static void make_folder(void)
{
	EXPECT(mkdtemp(folder));
	write_dictionary("la_X", "SET ISO8859-1\nTRY aeiou\n", "3\nna\xefve\ncaf\xe9\nplain\n");
	write_dictionary("cy_X", "SET microsoft-cp1251\n", "2\n\xec\xe8\xf0\n\xe4\xee\xec\n");
	write_dictionary("bo_M", "\xef\xbb\xbfSET UTF-8\n",
			 "\xef\xbb\xbf"
			 "2\nwörter\nl’eau\n");
	write_dictionary("de_Y", "SET UTF-8\n", "2\nhaus\nc'est\n");
	write_dictionary("de_X", "SET UTF-8\n", "1\nbaum\n");
	write_dictionary("em_Y", "SET UTF-8\n", "");
	write_dictionary("bad_E", "SET no-such-encoding\n", "1\nx\n");
	/* Forms of forms: "bon", "bonit", "bonita". */
	write_dictionary("es_X", "SET UTF-8\nSFX A N 1\nSFX A 0 it/B .\nSFX B N 1\nSFX B 0 a .\n",
			 "2\nbon/A\nBonita\n");
	write_dictionary("tr_X", "SET UTF-8\nLANG tr_TR\n", "2\nİzmirli\nısırgan\n");
	write_dictionary("nf_D", "SET UTF-8\n", "2\ncafe\u0301\nn\u200cm\n");
}

static void remove_folder(void)
{
	static const char *const names[] = { "la_X", "cy_X",  "bo_M", "de_Y", "de_X",
					     "em_Y", "bad_E", "es_X", "tr_X", "nf_D" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		remove_dictionary(names[i]);
	EXPECT(rmdir(folder) == 0);
}

static struct tp_spelling *load(const char *dictionaries, const char *language)
{
	struct tp_error err = { TP_E_NONE, 0, "", "", "" };
	struct tp_spelling *spelling =
	    tp_spelling_new(dictionaries, language, folder, "dictionaries", true, NULL, NULL, &err);

	OK(spelling, err);
	return spelling;
}

static bool knows(const struct tp_spelling *spelling, const char *word)
{
	return tp_spelling_knows(spelling, tp_str_of(word));
}

static void refuse(const char *dictionaries, const char *language, enum tp_error_code code, const char *named)
{
	struct tp_error err = { TP_E_NONE, 0, "", "", "" };

	EXPECT(!tp_spelling_new(dictionaries, language, folder, "dictionaries", true, NULL, NULL, &err));
	EQ(err.code, code);
	EXPECT(strstr(err.message, named) || strstr(err.file, named));
}

static void finds_dictionaries(void)
{
	char path[64];
	struct tp_spelling *spelling = load(NULL, "en");

	EXPECT(knows(spelling, "house") && !knows(spelling, "haus"));
	tp_spelling_free(spelling);
	spelling = load(NULL, "de-Y");
	EXPECT(knows(spelling, "haus") && !knows(spelling, "baum"));
	tp_spelling_free(spelling);
	spelling = load(NULL, "bo-Latn-XX");
	EXPECT(knows(spelling, "wörter"));
	tp_spelling_free(spelling);
	snprintf(path, sizeof path, "%s/de_X.dic", folder);
	spelling = load(path, NULL);
	EXPECT(knows(spelling, "baum"));
	tp_spelling_free(spelling);
	spelling = load(" de_X , de_Y", NULL);
	EXPECT(knows(spelling, "baum") && knows(spelling, "haus"));
	tp_spelling_free(spelling);
	tp_spelling_free(NULL);
}

static void says_what_is_missing(void)
{
	refuse("en_US,xx_YY", NULL, TP_E_USAGE, "xx_YY");
	refuse("./nowhere", NULL, TP_E_USAGE, "./nowhere");
	refuse("", NULL, TP_E_USAGE, "/usr/share/hunspell");
	refuse(NULL, "tlh", TP_E_USAGE, "tlh");
	refuse(NULL, "../de", TP_E_USAGE, "../de");
	refuse("em_Y", NULL, TP_E_SYNTAX, "em_Y.dic");
	refuse("bad_E", NULL, TP_E_ENCODING, "bad_E.dic");
	EXPECT(!tp_spelling_new("xx_YY", NULL, NULL, "dictionaries", true, NULL, NULL, NULL));
}

static void reads_eight_bit_dictionaries(void)
{
	struct tp_spelling *spelling = load("la_X,cy_X", NULL);
	struct tp_arena *arena = tp_arena_new();
	size_t n;

	EXPECT(knows(spelling, "naïve") && knows(spelling, "nai\u0308ve") && knows(spelling, "café"));
	EXPECT(!knows(spelling, "caf\xe9") && !knows(spelling, "cafę"));
	EXPECT(knows(spelling, "мир") && !knows(spelling, "мура"));
	struct tp_str *fixes = tp_spelling_suggest(spelling, tp_str_of("cafè"), 5, arena, &n, NULL);
	EQ(n, 1);
	STR(fixes[0], "café");
	fixes = tp_spelling_suggest(spelling, tp_str_of("дум"), 5, arena, &n, NULL);
	EXPECT(n > 0);
	STR(fixes[0], "дом");
	tp_arena_free(arena);
	tp_spelling_free(spelling);
}

static void ignores_marks_that_change_no_word(void)
{
	struct tp_spelling *spelling = load("bo_M,nf_D", NULL);

	EXPECT(knows(spelling, "wörter") && knows(spelling, "wo\u0308rter"));
	EXPECT(knows(spelling, "wör\u00adter") && knows(spelling, "wör\u200bter"));
	EXPECT(knows(spelling, "l’eau") && knows(spelling, "l'eau") && knows(spelling, "lʼeau"));
	EXPECT(knows(spelling, "café"));
	EXPECT(knows(spelling, "n\u200cm") && knows(spelling, "wör\u200dter"));
	tp_spelling_free(spelling);
	spelling = load("en_US", NULL);
	EXPECT(knows(spelling, "don’t") && knows(spelling, "don't") && knows(spelling, "o\ufb03ce"));
	EXPECT(!knows(spelling, "") && !knows(spelling, "\u00ad") && !tp_spelling_knows(spelling, TP_S("a\0b")));
	tp_spelling_free(spelling);
}

static void asks_the_dictionary_of_the_script(void)
{
	struct tp_spelling *spelling = load("cy_X", NULL);

	EXPECT(tp_spelling_judges(spelling, TP_S("миру")));
	EXPECT(!tp_spelling_judges(spelling, TP_S("world")) && !tp_spelling_judges(spelling, TP_S("2024")));
	EXPECT(knows(spelling, "12"));
	tp_spelling_free(spelling);
	spelling = load("en_US", NULL);
	EXPECT(tp_spelling_judges(spelling, TP_S("world")) && !tp_spelling_judges(spelling, TP_S("мир")));
	tp_spelling_free(spelling);
}

static void leaves_long_words_alone(void)
{
	struct tp_spelling *spelling = load("en_US", NULL);
	struct tp_arena *arena = tp_arena_new();
	struct tp_buf word = TP_BUF_INIT;
	size_t n;

	while (word.n < 60)
		tp_buf_add_z(&word, "ab");
	EXPECT(tp_spelling_judges(spelling, tp_buf_str(&word)) && !tp_spelling_knows(spelling, tp_buf_str(&word)));
	tp_spelling_suggest(spelling, tp_buf_str(&word), 5, arena, &n, NULL);
	EQ(n, 0);
	while (word.n < 1000)
		tp_buf_add_z(&word, "ab");
	EXPECT(!tp_spelling_judges(spelling, tp_buf_str(&word)) && !tp_spelling_knows(spelling, tp_buf_str(&word)));
	EXPECT(tp_spelling_distance(TP_S("ab"), tp_buf_str(&word)) > 80000);
	tp_buf_release(&word);
	tp_arena_free(arena);
	tp_spelling_free(spelling);
}

static void puts_the_right_word_first(void)
{
	static const char *const pairs[][2] = {
		{ "capabibilities", "capabilities" },
		{ "bilaterial", "bilateral" },
		{ "teh", "the" },
		{ "Goverment", "Government" },
		{ "recieve", "receive" },
		{ "DEFINATELY", "DEFINITELY" },
		{ "dont", "don't" },
		{ "occured", "occurred" },
		{ "theguys", "the guys" },
		{ "rememer", "remember" },
		{ "untill", "until" },
		{ "wedensday", "Wednesday" },
		{ "shouldn’tt", "shouldn’t" },
		{ "adress", "address" },
		{ "england", "England" },
	};
	struct tp_spelling *spelling = load("en_US", NULL);
	struct tp_arena *arena = tp_arena_new();

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		size_t n;
		struct tp_str *fixes = tp_spelling_suggest(spelling, tp_str_of(pairs[i][0]), 3, arena, &n, NULL);

		EXPECT(n > 0 && n <= 3);
		STR(fixes[0], pairs[i][1]);
	}
	tp_arena_free(arena);
	tp_spelling_free(spelling);
}

static void suggests(const struct tp_spelling *spelling, const char *word, const char *first, size_t number)
{
	struct tp_arena *arena = tp_arena_new();
	size_t n;
	struct tp_str *fixes = tp_spelling_suggest(spelling, tp_str_of(word), 9, arena, &n, NULL);

	EQ(n, number);
	STR(n ? fixes[0] : TP_S(""), first);
	tp_arena_free(arena);
}

/* A dictionary without an .aff is added to the one before it, whose rules its words follow. */
static void adds_words_to_a_dictionary(void)
{
	char path[64];

	write_file("med_X.dic", "2\nglutamat/A\nnitrit");
	refuse("med_X,es_X", NULL, TP_E_USAGE, "med_X");
	struct tp_spelling *spelling = load("es_X,med_X", NULL);
	EXPECT(knows(spelling, "bonit") && knows(spelling, "glutamatit") && knows(spelling, "nitrit"));
	suggests(spelling, "nitrti", "nitrit", 1);
	EXPECT(!tp_spelling_path(spelling, 1));
	tp_spelling_free(spelling);
	snprintf(path, sizeof path, "%s/med_X.dic", folder);
	unlink(path);
	refuse("es_X,med_X", NULL, TP_E_USAGE, "med_X");
}

/* "Bonita" is a name that the dictionary lists, and "bonita" a word that it only derives. */
static void leaves_small_letters(void)
{
	struct tp_spelling *spelling = load("es_X", NULL);

	suggests(spelling, "bonnita", "bonita", 2);
	suggests(spelling, "Bonnita", "Bonita", 2);
	tp_spelling_free(spelling);
}

static void knows_the_capitals_of_turkish(void)
{
	struct tp_spelling *spelling = load("tr_X", NULL);

	suggests(spelling, "İzmrili", "İzmirli", 1);
	suggests(spelling, "izmrili", "İzmirli", 1);
	suggests(spelling, "izmirli", "İzmirli", 1);
	suggests(spelling, "Isıgran", "Isırgan", 1);
	tp_spelling_free(spelling);
	spelling = load("en_US,tr_X", NULL);
	suggests(spelling, "İzmrili", "İzmirli", 1);
	suggests(spelling, "Interesst", "Interest", 5);
	tp_spelling_free(spelling);
}

static void suggests_as_many_in_small_letters(void)
{
	struct tp_spelling *spelling = load("en_US", NULL);

	suggests(spelling, "recieve", "receive", 5);
	suggests(spelling, "Recieve", "Receive", 5);
	tp_spelling_free(spelling);
}

static void suggests_words_that_were_added(void)
{
	struct tp_spelling *spelling = load("en_US", NULL);

	suggests(spelling, "zorblaxni", "", 0);
	tp_spelling_add(spelling, TP_S("zorblaxin"));
	suggests(spelling, "zorblaxni", "zorblaxin", 1);
	tp_spelling_free(spelling);
}

/* Many words at once are asked for as each of them is, and what a caller found to be fine is not doubted again. */
static void doubts_what_is_not_known(void)
{
	struct tp_spelling *spelling = load("en_US", NULL);
	struct tp_str text = TP_S(
			  "The goverment of Zorvath's incomprehensibilities met cafés, 1st internationalizashun a"),
		      word;
	struct tp_spans words = { NULL, 0, 0 };
	struct tp_indexes doubts = { NULL, 0, 0 }, again = { NULL, 0, 0 };
	struct tp_hashes hashes = { NULL, 0, 0 };
	size_t next = 0;

	for (struct tp_str rest = text; tp_str_cut(&rest, ' ', &word);)
		*tp_push(&words) = (struct tp_span){ (size_t)(word.p - text.p), (size_t)(word.p - text.p) + word.n };
	tp_spelling_hash(spelling, text, &words, &hashes);
	tp_spelling_doubts(spelling, "en", text, &words, &hashes, &doubts);
	for (size_t i = 0; i < words.n; i++) {
		bool doubted = next < doubts.n && doubts.p[next] == i;

		EXPECT(doubted == !tp_spelling_knows(spelling, tp_str_at(text, words.p[i])));
		next += doubted;
	}
	EXPECT(doubts.n > 2 && next == doubts.n);
	tp_spelling_keep(spelling, "en", tp_str_at(text, words.p[doubts.p[0]]), true);
	tp_spelling_keep(spelling, "en", tp_str_at(text, words.p[doubts.p[1]]), false);
	tp_spelling_doubts(spelling, "en", text, &words, &hashes, &again);
	EXPECT(again.n == doubts.n - 1 && again.p[0] == doubts.p[1]);
	free(doubts.p);
	free(again.p);
	free(hashes.p);
	tp_spans_release(&words);
	tp_spelling_free(spelling);
}

/* What was found out before a word was added does not count any more, even if it comes late. */
static void keeps_no_verdict_of_old(void)
{
	struct tp_spelling *spelling = load("en_US", NULL);

	tp_spelling_add(spelling, TP_S("zorblaxin"));
	tp_spelling_keep(spelling, "en", TP_S("Zorblaxin"), false);
	tp_spelling_keep(spelling, "en", TP_S("zorblaxni"), false);
	EXPECT(tp_spelling_recall(spelling, "en", TP_S("Zorblaxin")) == TP_NOT_ASKED);
	EXPECT(tp_spelling_recall(spelling, "en", TP_S("zorblaxni")) == TP_UNKNOWN);
	tp_spelling_free(spelling);
}

static void suggests_nothing_for_no_word(void)
{
	struct tp_spelling *spelling = load("en_US", NULL);
	struct tp_arena *arena = tp_arena_new();
	size_t n;

	tp_spelling_suggest(spelling, TP_S("мирх"), 5, arena, &n, NULL);
	EQ(n, 0);
	tp_spelling_suggest(spelling, TP_S(""), 5, arena, &n, NULL);
	EQ(n, 0);
	tp_arena_free(arena);
	tp_spelling_free(spelling);
}

static void knows_how_often_words_are_used(void)
{
	struct tp_spelling *spelling = load("en_US,cy_X", NULL);

	EXPECT(tp_spelling_frequency(spelling, TP_S("the")) > tp_spelling_frequency(spelling, TP_S("house")));
	EXPECT(tp_spelling_frequency(spelling, TP_S("house")) > tp_spelling_frequency(spelling, TP_S("houses")));
	EQ(tp_spelling_frequency(spelling, TP_S("House")), tp_spelling_frequency(spelling, TP_S("house")));
	EQ(tp_spelling_frequency(spelling, TP_S("don’t")), tp_spelling_frequency(spelling, TP_S("don't")));
	EXPECT(tp_spelling_frequency(spelling, TP_S("don't")) > 0);
	EQ(tp_spelling_frequency(spelling, TP_S("zorblaxian")), 0);
	EQ(tp_spelling_frequency(spelling, TP_S("мир")), 0);
	EQ(tp_spelling_frequency(spelling, TP_S("")), 0);
	tp_spelling_free(spelling);
}

static bool is_nearer(const char *word, const char *near, const char *far)
{
	return tp_spelling_distance(tp_str_of(word), tp_str_of(near)) <
	       tp_spelling_distance(tp_str_of(word), tp_str_of(far));
}

static void weighs_edits(void)
{
	EQ(tp_spelling_distance(TP_S("word"), TP_S("word")), 0);
	EQ(tp_spelling_distance(TP_S("daß"), TP_S("dass")), 0);
	EQ(tp_spelling_distance(TP_S("don't"), TP_S("don’t")), 0);
	EXPECT(is_nearer("hte", "the", "hate"));
	EXPECT(is_nearer("cafe", "café", "cage"));
	EXPECT(is_nearer("capabibilities", "capabilities", "compatibilities"));
	EXPECT(is_nearer("stoped", "stopped", "stooped"));
	EXPECT(is_nearer("butterfy", "butterfly", "buttery"));
	EXPECT(is_nearer("seperate", "separate", "sepercte"));
	EXPECT(is_nearer("qord", "word", "lord"));
	EXPECT(is_nearer("word", "sord", "word x"));
	EXPECT(is_nearer("catagory", "category", "catfgory"));
	EXPECT(is_nearer("akount", "acount", "atount"));
	EXPECT(is_nearer("tracks", "tracks", "track's"));
	EXPECT(is_nearer("dont", "don't", "dont's"));
	EXPECT(is_nearer("al-ot", "alot", "a lot x"));
	EXPECT(is_nearer("it's", "its", "sits"));
	EXPECT(is_nearer("paris", "Paris", "parish"));
	EXPECT(is_nearer("jane", "Jane", "kame"));
}

static void *ask_often(void *arg)
{
	const struct tp_spelling *spelling = arg;
	size_t right = 0;

	for (int i = 0; i < 2000; i++)
		right += knows(spelling, i % 2 ? "house" : "houze") == (i % 2 == 1);
	return (void *)(uintptr_t)right;
}

static void answers_threads(void)
{
	struct tp_spelling *spelling = load("en_US", NULL);
	pthread_t threads[4];

	for (size_t i = 0; i < 4; i++)
		EQ(pthread_create(&threads[i], NULL, ask_often, spelling), 0);
	for (size_t i = 0; i < 4; i++) {
		void *right;

		EQ(pthread_join(threads[i], &right), 0);
		EQ((uintptr_t)right, 2000);
	}
	tp_spelling_free(spelling);
}

static void sees_shapes(void)
{
	EXPECT(tp_shape_is_acronym(TP_S("KRG")) && tp_shape_is_acronym(TP_S("NGOs")));
	EXPECT(!tp_shape_is_acronym(TP_S("A")) && !tp_shape_is_acronym(TP_S("Ab")) &&
	       !tp_shape_is_acronym(TP_S("ABc")));
	EXPECT(tp_shape_of(TP_S("iPhone")).inner && !tp_shape_of(TP_S("iPhone")).title);
	EXPECT(tp_shape_of(TP_S("McDonald")).inner && !tp_shape_of(TP_S("USA")).inner);
	EXPECT(tp_shape_of(TP_S("5th")).digits && tp_shape_of(TP_S("U.S")).periods);
}

static struct tp_str cut(const char *text, struct tp_span (*how)(struct tp_str, struct tp_span))
{
	struct tp_str s = tp_str_of(text);

	return tp_str_at(s, how(s, (struct tp_span){ 0, s.n }));
}

static void takes_words_apart(void)
{
	STR(cut("Irbil's", tp_word_without_possessive), "Irbil");
	STR(cut("Irbil’s", tp_word_without_possessive), "Irbil");
	STR(cut("'s", tp_word_without_possessive), "'s");
	STR(cut("gas", tp_word_without_possessive), "gas");
	STR(cut("s", tp_word_without_possessive), "s");
	STR(cut("l’eau", tp_word_without_elision), "eau");
	STR(cut("lorsqu'il", tp_word_without_elision), "il");
	STR(cut("don't", tp_word_without_elision), "don't");
	STR(cut("l'", tp_word_without_elision), "l'");
	struct tp_str text = TP_S("a vis-à-vis b");
	STR(tp_str_at(text, tp_word_compound(text, (struct tp_span){ 2, 5 })), "vis-à-vis");
	EXPECT(tp_word_joined_after(text, (struct tp_span){ 2, 5 }));
	EXPECT(!tp_word_joined_before(text, (struct tp_span){ 2, 5 }));
	EXPECT(tp_word_joined_before(text, (struct tp_span){ 9, 12 }));
	EXPECT(tp_word_is_prefix(TP_S("Anti")) && !tp_word_is_prefix(TP_S("house")));
	EXPECT(tp_word_is_particle(TP_S("al")) && !tp_word_is_particle(TP_S("the")));
}

static bool starts(const char *before)
{
	return tp_word_starts_sentence(tp_str_of(before), strlen(before));
}

static void sees_where_sentences_start(void)
{
	EXPECT(starts("") && starts("\"") && starts("It ended. ") && starts("Who? ") && starts("x\n"));
	EXPECT(starts("He said, \"") && starts("He said (") && starts("in 2014. ") && starts("(It ended.) \""));
	EXPECT(!starts("the ") && !starts("Gen. ") && !starts("U.S. ") && !starts("players' ") && !starts("x-"));
	EXPECT(starts("                    "));
}

TESTS(TEST(make_folder), TEST(finds_dictionaries), TEST(says_what_is_missing), TEST(reads_eight_bit_dictionaries),
      TEST(ignores_marks_that_change_no_word), TEST(adds_words_to_a_dictionary),
      TEST(asks_the_dictionary_of_the_script), TEST(leaves_long_words_alone), TEST(puts_the_right_word_first),
      TEST(leaves_small_letters), TEST(knows_the_capitals_of_turkish), TEST(suggests_as_many_in_small_letters),
      TEST(suggests_words_that_were_added), TEST(doubts_what_is_not_known), TEST(keeps_no_verdict_of_old),
      TEST(suggests_nothing_for_no_word), TEST(knows_how_often_words_are_used), TEST(weighs_edits),
      TEST(answers_threads), TEST(sees_shapes), TEST(takes_words_apart), TEST(sees_where_sentences_start),
      TEST(remove_folder))
