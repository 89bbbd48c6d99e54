"""The derivations about the learned policy: each has its verdict, and each breaks when one token of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from derivation_checks import Variant, additions_are_needed, cited, fails_when_changed, have_their_verdicts, items_decided

from symproof import claims

SOURCE = Path(__file__).parents[2] / "derivations" / "policy.py"
REFUTED = ["Proposition 2, as printed", "Proposition 2, as printed (pairs)"]
PROVED = ["Two positive densities", "Two densities at a response", "Distance of two densities",
          "Mean distance of two densities", "A bounded square", "Nonnegative divergence", "Mean of a multiple",
          "The normaliser", "What is lost", "Gibbs variational principle", "Reward minus divergence", "Equation (7)",
          "Z is positive", "Equation (8)", "Equation (8) (every policy)", "Equation (4) (normaliser)",
          "Equation (5) (preferences)", "The sigmoid is injective", "Equation (9)", "Equations (11)–(13)", "Proposition 2",
          "Proposition 2 (measures)", "Proposition 2 (optimum)", "Strength of the shift", "Two alternatives",
          "Loss at a pair", "Proposition 2 (DPO)"]
DECIDED = {"(7)", "(8)", "(9)", "(10)", "(11)", "(12)", "(13)", "Section 4.1: optimum", "Section 4.1: preferences",
           "Section 4.1: shift"}

POINT = "show(A**2 * (T - L) + (A - B)**2 <= B**2 - A**2)"
DIVERGENCE = "show(Implies(premises, And(far**2 <= 4 * gap, gap >= 0, Implies(Eq(gap, 0), Eq(far, 0)))))"
DENSITY = '''integrable(D, under, over), Eq(E(D, under, over), 1),
               ForAll(over, Implies(0 < D, Eq(exp(L), D))))'''
IDENTITY = "identity, bound = Eq(value, beta * Log(Z) - beta * gap), value + beta / 4 * far**2 <= beta * Log(Z)"
ATTAINED = "attained = Eq(E(exp(T) * (r - beta * T)), beta * Log(Z))"
TILT = "return exp(log_ref) * exp(r / beta) / normaliser(log_ref, r, beta)"
ELEVEN = "eleven = Eq(reward, beta * Log(pi_star / exp(log_ref)) + const)"
TWELVE = "twelve = Eq(reward, beta * Log(pi_star) - beta * inner(h, w) - beta * g(x) + const)"
THIRTEEN = "thirteen = Eq(Log(pi_star), inner(h, w + lam * v_c) + g_new)"
NAMES = "const, lam, g_new = beta * Log(Z), 1 / beta, g(x) - Log(Z)"
LEARNED = "score, g_new = inner(h, w + 1 / beta * v_c), g(x) - Log(Z)"
BOTH_MEASURES = "other = tilted(inner(h, w + 1 / beta * v_c), base=nu, over=y)"
OPTIMUM = "given(finite(start), integral(start) > 0, summable(exp(reward / beta)))"
SHIFT = ("show(And(Implies(And(shorter, norm(v_c) > 0), short < long), "
         "Implies(And(shorter, first, second), And(k >= m, s >= t))))")
LOSS = "return -(sigmoid(a) * log_sigmoid(b)) - sigmoid(-a) * log_sigmoid(-b)"
MARGIN = "return beta * (first[0] - first[1]) - beta * (second[0] - second[1])"
UNIFORM = "return Integral(t, 0, n, 1 / n * (t - (Log(1 / n) - (-t))))"

# (claim, what stands there, what is written instead, in how many places): each variant is false, or proves too little.
VARIANTS = [
    # the divergence
    ("Two positive densities", POINT, POINT.replace("(T - L)", "(L - T)"), 1),
    ("Two positive densities", POINT, POINT.replace("+ (A - B)**2", "+ 2 * (A - B)**2"), 1),
    ("Two positive densities", POINT, POINT.replace("B**2 - A**2)", "A**2 - B**2)"), 1),
    ("Two densities at a response", "show(Implies(Implies(0 < d, Eq(exp(L), d)), bound))", "show(bound)", 1),
    ("Two densities at a response", "bound = d * (T - L) + (sqrt(d) - exp(T / 2))**2 <= exp(T) - d",
     "bound = d * (T - L) + (sqrt(d) - exp(T))**2 <= exp(T) - d", 1),
    ("Distance of two densities", "bound = w**2 - s**2, (w - s)**2 + 2 * a**2 * (w**2 + s**2)",
     "bound = w**2 - s**2, (w - s)**2 + a**2 * (w**2 + s**2)", 1),
    ("Mean distance of two densities", "show(Implies(premises, And(integrable(X), E(X)**2 <= 4 * E(W))))",
     "show(Implies(premises, And(integrable(X), E(X)**2 <= 2 * E(W))))", 1),
    ("Mean distance of two densities", "Eq(E(Y), 1), Eq(E(Q), 1), ForAll(omega, X >= 0)",
     "Eq(E(Y), 1), Eq(E(Q), 2), ForAll(omega, X >= 0)", 1),
    ("A bounded square", "Implies(Eq(g, 0), Eq(f, 0)))))\n    with", "Implies(Eq(g, 1), Eq(f, 0)))))\n    with", 1),
    ("Nonnegative divergence", DIVERGENCE, DIVERGENCE.replace("4 * gap", "2 * gap"), 1),
    ("Nonnegative divergence", DIVERGENCE, DIVERGENCE.replace("gap >= 0", "gap > 0"), 1),
    ("Nonnegative divergence", DIVERGENCE, DIVERGENCE.replace("Eq(gap, 0)", "gap >= 0"), 1),
    ("Nonnegative divergence", DENSITY, DENSITY.replace("Eq(E(D, under, over), 1)", "Eq(E(D, under, over), 2)"), 1),
    ("Nonnegative divergence", DENSITY, DENSITY.replace("Eq(exp(L), D)", "Eq(L, D)"), 1),
    ("Nonnegative divergence", "return And(ForAll(over, D >= 0), ", "return And(", 1),
    ("Nonnegative divergence", "premises = And(density(D, L), integrable(q), Eq(E(q), 1), ",
     "premises = And(density(D, L), integrable(q), ", 1),
    ("Nonnegative divergence", "integrable(q), Eq(E(q), 1), integrable(D * (L - T)))",
     "integrable(q), Eq(E(q), 1))", 1),
    # the Gibbs variational principle
    ("Mean of a multiple", "Eq(E(c * Y - X / b), c - E(X) / b))))\n    with",
     "Eq(E(c * Y - X / b), c - E(X)))))\n    with", 1),
    ("The normaliser", "return r / beta - Log(E(exp(r / beta)))", "return r / beta + Log(E(exp(r / beta)))", 1),
    ("The normaliser", "    given(integrable(weight))\n    show(And(Z > 0", "    show(And(Z > 0", 1),
    ("What is lost", "b * m - b * g), j + b / 4 * f**2 <= b * m", "b * m - b * g), j + b / 2 * f**2 <= b * m", 1),
    ("What is lost", "premises = And(Eq(g, m - j / b), ", "premises = And(Eq(g, m + j / b), ", 1),
    ("Gibbs variational principle", IDENTITY, IDENTITY.replace("- beta * gap", "+ beta * gap"), 1),
    ("Gibbs variational principle", IDENTITY, IDENTITY.replace("- beta * gap", "- gap"), 1),
    ("Gibbs variational principle", IDENTITY, IDENTITY.replace("beta / 4", "beta"), 1),
    ("Gibbs variational principle", IDENTITY, IDENTITY.replace("<= beta * Log(Z)", "<= Log(Z)"), 1),
    ("Gibbs variational principle", ATTAINED, ATTAINED.replace("beta * Log(Z))", "Log(Z))"), 1),
    ("Gibbs variational principle", ATTAINED, ATTAINED.replace("r - beta * T", "r - T"), 1),
    ("Gibbs variational principle", "    given(integrable(exp(r / beta)))\n    premises = And(density(D, L), integrable(D * (r",
     "    premises = And(density(D, L), integrable(D * (r", 1),
    ("Reward minus divergence", "bound = E(D * r) - beta * E(D * L) <= beta * Log(Z)",
     "bound = E(D * r) - E(D * L) <= beta * Log(Z)", 1),
    ("Reward minus divergence", "attained = Implies(integrable(r * exp(r / beta)), Eq(",
     "attained = Implies(Eq(beta, beta), Eq(", 1),
    ("Reward minus divergence", "integrable(D * r), integrable(D * L))", "integrable(D * L))", 1),
    ("Equation (7)", "show(Eq(E(phi, under=tilted(r / beta)), E(phi * (weight / Z))))",
     "show(Eq(E(phi, under=tilted(r / beta)), E(phi * weight)))", 1),
    ("Equation (7)", "show(Eq(E(phi, under=tilted(r / beta)),", "show(Eq(E(phi, under=tilted(r * beta)),", 1),
    ("Equation (7)", "    given(integrable(weight))\n    show(Eq(E(phi", "    show(Eq(E(phi", 1),
    # densities
    ("Equation (8)", "show(ForAll(y, Eq(reward, beta * Log(pi_star / exp(log_ref)) + beta * Log(Z))))",
     "show(ForAll(y, Eq(reward, beta * Log(pi_star / exp(log_ref)) - beta * Log(Z))))", 1),
    ("Equation (8)", "show(ForAll(y, Eq(reward, beta * Log(pi_star / exp(log_ref)) + beta * Log(Z))))",
     "show(ForAll(y, Eq(reward, beta * Log(pi_star / exp(log_ref)) + Log(Z))))", 1),
    ("Equation (8)", TILT, TILT.replace("r / beta) /", "r * beta) /"), 1),
    ("Equation (8)", "    given(Z > 0)\n    show(ForAll(y, Eq(reward", "    show(ForAll(y, Eq(reward", 1),
    ("Equation (8) (every policy)", "Eq(beta * Log(Z), c(x))", "Eq(Log(Z), c(x))", 1),
    ("Equation (8) (every policy)", "reward = beta * (log_pi - log_ref) + c(x)", "reward = log_pi - log_ref + c(x)", 1),
    ("Equation (4) (normaliser)", "1), Eq(g(x), -Log(total))))\n    chain", "1), Eq(g(x), Log(total))))\n    chain", 1),
    ("Equation (4) (normaliser)", "    given(total > 0)\n", "", 1),
    ("Equation (5) (preferences)", "show(And(0 < J, J < 1, Eq(J + back, 1)))",
     "show(And(0 < J, J < 1, Eq(J + back, 2)))", 1),
    ("Equation (5) (preferences)", "return 1 / (1 + exp(-t))", "return 1 / (1 - exp(-t))", 1),
    ("The sigmoid is injective", "show(Implies(Eq(sigmoid(a), sigmoid(b)), Eq(a, b)))",
     "show(Implies(Eq(sigmoid(a), sigmoid(b)), Eq(a, -b)))", 1),
    ("Equation (9)", "inner(one, v_c) - inner(two, v_c)\n    other", "inner(two, v_c) - inner(one, v_c)\n    other", 1),
    ("Equation (9)", "Eq(r(x, y1) - inner(one, v_c), r(x, y2) - inner(two, v_c))))\n    show",
     "Eq(r(x, y1), r(x, y2))))\n    show", 1),
    ("Equation (9)", "other = r(x, y1) - r(x, y2)", "other = r(x, y1) - 2 * r(x, y2)", 1),
    ("Z is positive", "given(integral(exp(log_ref)) > 0, finite(body))\n    show(normaliser",
     "given(finite(body))\n    show(normaliser", 1),
    # Proposition 2
    ("Equations (11)–(13)", ELEVEN, ELEVEN.replace("+ const", "- const"), 1),
    ("Equations (11)–(13)", TWELVE, TWELVE.replace("- beta * g(x)", "+ beta * g(x)"), 1),
    ("Equations (11)–(13)", TWELVE, TWELVE.replace("- beta * inner(h, w)", "- inner(h, w)"), 1),
    ("Equations (11)–(13)", THIRTEEN, THIRTEEN.replace("w + lam * v_c", "w - lam * v_c"), 1),
    ("Equations (11)–(13)", NAMES, NAMES.replace("g(x) - Log(Z)", "g(x)"), 1),
    ("Equations (11)–(13)", NAMES, NAMES.replace("1 / beta", "beta"), 1),
    ("Equations (11)–(13)", NAMES, NAMES.replace("beta * Log(Z)", "Log(Z)"), 1),
    ("Equations (11)–(13)", "return inner(h, w) + g(x)", "return inner(h, w)", 1),
    ("Proposition 2", LEARNED, LEARNED.replace("w + 1 / beta * v_c", "w + beta * v_c"), 1),
    ("Proposition 2", LEARNED, LEARNED.replace("g(x) - Log(Z)", "g(x) + Log(Z)"), 1),
    ("Proposition 2", "Implies(Eq(integral(exp(score + k(x))), 1), Eq(k(x), g_new))))",
     "Implies(Eq(integral(exp(score + k(x))), 2), Eq(k(x), g_new))))", 1),
    ("Proposition 2", "given(integral(exp(log_ref)) > 0, finite(exp(log_ref) * exp(reward / beta)))",
     "given(integral(exp(log_ref)) > 0)", 1),
    ("Proposition 2 (measures)", BOTH_MEASURES, BOTH_MEASURES.replace("w + 1 / beta", "w - 1 / beta"), 1),
    ("Proposition 2 (measures)", BOTH_MEASURES, BOTH_MEASURES.replace("1 / beta * v_c", "beta * v_c"), 1),
    ("Proposition 2 (measures)", "given(finite(start), integral(start) > 0, finite(end))",
     "given(finite(start), finite(end))", 1),
    ("Proposition 2 (measures)", "given(finite(start), integral(start) > 0, finite(end))",
     "given(finite(start), integral(start) > 0)", 1),
    ("Proposition 2 (optimum)", OPTIMUM, OPTIMUM.replace(", summable(exp(reward / beta))", ""), 1),
    ("Proposition 2 (optimum)", OPTIMUM, OPTIMUM.replace("integral(start) > 0, ", ""), 1),
    ("Proposition 2 (optimum)", "T = reward / beta - Log(Z)", "T = reward - Log(Z)", 1),
    ("Strength of the shift", SHIFT, SHIFT.replace("short < long", "long < short"), 1),
    ("Strength of the shift", SHIFT, SHIFT.replace("k >= m", "m >= k"), 1),
    ("Strength of the shift", SHIFT, SHIFT.replace("s >= t", "t >= s"), 1),
    ("Strength of the shift", SHIFT, SHIFT.replace("norm(v_c) > 0", "norm(v_c) >= 0"), 1),
    # DPO
    ("Two alternatives", "(1 - p) * (m_2 - k_2) + rest <= p - q)", "(1 - p) * (m_2 - k_2) + rest <= q - p)", 1),
    ("Loss at a pair", LOSS, LOSS.replace("- sigmoid(-a)", "+ sigmoid(-a)"), 1),
    ("Loss at a pair", LOSS, LOSS.replace("log_sigmoid(-b)", "log_sigmoid(b)"), 1),
    ("Loss at a pair", "return -Log(1 + exp(-t))", "return Log(1 + exp(-t))", 1),
    ("Proposition 2 (DPO)", MARGIN, MARGIN.replace(") - beta", ") + beta"), 1),
    ("Proposition 2 (DPO)", MARGIN, "return first[0] - first[1] - (second[0] - second[1])", 1),
    ("Proposition 2 (DPO)", "score = inner(h_of(x, response), w + 1 / beta * v_c)",
     "score = inner(h_of(x, response), w + beta * v_c)", 1),
    ("Proposition 2 (DPO)", "least = ForAll(y1, ForAll(y2, best <= loss))",
     "least = ForAll(y1, ForAll(y2, loss <= best))", 1),
    # the counterexamples
    ("Proposition 2, as printed", UNIFORM, UNIFORM.replace("(-t)", "t"), 1),
    ("Proposition 2, as printed", "ForAll(n, Eq(value, Log(n)))", "ForAll(n, Eq(value, n))", 1),
    ("Proposition 2, as printed", "(base * exp(reward))))", "(base * exp(reward / 2))))", 1),
    ("Proposition 2, as printed", "size = exp(M + 1)", "size = exp(M)", 1),
    ("Proposition 2, as printed (pairs)", 'rational("2/5"), rational("1/5"), rational("2/5")]',
     'rational("1/5"), rational("2/5"), rational("2/5")]', 1),
    ("Proposition 2, as printed (pairs)", "for value in (1, 0, 0)]", "for value in (1, 1, 0)]", 1),
]


def test_every_claim_has_its_verdict(checked: dict[str, claims.Checked]) -> None:
    have_their_verdicts(checked, PROVED, REFUTED)
    for name, claim in checked.items():
        assert not cited(claim) or name == "Proposition 2, as printed"
        assert set(claim.erratum.repaired_by if claim.erratum else ()) <= set(PROVED)
    additions_are_needed(checked)
    assert items_decided(checked) == DECIDED


@pytest.mark.parametrize("changed", VARIANTS, ids=lambda value: f"{value[0][:40]}: {value[2][:40]}")
def test_a_false_variant_fails(changed: Variant, tmp_path: Path, registry: None) -> None:
    fails_when_changed(SOURCE, tmp_path, *changed)
