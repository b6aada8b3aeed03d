/* Names: loading, what a base knows, hits, and changes. */
#include <sys/stat.h>
#include <unistd.h>

#include "core/edit.h"
#include "core/memory.h"
#include "language/names_work.h"
#include "language/names.h"
#include "language/names_fold.h"
#include "language/names_grammar.h"
#include "language/names_terms.h"
#include "language/words.h"
#include "unit/test.h"

#define DESK "tests/files/names/desk.tsv"

static struct tp_error err;

/* A base of these lines. */
static struct tp_names *base_of(const char *lines, const char *language)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof path, "/tmp/tprep-names-%ld.tsv", (long)getpid());
	f = fopen(path, "w");
	if (!f)
		return NULL;
	fputs(lines, f);
	fclose(f);
	err = (struct tp_error){ .line = 0 };
	struct tp_names *names = tp_names_new("dictionaries", path, language, &err);
	remove(path);
	return names;
}

#define HEADER "concept\tlang\tform\tstatus\tmatch\n"

static bool refused(const char *lines, size_t line, enum tp_error_code code)
{
	struct tp_names *names = base_of(lines, "en");

	if (names)
		tp_names_free(names);
	return !names && err.line == line && err.code == code && err.file[0];
}

static void refuses_damaged_bases(void)
{
	EXPECT(refused("", 1, TP_E_SYNTAX));
	EXPECT(refused("# only a comment\n", 1, TP_E_SYNTAX));
	EXPECT(refused("concept\tlang\tform\n", 1, TP_E_SYNTAX));
	EXPECT(refused(HEADER "a\ten\tAa\tliked\t\n", 2, TP_E_SYNTAX));
	EXPECT(refused(HEADER "a\ten\tAa\tpreferred\tnearly\n", 2, TP_E_SYNTAX));
	EXPECT(refused(HEADER "# fine\n\na\ten\t\tpreferred\t\n", 4, TP_E_SYNTAX));
	EXPECT(refused(HEADER "a\ten\n", 2, TP_E_SYNTAX));
	EXPECT(refused(HEADER "a\ten\t--\tpreferred\n", 2, TP_E_SYNTAX));
	EXPECT(refused(HEADER "a\ten\tAa\tpreferred\tfold\tmore\n", 2, TP_E_SYNTAX));
	EXPECT(refused(HEADER "a\ten\tA\xff\tpreferred\tfold\n", 2, TP_E_ENCODING));
	EXPECT(refused(HEADER "a\ten\ta a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a\tpreferred\n",
		       2, TP_E_LIMIT));
	EXPECT(refused("concept\tlang\tform\tstatus\tunless\na\ten\tAa\tpreferred\ttwo words\n", 2, TP_E_SYNTAX));
	EXPECT(refused("concept\tlang\tform\tstatus\tonly\na\ten\tAa\tpreferred\t|\n", 2, TP_E_SYNTAX));
	EXPECT(refused("concept\tlang\tform\tstatus\tfirst\na\ten\tAa\tpreferred\t()\n", 2, TP_E_SYNTAX));
	EXPECT(refused(
	    "a\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\ta\n", 1,
	    TP_E_LIMIT));
}

static void refuses_unknown_styles(void)
{
	err = (struct tp_error){ .line = 0 };
	EXPECT(!tp_names_new("dictionaries", "no-such-style", "en", &err));
	EQ(err.code, TP_E_USAGE);
	EXPECT(!tp_names_new("dictionaries", "no-such-file.tsv", "en", &err));
	EQ(err.code, TP_E_IO);
	EXPECT(!tp_names_new("no-such-folder", "intl", "en", &err));
}

/* A folder of dictionaries with this file refuses or takes a base. */
static bool takes_file(const char *name, const char *lines)
{
	char folder[64], names_folder[80], path[128];
	FILE *f;

	snprintf(folder, sizeof folder, "/tmp/tprep-data-%ld", (long)getpid());
	snprintf(names_folder, sizeof names_folder, "%s/names", folder);
	snprintf(path, sizeof path, "%s/%s", names_folder, name);
	mkdir(folder, 0700);
	mkdir(names_folder, 0700);
	f = fopen(path, "w");
	if (!f)
		return false;
	fputs(lines, f);
	fclose(f);
	err = (struct tp_error){ .line = 0 };
	struct tp_names *names = tp_names_new(folder, DESK, "de", &err);
	bool ok = names != NULL;
	tp_names_free(names);
	remove(path);
	rmdir(names_folder);
	rmdir(folder);
	return ok;
}

