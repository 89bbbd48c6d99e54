"""Verdicts: what a statement is in one model."""

from __future__ import annotations

from fractions import Fraction

import pytest
from symproof.models import Evaluate, FiniteMeasure, Model, Polynomial, PolynomialFunction, Table, Verdict
from symproof.terms import (SCALAR, Abs, And, Asymptotic, BigO, ConicHull, ContinuouslyDifferentiable, ConvexHull,
                            Coordinates, Cos, DominatedDerivative, Eq, Exists, Exp, Expectation, ForAll, Function, Ge,
                            Gt, HasDerivative, HasLimit, Identity, Iff, Implies, Index, IndexValue, Inner, Integrable,
                            IsInteger, Kronecker, Lambda, Le, Lt, Measure, Member, Ne, Normal, Not, Number,
                            OpenHalfSpace, Operator, Or, Outer, Point, PositiveDefinite, PositiveSemidefinite, Scale,
                            SetBuilder, Sin, Sqrt, Symbol, Symmetric, Tilt, Variance, Vector, Zero, oo, pi)

T, Fa, H, U = Verdict.TRUE, Verdict.FALSE, Verdict.HELD, Verdict.UNKNOWN
x, y, lam, r = Symbol("x"), Symbol("y"), Symbol("lam"), Symbol("r", SCALAR, "positive")
i, j = Symbol("i", Index(3)), Symbol("j", Index(3))
omega, mu = Symbol("omega", Point("Omega")), Symbol("mu", Measure(Point("Omega")), "probability")
f = Symbol("f", Function(Point("Omega"), SCALAR))
V = Symbol("V", Function(Index(3), Vector(2)))
u, w = Symbol("u", Vector(2)), Symbol("w", Vector(2))
A = Symbol("A", Operator(2, 2))
g = Symbol("g", Function(SCALAR, SCALAR))
root2 = Sqrt(2)


def rational(*numbers):
    return tuple(map(Fraction, numbers))


MODEL = Model(spaces={"Omega": 2}, values={
    x: Fraction(2), mu: FiniteMeasure((0, 1), rational("1/2", "1/2")), f: Table({(0,): Fraction(1), (1,): Fraction(3)}),
    V: Table({(1,): rational(1, 0), (2,): rational(-1, 1), (3,): rational(-1, -2)}), w: rational(1, 1),
    A: (rational(1, 2), rational(2, 4)),
    g: PolynomialFunction((), {(): (Polynomial(1, {(3,): Fraction(1)}),)}, lambda entries: entries[0])})


def verdict(statement, digits=50):
    return Evaluate(MODEL, digits)(statement)


@pytest.mark.parametrize("statement, expected", [
    (Eq(x, 2), T), (Eq(x, 3), Fa), (Eq(root2 * root2, 2), H), (Eq(root2, root2 + Number(1, 10**20)), Fa),
    (Eq(root2, root2 + Number(1, 10**60)), H), (Ne(x, 3), T), (Ne(root2 * root2, 2), U), (Lt(root2, 2), T),
    (Lt(root2 * root2, 2), U), (Le(root2 * root2, 2), H), (Le(2, 2), T), (Lt(2, 2), Fa), (Gt(root2, 2), Fa),
    (Ge(3, 2), T),
    (Eq(Exp(-300), 0), Fa), (Eq(Sin(pi), 0), H), (Eq(Coordinates(root2, 1), Coordinates(2 / root2, 1)), H),
    (Eq(Coordinates(1, 2), Coordinates(1, 3)), Fa), (Eq(g, Lambda(y, y**3)), H), (Eq(g, Lambda(y, y**2)), Fa),
    (IsInteger(x), T), (IsInteger(x / 4), Fa), (IsInteger(root2 * root2), H), (IsInteger(root2), Fa),
])
def test_relations(statement, expected):
    assert verdict(statement) is expected


