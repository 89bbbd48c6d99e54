"""The expected maximum e_n of n independent standard normal variables: enclosures, and closed forms for n ≤ 5.

May import flint, terms and the ball arithmetic of this package. Every bound is proved: the integral by Arb, the tails by
an inequality that is stated below. The closed forms are terms; that they are right is not believed here but derived
wherever they are used.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from flint import acb, arb, fmpz

from symproof.terms import Arctan, Number, Sqrt, pi

from .ball_arithmetic import BallArithmetic, precision
from .verdict import Unsupported

MAXIMUM = 1000
MOST_DIGITS = 2000


class Enclosure(NamedTuple):
    """Rational bounds lower ≤ x ≤ upper of a number x. It is a pair, so `lower, upper = enclosure` works."""

    lower: Fraction
    upper: Fraction

    @property
    def middle(self) -> Fraction:
        """The middle of the bounds."""
        return (self.lower + self.upper) / 2

    @property
    def radius(self) -> Fraction:
        """Half the distance of the bounds: no value is further from the middle."""
        return (self.upper - self.lower) / 2

    def decimal(self, digits: int = 50) -> str:
        """The middle rounded to so many decimal places; off by at most the radius and half a unit of the last place."""
        scaled = round(self.middle * 10**digits)
        whole, rest = divmod(abs(scaled), 10**digits)
        return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{digits}d}" if digits else f"{scaled}"

    def __str__(self) -> str:
        """As many decimals as are known, with a bound for the error of what is shown."""
        if not self.radius:
            return str(self.lower)
        digits = 0
        while 2 * self.radius * 10 ** (digits + 1) <= 1:
            digits += 1
        return f"{self.decimal(digits)} ± 1e-{digits}"


def expected_maximum(n: int, digits: int = 50) -> Enclosure:
    """Rational bounds lower ≤ e_n ≤ upper, less than 10^−digits apart, of e_n = E max(Z_1, …, Z_n), Z_i iid N(0, 1).

    Rigorous: e_1 = 0, and for n ≥ 2, e_n = n (n−1) ∫ φ(x)² Φ(x)^{n−2} dx (integrate ∫ x d(Φ^n) by parts with x φ = −φ′;
    David and Nagaraja, Order Statistics, 3rd ed., section 3.1). Between −T and T the integral is enclosed by Arb's
    `acb.integral`, whose integrand is entire. Beyond, since 0 ≤ Φ ≤ 1 and φ(x)² = e^{−x²}/(2π), it lies between 0 and
    erfc(T)/(2√π). Nothing is rounded but outwards. Domain: 1 ≤ n ≤ 1000, 1 ≤ digits ≤ 2000, both integers; raises
    ValueError for anything else.
    """
    if type(n) is not int or not 1 <= n <= MAXIMUM:
        raise ValueError(f"the expected maximum is enclosed for 1 to {MAXIMUM} variables, not for {n!r}")
    if type(digits) is not int or not 1 <= digits <= MOST_DIGITS:
        raise ValueError(f"the expected maximum is enclosed to 1 to {MOST_DIGITS} digits, not to {digits!r}")
    return _expected_maximum(n, digits)


@cache
def _expected_maximum(n: int, digits: int) -> Enclosure:
    if n == 1:
        return Enclosure(Fraction(0), Fraction(0))
    bits = int(digits * 3.33) + 64
    for _ in range(6):
        with precision(bits):
            found = _enclosure(n, digits)
        if found.upper - found.lower < Fraction(1, 10**digits):
            return found
        bits *= 2
    raise Unsupported(f"the expected maximum of {n} variables was not enclosed to {digits} digits")


def _enclosure(n: int, digits: int) -> Enclosure:
    count, reach = arb(n * (n - 1)), arb(4)
    while not count * reach.erfc() < arb((fmpz(1), fmpz(-int(digits * 3.33) - 8))):
        reach += 1
    root = arb(2).sqrt()

    def integrand(x: acb, analytic: bool) -> Any:
        """2π φ² Φ^{n−2}: entire, so there is no cut to guard."""
        return (-x * x).exp() * BallArithmetic.product_power((-x / root).erfc() / 2, n - 2)

    inner = count * acb.integral(integrand, -reach, reach).real / (2 * arb.pi())
    tails = count * reach.erfc() / (2 * arb.pi().sqrt())
    return Enclosure(_fraction(inner.lower()), _fraction((inner + tails).upper()))


def _fraction(end: arb) -> Fraction:
    """The end of a ball, which is a dyadic number, exactly."""
    mantissa, exponent = end.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def expected_maximum_formula(n: int) -> Any:
    """The term that e_n equals, for n = 1, …, 5: 0, 1/√π, 3/(2√π), 6 arctan(√2)/π^{3/2}, 15 arctan(√2)/π^{3/2} − 5/(2√π).

    No elementary one is known for n ≥ 6; raises ValueError for any other n. Source: Jones, Ann. Math. Statist. 19 (1948),
    270–273; David and Nagaraja, Order Statistics, 3rd ed., section 3.2.
    """
    root, arc = Sqrt(pi), Arctan(Sqrt(2))
    forms = {1: Number(0), 2: 1 / root, 3: 3 / (2 * root), 4: 6 * arc / (pi * root), 5: 15 * arc / (pi * root) - 5 / (2 * root)}
    if type(n) is not int or n not in forms:
        raise ValueError(f"the expected maximum of n normal variables has a closed form for n from 1 to 5, not for n = {n!r}")
    return forms[n]


__all__ = ["Enclosure", "expected_maximum_formula", "expected_maximum"]
