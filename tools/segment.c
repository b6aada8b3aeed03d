/* tprep segment: sentences, one a line. */
#include "tool.h"

#include <stddef.h>
#include <string.h>

/* With --nul, a text that is longer than this is cut into pieces. */
#define LONGEST_TEXT ((size_t)1 << 20)

/* What is carried from window to window of a text. */
struct segmenting {
	const struct tp_kit *kit;
	struct tp_buf out;
	struct tp_spans spans;
	struct tp_buf reading; /* of a sentence */
	size_t units; /* of the windows before */
	size_t lines; /* of the texts before */
	bool between; /* a paragraph was written, so an empty line comes before the next */
};

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_break(char c)
{
	return c == '\n' || c == '\r';
}

static struct tp_str trimmed(struct tp_str text)
{
	while (text.n && is_blank(text.p[0]))
		text.p++, text.n--;
	while (text.n && is_blank(text.p[text.n - 1]))
		text.n--;
	return text;
}

/* A line: line breaks, with the blanks around them, become one space. */
static void add_line(struct tp_str sentence, struct tp_buf *out)
{
	for (size_t i = 0, from = 0; i <= sentence.n; i++) {
		if (i < sentence.n && !is_break(sentence.p[i]))
			continue;
		size_t to = i;
		while (to > from && is_blank(sentence.p[to - 1]))
			to--;
		tp_buf_add(out, sentence.p + from, to - from);
		while (i < sentence.n && is_blank(sentence.p[i]))
			i++;
		if (i < sentence.n)
			tool_add(out, " ");
		from = i;
	}
	tool_add(out, "\n");
}

/* Sentence i of a unit as it reads. */
static struct tp_str read_sentence(struct segmenting *state, const struct tp_doc *doc, size_t unit, size_t i)
{
	state->reading.n = 0;
	tp_unit_reading(doc, unit, state->spans.p[i], &state->reading);
	return trimmed(tp_buf_str(&state->reading));
}

static void add_lines(struct segmenting *state, const struct tp_doc *doc, size_t unit)
{
	bool empty = true;

	for (size_t i = 0; i < state->spans.n; i++) {
		struct tp_str sentence = read_sentence(state, doc, unit, i);
		if (!sentence.n)
			continue;
		if (empty && state->between)
			tool_add(&state->out, "\n");
		add_line(sentence, &state->out);
		empty = false;
		state->between = true;
	}
}

/* Offsets of a place in a text, in the three ways in which programs count. */
struct offsets {
	size_t byte, character, utf16;
};

static void advance(struct offsets *at, struct tp_str text, size_t to)
{
	for (; at->byte < to; at->byte++) {
		unsigned char c = (unsigned char)text.p[at->byte];
		size_t starts = (c & 0xc0) != 0x80;
		at->character += starts;
		at->utf16 += c >= 0xf0 ? 2 : starts;
	}
}

static void add_objects(struct segmenting *state, const struct tp_doc *doc, size_t unit)
{
	struct tp_str text = tp_unit_text(doc, unit);
	struct offsets start = { 0, 0, 0 }, end = { 0, 0, 0 };

	for (size_t i = 0; i < state->spans.n; i++, start = end) {
		struct tp_span at = state->spans.p[i];
		advance(&end, text, at.to);
		tool_add_format(&state->out, "{\"unit\":%zu,\"text\":", state->units + unit + 1);
		tool_add_json(&state->out, (struct tp_str){ text.p + at.from, at.to - at.from });
		state->reading.n = 0;
		if (tp_unit_reading(doc, unit, at, &state->reading)) {
			tool_add(&state->out, ",\"reading\":");
			tool_add_json(&state->out, tp_buf_str(&state->reading));
		}
		tool_add_format(&state->out,
				",\"start\":%zu,\"end\":%zu,\"start_char\":%zu,\"end_char\":%zu,"
				"\"start_utf16\":%zu,\"end_utf16\":%zu%s}\n",
				start.byte, end.byte, start.character, end.character, start.utf16, end.utf16,
				tp_rules_are_weak(state->kit) ? ",\"confidence\":\"low\"" : "");
	}
}

