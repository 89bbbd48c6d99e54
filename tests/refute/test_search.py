"""What the search must find: false statements of every kind, and the claims that the derivations refute by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symproof.models.verdict import Verdict
from symproof.prelude import *
from symproof.refute import Certain, Problem, find_counterexample
from symproof.refute.candidates import boundaries
from symproof.refute.linear import lies_in_a_ray
from symproof.refute.shrink import cost
from symproof.refute.wording import describe

lam, a = Real("lam"), Real("a")
h, v_c, v, eps = RandomVector("d")("h"), VectorIn("d")("v_c"), VectorIn("d")("v"), RandomScalar("eps")
X, Y = RandomScalar("X"), RandomScalar("Y")
family, i = VectorFamily("m", "d")("v"), IndexIn("m")("i")
x, n, y = VectorIn("d")("x"), VectorIn("d")("n"), VectorIn("d")("y")
after = lambda body: E(body, under=tilted(inner(h, v_c), lam))
rises = lambda body: eventually(lam, E(body) < after(body))
slope = inner(CovOperator(h) @ v_c, v)
cone = lambda of: SetBuilder(x, ForAll(i, inner(x, of[i]) > 0))
spans_no_half_space = ForAll(n, Implies(Ne(n, Zero(Vector("d"))), Exists(y, And(
    Member(y, OpenHalfSpace(n)), Not(Member(y, ConicHull(family)))))))
Sigma = OperatorOn("d", "positive definite")("Sigma")
moments = (mgf_finite_near_zero(inner(h, v_c)), square_integrable(norm(h)), square_integrable(eps),
           Eq(Cov(eps, inner(h, v_c)), 0))

PROMPTS, RESPONSES = Point("X"), Point("Y")
prompt, response = Symbol("x", PROMPTS), Symbol("y", RESPONSES)
D, policy = Symbol("D", Measure(PROMPTS), "probability"), Symbol("pi", Function(PROMPTS, Measure(RESPONSES)), "probability")
shown = Symbol("h", Function(PROMPTS, RESPONSES, Vector("d")))(prompt, response)
at_prompt = lambda body: E(body, under=policy(prompt), over=response)
on_average = lambda body: E(at_prompt(body), under=D, over=prompt)
learned = E(E(inner(shown, v), under=tilted(inner(shown, v_c), lam, base=policy(prompt), over=response), over=response),
            under=D, over=prompt)
centred = shown - on_average(shown)

FALSE = {
    "improvement iff the first-order term is positive": ((), Iff(rises(inner(h, v)), slope > 0)),
    "the same with noise": (moments, Iff(rises(inner(h, v) + eps), slope > 0)),
    "a covariance is definite": ((), PositiveDefinite(CovOperator(h))),
    "Pareto-improving iff in the cone": ((), Iff(ForAll(i, rises(inner(h, family[i]))),
                                                 Member(CovOperator(h) @ v_c, cone(family)))),
    "a nonempty cone unless a half-space is spanned": (
        (spans_no_half_space, ForAll(i, Ne(family[i], Zero(Vector("d"))))), Exists(x, Member(x, cone(family)))),
    "an anisotropic covariance keeps signs": ((), Implies(inner(v_c, v) < 0, inner(Sigma @ v_c, v) < 0)),
    "the covariance over prompts and responses": (
        (), equals(learned - on_average(inner(shown, v)),
                   lam * on_average(inner(centred, v) * inner(centred, v_c)) + O(lam**2))),
    "twice the slope": (moments, equals(after(inner(h, v) + eps) - E(inner(h, v) + eps), 2 * lam * slope + O(lam**2))),
    "noise that is correlated": (moments[:3], equals(after(inner(h, v) + eps) - E(inner(h, v) + eps),
                                                     lam * slope + O(lam**2))),
    "a remainder of third order": ((), equals(exp(a * lam), 1 + a * lam + O(lam**3))),
    "Jensen the wrong way": ((), E(exp(X)) <= exp(E(X))),
    "variance is additive": ((), Eq(Var(X + Y), Var(X) + Var(Y))),
    "a normal mean": ((), E(Max(a, 0), under=Normal(0, 1), over=a) <= rational("1/3")),
    "a fourth moment": ((), Eq(E(a**4, under=Normal(0, Positive("s")), over=a), 3)),
    "a root": ((), Eq(sqrt(a**2), a)),
    "a large number": ((), Natural("n") <= 5),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_counterexample_is_found_and_confirmed(name):
    hypotheses, statement = FALSE[name]
    problem = Problem(tuple(hypotheses), statement)
    report = find_counterexample(problem, seconds=60)
    assert report.refuted and report.witness is not None, report
    certain = Certain(report.witness.model)
    assert [certain.decide(hypothesis) for hypothesis in hypotheses] == [Verdict.TRUE] * len(hypotheses)
    assert certain.decide(statement) is Verdict.FALSE
    text = describe(report.witness, problem)
    assert text.startswith("Take ") and text.endswith(("fails.", "holds."))


def test_the_witness_is_simple():
    """One dimension less, or one outcome less, and there is no counterexample: these are the smallest shapes."""
    for name, sizes, spaces in (("improvement iff the first-order term is positive", {"d": 2}, {"Omega": 3}),
                                ("a covariance is definite", {"d": 1}, {"Omega": 1}),
                                ("an anisotropic covariance keeps signs", {"d": 2}, {}),
                                ("the covariance over prompts and responses", {"d": 1}, {"X": 2, "Y": 1})):
        hypotheses, statement = FALSE[name]
        report = find_counterexample(Problem(tuple(hypotheses), statement), seconds=60)
        assert report.witness is not None
        assert (report.witness.model.sizes, report.witness.model.spaces) == (sizes, spaces)
        assert cost(report.witness.model) < 12 * sum([*sizes.values(), *spaces.values()]) + 25


def test_the_same_seed_finds_the_same():
    problem = Problem((), FALSE["improvement iff the first-order term is positive"][1])
    first, second = (find_counterexample(problem, seconds=60, seed=3) for _ in range(2))
    assert first.witness is not None and second.witness is not None
    assert describe(first.witness, problem) == describe(second.witness, problem)
    assert first.models == second.models


def test_a_linear_programme_finds_a_narrow_cone():
    """Numbers of small height do not hit this cone by chance."""
    w = VectorIn(3)("w")
    rows = ((70, -30, 1), (-69, 30, 1), (-1, 1, -19), (0, 5, -97))
    statement = Not(And(*(inner(w, Coordinates(*row)) > 0 for row in rows)))
    report = find_counterexample(Problem((), statement), seconds=20, most=12)
    assert report.refuted


def test_boundaries_are_where_inequalities_turn():
    found = list(boundaries(Iff(rises(inner(h, v)), slope > 0)))
    assert found == [Eq(slope, 0)]
    assert list(boundaries(ForAll(i, inner(x, family[i]) > 0))) == [ForAll(i, Eq(inner(x, family[i]), 0))]


def test_without_a_counterexample_the_report_says_how_much_was_searched():
    report = find_counterexample(Problem((), E(X**2) >= E(X)**2), seconds=20, most=50)
    assert (report.models, report.applicable, report.open, report.witness) == (50, 50, 0, None)
    assert "Omega" in report.largest


def test_what_digits_say_is_not_called_refuted():
    """erfc has no enclosure here, so the failure of this is seen with rounding only."""
    erfc = Special("erfc", a)
    report = find_counterexample(Problem((), erfc < 1), seconds=20, most=30)
    assert report.witness is not None and not report.refuted and not report.witness.certified
    assert describe(report.witness, report.problem).endswith("Found numerically, not certified.")


def test_dropped_hypotheses_must_be_violated():
    positive, bound = a > 0, a <= 10
    problem = Problem((positive, bound), a * a > 0)
    assert not find_counterexample(problem, seconds=5, most=60).witness
    needed = find_counterexample(problem.without(1), seconds=20, dropped=(positive,))
    assert needed.refuted and needed.violating > 0
    spare = find_counterexample(problem.without(2), seconds=20, most=60, dropped=(bound,))
    assert spare.witness is None


@pytest.mark.parametrize(("generators", "expected"), [
    ([(1, 0), (-1, 0)], False), ([(1, 0), (-1, 0), (0, 1)], True), ([(1, 0), (0, 1)], False),
    ([(1, 0), (0, 1), (-1, -1)], True), ([(0, 0)], False), ([(1,)], True), ([(0,)], False), ([(1,), (-1,)], True),
])
def test_half_spaces_in_cones(generators, expected):
    assert lies_in_a_ray([tuple(map(Fraction, v)) for v in generators]) is expected
