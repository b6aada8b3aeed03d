/* Which forms of a name are two ways to write it, and which are two names for two uses. */
#include <stdlib.h>

#include "core/str.h"
#include "core/utf8.h"
#include "language/names_base.h"
#include "language/shape.h"

struct tokens {
	uint64_t *p;
	size_t n, cap;
	bool characters; /* they are, not words */
};

static struct tokens tokens_of(struct tp_folder *folder, struct tp_str form)
{
	struct tokens tokens = { NULL, 0, 0, true };
	struct tp_token token;

	for (size_t at = 0; tp_token_next(folder, form, &at, &token);) {
		*tp_push(&tokens) = token.hash;
		tokens.characters &= token.cluster;
	}
	return tokens;
}

static bool has_run(const struct tokens *all, const struct tokens *part)
{
	for (size_t i = 0; part->n && i + part->n <= all->n; i++)
		if (memcmp(all->p + i, part->p, part->n * sizeof *part->p) == 0)
			return true;
	return false;
}

/* "国連" and "国際連合": some characters of the whole, the first one included, in their order. */
static bool is_drawn_from(const struct tokens *all, const struct tokens *part)
{
	size_t n = 0;

	if (!all->characters || !part->characters || !part->n || !all->n || all->p[0] != part->p[0])
		return false;
	for (size_t i = 0; i < all->n && n < part->n; i++)
		n += all->p[i] == part->p[n];
	return n == part->n;
}

/* "Kim" and "Kim Jong-un"; and what is folded alike. */
static bool is_part(struct tp_str a, struct tp_str b)
{
	struct tp_folder folder;

	tp_folder_init(&folder);
	struct tokens ours = tokens_of(&folder, a), theirs = tokens_of(&folder, b);
	bool part = has_run(&ours, &theirs) || has_run(&theirs, &ours) || is_drawn_from(&ours, &theirs) ||
		    is_drawn_from(&theirs, &ours);
	free(ours.p);
	free(theirs.p);
	tp_folder_release(&folder);
	return part;
}

/* What a form is written with, as far as it tells whether it is a short way to write another. */
struct look {
	size_t words;
	size_t letters; /* of the last word */
	/* One of the words is, as in "UN Security Council", "U.N. Peacekeepers", "M23" and "AfD", or by gershayim. */
	bool acronym;
};

/* A double quote, or gershayim, stands between letters: Hebrew abbreviations. */
static bool has_gershayim(struct tp_str word)
{
	for (size_t at = 1; at + 1 < word.n; at++)
		if (word.p[at] == '"' || tp_str_starts(tp_str_from(word, at), TP_S("\xd7\xb4")))
			return true;
	return false;
}

static struct look look_at(struct tp_str form)
{
	enum { MOST_LETTERS = 6 };
	struct look look = { 0, 0, false };
	struct tp_folder folder;
	struct tp_token token;

	tp_folder_init(&folder);
	for (size_t at = 0; tp_token_next(&folder, form, &at, &token); look.words++) {
		struct tp_shape shape = tp_shape_of(tp_str_at(form, token.at));
		bool initial = shape.letters == 1 && token.at.to < form.n && form.p[token.at.to] == '.';
		look.letters = shape.letters;
		look.acronym |= has_gershayim(tp_str_at(form, token.at));
		look.acronym |=
		    shape.capitals && shape.letters <= MOST_LETTERS && (shape.capitals > 1 || shape.digits || initial);
	}
	tp_folder_release(&folder);
	return look;
}

/* "Onu" and "Nazioni Unite", "Unesco" and what that stands for. */
static bool is_short_beside(const struct look *a, const struct look *b)
{
	enum { VERY_SHORT = 4, SHORT = 6 };

	return a->words == 1 && ((a->letters <= VERY_SHORT && b->words > 1) || (a->letters <= SHORT && b->words > 2));
}

/* One is for the second mention, or for a headline. */
static bool have_two_uses(struct tp_str a, struct tp_str b)
{
	struct look one = look_at(a), other = look_at(b);

	return one.acronym != other.acronym || is_short_beside(&one, &other) || is_short_beside(&other, &one);
}

/* The letters are pieces that the words start with, one of each: "госдума" of "государственная дума". */
static bool is_pieced(struct tp_str letters, struct tp_str words)
{
	enum { FEWEST_LETTERS = 2 };
	struct tp_str word;
	size_t n = 0, ours = 0, theirs = 0;

	if (!tp_str_cut(&words, ' ', &word))
		return !letters.n;
	while (ours < letters.n && theirs < word.n) {
		if (tp_utf8_next(letters, &ours) != tp_utf8_next(word, &theirs))
			return false;
		if (++n >= FEWEST_LETTERS && is_pieced(tp_str_from(letters, ours), words))
			return true;
	}
	return false;
}

