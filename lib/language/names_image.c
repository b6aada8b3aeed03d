/* The bytes of a compiled name base. */
#include "language/names_image.h"

#include <stddef.h>

#include "core/error.h"
#include "core/str.h"

/* Hashes ------------------------------------------------------------------------------------------ */

static uint64_t mixed(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x9fb21c651e98df25u;
	return h ^ h >> 32;
}

static uint64_t word_at(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return word;
}

/* Four rows of words side by side, which the processor multiplies at once; each step can be turned back, so that
 * a change of one word is never lost. */
uint64_t tp_image_hash(struct tp_str bytes)
{
	uint64_t a = bytes.n, b = 1, c = 2, d = 3;
	size_t at = 0;

	for (; bytes.n - at >= 32; at += 32) {
		a = mixed(a, word_at(bytes.p + at));
		b = mixed(b, word_at(bytes.p + at + 8));
		c = mixed(c, word_at(bytes.p + at + 16));
		d = mixed(d, word_at(bytes.p + at + 24));
	}
	for (; at < bytes.n; at++)
		a = mixed(a, (unsigned char)bytes.p[at]);
	return mixed(mixed(mixed(a, b), c), d);
}

/* Strings ----------------------------------------------------------------------------------------- */

enum { LONG = 255 };

bool tp_image_string(struct tp_str strings, uint32_t at, struct tp_str *out)
{
	uint32_t n;

	if (at >= strings.n)
		return false;
	struct tp_str rest = tp_str_from(strings, at + 1u);
	n = (unsigned char)strings.p[at];
	if (n == LONG) {
		if (rest.n < sizeof n)
			return false;
		memcpy(&n, rest.p, sizeof n);
		rest = tp_str_from(rest, sizeof n);
	}
	*out = (struct tp_str){ rest.p, n };
	return n <= rest.n;
}

void tp_image_add_string(struct tp_buf *strings, struct tp_str s)
{
	uint32_t n = (uint32_t)s.n;

	tp_buf_add_char(strings, (char)(n < LONG ? n : LONG));
	if (n >= LONG)
		tp_buf_add(strings, (const char *)&n, sizeof n);
	tp_buf_add_str(strings, s);
}

/* Writing ----------------------------------------------------------------------------------------- */

static void align(struct tp_buf *out)
{
	size_t n = (TP_IMAGE_ALIGN - out->n % TP_IMAGE_ALIGN) % TP_IMAGE_ALIGN;

	memset(tp_buf_room(out, n), 0, n);
	out->n += n;
}

/* The bytes of page i before `end`; the header has a hash of its own. */
static struct tp_str page_of(struct tp_str bytes, size_t end, size_t i)
{
	struct tp_span at = { i * TP_IMAGE_PAGE, (i + 1) * TP_IMAGE_PAGE };

	if (i == 0)
		at.from = sizeof(struct tp_image_header);
	if (at.to > end)
		at.to = end;
	return tp_str_at(bytes, at);
}

static size_t count_pages(size_t end)
{
	return end / TP_IMAGE_PAGE + (end % TP_IMAGE_PAGE > 0);
}

static uint64_t header_hash(const struct tp_image_header *header)
{
	return tp_image_hash((struct tp_str){ (const char *)header, offsetof(struct tp_image_header, self) });
}

void tp_image_begin(struct tp_image_writer *writer, struct tp_buf *out)
{
	memset(writer, 0, sizeof *writer);
	memcpy(writer->header.magic, TP_IMAGE_MAGIC, sizeof writer->header.magic);
	writer->header.order = TP_IMAGE_ORDER;
	writer->header.version = TP_IMAGE_VERSION;
	writer->out = out;
	tp_buf_clear(out);
	tp_buf_add(out, (const char *)&writer->header, sizeof writer->header);
}

void tp_image_add(struct tp_image_writer *writer, enum tp_image_section section, const void *p, size_t n)
{
	align(writer->out);
	writer->header.sections[section].at = writer->out->n;
	writer->header.sections[section].n = n;
	tp_buf_add(writer->out, p, n * tp_image_element(section));
}

