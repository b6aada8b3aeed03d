/* Memory: it is there, or the process ends. Growable arrays and arenas. */
#ifndef TPREP_CORE_MEMORY_H
#define TPREP_CORE_MEMORY_H

#include "tprep.h"

/* Like malloc, calloc and realloc, but they never return NULL: see tp_memory_hook(). The memory is
 * given back with free(). Sizes are checked for overflow. */
void *tp_alloc(size_t n);
void *tp_alloc_zero(size_t n, size_t size);
void *tp_realloc(void *p, size_t n, size_t size);

/* Room for more elements in an array that is full: grows by half, so n pushes cost O(n). */
void *tp_grow(void *p, size_t *cap, size_t size);

/* Adds an element, all zero, to any struct with members p, n and cap, and gives its address:
 *     *tp_push(&list) = (struct thing){ ... };
 */
#define tp_push(v)                                                                                                     \
	((v)->p = (v)->n < (v)->cap ? (v)->p : tp_grow((v)->p, &(v)->cap, sizeof *(v)->p),                             \
	 memset(&(v)->p[(v)->n], 0, sizeof *(v)->p), &(v)->p[(v)->n++])

/* The same, but the element holds anything: for a large one, all of which is set then. */
#define tp_push_unset(v)                                                                                               \
	((v)->p = (v)->n < (v)->cap ? (v)->p : tp_grow((v)->p, &(v)->cap, sizeof *(v)->p), &(v)->p[(v)->n++])

/* A list of indexes. */
struct tp_indexes {
	size_t *p;
	size_t n, cap;
};

/* An arena: many small things with one end. Start with tp_arena_new(). */
struct tp_arena;

struct tp_arena *tp_arena_new(void);
void tp_arena_free(struct tp_arena *arena); /* NULL is fine */
size_t tp_arena_size(const struct tp_arena *arena); /* the bytes it takes */

/* Aligned for any type, and zeroed. */
void *tp_arena_alloc(struct tp_arena *arena, size_t n);

/* A copy with a NUL after it, so `.p` also serves as a C string. */
struct tp_str tp_arena_str(struct tp_arena *arena, struct tp_str s);

/* A formatted string in the arena. */
struct tp_str tp_arena_format(struct tp_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

#endif
