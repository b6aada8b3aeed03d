/* The door to libhunspell: loads dictionaries, and asks them. Hunspell keeps state while it answers, so one mutex
 * guards all of it. What it said about a word is kept, and is asked for without a lock. */
#define _GNU_SOURCE /* dladdr() */
#include "language/spelling.h"

#include <dlfcn.h>
#include <hunspell/hunspell.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "core/lines.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/table.h"
#include "core/unicode.h"
#include "language/frequencies.h"
#include "language/spelling_cache.h"
#include "language/spelling_facts.h"
#include "language/spelling_files.h"
#include "language/spelling_find.h"
#include "language/spelling_form.h"
#include "language/spelling_memo.h"
#include "language/verdicts.h"
#include "language/word_list.h"

enum {
	LONGEST_WORD = 100, /* code points of a word that is asked about */
};

struct dictionary {
	struct tp_dictionary_files files;
	Hunhandle *handle; /* NULL until it is asked */
	bool is_ready; /* it has the words of the user */
	struct tp_dictionary_facts facts;
	struct tp_frequencies *frequencies; /* of its language, or NULL */
	struct tp_file errors; /* of its language, if they are wanted */
	struct tp_index *index; /* NULL until a word is corrected, as is */
	struct tp_model *model;
};

/* What changes while we ask. */
struct state {
	pthread_mutex_t lock;
	struct tp_word_list *accepted;
	struct tp_word_verdicts verdicts; /* of the dictionaries, */
	struct tp_word_verdicts kept; /* and of the caller, */
	uint64_t kept_by; /* with a key for what it looks at; 0: that is not told */
	bool is_new; /* something was asked that the cache file does not have */
	atomic_bool is_own; /* words were added: the verdicts are no longer those of the dictionaries */
	struct tp_spelling *parts; /* see tp_spelling_part() */
};

struct tp_spelling {
	struct dictionary *p;
	size_t n, cap;
	struct state *state;
	struct tp_memo *memo;
	struct tp_own_words *own; /* or NULL */
	struct tp_word_list *usual; /* see tp_spelling_is_usual() */
	struct tp_frequencies *english; /* where no dictionary is; or NULL */
	char *data;
	bool known_errors;
	char *cache_folder; /* or NULL */
	char *cache_path; /* of the cache file, or NULL */
	uint64_t key; /* that it must have */
	struct tp_cache cache;
	uint64_t salt; /* of the hashes of words: of the cache file, if there was one */
	uint64_t used; /* the dictionaries that are asked, as bits; those from the 65th on always are */
	struct tp_spelling *next; /* of the parts */
};

/* Loading ------------------------------------------------------------------------------------------- */

/* A language without a list of errors has none. */
static void load_errors(struct dictionary *dictionary, const char *data)
{
	struct tp_str language = tp_dictionary_folder(&dictionary->files);
	struct tp_buf path = TP_BUF_INIT;

	tp_buf_format(&path, "%s/%.*s/errors", data, (int)language.n, language.p);
	if (!tp_file_map(&dictionary->errors, path.p, NULL))
		dictionary->errors = (struct tp_file){ { "", 0 }, NULL };
	tp_buf_release(&path);
}

/* Parses the dictionary, unless that was done. */
static void open_handle(struct dictionary *dictionary)
{
	const struct tp_dictionary_files *files = &dictionary->files;

	if (dictionary->handle)
		return;
	dictionary->handle = Hunspell_create(files->aff, files->dic);
	for (size_t i = 0; i < files->more.n; i++)
		Hunspell_add_dic(dictionary->handle, files->more.p[i]);
}

static bool load_facts(struct dictionary *dictionary, struct tp_error *err)
{
	struct tp_file file = { { NULL, 0 }, NULL };
	bool ok;

	if (!tp_dictionary_files_are_sound(&dictionary->files, err))
		return false;
	open_handle(dictionary);
	ok = tp_dictionary_read_encoding(&dictionary->facts, Hunspell_get_dic_encoding(dictionary->handle), err) &&
	     tp_file_read(&file, dictionary->files.dic, 0, err);
	if (ok) {
		tp_dictionary_read_scripts(&dictionary->facts, file.bytes);
		tp_file_release(&file);
		if (!dictionary->facts.n_scripts)
			ok = tp_fail(err, TP_E_SYNTAX, 0, _("The dictionary holds no words."));
	}
	return ok || tp_error_in_file(err, dictionary->files.dic);
}

