/* Reads name bases, and makes their index. */
#include "language/names_base.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "core/utf8.h"

/* Columns -------------------------------------------------------------------------------------------- */

enum column { CONCEPT, KIND, LANG, FORM, STATUS, MATCH, FIRST, UNLESS, ONLY, N_COLUMNS };

static const char *const column_names[N_COLUMNS] = { "concept", "kind",  "lang",   "form", "status",
						     "match",   "first", "unless", "only" };
static const bool column_needed[N_COLUMNS] = { [CONCEPT] = true, [LANG] = true, [FORM] = true, [STATUS] = true };

/* A file in the making of a base. */
struct reading {
	struct tp_names *names;
	struct tp_table *known; /* keys of forms, concepts and languages -> index + 1 */
	struct tp_folder folder;
	uint32_t layer;
	size_t line;
	bool has_header;
	unsigned char columns[32]; /* enum column of each field; N_COLUMNS: not for us */
	size_t n_columns;
};

static bool read_header(struct reading *in, struct tp_str line, struct tp_error *err)
{
	bool has[N_COLUMNS + 1] = { false };
	struct tp_str name;

	while (tp_str_cut(&line, '\t', &name)) {
		unsigned char c = 0;
		while (c < N_COLUMNS && !tp_str_is(name, column_names[c]))
			c++;
		if (in->n_columns == sizeof in->columns)
			return tp_fail(err, TP_E_LIMIT, in->line, _("A name base has at most %zu columns."),
				       sizeof in->columns);
		in->columns[in->n_columns++] = c;
		has[c] = true;
	}
	for (size_t c = 0; c < N_COLUMNS; c++)
		if (column_needed[c] && !has[c])
			return tp_fail(err, TP_E_SYNTAX, in->line, _("The header line lacks the column \"%s\"."),
				       column_names[c]);
	in->has_header = true;
	return true;
}

static bool split_row(struct reading *in, struct tp_str line, struct tp_str *fields, struct tp_error *err)
{
	struct tp_str field;
	size_t n = 0;

	while (tp_str_cut(&line, '\t', &field)) {
		if (n == in->n_columns)
			return tp_fail(err, TP_E_SYNTAX, in->line, _("The row has more fields than the header line."));
		unsigned char c = in->columns[n++];
		if (c < N_COLUMNS)
			fields[c] = tp_str_trim(field);
	}
	for (size_t c = 0; c < N_COLUMNS; c++)
		if (column_needed[c] && c != LANG && fields[c].n == 0)
			return tp_fail(err, TP_E_SYNTAX, in->line, _("The field \"%s\" is empty."), column_names[c]);
	return true;
}

/* Values --------------------------------------------------------------------------------------------- */

static bool read_status(struct reading *in, const struct tp_str *fields, struct tp_name_form *form,
			struct tp_error *err)
{
	static const char *const statuses[] = { "preferred", "admitted", "deprecated", "report" };
	struct tp_str match = fields[MATCH];
	unsigned char status = 0;

	while (status < 4 && !tp_str_is(fields[STATUS], statuses[status]))
		status++;
	if (status == 4)
		return tp_fail(err, TP_E_SYNTAX, in->line,
			       _("\"%.*s\" is no status: preferred, admitted, deprecated or report is."),
			       (int)fields[STATUS].n, fields[STATUS].p);
	if (match.n && !tp_str_is(match, "fold") && !tp_str_is(match, "exact") && !tp_str_is(match, "report"))
		return tp_fail(err, TP_E_SYNTAX, in->line, _("\"%.*s\" is no way to match: fold, exact or report is."),
			       (int)match.n, match.p);
	/* "report" as a way to match says both: to the letter, and found only. */
	form->exact = tp_str_is(match, "exact") || tp_str_is(match, "report");
	form->status = tp_str_is(match, "report") ? TP_NAME_REPORT : status;
	return true;
}

struct hashes {
	uint64_t *p;
	size_t n, cap;
};

