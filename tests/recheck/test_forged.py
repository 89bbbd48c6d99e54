"""Forged steps: each claims something that does not follow, each must be refused with a sentence, none may be believed.

The table names what was tampered with. Among them are the ways in which the kernel itself was once fooled.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from battery import (
    LINE,
    A,
    B,
    E,
    H,
    P,
    S,
    T,
    V,
    a,
    b,
    c,
    f,
    h,
    hole,
    i,
    j,
    lam,
    n,
    omega,
    p,
    phi,
    q,
    t,
    u,
    v,
    w,
    x,
    y,
    z,
)
from forging import Forged, forged, verdict
from symproof.terms import *

F = Fraction
r1 = Symbol("r", SCALAR, "positive")
X, Y = phi(omega), t(omega)
under = Symbol("%0")
W = Symbol("W", Function(SCALAR, SCALAR, SCALAR))
s = Symbol("s", Function(Index("m"), Index("m")))
FORGED: dict[str, list[Forged]] = {}


def ring(left: Any, right: Any, *hypotheses: Any) -> list[Forged]:
    return [("ring", [], (left, right), list(hypotheses), Eq(left, right))]


def assumed(statement: Any) -> Forged:
    return ("assume", [], (statement,), [statement], statement)


def facts(*statements: Any) -> list[Forged]:
    return [assumed(x) for x in statements]


def believed(statement: Any) -> Forged:
    return ("believe", [], (statement,), [], statement)


# -- equality by normal forms -------------------------------------------------------------------------------------
FORGED |= {
    "ring: sign": ring((x + y) ** 2, x**2 - 2 * x * y + y**2),
    "ring: coefficient": ring((x + y) ** 2, x**2 + 3 * x * y + y**2),
    "ring: exponent": ring(x * x * x, x**2),
    "ring: a term dropped": ring((x + 1) * (x + 2), x**2 + 3 * x),
    "ring: x/x = 1 at 0": ring(x / x, Number(1)),
    "ring: cancelled pole": ring((x**2 - 1) / (x - 1), x + 1),
    "ring: pole excluded elsewhere": ring((x**2 - 1) / (x - 1), x + 1, Ne(x + 1, 0)),
    "ring: power −1": ring(x * Pow(x, -1), Number(1)),
    "ring: root squared": ring(Sqrt(x) * Sqrt(x), x),
    "ring: root of a square": ring(Sqrt(x**2), x),
    "ring: root of a product": ring(Sqrt(x * y), Sqrt(x) * Sqrt(y), Le(0, x * y)),
    "ring: root of a sum": ring(Sqrt(p + q), Sqrt(p) + Sqrt(q)),
    "ring: half powers": ring(Pow(x, Number(1, 2)) ** 2, x),
    "ring: symbolic power of a negative": ring(Pow(x, y) * Pow(x, -y), Number(1)),
    "ring: powers with a root of a natural number": ring(Pow(x, 2 * Sqrt(n)), Pow(x, Sqrt(n)) ** 2),
    "ring: logarithm of a product": ring(Log(x * y), Log(x) + Log(y), Lt(0, x * y)),
    "ring: logarithm of a sum": ring(Log(p + q), Log(p) + Log(q)),
    "ring: exponential of a sum": ring(Exp(x + y), Exp(x) + Exp(y)),
    "ring: |x| = x": ring(Abs(x), x),
    "ring: |x + y|": ring(Abs(x + y), Abs(x) + Abs(y)),
    "ring: larger of two": ring(Max(x, y), x),
    "ring: sine is even": ring(Sin(-x), Sin(x)),
    "ring: Pythagoras": ring(Sin(x) ** 2 - Cos(x) ** 2, Number(1)),
    "ring: Pythagoras with two angles": ring(Sin(x) ** 2 + Cos(y) ** 2, Number(1)),
    "ring: arcsine outside [−1, 1]": ring(Arcsin(x) + Arcsin(-x), Number(0)),
    "ring: tangent at a pole": ring(Tan(x) * Cos(x), Sin(x)),
    "ring: Φ": ring(NormalCDF(x), 1 + NormalCDF(-x)),
    "ring: 5!": ring(Factorial(Number(5)), Number(24)),
    "ring: expectation split": ring(E(X + Y), E(X) + E(Y)),
    "ring: expectation split, wrong integrability": ring(E(X + Y), E(X) + E(Y), Integrable(omega, P, X * Y)),
    "ring: integrability of one part": ring(E(X + Y), E(X) + E(Y), Integrable(omega, P, X)),
    "ring: integrability under another measure": ring(
        E(X + Y), E(X) + E(Y), *(Integrable(omega, Symbol("Q", P.sort, "probability"), Z) for Z in (X, Y))
    ),
    "ring: expectation of a product": ring(E(X * Y), E(X) * E(Y)),
    "ring: variance of a multiple": ring(Variance(omega, P, 2 * X), 2 * Variance(omega, P, X)),
    "ring: covariance": ring(Covariance(omega, P, X, Y), E(X * Y)),
    "ring: correlation without spread": ring(Correlation(omega, P, X, X), Number(1)),
    "ring: E[1] under a tilt": ring(E(1, omega, Tilt(omega, P, X)), Number(1)),
    "ring: E[1] under N(0, a)": ring(E(1, x, Normal(0, a)), Number(1)),
    "ring: E[A h] = A E[h]": ring(E(S @ h(omega)), S @ E(h(omega))),
    "ring: the inner product of an expectation": ring(Inner(E(h(omega)), u), E(Inner(h(omega), u))),
    "ring: integral split": ring(Integral(x, 0, 1, f(x) + Exp(x)), Integral(x, 0, 1, f(x)) + Integral(x, 0, 1, Exp(x))),
    "ring: a bound that meets its variable": ring(
        Integral(x, 0, x, f(x) + Exp(x)),
        Integral(x, 0, x, f(x)) + Integral(x, 0, x, Exp(x)),
        Le(0, x),
        *(Integrable(y, LINE, Indicator(And(Lt(0, y), Lt(y, y))) * g) for g in (f(y), Exp(y))),
    ),
    "ring: limits of an integral": ring(Integral(x, 0, 1, f(x)), Integral(x, 1, 0, f(x))),
    "ring: a captured outcome": ring(
        Integral(under, 0, 1, Integral(y, 0, 1, W(under, y))), Integral(under, 0, 1, 1) * Integral(y, 0, 1, W(y, y))
    ),
    "ring: δ of two images": ring(Kronecker(s(i), s(j)), Number(0)),
    "ring: δ picks the wrong member": ring(FamilySum(i, Kronecker(i, j) * A[i]), A[i]),
    "ring: sum of a constant": ring(FamilySum(i, x), x),
    "ring: sum of products": ring(FamilySum(i, A[i] * B[i]), FamilySum(i, A[i]) * FamilySum(i, B[i])),
    "ring: sum of squares": ring(Sum(x, 1, 4, x**2), Number(29)),
    "ring: operators commute": ring(Compose(S, T), Compose(T, S)),
    "ring: an operator moved without its transpose": ring(
        Inner(Symbol("R", S.sort) @ u, v), Inner(u, Symbol("R", S.sort) @ v)
    ),
    "ring: inverse of a symmetric operator": ring(S @ (Inverse(S) @ u), u),
    "ring: outer product turned": ring(Outer(u, v), Outer(v, u)),
    "ring: norm of a sum": ring(Norm(u + v), Norm(u) + Norm(v)),
    "ring: square of a norm": ring(Norm(u - v) ** 2, Norm(u) ** 2 - Inner(u, v) + Norm(v) ** 2),
    "ring: coordinates": ring(Inner(Coordinates(x, y), Coordinates(1, z)), x * z + y),
    "ring: another statement": [("ring", [], (x + y, y + x), [], Eq(x + y, x))],
    "ring: sides exchanged in the statement": [("ring", [], (x + y, y + x), [], Eq(y + x, x + y))],
    "ring: one argument": [("ring", [], (x,), [], Eq(x, x))],
    "ring: an argument that is no term": [("ring", [], ("x", x), [], Eq(x, x))],
    "ring: very large power": ring((x + y) ** 100_000, (y + x) ** 100_000 + 1),
    "ring: power of a power": ring(Pow(Pow(Number(3), 90_000), 90_000), Number(1)),
}

# -- logic --------------------------------------------------------------------------------------------------------
FORGED |= {
    "assume: nothing assumed": [("assume", [], (Lt(0, x),), [], Lt(0, x))],
    "assume: another statement": [("assume", [], (Lt(0, x),), [Lt(0, x)], Lt(0, y))],
    "discharge: the hypothesis stays another one": [
        assumed(Lt(0, x)),
        ("discharge", [0], (Lt(0, y),), [], Implies(Lt(0, y), Lt(0, x))),
    ],
    "discharge: turned round": [assumed(Lt(0, x)), ("discharge", [0], (Lt(0, x),), [], Implies(Lt(0, y), Lt(0, x)))],
    "apply: the converse": [
        believed(Implies(Lt(0, x), Lt(0, y))),
        believed(Lt(0, y)),
        ("apply", [0, 1], (), [], Lt(0, x)),
    ],
    "apply: premise and implication swapped": [
        believed(Implies(Lt(0, x), Lt(0, y))),
        believed(Lt(0, x)),
        ("apply", [1, 0], (), [], Lt(0, y)),
    ],
    "apply: another name for a free symbol": [
        believed(Implies(Lt(0, x), Lt(0, y))),
        believed(Lt(0, z)),
        ("apply", [0, 1], (), [], Lt(0, y)),
    ],
    "cut: what is cut is no hypothesis": [believed(Lt(0, x)), assumed(Lt(0, y)), ("cut", [0, 1], (), [], Lt(0, y))],
    "conjunct: the other one": [believed(And(Lt(0, x), Lt(0, y))), ("conjunct", [0], (0,), [], Lt(0, y))],
    "conjunct: outside": [believed(And(Lt(0, x), Lt(0, y))), ("conjunct", [0], (2,), [], Lt(0, y))],
    "conjunct: negative position": [believed(And(Lt(0, x), Lt(0, y))), ("conjunct", [0], (-1,), [], Lt(0, y))],
    "conjunct: of a disjunction": [believed(Or(Lt(0, x), Lt(0, y))), ("conjunct", [0], (0,), [], Lt(0, x))],
    "conjunction: one too many": [believed(Lt(0, x)), ("conjunction", [0], (), [], And(Lt(0, x), Lt(0, y)))],
    "alternative: the wrong position": [
        believed(Lt(0, x)),
        ("alternative", [0], (Or(Lt(0, y), Lt(0, x)), 0), [], Or(Lt(0, y), Lt(0, x))),
    ],
    "alternative: of a conjunction": [
        believed(Lt(0, x)),
        ("alternative", [0], (And(Lt(0, x), Lt(0, y)), 0), [], And(Lt(0, x), Lt(0, y))),
    ],
    "cases: a branch missing": [
        believed(Or(Lt(0, x), Lt(0, y))),
        believed(Lt(0, z)),
        ("cases", [0, 1], (), [], Lt(0, z)),
    ],
    "cases: no branches": [believed(Or()), ("cases", [0], (), [], Lt(0, z))],
    "cases: a case assumed by the wrong branch": [
        believed(Or(Lt(0, x), Lt(0, y))),
        assumed(Lt(0, y)),
        believed(Lt(0, y)),
        ("cases", [0, 1, 2], (), [], Lt(0, y)),
    ],
    "cases: different conclusions": [
        believed(Or(Lt(0, x), Lt(0, y))),
        assumed(Lt(0, x)),
        assumed(Lt(0, y)),
        ("cases", [0, 1, 2], (), [], Lt(0, x)),
    ],
    "contradiction: from something true": [assumed(Lt(0, x)), ("contradiction", [0], (Lt(0, x),), [], Not(Lt(0, x)))],
    "contradiction: empty conjunction is not ⊥": [
        believed(And()),
        ("contradiction", [0], (Lt(0, x),), [], Not(Lt(0, x))),
    ],
    "absurd: denies something else": [believed(Lt(0, x)), believed(Not(Lt(0, y))), ("absurd", [0, 1], (), [], FALSE)],
    "excluded middle: two statements": [("excluded_middle", [], (Lt(0, x),), [], Or(Lt(0, x), Not(Lt(0, y))))],
    "generalize: free in a hypothesis": [assumed(Lt(0, x)), ("generalize", [0], (x,), [Lt(0, x)], ForAll(x, Lt(0, x)))],
    "generalize: a larger domain": [
        believed(Lt(0, p)),
        ("generalize", [0], (p,), [], ForAll(Symbol("p"), Lt(0, Symbol("p")))),
    ],
    "specialize: outside the domain": [
        believed(ForAll(p, Lt(0, p))),
        ("specialize", [0], (Number(-1),), [], Lt(0, Number(-1))),
    ],
    "specialize: domain not checked": [believed(ForAll(p, Lt(0, p))), ("specialize", [0], (x,), [], Lt(0, x))],
    "specialize: captured": [
        believed(ForAll(x, Exists(y, Lt(x, y)))),
        ("specialize", [0], (y,), [], Exists(y, Lt(y, y))),
    ],
    "specialize: another sort": [believed(ForAll(x, Lt(0, Exp(x)))), ("specialize", [0], (u,), [], Lt(0, Exp(x)))],
    "specialize: half of the places": [believed(ForAll(x, Le(x, x))), ("specialize", [0], (y,), [], Le(x, y))],
    "witness: does not satisfy": [
        believed(Lt(0, x)),
        ("witness", [0], (Exists(y, Lt(0, y)), z), [], Exists(y, Lt(0, y))),
    ],
    "witness: outside the domain": [
        believed(Lt(x, Number(0))),
        ("witness", [0], (Exists(p, Lt(p, 0)), x), [], Exists(p, Lt(p, 0))),
    ],
    "obtain: the witness escapes": [
        believed(Exists(y, Lt(x, y))),
        assumed(Lt(x, z)),
        ("obtain", [0, 1], (z,), [], Lt(x, z)),
    ],
    "obtain: free in another hypothesis": [
        believed(Exists(y, Lt(0, y))),
        assumed(Lt(0, z)),
        assumed(Lt(z, 0)),
        ("conjunction", [1, 2], (), [Lt(0, z), Lt(z, 0)], And(Lt(0, z), Lt(z, 0))),
        ("obtain", [0, 3], (z,), [Lt(z, 0)], And(Lt(0, z), Lt(z, 0))),
    ],
    "obtain: of a narrower domain": [
        believed(Exists(y, Eq(x, y))),
        believed(Lt(0, x)),
        ("obtain", [0, 1], (p,), [], Lt(0, x)),
    ],
    "instantiate: outside the domain": [
        believed(Lt(0, p)),
        ("instantiate", [0], ((p, Number(-1)),), [], Lt(0, Number(-1))),
    ],
    "instantiate: domain not checked": [believed(Lt(0, p)), ("instantiate", [0], ((p, x),), [], Lt(0, x))],
    "instantiate: one symbol twice": [
        believed(Lt(0, Exp(x))),
        ("instantiate", [0], ((x, y), (x, z)), [], Lt(0, Exp(y))),
    ],
    "instantiate: another sort": [believed(Le(0, Norm(u))), ("instantiate", [0], ((u, x),), [], Le(0, Norm(u)))],
    "instantiate: two dimensions for one": [
        believed(Le(Inner(u, v), Norm(u) * Norm(v))),
        ("instantiate", [0], ((u, Symbol("k", Vector("k"))), (v, Symbol("e", Vector("e")))), [], Le(0, Norm(v))),
    ],
    "instantiate: dimension kept": [
        believed(Eq(Size("d"), Inner(u, u))),
        (
            "instantiate",
            [0],
            ((u, Symbol("k", Vector(3))),),
            [],
            Eq(Size("d"), Inner(Symbol("k", Vector(3)), Symbol("k", Vector(3)))),
        ),
    ],
    "instantiate: captured": [believed(Exists(y, Lt(x, y))), ("instantiate", [0], ((x, y),), [], Exists(y, Lt(y, y)))],
    "instantiate: hypothesis kept as it was": [
        assumed(Lt(0, x)),
        ("instantiate", [0], ((x, y),), [Lt(0, x)], Lt(0, y)),
    ],
    "instantiate: a measure that is no probability": [
        believed(Eq(E(1), 1)),
        ("instantiate", [0], ((P, Symbol("M", P.sort)),), [], Eq(E(1), 1)),
    ],
    "congruence: from ≠": [believed(Ne(x, y)), ("congruence", [0], (Exp(hole), hole), [], Eq(Exp(x), Exp(y)))],
    "congruence: from ≤": [believed(Le(x, y)), ("congruence", [0], (Exp(hole), hole), [], Eq(Exp(x), Exp(y)))],
    "congruence: captured and not arbitrary": [
        assumed(Eq(x, 1)),
        (
            "congruence",
            [0],
            (Integral(x, 0, 1, hole), hole),
            [Eq(x, 1)],
            Eq(Integral(x, 0, 1, x), Integral(x, 0, 1, 1)),
        ),
    ],
    "congruence: another template": [
        believed(Eq(x, y)),
        ("congruence", [0], (Exp(hole), hole), [], Eq(Sin(x), Sin(y))),
    ],
    "exchange: < not turned": [believed(Lt(x, y)), ("exchange", [0], (), [], Lt(y, x))],
    "exchange: ⟹": [believed(Implies(Lt(x, y), Lt(y, z))), ("exchange", [0], (), [], Implies(Lt(y, z), Lt(x, y)))],
    "chain: a gap": [believed(Eq(x, y)), believed(Eq(z, a)), ("chain", [0, 1], (), [], Eq(x, a))],
    "chain: ≤ becomes <": [believed(Le(x, y)), believed(Eq(y, z)), ("chain", [0, 1], (), [], Lt(x, z))],
    "chain: ≤ and ≥": [believed(Le(x, y)), believed(Ge(y, z)), ("chain", [0, 1], (), [], Le(x, z))],
    "chain: ≠": [believed(Ne(x, y)), believed(Ne(y, z)), ("chain", [0, 1], (), [], Ne(x, z))],
    "chain: ⟹ becomes ⟺": [
        believed(Implies(Lt(x, y), Lt(y, z))),
        believed(Iff(Lt(y, z), Lt(a, b))),
        ("chain", [0, 1], (), [], Iff(Lt(x, y), Lt(a, b))),
    ],
    "chain: no links": [("chain", [], (), [], Eq(x, x))],
    "chain: remainders of two variables": [
        believed(Asymptotic(x, f(a), f(b))),
        believed(Asymptotic(y, f(b), f(c))),
        ("chain", [0, 1], (), [], Asymptotic(x, f(a), f(c))),
    ],
}

# -- analysis -----------------------------------------------------------------------------------------------------


def derived(var: Any, body: Any, at: Any, value: Any, *hypotheses: Any) -> list[Forged]:
    return [("differentiate", [], (var, body, at), list(hypotheses), HasDerivative(var, body, at, value))]


def unfolded(term: Any, meaning: Any, *hypotheses: Any) -> list[Forged]:
    return [("unfold", [], (term,), list(hypotheses), (Iff if term.sort == TRUTH else Eq)(term, meaning))]


def tends(body: Any, value: Any, end: Any = oo) -> list[Forged]:
    return [("limit", [], (x, end, body), [], HasLimit(x, end, body, value))]


def grows(var: Any, measure: Any, body: Any) -> list[Forged]:
    statement = Integrable(var, measure, body)
    return [("growth", [], (statement,), [], statement)]


def expanded(left: Any, right: Any, *hypotheses: Any, var: Any = x) -> list[Forged]:
    return [("series", [], (var, left, right), list(hypotheses), Asymptotic(var, left, right))]


def taylored(body: Any, expansion: Any, order: Any, *hypotheses: Any, var: Any = x) -> list[Forged]:
    return [("taylor", [], (var, body, order), list(hypotheses), Asymptotic(var, body, expansion))]


away = Inner(h(omega), u)
spread = Sqrt(Variance(omega, P, X) * Variance(omega, P, Y))
FORGED |= {
    "unfold: variance without the square": unfolded(Variance(omega, P, X), E(X**2) - E(X)),
    "unfold: covariance": unfolded(Covariance(omega, P, X, Y), E(X * Y) + E(X) * E(Y)),
    "unfold: correlation without its condition": unfolded(
        Correlation(omega, P, X, Y), Covariance(omega, P, X, Y) / spread
    ),
    "unfold: a tilt that may not exist": unfolded(E(X, omega, Tilt(omega, P, Y)), E(X * Exp(Y)) / E(Exp(Y))),
    "unfold: Normal, captured": unfolded(
        E(x * Symbol("x%1"), x, Normal(x, p)),
        Integral(
            Symbol("x%1"),
            -oo,
            oo,
            (Symbol("x%1") * Symbol("x%1")) * (Exp(-((Symbol("x%1") - x) ** 2 / (2 * p))) / Sqrt(Mul(2, pi, p))),
        ),
    ),
    "unfold: Normal with variance 0": unfolded(
        E(x, x, Normal(0, a)), Integral(x, -oo, oo, x * (Exp(-((x - 0) ** 2 / (2 * a))) / Sqrt(Mul(2, pi, a))))
    ),
    "unfold: covariance operator without a second moment": unfolded(
        Inner(CovarianceOperator(omega, P, h(omega)) @ u, v), Covariance(omega, P, away, Inner(h(omega), v))
    ),
    "unfold: larger of two": unfolded(Max(x, y), (x + y - Abs(x - y)) / 2),
    "unfold: ≠": unfolded(Ne(x, y), Eq(x, y)),
    "unfold: ≥": unfolded(Ge(x, y), Le(x, y)),
    "unfold: convex hull without weights of sum 1": unfolded(
        Member(u, ConvexHull(V)), Exists(A, And(ForAll(i, Le(0, A[i])), Eq(u, FamilySum(i, A[i] * V[i]))))
    ),
    "unfold: semidefinite without symmetry": unfolded(PositiveSemidefinite(S), ForAll(u, Le(0, Inner(S @ u, u)))),
    "unfold: O with another order": unfolded(
        Asymptotic(x, f(x), a + BigO(x, 2)),
        Exists(
            Symbol("C", SCALAR, "nonnegative"),
            Exists(
                r1,
                ForAll(
                    x, Implies(Lt(Abs(x), r1), Le(Abs(f(x) - a), Symbol("C", SCALAR, "nonnegative") * Pow(Abs(x), 1)))
                ),
            ),
        ),
    ),
    "unfold: what has no definition": unfolded(f(x), f(x)),
    "differentiate: sign": derived(x, Cos(x), a, Sin(a)),
    "differentiate: factor of the chain rule": derived(x, Exp(2 * x), a, Exp(2 * a)),
    "differentiate: exponent": derived(x, x**3, a, 2 * a**2),
    "differentiate: cot": derived(x, Cos(2 * x) / Sin(2 * x), a, -Pow(1 / Sin(2 * a), 2), Ne(Sin(2 * a), 0)),
    "differentiate: product rule": derived(x, x * Exp(x), a, Exp(a)),
    "differentiate: root at 0": derived(x, Sqrt(x), Number(0), 1 / (2 * Sqrt(Number(0)))),
    "differentiate: root without a sign": derived(x, Sqrt(x), a, 1 / (2 * Sqrt(a))),
    "differentiate: |x|": derived(x, Abs(x), a, Sign(a)),
    "differentiate: under E without domination": derived(x, E(X * Exp(x * Y)), a, E(X * (Exp(a * Y) * Y))),
    "differentiate: domination of something else": derived(
        x, E(X * Exp(x * Y)), a, E(X * (Exp(a * Y) * Y)), DominatedDerivative(y, a, omega, P, Exp(y * Y))
    ),
    "differentiate: domination elsewhere": derived(
        x, E(X * Exp(x * Y)), a, E(X * (Exp(a * Y) * Y)), DominatedDerivative(y, b, omega, P, X * Exp(y * Y))
    ),
    "differentiate: domination only after simplification": derived(
        x,
        E(Pow(x + X, Y) * Pow(x + X, -Y)),
        Number(0),
        Number(0),
        ForAll(omega, Lt(0, X)),
        DominatedDerivative(y, 0, omega, P, Number(1)),
    ),
    "differentiate: an unknown function": derived(x, f(x), a, Derivative(x, f(x), a)),
    "differentiate: a derivative of f(|s|)": derived(
        x,
        Derivative(z, f(Abs(z)), x),
        Number(0),
        Derivative(z, Derivative(z, f(Abs(z))), Number(0)),
        ContinuouslyDifferentiable(f, 2),
    ),
    "differentiate: at a point outside the domain": derived(p, Log(p), a, 1 / a),
    "differentiate: the measure depends on it": derived(x, E(z**2, z, Normal(x, 1)), a, Number(0)),
    "limit: value": tends(Erf(x), Number(2)),
    "limit: other end": tends(Erf(x), Number(1), -oo),
    "limit: grows": tends(Exp(x), Number(0)),
    "limit: unknown sign": tends(Exp(a * x), Number(0)),
    "limit: exponents over different denominators": tends(Exp(Div(-2 * x**2, 1 + a**2)) * Exp(x**2), Number(0)),
    "limit: oscillates": tends(Sin(x), Number(0)),
    "limit: a power": tends(x**2, Number(0)),
    "limit: not at ±∞": [("limit", [], (x, a, x), [], HasLimit(x, a, x, a))],
    "growth: e^(x²)": grows(x, LINE, Exp(x**2)),
    "growth: one end only": grows(x, LINE, Exp(-x)),
    "growth: no decay": grows(x, LINE, Sin(x)),
    "growth: an unknown function": grows(x, LINE, f(x) * Exp(-(x**2))),
    "growth: different denominators": grows(x, LINE, Exp(Div(-2 * x**2, 1 + a**2)) * Exp(x**2)),
    "growth: under N(0, 1), e^(x²)": grows(x, Normal(0, 1), Exp(x**2)),
    "growth: a bound symbol called %0": grows(under, LINE, Exp(-(under**2)) * Integral(y, 0, 1, W(under, y))),
    "growth: a pole": grows(x, Normal(0, 1), 1 / x),
    "growth: a pole at an atom": grows(x, Discrete(1, 0), 1 / x),
    "growth: Lebesgue on R^d": grows(u, Lebesgue(Vector("d")), Exp(-Inner(u, u))),
    "growth: any measure": grows(omega, P, X),
    "series: order too high": expanded((1 + x) ** 2, 1 + 2 * x + BigO(x, 3)),
    "series: coefficient": expanded(1 / (1 + x + BigO(x, 2)), 1 - 2 * x + BigO(x, 2)),
    "series: a pole": expanded(1 / x, BigO(x, 1)),
    "series: vanishing denominator": expanded(x / (x + BigO(x, 1)), 1 + BigO(x, 1)),
    "series: denominator not excluded": expanded(1 / (a + x), 1 / a + BigO(x, 1)),
    "series: not expanded": expanded(Exp(x), 1 + BigO(x, 1)),
    "series: two remainders are not one": expanded(BigO(x, 1) - BigO(x, 1), Number(0) + 0 * x),
    "series: remainders of another order": expanded(a * BigO(x, 1), a * BigO(x, 2)),
    "series: x/x": expanded(x / x, 1 + BigO(x, 1)),
    "series: free in a hypothesis": expanded(1 / (a + x), 1 / a + BigO(x, 1), Ne(x, 0)),
    "taylor: coefficient": taylored(Exp(x), 1 + x + x**2 + BigO(x, 3), 3),
    "taylor: a term missing": taylored(Exp(x), 1 + BigO(x, 2), 2),
    "taylor: order": taylored(Exp(x), 1 + x + BigO(x, 3), 2),
    "taylor: order 0": taylored(Exp(x), 1 + BigO(x, 1), 0),
    "taylor: a root at 0 of a positive variable": taylored(Sqrt(p), 0 + BigO(p, 1), 1, var=p),
    "taylor: not smooth": taylored(Abs(x), Abs(Number(0)) + Sign(Number(0)) * x + BigO(x, 2), 2),
    "taylor: under E without domination": taylored(E(Exp(x * Y)), 1 + BigO(x, 1), 1),
    "remainder equality: free in a hypothesis": [
        assumed(Eq(x, 0)),
        ("remainder_equality", [0], (x,), [Eq(x, 0)], Asymptotic(x, x, 0)),
    ],
    "remainder equality: from ≠": [believed(Ne(1, 0)), ("remainder_equality", [0], (x,), [], Asymptotic(x, 1, 0))],
    "remainder equality: near another point": [
        assumed(Eq(x, 0)),
        believed(Exists(r1, ForAll(x, Implies(Lt(Abs(x - 1), r1), Eq(x, 0))))),
        ("remainder_equality", [0, 1], (x,), [], Asymptotic(x, x, 0)),
    ],
    "remainder congruence: under a binder": [
        believed(Asymptotic(x, x, x**2 + BigO(x, 1))),
        ("remainder_congruence", [0], (Integral(y, 0, 1, hole), hole), [], Asymptotic(x, Integral(y, 0, 1, x), a)),
    ],
    "remainder congruence: captured": [
        believed(Asymptotic(x, f(y), f(z))),
        (
            "remainder_congruence",
            [0],
            (Integral(y, 0, 1, hole), hole),
            [],
            Asymptotic(x, Integral(y, 0, 1, f(y)), Integral(y, 0, 1, f(z))),
        ),
    ],
}

# -- order and trust ----------------------------------------------------------------------------------------------


def positive(goal: Any, given: list[Any], summands: tuple[Any, ...], multiplier: tuple[Any, ...] = ()) -> list[Forged]:
    return [*facts(*given), ("nonnegative_form", list(range(len(given))), (goal, summands, multiplier), given, goal)]


def visible(statement: Any) -> list[Forged]:
    return [("sign_of_form", [], (statement,), [], statement)]


def ball(statement: Any) -> list[Forged]:
    return [("enclosure", [], (statement,), [], statement)]


FORGED |= {
    "form: not the difference": positive(Le(2 * x * y, x**2 + y**2), [], ((F(1), (), (Pow(x + y, 2),)),)),
    "form: negative coefficient": positive(Le(x**2, 0), [], ((F(-1), (), (Pow(x, 2),)),)),
    "form: a factor of unknown sign": positive(Le(0, x), [], ((F(1), (), (x,)),)),
    "form: a difference of unknown sign": positive(Le(x, y), [Ne(x, y)], ((F(1), (0,), ()),)),
    "form: ⊥ from 1 ≠ 0": positive(FALSE, [Ne(1, 0)], ((F(1), (0,), ()), (F(1), (), ()))),
    "form: strict from ≤": positive(Lt(a, b), [Le(a, b)], ((F(1), (0,), ()),)),
    "form: strict from a square": positive(Lt(0, x**2), [], ((F(1), (), (Pow(x, 2),)),)),
    "form: ⊥ from nothing": positive(FALSE, [], ()),
    "form: ⊥ from 0 ≤ 0": positive(FALSE, [], ((F(0), (), ()),)),
    "form: multiplier −1": positive(Lt(1, 0), [], ((F(1), (), ()),), (Number(-1),)),
    "form: multiplier of unknown sign": positive(Lt(0, 1 / x), [], ((F(1), (), ()),), (x,)),
    "form: multiplier 0": positive(Le(1, 0), [], (), (Number(0),)),
    "form: a fact that is not there": positive(Le(a, b), [Le(a, b)], ((F(1), (1,), ()),)),
    "form: fact number −1": positive(Le(a, b), [Le(a, b)], ((F(1), (-1,), ()),)),
    "form: a coefficient that is no number": positive(Le(a, b), [Le(a, b)], (("1", (0,), ()),)),
    "form: a goal that is no relation": positive(Eq(a, b), [Le(a, b)], ((F(1), (0,), ()),)),
    "form: division by 0": positive(Le(a / c, b / c), [Le(a, b)], ((F(1), (0,), (1 / c,)),)),
    "form: a fact turned round": positive(Le(b, a), [Le(a, b)], ((F(1), (0,), ()),)),
    "form: hypothesis of a fact dropped": [
        assumed(Le(a, b)),
        ("nonnegative_form", [0], (Le(a, b), ((F(1), (0,), ()),), ()), [], Le(a, b)),
    ],
    "form: facts from an equation of vectors": positive(Le(0, x), [Eq(u, v)], ((F(1), (0,), ()),)),
    "sign: 0 ≤ x": visible(Le(0, x)),
    "sign: 0 < x²": visible(Lt(0, x**2)),
    "sign: 0 < |x|": visible(Lt(0, Abs(x))),
    "sign: x³": visible(Le(0, x**3)),
    "sign: 1/x ≠ 0": visible(Ne(1 / x, 0)),
    "sign: x!": visible(Lt(0, Factorial(x))),
    "sign: a root": visible(Le(0, Sqrt(x))),
    "sign: variance without moments": visible(Le(0, Variance(omega, P, X))),
    "sign: E of a positive variable": visible(Lt(0, E(Exp(X)))),
    "sign: ⟨S u, u⟩": visible(Le(0, Inner(S @ u, u))),
    "sign: 1/2 < 1/3": visible(Lt(Number(1, 2), Number(1, 3))),
    "sign: n + 1/2 is an integer": visible(IsInteger(n + Number(1, 2))),
    "sign: p = q": visible(Eq(p, q)),
    "sign: a unit is below 1": visible(Lt(Symbol("k", SCALAR, "unit"), 1)),
    "sign: S is positive definite": visible(PositiveDefinite(S)),
    "enclosure: the wrong way": ball(Lt(Number(3, 2), Sqrt(Number(2)))),
    "enclosure: equal numbers": ball(Lt(Sqrt(Number(2)) ** 2, Number(2))),
    "enclosure: an equation": ball(Eq(Sin(pi), Number(0))),
    "enclosure: ≤ of equal numbers": ball(Le(Exp(Log(Number(2))), Number(2))),
    "enclosure: not closed": ball(Lt(x, x + 1)),
    "enclosure: √−1": ball(Lt(0, Sqrt(Number(-1)))),
    "enclosure: 1/0": ball(Ne(Div(1, Number(0)), 0)),
    "enclosure: log 0": ball(Lt(Log(Number(0)), 0)),
    "law: unknown": [("law", [], ("squaring the circle",), [], Lt(0, x))],
    "law: another statement": [("law", [], ("trichotomy",), [], Or(Lt(x, y), Lt(y, x)))],
    "law: another law's name": [("law", [], ("absolute value",), [], Or(Lt(x, y), Eq(x, y), Lt(y, x)))],
    "law: other symbols": [("law", [], ("trichotomy",), [], Or(Lt(a, b), Eq(a, b), Lt(b, a)))],
    "law: named by a number": [("law", [], (3,), [], Lt(0, x))],
    "believe: another statement": [("believe", [], (Lt(0, x),), [], Lt(0, y))],
    "believe: of no kind": [("believe", [], (Lt(0, x), "hope", "because it would be nice"), [], Lt(0, x))],
    "no such rule": [("magic", [], (), [], Lt(0, x))],
    "no such rule, a method": [("__class__", [], (), [], Lt(0, x))],
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_step_is_refused_with_a_sentence(what: str) -> None:
    outcome = verdict(forged(*FORGED[what]))
    assert outcome.startswith(("refused: ", "unreadable: ")) and len(outcome) > 20, outcome


def test_the_table_is_large() -> None:
    assert len(FORGED) > 180


TRUE: dict[str, list[Forged]] = {
    "ring: x/x = 1 away from 0": ring(x / x, Number(1), Ne(x, 0)),
    "ring: a pole excluded by a strict inequality": ring(x / x, Number(1), Lt(0, x)),
    "ring: a pole excluded by a product": ring(x / x, Number(1), Ne(x * y, 0)),
    "ring: integrability up to a factor": ring(
        E(X + Y), E(X) + E(Y), Integrable(omega, P, 2 * X), Integrable(omega, P, -Y)
    ),
    "ring: a root of a positive product": ring(Sqrt(x * y), Sqrt(x) * Sqrt(y), Le(0, x), Lt(0, y)),
    "ring: obligations in other words": ring(1 / (x - y) - 1 / (x - y), Number(0), Ne(y, x)),
    "conjunct: of three": [believed(And(Lt(0, x), Lt(0, y), Lt(0, z))), ("conjunct", [0], (2,), [], Lt(0, z))],
    "differentiate: in another form": derived(x, x**2 * Exp(x), a, a * (a + 2) * Exp(a)),
    "taylor: in another form": taylored(Exp(x), (2 + 2 * x + x**2) / 2 + BigO(x, 3), 3),
    "believe: of a kind": [("believe", [], (Lt(0, x), "gap", "to be proved later"), [], Lt(0, x))],
}


@pytest.mark.parametrize("what", TRUE)
def test_what_follows_in_another_form_is_accepted(what: str) -> None:
    assert verdict(forged(*TRUE[what])) == "accepted"


def test_the_forgeries_are_terms_of_the_language() -> None:
    assert {type(x) for x in (A, B, H, T, V, b, c, lam, w)} == {Symbol}