static void add_dictionary(struct tp_spelling *spelling, const char *path)
{
	struct dictionary *dictionary = tp_push(spelling);

	tp_dictionary_files_start(&dictionary->files, path);
	dictionary->frequencies = tp_frequencies_new(spelling->data, tp_dictionary_name(path));
	if (spelling->known_errors)
		load_errors(dictionary, spelling->data);
}

/* Words that are added to the dictionary before them in the list. */
static bool add_more(struct tp_spelling *spelling, struct tp_str name, const char *path, struct tp_error *err)
{
	if (!spelling->n)
		return tp_fail(err, TP_E_USAGE, 0,
			       _("The dictionary \"%.*s\" has no .aff: it must follow the one that it is added to."),
			       (int)name.n, name.p);
	tp_dictionary_files_add(&spelling->p[spelling->n - 1].files, path);
	return true;
}

static bool find_list(struct tp_spelling *spelling, const char *list, const char *folders, struct tp_error *err)
{
	struct tp_str rest = tp_str_of(list), name;
	struct tp_buf path = TP_BUF_INIT;
	bool ok = true, bare;

	while (ok && tp_str_cut(&rest, ',', &name)) {
		name = tp_str_trim(name);
		ok = tp_dictionary_find(name, folders, &path, &bare, err);
		if (ok && bare)
			ok = add_more(spelling, name, path.p, err);
		else if (ok)
			add_dictionary(spelling, path.p);
	}
	tp_buf_release(&path);
	return ok;
}

static bool find_language(struct tp_spelling *spelling, const char *language, const char *folders, struct tp_error *err)
{
	struct tp_buf path = TP_BUF_INIT;
	bool ok = tp_dictionary_find_language(language, folders, &path, err);

	if (ok)
		add_dictionary(spelling, path.p);
	tp_buf_release(&path);
	return ok;
}

/* Words that are usual in a language, one by one. */
static void each_usual(const struct tp_spelling *spelling, struct tp_str language, tp_word_fn each, void *arg)
{
	struct tp_buf path = TP_BUF_INIT;
	struct tp_file file;
	struct tp_str word;

	tp_buf_format(&path, "%s/%.*s/words", spelling->data, (int)language.n, language.p);
	if (tp_file_read(&file, path.p, 0, NULL)) {
		for (struct tp_str rest = tp_lines_without_head(file.bytes); tp_str_line(&rest, &word);)
			if (word.n)
				each(arg, word);
		tp_file_release(&file);
	}
	tp_buf_release(&path);
}

static void add_usual(void *list, struct tp_str word)
{
	tp_word_list_add(list, word, TP_S(""));
}

static void load_usual(struct tp_spelling *spelling)
{
	spelling->usual = tp_word_list_new();
	each_usual(spelling, TP_S("mul"), add_usual, spelling->usual);
	for (size_t i = 0; i < spelling->n; i++)
		each_usual(spelling, tp_dictionary_folder(&spelling->p[i].files), add_usual, spelling->usual);
}

bool tp_spelling_is_usual(const struct tp_spelling *spelling, struct tp_str word)
{
	return tp_word_list_has(spelling->usual, word, NULL);
}

/* The cache file --------------------------------------------------------------------------------- */

/* The file that a function was loaded from. */
static const char *file_of_function(void *function)
{
	Dl_info info;

	return dladdr(function, &info) && info.dli_fname ? info.dli_fname : "";
}

static uint64_t library_stamp(void)
{
	uint64_t stamp =
	    tp_file_stamp(file_of_function((void *)(uintptr_t)tp_spelling_new), tp_str_hash(tp_str_of(TP_VERSION)));

	return tp_file_stamp(file_of_function((void *)(uintptr_t)Hunspell_create), stamp);
}

/* What the verdicts and suggestions depend on: the libraries, the dictionaries and our data. */
static uint64_t make_key(const struct tp_spelling *spelling)
{
	static const char *const common[] = { "edits", "ranking", "words" };
	struct tp_buf path = TP_BUF_INIT;
	uint64_t key = library_stamp() + spelling->known_errors;

	if (spelling->own)
		key ^= spelling->own->stamp;
	for (size_t i = 0; i < spelling->n; i++)
		key = tp_dictionary_files_stamp(&spelling->p[i].files, spelling->data, key);
	for (size_t part = 0; part < sizeof common / sizeof *common; part++) {
		tp_buf_clear(&path);
		tp_buf_format(&path, "%s/mul/%s", spelling->data, common[part]);
		key = tp_file_stamp(path.p, key);
	}
	tp_buf_release(&path);
	return key;
}

