/* Sentences beside ICU's iterator, in one process: segments LANG SRX FILE. SRX "" stands for our own rules. Paragraphs
 * are lines. Prints milliseconds to load the rules, MB/s of processor time, and how many times as fast as ICU it is. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tprep.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

enum { RUNS = 5 };

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void run_icu(void *sentences, struct tp_str paragraph)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;

	utext_openUTF8(&text, paragraph.p, (int64_t)paragraph.n, &status);
	ubrk_setUText(sentences, &text, &status);
	while (ubrk_next(sentences) != UBRK_DONE)
		continue;
	utext_close(&text);
}

static double seconds_of_icu(void *sentences, struct tp_str text)
{
	double start = seconds();

	for (const char *p = text.p, *end = p + text.n, *to; p < end; p = to + 1) {
		to = memchr(p, '\n', (size_t)(end - p));
		to = to ? to : end;
		run_icu(sentences, (struct tp_str){ p, (size_t)(to - p) });
	}
	return seconds() - start;
}

/* As "tprep segment" does it, with what the whole document says as evidence; without reading the document. */
static double seconds_of_ours(void *kit, struct tp_str text)
{
	const struct tp_reading lines = { .format = "txt", .lines = TP_LINES_HARD };
	struct tp_spans spans = { NULL, 0, 0 };
	struct tp_error err;
	struct tp_doc *doc = tp_doc_read(text, "lines", &lines, &err);
	double start = seconds();

	for (size_t unit = 0; doc && unit < tp_doc_units(doc); unit++) {
		spans.n = 0;
		tp_doc_segments(doc, kit, unit, &spans);
	}
	double took = doc ? seconds() - start : 1e9;
	tp_spans_release(&spans);
	tp_doc_free(doc);
	return took;
}

/* The best of some runs over all paragraphs. */
static double measure(double (*run)(void *arg, struct tp_str text), void *arg, struct tp_str text)
{
	double best = 1e9;

	for (int i = 0; i < RUNS; i++) {
		double took = run(arg, text);

		best = took < best ? took : best;
	}
	return best;
}

static struct tp_str read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct tp_str text = { NULL, 0 };
	char *p = malloc((size_t)64 << 20);

	if (file && p)
		text = (struct tp_str){ p, fread(p, 1, (size_t)64 << 20, file) };
	if (file)
		fclose(file);
	return text;
}

int main(int argc, char **argv)
{
	UErrorCode status = U_ZERO_ERROR;
	struct tp_error err;

	if (argc != 4)
		return 2;
	struct tp_options options = { .data = getenv("TPREP_DATA"),
				      .language = argv[1],
				      .srx = argv[2][0] ? argv[2] : NULL };
	double start = seconds();
	struct tp_kit *kit = tp_kit_new(&options, TP_NEED_SEGMENTS, &err);
	double loading = seconds() - start;
	UBreakIterator *sentences = ubrk_open(UBRK_SENTENCE, argv[1], NULL, 0, &status);
	struct tp_str text = read_file(argv[3]);
	if (!kit || U_FAILURE(status) || !text.p)
		return 2;
	double ours = measure(seconds_of_ours, kit, text), icu = measure(seconds_of_icu, sentences, text);
	printf("%5.1f ms %8.1f MB/s %8.1f x\n", 1e3 * loading, (double)text.n / 1e6 / ours, icu / ours);
	ubrk_close(sentences);
	tp_kit_free(kit);
	free((char *)text.p);
	return 0;
}
