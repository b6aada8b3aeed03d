/* Names: the name base, house styles, and the matcher.
 *
 * A base is a TSV file: columns concept, kind, lang, form, status, match, first, unless. A house style
 * is a base of its own, or a file that changes the status of forms of the base it names. */
#ifndef TPREP_LANGUAGE_NAMES_H
#define TPREP_LANGUAGE_NAMES_H

#include "tprep.h"

struct tp_names;

enum tp_name_status { TP_NAME_PREFERRED, TP_NAME_ADMITTED, TP_NAME_DEPRECATED, TP_NAME_REPORT };

/* Loads a house style: "intl" is DATA/names/styles/intl.tsv over DATA/names/ (all .tsv there); a path to a .tsv
 * file stands alone. `language` picks the forms: "en" takes forms of en and mul; "mul" takes all. Errors name file and line. */
struct tp_names *tp_names_new(const char *data, const char *style, const char *language, struct tp_error *err);
void tp_names_free(struct tp_names *names);

/* A form of the base found in a text. Strings live as long as the base. */
struct tp_name_hit {
	struct tp_span at;	/* without possessive or the other half of a hyphen compound */
	enum tp_name_status status;
	struct tp_str concept;
	struct tp_str form;	/* as in the base */
	struct tp_str preferred; /* as in the base; empty if the style has none for this language */
	struct tp_str first;	/* how the first mention reads; may be empty */
};

struct tp_name_hits {
	struct tp_name_hit *p;
	size_t n, cap;
};

/* All forms in a text, preferred and admitted ones too: leftmost, then longest; none overlap; none touch
 * the skip map; none whose `unless` words stand near. */
void tp_names_find(const struct tp_names *names, struct tp_str text, const struct tp_spans *skip,
		   struct tp_name_hits *out);

/* What stands in the place of a hit when the style is applied: the preferred form in the hit's case shape
 * and apostrophe style. `rule` (may be NULL) gets how the form matched: "folded case, possessive". The edit may
 * cover more than the hit (an "a" before it that becomes "an" is an edit of its own: *article, with
 * article->with.p NULL if there is none). `with` lives in the arena. */
struct tp_arena;
struct tp_edit tp_names_rewrite(const struct tp_names *names, struct tp_str text, const struct tp_name_hit *hit,
				struct tp_arena *arena, struct tp_str *rule, struct tp_edit *article);

/* The word, or each word of it, is part of a form of the base (in the language, whatever its status). */
bool tp_names_knows(const struct tp_names *names, struct tp_str word);

#endif
