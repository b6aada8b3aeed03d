/* Text in other encodings, both ways, by iconv. */
#include "recode.h"

#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

#define NONE ((iconv_t)-1)

struct recoding {
	iconv_t in, out;
};

bool recoding_open(struct tool *tool, struct recoding **recoding)
{
	const char *name = tool->reading.encoding;

	*recoding = NULL;
	if (!name || strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "utf8") == 0)
		return true;
	iconv_t in = iconv_open("UTF-8", name), out = iconv_open(name, "UTF-8");
	if (in != NONE && out != NONE && (*recoding = malloc(sizeof **recoding))) {
		**recoding = (struct recoding){ in, out };
		return true;
	}
	if (in != NONE)
		iconv_close(in);
	if (out != NONE)
		iconv_close(out);
	return tool_error_text(tool, _("There is no encoding \"%s\"."), name);
}

void recoding_close(struct recoding *recoding)
{
	if (!recoding)
		return;
	iconv_close(recoding->in);
	iconv_close(recoding->out);
	free(recoding);
}

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The bytes of what cannot be recoded. */
static size_t unknown_length(const char *from, size_t left, bool utf8)
{
	size_t n = 1;

	while (utf8 && n < left && is_tail(from[n]))
		n++;
	return n;
}

static void recode(iconv_t how, struct tp_str text, bool utf8, struct tp_buf *result)
{
	char room[1024], *from = (char *)(uintptr_t)text.p;
	size_t left = text.n;

	while (left) {
		char *to = room;
		size_t space = sizeof room;
		bool ok = iconv(how, &from, &left, &to, &space) != (size_t)-1;

		tp_buf_add(result, room, sizeof room - space);
		if (ok || space < sizeof room)
			continue;
		size_t n = unknown_length(from, left, utf8);
		from += n;
		left -= n;
		tool_add(result, "?");
	}
	iconv(how, NULL, NULL, NULL, NULL);
}

void recode_in(struct recoding *recoding, struct tp_str text, struct tp_buf *out)
{
	recode(recoding->in, text, false, out);
}

void recode_out(struct recoding *recoding, struct tp_str text, struct tp_buf *out)
{
	recode(recoding->out, text, true, out);
}
