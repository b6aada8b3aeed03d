#!/usr/bin/env python3
"""tprep base import, export and formats: what comes back, what is lost, and TBX as ISO 30042 wants it."""
import collections, glob, os, random, re, subprocess, tempfile, xml.etree.ElementTree as ET

TPREP, ROOT = os.environ["TPREP"], os.getcwd()
os.environ["TPREP_DATA"] = os.path.abspath(os.environ["TPREP_DATA"])
BASE = sorted(glob.glob(ROOT + "/dictionaries/names/*.tsv"))
DESK = os.path.join(ROOT, "tests/files/names/desk.tsv")
DIALECTS = {"tbx": ("TBX-Basic", "dca"), "tbx-basic-dct": ("TBX-Basic", "dct"), "tbx-min": ("TBX-Min", "dca"),
            "tbx-min-dct": ("TBX-Min", "dct"), "tbx-core": ("TBX-Core", "dca"), "tbx-core-dct": ("TBX-Core", "dct")}
TBX = "{urn:iso:std:iso:30042:ed-2}"
MIN = "{http://www.tbxinfo.net/ns/min}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
STATUSES = {"preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts", "supersededTerm-admn-sts"}
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def run(*args, data=b"", status=0):
    done = subprocess.run([TPREP, *args], input=data, capture_output=True, timeout=120)
    assert done.returncode == status, f"{args}: status {done.returncode}, not {status}: {done.stderr!r}"
    return done


def rows(tsv):
    return collections.Counter(tsv.splitlines()[1:])


def told(said, *patterns):
    """The sum of the numbers in the sentences about losses."""
    return sum(int(n) for pattern in patterns for n in re.findall(pattern, said))


def left_out(said):
    return told(said, rb"(\d+) (?:form|row)s? w(?:as|ere) left out")


def odd_base(seed):
    """A base with fields that are hard to spell in one format or another, and languages that are none."""
    r = random.Random(seed)
    bits = ["a", "B", "\u00e9", "\u0301", "\u200b", "\u00ad", "<", "&", ">", "]]>", '"', "'", "--", "-->", "<!--", "\U0001f600", "|", ";",
            "\\", "\\;", ":", "status: x", "form: y", "#", "c1", " ", "\u00a0", "\u4e2d", "%20", "{", "&amp;", "&#0;", ",", "="]
    langs = ["en", "", "mul", "zh-Hant-TW", "x-private", "art-lojban", "de-1996", "sr-Latn", "no language", "en_US", "en-", "\u00e9s", "*", "EN"]

    def word(n=4):
        return "".join(r.choice(bits) for _ in range(r.randint(1, n)))

    def some(field):
        return r.choice(["", field])
    lines = ["concept\tkind\tlang\tform\tstatus\tmatch\tfirst\tunless\tonly"]
    kinds = {}
    for _ in range(800):
        concept = r.choice([f"c{r.randint(1, 40)}", f"c{r.randint(1, 40)}_", word(3).strip() or "z", "-x", ".x", "_x", "1", "C1", "xml"])
        kind = kinds.setdefault(concept, r.choice(["", "place", word()]).strip())
        lines.append("\t".join([concept, kind, r.choice(langs), word() + "x", r.choice("preferred admitted deprecated report".split()),
                                r.choice("fold exact report".split()), some(word()), some(f"{word()}|{word()}"), some(word())]))
    return "\n".join(lines).encode() + b"\n"


def through(format, files, *options, data=b""):
    """The rows that come back from a format, and what was said on the way there and back."""
    there = run("base", "export", "--to=" + format, *options, *files, data=data)
    back = run("base", "import", *options, data=there.stdout)
    return back.stdout, there.stderr + back.stderr


@test
def every_format_with_a_place_for_it_brings_the_whole_base_back():
    for files in (BASE, [DESK]):
        want = run("base", "import", *files).stdout
        for format in [*DIALECTS, "csv", "tsv", "skos", "memoq"]:
            got, said = through(format, files)
            assert rows(got) == rows(want), format
            assert not said, f"{format}: {said!r}"


@test
def what_does_not_come_back_from_a_format_is_told():
    for seed in range(3):
        base = run("base", "import", data=odd_base(seed)).stdout
        want = rows(base)
        for format in [*DIALECTS, "csv", "tsv", "skos", "memoq"]:
            back, said = through(format, [], data=base)
            got = rows(back)
            assert not got - want, f"{format}, {seed}: {got - want}"
            assert (want - got).total() == left_out(said), f"{format}, {seed}: {len(want - got)} are lost: {said!r}"


