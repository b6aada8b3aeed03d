#!/usr/bin/env python3
"""The command as a shell sees it: statuses, files, pipes, terminals, full disks."""
import json, os, pty, re, shutil, signal, subprocess, sys

sys.dont_write_bytecode = True
from shell import TPREP, Skipped, expect, main, read, run, test, write

ROOT = os.getcwd()
README = open("README.md", encoding="utf-8").read()
SRX = os.path.abspath("tests/files/srx/simple.srx")


def on_terminal(*args, env=None):
    """What the command prints on a terminal."""
    try:
        leader, follower = pty.openpty()
    except OSError as error:
        raise Skipped(f"no terminal can be made here: {error}")
    with subprocess.Popen([TPREP, *args], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower,
                          env=os.environ | {"TERM": "xterm"} | (env or {})) as process:
        os.close(follower)
        out = b""
        while True:
            try:
                block = os.read(leader, 65536)
            except OSError:
                break
            if not block:
                break
            out += block
        process.wait()
    os.close(leader)
    return out


@test
def a_judge_ends_1_on_findings_and_0_without():
    expect(run("check", data=b"All is well.\n"), 0, b"")
    expect(run("check", data=b"He was in Irbil.\n"), 1)
    expect(run("spell", data=b"All is well.\n"), 0, b"")
    expect(run("spell", data=b"All is wellll.\n"), 1)


@test
def notes_and_warnings_need_not_make_the_status_1():
    note, warning, error = b"Zorblaxia fell.\n", b"The Irbil road.\n", b"The goverment fell.\n"
    for text, statuses in (note, (1, 0, 0)), (warning, (1, 1, 0)), (error, (1, 1, 1)):
        for least, status in zip(("note", "warning", "error"), statuses):
            done = run("check", "--fail-on=" + least, data=text)
            assert done.returncode == status and done.stdout, (text, least, done)
    write(".tprep.ini", b"fail-on = warning\n")
    expect(run("check", data=note), 0)
    expect(run("check", "--fail-on=note", data=note), 1)
    write(".tprep.ini", b"fail-on = fatal\n")
    expect(run("check", data=note), 2, b"", rb"fail-on")


@test
def the_name_of_a_language_is_no_tag():
    for command in ("check", "-l"), ("names", "-l"), ("export", "-t"):
        expect(run(*command, "english", data=b"x\n"), 2, b"", rb'"english" is not a language tag: .* "en"')
        expect(run(*command, "Deutsch", data=b"x\n"), 2, b"", rb'"de"')
        expect(run(*command, "klingonisch", data=b"x\n"), 2, b"", rb'such as "en"')


@test
def norwegian_is_bokmal():
    for language in "nb_NO", "nn_NO":
        write(language + ".aff", b"SET UTF-8\n")
    write("nb_NO.dic", b"1\nikke\n")
    write("nn_NO.dic", b"1\nikkje\n")
    env = {"DICPATH": os.getcwd()}
    expect(run("spell", "-l", "--lang=no", data=b"ikke ikkje\n", env=env), 0, b"ikkje\n")
    rows = [line.split()[0] for line in run("languages").stdout.decode().splitlines()]
    assert rows == sorted(rows) and {"no", "nb", "nn", "en"} < set(rows), rows


@test
def a_transformer_ends_0_when_it_did_its_work():
    expect(run("names", data=b"He was in Irbil.\n"), 0, b"He was in Erbil.\n")
    expect(run("segment", data=b"One. Two.\n"), 0, b"One.\nTwo.\n")
    expect(run("fix", data=b"He was in Irbil.\n"), 0, b"He was in Erbil.\n")
    expect(run("spell", "-l", data=b"All is wellll.\n"), 0, b"wellll\n")


@test
def wrong_usage_ends_2_with_a_hint():
    expect(run(), 2, b"", rb"tprep help")
    expect(run("nothing"), 2, b"", rb'"nothing"')
    expect(run("check", "--nothing"), 2, b"", rb'"--nothing"(.|\n)*tprep check --help')
    expect(run("check", "-Z"), 2, b"", rb'"-Z"')
    expect(run("check", "--lines=crooked"), 2, b"", rb"auto\|hard\|soft")
    expect(run("check", "--lines"), 2, b"", rb"needs a value")
    expect(run("fix", "--diff=yes"), 2, b"", rb"no value")
    expect(run("names", "one", "two"), 2, b"", rb'"two"')
    expect(run("formats", "one"), 2, b"", rb'"one"')
    expect(run("check", "--only=nothing"), 2, b"", rb'nothing')
    expect(run("check", "--skip=nothing"), 2, b"", rb'nothing')
    expect(run("check", "--format=nothing"), 2, b"", rb'"nothing".*: gnu, json')
    expect(run("names", "--style=nothing"), 2, b"", rb'nothing')
    write("no-base.txt", b"Irbil\n")
    expect(run("names", "--style=no-base.txt"), 2, b"", rb'"no-base.txt" is no name base')
    expect(run("check", "--input=nothing"), 2, b"", rb'"nothing".*: md, txt')
    expect(run("spell", "-a", "-l"), 2, b"", rb"--pipe and --list(.|\n)*tprep spell --help")
    expect(run("spell", "-a", "--json"), 2, b"", rb"--pipe and --json")
    expect(run("spell", "-l", "--json"), 2, b"", rb"--list and --json")
    expect(run("check", "--encoding=nothing"), 2, b"", rb'nothing')
    expect(run("spell", "-d", "nothing"), 2, b"", rb'nothing')
    expect(run("export"), 2, b"", rb"--target")
    expect(run("export", "-t", "fr", "--xliff=3.0"), 2, b"", rb"1\.2")
    expect(run("help", "nothing"), 2, b"", rb'"nothing"')


