#include "language/segments_image.h"

#include <stddef.h>
#include <stdlib.h>

#include "core/str.h"
#include "core/unicode.h"

#define MAGIC   "\x89tprules"
#define VERSION 7u
#define ORDER   0x01020304u

struct header {
	char magic[8];
	uint32_t order, version, unicode, flags;
	uint64_t key;
	uint64_t language; /* its hash, if the rules are for no other one; else 0 */
	uint64_t primary; /* hash of the primary subtag of the language, if the rules are not for all; else 0 */
	uint64_t sum; /* of what follows, of the header before, and of the version of tprep: each compiles in its way */
};

enum flags {
	GENERAL = 1,
	WEAK = 2,
	START_CODES = 4,
	END_CODES = 8,
	ISOLATED_CODES = 16,
	ALL_ENDS = 32,
	WHOLE_FLOWS = 64,
};

/* A string in the text. */
struct flat_str {
	uint32_t at, n;
};

struct flat_far {
	uint64_t needs;
	uint32_t left, reach, skips, reads;
};

struct flat_condition {
	uint32_t left, far, negated, pattern;
};

/* What a rule has beside conditions. */
enum beside { LOOKS = 1, ENDS = 2, REGEX = 4 };

struct flat_rule {
	struct flat_str before, after;
	uint32_t breaks, file, line, n_conditions, with; /* of enum beside */
};

/* Writing --------------------------------------------------------------------------------------------------- */

/* What is written together. */
struct parts {
	struct tp_buf text, files, rules, conditions;
	struct tp_str last_file;
};

static struct flat_str add_text(struct parts *parts, struct tp_str s)
{
	struct flat_str at = { (uint32_t)parts->text.n, (uint32_t)s.n };

	tp_buf_add_str(&parts->text, s);
	return at;
}

/* The number of a rule's file: rules of one file follow one another. */
static uint32_t add_file(struct parts *parts, struct tp_str file)
{
	if (!parts->files.n || !tp_str_eq(parts->last_file, file)) {
		struct flat_str at = add_text(parts, file);

		tp_buf_add(&parts->files, (const char *)&at, sizeof at);
		parts->last_file = file;
	}
	return (uint32_t)(parts->files.n / sizeof(struct flat_str) - 1);
}

static void add_rule(struct parts *parts, const struct tp_compiled_rule *rule)
{
	struct flat_rule flat = { .before = add_text(parts, rule->source.before),
				  .after = add_text(parts, rule->source.after),
				  .breaks = rule->source.breaks,
				  .file = add_file(parts, rule->source.file),
				  .line = (uint32_t)rule->source.line,
				  .n_conditions = (uint32_t)rule->n,
				  .with = (rule->passes && rule->passes->matches ? LOOKS : 0u) |
					  (tp_rule_has_ends(rule) ? ENDS : 0u) |
					  (rule->regex || rule->finder ? REGEX : 0u) };

	tp_buf_add(&parts->rules, (const char *)&flat, sizeof flat);
	for (size_t i = 0; i < rule->n; i++) {
		const struct tp_condition *from = &rule->p[i];
		struct flat_condition condition = { from->left, from->far, from->negated, from->pattern };

		tp_buf_add(&parts->conditions, (const char *)&condition, sizeof condition);
	}
}

static void write_part(struct tp_buf *part, size_t size, struct tp_buf *out)
{
	tp_flat_add(out, part->p, part->n / size, size);
	tp_buf_release(part);
}

static void write_rules(const struct tp_segmenter *segmenter, struct tp_buf *out)
{
	struct parts parts = {
		.text = TP_BUF_INIT, .files = TP_BUF_INIT, .rules = TP_BUF_INIT, .conditions = TP_BUF_INIT
	};

	for (size_t i = 0; i < segmenter->rules.n; i++)
		add_rule(&parts, &segmenter->rules.p[i]);
	write_part(&parts.text, 1, out);
	write_part(&parts.files, sizeof(struct flat_str), out);
	write_part(&parts.rules, sizeof(struct flat_rule), out);
	write_part(&parts.conditions, sizeof(struct flat_condition), out);
	for (size_t i = 0; i < segmenter->rules.n; i++)
		if (segmenter->rules.p[i].passes)
			tp_trees_write(segmenter->rules.p[i].trees, out);
}

static void write_far(const struct tp_fars *fars, struct tp_buf *out)
{
	struct flat_far *flat = tp_alloc_zero(fars->n, sizeof *flat);

	for (size_t i = 0; i < fars->n; i++) {
		flat[i].needs = fars->p[i].needs;
		flat[i].left = fars->p[i].left;
		flat[i].reach = fars->p[i].reach;
		flat[i].skips = fars->p[i].skips;
		flat[i].reads = fars->p[i].reads;
	}
	tp_flat_add(out, flat, fars->n, sizeof *flat);
	for (size_t i = 0; i < fars->n; i++)
		tp_automaton_write(fars->p[i].automaton, out);
	free(flat);
	tp_flat_add(out, &fars->needs, 1, sizeof fars->needs);
	tp_flat_add(out, &fars->windows, 1, sizeof fars->windows);
}