static void refuses_damaged_endings(void)
{
	EXPECT(takes_file("endings.txt", ""));
	/* not our language: not read */
	EXPECT(takes_file("endings.txt", "# nothing\n\nru\t(\t0 a\nde\t(?<=w)\t0 s\n"));
	EXPECT(!takes_file("endings.txt", "de\n"));
	EQ(err.line, 1);
	EXPECT(!takes_file("endings.txt", "de\tx\n"));
	EXPECT(!takes_file("endings.txt", "# fine\nde\t(\t0 s\n"));
	EQ(err.line, 2);
	EQ(err.code, TP_E_SYNTAX);
	EXPECT(err.file[0]);
}

static void refuses_damaged_words_before(void)
{
	EXPECT(takes_file("before.txt", ""));
	EXPECT(takes_file("before.txt", "# nothing\n\nru\nde\tany\tcase\t1,31\tvon\nde\town\tsound\t[ab]|c\t-\ta b\n"));
	EXPECT(!takes_file("before.txt", "de\n"));
	EQ(err.line, 1);
	EXPECT(!takes_file("before.txt", "de\tall\tcase\t1\tvon\n"));
	EXPECT(!takes_file("before.txt", "de\tany\twords\t1\tvon\n"));
	EXPECT(takes_file("before.txt", "de\tany\twords\tf:der\t0:\nde\tany\tclass\tf\ta\tb *\n"));
	EXPECT(!takes_file("before.txt", "de\tany\twords\tf:der\tdie\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tplace\tx\tvon\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tcase\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tcase\t1\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tcase\tvon\tvon\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tcase\t1,\tvon\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tcase\t64\tvon\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tcase\t99999999999\tvon\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tsound\t[ab\t-\ta b\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tsound\t[a|e]\t[^a]\ta b\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tsound\t\t-\ta b\n"));
	EXPECT(takes_file("before.txt", "de\tany\tfused\tder\tin ?\nde\tany\tmelted\tl\tal l\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tfused\tder\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tfused\t\tin im\n"));
	EXPECT(!takes_file("before.txt", "de\tany\tmelted\tl\tal\n"));
	char rows[20 * 1100] = "";
	for (size_t i = 0; i < 1100; i++)
		strcat(rows, "de\tany\tcase\t1\tvon\n");
	EXPECT(!takes_file("before.txt", rows));
	EQ(err.code, TP_E_LIMIT);
	EQ(err.line, 1025);
	EXPECT(!takes_file("before.txt", "de\tany\tsound\ta\t-\n"));
	EXPECT(!takes_file("before.txt", "# fine\nde\tany\tsound\ta\t-\ta\n"));
	EQ(err.line, 2);
	EQ(err.code, TP_E_SYNTAX);
	EXPECT(err.file[0]);
}

static void takes_header_in_any_order(void)
{
	struct tp_names *names = base_of("\xef\xbb\xbfnote\tstatus\tform\tlang\tconcept\r\nx\tpreferred\tAab\ten\ta\r\n"
					 "y\tdeprecated\tAba\t\ta\r\n",
					 "en");
	struct tp_name_hits hits = { NULL, 0, 0 };

	OK(names, err);
	tp_names_find(names, TP_S("Aab, Aba"), &(struct tp_spans){ NULL, 0, 0 }, &hits);
	EQ(hits.n, 2);
	EQ(hits.p[0].status, TP_NAME_PREFERRED);
	STR(hits.p[1].form, "Aba");
	STR(hits.p[1].preferred, ""); /* the form is of all languages, the preferred one of English alone */
	free(hits.p);
	tp_names_free(names);
}

static void picks_forms_by_language(void)
{
	static const char lines[] =
	    HEADER "a\tpt\tAab\tpreferred\na\tpt-BR\tAbb\tpreferred\na\tpt-BR\tAcc\tdeprecated\n"
		   "b\tpt-BR\tBbb\tdeprecated\nb\tpt\tBcc\tpreferred\n";
	struct tp_names *names = base_of(lines, "pt-BR");
	struct tp_name_hits hits = { NULL, 0, 0 };

	OK(names, err);
	tp_names_find(names, TP_S("Acc Aab Bbb"), &(struct tp_spans){ NULL, 0, 0 }, &hits);
	EQ(hits.n, 3);
	STR(hits.p[0].preferred, "Abb");
	STR(hits.p[1].preferred, "Abb");
	EQ(hits.p[1].status, TP_NAME_DEPRECATED);
	STR(hits.p[2].preferred, "Bcc");
	hits.n = 0;
	tp_names_free(names);
	names = base_of(lines, "pt");
	OK(names, err);
	tp_names_find(names, TP_S("Acc Aab"), &(struct tp_spans){ NULL, 0, 0 }, &hits);
	EQ(hits.n, 1);
	free(hits.p);
	tp_names_free(names);
}

