/* libtprep: prepares copy for translation.
 *
 * This header is the whole interface. Read it from top to bottom: text, errors, the kit (what is
 * loaded once), three calls for a string, then documents, findings, reports, and XLIFF.
 *
 * Promises that hold for every call:
 * - All text is UTF-8, and any bytes will do: an ill-formed sequence counts as one U+FFFD and is
 *   never lost. Positions are byte offsets; tp_place_at() turns them into lines and columns.
 * - The library never prints, exits, reads the environment or sets the locale. Messages go through
 *   gettext, domain "tprep".
 * - What fails takes a `struct tp_error *` last, and returns false, or NULL where it makes
 *   something. A misspelt word is a finding, not an error.
 * - When memory runs out, the hook of tp_memory_hook() is called, and the process is aborted.
 * - A loaded thing (kit, document) never changes, so threads may share it; only a speller keeps
 *   state, and guards it itself.
 */
#ifndef TPREP_H
#define TPREP_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TP_API __attribute__((visibility("default")))

#define TP_VERSION "0.1.0"

/* The version of the library in use, which may be newer than TP_VERSION. */
TP_API const char *tp_version(void);

/* Text ------------------------------------------------------------------------------------- */

/* A borrowed piece of text: UTF-8, no NUL at the end. */
struct tp_str {
	const char *p;
	size_t n;
};

/* Bytes [from, to) of a text. */
struct tp_span {
	size_t from, to;
};

/* Replaces the bytes `at` by `with`. An empty span inserts. */
struct tp_edit {
	struct tp_span at;
	struct tp_str with;
};

/* A growable buffer, held by the caller: starts as TP_BUF_INIT, ends with tp_buf_release().
 * p is NULL while nothing was ever added, and otherwise has a NUL after its n bytes.
 * A call that fills a buffer, or one of the lists below, adds to what is there. */
struct tp_buf {
	char *p;
	size_t n, cap;
};

/* clang-format off */
#define TP_BUF_INIT { NULL, 0, 0 }
/* clang-format on */

TP_API void tp_buf_add(struct tp_buf *buf, const char *p, size_t n);
TP_API void tp_buf_release(struct tp_buf *buf);

static inline struct tp_str tp_buf_str(const struct tp_buf *buf)
{
	return (struct tp_str){ buf->p ? buf->p : "", buf->n };
}

/* A growable list of spans, held by the caller; all zero is empty. */
struct tp_spans {
	struct tp_span *p;
	size_t n, cap;
};

TP_API void tp_spans_release(struct tp_spans *spans);

/* Calls `hook` (which should not return) when memory runs out. NULL: abort at once. */
TP_API void tp_memory_hook(void (*hook)(size_t wanted));

/* Errors ----------------------------------------------------------------------------------- */

enum tp_error_code {
	TP_E_NONE,
	TP_E_IO, /* a file could not be read or written */
	TP_E_USAGE, /* unknown language, style, format, check ... */
	TP_E_SYNTAX, /* damaged input */
	TP_E_ENCODING, /* text that its encoding cannot hold, or unknown encoding */
	TP_E_LIMIT, /* larger or deeper than the stated bound */
	TP_E_MISMATCH, /* a translation that does not fit its source */
};

/* What went wrong, and where. `file` and `unit` may be empty, `line` may be 0: then not known.
 * `message` is a whole sentence in the user's language, without the position. */
struct tp_error {
	enum tp_error_code code;
	size_t line;
	char file[256];
	char unit[64];
	char message[512];
};

/* Writes "FILE:LINE: unit ID: MESSAGE", leaving out what is not known. */
TP_API void tp_error_text(const struct tp_error *err, struct tp_buf *out);

/* Takes bytes that were made. Fails as it sees fit, which ends the making. */
typedef bool (*tp_write_fn)(void *arg, struct tp_str bytes, struct tp_error *err);

/* A tp_write_fn that adds to `buf`, a struct tp_buf. */
TP_API bool tp_buf_write(void *buf, struct tp_str bytes, struct tp_error *err);