/* Answers to --why ------------------------------------------------------------------------------------- */

/* Characters of a text that are shown on each side of a place. */
enum { CONTEXT = 24 };

struct answers {
	struct segmenting *state;
	size_t unit;
	struct tp_str text;
	struct offsets at;
	bool json;
};

static bool starts_character(struct tp_str text, size_t at)
{
	return at >= text.n || ((unsigned char)text.p[at] & 0xc0) != 0x80;
}

/* A piece of text in a line: line breaks and tabs become spaces. */
static void add_piece(struct tp_buf *out, struct tp_str text, size_t from, size_t to)
{
	for (; from < to; from++) {
		char c = text.p[from] >= '\0' && text.p[from] < ' ' ? ' ' : text.p[from];
		tp_buf_add(out, &c, 1);
	}
}

static void add_context(struct tp_buf *out, struct tp_str text, size_t at)
{
	size_t from = at, to = at;

	for (int n = 0; n < CONTEXT && from > 0; n += starts_character(text, from))
		from--;
	for (int n = 0; n < CONTEXT && to < text.n; n += starts_character(text, to))
		to++;
	add_piece(out, text, from, at);
	tool_add(out, "|");
	add_piece(out, text, at, to);
}

static void add_answer(struct answers *answers, const struct tp_decision *decision)
{
	struct tp_buf *out = &answers->state->out;

	tool_add_format(out, "%zu:%zu\t%s\t%.*s:%zu\t%s", answers->state->units + answers->unit + 1,
			answers->at.character + 1, decision->breaks ? "break" : "no-break", (int)decision->file.n,
			decision->file.p, decision->line, decision->against ? decision->against : "rule");
	if (decision->evidence)
		tool_add_format(out, " %+d", decision->weight);
	if (!decision->sure)
		tool_add(out, " low");
	tool_add(out, "\t");
	add_context(out, answers->text, decision->at);
	tool_add(out, "\n");
}

/* The evidence that was heard: ["no-vowel",...]. */
static void add_evidence(struct tp_buf *out, const struct tp_decision *decision)
{
	const char *name, *before = "";

	tool_add_format(out, ",\"weight\":%d,\"evidence\":[", decision->weight);
	for (unsigned piece = 0; (name = tp_evidence_name(piece)) != NULL; piece++)
		if (decision->evidence >> piece & 1) {
			tool_add_format(out, "%s\"%s\"", before, name);
			before = ",";
		}
	tool_add(out, "]");
}

static void add_answer_object(struct answers *answers, const struct tp_decision *decision)
{
	struct tp_buf *out = &answers->state->out;

	tool_add_format(out, "{\"unit\":%zu,\"at\":%zu,\"at_char\":%zu,\"at_utf16\":%zu,\"break\":%s,\"file\":",
			answers->state->units + answers->unit + 1, answers->at.byte, answers->at.character,
			answers->at.utf16, decision->breaks ? "true" : "false");
	tool_add_json(out, decision->file);
	tool_add_format(out, ",\"line\":%zu,\"by\":\"%s\"", decision->line,
			decision->against ? decision->against : "rule");
	if (decision->evidence)
		add_evidence(out, decision);
	tool_add_format(out, ",\"confidence\":\"%s\"}\n", decision->sure ? "high" : "low");
}

static void answer(void *arg, const struct tp_decision *decision)
{
	struct answers *answers = arg;

	advance(&answers->at, answers->text, decision->at);
	if (answers->json)
		add_answer_object(answers, decision);
	else
		add_answer(answers, decision);
}

/* Documents ---------------------------------------------------------------------------------------------- */

static void explain_unit(struct tool *tool, const struct tp_doc *doc, size_t unit, struct segmenting *state)
{
	struct answers answers = { state, unit, tp_unit_text(doc, unit), { 0, 0, 0 }, tool->json };

	tp_doc_decisions(doc, state->kit, unit, answer, &answers);
}

