/* Spellings of countries: where it is not said which one a document has, what most of its words have counts. */
#include "checks/spelling.h"
#include "core/error.h"
#include "core/str.h"

enum {
	LEAST = 4, /* words that tell a country, */
	SHARE = 4, /* and so many times as many as there are of another */
};

static void add(const struct tp_checking *in, const char *whose, enum tp_variant kind)
{
	struct tp_buf key = TP_BUF_INIT;

	if (kind != TP_NO_VARIANT) {
		tp_buf_format(&key, "spelling:%s:%d", whose, kind);
		tp_facts_add(in->facts, in->unit, tp_buf_str(&key));
	}
	tp_buf_release(&key);
}

static size_t count(const struct tp_checking *in, const char *whose, enum tp_variant kind)
{
	struct tp_buf key = TP_BUF_INIT;

	tp_buf_format(&key, "spelling:%s:%d", whose, kind);
	size_t n = tp_facts_count(in->facts, in->unit, tp_buf_str(&key));
	tp_buf_release(&key);
	return n;
}

/* The spelling of another country for one of ours, added to `other`. */
static enum tp_variant elsewhere(const struct tp_checking *in, struct tp_span ours, struct tp_buf *other)
{
	return tp_variant_elsewhere(in->kit->spelling, in->kit->language, tp_str_at(in->text->text, ours), other);
}

void tp_spellings_collect(const struct tp_checking *in, const struct unknowns *unknowns)
{
	struct tp_buf other = TP_BUF_INIT;

	if (!tp_checking_lacks_country(in) || unknowns->foreign)
		return;
	for (size_t i = 0; i < unknowns->n; i++) {
		const struct unknown *unknown = &unknowns->p[i];

		if (unknown->initial || !unknown->shape.title)
			add(in, "theirs",
			    tp_variant_find(in->kit->spelling, in->kit->language, unknown->word, false, &other));
	}
	for (size_t i = 0; i < unknowns->ours.n; i++)
		add(in, "ours", elsewhere(in, unknowns->ours.p[i], &other));
	tp_buf_release(&other);
}

/* Words that both write so do not tell ours. */
static bool is_of_another(const struct tp_checking *in)
{
	size_t theirs = count(in, "theirs", TP_VARIANT) + count(in, "theirs", TP_VARIANT_SHARED);

	return theirs >= LEAST && theirs >= SHARE * count(in, "ours", TP_VARIANT);
}

bool tp_spellings_are_of_another(const struct tp_checking *in, enum tp_variant kind)
{
	if (!tp_checking_lacks_country(in) || !is_of_another(in))
		return false;
	return kind == TP_VARIANT || count(in, "theirs", kind) >= count(in, "ours", kind);
}

static void add_finding(const struct tp_checking *in, struct tp_span at, struct tp_str other)
{
	struct tp_finding *finding = tp_findings_add(in->out, "spelling-variant", in->unit, at);
	struct tp_str word = tp_str_at(in->text->text, at);

	finding->message = tp_arena_format(
	    in->out->arena,
	    _("\"%.*s\" is the spelling of another country than that of this document, which writes \"%.*s\"."),
	    (int)word.n, word.p, (int)other.n, other.p);
	tp_finding_add_fix(in->out, finding, at, other);
}

void tp_spellings_judge(const struct tp_checking *in, const struct unknowns *unknowns)
{
	struct tp_buf other = TP_BUF_INIT;

	if (!unknowns->ours.n || !is_of_another(in))
		return;
	for (size_t i = 0; i < unknowns->ours.n; i++) {
		tp_buf_clear(&other);
		enum tp_variant kind = elsewhere(in, unknowns->ours.p[i], &other);

		if (kind == TP_VARIANT || count(in, "theirs", kind) >= LEAST + SHARE * count(in, "ours", kind))
			add_finding(in, unknowns->ours.p[i], tp_buf_str(&other));
	}
	tp_buf_release(&other);
}