/* The words of a field "river|goddess", each with its English plurals. */
static bool read_words(struct reading *in, struct tp_str field, struct tp_name_words *words, struct tp_error *err)
{
	static const char *const plurals[] = { "", "s", "es" };
	struct hashes hashes = { NULL, 0, 0 };
	struct tp_buf word = TP_BUF_INIT;
	struct tp_token token;
	struct tp_str piece;
	bool ok = true;

	while (ok && field.n && tp_str_cut(&field, '|', &piece))
		for (size_t i = 0; ok && i < 3; i++) {
			size_t at = 0;
			tp_buf_clear(&word);
			tp_buf_add_str(&word, tp_str_trim(piece));
			tp_buf_add_z(&word, plurals[i]);
			ok = tp_token_next(&in->folder, tp_buf_str(&word), &at, &token) && at == word.n;
			*tp_push(&hashes) = token.hash;
		}
	if (ok && hashes.n) {
		uint64_t *p = tp_arena_alloc(in->names->arena, hashes.n * sizeof *p);
		memcpy(p, hashes.p, hashes.n * sizeof *p);
		*words = (struct tp_name_words){ p, hashes.n };
	}
	free(hashes.p);
	tp_buf_release(&word);
	return ok || tp_fail(err, TP_E_SYNTAX, in->line, _("The context \"%.*s\" is not a single word."), (int)piece.n,
			     piece.p);
}

/* Rows ----------------------------------------------------------------------------------------------- */

/* The index that stands in `known` for a key of these parts, or a place for a new one (0). */
static uintptr_t *known_as(struct reading *in, char kind, const struct tp_str *parts, size_t n)
{
	struct tp_buf key = TP_BUF_INIT;

	tp_buf_add_char(&key, kind);
	for (size_t i = 0; i < n; i++) {
		tp_buf_add_str(&key, parts[i]);
		tp_buf_add_char(&key, '\t');
	}
	uintptr_t *value = tp_table_get(in->known, tp_buf_str(&key));
	if (!value)
		value = tp_table_put(in->known, tp_arena_str(in->names->arena, tp_buf_str(&key)));
	tp_buf_release(&key);
	return value;
}

static uint32_t concept_of(struct reading *in, struct tp_str id, struct tp_str kind)
{
	struct tp_names *names = in->names;
	uintptr_t *known = known_as(in, 'c', &id, 1);

	if (!*known) {
		*tp_push(&names->concepts) =
		    (struct tp_name_concept){ tp_arena_str(names->arena, id), tp_arena_str(names->arena, kind) };
		*known = names->concepts.n;
	}
	return (uint32_t)*known - 1;
}

static uint32_t language_of(struct reading *in, struct tp_str tag)
{
	struct tp_names *names = in->names;
	uintptr_t *known = known_as(in, 'l', &tag, 1);

	if (!*known) {
		*tp_push(&names->languages) = tp_arena_str(names->arena, tag);
		*known = names->languages.n;
	}
	return (uint32_t)*known - 1;
}

static bool count_tokens(struct reading *in, struct tp_str text, struct tp_error *err)
{
	struct tp_token token;
	size_t n = 0, at = 0;

	while (tp_token_next(&in->folder, text, &at, &token))
		n++;
	if (n == 0)
		return tp_fail(err, TP_E_SYNTAX, in->line, _("The form \"%.*s\" has no letter."), (int)text.n, text.p);
	return n <= TP_NAME_TOKENS ||
	       tp_fail(err, TP_E_LIMIT, in->line, _("A form has at most %d words."), TP_NAME_TOKENS);
}

/* What the first mention reads is a form, too: where it stands already, it protects what is in it. */
static bool add_first(struct reading *in, const struct tp_name_form *like, struct tp_error *err)
{
	if (!count_tokens(in, like->first, err))
		return false;
	*tp_push(&in->names->forms) = (struct tp_name_form){
		.text = like->first,
		.first = like->first,
		.concept = like->concept,
		.language = like->language,
		.status = TP_NAME_ADMITTED,
		.layer = in->layer,
		.is_first = true,
	};
	return true;
}

