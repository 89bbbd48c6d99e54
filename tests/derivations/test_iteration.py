"""The derivations about iterated learning: each has its verdict, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, fails_when_changed, have_their_verdicts

from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "iteration.py"
REFUTED = ["Section 9.4, as printed (fixed point)", "Section 9.4, as printed (monotone)",
           "Section 9.4, as printed (saturation)"]
PROVED = ["Rounds", "Rounds (score direction)", "Cancelled factor", "Rounds (length)", "Mean of the bound",
          "Unit vectors", "Directions of two vectors", "Squares of positive numbers",
          "Far enough", "Rounds (direction)", "Level", "Level exists", "Ratios", "Larger tilts", "Rounds (monotone)",
          "Tangents of the exponential", "Product bound", "Positive bound", "Rounds (strict)", "Rounds (normal base)",
          "Weights near the top", "Close ratios", "Small weights", "Rounds (largest score)"]

# (claim, what stands there, what is written instead, in how many places): each variant is false, or proves too little.
VARIANTS = [
    # many rounds are one
    ("Rounds", "E(X, under=tilted(t, n * lam)))))))\n    with", "E(X, under=tilted(t, lam)))))))\n    with", 1),
    ("Rounds", "E(X, under=tilted(t, n * lam)))))))\n    with",
     "E(X, under=tilted(t, (n + 1) * lam)))))))\n    with", 1),
    ("Rounds", "ForAll(n, integrable(weight(n))))\n\n    def alike", "integrable(weight(1)))\n\n    def alike", 1),
    ("Rounds",
     "ForAll(n, Eq(pi(n + 1), tilted(t, lam, base=pi(n)))), ForAll(n, integrable(weight(n))))\n\n",
     "ForAll(n, Eq(pi(n + 1), tilted(t, lam))), ForAll(n, integrable(weight(n))))\n\n", 1),
    ("Rounds (score direction)", "Eq(u(k), w + (k * lam) * v_c)", "Eq(u(k), w + (k + lam) * v_c)", 1),
    ("Rounds (score direction)", "Eq(u(n + 1), u(n) + lam * v_c)", "Eq(u(n + 1), w + lam * v_c)", 1),
    ("Rounds (length)", "n * lam * norm(v_c) - norm(w)\n", "n * lam * norm(v_c) + norm(w)\n", 1),
    ("Rounds (length)", "n * lam * norm(v_c) - norm(w)\n", "n**2 * lam * norm(v_c) - norm(w)\n", 1),
    ("Cancelled factor", "given(a * r <= b * r)", "given(b * r <= a * r)", 1),
    ("Section 9.4, as printed (fixed point)", "ForAll(x, Ne(x + lam * v_c, x))", "ForAll(x, Eq(x + lam * v_c, x))", 1),
    ("Section 9.4, as printed (fixed point)", "step = Direction(\"x\"), lam**2 * inner(v_c, v_c) / 2",
     "step = Direction(\"x\"), lam**2 * inner(v_c, v_c)", 1),
    ("Unit vectors", "4 * (a**2 + b**2 - 2 * p)\n", "(a**2 + b**2 - 2 * p) / 2\n", 1),
    ("Directions of two vectors", "4 * square(x - z) / norm(z)**2", "4 * square(x - z) / norm(z)**4", 1),
    ("Directions of two vectors", "given(Ne(x, Zero(R_d)), Ne(z, Zero(R_d)))", "given(Ne(z, Zero(R_d)))", 1),
    ("Far enough", "bound, x = (2 * m + 1) * (1 + q), t * r", "bound, x = m * (1 + q), t * r", 1),
    ("Rounds (direction)", "gap <= 4 * norm(w)**2 / (t * lam * norm(v_c))**2))",
     "gap <= norm(w)**2 / (t * lam * norm(v_c))**3))", 1),
    ("Rounds (direction)", "Implies(T < t, And(Ne(moved, zero), gap < e))",
     "Implies(t < T, And(Ne(moved, zero), gap < e))", 1),
    ("Rounds (direction)", "square(unit(w + (t * lam) * v_c) - unit(v_c))",
     "square(unit(w + (t * lam) * v_c) + unit(v_c))", 1),
    # what rises
    ("Section 9.4, as printed (monotone)", "rational(\"30/109\")", "rational(\"30/107\")", 2),
    ("Section 9.4, as printed (monotone)", "rational(\"-90/281\")", "rational(\"90/281\")", 2),
    ("Section 9.4, as printed (monotone)", "tilted(score, Log(2), base=first, over=z)",
     "tilted(score, Log(2), base=WHITE, over=z)", 1),
    ("Level", "show(And(Implies(t <= c, gap <= 0)", "show(And(Implies(t <= c, gap >= 0)", 1),
    ("Level", "given(a < b, Eq(exp((b - a) * c), k / m))", "given(a < b, Eq(exp((b - a) * c), m / k))", 1),
    ("Ratios", "gap = m * b - k * a\n", "gap = m * a - k * b\n", 1),
    ("Larger tilts", "show(low <= high)", "show(low < high)", 1),
    ("Larger tilts", "given(a < b, nondecreasing(f)", "given(b < a, nondecreasing(f)", 1),
    ("Larger tilts", "Implies(a <= b, f(a) <= f(b))", "Implies(a <= b, f(b) <= f(a))", 1),
    ("Rounds (monotone)", "Eq(E(eta * weight(n)), 0)", "Eq(E(eta), 0)", 1),
    ("Rounds (monotone)", "E(S, under=pi(n)) <= E(S, under=pi(n + 1))", "E(S, under=pi(n)) < E(S, under=pi(n + 1))", 1),
    ("Rounds (monotone)", "show(Implies(And(learning, moments, nondecreasing(f)), rises))",
     "show(Implies(And(learning, moments), rises))", 1),
    ("Rounds (strict)", "E(Abs(t - x)) > 0", "E(Abs(t - x)) >= 0", 1),
    ("Rounds (strict)", "show(low < high)", "show(high < low)", 1),
    ("Tangents of the exponential", "b * (2 * k * r - k**2 * (1 + b * r))", "b * (2 * k * r - k**2)", 1),
    # whether it saturates
    ("Rounds (normal base)", "inner(mu, v) + n * lam * inner(Sigma @ v_c, v)))\n    show",
     "inner(mu, v) + lam * inner(Sigma @ v_c, v)))\n    show", 1),
    ("Section 9.4, as printed (saturation)", "show(Implies(And(learning, 0 < gain), beyond))",
     "show(Implies(And(learning, 0 <= gain), beyond))", 1),
    ("Section 9.4, as printed (saturation)", "(M - mean) / (lam * gain) < n, M <",
     "(M + mean) / (lam * gain) < n, M <", 1),
    ("Weights near the top", "show(Implies(Or(Eq(t, M), t <= M - delta)", "show(Implies(Or(Eq(t, M), t <= M)", 1),
    ("Close ratios", "e * K * (1 + p) / p**2\n    up", "e * K * (1 + p) / p\n    up", 1),
    ("Rounds (largest score)", "bound = small * K * (1 + p) / p**2\n", "bound = small * K * (1 + p)\n", 1),
    ("Rounds (largest score)", "E(phi, under=tilted(t, lam)) - E(phi * top) / p\n",
     "E(phi, under=tilted(t, lam)) - E(phi * top)\n", 1),
    ("Rounds (largest score)", "Or(Eq(t, M), t <= M - delta))\n\n", "Or(Eq(t, M), t >= M + delta))\n\n", 1),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED)


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
