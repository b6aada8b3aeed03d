/* suggest DICTIONARY WORDS: what corrections of the misspelt words of a file cost, in milliseconds of processor time. A
 * line is a word, or a word and a tab. Words that the dictionary knows are left out; loading and the index do not
 * count. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/error.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "language/spelling.h"

enum { RUNS = 3, MOST_FIXES = 5 };

struct costs {
	double *p;
	size_t n, cap;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* The best cost of each word so far. Each run has a dictionary of its own: nothing is remembered. */
static bool run(const char *dictionary, struct tp_str lines, struct costs *costs, struct tp_error *err)
{
	struct tp_spelling *spelling = tp_spelling_new(dictionary, NULL, NULL, "dictionaries", false, NULL, NULL, err);
	struct tp_str line, word;
	bool first = costs->n == 0;
	size_t n, at = 0;

	while (spelling && tp_str_line(&lines, &line)) {
		if (!line.n || line.p[0] == '#' || !tp_str_cut(&line, '\t', &word) || tp_spelling_knows(spelling, word))
			continue;
		struct tp_corrector corrector;
		for (size_t i = 0; tp_spelling_corrector(spelling, i, word, &corrector); i++)
			;
		struct tp_arena *arena = tp_arena_new();
		double start = now();
		tp_spelling_suggest(spelling, word, MOST_FIXES, arena, &n, NULL);
		double cost = now() - start;
		tp_arena_free(arena);
		if (first)
			*tp_push(costs) = cost;
		else if (cost < costs->p[at])
			costs->p[at] = cost;
		at++;
	}
	tp_spelling_free(spelling);
	return spelling != NULL;
}

static int by_cost(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void show(const char *dictionary, struct costs *costs)
{
	double sum = 0;

	if (!costs->n)
		return;
	for (size_t i = 0; i < costs->n; i++)
		sum += costs->p[i];
	qsort(costs->p, costs->n, sizeof *costs->p, by_cost);
	printf("  %-10s %5zu words: %6.3f ms each, 99 %% %6.3f ms, the worst %6.3f ms\n", dictionary, costs->n,
	       sum / (double)costs->n, costs->p[costs->n * 99 / 100], costs->p[costs->n - 1]);
}

int main(int argc, char **argv)
{
	struct costs costs = { NULL, 0, 0 };
	struct tp_file words;
	struct tp_error err;
	bool ok = argc == 3 && tp_file_read(&words, argv[2], 0, &err);

	if (!ok) {
		fprintf(stderr, "usage: suggest DICTIONARY WORDS\n");
		return 2;
	}
	for (int i = 0; i < RUNS && ok; i++)
		ok = run(argv[1], words.bytes, &costs, &err);
	if (ok)
		show(argv[1], &costs);
	else
		fprintf(stderr, "%s\n", err.message);
	free(costs.p);
	tp_file_release(&words);
	return ok ? 0 : 2;
}
