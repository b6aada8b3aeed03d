/* Paradigms of names. */
#include "language/names_endings.h"

#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/names_base.h"

/* A pattern that repeats something sees more, and so does one of many letters. */
static unsigned reach_of(struct tp_str pattern)
{
	enum { SHORT = 4, LONG = 12 };
	unsigned letters = 0;
	bool in_set = false;

	for (size_t at = 0; at < pattern.n;) {
		uint32_t cp = tp_utf8_next(pattern, &at);
		if (cp == '*' || cp == '+' || cp == ',')
			return LONG;
		in_set = cp == '[' || (in_set && cp != ']');
		letters += cp == ']' || (!in_set && tp_is_letter(cp));
	}
	return letters > SHORT ? LONG : SHORT;
}

static const struct tp_str roles[] = {
	[TP_NAME_NOUN] = { "noun", 4 }, [TP_NAME_HEAD] = { "head", 4 }, [TP_NAME_ADJECTIVE] = { "adjective", 9 },
	[TP_NAME_OF] = { "of", 2 },     [TP_NAME_AND] = { "and", 3 },   [TP_NAME_ACRONYM] = { "acronym", 7 },
};

enum { N_ROLES = sizeof roles / sizeof *roles };

/* Reads "adjective f": masculine, feminine, neuter, plural; all of them if none is named. */
static bool read_role(struct tp_str field, struct tp_name_paradigm *paradigm)
{
	static const struct tp_str letters = { "mfnp", 4 };
	struct tp_str word = TP_S("");
	size_t role = 0;

	tp_str_cut(&field, ' ', &word);
	while (role < N_ROLES && !tp_str_eq(roles[role], word))
		role++;
	paradigm->role = (enum tp_name_role)role;
	paradigm->genders = field.n ? 0 : (1u << letters.n) - 1;
	for (size_t i = 0; i < field.n; i++) {
		size_t gender = tp_str_find_char(letters, field.p[i], 0);
		if (gender == TP_NOT_FOUND)
			return false;
		paradigm->genders |= 1u << gender;
	}
	return role < N_ROLES;
}

#define ANY_LETTER UINT64_MAX

static uint64_t bit_of(uint32_t cp)
{
	return 1ull << (cp & 63);
}

/* The letters of a set such as "[abc]", the first bracket of which was read. */
static uint64_t letters_of_set(struct tp_str pattern, size_t *at)
{
	uint64_t letters = 0;

	while (*at < pattern.n) {
		uint32_t cp = tp_utf8_next(pattern, at);
		if (cp == ']')
			return letters;
		letters |= tp_is_letter(cp) ? bit_of(cp) : ANY_LETTER;
	}
	return ANY_LETTER;
}

/* The letters that words may end in that match a pattern, as bits; all of them, if that is not plain. */
static uint64_t ends_of(struct tp_str pattern)
{
	enum { DEPTH = 4 };
	uint64_t ends[DEPTH] = { 0 }, last = ANY_LETTER; /* of a group so far; of what was read last */
	size_t depth = 0;

	for (size_t at = 0; at < pattern.n;) {
		uint32_t cp = tp_utf8_next(pattern, &at);
		if (cp == '(' && depth + 1 < DEPTH) {
			ends[++depth] = 0;
			while (at < pattern.n && strchr("?<=:", pattern.p[at]))
				at++;
		} else if (cp == ')' && depth > 0) {
			last |= ends[depth--];
		} else if (cp == '|') {
			ends[depth] |= last;
		} else if (cp == '[') {
			last = letters_of_set(pattern, &at);
		} else if (tp_is_letter(cp)) {
			last = bit_of(cp);
		} else if (cp != '^') {
			return ANY_LETTER;
		}
	}
	return ends[0] | last;
}

