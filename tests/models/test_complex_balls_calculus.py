"""Integrals, sums, products, derivatives and limits as complex balls: values by hand, and what must not get a value."""

from __future__ import annotations

from fractions import Fraction as F

import mpmath
import pytest
from flint import acb, arb
from symproof.decide.refutation.evaluation import differentiate
from symproof.models.ball_arithmetic import precision
from symproof.models.complex_balls import ComplexBalls
from symproof.models.complex_expander import Expander
from symproof.models.complex_expansions import Frame, variable
from symproof.models.complex_scales import Scale, Surd, enclosure
from symproof.models.verdict import Undefined, Unsupported
from symproof.terms import (Abs, Arctan, Cos, Derivative, Div, Erf, Exp, Expectation, Factorial, IfThenElse, ImaginaryUnit,
                            Integral, Limit, Log, Lt, Max, Mul, Normal, Number, Pow, Probability, Product, Sign, Sin,
                            Special, Sqrt, Sum, Symbol, Tan, Variance, as_term, oo, pi)

x, y, n, a = Symbol("x"), Symbol("y"), Symbol("n"), Symbol("a")
i = ImaginaryUnit()
half, third = Number(1, 2), Number(1, 3)
mp = mpmath.mp


def ball(term, bits=64, **values):
    names = {s.name: s for s in (x, y, n, a)}
    point = {names[k]: v for k, v in values.items()}
    return ComplexBalls(bits, point, differentiate=differentiate).enclosure(as_term(term))


