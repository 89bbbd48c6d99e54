"""Matrices of explicit size, carried out entry by entry while a text is read: what is left are scalars."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from symproof.terms import Number, Sqrt, Term

from .errors import ReadError

LARGEST = 12


class MatrixValue:
    """A matrix of terms, given by its rows."""

    def __init__(self, rows: Sequence[Sequence[Any]]) -> None:
        self.rows = [list(row) for row in rows]
        if not self.rows or not self.rows[0] or any(len(r) != len(self.rows[0]) for r in self.rows):
            raise ReadError("a matrix needs rows of one length, at least one of each")
        if len(self.rows) * len(self.rows[0]) > 400:
            raise ReadError(f"a matrix of {len(self.rows)} × {len(self.rows[0])} is too large here (at most 400 entries)")

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0])

    def square(self, what: str) -> int:
        """The size of a square matrix; ReadError for another shape."""
        height, width = self.shape
        if height != width:
            raise ReadError(f"{what} needs a square matrix, found {height} × {width}")
        return height

    def plus(self, other: MatrixValue) -> MatrixValue:
        if self.shape != other.shape:
            raise ReadError(f"cannot add matrices of {self.shape[0]} × {self.shape[1]} and {other.shape[0]} × {other.shape[1]}")
        return MatrixValue([[a + b for a, b in zip(r, s, strict=True)] for r, s in zip(self.rows, other.rows, strict=True)])

    def scaled(self, factor: Any) -> MatrixValue:
        return MatrixValue([[product(factor, a) for a in row] for row in self.rows])

    def times(self, other: MatrixValue) -> MatrixValue:
        if self.shape[1] != other.shape[0]:
            raise ReadError(f"cannot multiply a matrix of {self.shape[0]} × {self.shape[1]} by one of "
                            f"{other.shape[0]} × {other.shape[1]}")
        columns = list(zip(*other.rows, strict=True))
        return MatrixValue([[total([product(a, b) for a, b in zip(row, column, strict=True)]) for column in columns]
                            for row in self.rows])

    def power(self, exponent: int) -> MatrixValue:
        size = self.square("a power")
        if abs(exponent) > 64:
            raise ReadError("a matrix power is read up to the exponent 64")
        if exponent < 0:
            return self.inverse().power(-exponent)
        return reduce(MatrixValue.times, [self] * exponent) if exponent else identity(size)

    def transposed(self) -> MatrixValue:
        return MatrixValue(list(zip(*self.rows, strict=True)))

    def trace(self) -> Any:
        return total([self.rows[i][i] for i in range(self.square("a trace"))])

    def determinant(self) -> Any:
        """By expansion along the rows, each minor once."""
        size = self.square("a determinant")
        if size > LARGEST:
            raise ReadError(f"a determinant is expanded up to {LARGEST} × {LARGEST}, found {size} × {size}")
        known: dict[tuple[int, ...], Any] = {(): Number(1)}

        def minor(columns: tuple[int, ...]) -> Any:
            if columns not in known:
                row = self.rows[size - len(columns)]
                parts = []
                for place, column in enumerate(columns):
                    if is_zero(row[column]):
                        continue
                    part = product(row[column], minor(columns[:place] + columns[place + 1:]))
                    if not is_zero(part):
                        parts.append(-part if place % 2 else part)
                known[columns] = total(parts)
            return known[columns]

        return minor(tuple(range(size)))

    def inverse(self) -> MatrixValue:
        """The adjugate over the determinant."""
        size, determinant = self.square("an inverse"), self.determinant()

        def cofactor(i: int, j: int) -> Any:
            if size == 1:
                return Number(1)
            rest = [[self.rows[a][b] for b in range(size) if b != j] for a in range(size) if a != i]
            value = MatrixValue(rest).determinant()
            return value if (i + j) % 2 == 0 or is_zero(value) else -value

        return MatrixValue([[cofactor(j, i) / determinant for j in range(size)] for i in range(size)])

    def norm(self) -> Any:
        return Sqrt(total([product(a, a) for row in self.rows for a in row]))

    def entry(self, *index: int) -> Any:
        entries = [a for row in self.rows for a in row]
        height, width = self.shape
        try:
            return entries[index[0]] if len(index) == 1 else self.rows[index[0]][index[1]]
        except IndexError:
            raise ReadError(f"the index {list(index)} is outside a matrix of {height} × {width}") from None


def is_zero(value: Any) -> bool:
    return isinstance(value, Number) and value.value == 0


def product(left: Any, right: Any) -> Any:
    """left·right, where factors 0 and 1 are left out."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Number) and one.value in (0, 1):
            return one if one.value == 0 else other
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value * right.value)
    return left * right


def total(parts: Sequence[Term]) -> Any:
    """The sum of the parts that are not 0."""
    kept = [p for p in parts if not is_zero(p)]
    if kept and all(isinstance(p, Number) for p in kept):
        return Number(sum(p.value for p in kept))  # type: ignore[attr-defined]
    return reduce(lambda a, b: a + b, kept) if kept else Number(0)


def identity(size: int) -> MatrixValue:
    """The identity matrix."""
    return MatrixValue([[Number(int(i == j)) for j in range(size)] for i in range(size)])


def diagonal(entries: Sequence[Any]) -> MatrixValue:
    """The diagonal matrix with these entries."""
    return MatrixValue([[e if i == j else Number(0) for j in range(len(entries))] for i, e in enumerate(entries)])