@pytest.mark.parametrize("statement, expected", [
    (And(), T), (Or(), Fa), (And(Eq(x, 2), Eq(root2**2, 2)), H), (Or(Eq(x, 3), Eq(root2**2, 2)), H), (Not(Eq(x, 3)), T),
    (Not(Eq(root2**2, 2)), U), (Implies(Eq(x, 3), Eq(1, 0)), T), (Implies(Eq(x, 2), Eq(1, 0)), Fa),
    (Iff(Eq(x, 2), Eq(x, 3)), Fa), (Iff(Eq(x, 3), Eq(x, 4)), T), (Iff(Eq(root2**2, 2), Eq(x, 2)), H),
    (Implies(Ne(x, 2), Gt(1 / (x - 2), 0)), T), (And(Ne(x, 2), Gt(1 / (x - 2), 0)), Fa),
])
def test_connectives_also_with_a_part_that_has_no_value(statement, expected):
    assert verdict(statement) is expected


@pytest.mark.parametrize("statement, expected", [
    (ForAll(i, ForAll(j, Eq(Kronecker(i, j), Kronecker(j, i)))), T),
    (ForAll(i, Eq(Kronecker(i, IndexValue(1, 3)), 1)), Fa),
    (ForAll(omega, Gt(f(omega), 0)), T), (ForAll(omega, Gt(f(omega), 1)), Fa), (ForAll(y, Ge(y**2, 0)), H),
    (ForAll(y, Gt(y**2, 0)), Fa), (ForAll(r, Gt(r, Number(1, 10**7))), H), (ForAll(r, Gt(r, Number(1, 10**5))), Fa),
    (ForAll(u, Ge(Inner(u, u), 0)), H), (ForAll(u, Gt(Inner(u, u), 0)), Fa), (Exists(omega, Eq(f(omega), 3)), T),
    (Exists(omega, Eq(f(omega), 2)), Fa), (Exists(y, Eq(y**2, 4)), T), (Exists(y, Eq(y**2, -4)), U),
    (Exists(y, Eq(y, x / 7919)), T), (Not(Exists(y, Lt(y**2, 0))), H), (Not(Exists(y, Gt(y, 0))), Fa),
    (Exists(r, ForAll(lam, Implies(Lt(Abs(lam), r), Lt(lam**2, 1)))), H),
])
def test_quantifiers_try_what_hurts(statement, expected):
    assert verdict(statement) is expected


@pytest.mark.parametrize("statement, expected", [
    (Symmetric(A), T), (PositiveSemidefinite(A), T), (PositiveDefinite(A), Fa), (PositiveDefinite(A + Identity(2)), T),
    (PositiveSemidefinite(A - Identity(2)), Fa), (Symmetric(Outer(w, Coordinates(1, 2))), Fa),
    (PositiveSemidefinite(Zero(Operator(2, 2))), T), (ContinuouslyDifferentiable(g, 7), T),
    (ContinuouslyDifferentiable(Lambda(y, Exp(y) * g(y))), T), (ContinuouslyDifferentiable(Lambda(y, Abs(y))), U),
    (HasDerivative(y, g(y), 2, 12), H), (HasDerivative(y, g(y), 2, 11), Fa), (HasLimit(y, oo, Exp(-y), 0), H),
    (HasLimit(y, 0, Sin(y) / y, 2), Fa), (HasLimit(y, oo, Sin(y), 0), U), (Integrable(omega, mu, 1 / f(omega)), T),
    (Integrable(y, Normal(0, 1), y**4), T), (Integrable(y, Normal(0, 1), Exp(y**2)), U),
    (DominatedDerivative(lam, 0, omega, mu, Exp(lam * f(omega))), T),
    (DominatedDerivative(lam, 0, omega, mu, Abs(lam) * f(omega)), U),
    (DominatedDerivative(lam, 1, omega, mu, Abs(lam) * f(omega)), H),
])
def test_facts_about_operators_and_functions(statement, expected):
    assert verdict(statement) is expected


