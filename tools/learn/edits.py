#!/usr/bin/env python3
"""Makes dictionaries/LANG/edits from pairs of a misspelling and its word:

    tools/learn/edits.py OUT LANG SOURCES LICENCE PAIRS...

A line of a file of PAIRS is a misspelling, a tab, and the words that it may be meant for, separated by "|". SOURCES and
LICENCE are what the head of the table says about where they come from. Each pair is aligned, each edit counted with up
to two letters around it, and an edit that is likelier than what smaller ones explain is kept (Brill and Moore, 2000).
"""
import collections, math, sys

CONTEXT = 2  # letters around an edit, on one side
LONGEST = 5  # letters of an edit on one side
SMOOTH = 8  # so many more places without the edit than were seen
LEAST = 4  # times an edit was seen
GAIN = 35  # hundredths of nats that a longer edit must be cheaper than shorter ones
MOST = 6000  # edits that are kept
HEAD = """# How words are misspelt in {language}: the cost of edits, in hundredths of nats (100 times the natural logarithm of how
# unlikely they are), as dictionaries/mul/edits has them for all languages. Counted in {n} misspellings of
# {sources}
# by tools/learn/edits.py; no word is in it.
# Licence: {licence}
"""


def read(paths):
    """The weight of each pair: a misspelling of two words counts half for each."""
    pairs = {}
    for path in paths:
        for line in open(path, encoding="utf-8"):
            typed, _, words = line.rstrip("\n").partition("\t")
            words = [word.lower() for word in words.split("|") if word and " " not in word]
            for word in words:
                if word != typed.lower() and 2 < len(word) < 30 and len(typed) < 30 and abs(len(word) - len(typed)) < 4:
                    pairs[typed.lower(), word] = 1 / len(words)
    return pairs


def align(word, typed):
    """The cells of the cheapest alignment: [("r", "r"), ("ie", "ei"), ("e", "")]; None if it is far."""
    cost, back = {(0, 0): 0}, {}
    for i in range(len(word) + 1):
        for k in range(len(typed) + 1):
            steps = []
            if i and k:
                steps.append((cost[i - 1, k - 1] + (word[i - 1] != typed[k - 1]) * 1.05, 1, 1))
            if i:
                steps.append((cost[i - 1, k] + 1, 1, 0))
            if k:
                steps.append((cost[i, k - 1] + 1, 0, 1))
            if i > 1 and k > 1 and word[i - 2:i] == typed[k - 1] + typed[k - 2] and word[i - 2] != word[i - 1]:
                steps.append((cost[i - 2, k - 2] + 0.9, 2, 2))
            if steps:
                cost[i, k], *back[i, k] = min(steps)
    i, k, cells = len(word), len(typed), []
    if cost[i, k] > 3.2:
        return None
    while i or k:
        di, dk = back[i, k]
        cells.append((word[i - di:i], typed[k - dk:k]))
        i, k = i - di, k - dk
    return [("^", "^")] + cells[::-1] + [("$", "$")]


def windows(cells):
    """The edits of an alignment with what is around them."""
    for i, (one, other) in enumerate(cells):
        if one == other:
            continue
        yield one, other
        for left in range(CONTEXT + 1):
            for right in range(CONTEXT + 1):
                if not left + right or i - left < 0 or i + right >= len(cells):
                    continue
                part = cells[i - left:i + right + 1]
                one, other = "".join(c[0] for c in part), "".join(c[1] for c in part)
                if max(len(one), len(other)) <= LONGEST and other.strip("^$"):
                    yield one, other


def count(pairs):
    edits, parts = collections.Counter(), collections.Counter()
    places = 0
    for (typed, word), weight in pairs.items():
        cells = align(word, typed)
        if not cells:
            continue
        for edit in set(windows(cells)):
            edits[edit] += weight
        text = f"^{word}$"
        places += weight * (len(word) + 1)
        for n in range(1, LONGEST + 1):
            for i in range(len(text) - n + 1):
                parts[text[i:i + n]] += weight
    return edits, parts, places


def explained(one, other, costs):
    """What smaller edits make of it."""
    best = {(0, 0): 0}
    for i in range(len(one) + 1):
        for k in range(len(other) + 1):
            if (i, k) == (0, 0):
                continue
            best[i, k] = min([best[i - a, k - b] + (0 if one[i - a:i] == other[k - b:k] else
                                                    costs.get((one[i - a:i], other[k - b:k]), 9999))
                              for a in range(min(i, LONGEST) + 1) for b in range(min(k, LONGEST) + 1)
                              if a + b and (a, b) != (len(one), len(other))], default=9999)
    return best[len(one), len(other)]


def learn(pairs):
    edits, parts, places = count(pairs)
    costs, gains = {}, {}
    for (one, other), n in sorted(edits.items(), key=lambda item: (len(item[0][0]) + len(item[0][1]), item[0])):
        if n < LEAST:
            continue
        cost = round(-100 * math.log(n / ((parts[one] if one else places) + SMOOTH)))
        otherwise = explained(one, other, costs)
        if len(one) < 2 and len(other) < 2 or cost + GAIN <= otherwise:
            costs[one, other] = cost
            gains[one, other] = n * (otherwise - cost)
    return {edit: costs[edit] for edit in sorted(gains, key=lambda edit: (-gains[edit], edit))[:MOST]}


def main():
    out, language, sources, licence, *paths = sys.argv[1:]
    pairs = read(paths)
    costs = learn(pairs)
    with open(out, "w", encoding="utf-8") as file:
        file.write(HEAD.format(language=language, n=len(pairs), sources=sources, licence=licence))
        for (one, other), cost in sorted(costs.items()):
            file.write(f"edit\t{one}\t{other}\t{cost}\n")


main()