/* What there is ---------------------------------------------------------------------------- */

/* A row of one of the lists below. `id` is what options and files say, `title` is for people. */
struct tp_entry {
	const char *id;
	const char *title; /* in the user's language */
	const char *detail; /* extensions of a format, family of a check; never NULL */
};

/* Row i of the list, or false when there are no more. */
TP_API bool tp_format_entry(size_t i, struct tp_entry *entry);
TP_API bool tp_check_entry(size_t i, struct tp_entry *entry);
TP_API bool tp_report_entry(size_t i, struct tp_entry *entry);

/* The kit: what is loaded once --------------------------------------------------------------- */

enum tp_need {
	TP_NEED_NAMES = 1,
	TP_NEED_SPELLING = 2,
	TP_NEED_SEGMENTS = 4,
	TP_NEED_ALL = 7,
};

enum tp_quotes { TP_QUOTES_KEEP, TP_QUOTES_REWRITE }; /* names inside direct quotes */

/* Lists of the user's own are text files, a word a line; lines that start with "#" are comments. "Kubernetes" is a word
 * that is right, also as "KUBERNETES"; "Kubernetes/Paris" one that has the endings of "Paris", too. A list of errors
 * has lines "teh → the" (or "teh -> the"): the error is one whatever the dictionaries say, and its correction is sure.
 * A list NAME is the file NAME for all languages and NAME.LANG for one ("words.de", "words.de-CH"), as far as they are
 * there. */

/* How a kit is made. All zero is a good start: English, house style "intl". Strings are borrowed
 * for the call only. */
struct tp_options {
	const char *data; /* folder of our dictionaries; NULL: where they were installed */
	const char *language; /* BCP 47, such as "en" or "pt-BR" ("pt_br" will do); "mul": names of every language */
	const char *target; /* of a translation: tp_export() tells its names for what a text names; NULL: none */
	const char *style; /* house style: a name (see tp_style_entry) or a file .tsv or .tbx */
	const char *spelling; /* Hunspell dictionaries, "en_US,de_DE"; NULL: by language */
	const char *spelling_path; /* folders to look in first, separated by ':', as DICPATH; may be NULL */
	const char *cache; /* folder to keep what dictionaries said: see tp_kit_save(); NULL: nowhere */
	const char *const *words; /* lists of words that are right, as below; the last one is NULL; NULL: none */
	const char *const *errors; /* lists of errors, likewise */
	const char *srx; /* the user's own SRX file; NULL: ours for the language */
	enum tp_quotes quotes;
	bool first_mention; /* names expand their first mention */
	bool no_known_errors; /* corrections come from the dictionaries alone, not from lists of frequent errors */
	bool any_country; /* spellings of other countries are as right as those of the dictionaries */
	bool whole_quotes; /* no sentence ends inside a quotation */
	bool no_evidence; /* sentences end where the rules say so; an SRX file of the user's own implies it */
	size_t longest_segment; /* in characters: longer sentences are cut; 0: they stay whole */
};

struct tp_kit;

/* Loads what `needs` (enum tp_need, or-ed) asks for. Free the result with tp_kit_free().
 * Where a language has no Hunspell dictionary installed, TP_NEED_SPELLING fails with TP_E_USAGE. */
TP_API struct tp_kit *tp_kit_new(const struct tp_options *options, int needs, struct tp_error *err);
TP_API void tp_kit_free(struct tp_kit *kit);

/* Keeps in the folder `cache` of the options what the dictionaries said about words, so that the next kit need not load
 * them to say it again. A file there counts only if it is the user's own, whole, and of the same dictionaries and
 * libraries. */
TP_API bool tp_kit_save(const struct tp_kit *kit, struct tp_error *err);

/* The word counts as known from now on (kit: TP_NEED_SPELLING), and so it does with capitals where it has small
 * letters. Threads that check meanwhile know it or do not. */
TP_API void tp_kit_accept(const struct tp_kit *kit, struct tp_str word);

