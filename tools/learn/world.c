/* Writes a name base of the countries, capitals and languages of the world, as ICU names them in each language, and of
 * the official names of the countries, as Debian's iso-codes have them:
 *
 *     world DATA NAMES.tsv... > world.tsv
 *
 * DATA and the files are the base that was made by hand, which comes first: where it names a concept in a language, or
 * has the name for another concept, ICU is not asked. Nothing here is rewritten. These names are known, protect what
 * they cover, and are what a translator is offered, but for the official ones, which are admitted beside them.
 *
 * Of iso-codes, no more is taken: its short names are inverted ("Iran, Islamic Republic of"), and so are those of the
 * countries that were (ISO 3166-3); the names of subdivisions are mostly not translated, and are words of many
 * languages; those of languages and scripts that ICU lacks have no translation. */
#include <jansson.h>
#include <libintl.h>
#include <locale.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "tprep.h"

enum {
	LONGEST = 256,
	MOST_BYTES = 96, /* of a form, which has at most 32 words: in Thai and the like each character is one */
};

/* Time zones that are named after the capital of a country. ICU knows how these cities are called in its languages. */
static const char capitals[] =
    "Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmera Africa/Bamako Africa/Bangui Africa/Banjul "
    "Africa/Bissau Africa/Brazzaville Africa/Cairo Africa/Conakry Africa/Dakar Africa/Freetown Africa/Gaborone "
    "Africa/Harare Africa/Juba Africa/Kampala Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Libreville "
    "Africa/Lome Africa/Luanda Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane "
    "Africa/Mogadishu Africa/Monrovia Africa/Nairobi Africa/Niamey Africa/Nouakchott Africa/Ouagadougou "
    "Africa/Porto-Novo Africa/Tripoli Africa/Tunis Africa/Windhoek America/Asuncion America/Bogota "
    "America/Buenos_Aires America/Caracas America/Havana America/Lima America/Managua America/Mexico_City "
    "America/Montevideo America/Nassau America/Paramaribo America/Port-au-Prince America/Port_of_Spain "
    "America/Santiago America/Santo_Domingo America/Tegucigalpa Asia/Amman Asia/Ashgabat Asia/Baghdad Asia/Baku "
    "Asia/Bangkok Asia/Beirut Asia/Bishkek Asia/Damascus Asia/Dhaka Asia/Dili Asia/Dushanbe Asia/Jakarta Asia/Kabul "
    "Asia/Katmandu Asia/Kuala_Lumpur Asia/Manila Asia/Muscat Asia/Nicosia Asia/Phnom_Penh Asia/Pyongyang Asia/Riyadh "
    "Asia/Seoul Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran Asia/Thimphu Asia/Tokyo Asia/Ulaanbaatar "
    "Asia/Vientiane Asia/Yerevan Atlantic/Reykjavik Europe/Amsterdam Europe/Athens Europe/Belgrade Europe/Berlin "
    "Europe/Bratislava Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Chisinau Europe/Copenhagen "
    "Europe/Dublin Europe/Helsinki Europe/Kiev Europe/Lisbon Europe/Ljubljana Europe/London Europe/Madrid Europe/Minsk "
    "Europe/Moscow Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Riga Europe/Rome Europe/Sarajevo "
    "Europe/Skopje Europe/Sofia Europe/Stockholm Europe/Tallinn Europe/Tirane Europe/Vaduz Europe/Vienna "
    "Europe/Vilnius Europe/Warsaw Europe/Zagreb Indian/Antananarivo Pacific/Apia Pacific/Port_Moresby";

/* Capitals that few languages call what English does: ICU has no names of cities for a language that does so. */
static const char telling[] = "Africa/Cairo Asia/Damascus Europe/Athens Europe/Copenhagen Europe/Moscow Europe/Prague "
			      "Europe/Rome Europe/Vienna Europe/Warsaw";

/* No countries, or such as two share a short name. */
static const char no_country[] = "AQ BV CD CG HM IO PS TF UM";

/* "Hong Kong", and not "Hong Kong SAR China"; but not "US". */
static const char short_names[] = "HK MM MO";

/* A language, and what ICU says in it. */
struct speech {
	const char *language;
	ULocaleDisplayNames *full, *brief;
};

struct world {
	const char *data;
	struct speech english;
	struct tp_kit *english_kit;
	json_t *iso_codes;
	void *taken; /* "concept\tlanguage" of the base made by hand, and "language\tname" of what was written */

