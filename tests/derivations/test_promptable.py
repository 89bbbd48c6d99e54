"""The promptable set: each claim has its verdict, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, additions_are_needed, cited, fails_when_changed, have_their_verdicts

from derivations import policy, regret, tilt, unwhitened  # noqa: F401 — Lemma 12, the normal law, Proposition 2
from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "promptable.py"
REFUTED = [
    "Proposition 25, as printed", "Proposition 25, as printed (bounded variances)", "Proposition 25, as printed (bound)",
    "Proposition 25, as printed (equality)", "Proposition 25, as printed (no perfect correlation)",
    "Proposition 25, as printed (constant values)", "Appendix F, as printed (unpromptable)",
]
PROVED = [
    "Positive density", "Appendix F (policy)", "Appendix F (first order)", "Appendix F (condition)",
    "Exponential near 0", "Bounded product", "Bounded factor", "Quotient near a number", "Integrable absolute value",
    "Positive and nonzero", "Lemma 12 (bounded scores)", "Close families", "Noise under a nonlinear tilt",
    "Proposition 25 (bounded scores)", "One constant for a remainder", "Largest member",
    "One constant for finitely many remainders", "Remainder of an expansion",
    "Proposition 25 (finitely many constitutions)", "Discriminant", "Cauchy–Schwarz for covariances",
    "Nonnegative root", "Product of roots", "Covariance and deviations", "Proposition 25 (bound)",
    "Equality in the bound", "Positive root of a product", "Mean square of a residual", "Vanishing residual",
    "Perfect correlation", "Square of a root", "One score", "Proposition 25 (equality)", "Ratio below 1",
    "Root of a square", "Deviation of a mixture", "Limit of mixtures", "Mixtures of two scores", "Affine scores",
    "From a tangent", "Two indicators", "Tails of a normal", "Rare scores", "Exponentials of rare scores",
    "Multiple of an inequality", "At least a quarter", "Below a reciprocal", "Far enough out", "A point far out",
    "Values for rare scores", "Chances of a tail",
]
MOMENTS = "return (mgf_finite_near_zero(F(h)), square_integrable(f(h)), square_integrable(eps), Eq(Cov(eps, F(h)), 0))"
FIRST = "show(equals(gain(S, t), lam * Cov(f(h), t) + O(lam**2)))"
SIGNS = "show(And(Implies(k > 0, up), Implies(k < 0, down), Implies(Ne(k, 0), Iff(up, k > 0))))"
EXPLICIT = "show(Implies(b <= half, Abs(gap) <= 8 * B**2 * lam**2 * E(Abs(g))))"
SUPREMUM = "return And(ForAll(index, value <= b), ForAll(t, Implies(ForAll(index, value <= t), b <= t)))"
CLOSE = "premise = And(0 < lam, close, least_bound(S, k(c)), least_bound(s, D(c)))"
PREMISE = "premise = And(0 < lam, lam * B <= half, least_bound(S, k), least_bound(s, D))"
FINITE = "premise = And(0 < lam, lam * K < 1, least_bound(S, k, i), least_bound(s, D, i))"
BOUND = "premise = And(0 < lam, least_bound(S, k), least_bound(sigma, spread))"
FLIP = "FLIP = discrete([(quarter, Number(1)), (quarter, Number(-1)), (half, Number(0))])"
PERFECT = "perfect = And(Eq(spread, sigma), Eq(Corr(f(h), t, P, omega), 1))"

# (claim, what stands there, what is written instead, in how many places): each variant is false, or proves too little.
VARIANTS = [
    # the policy, the first order, the condition
    ("Appendix F (policy)", "show(And(Eq(log_density, score + (g - Log(Z))),",
     "show(And(Eq(log_density, score + (g + Log(Z))),", 1),
    ("Appendix F (policy)", "linear, score = inner(h, w), inner(h, w) + lam * F(h)",
     "linear, score = inner(h, w), inner(h, w) - lam * F(h)", 1),
    ("Appendix F (first order)", FIRST, FIRST.replace("lam * Cov", "2 * lam * Cov"), 1),
    ("Appendix F (first order)", FIRST, FIRST.replace("O(lam**2)", "O(lam**3)"), 1),
    ("Appendix F (first order)", FIRST, FIRST.replace("Cov(f(h), t)", "Cov(f(h), f(h))"), 1),
    ("Appendix F (first order)", MOMENTS, MOMENTS.replace("mgf_finite_near_zero", "square_integrable"), 1),
    ("Appendix F (first order)", MOMENTS, MOMENTS.replace("Eq(Cov(eps, F(h)), 0)", "Eq(E(eps), 0)"), 1),
    ("Appendix F (first order)", MOMENTS, MOMENTS.replace("square_integrable(f(h))", "integrable(f(h))"), 1),
    ("Appendix F (condition)", SIGNS, SIGNS.replace("Implies(Ne(k, 0), Iff(up, k > 0))", "Iff(up, k > 0)"), 1),
    ("Appendix F (condition)", SIGNS, SIGNS.replace("k > 0, up)", "k >= 0, up)"), 1),
    ("Appendix F (condition)", SIGNS, SIGNS.replace("k < 0, down)", "k < 0, up)"), 1),
    # the uniform remainder
    ("Exponential near 0", "given(-b <= x, x <= b, b <= half)", "given(-b <= x, x <= b, b <= 1)", 1),
    ("Exponential near 0", "rest <= 2 * b**2, exp(x) - 1 <= 2 * b,", "rest <= b**2 / 2, exp(x) - 1 <= 2 * b,", 1),
    ("Quotient near a number", "gap, bound = (A + R) / Z - A, 8 * b**2 * G", "gap, bound = (A + R) / Z - A, 4 * b**2 * G", 1),
    ("Quotient near a number", "Z - 1 <= 2 * b, half <= Z)", "Z - 1 <= 2 * b, 0 <= Z)", 1),
    ("Bounded factor", "given(integrable(Abs(g)), ForAll", "given(Eq(E(g), 0), ForAll", 1),
    ("Lemma 12 (bounded scores)", EXPLICIT, EXPLICIT.replace("8 * B**2", "B**2 / 8"), 1),
    ("Lemma 12 (bounded scores)", EXPLICIT, EXPLICIT.replace("lam**2", "lam**3"), 1),
    ("Lemma 12 (bounded scores)", EXPLICIT, EXPLICIT.replace("b <= half", "b <= 1"), 1),
    ("Lemma 12 (bounded scores)", "return square_integrable(phi), ForAll(omega, -B <= t), ForAll(omega, t <= B)",
     "return square_integrable(phi), square_integrable(t), ForAll(omega, t <= B)", 1),
    ("Noise under a nonlinear tilt", "unbiased = ForAll(g, Eq(E(eps * g(h)), 0))", "unbiased = Eq(E(eps), 0)", 1),
    # the least upper bounds
    ("Close families", SUPREMUM, SUPREMUM.replace("value <= b)", "b <= value)"), 1),
    ("Close families", SUPREMUM, SUPREMUM.replace("b <= t)", "t <= b)"), 1),
    ("Close families", CLOSE, CLOSE.replace("0 < lam, close", "0 <= lam, close"), 1),
    ("Close families", CLOSE, CLOSE.replace("And(0 < lam, close", "And(lam < 0, close"), 1),
    ("Proposition 25 (bounded scores)", PREMISE, PREMISE.replace("lam * B <= half, ", ""), 1),
    ("Proposition 25 (bounded scores)", PREMISE, PREMISE.replace("0 < lam, ", "", 1), 1),
    ("Proposition 25 (bounded scores)", "ForAll(c, ForAll(omega, t <= B))\n", "ForAll(omega, t <= B)\n", 1),
    ("Proposition 25 (bounded scores)", "t, error = F(c, h), 8 * B**2", "t, error = F(c, h), 7 * B**2", 1),
    ("One constant for a remainder", "rest, k = R(lam), C + 1 + 1 / r", "rest, k = R(lam), C + 1 + r", 1),
    ("One constant for finitely many remainders", "each = ForAll(i, equals(R(i, lam), O(lam**2)))",
     "each = ForAll(i, equals(R(i, lam), O(lam)))", 1),
    ("Largest member", "goal = Exists(j, ForAll(i, A[i] <= A[j]))", "goal = Exists(j, ForAll(i, A[i] < A[j]))", 1),
    ("Proposition 25 (finitely many constitutions)", FINITE, FINITE.replace("lam * K < 1, ", ""), 1),
    ("Proposition 25 (finitely many constitutions)", FINITE, FINITE.replace("0 < lam, ", ""), 1),
    ("Proposition 25 (finitely many constitutions)", "Abs(s - lam * S) <= K * lam**2))))\n    goal",
     "Abs(s + lam * S) <= K * lam**2))))\n    goal", 1),
    ("Proposition 25 (finitely many constitutions)", "ForAll(i, mgf_finite_near_zero(t))",
     "ForAll(i, square_integrable(t))", 1),
    ("Proposition 25, as printed", FLIP, FLIP.replace("Number(-1)", "Number(-2)"), 1),
    ("Proposition 25, as printed", "some = Exists(b, change > half)", "some = Exists(b, change > 1)", 1),
    ("Proposition 25, as printed", "show(And(ForAll(b, Eq(Cov(f, b * x, FLIP, x), 0)), ForAll(lam, Implies(0 < lam, some))))",
     "show(And(ForAll(b, Eq(Cov(f, b * x, FLIP, x), 0)), ForAll(lam, some)))", 1),
    ("Proposition 25, as printed (bounded variances)", "some = Exists(u, quarter <= change)",
     "some = Exists(u, half <= change)", 1),
    ("Proposition 25, as printed (bounded variances)", "And(Var(score, BELL, x) <= 1, Cov(",
     "And(Var(score, BELL, x) <= half, Cov(", 1),
    ("Rare scores", "Eq(Var(score, BELL, x), (p - p**2) / s**2)", "Eq(Var(score, BELL, x), p / s**2)", 1),
    ("Two indicators", "low, rise = tail(u), exp(a) - 1", "low, rise = tail(u), exp(a)", 1),
    ("Exponentials of rare scores", "given(p <= 1, 48 * p <= t**4)", "given(p <= 1, p <= t**4)", 1),
    # the bound and its equality case
    ("Discriminant", "premise = And(0 <= q, ForAll(a, 0 <= polynomial(a)))", "premise = ForAll(a, 0 <= polynomial(a))", 1),
    ("Discriminant", "show(Implies(premise, k**2 <= p * q))", "show(Implies(premise, 4 * k**2 <= p * q))", 1),
    ("Cauchy–Schwarz for covariances",
     "p, k, q = Var(X), Cov(X, Y), Var(Y)\n    given(square_integrable(X), square_integrable(Y))\n    show",
     "p, k, q = Var(X), E(X * Y), Var(Y)\n    given(square_integrable(X), square_integrable(Y))\n    show", 1),
    ("Covariance and deviations", "show(Cov(X, Y) <= std(X) * std(Y))", "show(std(X) * std(Y) <= Cov(X, Y))", 1),
    ("Proposition 25 (bound)", BOUND, BOUND.replace("And(0 < lam, ", "And(lam < 0, "), 1),
    ("Proposition 25 (bound)", "show(Implies(premise, lam * S <= lam * std(f(h)) * sigma))",
     "show(Implies(premise, S <= lam * std(f(h)) * sigma))", 1),
    ("Proposition 25, as printed (bound)", "ForAll(lam, Implies(And(0 < lam, lam <= 1), change > lam * rational(\"3/16\")))))",
     "ForAll(lam, Implies(And(0 < lam, lam <= 9), change > lam * rational(\"3/16\")))))", 1),
    ("Proposition 25, as printed (bound)", 'base = discrete([(rational("3/4"), Number(0)), (quarter, Number(1))])',
     'base = discrete([(quarter, Number(0)), (rational("3/4"), Number(1))])', 1),
    ("Equality in the bound", "given(k**2 <= p * q, sqrt(q) <= sigma)", "given(k**2 <= p * q, 0 <= sigma)", 1),
    ("Perfect correlation", "Eq(Corr(X, Y), 1), Eq(k, sqrt(p * q))), Iff", "Eq(Corr(X, Y), -1), Eq(k, sqrt(p * q))), Iff", 1),
    ("Perfect correlation", "    a = std(Y) / std(X)\n    rest", "    a = std(X) / std(Y)\n    rest", 1),
    ("Perfect correlation", "square_integrable(Y), 0 < p, 0 < q)\n    a =", "square_integrable(Y), 0 < p)\n    a =", 1),
    ("One score", "given(square_integrable(X), square_integrable(Y), 0 < p, std(Y) <= sigma)",
     "given(square_integrable(X), square_integrable(Y), std(Y) <= sigma)", 1),
    ("Proposition 25 (equality)", PERFECT, "perfect = And(0 < sigma, Eq(Corr(f(h), t, P, omega), 1))", 1),
    ("Proposition 25 (equality)", PERFECT, PERFECT.replace(", 1))", ", -1))"), 1),
    ("Proposition 25 (equality)", "given(*promptable_hypotheses(h, f, F), 0 < Var(f(h)))[1]",
     "given(*promptable_hypotheses(h, f, F), 0 <= Var(f(h)))[1]", 1),
    ("Proposition 25, as printed (equality)", "scores = ((first, 1, 1), (2 * second, 0, 2), (-first, -1, 1))",
     "scores = ((first, 1, 1), (2 * second, 0, 1), (-first, -1, 1))", 1),
    ("Proposition 25, as printed (equality)", "Eq(on_square(Corr, first, -first), -1)))",
     "Eq(on_square(Corr, first, -first), 1)))", 1),
    ("Mixtures of two scores", "show(And(Eq(k, 1 - s), correlation < 1,", "show(And(Eq(k, 1 - s), correlation < half,", 1),
    ("Proposition 25, as printed (no perfect correlation)", "return (1 - s) * first + s * second",
     "return (1 - s) * first + 2 * s * second", 1),
    ("Proposition 25, as printed (constant values)", "(half, Number(-1))]), Number(3)\n", "(half, Number(-1))]), x\n", 1),
    # the closing sentence
    ("Affine scores", "t = a * f + b\n", "t = a * f**2 + b\n", 1),
    ("Affine scores", "show(Eq(after(phi, t), E(phi, under=tilted(lam * a * f))))",
     "show(Eq(after(phi, t), E(phi, under=tilted(lam * f))))", 1),
    ("Appendix F, as printed (unpromptable)", "close = Exists(strength, learned(strength) > 1 - eta)",
     "close = Exists(strength, learned(strength) > 1)", 1),
    ("Appendix F, as printed (unpromptable)", "tilted(by * (x**2 + x), base", "tilted(by * (x**2 - x), base", 1),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED)
    for claim in checked.values():
        assert set(claim.erratum.repaired_by if claim.erratum else ()) <= set(PROVED)
    additions_are_needed(checked)


def test_the_counterexamples_of_finite_models_cite_nothing(checked: dict[str, claims.Checked]) -> None:
    for name in REFUTED:
        if "bounded variances" not in name:
            assert not cited(checked[name]), name


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
