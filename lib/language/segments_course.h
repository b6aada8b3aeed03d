/* Passes through a text: where a rule matches, and where its matches end. */
#ifndef TPREP_LANGUAGE_SEGMENTS_COURSE_H
#define TPREP_LANGUAGE_SEGMENTS_COURSE_H

#include "language/segments_passes.h"

/* What one thread needs for the passes of a rule, text after text. */
struct tp_course;

struct tp_course *tp_course_new(const struct tp_passes *passes, const struct tp_classes *classes);
void tp_course_free(struct tp_course *course);

/* About the bytes that it takes. */
size_t tp_course_size(const struct tp_course *course);

/* Goes through a text. Adds the places where the rule matches, and where matches of its first pattern end that is
 * followed by the second, as bits of its bytes and its end: where the passes tell them. Takes linear time. */
void tp_course_run(struct tp_course *course, struct tp_str text, uint64_t *matches, uint64_t *ends);

#endif
