#include "language/pattern.h"

#include <stdlib.h>

#include "core/str.h"
#include "core/unicode.h"

#define MOST_DEPTH 100

enum { IGNORE_CASE = 1, MULTILINE = 2, DOT_ALL = 4, COMMENTS = 8 };

struct parser {
	struct tp_str in;
	size_t at;
	unsigned flags;
	unsigned depth;
	bool quoting; /* between \Q and \E */
	struct tp_sets *sets;
};

/* Sets --------------------------------------------------------------------------------------------- */

void tp_sets_init(struct tp_sets *sets)
{
	*sets = (struct tp_sets){ .arena = tp_arena_new() };
}

void tp_sets_release(struct tp_sets *sets)
{
	for (size_t i = 0; i < sets->n; i++)
		tp_ranges_release(&sets->p[i]);
	free(sets->p);
	tp_table_release(&sets->ids);
	tp_table_release(&sets->named);
	tp_table_release(&sets->spelled);
	tp_arena_free(sets->arena);
	*sets = (struct tp_sets){ 0 };
}

uint32_t tp_sets_add(struct tp_sets *sets, struct tp_ranges *set)
{
	struct tp_str bytes = { set->p ? (const char *)set->p : "", set->n * sizeof *set->p };
	uintptr_t *known = tp_table_get(&sets->ids, bytes);

	if (known) {
		tp_ranges_release(set);
		return (uint32_t)*known;
	}
	*tp_table_put(&sets->ids, bytes) = sets->n;
	*tp_push(sets) = *set;
	*set = (struct tp_ranges){ 0 };
	return (uint32_t)(sets->n - 1);
}

/* The index of a set in ICU's syntax, or NULL if it is none. */
static const uintptr_t *find_named(struct tp_sets *sets, struct tp_str name)
{
	uintptr_t *known = tp_table_get(&sets->named, name);
	struct tp_ranges set = { 0 };
	size_t n;
	uint32_t *pairs;

	if (known || !(pairs = tp_set_ranges(name, &n, NULL)))
		return known;
	for (size_t i = 0; i < n; i++)
		tp_ranges_add(&set, pairs[2 * i], pairs[2 * i + 1]);
	free(pairs);
	tp_ranges_tidy(&set);
	known = tp_table_put(&sets->named, tp_arena_str(sets->arena, name));
	*known = tp_sets_add(sets, &set);
	return known;
}

static bool add_named(struct tp_sets *sets, struct tp_str name, struct tp_ranges *out)
{
	const uintptr_t *known = find_named(sets, name);

	if (known)
		tp_ranges_add_all(out, &sets->p[*known]);
	return known;
}

/* Nodes --------------------------------------------------------------------------------------------- */

static struct tp_node *new_node(struct parser *in, enum tp_node_kind kind)
{
	struct tp_node *node = tp_arena_alloc(in->sets->arena, sizeof *node);

	node->kind = kind;
	return node;
}

void tp_node_adopt(struct tp_node *parent, struct tp_node *child)
{
	child->next = NULL;
	child->previous = parent->last;
	*(parent->last ? &parent->last->next : &parent->first) = child;
	parent->last = child;
}

static struct tp_node *set_node(struct parser *in, struct tp_ranges *set)
{
	struct tp_node *node = new_node(in, TP_NODE_SET);

	tp_ranges_tidy(set);
	if (in->flags & IGNORE_CASE)
		tp_ranges_fold(set);
	node->set = tp_sets_add(in->sets, set);
	return node;
}

static struct tp_node *literal_node(struct parser *in, uint32_t cp)
{
	bool is_plain = cp < 128 && !(in->flags & IGNORE_CASE);
	struct tp_ranges set = { 0 };
	struct tp_node *node;

	if (is_plain && in->sets->literals[cp]) {
		node = new_node(in, TP_NODE_SET);
		node->set = in->sets->literals[cp] - 1;
		return node;
	}
	tp_ranges_add(&set, cp, cp);
	node = set_node(in, &set);
	if (is_plain)
		in->sets->literals[cp] = node->set + 1;
	return node;
}

