/* Spelling by Hunspell's dictionaries. The door to libhunspell is spelling.c; suggestions are ranked by us. */
#ifndef TPREP_LANGUAGE_SPELLING_H
#define TPREP_LANGUAGE_SPELLING_H

#include <stdint.h>

#include "core/memory.h"
#include "language/own_words.h"
#include "language/spelling_index.h"
#include "language/spelling_memo.h"
#include "language/spelling_model.h"
#include "language/verdicts.h"
#include "tprep.h"

struct tp_spelling;

/* Loads dictionaries: a comma list of names ("en_US,de_DE", or paths with a "/") or, NULL, the one for a
 * language ("en" takes en_US, else any en_*). Looks in the folders of `path`, then the usual ones. What is known of
 * their languages comes from the folder `data`; lists of frequent errors only if `known_errors` is true. What is not
 * found is TP_E_USAGE, which names what was looked for; a dictionary without a word is TP_E_SYNTAX. Words of the user's
 * `own` (which may be NULL) are freed with it, also if it fails. */
struct tp_spelling *tp_spelling_new(const char *dictionaries, const char *language, const char *path, const char *data,
				    bool known_errors, const char *cache, struct tp_own_words *own,
				    struct tp_error *err);
void tp_spelling_free(struct tp_spelling *spelling);

/* Keeps in the folder `cache` (NULL: nowhere) what was asked so far, for the next time; does nothing if that is there
 * already, or words were added. */
bool tp_spelling_save(const struct tp_spelling *spelling, struct tp_error *err);

/* A dictionary is for the script of the word, and the word is not longer than is asked about. Only then a "no" of
 * tp_spelling_knows() says something about the word. */
bool tp_spelling_judges(const struct tp_spelling *spelling, struct tp_str word);

/* A dictionary accepts the word as it stands, whatever its apostrophes, ligatures, invisible characters and
 * its normalization form. A dictionary for another script is not asked. Threads may ask at once. */
bool tp_spelling_knows(const struct tp_spelling *spelling, struct tp_str word);

/* Many words of a text at once. The first call makes their hashes, and asks memory for what is known of them: who does
 * something else before the second call, such as the first one for the next text, need not wait for it. */
struct tp_hashes {
	uint64_t *p;
	size_t n, cap;
};

void tp_spelling_hash(const struct tp_spelling *spelling, struct tp_str text, const struct tp_spans *words,
		      struct tp_hashes *hashes);

/* Adds the indexes of those words that no dictionary knows, nor did a caller find them to be fine in the language. */
void tp_spelling_doubts(const struct tp_spelling *spelling, const char *language, struct tp_str text,
			const struct tp_spans *words, const struct tp_hashes *hashes, struct tp_indexes *out);

/* What a caller found out about a word by more than the dictionaries, until a word is added: that it is fine in a
 * language, or whatever else it asks about words, by the name of that question. If the caller first tells a key for
 * what it looks at, the cache file has it, too. */
void tp_spelling_keep_by(struct tp_spelling *spelling, uint64_t key);
enum tp_word_verdict tp_spelling_recall(const struct tp_spelling *spelling, const char *question, struct tp_str word);
void tp_spelling_keep(const struct tp_spelling *spelling, const char *question, struct tp_str word, bool yes);

/* The word is known from now on, and with capitals where it has small letters. Threads may ask meanwhile. */
void tp_spelling_add(const struct tp_spelling *spelling, struct tp_str word);

/* Dictionary i is asked about the word: it has letters of one of the scripts that the dictionary is for. */
bool tp_spelling_is_for(const struct tp_spelling *spelling, size_t i, struct tp_str word);

/* The same with some of its dictionaries alone, told by the bits of their numbers. It lives as long. */
#define TP_ALL_DICTIONARIES UINT64_MAX
enum { TP_MOST_ROUTED = 64 };
const struct tp_spelling *tp_spelling_part(const struct tp_spelling *spelling, uint64_t dictionaries);

/* A kit as it is right for a text, whose skip map is given: of several dictionaries for one script it has the one that
 * knows most words, and those that know a good part of the rest; its language, which `language` may hold, is that of
 * the dictionary that knows most words of all. It lives as long as the kit. */
struct tp_kit;
void tp_spelling_route(const struct tp_kit *kit, struct tp_str text, const struct tp_spans *skip, struct tp_kit *routed,
		       struct tp_buf *language);

/* The path of dictionary i without ".aff" and ".dic", or NULL when there are no more. */
const char *tp_spelling_path(const struct tp_spelling *spelling, size_t i);

/* How often the word is used in the languages of its dictionaries, as tp_frequencies_of(): 0 is seldom or unknown. */
unsigned tp_spelling_frequency(const struct tp_spelling *spelling, struct tp_str word);

/* The same in English where no dictionary is for it: words of that language stand in texts of all others. */
unsigned tp_spelling_english_frequency(const struct tp_spelling *spelling, struct tp_str word);

/* Corrections, best first, at most `most`, each one that a dictionary accepts: strings in the arena, in
 * the case and with the kind of apostrophe of the word. *n gets their number, *odds (which may be NULL) how sure the
 * first one is. */
struct tp_arena;
struct tp_str *tp_spelling_suggest(const struct tp_spelling *spelling, struct tp_str word, size_t most,
				   struct tp_arena *arena, size_t *n, struct tp_odds *odds);

/* How far a correction is from a word, in hundredths of an edit: what ranking is made of. */
unsigned tp_spelling_distance(struct tp_str word, struct tp_str correction);

/* Our data has the word for a language of the dictionaries, or for all: it is fine, whether a dictionary knows it or
 * not. */
bool tp_spelling_is_usual(const struct tp_spelling *spelling, struct tp_str word);

/* The first model of the user's own lists that no dictionary has, though one is for it; empty if there is none. */
struct tp_str tp_spelling_unknown_model(const struct tp_spelling *spelling);

/* The user's own lists call the word an error. */
bool tp_spelling_is_error(const struct tp_spelling *spelling, struct tp_str word);

/* Words of the user's own lists that the word may be meant for, nearest first, at most `most`. Returns how many. */
size_t tp_spelling_near_own(const struct tp_spelling *spelling, struct tp_str word, struct tp_str *near, size_t most);

/* For spelling_suggest.c ------------------------------------------------------------------------------ */

struct tp_memo *tp_spelling_memo(const struct tp_spelling *spelling);

/* As tp_spelling_knows(), but the verdict is not kept: for words that are no text's. */
bool tp_spelling_accepts(const struct tp_spelling *spelling, struct tp_str word);

/* The user has words, and the same for them and what has the endings of their models. */
bool tp_spelling_has_own(const struct tp_spelling *spelling);
bool tp_spelling_accepts_own(const struct tp_spelling *spelling, struct tp_str word);

/* What the lists of the user and those of frequent errors of the dictionaries for the word say that it is meant for;
 * empty if nothing. It is in small letters, but for names. */
struct tp_str tp_spelling_known_error(const struct tp_spelling *spelling, struct tp_str word);

/* What corrections are searched with. */
struct tp_corrector {
	const struct tp_index *index;
	const struct tp_model *model;
};

/* That of dictionary i for a word, made when it is first asked for: its index is NULL if the dictionary is not for the
 * word. False when there are no more dictionaries. */
bool tp_spelling_corrector(const struct tp_spelling *spelling, size_t i, struct tp_str word,
			   struct tp_corrector *corrector);

#endif
