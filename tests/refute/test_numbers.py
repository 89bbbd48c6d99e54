"""Numbers that never round: series in an infinitesimal, enclosures, affine forms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, fmpq

from symproof.models.exact import is_exact, power
from symproof.models.verdict import Undefined, Unsupported
from symproof.refute.numbers import (WIDTH, Affine, Series, Undecided, constant, exponential, logarithm, root, series, sign_of)

EPSILON = Series({1: fmpq(1)})
SQUARE_ROOT = constant(arb(2).sqrt())


def coefficients(value, count):
    return [Fraction(int(value.terms.get(k, fmpq(0)).p), int(value.terms.get(k, fmpq(0)).q)) for k in range(count)]


def test_expansions():
    assert coefficients(exponential(EPSILON), 4) == [1, 1, Fraction(1, 2), Fraction(1, 6)]
    assert coefficients(1 / (1 - EPSILON), 4) == [1, 1, 1, 1]
    assert coefficients(logarithm(1 + EPSILON), 4) == [0, 1, Fraction(-1, 2), Fraction(1, 3)]
    assert coefficients(root(1 + EPSILON, Fraction(1, 2)), 3) == [1, Fraction(1, 2), Fraction(-1, 8)]
    assert exponential(EPSILON).order == WIDTH
    assert sign_of(exponential(EPSILON) + exponential(-EPSILON) - 2) == 1
    assert (1 / EPSILON).terms == {-1: fmpq(1)}


def test_signs_are_certain_or_refused():
    assert EPSILON > 0 and EPSILON < Fraction(1, 10**9) and -EPSILON < 0 and 1 - EPSILON < 1
    assert SQUARE_ROOT > Fraction(7, 5) and SQUARE_ROOT * SQUARE_ROOT > 1
    for undecided in (SQUARE_ROOT * SQUARE_ROOT - 2, exponential(EPSILON) * exponential(-EPSILON) - 1, Series({}, 3)):
        with pytest.raises(Undecided):
            sign_of(undecided)
    with pytest.raises(Undecided):
        _ = SQUARE_ROOT == constant(arb(2).sqrt())
    assert sign_of(EPSILON - EPSILON) == 0 and series({}) == 0


def test_open_remainders_stay_open():
    remainder = Series({}, 2)
    assert (remainder * EPSILON).order == 3 and (1 + EPSILON + remainder).order == 2
    assert (remainder / EPSILON).order == 1
    assert sign_of(EPSILON + remainder) == 1
    with pytest.raises(Undecided):
        _ = 1 / remainder


def test_exact_roots_stay_rational():
    assert root(Fraction(9, 4), Fraction(1, 2)) == Fraction(3, 2)
    assert isinstance(root(Fraction(8), Fraction(1, 3)), Fraction)
    assert root(EPSILON * EPSILON, Fraction(1, 2)).terms == {1: fmpq(1)}
    with pytest.raises(Undefined):
        root(Fraction(-1), Fraction(1, 2))


def test_they_count_as_exact_and_never_round():
    assert is_exact(EPSILON) and power(EPSILON, Fraction(3)).terms == {3: fmpq(1)}
    with pytest.raises(Unsupported):
        _ = +EPSILON
    with pytest.raises(Unsupported):
        _ = EPSILON.denominator


def test_affine_forms():
    one, two = Affine(Fraction(0), {0: Fraction(1)}), Affine(Fraction(1), {1: Fraction(2)})
    total = 3 * one - two / 2
    assert (total.constant, total.coefficients) == (Fraction(-1, 2), {0: Fraction(3), 1: Fraction(-1)})
    assert one - one == 0
    for nonlinear in (lambda: one * two, lambda: 1 / one, lambda: one / two, lambda: one + EPSILON, lambda: one > 0):
        with pytest.raises(Unsupported):
            nonlinear()