/* A list of words (see tp_options) can have the word: it is one, and reads back as it is. */
TP_API bool tp_word_can_be_listed(struct tp_str word);

/* The path, without ".aff" and ".dic", of dictionary i of the kit, or NULL when there are no more. */
TP_API const char *tp_kit_dictionary(const struct tp_kit *kit, size_t i);

/* The first model of the lists of words (see tp_options) that no dictionary has, though one is for its letters: words
 * get no endings by it. Empty if there is none. */
TP_API struct tp_str tp_kit_unknown_model(const struct tp_kit *kit);

/* As tp_kit_dictionary() for those that are installed: in `folders` (see spelling_path), then in the usual ones. */
TP_API bool tp_dictionary_entry(const char *folders, size_t i, struct tp_buf *path);

/* Row i of the languages with rules or names of ours, and of the house styles, of the folder `data`. */
TP_API bool tp_language_entry(const char *data, size_t i, struct tp_buf *id, struct tp_buf *title);
TP_API bool tp_style_entry(const char *data, size_t i, struct tp_buf *id, struct tp_buf *title);

/* Settings of a project ------------------------------------------------------------------------ */

/* What a file says for a project as options do for a call: lines "KEY = VALUE" for all files, and below a line
 * "[PATTERN]" for those that match it, as in .editorconfig, but without ranges of numbers. What stands later wins; an
 * empty value is none. Lines that start with "#" or ";" are comments. The keys are called as the options of the
 * command: lang, dict, style, srx, only, skip, input, lines, encoding; and words and errors, which name lists (see
 * tp_options) and add up. A path in it starts at its folder. */
struct tp_settings;

TP_API struct tp_settings *tp_settings_new(void);
TP_API void tp_settings_free(struct tp_settings *settings);

/* Adds the settings of a file, over those there are. Its patterns are for files below the folder `root`; NULL: the
 * file's own. Where a key or value is wrong it fails, and tells the line. */
TP_API bool tp_settings_open(struct tp_settings *settings, const char *path, const char *root, struct tp_error *err);

/* The same for bytes in memory; `path` is for messages, and for where paths start. */
TP_API bool tp_settings_read(struct tp_settings *settings, struct tp_str bytes, const char *path, const char *root,
			     struct tp_error *err);

/* A setting, and where it was made. The strings live as long as the settings. */
struct tp_setting {
	const char *key, *value;
	const char *file;
	size_t line;
};

/* Calls `each` for the settings in force for a file. Its path starts as those of the settings do: both are absolute,
 * say. NULL: a text without a name, which no pattern matches. */
typedef void (*tp_setting_fn)(void *arg, const struct tp_setting *setting);
TP_API void tp_settings_each(const struct tp_settings *settings, const char *path, tp_setting_fn each, void *arg);

/* Findings ----------------------------------------------------------------------------------- */

enum tp_severity { TP_NOTE, TP_WARNING, TP_ERROR };

/* A remark about a place in a text. It is data: it stays until its list is released. */
struct tp_finding {
	const char *id; /* "typo", "name-variant" ...: see tp_check_entry */
	enum tp_severity severity;
	size_t unit; /* index of the unit; 0 for a text of its own */
	struct tp_span at; /* in the unit's text */
	struct tp_str message; /* a whole sentence in the user's language */
	const struct tp_edit *fixes; /* best first; each may span more or less than `at` */
	size_t n_fixes;
	bool sure; /* the first fix may be made without asking */
	struct tp_str concept; /* names: the concept; else empty */
	const char *status; /* names: what the form is worth, as a base says it: "deprecated"; else "" */
	struct tp_str rule; /* names: how the form matched ("folded case, possessive"); else empty */
};

/* A list of findings, held by the caller and starting as all zero. It owns all they point to. */
struct tp_findings {
	struct tp_finding *p;
	size_t n, cap;
	struct tp_arena *arena;
};

TP_API void tp_findings_release(struct tp_findings *findings);

