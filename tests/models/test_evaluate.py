"""Evaluating terms: exactly while rational, to 50 digits otherwise, and never guessing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from symproof.models import (Evaluate, FiniteMeasure, GaussianMeasure, Model, Polynomial, PolynomialFunction, Table,
                             Undefined, Unsupported, Verdict)
from symproof.models.exact import CONTEXT, GUARD, approximate
from symproof.models.quadrature import twice
from symproof.terms import (SCALAR, Abs, And, Arccos, Arcsin, Arctan, BigO, Compose, ConditionalExpectation,
                            Coordinates, Correlation, Cos, CovarianceOperator, Derivative, Discrete, Eq, Erf, Exp,
                            Expectation, Factorial, FamilySum, Function, Gaussian, Gradient, Gt, Identity, Index,
                            IndexValue, Inner, Integral, Inverse, Kronecker, Limit, Log, Lt, Max, Measure, Min, Neg,
                            Norm, Normal, NormalCDF, NormalDensity, Number, Operator, Outer, Point, Pow, Probability,
                            Scale, Sign, Sin, Size, Sqrt, Sum, Symbol, Tan, Tanh, Tilt, Transpose, Variance, Vector,
                            Zero, oo, pi)

x, y, lam = Symbol("x"), Symbol("y"), Symbol("lam")
k = Symbol("k", SCALAR, "integer")
v, u = Symbol("v", Vector("d")), Symbol("u", Vector("d"))
A = Symbol("A", Operator("d", "d"))
i = Symbol("i", Index("m"))
family = Symbol("V", Function(Index("m"), Vector("d")))
omega, mu = Symbol("omega", Point("Omega")), Symbol("mu", Measure(Point("Omega")), "probability")
f = Symbol("f", Function(Point("Omega"), SCALAR))
F = Symbol("F", Function(Vector("d"), SCALAR))
z = Symbol("z", Vector("d"))
half = Fraction(1, 2)

MODEL = Model(
    sizes={"d": 2, "m": 2}, spaces={"Omega": 2},
    values={
        x: Fraction(2), y: Fraction(-3), v: (Fraction(1), Fraction(2)), u: (Fraction(3), Fraction(-1)),
        A: ((Fraction(2), Fraction(1)), (Fraction(1), Fraction(1))),
        family: Table({(1,): (Fraction(1), Fraction(0)), (2,): (Fraction(0), Fraction(1))}),
        mu: FiniteMeasure((0, 1), (Fraction(1, 4), Fraction(3, 4))),
        f: Table({(0,): Fraction(4), (1,): Fraction(-2)}),
        F: PolynomialFunction((), {(): (Polynomial(2, {(2, 0): Fraction(1), (1, 1): Fraction(3)}),)}, lambda e: e[0]),
    })


def value(term, model=MODEL):
    return Evaluate(model)(term)


def test_every_term_class_is_read():
    assert Evaluate.missing() == []


@pytest.mark.parametrize("term, expected", [
    (x + y * 2, -4), (x / y, Fraction(-2, 3)), (Pow(x, -2), Fraction(1, 4)), (Pow(0, 0), 1),
    (Sqrt(Number(9, 4)), Fraction(3, 2)),
    (Pow(Number(8, 27), Number(2, 3)), Fraction(4, 9)), (Abs(y), 3), (Sign(y), -1), (Max(x, y, 1), 2), (Min(x, y), -3),
    (Factorial(5), 120), (Inner(v, u), 1), (Norm(Coordinates(3, 4)), 5), (Inner(A @ v, u), 9),
    (Size("d"), 2), (Kronecker(IndexValue(1, 3), IndexValue(2, 3)), 0), (FamilySum(i, Inner(family[i], v)), 3),
    (Sum(k, 1, 10, k**2), 385), (Sum(k, 1, 0, k), 0), (Expectation(omega, mu, f(omega)), Fraction(-1, 2)),
    (Variance(omega, mu, f(omega)), Fraction(27, 4)), (Probability(omega, mu, Gt(f(omega), 0)), Fraction(1, 4)),
    (ConditionalExpectation(omega, mu, f(omega), Lt(f(omega), 0)), -2), (Integral(x, 0, 3, x**2), 9),
    (Expectation(x, Normal(1, 2), x**4), 25), (Expectation(x, Tilt(x, Normal(0, 1), 3 * x), x**2), 10),
    (Expectation(z, Gaussian(v, A), F(z)), 1 + 2 + 3 * (2 + 1)), (Expectation(x, Normal(5, 0), x + 1), 6),
    (Expectation(x, Discrete(Number(1, 2), 1, Number(1, 2), 3), x), 2),
])
def test_rational_values_are_exact(term, expected):
    found = value(term)
    assert isinstance(found, Fraction)
    assert found == expected


@pytest.mark.parametrize("term, expected", [
    (Scale(x, v), (2, 4)), (A @ v, (4, 3)), (Inverse(A), ((1, -1), (-1, 2))), (Compose(A, Inverse(A)), ((1, 0),
    (0, 1))),
    (Outer(v, u), ((3, -1), (6, -2))), (Transpose(Outer(v, u)), ((3, 6), (-1, -2))), (Identity("d"), ((1, 0), (0, 1))),
    (Zero(Vector("d")), (0, 0)), (v + u - v, (3, -1)), (Gradient(F)(v), (8, 3)), (Coordinates(x, y), (2, -3)),
    (Expectation(z, Gaussian(v, A), z), (1, 2)), (CovarianceOperator(z, Gaussian(v, A), z), ((2, 1), (1, 1))),
])
def test_vectors_and_operators_are_exact(term, expected):
    assert value(term) == expected


@pytest.mark.parametrize("left, right", [
    (Integral(x, -oo, oo, NormalDensity(x)), 1),
    (Integral(x, -oo, oo, Exp(Neg((x - 1000) ** 2) / 2)), Sqrt(2 * pi)),
    (Integral(x, 0, 1, Exp(-(10**10) * (x - Number(3123, 10000)) ** 2)), Sqrt(pi) / 10**5),
    (Integral(x, 0, 1, Log(x)), -1), (Integral(x, 0, oo, 1 / (1 + x**2)), pi / 2),
    (Integral(x, 0, 1, Sqrt(x)), Number(2, 3)),
    (Integral(x, -1, 1, Abs(x - Number(1, 3))), Number(10, 9)), (Integral(x, 2, 0, Exp(x)), 1 - Exp(2)),
    (Expectation(x, Normal(0, 4), Max(x, 0)), 2 / Sqrt(2 * pi)),
    (Expectation(x, Normal(0, 1), Expectation(y, Normal(0, 1), Max(x, y))), 1 / Sqrt(pi)),
    (Expectation(x, Normal(1, 3), Abs(x - 2)),
    2 * Sqrt(3) * NormalDensity(1 / Sqrt(3)) + 1 - 2 * NormalCDF(-1 / Sqrt(3))),
    (Expectation(x, Normal(1, 2), x * Exp(3 * x)), 7 * Exp(12)),
    (Expectation(x, Normal(0, 1), Cos(x)), Exp(Number(-1, 2))),
    (Probability(x, Normal(0, 1), And(Lt(0, x), Lt(x, 1))), NormalCDF(1) - Number(1, 2)),
    (Derivative(x, Sin(x) * Exp(x), 1), Exp(1) * (Sin(1) + Cos(1))),
    (Derivative(x, Derivative(x, Exp(x**2)), 1), 6 * Exp(1)),
    (Derivative(lam, Expectation(x, Normal(lam, 1), Max(x, 0)), 0), Number(1, 2)),
    (Limit(x, 0, Sin(x) / x), 1), (Limit(x, oo, (1 + 1 / x) ** x), Exp(1)), (Limit(x, 0, Sqrt(x), "+"), 0),
    (Sum(k, 0, oo, Pow(Number(1, 3), k)), Number(3, 2)),
    (Expectation(x, Normal(0, 1), Min(x, 1)), NormalCDF(-1) - NormalDensity(1)),
    (Arcsin(Number(1, 3)) + Arccos(Number(1, 3)), pi / 2), (Tanh(1), (Exp(2) - 1) / (Exp(2) + 1)),
    (Erf(1), 2 * NormalCDF(Sqrt(2)) - 1), (4 * Arctan(1), pi), (Tan(1), Sin(1) / Cos(1)),
])
def test_irrational_values_hold_to_fifty_digits_and_no_further(left, right):
    evaluate = Evaluate(Model())
    assert evaluate(Eq(left, right)) is Verdict.HELD or evaluate(Eq(left, right)) is Verdict.TRUE
    assert evaluate(Eq(left, right + Number(1, 10**30))) is Verdict.FALSE


@pytest.mark.parametrize("term", [
    1 / (x - 2), Log(y), Sqrt(y), Log(x - 2), Pow(y, Number(1, 2)), Pow(x - 2, -1), Arcsin(x), Factorial(y),
    Inverse(Outer(v, v)),
    1 / (Sqrt(2) * Sqrt(2) - 2), Derivative(x, Abs(x), 0), Limit(x, 0, Sign(x)), Correlation(omega, mu, x, f(omega)),
    ConditionalExpectation(omega, mu, f(omega), Gt(f(omega), 9)), Symbol("unheard"), Normal(0, y),
])
def test_what_has_no_value_is_undefined(term):
    with pytest.raises(Undefined):
        value(term)


@pytest.mark.parametrize("term", [
    Integral(x, 0, 1, 1 / x), Integral(x, 0, oo, 1), Integral(x, 0, oo, Sqrt(x)), Integral(x, 1, oo, 1 / x), Sum(k,
    1, oo, 1 / k), Limit(x, 0, Sin(1 / x)),
    BigO(x, 2), Sum(k, 1, 10**9, k), Expectation(z, Gaussian(v, A), Abs(Inner(z, u))),
])
def test_what_cannot_be_computed_is_unsupported(term):
    with pytest.raises(Unsupported):
        value(term)


def test_a_narrow_peak_that_the_meshes_miss_is_not_trusted():
    def bump(point):
        return CONTEXT.exp(-((approximate(point) - CONTEXT.mpf("0.3123")) * 10**9) ** 2)

    with CONTEXT.workdps(50 + GUARD), pytest.raises(Unsupported):
        twice(bump, [-CONTEXT.inf, CONTEXT.zero, CONTEXT.inf])


def test_the_precision_of_mpmath_itself_is_left_alone():
    import mpmath

    before = mpmath.mp.dps
    value(Derivative(x, Exp(x), 1))
    assert mpmath.mp.dps == before


def test_a_bound_symbol_shadows_a_free_one():
    assert value(Sum(x, 1, 3, x) + x) == 8
    assert value(Expectation(x, Normal(x, 1), x)) == 2
    assert value(Expectation(x, Tilt(y, Normal(0, 1), x * y), x)) == 2


def test_a_gaussian_tilt_by_an_affine_score_is_a_gaussian():
    found = value(Tilt(z, Gaussian(v, A), Inner(z, u)))
    assert isinstance(found, GaussianMeasure)
    assert (found.mean, found.covariance) == ((6, 4), MODEL.values[A])


def test_a_definition_is_evaluated_anew_at_every_precision():
    s = Symbol("s")
    model = Model(definitions={s: Sqrt(2)})
    for digits in (20, 50, 200):
        assert Evaluate(model, digits)(Eq(s**2, 2)) is Verdict.HELD
