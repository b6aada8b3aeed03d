/* Names: the name base, house styles, and what they do to a text.
 *
 * A base is a TSV file, or one that was compiled from such files. A TSV file's first line that is not a
 * comment ("# ...") names the columns: concept, lang, form and status are needed; kind, match, first,
 * unless and only may be missing. A house style is a base of its own, or a file of DATA/names/styles that
 * changes the status of forms of the base. */
#ifndef TPREP_LANGUAGE_NAMES_H
#define TPREP_LANGUAGE_NAMES_H

#include <stdint.h>

#include "tprep.h"

struct tp_arena;
struct tp_names;

enum tp_name_status {
	TP_NAME_PREFERRED,
	TP_NAME_ADMITTED, /* as good as preferred, and protects what it covers */
	TP_NAME_DEPRECATED,
	TP_NAME_REPORT, /* found, never rewritten */
};

#define TP_NAMES_STYLE "intl" /* the default one */

/* Loads a house style: "intl" is DATA/names/styles/intl.tsv over all .tsv files of DATA/names; a path
 * that ends in ".tsv" or ".tbx", or that is a compiled base, is a base of its own. `language` picks the forms:
 * "pt-BR" takes those of pt-BR, pt and mul, and what pt-BR prefers goes over what pt prefers; "mul" takes all.
 * Errors name file and line. */
struct tp_names *tp_names_new(const char *data, const char *style, const char *language, struct tp_error *err);
void tp_names_free(struct tp_names *names);

/* A base of the bytes of a compiled one, which it takes, also when it fails. */
struct tp_names *tp_names_of_image(struct tp_buf *image, const char *language, struct tp_error *err);

/* Compiles house styles, or TSV files, one over the other, into one base for a language (NULL: for all). */
bool tp_names_compile(const char *data, const char *const *styles, size_t n, const char *language, struct tp_buf *out,
		      struct tp_error *err);

/* Tells of each row of a house style that is none, with file and line; false if the style cannot be read further, which
 * *err, which is needed, says. A compiled base has no rows. */
bool tp_names_review(const char *data, const char *style, void (*bad)(void *arg, const struct tp_error *err), void *arg,
		     struct tp_error *err);

/* The files that a house style is made of, in order; those of a style that is `over` the base lie over those before.
 * `take` returns false, after filling in *err, to stop. */
typedef bool tp_name_file_fn(void *arg, const char *path, bool over, struct tp_error *err);

bool tp_names_files(const char *data, const char *style, tp_name_file_fn *take, void *arg, struct tp_error *err);

/* All that was used of the base so far was sound; if not, what was found may lack something, and the error names the
 * file of the base. */
bool tp_names_is_sound(const struct tp_names *names, struct tp_error *err);

/* A number that is another one for another base. */
uint64_t tp_names_stamp(const struct tp_names *names);

/* The word, or each part of it between hyphens, is part of a form of the base (in the language,
 * whatever its status), with or without a possessive ending: spelled as there, or as a sentence starts,
 * or in capitals. */
bool tp_names_knows(const struct tp_names *names, struct tp_str word);

/* Words of forms that `word`, which is none, may be meant for: one slip away, nearest first, at most `most`.
 * Returns how many; their strings live in the arena. */
size_t tp_names_near(const struct tp_names *names, struct tp_str word, struct tp_str *out, size_t most,
		     struct tp_arena *arena);

/* What of a form of the base would stand in a text with `word` in place of the bytes `at`. Of a person's, the last word
 * may stand without the others. */
enum tp_name_share { TP_NAME_NO_FORM, TP_NAME_SURNAME, TP_NAME_WORD_ALONE, TP_NAME_WITH_OTHERS };

enum tp_name_share tp_names_share(const struct tp_names *names, struct tp_str text, struct tp_span at,
				  struct tp_str word);

/* What spellings of one name have in common: "Qaradaghli" and "Karadagli". Adds nothing for an empty word. */
void tp_name_skeleton(struct tp_str word, struct tp_buf *out);

/* Form `index`; false if it cannot be read. */
bool tp_names_base_form(const struct tp_names *names, uint32_t index, struct tp_base_form *form);

/* Number i of the forms with the words of a name; false where there is none. */
bool tp_names_lookup(const struct tp_names *names, struct tp_str name, size_t i, struct tp_base_form *form);

/* What is wrong with forms of a base. */
enum tp_name_flaw {
	TP_FLAW_CLASH, /* it may be the other form, too, which is of another concept */
	TP_FLAW_OPPOSED, /* it is preferred; the other, the same name of another concept, is deprecated */
	TP_FLAW_TWIN, /* both do the same */
	TP_FLAW_RIVAL, /* both are preferred, and the other one is taken */
	TP_FLAW_HIDDEN, /* where it stands, the other one is found */
	TP_FLAW_LOST, /* it is not found where it stands; there is no other */
	TP_FLAW_ALONE, /* it is deprecated, and there is no preferred form; there is no other */
};

typedef void tp_name_flaw_fn(void *arg, enum tp_name_flaw flaw, const struct tp_base_form *form,
			     const struct tp_base_form *other);

/* Looks at the whole base; false if it is damaged. */
bool tp_names_lint(const struct tp_names *names, tp_name_flaw_fn *each, void *arg, struct tp_error *err);