/* A row of the same concept, language and form replaces the one before. */
static void later_rows_replace(void)
{
	struct tp_names *names = base_of(HEADER "a\ten\tAab\tdeprecated\na\ten\tAab\tadmitted\n", "en");
	struct tp_name_hits hits = { NULL, 0, 0 };

	OK(names, err);
	tp_names_find(names, TP_S("Aab"), &(struct tp_spans){ NULL, 0, 0 }, &hits);
	EQ(hits.n, 1);
	EQ(hits.p[0].status, TP_NAME_ADMITTED);
	free(hits.p);
	tp_names_free(names);
}

static void knows_words_of_forms(void)
{
	struct tp_names *names = tp_names_new("dictionaries", DESK, "en", &err);

	OK(names, err);
	EXPECT(tp_names_knows(names, TP_S("Irbil")));
	EXPECT(tp_names_knows(names, TP_S("Irbil’s")));
	EXPECT(tp_names_knows(names, TP_S("IRBIL")));
	EXPECT(tp_names_knows(names, TP_S("Al-Assad")));
	EXPECT(!tp_names_knows(names, TP_S("irbil")));
	EXPECT(tp_names_knows(names, TP_S("al-Assad")));
	EXPECT(tp_names_knows(names, TP_S("Zor")));
	EXPECT(tp_names_knows(names, TP_S("Da'esh")));
	EXPECT(!tp_names_knows(names, TP_S("Irbill")));
	EXPECT(!tp_names_knows(names, TP_S("al-Nobody")));
	EXPECT(!tp_names_knows(names, TP_S("q'nobody")));
	EXPECT(!tp_names_knows(names, TP_S("--")));
	tp_names_free(names);
	tp_names_free(NULL);
}

static struct tp_name_changes changes_of(struct tp_names *names, const char *text, struct tp_arena *arena)
{
	const struct tp_naming how = { .quotes = TP_QUOTES_KEEP };
	struct tp_name_changes changes = { NULL, 0, 0 };
	struct tp_spans skip = { NULL, 0, 0 };

	tp_skip_map(tp_str_of(text), &skip);
	tp_names_changes(names, tp_str_of(text), &skip, &how, arena, &changes);
	tp_spans_release(&skip);
	return changes;
}

static void tells_what_becomes_of_each_hit(void)
{
	struct tp_names *names = tp_names_new("dictionaries", DESK, "en", &err);
	struct tp_arena *arena = tp_arena_new();
	struct tp_name_changes c;

	OK(names, err);
	c = changes_of(names, "Daesh, IS, \"Kiev\", Kyiv (Kiev), irbil's, an ISIS-led", arena);
	EQ(c.n, 7);
	EQ(c.p[0].fate, TP_NAME_RIGHT);
	EQ(c.p[1].fate, TP_NAME_FOUND);
	EQ(c.p[2].fate, TP_NAME_QUOTED);
	EQ(c.p[3].fate, TP_NAME_CHANGED);
	STR(c.p[3].edit.with, "Kyiv");
	EQ(c.p[3].edit.at.to - c.p[3].edit.at.from, strlen("Kyiv (Kiev)"));
	EQ(c.p[4].fate, TP_NAME_COVERED);
	STR(c.p[5].rule, "folded case, possessive");
	STR(c.p[6].rule, "compound");
	STR(c.p[6].article.with, "a");
	STR(tp_names_concept(names, c.p[6].hit.concept), "daesh");
	EQ(c.p[5].article.at.to, 0);
	free(c.p);
	c = changes_of(names,
		       "Irb\xc3\xaelx Arb\xc3\xael Da\xe2\x80\x99"
		       "esh",
		       arena);
	EQ(c.n, 2);
	STR(c.p[0].rule, "folded letters");
	STR(c.p[1].rule, "folded punctuation");
	free(c.p);
	tp_arena_free(arena);
	tp_names_free(names);
}

