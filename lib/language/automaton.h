/* Many patterns run at once: which of them match to the left, or to the right, of a place in a text. */
#ifndef TPREP_LANGUAGE_AUTOMATON_H
#define TPREP_LANGUAGE_AUTOMATON_H

#include <limits.h>

#include "core/flat.h"
#include "language/classes.h"
#include "language/pattern.h"

/* No pattern looks farther than so many code points. */
#define TP_AUTOMATON_REACH 512

/* The patterns of one side, as a non-deterministic automaton. It reads away from the place: the patterns at
 * its left backwards. Patterns are added first; then it does not change. */
struct tp_automaton;

struct tp_automaton *tp_automaton_new(bool left);
void tp_automaton_free(struct tp_automaton *automaton);

/* Adds a pattern without LOOK nodes, and returns its number (0, 1 ...), or TP_FOREVER if it is too large. */
uint32_t tp_automaton_add(struct tp_automaton *automaton, const struct tp_node *pattern);

/* The number of patterns. */
size_t tp_automaton_size(const struct tp_automaton *automaton);

/* Writes an automaton, and opens it where it was written: it borrows the bytes. It may ask for so many sets; NULL if it
 * is damaged. */
void tp_automaton_write(const struct tp_automaton *automaton, struct tp_buf *out);
struct tp_automaton *tp_automaton_open(struct tp_flat *in, bool left, size_t n_sets);

/* A set of bytes, as a bitmap. */
struct tp_bytes {
	uint64_t bits[4];
};

static inline bool tp_bytes_empty(const struct tp_bytes *bytes)
{
	return !(bytes->bits[0] | bytes->bits[1] | bytes->bits[2] | bytes->bits[3]);
}

/* How many bytes on each side of a place tell whether a pattern can match. */
enum { TP_NEAR = 3 };

/* The code point beside a place, as far as a look at bytes tells those apart. */
struct tp_beside {
	enum tp_length length; /* TP_LENGTHS: any */
	unsigned char lead; /* of three bytes: the first one; 0: any */
	unsigned way; /* of those in which the pattern can begin to match: 0, 1 ...; TP_ANY_WAY: all together */
};

#define TP_ANY_WAY UINT_MAX

/* The bytes that can stand next to the place (near[0]), next to those, and so on, on the automaton's side,
 * where a pattern matches: never too few. False if there is no such way. */
bool tp_automaton_bytes(const struct tp_automaton *automaton, const struct tp_classes *classes, uint32_t pattern,
			struct tp_beside beside, struct tp_bytes near[TP_NEAR]);

/* The deterministic automaton, made while it runs: for one thread at a time. Memory is bounded. */
struct tp_machine;

struct tp_machine *tp_machine_new(const struct tp_automaton *automaton, const struct tp_classes *classes);
void tp_machine_free(struct tp_machine *machine);

/* Patterns that match together: numbers in rising order. Equal sets have one address, and one id. */
struct tp_matches {
	uint32_t id;
	uint32_t n;
	uint32_t p[];
};

/* Where a machine went when it ran in a text: runs that come to one state at one place go on alike. */
struct tp_trail;

struct tp_trail *tp_trail_new(void);
void tp_trail_free(struct tp_trail *trail);

/* Forgets all, as it must for another text, and after tp_machine_tidy(). */
void tp_trail_clear(struct tp_trail *trail);

/* A pattern matches at the machine's side of the place. With the trails of other runs this takes less time. */
bool tp_machine_finds(struct tp_machine *machine, struct tp_trail *trail, struct tp_str text, size_t at);

/* Calls each() for the sets of patterns that match at any place of any text. False if there are more than
 * so many states to go through, or if these have too many steps. */
bool tp_machine_explore(struct tp_machine *machine, size_t most_states,
			void (*each)(void *arg, const struct tp_matches *matches), void *arg);

/* Forgets what was made if it takes too much memory, and then returns true. To be called now and then. */
bool tp_machine_tidy(struct tp_machine *machine);

/* About the bytes that it takes together with a trail. */
size_t tp_machine_size(const struct tp_machine *machine);

#endif
