/* tprep spell: the words that no dictionary knows. */
#include "spell.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* A file that is checked. */
struct spelling {
	const struct tp_kit *kit;
	struct tool_report *to; /* unless it is for a list of words */
};

static void list_word(void *arg, struct tp_str word)
{
	struct tp_buf *out = arg;

	tp_buf_add(out, word.p, word.n);
	tp_buf_add(out, "\n", 1);
}

/* The words that -a would call wrong. */
static void list_wrong(const struct tp_doc *doc, const struct tp_findings *findings, struct tp_buf *out)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct tp_finding *finding = &findings->p[i];
		const char *text = tp_unit_text(doc, finding->unit).p;

		if (spell_is_wrong(finding, false))
			list_word(out, (struct tp_str){ text + finding->at.from, finding->at.to - finding->at.from });
	}
}

static bool list_doc(struct tool *tool, const struct tp_doc *doc, size_t part, void *arg)
{
	struct spelling *in = arg;
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;
	bool ok = tp_doc_unknown_words(doc, in->kit, list_word, &out, &err) || tool_error(tool, &err);

	(void)part;
	tool_write_buf(&out);
	tp_buf_release(&out);
	return ok;
}

static bool list_wrong_doc(struct tool *tool, const struct tp_doc *doc, size_t part, void *arg)
{
	struct spelling *in = arg;
	struct tp_findings findings = { .p = NULL };
	struct tp_buf out = TP_BUF_INIT;
	struct tp_error err;
	bool ok = tp_doc_check(doc, in->kit, "spelling", NULL, &findings, &err) || tool_error(tool, &err);

	(void)part;
	list_wrong(doc, &findings, &out);
	tool_write_buf(&out);
	tp_buf_release(&out);
	tp_findings_release(&findings);
	return ok;
}

static bool spell_doc(struct tool *tool, const struct tp_doc *doc, size_t part, void *arg)
{
	struct spelling *in = arg;
	struct tp_findings findings = { .p = NULL };
	struct tp_error err;

	if (!tp_doc_check(doc, in->kit, "spelling", NULL, &findings, &err))
		return tool_error(tool, &err);
	tool->found |= findings.n > 0;
	tool_report_doc(in->to, doc, part);
	tool_report_findings(in->to, &findings);
	return true;
}

/* The language of the first dictionary: "de_DE,en_US" is German. NULL if its name does not start with one. */
static const char *language_of(const char *dictionaries, char language[4])
{
	size_t n = dictionaries ? strspn(dictionaries, "abcdefghijklmnopqrstuvwxyz") : 0;

	if (n < 2 || n > 3 || (dictionaries[n] && !strchr("_-,", dictionaries[n])))
		return NULL;
	memcpy(language, dictionaries, n);
	language[n] = '\0';
	return language;
}

/* The kit for a file, whose language is that of the first dictionary if nobody says otherwise. */
static struct tp_kit *kit_for(struct tool *tool, const char *path)
{
	if (!tool_settle(tool, path))
		return NULL;
	if (!tool->kit.language)
		tool->kit.language = language_of(tool->kit.spelling, tool->language);
	return tool_kit_for(tool, TP_NEED_SPELLING | TP_NEED_NAMES, false);
}

/* The same with the words of --personal. */
static const struct tp_kit *personal_kit_for(struct tool *tool, const char *path)
{
	const struct tp_kit *kit = kit_for(tool, path);
	struct tp_buf words = TP_BUF_INIT;

	if (kit && !spell_personal(tool, kit, &words))
		kit = NULL;
	tp_buf_release(&words);
	return kit;
}

static void list_file(struct tool *tool, const char *path, const struct tp_kit *kit, void *arg)
{
	struct spelling in = { kit, arg };

	tool_each_text(tool, path, 0, tool->no_unknown_names ? list_wrong_doc : list_doc, &in);
}

static void spell_file(struct tool *tool, const char *path, const struct tp_kit *kit, void *arg)
{
	struct spelling in = { kit, arg };

	tool_each_text(tool, path, 0, spell_doc, &in);
}

static enum tool_status spell_files(struct tool *tool)
{
	struct tool_report to;

	tool->needs_text = true;
	if (tool->list) {
		tool_each_file(tool, personal_kit_for, list_file, NULL);
		return TOOL_OK;
	}
	if (!tool_report_begin(tool, &to, tool->json ? "json" : "gnu"))
		return TOOL_TROUBLE;
	tool_each_file(tool, personal_kit_for, spell_file, &to);
	tool_report_end(&to);
	return tool->found ? TOOL_FOUND : TOOL_OK;
}

static bool exclude(struct tool *tool, const char *one, const char *other)
{
	tool_error_text(tool, _("The options --%s and --%s exclude each other."), one, other);
	return tool_hint(tool);
}

