/* Name bases in other formats: what readers make of files, and writers of rows. */
#include "core/str.h"
#include "language/names_rows.h"
#include "unit/test.h"

static struct tp_error err;
static struct tp_buf out, losses;

/* What becomes of bytes from one format to another, in `out` and `losses`; "!" in `out` if it fails. */
static struct tp_str convert(struct tp_str bytes, const char *from, const char *to)
{
	const struct tp_exchange in = { from, NULL, "fr" }, as = { to, NULL, "fr" };
	struct tp_rows *rows = tp_rows_new();

	err = (struct tp_error){ .line = 0 };
	out.n = losses.n = 0;
	if (!tp_rows_read(rows, bytes, "x", &in, &err) || !tp_rows_write(rows, &as, &out, &err)) {
		out.n = 0;
		tp_buf_add_z(&out, "!");
	}
	tp_rows_losses(rows, &losses);
	tp_rows_free(rows);
	return tp_buf_str(&out);
}

#define HEADER "concept\tkind\tlang\tform\tstatus\tmatch\tfirst\tunless\tonly\n"

/* The rows without the header line. */
static struct tp_str rows_of(const char *bytes, const char *from)
{
	struct tp_str tsv = convert(tp_str_of(bytes), from, "tsv"), header;

	if (tp_str_starts(tsv, TP_S(HEADER)))
		tp_str_line(&tsv, &header);
	return tsv.p ? tsv : TP_S("");
}

/* The last part of what is written, after a text. */
static struct tp_str written(const char *rows, const char *to, const char *after)
{
	struct tp_buf tsv = TP_BUF_INIT;

	tp_buf_add_z(&tsv, HEADER);
	tp_buf_add_z(&tsv, rows);
	struct tp_str result = convert(tp_buf_str(&tsv), "tsv", to);
	tp_buf_release(&tsv);
	size_t at = tp_str_find(result, tp_str_of(after), 0);
	return at == TP_NOT_FOUND ? TP_S("") : tp_str_from(result, at + strlen(after));
}

static bool lost(const char *text)
{
	return tp_str_find(tp_buf_str(&losses), tp_str_of(text), 0) != TP_NOT_FOUND;
}

static bool refused(const char *bytes, const char *from, size_t line, enum tp_error_code code)
{
	convert(tp_str_of(bytes), from, "tsv");
	return tp_str_is(tp_buf_str(&out), "!") && err.line == line && err.code == code &&
	       tp_str_is(tp_str_of(err.file), "x");
}

/* TBX ---------------------------------------------------------------------------------------------------- */

#define TBX(body) "<tbx style='dca' type='TBX-Basic' xml:lang='en'><text><body>" body "</body></text></tbx>"
#define TERM(form, status)                                                                                             \
	"<termSec><term>" form "</term><termNote type='administrativeStatus'>" status "</termNote></termSec>"

static void reads_status_words(void)
{
	STR(rows_of(TBX("<conceptEntry id='a'><langSec xml:lang='en'>" TERM("Aa", "preferredTerm-admn-sts")
			    TERM("Bb", "admittedTerm") TERM("Cc", "DEPRECATED") TERM("Dd", "notRecommended")
				TERM("Ee", "obsolete") TERM("Ff", "supersededTerm-admn-sts")
				    TERM("Gg", "forbidden") "</langSec></conceptEntry>"),
		    "tbx"),
	    "a\t\ten\tAa\tpreferred\tfold\t\t\t\na\t\ten\tBb\tadmitted\tfold\t\t\t\n"
	    "a\t\ten\tCc\tdeprecated\tfold\t\t\t\na\t\ten\tDd\tdeprecated\tfold\t\t\t\n"
	    "a\t\ten\tEe\tdeprecated\tfold\t\t\t\na\t\ten\tFf\tdeprecated\tfold\t\t\t\n"
	    "a\t\ten\tGg\tdeprecated\tfold\t\t\t\n");
	EXPECT(lost("\"supersededTerm-admn-sts\"") && !lost("\"admittedTerm\""));
	STR(rows_of(TBX("<conceptEntry id='a'><langSec xml:lang='en'>" TERM("Aa", "liked") "</langSec></conceptEntry>"),
		    "tbx"),
	    "a\t\ten\tAa\tpreferred\tfold\t\t\t\n");
	EXPECT(lost("\"liked\""));
}

