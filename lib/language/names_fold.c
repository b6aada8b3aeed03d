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
		folder->bytes[c] = (unsigned char)((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
							   (c >= 'a' && c <= 'z') || c == '_'
						       ? TP_FOLD_LETTER
						   : c == ' ' || (c >= '\t' && c <= '\r') ? TP_FOLD_SPACE
						   : c == '-'                             ? TP_FOLD_HYPHEN
						   : c == '"'                             ? TP_FOLD_QUOTATION
						   : c == '\'' || c == '`'                ? TP_FOLD_APOSTROPHE
											  : TP_FOLD_OTHER);
	memset(folder->bytes + 128, TP_FOLD_LONG, 128);
	folder->letters = tp_alloc_zero(1, sizeof *folder->letters);
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
		.lower = tp_to_lower(cp) == cp,
	};
	folded->class = (unsigned char)(cp < 128 ? folder->bytes[cp] : classify(cp));
	if (folded->class == TP_FOLD_LETTER || folded->class == TP_FOLD_CLUSTER || folded->class == TP_FOLD_MARK)
		fold_letters(folder, folded);
	folded->whole = is_whole(folder, cp);
	if (folded->class == TP_FOLD_LETTER && folded->n == 1 && cp >= 0x80 && cp < TP_FOLD_LETTERS) {
		folder->letters->by_point[cp] = (uint16_t)folded->to[0];
		if (cp < 0x800)
			folder->letters->by_pair[((0xc0 | cp >> 6) << 8 | 0x80 | (cp & 0x3f)) - TP_FOLD_PAIR] =
			    (uint16_t)folded->to[0];
	}
	return folded;
}

enum tp_fold_class tp_fold_class_next(struct tp_folder *folder, struct tp_str text, size_t *at)
{
	enum tp_fold_class class = folder->bytes[(unsigned char)text.p[*at]];

	if (class != TP_FOLD_LONG) {
		++*at;
		return class;
	}
	return tp_fold(folder, tp_utf8_next(text, at))->class;
}

/* Tokens ------------------------------------------------------------------------------------------ */

/* Takes a full block in. */
static inline void fold_block(struct tp_folding *to)
{
	to->last_hash = to->hash;
	to->last_block = to->block;
	to->hash = tp_fold_block(to->hash, to->block);
	to->block = 0;
	to->bits = 0;
}

/* Adds letters that take so many bits (1 to 64). */
static inline void fold_bits(struct tp_folding *to, uint64_t letters, unsigned bits)
{
	unsigned used = to->bits;

	to->block |= letters << used;
	if (used + bits >= 64) {
		fold_block(to);
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

/* The apostrophe whose end is `at` stands between two letters. */
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
		enum tp_fold_class class = tp_fold_class_next(folder, text, &next);
		if (class == TP_FOLD_LETTER || class == TP_FOLD_CLUSTER)
			return class;
		*at = next;
	}
	return TP_FOLD_OTHER;
}

static bool scan_token(struct tp_folder *folder, struct tp_str text, size_t *at, struct tp_token *token,
		       struct tp_folding *letters, struct tp_buf *out)
{
	enum tp_fold_class class = find_token(folder, text, at);
	struct folding to = { .letters = letters, .out = out };

	*letters = (struct tp_folding){ .hash = 0 };
	if (class == TP_FOLD_OTHER)
		return false;
	*token = (struct tp_token){ .at = { *at, *at } };
	if (class == TP_FOLD_LETTER)
		scan_word(folder, text, token, &to);
	else
		scan_cluster(folder, text, token, &to);
	token->hash = tp_fold_hash(letters);
	*at = token->at.to;
	return true;
}

/* Plain words ------------------------------------------------------------------------------------- */

/* Letters of ASCII. */
static inline size_t read_ascii(struct tp_str text, size_t at, struct tp_folding *to)
{
	for (;;) {
		uint64_t bytes = tp_eight_at(text, at), letters = tp_eight_letters(bytes);
		unsigned n = (unsigned)tp_eight_count(letters);
		to->block = tp_eight_cut(bytes | letters >> 2, n);
		if (n < 8) {
			to->bits = 8 * n;
			return at + n;
		}
		fold_block(to);
		at += 8;
	}
}

