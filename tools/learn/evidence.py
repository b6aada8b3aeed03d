#!/usr/bin/env python3
"""Learns what evidence for the end of a sentence weighs: tools/learn/evidence.py TPREP FILE... >dictionaries/mul/evidence

Each FILE holds paragraphs of one treebank, a JSON object a line: "text", and "ends", the offsets in characters where
sentences end. TPREP is the command; TPREP_DATA has to be set where it is not installed. It is asked for its candidates
by the rules for any language ("mul"), so that a language's own rules hide no doubtful case, and for the evidence there;
the weights are those of a logistic regression. Errors with each treebank left out in turn go to standard error.

There is one set of weights for all languages: by cross-validation over paragraphs, weights of a language's own made no
difference where the language has rules, but for a treebank that leaves sentences together (id.GSD).
"""
import json, os, subprocess, sys

import numpy

PENALTY = 0.1  # for large weights
ENOUGH = 10  # the weight against an end that overrules a rule; lib/language/evidence.c has the same
HEAD = """# What evidence for (+) or against (-) the end of a sentence weighs, where the rules of a language have nothing to say:
# tenths of the logarithm of the odds, learned by tools/learn/evidence.py from treebanks of Universal Dependencies
# (https://universaldependencies.org/): {names}.
# Licence: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/
"""


def candidates(tprep, paragraphs):
    """What --why says, an object for each candidate."""
    text = "\n\n".join(paragraph["text"] for paragraph in paragraphs) + "\n"
    done = subprocess.run([tprep, "segment", "-l", "mul", "--lines=hard", "--why", "--json", "-"], input=text,
                          capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_end(paragraph, at):
    """Whether a sentence ends at a candidate, that is before the white space there; None: the paragraph does."""
    text, to = paragraph["text"], at
    while to < len(text) and text[to].isspace():
        to += 1
    return None if to == len(text) else any(at <= end <= to for end in paragraph["ends"])


def cases(tprep, path):
    """The doubtful candidates of a treebank, where a rule breaks: their evidence, and whether a sentence ends."""
    with open(path, encoding="utf-8") as file:
        paragraphs = [json.loads(line) for line in file]
    for candidate in candidates(tprep, paragraphs):
        if "evidence" in candidate:
            end = is_end(paragraphs[candidate["unit"] - 1], candidate["at_char"])
            if end is not None:
                yield candidate["evidence"], end


def learn(x, y):
    """Weights by Newton's method."""
    weights = numpy.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + numpy.exp(-x @ weights))
        curvature = (x * (p * (1 - p))[:, None]).T @ x + PENALTY * numpy.eye(len(weights))
        weights += numpy.linalg.solve(curvature, x.T @ (y - p) - PENALTY * weights)
    return numpy.round(10 * weights)


def report(x, y, source, names):
    """Errors of the rules and of the evidence on each treebank, by weights from the other ones."""
    total = numpy.zeros(3, int)
    for i, name in enumerate(names):
        other = source != i
        judged = x[~other] @ learn(x[other], y[other]) > -ENOUGH
        right = y[~other] > 0
        errors = numpy.array([len(right), (~right).sum(), (judged != right).sum()])
        print(f"{name:16} {errors[0]:5} doubtful {errors[1]:4} wrong by rules {errors[2]:4} wrong by evidence",
              file=sys.stderr)
        total += errors
    print(f"{'all':16} {total[0]:5} doubtful {total[1]:4} wrong by rules {total[2]:4} wrong by evidence",
          file=sys.stderr)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    names = [os.path.basename(path).removesuffix(".jsonl") for path in sys.argv[2:]]
    found = [(i, *case) for i, path in enumerate(sys.argv[2:]) for case in cases(sys.argv[1], path)]
    pieces = sorted({piece for _, evidence, _ in found for piece in evidence})
    x = numpy.array([[piece in evidence for piece in pieces] for _, evidence, _ in found], float)
    y = numpy.array([case[2] for case in found], float)
    report(x, y, numpy.array([case[0] for case in found]), names)
    print(HEAD.format(names=", ".join(names)), end="")
    for piece, weight in zip(pieces, learn(x, y)):
        print(f"{piece}\t{weight:.0f}")


main()
