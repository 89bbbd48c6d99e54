"""Models: concrete interpretations of the symbols of a statement, with exact values.

May import `symproof.terms` and the number modules beside it. Evaluating terms is not done here: a model only holds what
symbols stand for. Values: a scalar is a `Fraction` (or an mpmath number), a vector a tuple of them, an operator a tuple
of rows, an index an `int` from 1, a point of an abstract space an `int` from 0, and functions, measures and sets are
the classes below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symproof.terms import Symbol, Term

from .exact import ZERO, Real, add, digits_of, multiply, power
from .matrices import components
from .verdict import Verdict


@dataclass(frozen=True, eq=False)
class Polynomial:
    """Σ c_e x^e in `arity` variables, with rational coefficients, by exponent."""

    arity: int
    coefficients: Mapping[tuple[int, ...], Fraction]

    def __call__(self, coordinates: tuple[Real, ...]) -> Real:
        result: Real = ZERO
        for exponents, coefficient in self.coefficients.items():
            product: Real = coefficient
            for coordinate, exponent in zip(coordinates, exponents, strict=True):
                if exponent:
                    product = multiply(product, power(coordinate, Fraction(exponent)))
            result = add(result, product)
        return result

    @property
    def degree(self) -> int:
        return max((sum(e) for e, c in self.coefficients.items() if c), default=0)

    def derivative(self, variable: int) -> Polynomial:
        """∂/∂x_variable, exactly."""
        lowered = {(*e[:variable], e[variable] - 1, *e[variable + 1:]): c * e[variable]
                   for e, c in self.coefficients.items() if e[variable]}
        return Polynomial(self.arity, lowered)

    def __str__(self) -> str:
        def monomial(exponents: tuple[int, ...]) -> str:
            names = ["x"] if self.arity == 1 else [f"x{i + 1}" for i in range(self.arity)]
            return "·".join(n + (f"^{e}" if e > 1 else "") for n, e in zip(names, exponents, strict=True) if e)

        parts = [f"{c}·{monomial(e)}" if any(e) else str(c) for e, c in sorted(self.coefficients.items()) if c]
        return " + ".join(parts) or "0"


class FunctionValue:
    """What a function symbol stands for: something to call with the values of its arguments."""

    def __call__(self, *arguments: Any) -> Any:
        raise NotImplementedError

    def gradient(self) -> FunctionValue | None:
        """The exact gradient of a function R^d → R, where it is known."""
        return None


@dataclass(frozen=True, eq=False)
class Table(FunctionValue):
    """A function of finitely many points and indices, by its values."""

    values: Mapping[tuple[Any, ...], Any]

    def __call__(self, *arguments: Any) -> Any:
        return self.values[arguments]

    def __str__(self) -> str:
        return "{" + "; ".join(f"{', '.join(map(show, k))}: {show(v)}" for k, v in sorted(self.values.items())) + "}"


@dataclass(frozen=True, eq=False)
class PolynomialFunction(FunctionValue):
    """A function of scalars and vectors (and finitely many points and indices) by polynomials in all coordinates.

    `rows` gives, for each choice of the finite arguments (at the positions `finite`), one polynomial for each entry of
    the result; `shape` builds the result from these entries.
    """

    finite: tuple[int, ...]
    rows: Mapping[tuple[Any, ...], tuple[Polynomial, ...]]
    shape: Callable[[list[Real]], Any]

    def __call__(self, *arguments: Any) -> Any:
        chosen = self.rows[tuple(arguments[i] for i in self.finite)]
        coordinates = tuple(c for i, a in enumerate(arguments) if i not in self.finite for c in components(a))
        return self.shape([polynomial(coordinates) for polynomial in chosen])

    @property
    def degree(self) -> int:
        return max(polynomial.degree for row in self.rows.values() for polynomial in row)

    def gradient(self) -> PolynomialFunction | None:
        (row,) = self.rows.values()
        if self.finite or len(row) != 1:
            return None
        return PolynomialFunction((), {(): tuple(row[0].derivative(i) for i in range(row[0].arity))}, tuple)

    def __str__(self) -> str:
        def entries(row: tuple[Polynomial, ...]) -> str:
            return ", ".join(map(str, row)) if len(row) == 1 else "(" + ", ".join(map(str, row)) + ")"

        if not self.finite:
            return f"x ↦ {entries(self.rows[()])}"
        rows = (f"{', '.join(map(str, key))}: x ↦ {entries(row)}" for key, row in sorted(self.rows.items()))
        return "{" + "; ".join(rows) + "}"


@dataclass(frozen=True, eq=False)
class Closure(FunctionValue):
    """A function given by a term: called through the reading that made it. `smooth` when every part of it is C^∞."""

    call: Callable[..., Any]
    smooth: bool = False

    def __call__(self, *arguments: Any) -> Any:
        return self.call(*arguments)


@dataclass(frozen=True, eq=False)
class FiniteMeasure:
    """Σ weight · (unit mass at point); a probability measure when the weights add to 1."""

    points: tuple[Any, ...]
    weights: tuple[Real, ...]

    def __str__(self) -> str:
        parts = (f"{show(p)}: {digits_of(w, 12)}" for p, w in zip(self.points, self.weights, strict=True))
        return "masses {" + "; ".join(parts) + "}"


@dataclass(frozen=True, eq=False)
class NormalMeasure:
    """N(mean, variance) on the line."""

    mean: Real
    variance: Real

    def __str__(self) -> str:
        return f"N({show(self.mean)}, {show(self.variance)})"


@dataclass(frozen=True, eq=False)
class GaussianMeasure:
    """N(mean, covariance) on R^d."""

    mean: tuple[Real, ...]
    covariance: tuple[tuple[Real, ...], ...]

    def __str__(self) -> str:
        return f"N({show(self.mean)}, {show(self.covariance)})"


@dataclass(frozen=True, eq=False)
class LebesgueMeasure:
    """Lebesgue measure on R (dimension 0, a scalar) or on R^dimension."""

    dimension: int

    def __str__(self) -> str:
        return "Lebesgue measure"


@dataclass(frozen=True, eq=False)
class TiltedMeasure:
    """The measure with density e^score/∫e^score over `base`, where no simpler form is known.

    `bound` are the values that the other bound symbols of the score had when the measure was met.
    """

    base: Any
    variable: Symbol
    score: Term
    bound: Mapping[Symbol, Any]

    def __str__(self) -> str:
        return f"{self.base} tilted by {self.score!r}"


@dataclass(frozen=True, eq=False)
class SetValue:
    """A set, by the question whether a value belongs to it."""

    contains: Callable[[Any], Any]
    description: str = "a set"

    def __str__(self) -> str:
        return self.description


@dataclass(frozen=True, eq=False)
class Model:
    """A concrete interpretation.

    sizes: symbolic dimensions and family sizes, by name. spaces: numbers of points of abstract spaces, by name.
    values: what the symbols stand for. definitions: symbols that stand for the value of a term, computed anew at every
    precision, so that an irrational value never carries the rounding of a lower one. memory: values of terms already
    computed, once the model is complete and kept for several statements.
    """

    sizes: dict[str, int] = field(default_factory=dict)
    spaces: dict[str, int] = field(default_factory=dict)
    values: dict[Symbol, Any] = field(default_factory=dict)
    definitions: dict[Symbol, Term] = field(default_factory=dict)
    memory: dict[Any, Any] | None = field(default=None, repr=False, compare=False)

    def describe(self) -> str:
        """The model on one line, for a reader."""
        sizes = [f"{name} = {size}" for name, size in sorted(self.sizes.items())]
        spaces = [f"{name} has {size} points" for name, size in sorted(self.spaces.items())]
        values = [f"{s.name} = {show(v)}" for s, v in sorted(self.values.items(), key=lambda item: item[0].name)
                  if s not in self.definitions]
        defined = [f"{s.name} := {t!r}" for s, t in sorted(self.definitions.items(), key=lambda item: item[0].name)]
        return ", ".join(sizes + spaces + values + defined) or "the only model (nothing is free)"


def show(value: Any) -> str:
    """A value of a model, for a reader: exact numbers as such, others to 12 digits."""
    if isinstance(value, tuple):
        return "(" + ", ".join(map(show, value)) + ")"
    if isinstance(value, Verdict):
        return value.name.lower()
    if isinstance(value, (int, str)) or hasattr(value, "__dataclass_fields__"):
        return str(value)
    return digits_of(value, 12)
