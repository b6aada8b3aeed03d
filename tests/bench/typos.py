#!/usr/bin/env python3
"""How many annotated typos of running text two checkers flag: typos.py TEXT DICTIONARY OURS OTHER

A line of TEXT is JSON: its text, and its tokens with their word classes, a typo's being TYPO. OURS speaks the ispell
protocol; OTHER prints the words that are unknown to it. Typos are counted where a checker flags the whole word, or what
stands between its hyphens. A scorer that takes any flag for that of a word which is in it, or has it in it, uses up flags
for the wrong words: how many that one would find is told of a perfect checker, which flags just the typos that the other
one does.
"""
import json, subprocess, sys


def run(command, dictionary, lines):
    done = subprocess.run([*command.split(), "-d", dictionary], input="\n".join(lines) + "\n", capture_output=True,
                          text=True, encoding="utf-8", errors="replace", check=True)
    return done.stdout.split("\n")


def flagged(answers):
    """The words that are flagged, line by line."""
    words = [[]]
    for answer in answers[1:]:
        if not answer:
            words.append([])
        elif answer[0] in "&?#":
            words[-1].append(answer.split(" ")[1])
    return words


def is_word(word, kind):
    return kind not in ("PUNCT", "SYM", "NUM", "X") and any(map(str.isalpha, word))


def count_loosely(tokens, typos):
    """Those of the typos that are found if each flag is used up by the first word that has it in it, or is in it."""
    flags, n = list(typos), 0
    for word, kind in tokens:
        hit = next((flag for flag in flags if flag in word or word in flag), None) if is_word(word, kind) else None
        if hit:
            flags.remove(hit)
            n += kind == "TYPO" and word in typos
    return n


def main():
    path, dictionary, ours, other = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    texts = [line["text"] for line in lines]
    unknown = set(run(other, dictionary, texts))
    annotated = of_other = of_both = loosely = 0
    for line, words in zip(lines, flagged(run(ours, dictionary, ["^" + text for text in texts]))):
        typos = [word for word, kind in line["tokens"] if kind == "TYPO" and is_word(word, kind)]
        known = [word for word in typos if word in unknown]
        annotated += len(typos)
        of_other += len(known)
        of_both += sum(not set(words).isdisjoint([word, *word.split("-")]) for word in known)
        loosely += count_loosely(line["tokens"], known)
    print(f"by whole words: {annotated} typos annotated; {of_other} flagged by the other, {of_both} of these by ours "
          f"(of a perfect checker, the scorer would count {loosely})")


main()