/* One file for each list of dictionaries and of words of the user. */
static char *make_cache_path(const struct tp_spelling *spelling, const char *folder)
{
	struct tp_buf path = TP_BUF_INIT;
	uint64_t name = spelling->own ? spelling->own->name : 0;

	for (size_t i = 0; i < spelling->n; i++)
		name = tp_dictionary_files_name(&spelling->p[i].files, name);
	tp_buf_format(&path, "%s/spelling-%016" PRIx64, folder, name);
	return path.p;
}

/* False if the file has nothing for us. */
static bool open_cache(struct tp_spelling *spelling)
{
	size_t size = sizeof spelling->p->facts;

	if (!spelling->cache_path || !tp_cache_open(&spelling->cache, spelling->cache_path, spelling->key))
		return false;
	bool ok = spelling->cache.facts.n == spelling->n * size;
	for (size_t i = 0; ok && i < spelling->n; i++) {
		memcpy(&spelling->p[i].facts, spelling->cache.facts.p + i * size, size);
		ok = tp_dictionary_facts_are_sound(&spelling->p[i].facts);
	}
	if (!ok)
		tp_cache_close(&spelling->cache);
	else {
		tp_memo_read(spelling->memo, spelling->cache.memo);
		spelling->salt = spelling->cache.salt;
	}
	return ok;
}

/* The verdicts of the file and the new ones. */
static void add_verdicts(const struct tp_word_verdict_table *from, struct tp_word_verdicts *to)
{
	for (size_t i = 0; i < from->cap; i++)
		if (from->slots[i])
			tp_word_verdicts_put(to, from->slots[i], from->slots[i] & 1);
}

bool tp_spelling_save(const struct tp_spelling *spelling, struct tp_error *err)
{
	struct state *state = spelling->state;
	struct tp_buf facts = TP_BUF_INIT, memo = TP_BUF_INIT;
	struct tp_cache cache = { .salt = spelling->salt };
	struct tp_word_verdicts verdicts = { NULL }, kept = { NULL };

	if (!spelling->cache_path)
		return true;
	pthread_mutex_lock(&state->lock);
	if (!state->is_new || state->is_own) {
		pthread_mutex_unlock(&state->lock);
		return true;
	}
	for (size_t i = 0; i < spelling->n; i++)
		tp_buf_add(&facts, (const char *)&spelling->p[i].facts, sizeof spelling->p[i].facts);
	add_verdicts(&spelling->cache.verdicts, &verdicts);
	add_verdicts(tp_word_verdicts_table(&state->verdicts), &verdicts);
	cache.kept_by = state->kept_by;
	if (cache.kept_by) {
		add_verdicts(&spelling->cache.kept, &kept);
		add_verdicts(tp_word_verdicts_table(&state->kept), &kept);
	}
	cache.verdicts = *tp_word_verdicts_table(&verdicts);
	cache.kept = *tp_word_verdicts_table(&kept);
	tp_memo_write(spelling->memo, &memo);
	cache.facts = tp_buf_str(&facts);
	cache.memo = tp_buf_str(&memo);
	bool ok = tp_cache_save(&cache, spelling->cache_path, spelling->key, err);
	state->is_new = !ok;
	pthread_mutex_unlock(&state->lock);
	tp_word_verdicts_release(&verdicts);
	tp_word_verdicts_release(&kept);
	tp_buf_release(&facts);
	tp_buf_release(&memo);
	return ok;
}

static bool load_all(struct tp_spelling *spelling, struct tp_error *err)
{
	for (size_t i = 0; i < spelling->n; i++)
		if (!load_facts(&spelling->p[i], err))
			return false;
	return true;
}

static bool has_language(const struct tp_spelling *spelling, struct tp_str language)
{
	for (size_t i = 0; i < spelling->n; i++)
		if (tp_str_eq(tp_dictionary_folder(&spelling->p[i].files), language))
			return true;
	return false;
}