static bool rewrites(struct tp_names *names, const char *text, const char *want)
{
	struct tp_arena *arena = tp_arena_new();
	struct tp_name_changes changes = changes_of(names, text, arena);
	bool ok = changes.n == 1 && changes.p[0].fate == TP_NAME_CHANGED && tp_str_is(changes.p[0].edit.with, want);

	free(changes.p);
	tp_arena_free(arena);
	return ok;
}

static void keeps_line_breaks(void)
{
	struct tp_names *names = tp_names_new("dictionaries", DESK, "en", &err);

	OK(names, err);
	EXPECT(rewrites(names, "Deir\nal-Zor", "Deir\nez-Zor"));
	EXPECT(rewrites(names, "Deir\r\n  al-Zor", "Deir\r\n  ez-Zor"));
	EXPECT(rewrites(names, "Deir al-\nZor", "Deir ez-Zor"));
	EXPECT(rewrites(names, "East\nTimor", "Timor-Leste"));
	EXPECT(rewrites(names, "Moqtada\nal\u2011Sadr", "Muqtada\nal-Sadr"));
	EXPECT(rewrites(names, "Islamic State\nin Iraq and the Levant", "Daesh"));
	tp_names_free(names);
}

/* The first mention is one over all texts of a document. */
static void first_mentions_are_remembered(void)
{
	struct tp_names *names = tp_names_new("dictionaries", DESK, "en", &err);
	struct tp_arena *arena = tp_arena_new();
	struct tp_names_seen seen = { NULL, 0, 0 };
	const struct tp_naming how = { .first_mention = true, .seen = &seen };
	struct tp_name_changes changes = { NULL, 0, 0 };
	const struct tp_spans none = { NULL, 0, 0 };

	OK(names, err);
	tp_names_changes(names, TP_S("ISIS."), &none, &how, arena, &changes);
	tp_names_changes(names, TP_S("ISIS."), &none, &how, arena, &changes);
	EQ(changes.n, 2);
	STR(changes.p[0].edit.with, "Daesh (also called ISIS)");
	STR(changes.p[1].edit.with, "Daesh");
	tp_names_seen_release(&seen);
	free(changes.p);
	tp_arena_free(arena);
	tp_names_free(names);
}

/* Rewrites a text twice; the second time must change nothing. */
static bool settles(struct tp_names *names, const char *text)
{
	struct tp_arena *arena = tp_arena_new();
	struct tp_name_changes changes = changes_of(names, text, arena);
	struct tp_edits edits = { NULL, 0, 0 };
	struct tp_buf out = TP_BUF_INIT;
	bool ok = true;

	for (size_t i = 0; i < changes.n; i++)
		if (changes.p[i].fate == TP_NAME_CHANGED) {
			if (changes.p[i].article.at.to)
				tp_edits_add(&edits, changes.p[i].article.at, changes.p[i].article.with);
			tp_edits_add(&edits, changes.p[i].edit.at, changes.p[i].edit.with);
		}
	ok = tp_edits_sort(&edits, strlen(text));
	tp_edits_apply(&edits, tp_str_of(text), &out);
	free(changes.p);
	changes = changes_of(names, out.p ? out.p : "", arena);
	for (size_t i = 0; i < changes.n; i++)
		ok = ok && changes.p[i].fate != TP_NAME_CHANGED;
	free(changes.p);
	tp_buf_release(&out);
	tp_edits_release(&edits);
	tp_arena_free(arena);
	return ok;
}

static void rewriting_twice_changes_no_more(void)
{
	struct tp_names *names = tp_names_new("dictionaries", DESK, "mul", &err);

	OK(names, err);
	EXPECT(settles(names, "ISIS (Daesh) and an ISIS man in Irbil, Kiev (now Kyiv), ISIS's \"Kiev\" IRBIL FALLS"));
	EXPECT(settles(names, "IŞİD'in, Белоруссии, キエフ, 자이르로, וּבורמה, Ivory Coast, d'El-Gueddafi"));
	tp_names_free(names);
}

