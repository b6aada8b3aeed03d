/* XLIFF out and back, on documents of a small markup of our own, so that each kind of piece can be had:
 * a line is a unit; <b> </b> <br/> are codes, "&amp;" spells "&", "^" is a line break that only its byte can spell. */
#ifndef TESTS_UNIT_XLIFF_H
#define TESTS_UNIT_XLIFF_H

#include "core/error.h"
#include "core/memory.h"
#include "core/utf8.h"
#include "doc/doc.h"
#include "doc/finding.h"
#include "formats/format.h"
#include "unit/test.h"
#include "xliff/marks.h"
#include "xliff/xliff.h"

static inline void read_code(struct tp_text_maker *maker, struct tp_str document, struct tp_span at)
{
	struct tp_str tag = tp_str_at(document, at);
	bool close = tag.p[1] == '/', alone = tag.p[tag.n - 2] == '/';
	const char *type = alone ? "code" : tag.p[1 + close] == 'b' ? "bold" : "link";

	tp_text_add_code(maker,
			 close   ? TP_CODE_CLOSE
			 : alone ? TP_CODE_ALONE
				 : TP_CODE_OPEN,
			 type, alone ? tag : TP_S(""), at);
}

static inline struct tp_text read_line(struct tp_doc *doc, size_t from, size_t to)
{
	struct tp_text_maker maker = { .arena = doc->arena };
	struct tp_str s = doc->text;

	for (size_t at = from, end; at < to; at = end) {
		end = at + 1;
		if (s.p[at] == '<') {
			end = tp_str_find_char(s, '>', at) + 1;
			read_code(&maker, s, (struct tp_span){ at, end });
		} else if (s.p[at] == '&') {
			end = at + 5;
			tp_text_add_spelled(&maker, TP_S("&"), (struct tp_span){ at, end });
		} else if (s.p[at] == '^') {
			tp_text_add_fixed(&maker, TP_S("\n"), (struct tp_span){ at, end });
		} else {
			while (end < to && !strchr("<&^", s.p[end]))
				end++;
			tp_text_add(&maker, s, (struct tp_span){ at, end });
		}
	}
	struct tp_text text = tp_text_finish(&maker);
	tp_text_maker_release(&maker);
	return text;
}

static inline bool spell(struct tp_str text, const struct tp_speller_place *place, struct tp_buf *out,
			 struct tp_error *err)
{
	(void)place;
	(void)err;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '&')
			tp_buf_add_z(out, "&amp;");
		else
			tp_buf_add_char(out, text.p[i]);
	return true;
}

static inline struct tp_doc *make_doc(const char *source)
{
	struct tp_error err;
	struct tp_buf copy = TP_BUF_INIT;

	tp_buf_add_z(&copy, source);
	struct tp_file file = { .bytes = tp_buf_str(&copy) };
	struct tp_doc *doc = tp_doc_begin("sample.test", &file, &(struct tp_reading){ 0 }, &err);

	EXPECT(doc);
	doc->spell = spell;
	for (size_t at = 0; at < doc->text.n;) {
		size_t end = tp_str_find_char(doc->text, '\n', at);
		end = end == TP_NOT_FOUND ? doc->text.n : end;
		struct tp_text text = read_line(doc, at, end);
		tp_doc_add_unit(doc, TP_UNIT_PARAGRAPH, text);
		at = end + 1;
	}
	return doc;
}

/* A segment ends after the white space that follows a full stop. */
static inline void split(struct tp_str text, struct tp_spans *out)
{
	size_t from = 0;

	for (size_t i = 0; i < text.n; i++) {
		bool ends = text.p[i] == '.';

		while (ends && i + 1 < text.n && (text.p[i + 1] == ' ' || text.p[i + 1] == '\n'))
			i++;
		if (ends || i + 1 == text.n) {
			*tp_push(out) = (struct tp_span){ from, i + 1 };
			from = i + 1;
		}
	}
}

struct exporting {
	struct tp_edits edits; /* of the first unit */
	struct tp_findings findings;
	bool omegat36;
	size_t files;
};

static inline struct tp_findings findings_of(const struct tp_findings *all, size_t unit)
{
	struct tp_findings findings = { NULL, 0, 0, NULL };

	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].unit == unit)
			tp_findings_copy(&findings, &all->p[i]);
	return findings;
}

static inline void write_doc(const struct tp_doc *doc, struct exporting *how, struct tp_buf *out)
{
	struct tp_xliff_writer writer = {
		.out = out, .source = "en", .target = "fr", .omegat36 = how->omegat36, .files = how->files
	};

	tp_xliff_begin(&writer);
	tp_xliff_begin_file(&writer, "sample.test", "x-test", NULL);
	for (size_t i = 0; i < doc->n_units; i++) {
		struct tp_findings findings = findings_of(&how->findings, i);
		struct tp_xliff_unit unit = { .doc = doc, .unit = i, .findings = &findings, .codes = TP_BREAK_CODES };
		struct tp_buf text = TP_BUF_INIT;

		if (i == 0)
			unit.prepared = how->edits;
		tp_edits_apply(&unit.prepared, doc->units[i].text.text, &text);
		unit.text = tp_buf_str(&text);
		split(unit.text, &unit.segments);
		tp_xliff_add_unit(&writer, &unit);
		tp_spans_release(&unit.segments);
		tp_findings_release(&findings);
		tp_buf_release(&text);
	}
	tp_xliff_end_file(&writer);
	tp_xliff_end(&writer);
}

