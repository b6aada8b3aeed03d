#include "language/spelling_find.h"

#include "core/error.h"
#include "core/file.h"
#include "core/str.h"
#include "core/unicode.h"

static const char usual_folders[] = "/usr/share/hunspell:/usr/share/myspell:/usr/share/myspell/dicts:"
				    "/usr/local/share/hunspell:/usr/local/share/myspell";

static bool has_file(struct tp_buf *path, const char *extension)
{
	size_t n = path->n;

	tp_buf_add_z(path, extension);
	bool there = tp_file_exists(path->p);
	path->n = n;
	path->p[n] = '\0';
	return there;
}

static bool is_there(struct tp_buf *path, bool bare)
{
	return has_file(path, ".dic") && (bare || has_file(path, ".aff"));
}

static bool find_in(const char *folders, struct tp_str name, bool bare, struct tp_buf *path)
{
	struct tp_str rest = tp_str_of(folders), folder;

	while (tp_str_cut(&rest, ':', &folder)) {
		if (!folder.n || !name.n)
			continue;
		tp_buf_clear(path);
		tp_buf_format(path, "%.*s/%.*s", (int)folder.n, folder.p, (int)name.n, name.p);
		if (is_there(path, bare))
			return true;
	}
	return false;
}

static bool find_bare(const char *folders, struct tp_str name, bool bare, struct tp_buf *path)
{
	return find_in(folders, name, bare, path) || find_in(usual_folders, name, bare, path);
}

static bool find_name(const char *folders, struct tp_str name, struct tp_buf *path)
{
	return find_bare(folders, name, false, path);
}

static bool find_path(struct tp_str name, bool bare, struct tp_buf *path)
{
	if (tp_str_ends(name, TP_S(".dic")) || tp_str_ends(name, TP_S(".aff")))
		name.n -= 4;
	tp_buf_clear(path);
	tp_buf_add_str(path, name);
	return is_there(path, bare);
}

/* The first "en_*.dic" of a folder, without ".dic". */
struct search {
	struct tp_str language;
	struct tp_buf found;
};

static void consider(void *arg, const char *file)
{
	struct search *search = arg;
	struct tp_str name = tp_str_of(file);

	if (!search->found.n && tp_str_starts(name, search->language) && name.p[search->language.n] == '_' &&
	    tp_str_ends(name, TP_S(".dic")))
		tp_buf_add(&search->found, name.p, name.n - 4);
}

static bool find_any(const char *folders, struct tp_str language, struct tp_buf *path)
{
	struct tp_str rest = tp_str_of(folders), folder;
	struct search search = { language, TP_BUF_INIT };
	struct tp_buf name = TP_BUF_INIT;
	bool found = false;

	while (!found && tp_str_cut(&rest, ':', &folder)) {
		tp_buf_clear(&name);
		tp_buf_clear(&search.found);
		tp_buf_add_str(&name, folder);
		found = folder.n && tp_folder_list(name.p, consider, &search) &&
			find_in(name.p, tp_buf_str(&search.found), false, path);
	}
	tp_buf_release(&search.found);
	tp_buf_release(&name);
	return found;
}

/* "de" is at home in DE, "en" in US. */
static bool find_home(const char *folders, struct tp_str language, struct tp_buf *path)
{
	struct tp_buf name = TP_BUF_INIT;

	tp_buf_add_str(&name, language);
	tp_buf_add_char(&name, '_');
	if (tp_str_is(language, "en"))
		tp_buf_add_z(&name, "US");
	else
		tp_upper(language, NULL, &name);
	bool found = find_name(folders, tp_buf_str(&name), path);
	tp_buf_release(&name);
	return found;
}

/* `tag` has underscores: "pt_BR", or "sr_Latn_RS", whose subtags are taken off one by one. */
static bool find_tag(const char *folders, struct tp_str tag, struct tp_buf *path)
{
	for (size_t i = tag.n; i-- > 0;) {
		if (tag.p[i] != '_')
			continue;
		if (find_name(folders, tag, path))
			return true;
		tag.n = i;
	}
	return find_home(folders, tag, path) || find_name(folders, tag, path) || find_any(folders, tag, path) ||
	       find_any(usual_folders, tag, path);
}

/* Looks for dictionary `wanted` of a folder, which is in none of the folders before it. */
struct listing {
	const char *folders;
	struct tp_str folder;
	size_t wanted, seen;
	struct tp_buf *path;
	bool found;
};

static void list_file(void *arg, const char *file)
{
	struct listing *listing = arg;
	struct tp_str name = tp_str_of(file);
	struct tp_buf path = TP_BUF_INIT;

	if (listing->found || !tp_str_ends(name, TP_S(".dic")))
		return;
	name.n -= strlen(".dic");
	bool first = find_name(listing->folders, name, &path) && path.n == listing->folder.n + 1 + name.n &&
		     tp_str_starts(tp_buf_str(&path), listing->folder);
	if (first && listing->seen++ == listing->wanted) {
		tp_buf_add_str(listing->path, tp_buf_str(&path));
		listing->found = true;
	}
	tp_buf_release(&path);
}

