/* A compiled name base: one row of bytes, the same in a file and in memory, in which everything is found by offset.
 *
 *     header | sections, each a multiple of 64 bytes from the start | sums of the pages
 *
 * Numbers are in the byte order of the machine that made it; the header tells which. */
#ifndef TPREP_LANGUAGE_NAMES_IMAGE_H
#define TPREP_LANGUAGE_NAMES_IMAGE_H

#include <stdint.h>

#include "tprep.h"

#define TP_IMAGE_MAGIC   "\x89tprep\n\x1a"
#define TP_IMAGE_VERSION 11u
#define TP_IMAGE_ORDER   0x01020304u

enum {
	TP_IMAGE_ALIGN = 64, /* of sections, so that a line of slots is a line of the cache */
	TP_IMAGE_PAGE = 4096,
	TP_IMAGE_LINE = 8, /* slots */
	TP_IMAGE_PROBES = 64, /* lines that a search may look at */
};

enum tp_image_section {
	TP_IMAGE_FORMS,
	TP_IMAGE_EXTRAS,
	TP_IMAGE_CONCEPTS,
	TP_IMAGE_LANGUAGES, /* uint32_t: strings */
	TP_IMAGE_PARADIGMS,
	TP_IMAGE_ENDINGS, /* uint32_t: strings */
	TP_IMAGE_PATTERNS,
	TP_IMAGE_PARTS,
	TP_IMAGE_BEFORE, /* uint32_t: strings, each a row of before.txt */
	TP_IMAGE_LISTS, /* uint32_t: see below */
	TP_IMAGE_SLOTS,
	TP_IMAGE_FILTER, /* uint64_t, a power of two of them: see below */
	TP_IMAGE_STEMS, /* as the filter, */
	TP_IMAGE_GOING_ON, /* and once more */
	TP_IMAGE_WORDS, /* uint64_t: hashes of context words */
	TP_IMAGE_STRINGS, /* bytes: each string after its length, a byte, or 255 and four bytes */
	TP_IMAGE_SECTIONS,
};

struct tp_image_header {
	char magic[8];
	uint32_t order, version;
	uint64_t size; /* of the whole image */
	struct {
		uint64_t at, n; /* n counts elements */
	} sections[TP_IMAGE_SECTIONS];
	uint64_t sums_at; /* where a uint32_t for each page before stands */
	uint64_t sums; /* their hash */
	uint64_t self; /* the hash of the header up to here */
};

enum tp_image_flags {
	TP_IMAGE_STATUS = 3, /* bits of enum tp_name_status */
	TP_IMAGE_EXACT = 4,
	TP_IMAGE_IS_FIRST = 8,
	TP_IMAGE_HAS_EXTRA = 16,
};

struct tp_image_form {
	uint32_t text; /* string */
	uint32_t concept;
	uint32_t preferred; /* form, or TP_NAME_NONE */
	uint16_t class; /* a language; behind all languages a paradigm of the last word; behind these a pattern */
	uint8_t flags;
	uint8_t ending; /* bytes that the last word lacks before it gets another ending */
};

/* What few forms have; in the order of forms. */
struct tp_image_extra {
	uint32_t form;
	uint32_t first; /* string */
	uint32_t unless, n_unless, only, n_only; /* words */
	uint32_t tail;
};

struct tp_image_concept {
	uint32_t id, kind; /* strings */
};

struct tp_image_paradigm {
	uint32_t endings, n;
	uint32_t language;
	uint32_t bare; /* the last letters of stems that stand alone in some case, as bits: see tp_name_bare_letter() */
};

/* Of forms of several words: which of them are declined, and how. */
struct tp_image_pattern {
	uint32_t parts, n;
	uint32_t language;
	uint32_t loose; /* 1: words may also stay as they are while others are declined: names of persons */
};

struct tp_image_part {
	uint16_t paradigm;
	uint8_t word; /* from 0 on */
	uint8_t ending; /* bytes that it lacks then */
};

/* The index is a hash table of lines, filled from their first slot on; a search ends at a line with a free slot. A
 * clash of tags does no harm, because each form found is compared with the text; rows that clash share a slot. */
struct tp_image_slot {
	uint32_t tag; /* the low half of the key; 0: free */
	uint32_t value; /* see below */
};

