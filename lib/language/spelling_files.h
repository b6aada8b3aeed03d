/* The files that a dictionary is made of, and by which what is kept of its answers is told from that of others. */
#ifndef TPREP_LANGUAGE_SPELLING_FILES_H
#define TPREP_LANGUAGE_SPELLING_FILES_H

#include <stdint.h>

#include "tprep.h"

struct tp_dictionary_files {
	char *path; /* without ".aff" and ".dic" */
	char *aff, *dic;
	struct {
		char **p;
		size_t n, cap;
	} more; /* .dic files whose words are added */
};

/* All zero before; `path` is copied. */
void tp_dictionary_files_start(struct tp_dictionary_files *files, const char *path);
void tp_dictionary_files_release(struct tp_dictionary_files *files);

/* Adds the words of another dictionary: its path without ".dic", which is copied. */
void tp_dictionary_files_add(struct tp_dictionary_files *files, const char *path);

/* The name in the path of a dictionary, "en_US"; it starts with the language. It lives as long as the path,
 * and a NUL follows. */
struct tp_str tp_dictionary_name(const char *path);

/* The folder of our data for the language of the dictionary. */
struct tp_str tp_dictionary_folder(const struct tp_dictionary_files *files);

/* See tp_dictionary_is_sane(). */
bool tp_dictionary_files_are_sound(const struct tp_dictionary_files *files, struct tp_error *err);

/* Adds to a hash which files they are. */
uint64_t tp_dictionary_files_name(const struct tp_dictionary_files *files, uint64_t name);

/* Adds to a hash when they, and those of our data for their language, were changed. */
uint64_t tp_dictionary_files_stamp(const struct tp_dictionary_files *files, const char *data, uint64_t stamp);

#endif
