"""The derivations about several value directions: each is proved, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, cited, fails_when_changed, have_their_verdicts

from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "pareto.py"
REFUTED = ["Proposition 18, as printed", "Proposition 19 (2), as printed", "Proposition 19 (3), as printed"]
PROVED = ["Gordan (easy direction)", "Small steps", "Variational inequality", "Gordan's alternative",
          "Zero in a convex hull", "Gordan's alternative (convex hull)", "Finitely many radii", "Equation (47)",
          "Proposition 18 (first order)", "Proposition 18", "Proposition 18 (converse)", "Proposition 19 (1)",
          "Proposition 19 (2)", "Proposition 19 (3)", "Proposition 19 (4)", "Conserved combination",
          "Gordan's alternative, by computation"]

# (claim, what stands there, what is written instead, in how many places): each variant is false, or proves too little.
VARIANTS = [
    # Gordan's alternative, the easy direction
    ("Gordan (easy direction)", "return ForAll(i, inner(x, v[i]) > 0)", "return ForAll(i, inner(x, v[i]) >= 0)", 1),
    ("Gordan (easy direction)", "return ForAll(i, inner(x, v[i]) > 0)", "return Exists(i, inner(x, v[i]) > 0)", 1),
    ("Gordan (easy direction)", "And(ForAll(i, alpha[i] >= 0), Eq(total(i, alpha[i]), 1),\n                             Eq",
     "And(ForAll(i, alpha[i] >= 0), Eq(total(i, alpha[i]), 0),\n                             Eq", 1),
    ("Gordan (easy direction)", "And(ForAll(i, alpha[i] >= 0), Eq(total(i, alpha[i]), 1),\n                             Eq",
     "And(ForAll(i, alpha[i] >= -1), Eq(total(i, alpha[i]), 1),\n                             Eq", 1),
    ("Gordan (easy direction)", "A=Lambda(i, alpha[i] * inner(x, v[i])))", "A=Lambda(i, alpha[i] * inner(x, v[j])))", 1),
    ("Gordan (easy direction)", "show(Not(And(common_direction(v), balanced(v))))",
     "show(Not(Or(common_direction(v), balanced(v))))", 1),
    # the point of least norm
    ("Small steps", "def small_steps(b: Positive,", "def small_steps(b: Nonnegative,", 1),
    ("Small steps", "q * t**2 < 2 * b * t", "q * t < 2 * b * t", 2),
    ("Small steps", "And(0 <= t, t <= 1,", "And(1 <= t, t <= 1,", 3),
    ("Variational inequality", "show(ForAll(i, inner(p, v[i]) >= inner(p, p)))",
     "show(ForAll(i, inner(p, v[i]) > inner(p, p)))", 1),
    ("Variational inequality", "show(ForAll(i, inner(p, v[i]) >= inner(p, p)))",
     "show(ForAll(i, inner(p, v[i]) >= 2 * inner(p, p)))", 1),
    ("Variational inequality", "given(Member(p, ConvexHull(v)),", "given(Member(p, ConicHull(v)),", 1),
    ("Variational inequality", "ForAll(w, Implies(Member(w, ConvexHull(v)), inner(p, p) <= inner(w, w))))\n    show",
     "ForAll(w, Implies(Member(w, ConvexHull(v)), inner(w, w) >= 0)))\n    show", 1),
    ("Variational inequality", "(1 - t) * alpha[i] + t * Kronecker(i, j)", "(1 - t) * alpha[i] + t * Kronecker(j, j)", 1),
    ("Variational inequality", "(1 - t) * alpha[i] + t * Kronecker(i, j)", "(1 + t) * alpha[i] - t * Kronecker(i, j)", 1),
    ("Variational inequality", "t**2 - 2 * slope * t)", "t**2 - slope * t)", 1),
    # both alternatives
    ("Gordan's alternative", "alternatives = Or(common_direction(v), balanced(v))",
     "alternatives = And(common_direction(v), balanced(v))", 1),
    ("Gordan's alternative", "with suppose(Not(Eq(p, origin))) as elsewhere", "with suppose(Eq(p, p)) as elsewhere", 1),
    ("Zero in a convex hull", "ConvexHull", "ConicHull", 15),
    ("Gordan's alternative (convex hull)", "Iff(Not(common_direction(v)), Member(origin, ConvexHull(v)))",
     "Iff(common_direction(v), Member(origin, ConvexHull(v)))", 2),
    # Proposition 18
    ("Finitely many radii", "ForAll(i, eventually(lam, T(i, lam)))", "Exists(i, eventually(lam, T(i, lam)))", 2),
    ("Finitely many radii", "ForAll(i, rho[j] <= rho[i])", "ForAll(i, rho[i] <= rho[j])", 1),
    ("Finitely many radii", "together, rho[j],", "together, rho[i],", 1),
    ("Equation (47)", "expansion = equals(after - before, lam * first_order(h, v_c, v, i) + O(lam**2))",
     "expansion = equals(after - before, lam * first_order(h, v_c, v, i) + O(lam**3))", 1),
    ("Equation (47)", "expansion = equals(after - before, lam * first_order(h, v_c, v, i) + O(lam**2))",
     "expansion = equals(after - before, lam * first_order(h, v_c, v, j) + O(lam**2))", 1),
    ("Equation (47)", "expansion = equals(after - before, lam * first_order(h, v_c, v, i) + O(lam**2))",
     "expansion = equals(before - after, lam * first_order(h, v_c, v, i) + O(lam**2))", 1),
    ("Equation (47)", "ForAll(i, Eq(Cov(eps(i, omega), inner(h, v_c)), 0))",
     "ForAll(i, Eq(Cov(eps(i, omega), inner(h, v_c)), 1))", 1),
    ("Equation (47)", "square_integrable(norm(h)),\n            ForAll(i, square",
     "integrable(norm(h)),\n            ForAll(i, square", 1),
    ("Proposition 18 (first order)", "inner(CovOperator(h) @ v_c, v[k])", "inner(v_c, v[k])", 1),
    ("Proposition 18", "return ForAll(i, inner(x, v[i]) > 0)", "return ForAll(i, inner(x, v[i]) >= 0)", 1),
    ("Proposition 18", "ForAll(i, before < after)", "ForAll(i, after < before)", 2),
    ("Proposition 18", "return ForAll(i, inner(x, v[i]) > 0)", "return Exists(i, inner(x, v[i]) > 0)", 1),
    ("Proposition 18 (converse)", "show(Implies(improving, ForAll(i, slope >= 0)))",
     "show(Implies(improving, ForAll(i, slope > 0)))", 1),
    ("Proposition 18 (converse)", "improving = ForAll(i,", "improving = Exists(i,", 1),
    ("Proposition 18, as printed", "Implies(Ne(lam, 0), change > 0)", "Implies(Eq(lam, lam), change > 0)", 1),
    ("Proposition 18, as printed", "(Number(1, 2), Coordinates(0, -1))", "(Number(1, 2), Coordinates(0, -2))", 1),
    ("Proposition 18, as printed", "(Number(1, 4), Coordinates(-1, 1))", "(Number(1, 4), Coordinates(-1, -1))", 1),
    # Proposition 19
    ("Proposition 19 (2)", "    given(Ne(v[1], origin))\n", "", 1),
    ("Proposition 19 (2)", 'def single_objective(v: VectorFamily(1, "d"))', 'def single_objective(v: VectorFamily(2, "d"))', 1),
    ("Proposition 19 (2)", "same = Iff(Member(x, pareto_cone(v)), Member(x, OpenHalfSpace(v[1])))",
     "same = Iff(Member(x, pareto_cone(v)), Member(x, OpenHalfSpace(-v[1])))", 1),
    ("Proposition 19 (2), as printed", "show(Exists(v, Not(nonempty(v))))", "show(ForAll(v, Not(nonempty(v))))", 1),
    ("Proposition 19 (3)", "ForAll(i, Eq(alpha[i], 0))))\n\n", "Exists(i, Eq(alpha[i], 0))))\n\n", 1),
    ("Proposition 19 (3)", "    independence = given(independent(v))\n", "    independence = given(Eq(v, v))\n", 1),
    ("Proposition 19 (3), as printed", "(delta(k, 1) - delta(k, 2)) * EAST", "(delta(k, 1) + delta(k, 2)) * EAST", 1),
    ("Proposition 19 (3), as printed", "(Not(height >= 0), -NORTH)", "(Not(height >= 0), NORTH)", 1),
    ("Proposition 19 (4)", "show(Iff(Not(nonempty(v)), Member(origin, ConvexHull(v))))",
     "show(Iff(Not(nonempty(v)), Member(origin, ConicHull(v))))", 1),
    ("Conserved combination", "    vanishing = given(Eq(total(i, alpha[i] * v[i]), origin))\n",
     "    vanishing = given(Eq(total(i, alpha[j] * v[i]), origin))\n", 1),
    ("Gordan's alternative, by computation", "Coordinates(*found[v].vector)", "Coordinates(1, 0)", 1),
    ("Gordan's alternative, by computation", "found[u].vector\n", "[Fraction(1, 3)] * 3\n", 1),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED)


def test_gordan_rests_on_compactness_alone(checked: dict[str, claims.Checked]) -> None:
    assert cited(checked["Gordan's alternative"]) == {"least norm in a convex hull"}


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
