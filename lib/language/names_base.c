/* Reads compiled name bases. */
#include "language/names_base.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/str.h"

/* Pages ------------------------------------------------------------------------------------------- */

/* An image up to this size is looked at as a whole when it is opened. */
enum { LOOK_AT_ALL = 1 << 20 };

struct tp_name_pages {
	atomic_bool damaged;
	_Atomic unsigned char sound[]; /* for each page: it was looked at */
};

static bool fail(const struct tp_names *names)
{
	atomic_store_explicit(&names->pages->damaged, true, memory_order_relaxed);
	return false;
}

static bool look_at(const struct tp_names *names, size_t page)
{
	if (!tp_image_page_is_sound(names->image, page))
		return fail(names);
	atomic_store_explicit(&names->pages->sound[page], 1, memory_order_relaxed);
	return true;
}

/* n > 0 bytes of a section at an offset that lies in it. */
static inline bool is_sound(const struct tp_names *names, const char *p, size_t n)
{
	size_t from = (size_t)(p - names->image.p), last = (from + n - 1) / TP_IMAGE_PAGE;

	for (size_t page = from / TP_IMAGE_PAGE; page <= last; page++)
		if (!atomic_load_explicit(&names->pages->sound[page], memory_order_relaxed) && !look_at(names, page))
			return false;
	return true;
}

/* Elements [i, i + n) of a section, or NULL. */
static inline const void *elements(const struct tp_names *names, enum tp_image_section section, size_t i, size_t n)
{
	size_t size = tp_image_element(section);

	if (i >= names->sections[section].n || n > names->sections[section].n - i) {
		fail(names);
		return NULL;
	}
	const char *p = names->sections[section].p + i * size;
	return is_sound(names, p, n * size) ? p : NULL;
}

static struct tp_str string(const struct tp_names *names, uint32_t at)
{
	enum { LENGTH = 5 };
	const struct tp_str strings = { names->sections[TP_IMAGE_STRINGS].p, names->sections[TP_IMAGE_STRINGS].n };
	struct tp_str s;

	if (at < strings.n && is_sound(names, strings.p + at, strings.n - at < LENGTH ? strings.n - at : LENGTH) &&
	    tp_image_string(strings, at, &s) && (!s.n || is_sound(names, s.p, s.n)))
		return s;
	fail(names);
	return TP_S("");
}

bool tp_names_is_sound(const struct tp_names *names, struct tp_error *err)
{
	if (!atomic_load_explicit(&names->pages->damaged, memory_order_relaxed))
		return true;
	tp_fail(err, TP_E_SYNTAX, 0, _("The compiled name base is damaged."));
	return tp_error_in_file(err, names->path);
}

bool tp_names_check(const struct tp_names *names)
{
	const struct tp_image_header *header = (const struct tp_image_header *)(const void *)names->image.p;

	return !header->sums_at || is_sound(names, names->image.p, (size_t)header->sums_at);
}

/* Opening ----------------------------------------------------------------------------------------- */

/* Of the languages that are picked, the longer tag is the closer one. */
static void add_region(struct tp_names *names, uint32_t language)
{
	size_t at = names->n_regions < TP_NAME_REGIONS ? names->n_regions++ : TP_NAME_REGIONS;

	for (; at > 0 && names->languages[names->regions[at - 1]].n < names->languages[language].n; at--)
		if (at < TP_NAME_REGIONS)
			names->regions[at] = names->regions[at - 1];
	if (at < TP_NAME_REGIONS)
		names->regions[at] = language;
}

void tp_names_pick(struct tp_names *names, const char *language)
{
	size_t shortest = SIZE_MAX;

	names->language = language;
	names->n_regions = 0;
	for (size_t i = 0; i < names->n_languages; i++) {
		struct tp_str tag = names->languages[i];
		names->speaks[i] = !tag.n || !language || tp_language_within(tag, language);
		if (tag.n && names->speaks[i] && tag.n < shortest)
			shortest = tag.n;
	}
	for (uint32_t i = 0; language && i < names->n_languages; i++)
		if (names->speaks[i] && names->languages[i].n > shortest)
			add_region(names, i);
}

