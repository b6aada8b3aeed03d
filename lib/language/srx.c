#include "language/srx.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/memory.h"
#include "core/sax.h"
#include "core/str.h"
#include "core/unicode.h"

struct reader {
	struct tp_srx *srx;
	struct tp_str bytes;
	struct tp_buf text; /* of <beforebreak> or <afterbreak> */
	bool is_srx, in_group, in_rule;
	size_t seen, line; /* the line of the offset `seen` */
};

static size_t line_at(struct reader *in, size_t offset)
{
	for (; in->seen < offset && in->seen < in->bytes.n; in->seen++)
		in->line += in->bytes.p[in->seen] == '\n';
	return in->line;
}

static struct tp_str local_name(struct tp_str name)
{
	size_t at = tp_str_find_char(name, '|', 0);

	return at == TP_NOT_FOUND ? name : tp_str_from(name, at + 1);
}

/* The value of an attribute, or an empty string. */
static struct tp_str attribute(const struct tp_sax_attribute *attributes, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (tp_str_is(attributes[i].name, name))
			return attributes[i].value;
	return TP_S("");
}

static struct tp_srx_group *find_group(const struct tp_srx *srx, struct tp_str name)
{
	const uintptr_t *known = tp_table_get(&srx->names, name);

	return known ? &srx->groups.p[*known - 1] : NULL;
}

static bool open_group(struct reader *in, struct tp_str name, size_t line, struct tp_error *err)
{
	struct tp_srx *srx = in->srx;

	if (find_group(srx, name))
		return tp_fail(err, TP_E_SYNTAX, line, _("There are two language rules with the name \"%.*s\"."),
			       (int)name.n, name.p);
	name = tp_arena_str(srx->arena, name);
	*tp_push(&srx->groups) =
	    (struct tp_srx_group){ .name = name, .line = line, .from = srx->rules.n, .to = srx->rules.n };
	*tp_table_put(&srx->names, name) = srx->groups.n;
	in->in_group = true;
	return true;
}

static bool open_rule(struct reader *in, struct tp_str breaks, size_t line, struct tp_error *err)
{
	if (!in->in_group)
		return tp_fail(err, TP_E_SYNTAX, line, _("A rule stands outside of a language rule."));
	if (breaks.n && !tp_str_is(breaks, "yes") && !tp_str_is(breaks, "no"))
		return tp_fail(err, TP_E_SYNTAX, line, _("The attribute \"break\" is neither \"yes\" nor \"no\"."));
	*tp_push(&in->srx->rules) = (struct tp_srx_rule){ !tp_str_is(breaks, "no"), TP_S(""), TP_S(""), line };
	in->in_rule = true;
	return true;
}

static bool handle_codes(struct reader *in, struct tp_str type, struct tp_str include, size_t line,
			 struct tp_error *err)
{
	struct tp_break_codes *codes = &in->srx->codes;
	bool *code = tp_str_is(type, "start")      ? &codes->start
		     : tp_str_is(type, "end")      ? &codes->end
		     : tp_str_is(type, "isolated") ? &codes->isolated
						   : NULL;

	if (!code)
		return tp_fail(err, TP_E_SYNTAX, line,
			       _("The attribute \"type\" is neither \"start\" nor \"end\" nor \"isolated\"."));
	if (!tp_str_is(include, "yes") && !tp_str_is(include, "no"))
		return tp_fail(err, TP_E_SYNTAX, line, _("The attribute \"include\" is neither \"yes\" nor \"no\"."));
	*code = tp_str_is(include, "yes");
	return true;
}

static bool add_map(struct reader *in, struct tp_str pattern, struct tp_str group, size_t line, struct tp_error *err)
{
	struct tp_arena *arena = in->srx->arena;

	if (!pattern.n)
		return tp_fail(err, TP_E_SYNTAX, line, _("The language map has no language pattern."));
	*tp_push(&in->srx->maps) =
	    (struct tp_srx_map){ tp_arena_str(arena, pattern), tp_arena_str(arena, group), line };
	return true;
}

