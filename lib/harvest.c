/* Names that a base lacks: what the check of spelling takes for an unknown name, joined to whole names, counted over
 * documents, and put together where several forms are one name. */
#include <stdlib.h>

#include "checks/check.h"
#include "core/str.h"
#include "core/table.h"
#include "core/unicode.h"
#include "language/names_base.h"
#include "language/names_oblique.h"
#include "language/names_rows.h"
#include "language/shape.h"
#include "language/words.h"

enum {
	MOST_WORDS = 6, /* of a name */
	LONG_WORD = 4, /* letters of a word that shows whether a unit has its words in capitals, as headlines do */
	HEADLINE = 3, /* such words */
	CONTEXT = 60, /* bytes on each side of a name */
	SAME_LETTER = 20, /* what two forms of one name differ by, for each letter: see tp_spelling_distance() */
	SAME_MOST = 220,
	MOST_COMPARED = 16, /* names of one skeleton */
};

/* A form as it stands in the documents. */
struct form {
	struct tp_str text, plain; /* in small letters, without particles, with one space between words */
	size_t last; /* bytes of the last word of the text */
	struct tp_str context;
	bool family; /* the last word is unknown, and so may stand for the whole name */
	size_t n;
};

/* A name: the forms that are ways to write it, the most frequent first. */
struct name {
	struct {
		size_t *p; /* indexes */
		size_t n, cap;
	} forms;
	struct tp_str plain; /* of the first of them */
	size_t n; /* how often it stands there; 0: it went to a longer name */
	size_t before; /* 1 + the name before it with the same skeleton; 0 if there is none */
};

struct tp_harvest {
	const struct tp_kit *kit;
	struct tp_arena *arena;
	struct tp_table known; /* form in small letters -> 1 + its index */
	struct {
		struct form *p;
		size_t n, cap;
	} forms;
};

struct tp_harvest *tp_harvest_new(const struct tp_kit *kit)
{
	struct tp_harvest *harvest = tp_alloc_zero(1, sizeof *harvest);

	harvest->kit = kit;
	harvest->arena = tp_arena_new();
	return harvest;
}

void tp_harvest_free(struct tp_harvest *harvest)
{
	if (!harvest)
		return;
	tp_table_release(&harvest->known);
	free(harvest->forms.p);
	tp_arena_free(harvest->arena);
	free(harvest);
}

/* Whole names ---------------------------------------------------------------------------------------- */

/* A unit with its words, and which of them are unknown names. */
struct reading {
	struct tp_harvest *harvest;
	const struct tp_doc *doc;
	struct tp_str text;
	struct tp_spans words;
	bool *unknown;
	bool apart; /* capitals say nothing: only unknown words make a name */
};

static struct tp_str word_at(const struct reading *in, size_t i)
{
	return tp_str_at(in->text, in->words.p[i]);
}

/* Without what English and Turkic languages have behind an apostrophe. */
static struct tp_span without_possessive(const struct reading *in, size_t i)
{
	struct tp_span word = in->words.p[i];
	size_t from, at = word.from;

	if (!tp_language_is_one_of(tp_str_of(in->harvest->kit->language), "tr az crh tk uz"))
		return tp_word_without_possessive(in->text, word);
	while (from = at, at < word.to)
		if (tp_is_apostrophe(tp_utf8_next(in->text, &at)))
			return (struct tp_span){ word.from, from };
	return word;
}

static bool knows_in_lower(const struct reading *in, struct tp_str word)
{
	const struct tp_kit *kit = in->harvest->kit;
	struct tp_buf lower = TP_BUF_INIT;

	tp_lower(word, kit->language, &lower);
	bool known = tp_spelling_knows(kit->spelling, tp_buf_str(&lower));
	tp_buf_release(&lower);
	return known;
}

/* One space, hyphen or apostrophe stands between word i and the next, which are no possessive and its owner. */
static bool are_joined(const struct reading *in, size_t i)
{
	size_t at = in->words.p[i].to;

	if (without_possessive(in, i).to < at)
		return false;
	uint32_t cp = tp_utf8_next(in->text, &at);
	return at == in->words.p[i + 1].from && (cp == ' ' || tp_is_hyphen(cp) || tp_is_apostrophe(cp));
}

static bool is_part(const struct reading *in, size_t i)
{
	struct tp_shape shape = tp_shape_of(word_at(in, i));

	return in->unknown[i] ||
	       (!in->apart && shape.title && shape.letters > 1 && !tp_shape_is_acronym(word_at(in, i)));
}

