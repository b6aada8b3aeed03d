"""Running text with the words of English as often as they are used, for spell and its peers; and a file of 10 kB."""
import bisect, itertools, os, random, shutil, subprocess

FREQUENCIES = os.path.join(os.path.dirname(__file__), "../../dictionaries/{}/frequencies")
TYPOS = 0.005  # of all words
SIZE = 20000000
SMALL = 10000
WORDS_OF_LINE = 12


def draws(rng, language):
    """Words without end, each as often as the table has it."""
    words, weights = [], []
    with open(FREQUENCIES.format(language), encoding="utf-8") as file:
        for line in file:
            word, _, frequency = line.rstrip("\n").partition("\t")
            if frequency and word.replace("'", "").isalpha():
                words.append(word)
                weights.append(10 ** (int(frequency) / 10))
    sums = list(itertools.accumulate(weights))
    while True:
        yield words[bisect.bisect(sums, rng.random() * sums[-1])]


def with_typos(rng, words):
    """A few have two letters swapped."""
    for word in words:
        if rng.random() < TYPOS and len(word) > 4:
            word = word[:2] + word[3] + word[2] + word[4:]
        yield word


def running_text(size):
    """Paragraphs of short lines: long ones cost Hunspell's command several times as much."""
    rng, out, n = random.Random(1), [], 0
    words = with_typos(rng, draws(rng, "en"))
    while n < size:
        paragraph = []
        for _ in range(rng.randint(1, 6)):
            sentence = list(itertools.islice(words, rng.randint(5, 25)))
            sentence[0] = sentence[0].capitalize()
            sentence[-1] += rng.choice([".", ".", ".", "?", ", 3.5 percent."])
            paragraph += sentence
        lines = (" ".join(paragraph[i:i + WORDS_OF_LINE]) for i in range(0, len(paragraph), WORDS_OF_LINE))
        out.append(("\n".join(lines) + "\n\n").encode())
        n += len(out[-1])
    return b"".join(out)


# A dictionary for each language whose corrections are measured.
DICTIONARIES = ("ar de_DE en_US es_ES fr_FR hu_HU it_IT nl_NL pl_PL pt_BR ru_RU sv_SE tr_TR uk_UA").split()
MISSPELT = 500


def misspelt_words(language):
    """Words as often as they are used, each with one letter too much, missing, wrong, or in the place of the next one."""
    rng, out = random.Random(1), set()
    words = draws(rng, language)
    letters = sorted(set("".join(itertools.islice(words, 5000))))
    while len(out) < MISSPELT:
        word = next(words)
        at = rng.randrange(len(word))
        out.add(rng.choice((word[:at] + rng.choice(letters) + word[at:], word[:at] + word[at + 1:],
                            word[:at] + rng.choice(letters) + word[at + 1:],
                            word[:at] + word[at + 1:at + 2] + word[at] + word[at + 2:])))
    return "".join(word + "\n" for word in sorted(out) if len(word) > 3)


def bench_suggestions(program, folder):
    path = os.path.join(folder, "misspelt.txt")
    print("corrections, processor time without loading:")
    for dictionary in DICTIONARIES:
        with open(path, "w", encoding="utf-8") as file:
            file.write(misspelt_words(dictionary[:2]))
        if os.path.exists(f"/usr/share/hunspell/{dictionary}.dic"):
            subprocess.run([program, dictionary, path])


def show(name, measured, size, peers):
    if not measured:
        print(f"  {name:28} fails")
        return
    ratios = " ".join(f"{peer[0] / measured[0]:8.2f} x {command}" for command, peer in peers.items() if peer)
    print(f"  {name:28} {size / 1e6 / measured[0]:8.1f} MB/s {measured[1] / 1e6:8.0f} MB {ratios}", flush=True)


def bench(tprep, folder, measure):
    """`measure` gives processor seconds and memory of a command with a file as input."""
    path = os.path.join(folder, "running.txt")
    bench_suggestions(os.path.join(os.path.dirname(tprep), "tests/bench/suggest"), folder)
    commands = {"hunspell -l": ["hunspell", "-d", "en_US", "-l"], "aspell list": ["aspell", "-d", "en_US", "list"]}
    text = running_text(SIZE)
    with open(path, "wb") as file:
        file.write(text)
    print(f"running text of English, {len(text) / 1e6:.0f} MB:")
    peers = {name: measure(command, path) for name, command in commands.items() if shutil.which(command[0])}
    for name, measured in peers.items():
        show(name, measured, len(text), {})
    spell = [tprep, "spell", "-l", "-d", "en_US", "-"]
    show("tprep spell -l, no cache", measure(spell, path), len(text), peers)
    os.environ["TPREP_CACHE"] = os.path.join(folder, "cache")
    show("tprep spell -l, cache file", measure(spell, path), len(text), peers)
    with open(path, "wb") as file:
        file.write(text[:SMALL])
    check = [tprep, "check", "-l", "en", "-"]
    measured = measure(check, path) and measure(check, path)
    os.environ["TPREP_CACHE"] = ""
    if measured:
        print(f"  {'tprep check of 10 kB':28} {measured[0] * 1000:8.1f} ms   {measured[1] / 1e6:8.1f} MB, with a cache file")
