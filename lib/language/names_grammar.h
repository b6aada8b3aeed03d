/* What a new name asks of the words beside it, in the languages where that is plain from the letters.
 * What stands before names is data: names_before.h. */
#ifndef TPREP_LANGUAGE_NAMES_GRAMMAR_H
#define TPREP_LANGUAGE_NAMES_GRAMMAR_H

#include "language/names_context.h"

struct tp_name_neighbours {
	const struct tp_names *names;
	uint32_t concept;
	struct tp_str text;
	const char *language;
	struct tp_str old; /* the name as found, */
	struct tp_str was; /* and as in the base */
	struct tp_str form; /* the new one as in the base */
	struct tp_str letter; /* that the name as found starts with: see struct tp_name_hit */
	struct tp_arena *arena;
};

/* What stands before the name still fits, or the edit now includes it: an elided word (l'Isis, d'Irbil) written out, a
 * word that is fused with the article of the name, or words that go with its gender; false: not sure. */
bool tp_name_fit_before(const struct tp_name_neighbours *around, bool curly, struct tp_edit *edit);

/* A suffix after an apostrophe (Turkish: IŞİD'in) still fits, or the edit now includes it, in harmony with
 * the name; false: not sure. */
bool tp_name_fit_behind(const struct tp_name_neighbours *around, struct tp_edit *edit);

/* In the language, an article or preposition is written together with a vowel: l'Isis. */
bool tp_name_elides(const struct tp_name_neighbours *around);

/* The article or preposition before the name that has to change with it; false if none has to. */
bool tp_name_fit_article(const struct tp_name_neighbours *around, const struct tp_name_context *context,
			 const struct tp_edit *name, bool curly, struct tp_edit *article);

/* The cases in which the new name at `at` may be by the word that will stand before it, as bits; 0 if that tells
 * nothing. *by_kind are those in which it may be as the name of a place, or of a person; 0 if that tells nothing. */
uint64_t tp_name_governed(const struct tp_name_neighbours *around, struct tp_span at, uint64_t *by_kind);

/* A name with a period at its end that ends at `at` ends a sentence: nothing is behind it in its paragraph but quotes,
 * or a word that starts sentences. */
bool tp_name_ends_sentence(const struct tp_name_neighbours *around, size_t at);

/* In the language, the words before the last one are declined, too, if they are no particles: where one is before a
 * name in this form, its other cases are not known. */
bool tp_name_agrees(const struct tp_name_neighbours *around, struct tp_str name);

/* English says "an" before it: by the sound, as far as letters tell. */
bool tp_takes_an(struct tp_str name);

#endif
