"""`symproof refute`: what it prints, its exit codes, and what a check says of claims without proof."""

from __future__ import annotations

import json
import sys

import pytest

from symproof import claims
from symproof.cli import main
from symproof.claims.checking import stated
from symproof.prelude import *

SOURCE = '''\
"""Claims to search."""

from symproof.prelude import *


@conjecture("Squares grow")
def squares(x: Real):
    """False between 0 and 1."""
    show(x**2 >= x)


@lemma("Squares of large numbers")
def large(x: Real, y: Nonnegative):
    """True, and the first hypothesis is needed."""
    given(x >= 1, y <= 7)
    show(x**2 >= x)
    return have(x**2 >= x)


@lemma("Fails late")
def late(x: Real):
    """The proof stops before all hypotheses are known."""
    show(x**2 > 0)
    have(x > 0)
    given(Ne(x, 0))
    return have(x**2 > 0)


@lemma("Fails")
def wrong(x: Real):
    """False at 0."""
    show(x**2 > 0)
    return have(x**2 > 0)


@conjecture("Sums of squares")
def sums(x: Real, y: Real):
    """True."""
    show(x**2 + y**2 >= 2 * x * y)
'''


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    for known in [m for m in sys.modules if m.split(".")[0] == "derivations"]:
        monkeypatch.delitem(sys.modules, known)
    (tmp_path / "pyproject.toml").write_text("[tool.symproof]\n", encoding="utf-8")
    (tmp_path / "derivations").mkdir()
    (tmp_path / "derivations" / "some.py").write_text(SOURCE, encoding="utf-8")
    yield str(tmp_path)
    for known in [m for m in sys.modules if m.split(".")[0] == "derivations"]:
        del sys.modules[known]


def run(capsys, *arguments):
    code = main(["refute", *arguments])
    return code, capsys.readouterr()


def test_a_false_claim(project, capsys):
    code, out = run(capsys, "Squares grow", project, "--seconds", "5")
    assert code == 1
    assert out.out.startswith("refuted  Squares grow\n")
    assert "Take x = 1/2. x² = 1/4, so x² ≥ x fails." in out.out


def test_a_paragraph_for_latex(project, capsys):
    code, out = run(capsys, "Squares grow", project, "--seconds", "5", "--format", "latex")
    assert code == 1
    assert out.out == "Take $x = \\tfrac{1}{2}$. $x^{2} = \\tfrac{1}{4}$, so $x^{2} \\ge x$ fails.\n"


def test_data(project, capsys):
    code, out = run(capsys, "Squares grow", project, "--seconds", "5", "--json")
    data = json.loads(out.out)
    assert code == 1 and data["verdict"] == "refuted" and data["witness"]["certified"]
    assert data["witness"]["values"] == {"x": "1/2"}
    (fact,) = data["witness"]["facts"]
    assert (fact["left"], fact["right"], fact["holds"]) == ("1/4", "1/2", False)


def test_a_true_claim(project, capsys):
    code, out = run(capsys, "sums", project, "--seconds", "0.5")
    assert code == 0
    assert out.out.startswith("not refuted  Sums of squares\n") and "models" in out.out


def test_hypotheses_that_can_and_cannot_be_dropped(project, capsys):
    code, out = run(capsys, "large", project, "--drop", "1", "--seconds", "5")
    assert code == 1 and "dropped   x ≥ 1" in out.out and "Take" in out.out
    code, out = run(capsys, "large", project, "--drop", "2", "--seconds", "0.5")
    assert code == 0
    code, out = run(capsys, "large", project, "--all-hypotheses", "--seconds", "2")
    first, second = out.out.split("\n  2. ")
    assert code == 0 and "cannot be dropped: Take" in first
    assert "no witness found in" in second


def test_what_cannot_be_run(project, capsys):
    for arguments, words in ((("Nothing",), "no claim's name contains 'Nothing'"), (("s",), "part of the names of"),
                             (("large", "--drop", "3"), "has 2 hypotheses")):
        code, out = run(capsys, arguments[0], project, *arguments[1:])
        assert code == 2 and words in out.err


def test_unknown_hypotheses_are_not_taken_for_none(project, capsys):
    """A derivation that stops before a given(…) has hypotheses that are not known, so nothing is refuted."""
    code, out = run(capsys, "Fails late", project, "--seconds", "2")
    assert code == 2 and "is not known" in out.err
    code, out = run(capsys, "Fails", project, "--seconds", "5")
    assert code == 1 and "Take x = 0." in out.out and "its derivation stops" in out.out


def test_conjectures_and_failed_steps_are_searched():
    @claims.conjecture("Pooled")
    def pooled(h: RandomVector("d"), v: VectorIn("d"), w: VectorIn("d")):
        """False where h, v and w point apart."""
        Sigma = CovOperator(h)
        show(Implies(inner(v, w) > 0, inner(Sigma @ v, w) > 0))

    checked = claims.check_claim(pooled)
    assert checked.verdict == "failed" and checked.failure is not None
    assert "Take d = 1; " in str(checked.failure)

    @claims.conjecture("Open")
    def unknown(X: RandomScalar):
        """True, and not proved here."""
        show(E(X)**2 <= E(X**2))

    assert claims.check_claim(unknown).verdict == "open"


def test_what_is_stated_is_known_without_a_proof():
    @claims.lemma("Not proved")
    def not_proved(x: Real):
        """The step fails, and what is stated is known."""
        given(x >= 0)
        show(x >= 1)
        return have(x >= 1)

    hypotheses, statement, stopped = stated(not_proved)
    assert len(hypotheses) == 1 and statement.arguments[1] == Number(1) and "does not follow" in stopped
