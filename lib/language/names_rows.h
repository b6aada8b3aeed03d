/* Rows: what a name base says, whatever file it comes from or goes to. A reader of a format gives its rows to
 * a sink, one after the other; a writer has them all. */
#ifndef TPREP_LANGUAGE_NAMES_ROWS_H
#define TPREP_LANGUAGE_NAMES_ROWS_H

#include "core/memory.h"
#include "language/names.h"

enum tp_name_match {
	TP_MATCH_FOLD,
	TP_MATCH_EXACT,
	TP_MATCH_REPORT, /* exact, and found only, whatever the status */
};

/* A field has no tab and no line break in it. Strings are borrowed for the call that gives the row. */
struct tp_name_row {
	struct tp_str concept, kind;
	struct tp_str lang; /* "" is all languages */
	struct tp_str form;
	enum tp_name_status status;
	enum tp_name_match match;
	struct tp_str first;
	struct tp_str unless, only; /* "river|goddess" */
	size_t line; /* where it stands in its file */
};

/* A row with nothing in it. */
struct tp_name_row tp_name_row_empty(size_t line);

/* Words of the files. -1: no such word. */
int tp_name_status_of(struct tp_str word);
int tp_name_match_of(struct tp_str word);
const char *tp_name_status_word(enum tp_name_status status);
const char *tp_name_match_word(enum tp_name_match match);

/* What tells a row from others: its concept, its language, and a form. */
void tp_name_row_key(struct tp_str concept, struct tp_str language, struct tp_str form, struct tp_buf *key);

/* Losses ------------------------------------------------------------------------------------------------ */

/* What one format has and another has no place for. */
enum tp_name_loss {
	TP_LOSS_PART, /* a part of a file that is no row: "definition" */
	TP_LOSS_FIELD, /* a field of a row: "unless" */
	TP_LOSS_STATUS, /* a status word that has no equal: "supersededTerm" */
	TP_LOSS_LANGUAGE, /* forms of a language: "fr" */
	TP_LOSS_FORM, /* forms, by why they are left out: see below */
};

/* Why forms are left out, as `what` of TP_LOSS_FORM. */
#define TP_FORM_ALONE "alone" /* no preferred form to go with it */
#define TP_FORM_TWICE "twice"
#define TP_FORM_WORDS "words" /* more than one word */
#define TP_FORM_XML   "xml" /* a character that XML cannot hold */
#define TP_FORM_EMPTY "empty"
#define TP_FORM_FINE  "fine" /* not to be replaced */
#define TP_FORM_CASE  "case" /* its case counts */

struct tp_name_losses {
	struct {
		enum tp_name_loss kind;
		char what[48];
		size_t n;
	} p[256]; /* more kinds of losses than these are told as one */
	size_t n;
};

/* `losses` may be NULL. */
void tp_names_lose(struct tp_name_losses *losses, enum tp_name_loss kind, struct tp_str what);

/* A sentence a line. */
void tp_names_losses_text(const struct tp_name_losses *losses, struct tp_buf *out);

/* Reading ----------------------------------------------------------------------------------------------- */

/* Takes a row; false stops the reader, after filling in *err, but for the line, which the row knows. */
typedef bool tp_name_row_fn(void *arg, const struct tp_name_row *row, struct tp_error *err);

struct tp_name_sink {
	tp_name_row_fn *row;
	void *arg;
	struct tp_name_losses *losses; /* may be NULL */
	const struct tp_name_critic *critic; /* NULL: reading ends at the first row that is none */
};

/* Told of rows that are none, which are left out then. */
struct tp_name_critic {
	void (*bad)(void *arg, const struct tp_error *err);
	void *arg;
};

/* Reading goes on behind a row that is none, which the critic is told of; false if there is no critic. */
bool tp_name_bears(const struct tp_name_sink *sink, const struct tp_error *err);

bool tp_name_give(const struct tp_name_sink *sink, const struct tp_name_row *row, struct tp_error *err);

