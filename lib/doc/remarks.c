#include "doc/remarks.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "doc/finding.h"

/* Of more in one unit, the rest counts for nothing, so that the work is bounded. */
enum { MOST_IGNORED = 1024, MOST_OFF = 16 };

static const struct tp_str comment_start = { "<!--", 4 }, comment_end = { "-->", 3 }, mark = { "tprep:", 6 };

/* Between words; the lines of a quotation start with ">". */
static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '>';
}

static struct tp_str cut_word(struct tp_str *rest)
{
	size_t from = 0, to;

	while (from < rest->n && is_blank(rest->p[from]))
		from++;
	for (to = from; to < rest->n && !is_blank(rest->p[to]);)
		to++;
	struct tp_str word = tp_str_at(*rest, (struct tp_span){ from, to });
	*rest = tp_str_from(*rest, to);
	return word;
}

/* What stands between the marks of the comment that starts at `at`, in *says, and its end; false if it has none. */
static bool read_comment(struct tp_str s, size_t at, struct tp_str *says, size_t *end)
{
	size_t from = at + comment_start.n, to = tp_str_find(s, comment_end, from);

	if (to == TP_NOT_FOUND)
		return false;
	*end = to + comment_end.n;
	*says = tp_str_at(s, (struct tp_span){ from, to });
	return true;
}

/* What the comment says to us, if it does. */
static bool is_for_us(struct tp_str *says)
{
	struct tp_str rest = *says, word = cut_word(&rest);

	if (!tp_str_starts(word, mark))
		return false;
	*says = tp_str_between(word.p + mark.n, rest.p + rest.n);
	return true;
}

bool tp_remark_is(struct tp_str s)
{
	struct tp_str says;
	size_t end;

	return tp_str_starts(s, comment_start) && read_comment(s, 0, &says, &end) && end == s.n && is_for_us(&says);
}

static bool read_verb(struct tp_str verb, enum tp_remark_kind *kind)
{
	static const char *const verbs[] = {
		[TP_REMARK_OFF] = "off",
		[TP_REMARK_ON] = "on",
		[TP_REMARK_IGNORE] = "ignore",
		[TP_REMARK_WORDS] = "words",
	};

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (tp_str_is(verb, verbs[i])) {
			*kind = (enum tp_remark_kind)i;
			return true;
		}
	return false;
}

static void add_item(struct tp_buf *list, struct tp_str item)
{
	tp_buf_add_z(list, list->n ? "," : "");
	tp_buf_add_str(list, item);
}

/* A comma list of words. */
static void list_words(struct tp_str rest, struct tp_buf *list)
{
	struct tp_str word, item;

	while ((word = cut_word(&rest)).n)
		while (tp_str_cut(&word, ',', &item))
			if (item.n)
				add_item(list, item);
}

/* A comma list of the ids and families among the words, each once, and the first word that is neither. */
static struct tp_str list_names(struct tp_str rest, struct tp_buf *list)
{
	struct tp_str word, item, unknown = { NULL, 0 };

	while ((word = cut_word(&rest)).n)
		while (tp_str_cut(&word, ',', &item)) {
			const char *name = tp_finding_name(item);

			if (name && !tp_list_has(tp_buf_str(list).p, name))
				add_item(list, tp_str_of(name));
			else if (!name && !unknown.n)
				unknown = item;
		}
	return unknown;
}

/* Without a list a remark is for all; so one that names nothing we know is none. */
static void add_remark(struct tp_doc *doc, enum tp_remark_kind kind, size_t at, struct tp_str says)
{
	struct tp_buf list = TP_BUF_INIT;
	struct tp_str unknown = { NULL, 0 };

	if (kind == TP_REMARK_WORDS)
		list_words(says, &list);
	else
		unknown = list_names(says, &list);
	if (list.n || !unknown.n)
		*tp_push(&doc->remarks) = (struct tp_remark){ kind, at, tp_arena_str(doc->arena, tp_buf_str(&list)) };
	if (unknown.n)
		*tp_push(&doc->mistakes) = (struct tp_remark){ kind, at, unknown };
	tp_buf_release(&list);
}

