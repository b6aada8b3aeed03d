/* What libhunspell would take too long for, or crash at. */
#ifndef TPREP_LANGUAGE_SPELLING_SANITY_H
#define TPREP_LANGUAGE_SPELLING_SANITY_H

#include "tprep.h"

/* Looks at the .aff and the .dic of a dictionary before libhunspell reads them. Fails with TP_E_LIMIT for rules that
 * would cost more than their number, and with TP_E_SYNTAX for a word that refers to what is not there. */
bool tp_dictionary_is_sane(const char *aff, const char *dic, struct tp_error *err);

#endif
