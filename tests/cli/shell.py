"""What tests of the command share: the command, files in a folder of their own, and running the tests."""
import os, re, subprocess, tempfile

TPREP = os.path.abspath(os.environ["TPREP"])
os.environ["TPREP_DATA"] = os.path.abspath(os.environ["TPREP_DATA"])
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def run(*args, data=b"", env=None, **more):
    return subprocess.run([TPREP, *args], input=data, capture_output=True, env=os.environ | (env or {}), timeout=120,
                          **more)


def expect(done, status, out=None, err=None):
    assert done.returncode == status, f"status {done.returncode}, not {status}: {done.stdout!r} {done.stderr!r}"
    assert out is None or done.stdout == out, f"output {done.stdout!r}, not {out!r}"
    assert err is None or re.search(err, done.stderr), f"message {done.stderr!r} has no {err!r}"


def write(name, data):
    """Makes the folders, too; text is written in UTF-8."""
    if os.path.dirname(name):
        os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)


def read(name):
    return open(name, "rb").read()


class Skipped(Exception):
    """The machine lacks what the test needs."""


def main(prefix=""):
    home, environment = os.getcwd(), dict(os.environ)
    for function in TESTS:
        name = prefix + function.__name__.replace("_", " ")
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(os.path.realpath(folder))
            try:
                function()
                print("ok", name, flush=True)
            except Skipped as why:
                print(f"skip {name}: {why}", flush=True)
            except Exception as error:
                print("#", type(error).__name__ + ":", str(error)[:2000])
                print("not ok", name, flush=True)
            finally:
                os.chdir(home)
                os.environ.clear()
                os.environ.update(environment)