static inline void fold_wide(struct tp_folding *to, uint64_t letter)
{
	to->block |= letter << to->bits;
	to->bits += 16;
	if (to->bits == 64)
		fold_block(to);
}

/* Letters that take two bytes each, in the text and when they are folded. */
static inline size_t read_twos(const struct tp_fold_letters *known, struct tp_str text, size_t at,
			       struct tp_folding *to)
{
	for (; text.n - at >= 2; at += 2) {
		unsigned pair =
		    ((unsigned)(unsigned char)text.p[at] << 8 | (unsigned char)text.p[at + 1]) - TP_FOLD_PAIR;
		unsigned letter = pair < TP_FOLD_PAIRS ? known->by_pair[pair] : 0;
		if (letter < 0x100)
			break;
		fold_wide(to, letter);
	}
	return at;
}

/* Letters that take three bytes each in the text. */
static inline size_t read_threes(const struct tp_fold_letters *known, struct tp_str text, size_t at,
				 struct tp_folding *to)
{
	const unsigned char *p = (const unsigned char *)text.p;

	for (; text.n - at >= 3; at += 3) {
		unsigned second = p[at + 1] ^ 0x80u, third = p[at + 2] ^ 0x80u;
		unsigned point = (p[at] ^ 0xe0u) << 12 | second << 6 | third;
		if ((second | third) >= 0x40 || point - 0x800 >= TP_FOLD_LETTERS - 0x800 ||
		    known->by_point[point] < 0x100)
			break;
		fold_wide(to, known->by_point[point]);
	}
	return at;
}

static inline void set_word(struct tp_token *token, struct tp_span at, const struct tp_folding *letters)
{
	*token = (struct tp_token){ .at = at, .hash = tp_fold_hash(letters) };
}

/* The state of the folding is held in variables, as the compiler would keep a struct in memory. */
bool tp_token_of_run(const struct tp_folder *folder, struct tp_str text, struct tp_span at, struct tp_token *token,
		     struct tp_folding *letters)
{
	const struct tp_fold_letters *known = folder->letters;
	const unsigned char *p = (const unsigned char *)text.p + at.from, *end = (const unsigned char *)text.p + at.to;
	uint64_t hash = 0, block = 0, last_hash = 0, last_block = 0;
	unsigned bits = 0, widths = 0;

	while (p < end) {
		unsigned letter = *p;
		if (letter < 0x80) {
			letter |= letter >= 'A' && letter <= 'Z' ? 0x20 : 0;
			p++;
		} else if (letter < 0xe0) {
			if (letter < 0xc0 || end - p < 2 || (p[1] & 0xc0) != 0x80)
				return false;
			letter = known->by_pair[(letter << 8 | p[1]) - TP_FOLD_PAIR];
			p += 2;
		} else {
			if (end - p < 3)
				return false;
			unsigned second = p[1] ^ 0x80u, third = p[2] ^ 0x80u;
			letter = (letter ^ 0xe0u) << 12 | second << 6 | third;
			if ((second | third) >= 0x40 || letter - 0x800 >= TP_FOLD_LETTERS - 0x800)
				return false;
			letter = known->by_point[letter];
			p += 3;
		}
		if (!letter)
			return false;
		unsigned width = letter < 0x100 ? 8 : 16;
		widths |= width;
		block |= (uint64_t)letter << bits;
		bits += width;
		if (bits >= 64) {
			last_hash = hash;
			last_block = block;
			hash = tp_fold_block(hash, block);
			bits -= 64;
			block = letter >> (width - bits);
		}
	}
	*letters = (struct tp_folding){ hash, block, last_hash, last_block, bits, widths / 8 };
	*token = (struct tp_token){ .at = at, .hash = bits ? tp_fold_block(hash, block) : hash };
	return true;
}