static void prefers_the_first_form_without_a_status(void)
{
	STR(rows_of(
		TBX("<conceptEntry id='a'><langSec xml:lang='en'>" TERM(
		    "Xx", "deprecatedTerm-admn-sts") "<termSec><term>Aa</term></termSec><termSec><term>Bb</term></"
						     "termSec></langSec>"
						     "<langSec xml:lang='fr'><termSec><term>Cc</term></termSec>" TERM(
							 "Dd", "preferred") "</langSec></conceptEntry>"),
		"tbx"),
	    "a\t\ten\tXx\tdeprecated\tfold\t\t\t\na\t\ten\tAa\tpreferred\tfold\t\t\t\na\t\ten\tBb\tadmitted\tfold\t\t\t"
	    "\n"
	    "a\t\tfr\tCc\tadmitted\tfold\t\t\t\na\t\tfr\tDd\tpreferred\tfold\t\t\t\n");
}

static void guesses_how_acronyms_match(void)
{
	EQ(tp_name_guess_match(TP_S("ISIS"), TP_NAME_DEPRECATED), TP_MATCH_EXACT);
	EQ(tp_name_guess_match(TP_S("U.N."), TP_NAME_PREFERRED), TP_MATCH_EXACT);
	EQ(tp_name_guess_match(TP_S("EI"), TP_NAME_DEPRECATED), TP_MATCH_REPORT);
	EQ(tp_name_guess_match(TP_S("Kiev"), TP_NAME_DEPRECATED), TP_MATCH_FOLD);
	EQ(tp_name_guess_match(TP_S("X"), TP_NAME_DEPRECATED), TP_MATCH_FOLD);
	EQ(tp_name_guess_match(TP_S("\u0413\u0423\u0420"), TP_NAME_DEPRECATED), TP_MATCH_EXACT);
	STR(rows_of(TBX("<conceptEntry id='a'><langSec xml:lang='en'>" TERM("Daesh", "preferredTerm-admn-sts")
			    TERM("ISIL", "deprecatedTerm-admn-sts")
				TERM("Isil", "deprecatedTerm-admn-sts") "</langSec></conceptEntry>"),
		    "tbx"),
	    "a\t\ten\tDaesh\tpreferred\tfold\t\t\t\na\t\ten\tISIL\tdeprecated\texact\t\t\t\n"
	    "a\t\ten\tIsil\tdeprecated\treport\t\t\t\n");
}

static void reads_notes_of_ours(void)
{
	STR(rows_of(
		"<tbx><tbxHeader><fileDesc><sourceDesc><p>match: fold</p></sourceDesc></fileDesc></tbxHeader><text>"
		"<body><conceptEntry id='c1'><note>concept: a b; kind: org</note><langSec xml:lang='MUL'><termSec>"
		"<term>ISIS</term></termSec><termSec><term>IS</term><note>status: report; match: exact; unless: "
		"x|y; only: z; first: IS (the \\; group)</note></termSec></langSec></conceptEntry></body></text></tbx>",
		"tbx"),
	    "a b\torg\tmul\tISIS\tpreferred\tfold\t\t\t\n"
	    "a b\torg\tmul\tIS\treport\texact\tIS (the ; group)\tx|y\tz\n");
	EQ(losses.n, 0);
}

static void reads_tags_for_data_categories(void)
{
	STR(rows_of(
		"<tbx style='dct' type='TBX-Min' xmlns='urn:iso:std:iso:30042:ed-2' "
		"xmlns:min='http://www.tbxinfo.net/ns/min'><text><body><conceptEntry id='a'><min:subjectField>place"
		"</min:subjectField><langSec xml:lang='en'><termSec><term>Irbil</term><min:administrativeStatus>"
		"deprecatedTerm-admn-sts</min:administrativeStatus><min:partOfSpeech>noun</min:partOfSpeech></termSec>"
		"</langSec></conceptEntry></body></text></tbx>",
		"tbx"),
	    "a\tplace\ten\tIrbil\tdeprecated\tfold\t\t\t\n");
	EXPECT(lost("\"partOfSpeech\""));
}

