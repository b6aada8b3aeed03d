/* Reads TBX: all dialects, data categories as attributes or as tags, conceptEntry/langSec/termSec of version 3,
 * termEntry/langSet/tig and ntig of version 2, entry/langGroup/termGroup of the first TBX-Min. The namespaces have
 * changed from draft to draft, so elements are known by their local names.
 *
 * TBX has no conditions. What we write of them are notes (see tp_name_facts_add), which any other program may
 * drop; then guess_match() says how a form is matched. */
#include "language/names_tbx.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/sax.h"
#include "core/str.h"
#include "core/unicode.h"

/* What a note of ours may say of a term, and of a concept. */
#define TERM_FACTS    (TP_FACT_STATUS | TP_FACT_MATCH | TP_FACT_CONDITIONS)
#define CONCEPT_FACTS (TP_FACT_CONCEPT | TP_FACT_KIND)

#define MOST_COMPARED 1000 /* forms of a concept in a language: each is compared with each */

/* What the text of an element is for. */
enum use { USE_NONE, USE_TERM, USE_STATUS, USE_KIND, USE_NOTE, USE_HEADER };

struct term {
	struct tp_name_row row;
	bool has_status, has_match;
	bool has_note; /* of ours, which tells the status: no data category says more */
};

struct reader {
	const struct tp_name_sink *sink;
	struct tp_arena *arena; /* of the concept */
	struct tp_arena *kept; /* of the file */
	struct tp_str bytes;
	size_t at, line; /* the line of an offset */

	bool is_tbx, in_body, in_term;
	size_t entries;
	struct tp_str language; /* of the file */
	bool has_match; /* the header tells how forms are matched that do not say it */
	enum tp_name_match match;

	struct tp_name_row row; /* what the rows of the concept and language have in common */
	struct {
		struct term *p;
		size_t n, cap;
	} terms; /* of the language section */

	enum use use;
	const char *header_part; /* of USE_HEADER */
	size_t nested; /* elements open inside the one whose text is used */
	struct tp_buf text;
};

static struct tp_str local_name(struct tp_str name)
{
	size_t bar;

	while ((bar = tp_str_find_char(name, '|', 0)) != TP_NOT_FOUND)
		name = tp_str_from(name, bar + 1);
	return name;
}

static struct tp_str attribute(const struct tp_sax_attribute *attributes, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (tp_str_is(local_name(attributes[i].name), name))
			return attributes[i].value;
	return TP_S("");
}

static bool is_one_of(struct tp_str name, const char *a, const char *b, const char *c)
{
	return tp_str_is(name, a) || tp_str_is(name, b) || tp_str_is(name, c);
}

static size_t line_at(struct reader *in, size_t offset)
{
	for (; in->at < offset && in->at < in->bytes.n; in->at++)
		in->line += in->bytes.p[in->at] == '\n';
	return in->line;
}

/* Status words ------------------------------------------------------------------------------------------- */

struct status_word {
	const char *word; /* without "Term" and "-admn-sts" behind it */
	enum tp_name_status status;
	bool same; /* means the same */
};

static const struct status_word status_words[] = {
	{ "preferred", TP_NAME_PREFERRED, true },   { "admitted", TP_NAME_ADMITTED, true },
	{ "deprecated", TP_NAME_DEPRECATED, true }, { "superseded", TP_NAME_DEPRECATED, false },
	{ "obsolete", TP_NAME_DEPRECATED, false },  { "notRecommended", TP_NAME_DEPRECATED, false },
	{ "forbidden", TP_NAME_DEPRECATED, false }, { "standardized", TP_NAME_PREFERRED, false },
	{ "legal", TP_NAME_PREFERRED, false },      { "regulated", TP_NAME_PREFERRED, false },
};

static void drop_ending(struct tp_str *word, struct tp_str ending)
{
	if (tp_str_ends(*word, ending))
		word->n -= ending.n;
}

