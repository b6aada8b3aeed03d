"""Running text with the words of English as often as they are used, for spell and its peers; and a file of 10 kB."""
import bisect, itertools, os, random, shutil

FREQUENCIES = os.path.join(os.path.dirname(__file__), "../../dictionaries/en/frequencies")
TYPOS = 0.005  # of all words
SIZE = 20000000
SMALL = 10000
WORDS_OF_LINE = 12


def draws(rng):
    """Words without end, each as often as the table has it; a few with two letters swapped."""
    words, weights = [], []
    with open(FREQUENCIES, encoding="utf-8") as file:
        for line in file:
            word, _, frequency = line.rstrip("\n").partition("\t")
            if frequency and word.replace("'", "").isalpha():
                words.append(word)
                weights.append(10 ** (int(frequency) / 10))
    sums = list(itertools.accumulate(weights))
    while True:
        word = words[bisect.bisect(sums, rng.random() * sums[-1])]
        if rng.random() < TYPOS and len(word) > 4:
            word = word[:2] + word[3] + word[2] + word[4:]
        yield word


def running_text(size):
    """Paragraphs of short lines: long ones cost Hunspell's command several times as much."""
    rng, out, n = random.Random(1), [], 0
    words = draws(rng)
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


def show(name, measured, size, peers):
    if not measured:
        print(f"  {name:28} fails")
        return
    ratios = " ".join(f"{peer[0] / measured[0]:8.2f} x {command}" for command, peer in peers.items() if peer)
    print(f"  {name:28} {size / 1e6 / measured[0]:8.1f} MB/s {measured[1] / 1e6:8.0f} MB {ratios}", flush=True)


def bench(tprep, folder, measure):
    """`measure` gives processor seconds and memory of a command with a file as input."""
    path = os.path.join(folder, "running.txt")
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
