/* Compiled name bases: they say what their sources say, and what is damaged is refused. */
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/memory.h"
#include "language/names_base.h"
#include "language/names_build.h"
#include "unit/test.h"

#define DESK "tests/files/names/desk.tsv"

static struct tp_error err;

/* The compiled base of the tests' house style. */
static struct tp_buf compile_desk(void)
{
	const char *style = DESK;
	struct tp_buf image = TP_BUF_INIT;

	err = (struct tp_error){ .line = 0 };
	tp_names_compile("dictionaries", &style, 1, NULL, &image, &err);
	return image;
}

static struct tp_buf copy_of(struct tp_str bytes)
{
	struct tp_buf copy = TP_BUF_INIT;

	tp_buf_add_str(&copy, bytes);
	return copy;
}

/* Opens a copy of the bytes. */
static struct tp_names *open_copy(struct tp_str bytes, const char *language)
{
	struct tp_buf copy = copy_of(bytes);

	err = (struct tp_error){ .line = 0 };
	return tp_names_of_image(&copy, language, &err);
}

static bool refused(struct tp_str bytes)
{
	struct tp_names *names = open_copy(bytes, "mul");

	tp_names_free(names);
	return !names && err.code == TP_E_SYNTAX;
}

static size_t count_hits(const struct tp_names *names, struct tp_str text)
{
	struct tp_name_hits hits = { NULL, 0, 0 };

	tp_names_find(names, text, NULL, &hits);
	free(hits.p);
	return hits.n;
}

static const char sample[] = "Daesh, ISIS in Irbil; a Houthi's hewler, al-Asad Air Base, St. Petersburg and "
			     "Kiev. Islamic State in Iraq and the Levant; IS; Turkey's Turkey, Cote d’Ivoire";

static void says_what_its_source_says(void)
{
	struct tp_buf image = compile_desk();
	struct tp_names *source = tp_names_new("dictionaries", DESK, "en", &err);
	struct tp_names *names = open_copy(tp_buf_str(&image), "en");
	struct tp_name_hits a = { NULL, 0, 0 }, b = { NULL, 0, 0 };

	OK(source && names, err);
	tp_names_find(source, tp_str_of(sample), NULL, &a);
	tp_names_find(names, tp_str_of(sample), NULL, &b);
	EQ(a.n, b.n);
	EXPECT(a.n > 10);
	for (size_t i = 0; i < a.n; i++) {
		EQ(a.p[i].at.from, b.p[i].at.from);
		EQ(a.p[i].at.to, b.p[i].at.to);
		EQ(a.p[i].status, b.p[i].status);
		EXPECT(tp_str_eq(a.p[i].form, b.p[i].form) && tp_str_eq(a.p[i].preferred, b.p[i].preferred));
		EXPECT(tp_str_eq(a.p[i].first, b.p[i].first) &&
		       tp_str_eq(tp_names_concept(source, a.p[i].concept), tp_names_concept(names, b.p[i].concept)));
	}
	free(a.p);
	free(b.p);
	tp_names_free(source);
	tp_names_free(names);
	tp_buf_release(&image);
}

static void picks_its_language(void)
{
	struct tp_buf image = compile_desk();
	struct tp_names *english = open_copy(tp_buf_str(&image), "en-GB");
	struct tp_names *other = open_copy(tp_buf_str(&image), "xx");

	OK(english && other, err);
	EQ(count_hits(english, TP_S("Irbil, Kiev")), 2);
	EQ(count_hits(other, TP_S("Irbil, Kiev")), 0);
	EXPECT(tp_names_knows(english, TP_S("Irbil")));
	EXPECT(tp_names_knows(english, TP_S("Zor")));
	EXPECT(!tp_names_knows(other, TP_S("Irbil")));
	EXPECT(!tp_names_knows(other, TP_S("Zor")));
	tp_names_free(english);
	tp_names_free(other);
	tp_buf_release(&image);
}

