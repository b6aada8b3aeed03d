#include "doc/doc.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "core/vector.h"

/* Places -------------------------------------------------------------------------------------- */

/* Where lines and columns stand, every so many bytes: from there a place is found by counting on. */
enum { MARK_DISTANCE = 4096, TAB = 8 };

struct tp_mark {
	size_t at; /* a border of code points */
	size_t line, line_start; /* both from 0 */
	size_t chars, utf16, cells; /* since the start of the line */
};

static void step(struct tp_str text, struct tp_mark *mark)
{
	size_t start = mark->at;
	uint32_t cp = tp_utf8_next(text, &mark->at);

	if (cp >= ' ' && cp < 0x7f) {
		mark->chars++, mark->utf16++, mark->cells++;
		return;
	}
	if (cp == '\n' || (cp == '\r' && (mark->at == text.n || text.p[mark->at] != '\n'))) {
		*mark = (struct tp_mark){ .at = mark->at, .line = mark->line + 1, .line_start = mark->at };
		return;
	}
	mark->chars++;
	mark->utf16 += cp > 0xffff ? 2 : 1;
	if (cp == '\t')
		mark->cells += TAB - mark->cells % TAB;
	else if (mark->at - start == 1)
		mark->cells += cp >= ' ' && cp < 0x7f;
	else
		mark->cells += (size_t)tp_width(cp);
}

static bool ends_line(struct tp_str text, size_t at)
{
	return text.p[at] == '\n' || (text.p[at] == '\r' && (at + 1 == text.n || text.p[at + 1] != '\n'));
}

/* Moves a mark to the last start of a line before `to`, or else, in a long line, to `to` or a little farther. */
static void jump(struct tp_str text, struct tp_mark *mark, size_t to)
{
	size_t start = to;

	while (start > mark->at && !ends_line(text, start - 1))
		start--;
	if (start == mark->at) {
		while (mark->at < to)
			step(text, mark);
		return;
	}
	for (; mark->at < start; mark->at++)
		mark->line += ends_line(text, mark->at);
	*mark = (struct tp_mark){ .at = start, .line = mark->line, .line_start = start };
}

struct tp_marks {
	struct tp_mark *p;
	size_t n, cap;
};

static void free_marks(struct tp_marks *marks)
{
	if (marks)
		free(marks->p);
	free(marks);
}

static struct tp_marks *make_marks(struct tp_str text)
{
	struct tp_marks *marks = tp_alloc_zero(1, sizeof *marks);
	struct tp_mark mark = { 0 };

	do {
		size_t left = text.n - mark.at;
		*tp_push(marks) = mark;
		jump(text, &mark, mark.at + (left < MARK_DISTANCE ? left : MARK_DISTANCE));
	} while (mark.at < text.n);
	return marks;
}

/* Threads that ask for the first time make them both, and one throws its own away. */
static const struct tp_marks *marks_of(const struct tp_doc *doc)
{
	_Atomic(struct tp_marks *) *place = &((struct tp_doc *)(uintptr_t)doc)->marks;
	struct tp_marks *marks = atomic_load(place), *made;

	if (marks)
		return marks;
	made = make_marks(doc->text);
	if (atomic_compare_exchange_strong(place, &marks, made))
		return made;
	free_marks(made);
	return marks;
}

