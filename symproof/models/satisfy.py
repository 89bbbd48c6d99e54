"""Changing a random model until equations among its hypotheses hold.

May import `symproof.terms` and the modules of this package. Only cheap means are used: a symbol that a hypothesis
defines takes its definition; an equation that is affine in the entries of one symbol is solved for them; one that is
quadratic in the size of one symbol is met by scaling; a random vector is whitened. Whatever is left is for the caller
to reject.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

from symproof.terms import (And, App, Correlation, Covariance, CovarianceOperator, Derivative, Eq, Expectation, ForAll,
                            Gradient, HasDerivative, Identity, Index, Inner, Lambda, Number, Operator, Outer, Point,
                            Scalar, Symbol, Term, Vector, free_symbols, substitute)

from . import matrices
from .draw import Draw
from .evaluate import Evaluate
from .exact import (CONTEXT, ONE, ZERO, Real, add, approximate, divide, is_exact, is_zero, multiply, square_root,
                    subtract)
from .model import FiniteMeasure, Model, Polynomial, PolynomialFunction, Table
from .verdict import Undefined

SOLVING_DIGITS = 300
_FIXED = ("integer", "natural", "positive integer")


def parts(statements: Sequence[Term]) -> Iterator[Term]:
    """The conjuncts of the statements."""
    for statement in statements:
        if isinstance(statement, And):
            yield from parts(statement.arguments)
        else:
            yield statement


def _stripped(statement: Term) -> tuple[list[Symbol], Term]:
    variables = []
    while isinstance(statement, ForAll):
        variables.append(statement.arguments[0])
        statement = statement.arguments[1]
    return variables, statement


def _uncorrelated(equation: Term) -> Term:
    """Cov = 0 in place of Corr = 0: the same where Corr has a value, and affine."""
    left, *right = equation.arguments
    return Eq(Covariance(*left.arguments), *right) if type(left) is Correlation and right[0] is Number(0) else equation


def _is_equation(term: Term) -> bool:
    return type(term) is Eq


def _equation(statement: Term) -> Term:
    """“F(z(s)) has the derivative c at s = a” read as the equation c = ⟨∇F(z(a)), z(a + 1) − z(a)⟩, or c = d/ds.

    The first form is right for affine z; the hypothesis itself is evaluated later, whatever was read into it.
    """
    if not isinstance(statement, HasDerivative):
        return statement
    variable, body, at, value = statement.arguments
    if isinstance(body, App) and len(body.arguments) == 2 and isinstance(body.arguments[1].sort, Vector):
        function, place = body.arguments
        here, there = (substitute(place, {variable: s}) for s in (at, at + 1))
        return Eq(value, Inner(App(Gradient(function), here), there - here))
    return Eq(value, Derivative(variable, body, at))


def definitions(hypotheses: Sequence[Term]) -> dict[Symbol, Term]:
    """Symbols that hypotheses of the forms s = t, and ∀x: f(x) = t, define, without circularity."""
    found: dict[Symbol, Term] = {}

    def reaches(term: Term, symbol: Symbol) -> bool:
        return any(s is symbol or (s in found and reaches(found[s], symbol)) for s in free_symbols(term))

    for hypothesis in parts(hypotheses):
        variables, body = _stripped(hypothesis)
        body = _equation(body)
        if not _is_equation(body):
            continue
        for one, other in (body.arguments, body.arguments[::-1]):
            head, value = one, other
            if isinstance(one, App) and variables and all(
                    isinstance(a, Symbol) and a in variables for a in one.arguments[1:]):
                distinct = len(set(one.arguments[1:])) == len(one.arguments) - 1
                if not distinct or set(variables) & (free_symbols(other) - set(one.arguments[1:])):
                    continue
                head, value = one.arguments[0], Lambda(*one.arguments[1:], other)
            elif variables:
                continue
            if isinstance(head, Symbol) and head not in found and not reaches(value, head):
                found[head] = value
                break
    return found


# -- coordinates of a value -----------------------------------------------------------------------------------------

def coordinates(value: Any) -> list[Real] | None:
    """The numbers that make up a value, or None when it is not made of freely variable numbers."""
    if isinstance(value, (Fraction, tuple, CONTEXT.mpf)):
        return matrices.components(value)
    if isinstance(value, Table):
        entries = [coordinates(entry) for _, entry in sorted(value.values.items())]
        return [c for entry in entries for c in entry or ()] if all(e is not None for e in entries) else None
    if isinstance(value, PolynomialFunction):
        return [c for _, row in sorted(value.rows.items()) for p in row for _, c in sorted(p.coefficients.items())]
    return None


def with_coordinates(value: Any, supply: Iterator[Real]) -> Any:
    """The value rebuilt from new coordinates."""
    if isinstance(value, tuple):
        return tuple(with_coordinates(part, supply) for part in value)
    if isinstance(value, Table):
        return Table({key: with_coordinates(entry, supply) for key, entry in sorted(value.values.items())})
    if isinstance(value, PolynomialFunction):
        rows = {key: tuple(Polynomial(p.arity, {e: next(supply) for e in sorted(p.coefficients)}) for p in row)
                for key, row in sorted(value.rows.items())}
        return PolynomialFunction(value.finite, rows, value.shape)
    return next(supply)


class Satisfy:
    """Adjusts the values of one model (in place) to the equations among some hypotheses."""

    def __init__(self, model: Model, hypotheses: Sequence[Term], rng: random.Random, deadline: float | None) -> None:
        self.model, self.rng, self.deadline = model, rng, deadline
        self.equations = [_uncorrelated(h) for h in parts(hypotheses) if _is_equation(_stripped(h)[1])]
        self.solved: dict[Symbol, list[Term]] = {}

    def run(self) -> None:
        """Try each equation once, affine ones first, then look again at those that others have disturbed."""
        with CONTEXT.workdps(SOLVING_DIGITS):
            for solve in (self._affine, self._whiten, self._scale, self._affine):
                for equation in self.equations:
                    try:
                        residual = self._residual([equation])
                        if residual is not None and any(not is_zero(r) for r in residual):
                            solve(equation)
                    except Undefined:
                        continue

    def _residual(self, equations: Sequence[Term]) -> list[Real] | None:
        """left − right, entry by entry, at all values of indices and points; None for equations of another kind."""
        result: list[Real] = []
        evaluate = Evaluate(self.model, SOLVING_DIGITS, self.deadline)
        draw = Draw(self.model, self.rng)
        for equation in equations:
            variables, body = _stripped(equation)
            if not isinstance(body.arguments[0].sort, (Scalar, Vector, Operator)):
                return None
            if not all(isinstance(v.sort, (Index, Point)) for v in variables):
                return None
            for choice in product(*(draw.finite(v.sort) for v in variables)):
                with evaluate.only(dict(zip(variables, choice, strict=True))):
                    left, right = map(evaluate, body.arguments)
                result += [subtract(a, b) for a, b in zip(*map(matrices.components, (left, right)), strict=True)]
        return result

    def _candidates(self, equation: Term) -> list[Symbol]:
        """Free symbols with variable coordinates: those solved for in no other equation first, then by name."""
        found = [s for s in free_symbols(equation) if s in self.model.values and s not in self.model.definitions
                 and s.domain not in _FIXED and coordinates(self.model.values[s]) is not None
                 and not (isinstance(s.sort, Operator) and s.domain)]
        return sorted(found, key=lambda s: (len(self.solved.get(s, ())), -len(coordinates(self.model.values[s]) or ()),
                                            s.name, repr(s.sort), s.domain))

    def _with(self, symbol: Symbol, equations: Sequence[Term], entries: list[Real]) -> list[Real]:
        before = self.model.values[symbol]
        self.model.values[symbol] = with_coordinates(before, iter(entries))
        try:
            return self._residual(equations) or []
        finally:
            self.model.values[symbol] = before

    def _affine(self, equation: Term) -> None:
        """Solve the equation for the entries of a symbol in which it is affine, together with those solved before."""
        for symbol in self._candidates(equation):
            equations = [*(e for e in self.solved.get(symbol, ()) if e is not equation), equation]
            start = coordinates(self.model.values[symbol]) or []
            if len(start) > 40:
                continue
            solution = self._solve(partial(self._with, symbol, equations), start)
            if solution is not None:
                self.model.values[symbol] = with_coordinates(self.model.values[symbol], iter(solution))
                self.solved[symbol] = equations
                return

    def _solve(self, residual: Callable[[list[Real]], list[Real]], start: list[Real]) -> list[Real] | None:
        base = residual(start)
        columns = []
        for j in range(len(start)):
            moved = residual([add(c, ONE) if i == j else c for i, c in enumerate(start)])
            columns.append([subtract(a, b) for a, b in zip(moved, base, strict=True)])
        shift = [Fraction(self.rng.randint(2, 9)) for _ in start]
        expected = [add(b, matrices.dot(tuple(row), tuple(shift)))
                    for b, row in zip(base, zip(*columns, strict=True), strict=True)]
        found = residual([add(c, d) for c, d in zip(start, shift, strict=True)])
        if any(not is_zero(subtract(a, b)) for a, b in zip(expected, found, strict=True)):
            return None
        step = _some_solution(columns, [multiply(Fraction(-1), b) for b in base], self.rng)
        return None if step is None else [add(c, d) for c, d in zip(start, step, strict=True)]

    def _scale(self, equation: Term) -> None:
        """Multiply all entries of one symbol by a t that solves the equation, if it reads a t² + b t + c = 0."""
        for symbol in self._candidates(equation):
            entries = coordinates(self.model.values[symbol]) or []
            values = [self._with(symbol, [equation], [multiply(Fraction(t), e) for e in entries]) for t in range(4)]
            if len(values[0]) != 1:
                continue
            c, at_one, at_two, at_three = (v[0] for v in values)
            a = divide(add(subtract(at_two, multiply(Fraction(2), at_one)), c), Fraction(2))
            b = subtract(subtract(at_one, c), a)
            expected = add(add(multiply(Fraction(9), a), multiply(Fraction(3), b)), c)
            discriminant = subtract(multiply(b, b), multiply(Fraction(4), multiply(a, c)))
            if not is_zero(subtract(at_three, expected)) or is_zero(a) or not approximate(discriminant) > 0:
                continue
            spread = square_root(discriminant)
            roots = [divide(subtract(s, b), multiply(Fraction(2), a)) for s in (spread, multiply(Fraction(-1), spread))]
            root = max(roots, key=approximate)
            if not is_zero(root):
                scaled = [multiply(root, e) for e in entries]
                self.model.values[symbol] = with_coordinates(self.model.values[symbol], iter(scaled))
                self.solved.setdefault(symbol, []).append(equation)
                return

    def _whiten(self, equation: Term) -> None:
        """E[h hᵀ] = I or Cov(h) = I, for a table h over a finite space: apply the inverse of a Cholesky factor."""
        left, right = equation.arguments if _is_equation(equation) else (equation, equation)
        left, right = (right, left) if isinstance(left, Identity) else (left, right)
        if not isinstance(right, Identity) or not isinstance(left, (CovarianceOperator, Expectation)):
            return
        variable, measure, inner = left.arguments
        vector = inner.arguments[0] if isinstance(inner, Outer) and inner.arguments[0] is inner.arguments[1] else inner
        function = vector.arguments[0] if isinstance(vector, App) and vector.arguments[1:] == (variable,) else None
        table = self.model.values.get(function) if isinstance(function, Symbol) else None
        evaluate = Evaluate(self.model, SOLVING_DIGITS, self.deadline)
        if not isinstance(table, Table) or not isinstance(evaluate(measure), FiniteMeasure):
            return
        factor = _cholesky(evaluate(left))
        if factor is not None and isinstance(function, Symbol):
            inverse = matrices.inverse(factor)
            self.model.values[function] = Table({k: matrices.apply(inverse, v) for k, v in table.values.items()})
            self.solved.setdefault(function, []).append(equation)


def _some_solution(columns: list[list[Real]], right: list[Real], rng: random.Random) -> list[Real] | None:
    """Some x with Σ x_j column_j = right: elimination that takes the unknowns in random order; unused ones stay 0."""
    rows = [[*(column[i] for column in columns), value] for i, value in enumerate(right)]
    order = list(range(len(columns)))
    rng.shuffle(order)
    pivots: list[tuple[int, int]] = []
    for j in order:
        free = [i for i in range(len(rows)) if i not in {p for p, _ in pivots} and not is_zero(rows[i][j])]
        if not free:
            continue
        p = max(free, key=lambda i: abs(approximate(rows[i][j]))) if not is_exact(rows[free[0]][j]) else free[0]
        rows[p] = [divide(entry, rows[p][j]) for entry in rows[p]]
        for i, row in enumerate(rows):
            if i != p and not (is_exact(row[j]) and row[j] == 0):
                rows[i] = [subtract(a, multiply(row[j], b)) for a, b in zip(row, rows[p], strict=True)]
        pivots.append((p, j))
    used = {p for p, _ in pivots}
    if any(not is_zero(row[-1]) for i, row in enumerate(rows) if i not in used):
        return None
    solution: list[Real] = [ZERO] * len(columns)
    for p, j in pivots:
        solution[j] = rows[p][-1]
    return solution


def _cholesky(matrix: matrices.Matrix) -> matrices.Matrix | None:
    """Lower triangular L with L Lᵀ = matrix, or None when the matrix is not positive definite."""
    size = len(matrix)
    rows: list[list[Real]] = [[ZERO] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = subtract(matrix[i][j], matrices.dot(tuple(rows[i][:j]), tuple(rows[j][:j])))
            if i == j:
                if is_zero(rest) or approximate(rest) < 0:
                    return None
                rows[i][i] = square_root(rest)
            else:
                rows[i][j] = divide(rest, rows[j][j])
    return tuple(map(tuple, rows))