	struct speech speech;
	struct tp_kit *kit; /* with the base made by hand */
};

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void need(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "world: %s\n", what);
	exit(2);
}

/* Notes two strings as one; false if they were noted before. */
static bool take(struct world *world, const char *one, const char *other)
{
	char *key = malloc(strlen(one) + strlen(other) + 2);

	need(key != NULL, "out of memory");
	sprintf(key, "%s\t%s", one, other);
	char **known = tsearch(key, &world->taken, compare);
	need(known != NULL, "out of memory");
	bool is_new = *known == key;
	if (!is_new)
		free(key);
	return is_new;
}

static void forget_taken(struct world *world)
{
	while (world->taken) {
		char *key = *(char **)world->taken;
		tdelete(key, &world->taken, compare);
		free(key);
	}
}

static bool is_taken(struct world *world, const char *one, const char *other)
{
	char key[2 * LONGEST];

	snprintf(key, sizeof key, "%s\t%s", one, other);
	return tfind(key, &world->taken, compare) != NULL;
}

/* Notes the concepts and languages of a file made by hand. */
static void read_file(struct world *world, const char *path)
{
	char line[4096], concept[LONGEST], language[LONGEST];
	FILE *file = fopen(path, "r");

	need(file != NULL, path);
	while (fgets(line, sizeof line, file))
		if (*line != '#' && sscanf(line, "%255[^\t]\t%*[^\t]\t%255[^\t]", concept, language) == 2)
			take(world, concept, language);
	fclose(file);
}

static struct tp_kit *open_kit(const struct world *world, const char *language)
{
	const struct tp_options options = { .data = world->data, .language = language };
	struct tp_error err;
	struct tp_kit *kit = tp_kit_new(&options, TP_NEED_NAMES, &err);

	need(kit != NULL, err.message);
	return kit;
}

static struct tp_str str(const char *z)
{
	return (struct tp_str){ z, strlen(z) };
}

/* The concept that the base made by hand has for an English name, or the name as one: "south-korea". */
static void concept_of(const struct world *world, const char *english, const char *kind, char *out)
{
	struct tp_base_form form;

	if (tp_base_lookup(world->english_kit, str(english), 0, &form) && form.kind.n == strlen(kind) &&
	    memcmp(form.kind.p, kind, form.kind.n) == 0) {
		snprintf(out, LONGEST, "%.*s", (int)form.concept.n, form.concept.p);
		return;
	}
	for (; *english; english++) {
		char c = *english;
		if (c >= 'A' && c <= 'Z')
			*out++ = (char)(c - 'A' + 'a');
		else if (c == ' ')
			*out++ = '-';
		else if (!strchr(".,'()", c))
			*out++ = c;
	}
	*out = '\0';
}

/* One name, and not "Congo (Kinshasa)", "Papua - New Guinea" with spaces, or what has invisible characters in it. */
static bool is_name(const char *name)
{
	return *name && strlen(name) <= MOST_BYTES && !strpbrk(name, "(&/\t") && !strstr(name, " - ") &&
	       !strstr(name, "\u200b");
}

static void write_row(struct world *world, const char *concept, const char *kind, const char *name)
{
	struct tp_base_form form;

	if (!is_name(name) || is_taken(world, concept, world->speech.language) ||
	    tp_base_lookup(world->kit, str(name), 0, &form) || !take(world, world->speech.language, name))
		return;
	take(world, concept, world->speech.language);
	printf("%s\t%s\t%s\t%s\tpreferred\texact\n", concept, kind, world->speech.language, name);
}

static bool to_utf8(const UChar *text, int32_t n, UErrorCode status, char *out)
{
	*out = '\0';
	if (U_FAILURE(status) || n <= 0)
		return false;
	u_strToUTF8(out, LONGEST, NULL, text, n, &status);
	return U_SUCCESS(status);
}

static ULocaleDisplayNames *open_names(const char *language, UDisplayContext length)
{
	UDisplayContext contexts[] = { UDISPCTX_STANDARD_NAMES, UDISPCTX_CAPITALIZATION_NONE, length,
				       UDISPCTX_NO_SUBSTITUTE };
	UErrorCode status = U_ZERO_ERROR;
	ULocaleDisplayNames *names = uldn_openForContext(language, contexts, 4, &status);

	need(U_SUCCESS(status), language);
	return names;
}