/* Many tokens of a long form, over and over, cost a bounded number of steps each. */
static void hostile_texts_are_fast(void)
{
	struct tp_names *names = base_of(HEADER "a\ten\ta a a a a a a a a a a a a a a b\tpreferred\n"
						"q\ten\t\"\tpreferred\n",
					 "en");
	EXPECT(!names); /* the second form has no letter */
	names = base_of(HEADER "a\ten\ta a a a a a a a a a a a a a a b\tpreferred\n", "en");
	OK(names, err);
	size_t n = 1 << 20;
	char *text = tp_alloc(n + 1);
	struct tp_spans none = { NULL, 0, 0 }, quotes = { NULL, 0, 0 };
	struct tp_name_hits hits = { NULL, 0, 0 };
	for (size_t i = 0; i < n; i++)
		text[i] = i % 2 ? ' ' : 'a';
	tp_names_find(names, (struct tp_str){ text, n }, &none, &hits);
	EQ(hits.n, 0);
	memset(text, 'a', n);
	tp_names_find(names, (struct tp_str){ text, n }, &none, &hits);
	EQ(hits.n, 0);
	for (size_t i = 0; i < n; i++)
		text[i] = i % 2 ? '"' : ' ';
	text[n - 1] = 'a';
	tp_quotes_map((struct tp_str){ text, n }, "en", &quotes);
	for (size_t i = 0; i + 3 <= n; i += 3)
		memcpy(text + i, i / 3 % 2 ? "\xe2\x80\x9c" : "\xe2\x80\x9e", 3);
	tp_quotes_map((struct tp_str){ text, n }, "en", &quotes);
	for (size_t i = 0; i < n; i++)
		text[i] = "'as' "[i % 5];
	tp_quotes_map((struct tp_str){ text, n }, "en", &quotes);
	tp_spans_release(&quotes);
	free(hits.p);
	free(text);
	tp_names_free(names);
}

/* What says the same once more is looked at once. */
static void long_rows_of_a_name_are_fast(void)
{
	struct tp_names *names = base_of(HEADER "a\ten\tAb\tpreferred\n"
						"a\ten\tAc\tdeprecated\n",
					 "en");
	struct tp_name_changes changes = { NULL, 0, 0 };
	const struct tp_naming how = { .brief = true };
	struct tp_arena *arena = tp_arena_new();
	struct tp_buf text = TP_BUF_INIT;
	size_t changed = 0;

	OK(names, err);
	for (int i = 0; i < 200000; i++)
		tp_buf_add_z(&text, i % 1000 ? "Ab/" : "Ab, Ac (Ab) Ab/");
	tp_names_changes(names, tp_buf_str(&text), NULL, &how, arena, &changes);
	for (size_t i = 0; i < changes.n; i++)
		changed += changes.p[i].fate == TP_NAME_CHANGED;
	EQ(changed, 200);
	free(changes.p);
	tp_buf_clear(&text);
	changes = (struct tp_name_changes){ NULL, 0, 0 };
	for (int i = 0; i < 200000; i++)
		tp_buf_add_z(&text, "Ab/");
	tp_names_changes(names, tp_buf_str(&text), NULL, &how, arena, &changes);
	EQ(changes.n, 200000);
	free(changes.p);
	tp_buf_release(&text);
	tp_arena_free(arena);
	tp_names_free(names);
}

static bool folds_to(const char *text, const char *want)
{
	struct tp_folder folder;
	struct tp_buf out = TP_BUF_INIT;

	tp_folder_init(&folder);
	tp_fold_text(&folder, tp_str_of(text), &out);
	bool ok = tp_str_is(tp_buf_str(&out), want);
	tp_buf_release(&out);
	tp_folder_release(&folder);
	return ok;
}

static void folds(void)
{
	EXPECT(folds_to("Deir al-Zor", "deir al zor"));
	EXPECT(folds_to("Da'esh", "daesh"));
	EXPECT(folds_to("\xc5\x81\xc3\xb3"
			"d\xc5\xba",
			"lodz"));
	EXPECT(folds_to("A (b)", "a (b)") || folds_to("A (b)", "a( b)"));
	EXPECT(folds_to("\xd0\x99\xd0\x81", "\xd0\xb8\xcc\x86\xd0\xb5")); /* Й is a letter, Ё is Е */
	EXPECT(folds_to("\xd0\x98\xcc\x86", "\xd0\xb8\xcc\x86")); /* also when it comes apart */
	EXPECT(folds_to("\xe1\x84\x80", "\xe1\x84\x80"));
}

static uint64_t hash_of_first(struct tp_folder *folder, const char *text)
{
	struct tp_token token;
	size_t at = 0;

	EXPECT(tp_token_next(folder, tp_str_of(text), &at, &token));
	return token.hash;
}

