/* Sentences, by the rules of SRX 2.0. */
#ifndef TPREP_LANGUAGE_SEGMENTS_H
#define TPREP_LANGUAGE_SEGMENTS_H

#include "tprep.h"

struct tp_segmenter;

/* Loads rules for a language: the user's SRX file, or ours, which are those of DATA/LANG/segments.srx, if there
 * is one, and then those of DATA/mul/segments.srx. Immutable after that. Errors name file and line; an SRX
 * file without rules for the language is TP_E_USAGE. */
struct tp_segmenter *tp_segmenter_new(const char *data, const char *language, const char *srx, struct tp_error *err);

/* The same for an SRX file in memory. */
struct tp_segmenter *tp_segmenter_read(struct tp_str srx, const char *language, struct tp_error *err);
void tp_segmenter_free(struct tp_segmenter *segmenter);

/* The sentences of a paragraph: spans that tile it; the white space after a sentence belongs to it. A place breaks if
 * the first rule that matches there says so. No pattern sees farther than 512 code points from the place, so the
 * time is linear. Threads may share a segmenter. */
void tp_segmenter_split(const struct tp_segmenter *segmenter, struct tp_str text, struct tp_spans *out);

#endif
