#include "core/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*memory_hook)(size_t wanted);

void tp_memory_hook(void (*hook)(size_t wanted))
{
	memory_hook = hook;
}

static void *out_of_memory(size_t wanted)
{
	if (memory_hook)
		memory_hook(wanted);
	abort();
}

void *tp_alloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	return p ? p : out_of_memory(n);
}

void *tp_alloc_zero(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);

	return p ? p : out_of_memory(n * size);
}

void *tp_realloc(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		return out_of_memory(SIZE_MAX);
	size_t bytes = n * size;
	p = realloc(p, bytes ? bytes : 1);
	return p ? p : out_of_memory(bytes);
}

void *tp_grow(void *p, size_t *cap, size_t size)
{
	*cap = *cap < 8 ? 8 : *cap + *cap / 2;
	return tp_realloc(p, *cap, size);
}

/* Blocks double in size up to a bound; what is larger than a block gets one of its own. */
enum { FIRST_BLOCK = 1 << 12, LARGEST_BLOCK = 1 << 18 };

struct block {
	struct block *next;
	size_t used, size;
	alignas(max_align_t) char bytes[];
};

struct tp_arena {
	struct block *blocks;
	size_t size;
};

struct tp_arena *tp_arena_new(void)
{
	return tp_alloc_zero(1, sizeof(struct tp_arena));
}

void tp_arena_free(struct tp_arena *arena)
{
	if (!arena)
		return;
	for (struct block *b = arena->blocks, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	free(arena);
}

size_t tp_arena_size(const struct tp_arena *arena)
{
	return arena->size;
}

static struct block *add_block(struct tp_arena *arena, size_t wanted)
{
	size_t size = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;

	if (size > LARGEST_BLOCK)
		size = LARGEST_BLOCK;
	if (size < wanted)
		size = wanted;
	struct block *b = tp_alloc(sizeof *b + size);
	*b = (struct block){ .next = arena->blocks, .size = size };
	arena->blocks = b;
	arena->size += sizeof *b + size;
	return b;
}

/* Room at a multiple of `align`, a power of two. */
static char *take(struct tp_arena *arena, size_t n, size_t align)
{
	struct block *b = arena->blocks;
	size_t at = b ? (b->used + align - 1) & ~(align - 1) : 0;

	if (!b || b->size < at || b->size - at < n) {
		b = add_block(arena, n);
		at = 0;
	}
	b->used = at + n;
	return b->bytes + at;
}

void *tp_arena_alloc(struct tp_arena *arena, size_t n)
{
	return memset(take(arena, n, alignof(max_align_t)), 0, n);
}

struct tp_str tp_arena_str(struct tp_arena *arena, struct tp_str s)
{
	char *p = take(arena, s.n + 1, 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct tp_str){ p, s.n };
}

struct tp_str tp_arena_format(struct tp_arena *arena, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	size_t n = (size_t)vsnprintf(NULL, 0, format, args);
	char *p = take(arena, n + 1, 1);
	vsnprintf(p, n + 1, format, again);
	va_end(again);
	va_end(args);
	return (struct tp_str){ p, n };
}
