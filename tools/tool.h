/* The frame of the command. A subcommand is a struct of facts and a function, in a file of its own; the Makefile
 * makes the table. Its help, man page and completions come from the same struct. */
#ifndef TPREP_TOOLS_TOOL_H
#define TPREP_TOOLS_TOOL_H

#include <libintl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/types.h>

#include "tprep.h"

#define _(message)              dgettext("tprep", message)
#define N_(message)             message
#define tp_plural(one, many, n) dngettext("tprep", one, many, n)

/* How the command ends. */
enum tool_status { TOOL_OK, TOOL_FOUND, TOOL_TROUBLE };

/* What the options set, and how it goes so far. */
struct tool {
	const struct tool_command *command;
	char **files; /* ends with NULL; { "-", NULL } where none were given */
	size_t n_files;

	const char *config; /* the file of settings in the place of the nearest one; "": none */
	struct tool_settings *settings; /* see tool_settle() */
	struct crew *crew; /* that works on several files at a time; or NULL: see tool_each_file() */
	const struct tool_option *given[32]; /* on the command line */
	size_t n_given;

	struct tp_options kit;
	struct tp_reading reading;
	struct tp_reporting reporting;
	struct tp_exporting exporting;
	struct tp_merging merging;
	const char *report;
	const char *only, *skip;
	const char *stdin_name;
	const char *output;
	const char *source_file;
	const char *from, *to; /* formats */
	int lines, columns, quotes, quotations, first, prepare, client, xliff, missing,
	    fail_on; /* choices: see TOOL_CHOICE */
	int shell; /* a choice, or -1 */
	size_t jobs; /* 0: as many as there are processors */
	bool diff, json, list, nul, man, why, show;
	bool pipe, tex, version, dictionaries, unknown_names, no_unknown_names;
	const char *personal;
	char language[4]; /* of the first dictionary */

	bool needs_text; /* what is no text is told, and not read */
	bool found; /* a judge has something to say */
	bool trouble; /* usage or input: the end will be TOOL_TROUBLE */
	bool told_country; /* that the dictionary is for another one, */
	bool told_model; /* and that it lacks a word which others are to be like */
	bool told_encoding; /* of this file, that it is not in UTF-8 */
};

enum tool_option_kind {
	TOOL_FLAG, /* sets a bool */
	TOOL_TEXT, /* sets a const char * */
	TOOL_NUMBER, /* sets a size_t: a whole number, 1 or more */
	TOOL_CHOICE, /* sets an int: which of the words "a|b|c" of `argument`, from 0; the first is the default */
};

struct tool_option {
	const char *name; /* "lang": --lang=LANG or --lang LANG */
	char letter; /* 'l': -l LANG or -lLANG; 0: none */
	enum tool_option_kind kind;
	const char *argument; /* "LANG"; NULL for a flag */
	const char *help; /* N_("language of the text; default: en") */
	size_t setting; /* offsetof(struct tool, ...) */
	bool no_default; /* a choice that is made only where the option is given */
	bool may_be_empty; /* a text that says something where it is empty, too */
};

#define TOOL_ANY_FILES ((size_t)-1)

/* A verb of a command, "import" of "base": a struct in a file of base_*.c; the Makefile makes the tables. */
struct tool_verb {
	const char *name;
	enum tool_status (*run)(struct tool *tool, char **files); /* without the verb; ends with NULL */
};

extern const struct tool_verb *const base_verbs[], *const srx_verbs[]; /* end with NULL */

struct tool_command {
	const char *name; /* "check" */
	const char *summary; /* N_("Finds what is to be corrected in files.") */
	const char *arguments; /* "[FILE]..." */
	const char *text; /* N_() paragraphs of the manual, separated by empty lines */
	size_t most_files; /* 0, 1, or TOOL_ANY_FILES */
	bool filter; /* without files, standard input is read */
	const struct tool_option *const *options; /* ends with NULL */
	const struct tool_verb *const *verbs; /* the first argument names one; NULL: there is only ... */
	enum tool_status (*run)(struct tool *tool); /* ... this to be done */
};

extern const struct tool_command *const tool_commands[]; /* made by the Makefile; ends with NULL */

const struct tool_command *tool_command_for(const char *name);

/* Options of more than one command. */
extern const struct tool_option tool_option_columns, tool_option_config, tool_option_output, tool_option_dict,
    tool_option_encoding, tool_option_fail_on, tool_option_input, tool_option_jobs, tool_option_json, tool_option_lang,
    tool_option_lines, tool_option_only, tool_option_quotes, tool_option_skip, tool_option_srx,
    tool_option_stdin_filename, tool_option_style;

