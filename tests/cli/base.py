#!/usr/bin/env python3
"""The name base that ships: no flaws, and what is right stays as it is, in every house style and language."""
import collections, glob, os, random, re, shutil, subprocess, tempfile, unicodedata

TPREP, DATA = os.environ["TPREP"], os.environ["TPREP_DATA"]
STYLES = sorted(os.path.basename(path).removesuffix(".tsv") for path in glob.glob(DATA + "/names/styles/*.tsv"))
PREFERRED, DEPRECATED = "preferred", "deprecated"
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def run(*args, text="", data=DATA):
    return subprocess.run([TPREP, *args], input=text, capture_output=True, text=True, timeout=120,
                          env=os.environ | {"TPREP_DATA": data})


def names(style, language, text, data=DATA):
    done = run("names", "--style=" + style, "-l", language, text=text, data=data)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(path):
    header = None
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if line.startswith("#"):
            continue
        if header:
            yield dict(zip(header, cells))
        header = header or cells


def forms(style):
    """The status of each form of a style, by (concept, language) and form."""
    status = collections.defaultdict(dict)
    for path in sorted(glob.glob(DATA + "/names/*.tsv")):
        for row in rows(path):
            status[row["concept"], row["lang"]][row["form"]] = row["status"]
    for row in rows(f"{DATA}/names/styles/{style}.tsv"):
        of_concept = status[row["concept"], row["lang"]]
        if row["status"] == PREFERRED:
            of_concept.update({form: DEPRECATED for form, is_now in of_concept.items() if is_now == PREFERRED})
    for row in rows(f"{DATA}/names/styles/{style}.tsv"):
        status[row["concept"], row["lang"]][row["form"]] = row["status"]
    return status


def by_language(style, wanted=None):
    """The forms of each language, with this status, shuffled the same way each time; of a style other than the default
    one, in the languages that it speaks of."""
    spoken = {row["lang"] for row in rows(f"{DATA}/names/styles/{style}.tsv")}
    found = collections.defaultdict(list)
    for (_, language), of_concept in forms(style).items():
        if style != "intl" and language not in spoken:
            continue
        found[language or "en"] += [form for form, status in of_concept.items() if wanted in (None, status)]
    for language in found:
        random.Random(language).shuffle(found[language])
    return found


def sentences(seed, forms):
    """Text with every form, three to a paragraph, between words of no language."""
    marks = random.Random(seed)
    parts = [form + marks.choice([", ", "; ", " zzyq ", " — ", "\n\n", ". "]) for form in forms]
    return "".join(part + "\n\n" * (i % 3 == 2) for i, part in enumerate(parts))


def changes(before, after):
    pairs = zip(before.split("\n"), after.split("\n"))
    return [pair for pair in pairs if pair[0] != pair[1]][:5]


@test
def no_style_has_flaws():
    assert STYLES
    for style in STYLES:
        done = run("base", "lint", style)
        assert (done.returncode, done.stdout) == (0, ""), f"{style}: {done.stdout}{done.stderr}"


@test
def preferred_forms_stay_as_they_are():
    for style in STYLES:
        for language, preferred in by_language(style, PREFERRED).items():
            text = "\n\n".join([*preferred, sentences(language, preferred)])
            got = names(style, language, text)
            assert got == text, f"{style} {language}: {changes(text, got)}"


@test
def to_rewrite_twice_changes_nothing_more():
    for style in STYLES:
        of = by_language(style)
        of["mul"] = sorted(sum(of.values(), []))
        for language, every in of.items():
            once = names(style, language, "\n\n".join([*every, sentences(language, every)]))
            twice = names(style, language, once)
            assert twice == once, f"{style} {language}: {changes(once, twice)}"


def folded(word):
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in letters if c.isalnum())


def words_without_names(path):
    """The frequent words of a language, without what may be a name that is rewritten, whatever its ending."""
    names = tuple({folded(row["form"]) for file in glob.glob(DATA + "/names/*.tsv") for row in rows(file)
                   if row["status"] == DEPRECATED and re.fullmatch(r"[\w'’-]+", row["form"])})
    words = [line.split("\t")[0] for line in open(path, encoding="utf-8") if not line.startswith("#")]
    return [word for word in words if not folded(word).startswith(names)]


def text_of(words, n, seed):
    """A text of n words drawn by chance, some with a capital, some with a mark behind them."""
    draw = random.Random(seed)
    return "".join((word.title() if draw.random() < .2 else word) + draw.choice("     ,.\n") + " "
                   for word in draw.choices(words, k=n))


