/* How words are misspelt: what each edit between a word and its misspelling costs, in hundredths of nats (the more
 * likely, the cheaper). From the tables dictionaries/mul/edits and dictionaries/LANG/edits, and from the .aff. */
#ifndef TPREP_LANGUAGE_SPELLING_MODEL_H
#define TPREP_LANGUAGE_SPELLING_MODEL_H

#include "language/spelling_index.h"

enum {
	TP_RULE_LONGEST = 6,
	TP_WITHIN = 16, /* steps of the cost of letters, */
	TP_WITHIN_STEP = 64, /* so wide each */
};

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
	unsigned wrong, wrong_key, wrong_mark; /* any for any; one beside it on the keyboard; another accent, */
	unsigned missing_mark; /* and none for one */
	unsigned first; /* more where the first letter is concerned */
	unsigned joint; /* an apostrophe or a hyphen, missing or too much */
	unsigned split, join; /* a space is missing, or is a letter */
	unsigned title; /* a capital is missing */
	unsigned frequency; /* how much a word's rarity counts, in percent */
	unsigned near; /* where a word is found whose edits cost no more, a wider search is not needed */
};

/* What the order of corrections is weighed from. */
enum tp_mark {
	TP_MARK_EDITS, /* what they cost, */
	TP_MARK_EDITS_SHORT, /* and the more so, the shorter the word is */
	TP_MARK_RARITY, /* of the correction, */
	TP_MARK_RARITY_SHORT, /* as above */
	TP_MARK_ODD, /* what else there is in a total: letters that seldom stand together, a capital */
	TP_MARK_CONSONANTS, /* those that are not the same, */
	TP_MARK_VOWELS, /* as above */
	TP_MARK_FIRST, /* another first letter, */
	TP_MARK_LAST, /* and another last one */
	TP_MARK_LETTERS, /* not the same letters in another order */
	TP_MARK_START, /* one is the start of the other */
	TP_MARK_BEHIND_HEAD, /* letters of the word behind the start that both have, */
	TP_MARK_BEFORE_TAIL, /* before the end that both have, */
	TP_MARK_SHORTER, /* and more than the correction has */
	TP_MARK_SPLIT, /* two words */
	TP_MARK_POSSESSIVE,
	TP_MARKS,
};

struct tp_model {
	struct tp_costs costs;
	unsigned wrong[64][64]; /* by the typed letter and the right one */
	unsigned missing[64], extra[64]; /* by the letter */
	uint64_t wrong_within[64][TP_WITHIN], missing_within[TP_WITHIN]; /* for tp_model_within() */
	bool keys[64][64]; /* side by side on a keyboard */
	uint64_t marked[64]; /* by the letter: those that are it with a mark, as bits */
	bool vowel[64], consonant[64]; /* an apostrophe and a hyphen are neither */
	int weights[TP_MARKS]; /* in percent */
	struct tp_rule *rules; /* sorted by the first letter typed, then by cost */
	size_t n_rules;
	size_t rules_of[65]; /* where those of a first letter start */
};

/* The file "ranking" of a folder of `data`, if there is one, has nothing but weights of marks. */
bool tp_model_check_ranking(const char *data, struct tp_str folder, struct tp_error *err);

/* `aff` is the .aff in UTF-8. */
struct tp_model *tp_model_new(const struct tp_index *index, struct tp_str aff, const char *data,
			      struct tp_str language);
void tp_model_free(struct tp_model *model); /* NULL is fine */

/* The letters that cost no more than this, and some that cost a little more, as bits. */
static inline uint64_t tp_model_within(const uint64_t *within, unsigned most)
{
	return within[most / TP_WITHIN_STEP < TP_WITHIN ? most / TP_WITHIN_STEP : TP_WITHIN - 1];
}

#endif