/* "bin", "van", "al-"; but "at" and the like only before a hyphen: "at-Tamimi", and "Garcey at Tamimi". */
static bool is_particle(const struct reading *in, size_t i)
{
	static const char before_hyphen[] = "ad ag an ar as ash at az ed en er es e i o y";

	return tp_word_is_particle(word_at(in, i)) &&
	       (tp_word_joined_after(in->text, in->words.p[i]) || !tp_word_is_listed(word_at(in, i), before_hyphen));
}

/* The first word of the name with word i: back over parts, and over particles where a part, or the hyphen of "al-",
 * stands before. Titles and the first words of sentences go: they are words in small letters, too. */
static size_t first_word(const struct reading *in, size_t i)
{
	size_t first = i;

	for (size_t at = i; at > 0 && i - at + 1 < MOST_WORDS && are_joined(in, at - 1); at--) {
		if (is_part(in, at - 1))
			first = at - 1;
		else if (!is_particle(in, at - 1))
			break;
		else if (in->text.p[in->words.p[at].from - 1] != ' ')
			first = at - 1;
	}
	while (first < i && !in->unknown[first] && !tp_word_is_particle(word_at(in, first)) &&
	       knows_in_lower(in, word_at(in, first)))
		first++;
	return first;
}

static size_t last_word(const struct reading *in, size_t first, size_t i)
{
	size_t last = i;

	for (size_t at = i; at + 1 < in->words.n && at + 1 - first < MOST_WORDS && are_joined(in, at); at++)
		if (is_part(in, at + 1))
			last = at + 1;
		else if (!is_particle(in, at + 1))
			break;
	return last;
}

/* "PM Meets al-Muhammadawi in Baghdad"; and languages where all nouns have a capital. */
static bool is_apart(const struct reading *in)
{
	const char *language = in->harvest->kit->language;
	size_t n = 0;

	if (tp_str_starts(tp_str_of(language), TP_S("de")) || tp_str_starts(tp_str_of(language), TP_S("lb")))
		return true;
	for (size_t i = 0; i < in->words.n; i++) {
		struct tp_shape shape = tp_shape_of(word_at(in, i));
		if (shape.letters >= LONG_WORD && !shape.title)
			return false;
		n += shape.letters >= LONG_WORD;
	}
	return n >= HEADLINE;
}

/* The text around a name, with whole words, on one line. */
static struct tp_str context_of(struct reading *in, struct tp_span at)
{
	size_t from = at.from > CONTEXT ? at.from - CONTEXT : 0,
	       to = at.to + CONTEXT < in->text.n ? at.to + CONTEXT : in->text.n;
	struct tp_buf out = TP_BUF_INIT;

	while (from > 0 && from < at.from && in->text.p[from - 1] != ' ')
		from++;
	while (to < in->text.n && to > at.to && in->text.p[to] != ' ')
		to--;
	tp_buf_add_z(&out, from > 0 ? "… " : "");
	tp_buf_add_str(&out, tp_str_trim(tp_str_at(in->text, (struct tp_span){ from, to })));
	tp_buf_add_z(&out, to < in->text.n ? " …" : "");
	for (size_t i = 0; i < out.n; i++)
		if ((unsigned char)out.p[i] < ' ')
			out.p[i] = ' ';
	struct tp_str context = tp_arena_str(in->harvest->arena, tp_buf_str(&out));
	tp_buf_release(&out);
	return context;
}

/* The words of a name but its particles: "ahmad muhammadawi". */
static struct tp_str plain_of(const struct reading *in, size_t first, size_t last)
{
	struct tp_buf out = TP_BUF_INIT, lower = TP_BUF_INIT;

	for (size_t i = first; i <= last; i++) {
		if (first < last && tp_word_is_particle(word_at(in, i)))
			continue;
		if (out.n)
			tp_buf_add_char(&out, ' ');
		tp_buf_add_str(&out, tp_str_at(in->text, without_possessive(in, i)));
	}
	tp_lower(tp_buf_str(&out), in->harvest->kit->language, &lower);
	struct tp_str plain = tp_arena_str(in->harvest->arena, tp_buf_str(&lower));
	tp_buf_release(&out);
	tp_buf_release(&lower);
	return plain;
}

