#include "core/flat.h"

#include "core/str.h"

enum { ALIGN = 8 };

static size_t padding(size_t n)
{
	return (ALIGN - n % ALIGN) % ALIGN;
}

void tp_flat_add(struct tp_buf *out, const void *p, size_t n, size_t size)
{
	static const char nothing[ALIGN];
	uint64_t count = n;

	tp_buf_add(out, (const char *)&count, sizeof count);
	tp_buf_add(out, p, n * size);
	tp_buf_add(out, nothing, padding(n * size));
}

const void *tp_flat_take(struct tp_flat *in, size_t size, size_t *n)
{
	const char *p = in->rest.p + sizeof(uint64_t);
	uint64_t count = 0;

	*n = 0;
	in->damaged |= in->rest.n < sizeof count;
	if (!in->damaged)
		memcpy(&count, in->rest.p, sizeof count);
	in->damaged |= count > (in->rest.n - sizeof count) / size;
	if (in->damaged)
		return "";
	size_t bytes = (size_t)count * size;
	in->rest = tp_str_from(in->rest, sizeof count + bytes);
	in->damaged = padding(bytes) > in->rest.n;
	if (in->damaged)
		return "";
	in->rest = tp_str_from(in->rest, padding(bytes));
	*n = (size_t)count;
	return p;
}

uint64_t tp_flat_hash(struct tp_str bytes)
{
	const uint64_t factor = 0x9fb21c651e98df25u;
	uint64_t rows[4] = { bytes.n, 1, 2, 3 }, word;
	size_t at = 0;

	for (; bytes.n - at >= sizeof rows; at += sizeof rows)
		for (size_t i = 0; i < 4; i++) {
			memcpy(&word, bytes.p + at + i * sizeof word, sizeof word);
			rows[i] = (rows[i] ^ word) * factor;
			rows[i] ^= rows[i] >> 32;
		}
	for (; at < bytes.n; at++)
		rows[0] = (rows[0] ^ (unsigned char)bytes.p[at]) * factor;
	for (size_t i = 1; i < 4; i++)
		rows[0] = ((rows[0] ^ rows[0] >> 29) * factor) ^ rows[i];
	return rows[0] ^ rows[0] >> 32;
}