static bool read_languages(struct tp_names *names)
{
	size_t n = names->n_languages = names->sections[TP_IMAGE_LANGUAGES].n;
	const uint32_t *languages = n ? elements(names, TP_IMAGE_LANGUAGES, 0, n) : NULL;

	names->languages = tp_arena_alloc(names->arena, n * sizeof *names->languages);
	names->speaks = tp_arena_alloc(names->arena, n * sizeof *names->speaks);
	for (size_t i = 0, copied = 0; i < n; i++) {
		struct tp_str tag = languages ? string(names, languages[i]) : TP_S("");
		copied += tag.n;
		if (copied > names->image.n) { /* each is in the image once */
			fail(names);
			tag = TP_S("");
		}
		names->languages[i] = tp_arena_str(names->arena, tag);
	}
	tp_names_pick(names, names->language);
	return tp_names_is_sound(names, NULL);
}

/* The endings of paradigms; those of languages that are not picked are never asked for. */
static bool read_paradigms(struct tp_names *names)
{
	size_t n = names->sections[TP_IMAGE_PARADIGMS].n;
	const struct tp_image_paradigm *paradigms = n ? elements(names, TP_IMAGE_PARADIGMS, 0, n) : NULL;
	struct tp_folder folder;

	tp_folder_init(&folder);
	for (size_t i = 0; paradigms && i < n; i++) {
		struct tp_name_paradigm *paradigm = tp_push(&names->endings);
		const uint32_t *endings = elements(names, TP_IMAGE_ENDINGS, paradigms[i].endings, paradigms[i].n);
		if (!endings || paradigms[i].language >= names->n_languages) {
			fail(names);
			break;
		}
		if (!names->speaks[paradigms[i].language])
			continue;
		paradigm->endings = tp_arena_alloc(names->arena, paradigms[i].n * sizeof *paradigm->endings);
		for (; paradigm->n < paradigms[i].n; paradigm->n++)
			paradigm->endings[paradigm->n] = string(names, endings[paradigm->n]);
		tp_name_endings_add_letters(&names->endings, paradigm, paradigms[i].bare, &folder);
	}
	tp_folder_release(&folder);
	return tp_names_is_sound(names, NULL);
}

/* Names in the language are looked for. */
static bool is_picked(const struct tp_names *names, struct tp_str language)
{
	if (names->language)
		return tp_language_within(language, names->language);
	for (size_t i = 0; i < names->n_languages; i++)
		if (names->languages[i].n && tp_language_within(language, names->languages[i].p))
			return true;
	return false;
}

static bool read_before(struct tp_names *names)
{
	size_t n = names->sections[TP_IMAGE_BEFORE].n;
	const uint32_t *lines = n ? elements(names, TP_IMAGE_BEFORE, 0, n) : NULL;

	for (size_t i = 0; lines && i < n; i++) {
		struct tp_str line = string(names, lines[i]);
		if (is_picked(names, tp_name_before_language(line)) &&
		    !tp_name_before_add(&names->before, line, 0, NULL))
			return fail(names);
	}
	return tp_names_is_sound(names, NULL);
}

/* The class of forms in a language that have these parts declined; `parts` stays. */
static struct tp_name_class class_with(uint32_t language, const struct tp_name_part *parts, size_t n, bool loose)
{
	return (struct tp_name_class){ language, { .parts = parts, .n = n, .cut = 0, .loose = loose } };
}

