#include "language/sentences.h"

#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/words.h"

/* What is known of a text when its candidates are judged. */
struct judging {
	const struct tp_kit *kit;
	struct tp_str text;
	struct tp_seen *seen;
	bool sure; /* the rules find all ends of sentences */
	struct tp_spans quotes; /* which stay whole */
	size_t quote; /* those before are behind us */
	tp_decision_fn each;
	void *arg;
};

/* Inside a quotation, or beside one of its marks. Places are asked for in rising order. */
static bool is_quoted(struct judging *in, size_t at)
{
	while (in->quote < in->quotes.n && in->quotes.p[in->quote].to < at)
		in->quote++;
	return in->quote < in->quotes.n && in->quotes.p[in->quote].from <= at;
}

/* Only the rules for any language have spoken: evidence may overrule them. */
static bool hears_evidence(const struct judging *in, const struct tp_candidate *candidate)
{
	return in->kit->evidence && candidate->rule >= in->kit->general_rule;
}

/* Whether a candidate ends a sentence: as its rule says, unless there is something against it. */
static bool judge(void *arg, const struct tp_candidate *candidate)
{
	struct judging *in = arg;

	return candidate->breaks &&
	       !(hears_evidence(in, candidate) &&
		 tp_evidence_overrules_in(in->kit->evidence, in->text, candidate->at, in->seen)) &&
	       !is_quoted(in, candidate->at);
}

/* The same, for those who ask why: all evidence is gathered. */
static void weigh(const struct judging *in, const struct tp_candidate *candidate, struct tp_decision *decision)
{
	const struct tp_evidence *evidence = in->kit->evidence;

	decision->evidence = tp_evidence_at(in->text, candidate);
	if (!decision->evidence)
		return;
	decision->evidence = tp_evidence_in(in->text, candidate, decision->evidence, in->seen);
	decision->weight = tp_evidence_weigh(evidence, decision->evidence);
	decision->sure = decision->sure && !tp_evidence_is_poor(evidence, decision->evidence);
	if (tp_evidence_overrules(evidence, decision->evidence)) {
		decision->breaks = false;
		decision->against = "evidence";
	}
}

static bool judge_and_tell(void *arg, const struct tp_candidate *candidate)
{
	struct judging *in = arg;
	const struct tp_segment_rule *rule = tp_segmenter_rule(in->kit->segmenter, candidate->rule);
	struct tp_decision decision = { .at = candidate->at,
					.breaks = candidate->breaks,
					.sure = in->sure,
					.file = rule->file,
					.line = rule->line };

	if (hears_evidence(in, candidate))
		weigh(in, candidate, &decision);
	if (decision.breaks && is_quoted(in, candidate->at)) {
		decision.breaks = false;
		decision.against = "quote";
	}
	in->each(in->arg, &decision);
	return decision.breaks;
}

/* Too long --------------------------------------------------------------------------------------------------- */

/* The last places where a sentence can be cut, from the best kind to the worst; 0: none yet. */
enum cut { CUT_CLAUSE, CUT_COMMA, CUT_SPACE, CUT_CHARACTER, CUTS };

static enum cut cut_behind(uint32_t cp)
{
	switch (cp) {
	case ';':
	case ':':
	case 0x61b: /* ؛ */
	case 0xff1b: /* ； */
	case 0xff1a: /* ： */
	case 0x2014: /* — */
		return CUT_CLAUSE;
	case ',':
	case 0x60c: /* ، */
	case 0x3001: /* 、 */
	case 0xff0c: /* ， */
		return CUT_COMMA;
	default:
		return CUT_CHARACTER;
	}
}

/* Nothing is cut before what belongs to the character, or the word, before it. */
static bool is_attached(uint32_t cp)
{
	return tp_is_mark(cp) || tp_is_invisible(cp);
}

/* Finds the cuts that leave at most `longest` characters, not counting accents, nor white space at the end. Returns
 * where these end; the end of the text where all of it fits. */
static size_t find_cuts(struct tp_str text, size_t longest, size_t cuts[CUTS])
{
	uint32_t last = 0;
	size_t at = 0;

	for (size_t n = 0, next = 0; next < text.n; at = next) {
		uint32_t cp = tp_utf8_next(text, &next);

		if (tp_is_space(cp)) {
			cuts[cut_behind(last)] = cuts[CUT_SPACE] = next;
			n++;
			continue;
		}
		if (at && is_attached(cp))
			continue;
		if (at && !tp_is_punctuation(cp))
			cuts[tp_is_ideographic(cp) ? cut_behind(last) : CUT_CHARACTER] = cuts[CUT_CHARACTER] = at;
		if (n++ >= longest)
			return at;
		last = cp;
	}
	return text.n;
}

/* The length of the first piece of a text that is to have at most `longest` characters. Where the best kind of cut
 * would leave less than half of them, the next one is taken. */
static size_t piece_length(struct tp_str text, size_t longest)
{
	size_t cuts[CUTS] = { 0 }, end = find_cuts(text, longest, cuts);

	if (end == text.n)
		return end;
	for (enum cut cut = CUT_CLAUSE; cut < CUT_SPACE; cut++)
		if (cuts[cut] > end / 2)
			return cuts[cut];
	return cuts[CUT_SPACE] ? cuts[CUT_SPACE] : cuts[CUT_CHARACTER] ? cuts[CUT_CHARACTER] : end;
}

static void cut(struct tp_str text, size_t longest, const struct tp_spans *sentences, struct tp_spans *out)
{
	for (size_t i = 0; i < sentences->n; i++)
		for (struct tp_span rest = sentences->p[i]; rest.from < rest.to;) {
			size_t to = rest.from + piece_length(tp_str_at(text, rest), longest);

			*tp_push(out) = (struct tp_span){ rest.from, to };
			rest.from = to;
		}
}

void tp_sentences_find(const struct tp_kit *kit, struct tp_str text, struct tp_seen *seen, tp_decision_fn each,
		       void *arg, struct tp_spans *out)
{
	struct judging in = { .kit = kit,
			      .text = text,
			      .seen = seen,
			      .each = each,
			      .arg = arg,
			      .sure = !tp_segmenter_is_weak(kit->segmenter) };
	const struct tp_judge last_word = { each ? judge_and_tell : judge, &in, each != NULL };
	struct tp_spans sentences = { 0 };

	if (kit->whole_quotes)
		tp_quotes_map(text, kit->language, &in.quotes);
	tp_segmenter_split(kit->segmenter, text, &last_word, kit->longest_segment ? &sentences : out);
	if (kit->longest_segment)
		cut(text, kit->longest_segment, &sentences, out);
	tp_spans_release(&sentences);
	tp_spans_release(&in.quotes);
}
