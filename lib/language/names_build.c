/* Builds name bases: takes rows. */
#include "language/names_build.h"

#include "core/error.h"
#include "core/str.h"
#include "language/names_building.h"

struct tp_name_builder *tp_name_builder_new(const char *language)
{
	struct tp_name_builder *in = tp_alloc_zero(1, sizeof *in);

	in->language = language;
	in->arena = tp_arena_new();
	tp_folder_init(&in->folder);
	tp_image_add_string(&in->strings, TP_S(""));
	return in;
}

void tp_name_builder_free(struct tp_name_builder *in)
{
	if (!in)
		return;
	tp_folder_release(&in->folder);
	tp_map_release(&in->known_forms);
	tp_map_release(&in->known_concepts);
	tp_table_release(&in->known_tags);
	tp_table_release(&in->known_kinds);
	tp_buf_release(&in->strings);
	tp_buf_release(&in->word);
	free(in->forms.p);
	free(in->extras.p);
	free(in->concepts.p);
	free(in->languages.p);
	free(in->words.p);
	tp_arena_free(in->arena);
	free(in);
}

void tp_name_builder_next_layer(struct tp_name_builder *in)
{
	in->layer++;
}

struct tp_str tp_built_string(const struct tp_name_builder *in, uint32_t at)
{
	struct tp_str s = TP_S("");

	tp_image_string(tp_buf_str(&in->strings), at, &s);
	return s;
}

/* Values ------------------------------------------------------------------------------------------ */

/* "report" as a way to match says both: to the letter, and found only. */
static uint8_t flags_of(const struct tp_name_row *row)
{
	unsigned status = row->match == TP_MATCH_REPORT ? TP_NAME_REPORT : row->status;

	return (uint8_t)(status | (row->match == TP_MATCH_FOLD ? 0 : TP_IMAGE_EXACT));
}

/* The words of a field "river|goddess", each with its English plurals. */
static bool read_words(struct tp_name_builder *in, struct tp_str field, uint32_t *n, struct tp_error *err)
{
	static const char *const plurals[] = { "", "s", "es" };
	struct tp_token token;
	struct tp_str piece;

	*n = 0;
	while (field.n && tp_str_cut(&field, '|', &piece))
		for (size_t i = 0; i < 3; i++) {
			size_t at = 0;
			tp_buf_clear(&in->word);
			tp_buf_add_str(&in->word, tp_str_trim(piece));
			tp_buf_add_z(&in->word, plurals[i]);
			if (!tp_token_next(&in->folder, tp_buf_str(&in->word), &at, &token) || at != in->word.n)
				return tp_fail(err, TP_E_SYNTAX, 0, _("The context \"%.*s\" is not a single word."),
					       (int)piece.n, piece.p);
			*tp_push(&in->words) = token.hash;
			++*n;
		}
	return true;
}

/* The bytes after the last token go to *tail. */
static bool read_tokens(struct tp_name_builder *in, struct tp_str text, uint32_t *tail, struct tp_error *err)
{
	struct tp_token token;
	size_t n = 0, at = 0, end = 0;

	for (; tp_token_next(&in->folder, text, &at, &token); n++)
		end = token.at.to;
	*tail = (uint32_t)(text.n - end);
	if (n == 0)
		return tp_fail(err, TP_E_SYNTAX, 0, _("The form \"%.*s\" has no letter."), (int)text.n, text.p);
	return n <= TP_NAME_TOKENS || tp_fail(err, TP_E_LIMIT, 0, _("A form has at most %d words."), TP_NAME_TOKENS);
}

/* Strings ----------------------------------------------------------------------------------------- */

static uint32_t add_string(struct tp_name_builder *in, struct tp_str s)
{
	uint32_t at = (uint32_t)in->strings.n;

	tp_image_add_string(&in->strings, s);
	return at;
}

static uint32_t concept_of(struct tp_name_builder *in, struct tp_str id, struct tp_str kind)
{
	uint64_t key = tp_str_hash(id);
	struct tp_map_entry *known;

	if (in->concepts.n && tp_str_eq(tp_built_string(in, in->concepts.p[in->last_concept].id), id))
		return in->last_concept;
	while (known = tp_map_put(&in->known_concepts, key),
	       known->value && !tp_str_eq(tp_built_string(in, in->concepts.p[known->value - 1].id), id))
		key = tp_token_chain(key, 1);
	if (!known->value) {
		uintptr_t *name = tp_table_get(&in->known_kinds, kind);
		if (!name) {
			name = tp_table_put(&in->known_kinds, tp_arena_str(in->arena, kind));
			*name = add_string(in, kind);
		}
		*tp_push(&in->concepts) = (struct tp_image_concept){ add_string(in, id), (uint32_t)*name };
		known->value = (uint32_t)in->concepts.n;
	}
	return in->last_concept = known->value - 1;
}

