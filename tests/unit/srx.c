/* SRX files: which rules a language gets, and what is wrong with a file. */
#include "language/srx.h"

#include "unit/test.h"

#define FILE_OF(header, rules, maps)                                                                                   \
	"<srx version='2.0'>\n<header " header "/>\n<body><languagerules>\n" rules                                     \
	"\n</languagerules>\n<maprules>\n" maps "\n</maprules></body></srx>"

#define RULES                                                                                                          \
	"<languagerule languagerulename='A'><rule break='no'><beforebreak>a</beforebreak></rule></languagerule>\n"     \
	"<languagerule languagerulename='B'><rule><afterbreak>b&lt;</afterbreak></rule><rule/></languagerule>"

static bool count_group(void *arg, const struct tp_srx_group *group, struct tp_error *err)
{
	size_t *n = arg;

	(void)err;
	*n += group->to - group->from;
	return true;
}

/* How many rules a language gets. */
static size_t select_for(const struct tp_srx *srx, const char *language)
{
	struct tp_error err = { 0 };
	size_t n = 0;

	OK(tp_srx_select(srx, language, count_group, &n, &err), err);
	return n;
}

static void reads_rules(void)
{
	struct tp_error err = { 0 };
	struct tp_srx srx;
	struct tp_str file = TP_S(FILE_OF("cascade='yes'", RULES,
					  "<languagemap languagepattern='x|EN.*' languagerulename='A'/>"
					  "<languagemap languagepattern='e.' languagerulename='B'/>"));

	OK(tp_srx_read(&srx, file, &err), err);
	EQ(srx.rules.n, 3);
	const struct tp_srx_rule *rules = srx.rules.p;
	EXPECT(!rules[0].breaks && rules[1].breaks && rules[2].breaks);
	STR(rules[0].before, "a");
	STR(rules[0].after, "");
	STR(rules[1].after, "b<");
	EQ(rules[0].line, 4);
	EQ(rules[1].line, 5);
	EQ(select_for(&srx, "en"), 3);
	EQ(select_for(&srx, "es-MX"), 2);
	tp_srx_release(&srx);
}

static void takes_first_map_without_cascade(void)
{
	struct tp_error err = { 0 };
	struct tp_srx srx;
	struct tp_str file = TP_S(FILE_OF("cascade='no'", RULES,
					  "<languagemap languagepattern='EN' languagerulename='B'/>"
					  "<languagemap languagepattern='.*' languagerulename='A'/>"));

	OK(tp_srx_read(&srx, file, &err), err);
	EQ(select_for(&srx, "en"), 2);
	EQ(select_for(&srx, "en-GB"), 1);
	tp_srx_release(&srx);
}

static void asks_for_paragraph_mode(void)
{
	struct tp_error err = { 0 };
	struct tp_srx srx;
	struct tp_str file = TP_S(FILE_OF("cascade='no'", RULES,
					  "<languagemap languagepattern='en_one' languagerulename='A'/>"
					  "<languagemap languagepattern='EN_two' languagerulename='B'/>"));

	OK(tp_srx_read(&srx, file, &err), err);
	EQ(select_for(&srx, "en"), 2);
	tp_srx_release(&srx);
}

static void refuses(const char *file, enum tp_error_code code, size_t line, const char *message)
{
	struct tp_error err = { 0 };
	struct tp_srx srx;

	size_t n = 0;
	bool ok = tp_srx_read(&srx, tp_str_of(file), &err);

	if (ok) {
		ok = tp_srx_select(&srx, "en", count_group, &n, &err);
		tp_srx_release(&srx);
	}
	EXPECT(!ok);
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

/* In linear time. */
static void reads_many_groups(void)
{
	enum { MANY = 1000000 };
	struct tp_error err = { 0 };
	struct tp_buf file = TP_BUF_INIT;
	struct tp_srx srx;

	tp_buf_add_z(&file, "<srx><header/><body><languagerules>");
	for (int i = 0; i < MANY; i++)
		tp_buf_format(&file, "<languagerule languagerulename='%d'/>", i);
	tp_buf_format(&file, "</languagerules><maprules><languagemap languagepattern='en' languagerulename='%d'/>",
		      MANY - 1);
	tp_buf_add_z(&file, "</maprules></body></srx>");
	OK(tp_srx_read(&srx, tp_buf_str(&file), &err), err);
	EQ(srx.groups.n, MANY);
	EXPECT(!srx.groups.p[0].mapped && srx.groups.p[MANY - 1].mapped);
	tp_srx_release(&srx);
	tp_buf_release(&file);
}

TESTS(TEST(reads_rules), TEST(takes_first_map_without_cascade), TEST(asks_for_paragraph_mode), TEST(refuses_damage),
      TEST(reads_many_groups))
