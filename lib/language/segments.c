#include "language/segments.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/segments_image.h"

#define MOST_SRX ((size_t)64 << 20)

/* A file whose rules are being loaded. */
struct loading {
	struct tp_rules_builder *b;
	const struct tp_srx *srx;
	struct tp_str file;
};

static bool load_group(void *arg, const struct tp_srx_group *group, struct tp_error *err)
{
	struct loading *loading = arg;

	for (size_t i = group->from; i < group->to; i++)
		if (!tp_rules_add(loading->b, &loading->srx->rules.p[i], loading->file, err))
			return false;
	return true;
}

static bool load_bytes(struct tp_rules_builder *b, struct tp_str bytes, const char *file, const char *language,
		       struct tp_error *err)
{
	struct tp_srx srx;
	struct loading loading = { b, &srx, tp_arena_str(b->out->arena, tp_str_of(file)) };
	bool ok;

	if (!tp_srx_read(&srx, bytes, err))
		return false;
	b->out->weak |= srx.weak;
	b->out->codes = srx.codes;
	b->out->whole_flows = srx.whole_flows;
	b->out->bound |= !tp_srx_is_for_all(&srx);
	b->out->several |= srx.groups.n > 1 && !tp_srx_is_for_all(&srx);
	b->out->all_ends |= srx.all_ends;
	ok = tp_srx_select(&srx, language, load_group, &loading, err);
	tp_srx_release(&srx);
	return ok;
}

/* The segmenter, once the rules have been loaded; NULL if they were not. */
static struct tp_segmenter *finish(struct tp_rules_builder *b, bool loaded, struct tp_error *err)
{
	bool ok = loaded && tp_rules_complete(b, err);

	tp_rules_end(b);
	if (ok)
		return b->out;
	tp_segmenter_free(b->out);
	return NULL;
}

struct tp_segmenter *tp_segmenter_read(struct tp_str srx, const char *language, struct tp_error *err)
{
	struct tp_rules_builder b;

	tp_rules_start(&b);
	return finish(&b, load_bytes(&b, srx, "", language, err), err);
}

/* A file of the user's, in SRX or compiled. */
static struct tp_segmenter *load_file(const char *path, const char *language, struct tp_error *err)
{
	struct tp_rules_builder b;
	struct tp_segmenter *out;
	struct tp_file file;

	if (!tp_file_read(&file, path, MOST_SRX, err))
		return tp_error_in_file(err, path), NULL;
	if (tp_segments_is_image(file.bytes)) {
		out = tp_segments_open(&file, language, NULL, 0);
		if (!out)
			tp_fail(err, TP_E_SYNTAX, 0,
				_("The compiled rules are damaged, for another language, or from another version of "
				  "tprep."));
	} else {
		tp_rules_start(&b);
		out = finish(&b, load_bytes(&b, file.bytes, path, language, err), err);
		tp_file_release(&file);
	}
	if (!out)
		tp_error_in_file(err, path);
	return out;
}

/* Our own rules: those of the language, if there are any, and then those of all languages. */
struct own_rules {
	struct tp_buf paths[2]; /* in this order; the second is empty if there is one file */
	struct tp_file files[2];
	struct tp_buf image; /* where they may stand compiled */
	size_t n;
};

static bool read_own(struct own_rules *own, const char *data, struct tp_str folder, struct tp_error *err)
{
	struct tp_buf *path = &own->paths[own->n];

	tp_buf_format(path, "%s/%.*s/segments.srx", data, (int)folder.n, folder.p);
	if (!tp_file_read(&own->files[own->n], path->p, MOST_SRX, err))
		return tp_error_in_file(err, path->p);
	if (own->n++ == 0)
		tp_buf_format(&own->image, "%s/%.*s/segments.rules", data, (int)folder.n, folder.p);
	return true;
}

static void release_own(struct own_rules *own)
{
	for (size_t i = 0; i < own->n; i++)
		tp_file_release(&own->files[i]);
	tp_buf_release(&own->paths[0]);
	tp_buf_release(&own->paths[1]);
	tp_buf_release(&own->image);
}

/* The rules as they were compiled from these very files. NULL: they were not. */
static struct tp_segmenter *open_own(const struct own_rules *own, const char *language, uint64_t key)
{
	const char *paths[] = { own->paths[0].p, own->n > 1 ? own->paths[1].p : NULL, NULL };
	struct tp_file image;

