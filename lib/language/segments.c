#include "language/segments.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/segments_rules.h"

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
	ok = tp_srx_select(&srx, language, load_group, &loading, err);
	b->out->weak |= srx.weak;
	b->out->codes = srx.codes;
	tp_srx_release(&srx);
	return ok;
}

static bool load(struct tp_rules_builder *b, const char *path, const char *language, struct tp_error *err)
{
	struct tp_file file;
	bool ok;

	if (!tp_file_read(&file, path, MOST_SRX, err))
		return tp_error_in_file(err, path);
	ok = load_bytes(b, file.bytes, path, language, err);
	tp_file_release(&file);
	return ok || tp_error_in_file(err, path);
}

/* Our own rules: those of the language, if there are any, and then those of all languages. */
static bool load_own(struct tp_rules_builder *b, const char *data, const char *language, struct tp_error *err)
{
	struct tp_str folder = tp_language_folder(tp_str_of(language));
	struct tp_buf path = TP_BUF_INIT;
	bool ok = true;

	tp_buf_format(&path, "%s/%.*s/segments.srx", data, (int)folder.n, folder.p);
	b->out->general = !folder.n || tp_str_is(folder, "mul") || !tp_file_exists(path.p);
	if (!b->out->general)
		ok = load(b, path.p, language, err);
	if (ok) {
		tp_buf_clear(&path);
		tp_buf_format(&path, "%s/mul/segments.srx", data);
		ok = load(b, path.p, language, err);
	}
	tp_buf_release(&path);
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

struct tp_segmenter *tp_segmenter_new(const char *data, const char *language, const char *srx, struct tp_error *err)
{
	struct tp_rules_builder b;

	tp_rules_start(&b);
	return finish(&b, srx ? load(&b, srx, language, err) : load_own(&b, data, language, err), err);
}

struct tp_segmenter *tp_segmenter_read(struct tp_str srx, const char *language, struct tp_error *err)
{
	struct tp_rules_builder b;

	tp_rules_start(&b);
	return finish(&b, load_bytes(&b, srx, "", language, err), err);
}

void tp_segmenter_free(struct tp_segmenter *segmenter)
{
	if (!segmenter)
		return;
	tp_workers_free(segmenter);
	for (size_t i = 0; i < segmenter->rules.n; i++) {
		free(segmenter->rules.p[i].p);
		tp_regex_free(segmenter->rules.p[i].regex);
	}
	free(segmenter->beside[0]);
	free(segmenter->beside[1]);
	free(segmenter->rules.p);
	tp_classes_release(&segmenter->classes);
	for (unsigned left = 0; left < 2; left++)
		tp_automaton_free(segmenter->near[left]);
	for (size_t i = 0; i < segmenter->far.n; i++)
		tp_automaton_free(segmenter->far.p[i].automaton);
	free(segmenter->far.p);
	tp_arena_free(segmenter->arena);
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

bool tp_segmenter_is_weak(const struct tp_segmenter *segmenter)
{
	return segmenter->weak;
}

void tp_segmenter_split(const struct tp_segmenter *segmenter, struct tp_str text, tp_candidate_fn judge, void *arg,
			struct tp_spans *out)
{
	struct tp_candidates walk;
	struct tp_candidate candidate;
	size_t from = 0;

	tp_candidates_start(&walk, segmenter, text);
	while (tp_candidates_next(&walk, &candidate)) {
		if (judge ? !judge(arg, &candidate) : !candidate.breaks)
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
