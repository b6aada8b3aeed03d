/* Invisible and control characters, where the script that they stand in does not need them. */
#include "checks/check.h"
#include "core/error.h"
#include "core/str.h"
#include "core/unicode.h"
#include "language/words.h"

enum {
	LINE_TABULATION = 0x0b,
	SOFT_HYPHEN = 0xad,
	ARABIC_LETTER_MARK = 0x61c,
	ZERO_WIDTH_SPACE = 0x200b,
	ZERO_WIDTH_NON_JOINER = 0x200c,
	ZERO_WIDTH_JOINER = 0x200d,
	LEFT_TO_RIGHT_MARK = 0x200e,
	RIGHT_TO_LEFT_MARK = 0x200f,
	BYTE_ORDER_MARK = 0xfeff,
	BLACK_FLAG = 0x1f3f4,
};

enum verdict { FINE, DOUBTFUL, USELESS };

/* What a judgement takes into account besides the character. */
struct place {
	uint32_t before, after;
	uint32_t base; /* the last character before that is no tag */
	bool rtl; /* the unit has text from right to left */
};

static bool is_tag(uint32_t cp)
{
	return cp >= 0xe0020 && cp <= 0xe007f;
}

static bool is_rtl(uint32_t cp)
{
	return (cp >= 0x590 && cp <= 0x8ff && cp != ARABIC_LETTER_MARK) || (cp >= 0xfb1d && cp <= 0xfdff) ||
	       (cp >= 0xfe70 && cp <= 0xfefc) || (cp >= 0x10800 && cp <= 0x10fff) || (cp >= 0x1e800 && cp <= 0x1efff);
}

/* A letter or sign that never joins with its neighbour. */
static bool is_unjoined(uint32_t cp)
{
	static const char *const scripts[] = { "Latn", "Grek", "Cyrl", "Armn", "Geor", "Hebr" };

	if (cp < 0x80)
		return true;
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		if (strcmp(tp_script(cp), scripts[i]) == 0)
			return true;
	return false;
}

static enum verdict judge_control(uint32_t cp)
{
	if (cp == '\t' || cp == '\n' || cp == '\r' || cp == '\f' || cp == 0x85)
		return FINE;
	return cp == 0x1b || cp >= 0x80 ? DOUBTFUL : USELESS; /* an escape sequence; another encoding */
}

static enum verdict judge_char(uint32_t cp, const struct place *place)
{
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return judge_control(cp);
	switch (cp) {
	case SOFT_HYPHEN:
	case BYTE_ORDER_MARK:
		return USELESS;
	case ZERO_WIDTH_SPACE:
		return tp_is_ideographic(place->before) || tp_is_ideographic(place->after) ? FINE : USELESS;
	case ZERO_WIDTH_NON_JOINER:
	case ZERO_WIDTH_JOINER:
		return is_unjoined(place->before) && is_unjoined(place->after) ? DOUBTFUL : FINE;
	case LEFT_TO_RIGHT_MARK:
	case RIGHT_TO_LEFT_MARK:
	case ARABIC_LETTER_MARK:
		return place->rtl ? FINE : USELESS;
	default:
		break;
	}
	if (is_tag(cp))
		return place->base == BLACK_FLAG ? FINE : USELESS; /* flags of regions are spelled with tags */
	return cp >= 0x206a && cp <= 0x206f ? USELESS : FINE;
}

static bool has_rtl(struct tp_str text)
{
	for (size_t at = 0; at < text.n;)
		if (is_rtl(tp_utf8_next(text, &at)))
			return true;
	return false;
}

/* Word processors write a line break as U+000B: words that nothing else parts get a space. */
static bool parts_words(uint32_t cp, const struct place *place)
{
	return cp == LINE_TABULATION && !tp_is_space(place->before) && !tp_is_space(place->after);
}

static void add_finding(const struct tp_checking *checking, struct tp_span at, uint32_t cp, struct tp_str with,
			bool sure)
{
	struct tp_finding *finding = tp_findings_add(checking->out, "invisible-character", checking->unit, at);

	finding->sure = sure;
	finding->message =
	    tp_arena_format(checking->out->arena, _("There is an invisible character U+%04X here."), (unsigned)cp);
	tp_finding_add_fix(checking->out, finding, at, with);
}

static void judge(const struct tp_checking *checking)
{
	struct tp_str text = checking->text->text;
	struct place place = { .rtl = has_rtl(text) };
	size_t hint = 0;
	uint32_t cp = 0;

	for (size_t at = 0, end = 0; at < text.n; at = end, place.before = cp) {
		cp = tp_utf8_next(text, &end);
		if (!is_tag(cp))
			place.base = cp;
		if (cp >= 0x20 && cp < 0x7f)
			continue;
		size_t next = end;
		place.after = tp_utf8_next(text, &next);
		enum verdict verdict = judge_char(cp, &place);
		struct tp_span span = { at, end };
		if (verdict != FINE && !tp_skip_has(checking->skip, span, &hint))
			add_finding(checking, span, cp, parts_words(cp, &place) ? TP_S(" ") : TP_S(""),
				    verdict == USELESS);
	}
}

const struct tp_check tp_check_invisible = {
	.name = "copy",
	.judge = judge,
};
