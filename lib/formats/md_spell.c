#include "core/str.h"
#include "formats/md.h"

bool md_spell(struct tp_str text, const struct tp_speller_place *place, struct tp_buf *out, struct tp_error *err)
{
	return tp_spell_plain(text, place, out, err);
}