void tp_remarks_find(struct tp_doc *doc, struct tp_span html)
{
	struct tp_str s = { doc->text.p, html.to }, says;
	size_t at = html.from, end;

	for (; (at = tp_str_find(s, comment_start, at)) != TP_NOT_FOUND && read_comment(s, at, &says, &end); at = end) {
		enum tp_remark_kind kind;

		if (!is_for_us(&says))
			continue;
		struct tp_str verb = cut_word(&says);
		if (read_verb(verb, &kind))
			add_remark(doc, kind, at, says);
		else
			*tp_push(&doc->mistakes) = (struct tp_remark){ TP_REMARK_UNKNOWN, at, verb };
	}
}

void tp_remarks_misplaced(struct tp_doc *doc, struct tp_span text)
{
	struct tp_str s = { doc->text.p, text.to }, says;
	size_t at = text.from, end;

	for (; (at = tp_str_find(s, comment_start, at)) != TP_NOT_FOUND && read_comment(s, at, &says, &end); at = end)
		if (is_for_us(&says))
			*tp_push(&doc->mistakes) = (struct tp_remark){ TP_REMARK_MISPLACED, at, cut_word(&says) };
}

/* Settling ------------------------------------------------------------------------------------------ */

/* What is off: a list (an empty one is for all), but for what was turned on since. */
struct off {
	struct tp_str ids, except;
};

struct settling {
	struct tp_doc *doc;
	struct {
		struct off *p;
		size_t n, cap;
	} off;
	struct {
		struct tp_str *p;
		size_t n, cap;
	} whole; /* lists of what the unit ignores */
	struct {
		struct tp_ignored *p;
		size_t n, cap;
	} ignored; /* of the unit */
	struct tp_buf words; /* of the unit */
};

/* Where in its text a unit has the code that starts at this byte of the document, or what follows it. */
static size_t place_in(const struct tp_text *text, size_t source)
{
	size_t low = 0, high = text->n_pieces;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (text->pieces[middle].source.from < source)
			low = middle + 1;
		else
			high = middle;
	}
	return low < text->n_pieces ? text->pieces[low].text.from : text->text.n;
}

static void ignore_from(struct settling *in, size_t from, struct off off)
{
	if (in->ignored.n < MOST_IGNORED)
		*tp_push(&in->ignored) = (struct tp_ignored){ { from, TP_NOT_FOUND }, off.ids, off.except };
}

static void ignore_what_is_off(struct settling *in, size_t from)
{
	for (size_t i = 0; i < in->off.n; i++)
		ignore_from(in, from, in->off.p[i]);
}

/* The items of both lists, each once. */
static struct tp_str join_lists(struct tp_str list, struct tp_str more, struct tp_arena *arena)
{
	struct tp_buf joined = TP_BUF_INIT;
	struct tp_str item;

	tp_buf_add_str(&joined, list);
	while (tp_str_cut(&more, ',', &item)) {
		struct tp_str name = tp_arena_str(arena, item);

		if (!joined.n || !tp_list_has(joined.p, name.p))
			add_item(&joined, name);
	}
	list = tp_arena_str(arena, tp_buf_str(&joined));
	tp_buf_release(&joined);
	return list;
}

/* What was off ends here, or (where there is a list) what is on it does. */
static void turn_on(struct settling *in, size_t at, struct tp_str list)
{
	size_t n = 0;

	for (size_t i = 0; i < in->ignored.n; i++) {
		struct tp_ignored *ignored = &in->ignored.p[i];

		if (ignored->at.to == TP_NOT_FOUND)
			ignored->at.to = at;
		if (ignored->at.from < ignored->at.to)
			in->ignored.p[n++] = *ignored;
	}
	in->ignored.n = n;
	if (!list.n)
		in->off.n = 0;
	for (size_t i = 0; i < in->off.n; i++)
		in->off.p[i].except = join_lists(in->off.p[i].except, list, in->doc->arena);
	ignore_what_is_off(in, at);
}

static void obey(struct settling *in, const struct tp_remark *remark, size_t at)
{
	switch (remark->kind) {
	case TP_REMARK_OFF:
		if (in->off.n < MOST_OFF) {
			*tp_push(&in->off) = (struct off){ remark->list, { "", 0 } };
			ignore_from(in, at, in->off.p[in->off.n - 1]);
		}
		break;
	case TP_REMARK_ON:
		turn_on(in, at, remark->list);
		break;
	case TP_REMARK_IGNORE:
		*tp_push(&in->whole) = remark->list;
		break;
	case TP_REMARK_WORDS:
		tp_buf_add_z(&in->words, in->words.n ? "," : "");
		tp_buf_add_str(&in->words, remark->list);
		break;
	case TP_REMARK_UNKNOWN:
	case TP_REMARK_MISPLACED:
		break;
	}
}