static bool read_paradigm(struct tp_name_endings *endings, struct tp_arena *arena, struct tp_str line, size_t number,
			  const char *language, struct tp_error *err)
{
	struct tp_str tag = TP_S(""), pattern = TP_S(""), rest = line, ends = TP_S(""), piece;
	struct tp_buf end = TP_BUF_INIT;

	tp_str_cut(&rest, '\t', &tag);
	if (!tp_str_cut(&rest, '\t', &pattern) || !tp_str_cut(&rest, '\t', &ends))
		return tp_fail(err, TP_E_SYNTAX, number, _("A paradigm has a language, a pattern and endings."));
	if (language && !tp_language_within(tag, language))
		return true;
	struct tp_name_paradigm *paradigm = tp_push(endings);
	if (!read_role(rest.p ? rest : TP_S("noun"), paradigm))
		return tp_fail(err, TP_E_SYNTAX, number, _("The role \"%.*s\" of a word is not known."), (int)rest.n,
			       rest.p);
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
	paradigm->endings = tp_arena_alloc(arena, (ends.n + 1) * sizeof *paradigm->endings);
	while (tp_str_cut(&ends, ' ', &piece))
		paradigm->endings[paradigm->n++] = tp_str_is(piece, "0") ? TP_S("") : tp_arena_str(arena, piece);
	paradigm->ends = ends_of(pattern);
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

/* Cuts the next ending off those of a case: "0/e" has none, or "e". */
static bool cut_ending(struct tp_str *rest, struct tp_str *ending)
{
	if (!tp_str_cut(rest, '/', ending))
		return false;
	if (tp_str_is(*ending, "0"))
		*ending = TP_S("");
	return true;
}

struct tp_str tp_name_ending(const struct tp_name_paradigm *paradigm, size_t i)
{
	struct tp_str rest = paradigm->endings[i], ending = TP_S("");

	cut_ending(&rest, &ending);
	return ending;
}

static uint32_t bit_of_letter(uint32_t folded)
{
	return 1u << (folded & 31);
}

static void add_letters(struct tp_name_endings *endings, struct tp_str ending, struct tp_folder *folder)
{
	size_t last = ending.n, n = tp_utf8_count(ending);

	if (n == 0 || n >= TP_PREFIXES)
		return;
	const struct tp_folded *folded = tp_fold(folder, tp_utf8_prev(ending, &last));
	unsigned char lengths = (unsigned char)(1u << n | 1);
	if (folded->n)
		endings->last[folded->to[folded->n - 1] % TP_NAME_LETTERS] |= lengths;
	for (size_t k = 0; folded->class == TP_FOLD_MARK && k < sizeof endings->last; k++)
		endings->last[k] |= lengths;
}

void tp_name_endings_add_letters(struct tp_name_endings *endings, const struct tp_name_paradigm *paradigm,
				 uint32_t bare, struct tp_folder *folder)
{
	struct tp_str rest, ending;

	for (size_t i = 0; i < paradigm->n; i++)
		for (rest = paradigm->endings[i]; cut_ending(&rest, &ending);)
			add_letters(endings, ending, folder);
	for (uint32_t k = 0; bare && k < sizeof endings->last; k++)
		endings->last[k] |= (bare & bit_of_letter(k)) != 0;
}

uint32_t tp_name_bare_letter(const struct tp_name_paradigm *paradigm, struct tp_str stem, struct tp_folder *folder)
{
	bool bare = false;
	size_t last = stem.n;

	for (size_t i = 1; i < paradigm->n && tp_name_ending(paradigm, 0).n > 0; i++)
		bare |= !tp_name_ending(paradigm, i).n;
	if (!bare || !stem.n)
		return 0;
	const struct tp_folded *folded = tp_fold(folder, tp_utf8_prev(stem, &last));
	return folded->n ? bit_of_letter(folded->to[folded->n - 1]) : UINT32_MAX;
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

/* The word has another ending in paradigm i, and lacks n bytes then. */
static bool is_of(const struct tp_name_endings *endings, uint32_t i, struct tp_str last, bool more, uint32_t *paradigm,
		  size_t *n)
{
	struct tp_span match;
	size_t at = last.n;

	if (last.n && !(bit_of(tp_utf8_prev(last, &at)) & endings->p[i].ends))
		return false;
	if (!tp_regex_find(endings->p[i].pattern, last, 0, &match) ||
	    (match.from == 0 && !more && endings->p[i].role < TP_NAME_AND))
		return false;
	*paradigm = i;
	*n = last.n - match.from;
	return true;
}

bool tp_name_endings_of(const struct tp_name_endings *endings, struct tp_str last, bool more, struct tp_str language,
			uint32_t *paradigm, size_t *n)
{
	for (uint32_t i = 0; i < endings->n; i++)
		if (endings->p[i].role < TP_NAME_ADJECTIVE && tp_str_eq(endings->p[i].language, language) &&
		    is_of(endings, i, last, more, paradigm, n))
			return true;
	return false;
}

bool tp_name_endings_in_role(const struct tp_name_endings *endings, struct tp_str last, bool more,
			     struct tp_str language, enum tp_name_role role, unsigned genders, uint32_t *paradigm,
			     size_t *n)
{
	for (uint32_t i = 0; i < endings->n; i++)
		if (endings->p[i].role == role && (endings->p[i].genders & genders) &&
		    tp_str_eq(endings->p[i].language, language) && is_of(endings, i, last, more, paradigm, n))
			return true;
	return false;
}

bool tp_name_paradigm_declines(const struct tp_name_paradigm *paradigm)
{
	for (size_t i = 0; i < paradigm->n; i++) {
		struct tp_str ending = paradigm->endings[i];
		if (ending.n && !tp_str_is(ending, "?") && !tp_str_is(ending, "-"))
			return true;
	}
	return false;
}

bool tp_name_endings_have_role(const struct tp_name_endings *endings, struct tp_str language, enum tp_name_role role)
{
	for (size_t i = 0; i < endings->n; i++)
		if (endings->p[i].role == role && tp_str_eq(endings->p[i].language, language))
			return true;
	return false;
}

uint64_t tp_name_cases(const struct tp_name_paradigm *paradigm, struct tp_str ending)
{
	uint64_t cases = 0;

	for (size_t i = 0; i < paradigm->n && i < TP_NAME_CASES; i++) {
		struct tp_str rest = paradigm->endings[i], one = TP_S("");
		bool is = false;
		while (!is && cut_ending(&rest, &one))
			is = tp_str_eq(one, ending);
		if (is)
			cases |= 1ull << i;
	}
	return cases;
}