/* Countries ------------------------------------------------------------------------------------------ */

/* "Bosnia & Herzegovina" is not how the press writes it. */
static void spell_out_and(char *name)
{
	char *and = strstr(name, " & ");

	if (and&&strlen(name) + 2 < LONGEST) {
		memmove(and+4, and+2, strlen(and+2) + 1);
		memcpy(and, " and", 4);
	}
}

static bool country_name(const struct speech *speech, const char *code, char *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[LONGEST];
	int32_t n = uldn_regionDisplayName(strstr(short_names, code) ? speech->brief : speech->full, code, text,
					   LONGEST, &status);

	if (!to_utf8(text, n, status, out))
		return false;
	if (strcmp(speech->language, "en") == 0)
		spell_out_and(out);
	return true;
}

static void write_countries(struct world *world)
{
	char english[LONGEST], name[LONGEST], concept[LONGEST];

	for (const char *const *code = uloc_getISOCountries(); *code; code++) {
		if (strstr(no_country, *code) || !country_name(&world->english, *code, english) ||
		    !country_name(&world->speech, *code, name))
			continue;
		concept_of(world, english, "place", concept);
		write_row(world, concept, "place", name);
	}
}

/* Official names ------------------------------------------------------------------------------------- */

#define ISO_CODES    "/usr/share/iso-codes/json/iso_3166-1.json"
#define ISO_DOMAIN   "iso_3166-1"
#define TRANSLATIONS "/usr/share/locale"

static json_t *read_iso_codes(void)
{
	json_error_t err;
	json_t *codes = json_load_file(ISO_CODES, 0, &err);

	need(codes != NULL, "cannot read " ISO_CODES);
	need(setlocale(LC_ALL, "C.UTF-8") != NULL, "there is no C.UTF-8");
	bindtextdomain(ISO_DOMAIN, TRANSLATIONS);
	bind_textdomain_codeset(ISO_DOMAIN, "UTF-8");
	return codes;
}

/* What gettext says in a language; NULL if it has no translation. */
static const char *translated(const char *language, const char *english)
{
	extern int _nl_msg_cat_cntr; /* tells gettext that the language is another one */

	if (strcmp(language, "en") == 0)
		return english;
	need(setenv("LANGUAGE", strcmp(language, "zh") == 0 ? "zh_CN" : language, 1) == 0, "out of memory");
	_nl_msg_cat_cntr++;
	const char *name = dgettext(ISO_DOMAIN, english);
	return name == english ? NULL : name;
}

/* An official name that has the usual one in it, "Islamic Republic of Iran": others are old or not to be trusted. */
static void write_official_name(struct world *world, const char *code, const char *official)
{
	char english[LONGEST], usual[LONGEST], concept[LONGEST];
	const char *name = translated(world->speech.language, official);
	struct tp_base_form form;

	if (!name || strstr(no_country, code) || !country_name(&world->english, code, english) ||
	    !country_name(&world->speech, code, usual) || strcmp(name, usual) == 0 || !strstr(name, usual))
		return;
	concept_of(world, english, "place", concept);
	if (!is_name(name) || strpbrk(name, ",;") || strstr(name, "\u0301") ||
	    !is_taken(world, concept, world->speech.language) || tp_base_lookup(world->kit, str(name), 0, &form) ||
	    !take(world, world->speech.language, name))
		return;
	printf("%s\tplace\t%s\t%s\tadmitted\texact\n", concept, world->speech.language, name);
}

static void write_official_names(struct world *world)
{
	json_t *countries = json_object_get(world->iso_codes, "3166-1"), *country;
	size_t i;

	need(json_array_size(countries) > 0, ISO_CODES " has no countries");
	json_array_foreach(countries, i, country)
	{
		const char *code = json_string_value(json_object_get(country, "alpha_2"));
		const char *official = json_string_value(json_object_get(country, "official_name"));
		if (code && official)
			write_official_name(world, code, official);
	}
}

/* Capitals ------------------------------------------------------------------------------------------- */

static bool city_name(const char *language, const char *zone, char *out)
{
	static const UChar pattern[] = { 'V', 'V', 'V', 0 };
	UErrorCode status = U_ZERO_ERROR;
	UChar id[LONGEST], text[LONGEST];

	u_charsToUChars(zone, id, (int32_t)strlen(zone) + 1);
	UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, language, id, -1, pattern, -1, &status);
	int32_t n = U_SUCCESS(status) ? udat_format(format, 0, text, LONGEST, NULL, &status) : 0;
	udat_close(format);
	return to_utf8(text, n, status, out);
}