/* Gives the rows of a house style or name base, a TSV or TBX file, in order. Errors name file and line, but those that
 * the critic, which may be NULL, is told of have no file. */
bool tp_name_rows_read(const char *path, tp_name_row_fn *take, void *arg, const struct tp_name_critic *critic,
		       struct tp_error *err);

/* How a form of a file without conditions is best matched. Capitals only, such as "ISIS": to the letter; and if
 * it is deprecated and has but two letters, such as "IS", it is only reported: it is too often something else. */
enum tp_name_match tp_name_guess_match(struct tp_str form, enum tp_name_status status);

/* The text as a field: trimmed, with one space for white space that has a line break or a tab in it. */
struct tp_str tp_name_field(struct tp_arena *arena, struct tp_str text);

/* The text as a field for a language: "" for "mul". */
struct tp_str tp_name_lang(struct tp_arena *arena, struct tp_str text);

/* Facts: fields of a row as a note for people and for us, "status: deprecated; match: exact". */
enum tp_name_fact {
	TP_FACT_CONCEPT = 1,
	TP_FACT_KIND = 2,
	TP_FACT_LANG = 4,
	TP_FACT_FORM = 8,
	TP_FACT_STATUS = 16,
	TP_FACT_MATCH = 32,
	TP_FACT_FIRST = 64,
	TP_FACT_UNLESS = 128,
	TP_FACT_ONLY = 256,
	TP_FACT_CONDITIONS = TP_FACT_FIRST | TP_FACT_UNLESS | TP_FACT_ONLY,
};

/* Adds these facts, without the empty ones. */
void tp_name_facts_add(struct tp_buf *out, const struct tp_name_row *row, unsigned facts);

/* Takes facts into the row, with strings in the arena, and tells which; 0 if the text is anything else, and
 * the row is as before. */
unsigned tp_name_facts_read(struct tp_str text, struct tp_arena *arena, struct tp_name_row *row);

/* Rows in memory ------------------------------------------------------------------------------------------ */

struct tp_rows {
	struct tp_arena *arena;
	struct tp_name_row *p;
	size_t n, cap;
	struct tp_name_losses losses;
};

/* A sink that keeps the rows. */
struct tp_name_sink tp_rows_sink(struct tp_rows *rows);

/* Brings the rows of each concept together, and in it those of each language; order stays otherwise. Of rows
 * for the same form, the last one stays, in the place of the first. Rows without a kind get that of their concept. */
void tp_rows_sort(struct tp_rows *rows);

/* The end of the rows from `from` that have its concept (and language). */
size_t tp_rows_concept_end(const struct tp_rows *rows, size_t from);
size_t tp_rows_language_end(const struct tp_rows *rows, size_t from);

/* Of the rows [from, to) of a concept, those with another kind than the first lose it. */
void tp_rows_lose_kinds(struct tp_rows *rows, size_t from, size_t to);

/* Takes out what XML cannot hold: rows with such characters, and languages whose tags are not well-formed. */
void tp_rows_fit_xml(struct tp_rows *rows);

/* Formats ------------------------------------------------------------------------------------------------- */

struct tp_names_format {
	const char *name; /* "tbx" */
	const char *title; /* N_() */
	const char *extensions; /* "tbx"; "" if it is never told from a file */
	bool is_xml;
	int variant; /* for write() */
	/* The start of a file looks like this format; NULL: is never told from it. */
	bool (*probe)(struct tp_str start);
	/* NULL: is only written. */
	bool (*read)(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
		     struct tp_error *err);
	/* NULL: is only read. The rows are sorted; losses go to rows->losses. */
	bool (*write)(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
		      struct tp_buf *out, struct tp_error *err);
};

extern const struct tp_names_format *const tp_names_formats[]; /* made by the Makefile; ends with NULL */

/* Reads a file in UTF-8, or in another Unicode encoding that its byte order mark tells. Errors have no file. */
bool tp_names_read_rows(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
			struct tp_error *err);

#endif