void tp_image_seal(struct tp_buf *image)
{
	struct tp_image_header header;
	size_t end;

	memcpy(&header, image->p, sizeof header);
	end = image->n = (size_t)header.sums_at;
	for (size_t i = 0; i < count_pages(end); i++) {
		uint32_t sum = (uint32_t)tp_image_hash(page_of(tp_buf_str(image), end, i));
		tp_buf_add(image, (const char *)&sum, sizeof sum);
	}
	header.size = image->n;
	header.sums = tp_image_hash(tp_str_from(tp_buf_str(image), end));
	header.self = header_hash(&header);
	memcpy(image->p, &header, sizeof header);
}

void tp_image_end(struct tp_image_writer *writer)
{
	align(writer->out);
	writer->header.sums_at = writer->out->n;
	memcpy(writer->out->p, &writer->header, sizeof writer->header);
	tp_image_seal(writer->out);
}

/* Opening ----------------------------------------------------------------------------------------- */

static bool section_fits(const struct tp_image_header *header, enum tp_image_section section)
{
	uint64_t at = header->sections[section].at, n = header->sections[section].n;

	return at % TP_IMAGE_ALIGN == 0 && at >= sizeof *header && at <= header->sums_at &&
	       n <= (header->sums_at - at) / tp_image_element(section);
}

static bool is_power_of_two(uint64_t n)
{
	return n && (n & (n - 1)) == 0;
}

static bool header_fits(const struct tp_image_header *header, struct tp_str bytes)
{
	if (header->self != header_hash(header) || header->size != bytes.n || header->sums_at > bytes.n ||
	    header->sums_at % TP_IMAGE_ALIGN ||
	    bytes.n - header->sums_at != count_pages((size_t)header->sums_at) * sizeof(uint32_t))
		return false;
	for (unsigned i = 0; i < TP_IMAGE_SECTIONS; i++)
		if (!section_fits(header, (enum tp_image_section)i))
			return false;
	uint64_t n_slots = header->sections[TP_IMAGE_SLOTS].n;
	return n_slots && n_slots % TP_IMAGE_LINE == 0 && n_slots / TP_IMAGE_LINE <= UINT32_MAX &&
	       is_power_of_two(header->sections[TP_IMAGE_FILTER].n) &&
	       is_power_of_two(header->sections[TP_IMAGE_STEMS].n) &&
	       is_power_of_two(header->sections[TP_IMAGE_GOING_ON].n) &&
	       header->sums == tp_image_hash(tp_str_from(bytes, (size_t)header->sums_at));
}

const struct tp_image_header *tp_image_open(struct tp_str bytes, struct tp_error *err)
{
	const struct tp_image_header *header = (const struct tp_image_header *)(const void *)bytes.p;

	if (bytes.n < sizeof *header || memcmp(header->magic, TP_IMAGE_MAGIC, sizeof header->magic) != 0)
		tp_fail(err, TP_E_SYNTAX, 0, _("The compiled name base is damaged."));
	else if (header->order != TP_IMAGE_ORDER || header->version != TP_IMAGE_VERSION)
		tp_fail(err, TP_E_SYNTAX, 0,
			_("The name base was compiled for another machine, or by another version. Compile it again."));
	else if (!header_fits(header, bytes))
		tp_fail(err, TP_E_SYNTAX, 0, _("The compiled name base is damaged."));
	else
		return header;
	return NULL;
}

bool tp_image_page_is_sound(struct tp_str bytes, size_t i)
{
	const struct tp_image_header *header = (const struct tp_image_header *)(const void *)bytes.p;
	size_t end = (size_t)header->sums_at;
	uint32_t sum;

	memcpy(&sum, bytes.p + end + i * sizeof sum, sizeof sum);
	return sum == (uint32_t)tp_image_hash(page_of(bytes, end, i));
}