static void reads_version_2(void)
{
	STR(rows_of(
		"<!DOCTYPE martif SYSTEM \"TBXcoreStructV02.dtd\">\n<martif type='TBX' "
		"xml:lang='en'><martifHeader><fileDesc>"
		"<titleStmt><title>Names</title></titleStmt></fileDesc></martifHeader><text><body><termEntry id='a'>"
		"<descrip type='subjectField'>place</descrip><descrip type='subjectField'>town</descrip>"
		"<langSet xml:lang='de'><descripGrp><descrip type='definition'>x</descrip></descripGrp><ntig><termGrp>"
		"<term>Aa<hi type='bold'>bb</hi></term><termNote type='termType'>fullForm</termNote><termCompList "
		"type='morphologicalElement'><termComp>Aa</termComp></termCompList></termGrp></ntig><ntig><termGrp>"
		"<term>Cc</term><termNote type='normativeAuthorization'>deprecatedTerm</termNote><termNote "
		"type='administrativeStatus'>admittedTerm</termNote></termGrp></ntig></langSet></termEntry></body>"
		"<back><refObjectList type='respPerson'><refObject id='p'><item type='fn'>Nobody</item></refObject>"
		"</refObjectList></back></text></martif>",
		NULL),
	    "a\tplace\tde\tAabb\tpreferred\tfold\t\t\t\na\tplace\tde\tCc\tdeprecated\tfold\t\t\t\n");
	EXPECT(lost("\"title\": 1") && lost("\"subjectField\": 1") && lost("\"definition\": 1") &&
	       lost("\"termType\": 1") && lost("\"termComp\": 1") && lost("\"admittedTerm\": 1") &&
	       lost("\"item\": 1"));
}

static void reads_the_first_tbx_min(void)
{
	STR(rows_of(
		"<TBX dialect='TBX-Min'><header><id>x</id><languages source='de' target='en'/></header><body><entry "
		"id='a'>"
		"<subjectField>animal</subjectField><langGroup xml:lang='de'><termGroup><term>hund</term><termStatus>"
		"notRecommended</termStatus></termGroup><termGroup><term>Hund</term><customer>x</"
		"customer><noteGroup><note>"
		"<noteKey>k</noteKey><noteValue>v</noteValue></note></noteGroup></termGroup></langGroup></entry></"
		"body></TBX>",
		NULL),
	    "a\tanimal\tde\thund\tdeprecated\tfold\t\t\t\na\tanimal\tde\tHund\tpreferred\tfold\t\t\t\n");
	EXPECT(lost("\"id\": 1") && lost("\"customer\": 1") && lost("\"note\": 1") && lost("\"notRecommended\""));
}

/* A note of others may look like one of ours. */
static void takes_no_name_from_a_note(void)
{
	STR(rows_of(TBX("<conceptEntry id='a'><note>status: deprecated</note><langSec "
			"xml:lang='en'><termSec><term>Aa</term>"
			"<note>form: plural</note><note>kind: x</note><note>concept: "
			"b</note></termSec></langSec></conceptEntry>"),
		    "tbx"),
	    "a\t\ten\tAa\tpreferred\tfold\t\t\t\n");
	EXPECT(lost("\"note\": 4 were left out."));
	STR(rows_of(
		TBX("<conceptEntry id='a'><langSec xml:lang='en'><termSec><term>Aa</term><note>status: report</note>"
		    "<termNote "
		    "type='administrativeStatus'>admittedTerm-admn-sts</termNote></termSec></langSec></conceptEntry>"),
		"tbx"),
	    "a\t\ten\tAa\treport\tfold\t\t\t\n");
	EQ(losses.n, 0);
}

static void reads_terms_out_of_place(void)
{
	STR(rows_of(TBX("<termSec><term>Aa</term></termSec><conceptEntry id='b'><langSec "
			"xml:lang='fr'><term>Xx</term><termSec>"
			"<term>Bb</term><term>Yy</term><term>Bb</term></termSec></langSec></conceptEntry>"),
		    "tbx"),
	    "entry-1\t\ten\tAa\tpreferred\tfold\t\t\t\nb\t\tfr\tBb\tpreferred\tfold\t\t\t\n");
	EXPECT(lost("\"term\": 2"));
}

static void tells_the_entry_of_an_error(void)
{
	EXPECT(refused("<tbx><text><body>\n<conceptEntry id='kyiv'>\n</x>", "tbx", 3, TP_E_SYNTAX));
	STR(tp_str_of(err.unit), "kyiv");
	EXPECT(refused("<tbx>\n</x>", "tbx", 2, TP_E_SYNTAX));
	STR(tp_str_of(err.unit), "");
}

