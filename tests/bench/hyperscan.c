/* The peer of names: hyperscan ascii|unicode FORMS TEXT looks for each line of FORMS in TEXT by Hyperscan, as
 * literals in letters of any case, either of ASCII or of Unicode, and prints the seconds of processor time of the best
 * of five scans. For the case of Unicode, literals have to be patterns, which takes minutes to compile for many of
 * them; so the lines of FORMS have no characters that mean something in a pattern. */
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

static hs_database_t *compile(char *forms, bool unicode)
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
	free(form);
	free(length);
	free(flags);
	free(id);
	return database;
}

static int count(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *hits)
{
	(void)id, (void)from, (void)to, (void)flags;
	++*(size_t *)hits;
	return 0;
}

int main(int argc, char **argv)
{
	size_t n_forms, n, hits = 0;
	hs_scratch_t *scratch = NULL;
	double best = 1e9;

	if (argc != 4)
		return 2;
	char *forms = read_file(argv[2], &n_forms), *text = read_file(argv[3], &n);
	hs_database_t *database = compile(forms, strcmp(argv[1], "unicode") == 0);
	if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
		return 2;
	for (int run = 0; run < 5; run++) {
		clock_t start = clock();
		hits = 0;
		hs_scan(database, text, (unsigned)n, 0, scratch, count, &hits);
		double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		best = seconds < best ? seconds : best;
	}
	printf("%f %zu\n", best, hits);
	hs_free_scratch(scratch);
	hs_free_database(database);
	free(forms);
	free(text);
	return 0;
}
