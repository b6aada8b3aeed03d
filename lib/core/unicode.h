/* The door to ICU: properties, folding, normalization, word borders, encodings, regular
 * expressions. Nobody but core/unicode*.c includes ICU's headers. */
#ifndef TPREP_CORE_UNICODE_H
#define TPREP_CORE_UNICODE_H

#include <stdint.h>

#include "core/memory.h"
#include "core/utf8.h"
#include "tprep.h"

/* Properties of a code point ------------------------------------------------------------------ */

/* Of code points beyond ASCII: that, which most text is, needs no tables. */
bool tp_is_other_letter(uint32_t cp);
bool tp_is_other_digit(uint32_t cp);
bool tp_is_other_space(uint32_t cp);
bool tp_is_other_upper(uint32_t cp);
bool tp_is_other_lower(uint32_t cp);
bool tp_is_other_word(uint32_t cp);
bool tp_is_other_apostrophe(uint32_t cp);
bool tp_is_other_hyphen(uint32_t cp);

static inline bool tp_is_letter(uint32_t cp) /* general category L */
{
	return cp < 0x80 ? (cp | 0x20) - 'a' < 26 : tp_is_other_letter(cp);
}

static inline bool tp_is_digit(uint32_t cp) /* Nd */
{
	return cp < 0x80 ? cp - '0' < 10 : tp_is_other_digit(cp);
}

static inline bool tp_is_space(uint32_t cp) /* White_Space, so U+00A0 and U+3000 too */
{
	if (cp < 0x1680) /* the scripts of most letters */
		return cp == ' ' || cp - '\t' < 5 || cp == 0x85 || cp == 0xa0;
	return tp_is_other_space(cp);
}

static inline bool tp_is_upper(uint32_t cp) /* Uppercase or titlecase letter */
{
	return cp < 0x80 ? cp - 'A' < 26 : tp_is_other_upper(cp);
}

static inline bool tp_is_lower(uint32_t cp) /* Lowercase */
{
	return cp < 0x80 ? cp - 'a' < 26 : tp_is_other_lower(cp);
}

static inline bool tp_is_word(uint32_t cp) /* letter, mark or digit */
{
	return cp < 0x80 ? tp_is_letter(cp) || tp_is_digit(cp) : tp_is_other_word(cp);
}

static inline bool tp_is_apostrophe(uint32_t cp) /* ' and its kin: U+2019 U+02BC U+2018 U+02BB U+FF07 ... */
{
	return cp < 0x80 ? cp == '\'' : tp_is_other_apostrophe(cp);
}

static inline bool tp_is_hyphen(uint32_t cp) /* - and its kin: U+2010 U+2011 U+00AD excluded, U+FE63 U+FF0D */
{
	return cp < 0x80 ? cp == '-' : tp_is_other_hyphen(cp);
}

bool tp_is_mark(uint32_t cp); /* M */
bool tp_is_punctuation(uint32_t cp); /* P */
unsigned tp_unicode_age(uint32_t cp); /* the major version of Unicode that has it first; 0: none so far */
bool tp_is_invisible(uint32_t cp); /* Default_Ignorable_Code_Point: ZWSP, ZWNJ, soft hyphen, BOM ... */
bool tp_is_ideographic(uint32_t cp); /* scripts written without spaces: Han, Kana, Thai, Lao, Khmer, Burmese */
bool tp_is_unspaced(uint32_t cp); /* the same, and their wide punctuation */

/* The versions of Unicode and of ICU that these answers are from: another number stands for other answers. */
uint32_t tp_unicode_version(void);

/* The script, as ISO 15924's four letters ("Latn"); common and inherited are "Zyyy" and "Zinh". */
const char *tp_script(uint32_t cp);

/* Cells of a terminal: 0, 1 or 2. */
int tp_width(uint32_t cp);

uint32_t tp_to_lower(uint32_t cp);
uint32_t tp_to_upper(uint32_t cp);
uint32_t tp_base_letter(uint32_t cp); /* without its accents: "é" is an "e" */

/* Strings: the result is added to `out` -------------------------------------------------------- */

/* `language` (BCP 47) decides about the Turkish i and the like; NULL: none. Ill-formed bytes come
 * out as U+FFFD. */
void tp_fold_case(struct tp_str s, const char *language, struct tp_buf *out);
void tp_nfc(struct tp_str s, struct tp_buf *out);
void tp_nfd(struct tp_str s, struct tp_buf *out);
void tp_nfkc_fold(struct tp_str s, struct tp_buf *out); /* NFKC_Casefold: drops ignorables, too */
void tp_upper(struct tp_str s, const char *language, struct tp_buf *out);
void tp_lower(struct tp_str s, const char *language, struct tp_buf *out);
void tp_title(struct tp_str s, const char *language, struct tp_buf *out); /* the first letter only */

