"""Real numbers that stay exact as long as they can: a `Fraction`, or an mpmath number once something is irrational.

May import mpmath and the standard library. It owns the one mpmath context of this package, so that nobody else's
`mp.dps` is touched. No floats, and no terms, must ever be here.

Numbers of the second kind carry rounding: one smaller than `noise()` cannot be told from 0, so dividing by it, or
asking for its sign, raises instead of answering.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import mpmath

from .verdict import Undefined, Unsupported

CONTEXT = mpmath.MPContext()
GUARD = 15
Real = Any
ZERO, ONE = Fraction(0), Fraction(1)
_EXACT_BITS = 20_000
_HUGE = CONTEXT.mpf(10) ** 200


class Rigorous:
    """A number whose own operators never round (an enclosure, a series, an affine form): as good as exact here.

    A comparison that its operators cannot decide raises Undefined; so does asking for an approximation.
    """

    __slots__ = ()

    def __pos__(self) -> Real:
        raise Unsupported("a number that is known rigorously has no rounded value here")

    @property
    def numerator(self) -> int:
        raise Unsupported("only a rational number has a numerator and a denominator")

    denominator = numerator


def is_exact(value: Real) -> bool:
    return isinstance(value, (Fraction, Rigorous))


def approximate(value: Real) -> Any:
    """The value as an mpmath number at the working precision."""
    return CONTEXT.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else +value


def noise() -> Any:
    """What rounding at the working precision may have made out of 0."""
    return CONTEXT.mpf(10) ** (GUARD - CONTEXT.dps)


def both_exact(left: Real, right: Real) -> bool:
    return is_exact(left) and is_exact(right)


def add(left: Real, right: Real) -> Real:
    return left + right if both_exact(left, right) else approximate(left) + approximate(right)


def subtract(left: Real, right: Real) -> Real:
    return left - right if both_exact(left, right) else approximate(left) - approximate(right)


def multiply(left: Real, right: Real) -> Real:
    if both_exact(left, right):
        return left * right
    if (is_exact(left) and left == 0) or (is_exact(right) and right == 0):
        return ZERO
    return approximate(left) * approximate(right)


def divide(left: Real, right: Real) -> Real:
    """left / right; raises Undefined when right is 0 or cannot be told from 0."""
    if is_zero(right):
        raise Undefined("division by 0" if is_exact(right) else "division by a number that rounding hides")
    return left / right if both_exact(left, right) else approximate(left) / approximate(right)


def is_zero(value: Real) -> bool:
    """Exactly 0, or not to be told from 0."""
    return bool(value == 0 if is_exact(value) else abs(value) < noise())


def sign(value: Real) -> int:
    """The sign of a real number; raises Unsupported when rounding hides it."""
    if not is_exact(value) and abs(value) < noise():
        raise Unsupported("a sign was asked of a number that rounding hides")
    return int(value > 0) - int(value < 0)


def less(left: Real, right: Real) -> bool:
    """left < right as computed; used to order numbers, never to decide a statement."""
    return bool(left < right if both_exact(left, right) else approximate(left) < approximate(right))


def total(values: Any) -> Real:
    result: Real = ZERO
    for value in values:
        result = add(result, value)
    return result


def _bounded(value: Real, what: str) -> Any:
    number = approximate(value)
    if abs(number) > _HUGE:
        raise Unsupported(f"{what} of a number beyond 10^200")
    return number


def _exact_root(value: int, degree: int) -> int | None:
    """The natural number whose `degree`-th power is `value`, if there is one."""
    if degree == 2:
        root = math.isqrt(value)
        return root if root * root == value else None
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**degree < value:
            low = middle + 1
        else:
            high = middle
    return low if low**degree == value else None


def square_root(value: Real) -> Real:
    """√x for x ≥ 0, exact for squares of rationals."""
    if is_exact(value):
        if value < 0:
            raise Undefined("the square root of a negative number")
        return _rational_root(value, 2) or (ZERO if value == 0 else CONTEXT.sqrt(approximate(value)))
    if value < 0:
        if abs(value) >= noise():
            raise Undefined("the square root of a negative number")
        return CONTEXT.zero
    return CONTEXT.sqrt(value)


def _rational_root(value: Fraction, degree: int) -> Fraction | None:
    top, bottom = _exact_root(value.numerator, degree), _exact_root(value.denominator, degree)
    return Fraction(top, bottom) if top is not None and bottom is not None else None


def power(base: Real, exponent: Real) -> Real:
    """base ** exponent; 0 ** 0 = 1. Raises Undefined for 0 to a negative, and a negative to a fractional power."""
    if is_exact(exponent) and exponent.denominator == 1:
        n = exponent.numerator
        if n < 0:
            return divide(ONE, power(base, -exponent))
        if isinstance(base, Rigorous):
            return base**n
        if is_exact(base) and n * max(base.numerator.bit_length(), base.denominator.bit_length()) <= _EXACT_BITS:
            return base**n
        if base == 0:
            return ZERO if n else ONE
        _bounded(n * CONTEXT.log(abs(approximate(base))), "a power")
        return approximate(base) ** n
    if is_zero(base):
        if not is_exact(base) or sign(exponent) < 0:
            raise Undefined("0 to a power that is negative or not known exactly")
        return ZERO
    if sign(base) < 0:
        raise Undefined("a negative number to a power that is not an integer")
    if both_exact(base, exponent) and exponent.denominator <= 64:
        root = _rational_root(base, exponent.denominator)
        if root is not None:
            return power(root, Fraction(exponent.numerator))
    return CONTEXT.exp(_bounded(approximate(exponent) * CONTEXT.log(approximate(base)), "a power"))


def exponential(value: Real) -> Real:
    return ONE if is_exact(value) and value == 0 else CONTEXT.exp(_bounded(value, "exp"))


def logarithm(value: Real) -> Real:
    if is_zero(value) or sign(value) < 0:
        raise Undefined("the logarithm of a number that is not positive")
    return ZERO if is_exact(value) and value == 1 else CONTEXT.log(approximate(value))


def factorial(value: Real) -> Real:
    if not is_exact(value) or value.denominator != 1 or value < 0:
        raise Undefined("the factorial of something that is not a natural number")
    if value > 2000:
        raise Unsupported(f"the factorial of {value.numerator}: at most 2000! is computed")
    return Fraction(math.factorial(value.numerator))


def tangent(value: Real) -> Real:
    if is_exact(value) and value == 0:
        return ZERO
    number = _bounded(value, "tan")
    return divide(CONTEXT.sin(number), CONTEXT.cos(number))


def _arc(name: str, value: Real) -> Real:
    number = approximate(value)
    if abs(number) > 1 + noise():
        raise Undefined(f"{name} of a number outside [-1, 1]")
    return getattr(CONTEXT, name)(max(min(number, CONTEXT.one), -CONTEXT.one))


def elementary(name: str, value: Real) -> Real:
    """A named function of one real variable: exact at 0 where its value there is rational."""
    if is_exact(value) and value == 0 and name in _AT_ZERO:
        return _AT_ZERO[name]
    if name in ("asin", "acos"):
        return _arc(name, value)
    number = _bounded(value, name)
    if name == "density":
        return CONTEXT.exp(-number * number / 2) / CONTEXT.sqrt(2 * CONTEXT.pi)
    return getattr(CONTEXT, name)(number)


_MPMATH = {"erfc", "erfi", "gamma", "loggamma", "digamma", "beta", "harmonic", "floor", "Ei", "li", "besselj", "bessely",
           "besseli", "besselk", "airyai", "airybi", "fibonacci", "rf", "ff", "zeta", "polylog", "binomial", "hermite",
           "legendre", "chebyshevt", "chebyshevu", "Si", "Ci", "Shi", "Chi", "bernoulli", "elliptic_k", "elliptic_e",
           "LambertW", "lowergamma", "uppergamma", "polygamma", "factorial2", "catalan", "laguerre", "hyper", "sinc",
           "ceiling"}
_SPELT: dict[str, Any] = {
    "Ei": lambda x: CONTEXT.ei(x), "Si": lambda x: CONTEXT.si(x), "Ci": lambda x: CONTEXT.ci(x),
    "Shi": lambda x: CONTEXT.shi(x), "Chi": lambda x: CONTEXT.chi(x), "ceiling": lambda x: CONTEXT.ceil(x),
    "chebyshevt": lambda n, x: CONTEXT.chebyt(n, x), "chebyshevu": lambda n, x: CONTEXT.chebyu(n, x),
    "LambertW": lambda x: CONTEXT.lambertw(x),
    "elliptic_k": lambda m: CONTEXT.ellipk(m), "elliptic_e": lambda m: CONTEXT.ellipe(m),
    "lowergamma": lambda a, x: CONTEXT.gammainc(a, 0, x), "uppergamma": lambda a, x: CONTEXT.gammainc(a, x),
    "polygamma": lambda n, x: CONTEXT.psi(_natural(n), x), "factorial2": lambda n: CONTEXT.fac2(_natural(n)),
    "catalan": lambda n: CONTEXT.binomial(2 * _natural(n), n) / (n + 1),
    "laguerre": lambda n, x: CONTEXT.laguerre(_natural(n), 0, x),
    "bernoulli": lambda n: CONTEXT.mpf(1) / 2 if n == 1 else CONTEXT.bernoulli(_natural(n)),
    "harmonic": lambda n, r=None: CONTEXT.harmonic(n) if r is None else CONTEXT.fsum(
        CONTEXT.mpf(k) ** -r for k in range(1, _natural(n) + 1)),
    "hyper": lambda p, q, *rest: CONTEXT.hyper(list(rest[:int(p)]), list(rest[int(p):-1]), rest[-1]),
}


def _natural(value: Any) -> int:
    if value != int(value) or not 0 <= value <= 5000:
        raise Unsupported(f"a function of a natural number up to 5000 is asked for at {value}")
    return int(value)


def special(name: str, values: list[Real]) -> Real:
    """A special function of the language at real arguments; Unsupported for those that decide alone evaluates."""
    if name not in _MPMATH:
        raise Unsupported(f"{name} is evaluated by decide only")
    if name in ("floor", "ceiling") and is_exact(values[0]):
        return Fraction(getattr(math, {"ceiling": "ceil"}.get(name, name))(values[0]))
    try:
        value = (_SPELT.get(name) or getattr(CONTEXT, name))(*(approximate(v) for v in values))
    except (ValueError, ZeroDivisionError, OverflowError, CONTEXT.NoConvergence) as error:
        raise Undefined(f"{name} has no value here: {error}") from None
    if isinstance(value, CONTEXT.mpc):
        if value.imag:
            raise Undefined(f"{name} is not real here")
        value = value.real
    if not CONTEXT.isfinite(value):
        raise Undefined(f"{name} has no value here")
    return value


_AT_ZERO = {"sin": ZERO, "cos": ONE, "asin": ZERO, "atan": ZERO, "tanh": ZERO, "erf": ZERO, "ncdf": Fraction(1, 2)}


def digits_of(value: Real, digits: int = 25) -> str:
    """The value for a reader: a short rational as such, otherwise decimal digits."""
    if is_exact(value) and len(str(value)) <= digits:
        return str(value)
    return str(CONTEXT.nstr(approximate(value), digits))
