"""Name bases of a thousand to a million invented names in five scripts, and text that is dense with them."""
import os, random, subprocess

SCRIPTS = {
    "en": ("b c d f g k l m n p r s t v z sh th dr".split(), "a e i o u ai ou".split()),
    "ru": ("б в г д ж з к л м н п р с т ф ц ч ш".split(), "а е и о у ы я".split()),
    "el": ("β γ δ ζ θ κ λ μ ν π ρ σ τ φ χ".split(), "α ε η ι ο υ ω".split()),
    "ar": ("ب ت ث ج ح د ر ز س ش ص ط ع ف ق ك ل م ن ه".split(), "ا و ي".split()),
    "hi": ("क ख ग घ च ज ट ड त द न प ब भ म य र ल व श स ह".split(), "ा ि ी ु ू े ो".split()),
}
SHARES = ["en"] * 4 + ["ru", "ru", "ar", "el", "hi"]


def word(rng, language):
    consonants, vowels = SCRIPTS[language]
    return "".join(rng.choice(consonants) + rng.choice(vowels) for _ in range(rng.randint(2, 4)))


def title(text):
    return " ".join(part[:1].upper() + part[1:] for part in text.split(" "))


def names(rng, n):
    """(language, name, other spelling) of n / 2 things, no form twice."""
    known, made = set(), []
    while len(made) < n // 2:
        language = rng.choice(SHARES)
        words = [word(rng, language) for _ in range(rng.choice((1, 1, 1, 2, 2, 3)))]
        name = title(" ".join(words))
        at = rng.randrange(len(words))
        words[at] += rng.choice(SCRIPTS[language][0]) + rng.choice(SCRIPTS[language][1])
        other = title(" ".join(words))
        if name not in known and other not in known:
            known |= {name, other}
            made.append((language, name, other))
    return made


def write_base(made, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write("concept\tkind\tlang\tform\tstatus\tmatch\tfirst\tunless\n")
        for i, (language, name, other) in enumerate(made):
            file.write(f"n{i}\tplace\t{language}\t{name}\tpreferred\texact\t\t\n"
                       f"n{i}\tplace\t{language}\t{other}\tdeprecated\texact\t\t\n")


def write_text(rng, made, size, path):
    """One word of sixteen is of a name, in either spelling."""
    of = {language: [row for row in made if row[0] == language] for language in SCRIPTS}
    filler = {language: [word(rng, language) for _ in range(4000)] for language in SCRIPTS}
    with open(path, "w", encoding="utf-8") as file:
        while file.tell() < size:
            language = rng.choice(SHARES)
            file.write(" ".join(rng.choice(rng.choice(of[language])[1:]) + "," if rng.random() < 1 / 16 else
                                rng.choice(filler[language]) for _ in range(rng.randint(8, 30))) + ".\n")


def found_by(command):
    """What a program prints: processor seconds, and how many names it found; None if it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return None
    seconds, found = done.stdout.split()
    return float(seconds), int(found)


def hyperscan(folder, case, forms, text):
    """Processor seconds in which Hyperscan finds the forms as literals in letters of any case ("ascii" or "unicode") that
    are no part of a word, and how many; None without it."""
    program = os.path.join(folder, "hyperscan")
    if not os.path.exists(program):
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libhs"], capture_output=True, text=True)
        source = os.path.join(os.path.dirname(__file__), "hyperscan.c")
        if flags.returncode or subprocess.run(["gcc", "-std=c11", "-O2", "-o", program, source,
                                               *flags.stdout.split()]).returncode:
            return None
    return found_by([program, case, forms, text])


def bench(build, folder, measure, size):
    """Prints two lines a size of base; `measure` gives processor seconds and memory of a command with a file as input.
    The second line has nothing but matching on both sides: where names are, from their start to their end. Hyperscan
    finds bytes: it tells where they end, and the peer finds out that they are a word, as one who uses it has to; names
    inside of longer ones are found, too. Ours knows words, diacritics and endings, takes the longest name, and leaves
    out what is no text; it is the same for both ratios."""
    tprep = os.path.join(build, "tprep")
    base, image, text, empty, forms = (os.path.join(folder, name) for name in
                                       ("names.tsv", "names.base", "names.txt", "empty.txt", "forms.txt"))
    open(empty, "w").close()
    print(f"names of large bases, {size / 1e6:.0f} MB: tprep names, reading and writing included; then finding alone")
    for n in 1000, 100000, 1000000:
        rng = random.Random(n)
        made = names(rng, n)
        write_base(made, base)
        write_text(rng, made, size, text)
        compiled, _ = measure([tprep, "base", "compile", "-o", image, base], empty)
        start, _ = measure([tprep, "names", "-l", "mul", "--style=" + image], empty)
        seconds, peak = measure([tprep, "names", "-l", "mul", "--style=" + image], text)
        seconds = max(seconds - start, 0.001)
        print(f"  {n:9,} names: {size / 1e6 / seconds:6.1f} MB/s {peak / 1e6:5.0f} MB, ready in {start * 1000:.1f} ms; "
              f"compiled in {compiled:.1f} s, {os.path.getsize(image) / n:.0f} bytes a form", flush=True)
        ours, n_ours = found_by([os.path.join(build, "tests/bench/matches"), image, text])
        line = f"    finding alone: {size / 1e6 / ours:6.1f} MB/s, {n_ours:,} names"
        if n <= 100000:
            with open(forms, "w", encoding="utf-8") as file:
                file.writelines(f"{form}\n" for row in made for form in row[1:])
            for case, title in ("ascii", "case of ASCII"), ("unicode", "case of Unicode"):
                peer = hyperscan(folder, case, forms, text)
                if peer:
                    theirs, n_theirs = peer
                    line += (f"; Hyperscan, literals that are words, {title}: {size / 1e6 / theirs:.1f} MB/s, "
                             f"{n_theirs:,}, {theirs / ours:.2f} x (all of tprep names {theirs / seconds:.2f} x)")
        print(line, flush=True)
