/* tprep spell -a: answers line by line as ispell does, for editors. */
#include "recode.h"
#include "spell.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The rest of a longer line is answered as if it went on after a break. */
#define LONGEST_LINE ((size_t)1 << 20)

struct pipe {
	struct tool *tool;
	struct tp_kit *kit;
	struct recoding *recoding; /* NULL for UTF-8 */
	bool terse; /* no answers about words that are right */
	bool tex; /* \commands are no words */
	struct tp_buf personal, session; /* words that were added, a line each */
	char path[PATH_MAX]; /* of the file of `personal`; "": there is none */
	size_t saved; /* bytes of `personal` that the file has */
	struct tp_buf out;
};

/* The version line: programs look for "Ispell" with a version of theirs, and then for what it really is. To be taken
 * for Hunspell makes them ask with Hunspell's options. */
static const char version_line[] = "@(#) International Ispell Version 3.2.06 (but really Hunspell 1.7.1) tprep %s\n";

void spell_version(void)
{
	tool_print(version_line, tp_version());
}

/* There may be no dictionary for what is asked for. */
static void list_loaded(const struct tool *tool)
{
	struct tp_kit *kit = tp_kit_new(&tool->kit, TP_NEED_SPELLING, NULL);
	const char *loaded;

	for (size_t i = 0; kit && (loaded = tp_kit_dictionary(kit, i)); i++)
		tool_print("LOADED DICTIONARY:\n%s.aff\n%s.dic\n", loaded, loaded);
	tool_kit_free(kit);
}

void spell_dictionaries(const struct tool *tool)
{
	struct tp_buf path = TP_BUF_INIT;

	tool_print("SEARCH PATH:\n%s\n", tool->kit.spelling_path ? tool->kit.spelling_path : "");
	tool_print("AVAILABLE DICTIONARIES (path is not mandatory for -d option):\n");
	for (size_t i = 0; tp_dictionary_entry(tool->kit.spelling_path, i, &path); i++) {
		tool_add(&path, "\n");
		tool_write_buf(&path);
	}
	list_loaded(tool);
	tp_buf_release(&path);
}

/* Words of the user --------------------------------------------------------------------------------- */

static struct tp_str trimmed(struct tp_str s)
{
	while (s.n && strchr(" \t\r\n", s.p[s.n - 1]))
		s.n--;
	while (s.n && strchr(" \t", *s.p)) {
		s.p++;
		s.n--;
	}
	return s;
}

/* What is no word for a list is not kept, so that the list can be read again. */
static void accept_word(const struct tp_kit *kit, struct tp_str word, struct tp_buf *list)
{
	word = trimmed(word);
	if (!tp_word_can_be_listed(word))
		return;
	tp_kit_accept(kit, word);
	tp_buf_add(list, word.p, word.n);
	tool_add(list, "\n");
}

/* "&Word" is for the word in small letters; only those of ASCII are made so, as by ispell. */
static void accept_lower(struct pipe *pipe, struct tp_str word)
{
	struct tp_buf lower = TP_BUF_INIT;

	tp_buf_add(&lower, word.p, word.n);
	for (size_t i = 0; i < lower.n; i++)
		if (lower.p[i] >= 'A' && lower.p[i] <= 'Z')
			lower.p[i] |= 0x20;
	accept_word(pipe->kit, tp_buf_str(&lower), &pipe->personal);
	tp_buf_release(&lower);
}

/* The file that an option names; else that of the user for the language, which the kit has read. */
static void find_personal(struct pipe *pipe)
{
	const char *given = pipe->tool->personal, *language = pipe->tool->kit.language;
	char name[64];

	snprintf(name, sizeof name, "words.%.*s", (int)strcspn(language ? language : "en", "-_"),
		 language ? language : "en");
	if (given)
		snprintf(pipe->path, sizeof pipe->path, "%s", given);
	else
		tool_personal_path(name, pipe->path);
}

/* "word/model", as in a file of Hunspell's, is for the word; "*word" is for none. */
static void accept_line(const struct tp_kit *kit, struct tp_str line, struct tp_buf *list)
{
	const char *slash = line.n ? memchr(line.p, '/', line.n) : NULL;

	if (line.n && line.p[0] != '*')
		accept_word(kit, (struct tp_str){ line.p, slash ? (size_t)(slash - line.p) : line.n }, list);
}

bool spell_personal(struct tool *tool, const struct tp_kit *kit, struct tp_buf *list)
{
	const char *path = tool->personal;
	struct tp_buf file = TP_BUF_INIT;
	bool ok = !path || access(path, F_OK) != 0 || tool_read(tool, path, &file);

	for (size_t from = 0, to; ok && from < file.n; from = to + 1) {
		const char *end = memchr(file.p + from, '\n', file.n - from);

		to = end ? (size_t)(end - file.p) : file.n;
		accept_line(kit, (struct tp_str){ file.p + from, to - from }, list);
	}
	tp_buf_release(&file);
	return ok;
}