static const struct status_word *status_word_of(struct tp_str text)
{
	drop_ending(&text, TP_S("-admn-sts"));
	drop_ending(&text, TP_S("Term"));
	for (size_t i = 0; i < sizeof status_words / sizeof *status_words; i++)
		if (tp_str_eq_ascii(text, tp_str_of(status_words[i].word)))
			return &status_words[i];
	return NULL;
}

/* A term may have several; the first counts. */
static void take_status(struct reader *in, struct term *term, struct tp_str text)
{
	const struct status_word *known = status_word_of(text);

	if (term->has_note)
		return;
	if (known && term->has_status) {
		if (!known->same || term->row.status != known->status)
			tp_names_lose(in->sink->losses, TP_LOSS_PART, text);
		return;
	}
	if (!known || !known->same)
		tp_names_lose(in->sink->losses, TP_LOSS_STATUS, text);
	if (!known)
		return;
	term->row.status = known->status;
	term->has_status = true;
}

/* Language sections --------------------------------------------------------------------------------------- */

/* Where no form is preferred, it is the first without a status; the others without one are admitted. */
static void settle_statuses(struct reader *in)
{
	bool preferred = false;

	for (size_t i = 0; i < in->terms.n; i++)
		preferred |= in->terms.p[i].has_status && in->terms.p[i].row.status == TP_NAME_PREFERRED;
	for (size_t i = 0; i < in->terms.n; i++) {
		struct term *term = &in->terms.p[i];
		if (term->has_status)
			continue;
		term->row.status = preferred ? TP_NAME_ADMITTED : TP_NAME_PREFERRED;
		preferred = true;
	}
}

/* Another form of the section is this one in capitals: "Isis" beside "ISIS". */
static bool is_acronym_as_word(const struct reader *in, const struct tp_name_row *row)
{
	for (size_t i = 0; i < in->terms.n; i++) {
		struct tp_str other = in->terms.p[i].row.form;
		if (tp_str_eq_ascii(other, row->form) && !tp_str_eq(other, row->form) &&
		    tp_name_guess_match(other, row->status) != TP_MATCH_FOLD)
			return true;
	}
	return false;
}

static enum tp_name_match guess_match(const struct reader *in, const struct tp_name_row *row)
{
	if (row->status == TP_NAME_DEPRECATED && in->terms.n <= MOST_COMPARED && is_acronym_as_word(in, row))
		return TP_MATCH_REPORT;
	return tp_name_guess_match(row->form, row->status);
}

static void settle_matches(struct reader *in)
{
	for (size_t i = 0; i < in->terms.n; i++) {
		struct term *term = &in->terms.p[i];
		if (!term->has_match)
			term->row.match = in->has_match ? in->match : guess_match(in, &term->row);
	}
}

static bool end_language(struct reader *in, struct tp_error *err)
{
	bool ok = true;

	settle_statuses(in);
	settle_matches(in);
	for (size_t i = 0; ok && i < in->terms.n; i++) {
		struct tp_name_row *row = &in->terms.p[i].row;
		if (row->form.n)
			ok = tp_name_give(in->sink, row, err);
		else
			tp_names_lose(in->sink->losses, TP_LOSS_FORM, TP_S(TP_FORM_EMPTY));
	}
	in->terms.n = 0;
	in->in_term = false;
	return ok;
}

static bool start_concept(struct reader *in, struct tp_str id, struct tp_error *err)
{
	if (!end_language(in, err))
		return false;
	tp_arena_free(in->arena);
	in->arena = tp_arena_new();
	in->entries++;
	in->row = tp_name_row_empty(0);
	id = tp_name_field(in->arena, id);
	in->row.concept = id.n ? id : tp_arena_format(in->arena, "entry-%zu", in->entries);
	in->row.lang = in->language;
	return true;
}

/* "en_US" as our files have it. */
static struct tp_str language_of(struct reader *in, struct tp_str tag)
{
	struct tp_buf buf = TP_BUF_INIT;

	tag = tp_str_trim(tag);
	for (size_t i = 0; i < tag.n; i++)
		tp_buf_add_char(&buf, tag.p[i] == '_' ? '-' : tag.p[i]);
	struct tp_str language = tp_name_lang(in->arena, tp_buf_str(&buf));
	tp_buf_release(&buf);
	return language;
}