static bool on_open(void *arg, struct tp_str name, const struct tp_sax_attribute *attributes, size_t n,
		    struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;
	size_t line = line_at(in, at.from);

	if (tp_str_is(name, "urn:tprep:srx|rules"))
		in->srx->weak = tp_str_is(attribute(attributes, n, "confidence"), "low");
	name = local_name(name);
	if (!in->is_srx && !tp_str_is(name, "srx"))
		return tp_fail(err, TP_E_SYNTAX, line, _("This is not an SRX file: its root is \"%.*s\"."), (int)name.n,
			       name.p);
	in->is_srx = true;
	tp_buf_clear(&in->text);
	if (tp_str_is(name, "header")) {
		in->srx->cascade = tp_str_is(attribute(attributes, n, "cascade"), "yes");
		in->srx->whole_flows = tp_str_is(attribute(attributes, n, "segmentsubflows"), "no");
	} else if (tp_str_is(name, "formathandle")) {
		return handle_codes(in, attribute(attributes, n, "type"), attribute(attributes, n, "include"), line,
				    err);
	} else if (tp_str_is(name, "languagerule")) {
		return open_group(in, attribute(attributes, n, "languagerulename"), line, err);
	} else if (tp_str_is(name, "rule")) {
		return open_rule(in, attribute(attributes, n, "break"), line, err);
	} else if (tp_str_is(name, "languagemap")) {
		return add_map(in, attribute(attributes, n, "languagepattern"),
			       attribute(attributes, n, "languagerulename"), line, err);
	}
	return true;
}

static bool on_text(void *arg, struct tp_str text, struct tp_span at, struct tp_error *err)
{
	(void)at, (void)err;
	tp_buf_add_str(&((struct reader *)arg)->text, text);
	return true;
}

static bool on_close(void *arg, struct tp_str name, struct tp_span at, struct tp_error *err)
{
	struct reader *in = arg;
	struct tp_srx *srx = in->srx;

	(void)at, (void)err;
	name = local_name(name);
	if (tp_str_is(name, "languagerule")) {
		srx->groups.p[srx->groups.n - 1].to = srx->rules.n;
		in->in_group = false;
	} else if (tp_str_is(name, "rule")) {
		in->in_rule = false;
	} else if (in->in_rule && tp_str_is(name, "beforebreak")) {
		srx->rules.p[srx->rules.n - 1].before = tp_arena_str(srx->arena, tp_buf_str(&in->text));
	} else if (in->in_rule && tp_str_is(name, "afterbreak")) {
		srx->rules.p[srx->rules.n - 1].after = tp_arena_str(srx->arena, tp_buf_str(&in->text));
	}
	tp_buf_clear(&in->text);
	return true;
}

static bool on_instruction(void *arg, struct tp_str target, struct tp_str data, struct tp_error *err)
{
	(void)err;
	if (tp_str_is(target, "tprep") && tp_str_is(data, "ends=\"all\""))
		((struct reader *)arg)->srx->all_ends = true;
	return true;
}

/* A map's pattern as most are: "en.*", ".*" or "pt-br". */
static bool is_simple(struct tp_str pattern, struct tp_str *start, bool *goes_on)
{
	*start = pattern;
	*goes_on = tp_str_ends(pattern, TP_S(".*"));
	start->n -= *goes_on ? 2 : 0;
	for (size_t i = 0; i < start->n; i++)
		if (start->p[i] != '-' && !((start->p[i] | 0x20) >= 'a' && (start->p[i] | 0x20) <= 'z'))
			return false;
	return true;
}

bool tp_srx_map_fits(const struct tp_srx_map *map, struct tp_str code, bool *fits, struct tp_error *err)
{
	struct tp_buf pattern = TP_BUF_INIT;
	struct tp_regex *regex;
	struct tp_span match;
	struct tp_str start;
	bool goes_on;

	if (is_simple(map->pattern, &start, &goes_on)) {
		code.n = goes_on && code.n > start.n ? start.n : code.n;
		*fits = tp_str_eq_ascii(code, start);
		return true;
	}
	tp_buf_add_z(&pattern, "(?i)\\A(?:");
	tp_buf_add_str(&pattern, map->pattern);
	tp_buf_add_z(&pattern, ")\\z");
	regex = tp_regex_new(tp_buf_str(&pattern), NULL);
	tp_buf_release(&pattern);
	if (!regex)
		return tp_fail(err, TP_E_SYNTAX, map->line,
			       _("The language pattern \"%.*s\" is no regular expression."), (int)map->pattern.n,
			       map->pattern.p);
	*fits = tp_regex_find(regex, code, 0, &match);
	tp_regex_free(regex);
	return true;
}