/* Counts a name. Forms that differ in case only are one, spelled as where it has the fewest capitals. */
static void count(struct reading *in, size_t first, size_t last)
{
	struct tp_harvest *harvest = in->harvest;
	struct tp_span at = { in->words.p[first].from, without_possessive(in, last).to };
	struct tp_str text = tp_str_at(in->text, at);
	struct tp_buf lower = TP_BUF_INIT;

	tp_lower(text, harvest->kit->language, &lower);
	uintptr_t *known = tp_table_get(&harvest->known, tp_buf_str(&lower));
	if (!known) {
		struct form *form = tp_push(&harvest->forms);
		form->text = tp_arena_str(harvest->arena, text);
		form->last = without_possessive(in, last).to - in->words.p[last].from;
		form->plain = plain_of(in, first, last);
		form->context = context_of(in, at);
		form->family = in->unknown[last];
		known = tp_table_put(&harvest->known, tp_arena_str(harvest->arena, tp_buf_str(&lower)));
		*known = harvest->forms.n;
	}
	struct form *form = &harvest->forms.p[*known - 1];
	if (tp_shape_of(text).capitals < tp_shape_of(form->text).capitals) {
		form->text = tp_arena_str(harvest->arena, text);
		form->last = without_possessive(in, last).to - in->words.p[last].from;
	}
	form->n++;
	tp_buf_release(&lower);
}

static void read_words(struct reading *in, const struct tp_findings *findings)
{
	struct tp_spans skip = { NULL, 0, 0 };
	size_t next = 0;

	tp_skip_map(in->text, &skip);
	tp_words(in->text, in->harvest->kit->words, in->harvest->kit->language, &skip, &in->words);
	tp_spans_release(&skip);
	in->unknown = tp_alloc_zero(in->words.n + 1, sizeof *in->unknown);
	for (size_t i = 0; i < in->words.n; i++) {
		while (next < findings->n && findings->p[next].at.to <= in->words.p[i].from)
			next++;
		in->unknown[i] = next < findings->n && findings->p[next].at.from < in->words.p[i].to;
	}
	in->apart = is_apart(in);
}

static void read_unit(void *arg, struct tp_findings *findings)
{
	struct reading *in = arg;

	in->text = tp_unit_text(in->doc, findings->p[0].unit);
	read_words(in, findings);
	for (size_t i = 0; i < in->words.n; i++)
		if (in->unknown[i]) {
			size_t first = first_word(in, i), last = last_word(in, first, i);
			count(in, first, last);
			i = last;
		}
	tp_spans_release(&in->words);
	free(in->unknown);
}

bool tp_harvest_add(struct tp_harvest *harvest, const struct tp_doc *doc, struct tp_error *err)
{
	struct reading in = { .harvest = harvest, .doc = doc };

	return tp_doc_check_units(doc, harvest->kit, "unknown-name", NULL, read_unit, &in, err);
}

/* Cases ------------------------------------------------------------------------------------------------ */

static struct tp_str last_word_of(struct tp_str plain)
{
	size_t at = plain.n;

	while (at > 0 && plain.p[at - 1] != ' ')
		at--;
	return tp_str_from(plain, at);
}

/* The form, whose last word has n bytes, with another one in small letters in place of that, as far as they differ. */
static struct tp_str with_last_word(const struct tp_harvest *harvest, struct tp_str form, size_t n, struct tp_str other)
{
	size_t start = form.n - n, kept = start, same = 0;
	struct tp_buf lower = TP_BUF_INIT;

	for (size_t at = start; at < form.n;) {
		tp_utf8_next(form, &at);
		tp_buf_clear(&lower);
		tp_lower(tp_str_at(form, (struct tp_span){ start, at }), harvest->kit->language, &lower);
		if (!tp_str_starts(other, tp_buf_str(&lower)))
			continue;
		kept = at;
		same = lower.n;
	}
	tp_buf_release(&lower);
	struct tp_str rest = tp_str_from(other, same);
	return tp_arena_format(harvest->arena, "%.*s%.*s", (int)kept, form.p, (int)rest.n, rest.p);
}

/* Brings a form in some case to that which it is declined from. */
static void bring_back(const struct tp_harvest *harvest, struct form *form, struct tp_str root)
{
	if (!root.n)
		return;
	form->text = with_last_word(harvest, form->text, form->last, root);
	form->plain = with_last_word(harvest, form->plain, last_word_of(form->plain).n, root);
}