static bool start_language(struct reader *in, struct tp_str tag, struct tp_error *err)
{
	if (!end_language(in, err))
		return false;
	in->row.lang = tag.n ? language_of(in, tag) : in->language;
	return true;
}

static bool start_term(struct reader *in, size_t line, struct tp_error *err)
{
	if (!in->row.concept.n && !start_concept(in, TP_S(""), err))
		return false;
	struct term *term = tp_push(&in->terms);

	term->row = in->row;
	term->row.line = line;
	in->in_term = true;
	return true;
}

/* Elements ------------------------------------------------------------------------------------------------ */

static bool is_entry(struct tp_str name)
{
	return is_one_of(name, "conceptEntry", "termEntry", "entry");
}

static bool is_language(struct tp_str name)
{
	return is_one_of(name, "langSec", "langSet", "langGroup");
}

static bool is_term(struct tp_str name)
{
	return is_one_of(name, "termSec", "tig", "ntig") || tp_str_is(name, "termGroup");
}

static const char *listed(const char *const *list, struct tp_str name)
{
	while (*list && !tp_str_is(name, *list))
		list++;
	return *list;
}

static enum use use_of(const struct reader *in, struct tp_str name, struct tp_str type)
{
	static const char *const statuses[] = { "administrativeStatus", "administrative-status",
						"normativeAuthorization", "termStatus", NULL };
	struct tp_str category = is_one_of(name, "termNote", "descrip", "admin") ? type : name;

	if (in->in_term && tp_str_is(name, "term"))
		return USE_TERM;
	if (in->in_term && listed(statuses, category))
		return USE_STATUS;
	if (in->in_body && tp_str_is(category, "subjectField"))
		return USE_KIND;
	if (in->in_body && tp_str_is(name, "note"))
		return USE_NOTE;
	return in->header_part ? USE_HEADER : USE_NONE;
}

/* Elements that hold text before or behind the entries. */
static const char *header_part(struct tp_str name)
{
	static const char *const parts[] = { "p",       "title",   "note",        "item", "id",
					     "creator", "license", "description", NULL };

	return listed(parts, name);
}

/* Elements of an entry that only hold others together. */
static bool is_frame(struct tp_str name)
{
	static const char *const frames[] = { "descripGrp", "adminGrp",     "termNoteGrp", "transacGrp", "termGrp",
					      "noteGroup",  "termCompList", "termCompGrp", NULL };

	return listed(frames, name);
}

static bool open_root(struct reader *in, struct tp_str name, struct tp_str language, size_t line, struct tp_error *err)
{
	if (!is_one_of(name, "tbx", "martif", "TBX"))
		return tp_fail(err, TP_E_SYNTAX, line, _("This is not a TBX file: its root is \"%.*s\"."), (int)name.n,
			       name.p);
	in->is_tbx = true;
	in->language = tp_arena_str(in->kept, language_of(in, language));
	return true;
}

static bool on_open(void *arg, struct tp_str full_name, const struct tp_sax_attribute *attributes, size_t n,
		    struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;
	struct tp_str name = local_name(full_name), type = attribute(attributes, n, "type");
	struct tp_str language = attribute(attributes, n, "lang");
	size_t line = line_at(in, at.from);

	if (!in->is_tbx)
		return open_root(in, name, language, line, err);
	if (in->use != USE_NONE) {
		in->nested++;
		return true;
	}
	in->header_part = in->in_body ? NULL : header_part(name);
	in->use = use_of(in, name, type);
	if (in->use != USE_NONE) {
		tp_buf_clear(&in->text);
		in->nested = 0;
		return true;
	}
	if (is_entry(name))
		return start_concept(in, attribute(attributes, n, "id"), err);
	if (is_language(name))
		return start_language(in, language, err);
	if (is_term(name))
		return start_term(in, line, err);
	if (tp_str_is(name, "body"))
		in->in_body = true;
	else if (in->in_body && !is_frame(name))
		tp_names_lose(in->sink->losses, TP_LOSS_PART, type.n ? type : name);
	return true;
}

