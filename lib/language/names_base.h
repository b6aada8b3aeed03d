/* The name base in memory: a compiled image, wherever it came from, and how to read it.
 *
 * Nothing in an image is trusted: offsets are compared with bounds when they are followed, and a page of it is
 * compared with its sum before anything in it is used for the first time. What fails reads as if it were not
 * there, and is remembered: tp_names_is_sound(). A small image is looked at as a whole when it is opened. */
#ifndef TPREP_LANGUAGE_NAMES_BASE_H
#define TPREP_LANGUAGE_NAMES_BASE_H

#include "core/file.h"
#include "core/memory.h"
#include "language/names.h"
#include "language/names_before.h"
#include "language/names_decline.h"
#include "language/names_endings.h"
#include "language/names_fold.h"
#include "language/names_image.h"

#define TP_NAME_NONE   UINT32_MAX
#define TP_NAME_TOKENS 32 /* the most that a form may have */

/* Words that stand near, or do not: hashes of tokens. */
struct tp_name_words {
	const uint64_t *p;
	size_t n;
};

/* A form, as it is taken from the image. */
struct tp_name_form {
	struct tp_str text; /* as in the file; empty: the form cannot be read */
	struct tp_str first;
	struct tp_name_words unless, only;
	uint32_t concept, language; /* indexes */
	uint32_t preferred; /* index of a form, or TP_NAME_NONE */
	uint32_t tail; /* bytes after the last token, such as ")" */
	struct tp_name_inflection inflection;
	enum tp_name_status status;
	bool exact;
	bool is_first; /* the text of a first mention, not a name by itself */
};

/* What forms have in common. */
struct tp_name_class {
	uint32_t language;
	struct tp_name_inflection inflection; /* but for `cut` */
};

struct tp_name_pages;

enum { TP_NAME_REGIONS = 4 }; /* "zh-Hant-TW" has two: "zh-Hant" and itself */

struct tp_names {
	struct tp_arena *arena;
	const char *language; /* NULL: all */
	const char *data, *style; /* what it was asked for as; "" if it was made of an image */
	const char *path; /* of the file below; "" if there is none */
	struct tp_file file; /* what the image lies in: a file, or ... */
	struct tp_buf built; /* ... memory */
	struct tp_str image;
	struct tp_name_pages *pages; /* which of them were looked at; changes while the base is used */
	struct {
		const char *p;
		size_t n;
	} sections[TP_IMAGE_SECTIONS];
	struct tp_str *languages; /* each with a NUL after it; "" is all */
	bool *speaks; /* the forms of this language are picked */
	size_t n_languages;
	uint32_t regions[TP_NAME_REGIONS]; /* picked languages that have a parent which is picked, too; closest first */
	size_t n_regions;
	struct tp_name_endings endings;
	struct tp_name_befores before;
	struct tp_name_class *classes;
	size_t n_classes;
};

/* Opens the image in names->file or names->built; false after an error. */
bool tp_names_open(struct tp_names *names, struct tp_error *err);

/* Picks the languages whose forms a text in this one is searched for; NULL picks all. */
void tp_names_pick(struct tp_names *names, const char *language);

/* Looks at all pages. */
bool tp_names_check(const struct tp_names *names);

/* What a region prefers goes over what its language prefers: where one is picked, the form is read so. */
struct tp_name_form tp_names_form(const struct tp_names *names, uint32_t index);

struct tp_str tp_names_kind(const struct tp_names *names, uint32_t concept);

/* What the index says of a key: TP_NAME_NONE if it is not there. */
uint32_t tp_names_row(const struct tp_names *names, uint64_t key);

/* Longer rows may start with this one. */
static inline bool tp_names_row_goes_on(uint32_t row)
{
	return !(row & TP_IMAGE_LAST);
}

/* What a row is for the functions below. */
static inline uint32_t tp_names_row_node(uint32_t row)
{
	return row == TP_NAME_NONE ? row : row & ~(uint32_t)TP_IMAGE_LAST;
}

/* The node of a key; TP_NAME_NONE if there is none. */
static inline uint32_t tp_names_node(const struct tp_names *names, uint64_t key)
{
	return tp_names_row_node(tp_names_row(names, key));
}

/* The forms of a node. *value is borrowed. */
const uint32_t *tp_names_ids(const struct tp_names *names, const uint32_t *value, size_t *n);

/* The language, or one of the languages, that have the row of tokens in a form is picked. */
bool tp_names_node_speaks(const struct tp_names *names, uint32_t value);

/* A filter lets a key pass; wrong at times, but never when it does not. */
static inline bool tp_names_passes(const struct tp_names *names, enum tp_image_section section, uint64_t key)
{
	const uint64_t *filter = (const uint64_t *)(const void *)names->sections[section].p, bits = tp_filter_bits(key);

	return (filter[tp_filter_word(key, names->sections[section].n)] & bits) == bits;
}

/* A form may start with a token of this hash. */
static inline bool tp_names_may_start(const struct tp_names *names, uint64_t hash)
{
	return tp_names_passes(names, TP_IMAGE_FILTER, tp_token_chain(0, hash));
}

/* A form may have a row of tokens with a stem that has this key. */
static inline bool tp_names_may_be_stem(const struct tp_names *names, uint64_t key)
{
	return tp_names_passes(names, TP_IMAGE_STEMS, key);
}

/* The same of a row that goes on. */
static inline bool tp_names_may_go_on(const struct tp_names *names, uint64_t key)
{
	return tp_names_passes(names, TP_IMAGE_GOING_ON, key);
}

/* The key in the index of a row of tokens one of which is a stem. */
static inline uint64_t tp_names_stem_key(uint64_t key)
{
	return ~key;
}

/* The key under which the form is known that a region prefers for a concept. */
static inline uint64_t tp_names_region_key(uint32_t concept, uint32_t language)
{
	return tp_token_chain(tp_token_chain(2, concept), language);
}

/* The key under which a word of forms of several words is known. `spelled` is what tp_fold_kinds() makes of it. */
uint64_t tp_names_word_key(struct tp_str spelled);

/* The same for the last word of a person's names. */
uint64_t tp_names_surname_key(struct tp_str spelled);

/* A form of a picked language has the word, spelled so: with its case and diacritics. */
bool tp_names_has_word(const struct tp_names *names, struct tp_folder *folder, struct tp_str word);

/* A form that names a person by several words ends in this one. */
bool tp_names_has_surname(const struct tp_names *names, struct tp_str word);

/* The language of a form, "" if it is of all. */
static inline struct tp_str tp_names_language(const struct tp_names *names, const struct tp_name_form *form)
{
	return form->language < names->n_languages ? names->languages[form->language] : (struct tp_str){ "", 0 };
}

/* The language is `tag`, or one of its regions or scripts. Most are told from one another by their first letter. */
bool tp_language_matches(struct tp_str language, const char *tag);

static inline bool tp_language_within(struct tp_str language, const char *tag)
{
	return (!language.n || !((language.p[0] ^ tag[0]) & ~0x20)) && tp_language_matches(language, tag);
}

#endif