	return tp_file_read(&image, own->image.p, 0, NULL) ? tp_segments_open(&image, language, paths, key) : NULL;
}

static struct tp_segmenter *compile_own(const struct own_rules *own, const char *language, struct tp_error *err)
{
	struct tp_rules_builder b;
	bool ok = true;

	tp_rules_start(&b);
	b.out->all_ends = true;
	for (size_t i = 0; i < own->n && ok; i++)
		ok = load_bytes(&b, own->files[i].bytes, own->paths[i].p, language, err) ||
		     tp_error_in_file(err, own->paths[i].p);
	return finish(&b, ok, err);
}

static struct tp_segmenter *load_own(const char *data, const char *language, struct tp_error *err)
{
	struct tp_str folder = tp_language_folder(tp_str_of(language));
	struct own_rules own = { .n = 0 };
	struct tp_segmenter *out = NULL;
	struct tp_buf path = TP_BUF_INIT;
	uint64_t key = 0;

	tp_buf_format(&path, "%s/%.*s/segments.srx", data, (int)folder.n, folder.p);
	bool general = !folder.n || tp_str_is(folder, "mul") || !tp_file_exists(path.p);
	if ((general || read_own(&own, data, folder, err)) && read_own(&own, data, TP_S("mul"), err)) {
		for (size_t i = 0; i < own.n; i++)
			key = key * 31 + tp_flat_hash(own.files[i].bytes);
		out = open_own(&own, language, key);
		out = out ? out : compile_own(&own, language, err);
	}
	if (out) {
		out->general = general;
		out->key = key;
	}
	release_own(&own);
	tp_buf_release(&path);
	return out;
}

struct tp_segmenter *tp_segmenter_new(const char *data, const char *language, const char *srx, struct tp_error *err)
{
	return srx ? load_file(srx, language, err) : load_own(data, language, err);
}

void tp_segmenter_free(struct tp_segmenter *segmenter)
{
	if (!segmenter)
		return;
	tp_workers_free(segmenter);
	for (size_t i = 0; i < segmenter->rules.n; i++) {
		if (segmenter->rules.p[i].cap)
			free(segmenter->rules.p[i].p);
		tp_regex_free(segmenter->rules.p[i].regex);
		tp_regex_free(segmenter->rules.p[i].finder);
		tp_passes_free(segmenter->rules.p[i].passes);
	}
	free(segmenter->rules.p);
	tp_classes_release(&segmenter->classes);
	for (unsigned left = 0; left < 2; left++)
		tp_automaton_free(segmenter->near[left]);
	for (size_t i = 0; i < segmenter->far.n; i++)
		tp_automaton_free(segmenter->far.p[i].automaton);
	free(segmenter->far.p);
	tp_arena_free(segmenter->arena);
	tp_file_release(&segmenter->image);
	pthread_mutex_destroy(&segmenter->lock);
	free(segmenter);
}

const struct tp_segment_rule *tp_segmenter_rule(const struct tp_segmenter *segmenter, size_t i)
{
	return i < segmenter->rules.n ? &segmenter->rules.p[i].source : NULL;
}

bool tp_segmenter_is_general(const struct tp_segmenter *segmenter)
{
	return segmenter->general;
}

struct tp_break_codes tp_segmenter_codes(const struct tp_segmenter *segmenter)
{
	return segmenter->codes;
}

bool tp_segmenter_has_whole_flows(const struct tp_segmenter *segmenter)
{
	return segmenter->whole_flows;
}

bool tp_segmenter_is_weak(const struct tp_segmenter *segmenter)
{
	return segmenter->weak;
}

bool tp_segmenter_has_all_ends(const struct tp_segmenter *segmenter)
{
	return segmenter->all_ends;
}

void tp_segmenter_split(const struct tp_segmenter *segmenter, struct tp_str text, const struct tp_judge *judge,
			struct tp_spans *out)
{
	struct tp_candidates walk;
	struct tp_candidate candidate;
	size_t from = 0;

	tp_candidates_start(&walk, segmenter, text, judge->hears_all);
	while (tp_candidates_next(&walk, &candidate)) {
		if (judge->judge ? !judge->judge(judge->arg, &candidate) : !candidate.breaks)
			continue;
		size_t to = tp_candidates_cross(&walk);
		if (to == text.n)
			break;
		*tp_push(out) = (struct tp_span){ from, to };
		from = to;
	}
	tp_candidates_end(&walk);
	if (from < text.n)
		*tp_push(out) = (struct tp_span){ from, text.n };
}
