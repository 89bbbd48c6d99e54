"""Margins and least-norm points: against the enumeration of all supports, near-degenerate, large, and with roots."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest
from flint import fmpq, fmpq_mat

from symproof.decide.linear import margin
from symproof.decide.linear.forms import gordan, number_text
from symproof.decide.linear.margin import root_bounds
from symproof.recheck.alternative import verify

Rows = list[list[Any]]


def least_square(vectors: list[list[Fraction]]) -> Fraction:
    """‖p‖² by trying every affinely independent support: the least over those with weights ≥ 0."""
    best = None
    for size in range(1, len(vectors[0]) + 2):
        for support in combinations(vectors, size):
            gram = [[sum(x * y for x, y in zip(a, b, strict=True)) for b in support] for a in support]
            rows = [[Fraction(0), *[Fraction(1)] * size], *([Fraction(1), *row] for row in gram)]
            entries = [fmpq(e.numerator, e.denominator) for row in rows for e in map(Fraction, row)]
            try:
                solved = fmpq_mat(size + 1, size + 1, entries).solve(fmpq_mat(size + 1, 1, [1] + [0] * size)).entries()
            except ZeroDivisionError:
                continue
            if all(value >= 0 for value in solved[1:]):
                square = -Fraction(int(solved[0].p), int(solved[0].q))
                best = square if best is None else min(best, square)
    assert best is not None
    return best


@pytest.mark.parametrize("small", [0, 10**9])
def test_the_least_norm_point_agrees_with_enumeration(monkeypatch: pytest.MonkeyPatch, small: int) -> None:
    monkeypatch.setattr(margin, "SMALL", small)
    random, seen = Random(small + 1), set()
    for _ in range(120):
        columns = random.randint(1, 3)
        shift = random.choice([0, 0, 3])
        vectors = [[Fraction(random.randint(-4, 4), random.choice([1, 2, 3])) + shift for _ in range(columns)]
                   for _ in range(random.randint(1, 5))]
        vectors += vectors[:random.randint(0, 1)]
        found = gordan(vectors)
        point = found.least_norm_point
        seen.add(found.alternative)
        assert point.square == least_square(vectors)
        assert point.square is not None and point.lower**2 <= point.square <= point.upper**2  # type: ignore[operator]
        assert verify(found.certificate(least_norm=True)).refused == ""
    assert seen == {"direction", "weights"}


@pytest.mark.parametrize(
    ("vectors", "square", "point"),
    [
        ([[3, 4]], 25, (3, 4)),
        ([[2, 0], [0, 2]], 2, (1, 1)),
        ([[2, 0], [0, 2], [2, 0], [1, 1]], 2, (1, 1)),
        ([["1/3", 0], ["1/3", 1]], Fraction(1, 9), (Fraction(1, 3), 0)),
        ([[1, "1e-30"], [-1, "1e-30"]], Fraction(1, 10**60), (0, Fraction(1, 10**30))),
        ([[10**30, 1], [-(10**30), 1]], 1, (0, 1)),
        ([[1], [-1]], 0, (0,)),
    ],
)
def test_known_points(vectors: Rows, square: Any, point: tuple[Any, ...]) -> None:
    found = gordan(vectors)
    assert found.least_norm_point.square == square
    assert found.least_norm_point.point == point
    low, high = found.margin
    assert low**2 <= square <= high**2 and high - low <= high / 10**30


def test_roots() -> None:
    found = gordan([["sqrt(2)", 1], [1, "sqrt(2)"]])
    assert [number_text(e) for e in found.least_norm_point.point] == ["1/2 + 1/2*sqrt(2)", "1/2 + 1/2*sqrt(2)"]
    assert number_text(found.least_norm_point.square or 0) == "3/2 + sqrt(2)"
    low, high = found.margin
    assert 1.7071067811865 < low <= high < 1.7071067811866
    assert verify(found.certificate(least_norm=True)).refused == ""


def test_many_roots_are_enclosed() -> None:
    random = Random(2)
    vectors = [[f"sqrt({random.choice([2, 3, 5])})/{random.randint(1, 9)} + {random.randint(0, 2)}" for _ in range(8)]
               for _ in range(12)]
    found = gordan(vectors)
    low, high = found.margin
    assert 0 < low <= high <= low * (1 + Fraction(1, 10**15))
    assert verify(found.certificate(least_norm=True)).refused == ""


@pytest.mark.parametrize("exact", [True, False])
def test_a_larger_point_is_exact_or_enclosed(exact: bool) -> None:
    random = Random(5)
    planted = [random.randint(-5, 5) for _ in range(40)]
    vectors: Rows = []
    while len(vectors) < 90:
        row = [random.randint(-9, 9) for _ in range(40)]
        height = sum(a * b for a, b in zip(row, planted, strict=True))
        if height:
            vectors.append(row if height > 0 else [-e for e in row])
    found = gordan(vectors)
    point = found.find_least_norm_point(most_work=10**12 if exact else 0)
    found.__dict__["least_norm_point"] = point
    assert point.exact == exact
    assert 0 < point.lower <= point.upper <= point.lower * (1 + Fraction(1, 10**8))
    assert verify(found.certificate(least_norm=True)).refused == ""


@pytest.mark.parametrize("square", [Fraction(2), Fraction(4, 9), Fraction(1, 10**61), Fraction(10**400), Fraction(0)])
def test_root_bounds(square: Fraction) -> None:
    low, high = root_bounds(square)
    assert low**2 <= square <= high**2 and (high - low) * 10**38 <= high
