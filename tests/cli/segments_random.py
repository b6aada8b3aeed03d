#!/usr/bin/env python3
"""Segmentation beside a slow model, on random rules and texts: tests/cli/segments_random.py [SETS [SEED]]

A place in a text breaks if a rule that breaks ends there, and if the first rule that matches there breaks, too. A rule
matches if the text that ends at the place has a part that its first pattern describes, and the text that begins there
has one for its second pattern. It ends where the match from a place ends that is found first, as engines do that
back-track.
"""
import functools, json, os, random, subprocess, sys, tempfile
from xml.sax.saxutils import escape

TPREP = os.environ["TPREP"]
SETS, SEED = (list(map(int, sys.argv[1:])) + [200, 1][len(sys.argv) - 1:])[:2]
LETTERS = "aabb.?! A1é。"
SHORTHANDS = {r"\s": str.isspace, r"\S": lambda c: not c.isspace(), r"\d": str.isdigit, r"\w": str.isalnum,
              r"\p{Lu}": str.isupper, r"\p{Ll}": str.islower, ".": lambda c: True, "[^a]": lambda c: c != "a",
              "[.?!]": lambda c: c in ".?!", "[a-b]": lambda c: c in "ab", "[[ab.]&&[^b]]": lambda c: c in "a."}
SPECIAL = {r"\(": lambda c: c == "(", r"\)": lambda c: c == ")", '["“]': lambda c: c in '"“'}
STOP, SPACE = ("[.?!]", SHORTHANDS["[.?!]"]), (r"\s", str.isspace)
PASSED = {"[^()]": lambda c: c not in "()", '[^"“]': lambda c: c not in '"“', ".": lambda c: True, "[^a]": lambda c: c != "a"}


# A pattern is a pair: as it is written, and a function from a text and a place to the places where a match can end, in
# the order in which they are found.

def one(spelled, fits):
    return spelled, lambda text, at: [at + 1] if at < len(text) and fits(text[at]) else []


def condition(spelled, holds):
    return spelled, remembered(lambda text, at: [at] if holds(text, at) else [])


def is_word(text, at):
    return 0 <= at < len(text) and text[at].isalnum()


def unique(places):
    return list(dict.fromkeys(places))


def follow(patterns, text, places):
    for _, ends in patterns:
        places = unique(end for at in places for end in ends(text, at))
    return places


def look(pattern, behind, negated):
    def holds(text, at):
        if behind:
            return any(at in pattern[1](text, start) for start in range(at + 1)) != negated
        return bool(pattern[1](text, at)) != negated
    return condition("(?%s%s%s)" % ("<" * behind, "!" if negated else "=", pattern[0]), holds)


def repeat(pattern, spelled, least, most, lazy):
    @remembered
    def ends_after(n, text, at):
        """The ends after n times; a time that reads nothing is the last one, once they are enough."""
        more = []
        for end in pattern[1](text, at) if n < most else []:
            more += [end] if end == at and n >= least else ends_after(n + 1, text, end)
        return more if n < least else unique([at] + more if lazy else more + [at])
    return pattern[0] + spelled + "?" * lazy, remembered(lambda text, at: unique(ends_after(0, text, at)))


def character(rng):
    if rng.random() < 0.5:
        letter = rng.choice(LETTERS)
        return one("\\" + letter if letter in ".?! " else letter, lambda c: c == letter)
    return one(*rng.choice(list(SHORTHANDS.items())))


def assertion(rng, depth):
    kind = rng.randrange(5)
    if kind == 0:
        return condition(r"\b", lambda text, at: is_word(text, at - 1) != is_word(text, at))
    if kind == 1:
        return condition("^", lambda text, at: at == 0)
    if kind == 2:
        return condition("$", lambda text, at: at == len(text))
    inner = character(rng) if rng.random() < 0.5 else sequence(rng, 0)
    return look(inner, rng.random() < 0.5, rng.random() < 0.5)


def group(rng, depth):
    spelled, ends = choice(rng, depth - 1)
    return "(?:%s)" % spelled, ends


def atom(rng, depth):
    if rng.random() < 0.12:
        return assertion(rng, depth)
    pattern = group(rng, depth) if depth and rng.random() < 0.3 else character(rng)
    if rng.random() < 0.6:
        return pattern
    return repeat(pattern, *rng.choice([("+", 1, 99), ("*", 0, 99), ("?", 0, 1), ("{1,2}", 1, 2), ("{2}", 2, 2),
                                        ("{2,}", 2, 99), ("{0,20}", 0, 20)]), rng.random() < 0.2)