static void refuses_a_cut_at_every_byte(void)
{
	struct tp_buf image = compile_desk();

	EXPECT(image.n > sizeof(struct tp_image_header));
	EXPECT(!refused(tp_buf_str(&image)));
	for (size_t n = 0; n < image.n; n++)
		EXPECT(refused((struct tp_str){ image.p, n }));
	tp_buf_add_char(&image, '\0');
	EXPECT(refused(tp_buf_str(&image)));
	tp_buf_release(&image);
}

static void refuses_a_change_of_any_byte(void)
{
	struct tp_buf image = compile_desk();

	for (size_t i = 0; i < image.n; i++) {
		char bit = (char)(1 << i % 8);
		image.p[i] = (char)(image.p[i] ^ bit);
		EXPECT(refused(tp_buf_str(&image)));
		image.p[i] = (char)(image.p[i] ^ bit);
	}
	tp_buf_release(&image);
}

/* Uses everything there is in a base. */
static void use(const struct tp_names *names)
{
	struct tp_arena *arena = tp_arena_new();
	struct tp_name_changes changes = { NULL, 0, 0 };
	const struct tp_naming how = { .quotes = TP_QUOTES_KEEP, .first_mention = true };
	struct tp_base_form form;

	tp_names_changes(names, tp_str_of(sample), NULL, &how, arena, &changes);
	for (size_t i = 0; i < changes.n; i++) {
		EXPECT(changes.p[i].hit.at.from <= changes.p[i].hit.at.to);
		EXPECT(changes.p[i].hit.at.to <= sizeof sample - 1);
	}
	tp_names_knows(names, TP_S("Irbil's al-Zor"));
	for (size_t i = 0; i < 100 && tp_names_lookup(names, TP_S("al-Asad"), i, &form); i++)
		;
	free(changes.p);
	tp_arena_free(arena);
}

/* Sums only tell of accidents: what they do not tell of must do no harm either. */
static void survives_nonsense_that_is_sealed(void)
{
	static const uint32_t nonsense[] = { 0, 1, 0x7fffffff, 0xffffffff };
	struct tp_buf image = compile_desk();
	size_t step = 4, n = image.n;

	for (size_t at = sizeof(struct tp_image_header); at + 4 <= n; at += step)
		for (size_t i = 0; i < 4; i++) {
			struct tp_buf copy = copy_of(tp_buf_str(&image));
			memcpy(copy.p + at, &nonsense[i], 4);
			tp_image_seal(&copy);
			struct tp_names *names = tp_names_of_image(&copy, "mul", &err);
			if (names)
				use(names);
			tp_names_free(names);
		}
	tp_buf_release(&image);
}

/* Places of sections are compared with the size, whatever the hash of the header says. */
static void refuses_sections_outside(void)
{
	struct tp_buf image = compile_desk();
	struct tp_image_header header;

	for (size_t i = 0; i < TP_IMAGE_SECTIONS; i++)
		for (unsigned k = 0; k < 4; k++) {
			struct tp_buf copy = copy_of(tp_buf_str(&image));
			memcpy(&header, copy.p, sizeof header);
			header.sections[i].at = k == 0 ? header.size : k == 1 ? 8 : k == 2 ? 0 : header.sections[i].at;
			header.sections[i].n = k == 3 ? (uint64_t)1 << 62 : header.sections[i].n;
			memcpy(copy.p, &header, sizeof header);
			tp_image_seal(&copy);
			EXPECT(refused(tp_buf_str(&copy)));
			tp_buf_release(&copy);
		}
	tp_buf_release(&image);
}

static void refuses_other_versions_and_byte_orders(void)
{
	struct tp_buf image = compile_desk();
	struct tp_image_header *header = (struct tp_image_header *)(void *)image.p;

	header->version++;
	tp_image_seal(&image);
	EXPECT(refused(tp_buf_str(&image)));
	EXPECT(strstr(err.message, "Compile it again"));
	header = (struct tp_image_header *)(void *)image.p;
	header->version--;
	header->order = 0x04030201;
	tp_image_seal(&image);
	EXPECT(refused(tp_buf_str(&image)));
	tp_buf_release(&image);
}