@test
def options_come_in_all_spellings():
    text, want = b"He was in Irbil.\n", b"He was in Erbil.\n"
    for args in (["-l", "en"], ["-len"], ["--lang=en"], ["--lang", "en"], ["-l", "en", "-"], ["-", "-l", "en"]):
        expect(run("names", *args, data=text), 0, want)


@test
def what_follows_two_hyphens_is_a_file():
    write("--lang", b"He was in Irbil.\n")
    expect(run("names", "--", "--lang"), 0, b"He was in Erbil.\n")


@test
def every_command_explains_itself():
    commands = re.findall(rb"^  (\w+) ", run("--help").stdout, re.M)
    assert len(commands) >= 11, commands
    for command in map(bytes.decode, commands):
        by_option, by_command = run(command, "--help"), run("help", command)
        expect(by_option, 0, err=rb"^$")
        assert by_option.stdout == by_command.stdout and by_option.stdout.startswith(b"Usage: tprep "), command
        assert max(map(len, by_option.stdout.decode().splitlines())) <= 80, command


@test
def the_version_is_told():
    assert re.fullmatch(rb"tprep \d+\.\d+\.\d+\n", run("--version").stdout)


@test
def trouble_with_one_file_does_not_keep_from_the_next():
    write("good.txt", b"He was in Irbil.\n")
    done = run("check", "missing.txt", "good.txt")
    expect(done, 2, err=rb"missing\.txt")
    assert done.stdout.startswith(b"good.txt:1:11: "), done.stdout
    expect(run("fix", "missing.txt", "good.txt"), 2, b"", rb"missing\.txt")
    assert read("good.txt") == b"He was in Erbil.\n"


@test
def a_folder_is_no_file():
    for command in (["check"], ["fix"], ["names"], ["spell"], ["segment"], ["merge"], ["export", "-t", "fr"]):
        expect(run(*command, "."), 2, b"", rb"\.: ")


@test
def a_full_disk_is_trouble():
    with open("/dev/full", "wb") as full:
        for args in (["names"], ["segment"], ["check"], ["fix"], ["help"], ["--version"], ["spell", "-l"],
                     ["help", "--man"], ["formats"], ["check", "--format=json"], ["export", "-t", "fr"]):
            done = subprocess.run([TPREP, *args], input=b"He was in Irbil, wellll.\n", stdout=full, stderr=subprocess.PIPE)
            assert done.returncode == 2 and done.stderr.count(b"\n") == 1, (args, done)
            assert b"No space left" in done.stderr, (args, done)


