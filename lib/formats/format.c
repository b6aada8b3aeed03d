#include "formats/format.h"

#include <string.h>

#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"

static const struct tp_format *by_name(const char *name)
{
	for (size_t i = 0; tp_formats[i]; i++)
		if (strcmp(tp_formats[i]->name, name) == 0)
			return tp_formats[i];
	return NULL;
}

static bool has_extension(const char *list, struct tp_str extension)
{
	struct tp_str rest = tp_str_of(list), piece;

	while (tp_str_cut(&rest, ',', &piece))
		if (tp_str_eq_ascii(piece, extension))
			return true;
	return false;
}

static const struct tp_format *by_extension(const char *path)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');

	if (!dot || (slash && dot < slash))
		return NULL;
	for (size_t i = 0; tp_formats[i]; i++)
		if (has_extension(tp_formats[i]->extensions, tp_str_of(dot + 1)))
			return tp_formats[i];
	return NULL;
}

static const struct tp_format *by_content(struct tp_str text)
{
	const struct tp_format *best = NULL;
	int surest = 0;

	for (size_t i = 0; tp_formats[i]; i++) {
		int sure = tp_formats[i]->probe ? tp_formats[i]->probe(text) : 0;
		if (sure > surest) {
			surest = sure;
			best = tp_formats[i];
		}
	}
	return best;
}

static const struct tp_format *fail_name(const char *name, struct tp_error *err)
{
	struct tp_buf names = TP_BUF_INIT;

	for (const struct tp_format *const *format = tp_formats; *format; format++)
		tp_buf_format(&names, "%s%s", names.n ? ", " : "", (*format)->name);
	tp_fail(err, TP_E_USAGE, 0, _("There is no format \"%s\", but there are: %s."), name, names.p);
	tp_buf_release(&names);
	return NULL;
}

const struct tp_format *tp_format_for(const char *name, const char *path, struct tp_str text, struct tp_error *err)
{
	const struct tp_format *format = NULL;

	if (name) {
		format = by_name(name);
		return format ? format : fail_name(name, err);
	}
	if (path)
		format = by_extension(path);
	if (!format)
		format = by_content(text);
	return format ? format : by_name("txt");
}

struct tp_str tp_line_joint(uint32_t before, uint32_t after)
{
	return tp_is_unspaced(before) && tp_is_unspaced(after) ? TP_S("") : TP_S(" ");
}

bool tp_spell_plain(struct tp_str text, const struct tp_speller_place *place, struct tp_buf *out, struct tp_error *err)
{
	(void)place;
	(void)err;
	tp_buf_add_str(out, text);
	return true;
}

bool tp_format_entry(size_t i, struct tp_entry *entry)
{
	for (size_t k = 0; k <= i; k++)
		if (!tp_formats[k])
			return false;
	*entry = (struct tp_entry){ tp_formats[i]->name, _(tp_formats[i]->title), tp_formats[i]->extensions };
	return true;
}
