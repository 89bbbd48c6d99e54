"""The effective dimension and Conjecture 9: each claim has its verdict, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, fails_when_changed, have_their_verdicts

from derivations import tilt  # noqa: F401 — registers the claims that are used
from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "dimension.py"
REFUTED = ["Section 6, as printed"]
PROVED = ["Bounds of a quotient", "Vanishing square", "Indices", "One of several", "Lagrange's identity",
          "Definition 8 (where it makes sense)", "Definition 8 (bounds)", "Definition 8 (largest value)",
          "Definition 8 (smallest value)", "Definition 8 (rank)", "Definition 8 (scale)", "Definition 8 (whitened)",
          "Section 6 (covariance)", "Parseval's identity", "Spectral form", "Conjecture 9 (all eigenvectors)",
          "Conjecture 9 (not for every v*)", "Conjecture 9 (on average)", "Cancelling a positive factor", "First eigenvalues",
          "Concentration (threshold)", "Concentration (share)", "Conjecture 9 (sufficient condition)"]

# (claim, what stands there, what is written instead): each variant is false, or proves too little.
VARIANTS = [
    ("Bounds of a quotient", "def bounds_of_quotient(n: Real, q: Positive, c: Real)",
     "def bounds_of_quotient(n: Real, q: Real, c: Real)"),
    ("Bounds of a quotient", "(c <= ratio, c * q <= n)", "(c <= ratio, n <= c * q)"),
    ("Vanishing square", "show(Implies(Eq(x**2, 0), Eq(x, 0)))", "show(Implies(Eq(x**2, 0), Eq(x, 1)))"),
    ("Indices", "show(0 <= 1 - k)", "show(0 <= 1 - 2 * k)"),
    ("One of several", "show(a[j] <= trace(a))", "show(2 * a[j] <= trace(a))"),
    ("One of several", "    given(nonnegative(a))\n    show(a[j]", "    show(a[j]"),
    ("Lagrange's identity", "show(And(Eq(spread, 2 * product - 2 * mixed**2)", "show(And(Eq(spread, product - mixed**2)"),
    ("Lagrange's identity", "mixed**2 <= product))\n    identity", "mixed**2 < product))\n    identity"),
    # Definition 8
    ("Definition 8 (where it makes sense)", "Implies(And(some, nonnegative(a)), s > 0)", "Implies(some, s > 0)"),
    ("Definition 8 (where it makes sense)", "return ForAll(i, Eq(a[i], 0))", "return Exists(i, Eq(a[i], 0))"),
    ("Definition 8 (bounds)", "show(And(Le(1, d_eff(a)), d_eff(a) <= d))", "show(And(Le(2, d_eff(a)), d_eff(a) <= d))"),
    ("Definition 8 (bounds)", "show(And(Le(1, d_eff(a)), d_eff(a) <= d))", "show(And(Le(1, d_eff(a)), d_eff(a) < d))"),
    ("Definition 8 (bounds)", "return trace(a)**2 / square_trace(a)", "return trace(a) / square_trace(a)"),
    ("Definition 8 (bounds)", "return ForAll(i, a[i] >= 0)", "return ForAll(i, a[i] >= -1)"),
    ("Definition 8 (bounds)", "given(nonnegative(a), Not(all_zero(a)))", "given(nonnegative(a))"),
    ("Definition 8 (largest value)", "full, equal = Eq(d_eff(a), d)", "full, equal = Eq(d_eff(a), d - 1)"),
    ("Definition 8 (largest value)", "ForAll(i, ForAll(j, Eq(a[i], a[j])))", "ForAll(i, Exists(j, Eq(a[i], a[j])))"),
    ("Definition 8 (smallest value)", "alone = And(a[j] > 0, ", "alone = And(a[j] > 1, "),
    ("Definition 8 (smallest value)", "Exists(j, alone)", "ForAll(j, alone)"),
    ("Definition 8 (smallest value)", "Eq(a[i] * (1 - Kronecker(i, j)), 0)))\n    least",
     "Eq(a[i] * Kronecker(i, j), 0)))\n    least"),
    ("Definition 8 (rank)", "show(Implies(supported, d_eff(a) <= total(i, p[i])))",
     "show(Implies(supported, d_eff(a) <= total(i, p[i]) - 1))"),
    ("Definition 8 (rank)", "ForAll(i, Eq(a[i] * p[i], a[i])))\n", "ForAll(i, Eq(a[i] * p[i], p[i])))\n"),
    ("Definition 8 (rank)", "return ForAll(i, Eq(p[i]**2, p[i]))", "return ForAll(i, Eq(p[i]**2, 1))"),
    ("Definition 8 (scale)", "squares = total(i, (c * a[i])**2)", "squares = total(i, c * a[i]**2)"),
    ("Definition 8 (whitened)", "Eq(share(p, u[j], u), p[j])", "Eq(share(p, u[j], u), 1)", 2),
    ("Definition 8 (whitened)", "show(And(Eq(d_eff(one), d)", "show(And(Eq(d_eff(one), 1)"),
    # the covariance
    ("Section 6 (covariance)", "show(And(Eq(covariance, second - mean)", "show(And(Eq(covariance, second + mean)"),
    ("Section 6 (covariance)", "Implies(centred, Eq(covariance, second))", "Eq(covariance, second)"),
    ("Section 6, as printed", "Coordinates(1, -1))])", "Coordinates(-1, -1))])"),
    ("Section 6, as printed", "every(Eq(covariance, b[1] * b[3]))", "every(Eq(covariance, b[0] * b[2]))"),
    ("Section 6, as printed", "Eq(of_two(none, one), 1)))\n", "Eq(of_two(none, one), 2)))\n"),
    # eigenvectors
    ("Parseval's identity", "ForAll(x, Eq(x, total(i, inner(x, u[i]) * u[i])))",
     "Exists(x, Eq(x, total(i, inner(x, u[i]) * u[i])))"),
    ("Spectral form", 'Sigma: OperatorOn("d", "symmetric"), lam: Spectrum, u: Basis, v: VectorIn("d"))',
     'Sigma: OperatorOn("d"), lam: Spectrum, u: Basis, v: VectorIn("d"))'),
    ("Spectral form", "total(i, lam[i] * inner(v, u[i])**2)\n", "total(i, lam[i] * inner(v, u[i]))\n"),
    # Conjecture 9
    ("Conjecture 9 (all eigenvectors)", "Eq(share(Lambda(i, 1), v, u), inner(v, v))", "Eq(share(Lambda(i, 1), v, u), norm(v))"),
    ("Conjecture 9 (not for every v*)", "show(And(d_eff(a) < 4,", "show(And(d_eff(a) < 3,"),
    ("Conjecture 9 (not for every v*)", "(1 - Kronecker(i, f)) / d)\n", "(1 - Kronecker(i, f)))\n"),
    ("Conjecture 9 (not for every v*)", "Eq(total(i, others(i)), d - 1)", "Eq(total(i, others(i)), d)"),
    ("Conjecture 9 (not for every v*)", "distinct = Lambda(i, 1 - Kronecker(j, i))", "distinct = Lambda(i, Kronecker(j, i))"),
    ("Conjecture 9 (not for every v*)", "ForAll(i, a(j) <= a(i))", "ForAll(i, a(i) <= a(j))"),
    ("Conjecture 9 (on average)", "Eq(mean, k / d)", "Eq(mean, k)"),
    ("Conjecture 9 (on average)", "total(j, share(p, u[j], u)) / d", "total(j, share(p, u[i], u)) / d"),
    ("Cancelling a positive factor", "def cancel(r: Real, t: Positive)", "def cancel(r: Real, t: Nonnegative)"),
    ("First eigenvalues", "ForAll(i, p[i] * tau <= p[i] * a[i])", "ForAll(i, p[i] * a[i] <= p[i] * tau)"),
    ("First eigenvalues", "ForAll(i, (1 - p[i]) * a[i] <= (1 - p[i]) * tau)",
     "ForAll(i, (1 - p[i]) * tau <= (1 - p[i]) * a[i])"),
    ("First eigenvalues", "weighted = form <= L * inside + tau * outside", "weighted = form <= tau * inside + tau * outside"),
    ("First eigenvalues", "given(nonnegative(a), ForAll(i, a[i] <= L))", "given(nonnegative(a))"),
    ("Concentration (threshold)", "C * s**2 <= k * q\n", "C * s <= k * q\n"),
    ("Concentration (threshold)", "And(0 < L, C * tau <= L)))\n", "And(0 < L, C * tau < L)))\n"),
    ("Concentration (share)", "(C - 1) * b <= C * delta * (a + b)))\n", "C * b <= C * delta * (a + b)))\n"),
    ("Concentration (share)", "C * tau <= L, 1 <= C\n", "tau <= L, 1 <= C\n"),
    ("Conjecture 9 (sufficient condition)", "largest, varied = ForAll(i, a[i] <= L)", "largest, varied = ForAll(i, a[i] >= L)"),
    ("Conjecture 9 (sufficient condition)", "(1 - delta) * L * inner(v, v) <= inner(Sigma @ v, v)\n",
     "(1 - delta) * L * inner(v, v) <= inner(v, v)\n"),
    ("Conjecture 9 (sufficient condition)", "C >= 1, C * d_eff(a) <= k)", "C >= 1, d_eff(a) <= k)"),
    ("Conjecture 9 (sufficient condition)", "conclusion = (C - 1) * (inner(v, v) - inside)",
     "conclusion = C * (inner(v, v) - inside)"),
]


def test_every_claim_has_its_verdict_and_cites_nothing(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED, trusting=["law"])


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
