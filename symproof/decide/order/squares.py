"""Sums of squares: p = Σ d_i (l_i)² with rational d_i ≥ 0, found by a small barrier method and made exact by rounding.

For 0 ≤ p (and 0 < p, by p − ε) with p the numerator of a normal form. The squares are of combinations of monomials of
half the degree; an atom that is visibly not negative is the square of its root. Where p vanishes at small integer
points, every square must vanish there too, which makes room for the rounding. Search, not trusted: the kernel expands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import product as grid

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import ONE as UNIT
from symproof.checkers.quotients import polynomial_term
from symproof.checkers.positivity import Summand
from symproof.checkers.signs import sign
from symproof.kernel import KernelError, Theorem
from symproof.terms import Lt, Number, Pow, Sqrt, Term, TermError

from . import numeric
from .scope import Scope, Search

MOST_BASIS, MOST_UNKNOWNS, MOST_ATOMS, MOST_DEGREE = 10, 32, 6, 8
Vector = list[Fraction]


def by_squares(goal: Term, scope: Scope, depth: int) -> Theorem | None:
    """The goal as a sum of squares."""
    try:
        form = normal(goal.arguments[1])[0]
        if form.bottom != UNIT or not form.top:
            return None
        shift = Fraction(0)
        if isinstance(goal, Lt):
            seen = [v for v in (numeric.value(goal.arguments[1], p) for p in scope.points(goal.arguments[1])) if v == v]
            if not seen or min(seen) <= 0:
                return None
            shift = Fraction(min(seen) / 2).limit_denominator(64) or Fraction(1, 1000)
        target = P.add(form.top, P.constant(shift), -1)
        choices: list[list[Term]] = [[], *([r] for r in _number_roots(form.top))]
        for multiplier in choices:
            scaled = P.multiply(target, normal(multiplier[0])[0].top) if multiplier else target
            squares = sum_of_squares(scaled, scope.search)
            if squares is not None:
                summands: list[Summand] = [(d, (), (Pow(polynomial_term(q), 2),)) for d, q in squares]
                if shift:
                    summands.append((shift, (), tuple(multiplier)))
                return scope.closed(kernel.nonnegative_form(goal, [], summands, multiplier), 0)
        return None
    except (KernelError, TermError):
        return None


def _number_roots(poly: P.Polynomial) -> list[Term]:
    """The square roots of numbers that occur: multiplying by one may make the coefficients rational."""
    found = {n for key in poly for n, e in key if isinstance(P.atom_term(n), Number) and Fraction(e).denominator == 2}
    roots: list[Term] = [Sqrt(P.atom_term(n)) for n in sorted(found)]
    return roots[:2]


def sum_of_squares(poly: P.Polynomial, search: Search) -> list[tuple[Fraction, P.Polynomial]] | None:
    """(d, q) with poly = Σ d q² and d > 0, or None."""
    atoms = sorted({n for key in poly for n, _ in key})
    if len(atoms) > MOST_ATOMS:
        return None
    halves = {n for n in atoms if sign(P.atom_term(n)) in ("+", "0+")}
    halves |= {n for n in atoms if any(Fraction(dict(key).get(n, 0)).denominator == 2 for key in poly)}
    units: dict[int, Fraction] = {n: Fraction(1, 2) if n in halves else Fraction(1) for n in atoms}
    if any((Fraction(e) / units[n]).denominator != 1 or e < 0 for key in poly for n, e in key):
        return None
    basis = _monomials(poly, atoms, units)
    if not basis or len(basis) > 40:
        return None
    vectors = _reduced(poly, atoms, units, basis)
    if not vectors or len(vectors) > MOST_BASIS:
        return None
    return _gram(poly, [_combination(v, basis) for v in vectors], search)


def _monomials(poly: P.Polynomial, atoms: Sequence[int], units: dict[int, Fraction]) -> list[P.Polynomial]:
    """The monomials whose square may occur: between half of the least and half of the largest degree, in each atom too."""
    degrees = [[int(Fraction(dict(key).get(n, 0)) / units[n]) for n in atoms] for key in poly]
    total = [sum(d) for d in degrees]
    if max(total) > MOST_DEGREE or max(total) % 2:
        return []
    special = any(P.is_special(n) for n in atoms)
    most = [max(d[i] for d in degrees) for i in range(len(atoms))]
    limits = [(m + 1) // 2 if special else m // 2 for m in most]
    low = 0 if special else (min(total) + 1) // 2
    high = (max(total) + 1) // 2
    found = []
    for exponents in grid(*(range(limit + 1) for limit in limits)):
        if low <= sum(exponents) <= high:
            key = tuple((n, _plain(e * units[n])) for n, e in zip(atoms, exponents, strict=True) if e)
            found.append({key: Fraction(1)})
    return found


def _plain(value: Fraction) -> P.Exponent:
    return int(value) if value.denominator == 1 else value


def _reduced(poly: P.Polynomial, atoms: Sequence[int], units: dict[int, Fraction],
             basis: Sequence[P.Polynomial]) -> list[Vector]:
    """A basis of the combinations that vanish where the polynomial does, as far as small integers show."""
    rows: list[Vector] = []
    if not any(P.is_special(n) for n in atoms):
        reach = 2 if len(atoms) <= 3 else 1
        for point in grid(*(range(0 if units[n] != 1 else -reach, reach + 1) for n in atoms)):
            roots = dict(zip(atoms, point, strict=True))
            if _at(poly, roots, units) == 0:
                rows.append([_at(b, roots, units) for b in basis])
    return _null_space(rows, len(basis))


def _at(poly: P.Polynomial, roots: dict[int, int], units: dict[int, Fraction]) -> Fraction:
    return sum((v * math.prod(roots[n] ** int(Fraction(e) / units[n]) for n, e in key) for key, v in poly.items()),
               Fraction(0))


def _null_space(rows: list[Vector], size: int) -> list[Vector]:
    """The vectors orthogonal to all rows."""
    solved = _solved([[*row, Fraction(0)] for row in rows], size)
    return [] if solved is None else solved[1]


def _eliminated(row: Vector, pivots: dict[int, Vector]) -> Vector:
    for p, other in pivots.items():
        if row[p]:
            row = [a - row[p] * b for a, b in zip(row, other, strict=True)]
    return row


def _combination(vector: Vector, basis: Sequence[P.Polynomial]) -> P.Polynomial:
    total: P.Polynomial = {}
    for value, poly in zip(vector, basis, strict=True):
        total = P.add(total, poly, value)
    return total


def _gram(poly: P.Polynomial, basis: list[P.Polynomial], search: Search) -> list[tuple[Fraction, P.Polynomial]] | None:
    """A positive semidefinite G with poly = bᵀ G b."""
    m = len(basis)
    places = [(i, j) for i in range(m) for j in range(i, m)]
    columns = [P.scale(P.multiply(basis[i], basis[j]), 1 if i == j else 2) for i, j in places]
    keys = list({key: None for column in [poly, *columns] for key in column})
    rows = [[column.get(key, Fraction(0)) for column in columns] + [poly.get(key, Fraction(0))] for key in keys]
    solution = _solved(rows, len(places))
    if solution is None or len(solution[1]) > MOST_UNKNOWNS:
        return None
    start, directions = solution
    centre = _interior(start, directions, places, m, search)
    if centre is None:
        return None
    for denominator in (1, 2, 6, 24, 360, 10_000):
        y = [Fraction(round(v * denominator), denominator) for v in centre]
        g = [s + sum((c * d[k] for c, d in zip(y, directions, strict=True)), Fraction(0)) for k, s in enumerate(start)]
        found = _decomposed(g, places, basis)
        if found is not None:
            return found
    return None


def _solved(rows: list[Vector], size: int) -> tuple[Vector, list[Vector]] | None:
    """One solution of the linear equations, and the directions of all others."""
    pivots: dict[int, Vector] = {}
    for row in rows:
        row = _eliminated(row, pivots)
        lead = next((i for i, v in enumerate(row[:size]) if v), None)
        if lead is None:
            if row[size]:
                return None
            continue
        row = [v / row[lead] for v in row]
        for p, other in pivots.items():
            if other[lead]:
                pivots[p] = [a - other[lead] * b for a, b in zip(other, row, strict=True)]
        pivots[lead] = row
    start = [pivots[i][size] if i in pivots else Fraction(0) for i in range(size)]
    directions = []
    for free in range(size):
        if free not in pivots:
            vector = [Fraction(0)] * size
            vector[free] = Fraction(1)
            for p, row in pivots.items():
                vector[p] = -row[free]
            directions.append(vector)
    return start, directions


def _interior(start: Vector, directions: list[Vector], places: list[tuple[int, int]], m: int,
              search: Search) -> list[float] | None:
    """y for which G(y) is as positive definite as it gets: Newton's method for −log det(G(y) − t) − w t, t rising."""
    def matrix(vector: Vector) -> list[list[float]]:
        found = [[0.0] * m for _ in range(m)]
        for (i, j), v in zip(places, vector, strict=True):
            found[i][j] = found[j][i] = float(v)
        return found

    base, moves = matrix(start), [matrix(d) for d in directions]
    moves.append([[-1.0 if i == j else 0.0 for j in range(m)] for i in range(m)])
    y = [0.0] * len(directions) + [-1.0 - 2 * max(sum(map(abs, row)) for row in base)]
    weight = 1.0
    for _ in range(60):
        search.check_time()
        inverse = _inverse(_sum(base, moves, y))
        if inverse is None:
            return None
        products = [_times(inverse, move) for move in moves]
        slope = [-sum(p[i][i] for i in range(m)) for p in products]
        slope[-1] -= weight
        hessian = [[sum(a[i][k] * b[k][i] for i in range(m) for k in range(m)) for b in products] for a in products]
        for i in range(len(y)):
            hessian[i][i] += 1e-12
        step = _linear(hessian, [-s for s in slope])
        if step is None:
            return None
        size = 1.0
        while size > 1e-9 and _inverse(_sum(base, moves, [a + size * b for a, b in zip(y, step, strict=True)])) is None:
            size /= 2
        y = [a + 0.9 * size * b if size < 1 else a + b for a, b in zip(y, step, strict=True)]
        if max(map(abs, step)) < 1e-6 * (1 + max(map(abs, y))):
            if y[-1] > 1e-6 or weight > 1e7:
                break
            weight *= 10
    return y[:-1] if y[-1] > -1e-4 else None