@test
def glossaries_bring_their_two_languages_back_and_name_what_is_lost():
    want = rows(run("base", "import", *BASE).stdout)
    for format in ("omegat", "weblate"):
        back, said = through(format, BASE, "-s", "en", "-t", "de")
        got, lost = rows(back), re.findall(rb'has no place for "(?:match|first)": (\d+) rows? lost it', said)
        changed = (got - want).total()
        assert (want - got).total() == left_out(said) + changed, said
        assert max(map(int, lost)) <= changed <= sum(map(int, lost)), said
        assert got.total() > 1000 and b"\ten\tKyiv\tpreferred" in back and b"\tde\tKiew\tpreferred" in back
        assert re.search(rb"forms were left out for their languages: .*\bfr \(\d+\)", said), said
        assert b"there is no preferred form to go with them" in said
        said = through(format, BASE, "-s", "en-GB", "-t", "de")[1]
        assert re.search(rb'"lang": \d+ rows lost it', said), said


@test
def a_style_reads_the_same_from_tbx():
    text = "ISIS and Daesh near Irbil. IS left. Kiev and Kyiv. Rowing on the river Isis.\n".encode()
    with tempfile.TemporaryDirectory() as folder:
        for format in DIALECTS:
            path = os.path.join(folder, format + ".tbx")
            run("base", "export", "--to=" + format, "-o", path, DESK)
            assert run("names", "--style=" + path, data=text).stdout == run("names", "--style=" + DESK, data=text).stdout
        path = os.path.join(folder, "damaged.tbx")
        open(path, "w").write("<tbx>\n<text>\n</tbx>")
        assert re.search(rb"damaged\.tbx:3: ", run("names", "--style=" + path, status=2).stderr)


# The structure of ISO 30042:2019, and what the dialects allow ------------------------------------------

def children(element, *names):
    """The children's names, without namespaces of ours, match a pattern such as "note* langSec+"."""
    pattern = "".join(f"(?:{name[:-1] if name[-1] in '*+?' else name} ){name[-1] if name[-1] in '*+?' else ''}" for name in names)
    found = "".join(child.tag.replace(TBX, "").replace(MIN, "min:") + " " for child in element)
    assert re.fullmatch(pattern, found), f"{element.tag} holds {found!r}, not {names}"


def check_spelling(root):
    """Each element has its attributes and no other; it holds elements or text."""
    attributes = {"tbx": {"type", "style", LANG}, "conceptEntry": {"id"}, "langSec": {LANG}, "descrip": {"type"}, "termNote": {"type"}}
    for element in root.iter():
        assert element.tag.startswith((TBX, MIN)), element.tag
        assert set(element.attrib) == attributes.get(element.tag.replace(TBX, ""), set()), (element.tag, element.attrib)
        assert all(element.attrib.values()), element.attrib
        if len(element):
            assert not (element.text or "").strip() and not any((child.tail or "").strip() for child in element), element.tag
        else:
            assert (element.text or "").strip(), element.tag


def check_head(root, type, style):
    assert root.tag == TBX + "tbx" and root.get("type") == type and root.get("style") == style and root.get(LANG)
    children(root, "tbxHeader", "text")
    children(root[0], "fileDesc")
    children(root[0][0], "sourceDesc+")
    children(root[0][0][0], "p+")
    children(root[1], "body")
    children(root[1][0], "conceptEntry+")


def check_entry(entry, type, style):
    core, tags = type == "TBX-Core", style == "dct"
    children(entry, *([] if core else ["min:subjectField*" if tags else "descrip*"]), "note*", "langSec+")
    assert re.fullmatch(r"[A-Za-z_][\w.-]*", entry.get("id"), re.A), entry.get("id")
    assert all(e.get("type") == "subjectField" for e in entry.findall(TBX + "descrip"))
    for section in entry.findall(TBX + "langSec"):
        assert re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", section.get(LANG)), section.get(LANG)
        children(section, "termSec+")
        for term in section:
            children(term, "term", *([] if core else ["min:administrativeStatus*" if tags else "termNote*"]), "note*")
            assert term[0].text.strip()
            for status in term.findall(TBX + "termNote"):
                assert status.get("type") == "administrativeStatus" and status.text in STATUSES
            for status in term.findall(MIN + "administrativeStatus"):
                assert status.text in STATUSES and not status.attrib