static struct tp_place place_of(const struct tp_doc *doc, size_t at)
{
	const struct tp_marks *marks = marks_of(doc);
	size_t low = 0, high = marks->n;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (marks->p[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	struct tp_mark mark = marks->p[low];
	jump(doc->text, &mark, at);
	while (mark.at < at)
		step(doc->text, &mark);
	return (struct tp_place){ .line = mark.line + 1,
				  .byte = tp_doc_lead(doc) + at,
				  .column_byte = at - mark.line_start + 1,
				  .column_char = mark.chars + 1,
				  .column_utf16 = mark.utf16 + 1,
				  .column_display = mark.cells + 1 };
}

struct tp_place tp_place_at(const struct tp_doc *doc, size_t unit, size_t offset)
{
	return place_of(doc, tp_text_source_at(&doc->units[unit].text, offset));
}

/* Tells where text that is to be in UTF-8 is not well-formed first. */
static bool warn_of_bytes(const struct tp_doc *doc, struct tp_error *warning)
{
	if (doc->ill_formed == doc->text.n)
		return false;
	tp_fail(warning, TP_E_ENCODING, place_of(doc, doc->ill_formed).line,
		_("From here on the text is not in UTF-8; if it is in another encoding, name that by --encoding."));
	tp_error_in_file(warning, doc->name.p);
	return true;
}

bool tp_doc_is_text(const struct tp_doc *doc, struct tp_error *err)
{
	size_t at = tp_str_find_char(doc->text, '\0', 0);

	if (at == TP_NOT_FOUND)
		return true;
	tp_fail(err, TP_E_ENCODING, place_of(doc, at).line,
		_("There is a NUL here, so this is no text, or in another encoding: name that by --encoding."));
	return tp_error_in_file(err, doc->name.p);
}

bool tp_doc_warning(const struct tp_doc *doc, size_t i, struct tp_error *warning)
{
	if (i >= doc->mistakes.n)
		return i == doc->mistakes.n && warn_of_bytes(doc, warning);
	const struct tp_remark *mistake = &doc->mistakes.p[i];
	size_t line = place_of(doc, mistake->at).line;
	struct tp_str word = mistake->list;
	if (mistake->kind == TP_REMARK_UNKNOWN)
		tp_fail(warning, TP_E_SYNTAX, line, _("There is no remark \"%.*s\"."), (int)word.n, word.p);
	else if (mistake->kind == TP_REMARK_MISPLACED)
		tp_fail(warning, TP_E_SYNTAX, line, _("The remark \"%.*s\" has to stand on a line of its own here."),
			(int)word.n, word.p);
	else
		tp_fail(warning, TP_E_SYNTAX, line, _("There is no check \"%.*s\"."), (int)word.n, word.p);
	tp_error_in_file(warning, doc->name.p);
	return true;
}

/* Reading --------------------------------------------------------------------------------------- */

static bool is_utf8(const char *encoding)
{
	return strcasecmp(encoding, "UTF-8") == 0 || strcasecmp(encoding, "UTF8") == 0;
}

static bool too_large(const struct tp_doc *doc, size_t limit, struct tp_error *err)
{
	if (doc->text.n <= limit)
		return false;
	tp_fail(err, TP_E_LIMIT, 0,
		tp_plural("The file is larger than %zu byte.", "The file is larger than %zu bytes.", limit), limit);
	return true;
}

static size_t count_lines(struct tp_str text)
{
	size_t lines = 0;

	for (size_t at = 0; at < text.n;) {
		tp_vector counts = { 0 };

		for (int i = 0; i < UCHAR_MAX && at < text.n; i++, at += sizeof counts)
			counts -= (tp_vector)(tp_vector_at(text, at) == '\n');
		for (size_t i = 0; i < sizeof counts; i++)
			lines += counts[i];
	}
	return lines;
}

/* Many lines, and many ill-formed bytes, each of which is a piece of its own: more than TP_DOC_ROOM and four times
 * the text could hold. What is no text at all is told by this, too. */
static bool too_fine(const struct tp_doc *doc, size_t lines, struct tp_error *err)
{
	enum { LINE_COST = 256, ILL_FORMED_COST = 64 };
	size_t room = TP_DOC_ROOM + 4 * doc->text.n, ill_formed = 0;

	for (size_t at = doc->ill_formed; at < doc->text.n; at = tp_utf8_invalid(doc->text, at + 1))
		ill_formed++;
	if (lines * LINE_COST + ill_formed * ILL_FORMED_COST <= room)
		return false;
	if (ill_formed * ILL_FORMED_COST > lines * LINE_COST)
		tp_fail(err, TP_E_LIMIT, 0,
			_("The file is no text in UTF-8: %zu of its bytes are ill-formed. If it is text, name its "
			  "encoding."),
			ill_formed);
	else
		tp_fail(err, TP_E_LIMIT, 0, _("The file has %zu short lines, which is too many to be held at once."),
			lines);
	return true;
}

static bool decode(struct tp_doc *doc, const struct tp_reading *how, struct tp_error *err)
{
	const char *marked = tp_encoding_of_bom(doc->file.bytes, &doc->bom);
	const char *encoding = how && how->encoding ? how->encoding : marked;

	if (!marked)
		doc->bom = 0;
	if (!encoding || is_utf8(encoding)) {
		if (marked && !is_utf8(marked))
			doc->bom = 0;
		doc->text = tp_str_from(doc->file.bytes, doc->bom);
		return true;
	}
	doc->encoding = tp_arena_str(doc->arena, tp_str_of(encoding)).p;
	if (!tp_decode(tp_str_from(doc->file.bytes, doc->bom), encoding, &doc->decoded, err))
		return false;
	doc->text = tp_buf_str(&doc->decoded);
	return true;
}

struct tp_doc *tp_doc_begin(const char *name, struct tp_file *file, const struct tp_reading *how, struct tp_error *err)
{
	struct tp_doc *doc = tp_alloc_zero(1, sizeof *doc);
	size_t limit = how && how->limit ? how->limit : TP_DOC_LIMIT, lines = 0;

	doc->arena = tp_arena_new();
	doc->name = tp_arena_str(doc->arena, tp_str_of(name));
	doc->lines = how ? how->lines : TP_LINES_AUTO;
	doc->file = *file;
	*file = (struct tp_file){ { "", 0 }, NULL };
	doc->text = doc->file.bytes;
	bool ok = !too_large(doc, limit, err) && decode(doc, how, err) && !too_large(doc, limit, err);
	if (ok) {
		doc->ill_formed = tp_utf8_invalid(doc->text, 0);
		lines = count_lines(doc->text);
	}
	if (!ok || too_fine(doc, lines, err)) {
		tp_doc_free(doc);
		return NULL;
	}
	doc->cap_units = lines + 1; /* room for most texts */
	doc->units = tp_alloc(doc->cap_units * sizeof *doc->units);
	doc->seen.text = doc->text;
	return doc;
}

struct tp_seen *tp_doc_seen(const struct tp_doc *doc)
{
	return &((struct tp_doc *)(uintptr_t)doc)->seen;
}

/* "1", "2" ...: there are many, and printf takes its time. */
static struct tp_str number(struct tp_arena *arena, size_t n)
{
	char digits[24];
	size_t from = sizeof digits;

	do {
		digits[--from] = (char)('0' + n % 10);
	} while (n /= 10);
	return tp_arena_str(arena, (struct tp_str){ digits + from, sizeof digits - from });
}

struct tp_unit *tp_doc_add_unit(struct tp_doc *doc, enum tp_unit_kind kind, struct tp_text text)
{
	if (doc->n_units == doc->cap_units)
		doc->units = tp_grow(doc->units, &doc->cap_units, sizeof *doc->units);
	struct tp_unit *unit = &doc->units[doc->n_units++];
	*unit = (struct tp_unit){
		.id = number(doc->arena, doc->n_units), .kind = kind, .text = text, .columns = 0, .is_verbatim = false
	};
	unit->text.title = kind == TP_UNIT_HEADING || kind == TP_UNIT_CELL;
	return unit;
}

static void edit_verbatim(const struct tp_unit *unit, const struct tp_edits *edits, struct tp_arena *arena,
			  struct tp_edits *out)
{
	size_t start = tp_text_source(&unit->text).from;

	for (size_t i = 0; i < edits->n; i++) {
		struct tp_edit edit = tp_edit_trim(edits->p[i], unit->text.text);
		struct tp_span at = { start + edit.at.from, start + edit.at.to };
		if (edit.with.n || at.from < at.to)
			tp_edits_add(out, at, tp_arena_str(arena, edit.with));
	}
}

static bool is_ascii(struct tp_str s)
{
	return tp_utf8_skip_ascii(s, 0) == s.n;
}

static void choose_safe(const struct tp_unit *unit, const struct tp_edits *edits, struct tp_edits *safe)
{
	for (size_t i = 0; i < edits->n; i++) {
		struct tp_edit edit = edits->p[i];
		if (is_ascii(edit.with) || !is_ascii(tp_str_at(unit->text.text, edit.at)))
			tp_edits_add(safe, edit.at, edit.with);
	}
}

static bool edit_unit(const struct tp_doc *doc, const struct tp_unit *unit, const struct tp_edits *edits,
		      struct tp_arena *arena, struct tp_edits *out, struct tp_error *err)
{
	if (!unit->is_verbatim)
		return tp_text_edit(&unit->text, unit, doc->text, edits, doc->spell, arena, out, err) ||
		       tp_error_in_unit(err, unit->id);
	edit_verbatim(unit, edits, arena, out);
	return true;
}

bool tp_unit_edit(const struct tp_doc *doc, const struct tp_unit *unit, const struct tp_edits *edits,
		  struct tp_arena *arena, struct tp_edits *out, struct tp_error *err)
{
	struct tp_edits safe = { NULL, 0, 0 };

	if (doc->ill_formed == doc->text.n)
		return edit_unit(doc, unit, edits, arena, out, err);
	choose_safe(unit, edits, &safe);
	bool ok = edit_unit(doc, unit, &safe, arena, out, err);
	tp_edits_release(&safe);
	return ok;
}

void tp_doc_free(struct tp_doc *doc)
{
	if (!doc)
		return;
	tp_file_release(&doc->file);
	tp_buf_release(&doc->decoded);
	free(doc->units);
	free(doc->remarks.p);
	free(doc->mistakes.p);
	free(doc->rest.p);
	free_marks(atomic_load(&doc->marks));
	tp_seen_release(&doc->seen);
	tp_arena_free(doc->arena);
	free(doc);
}

const char *tp_doc_name(const struct tp_doc *doc)
{
	return doc->name.p;
}

size_t tp_doc_units(const struct tp_doc *doc)
{
	return doc->n_units;
}

struct tp_str tp_unit_id(const struct tp_doc *doc, size_t unit)
{
	return doc->units[unit].id;
}

struct tp_str tp_unit_text(const struct tp_doc *doc, size_t unit)
{
	return doc->units[unit].text.text;
}

/* Writing --------------------------------------------------------------------------------------- */

/* Edits of the decoded text as edits of the undecoded bytes; what they add is in `added`. */
static bool encode_edits(const struct tp_doc *doc, struct tp_str bytes, const struct tp_edits *edits,
			 struct tp_edits *encoded, struct tp_buf *added, struct tp_error *err)
{
	size_t n = edits->n, *offsets = tp_alloc_zero(4 * n, sizeof *offsets);
	size_t *undecoded = offsets + 2 * n;
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		offsets[2 * i] = edits->p[i].at.from;
		offsets[2 * i + 1] = edits->p[i].at.to;
	}
	ok = tp_decode_offsets(bytes, doc->encoding, offsets, undecoded, 2 * n, err);
	for (size_t i = 0; ok && i < n; i++) {
		size_t before = added->n;
		ok = tp_encode(edits->p[i].with, doc->encoding, added, err);
		tp_edits_add(encoded, (struct tp_span){ undecoded[2 * i], undecoded[2 * i + 1] },
			     (struct tp_str){ NULL, added->n - before });
	}
	size_t at = 0;
	for (size_t i = 0; i < encoded->n; i++) {
		encoded->p[i].with.p = tp_buf_str(added).p + at;
		at += encoded->p[i].with.n;
	}
	free(offsets);
	return ok;
}

/* The bytes say what was meant: not so with an encoding that keeps a state from one character to the next. */
static bool says(const struct tp_doc *doc, const struct tp_edits *edits, struct tp_str bytes, struct tp_error *err)
{
	struct tp_buf want = TP_BUF_INIT, have = TP_BUF_INIT;

	tp_edits_apply(edits, doc->text, &want);
	bool ok = tp_decode(bytes, doc->encoding, &have, err);
	if (ok && !tp_str_eq(tp_buf_str(&want), tp_buf_str(&have)))
		ok = tp_fail(err, TP_E_ENCODING, 0, _("Text in the encoding \"%s\" cannot be changed in places."),
			     doc->encoding);
	tp_buf_release(&want);
	tp_buf_release(&have);
	return ok;
}

static bool write_encoded(const struct tp_doc *doc, const struct tp_edits *edits, struct tp_buf *out,
			  struct tp_error *err)
{
	struct tp_str bytes = tp_str_from(doc->file.bytes, doc->bom);
	struct tp_edits encoded = { NULL, 0, 0 };
	struct tp_buf added = TP_BUF_INIT, made = TP_BUF_INIT;
	bool ok = encode_edits(doc, bytes, edits, &encoded, &added, err);

