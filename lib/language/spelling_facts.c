#include "language/spelling_facts.h"

#include "core/str.h"
#include "core/unicode.h"

enum {
	SAMPLES = 2048, /* words that tell the scripts of a dictionary */
	SHARE = 5, /* a script is one of a dictionary's if a fifth of its letters is in it */
};

/* Encodings ------------------------------------------------------------------------------------- */

/* Hunspell's name of an encoding, as ICU knows it. */
static const char *encoding_name(const char *name)
{
	if (strncmp(name, "microsoft-", 10) == 0)
		return name + 10;
	return strcmp(name, "TIS620-2533") == 0 ? "TIS-620" : name;
}

bool tp_dictionary_read_encoding(struct tp_dictionary_facts *facts, const char *encoding, struct tp_error *err)
{
	const char *name = encoding_name(encoding);
	struct tp_buf text = TP_BUF_INIT;
	bool ok = true;

	facts->is_utf8 = strcmp(name, "UTF-8") == 0;
	for (int i = 0; ok && !facts->is_utf8 && i < 128; i++) {
		char byte = (char)(0x80 + i);
		size_t at = 0;

		tp_buf_clear(&text);
		ok = tp_decode((struct tp_str){ &byte, 1 }, name, &text, err);
		facts->high[i] = ok ? tp_utf8_next(tp_buf_str(&text), &at) : 0;
	}
	tp_buf_release(&text);
	return ok;
}

static bool add_encoded(const struct tp_dictionary_facts *facts, uint32_t cp, struct tp_buf *out)
{
	if (cp < 0x80) {
		tp_buf_add_char(out, (char)cp);
		return true;
	}
	for (int i = 0; i < 128; i++) {
		if (facts->high[i] == cp) {
			tp_buf_add_char(out, (char)(0x80 + i));
			return true;
		}
	}
	return false;
}

bool tp_dictionary_encode(const struct tp_dictionary_facts *facts, struct tp_str word, struct tp_buf *out)
{
	if (facts->is_utf8) {
		tp_buf_add_str(out, word);
		return true;
	}
	for (size_t at = 0; at < word.n;)
		if (!add_encoded(facts, tp_utf8_next(word, &at), out))
			return false;
	return true;
}

void tp_dictionary_decode(const struct tp_dictionary_facts *facts, struct tp_str bytes, struct tp_buf *out)
{
	if (facts->is_utf8) {
		tp_buf_add_str(out, bytes);
		return;
	}
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];

		tp_buf_add_cp(out, c < 0x80 ? c : facts->high[c - 0x80]);
	}
}

/* Scripts ----------------------------------------------------------------------------------------- */

struct script_count {
	const char *script;
	size_t letters;
};

static bool is_no_script(const char *script)
{
	return strcmp(script, "Zyyy") == 0 || strcmp(script, "Zinh") == 0 || strcmp(script, "Zzzz") == 0;
}

static void count_scripts(struct tp_str word, struct script_count *counts, size_t n)
{
	for (size_t at = 0; at < word.n;) {
		const char *script = tp_script(tp_utf8_next(word, &at));
		size_t i = 0;

		if (is_no_script(script))
			continue;
		while (i < n && counts[i].script && strcmp(counts[i].script, script) != 0)
			i++;
		if (i < n) {
			counts[i].script = script;
			counts[i].letters++;
		}
	}
}

static bool has_marks(struct tp_str word)
{
	for (size_t at = 0; at < word.n;)
		if (tp_is_mark(tp_utf8_next(word, &at)))
			return true;
	return false;
}

static void keep_scripts(struct tp_dictionary_facts *facts, const struct script_count *counts, size_t n)
{
	size_t total = 0;

	for (size_t i = 0; i < n; i++)
		total += counts[i].letters;
	for (size_t i = 0; i < n; i++)
		if (counts[i].letters && counts[i].letters >= total / SHARE && facts->n_scripts < TP_DICTIONARY_SCRIPTS)
			strcpy(facts->scripts[facts->n_scripts++], counts[i].script);
	for (size_t i = 0; i < facts->n_scripts; i++)
		facts->is_latin |= strcmp(facts->scripts[i], "Latn") == 0;
}

/* A sample of the words tells the scripts. */
void tp_dictionary_read_scripts(struct tp_dictionary_facts *facts, struct tp_str dic)
{
	struct script_count scripts[4 * TP_DICTIONARY_SCRIPTS] = { { NULL, 0 } };
	struct tp_buf word = TP_BUF_INIT;

	for (size_t i = 0; i < SAMPLES; i++) {
		size_t start = tp_str_find_char(dic, '\n', dic.n * i / SAMPLES);
		struct tp_str rest = tp_str_from(dic, start == TP_NOT_FOUND ? dic.n : start + 1), line, stem;

		if (!tp_str_line(&rest, &line) || !tp_str_cut(&line, '/', &stem))
			continue;
		tp_buf_clear(&word);
		tp_dictionary_decode(facts, stem, &word);
		count_scripts(tp_buf_str(&word), scripts, sizeof scripts / sizeof *scripts);
		facts->has_marks |= has_marks(tp_buf_str(&word));
	}
	keep_scripts(facts, scripts, sizeof scripts / sizeof *scripts);
	tp_buf_release(&word);
}

static bool has_script(const struct tp_dictionary_facts *facts, const char *script)
{
	for (size_t i = 0; i < facts->n_scripts; i++)
		if (strcmp(facts->scripts[i], script) == 0)
			return true;
	return false;
}

static bool is_ascii_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

bool tp_dictionary_is_for(const struct tp_dictionary_facts *facts, struct tp_str word, bool otherwise)
{
	for (size_t at = 0; at < word.n;) {
		uint32_t cp = tp_utf8_next(word, &at);

		if (cp < 0x80 ? !is_ascii_letter(cp) : !tp_is_letter(cp))
			continue;
		if (cp < 0x80 ? facts->is_latin : has_script(facts, tp_script(cp)))
			return true;
		otherwise = false;
	}
	return otherwise;
}

/* The cache file ---------------------------------------------------------------------------------- */

bool tp_dictionary_facts_are_sound(const struct tp_dictionary_facts *facts)
{
	for (size_t i = 0; i < TP_DICTIONARY_SCRIPTS; i++)
		if (facts->scripts[i][sizeof facts->scripts[i] - 1])
			return false;
	return facts->n_scripts && facts->n_scripts <= TP_DICTIONARY_SCRIPTS;
}
