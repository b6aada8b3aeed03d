#!/usr/bin/env python3
"""tprep base import, export and formats: what comes back, what is lost, and TBX as ISO 30042 wants it."""
import glob, os, re, subprocess, tempfile, xml.etree.ElementTree as ET

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
    return sorted(tsv.splitlines())


def through(format, files, *options):
    """The rows that come back from a format, and what was said on the way there and back."""
    there = run("base", "export", "--to=" + format, *options, *files)
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
def glossaries_bring_their_two_languages_back_and_name_what_is_lost():
    def columns(tsv):    # up to the status: how the other language's forms match is lost
        return {tuple(row.split(b"\t")[:5]) for row in tsv.splitlines()}
    want = columns(run("base", "import", *BASE).stdout)
    for format in ("omegat", "weblate"):
        got, said = through(format, BASE, "-s", "en", "-t", "de")
        assert columns(got) <= want, columns(got) - want
        assert len(rows(got)) > 100 and b"\ten\tKyiv\tpreferred" in got and b"\tde\tKiew\tpreferred" in got
        assert b'"match"' in said
        assert re.search(rb"forms were left out for their languages: .*\bfr \(\d+\)", said), said
        assert b"there is no preferred form to go with them" in said


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
        assert re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", section.get(LANG)), section.get(LANG)
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
        for written in (run("base", "export", "--to=" + format, *BASE), run("base", "export", "--to=" + format, data=odd)):
            root = ET.fromstring(written.stdout)
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
                            ("x.yml", b"extends: substitution"), ("x.other", b"<?xml")):
            path = os.path.join(folder, name)
            assert run("base", "export", "-o", path, DESK).stdout == b""
            assert open(path, "rb").read().startswith(start), name


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