/* The same word, at the end of a text and before more of it, in letters of one byte and of several. */
static void equal_words_hash_alike(void)
{
	static const char *const words[][4] = {
		{ "a", "á and so on", "A", "ā" },
		{ "abcdefg", "ABCDEFG, and more", "ábcdefg", "abcdef\u0121 and more" },
		{ "abcdefgh", "ABCDEFGH-and more", "abcdefgḣ", "ábcdefgh and more" },
		{ "abcdefghi_0", "abcd\u00adefghi_0", "abcdefghi_0 and more", "ａbcdefghi_0" },
		{ "abcdefghijklmnopq", "abcdefghijklmnopq and more", "abcdefghijklmnopq\u0301", "abcdefgh'ijklmnopq" },
		{ "абвгде", "АБВГДЕ и так далее", "а́бвгде", "абвгде́" },
		{ "aбвгдеёж", "AБВГДЕЕЖ and more", "áбвгдеёж", "aбвгдеёж\u0301 and more" },
	};
	struct tp_folder folder;
	uint64_t seen[sizeof words / sizeof *words];

	tp_folder_init(&folder);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		seen[i] = hash_of_first(&folder, words[i][0]);
		for (size_t k = 1; k < 4; k++)
			EQ(hash_of_first(&folder, words[i][k]), seen[i]);
		for (size_t k = 0; k < i; k++)
			EXPECT(seen[k] != seen[i]);
	}
	tp_folder_release(&folder);
}

/* Tokens are read ahead, many at once: a name is found wherever it stands among them, and so is what follows it. */
static void finds_names_anywhere_in_long_texts(void)
{
	struct tp_names *names = base_of(HEADER "a\ten\tAab Bbb Ccc\tpreferred\nb\ten\tBbb\tpreferred\n", "en");
	struct tp_buf text = TP_BUF_INIT;

	OK(names, err);
	for (size_t before = 0; before < 600; before++) {
		struct tp_name_hits hits = { NULL, 0, 0 };
		tp_buf_clear(&text);
		for (size_t i = 0; i < before; i++)
			tp_buf_add_z(&text, i % 3 ? "Aab " : "x ");
		size_t at = text.n;
		tp_buf_add_z(&text, "Aab Bbb Ccc's Bbb's");
		for (size_t i = 0; i < 600 - before; i++)
			tp_buf_add_z(&text, " Aab");
		tp_names_find(names, tp_buf_str(&text), NULL, &hits);
		EQ(hits.n, 2);
		EQ(hits.p[0].at.from, at);
		EQ(hits.p[0].at.to, at + strlen("Aab Bbb Ccc"));
		EQ(hits.p[1].at.from, at + strlen("Aab Bbb Ccc's "));
		free(hits.p);
	}
	tp_buf_release(&text);
	tp_names_free(names);
}

static bool same_hits(const struct tp_name_hits *a, const struct tp_name_hits *b)
{
	bool same = a->n == b->n;

	for (size_t i = 0; same && i < a->n; i++)
		same = a->p[i].at.from == b->p[i].at.from && a->p[i].at.to == b->p[i].at.to &&
		       a->p[i].index == b->p[i].index;
	return same;
}

/* Texts that were expected are read ahead together, and no name goes from one into the next; others, or the same in
 * another order, are found as well. */
static void finds_the_same_in_texts_that_are_expected(void)
{
	enum { TEXTS = 500 };
	static const char *const words[] = { "Aab", "Bbb", "Ccc's", "Ddd", "l'Aab", "-", "x", "" };
	struct tp_names *names = base_of(HEADER "a\ten\tAab Bbb Ccc\tpreferred\nb\tfr\tAab\tpreferred\n"
						"c\tru\tDd\tpreferred\nd\ten\tBbb\tpreferred\n",
					 "mul");
	struct tp_names_work *work = tp_names_work_new();
	struct tp_str texts[TEXTS];
	struct tp_arena *arena = tp_arena_new();
	uint32_t state = 1;

	OK(names, err);
	for (size_t i = 0; i < TEXTS; i++) {
		struct tp_buf text = TP_BUF_INIT;
		for (size_t n = i % 7; n > 0; n--) {
			state = state * 1664525 + 1013904223;
			tp_buf_add_z(&text, words[(state >> 8) % (sizeof words / sizeof *words)]);
			tp_buf_add_char(&text, ' ');
		}
		texts[i] = tp_arena_str(arena, tp_buf_str(&text));
		tp_buf_release(&text);
	}
	tp_names_expect(work, names, texts, TEXTS);
	for (size_t i = 0; i < TEXTS + 50; i++) {
		struct tp_name_hits ahead = { NULL, 0, 0 }, alone = { NULL, 0, 0 };
		struct tp_str text = texts[i < 450 ? i : i * 7 % TEXTS];
		tp_names_find_with(work, names, text, NULL, &ahead);
		tp_names_find(names, text, NULL, &alone);
		EXPECT(same_hits(&ahead, &alone));
		free(ahead.p);
		free(alone.p);
	}
	tp_names_work_free(work);
	tp_arena_free(arena);
	tp_names_free(names);
}

