/* The peer of names: hyperscan ascii|unicode FORMS TEXT looks for each line of FORMS in TEXT by Hyperscan, as
 * literals in letters of any case, either of ASCII or of Unicode, and prints the seconds of processor time of the best
 * of five scans, and how many there are. Hyperscan tells where a literal ends, wherever that is; where it starts, and
 * that it is no part of a word, is found out as one who uses it has to. For the case of Unicode, literals have to be
 * patterns, which takes minutes to compile for many of them; so the lines of FORMS have no characters that mean
 * something in a pattern. */
#include <hs/hs.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *read_file(const char *path, size_t *n)
{
	FILE *file = fopen(path, "rb");
	char *bytes;

	if (!file)
		exit(2);
	fseek(file, 0, SEEK_END);
	*n = (size_t)ftell(file);
	rewind(file);
	bytes = malloc(*n + 1);
	if (!bytes || fread(bytes, 1, *n, file) != *n)
		exit(2);
	bytes[*n] = '\0';
	fclose(file);
	return bytes;
}

static hs_database_t *compile(char *forms, bool unicode, size_t **lengths)
{
	size_t n = 0, cap = 1;
	hs_database_t *database;
	hs_compile_error_t *err;
	int status;

	for (const char *p = forms; *p; p++)
		cap += *p == '\n';
	const char **form = malloc(cap * sizeof *form);
	size_t *length = malloc(cap * sizeof *length);
	unsigned *flags = calloc(cap, sizeof *flags), *id = calloc(cap, sizeof *id);
	if (!form || !length || !flags || !id)
		exit(2);
	for (char *line = strtok(forms, "\n"); line; line = strtok(NULL, "\n")) {
		form[n] = line;
		length[n] = strlen(line);
		flags[n] = unicode ? HS_FLAG_CASELESS | HS_FLAG_UTF8 : HS_FLAG_CASELESS;
		id[n] = (unsigned)n;
		n++;
	}
	if (unicode)
		status = hs_compile_multi(form, flags, id, (unsigned)n, HS_MODE_BLOCK, NULL, &database, &err);
	else
		status =
		    hs_compile_lit_multi(form, flags, id, length, (unsigned)n, HS_MODE_BLOCK, NULL, &database, &err);
	if (status != HS_SUCCESS)
		exit(2);
	*lengths = length;
	free(form);
	free(flags);
	free(id);
	return database;
}

struct search {
	const char *text;
	size_t n;
	const size_t *lengths; /* of the forms */
	size_t hits;
};

/* A byte of a word; all of other scripts than Latin are taken for such. */
static bool is_word(char c)
{
	return (c & 0x80) || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static int take(unsigned id, unsigned long long unknown, unsigned long long to, unsigned flags, void *arg)
{
	struct search *in = arg;
	size_t from = (size_t)to - in->lengths[id];

	(void)unknown, (void)flags;
	in->hits += !(from > 0 && is_word(in->text[from - 1])) && !(to < in->n && is_word(in->text[to]));
	return 0;
}

int main(int argc, char **argv)
{
	size_t n_forms, n, *lengths;
	hs_scratch_t *scratch = NULL;
	double best = 1e9;

	if (argc != 4)
		return 2;
	char *forms = read_file(argv[2], &n_forms), *text = read_file(argv[3], &n);
	hs_database_t *database = compile(forms, strcmp(argv[1], "unicode") == 0, &lengths);
	struct search search = { text, n, lengths, 0 };
	if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
		return 2;
	for (int run = 0; run < 5; run++) {
		clock_t start = clock();
		search.hits = 0;
		hs_scan(database, text, (unsigned)n, 0, scratch, take, &search);
		double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		best = seconds < best ? seconds : best;
	}
	printf("%f %zu\n", best, search.hits);
	hs_free_scratch(scratch);
	hs_free_database(database);
	free(lengths);
	free(forms);
	free(text);
	return 0;
}