def _sum(base: list[list[float]], moves: list[list[list[float]]], y: list[float]) -> list[list[float]]:
    m = len(base)
    return [[base[i][j] + sum(c * move[i][j] for c, move in zip(y, moves, strict=True)) for j in range(m)] for i in range(m)]


def _times(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    columns = list(zip(*b, strict=True))
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in columns] for row in a]


def _inverse(matrix: list[list[float]]) -> list[list[float]] | None:
    """The inverse of a positive definite matrix; None when it is not."""
    m = len(matrix)
    low = [[0.0] * m for _ in range(m)]
    for i in range(m):
        for j in range(i + 1):
            rest = matrix[i][j] - sum(low[i][k] * low[j][k] for k in range(j))
            if i == j:
                if not rest > 1e-14:
                    return None
                low[i][i] = math.sqrt(rest)
            else:
                low[i][j] = rest / low[j][j]
    inverse = [[0.0] * m for _ in range(m)]
    for column in range(m):
        forward = [0.0] * m
        for i in range(m):
            forward[i] = ((1.0 if i == column else 0.0) - sum(low[i][k] * forward[k] for k in range(i))) / low[i][i]
        for i in reversed(range(m)):
            inverse[i][column] = (forward[i] - sum(low[k][i] * inverse[k][column] for k in range(i + 1, m))) / low[i][i]
    return inverse


