#!/usr/bin/env python3
"""Makes dictionaries/LANG/errors: tools/learn/errors.py LANG DICTIONARY OUT SOURCES PAIRS... [-- WITNESSES...]

A line of a file of PAIRS is a misspelling, a tab, and the words that it may be meant for, separated by "|"; SOURCES is
what the head of the table says about where they come from. Only those are kept whose one word tprep (TPREP, with
TPREP_DATA) has among its corrections, but not first; which is no farther than the first one; and
which no other file, nor a file of WITNESSES, contradicts: lists that people wrote have slips of their own.
"""
import os, re, subprocess, sys

HEAD = """# Frequent errors in {language} that are not meant for the word that looks likeliest, in small letters, sorted by their
# bytes, with what is meant.
# Source: {sources}
# by tools/learn/errors.py.
# Licence: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/
"""


def read(paths):
    """The words that each misspelling is meant for."""
    pairs = {}
    for path in paths:
        for line in open(path, encoding="utf-8"):
            typed, _, words = line.rstrip("\n").partition("\t")
            if re.fullmatch(r"[^\W\d_]{3,}", typed):
                pairs.setdefault(typed.lower(), set()).update(words.split("|"))
    return pairs


def distance(one, other):
    """Letters missing, extra, wrong or in each other's place."""
    rows = [[k for k in range(len(other) + 1)]]
    for i in range(1, len(one) + 1):
        rows.append([i])
        for k in range(1, len(other) + 1):
            swapped = i > 1 and k > 1 and one[i - 2:i] == other[k - 1] + other[k - 2]
            rows[i].append(min(rows[i - 1][k] + 1, rows[i][k - 1] + 1,
                               rows[i - 1][k - 1] + (one[i - 1] != other[k - 1]),
                               rows[i - 2][k - 2] + 1 if swapped else len(one) + len(other)))
    return rows[-1][-1]


def is_plausible(typed, word, found, witnesses):
    """Of lists that others wrote; case does not matter."""
    others = {other.lower() for other in witnesses.get(typed, ())}
    return others <= {word.lower()} and distance(typed, word.lower()) <= distance(typed, found[0].lower())


def ask(words, dictionary):
    """What tprep says of each word: None if it is right, else its corrections."""
    done = subprocess.run([os.environ["TPREP"], "spell", "-a", "--no-known-errors", "-d", dictionary],
                          input="".join(f"^{word}\n" for word in words), capture_output=True, text=True, check=True)
    answers = []
    for block in done.stdout.split("\n", 1)[1].split("\n\n")[:len(words)]:
        wrong = [line for line in block.split("\n") if line[:1] in "&#?"]
        answers.append(wrong[0].partition(": ")[2].split(", ") if wrong else None)
    return answers


def main():
    language, dictionary, out, sources, *paths = sys.argv[1:]
    end = paths.index("--") if "--" in paths else len(paths)
    pairs, witnesses = read(paths[:end]), read(paths[end + 1:])
    typed = sorted((word for word in pairs if len(pairs[word]) == 1), key=str.encode)
    with open(out, "w", encoding="utf-8") as file:
        file.write(HEAD.format(language=language, sources=sources))
        for word, found in zip(typed, ask(typed, dictionary)):
            meant, = pairs[word]
            if found and meant in found[1:] and is_plausible(word, meant, found, witnesses):
                file.write(f"{word}\t{meant}\n")


main()
