/* Opening a document: its bytes, its format, its units. */
#include "core/error.h"
#include "core/str.h"
#include "doc/remarks.h"
#include "formats/format.h"

/* A byte that is no UTF-8 is one of the source, and three of the text. */
static bool is_held(const struct tp_text *text)
{
	struct tp_span source = tp_text_source(text);

	return text->text.n <= TP_UNIT_LIMIT ||
	       (source.to - source.from <= TP_UNIT_LIMIT && text->text.n <= 3 * TP_UNIT_LIMIT);
}

static bool units_are_held(const struct tp_doc *doc, struct tp_error *err)
{
	for (size_t i = 0; i < doc->n_units; i++)
		if (!is_held(&doc->units[i].text)) {
			tp_fail(err, TP_E_LIMIT, tp_place_at(doc, i, 0).line,
				_("The paragraph is longer than %d MiB, which is too much to be held at once."),
				TP_UNIT_LIMIT >> 20);
			return tp_error_in_unit(err, doc->units[i].id);
		}
	return true;
}

/* Errors go by the path. */
static struct tp_doc *read_units(const char *path, const char *name, struct tp_file *file, const struct tp_reading *how,
				 struct tp_error *err)
{
	struct tp_doc *doc = tp_doc_begin(name, file, how, err);

	if (doc)
		doc->format = tp_format_for(how ? how->format : NULL, name, doc->text, err);
	if (!doc || !doc->format || !doc->format->read(doc, err) || !units_are_held(doc, err)) {
		tp_error_in_file(err, path);
		tp_doc_free(doc);
		return NULL;
	}
	doc->spell = doc->format->spell;
	tp_remarks_settle(doc);
	return doc;
}

struct tp_doc *tp_doc_open(const char *path, const struct tp_reading *how, struct tp_error *err)
{
	struct tp_file file;

	if (!tp_file_read(&file, path, how && how->limit ? how->limit : TP_DOC_LIMIT, err))
		return NULL;
	return read_units(path, how && how->name ? how->name : path, &file, how, err);
}

struct tp_doc *tp_doc_read(struct tp_str bytes, const char *name, const struct tp_reading *how, struct tp_error *err)
{
	struct tp_file file = { { "", 0 }, NULL };
	struct tp_buf copy = TP_BUF_INIT;

	if (bytes.n) {
		tp_buf_add_str(&copy, bytes);
		file.bytes = tp_buf_str(&copy);
	}
	return read_units(name, name, &file, how, err);
}

const char *tp_doc_format(const struct tp_doc *doc)
{
	return doc->format->name;
}