/* What stands between two tags in the XLIFF. */
static inline struct tp_str between(const struct tp_buf *xliff, const char *from, const char *to)
{
	struct tp_str s = tp_buf_str(xliff);
	size_t start = tp_str_find(s, tp_str_of(from), 0);

	EXPECT(start != TP_NOT_FOUND);
	start += strlen(from);
	size_t end = tp_str_find(s, tp_str_of(to), start);
	EXPECT(end != TP_NOT_FOUND);
	return tp_str_at(s, (struct tp_span){ start, end });
}

/* Everything of a round trip, so that each test is a line. */
struct trip {
	struct tp_doc *doc;
	struct exporting how;
	struct tp_merging merging;
	struct tp_buf xliff, merged;
	struct tp_findings findings;
	struct tp_error err;
};

static inline void leave(struct trip *trip)
{
	tp_doc_free(trip->doc);
	tp_edits_release(&trip->how.edits);
	tp_findings_release(&trip->how.findings);
	tp_findings_release(&trip->findings);
	tp_buf_release(&trip->xliff);
	tp_buf_release(&trip->merged);
}

static inline void begin(struct trip *trip, const char *source)
{
	tp_buf_clear(&trip->xliff);
	tp_doc_free(trip->doc);
	trip->doc = make_doc(source);
	write_doc(trip->doc, &trip->how, &trip->xliff);
}

static inline void replace(struct tp_buf *xliff, const char *what, const char *with)
{
	struct tp_str s = tp_buf_str(xliff);
	size_t at = tp_str_find(s, tp_str_of(what), 0);
	struct tp_buf out = TP_BUF_INIT;

	EXPECT(at != TP_NOT_FOUND);
	tp_buf_add(&out, s.p, at);
	tp_buf_add_z(&out, with);
	tp_buf_add_str(&out, tp_str_from(s, at + strlen(what)));
	tp_buf_release(xliff);
	*xliff = out;
}

/* Puts a target behind the first seg-source that has none. */
static inline void translate(struct trip *trip, const char *target)
{
	struct tp_buf with = TP_BUF_INIT;

	tp_buf_format(&with, "</seg-source>\n<target>%s</target>\n<", target);
	replace(&trip->xliff, "</seg-source>\n<context", tp_buf_str(&with).p);
	replace(&trip->xliff, "</target>\n<-group", "</target>\n<context-group");
	tp_buf_release(&with);
}

static inline bool merge(struct trip *trip)
{
	tp_buf_clear(&trip->merged);
	struct tp_xliff *xliff = tp_xliff_read(tp_buf_str(&trip->xliff), "sample.xlf", &trip->err);
	if (!xliff)
		return false;
	bool ok = tp_merge(trip->doc, xliff, 0, &trip->merging, &trip->merged, &trip->findings, &trip->err);
	tp_xliff_free(xliff);
	return ok;
}

/* The document with the target, in the markup of the test. */
static inline void merges(const char *source, const char *target, const char *expected)
{
	struct trip trip = { 0 };

	begin(&trip, source);
	translate(&trip, target);
	OK(merge(&trip), trip.err);
	STR(tp_buf_str(&trip.merged), expected);
	leave(&trip);
}

/* The merge refuses for this reason, and says this first. */
static inline void refuses(const char *source, const char *target, const char *id, const char *message)
{
	struct trip trip = { 0 };

	begin(&trip, source);
	translate(&trip, target);
	EXPECT(!merge(&trip));
	EQ(trip.merged.n, 0);
	EQ(trip.err.code, TP_E_MISMATCH);
	STR(tp_str_of(trip.err.file), "sample.xlf");
	STR(tp_str_of(trip.err.unit), "1");
	EXPECT(trip.err.line > 0);
	STR(tp_str_of(trip.err.message), message);
	EXPECT(trip.findings.n > 0);
	STR(tp_str_of(trip.findings.p[0].id), id);
	leave(&trip);
}

static inline void seg_source_is(const char *source, const char *expected)
{
	struct trip trip = { 0 };

	begin(&trip, source);
	STR(between(&trip.xliff, "<seg-source>", "</seg-source>"), expected);
	leave(&trip);
}

#define S1    "<mrk mtype=\"seg\" mid=\"1\">"
#define S2    "<mrk mtype=\"seg\" mid=\"2\">"
#define S3    "<mrk mtype=\"seg\" mid=\"3\">"
#define E     "</mrk>"
#define B(id) "<g id=\"" id "\" ctype=\"bold\">"

#endif
