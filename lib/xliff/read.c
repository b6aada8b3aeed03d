#include <stdlib.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/sax.h"
#include "core/str.h"
#include "xliff/marks.h"
#include "xliff/xliff.h"

#define NAMESPACE "urn:oasis:names:tc:xliff:document:1.2|"

enum { DEEPEST = 256 }; /* as tp_sax_parse() */

/* An element of source, seg-source or target that is open. */
struct open_element {
	enum { TRANSPARENT, PAIR, SEGMENT } what;
	struct tp_str id;
};

/* How the children of an element stand in its text: a printer may have put each text on lines of its own. */
struct layout {
	bool has_child; /* the rest is known */
	bool is_printed; /* there is a line break before the first child, */
	size_t indent; /* and so many blanks after it */
};

struct reader {
	struct tp_xliff *xliff;
	struct tp_str bytes;
	size_t line, line_at; /* the line of an offset: events come in order */
	size_t depth, skip; /* elements open; and of these, inside one that says nothing to us */
	struct tp_xliff_entry *entry; /* the trans-unit we are in, or NULL */
	struct tp_xliff_content *content; /* source, seg-source or target we are in, or NULL */
	struct open_element open[DEEPEST + 1];
	size_t n_open;
	struct layout layouts[DEEPEST + 2]; /* of the content and of the elements open in it */
	bool is_printed; /* a text of the file was found that a printer had put on lines of its own */
	bool in_segment;
	struct tp_str *fact; /* where the context or note we are in goes, or NULL */
	struct tp_buf text; /* of the content or fact, not yet in the model */
};

static size_t line_at(struct reader *in, size_t offset)
{
	for (; in->line_at < offset && in->line_at < in->bytes.n; in->line_at++)
		in->line += in->bytes.p[in->line_at] == '\n';
	return in->line;
}

static struct tp_str attribute(const struct tp_sax_attribute *attributes, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (tp_str_is(attributes[i].name, name))
			return attributes[i].value;
	return TP_S("");
}

static struct tp_str keep(struct reader *in, struct tp_str text)
{
	return tp_arena_str(in->xliff->arena, text);
}

/* Content ----------------------------------------------------------------------------------------- */

static void add_item(struct reader *in, enum tp_xliff_kind kind, struct tp_str text)
{
	*tp_push(in->content) = (struct tp_xliff_item){ kind, text, in->line };
}

/* The line break and the blanks that a text ends with: where they start, or TP_NOT_FOUND. */
static size_t last_break(struct tp_str text)
{
	while (text.n && (text.p[text.n - 1] == ' ' || text.p[text.n - 1] == '\t'))
		text.n--;
	return text.n && text.p[text.n - 1] == '\n' ? text.n - 1 : TP_NOT_FOUND;
}

static struct tp_str without_lines(struct tp_str text, const struct layout *layout)
{
	while (text.n && text.p[0] == '\n') {
		size_t i = 1, end = layout->has_child && layout->indent < text.n ? layout->indent + 1 : text.n;

		while (i < end && (text.p[i] == ' ' || text.p[i] == '\t'))
			i++;
		text = tp_str_from(text, i);
	}
	for (size_t at; (at = last_break(text)) != TP_NOT_FOUND;)
		text.n = at;
	return text;
}

/* A text between two tags, without the lines of its own that printers such as Python's minidom give each text,
 * which keep its white space: all between tags begins with a line break and the children's indent, and ends with a
 * line break. A lone line break between two tags is nothing, too, in a file that was printed so; of other
 * printers the merge makes the best. */
static struct tp_str unprinted(struct reader *in, struct tp_str text, bool before_child)
{
	struct layout *layout = &in->layouts[in->n_open];
	size_t last = last_break(text);
	bool is_framed = last != TP_NOT_FOUND && text.p[0] == '\n';

	if (before_child && !layout->has_child)
		*layout = (struct layout){ true, is_framed, is_framed ? text.n - last - 1 : 0 };
	if (!is_framed || (layout->has_child && !layout->is_printed))
		return text;
	if (last == 0)
		return in->is_printed ? TP_S("") : text;
	text = without_lines(text, layout);
	in->is_printed |= layout->has_child && text.n;
	return text;
}

static void flush_text(struct reader *in, bool before_child)
{
	struct tp_str text = unprinted(in, tp_buf_str(&in->text), before_child);

	if (text.n)
		add_item(in, TP_XLIFF_TEXT, keep(in, text));
	tp_buf_clear(&in->text);
}

static bool open_segment(struct reader *in, struct open_element *element, struct tp_error *err)
{
	if (in->in_segment)
		return tp_fail(err, TP_E_SYNTAX, in->line, _("A segment stands inside another one."));
	element->what = SEGMENT;
	in->in_segment = true;
	add_item(in, TP_XLIFF_SEGMENT, element->id);
	return true;
}

