"""The derivations that go beyond the paper: each is proved, and each breaks when one token of it is changed."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from derivation_checks import Variant, cited, fails_when_changed, have_their_verdicts, load, variant

from symproof import claims

# These are imported before any test, so that the fixture, which restores the registry, keeps their claims: otherwise every
# claim that uses them would fail for want of them, and so would every variant, whatever was changed in it.
for _needed in ("tilt", "stein", "regret", "pareto"):
    importlib.import_module(f"derivations.{_needed}")

SOURCE = Path(__file__).parents[2] / "derivations" / "sharper.py"
REFUTED: list[str] = []
PROVED = ["Sign of a positive multiple", "Theorem 3 (normal base)", "Theorem 3 (at zero), normal base", "Association",
          "Ordered weights", "Quotients of means", "Theorem 13 (monotone values)", "Regression under a tilt",
          "Theorem 3 (the true direction)", "Density and exponential", "Entropy bound", "Best step", "Gain within a budget",
          "Moment generating function of a normal vector", "Gain at a KL budget", "Positive quotient",
          "Relative entropy of a tilt", "Tilts are optimal", "Relative entropy of a normal tilt",
          "Cauchy–Schwarz (semidefinite)", "Regret at a KL budget", "Values of the sign", "Sign of a number", "Three signs",
          "Exchange of copies", "Factor between −1 and 1", "Mean rank", "Mean square rank", "Best of two",
          "Φ is increasing", "Moments of Φ", "Order of Φ", "Best of two (uniform)", "Best of two (normal)",
          "Loss of a choice", "Regret of any proxy", "Value of an indicator", "Correlation does not fix the regret",
          "Vanishing combination", "Conserved combination (every policy)", "No policy improves everything"]

GAIN_AT_BUDGET = '''    g = E(D(h) * t, N, h) - inner(mu, v)
    show(g <= sqrt(2 * kappa * q))'''
REGRET = "show(And(Eq(after(lam_star, v) - before, best), Eq(after(lam, v_c) - before, r * best),"
COSTS = "Eq(lam**2 * a / 2, kappa), Eq(lam_star**2 * q / 2, kappa))"
TWO = "show(And(distance <= 2 * sigma / sqrt(3), best <= m + sigma / sqrt(3)))"
UNIFORM = '''Eq(both(Max(S, other)), rational("2/3")),
             Eq(both(Max(S, other)), m + sigma / sqrt(3))))'''
CONSERVED = "show(Eq(total(i, alpha[i] * (E(S, Q) - E(S))), total(i, alpha[i] * noise)))"

# (claim, what stands there, what is written instead): each variant is false, or proves too little.
VARIANTS = [
    # no remainder for a normal base
    ("Theorem 3 (normal base)", "show(And(Eq(gain, lam * slope), Implies",
     "show(And(Eq(gain, 2 * lam * slope), Implies"),
    ("Theorem 3 (normal base)", "show(And(Eq(gain, lam * slope), Implies",
     "show(And(Eq(gain, lam**2 * slope), Implies"),
    ("Theorem 3 (normal base)", "Iff(Lt(0, gain), Lt(0, slope)))))", "Iff(Lt(0, gain), Le(0, slope)))))"),
    ("Theorem 3 (normal base)", "Implies(Lt(0, lam), Iff(", "Implies(Le(0, lam), Iff("),
    ("Theorem 3 (at zero), normal base", "show(Eq(third_cumulant(X, t, t, N, h), 0))",
     "show(Eq(third_cumulant(X, t, t, N, h), 1))"),
    ("Theorem 3 (at zero), normal base", "Lambda(x, 2 * inner(Sigma @ v, v_c) * inner(x - mu, v_c))",
     "Lambda(x, inner(Sigma @ v, v_c) * inner(x - mu, v_c))"),
    ("Theorem 3 (at zero), normal base", "Lambda(x, inner(x - mu, v_c)**2)", "Lambda(x, inner(x, v_c)**2)"),
    # every λ
    ("Association", "show(Le(E(X * A) * E(B), E(X * B) * E(A)))", "show(Le(E(X * B) * E(A), E(X * A) * E(B)))"),
    ("Association", "show(Le(E(X * A) * E(B), E(X * B) * E(A)))", "show(Lt(E(X * A) * E(B), E(X * B) * E(A)))"),
    ("Association", "(B * at_copy(A) - A * at_copy(B))", "(B * at_copy(A) + A * at_copy(B))"),
    ("Association", "integrable(A), integrable(B), integrable(X * A),", "integrable(A), integrable(X * A),"),
    ("Ordered weights", "Implies(b <= a, g <= f), lam <= mu)", "Implies(b <= a, g <= f), mu <= lam)"),
    ("Ordered weights", "one, other = mu * a + lam * b,", "one, other = mu * a + mu * b,"),
    ("Theorem 13 (monotone values)", "given(ordered_like(V, t), lam <= mu,", "given(ordered_like(t, V), lam <= mu,"),
    ("Theorem 13 (monotone values)", "given(ordered_like(V, t), lam <= mu,", "given(ordered_like(V, t), mu <= lam,"),
    ("Theorem 13 (monotone values)", "Implies(t <= at_copy(t), V <= at_copy(V))))",
     "Implies(t <= at_copy(t), V >= at_copy(V))))"),
    ("Regression under a tilt", "ForAll(g, Eq(E(S * g(t)), E(V * g(t))))", "Exists(g, Eq(E(S * g(t)), E(V * g(t))))"),
    ("Theorem 3 (the true direction)", "def true_direction(h: RandomVector(\"d\"), v: VectorIn(\"d\"), lam: Nonnegative)",
     "def true_direction(h: RandomVector(\"d\"), v: VectorIn(\"d\"), lam: Real)"),
    ("Theorem 3 (the true direction)", "show(E(t) <= E(t, under=tilted(t, lam)))",
     "show(E(t) < E(t, under=tilted(t, lam)))"),
    # relative entropy
    ("Density and exponential", "goal = D * u <= K - D + exp(u)", "goal = D * u <= K - 2 * D + exp(u)"),
    ("Density and exponential", "goal = D * u <= K - D + exp(u)", "goal = D * u < K - D + exp(u)"),
    ("Density and exponential", "def young(D: Nonnegative,", "def young(D: Real,"),
    ("Entropy bound", "show(lam * E(D * t) <= E(K) + Log(Z))", "show(lam * E(D * t) <= E(K) - Log(Z))"),
    ("Entropy bound", "show(lam * E(D * t) <= E(K) + Log(Z))", "show(2 * lam * E(D * t) <= E(K) + Log(Z))"),
    ("Best step", "step * g <= kappa + step**2 * q / 2)", "step * g <= kappa + step**2 * q)"),
    ("Gain within a budget", "def gain_within_budget(g: Real, kappa: Positive, q: Nonnegative)",
     "def gain_within_budget(g: Real, kappa: Positive, q: Real)"),
    ("Moment generating function of a normal vector", "lam**2 * inner(Sigma @ v, v) / 2)))",
     "lam**2 * inner(Sigma @ v, v))))"),
    ("Gain at a KL budget", GAIN_AT_BUDGET, GAIN_AT_BUDGET.replace("2 * kappa", "kappa")),
    ("Gain at a KL budget", GAIN_AT_BUDGET, GAIN_AT_BUDGET.replace("- inner", "+ inner")),
    ("Gain at a KL budget", "given(E(K(h), N, h) <= kappa,", "given(E(K(h), N, h) >= kappa,"),
    ("Relative entropy of a tilt", "lam * E(t, under=tilted(t, lam)) - Log(Z)))",
     "lam * E(t, under=tilted(t, lam)) + Log(Z)))"),
    ("Tilts are optimal", "given(E(K) <= lam * mean - Log(Z),", "given(E(K) >= lam * mean - Log(Z),"),
    ("Tilts are optimal", "W: RandomScalar, K: RandomScalar, lam: Positive):",
     "W: RandomScalar, K: RandomScalar, lam: Real):"),
    ("Relative entropy of a normal tilt", "show(Eq(E(D * Log(D), N, h), lam**2 * q / 2))",
     "show(Eq(E(D * Log(D), N, h), lam**2 * q))"),
    ("Cauchy–Schwarz (semidefinite)", "show(b**2 <= a * c)", "show(b**2 < a * c)"),
    ("Cauchy–Schwarz (semidefinite)", "z = a * w - b * u", "z = a * w + b * u"),
    ("Regret at a KL budget", REGRET, REGRET.replace("r * best", "r**2 * best")),
    ("Regret at a KL budget", REGRET, REGRET.replace("before, best", "before, 2 * best")),
    ("Regret at a KL budget", COSTS, COSTS.replace("lam_star**2 * q / 2", "lam_star**2 * q")),
    ("Regret at a KL budget", "(1 - r) * best), r <= 1))", "(1 - r) * best), r < 1))"),
    ("Regret at a KL budget", "(1 - r) * best), r <= 1))", "(1 + r) * best), r <= 1))"),
    # best of two
    ("Values of the sign", "zip(conditions, (1, 0, -1), strict=True)]", "zip(conditions, (1, 1, -1), strict=True)]"),
    ("Sign of a number", "Eq(Sign(-x), -Sign(x)), Le(-1", "Eq(Sign(-x), Sign(x)), Le(-1"),
    ("Three signs", "show(-(p * q + q * r + r * p) <= 1)", "show(-(p * q + q * r + r * p) < 1)"),
    ("Three signs", "show(-(p * q + q * r + r * p) <= 1)", "show(p * q + q * r + r * p <= 1)"),
    ("Exchange of copies", "Le(Abs(W(omega, copy)), bound)))\n    claims",
     "Le(Abs(W(omega, copy)), W(copy, omega))))\n    claims"),
    ("Mean rank", "Eq(distance, 2 * E(S * g))))", "Eq(distance, E(S * g))))"),
    ("Mean rank", "finite, Eq(distance,", "finite, Eq(distance + E(g**2),"),
    ("Mean square rank", 'show(Le(E(g**2), rational("1/3")))', 'show(Lt(E(g**2), rational("1/3")))'),
    ("Mean square rank", 'show(Le(E(g**2), rational("1/3")))', 'show(Le(E(g**2), rational("1/4")))'),
    ("Best of two", TWO, TWO.replace("distance <= 2 * sigma", "distance <= sigma")),
    ("Best of two", TWO, TWO.replace("best <= m + sigma / sqrt(3)", "best <= m + sigma / sqrt(pi)")),
    ("Best of two", TWO, TWO.replace("best <= m", "best < m")),
    ("Moments of Φ", 'Eq(E(NormalCDF(z)**2, STANDARD, z), rational("1/3"))',
     'Eq(E(NormalCDF(z)**2, STANDARD, z), rational("1/4"))'),
    ("Order of Φ", "goal = Eq(Sign(gap), above - under)", "goal = Eq(Sign(gap), under - above)"),
    ("Best of two (uniform)", UNIFORM, UNIFORM.replace("2/3", "3/4")),
    ("Best of two (uniform)", UNIFORM, UNIFORM.replace("sqrt(3)", "sqrt(pi)")),
    ("Best of two (normal)", "show(Lt(both(Max(z, y)), 1 / sqrt(3)))", "show(Lt(1 / sqrt(3), both(Max(z, y))))"),
    # choosing by a proxy
    ("Loss of a choice", "q: Real, c: Nonnegative):", "q: Real, c: Real):"),
    ("Loss of a choice", "goal = And(Le(0, loss), Le(loss, Abs(rest)))",
     "goal = And(Le(0, loss), Le(2 * loss, Abs(rest)))"),
    ("Regret of any proxy", "show(pairs(lost) <= 2 * sigma / sqrt(3))", "show(pairs(lost) <= sigma / sqrt(3))"),
    ("Regret of any proxy", "    R = S - c * Q\n    lost", "    R = S + c * Q\n    lost"),
    ("Correlation does not fix the regret", "Lambda(p, p**2)), ((0, 1, 3)", "Lambda(p, -p**2)), ((0, 1, 3)"),
    ("Correlation does not fix the regret", 'sqrt(var(*far) * var(far[0], line)), rational("11/14")',
     'sqrt(var(*far) * var(far[0], line)), rational("12/14")'),
    ("Correlation does not fix the regret", "(5 * p - 6) * (p - 1) / 6", "(5 * p - 6) * (p + 1) / 6"),
    # what no policy changes
    ("Vanishing combination", "given(Eq(total(i, alpha[i] * v[i]), Zero(R_d)))\n    show(Eq(total(i, alpha[i] * (inner",
     "given(Eq(total(i, v[i]), Zero(R_d)))\n    show(Eq(total(i, alpha[i] * (inner"),
    ("Conserved combination (every policy)", CONSERVED, CONSERVED.replace("alpha[i] * noise", "noise")),
    ("Conserved combination (every policy)", CONSERVED, CONSERVED.replace("total(i, alpha[i] * noise)", "0")),
    ("Conserved combination (every policy)", "integrable(h), integrable(h, Q),\n          ForAll",
     "integrable(h),\n          ForAll"),
    ("No policy improves everything", "show(Implies(balanced(v), Not(positive_on_all(moved, v))))",
     "show(Implies(Not(positive_on_all(moved, v)), balanced(v)))"),
]


def test_every_claim_is_proved(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED, trusting=["law", "cited", "ball arithmetic"])


@pytest.mark.parametrize(("name", "sources"), [
    ("Theorem 13 (monotone values)", set()), ("Tilts are optimal", set()),
    ("Best of two", {"expectations exchange"}), ("Regret of any proxy", {"expectations exchange"})])
def test_what_it_rests_on(name: str, sources: set[str], checked: dict[str, claims.Checked]) -> None:
    assert cited(checked[name]) == sources


@pytest.mark.parametrize("name", sorted({name for name, _, _ in VARIANTS}))
def test_the_unchanged_file_proves_what_its_variants_do_not(name: str, tmp_path: Path, registry: None) -> None:
    """The control of the test below: it runs in the same way, on the same path, with nothing changed."""
    load(variant(SOURCE, "", "", tmp_path))
    checked = claims.check_claim(claims.REGISTRY[name])
    assert checked.verdict == "proved", checked.failure


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
