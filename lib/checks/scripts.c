/* Words with a letter of another script that looks like the right one: "Bаghdad" with a Cyrillic "а". */
#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/words.h"

/* Scripts whose letters are taken for one another. */
enum script { LATIN, CYRILLIC, GREEK, N_SCRIPTS };

/* Letters that look alike, one of each script; 0 where there is none. */
struct alike {
	uint32_t letters[N_SCRIPTS];
};

static const struct alike look_alikes[] = {
	{ { 'A', 0x410, 0x391 } }, { { 'B', 0x412, 0x392 } }, { { 'C', 0x421, 0 } },     { { 'E', 0x415, 0x395 } },
	{ { 'H', 0x41d, 0x397 } }, { { 'I', 0x406, 0x399 } }, { { 'J', 0x408, 0 } },     { { 'K', 0x41a, 0x39a } },
	{ { 'M', 0x41c, 0x39c } }, { { 'N', 0, 0x39d } },     { { 'O', 0x41e, 0x39f } }, { { 'P', 0x420, 0x3a1 } },
	{ { 'S', 0x405, 0 } },     { { 'T', 0x422, 0x3a4 } }, { { 'X', 0x425, 0x3a7 } }, { { 'Y', 0x423, 0x3a5 } },
	{ { 'Z', 0, 0x396 } },     { { 'a', 0x430, 0 } },     { { 'c', 0x441, 0 } },     { { 'e', 0x435, 0 } },
	{ { 'i', 0x456, 0 } },     { { 'j', 0x458, 0 } },     { { 'o', 0x43e, 0x3bf } }, { { 'p', 0x440, 0 } },
	{ { 's', 0x455, 0 } },     { { 'x', 0x445, 0 } },     { { 'y', 0x443, 0 } },
};

static enum script script_of(uint32_t cp)
{
	static const char *const names[] = { "Latn", "Cyrl", "Grek" };
	const char *name = tp_script(cp);
	unsigned script = LATIN;

	while (script < N_SCRIPTS && strcmp(name, names[script]) != 0)
		script++;
	return (enum script)script;
}

/* The letter of `script` that looks like cp, or 0. */
static uint32_t look_alike(uint32_t cp, enum script from, enum script to)
{
	for (size_t i = 0; i < sizeof look_alikes / sizeof *look_alikes; i++)
		if (look_alikes[i].letters[from] == cp)
			return look_alikes[i].letters[to];
	return 0;
}

/* Adds the word with all its letters in one script; false if a letter has no look-alike there. */
static bool unify(struct tp_str word, enum script to, struct tp_buf *out)
{
	for (size_t at = 0; at < word.n;) {
		uint32_t cp = tp_utf8_next(word, &at);
		enum script from = script_of(cp);

		if (from != to && from != N_SCRIPTS)
			cp = look_alike(cp, from, to);
		if (!cp)
			return false;
		tp_buf_add_cp(out, cp);
	}
	return true;
}

/* The script with the most letters of a word in which there are several, or N_SCRIPTS where two have as many. */
static bool is_mixed(struct tp_str word, enum script *main_script)
{
	size_t counts[N_SCRIPTS + 1] = { 0 }, scripts = 0, most = 0;

	for (size_t at = 0; at < word.n;)
		counts[script_of(tp_utf8_next(word, &at))]++;
	*main_script = N_SCRIPTS;
	for (unsigned i = 0; i < N_SCRIPTS; i++) {
		scripts += counts[i] > 0;
		if (counts[i] > most)
			*main_script = (enum script)i;
		else if (counts[i] == most)
			*main_script = N_SCRIPTS;
		most = counts[i] > most ? counts[i] : most;
	}
	return scripts > 1;
}

/* The fix is sure where a dictionary knows its word. */
static void judge_word(const struct tp_checking *checking, struct tp_span at)
{
	struct tp_findings *out = checking->out;
	struct tp_str word = tp_str_at(checking->text->text, at);
	struct tp_buf fixed = TP_BUF_INIT;
	enum script script;

	if (is_mixed(word, &script) && script != N_SCRIPTS && unify(word, script, &fixed)) {
		struct tp_finding *finding = tp_findings_add(out, "mixed-script", checking->unit, at);

		finding->sure =
		    checking->kit->spelling && tp_spelling_knows(checking->kit->spelling, tp_buf_str(&fixed));
		finding->message =
		    tp_arena_format(out->arena, _("The word \"%.*s\" mixes letters of two scripts that look alike."),
				    (int)word.n, word.p);
		tp_finding_add_fix(out, finding, at, tp_buf_str(&fixed));
	}
	tp_buf_release(&fixed);
}

/* The next run of letters with one beyond ASCII at or after `at`. */
static bool next_word(struct tp_str text, size_t at, struct tp_span *word)
{
	bool beyond_ascii = false;

	*word = (struct tp_span){ at, at };
	for (size_t end = at; end < text.n; at = end) {
		uint32_t cp = tp_utf8_next(text, &end);

		if (tp_is_letter(cp) || tp_is_mark(cp)) {
			beyond_ascii = beyond_ascii || cp >= 0x80;
			word->to = end;
		} else if (beyond_ascii) {
			return true;
		} else {
			*word = (struct tp_span){ end, end };
		}
	}
	return beyond_ascii;
}

static void judge(const struct tp_checking *checking)
{
	struct tp_span word = { 0, 0 };
	size_t hint = 0;

	while (next_word(checking->text->text, word.to, &word))
		if (!tp_skip_has(checking->skip, word, &hint))
			judge_word(checking, word);
}

const struct tp_check tp_check_scripts = {
	.name = "copy",
	.judge = judge,
};
