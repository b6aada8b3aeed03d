/* Many patterns run at once: which of them match to the left, or to the right, of a place in a text. */
#ifndef TPREP_LANGUAGE_AUTOMATON_H
#define TPREP_LANGUAGE_AUTOMATON_H

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

/* A set of bytes, as a bitmap. */
struct tp_bytes {
	uint64_t bits[4];
};

/* How many bytes on each side of a place tell whether a pattern can match. */
enum { TP_NEAR = 3 };

/* The bytes that can stand next to the place (near[0]), next to those, and so on, on the automaton's side,
 * where a pattern matches: never too few. */
void tp_automaton_bytes(const struct tp_automaton *automaton, const struct tp_classes *classes, uint32_t pattern,
			struct tp_bytes near[TP_NEAR]);

/* Beside code points of which classes a pattern can match, and (the last) beside none: one byte each, to be freed. */
uint8_t *tp_automaton_beside(const struct tp_automaton *automaton, const struct tp_classes *classes, uint32_t pattern);

/* The deterministic automaton, made while it runs: for one thread at a time. Memory is bounded. */
struct tp_machine;

struct tp_machine *tp_machine_new(const struct tp_automaton *automaton, const struct tp_classes *classes);
void tp_machine_free(struct tp_machine *machine);

/* Calls found() for each pattern that matches at the machine's side of the place `at`, each once. */
void tp_machine_run(struct tp_machine *machine, struct tp_str text, size_t at,
		    void (*found)(void *arg, uint32_t pattern), void *arg);

#endif