/* Large bases ------------------------------------------------------------------------------------- */

enum { MANY = 40000 };

static void name_of(size_t i, char *name)
{
	size_t n = 0;

	for (int k = 0; k < 5; k++, i /= 20) {
		name[n++] = "bcdfghjklmnprstvwxyz"[i % 20];
		name[n++] = "aeiou"[i % 5];
	}
	name[n] = '\0';
}

static void take_name(struct tp_name_builder *builder, const char *name)
{
	struct tp_name_row row = tp_name_row_empty(0);

	row.concept = row.form = tp_str_of(name);
	row.lang = TP_S("en");
	tp_name_builder_take(builder, &row, &err);
}

/* Compiles what a builder took, and frees that. */
static struct tp_buf compiled(struct tp_name_builder *builder)
{
	struct tp_buf image = TP_BUF_INIT;

	err = (struct tp_error){ .line = 0 };
	tp_name_builder_finish(builder, "dictionaries", &image, &err);
	tp_name_builder_free(builder);
	return image;
}

static struct tp_buf compile_many(void)
{
	struct tp_name_builder *builder = tp_name_builder_new(NULL);
	char name[16];

	for (size_t i = 0; i < MANY; i++) {
		name_of(i, name);
		take_name(builder, name);
	}
	return compiled(builder);
}

/* The words of each row have one tag and one place in a small index. */
static void finds_names_that_clash(void)
{
	static const char *const clashing[][4] = {
		{ "lrnnrczm", "xnhglvqh", "tbckeuvf", "kdmdebbl" },
		{ "uvinwvxp", "yqbylqof", "jtehffmo", "another" },
	};

	for (size_t i = 0; i < 2; i++) {
		struct tp_name_builder *builder = tp_name_builder_new(NULL);
		for (size_t k = 0; k < 4; k++)
			take_name(builder, clashing[i][k]);
		struct tp_buf image = compiled(builder);
		struct tp_names *names = open_copy(tp_buf_str(&image), "en");
		OK(names, err);
		for (size_t k = 0; k < 4; k++)
			EQ(count_hits(names, tp_str_of(clashing[i][k])), 1);
		tp_names_free(names);
		tp_buf_release(&image);
	}
}

/* Of names that all belong to one place of the index, more than a search may look at. */
static void refuses_too_many_names_at_one_place(void)
{
	enum { TOO_MANY = TP_IMAGE_LINE * TP_IMAGE_PROBES + 1, ALL_LINES = 128 };
	struct tp_name_builder *builder = tp_name_builder_new(NULL);
	struct tp_folder folder;
	struct tp_token token;
	char name[16];

	tp_folder_init(&folder);
	for (size_t i = 0, n = 0; n < TOO_MANY; i++) {
		size_t at = 0;
		name_of(i, name);
		tp_token_next(&folder, tp_str_of(name), &at, &token);
		if (tp_image_line(tp_token_chain(0, token.hash), ALL_LINES) == 0) {
			take_name(builder, name);
			n++;
		}
	}
	tp_folder_release(&folder);
	struct tp_buf image = compiled(builder);
	EQ(image.n, 0);
	EQ(err.code, TP_E_LIMIT);
	tp_buf_release(&image);
}

static void a_large_base_is_checked_where_it_is_used(void)
{
	struct tp_buf image = compile_many();
	char name[16];
	size_t missed = 0;

	EXPECT(image.n > (1 << 20));
	struct tp_names *names = open_copy(tp_buf_str(&image), "en");
	OK(names, err);
	for (size_t i = 0; i < MANY; i += 97) {
		name_of(i, name);
		EQ(count_hits(names, tp_str_of(name)), 1);
	}
	EXPECT(tp_names_is_sound(names, NULL) && tp_names_check(names));
	tp_names_free(names);

	size_t at = image.n / 8; /* among the forms */
	image.p[at] ^= 4;
	names = open_copy(tp_buf_str(&image), "en");
	OK(names, err);
	for (size_t i = 0; i < MANY; i++) {
		name_of(i, name);
		missed += count_hits(names, tp_str_of(name)) == 0;
	}
	EXPECT(missed > 0 && missed < MANY / 10);
	EXPECT(!tp_names_is_sound(names, NULL));
	EXPECT(!tp_names_check(names));
	tp_names_free(names);
	tp_buf_release(&image);
}