static void english_articles(void)
{
	static const char *const an[] = { "ISIS", "Erbil", "EU", "FBI",   "honest",  "umbrella", "Uzbek", "Ypres",
					  "heir", "hour",  "MP", "Idlib", "Al-Asad", "X",        "Ulster" };
	static const char *const a[] = { "Daesh",      "NATO",     "UN",    "UK",   "Uganda", "Ukraine",
					 "university", "European", "one",   "once", "house",  "UNICEF",
					 "US",         "Uyghur",   "Yemen", "8",    "",       "Türkiye" };

	for (size_t i = 0; i < sizeof an / sizeof *an; i++)
		EXPECT(tp_takes_an(tp_str_of(an[i])));
	for (size_t i = 0; i < sizeof a / sizeof *a; i++)
		EXPECT(!tp_takes_an(tp_str_of(a[i])));
}

/* What the quotes map finds, joined by "|". */
static bool quotes(const char *text, const char *language, const char *want)
{
	struct tp_spans spans = { NULL, 0, 0 };
	struct tp_buf out = TP_BUF_INIT;

	tp_quotes_map(tp_str_of(text), language, &spans);
	for (size_t i = 0; i < spans.n; i++) {
		if (i)
			tp_buf_add_char(&out, '|');
		tp_buf_add_str(&out, tp_str_at(tp_str_of(text), spans.p[i]));
	}
	bool ok = tp_str_is(tp_buf_str(&out), want);
	tp_buf_release(&out);
	tp_spans_release(&spans);
	return ok;
}

static void finds_quotes(void)
{
	EXPECT(quotes("\"a b\" c \"d\"", "en", "a b|d"));
	EXPECT(quotes("“a ‘b’ c” d", "en", "a ‘b’ c"));
	EXPECT(quotes("‘a’ b’s ‘c’", "en", "a|c"));
	EXPECT(quotes("„a „b“ c“ d", "de", "a „b“ c"));
	EXPECT(quotes("»a« b", "de", "a"));
	EXPECT(quotes("»a« b", "en", ""));
	EXPECT(quotes("”a” b", "sv", "a"));
	EXPECT(quotes("”a” b", "en", ""));
	EXPECT(quotes("« a » b", "fr", " a "));
	EXPECT(quotes("「a」『b』", "ja", "a|b"));
	EXPECT(quotes("“a\n\n“b” c", "en", "a\n|b"));
	EXPECT(quotes("“a\n\nb” c", "en", ""));
	EXPECT(quotes("\"a\n\n\"b\" c", "en", "a\n|b"));
	EXPECT(quotes("a\n> b\nc", "en", " b"));
	EXPECT(quotes("> b", "en", " b"));
	EXPECT(quotes("5\" and 6\"", "en", ""));
	EXPECT(quotes("x=\"y\"", "en", ""));
	EXPECT(quotes("\"\"", "en", ""));
	EXPECT(quotes("'tis so", "en", ""));
	EXPECT(quotes("'the boys' are' in", "en", "the boys' are"));
	EXPECT(quotes("'the boys' are in; the girls' too; 'all' 'dogs' bark", "en",
		      "the boys' are in; the girls' too; 'all|dogs"));
	EXPECT(quotes("'the boys' are in; the girls' too; 'dogs' bark", "en", "the boys|dogs"));
	EXPECT(quotes("('a') ['b'] {'c'} -'d' /'e' *'f' >'g' ¿'h' ¡'i' —'j'", "en", "a|b|c|d|e|f|g|h|i|j"));
	EXPECT(quotes("‚a‘ ‹b› ›c‹ ＂d＂ 〝e〞", "de", "a|b|c|d|e"));
	EXPECT(quotes("\"a\n \n\"b\" c\n\n\n", "en", "a\n|b"));
	EXPECT(quotes("   > a\n    > b \"c\"", "en", " a|c"));
	EXPECT(quotes("“a\n\n", "en", ""));
}

