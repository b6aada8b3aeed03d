#!/usr/bin/env python3
"""Answers about sentences: tests/cli/segments.py [LANG.NAME.jsonl...]

What --why says is compared with the sentences, and with the rules that it names: over the examples of tests/spec, and
over the paragraphs ("text") of the files.
"""
import collections, concurrent.futures, csv, glob, json, os, re, subprocess, sys, tempfile

TPREP = os.environ["TPREP"]
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def run(*args, text=""):
    return subprocess.run([TPREP, *args], input=text.encode(), capture_output=True, check=False)


def objects(*args, text):
    done = run(*args, "--json", text=text)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def texts():
    """The paragraphs of each language."""
    found = collections.defaultdict(list)
    for path in glob.glob("tests/spec/segment-*.txt"):
        with open(path, encoding="utf-8") as file:
            for language, text in re.findall(r"^~~~ segment (\S+)\n(.*?)\n\.\n", file.read(), re.M | re.S):
                found[language] += re.split(r"\n\n+", text)
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            found[os.path.basename(path).split(".")[0]] += [" ".join(json.loads(line)["text"].split()) for line in file]
    return found


def check_answer(answer, rules):
    """An answer names a rule that is there, and what overruled it."""
    rule = rules.get((answer["file"], answer["line"]))
    assert rule, f"there is no such rule: {answer}"
    assert answer["by"] in ("rule", "evidence", "quote"), answer
    assert answer["by"] != "rule" or answer["break"] == (rule == "break"), answer
    assert answer["by"] == "rule" or (rule == "break" and not answer["break"]), answer
    assert answer["by"] != "evidence" or answer["weight"] < 0 and answer["evidence"], answer
    assert answer["confidence"] in ("high", "low"), answer


def starts(answers, units):
    """Where sentences start by what was answered: behind the white space at a place that breaks."""
    for answer in answers:
        rest = units[answer["unit"]][answer["at"]:]
        if answer["break"] and rest.strip():
            yield answer["unit"], answer["at"] + len(rest) - len(rest.lstrip())


def check_answers(language, paragraphs):
    text = "\n\n".join(paragraphs) + "\n"
    dumped = [line.split("\t") for line in run("srx", "dump", "-l", language).stdout.decode().splitlines()]
    rules = {(place.rpartition(":")[0], int(place.rpartition(":")[2])): breaks for place, breaks, *_ in dumped}
    answers = objects("segment", "-l", language, "--lines=hard", "--why", text=text)
    units = collections.defaultdict(bytes)
    told = []
    for sentence in objects("segment", "-l", language, "--lines=hard", text=text):
        if sentence["start"]:
            told.append((sentence["unit"], sentence["start"]))
        units[sentence["unit"]] += sentence["text"].encode()
    for answer in answers:
        check_answer(answer, rules)
    assert list(starts(answers, units)) == told, f"{language}: {set(starts(answers, units)) ^ set(told)}"


@test
def every_candidate_is_answered_for():
    for language, paragraphs in texts().items():
        check_answers(language, paragraphs)


@test
def our_rules_have_no_flaw():
    languages = [os.path.basename(os.path.dirname(path)) for path in glob.glob("dictionaries/*/segments.srx")]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in pool.map(lambda language: run("srx", "lint", "-l", language), languages):
            assert done.returncode == 0, done.stdout.decode()


@test
def names_of_the_base_are_never_cut():
    names = collections.defaultdict(set)
    for path in glob.glob("dictionaries/names/*.tsv"):
        with open(path, encoding="utf-8") as file:
            rows = (line for line in file if not line.startswith("#"))
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                if re.search(r"[.!?…]\S*\s", row["form"]):
                    names[row["lang"]].add(row["form"])
    assert names
    for language, forms in names.items():
        forms = sorted(forms)
        text = "\n\n".join(f"Abcdef ghijkl. Mnopqr {form} stuvwx. {form} abcdef." for form in forms) + "\n"
        told = collections.defaultdict(list)
        for sentence in objects("segment", "-l", language, "--lines=hard", text=text):
            told[sentence["unit"]].append(sentence["text"])
        for unit, form in enumerate(forms, 1):
            assert sum(form in text for text in told[unit]) == 2, f"{language}: {told[unit]}"


