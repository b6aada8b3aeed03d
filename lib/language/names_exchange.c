/* Name bases in all formats: which it is, and the calls of tprep.h. */
#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/names_rows.h"

#define PROBED 65536

bool tp_base_format_entry(size_t i, struct tp_entry *entry)
{
	for (size_t k = 0; k <= i; k++)
		if (!tp_names_formats[k])
			return false;
	const struct tp_names_format *format = tp_names_formats[i];
	*entry = (struct tp_entry){ format->name, _(format->title), format->extensions };
	return true;
}

static const struct tp_names_format *format_named(const char *name, struct tp_error *err)
{
	for (const struct tp_names_format *const *format = tp_names_formats; *format; format++)
		if (tp_str_is(tp_str_of(name), (*format)->name))
			return *format;
	tp_fail(err, TP_E_USAGE, 0, _("There is no format \"%s\" of name bases."), name);
	return NULL;
}

/* The format of a file: what it is said to be, or what its start looks like. */
static const struct tp_names_format *format_of(struct tp_str start, const struct tp_exchange *how, struct tp_error *err)
{
	if (how->format) {
		const struct tp_names_format *named = format_named(how->format, err);
		if (named && !named->read)
			tp_fail(err, TP_E_USAGE, 0, _("The format \"%s\" is only written."), how->format);
		return named && named->read ? named : NULL;
	}
	for (const struct tp_names_format *const *format = tp_names_formats; *format; format++)
		if ((*format)->probe && (*format)->probe(start))
			return *format;
	tp_fail(err, TP_E_USAGE, 0, _("The format of the name base is not known: it must be named."));
	return NULL;
}

/* XML tells its encoding itself. */
static bool read_decoded(const struct tp_names_format *format, struct tp_str bytes, const struct tp_exchange *how,
			 const struct tp_name_sink *sink, struct tp_error *err)
{
	size_t mark = 0;
	const char *encoding = tp_encoding_of_bom(bytes, &mark);
	struct tp_buf text = TP_BUF_INIT;

	if (!encoding || format->is_xml)
		return format->read(bytes, how, sink, err);
	bytes = tp_str_from(bytes, mark);
	if (tp_str_is(tp_str_of(encoding), "UTF-8"))
		return format->read(bytes, how, sink, err);
	bool ok = tp_decode(bytes, encoding, &text, err) && format->read(tp_buf_str(&text), how, sink, err);
	tp_buf_release(&text);
	return ok;
}

/* The start of a file as text, for the probes. */
static const struct tp_names_format *probe(struct tp_str bytes, const struct tp_exchange *how, struct tp_error *err)
{
	size_t mark = 0;
	const char *encoding = tp_encoding_of_bom(bytes, &mark);
	struct tp_str start = tp_str_from(bytes, mark);
	struct tp_buf text = TP_BUF_INIT;

	start.n = start.n < PROBED ? start.n : PROBED;
	if (encoding && !tp_str_is(tp_str_of(encoding), "UTF-8") && tp_decode(start, encoding, &text, NULL))
		start = tp_buf_str(&text);
	const struct tp_names_format *format = format_of(start, how, err);
	tp_buf_release(&text);
	return format;
}

bool tp_names_read_rows(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
			struct tp_error *err)
{
	const struct tp_names_format *format = probe(bytes, how, err);

	return format && read_decoded(format, bytes, how, sink, err);
}

struct tp_rows *tp_rows_new(void)
{
	struct tp_rows *rows = tp_alloc_zero(1, sizeof *rows);

	rows->arena = tp_arena_new();
	return rows;
}

void tp_rows_free(struct tp_rows *rows)
{
	if (!rows)
		return;
	tp_arena_free(rows->arena);
	free(rows->p);
	free(rows);
}

bool tp_rows_read(struct tp_rows *rows, struct tp_str bytes, const char *name, const struct tp_exchange *how,
		  struct tp_error *err)
{
	static const struct tp_exchange any = { .format = NULL };
	struct tp_name_sink sink = tp_rows_sink(rows);

	return tp_names_read_rows(bytes, how ? how : &any, &sink, err) || tp_error_in_file(err, name);
}

bool tp_rows_open(struct tp_rows *rows, const char *path, const struct tp_exchange *how, struct tp_error *err)
{
	struct tp_file file;

	if (!tp_file_read(&file, path, 0, err))
		return false;
	bool ok = tp_rows_read(rows, file.bytes, path, how, err);
	tp_file_release(&file);
	return ok;
}

bool tp_rows_write(struct tp_rows *rows, const struct tp_exchange *how, struct tp_buf *out, struct tp_error *err)
{
	const struct tp_names_format *format = format_named(how && how->format ? how->format : "tsv", err);
	static const struct tp_exchange any = { .format = NULL };

	if (!format)
		return false;
	if (!format->write)
		return tp_fail(err, TP_E_USAGE, 0, _("The format \"%s\" is only read."), format->name);
	tp_rows_sort(rows);
	return format->write(format, rows, how ? how : &any, out, err);
}

void tp_rows_losses(const struct tp_rows *rows, struct tp_buf *out)
{
	tp_names_losses_text(&rows->losses, out);
}
