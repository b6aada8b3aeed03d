#!/usr/bin/env python3
"""Makes dictionaries/LANG/frequencies from the data of wordfreq: tools/learn/frequencies.py FOLDER [LANG...]

Needs the package wordfreq (PyPI). FOLDER is the dictionaries folder. For German, hunspell-de-de is asked which words
have an ß, which wordfreq folds away.
"""
import importlib.metadata, math, os, re, subprocess, sys, unicodedata

import wordfreq

SIZES = {"en": 60000}  # words; a language of many forms has more of them, and a rarer one says less
DEFAULT_SIZE = 40000
# The folders of Norwegian and Croatian have other names in wordfreq.
LANGUAGES = {language: language for language in
             "ar bg ca cs da de el en es fi fr hu id is it lt lv nl pl pt ro ru sk sl sv tr uk vi".split()}
LANGUAGES.update(no="nb", hr="sh")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
HEAD = """# How often words are used in {language}: the {n} most frequent ones, in small letters, sorted by their bytes, with the
# logarithm (base 10) of their number in a billion words, in tenths.
# Source: wordfreq {version} by Robyn Speer, https://github.com/rspeer/wordfreq, and the sources that it names (Wikipedia,
# OpenSubtitles, ParaCrawl, Google Books Ngrams http://books.google.com/ngrams and others), by tools/learn/frequencies.py
# Licence: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/
"""


def accepted(words, dictionary):
    """Those of the words that Hunspell's command accepts."""
    done = subprocess.run(["hunspell", "-d", dictionary, "-i", "utf-8", "-G"], input="\n".join(words) + "\n",
                          capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def sharp(words):
    """What German spells with ß, of words with ss: {"gross": "groß"}."""
    spelled = {word: word.replace("ss", "ß") for word in words if "ss" in word}
    known = accepted([form for pair in spelled.items() for word in pair for form in (word, word.capitalize())], "de_DE")
    is_known = lambda word: word in known or word.capitalize() in known
    return {word: form for word, form in spelled.items() if is_known(form) and not is_known(word)}


def restored(language, words):
    """The words with the letters that wordfreq folds away."""
    if language == "de":
        forms = sharp(words)
        return {forms.get(word, word): frequency for word, frequency in words.items()}
    if language == "el":
        return {re.sub("σ$", "ς", word): frequency for word, frequency in words.items()}
    return words


def table(language):
    found = wordfreq.get_frequency_dict(LANGUAGES[language], wordlist="best")
    words = {unicodedata.normalize("NFC", word): frequency for word, frequency in found.items() if WORD.fullmatch(word)}
    best = sorted(words, key=lambda word: (-words[word], word))[:SIZES.get(language, DEFAULT_SIZE)]
    return restored(language, {word: words[word] for word in best})


def write(folder, language):
    words = table(language)
    path = os.path.join(folder, language)
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, "frequencies"), "w", encoding="utf-8") as out:
        out.write(HEAD.format(language=language, n=len(words), version=importlib.metadata.version("wordfreq")))
        for word in sorted(words, key=str.encode):
            out.write(f"{word}\t{round(10 * (math.log10(words[word]) + 9))}\n")


for language in sys.argv[2:] or LANGUAGES:
    write(sys.argv[1], language)