static bool on_text(void *arg, struct tp_str text, struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;

	(void)at, (void)err;
	if (in->use != USE_NONE)
		tp_buf_add_str(&in->text, text);
	return true;
}

/* A note of a term, or of a concept; "concept" there is an id that XML could not hold. */
static void take_note(struct reader *in, struct tp_str text)
{
	struct term *term = in->in_term ? &in->terms.p[in->terms.n - 1] : NULL;
	struct tp_name_row *row = term ? &term->row : &in->row, read = *row;
	unsigned facts = tp_name_facts_read(text, in->arena, &read);

	if (!facts || facts & ~(unsigned)(term ? TERM_FACTS : CONCEPT_FACTS)) {
		tp_names_lose(in->sink->losses, TP_LOSS_PART, TP_S("note"));
		return;
	}
	*row = read;
	if (term && facts & TP_FACT_STATUS)
		term->has_status = term->has_note = true;
	if (term && facts & TP_FACT_MATCH)
		term->has_match = true;
}

/* Several names, or subject fields, do not fit in one field: the first counts. */
static void take_field(struct reader *in, struct tp_str *field, struct tp_str text, struct tp_str name)
{
	if (!field->n)
		*field = text;
	else if (text.n && !tp_str_eq(*field, text))
		tp_names_lose(in->sink->losses, TP_LOSS_PART, name);
}

static void take_header(struct reader *in, struct tp_str text)
{
	struct tp_name_row row = tp_name_row_empty(0);

	if (tp_name_facts_read(text, in->arena, &row) == TP_FACT_MATCH) {
		in->has_match = true;
		in->match = row.match;
	} else if (text.n && !tp_str_is(text, TP_TBX_SOURCE)) {
		tp_names_lose(in->sink->losses, TP_LOSS_PART, tp_str_of(in->header_part));
	}
}

static void use_text(struct reader *in)
{
	struct tp_str text = tp_name_field(in->arena, tp_buf_str(&in->text));

	switch (in->use) {
	case USE_TERM:
		take_field(in, &in->terms.p[in->terms.n - 1].row.form, text, TP_S("term"));
		break;
	case USE_STATUS:
		take_status(in, &in->terms.p[in->terms.n - 1], text);
		break;
	case USE_KIND:
		take_field(in, &in->row.kind, text, TP_S("subjectField"));
		break;
	case USE_NOTE:
		take_note(in, text);
		break;
	case USE_HEADER:
		take_header(in, text);
		break;
	case USE_NONE:
		break;
	}
	in->use = USE_NONE;
}

static bool on_close(void *arg, struct tp_str full_name, struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;
	struct tp_str name = local_name(full_name);

	(void)at;
	if (in->use != USE_NONE) {
		if (in->nested)
			in->nested--;
		else
			use_text(in);
		return true;
	}
	if (is_term(name))
		in->in_term = false;
	else if (is_language(name) || is_entry(name))
		return end_language(in, err);
	else if (tp_str_is(name, "body"))
		in->in_body = false;
	return true;
}

bool tp_tbx_probe(struct tp_str start)
{
	return tp_str_find(start, TP_S("<tbx"), 0) != TP_NOT_FOUND ||
	       tp_str_find(start, TP_S("<martif"), 0) != TP_NOT_FOUND ||
	       tp_str_find(start, TP_S("<TBX"), 0) != TP_NOT_FOUND;
}

bool tp_tbx_read(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
		 struct tp_error *err)
{
	struct reader in = { .sink = sink,
			     .arena = tp_arena_new(),
			     .kept = tp_arena_new(),
			     .bytes = bytes,
			     .line = 1,
			     .row = tp_name_row_empty(0) };
	const struct tp_sax handlers = { &in, on_open, on_close, on_text, NULL };

	(void)how;
	bool ok = tp_sax_parse(bytes, &handlers, err) || tp_error_in_unit(err, in.row.concept);
	tp_arena_free(in.arena);
	tp_arena_free(in.kept);
	free(in.terms.p);
	tp_buf_release(&in.text);
	return ok;
}
