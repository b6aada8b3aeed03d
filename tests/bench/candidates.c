/* What corrections are ranked by, for tools/learn/ranking.py:
 *
 *     candidates DICTIONARY DATA < WORDS
 *
 * Each word that the dictionary does not know is followed by lines of a tab, a candidate, a tab and its marks, and by
 * an empty line. */
#include <stdio.h>
#include <string.h>

#include "core/str.h"
#include "core/unicode.h"
#include "language/spelling.h"
#include "language/spelling_rank.h"

enum { MOST = 32, MOST_FORMS = 8, LONGEST = 256 };

static bool is_accepted(const struct tp_spelling *spelling, struct tp_str form)
{
	struct tp_str rest = form, word;
	struct tp_buf title = TP_BUF_INIT;
	bool accepted = true;

	while (accepted && tp_str_cut(&rest, ' ', &word)) {
		tp_buf_clear(&title);
		tp_title(word, NULL, &title);
		accepted = tp_spelling_accepts(spelling, word) || tp_spelling_accepts(spelling, tp_buf_str(&title));
	}
	tp_buf_release(&title);
	return accepted;
}

static void print(const struct tp_spelling *spelling, const struct tp_corrector *corrector, const uint8_t *letters,
		  size_t n, const struct tp_candidates *candidates)
{
	struct tp_buf form = TP_BUF_INIT;
	struct tp_marks marks;

	for (size_t i = 0; i < candidates->n; i++) {
		const struct tp_candidate *candidate = &candidates->p[i];
		size_t first = candidate->split ? candidate->split : candidate->n;

		tp_buf_clear(&form);
		tp_index_spell(corrector->index, candidate->letters, first, &form);
		if (candidate->split)
			tp_buf_add_char(&form, ' ');
		tp_index_spell(corrector->index, candidate->letters + first, candidate->n - first, &form);
		if (!is_accepted(spelling, tp_buf_str(&form)))
			continue;
		tp_rank_look(corrector->index, corrector->model, letters, n, candidate, &marks);
		printf("\t%s\t", form.p);
		for (size_t k = 0; k < TP_MARKS; k++)
			printf("%d%c", marks.of[k], k + 1 < TP_MARKS ? ' ' : '\n');
	}
	tp_buf_release(&form);
}

static void look_at(const struct tp_spelling *spelling, struct tp_str word)
{
	struct tp_candidate found[MOST], unlisted[MOST_FORMS];
	struct tp_candidates words = { found, 0, MOST }, forms = { unlisted, 0, MOST_FORMS };
	struct tp_candidates others = { NULL, 0, 0 };
	struct tp_corrector corrector;
	uint8_t letters[TP_INDEX_LONGEST];
	size_t n;

	if (tp_spelling_accepts(spelling, word) || !tp_spelling_corrector(spelling, 0, word, &corrector) ||
	    !corrector.index || !tp_index_read(corrector.index, word, letters, &n) || n < 2)
		return;
	printf("%.*s\n", (int)word.n, word.p);
	tp_search(corrector.index, corrector.model, letters, n, &words, &forms, &others);
	print(spelling, &corrector, letters, n, &words);
	print(spelling, &corrector, letters, n, &forms);
	printf("\n");
}

int main(int n, char **arguments)
{
	struct tp_error err = { TP_E_NONE, 0, "", "", "" };
	struct tp_spelling *spelling =
	    n == 3 ? tp_spelling_new(arguments[1], NULL, NULL, arguments[2], false, NULL, NULL, &err) : NULL;
	char word[LONGEST];

	if (!spelling) {
		fprintf(stderr, "candidates: %s\n", err.message);
		return 2;
	}
	while (fgets(word, sizeof word, stdin))
		look_at(spelling, tp_str_trim(tp_str_of(word)));
	tp_spelling_free(spelling);
	return 0;
}