static void names_concepts_without_an_id(void)
{
	STR(rows_of(
		TBX("<conceptEntry><langSec><termSec><term>A\n  a</term></termSec><termSec><term/></termSec></langSec>"
		    "</conceptEntry><conceptEntry id=' '><langSec xml:lang='pt_BR'><tig><term>Bb</term></tig></langSec>"
		    "</conceptEntry>"),
		"tbx"),
	    "entry-1\t\ten\tA a\tpreferred\tfold\t\t\t\nentry-2\t\tpt-BR\tBb\tpreferred\tfold\t\t\t\n");
	EXPECT(lost("1 form was left out: it is empty."));
}

static void refuses_what_is_no_tbx(void)
{
	EXPECT(refused("<html/>", "tbx", 1, TP_E_SYNTAX));
	EXPECT(refused("", "tbx", 1, TP_E_SYNTAX));
	EXPECT(refused("<tbx>\n<text>\n</tbx>", "tbx", 3, TP_E_SYNTAX));
	EXPECT(refused("<!DOCTYPE tbx [<!ENTITY x SYSTEM '/etc/passwd'>]>\n<tbx>&x;</tbx>", "tbx", 2, TP_E_SYNTAX));
}

static void writes_ids_that_xml_can_hold(void)
{
	STR(written("c1\t\ten\tAa\tpreferred\n", "tbx", "<conceptEntry "),
	    "id=\"c1\">\n        <langSec xml:lang=\"en\">\n          <termSec>\n            <term>Aa</term>\n"
	    "            <termNote type=\"administrativeStatus\">preferredTerm-admn-sts</termNote>\n"
	    "          </termSec>\n        </langSec>\n      </conceptEntry>\n    </body>\n  </text>\n</tbx>\n");
	EXPECT(tp_str_starts(written("2 b\t\ten\tAa\tpreferred\nc1\t\ten\tBb\tpreferred\n", "tbx", "<conceptEntry "),
			     TP_S("id=\"c1_\">\n        <note>concept: 2 b</note>\n")));
}

static void leaves_out_what_xml_cannot_hold(void)
{
	STR(written("a\t\ten\tA\x01\tpreferred\n", "tbx", ""), "!");
	EXPECT(lost("XML") && err.code == TP_E_USAGE);
	written("a\t\ten\tAa\tpreferred\nb\t\tno language\tBb\tpreferred\n", "tbx", "");
	EXPECT(lost("1 form was left out for its language: no language (1)."));
	written("a\tx\ten\tAa\tpreferred\na\ty\ten\tBb\tadmitted\na\t\ten\tCc\tadmitted\n", "tbx", "");
	EXPECT(lost("\"kind\": 1 row lost it."));
}

/* Tables -------------------------------------------------------------------------------------------------- */

static void keeps_the_last_row_for_a_form(void)
{
	STR(rows_of(HEADER
		    "a\t\ten\tAa\tpreferred\nb\t\ten\tXx\tpreferred\na\tplace\ten\tBb\tadmitted\na\t\ten\tAa\treport\n",
		    "tsv"),
	    "a\tplace\ten\tAa\treport\tfold\t\t\t\na\tplace\ten\tBb\tadmitted\tfold\t\t\t\n"
	    "b\t\ten\tXx\tpreferred\tfold\t\t\t\n");
	EXPECT(lost("1 row was left out"));
}

static void tells_of_columns_it_does_not_know(void)
{
	STR(rows_of("concept\tlang\tform\tstatus\tremark\t\na\ten\tAa\tpreferred\tnice\n", "tsv"),
	    "a\t\ten\tAa\tpreferred\tfold\t\t\t\n");
	EXPECT(lost("\"remark\": 1 was left out."));
}

static void reads_csv_with_quotes(void)
{
	STR(rows_of("concept;lang;form;status;first\r\n# a comment; \"\r\n\r\n\"#a\";en;\"A "
		    "\"\"b\"\"\nc\";preferred;\"x;y\"\r\n",
		    "csv"),
	    " #a\t\ten\tA \"b\" c\tpreferred\tfold\tx;y\t\t\n");
	STR(rows_of(tp_str_of(HEADER " #a\t\ten\tAa\tpreferred\n").p, "tsv"), " #a\t\ten\tAa\tpreferred\tfold\t\t\t\n");
	EXPECT(refused("concept,lang,form,status\na,en,\"Aa,preferred\n", "csv", 2, TP_E_SYNTAX));
	EXPECT(refused("concept,lang,form,status\n\"\n\",en,Aa,preferred\nb,en,Bb\n", "csv", 2, TP_E_SYNTAX));
	EXPECT(refused("concept,lang,form,status\n\"b\nc\",en,Bb,liked\n", "csv", 2, TP_E_SYNTAX));
	EXPECT(refused("concept,lang,form,status\na,en,A\xff,preferred\n", "csv", 2, TP_E_ENCODING));
	EXPECT(refused("concept,lang,form\n", "csv", 1, TP_E_SYNTAX));
	EXPECT(refused("", "csv", 1, TP_E_SYNTAX));
}

