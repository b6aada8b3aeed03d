/* How words are misspelt: what each edit between a word and its misspelling costs, in hundredths of nats (the more
 * likely, the cheaper). From the tables dictionaries/mul/edits and dictionaries/LANG/edits, and from the .aff. */
#ifndef TPREP_LANGUAGE_SPELLING_MODEL_H
#define TPREP_LANGUAGE_SPELLING_MODEL_H

#include "language/spelling_index.h"

enum { TP_RULE_LONGEST = 6 };

/* Some letters are typed for some others. */
struct tp_rule {
	uint8_t right[TP_RULE_LONGEST], typed[TP_RULE_LONGEST]; /* codes of the index */
	uint8_t n_right, n_typed; /* of which n_typed is not 0 */
	bool initial, final; /* only where the word starts, or ends */
	unsigned cost;
};

struct tp_costs {
	unsigned swap; /* two neighbours change places */
	unsigned missing, missing_double; /* a letter; one of two equal ones */
	unsigned extra, extra_double, extra_key; /* any letter; the one before or after again; one beside it */
	unsigned wrong, wrong_key, wrong_mark; /* any for any; one beside it on the keyboard; another accent */
	unsigned first; /* more where the first letter is concerned */
	unsigned joint; /* an apostrophe or a hyphen, missing or too much */
	unsigned split, join; /* a space is missing, or is a letter */
	unsigned title; /* a capital is missing */
	unsigned frequency; /* how much a word's rarity counts, in percent */
};

struct tp_model {
	struct tp_costs costs;
	unsigned wrong[64][64]; /* by the right letter and the typed one */
	unsigned missing[64], extra[64]; /* by the letter */
	bool keys[64][64]; /* side by side on a keyboard */
	struct tp_rule *rules; /* sorted by the first letter typed, then by cost */
	size_t n_rules;
	size_t rules_of[65]; /* where those of a first letter start */
};

/* `aff` is the .aff in UTF-8. */
struct tp_model *tp_model_new(const struct tp_index *index, struct tp_str aff, const char *data,
			      struct tp_str language);
void tp_model_free(struct tp_model *model); /* NULL is fine */

#endif
