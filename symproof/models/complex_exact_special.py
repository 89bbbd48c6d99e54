"""Special functions at exact arguments, where their value is seen to be rational.

May import the standard library, flint and the modules of this package that it names.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import fmpq

from .complex_numbers import (HALF, ONE, ZERO, Gaussian, Inexact, Value, add, divide, integer, integer_power, make, multiply,
                              parts, real, refuse, small)
from .verdict import Undefined

TERMS = 2_000


def cosine(q: Fraction) -> Fraction:
    """cos(qπ) where it is rational (Niven: 0, ±1/2, ±1 only)."""
    found = {ZERO: ONE, Fraction(1, 3): HALF, HALF: ZERO, Fraction(2, 3): -HALF, ONE: -ONE}.get(min(q % 2, -q % 2))
    if found is None:
        raise Inexact
    return found


def known(value: Value, table: dict[Fraction, Fraction]) -> Value:
    """The entry of a table of values; Inexact when there is none."""
    found = table.get(real(value))
    if found is None:
        raise Inexact
    return found


def factorial(value: Value) -> Fraction:
    n = integer(value)
    if n < 0:
        raise Undefined("the factorial of a negative integer")
    return Fraction(math.factorial(small(value, 2_000)))


def _gamma(value: Value) -> Fraction:
    n = integer(value)
    if n <= 0:
        raise Undefined("Γ at a pole")
    return factorial(Fraction(n - 1))


def _product(first: Value, count: Value, step: int) -> Value:
    result, n = ONE, small(count, 1_000)
    if n < 0:
        raise Inexact
    for k in range(n):
        result = multiply(result, add(first, Fraction(step * k)))  # type: ignore[assignment]
    return result


def _binomial(n: Value, k: Value) -> Value:
    if integer(k) < 0:
        integer(n)
        return ZERO
    if not isinstance(n, Gaussian) and n.denominator == 1 and 0 <= n <= 2_000:
        return Fraction(math.comb(n.numerator, small(k, 10**9))) if k <= n else ZERO  # type: ignore[operator]
    return divide(_product(n, k, -1), factorial(k))


def _harmonic(n: Value, order: Value = ONE) -> Value:
    count, r = small(n, TERMS), small(order, 100)
    if count < 0:
        raise Inexact
    start: Value = ZERO
    return reduce(add, (integer_power(Fraction(j), -r) for j in range(1, count + 1)), start)


def _mod(x: Value, y: Value) -> Value:
    if y == 0:
        raise Undefined("division by 0")
    return real(x) - real(y) * math.floor(real(x) / real(y))


def _fibonacci(n: Value) -> Value:
    a, b = 0, 1
    for _ in range(abs(small(n, 10_000))):
        a, b = b, a + b
    return Fraction(a if n > 0 or integer(n) % 2 else -a)  # type: ignore[operator]


def _bernoulli(n: Value) -> Value:
    k = small(n, 1_000)
    if k < 0:
        raise Inexact
    number = fmpq.bernoulli(k)
    return HALF if k == 1 else Fraction(int(number.p), int(number.q))


def _factorial2(n: Value) -> Value:
    k = small(n, 1_000)
    if k < -1:
        raise Inexact
    return Fraction(math.prod(range(k, 0, -2)))


def _at(table: dict[Fraction, Fraction]) -> Any:
    return lambda x: known(x, table)


SPECIAL_VALUES: dict[str, Any] = {
    "gamma": _gamma, "binomial": _binomial, "harmonic": _harmonic, "mod": _mod, "fibonacci": _fibonacci,
    "bernoulli": _bernoulli, "factorial2": _factorial2,
    "rf": lambda x, k: _product(x, k, 1), "ff": lambda x, k: _product(x, k, -1),
    "floor": lambda x: make(Fraction(math.floor(parts(x)[0])), Fraction(math.floor(parts(x)[1]))),
    "ceiling": lambda x: make(Fraction(math.ceil(parts(x)[0])), Fraction(math.ceil(parts(x)[1]))),
    "gcd": lambda a, b: Fraction(math.gcd(integer(a), integer(b))),
    "catalan": lambda n: divide(_binomial(multiply(Fraction(2), n), n), add(n, ONE)) if small(n) >= 0 else refuse(),
    "Heaviside": lambda x: ONE if real(x) > 0 else ZERO if real(x) < 0 else HALF,
    "erfc": _at({ZERO: ONE}), "erfi": _at({ZERO: ZERO}), "sinc": _at({ZERO: ONE}), "Si": _at({ZERO: ZERO}),
    "Shi": _at({ZERO: ZERO}), "LambertW": _at({ZERO: ZERO}), "elliptic_e": _at({ONE: ONE}),
}
"""Rules from exact arguments to exact values; they raise Inexact where none is seen."""
