#!/usr/bin/env python3
"""Many files at a time: whatever is said about them is the same as of one after the other, and in their order."""
import json, os, random, re, subprocess, sys

sys.dont_write_bytecode = True
from shell import TPREP, main, test, write

os.environ["TPREP_CACHE"] = "cache"  # in the folder of a test
JOBS = "1", "2", "8"
WORDS = ("The of and to in is was that for on it teh recieve Kubernetes Daesh Irbil Mosul goverment 22th village "
         "the the people wrote havent about Muhammadawi yesterday, because. Peopel 2024 (DPA) DPA").split()


def run(*args, data=b"", merged=False, env=None):
    """Status, output and messages; `merged`: both in one stream, as they are written."""
    done = subprocess.run([TPREP, *args], input=data, stdout=subprocess.PIPE, timeout=120,
                          stderr=subprocess.STDOUT if merged else subprocess.PIPE, env=os.environ | (env or {}))
    return done.returncode, done.stdout, done.stderr


def text(rng, paragraphs):
    return "\n\n".join(" ".join(rng.choice(WORDS) for _ in range(rng.randrange(5, 60)))
                       for _ in range(paragraphs)).encode() + b"\n"


def make_files():
    """Files in several folders with settings of their own, and between them what cannot be read; in their order."""
    rng = random.Random(7)
    settings = b"", b"lang = de\n", b"skip = names\n[*.md]\nonly = spelling\n", b"lang = fr\n", b"lang = de-AT\n", \
        b"lang = en-GB\n", b"words = own\n"
    for i, lines in enumerate(settings):
        write(f"{i}/.tprep.ini", lines)
    write("6/own", b"Peopel\n")
    write("bad/.tprep.ini", b"lang = en\nnonsense = 1\n")
    write("bad/a.txt", b"Teh end.\n")
    write("no-language/.tprep.ini", b"lang = xx-none\ndict = xx_XX\n")
    write("no-language/a.txt", b"Teh end.\n")
    write("3/latin.txt", "Il a mangé la pâte.\n".encode("latin-1"))
    write("2/wrong.txt", b"Teh \xff\xfe bytes.\n")
    write("1/nul.txt", b"Teh \0 bytes.\n")
    write("0/long.txt", text(rng, 800))
    files = ["bad/a.txt", "no-language/a.txt", "3/latin.txt", "2/wrong.txt", "1/nul.txt", "not-there.txt", "0", "0/long.txt"]
    for i in range(40):
        path = f"{i % len(settings)}/{i}.{'md' if i % 3 == 0 else 'txt'}"
        write(path, text(rng, rng.randrange(0, 12)) + b"<!-- tprep: ingore x -->\n" * (i % 5 == 0))
        files.append(path)
    rng.shuffle(files)
    return files


def expect_same(*args, **how):
    """All numbers of jobs come to the same, which is returned."""
    results = [run(*args, "--jobs=" + jobs, **how) for jobs in JOBS]
    for jobs, result in zip(JOBS, results):
        assert result == results[0], (args, jobs, result, results[0])
    return results[0]


@test
def any_number_of_jobs_comes_to_the_same():
    files = make_files()
    for args in ["check"], ["check", "--format=json"], ["check", "--only=names"], ["spell"], ["spell", "--json"], \
            ["spell", "-l"], ["spell", "-l", "--no-unknown-names"], ["fix", "--diff"]:
        status, out, err = expect_same(*args, *files)
        assert (status, bool(out)) == (2, True), (args, status, err)
        told = [files.index(name) for name in re.findall(r"^tprep: (?:Warning: )?(\d/[^:]*):", err.decode(), re.M)]
        assert told == sorted(told) and len(told) >= 9, err
        if "json" in args[-1]:
            names = [file["file"] for file in json.loads(out)["files"]]
            assert names == [file for file in files if file in names] and len(names) > 40, names


@test
def output_and_messages_come_in_one_order():
    expect_same("check", *make_files(), merged=True)