@test
def a_language_without_rules_names_those_it_uses():
    done = run("segment", "-l", "eo", text="Li venis. Li iris.\n")
    assert done.stdout.decode() == "Li venis.\nLi iris.\n"
    assert re.search(r'"eo" has no rules .*mul/segments.srx', done.stderr.decode()), done.stderr


@test
def a_vertical_bar_stands_for_the_danda():
    assert run("segment", "-l", "hi", text="राम आया | वह गया || बस |\n").stdout.decode() == "राम आया |\nवह गया ||\nबस |\n"
    assert run("segment", "-l", "bn", text="সে এল | কে?\n").stdout.decode() == "সে এল |\nকে?\n"


@test
def a_language_that_marks_few_ends_says_so():
    for language in ("th", "lo", "km", "th-x-spaces"):
        done = run("segment", "-l", language, text="x\n")
        assert re.search(f'rules for "{language}" find some ends', done.stderr.decode()), done.stderr
    assert not run("segment", "-l", "en", text="x\n").stderr


@test
def confidence_is_low_where_evidence_hardly_speaks():
    text = "They met Ana Brn. Tamm is there.\n\nIt rained. It snowed.\n"
    answers = objects("segment", "-l", "mul", "--why", text=text)
    assert [answer["confidence"] for answer in answers if answer["unit"] == 2] == ["high"], answers
    for answer in answers:
        poor = "evidence" in answer and -10 < answer["weight"] < 10
        assert (answer["confidence"] == "low") == poor, answer
    assert answers[0]["confidence"] == "low", answers


DOCUMENT = """The brg. was late. They met Brg. Tamm there.

Nobody knew Brg. Tamm. We went there by RR. NBC was there. We saw 5 RR. NBC did, too. It was an RR. Then he left.

He met (RR. NBC said) a friend by "RR. NBC" there. They read p.
55 and saw the Ana Brn. "Tamm" there.
"""


@test
def rules_that_a_document_taught_cut_it_as_evidence_does():
    with tempfile.TemporaryDirectory() as folder:
        document, rules = os.path.join(folder, "a.txt"), os.path.join(folder, "a.srx")
        with open(document, "w", encoding="utf-8") as file:
            file.write(DOCUMENT)
        for language in ("en", "mul", "de"):
            assert run("srx", "export", "-l", language, "-o", rules, document).returncode == 0
            told = run("segment", "-l", language, document).stdout
            assert run("segment", "-l", language, "--srx=" + rules, document).stdout == told, told
            assert run("segment", "-l", language, "--no-evidence", document).stdout != told, told
            assert run("srx", "lint", rules).returncode == 0


@test
def a_document_that_cannot_be_read_teaches_nothing():
    done = run("srx", "export", "-l", "en", "there-is-no-such.txt")
    assert done.returncode == 2 and not done.stdout, done.stdout
    done = run("srx", "export", "-l", "en", "a.txt", "b.txt")
    assert done.returncode == 2 and b"too many" in done.stderr, done.stderr


SRX = """<srx xmlns="http://www.lisa.org/srx20" version="2.0">
<header segmentsubflows="yes" cascade="no"/>
<body>
<languagerules>
<languagerule languagerulename="A">
<rule break="yes"><beforebreak>[.]</beforebreak><afterbreak>\\s</afterbreak></rule>
</languagerule>
</languagerules>
<maprules>
<languagemap languagepattern="en.*" languagerulename="A"/>
</maprules>
</body>
</srx>
"""

