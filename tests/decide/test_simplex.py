"""Exact linear programmes: every answer verifies, agrees with enumeration of all vertices, and resists tampering."""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given
from hypothesis import strategies as st

from symproof.decide.linear.simplex import (
    CertificateError,
    Infeasible,
    Optimum,
    Rational,
    Unbounded,
    feasible_point,
    inner_product,
    minimise,
    primitive,
)

Matrix = list[list[Rational]]
Programme = tuple[list[Rational], Matrix, list[Rational]]
ONE = Fraction(1)


def unique_solution(matrix: Matrix, right: list[Rational], support: tuple[int, ...]) -> list[Fraction] | None:
    """The solution of A x = b supported on these columns, when they are independent and there is one."""
    entries = [fmpq(e.numerator, e.denominator) for row, b in zip(matrix, right, strict=True)
               for e in (*(row[j] for j in support), b)]
    echelon, rank = fmpq_mat(len(matrix), len(support) + 1, entries).rref()
    leading = [next((j for j in range(len(support) + 1) if echelon[i, j]), None) for i in range(rank)]
    if leading != list(range(len(support))):
        return None
    return [Fraction(int(echelon[i, len(support)].p), int(echelon[i, len(support)].q)) for i in range(rank)]


def vertices(matrix: Matrix, right: list[Rational], columns: int) -> list[list[Fraction]]:
    """All basic feasible solutions of A x = b, x ≥ 0, by trying every set of columns (Carathéodory)."""
    found = []
    for size in range(min(columns, len(matrix)) + 1):
        for support in combinations(range(columns), size):
            solution = unique_solution(matrix, right, support)
            if solution is not None and all(entry >= 0 for entry in solution):
                values = dict(zip(support, solution, strict=True))
                found.append([values.get(column, Fraction(0)) for column in range(columns)])
    return found


rationals: st.SearchStrategy[Rational] = st.one_of(
    st.integers(-3, 3), st.fractions(min_value=-2, max_value=2, max_denominator=4)
)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    rows, columns = draw(st.integers(0, 4)), draw(st.integers(0, 5))
    vector = st.lists(rationals, min_size=columns, max_size=columns)
    matrix = draw(st.lists(vector, min_size=rows, max_size=rows))
    right = draw(st.lists(rationals, min_size=rows, max_size=rows))
    if rows and draw(st.booleans()):
        factor = draw(rationals)
        matrix.append([factor * a + b for a, b in zip(matrix[0], matrix[-1], strict=True)])
        right.append(factor * right[0] + right[-1])
    return draw(vector), matrix, right


@given(programmes())
def test_agrees_with_the_enumeration_of_all_vertices(programme: Programme) -> None:
    costs, matrix, right = programme
    answer = minimise(costs, matrix, right)
    answer.verify(costs, matrix, right)
    known = vertices(matrix, right, len(costs))
    assert isinstance(answer, Infeasible) == (not known)
    if isinstance(answer, Optimum):
        assert list(answer.point) in known
        assert answer.value == min(inner_product(costs, vertex) for vertex in known)
    if isinstance(answer, Unbounded):
        assert list(answer.point) in known


@pytest.mark.parametrize(
    ("costs", "matrix", "right", "expected"),
    [
        ([], [], [], Optimum((), (), Fraction(0))),
        ([1, 0], [], [], Optimum((Fraction(0), Fraction(0)), (), Fraction(0))),
        ([-1], [], [], Unbounded((Fraction(0),), (Fraction(1),))),
        ([], [[]], [0], Optimum((), (Fraction(0),), Fraction(0))),
        ([], [[]], [2], Infeasible((Fraction(-1, 2),))),
        ([0], [[0]], [-1], Infeasible((Fraction(1),))),
        ([-1], [[0]], [0], Unbounded((Fraction(0),), (Fraction(1),))),
        ([-1, 0], [[1, -1]], [0], Unbounded((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1)))),
        ([2, 3], [[1, 1], [2, 2]], [1, 2], Optimum((ONE, Fraction(0)), (Fraction(2), Fraction(0)), Fraction(2))),
        ([0, 0], [[1, 1], [2, 2]], [1, 3], Infeasible((Fraction(2), Fraction(-1)))),
        ([1], [[Fraction(1, 3)]], [Fraction(1, 7)], Optimum((Fraction(3, 7),), (Fraction(3),), Fraction(3, 7))),
    ],
)
def test_small_programmes(
    costs: list[Rational], matrix: Matrix, right: list[Rational], expected: Optimum | Infeasible | Unbounded
) -> None:
    assert minimise(costs, matrix, right) == expected


def test_beale_cycling_example_terminates() -> None:
    """E. M. L. Beale, Naval Res. Logist. Quart. 2 (1955): Dantzig's rule alone cycles here."""
    costs = [Fraction(-3, 4), 150, Fraction(-1, 50), 6, 0, 0, 0]
    matrix: Matrix = [
        [Fraction(1, 4), -60, Fraction(-1, 25), 9, 1, 0, 0],
        [Fraction(1, 2), -90, Fraction(-1, 50), 3, 0, 1, 0],
        [0, 0, 1, 0, 0, 0, 1],
    ]
    answer = minimise(costs, matrix, [0, 0, 1])
    assert isinstance(answer, Optimum)
    assert answer.value == Fraction(-1, 20)


