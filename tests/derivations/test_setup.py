"""The derivations about the setup: each has its verdict, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, additions_are_needed, fails_when_changed, have_their_verdicts, items_decided

from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "setup.py"
REFUTED = ["Whitening, as printed", "Definition 1, as printed"]
PROVED = ["Whitening", "Whitening (centring)", "Law of total covariance", "Covariance under pooled whitening",
          "Whitening under another measure", "Independent noise", "Noise that h determines", "Variance of the safety",
          "Equation (3)", "A part of the whole", "Definition 1 (range)", "Definition 1 (extremes)",
          "Equation (3) (any covariance)", "Equation (3) (unwhitened)", "Two encoding qualities",
          "Equation (6) (linear safety)", "Noise that a policy selects"]
DECIDED = {"(3)", "Section 3.1: whitening", "Section 3.1: one covariance", "Definition 1: range", "Definition 1: extremes"}

TOTAL = "show(Eq(pooled_covariance(X, Y), over_prompts(Cov(X, Y, base(x), y)) + Cov(m, n, D, x)))"
FORM = "form = Eq(over_prompts(inner(Sigma @ u, w)), inner(u, w) - over_prompts(means[u] * means[w]))"
MOMENTS = "    given(ForAll(x, integrable(norm(h)**2, base(x), y)),\n          ForAll(u"
SAFETY = "show(Eq(Var(proxy + eps), Var(proxy) + s**2))"
WHITE = "Eq(CovOperator(h), Identity(\"d\")), Var(proxy + eps) > 0)"
EXTREMES = "show(And(Iff(Eq(r, 1), Eq(s, 0)), Iff(Eq(r, 0), Eq(v, Zero(R_d)))))"
QUALITY = "show(And(Eq(ratio, Var(proxy) / Var(proxy + eps)), Eq(rho(v, s)**2, ratio)))"

# (claim, what stands there, what is written instead, in how many places): each variant is false, or proves too little.
VARIANTS = [
    # whitening
    ("Whitening", "show(Implies(premises, ForAll(u, Eq(Sigma @ u, u))))",
     "show(Implies(premises, ForAll(u, Eq(Sigma @ u, 2 * u))))", 1),
    ("Whitening", "premises = CovOperator(h), And(white(h), Eq(E(h), Zero(R_d)))",
     "premises = CovOperator(h), And(white(h), white(h))", 1),
    ("Whitening", "return ForAll(u, ForAll(w, Eq(E(inner(h, u) * inner(h, w)), inner(u, w))))",
     "return ForAll(u, ForAll(w, Eq(E(inner(h, u) * inner(h, w)), inner(u, u))))", 1),
    ("Whitening", "    given(square_integrable(norm(h)))\n    Sigma, premises", "    Sigma, premises", 1),
    ("Whitening (centring)", "show(And(Eq(second, 1), Eq(spread, 0)))", "show(And(Eq(second, 1), Eq(spread, 1)))", 1),
    # over prompts and responses
    ("Law of total covariance", TOTAL, TOTAL.replace("+ Cov(m, n", "- Cov(m, n"), 1),
    ("Law of total covariance", TOTAL, TOTAL.replace(" + Cov(m, n, D, x)", ""), 1),
    ("Law of total covariance", TOTAL, TOTAL.replace("Cov(m, n, D, x)", "Cov(m, m, D, x)"), 1),
    ("Law of total covariance", "    given(integrable(over_responses(X * Y), D, x), integrable(m * n, D, x))\n    show",
     "    given(integrable(over_responses(X * Y), D, x))\n    show", 1),
    ("Covariance under pooled whitening", FORM, FORM.replace("- over_prompts", "+ over_prompts"), 1),
    ("Covariance under pooled whitening", FORM, FORM.replace(" - over_prompts(means[u] * means[w])", ""), 1),
    ("Covariance under pooled whitening", "bound = Le(over_prompts(inner(Sigma @ v, v)), inner(v, v))",
     "bound = Lt(over_prompts(inner(Sigma @ v, v)), inner(v, v))", 1),
    ("Covariance under pooled whitening", MOMENTS, MOMENTS.replace("ForAll(x, integrable(norm(h)**2, base(x), y)),\n          ",
                                                                  ""), 1),
    ("Covariance under pooled whitening", "eq(over_prompts(Cov(inner(h, u), inner(h, w), base(x), y)), by=definition(Inner)),",
     "eq(over_prompts(Cov(inner(h, u), inner(h, u), base(x), y)), by=definition(Inner)),", 1),
    ("Whitening, as printed", "p, q = Coordinates(three, four), Coordinates(-four, three)",
     "p, q = Coordinates(three, four), Coordinates(four, three)", 1),
    ("Whitening, as printed", 'Eq(slope, rational("-2/5"))', 'Eq(slope, rational("2/5"))', 1),
    ("Whitening, as printed", "ForAll(X_SIGN, gain < 0)))", "ForAll(X_SIGN, gain > 0)))", 1),
    ("Whitening, as printed", 'Coordinates(rational("5/4"), 0), Coordinates(1, 2)',
     'Coordinates(rational("5/4"), 0), Coordinates(1, 1)', 1),
    ("Whitening under another measure", 'Eq(slope, rational("-479/625"))', 'Eq(slope, rational("479/625"))', 1),
    ("Whitening under another measure", "exp(Log(rational(3)) * inner(p, p)) / (",
     "exp(Log(rational(2)) * inner(p, p)) / (", 1),
    ("Whitening under another measure", '(rational("9/10"), rational(1)), (rational("1/10"), rational(-1))',
     '(rational("8/10"), rational(1)), (rational("2/10"), rational(-1))', 1),
    # noise
    ("Independent noise", "return ForAll(f, ForAll(g, Eq(E(f(h) * g(eps)), E(f(h)) * E(g(eps)))))",
     "return ForAll(f, ForAll(g, Eq(E(f(h) * g(eps)), E(f(h)) + E(g(eps)))))", 1),
    ("Independent noise", "show(Implies(And(free, Eq(E(eps), 0)), And(product",
     "show(Implies(And(free, Eq(E(eps), 1)), And(product", 1),
    ("Noise that h determines", "Eq(E(eps**2), 0)))\n", "Eq(E(eps**2), 1)))\n", 1),
    ("Noise that h determines", "    given(ForAll(omega, Eq(eps, k(h))))\n", "", 1),
    ("Noise that a policy selects", 'rational("2/15"))))\n', 'rational("0"))))\n', 1),
    ("Noise that a policy selects", "eps = sign**2 - ", "eps = sign - ", 1),
    # Definition 1
    ("Variance of the safety", SAFETY, SAFETY.replace("+ s**2", "+ s"), 1),
    ("Variance of the safety", SAFETY, SAFETY.replace("+ s**2", "- s**2"), 1),
    ("Variance of the safety", "Eq(E(eps**2), sigma**2), Eq(Cov(proxy, eps), 0)",
     "Eq(E(eps**2), sigma**2), Eq(E(eps), 0)", 1),
    ("Variance of the safety", "square_integrable(eps), Eq(E(eps), 0), Eq(E(eps**2)",
     "square_integrable(eps), Eq(E(eps**2)", 1),
    ("Equation (3)", QUALITY, QUALITY.replace("rho(v, s)**2, ratio", "rho(v, s), ratio"), 1),
    ("Equation (3)", QUALITY, QUALITY.replace("Var(proxy) / Var(proxy + eps)", "Var(proxy) / Var(eps)"), 1),
    ("Equation (3)", "ratio = norm(v)**2 / (norm(v)**2 + s**2)", "ratio = norm(v)**2 / (norm(v)**2 - s**2)", 1),
    ("Equation (3)", "ratio = norm(v)**2 / (norm(v)**2 + s**2)", "ratio = norm(v) / (norm(v)**2 + s**2)", 1),
    ("Equation (3)", WHITE, WHITE.replace("Var(proxy + eps) > 0", "Var(proxy + eps) >= 0"), 1),
    ("Equation (3)", WHITE, WHITE.replace('Identity("d")', '2 * Identity("d")'), 1),
    ("Definition 1 (range)", "    given(norm(v)**2 + s**2 > 0)\n    show(And(0 <= r, r <= 1))\n",
     "    show(And(0 <= r, r <= 1))\n", 1),
    ("Definition 1 (range)", "show(And(0 <= r, r <= 1))", "show(And(0 < r, r <= 1))", 1),
    ("Definition 1 (range)", "show(And(0 <= r, r <= 1))", "show(And(0 <= r, r < 1))", 1),
    ("Definition 1 (extremes)", EXTREMES, EXTREMES.replace("Iff(Eq(r, 1), Eq(s, 0))", "Iff(Eq(r, 1), Eq(s, 1))"), 1),
    ("Definition 1 (extremes)", EXTREMES, EXTREMES.replace("Iff(Eq(r, 0), Eq(v", "Iff(Eq(r, 1), Eq(v"), 1),
    ("Definition 1 (extremes)", "    positive = given(total > 0)\n", "    positive = given(total >= 0)\n", 1),
    ("Definition 1, as printed", "v, sigma = discrete([(half, one), (half, Coordinates(-1))]), Coordinates(0), Number(0)",
     "v, sigma = discrete([(half, one), (half, Coordinates(-1))]), Coordinates(0), Number(1)", 1),
    ("Definition 1, as printed", "Coordinates(-1))]), Coordinates(0), Number(0)",
     "Coordinates(-1))]), Coordinates(1), Number(0)", 1),
    # without whitening
    ("Equation (3) (any covariance)", "show(Eq(Var(proxy) / Var(proxy + eps), signal / (signal + s**2)))",
     "show(Eq(Var(proxy) / Var(proxy + eps), norm(v)**2 / (norm(v)**2 + s**2)))", 1),
    ("Equation (3) (any covariance)", "square_integrable(norm(h)), Var(proxy + eps) > 0)",
     "square_integrable(norm(h)))", 1),
    ("Equation (3) (unwhitened)", 'Eq(signal / total, rational("4/5"))', 'Eq(signal / total, rational("1/2"))', 1),
    ("Two encoding qualities", 'Eq(whole, rational("25/34"))', "Eq(whole, half)", 1),
    ("Two encoding qualities", "ForAll(X_SIGN, Eq(local, half))", 'ForAll(X_SIGN, Eq(local, rational("25/34")))', 1),
    ("Equation (6) (linear safety)", "ForAll(x, Eq(over_responses(noise), 0)), Eq(pooled",
     "ForAll(x, Eq(over_responses(noise), 1)), Eq(pooled", 1),
    ("Equation (6) (linear safety)", "given(ForAll(x, integrable(h, base(x), y)), ", "given(", 1),
]


def test_every_claim_has_its_verdict_and_cites_nothing(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED, trusting=["law"])
    for claim in checked.values():
        assert set(claim.erratum.repaired_by if claim.erratum else ()) <= set(PROVED)
    additions_are_needed(checked)
    assert items_decided(checked) == DECIDED


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
