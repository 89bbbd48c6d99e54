"""The derivations about directions at an angle: each is proved, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, fails_when_changed, have_their_verdicts

from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "halfspaces.py"
REFUTED: list[str] = []
PROVED = ["Values of an indicator", "Size of an indicator", "Slope of the orthant integral",
          "Differentiating the orthant integral", "Half of the orthant integrals", "Orthant integral, a ≥ 0",
          "Orthant integral", "Positive multiple", "Orthogonal parts", "Sine of an arctangent",
          "Range of the arctangent", "Arccosine and arctangent", "Inside the unit interval", "Ratio of lengths",
          "Orthant probability (independent)", "Along a direction", "Signs of multiples", "Half of the directions",
          "Angles 0 and π", "Orthant probability (multiples)", "Orthant probability", "Lowest inner product",
          "Ratio at most 1", "Cosine of an angle", "Opposite angles", "Turned round", "Sign of the cosine",
          "Arc of two cosines", "Bisector", "Straight angle"]

# (claim, what stands there, what is written instead, in how many places): each variant is false, or proves too little.
VARIANTS = [
    ("Slope of the orthant integral", "1 / (2 * pi * (1 + a**2))))\n    primitive",
     "1 / (pi * (1 + a**2))))\n    primitive", 1),
    ("Orthant integral, a ≥ 0", "return quarter + Arctan(a) / (2 * pi)", "return quarter + Arctan(a) / pi", 1),
    ("Orthant integral", "return quarter + Arctan(a) / (2 * pi)", "return quarter - Arctan(a) / (2 * pi)", 1),
    ("Half of the orthant integrals", "below_zero * NormalDensity(x)), half))",
     "below_zero * NormalDensity(x)), quarter))", 1),
    ("Signs of multiples", "Eq(below_zero * Indicator(Lt(-(t * x), 0)), 0)",
     "Eq(below_zero * Indicator(Lt(-(t * x), 0)), below_zero)", 1),
    ("Arccosine and arctangent", "show(Eq(a, pi / 2 - Arccos(c)))", "show(Eq(a, pi / 2 + Arccos(c)))", 1),
    ("Orthogonal parts", "a = Indicator(Lt(s * inner(v_c, u) + inner(v_c, w), 0)), s * norm(u) / norm(w)",
     "a = Indicator(Lt(s * inner(v_c, u) + inner(v_c, w), 0)), s * norm(w) / norm(u)", 1),
    ("Orthogonal parts", "given(Ne(u, Zero(R_d)), Ne(w, Zero(R_d)), Eq(inner(u, w), 0))",
     "given(Ne(u, Zero(R_d)), Ne(w, Zero(R_d)))", 1),
    ("Orthant probability (independent)", "return (pi - angle(u, v)) / (2 * pi)",
     "return (pi - angle(u, v)) / pi", 1),
    ("Orthant probability (multiples)", "return (pi - angle(u, v)) / (2 * pi)", "return angle(u, v) / (2 * pi)", 1),
    ("Opposite angles", "Eq(angle(-u, -v), theta)))\n    norms", "Eq(angle(-u, -v), pi - theta)))\n    norms", 1),
    ("Sign of the cosine", "given(Lt(-(3 * pi / 2), s), Lt(s, 3 * pi / 2))",
     "given(Lt(-(3 * pi), s), Lt(s, 3 * pi / 2))", 1),
    ("Arc of two cosines", "And(Lt(theta - corner, s), Lt(s, corner))",
     "And(Lt(theta - corner, s), Lt(s, theta + corner))", 1),
    ("Bisector", "Lt(-(a * b), inner(u, v))\n    show", "Lt(0, inner(u, v))\n    show", 1),
    ("Straight angle", "Lt(-p, inner(u, v)), Lt(theta, pi)", "Lt(-p, inner(u, v)), Lt(theta, pi / 2)", 1),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED)


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