/* A neighbour in the set named; or none at all, if `edge`. */
static struct tp_node *beside_node(struct parser *in, bool left, const char *name, bool edge)
{
	struct tp_node *node = new_node(in, TP_NODE_BESIDE);

	node->set = (uint32_t)*find_named(in->sets, tp_str_of(name));
	node->left = left;
	node->edge = edge;
	return node;
}

static struct tp_node *pair(struct parser *in, enum tp_node_kind kind, struct tp_node *a, struct tp_node *b)
{
	struct tp_node *node = new_node(in, kind);

	tp_node_adopt(node, a);
	tp_node_adopt(node, b);
	return node;
}

/* \w of Unicode's rules for regular expressions (UTS 18). */
#define WORD     "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]"
#define NO_WORD  "[^\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]"
#define NEWLINES "[\\n\\r\\u0085\\u2028\\u2029]"
#define VERTICAL "[\\n\\u000b\\f\\r\\u0085\\u2028\\u2029]"

static struct tp_node *beside_word(struct parser *in, bool left, bool word)
{
	return beside_node(in, left, word ? WORD : NO_WORD, !word);
}

/* \b, or \B: one neighbour is a part of a word, or both are or neither is. */
static struct tp_node *word_border(struct parser *in, bool border)
{
	struct tp_node *a = pair(in, TP_NODE_ALL, beside_word(in, true, true), beside_word(in, false, !border));
	struct tp_node *b = pair(in, TP_NODE_ALL, beside_word(in, true, false), beside_word(in, false, border));

	return pair(in, TP_NODE_ANY, a, b);
}

static struct tp_node *at_edge(struct parser *in, bool left)
{
	struct tp_node *node = new_node(in, TP_NODE_BESIDE);
	struct tp_ranges none = { 0 };

	node->set = tp_sets_add(in->sets, &none);
	node->left = left;
	node->edge = true;
	return node;
}

static struct tp_node *at_line_edge(struct parser *in, bool left)
{
	return beside_node(in, left, NEWLINES, true);
}

static struct tp_node *line_break(struct parser *in)
{
	struct tp_node *both = pair(in, TP_NODE_ALL, literal_node(in, '\r'), literal_node(in, '\n'));
	struct tp_ranges set = { 0 };

	add_named(in->sets, TP_S(VERTICAL), &set);
	return pair(in, TP_NODE_ANY, both, set_node(in, &set));
}

/* The end of the text, or before the line break that ends it. */
static struct tp_node *at_end(struct parser *in)
{
	struct tp_node *look = new_node(in, TP_NODE_LOOK), *maybe = new_node(in, TP_NODE_REPEAT);

	tp_node_adopt(maybe, line_break(in));
	maybe->max = 1;
	tp_node_adopt(look, pair(in, TP_NODE_ALL, maybe, at_edge(in, false)));
	return look;
}

/* Characters ---------------------------------------------------------------------------------------- */

static bool ended(const struct parser *in)
{
	return in->at >= in->in.n;
}

static char peek(const struct parser *in)
{
	return ended(in) ? '\0' : in->in.p[in->at];
}

