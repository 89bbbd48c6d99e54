"""Representations that are not whitened: each claim has its verdict, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, additions_are_needed, cited, fails_when_changed, have_their_verdicts

from derivations import iteration, regret, tilt  # noqa: F401 — Theorem 6, Corollary 4, what a tilt does to it
from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "unwhitened.py"
REFUTED = ["Appendix D, as printed", "Appendix D, as printed (pooled)", "Appendix D, as printed (encoding quality)"]
PROVED = [
    "Appendix D (condition)", "Equations (28)–(29), unwhitened", "Share of a sum", "Root of a share",
    "Appendix D (encoding quality)", "Shifted mean", "Shifted safeties", "Standardised features",
    "Length of a transposed image", "Reduction to whitened features", "Bound after a shift", "Theorem 6 (unwhitened)",
    "Values and gap", "Range of an indicator", "Equations (31)–(37), unwhitened", "Appendix D (what changes)",
    "Same product", "Falling gap", "Positive square", "Second moment of a normal",
    "Appendix D (second moment and the ceiling)",
]
GAP = "return (1 - sqrt(q) / sqrt(q + sigma**2)) * sqrt(q + sigma**2) / sqrt(pi)"
RATIO = "Eq(Var(proxy) / Var(proxy + epsilon), share), 0 <= share, share < 1,"
CHOICE = ("wins = Indicator(Lt(inner(h2, v), inner(h1, v)))\n    best, worth = unwhitened_values(wins, mu, Sigma, v, s)\n"
          "    show(And(Eq(best")
CHANGES = "show(And(Eq(inner(v_c, v), 1), Eq(slope, -2), ForAll(lam, Implies(0 < lam, gain < 0)), Eq(flat, 0), Eq(still, 0)))"

# (claim, what stands there, what is written instead, in how many places): each variant is false, or proves too little.
VARIANTS = [
    # the condition
    ("Appendix D (condition)", "Iff(better(after, before), c > 0)))\n    shared",
     "Iff(better(after, before), c < 0)))\n    shared", 1),
    ("Appendix D (condition)", "Iff(better(after, before), c > 0)))\n    shared",
     "Iff(better(after, before), c >= 0)))\n    shared", 1),
    ("Appendix D (condition)", "given(*prompt_hypotheses(h, v_c, eps), Ne(c, 0))", "given(*prompt_hypotheses(h, v_c, eps))", 1),
    ("Appendix D (condition)", "given(*prompt_hypotheses(h, v_c, eps), Ne(c, 0))", "given(Ne(c, 0))", 1),
    ("Appendix D (condition)", "c, turned = inner(v_c, Sigma @ v), inner(Sigma @ v_c, v)",
     "c, turned = inner(v_c, v), inner(Sigma @ v_c, v)", 1),
    ("Appendix D (condition)", "Eq(c, Cov(inner(h, v_c), inner(h, v))), Iff", "Eq(c, E(inner(h, v_c) * inner(h, v))), Iff", 1),
    ("Appendix D, as printed", "(half, Coordinates(1, 2))])", "(half, Coordinates(2, 2))])", 1),
    ("Appendix D, as printed", 'Eq(slope, rational("-1/4")), ForAll', 'Eq(slope, rational("1/4")), ForAll', 1),
    ("Appendix D, as printed", "show(And(Eq(moment, 2), Eq(slope,", "show(And(Eq(moment, 1), Eq(slope,", 1),
    ("Appendix D, as printed", 'ForAll(lam, Implies(0 < lam, gain < 0))))\n    printed_value',
     'ForAll(lam, gain < 0)))\n    printed_value', 1),
    ("Appendix D, as printed (pooled)", "(half, s * Coordinates(1, 2))])", "(half, s * Coordinates(2, 1))])", 1),
    ("Appendix D, as printed (pooled)", "discrete([(half, 1), (half, -1)])", "discrete([(half, 1), (half, 1)])", 1),
    # the encoding quality
    ("Appendix D (encoding quality)", RATIO,
     RATIO.replace("Var(proxy) / Var(proxy + epsilon)", "E(proxy**2) / E((proxy + epsilon)**2)"), 1),
    ("Appendix D (encoding quality)", RATIO, RATIO.replace("share < 1", "share < 0"), 1),
    ("Appendix D (encoding quality)", "Implies(0 < q, Eq(Corr(", "Implies(0 <= q, Eq(Corr(", 1),
    ("Appendix D (encoding quality)", "Eq(Var(epsilon), s**2),\n                      Eq(Cov(proxy, epsilon), 0))",
     "Eq(Var(epsilon), s**2),\n                      Eq(E(epsilon), 0))", 1),
    ("Equations (28)–(29), unwhitened", "Eq(Var(proxy), spread(Sigma, v)), Eq", "Eq(E(proxy**2), spread(Sigma, v)), Eq", 1),
    ("Appendix D, as printed (encoding quality)", "for a in (0, 2) for b in (1, -1)])\n    h_",
     "for a in (0, 1) for b in (1, -1)])\n    h_", 1),
    ("Appendix D, as printed (encoding quality)", "Eq(variance(h_) / variance(h_ + noise), half)))",
     'Eq(variance(h_) / variance(h_ + noise), rational("2/3"))))', 1),
    # the ceiling
    ("Theorem 6 (unwhitened)", GAP, "return (1 - sqrt(q) / sqrt(q + sigma**2)) * sqrt(q + sigma**2)", 1),
    ("Theorem 6 (unwhitened)", GAP, GAP.replace("1 - sqrt(q)", "2 - sqrt(q)"), 1),
    ("Equations (31)–(37), unwhitened", GAP, GAP.replace("1 - sqrt(q)", "1 - q"), 1),
    ("Theorem 6 (unwhitened)", "    given(*within)\n    best, worth", "    given(within[0])\n    best, worth", 1),
    ("Theorem 6 (unwhitened)", "show(best - worth >= bound)", "show(best - worth <= bound)", 1),
    ("Theorem 6 (unwhitened)", "def unwhitened_ceiling(k: Rule, mu: Direction, Sigma: Covariance_,",
     'def unwhitened_ceiling(k: Rule, mu: Direction, Sigma: OperatorOn("d", "symmetric"),', 1),
    ("Equations (31)–(37), unwhitened", "    given(0 < q)\n    wins", "    given(0 <= q)\n    wins", 1),
    ("Equations (31)–(37), unwhitened", "Eq(best, inner(mu, v) + deviation(Sigma, v, s) / sqrt(pi)),",
     "Eq(best, deviation(Sigma, v, s) / sqrt(pi)),", 1),
    ("Equations (31)–(37), unwhitened",
     CHOICE, CHOICE.replace("inner(h2, v), inner(h1, v)", "inner(h1, v), inner(h2, v)"), 1),
    ("Reduction to whitened features", "u, m = sigma_epsilon, Compose(A, Transpose(A)), Transpose(A) @ v, inner(mu, v)",
     "u, m = sigma_epsilon, Compose(A, Transpose(A)), A @ v, inner(mu, v)", 1),
    ("Standardised features", "Sigma, image = Compose(A, Transpose(A)), lambda z: mu + A @ z",
     "Sigma, image = Compose(A, Transpose(A)), lambda z: A @ z", 1),
    ("Length of a transposed image", "u, z = Transpose(A) @ v, Symbol", "u, z = A @ v, Symbol", 1),
    ("Shifted safeties", "show(And(Eq(over_responses(best, s), m + over_responses(best_0, s)),",
     "show(And(Eq(over_responses(best, s), 2 * m + over_responses(best_0, s)),", 1),
    # what changes
    ("Appendix D (what changes)", CHANGES, CHANGES.replace("Eq(slope, -2)", "Eq(slope, 2)"), 1),
    ("Appendix D (what changes)", CHANGES, CHANGES.replace("gain < 0", "gain > 0"), 1),
    ("Appendix D (what changes)", "for a in (1, -1) for b in (2, -2)])\nSEGMENT",
     "for a in (2, -2) for b in (1, -1)])\nSEGMENT", 1),
    ("Appendix D (what changes)", "SEGMENT = discrete([(half, Coordinates(1, 0)), (half, Coordinates(-1, 0))])",
     "SEGMENT = discrete([(half, Coordinates(1, 1)), (half, Coordinates(-1, 0))])", 1),
    ("Falling gap", "show(gap_bound(q + t, s) < gap_bound(q, s))", "show(gap_bound(q, s) < gap_bound(q + t, s))", 1),
    ("Falling gap", "def falling_gap(q: Nonnegative, t: Positive,", "def falling_gap(q: Nonnegative, t: Nonnegative,", 1),
    ("Same product", "0 <= a, 0 <= b, a < A, b < B, A < B)\n", "0 <= b, a < A, b < B, A < B, a <= A)\n", 1),
    ("Positive square", "    given(Ne(y, 0))\n", "", 1),
    ("Second moment of a normal", "show(Eq(E(x**2, Normal(m, q), x), m**2 + q))",
     "show(Eq(E(x**2, Normal(m, q), x), m**2 + q**2))", 1),
    ("Appendix D (second moment and the ceiling)", "given(0 < q, Ne(m, 0))", "given(0 < q)", 1),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED)
    additions_are_needed(checked)


def test_the_counterexamples_cite_nothing(checked: dict[str, claims.Checked]) -> None:
    for name in REFUTED:
        assert not cited(checked[name]), name


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
