/* The file that keeps what dictionaries said and what was suggested, so that they need not be loaded to say it again.
 * It belongs to one state of them and of the libraries, told by a key; anything else is as good as no file. */
#ifndef TPREP_LANGUAGE_SPELLING_CACHE_H
#define TPREP_LANGUAGE_SPELLING_CACHE_H

#include "core/file.h"
#include "language/verdicts.h"
#include "tprep.h"

/* All zero is empty. The parts point into the file. */
struct tp_cache {
	struct tp_file file;
	struct tp_str facts; /* about the dictionaries, */
	struct tp_str memo; /* suggestions, */
	uint64_t salt; /* of the hashes of words, in */
	struct tp_word_verdict_table verdicts; /* not to be changed */
	struct tp_word_verdict_table kept; /* of a caller, which depend on this, too: */
	uint64_t kept_by;
};

/* Opens a file of the user's own that nobody else may write to. False, and an empty cache, if there is none for the
 * key, or it is damaged. */
bool tp_cache_open(struct tp_cache *cache, const char *path, uint64_t key);
void tp_cache_close(struct tp_cache *cache);

/* Writes the file whole or not at all. `facts` are a multiple of 8 bytes. */
bool tp_cache_save(const struct tp_cache *cache, const char *path, uint64_t key, struct tp_error *err);

#endif