EQUAL = [
    (Integral(x, -oo, oo, Exp(-x**2 / 2)), Sqrt(2 * pi)), (Integral(x, -oo, oo, Exp(-(x - 1000) ** 2 / 2)), Sqrt(2 * pi)),
    (Integral(x, 0, 1, Log(x)), -1), (Integral(x, 0, 1, Pow(x, -half)), 2), (Integral(x, -1, 1, 1 / Sqrt(1 - x**2)), pi),
    (Integral(x, 0, 1, 3 * x**2 * Log(3 * x**2)), Log(3) - 2 * third), (Integral(x, 0, 1, Log(x) * Log(1 - x)), 2 - pi**2 / 6),
    (Integral(x, 0, oo, Exp(-(x**2)) * Log(x)), -Sqrt(pi) / 4 * (-Special("digamma", 1) + 2 * Log(2))),
    (Integral(x, -oo, oo, 1 / (1 + x**2)), pi), (Integral(x, 1, oo, Pow(x, -3 * half)), 2),
    (Integral(x, -oo, oo, Cos(x) / (1 + x**2)), pi / Exp(1)), (Integral(x, 0, oo, Sin(x) / x), pi / 2),
    (Integral(x, 0, oo, x / (Exp(x) - 1)), pi**2 / 6), (Integral(x, 0, pi, Log(Sin(x))), -pi * Log(2)),
    (Integral(x, 0, oo, Pow(x, -half) * Exp(-x)), Sqrt(pi)), (Integral(x, -1, 2, Log(Abs(x))), 2 * Log(2) - 3),
    (Integral(x, -pi / 2, 0, Abs(Cos(x))), 1), (Integral(x, 0, 2 * pi, 1 / (2 + Cos(x))), 2 * pi / Sqrt(3)),
    (Integral(x, 0, 2, Sqrt(x**2 - 2 * x + 1)), 1), (Integral(x, 0, 1, Special("floor", 3 * x)), 1),
    (Integral(x, 0, 1, IfThenElse(Lt(x, third), 1, x)), third + Number(4, 9)), (Integral(x, -1, 2, Sign(x)), 1),
    (Integral(x, -1, 1, Sqrt(x)), Number(2, 3) + Number(2, 3) * i), (Integral(x, 0, 1, Log(-1 - x)), 2 * Log(2) - 1 + i * pi),
    (Integral(x, 0, 2 * pi, Sqrt(Exp(i * x))), 4), (Integral(x, 0, 2 * pi, Abs(1 + Exp(i * x))), 8),
    (Integral(x, 1, 0, x**2), -third), (Integral(x, -oo, oo, Exp(-(x**2) / 2 + i * x)), Sqrt(2 * pi) * Exp(-half)),
    (Integral(x, 0, 1, Integral(y, 0, x, x * y)), Number(1, 8)),
    (Integral(x, 0, oo, Integral(y, 0, oo, Exp(-x - y) * (x + y))), 2),
    (Integral(x, -oo, oo, Max(x, 0) * Exp(-x**2 / 4) / Sqrt(4 * pi)), 1 / Sqrt(pi)),
    (Integral(x, 0, 1, x**1000), Number(1, 1001)),
    (Integral(x, 0, 1, Exp(-(10**6) * (x - third) ** 2)), Sqrt(pi) / 1000),
    (Expectation(x, Normal(1, 4), x**2), 5), (Variance(x, Normal(3, 2), x), 2), (Probability(x, Normal(0, 1), Lt(x, 0)), half),
    (Sum(n, 1, oo, 1 / n**2), pi**2 / 6), (Sum(n, 1, oo, (-1) ** n / n), -Log(2)), (Sum(n, 0, oo, 1 / Factorial(n)), Exp(1)),
    (Sum(n, 0, oo, Pow(third, n)), 3 * half), (Sum(n, 0, oo, (-1) ** n / (2 * n + 1)), pi / 4),
    (Sum(n, 1, oo, n * Pow(half, n)), 2), (Sum(n, 0, oo, Special("binomial", 2 * n, n) / 8**n), Sqrt(2)),
    (Sum(n, 1, 100, n**3), 5050**2), (Sum(n, 1, oo, Cos(pi * n) / n**2), -(pi**2) / 12), (Sum(n, 5, 4, n), 0),
    (Sum(n, -oo, oo, Exp(-pi * n**2)), Pow(pi, Number(1, 4)) / Special("gamma", Number(3, 4))),
    (Sum(n, 1, oo, 1 / (n * (n + 1))), 1), (Sum(n, 1, oo, Arctan(1 / n**2)), Sum(n, 1, oo, Arctan(1 / n**2))),
    (Product(n, 1, oo, 4 * n**2 / (4 * n**2 - 1)), pi / 2), (Product(n, 1, 5, n), 120), (Product(n, 2, oo, 1 - 1 / n**2), half),
    (Derivative(x, Derivative(x, Derivative(x, Log(1 - x / 2))), 1), -2),
    (Derivative(x, Exp(x) * Sin(x), 0), 1), (Derivative(x, Derivative(x, Special("gamma", x)), 1),
                                             Special("digamma", 1) ** 2 + pi**2 / 6),
    (Derivative(y, Derivative(x, Derivative(x, Exp(x**2 + 3 * x * y)), 0), 0), 0), (Derivative(x, x**x, 1), 1),
    (Limit(x, 0, (Tan(x) - Sin(x)) / x**3), half), (Limit(x, oo, (1 + 1 / x) ** x), Exp(1)),
    (Limit(x, oo, x * (Sqrt(x**2 + 1) - x)), half), (Limit(x, 0, Pow(-1, Special("floor", x)), "-"), -1),
    (Limit(x, 0, x * Log(x), "+"), 0), (Limit(x, oo, Factorial(x) * Exp(x) / x**x / Sqrt(x)), Sqrt(2 * pi)),
    (Limit(x, -oo, Exp(x) * x**5), 0), (Limit(x, oo, Erf(x)), 1), (Limit(x, 0, Special("gamma", x) * x), 1),
]


@pytest.mark.parametrize("left, right", EQUAL)
def test_values_by_hand(left, right):
    one, other = ball(left), ball(right)
    assert one.overlaps(other)
    assert one.real.rad() < 1e-12 * max(1.0, abs(float(one.real.mid()))) and one.imag.rad() < 1e-12


def test_a_hundred_digits():
    for term, value in ((Integral(x, 0, 1, Log(x) / (1 + x)), -pi**2 / 12), (Sum(n, 1, oo, 1 / n**3), Special("zeta", 3)),
                        (Integral(x, -oo, oo, Exp(-(x**2))), Sqrt(pi))):
        one, other = ball(term, 360), ball(value, 360)
        assert one.overlaps(other) and one.real.rad() < 1e-95


def test_theta_is_told_from_its_main_term_at_427_digits():
    with precision(1600):
        left, right = ball(Sum(n, -oo, oo, Exp(-n**2 / 100)), 1600), ball(10 * Sqrt(pi), 1600)
        assert not left.overlaps(right) and abs(left - right) < 1e-300
    assert ball(Sum(n, -oo, oo, Exp(-n**2 / 100)), 1000).overlaps(ball(10 * Sqrt(pi), 1000))