/* Calls `each` for the zones of a list. */
static void each_zone(const char *list, void (*each)(struct world *world, const char *zone), struct world *world)
{
	char zone[LONGEST];

	for (int n; sscanf(list, "%255s%n", zone, &n) == 1; list += n)
		each(world, zone);
}

static void write_capital(struct world *world, const char *zone)
{
	char english[LONGEST], name[LONGEST], concept[LONGEST];

	if (!city_name("en", zone, english) || !city_name(world->speech.language, zone, name))
		return;
	concept_of(world, english, "place", concept);
	write_row(world, concept, "place", name);
}

static bool has_city_names(const char *language)
{
	char zone[LONGEST], english[LONGEST], name[LONGEST];
	int same = 0, all = 0;

	if (strcmp(language, "en") == 0)
		return true;
	for (const char *list = telling, *end = list; sscanf(list, "%255s", zone) == 1; list = end) {
		end = list + strspn(list, " ");
		end += strcspn(end, " ");
		same += city_name("en", zone, english) && city_name(language, zone, name) && strcmp(english, name) == 0;
		all++;
	}
	return same * 2 < all;
}

/* Languages ------------------------------------------------------------------------------------------ */

static bool language_name(const struct speech *speech, const char *code, char *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[LONGEST];
	int32_t n = uldn_languageDisplayName(speech->full, code, text, LONGEST, &status);

	return to_utf8(text, n, status, out);
}

/* Those with a code of two letters: the others have names that are words of many languages. */
static void write_languages(struct world *world)
{
	char english[LONGEST], name[LONGEST], concept[LONGEST], id[LONGEST + 16];

	for (const char *const *code = uloc_getISOLanguages(); *code; code++) {
		if (strlen(*code) != 2 || !language_name(&world->english, *code, english) ||
		    !language_name(&world->speech, *code, name))
			continue;
		concept_of(world, english, "language", concept);
		snprintf(id, sizeof id, "%s-language", concept);
		write_row(world, id, "language", name);
	}
}

/* --------------------------------------------------------------------------------------------------------- */

static struct speech open_speech(const char *language)
{
	return (struct speech){ language, open_names(language, UDISPCTX_LENGTH_FULL),
				open_names(language, UDISPCTX_LENGTH_SHORT) };
}

static void close_speech(struct speech *speech)
{
	uldn_close(speech->full);
	uldn_close(speech->brief);
}

static void write_language(struct world *world, const char *language)
{
	world->speech = open_speech(language);
	world->kit = open_kit(world, language);
	write_countries(world);
	write_official_names(world);
	if (has_city_names(language))
		each_zone(capitals, write_capital, world);
	write_languages(world);
	close_speech(&world->speech);
	tp_kit_free(world->kit);
}

int main(int n, char **arguments)
{
	static const char *const languages[] = {
		"af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en",
		"es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id",
		"is", "it", "ja", "ka", "kk", "km", "ko", "ky", "lo", "lt", "lv", "mk", "mn", "ms",
		"my", "nb", "ne", "nl", "pa", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "so", "sq",
		"sr", "sv", "sw", "ta", "te", "th", "tk", "tr", "uk", "ur", "uz", "vi", "zh",
	};
	struct world world = { .data = n > 1 ? arguments[1] : ".", .english = open_speech("en") };

	for (int i = 2; i < n; i++)
		read_file(&world, arguments[i]);
	world.english_kit = open_kit(&world, "en");
	world.iso_codes = read_iso_codes();
	printf(
	    "# Names of countries, capitals and languages.\n"
	    "# Source: ICU %s (Unicode CLDR). Licence: Unicode License V3.\n"
	    "# Source of the official names of countries, which are admitted: iso-codes. Licence: LGPL-2.1-or-later.\n"
	    "concept\tkind\tlang\tform\tstatus\tmatch\n",
	    U_ICU_VERSION);
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		write_language(&world, languages[i]);
	close_speech(&world.english);
	tp_kit_free(world.english_kit);
	json_decref(world.iso_codes);
	forget_taken(&world);
	need(fflush(stdout) == 0, "cannot write");
	return 0;
}
