"""Bad input at the command line: one clear message with file and line each, the others still checked, outputs untouched."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = '''"""A good file."""
from symproof.prelude import *


@lemma("Lemma G", title="good")
def good(x: Real, y: Real):
    """A square of a sum."""
    show(equals((x + y)**2, x**2 + 2*x*y + y**2))
    return chain((x + y)**2, eq(x**2 + 2*x*y + y**2))
'''
HEAD = '"""A bad file."""\nfrom symproof.prelude import *\n\n\n'
BODY = '''@lemma("Lemma B")
def bad(x: Real, y: Real):
    """Bad."""
'''


def project(directory: Path, bad: str) -> Path:
    (directory / "derivations").mkdir(parents=True)
    (directory / "symproof.toml").write_text('title = "T"\nderivations = "derivations"\n')
    (directory / "derivations" / "a_good.py").write_text(GOOD)
    (directory / "derivations" / "bad.py").write_text(bad)
    return directory


def run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "symproof.cli", *arguments], cwd=directory, capture_output=True, text=True,
                          check=False, timeout=120)


CASES = {
    "syntax error": ("def f(:\n", 1, ["not valid Python"]),
    "missing import": (HEAD + "import no_such_module_at_all\n", 5, ["ModuleNotFoundError", "no_such_module_at_all"]),
    "raises at import": (HEAD + "x = 1 / 0\n", 5, ["ZeroDivisionError"]),
    "exits at import": (HEAD + "raise SystemExit(0)\n", 5, ["SystemExit"]),
    "no claim": (HEAD, 1, ["states no claim"]),
    "raises inside": (HEAD + BODY + "    raise ValueError('boom')\n", 8, ["ValueError", "boom"]),
    "ill-typed term": (HEAD + BODY + "    show(equals(inner(x, y), y))\n", 8, ["inner expects a vector"]),
    "a float": (HEAD + BODY + "    show(equals(x + 0.5, y))\n", 8, ["float", "Number(1, 2)"]),
    "python equality": (HEAD + BODY + "    show(x == y)\n", 8, ["expects a statement", "equals(a, b)"]),
    "wrong sign": (HEAD + BODY + "    show(equals((x - y)**2, x**2 + 2*x*y + y**2))\n"
                   "    return chain((x - y)**2, eq(x**2 + 2*x*y + y**2))\n", 9, ["“=”", "step 1", "witness", "nearest"]),
    "proves something else": (HEAD + BODY + "    show(equals(x + y, y - x))\n    return chain(x + y, eq(y + x))\n", 5,
                              ["something else", "stated", "proved"]),
    "returns nothing": (HEAD + BODY + "    show(equals(x + y, y + x))\n    chain(x + y, eq(y + x))\n", 5,
                        ["must return", "None"]),
    "states nothing": (HEAD + BODY + "    return chain(x + y, eq(y + x))\n", 5, ["states nothing"]),
    "two domains": (HEAD + BODY + "    p = Positive('x')\n    show(equals(p + x, x + p))\n", 9,
                    ["used for two things", "positive scalar", "real scalar"]),
    "missing hypothesis": (HEAD + BODY + "    show(equals(x / x, 1))\n    return chain(x / x, eq(1))\n", 9,
                           ["condition that does not follow", "x ≠ 0"]),
    "vacuous": (HEAD + BODY + "    given(Lt(x, y), Lt(y, x))\n    show(equals(x + y, y + x))\n"
                "    return chain(x + y, eq(y + x))\n", 10, ["no model satisfies"]),
    "circular": (HEAD + BODY + "    show(equals(x, x))\n    return using('Lemma B')\n", 5, ["rests on itself"]),
    "unknown claim": (HEAD + BODY + "    show(equals(x, x))\n    return using('Lemma Z')\n", 9, ["no claim “Lemma Z”"]),
    "unknown parameter": (HEAD + '@lemma("Lemma B")\ndef bad(x):\n    """Bad."""\n', 5, ["needs a kind"]),
    "wrong justification": (HEAD + BODY + "    return chain(x, eq(x, by='algebra'))\n", 8, ["justification", "'algebra'"]),
    "recursion": (HEAD + BODY + "    def f(n):\n        return f(n + 1)\n    f(0)\n", 9, ["recurses"]),
    "word outside": (HEAD + "given(Lt(Real('x'), 1))\n", 5, ["inside a derivation"]),
}


@pytest.mark.parametrize("name", CASES)
def test_one_bad_file_gets_one_clear_message(name, tmp_path):
    source, line, words = CASES[name]
    done = run(project(tmp_path, source), "check", "--jobs", "1")
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"derivations/bad.py:{line}" in done.stdout, done.stdout + done.stderr
    for word in words:
        assert word in done.stdout, done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "proved" in done.stdout and "Lemma G" in done.stdout


def test_a_hang_is_killed_and_the_rest_goes_on(tmp_path):
    bad = HEAD + BODY + "    while True:\n        pass\n\n\n" + '@lemma("Lemma C")\ndef after(x: Real):\n    """After."""\n' \
        "    show(equals(x, x + 0))\n    return chain(x, eq(x + 0))\n"
    done = run(project(tmp_path, bad), "check", "--time-limit", "2")
    assert done.returncode == 1
    assert "failed (time)" in done.stdout and "bad.py" in done.stdout
    assert "Lemma C" in done.stdout and "2 proved, 1 failed" in done.stdout


def test_memory_is_bounded(tmp_path):
    bad = HEAD + BODY + "    filler = bytearray(1 << 34)\n"
    done = run(project(tmp_path, bad), "check", "--memory-limit", "1024")
    assert done.returncode == 1
    assert "memory" in done.stdout.lower() and "Traceback" not in done.stdout


def test_json_and_only(tmp_path):
    root = project(tmp_path, HEAD + BODY + "    raise ValueError('boom')\n")
    data = json.loads(run(root, "check", "--json").stdout)
    assert data["schema"] == 1
    assert {c["name"]: c["verdict"] for c in data["claims"]} == {"Lemma G": "proved", "Lemma B": "failed"}
    assert next(c for c in data["claims"] if c["name"] == "Lemma B")["failure"]["line"] == 8
    assert run(root, "check", "--only", "lemma g").returncode == 0
    nothing = run(root, "check", "--only", "no such claim")
    assert nothing.returncode == 2 and "no claim's name contains" in nothing.stderr


def test_the_last_good_output_stays(tmp_path):
    root = project(tmp_path, GOOD.replace("Lemma G", "Lemma H"))
    assert run(root, "build", "--no-pdf").returncode == 0
    before = {p.name: p.read_bytes() for p in (root / "build").iterdir()}
    assert {"appendix.tex", "appendix.html", "certificates.json"} <= set(before)
    (root / "derivations" / "bad.py").write_text(CASES["wrong sign"][0])
    done = run(root, "build", "--no-pdf")
    assert done.returncode == 1 and "untouched" in done.stderr
    assert {p.name: p.read_bytes() for p in (root / "build").iterdir()} == before


def test_builds_are_reproducible(tmp_path):
    root = project(tmp_path, GOOD.replace("Lemma G", "Lemma H"))
    outputs = []
    for seed in ("1", "2"):
        subprocess.run([sys.executable, "-m", "symproof.cli", "build", "--no-pdf", "-q", "-o", f"out{seed}"], cwd=root,
                       env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": ":".join(sys.path)}, check=True,
                       capture_output=True)
        outputs.append({p.name: p.read_bytes() for p in (root / f"out{seed}").iterdir()})
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize(("files", "arguments", "words"), [
    ({}, ["check"], ["derivations", "symproof init"]),
    ({"symproof.toml": "title = ["}, ["check"], ["symproof.toml", "not valid TOML"]),
    ({"symproof.toml": 'titel = "x"'}, ["check"], ["unknown key 'titel'"]),
    ({"symproof.toml": "title = 3"}, ["check"], ["title must be a string"]),
    ({"symproof.toml": 'derivations = ["x.py"]'}, ["check"], ["x.py", "does not exist"]),
    ({"symproof.toml": 'templates = "nowhere"'}, ["check"], ["derivations"]),
    ({}, ["check", "nowhere"], ["no such file"]),
    ({"full/x": ""}, ["init", "full"], ["not an empty directory"]),
    ({}, ["recheck", "nothing.json"], ["nothing.json"]),
])
def test_projects_that_cannot_be_read(files, arguments, words, tmp_path):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    done = run(tmp_path, *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr + done.stdout


@pytest.mark.parametrize("arguments", [["check", "--jobs", "0"], ["check", "--time-limit", "-1"], ["frobnicate"], []])
def test_wrong_usage_exits_with_2(arguments, tmp_path):
    assert run(tmp_path, *arguments).returncode == 2


def test_help_teaches():
    for command in ([], ["check"], ["build"], ["recheck"], ["init"]):
        done = run(Path.cwd(), *command, "--help")
        assert done.returncode == 0 and len(done.stdout) > 150
