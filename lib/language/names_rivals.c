/* Which forms of a name are two ways to write it, and which are two names for two uses. */
#include <stdlib.h>

#include "core/str.h"
#include "language/names_base.h"
#include "language/shape.h"

struct tokens {
	uint64_t *p;
	size_t n, cap;
};

static struct tokens tokens_of(struct tp_folder *folder, struct tp_str form)
{
	struct tokens tokens = { NULL, 0, 0 };
	struct tp_token token;

	for (size_t at = 0; tp_token_next(folder, form, &at, &token);)
		*tp_push(&tokens) = token.hash;
	return tokens;
}

static bool has_run(const struct tokens *all, const struct tokens *part)
{
	for (size_t i = 0; part->n && i + part->n <= all->n; i++)
		if (memcmp(all->p + i, part->p, part->n * sizeof *part->p) == 0)
			return true;
	return false;
}

/* "Kim" and "Kim Jong-un"; and what is folded alike. */
static bool is_part(struct tp_str a, struct tp_str b)
{
	struct tp_folder folder;

	tp_folder_init(&folder);
	struct tokens ours = tokens_of(&folder, a), theirs = tokens_of(&folder, b);
	bool part = has_run(&ours, &theirs) || has_run(&theirs, &ours);
	free(ours.p);
	free(theirs.p);
	tp_folder_release(&folder);
	return part;
}

/* What a form is written with, as far as it tells whether it is a short way to write another. */
struct look {
	size_t words;
	size_t letters; /* of the last word */
	bool acronym; /* one of the words, as in "UN Security Council", "U.N. Security Council", "M23" and "AfD" */
};

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
		look.acronym |=
		    shape.capitals && shape.letters <= MOST_LETTERS && (shape.capitals > 1 || shape.digits || initial);
	}
	tp_folder_release(&folder);
	return look;
}

/* "Onu" and "Organizzazione delle Nazioni Unite" */
static bool is_short_beside(const struct look *a, const struct look *b)
{
	enum { SHORT_LETTERS = 6, LONG_WORDS = 3 };

	return a->words == 1 && a->letters <= SHORT_LETTERS && b->words >= LONG_WORDS;
}

/* One is for the second mention, or for a headline. */
static bool have_two_uses(struct tp_str a, struct tp_str b)
{
	struct look one = look_at(a), other = look_at(b);

	return one.acronym != other.acronym || is_short_beside(&one, &other) || is_short_beside(&other, &one);
}

struct tp_str tp_name_rival(const struct tp_names *names, const struct tp_name_hit *hit, struct tp_buf *key)
{
	const struct tp_name_form form = tp_names_form(names, hit->index);
	struct tp_str rival = form.is_first ? hit->preferred : hit->form;
	bool is_preferred = tp_str_eq(rival, hit->preferred);

	if (hit->preferred.n && !is_preferred &&
	    (have_two_uses(rival, hit->preferred) || is_part(rival, hit->preferred)))
		return TP_S("");
	tp_buf_add_z(key, "rivals:");
	tp_buf_add_str(key, tp_names_concept(names, hit->concept));
	tp_buf_add_char(key, ':');
	tp_buf_add_str(key, hit->preferred.n ? hit->preferred : tp_names_language(names, &form));
	return rival;
}
