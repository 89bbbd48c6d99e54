"""Balls contain the value, and decide only what is certain."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st
from symproof.models import Balls, Evaluate, Model, Undefined, Unsupported, decide_strict
from symproof.models.ball_arithmetic import ball_of, precision
from symproof.models.exact import CONTEXT, approximate
from symproof.terms import (SCALAR, Abs, Add, And, Arccos, Arcsin, Arctan, Coordinates, Cos, Derivative, Div, Eq, Erf,
                            Exp, Expectation, Factorial, FamilySum, Ge, Gt, Index, IndexValue, Integral, Kronecker, Le,
                            Lebesgue, Limit, Log, Lt, Max, MeasureIntegral, Min, Mul, Ne, Neg, Norm, Normal, NormalCDF,
                            NormalDensity, Number, Pow, Probability, Sign, Sin, Size, Sqrt, Sum, Symbol, Tan, Tanh,
                            Variance, as_term, oo, pi)

x, y, k = Symbol("x"), Symbol("y"), Symbol("k", SCALAR, "integer")
third = Number(1, 3)


def test_every_term_class_is_read_or_refused():
    assert Balls.missing() == []


EQUALITIES = [
    (Pow(Sqrt(2) - Sqrt(3), 2), 5 - 2 * Sqrt(6)), (Pow(Neg(third), -3), -27), (Pow(8, third), 2), (Exp(Log(7)), 7),
    (4 * Arctan(1), pi), (6 * Arcsin(Number(1, 2)), pi), (3 * Arccos(Number(1, 2)), pi), (Sin(pi / 6), Number(1, 2)),
    (Tan(pi / 4), 1), (Cos(pi), -1), (Tanh(Log(2)), Number(3, 5)), (Erf(1), 2 * NormalCDF(Sqrt(2)) - 1),
    (NormalDensity(0), 1 / Sqrt(2 * pi)), (Abs(1 - Sqrt(2)), Sqrt(2) - 1), (Max(1, Sqrt(2), pi), pi),
    (Min(1, Sqrt(2)), 1),
    (Sign(1 - pi), -1), (Factorial(20), 2432902008176640000), (Sum(k, 1, 100, k**3), 5050**2), (Sqrt(0), 0),
    (Size(3), 3),
    (FamilySum(Symbol("i", Index(4)), Kronecker(Symbol("i", Index(4)), IndexValue(2, 4))), 1),
    (Integral(x, 0, 1, x**2), third), (Integral(x, 1, 0, x**2), -third), (Integral(x, -1, 1, Abs(x)), 1),
    (Integral(x, 0, 1, Sqrt(x)), Number(2, 3)), (Integral(x, -1, 2, Sign(x)), 1),
    (Integral(x, 0, 1, Max(x, 1 - x)), Number(3, 4)),
    (Integral(x, -oo, oo, NormalDensity(x)), 1), (Integral(x, -oo, 0, NormalDensity(x)), Number(1, 2)),
    (Integral(x, 5, oo, NormalDensity(x)), NormalCDF(-5)), (-Integral(x, -oo, oo, Exp(-x**2)), -Sqrt(pi)),
    (Integral(x, -oo, oo, Exp(-(x - 1000) ** 2 / 2)), Sqrt(2 * pi)), (Integral(x, -oo, oo, x**2 * Exp(-x**2 / 2 + x)),
                                                                     2 * Sqrt(2 * pi) * Exp(Number(1, 2))),
    (2 * Integral(x, -oo, oo, NormalDensity(x) ** 2), 1 / Sqrt(pi)), (Integral(x, -oo, oo, Sin(x) * Exp(-x**2)), 0),
    (Expectation(x, Normal(1, 4), (x - 1) ** 2), 4), (Variance(x, Normal(3, 2), x), 2),
    (Probability(x, Normal(0, 1), Le(x, 1)), NormalCDF(1)),
    (MeasureIntegral(x, Lebesgue(SCALAR), NormalDensity(x)), 1), (Expectation(x, Normal(2, 0), x**3), 8),
    (Integral(x, 0, 1, Arctan(x)), pi / 4 - Log(2) / 2),
    (Integral(x, 0, 1, Abs(Number(0)) + Sqrt(0) * x + x), Number(1, 2)),
]


@pytest.mark.parametrize("left, right", EQUALITIES)
def test_equal_terms_have_overlapping_narrow_balls(left, right):
    for bits in (64, 200):
        balls = Balls(bits)
        one, other = balls.enclosure(left), balls.enclosure(as_term(right))
        assert one.overlaps(other)
        assert one.rad() < 2.0 ** (20 - bits) * max(1.0, abs(float(one.mid())))


@pytest.mark.parametrize("left, right", EQUALITIES)
def test_overlap_never_decides_an_equality(left, right):
    for relation in (Lt, Gt, Ne):
        assert decide_strict(relation(left, right), max_bits=128) in (None, False)
    if decide_strict(Ne(left, right), max_bits=128) is False:
        with precision(64):
            assert all(Balls(64).enclosure(side).is_exact() for side in (left, as_term(right)))
    assert decide_strict(Lt(left, right + Number(1, 10**12))) is True
    assert decide_strict(Gt(left, right + Number(1, 10**12))) is False


@pytest.mark.parametrize("statement, expected", [
    (Lt(Exp(pi), 24), True), (Ge(Exp(pi), 24), False), (Gt(Exp(pi * Sqrt(163)), 262537412640768744), False),
    (Lt(Exp(pi * Sqrt(163)), 262537412640768744), True), (Ne(Sin(Number(22)), 0), True), (Lt(1, 1), False),
    (Le(1, 1), True),
    (Ne(1, 1), False), (Lt(Sqrt(2) ** 2, 2), None), (Le(Sqrt(2) ** 2, 2), None),
    (Gt(Integral(x, 0, 1, Exp(-x**2)), Number(3, 4)), False),
    (Gt(Integral(x, 0, 1, Exp(-(10**12) * (x - third) ** 2)), 0), True), (Lt(x, 1), None), (Gt(Log(-1), 0), None),
    (Lt(Integral(x, 0, oo, 1 / (1 + x**2)), 2), None), (Lt(Sqrt(-1), 5), None), (Gt(1 / (Sqrt(2) ** 2 - 2), 0), None),
])
def test_strict_relations(statement, expected):
    assert decide_strict(statement, seconds=2) is expected


def test_only_relations_between_scalars_are_decided():
    for statement in (Eq(1, 1), And(), Ne(Coordinates(1), Coordinates(2))):
        with pytest.raises(TypeError, match="decide_strict"):
            decide_strict(statement)


@pytest.mark.parametrize("term", [
    Integral(x, 0, oo, Exp(-x)), Integral(x, -oo, oo, 1 / (1 + x**2)), Integral(x, -oo, oo, Exp(x**2)),
    Integral(x, -oo, oo, Exp(x**3 - x**4)), Sum(k, 1, oo, 1 / k**2), Derivative(x, x, 1), Norm(Coordinates(1, 2)),
    Integral(x, 0, 1, Integral(y, 0, x, y)), Symbol("free"), Limit(x, 0, x), Integral(x, 0, 1, 1 / x),
])
def test_what_is_not_enclosed_says_so(term):
    with pytest.raises(Unsupported, match=r"\w+ \w+"):
        Balls(64, evaluations=2000).enclosure(term)


@pytest.mark.parametrize("term", [1 / Sqrt(0), Log(-2), Sqrt(-2), Arcsin(2), Pow(0, -1), Pow(-2, Number(1, 2))])
def test_what_has_no_value_is_undefined(term):
    with pytest.raises(Undefined):
        Balls(64).enclosure(term)


def test_the_precision_of_flint_is_restored_even_after_an_error():
    before = flint.ctx.prec
    decide_strict(Lt(Exp(pi * Sqrt(163)), 262537412640768744))
    with pytest.raises(Unsupported):
        Balls(999).enclosure(Symbol("free"))
    assert flint.ctx.prec == before


UNARY = (Sqrt, Exp, Log, Sin, Cos, Tan, Arcsin, Arccos, Arctan, Tanh, Erf, NormalDensity, NormalCDF, Abs, Neg)
BINARY = (Add, Mul, Div, Max, Min, Pow)
leaves = st.fractions(min_value=-3, max_value=3, max_denominator=4).map(as_term) | st.just(pi)
expressions = st.recursive(leaves, lambda inner: st.one_of(
    st.builds(lambda f, a: f(a), st.sampled_from(UNARY), inner),
    st.builds(lambda f, a, b: f(a, b), st.sampled_from(BINARY), inner, inner)), max_leaves=6)


@settings(max_examples=400, deadline=None)
@given(expressions)
def test_the_ball_contains_what_mpmath_computes(term):
    """Two readings that share no code: where both have a value, the digits of one lie in the ball of the other."""
    try:
        ball, value = Balls(100).enclosure(term), Evaluate(Model())(term)
    except Undefined:
        return
    if ball.is_finite():
        with precision(100), CONTEXT.workdps(65):
            slack = abs(ball.mid()) * arb(2) ** -90 + arb(2) ** -90
            assert (ball + arb(0, slack.upper())).contains(ball_of(value))


@pytest.mark.parametrize("body", [
    Abs(x - third), Max(x, x**2 - 1), Sqrt(Abs(x)), Exp(-x) * Sign(x), Arctan(3 * x), Sqrt(x + 2) * Log(x + 3)])
def test_an_integral_is_enclosed_also_where_the_integrand_is_not_analytic(body):
    """Against Simpson's rule on a fine mesh, which needs no analyticity."""
    count = 4000
    places = [Fraction(2 * j, count) - 1 for j in range(count + 1)]
    with CONTEXT.workdps(30):
        values = [approximate(Evaluate(Model({}, {}, {x: place}), 15)(body)) for place in places]
        mean = (values[0] + values[-1] + 4 * sum(values[1::2]) + 2 * sum(values[2:-1:2])) / (3 * count / 2)
    ball = Balls(80).enclosure(Integral(x, -1, 1, body))
    assert ball.rad() < 1e-8
    assert abs(float(ball.mid()) - float(mean)) < 2e-3