/* Files ------------------------------------------------------------------------------------------- */

static void opens_files(void)
{
	struct tp_buf image = compile_desk();
	char path[64];

	snprintf(path, sizeof path, "/tmp/tprep-base-%ld", (long)getpid());
	EXPECT(tp_file_replace(path, tp_buf_str(&image), &err));
	struct tp_names *names = tp_names_new("dictionaries", path, "en", &err);
	OK(names, err);
	EQ(count_hits(names, TP_S("Irbil")), 1);
	tp_names_free(names);
	EXPECT(tp_file_replace(path, (struct tp_str){ image.p, image.n - 1 }, &err));
	err = (struct tp_error){ .line = 0 };
	EXPECT(!tp_names_new("dictionaries", path, "en", &err));
	EQ(err.code, TP_E_SYNTAX);
	EXPECT(strcmp(err.file, path) == 0);
	EXPECT(tp_file_replace(path, TP_S("no base"), &err));
	EXPECT(!tp_names_new("dictionaries", path, "en", &err));
	EQ(err.code, TP_E_USAGE);
	remove(path);
	tp_buf_release(&image);
}

/* Flaws ------------------------------------------------------------------------------------------- */

struct flaw {
	enum tp_name_flaw kind;
	char form[32], other[32];
};

struct flaws {
	struct flaw p[16];
	size_t n;
};

static void keep_flaw(void *arg, enum tp_name_flaw kind, const struct tp_base_form *form,
		      const struct tp_base_form *other)
{
	struct flaws *flaws = arg;

	if (flaws->n == 16)
		return;
	struct flaw *flaw = &flaws->p[flaws->n++];
	flaw->kind = kind;
	snprintf(flaw->form, sizeof flaw->form, "%.*s", (int)form->form.n, form->form.p);
	snprintf(flaw->other, sizeof flaw->other, "%.*s", other ? (int)other->form.n : 0, other ? other->form.p : "");
}

static struct flaws flaws_of(const char *rows)
{
	struct flaws flaws = { .n = 0 };
	char path[64];

	snprintf(path, sizeof path, "/tmp/tprep-lint-%ld.tsv", (long)getpid());
	FILE *f = fopen(path, "w");
	if (!f)
		return flaws;
	fprintf(f, "concept\tlang\tform\tstatus\tmatch\tunless\tonly\n%s", rows);
	fclose(f);
	struct tp_names *names = tp_names_new("dictionaries", path, "mul", &err);
	remove(path);
	if (names)
		tp_names_lint(names, keep_flaw, &flaws, NULL);
	tp_names_free(names);
	return flaws;
}

static bool has_flaw(const char *rows, enum tp_name_flaw kind, const char *form, const char *other)
{
	struct flaws flaws = flaws_of(rows);

	return flaws.n == 1 && flaws.p[0].kind == kind && strcmp(flaws.p[0].form, form) == 0 &&
	       strcmp(flaws.p[0].other, other) == 0;
}