/* The letter that the character at *at, which moves on, is folded to; 0 if it is no letter, or not folded to one. */
static inline uint32_t letter_next(struct tp_folder *folder, struct tp_str text, size_t *at)
{
	uint32_t cp = tp_utf8_next(text, at);

	if (cp < 0x80)
		return folder->bytes[cp] == TP_FOLD_LETTER ? cp | (cp - 'A' < 26 ? 0x20u : 0) : 0;
	if (cp < TP_FOLD_LETTERS && folder->letters->by_point[cp])
		return folder->letters->by_point[cp];
	const struct tp_folded *folded = tp_fold(folder, cp);
	return folded->class == TP_FOLD_LETTER && folded->n == 1 && folded->to[0] <= UINT16_MAX ? folded->to[0] : 0;
}

/* Letters of any length, each of which is folded to one. */
static size_t read_letters(struct tp_folder *folder, struct tp_str text, size_t at, struct tp_folding *to)
{
	struct tp_folding folding = *to;
	uint32_t letter;

	for (size_t next = at; next < text.n && (letter = letter_next(folder, text, &next)) != 0; at = next)
		fold_letter(&folding, letter);
	*to = folding;
	return at;
}

/* No word goes on at a place. */
static bool ends_word(struct tp_folder *folder, struct tp_str text, size_t at)
{
	if (at == text.n)
		return true;
	enum tp_fold_class class = tp_fold_class_next(folder, text, &at);
	return class < TP_FOLD_QUOTATION || class == TP_FOLD_CLUSTER;
}

/* Reads on a word of which the letters up to `to` are known; if there are none, it may start farther on. */
static __attribute__((noinline)) bool read_on(struct tp_folder *folder, struct tp_str text, size_t *at, size_t from,
					      size_t to, struct tp_token *token, struct tp_folding *letters)
{
	if (to == from) {
		if (find_token(folder, text, at) != TP_FOLD_LETTER)
			return scan_token(folder, text, at, token, letters, NULL);
		from = to = *at;
	}
	to = read_letters(folder, text, to, letters);
	if (to == from || !ends_word(folder, text, to))
		return scan_token(folder, text, at, token, letters, NULL);
	set_word(token, (struct tp_span){ from, to }, letters);
	*at = to;
	return true;
}

/* Nearly all words have letters of one length, which are read fast. */
bool tp_token_read(struct tp_folder *folder, struct tp_str text, size_t *at, struct tp_token *token,
		   struct tp_folding *letters)
{
	struct tp_folding folding = { .hash = 0 };
	size_t from = *at, to;

	while (from < text.n && folder->bytes[(unsigned char)text.p[from]] < TP_FOLD_LETTER)
		from++;
	*at = from;
	if (from == text.n)
		return false;
	unsigned char first = (unsigned char)text.p[from];
	if (first < 0x80)
		to = read_ascii(text, from, &folding);
	else
		to = first < 0xe0 ? read_twos(folder->letters, text, from, &folding)
				  : read_threes(folder->letters, text, from, &folding);
	folding.widths = to == from ? 0 : first < 0x80 ? 1 : 2;
	*letters = folding;
	if (to == from || (to < text.n && folder->bytes[(unsigned char)text.p[to]] >= TP_FOLD_QUOTATION))
		return read_on(folder, text, at, from, to, token, letters);
	set_word(token, (struct tp_span){ from, to }, &folding);
	*at = to;
	return true;
}

bool tp_token_next(struct tp_folder *folder, struct tp_str text, size_t *at, struct tp_token *token)
{
	struct tp_folding letters;

	return tp_token_read(folder, text, at, token, &letters);
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
	struct tp_folding letters;
	size_t at = 0, behind = 0;
	size_t start = 0;

	while (find_token(folder, text, &start), start < text.n) {
		add_between(folder, tp_str_at(text, (struct tp_span){ behind, start }), out);
		at = start;
		scan_token(folder, text, &at, &token, &letters, out);
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