# What is damaged, and what is said of it: the line and a word of the message.
DAMAGES = [
    ("[.]<", "(x<", 6, "cannot be compiled"),
    ("\\s<", "\\p{Foo}<", 6, "cannot be compiled"),
    ("\\s<", "[b-a]<", 6, "cannot be compiled"),
    ('rulename="A"/>', 'rulename="B"/>', 10, 'does not exist: "B"'),
    ("en.*", "(en", 10, "no regular expression"),
    ('languagepattern="en.*"', "", 10, "no language pattern"),
    ('break="yes"', 'break="perhaps"', 6, '"break" is neither'),
    ("</languagerule>", '</languagerule><languagerule languagerulename="A"/>', 7, "two language rules"),
    ("</languagerules>", "</languagerules><rule/>", 8, "outside of a language rule"),
    ("</body>\n</srx>\n", "", 12, "ends too early"),
    ("<body>", "<body><a></b>", 3, "not well-formed"),
    (SRX, "<html/>\n", 1, 'root is "html"'),
    (SRX, "", 1, "no element"),
]


@test
def damaged_rules_are_blamed_by_line():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.srx")
        for old, new, line, message in DAMAGES:
            assert SRX.count(old) == 1, old
            with open(path, "w", encoding="utf-8") as file:
                file.write(SRX.replace(old, new))
            blame = re.escape(f"{path}:{line}: ") + ".*" + re.escape(message)
            for command in ("segment", "--srx=" + path), ("srx", "dump", "--srx=" + path), ("srx", "lint", path):
                done = run(*command, text="One. Two.\n")
                said = (done.stdout + done.stderr).decode()
                assert done.returncode and re.search(blame, said), f"{command[0]}, {message}: {said}"


CODES = "One *two.* Three.![x](y.png) Four.![z](y.png) Five. **Six.** 一。`x`四。**五。**\n"


def segments_with_codes(folder, *args):
    """The segments of CODES on their way to a translator; the merge without translations gives CODES again."""
    document, exchange, merged = (os.path.join(folder, name) for name in ("a.md", "a.xlf", "b.md"))
    with open(document, "w", encoding="utf-8") as file:
        file.write(CODES)
    done = run("export", "-s", "en", "-t", "fr", "--prepare=none", *args, "-o", exchange, document)
    assert done.returncode == 0, done.stderr
    assert run("merge", "--source=" + document, "-o", merged, exchange).returncode == 0
    assert open(merged, encoding="utf-8").read() == CODES, open(merged, encoding="utf-8").read()
    with open(exchange, encoding="utf-8") as file:
        source = re.search("<seg-source>(.*)</seg-source>", file.read())[1]
    return re.sub(r"<(/?)(\w+)[^>]*>", r"<\1\2>", source.replace("<mrk ", "\n<mrk ")).split("\n")[1:]


@test
def codes_at_a_break_go_where_the_rules_say():
    with tempfile.TemporaryDirectory() as folder:
        told = segments_with_codes(folder)
        assert told[:2] == ["<mrk>One <g>two.</g></mrk> ", "<mrk>Three.<g>x</g> Four.<g>z</g> Five.</mrk> "], told
        assert told[-2:] == ["<mrk>四。</mrk>", "<mrk><g>五。</g></mrk>"], told
        told = segments_with_codes(folder, "--srx=tests/files/srx/codes.srx")
        assert told[:2] == ["<mrk>One <bx>two.</mrk><ex> ", "<mrk>Three.<bx></mrk>"], told
        assert told[-2:] == ["<mrk><x>四。<bx></mrk>", "<mrk>五。<ex></mrk>"], told


@test
def rules_that_do_not_say_where_codes_go_are_refused():
    done = run("segment", "--srx=tests/files/srx/undecided.srx", text="One.\n")
    assert done.returncode == 2 and re.search(rb"undecided.srx:5: .*\"include\"", done.stderr), done.stderr


def main():
    failed = False
    for function in TESTS:
        name = function.__name__.replace("_", " ")
        try:
            function()
            print(f"ok {name}", flush=True)
        except AssertionError as error:
            failed = True
            print(f"not ok {name}\n{error}"[:2000].replace("\n", "\n# "), flush=True)
    sys.exit(failed)


main()
