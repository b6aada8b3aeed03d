/* Needles for the places of a scan. */
#ifndef TPREP_LANGUAGE_SEGMENTS_WINDOWS_H
#define TPREP_LANGUAGE_SEGMENTS_WINDOWS_H

#include "core/needles.h"
#include "language/segments_scan.h"

/* Makes needles, which were all zero, from what a scan was made from: each of its places is found by three bytes in a
 * row of those around it, and is thus before one of the three bytes of a hit. */
void tp_windows_make(const struct tp_scan_maker *maker, struct tp_needles *needles);

#endif