static void segment_unit(struct tool *tool, const struct tp_doc *doc, size_t unit, struct segmenting *state)
{
	state->spans.n = 0;
	tp_doc_segments(doc, state->kit, unit, &state->spans);
	if (tool->json)
		add_objects(state, doc, unit);
	else
		add_lines(state, doc, unit);
}

static bool segment_doc(struct tool *tool, const struct tp_doc *doc, size_t part, void *arg)
{
	struct segmenting *state = arg;

	(void)part;
	for (size_t unit = 0; unit < tp_doc_units(doc); unit++) {
		if (tool->why)
			explain_unit(tool, doc, unit, state);
		else
			segment_unit(tool, doc, unit, state);
	}
	state->units += tp_doc_units(doc);
	tool_write_buf(&state->out);
	return true;
}

/* One of the texts that stand between NULs. */
static bool segment_text(struct tool *tool, struct tp_str text, struct segmenting *state)
{
	struct tp_error err;
	struct tp_doc *doc = tp_doc_read(text, "-", &tool->reading, &err);

	if (!doc) {
		snprintf(err.file, sizeof err.file, "%s", tool->files[0]);
		return tool_error(tool, &err);
	}
	tool_warn_of(tool, doc, tool->files[0], state->lines);
	state->lines += tool_count_lines(text);
	state->between = false;
	state->units = 0;
	segment_doc(tool, doc, 0, state);
	tp_doc_free(doc);
	return true;
}

/* Texts that end with NUL. */
struct texts {
	struct segmenting *state;
	struct tp_buf pending; /* the start of a text whose end is still to come */
};

/* Segments the texts that end in this window. A text is cut only where it is longer than a window. */
static bool segment_window(struct tool *tool, struct tp_str window, void *arg)
{
	struct texts *texts = arg;

	tp_buf_add(&texts->pending, window.p, window.n);
	struct tp_str rest = tp_buf_str(&texts->pending);
	const char *nul;
	while (rest.n && (nul = memchr(rest.p, '\0', rest.n))) {
		size_t n = (size_t)(nul - rest.p);
		if (!segment_text(tool, (struct tp_str){ rest.p, n }, texts->state))
			return false;
		tool_write((struct tp_str){ "", 1 });
		rest.p += n + 1;
		rest.n -= n + 1;
	}
	if (rest.n >= LONGEST_TEXT) {
		if (!segment_text(tool, rest, texts->state))
			return false;
		rest.n = 0;
	}
	memmove(texts->pending.p, rest.p, rest.n);
	texts->pending.n = rest.n;
	return true;
}

static bool segment_texts(struct tool *tool, struct segmenting *state)
{
	struct texts texts = { .state = state };
	bool ok = tool_each_window(tool, tool->files[0], 0, segment_window, &texts);

	if (ok && texts.pending.n)
		ok = segment_text(tool, tp_buf_str(&texts.pending), state);
	tp_buf_release(&texts.pending);
	return ok;
}

/* Says how little the rules of some languages can tell. */
static void warn_of_weak_rules(const struct tool *tool, const struct tp_kit *kit)
{
	struct tp_buf text = TP_BUF_INIT;

	if (!tp_rules_are_weak(kit))
		return;
	tool_add_format(
	    &text,
	    _("The rules for \"%s\" find some ends of sentences only: nothing is promised but that paragraphs "
	      "are told apart."),
	    tool->kit.language);
	tool_warn(text.p);
	tp_buf_release(&text);
}

/* Says which rules are used where a language has none. */
static void warn_of_general_rules(const struct tool *tool, const struct tp_kit *kit)
{
	const struct tp_segment_rule *rule = tp_rule_at(kit, 0);
	const char *language = tool->kit.language;
	struct tp_buf text = TP_BUF_INIT;

	if (!tp_rules_are_general(kit) || !rule || !language || strcmp(language, "mul") == 0)
		return;
	tool_add_format(&text,
			_("The language \"%s\" has no rules of its own: those for any language are used (%.*s)."),
			language, (int)rule->file.n, rule->file.p);
	tool_warn(text.p);
	tp_buf_release(&text);
}

