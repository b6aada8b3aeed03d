#!/usr/bin/env python3
"""Settings of a project, of the user and of a document: which are in force for a file, and what they do."""
import json, os, re, subprocess, sys

sys.dont_write_bytecode = True
from shell import TPREP, main, test, write


def run(*args, data="", status=0, err=""):
    done = subprocess.run([TPREP, *args], input=data.encode(), capture_output=True, timeout=60)
    assert done.returncode == status and re.search(err, done.stderr.decode()), (done, status, err)
    return done.stdout.decode()


def shown(*args):
    """The settings in force, without their folder."""
    return run("config", "--show", *args).replace(os.getcwd() + "/", "").splitlines()


@test
def the_nearest_file_upward_is_in_force():
    write(".tprep.ini", "lang = de\n")
    write("en/.tprep.ini", "# English\n\nstyle = intl\n")
    write("en/deep/a.txt", "")
    assert shown("a.txt") == [".tprep.ini:1: lang = de"]
    assert shown("en/deep/a.txt") == shown("en/deep/../b.md") == ["en/.tprep.ini:3: style = intl"]
    assert shown("no/such/folder.txt") == shown("--stdin-filename=x/y.md", "-") == shown("-")


@test
def sections_are_for_files_that_match():
    write(".tprep.ini", "lang=en\n[*.md]\nlang=de\n[docs/*.txt]\nlang=fr\n[docs/**]\nstyle=intl\n[*.{po,xlf}]\nlang=es\n"
                        "[/top.txt]\nlang=it\n[?.c]\nlang=pt\n[x+(y).t]\nlang=sv\n")
    os.makedirs("docs/deep")

    def lang(path):
        return next(line.split(" = ")[1] for line in shown(path) if ": lang = " in line)
    assert [lang(p) for p in ("a.txt", "a.md", "docs/a.md", "docs/a.txt", "docs/deep/a.txt", "a.po", "docs/a.xlf",
                              "a.poxlf", "top.txt", "docs/deep/top.txt", "a.c", "ab.c", "x+(y).t", "xx(y).t")] == \
        ["en", "de", "de", "fr", "en", "es", "es", "en", "it", "en", "pt", "en", "sv", "en"]
    assert shown("docs/deep/x")[-1].endswith(": style = intl") and len(shown("x")) == 1


@test
def patterns_have_sets_and_choices():
    names = ["a1.md", "b1.md", "c1.md", "-1.md", "z.txt", "Z.txt", "[x].c", "x.c", "{y}.c", "y.c", "d/e", "d-e", "p.h", "q.h"]
    for pattern, want in (("[abc]1.md", "a1.md b1.md c1.md"), ("[b-z]1.md", "b1.md c1.md"), ("[!a-b]1.md", "c1.md -1.md"),
                          ("[a-]1.md", "a1.md -1.md"), ("[z].txt", "z.txt"), (r"\[x\].c", "[x].c"), ("[x].c", "x.c"),
                          (r"\{y\}.c", "{y}.c"), ("d[!x]e", "d-e"), ("d[+-0]e", "d-e"), ("{p,{q,x}}.[ch]", "x.c p.h q.h")):
        write(".tprep.ini", f"[{pattern}]\nlang = de\n")
        assert [name for name in names if shown("--", name)] == want.split(), pattern


@test
def later_settings_win_and_empty_ones_are_none():
    write(".tprep.ini", "lang = fr\nlang = de\n[*.md]\nlang =\n")
    assert shown("a.txt") == [".tprep.ini:2: lang = de"] and shown("a.md") == []


@test
def options_go_before_settings():
    write(".tprep.ini", "skip = names\n")
    write("a.txt", "From Irbil and goverment.\n")
    assert "Irbil" not in run("check", "a.txt", status=1)
    assert "Irbil" in run("check", "--skip=typo", "a.txt", status=1)
    assert "Irbil" in run("check", "--config=", "a.txt", status=1)


@test
def a_dictionary_that_is_named_does_not_take_the_language_of_the_settings():
    write(".tprep.ini", "lang = tlh\n")
    run("spell", "a.txt", status=2, err="tlh")
    run("spell", "-d", "en_US", data="The old house.\n")
    run("check", "-l", "en", data="The old house.\n")


