"""The derivations about adversarial constitutions: each has its verdict, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, fails_when_changed, have_their_verdicts

from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "adversarial.py"
REFUTED = ["Theorem 10, as printed", "Theorem 10, as printed (every λ)", "Theorem 10, as printed (existence)",
           "Section 8.3, as printed", "Introduction, as printed", "Corollary 7, as printed"]
PROVED = ["Skewed responses", "Whitened responses", "Theorem 10", "Theorem 10 (averaged over prompts)",
          "Theorem 10 (normal base)", "Theorem 10 (orthogonal directions)", "Theorem 10 (existence)",
          "Theorem 10 (when (26) is the condition)", "Theorem 10 (v* an eigenvector)", "Improvement from any w",
          "Two responses", "Sign of a quotient", "Introduction (condition)", "Corollary 4 (isotropic, factor 0)",
          "Worth from regret", "Same deviation", "Divided by more", "Height of the ceiling", "Corollary 7",
          "Corollary 7 (error or signal)"]

# (claim, what stands there, what is written instead, in how many places): each variant is false, or proves too little.
VARIANTS = [
    # the finite bases
    ("Skewed responses", "Eq(first, a + b / 2)", "Eq(first, a - b / 2)", 1),
    ("Skewed responses", "Eq(gain, (a + b / 2) * odd / even)", "Eq(gain, (a + b / 2) * even / odd)", 1),
    ("Skewed responses", "u) >= inner(u, u) / 2, Eq", "u) >= 2 * inner(u, u), Eq", 1),
    ("Skewed responses", "(few, Coordinates(1, -1))", "(few, Coordinates(1, 1))", 1),
    ("Whitened responses", "rational(\"-3/4\")", "rational(\"3/4\")", 1),
    ("Whitened responses", "turning = 30 *", "turning = 15 *", 1),
    ("Whitened responses", "(q - 1) * (q - 3) /", "(q - 1) * (q - 2) /", 1),
    # Theorem 10
    ("Theorem 10, as printed", "show(And(bound, inner(e1, v) < 0, image > 0,",
     "show(And(bound, inner(e1, v) > 0, image > 0,", 1),
    ("Theorem 10, as printed", "v = Coordinates(-1, 3)", "v = Coordinates(-1, 1)", 1),
    ("Theorem 10, as printed", "ForAll(lam, Implies(0 < lam, gain > 0))))\n    value",
     "ForAll(lam, gain > 0)))\n    value", 1),
    ("Theorem 10, as printed (every λ)", "Implies(And(0 < lam, lam < Log(3)), gain < 0)",
     "Implies(And(0 < lam, lam < Log(4)), gain < 0)", 1),
    ("Theorem 10, as printed (every λ)", "Implies(Log(3) < lam, gain > 0)", "Implies(Log(2) < lam, gain > 0)", 1),
    ("Theorem 10, as printed (every λ)", "Eq(lam, Log(3)), Eq(gain, 0)", "Eq(lam, Log(2)), Eq(gain, 0)", 1),
    ("Theorem 10", "prompt_hypotheses(h, v_c, eps), slope(h, v_c, v) < 0)",
     "prompt_hypotheses(h, v_c, eps), slope(h, v_c, v) <= 0)", 1),
    ("Theorem 10", "prompt_hypotheses(h, v_c, eps), slope(h, v_c, v) < 0)",
     "prompt_hypotheses(h, v_c, eps), inner(v_c, v) < 0)", 1),
    ("Theorem 10", "falls = better(E(S), E(S, under=policy(h, v_c)))\n    show(falls)\n    _",
     "falls = better(E(S, under=policy(h, v_c)), E(S))\n    show(falls)\n    _", 1),
    ("Theorem 10 (averaged over prompts)", "mean(first) < 0)", "mean(before) < 0)", 1),
    ("Theorem 10 (averaged over prompts)", "falls = better(mean(before), mean(after))",
     "falls = better(mean(after), mean(before))", 1),
    ("Theorem 10 (normal base)", "Eq(after - before, lam * first)", "Eq(after - before, lam**2 * first)", 1),
    ("Theorem 10 (normal base)", "Implies(And(first < 0, 0 < lam), after < before)",
     "Implies(first < 0, after < before)", 1),
    # which directions can be prompted
    ("Theorem 10, as printed (existence)", "SetBuilder(x, Eq(x, plus))", "SetBuilder(x, Ne(x, plus))", 1),
    ("Theorem 10, as printed (existence)", "And(Not(inner(x, plus) < 0), rises)", "And(inner(x, plus) < 0, rises)", 1),
    ("Theorem 10 (orthogonal directions)", "v = a * e2", "v = a * e1", 1),
    ("Theorem 10 (existence)", "symmetric = ForAll(u, Implies(F(u), F(-u)))",
     "symmetric = ForAll(u, Implies(F(u), F(2 * u)))", 1),
    ("Theorem 10 (existence)", "touches, some = Exists(u, And(F(u), Ne(slope(h, u, v), 0)))",
     "touches, some = Exists(u, F(u))", 1),
    ("Theorem 10 (existence)", "Implies(And(symmetric, touches), some)", "Implies(touches, some)", 1),
    # when (26) is the condition
    ("Theorem 10 (when (26) is the condition)", "multiple = Exists(kappa, Eq(Sigma @ v, kappa * v))",
     "multiple = Exists(kappa, Eq(Sigma @ v, -kappa * v))", 1),
    ("Theorem 10 (when (26) is the condition)", "    given(Ne(v, Zero(R_d)))\n    one_way", "    one_way", 1),
    ("Theorem 10 (when (26) is the condition)", "Sigma: OperatorOn(\"d\", \"symmetric\")",
     "Sigma: OperatorOn(\"d\")", 1),
    ("Theorem 10 (v* an eigenvector)", "And(Eq(Sigma @ v, kappa * v), inner(v_c, v) < 0)",
     "And(Eq(Sigma @ v_c, kappa * v), inner(v_c, v) < 0)", 1),
    # what makes a constitution raise alignment
    ("Improvement from any w", "lam * first + O(lam**2))\n    signs", "lam * first + O(lam**3))\n    signs", 1),
    ("Improvement from any w",
     "Implies(first > 0, better(after, before)), Implies(first < 0, better(before, after)))\n    show(And(exp",
     "Implies(first > 0, better(before, after)), Implies(first < 0, better(before, after)))\n    show(And(exp", 1),
    ("Two responses", "show(And(Eq(gain, 2 * (ahead - back) / scale)", "show(And(Eq(gain, (ahead - back) / scale)", 1),
    ("Two responses", "Implies(a > 0, gain > 0), Implies(a < 0, gain < 0)))\n    value",
     "Implies(a > w, gain > 0), Implies(a < 0, gain < 0)))\n    value", 1),
    ("Section 8.3, as printed", "overlap(-1) > overlap(-2)", "overlap(-1) < overlap(-2)", 1),
    ("Section 8.3, as printed", "ForAll(lam, Implies(0 < lam, loss < 0)),\n             overlap",
     "ForAll(lam, Implies(0 < lam, loss > 0)),\n             overlap", 1),
    ("Introduction, as printed", "Coordinates(1, -3), Coordinates(-1, 3)", "Coordinates(1, -1), Coordinates(-1, 3)", 1),
    ("Introduction (condition)", "0 < Var(t), 0 < Var(x), Ne(correlation, 0))", "0 < Var(t), 0 < Var(x))", 1),
    ("Introduction (condition)", "show(Iff(better(after, before), correlation > 0))",
     "show(Iff(better(after, before), correlation < 0))", 1),
    # the ceiling
    ("Corollary 4 (isotropic, factor 0)", "Eq(image, 0 * inner(u, v))", "Eq(image, inner(u, v))", 1),
    ("Height of the ceiling", "worth(weight) <= height(v)))", "worth(weight) < height(v)))", 1),
    ("Height of the ceiling", "return norm(v) / sqrt(pi)", "return norm(v) / sqrt(2 * pi)", 1),
    ("Corollary 7, as printed", "quality(*old) < quality(*smaller), smaller[0] / sqrt(pi) < old[0] / sqrt(pi)",
     "quality(*old) < quality(*smaller), old[0] / sqrt(pi) < smaller[0] / sqrt(pi)", 1),
    ("Corollary 7, as printed", "(Number(3), Number(4))", "(Number(4), Number(3))", 1),
    ("Corollary 7", "premises = And(Eq(S, T), r < q)", "premises = And(S < T, r < q)", 1),
    ("Corollary 7", "premises = And(Eq(S, T), r < q)", "premises = And(Eq(S, T), q < r)", 1),
    ("Corollary 7 (error or signal)", "t**2 / ((N + n) * sqrt(pi)))\n    show",
     "t**2 / ((N - n) * sqrt(pi)))\n    show", 1),
    ("Corollary 7 (error or signal)", "shortfall(n, r) < shortfall(n, t), L < N)",
     "shortfall(n, r) < shortfall(n, t), N < L)", 1),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED)


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
