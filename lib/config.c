/* The kit, and what there is to load: languages and house styles. */
#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/kit.h"

#define DEFAULT_LANGUAGE "en"

static const char *or_default(const char *given, const char *otherwise)
{
	return given && *given ? given : otherwise;
}

static bool load_names(struct tp_kit *kit, const struct tp_options *options, struct tp_error *err)
{
	const char *data = or_default(options->data, TPREP_DATA), *style = or_default(options->style, TP_NAMES_STYLE);
	struct tp_buf target = TP_BUF_INIT;
	struct tp_names *terms = NULL;

	kit->names = tp_names_new(data, style, kit->language, err);
	if (kit->names && options->target && *options->target) {
		tp_language_tag(options->target, &target);
		terms = tp_names_new(data, style, target.p, err);
		kit->terms = terms ? tp_name_terms_new(terms) : NULL;
		tp_buf_release(&target);
		return terms && tp_names_is_sound(terms, err);
	}
	return kit->names != NULL;
}

static bool load_spelling(struct tp_kit *kit, const struct tp_options *options, struct tp_error *err)
{
	const char *languages = or_default(options->spelling, kit->language);
	struct tp_own_words *own = tp_own_words_new(options->words, options->errors, languages, err);

	if (own)
		kit->spelling = tp_spelling_new(options->spelling, kit->language, options->spelling_path,
						or_default(options->data, TPREP_DATA), !options->no_known_errors,
						options->cache, own, err);
	if (!kit->spelling)
		return false;
	tp_spelling_keep_by(kit->spelling,
			    tp_str_hash(tp_str_of(kit->language)) ^ (kit->names ? tp_names_stamp(kit->names) : 0));
	return true;
}

static bool load_segmenter(struct tp_kit *kit, const struct tp_options *options, struct tp_error *err)
{
	kit->segmenter = tp_segmenter_new(or_default(options->data, TPREP_DATA), kit->language, options->srx, err);
	return kit->segmenter != NULL;
}

/* The last file that a segmenter loads has the rules for any language. */
static size_t first_general_rule(const struct tp_segmenter *segmenter)
{
	const struct tp_segment_rule *rule;
	struct tp_str file = { "", 0 };
	size_t first = 0;

	for (size_t i = 0; (rule = tp_segmenter_rule(segmenter, i)) != NULL; i++)
		if (!tp_str_eq(rule->file, file)) {
			file = rule->file;
			first = i;
		}
	return first;
}

/* Rules of the user's own are kept to the letter. */
static bool load_evidence(struct tp_kit *kit, const struct tp_options *options, struct tp_error *err)
{
	if (options->srx || options->no_evidence)
		return true;
	kit->general_rule = first_general_rule(kit->segmenter);
	kit->evidence = tp_evidence_new(or_default(options->data, TPREP_DATA), err);
	return kit->evidence != NULL;
}

struct tp_kit *tp_kit_new(const struct tp_options *options, int needs, struct tp_error *err)
{
	const char *language = or_default(options->language, DEFAULT_LANGUAGE);
	struct tp_buf tag = TP_BUF_INIT;
	struct tp_kit *kit;

	tp_language_tag(language, &tag);
	if (!tp_language_valid(tag.p)) {
		tp_language_fail(language, err);
		tp_buf_release(&tag);
		return NULL;
	}
	kit = tp_alloc_zero(1, sizeof *kit);
	kit->language = tag.p; /* which free() takes */
	kit->has_country = options->spelling || strchr(kit->language, '-');
	kit->any_country = options->any_country;
	kit->words = tp_word_rules_new();
	kit->has = needs;
	kit->quotes = options->quotes;
	kit->first_mention = options->first_mention;
	kit->whole_quotes = options->whole_quotes;
	kit->longest_segment = options->longest_segment;
	if (((needs & TP_NEED_NAMES) && !load_names(kit, options, err)) ||
	    ((needs & TP_NEED_SPELLING) && !load_spelling(kit, options, err)) ||
	    ((needs & TP_NEED_SEGMENTS) && !(load_segmenter(kit, options, err) && load_evidence(kit, options, err)))) {
		tp_kit_free(kit);
		return NULL;
	}
	return kit;
}