struct tp_name_part;

/* How a form is inflected: see names_decline.h. */
struct tp_name_inflection {
	const struct tp_name_part *parts; /* words that have other endings in other cases */
	size_t n; /* 0: none has */
	size_t cut; /* bytes that the form lacks before it gets another ending, if its last word alone does */
	bool loose; /* some of them may stay as they are */
};

/* A form of the base found in a text. Strings live as long as the base. */
struct tp_name_hit {
	struct tp_span at; /* without possessive, article, proclitic, or the other half of a compound */
	enum tp_name_status status;
	uint32_t concept; /* for tp_names_concept() */
	struct tp_str form; /* as in the base */
	const char *language; /* of the form, or of the base if the form is of all; may be empty */
	struct tp_str preferred; /* as in the base; empty if the style has none for this language */
	struct tp_str first; /* how the first mention reads; may be empty */
	uint32_t index; /* of the form in the base */
	uint32_t preferred_index; /* of the preferred one */
	bool declined; /* it has other endings than in the base */
	struct tp_name_inflection inflection, preferred_inflection;
	struct tp_str letter; /* `at` starts with it, in place of the first letters of the form; empty if it does not */
};

struct tp_name_hits {
	struct tp_name_hit *p;
	size_t n, cap;
};

/* What a concept is called in the base. */
struct tp_str tp_names_concept(const struct tp_names *names, uint32_t concept);

/* All forms in a text, preferred and admitted ones too: leftmost, then longest; none overlap; none touch
 * the skip map (which is made here if `skip` is NULL); none whose `unless` words stand near. */
void tp_names_find(const struct tp_names *names, struct tp_str text, const struct tp_spans *skip,
		   struct tp_name_hits *out);

/* What becomes of a hit. */
enum tp_name_fate {
	TP_NAME_RIGHT, /* a preferred or admitted form, or a first mention that stands already */
	TP_NAME_CHANGED, /* `edit` changes it */
	TP_NAME_QUOTED, /* not the preferred form, but part of a direct quote that is kept */
	TP_NAME_FOUND, /* to report only: by its status, or as it is not sure what should stand there */
	TP_NAME_COVERED, /* goes with the edit of the hit before it: "Kiev" in "Kyiv (Kiev)" */
};

struct tp_name_change {
	struct tp_name_hit hit;
	enum tp_name_fate fate;
	/* TP_NAME_CHANGED: the name in house style, in the hit's case shape, and with the text's kind of
	 * apostrophe. Covers more than the hit where a bracket goes with it. */
	struct tp_edit edit;
	/* "a" before the name that becomes "an": an edit of its own; at.to is 0 if there is none. Both are
	 * made, or none. */
	struct tp_edit article;
	bool is_unsure; /* TP_NAME_FOUND: the preferred form has to change where it stands here, it is not known how */
	bool introduces; /* where first mentions are written out: from here on, the reader knows what the name is */
	struct tp_str rule; /* how the form matched: "folded case, possessive"; empty: letter by letter */
};

struct tp_name_changes {
	struct tp_name_change *p;
	size_t n, cap;
};

/* Concepts whose first mention has been: held by the caller over the texts of one document; all zero
 * is none. */
struct tp_names_seen {
	unsigned char *p;
	size_t n, cap;
};

void tp_names_seen_release(struct tp_names_seen *seen);

/* What finding names needs for a while. Kept from text to text by one thread, it is made once. */
struct tp_names_work;

struct tp_names_work *tp_names_work_new(void);
void tp_names_work_free(struct tp_names_work *work);

/* Says which texts will be asked for with this work, one after the other: so the words of short ones are looked up
 * together. The texts are borrowed until the last one, or another one, was asked for. */
void tp_names_expect(struct tp_names_work *work, const struct tp_names *names, const struct tp_str *texts, size_t n);

/* How a style is applied. */
struct tp_naming {
	struct tp_names_work *work; /* NULL: one is made for the call */
	enum tp_quotes quotes;
	bool brief; /* `rule` is not asked for */
	bool title; /* the text is one, or in a table: it has no sentences */
	bool first_mention; /* the first mention of a concept in running text is written out (column "first") */
	struct tp_names_seen *seen; /* NULL: the text is a whole document */
};

/* All hits of a text in order and what becomes of each. The edits are sorted and none overlap. Added to
 * `out`, which the caller frees (free(out->p)); strings of edits and rules live in the arena. */
void tp_names_changes(const struct tp_names *names, struct tp_str text, const struct tp_spans *skip,
		      const struct tp_naming *how, struct tp_arena *arena, struct tp_name_changes *out);

/* Some forms of a name are not to stand in one document: these share a key, which is added to `key`. Returns which of
 * them the hit is. It is none (empty, and nothing is added) where the form stands beside others in any text: an
 * acronym, or another short way, and what it stands for, or a part of the name. */
struct tp_str tp_name_rival(const struct tp_names *names, const struct tp_name_hit *hit, struct tp_buf *key);

/* The edit of a name that was changed, and of the article before it, as one. Several spaces between them become one. */
struct tp_edit tp_name_whole_edit(const struct tp_name_change *change, struct tp_str text, struct tp_arena *arena);

#endif
