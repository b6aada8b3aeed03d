/* What a program does that takes tprep in: three calls for a string, then a document. See tprep.h.
 *
 *     cc -o embed embed.c $(pkg-config --cflags --libs tprep)
 *
 * Prints:
 *   names: Irbil -> Erbil
 *   words: teh -> the
 *   sentences: 2
 *   note.txt:3:11: unknown or misspelt: recieved
 *   Talks in Erbil ended.
 *
 *   The mayor received the delegates.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tprep.h>

static struct tp_str text_of(const char *z)
{
	return (struct tp_str){ z, strlen(z) };
}

static int fail(const struct tp_error *err)
{
	struct tp_buf text = TP_BUF_INIT;

	tp_error_text(err, &text);
	fprintf(stderr, "%s\n", text.p);
	tp_buf_release(&text);
	return 1;
}

/* Findings in a text, each with its best fix. */
static void print_findings(const char *title, struct tp_str text, const struct tp_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct tp_finding *finding = &findings->p[i];
		struct tp_span at = finding->at;
		printf("%s: %.*s", title, (int)(at.to - at.from), text.p + at.from);
		if (finding->n_fixes)
			printf(" -> %.*s", (int)finding->fixes[0].with.n, finding->fixes[0].with.p);
		printf("\n");
	}
}

static void use_strings(const struct tp_kit *kit)
{
	struct tp_str names = text_of("He flew to Irbil."), words = text_of("She saw teh rain.");
	struct tp_str sentences = text_of("Mr. Smith spoke. Nobody listened.");
	struct tp_findings findings = { NULL, 0, 0, NULL };
	struct tp_spans spans = { NULL, 0, 0 };

	tp_names_in(kit, names, &findings);
	print_findings("names", names, &findings);
	tp_findings_release(&findings);

	memset(&findings, 0, sizeof findings);
	tp_words_in(kit, words, &findings);
	print_findings("words", words, &findings);
	tp_findings_release(&findings);

	tp_segments_in(kit, sentences, &spans);
	printf("sentences: %zu\n", spans.n);
	tp_spans_release(&spans);
}

/* Checks a document, tells of its spelling, and prints it corrected. */
static int use_document(const struct tp_kit *kit)
{
	struct tp_str text = text_of("Talks in Irbil ended.\n\nThe mayor recieved the delegates.\n");
	struct tp_findings findings = { NULL, 0, 0, NULL };
	const struct tp_reading how = { .format = "txt" };
	struct tp_buf fixed = TP_BUF_INIT;
	struct tp_error err;
	struct tp_doc *doc = tp_doc_read(text, "note.txt", &how, &err);
	int status = 0;

	if (!doc || !tp_doc_check(doc, kit, NULL, NULL, &findings, &err) ||
	    !tp_doc_fix(doc, &findings, &fixed, NULL, &err)) {
		status = fail(&err);
		goto out;
	}
	for (size_t i = 0; i < findings.n; i++) {
		const struct tp_finding *finding = &findings.p[i];
		struct tp_place place = tp_place_at(doc, finding->unit, finding->at.from);
		struct tp_str unit = tp_unit_text(doc, finding->unit);
		if (strcmp(finding->id, "name-variant") != 0)
			printf("%s:%zu:%zu: unknown or misspelt: %.*s\n", tp_doc_name(doc), place.line,
			       place.column_char, (int)(finding->at.to - finding->at.from), unit.p + finding->at.from);
	}
	printf("%s", fixed.p);
out:
	tp_buf_release(&fixed);
	tp_findings_release(&findings);
	tp_doc_free(doc);
	return status;
}

int main(void)
{
	/* Without `data`, the kit is found where the library was installed. */
	const struct tp_options options = { .data = getenv("TPREP_DATA"), .language = "en" };
	struct tp_error err;
	struct tp_kit *kit = tp_kit_new(&options, TP_NEED_ALL, &err);
	int status;

	if (!kit)
		return fail(&err);
	use_strings(kit);
	status = use_document(kit);
	tp_kit_free(kit);
	return status;
}