@test
def another_file_of_settings_can_be_named():
    write(".tprep.ini", "lang = de\n")
    write("ci/settings.ini", "lang = fr\n")
    assert shown("--config=ci/settings.ini", "a.txt") == ["ci/settings.ini:1: lang = fr"]
    assert shown("--config=", "a.txt") == []
    run("check", "--config=none.ini", status=2, err="none.ini")


@test
def patterns_of_the_user_are_for_all_files_and_those_of_a_named_file_for_the_working_folder():
    os.environ["XDG_CONFIG_HOME"] = os.getcwd() + "/home"
    write("home/tprep/tprep.ini", f"[*.md]\nlang = de\n[{os.getcwd()}/docs/*]\nlang = fr\n")
    write("ci/settings.ini", "[/a.txt]\nstyle = ../ci/s.tsv\n[ci/*]\nsrx = settings.ini\n")
    write("ci/s.tsv", "")
    assert shown("a.md") == ["home/tprep/tprep.ini:2: lang = de"]
    assert shown("docs/a.md") == ["home/tprep/tprep.ini:4: lang = fr"] and shown("docs/docs/a.txt") == []
    assert shown("--config=ci/settings.ini", "a.txt") == ["ci/settings.ini:2: style = ci/../ci/s.tsv"]
    assert shown("--config=ci/settings.ini", "ci/a.txt") == ["ci/settings.ini:4: srx = ci/settings.ini"]
    assert shown("--config=ci/settings.ini", "/a.txt") == []


@test
def a_path_that_is_too_long_is_told():
    for path in "x" * 5000, "x/" * 2500, "/" + "x" * 4090:
        run("config", "--config=" + path, "--show", "a.txt", status=2, err=": The file cannot be read: File name too long")


@test
def what_is_wrong_is_told_with_its_line():
    for line, why in (("langauge = en", 'no setting "langauge"'), ("lang", "KEY = VALUE"), ("lang = e n", '"e n"'),
                      ("skip = tpyo", '"tpyo"'), ("input = doc", '"doc"'), ("lines = some", '"some"'),
                      ("encoding = none", '"none"'), ("srx = no.srx", "no.srx"), ("style = no.tsv", "no.tsv"),
                      ("words = no", 'no file ".*/no"'), ("[", "pattern"), ("[]", "pattern"),
                      ("[[a]", "no end"), ("[{a]", "no end"), ("[a{b,{c}]", "no end"), ("[{1..3}]", "range"),
                      ("[[z-a]]", "pattern"), ("[[]]", "pattern"), ("= x", 'setting ""')):
        write(".tprep.ini", "\n" + line + "\n")
        run("check", "a.txt", "b.txt", status=2, err=r"\.tprep\.ini:2: .*" + why)
    write("w", "")
    write(".tprep.ini", "words = w\n" * 100)
    run("check", data="x\n")
    write(".tprep.ini", "words = w\n" * 50 + "errors = w\n" * 51)
    run("check", data="x\n", status=2, err=r"\.tprep\.ini:101: .*100")
    write(".tprep.ini", "# x\n" * 20000)
    run("check", data="x\n", status=2, err="65536")
    write(".tprep.ini", "words = w\n")
    for line in "two words", "a/", "/b":
        write("w", "one\n" + line + "\n")
        run("check", data="x\n", status=2, err="/w:2: ")
    write(".tprep.ini", "errors = e\n")
    for line in "teh the", "a b → c", "→ c", "teh →":
        write("e", "one → two\n" + line + "\n")
        run("check", data="x\n", status=2, err="/e:2: ")


@test
def what_cannot_be_loaded_is_told_with_the_place_that_names_it():
    write("a.txt", "")
    write(".tprep.ini", "\nskip = names\ndict = en_US,xx_YY\n")
    run("check", "a.txt", status=2, err=r'"xx_YY"(.|\n)*\.tprep\.ini:3: dict = en_US,xx_YY')
    write(".tprep.ini", "style = intl\nlang = en\n")
    run("check", "-d", "xx_YY", "a.txt", status=2, err=r'^tprep: [^\n]*"xx_YY"[^\n]*\n$')
    run("check", "--style=none", "a.txt", status=2, err=r'^tprep: [^\n]*"none"[^\n]*\n$')
    write(".tprep.ini", "style = none\n")
    run("names", "a.txt", status=2, err=r'"none"(.|\n)*\.tprep\.ini:1: style = none')
    write(".tprep.ini", "lang = tlh\n")
    run("spell", "a.txt", status=2, err=r'"tlh"(.|\n)*\.tprep\.ini:1: lang = tlh')
    done = subprocess.run([TPREP, "spell", "-d", "xx_YY", "a.txt"], capture_output=True, text=True)
    assert ".tprep.ini" not in done.stderr, done