static void tells_the_format_by_its_content(void)
{
	STR(rows_of(HEADER "a\t\ten\tAa\tpreferred\n", NULL), "a\t\ten\tAa\tpreferred\tfold\t\t\t\n");
	STR(rows_of("concept,lang,form,status\na,en,Aa,preferred\n", NULL), "a\t\ten\tAa\tpreferred\tfold\t\t\t\n");
	STR(rows_of("# glossary\nIrbil\tErbil\n", NULL),
	    "irbil\t\ten\tIrbil\tpreferred\tfold\t\t\t\nirbil\t\tfr\tErbil\tpreferred\tfold\t\t\t\n");
	STR(rows_of("\"source\",\"target\"\nIrbil,Erbil\n", NULL),
	    "irbil\t\ten\tIrbil\tpreferred\tfold\t\t\t\nirbil\t\tfr\tErbil\tpreferred\tfold\t\t\t\n");
	STR(rows_of("Entry_ID,English\n7,Irbil\n", NULL), "entry-7\t\ten\tIrbil\tpreferred\tfold\t\t\t\n");
	EXPECT(refused("nothing known\n", NULL, 0, TP_E_USAGE));
	EXPECT(refused("x", "nothing", 0, TP_E_USAGE));
	EXPECT(refused("x", "vale", 0, TP_E_USAGE));
	convert(TP_S(HEADER), "tsv", "nothing");
	EQ(err.code, TP_E_USAGE);
}

static void reads_utf_16(void)
{
	static const char bytes[] = "\xff\xfe"
				    "c\0o\0n\0c\0e\0p\0t\0\t\0l\0a\0n\0g\0\t\0f\0o\0r\0m\0\t\0s\0t\0a\0t\0u\0s\0\n\0"
				    "a\0\t\0e\0n\0\t\0\xc9\0\t\0r\0e\0p\0o\0r\0t\0\n";

	convert((struct tp_str){ bytes, sizeof bytes }, NULL, "tsv");
	STR(tp_buf_str(&out), HEADER "a\t\ten\t\u00c9\treport\tfold\t\t\t\n");
	STR(rows_of("\xef\xbb\xbf" HEADER "a\t\ten\tAa\tpreferred\n", NULL), "a\t\ten\tAa\tpreferred\tfold\t\t\t\n");
}

static void reads_glossaries(void)
{
	STR(rows_of("New York\tNew York\tstatus: deprecated; kind: place\nNew York\tNouvelle York\t a remark\n\tx\n",
		    "omegat"),
	    "new-york\tplace\ten\tNew York\tdeprecated\tfold\t\t\t\n"
	    "new-york\tplace\tfr\tNew York\tpreferred\tfold\t\t\t\n"
	    "new-york\tplace\tfr\tNouvelle York\tadmitted\tfold\t\t\t\n");
	EXPECT(lost("\"comment\"") && lost("empty"));
	STR(rows_of("\"a, b\",c\n", "omegat"),
	    "a,-b\t\ten\ta, b\tpreferred\tfold\t\t\t\na,-b\t\tfr\tc\tpreferred\tfold\t\t\t\n");
	EXPECT(refused("a\tb\n\xff\tc\n", "omegat", 2, TP_E_ENCODING));
	EXPECT(refused("source,other\n", "weblate", 1, TP_E_SYNTAX));
	EXPECT(refused("", "weblate", 1, TP_E_SYNTAX));

	const struct tp_exchange how = { "omegat", "en", NULL };
	struct tp_rows *rows = tp_rows_new();
	EXPECT(!tp_rows_read(rows, TP_S("a\tb\n"), "x", &how, &err));
	EXPECT(!tp_rows_write(rows, &how, &out, &err));
	tp_rows_free(rows);
}