static bool take(struct parser *in, const char *z)
{
	if (!tp_str_starts(tp_str_from(in->in, in->at), tp_str_of(z)))
		return false;
	in->at += strlen(z);
	return true;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* Reads min to max digits. */
static bool read_digits(struct parser *in, int base, int min, int max, uint32_t *value)
{
	int n = 0;

	for (*value = 0; n < max && !ended(in) && digit_value(peek(in)) < base; n++, in->at++)
		*value = *value * (uint32_t)base + (uint32_t)digit_value(peek(in));
	return n >= min && *value <= TP_LAST_CP;
}

static bool read_hex(struct parser *in, int digits, uint32_t *value)
{
	if (take(in, "{"))
		return read_digits(in, 16, 1, 6, value) && take(in, "}");
	return read_digits(in, 16, digits, digits, value);
}

/* The character after a backslash, where it spells one. What spells something else stays unread. */
static bool read_escaped(struct parser *in, uint32_t *cp)
{
	static const char names[] = "tnrfae", values[] = "\t\n\r\f\a\033";
	char c = peek(in);
	const char *named = c ? strchr(names, c) : NULL;

	if (named) {
		*cp = (uint32_t)values[named - names];
		in->at++;
		return true;
	}
	if (take(in, "x"))
		return read_hex(in, 2, cp);
	if (take(in, "u"))
		return read_hex(in, 4, cp);
	if (take(in, "U"))
		return read_digits(in, 16, 8, 8, cp);
	if (take(in, "0"))
		return read_digits(in, 8, 1, 3, cp);
	if (take(in, "c")) {
		*cp = (uint32_t)(peek(in) & 0x1f);
		return in->at++ < in->in.n;
	}
	if (ended(in) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return false;
	*cp = tp_utf8_next(in->in, &in->at);
	return true;
}

/* Java's names of properties that ICU's sets do not know. */
static const char *const java_properties[][2] = {
	{ "javaUpperCase", "Uppercase" },
	{ "javaLowerCase", "Lowercase" },
	{ "javaTitleCase", "Lt" },
	{ "javaLetter", "L" },
	{ "javaDigit", "Nd" },
	{ "javaWhitespace", "White_Space" },
	{ "javaSpaceChar", "Z" },
	{ "javaAlphabetic", "Alphabetic" },
	{ "javaIdeographic", "Ideographic" },
};

/* Adds \p{...} or \pL to a set: the text between. */
static bool add_property(struct parser *in, struct tp_str name, struct tp_ranges *set)
{
	struct tp_buf spelled = TP_BUF_INIT;

	for (size_t i = 0; i < sizeof java_properties / sizeof *java_properties; i++)
		if (tp_str_is(name, java_properties[i][0]))
			name = tp_str_of(java_properties[i][1]);
	if (tp_str_starts(name, TP_S("Is")))
		name = tp_str_from(name, 2);
	tp_buf_add_z(&spelled, "[\\p{");
	if (tp_str_starts(name, TP_S("In"))) {
		name = tp_str_from(name, 2);
		tp_buf_add_z(&spelled, "block=");
	}
	tp_buf_add_str(&spelled, name);
	tp_buf_add_z(&spelled, "}]");
	bool ok = add_named(in->sets, tp_buf_str(&spelled), set);
	tp_buf_release(&spelled);
	return ok;
}

static bool read_property(struct parser *in, struct tp_ranges *set)
{
	size_t from = in->at, to;

	if (take(in, "{")) {
		from = in->at;
		to = tp_str_find_char(in->in, '}', from);
		if (to == TP_NOT_FOUND)
			return false;
		in->at = to + 1;
		if (from < to && in->in.p[from] == '^')
			return false;
	} else {
		tp_utf8_next(in->in, &in->at);
		to = in->at;
	}
	return to > from && add_property(in, tp_str_at(in->in, (struct tp_span){ from, to }), set);
}

static bool names_class(char c)
{
	return c && strchr("dDsSwWhHvVpP", c);
}

/* The class after a backslash, such as the s of \s. What is none stays unread. */
static bool read_class(struct parser *in, struct tp_ranges *set)
{
	static const struct {
		char name;
		const char *set;
	} classes[] = {
		{ 'd', "[\\p{Nd}]" }, { 's', "[\\p{White_Space}]" }, { 'w', WORD }, { 'h', "[\\t\\p{Zs}\\u180e]" },
		{ 'v', VERTICAL },
	};
	struct tp_ranges inside = { 0 };
	char name = (char)(peek(in) | 0x20);
	bool negated = name != peek(in), found = false;

	if (ended(in))
		return false;
	if (name == 'p') {
		in->at++;
		found = read_property(in, &inside);
	}
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (classes[i].name == name) {
			in->at++;
			found = add_named(in->sets, tp_str_of(classes[i].set), &inside);
		}
	if (negated) {
		tp_ranges_tidy(&inside);
		tp_ranges_invert(&inside);
	}
	if (found)
		tp_ranges_add_all(set, &inside);
	tp_ranges_release(&inside);
	return found;
}

/* Sets in brackets ------------------------------------------------------------------------------------- */

static bool read_set(struct parser *in, struct tp_ranges *out);

/* [:alpha:] inside a set, after its "[:". */
static bool read_posix(struct parser *in, struct tp_ranges *set)
{
	size_t end = tp_str_find(in->in, TP_S(":]"), in->at);
	struct tp_ranges named = { 0 };

	if (end == TP_NOT_FOUND)
		return false;
	bool negated = take(in, "^");
	bool ok = add_property(in, tp_str_at(in->in, (struct tp_span){ in->at, end }), &named);
	in->at = end + 2;
	tp_ranges_tidy(&named);
	if (negated)
		tp_ranges_invert(&named);
	tp_ranges_add_all(set, &named);
	tp_ranges_release(&named);
	return ok;
}

/* A character, a range or a class of a set. */
static bool read_item(struct parser *in, struct tp_ranges *set)
{
	uint32_t first, last;

	if (take(in, "[:"))
		return read_posix(in, set);
	if (peek(in) == '[')
		return read_set(in, set);
	if (take(in, "\\Q")) {
		while (!ended(in) && !take(in, "\\E")) {
			first = tp_utf8_next(in->in, &in->at);
			tp_ranges_add(set, first, first);
		}
		return true;
	}
	if (take(in, "\\")) {
		if (names_class(peek(in)))
			return read_class(in, set);
		if (!read_escaped(in, &first))
			return false;
	} else {
		first = tp_utf8_next(in->in, &in->at);
	}
	last = first;
	struct tp_str rest = tp_str_from(in->in, in->at);
	if (rest.n > 1 && rest.p[0] == '-' && rest.p[1] != ']' && rest.p[1] != '[' && rest.p[1] != '-') {
		in->at++;
		if (take(in, "\\") ? !read_escaped(in, &last) : !(last = tp_utf8_next(in->in, &in->at)))
			return false;
	}
	tp_ranges_add(set, first, last);
	return first <= last;
}

/* The items up to "&&", "--" or the end of the set. */
static bool read_items(struct parser *in, struct tp_ranges *set)
{
	bool ok = true;

	for (bool first = true; ok; first = false) {
		struct tp_str rest = tp_str_from(in->in, in->at);

		if (rest.n == 0)
			return false;
		if ((rest.p[0] == ']' && !first) || tp_str_starts(rest, TP_S("&&")) ||
		    (tp_str_starts(rest, TP_S("--")) && !first))
			break;
		ok = read_item(in, set);
	}
	tp_ranges_tidy(set);
	return ok;
}

/* [...], from its bracket on. */
static bool read_set(struct parser *in, struct tp_ranges *out)
{
	struct tp_ranges set = { 0 };
	bool ok, negated;

	if (++in->depth > MOST_DEPTH)
		return false;
	in->at++;
	negated = take(in, "^");
	ok = read_items(in, &set);
	while (ok && !take(in, "]")) {
		struct tp_ranges other = { 0 };
		bool both = peek(in) == '&';

		in->at += 2;
		ok = read_items(in, &other);
		if (!both)
			tp_ranges_invert(&other);
		tp_ranges_intersect(&set, &other);
		tp_ranges_release(&other);
	}
	if (in->flags & IGNORE_CASE)
		tp_ranges_fold(&set);
	if (negated)
		tp_ranges_invert(&set);
	tp_ranges_add_all(out, &set);
	tp_ranges_release(&set);
	in->depth--;
	return ok;
}

/* Patterns --------------------------------------------------------------------------------------------- */

static struct tp_node *parse_choice(struct parser *in);

/* A neighbour in a set; or, if `negated`, none that is in it. */
static struct tp_node *beside_set(struct parser *in, bool left, uint32_t set, bool negated)
{
	struct tp_node *node = new_node(in, TP_NODE_BESIDE);
	struct tp_ranges outside = { 0 };

	node->left = left;
	node->edge = negated;
	node->set = set;
	if (negated) {
		tp_ranges_add_all(&outside, &in->sets->p[set]);
		tp_ranges_invert(&outside);
		node->set = tp_sets_add(in->sets, &outside);
	}
	return node;
}

static bool is_sequence(const struct tp_node *node)
{
	bool sets = node->kind == TP_NODE_ALL && node->first;

	for (const struct tp_node *child = node->first; sets && child; child = child->next)
		sets = child->kind == TP_NODE_SET;
	return sets;
}

/* What differs from a sequence of sets on a side of a place: its first code points there are as they should be, and
 * then comes another one, or none. */
static struct tp_node *differing(struct parser *in, bool left, const struct tp_node *sequence)
{
	struct tp_node *any = new_node(in, TP_NODE_ANY);

	for (const struct tp_node *other = sequence->first; other; other = other->next) {
		struct tp_node *all = new_node(in, TP_NODE_ALL);

		for (const struct tp_node *child = left ? other : sequence->first; child;
		     child = child == other && !left ? NULL : child->next) {
			struct tp_node *same = new_node(in, TP_NODE_SET);

			same->set = child->set;
			tp_node_adopt(all, child == other ? beside_set(in, left, child->set, true) : same);
		}
		tp_node_adopt(any, all);
	}
	return any;
}

/* Puts a look-around of one code point as what it is: a word about a neighbour. That a sequence of code points is not
 * there is put as what is there instead. */
static struct tp_node *simplify_look(struct parser *in, struct tp_node *look)
{
	struct tp_node *child = look->first;

	while (child->kind <= TP_NODE_ANY && child->kind != TP_NODE_SET && child->first && child->first == child->last)
		child = child->first;
	if (child->kind == TP_NODE_SET)
		return beside_set(in, look->left, child->set, look->negated);
	if (look->negated && is_sequence(child)) {
		look->first = look->last = NULL;
		look->negated = false;
		tp_node_adopt(look, differing(in, look->left, child));
	}
	return look;
}

static struct tp_node *parse_look(struct parser *in, bool left, bool negated)
{
	struct tp_node *look = new_node(in, TP_NODE_LOOK), *child = parse_choice(in);

	if (!child || !take(in, ")"))
		return NULL;
	tp_node_adopt(look, child);
	look->left = left;
	look->negated = negated;
	return simplify_look(in, look);
}

/* The flags of (?i) or (?s-i: up to what ends them. */
static bool read_flags(struct parser *in)
{
	bool on = true;

	for (;; in->at++) {
		unsigned flag = 0;

		switch (peek(in)) {
		case 'i':
			flag = IGNORE_CASE;
			break;
		case 'm':
			flag = MULTILINE;
			break;
		case 's':
			flag = DOT_ALL;
			break;
		case 'x':
			flag = COMMENTS;
			break;
		case 'u':
		case 'U': /* the classes are Unicode's anyway */
			break;
		case '-':
			on = false;
			break;
		default:
			return peek(in) == ')' || peek(in) == ':';
		}
		in->flags = on ? in->flags | flag : in->flags & ~flag;
	}
}

/* (...), after its parenthesis. A group of flags alone is empty, and they hold on. */
static struct tp_node *parse_group(struct parser *in)
{
	unsigned flags = in->flags;
	struct tp_node *node;

	if (take(in, "?=") || take(in, "?!")) {
		node = parse_look(in, false, in->in.p[in->at - 1] == '!');
	} else if (take(in, "?<=") || take(in, "?<!")) {
		node = parse_look(in, true, in->in.p[in->at - 1] == '!');
	} else if (take(in, "?#")) {
		size_t end = tp_str_find_char(in->in, ')', in->at);

		if (end == TP_NOT_FOUND)
			return NULL;
		in->at = end + 1;
		return new_node(in, TP_NODE_ALL);
	} else {
		if (take(in, "?<")) {
			size_t end = tp_str_find_char(in->in, '>', in->at);

			if (end == TP_NOT_FOUND)
				return NULL;
			in->at = end + 1;
		} else if (take(in, "?")) {
			if (!read_flags(in))
				return NULL;
			if (take(in, ")"))
				return new_node(in, TP_NODE_ALL);
			in->at++;
		}
		node = parse_choice(in);
		if (node && !take(in, ")"))
			return NULL;
	}
	in->flags = flags;
	return node;
}

/* The end of the set that is spelled at in->at, a bracket or a backslash, or its start where that is not
 * easily seen. */
static size_t spelled_end(const struct parser *in)
{
	struct tp_str s = in->in;
	unsigned depth = 0;

	for (size_t at = in->at; at < s.n; at++) {
		if (s.p[at] == '\\' && ++at < s.n) {
			if (s.p[at] == 'Q')
				break;
			size_t brace = s.p[at] == 'p' || s.p[at] == 'P' ? tp_str_find_char(s, '}', at) : at;
			at = brace == TP_NOT_FOUND ? s.n : brace;
		} else if (at < s.n && (s.p[at] == '[' || s.p[at] == ']')) {
			depth += s.p[at] == '[' ? 1 : -1u;
		}
		if (depth == 0 && at < s.n)
			return at + 1;
	}
	return in->at;
}

/* A set, from its bracket or backslash on, as `read` reads it; what was read before is known. */
static struct tp_node *parse_set(struct parser *in, bool (*read)(struct parser *in, struct tp_ranges *set))
{
	size_t end = spelled_end(in);
	struct tp_str spelled = tp_str_at(in->in, (struct tp_span){ in->at, end });
	const uintptr_t *known = in->flags & IGNORE_CASE ? NULL : tp_table_get(&in->sets->spelled, spelled);
	struct tp_ranges set = { 0 };
	struct tp_node *node;

	if (known) {
		node = new_node(in, TP_NODE_SET);
		node->set = (uint32_t)*known;
		in->at = end;
		return node;
	}
	if (!read(in, &set)) {
		tp_ranges_release(&set);
		return NULL;
	}
	node = set_node(in, &set);
	if (in->at == end && !(in->flags & IGNORE_CASE))
		*tp_table_put(&in->sets->spelled, tp_arena_str(in->sets->arena, spelled)) = node->set;
	return node;
}

static bool read_class_at(struct parser *in, struct tp_ranges *set)
{
	in->at++;
	return read_class(in, set);
}

static struct tp_node *parse_escape(struct parser *in)
{
	uint32_t cp;

	if (names_class(in->at + 1 < in->in.n ? in->in.p[in->at + 1] : '\0'))
		return parse_set(in, read_class_at);
	in->at++;
	if (take(in, "b") || take(in, "B"))
		return peek(in) == '{' ? NULL : word_border(in, in->in.p[in->at - 1] == 'b');
	if (take(in, "A"))
		return at_edge(in, true);
	if (take(in, "z"))
		return at_edge(in, false);
	if (take(in, "Z"))
		return at_end(in);
	if (take(in, "R"))
		return line_break(in);
	return read_escaped(in, &cp) ? literal_node(in, cp) : NULL;
}

static struct tp_node *parse_dot(struct parser *in)
{
	struct tp_ranges set = { 0 };

	if (!(in->flags & DOT_ALL))
		add_named(in->sets, TP_S(NEWLINES), &set);
	tp_ranges_invert(&set);
	return set_node(in, &set);
}

static struct tp_node *parse_atom(struct parser *in)
{
	if (in->quoting)
		return literal_node(in, tp_utf8_next(in->in, &in->at));
	switch (peek(in)) {
	case '(':
		in->at++;
		return parse_group(in);
	case '[':
		return parse_set(in, read_set);
	case '\\':
		return parse_escape(in);
	case '.':
		in->at++;
		return parse_dot(in);
	case '^':
		in->at++;
		return in->flags & MULTILINE ? at_line_edge(in, true) : at_edge(in, true);
	case '$':
		in->at++;
		return in->flags & MULTILINE ? at_line_edge(in, false) : at_end(in);
	case '*':
	case '+':
	case '?':
	case '{':
		return NULL;
	default:
		return literal_node(in, tp_utf8_next(in->in, &in->at));
	}
}

/* {n}, {n,} or {n,m} after its brace. */
static bool read_counts(struct parser *in, struct tp_node *repeat)
{
	if (!read_digits(in, 10, 1, 5, &repeat->min))
		return false;
	repeat->max = repeat->min;
	if (take(in, ",") && peek(in) == '}')
		repeat->max = TP_FOREVER;
	else if (in->in.p[in->at - 1] == ',' && !read_digits(in, 10, 1, 5, &repeat->max))
		return false;
	return take(in, "}") && repeat->min <= repeat->max && repeat->min <= TP_MOST_REPEAT;
}

static struct tp_node *parse_quantified(struct parser *in)
{
	struct tp_node *atom = parse_atom(in), *repeat;

	if (!atom || in->quoting || ended(in) || !strchr("*+?{", peek(in)))
		return atom;
	repeat = new_node(in, TP_NODE_REPEAT);
	repeat->max = TP_FOREVER;
	if (take(in, "?"))
		repeat->max = 1;
	else if (take(in, "+"))
		repeat->min = 1;
	else if (!take(in, "*") && !(take(in, "{") && read_counts(in, repeat)))
		return NULL;
	repeat->lazy = take(in, "?");
	if (!repeat->lazy && take(in, "+"))
		return NULL;
	tp_node_adopt(repeat, atom);
	return repeat;
}

static void skip_comments(struct parser *in)
{
	while (in->flags & COMMENTS && !ended(in) && !in->quoting) {
		if (peek(in) == '#') {
			size_t end = tp_str_find_char(in->in, '\n', in->at);

			in->at = end == TP_NOT_FOUND ? in->in.n : end;
		} else if (strchr(" \t\n\r\f\v", peek(in))) {
			in->at++;
		} else {
			return;
		}
	}
}

static struct tp_node *parse_sequence(struct parser *in)
{
	struct tp_node *all = new_node(in, TP_NODE_ALL);

	for (;;) {
		struct tp_node *node;

		skip_comments(in);
		if (take(in, "\\E") || (!in->quoting && take(in, "\\Q"))) {
			in->quoting = in->in.p[in->at - 1] == 'Q';
			continue;
		}
		if (ended(in) || (!in->quoting && (peek(in) == '|' || peek(in) == ')')))
			return all;
		node = parse_quantified(in);
		if (!node)
			return NULL;
		if (node->kind != TP_NODE_ALL || node->first)
			tp_node_adopt(all, node);
	}
}

static struct tp_node *parse_choice(struct parser *in)
{
	struct tp_node *any = new_node(in, TP_NODE_ANY);

	if (++in->depth > MOST_DEPTH)
		return NULL;
	do {
		struct tp_node *all = parse_sequence(in);

		if (!all)
			return NULL;
		tp_node_adopt(any, all);
	} while (take(in, "|"));
	in->depth--;
	return any->first == any->last ? any->first : any;
}

struct tp_node *tp_pattern_parse(struct tp_str source, struct tp_sets *sets)
{
	struct parser in = { .in = source, .sets = sets };
	struct tp_node *node = parse_choice(&in);

	return node && ended(&in) ? node : NULL;
}

/* For ICU ------------------------------------------------------------------------------------------------ */

/* Adds a quantifier that may be endless, and returns the place after it. */
static size_t bound_quantifier(struct tp_str source, size_t at, unsigned most, struct tp_buf *out)
{
	struct tp_node counts = { .min = source.p[at] == '+', .max = TP_FOREVER };
	struct parser in = { .in = source, .at = at + 1 };

	if (source.p[at] == '{' && (!read_counts(&in, &counts) || counts.max != TP_FOREVER))
		return tp_buf_add_char(out, '{'), at + 1;
	tp_buf_format(out, "{%u,%u}", (unsigned)counts.min, (unsigned)counts.min > most ? (unsigned)counts.min : most);
	return in.at;
}

void tp_pattern_bound(struct tp_str source, unsigned most, struct tp_buf *out)
{
	unsigned brackets = 0;

	for (size_t at = 0; at < source.n;) {
		char c = source.p[at];

		if (c == '\\') {
			size_t end = at + 2;

			if (end <= source.n && source.p[at + 1] == 'Q') {
				end = tp_str_find(source, TP_S("\\E"), at);
				end = end == TP_NOT_FOUND ? source.n : end;
			}
			end = end < source.n ? end : source.n;
			tp_buf_add_str(out, tp_str_at(source, (struct tp_span){ at, end }));
			at = end;
			continue;
		}
		brackets += c == '[';
		brackets -= c == ']' && brackets;
		if (!brackets && (c == '*' || c == '+' || c == '{')) {
			bool possessive = c == '+' && at && strchr("*+?}", source.p[at - 1]);

			if (!possessive) {
				at = bound_quantifier(source, at, most, out);
				continue;
			}
		}
		tp_buf_add_char(out, c);
		at++;
	}
}
