/* Writes TBX version 3: the core structure, and the constraints of the dialects Core, Min and Basic, with data
 * categories as attributes (DCA) or as tags (DCT). What TBX has no data category for is a note. */
#include "core/error.h"
#include "core/sax.h"
#include "core/str.h"
#include "core/table.h"
#include "language/names_tbx.h"

enum variant { CORE, MIN, BASIC, DIALECT = 3, DCT = 4 };

static const char *const dialects[] = { "TBX-Core", "TBX-Min", "TBX-Basic" };
static const char *const status_words[] = { "preferredTerm-admn-sts", "admittedTerm-admn-sts",
					    "deprecatedTerm-admn-sts", "admittedTerm-admn-sts" };

struct writer {
	int variant;
	struct tp_buf *out;
	struct tp_table ids; /* in use */
	struct tp_arena *arena;
};

static void add_element(struct writer *w, const char *indent, const char *name, struct tp_str text)
{
	tp_buf_format(w->out, "%s<%s>", indent, name);
	tp_xml_add_text(w->out, text);
	tp_buf_format(w->out, "</%s>\n", name);
}

/* A data category of the Min module, as tag or as attribute. */
static void add_category(struct writer *w, const char *indent, const char *meta, const char *name, struct tp_str text)
{
	if (w->variant & DCT)
		tp_buf_format(w->out, "%s<min:%s>", indent, name);
	else
		tp_buf_format(w->out, "%s<%s type=\"%s\">", indent, meta, name);
	tp_xml_add_text(w->out, text);
	if (w->variant & DCT)
		tp_buf_format(w->out, "</min:%s>\n", name);
	else
		tp_buf_format(w->out, "</%s>\n", meta);
}

static void add_facts(struct writer *w, const char *indent, const struct tp_name_row *row, unsigned facts)
{
	struct tp_buf note = TP_BUF_INIT;

	tp_name_facts_add(&note, row, facts);
	if (note.n)
		add_element(w, indent, "note", tp_buf_str(&note));
	tp_buf_release(&note);
}

/* An id of XML: of ASCII only, which every program takes. */
static bool is_id(struct tp_str id)
{
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];
		bool starts = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
		if (!starts && !(i && ((c >= '0' && c <= '9') || c == '-' || c == '.')))
			return false;
	}
	return id.n > 0;
}

static struct tp_str new_id(struct writer *w, size_t number)
{
	struct tp_str id = tp_arena_format(w->arena, "c%zu", number);

	while (tp_table_get(&w->ids, id))
		id = tp_arena_format(w->arena, "%s_", id.p);
	tp_table_put(&w->ids, id);
	return id;
}

static void add_term(struct writer *w, const struct tp_name_row *row)
{
	bool core = (w->variant & DIALECT) == CORE;
	unsigned facts = TP_FACT_CONDITIONS;

	if (core || row->status == TP_NAME_REPORT)
		facts |= TP_FACT_STATUS;
	if (row->match != TP_MATCH_FOLD)
		facts |= TP_FACT_MATCH;
	tp_buf_add_z(w->out, "          <termSec>\n");
	add_element(w, "            ", "term", row->form);
	if (!core)
		add_category(w, "            ", "termNote", "administrativeStatus",
			     tp_str_of(status_words[row->status]));
	add_facts(w, "            ", row, facts);
	tp_buf_add_z(w->out, "          </termSec>\n");
}

/* What a concept says of itself. */
static void add_concept_start(struct writer *w, const struct tp_name_row *row, size_t number)
{
	bool has_id = is_id(row->concept), core = (w->variant & DIALECT) == CORE;

	tp_buf_add_z(w->out, "      <conceptEntry");
	tp_xml_add_attribute(w->out, "id", has_id ? row->concept : new_id(w, number));
	tp_buf_add_z(w->out, ">\n");
	if (row->kind.n && !core)
		add_category(w, "        ", "descrip", "subjectField", row->kind);
	add_facts(w, "        ", row, (has_id ? 0 : TP_FACT_CONCEPT) | (core ? TP_FACT_KIND : 0));
}

