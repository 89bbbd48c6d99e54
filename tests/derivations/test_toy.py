"""The example in the plane: each number is proved at its printed precision, and a number that is not printed fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, fails_when_changed, have_their_verdicts

from derivations import stein, tilt  # noqa: F401 — registers the claims that are used
from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "toy.py"
REFUTED = ["Toy example, as printed (unit length)", "Toy example (λ = 1), as printed", "Toy example (adversarial), as printed"]
PROVED = ["Toy example (directions)", "Toy example (lengths)", "Toy example (equal projections)", "Toy example (odds)",
          "Toy example (indifference)", "Equation (20)", "Equation (22)", "Toy example (learned direction)",
          "Toy example (adversarial direction)", "Equation (21)", "Toy example (isotropic)",
          "Toy example (isotropic, adversarial)", "Toy example (normal representations)"]

# (claim, what stands there, what is written instead): each variant is false, or proves too little.
VARIANTS = [
    # the directions, and what their inner products round to
    ("Toy example (directions)", 'decimal("0.1"), decimal("0.995")', 'decimal("0.2"), decimal("0.995")'),
    ("Toy example (directions)", 'Eq(inner(CONSTITUTION, SAFETY), decimal("0.95"))',
     'Eq(inner(CONSTITUTION, SAFETY), decimal("0.31"))'),
    ("Toy example (directions)", 'decimal("-0.8"))))\n    return', 'decimal("0.8"))))\n    return'),
    ("Toy example (directions)", 'rounds_to(share, "0.10")', 'rounds_to(share, "0.11")'),
    ("Toy example (lengths)", 'Eq(norm(ADVERSARIAL), 1)', 'Eq(norm(ADVERSARIAL), 2)'),
    ("Toy example (lengths)", 'Eq(w, decimal("1.000025"))', 'Eq(w, 1)'),
    ("Toy example (lengths)", 'decimal("0.95"), decimal("0.31"))\nADV', 'decimal("0.95"), decimal("0.32"))\nADV'),
    ("Toy example (lengths)", 'sqrt(1 - decimal("0.95")**2), "0.31")))', 'sqrt(1 - decimal("0.95")**2), "0.32")))'),
    ("Toy example (lengths)", '"0.995", THREE_PLACES),', '"0.996", THREE_PLACES),', 2),
    # odds of two responses
    ("Toy example (equal projections)", "likelihood(a) / likelihood(b)", "likelihood(b) / likelihood(a)"),
    ("Toy example (equal projections)", "Implies(near, odds <= exp(delta))", "Implies(near, odds <= delta)"),
    ("Toy example (equal projections)", "Eq(inner(a, w), inner(b, w))", "Eq(inner(a, w), inner(b, b))"),
    ("Toy example (odds)", '(LEARNED, "1.05")', '(LEARNED, "0.63")', 2),
    ("Toy example (odds)", '(MISLED, "-0.7")', '(MISLED, "-0.4")', 2),
    ("Toy example (indifference)", "odds_of_safe > 8))", "odds_of_safe > 9))"),
    ("Toy example (indifference)", "show(And(inner(safe, SAFETY) > inner(harmful, SAFETY)",
     "show(And(inner(safe, SAFETY) < inner(harmful, SAFETY)"),
    # (20), (22) and the unit vectors
    ("Equation (20)", 'Coordinates(decimal("1.05"), decimal("1.305"))))', 'Coordinates(decimal("1.05"), decimal("1.306"))))'),
    ("Equation (20)", 'decimal("0.995") + decimal("0.31")', 'decimal("0.995") - decimal("0.31")'),
    ("Equation (20)", "step = Number(1)", "step = Number(2)", 2),
    ("Equation (22)", 'decimal("0.1") - decimal("0.8")', 'decimal("0.1") + decimal("0.8")'),
    ("Equation (22)", 'Coordinates(decimal("-0.7"), decimal("1.595"))))', 'Coordinates(decimal("0.7"), decimal("1.595"))))'),
    ("Toy example (learned direction)", '("0.63", "0.78")', '("0.62", "0.78")'),
    ("Toy example (learned direction)", '("0.63", "0.78")', '("0.63", "0.77")'),
    ("Toy example (learned direction)", '"2.805525"', '"2.805526"'),
    ("Toy example (learned direction)", "return (1 / norm(direction)) * direction",
     "return (1 / norm(direction)**2) * direction"),
    ("Toy example (adversarial direction)", '("-0.40", "0.92")', '("0.40", "0.92")'),
    ("Toy example (adversarial direction)", '("-0.40", "0.92")', '("-0.41", "0.92")'),
    ("Toy example (adversarial direction)", '("-0.40", "0.92")', '("-0.40", "0.91")'),
    ("Toy example, as printed (unit length)", 'Not(rounds_to(first, "0.63"))', 'Not(rounds_to(first, "1.05"))'),
    ("Toy example, as printed (unit length)", "first, second = inner(LEARNED, SAFETY),",
     "first, second = inner(MISLED, SAFETY),"),
    # the change of alignment
    ("Equation (21)", "show(equals(change, lam * inner(v, Sigma @ v_c) + O(lam**2)))",
     "show(equals(change, lam * inner(v, Sigma @ v_c) + O(lam**3)))"),
    ("Equation (21)", "show(equals(change, lam * inner(v, Sigma @ v_c) + O(lam**2)))",
     "show(equals(change, lam * inner(v, v_c) + O(lam**2)))"),
    ("Equation (21)", "    given(*prompt_hypotheses(h, v_c, eps))\n", "    given(*prompt_hypotheses(h, v_c, eps)[:3])\n"),
    ("Toy example (isotropic)", '(CONSTITUTION, Sigma, sigma, "0.95")', '(CONSTITUTION, Sigma, sigma, "0.31")'),
    ("Toy example (isotropic)", "return Eq(Sigma, sigma**2 * Identity(2))", "return Eq(Sigma, sigma * Identity(2))"),
    ("Toy example (isotropic)", "isotropic(Sigma, sigma), lam > 0", "isotropic(Sigma, sigma), lam < 0"),
    ("Toy example (isotropic, adversarial)", '(ADVERSARIAL, Sigma, sigma, "-0.8")', '(ADVERSARIAL, Sigma, sigma, "0.8")'),
    ("Toy example (normal representations)", '(ADVERSARIAL, "-0.8")', '(ADVERSARIAL, "0.6")'),
    ("Toy example (normal representations)", "decimal(slope) * lam * sigma**2, direction)",
     "decimal(slope) * lam * sigma, direction)"),
    ("Toy example (λ = 1), as printed", "FAR = 30", "FAR = 20"),
    ("Toy example (λ = 1), as printed", 'Coordinates(1, decimal("1/30"))', 'Coordinates(1, decimal("-1/30"))'),
    ("Toy example (λ = 1), as printed", "after - before < decimal", "after - before > decimal"),
    ("Toy example (λ = 1), as printed", "RARE, COMMON = ", "COMMON, RARE = "),
    ("Toy example (adversarial), as printed", "Implies(0 < lam, gain > 0)", "Implies(lam < 0, gain > 0)"),
    ("Toy example (adversarial), as printed", "Coordinates(3, 4)", "Coordinates(3, -4)"),
    ("Toy example (adversarial), as printed", "spread >= (a**2 + b**2) / 4", "spread >= (a**2 + b**2) / 2"),
    ("Toy example (adversarial), as printed", 'ADVERSARIAL = Coordinates(decimal("-0.8")',
     'ADVERSARIAL = Coordinates(decimal("-1.8")'),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED, trusting=["law", "cited", "ball arithmetic"])


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