/* A text of its own, without a document ------------------------------------------------------ */

/* The names in `text` that the house style writes otherwise (kit: TP_NEED_NAMES). */
TP_API void tp_names_in(const struct tp_kit *kit, struct tp_str text, struct tp_findings *out);

/* The words of `text` that the dictionaries do not know (kit: TP_NEED_SPELLING; names of the base
 * are known words when the kit has TP_NEED_NAMES too). */
TP_API void tp_words_in(const struct tp_kit *kit, struct tp_str text, struct tp_findings *out);

/* The words of `text` that tp_words_in() looks at: with possessive endings, but without what is joined by hyphens. */
TP_API void tp_word_spans_in(const struct tp_kit *kit, struct tp_str text, struct tp_spans *out);

/* The sentences of `text`, which is one paragraph (kit: TP_NEED_SEGMENTS). The spans tile the text:
 * white space after a sentence belongs to it. */
TP_API void tp_segments_in(const struct tp_kit *kit, struct tp_str text, struct tp_spans *out);

/* Documents ---------------------------------------------------------------------------------- */

enum tp_lines { /* a line break inside a paragraph of plain text ... */
		TP_LINES_AUTO, /* ... is soft where the next word would not have fit, else it ends the unit */
		TP_LINES_HARD, /* ... ends the unit */
		TP_LINES_SOFT, /* ... is a space */
		TP_LINES_KEEP, /* ... stays as it is, as rules that ask for line breaks need it */
};

/* How a document is read. All zero is a good start. */
struct tp_reading {
	const char *name; /* what reports and XLIFF call a file; NULL: its path. Errors go by the path */
	const char *format; /* "txt", "md"; NULL: by name, then by content */
	const char *encoding; /* an ICU name, "windows-1252"; NULL: by BOM, else UTF-8 */
	enum tp_lines lines;
	size_t limit; /* bytes; 0: 256 MiB. What is found in them takes at most four times that and 256 MiB */
};

struct tp_doc;

/* Reads a file and finds its text. "-" is standard input. Free the result with tp_doc_free(); every
 * string got from it lives until then. */
TP_API struct tp_doc *tp_doc_open(const char *path, const struct tp_reading *how, struct tp_error *err);

/* The same for bytes in memory, which are copied; `name` is for messages and the format. */
TP_API struct tp_doc *tp_doc_read(struct tp_str bytes, const char *name, const struct tp_reading *how,
				  struct tp_error *err);
TP_API void tp_doc_free(struct tp_doc *doc);

TP_API const char *tp_doc_name(const struct tp_doc *doc);
TP_API const char *tp_doc_format(const struct tp_doc *doc);
TP_API size_t tp_doc_units(const struct tp_doc *doc);

/* The id ("1", "2" ...) and the text of a unit. Inline codes take no room in the text; a hard line
 * break is "\n" in it. */
TP_API struct tp_str tp_unit_id(const struct tp_doc *doc, size_t unit);
TP_API struct tp_str tp_unit_text(const struct tp_doc *doc, size_t unit);

/* Where a place in a unit's text stands in the file: lines and columns count from 1, offsets from 0. */
struct tp_place {
	size_t line;
	size_t byte; /* offset in the file, or in its text in UTF-8 where it has another encoding */
	size_t column_byte; /* columns: in UTF-8 bytes, */
	size_t column_char; /* code points, */
	size_t column_utf16; /* UTF-16 code units, */
	size_t column_display; /* and cells of a terminal */
};

TP_API struct tp_place tp_place_at(const struct tp_doc *doc, size_t unit, size_t offset);

/* What remarks to us say in a document about all that follows, they say about this one, which goes on where that ends:
 * for a text that is read in pieces. To be called before anything is asked of it. */
TP_API void tp_doc_continue(struct tp_doc *doc, const struct tp_doc *before);

/* What is wrong in the document but kept nobody from reading it, a misspelt remark to us or (the first) ill-formed
 * UTF-8: told as an error is, with its line. False behind the last one. */