@test
def a_million_words_without_a_name_stay_as_they_are():
    tables = sorted(glob.glob(DATA + "/*/frequencies"))
    assert len(tables) >= 20
    for path in tables:
        language = os.path.basename(os.path.dirname(path))
        text = text_of(words_without_names(path), 1000000 // len(tables) + 1, language)
        for reading in language, "mul":
            got = names("intl", reading, text)
            assert got == text, f"{language} {reading}: {changes(text, got)}"


@test
def the_world_is_known():
    for language, name in ("fr", "Allemagne"), ("de", "Moskau"), ("ru", "английский"), ("ar", "ألمانيا"), ("ja", "ドイツ"):
        done = run("base", "lookup", "-l", language, name)
        assert done.stdout.startswith(f"{name}\t{language}\tpreferred\t"), f"{name}: {done.stdout}"
    for language, name, usual in (("en", "Islamic Republic of Iran", "Iran"), ("de", "Königreich Norwegen", "Norwegen"),
                                  ("ja", "チュニジア共和国", "チュニジア")):
        done = run("base", "lookup", "-l", language, name)
        assert re.fullmatch(f"{name}\t{language}\tadmitted\t[^\t]*\t{usual}\n", done.stdout), f"{name}: {done.stdout}"


def copy_of_names(folder):
    """The data with the names alone, for a test to change."""
    shutil.copytree(DATA + "/names", folder + "/names", copy_function=shutil.copy2)
    return folder + "/names/"


@test
def a_compiled_style_does_what_its_files_do():
    with tempfile.TemporaryDirectory() as folder:
        for path in glob.glob(copy_of_names(folder) + "styles/*.base"):
            os.remove(path)
        for style in STYLES:
            of = by_language(style)
            of["mul"] = sorted(sum(of.values(), []))
            for language in {"en", "de", "ru", "ar", "mul"} & set(of):
                text = sentences(language, of[language])
                assert names(style, language, text, folder) == names(style, language, text), f"{style} {language}"


@test
def an_exported_style_does_what_it_does_by_name():
    with tempfile.TemporaryDirectory() as folder:
        for style in STYLES:
            path = f"{folder}/{style}.tsv"
            done = run("base", "export", "--to=tsv", "-o", path, style)
            assert (done.returncode, done.stderr) == (0, ""), done.stderr
            for language, every in by_language(style).items():
                text = sentences(language, every)
                assert names(path, language, text) == names(style, language, text), f"{style} {language}"
        both = f"{folder}/both"
        for verb in ["base", "compile", "-o", both + ".base"], ["base", "export", "--to=tsv", "-o", both + ".tsv"]:
            assert run(*verb, "gulf", "intl").returncode == 0
        for language, every in by_language("intl").items():
            text = sentences(language, every)
            assert names(both + ".base", language, text) == names(both + ".tsv", language, text), language
    assert 'no house style "nothing"' in run("base", "export", "nothing").stderr


@test
def a_list_has_the_language_that_is_asked_for():
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/two.tsv"
        with open(path, "w", encoding="utf-8") as f:
            f.write("concept\tlang\tform\tstatus\nq\ten\tKyiv\tpreferred\nq\ten\tKiev\tdeprecated\n"
                    "q\tru\tКиев\tpreferred\nq\tru\tКыив\tdeprecated\n")
        for language, line in (["-l", "ru"], "кыив->Киев\n"), (["-s", "ru", "-l", "en"], "кыив->Киев\n"), ([], "kiev->Kyiv\n"):
            assert run("base", "export", "--to=codespell", *language, path).stdout == line, language


@test
def a_style_without_names_in_the_language_is_told():
    assert "no names in the language \"xx\"" in run("names", "-l", "xx").stderr
    for language in "en", "de", "zh-Hant", "mul":
        assert run("names", "-l", language).stderr == "", language


@test
def a_base_of_one_variant_serves_the_language():
    with tempfile.TemporaryDirectory() as folder:
        for languages, language, fits in (["en-US"], "en", True), (["de-DE", "en"], "de", True), (
                ["de-AT", "de-CH"], "de", False), (["de", "de-CH"], "de", True), (["de-DE"], "en", False):
            path = os.path.join(folder, "x.tsv")
            with open(path, "w") as f:
                f.write("concept\tkind\tlang\tform\tstatus\n")
                for i, each in enumerate(languages):
                    f.write(f"foo{i}\torg\t{each}\tFooo{i}\tpreferred\nfoo{i}\torg\t{each}\tPhoo{i}\tdeprecated\n")
            done = run("names", "-l", language, "--style=" + path, text="Phoo0\n")
            assert done.stdout == ("Fooo0\n" if fits else "Phoo0\n"), (languages, done)
            assert (", but in " + ", ".join(languages) in done.stderr) == (not fits), (languages, done)


@test
def a_compiled_style_that_is_old_or_damaged_is_not_used():
    with tempfile.TemporaryDirectory() as folder:
        files = copy_of_names(folder)
        with open(files + "styles/intl.tsv", "a", encoding="utf-8") as style:
            style.write("zyx\tplace\ten\tZyx\tpreferred\tfold\t\nzyx\tplace\ten\tXyz\tdeprecated\tfold\t\n")
        later = os.stat(files + "styles/intl.base").st_mtime + 10
        os.utime(files + "styles/intl.tsv", (later, later))
        assert names("intl", "en", "Xyz", folder) == "Zyx"
        os.utime(files + "styles/intl.base", (later, later))
        assert names("intl", "en", "Xyz", folder) == "Xyz"
        open(files + "styles/intl.base", "w").close()
        os.utime(files + "styles/intl.base", (later, later))
        assert names("intl", "en", "Xyz", folder) == "Zyx"
        os.utime(files + "africa.tsv", (later + 10, later + 10))
        assert names("intl", "en", "Xyz", folder) == "Zyx"


for function in TESTS:
    try:
        function()
        print("ok", function.__name__)
    except AssertionError as error:
        print(f"{error}\nnot ok", function.__name__)