void tp_kit_free(struct tp_kit *kit)
{
	if (!kit)
		return;
	tp_names_free(kit->names);
	tp_name_terms_free(kit->terms);
	tp_spelling_free(kit->spelling);
	tp_segmenter_free(kit->segmenter);
	tp_evidence_free(kit->evidence);
	tp_word_rules_free(kit->words);
	tp_names_work_free(atomic_load(&kit->work));
	free(kit->language);
	free(kit);
}

bool tp_kit_save(const struct tp_kit *kit, struct tp_error *err)
{
	return !kit->spelling || tp_spelling_save(kit->spelling, err);
}

void tp_kit_accept(const struct tp_kit *kit, struct tp_str word)
{
	tp_spelling_add(kit->spelling, word);
}

const char *tp_kit_dictionary(const struct tp_kit *kit, size_t i)
{
	return tp_spelling_path(kit->spelling, i);
}

struct tp_str tp_kit_unknown_model(const struct tp_kit *kit)
{
	return tp_spelling_unknown_model(kit->spelling);
}

/* Looks for row `wanted` among the names in a folder that `take` accepts and cuts to an id. */
struct listing {
	size_t wanted, seen;
	bool (*take)(struct tp_str *name);
	struct tp_buf *id;
	bool found;
};

static void list_name(void *arg, const char *name)
{
	struct listing *listing = arg;
	struct tp_str id = tp_str_of(name);

	if (listing->found || !listing->take(&id) || listing->seen++ != listing->wanted)
		return;
	tp_buf_add_str(listing->id, id);
	listing->found = true;
}

/* Each folder beside the name base is a language. */
static bool take_language(struct tp_str *name)
{
	return !tp_str_is(*name, "names") && tp_language_valid(name->p);
}

static bool take_style(struct tp_str *name)
{
	if (!tp_str_ends(*name, TP_S(".tsv")))
		return false;
	name->n -= strlen(".tsv");
	return true;
}

/* Languages without a folder of their own stand among those that have one. */
struct language_listing {
	struct listing all;
	size_t shared; /* so many of them were listed */
};

static void list_language(void *arg, const char *name)
{
	struct language_listing *listing = arg;
	const char *shared;

	for (; (shared = tp_language_sharing(listing->shared)) && strcmp(shared, name) < 0; listing->shared++)
		list_name(&listing->all, shared);
	list_name(&listing->all, name);
}

bool tp_language_entry(const char *data, size_t i, struct tp_buf *id, struct tp_buf *title)
{
	struct language_listing listing = { { .wanted = i, .take = take_language, .id = id }, 0 };
	size_t at = id->n;

	if (!tp_folder_list(or_default(data, TPREP_DATA), list_language, &listing) || !listing.all.found)
		return false;
	tp_language_name(id->p + at, title);
	return true;
}

/* The title of a style is what follows the colon in the first line of its file: "# House style "intl": TITLE". Those of
 * the styles that ship are translated. */
static void add_style_title(const char *data, const char *id, struct tp_buf *title)
{
	struct tp_buf path = TP_BUF_INIT, text = TP_BUF_INIT;
	struct tp_file file;
	struct tp_str rest, line, piece;

	tp_buf_format(&path, "%s/names/styles/%s.tsv", or_default(data, TPREP_DATA), id);
	if (tp_file_read(&file, path.p, 0, NULL)) {
		rest = file.bytes;
		if (tp_str_line(&rest, &line) && tp_str_starts(line, TP_S("#")) && tp_str_cut(&line, ':', &piece))
			tp_buf_add_str(&text, tp_str_trim(line));
		tp_file_release(&file);
	}
	if (text.n)
		tp_buf_add_z(title, _(text.p));
	tp_buf_release(&text);
	tp_buf_release(&path);
}

bool tp_style_entry(const char *data, size_t i, struct tp_buf *id, struct tp_buf *title)
{
	struct listing listing = { .wanted = i, .take = take_style, .id = id };
	struct tp_buf path = TP_BUF_INIT;
	size_t at = id->n;

	tp_buf_format(&path, "%s/names/styles", or_default(data, TPREP_DATA));
	tp_folder_list(path.p, list_name, &listing);
	tp_buf_release(&path);
	if (listing.found)
		add_style_title(data, id->p + at, title);
	return listing.found;
}