/* Forms that are one in some case become one: a base knows the others by itself. Returns how many are left. */
static size_t join_cases(const struct tp_harvest *harvest, struct form *forms, size_t n)
{
	const struct tp_kit *kit = harvest->kit;
	struct tp_name_obliques *obliques = tp_name_obliques_new(kit->names->data, kit->language);
	struct tp_table known = { 0 };
	struct tp_buf lower = TP_BUF_INIT;
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		tp_name_obliques_add(obliques, last_word_of(forms[i].plain));
	for (size_t i = 0; i < n; i++) {
		struct form form = forms[i];
		bring_back(harvest, &form, tp_name_oblique_root(obliques, last_word_of(form.plain)));
		tp_buf_clear(&lower);
		tp_lower(form.text, kit->language, &lower);
		uintptr_t *same = tp_table_put(&known, tp_arena_str(harvest->arena, tp_buf_str(&lower)));
		if (*same) {
			forms[*same - 1].n += form.n;
			continue;
		}
		forms[left++] = form;
		*same = left;
	}
	tp_buf_release(&lower);
	tp_table_release(&known);
	tp_name_obliques_free(obliques);
	return left;
}

/* Forms of one name ------------------------------------------------------------------------------------ */

struct naming {
	struct tp_arena *arena;
	struct form *forms; /* the most frequent first, then the longest */
	struct tp_table skeletons; /* of a name -> 1 + the newest name that has it */
	struct tp_table lasts; /* skeleton of the last of several words -> 1 + the name, or AMBIGUOUS */
	struct {
		struct name *p;
		size_t n, cap;
	} names;
};

#define AMBIGUOUS ((uintptr_t)-1)

static int by_number(const void *a, const void *b)
{
	const struct form *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	if (x->text.n != y->text.n)
		return x->text.n < y->text.n ? 1 : -1;
	return tp_str_compare(x->text, y->text);
}

static int by_name_number(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n ? 1 : -1) : tp_str_compare(x->plain, y->plain);
}

static bool has_words(struct tp_str plain)
{
	return tp_str_find_char(plain, ' ', 0) != TP_NOT_FOUND;
}

static struct tp_str skeleton_of(struct naming *in, struct tp_str plain)
{
	struct tp_buf out = TP_BUF_INIT;
	struct tp_str rest = plain, word;

	while (tp_str_cut(&rest, ' ', &word)) {
		tp_name_skeleton(word, &out);
		tp_buf_add_char(&out, ' ');
	}
	struct tp_str skeleton = tp_arena_str(in->arena, tp_buf_str(&out));
	tp_buf_release(&out);
	return skeleton;
}

static bool are_one(struct tp_str a, struct tp_str b)
{
	size_t most = SAME_LETTER * tp_shape_of(a).letters;

	return tp_spelling_distance(a, b) <= (most < SAME_MOST ? most : SAME_MOST);
}

static void add_form(struct name *name, size_t index, const struct form *form)
{
	*tp_push(&name->forms) = index;
	name->n += form->n;
}

/* The name that a form is a way to write: one of the same skeleton that is near enough, or a new one. */
static struct name *name_of(struct naming *in, const struct form *form)
{
	uintptr_t *newest = tp_table_put(&in->skeletons, skeleton_of(in, form->plain));
	size_t i = *newest;

	for (size_t compared = 0; i && compared < MOST_COMPARED; i = in->names.p[i - 1].before, compared++)
		if (are_one(in->names.p[i - 1].plain, form->plain))
			return &in->names.p[i - 1];
	struct name *name = tp_push(&in->names);
	name->plain = form->plain;
	name->before = *newest;
	*newest = in->names.n;
	return name;
}

static void note_last_word(struct naming *in, size_t index)
{
	struct tp_str plain = in->names.p[index].plain;

	if (!has_words(plain) || !in->forms[in->names.p[index].forms.p[0]].family)
		return;
	uintptr_t *last = tp_table_put(&in->lasts, skeleton_of(in, last_word_of(plain)));
	*last = *last ? AMBIGUOUS : index + 1;
}

/* "al-Muhammadawi" goes to "Ahmad al-Muhammadawi", if there is no other of that name. */
static void join_longer(struct naming *in, size_t index)
{
	struct name *name = &in->names.p[index];

	if (has_words(name->plain))
		return;
	uintptr_t *last = tp_table_get(&in->lasts, skeleton_of(in, name->plain));
	if (!last || *last == AMBIGUOUS || !are_one(last_word_of(in->names.p[*last - 1].plain), name->plain))
		return;
	for (size_t i = 0; i < name->forms.n; i++)
		add_form(&in->names.p[*last - 1], name->forms.p[i], &in->forms[name->forms.p[i]]);
	name->n = 0;
}