@pytest.mark.parametrize("statement, expected", [
    (Member(Zero(Vector(2)), ConvexHull(V)), T), (Member(w, ConvexHull(V)), Fa), (Member(w, ConicHull(V)), T),
    (Member(w, OpenHalfSpace(w, 1)), T), (Member(w, OpenHalfSpace(w, 2)), Fa),
    (Member(w, SetBuilder(u, Eq(Inner(u, w), 2))), T), (Member(Scale(root2, w), SetBuilder(u, Eq(Inner(u, u), 4))), H),
])
def test_sets(statement, expected):
    assert verdict(statement) is expected


@pytest.mark.parametrize("statement, expected", [
    (Asymptotic(lam, Exp(lam), 1 + lam + BigO(lam, 2)), H), (Asymptotic(lam, Exp(lam), 1 + BigO(lam, 2)), Fa),
    (Asymptotic(lam, Exp(lam), 1 + lam / 2 + BigO(lam, 1)), H),
    (Asymptotic(lam, Cos(lam), 1 - lam**2 / 2 + BigO(lam, 4)), H),
    (Asymptotic(lam, Cos(lam), 1 - lam**2 / 2 + BigO(lam, 5)), Fa),
    (Asymptotic(lam, (1 + lam) ** 2, 1 + 2 * lam + lam**2), H),
    (Asymptotic(lam, (1 + lam) ** 2, 1 + 2 * lam), Fa), (Asymptotic(lam, 1 + BigO(lam, 3), 1 + BigO(lam, 2)), H),
    (Asymptotic(lam, 1 + BigO(lam, 1), 1 + BigO(lam, 2)), Fa),
    (Asymptotic(lam, (1 + lam + BigO(lam, 2)) / (1 - lam + BigO(lam, 2)), 1 + 2 * lam + BigO(lam, 2)), H),
    (Asymptotic(lam, (1 + lam + BigO(lam, 2)) / (1 - lam + BigO(lam, 2)), 1 + lam + BigO(lam, 2)), Fa),
    (Asymptotic(lam, 1 + lam, (1 + BigO(lam, 1)) * (1 + BigO(lam, 2))), H),
    (Asymptotic(lam, Expectation(omega, Tilt(omega, mu, lam * f(omega)), f(omega)),
                Expectation(omega, mu, f(omega)) + lam * Variance(omega, mu, f(omega)) + BigO(lam, 2)), H),
    (Asymptotic(lam, Expectation(omega, Tilt(omega, mu, lam * f(omega)), f(omega)),
                Expectation(omega, mu, f(omega)) - lam * Variance(omega, mu, f(omega)) + BigO(lam, 2)), Fa),
])
def test_remainders(statement, expected):
    assert verdict(statement) is expected


def test_a_verdict_is_not_a_truth_value():
    with pytest.raises(TypeError, match="four values"):
        bool(T)


def test_the_relation_that_failed_is_remembered():
    evaluate = Evaluate(MODEL)
    assert evaluate(ForAll(omega, Implies(Gt(f(omega), 0), Lt(f(omega), x)))) is Fa
    relation, left, right, bound = evaluate.failure
    assert relation is Lt(f(omega), x)
    assert (left, right, bound) == (3, 2, {omega: 1})


def test_an_expansion_whose_sides_cancel_is_not_refuted_by_rounding():
    """For a constant t both sides vanish; what rounding leaves of the left one is no gap."""
    from symproof.models.model import show
    from symproof.terms import Log
    from symproof.vocabulary import E, O, P, RandomScalar, Real, Var, equals, exp, tilted

    lam, t = Real("lam"), RandomScalar("t")
    claim = equals(lam * E(t, under=tilted(t, lam)) - Log(E(exp(lam * t))), lam**2 / 2 * Var(t) + O(lam**3))
    values = {P: FiniteMeasure((0,), (Fraction(1),)), t.arguments[0]: Table({(0,): Fraction(-1, 2)})}
    assert Evaluate(Model(spaces={"Omega": 1}, values=values))(claim).holds
    wrong = equals(lam * E(t, under=tilted(t, lam)) - Log(E(exp(lam * t))), lam**2 / 2 + O(lam**3))
    assert Evaluate(Model(spaces={"Omega": 1}, values=values))(wrong) is Verdict.FALSE
    assert show(Verdict.TRUE) == "true"