static void add_concept(struct writer *w, const struct tp_rows *rows, size_t from, size_t to, size_t number)
{
	add_concept_start(w, &rows->p[from], number);
	while (from < to) {
		size_t end = tp_rows_language_end(rows, from);

		tp_buf_add_z(w->out, "        <langSec");
		tp_xml_add_attribute(w->out, "xml:lang", rows->p[from].lang.n ? rows->p[from].lang : TP_S("mul"));
		tp_buf_add_z(w->out, ">\n");
		for (; from < end; from++)
			add_term(w, &rows->p[from]);
		tp_buf_add_z(w->out, "        </langSec>\n");
	}
	tp_buf_add_z(w->out, "      </conceptEntry>\n");
}

static void add_header(struct writer *w)
{
	bool dct = w->variant & DCT;

	tp_buf_format(w->out,
		      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<tbx type=\"%s\" style=\"%s\" xml:lang=\"en\" xmlns=\"urn:iso:std:iso:30042:ed-2\"%s%s>\n"
		      "  <tbxHeader>\n"
		      "    <fileDesc>\n"
		      "      <sourceDesc>\n"
		      "        <p>" TP_TBX_SOURCE "</p>\n"
		      "        <p>match: fold</p>\n"
		      "      </sourceDesc>\n"
		      "    </fileDesc>\n"
		      "  </tbxHeader>\n"
		      "  <text>\n"
		      "    <body>\n",
		      dialects[w->variant & DIALECT], dct ? "dct" : "dca",
		      dct && (w->variant & DIALECT) != CORE ? " xmlns:min=\"http://www.tbxinfo.net/ns/min\"" : "",
		      dct && (w->variant & DIALECT) == BASIC ? " xmlns:basic=\"http://www.tbxinfo.net/ns/basic\"" : "");
}

static bool tbx_write(const struct tp_names_format *format, struct tp_rows *rows, const struct tp_exchange *how,
		      struct tp_buf *out, struct tp_error *err)
{
	struct writer w = { .variant = format->variant, .out = out, .arena = rows->arena };

	(void)how;
	tp_rows_fit_xml(rows);
	if (!rows->n)
		return tp_fail(err, TP_E_USAGE, 0, _("There is no row to write, and TBX has at least one concept."));
	for (size_t i = 0; i < rows->n; i++)
		tp_table_put(&w.ids, rows->p[i].concept);
	add_header(&w);
	for (size_t from = 0, to, number = 1; from < rows->n; from = to, number++) {
		to = tp_rows_concept_end(rows, from);
		tp_rows_lose_kinds(rows, from, to);
		add_concept(&w, rows, from, to, number);
	}
	tp_buf_add_z(out, "    </body>\n"
			  "  </text>\n"
			  "</tbx>\n");
	tp_table_release(&w.ids);
	return true;
}

const struct tp_names_format tp_names_format_tbx = {
	.name = "tbx",
	.title = N_("TBX (ISO 30042), all dialects; written as TBX-Basic"),
	.extensions = "tbx",
	.is_xml = true,
	.variant = BASIC,
	.probe = tp_tbx_probe,
	.read = tp_tbx_read,
	.write = tbx_write,
};

const struct tp_names_format tp_names_format_tbx_basic_dct = {
	.name = "tbx-basic-dct",
	.title = N_("TBX-Basic with data categories as tags"),
	.extensions = "",
	.is_xml = true,
	.variant = BASIC | DCT,
	.read = tp_tbx_read,
	.write = tbx_write,
};

const struct tp_names_format tp_names_format_tbx_min = {
	.name = "tbx-min",
	.title = N_("TBX-Min"),
	.extensions = "",
	.is_xml = true,
	.variant = MIN,
	.read = tp_tbx_read,
	.write = tbx_write,
};

const struct tp_names_format tp_names_format_tbx_min_dct = {
	.name = "tbx-min-dct",
	.title = N_("TBX-Min with data categories as tags"),
	.extensions = "",
	.is_xml = true,
	.variant = MIN | DCT,
	.read = tp_tbx_read,
	.write = tbx_write,
};

const struct tp_names_format tp_names_format_tbx_core = {
	.name = "tbx-core",
	.title = N_("TBX-Core, which has no data categories: all is in notes"),
	.extensions = "",
	.is_xml = true,
	.variant = CORE,
	.read = tp_tbx_read,
	.write = tbx_write,
};

const struct tp_names_format tp_names_format_tbx_core_dct = {
	.name = "tbx-core-dct",
	.title = N_("TBX-Core that says it has data categories as tags"),
	.extensions = "",
	.is_xml = true,
	.variant = CORE | DCT,
	.read = tp_tbx_read,
	.write = tbx_write,
};
