/* Runs of automata over texts. */
#include "language/automaton.h"

#include "core/memory.h"
#include "unit/test.h"

/* A pattern, ready to run at the left of places, or at the right. */
struct running {
	struct tp_sets sets;
	struct tp_automaton *automaton;
	struct tp_classes classes;
	struct tp_machine *machine;
};

static void start(struct running *running, const char *pattern, bool left)
{
	const struct tp_node *node;

	tp_sets_init(&running->sets);
	node = tp_pattern_parse(tp_str_of(pattern), &running->sets);
	EXPECT(node);
	running->automaton = tp_automaton_new(left);
	EQ(tp_automaton_add(running->automaton, node), 0);
	EXPECT(tp_classes_init(&running->classes, &running->sets));
	running->machine = tp_machine_new(running->automaton, &running->classes);
}

static void end(struct running *running)
{
	tp_machine_free(running->machine);
	tp_classes_release(&running->classes);
	tp_automaton_free(running->automaton);
	tp_sets_release(&running->sets);
}

/* A run that follows the trails of others finds what it would find alone, wherever it starts. */
static void compare(struct running *running, struct tp_trail *trail, struct tp_str text, unsigned *random)
{
	struct tp_trail *none = tp_trail_new();

	tp_trail_clear(trail);
	for (size_t n = 0, at = 0; n < 200; n++) {
		*random = *random * 1103515245 + 12345;
		at = *random >> 16 & 1 ? at + (*random >> 20) % 40 : (*random >> 8) % (text.n + 1);
		at = tp_utf8_border(text, at);
		tp_trail_clear(none);
		bool alone = tp_machine_finds(running->machine, none, text, at);
		EQ(tp_machine_finds(running->machine, trail, text, at), alone);
	}
	tp_trail_free(none);
}

static void runs_follow_trails(void)
{
	static const char *const patterns[] = { "a.*b",         "(?:..)*x",       "^.*1",
						"[^b]{0,300}b", "1[ab]{10,600}x", "\\b1.*\\s(?!a)",
						".{500}b",      ".{513}b",        "(?:ab|.é)*1$" };
	struct tp_trail *trail = tp_trail_new();
	struct tp_buf text = TP_BUF_INIT;
	unsigned random = 1;

	for (size_t i = 0; i < 2 * sizeof patterns / sizeof *patterns; i++) {
		struct running running;

		start(&running, patterns[i / 2], i % 2);
		for (size_t n = 0; n < 40; n++) {
			tp_buf_clear(&text);
			for (size_t k = 0; k < 100 * (n % 20); k++) {
				random = random * 1103515245 + 12345;
				tp_buf_add_z(&text, &"a\0\0b\0\0 \0\0é\0a\0\0b\0\0x\0\0001\0"[3 * (random >> 20 & 7)]);
			}
			compare(&running, trail, tp_buf_str(&text), &random);
		}
		end(&running);
	}
	tp_buf_release(&text);
	tp_trail_free(trail);
}

/* Alternatives that read the same, from either end, are told apart by what they read then. */
static void alternatives_share_what_they_read(void)
{
	static const char *const words[] = { "abc", "xbc", "bc", "abd", "abe", "abf", "bf", "z", "zz", "abcabc" };
	static const char *const others[] = { "",   "a", "b",  "c",   "ab",  "xb",  "xbd",
					      "af", "f", "ac", "zbc", "bcc", "aabc" };
	struct tp_trail *trail = tp_trail_new();

	for (unsigned left = 0; left < 2; left++) {
		struct running running;

		start(&running, "^(?:abc|xbc|bc|ab[de]|(?:ab|b)f|z+|abcabc)$", left);
		for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
			struct tp_str word = tp_str_of(words[i]);

			tp_trail_clear(trail);
			EXPECT(tp_machine_finds(running.machine, trail, word, left ? word.n : 0));
		}
		for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
			struct tp_str word = tp_str_of(others[i]);

			tp_trail_clear(trail);
			EXPECT(!tp_machine_finds(running.machine, trail, word, left ? word.n : 0));
		}
		end(&running);
	}
	tp_trail_free(trail);
}

TESTS(TEST(alternatives_share_what_they_read), TEST(runs_follow_trails))
