"""How the search could be fooled: none of these may be called refuted."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest

from symproof import claims
from symproof.claims.checking import stated
from symproof.models import FiniteMeasure, Model
from symproof.models.evaluate import Evaluate
from symproof.models.verdict import Verdict
from symproof.prelude import *
from symproof.refute import Certain, Problem, find_counterexample
from symproof.terms import Implies as Implication

ROOT = Path(__file__).parents[2]
a, b, lam, t = Real("a"), Real("b"), Real("lam"), Real("t")
X, Y = RandomScalar("X"), RandomScalar("Y")
x, g = VectorIn("d")("x"), FunctionOn(Vector("d"))("g")


def searched(statement, *hypotheses, most=40):
    report = find_counterexample(Problem(hypotheses, statement), seconds=20, most=most)
    assert report.models > 0
    return report


@pytest.mark.parametrize("statement", [
    Eq(a / a, 1),  # no value at 0
    Eq(a * (1 / a), 1),
    Eq(Log(a**2) - Log(a**2), 0),
    Ge(Corr(X, Y)**2 + 1, 1),  # no correlation without variance
    Le(Corr(X, Y), 1),
    Eq(sqrt(a)**2, a),  # no value for negative a
    Implies(Ne(a, 0), Eq(a / a, 1)),  # the guard decides
    Eq(E(X * 1 / a), E(X) / a),
], ids=str)
def test_a_part_without_value_is_not_false(statement):
    assert searched(statement).witness is None


def test_equality_of_enclosures_is_not_refuted():
    """Equal numbers whose enclosures overlap, however many digits are shown."""
    for statement in (Eq(exp(a) * exp(b), exp(a + b)), Eq(sqrt(Number(2)) * sqrt(Number(3)), sqrt(Number(6))),
                      Le(exp(a) + exp(-a), exp(-a) + exp(a)), Eq(E(exp(a * t), under=Normal(0, 1), over=t), exp(a**2 / 2))):
        assert searched(statement).witness is None


def test_a_difference_below_rounding_is_seen_or_left_open():
    """10^−60 is not 0, and e^(10^−60) > 1 is decided only with digits enough; neither is called refuted."""
    tiny = Number(Fraction(1, 10**60))
    assert searched(Ne(tiny, 0)).witness is None
    assert searched(exp(tiny) > 1).witness is None
    assert searched(exp(tiny) > 1 - tiny).witness is None
    assert searched(Eq(tiny, 0)).refuted


def test_a_hypothesis_that_cannot_be_decided_is_not_ignored():
    """g convex, say: no finite search decides it, so nothing may be refuted by a g that need not have it."""
    y, w = VectorIn("d")("y"), VectorIn("d")("w")
    half = rational("1/2")
    convex = ForAll(y, ForAll(w, g(half * y + half * w) <= half * g(y) + half * g(w)))
    report = searched(g(x) + g(-x) >= 2 * g(0 * x), convex, most=60)
    assert not report.refuted
    assert find_counterexample(Problem((), g(x) + g(-x) >= 2 * g(0 * x)), seconds=20).refuted


def test_domains_of_symbols_are_hypotheses():
    p, n, q = Positive("p"), Natural("n"), Symbol("q", SCALAR, "unit")
    S = OperatorOn("d", "positive semidefinite")("S")
    for statement in (p > 0, n >= 0, IsInteger(n), q <= 1, inner(S @ x, x) >= 0, Eq(E(Number(1)), 1)):
        assert searched(statement).witness is None
    assert searched(Ne(p, 1)).refuted
    assert searched(inner(S @ x, x) > 0).refuted


def test_moments_of_normal_laws_exist_and_others_are_not_computed():
    """E e^{x²} does not exist under N(0, 1); its conventional value 0 may not refute that e^{x²} ≥ 1."""
    assert searched(E(exp(t**2), under=Normal(0, 1), over=t) >= 1).witness is None
    assert searched(Integral(t, 1, oo, 1 / t) > 1).witness is None


@pytest.mark.parametrize("statement", [
    Exists(Positive("r"), ForAll(lam, Implies(And(0 < lam, lam < Positive("r")), lam**2 < lam))),
    equals(exp(lam), 1 + lam + O(lam**2)),
    equals(1 / (1 - lam) + O(lam**2), 1 + lam + O(lam**2)),
    equals((1 + lam + O(lam**2)) * (1 - lam + O(lam**2)), 1 + O(lam**2)),
    equals(Abs(lam) * lam, O(lam**2)),
    equals(lam**3 * a, O(lam**2)),
    ForAll(lam, Exists(b, b > lam)),
    Exists(b, Eq(b**3, 2)),  # no sample fits, and it exists
    Exists(b, b > a**2),
    Not(Exists(x, And(inner(x, x) <= -1))),
], ids=str)
def test_quantifiers_and_remainders_that_hold(statement):
    assert searched(statement).witness is None


def test_an_expansion_that_vanishes_as_far_as_known_decides_nothing():
    """λ^20 > 0, e^{λ^9} and 1 + λ^9 agree in all coefficients that are kept: not called equal, not called different."""
    small = lambda statement: eventually(lam, statement)
    assert searched(small(lam**20 > 0)).witness is None
    certain = Certain(Model())
    assert certain.decide(small(exp(lam**9) > 1 + lam**9 / 2)) is Verdict.TRUE
    assert certain.decide(small(exp(lam**4) * exp(-(lam**4)) > 1)) is not Verdict.TRUE
    assert certain.decide(small(exp(lam) * exp(-lam) > 1)) is Verdict.UNKNOWN


def test_tautologies_are_true():
    claim = a > 0
    for value in (Fraction(1), Fraction(-1)):
        model = Model(values={a: value})
        assert Evaluate(model)(Implication(claim, claim)) is Verdict.TRUE
        assert Certain(model).decide(Implication(claim, claim)) is Verdict.TRUE


def test_rounded_values_are_refused():
    model = Model(values={a: Evaluate(Model())(exp(Number(1)))})
    certain = Certain(model)
    assert certain.decide(a > 2) is Verdict.UNKNOWN
    assert "rounding" in certain.reason
    assert Certain(Model()).decide(Max(exp(Number(1)), 2) > 2) is Verdict.TRUE


def test_unknowns_of_nested_questions_stay_apart():
    """∀x ∃y: y > x holds; the unknowns x and y are different numbers."""
    y, z = Real("y"), Real("z")
    certain = Certain(Model())
    assert certain.decide(ForAll(y, Exists(z, z > y))) is not Verdict.FALSE
    assert certain.decide(Exists(y, ForAll(z, z <= y))) is not Verdict.TRUE
    assert certain.decide(Exists(y, Exists(z, And(z > y, y > z)))) is Verdict.FALSE


def test_weights_of_outcomes_matter():
    """P(X = 0) = 0 is not drawn: outcomes of the search have positive probability, and an event of mass 0 has no mean."""
    model = Model(spaces={"Omega": 2}, values={P: FiniteMeasure((0, 1), (Fraction(1), Fraction(0)))})
    assert Certain(model).decide(Eq(E(Number(1)), 1)) is Verdict.TRUE


@pytest.mark.parametrize("name", ["tilt", "pareto"])
def test_proved_claims_are_not_refuted(name):
    """Every claim that the derivations prove, each in the models of a small search."""
    from symproof.runner import load

    sys.setrecursionlimit(20_000)
    for known in [m for m in sys.modules if m.startswith("derivations.")]:
        del sys.modules[known]  # so that what a file imports is registered here, too
    module = load(ROOT, ROOT / "derivations" / f"{name}.py")
    assert module.failure is None and len(module.claims) > 15
    applicable = 0
    for claim in module.claims:
        hypotheses, statement, stopped = stated(claims.REGISTRY[claim])
        report = find_counterexample(Problem(hypotheses, statement), seconds=5, most=24)
        assert not stopped and report.witness is None, (claim, report)
        applicable += report.applicable > 0
    assert applicable >= len(module.claims) - 2