@test
def the_status_is_that_of_all_files():
    write("a.txt", b"All is well.\n")
    write("b.txt", b"Teh end.\n")
    assert expect_same("check", "a.txt", "a.txt", "a.txt") == (0, b"", b"")
    assert expect_same("check", "a.txt", "b.txt", "a.txt")[0] == 1
    assert expect_same("check", "a.txt", "b.txt", "c.txt", "a.txt")[0] == 2


@test
def files_are_fixed_as_one_after_the_other():
    folder, fixed = os.getcwd(), []
    for jobs in JOBS:
        os.mkdir(folder + "/" + jobs)
        os.chdir(folder + "/" + jobs)
        files = make_files()
        status, out, err = run("fix", "--jobs", jobs, *files)
        assert status == 2 and not out, (status, out, err)
        fixed.append((err.replace(os.getcwd().encode(), b""), [open(path, "rb").read() for path in files if os.path.isfile(path)]))
    assert fixed[0] == fixed[1] == fixed[2]


@test
def a_file_given_twice_is_fixed_twice():
    write("a.txt", b"Teh Daesh came.\n" + b"All is well.\n" * 1000)
    write(".tprep.ini", b"[a.txt]\nonly = typo\n[b.txt]\nonly = names\n")
    os.symlink("a.txt", "b.txt")
    assert run("fix", "-j8", *["a.txt", "b.txt"] * 5) == (0, b"", b"")
    assert open("a.txt", "rb").read().startswith(b"The ISIS came.\n")


@test
def standard_input_is_one_of_the_files():
    write("a.txt", b"Teh end.\n")
    out = expect_same("check", "a.txt", "-", "a.txt", "-", data=b"Teh beginning.\n")[1]
    assert [line.split(b":")[0] for line in out.splitlines()] == [b"a.txt", b"-", b"a.txt"], out


@test
def what_was_learned_is_kept_whoever_learned_it():
    rng = random.Random(3)
    files = [f"{i}.txt" for i in range(20)]
    for name in files:
        write(name, text(rng, 8) + ("New" + "".join(rng.choice("aeiouxzk") for _ in range(6)) + ".\n").encode())
    kept = []
    for jobs in JOBS:
        cache = {"TPREP_CACHE": os.path.abspath("cache" + jobs)}
        expected = run("check", "--jobs=1", *files, env={"TPREP_CACHE": ""})
        assert run("check", "--jobs=" + jobs, *files, env=cache) == expected
        kept.append({name: os.path.getsize(f"cache{jobs}/{name}") for name in os.listdir("cache" + jobs)})
        assert run("check", "--jobs=" + jobs, *files, env=cache) == expected
    assert kept[0] == kept[1] == kept[2] and kept[0], kept


@test
def one_file_is_worked_on_without_threads():
    """Threads are counted while the command reads from a pipe that stays empty."""
    write("a.txt", b"Teh end.\n")
    os.mkfifo("pipe.txt")
    counts = []
    for files in ["pipe.txt"], ["pipe.txt", "a.txt"]:
        with subprocess.Popen([TPREP, "check", "--jobs=8", *files], stdout=subprocess.DEVNULL) as process:
            with open("pipe.txt", "wb"):
                counts.append(len(os.listdir(f"/proc/{process.pid}/task")))
    assert counts[0] == counts[1] - 2, counts


@test
def a_full_disk_ends_all_jobs():
    files = make_files()
    with open("/dev/full", "w") as full:
        for jobs in JOBS:
            done = subprocess.run([TPREP, "check", "-j", jobs, *files], stdout=full, stderr=subprocess.PIPE, timeout=60)
            assert done.returncode == 2 and done.stderr.count(b"The output cannot be written") == 1, done


@test
def a_reader_who_left_ends_all_jobs():
    files = make_files()
    for jobs in JOBS:
        done = subprocess.run(["sh", "-c", '"$@" 2>&1 | head -n 1', "sh", TPREP, "check", "-j", jobs, *files * 3],
                              capture_output=True, timeout=60)
        assert done.stdout.count(b"\n") == 1 and not done.stderr, done


main("jobs: ")