/* Codes as elements without content, or with content that is the code itself and not for us. */
static bool open_code(struct reader *in, struct tp_str name, struct tp_str id, struct tp_str position)
{
	static const struct {
		const char *name;
		enum tp_xliff_kind kind;
	} codes[] = {
		{ "x", TP_XLIFF_ALONE },  { "ph", TP_XLIFF_ALONE },  { "bx", TP_XLIFF_OPEN }, { "bpt", TP_XLIFF_OPEN },
		{ "ex", TP_XLIFF_CLOSE }, { "ept", TP_XLIFF_CLOSE }, { "it", TP_XLIFF_OPEN },
	};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (tp_str_is(name, codes[i].name)) {
			add_item(in, tp_str_is(position, "close") ? TP_XLIFF_CLOSE : codes[i].kind, keep(in, id));
			return true;
		}
	return false;
}

static bool open_in_content(struct reader *in, struct tp_str name, const struct tp_sax_attribute *attributes, size_t n,
			    struct tp_error *err)
{
	struct open_element *element = &in->open[in->n_open];

	flush_text(in, true);
	*element = (struct open_element){ .what = TRANSPARENT };
	in->layouts[in->n_open + 1] = (struct layout){ .has_child = false };
	if (tp_str_is(name, "mrk")) {
		in->n_open++;
		if (!tp_str_is(attribute(attributes, n, "mtype"), "seg"))
			return true;
		element->id = keep(in, attribute(attributes, n, "mid"));
		return open_segment(in, element, err);
	}
	if (tp_str_is(name, "g")) {
		in->n_open++;
		element->what = PAIR;
		element->id = keep(in, attribute(attributes, n, "id"));
		add_item(in, TP_XLIFF_OPEN, element->id);
		return true;
	}
	open_code(in, name, attribute(attributes, n, "id"), attribute(attributes, n, "pos"));
	in->skip = 1;
	return true;
}

static void close_in_content(struct reader *in)
{
	flush_text(in, false);
	if (!in->n_open) {
		in->content = NULL;
		return;
	}
	const struct open_element *element = &in->open[--in->n_open];
	if (element->what == PAIR)
		add_item(in, TP_XLIFF_CLOSE, element->id);
	if (element->what != SEGMENT)
		return;
	add_item(in, TP_XLIFF_SEGMENT_END, element->id);
	in->in_segment = false;
}

/* Structure --------------------------------------------------------------------------------------- */

/* The unit's id without the mark that made it unique: "f2-17". */
static struct tp_str without_file_mark(struct tp_str id)
{
	size_t i = 1;

	if (!tp_str_starts(id, TP_S("f")))
		return id;
	while (i < id.n && id.p[i] >= '0' && id.p[i] <= '9')
		i++;
	return i > 1 && i < id.n && id.p[i] == '-' ? tp_str_from(id, i + 1) : id;
}

static bool open_unit(struct reader *in, struct tp_str id, struct tp_error *err)
{
	if (!in->xliff->files.n)
		return tp_fail(err, TP_E_SYNTAX, in->line, _("A trans-unit stands outside a file."));
	struct tp_xliff_file *file = &in->xliff->files.p[in->xliff->files.n - 1];
	id = keep(in, without_file_mark(id));
	struct tp_str shown = tp_marks_in_short(id);
	if (tp_table_get(&file->by_id, id))
		return tp_fail(err, TP_E_SYNTAX, in->line, _("The file has two trans-units with the id “%.*s”."),
			       (int)shown.n, shown.p);
	*tp_table_put(&file->by_id, id) = file->entries.n;
	in->entry = tp_push(&file->entries);
	in->entry->id = id;
	in->entry->line = in->line;
	return true;
}

/* The first source, seg-source or target of a trans-unit is the one that counts. */
static void open_content(struct reader *in, struct tp_xliff_content *content)
{
	in->n_open = 0;
	in->layouts[0] = (struct layout){ .has_child = false };
	in->in_segment = false;
	tp_buf_clear(&in->text);
	if (content->p)
		in->skip = 1;
	else
		in->content = content;
}

static void open_context(struct reader *in, struct tp_str type)
{
	tp_buf_clear(&in->text);
	in->fact = tp_str_is(type, TP_XLIFF_HASH)       ? &in->entry->hash
		   : tp_str_is(type, TP_XLIFF_PREPARED) ? &in->entry->prepared
		   : tp_str_is(type, TP_XLIFF_SEGMENTS) ? &in->entry->segments
							: NULL;
}

