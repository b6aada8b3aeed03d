/* Names: what the house style writes otherwise, and what the document itself does. */
#include <stdlib.h>

#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/names_gloss.h"
#include "language/names_rows.h"

static void find_changes(const struct tp_checking *checking, bool first_mention, struct tp_arena *arena,
			 struct tp_name_changes *out)
{
	const struct tp_naming naming = {
		.quotes = checking->kit->quotes,
		.first_mention = first_mention,
		.title = checking->text->title,
		.work = checking->work,
	};

	tp_names_changes(checking->kit->names, checking->text->text, checking->skip, &naming, arena, out);
}

static struct tp_str mention_key(const struct tp_checking *checking, const struct tp_name_change *change,
				 struct tp_buf *key)
{
	tp_buf_clear(key);
	tp_buf_add_z(key, "name:");
	tp_buf_add_str(key, tp_names_concept(checking->kit->names, change->hit.concept));
	return tp_buf_str(key);
}

/* "Kyiv (Kiev)", "Kyiv, formerly Kiev": the text itself says that both are one. */
static bool is_explained(const struct tp_checking *checking, const struct tp_name_change *name,
			 const struct tp_name_change *other)
{
	struct tp_str text = checking->text->text;

	if (name->hit.concept != other->hit.concept)
		return false;
	struct tp_str start = tp_str_trim(tp_str_at(text, (struct tp_span){ name->hit.at.to, other->hit.at.from }));

	return tp_str_starts(start, TP_S("(")) || tp_str_starts(start, TP_S("/")) ||
	       tp_name_is_alias(checking->kit->names, other->hit.language, text, name->hit.at, other->hit.at);
}

/* Which of the forms that the document is not to mix a name is once it is in house style, as tp_name_rival() tells. */
static struct tp_str rival_of(const struct tp_checking *checking, const struct tp_name_changes *changes, size_t i,
			      struct tp_buf *key)
{
	const struct tp_name_change *change = &changes->p[i];
	struct tp_str rival;

	tp_buf_clear(key);
	if ((change->fate != TP_NAME_RIGHT && change->fate != TP_NAME_CHANGED) ||
	    (i > 0 && is_explained(checking, change - 1, change)) ||
	    (i + 1 < changes->n && is_explained(checking, change, change + 1)))
		return TP_S("");
	rival = tp_name_rival(checking->kit->names, &change->hit, key);
	return rival.n && change->fate == TP_NAME_CHANGED ? change->hit.preferred : rival;
}

/* Where the reader is told what a name is. */
static void collect_mentions(const struct tp_checking *checking, struct tp_arena *arena)
{
	struct tp_name_changes changes = { NULL, 0, 0 };
	struct tp_buf key = TP_BUF_INIT;

	find_changes(checking, true, arena, &changes);
	for (size_t i = 0; i < changes.n; i++)
		if (changes.p[i].introduces)
			tp_facts_add(checking->facts, checking->unit, mention_key(checking, &changes.p[i], &key));
	free(changes.p);
	tp_buf_release(&key);
}

/* In which form concepts are mentioned. */
static void collect(const struct tp_checking *checking)
{
	struct tp_name_changes changes = { NULL, 0, 0 };
	struct tp_arena *arena = tp_arena_new();
	struct tp_buf key = TP_BUF_INIT;
	struct tp_str rival;

	if (checking->kit->first_mention)
		collect_mentions(checking, arena);
	find_changes(checking, false, arena, &changes);
	for (size_t i = 0; i < changes.n; i++) {
		rival = rival_of(checking, &changes, i, &key);
		if (rival.n)
			tp_facts_vote(checking->facts, checking->unit, tp_buf_str(&key), rival);
	}
	free(changes.p);
	tp_buf_release(&key);
	tp_arena_free(arena);
}

/* The changes with first mentions written out where no unit before has one. */
static void find_first_mentions(const struct tp_checking *checking, struct tp_arena *arena,
				struct tp_name_changes *changes)
{
	struct tp_name_changes first = { NULL, 0, 0 };
	struct tp_buf key = TP_BUF_INIT;

	find_changes(checking, true, arena, &first);
	for (size_t i = 0; i < changes->n && i < first.n; i++)
		if (tp_facts_first(checking->facts, checking->unit, mention_key(checking, &changes->p[i], &key)) >=
		    checking->unit)
			changes->p[i] = first.p[i];
	free(first.p);
	tp_buf_release(&key);
}

/* The form that a name has elsewhere in the document and should have here: the preferred one, else the one that is
 * there most. Empty if all is well. */
static struct tp_str other_form(const struct tp_checking *checking, const struct tp_name_change *change,
				struct tp_str rival, struct tp_str key)
{
	struct tp_str other = change->hit.preferred;

	if (!other.n || !tp_facts_votes(checking->facts, checking->unit, key, other))
		other = tp_facts_winner(checking->facts, checking->unit, key);
	return tp_str_eq(other, rival) ? TP_S("") : other;
}

