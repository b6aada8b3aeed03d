/* verdicts WORDS DICTIONARY...: whether we and libhunspell say the same about the words of a file, one a line, for each
 * dictionary (a path without ".aff" and ".dic"). The status is 1 if not. */
#include <hunspell/hunspell.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/spelling.h"

enum { MOST_SHOWN = 5 };

struct peer {
	Hunhandle *handle;
	const char *encoding;
};

static struct peer open_peer(const char *path)
{
	struct tp_buf aff = TP_BUF_INIT, dic = TP_BUF_INIT;
	struct peer peer;

	tp_buf_format(&aff, "%s.aff", path);
	tp_buf_format(&dic, "%s.dic", path);
	peer.handle = Hunspell_create(aff.p, dic.p);
	peer.encoding = Hunspell_get_dic_encoding(peer.handle);
	if (strncmp(peer.encoding, "microsoft-", 10) == 0)
		peer.encoding += 10;
	tp_buf_release(&aff);
	tp_buf_release(&dic);
	return peer;
}

/* What the encoding of the dictionary lacks is no word of it. */
static bool peer_knows(const struct peer *peer, struct tp_str word)
{
	struct tp_buf bytes = TP_BUF_INIT;
	bool known = tp_encode(word, peer->encoding, &bytes, NULL) && Hunspell_spell(peer->handle, bytes.p);

	tp_buf_release(&bytes);
	return known;
}

/* We know words with marks of stress and the like by their other forms, which libhunspell does not. */
static bool has_marks(struct tp_str word)
{
	for (size_t at = 0; at < word.n;)
		if (tp_is_mark(tp_utf8_next(word, &at)))
			return true;
	return false;
}

/* The number of words about which the two differ. */
static size_t compare(const char *path, struct tp_str words)
{
	struct tp_error err;
	struct tp_spelling *ours = tp_spelling_new(path, NULL, NULL, "dictionaries", true, NULL, NULL, &err);
	size_t n = 0, known = 0, marked = 0, different = 0;
	struct tp_str word;

	if (!ours) {
		printf("%s: %s\n", path, err.message);
		return 1;
	}
	struct peer peer = open_peer(path);
	for (; tp_str_line(&words, &word); n++) {
		bool theirs = peer_knows(&peer, word);

		known += theirs;
		if (theirs == tp_spelling_knows(ours, word))
			continue;
		if (!theirs && has_marks(word))
			marked++;
		else if (++different <= MOST_SHOWN)
			printf("%s: libhunspell %s \"%.*s\"\n", path, theirs ? "knows" : "does not know", (int)word.n,
			       word.p);
	}
	printf("%s: %zu words, %zu known, %zu more without their marks, %zu different\n", path, n, known, marked,
	       different);
	Hunspell_destroy(peer.handle);
	tp_spelling_free(ours);
	return different;
}

int main(int argc, char **argv)
{
	struct tp_file words;
	struct tp_error err;
	size_t different = 0;

	if (argc < 2 || !tp_file_read(&words, argv[1], 0, &err))
		return 2;
	for (int i = 2; i < argc; i++)
		different += compare(argv[i], words.bytes);
	tp_file_release(&words);
	return different > 0;
}