@test
def tbx_has_the_structure_of_its_dialect():
    odd = b"concept\tlang\tform\tstatus\n2 words\t\tA <b> & \"c\"\tpreferred\n\xc3\xa9\tzh-Hant-TW\tx\treport\n"
    for format, (type, style) in DIALECTS.items():
        for files, data in ((BASE, b""), ([], odd), ([], odd_base(1))):
            root = ET.fromstring(run("base", "export", "--to=" + format, *files, data=data).stdout)
            check_spelling(root)
            check_head(root, type, style)
            for entry in root[1][0]:
                check_entry(entry, type, style)
            ids = [entry.get("id") for entry in root[1][0]]
            assert len(ids) == len(set(ids))


@test
def skos_has_one_preferred_label_in_a_language():
    skos = "{http://www.w3.org/2004/02/skos/core#}"
    for concept in ET.fromstring(run("base", "export", "--to=skos", *BASE).stdout).iter(skos + "Concept"):
        labels = [(e.tag, e.get(LANG), e.text) for e in concept if e.tag.endswith("Label")]
        preferred = [lang for tag, lang, text in labels if tag == skos + "prefLabel"]
        assert len(preferred) == len(set(preferred))
        forms = [label[1:] for label in labels]
        assert len(forms) == len(set(forms))


# The command --------------------------------------------------------------------------------------------

@test
def the_file_to_write_tells_the_format():
    with tempfile.TemporaryDirectory() as folder:
        for name, start in (("x.tbx", b"<?xml"), ("x.csv", b"concept,kind"), ("x.tsv", b"concept\tkind"), ("x.rdf", b"<?xml"),
                            ("x.yml", b"extends: substitution"), ("x", b"<?xml")):
            path = os.path.join(folder, name)
            assert run("base", "export", "-o", path, DESK).stdout == b""
            assert open(path, "rb").read().startswith(start), name
        said = run("base", "export", "-o", os.path.join(folder, "x.docx"), DESK, status=2).stderr
        assert b"--to" in said and not os.path.exists(os.path.join(folder, "x.docx")), said


@test
def every_dialect_of_tbx_is_read_by_its_name():
    for dialect in DIALECTS:
        data = run("base", "export", "--to=" + dialect, DESK).stdout
        assert run("base", "import", "--from=" + dialect, data=data).stdout == run("base", "import", data=data).stdout


@test
def a_file_needs_no_extension():
    with tempfile.TemporaryDirectory() as folder:
        here = os.getcwd()
        os.chdir(folder)
        try:
            open("glossary", "wb").write(b"concept\tlang\tform\tstatus\na\ten\tAa\tpreferred\n")
            assert b"Aa" in run("base", "import", "glossary").stdout
            assert b"Aa" in run("base", "export", "--to=tsv", "glossary").stdout
            assert b"intl" in run("base", "import", "intl", status=2).stderr
        finally:
            os.chdir(here)


@test
def wrong_usage_ends_2():
    for args, why in ((["base"], rb"base --help"), (["base", "nothing"], rb'"tprep base nothing"'),
                      (["base", "export", "--to=nothing", DESK], rb'"nothing"'),
                      (["base", "import", "--from=vale", DESK], rb'"vale"'),
                      (["base", "import", "/nothing/there"], rb"/nothing/there"),
                      (["base", "export", "--to=omegat", DESK], rb"target"),
                      (["base", "import", os.devnull], rb"format of the name base")):
        assert re.search(why, run(*args, status=2).stderr), args
    assert re.search(rb"tprep: -:2: ", run("base", "import", data=b"concept\tlang\tform\tstatus\na\ten\tAa\tx\n", status=2).stderr)


@test
def hostile_files_are_refused():
    deep = b"<tbx>" + b"<x>" * 100000
    bomb = b"<!DOCTYPE tbx [<!ENTITY a '" + b"x" * 1000 + b"'>" + b"".join(
        b"<!ENTITY %c '%s'>" % (98 + i, b"&%c;" % (97 + i) * 30) for i in range(8)) + b"]><tbx><text><body>&i;</body></text></tbx>"
    for data in (deep, bomb, b"<tbx", b"<martif>\xff", b"<tbx>" + b"\0" * 100):
        assert re.search(rb"^tprep: -:\d+: ", run("base", "import", "--from=tbx", data=data, status=2).stderr), data[:40]


@test
def the_formats_are_listed():
    listed = run("base", "formats").stdout.decode()
    for format in [*DIALECTS, "tsv", "csv", "omegat", "weblate", "memoq", "skos", "vale", "codespell"]:
        assert re.search(f"^{format} ", listed, re.M), format


def main():
    for function in TESTS:
        name = function.__name__.replace("_", " ")
        try:
            function()
            print("ok", name, flush=True)
        except Exception as why:
            print("#", f"{type(why).__name__}: {str(why)[:600]}")
            print("not ok", name, flush=True)


main()