static bool are_rankings_sound(const struct tp_spelling *spelling, struct tp_error *err)
{
	bool sound = tp_model_check_ranking(spelling->data, TP_S("mul"), err);

	for (size_t i = 0; sound && i < spelling->n; i++)
		sound = tp_model_check_ranking(spelling->data, tp_dictionary_folder(&spelling->p[i].files), err);
	return sound;
}

struct tp_spelling *tp_spelling_new(const char *dictionaries, const char *language, const char *path, const char *data,
				    bool known_errors, const char *cache, struct tp_own_words *own,
				    struct tp_error *err)
{
	struct tp_spelling *spelling = tp_alloc_zero(1, sizeof *spelling);

	spelling->used = TP_ALL_DICTIONARIES;
	spelling->own = own;
	spelling->known_errors = known_errors;
	spelling->data = strcpy(tp_alloc(strlen(data) + 1), data);
	spelling->state = tp_alloc_zero(1, sizeof *spelling->state);
	pthread_mutex_init(&spelling->state->lock, NULL);
	spelling->state->accepted = tp_word_list_new();
	spelling->salt = tp_salt_of(spelling);
	spelling->memo = tp_memo_new();
	bool found =
	    dictionaries ? find_list(spelling, dictionaries, path, err) : find_language(spelling, language, path, err);
	if (found && cache) {
		spelling->key = make_key(spelling);
		spelling->cache_path = make_cache_path(spelling, cache);
		spelling->cache_folder = strcpy(tp_alloc(strlen(cache) + 1), cache);
	}
	found = found && are_rankings_sound(spelling, err);
	load_usual(spelling);
	if (found && !has_language(spelling, TP_S("en")))
		spelling->english = tp_frequencies_new(data, TP_S("en"));
	if (found && (open_cache(spelling) || load_all(spelling, err)))
		return spelling;
	tp_spelling_free(spelling);
	return NULL;
}

static void free_parts(struct tp_spelling *part)
{
	while (part) {
		struct tp_spelling *next = part->next;

		tp_memo_free(part->memo);
		free(part);
		part = next;
	}
}

void tp_spelling_free(struct tp_spelling *spelling)
{
	if (!spelling)
		return;
	for (size_t i = 0; i < spelling->n; i++) {
		if (spelling->p[i].handle)
			Hunspell_destroy(spelling->p[i].handle);
		tp_dictionary_files_release(&spelling->p[i].files);
		tp_frequencies_free(spelling->p[i].frequencies);
		tp_file_release(&spelling->p[i].errors);
		tp_index_free(spelling->p[i].index);
		tp_model_free(spelling->p[i].model);
	}
	free_parts(spelling->state->parts);
	pthread_mutex_destroy(&spelling->state->lock);
	tp_word_list_free(spelling->state->accepted);
	tp_word_verdicts_release(&spelling->state->verdicts);
	tp_word_verdicts_release(&spelling->state->kept);
	free(spelling->state);
	tp_memo_free(spelling->memo);
	tp_own_words_free(spelling->own);
	tp_word_list_free(spelling->usual);
	tp_frequencies_free(spelling->english);
	free(spelling->data);
	free(spelling->cache_path);
	free(spelling->cache_folder);
	tp_cache_close(&spelling->cache);
	free(spelling->p);
	free(spelling);
}

/* Asking ------------------------------------------------------------------------------------------- */

static bool is_short(struct tp_str word, size_t most)
{
	return word.n > 0 && word.n <= 4 * most && tp_utf8_count(word) <= most && !memchr(word.p, '\0', word.n);
}

static bool accepts_bytes(const struct dictionary *dictionary, struct tp_str form)
{
	struct tp_buf bytes = TP_BUF_INIT;
	bool known = form.n && tp_dictionary_encode(&dictionary->facts, form, &bytes) &&
		     Hunspell_spell(dictionary->handle, bytes.p);

	tp_buf_release(&bytes);
	return known;
}

/* A form of a word that was asked as it stands. It is composed, and asked in decomposed form, too, where the dictionary
 * has marks. */
static bool accepts_form(const struct dictionary *dictionary, struct tp_str form, struct tp_str asked)
{
	struct tp_buf other = TP_BUF_INIT;

	if (!tp_str_eq(form, asked) && accepts_bytes(dictionary, form))
		return true;
	if (!dictionary->facts.has_marks)
		return false;
	tp_nfd(form, &other);
	struct tp_str decomposed = tp_buf_str(&other);
	bool known =
	    !tp_str_eq(decomposed, form) && !tp_str_eq(decomposed, asked) && accepts_bytes(dictionary, decomposed);
	tp_buf_release(&other);
	return known;
}