/* There is one way to answer. */
static bool options_fit(struct tool *tool)
{
	if (tool->pipe && (tool->list || tool->json))
		return exclude(tool, "pipe", tool->list ? "list" : "json");
	return !tool->list || !tool->json || exclude(tool, "list", "json");
}

static enum tool_status run(struct tool *tool)
{
	struct tp_kit *kit;

	if (!options_fit(tool))
		return TOOL_TROUBLE;
	if (tool->version) {
		spell_version();
		return TOOL_OK;
	}
	if (tool->dictionaries) {
		tool_settle(tool, "-");
		spell_dictionaries(tool);
		return TOOL_OK;
	}
	tool->kit.any_country = tool->pipe || tool->no_unknown_names;
	if (!tool->pipe)
		return spell_files(tool);
	kit = kit_for(tool, "-");
	return kit ? spell_pipe(tool, kit) : TOOL_TROUBLE;
}

static const struct tool_option list = {
	.name = "list",
	.letter = 'l',
	.kind = TOOL_FLAG,
	.help = N_("print all words that no dictionary has, one a line and nothing else; the status is 0 then"),
	.setting = offsetof(struct tool, list),
};

static const struct tool_option pipe_mode = {
	.name = "pipe",
	.letter = 'a',
	.kind = TOOL_FLAG,
	.help = N_("answer standard input line by line as ispell -a does, for editors; each line stands alone"),
	.setting = offsetof(struct tool, pipe),
};

static const struct tool_option tex = {
	.name = "tex",
	.letter = 't',
	.kind = TOOL_FLAG,
	.help = N_("with -a, begin in the mode for TeX, whose commands are no words"),
	.setting = offsetof(struct tool, tex),
};

static const struct tool_option unknown_names = {
	.name = "unknown-names",
	.kind = TOOL_FLAG,
	.help = N_("with -a, answer that unknown names are wrong, too"),
	.setting = offsetof(struct tool, unknown_names),
};

static const struct tool_option no_unknown_names = {
	.name = "no-unknown-names",
	.kind = TOOL_FLAG,
	.help = N_("with -l, leave out unknown names and what is right in another country, as -a does"),
	.setting = offsetof(struct tool, no_unknown_names),
};

static const struct tool_option no_known_errors = {
	.name = "no-known-errors",
	.kind = TOOL_FLAG,
	.help = N_("take corrections from the dictionaries alone, and not from lists of frequent errors"),
	.setting = offsetof(struct tool, kit.no_known_errors),
};

static const struct tool_option personal = {
	.name = "personal",
	.letter = 'p',
	.kind = TOOL_TEXT,
	.argument = "FILE",
	.help = N_("a file of words that are right, one a line, to which an editor adds with -a; default: "
		   "tprep/words.LANG in XDG_CONFIG_HOME or ~/.config"),
	.setting = offsetof(struct tool, personal),
};

static const struct tool_option version = {
	.name = "ispell-version",
	.letter = 'v',
	.kind = TOOL_FLAG,
	.help = N_("print the version as editors expect it of ispell -vv"),
	.setting = offsetof(struct tool, version),
};

static const struct tool_option dictionaries = {
	.name = "dictionaries",
	.letter = 'D',
	.kind = TOOL_FLAG,
	.help = N_("print the paths of the dictionaries there are, and of those in use"),
	.setting = offsetof(struct tool, dictionaries),
};

/* With the letter that editors know. */
static const struct tool_option encoding = {
	.name = "encoding",
	.letter = 'i',
	.kind = TOOL_TEXT,
	.argument = "NAME",
	.help = N_("encoding of the text; default: by its byte order mark, else UTF-8"),
	.setting = offsetof(struct tool, reading.encoding),
};

static const struct tool_option lang = {
	.name = "lang",
	.kind = TOOL_TEXT,
	.argument = "LANG",
	.help = N_("language of the text; default: that of the first dictionary, else en"),
	.setting = offsetof(struct tool, kit.language),
};

static const struct tool_option *const options[] = {
	&tool_option_dict,
	&lang,
	&list,
	&pipe_mode,
	&tex,
	&unknown_names,
	&no_unknown_names,
	&personal,
	&no_known_errors,
	&version,
	&dictionaries,
	&tool_option_json,
	&tool_option_style,
	&tool_option_lines,
	&encoding,
	&tool_option_columns,
	&tool_option_jobs,
	&tool_option_input,
	&tool_option_stdin_filename,
	&tool_option_config,
	NULL,
};

const struct tool_command tool_command_spell = {
	.name = "spell",
	.summary = N_("Finds misspelt and unknown words."),
	.arguments = "[FILE]...",
	.text = N_("Names of the house style, acronyms that the text explains, numbers, addresses and code are no "
		   "mistakes. The "
		   "status is 1 if anything was found."),
	.most_files = TOOL_ANY_FILES,
	.filter = true,
	.options = options,
	.run = run,
};