/* Adds the new words to the file as it is now. */
static void save_personal(struct pipe *pipe)
{
	const char *path = pipe->path;
	struct tp_buf file = TP_BUF_INIT;

	if (!*path || pipe->saved == pipe->personal.n)
		return;
	if (!pipe->tool->personal)
		tool_make_folders(NULL, path, 0700);
	if (access(path, F_OK) != 0 || tool_read(pipe->tool, path, &file)) {
		if (file.n && file.p[file.n - 1] != '\n')
			tool_add(&file, "\n");
		tp_buf_add(&file, pipe->personal.p + pipe->saved, pipe->personal.n - pipe->saved);
		if (tool_write_file(pipe->tool, path, tp_buf_str(&file)))
			pipe->saved = pipe->personal.n;
	}
	tp_buf_release(&file);
}

/* Answers --------------------------------------------------------------------------------------------- */

static size_t count_characters(struct tp_str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
	return n;
}

/* In TeX mode a word right after a backslash is a command. */
static bool is_command(const struct pipe *pipe, struct tp_str text, struct tp_span at)
{
	return pipe->tex && at.from > 0 && text.p[at.from - 1] == '\\';
}

/* A name is not wrong unless that is asked for. */
bool spell_is_wrong(const struct tp_finding *finding, bool names)
{
	return names || strcmp(finding->id, "unknown-name") != 0;
}

static bool stands_in(struct tp_span inner, struct tp_span outer)
{
	return inner.from >= outer.from && inner.to <= outer.to;
}

/* The word with the fix made. What the fix reaches over beside the word cannot be told. */
static void add_fixed(struct pipe *pipe, struct tp_str text, struct tp_span word, const struct tp_edit *fix, bool first)
{
	tool_add(&pipe->out, first ? " " : ", ");
	tp_buf_add(&pipe->out, text.p + word.from, fix->at.from - word.from);
	tp_buf_add(&pipe->out, fix->with.p, fix->with.n);
	tp_buf_add(&pipe->out, text.p + fix->at.to, word.to - fix->at.to);
}

/* "& WORD NUMBER OFFSET: FIX, FIX", or "# WORD OFFSET" where there is no fix. */
static void add_wrong(struct pipe *pipe, struct tp_str text, struct tp_span word, size_t offset,
		      const struct tp_finding *finding)
{
	size_t fixes = 0, n = 0;

	for (size_t i = 0; i < finding->n_fixes; i++)
		fixes += stands_in(finding->fixes[i].at, word);
	tool_add(&pipe->out, fixes ? "& " : "# ");
	tp_buf_add(&pipe->out, text.p + word.from, word.to - word.from);
	if (!fixes) {
		tool_add_format(&pipe->out, " %zu\n", offset);
		return;
	}
	tool_add_format(&pipe->out, " %zu %zu:", fixes, offset);
	for (size_t i = 0; i < finding->n_fixes; i++)
		if (stands_in(finding->fixes[i].at, word))
			add_fixed(pipe, text, word, &finding->fixes[i], n++ == 0);
	tool_add(&pipe->out, "\n");
}

/* The finding in a word, or NULL. Asked in order: *next starts as 0. */
static const struct tp_finding *finding_in(const struct tp_findings *findings, struct tp_span word, size_t *next)
{
	while (*next < findings->n && findings->p[*next].at.from < word.from)
		++*next;
	return *next < findings->n && stands_in(findings->p[*next].at, word) ? &findings->p[*next] : NULL;
}

static void answer_words(struct pipe *pipe, struct tp_str text, size_t offset, const struct tp_spans *words,
			 const struct tp_findings *findings)
{
	size_t next = 0, before = 0;

	for (size_t i = 0; i < words->n; i++) {
		struct tp_span word = words->p[i];
		const struct tp_finding *finding = finding_in(findings, word, &next);

		offset += count_characters((struct tp_str){ text.p + before, word.from - before });
		before = word.from;
		if (finding && spell_is_wrong(finding, pipe->tool->unknown_names) && !is_command(pipe, text, word))
			add_wrong(pipe, text, word, offset, finding);
		else if (!pipe->terse)
			tool_add(&pipe->out, "*\n");
	}
}

/* Each word of the text, whose first character has this offset in its line. */
static void answer_text(struct pipe *pipe, struct tp_str text, size_t offset)
{
	struct tp_findings findings = { .p = NULL };
	struct tp_spans words = { .p = NULL };

	tp_word_spans_in(pipe->kit, text, &words);
	tp_words_in(pipe->kit, text, &findings);
	answer_words(pipe, text, offset, &words, &findings);
	tp_findings_release(&findings);
	tp_spans_release(&words);
}

/* A piece of the line that ends at a space. */
static struct tp_str first_piece(struct tp_str line)
{
	size_t n = line.n;

	if (n > LONGEST_LINE)
		for (n = LONGEST_LINE; n < line.n && line.p[n] != ' '; n++)
			;
	return (struct tp_str){ line.p, n };
}

/* In TeX mode braces are around what a command is for, and not around the name of a placeholder. */
static void open_braces(const struct pipe *pipe, struct tp_str line, struct tp_buf *out)
{
	tp_buf_add(out, line.p, line.n);
	for (size_t i = 0; pipe->tex && i < out->n; i++)
		if (out->p[i] == '{' || out->p[i] == '}')
			out->p[i] = ' ';
}