static int by_index(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void find_names(struct naming *in, size_t n_forms)
{
	for (size_t i = 0; i < n_forms; i++)
		add_form(name_of(in, &in->forms[i]), i, &in->forms[i]);
	for (size_t i = 0; i < in->names.n; i++)
		note_last_word(in, i);
	for (size_t i = 0; i < in->names.n; i++)
		join_longer(in, i);
	for (size_t i = 0; i < in->names.n; i++)
		qsort(in->names.p[i].forms.p, in->names.p[i].forms.n, sizeof(size_t), by_index);
	if (in->names.n)
		qsort(in->names.p, in->names.n, sizeof *in->names.p, by_name_number);
}

/* Writing ------------------------------------------------------------------------------------------------ */

/* "ahmad-al-muhammadawi", with a number if it is taken. */
static void add_concept(struct tp_table *taken, struct tp_arena *arena, struct tp_str form, struct tp_buf *out)
{
	struct tp_buf plain = TP_BUF_INIT, lower = TP_BUF_INIT, id = TP_BUF_INIT;

	tp_lower(form, "", &lower);
	for (size_t at = 0; at < lower.n;) {
		size_t from = at, first = 0;
		uint32_t cp = tp_utf8_next(tp_buf_str(&lower), &at);
		tp_buf_clear(&plain);
		tp_nfd(tp_str_at(tp_buf_str(&lower), (struct tp_span){ from, at }), &plain);
		uint32_t base = tp_utf8_next(tp_buf_str(&plain), &first);
		cp = base < 128 ? base : cp;
		if (tp_is_letter(cp) || tp_is_digit(cp))
			tp_buf_add_cp(&id, cp);
		else if ((cp == ' ' || tp_is_hyphen(cp)) && id.n && id.p[id.n - 1] != '-')
			tp_buf_add_char(&id, '-');
	}
	uintptr_t *n = tp_table_put(taken, tp_arena_str(arena, tp_buf_str(&id)));
	tp_buf_add_str(out, tp_buf_str(&id));
	if (++*n > 1)
		tp_buf_format(out, "-%zu", (size_t)*n);
	tp_buf_release(&plain);
	tp_buf_release(&lower);
	tp_buf_release(&id);
}

static void write_form(const struct form *form, enum tp_name_status status, struct tp_str concept, const char *language,
		       struct tp_buf *out)
{
	tp_buf_format(out, "# %zu: %.*s\n", form->n, (int)form->context.n, form->context.p);
	tp_buf_format(out, "%.*s\t\t%s\t%.*s\t%s\t%s\t\t\n", (int)concept.n, concept.p, language, (int)form->text.n,
		      form->text.p, tp_name_status_word(status),
		      tp_name_match_word(tp_name_guess_match(form->text, status)));
}

static void write_names(const struct naming *in, const char *language, struct tp_buf *out)
{
	struct tp_table taken = { 0 };
	struct tp_buf concept = TP_BUF_INIT;

	tp_buf_add_z(out, "concept\tkind\tlang\tform\tstatus\tmatch\tfirst\tunless\n");
	for (size_t i = 0; i < in->names.n && in->names.p[i].n; i++) {
		const struct name *name = &in->names.p[i];
		tp_buf_clear(&concept);
		add_concept(&taken, in->arena, in->forms[name->forms.p[0]].text, &concept);
		for (size_t f = 0; f < name->forms.n; f++)
			write_form(&in->forms[name->forms.p[f]], f ? TP_NAME_ADMITTED : TP_NAME_PREFERRED,
				   tp_buf_str(&concept), language, out);
	}
	tp_table_release(&taken);
	tp_buf_release(&concept);
}

void tp_harvest_write(const struct tp_harvest *harvest, struct tp_buf *out)
{
	size_t n = harvest->forms.n;
	struct naming in = { .arena = tp_arena_new(), .forms = tp_alloc(n * sizeof *in.forms + 1) };

	if (n) {
		memcpy(in.forms, harvest->forms.p, n * sizeof *in.forms);
		n = join_cases(harvest, in.forms, n);
		qsort(in.forms, n, sizeof *in.forms, by_number);
	}
	find_names(&in, n);
	write_names(&in, harvest->kit->language, out);
	for (size_t i = 0; i < in.names.n; i++)
		free(in.names.p[i].forms.p);
	free(in.names.p);
	free(in.forms);
	tp_table_release(&in.skeletons);
	tp_table_release(&in.lasts);
	tp_arena_free(in.arena);
}
