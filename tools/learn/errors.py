#!/usr/bin/env python3
"""Makes dictionaries/LANG/errors: tools/learn/errors.py LANG DICTIONARY OUT SOURCES PAIRS...

A line of a file of PAIRS is a misspelling, a tab, and the words that it may be meant for, separated by "|"; SOURCES is
what the head of the table says about where they come from. Only those are kept whose one word tprep (TPREP, with
TPREP_DATA) has among its corrections, but not first.
"""
import os, re, subprocess, sys

HEAD = """# Frequent errors in {language} that are not meant for the word that looks likeliest, in small letters, sorted by their
# bytes, with what is meant.
# Source: {sources}
# by tools/learn/errors.py.
# Licence: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/
"""


def read(paths):
    pairs = {}
    for path in paths:
        for line in open(path, encoding="utf-8"):
            typed, _, word = line.rstrip("\n").partition("\t")
            if re.fullmatch(r"[^\W\d_]{3,}", typed) and "|" not in word:
                pairs[typed.lower()] = word
    return pairs


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
    pairs = read(paths)
    typed = sorted(pairs, key=str.encode)
    with open(out, "w", encoding="utf-8") as file:
        file.write(HEAD.format(language=language, sources=sources))
        for word, found in zip(typed, ask(typed, dictionary)):
            if found and pairs[word] in found[1:]:
                file.write(f"{word}\t{pairs[word]}\n")


main()