/* Reads pattern i; false if it is damaged. */
static bool read_pattern(struct tp_names *names, size_t i, struct tp_name_class *class)
{
	const struct tp_image_pattern *pattern = elements(names, TP_IMAGE_PATTERNS, i, 1);
	const struct tp_image_part *image = pattern && pattern->n && pattern->n <= TP_NAME_TOKENS
						? elements(names, TP_IMAGE_PARTS, pattern->parts, pattern->n)
						: NULL;

	if (!image || pattern->language >= names->n_languages)
		return fail(names);
	struct tp_name_part *parts = tp_arena_alloc(names->arena, pattern->n * sizeof *parts);
	*class = class_with(pattern->language, parts, pattern->n, pattern->loose != 0);
	for (size_t k = 0; k < pattern->n; k++) {
		if (image[k].paradigm >= names->endings.n)
			return fail(names);
		parts[k] =
		    (struct tp_name_part){ &names->endings.p[image[k].paradigm], image[k].word, image[k].ending };
	}
	return true;
}

static bool make_classes(struct tp_names *names)
{
	const struct tp_image_paradigm *paradigms = (const void *)names->sections[TP_IMAGE_PARADIGMS].p;
	size_t n_patterns = names->sections[TP_IMAGE_PATTERNS].n, n = names->n_languages;
	struct tp_name_part *last = tp_arena_alloc(names->arena, names->endings.n * sizeof *last);
	bool ok = n_patterns <= UINT16_MAX; /* a class is a number of that size */

	if (!ok)
		return fail(names);
	names->classes = tp_arena_alloc(names->arena, (n + names->endings.n + n_patterns) * sizeof *names->classes);
	for (uint32_t i = 0; i < n; i++)
		names->classes[i] = class_with(i, NULL, 0, false);
	for (size_t i = 0; i < names->endings.n; i++) {
		last[i] = (struct tp_name_part){ &names->endings.p[i], TP_NAME_LAST, 0 };
		names->classes[n++] = class_with(paradigms[i].language, &last[i], 1, false);
	}
	for (size_t i = 0; ok && i < n_patterns; i++)
		ok = read_pattern(names, i, &names->classes[n++]);
	names->n_classes = n;
	return ok;
}

static bool read_filter(const struct tp_names *names, enum tp_image_section section)
{
	return elements(names, section, 0, names->sections[section].n);
}

bool tp_names_open(struct tp_names *names, struct tp_error *err)
{
	names->image = names->built.n ? tp_buf_str(&names->built) : names->file.bytes;
	const struct tp_image_header *header = tp_image_open(names->image, err);
	if (!header)
		return tp_error_in_file(err, names->path);
	for (size_t i = 0; i < TP_IMAGE_SECTIONS; i++) {
		names->sections[i].p = names->image.p + header->sections[i].at;
		names->sections[i].n = (size_t)header->sections[i].n;
	}
	names->pages = tp_alloc_zero(sizeof *names->pages + (size_t)header->sums_at / TP_IMAGE_PAGE + 1, 1);
	if ((names->image.n > LOOK_AT_ALL || tp_names_check(names)) && read_filter(names, TP_IMAGE_FILTER) &&
	    read_filter(names, TP_IMAGE_STEMS) && read_filter(names, TP_IMAGE_GOING_ON) && read_languages(names) &&
	    read_paradigms(names) && read_before(names) && make_classes(names))
		return true;
	tp_fail(err, TP_E_SYNTAX, 0, _("The compiled name base is damaged."));
	return tp_error_in_file(err, names->path);
}

/* Forms ------------------------------------------------------------------------------------------- */