static bool accepts(const struct dictionary *dictionary, struct tp_str word)
{
	struct tp_str language = tp_dictionary_name(dictionary->files.path);
	struct tp_buf form = TP_BUF_INIT;

	if (!tp_dictionary_is_for(&dictionary->facts, word, true))
		return false;
	bool known = accepts_bytes(dictionary, word);
	for (size_t i = 0; !known && tp_spelling_form(word, language, i, &form); i++)
		known = accepts_form(dictionary, tp_buf_str(&form), word);
	tp_buf_release(&form);
	return known;
}

/* A word has the endings of its model in a dictionary that is for it. */
static void add_model_word(struct dictionary *dictionary, const struct tp_model_word *word)
{
	struct tp_buf bytes = TP_BUF_INIT, model = TP_BUF_INIT;

	if (tp_dictionary_is_for(&dictionary->facts, word->word, false) &&
	    tp_dictionary_encode(&dictionary->facts, word->word, &bytes) &&
	    tp_dictionary_encode(&dictionary->facts, word->model, &model))
		Hunspell_add_with_affix(dictionary->handle, bytes.p, model.p);
	tp_buf_release(&bytes);
	tp_buf_release(&model);
}

/* Dictionary i, with the words of the user. */
static void open_for(const struct tp_spelling *spelling, size_t i)
{
	struct dictionary *dictionary = &spelling->p[i];

	open_handle(dictionary);
	for (size_t k = 0; spelling->own && !dictionary->is_ready && k < spelling->own->models.n; k++)
		add_model_word(dictionary, &spelling->own->models.p[k]);
	dictionary->is_ready = true;
}

bool tp_spelling_is_error(const struct tp_spelling *spelling, struct tp_str word)
{
	return spelling->own && tp_word_list_has(spelling->own->errors, word, NULL);
}

static bool uses(const struct tp_spelling *spelling, size_t i)
{
	return i >= TP_MOST_ROUTED || spelling->used >> i & 1;
}

static bool ask_all(const struct tp_spelling *spelling, struct tp_str word)
{
	if (tp_word_list_has(spelling->state->accepted, word, NULL))
		return true;
	if (tp_spelling_is_error(spelling, word))
		return false;
	if (spelling->own && tp_word_list_has(spelling->own->words, word, NULL))
		return true;
	for (size_t i = 0; i < spelling->n; i++) {
		if (!uses(spelling, i))
			continue;
		open_for(spelling, i);
		if (accepts(&spelling->p[i], word))
			return true;
	}
	return false;
}

/* What the verdict of these dictionaries about a word is kept under: its hash, and this added to it. */
static uint64_t part_salt(const struct tp_spelling *spelling)
{
	return ~spelling->used * 0x9e3779b97f4a7c15u;
}

static uint64_t verdict_hash(const struct tp_spelling *spelling, struct tp_str word)
{
	return tp_word_hash_at(word, (struct tp_span){ 0, word.n }, spelling->salt) + part_salt(spelling);
}

static bool ask_and_keep(const struct tp_spelling *spelling, struct tp_str word, uint64_t hash)
{
	struct state *state = spelling->state;

	pthread_mutex_lock(&state->lock);
	bool known = is_short(word, LONGEST_WORD) && ask_all(spelling, word);
	tp_word_verdicts_put(&state->verdicts, hash, known);
	state->is_new = true;
	pthread_mutex_unlock(&state->lock);
	return known;
}

/* Asks where the verdict is not kept. */
static inline bool ask_hashed(const struct tp_spelling *spelling, struct tp_str word, uint64_t hash)
{
	enum tp_word_verdict verdict = TP_NOT_ASKED;

	if (!spelling->state->is_own)
		verdict = tp_word_verdicts_get(&spelling->cache.verdicts, hash);
	if (verdict == TP_NOT_ASKED)
		verdict = tp_word_verdicts_get(tp_word_verdicts_table(&spelling->state->verdicts), hash);
	return verdict == TP_NOT_ASKED ? ask_and_keep(spelling, word, hash) : verdict == TP_KNOWN;
}

