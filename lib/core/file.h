/* Files: read whole by mapping, replaced as a whole. */
#ifndef TPREP_CORE_FILE_H
#define TPREP_CORE_FILE_H

#include <stdint.h>

#include "tprep.h"

/* The bytes of a file. */
struct tp_file {
	struct tp_str bytes;
	void *mapped; /* NULL if the bytes are in memory of ours */
};

/* Reads a file; "-" is standard input, and what cannot be mapped (a pipe) is read into memory.
 * Fails with TP_E_LIMIT if it has more than `limit` bytes (0: no limit). */
bool tp_file_read(struct tp_file *file, const char *path, size_t limit, struct tp_error *err);
void tp_file_release(struct tp_file *file);

/* The same for a file that nobody cuts off while we read it, one of our data: it is mapped whatever its size. */
bool tp_file_map(struct tp_file *file, const char *path, struct tp_error *err);

/* A path is there and can be read. */
bool tp_file_exists(const char *path);

/* A path is a regular file of the user that runs us, which nobody else may write to. */
bool tp_file_is_own(const char *path);

/* Writes such a file, which nobody else may read either, whole or not at all. It takes the place of what stands there:
 * where that is a link, its target stays as it is. */
bool tp_file_replace_own(const char *path, struct tp_str bytes, struct tp_error *err);

/* Adds to a hash which file the path is and when it was changed; "" and what is not there add that. */
uint64_t tp_file_stamp(const char *path, uint64_t hash);

/* The file was changed after the other one; a file that is not there was never. */
bool tp_file_is_newer(const char *path, const char *other);

/* Calls `each` for the names in a folder, sorted by bytes, without "." and ".."; false if it cannot
 * be read. */
bool tp_folder_list(const char *path, void (*each)(void *arg, const char *name), void *arg);

#endif
