/* Folding and tokens. */
#include "language/names_fold.h"

#include <stdlib.h>

#include "core/eight.h"
#include "core/memory.h"
#include "core/str.h"
#include "core/unicode.h"

/* Marks that spellings of one name may have or lack, in rising order. The vowel signs of India and the
 * voice marks of kana are letters, and not among them. */
static const uint32_t loose_marks[][2] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0487 }, { 0x0591, 0x05bd }, { 0x05bf, 0x05bf }, { 0x05c1, 0x05c2 },
	{ 0x05c4, 0x05c5 }, { 0x05c7, 0x05c7 }, { 0x0610, 0x061a }, { 0x064b, 0x065f }, { 0x0670, 0x0670 },
	{ 0x06d6, 0x06dc }, { 0x06df, 0x06e4 }, { 0x06e7, 0x06e8 }, { 0x06ea, 0x06ed }, { 0x093c, 0x093c },
	{ 0x09bc, 0x09bc }, { 0x0a3c, 0x0a3c }, { 0x0abc, 0x0abc }, { 0x0b3c, 0x0b3c }, { 0x1ab0, 0x1aff },
	{ 0x1dc0, 0x1dff }, { 0x20d0, 0x20ff }, { 0xfe20, 0xfe2f },
};

/* Letters that differ in name bases more than in speech, and that Unicode does not decompose. */
static const struct {
	uint32_t from;
	uint32_t to[2];
} other_letters[] = {
	{ 0x00e6, { 'a', 'e' } }, { 0x00f0, { 'd', 0 } },   { 0x00f8, { 'o', 0 } },   { 0x00fe, { 't', 'h' } },
	{ 0x0111, { 'd', 0 } },   { 0x0127, { 'h', 0 } },   { 0x0131, { 'i', 0 } },   { 0x0142, { 'l', 0 } },
	{ 0x0153, { 'o', 'e' } }, { 0x0640, { 0, 0 } },     { 0x0649, { 0x64a, 0 } }, { 0x0629, { 0x647, 0 } },
	{ 0x06a9, { 0x643, 0 } }, { 0x06cc, { 0x64a, 0 } }, { 0x06c1, { 0x647, 0 } }, { 0x06be, { 0x647, 0 } },
	{ 0x0671, { 0x627, 0 } },
};

static bool is_loose_mark(uint32_t cp)
{
	for (size_t i = 0; i < sizeof loose_marks / sizeof *loose_marks && cp >= loose_marks[i][0]; i++)
		if (cp <= loose_marks[i][1])
			return true;
	return false;
}

/* Marks that make another letter of some letters: the breve of й and ў, the dots of ї. */
static bool mark_counts(uint32_t base, uint32_t mark)
{
	return (mark == 0x306 && (base == 0x438 || base == 0x443)) || (mark == 0x308 && base == 0x456);
}

static bool is_kana_mark(uint32_t cp)
{
	return cp == 0x3099 || cp == 0x309a;
}

static bool is_katakana(uint32_t cp)
{
	return (cp >= 0x30a1 && cp <= 0x30fa) || cp == 0x30fc || (cp >= 0x31f0 && cp <= 0x31ff) ||
	       (cp >= 0xff66 && cp <= 0xff9f);
}

/* Apostrophes of names beyond those of words: transcriptions of ayn and hamza, accents typed for
 * apostrophes, geresh and gershayim. */
static bool is_name_apostrophe(uint32_t cp)
{
	return tp_is_apostrophe(cp) || cp == '`' || cp == 0xb4 || (cp >= 0x2b9 && cp <= 0x2bf) || cp == 0x2c8 ||
	       cp == 0x2032 || cp == 0x201b || cp == 0x5f3 || cp == 0x5f4 || cp == 0xa78c;
}