static enum tool_status run(struct tool *tool)
{
	struct tp_kit *kit = tool_settle(tool, tool->files[0]) ? tool_kit_for(tool, TP_NEED_SEGMENTS, false) : NULL;
	struct segmenting state = { .kit = kit };

	if (!kit)
		return TOOL_TROUBLE;
	warn_of_general_rules(tool, kit);
	warn_of_weak_rules(tool, kit);
	if (tool->nul)
		segment_texts(tool, &state);
	else
		tool_each_text(tool, tool->files[0], 0, segment_doc, &state);
	tp_spans_release(&state.spans);
	tp_buf_release(&state.reading);
	tp_buf_release(&state.out);
	return TOOL_OK;
}

static const struct tool_option nul = {
	.name = "nul",
	.kind = TOOL_FLAG,
	.help = N_("texts end with NUL, in the input and in the output"),
	.setting = offsetof(struct tool, nul),
};

static const struct tool_option quotations = {
	.name = "quotes",
	.kind = TOOL_CHOICE,
	.argument = "inside|whole",
	.help = N_("whether sentences inside a quotation are told apart, or it stays whole"),
	.setting = offsetof(struct tool, quotations),
};

static const struct tool_option max_length = {
	.name = "max-length",
	.kind = TOOL_NUMBER,
	.argument = "N",
	.help = N_("cut sentences of more than N characters: behind a clause or a comma, at a space, or anywhere"),
	.setting = offsetof(struct tool, kit.longest_segment),
};

static const struct tool_option no_evidence = {
	.name = "no-evidence",
	.kind = TOOL_FLAG,
	.help = N_("let the rules alone decide, whatever the document says elsewhere"),
	.setting = offsetof(struct tool, kit.no_evidence),
};

static const struct tool_option why = {
	.name = "why",
	.kind = TOOL_FLAG,
	.help = N_("print the places where a sentence may end, each with the rule that decides"),
	.setting = offsetof(struct tool, why),
};

static const struct tool_option *const options[] = {
	&tool_option_lang,
	&tool_option_srx,
	&quotations,
	&max_length,
	&no_evidence,
	&tool_option_lines,
	&tool_option_encoding,
	&tool_option_input,
	&nul,
	&why,
	&tool_option_json,
	&tool_option_config,
	NULL,
};

const struct tool_command tool_command_segment = {
	.name = "segment",
	.summary = N_("Prints the sentences of a text."),
	.arguments = "[FILE]",
	.text = N_(
	    "One sentence a line, with an empty line between paragraphs. A line break inside a sentence becomes a "
	    "space. With --json, each line is an object: the number of the paragraph, the sentence with the white "
	    "space behind it, and where it starts and ends in the paragraph, in bytes, characters and UTF-16 units. "
	    "Inline code, which is no part of the text, is printed where it stands; with --json, by \"reading\", a "
	    "second form of the sentence.\n\n"
	    "With --why, the places where a rule breaks are printed instead, with tabs between: paragraph and "
	    "character, \"break\" or \"no-break\", file and line of the rule that decides (the first of all that "
	    "match), what had the last word (\"rule\", \"evidence\" or \"quote\") and, where there was doubt, the "
	    "weight of the evidence for an end, then \"low\" where the confidence is, and the text around the place. "
	    "Evidence is what a word looks like and how the document uses it elsewhere; it is heard where no rule of "
	    "the language has spoken.\n\n"
	    "Thai, Khmer and Lao mark few ends of sentences: their paragraphs stay whole but for question and "
	    "exclamation marks and the marks of their own, with low confidence. With \"-x-spaces\" behind the "
	    "language (\"-l th-x-spaces\") each space between their letters ends a segment, as it ends a clause."),
	.most_files = 1,
	.filter = true,
	.options = options,
	.run = run,
};
