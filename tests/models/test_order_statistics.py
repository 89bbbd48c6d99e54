"""Enclosures of the expected maximum of n standard normals: against closed forms, published tables, another computation.

How this could be fooled: a tail that is left out (the bounds must straddle a value computed with far wider limits), a
rounding inwards (bounds at few digits must contain those at many), an argument that equals an integer without being one
and finds a kept answer (2.0, True).
"""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest

import symproof
from symproof.models.balls import Balls
from symproof.models.order_statistics import Enclosure, expected_maximum_formula, expected_maximum

# Expected ranges d₂ = 2 e_n of samples of n = 2, …, 25 (Tippett, Biometrika 17, 1925; ASTM STP 15D, table 27).
RANGES = """1.128 1.693 2.059 2.326 2.534 2.704 2.847 2.970 3.078 3.173 3.258 3.336 3.407 3.472 3.532 3.588 3.640 3.689
            3.735 3.778 3.819 3.858 3.895 3.931"""
# OEIS A243523 (n = 6) and A243961 (n = 8); Teichroew, Ann. Math. Statist. 27 (1956), to ten decimals (n = 10, 20).
PUBLISHED = {
    6: "1.267206360611471297649348881863994442693650191852435748946175706972845094970092996383627247369789651",
    8: "1.42360030604527775307832464930625725308672527069483143222591755478355512685281421642898865976927553",
    10: "1.5387527308", 20: "1.8674750598",
}


def exactly(number):
    mantissa, exponent = number.man_exp
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


@pytest.mark.parametrize("digits", [10, 50, 100])
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_the_closed_forms_are_inside(n, digits):
    lower, upper = expected_maximum(n, digits)
    ball = Balls(4 * digits + 64).enclosure(expected_maximum_formula(n))
    mantissa, exponent = ball.mid().man_exp()
    value, slack = Fraction(int(mantissa)) * Fraction(2) ** int(exponent), Fraction(1, 10 ** (digits + 20))
    assert lower - slack <= value <= upper + slack
    assert upper - lower < Fraction(1, 10**digits)


def test_the_closed_forms_agree_with_those_by_arcsine():
    """The same numbers with arcsin(1/3), as other tables have them."""
    with mpmath.workdps(60):
        root, unit = mpmath.sqrt(mpmath.pi), mpmath.pi ** mpmath.mpf("1.5")
        third = mpmath.asin(mpmath.mpf(1) / 3)
        printed = {4: 3 / (2 * root) + 3 * third / unit, 5: 5 / (4 * root) + 15 * third / (2 * unit)}
        for n, value in printed.items():
            lower, upper = expected_maximum(n, 40)
            assert lower - Fraction(1, 10**50) < exactly(value) < upper + Fraction(1, 10**50)


@pytest.mark.parametrize(("n", "printed"), list(enumerate(RANGES.split(), 2)))
def test_the_expected_range_is_the_one_in_the_tables(n, printed):
    lower, upper = expected_maximum(n)
    half = Fraction(1, 2000)
    assert Fraction(printed) - half < 2 * lower and 2 * upper < Fraction(printed) + half


@pytest.mark.parametrize(("n", "printed"), list(PUBLISHED.items()))
def test_published_decimals(n, printed):
    places = len(printed) - 2
    lower, upper = expected_maximum(n, places + 10)
    unit = Fraction(1, 10**places)
    assert Fraction(printed) - unit < lower and upper < Fraction(printed) + unit


@pytest.mark.parametrize("n", [10, 100, 1000])
def test_an_independent_computation_agrees(n):
    """E max = ∫_0^∞ (1 − Φ^n) − ∫_{−∞}^0 Φ^n, by tanh-sinh: another formula and another rule."""
    lower, upper = expected_maximum(n, 40)
    with mpmath.workdps(45):
        high = mpmath.quad(lambda x: -mpmath.expm1(n * mpmath.log1p(-mpmath.ncdf(-x))), [0, 1, 2, 3, 4, 5, 7, 10, 16])
        low = mpmath.quad(lambda x: mpmath.ncdf(x) ** n, [-16, -8, -4, -2, -1, 0])
        value = exactly(high - low)
    assert lower - Fraction(1, 10**28) < value < upper + Fraction(1, 10**28)


@pytest.mark.parametrize("n", [2, 7, 31, 500, 999, 1000])
def test_few_digits_contain_many(n):
    wide, narrow = expected_maximum(n, 3), expected_maximum(n, 120)
    assert wide.lower <= narrow.lower <= narrow.upper <= wide.upper


def test_fifty_digits_of_every_kind_are_fast():
    started = time.process_time()
    for n in (1000, 998, 777):
        lower, upper = expected_maximum(n, 51)
        assert upper - lower < Fraction(1, 10**51)
    assert time.process_time() - started < 3


def test_the_values_increase_and_stay_below_the_square_root_of_two_log_n():
    values = [expected_maximum(n, 20) for n in range(1, 60)]
    assert all(before[1] < after[0] for before, after in pairwise(values))
    for n, (_, upper) in enumerate(values[1:], start=2):
        assert float(upper) < float(mpmath.sqrt(2 * mpmath.log(n)))


@pytest.mark.parametrize("n", [0, -3, 1001, 2.0, True, "2", None, Fraction(2)])
def test_other_arguments_are_refused(n):
    assert expected_maximum(1) and expected_maximum(2)
    with pytest.raises(ValueError, match="1 to 1000"):
        expected_maximum(n)


@pytest.mark.parametrize("digits", [0, -1, 50.0, True, 2001])
def test_other_precisions_are_refused(digits):
    with pytest.raises(ValueError, match="1 to 2000 digits"):
        expected_maximum(3, digits)


@pytest.mark.parametrize("n", [0, 6, 2.0, True, "3"])
def test_there_is_no_other_closed_form(n):
    with pytest.raises(ValueError, match="n from 1 to 5"):
        expected_maximum_formula(n)


def test_an_enclosure_shows_what_it_knows():
    third = Enclosure(Fraction(333, 1000), Fraction(334, 1000))
    assert (third.middle, third.radius) == (Fraction(667, 2000), Fraction(1, 2000))
    assert str(third) == "0.334 ± 1e-3" and str(expected_maximum(1)) == "0"
    assert third.decimal(1) == "0.3" and Enclosure(Fraction(-5, 4), Fraction(-5, 4)).decimal(2) == "-1.25"
    assert str(symproof.expected_maximum(2)).startswith("0.56418958354775628694807945156077258584405062932899")
    assert symproof.expected_maximum(1000).decimal(10) == "3.2414357691"