static void add_inconsistent(const struct tp_checking *checking, const struct tp_name_change *change,
			     struct tp_str other)
{
	struct tp_findings *out = checking->out;
	const struct tp_name_hit *hit = &change->hit;
	struct tp_str form = tp_str_at(checking->text->text, hit->at);
	struct tp_finding *finding = tp_findings_add(out, "name-inconsistent", checking->unit, hit->at);

	finding->concept = tp_arena_str(out->arena, tp_names_concept(checking->kit->names, hit->concept));
	finding->status = tp_name_status_word(hit->status);
	finding->rule = change->rule;
	finding->message = tp_arena_format(out->arena, _("The document writes both \"%.*s\" and \"%.*s\"."),
					   (int)form.n, form.p, (int)other.n, other.p);
	if (!hit->declined)
		tp_finding_add_fix(out, finding, hit->at, other);
}

/* Names that are right by themselves, and are written otherwise elsewhere. */
static void find_inconsistent(const struct tp_checking *checking, const struct tp_name_changes *changes)
{
	struct tp_buf key = TP_BUF_INIT;
	struct tp_str rival, other;

	for (size_t i = 0; i < changes->n; i++) {
		if (changes->p[i].fate != TP_NAME_RIGHT)
			continue;
		rival = rival_of(checking, changes, i, &key);
		other = rival.n ? other_form(checking, &changes->p[i], rival, tp_buf_str(&key)) : rival;
		if (other.n)
			add_inconsistent(checking, &changes->p[i], other);
	}
	tp_buf_release(&key);
}

/* An edit that starts inside of a word gets the start of that, for people to read; not where no spaces part words. */
static void show_whole_word(struct tp_str text, struct tp_arena *arena, struct tp_edit *edit)
{
	size_t from = edit->at.from, next = from;
	uint32_t cp;

	while (next > 0 && tp_is_letter(cp = tp_utf8_prev(text, &next)) && !tp_is_ideographic(cp))
		from = next;
	struct tp_str start = tp_str_at(text, (struct tp_span){ from, edit->at.from });
	edit->with = tp_arena_format(arena, "%.*s%.*s", (int)start.n, start.p, (int)edit->with.n, edit->with.p);
	edit->at.from = from;
}

static void add_finding(const struct tp_checking *checking, const struct tp_name_change *change)
{
	struct tp_findings *out = checking->out;
	const struct tp_name_hit *hit = &change->hit;
	struct tp_str form = tp_str_at(checking->text->text, hit->at);
	struct tp_finding *finding = tp_findings_add(out, "name-variant", checking->unit, hit->at);

	finding->concept = tp_arena_str(out->arena, tp_names_concept(checking->kit->names, hit->concept));
	finding->status = tp_name_status_word(hit->status);
	finding->rule = change->rule;
	if (change->fate == TP_NAME_CHANGED) {
		struct tp_edit edit = tp_name_whole_edit(change, checking->text->text, out->arena);

		finding->sure = true;
		show_whole_word(checking->text->text, out->arena, &edit);
		finding->at = edit.at;
		form = tp_str_at(checking->text->text, edit.at);
		tp_finding_add_fix(out, finding, edit.at, edit.with);
		finding->message =
		    tp_arena_format(out->arena, _("\"%.*s\" is not in house style."), (int)form.n, form.p);
	} else if (change->fate == TP_NAME_QUOTED && hit->preferred.n) {
		finding->severity = TP_NOTE;
		tp_finding_add_fix(out, finding, hit->at, hit->preferred);
		finding->message =
		    tp_arena_format(out->arena, _("\"%.*s\" is not in house style, but stands in a direct quote."),
				    (int)form.n, form.p);
	} else if (change->is_unsure) {
		finding->severity = TP_NOTE;
		finding->message = tp_arena_format(
		    out->arena,
		    _("\"%.*s\" is not in house style. \"%.*s\" is, but what it has to be here is not known."),
		    (int)form.n, form.p, (int)hit->preferred.n, hit->preferred.p);
	} else {
		finding->severity = TP_NOTE;
		finding->message =
		    tp_arena_format(out->arena, _("The house style leaves it to the editor what becomes of \"%.*s\"."),
				    (int)form.n, form.p);
	}
}

static void judge(const struct tp_checking *checking)
{
	struct tp_name_changes changes = { NULL, 0, 0 };

	if (!checking->out->arena)
		checking->out->arena = tp_arena_new();
	find_changes(checking, false, checking->out->arena, &changes);
	if (checking->kit->first_mention)
		find_first_mentions(checking, checking->out->arena, &changes);
	find_inconsistent(checking, &changes);
	for (size_t i = 0; i < changes.n; i++)
		if (changes.p[i].fate != TP_NAME_RIGHT && changes.p[i].fate != TP_NAME_COVERED)
			add_finding(checking, &changes.p[i]);
	free(changes.p);
}

const struct tp_check tp_check_names = {
	.name = "names",
	.needs = TP_NEED_NAMES,
	.collect = collect,
	.judge = judge,
};
