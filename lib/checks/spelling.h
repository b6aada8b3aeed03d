/* The unknown words of a document, beside what the check finds about them. */
#ifndef TPREP_CHECKS_SPELLING_H
#define TPREP_CHECKS_SPELLING_H

#include "checks/check.h"

/* Calls `each` with every word that neither a dictionary nor the name base knows, in order. Each stands for itself:
 * what else the document does with it does not matter. */
void tp_spelling_list(const struct tp_kit *kit, const struct tp_unit *units, size_t n, tp_word_fn each, void *arg);

#endif
