/* Any bytes as XML: events lie within the document, and text that we spell is read back. */
#include <stdint.h>
#include <stdlib.h>

#include "core/sax.h"
#include "core/str.h"
#include "core/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct seen {
	size_t n; /* bytes of the document */
	size_t depth;
	struct tp_buf text, value;
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_span(const struct seen *seen, struct tp_span at)
{
	require(at.from <= at.to && at.to <= seen->n);
}

static bool on_open(void *arg, struct tp_str name, const struct tp_sax_attribute *attributes, size_t n,
		    struct tp_span at, struct tp_error *err)
{
	struct seen *seen = arg;

	(void)err;
	check_span(seen, at);
	require(name.n > 0);
	seen->depth++;
	for (size_t i = 0; i < n; i++)
		tp_buf_add_str(&seen->value, attributes[i].value);
	return true;
}

static bool on_close(void *arg, struct tp_str name, struct tp_span at, struct tp_error *err)
{
	struct seen *seen = arg;

	(void)name, (void)err;
	check_span(seen, at);
	require(seen->depth-- > 0);
	return true;
}

static bool on_text(void *arg, struct tp_str text, struct tp_span at, struct tp_error *err)
{
	struct seen *seen = arg;

	(void)err;
	check_span(seen, at);
	tp_buf_add_str(&seen->text, text);
	return true;
}

static bool parse(struct tp_str document, struct seen *seen)
{
	struct tp_sax handlers = { seen, on_open, on_close, on_text, NULL };
	struct tp_error err = { .code = TP_E_NONE };

	seen->n = document.n;
	bool ok = tp_sax_parse(document, &handlers, &err);
	require(ok == (err.code == TP_E_NONE) && (ok || err.line > 0));
	require(!ok || seen->depth == 0);
	return ok;
}

static void release(struct seen *seen)
{
	tp_buf_release(&seen->text);
	tp_buf_release(&seen->value);
}

/* Only what XML can hold. */
static void add_allowed(struct tp_buf *out, struct tp_str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = tp_utf8_next(s, &at);

		if (tp_xml_allows(cp))
			tp_buf_add_cp(out, cp);
	}
}

static void check_spelling(struct tp_str s)
{
	struct tp_buf text = TP_BUF_INIT, document = TP_BUF_INIT;
	struct seen seen = { .depth = 0 };

	add_allowed(&text, s);
	tp_buf_add_z(&document, "<a");
	tp_xml_add_attribute(&document, "x", tp_buf_str(&text));
	tp_buf_add_char(&document, '>');
	tp_xml_add_text(&document, tp_buf_str(&text));
	tp_buf_add_z(&document, "</a>");
	require(parse(tp_buf_str(&document), &seen));
	require(tp_str_eq(tp_buf_str(&seen.text), tp_buf_str(&text)));
	require(tp_str_eq(tp_buf_str(&seen.value), tp_buf_str(&text)));
	release(&seen);
	tp_buf_release(&text);
	tp_buf_release(&document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tp_str s = { n ? (const char *)data : "", n };
	struct seen seen = { .depth = 0 };

	parse(s, &seen);
	release(&seen);
	check_spelling(s);
	return 0;
}