static uint64_t sum_of(const struct header *header, struct tp_str rest)
{
	return tp_flat_hash(rest) ^
	       tp_flat_hash((struct tp_str){ (const char *)header, offsetof(struct header, sum) }) ^
	       tp_flat_hash(TP_S(TP_VERSION));
}

void tp_segments_seal(struct tp_buf *image)
{
	struct header header;

	memcpy(&header, image->p, sizeof header);
	header.sum = sum_of(&header, tp_str_from(tp_buf_str(image), sizeof header));
	memcpy(image->p, &header, sizeof header);
}

static uint32_t flags_of(const struct tp_segmenter *segmenter)
{
	return (segmenter->general ? GENERAL : 0u) | (segmenter->all_ends ? ALL_ENDS : 0u) |
	       (segmenter->whole_flows ? WHOLE_FLOWS : 0u) | (segmenter->weak ? WEAK : 0u) |
	       (segmenter->codes.start ? START_CODES : 0u) | (segmenter->codes.end ? END_CODES : 0u) |
	       (segmenter->codes.isolated ? ISOLATED_CODES : 0u);
}

/* "pt" of "pt-BR" */
static uint64_t hash_of_primary(const char *language)
{
	return tp_flat_hash((struct tp_str){ language, strcspn(language, "-") });
}

void tp_segments_write(const struct tp_segmenter *segmenter, const char *language, struct tp_buf *out)
{
	struct header header = { .order = ORDER,
				 .version = VERSION,
				 .unicode = tp_unicode_version(),
				 .flags = flags_of(segmenter),
				 .key = segmenter->key,
				 .language = segmenter->several ? tp_flat_hash(tp_str_of(language)) : 0,
				 .primary = segmenter->bound ? hash_of_primary(language) : 0 };

	tp_buf_clear(out);
	memcpy(header.magic, MAGIC, sizeof header.magic);
	tp_buf_add(out, (const char *)&header, sizeof header);
	tp_classes_write(&segmenter->classes, out);
	for (unsigned left = 0; left < 2; left++)
		tp_automaton_write(segmenter->near[left], out);
	write_far(&segmenter->far, out);
	write_rules(segmenter, out);
	tp_flat_add(out, &segmenter->scan, 1, sizeof segmenter->scan);
	tp_segments_seal(out);
}

/* Opening --------------------------------------------------------------------------------------------------- */

struct opening {
	struct tp_segmenter *out;
	struct tp_flat in;
	const char *const *files; /* NULL: those that the image names */
	struct tp_str text;
};

/* Tables that are copied as they are. */
static bool open_tables(struct opening *in, void *out, size_t size)
{
	size_t n;
	const void *tables = tp_flat_take(&in->in, size, &n);

	if (n == 1)
		memcpy(out, tables, size);
	return n == 1;
}

static bool open_far(struct opening *in)
{
	struct tp_segmenter *out = in->out;
	size_t n;
	const struct flat_far *flat = tp_flat_take(&in->in, sizeof *flat, &n);

	for (size_t i = 0; i < n; i++) {
		struct tp_far *far = tp_push(&out->far);

		far->needs = flat[i].needs;
		far->left = flat[i].left;
		far->reach = flat[i].reach;
		far->skips = flat[i].skips;
		far->reads = flat[i].reads;
		far->automaton = tp_automaton_open(&in->in, far->left, out->classes.n_sets);
		if (!far->automaton || far->reach > TP_AUTOMATON_REACH || far->skips > TP_AUTOMATON_REACH ||
		    far->reads >= out->classes.n_sets)
			return false;
	}
	return open_tables(in, &out->far.needs, sizeof out->far.needs) &&
	       open_tables(in, &out->far.windows, sizeof out->far.windows);
}

static bool open_text(const struct opening *in, struct flat_str at, struct tp_str *out)
{
	if (at.at > in->text.n || at.n > in->text.n - at.at)
		return false;
	*out = tp_str_at(in->text, (struct tp_span){ at.at, at.at + at.n });
	return true;
}

/* The name of file i; NULL if there is none. */
static const struct tp_str *open_files(struct opening *in, size_t *n)
{
	const struct flat_str *flat = tp_flat_take(&in->in, sizeof *flat, n);
	struct tp_str *files = tp_arena_alloc(in->out->arena, (*n + 1) * sizeof *files);

	for (size_t i = 0; i < *n; i++)
		if (in->files ? !in->files[i] : !open_text(in, flat[i], &files[i]))
			return NULL;
		else if (in->files)
			files[i] = tp_arena_str(in->out->arena, tp_str_of(in->files[i]));
	return !in->files || !in->files[*n] ? files : NULL;
}

static bool open_condition(const struct opening *in, const struct flat_condition *flat, struct tp_condition *condition)
{
	const struct tp_segmenter *out = in->out;

	if (flat->left > 1 || flat->far > 1 || flat->negated > 1)
		return false;
	*condition = (struct tp_condition){ flat->left, flat->far, flat->negated, flat->pattern };
	return flat->pattern < (condition->far ? out->far.n : tp_automaton_size(out->near[condition->left]));
}