struct tp_memo *tp_spelling_memo(const struct tp_spelling *spelling)
{
	return spelling->memo;
}

bool tp_spelling_is_for(const struct tp_spelling *spelling, size_t i, struct tp_str word)
{
	return uses(spelling, i) && tp_dictionary_is_for(&spelling->p[i].facts, word, false);
}

bool tp_spelling_judges(const struct tp_spelling *spelling, struct tp_str word)
{
	if (!is_short(word, LONGEST_WORD))
		return false;
	for (size_t i = 0; i < spelling->n; i++)
		if (tp_spelling_is_for(spelling, i, word))
			return true;
	return false;
}

static bool ask(const struct tp_spelling *spelling, struct tp_str word,
		bool (*how)(const struct tp_spelling *, struct tp_str))
{
	if (!is_short(word, LONGEST_WORD))
		return false;
	pthread_mutex_lock(&spelling->state->lock);
	bool known = how(spelling, word);
	pthread_mutex_unlock(&spelling->state->lock);
	return known;
}

bool tp_spelling_knows(const struct tp_spelling *spelling, struct tp_str word)
{
	return is_short(word, LONGEST_WORD) && ask_hashed(spelling, word, verdict_hash(spelling, word));
}

/* What the answer to a question about a word is kept under, beside the hash of its verdict. */
static uint64_t salt_of(const char *question)
{
	return tp_str_hash(tp_str_of(question)) * 0xd6e8feb86659fd93u;
}

static enum tp_word_verdict recall(const struct tp_spelling *spelling, uint64_t hash)
{
	enum tp_word_verdict verdict = TP_NOT_ASKED;

	if (spelling->state->kept_by && !spelling->state->is_own)
		verdict = tp_word_verdicts_get(&spelling->cache.kept, hash);
	return verdict == TP_NOT_ASKED ? tp_word_verdicts_get(tp_word_verdicts_table(&spelling->state->kept), hash)
				       : verdict;
}

void tp_spelling_keep_by(struct tp_spelling *spelling, uint64_t key)
{
	spelling->state->kept_by = key;
	if (spelling->cache.kept_by != key)
		spelling->cache.kept.cap = 0;
}

void tp_spelling_hash(const struct tp_spelling *spelling, struct tp_str text, const struct tp_spans *words,
		      struct tp_hashes *hashes)
{
	const struct tp_word_verdict_table cached = spelling->cache.verdicts;
	const struct tp_word_verdict_table asked = *tp_word_verdicts_table(&spelling->state->verdicts);
	uint64_t salt = part_salt(spelling);

	if (hashes->cap < words->n)
		hashes->p = tp_realloc(hashes->p, hashes->cap = words->n, sizeof *hashes->p);
	hashes->n = words->n;
	for (size_t i = 0; i < words->n; i++) {
		uint64_t hash = tp_word_hash_at(text, words->p[i], spelling->salt) + salt;

		tp_word_verdicts_prefetch(&cached, hash);
		tp_word_verdicts_prefetch(&asked, hash);
		hashes->p[i] = hash;
	}
}

void tp_spelling_doubts(const struct tp_spelling *spelling, const char *language, struct tp_str text,
			const struct tp_spans *words, const struct tp_hashes *hashes, struct tp_indexes *out)
{
	struct state *state = spelling->state;
	uint64_t salt = salt_of(language);

	bool cached = !state->is_own && spelling->cache.verdicts.cap;
	const struct tp_word_verdict_table *first =
	    cached ? &spelling->cache.verdicts : tp_word_verdicts_table(&state->verdicts);
	for (size_t i = 0; i < words->n; i++)
		if (tp_word_verdicts_get(first, hashes->p[i]) != TP_KNOWN &&
		    !ask_hashed(spelling, tp_str_at(text, words->p[i]), hashes->p[i]) &&
		    recall(spelling, hashes->p[i] ^ salt) != TP_KNOWN)
			*tp_push(out) = i;
}

enum tp_word_verdict tp_spelling_recall(const struct tp_spelling *spelling, const char *question, struct tp_str word)
{
	uint64_t hash = verdict_hash(spelling, word) ^ salt_of(question);

	return recall(spelling, hash);
}