/* What a slot says of a row of tokens, by the high bits: it is one form; or only the start of forms in some languages;
 * or a list, n, the n forms, and the set of languages. A set is n and the n languages, or TP_IMAGE_ALL. For a row with
 * a stem, there are no languages (the set at 0 is empty). One more bit says that the row is not the start of a longer
 * one. */
enum {
	TP_IMAGE_KIND = 3u << 30,
	TP_IMAGE_ONE = 0,
	TP_IMAGE_SET = 1u << 30,
	TP_IMAGE_LIST = 2u << 30,
	TP_IMAGE_LAST = 1u << 29,
};

#define TP_IMAGE_ALL UINT32_MAX

/* Where the search for a key starts, and how its slot is told. */
static inline size_t tp_image_line(uint64_t key, uint64_t n_lines)
{
	return (size_t)((key >> 32) * n_lines >> 32);
}

static inline uint32_t tp_image_tag(uint64_t key)
{
	return (uint32_t)key ? (uint32_t)key : 1;
}

/* A filter has few bits for each key, two of them set, in one word: it tells that a key is not in the index without a
 * look at that. There is one for the first tokens of forms, one for rows of tokens with a stem, and one for those
 * of them that go on. */
static inline uint64_t tp_filter_bits(uint64_t key)
{
	return 1ull << (key & 63) | 1ull << (key >> 6 & 63);
}

static inline size_t tp_filter_word(uint64_t key, size_t n)
{
	return (size_t)(key >> 12) & (n - 1);
}

/* Bytes of an element of a section. */
static inline size_t tp_image_element(enum tp_image_section section)
{
	static const unsigned char sizes[TP_IMAGE_SECTIONS] = {
		[TP_IMAGE_FORMS] = sizeof(struct tp_image_form),
		[TP_IMAGE_EXTRAS] = sizeof(struct tp_image_extra),
		[TP_IMAGE_CONCEPTS] = sizeof(struct tp_image_concept),
		[TP_IMAGE_LANGUAGES] = sizeof(uint32_t),
		[TP_IMAGE_PARADIGMS] = sizeof(struct tp_image_paradigm),
		[TP_IMAGE_ENDINGS] = sizeof(uint32_t),
		[TP_IMAGE_PATTERNS] = sizeof(struct tp_image_pattern),
		[TP_IMAGE_PARTS] = sizeof(struct tp_image_part),
		[TP_IMAGE_BEFORE] = sizeof(uint32_t),
		[TP_IMAGE_LISTS] = sizeof(uint32_t),
		[TP_IMAGE_SLOTS] = sizeof(struct tp_image_slot),
		[TP_IMAGE_FILTER] = sizeof(uint64_t),
		[TP_IMAGE_STEMS] = sizeof(uint64_t),
		[TP_IMAGE_GOING_ON] = sizeof(uint64_t),
		[TP_IMAGE_WORDS] = sizeof(uint64_t),
		[TP_IMAGE_STRINGS] = 1,
	};

	return sizes[section];
}

/* A hash of bytes that changes with each of them. */
uint64_t tp_image_hash(struct tp_str bytes);

/* The string at an offset of the section of strings; false if it does not lie in it. */
bool tp_image_string(struct tp_str strings, uint32_t at, struct tp_str *out);

/* Adds a string; its offset is what `strings` held before. */
void tp_image_add_string(struct tp_buf *strings, struct tp_str s);

/* Makes the sums, and the hashes of the header, of what is in an image. */
void tp_image_seal(struct tp_buf *image);

/* Starts an image, adds the sections one after the other, and ends it: then it is sealed. */
struct tp_image_writer {
	struct tp_image_header header;
	struct tp_buf *out;
};

void tp_image_begin(struct tp_image_writer *writer, struct tp_buf *out);
void tp_image_add(struct tp_image_writer *writer, enum tp_image_section section, const void *p, size_t n);
void tp_image_end(struct tp_image_writer *writer);

/* The header of an image, or NULL after an error: it is whole, and so are the places of the sections and the sums.
 * What is in the sections is not looked at. The bytes are aligned to 8. */
const struct tp_image_header *tp_image_open(struct tp_str bytes, struct tp_error *err);

/* The bytes that the sum of page i is of, and whether they have it. */
bool tp_image_page_is_sound(struct tp_str bytes, size_t i);

#endif
