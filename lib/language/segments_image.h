/* Compiled rules: one row of bytes, the same in a file and in memory, in the order in which they are read. */
#ifndef TPREP_LANGUAGE_SEGMENTS_IMAGE_H
#define TPREP_LANGUAGE_SEGMENTS_IMAGE_H

#include "language/segments_rules.h"

/* Writes the rules of a segmenter, for that language. */
void tp_segments_write(const struct tp_segmenter *segmenter, const char *language, struct tp_buf *out);

/* Makes the sum of what is in an image. */
void tp_segments_seal(struct tp_buf *image);

/* The bytes are those of such an image, though maybe damaged or of another version. */
bool tp_segments_is_image(struct tp_str bytes);

/* Opens an image, which is taken over: see tp_file_read(). NULL if it is damaged, or was made by another version, or
 * for another language. `files`, unless NULL, are where the rules are from, a list that ends with NULL, and the image
 * is to be of these files: `key` is that of their bytes. */
struct tp_segmenter *tp_segments_open(struct tp_file *image, const char *language, const char *const *files,
				      uint64_t key);

#endif
