/* TBX, the exchange format of term bases: version 3 (ISO 30042:2019), and version 2, which is only read. */
#ifndef TPREP_LANGUAGE_NAMES_TBX_H
#define TPREP_LANGUAGE_NAMES_TBX_H

#include "language/names_rows.h"

/* What the files we write say of where they come from. */
#define TP_TBX_SOURCE "A name base, written by tprep."

bool tp_tbx_probe(struct tp_str start);

bool tp_tbx_read(struct tp_str bytes, const struct tp_exchange *how, const struct tp_name_sink *sink,
		 struct tp_error *err);

#endif