TP_API bool tp_doc_warning(const struct tp_doc *doc, size_t i, struct tp_error *warning);

/* False, and tells the line, where there is a NUL: then this is no text, or in another encoding. */
TP_API bool tp_doc_is_text(const struct tp_doc *doc, struct tp_error *err);

/* Checks a document: all findings in reading order, each once. `only` and `skip` are comma lists
 * of ids or families ("typo,names"); NULL: everything that the kit has been loaded for. */
TP_API bool tp_doc_check(const struct tp_doc *doc, const struct tp_kit *kit, const char *only, const char *skip,
			 struct tp_findings *out, struct tp_error *err);

/* The same for a long document, whose findings need not be held: calls `each` with those of one unit after the other,
 * where there are any. They are released after the call, unless it takes them, and leaves all zero. */
typedef void (*tp_findings_fn)(void *arg, struct tp_findings *findings);
TP_API bool tp_doc_check_units(const struct tp_doc *doc, const struct tp_kit *kit, const char *only, const char *skip,
			       tp_findings_fn each, void *arg, struct tp_error *err);

/* Calls `each` with every word of the document that neither a dictionary nor the name base knows, in order and as often
 * as it stands there (kit: TP_NEED_SPELLING). Each is taken for itself: that the document explains an acronym or uses
 * a word often does not matter here. */
typedef void (*tp_word_fn)(void *arg, struct tp_str word);
TP_API bool tp_doc_unknown_words(const struct tp_doc *doc, const struct tp_kit *kit, tp_word_fn each, void *arg,
				 struct tp_error *err);

/* The document with the first fix of each sure finding made: the edits that no better one overlaps.
 * (A name wins over a typo, a typo over an abbreviation, that over copy; then the leftmost, then
 * the longest.) In a document that is not all UTF-8, what is ASCII stays so. Returns the number of fixes chosen in
 * *made, which may be NULL. Fails with TP_E_ENCODING if there is a NUL in the text. */
TP_API bool tp_doc_fix(const struct tp_doc *doc, const struct tp_findings *findings, struct tp_buf *out, size_t *made,
		       struct tp_error *err);

/* The document with its names in house style, added to `out`: what tp_doc_fix() makes of the findings
 * "name-variant", but sooner. Fails with TP_E_SYNTAX if the name base turns out to be damaged. */
TP_API bool tp_doc_names(const struct tp_doc *doc, const struct tp_kit *kit, struct tp_buf *out, struct tp_error *err);

/* The sentences of a unit, as spans of its text. */
TP_API void tp_doc_segments(const struct tp_doc *doc, const struct tp_kit *kit, size_t unit, struct tp_spans *out);

/* Adds a sentence, one of these spans, as it reads: with what inline codes show, such as the words in `code`, which are
 * no part of the text. A code between two sentences is read with the second one, unless no white space parts it from
 * the first. Returns whether there is such a code. */
TP_API bool tp_unit_reading(const struct tp_doc *doc, size_t unit, struct tp_span sentence, struct tp_buf *out);

/* Why it is so: a place where a rule breaks, and what was decided. */
struct tp_decision {
	size_t at; /* in the unit's text, before the white space that follows a sentence */
	bool breaks;
	struct tp_str file; /* the rule that decides, the first of all that match: its SRX file */
	size_t line; /* and the line in it */
	const char *against; /* what overruled it: "quote", "evidence"; NULL: nothing */
	unsigned evidence; /* what was heard besides the rule, as bits: see tp_evidence_name(); 0: there is no doubt */
	int weight; /* of the evidence: > 0 speaks for an end, in tenths of the logarithm of the odds */
	bool sure; /* not so where evidence hardly speaks either way, nor where tp_rules_are_weak() */
};

/* The name of a piece of evidence, the number of a bit; NULL if there are no more. */
TP_API const char *tp_evidence_name(unsigned piece);

