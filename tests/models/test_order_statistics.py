"""Enclosures of the expected maximum of n standard normals, against closed forms and an independent computation."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest
from symproof.models.order_statistics import expected_maximum


def closed_form(n):
    pi = mpmath.pi
    return {1: mpmath.mpf(0), 2: 1 / mpmath.sqrt(pi), 3: 3 / (2 * mpmath.sqrt(pi)),
            4: 6 / (pi * mpmath.sqrt(pi)) * mpmath.atan(mpmath.sqrt(2)),
            5: 5 / (4 * mpmath.sqrt(pi)) + 15 * mpmath.asin(mpmath.mpf(1) / 3) / (2 * pi * mpmath.sqrt(pi))}[n]


def exactly(number):
    mantissa, exponent = number.man_exp
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


@pytest.mark.parametrize("digits", [10, 50, 100])
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_the_closed_forms_are_inside(n, digits):
    lower, upper = expected_maximum(n, digits)
    with mpmath.workdps(digits + 30):
        value = exactly(closed_form(n) + 0)
    slack = Fraction(1, 10 ** (digits + 20))
    assert lower - slack <= value <= upper + slack
    assert upper - lower < Fraction(1, 10**digits)


@pytest.mark.parametrize("n", [10, 100, 1000])
def test_an_independent_computation_agrees(n):
    """E max = ∫_0^∞ (1 − Φ^n) − ∫_{−∞}^0 Φ^n, by tanh-sinh: another formula and another rule."""
    lower, upper = expected_maximum(n, 40)
    with mpmath.workdps(45):
        high = mpmath.quad(lambda x: -mpmath.expm1(n * mpmath.log1p(-mpmath.ncdf(-x))), [0, 1, 2, 3, 4, 5, 7, 10, 16])
        low = mpmath.quad(lambda x: mpmath.ncdf(x) ** n, [-16, -8, -4, -2, -1, 0])
        value = exactly(high - low)
    assert lower - Fraction(1, 10**28) < value < upper + Fraction(1, 10**28)


def test_the_values_increase_and_stay_below_the_square_root_of_two_log_n():
    values = [expected_maximum(n, 20) for n in range(1, 60)]
    assert all(before[1] < after[0] for before, after in pairwise(values))
    for n, (_, upper) in enumerate(values[1:], start=2):
        assert float(upper) < float(mpmath.sqrt(2 * mpmath.log(n)))


@pytest.mark.parametrize("n", [0, -3, 1001, 2.0, True])
def test_other_arguments_are_refused(n):
    with pytest.raises(ValueError, match="1 to 1000"):
        expected_maximum(n)
