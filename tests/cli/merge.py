#!/usr/bin/env python3
"""Documents on their way to translators and back: which files are read and written, and what they hold."""
import os, re, shutil, sys, xml.etree.ElementTree as ET

sys.dont_write_bytecode = True
from shell import expect, main, read, run, test, write


@test
def export_names_documents_as_seen_from_the_xliff_file():
    os.makedirs("in/deep")
    os.mkdir("out")
    write("in/deep/a.txt", b"One.\n")
    write("b.txt", b"Two.\n")
    expect(run("export", "-t", "fr", "-o", "out/x.xlf", "in/deep/a.txt", "b.txt"), 0, b"")
    names = [f.get("original") for f in ET.parse("out/x.xlf").getroot()]
    assert names == ["../in/deep/a.txt", "../b.txt"], names
    os.mkdir("merged")
    expect(run("merge", "-o", "merged", "out/x.xlf"), 0, b"")
    assert (read("merged/in/deep/a.txt"), read("merged/b.txt")) == (b"One.\n", b"Two.\n")
    expect(run("merge", "-o", "merged/one", "out/x.xlf"), 2, b"", rb"folder")
    expect(run("merge", "-o", "merged", "--source=b.txt", "out/x.xlf"), 2, b"", rb"--source")


@test
def merge_writes_nowhere_but_where_asked():
    os.mkdir("in")
    os.mkdir("out")
    for name in ("in/a.txt", "a.txt"):
        write(name, b"One.\n")
    expect(run("export", "-t", "fr", "-o", "in/x.xlf", "in/a.txt", "a.txt"), 0, b"")
    expect(run("merge", "-o", "out", "in/x.xlf"), 2, b"", rb'"a\.txt"')
    assert os.listdir("out") == []


@test
def merge_keeps_the_folders_of_documents():
    for name in "docs/a/index.md", "docs/b/deep/index.md", "docs/a/b.md":
        os.makedirs(os.path.dirname(name), exist_ok=True)
        write(name, name.encode() + b"\n")
    os.mkdir("fr")
    files = ["docs/a/index.md", "docs/b/deep/index.md"]
    expect(run("export", "-t", "fr", "-o", "x.xlf", *files), 0, b"")
    for folder in "fr", "fr/":
        expect(run("merge", "-o", folder, "x.xlf"), 0, b"")
        assert [read("fr/" + name) for name in files] == [name.encode() + b"\n" for name in files]


@test
def where_a_translation_goes_does_not_depend_on_what_travels_with_it():
    files = ["docs/a/x.md", "docs/a/y.md", "docs/b.md", "c.md"]
    for name in files:
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        write(name, name.encode() + b"\n")
    os.mkdir("sent")
    for xliff in "x.xlf", "sent/x.xlf":
        for i in range(len(files)):
            for together in files[i:i + 1], files[:i + 1], files[i:]:
                expect(run("export", "-t", "fr", "-o", xliff, *together), 0, b"")
                expect(run("merge", "-o", "fr/", xliff), 0, b"")
                found = sorted(os.path.join(at, name) for at, _, names in os.walk("fr") for name in names)
                assert found == sorted("fr/" + name for name in together), (together, found)
                assert all(read("fr/" + name) == name.encode() + b"\n" for name in together)
                shutil.rmtree("fr")
    expect(run("export", "-t", "fr", "-o", "docs/a/x.xlf", "c.md", "docs/a/x.md"), 0, b"")
    expect(run("merge", "-o", "deep/fr/", "docs/a/x.xlf"), 0, b"")
    assert sorted(os.listdir("deep/fr")) == ["c.md", "x.md"] and sorted(os.listdir("deep")) == ["fr"]


@test
def merge_spares_the_documents_and_the_translation():
    files = ["docs/a/t.txt", "docs/b/t.txt", "docs/c.txt"]
    for name in files:
        os.makedirs(os.path.dirname(name), exist_ok=True)
        write(name, name.encode() + b"\n")
    os.makedirs("linked/docs/a")
    os.link("docs/b/t.txt", "linked/docs/a/t.txt")
    os.makedirs("mixed/docs/b")
    expect(run("export", "-t", "fr", "-o", "x.xlf", *files), 0, b"")
    os.link("x.xlf", "mixed/docs/b/t.txt")
    xliff = read("x.xlf")
    for folder, cwd in (".", "."), ("..", "docs"), ("linked", "."), ("mixed", "."):
        above = "../" if cwd == "docs" else ""
        expect(run("merge", "-o", folder, above + "x.xlf", cwd=cwd), 2, b"", rb"/t\.txt: The output would be written over")
        assert [read(name) for name in files] == [name.encode() + b"\n" for name in files] and read("x.xlf") == xliff
    assert os.listdir("mixed/docs") == ["b"] and os.listdir("linked/docs") == ["a"]
    expect(run("export", "-t", "fr", "-o", "docs/x.xlf", files[2]), 0, b"")
    for folder, cwd in ("docs", "."), (".", "docs"):
        expect(run("merge", "-o", folder, os.path.relpath("docs/x.xlf", cwd), cwd=cwd), 2, b"", rb"c\.txt: The output would")
        assert read(files[2]) == b"docs/c.txt\n"


