"""`python -m symproof.recheck FILE`: exit codes, what is printed, and what is not imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from battery import certificate
from forging import forged
from symproof.terms import Lt, Symbol

x = Symbol("x")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=120, check=False)


def written(path: Path, data: Any) -> str:
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("recheck") / "certificates.json", certificate())


def test_a_good_file_exits_0_and_is_described(everything: str) -> None:
    done = run("-m", "symproof.recheck", everything)
    assert done.returncode == 0, done.stderr
    assert "exponential_tilt: rechecked" in done.stdout
    assert "induction (law)" in done.stdout and "nonnegative_form" in done.stdout and "believed" in done.stdout


def test_a_refused_step_exits_1_and_is_named(tmp_path: Path) -> None:
    data = forged(("assume", [], (Lt(0, x),), [], Lt(0, x)))
    done = run("-m", "symproof.recheck", written(tmp_path / "c.json", data))
    assert done.returncode == 1
    assert (
        "step 0 (assume): the hypothesis" in done.stdout and "forged: NOT rechecked (step 0 was refused)" in done.stdout
    )


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}'])
def test_an_unreadable_file_exits_2_with_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(content, encoding="utf-8")
    done = run("-m", "symproof.recheck", str(path))
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith(str(path)) and "Traceback" not in done.stderr


def test_no_file_exits_2(tmp_path: Path) -> None:
    assert run("-m", "symproof.recheck").returncode == 2
    assert run("-m", "symproof.recheck", str(tmp_path / "none.json")).returncode == 2


def test_nothing_of_the_kernel_and_no_sympy_is_imported(everything: str) -> None:
    code = (
        "import sys; from symproof.recheck import recheck; report = recheck(sys.argv[1]); "
        "print(report.ok, sorted(m for m in sys.modules if m.split('.')[0] in ('sympy', 'mpmath', 'symproof')))"
    )
    done = run("-c", code, everything)
    assert done.returncode == 0, done.stderr
    ok, _, names = done.stdout.strip().partition(" ")
    assert ok == "True"
    loaded = set(json.loads(names.replace("'", '"')))
    others = {m for m in loaded if not m.startswith(("symproof.recheck", "symproof.terms", "symproof.laws."))}
    assert others == {"symproof", "symproof.laws"}


def test_without_a_law_not_even_the_terms_are_imported(tmp_path: Path) -> None:
    path = written(tmp_path / "c.json", certificate("binomial", "bilinear", "derivatives"))
    code = (
        "import sys; from symproof.recheck import recheck; print(recheck(sys.argv[1]).ok, "
        "[m for m in sys.modules if m.startswith('symproof.') and not m.startswith('symproof.recheck')])"
    )
    assert run("-c", code, path).stdout.split() == ["True", "[]"]


def test_under_O_the_verdicts_are_the_same(everything: str, tmp_path: Path) -> None:
    assert run("-O", "-m", "symproof.recheck", everything).returncode == 0
    bad = written(tmp_path / "c.json", forged(("assume", [], (Lt(0, x),), [], Lt(0, x))))
    assert run("-O", "-m", "symproof.recheck", bad).returncode == 1
