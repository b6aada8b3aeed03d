/* SRX files: which rules a language gets, and what is wrong with a file. */
#include "language/srx.h"

#include "unit/test.h"

#define FILE_OF(header, rules, maps)                                                                                   \
	"<srx version='2.0'>\n<header " header "/>\n<body><languagerules>\n" rules                                     \
	"\n</languagerules>\n<maprules>\n" maps "\n</maprules></body></srx>"

#define RULES                                                                                                          \
	"<languagerule languagerulename='A'><rule break='no'><beforebreak>a</beforebreak></rule></languagerule>\n"     \
	"<languagerule languagerulename='B'><rule><afterbreak>b&lt;</afterbreak></rule><rule/></languagerule>"

static void reads_rules(void)
{
	struct tp_error err = { 0 };
	struct tp_srx srx;
	struct tp_str file = TP_S(FILE_OF("cascade='yes'", RULES,
					  "<languagemap languagepattern='x|EN.*' languagerulename='A'/>"
					  "<languagemap languagepattern='e.' languagerulename='B'/>"));

	OK(tp_srx_read(&srx, file, "en", &err), err);
	EQ(srx.n, 3);
	EXPECT(!srx.p[0].breaks && srx.p[1].breaks && srx.p[2].breaks);
	STR(srx.p[0].before, "a");
	STR(srx.p[0].after, "");
	STR(srx.p[1].after, "b<");
	EQ(srx.p[0].line, 4);
	EQ(srx.p[1].line, 5);
	tp_srx_release(&srx);
	OK(tp_srx_read(&srx, file, "es-MX", &err), err);
	EQ(srx.n, 2);
	tp_srx_release(&srx);
}

static void takes_first_map_without_cascade(void)
{
	struct tp_error err = { 0 };
	struct tp_srx srx;
	struct tp_str file = TP_S(FILE_OF("cascade='no'", RULES,
					  "<languagemap languagepattern='EN' languagerulename='B'/>"
					  "<languagemap languagepattern='.*' languagerulename='A'/>"));

	OK(tp_srx_read(&srx, file, "en", &err), err);
	EQ(srx.n, 2);
	tp_srx_release(&srx);
	OK(tp_srx_read(&srx, file, "en-GB", &err), err);
	EQ(srx.n, 1);
	tp_srx_release(&srx);
}

static void asks_for_paragraph_mode(void)
{
	struct tp_error err = { 0 };
	struct tp_srx srx;
	struct tp_str file = TP_S(FILE_OF("cascade='no'", RULES,
					  "<languagemap languagepattern='en_one' languagerulename='A'/>"
					  "<languagemap languagepattern='EN_two' languagerulename='B'/>"));

	OK(tp_srx_read(&srx, file, "en", &err), err);
	EQ(srx.n, 2);
	tp_srx_release(&srx);
}

static void refuses(const char *file, enum tp_error_code code, size_t line, const char *message)
{
	struct tp_error err = { 0 };
	struct tp_srx srx;

	EXPECT(!tp_srx_read(&srx, tp_str_of(file), "en", &err));
	EQ(err.code, code);
	EQ(err.line, line);
	EXPECT(strstr(err.message, message));
}

static void refuses_damage(void)
{
	refuses("", TP_E_SYNTAX, 1, "");
	refuses("<srx>\n<body></srx>", TP_E_SYNTAX, 2, "");
	refuses("<tmx/>", TP_E_SYNTAX, 1, "\"tmx\"");
	refuses("<srx><body>\n<rule/></body></srx>", TP_E_SYNTAX, 2, "outside");
	refuses(FILE_OF("", "<languagerule languagerulename='A'/><languagerule languagerulename='A'/>", ""),
		TP_E_SYNTAX, 4, "two language rules");
	refuses(FILE_OF("", "<languagerule languagerulename='A'>\n<rule break='maybe'/></languagerule>", ""),
		TP_E_SYNTAX, 5, "\"break\"");
	refuses(FILE_OF("", RULES, "<languagemap languagepattern='.*' languagerulename='C'/>"), TP_E_SYNTAX, 8,
		"\"C\"");
	refuses(FILE_OF("", RULES, "<languagemap languagepattern='(' languagerulename='A'/>"), TP_E_SYNTAX, 8, "\"(\"");
	refuses(FILE_OF("", RULES, "<languagemap languagepattern='fr' languagerulename='A'/>"), TP_E_USAGE, 0,
		"\"en\"");
	refuses("<srx/>", TP_E_USAGE, 0, "\"en\"");
}

TESTS(TEST(reads_rules), TEST(takes_first_map_without_cascade), TEST(asks_for_paragraph_mode), TEST(refuses_damage))
