#include "core/json.h"

#include <jansson.h>

#include "core/memory.h"
#include "core/str.h"
#include "core/utf8.h"

static int add_bytes(const char *bytes, size_t n, void *out)
{
	tp_buf_add(out, bytes, n);
	return 0;
}

void tp_json_add_str(struct tp_buf *out, struct tp_str s)
{
	struct tp_buf clean = TP_BUF_INIT;

	if (tp_utf8_invalid(s, 0) < s.n) {
		tp_utf8_clean(s, &clean);
		s = tp_buf_str(&clean);
	}
	json_t *string = json_stringn_nocheck(s.n ? s.p : "", s.n);
	json_dump_callback(string, add_bytes, out, JSON_ENCODE_ANY);
	json_decref(string);
	tp_buf_release(&clean);
}