static enum tp_fold_class classify(uint32_t cp)
{
	if (cp == TP_REPLACEMENT || cp == '_')
		return TP_FOLD_LETTER;
	if (is_name_apostrophe(cp))
		return TP_FOLD_APOSTROPHE;
	if (is_loose_mark(cp) || is_kana_mark(cp) || cp == 0xff9e || cp == 0xff9f || cp == 0x640)
		return TP_FOLD_MARK;
	if (tp_is_invisible(cp))
		return TP_FOLD_IGNORED;
	if (tp_is_ideographic(cp) || is_katakana(cp))
		return tp_is_mark(cp) ? TP_FOLD_MARK : tp_is_word(cp) ? TP_FOLD_CLUSTER : TP_FOLD_OTHER;
	if (tp_is_word(cp))
		return TP_FOLD_LETTER;
	if (tp_is_space(cp))
		return TP_FOLD_SPACE;
	return tp_is_hyphen(cp) ? TP_FOLD_HYPHEN : TP_FOLD_OTHER;
}

/* Adds a letter as names see it. */
static void add_letter(struct tp_folded *folded, uint32_t cp)
{
	for (size_t i = 0; i < sizeof other_letters / sizeof *other_letters; i++)
		if (other_letters[i].from == cp) {
			for (size_t k = 0; k < 2; k++)
				if (other_letters[i].to[k] && folded->n < TP_FOLD_MOST)
					folded->to[folded->n++] = other_letters[i].to[k];
			return;
		}
	if (folded->n < TP_FOLD_MOST)
		folded->to[folded->n++] = cp;
}

/* Case and compatibility off (NFKC_Casefold), then taken apart, then the loose marks off. */
static void fold_letters(struct tp_folder *folder, struct tp_folded *folded)
{
	size_t at = 0;
	uint32_t base = 0;

	tp_buf_clear(&folder->compatible);
	tp_buf_clear(&folder->marks);
	tp_buf_add_cp(&folder->marks, folded->cp);
	tp_nfkc_fold(tp_buf_str(&folder->marks), &folder->compatible);
	tp_buf_clear(&folder->marks);
	tp_nfd(tp_buf_str(&folder->compatible), &folder->marks);
	struct tp_str s = tp_buf_str(&folder->marks);
	while (at < s.n) {
		uint32_t cp = tp_utf8_next(s, &at);
		if (!is_loose_mark(cp) || mark_counts(base, cp))
			add_letter(folded, cp);
		base = cp;
	}
}

static bool is_whole(struct tp_folder *folder, uint32_t cp)
{
	tp_buf_clear(&folder->compatible);
	tp_buf_clear(&folder->marks);
	tp_buf_add_cp(&folder->marks, cp);
	tp_nfd(tp_buf_str(&folder->marks), &folder->compatible);
	return !tp_is_mark(cp) && tp_str_eq(tp_buf_str(&folder->marks), tp_buf_str(&folder->compatible));
}

