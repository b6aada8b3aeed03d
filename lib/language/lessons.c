#include "language/lessons.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/evidence.h"

enum {
	OVERRULED = 1, /* the full stop ended nothing */
	KEPT = 2, /* it ended a sentence */
	WRITTEN = 4, /* there is a rule */
};

/* How much of what stands around a full stop a rule asks for. */
enum context { THE_WORD, NEXT_WORD, BOTH_WORDS, CONTEXTS };

struct tp_lesson {
	struct tp_str words[CONTEXTS]; /* keys, from the word alone to the words beside it */
	struct tp_str previous, word, next;
	bool stopped; /* the next word has a full stop */
	bool overruled;
};

void tp_lessons_init(struct tp_lessons *lessons)
{
	*lessons = (struct tp_lessons){ .arena = tp_arena_new() };
}

void tp_lessons_release(struct tp_lessons *lessons)
{
	free(lessons->heard.p);
	free(lessons->rules.p);
	tp_table_release(&lessons->known);
	tp_arena_free(lessons->arena);
}

/* What stands before a word, up to white space. */
static struct tp_span find_previous(struct tp_str text, size_t at)
{
	struct tp_span found = { at, at };
	bool in_word = false;

	while (at > 0 && found.to - at < 64) {
		bool space = tp_is_space(tp_utf8_prev(text, &at));

		if (space && in_word)
			break;
		found.from = at;
		in_word |= !space;
	}
	return found;
}

void tp_lessons_add(struct tp_lessons *lessons, struct tp_str text, const struct tp_decision *decision)
{
	struct tp_arena *arena = lessons->arena;
	struct tp_span word, next;
	struct tp_lesson lesson = { .overruled = !decision->breaks };

	if (!decision->evidence || (decision->against && strcmp(decision->against, "evidence") != 0))
		return;
	tp_evidence_words(text, decision->at, &word, &next);
	lesson.previous = tp_arena_str(arena, tp_str_at(text, find_previous(text, word.from)));
	lesson.word = tp_arena_str(arena, tp_str_at(text, word));
	lesson.next = tp_arena_str(arena, tp_str_at(text, next));
	lesson.stopped = next.to < text.n && text.p[next.to] == '.';
	lesson.words[THE_WORD] = lesson.word;
	lesson.words[NEXT_WORD] =
	    tp_arena_format(arena, "%s\t%s%s", lesson.word.p, lesson.next.p, lesson.stopped ? "." : "");
	lesson.words[BOTH_WORDS] = tp_arena_format(arena, "%s\t%s", lesson.words[NEXT_WORD].p, lesson.previous.p);
	for (enum context context = THE_WORD; context < CONTEXTS; context++)
		*tp_table_put(&lessons->known, lesson.words[context]) |= lesson.overruled ? OVERRULED : KEPT;
	*tp_push(&lessons->heard) = lesson;
}

/* Adds text to a pattern. */
static void add_literal(struct tp_buf *out, struct tp_str text)
{
	for (size_t at = 0; at < text.n;) {
		size_t from = at;
		uint32_t cp = tp_utf8_next(text, &at);

		if (tp_is_space(cp)) {
			tp_buf_add_z(out, "\\s");
			continue;
		}
		if (cp < 0x80 && !tp_is_word(cp))
			tp_buf_add_char(out, '\\');
		tp_buf_add(out, text.p + from, at - from);
	}
}

static void add_rule(struct tp_lessons *lessons, const struct tp_lesson *lesson, enum context context)
{
	struct tp_buf before = TP_BUF_INIT, after = TP_BUF_INIT;

	if (context == BOTH_WORDS)
		add_literal(&before, lesson->previous);
	else
		tp_buf_add_z(&before, "(?<![\\p{L}\\p{M}\\p{N}.])");
	add_literal(&before, lesson->word);
	tp_buf_add_z(&before, "\\.");
	tp_buf_add_z(&after, "\\s[\\s\"'(\\[¡«¿‘“„‹]*");
	if (context == THE_WORD) {
		tp_buf_add_z(&after, "\\p{Lu}");
	} else {
		add_literal(&after, lesson->next);
		tp_buf_add_z(&after, lesson->stopped ? "\\." : "(?![\\p{L}\\p{M}\\p{N}.])");
	}
	*tp_push(&lessons->rules) = (struct tp_segment_rule){
		.before = tp_arena_str(lessons->arena, tp_buf_str(&before)),
		.after = tp_arena_str(lessons->arena, tp_buf_str(&after)),
	};
	tp_buf_release(&before);
	tp_buf_release(&after);
}

void tp_lessons_finish(struct tp_lessons *lessons)
{
	for (size_t i = 0; i < lessons->heard.n; i++) {
		const struct tp_lesson *lesson = &lessons->heard.p[i];
		enum context context = THE_WORD;
		uintptr_t *known;

		if (!lesson->overruled)
			continue;
		while (context < BOTH_WORDS && *tp_table_get(&lessons->known, lesson->words[context]) & KEPT)
			context++;
		known = tp_table_get(&lessons->known, lesson->words[context]);
		if (!(*known & WRITTEN))
			add_rule(lessons, lesson, context);
		*known |= WRITTEN;
	}
}