def remembered(ends):
    return functools.lru_cache(maxsize=None)(ends)


def sequence(rng, depth):
    parts = [atom(rng, depth) for _ in range(rng.choice([0, 1, 1, 2, 2, 3]))]
    return "".join(spelled for spelled, _ in parts), remembered(lambda text, at: follow(parts, text, [at]))


def choice(rng, depth):
    parts = [sequence(rng, depth) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
    return ("|".join(spelled for spelled, _ in parts),
            remembered(lambda text, at: unique(end for _, ends in parts for end in ends(text, at))))


def special(rng):
    return one(*rng.choice(list(SPECIAL.items())))


def far(rng, left):
    """A pattern that needs a special character, from which it may read far to the place."""
    beside = [[character(rng) if rng.random() < 0.7 else special(rng) for _ in range(rng.choice([0, 1, 2]))]
              for _ in range(2)]
    passed = repeat(one(*rng.choice(list(PASSED.items()))), *rng.choice([("*", 0, 99), ("{0,20}", 0, 20)]), False)
    parts = [*beside[0], special(rng), *beside[1]]
    parts = [*parts, passed, one(*STOP)] if left else [one(*SPACE), passed, *parts]
    return "".join(spelled for spelled, _ in parts), remembered(lambda text, at: follow(parts, text, [at]))


def far_rules(rng):
    rules = [(rng.random() < 0.4, far(rng, True) if rng.random() < 0.7 else one(*STOP),
              far(rng, False) if rng.random() < 0.6 else one(*SPACE)) for _ in range(rng.randint(1, 4))]
    return [*rules, (True, one(*STOP), one(*SPACE))]


def random_texts(rng, letters, most):
    return ["".join(rng.choices(letters, k=rng.randint(1, most))).strip() or "a" for _ in range(6)]


def matches(rule, text, at):
    _, before, after = rule
    return bool(after[1](text, at)) and any(at in before[1](text, start) for start in range(at + 1))


def ends_of(rule, text):
    """The ends of the matches from each place."""
    _, before, after = rule
    return {next((end for end in before[1](text, at) if after[1](text, end)), 0) for at in range(len(text) + 1)}


def model(rules, text):
    """The sentences of a text, each with the white space behind it."""
    borders = set()
    for at in set().union(*(ends_of(rule, text) for rule in rules if rule[0])) - {0, len(text)}:
        first = next((rule for rule in rules if matches(rule, text, at)), None)
        if first and first[0]:
            borders.add(at + len(text[at:]) - len(text[at:].lstrip()))
    places = [0, *sorted(borders - {len(text)}), len(text)]
    return [text[a:b] for a, b in zip(places, places[1:])]


def written(rules):
    lines = ["<rule break='%s'><beforebreak>%s</beforebreak><afterbreak>%s</afterbreak></rule>" %
             ("yes" if breaks else "no", escape(before[0]), escape(after[0])) for breaks, before, after in rules]
    return ("<srx version='2.0'><header cascade='no'/><body><languagerules><languagerule languagerulename='a'>\n%s\n"
            "</languagerule></languagerules><maprules><languagemap languagepattern='.*' languagerulename='a'/></maprules>"
            "</body></srx>" % "\n".join(lines))


def sentences(path, texts):
    done = subprocess.run([TPREP, "segment", "--json", "--nul", "--lines=soft", "--srx=" + path], capture_output=True,
                          input="\0".join(texts).encode(), check=True)
    return [[json.loads(line)["text"] for line in text.splitlines()] for text in done.stdout.decode().split("\0")]


def main():
    rng = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rules.srx")
        for n in range(SETS):
            if n % 2:
                rules, texts = far_rules(rng), random_texts(rng, LETTERS + '.. ..  ()("“', 60)
            else:
                rules = [(rng.random() < 0.6, choice(rng, 2), choice(rng, 1)) for _ in range(rng.randint(1, 6))]
                texts = random_texts(rng, LETTERS, 24)
            with open(path, "w") as file:
                file.write(written(rules))
            for text, got in zip(texts, sentences(path, texts)):
                if got != model(rules, text):
                    print(f"not ok rules and texts of set {n}\n# {written(rules)}\n# {text!r}: {got}, not {model(rules, text)}")
                    sys.exit(1)
    print(f"ok {SETS} random sets of rules do as the model says")


main()
