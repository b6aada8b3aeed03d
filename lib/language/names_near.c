/* Names one slip away: what transliterations of one name, and hands that type it, confuse. The work is counted: each
 * slip that is tried is a look into the index. */
#include <stdlib.h>

#include "core/str.h"
#include "core/unicode.h"
#include "language/names_base.h"
#include "language/spelling.h"

enum {
	LEAST_LETTERS = 4, /* shorter names have too many neighbours */
	MOST_LETTERS = 24,
};

/* Letters of one group stand for one another in spellings of one name. The first group of an alphabet is also what a
 * spelling may leave out or put in. */
static const char *const groups[] = {
	"aeiouyh",          "ckqx", "sz",  "vwf", "gj", "bp", "dt",  "mn", "lr", /* Latin */
	"аеёиоуыэюяіїєйьъ", "гґх",  "кгх", "сз",  "вф", "бп", "дт", /* Cyrillic */
	"اويىءأإآئؤ",       "هةح",  "كقگ", "سصث", "تط", "دض", "ذزظ", "خح", "جغچ", /* Arabic */
};

struct near {
	const struct tp_names *names;
	struct tp_folder folder;
	struct tp_str word;
	uint32_t letters[MOST_LETTERS];
	size_t n;
	struct tp_buf tried;
	struct tp_arena *arena;
	struct {
		struct tp_str word;
		unsigned distance;
	} * found;
	size_t n_found, most;
};

/* Keeps a word among the nearest. */
static void keep(struct near *near, struct tp_str word)
{
	unsigned distance = tp_spelling_distance(near->word, word);
	size_t at = 0;

	while (at < near->n_found && near->found[at].distance <= distance) {
		if (tp_str_eq(near->found[at].word, word))
			return;
		at++;
	}
	if (at == near->most)
		return;
	near->n_found += near->n_found < near->most;
	memmove(&near->found[at + 1], &near->found[at], (near->n_found - 1 - at) * sizeof *near->found);
	near->found[at].word = tp_arena_str(near->arena, word);
	near->found[at].distance = distance;
}

/* Tries the word with letters from .. to replaced by up to two others (0: none). */
static void try_slip(struct near *near, size_t from, size_t to, uint32_t one, uint32_t two)
{
	struct tp_buf *tried = &near->tried;

	tp_buf_clear(tried);
	for (size_t i = 0; i < from; i++)
		tp_buf_add_cp(tried, near->letters[i]);
	if (one)
		tp_buf_add_cp(tried, one);
	if (two)
		tp_buf_add_cp(tried, two);
	for (size_t i = to; i < near->n; i++)
		tp_buf_add_cp(tried, near->letters[i]);
	if (tp_names_has_word(near->names, &near->folder, tp_buf_str(tried)))
		keep(near, tp_buf_str(tried));
}

static bool group_has(const char *group, uint32_t letter)
{
	struct tp_str letters = tp_str_of(group);

	for (size_t at = 0; at < letters.n;)
		if (tp_utf8_next(letters, &at) == letter)
			return true;
	return false;
}

/* Each letter of the group at `from`, in place of those up to `to`. */
static void try_group(struct near *near, const char *group, size_t from, size_t to)
{
	struct tp_str letters = tp_str_of(group);

	for (size_t at = 0; at < letters.n;)
		try_slip(near, from, to, tp_utf8_next(letters, &at), 0);
}

/* The alphabet's letters that a spelling may leave out. */
static const char *weak_letters(uint32_t letter)
{
	return letter < 0x370 ? "aeiouyh" : letter < 0x530 ? "аеиоуійь" : "اويه";
}

static void try_place(struct near *near, size_t i)
{
	uint32_t letter = near->letters[i], next = i + 1 < near->n ? near->letters[i + 1] : 0;

	if (i > 0) {
		try_slip(near, i, i + 1, 0, 0);
		try_group(near, weak_letters(letter), i, i);
		try_slip(near, i, i + 1, letter, letter);
		for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
			if (group_has(groups[g], letter))
				try_group(near, groups[g], i, i + 1);
		if (next && next != letter)
			try_slip(near, i, i + 2, next, letter);
	}
	if (i + 1 == near->n)
		try_group(near, weak_letters(letter), i + 1, i + 1);
}