/* The element of a form in a section that is in the order of forms, which all start with it; NULL if there is none. */
static const void *find_element(const struct tp_names *names, enum tp_image_section section, uint32_t form)
{
	size_t from = 0, to = names->sections[section].n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const uint32_t *element = elements(names, section, middle, 1);
		if (!element)
			return NULL;
		if (*element == form)
			return element;
		if (*element < form)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

static struct tp_name_words words(const struct tp_names *names, uint32_t at, uint32_t n)
{
	const uint64_t *p = n ? elements(names, TP_IMAGE_WORDS, at, n) : NULL;

	return (struct tp_name_words){ p, p ? n : 0 };
}

static bool read_extra(const struct tp_names *names, uint32_t index, struct tp_name_form *form)
{
	const struct tp_image_extra *extra = find_element(names, TP_IMAGE_EXTRAS, index);

	if (!extra || extra->tail > form->text.n)
		return fail(names);
	form->first = string(names, extra->first);
	form->unless = words(names, extra->unless, extra->n_unless);
	form->only = words(names, extra->only, extra->n_only);
	form->tail = extra->tail;
	return true;
}

static const struct tp_name_class *class_of(const struct tp_names *names, const struct tp_image_form *form)
{
	return form->class < names->n_classes ? &names->classes[form->class] : NULL;
}

/* What a region prefers for a concept, of the forms that its key finds; TP_NAME_NONE if it is none of them. */
static uint32_t preferred_in(const struct tp_names *names, uint32_t concept, uint32_t region)
{
	uint32_t node = tp_names_node(names, tp_names_region_key(concept, region));
	size_t n = 0;
	const uint32_t *ids = node == TP_NAME_NONE ? NULL : tp_names_ids(names, &node, &n);

	for (size_t i = 0; i < n; i++) {
		const struct tp_image_form *own = elements(names, TP_IMAGE_FORMS, ids[i], 1);
		const struct tp_name_class *class = own ? class_of(names, own) : NULL;
		if (class && own->concept == concept && own->preferred == ids[i] && class->language == region)
			return ids[i];
	}
	return TP_NAME_NONE;
}

static void settle_region(const struct tp_names *names, struct tp_name_form *form)
{
	uint32_t preferred = TP_NAME_NONE;

	for (size_t i = 0; i < names->n_regions && names->regions[i] != form->language && preferred == TP_NAME_NONE;
	     i++)
		preferred = preferred_in(names, form->concept, names->regions[i]);
	if (preferred == TP_NAME_NONE)
		return;
	form->preferred = preferred;
	if (form->status == TP_NAME_PREFERRED)
		form->status = TP_NAME_DEPRECATED;
}

struct tp_name_form tp_names_form(const struct tp_names *names, uint32_t index)
{
	static const struct tp_name_form none = { .text = { "", 0 },
						  .first = { "", 0 },
						  .language = TP_NAME_NONE,
						  .preferred = TP_NAME_NONE,
						  .status = TP_NAME_REPORT };
	const struct tp_image_form *image = elements(names, TP_IMAGE_FORMS, index, 1);
	const struct tp_name_class *class = image ? class_of(names, image) : NULL;

	if (!class || image->concept >= names->sections[TP_IMAGE_CONCEPTS].n)
		return fail(names), none;
	struct tp_str text = string(names, image->text);
	struct tp_name_form form = {
		.text = text,
		.first = { "", 0 },
		.unless = { NULL, 0 },
		.only = { NULL, 0 },
		.tail = 0,
		.inflection = class->inflection,
		.concept = image->concept,
		.language = class->language,
		.preferred = image->preferred,
		.status = image->flags & TP_IMAGE_STATUS,
		.exact = image->flags & TP_IMAGE_EXACT,
		.is_first = image->flags & TP_IMAGE_IS_FIRST,
	};
	form.inflection.cut = image->ending <= text.n ? image->ending : 0;
	if ((image->flags & TP_IMAGE_HAS_EXTRA) && !read_extra(names, index, &form))
		return none;
	if (names->n_regions && tp_names_language(names, &form).n)
		settle_region(names, &form);
	return form;
}

struct tp_str tp_names_concept(const struct tp_names *names, uint32_t concept)
{
	const struct tp_image_concept *image = elements(names, TP_IMAGE_CONCEPTS, concept, 1);

	return image ? string(names, image->id) : TP_S("");
}

struct tp_str tp_names_kind(const struct tp_names *names, uint32_t concept)
{
	const struct tp_image_concept *image = elements(names, TP_IMAGE_CONCEPTS, concept, 1);

	return image ? string(names, image->kind) : TP_S("");
}

/* Index ------------------------------------------------------------------------------------------- */

/* The slots of a line that have a tag, as bits: all are looked at at once, for which one it is cannot be foreseen. */
static inline unsigned slots_of(const struct tp_image_slot *slots, uint32_t tag)
{
	typedef uint32_t numbers __attribute__((vector_size(16)));
	static const numbers bits[] = { { 1, 0, 2 }, { 4, 0, 8 }, { 16, 0, 32 }, { 64, 0, 128 } };
	numbers pairs[TP_IMAGE_LINE / 2], same = { 0 };

	memcpy(pairs, slots, sizeof pairs);
	for (unsigned i = 0; i < TP_IMAGE_LINE / 2; i++)
		same |= (numbers)(pairs[i] == tag) & bits[i];
	return same[0] | same[2];
}

uint32_t tp_names_row(const struct tp_names *names, uint64_t key)
{
	uint64_t n_lines = names->sections[TP_IMAGE_SLOTS].n / TP_IMAGE_LINE;
	size_t line = tp_image_line(key, n_lines);
	uint32_t tag = tp_image_tag(key);

	for (size_t n = 0; n < TP_IMAGE_PROBES; n++) {
		const struct tp_image_slot *slots =
		    elements(names, TP_IMAGE_SLOTS, line * TP_IMAGE_LINE, TP_IMAGE_LINE);
		unsigned same = slots ? slots_of(slots, tag) : 0;
		if (same)
			return slots[__builtin_ctz(same)].value;
		if (!slots || !slots[TP_IMAGE_LINE - 1].tag)
			return TP_NAME_NONE;
		line = line + 1 == n_lines ? 0 : line + 1;
	}
	return TP_NAME_NONE;
}

/* A list in the section of lists: its number, and then its members; NULL if it cannot be read. */
static const uint32_t *list(const struct tp_names *names, uint32_t at, size_t *n)
{
	const uint32_t *p = elements(names, TP_IMAGE_LISTS, at, 1);

	*n = p ? *p : 0;
	return *n && *n != TP_IMAGE_ALL ? elements(names, TP_IMAGE_LISTS, at + 1u, *n) : p;
}

const uint32_t *tp_names_ids(const struct tp_names *names, const uint32_t *value, size_t *n)
{
	*n = 1;
	if ((*value & TP_IMAGE_KIND) == TP_IMAGE_ONE)
		return value;
	*n = 0;
	if ((*value & TP_IMAGE_KIND) != TP_IMAGE_LIST)
		return value;
	const uint32_t *ids = list(names, *value & ~TP_IMAGE_KIND, n);
	if (!ids || *n == TP_IMAGE_ALL)
		*n = 0;
	return ids;
}

static bool set_speaks(const struct tp_names *names, uint32_t set)
{
	size_t n;
	const uint32_t *languages = list(names, set, &n);

	if (n == TP_IMAGE_ALL)
		return languages != NULL;
	for (size_t i = 0; languages && i < n; i++)
		if (languages[i] < names->n_languages && names->speaks[languages[i]])
			return true;
	return false;
}

bool tp_names_node_speaks(const struct tp_names *names, uint32_t value)
{
	uint32_t at = value & ~TP_IMAGE_KIND;

	if ((value & TP_IMAGE_KIND) == TP_IMAGE_SET)
		return set_speaks(names, at);
	if ((value & TP_IMAGE_KIND) == TP_IMAGE_ONE) {
		const struct tp_image_form *form = elements(names, TP_IMAGE_FORMS, at, 1);
		const struct tp_name_class *class = form ? class_of(names, form) : NULL;
		return class && names->speaks[class->language];
	}
	size_t n;
	const uint32_t *ids = value == TP_NAME_NONE ? NULL : list(names, at, &n);
	const uint32_t *set = ids ? elements(names, TP_IMAGE_LISTS, at + 1u + n, 1) : NULL;
	return set && set_speaks(names, *set);
}
