/* Paradigms of names. */
#include "language/names_endings.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/names_base.h"

/* A pattern that repeats something sees more. */
static unsigned reach_of(struct tp_str pattern)
{
	enum { SHORT = 4, LONG = 12 };

	for (size_t i = 0; i < pattern.n; i++)
		if (pattern.p[i] == '*' || pattern.p[i] == '+' || pattern.p[i] == ',')
			return LONG;
	return SHORT;
}

static bool read_paradigm(struct tp_name_endings *endings, struct tp_arena *arena, struct tp_str line, size_t number,
			  const char *language, struct tp_error *err)
{
	struct tp_str tag = TP_S(""), pattern = TP_S(""), rest = line, piece;
	struct tp_buf end = TP_BUF_INIT;

	tp_str_cut(&rest, '\t', &tag);
	if (!tp_str_cut(&rest, '\t', &pattern) || !rest.p)
		return tp_fail(err, TP_E_SYNTAX, number, _("A paradigm has a language, a pattern and endings."));
	if (language && !tp_language_within(tag, language))
		return true;
	struct tp_name_paradigm *paradigm = tp_push(endings);
	paradigm->language = tp_arena_str(arena, tag);
	paradigm->reach = reach_of(pattern);
	tp_buf_format(&end, "(?:%.*s)$", (int)pattern.n, pattern.p);
	paradigm->pattern = tp_regex_new(tp_buf_str(&end), err);
	tp_buf_release(&end);
	if (!paradigm->pattern) {
		if (err)
			err->line = number;
		return false;
	}
	paradigm->endings = tp_arena_alloc(arena, (rest.n + 1) * sizeof *paradigm->endings);
	while (tp_str_cut(&rest, ' ', &piece)) {
		paradigm->endings[paradigm->n++] = tp_str_is(piece, "0") ? TP_S("") : tp_arena_str(arena, piece);
	}
	return true;
}

bool tp_name_endings_read(struct tp_name_endings *endings, struct tp_arena *arena, const char *path,
			  const char *language, struct tp_error *err)
{
	struct tp_file file;
	struct tp_str line;
	size_t number = 0;
	bool ok = true;

	if (!tp_file_exists(path))
		return true;
	if (!tp_file_read(&file, path, 0, err))
		return false;
	struct tp_str rest = file.bytes;
	while (ok && tp_str_line(&rest, &line)) {
		number++;
		if (line.n && line.p[0] != '#')
			ok = read_paradigm(endings, arena, line, number, language, err);
	}
	tp_file_release(&file);
	return ok || tp_error_in_file(err, path);
}

void tp_name_endings_release(struct tp_name_endings *endings)
{
	for (size_t i = 0; i < endings->n; i++)
		tp_regex_free(endings->p[i].pattern);
	free(endings->p);
	*endings = (struct tp_name_endings){ .p = NULL };
}

static void add_letters(struct tp_name_endings *endings, struct tp_str ending, struct tp_folder *folder)
{
	size_t last = ending.n, n = tp_utf8_count(ending);

	if (n == 0 || n >= TP_PREFIXES)
		return;
	const struct tp_folded *folded = tp_fold(folder, tp_utf8_prev(ending, &last));
	unsigned char lengths = (unsigned char)(1u << n | 1);
	if (folded->n)
		endings->last[folded->to[folded->n - 1] & 255] |= lengths;
	for (size_t k = 0; folded->class == TP_FOLD_MARK && k < sizeof endings->last; k++)
		endings->last[k] |= lengths;
}

void tp_name_endings_add_letters(struct tp_name_endings *endings, const struct tp_name_paradigm *paradigm,
				 struct tp_folder *folder)
{
	struct tp_str rest, ending;

	for (size_t i = 0; i < paradigm->n; i++)
		for (rest = paradigm->endings[i]; tp_str_cut(&rest, '/', &ending);)
			add_letters(endings, ending, folder);
}

unsigned tp_name_endings_reach(const struct tp_name_endings *endings, struct tp_str language)
{
	unsigned reach = 0;

	for (size_t i = 0; i < endings->n; i++)
		if (tp_str_eq(endings->p[i].language, language) && reach < endings->p[i].reach)
			reach = endings->p[i].reach;
	return reach;
}

bool tp_name_last_letters(struct tp_str form, unsigned reach, struct tp_buf *out)
{
	size_t at = form.n;

	for (unsigned i = 0; i < reach && at > 0; i++)
		tp_utf8_prev(form, &at);
	for (size_t next = at; next < form.n;)
		tp_buf_add_cp(out, tp_to_lower(tp_utf8_next(form, &next)));
	return out->n == form.n - at;
}

bool tp_name_endings_of(const struct tp_name_endings *endings, struct tp_str last, bool more, struct tp_str language,
			uint32_t *paradigm, size_t *n)
{
	struct tp_span match;

	for (uint32_t i = 0; i < endings->n; i++) {
		const struct tp_name_paradigm *p = &endings->p[i];
		if (!tp_str_eq(p->language, language) || !tp_regex_find(p->pattern, last, 0, &match) ||
		    (match.from == 0 && !more))
			continue;
		*paradigm = i;
		*n = last.n - match.from;
		return true;
	}
	return false;
}

struct tp_str tp_name_ending(const struct tp_name_paradigm *paradigm, size_t i)
{
	struct tp_str rest = paradigm->endings[i], ending = TP_S("");

	tp_str_cut(&rest, '/', &ending);
	return ending;
}

uint32_t tp_name_cases(const struct tp_name_paradigm *paradigm, struct tp_str ending)
{
	uint32_t cases = 0;

	for (size_t i = 0; i < paradigm->n && i < TP_NAME_CASES; i++) {
		struct tp_str rest = paradigm->endings[i], one = TP_S("");
		bool is = false;
		while (!is && tp_str_cut(&rest, '/', &one))
			is = tp_str_eq(one, ending);
		if (is)
			cases |= 1u << i;
	}
	return cases;
}
