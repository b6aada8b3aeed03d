/* A compound is corrected part by part: one part is the longest word that it ends or begins with, the other one is
 * searched by itself. An "s" may join the two: "Regirungs|programm", "Sicherheits|konferrenz". */
#include "core/str.h"
#include "language/spelling_search.h"

enum {
	PART = 4, /* letters of a part, at least */
	MOST_PARTS = 3, /* corrections of a part that are tried */
	UNSEEN = 100, /* what a compound costs that the index lacks */
};

struct compound {
	const struct tp_index *index;
	const struct tp_model *model;
	const uint8_t *letters;
	size_t n;
	struct tp_candidates *forms;
	uint8_t joint; /* the code of "s" */
};

static bool is_word(const struct tp_index *index, const uint8_t *letters, size_t n)
{
	uint32_t node = 0;

	for (size_t i = 0; i < n; i++) {
		node = tp_index_child(index, node, letters[i]);
		if (!node)
			return false;
	}
	return n >= PART && index->nodes[node].rarity != TP_INDEX_NO_WORD;
}

static void add_form(const struct compound *compound, size_t from, size_t to, const struct tp_candidate *part)
{
	struct tp_candidates *forms = compound->forms;
	size_t after = compound->n - to;

	if (part->split || from + part->n + after > TP_INDEX_LONGEST || forms->n == forms->most)
		return;
	struct tp_candidate *form = &forms->p[forms->n++];
	*form = (struct tp_candidate){ .n = (uint8_t)(from + part->n + after), .edits = part->edits };
	memcpy(form->letters, compound->letters, from);
	memcpy(form->letters + from, part->letters, part->n);
	memcpy(form->letters + from + part->n, compound->letters + to, after);
	form->total =
	    part->edits + UNSEEN + compound->index->seldom * TP_RARITY * compound->model->costs.frequency / 100;
}

/* Corrects the letters [from, to), and leaves the others as they are. */
static void correct(const struct compound *compound, size_t from, size_t to)
{
	struct tp_candidate found[MOST_PARTS], unlisted[1];
	struct tp_candidates words = { found, 0, MOST_PARTS }, none = { unlisted, 0, 0 };

	if (to - from < PART)
		return;
	tp_search(compound->index, compound->model, compound->letters + from, to - from, &words, &none, &none);
	for (size_t i = 0; i < words.n; i++)
		add_form(compound, from, to, &found[i]);
}

static bool is_joint(const struct compound *compound, size_t at)
{
	return compound->letters[at] && compound->letters[at] == compound->joint;
}

static void correct_tail(const struct compound *compound)
{
	for (size_t at = compound->n - PART; at >= PART; at--) {
		bool joined = is_joint(compound, at - 1) && is_word(compound->index, compound->letters, at - 1);

		if (joined || is_word(compound->index, compound->letters, at)) {
			correct(compound, at, compound->n);
			return;
		}
	}
}

static void correct_head(const struct compound *compound)
{
	for (size_t at = PART; at + PART <= compound->n; at++) {
		if (is_word(compound->index, compound->letters + at, compound->n - at)) {
			correct(compound, 0, is_joint(compound, at - 1) ? at - 1 : at);
			return;
		}
	}
}

void tp_search_compound(const struct tp_index *index, const struct tp_model *model, const uint8_t *letters, size_t n,
			struct tp_candidates *forms)
{
	struct compound compound = { index, model, letters, n, forms, 0 };
	size_t length;

	if (n < 2 * PART)
		return;
	tp_index_read(index, TP_S("s"), &compound.joint, &length);
	correct_tail(&compound);
	correct_head(&compound);
}