def _linear(matrix: list[list[float]], right: list[float]) -> list[float] | None:
    """Gaussian elimination."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        best = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[best] = rows[best], rows[i]
        if abs(rows[i][i]) < 1e-300:
            return None
        for r in range(i + 1, size):
            factor = rows[r][i] / rows[i][i]
            if factor:
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    solution = [0.0] * size
    for i in reversed(range(size)):
        solution[i] = (rows[i][size] - sum(rows[i][k] * solution[k] for k in range(i + 1, size))) / rows[i][i]
    return solution


def _decomposed(g: Vector, places: list[tuple[int, int]],
                basis: list[P.Polynomial]) -> list[tuple[Fraction, P.Polynomial]] | None:
    """G = L D Lᵀ exactly, as squares; None when some d is negative."""
    m = len(basis)
    matrix = [[Fraction(0)] * m for _ in range(m)]
    for (i, j), v in zip(places, g, strict=True):
        matrix[i][j] = matrix[j][i] = v
    found: list[tuple[Fraction, P.Polynomial]] = []
    for i in range(m):
        d = matrix[i][i]
        if d < 0 or d == 0 and any(matrix[i]):
            return None
        if d == 0:
            continue
        row = list(matrix[i])
        found.append((d, _combination([v / d for v in row], basis)))
        for a in range(m):
            for b in range(m):
                matrix[a][b] -= row[a] * row[b] / d
    return found
