"""The derivations about trading objectives off: each has its verdict, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, fails_when_changed, have_their_verdicts

from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "tradeoff.py"
REFUTED = ["Remark 6, as printed", "Proposition 21, as printed", "Remark 7 (equal values)", "Proposition 22 (2), as printed",
           "Proposition 23, as printed", "Proposition 23, as printed (no gradient)"]
PROVED = ["Integrable projections", "Mean of a projection", "Combination of directions", "Definition 16 (weighted sum)",
          "Definition 16 (worst case)", "Reciprocals", "Uniform remainders", "Remainders of (47)", "Smaller square",
          "Norm in a basis", "Entry by entry", "Section E.2, display", "No entry of a sign", "Balanced changes",
          "Remark 6 (to first order)", "Remark 6 (any two policies)", "Definition 20 (signs)", "Sign of a difference",
          "Definition 20 (small steps)", "Proposition 21 (disjoint)", "Proposition 21", "One gain and nothing else",
          "Remark 7", "Remark 7 (exactly when)", "Remark 7 (every pattern of signs)", "Signs of two numbers",
          "Proposition 22 (shares)", "Comparing shares", "Proposition 22 (2)", "Proposition 22 (3)", "Proposition 22 (1)",
          "Greatest value", "Cone of two objectives", "Proposition 22 (4)", "Weighted remainder", "Weighted remainders",
          "Weighted gap", "Proposition 23 (first order)", "Weighted gain", "Largest on the unit sphere", "Proposition 23",
          "Divergence of a small tilt", "Cleared denominator", "Cauchy–Schwarz for a covariance", "Bound by a root",
          "Root of a budget", "Optimal direction at a KL budget", "Two optima"]

# (claim, what stands there, what is written instead, in how many places): each variant is false, or proves too little.
VARIANTS = [
    # aggregations and the vector of changes
    ("Definition 16 (weighted sum)", "show(Eq(total(i, alpha[i] * E(S, under=Q)), E(inner(h, combined), under=Q) + rest))",
     "show(Eq(total(i, alpha[i] * E(S, under=Q)), E(inner(h, combined), under=Q) - rest))", 1),
    ("Definition 16 (worst case)", "ForAll(i, p <= a[i]))", "ForAll(i, p < a[i]))", 1),
    ("Uniform remainders", "def all_small(R):\n", "def all_small(R):\n    return ForAll(i, Eq(R(i, lam), 0))\n", 1),
    ("Norm in a basis", "show(norm(vector) <= sqrt(Size(\"m\")) * b)", "show(norm(vector) <= b)", 1),
    ("Section E.2, display", "gap = norm(change - lam * predicted)", "gap = norm(change + lam * predicted)", 1),
    ("Section E.2, display", "gap <= c * Abs(lam)**2))", "gap <= c * Abs(lam)**3))", 1),
    ("Section E.2, display", "ForAll(i, Eq(V @ e[i], v[i])))\n    change",
     "ForAll(i, Eq(V @ e[i], 2 * v[i])))\n    change", 1),
    # Remark 6
    ("Remark 6 (to first order)", "Eq(total(i, alpha[i]), 1), Eq(total(i, alpha[i] * v[i]), origin))\n    change, image",
     "Eq(total(i, alpha[i]), 0), Eq(total(i, alpha[i] * v[i]), origin))\n    change, image", 1),
    ("Remark 6 (to first order)", "Implies(ForAll(i, 0 < alpha[i]), Or(neutral(change), trading(change))))",
     "Implies(ForAll(i, 0 < alpha[i]), trading(change)))", 1),
    ("Remark 6 (any two policies)", "premise = And(ForAll(i, Eq(noise(i, Q), noise(i, P))),",
     "premise = And(ForAll(i, Eq(noise(i, Q), noise(i, Q))),", 1),
    ("Balanced changes", "Implies(ForAll(i, 0 < alpha[i]), some_or_none)))\n\n", "some_or_none))\n\n", 1),
    ("Remark 6, as printed", "(delta(k, 1) - delta(k, 2)) * NORTH", "(delta(k, 1) + delta(k, 2)) * NORTH", 1),
    ("Remark 6, as printed", "(delta(k, 1) - delta(k, 2)) * NORTH", "(delta(k, 1) - delta(k, 2)) * NORTHEAST", 1),
    # profiles
    ("Definition 20 (signs)", "(Lt(x, 0), -1), (Eq(x, 0), 0))", "(Lt(x, 0), 1), (Eq(x, 0), 0))", 1),
    ("Definition 20 (small steps)", "show(Implies(apart, eventually(lam, ForAll(i, agree))))",
     "show(eventually(lam, ForAll(i, agree)))", 1),
    ("Definition 20 (small steps)", "Eq(Sign(change), Sign(slope)), ForAll",
     "Eq(Sign(change), -Sign(slope)), ForAll", 1),
    ("Proposition 21 (disjoint)", "return ForAll(index, Lt(0, change(index)))",
     "return Exists(index, Lt(0, change(index)))", 1),
    ("Proposition 21", "kinds, nonzero = Or(up, trading(change), down, neutral(change))",
     "kinds, nonzero = Or(up, trading(change), down, improving(change))", 1),
    ("Proposition 21", "show(And(kinds, Implies(nonzero, strict)))", "show(And(kinds, strict))", 1),
    ("Proposition 21, as printed", "delta(k, 1) * EAST + delta(k, 2) * NORTH",
     "delta(k, 1) * EAST + delta(k, 2) * NORTHEAST", 1),
    ("Proposition 21, as printed", "show(ForAll(lam, Implies(0 < lam, And(signs, Not(kinds)))))",
     "show(ForAll(lam, And(signs, Not(kinds))))", 1),
    # Remark 7
    ("Remark 7", "Eq(a[k], p), b[k] < a[k])", "p <= a[k], b[k] < a[k])", 1),
    ("Remark 7", "Eq(a[k], p), b[k] < a[k])", "Eq(a[k], p), b[k] <= a[k])", 1),
    ("Remark 7 (exactly when)", "show(Implies(premise, Iff(p < q, p < b[k])))",
     "show(Implies(premise, Iff(p < q, q < b[k])))", 1),
    ("Remark 7 (exactly when)", "Implies(Not(Eq(i, k)), a[i] < b[i])))", "Implies(Not(Eq(i, k)), a[i] <= b[i])))", 1),
    ("Remark 7 (every pattern of signs)", "given(independent(v), ForAll(i, Ne(s[i], 0)))",
     "given(ForAll(i, Ne(s[i], 0)))", 1),
    ("Remark 7 (equal values)", "v = Lambda(k, w)", "v = Lambda(k, (delta(k, 1) - delta(k, 2)) * w)", 1),
    # Proposition 22
    ("Signs of two numbers", "is_low(-x) * is_low(y) + is_low(x) * is_low(-y)", "is_low(-x) * is_low(y)", 1),
    ("Proposition 22 (shares)", "Eq(trades(u, v), theta / pi),\n", "Eq(trades(u, v), theta / (2 * pi)),\n", 1),
    ("Proposition 22 (shares)", "show(And(Eq(improves(u, v), (pi - theta) / (2 * pi))",
     "show(And(Eq(improves(u, v), theta / (2 * pi))", 1),
    ("Proposition 22 (2)", "Implies(Lt(0, theta), Lt(improves(u, v), half))))\n    range",
     "Lt(improves(u, v), half)))\n    range", 1),
    ("Proposition 22 (2)", "show(And(Iff(acute, Lt(quarter, improves(u, v)))",
     "show(And(Iff(acute, Lt(half, improves(u, v)))", 1),
    ("Proposition 22 (2), as printed", "part, values = rational(\"3/8\")", "part, values = rational(\"5/8\")", 1),
    ("Proposition 22 (2), as printed", "EAST, NORTH, NORTHEAST = Coordinates(1, 0), Coordinates(0, 1), Coordinates(1, 1)",
     "EAST, NORTH, NORTHEAST = Coordinates(1, 0), Coordinates(0, 1), Coordinates(1, 2)", 1),
    ("Proposition 22 (3)", "show(Iff(obtuse, Lt(half, trades(u, v))))",
     "show(Iff(obtuse, Lt(quarter, trades(u, v))))", 1),
    ("Proposition 22 (1)", "And(Lt(theta - corner, s), Lt(s, corner))", "And(Lt(-corner, s), Lt(s, corner))", 1),
    ("Proposition 22 (1)", "Eq(corner - (theta - corner), pi - theta)",
     "Eq(corner - (theta - corner), pi + theta)", 1),
    ("Proposition 22 (1)", "Eq(inner(e, f), 0), Le(0, theta)", "Eq(inner(e, f), 1), Le(0, theta)", 1),
    ("Proposition 22 (4)", "show(Iff(Not(nonempty(v)), Eq(theta, pi)))",
     "show(Iff(Not(nonempty(v)), Eq(theta, 0)))", 1),
    # Proposition 23
    ("Proposition 23 (first order)", "lam * inner(image, combined)\n    expansion",
     "lam**2 * inner(image, combined)\n    expansion", 1),
    ("Proposition 23 (first order)", "expansion, width = equals(gain, slope + O(lam**2))",
     "expansion, width = equals(gain, slope + O(lam**3))", 1),
    ("Proposition 23", "return CovOperator(h) @ total(i, alpha[i] * v[i])", "return total(i, alpha[i] * v[i])", 1),
    ("Proposition 23", "Implies(Eq(gain(u), gain(top)), Eq(u, top)))))))",
     "Implies(Eq(gain(u), gain(top)), Eq(u, -top)))))))", 1),
    ("Proposition 23", "gain(u) <= gain(top), gain(-top) <= gain(u),",
     "gain(u) <= gain(top), gain(top) <= gain(u),", 1),
    ("Largest on the unit sphere", "top, unit = 1 / norm(w) * w", "top, unit = -1 / norm(w) * w", 1),
    ("Proposition 23, as printed",
     "    given(Ne(w, Zero(R_d)))\n    gain = lambda direction: weighted_gain(h, direction, v, alpha)\n    linear",
     "    gain = lambda direction: weighted_gain(h, direction, v, alpha)\n    linear", 1),
    ("Proposition 23, as printed (no gradient)", "(delta(k, 1) - delta(k, 2)) * EAST",
     "(delta(k, 1) + delta(k, 2)) * EAST", 1),
    ("Divergence of a small tilt", "lam**2 / 2 * Var(t) + O(lam**3)))\n    mean",
     "lam**2 * Var(t) + O(lam**3)))\n    mean", 1),
    ("Optimal direction at a KL budget", "s = sqrt(b / q)\n    top", "s = b / q\n    top", 1),
    ("Optimal direction at a KL budget", "    given(Lt(0, q))\n    s = sqrt", "    s = sqrt", 1),
    ("Cauchy–Schwarz for a covariance", "Semidefinite = OperatorOn(\"d\", \"positive semidefinite\")",
     "Semidefinite = OperatorOn(\"d\", \"symmetric\")", 1),
    ("Two optima", "by_length(a) < by_length(w), by_spread(w)", "by_length(w) < by_length(a), by_spread(w)", 1),
    ("Two optima", "for vector in (2 * EAST, NORTH)", "for vector in (3 * EAST, NORTH)", 1),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED)


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