static bool read_row(struct reading *in, struct tp_str line, struct tp_error *err)
{
	struct tp_str fields[N_COLUMNS];
	struct tp_name_form form = { .layer = in->layer };

	for (size_t i = 0; i < N_COLUMNS; i++)
		fields[i] = TP_S("");
	if (!split_row(in, line, fields, err) || !read_status(in, fields, &form, err))
		return false;
	if (fields[LANG].n == 0 || tp_str_is(fields[LANG], "mul"))
		fields[LANG] = TP_S("");
	if (in->names->language && fields[LANG].n && !tp_language_within(fields[LANG], in->names->language))
		return true;
	if (!count_tokens(in, fields[FORM], err) || !read_words(in, fields[UNLESS], &form.unless, err) ||
	    !read_words(in, fields[ONLY], &form.only, err))
		return false;
	form.text = tp_arena_str(in->names->arena, fields[FORM]);
	form.first = tp_arena_str(in->names->arena, fields[FIRST]);
	form.concept = concept_of(in, fields[CONCEPT], fields[KIND]);
	form.language = language_of(in, fields[LANG]);
	if (form.first.n && !add_first(in, &form, err))
		return false;

	uintptr_t *known = known_as(in, 'f', (struct tp_str[]){ fields[CONCEPT], fields[LANG], fields[FORM] }, 3);
	if (*known) {
		in->names->forms.p[*known - 1] = form;
	} else {
		*tp_push(&in->names->forms) = form;
		*known = in->names->forms.n;
	}
	return true;
}

static bool read_line(struct reading *in, struct tp_str line, struct tp_error *err)
{
	in->line++;
	if (tp_utf8_invalid(line, 0) < line.n)
		return tp_fail(err, TP_E_ENCODING, in->line, _("The line is not UTF-8."));
	if (tp_str_trim(line).n == 0 || line.p[0] == '#')
		return true;
	return in->has_header ? read_row(in, line, err) : read_header(in, line, err);
}

bool tp_names_read(struct tp_names *names, struct tp_table *known, const char *path, uint32_t layer,
		   struct tp_error *err)
{
	struct reading in = { .names = names, .known = known, .layer = layer };
	struct tp_file file;
	struct tp_str line;

	if (!tp_file_read(&file, path, 0, err))
		return false;
	tp_folder_init(&in.folder);
	struct tp_str rest = file.bytes;
	if (tp_str_starts(rest, TP_S("\xef\xbb\xbf")))
		rest = tp_str_from(rest, 3);
	bool ok = true;
	while (ok && tp_str_line(&rest, &line))
		ok = read_line(&in, line, err);
	if (ok && !in.has_header)
		ok = tp_fail(err, TP_E_SYNTAX, 1, _("The name base has no header line."));
	tp_folder_release(&in.folder);
	tp_file_release(&file);
	return ok || tp_error_in_file(err, path);
}

/* Preferred forms ------------------------------------------------------------------------------------ */

static struct tp_str preferred_key(struct tp_buf *key, uint32_t concept, struct tp_str language)
{
	tp_buf_clear(key);
	tp_buf_format(key, "%u\t", (unsigned)concept);
	tp_buf_add_str(key, language);
	return tp_buf_str(key);
}

/* The preferred form of each concept in each language; that of the last layer wins, then the first. */
static void collect_preferred(struct tp_names *names, struct tp_table *preferred)
{
	struct tp_buf key = TP_BUF_INIT;

	for (uint32_t i = 0; i < names->forms.n; i++) {
		const struct tp_name_form *form = &names->forms.p[i];
		if (form->status != TP_NAME_PREFERRED)
			continue;
		struct tp_str k = preferred_key(&key, form->concept, tp_names_language(names, form));
		uintptr_t *known = tp_table_get(preferred, k);
		if (!known)
			*tp_table_put(preferred, tp_arena_str(names->arena, k)) = i + 1;
		else if (names->forms.p[*known - 1].layer < form->layer)
			*known = i + 1;
	}
	tp_buf_release(&key);
}

/* In the form's language, else in the language without its region, else for all languages. */
static uint32_t find_preferred(const struct tp_names *names, const struct tp_table *preferred,
			       const struct tp_name_form *form)
{
	struct tp_str language = tp_names_language(names, form);
	struct tp_buf key = TP_BUF_INIT;
	uintptr_t *known;

	while (known = tp_table_get(preferred, preferred_key(&key, form->concept, language)), !known && language.n) {
		while (language.n && language.p[--language.n] != '-')
			;
	}
	tp_buf_release(&key);
	return known ? (uint32_t)*known - 1 : TP_NAME_NONE;
}