@test
def words_of_a_project_are_right():
    write(".tprep.ini", "words = lists/words\n[*.md]\nwords = lists/more\n")
    write("lists/words", "# names\nKubernetes/Paris\nGitHub\nfoozle/table\n")
    write("lists/words.de", "zorblaxq\n")
    write("lists/more.en", "wumpusq\n")
    text = "Kubernetes's KUBERNETES GitHub GITHUB Github kubernetes foozles foozled Foozles foozlish zorblaxq wumpusq\n"
    write("a.txt", text)
    write("a.md", text)
    assert run("spell", "-l", "a.txt").split() == ["Github", "kubernetes", "foozlish", "zorblaxq", "wumpusq"]
    assert run("spell", "-l", "a.md").split() == ["Github", "kubernetes", "foozlish", "zorblaxq"]


@test
def a_model_that_no_dictionary_has_is_told():
    write(".tprep.ini", "words = words\n")
    write("words", "Kubernetes/Paris\nWumpus/\u041f\u0430\u0440\u0438\u0436\n")
    assert run("spell", "-l", "-d", "en_US", data="Kubernetes's\n") == ""
    write("words", "Kubernetes/Paris\nWumpus/Paaris\n")
    run("spell", "-l", "-d", "en_US", data="Kubernetes\n", err='Warning: No dictionary has "Paaris"')


@test
def lists_that_make_no_sense_are_refused():
    write(".tprep.ini", "words = words\nerrors = errors\n")
    for name, lines, wrong in (("words", b"GitHub\nk\xfcbelet\n", r"words:2: The line is not UTF-8"),
                               ("errors", b"alot -> a lot\n# caf\xe9\n", r"errors:2: The line is not UTF-8"),
                               ("words", b"Kubernetes/Paris/London\n", r"words:1: .*MODEL"),
                               ("words", b"Kubernetes/\n", r"words:1: .*MODEL")):
        write("words", "")
        write("errors", "")
        with open(name, "wb") as file:
            file.write(lines)
        run("spell", "-d", "en_US", data="All is well.\n", status=2, err=wrong)


@test
def words_of_a_project_are_suggested():
    write(".tprep.ini", "words = words\n")
    write("words", "Kubernetes\nGitHub\nkubelet\nform\n")
    write("a.txt", "A kubelt and Kubelt run in Kubernets on Github, fom here on.\n")
    found = {f["text"]: f["fixes"][0]["with"]
             for f in json.loads(run("check", "--format=json", "a.txt", status=1))["files"][0]["findings"]}
    assert found == {"kubelt": "kubelet", "Kubelt": "Kubelet", "Kubernets": "Kubernetes", "Github": "GitHub",
                     "fom": "from"}, found


@test
def errors_of_a_project_are_corrected():
    write(".tprep.ini", "errors = errors\n")
    write("errors", "utilize → use\nalot -> a lot\nGithub → GitHub\nteh → thee\n")
    text = "We utilize teh Github alot. Utilize it! UTILIZE GITHUB.\n"
    write("a.txt", text)
    assert 'a.txt:1:4: error: "utilize" is on your list of errors. Write "use". [typo]' in run("spell", "a.txt", status=1)
    run("fix", "--only=typo", "a.txt")
    with open("a.txt", encoding="utf-8") as file:
        assert file.read() == "We use thee GitHub a lot. Use it! USE GITHUB.\n"


@test
def words_of_a_correction_are_right():
    write(".tprep.ini", "errors = errors\n")
    write("errors", "wumpusq → zorblaxq\tflorbwx\u00a0grelnik  vlixor\n")
    assert run("spell", "-l", data="A zorblaxq, florbwx, grelnik and vlixor, qualmixt.\n") == "qualmixt\n"