static bool open_rule(struct opening *in, const struct flat_rule *flat, const struct tp_str *files, size_t n_files,
		      const struct flat_condition *conditions)
{
	struct tp_compiled_rule *rule = tp_push(&in->out->rules);
	struct tp_segment_rule *source = &rule->source;

	source->breaks = flat->breaks;
	source->line = flat->line;
	if (flat->file >= n_files || !open_text(in, flat->before, &source->before) ||
	    !open_text(in, flat->after, &source->after))
		return false;
	source->file = files[flat->file];
	rule->p = tp_arena_alloc(in->out->arena, (flat->n_conditions + (size_t)1) * sizeof *rule->p);
	for (rule->n = 0; rule->n < flat->n_conditions; rule->n++)
		if (!open_condition(in, &conditions[rule->n], &rule->p[rule->n]))
			return false;
	return !(flat->with & REGEX) || tp_rule_compile_regex(rule, flat->with & ENDS, NULL);
}

/* The trees of a rule, and what is made of them. */
static bool open_trees(struct opening *in, const struct flat_rule *flat, struct tp_compiled_rule *rule)
{
	const struct tp_segmenter *out = in->out;

	rule->trees = tp_trees_open(&in->in, out->classes.n_sets, out->arena);
	if (rule->trees)
		rule->passes = tp_passes_new(rule->trees, flat->with & LOOKS, flat->with & ENDS);
	return rule->passes;
}

static bool open_rules(struct opening *in)
{
	struct tp_segmenter *out = in->out;
	size_t n_text, n_files, n, n_conditions, at = 0;
	const char *text = tp_flat_take(&in->in, 1, &n_text);
	in->text = (struct tp_str){ text, n_text };
	const struct tp_str *files = open_files(in, &n_files);
	const struct flat_rule *flat = tp_flat_take(&in->in, sizeof *flat, &n);
	const struct flat_condition *conditions = tp_flat_take(&in->in, sizeof *conditions, &n_conditions);

	if (!files)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (flat[i].n_conditions > n_conditions - at ||
		    !open_rule(in, &flat[i], files, n_files, conditions + at))
			return false;
		at += flat[i].n_conditions;
	}
	for (size_t i = 0; i < n; i++)
		if (flat[i].with & (LOOKS | ENDS) && !(flat[i].with & REGEX) &&
		    !open_trees(in, &flat[i], &out->rules.p[i]))
			return false;
	return true;
}

static bool open_all(struct opening *in)
{
	struct tp_segmenter *out = in->out;

	if (!tp_classes_open(&out->classes, &in->in))
		return false;
	for (unsigned left = 0; left < 2; left++)
		if (!(out->near[left] = tp_automaton_open(&in->in, left, out->classes.n_sets)))
			return false;
	return open_far(in) && open_rules(in) && open_tables(in, &out->scan, sizeof out->scan) && !in->in.damaged &&
	       !in->in.rest.n;
}

bool tp_segments_is_image(struct tp_str bytes)
{
	return tp_str_starts(bytes, TP_S(MAGIC));
}

/* What was compiled of files goes with those; what a user compiled, with its language, if the rules are not for any. */
static bool fits(const struct header *header, const char *language, bool of_files, uint64_t key)
{
	return header->order == ORDER && header->version == VERSION && header->unicode == tp_unicode_version() &&
	       (!header->language || header->language == tp_flat_hash(tp_str_of(language))) &&
	       (of_files
		    ? header->key == key
		    : (header->flags & GENERAL) || !header->primary || header->primary == hash_of_primary(language));
}

struct tp_segmenter *tp_segments_open(struct tp_file *image, const char *language, const char *const *files,
				      uint64_t key)
{
	struct tp_segmenter *out = tp_rules_new();
	struct opening in = { .out = out, .files = files };
	struct header header;

	out->image = *image;
	*image = (struct tp_file){ { "", 0 }, NULL };
	if (tp_segments_is_image(out->image.bytes) && out->image.bytes.n >= sizeof header) {
		memcpy(&header, out->image.bytes.p, sizeof header);
		in.in.rest = tp_str_from(out->image.bytes, sizeof header);
		out->key = header.key;
		out->several = header.language;
		out->bound = header.primary;
		out->general = header.flags & GENERAL;
		out->whole_flows = header.flags & WHOLE_FLOWS;
		out->weak = header.flags & WEAK;
		out->all_ends = header.flags & ALL_ENDS;
		out->codes = (struct tp_break_codes){ .start = header.flags & START_CODES,
						      .end = header.flags & END_CODES,
						      .isolated = header.flags & ISOLATED_CODES };
		if (fits(&header, language, files, key) && sum_of(&header, in.in.rest) == header.sum && open_all(&in))
			return out;
	}
	tp_segmenter_free(out);
	return NULL;
}
