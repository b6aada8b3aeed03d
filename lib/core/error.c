#include "core/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/str.h"

bool tp_fail(struct tp_error *err, enum tp_error_code code, size_t line, const char *message, ...)
{
	va_list args;

	if (!err)
		return false;
	*err = (struct tp_error){ .code = code, .line = line };
	va_start(args, message);
	vsnprintf(err->message, sizeof err->message, message, args);
	va_end(args);
	return false;
}

const char *tp_errno_text(void)
{
	return strerror(errno);
}

bool tp_error_in_file(struct tp_error *err, const char *file)
{
	if (err && !err->file[0])
		snprintf(err->file, sizeof err->file, "%s", file);
	return false;
}

bool tp_error_in_unit(struct tp_error *err, struct tp_str unit)
{
	if (err && !err->unit[0])
		snprintf(err->unit, sizeof err->unit, "%.*s", (int)unit.n, unit.p);
	return false;
}

void tp_error_text(const struct tp_error *err, struct tp_buf *out)
{
	if (err->file[0] && err->line)
		tp_buf_format(out, "%s:%zu: ", err->file, err->line);
	else if (err->file[0])
		tp_buf_format(out, "%s: ", err->file);
	if (err->unit[0]) {
		tp_buf_format(out, _("unit %s"), err->unit);
		tp_buf_add_z(out, ": ");
	}
	tp_buf_add_z(out, err->message);
}
