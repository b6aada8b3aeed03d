#include "core/lines.h"

#include "core/str.h"

struct tp_str tp_lines_without_head(struct tp_str bytes)
{
	struct tp_str rest = bytes, line;

	while (tp_str_starts(rest, TP_S("#")))
		tp_str_line(&rest, &line);
	return rest.p ? rest : (struct tp_str){ "", 0 };
}

bool tp_lines_find(struct tp_str lines, struct tp_str key, struct tp_str *value)
{
	size_t from = 0, to = lines.n; /* where lines start */

	while (from < to) {
		size_t start = from + (to - from) / 2;
		struct tp_str rest, other;

		while (start > from && lines.p[start - 1] != '\n')
			start--;
		rest = tp_str_from(lines, start);
		tp_str_line(&rest, value);
		bool has_value = tp_str_find_char(*value, '\t', 0) != TP_NOT_FOUND;
		tp_str_cut(value, '\t', &other);
		int order = tp_str_compare(other, key);
		if (order == 0)
			return has_value;
		if (order < 0)
			from = rest.p ? (size_t)(rest.p - lines.p) : lines.n;
		else
			to = start;
	}
	return false;
}