bool tp_srx_is_for_all(const struct tp_srx *srx)
{
	for (size_t i = 0; i < srx->maps.n; i++) {
		if (!tp_str_is(srx->maps.p[i].pattern, ".*"))
			return false;
		if (!srx->cascade)
			return true;
	}
	return srx->maps.n;
}

/* Goes through the groups of the maps that fit a code; *found tells if any does. */
static bool each_group(const struct tp_srx *srx, struct tp_str code, tp_srx_group_fn each, void *arg, bool *found,
		       struct tp_error *err)
{
	*found = false;
	for (size_t i = 0; i < srx->maps.n && (srx->cascade || !*found); i++) {
		const struct tp_srx_map *map = &srx->maps.p[i];
		bool fits = false;

		if (!tp_srx_map_fits(map, code, &fits, err))
			return false;
		*found |= fits;
		if (fits && !each(arg, find_group(srx, map->group), err))
			return false;
	}
	return true;
}

static bool has_modes(const struct tp_srx *srx)
{
	for (size_t i = 0; i < srx->maps.n; i++)
		if (tp_str_find(srx->maps.p[i].pattern, TP_S("_two"), 0) != TP_NOT_FOUND)
			return true;
	return false;
}

bool tp_srx_select(const struct tp_srx *srx, const char *language, tp_srx_group_fn each, void *arg,
		   struct tp_error *err)
{
	struct tp_str whole = tp_str_of(language), primary, rest = whole;
	struct tp_buf code = TP_BUF_INIT;
	bool found = false, ok = true;

	tp_str_cut(&rest, '-', &primary);
	if (has_modes(srx)) {
		tp_buf_add_str(&code, primary);
		tp_buf_add_z(&code, "_two");
		ok = each_group(srx, tp_buf_str(&code), each, arg, &found, err);
		tp_buf_release(&code);
	}
	if (ok && !found)
		ok = each_group(srx, whole, each, arg, &found, err);
	if (ok && !found)
		ok = each_group(srx, primary, each, arg, &found, err);
	if (ok && !found)
		return tp_fail(err, TP_E_USAGE, 0, _("The file has no rules for the language \"%s\"."), language);
	return ok;
}

static bool check_maps(struct tp_srx *srx, struct tp_error *err)
{
	for (size_t i = 0; i < srx->maps.n; i++) {
		const struct tp_srx_map *map = &srx->maps.p[i];
		struct tp_srx_group *group = find_group(srx, map->group);

		if (!group)
			return tp_fail(err, TP_E_SYNTAX, map->line,
				       _("The language map names a language rule that does not exist: \"%.*s\"."),
				       (int)map->group.n, map->group.p);
		group->mapped = true;
	}
	return true;
}

bool tp_srx_read(struct tp_srx *srx, struct tp_str bytes, struct tp_error *err)
{
	struct reader in = { .srx = srx, .bytes = bytes, .line = 1 };
	const struct tp_sax handlers = { &in, on_open, on_close, on_text, on_instruction };
	bool ok;

	*srx = (struct tp_srx){ .arena = tp_arena_new(), .codes = { .end = true } };
	ok = tp_sax_parse(bytes, &handlers, err) && check_maps(srx, err);
	tp_buf_release(&in.text);
	if (!ok)
		tp_srx_release(srx);
	return ok;
}

void tp_srx_release(struct tp_srx *srx)
{
	free(srx->rules.p);
	free(srx->groups.p);
	tp_table_release(&srx->names);
	free(srx->maps.p);
	tp_arena_free(srx->arena);
	*srx = (struct tp_srx){ 0 };
}
