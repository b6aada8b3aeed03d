/* matches BASE TEXT: finds the names of a compiled base in a text, each line a text of its own, without writing
 * anything, and prints the seconds of processor time of the best of five times, and how many there are. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "language/names.h"
#include "language/names_work.h"

struct texts {
	struct tp_str *p;
	size_t n, cap;
};

static double find_all(const struct tp_names *names, const struct texts *texts, size_t *n)
{
	struct tp_names_work *work = tp_names_work_new();
	struct tp_name_hits hits = { NULL, 0, 0 };
	clock_t start = clock();

	*n = 0;
	tp_names_expect(work, names, texts->p, texts->n);
	for (size_t i = 0; i < texts->n; i++) {
		hits.n = 0;
		tp_names_find_with(work, names, texts->p[i], NULL, &hits);
		*n += hits.n;
	}
	double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	tp_names_work_free(work);
	free(hits.p);
	return seconds;
}

int main(int argc, char **argv)
{
	struct texts texts = { NULL, 0, 0 };
	struct tp_error err;
	struct tp_file file;
	struct tp_str line;
	double best = 1e9;
	size_t n = 0;

	struct tp_names *names = argc == 3 ? tp_names_new("", argv[1], "mul", &err) : NULL;
	if (!names || !tp_file_read(&file, argv[2], 0, &err))
		return 2;
	for (struct tp_str rest = file.bytes; tp_str_line(&rest, &line);)
		*tp_push(&texts) = line;
	for (int run = 0; run < 5; run++) {
		double seconds = find_all(names, &texts, &n);
		best = seconds < best ? seconds : best;
	}
	printf("%f %zu\n", best, n);
	free(texts.p);
	tp_file_release(&file);
	tp_names_free(names);
	return 0;
}
