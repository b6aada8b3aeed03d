/* The peer of `tprep segment`: one sentence a line, by ICU's break iterator alone, a line of text at a time. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

static void write_sentences(UBreakIterator *sentences, const char *line, size_t n)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;

	utext_openUTF8(&text, line, (int64_t)n, &status);
	ubrk_setUText(sentences, &text, &status);
	for (int32_t from = 0, to; (to = ubrk_next(sentences)) != UBRK_DONE; from = to) {
		fwrite(line + from, 1, (size_t)(to - from), stdout);
		putchar('\n');
	}
	utext_close(&text);
}

int main(void)
{
	UErrorCode status = U_ZERO_ERROR;
	UBreakIterator *sentences = ubrk_open(UBRK_SENTENCE, "en", NULL, 0, &status);
	char *line = NULL;
	size_t room = 0;

	if (U_FAILURE(status))
		return 2;
	for (ssize_t n; (n = getline(&line, &room, stdin)) > 0;)
		write_sentences(sentences, line, (size_t)(line[n - 1] == '\n' ? n - 1 : n));
	free(line);
	ubrk_close(sentences);
	return 0;
}
