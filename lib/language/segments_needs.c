#include "core/str.h"
#include "core/unicode.h"
#include "language/segments_far.h"

/* What a pattern needs is looked for, and what is there in most texts is nothing to look for: so it is a special
 * character; or a letter or a digit with what comes after it, as in "a. ". */
typedef bool (*is_rare_fn)(const struct tp_sets *sets, const struct tp_node *node);

/* What stands between that and the place. */
struct between {
	struct tp_ranges reads;
	size_t length; /* the most code points */
};

/* A character that is met in most texts is not special, nor is one that has its first byte in common with the letters
 * of a script, as those of two bytes do from U+00C0 on. */
static bool is_special(uint32_t cp)
{
	bool rare = cp < 0xc0 ? cp && !(cp < 0x80 && strchr(".,!?'-", (int)cp))
			      : cp >= 0x800 && cp != 0x3002 && cp != 0xff0c && cp != 0x2019;

	return rare && !tp_is_word(cp) && !tp_is_space(cp);
}

static bool has_few(const struct tp_ranges *set)
{
	size_t n = 0;

	for (size_t i = 0; i < set->n && n <= TP_MOST_NEEDS; i++)
		n += (size_t)(set->p[i].last - set->p[i].first) + 1;
	return n > 0 && n <= TP_MOST_NEEDS;
}

static bool is_all(const struct tp_ranges *set, bool (*is)(uint32_t cp))
{
	for (size_t i = 0; i < set->n; i++)
		for (uint32_t cp = set->p[i].first; cp <= set->p[i].last; cp++)
			if (!is(cp))
				return false;
	return true;
}

static bool has_special(const struct tp_sets *sets, const struct tp_node *node)
{
	const struct tp_ranges *set = &sets->p[node->set];

	return has_few(set) && is_all(set, is_special);
}

static bool is_plain(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9');
}

static bool is_stop(uint32_t cp)
{
	return cp == '.' || cp == ')' || cp == ':';
}

/* Two sets stand behind it, and the first one is of full stops. */
static bool has_item(const struct tp_sets *sets, const struct tp_node *node)
{
	const struct tp_node *stop = node->next, *then = stop ? stop->next : NULL;
	const struct tp_ranges *set = &sets->p[node->set];

	if (!stop || stop->kind != TP_NODE_SET || !has_few(&sets->p[stop->set]) || !has_few(set))
		return false;
	return is_all(set, is_plain) && is_all(&sets->p[stop->set], is_stop) && then &&
	       (then->kind == TP_NODE_SET ||
		(then->kind == TP_NODE_REPEAT && then->min > 0 && then->first->kind == TP_NODE_SET));
}

static void add_needs(const struct tp_ranges *set, struct tp_far *far)
{
	struct tp_buf character = TP_BUF_INIT;

	for (size_t i = 0; i < set->n; i++)
		for (uint32_t cp = set->p[i].first; cp <= set->p[i].last; cp++) {
			tp_buf_clear(&character);
			tp_buf_add_cp(&character, cp);
			memcpy(far->needs[far->n_needs++], character.p, character.n + 1);
		}
	tp_buf_release(&character);
}

/* Notes what the pattern has beside a character. */
static void add_beside(const struct tp_node *node, bool left, struct tp_far_beside *beside)
{
	for (node = left ? node->previous : node->next; node && beside->n < TP_MOST_BESIDE;
	     node = left ? node->previous : node->next) {
		bool repeats = node->kind == TP_NODE_REPEAT && node->first->kind == TP_NODE_SET;

		if (node->kind != TP_NODE_SET && (!repeats || (node->min == 0 && node->max > 1)))
			return;
		if (repeats && node->min == 0)
			beside->optional |= 1u << beside->n;
		beside->sets[beside->n++] = repeats ? node->first->set : node->set;
		if (repeats && node->max > 1)
			return;
	}
}

/* Adds what is read by a node, so often. Returns how many code points that are at most. */
static size_t add_reads(const struct tp_sets *sets, const struct tp_node *node, struct tp_ranges *reads)
{
	size_t sum = node->kind == TP_NODE_SET, most = 0;

	if (node->kind == TP_NODE_SET)
		tp_ranges_add_all(reads, &sets->p[node->set]);
	for (const struct tp_node *child = node->first; child; child = child->next) {
		size_t n = add_reads(sets, child, reads);

		most = n > most ? n : most;
		sum += n;
	}
	if (node->kind == TP_NODE_ANY)
		sum = most;
	if (node->kind == TP_NODE_REPEAT)
		sum = node->max < TP_AUTOMATON_REACH ? sum * node->max : sum * TP_AUTOMATON_REACH;
	return sum < TP_AUTOMATON_REACH ? sum : TP_AUTOMATON_REACH;
}

static bool find_needs(const struct tp_sets *sets, const struct tp_node *node, is_rare_fn is_rare, struct tp_far *far,
		       struct between *between)
{
	if (node->kind == TP_NODE_SET && is_rare(sets, node))
		return add_needs(&sets->p[node->set], far), true;
	if (node->kind != TP_NODE_ALL && (node->kind != TP_NODE_REPEAT || node->min == 0))
		return false;
	for (const struct tp_node *child = node->first; child; child = child->next) {
		if (!find_needs(sets, child, is_rare, far, between))
			continue;
		if (child->kind == TP_NODE_SET) {
			add_beside(child, true, &far->beside[true]);
			add_beside(child, false, &far->beside[false]);
		}
		while ((child = far->left ? child->next : child->previous))
			between->length += add_reads(sets, child, &between->reads);
		if (node->kind == TP_NODE_REPEAT && node->max > 1)
			between->length += add_reads(sets, node, &between->reads);
		return true;
	}
	return false;
}

void tp_far_find_needs(struct tp_far *far, const struct tp_node *pattern, struct tp_sets *sets)
{
	struct between between = { 0 };
	bool special = find_needs(sets, pattern, has_special, far, &between);

	if (!special)
		far->is_item = find_needs(sets, pattern, has_item, far, &between);
	tp_ranges_tidy(&between.reads);
	far->reads = tp_sets_add(sets, &between.reads);
	far->reach = between.length < TP_AUTOMATON_REACH ? (uint32_t)between.length : TP_AUTOMATON_REACH;
}
