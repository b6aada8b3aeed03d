#!/usr/bin/env python3
"""Makes dictionaries/LANG/ranking from pairs of a misspelling and its word:

    tools/learn/ranking.py OUT SOURCES LICENCE DICTIONARY:PAIRS...

A line of a file of PAIRS is a misspelling, a tab, and the words that it may be meant for, separated by "|". SOURCES and
LICENCE are what the head of the table says about where they come from. The weights are those by which the right one is
most likely (a conditional logit; each file counts as much as the others). A pair counts the more, the more often its
word is used: in lists each error stands once, in texts those of frequent words are more. CANDIDATES, which is
build/tests/bench/candidates (made by "make unit" and "make bench"), tells the marks of each correction that is found,
with the tables of DATA, such as dictionaries. Needs numpy and scipy (PyPI).
"""
import os, random, subprocess, sys, unicodedata

import numpy, scipy.optimize

MARKS = ["edits", "edits-short", "rarity", "rarity-short", "odd", "consonants", "vowels", "first", "last", "letters", "start",
         "behind-head", "before-tail", "shorter", "split", "possessive"]
MOST_PAIRS = 1600  # of a file
MOST_CANDIDATES = 24  # of a word
RIDGE = 0.0005
OF_FREQUENCY = 0.15  # a pair counts by this power of how often its word is used
HEAD = """# How corrections are put in order: what each thing that is seen of one counts, in percent of what edits and words cost (see
# dictionaries/mul/edits; so or not so is 100). Learned from {n} misspellings of
# {sources}
# by tools/learn/ranking.py; no word is in it.
# Licence: {licence}
"""


def folded(word):
    return unicodedata.normalize("NFC", word).replace("’", "'").casefold()


def read(path):
    pairs = {}
    for line in open(path, encoding="utf-8"):
        typed, _, words = line.rstrip("\n").partition("\t")
        pairs[typed] = {folded(word) for word in words.split("|")}
    chosen = random.Random(5).sample(sorted(pairs), min(MOST_PAIRS, len(pairs)))
    return {typed: pairs[typed] for typed in chosen}


def ask(dictionary, words):
    """The candidates of each word, each once, with their marks in hundredths."""
    done = subprocess.run([os.environ["CANDIDATES"], dictionary, os.environ["DATA"]], input="\n".join(words) + "\n",
                          capture_output=True, text=True, check=True)
    for block in done.stdout.split("\n\n"):
        typed, *lines = block.split("\n")
        found = {}
        for _, form, marks in (line.split("\t") for line in lines if line):
            found.setdefault(folded(form), [int(mark) / 100 for mark in marks.split()])
        found.pop(folded(typed), None)
        if found:
            yield typed, list(found)[:MOST_CANDIDATES], numpy.array(list(found.values())[:MOST_CANDIDATES])


def examples(dictionary, path):
    """For each word that has its right correction among others: the marks of all, which are right, and its share."""
    pairs = read(path)
    found = [(marks, numpy.array([form in pairs[typed] for form in forms]))
             for typed, forms, marks in ask(dictionary, list(pairs)) if typed in pairs]
    found = [(marks, right) for marks, right in found if right.any() and not right.all()]
    shares = numpy.exp([-OF_FREQUENCY * marks[right, MARKS.index("rarity")].min() for marks, right in found])
    return [(marks, right, share / shares.sum()) for (marks, right), share in zip(found, shares)]


def learn(all_of):
    """The weights, none below 0, that make the right corrections most likely."""
    shape = len(all_of), max(len(right) for _, right, _ in all_of)
    marks, there, right = numpy.zeros(shape + (len(MARKS),)), numpy.full(shape, -1e9), numpy.zeros(shape)
    share = numpy.array([share for _, _, share in all_of])
    for i, (seen, good, _) in enumerate(all_of):
        marks[i, :len(good)], there[i, :len(good)], right[i, :len(good)] = seen, 0, good

    def loss(weights):
        score = there - marks @ weights
        p = numpy.exp(score - score.max(1, keepdims=True))
        q = p * right + 1e-300
        slope = numpy.einsum("i,ij,ijk->k", share, q / q.sum(1, keepdims=True) - p / p.sum(1, keepdims=True), marks)
        value = (share * (numpy.log(p.sum(1)) - numpy.log(q.sum(1)))).sum()
        return value + RIDGE * (weights ** 2).sum(), slope + 2 * RIDGE * weights

    return scipy.optimize.minimize(loss, numpy.ones(len(MARKS)), jac=True, method="L-BFGS-B",
                                   bounds=[(0, None)] * len(MARKS)).x


def main():
    out, sources, licence, *files = sys.argv[1:]
    all_of = [example for file in files for example in examples(*file.split(":", 1))]
    with open(out, "w", encoding="utf-8") as file:
        file.write(HEAD.format(n=len(all_of), sources=sources, licence=licence))
        for mark, weight in zip(MARKS, learn(all_of)):
            file.write(f"weight\t{mark}\t{round(100 * weight)}\n")


main()