/* Gives the unit what was gathered, and starts the next one. */
static void end_unit(struct settling *in, struct tp_text *text)
{
	struct tp_arena *arena = in->doc->arena;
	struct tp_ignored *kept;

	for (size_t i = 0; i < in->whole.n; i++)
		ignore_from(in, 0, (struct off){ in->whole.p[i], { "", 0 } });
	kept = tp_arena_alloc(arena, in->ignored.n * sizeof *kept);
	if (in->ignored.n)
		memcpy(kept, in->ignored.p, in->ignored.n * sizeof *kept);
	text->ignored = kept;
	text->n_ignored = in->ignored.n;
	if (in->words.n)
		text->words = tp_arena_str(arena, tp_buf_str(&in->words));
	in->ignored.n = in->whole.n = 0;
	tp_buf_clear(&in->words);
	ignore_what_is_off(in, 0);
}

/* Remembers what holds behind the end: the words, and what is off, in the order in which that came about. */
static void keep_rest(struct settling *in)
{
	struct tp_doc *doc = in->doc;

	doc->rest.n = 0;
	for (size_t i = 0; i < doc->remarks.n; i++)
		if (doc->remarks.p[i].kind == TP_REMARK_WORDS)
			*tp_push(&doc->rest) = doc->remarks.p[i];
	for (size_t i = 0; i < in->off.n; i++) {
		*tp_push(&doc->rest) = (struct tp_remark){ TP_REMARK_OFF, 0, in->off.p[i].ids };
		if (in->off.p[i].except.n)
			*tp_push(&doc->rest) = (struct tp_remark){ TP_REMARK_ON, 0, in->off.p[i].except };
	}
}

void tp_doc_continue(struct tp_doc *doc, const struct tp_doc *before)
{
	size_t n = before->rest.n;

	if (!n)
		return;
	for (size_t i = 0; i < n; i++)
		*tp_push(&doc->remarks) = (struct tp_remark){ TP_REMARK_ON, 0, { "", 0 } };
	memmove(doc->remarks.p + n, doc->remarks.p, (doc->remarks.n - n) * sizeof *doc->remarks.p);
	for (size_t i = 0; i < n; i++)
		doc->remarks.p[i] =
		    (struct tp_remark){ before->rest.p[i].kind, 0, tp_arena_str(doc->arena, before->rest.p[i].list) };
	tp_remarks_settle(doc);
}

void tp_remarks_settle(struct tp_doc *doc)
{
	struct settling in = { .doc = doc };
	size_t next = 0;

	for (size_t i = 0; doc->remarks.n && i < doc->n_units; i++) {
		struct tp_text *text = &doc->units[i].text;
		struct tp_span source = tp_text_source(text);
		bool last = i + 1 == doc->n_units;

		for (; next < doc->remarks.n && (last || doc->remarks.p[next].at < source.to); next++) {
			const struct tp_remark *remark = &doc->remarks.p[next];
			bool behind_all = remark->at >= source.to;

			if (!(behind_all && remark->kind == TP_REMARK_IGNORE))
				obey(&in, remark, remark->at < source.from ? 0 : place_in(text, remark->at));
		}
		end_unit(&in, text);
	}
	for (; next < doc->remarks.n; next++)
		if (doc->remarks.p[next].kind != TP_REMARK_IGNORE)
			obey(&in, &doc->remarks.p[next], 0);
	keep_rest(&in);
	free(in.off.p);
	free(in.whole.p);
	free(in.ignored.p);
	tp_buf_release(&in.words);
}

/* Asking -------------------------------------------------------------------------------------------- */

/* The list has the kind of finding, or its family. */
static bool names_kind(struct tp_str list, const char *id)
{
	const struct tp_finding_kind *kind = tp_finding_kind(id);

	return list.n && (tp_list_has(list.p, id) || (kind && tp_list_has(list.p, tp_family_name(kind->family))));
}

bool tp_text_ignores(const struct tp_text *text, const char *id, struct tp_span at)
{
	for (size_t i = 0; i < text->n_ignored; i++) {
		const struct tp_ignored *ignored = &text->ignored[i];

		if (at.from >= ignored->at.from && at.from < ignored->at.to &&
		    (!ignored->ids.n || names_kind(ignored->ids, id)) && !names_kind(ignored->except, id))
			return true;
	}
	return false;
}
