#!/usr/bin/env python3
"""Every message goes through gettext: under a locale whose translations stand in brackets, each line that is meant for
people has them. The locale is made here, as are its messages, from the sources."""
import glob, os, re, shutil, subprocess, tempfile

ROOT = os.getcwd()
TPREP = os.environ["TPREP"]


def make_messages(folder):
    """A catalog in which each message stands in brackets."""
    sources = sorted(glob.glob("lib/*.c") + glob.glob("lib/*/*.c") + glob.glob("tools/*.c"))
    template = os.path.join(folder, "tprep.pot")
    subprocess.run(["xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=tp_plural:1,2", "-o",
                    template, *sources], check=True)
    lines, kind, out = open(template, encoding="utf-8").read().split("\n"), None, []
    texts = {}
    for line in lines + [""]:
        m = re.match(r"(msgid|msgid_plural|msgstr|msgstr\[\d\]) (\".*\")$", line)
        if m:
            kind = m[1]
            texts[kind] = [m[2]]
        elif line.startswith('"'):
            texts[kind].append(line)
        elif not line and texts:
            out.append(bracketed(texts))
            texts = {}
    mo = os.path.join(folder, "locale/xx/LC_MESSAGES")
    os.makedirs(mo)
    po = os.path.join(folder, "xx.po")
    open(po, "w", encoding="utf-8").write("\n\n".join(out) + "\n")
    subprocess.run(["msgfmt", "-o", os.path.join(mo, "tprep.mo"), po], check=True)


def bracketed(texts):
    def value(kind):
        return "".join(part[1:-1] for part in texts[kind])

    def wrap(text):
        end = "\\n" if text.endswith("\\n") else ""
        return '"⟦' + text.removesuffix("\\n") + '⟧' + end + '"'
    if not value("msgid"):
        return ('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=n != 1;\\n"')
    entry = f'msgid "{value("msgid")}"\n'
    if "msgid_plural" in texts:
        return entry + (f'msgid_plural "{value("msgid_plural")}"\nmsgstr[0] {wrap(value("msgid"))}\n'
                        f'msgstr[1] {wrap(value("msgid_plural"))}')
    return entry + "msgstr " + wrap(value("msgid"))


def make_locale(folder):
    """A locale other than C, for in that one nothing is translated."""
    path = os.path.join(folder, "xx_XX.utf8")
    subprocess.run(["localedef", "-i", "en_US", "-f", "UTF-8", path], capture_output=True)
    return os.path.exists(os.path.join(path, "LC_CTYPE"))


def untranslated(text, allowed):
    """The paragraphs and rows of a text that have no brackets, but for those that match `allowed`."""
    opened = 0
    for line in text.splitlines():
        if opened == 0 and "⟦" not in line and line.strip() and not re.fullmatch(allowed, line):
            yield line
        opened += line.count("⟦") - line.count("⟧")


# How to get a message, and what may stand beside it.
CASES = [
    (["--help"], r"Usage.*"),
    (["help"], r"Usage.*"),
    (["formats"], ""), (["checks"], ""),
    ([], ""), (["nothing"], ""), (["help", "nothing"], ""),
    (["check", "--nothing"], ""), (["check", "-Z"], ""), (["check", "--lines=x"], ""), (["check", "--dict"], ""),
    (["fix", "--diff=x"], ""), (["names", "a", "b"], ""), (["check", "--only=nothing"], ""),
    (["check", "--format=nothing"], ""), (["check", "/nothing/there"], ""), (["check", "/"], ""),
    (["segment", "/nothing/there"], ""), (["names", "--style=nothing"], ""), (["names", "--style=/nothing.tsv"], ""),
    (["segment", "--srx=/nothing.srx"], ""), (["spell", "-d", "nothing"], ""), (["check", "-l", "tlh"], ""),
    (["check", "--encoding=nothing"], ""), (["check", "--input=nothing"], ""), (["segment", "-l", "!!"], ""),
    (["export"], ""), (["export", "-t", "!!"], ""), (["merge"], ""), (["merge", "/nothing/there"], ""),
    (["check", "--dict=en_US"], ""),
]
TEXT = ("The Irbil office and the Daesh cell. A misspellled word, anoter onne, Xyzzyqian too. The U.S. and the U.S also "
        "met the US.\n\nIt was the the case [other]. Two  spaces, zero\u200bwidth, p\u0430ge.\n")


def main():
    commands = re.findall(r"^  (\w+) ", subprocess.run([TPREP, "help"], capture_output=True, text=True).stdout, re.M)
    with tempfile.TemporaryDirectory() as folder:
        if not shutil.which("localedef") or not make_locale(folder):
            print("skip pseudo-locale: localedef cannot make a locale here")
            return
        make_messages(folder)
        env = os.environ | {"LC_ALL": "xx_XX.utf8", "LOCPATH": folder, "LANGUAGE": "xx",
                            "TPREP_LOCALE_DIR": os.path.join(folder, "locale")}
        for args, allowed in [*CASES, *((["help", c], r" {6}--[^ ]+") for c in commands), (["help", "--man"], r".*")]:
            done = subprocess.run([TPREP, *args], input=TEXT, capture_output=True, text=True, env=env, cwd=folder)
            text = done.stdout + done.stderr
            bad = [*untranslated(text, allowed)]
            if not text.strip() or "⟦" not in text:
                bad.append("(nothing translated)")
            for line in bad:
                print("#", line)
            print("not ok" if bad else "ok", "pseudo-locale: tprep", *args)


main()
