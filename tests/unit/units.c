/* Formats: the examples "units FORMAT" of tests/spec, and files that come back byte for byte. */
#include "unit/test.h"

#include "core/file.h"
#include "core/utf8.h"
#include "formats/format.h"
#include "unit/mock.h"

static struct tp_error err;

/* Examples ---------------------------------------------------------------------------------- */

/* "\u{200B}", "\x{FF}", "\r" and "\\" as the spec writes them. */
static void unescape(struct tp_str s, struct tp_buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		struct tp_str rest = tp_str_from(s, i);
		if (tp_str_starts(rest, TP_S("\\u{")) || tp_str_starts(rest, TP_S("\\x{"))) {
			char *end;
			unsigned long cp = strtoul(rest.p + 3, &end, 16);
			if (rest.p[1] == 'u')
				tp_buf_add_cp(out, (uint32_t)cp);
			else
				tp_buf_add_char(out, (char)cp);
			i += (size_t)(end - rest.p);
		} else if (tp_str_starts(rest, TP_S("\\r"))) {
			tp_buf_add_char(out, '\r');
			i++;
		} else {
			tp_buf_add_char(out, s.p[i]);
			i += tp_str_starts(rest, TP_S("\\\\"));
		}
	}
}

static void show_units(struct tp_str input, const char *format, struct tp_buf *out)
{
	struct tp_reading how = { .format = format };
	struct tp_doc *doc = tp_doc_read(input, "example", &how, &err);

	OK(doc, err);
	for (size_t i = 0; i < doc->n_units; i++) {
		if (i)
			tp_buf_add_char(out, '\n');
		mock_show(&doc->units[i].text, NULL, out);
	}
	tp_doc_free(doc);
}

/* The part of an example up to a line that is `end`; without the last line break. */
static struct tp_str part(struct tp_str *rest, const char *end)
{
	const char *start = rest->p;
	struct tp_str line = { start, 0 };

	while (tp_str_line(rest, &line) && !tp_str_is(line, end))
		;
	return tp_str_between(start, line.p > start ? line.p - 1 : start);
}

static size_t run_examples(const char *path)
{
	struct tp_file file;
	struct tp_str line;
	size_t n = 0;

	OK(tp_file_read(&file, path, 0, &err), err);
	for (struct tp_str rest = file.bytes; tp_str_line(&rest, &line);) {
		if (!tp_str_starts(line, TP_S("~~~ units ")))
			continue;
		struct tp_buf input = TP_BUF_INIT, want = TP_BUF_INIT, have = TP_BUF_INIT, format = TP_BUF_INIT;
		tp_buf_add_str(&format, tp_str_from(line, strlen("~~~ units ")));
		unescape(part(&rest, "."), &input);
		unescape(part(&rest, "~~~"), &want);
		show_units(tp_buf_str(&input), format.p, &have);
		STR(tp_buf_str(&have), want.p ? want.p : "");
		tp_buf_release(&input);
		tp_buf_release(&want);
		tp_buf_release(&have);
		tp_buf_release(&format);
		n++;
	}
	tp_file_release(&file);
	return n;
}

static void examples(void)
{
	EXPECT(run_examples("tests/spec/txt.txt") >= 10);
	EXPECT(run_examples("tests/spec/md.txt") >= 20);
}

/* Files ------------------------------------------------------------------------------------- */

/* "menu.windows-1252.txt" is in windows-1252. */
static void encoding_of(const char *name, char encoding[64])
{
	const char *first = strchr(name, '.'), *last = strrchr(name, '.');

	encoding[0] = 0;
	if (first != last)
		snprintf(encoding, 64, "%.*s", (int)(last - first - 1), first + 1);
}

static void pieces_tile(const struct tp_doc *doc)
{
	size_t done = 0;

	for (size_t u = 0; u < doc->n_units; u++) {
		const struct tp_text *text = &doc->units[u].text;
		struct tp_span source = tp_text_source(text);
		size_t at = source.from, in_text = 0;
		EXPECT(source.from >= done);
		done = source.to;
		for (size_t i = 0; i < text->n_pieces; i++) {
			EQ(text->pieces[i].source.from, at);
			EQ(text->pieces[i].text.from, in_text);
			at = text->pieces[i].source.to;
			in_text = text->pieces[i].text.to;
		}
		EQ(in_text, text->text.n);
	}
}

static void same_units(const struct tp_doc *doc, const struct tp_doc *again, mock_fn mock)
{
	EQ(again->n_units, doc->n_units);
	for (size_t i = 0; i < doc->n_units; i++) {
		struct tp_buf want = TP_BUF_INIT, have = TP_BUF_INIT;
		mock_show(&doc->units[i].text, mock, &want);
		mock_show(&again->units[i].text, NULL, &have);
		if (!tp_str_eq(tp_buf_str(&have), tp_buf_str(&want)))
			STR(tp_buf_str(&have), want.p);
		tp_buf_release(&want);
		tp_buf_release(&have);
	}
}

static void translate(const struct tp_doc *doc, const struct tp_reading *how, mock_fn mock)
{
	struct tp_buf out = TP_BUF_INIT;

	OK(mock_translate(doc, mock, &out, &err), err);
	if (mock) {
		struct tp_doc *again = tp_doc_read(tp_buf_str(&out), "again", how, &err);
		OK(again, err);
		same_units(doc, again, mock);
		tp_doc_free(again);
	} else {
		EXPECT(tp_str_eq(tp_buf_str(&out), doc->file.bytes));
	}
	tp_buf_release(&out);
}

static void file_comes_back(void *arg, const char *name)
{
	struct tp_reading how = { .format = arg, .lines = TP_LINES_HARD };
	char path[512], encoding[64];

	encoding_of(name, encoding);
	how.encoding = encoding[0] ? encoding : NULL;
	snprintf(path, sizeof path, "tests/files/%s/%s", (const char *)arg, name);
	struct tp_doc *doc = tp_doc_open(path, &how, &err);
	OK(doc, err);
	pieces_tile(doc);
	printf("# %s: %zu units\n", path, doc->n_units);
	translate(doc, &how, NULL);
	translate(doc, &how, mock_upper);
	translate(doc, &how, mock_hostile);
	tp_doc_free(doc);
}

static void txt_files_come_back(void)
{
	EXPECT(tp_folder_list("tests/files/txt", file_comes_back, (char[]){ "txt" }));
}

static void md_files_come_back(void)
{
	EXPECT(tp_folder_list("tests/files/md", file_comes_back, (char[]){ "md" }));
}

TESTS(TEST(examples), TEST(txt_files_come_back), TEST(md_files_come_back))
