/* What the fuzzers of formats ask of any document. */
#ifndef TESTS_FUZZ_DOCUMENT_H
#define TESTS_FUZZ_DOCUMENT_H

#include <stdint.h>
#include <stdlib.h>

#include "formats/format.h"
#include "unit/mock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline void require(bool holds)
{
	if (!holds)
		abort();
}

/* The pieces of the units tile their bytes, and units do not overlap. */
static inline void require_tiles(const struct tp_doc *doc)
{
	size_t done = 0;

	for (size_t u = 0; u < doc->n_units; u++) {
		const struct tp_text *text = &doc->units[u].text;
		struct tp_span source = tp_text_source(text);
		size_t at = source.from, in_text = 0;
		require(source.from >= done && source.to <= doc->text.n);
		done = source.to;
		for (size_t i = 0; i < text->n_pieces; i++) {
			require(text->pieces[i].source.from == at && text->pieces[i].text.from == in_text);
			at = text->pieces[i].source.to;
			in_text = text->pieces[i].text.to;
		}
		require(at == done && in_text == text->text.n);
		require(tp_place_at(doc, u, text->text.n).byte <= tp_doc_lead(doc) + doc->text.n);
	}
}

/* A translation in which nothing is new gives the file back. */
static inline void require_comes_back(const struct tp_doc *doc)
{
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;

	require(mock_translate(doc, NULL, &out, &err));
	require(tp_str_eq(tp_buf_str(&out), doc->file.bytes));
	tp_buf_release(&out);
}

static inline int fuzz_reader(const uint8_t *data, size_t n, const char *format)
{
	struct tp_reading how = { .format = format };
	struct tp_error err;
	struct tp_doc *doc = tp_doc_read((struct tp_str){ (const char *)data, n }, "fuzz", &how, &err);

	if (doc) {
		require_tiles(doc);
		require_comes_back(doc);
		tp_doc_free(doc);
	}
	return 0;
}

#endif
