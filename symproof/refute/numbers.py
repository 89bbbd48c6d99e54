"""Numbers with rigorous arithmetic: Laurent series in an infinitesimal ε > 0, and affine forms in unknowns.

May import flint and `models`. A coefficient is an `fmpq`, or an `arb` ball that encloses it. A constant that is irrational
is a series with one coefficient; one that is rational is a Fraction. No float, and no comparison that is not certain:
`Undecided` is raised instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import factorial
from typing import Any

from flint import arb, fmpq

from symproof.models.exact import ONE, ZERO, Rigorous, _exact_root
from symproof.models.verdict import Undefined, Unsupported

WIDTH = 6
"""How many powers of its argument an expansion keeps."""

Coefficient = Any


class Undecided(Unsupported):
    """Two numbers cannot be told apart with the digits or the coefficients that are known."""


def ball(value: Coefficient) -> arb:
    return arb(value) if isinstance(value, fmpq) else value


def exact(value: Coefficient) -> Any:
    """A coefficient as a Fraction where it is rational, otherwise as it is."""
    return Fraction(int(value.p), int(value.q)) if isinstance(value, fmpq) else value


def rational(value: Fraction | int) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def sign_of_coefficient(value: Coefficient) -> int:
    """The sign of a coefficient; raises Undecided for a ball around 0."""
    if value > 0:
        return 1
    if value < 0:
        return -1
    if isinstance(value, fmpq):
        return 0
    raise Undecided("a number that cannot be told from 0 with the digits used")


class _Ordered(Rigorous):
    """Comparisons from the sign of a difference, and operators from `plus` and `times`."""

    __slots__ = ()
    __hash__ = object.__hash__

    def sign(self) -> int:
        raise NotImplementedError

    def plus(self, other: Any) -> Any:
        raise NotImplementedError

    def times(self, other: Any) -> Any:
        raise NotImplementedError

    def over(self, other: Any) -> Any:
        raise NotImplementedError

    def __add__(self, other: Any) -> Any:
        return self.plus(other)

    def __mul__(self, other: Any) -> Any:
        return self.times(other)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Any:
        return self.times(Fraction(-1))

    def __sub__(self, other: Any) -> Any:
        return self.plus(-other)

    def __rsub__(self, other: Any) -> Any:
        return (-self).plus(other)

    def __truediv__(self, other: Any) -> Any:
        return self.over(other)

    def __rtruediv__(self, other: Any) -> Any:
        return as_series(other).over(self)

    def __pow__(self, n: int) -> Any:
        result: Any = ONE
        for _ in range(n):
            result = self.times(result)
        return result

    def __abs__(self) -> Any:
        return self if self.sign() >= 0 else -self

    def _against(self, other: Any) -> int:
        return sign_of(self.plus(-other))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Fraction, int, _Ordered)):
            return NotImplemented
        return self._against(other) == 0

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: Any) -> bool:
        return self._against(other) < 0

    def __le__(self, other: Any) -> bool:
        return self._against(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._against(other) > 0

    def __ge__(self, other: Any) -> bool:
        return self._against(other) >= 0


def sign_of(value: Any) -> int:
    """The sign of a Fraction or a rigorous number, for all small ε > 0; raises Undecided when it is not certain."""
    return value.sign() if isinstance(value, _Ordered) else (value > 0) - (value < 0)


# -- series -----------------------------------------------------------------------------------------------------------

class Series(_Ordered):
    """Σ_k terms[k] ε^k, plus O(ε^order) when an order is given (a function bounded by a constant times ε^order near 0)."""

    __slots__ = ("order", "terms")

    def __init__(self, terms: Mapping[int, Coefficient], order: int | None = None) -> None:
        self.terms = {k: c for k, c in sorted(terms.items())
                      if (order is None or k < order) and not (isinstance(c, fmpq) and c == 0)}
        self.order = order

    @property
    def start(self) -> int:
        """The lowest exponent that may occur."""
        return min(self.terms, default=0 if self.order is None else self.order)

    def sign(self) -> int:
        for coefficient in self.terms.values():
            return sign_of_coefficient(coefficient)
        if self.order is not None:
            raise Undecided(f"all coefficients below ε^{self.order} vanish, and more are not known")
        return 0

    def plus(self, other: Any) -> Any:
        right = as_series(other)
        terms = dict(self.terms)
        for k, c in right.terms.items():
            terms[k] = terms[k] + c if k in terms else c
        return series(terms, _least(self.order, right.order))

    def times(self, other: Any) -> Any:
        right = as_series(other)
        if not right.terms and right.order is None:
            return ZERO
        orders = [one.start + two.order for one, two in ((self, right), (right, self)) if two.order is not None]
        order = min(orders, default=None)
        terms: dict[int, Coefficient] = {}
        for j, a in self.terms.items():
            for k, b in right.terms.items():
                if order is None or j + k < order:
                    terms[j + k] = terms[j + k] + a * b if j + k in terms else a * b
        return series(terms, order)

    def over(self, other: Any) -> Any:
        return self.times(as_series(other).inverse())

    def inverse(self) -> Any:
        """1/self; raises Undefined for 0 and Undecided where the leading coefficient is not known."""
        if self.sign() == 0:
            raise Undefined("division by 0")
        m, lead = self.start, self.terms[self.start]
        first = 1 / lead
        rest = Series({k - m: c * first for k, c in self.terms.items() if k > m},
                      None if self.order is None else self.order - m)
        return as_series(rest.powers(lambda n: Fraction((-1)**n))).times(Series({-m: first}))

    def split(self) -> tuple[Coefficient, Series]:
        """The constant coefficient, and the rest; raises Unsupported where ε^−1 occurs."""
        if self.start < 0:
            raise Unsupported("a function of a number beyond all bounds")
        if self.order is not None and self.order <= 0:
            raise Undecided("the constant coefficient is not known")
        return self.terms.get(0, fmpq(0)), Series({k: c for k, c in self.terms.items() if k}, self.order)

    def powers(self, coefficient: Callable[[int], Fraction]) -> Any:
        """Σ_n coefficient(n) selfⁿ, for a series without constant term."""
        if not self.terms and self.order is None:
            return coefficient(0)
        small = Series(self.terms, _least(self.order, WIDTH * max(self.start, 1)))
        result: Any = coefficient(WIDTH - 1)
        for n in reversed(range(WIDTH - 1)):
            result = as_series(small.times(result)).plus(coefficient(n))
        return result

    def __repr__(self) -> str:
        return f"Series({self.terms}, {self.order})"


def _least(left: int | None, right: int | None) -> int | None:
    return right if left is None else left if right is None else min(left, right)


def series(terms: Mapping[int, Coefficient], order: int | None = None) -> Any:
    """A series, or the Fraction that it is."""
    made = Series(terms, order)
    if order is None and all(k == 0 and isinstance(c, fmpq) for k, c in made.terms.items()):
        return exact(made.terms[0]) if made.terms else ZERO
    return made


def as_series(value: Any) -> Series:
    if isinstance(value, Series):
        return value
    if isinstance(value, (Fraction, int)):
        return Series({0: rational(value)})
    raise Unsupported("numbers of two kinds in one sum or product")


def constant(value: arb) -> Series:
    """An enclosure as a number."""
    if not value.is_finite():
        raise Unsupported("an enclosure that is not finite")
    return Series({0: value})


def _factorial(n: int) -> int:
    return 1 if n < 2 else n * _factorial(n - 1)


def exponential(value: Any) -> Any:
    head, rest = as_series(value).split()
    tail = rest.powers(lambda n: Fraction(1, factorial(n)))
    return tail if isinstance(head, fmpq) and head == 0 else constant(ball(head).exp()).times(tail)


def logarithm(value: Any) -> Any:
    head, rest = as_series(value).split()
    if sign_of_coefficient(head) <= 0:
        raise Undefined("the logarithm of a number that is not positive")
    tail = as_series(rest.times(Series({0: 1 / head}))).powers(lambda n: Fraction((-1)**(n + 1), n) if n else ZERO)
    return tail if isinstance(head, fmpq) and head == 1 else constant(ball(head).log()).plus(tail)


def root(value: Any, exponent: Fraction) -> Any:
    """value ** exponent for value > 0; also 0 ** exponent = 0 for exponent > 0."""
    number = as_series(value)
    sign = number.sign()
    if sign < 0 or (sign == 0 and exponent <= 0):
        raise Undefined("a root of a negative number, or 0 to a negative power")
    if sign == 0:
        return ZERO
    m, lead = number.start, number.terms[number.start]
    if (m * exponent).denominator != 1:
        raise Unsupported("a fractional power of an infinitesimal")
    rest = Series({k - m: c / lead for k, c in number.terms.items() if k > m},
                  None if number.order is None else number.order - m)

    def binomial(n: int) -> Fraction:
        return ONE if n == 0 else binomial(n - 1) * (exponent - n + 1) / n

    return as_series(rest.powers(binomial)).times(series({int(m * exponent): _root_of(lead, exponent)}))


def _root_of(value: Coefficient, exponent: Fraction) -> Coefficient:
    if isinstance(value, fmpq):
        parts = [_exact_root(int(part), exponent.denominator) for part in (value.p, value.q)]
        if parts[0] is not None and parts[1] is not None:
            return fmpq(parts[0], parts[1]) ** exponent.numerator
    return ball(value) ** arb(rational(exponent))


# -- affine forms -----------------------------------------------------------------------------------------------------

class Affine(_Ordered):
    """constant + Σ_i coefficients[i] x_i, with rational coefficients and unknown real x_i. It has no sign."""

    __slots__ = ("coefficients", "constant")

    def __init__(self, constant: Fraction, coefficients: Mapping[int, Fraction]) -> None:
        self.constant = constant
        self.coefficients = {i: c for i, c in coefficients.items() if c != 0}

    def sign(self) -> int:
        raise Undecided("the sign of an unknown number")

    def plus(self, other: Any) -> Any:
        if isinstance(other, (Fraction, int)):
            return Affine(self.constant + other, self.coefficients)
        if not isinstance(other, Affine):
            raise Unsupported("an unknown number beside an irrational one")
        keys = {*self.coefficients, *other.coefficients}
        summed = {i: self.coefficients.get(i, ZERO) + other.coefficients.get(i, ZERO) for i in keys}
        total = Affine(self.constant + other.constant, summed)
        return total if total.coefficients else total.constant

    def times(self, other: Any) -> Any:
        if not isinstance(other, (Fraction, int)):
            raise Unsupported("a product of unknown numbers")
        scaled = {i: c * other for i, c in self.coefficients.items()}
        return Affine(self.constant * other, scaled) if other != 0 else ZERO

    def over(self, other: Any) -> Any:
        if not isinstance(other, (Fraction, int)):
            raise Unsupported("division by an unknown number")
        if other == 0:
            raise Undefined("division by 0")
        return self.times(1 / Fraction(other))

    def __rtruediv__(self, other: Any) -> Any:
        raise Unsupported("division by an unknown number")
