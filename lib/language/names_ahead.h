/* The tokens of texts, read and looked up before they are matched: many at once, so that none waits for another to be
 * fetched from a large base. */
#ifndef TPREP_LANGUAGE_NAMES_AHEAD_H
#define TPREP_LANGUAGE_NAMES_AHEAD_H

#include "language/names_base.h"

/* What the index says of a token as the first of a form. */
struct tp_name_start {
	uint64_t key; /* in the index, of the token alone */
	uint32_t text; /* the number of the one that the token is in */
	uint32_t row; /* forms that start with it, */
	uint32_t pair; /* and with it and the one behind it: see tp_names_row() */
	uint16_t stems; /* see tp_name_stems() */
	bool ends; /* the token may have an ending */
	bool inside; /* a form may start inside of it, or end before it does: it has an apostrophe, or letters that may
		      * be words of their own before it */
};

enum { TP_NAME_AHEAD = 512 }; /* tokens */

/* All zero is empty. */
struct tp_name_ahead {
	const struct tp_names *names;
	const struct tp_str *texts; /* to be matched one after the other */
	size_t n_texts;
	size_t text; /* the one that is matched */
	size_t reading, at; /* the one that is read, and how far */
	size_t token, n; /* the first token that is not matched, and the end of those that were read */
	struct tp_token tokens[TP_NAME_AHEAD];
	struct tp_name_start starts[TP_NAME_AHEAD]; /* of a token that is none, key and text are known */
	uint64_t is_start[TP_NAME_AHEAD / 64]; /* bits: a form may start with the token, or inside of it */
};

/* These texts will be matched. They, and the base, are borrowed until the last one was. */
void tp_name_ahead_expect(struct tp_name_ahead *ahead, const struct tp_names *names, const struct tp_str *texts,
			  size_t n);

/* The text is the one that is expected next. */
bool tp_name_ahead_expects(const struct tp_name_ahead *ahead, const struct tp_names *names, struct tp_str text);

/* Moves to the next token of the text that is matched that a form may start with, or inside of; false if there is none.
 * As many tokens as a form may have are there then, if there are so many. */
bool tp_name_ahead_next(struct tp_name_ahead *ahead, struct tp_folder *folder);

/* Token i is there, and of the text that is matched. */
static inline bool tp_name_ahead_has(const struct tp_name_ahead *ahead, size_t i)
{
	return i < ahead->n && ahead->starts[i].text == ahead->text;
}

/* Notes that a form may start with token i, or inside of it, or that it does not. */
static inline void tp_name_ahead_mark(struct tp_name_ahead *ahead, size_t i, bool is_start)
{
	uint64_t *bits = &ahead->is_start[i / 64];

	*bits = (*bits & ~(UINT64_C(1) << i % 64)) | (uint64_t)is_start << i % 64;
}

/* What a token of the text that is matched is as the first of a form, if that with number `next` is behind it. */
struct tp_name_start tp_name_ahead_start(const struct tp_name_ahead *ahead, const struct tp_token *token,
					 const struct tp_folding *letters, size_t next);

/* How many letters of a token, behind others with this key, may be an ending behind the stem of a form: bits. Those of
 * stems that other words may follow are set once more, TP_PREFIXES bits higher. */
uint16_t tp_name_stems(const struct tp_names *names, const struct tp_token *token, const struct tp_folding *letters,
		       uint64_t key);

#endif
