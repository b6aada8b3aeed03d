/* How a name reads in house style. */
#ifndef TPREP_LANGUAGE_NAMES_REWRITE_H
#define TPREP_LANGUAGE_NAMES_REWRITE_H

#include "language/names_context.h"

/* The apostrophe of a text: that of its first word with one. */
enum tp_apostrophe { TP_APOSTROPHE_NONE, TP_APOSTROPHE_STRAIGHT, TP_APOSTROPHE_CURLY };

enum tp_apostrophe tp_apostrophe_of(struct tp_str text);

/* The apostrophe of a text, once it was looked for. */
struct tp_name_habit {
	bool known;
	enum tp_apostrophe apostrophe;
};

/* A hit in its place. */
struct tp_name_rewriting {
	const struct tp_names *names;
	struct tp_name_context context; /* of the hit */
	const struct tp_name_hit *hit;
	struct tp_name_habit *habit; /* of the text */
	bool title; /* the text is one */
	struct tp_arena *arena;
};

/* The edit that writes a form in the case, the line breaks and the apostrophes of the hit, with its
 * endings; false where it is not sure how. */
bool tp_name_rewrite(const struct tp_name_rewriting *in, struct tp_edit *edit);

/* Makes an edit of the hit write what its first mention reads; false where what stands before that would have to
 * change. */
bool tp_name_write_out(const struct tp_name_rewriting *in, struct tp_str first, struct tp_edit *edit);

/* The edit of the article, or of the preposition, before a name that was changed: "a" to "an", "de " to
 * "d'". False if none is needed. */
bool tp_name_article(const struct tp_name_rewriting *in, const struct tp_edit *name, struct tp_edit *article);

/* `form` with the first letter, or all letters, as the hit has them. */
struct tp_str tp_name_in_case(const struct tp_name_rewriting *in, struct tp_str form);

/* How the hit matched: "folded case, possessive". */
struct tp_str tp_name_rule(const struct tp_name_rewriting *in);

/* The hit goes on: a possessive, a suffix after an apostrophe, or the other half of a compound. */
bool tp_name_has_suffix(const struct tp_name_rewriting *in);
bool tp_name_is_compound(const struct tp_name_rewriting *in);

#endif