/* One is a word made of the first letters of the words that the other one has, as "Госдума" is. */
static bool is_clipped(struct tp_str whole, struct tp_str name)
{
	enum { MOST_LETTERS = 24 };
	struct tp_buf a = TP_BUF_INIT, b = TP_BUF_INIT;
	struct tp_folder folder;

	tp_folder_init(&folder);
	tp_fold_text(&folder, name, &a);
	tp_fold_text(&folder, whole, &b);
	bool is = tp_utf8_count(tp_buf_str(&a)) <= MOST_LETTERS &&
		  tp_str_find_char(tp_buf_str(&a), ' ', 0) == TP_NOT_FOUND &&
		  tp_str_find_char(tp_buf_str(&b), ' ', 0) != TP_NOT_FOUND && is_pieced(tp_buf_str(&a), tp_buf_str(&b));
	tp_folder_release(&folder);
	tp_buf_release(&a);
	tp_buf_release(&b);
	return is;
}

/* "Latvija" and "Latvijas Republika", "Россия" and "Российская Федерация": a word of the long name is made of the short
 * one. */
static bool is_built_on(struct tp_str whole, struct tp_str name)
{
	enum { FEWEST_LETTERS = 4 };
	struct tp_buf a = TP_BUF_INIT, b = TP_BUF_INIT;
	struct tp_folder folder;
	struct tp_str rest, word;
	bool is = false;

	tp_folder_init(&folder);
	tp_fold_text(&folder, name, &a);
	tp_fold_text(&folder, whole, &b);
	size_t end = a.n;
	if (a.n)
		tp_utf8_prev(tp_buf_str(&a), &end);
	struct tp_str root = { a.p, end };
	rest = tp_buf_str(&b);
	if (tp_utf8_count(root) >= FEWEST_LETTERS - 1 && tp_str_find_char(tp_buf_str(&a), ' ', 0) == TP_NOT_FOUND &&
	    tp_str_find_char(rest, ' ', 0) != TP_NOT_FOUND)
		while (!is && tp_str_cut(&rest, ' ', &word))
			is = tp_str_starts(word, root);
	tp_folder_release(&folder);
	tp_buf_release(&a);
	tp_buf_release(&b);
	return is;
}

/* A form of the concept that is not to be used stands in a part of a name. */
static bool has_bad_form(const struct tp_names *names, uint32_t concept, struct tp_str part)
{
	struct tp_name_hits hits = { NULL, 0, 0 };
	bool has = false;

	tp_names_find(names, part, NULL, &hits);
	for (size_t i = 0; i < hits.n; i++)
	has |= hits.p[i].concept == concept && hits.p[i].status == TP_NAME_DEPRECATED;
	free(hits.p);
	return has;
}

/* "キエフ大公国" is taken so that "キエフ" stays in it: it is a name of something else, and no other way to write this
 * one. */
static bool is_shield(const struct tp_names *names, const struct tp_name_form *form)
{
	struct tp_folder folder;
	struct tp_token token;
	size_t first = 0, last = 0;

	if (form->status != TP_NAME_ADMITTED)
		return false;
	tp_folder_init(&folder);
	for (size_t at = 0; tp_token_next(&folder, form->text, &at, &token); last = token.at.from)
		first = first ? first : token.at.to;
	tp_folder_release(&folder);
	return last > 0 && (has_bad_form(names, form->concept, tp_str_from(form->text, first)) ||
			    has_bad_form(names, form->concept, (struct tp_str){ form->text.p, last }));
}

struct tp_str tp_name_rival(const struct tp_names *names, const struct tp_name_hit *hit, struct tp_buf *key)
{
	const struct tp_name_form form = tp_names_form(names, hit->index);
	struct tp_str rival = form.is_first ? hit->preferred : hit->form;
	bool is_preferred = tp_str_eq(rival, hit->preferred);

	if (hit->preferred.n && !is_preferred &&
	    (have_two_uses(rival, hit->preferred) || is_part(rival, hit->preferred) ||
	     is_built_on(rival, hit->preferred) || is_built_on(hit->preferred, rival) ||
	     is_clipped(rival, hit->preferred) || is_clipped(hit->preferred, rival) || is_shield(names, &form)))
		return TP_S("");
	tp_buf_add_z(key, "rivals:");
	tp_buf_add_str(key, tp_names_concept(names, hit->concept));
	tp_buf_add_char(key, ':');
	tp_buf_add_str(key, hit->preferred.n ? hit->preferred : tp_names_language(names, &form));
	return rival;
}
