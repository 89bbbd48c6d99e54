"""Gaussian rationals: exact complex numbers with bounded size.

May import flint and the standard library. Numbers of more than 20,000 bits are not built: Inexact is raised instead.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from flint import arb, fmpq, fmpz

from .verdict import Undefined

BITS = 20_000


class Inexact(Exception):
    """The term is not seen to be a (Gaussian) rational number."""


class Gaussian(NamedTuple):
    """re + im·i with im ≠ 0."""

    re: Fraction
    im: Fraction


Value = Fraction | Gaussian
ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)


def make(re: Fraction, im: Fraction) -> Value:
    """The number re + im·i, as a Fraction when it is real."""
    for part in (re, im):
        if part.numerator.bit_length() > BITS or part.denominator.bit_length() > BITS:
            raise Inexact
    return Gaussian(re, im) if im else re


def parts(value: Value) -> tuple[Fraction, Fraction]:
    """Real and imaginary part."""
    return (value.re, value.im) if isinstance(value, Gaussian) else (value, ZERO)


def real(value: Value) -> Fraction:
    """The value when it is real; Inexact otherwise."""
    if isinstance(value, Gaussian):
        raise Inexact
    return value


def integer(value: Value) -> int:
    """The value when it is an integer; Inexact otherwise."""
    number = real(value)
    if number.denominator != 1:
        raise Inexact
    return number.numerator


def small(value: Value, limit: int = 5_000) -> int:
    """The value when it is an integer of modest size; Inexact otherwise."""
    number = integer(value)
    if abs(number) > limit:
        raise Inexact
    return number


def add(left: Value, right: Value) -> Value:
    if not isinstance(left, Gaussian) and not isinstance(right, Gaussian):
        return make(left + right, ZERO)
    (a, b), (c, d) = parts(left), parts(right)
    return make(a + c, b + d)


def multiply(left: Value, right: Value) -> Value:
    if not isinstance(left, Gaussian) and not isinstance(right, Gaussian):
        return make(left * right, ZERO)
    (a, b), (c, d) = parts(left), parts(right)
    return make(a * c - b * d, a * d + b * c)


def negative(value: Value) -> Value:
    re, im = parts(value)
    return make(-re, -im)


def divide(left: Value, right: Value) -> Value:
    c, d = parts(right)
    size = c * c + d * d
    if size == 0:
        raise Undefined("division by 0")
    return multiply(left, make(c / size, -d / size))


def integer_power(base: Value, n: int) -> Value:
    """base^n, with 0^0 = 1."""
    if n < 0:
        return divide(ONE, integer_power(base, -n))
    bits = max(part.numerator.bit_length() + part.denominator.bit_length() for part in parts(base))
    if bits > 2 and bits * n > BITS:
        raise Inexact
    if not isinstance(base, Gaussian) and n > BITS:
        return base ** (n % 2 + 2) if abs(base) in (0, 1) else refuse()
    result: Value = ONE
    while n:
        result = multiply(result, base) if n & 1 else result
        n >>= 1
        base = multiply(base, base) if n else base
    return result


def refuse() -> Value:
    """Raises Inexact."""
    raise Inexact


def root(value: Fraction, degree: int) -> Fraction:
    """The nonnegative root of that degree of a number ≥ 0 when it is rational."""
    if value < 0 or degree > 64:
        raise Inexact
    roots = []
    for part in (value.numerator, value.denominator):
        found = fmpz(part).isqrt() if degree == 2 else fmpz(part).root(degree)
        if int(found) ** degree != part:
            raise Inexact
        roots.append(int(found))
    return Fraction(*roots)


def ball(value: Value) -> tuple[arb, arb]:
    """The balls of the two parts."""
    re, im = parts(value)
    return arb(fmpq(re.numerator, re.denominator)), arb(fmpq(im.numerator, im.denominator))
