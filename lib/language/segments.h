/* Sentences, by the rules of SRX 2.0. */
#ifndef TPREP_LANGUAGE_SEGMENTS_H
#define TPREP_LANGUAGE_SEGMENTS_H

#include "tprep.h"

struct tp_segmenter;

/* Which inline codes at a break belong to the segment that ends there: those that open something, that close it, and
 * that stand alone. From the first other one on, they belong to the next segment, or to the white space before it. */
struct tp_break_codes {
	bool start, end, isolated;
};

/* As our own rules have it; SRX files that do not say it leave isolated codes to the next segment. */
#define TP_BREAK_CODES ((struct tp_break_codes){ .start = false, .end = true, .isolated = true })

/* Loads rules for a language: the user's SRX file, or ours, which are those of DATA/LANG/segments.srx, if there
 * is one, and then those of DATA/mul/segments.srx. Immutable after that. Errors name file and line; an SRX
 * file without rules for the language is TP_E_USAGE. */
struct tp_segmenter *tp_segmenter_new(const char *data, const char *language, const char *srx, struct tp_error *err);

/* The same for an SRX file in memory. */
struct tp_segmenter *tp_segmenter_read(struct tp_str srx, const char *language, struct tp_error *err);
void tp_segmenter_free(struct tp_segmenter *segmenter);

/* Rule i, in the order in which they are tried; NULL after the last one. */
const struct tp_segment_rule *tp_segmenter_rule(const struct tp_segmenter *segmenter, size_t i);

/* There are no rules of ours for the language, so these are those for any one. */
bool tp_segmenter_is_general(const struct tp_segmenter *segmenter);

struct tp_break_codes tp_segmenter_codes(const struct tp_segmenter *segmenter);

/* Text inside of inline codes is said not to be cut. */
bool tp_segmenter_has_whole_flows(const struct tp_segmenter *segmenter);

/* The rules are said to find no more than some ends of sentences. */
bool tp_segmenter_is_weak(const struct tp_segmenter *segmenter);

/* Of the places where a match of a rule's first pattern can end, each counts, and not that alone which back-tracking
 * finds: so it is in our own rules, and in files that say so. */
bool tp_segmenter_has_all_ends(const struct tp_segmenter *segmenter);

/* A candidate is a place where a rule that breaks matches, and the first rule that matches there decides. The time is
 * linear: patterns match no farther than 512 code points from the place, but for those with look-around inside, which
 * are followed through the whole text. */
struct tp_candidate {
	size_t at; /* before the white space that follows the sentence */
	size_t rule; /* the one that decides: see tp_segmenter_rule() */
	bool breaks;
};

/* Whether a candidate ends a sentence. */
typedef bool (*tp_candidate_fn)(void *arg, const struct tp_candidate *candidate);

/* Who has the last word about candidates. */
struct tp_judge {
	tp_candidate_fn judge; /* NULL: the rules */
	void *arg;
	bool hears_all; /* the judge is asked about all of them, not about those alone where a rule breaks */
};

/* The sentences of a paragraph: spans that tile it; the white space after a sentence belongs to it. */
void tp_segmenter_split(const struct tp_segmenter *segmenter, struct tp_str text, const struct tp_judge *judge,
			struct tp_spans *out);

/* A walk over the candidates of a paragraph, held by the caller. Threads may share the segmenter. */
struct tp_candidates {
	struct tp_segmenter *segmenter;
	struct tp_worker *worker;
	struct tp_str text;
	bool all;
	size_t at; /* candidates up to here are done with */
};

/* Starts after the white space at the start of the text. Unless `all` are asked for, that takes less time, and those
 * where no rule breaks may be left out. */
void tp_candidates_start(struct tp_candidates *walk, const struct tp_segmenter *segmenter, struct tp_str text,
			 bool all);
bool tp_candidates_next(struct tp_candidates *walk, struct tp_candidate *candidate);

/* The start of the sentence after a candidate that breaks; the walk goes on behind it, for there are no sentences in
 * white space. */
size_t tp_candidates_cross(struct tp_candidates *walk);
void tp_candidates_end(struct tp_candidates *walk);

#endif
