/* A compiled name base of any content can be opened or is refused; one that opens can be used. The input is changes to
 * a sound base: pairs of a place and a byte. Half of them are sealed again, so that the sums say nothing. */
#include <stdint.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/str.h"
#include "language/names_base.h"

static const char text[] = "Daesh (ISIS) in Irbil, al-Asad Air Base; Kiev's Deir al-Zor. St. Petersburg, Turkey; "
			   "против Исламского халифата, с Володимиром Зеленским; Wysp Malwińskich";

static void ignore(void *arg, enum tp_name_flaw flaw, const struct tp_base_form *form, const struct tp_base_form *other)
{
	(void)arg, (void)flaw, (void)form, (void)other;
}

static void use(const struct tp_names *names)
{
	const struct tp_naming how = { .first_mention = true };
	struct tp_arena *arena = tp_arena_new();
	struct tp_name_changes changes = { NULL, 0, 0 };
	struct tp_base_form form;

	tp_names_changes(names, tp_str_of(text), NULL, &how, arena, &changes);
	for (size_t i = 0; i < changes.n; i++)
		if (changes.p[i].hit.at.from > changes.p[i].hit.at.to || changes.p[i].hit.at.to > sizeof text - 1)
			abort();
	tp_names_knows(names, TP_S("Irbil"));
	tp_names_lookup(names, TP_S("isis"), 1, &form);
	tp_names_lint(names, ignore, NULL, NULL);
	free(changes.p);
	tp_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const styles[] = { "tests/files/names/desk.tsv", "tests/files/names/phrases.tsv" };
	static struct tp_buf sound;
	struct tp_buf image = TP_BUF_INIT;

	if (!sound.n && !tp_names_compile("dictionaries", styles, 2, NULL, &sound, NULL))
		abort();
	tp_buf_add_str(&image, tp_buf_str(&sound));
	for (size_t i = 1; i + 4 <= size; i += 4)
		image.p[((size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2]) % image.n] = (char)data[i + 3];
	const struct tp_image_header *header = (const struct tp_image_header *)(const void *)image.p;
	if (size && (data[0] & 1) && header->sums_at >= sizeof *header && header->sums_at <= image.n)
		tp_image_seal(&image);
	struct tp_names *names = tp_names_of_image(&image, "mul", NULL);
	if (names)
		use(names);
	tp_names_free(names);
	return 0;
}