void tp_spelling_keep(const struct tp_spelling *spelling, const char *question, struct tp_str word, bool yes)
{
	uint64_t hash = verdict_hash(spelling, word) ^ salt_of(question);

	pthread_mutex_lock(&spelling->state->lock);
	if (yes || !tp_word_list_has(spelling->state->accepted, word, NULL)) /* it may have been added meanwhile */
		tp_word_verdicts_put(&spelling->state->kept, hash, yes);
	spelling->state->is_new = true;
	pthread_mutex_unlock(&spelling->state->lock);
}

bool tp_spelling_accepts(const struct tp_spelling *spelling, struct tp_str word)
{
	return ask(spelling, word, ask_all);
}

bool tp_spelling_has_own(const struct tp_spelling *spelling)
{
	return spelling->state->is_own || spelling->own;
}

static bool ask_own(const struct tp_spelling *spelling, struct tp_str word)
{
	const struct tp_own_words *own = spelling->own;

	return tp_word_list_has(spelling->state->accepted, word, NULL) ||
	       (own && (own->models.n ? ask_all(spelling, word) : tp_word_list_has(own->words, word, NULL)));
}

bool tp_spelling_accepts_own(const struct tp_spelling *spelling, struct tp_str word)
{
	return ask(spelling, word, ask_own);
}

void tp_spelling_add(const struct tp_spelling *spelling, struct tp_str word)
{
	struct state *state = spelling->state;

	pthread_mutex_lock(&state->lock);
	if (!tp_word_list_has(state->accepted, word, NULL)) {
		tp_word_list_add(state->accepted, word, TP_S(""));
		state->is_own = true;
		tp_word_verdicts_clear(&state->verdicts);
		tp_word_verdicts_clear(&state->kept);
		tp_memo_clear(spelling->memo);
		for (struct tp_spelling *part = state->parts; part; part = part->next)
			tp_memo_clear(part->memo);
	}
	pthread_mutex_unlock(&state->lock);
}

const struct tp_spelling *tp_spelling_part(const struct tp_spelling *spelling, uint64_t dictionaries)
{
	struct state *state = spelling->state;

	if (dictionaries == TP_ALL_DICTIONARIES)
		return spelling;
	pthread_mutex_lock(&state->lock);
	struct tp_spelling *part = state->parts;
	while (part && part->used != dictionaries)
		part = part->next;
	if (!part) {
		part = tp_alloc(sizeof *part);
		*part = *spelling;
		part->used = dictionaries;
		part->memo = tp_memo_new();
		part->next = state->parts;
		state->parts = part;
	}
	pthread_mutex_unlock(&state->lock);
	return part;
}

const char *tp_spelling_path(const struct tp_spelling *spelling, size_t i)
{
	return i < spelling->n ? spelling->p[i].files.path : NULL;
}

unsigned tp_spelling_frequency(const struct tp_spelling *spelling, struct tp_str word)
{
	unsigned most = 0;

	for (size_t i = 0; i < spelling->n; i++) {
		const struct dictionary *dictionary = &spelling->p[i];
		unsigned frequency =
		    tp_spelling_is_for(spelling, i, word) ? tp_frequencies_of(dictionary->frequencies, word) : 0;

		most = frequency > most ? frequency : most;
	}
	return most;
}

struct tp_str tp_spelling_unknown_model(const struct tp_spelling *spelling)
{
	for (size_t i = 0; spelling->own && i < spelling->own->models.n; i++) {
		struct tp_str model = spelling->own->models.p[i].model;

		if (tp_spelling_judges(spelling, model) && !tp_spelling_knows(spelling, model))
			return model;
	}
	return TP_S("");
}

size_t tp_spelling_near_own(const struct tp_spelling *spelling, struct tp_str word, struct tp_str *near, size_t most)
{
	return spelling->own ? tp_own_words_near(spelling->own, word, near, most) : 0;
}

unsigned tp_spelling_english_frequency(const struct tp_spelling *spelling, struct tp_str word)
{
	return tp_frequencies_of(spelling->english, word);
}

static void read_decoded(const struct dictionary *dictionary, const char *path, struct tp_buf *text)
{
	struct tp_file file;

	if (!tp_file_read(&file, path, 0, NULL))
		return;
	tp_dictionary_decode(&dictionary->facts, file.bytes, text);
	tp_buf_add_char(text, '\n');
	tp_file_release(&file);
}

static void add_line(void *text, struct tp_str line)
{
	tp_buf_add_str(text, line);
	tp_buf_add_char(text, '\n');
}

