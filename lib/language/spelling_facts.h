/* What need be known of a dictionary before it is asked: its encoding, and the scripts that it is for. */
#ifndef TPREP_LANGUAGE_SPELLING_FACTS_H
#define TPREP_LANGUAGE_SPELLING_FACTS_H

#include <stdint.h>

#include "tprep.h"

enum { TP_DICTIONARY_SCRIPTS = 4 };

/* All zero at first. The cache file has them as they stand. */
struct tp_dictionary_facts {
	uint32_t is_utf8;
	uint32_t high[128]; /* what the bytes from 0x80 on are in an 8-bit encoding */
	char scripts[TP_DICTIONARY_SCRIPTS][8];
	uint32_t n_scripts;
	uint32_t is_latin; /* one of the scripts is */
	uint32_t has_marks; /* combining ones: words may be decomposed */
};

/* `encoding` is Hunspell's name of it. Fails with TP_E_ENCODING. */
bool tp_dictionary_read_encoding(struct tp_dictionary_facts *facts, const char *encoding, struct tp_error *err);

/* Tells the scripts by the words of the .dic. */
void tp_dictionary_read_scripts(struct tp_dictionary_facts *facts, struct tp_str dic);

/* Facts from a file are such as the two calls make. */
bool tp_dictionary_facts_are_sound(const struct tp_dictionary_facts *facts);

/* Adds a word in the encoding of the dictionary; false if that lacks a character. And the way back. */
bool tp_dictionary_encode(const struct tp_dictionary_facts *facts, struct tp_str word, struct tp_buf *out);
void tp_dictionary_decode(const struct tp_dictionary_facts *facts, struct tp_str bytes, struct tp_buf *out);

/* A letter of the word is in a script of the dictionary; `otherwise` if it has no letters. */
bool tp_dictionary_is_for(const struct tp_dictionary_facts *facts, struct tp_str word, bool otherwise);

#endif
