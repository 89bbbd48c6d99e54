"""Scales x^p (log x)^q exp(E(x)) on a half line x ≥ T, and constants that multiply them.

May import flint and the modules of this package that it names. Everything holds for all real x ≥ T > e², not just
eventually. E is a sum of c·x^r (log x)^l with r > 0, or r = 0 and l ≥ 1.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt
from typing import Any, NamedTuple

from flint import acb, arb, fmpq

from .complex_exact import ONE, ZERO, Gaussian, Inexact, Value, add, ball, divide, integer_power, multiply, parts
from .verdict import Unsupported


class Surd(NamedTuple):
    """The exact constant value·√radicand·π^(halves/2), the radicand squarefree and positive."""

    value: Value
    radicand: int = 1
    halves: int = 0

    def enclosure(self) -> acb:
        """A ball around it."""
        result = acb(*ball(self.value))
        if self.radicand != 1:
            result *= arb(self.radicand).sqrt()
        if self.halves:
            power = arb.pi() ** abs(self.halves // 2) if self.halves % 2 == 0 else arb.pi().sqrt() ** abs(self.halves)
            result = result * power if self.halves > 0 else result / power
        return result


Constant = Surd | acb
_LONG = 160
"""Fractions with longer denominators become balls."""
UNIT, NOTHING = Surd(ONE), Surd(ZERO)


def enclosure(constant: Constant) -> acb:
    return constant.enclosure() if isinstance(constant, Surd) else constant


def is_nothing(constant: Constant) -> bool:
    return constant.value == 0 if isinstance(constant, Surd) else bool(constant.is_zero())


def is_real(constant: Constant) -> bool:
    return not isinstance(constant.value, Gaussian) if isinstance(constant, Surd) else bool(constant.imag.is_zero())


def times(left: Constant, right: Constant) -> Constant:
    if isinstance(left, Surd) and isinstance(right, Surd):
        common = gcd(left.radicand, right.radicand)
        try:
            value = multiply(left.value, right.value)
            value = value if common == 1 else multiply(value, Fraction(common))
        except Inexact:
            return left.enclosure() * right.enclosure()
        if type(value) is Fraction and value.denominator.bit_length() > _LONG:
            return left.enclosure() * right.enclosure()
        if value == 0:
            return NOTHING
        return Surd(value, left.radicand * right.radicand // common**2, left.halves + right.halves)
    return enclosure(left) * enclosure(right)


def plus(left: Constant, right: Constant) -> Constant:
    if is_nothing(left):
        return right
    if is_nothing(right):
        return left
    if isinstance(left, Surd) and isinstance(right, Surd) and left[1:] == right[1:]:
        try:
            value = add(left.value, right.value)
        except Inexact:
            return left.enclosure() + right.enclosure()
        return Surd(value, *left[1:]) if value != 0 else NOTHING
    return enclosure(left) + enclosure(right)


def reciprocal(constant: Constant) -> Constant:
    """1/constant; Unsupported when it may be 0."""
    if isinstance(constant, Surd) and constant.value != 0:
        return Surd(divide(ONE, multiply(constant.value, Fraction(constant.radicand))), constant.radicand, -constant.halves)
    found = enclosure(constant)
    if found.contains(0):
        raise Unsupported("a leading coefficient is not separated from 0")
    return 1 / found


def square_root(value: Fraction) -> Surd | None:
    """√value as a surd, for a rational value ≥ 0 of modest size."""
    number = value.numerator * value.denominator
    if number < 0 or number > 10**12:
        root = isqrt(number) if number > 0 else 0
        return Surd(Fraction(root, value.denominator)) if number > 0 and root * root == number else None
    outside, k = 1, 2
    while k * k <= number and k < 10_000:
        while number % (k * k) == 0:
            number //= k * k
            outside *= k
        k += 1
    root = isqrt(number)
    if root > 1 and root * root == number:
        number, outside = 1, outside * root
    return Surd(Fraction(outside, value.denominator), number) if number else NOTHING


def power(constant: Constant, n: int) -> Constant:
    """constant^n for an integer n."""
    if n < 0:
        return power(reciprocal(constant), -n)
    if isinstance(constant, Surd):
        try:
            value = multiply(integer_power(constant.value, n), Fraction(constant.radicand) ** (n // 2))
        except Inexact:
            return constant.enclosure() ** n
        return Surd(value, constant.radicand if n % 2 else 1, constant.halves * n)
    return constant**n


_FRESH = itertools.count(1)


@dataclass(frozen=True)
class Coefficient:
    """A coefficient in an exponent; two inexact ones are the same number only if they have the same `key`."""

    constant: Constant
    key: Any

    @staticmethod
    def of(constant: Constant) -> Coefficient:
        """Exact constants are known by themselves; an inexact one is like no other."""
        return Coefficient(constant, constant if isinstance(constant, Surd) else next(_FRESH))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Coefficient) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


Degree = tuple[Fraction | int, int]


class Scale(NamedTuple):
    """x^power (log x)^logs exp(Σ c x^r (log x)^l), the exponent as ((r, l), c) with the largest (r, l) first."""

    power: Fraction | int = 0
    logs: int = 0
    exponent: tuple[tuple[Degree, Coefficient], ...] = ()

    def __mul__(self, other: Any) -> Scale:
        power = self.power + other.power
        if type(power) is Fraction and power.denominator == 1:
            power = power.numerator  # as a key an int is much faster
        if not self.exponent and not other.exponent:
            return Scale(power, self.logs + other.logs)
        joined: dict[Degree, Coefficient] = dict(self.exponent)
        for degree, coefficient in other.exponent:
            if degree not in joined:
                joined[degree] = coefficient
                continue
            total = plus(joined.pop(degree).constant, coefficient.constant)
            if not is_nothing(total):
                joined[degree] = Coefficient.of(total)
        exponent = tuple(sorted(joined.items(), key=lambda item: item[0], reverse=True))
        return Scale(power, self.logs + other.logs, exponent)

    def inverse(self) -> Scale:
        """One over it."""
        exponent = tuple((d, Coefficient(times(Surd(-ONE), c.constant), _negated(c.key))) for d, c in self.exponent)
        return Scale(-self.power, -self.logs, exponent)

    @property
    def oscillates(self) -> bool:
        """Whether it is not seen to be real and positive."""
        return any(not is_real(c.constant) for _, c in self.exponent)

    def growth(self) -> int:
        """1 if it tends to ∞ in modulus, −1 if to 0, 0 if its modulus is constant; Unsupported when that is not seen."""
        for _, coefficient in self.exponent:
            real = enclosure(coefficient.constant).real
            if real.is_zero():
                continue
            if real.contains(0):
                raise Unsupported("an exponential rate is not separated from 0")
            return 1 if real > 0 else -1
        return _sign(self.power) or _sign(self.logs)


def _negated(key: Any) -> Any:
    if isinstance(key, Surd):
        return times(Surd(-ONE), key)
    return key[1] if isinstance(key, tuple) and key[0] == "-" else ("-", key)


def _sign(number: Any) -> int:
    return int(number > 0) - int(number < 0)


ALWAYS = Scale()


def compare(left: Scale, right: Scale) -> int:
    """1, 0 or −1 as the modulus of left/right tends to ∞, is constant, or tends to 0."""
    if not left.exponent and not right.exponent:
        return _sign(left.power - right.power) or _sign(left.logs - right.logs)
    if left.exponent == right.exponent:
        return _sign(left.power - right.power) or _sign(left.logs - right.logs)
    return (left * right.inverse()).growth()


class Majorant(NamedTuple):
    """factor·x^power·exp(−rate·x^degree) on x ≥ T, with rate > 0, or rate = 0."""

    factor: arb
    power: arb
    rate: arb
    degree: Fraction | int

    def decreases(self, start: arb) -> bool:
        """Whether it does not increase on x ≥ start."""
        if self.rate.is_zero():
            return bool(self.power <= 0)
        return bool(self.power <= self.rate * rational(self.degree) * start ** rational(self.degree))

    def at(self, x: arb) -> arb:
        value = self.factor * x**self.power
        return value if self.rate.is_zero() else value * (-self.rate * x ** rational(self.degree)).exp()

    def integral(self, start: arb) -> arb:
        """∫_start^∞ of it; Unsupported where it diverges."""
        order = self.power + 1
        if self.rate.is_zero():
            if not order < 0:
                raise Unsupported("the tail is not seen to be integrable")
            return self.factor * start**order / -order
        degree = rational(self.degree)
        a = order / degree
        return self.factor * (self.rate * start**degree).gamma_upper(a) / (degree * self.rate**a)


def rational(value: Fraction | int) -> arb:
    """A ball around a rational number."""
    return arb(fmpq(value.numerator, value.denominator))


def majorant(scale: Scale, start: arb) -> Majorant:
    """A bound for |scale| on x ≥ start ≥ e²; Unsupported when none is found for this start (a larger one may do).

    The leading real term −c x^r (log x)^l of the exponent absorbs the others: for (ρ, λ) below (r, l) the quotient
    x^(ρ−r) (log x)^(λ−l) decreases on x ≥ start when log(start) ≥ (λ − l)/(r − ρ), so that its value at the start
    bounds it. Likewise log x ≤ x^δ log(start)/start^δ for x ≥ start when δ log(start) ≥ 1.
    """
    depth = start.log()
    rates = [(degree, enclosure(c.constant).real) for degree, c in scale.exponent]
    rates = [(degree, rate) for degree, rate in rates if not rate.is_zero()]
    rate, power = arb(0), rational(scale.power)
    degree: Fraction | int = 1
    if rates:
        (r, level), lead = rates[0]
        total = lead
        for (rho, lam), other in rates[1:]:
            if not other > 0:
                total += arb(0) if other < 0 else abs(other).upper() * _quotient(rho, lam, r, level, start, depth)
                continue
            total += other * _quotient(rho, lam, r, level, start, depth)
        if not total < 0 and not (r == 0 and level == 1):
            raise Unsupported("the integrand or summand is not seen to decrease")
        if r == 0:
            # exp(total·(log x)^l) ≤ x^(total·(log start)^(l−1))
            power += total * depth ** (level - 1)
        else:
            rate, degree = -total * (depth**level if level >= 0 else _refuse_level()), r
    factor = arb(1)
    if scale.logs > 0:
        delta = arb(1) / 2
        if rate.is_zero():
            room = (-1 - power) / (2 * scale.logs)
            delta = room if room > 0 and room < delta else delta
        if not delta * depth >= 1:
            raise Unsupported("the start is too small to bound a power of a logarithm")
        factor, power = (depth / start**delta) ** scale.logs, power + delta * scale.logs
    elif scale.logs < 0:
        factor = depth**scale.logs
    return Majorant(factor, power, rate, degree)


def _refuse_level() -> arb:
    raise Unsupported("an exponent with a negative power of a logarithm is not bounded")


def _quotient(rho: Fraction | int, lam: int, r: Fraction | int, level: int, start: arb, depth: arb) -> arb:
    if rho < r and not depth * rational(r - rho) >= lam - level:
        raise Unsupported("the start is too small to compare two exponents")
    return start ** rational(rho - r) * depth ** (lam - level)


def supremum(scale: Scale, start: arb) -> arb:
    """A bound for |scale| on x ≥ start, for a scale that is bounded there; Unsupported when none is found."""
    if scale.logs == 0 and not scale.exponent:
        if scale.power > 0:
            raise Unsupported("an unbounded scale")
        return start ** rational(scale.power)
    if all(enclosure(c.constant).real.is_zero() for _, c in scale.exponent) and scale.power <= 0 and scale.logs <= 0:
        return start ** rational(scale.power) * start.log() ** scale.logs
    if not scale.exponent and scale.power < 0:
        # x^p (log x)^q decreases where log x ≥ q/|p|
        if start.log() * rational(-scale.power) >= scale.logs:
            return start ** rational(scale.power) * start.log() ** scale.logs
        raise Unsupported("the start is too small to bound a power of a logarithm")
    bound = majorant(scale, start)
    if not bound.decreases(start):
        raise Unsupported("the start is too small for a scale to decrease after it")
    return bound.at(start)


__all__ = ["ALWAYS", "Coefficient", "Constant", "Majorant", "NOTHING", "Scale", "Surd", "UNIT", "compare", "enclosure",
           "is_nothing", "is_real", "majorant", "parts", "plus", "power", "rational", "reciprocal", "square_root",
           "supremum", "times"]