static void writes_glossaries(void)
{
	const char *rows =
	    "a\tplace\ten\tAa\tpreferred\na\tplace\ten\tXx\tdeprecated\texact\na\t\tfr\tBb\tpreferred\texact\tBb (b)\n"
	    "a\t\tfr\tCc\tadmitted\nb\t\ten\tYy\tpreferred\n#c\t\ten\t#c\tpreferred\nc\t\tfr\tZz\tpreferred\n"
	    "d\t\ten\t#Dd\tpreferred\nd\t\tfr\tDd\tpreferred\n";

	STR(written(rows, "omegat", ""), "Aa\tBb\tconcept: a; kind: place; status: preferred\n"
					 "Xx\tBb\tconcept: a; kind: place; status: deprecated; match: exact\n"
					 " #Dd\tDd\tconcept: d; status: preferred\n");
	EXPECT(lost("\"match\": 1 row lost it.") && lost("\"first\": 1 row lost it.") && lost("language: fr (1).") &&
	       lost("2 forms were left out: there is no preferred form"));
	STR(written("a\t\ten\tA\"a, b\tpreferred\na\t\tfr\tBb\tpreferred\n", "weblate", "developer_comments\r\n"),
	    ",\"A\"\"a, b\",Bb,,,a,,\"concept: a; status: preferred\"\r\n");
}

static void reads_memoq(void)
{
	STR(rows_of(
		"Entry_ID;Entry_Subject;Entry_Domain;Entry_Created;English_Def;English;Term_Info;Term_Example;English;"
		"Term_Info;Portuguese_Brazil;Entry_Note\n"
		"7;place;x;today;what it is;Irbil;CasePermissive, Forbidden;status: report;Erbil;CaseSense;Erbil;kind: "
		"org\n"
		";;;;;;;;Mosul\n",
		"memoq"),
	    "entry-7\torg\ten\tIrbil\treport\tfold\t\t\t\nentry-7\torg\ten\tErbil\tpreferred\texact\t\t\t\n"
	    "entry-7\torg\tpt-BR\tErbil\tpreferred\tfold\t\t\t\nentry-line-3\t\ten\tMosul\tpreferred\tfold\t\t\t\n");
	EXPECT(lost("\"Entry_Domain\"") && lost("\"definition\""));
	EXPECT(refused("Entry_ID,Klingonish\n", "memoq", 1, TP_E_SYNTAX));
	EXPECT(refused("Entry_ID,en\n1,a,b\n", "memoq", 2, TP_E_SYNTAX));
	EXPECT(refused("", "memoq", 1, TP_E_SYNTAX));
}

static void writes_memoq(void)
{
	STR(written("a\tplace\ten\tAa\tpreferred\na\t\tmul\tBb\tdeprecated\na\t\ten\tCc\tadmitted\texact\nb\t\tzh-"
		    "Hant\tDd\treport\n",
		    "memoq", ""),
	    "Entry_ID,Entry_Subject,Entry_Note,English,Term_Info,Term_Example,English,Term_Info,Term_Example,mul,Term_"
	    "Info,"
	    "Term_Example,Chinese_Traditional,Term_Info,Term_Example\r\n"
	    "1,place,concept: a,Aa,,status: preferred,Cc,,\"status: admitted; match: exact\",Bb,Forbidden,status: "
	    "deprecated,,,\r\n"
	    "2,,concept: b,,,,,,,,,,Dd,,status: report\r\n");
}

/* SKOS ---------------------------------------------------------------------------------------------------- */

#define RDF(body)                                                                                                      \
	"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "                                            \
	"xmlns:skos='http://www.w3.org/2004/02/skos/core#'>" body "</rdf:RDF>"

static void reads_skos(void)
{
	STR(rows_of(
		RDF("<skos:Concept rdf:about='http://example.org/places/new%20york%'><skos:prefLabel xml:lang='en'>New "
		    "York</skos:prefLabel><skos:altLabel xml:lang='en'>NYC</skos:altLabel><skos:definition>A "
		    "city</skos:definition><skos:broader><skos:Concept "
		    "rdf:ID='us'><skos:hiddenLabel>USA</skos:hiddenLabel>"
		    "</skos:Concept></skos:broader><skos:editorialNote xml:lang='en'>form: NYC; match: "
		    "fold</skos:editorialNote>"
		    "<skos:editorialNote>form: Nobody; match: fold</skos:editorialNote><skos:editorialNote>kind: "
		    "place</skos:editorialNote></skos:Concept>"
		    "<rdf:Description><skos:prefLabel>A <b>b</b></skos:prefLabel><skos:altLabel/></rdf:Description>"),
		"skos"),
	    "us\t\tmul\tUSA\tdeprecated\texact\t\t\t\nnew york%\tplace\ten\tNew York\tpreferred\tfold\t\t\t\n"
	    "new york%\tplace\ten\tNYC\tadmitted\tfold\t\t\t\nconcept-3\t\tmul\tA b\tpreferred\tfold\t\t\t\n");
	EXPECT(lost("\"definition\"") && lost("\"broader\"") && lost("\"editorialNote\"") && lost("empty"));
	EXPECT(refused("<skos/>", "skos", 1, TP_E_SYNTAX));
	EXPECT(refused(RDF("\n<x"), "skos", 2, TP_E_SYNTAX));
}

