"""Closed forms for means of piecewise linear functions, against integration that does not use them."""

from __future__ import annotations

import pytest
from symproof.models import Balls, Evaluate, Model
from symproof.models.normal_means import NormalMean, affine, close_inner_means
from symproof.terms import (SCALAR, Abs, Exp, Expectation, Ge, Gt, Indicator, Lt, Max, Measure, Min, Neg, Normal,
                            Number, Sign, Symbol, free_symbols, subterms)

x, y = Symbol("x"), Symbol("y")
LAW = Normal(Number(1, 3), Number(5, 2))


def nonzero(term):
    return Evaluate(Model())(term) != 0


@pytest.mark.parametrize("body", [
    Max(x, 0), Max(x, 1 - 2 * x), Min(x, 3), Min(2 * x, x / 3 - 1), Abs(x - 1), Sign(2 - x), Indicator(Lt(x, 1)),
    Indicator(Ge(3 * x, 1)),
    2 * Max(x, 1) - Abs(x) / 3 + x, Max(1, x, 2), Min(1, 2 - x, 0), Neg(Indicator(Gt(1, x))) * 7, Max(x + 1, 0),
])
def test_the_closed_form_lies_in_the_enclosure(body):
    closed = NormalMean(x, LAW, nonzero)(body)
    assert closed is not None and x not in free_symbols(closed)
    balls = Balls(100)
    one, other = balls.enclosure(closed), balls.enclosure(Expectation(x, LAW, body))
    assert one.overlaps(other) and other.rad() < 1e-20


@pytest.mark.parametrize("body", [x**2, Max(x, x**2), Max(x, 2 * x, 3 * x), Exp(x), x * Indicator(Lt(x, 0)), Max(x, x)])
def test_other_bodies_are_left_alone(body):
    assert NormalMean(x, LAW, nonzero)(body) is None


def test_a_law_without_spread_is_left_alone():
    assert NormalMean(x, Normal(1, 0), nonzero)(Max(x, 0)) is None


def test_affine_forms_are_found_by_form():
    a, b = affine(2 * (x - y) / 3 + 5, x)
    assert x not in free_symbols(a) | free_symbols(b)
    assert affine(x * x, x) is None and affine(1 / x, x) is None and affine(y, x) == (y, Number(0))


def test_only_inner_means_over_normal_laws_are_replaced():
    inner = Expectation(y, Normal(0, 1), Max(x, y))
    outer = Expectation(x, Normal(0, 1), inner)
    closed = close_inner_means(outer, nonzero)
    assert type(closed) is Expectation and y not in free_symbols(closed.arguments[2])
    assert not any(type(part) is Expectation for part in subterms(closed.arguments[2]))
    other = Expectation(x, Symbol("mu", Measure(SCALAR), "probability"), Max(x, 0))
    assert close_inner_means(other, nonzero) is other