void tp_folder_init(struct tp_folder *folder)
{
	memset(folder, 0, sizeof *folder);
	for (uint32_t c = 0; c < 128; c++)
		folder->ascii[c] = (unsigned char)((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
							   (c >= 'a' && c <= 'z') || c == '_'
						       ? TP_FOLD_LETTER
						   : c == ' ' || (c >= '\t' && c <= '\r') ? TP_FOLD_SPACE
						   : c == '-'                             ? TP_FOLD_HYPHEN
						   : c == '\'' || c == '`'                ? TP_FOLD_APOSTROPHE
											  : TP_FOLD_OTHER);
}

void tp_folder_release(struct tp_folder *folder)
{
	for (size_t i = 0; i < TP_FOLD_PAGES; i++)
		free(folder->pages[i]);
	free(folder->slots);
	free(folder->letters);
	tp_buf_release(&folder->compatible);
	tp_buf_release(&folder->marks);
}

static struct tp_folded *place_of(struct tp_folder *folder, uint32_t cp)
{
	struct tp_folded **page = &folder->slots;
	size_t n = TP_FOLD_SLOTS, i = (cp ^ cp >> 9) % TP_FOLD_SLOTS;

	if (cp < TP_FOLD_PAGES * TP_FOLD_PAGE) {
		page = &folder->pages[cp / TP_FOLD_PAGE];
		n = TP_FOLD_PAGE;
		i = cp % TP_FOLD_PAGE;
	}
	if (!*page)
		*page = tp_alloc_zero(n, sizeof **page);
	return &(*page)[i];
}

const struct tp_folded *tp_fold_anew(struct tp_folder *folder, uint32_t cp)
{
	struct tp_folded *folded = place_of(folder, cp);

	if (folded->cp == cp && cp)
		return folded;
	*folded = (struct tp_folded){
		.cp = cp,
		.katakana = is_katakana(cp),
	};
	folded->class = (unsigned char)(cp < 128 ? folder->ascii[cp] : classify(cp));
	if (folded->class == TP_FOLD_LETTER || folded->class == TP_FOLD_CLUSTER || folded->class == TP_FOLD_MARK)
		fold_letters(folder, folded);
	folded->whole = is_whole(folder, cp);
	if (folded->class == TP_FOLD_LETTER && folded->n == 1 && cp >= 0x80 && cp < TP_FOLD_LETTERS) {
		if (!folder->letters)
			folder->letters = tp_alloc_zero(TP_FOLD_LETTERS, sizeof *folder->letters);
		folder->letters[cp] = (uint16_t)folded->to[0];
	}
	return folded;
}

enum tp_fold_class tp_fold_class_next(struct tp_folder *folder, struct tp_str text, size_t *at)
{
	unsigned char c = (unsigned char)text.p[*at];

	if (c < 128) {
		++*at;
		return folder->ascii[c];
	}
	return tp_fold(folder, tp_utf8_next(text, at))->class;
}

/* Tokens ------------------------------------------------------------------------------------------ */

/* Adds letters that take so many bits (1 to 64). */
static inline void fold_bits(struct tp_folding *to, uint64_t letters, unsigned bits)
{
	unsigned used = to->bits;

	to->block |= letters << used;
	if (used + bits >= 64) {
		to->last_hash = to->hash;
		to->last_block = to->block;
		to->hash = tp_fold_block(to->hash, to->block);
		to->block = used ? letters >> (64 - used) : 0;
		bits -= 64;
	}
	to->bits = used + bits;
}

static inline void fold_letter(struct tp_folding *to, uint32_t letter)
{
	unsigned width = letter < 0x100 ? 1 : 2;

	to->widths |= width;
	fold_bits(to, letter, 8 * width);
}

/* What is made of a token: a hash, or, where they are wanted, its letters. */
struct folding {
	struct tp_folding *letters;
	uint32_t last; /* letter */
	struct tp_buf *out; /* may be NULL */
};

static void add_folded(struct folding *to, uint32_t cp)
{
	if (cp > 0xffff)
		fold_letter(to->letters, cp >> 16);
	fold_letter(to->letters, cp & 0xffff);
	to->letters->widths |= TP_FOLD_UNEVEN;
	to->last = cp;
	if (to->out)
		tp_buf_add_cp(to->out, cp);
}

static void add_all(struct folding *to, const struct tp_folded *folded)
{
	for (size_t i = 0; i < folded->n; i++)
		add_folded(to, folded->to[i]);
}

/* A mark on its own: one that came apart from й counts as it does inside й. */
static void add_mark(struct tp_folder *folder, struct folding *to, uint32_t cp)
{
	if (is_loose_mark(cp)) {
		if (mark_counts(to->last, cp))
			add_folded(to, cp);
	} else {
		add_all(to, tp_fold(folder, cp));
	}
}

/* The apostrophe whose end is `at` stands between two letters. ASCII's quotation mark serves Hebrew as
 * gershayim. */
static bool joins_letters(struct tp_folder *folder, struct tp_str text, size_t at)
{
	return at < text.n && tp_fold_class_next(folder, text, &at) == TP_FOLD_LETTER;
}

static bool is_hebrew(uint32_t cp)
{
	return cp >= 0x5d0 && cp <= 0x5ea;
}

static bool is_gershayim(struct tp_str text, size_t at, uint32_t last)
{
	size_t next = at + 1;

	return text.p[at] == '"' && is_hebrew(last) && is_hebrew(tp_utf8_next(text, &next));
}

static void scan_word(struct tp_folder *folder, struct tp_str text, struct tp_token *token, struct folding *to)
{
	size_t at = token->at.from;

	while (at < text.n) {
		size_t next = at;
		uint32_t cp = tp_utf8_next(text, &next);
		const struct tp_folded *folded = tp_fold(folder, cp);
		if (folded->class == TP_FOLD_LETTER) {
			add_all(to, folded);
			token->at.to = next;
		} else if (folded->class == TP_FOLD_MARK) {
			add_mark(folder, to, cp);
			token->at.to = next;
		} else if (folded->class == TP_FOLD_APOSTROPHE || is_gershayim(text, at, to->last)) {
			if (!joins_letters(folder, text, next))
				return;
			if (!token->apostrophe)
				token->apostrophe = next;
			token->last_apostrophe = at;
		} else if (folded->class != TP_FOLD_IGNORED) {
			return;
		}
		at = next;
	}
}

static void scan_cluster(struct tp_folder *folder, struct tp_str text, struct tp_token *token, struct folding *to)
{
	size_t at = token->at.from;
	const struct tp_folded *folded = tp_fold(folder, tp_utf8_next(text, &at));

	token->cluster = true;
	token->katakana = folded->katakana;
	token->at.to = at;
	add_all(to, folded);
	while (at < text.n) {
		uint32_t cp = tp_utf8_next(text, &at);
		enum tp_fold_class class = tp_fold(folder, cp)->class;
		if (class == TP_FOLD_MARK) {
			add_mark(folder, to, cp);
			token->at.to = at;
		} else if (class != TP_FOLD_IGNORED) {
			return;
		}
	}
}

/* Moves *at to where a token starts, and tells of which class; TP_FOLD_OTHER at the end. */
static enum tp_fold_class find_token(struct tp_folder *folder, struct tp_str text, size_t *at)
{
	while (*at < text.n) {
		size_t next = *at;
		unsigned char c = (unsigned char)text.p[next];
		enum tp_fold_class class =
		    c < 128 ? (next++, folder->ascii[c]) : tp_fold_class_next(folder, text, &next);
		if (class == TP_FOLD_LETTER || class == TP_FOLD_CLUSTER)
			return class;
		*at = next;
	}
	return TP_FOLD_OTHER;
}

static bool scan_token(struct tp_folder *folder, struct tp_str text, size_t *at, struct tp_token *token,
		       struct tp_buf *out)
{
	enum tp_fold_class class = find_token(folder, text, at);
	struct folding to = { .letters = &token->folding, .out = out };

	if (class == TP_FOLD_OTHER)
		return false;
	*token = (struct tp_token){ .at = { *at, *at } };
	if (class == TP_FOLD_LETTER)
		scan_word(folder, text, token, &to);
	else
		scan_cluster(folder, text, token, &to);
	token->hash = tp_fold_hash(&token->folding);
	*at = token->at.to;
	return true;
}

/* Plain words ------------------------------------------------------------------------------------- */

/* Letters that are folded to one letter each, as many as are looked at side by side. */
struct letters {
	uint64_t folded;
	unsigned bits; /* that they take then; 0: there are none */
	unsigned length; /* bytes of the text */
};

/* In the first of eight bytes: letters of ASCII, or one digit or "_". */
static inline struct letters ascii_letters(uint64_t bytes)
{
	uint64_t letters = tp_eight_letters(bytes);
	unsigned n = (unsigned)tp_eight_count(letters);

	n += n == 0;
	return (struct letters){ tp_eight_cut(bytes | letters >> 2, n), 8 * n, n };
}

/* How many places of 16 bits have a letter that takes two bytes, before one that has a bit of `ill`. */
static inline unsigned count_wide(uint64_t letters, uint64_t ill)
{
	ill |= ~((letters >> 8 & 0x00ff00ff00ff00ffu) + 0x00ff00ff00ff00ffu) & 0x0100010001000100u;
	return ill ? (unsigned)__builtin_ctzll(ill) / 16 : 4;
}

/* The letters, each in 16 bits, that were found in characters of `size` bytes: those that take two bytes each, or a
 * first one that takes one. Where `ill` has bits, there is no such character. */
static inline struct letters found_letters(uint64_t letters, uint64_t ill, unsigned size)
{
	unsigned n = count_wide(letters, ill);

	if (n > 0)
		return (struct letters){ tp_eight_cut(letters, 2 * n), 16 * n, size * n };
	return (struct letters){ letters & 0xff, letters & 0xff && !(ill & 0xffff) ? 8 : 0, size };
}

/* Up to four letters of two bytes each. */
static inline struct letters short_letters(const uint16_t *known, uint64_t bytes)
{
	uint64_t ill = (bytes & 0xc0e0c0e0c0e0c0e0u) ^ 0x80c080c080c080c0u;
	uint64_t cps = (bytes & 0x001f001f001f001fu) << 6 | (bytes >> 8 & 0x003f003f003f003fu);
	uint64_t letters = (uint64_t)known[cps & 0x7ff] | (uint64_t)known[cps >> 16 & 0x7ff] << 16 |
			   (uint64_t)known[cps >> 32 & 0x7ff] << 32 | (uint64_t)known[cps >> 48] << 48;

	return found_letters(letters, ill, 2);
}

/* What is known of the character of three bytes at the start of `bytes`; 0: nothing. */
static inline uint64_t long_letter(const uint16_t *known, uint64_t bytes)
{
	uint64_t cp = (bytes & 0xf) << 12 | (bytes >> 8 & 0x3f) << 6 | (bytes >> 16 & 0x3f);

	return (bytes & 0xc0c0f0) == 0x8080e0 && cp >= 0x800 && cp < TP_FOLD_LETTERS ? known[cp] : 0;
}

/* Up to two letters of three bytes each. */
static inline struct letters long_letters(const uint16_t *known, uint64_t bytes)
{
	return found_letters(long_letter(known, bytes) | long_letter(known, bytes >> 24) << 16, 0, 3);
}

/* Moves over letters that are folded to one letter each, and were so before: nearly all of nearly all words. */
static inline size_t scan_plain(const struct tp_folder *folder, struct tp_str text, size_t at, struct tp_folding *to)
{
	while (at < text.n) {
		unsigned char c = (unsigned char)text.p[at];
		if (c < 0x80 ? folder->ascii[c] != TP_FOLD_LETTER : !folder->letters)
			break;
		uint64_t bytes = tp_eight_at(text, at);
		struct letters found = c < 0x80   ? ascii_letters(bytes)
				       : c < 0xe0 ? short_letters(folder->letters, bytes)
						  : long_letters(folder->letters, bytes);
		if (!found.bits)
			break;
		to->widths |= c < 0x80 || found.bits == 8 ? 1 : 2;
		fold_bits(to, found.folded, found.bits);
		at += found.length;
	}
	return at;
}

/* No word goes on at a place. */
static inline bool ends_word(struct tp_folder *folder, struct tp_str text, size_t at)
{
	if (at == text.n)
		return true;
	unsigned char c = (unsigned char)text.p[at];
	enum tp_fold_class class = c < 0x80 ? folder->ascii[c] : tp_fold_class_next(folder, text, &at);
	return (class < TP_FOLD_APOSTROPHE && c != '"') || class == TP_FOLD_CLUSTER;
}

/* As scan_token(), but only if that is a word of plain letters, with nothing but ASCII before it. */
static bool scan_plain_word(struct tp_folder *folder, struct tp_str text, size_t *at, struct tp_token *token)
{
	struct tp_folding folding = { .bits = 0 };
	size_t from = *at;

	while (from < text.n && !((unsigned char)text.p[from] & 0x80) &&
	       folder->ascii[(unsigned char)text.p[from]] != TP_FOLD_LETTER)
		from++;
	size_t to = scan_plain(folder, text, from, &folding);
	if (to == from || !ends_word(folder, text, to))
		return false;
	token->at = (struct tp_span){ from, to };
	token->hash = tp_fold_hash(&folding);
	token->folding = folding;
	token->cluster = token->katakana = false;
	token->apostrophe = token->last_apostrophe = 0;
	*at = to;
	return true;
}

bool tp_token_next(struct tp_folder *folder, struct tp_str text, size_t *at, struct tp_token *token)
{
	return scan_plain_word(folder, text, at, token) || scan_token(folder, text, at, token, NULL);
}

static void keep_prefix(struct tp_prefix *prefixes, size_t *n, struct tp_prefix prefix)
{
	if (*n == TP_PREFIXES) {
		memmove(prefixes, prefixes + 1, (TP_PREFIXES - 1) * sizeof *prefixes);
		--*n;
	}
	prefixes[(*n)++] = prefix;
}

size_t tp_token_prefixes(struct tp_folder *folder, struct tp_str text, const struct tp_token *token,
			 struct tp_prefix *prefixes)
{
	struct tp_folding letters = { .hash = 0 };
	struct folding to = { .letters = &letters };
	size_t n = 0, at = token->at.from;

	if (token->cluster)
		return 0;
	while (at < token->at.to) {
		uint32_t cp = tp_utf8_next(text, &at);
		const struct tp_folded *folded = tp_fold(folder, cp);
		if (folded->class == TP_FOLD_LETTER)
			add_all(&to, folded);
		else if (folded->class == TP_FOLD_MARK)
			add_mark(folder, &to, cp);
		else
			continue;
		keep_prefix(prefixes, &n, (struct tp_prefix){ at, tp_fold_hash(&letters) });
	}
	return n;
}

/* What stands between two tokens: spaces and hyphens as one space, other characters as they are. */
static void add_between(struct tp_folder *folder, struct tp_str between, struct tp_buf *out)
{
	size_t at = 0;
	bool link = false;

	while (at < between.n) {
		size_t from = at;
		enum tp_fold_class class = tp_fold_class_next(folder, between, &at);
		if (class == TP_FOLD_SPACE || class == TP_FOLD_HYPHEN)
			link = true;
		else if (class == TP_FOLD_APOSTROPHE)
			tp_buf_add_char(out, '\'');
		else if (class != TP_FOLD_IGNORED)
			tp_buf_add(out, between.p + from, at - from);
	}
	if (link)
		tp_buf_add_char(out, ' ');
}

void tp_fold_text(struct tp_folder *folder, struct tp_str text, struct tp_buf *out)
{
	struct tp_token token;
	size_t at = 0, behind = 0;
	size_t start = 0;

	while (find_token(folder, text, &start), start < text.n) {
		add_between(folder, tp_str_at(text, (struct tp_span){ behind, start }), out);
		at = start;
		scan_token(folder, text, &at, &token, out);
		behind = start = token.at.to;
	}
	add_between(folder, tp_str_from(text, behind), out);
}

void tp_fold_kinds(struct tp_folder *folder, struct tp_str text, struct tp_buf *out)
{
	struct tp_buf apart = TP_BUF_INIT;
	size_t at = 0;

	tp_nfd(text, &apart);
	struct tp_str s = tp_buf_str(&apart);
	while (at < s.n) {
		size_t from = at;
		enum tp_fold_class class = tp_fold_class_next(folder, s, &at);
		if (class == TP_FOLD_SPACE || class == TP_FOLD_HYPHEN || class == TP_FOLD_APOSTROPHE) {
			char c = class == TP_FOLD_SPACE ? ' ' : class == TP_FOLD_HYPHEN ? '-' : '\'';
			if (c != ' ' || (out->n && out->p[out->n - 1] != ' '))
				tp_buf_add_char(out, c);
		} else if (class != TP_FOLD_IGNORED) {
			tp_buf_add(out, s.p + from, at - from);
		}
	}
	tp_buf_release(&apart);
}

/* Letters that stand at the same place of two spellings cannot be the same. */
static bool letters_differ(const struct tp_folded *a, const struct tp_folded *b, bool kinds)
{
	if (a->class != TP_FOLD_LETTER || b->class != TP_FOLD_LETTER)
		return false;
	return kinds ? a->whole && b->whole : a->n == 1 && b->n == 1 && a->to[0] != b->to[0];
}

bool tp_fold_differs(struct tp_folder *folder, struct tp_str a, struct tp_str b, bool kinds)
{
	size_t i = 0, k = 0;
	uint32_t x = 0, y = 0;

	while (x == y && i < a.n && k < b.n) {
		x = tp_utf8_next(a, &i);
		y = tp_utf8_next(b, &k);
	}
	if (x == y)
		return false;
	struct tp_folded ours = *tp_fold(folder, x);
	return letters_differ(&ours, tp_fold(folder, y), kinds);
}

/* Distance ------------------------------------------------------------------------------------------ */

#define DISTANCE_MOST 96

/* What leaving a character out costs: least where it is hardly seen. */
static unsigned cost_of(struct tp_folder *folder, uint32_t cp)
{
	enum tp_fold_class class = tp_fold(folder, cp)->class;

	return class == TP_FOLD_IGNORED ? 1 : class == TP_FOLD_MARK ? 2 : 3;
}

static unsigned cost_between(struct tp_folder *folder, uint32_t a, uint32_t b)
{
	if (a == b)
		return 0;
	enum tp_fold_class class_a = tp_fold(folder, a)->class, class_b = tp_fold(folder, b)->class;
	if (class_a == class_b && class_a >= TP_FOLD_SPACE && class_a <= TP_FOLD_APOSTROPHE)
		return 0;
	return tp_to_lower(a) == tp_to_lower(b) ? 1 : 3;
}

static size_t take_apart(struct tp_str s, uint32_t *out)
{
	struct tp_buf apart = TP_BUF_INIT;
	size_t n = 0, at = 0;

	tp_nfd(s, &apart);
	s = tp_buf_str(&apart);
	while (at < s.n && n < DISTANCE_MOST)
		out[n++] = tp_utf8_next(s, &at);
	tp_buf_release(&apart);
	return n;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned tp_fold_distance(struct tp_folder *folder, struct tp_str a, struct tp_str b)
{
	uint32_t x[DISTANCE_MOST], y[DISTANCE_MOST];
	unsigned row[DISTANCE_MOST + 1] = { 0 };
	size_t nx = take_apart(a, x), ny = take_apart(b, y);

	for (size_t j = 0; j < ny; j++)
		row[j + 1] = row[j] + cost_of(folder, y[j]);
	for (size_t i = 0; i < nx; i++) {
		unsigned diagonal = row[0], gone = cost_of(folder, x[i]);
		row[0] += gone;
		for (size_t j = 0; j < ny; j++) {
			unsigned change = diagonal + cost_between(folder, x[i], y[j]);
			diagonal = row[j + 1];
			row[j + 1] = least(change, least(row[j + 1] + gone, row[j] + cost_of(folder, y[j])));
		}
	}
	return row[ny];
}
