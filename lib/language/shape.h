/* What a word looks like, and what stands around it: enough to tell names and compounds from misspelt words. */
#ifndef TPREP_LANGUAGE_SHAPE_H
#define TPREP_LANGUAGE_SHAPE_H

#include "tprep.h"

struct tp_shape {
	size_t letters, capitals;
	bool title; /* the first letter is a capital, */
	bool inner; /* or a later one, but not all: "iPhone", "McDonald" */
	bool digits, periods; /* "5th", "U.S" */
};

struct tp_shape tp_shape_of(struct tp_str word);

/* "KRG", and "NGOs" */
bool tp_shape_is_acronym(struct tp_str word);

/* The key of capitals was held too long, or pressed in a small word: "THis", "wordS"; but not "iPhone", "TVs". */
bool tp_shape_is_shifted(struct tp_str word);

/* A list is words in small letters with one space between them; the case of ASCII letters is ignored. */
bool tp_word_is_listed(struct tp_str word, const char *list);

/* Without a possessive 's at its end; without an article or the like before an apostrophe ("l'", "qu'", "dell'"). */
struct tp_span tp_word_without_possessive(struct tp_str text, struct tp_span word);
struct tp_span tp_word_without_elision(struct tp_str text, struct tp_span word);

/* The letters are an article or the like that stands before an apostrophe: "l", "qu", "dell". */
bool tp_word_is_elision(struct tp_str letters);

/* The words joined by hyphens that this one is part of: "vis-à-vis"; itself if there is no hyphen, or too many. */
struct tp_span tp_word_compound(struct tp_str text, struct tp_span word);

/* The character before or after is a hyphen with a word on its other side. */
bool tp_word_joined_before(struct tp_str text, struct tp_span word);
bool tp_word_joined_after(struct tp_str text, struct tp_span word);

/* "anti", "non", "semi": stands before a hyphen in words that no dictionary lists. */
bool tp_word_is_prefix(struct tp_str word);

/* "al", "bin", "van", "O": between it and a capital stands a hyphen, a space or an apostrophe in a name. */
bool tp_word_is_particle(struct tp_str word);

/* The ending of an English ordinal that has that of another number, "nd" for "22th"; else NULL. "11st" is a weight. */
const char *tp_word_right_ending(struct tp_str word);

/* Takes the part before the next capital off *rest: "get", "Element", "By", "Id"; "HTTP", "Server". False when nothing
 * is left. */
bool tp_word_cut_hump(struct tp_str *rest, struct tp_str *part);

/* The word at `at` starts a sentence, as far as the characters before it tell: it is the first of the text or of a
 * line, or follows a mark that ends a sentence, a colon, or an opening quotation mark or bracket. The period of
 * "Gen." or "U.S." ends none. */
bool tp_word_starts_sentence(struct tp_str text, size_t at);

#endif