static void tells_what_skos_has_besides_labels(void)
{
	STR(rows_of(RDF("<skos:ConceptScheme rdf:about='s'><skos:prefLabel>Places</skos:prefLabel></skos:ConceptScheme>"
			"<skos:Collection><skos:member rdf:resource='#a'/></skos:Collection><rdf:Description "
			"rdf:about='#a'>"
			"<rdf:type rdf:resource='http://www.w3.org/2004/02/skos/core#Concept'/><skos:inScheme "
			"rdf:resource='s'/>"
			"<x:creator xmlns:x='urn:x'>Nobody</x:creator><x:prefLabel "
			"xmlns:x='http://www.w3.org/2008/05/skos-xl#'/>"
			"<skos:prefLabel xml:lang='en'>Aa</skos:prefLabel></rdf:Description>"),
		    "skos"),
	    "a\t\ten\tAa\tpreferred\tfold\t\t\t\n");
	EXPECT(lost("\"prefLabel\": 2") && lost("\"Collection\": 1") && lost("\"member\": 1") &&
	       lost("\"creator\": 1") && !lost("\"type\"") && !lost("\"inScheme\""));
}

static void writes_skos(void)
{
	STR(written("a b\tplace\ten\tAa\tpreferred\na b\t\ten\tBb\tpreferred\na b\t\tmul\tCC\treport\texact\n", "skos",
		    "</skos:ConceptScheme>\n"),
	    "  <skos:Concept rdf:about=\"urn:tprep:name:a%20b\">\n"
	    "    <skos:inScheme rdf:resource=\"urn:tprep:names\"/>\n"
	    "    <skos:editorialNote>kind: place</skos:editorialNote>\n"
	    "    <skos:prefLabel xml:lang=\"en\">Aa</skos:prefLabel>\n"
	    "    <skos:altLabel xml:lang=\"en\">Bb</skos:altLabel>\n"
	    "    <skos:editorialNote xml:lang=\"en\">form: Bb; status: preferred</skos:editorialNote>\n"
	    "    <skos:hiddenLabel>CC</skos:hiddenLabel>\n"
	    "    <skos:editorialNote>form: CC; status: report; match: exact</skos:editorialNote>\n"
	    "  </skos:Concept>\n</rdf:RDF>\n");
}

/* Lists --------------------------------------------------------------------------------------------------- */

static void writes_lists(void)
{
	const char *rows =
	    "a\t\ten\tAa\tpreferred\na\t\ten\tA.a (b)'s\tdeprecated\na\t\ten\tXX\tdeprecated\texact\t\ty|z\n"
	    "a\t\ten\tZz\tdeprecated\tfold\t\ty|z\nb\t\ten\tBb\tdeprecated\nc\t\tfr\tCc\tdeprecated\n"
	    "d\t\ten\tDd\treport\n";

	STR(written(rows, "vale", "swap:\n"),
	    "  '(?i)\\bA\\.a \\x28b\\x29''s\\b': 'Aa'\n  '\\bXX\\b': 'Aa'\n  '(?i)\\bZz\\b': 'Aa'\n");
	EXPECT(lost("\"unless\": 2 rows lost it.") && lost("language: fr (1)") && lost("not to be replaced") &&
	       lost("no preferred form"));
	STR(written(rows, "codespell", ""), "zz->Aa, unless: y|z\n");
	EXPECT(lost("single words") && lost("capitals"));
}

