/* Any bytes as a file of settings: refused, or each setting has a key and a value. */
#include <stdint.h>
#include <stdlib.h>

#include "tprep.h"

static void check(void *arg, const struct tp_setting *setting)
{
	(void)arg;
	if (!setting->key || !setting->value || !*setting->value || !setting->line)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tp_settings *settings = tp_settings_new();
	struct tp_error err = { .code = TP_E_NONE };
	struct tp_str bytes = { (const char *)data, n };

	if (!tp_settings_read(settings, bytes, "/a/b/.tprep.ini", NULL, &err) && !err.line)
		abort();
	tp_settings_each(settings, "/a/b/docs/text.md", check, NULL);
	tp_settings_each(settings, NULL, check, NULL);
	tp_settings_free(settings);
	return 0;
}
