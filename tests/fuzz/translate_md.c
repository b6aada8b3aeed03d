/* Markdown that says what any text says: the input, as new text in the places of a document that has all kinds
 * of them, is what is read there afterwards. The first byte chooses the places. */
#include "core/utf8.h"
#include "fuzz/document.h"

static const char document[] = "# one *two*\n\n"
			       "three **four** five\nsix [seven](x) `y` eight\n\n"
			       "- nine\n- [ ] _ten_ <b>eleven</b>&amp;twelve\n\n"
			       "> thirteen  \n> fourteen ~~fifteen~~\n\n"
			       "| sixteen | seventeen |\n|---|---|\n| **eighteen** | x\\|y |\n\n"
			       "nineteen\n========\n\n"
			       "[twenty][] ![image](z)\n\n[twenty]: z\n";

static struct tp_str input;
static unsigned chosen, place;

/* Leaves out what no Markdown can hold: a line break in text, and a paragraph of blanks. */
static void mock_input(struct tp_str text, struct tp_buf *out)
{
	if (!(chosen >> (place++ % 8) & 1)) {
		tp_buf_add_str(out, text);
		return;
	}
	for (size_t i = 0; i < input.n; i++) {
		char c = input.p[i];
		tp_buf_add_char(out, c == '\n' || c == '\r' || c == 0 ? '.' : c);
	}
	if (tp_str_trim(input).n == 0)
		tp_buf_add_char(out, 'x');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tp_reading how = { .format = "md" };
	struct tp_error err;
	struct tp_buf out = TP_BUF_INIT, want = TP_BUF_INIT, have = TP_BUF_INIT;

	if (n < 2 || n > 4096 || tp_utf8_invalid((struct tp_str){ (const char *)data, n }, 1) < n)
		return 0;
	input = (struct tp_str){ (const char *)data + 1, n - 1 };
	chosen = data[0];
	struct tp_doc *doc = tp_doc_read(tp_str_of(document), "fuzz", &how, &err);
	require(doc);
	place = 0;
	require(mock_translate(doc, mock_input, &out, &err));
	struct tp_doc *again = tp_doc_read(tp_buf_str(&out), "fuzz", &how, &err);
	require(again && again->n_units == doc->n_units);
	place = 0;
	for (size_t i = 0; i < doc->n_units; i++) {
		mock_show(&doc->units[i].text, mock_input, &want);
		mock_show(&again->units[i].text, NULL, &have);
	}
	require(tp_str_eq(tp_buf_str(&want), tp_buf_str(&have)));
	tp_doc_free(doc);
	tp_doc_free(again);
	tp_buf_release(&out);
	tp_buf_release(&want);
	tp_buf_release(&have);
	return 0;
}
