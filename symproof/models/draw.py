"""Values for symbols: drawn at random with small exact numbers, or chosen to hurt.

May import `symproof.terms` and the value classes of this package. A value depends on the random generator, the sort and
the domain only, never on hash order.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symproof.terms import Function, Index, Measure, Operator, Point, Scalar, SetOf, Sort, Symbol, Truth, Vector

from .exact import ONE, ZERO
from .matrices import compose, dot, identity, plus, transpose
from .model import (FiniteMeasure, FunctionValue, GaussianMeasure, Model, NormalMeasure, Polynomial,
                    PolynomialFunction, SetValue, Table, show)
from .verdict import Unsupported, exactly

_INTEGRAL = ("integer", "natural", "positive integer")
_EDGES = {
    "real": "0 1 -1 1/2 -1/2 1000 -1000 7 -7 1/100 -1/100 2 -2 3",
    "nonzero": "1 -1 1/2 -1/2 1000 -1000 1/100 -1/100 2 -2",
    "positive": "1 1/2 1/1000000 1000 2 7 1/100 3",
    "negative": "-1 -1/2 -1/1000000 -1000 -2 -7 -1/100 -3",
    "nonnegative": "0 1 1/2 1000 1/1000000 2 7 1/100",
    "unit": "0 1 1/2 1/100 99/100 1/3 2/3",
    "integer": "0 1 -1 2 -2 3 12 13 -7",
    "natural": "0 1 2 3 4 12 13 30",
    "positive integer": "1 2 3 4 5 12 13 30",
}


@dataclass(frozen=True)
class Choices:
    """Values to try for a bound symbol; `exhausted` when there are no others."""

    values: list[Any]
    exhausted: bool


def rational(rng: random.Random, domain: str = "real", edge: float = 0.1) -> Fraction:
    """A rational of small height in a domain; with probability `edge` one of those that hurt."""
    if rng.random() < edge:
        return Fraction(_EDGES[domain].split()[0] if edge == 1 else rng.choice(_EDGES[domain].split()[:5]))
    size = Fraction(rng.randint(1, 12), rng.choice((1, 1, 2, 3, 4, 5, 7)))
    if domain in ("positive", "nonnegative"):
        return size
    if domain == "negative":
        return -size
    if domain == "unit":
        return Fraction(rng.randint(0, 12), 12)
    if domain in _INTEGRAL:
        return Fraction(rng.randint(-6 if domain == "integer" else 0 if domain == "natural" else 1, 8))
    return size if rng.random() < 0.5 else -size


class Draw:
    """Random values in a model with given sizes and spaces.

    `edge` is how often a scalar, vector or operator is a special one; 1 makes scalars 0 or the first of their domain,
    and vectors and operators 0 (or the identity) throughout. `vanishing` functions of numbers and vectors are 0.
    """

    def __init__(self, model: Model, rng: random.Random, edge: float = 0.1, vanishing: bool = False) -> None:
        self.model, self.rng, self.edge, self.vanishing = model, rng, edge, vanishing

    def size(self, dimension: Any) -> int:
        if isinstance(dimension, int):
            return dimension
        return self.model.sizes.setdefault(dimension, self.rng.randint(1, 3))

    def points(self, space: str) -> int:
        return self.model.spaces.setdefault(space, self.rng.randint(3, 5))

    def value(self, sort: Sort, domain: str = "") -> Any:
        """A random value of a sort in a domain; Unsupported for a sort that models have no values for."""
        if isinstance(sort, Scalar):
            return rational(self.rng, domain or "real", self.edge)
        if isinstance(sort, Vector):
            if self.rng.random() < self.edge**2:
                return (ZERO,) * self.size(sort.dimension)
            return tuple(self._entry() for _ in range(self.size(sort.dimension)))
        if isinstance(sort, Operator):
            return self.operator(self.size(sort.target), self.size(sort.source), domain)
        if isinstance(sort, Index):
            return self.rng.randint(1, self.size(sort.size))
        if isinstance(sort, Point):
            return self.rng.randrange(self.points(sort.parts[0]))
        if isinstance(sort, Measure):
            return self.measure(sort.on, domain)
        if isinstance(sort, Function):
            return self.function(sort, domain)
        if isinstance(sort, SetOf):
            return self.set_of(sort.element)
        if isinstance(sort, Truth):
            return exactly(self.rng.random() < 0.5)
        raise Unsupported(f"models have no values for a {sort}")

    def _entry(self) -> Fraction:
        return Fraction(self.rng.randint(-5, 5), self.rng.choice((1, 1, 2, 3)))

    def operator(self, target: int, source: int, domain: str) -> Any:
        """A random operator; semidefinite ones are BBᵀ, singular about every other time, definite ones BBᵀ + I/2."""
        if target == source and self.rng.random() < self.edge**2:
            return identity(target) if domain == "positive definite" else ((ZERO,) * target,) * target
        drawn = tuple(tuple(self._entry() for _ in range(source)) for _ in range(target))
        if domain == "symmetric":
            return plus(drawn, transpose(drawn))
        if domain == "positive semidefinite":
            if self.rng.random() < 0.4:
                drawn = (*drawn[:-1], drawn[0] if target > 1 else (ZERO,) * source)
            return compose(drawn, transpose(drawn))
        if domain == "positive definite":
            half = tuple(tuple(entry / 2 for entry in row) for row in identity(target))
            return plus(compose(drawn, transpose(drawn)), half)
        return drawn

    def measure(self, on: Sort, domain: str) -> Any:
        """A measure with finitely many rational masses; on R and R^d a normal law one time in four."""
        if isinstance(on, (Scalar, Vector)) and domain == "probability" and self.rng.random() < 0.25:
            if isinstance(on, Scalar):
                return NormalMeasure(rational(self.rng), rational(self.rng, "positive"))
            size = self.size(on.dimension)
            return GaussianMeasure(self.value(on), self.operator(size, size, "positive semidefinite"))
        if isinstance(on, (Point, Index)):
            places = list(self.finite(on))
        else:
            places = list(dict.fromkeys(self.value(on) for _ in range(self.rng.randint(2, 4))))
        masses = [Fraction(self.rng.randint(1, 6)) for _ in places]
        whole = sum(masses, ZERO) if domain == "probability" else Fraction(self.rng.randint(1, 6))
        return FiniteMeasure(tuple(places), tuple(mass / whole for mass in masses))

    def finite(self, sort: Sort) -> range:
        """All things of a finite sort."""
        if isinstance(sort, Index):
            return range(1, self.size(sort.size) + 1)
        return range(self.points(sort.parts[0]))

    def function(self, sort: Function, domain: str = "") -> FunctionValue:
        """A table over finite arguments, polynomials in the others.

        One variable: degree ≤ 5; more: total degree ≤ 3, with few terms. A measure-valued function ignores arguments
        that are not finite, so it is a kernel that is constant in them.
        """
        domain = domain if isinstance(sort.result, Measure) else ""
        finite = tuple(i for i, s in enumerate(sort.arguments) if isinstance(s, (Index, Point)))
        others = [s for i, s in enumerate(sort.arguments) if i not in finite]
        keys = list(itertools.product(*(self.finite(sort.arguments[i]) for i in finite)))
        usual = Draw(self.model, self.rng)
        if not others:
            return Table({key: usual.value(sort.result, domain) for key in keys})
        if not all(isinstance(s, (Scalar, Vector, Operator)) for s in others):
            raise Unsupported(f"models have no values for a {sort}")
        if not isinstance(sort.result, (Scalar, Vector, Operator)):
            rows = {key: usual.value(sort.result, domain) for key in keys}
            return _Constant(finite, rows)
        arity = sum(self._entries(s) for s in others)
        count, shape = self._entries(sort.result), self._shape(sort.result)
        return PolynomialFunction(finite, {k: tuple(self.polynomial(arity) for _ in range(count)) for k in keys}, shape)

    def _entries(self, sort: Sort) -> int:
        if isinstance(sort, Vector):
            return self.size(sort.dimension)
        return self.size(sort.parts[0]) * self.size(sort.parts[1]) if isinstance(sort, Operator) else 1

    def _shape(self, sort: Sort) -> Any:
        if isinstance(sort, Vector):
            return tuple
        if isinstance(sort, Operator):
            width = self.size(sort.source)
            return lambda entries: tuple(tuple(entries[i:i + width]) for i in range(0, len(entries), width))
        return lambda entries: entries[0]

    def polynomial(self, arity: int) -> Polynomial:
        if self.vanishing:
            return Polynomial(arity, {(0,) * arity: ZERO})
        highest = self.rng.choice((1, 2, 3, 5)) if arity == 1 else self.rng.choice((1, 2, 3))
        monomials = [e for e in itertools.product(range(highest + 1), repeat=arity) if sum(e) <= highest]
        chosen = self.rng.sample(monomials, min(len(monomials), 6))
        top = tuple(highest if i == self.rng.randrange(arity) else 0 for i in range(arity))
        return Polynomial(arity, {e: Fraction(self.rng.choice((-3, -2, -1, 1, 2, 3)), self.rng.choice((1, 2)))
                                  for e in sorted({*chosen, top}) if sum(e) <= highest})

    def set_of(self, element: Sort) -> SetValue:
        """A half-line, an open half-space, or a subset of a finite sort."""
        if isinstance(element, Scalar):
            bound = rational(self.rng)
            return SetValue(lambda x: exactly(x > bound), f"{{x > {bound}}}")
        if isinstance(element, Vector):
            normal, offset = self.value(element), rational(self.rng)
            return SetValue(lambda x: exactly(dot(x, normal) > offset), f"{{x : ⟨x, {show(normal)}⟩ > {offset}}}")
        if isinstance(element, (Index, Point)):
            chosen = frozenset(i for i in self.finite(element) if self.rng.random() < 0.5)
            return SetValue(lambda x: exactly(x in chosen), f"{sorted(chosen)}")
        raise Unsupported(f"models have no sets of {element}")

    # -- values for bound symbols -------------------------------------------------------------------------------
    def choices(self, symbol: Symbol, count: int) -> Choices:
        """Values for a bound symbol: all of them when there are finitely many, else at most `count`, edges first."""
        sort = symbol.sort
        if isinstance(sort, (Index, Point)):
            return Choices(list(self.finite(sort)), exhausted=True)
        if isinstance(sort, Scalar):
            edges = [Fraction(text) for text in _EDGES[symbol.domain].split()]
            drawn = [rational(self.rng, symbol.domain) for _ in range(3)]
            return Choices(list(dict.fromkeys([*edges[:max(count - 3, 3)], *drawn]))[:count], exhausted=False)
        special = itertools.islice(self._special(symbol), max(count - 2, 1))
        return Choices([*special, *(self.value(sort, symbol.domain) for _ in range(2))], exhausted=False)

    def _special(self, symbol: Symbol) -> Iterator[Any]:
        """Zero, unit vectors and their opposites; the zero and the identity operator."""
        sort = symbol.sort
        if isinstance(sort, Vector):
            size = self.size(sort.dimension)
            yield (ZERO,) * size
            for unit in identity(size):
                yield unit
                yield tuple(-entry for entry in unit)
            yield (ONE,) * size
        if isinstance(sort, Operator) and self.size(sort.target) == self.size(sort.source):
            size = self.size(sort.target)
            yield identity(size)
            if symbol.domain != "positive definite":
                yield ((ZERO,) * size,) * size


@dataclass(frozen=True, eq=False)
class _Constant(FunctionValue):
    """A function that looks at its finite arguments only."""

    finite: tuple[int, ...]
    rows: dict[Any, Any]

    def __call__(self, *arguments: Any) -> Any:
        return self.rows[tuple(arguments[i] for i in self.finite)]

    def __str__(self) -> str:
        return str(Table(self.rows))