/* Those of all commands that check documents. */
#define TOOL_CHECKING_OPTIONS                                                                                          \
	&tool_option_style, &tool_option_dict, &tool_option_srx, &tool_option_quotes, &tool_option_input,              \
	    &tool_option_lines, &tool_option_encoding, &tool_option_stdin_filename, &tool_option_config

/* Takes the options out of the arguments; what is left are the files. False after a message. */
bool tool_parse(struct tool *tool, char **arguments);

/* Sets what the option sets to a value, or back to what it is without; false after a message. */
bool tool_set(struct tool *tool, const struct tool_option *option, const char *value);
void tool_unset(struct tool *tool, const struct tool_option *option);

/* An option that sets the same was on the command line. */
bool tool_was_given(const struct tool *tool, const struct tool_option *option);

/* Ends a message about usage; false. */
bool tool_hint(const struct tool *tool);

/* What was chosen becomes the enumerations of the library. */
void tool_use_choices(struct tool *tool);

/* The choice of a word in "a|b|c", or -1. */
int tool_choice(const char *words, const char *word);

/* Help (help.c, man.c, completion.c) ---------------------------------------------------------- */

/* The shells that there are completions for, as a choice. */
#define TOOL_SHELLS "bash|zsh|fish"

/* What an option is for, with its default where it is a choice. */
void tool_option_text(const struct tool_option *option, struct tp_buf *out);

void tool_help(const struct tool_command *command);
void tool_help_all(void);
void tool_man(void); /* a manual page, in roff */
void tool_completion(int shell); /* choice of TOOL_SHELLS */

/* Said by help and manual alike. */
extern const char tool_purpose[], tool_statuses[];

/* Output (output.c) ----------------------------------------------------------------------------- */

/* To standard output. When that fails (a full disk), the command ends with a message and TOOL_TROUBLE; when the
 * reader is gone, without a message. */
void tool_write(struct tp_str s);
void tool_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void tool_close(void);

/* What was written goes out now. */
void tool_flush(void);

/* Writes out what a buffer holds, and empties it. */
void tool_write_buf(struct tp_buf *buf);

/* False, with a message, if `path` is one of the files that are read: it would be lost. */
bool tool_spares(struct tool *tool, const char *path, const char *input);

/* To a file, whole or not at all; "-" or NULL is standard output. */
bool tool_write_file(struct tool *tool, const char *path, struct tp_str bytes);

/* The folder of a file, with all links followed; false if it is not there. */
bool tool_folder_of(const char *path, char folder[PATH_MAX]);

/* Makes the folders that the file is in where they are not there. False, with a message unless `tool` is NULL, if one
 * cannot be made. */
bool tool_make_folders(struct tool *tool, const char *path, mode_t mode);

/* n elements of a size, all zero, for free(); aborts where there is no memory. */
void *tool_alloc(size_t n, size_t size);