static void list_folders(struct listing *listing, const char *list)
{
	struct tp_str rest = tp_str_of(list);
	struct tp_buf name = TP_BUF_INIT;

	while (!listing->found && tp_str_cut(&rest, ':', &listing->folder)) {
		tp_buf_clear(&name);
		tp_buf_add_str(&name, listing->folder);
		if (name.n)
			tp_folder_list(name.p, list_file, listing);
	}
	tp_buf_release(&name);
}

bool tp_dictionary_entry(const char *folders, size_t i, struct tp_buf *path)
{
	struct listing listing = { .folders = folders, .wanted = i, .path = path };

	list_folders(&listing, folders);
	list_folders(&listing, usual_folders);
	return listing.found;
}

/* Debian's packages of dictionaries, without "hunspell-", by language and, if need be, by country. */
static const char packages[] = "af an ar be bg bn bo br bs ca cs da de=de-de de-at de-ch de-de dz el en=en-us en-au "
			       "en-ca en-gb en-us en-za es eu fr "
			       "gd gl gu gug he hi hr hu id is it kk kmr ko lo lt lv ml mn nb=no ne nl nn=no no oc pl "
			       "pt=pt-pt pt-br pt-pt ro ru si "
			       "sk sl sr sv sw te th tr uk uz vi";

static struct tp_str package_of_tag(struct tp_str tag)
{
	struct tp_str rest = tp_str_of(packages), entry;

	while (tp_str_cut(&rest, ' ', &entry)) {
		struct tp_str package = entry, name;

		tp_str_cut(&package, '=', &name);
		if (tp_str_eq(name, tag))
			return package.n ? package : name;
	}
	return (struct tp_str){ "", 0 };
}

/* The package for a name or a language, such as "de_AT" or "en"; empty if there is none. */
static struct tp_str package_of(struct tp_str name)
{
	struct tp_buf tag = TP_BUF_INIT;
	struct tp_str package = { "", 0 };

	tp_lower(name, NULL, &tag);
	for (size_t i = 0; i < tag.n; i++)
		if (tag.p[i] == '_')
			tag.p[i] = '-';
	while (tag.n && !package.n) {
		package = package_of_tag(tp_buf_str(&tag));
		while (tag.n && tag.p[--tag.n] != '-')
			;
	}
	tp_buf_release(&tag);
	return package;
}

static bool fail_missing(struct tp_error *err, struct tp_str name, const char *folders)
{
	struct tp_str package = package_of(name);
	const char *more = folders ? folders : "", *colon = folders ? ":" : "";

	if (package.n)
		return tp_fail(err, TP_E_USAGE, 0,
			       _("There is no dictionary \"%.*s\" (.aff and .dic) in %s%s%s; on Debian, it is in the "
				 "package hunspell-%.*s."),
			       (int)name.n, name.p, more, colon, usual_folders, (int)package.n, package.p);
	return tp_fail(err, TP_E_USAGE, 0, _("There is no dictionary \"%.*s\" (.aff and .dic) in %s%s%s."), (int)name.n,
		       name.p, more, colon, usual_folders);
}

bool tp_dictionary_find(struct tp_str name, const char *folders, struct tp_buf *path, bool *bare, struct tp_error *err)
{
	bool is_path = tp_str_find_char(name, '/', 0) != TP_NOT_FOUND;

	for (int i = 0; i < 2; i++) {
		*bare = i > 0;
		if (is_path ? find_path(name, *bare, path) : find_bare(folders, name, *bare, path))
			return true;
	}
	if (is_path)
		return tp_fail(err, TP_E_USAGE, 0, _("There is no dictionary \"%.*s\" (.aff and .dic)."), (int)name.n,
			       name.p);
	return fail_missing(err, name, folders);
}

static bool fail_language(struct tp_error *err, const char *language, struct tp_str tag, const char *folders)
{
	struct tp_str package = package_of(tag);
	const char *more = folders ? folders : "", *colon = folders ? ":" : "";

	if (package.n)
		return tp_fail(
		    err, TP_E_USAGE, 0,
		    _("There is no spelling dictionary for the language \"%s\" (.aff and .dic) in %s%s%s; on "
		      "Debian, the package hunspell-%.*s has one."),
		    language, more, colon, usual_folders, (int)package.n, package.p);
	return tp_fail(err, TP_E_USAGE, 0,
		       _("There is no spelling dictionary for the language \"%s\" (.aff and .dic) in %s%s%s."),
		       language, more, colon, usual_folders);
}

bool tp_dictionary_find_language(const char *language, const char *folders, struct tp_buf *path, struct tp_error *err)
{
	struct tp_buf tag = TP_BUF_INIT;

	language = language ? language : "en";
	tp_buf_add_z(&tag, language);
	for (size_t i = 0; i < tag.n; i++)
		if (tag.p[i] == '-' || tag.p[i] == '/')
			tag.p[i] = '_';
	bool found = tag.n && find_tag(folders, tp_buf_str(&tag), path);
	if (!found && tp_str_is(tp_buf_str(&tag), "no")) /* which is most often Bokmål */
		found = find_tag(folders, TP_S("nb"), path);
	if (!found)
		fail_language(err, language, tp_buf_str(&tag), folders);
	tp_buf_release(&tag);
	return found;
}