/* Calls `each` for every place in a unit where a sentence may end, in order. */
typedef void (*tp_decision_fn)(void *arg, const struct tp_decision *decision);
TP_API void tp_doc_decisions(const struct tp_doc *doc, const struct tp_kit *kit, size_t unit, tp_decision_fn each,
			     void *arg);

/* A rule as its SRX file has it. The strings live as long as the kit. */
struct tp_segment_rule {
	bool breaks;
	struct tp_str before, after; /* regular expressions */
	struct tp_str file; /* its path */
	size_t line;
};

/* Rule i of those in force, in the order in which they are tried; NULL after the last one. */
TP_API const struct tp_segment_rule *tp_rule_at(const struct tp_kit *kit, size_t i);

/* There are no rules of ours for the kit's language, so those for any language are in force. */
TP_API bool tp_rules_are_general(const struct tp_kit *kit);

/* The rules in force find some ends of sentences only, for the language marks no more: paragraphs stay whole but for
 * these, and nothing else is promised. */
TP_API bool tp_rules_are_weak(const struct tp_kit *kit);

/* The rules in force as an SRX 2.0 file of their own, in words that ICU and Java take alike. What evidence found in a
 * document (which may be NULL) is among them, so that others cut it in the same places. */
TP_API void tp_rules_write(const struct tp_kit *kit, const struct tp_doc *doc, struct tp_buf *out);

/* The rules in force, compiled: a file of these bytes can be given as tp_options.srx, for the same language, and is
 * mapped and not read. Another version of tprep, or of ICU, may refuse it. */
TP_API void tp_rules_compile(const struct tp_kit *kit, struct tp_buf *out);

/* Tells what is wrong with the rules in force, or with an SRX file: rules that cannot be compiled, match nothing or
 * never decide, rules that no language leads to. Each flaw is a line with its place. */
typedef void (*tp_flaw_fn)(void *arg, struct tp_str flaw);
TP_API void tp_rules_lint(const struct tp_kit *kit, tp_flaw_fn found, void *arg);
TP_API bool tp_srx_lint(const char *path, tp_flaw_fn found, void *arg, struct tp_error *err);

/* Reports -------------------------------------------------------------------------------------- */

enum tp_columns { TP_COLUMNS_CHAR, TP_COLUMNS_BYTE, TP_COLUMNS_DISPLAY, TP_COLUMNS_UTF16 };

struct tp_reporting {
	enum tp_columns columns;
	bool color;
};

/* A report in the making. `format` is an id of tp_report_entry(). Text is added to `out`, which the
 * caller holds and may write out and empty between the calls. */
struct tp_report;

TP_API struct tp_report *tp_report_new(const char *format, const struct tp_reporting *how, struct tp_buf *out,
				       struct tp_error *err);
/* What is added from now on is about this document, which the caller holds until then; or about the next window of a
 * long text (see tp_stream), where places are counted on from the one before. */
TP_API void tp_report_document(struct tp_report *report, const struct tp_doc *doc);
TP_API void tp_report_window(struct tp_report *report, const struct tp_doc *window);
/* Adds findings, all at once or unit by unit, in reading order. */
TP_API void tp_report_add(struct tp_report *report, const struct tp_findings *findings);
TP_API void tp_report_free(struct tp_report *report); /* writes the end, too */

/* XLIFF ---------------------------------------------------------------------------------------- */

enum tp_prepare { TP_PREPARE_NAMES, TP_PREPARE_FIXES, TP_PREPARE_NONE };

/* How a document is exported. */
struct tp_exporting {
	const char *source; /* language of the document; NULL: that of the kit */
	const char *target; /* language to translate into */
	enum tp_prepare prepare; /* which sure fixes are made first: names, all, none */
	bool omegat36; /* targets that copy the source, which OmegaT 3.6 needs */
	const char *version; /* NULL or "1.2" */
};

/* Writes XLIFF for the documents: prepared, segmented, with the findings as notes. It goes to `write` part by part,
 * so that it need not be held; if the call fails, what was written is of no use. */
