/* Any bytes as a name base in each format: refused with a line, or the rows that come out go through every format
 * that can hold them and come back. */
#include <stdint.h>
#include <stdlib.h>

#include "core/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool loses(const struct tp_rows *rows)
{
	struct tp_buf losses = TP_BUF_INIT;

	tp_rows_losses(rows, &losses);
	bool any = losses.n > 0;
	tp_buf_release(&losses);
	return any;
}

static struct tp_rows *read_rows(struct tp_str bytes, const char *format)
{
	const struct tp_exchange how = { format, "en", "fr" };
	struct tp_rows *rows = tp_rows_new();
	struct tp_error err = { .code = TP_E_NONE };

	if (tp_rows_read(rows, bytes, "x", &how, &err))
		return rows;
	require(err.code != TP_E_NONE && (err.line > 0 || err.code == TP_E_USAGE));
	tp_rows_free(rows);
	return NULL;
}

static bool write_rows(struct tp_rows *rows, const char *format, struct tp_buf *out)
{
	const struct tp_exchange how = { format, "en", "fr" };

	return tp_rows_write(rows, &how, out, NULL);
}

/* Through a format and back: the same as TSV, unless something was lost. */
static void check_format(struct tp_str tsv, const char *format)
{
	struct tp_rows *rows = read_rows(tsv, "tsv"), *back;
	struct tp_buf bytes = TP_BUF_INIT, again = TP_BUF_INIT;

	require(rows);
	if (write_rows(rows, format, &bytes)) {
		bool lost = loses(rows);
		back = read_rows(tp_buf_str(&bytes), format);
		require(back);
		require(write_rows(back, "tsv", &again));
		require(lost || loses(back) || tp_str_eq(tp_buf_str(&again), tsv));
		tp_rows_free(back);
	}
	tp_rows_free(rows);
	tp_buf_release(&bytes);
	tp_buf_release(&again);
}

/* Read back, too, but languages or forms change places. */
static void check_ordered(struct tp_str tsv, const char *format)
{
	struct tp_rows *rows = read_rows(tsv, "tsv"), *back;
	struct tp_buf bytes = TP_BUF_INIT;

	if (write_rows(rows, format, &bytes) && bytes.n) {
		back = read_rows(tp_buf_str(&bytes), format);
		require(back);
		tp_rows_free(back);
	}
	tp_rows_free(rows);
	tp_buf_release(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const formats[] = { "tbx", "skos", "csv", "tsv", "omegat", "weblate", "memoq" };
	struct tp_str bytes = { n ? (const char *)data : "", n };

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (i == 6 && !tp_str_starts(bytes, TP_S("Entry")))
			break; /* the names of all languages take their time */
		struct tp_rows *rows = read_rows(bytes, formats[i]);
		struct tp_buf tsv = TP_BUF_INIT;

		if (rows && write_rows(rows, "tsv", &tsv)) {
			for (size_t k = 0; k < 4; k++)
				check_format(tp_buf_str(&tsv), formats[k]);
			for (size_t k = 4; k < 6 || (k == 6 && i == 6); k++)
				check_ordered(tp_buf_str(&tsv), formats[k]);
		}
		tp_rows_free(rows);
		tp_buf_release(&tsv);
	}
	return 0;
}