static void make_index(const struct tp_spelling *spelling, struct dictionary *dictionary, struct tp_str aff)
{
	const struct tp_dictionary_files *files = &dictionary->files;
	struct tp_buf dic = TP_BUF_INIT, usual = TP_BUF_INIT;

	read_decoded(dictionary, files->dic, &dic);
	for (size_t i = 0; i < files->more.n; i++)
		read_decoded(dictionary, files->more.p[i], &dic);
	each_usual(spelling, TP_S("mul"), add_line, &usual);
	each_usual(spelling, tp_dictionary_folder(files), add_line, &usual);
	dictionary->index = tp_index_new(tp_buf_str(&dic), aff, tp_buf_str(&usual), dictionary->frequencies,
					 tp_dictionary_folder(files));
	tp_buf_release(&dic);
	tp_buf_release(&usual);
}

/* As it is kept in the folder; else it is made, and kept there for the next time, if that can be. */
static void find_index(const struct tp_spelling *spelling, struct dictionary *dictionary, struct tp_str aff)
{
	struct tp_buf path = TP_BUF_INIT;
	struct tp_error err;

	if (!spelling->cache_folder) {
		make_index(spelling, dictionary, aff);
		return;
	}
	tp_buf_format(&path, "%s/mul/words", spelling->data);
	uint64_t key =
	    tp_file_stamp(path.p, tp_dictionary_files_stamp(&dictionary->files, spelling->data, library_stamp()));
	tp_buf_clear(&path);
	tp_buf_format(&path, "%s/corrections-%016" PRIx64, spelling->cache_folder,
		      tp_dictionary_files_name(&dictionary->files, 0));
	dictionary->index = tp_index_open(path.p, key);
	if (!dictionary->index) {
		make_index(spelling, dictionary, aff);
		tp_index_save(dictionary->index, path.p, key, &err);
	}
	tp_buf_release(&path);
}

static void make_corrector(const struct tp_spelling *spelling, struct dictionary *dictionary)
{
	struct tp_buf aff = TP_BUF_INIT;

	read_decoded(dictionary, dictionary->files.aff, &aff);
	find_index(spelling, dictionary, tp_buf_str(&aff));
	dictionary->model =
	    tp_model_new(dictionary->index, tp_buf_str(&aff), spelling->data, tp_dictionary_folder(&dictionary->files));
	tp_buf_release(&aff);
}

/* In small letters, with the plain apostrophe. */
static void make_error_key(struct tp_str word, struct tp_buf *key)
{
	struct tp_buf plain = TP_BUF_INIT;

	for (size_t at = 0; at < word.n;) {
		uint32_t cp = tp_utf8_next(word, &at);

		tp_buf_add_cp(&plain, tp_is_apostrophe(cp) ? '\'' : cp);
	}
	tp_lower(tp_buf_str(&plain), NULL, key);
	tp_buf_release(&plain);
}

struct tp_str tp_spelling_known_error(const struct tp_spelling *spelling, struct tp_str word)
{
	struct tp_buf key = TP_BUF_INIT;
	struct tp_str meant = { "", 0 };

	if (spelling->own && tp_word_list_has(spelling->own->errors, word, &meant))
		return meant;
	make_error_key(word, &key);
	for (size_t i = 0; i < spelling->n && !meant.n; i++) {
		struct tp_str lines = tp_lines_without_head(spelling->p[i].errors.bytes);

		if (!tp_spelling_is_for(spelling, i, word) || !tp_lines_find(lines, tp_buf_str(&key), &meant))
			meant.n = 0;
	}
	tp_buf_release(&key);
	return meant;
}

bool tp_spelling_corrector(const struct tp_spelling *spelling, size_t i, struct tp_str word,
			   struct tp_corrector *corrector)
{
	*corrector = (struct tp_corrector){ NULL, NULL };
	if (i >= spelling->n)
		return false;
	if (tp_spelling_is_for(spelling, i, word)) {
		pthread_mutex_lock(&spelling->state->lock);
		spelling->state->is_new = true;
		if (!spelling->p[i].index)
			make_corrector(spelling, &spelling->p[i]);
		*corrector = (struct tp_corrector){ spelling->p[i].index, spelling->p[i].model };
		pthread_mutex_unlock(&spelling->state->lock);
	}
	return true;
}