static void answer(struct pipe *pipe, struct tp_str asked, size_t offset)
{
	struct tp_buf open = TP_BUF_INIT;
	struct tp_str line;

	open_braces(pipe, asked, &open);
	line = tp_buf_str(&open);
	while (line.n) {
		struct tp_str piece = first_piece(line);

		answer_text(pipe, piece, offset);
		offset += count_characters(piece);
		line = (struct tp_str){ line.p + piece.n, line.n - piece.n };
	}
	tool_add(&pipe->out, "\n");
	tp_buf_release(&open);
}

/* Commands ---------------------------------------------------------------------------------------------- */

/* "NUMBER: WORD, WORD" */
static void add_list(struct pipe *pipe, const struct tp_buf *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += list->p[i] == '\n';
	tool_add_format(&pipe->out, "%zu:", n);
	for (size_t i = 0, from = 0; i < list->n; i++) {
		if (list->p[i] != '\n')
			continue;
		tool_add(&pipe->out, from ? ", " : " ");
		tp_buf_add(&pipe->out, list->p + from, i - from);
		from = i + 1;
	}
	tool_add(&pipe->out, "\n");
}

static bool is(struct tp_str s, const char *z)
{
	return s.n == strlen(z) && memcmp(s.p, z, s.n) == 0;
}

/* Aspell's questions about words and settings; what tells it to remember or to change something has no answer. */
static void answer_question(struct pipe *pipe, struct tp_str question)
{
	const char *language = pipe->tool->kit.language ? pipe->tool->kit.language : "en";

	if (is(question, "pp"))
		add_list(pipe, &pipe->personal);
	else if (is(question, "ps"))
		add_list(pipe, &pipe->session);
	else if (is(question, "l") || is(question, "cr lang"))
		tool_add_format(&pipe->out, "%s\n", language);
	else if (is(question, "cr encoding"))
		tool_add(&pipe->out, "utf-8\n");
	else if (question.n > 3 && memcmp(question.p, "cr ", 3) == 0)
		tool_add(&pipe->out, "\n");
}

/* False if the line is text. */
static bool obey(struct pipe *pipe, struct tp_str line)
{
	struct tp_str rest = { line.p + 1, line.n - 1 };

	switch (line.p[0]) {
	case '*':
		accept_word(pipe->kit, rest, &pipe->personal);
		return true;
	case '&':
		accept_lower(pipe, rest);
		return true;
	case '@':
		accept_word(pipe->kit, rest, &pipe->session);
		return true;
	case '#':
		save_personal(pipe);
		return true;
	case '!':
	case '%':
		pipe->terse = line.p[0] == '!';
		return true;
	case '+':
	case '-':
		pipe->tex = line.p[0] == '+';
		return true;
	case '~':
		return true;
	case '$':
		if (!rest.n || rest.p[0] != '$')
			return false;
		answer_question(pipe, trimmed((struct tp_str){ rest.p + 1, rest.n - 1 }));
		return true;
	default:
		return false;
	}
}

static void take_line(struct pipe *pipe, struct tp_str line)
{
	if (line.n && line.p[0] == '^')
		answer(pipe, (struct tp_str){ line.p + 1, line.n - 1 }, 1);
	else if (!line.n || !obey(pipe, line))
		answer(pipe, line, 0);
}

/* An answer goes out as soon as it is made. */
static void write_answer(struct pipe *pipe)
{
	if (pipe->recoding) {
		struct tp_buf encoded = TP_BUF_INIT;

		recode_out(pipe->recoding, tp_buf_str(&pipe->out), &encoded);
		tool_write_buf(&encoded);
		tp_buf_release(&encoded);
		pipe->out.n = 0;
	} else {
		tool_write_buf(&pipe->out);
	}
	tool_flush();
}

static void take_lines(struct pipe *pipe)
{
	struct tp_buf decoded = TP_BUF_INIT;
	char *line = NULL;
	size_t room = 0;

	for (ssize_t n; (n = getline(&line, &room, stdin)) >= 0; write_answer(pipe)) {
		struct tp_str text = { line, (size_t)n };

		while (text.n && (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == '\r'))
			text.n--;
		if (pipe->recoding) {
			decoded.n = 0;
			recode_in(pipe->recoding, text, &decoded);
			text = tp_buf_str(&decoded);
		}
		take_line(pipe, text);
	}
	free(line);
	tp_buf_release(&decoded);
}

enum tool_status spell_pipe(struct tool *tool, struct tp_kit *kit)
{
	struct pipe pipe = { .tool = tool, .kit = kit, .tex = tool->tex };

	if (!recoding_open(tool, &pipe.recoding))
		return TOOL_TROUBLE;
	find_personal(&pipe);
	if (spell_personal(tool, kit, &pipe.personal)) {
		pipe.saved = pipe.personal.n;
		spell_version();
		tool_flush();
		take_lines(&pipe);
	}
	recoding_close(pipe.recoding);
	tp_buf_release(&pipe.personal);
	tp_buf_release(&pipe.session);
	tp_buf_release(&pipe.out);
	return TOOL_OK;
}