static void near_is(const struct tp_names *names, const char *word, size_t most, const char *want)
{
	struct tp_arena *arena = tp_arena_new();
	struct tp_str near[3];
	struct tp_buf got = TP_BUF_INIT;
	size_t n = tp_names_near(names, tp_str_of(word), near, most, arena);

	for (size_t i = 0; i < n; i++)
		tp_buf_format(&got, "%.*s ", (int)near[i].n, near[i].p);
	STR(tp_buf_str(&got), want);
	tp_buf_release(&got);
	tp_arena_free(arena);
}

static void offers_what_is_one_slip_away(void)
{
	struct tp_names *names = base_of(HEADER "a\ten\tErbil\tpreferred\nb\ten\tKarima\tpreferred\n"
						"c\ten\tKarim\tpreferred\nd\tmul\tКиїв\tpreferred\n"
						"e\tmul\tأربيل\tpreferred\nf\tde\tErbul\tpreferred\n"
						"g\ten\tAbu\tpreferred\n",
					 "en");

	OK(names, err);
	near_is(names, "Erbill", 3, "Erbil ");
	near_is(names, "Erbl", 3, "Erbil ");
	near_is(names, "Ebril", 3, "Erbil ");
	near_is(names, "Erbel", 3, "Erbil ");
	near_is(names, "Karimh", 3, "Karim Karima ");
	near_is(names, "Karimh", 1, "Karim ");
	near_is(names, "Karimh", 0, "");
	near_is(names, "Киев", 3, "Київ ");
	near_is(names, "أربل", 3, "أربيل ");
	near_is(names, "Abbu", 3, "Abu ");
	near_is(names, "Abb", 3, "");
	near_is(names, "Erb1l", 3, "");
	near_is(names, "Erbilerbilerbilerbilerbill", 3, "");
	tp_names_free(names);
}

static void skeletons_are_equal(const char *a, const char *b, bool equal)
{
	struct tp_buf ours = TP_BUF_INIT, theirs = TP_BUF_INIT;

	tp_name_skeleton(tp_str_of(a), &ours);
	tp_name_skeleton(tp_str_of(b), &theirs);
	EXPECT(tp_str_eq(tp_buf_str(&ours), tp_buf_str(&theirs)) == equal);
	tp_buf_release(&ours);
	tp_buf_release(&theirs);
}

static void spellings_of_a_name_have_one_skeleton(void)
{
	skeletons_are_equal("Muhammadawi", "Mohamadawy", true);
	skeletons_are_equal("Çelik", "CELIK", true);
	skeletons_are_equal("Елена", "Алена", false);
	skeletons_are_equal("Алена", "Аленна", true);
	skeletons_are_equal("Qaradaghli", "Karadagly", true);
	skeletons_are_equal("Bakarov", "Pakarov", false);
	skeletons_are_equal("", "", true);
}

static void expect_term(const char *language, const char *concept, const char *want)
{
	struct tp_names *names = tp_names_new("dictionaries", "tests/files/names/terms.tsv", language, &err);

	OK(names, err);
	struct tp_name_terms *terms = tp_name_terms_new(names);
	STR(tp_name_terms_of(terms, tp_str_of(concept)), want);
	tp_name_terms_free(terms);
}

/* Only preferred forms, and of those the one for the language as it was given. */
static void tells_what_a_name_is_called_in_a_language(void)
{
	expect_term("pt", "varno", "Varnão");
	expect_term("pt-BR", "varno", "Varnô");
	expect_term("pt-BR", "lask", "Lasca");
	expect_term("de", "lask", "Lask");
	expect_term("fr", "varno", "");
	expect_term("de", "varno", "");
	expect_term("de", "no such concept", "");
}

TESTS(TEST(tells_what_a_name_is_called_in_a_language), TEST(refuses_damaged_bases), TEST(refuses_unknown_styles),
      TEST(refuses_damaged_endings), TEST(refuses_damaged_words_before), TEST(takes_header_in_any_order),
      TEST(picks_forms_by_language), TEST(later_rows_replace), TEST(knows_words_of_forms),
      TEST(tells_what_becomes_of_each_hit), TEST(keeps_line_breaks), TEST(first_mentions_are_remembered),
      TEST(rewriting_twice_changes_no_more), TEST(hostile_texts_are_fast), TEST(long_rows_of_a_name_are_fast),
      TEST(folds), TEST(equal_words_hash_alike), TEST(finds_names_anywhere_in_long_texts),
      TEST(finds_the_same_in_texts_that_are_expected), TEST(english_articles), TEST(finds_quotes),
      TEST(offers_what_is_one_slip_away), TEST(spellings_of_a_name_have_one_skeleton))
