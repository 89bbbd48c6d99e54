"""The gap between judging and generating: each claim has its verdict, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, fails_when_changed, have_their_verdicts

from derivations import tilt  # noqa: F401 — registers the claims that are used
from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "gap.py"
REFUTED = ["Proposition 5, as printed", "Section 4.3, as printed"]
PROVED = ["Proposition 5 (mixture)", "Proposition 5 (corpus)", "Proposition 5 (exactly when)", "Inner products of unit vectors",
          "Proposition 5 (unit vectors)", "Proposition 5 (error bound)", "Proposition 5 (unit length)", "Gap (scale)"]

# (claim, what stands there, what is written instead): each variant is false, or proves too little.
VARIANTS = [
    # the models
    ("Proposition 5 (mixture)", "Eq(inner(v_rel, v), 1), Eq(inner(n, v), 0))\n    sharp",
     "Eq(inner(v_rel, v), 1), Eq(inner(v_rel, v), 1))\n    sharp"),
    ("Proposition 5 (mixture)", "Eq(inner(v_rel, v), 1), Eq(inner(n, v), 0))\n    sharp",
     "Eq(inner(v_rel, v), 1), Eq(inner(n, v), 1))\n    sharp"),
    ("Proposition 5 (mixture)", "return eta * relevant + (1 - eta) * neutral", "return eta * relevant + (1 + eta) * relevant"),
    ("Proposition 5 (mixture)", "Eq(gap(v_c, w, v), alpha - eta)", "Eq(gap(v_c, w, v), 1 - eta)"),
    ("Proposition 5 (mixture)", "Eq(alpha, 1)\n", "Eq(alpha, eta)\n"),
    ("Proposition 5 (mixture)", "return inner(v_c, v) - inner(w, v)", "return inner(v_c, v) + inner(w, v)"),
    ("Proposition 5 (corpus)", "Eq(total(j, p[j] * r[j]), eta)", "Eq(total(j, r[j]), eta)"),
    ("Proposition 5 (corpus)", "ForAll(j, Eq(inner(g[j], v), r[j]))", "Exists(j, Eq(inner(g[j], v), r[j]))"),
    ("Proposition 5 (corpus)", "w = total(j, p[j] * g[j])", "w = total(j, g[j])"),
    ("Proposition 5 (exactly when)", "given(Eq(inner(v_rel, v), 1), eta < 1)", "given(Eq(inner(v_rel, v), 1), eta <= 1)"),
    ("Proposition 5 (exactly when)", "same, neutral = Eq(inner(w, v), eta), Eq(inner(n, v), 0)",
     "same, neutral = Eq(inner(w, v), eta), Eq(inner(n, v), 1)"),
    # unit vectors
    ("Inner products of unit vectors", "given(Eq(inner(a, a), 1), Eq(inner(b, b), 1))",
     "given(Eq(inner(a, a), 1), Eq(inner(b, b), 2))"),
    ("Inner products of unit vectors", "inner(a, b) <= 1))", "inner(a, b) < 1))"),
    ("Proposition 5 (unit vectors)", "Eq(inner(v_c, v_c), 1), Eq(inner(v, v), 1))", "Eq(inner(v_c, v_c), 1))"),
    ("Proposition 5 (unit vectors)", "show(gap(v_c, w, v) <= 1 - eta)", "show(gap(v_c, w, v) >= 1 - eta)"),
    # bounds
    ("Proposition 5 (error bound)", "eta * kappa + (1 - eta) * delta\n", "eta * kappa + eta * delta\n"),
    ("Proposition 5 (error bound)", "given(0 <= eta, eta <= 1, Abs(off)", "given(0 <= eta, eta <= 2, Abs(off)"),
    ("Proposition 5 (error bound)", "Abs(lean) <= delta)\n    show", "lean <= delta)\n    show"),
    ("Proposition 5 (unit length)", "Eq(inner(n, n), 1),\n", "Eq(inner(n, n), 4),\n"),
    ("Proposition 5 (unit length)", "show(And(Eq(norm(w)**2, square), eta * norm(w) <= inner(w, v)",
     "show(And(Eq(norm(w)**2, square), eta * norm(w) < inner(w, v)"),
    ("Proposition 5 (unit length)", "inner(w, v) <= sqrt(2) * eta * norm(w)))", "inner(w, v) <= eta * norm(w)))"),
    # what is printed
    ("Proposition 5, as printed", 'Coordinates(rational("3/5"), rational("4/5"))',
     'Coordinates(rational("3/5"), rational("3/5"))'),
    ("Proposition 5, as printed", 'part >= rational("3/5"), difference', 'part >= rational("4/5"), difference'),
    ("Proposition 5, as printed", 'difference <= rational("9/25"))', 'difference <= rational("8/25"))'),
    ("Proposition 5, as printed", 'VALUE), rational("3/5") * eta)', "VALUE), eta)"),
    ("Proposition 5, as printed", "And(0 <= eta, eta <= 1)", "And(-1 <= eta, eta <= 1)", 2),
    ("Gap (scale)", "Eq(w + (lam / t) * (t * v_c), w + lam * v_c)", "Eq(w + (lam * t) * (t * v_c), w + lam * v_c)"),
    ("Gap (scale)", "Iff(wide, far)))\n    same", "Iff(wide, t < r)))\n    same"),
    ("Gap (scale)", "given(alpha > 0, Eq(inner(w, v), r * alpha))", "given(alpha < 0, Eq(inner(w, v), r * alpha))"),
    ("Gap (scale)", "Eq(moved, (t - r) * alpha), Iff", "Eq(moved, (t + r) * alpha), Iff"),
    ("Section 4.3, as printed", 'rational("1/10") * v_c', 'rational("1/9") * v_c'),
    ("Section 4.3, as printed", 'Eq(gap(shorter, w, VALUE), rational("-1/250"))',
     'Eq(gap(shorter, w, VALUE), rational("1/250"))'),
]


def test_every_claim_has_its_verdict_and_cites_nothing(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED, trusting=["law"])


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