	if (ok) {
		tp_edits_apply(&encoded, bytes, &made);
		ok = edits->n == 0 || says(doc, edits, tp_buf_str(&made), err);
	}
	if (ok)
		tp_buf_add_str(out, tp_buf_str(&made));
	tp_edits_release(&encoded);
	tp_buf_release(&added);
	tp_buf_release(&made);
	return ok;
}

static bool sort_edits(const struct tp_doc *doc, struct tp_edits *edits, struct tp_error *err)
{
	if (tp_edits_sort(edits, doc->text.n))
		return true;
	tp_fail(err, TP_E_MISMATCH, 0, _("Two changes overlap."));
	return tp_error_in_file(err, doc->name.p);
}

bool tp_doc_write_utf8(const struct tp_doc *doc, struct tp_edits *edits, struct tp_buf *out, struct tp_error *err)
{
	if (!sort_edits(doc, edits, err))
		return false;
	tp_edits_apply(edits, doc->text, out);
	return true;
}

bool tp_doc_write(const struct tp_doc *doc, struct tp_edits *edits, struct tp_buf *out, struct tp_error *err)
{
	size_t before = out->n;

	if (!sort_edits(doc, edits, err))
		return false;
	tp_buf_add(out, doc->file.bytes.p, doc->bom);
	if (!doc->encoding) {
		tp_edits_apply(edits, doc->text, out);
	} else if (!write_encoded(doc, edits, out, err)) {
		out->n = before;
		return tp_error_in_file(err, doc->name.p);
	}
	return true;
}

/* What tells a unit from what it was: its text with the bytes of its codes where they stand. 0xff, which is
 * never part of UTF-8, keeps the two apart. */
void tp_hash_add_code(struct tp_buf *all, const struct tp_doc *doc, const struct tp_text *text,
		      const struct tp_code *code)
{
	tp_buf_add_char(all, (char)0xff);
	tp_buf_add_str(all, tp_str_at(doc->text, text->pieces[code->piece].source));
	tp_buf_add_char(all, (char)0xff);
}

void tp_hash_make(const struct tp_buf *all, char hash[TP_HASH_SIZE])
{
	snprintf(hash, TP_HASH_SIZE, "%016" PRIx64, tp_str_hash(tp_buf_str(all)));
}

void tp_unit_hash(const struct tp_doc *doc, const struct tp_unit *unit, char hash[TP_HASH_SIZE])
{
	const struct tp_text *text = &unit->text;
	struct tp_buf all = TP_BUF_INIT;
	size_t at = 0;

	for (size_t i = 0; i < text->n_codes; i++) {
		const struct tp_code *code = &text->codes[i];

		tp_buf_add(&all, text->text.p + at, code->at - at);
		at = code->at;
		tp_hash_add_code(&all, doc, text, code);
	}
	tp_buf_add_str(&all, tp_str_from(text->text, at));
	tp_hash_make(&all, hash);
	tp_buf_release(&all);
}
