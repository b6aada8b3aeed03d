/* The name base in memory: forms, concepts, and the index of their tokens. */
#ifndef TPREP_LANGUAGE_NAMES_BASE_H
#define TPREP_LANGUAGE_NAMES_BASE_H

#include "core/memory.h"
#include "core/table.h"
#include "language/names.h"
#include "language/names_fold.h"
#include "language/names_endings.h"

#define TP_NAME_NONE   UINT32_MAX
#define TP_NAME_TOKENS 32 /* the most that a form may have */

/* Words that stand near, or do not: hashes of tokens, in the arena. */
struct tp_name_words {
	const uint64_t *p;
	size_t n;
};

struct tp_name_form {
	struct tp_str text; /* as in the file */
	struct tp_str first;
	struct tp_name_words unless, only;
	uint32_t concept, language; /* indexes */
	uint32_t preferred; /* index of a form, or TP_NAME_NONE */
	uint32_t next; /* form with the same tokens, and ... */
	uint32_t next_stem; /* ... with the same stem, or TP_NAME_NONE */
	uint32_t paradigm; /* how it is inflected, or TP_NAME_NONE */
	uint32_t stem; /* bytes of the stem that the endings come to */
	uint32_t tail; /* bytes after the last token, such as ")" */
	uint32_t layer; /* number of the file group: 0 the base, 1 the style */
	unsigned char status; /* enum tp_name_status */
	bool exact;
	bool is_first; /* the text of a first mention, not a name by itself */
};

struct tp_name_concept {
	struct tp_str id;
	struct tp_str kind;
};

/* A row of tokens that a form has or starts with: a slot of the index. */
struct tp_name_node {
	uint64_t key; /* tp_token_chain(); 0: free */
	uint32_t form; /* the first form of just these tokens, or TP_NAME_NONE */
	uint32_t stem; /* the first form whose stem this is, or TP_NAME_NONE */
};

struct tp_names {
	struct tp_arena *arena;
	const char *language; /* NULL: all */
	struct {
		struct tp_name_form *p;
		size_t n, cap;
	} forms;
	struct {
		struct tp_name_concept *p;
		size_t n, cap;
	} concepts;
	struct {
		struct tp_str *p;
		size_t n, cap;
	} languages;
	struct tp_name_node *nodes;
	size_t n_nodes, n_slots; /* a power of two */
	unsigned char *filter; /* a bit for each first token, by its hash */
	uint64_t filter_mask;
	struct tp_name_endings endings;
};

/* The node of these tokens, or NULL. */
const struct tp_name_node *tp_names_node(const struct tp_names *names, uint64_t key);

/* A form may start with a token of this hash; wrong at times, but never when it says no. */
static inline bool tp_names_may_start(const struct tp_names *names, uint64_t hash)
{
	uint64_t bit = tp_token_chain(0, hash) & names->filter_mask;

	return names->filter[bit >> 3] >> (bit & 7) & 1;
}

/* The key under which a token of any form is known as a word. */
static inline uint64_t tp_names_word_key(uint64_t hash)
{
	return tp_token_chain(1, hash);
}

/* The language of a form, "" if it is of all. */
static inline struct tp_str tp_names_language(const struct tp_names *names, const struct tp_name_form *form)
{
	return names->languages.p[form->language];
}

/* The language is `tag`, or one of its regions or scripts. */
bool tp_language_within(struct tp_str language, const char *tag);

/* Reads a TSV file into the base; what it says of a form that is there already replaces what was said. */
bool tp_names_read(struct tp_names *names, struct tp_table *known, const char *path, uint32_t layer,
		   struct tp_error *err);

/* Finds the preferred forms, and makes the index. */
void tp_names_finish(struct tp_names *names);

#endif
