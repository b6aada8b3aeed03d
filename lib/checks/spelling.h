/* The unknown words of a document. */
#ifndef TPREP_CHECKS_SPELLING_H
#define TPREP_CHECKS_SPELLING_H

#include "checks/check.h"
#include "language/shape.h"
#include "language/variants.h"

/* A word that is not known. */
struct unknown {
	const struct tp_checking *in;
	struct tp_span at; /* without possessive and elision */
	struct tp_str word;
	struct tp_shape shape;
	bool initial; /* starts a sentence */
	bool joined; /* a part of a longer name: after a particle, an initial or a hyphen */
	bool beside_capital; /* the word before or after starts with a capital */
	bool before_name; /* the word after does, and is not known */
	bool plain; /* nothing beside it speaks for a name, an abbreviation or a part of something longer */
	struct tp_span
	    hyphenated; /* it and the word before or after, which a hyphen makes a known one; empty if none does */
	bool syllable; /* the second half of a given name: "Jong-un" */
	const char *ending; /* that an ordinal should have; else NULL */
	bool beside_unknown; /* so is the small word before or after it, which is small, too */
	bool careless; /* in a text that does not care for capitals */
};

struct unknowns {
	struct unknown *p;
	size_t n, cap;
	struct tp_spans ours; /* known words that another country writes otherwise, if nobody says which one counts */
	size_t words; /* known ones, too */
	bool foreign; /* the unit is in another language */
};

/* Those of a unit, in order. */
struct unknowns tp_unknowns_find(const struct tp_checking *in);
void tp_unknowns_release(struct unknowns *unknowns);

/* Nobody says which country's spelling counts, and that matters in the language. */
bool tp_checking_lacks_country(const struct tp_checking *in);

/* Counts the words of a unit that the dictionaries spell otherwise than another country does, and those that are
 * spelled as there. */
void tp_spellings_collect(const struct tp_checking *in, const struct unknowns *unknowns);

/* The document, which nobody says the country of, writes most words as another country than that of the dictionary:
 * what is spelled so is fine there. */
bool tp_spellings_are_of_another(const struct tp_checking *in, enum tp_variant kind);

/* Then what the dictionary has and that country writes otherwise is a finding. */
void tp_spellings_judge(const struct tp_checking *in, const struct unknowns *unknowns);

/* The language of the text is this one, whatever its country. */
bool tp_checking_is_in(const struct tp_checking *in, const char *language);

/* All nouns of the language have a capital. */
bool tp_checking_has_capital_nouns(const struct tp_checking *in);

/* A dictionary has the word in small letters. */
bool tp_checking_knows_lower(const struct tp_checking *in, struct tp_str word);

/* How frequent a correction is, or what is behind its apostrophe: "c'est" is as frequent as "est". */
unsigned tp_fix_frequency(const struct unknown *unknown, struct tp_str fix);

/* The fix has accents that the word lacks, or others: "después" for "despues", "perché" for "perchè". */
bool tp_fix_is_of_accents(struct tp_str word, struct tp_str fix);

/* What a correction replaces: the word, and in Italian the apostrophe that stands for an accent ("perche'"). */
struct tp_span tp_fix_place(const struct unknown *unknown, struct tp_str fix);

/* A correction of what is no name may be made without asking: it is so much likelier than the next one, in hundredths
 * of nats, and the document has the word so many times. */
bool tp_fix_is_sure(const struct unknown *unknown, struct tp_str fix, int lead, size_t times);

/* Calls `each` with every word that neither a dictionary nor the name base knows, in order, but for those that remarks
 * of the document leave out. Each stands for itself: what else the document does with it does not matter. */
void tp_spelling_list(const struct tp_kit *kit, const struct tp_unit *units, size_t n, tp_word_fn each, void *arg);

#endif