@test
def merge_makes_all_folders_before_it_writes():
    for name in "docs/a/t.txt", "docs/b/t.txt":
        os.makedirs(os.path.dirname(name))
        write(name, b"One.\n")
    expect(run("export", "-t", "fr", "-o", "docs/x.xlf", "docs/a/t.txt", "docs/b/t.txt"), 0, b"")
    expect(run("merge", "-o", "new/deep/", "docs/x.xlf"), 0, b"")
    assert read("new/deep/a/t.txt") == read("new/deep/b/t.txt") == b"One.\n"
    os.mkdir("old")
    write("old/b", b"a file")
    expect(run("merge", "-o", "old", "docs/x.xlf"), 2, b"", rb"old/b: The folder cannot be made: ")
    assert os.listdir("old/a") == []
    os.mkdir("linked")
    os.mkdir("elsewhere")
    os.symlink("../elsewhere", "linked/b")
    expect(run("merge", "-o", "linked", "docs/x.xlf"), 2, b"", rb"linked/b/t\.txt: A link leads out of the folder \"linked\"")
    assert os.listdir("elsewhere") == os.listdir("linked/a") == []
    os.mkdir("files")
    os.mkdir("files/a")
    os.symlink("../../elsewhere/t.txt", "files/a/t.txt")
    expect(run("merge", "-o", "files", "docs/x.xlf"), 2, b"", rb"files/a/t\.txt: A link leads out of the folder \"files\"")
    assert os.listdir("elsewhere") == []


@test
def merge_finds_documents_below_the_folder_named():
    os.makedirs("work")
    for name in "docs/a/t.txt", "docs/b/t.txt":
        os.makedirs(os.path.dirname(name))
        write(name, name.encode() + b"\n")
    expect(run("export", "-t", "fr", "-o", "x.xlf", "../docs/a/t.txt", "../docs/b/t.txt", cwd="work"), 0, b"")
    expect(run("merge", "-o", "out/", "x.xlf", cwd="work"), 2, b"", rb"t\.txt: .*--source names .* folder of all")
    for folder in "../docs", "../docs/":
        expect(run("merge", "-o", "out/", "--source=" + folder, "x.xlf", cwd="work"), 0, b"")
        assert [read(f"work/out/docs/{x}/t.txt") for x in "ab"] == [b"docs/a/t.txt\n", b"docs/b/t.txt\n"]
        shutil.rmtree("work/out")
    expect(run("merge", "-o", "..", "--source=../docs", "x.xlf", cwd="work"), 2, b"", rb"would be written over")
    expect(run("export", "-t", "fr", "-o", "x.xlf", "../docs/a/t.txt", cwd="work"), 0, b"")
    for folder in "..", "../docs", "../docs/a":
        expect(run("merge", "--source=" + folder, "x.xlf", cwd="work"), 0, b"docs/a/t.txt\n")
    expect(run("merge", "--source=../docs/b", "x.xlf", cwd="work"), 2, b"", rb"The source has changed since the export")
    expect(run("merge", "--source=.", "x.xlf", cwd="work"), 2, b"", rb"\./docs/a/t\.txt: The file cannot be read")


@test
def merge_reads_only_what_is_near():
    os.makedirs("project/sent")
    os.makedirs("docs")
    write("secret.txt", b"Secret.\n")
    for name in "../../secret.txt", "../../docs/../secret.txt", os.path.abspath("secret.txt"):
        write("project/sent/x.xlf", run("export", "-t", "fr", "secret.txt").stdout
              .replace(b'original="secret.txt"', b'original="%s"' % name.encode()))
        for args in [], ["--force"]:
            expect(run("merge", *args, "sent/x.xlf", cwd="project"), 2, b"", rb"secret.txt: .*--source")
        expect(run("merge", "--source=../secret.txt", "sent/x.xlf", cwd="project"), 0, b"Secret.\n")
        expect(run("merge", "project/sent/x.xlf"), 0, b"Secret.\n")


@test
def merge_by_pipes():
    write("a.txt", b"He was in Irbil. He left.\n")
    xliff = run("export", "-t", "fr", "a.txt").stdout
    expect(run("merge", data=xliff), 0, b"He was in Irbil. He left.\n", rb"2 segments")
    expect(run("merge", "--missing=error", data=xliff), 2, b"")
    write("a.txt", b"He was in Basra. He left.\n")
    expect(run("merge", data=xliff), 2, b"", rb"a\.txt")
    expect(run("merge", "--source=gone.txt", data=xliff), 2, b"", rb"gone\.txt")
    expect(run("merge", data=b"<xliff"), 2, b"")
    nameless = run("export", "-t", "fr", data=b"One.\n").stdout
    expect(run("merge", data=nameless), 2, b"", rb"--source")
    os.mkdir("sent")
    write("sent/x.xlf", nameless)
    expect(run("merge", "sent/x.xlf", data=b"One.\n"), 0, b"One.\n", rb"1 segment")