def close_early(**more):
    with subprocess.Popen([TPREP, "names"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          **more) as process:
        process.stdout.close()
        try:
            process.stdin.write(b"He was in Irbil.\n" * 400000)
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.stdin = None
        message = process.stderr.read()
        process.wait()
    return process.returncode, message


@test
def a_reader_who_left_is_no_reason_to_complain():
    assert close_early() == (-signal.SIGPIPE, b"")
    assert close_early(restore_signals=False) == (2, b"")


@test
def color_is_for_terminals_and_for_those_who_want_it():
    write("a.txt", b"He was in Irbil.\n")
    assert b"\033[" in on_terminal("check", "a.txt")
    assert b"\033[" not in on_terminal("check", "a.txt", env={"NO_COLOR": "1"})
    assert b"\033[" not in on_terminal("check", "a.txt", env={"TERM": "dumb"})
    assert b"\033[" not in run("check", "a.txt", env={"TERM": "xterm"}).stdout


@test
def nothing_of_a_text_reaches_the_terminal_as_a_command():
    name = "a\033[31m.txt"
    write(name, b"He was in Irbil \033]0;title\007 here\x9b.\n")
    out = run("check", name).stdout
    assert out and b"\033" not in out and b"\007" not in out, out


@test
def the_c_locale_works():
    env = {"LC_ALL": "C", "LANGUAGE": "de"}
    expect(run("names", data="Irbil, größer.\n".encode(), env=env), 0, "Erbil, größer.\n".encode())
    expect(run("segment", data="Größe. Übel.\n".encode(), env=env), 0, "Größe.\nÜbel.\n".encode())
    assert run("help", env=env).stdout.startswith(b"Usage")
    json.loads(run("check", "--format=json", data="Irbil größer\n".encode(), env=env).stdout)


@test
def a_locale_that_is_not_there_does_no_harm():
    expect(run("names", data=b"Irbil\n", env={"LC_ALL": "xx_YY.UTF-8"}), 0, b"Erbil\n")


@test
def fix_keeps_a_file_that_needs_nothing():
    write("a.txt", b"All is well.\n")
    os.utime("a.txt", (1, 1))
    expect(run("fix", "a.txt"), 0, b"")
    assert os.stat("a.txt").st_mtime == 1


@test
def fix_keeps_permissions_and_links():
    write("a.txt", b"He was in Irbil.\n")
    os.chmod("a.txt", 0o640)
    os.symlink("a.txt", "link.txt")
    expect(run("fix", "link.txt"), 0, b"")
    assert read("a.txt") == b"He was in Erbil.\n" and os.path.islink("link.txt")
    assert os.stat("a.txt").st_mode & 0o777 == 0o640
    assert sorted(os.listdir()) == ["a.txt", "link.txt"]


@test
def a_diff_of_a_file_above_says_where_it_applies():
    os.makedirs("above/below")
    write("above/up.txt", b"He was in Irbil.\n")
    write("above/below/down.txt", b"He was in Irbil.\n")
    done = run("fix", "--diff", "../up.txt", cwd="above/below")
    expect(done, 1, None, rb"../up.txt: The patch is to be applied in the folder .*/above\.")
    subprocess.run(["git", "apply"], input=done.stdout, check=True, cwd="above")
    assert read("above/up.txt") == b"He was in Erbil.\n"
    for path in "../below/down.txt", os.path.abspath("above/below/down.txt"), "./down.txt":
        done = run("fix", "--diff", path, cwd="above/below")
        expect(done, 1)
        assert b"--- a/down.txt\n+++ b/down.txt\n" in done.stdout and not done.stderr, done
    expect(run("fix", "--diff", "--stdin-filename=../no/such.txt", data=b"He was in Irbil.\n"), 1,
           b"--- a/no/such.txt\n+++ b/no/such.txt\n@@ -1,1 +1,1 @@\n-He was in Irbil.\n+He was in Erbil.\n")


@test
def ill_formed_text_is_told():
    write("bad.txt", b"One.\nTwo \xff. \xfe\n")
    warning = rb"^tprep: Warning: bad.txt:2: From here on the text is not in UTF-8[^\n]*\n$"
    expect(run("segment", "--lines=hard", "bad.txt"), 0, b"One.\n\nTwo \xef\xbf\xbd.\n\xef\xbf\xbd\n", warning)
    expect(run("check", "--only=copy", "bad.txt"), 0, b"", warning)
    expect(run("segment", "--lines=hard", "--encoding=windows-1252", "bad.txt"), 0, None, rb"^$")
    write("nul.txt", b"One.\n\0Two\n\xff\0\xff\0")
    expect(run("segment", "--nul", "nul.txt"), 0, None, rb"^tprep: Warning: nul.txt:3: [^\n]*\n$")
    write("long.txt", b"Caf\xe9.\n\n" * 300000)
    for args in ["names"], ["spell", "-l", "-d", "en_US"], ["segment"]:
        expect(run(*args, "long.txt"), 0, None, rb"^tprep: Warning: long.txt:1: [^\n]*\n$")
    expect(run("fix", "bad.txt", "long.txt"), 0, b"", rb"^[^\n]*bad.txt:2: [^\n]*\n[^\n]*long.txt:1: [^\n]*\n$")


@test
def text_in_another_encoding_is_not_mixed_with_utf8():
    for args in ["fix"], ["names"]:
        french = "Al-Qaida à Irbil, l'Al-Qaidaé et Irbilé.".encode("windows-1252")
        expect(run(*args, "-l", "fr", data=french), 0, french.replace(b"Irbil,", b"Erbil,"), rb"^[^\n]*-:1: [^\n]*\n$")
    write("latin1.txt", "L'université et l'universite.\n".encode("windows-1252"))
    expect(run("fix", "-l", "fr", "latin1.txt"), 0, b"")
    assert read("latin1.txt") == "L'université et l'universite.\n".encode("windows-1252")
    expect(run("names", "-l", "ru", data="Бирма ".encode() + b"\xff"), 0, "Мьянма ".encode() + b"\xff")


@test
def what_is_no_text_is_not_fixed():
    for name, data in ("x.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x01"), ("utf16.txt", "Irbil\n".encode("utf-16-le")):
        write(name, data)
        for args in [], ["--diff"]:
            done = run("fix", *args, name)
            expect(done, 2, b"")
            assert re.search(rb"%s:[13]: There is a NUL here" % name.encode(), done.stderr), done
        assert read(name) == data
    expect(run("fix", "--encoding=UTF-16LE", "utf16.txt"), 0, b"", rb"^$")
    assert read("utf16.txt") == "Erbil\n".encode("utf-16-le")
    expect(run("names", data=b"Irbil\0Irbil\x01"), 0, b"Erbil\0Erbil\x01", rb"^$")


@test
def what_is_no_text_is_told_and_not_checked():
    """However much is found in it, there is one warning; and what was settled for other files goes on."""
    write("a.txt", b"Teh end.\n")
    write("x.docx.txt", b"PK\3\4\n" + bytes(range(256)) * 100)
    write("utf16.txt", "Teh end.\n".encode("utf-16-le"))
    warning = rb"^tprep: Warning: %s:%d: There is a NUL here.*--encoding\.\n$"
    for args in ["check"], ["spell"], ["spell", "-l"]:
        expect(run(*args, "x.docx.txt"), 0, b"", warning % (b"x.docx.txt", 2))
        expect(run(*args, "--encoding=UTF-8", "utf16.txt"), 0, b"", warning % (b"utf16.txt", 1))
        assert b"Teh" in run(*args, "--encoding=UTF-16LE", "utf16.txt").stdout
        assert b"Teh" in run(*args, "x.docx.txt", "a.txt").stdout
    long = b"All is well.\n\n" * 100000
    expect(run("spell", data=long + b"\0"), 0, b"", warning % (b"-", 200001))


@test
def help_says_what_is_chosen_without_an_option():
    text = b" ".join(run("export", "--help").stdout.split())
    assert b"or nothing; default: names" in text and b"direct quotes; default: keep" in text, text
    assert b"; default: keep" in run("help", "--man").stdout
    assert b"default: bash" not in run("help", "--help").stdout


@test
def remarks_hold_in_a_text_of_any_length():
    filler = b"All is well here, and it will be.\n\n" * 40000
    text = (b"<!-- tprep: words zorblaxq -->\n\n<!-- tprep: off spelling,names -->\n\n<!-- tprep: on names -->\n\n" + filler +
            b"A zorblaxq goverment of Irbil.\n\n" + filler + b"<!-- tprep: on -->\n\nA zorblaxq goverment.\n")
    write("long.txt", text)
    done = run("spell", "-l", "-d", "en_US", "--lines=hard", "long.txt")
    expect(done, 0, b"goverment\n", rb"^$")
    assert run("names", "long.txt").stdout.count(b"of Erbil.") == 1


@test
def fix_changes_regular_files_that_may_be_changed():
    os.mkfifo("pipe.txt")
    write("fixed.txt", b"He was in Irbil.\n")
    os.chmod("fixed.txt", 0o444)
    write("right.txt", b"All is well.\n")
    os.chmod("right.txt", 0o444)
    expect(run("fix", "pipe.txt", "fixed.txt", "right.txt"), 2, b"",
           rb"pipe.txt: This is no regular file.*\n.*fixed.txt: The file is read-only.*\n$")
    assert read("fixed.txt") == b"He was in Irbil.\n" and os.stat("fixed.txt").st_mode & 0o777 == 0o444


@test
def a_diff_is_what_git_applies():
    texts = {"a.txt": b"He was in Irbil.\nNothing here.\n" + b"Line.\n" * 20 + b"Daesh left Irbil",
             "b c.txt": b"\xef\xbb\xbfIrbil\r\n\r\nMore\r\n", "d/e.txt": b"Irbil\n", 'q"\t.txt': b"In Irbil\n",
             "same.txt": b"All is well.\n", "last.txt": b"x.\n" * 9 + b"Irbil"}
    os.mkdir("d")
    subprocess.run(["git", "init", "-q", "."], check=True)
    for name, text in texts.items():
        write(name, text)
    done = run("fix", "--diff", *texts)
    expect(done, 1, err=rb"^$")
    assert all(read(name) == text for name, text in texts.items())
    applied = subprocess.run(["git", "apply", "-"], input=done.stdout, capture_output=True)
    assert applied.returncode == 0, (applied.stderr, done.stdout)
    patched = {name: read(name) for name in texts}
    for name, text in texts.items():
        write(name, text)
    expect(run("fix", *texts), 0, b"")
    assert patched == {name: read(name) for name in texts}
    expect(run("fix", "--diff", *texts), 0, b"")


@test
def standard_input_can_have_a_name():
    out = run("check", "--stdin-filename=x/notes.md", "--format=json", data=b"*Irbil*\n").stdout
    file, = json.loads(out)["files"]
    assert (file["file"], file["format"]) == ("x/notes.md", "md"), file
    assert run("check", "--stdin-filename=n.txt", data=b"Irbil\n").stdout.startswith(b"n.txt:1:1: ")


@test
def json_names_each_file_and_each_place():
    write("a.txt", "Wörter. Irbil\n".encode())
    write("b.txt", b"")
    done = run("check", "--format=json", "--only=names", "a.txt", "b.txt")
    expect(done, 1)
    a, b = json.loads(done.stdout)["files"]
    finding, = a["findings"]
    assert b["findings"] == [] and b["file"] == "b.txt"
    want = {"id": "name-variant", "family": "names", "unit": 1, "line": 1, "column": 9, "end_line": 1, "end_column": 14,
            "byte_start": 9, "byte_end": 14, "start": 9, "end": 14, "start_char": 8, "end_char": 13, "text": "Irbil", "sure": True}
    assert {k: finding[k] for k in want} == want, finding
    assert finding["columns"] == {"byte": 10, "char": 9, "utf16": 9, "display": 9}
    assert finding["fixes"][0] == {"text": "Erbil", "start": 9, "end": 14, "with": "Erbil"}, finding["fixes"]
    assert json.loads(run("check", "--format=json", data=b"").stdout) == {"version": 1, "files": [
        {"file": "-", "format": "txt", "findings": []}]}


@test
def columns_count_what_is_asked_for():
    text = "\U0001f600é Irbil\n".encode()
    for columns, want in (("char", 4), ("byte", 8), ("utf16", 5), ("display", 5)):
        out = run("check", "--only=names", "--columns=" + columns, data=text).stdout
        assert out.startswith(b"-:1:%d: " % want), (columns, out)


@test
def a_language_without_dictionary_is_checked_for_the_rest():
    done = run("check", "-l", "eo", data=b"Saluton  mondo.\n")
    expect(done, 1, err=rb"Warning")
    assert b"[double-space]" in done.stdout
    expect(run("check", "-l", "eo", "--only=copy", data=b"Saluton mondo.\n"), 0, b"", rb"^$")


@test
def help_keeps_paragraphs_and_fills_lines():
    for command in "config", "check", "segment":
        text = run(command, "--help").stdout.decode().split("Options:")[0]
        paragraphs = text.strip().split("\n\n")[1:]
        assert len(paragraphs) >= 2 and max(map(len, text.splitlines())) < 80, text
        for lines in map(str.splitlines, paragraphs):
            for line, after in zip(lines, lines[1:]):
                assert len(line) + 1 + len(after.split()[0]) >= 80, line


@test
def spell_tells_of_dictionaries_that_are_not_there():
    write("a.txt", b"The goverment.\n")
    done = run("spell", "--lang=en-XY", "a.txt", "a.txt")
    expect(done, 1)
    assert re.fullmatch(rb'tprep: Warning: There is no spelling dictionary for "en-XY"; "en_\w+" is taken.\n', done.stderr)
    expect(run("spell", "--lang=en", "a.txt"), 1, err=rb"^$")
    expect(run("spell", "-d", "nb_XY", "a.txt"), 2, err=rb'"nb_XY" .*; on Debian, it is in the package hunspell-no\.')
    expect(run("spell", "-d", "tlh", "a.txt"), 2, err=rb'"tlh" \(\.aff and \.dic\) in [^;]*\.$')
    write("med.dic", b"1\nglutamat\n")
    for order, status in ("en_US,./med", 0), ("./med,en_US", 2):
        expect(run("spell", "-l", "-d", order, data=b"glutamat\n"), status, b"", rb"" if not status else rb'has no \.aff')


@test
def spell_reports_many_files_in_one_document():
    write("a.txt", b"The goverment.\n")
    write("b.md", b"`teh` *peopel*\n")
    done = run("spell", "--json", "-d", "en_US", "a.txt", "no.txt", "b.md")
    expect(done, 2, err=b"no.txt")
    assert [(file["file"], [f["text"] for f in file["findings"]]) for file in json.loads(done.stdout)["files"]] == \
        [("a.txt", ["goverment"]), ("b.md", ["peopel"])], done.stdout


@test
def long_text_is_one_text():
    lines = [b"This is fine. He was in Irbil with a %s.\n" % (b"friend" if i % 500 else b"wellll") for i in range(40000)]
    text = b"".join(lines)      # more than a window
    expect(run("names", "--lines=hard", data=text), 0, text.replace(b"Irbil", b"Erbil"))
    file, = json.loads(run("spell", "--json", "--lines=hard", data=text).stdout)["files"]
    assert [f["line"] for f in file["findings"]] == list(range(1, 40001, 500))
    assert all(text[f["byte_start"]:f["byte_end"]] == b"wellll" and f["unit"] == f["line"] for f in file["findings"])
    found = run("spell", "--lines=hard", data=text).stdout.splitlines()
    assert len(found) == 80 and found[-1].startswith(b"-:39501:38: "), found[-1]
    units = [json.loads(line)["unit"] for line in run("segment", "--json", "--lines=hard", data=text).stdout.splitlines()]
    assert units == [1 + i // 2 for i in range(80000)]


@test
def one_long_line_has_its_columns():
    sentence = "An élan " + "and so on " * 100 + "wellll. "
    text = (sentence * 1100).encode()
    for columns, size, at in (("char", len(sentence), 1009), ("byte", len(sentence.encode()), 1010)):
        lines = run("spell", "--columns=" + columns, data=text).stdout.decode().splitlines()
        found = [int(line.split(":")[2]) for line in lines if "wellll" in line]
        assert found == [i * size + at for i in range(1100)], (columns, found[:3], found[-3:])


@test
def other_encodings_are_whole_documents():
    text = "\ufeffHe was in Irbil, größer.\r\n"
    for encoding in ("utf-16-le", "utf-16-be"):
        expect(run("names", data=text.encode(encoding)), 0, text.replace("Irbil", "Erbil").encode(encoding))
    latin = text[1:].encode("latin-1")
    expect(run("names", "--encoding=iso-8859-1", data=latin), 0, latin.replace(b"Irbil", b"Erbil"))
    expect(run("segment", data=text.encode("utf-16-le")), 0, "He was in Erbil, größer.\n".replace("Erbil", "Irbil").encode())


@test
def a_language_without_rules():
    expect(run("segment", "-l", "yo", data=b"One. Two."), 0, b"One.\nTwo.\n", rb"\"yo\" has no rules .*mul/segments.srx")
    for args in ["-l", "en"], ["-l", "mul"], ["-l", "en", "--srx=" + SRX]:
        expect(run("segment", *args, data=b"One. Two."), 0, b"One.\nTwo.\n", rb"^$")


@test
def exported_rules_do_the_same():
    expect(run("srx", "export", "-l", "de", "-o", "de.srx"), 0, b"")
    text = "Am 3. Mai kam z. B. Dr. Fox. „Ja.“ Er ging! 1. Eins 2. Zwei 3. Drei. U. a. das.\n".encode()
    expect(run("segment", "-l", "de", "--srx=de.srx", data=text), 0, run("segment", "-l", "de", data=text).stdout)


@test
def exported_layout_ends_with_its_parentheses():
    write("x.srx", b"<srx version='2.0'><header cascade='no'/><body><languagerules><languagerule languagerulename='x'>"
                   b"<rule break='yes'><beforebreak>(?x: [.] ) b</beforebreak>"
                   b"<afterbreak>c ((?x) d e) f</afterbreak></rule></languagerule></languagerules><maprules>"
                   b"<languagemap languagepattern='.*' languagerulename='x'/></maprules></body></srx>")
    expect(run("srx", "export", "--srx=x.srx", "-o", "y.srx"), 0, b"")
    for rules in "x.srx", "y.srx":
        expect(run("segment", "--srx=" + rules, data=b"a. bc de f. b"), 0, b"a. b\nc de f. b\n")


@test
def compiled_rules_do_the_same():
    """Our own, as long as their files are what they were; those of other files, where they are given."""
    shutil.copytree(os.environ["TPREP_DATA"], "compiled", symlinks=False)
    environment, text = {"TPREP_DATA": "compiled"}, b"They met Mr. Fox. We saw it 7 times. ok"
    plain = run("segment", "-l", "en", data=text).stdout
    expect(run("srx", "compile", "-l", "en", "-o", "compiled/en/segments.rules", env=environment), 0, b"")
    with open("compiled/en/segments.rules", "rb") as file:
        rules = file.read()
    expect(run("segment", "-l", "en", data=text, env=environment), 0, plain)
    for damaged in b"", rules[:100], rules[:-1], rules.replace(b"Mr", b"Mx"), b"x" + rules:
        write("compiled/en/segments.rules", damaged)
        expect(run("segment", "-l", "en", data=text, env=environment), 0, plain)
    write("compiled/en/segments.rules", rules)
    with open("compiled/en/segments.srx", encoding="utf-8") as file:
        source = file.read()
    write("compiled/en/segments.srx", source.replace("<languagerule languagerulename=\"English\">",
          "<languagerule languagerulename=\"English\"><rule break=\"yes\"><beforebreak>7</beforebreak>"
          "<afterbreak>\\s</afterbreak></rule>").encode())
    expect(run("segment", "-l", "en", data=text, env=environment), 0, plain.replace(b"7 times", b"7\ntimes"))
    expect(run("srx", "compile", "--srx=" + SRX, "-o", "simple.rules"), 0, b"")
    expect(run("segment", "--srx=simple.rules", data=text), 0, run("segment", "--srx=" + SRX, data=text).stdout)
    write("simple.rules", rules[:1000])
    expect(run("srx", "compile", "-l", "en", "-o", "own.rules"), 0, b"")
    expect(run("segment", "-l", "en-GB", "--srx=own.rules", data=b"One. Two.\n"), 0, b"One.\nTwo.\n")
    expect(run("segment", "-l", "de", "--srx=own.rules", data=b"One. Two.\n"), 2, b"", rb"for another language")
    expect(run("segment", "--srx=simple.rules", data=text), 2, b"", rb"simple.rules: The compiled rules are damaged")


@test
def too_many_rules_are_not_compared():
    write("x.srx", b"<srx><header/><body><languagerules><languagerule languagerulename='x'>" +
          b"<rule><beforebreak>a</beforebreak></rule>" * 20000 + b"\n<rule><beforebreak>(</beforebreak></rule>"
          b"</languagerule></languagerules><maprules><languagemap languagepattern='.*' languagerulename='x'/></maprules>"
          b"</body></srx>")
    result = run("srx", "lint", "x.srx")
    assert result.returncode == 1 and result.stdout.startswith(b"x.srx:2: ") and result.stdout.count(b"\n") == 1, result


@test
def segments_of_many_texts():
    expect(run("segment", "--nul", data=b"One. Two.\0\0Three.\n\nFour.\0"), 0, b"One.\nTwo.\n\0\0Three.\n\nFour.\n\0")
    expect(run("segment", "--nul", data=b"One. Two.\0Three."), 0, b"One.\nTwo.\n\0Three.\n")
    many = b"One. Two.\0" * 300000
    expect(run("segment", "--nul", data=many), 0, b"One.\nTwo.\n\0" * 300000)
    write("wrong.txt", b"One.\0" + b"\xff" * 1100000 + b"\0")
    expect(run("segment", "--nul", "wrong.txt"), 2, b"One.\n\0", rb"^tprep: wrong\.txt:1: ")


@test
def evidence_explains_itself():
    text = b"The brg. was late. Guests met Brg. Tamm there."
    lines = [line.split("\t") for line in run("segment", "--why", data=text).stdout.decode().splitlines()]
    assert [(line[1], line[3].split()[0]) for line in lines] == [("no-break", "rule"), ("break", "rule"),
                                                                 ("no-break", "evidence")], lines
    assert lines[0][3] == "rule" and re.fullmatch(r"rule \+\d+", lines[1][3]) and re.fullmatch(r"evidence -\d\d", lines[2][3])
    objects = [json.loads(line) for line in run("segment", "--why", "--json", data=text).stdout.splitlines()]
    assert "evidence" not in objects[0] and objects[1]["evidence"] == ["short-word", "four-letters"]
    assert "seen-stopped" in objects[2]["evidence"] and objects[2]["weight"] <= -10
    assert not any("evidence" in json.loads(line)
                   for line in run("segment", "--why", "--json", "--no-evidence", data=text).stdout.splitlines())


@test
def damaged_evidence_is_told_with_its_line():
    shutil.copytree(os.environ["TPREP_DATA"], "data")
    for line, number in (b"no-such-kind\t1\n", 2), (b"no-vowel\tmany\n", 2), (b"no-vowel\t201\n", 2), (b"no-vowel", 2):
        write("data/mul/evidence", b"# comment\n" + line)
        expect(run("segment", data=b"x", env={"TPREP_DATA": "data"}), 2, b"", rb"evidence:%d: " % number)
    write("data/mul/evidence", b"no-vowel\t-200\n")
    expect(run("segment", data=b"They met Brg. Tamm.", env={"TPREP_DATA": "data"}), 0, b"They met Brg. Tamm.\n")
    os.remove("data/mul/evidence")
    expect(run("segment", data=b"x", env={"TPREP_DATA": "data"}), 2, b"", rb"evidence")
    expect(run("segment", "--no-evidence", data=b"x", env={"TPREP_DATA": "data"}), 0, b"x\n")


@test
def an_option_with_an_empty_value_is_a_mistake():
    for option in ["-l", ""], ["--lang="], ["--only="], ["--dict", ""]:
        expect(run("check", *option, data=b"x"), 2, b"", rb"The option --(lang|only|dict) needs a value")
    expect(run("check", "--config=", "--skip=", data=b"x"), 0)


@test
def offsets_are_those_of_the_file():
    for start, mark in ("", "\ufeff"), ("\ufeff", "\ufeff"), ("é\n\n", ""):
        text = (mark + start + "Irbil.\n").encode()
        write("a.txt", text)
        found = json.loads(run("check", "--only=names", "--format=json", "a.txt").stdout)["files"][0]["findings"][0]
        assert text[found["byte_start"]:found["byte_end"]] == b"Irbil", found
    long = b"\xef\xbb\xbf" + b"All is well here.\n\n" * 60000 + b"A wellll thing.\n"
    found = json.loads(run("spell", "-d", "en_US", "--json", data=long).stdout)["files"][0]["findings"][0]
    assert long[found["byte_start"]:found["byte_end"]] == b"wellll", found


@test
def data_that_are_not_there_are_told():
    expect(run("names", data=b"x", env={"TPREP_DATA": "gone"}), 2, b"", rb"The folder of name bases \"gone/names\" cannot be read")


@test
def the_manual_page_is_good_roff():
    page = run("help", "--man")
    expect(page, 0, err=rb"^$")
    assert page.stdout.startswith(b".TH TPREP 1 ") and b".SH COMMANDS\n" in page.stdout
    if shutil.which("groff"):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z"], input=page.stdout, capture_output=True)
        assert done.stderr == b"", done.stderr


def complete(*words):
    script = run("help", "--completion=bash").stdout.decode()
    script += f'COMP_WORDS=(tprep {" ".join(words)}); COMP_CWORD={len(words)}; _tprep; echo "${{COMPREPLY[@]}}"'
    return subprocess.run(["bash", "-c", script.replace('(tprep )', '(tprep "")')], capture_output=True, text=True).stdout.split()


@test
def bash_completes_commands_options_and_choices():
    assert complete("seg") == ["segment"]
    assert complete("check", "--stdin") == ["--stdin-filename"]
    assert complete("check", "--lines", "=", "h") == ["hard"]
    assert complete("check", "--lines", "h") == ["hard"]
    assert complete("fix", "--di") == ["--dict", "--diff"] or complete("fix", "--di") == ["--diff", "--dict"]
    for shell in ("zsh", "fish"):
        script = run("help", "--completion=" + shell).stdout
        assert b"stdin-filename" in script
        if shutil.which(shell):
            assert subprocess.run([shell, "-n"], input=script, capture_output=True).stderr == b""


@test
def german_compounds_of_known_words_are_no_errors():
    write("de_T.aff", "SET UTF-8\n".encode())
    write("de_T.dic", "3\nBrücke\nPfeiler\nund\n".encode())
    expect(run("check", "-l", "de", "-d", "./de_T", "--only=spelling", data="und Brückenpfeiler\n".encode()), 0, b"")
    expect(run("check", "-l", "de", "-d", "./de_T", "--only=spelling", data="und Übermütterü\n".encode()), 1)


@test
def a_word_without_its_accents_is_a_typo_however_many_write_it():
    write("es_T.aff", "SET UTF-8\n".encode())
    write("es_T.dic", "3\ndespués\nfue\ntarde\n".encode())
    done = run("check", "-l", "es", "-d", "./es_T", "--only=typo", data="fue despues\n".encode())
    expect(done, 1)
    assert '"después"' in done.stdout.decode(), done


@test
def the_readme_tells_the_truth():
    example = README.split("```")[1]
    text, report = re.search(r"\$ cat (?:.*)\n(.*\n)\$ tprep check .*\n((?:note.*\n)+)", example).groups()
    write("note.txt", text.encode())
    expect(run("check", "-l", "en", "note.txt"), 1, report.encode())


@test
def lists_say_what_there_is():
    assert {"txt", "md"} <= {line.split()[0] for line in run("formats").stdout.decode().splitlines()}
    assert {"typo", "name-variant"} <= {line.split()[0] for line in run("checks").stdout.decode().splitlines()}
    assert "en" in {line.split()[0] for line in run("languages").stdout.decode().splitlines()}
    assert "intl" in {line.split()[0] for line in run("styles").stdout.decode().splitlines()}


@test
def the_data_is_found_beside_the_command():
    env = {k: v for k, v in os.environ.items() if k != "TPREP_DATA"}
    env["LD_LIBRARY_PATH"] = os.path.dirname(TPREP)
    for folder, data in ("usr/bin", "usr/share/tprep"), ("build", "build/data"):
        os.makedirs(folder)
        shutil.copy(TPREP, folder + "/tprep")
        shutil.copytree(os.environ["TPREP_DATA"], data)
        os.makedirs(folder + "/data", exist_ok=True)
        done = subprocess.run([folder + "/tprep", "names"], input=b"Irbil\n", capture_output=True, env=env)
        expect(done, 0, b"Erbil\n")


@test
def a_compiled_base_does_what_its_source_does():
    style = os.path.join(ROOT, "tests/files/names/desk.tsv")
    text = "In Irbil, Daesh's Kiev.\n".encode()
    want = run("names", "--style=" + style, data=text).stdout
    expect(run("base", "compile", "-o", "desk.base", style), 0, b"")
    expect(run("names", "--style=desk.base", data=text), 0, want)
    expect(run("names", "--style=./desk.base", "-l", "is", data=text), 0, text)
    assert run("base", "compile", style).stdout == read("desk.base")
    write("cut.base", read("desk.base")[:-1])
    expect(run("names", "--style=cut.base", data=text), 2, b"", rb"cut\.base: .*damaged")
    expect(run("base", "lookup", "--style=cut.base", "Kiev"), 2, b"", rb"cut\.base: .*damaged")
    expect(run("base", "compile", "-o", "both.base", "intl", style), 0, b"")
    expect(run("names", "--style=both.base", data=b"ISIS in Irbil\n"), 0, b"Daesh in Erbil\n")


@test
def a_damaged_base_is_blamed_whenever_that_is_noticed():
    write("large.tsv", b"concept\tlang\tform\tstatus\n" + b"".join(b"c%d\ten\tName%d\tpreferred\n" % (i, i)
                                                                   for i in range(40000)))
    expect(run("base", "compile", "-o", "large.base", "large.tsv"), 0, b"")
    base = bytearray(read("large.base"))
    base[4096 : len(base) // 4 : 512] = b"\xaa" * len(base[4096 : len(base) // 4 : 512])
    write("late.base", bytes(base))
    names = b" ".join(b"Name%d" % i for i in range(0, 40000, 100))
    expect(run("names", "--style=late.base", data=b"no name\n"), 0, b"no name\n")
    for command in (["names"], ["names", "--first=on"], ["check"]):
        expect(run(*command, "--style=late.base", data=names), 2, b"", rb"late\.base: .*damaged")
    expect(run("base", "lint", "late.base"), 2, b"", rb"late\.base: .*damaged")


@test
def all_rows_that_are_none_are_told():
    write("rows.tsv", b"concept\tlang\tform\tstatus\nx\ten\tFoo\tprefered\nx\ten\tBar\tdeprecated\n"
                      b"y\ten\t\tpreferred\ny\ten\t\xff\tpreferred\ny\ten\t...\tpreferred\n")
    done = run("base", "lint", "rows.tsv")
    expect(done, 2, b"")
    assert [line.split(b":")[1:3] for line in done.stderr.splitlines()] == [
        [b" rows.tsv", line] for line in (b"2", b"4", b"5", b"6")], done.stderr


@test
def output_spares_what_is_read():
    xliff = run("export", "-t", "fr", "-", data=b"My only copy.\n").stdout
    files = {"a.txt": b"My only copy.\n", "a.tsv": b"concept\tlang\tform\tstatus\na\ten\tAa\tpreferred\n", "a.xlf": xliff}
    for name, data in files.items():
        write(name, data)
    os.link("a.txt", "same.txt")
    for command in (["export", "-t", "fr", "-o", "a.txt", "a.txt"], ["export", "-t", "fr", "-o", "same.txt", "a.txt"],
                    ["base", "compile", "-o", "a.tsv", "a.tsv"], ["merge", "-o", "./a.xlf", "a.xlf"],
                    ["merge", "--source=a.txt", "-o", "a.txt", "a.xlf"]):
        expect(run(*command), 2, b"", rb"would be written over")
        assert all(read(name) == data for name, data in files.items()), command


main()