TP_API bool tp_export(const struct tp_doc *const *docs, size_t n, const struct tp_kit *kit,
		      const struct tp_exporting *how, tp_write_fn write, void *arg, struct tp_error *err);

enum tp_missing { TP_MISSING_SOURCE, TP_MISSING_SKIP, TP_MISSING_ERROR };

/* How a translation is merged back. */
struct tp_merging {
	enum tp_missing missing; /* a segment without target: original text, leave its unit, or refuse */
	bool force; /* merge units that fit even where others changed since the export */
	bool utf8; /* the result is in UTF-8, whatever the encoding of the document */
};

/* An XLIFF file as it came back. */
struct tp_xliff;

TP_API struct tp_xliff *tp_xliff_read(struct tp_str bytes, const char *name, struct tp_error *err);
TP_API void tp_xliff_free(struct tp_xliff *xliff);

/* The name of document i (relative to the XLIFF file), or NULL when there are no more. */
TP_API const char *tp_xliff_original(const struct tp_xliff *xliff, size_t i);

/* The encoding that the document was exported from, as tp_reading has it; NULL: none is named. */
TP_API const char *tp_xliff_encoding(const struct tp_xliff *xliff, size_t i);

/* Puts the translation of document i back: the bytes of the translated document.
 * Findings about the translation (a missing target ...) are added to *findings, which may be NULL. */
TP_API bool tp_merge(const struct tp_doc *doc, const struct tp_xliff *xliff, size_t i, const struct tp_merging *how,
		     struct tp_buf *out, struct tp_findings *findings, struct tp_error *err);

/* Compiled name bases --------------------------------------------------------------------------- */

/* Compiles house styles (as in tp_options; each over those before it) into one base for all languages. Its bytes,
 * written to a file, are a house style that is mapped, and so loads at once, on machines of the same byte order. */
TP_API bool tp_base_compile(const char *data, const char *const *styles, size_t n, struct tp_buf *out,
			    struct tp_error *err);

/* A form of the base. Strings live as long as the kit. */
struct tp_base_form {
	struct tp_str concept, kind, language; /* "mul": of all languages */
	struct tp_str form;
	const char *status; /* "preferred", "admitted", "deprecated" or "report" */
	bool exact; /* case counts */
	struct tp_str preferred; /* in its language; may be empty */
};

/* There are names in the kit's language, or in all. */
TP_API bool tp_base_speaks(const struct tp_kit *kit);

/* Adds the languages that there are names in: "de-DE, en". */
TP_API void tp_base_languages(const struct tp_kit *kit, struct tp_buf *out);

/* The forms of the kit's language that a name may be, whatever its case, diacritics and punctuation: number i of
 * them, from 0; false where there is none. */
TP_API bool tp_base_lookup(const struct tp_kit *kit, struct tp_str name, size_t i, struct tp_base_form *form);

/* Calls `each` with what is wrong with each row of the files of a house style that is none. Fails where the others
 * cannot be read. A compiled base has no rows. */
TP_API bool tp_base_review(const struct tp_options *options, void (*each)(void *arg, const struct tp_error *flaw),
			   void *arg, struct tp_error *err);

/* Calls `each` with a sentence for each flaw of the base, behind "FILE:LINE: " unless the base is a compiled one: forms
 * of two concepts that are the same name, of one that are both preferred, or that are not found, or have nothing to
 * become. Fails with TP_E_SYNTAX if a compiled base is damaged. */
TP_API bool tp_base_lint(const struct tp_kit *kit, void (*each)(void *arg, struct tp_str flaw), void *arg,
			 struct tp_error *err);

/* The names of documents that neither the base nor a dictionary knows, to make rows of a base of. */
struct tp_harvest;

/* The kit (TP_NEED_NAMES and TP_NEED_SPELLING) lives until tp_harvest_free(). */
TP_API struct tp_harvest *tp_harvest_new(const struct tp_kit *kit);
TP_API void tp_harvest_free(struct tp_harvest *harvest);