static void settle_preferred(struct tp_names *names)
{
	struct tp_table preferred = { 0 };

	collect_preferred(names, &preferred);
	for (size_t i = 0; i < names->forms.n; i++) {
		struct tp_name_form *form = &names->forms.p[i];
		form->preferred = find_preferred(names, &preferred, form);
		if (form->preferred == TP_NAME_NONE)
			continue;
		const struct tp_name_form *best = &names->forms.p[form->preferred];
		if (form->status == TP_NAME_PREFERRED && best->layer > form->layer)
			form->status = TP_NAME_DEPRECATED;
	}
	tp_table_release(&preferred);
}

/* Index ---------------------------------------------------------------------------------------------- */

static struct tp_name_node *slot_of(struct tp_name_node *nodes, size_t n_slots, uint64_t key)
{
	size_t i = (size_t)key & (n_slots - 1);

	while (nodes[i].key && nodes[i].key != key)
		i = (i + 1) & (n_slots - 1);
	return &nodes[i];
}

const struct tp_name_node *tp_names_node(const struct tp_names *names, uint64_t key)
{
	const struct tp_name_node *node = slot_of(names->nodes, names->n_slots, key);

	return node->key ? node : NULL;
}

static void grow_index(struct tp_names *names)
{
	size_t n_slots = names->n_slots ? names->n_slots * 2 : 1024;
	struct tp_name_node *nodes = tp_alloc_zero(n_slots, sizeof *nodes);

	for (size_t i = 0; i < names->n_slots; i++)
		if (names->nodes[i].key)
			*slot_of(nodes, n_slots, names->nodes[i].key) = names->nodes[i];
	free(names->nodes);
	names->nodes = nodes;
	names->n_slots = n_slots;
}

static struct tp_name_node *add_node(struct tp_names *names, uint64_t key)
{
	if (names->n_nodes * 2 >= names->n_slots)
		grow_index(names);
	struct tp_name_node *node = slot_of(names->nodes, names->n_slots, key);
	if (!node->key) {
		*node = (struct tp_name_node){ key, TP_NAME_NONE, TP_NAME_NONE };
		names->n_nodes++;
	}
	return node;
}

/* Adds the nodes of a form's tokens; the last one is returned. *end gets the end of the last token. */
static struct tp_name_node *add_tokens(struct tp_names *names, struct tp_folder *folder, struct tp_str text,
				       size_t *end)
{
	struct tp_name_node *node = NULL;
	struct tp_token token;
	uint64_t key = 0;
	size_t at = 0;

	while (tp_token_next(folder, text, &at, &token)) {
		key = tp_token_chain(key, token.hash);
		node = add_node(names, key);
		*end = token.at.to;
	}
	return node;
}

static void add_form(struct tp_names *names, struct tp_folder *folder, uint32_t index)
{
	struct tp_name_form *form = &names->forms.p[index];
	struct tp_token token;
	size_t at = 0, stem, end = 0;
	struct tp_name_node *node = add_tokens(names, folder, form->text, &end);

	form->next = node->form;
	node->form = index;
	form->tail = (uint32_t)(form->text.n - end);
	form->next_stem = form->paradigm = TP_NAME_NONE;
	if (!form->is_first &&
	    tp_name_endings_of(&names->endings, form->text, tp_names_language(names, form), &form->paradigm, &stem)) {
		form->stem = (uint32_t)stem;
		node = add_tokens(names, folder, (struct tp_str){ form->text.p, stem }, &end);
		form->next_stem = node->stem;
		node->stem = index;
	}
	while (tp_token_next(folder, form->text, &at, &token))
		add_node(names, tp_names_word_key(token.hash));
}

/* A bit for each node: later tokens cost little room, and sorting them out would cost time. */
static void make_filter(struct tp_names *names)
{
	uint64_t bits = 8 * 1024;

	while (bits < names->n_nodes * 16)
		bits *= 2;
	names->filter = tp_alloc_zero((size_t)(bits / 8), 1);
	names->filter_mask = bits - 1;
	for (size_t i = 0; i < names->n_slots; i++)
		if (names->nodes[i].key) {
			uint64_t bit = names->nodes[i].key & names->filter_mask;
			names->filter[bit >> 3] |= (unsigned char)(1u << (bit & 7));
		}
}

void tp_names_finish(struct tp_names *names)
{
	struct tp_folder folder;

	settle_preferred(names);
	tp_folder_init(&folder);
	grow_index(names);
	for (uint32_t i = 0; i < names->forms.n; i++)
		add_form(names, &folder, i);
	make_filter(names);
	tp_folder_release(&folder);
}
