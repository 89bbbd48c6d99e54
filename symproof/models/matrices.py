"""Vectors (tuples of reals) and operators (tuples of rows) with entries that stay exact as long as they can.

May import `exact` and `verdict`. No terms here, and no floating-point linear algebra: dimensions are tiny.
"""

from __future__ import annotations

from itertools import combinations

from .exact import (ONE, ZERO, Real, add, approximate, both_exact, divide, is_exact, is_zero, multiply, sign, subtract,
                    total)
from .verdict import Undefined, Unsupported, Verdict, conjunction

Vector = tuple[Real, ...]
Matrix = tuple[Vector, ...]


def dot(left: Vector, right: Vector) -> Real:
    return total(multiply(a, b) for a, b in zip(left, right, strict=True))


def apply(operator: Matrix, vector: Vector) -> Vector:
    return tuple(dot(row, vector) for row in operator)


def transpose(operator: Matrix) -> Matrix:
    return tuple(zip(*operator, strict=True))


def compose(left: Matrix, right: Matrix) -> Matrix:
    columns = transpose(right)
    return tuple(tuple(dot(row, column) for column in columns) for row in left)


def outer(left: Vector, right: Vector) -> Matrix:
    return tuple(tuple(multiply(a, b) for b in right) for a in left)


def identity(size: int) -> Matrix:
    return tuple(tuple(ONE if i == j else ZERO for j in range(size)) for i in range(size))


def solve(operator: Matrix, right: Vector) -> Vector | None:
    """The x with operator x = right, exactly one of them; None when there is none or more than one."""
    rows = [[*row, value] for row, value in zip(operator, right, strict=True)]
    unknowns = len(operator[0])
    for column in range(unknowns):
        best = max(range(column, len(rows)), key=lambda r: abs(approximate(rows[r][column])), default=None)
        if best is None or is_zero(rows[best][column]):
            return None
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column][column]
        rows[column] = [divide(entry, pivot) for entry in rows[column]]
        for r, row in enumerate(rows):
            if r != column and not (is_exact(row[column]) and row[column] == 0):
                factor = row[column]
                rows[r] = [subtract(a, multiply(factor, b)) for a, b in zip(row, rows[column], strict=True)]
    if any(not is_zero(row[-1]) for row in rows[unknowns:]):
        return None
    return tuple(rows[i][-1] for i in range(unknowns))


def inverse(operator: Matrix) -> Matrix:
    """A⁻¹; raises Undefined when A is singular, or rounding hides that it is not."""
    columns = [solve(operator, unit) for unit in identity(len(operator))]
    if any(column is None for column in columns):
        raise Undefined("the inverse of a singular operator")
    return transpose(tuple(column for column in columns if column is not None))


def symmetric(operator: Matrix) -> Verdict:
    """Aᵀ = A."""
    size = len(operator)
    return conjunction(equal(operator[i][j], operator[j][i]) for i in range(size) for j in range(i))


def equal(left: Real, right: Real) -> Verdict:
    if both_exact(left, right):
        return Verdict.TRUE if left == right else Verdict.FALSE
    return Verdict.HELD if is_zero(subtract(left, right)) else Verdict.FALSE


def definite(operator: Matrix, strictly: bool) -> Verdict:
    """Whether A is symmetric and positive semidefinite (strictly: definite), by eliminating with diagonal pivots.

    A is positive semidefinite iff at every step no diagonal entry is negative and a zero one has a zero row.
    """
    verdict = symmetric(operator)
    if verdict is Verdict.FALSE:
        return verdict
    rest = [list(row) for row in operator]
    while rest:
        pivot = rest[0][0]
        if is_zero(pivot):
            if any(not is_zero(entry) for entry in rest[0]):
                return Verdict.FALSE
            if strictly:
                return Verdict.FALSE if is_exact(pivot) else Verdict.UNKNOWN
            verdict = verdict if is_exact(pivot) else Verdict.HELD
            rest = [row[1:] for row in rest[1:]]
        elif sign(pivot) < 0:
            return Verdict.FALSE
        else:
            head = rest[0]
            rest = [[subtract(row[j], divide(multiply(row[0], head[j]), pivot)) for j in range(1, len(head))]
                    for row in rest[1:]]
    return verdict


def gaussian_directions(covariance: Matrix) -> list[tuple[Vector, Real]]:
    """Directions a_k and variances v_k with Σ = Σ_k v_k a_k a_kᵀ, all rational when Σ is; Undefined unless Σ ⪰ 0."""
    if definite(covariance, strictly=False) is Verdict.FALSE:
        raise Undefined("the covariance of a Gaussian is not positive semidefinite")
    rest = [list(row) for row in covariance]
    size, found = len(rest), []
    for _ in range(size):
        p = max(range(size), key=lambda i: approximate(rest[i][i]))
        pivot = rest[p][p]
        if is_zero(pivot):
            break
        column = tuple(rest[i][p] for i in range(size))
        found.append((column, divide(ONE, pivot)))
        rest = [[subtract(rest[i][j], divide(multiply(column[i], column[j]), pivot)) for j in range(size)]
                for i in range(size)]
    return found


def in_cone(vector: Vector, generators: list[Vector]) -> bool:
    """Whether vector = Σ α_i g_i with α_i ≥ 0, decided exactly.

    By Carathéodory's theorem for cones (Schrijver, Theory of Linear and Integer Programming, §7.7) linearly independent
    generators suffice, so all small subsets are tried. Raises Unsupported unless everything is rational.
    """
    if not all(is_exact(entry) for member in (vector, *generators) for entry in member):
        raise Unsupported("membership in a hull is decided for rational vectors only")
    if all(entry == 0 for entry in vector):
        return True
    for count in range(1, min(len(vector), len(generators)) + 1):
        for chosen in combinations(generators, count):
            weights = solve(transpose(chosen), vector)
            if weights is not None and all(weight >= 0 for weight in weights):
                return True
    return False


def scale(factor: Real, value: Vector | Matrix) -> Vector | Matrix:
    if value and isinstance(value[0], tuple):
        return tuple(tuple(multiply(factor, entry) for entry in row) for row in value)
    return tuple(multiply(factor, entry) for entry in value)


def components(value: object) -> list[Real]:
    """The entries of a scalar, vector or operator, in reading order."""
    if isinstance(value, tuple):
        return [entry for part in value for entry in components(part)]
    return [value]


def like(pattern: object, entries: list[Real]) -> Real:
    """A value of the shape of `pattern` with these entries, in reading order."""
    supply = iter(entries)

    def build(part: object) -> Real:
        return tuple(build(p) for p in part) if isinstance(part, tuple) else next(supply)

    return build(pattern)


def plus(left: Real, right: Real) -> Real:
    """The sum of two scalars, vectors or operators of one shape."""
    if isinstance(left, tuple):
        return tuple(plus(a, b) for a, b in zip(left, right, strict=True))
    return add(left, right)


def times(factor: Real, value: Real) -> Real:
    """factor · value, for a scalar, vector or operator."""
    return scale(factor, value) if isinstance(value, tuple) else multiply(factor, value)