static void finds_flaws(void)
{
	EXPECT(has_flaw("a\ten\tAab\tpreferred\nb\ten\tAab\tadmitted\n", TP_FLAW_CLASH, "Aab", "Aab"));
	EXPECT(has_flaw("a\ten\tAab\tpreferred\nb\ten\taab\tdeprecated\nb\ten\tBbb\tpreferred\n", TP_FLAW_OPPOSED,
			"Aab", "aab"));
	EXPECT(has_flaw("b\ten\taab\tdeprecated\nb\ten\tBbb\tpreferred\na\ten\tAab\tpreferred\n", TP_FLAW_OPPOSED,
			"Aab", "aab"));
	EXPECT(has_flaw("a\ten\tA'ab\tpreferred\na\ten\tA’ab\tpreferred\n", TP_FLAW_TWIN, "A’ab", "A'ab"));
	EXPECT(has_flaw("a\ten\tAab\tpreferred\na\ten\tBbb\tpreferred\n", TP_FLAW_RIVAL, "Bbb", "Aab"));
	EXPECT(has_flaw("a\ten\tÀab\tpreferred\na\ten\tAab\tpreferred\n", TP_FLAW_RIVAL, "Aab", "Àab"));
	EXPECT(has_flaw("a\ten\tAab\tdeprecated\n", TP_FLAW_ALONE, "Aab", ""));
	EXPECT(has_flaw("a\ten\tAab_Bbb.com\tadmitted\n", TP_FLAW_LOST, "Aab_Bbb.com", ""));
}

static void finds_no_flaws_where_there_are_none(void)
{
	EQ(flaws_of("a\ten\tAab\tpreferred\na\ten\tBbb\tdeprecated\n").n, 0);
	EQ(flaws_of("a\ten\tÀab\tpreferred\na\ten\tAab\tadmitted\na\ten\tA'ab\tadmitted\n").n, 0);
	EQ(flaws_of("a\ten\tAab\tpreferred\na\ten\tBbb\tpreferred\t\t\triver\na\tfr\tCcc\tpreferred\n").n, 0);
	EQ(flaws_of("a\ten\tISIS\tpreferred\texact\nb\ten\tIsis\tpreferred\texact\n").n, 0);
	EQ(flaws_of("a\ten\tAab\tpreferred\nb\tfr\tAab\tdeprecated\nb\tfr\tBbb\tpreferred\n").n, 0);
	EQ(flaws_of("a\ten\tAab\tpreferred\nb\ten\tAab\tadmitted\t\t\triver\n").n, 0);
	EQ(flaws_of("a\ten\tAab\tpreferred\t\triver\nb\ten\tAab\tadmitted\t\t\triver\n").n, 0);
}

static void looks_up_forms(void)
{
	struct tp_names *names = tp_names_new("dictionaries", DESK, "en", &err);
	struct tp_base_form form;

	OK(names, err);
	EXPECT(tp_names_lookup(names, TP_S("IRBIL"), 0, &form));
	STR(form.form, "Irbil");
	STR(form.concept, "erbil");
	STR(form.kind, "place");
	STR(form.language, "en");
	STR(form.preferred, "Erbil");
	EXPECT(strcmp(form.status, "deprecated") == 0 && !form.exact);
	EXPECT(!tp_names_lookup(names, TP_S("IRBIL"), 1, &form));
	EXPECT(tp_names_lookup(names, TP_S("isis"), 0, &form));
	STR(form.form, "ISIS");
	EXPECT(tp_names_lookup(names, TP_S("isis"), 1, &form));
	STR(form.form, "Isis");
	EXPECT(!tp_names_lookup(names, TP_S("Air Base"), 0, &form));
	EXPECT(!tp_names_lookup(names, TP_S("al-Asad Air"), 0, &form));
	EXPECT(!tp_names_lookup(names, TP_S("--"), 0, &form));
	tp_names_free(names);
}

TESTS(TEST(says_what_its_source_says), TEST(picks_its_language), TEST(refuses_a_cut_at_every_byte),
      TEST(refuses_a_change_of_any_byte), TEST(survives_nonsense_that_is_sealed), TEST(refuses_sections_outside),
      TEST(refuses_other_versions_and_byte_orders), TEST(a_large_base_is_checked_where_it_is_used),
      TEST(finds_names_that_clash), TEST(refuses_too_many_names_at_one_place), TEST(opens_files), TEST(finds_flaws),
      TEST(finds_no_flaws_where_there_are_none), TEST(looks_up_forms))