static bool open_in_unit(struct reader *in, struct tp_str name, const struct tp_sax_attribute *attributes, size_t n)
{
	if (tp_str_is(name, "source")) {
		open_content(in, &in->entry->source);
	} else if (tp_str_is(name, "seg-source")) {
		open_content(in, &in->entry->segmented);
	} else if (tp_str_is(name, "target")) {
		if (!in->entry->target.p)
			in->entry->state = keep(in, attribute(attributes, n, "state"));
		open_content(in, &in->entry->target);
	} else if (tp_str_is(name, "context")) {
		open_context(in, attribute(attributes, n, "context-type"));
	} else if (!tp_str_is(name, "context-group")) {
		in->skip = 1;
	}
	return true;
}

static bool open_root(struct reader *in, struct tp_str name, bool is_ours, struct tp_error *err)
{
	if (is_ours && tp_str_is(name, "xliff"))
		return true;
	return tp_fail(err, TP_E_SYNTAX, in->line, _("This is not a file in XLIFF 1.2."));
}

static void open_file(struct reader *in, struct tp_str original, struct tp_str target)
{
	struct tp_xliff_file *file = tp_push(&in->xliff->files);

	file->original = keep(in, original);
	file->target = keep(in, target);
}

/* A note in the header of a file. */
static void open_encoding(struct reader *in)
{
	if (!in->xliff->files.n)
		return;
	tp_buf_clear(&in->text);
	in->fact = &in->xliff->files.p[in->xliff->files.n - 1].encoding;
}

static bool on_open(void *arg, struct tp_str name, const struct tp_sax_attribute *attributes, size_t n,
		    struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;
	bool is_ours = tp_str_starts(name, TP_S(NAMESPACE));

	line_at(in, at.from);
	if (is_ours)
		name = tp_str_from(name, sizeof NAMESPACE - 1);
	if (in->depth++ == 0)
		return open_root(in, name, is_ours, err);
	if (in->skip || !is_ours) {
		in->skip++;
		return true;
	}
	if (in->content)
		return open_in_content(in, name, attributes, n, err);
	if (in->entry)
		return open_in_unit(in, name, attributes, n);
	if (tp_str_is(name, "trans-unit"))
		return open_unit(in, attribute(attributes, n, "id"), err);
	if (tp_str_is(name, "file"))
		open_file(in, attribute(attributes, n, "original"), attribute(attributes, n, "target-language"));
	else if (tp_str_is(name, "note") && tp_str_is(attribute(attributes, n, "from"), TP_XLIFF_ENCODING))
		open_encoding(in);
	return true;
}

static bool on_close(void *arg, struct tp_str name, struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;

	(void)err;
	line_at(in, at.from);
	in->depth--;
	if (in->skip) {
		in->skip--;
	} else if (in->content) {
		close_in_content(in);
	} else if (in->fact) {
		*in->fact = keep(in, tp_str_trim(tp_buf_str(&in->text)));
		in->fact = NULL;
	} else if (tp_str_is(name, NAMESPACE "trans-unit")) {
		in->entry = NULL;
	}
	return true;
}

static bool on_text(void *arg, struct tp_str text, struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;

	(void)at;
	(void)err;
	if (!in->skip && (in->content || in->fact))
		tp_buf_add_str(&in->text, text);
	return true;
}

struct tp_xliff *tp_xliff_read(struct tp_str bytes, const char *name, struct tp_error *err)
{
	struct tp_xliff *xliff = tp_alloc_zero(1, sizeof *xliff);
	struct reader *in = tp_alloc_zero(1, sizeof *in);
	const struct tp_sax handlers = { in, on_open, on_close, on_text, NULL };

	xliff->arena = tp_arena_new();
	xliff->name = tp_arena_str(xliff->arena, tp_str_of(name));
	in->xliff = xliff;
	in->bytes = bytes;
	in->line = 1;
	bool ok = tp_sax_parse(bytes, &handlers, err);
	tp_buf_release(&in->text);
	free(in);
	if (ok)
		return xliff;
	tp_error_in_file(err, name);
	tp_xliff_free(xliff);
	return NULL;
}

void tp_xliff_free(struct tp_xliff *xliff)
{
	if (!xliff)
		return;
	for (size_t i = 0; i < xliff->files.n; i++) {
		struct tp_xliff_file *file = &xliff->files.p[i];

		for (size_t k = 0; k < file->entries.n; k++) {
			free(file->entries.p[k].source.p);
			free(file->entries.p[k].segmented.p);
			free(file->entries.p[k].target.p);
		}
		free(file->entries.p);
		tp_table_release(&file->by_id);
	}
	free(xliff->files.p);
	tp_arena_free(xliff->arena);
	free(xliff);
}

const char *tp_xliff_original(const struct tp_xliff *xliff, size_t i)
{
	return i < xliff->files.n ? xliff->files.p[i].original.p : NULL;
}

const char *tp_xliff_encoding(const struct tp_xliff *xliff, size_t i)
{
	return i < xliff->files.n && xliff->files.p[i].encoding.n ? xliff->files.p[i].encoding.p : NULL;
}