@test
def lists_of_the_user_are_always_in_force():
    os.environ["XDG_CONFIG_HOME"] = os.getcwd() + "/home"
    write("home/tprep/words.en", "zorblaxq\n")
    write("home/tprep/errors", "wumpusq -> wumpus\n")
    write("home/tprep/tprep.ini", "skip = unknown-name\nlang = de\n")
    write(".tprep.ini", "lang = en\n")
    write("a.txt", "The zorblaxq met Zorvath and wumpusq.\n")
    assert [line.rsplit(" ", 1)[1] for line in run("check", "a.txt", status=1).splitlines()] == ["[typo]"]
    assert shown("a.txt") == ["home/tprep/tprep.ini:1: skip = unknown-name", ".tprep.ini:1: lang = en"]


@test
def words_that_an_editor_adds_are_kept_for_the_user():
    os.environ["XDG_CONFIG_HOME"] = os.getcwd() + "/home"
    run("spell", "-a", "-d", "en_US", data="*zorblaxq\n#\n")
    with open("home/tprep/words.en", encoding="utf-8") as file:
        assert file.read() == "zorblaxq\n"
    assert run("spell", "-l", data="the zorblaxq\n") == ""
    assert run("spell", "-l", "--config=", data="the zorblaxq\n") == "zorblaxq\n"


@test
def what_no_list_can_have_is_not_kept():
    os.environ["XDG_CONFIG_HOME"] = os.getcwd() + "/home"
    run("spell", "-a", "-d", "en_US",
        data="*foo bar\n*foo\u00a0bar\n*and/or/x\n*/x\n*#x\n*\ufeffx\n* zorblaxq \n&Foo/\n@a b\n#\n")
    with open("home/tprep/words.en", encoding="utf-8") as file:
        assert file.read() == "zorblaxq\n"
    run("check", data="The old house.\n")


@test
def what_dictionaries_said_is_kept_apart_for_each_list():
    os.environ["TPREP_CACHE"] = os.getcwd() + "/cache"
    write("a/.tprep.ini", "words = w\n")
    write("a/w", "zorblaxq/cat\n")
    write("a/t.txt", "The zorblaxq and zorblaxqs.\n")
    write("t.txt", "The zorblaxq and zorblaxqs.\n")
    for _ in range(2):
        assert run("spell", "-l", "a/t.txt", "t.txt") == "zorblaxq\nzorblaxqs\n"
    write("a/w", "other\n")
    assert run("spell", "-l", "a/t.txt") == "zorblaxq\nzorblaxqs\n"


@test
def settings_say_how_a_file_is_read():
    write(".tprep.ini", "[*.mdx]\ninput = md\n[*.log]\nlines = hard\n[*.old]\nencoding = windows-1252\n")
    write("a.mdx", "Text `teh` here.\n\n    teh code\n")
    assert run("spell", "-l", "a.mdx") == ""
    write("a.log", "One line that\ngoes on.\n")
    assert run("segment", "a.log") == "One line that\n\ngoes on.\n"
    write(".tprep.ini", "lines = keep\n")
    assert run("segment", "a.log") == run("segment", "--lines=keep", "a.log")
    write(".tprep.ini", "[*.old]\nencoding = windows-1252\n")
    with open("a.old", "wb") as file:
        file.write(b"From \x96 Irbil\n")
    assert subprocess.run([TPREP, "names", "a.old"], capture_output=True).stdout == b"From \x96 Erbil\n"


@test
def a_remark_that_says_nothing_we_know_is_told():
    text = "A line.\n\n<!-- tprep: ingore typo -->\n\nA teh line. <!-- tprep: ignore tpyo,names -->\n"
    write("a.md", text)
    done = subprocess.run([TPREP, "check", "--only=names", "a.md"], capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr.splitlines() == [
        'tprep: Warning: a.md:3: There is no remark "ingore".', 'tprep: Warning: a.md:5: There is no check "tpyo".'], done
    write("a.txt", "A line. <!-- tprep: ignore typo -->\n\n```\nx <!-- tprep: off -->\n```\n\n<!-- tprep: off -->\n")
    assert run("check", "a.txt", err=r'Warning: a.txt:1: The remark "ignore" has to stand on a line of its own') == ""
    long = "A line of text that is long enough.\n\n" * 100000 + "<!-- tprep: of -->\n"
    run("names", data=long, err=r'Warning: -:200001: There is no remark "of"')


@test
def config_without_an_order_is_wrong_usage():
    run("config", "a.txt", status=2, err="--show")


main("config: ")