static bool language_of(struct tp_name_builder *in, struct tp_str tag, uint16_t *language, struct tp_error *err)
{
	uintptr_t *known = tp_table_get(&in->known_tags, tag);

	if (!known && in->languages.n == UINT16_MAX)
		return tp_fail(err, TP_E_LIMIT, 0, _("The name base has too many languages."));
	if (!known) {
		struct tp_built_language *new = tp_push(&in->languages);
		new->tag = tp_arena_str(in->arena, tag);
		new->string = add_string(in, tag);
		known = tp_table_put(&in->known_tags, new->tag);
		*known = in->languages.n - 1;
	}
	*language = (uint16_t)*known;
	return true;
}

/* Rows -------------------------------------------------------------------------------------------- */

/* The place of a form of these words in the list, or a new one. */
static struct tp_built_form *place_of(struct tp_name_builder *in, uint32_t concept, uint16_t language,
				      struct tp_str text)
{
	uint64_t key = tp_token_chain(tp_token_chain(concept, language), tp_str_hash(text));

	for (;; key = tp_token_chain(key, 1)) {
		struct tp_map_entry *known = tp_map_put(&in->known_forms, key);
		if (!known->value) {
			struct tp_built_form *form = tp_push(&in->forms);
			known->value = (uint32_t)in->forms.n;
			form->text = add_string(in, text);
			return form;
		}
		struct tp_built_form *form = &in->forms.p[known->value - 1];
		if (form->concept == concept && form->language == language &&
		    tp_str_eq(tp_built_string(in, form->text), text))
			return form;
	}
}

static uint32_t add_extra(struct tp_name_builder *in, struct tp_image_extra extra)
{
	*tp_push(&in->extras) = extra;
	return (uint32_t)in->extras.n;
}

/* What the first mention reads is a form, too: where it stands already, it protects what is in it. */
static bool add_first(struct tp_name_builder *in, struct tp_str first, const struct tp_built_form *like,
		      uint32_t *string, struct tp_error *err)
{
	struct tp_image_extra extra = { .form = 0 };

	*string = 0;
	if (!first.n)
		return true;
	if (!read_tokens(in, first, &extra.tail, err))
		return false;
	*string = extra.first = add_string(in, first);
	struct tp_built_form *form = tp_push(&in->forms);
	*form = *like;
	form->text = extra.first;
	form->flags = TP_NAME_ADMITTED | TP_IMAGE_IS_FIRST;
	form->extra = add_extra(in, extra);
	return true;
}

static bool has_room(const struct tp_name_builder *in, const struct tp_name_row *row)
{
	enum { MOST_FORMS = 1 << 26 };
	size_t most = (size_t)1 << 30, n = row->concept.n + row->kind.n + row->lang.n + row->form.n + row->first.n;

	return n < most && in->strings.n < most * 3 && in->forms.n < MOST_FORMS && in->words.n < most;
}

bool tp_name_builder_take(void *arg, const struct tp_name_row *row, struct tp_error *err)
{
	struct tp_name_builder *in = arg;
	struct tp_built_form form = { .layer = in->layer, .flags = flags_of(row) };
	struct tp_image_extra extra = { .unless = (uint32_t)in->words.n };

	if (in->language && row->lang.n && !tp_language_within(row->lang, in->language))
		return true;
	if (!has_room(in, row))
		return tp_fail(err, TP_E_LIMIT, 0, _("The name base is too large."));
	if (!read_tokens(in, row->form, &extra.tail, err) || !read_words(in, row->unless, &extra.n_unless, err))
		return false;
	extra.only = (uint32_t)in->words.n;
	if (!read_words(in, row->only, &extra.n_only, err) || !language_of(in, row->lang, &form.language, err))
		return false;
	form.concept = concept_of(in, row->concept, row->kind);
	if (!add_first(in, row->first, &form, &extra.first, err))
		return false;
	if (extra.tail || extra.n_unless || extra.n_only || row->first.n)
		form.extra = add_extra(in, extra);

	struct tp_built_form *place = place_of(in, form.concept, form.language, row->form);
	form.text = place->text;
	*place = form;
	return true;
}