void tp_strip_marks(struct tp_str s, struct tp_buf *out); /* letters without their accents: NFD without marks */

/* Words ------------------------------------------------------------------------------------------ */

/* How words are told apart. Threads may use it at once. */
struct tp_word_rules;

struct tp_word_rules *tp_word_rules_new(void);
void tp_word_rules_free(struct tp_word_rules *rules);

/* Adds the words of a text (UAX 29 in the way of the language, by ICU's dictionaries for Thai, Chinese and the like):
 * spans that hold a letter or digit, in order. Cheap to call for short texts, too. Those that are more than ASCII
 * letters, with single apostrophes between them, or stand beside what is not ASCII, are given to `odd` (NULL: added,
 * too). It may add to *out what it likes, which is taken back where the words turn out to be others: then it is given
 * those again. */
typedef void (*tp_odd_word_fn)(void *arg, struct tp_span at);
void tp_word_borders(const struct tp_word_rules *rules, struct tp_str s, const char *language, struct tp_spans *out,
		     tp_odd_word_fn odd, void *arg);

/* Languages --------------------------------------------------------------------------------------- */

/* A colon belongs to the words of the language: "EU:n" in Swedish and Finnish. */
bool tp_language_has_colons(const char *language);

/* "pt-BR" is well-formed BCP 47. */
bool tp_language_valid(const char *tag);

/* Fails with TP_E_USAGE, for this is none, and names the tag where it is the name of a language. */
bool tp_language_fail(const char *language, struct tp_error *err);

/* Adds the tag as BCP 47 writes it: "EN" and "pt_br" become "en" and "pt-BR". */
void tp_language_tag(const char *tag, struct tp_buf *out);

/* The folder of our dictionaries for a language (BCP 47, or a dictionary's name: "pt_BR"): its first subtag. Norwegian
 * has one for its two written standards, and Bosnian and Serbo-Croatian have that of Croatian. */
struct tp_str tp_language_folder(struct tp_str tag);

/* The first subtag of a language is in a list such as "sv fi". */
bool tp_language_is_one_of(struct tp_str tag, const char *list);

/* Number i of the languages that have the folder of another one, in the order of their tags; NULL behind the last. */
const char *tp_language_sharing(size_t i);

/* The name of a language in the user's language (LC_MESSAGES), such as "French". */
void tp_language_name(const char *tag, struct tp_buf *out);

/* The same in English, whatever the user's language: "French", "Portuguese (Brazil)"; the tag itself, if there is
 * no name. */
void tp_language_english(const char *tag, struct tp_buf *out);

/* The tag of the i-th language or locale there are names for; false if there are no more. */
bool tp_language_known(size_t i, struct tp_buf *tag);

/* Encodings ---------------------------------------------------------------------------------------- */

/* The encoding that a byte order mark tells ("UTF-8", "UTF-16LE" ...), or NULL; *length gets the bytes
 * of the mark. */
const char *tp_encoding_of_bom(struct tp_str bytes, size_t *length);

/* ICU knows the encoding. */
bool tp_encoding_known(const char *encoding);

/* Decodes bytes without a mark to UTF-8. Bytes that the encoding does not have become U+FFFD. Fails
 * with TP_E_ENCODING for an unknown encoding. */
bool tp_decode(struct tp_str bytes, const char *encoding, struct tp_buf *out, struct tp_error *err);

/* Encodes UTF-8. Fails with TP_E_ENCODING, naming the first character that the encoding lacks. */
bool tp_encode(struct tp_str text, const char *encoding, struct tp_buf *out, struct tp_error *err);

/* For offsets of the decoded text, rising, where they stand in the undecoded bytes. */
bool tp_decode_offsets(struct tp_str bytes, const char *encoding, const size_t *decoded, size_t *undecoded, size_t n,
		       struct tp_error *err);

/* Regular expressions ------------------------------------------------------------------------------- */

struct tp_regex;

/* Compiles ICU syntax. Fails with TP_E_SYNTAX. */
struct tp_regex *tp_regex_new(struct tp_str pattern, struct tp_error *err);
void tp_regex_free(struct tp_regex *regex);

/* The first match in s that starts at or after `from`, seeing all of s for look-around; false if
 * none, or if the match would cost more than a fixed number of steps. One thread at a time. */
bool tp_regex_find(struct tp_regex *regex, struct tp_str s, size_t from, struct tp_span *match);

/* The code points of a set in the syntax of ICU's UnicodeSet ("[:L:]", "[[a-z]-[x]]"; white space in it
 * counts for nothing), as pairs of first and last in rising order. *n gets the number of pairs; free()
 * the result. NULL if the syntax is wrong. */
uint32_t *tp_set_ranges(struct tp_str set, size_t *n, struct tp_error *err);

#endif
