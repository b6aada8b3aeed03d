#include "language/spelling_rank.h"

#include "core/str.h"

enum {
	SO = 100, /* a mark that is there */
	SPARED = 100, /* what an accent that is left out costs less than other letters that are alike */
	LONG = 12, /* letters of a word that are not more telling than others */
	CODES = 64,
};

struct looking {
	const struct tp_index *index;
	const uint8_t *letters;
	size_t n;
	const struct tp_candidate *candidate;
};

/* The consonants of a word, or its vowels; a double one is one. */
struct skeleton {
	uint8_t letters[TP_CANDIDATE_LONGEST];
	size_t n;
};

static void read_skeleton(const bool *wanted, const uint8_t *letters, size_t n, struct skeleton *skeleton)
{
	skeleton->n = 0;
	for (size_t i = 0; i < n; i++)
		if (wanted[letters[i]] && !(skeleton->n && skeleton->letters[skeleton->n - 1] == letters[i]))
			skeleton->letters[skeleton->n++] = letters[i];
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Letters missing, extra, wrong, or in each other's place. */
static unsigned distance(const struct skeleton *a, const struct skeleton *b)
{
	unsigned rows[3][TP_CANDIDATE_LONGEST + 1];

	for (unsigned k = 0; k <= b->n; k++)
		rows[0][k] = k;
	for (size_t i = 1; i <= a->n; i++) {
		unsigned *row = rows[i % 3];
		const unsigned *above = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
		uint8_t letter = a->letters[i - 1];

		row[0] = (unsigned)i;
		for (size_t k = 1; k <= b->n; k++) {
			row[k] = least(above[k - 1] + (letter != b->letters[k - 1]), 1 + least(above[k], row[k - 1]));
			if (i > 1 && k > 1 && letter == b->letters[k - 2] && a->letters[i - 2] == b->letters[k - 1])
				row[k] = least(row[k], before[k - 2] + 1);
		}
	}
	return rows[a->n % 3][b->n];
}

static int are_apart(const struct looking *looking, const bool *wanted)
{
	struct skeleton typed, meant;

	read_skeleton(wanted, looking->letters, looking->n, &typed);
	read_skeleton(wanted, looking->candidate->letters, looking->candidate->n, &meant);
	return SO * (int)distance(&typed, &meant);
}

static bool has_same_letters(const struct looking *looking)
{
	const struct tp_candidate *candidate = looking->candidate;
	int counts[CODES] = { 0 };

	if (candidate->n != looking->n || candidate->split)
		return false;
	for (size_t i = 0; i < looking->n; i++) {
		counts[looking->letters[i]]++;
		counts[candidate->letters[i]]--;
	}
	for (size_t i = 0; i < looking->n; i++)
		if (counts[looking->letters[i]])
			return false;
	return true;
}

/* The letters at the start of the word that are those of the candidate, too. */
static size_t count_head(const struct looking *looking)
{
	const struct tp_candidate *candidate = looking->candidate;
	size_t n = 0;

	while (n < looking->n && n < candidate->n && looking->letters[n] == candidate->letters[n])
		n++;
	return n;
}

static size_t count_tail(const struct looking *looking)
{
	const struct tp_candidate *candidate = looking->candidate;
	size_t n = 0;

	while (n < looking->n && n < candidate->n &&
	       looking->letters[looking->n - 1 - n] == candidate->letters[candidate->n - 1 - n])
		n++;
	return n;
}

/* It ends with an apostrophe and an s. */
static bool is_possessive(const struct looking *looking)
{
	const struct tp_candidate *candidate = looking->candidate;
	const uint32_t *letters = looking->index->letters;

	return candidate->n > 2 && letters[candidate->letters[candidate->n - 2]] == '\'' &&
	       letters[candidate->letters[candidate->n - 1]] == 's';
}

static unsigned spared(const struct looking *looking, const struct tp_model *model)
{
	const struct tp_candidate *candidate = looking->candidate;
	unsigned n = 0;

	for (size_t i = 0; candidate->n == looking->n && i < looking->n; i++)
		if (model->marked[looking->letters[i]] >> candidate->letters[i] & 1)
			n++;
	return n * SPARED;
}

void tp_rank_look(const struct tp_index *index, const struct tp_model *model, const uint8_t *letters, size_t n,
		  const struct tp_candidate *candidate, struct tp_marks *marks)
{
	struct looking looking = { index, letters, n, candidate };
	unsigned of_word = candidate->node ? index->nodes[candidate->node].rarity : index->seldom;
	int rarity = (int)(of_word * TP_RARITY), edits = (int)candidate->edits;
	int shortness = LONG - (int)(n < LONG ? n : LONG);
	size_t head = count_head(&looking), tail = count_tail(&looking);

	marks->of[TP_MARK_EDITS] = edits;
	marks->of[TP_MARK_EDITS_SHORT] = edits * shortness;
	marks->of[TP_MARK_RARITY] = rarity;
	marks->of[TP_MARK_RARITY_SHORT] = rarity * shortness;
	marks->of[TP_MARK_ODD] = (int)candidate->total - edits - rarity * (int)model->costs.frequency / 100;
	marks->of[TP_MARK_CONSONANTS] = are_apart(&looking, model->consonant);
	marks->of[TP_MARK_VOWELS] = are_apart(&looking, model->vowel);
	marks->of[TP_MARK_FIRST] = SO * (letters[0] != candidate->letters[0]);
	marks->of[TP_MARK_LAST] = SO * (letters[n - 1] != candidate->letters[candidate->n - 1]);
	marks->of[TP_MARK_LETTERS] = SO * !has_same_letters(&looking);
	marks->of[TP_MARK_START] = SO * (!candidate->split && (head == n || head == candidate->n));
	marks->of[TP_MARK_BEHIND_HEAD] = SO * (int)(n - head);
	marks->of[TP_MARK_BEFORE_TAIL] = SO * (int)(n - tail);
	marks->of[TP_MARK_SHORTER] = SO * (n > candidate->n ? (int)(n - candidate->n) : 0);
	marks->of[TP_MARK_SPLIT] = SO * (candidate->split > 0);
	marks->of[TP_MARK_POSSESSIVE] = SO * is_possessive(&looking);
}

void tp_rank(const struct tp_index *index, const struct tp_model *model, const uint8_t *letters, size_t n,
	     struct tp_candidates *candidates)
{
	struct tp_marks marks;

	for (size_t i = 0; i < candidates->n; i++) {
		struct looking looking = { index, letters, n, &candidates->p[i] };
		int sum = 0;

		tp_rank_look(index, model, letters, n, &candidates->p[i], &marks);
		for (size_t k = 0; k < TP_MARKS; k++)
			sum += marks.of[k] * model->weights[k];
		candidates->p[i].score = sum / 100;
		candidates->p[i].spared = spared(&looking, model);
	}
}
