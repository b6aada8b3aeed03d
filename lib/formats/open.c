/* Opening a document: its bytes, its format, its units. */
#include "core/error.h"
#include "core/str.h"
#include "formats/format.h"

static struct tp_doc *read_units(const char *name, struct tp_file *file, const struct tp_reading *how,
				 struct tp_error *err)
{
	struct tp_doc *doc = tp_doc_begin(name, file, how, err);

	if (!doc)
		return NULL;
	doc->format = tp_format_for(how ? how->format : NULL, name, doc->text, err);
	if (!doc->format || !doc->format->read(doc, err)) {
		tp_error_in_file(err, name);
		tp_doc_free(doc);
		return NULL;
	}
	doc->spell = doc->format->spell;
	return doc;
}

struct tp_doc *tp_doc_open(const char *path, const struct tp_reading *how, struct tp_error *err)
{
	struct tp_file file;

	if (!tp_file_read(&file, path, how && how->limit ? how->limit : TP_DOC_LIMIT, err))
		return NULL;
	return read_units(path, &file, how, err);
}

struct tp_doc *tp_doc_read(struct tp_str bytes, const char *name, const struct tp_reading *how, struct tp_error *err)
{
	struct tp_file file = { { "", 0 }, NULL };
	struct tp_buf copy = TP_BUF_INIT;

	if (bytes.n) {
		tp_buf_add_str(&copy, bytes);
		file.bytes = tp_buf_str(&copy);
	}
	return read_units(name, &file, how, err);
}

const char *tp_doc_format(const struct tp_doc *doc)
{
	return doc->format->name;
}