/* Counts the names of a document. */
TP_API bool tp_harvest_add(struct tp_harvest *harvest, const struct tp_doc *doc, struct tp_error *err);

/* Adds the names, the most frequent first, to `out` as a name base (TSV). The forms of one name, "al-Muhammadawi" and
 * "Ahmad al-Muhammadawi", are one concept: the most frequent is preferred, the others are admitted. Above each stands
 * a comment: how often it was found, and in what context. */
TP_API void tp_harvest_write(const struct tp_harvest *harvest, struct tp_buf *out);

/* Name bases in other formats ------------------------------------------------------------------- */

/* Row i of the formats that name bases are read from or written to: "tsv", "tbx", "omegat" ... */
TP_API bool tp_base_format_entry(size_t i, struct tp_entry *entry);

/* How a name base is read or written. All zero is a good start. */
struct tp_exchange {
	const char *format; /* an id of tp_base_format_entry(); NULL: reading, by content; writing, "tsv" */
	const char *source; /* languages of a glossary of two languages; source NULL: "en" */
	const char *target;
};

/* The rows of a name base. Free with tp_rows_free(). */
struct tp_rows;

TP_API struct tp_rows *tp_rows_new(void);
TP_API void tp_rows_free(struct tp_rows *rows);

/* Adds the rows of a file; "-" is standard input. */
TP_API bool tp_rows_open(struct tp_rows *rows, const char *path, const struct tp_exchange *how, struct tp_error *err);

/* Adds the rows of a house style, by name or path (as in tp_options), with those of the base below it. They lie over
 * the rows that are there, and the style over its base: a form that is preferred below is deprecated where another one
 * is preferred above. */
TP_API bool tp_rows_open_style(struct tp_rows *rows, const char *data, const char *style, struct tp_error *err);

/* The same as tp_rows_open() for bytes in memory; `name` is for messages. */
TP_API bool tp_rows_read(struct tp_rows *rows, struct tp_str bytes, const char *name, const struct tp_exchange *how,
			 struct tp_error *err);

/* Adds the rows to `out` in a format. Of several rows for one form, the last one counts. */
TP_API bool tp_rows_write(struct tp_rows *rows, const struct tp_exchange *how, struct tp_buf *out,
			  struct tp_error *err);

/* Adds what the formats had no place for so far: a sentence a line, in the user's language. */
TP_API void tp_rows_losses(const struct tp_rows *rows, struct tp_buf *out);

/* Files ---------------------------------------------------------------------------------------- */

/* Writes a file whole or not at all: a temporary file beside it is renamed. Keeps its permissions. */
TP_API bool tp_file_replace(const char *path, struct tp_str bytes, struct tp_error *err);

/* The same in parts. tp_output_write() is a tp_write_fn; tp_output_end() frees the output, and the file is as it was
 * before unless `keep` is true and the result is. A device or a pipe gets the parts as they come. */
struct tp_output;

TP_API struct tp_output *tp_output_new(const char *path, struct tp_error *err);
TP_API bool tp_output_write(void *output, struct tp_str bytes, struct tp_error *err);
TP_API bool tp_output_end(struct tp_output *output, bool keep, struct tp_error *err);

/* Long plain text, a window at a time: windows have at most so many bytes (at least 64 KiB; 0: 1 MiB) and end at an
 * empty line, else at a line end (where a sentence ends, too, if one does), else at a sentence's end, white space, a
 * word's end or a character. So a text up to that is one window, and what becomes of a longer one does not depend on
 * how it arrives; but a paragraph of more becomes several. UTF-8 only; one window is held. `fd` stays the caller's. */
struct tp_stream;

TP_API struct tp_stream *tp_stream_new(int fd, const char *name, size_t window);
/* The next window, which lives until the next call; *window is empty at the end. */
TP_API bool tp_stream_next(struct tp_stream *stream, struct tp_str *window, struct tp_error *err);
TP_API void tp_stream_free(struct tp_stream *stream);

#ifdef __cplusplus
}
#endif

#endif
