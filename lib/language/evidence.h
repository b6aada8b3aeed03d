/* Evidence for and against the end of a sentence, where the rules of the language have nothing to say. The pieces of it
 * have names: tp_evidence_name(). */
#ifndef TPREP_LANGUAGE_EVIDENCE_H
#define TPREP_LANGUAGE_EVIDENCE_H

#include "core/seen.h"
#include "language/segments.h"
#include "tprep.h"

/* What each piece of evidence weighs. Immutable. */
struct tp_evidence;

/* Loads DATA/mul/evidence: lines of a name, a tab and a number, in tenths of the logarithm of the odds. What has no
 * line weighs nothing. NULL, and *err is filled in, if the file is damaged or missing. */
struct tp_evidence *tp_evidence_new(const char *data, struct tp_error *err);
void tp_evidence_free(struct tp_evidence *evidence);

/* The pieces that are there at a candidate, as bits. There are none, and it is 0, where there is no doubt: doubtful
 * is a break between a word of two to five letters, a full stop, and a capital letter. */
unsigned tp_evidence_at(struct tp_str text, const struct tp_candidate *candidate);

/* The same, with all that the document says. */
unsigned tp_evidence_in(struct tp_str text, const struct tp_candidate *candidate, unsigned there, struct tp_seen *seen);

/* The words on both sides of the full stop of a candidate that has some. */
void tp_evidence_words(struct tp_str text, size_t at, struct tp_span *before, struct tp_span *behind);

/* What they weigh together: > 0 speaks for an end, < 0 against it. */
int tp_evidence_weigh(const struct tp_evidence *evidence, unsigned there);

/* They weigh too little for either side. */
bool tp_evidence_is_poor(const struct tp_evidence *evidence, unsigned there);

/* They weigh enough against an end to overrule the rule. */
bool tp_evidence_overrules(const struct tp_evidence *evidence, unsigned there);

/* What is there at a candidate that breaks does, together with what the document says, which is asked as little as it
 * takes to know. */
bool tp_evidence_overrules_in(const struct tp_evidence *evidence, struct tp_str text, size_t at, struct tp_seen *seen);

#endif