@pytest.mark.parametrize("size", [3, 6, 9])
def test_klee_minty_cubes(size: int) -> None:
    """V. Klee, G. J. Minty (1972): maximise x_n in a cube whose path of vertices is exponentially long."""
    matrix: Matrix = [
        [2 ** (i - j + 1) if j < i else int(j == i) for j in range(size)] + [int(i == j) for j in range(size)]
        for i in range(size)
    ]
    costs: list[Rational] = [-(2 ** (size - 1 - j)) for j in range(size)] + [0] * size
    answer = minimise(costs, matrix, [5 ** (i + 1) for i in range(size)])
    assert isinstance(answer, Optimum)
    assert answer.value == -(5**size)


def test_degenerate_assignment_polytope() -> None:
    """Every vertex of the assignment polytope is degenerate; one equation is redundant."""
    random = Random(5)
    n = 6
    matrix: Matrix = [[int(c // n == i) for c in range(n * n)] for i in range(n)]
    matrix += [[int(c % n == i) for c in range(n * n)] for i in range(n)]
    answer = minimise([random.randint(0, 20) for _ in range(n * n)], matrix, [1] * (2 * n))
    assert isinstance(answer, Optimum)
    assert set(answer.point) == {Fraction(0), Fraction(1)}


def test_numbers_of_thousands_of_bits() -> None:
    big = 7**2000
    answer = minimise([1, 0], [[big, Fraction(1, big)]], [1])
    assert isinstance(answer, Optimum)
    assert answer.point == (0, big)


@pytest.mark.parametrize(
    ("costs", "matrix", "right", "sentence"),
    [
        ([0], [[1]], [], "1 rows and b has 0 entries"),
        ([0, 0], [[1]], [1], "row 1 of A has 1 entries, expected 2"),
        ([0], [[0.5]], [1], "entry 1 of row 1 of A is 0.5"),
        ([0.0], [[1]], [1], "entry 1 of c is 0.0"),
        ([0], [[1]], ["1"], "entry 1 of b is '1'"),
    ],
)
def test_refuses_what_is_no_programme(
    costs: list[Rational], matrix: Matrix, right: list[Rational], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        minimise(costs, matrix, right)


OPTIMUM = Optimum((ONE, Fraction(0)), (ONE,), ONE)
"""Of: minimise x_1 + 2 x_2 subject to x_1 + x_2 = 1."""


@pytest.mark.parametrize(
    ("forged", "sentence"),
    [
        (replace(OPTIMUM, point=(Fraction(2), -ONE)), "entry 2 of the point is -1, which is negative"),
        (replace(OPTIMUM, point=(ONE, ONE)), "row 1 of A x = b does not hold: 2 is not 1"),
        (replace(OPTIMUM, point=(ONE,)), "the point has 1 entries, expected 2"),
        (replace(OPTIMUM, point=(1.0, Fraction(0))), "entry 1 of the point is 1.0"),
        (replace(OPTIMUM, point=(Fraction(0), ONE)), "the point does not cost 1"),
        (replace(OPTIMUM, dual=(Fraction(2),)), "the dual is infeasible in column 1: 2 exceeds 1"),
        (replace(OPTIMUM, dual=(Fraction(0),)), "the dual does not have the value 1"),
        (replace(OPTIMUM, value=Fraction(0)), "the point does not cost 0"),
        (Infeasible((-ONE,)), "yᵀA is -1 in column 1"),
        (Infeasible((ONE,)), "yᵀb is 1, expected a number < 0"),
        (Infeasible(()), "the Farkas vector has 0 entries, expected 1"),
        (Unbounded(OPTIMUM.point, (ONE, -ONE)), "entry 2 of the point is -1"),
        (Unbounded(OPTIMUM.point, (ONE, ONE)), "row 1 of A x = b does not hold: 2 is not 0"),
        (Unbounded(OPTIMUM.point, (Fraction(0), Fraction(0))), "the ray costs 0, expected a number < 0"),
    ],
)
def test_forged_certificates_are_refused(forged: Optimum | Infeasible | Unbounded, sentence: str) -> None:
    OPTIMUM.verify([1, 2], [[1, 1]], [1])
    with pytest.raises(CertificateError, match=sentence):
        forged.verify([1, 2], [[1, 1]], [1])


@given(st.lists(rationals))
def test_primitive_is_a_positive_multiple_without_common_divisor(vector: list[Rational]) -> None:
    integers, scale = primitive(vector)
    assert scale > 0
    assert [scale * entry for entry in integers] == vector
    assert primitive(integers) == (integers, 1)


@pytest.mark.parametrize(("columns", "rows", "seconds"), [(60, 20, 1.0), (100, 50, 5.0)])
def test_target_sizes_are_fast(columns: int, rows: int, seconds: float) -> None:
    random = Random(1)
    matrix: Matrix = [[random.randint(-9, 9) for _ in range(columns)] for _ in range(rows)]
    costs: list[Rational] = [random.randint(0, 99) for _ in range(columns)]
    start = time.process_time()
    answer = minimise(costs, matrix, [random.randint(-9, 9) for _ in range(rows)])
    assert time.process_time() - start < seconds
    assert isinstance(answer, (Optimum, Infeasible))
    assert isinstance(feasible_point(matrix, [sum(row) for row in matrix], columns), tuple)
