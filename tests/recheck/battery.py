"""Theorems that use every rule of the kernel, each with a step that is not trivial; shared by the tests of recheck.

`THEOREMS` maps a name to a function that proves it. `certificate(names)` writes their proofs into one file's data.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symproof import kernel as K
from symproof.certificates import Writer
from symproof.terms import *

x, y, z, a, b, c = (Symbol(n) for n in ("x", "y", "z", "a", "b", "c"))
p, q = Symbol("p", SCALAR, "positive"), Symbol("q", SCALAR, "positive")
n = Symbol("n", SCALAR, "natural")
lam, hole = Symbol("lam"), Symbol("hole")
omega, P = Symbol("omega", Point("Omega")), Symbol("P", Measure(Point("Omega")), "probability")
phi, t = (Symbol(name, Function(Point("Omega"), SCALAR)) for name in ("phi", "t"))
u, v, w = (Symbol(name, Vector("d")) for name in ("u", "v", "w"))
S, T = Symbol("S", Operator("d", "d"), "symmetric"), Symbol("T", Operator("d", "d"), "positive definite")
i, j = Symbol("i", Index("m")), Symbol("j", Index("m"))
A, B = (Symbol(name, Function(Index("m"), SCALAR)) for name in ("A", "B"))
V = Symbol("V", Function(Index("m"), Vector("d")))
f = Symbol("f", Function(SCALAR, SCALAR))
W2 = Symbol("W2", Function(SCALAR, SCALAR, SCALAR))
H = Symbol("H", Function(Vector("d"), SCALAR))
h = Symbol("h", Function(Point("Omega"), Vector("d")))
LINE = Lebesgue(SCALAR)

THEOREMS: dict[str, Callable[[], Any]] = {}


def theorem(prove: Callable[[], Any]) -> Callable[[], Any]:
    THEOREMS[prove.__name__] = prove
    return prove


def certificate(*names: str) -> dict[str, Any]:
    writer = Writer()
    for name in names or THEOREMS:
        writer.claim(name, THEOREMS[name]())
    return writer.json()


def E(body: Any, var: Any = omega, measure: Any = P) -> Any:
    return Expectation(var, measure, body)


# -- logic --------------------------------------------------------------------------------------------------------


@theorem
def syllogism() -> Any:
    """assume, discharge, apply, cut, conjunction, conjunct."""
    both = K.assume(And(Lt(0, x), Implies(Lt(0, x), Lt(0, y))))
    conclusion = K.apply(K.conjunct(both, 1), K.conjunct(both, 0))
    pair = K.conjunction(conclusion, K.sign_of_form(Lt(0, Exp(x))))
    return K.discharge(
        K.cut(K.conjunct(both, 0), K.apply(K.discharge(pair, Lt(0, x)), K.assume(Lt(0, x)))),
        And(Lt(0, x), Implies(Lt(0, x), Lt(0, y))),
    )


@theorem
def square_is_positive_or_zero() -> Any:
    """cases, alternative, excluded_middle: x = 0 or x² > 0."""
    law = K.instantiate(K.law("trichotomy"), {x: x, y: Number(0)})
    goal = Or(Eq(x, 0), Lt(0, Pow(x, 2)))
    below = K.nonnegative_form(Lt(0, Pow(x, 2)), [K.assume(Lt(x, 0))], [(Fraction(1), (0, 0), ())])
    above = K.nonnegative_form(Lt(0, Pow(x, 2)), [K.assume(Lt(0, x))], [(Fraction(1), (0, 0), ())])
    return K.cases(
        law, K.alternative(goal, 1, below), K.alternative(goal, 0, K.assume(Eq(x, 0))), K.alternative(goal, 1, above)
    )


@theorem
def decided() -> Any:
    """excluded_middle and cases: both answers give the same."""
    middle = K.excluded_middle(Lt(x, y))
    goal = Or(Lt(x, y), Not(Lt(x, y)))
    return K.cases(middle, K.alternative(goal, 0, K.assume(Lt(x, y))), K.alternative(goal, 1, K.assume(Not(Lt(x, y)))))


@theorem
def no_positive_negative() -> Any:
    """contradiction and absurd: ¬(x > 0 ∧ x < 0), and a double negation removed."""
    both = K.assume(And(Lt(0, x), Lt(x, 0)))
    false = K.nonnegative_form(
        FALSE, [K.conjunct(both, 0), K.conjunct(both, 1)], [(Fraction(1), (0,), ()), (Fraction(1), (1,), ())]
    )
    denial = K.contradiction(false, And(Lt(0, x), Lt(x, 0)))
    twice = K.absurd(denial, K.assume(Not(denial.statement)))
    return K.contradiction(twice, Not(denial.statement))


@theorem
def every_number_has_a_larger_one() -> Any:
    """witness and generalize."""
    larger = K.nonnegative_form(Lt(x, x + 1), [], [(Fraction(1), (), ())])
    return K.generalize(K.witness(Exists(y, Lt(x, y)), x + 1, larger), x)


@theorem
def a_positive_witness() -> Any:
    """witness in a domain, whose condition is an obligation."""
    square = K.ring(Mul(a, a), Pow(a, 2))
    return K.witness(Exists(p, Eq(Mul(a, a), p)), Pow(a, 2), square)


@theorem
def square_of_something() -> Any:
    """obtain: what is a square is not negative."""
    existence = Exists(y, Eq(x, Pow(y, 2)))
    given = K.assume(Eq(x, Pow(z, 2)))
    square = K.nonnegative_form(Le(0, x), [given], [(Fraction(-1), (0,), ()), (Fraction(1), (), (Pow(z, 2),))])
    return K.obtain(K.assume(existence), z, square)


@theorem
def specialised() -> Any:
    """specialize under a domain, and the obligation that it raises."""
    general = K.generalize(K.sign_of_form(Lt(0, 2 * p + 1)), p)
    return K.specialize(general, a - b)


@theorem
def induction() -> Any:
    """The law of induction, instantiated with a statement: every natural number is ≥ 0."""
    S_n = Symbol("S_n", Function(SCALAR, TRUTH))
    law = K.instantiate(K.law("induction"), {S_n: Lambda(x, Le(0, x * (x + 1)))})
    start = K.nonnegative_form(Le(0, Number(0) * (Number(0) + 1)), [], [])
    given = K.assume(Le(0, n * (n + 1)))
    step = K.nonnegative_form(
        Le(0, (n + 1) * (n + 1 + 1)), [given], [(Fraction(1), (0,), ()), (Fraction(2), (), (n + 1,))]
    )
    steps = K.generalize(K.discharge(step, Le(0, n * (n + 1))), n)
    return K.apply(law, K.conjunction(start, steps))


@theorem
def renamed_spaces() -> Any:
    """instantiate: an abstract space becomes R^k, a dimension another one."""
    integrable = Integrable(omega, P, Pow(phi(omega), 2))
    fact = K.discharge(K.assume(integrable), integrable)
    k = Symbol("k", Vector("k"))
    g = Gaussian(Zero(Vector("k")), Identity("k"))
    gaussian = K.instantiate(fact, {P: g, phi: Lambda(k, Inner(k, Symbol("e", Vector("k"))))})
    return K.conjunction(
        gaussian,
        K.instantiate(
            K.law("Cauchy–Schwarz"),
            {Symbol("u", Vector("d")): Symbol("e", Vector("k")), Symbol("w", Vector("d")): Symbol("g", Vector("k"))},
        ),
    )


# -- equality -----------------------------------------------------------------------------------------------------


@theorem
def binomial() -> Any:
    return K.ring((x + y) ** 3, x**3 + 3 * x**2 * y + 3 * x * y**2 + y**3)


@theorem
def roots_and_fractions() -> Any:
    return K.conjunction(
        K.ring(1 / Sqrt(2 * p), Sqrt(p) / (Sqrt(Number(2)) * p)),
        K.ring((x**2 - 1) / (x - 1) * (x - 1) / x, (x**2 - 1) / x),
        K.ring(Sqrt(x**2 * p), Abs(x) * Sqrt(p)),
        K.ring(Sqrt(x) * Sqrt(x), x),
        K.ring(Pow(p, Number(3, 2)), p * Sqrt(p)),
        K.ring(Sqrt(Number(12)), 2 * Sqrt(Number(3))),
    )


@theorem
def elementary_functions() -> Any:
    return K.conjunction(
        K.ring(Exp(x + 2 * y), Exp(x) * Exp(y) ** 2),
        K.ring(Log(p * Exp(x) / q), Log(p) + x - Log(q)),
        K.ring(Sin(x) ** 4, (1 - Cos(x) ** 2) ** 2),
        K.ring(Max(x, y) + Min(x, y), x + y),
        K.ring(Erf(-x) + Erf(x), Number(0)),
        K.ring(NormalCDF(x) + NormalCDF(-x), Number(1)),
        K.ring(Tanh(x), (Exp(x) - Exp(-x)) / (Exp(x) + Exp(-x))),
        K.ring(Abs(-x) ** 2, x**2),
        K.ring(NormalDensity(x) ** 2, Exp(-(x**2)) / (2 * pi)),
        K.ring(Tan(x) * Cos(x), Sin(x)),
        K.ring(Pow(p, n + 1), p * Pow(p, n)),
        K.ring(Factorial(Number(5)), Number(120)),
        K.ring(Arccos(x - y), Arccos(-y + x)),
        K.ring(Log(x**2 + 1), Log(1 + x**2)),
    )


@theorem
def powers_with_symbols() -> Any:
    """Exponents with symbols: positive bases, integer exponents, (−1)^m, and e^(x log y) = y^x."""
    whole, below = Symbol("j", SCALAR, "integer"), Symbol("z", SCALAR, "negative")
    minus = Number(-1)
    return K.conjunction(
        K.ring(Pow(Number(6), x), Pow(Number(2), x) * Pow(Number(3), x)),
        K.ring(Pow(Number(1, 4), x), Pow(Number(2), -2 * x)),
        K.ring(Exp(2 * x * Log(p) + y), Pow(p, 2 * x) * Exp(y)),
        K.ring(Pow(p * Exp(x), y), Pow(p, y) * Exp(x * y)),
        K.ring(Pow(Pow(p, x), y), Pow(p, x * y)),
        K.ring(Log(Pow(p, x) * Exp(y)), x * Log(p) + y),
        K.ring(Pow(p, x / (1 + y**2)), Exp(x * Log(p) / (1 + y**2))),
        K.ring(Pow(x - y, n), Pow(minus, n) * Pow(y - x, n)),
        K.ring(Pow(x, whole) * Pow(x, -whole), Number(1)),
        K.ring(Pow(minus, whole * n + 2 * whole), Pow(minus, whole * n)),
        K.ring(Pow(x / y, n), Pow(x, n) / Pow(y, n)),
        K.ring(Pow((1 + p) / p, n), Pow(1 + p, n) / Pow(p, n)),
        K.ring(Pow((2 + 2 * x) / (1 + y), p), Pow(Number(2), p) * Pow((1 + x) / (1 + y), p)),
        K.ring(Abs(Pow(minus, whole)), Number(1)),
        K.ring(Sqrt(1 + 1 / p), Sqrt(p + 1) / Sqrt(p)),
        K.ring(Log(below * below), 2 * Log(-below)),
        K.ring(Log(-below * p), Log(-below) + Log(p)),
    )


@theorem
def bilinear() -> Any:
    left = Inner(S @ (u + 2 * v), u - v)
    return K.ring(left, Inner(u, S @ u) + Inner(S @ v, u) - 2 * Inner(v, S @ v))


@theorem
def operators() -> Any:
    return K.conjunction(
        K.ring(T @ (Inverse(T) @ u), u),
        K.ring(Outer(u, v) @ w, Inner(v, w) * u),
        K.ring((Outer(u, v) @ S).T, S @ Outer(v, u)),
        K.ring(Compose(S, Identity("d")) - S, Zero(S.sort)),
        K.ring(Norm(2 * u), 2 * Norm(u)),
        K.ring(Norm(u + v) ** 2, Norm(u) ** 2 + 2 * Inner(u, v) + Norm(v) ** 2),
        K.ring(Inner(Coordinates(x, y), Coordinates(1, z)), x + y * z),
    )


@theorem
def families() -> Any:
    return K.conjunction(
        K.ring(FamilySum(i, 2 * A[i] + x), 2 * FamilySum(i, A[i]) + Size("m") * x),
        K.ring(FamilySum(i, Kronecker(i, j) * A[i]), A[j]),
        K.ring(Sum(x, 1, 4, x**2), Number(30)),
        K.ring(Inner(FamilySum(i, A[i] * V[i]), u), FamilySum(i, A[i] * Inner(V[i], u))),
        K.ring(Sum(y, 0, n, x * y), x * Sum(y, 0, n, y)),
    )


@theorem
def moments() -> Any:
    X, Y = phi(omega), t(omega)
    return K.conjunction(
        K.ring(Variance(omega, P, a * X + b), a**2 * Variance(omega, P, X)),
        K.ring(Covariance(omega, P, X, Y), E(X * Y) - E(X) * E(Y)),
        K.ring(E((X + Y) ** 2), E(X**2) + 2 * E(X * Y) + E(Y**2)),
        K.ring(
            Correlation(omega, P, X, Y) * Sqrt(Variance(omega, P, X) * Variance(omega, P, Y)),
            Covariance(omega, P, X, Y),
        ),
        K.ring(E(h(omega) + u), E(h(omega)) + u),
        K.ring(Integral(x, 0, 1, 2 * Exp(x) + y), 2 * Integral(x, 0, 1, Exp(x)) + y * Integral(x, 0, 1, 1)),
        K.ring(Inner(E(h(omega)), u), E(Inner(h(omega), u))),
    )


@theorem
def rewritten_under_a_binder() -> Any:
    """congruence with capture, exchange, chain."""
    inside = K.ring((x + 1) ** 2, x**2 + 2 * x + 1)
    under = K.congruence(Integral(x, 0, 1, hole), hole, inside)
    less = K.nonnegative_form(
        Lt(Integral(x, 0, 1, x**2 + 2 * x + 1), Integral(x, 0, 1, x**2 + 2 * x + 1) + p), [], [(Fraction(1), (), (p,))]
    )
    turned = K.exchange(K.exchange(less))
    return K.chain(under, turned, K.assume(Le(Integral(x, 0, 1, x**2 + 2 * x + 1) + p, a)))


@theorem
def equivalent_statements() -> Any:
    """congruence for statements, and chains of ⟺ and ⟹."""
    equal = K.assume(Eq(a, b))
    changed = K.congruence(Lt(x, hole), hole, equal)
    return K.conjunction(
        K.chain(changed, K.exchange(K.congruence(Lt(x, hole), hole, equal))),
        K.chain(K.assume(Implies(Lt(x, y), Lt(y, z))), K.assume(Iff(Lt(y, z), Lt(a, b)))),
    )


# -- analysis -----------------------------------------------------------------------------------------------------


@theorem
def words_unfolded() -> Any:
    X, Y = phi(omega), t(omega)
    tilted = Tilt(omega, P, lam * Y)
    cov = CovarianceOperator(omega, P, h(omega))
    gaussian = Gaussian(u, T)
    outcome = Symbol("g", Vector("d"))
    words = [
        Covariance(omega, P, X, Y),
        Correlation(omega, P, X, Y),
        Variance(omega, P, X),
        Probability(omega, P, Lt(0, X)),
        ConditionalExpectation(omega, P, X, Lt(0, Y)),
        E(X, omega, tilted),
        E(x**2, x, Normal(a, p)),
        E(H(outcome), outcome, gaussian),
        Inner(cov @ u, v),
        Max(x, y, z),
        Min(x, y),
        Norm(u),
        NormalDensity(x),
        Tan(x),
        NormalCDF(x),
        E(x, x, Discrete(Number(1, 3), a, Number(2, 3), b)),
    ]
    statements = [
        Ne(x, y),
        Gt(x, y),
        Ge(x, y),
        Iff(Lt(x, y), Lt(y, z)),
        Symmetric(S),
        PositiveSemidefinite(S),
        PositiveDefinite(S),
        Member(u, ConvexHull(V)),
        Member(u, ConicHull(V)),
        Member(u, OpenHalfSpace(v, a)),
        Member(x, SetBuilder(y, Lt(y, a))),
        Asymptotic(x, f(x), 1 + a * x + BigO(x, 2)),
    ]
    return K.conjunction(*(K.unfold(word) for word in [*words, *statements]))


@theorem
def names_that_meet() -> Any:
    """unfold where the outcome is also free in the measure and the body: no capture."""
    return K.conjunction(
        K.unfold(E(x * Symbol("x%1"), x, Normal(x, p))),
        K.unfold(E(phi(omega) * t(Symbol("omega%1", omega.sort)), omega, Tilt(omega, P, t(omega)))),
    )


@theorem
def derivatives() -> Any:
    bodies = [
        x**3 + a * x,
        Exp(-(x**2) / 2),
        Sin(x) / (1 + x**2),
        Log(1 + x**2),
        Sqrt(x),
        Pow(x, Number(5, 2)),
        NormalCDF(a * x),
        Arctan(x) + Tan(x) + Arcsin(x),
        f(x**2),
        H(u + x * v),
        Norm(u + x * v),
        Inner(S @ (u + x * v), v),
        Sum(y, 0, n, y * x**2),
        E(phi(omega) * Exp(x * t(omega))),
        Derivative(z, f(z), 2 * x),
        Abs(x) * Tanh(x),
        Erf(x) - Cos(x),
        Pow(p, x),
        NormalDensity(x),
        Variance(omega, P, x * t(omega)),
        FamilySum(i, A[i] * x),
    ]
    return K.conjunction(*(K.differentiate(x, body, b) for body in bodies), K.differentiate(p, Log(p) + 1 / p, Exp(a)))


@theorem
def ends_of_the_line() -> Any:
    bodies = [
        x**3 * Exp(-(x**2) / 2),
        Erf(x / Sqrt(2 * p)),
        a + Exp(-p * x) * Exp(-(x**2)),
        2 * Arctan(3 * x) + a,
        Exp(-2 * x**2 / (1 + a**2)),
        NormalCDF(x),
    ]
    return K.conjunction(*(K.limit(x, oo, body) for body in bodies), *(K.limit(x, -oo, body) for body in bodies))


@theorem
def decay() -> Any:
    g = Symbol("g", Vector("d"))
    return K.conjunction(
        K.growth(Integrable(x, LINE, Abs(x) * x**2 * Exp(-(x**2) / (2 * p)))),
        K.growth(Integrable(x, Normal(a, p), x**4 * Exp(b * x) * Erf(x))),
        K.growth(Integrable(g, Gaussian(u, T), Inner(g, v) ** 2 * Exp(Inner(g, w)))),
        K.growth(Integrable(x, Discrete(1, a), Exp(x))),
    )


@theorem
def antiderivative() -> Any:
    """∫ x e^(−x²/2) dx = 0 by the fundamental theorem: differentiate, growth, limit, ring, congruence, law."""
    F, g = Symbol("F", Function(SCALAR, SCALAR)), Symbol("f", Function(SCALAR, SCALAR))
    body = x * Exp(-(Pow(x, 2) / 2))
    law = K.instantiate(
        K.law("fundamental theorem on the line"),
        {F: Lambda(x, -Exp(-(Pow(x, 2) / 2))), g: Lambda(x, body), a: Number(0), b: Number(0)},
    )
    found = K.differentiate(y, -Exp(-(Pow(y, 2) / 2)), x)
    value = K.ring(found.statement.arguments[3], body)
    same = K.congruence(HasDerivative(y, -Exp(-(Pow(y, 2) / 2)), x, hole), hole, value)
    everywhere = K.generalize(K.apply(same, found), x)
    ends = [K.limit(x, end, -Exp(-(Pow(x, 2) / 2))) for end in (-oo, oo)]
    return K.apply(law, K.conjunction(everywhere, K.growth(Integrable(x, LINE, body)), *ends))


@theorem
def exponential_tilt() -> Any:
    """E[φ] under a tilt, to first order: taylor, remainder_congruence, series, chain, unfold, remainder_equality."""
    N, Z = E(phi(omega) * Exp(lam * t(omega))), E(Exp(lam * t(omega)))
    above, below = K.taylor(lam, N, 2), K.taylor(lam, Z, 2)
    one = K.remainder_congruence(hole / Z, hole, above)
    two = K.remainder_congruence(above.statement.arguments[2] / hole, hole, below)
    last = K.series(
        lam,
        two.statement.arguments[2],
        E(phi(omega)) + lam * (E(phi(omega) * t(omega)) - E(phi(omega)) * E(t(omega))) + BigO(lam, 2),
    )
    expansion = K.chain(one, two, last)
    word = K.unfold(E(phi(omega), omega, Tilt(omega, P, lam * t(omega))))
    integrable = word.hypotheses[0]
    r = Symbol("r", SCALAR, "positive")
    nearby = K.assume(Exists(r, ForAll(lam, Implies(Lt(Abs(lam), r), integrable))))
    return K.chain(K.remainder_equality(lam, word, nearby), expansion)


@theorem
def products_of_remainders() -> Any:
    """series with remainders multiplied and divided; and the same remainders in the same order."""
    left = (1 + x + BigO(x, 2)) * (1 - x + BigO(x, 3)) / (2 + x)
    return K.conjunction(
        K.series(x, left, Number(1, 2) - x / 4 + BigO(x, 2)), K.series(x, x * (a + BigO(x, 1)), a * x + x * BigO(x, 1))
    )


@theorem
def taylor_polynomials() -> Any:
    return K.conjunction(
        K.taylor(x, Exp(a * x), 4),
        K.taylor(x, Sqrt(p + x), 3),
        K.taylor(x, f(x), 2),
        K.taylor(x, 1 / (y - x), 3),
        K.taylor(p, Log(1 + p), 3),
    )


# -- order and trust ----------------------------------------------------------------------------------------------


@theorem
def means() -> Any:
    """nonnegative_form with facts, factors, an equation and a multiplier: (x + y)/2 ≥ √(xy), and a quotient."""
    squares = K.nonnegative_form(Le(2 * x * y, x**2 + y**2), [], [(Fraction(1), (), (Pow(x - y, 2),))])
    facts = [K.assume(Le(a, b)), K.assume(Eq(c, 0)), K.assume(Lt(0, z))]
    weighted = K.nonnegative_form(Le(a * p + c, b * p), facts, [(Fraction(1), (0,), (p,)), (Fraction(1), (1,), ())])
    quotient = K.nonnegative_form(Lt(0, 1 / (1 + x**2)), [], [(Fraction(1), (), ())], (1 + x**2,))
    scaled = K.nonnegative_form(Le(a / p, b / p), facts, [(Fraction(1), (0,), (1 / p,))])
    return K.conjunction(squares, weighted, quotient, scaled)


@theorem
def visible_signs() -> Any:
    statements = [
        Lt(0, Exp(x) + x**2),
        Le(0, Abs(x) * Norm(u)),
        Ne(Exp(x) * p, 0),
        IsInteger(n + 1),
        Le(0, Inner(T @ u, u)),
        Lt(Number(1, 3), Number(1, 2)),
        Le(0, E(phi(omega) ** 2)),
        Lt(-Exp(x), 0),
        Lt(0, Factorial(n)),
        Le(0, Probability(omega, P, Lt(0, phi(omega)))),
        Le(Symbol("r", SCALAR, "unit"), 1),
        Lt(0, Special("gamma", p) * Special("beta", p, q)),
        Lt(0, Special("erfc", x)),
        Lt(0, Special("besselk", x, p)),
        Le(0, Special("binomial", n, n + 1)),
        Lt(Tanh(-p), 0),
    ]
    return K.conjunction(*(K.sign_of_form(s) for s in statements))


@theorem
def enclosed() -> Any:
    return K.conjunction(
        K.enclosure(Lt(Sqrt(Number(2)), Number(3, 2))),
        K.enclosure(Gt(pi**2, 9 + Log(Number(2)))),
        K.enclosure(Ne(Exp(pi), pi**3)),
        K.enclosure(Le(NormalCDF(1) - Number(1, 2), Number(7, 20))),
        K.enclosure(Lt(Max(Sin(1), Cos(1)), Min(1, Erf(2)))),
        K.enclosure(Implies(And(Le(Number(1, 10), x), Le(x, 3)), Lt(0, Sin(x)))),
        K.enclosure(Implies(And(Ge(x, 0), Lt(x, pi / 2)), Le(2 * x / pi - Number(1, 50), Sin(x)))),
        K.enclosure(Implies(And(Le(-1, x), Le(x, 1), Le(-1, y), Le(y, 1)),
                            Gt(x**2 * Exp(x) + y**4 + Number(1, 10), x * y**2 / 9))),
        K.enclosure(Implies(And(Le(Number(1, 2), p), Le(p, 9)), Ne(Special("gamma", p) + Special("erfc", p), 0))),
    )


@theorem
def laws() -> Any:
    from symproof.laws import LAWS

    return K.conjunction(*(K.law(name) for name in LAWS))


@theorem
def believed() -> Any:
    return K.conjunction(
        K.believe(Lt(0, f(x)), "gap", "positivity of f, to be proved"),
        K.believe(Eq(Integral(x, 0, 1, f(x)), a), "CAS", "sympy.integrate of f over [0, 1]"),
    )


# -- expansions -------------------------------------------------------------------------------------------------------
near, above_zero = Symbol("h", SCALAR, "nonzero"), Symbol("h", SCALAR, "positive")


def _all(*theorems: Any) -> Any:
    return K.conjunction(*theorems)


@theorem
def expansions_near_zero() -> Any:
    """taylor without 0 itself: removable singularities, poles, parameters with obligations, bounded oscillation."""
    return _all(
        K.taylor(near, Log((Exp(near) - 1) / near), 6),
        K.taylor(near, Sin(Tan(near)) - Tan(Sin(near)), 9),
        K.taylor(near, Log(a + near) / (b + near) ** 2, 3),
        K.taylor(near, Pow(1 + near, c), 4),
        K.taylor(near, Special("gamma", near - 1), 3),
        K.taylor(near, Arcsin(Number(1, 2) + near) + Arctan(b + near) + NormalCDF(c + near), 4),
        K.taylor(near, Pow(near, 3) * Sin(1 / near), 3),
        K.taylor(near, Special("LambertW", near) + Special("erfi", near) + Max(1, near), 4),
    )


@theorem
def expansions_from_above() -> Any:
    """taylor as h → 0+: roots, logarithms, expansions at infinity, floors, exponentials that decay."""
    u = 1 / above_zero
    return _all(
        K.taylor(above_zero, Sqrt(above_zero) * Log(above_zero), 2),
        K.taylor(above_zero, Pow(above_zero, above_zero), 3),
        K.taylor(above_zero, Special("erfc", u) * Exp(u**2), 6),
        K.taylor(above_zero, above_zero * Pow(Special("gamma", u + Number(1, 2)) / Special("gamma", u), 2), 3),
        K.taylor(above_zero, Special("harmonic", u) + Special("polygamma", Number(2), u), 5),
        K.taylor(above_zero, Special("loggamma", u) + Log(Special("binomial", 2 * u, u)), 2),
        K.taylor(above_zero, Pow(1 + a * above_zero, u) + Tanh(-u) + Arctan(-u) + Erf(u), 3),
        K.taylor(above_zero, above_zero * Special("floor", u) + Special("floor", 2 - above_zero), 1),
        K.taylor(above_zero, Pow(above_zero, p) * Exp(-p * u) + Abs(above_zero - 1), 2),
    )


@theorem
def derivatives_at_points() -> Any:
    """ring: derivatives by Taylor coefficients, of high order, mixed, at a point and at a symbol."""
    s = Symbol("s")
    cumulants = Derivative(x, Derivative(x, Derivative(x, Log(1 - a + a * Exp(x)), x), x), 0)
    pair = Exp((a * s**2 + 2 * b * s * x + c * x**2) / 2)
    mixed = Derivative(s, Derivative(s, Derivative(s, Derivative(x, pair, 0), s), s), 0)
    nearby = Derivative(x, Derivative(s, Log(1 + s + x), 0), y)
    return _all(
        K.ring(cumulants, a * (1 - a) * (1 - 2 * a)),
        K.ring(mixed, 3 * a * b),
        K.ring(nearby, -1 / Pow(1 + y, 2)),
        K.ring(Derivative(x, Derivative(x, x * Log(x), x), y), 1 / y),
    )


@theorem
def limits_by_expansions() -> Any:
    """The laws that carry an expansion over to a limit."""
    law = K.law("limit by an expansion, at +∞")
    names = {symbol.name: symbol for symbol in free_symbols(law.statement)}
    body = Pow(1 + b / x, x)
    fact = K.taylor(Symbol("t", SCALAR, "positive"), substitute(body, {x: 1 / Pow(Symbol("t", SCALAR, "positive"), 1)}), 1)
    value = fact.statement.arguments[2].arguments[0]
    own = K.instantiate(law, {names["F"]: Lambda(x, body), names["a"]: value, names["p"]: Number(1)})
    return K.apply(own, fact)