@test
def a_document_may_change_while_it_is_translated():
    write("a.txt", b"One is here.\n\nThe troops left Irbil.\n\nThree is here.\n")
    run("export", "-t", "fr", "-o", "a.xlf", "a.txt")
    xliff = read("a.xlf")
    for source, target in ((b"One is here.", b"Un."), (b"The troops left Erbil.", b"Deux."), (b"Three is here.", b"Trois.")):
        xliff = xliff.replace(source + b"</mrk></seg-source>", source + b"</mrk></seg-source><target>" + target + b"</target>")
    write("a.xlf", xliff)
    run("fix", "a.txt")
    expect(run("merge", "a.xlf"), 0, b"Un.\n\nDeux.\n\nTrois.\n", b"")
    write("a.txt", b"New is here.\n\n" + read("a.txt").replace(b"Three", b"Four"))
    expect(run("merge", "a.xlf"), 2, b"", rb"a\.xlf: unit 1: The document has .* 2 other paragraphs fit")
    expect(run("merge", "--force", "a.xlf"), 0, b"New is here.\n\nUn.\n\nDeux.\n\nFour is here.\n", rb"a\.txt:7:1: .*changed")


@test
def who_may_have_changed_a_document_is_told():
    """A version that read footnotes as text has another source than one that reads their marks as codes."""
    write("a.md", b"Text[^1].\n\n[^1]: Note.\n")
    xliff = run("export", "-t", "fr", "a.md").stdout
    write("a.xlf", re.sub(rb"hash\">\w", b'hash">x', re.sub(rb'<x id="1"[^>]*>', b"[^1]", xliff)))
    expect(run("merge", "a.xlf"), 2, b"", rb"(?s)unit 1: The source has changed.*by --force.* another version of tprep")
    expect(run("merge", "--force", "a.xlf"), 0, b"Text[^1].\n\n[^1]: Note.\n")


@test
def marks_of_lists_and_mail_are_nothing_to_translate():
    write("m.txt", b"* One boat. Two boats.\n\n> 1) Mail is here.\n")
    run("export", "-t", "ja", "--prepare=none", "-o", "m.xlf", "m.txt")
    exported = read("m.xlf")
    assert exported.count(b'equiv-text="* "/><mrk') == 1 and exported.count(b'equiv-text="&gt; 1) "/><mrk') == 1, exported
    for target, merged in ((b'<mrk mtype="seg" mid="1">A</mrk> <mrk mtype="seg" mid="2">B</mrk>', b"* AB"),
                           (b'<mrk mtype="seg" mid="1">A</mrk> <mrk mtype="seg" mid="2"></mrk>', b"* A Two boats."),
                           (b"A B", b"* A B"), (b'<x id="1"/>A B', b"* A B")):
        write("m.xlf", exported.replace(b"</seg-source>", b"</seg-source><target>" + target + b"</target>", 1))
        expect(run("merge", "m.xlf"), 0, merged + b"\n\n> 1) Mail is here.\n")
    expect(run("export", "-t", "fr", data=b"~~~ A fence opens. It has words.\ncode\n~~~\n"), 0)


@test
def the_encoding_travels_in_the_xliff():
    write("l1.txt", "Caf\xe9 is here.\n".encode("latin-1"))
    run("export", "-t", "pl", "--encoding=latin1", "-o", "l1.xlf", "l1.txt")
    exported = read("l1.xlf")
    for target, encoding, options in (("caf\xe9", "latin-1", ()), ("\u0141", "utf-8", ("--utf8",))):
        write("l1.xlf", exported.replace(b"</seg-source>", f"</seg-source><target>{target}</target>".encode()))
        expect(run("merge", *options, "l1.xlf"), 0, f"{target}\n".encode(encoding), b"")
    expect(run("merge", "l1.xlf"), 2, b"", rb"latin1 has no character .*\n.*--utf8")


@test
def a_failed_export_writes_nothing():
    write("a.txt", b"One.\n")
    expect(run("export", "-t", "fr", "-o", "x.xlf", "a.txt", "gone.txt"), 2, b"", rb"gone\.txt")
    assert not os.path.exists("x.xlf")
    expect(run("export", "-t", "fr", "-o", "gone/x.xlf", "a.txt"), 2, b"", rb"gone/x\.xlf")


@test
def documents_of_one_export_are_prepared_alike():
    for folder, language in ("a", "en"), ("b", "de"):
        os.mkdir(folder)
        write(folder + "/.tprep.ini", b"lang = " + language.encode() + b"\n")
        write(folder + "/x.txt", b"Text\n")
    expect(run("export", "-t", "fr", "a/x.txt", "b/x.txt"), 2, b"", rb"b/x\.txt: The settings .* \"a/x\.txt\"")
    expect(run("export", "-t", "fr", "-s", "en", "a/x.txt", "b/x.txt"), 0)


main("merge: ")