/* The letters of a word; false if it has too few or too many, or something else. */
static bool take_letters(struct near *near)
{
	for (size_t at = 0; at < near->word.n;) {
		uint32_t cp = tp_utf8_next(near->word, &at);

		if (near->n == MOST_LETTERS || !tp_is_letter(cp))
			return false;
		near->letters[near->n++] = cp;
	}
	return near->n >= LEAST_LETTERS;
}

size_t tp_names_near(const struct tp_names *names, struct tp_str word, struct tp_str *out, size_t most,
		     struct tp_arena *arena)
{
	struct near near = { .names = names, .word = word, .arena = arena, .most = most };

	if (!most || !take_letters(&near))
		return 0;
	near.found = tp_alloc(most * sizeof *near.found);
	tp_folder_init(&near.folder);
	for (size_t i = 0; i < near.n; i++)
		try_place(&near, i);
	for (size_t i = 0; i < near.n_found; i++)
		out[i] = near.found[i].word;
	tp_folder_release(&near.folder);
	tp_buf_release(&near.tried);
	free(near.found);
	return near.n_found;
}

/* The text around a place, with a word there: whole words, enough for a long name. *at becomes the word's place. */
static void put_into_text(struct tp_str text, struct tp_str word, struct tp_span *at, struct tp_buf *out)
{
	enum { AROUND = 80 };
	size_t from = at->from > AROUND ? at->from - AROUND : 0;
	size_t to = text.n - at->to > AROUND ? at->to + AROUND : text.n;

	while (from > 0 && from < at->from && text.p[from - 1] != ' ')
		from++;
	while (to < text.n && to > at->to && text.p[to] != ' ')
		to--;
	tp_buf_add_str(out, tp_str_at(text, (struct tp_span){ from, at->from }));
	struct tp_span now = { out->n, out->n + word.n };
	tp_buf_add_str(out, word);
	tp_buf_add_str(out, tp_str_at(text, (struct tp_span){ at->to, to }));
	*at = now;
}

enum tp_name_share tp_names_share(const struct tp_names *names, struct tp_str text, struct tp_span at,
				  struct tp_str word)
{
	struct tp_buf with = TP_BUF_INIT;
	struct tp_name_hits hits = { NULL, 0, 0 };
	enum tp_name_share share = tp_names_has_surname(names, word) ? TP_NAME_SURNAME : TP_NAME_NO_FORM;

	put_into_text(text, word, &at, &with);
	tp_names_find(names, tp_buf_str(&with), NULL, &hits);
	for (size_t i = 0; i < hits.n; i++) {
		struct tp_span hit = hits.p[i].at;
		if (hit.from <= at.from && hit.to >= at.to)
			share = hit.to - hit.from > word.n ? TP_NAME_WITH_OTHERS : TP_NAME_WORD_ALONE;
	}
	free(hits.p);
	tp_buf_release(&with);
	return share;
}

/* Letters that transliterations of one name have for one another: "Qaradaghli" and "Karadaghli". */
static const char *const sounds[] = { "ckq", "sz", "vw", "gj" };

static uint32_t sound_of(uint32_t letter)
{
	for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++)
		if (group_has(sounds[i], letter))
			return (uint32_t)sounds[i][0];
	return letter;
}

void tp_name_skeleton(struct tp_str word, struct tp_buf *out)
{
	struct tp_buf plain = TP_BUF_INIT, lower = TP_BUF_INIT;
	uint32_t last = 0;

	tp_nfd(word, &plain);
	tp_lower(tp_buf_str(&plain), "", &lower);
	for (size_t at = 0; at < lower.n;) {
		bool is_first = at == 0;
		uint32_t cp = sound_of(tp_utf8_next(tp_buf_str(&lower), &at));

		if (tp_is_mark(cp) || cp == last || (!is_first && group_has(weak_letters(cp), cp)))
			continue;
		tp_buf_add_cp(out, cp);
		last = cp;
	}
	tp_buf_release(&plain);
	tp_buf_release(&lower);
}