WITHOUT_VALUE = [
    Integral(x, -1, 1, 1 / x), Integral(x, 0, oo, 1 / (1 + x)), Integral(x, 0, 2, 1 / (x - 1) ** 2), Integral(x, 0, oo, Cos(x)),
    Integral(x, 0, 2, 1 / (x - third)), Integral(x, 0, pi, Tan(x)), Integral(x, 0, oo, x**3 / (1 + x**4)),
    Integral(x, -oo, oo, x), Integral(x, 0, 1, 1 / x**2), Integral(x, 0, 1, 1 / (x * Log(x))), Sum(n, 1, oo, 1 / n),
    Sum(n, 0, oo, (-1) ** n), Sum(n, 0, oo, 2**n), Sum(n, 2, oo, 1 / (n * Log(n))), Product(n, 1, oo, 1 + 1 / n),
    Limit(x, 0, 1 / x), Limit(x, 0, Abs(x) / x), Limit(x, oo, Sin(x)), Limit(x, 0, Sin(1 / x)),
    Limit(x, 0, Special("floor", x)), Derivative(x, Abs(x), 0), Derivative(x, Sqrt(x), 0), Derivative(x, 1 / x, 0),
    Derivative(x, Special("floor", x), 2),
]


@pytest.mark.parametrize("term", WITHOUT_VALUE)
def test_what_diverges_gets_no_value(term):
    with pytest.raises(Undefined):
        ball(term)


def test_a_bound_variable_shadows_a_value_of_the_same_name():
    assert ball(Integral(x, 0, 1, Special("floor", 2 * x) + IfThenElse(Lt(x, half), 0, 1)), x=F(5)).overlaps(acb(1))
    assert ball(Sum(n, 0, 2, Special("floor", n / 2)), n=F(9)).overlaps(acb(1))


def test_intervals_of_parameters_are_covered():
    wide = ball(Integral(x, 0, 1, Exp(-a * x)), a=arb(1, 0.25))
    for value in (0.75, 1.0, 1.25):
        assert wide.contains(ball(Integral(x, 0, 1, Exp(-a * x)), a=F(value)))


EXPANSIONS = [
    (Sqrt(x**2 + x), {1: 1, 0: F(1, 2), -1: F(-1, 8), -2: F(1, 16)}), (Div(1, x - 2), {-1: 1, -2: 2, -3: 4}),
    (x * Log(1 + 1 / x), {0: 1, -1: F(-1, 2), -2: F(1, 3)}), (Special("digamma", x) - Log(x), {-1: F(-1, 2), -2: F(-1, 12)}),
    (Pow(Special("gamma", x + half) / Special("gamma", x), 2), {1: 1, 0: F(-1, 4), -1: F(1, 32)}),
    (Exp(x**2) * Special("erfc", x) * Sqrt(pi) * x, {0: 1, -2: F(-1, 2), -4: F(3, 4)}),
]


@pytest.mark.parametrize("term, expected", EXPANSIONS)
def test_expansions_hold_at_every_point_beyond_their_start(term, expected):
    with precision(300):
        balls = ComplexBalls(300)
        start = arb(2) ** 12
        expansion = Expander(balls, x, variable(Frame(start, 5)))(as_term(term))
        for power, coefficient in expected.items():
            found = enclosure(expansion.pieces[Scale(power), True])
            assert found.overlaps(enclosure(Surd(F(coefficient)))) and found.rad() < 1e-50
        for at in (F(4096), F(5001), F(10**6)):
            value = acb(0)
            for (scale, _), coefficient in expansion.pieces.items():
                assert not scale.exponent
                value += enclosure(coefficient) * arb(at.numerator) ** int(scale.power) * arb(at.numerator).log() ** scale.logs
            assert value.overlaps(ComplexBalls(300, {x: at}).enclosure(as_term(term)))


def test_unbounded_remainders_are_not_called_bounded():
    with precision(128), pytest.raises(Unsupported):
        Expander(ComplexBalls(128), x, variable(Frame(arb(2) ** 10, 3)))(Exp(Mul(x, 2 + Sin(x)))).range()