static void lists_have_each_form_once(void)
{
	const char *rows = "a\t\ten\tAa\tpreferred\na\t\ten\tXx\tdeprecated\na\t\ten\tU.S.\tdeprecated\texact\n"
			   "b\t\ten\tBb\tpreferred\nb\t\ten\tXx\tdeprecated\nb\t\ten\t\u57fa\u8f85\tdeprecated\n";

	STR(written(rows, "vale", "swap:\n"),
	    "  '\\bU\\.S\\.': 'Aa'\n  '(?i)\\bXx\\b': 'Bb'\n  '(?i)\u57fa\u8f85': 'Bb'\n");
	EXPECT(lost("1 row was left out"));
	STR(written(rows, "codespell", ""), "xx->Bb\n\u57fa\u8f85->Bb\n");
	EXPECT(lost("1 row was left out"));
}

static void escapes_for_vale_what_yaml_cannot_hold(void)
{
	STR(written("a\t\ten\tA\"a\x7f\tpreferred\na\t\ten\tX\u2028.\u00e9\tdeprecated\n", "vale", "swap:\n"),
	    "  \"(?i)\\\\bX\\u2028\\\\.\u00e9\\\\b\": \"A\\\"a\\u007f\"\n");
}

/* codespell keeps no capitals but the first: what has others is for a person to write. */
static void lets_codespell_write_no_wrong_capitals(void)
{
	STR(written(
		"a\t\ten\tN'Djamena\tpreferred\na\t\ten\tNdjamena\tdeprecated\n"
		"b\t\ten\tel-Fasher\tpreferred\nb\t\ten\tAl-Fashir\tdeprecated\tfold\t\tx|y\n"
		"c\t\ten\tC, D\tpreferred\nc\t\ten\tCd\tdeprecated\nd\t\ten\tD->E\tpreferred\nd\t\ten\tDe\tdeprecated\n"
		"e\t\ten\tErbil\tpreferred\ne\t\ten\tIrbil\tdeprecated\tfold\t\ta,b\n",
		"codespell", ""),
	    "ndjamena->N'Djamena,\nal-fashir->el-Fasher, unless: x|y\nirbil->Erbil,\n");
	EXPECT(lost("\"capitals\": 2 rows lost it.") &&
	       lost("2 forms were left out: the format has single words only."));
}

static void counts_more_losses_than_it_names(void)
{
	struct tp_name_losses *many = tp_alloc_zero(1, sizeof *many);
	struct tp_buf text = TP_BUF_INIT;
	char word[80];

	for (int i = 0; i < 400; i++) {
		snprintf(word, sizeof word, "%d, and a word that is longer than the room there is for words", i);
		tp_names_lose(many, TP_LOSS_PART, tp_str_of(word));
	}
	tp_names_losses_text(many, &text);
	EXPECT(tp_str_find(tp_buf_str(&text), TP_S("\"...\": 145 were left out."), 0) != TP_NOT_FOUND);
	tp_names_lose(NULL, TP_LOSS_PART, TP_S("x"));
	tp_buf_release(&text);
	free(many);
}

static void lists_the_formats(void)
{
	struct tp_entry entry;
	size_t n = 0;

	while (tp_base_format_entry(n, &entry)) {
		EXPECT(entry.id[0] && entry.title[0] && entry.detail);
		n++;
	}
	EQ(n, 14);
	EXPECT(!tp_base_format_entry(1000, &entry));
	tp_rows_free(NULL);
}

TESTS(TEST(reads_status_words), TEST(prefers_the_first_form_without_a_status), TEST(guesses_how_acronyms_match),
      TEST(reads_notes_of_ours), TEST(reads_tags_for_data_categories), TEST(reads_version_2),
      TEST(reads_the_first_tbx_min), TEST(takes_no_name_from_a_note), TEST(reads_terms_out_of_place),
      TEST(tells_the_entry_of_an_error), TEST(names_concepts_without_an_id), TEST(refuses_what_is_no_tbx),
      TEST(writes_ids_that_xml_can_hold), TEST(leaves_out_what_xml_cannot_hold), TEST(keeps_the_last_row_for_a_form),
      TEST(tells_of_columns_it_does_not_know), TEST(reads_csv_with_quotes), TEST(tells_the_format_by_its_content),
      TEST(reads_utf_16), TEST(reads_glossaries), TEST(writes_glossaries), TEST(reads_memoq), TEST(writes_memoq),
      TEST(reads_skos), TEST(tells_what_skos_has_besides_labels), TEST(writes_skos), TEST(writes_lists),
      TEST(lists_have_each_form_once), TEST(escapes_for_vale_what_yaml_cannot_hold),
      TEST(lets_codespell_write_no_wrong_capitals), TEST(counts_more_losses_than_it_names), TEST(lists_the_formats))
