"""Stein's lemma, Theorem 14 and Proposition 15: each claim is proved, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, fails_when_changed, have_their_verdicts, load

from derivations import tilt  # noqa: F401 — registers Lemma 12, which Theorem 14 uses
from symproof import claims
from symproof.claims import builder

SOURCE = Path(__file__).parents[2] / "derivations" / "stein.py"
REFUTED = ["Theorem 14, as printed", "Theorem 14 (if and only if), as printed", "Proposition 15 (proof), as printed",
           "Proposition 15 (proof, skewed base), as printed"]
PROVED = ["Remark 4", "Divergence on R^d", "Integration by parts on R^d", "Gaussian integration by parts",
          "The identity is positive definite", "Gaussian integration by parts (linear image)",
          "Gaussian integration by parts (every covariance)", "Mean of a normal vector", "Covariance of a normal vector",
          "Stein's lemma", "Stein's lemma (vector form)", "Stein's lemma, in coordinates", "Equation (46)",
          "Exponential moments of a normal vector", "Gaussian shift (invertible covariance)",
          "Gaussian shift (linear image)", "Gaussian shift", "Gaussian tilt", "Theorem 14", "Theorem 14 (sign)",
          "Theorem 14 (condition)", "A constant is not integrable over the line", "Integrable powers",
          "A gradient that is integrable", "A power below exponentials", "Gradient of a quadratic value",
          "Proposition 15", "Proposition 15 (exact change)", "Sign of a quadratic gain", "Proposition 15 (how far)",
          "Proposition 15 (no uniform improvement)", "Proposition 15 (samples)",
          "Proposition 15 (every constitution)", "Proposition 15 (every base)"]

# (claim, what stands there, what is written instead, in how many places): each variant is false, or proves too little.
VARIANTS = [
    # integration by parts
    ("Divergence on R^d", "given(derivative_along(F, u, D), over_space(F(x)), over_space(D(x)))",
     "given(derivative_along(F, u, D), over_space(D(x)))", 1),
    ("Divergence on R^d", "given(derivative_along(F, u, D), over_space(F(x)), over_space(D(x)))",
     "given(derivative_along(F, u, D), over_space(F(x)))", 1),
    ("Divergence on R^d", "given(derivative_along(F, u, D), over_space(F(x)), over_space(D(x)))",
     "given(over_space(F(x)), over_space(D(x)))", 1),
    ("Divergence on R^d", "    show(Eq(integral(D(x)), 0))", "    show(Eq(integral(F(x)), 0))", 1),
    ("Divergence on R^d", "eq(integral(F(x + u) - F(x)), by", "eq(integral(F(x + 2 * u) - F(x)), by", 1),
    ("Divergence on R^d", "eq(Integral(s, 0, 1, mean), by", "eq(Integral(s, 0, 2, mean), by", 1),
    ("Integration by parts on R^d", "derivative_along(p, u, Lambda(x, -k(x) * p(x)))",
     "derivative_along(p, u, Lambda(x, k(x) * p(x)))", 1),
    ("Integration by parts on R^d", "p(x + s * u), 0, X - Y)", "p(x + s * u), 0, X + Y)", 1),
    # the score
    ("Gaussian integration by parts", "-k(x) * p(x)), why", "k(x) * p(x)), why", 1),
    ("Gaussian integration by parts", "    k = Lambda(x, inner(x - mu, v))", "    k = Lambda(x, inner(x, v))", 1),
    ("Gaussian integration by parts",
     "given(derivative_along(f, Sigma @ v, D), Integrable(h, N, f(h)), Integrable(h, N, D(h)),\n"
     "          Integrable",
     "given(derivative_along(f, v, D), Integrable(h, N, f(h)), Integrable(h, N, D(h)),\n          Integrable", 1),
    ("Gaussian integration by parts", "mu: VectorIn(\"d\"), Sigma: Definite, v: VectorIn(\"d\")):\n    \"\"\"Along",
     "mu: VectorIn(\"d\"), Sigma: Semidefinite, v: VectorIn(\"d\")):\n    \"\"\"Along", 1),
    ("Gaussian integration by parts", "Inverse(Sigma) @ (x - mu)) / 2)))\n    k =",
     "Inverse(Sigma) @ (x - mu)))))\n    k =", 1),
    ("Gaussian integration by parts (linear image)", "steady = given(derivative_along(f, (A @ A.T) @ v, D)",
     "steady = given(derivative_along(f, (A.T @ A) @ v, D)", 1),
    ("Gaussian integration by parts (linear image)", "    moved = mu + A @ q\n", "    moved = A @ q\n", 1),
    # Stein's lemma
    ("Mean of a normal vector", "show(Eq(E(inner(h, v), N, h), inner(mu, v)))",
     "show(Eq(E(inner(h, v), N, h), inner(Sigma @ mu, v)))", 1),
    ("Covariance of a normal vector", "show(Eq(Cov(inner(h, u), inner(h, v), N, h), inner(Sigma @ u, v)))",
     "show(Eq(Cov(inner(h, u), inner(h, v), N, h), inner(u, v)))", 1),
    ("Stein's lemma", "slope = Lambda(x, inner(Gradient(f)(x), Sigma @ v))", "slope = Lambda(x, inner(Gradient(f)(x), v))", 1),
    ("Stein's lemma", "show(Eq(Cov(f(h), inner(h, v), N, h), E(slope(h), N, h)))",
     "show(Eq(E(f(h) * inner(h, v), N, h), E(slope(h), N, h)))", 1),
    ("Stein's lemma", "smooth, *_ = given(differentiable(f), Integrable(h, N, f(h)), Integrable(h, N, slope(h)),\n"
     "                       Integrable(h, N, f(h) * inner(h, v)))",
     "smooth, *_ = given(differentiable(f), Integrable(h, N, f(h)), Integrable(h, N, f(h) * inner(h, v)))", 1),
    ("Stein's lemma", "smooth, *_ = given(differentiable(f), Integrable(h, N, f(h)), Integrable(h, N, slope(h)),\n"
     "                       Integrable(h, N, f(h) * inner(h, v)))",
     "smooth, *_ = given(differentiable(f), Integrable(h, N, f(h)), Integrable(h, N, slope(h)))", 1),
    ("Stein's lemma (vector form)", "show(Eq(covariance, Sigma @ mean_gradient))", "show(Eq(covariance, mean_gradient))", 1),
    ("Stein's lemma (vector form)", "covariance = E(f(h) * h, N, h) - E(f(h), N, h) * E(h, N, h)",
     "covariance = E(f(h) * h, N, h) - E(h, N, h)", 1),
    ("Stein's lemma, in coordinates", "entries = total(j, inner(Sigma @ e[i], e[j]) * E",
     "entries = total(j, inner(Sigma @ e[i], e[i]) * E", 1),
    ("Stein's lemma, in coordinates", "inner(Gradient(f)(h), e[j]), N, h))\n    given",
     "inner(Gradient(f)(h), e[i]), N, h))\n    given", 1),
    ("Equation (46)", "eq(inner(v, Sigma @ mean_gradient)", "eq(inner(v, mean_gradient)", 1),
    ("Equation (46)", "with_h = E(f(h) * h, N, h) - E", "with_h = E(f(h) * h, N, h) + E", 1),
    # shifts and tilts
    ("Exponential moments of a normal vector", "both = exp(t) + exp(-t)", "both = exp(t)", 1),
    ("Gaussian shift (invertible covariance)", "constant = exp(inner(mu, v) + inner(u, v) / 2)",
     "constant = exp(inner(mu, v) + inner(u, v))", 1),
    ("Gaussian shift (invertible covariance)", "N, u = Gaussian(mu, Sigma), Sigma @ v", "N, u = Gaussian(mu, Sigma), v", 1),
    ("Gaussian tilt", "show(Eq(tilted_mean, E(F(h + lam * (Sigma @ v)), N, h)))",
     "show(Eq(tilted_mean, E(F(h - lam * (Sigma @ v)), N, h)))", 1),
    # Theorem 14
    ("Theorem 14", "return differentiable(f), square_integrable(f(h), N, h), Integrable(h, N, Gradient(f)(h))",
     "return differentiable(f), Integrable(h, N, Gradient(f)(h))", 1),
    ("Theorem 14", "return differentiable(f), square_integrable(f(h), N, h), Integrable(h, N, Gradient(f)(h))",
     "return differentiable(f), square_integrable(f(h), N, h)", 1),
    ("Theorem 14", "return differentiable(f), square_integrable(f(h), N, h), Integrable(h, N, Gradient(f)(h))",
     "return square_integrable(f(h), N, h), Integrable(h, N, Gradient(f)(h))", 1),
    ("Theorem 14", "show(equals(change(f, mu, Sigma, v), lam * inner(Sigma @ v, E(Gradient(f)(h), N, h)) + O(lam**2)))",
     "show(equals(change(f, mu, Sigma, v), lam * inner(v, E(Gradient(f)(h), N, h)) + O(lam**2)))", 1),
    ("Theorem 14", "show(equals(change(f, mu, Sigma, v), lam * inner(Sigma @ v, E(Gradient(f)(h), N, h)) + O(lam**2)))",
     "show(equals(change(f, mu, Sigma, v), lam * inner(Sigma @ v, E(Gradient(f)(h), N, h)) + O(lam**3)))", 1),
    ("Theorem 14 (sign)", "show(And(Implies(slope > 0, rises), Implies(slope < 0, falls)))",
     "show(And(Implies(slope >= 0, rises), Implies(slope < 0, falls)))", 1),
    ("Theorem 14 (condition)", "given(*theorem_14_hypotheses(f, mu, Sigma), Ne(slope, 0))",
     "given(*theorem_14_hypotheses(f, mu, Sigma))", 1),
    # Theorem 14 as printed
    ("A gradient that is integrable", "slope = exp(y**2 / 2) * (y / (1 + y**2)**2 - 4 * y",
     "slope = exp(y**2 / 2) * (y / (1 + y**2)**2 - 2 * y", 1),
    ("A gradient that is integrable", "bound = y / (1 + y**2)**2 - 4 * y / (1 + y**2)**3, 2 * (1 / (1 + y**2))",
     "bound = y / (1 + y**2)**2 - 4 * y / (1 + y**2)**3, y / (1 + y**2)", 1),
    ("A power below exponentials", "show(Le(y**4 / 24, bound))", "show(Le(y**4, bound))", 1),
    ("Theorem 14, as printed", "def theorem_14_as_printed(lam: NonzeroReal)", "def theorem_14_as_printed(lam: Real)", 1),
    ("Theorem 14, as printed", "spike = Lambda(y, exp(y**2 / 2) / (1 + y**2)**2)",
     "spike = Lambda(y, exp(y**2 / 4) / (1 + y**2)**2)", 1),
    ("Theorem 14 (if and only if), as printed", "    spread = given(Lt(0, q))\n    gain",
     "    spread = given(Le(0, q))\n    gain", 1),
    # Proposition 15
    ("Gradient of a quadratic value", "2 * c * (inner(x, v) - tau) * v\n", "c * (inner(x, v) - tau) * v\n", 1),
    ("Proposition 15", "value = Eq(v_bar, -2 * (mean - tau) * v)", "value = Eq(v_bar, 2 * (mean - tau) * v)", 1),
    ("Proposition 15", "show(And(value, Implies(Ne(v, Zero(R_d)), And(below, above))))",
     "show(And(value, And(below, above)))", 1),
    ("Proposition 15", "    given(integrable(inner(h, v)))\n", "", 1),
    ("Proposition 15 (exact change)", "(inner(mu, v) - tau) - lam**2 * q**2))\n    return bowl_change",
     "(inner(mu, v) - tau) - lam**2 * q))\n    return bowl_change", 1),
    ("Proposition 15 (exact change)", "(inner(mu, v) - tau) - lam**2 * q**2))\n    return bowl_change",
     "(inner(mu, v) - tau) + lam**2 * q**2))\n    return bowl_change", 1),
    ("Sign of a quadratic gain", "def quadratic_gain(p: Positive,", "def quadratic_gain(p: Nonnegative,", 1),
    ("Proposition 15 (how far)", "Iff(0 < gain, step < 2 * gap)", "Iff(0 < gain, step < gap)", 1),
    ("Proposition 15 (how far)", "given(Lt(0, inner(Sigma @ v, v)), Lt(0, lam))", "given(Lt(0, lam))", 1),
    ("Proposition 15 (no uniform improvement)", "    given(Ne(v, Zero(R_d)))\n", "", 1),
    ("Proposition 15 (no uniform improvement)", "    aimed = tau / inner(v, v) * v\n", "    aimed = tau * v\n", 1),
    ("Proposition 15 (samples)", "tau <= inner(x, v))", "inner(x, v) <= tau)", 1),
    ("Proposition 15 (every constitution)", "aimed = given(Eq(inner(x, v), tau))",
     "aimed = given(Eq(inner(x, v), 2 * tau))", 1),
    ("Proposition 15 (proof), as printed", "e, v, zero = Coordinates(1, 0), Coordinates(0, 1)",
     "e, v, zero = Coordinates(1, 0), Coordinates(1, 1)", 1),
    ("Proposition 15 (every base)", "show(Eq(Cov(-(t - tau)**2, t), 2 * (tau - E(t)) * Var(t) - third_cumulant(t, t, t)))",
     "show(Eq(Cov(-(t - tau)**2, t), 2 * (tau - E(t)) * Var(t) + third_cumulant(t, t, t)))", 1),
    ("Proposition 15 (every base)", "given(integrable(t), integrable(t**2), integrable(t**3))",
     "given(integrable(t), integrable(t**2))", 1),
    ("Proposition 15 (proof, skewed base), as printed", 'quarter = rational("1/4")', 'quarter = rational("1/2")', 1),
    ("Proposition 15 (proof, skewed base), as printed", 'quarter = rational("1/4")', 'quarter = rational("-1/4")', 1),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED)


def test_a_repair_is_a_claim_that_is_proved(checked: dict[str, claims.Checked]) -> None:
    for name in REFUTED:
        erratum = checked[name].erratum
        assert erratum is not None and erratum.repaired_by
        assert set(erratum.repaired_by) <= set(PROVED)


def test_stein_holds_in_random_models(registry: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lemma and its consequences are also evaluated, in every line, for polynomials and normal laws."""
    monkeypatch.setattr(builder, "SECONDS", 60.0)  # what is asked here is whether it can be done, however long it takes
    load(SOURCE)
    for name in ("Stein's lemma", "Stein's lemma (vector form)", "Equation (46)", "Gaussian shift", "Gaussian tilt"):
        checked = claims.check_claim(claims.REGISTRY[name])
        assert checked.evaluated == checked.steps


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
