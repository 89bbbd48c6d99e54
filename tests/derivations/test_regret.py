"""Gaussian max regret and the best of n: each claim is proved, and each breaks when one token of it is changed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from derivation_checks import fails_when_changed, have_their_verdicts, items_decided

from symproof import claims
from symproof.models.order_statistics import expected_maximum
from symproof.render.figure import svg, tikz
from symproof.terms import free_symbols

SOURCE = Path(__file__).parents[2] / "derivations" / "regret.py"
REFUTED = ["Theorem 6, as printed", "Equation (32), as printed", "Appendix A, as printed (v* = 0)",
           "Appendix A, as printed (general policies)"]

# (claim, what stands there, what is written instead): each variant is false, or proves too little.
VARIANTS = [
    # (28)–(30)
    ("Equations (28)–(29)", "eq(Var(proxy) + 2 * Cov(proxy, epsilon) + Var(epsilon)),",
     "eq(Var(proxy) + Cov(proxy, epsilon) + Var(epsilon)),"),
    ("Equations (28)–(29)", "Eq(Var(epsilon), s**2), Eq(Cov(proxy, epsilon), 0))\n    show",
     "Eq(Var(epsilon), s**2))\n    show"),
    ("Equations (28)–(29)", "eq(norm(v)**2, printed=\"(28)\")", "eq(norm(v), printed=\"(28)\")"),
    ("Equation (30)", "Eq(Cov(proxy, epsilon), 0), Ne(v, Zero(R_d)))", "Eq(Cov(proxy, epsilon), 0))"),
    ("Equation (30)", "eq(norm(v) / sigma_S(v, s), printed=\"(30)\")",
     "eq(norm(v)**2 / sigma_S(v, s), printed=\"(30)\")"),
    # sums, differences and the half-normal mean
    ("Difference of normals", "show(Eq(two(F(x - y), q), E(F(x), normal(2 * q), x)))",
     "show(Eq(two(F(x - y), q), E(F(x), normal(q), x)))"),
    ("Difference of normals", "    given(Integrable(x, normal(2 * q), F(x)))\n", ""),
    ("Mean distance", "value = 2 * t * NormalDensity(c / t)", "value = t * NormalDensity(c / t)"),
    ("Mean distance", "primitive = -t**2 * (density(x)", "primitive = t**2 * (density(x)"),
    ("Mean distance", "(2 * NormalCDF(c / t) - 1)\n    show(Eq(E(Abs(c + x)",
     "(2 * NormalCDF(c / t) + 1)\n    show(Eq(E(Abs(c + x)"),
    ("Mean absolute value", "sqrt(q) * sqrt(2 / pi)))\n    return", "sqrt(q) * sqrt(1 / pi)))\n    return"),
    ("Larger of two normals", "eq(sqrt(q) / sqrt(pi)),", "eq(sqrt(q) / sqrt(2 * pi)),"),
    ("Larger of two normals", "eq(E(Abs(x), normal(2 * q), x) / 2,", "eq(E(Abs(x), normal(q), x) / 2,"),
    # (31)–(37)
    ("Equation (31)", "show(Eq(over_responses(Max(S1, S2), s), sigma_S(v, s) / sqrt(pi)))",
     "show(Eq(over_responses(Max(S1, S2), s), sigma_S(v, s) / sqrt(2 * pi)))"),
    ("Equation (31)",
     "eq(two(gap(x - y), q) / 2, by=rewrite(zero, why=\"the means are 0\")),\n        eq(E(gap(c), normal(2 * q), c) / 2",
     "eq(two(gap(x - y), q), by=rewrite(zero, why=\"the means are 0\")),\n        eq(E(gap(c), normal(2 * q), c) / 2"),
    ("Equation (33)", "    given(Ne(v, Zero(R_d)))\n    show(Eq(E(S1, normal(s**2), e1)",
     "    show(Eq(E(S1, normal(s**2), e1)"),
    ("Equation (33)", "eq(rho(v, s) * (sigma_S(v, s) / norm(v)) * P1, printed=\"(33)\")",
     "eq(rho(v, s) * (norm(v) / sigma_S(v, s)) * P1, printed=\"(33)\")"),
    ("Winner", "eq(r * (1 / (2 * sqrt(pi)))", "eq(r * (1 / sqrt(pi))"),
    ("Winner", "by=parts(-NormalDensity(x) * NormalCDF(x), x))", "by=parts(NormalDensity(x)**2 * NormalCDF(x), x))"),
    ("Equation (34)", "eq(norm(v) / (2 * sqrt(pi)) / rational(\"1/2\")", "eq(norm(v) / (2 * sqrt(pi)) / 2"),
    ("Equations (35)–(37)", "eq((1 - rho(v, s)) * sigma_S(v, s) / sqrt(pi), printed=\"(37)\")",
     "eq((1 - rho(v, s)) * sigma_S(v, s) / pi, printed=\"(37)\")"),
    ("Equations (35)–(37)", "eq(sigma_S(v, s) / sqrt(pi) - rho(v, s) * sigma_S(v, s) / sqrt(pi),",
     "eq(sigma_S(v, s) / sqrt(pi) + rho(v, s) * sigma_S(v, s) / sqrt(pi),"),
    # Theorem 6
    ("Theorem 6", "ForAll(h1, ForAll(h2, Le(0, weight))), ForAll(h1, ForAll(h2, Le(weight, 1)))",
     "ForAll(h1, ForAll(h2, Le(0, weight))), ForAll(h1, ForAll(h2, Le(weight, 2)))"),
    ("Theorem 6", "given(ForAll(h1, ForAll(h2, Le(0, weight))), ForAll(h1, ForAll(h2, Le(weight, 1))))",
     "given(ForAll(h1, ForAll(h2, Le(weight, 1))))"),
    ("Mixture of two", "show(And(Le(mixed, Max(a, b))", "show(And(Le(mixed, Min(a, b))"),
    ("Shortfall", "given(Eq(best, a), Le(worth, b))", "given(Eq(best, a), Le(b, worth))"),
    ("Theorem 6, as printed", "        lt(1 / sqrt(pi), by=certified_numerically()),",
     "        lt(1 / sqrt(4 * pi), by=certified_numerically()),"),
    ("Theorem 6, as printed", "rational(\"4/7\"), by=definition", "rational(\"5/7\"), by=definition"),
    ("Equation (32), as printed", "lt(norm(v) / sqrt(pi), by", "lt(-norm(v) / sqrt(pi), by"),
    ("Equation (32), as printed", "    given(Ne(v, Zero(R_d)))\n", ""),
    ("Any linear proxy", "    given(Ne(v_c, Zero(R_d)))\n", ""),
    ("Any linear proxy", "slope = inner(v, v_c) / norm(v_c)**2", "slope = inner(v, v_c) / norm(v_c)"),
    ("Two directions", "given(Eq(inner(a, b), 0), Integrable(h, FEATURES, seen))",
     "given(Integrable(h, FEATURES, seen))"),
    ("Quotients", "given(Le(a, b * s))", "given(Le(a * s, b))"),
    # e_n
    ("Odd moments", "    for m in (1, 3):\n        turned", "    for m in (1, 2):\n        turned"),
    ("Square of the density", "1 / (2 * sqrt(pi))))\n    return", "1 / sqrt(pi)))\n    return"),
    ("Product of four densities", "eq(sqrt(2 * pi) / width / (4 * pi**2)", "eq(sqrt(pi) / width / (4 * pi**2)"),
    ("Differentiation under the integral", "slope = Lambda(z, x, 4 * x", "slope = Lambda(z, x, 2 * x"),
    ("Differentiation under the integral", "bound = Lambda(x, 4 * Abs(x)", "bound = Lambda(x, Abs(x)"),
    ("Second moment", "have(Eq((2 + z**2) * mixed, 2 * z * four)", "have(Eq((1 + z**2) * mixed, 2 * z * four)"),
    ("Second moment", "arc = Lambda(z, 2 / unit", "arc = Lambda(z, 4 / unit"),
    *(("Expected maxima", "closed = Integral(x, -oo, oo, phi**2), {n: expected_maximum_formula(n) for",
       f"closed = Integral(x, -oo, oo, phi**2), {{n: {false} for")
      for false in ("expected_maximum_formula(n) / (2 if n == 3 else 1)", "expected_maximum_formula(n) / (2 if n == 4 else 1)",
                    "expected_maximum_formula(n) + (5 / sqrt(pi) if n == 5 else 0)")),
    ("Expected maxima", "eq(n * (n - 1) * Integral(x, -oo, oo, phi**2", "eq(n * (n + 1) * Integral(x, -oo, oo, phi**2"),
    ("Best of n", "F=Lambda(x, x), f=density, G=Lambda(x, NormalCDF(x / r)**n)",
     "F=Lambda(x, x), f=density, G=Lambda(x, NormalCDF(x / r)**(n - 1))"),
    ("Best of n", "            eq(r * maximum_of(n)),", "            eq(r**2 * maximum_of(n)),"),
    ("Best-of-n regret", "    given(Ne(v, Zero(R_d)))\n    laws", "    laws"),
    # growth in n, and the regret
    ("Positive integers", "show(Le(0, n - 1))", "show(Le(0, n - 2))"),
    ("Powers", "    given(Le(t, 1))\n", ""),
    ("Powers", "have(Le(t**0, 1))\n", "have(Lt(t**0, 1))\n"),
    ("Powers of Φ", "show(And(Le(value**(n - 1), 1), Le(value**n, 1)))", "show(And(Le(value**(n - 2), 1), Le(value**n, 1)))"),
    ("A step", "    show(Le(2 * far, Abs(u) - u))", "    show(Le(3 * far, Abs(u) - u))"),
    ("One more draw", "    show(Lt(0, gain_over(c)))", "    show(Lt(gain_over(c), 0))"),
    ("One more draw", "excess, one = Indicator(Lt(x, -c - 1)), Abs(c + x) - (c + x),",
     "excess, one = Indicator(Lt(x, -c - 1)), Abs(c + x) + (c + x),"),
    ("Bounded weights", "    given(ForAll(x, Le(Abs(w), 1)))\n", ""),
    ("Bounded weights", "slope, gain = n * phi**2 * w -", "slope, gain = n * phi**2 * w +"),
    ("Growth of e_n", "    show(Lt(maximum_of(n), maximum_of(n + 1, n)))", "    show(Lt(maximum_of(n + 1, n), maximum_of(n)))"),
    ("Growth of e_n", "slope = n * phi**2 * w - x * phi * (Phi * w)", "slope = (n - 1) * phi**2 * w - x * phi * (Phi * w)"),
    ("Growth of e_n", "G=Lambda(x, phi))", "G=Lambda(x, phi / 2))"),
    ("Increasing sequences", "Implies(grows, Lt(A(n), A(n + k + 1)))", "Implies(grows, Lt(A(n), A(n + k)))"),
    ("Increasing sequences", "Implies(And(Eq(A(1), 0), grows), Le(0, A(n)))", "Implies(And(Eq(A(1), 0), grows), Lt(0, A(n)))"),
    ("Order of expected maxima", "    show(And(Eq(one, 0), Le(0, maximum_of(n)),",
     "    show(And(Eq(one, 0), Lt(0, maximum_of(n)),"),
    ("Scaling", "Lt(r, 1))", "Lt(r, 2))"),
    ("Shrinking factor", "    given(Lt(r, q))", "    given(Lt(q, r))"),
    ("Growth of the regret", "    show(And(Implies(Lt(worse, 1),", "    show(And(Implies(Lt(worse, 2),"),
    ("Growth of the regret", "Eq(regret_at(n, rational(1), s), 0)))\n", "Eq(regret_at(n, rational(2), s), 0)))\n"),
    ("Table of e_n", "Lt(maximum_of(n), maximum_of(n + 1)) for n in (2, 3, 4)",
     "Lt(maximum_of(n + 1), maximum_of(n)) for n in (2, 3, 4)"),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    assert len(checked) >= 58
    have_their_verdicts(checked, [name for name in checked if name not in REFUTED], REFUTED,
                        trusting=["law", "cited", "ball arithmetic"])


def test_every_equation_of_the_appendix_is_there(checked: dict[str, claims.Checked]) -> None:
    assert {f"({number})" for number in range(28, 38)} | {"(23)"} <= items_decided(checked)


def test_the_repair_is_proved(checked: dict[str, claims.Checked]) -> None:
    for refuted in REFUTED:
        erratum = checked[refuted].erratum
        assert erratum is not None and erratum.repaired_by
        assert all(checked[name].verdict == "proved" for name in erratum.repaired_by)


def test_the_growth_holds_for_all_n_and_under_no_hypothesis(checked: dict[str, claims.Checked]) -> None:
    for name in ("Growth of e_n", "Order of expected maxima", "Growth of the regret"):
        theorem = claims.prove_claim(claims.REGISTRY[name])
        assert theorem.hypotheses == ()
        (count,) = [s for s in free_symbols(theorem.statement) if s.name == "n"]
        assert count.domain == "positive integer"


def test_the_figure_shows_the_regret(checked: dict[str, claims.Checked]) -> None:
    (figure,) = claims.check_claim(claims.REGISTRY["Growth of the regret"], figures=True).figures
    assert [curve.label for curve in figure.curves] == [f"$n = {n}$" for n in (1000, 100, 10, 5, 2)]
    for curve, n in zip(figure.curves, (1000, 100, 10, 5, 2), strict=True):
        (start, low, high), (end, *zero) = curve.points
        assert (start, (low, high), end, zero) == (0, expected_maximum(n), 1, [0, 0])
    assert tikz(figure) and svg(figure)


@pytest.mark.parametrize(("n", "closed"), [(2, "0.5641895835"), (3, "0.8462843753"), (4, "1.0293753730"), (5, "1.1629644736")])
def test_the_table_agrees_with_the_closed_forms(n: int, closed: str, checked: dict[str, claims.Checked]) -> None:
    rows = dict(checked["Table of e_n"].tables[0].rows)
    assert rows[str(n)].startswith(closed)
    low, high = expected_maximum(n, 50)
    assert high - low < 10**-50


def test_every_number_up_to_one_hundred_has_fifty_digits() -> None:
    bounds = [expected_maximum(n, 50) for n in range(1, 101)]
    assert all(0 <= high - low < 10**-50 for low, high in bounds)
    assert all(before[1] < after[0] for before, after in pairwise(bounds))


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: tuple[str, str, str], tmp_path: Path, registry: None) -> None:
    name, old, new = changed
    text = SOURCE.read_text(encoding="utf-8")
    start = text.index(f'("{name}", title=')
    end = text.find("\n\n\n@", start)
    block = text[start:] if end < 0 else text[start:end]
    assert block.count(old) == 1
    fails_when_changed(SOURCE, tmp_path, name, block, block.replace(old, new))