/* To people: "tprep: MESSAGE" on standard error. An error makes the status TOOL_TROUBLE; both return false. */
bool tool_error(struct tool *tool, const struct tp_error *err);
bool tool_error_text(struct tool *tool, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tool_warn(const char *text);

/* Standard output is a terminal that shows colors, and the user wants them. */
bool tool_use_color(void);

/* What is well under way, on a terminal only: "FILE: 12 MB"; `done` are bytes, and 0 wipes the line. */
void tool_progress(const char *file, size_t done);

void tool_add(struct tp_buf *buf, const char *z);
void tool_add_format(struct tp_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tool_add_json(struct tp_buf *buf, struct tp_str s); /* with its quotes */

/* Settings (settings.c) --------------------------------------------------------------------------- */

/* Sets what the settings in force for a file say where no option does, to be called before the file is read; "-" is
 * standard input. False after a message. */
bool tool_settle(struct tool *tool, const char *path);

/* The kit that options and settings ask for, kept with those of other files until the command ends. As tool_kit(). */
struct tp_kit *tool_kit_for(struct tool *tool, int needs, bool spare);

/* Calls `each` for the settings in force for a file. False after a message. */
bool tool_each_setting(struct tool *tool, const char *path, tp_setting_fn each, void *arg);

/* The path of a file of the user's own settings; false if there is no place for them. */
bool tool_personal_path(const char *name, char path[PATH_MAX]);

void tool_settings_free(struct tool_settings *settings);

/* Several files at a time (jobs.c) ------------------------------------------------------------------ */

/* Readies for a file: settles for it, and returns a kit that stays as it is. NULL after a message. */
typedef const struct tp_kit *(*tool_prepare_fn)(struct tool *tool, const char *path);

/* Works on a file. It may be on a thread of its own: the tool is a copy that has the settings for this file. */
typedef void (*tool_work_fn)(struct tool *tool, const char *path, const struct tp_kit *kit, void *arg);

/* Goes through the files, several at a time where there is more than one. They are prepared in their order; whatever is
 * written, and what tool_in_turn() is asked for, is done in that order, too. */
void tool_each_file(struct tool *tool, tool_prepare_fn prepare, tool_work_fn work, void *arg);

/* Calls act(arg, what) when all files before this one are over, and what was asked for so far is done: at once where
 * that is so. `size` is about how many bytes `what` keeps until then. */
typedef void (*tool_deed_fn)(void *arg, void *what);
void tool_in_turn(tool_deed_fn act, void *arg, void *what, size_t size);

/* What is asked for is done at once. */
bool tool_is_at_turn(void);

/* Waits until all files that are begun are over. */
void tool_finish_files(struct tool *tool);

/* Reports (report.c) --------------------------------------------------------------------------------- */

/* A report on several files, which goes to standard output. */
struct tool_report {
	struct tp_report *report;
	struct tp_buf out;
};

/* `format` is an id of tp_report_entry(). False after a message. */
bool tool_report_begin(struct tool *tool, struct tool_report *to, const char *format);
void tool_report_end(struct tool_report *to);

/* What is added next is about a document, or about a window of a long one (see tool_text_fn): both in turn. The
 * document is the caller's until tool_doc_free(); the findings are taken, and leave all zero. */
void tool_report_doc(struct tool_report *to, const struct tp_doc *doc, size_t part);
void tool_report_findings(struct tool_report *to, struct tp_findings *findings);

/* Input (input.c) -------------------------------------------------------------------------------- */

/* The kit that the options ask for. With `spare`, a language without dictionary is a warning, and the kit comes
 * without spelling; dictionaries asked for by name must be there. NULL after a message. */
struct tp_kit *tool_kit(struct tool *tool, int needs, bool spare);

/* Its end: what it learned is kept for the next time, if that can be. */
void tool_kit_free(struct tp_kit *kit);

/* Warns of what is wrong in a document that starts after so many lines of its file, which is called `name`, or as the
 * document is where that is NULL. That a file is not in UTF-8 is told once. */
void tool_warn_of(struct tool *tool, const struct tp_doc *doc, const char *name, size_t lines);

size_t tool_count_lines(struct tp_str text);

/* A document as the options say it is to be read. Standard input gets the name of --stdin-filename.
 * `name` (NULL: the path) is what the document is called. NULL after a message. */
struct tp_doc *tool_open(struct tool *tool, const char *path, const char *name);

/* The same for bytes that were read, or a part of them that starts after so many lines. */
struct tp_doc *tool_read_doc(struct tool *tool, struct tp_str bytes, const char *name, size_t lines);

/* Frees a document in turn, for what waits may need it. */
void tool_doc_free(struct tp_doc *doc);

/* Reads a whole file, "-" for standard input. False after a message. */
bool tool_read(struct tool *tool, const char *path, struct tp_buf *bytes);

/* Goes through a file of any length, window by window of this size (see tp_stream). False after a message. */
typedef bool (*tool_window_fn)(struct tool *tool, struct tp_str window, void *arg);
bool tool_each_window(struct tool *tool, const char *path, size_t size, tool_window_fn each, void *arg);

/* What is done with a document, or with a window of a long one (`part` counts from 0). False after a message. */
typedef bool (*tool_text_fn)(struct tool *tool, const struct tp_doc *doc, size_t part, void *arg);

/* Goes through a file: plain text in UTF-8 a window at a time, so that it may be of any length, anything else as
 * one document. False after a message. */
bool tool_each_text(struct tool *tool, const char *path, size_t window, tool_text_fn each, void *arg);

/* What the checks of --only need: all, or all but spelling. */
int tool_needs(const struct tool *tool);

/* Differences (diff.c) ---------------------------------------------------------------------------- */

/* Adds what turns the old bytes into the new ones as a unified diff that `git apply` takes; nothing if they are
 * the same. */
void tool_diff(const char *path, struct tp_str old, struct tp_str new, struct tp_buf *out);

#endif
